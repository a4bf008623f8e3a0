//! What stands in the columns of keys of other bodies' programs, every use of one, and what was asked for under a word.

use domain::Ctx;
use domain::id::{OpeningId, OrganisationId, PartnerKeyId, TenantId};
use domain::partner_key::{PartnerKey, Scope};
use domain::referral::Referral;
use jiff::Timestamp;
use uuid::Uuid;

use crate::record::{Columns, Record};
use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    USE = "INSERT INTO partner_use (tenant_id, id, key_id, at_ms, scope, outcome, about_id) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    USES = "SELECT at_ms, scope, outcome, about_id FROM partner_use WHERE tenant_id = $1 AND key_id = $2 ORDER BY at_ms DESC LIMIT $3";
    LAST_USED = "SELECT key_id, COUNT(*), MAX(at_ms) FROM partner_use WHERE tenant_id = $1 GROUP BY key_id";
    REQUEST = "INSERT INTO partner_request (tenant_id, key_id, word, digest, organisation_id, opening_id, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    REQUESTED = "SELECT digest, opening_id FROM partner_request WHERE tenant_id = $1 AND key_id = $2 AND word = $3";
    REFERRALS = "SELECT r.body FROM partner_request p JOIN referral r ON r.tenant_id = p.tenant_id AND r.opening_id = p.opening_id WHERE p.tenant_id = $1 AND p.organisation_id = $2 AND r.id > $3 ORDER BY r.id LIMIT $4";
} }

impl Record for PartnerKey {
    const NOUN: &'static str = "partner_key";

    fn columns(&self) -> Columns {
        Columns {
            organisation: Some(self.organisation),
            known_as: Some(self.hash.clone()),
            ..Columns::new(
                self.id,
                if self.revoked_at.is_some() { "revoked" } else { "active" },
                self.version,
            )
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}

/// A use of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// When.
    pub at: Timestamp,
    /// Under which scope.
    pub scope: Scope,
    /// Whether it was refused.
    pub refused: bool,
    /// The opening it was about.
    pub about: Option<OpeningId>,
}

/// How often a key was used, and when last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// Which key.
    pub key: PartnerKeyId,
    /// How often.
    pub times: i64,
    /// When last.
    pub last: Timestamp,
}

/// Writes a use down.
///
/// # Errors
/// When the store cannot be written.
pub async fn used(tx: &mut Tx, ctx: &Ctx, key: PartnerKeyId, told: &Use) -> Result<(), Error> {
    let id: Uuid = ctx.id();
    let outcome = if told.refused { "refused" } else { "done" };
    let about = told.about.map(|id| id.to_string());
    let at = told.at.as_millisecond();
    let row = args![ctx.tenant, id.to_string(), key.to_string(), at, told.scope.to_string(), outcome, about];
    tx.exec(USE, row).await.map(|_| ())
}

/// The latest uses of a key, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn uses(store: &Store, tenant: TenantId, key: PartnerKeyId, limit: i64) -> Result<Vec<Use>, Error> {
    let rows = store.all(USES, args![tenant, key.to_string(), limit]).await?;
    rows.iter()
        .map(|row| {
            let about: Option<String> = row.get(3)?;
            Ok(Use {
                at: row.instant(0, "partner_use")?,
                scope: row.word(1, "partner_use")?,
                refused: row.get::<String>(2)? == "refused",
                about: about.and_then(|id| id.parse().ok()),
            })
        })
        .collect()
}

/// How often every key was used, and when last.
///
/// # Errors
/// When the store cannot be read.
pub async fn last_used(store: &Store, tenant: TenantId) -> Result<Vec<Used>, Error> {
    let rows = store.all(LAST_USED, args![tenant]).await?;
    rows.iter()
        .map(|row| {
            Ok(Used {
                key: row.word(0, "partner_use")?,
                times: row.get(1)?,
                last: row.instant(2, "partner_use")?,
            })
        })
        .collect()
}

/// Remembers what was asked for under a word.
///
/// # Errors
/// [`Error::Conflict`] when something was already.
pub async fn request(
    tx: &mut Tx,
    ctx: &Ctx,
    key: &PartnerKey,
    (word, digest): (&str, &str),
    opening: OpeningId,
) -> Result<(), Error> {
    let (body, at) = (key.organisation.to_string(), ctx.now.as_millisecond());
    let row = args![ctx.tenant, key.id.to_string(), word, digest, body, opening.to_string(), at];
    tx.exec(REQUEST, row).await.map(|_| ())
}

/// What was asked for under a word: its digest and the opening that came of it.
///
/// # Errors
/// When the store cannot be read.
pub async fn requested(
    store: &Store,
    tenant: TenantId,
    key: PartnerKeyId,
    word: &str,
) -> Result<Option<(String, OpeningId)>, Error> {
    let row = store.optional(REQUESTED, args![tenant, key.to_string(), word]).await?;
    row.map(|row| Ok((row.get(0)?, row.word(1, "partner_request")?))).transpose()
}

/// Referrals to openings that a body's programs handed in, beyond an id, in order of ids.
///
/// # Errors
/// When the store cannot be read.
pub async fn referrals(
    store: &Store,
    tenant: TenantId,
    body: OrganisationId,
    (after, limit): (&str, i64),
) -> Result<Vec<Referral>, Error> {
    let rows = store.all(REFERRALS, args![tenant, body.to_string(), after, limit]).await?;
    rows.iter().map(|row| row.json(0, "referral")).collect()
}
