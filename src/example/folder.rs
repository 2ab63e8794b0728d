//! The temporary folder an example runs in.

use super::live;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A temporary folder that goes away with this value, whatever has become of it.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A new folder with the files given: name, text.
    pub fn with<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> io::Result<Folder> {
        let mut live = live::lock();
        // Its real path: programs compare it with the working directory they see.
        let parent = std::env::temp_dir().canonicalize()?;
        let path = tempfile::Builder::new().prefix("revexport-").tempdir_in(parent)?.keep();
        live.folders.push(path.clone());
        drop(live);
        let folder = Folder { path };
        for (name, text) in files {
            std::fs::write(folder.path.join(name), text)?;
        }
        Ok(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        remove(&self.path);
        live::lock().folders.retain(|path| *path != self.path);
    }
}

/// Removes a folder, one in which something is write-protected or still being written too.
pub fn remove(path: &Path) {
    for _ in 0..20 {
        match std::fs::remove_dir_all(path) {
            Ok(()) => return,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                let _ = std::fs::remove_file(path);
                return;
            }
            Err(_) => {
                open_up(path);
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

/// Gives the owner all rights on every folder below; links are not followed.
fn open_up(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700));
    }
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            open_up(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_protected_folder_goes_too() {
        let folder = Folder::with([("a.txt", "a")]).unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(inner.join("b.txt"), "b").unwrap();
        let mut rights = std::fs::metadata(&inner).unwrap().permissions();
        rights.set_readonly(true);
        std::fs::set_permissions(&inner, rights).unwrap();
        let path = folder.path().to_owned();
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_replaced_by_a_file_goes_too() {
        let folder = Folder::with([]).unwrap();
        let path = folder.path().to_owned();
        std::fs::remove_dir(&path).unwrap();
        std::fs::write(&path, "").unwrap();
        drop(folder);
        assert!(!path.exists());
    }
}
