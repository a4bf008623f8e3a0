//! A store that cannot be read without its key: every file that SQLite opens is kept in sealed blocks.
//!
//! For machines that leave the house (ADR 19). SQLite itself is unchanged; it reaches its files through a
//! file system of ours ([`vfs`]), whose files ([`file`]) consist of blocks ([`block`]). One process has a
//! vault at a time. It must not know what the files hold, nor where the key comes from: both are `store`'s affair.

mod block;
mod file;
mod index;
pub mod lock;
mod vfs;

use std::ffi::CString;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use sqlite_plugin::vfs::{RegisterOpts, register_static};
use zeroize::Zeroizing;

/// The key of a vault.
#[derive(Clone, PartialEq, Eq)]
pub struct VaultKey(Zeroizing<[u8; 32]>);

impl VaultKey {
    /// The key of these bytes, which must be random.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for whoever wraps the key.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VaultKey")
    }
}

/// How a vault is opened.
#[derive(Clone)]
pub struct Vault {
    key: VaultKey,
    seed: Zeroizing<[u8; 32]>,
}

impl Vault {
    /// With this key. The nonces of all blocks are drawn from `seed`, so it must be new randomness at every
    /// opening: two that write with one seed would give away what they wrote.
    pub fn new(key: VaultKey, seed: [u8; 32]) -> Self {
        Self { key, seed: Zeroizing::new(seed) }
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

/// A vault that is open.
pub struct Mount {
    name: String,
    key: VaultKey,
    rng: Mutex<ChaCha20Rng>,
}

impl std::fmt::Debug for Mount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Mount {
    /// What SQLite calls its file system.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn key(&self) -> &VaultKey {
        &self.key
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }
}

/// SQLite takes no further file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("register a file system with sqlite: it takes no more")]
pub struct Full;

/// A file system that SQLite knows. It can never be taken back, so it is used again for the next vault.
struct Registered {
    name: String,
    mount: Arc<Mutex<Weak<Mount>>>,
}

static REGISTERED: Mutex<Vec<Registered>> = Mutex::new(Vec::new());

/// Opens a vault for SQLite. It stays open while the answer, or a connection, is there; then its key is gone
/// from memory. Two openings with one key are one.
///
/// # Errors
/// [`Full`] when SQLite takes no further file system.
pub fn open(vault: &Vault) -> Result<Arc<Mount>, Full> {
    let mut all = REGISTERED.lock().unwrap_or_else(PoisonError::into_inner);
    let of = |one: &Registered| one.mount.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
    if let Some(mount) = all.iter().filter_map(of).find(|mount| mount.key == vault.key) {
        return Ok(mount);
    }
    let free = all.iter().position(|one| of(one).is_none());
    let at = match free {
        Some(at) => at,
        None => {
            let name = format!("iljari-vault-{}", all.len());
            let mount = Arc::new(Mutex::new(Weak::new()));
            let c_name = CString::new(name.clone()).map_err(|_| Full)?;
            let files = vfs::Files { mount: mount.clone() };
            register_static(c_name, files, RegisterOpts { make_default: false }).map_err(|_| Full)?;
            all.push(Registered { name, mount });
            all.len() - 1
        }
    };
    let Some(slot) = all.get(at) else { return Err(Full) };
    let rng = Mutex::new(ChaCha20Rng::from_seed(*vault.seed));
    let mount = Arc::new(Mount { name: slot.name.clone(), key: vault.key.clone(), rng });
    *slot.mount.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&mount);
    Ok(mount)
}
