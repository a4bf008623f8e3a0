//! The PIN that opens a vault, and what happens when it is wrong.
//!
//! The key file holds the vault's random key wrapped under Argon2id of the PIN, and the master keys sealed
//! under the vault's key. Each try is counted on disk before it is checked, so that pulling the plug gives
//! nobody a free one; the tenth wrong one destroys the wrapped key. A hub that the node was made for can
//! still read it ([`recover`]). Whoever copies the whole disk can guess without being counted: then only
//! the cost of a guess and the length of the PIN hold (ADR 19). It must not know what is in the store.

mod code;
mod file;

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use zeroize::Zeroizing;

pub use code::{Pin, Weak};
pub(crate) use file::KeyFile;

use crate::{BoxKey, BoxSecret, MasterKeys, VaultKey};
use file::{Open, SALT, Wrap};

/// Tries before the wrapped key is destroyed.
pub const TRIES: usize = 10;

/// What the vault's key is sealed to a hub for.
const FOR_HUB: &[u8] = b"key of a vault for its hub";

/// What one guess costs, by Argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cost {
    /// Memory.
    pub memory_kib: u32,
    /// Times it is gone through.
    pub passes: u32,
    /// Threads that could share the work.
    pub lanes: u32,
}

impl Cost {
    /// Below this one guess takes less than 300 ms on the machine that docs/benchmarks.md was measured on.
    pub const LEAST: Self = Self { memory_kib: 128 * 1_024, passes: 3, lanes: 1 };
    /// For field nodes.
    pub const USUAL: Self = Self { memory_kib: 192 * 1_024, passes: 3, lanes: 1 };

    /// Whether a guess costs as much as `other` in each respect that counts.
    pub fn at_least(&self, other: &Self) -> bool {
        self.memory_kib >= other.memory_kib && self.passes >= other.passes
    }
}

/// Why a vault was not opened, or its key file not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// There is a key file already.
    #[error("make a key file: there is one already")]
    Exists,
    /// There is none.
    #[error("find the key file")]
    Missing,
    /// It is none, or not whole.
    #[error("read the key file: it is damaged")]
    Damaged,
    /// Not the PIN.
    #[error("open the vault: the PIN is wrong, {left} tries are left")]
    Wrong {
        /// Tries that are left.
        left: usize,
    },
    /// The wrapped key is gone; no PIN opens the vault any more.
    #[error("open the vault: its key was destroyed after too many tries")]
    Wiped,
    /// No hub was named when the key file was made, or another one.
    #[error("open the vault: it was not made for this hub")]
    OtherHub,
    /// Argon2 takes no such cost.
    #[error("use this cost of a guess")]
    Cost,
    /// The disk failed.
    #[error("use the key file: {0}")]
    Disk(std::io::ErrorKind),
}

impl From<std::io::Error> for PinError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing,
            std::io::ErrorKind::AlreadyExists => Self::Exists,
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => Self::Damaged,
            kind => Self::Disk(kind),
        }
    }
}

/// What a PIN opens.
#[derive(Debug)]
pub struct Opened {
    /// The key of the store's files.
    pub key: VaultKey,
    /// The master keys, which are changed where they are kept.
    pub keys: MasterKeys,
}

impl Opened {
    /// Keeps a small file beside the key file, sealed under the vault's key; the whole of it or what was there before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, path: &Path, plain: &[u8], nonce: [u8; 24]) -> Result<(), PinError> {
        Ok(file::keep(path, &self.key, plain, nonce)?)
    }

    /// The opposite of [`Opened::keep`].
    ///
    /// # Errors
    /// [`PinError::Missing`], [`PinError::Damaged`].
    pub fn kept(&self, path: &Path) -> Result<Zeroizing<Vec<u8>>, PinError> {
        Ok(file::kept(path, &self.key)?)
    }
}

/// Makes a key file with a new vault key and a new master key. All randomness is drawn from `seed`, which
/// must be new.
///
/// # Errors
/// [`PinError::Exists`]; when the file cannot be written. Then nothing is there.
pub fn create(
    path: &Path,
    pin: &Pin,
    cost: Cost,
    hub: Option<&BoxKey>,
    seed: [u8; 32],
) -> Result<Opened, PinError> {
    let mut rng = ChaCha20Rng::from_seed(seed);
    let key = VaultKey::new(draw(&mut rng));
    let wrap = wrap(&key, pin, cost, &mut rng)?;
    let masters = MasterKeys::fresh(draw(&mut rng));
    let sealed = |hub: &BoxKey, seed| hub.seal(FOR_HUB, key.bytes(), seed).ok_or(PinError::OtherHub);
    let recovery = hub.map(|hub| sealed(hub, draw(&mut rng))).transpose()?;
    file::create(path, &wrap, cost, &key, &masters, recovery)?;
    opened(path, key)
}

/// Checks a PIN. The try is on disk before it is checked.
///
/// # Errors
/// [`PinError::Wrong`] with the tries that are left, [`PinError::Wiped`] when there are none.
pub fn open(path: &Path, pin: &Pin) -> Result<Opened, PinError> {
    let mut file = Open::locked(path)?;
    let key = check(&mut file, path, pin)?;
    file.forget_tries()?;
    drop(file);
    opened(path, key)
}

/// Puts another PIN in the place of one that is right. A wrong one is counted like any other.
///
/// # Errors
/// As of [`open`]; when the file cannot be written, the old PIN stays.
pub fn change(path: &Path, old: &Pin, new: &Pin, cost: Cost, seed: [u8; 32]) -> Result<(), PinError> {
    let key = open(path, old)?.key;
    renew(path, &key, new, cost, seed)
}

/// Gives a vault whose key is known, as after [`recover`], another PIN and all tries, also after its wrapped
/// key was destroyed.
///
/// # Errors
/// [`PinError::Damaged`] when it is not this vault's key; when the file cannot be written.
pub fn renew(path: &Path, key: &VaultKey, new: &Pin, cost: Cost, seed: [u8; 32]) -> Result<(), PinError> {
    let wrap = wrap(key, new, cost, &mut ChaCha20Rng::from_seed(seed))?;
    let file = Open::locked(path)?;
    KeyFile::new(path, key.clone()).masters()?;
    Ok(file.replace(path, |text| text.set_wrap(&wrap, cost))?)
}

/// Destroys the wrapped key at once. What a hub can recover stays.
///
/// # Errors
/// When the file cannot be written.
pub fn wipe(path: &Path) -> Result<(), PinError> {
    Ok(Open::locked(path)?.wipe(path)?)
}

/// Opens a vault with the key of the hub it was made for: after the PIN was lost, or destroyed.
///
/// # Errors
/// [`PinError::OtherHub`].
pub fn recover(path: &Path, hub: &BoxSecret) -> Result<Opened, PinError> {
    let sealed = Open::locked(path)?.text().recovery()?.ok_or(PinError::OtherHub)?;
    let bytes = hub.open(FOR_HUB, &sealed).ok_or(PinError::OtherHub)?;
    let key = bytes.as_slice().try_into().map_err(|_| PinError::OtherHub)?;
    opened(path, VaultKey::new(key))
}

/// Tries that are left, without taking one.
///
/// # Errors
/// When there is no key file, or it cannot be read.
pub fn left(path: &Path) -> Result<usize, PinError> {
    let file = Open::locked(path)?;
    Ok(if file.text().is_wiped() { 0 } else { TRIES.saturating_sub(file.text().tries()) })
}

fn check(file: &mut Open, path: &Path, pin: &Pin) -> Result<VaultKey, PinError> {
    if file.text().is_wiped() {
        return Err(PinError::Wiped);
    }
    let used = file.text().tries();
    if used >= TRIES {
        // Power went between the last try and what follows it.
        file.wipe(path)?;
        return Err(PinError::Wiped);
    }
    file.count_try()?;
    let wrap = file.text().wrap()?;
    let cost = file.text().cost()?;
    match wrap.open(&*stretch(pin, cost, wrap.salt())?) {
        Some(key) => Ok(key),
        None if used + 1 >= TRIES => {
            file.wipe(path)?;
            Err(PinError::Wiped)
        }
        None => Err(PinError::Wrong { left: TRIES - used - 1 }),
    }
}

fn wrap(key: &VaultKey, pin: &Pin, cost: Cost, rng: &mut ChaCha20Rng) -> Result<Wrap, PinError> {
    let salt = draw(rng);
    Wrap::seal(key, &*stretch(pin, cost, &salt)?, salt, draw(rng)).ok_or(PinError::Cost)
}

/// A key from a PIN, slowly.
fn stretch(pin: &Pin, cost: Cost, salt: &[u8; SALT]) -> Result<Zeroizing<[u8; 32]>, PinError> {
    let params =
        Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|_| PinError::Cost)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.text().as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| PinError::Cost)?;
    Ok(key)
}

fn opened(path: &Path, key: VaultKey) -> Result<Opened, PinError> {
    let keys = MasterKeys::in_vault(KeyFile::new(path, key.clone()))?;
    Ok(Opened { key, keys })
}

fn draw<const N: usize>(rng: &mut ChaCha20Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}
