//! A vault's key sealed to a hub: X25519 with a key made for this once, then XChaCha20-Poly1305.
//!
//! Of `x25519-dalek`, because its curve is the one that signatures of devices use, and the cipher is ours
//! already; a crate of sealed boxes would bring an older copy of both.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use x25519_dalek::{PublicKey, SharedSecret, StaticSecret};
use zeroize::Zeroizing;

use super::PinError;
use crate::VaultKey;

/// What the seal says it is for.
const PURPOSE: &[u8] = b"key of a vault for its hub";

/// The public key of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HubKey([u8; 32]);

/// The secret key of a hub.
pub struct HubSecret(StaticSecret);

impl std::fmt::Debug for HubSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HubSecret")
    }
}

impl HubKey {
    /// Of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// As bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key made for this once, nonce and ciphertext.
    pub(super) fn seal(&self, key: &VaultKey, once: [u8; 32], nonce: [u8; 24]) -> Result<Vec<u8>, PinError> {
        let once = StaticSecret::from(once);
        let own = PublicKey::from(&once);
        let shared = once.diffie_hellman(&PublicKey::from(self.0));
        let cipher = cipher(&shared, &own, self).ok_or(PinError::OtherHub)?;
        let payload = Payload { msg: key.bytes(), aad: PURPOSE };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| PinError::OtherHub)?;
        Ok([own.as_bytes().as_slice(), &nonce, &sealed].concat())
    }
}

impl HubSecret {
    /// Of these bytes, which must be random.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(StaticSecret::from(bytes))
    }

    /// What nodes are given.
    pub fn key(&self) -> HubKey {
        HubKey(PublicKey::from(&self.0).to_bytes())
    }

    /// The opposite of [`HubKey::seal`].
    pub(super) fn open(&self, sealed: &[u8]) -> Option<VaultKey> {
        let (own, rest) = sealed.split_first_chunk::<32>()?;
        let (nonce, sealed) = rest.split_first_chunk::<24>()?;
        let own = PublicKey::from(*own);
        let cipher = cipher(&self.0.diffie_hellman(&own), &own, &self.key())?;
        let payload = Payload { msg: sealed, aad: PURPOSE };
        let plain = Zeroizing::new(cipher.decrypt(&XNonce::from(*nonce), payload).ok()?);
        Some(VaultKey::new(plain.as_slice().try_into().ok()?))
    }
}

/// The cipher of both ends; nothing, when a public key is one that gives every secret away.
fn cipher(shared: &SharedSecret, own: &PublicKey, hub: &HubKey) -> Option<XChaCha20Poly1305> {
    if !shared.was_contributory() {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(shared.as_bytes()).ok()?;
    for part in [PURPOSE, own.as_bytes(), &hub.0] {
        mac.update(part);
    }
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(mac.finalize().into_bytes().into());
    Some(XChaCha20Poly1305::new(&Key::from(*key)))
}
