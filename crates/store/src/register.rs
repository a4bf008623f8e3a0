//! What a period's registers and tables say of jobseekers, found by the day of registration. It must not know how
//! a register looks.

use std::collections::BTreeMap;

use domain::id::TenantId;
use domain::occupation::OccupationCode;
use domain::policy::Scope;
use jiff::civil::Date;
use serde::Deserialize;

use crate::seeker::{OPENED, Record, place, read, within};
use crate::{Error, Store, args, key, statements};

statements! { STATEMENTS {
    REGISTERED = "SELECT s.body, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.body->>'registered_on' BETWEEN $2 AND $3 AND ($5 = 'all' OR ($5 = 'person' AND s.person_id = $6) OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))) ORDER BY s.body->>'registered_on', s.id LIMIT $4";
    // Beyond the last of a day; the others of that day are passed over in the index.
    WISHES = "SELECT s.body->>'registered_on', s.id, s.person_id, s.sealed, k.wrapped FROM seeker s LEFT JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.body->>'registered_on' BETWEEN $2 AND $3 AND s.state NOT IN ('draft', 'cancelled') AND (s.body->>'registered_on' > $2 OR s.id > $4) ORDER BY s.body->>'registered_on', s.id LIMIT $5";
} }

/// Of what a person told, only what work they wish for.
#[derive(Deserialize)]
struct Wish {
    #[serde(default)]
    occupations: Vec<OccupationCode>,
}

/// Registrations of a scope made from one day to another, both included, in that order, at most `limit`.
///
/// # Errors
/// When the store cannot be read.
pub async fn registered(
    store: &Store,
    tenant: TenantId,
    scope: Scope,
    (from, to): (Date, Date),
    limit: usize,
) -> Result<Vec<Record>, Error> {
    let args = within(args![tenant, from.to_string(), to.to_string(), limit as i64], scope);
    store.all(REGISTERED, args).await?.iter().map(|row| read(store, tenant, row)).collect()
}

/// How many registrations were made from one day to another, both included, by the occupation that the person
/// wished for first; `None` for no wish, and for whoever was erased. What was never handed in or was struck out does
/// not count.
///
/// # Errors
/// When the store cannot be read.
pub async fn wishes(
    store: &Store,
    tenant: TenantId,
    (from, to): (Date, Date),
) -> Result<BTreeMap<Option<OccupationCode>, i64>, Error> {
    let mut out = BTreeMap::new();
    let (mut day, to, mut last) = (from.to_string(), to.to_string(), String::new());
    loop {
        let rows = store.all(WISHES, args![tenant, &day, &to, &last, OPENED]).await?;
        for row in &rows {
            (day, last) = (row.get(0)?, row.get(1)?);
            let (person, sealed): (String, Vec<u8>) = (row.get(2)?, row.get(3)?);
            let place = place(tenant, &last);
            let wish = key::open_with(&store.keys, tenant, &person, row.get(4)?, place, &sealed)?;
            let first = wish.and_then(|wish: Wish| wish.occupations.into_iter().next());
            *out.entry(first).or_default() += 1;
        }
        if rows.len() < OPENED as usize {
            return Ok(out);
        }
    }
}
