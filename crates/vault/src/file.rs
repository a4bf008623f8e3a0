//! A file of a vault as all connections of this process share it: bytes at any place read and written
//! through sealed blocks.
//!
//! SQLite is told that a sector is a block and that nothing is atomic, so it never writes again into a
//! block that holds what it has synced and still needs. What a write broken off leaves is one block that
//! does not open. In the database that is an error; in a log or journal it reads as zeros wherever SQLite
//! looks for the end of what it may use, and is an error wherever it reads a page that it relies on.
//! It must not know connections or locks among them.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use sqlite_plugin::vars;

use super::Mount;
use super::block::{BLOCK, HEADER, Kind, MAGIC, NONCE, OVER, SLOT, Sealer, on_disk, seen, slot_at};
use super::index::Index;
use super::lock::Levels;

/// A result code of SQLite.
pub(super) type Code = i32;

/// A file with everything that its connections share.
pub(super) struct Shared {
    path: PathBuf,
    kind: Kind,
    /// The operating system lets us read only.
    pub(super) readonly: bool,
    file: File,
    mount: Arc<Mount>,
    /// A sync failed. What the system then holds is unknown, and a second try would tell of success.
    broken: AtomicBool,
    inner: RwLock<Inner>,
    /// Locks on the file.
    pub(super) levels: Mutex<Levels>,
    /// Index of its log.
    pub(super) index: Mutex<Index>,
}

struct Inner {
    /// Once there is a header.
    sealer: Option<Sealer>,
    /// Bytes that SQLite sees.
    len: u64,
    /// The block of a log or journal that was written last, in the clear: the next write goes on in it.
    tail: Option<(u64, Vec<u8>)>,
}

impl Shared {
    /// Opens, or makes, a file.
    pub(super) fn open(path: &Path, kind: Kind, make: Make, mount: Arc<Mount>) -> Result<Self, Code> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).mode(0o600);
        options.create(make == Make::IfMissing).create_new(make == Make::New);
        let fresh = !path.exists();
        let (file, readonly) = match options.open(path) {
            Ok(file) => (file, false),
            Err(error) if error.kind() == ErrorKind::PermissionDenied && make != Make::New => {
                (File::open(path).map_err(|_| vars::SQLITE_CANTOPEN)?, true)
            }
            Err(error) => return Err(full_or(&error, vars::SQLITE_CANTOPEN)),
        };
        if kind == Kind::Database {
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(vars::SQLITE_BUSY),
                Err(TryLockError::Error(_)) => return Err(vars::SQLITE_CANTOPEN),
            }
        }
        if fresh {
            sync_directory(path)?;
        }
        let bytes = file.metadata().map_err(|_| vars::SQLITE_IOERR_FSTAT)?.len();
        let mut header = [0; HEADER];
        let sealer = match file.read_exact_at(&mut header, 0) {
            Ok(()) => Sealer::of_header(mount.key(), kind, &header),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => None,
            Err(_) => return Err(vars::SQLITE_IOERR_READ),
        };
        // A database's header is on disk before any block is: one that does not open is another vault's, or
        // no vault's at all. A log's is not; without it there is nothing in the log that can be used.
        if sealer.is_none()
            && kind == Kind::Database
            && bytes > 0
            && !(bytes <= HEADER as u64 && is_begun(&header))
        {
            return Err(vars::SQLITE_NOTADB);
        }
        let len = if sealer.is_some() { seen(bytes) } else { 0 };
        let inner = RwLock::new(Inner { sealer, len, tail: None });
        let (levels, index) = (Mutex::default(), Mutex::default());
        let broken = AtomicBool::new(false);
        Ok(Self { path: path.to_owned(), kind, readonly, file, mount, broken, inner, levels, index })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whose key it is sealed under.
    pub(super) fn mount(&self) -> &Arc<Mount> {
        &self.mount
    }

    /// Bytes that SQLite sees.
    pub(super) fn len(&self) -> u64 {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).len
    }

    /// Reads what is there of the place asked for, and tells how many bytes that is.
    pub(super) fn read(&self, offset: u64, out: &mut [u8]) -> Result<usize, Code> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        let there = inner.len.saturating_sub(offset).min(out.len() as u64) as usize;
        let wanted = out.len();
        let mut done = 0;
        while done < there {
            let (number, from) = place(offset + done as u64);
            let part = (BLOCK - from).min(there - done);
            let Some(out) = out.get_mut(done..done + part) else { break };
            let mut slot = [0; SLOT];
            match self.block(&inner, number, &mut slot)?.and_then(|plain| plain.get(from..from + part)) {
                Some(plain) => out.copy_from_slice(plain),
                None if self.may_read_as_nothing(offset, wanted) => out.fill(0),
                None => return Err(vars::SQLITE_IOERR_DATA),
            }
            done += part;
        }
        Ok(there)
    }

    /// Writes at any place; what lies between the end and there becomes zeros.
    pub(super) fn write(&self, offset: u64, data: &[u8]) -> Result<(), Code> {
        if self.readonly {
            return Err(vars::SQLITE_READONLY);
        }
        if self.broken.load(Ordering::SeqCst) {
            return Err(vars::SQLITE_IOERR_WRITE);
        }
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        self.begin(&mut inner)?;
        self.fill(&mut inner, offset)?;
        self.put(&mut inner, offset, data)
    }

    /// Makes the file so long.
    pub(super) fn truncate(&self, size: u64) -> Result<(), Code> {
        if self.readonly {
            return Err(vars::SQLITE_READONLY);
        }
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if size >= inner.len {
            return if size > inner.len {
                self.begin(&mut inner).and_then(|()| self.fill(&mut inner, size))
            } else {
                Ok(())
            };
        }
        let (number, rest) = place(size);
        let mut slot = [0; SLOT];
        // A block cut short is sealed anew, as one of its new length.
        let kept = match rest {
            0 => None,
            _ => match self.block(&inner, number, &mut slot)?.and_then(|plain| plain.get(..rest)) {
                Some(plain) => Some(plain.to_vec()),
                None if self.kind == Kind::Database => return Err(vars::SQLITE_IOERR_DATA),
                None => Some(vec![0; rest]),
            },
        };
        let left = if size == 0 { 0 } else { slot_at(number) };
        self.file.set_len(left).map_err(|_| vars::SQLITE_IOERR_TRUNCATE)?;
        inner.len = size - rest as u64;
        inner.tail = None;
        if size == 0 {
            // The next header has an id of its own, under which no old block opens.
            inner.sealer = None;
        }
        kept.map_or(Ok(()), |plain| self.store(&mut inner, number, plain, None))
    }

    /// Waits until everything written is on disk.
    pub(super) fn sync(&self) -> Result<(), Code> {
        if self.broken.load(Ordering::SeqCst) || self.file.sync_data().is_err() {
            self.broken.store(true, Ordering::SeqCst);
            return Err(vars::SQLITE_IOERR_FSYNC);
        }
        Ok(())
    }

    /// Writes a header, if there is none.
    fn begin(&self, inner: &mut Inner) -> Result<(), Code> {
        if inner.sealer.is_some() {
            return Ok(());
        }
        let (sealer, header) = Sealer::begin(self.mount.key(), self.kind, self.mount.random());
        let write = || {
            self.file.set_len(0)?;
            self.file.write_all_at(&header, 0)?;
            // Of a database it must be there before any block is, or nobody could tell what the blocks are.
            if self.kind == Kind::Database { self.file.sync_all() } else { Ok(()) }
        };
        write().map_err(|error| full_or(&error, vars::SQLITE_IOERR_WRITE))?;
        (inner.sealer, inner.len, inner.tail) = (Some(sealer), 0, None);
        Ok(())
    }

    /// Zeros from the end to `until`, sealed like everything else: a hole in the file would be a block that
    /// anybody can make.
    fn fill(&self, inner: &mut Inner, until: u64) -> Result<(), Code> {
        while inner.len < until {
            let end = inner.len;
            let upto = (end / BLOCK as u64 + 1) * BLOCK as u64;
            let zeros = vec![0; (upto.min(until) - end) as usize];
            self.put(inner, end, &zeros)?;
        }
        Ok(())
    }

    fn put(&self, inner: &mut Inner, offset: u64, data: &[u8]) -> Result<(), Code> {
        let mut done = 0;
        while done < data.len() {
            let (number, from) = place(offset + done as u64);
            let part = &data[done..data.len().min(done + BLOCK - from)];
            done += part.len();
            let had = inner.len.saturating_sub(number * BLOCK as u64).min(BLOCK as u64) as usize;
            if from == 0 && part.len() >= had {
                self.store(inner, number, part.to_vec(), None)?;
                continue;
            }
            let mut slot = [0; SLOT];
            let old = match self.block(inner, number, &mut slot)? {
                Some(plain) => plain.to_vec(),
                None if self.kind == Kind::Database => return Err(vars::SQLITE_IOERR_DATA),
                // What a power cut left after the end of what SQLite uses.
                None => vec![0; had],
            };
            let mut plain = old.clone();
            plain.resize(had.max(from + part.len()), 0);
            plain[from..from + part.len()].copy_from_slice(part);
            self.store(inner, number, plain, Some(old))?;
        }
        Ok(())
    }

    /// Seals a block into its slot. When the disk refuses, the block is again what it was: readers of the
    /// log may be using its first part.
    fn store(
        &self,
        inner: &mut Inner,
        number: u64,
        plain: Vec<u8>,
        old: Option<Vec<u8>>,
    ) -> Result<(), Code> {
        let Some(sealer) = &inner.sealer else { return Err(vars::SQLITE_IOERR_WRITE) };
        let write = |plain: &[u8]| {
            let mut slot = [0; SLOT];
            let slot = &mut slot[..plain.len() + OVER];
            slot[NONCE..NONCE + plain.len()].copy_from_slice(plain);
            sealer.seal(number, self.mount.random(), slot);
            self.file.write_all_at(slot, slot_at(number))
        };
        if let Err(error) = write(&plain) {
            if let Some(old) = &old {
                // In place, where there is room already.
                let _ = write(old);
            }
            let _ = self.file.set_len(on_disk(inner.len));
            return Err(full_or(&error, vars::SQLITE_IOERR_WRITE));
        }
        inner.len = inner.len.max(number * BLOCK as u64 + plain.len() as u64);
        if self.kind != Kind::Database {
            inner.tail = Some((number, plain));
        }
        Ok(())
    }

    /// A block in the clear; nothing, when it does not open.
    fn block<'s>(
        &self,
        inner: &'s Inner,
        number: u64,
        slot: &'s mut [u8; SLOT],
    ) -> Result<Option<&'s [u8]>, Code> {
        if let Some((_, plain)) = inner.tail.as_ref().filter(|(tail, _)| *tail == number) {
            return Ok(Some(plain));
        }
        let Some(sealer) = &inner.sealer else { return Ok(None) };
        let there = inner.len.saturating_sub(number * BLOCK as u64).min(BLOCK as u64) as usize;
        let Some(slot) = slot.get_mut(..there + OVER) else { return Ok(None) };
        match self.file.read_exact_at(slot, slot_at(number)) {
            Ok(()) => Ok(sealer.open(number, slot)),
            // Cut off behind our back.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
            Err(_) => Err(vars::SQLITE_IOERR_READ),
        }
    }

    /// Whether a block that does not open may stand for zeros in a read of `len` bytes at `offset`.
    fn may_read_as_nothing(&self, offset: u64, len: usize) -> bool {
        match self.kind {
            // Looking for the end: the head of the file, a frame with its head, a number, a checksum. A page
            // by itself is read to be used, and was found whole before.
            Kind::Log | Kind::Journal => offset == 0 || !(len >= 512 && len.is_power_of_two()),
            // The first look at a database, before its log is known. Power may have gone while the first page
            // was moved there from the log, which then still has it; without a log it is an error.
            Kind::Database => {
                offset == 0 && len < BLOCK && ["-wal", "-journal"].iter().any(|end| self.has(end))
            }
            Kind::Super => false,
        }
    }

    fn has(&self, ending: &str) -> bool {
        let mut name = self.path.clone().into_os_string();
        name.push(ending);
        std::fs::metadata(name).is_ok_and(|file| file.len() > HEADER as u64)
    }
}

/// Whether a file may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Make {
    /// It is there.
    No,
    /// If it is not there.
    IfMissing,
    /// It must not be there.
    New,
}

/// Removes a file for good.
pub(super) fn remove(path: &Path) -> Result<(), Code> {
    match std::fs::remove_file(path) {
        Ok(()) => sync_directory(path),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(vars::SQLITE_IOERR_DELETE_NOENT),
        Err(_) => Err(vars::SQLITE_IOERR_DELETE),
    }
}

/// Number of the block of a byte, and where in it that byte is.
fn place(offset: u64) -> (u64, usize) {
    (offset / BLOCK as u64, (offset % BLOCK as u64) as usize)
}

/// A header of which something may be missing: power went while a new file's was written.
fn is_begun(header: &[u8; HEADER]) -> bool {
    header.iter().zip(MAGIC).all(|(byte, ours)| [*ours, 0].contains(byte))
}

/// A file made or removed is so for good once its directory says so.
fn sync_directory(path: &Path) -> Result<(), Code> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(directory).and_then(|opened| opened.sync_all()).map_err(|_| vars::SQLITE_IOERR_DIR_FSYNC)
}

/// A disk that takes no more is told apart from one that fails.
fn full_or(error: &std::io::Error, otherwise: Code) -> Code {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => vars::SQLITE_FULL,
        _ => otherwise,
    }
}
