//! Sealing: personal values become ciphertext bound to their place, under a key of the person's own,
//! which is itself sealed by a master key kept outside the database.
//!
//! XChaCha20-Poly1305; the associated data names tenant, table, column and row, so that a ciphertext
//! moved elsewhere does not open. Look-ups go through keyed hashes (HMAC-SHA-256).

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use domain::id::TenantId;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::Error;

/// Length of a nonce.
const NONCE: usize = 24;
/// First byte of a key file and of everything a master key sealed: which key it was.
const KEY_ID: u8 = 1;

/// The master key, read from a file beside the database, never stored in it.
#[derive(Clone)]
pub struct MasterKeys {
    key: Arc<Zeroizing<[u8; 32]>>,
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
        let mut bytes = Zeroizing::new(Vec::new());
        match std::fs::File::open(path) {
            Ok(mut file) => {
                file.read_to_end(&mut bytes)?;
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(path)?;
                bytes.push(KEY_ID);
                bytes.extend_from_slice(&random);
                file.write_all(&bytes)?;
                file.sync_all()?;
            }
            Err(error) => return Err(error),
        }
        let key: Option<[u8; 32]> = match bytes.split_first() {
            Some((&KEY_ID, key)) => key.try_into().ok(),
            _ => None,
        };
        let key = key.ok_or_else(|| {
            std::io::Error::new(std::io::ErrorKind::InvalidData, "no key file of this program")
        })?;
        Ok(Self {
            key: Arc::new(Zeroizing::new(key)),
            erasures: Arc::new(path.with_file_name(crate::erasure::FILE)),
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
        let mut wrapped = vec![KEY_ID];
        wrapped.extend(seal(&self.key, place, nonce, key.as_ref())?);
        Ok(wrapped)
    }

    /// The opposite of [`MasterKeys::wrap`].
    pub(crate) fn unwrap(&self, tenant: TenantId, person: &str, wrapped: &[u8]) -> Result<PersonKey, Error> {
        let place = Place { tenant, table: "person_key", column: "wrapped", row: person };
        let Some((&KEY_ID, sealed)) = wrapped.split_first() else { return Err(Error::Sealed("person_key")) };
        let key = Zeroizing::new(open(&self.key, place, sealed)?);
        let key: [u8; 32] = key.as_slice().try_into().map_err(|_| Error::Sealed("person_key"))?;
        Ok(Zeroizing::new(key))
    }

    /// Hex HMAC of a text under a key of this tenant and purpose.
    pub(crate) fn blind(&self, tenant: TenantId, purpose: &str, text: &str) -> String {
        let derived = mac(self.key.as_slice(), format!("blind|{tenant}|{purpose}").as_bytes());
        mac(&derived, text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    // HMAC takes keys of any length.
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(text);
            mac.finalize().into_bytes().to_vec()
        }
        Err(_) => Vec::new(),
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
