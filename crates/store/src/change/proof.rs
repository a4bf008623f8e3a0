//! Walking through the log: whether it is whole, and whether every row says what its last entry says.

use std::collections::HashMap;

use domain::id::TenantId;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    BODIES_ACTION_PLAN, BODIES_ANOMALY, BODIES_ANSWER, BODIES_ATTACHMENT, BODIES_CLASH, BODIES_CONTACT,
    BODIES_EMPLOYER, BODIES_ENROLMENT, BODIES_INTERVIEW, BODIES_MERGE, BODIES_MONTH_CLOSE, BODIES_NOTICE,
    BODIES_OPENING, BODIES_ORGANISATION, BODIES_PERSON, BODIES_PLACEMENT, BODIES_RECORD, BODIES_REFERRAL,
    BODIES_REPLY_SLIP, BODIES_SATISFACTION, BODIES_SAVED_SEARCH, BODIES_SEEKER, BODIES_SERVICE,
    BODIES_SUPPORTER, BODIES_WORK_TRIAL, after, canonical, digest, head,
};
use crate::{Error, Store, args, record};

/// Entries read in one go while verifying.
const BATCH: i64 = 5_000;

/// Every noun whose row holds the body of its last entry, with the statement that reads the rows.
const BODIES: &[(&str, &str)] = &[
    ("answer", BODIES_ANSWER),
    ("opening", BODIES_OPENING),
    ("employer", BODIES_EMPLOYER),
    ("seeker", BODIES_SEEKER),
    ("organisation", BODIES_ORGANISATION),
    ("attachment", BODIES_ATTACHMENT),
    ("person", BODIES_PERSON),
    ("merge", BODIES_MERGE),
    ("service", BODIES_SERVICE),
    ("action_plan", BODIES_ACTION_PLAN),
    ("referral", BODIES_REFERRAL),
    ("notice", BODIES_NOTICE),
    ("placement", BODIES_PLACEMENT),
    ("enrolment", BODIES_ENROLMENT),
    ("supporter", BODIES_SUPPORTER),
    ("saved_search", BODIES_SAVED_SEARCH),
    ("satisfaction", BODIES_SATISFACTION),
    ("work_trial", BODIES_WORK_TRIAL),
    ("interview", BODIES_INTERVIEW),
    ("month_close", BODIES_MONTH_CLOSE),
    ("anomaly", BODIES_ANOMALY),
    ("record", BODIES_RECORD),
    ("contact", BODIES_CONTACT),
    ("clash", BODIES_CLASH),
    ("reply_slip", BODIES_REPLY_SLIP),
];

/// What a walk through the whole log found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Entries seen.
    pub changes: i64,
    /// Whether every one fits the one before, and the last one the head.
    pub chain_ok: bool,
    /// The first that does not.
    pub first_bad: Option<i64>,
}

/// Walks the whole log: numbers without gaps, every hash right, the last one the head's.
///
/// # Errors
/// When the store cannot be read.
pub async fn verify(store: &Store, tenant: TenantId) -> Result<Verified, Error> {
    let head = head(store, tenant).await?;
    let mut prev = crate::tenant::first_hash(tenant);
    let mut seq = 0;
    loop {
        // What is written meanwhile belongs to the next walk.
        let batch = after(store, tenant, seq, BATCH.min(head.seq - seq).max(0)).await?;
        if batch.is_empty() {
            break;
        }
        for change in batch {
            let fits =
                change.seq == seq + 1 && change.prev_hash == prev && digest(tenant, &change) == change.hash;
            if !fits {
                return Ok(Verified { changes: seq, chain_ok: false, first_bad: Some(seq + 1) });
            }
            seq = change.seq;
            prev = change.hash;
        }
    }
    if seq != head.seq || prev != head.hash {
        return Ok(Verified { changes: seq, chain_ok: false, first_bad: Some(seq.min(head.seq) + 1) });
    }
    Ok(Verified { changes: seq, chain_ok: true, first_bad: None })
}

/// Whether every row says what its last entry in the log says.
///
/// # Errors
/// When the store cannot be read.
pub async fn rows_agree(store: &Store, tenant: TenantId) -> Result<bool, Error> {
    let mut last: HashMap<Uuid, [u8; 32]> = HashMap::new();
    let head = head(store, tenant).await?.seq;
    let mut seq = 0;
    while seq < head {
        let batch = after(store, tenant, seq, BATCH).await?;
        let Some(end) = batch.last().map(|change| change.seq) else { break };
        for change in batch {
            let noun = change.noun.as_str();
            if BODIES.iter().any(|(of, _)| *of == noun) || record::NOUNS.contains(&noun) {
                last.insert(change.noun_id, Sha256::digest(canonical(&change.body).as_bytes()).into());
            }
        }
        seq = end;
    }
    for (noun, _) in BODIES {
        let mut from = None;
        loop {
            let rows = bodies(store, tenant, noun, from).await?;
            for (id, body) in &rows {
                let found: [u8; 32] = Sha256::digest(canonical(body).as_bytes()).into();
                from = Some(*id);
                if last.remove(id) != Some(found) {
                    return Ok(false);
                }
            }
            if rows.is_empty() {
                break;
            }
        }
    }
    // An entry whose row is gone is as bad as a row without an entry.
    Ok(last.is_empty())
}

/// Bodies of a noun's rows beyond an id, in order of ids, some at a time; none when there are no more.
///
/// # Errors
/// [`Error::NotFound`] for a noun without rows of its own; when the store cannot be read.
pub async fn bodies(
    store: &Store,
    tenant: TenantId,
    noun: &str,
    after: Option<Uuid>,
) -> Result<Vec<(Uuid, Value)>, Error> {
    let (_, statement) = BODIES.iter().find(|(of, _)| *of == noun).ok_or(Error::NotFound)?;
    let from = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = store.all(statement, args![tenant, from, BATCH]).await?;
    rows.iter()
        .map(|row| {
            let body: sqlx::types::Json<Value> = row.get(1)?;
            Ok((row.word(0, "row")?, body.0))
        })
        .collect()
}
