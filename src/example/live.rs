//! Which examples run at the moment, so that an interrupt ends them and takes their folders away.

use super::group::Group;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Programs that run and folders that exist.
pub struct Live {
    pub groups: Vec<Arc<Group>>,
    pub folders: Vec<PathBuf>,
}

static LIVE: Mutex<Live> = Mutex::new(Live { groups: Vec::new(), folders: Vec::new() });

/// What runs. Programs are started and folders are made only while this is held.
pub fn lock() -> MutexGuard<'static, Live> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends every example and takes its folder away. For the handler of an interrupt, right before it ends the process: while
/// what it returns lives, no other example starts.
pub fn end_all() -> impl Drop {
    let mut live = lock();
    for group in live.groups.drain(..) {
        group.kill();
        let _ = group.reap();
    }
    super::stray::end_of_run(&live);
    for folder in live.folders.drain(..) {
        super::folder::remove(&folder);
    }
    live
}
