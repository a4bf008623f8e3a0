//! Enrolling a machine: what it asks with, and what it is given. Whoever holds the one-time code is the machine; what it is given is sealed
//! to the key that it asked with.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::Ctx;
use domain::id::NodeId;
use domain::message::Message;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::envelope::Other;

use super::authority::{self, Certificate, Wanted};
use crate::{App, Error};

/// What the seal of a charter says that it is for.
pub(crate) const SEALED_FOR: &[u8] = b"charter of a machine";
/// Wrong codes from one address before it waits.
const CODES_FROM_ADDRESS: usize = 20;
/// The keys of hashes that a machine is lent: the codes on its letters are those that home draws for them.
const LENT: &[&str] = &["letter-code"];

/// What a machine asks with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// The one-time code.
    pub code: String,
    /// By which its work will be signed: Ed25519, base64.
    pub signing_key: String,
    /// To which what it is sent is to be sealed: X25519, base64.
    pub sealing_key: String,
    /// Of what it wants a certificate.
    pub tls: Wanted,
}

/// What a machine is given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charter {
    /// Which machine it is.
    pub node: NodeId,
    /// What people call it.
    pub name: String,
    /// What stands in the numbers that it gives.
    pub mark: String,
    /// The city.
    pub city: String,
    /// By which what home says is signed.
    pub signing_key: String,
    /// To which what home is told is sealed.
    pub sealing_key: String,
    /// Keys of hashes, by purpose, base64.
    pub lent: BTreeMap<String, String>,
    /// Its certificate.
    pub certificate: Certificate,
    /// What tablets are to trust, in PEM.
    pub authority: String,
    /// Until when it may work without having been heard.
    pub until: Timestamp,
}

impl std::fmt::Debug for Charter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Charter").field("node", &self.node).finish_non_exhaustive()
    }
}

/// Enrols a machine: its charter, sealed. `from` is the address that asks, for the brake on guessing.
///
/// # Errors
/// [`Error::Invalid`] at `code` when it is mistyped, unknown, used or over, at `keys` or `addresses` when they are none;
/// [`Error::TooMany`] after too many wrong codes.
pub async fn admit(ctx: &Ctx, app: &App, from: &str, asked: &Application) -> Result<Vec<u8>, Error> {
    let held = format!("node-code|{from}");
    if app.brake.held(&held, CODES_FROM_ADDRESS, ctx.now) {
        return Err(Error::TooMany(Message::new("answer-code-too-many")));
    }
    let keys = Other::from_text(&asked.signing_key, &asked.sealing_key);
    let keys = keys.ok_or_else(|| Error::field("keys", Message::new("node-keys")))?;
    // Before the code is used up.
    authority::issue(ctx, app, "", &asked.tls)?;
    let authority = authority::certificate(app)?;
    let (signing, sealing) = (asked.signing_key.clone(), asked.sealing_key.clone());
    let print = Some(authority::fingerprint(&authority));
    let enrolled = super::enrol_with(ctx, app, &asked.code, (signing, sealing), print).await;
    let node = match enrolled {
        Ok(node) => node,
        Err(wrong) => {
            app.brake.failed(held, ctx.now);
            return Err(wrong);
        }
    };
    let lent = LENT
        .iter()
        .map(|purpose| ((*purpose).to_owned(), BASE64.encode(app.store.lend(ctx.tenant, purpose))));
    let (signing_key, sealing_key) = super::keys(app).public().text();
    let charter = Charter {
        node: node.id,
        name: node.name.clone(),
        mark: node.mark.clone(),
        city: app.city.id().to_owned(),
        signing_key,
        sealing_key,
        lent: lent.collect(),
        certificate: authority::issue(ctx, app, &node.mark, &asked.tls)?,
        authority,
        until: node.until().unwrap_or(ctx.now),
    };
    let plain = serde_json::to_vec(&charter).map_err(Error::internal)?;
    let sealed = keys.sealing.seal(SEALED_FOR, &plain, ctx.random());
    sealed.ok_or_else(|| Error::field("keys", Message::new("node-keys")))
}
