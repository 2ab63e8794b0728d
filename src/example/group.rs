//! A process and all it starts, ended together.

use std::io;
use std::process::{Command, ExitStatus};

pub use system::Group;

#[cfg(unix)]
mod system {
    use super::{Command, ExitStatus, io};
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
    use std::os::unix::process::CommandExt;
    use std::process::Child;
    use std::sync::{Mutex, PoisonError};

    /// A process that leads a process group of its own.
    pub struct Group {
        leader: Pid,
        child: Mutex<Child>,
    }

    impl Group {
        /// Starts a program as the leader of a new group; gives it back with its output.
        pub fn start(command: &mut Command) -> io::Result<(Group, super::Output)> {
            let mut child = command.process_group(0).spawn()?;
            let output = (child.stdout.take(), child.stderr.take());
            let leader = Pid::from_child(&child);
            Ok((Group { leader, child: Mutex::new(child) }, output))
        }

        /// The leader's process id.
        #[cfg(target_os = "linux")]
        pub fn leader(&self) -> Pid {
            self.leader
        }

        /// Waits until the leader has ended. It stays a zombie, so that its number is not given to another process before
        /// the group is ended.
        pub fn wait(&self) {
            while let Err(rustix::io::Errno::INTR) =
                waitid(WaitId::Pid(self.leader), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
            {}
        }

        /// Ends the leader and all that are still in its group.
        pub fn kill(&self) {
            let _ = kill_process_group(self.leader, Signal::KILL);
        }

        /// How the leader ended. To be called last.
        pub fn reap(&self) -> io::Result<ExitStatus> {
            self.child.lock().unwrap_or_else(PoisonError::into_inner).wait()
        }
    }
}

#[cfg(not(unix))]
mod system {
    use super::{Command, ExitStatus, io};
    use std::process::Child;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    /// A process; what it starts is not ended with it on this system.
    pub struct Group {
        child: Mutex<Child>,
    }

    impl Group {
        /// Starts a program; gives it back with its output.
        pub fn start(command: &mut Command) -> io::Result<(Group, super::Output)> {
            let mut child = command.spawn()?;
            let output = (child.stdout.take(), child.stderr.take());
            Ok((Group { child: Mutex::new(child) }, output))
        }

        fn child(&self) -> MutexGuard<'_, Child> {
            self.child.lock().unwrap_or_else(PoisonError::into_inner)
        }

        /// Waits until the process has ended.
        pub fn wait(&self) {
            while matches!(self.child().try_wait(), Ok(None)) {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        }

        /// Ends the process.
        pub fn kill(&self) {
            let _ = self.child().kill();
        }

        /// How the process ended. To be called last.
        pub fn reap(&self) -> io::Result<ExitStatus> {
            self.child().wait()
        }
    }
}

/// What a program prints: standard output, standard error.
pub type Output = (Option<std::process::ChildStdout>, Option<std::process::ChildStderr>);
