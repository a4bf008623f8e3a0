//! Sealing: personal values become ciphertext bound to their place, under a key of the person's own,
//! which is itself sealed by a master key kept outside the database.
//!
//! XChaCha20-Poly1305; the associated data names tenant, table, column and row, so that a ciphertext
//! moved elsewhere does not open. Look-ups go through keyed hashes (HMAC-SHA-256).
//!
//! The key file is `1` and one key, or, once the master key was changed, `2`, the key of the hashes and the
//! master keys that still seal something, each after its number; the last seals from now on. The key of the
//! hashes stays: what was drawn from it is printed on letters and found by it. It opens nothing. A field
//! node keeps the same bytes in its vault's key file, sealed.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use domain::id::TenantId;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::Error;
use crate::pin::KeyFile;

/// Length of a nonce.
const NONCE: usize = 24;
/// First byte of a file with one key, and the number of that key: first byte of everything it sealed.
const ONE: u8 = 1;
/// First byte of a file with several.
const SEVERAL: u8 = 2;

/// The keys of a file.
struct Ring {
    /// Of keyed hashes.
    blind: Zeroizing<[u8; 32]>,
    /// Master keys by number; the last seals.
    keys: Vec<(u8, Zeroizing<[u8; 32]>)>,
}

impl Ring {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first()?;
        match *first {
            ONE => {
                let key: [u8; 32] = rest.try_into().ok()?;
                Some(Self { blind: Zeroizing::new(key), keys: vec![(ONE, Zeroizing::new(key))] })
            }
            SEVERAL => {
                let (blind, rest) = rest.split_first_chunk::<32>()?;
                let (entries, left) = rest.as_chunks::<33>();
                let keys: Vec<_> = entries
                    .iter()
                    .filter_map(|entry| entry.split_first())
                    .filter_map(|(number, key)| Some((*number, Zeroizing::new(key.try_into().ok()?))))
                    .collect();
                let whole = left.is_empty() && !keys.is_empty();
                whole.then_some(Self { blind: Zeroizing::new(*blind), keys })
            }
            _ => None,
        }
    }

    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(vec![SEVERAL]);
        bytes.extend_from_slice(self.blind.as_slice());
        for (number, key) in &self.keys {
            bytes.push(*number);
            bytes.extend_from_slice(key.as_slice());
        }
        bytes
    }

    fn of(&self, number: u8) -> Option<&Zeroizing<[u8; 32]>> {
        self.keys.iter().find(|(known, _)| *known == number).map(|(_, key)| key)
    }
}

/// Where the keys are kept.
enum Home {
    /// In a file of their own, readable by its owner only.
    Plain(PathBuf),
    /// In a vault's key file, sealed under the vault's key.
    Vault(KeyFile),
}

impl Home {
    fn read(&self) -> std::io::Result<Zeroizing<Vec<u8>>> {
        match self {
            Self::Plain(path) => read(path),
            Self::Vault(file) => file.masters(),
        }
    }

    fn write(&self, bytes: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Plain(path) => write(path, bytes),
            Self::Vault(file) => file.set_masters(bytes),
        }
    }
}

/// The master keys, kept beside the database, never in it.
#[derive(Clone)]
pub struct MasterKeys {
    ring: Arc<RwLock<Ring>>,
    home: Arc<Home>,
    /// The list of erasures beside the key file.
    erasures: Arc<PathBuf>,
    /// Whether a key was destroyed since the list was last brought up to date.
    destroyed: Arc<AtomicBool>,
}

impl std::fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKeys")
    }
}

/// A person's key, unwrapped.
pub(crate) type PersonKey = Zeroizing<[u8; 32]>;

/// The place of a sealed value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) tenant: TenantId,
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) row: &'a str,
}

impl Place<'_> {
    fn bytes(&self) -> Vec<u8> {
        format!("{}|{}|{}|{}", self.tenant, self.table, self.column, self.row).into_bytes()
    }
}

impl MasterKeys {
    /// The key of a file, or a new one made of `random` and written there, readable by its owner only.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is no key file.
    pub fn load_or_create(path: &Path, random: [u8; 32]) -> std::io::Result<Self> {
        let bytes = match read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let bytes = Self::fresh(random);
                // Two that begin at once must not each have a key of their own.
                owners_only().create_new(true).open(path).and_then(|file| fill(file, &bytes))?;
                bytes
            }
            other => other?,
        };
        Self::of(&bytes, Home::Plain(path.to_owned()), path)
    }

    /// The keys in a vault's key file.
    pub(crate) fn in_vault(file: KeyFile) -> std::io::Result<Self> {
        let (bytes, path) = (file.masters()?, file.path().to_owned());
        Self::of(&bytes, Home::Vault(file), &path)
    }

    /// What a file with one key, made of `random`, holds.
    pub(crate) fn fresh(random: [u8; 32]) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(vec![ONE]);
        bytes.extend_from_slice(&random);
        bytes
    }

    fn of(bytes: &[u8], home: Home, beside: &Path) -> std::io::Result<Self> {
        Ok(Self {
            ring: Arc::new(RwLock::new(Ring::read(bytes).ok_or_else(no_key_file)?)),
            home: Arc::new(home),
            erasures: Arc::new(beside.with_file_name(crate::erasure::FILE)),
            destroyed: Arc::default(),
        })
    }

    /// Where the list of erasures is.
    pub(crate) fn erasures(&self) -> &Path {
        self.erasures.as_path()
    }

    pub(crate) fn note_destroyed(&self) {
        self.destroyed.store(true, Ordering::SeqCst);
    }

    pub(crate) fn take_destroyed(&self) -> bool {
        self.destroyed.swap(false, Ordering::SeqCst)
    }

    /// A person's key, sealed for storing.
    pub(crate) fn wrap(
        &self,
        tenant: TenantId,
        person: &str,
        key: &PersonKey,
        nonce: [u8; NONCE],
    ) -> Result<Vec<u8>, Error> {
        let place = Place { tenant, table: "person_key", column: "wrapped", row: person };
        // Another process may have changed the master key meanwhile; nothing new goes under the old one.
        self.again();
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        let (number, master) = ring.keys.last().ok_or(Error::Sealed("person_key"))?;
        let mut wrapped = vec![*number];
        wrapped.extend(seal(master, place, nonce, key.as_ref())?);
        Ok(wrapped)
    }

    /// The opposite of [`MasterKeys::wrap`].
    pub(crate) fn unwrap(&self, tenant: TenantId, person: &str, wrapped: &[u8]) -> Result<PersonKey, Error> {
        let place = Place { tenant, table: "person_key", column: "wrapped", row: person };
        let Some((&number, sealed)) = wrapped.split_first() else { return Err(Error::Sealed("person_key")) };
        let known = |ring: &Ring| ring.of(number).cloned();
        let mut master = known(&self.ring.read().unwrap_or_else(PoisonError::into_inner));
        if master.is_none() {
            self.again();
            master = known(&self.ring.read().unwrap_or_else(PoisonError::into_inner));
        }
        let master = master.ok_or(Error::Sealed("person_key"))?;
        let key = Zeroizing::new(open(&master, place, sealed)?);
        let key: [u8; 32] = key.as_slice().try_into().map_err(|_| Error::Sealed("person_key"))?;
        Ok(Zeroizing::new(key))
    }

    /// The number of the key that seals from now on.
    pub(crate) fn current(&self) -> u8 {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).keys.last().map_or(0, |(number, _)| *number)
    }

    /// Whether more than one key is kept: a change of the master key that has not come to its end.
    pub fn is_changing(&self) -> bool {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).keys.len() > 1
    }

    /// Adds a key made of `random`, which seals from now on; on disk before it is used.
    ///
    /// # Errors
    /// When the file cannot be written; then nothing has changed.
    pub fn add(&self, random: [u8; 32]) -> std::io::Result<()> {
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        // After two hundred and fifty-five changes the numbers begin again.
        let number = ring.keys.last().map_or(ONE, |(last, _)| last.checked_add(1).unwrap_or(ONE));
        ring.keys.push((number, Zeroizing::new(random)));
        let written = self.home.write(&ring.bytes());
        if written.is_err() {
            ring.keys.pop();
        }
        written
    }

    /// Forgets every key but the one that seals.
    ///
    /// # Errors
    /// When the file cannot be written; then nothing has changed.
    pub(crate) fn forget_old(&self) -> std::io::Result<()> {
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        let Some(last) = ring.keys.last().cloned() else { return Err(no_key_file()) };
        let only = Ring { blind: ring.blind.clone(), keys: vec![last] };
        self.home.write(&only.bytes())?;
        *ring = only;
        Ok(())
    }

    /// Reads the file again. One that cannot be read changes nothing: what is known still opens what it sealed.
    fn again(&self) {
        let found = self.home.read().ok().and_then(|bytes| Ring::read(&bytes));
        if let Some(found) = found {
            *self.ring.write().unwrap_or_else(PoisonError::into_inner) = found;
        }
    }

    /// Thirty-two secret bytes of this tenant for one purpose: the same for as long as the key of the hashes is kept,
    /// through every change of the master key. They are never stored.
    pub fn derive(&self, tenant: TenantId, purpose: &str) -> Zeroizing<[u8; 32]> {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        Zeroizing::new(mac(ring.blind.as_slice(), format!("derive|{tenant}|{purpose}").as_bytes()))
    }

    /// Hex HMAC of a text under a key of this tenant and purpose.
    pub(crate) fn blind(&self, tenant: TenantId, purpose: &str, text: &str) -> String {
        keyed(&self.purpose(tenant, purpose), text)
    }

    /// The key of [`MasterKeys::blind`] for one purpose.
    pub(crate) fn purpose(&self, tenant: TenantId, purpose: &str) -> [u8; 32] {
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        mac(ring.blind.as_slice(), format!("blind|{tenant}|{purpose}").as_bytes())
    }
}

/// Hex HMAC of a text.
pub(crate) fn keyed(key: &[u8; 32], text: &str) -> String {
    mac(key, text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(512));
    std::fs::File::open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The whole file or nothing of it.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let fresh = path.with_extension("new");
    owners_only().create(true).truncate(true).open(&fresh).and_then(|file| fill(file, bytes))?;
    std::fs::rename(&fresh, path)?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(directory)?.sync_all()
}

pub(crate) fn owners_only() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

pub(crate) fn fill(mut file: std::fs::File, bytes: &[u8]) -> std::io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

fn no_key_file() -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, "no key file of this program")
}

fn mac(key: &[u8], text: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length.
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(text);
            mac.finalize().into_bytes().into()
        }
        Err(_) => [0; 32],
    }
}

/// Nonce and ciphertext of a value at its place.
pub(crate) fn seal(
    key: &[u8; 32],
    place: Place<'_>,
    nonce: [u8; NONCE],
    plain: &[u8],
) -> Result<Vec<u8>, Error> {
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let aad = place.bytes();
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
        .map_err(|_| Error::Sealed(place.table))?;
    let mut out = nonce.to_vec();
    out.extend(sealed);
    Ok(out)
}

/// The value sealed at a place.
pub(crate) fn open(key: &[u8; 32], place: Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let wrong = || Error::Sealed(place.table);
    let (nonce, ciphertext) = sealed.split_at_checked(NONCE).ok_or_else(wrong)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| wrong())?;
    let aad = place.bytes();
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    cipher.decrypt(&XNonce::from(nonce), Payload { msg: ciphertext, aad: &aad }).map_err(|_| wrong())
}
