//! Blocks: 4,096 bytes of a file, sealed with the file's own key and bound to their place in it.
//!
//! A slot on disk is nonce, ciphertext and tag. The associated data names the kind of file, the file and
//! the number of the block, so that a slot put elsewhere, or taken from another file, does not open. It
//! must not know where slots lie or who reads them.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Key, Tag, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::VaultKey;

/// Bytes that SQLite sees of a block: one of its pages.
pub(super) const BLOCK: usize = 4_096;
/// Length of a nonce.
pub(super) const NONCE: usize = 24;
/// Length of a tag.
const TAG: usize = 16;
/// What sealing adds.
pub(super) const OVER: usize = NONCE + TAG;
/// A whole block on disk.
pub(super) const SLOT: usize = BLOCK + OVER;

/// First bytes of every file of a vault.
pub(super) const MAGIC: &[u8; 8] = b"ILJVAULT";
/// Format of the files.
const FORMAT: u8 = 1;
/// Length of a file's name for itself.
const ID: usize = 16;
/// Bytes before the first slot: magic, format, kind, id, and a seal over them.
pub(super) const HEADER: usize = MAGIC.len() + 2 + ID + OVER;

/// Number of the block that the header's seal stands for; no file is that long.
const NO_BLOCK: u64 = u64::MAX;

/// What SQLite keeps in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Pages.
    Database = 1,
    /// The write-ahead log.
    Log = 2,
    /// The rollback journal.
    Journal = 3,
    /// The journal over several databases.
    Super = 4,
}

/// The key of one file.
pub(super) struct Sealer {
    cipher: XChaCha20Poly1305,
    kind: Kind,
    id: [u8; ID],
}

impl Sealer {
    fn new(key: &VaultKey, kind: Kind, id: [u8; ID]) -> Self {
        let mut own = Zeroizing::new([0_u8; 32]);
        // HMAC takes keys of any length.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.bytes()) {
            mac.update(b"file of a vault");
            mac.update(&[kind as u8]);
            mac.update(&id);
            own.copy_from_slice(&mac.finalize().into_bytes());
        }
        Self { cipher: XChaCha20Poly1305::new(&Key::from(*own)), kind, id }
    }

    /// A file that begins: its key, and its header. `random` gives the id and the header's nonce.
    pub(super) fn begin(key: &VaultKey, kind: Kind, random: [u8; ID + NONCE]) -> (Self, [u8; HEADER]) {
        let (mut id, mut nonce) = ([0; ID], [0; NONCE]);
        id.copy_from_slice(&random[..ID]);
        nonce.copy_from_slice(&random[ID..]);
        let sealer = Self::new(key, kind, id);
        let mut header = [0; HEADER];
        let (plain, seal) = header.split_at_mut(HEADER - OVER);
        plain[..8].copy_from_slice(MAGIC);
        (plain[8], plain[9]) = (FORMAT, kind as u8);
        plain[10..].copy_from_slice(&id);
        sealer.seal(NO_BLOCK, nonce, seal);
        (sealer, header)
    }

    /// The key of a file that is there, if its header was sealed under this vault's key.
    pub(super) fn of_header(key: &VaultKey, kind: Kind, header: &[u8; HEADER]) -> Option<Self> {
        let (plain, seal) = header.split_at(HEADER - OVER);
        let id: [u8; ID] = plain.get(10..)?.try_into().ok()?;
        if !plain.starts_with(MAGIC) || plain[8] != FORMAT || plain[9] != kind as u8 {
            return None;
        }
        let sealer = Self::new(key, kind, id);
        let mut seal: [u8; OVER] = seal.try_into().ok()?;
        sealer.open(NO_BLOCK, &mut seal)?;
        Some(sealer)
    }

    /// Seals in place: the plaintext stands where the ciphertext will, between nonce and tag.
    pub(super) fn seal(&self, number: u64, nonce: [u8; NONCE], slot: &mut [u8]) {
        let place = self.place(number);
        let Some((head, rest)) = slot.split_at_mut_checked(NONCE) else { return };
        let Some((body, tag)) = rest.split_last_chunk_mut::<TAG>() else { return };
        head.copy_from_slice(&nonce);
        match self.cipher.encrypt_inout_detached(&XNonce::from(nonce), &place, body.into()) {
            Ok(sealed) => tag.copy_from_slice(&sealed),
            // Cannot be for a text this short; were it so, nothing readable may be written.
            Err(_) => slot.fill(0),
        }
    }

    /// Opens in place; the plaintext, if the slot is what was sealed here.
    pub(super) fn open<'s>(&self, number: u64, slot: &'s mut [u8]) -> Option<&'s [u8]> {
        let place = self.place(number);
        let (head, rest) = slot.split_at_mut_checked(NONCE)?;
        let nonce: [u8; NONCE] = (*head).try_into().ok()?;
        let (body, tag) = rest.split_last_chunk_mut::<TAG>()?;
        let tag = Tag::from(*tag);
        self.cipher.decrypt_inout_detached(&XNonce::from(nonce), &place, (&mut *body).into(), &tag).ok()?;
        Some(body)
    }

    fn place(&self, number: u64) -> [u8; 1 + ID + 8] {
        let mut place = [0; 1 + ID + 8];
        place[0] = self.kind as u8;
        place[1..=ID].copy_from_slice(&self.id);
        place[1 + ID..].copy_from_slice(&number.to_be_bytes());
        place
    }
}

/// Where a slot begins in its file.
pub(super) fn slot_at(number: u64) -> u64 {
    HEADER as u64 + number * SLOT as u64
}

/// How many bytes SQLite sees of a file of this many on disk. What is too short to be sealed is nothing.
pub(super) fn seen(on_disk: u64) -> u64 {
    let slots = on_disk.saturating_sub(HEADER as u64);
    let last = slots % SLOT as u64;
    slots / SLOT as u64 * BLOCK as u64 + last.saturating_sub(OVER as u64)
}

/// Bytes on disk of a file of which SQLite sees this many.
pub(super) fn on_disk(seen: u64) -> u64 {
    let last = seen % BLOCK as u64;
    slot_at(seen / BLOCK as u64) + if last == 0 { 0 } else { last + OVER as u64 }
}
