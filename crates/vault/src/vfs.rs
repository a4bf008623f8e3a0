//! SQLite's way to the files of a vault: the safe face of a virtual file system over [`Shared`] files.
//!
//! What SQLite would put into a temporary file stays in memory. It must not know keys or blocks.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering, fence};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};

use sqlite_plugin::flags::{AccessFlags, CreateMode, LockLevel, OpenKind, OpenMode, OpenOpts, ShmLockMode};
use sqlite_plugin::vars;
use sqlite_plugin::vfs::{Vfs, VfsHandle};

use super::Mount;
use super::block::{BLOCK, Kind};
use super::file::{Code, Make, Shared, remove};
use super::lock::{Held, Mine};

/// Files that are open, by path: two connections to one of them share it.
static FILES: LazyLock<Mutex<HashMap<PathBuf, Weak<Shared>>>> = LazyLock::new(Mutex::default);

/// A file as one connection has it.
pub(super) enum Handle {
    /// On disk.
    Kept(Kept),
    /// For the time being.
    Passing(Vec<u8>),
}

pub(super) struct Kept {
    file: Arc<Shared>,
    /// Tells connections apart.
    id: u64,
    readonly: bool,
    level: LockLevel,
    places: Mine,
    /// Whether it uses the index.
    inside: bool,
    gone_on_close: bool,
}

impl VfsHandle for Handle {
    fn readonly(&self) -> bool {
        matches!(self, Self::Kept(kept) if kept.readonly)
    }

    fn in_memory(&self) -> bool {
        false
    }
}

impl Handle {
    fn kept(&mut self, otherwise: Code) -> Result<&mut Kept, Code> {
        match self {
            Self::Kept(kept) => Ok(kept),
            Self::Passing(_) => Err(otherwise),
        }
    }
}

/// The file system of one vault.
pub(super) struct Files {
    pub(super) mount: Arc<Mutex<Weak<Mount>>>,
}

impl Vfs for Files {
    type Handle = Handle;

    fn canonical_path<'a>(&self, path: Cow<'a, str>) -> Result<Cow<'a, str>, Code> {
        let whole = std::path::absolute(&*path).map_err(|_| vars::SQLITE_CANTOPEN)?;
        // One file has one name, whichever way leads there.
        let named = whole.parent().and_then(|parent| parent.canonicalize().ok()).zip(whole.file_name());
        let whole = named.map_or(whole.clone(), |(parent, name)| parent.join(name));
        let text = whole.to_str().ok_or(vars::SQLITE_CANTOPEN)?;
        // What SQLite has room for.
        if text.len() < 500 { Ok(Cow::Owned(text.to_owned())) } else { Err(vars::SQLITE_CANTOPEN) }
    }

    fn open(&self, path: Option<&str>, opts: OpenOpts) -> Result<Handle, Code> {
        let (kind, path) = match (opts.kind(), path) {
            (OpenKind::MainDb, Some(path)) => (Kind::Database, Path::new(path)),
            (OpenKind::Wal, Some(path)) => (Kind::Log, Path::new(path)),
            (OpenKind::MainJournal, Some(path)) => (Kind::Journal, Path::new(path)),
            (OpenKind::SuperJournal, Some(path)) => (Kind::Super, Path::new(path)),
            _ => return Ok(Handle::Passing(Vec::new())),
        };
        let readonly = opts.mode().is_readonly();
        let make = match opts.mode() {
            // Whoever only reads shares the file with those that write.
            OpenMode::ReadOnly | OpenMode::ReadWrite { create: CreateMode::None } => Make::No,
            OpenMode::ReadWrite { create: CreateMode::Create } => Make::IfMissing,
            OpenMode::ReadWrite { create: CreateMode::MustCreate } => Make::New,
        };
        let mount = locked(&self.mount).upgrade().ok_or(vars::SQLITE_CANTOPEN)?;
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let file = shared(path, kind, make, mount)?;
        Ok(Handle::Kept(Kept {
            readonly: readonly || file.readonly,
            file,
            id: NEXT.fetch_add(1, Ordering::SeqCst),
            level: LockLevel::Unlocked,
            places: Mine::default(),
            inside: false,
            gone_on_close: opts.delete_on_close(),
        }))
    }

    fn delete(&self, path: &str) -> Result<(), Code> {
        locked(&FILES).remove(Path::new(path));
        remove(Path::new(path))
    }

    fn access(&self, path: &str, flags: AccessFlags) -> Result<bool, Code> {
        let Ok(found) = std::fs::metadata(path) else { return Ok(false) };
        Ok(match flags {
            // An empty log or journal is none, as SQLite's own file system has it.
            AccessFlags::Exists => !found.is_file() || found.len() > 0,
            AccessFlags::Read => true,
            AccessFlags::ReadWrite => !found.permissions().readonly(),
        })
    }

    fn file_size(&self, handle: &mut Handle) -> Result<usize, Code> {
        match handle {
            Handle::Kept(kept) => usize::try_from(kept.file.len()).map_err(|_| vars::SQLITE_IOERR_FSTAT),
            Handle::Passing(bytes) => Ok(bytes.len()),
        }
    }

    fn truncate(&self, handle: &mut Handle, size: usize) -> Result<(), Code> {
        match handle {
            Handle::Kept(kept) if kept.readonly => Err(vars::SQLITE_READONLY),
            Handle::Kept(kept) => kept.file.truncate(size as u64),
            Handle::Passing(bytes) => {
                bytes.resize(size, 0);
                Ok(())
            }
        }
    }

    fn write(&self, handle: &mut Handle, offset: usize, data: &[u8]) -> Result<usize, Code> {
        match handle {
            Handle::Kept(kept) if kept.readonly => return Err(vars::SQLITE_READONLY),
            Handle::Kept(kept) => kept.file.write(offset as u64, data)?,
            Handle::Passing(bytes) => {
                let end = offset.checked_add(data.len()).ok_or(vars::SQLITE_IOERR_WRITE)?;
                bytes.resize(bytes.len().max(end), 0);
                bytes.get_mut(offset..end).ok_or(vars::SQLITE_IOERR_WRITE)?.copy_from_slice(data);
            }
        }
        Ok(data.len())
    }

    fn read(&self, handle: &mut Handle, offset: usize, out: &mut [u8]) -> Result<usize, Code> {
        match handle {
            Handle::Kept(kept) => kept.file.read(offset as u64, out),
            Handle::Passing(bytes) => {
                let there = bytes.get(offset..).unwrap_or_default();
                let part = there.len().min(out.len());
                out[..part].copy_from_slice(&there[..part]);
                Ok(part)
            }
        }
    }

    fn sync(&self, handle: &mut Handle) -> Result<(), Code> {
        match handle {
            Handle::Kept(kept) if !kept.readonly => kept.file.sync(),
            _ => Ok(()),
        }
    }

    fn lock(&self, handle: &mut Handle, level: LockLevel) -> Result<(), Code> {
        let Ok(kept) = handle.kept(0) else { return Ok(()) };
        locked(&kept.file.levels).raise(kept.id, &mut kept.level, level).map_err(busy)
    }

    fn unlock(&self, handle: &mut Handle, level: LockLevel) -> Result<(), Code> {
        let Ok(kept) = handle.kept(0) else { return Ok(()) };
        locked(&kept.file.levels).lower(kept.id, &mut kept.level, level);
        Ok(())
    }

    fn check_reserved_lock(&self, handle: &mut Handle) -> Result<bool, Code> {
        let Ok(kept) = handle.kept(0) else { return Ok(false) };
        Ok(locked(&kept.file.levels).is_reserved())
    }

    fn close(&self, mut handle: Handle) -> Result<(), Code> {
        self.unlock(&mut handle, LockLevel::Unlocked)?;
        self.shm_unmap(&mut handle, false)?;
        let Handle::Kept(kept) = handle else { return Ok(()) };
        // The last connection gives back the system's lock; whoever opens next waits for that here.
        let mut files = locked(&FILES);
        let (path, gone) = (kept.file.path().to_owned(), kept.gone_on_close);
        drop(kept);
        if files.get(&path).is_some_and(|file| file.strong_count() == 0) {
            files.remove(&path);
        }
        if gone { remove(&path) } else { Ok(()) }
    }

    fn sector_size(&self, _: &mut Handle) -> Result<i32, Code> {
        Ok(BLOCK as i32)
    }

    /// None. A write that is broken off takes its whole block along.
    fn device_characteristics(&self, _: &mut Handle) -> Result<i32, Code> {
        Ok(0)
    }

    fn shm_map(
        &self,
        handle: &mut Handle,
        number: usize,
        bytes: usize,
        make: bool,
    ) -> Result<Option<NonNull<u8>>, Code> {
        let kept = handle.kept(vars::SQLITE_IOERR)?;
        let mut index = locked(&kept.file.index);
        if !kept.inside {
            index.enter();
            kept.inside = true;
        }
        Ok(index.region(number, bytes, make))
    }

    fn shm_lock(&self, handle: &mut Handle, offset: u32, count: u32, mode: ShmLockMode) -> Result<(), Code> {
        let kept = handle.kept(vars::SQLITE_IOERR)?;
        let run = offset as usize..offset.saturating_add(count) as usize;
        locked(&kept.file.index).places.change(&mut kept.places, run, mode).map_err(busy)
    }

    fn shm_barrier(&self, handle: &mut Handle) {
        fence(Ordering::SeqCst);
        if let Handle::Kept(kept) = handle {
            drop(locked(&kept.file.index));
        }
    }

    fn shm_unmap(&self, handle: &mut Handle, _delete: bool) -> Result<(), Code> {
        let Ok(kept) = handle.kept(0) else { return Ok(()) };
        let mut index = locked(&kept.file.index);
        index.places.release(&mut kept.places);
        if std::mem::take(&mut kept.inside) {
            index.leave();
        }
        Ok(())
    }
}

/// The file of a path, opened once in this process.
fn shared(path: &Path, kind: Kind, make: Make, mount: Arc<Mount>) -> Result<Arc<Shared>, Code> {
    let mut files = locked(&FILES);
    if let Some(file) = files.get(path).and_then(Weak::upgrade) {
        // Another vault's connection has it: as good as another process.
        return if Arc::ptr_eq(file.mount(), &mount) { Ok(file) } else { Err(vars::SQLITE_BUSY) };
    }
    let file = Arc::new(Shared::open(path, kind, make, mount)?);
    files.insert(path.to_owned(), Arc::downgrade(&file));
    Ok(file)
}

fn busy(_: Held) -> Code {
    vars::SQLITE_BUSY
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
