//! Rows of questions to employers with what was answered. The link's and the code's secrets are kept only as
//! hashes, beside the row and never in its body or in the log.

use domain::Ctx;
use domain::answer::Question;
use domain::id::{OpeningId, TenantId};

use crate::change::{self, Entry};
use crate::slim::told;
use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    BY_TOKEN = "SELECT body FROM answer WHERE tenant_id = $1 AND token_hash = $2";
    BY_CODE = "SELECT body FROM answer WHERE tenant_id = $1 AND code_hash = $2";
    OF_OPENING = "SELECT body FROM answer WHERE tenant_id = $1 AND opening_id = $2 ORDER BY id DESC LIMIT 100";
    INSERT = "INSERT INTO answer (tenant_id, id, opening_id, employer_id, token_hash, code_hash, until_ms, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE = "UPDATE answer SET version = $4, body = $5 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

/// The question of a link, by the hash of its secret.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_token(store: &Store, tenant: TenantId, hash: &str) -> Result<Option<Question>, Error> {
    store.optional(BY_TOKEN, args![tenant, hash]).await?.map(|row| row.json(0, "answer")).transpose()
}

/// The question of a code, by its keyed hash.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_code(store: &Store, tenant: TenantId, hash: &str) -> Result<Option<Question>, Error> {
    store.optional(BY_CODE, args![tenant, hash]).await?.map(|row| row.json(0, "answer")).transpose()
}

/// The latest hundred questions about an opening, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_opening(store: &Store, tenant: TenantId, opening: OpeningId) -> Result<Vec<Question>, Error> {
    let rows = store.all(OF_OPENING, args![tenant, opening.to_string()]).await?;
    rows.iter().map(|row| row.json(0, "answer")).collect()
}

/// Adds a question with the hashes of its secrets.
///
/// # Errors
/// [`Error::Conflict`] for a secret that another one has.
pub async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    question: &Question,
    token_hash: &str,
    code_hash: &str,
) -> Result<(), Error> {
    let json = told(question, "answer")?;
    let row = args![
        ctx.tenant,
        question.id.to_string(),
        question.opening.to_string(),
        question.employer.to_string(),
        token_hash,
        code_hash,
        question.until.as_millisecond(),
        question.version,
        json.clone()
    ];
    tx.exec(INSERT, row).await?;
    change::append(tx, ctx, vec![Entry::new("answer", question.id.0, "insert", json)]).await
}

/// Writes down that somebody was shown the secrets of a question again.
///
/// # Errors
/// When the store cannot be written.
pub async fn shown(tx: &mut Tx, ctx: &Ctx, question: &Question) -> Result<(), Error> {
    let json = told(question, "answer")?;
    change::append(tx, ctx, vec![Entry::new("answer", question.id.0, "show", json)]).await
}

/// Keeps an answer if no other came since the question was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when one has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, question: &Question) -> Result<(), Error> {
    let mut question = question.clone();
    let read = question.version;
    question.version += 1;
    let json = told(&question, "answer")?;
    let row = args![ctx.tenant, question.id.to_string(), read, question.version, json.clone()];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("answer.version".to_owned()));
    }
    change::append(tx, ctx, vec![Entry::new("answer", question.id.0, "answer", json)]).await
}
