//! Something sealed to whoever holds a key: X25519 with a key made for this once, then XChaCha20-Poly1305.
//!
//! Of `x25519-dalek`, because its curve is the one that signatures of machines use, and the cipher is ours
//! already; a crate of sealed boxes would bring an older copy of both. It must not know what is sealed, nor who sealed it:
//! anybody can. [`envelope`](crate::envelope) says who did.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use sha2::Sha256;
use x25519_dalek::{PublicKey, SharedSecret, StaticSecret};
use zeroize::Zeroizing;

/// To whom something is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoxKey([u8; 32]);

/// By what it is opened.
pub struct BoxSecret(StaticSecret);

impl std::fmt::Debug for BoxSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BoxSecret")
    }
}

impl BoxKey {
    /// Of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// As bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key made for this once, nonce and ciphertext; nothing for a key that seals nothing. `about` is not in it, and it opens only
    /// beside the same. `seed` must be new.
    pub fn seal(&self, about: &[u8], plain: &[u8], seed: [u8; 32]) -> Option<Vec<u8>> {
        let mut rng = ChaCha20Rng::from_seed(seed);
        let (mut once, mut nonce) = ([0; 32], [0; 24]);
        rng.fill_bytes(&mut once);
        rng.fill_bytes(&mut nonce);
        let once = StaticSecret::from(once);
        let own = PublicKey::from(&once);
        let cipher = cipher(&once.diffie_hellman(&PublicKey::from(self.0)), &own, self)?;
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: about }).ok()?;
        Some([own.as_bytes().as_slice(), &nonce, &sealed].concat())
    }
}

impl BoxSecret {
    /// Of these bytes, which must be random.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(StaticSecret::from(bytes))
    }

    /// What others seal to.
    pub fn key(&self) -> BoxKey {
        BoxKey(PublicKey::from(&self.0).to_bytes())
    }

    /// The opposite of [`BoxKey::seal`].
    pub fn open(&self, about: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (own, rest) = sealed.split_first_chunk::<32>()?;
        let (nonce, sealed) = rest.split_first_chunk::<24>()?;
        let own = PublicKey::from(*own);
        let cipher = cipher(&self.0.diffie_hellman(&own), &own, &self.key())?;
        let payload = Payload { msg: sealed, aad: about };
        Some(Zeroizing::new(cipher.decrypt(&XNonce::from(*nonce), payload).ok()?))
    }
}

/// The cipher of both ends; nothing, when a public key is one that gives every secret away.
fn cipher(shared: &SharedSecret, own: &PublicKey, reader: &BoxKey) -> Option<XChaCha20Poly1305> {
    if !shared.was_contributory() {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(shared.as_bytes()).ok()?;
    for part in [b"sealed box".as_slice(), own.as_bytes(), &reader.0] {
        mac.update(part);
    }
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(mac.finalize().into_bytes().into());
    Some(XChaCha20Poly1305::new(&Key::from(*key)))
}
