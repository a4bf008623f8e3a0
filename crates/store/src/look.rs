//! Every look at a person's record: who, in which role, when, what for. Only ever added to.

use domain::id::{PersonId, TenantId};
use domain::{Ctx, Role};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    INSERT = "INSERT INTO look (tenant_id, id, person_id, at_ms, actor_id, role, purpose) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF = "SELECT at_ms, actor_id, role, purpose FROM look WHERE tenant_id = $1 AND person_id = $2 ORDER BY at_ms DESC, id DESC LIMIT $3";
} }

/// A look at a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// Who, if a person.
    pub actor: Option<PersonId>,
    /// In which role.
    pub role: Role,
    /// For which use case.
    pub purpose: String,
}

/// Notes that the actor looked at these people's records.
///
/// # Errors
/// When the store cannot be written; then nothing may be shown.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, subjects: &[PersonId], purpose: &str) -> Result<(), Error> {
    for subject in subjects {
        let row = args![
            ctx.tenant,
            ctx.id::<Uuid>().to_string(),
            subject.to_string(),
            ctx.now.as_millisecond(),
            ctx.actor.person.map(|id| id.to_string()),
            ctx.actor.role.to_string(),
            purpose
        ];
        tx.exec(INSERT, row).await?;
    }
    Ok(())
}

/// The latest looks at a person's record, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, tenant: TenantId, person: PersonId, limit: i64) -> Result<Vec<Look>, Error> {
    let rows = store.all(OF, args![tenant, person.to_string(), limit]).await?;
    let look = |row: &crate::Row| {
        let actor = row.get::<Option<String>>(1)?.map(|id| id.parse().map_err(|_| Error::Unreadable("look")));
        Ok(Look {
            at: row.instant(0, "look")?,
            actor: actor.transpose()?,
            role: row.word(2, "look")?,
            purpose: row.get(3)?,
        })
    };
    rows.iter().map(look).collect()
}
