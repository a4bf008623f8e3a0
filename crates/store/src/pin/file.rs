//! The key file: three lines, of which the first two are changed in place.
//!
//! The first says what it is and marks each try since the last right one; the second is the wrapped key,
//! which is overwritten where it stands when it is destroyed; the third is everything that stays. Whatever
//! else changes is written to a new file that takes the old one's name, and the wrapped key in the old one
//! is overwritten. It must not know PINs.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Cost, TRIES};
use crate::VaultKey;
use crate::seal::{fill, owners_only};

/// How the first line begins.
const MAGIC: &str = "iljari vault key 1 ";
/// A try that is left, and one that was used.
const LEFT: char = '.';
const USED: char = 'x';
/// Length of a salt.
pub(super) const SALT: usize = 16;
/// Salt, nonce, key and tag.
const WRAP: usize = SALT + 24 + 32 + 16;
/// The second line without its end.
const WRAP_TEXT: usize = WRAP.div_ceil(3) * 4;
/// Where the second line begins.
const WRAP_AT: usize = MAGIC.len() + TRIES + 1;
/// What stands there when the key was destroyed.
const GONE: u8 = b'0';

/// A key wrapped under a stretched PIN.
pub(super) struct Wrap([u8; WRAP]);

impl Wrap {
    pub(super) fn seal(key: &VaultKey, under: &[u8; 32], salt: [u8; SALT], nonce: [u8; 24]) -> Option<Self> {
        let payload = Payload { msg: key.bytes(), aad: MAGIC.as_bytes() };
        let sealed = cipher(under).encrypt(&XNonce::from(nonce), payload).ok()?;
        Some(Self([salt.as_slice(), &nonce, &sealed].concat().try_into().ok()?))
    }

    pub(super) fn salt(&self) -> &[u8; SALT] {
        self.0.first_chunk().unwrap_or(&[0; SALT])
    }

    pub(super) fn open(&self, under: &[u8; 32]) -> Option<VaultKey> {
        let (nonce, sealed) = self.0.get(SALT..)?.split_first_chunk::<24>()?;
        let payload = Payload { msg: sealed, aad: MAGIC.as_bytes() };
        let plain = Zeroizing::new(cipher(under).decrypt(&XNonce::from(*nonce), payload).ok()?);
        Some(VaultKey::new(plain.as_slice().try_into().ok()?))
    }
}

/// The third line.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct Rest {
    /// What a guess costs.
    cost: Cost,
    /// The master keys, sealed under the vault's key.
    masters: String,
    /// The vault's key, sealed to its hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recovery: Option<String>,
}

/// A key file's text, taken apart.
#[derive(Clone)]
pub(super) struct Text {
    marks: String,
    wrap: String,
    rest: Rest,
}

impl Text {
    fn read(text: &str) -> Option<Self> {
        let mut lines = text.strip_prefix(MAGIC)?.splitn(3, '\n');
        let (marks, wrap) = (lines.next()?.to_owned(), lines.next()?.to_owned());
        let rest = serde_json::from_str(lines.next()?).ok()?;
        let whole = marks.len() == TRIES && marks.chars().all(|c| [LEFT, USED].contains(&c));
        (whole && wrap.len() == WRAP_TEXT && wrap.is_ascii()).then_some(Self { marks, wrap, rest })
    }

    fn text(&self) -> Result<String> {
        let rest = serde_json::to_string(&self.rest).map_err(|_| damaged())?;
        Ok(format!("{MAGIC}{}\n{}\n{rest}\n", self.marks, self.wrap))
    }

    pub(super) fn tries(&self) -> usize {
        self.marks.chars().filter(|c| *c == USED).count()
    }

    pub(super) fn is_wiped(&self) -> bool {
        self.wrap.bytes().all(|byte| byte == GONE)
    }

    pub(super) fn cost(&self) -> Result<Cost> {
        // Nobody's file makes a check take all memory there is.
        if self.rest.cost.memory_kib > 4 * 1_024 * 1_024 { Err(damaged()) } else { Ok(self.rest.cost) }
    }

    pub(super) fn wrap(&self) -> Result<Wrap> {
        let bytes = BASE64.decode(&self.wrap).map_err(|_| damaged())?;
        bytes.try_into().map(Wrap).map_err(|_| damaged())
    }

    /// Another PIN's wrap, with all tries.
    pub(super) fn set_wrap(&mut self, wrap: &Wrap, cost: Cost) {
        self.wrap = BASE64.encode(wrap.0);
        self.marks = String::from(LEFT).repeat(TRIES);
        self.rest.cost = cost;
    }

    pub(super) fn recovery(&self) -> Result<Option<Vec<u8>>> {
        self.rest.recovery.as_ref().map(|text| BASE64.decode(text).map_err(|_| damaged())).transpose()
    }
}

/// Writes a file that is not there yet.
pub(super) fn create(
    path: &Path,
    wrap: &Wrap,
    cost: Cost,
    key: &VaultKey,
    masters: &[u8],
    recovery: Option<Vec<u8>>,
) -> Result<()> {
    let masters = KeyFile::new(path, key.clone()).seal(masters)?;
    let recovery = recovery.map(|sealed| BASE64.encode(sealed));
    let mut text = Text { marks: String::new(), wrap: String::new(), rest: Rest { cost, masters, recovery } };
    text.set_wrap(wrap, cost);
    let bytes = text.text()?;
    owners_only().create_new(true).open(path).and_then(|file| fill(file, bytes.as_bytes()))?;
    sync_directory(path)
}

/// A key file that nobody else uses meanwhile.
pub(super) struct Open {
    file: File,
    text: Text,
}

impl Open {
    pub(super) fn locked(path: &Path) -> Result<Self> {
        loop {
            let mut file = File::options().read(true).write(true).open(path)?;
            file.lock()?;
            // Whoever had it may have put another file in its place.
            if file.metadata()?.ino() == std::fs::metadata(path)?.ino() {
                let mut text = String::new();
                file.read_to_string(&mut text)?;
                let text = Text::read(&text).ok_or_else(damaged)?;
                return Ok(Self { file, text });
            }
        }
    }

    pub(super) fn text(&self) -> &Text {
        &self.text
    }

    /// Marks a try; on disk when it returns.
    pub(super) fn count_try(&mut self) -> Result<()> {
        let at = self.text.marks.find(LEFT).unwrap_or(TRIES - 1);
        self.file.write_all_at(&[USED as u8], (MAGIC.len() + at) as u64)?;
        self.file.sync_all()?;
        self.text.marks.replace_range(at..=at, "x");
        Ok(())
    }

    /// All tries are left again.
    pub(super) fn forget_tries(&mut self) -> Result<()> {
        self.text.marks = String::from(LEFT).repeat(TRIES);
        self.file.write_all_at(self.text.marks.as_bytes(), MAGIC.len() as u64)?;
        self.file.sync_all()
    }

    /// Overwrites the wrapped key where it stands, and in what a crash left of a change.
    pub(super) fn wipe(&mut self, path: &Path) -> Result<()> {
        self.overwrite()?;
        let fresh = path.with_extension("new");
        if let Ok(file) = File::options().write(true).open(&fresh) {
            Self { file, text: self.text.clone() }.overwrite()?;
            std::fs::remove_file(&fresh)?;
        }
        self.text.wrap = char::from(GONE).to_string().repeat(WRAP_TEXT);
        Ok(())
    }

    fn overwrite(&self) -> Result<()> {
        self.file.write_all_at(&[GONE; WRAP_TEXT], WRAP_AT as u64)?;
        self.file.sync_all()
    }

    /// Puts a changed file in the place of this one, and overwrites the wrapped key in this one.
    pub(super) fn replace(mut self, path: &Path, change: impl FnOnce(&mut Text)) -> Result<()> {
        change(&mut self.text);
        let bytes = self.text.text()?;
        let fresh = path.with_extension("new");
        owners_only()
            .create(true)
            .truncate(true)
            .open(&fresh)
            .and_then(|file| fill(file, bytes.as_bytes()))?;
        std::fs::rename(&fresh, path)?;
        sync_directory(path)?;
        self.overwrite()
    }
}

/// A key file whose vault is open: the master keys in it can be read and changed.
pub(crate) struct KeyFile {
    path: PathBuf,
    key: VaultKey,
}

impl KeyFile {
    pub(super) fn new(path: &Path, key: VaultKey) -> Self {
        Self { path: path.to_owned(), key }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The master keys' bytes.
    pub(crate) fn masters(&self) -> Result<Zeroizing<Vec<u8>>> {
        let text = Text::read(&std::fs::read_to_string(&self.path)?).ok_or_else(damaged)?;
        let sealed = BASE64.decode(&text.rest.masters).map_err(|_| damaged())?;
        let (nonce, sealed) = sealed.split_first_chunk::<24>().ok_or_else(damaged)?;
        let payload = Payload { msg: sealed, aad: b"master keys" };
        let plain = self.cipher()?.decrypt(&XNonce::from(*nonce), payload).map_err(|_| damaged())?;
        Ok(Zeroizing::new(plain))
    }

    /// Puts other master keys there; the whole file or nothing of it.
    pub(crate) fn set_masters(&self, bytes: &[u8]) -> Result<()> {
        let masters = self.seal(bytes)?;
        Open::locked(&self.path)?.replace(&self.path, |text| text.rest.masters = masters)
    }

    /// The nonce is a keyed hash of what is sealed: what differs has another one.
    fn seal(&self, bytes: &[u8]) -> Result<String> {
        let hash = self.derived(b"nonce of master keys", bytes)?;
        let nonce: [u8; 24] = *hash.first_chunk().ok_or_else(damaged)?;
        let payload = Payload { msg: bytes, aad: b"master keys" };
        let sealed = self.cipher()?.encrypt(&XNonce::from(nonce), payload).map_err(|_| damaged())?;
        Ok(BASE64.encode([nonce.as_slice(), &sealed].concat()))
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305> {
        Ok(cipher(&*self.derived(b"key of master keys", &[])?))
    }

    fn derived(&self, purpose: &[u8], text: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.bytes()).map_err(|_| damaged())?;
        mac.update(purpose);
        mac.update(text);
        Ok(Zeroizing::new(mac.finalize().into_bytes().into()))
    }
}

/// What is said beside a kept file, so that it is never taken for anything else under the same key.
const KEPT: &[u8] = b"kept beside a vault";

/// Keeps a small file, sealed under a key of its own that follows from the vault's.
pub(super) fn keep(path: &Path, key: &VaultKey, plain: &[u8], nonce: [u8; 24]) -> Result<()> {
    let cipher = cipher(&*KeyFile::new(path, key.clone()).derived(KEPT, &[])?);
    let payload = Payload { msg: plain, aad: KEPT };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| damaged())?;
    let fresh = path.with_extension("new");
    let bytes = [nonce.as_slice(), &sealed].concat();
    owners_only().create(true).truncate(true).open(&fresh).and_then(|file| fill(file, &bytes))?;
    std::fs::rename(&fresh, path)?;
    sync_directory(path)
}

/// Reads it.
pub(super) fn kept(path: &Path, key: &VaultKey) -> Result<Zeroizing<Vec<u8>>> {
    let sealed = std::fs::read(path)?;
    let (nonce, sealed) = sealed.split_first_chunk::<24>().ok_or_else(damaged)?;
    let cipher = cipher(&*KeyFile::new(path, key.clone()).derived(KEPT, &[])?);
    let payload = Payload { msg: sealed, aad: KEPT };
    Ok(Zeroizing::new(cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| damaged())?))
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key))
}

fn damaged() -> Error {
    Error::new(ErrorKind::InvalidData, "no whole key file of a vault")
}

fn sync_directory(path: &Path) -> Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(directory)?.sync_all()
}
