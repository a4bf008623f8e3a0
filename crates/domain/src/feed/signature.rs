//! The signature over a batch: Ed25519 (RFC 8032) with a key of the city's own, so that a hub may hand a batch on and
//! whoever reads it need not trust the hub.
//!
//! What is signed is five short lines, `iljari-feed-1`, `source=…`, `from=…` (`-` of a snapshot), `to=…` and an empty
//! one, each ended by a line feed, and after them the bytes of the body. A body can thus not be passed off as another
//! city's, nor as the answer to another cursor.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::Fault;

/// Name of the one algorithm.
const ALGORITHM: &str = "ed25519";

/// The key with which a city signs. It is derived where it is needed and never printed.
pub struct CityKey {
    source: String,
    key: SigningKey,
}

impl fmt::Debug for CityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CityKey")
    }
}

/// The key with which everybody verifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

/// A signature with what it says of the body it belongs to: the value of the header `Signature`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Which key it was made with: [`PublicKey::id`].
    pub key_id: String,
    /// The city whose feed it is.
    pub source: String,
    /// The cursor that was asked for; `None` of a snapshot.
    pub from: Option<i64>,
    /// The cursor to go on from.
    pub to: i64,
    /// The signature.
    pub signature: [u8; 64],
}

impl CityKey {
    /// The key of a city that follows from thirty-two secret bytes.
    pub fn from_seed(source: &str, seed: &[u8; 32]) -> Self {
        Self { source: source.to_owned(), key: SigningKey::from_bytes(seed) }
    }

    /// What others verify with.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.key.verifying_key().to_bytes())
    }

    /// Signs the body of a batch.
    pub fn sign(&self, from: Option<i64>, to: i64, body: &[u8]) -> Signed {
        let signature = self.key.sign(&canonical(&self.source, from, to, body)).to_bytes();
        Signed { key_id: self.public().id(), source: self.source.clone(), from, to, signature }
    }
}

impl PublicKey {
    /// The key in thirty-two bytes.
    ///
    /// # Errors
    /// [`Fault::Key`] when they are no point of the curve, or one with which anything verifies.
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, Fault> {
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| Fault::Key)?;
        if key.is_weak() { Err(Fault::Key) } else { Ok(Self(bytes)) }
    }

    /// What to compare over the telephone: the SHA-256 of the key in groups of four.
    pub fn fingerprint(&self) -> String {
        let hex = hex(&Sha256::digest(self.0));
        let groups: Vec<&str> = (0..hex.len()).step_by(4).filter_map(|at| hex.get(at..at + 4)).collect();
        groups.join(" ")
    }

    /// A short name of it: the first sixteen digits of its fingerprint.
    pub fn id(&self) -> String {
        hex(&Sha256::digest(self.0)[..8])
    }
}

/// Base64, as `/feed/key` tells it.
impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl FromStr for PublicKey {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        let bytes = STANDARD.decode(text.trim()).map_err(|_| Fault::Key)?;
        Self::from_bytes(bytes.try_into().map_err(|_| Fault::Key)?)
    }
}

impl Signed {
    /// Whether this signature was made with that key over this body.
    ///
    /// # Errors
    /// [`Fault::Forged`].
    pub fn verify(&self, key: &PublicKey, body: &[u8]) -> Result<(), Fault> {
        let known = VerifyingKey::from_bytes(&key.0).map_err(|_| Fault::Key)?;
        let signature = ed25519_dalek::Signature::from_bytes(&self.signature);
        let signed = canonical(&self.source, self.from, self.to, body);
        known.verify_strict(&signed, &signature).map_err(|_| Fault::Forged)
    }
}

/// The value of the header.
impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = cursor(self.from);
        let signature = STANDARD.encode(self.signature);
        write!(
            f,
            "keyid=\"{}\", alg=\"{ALGORITHM}\", source=\"{}\", from=\"{from}\", to=\"{}\", sig=\":{signature}:\"",
            self.key_id, self.source, self.to
        )
    }
}

impl FromStr for Signed {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        let part = |name: &str| {
            let mut parts = text.split(',').filter_map(|part| part.trim().split_once('='));
            let (_, value) = parts.find(|(key, _)| *key == name).ok_or(Fault::Signature)?;
            value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).ok_or(Fault::Signature)
        };
        if part("alg")? != ALGORITHM {
            return Err(Fault::Signature);
        }
        let number = |text: &str| text.parse::<i64>().map_err(|_| Fault::Signature);
        let from = match part("from")? {
            "-" => None,
            text => Some(number(text)?),
        };
        let encoded = part("sig")?.strip_prefix(':').and_then(|sig| sig.strip_suffix(':'));
        let signature = STANDARD.decode(encoded.ok_or(Fault::Signature)?).map_err(|_| Fault::Signature)?;
        Ok(Self {
            key_id: part("keyid")?.to_owned(),
            source: part("source")?.to_owned(),
            from,
            to: number(part("to")?)?,
            signature: signature.try_into().map_err(|_| Fault::Signature)?,
        })
    }
}

fn cursor(from: Option<i64>) -> String {
    from.map_or_else(|| "-".to_owned(), |from| from.to_string())
}

/// The bytes that are signed.
fn canonical(source: &str, from: Option<i64>, to: i64, body: &[u8]) -> Vec<u8> {
    let head = format!("iljari-feed-1\nsource={source}\nfrom={}\nto={to}\n\n", cursor(from));
    [head.as_bytes(), body].concat()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_read_as_it_was_written_and_fits_nothing_else() {
        let key = CityKey::from_seed("99000", &[5; 32]);
        let body = b"{\"cursor\":12}\n";
        for from in [None, Some(0), Some(7)] {
            let signed: Signed = key.sign(from, 12, body).to_string().parse().unwrap();
            assert_eq!(signed.verify(&key.public(), body), Ok(()));
            for at in 0..body.len() {
                let mut flipped = body.to_vec();
                flipped[at] ^= 1;
                assert_eq!(signed.verify(&key.public(), &flipped), Err(Fault::Forged), "byte {at}");
            }
            let other = |change: fn(&mut Signed)| {
                let mut signed = signed.clone();
                change(&mut signed);
                signed.verify(&key.public(), body)
            };
            assert_eq!(other(|signed| signed.to += 1), Err(Fault::Forged));
            assert_eq!(other(|signed| signed.from = Some(8)), Err(Fault::Forged));
            assert_eq!(other(|signed| signed.source = "99001".to_owned()), Err(Fault::Forged));
            assert_eq!(other(|signed| signed.signature[0] ^= 1), Err(Fault::Forged));
            let stranger = CityKey::from_seed("99000", &[6; 32]).public();
            assert_eq!(signed.verify(&stranger, body), Err(Fault::Forged));
        }
    }

    #[test]
    fn what_is_signed_is_written_down() {
        let bytes = canonical("99000", Some(7), 12, b"body");
        assert_eq!(bytes, b"iljari-feed-1\nsource=99000\nfrom=7\nto=12\n\nbody");
    }

    #[test]
    fn keys_and_headers_that_are_none_are_refused() {
        for text in ["", "AAAA", "!", &"A".repeat(43), &STANDARD.encode([0; 32]), &STANDARD.encode([1; 33])] {
            assert_eq!(text.parse::<PublicKey>(), Err(Fault::Key), "{text}");
        }
        let good = CityKey::from_seed("99000", &[5; 32]).sign(Some(1), 2, b"").to_string();
        assert!(good.parse::<Signed>().is_ok());
        for (was, is) in [
            ("ed25519", "rsa"),
            ("to=\"2\"", "to=\"x\""),
            ("sig=\":", "sig=\""),
            ("from=\"1\"", "from=1"),
            ("keyid", "id"),
        ] {
            assert_eq!(good.replacen(was, is, 1).parse::<Signed>(), Err(Fault::Signature), "{is}");
        }
    }

    #[test]
    fn a_key_has_a_fingerprint_that_can_be_read_out() {
        let key = CityKey::from_seed("99000", &[5; 32]).public();
        assert_eq!(key.to_string().parse(), Ok(key));
        let print = key.fingerprint();
        assert_eq!((print.len(), print.split(' ').count()), (79, 16));
        assert!(print.replace(' ', "").starts_with(&key.id()));
    }
}
