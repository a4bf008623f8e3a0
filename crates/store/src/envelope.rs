//! A letter between a machine and home: packed, sealed to whoever is to read it, signed by whoever wrote it, so that any way of
//! carrying it will do: a network of strangers, a stick in a pocket. It must not know what the letter says.
//!
//! `iljari letter 1` and a line feed, which way it goes, the machine, the sealed box, and an Ed25519 signature (RFC 8032) over all
//! before it. A letter that comes twice says the same thing twice; whoever reads it must not mind.

use std::io::{Read, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use uuid::Uuid;

use crate::{BoxKey, BoxSecret};

/// How each begins.
const MAGIC: &[u8; 16] = b"iljari letter 1\n";
/// Length of all that is not sealed, before it.
const HEAD: usize = MAGIC.len() + 1 + 16;
/// Length of a signature.
const SIGNATURE: usize = 64;
/// Most bytes of a letter, unpacked.
pub const MOST: u64 = 256 << 20;

/// Which way a letter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From a machine to home.
    Home,
    /// From home to a machine.
    Out,
}

/// Why a letter is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It is none, or goes the other way.
    #[error("read the letter: it is none of ours")]
    None,
    /// Somebody else wrote it, or it was changed on the way.
    #[error("read the letter: its signature does not hold")]
    Signature,
    /// It is sealed to somebody else.
    #[error("read the letter: it is for somebody else")]
    OtherReader,
    /// It is more than is read.
    #[error("read the letter: it is too large")]
    Huge,
}

/// By what one end signs and opens.
pub struct Own {
    signing: SigningKey,
    opening: BoxSecret,
}

impl std::fmt::Debug for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Own")
    }
}

impl Own {
    /// Of two times thirty-two random bytes.
    pub fn new(signing: &[u8; 32], opening: [u8; 32]) -> Self {
        Self { signing: SigningKey::from_bytes(signing), opening: BoxSecret::new(opening) }
    }

    /// What the other end is told.
    pub fn public(&self) -> Other {
        Other { verifying: self.signing.verifying_key().to_bytes(), sealing: self.opening.key() }
    }

    /// By what is opened that was sealed to this end.
    pub fn opening(&self) -> &BoxSecret {
        &self.opening
    }

    /// Writes one; nothing for a reader whose key seals nothing. `seed` must be new.
    pub fn write(
        &self,
        way: Way,
        machine: Uuid,
        to: &Other,
        plain: &[u8],
        seed: [u8; 32],
    ) -> Option<Vec<u8>> {
        let head = head(way, machine);
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(plain).ok()?;
        let sealed = to.sealing.seal(&head, &packed.finish().ok()?, seed)?;
        let mut letter = [head.as_slice(), &sealed].concat();
        let signature = self.signing.sign(&letter);
        letter.extend_from_slice(&signature.to_bytes());
        Some(letter)
    }

    /// Reads one that came from `from`.
    ///
    /// # Errors
    /// Why not.
    pub fn read(&self, way: Way, letter: &[u8], from: &Other) -> Result<Vec<u8>, Unread> {
        let machine = machine(letter).ok_or(Unread::None)?;
        let (signed, signature) = letter.split_last_chunk::<SIGNATURE>().ok_or(Unread::None)?;
        let known = VerifyingKey::from_bytes(&from.verifying).map_err(|_| Unread::Signature)?;
        let signature = Signature::from_bytes(signature);
        known.verify_strict(signed, &signature).map_err(|_| Unread::Signature)?;
        let (told, sealed) = signed.split_at_checked(HEAD).ok_or(Unread::None)?;
        let head = head(way, machine);
        if told != head {
            return Err(Unread::None);
        }
        let packed = self.opening.open(&head, sealed).ok_or(Unread::OtherReader)?;
        let mut plain = Vec::new();
        let unpacked = DeflateDecoder::new(packed.as_slice()).take(MOST + 1).read_to_end(&mut plain);
        match unpacked {
            Ok(length) if length as u64 > MOST => Err(Unread::Huge),
            Ok(_) => Ok(plain),
            Err(_) => Err(Unread::None),
        }
    }
}

/// Which way a letter says that it goes; nothing for what is none.
pub fn way(letter: &[u8]) -> Option<Way> {
    let machine = machine(letter)?;
    [Way::Home, Way::Out].into_iter().find(|way| letter.starts_with(&head(*way, machine)))
}

/// What is known of the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Other {
    /// By what its signature is checked: Ed25519.
    pub verifying: [u8; 32],
    /// To what it is sealed: X25519.
    pub sealing: BoxKey,
}

impl Other {
    /// Of two keys in base64; nothing when they are none.
    pub fn from_text(verifying: &str, sealing: &str) -> Option<Self> {
        let (verifying, sealing) = (key(verifying)?, BoxKey::new(key(sealing)?));
        // A weak key is one by which everything was signed.
        VerifyingKey::from_bytes(&verifying).ok().filter(|known| !known.is_weak())?;
        Some(Self { verifying, sealing })
    }

    /// Both keys in base64.
    pub fn text(&self) -> (String, String) {
        (BASE64.encode(self.verifying), BASE64.encode(self.sealing.bytes()))
    }
}

/// Of which machine a letter says that it is. It is not believed before the letter is read.
pub fn machine(letter: &[u8]) -> Option<Uuid> {
    let rest = letter.strip_prefix(MAGIC)?;
    Uuid::from_slice(rest.get(1..17)?).ok()
}

fn head(way: Way, machine: Uuid) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    let way = match way {
        Way::Home => b'h',
        Way::Out => b'o',
    };
    let bytes = MAGIC.iter().chain(std::iter::once(&way)).chain(machine.as_bytes());
    head.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    head
}

fn key(text: &str) -> Option<[u8; 32]> {
    BASE64.decode(text).ok()?.try_into().ok()
}
