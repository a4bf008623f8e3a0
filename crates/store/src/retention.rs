//! What keeping people for their time only needs to know of every table: when something last happened with
//! them, whether anything still runs, whether they were told. And what is forgotten by itself.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::id::{EmployerId, ImportId, PersonId, TenantId};
use domain::retention::Kept;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::{Error, Row, Store, Tx, args, merge, statements};

statements! { STATEMENTS {
    SEEKERS = "SELECT s.person_id, MAX(s.updated_ms) FROM seeker s JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND LENGTH(k.wrapped) > 0 GROUP BY s.person_id";
    REFERRALS = "SELECT person_id, MAX(updated_ms) FROM referral WHERE tenant_id = $1 GROUP BY person_id";
    PLACEMENTS = "SELECT person_id, MAX(updated_ms) FROM placement WHERE tenant_id = $1 GROUP BY person_id";
    SESSIONS = "SELECT person_id, MAX(seen_ms) FROM session WHERE tenant_id = $1 GROUP BY person_id";
    SERVICES = "SELECT person_id, MAX(on_day) FROM service WHERE tenant_id = $1 GROUP BY person_id";
    TOLD = "SELECT person_id, MAX(at_ms), MAX(told_ms) FROM notice WHERE tenant_id = $1 AND kind = 'removal_ahead' AND person_id IS NOT NULL GROUP BY person_id";
    RUNNING = "SELECT person_id FROM seeker WHERE tenant_id = $1 AND state IN ('active', 'submitted') UNION SELECT person_id FROM referral WHERE tenant_id = $1 AND state IN ('proposed', 'consented', 'sent', 'interview_scheduled', 'interviewed')";
    CONTACTS = "SELECT e.contact_id, e.id, MAX(c.at_ms) FROM employer e JOIN person_key k ON k.tenant_id = e.tenant_id AND k.person_id = e.contact_id JOIN change c ON c.tenant_id = e.tenant_id AND c.noun_id = e.id WHERE e.tenant_id = $1 AND LENGTH(k.wrapped) > 0 GROUP BY e.contact_id, e.id";
    OFFERS = "SELECT employer_id, MAX(updated_ms) FROM opening WHERE tenant_id = $1 GROUP BY employer_id";
    LETTERS = "SELECT employer_id, MAX(updated_ms) FROM referral WHERE tenant_id = $1 GROUP BY employer_id";
    HIRES = "SELECT employer_id, MAX(updated_ms) FROM placement WHERE tenant_id = $1 GROUP BY employer_id";
    EMPLOYERS_TOLD = "SELECT employer_id, MAX(at_ms), MAX(told_ms) FROM notice WHERE tenant_id = $1 AND kind = 'removal_ahead' AND employer_id IS NOT NULL GROUP BY employer_id";
    OFFERING = "SELECT employer_id FROM opening WHERE tenant_id = $1 AND state IN ('submitted', 'returned', 'open', 'paused') UNION SELECT employer_id FROM referral WHERE tenant_id = $1 AND state IN ('proposed', 'consented', 'sent', 'interview_scheduled', 'interviewed')";
    LAST_RUN = "SELECT value FROM counter WHERE tenant_id = $1 AND name = 'retention-day'";
    SET_RUN = "INSERT INTO counter (tenant_id, name, value) VALUES ($1, 'retention-day', $2) ON CONFLICT (tenant_id, name) DO UPDATE SET value = excluded.value";
    LINKS = "DELETE FROM link WHERE tenant_id = $1 AND until_ms < $2";
    SESSIONS_OLD = "DELETE FROM session WHERE tenant_id = $1 AND created_ms < $2";
    IMPORTS = "SELECT i.id FROM import i JOIN person_key k ON k.tenant_id = i.tenant_id AND k.person_id = i.id WHERE i.tenant_id = $1 AND i.at_ms < $2 AND LENGTH(k.wrapped) > 0 ORDER BY i.id";
} }

/// Everyone with a registration that can still be read; whoever stands under several ids once, under the earliest.
///
/// # Errors
/// When the store cannot be read.
pub async fn people(store: &Store, tenant: TenantId, zone: &TimeZone) -> Result<Vec<Kept>, Error> {
    let day = |row: &Row| Ok::<_, Error>(zone.to_datetime(row.instant(1, "retention")?).date());
    let mut people: BTreeMap<PersonId, Kept> = BTreeMap::new();
    for row in store.all(SEEKERS, args![tenant]).await? {
        let person = row.word(0, "retention")?;
        people.insert(
            person,
            Kept { person, last_active: day(&row)?, asked_on: None, told_on: None, held: false },
        );
    }
    for statement in [REFERRALS, PLACEMENTS, SESSIONS] {
        for row in store.all(statement, args![tenant]).await? {
            if let Some(kept) = people.get_mut(&row.word(0, "retention")?) {
                kept.last_active = kept.last_active.max(day(&row)?);
            }
        }
    }
    for row in store.all(SERVICES, args![tenant]).await? {
        if let Some(kept) = people.get_mut(&row.word(0, "retention")?) {
            kept.last_active = kept.last_active.max(row.word::<Date>(1, "retention")?);
        }
    }
    for row in store.all(TOLD, args![tenant]).await? {
        if let Some(kept) = people.get_mut(&row.word(0, "retention")?) {
            kept.asked_on = Some(day(&row)?);
            kept.told_on = told_on(&row, zone)?;
        }
    }
    for row in store.all(RUNNING, args![tenant]).await? {
        if let Some(kept) = people.get_mut(&row.word(0, "retention")?) {
            kept.held = true;
        }
    }
    let known = merge::canonical(store, tenant).await?;
    let mut joined: BTreeMap<PersonId, Kept> = BTreeMap::new();
    for kept in people.into_values() {
        let root = known.get(&kept.person).copied().unwrap_or(kept.person);
        joined.entry(root).and_modify(|one| one.join(&kept)).or_insert(kept);
    }
    Ok(joined.into_values().collect())
}

/// Every employer's contact who can still be read, with their employer.
///
/// # Errors
/// When the store cannot be read.
pub async fn contacts(
    store: &Store,
    tenant: TenantId,
    zone: &TimeZone,
) -> Result<Vec<(EmployerId, Kept)>, Error> {
    let day = |row: &Row, at: usize| Ok::<_, Error>(zone.to_datetime(row.instant(at, "retention")?).date());
    let mut contacts: BTreeMap<EmployerId, Kept> = BTreeMap::new();
    for row in store.all(CONTACTS, args![tenant]).await? {
        let person = row.word(0, "retention")?;
        let kept = Kept { person, last_active: day(&row, 2)?, asked_on: None, told_on: None, held: false };
        contacts.insert(row.word(1, "retention")?, kept);
    }
    for statement in [OFFERS, LETTERS, HIRES] {
        for row in store.all(statement, args![tenant]).await? {
            if let Some(kept) = contacts.get_mut(&row.word(0, "retention")?) {
                kept.last_active = kept.last_active.max(day(&row, 1)?);
            }
        }
    }
    for row in store.all(EMPLOYERS_TOLD, args![tenant]).await? {
        if let Some(kept) = contacts.get_mut(&row.word(0, "retention")?) {
            kept.asked_on = Some(day(&row, 1)?);
            kept.told_on = told_on(&row, zone)?;
        }
    }
    for row in store.all(OFFERING, args![tenant]).await? {
        if let Some(kept) = contacts.get_mut(&row.word(0, "retention")?) {
            kept.held = true;
        }
    }
    Ok(contacts.into_iter().collect())
}

/// The day on which somebody was told; `None` while they were not.
fn told_on(row: &Row, zone: &TimeZone) -> Result<Option<Date>, Error> {
    let told = row.get::<Option<i64>>(2)?.map(Timestamp::from_millisecond).transpose();
    let told = told.map_err(|_| Error::Unreadable("retention"))?;
    Ok(told.map(|at| zone.to_datetime(at).date()))
}

/// The day of the last run, as days since 1970.
///
/// # Errors
/// When the store cannot be read.
pub async fn last_run(store: &Store, tenant: TenantId) -> Result<Option<i64>, Error> {
    store.optional(LAST_RUN, args![tenant]).await?.map(|row| row.get(0)).transpose()
}

/// Notes the day of a run.
///
/// # Errors
/// When the store cannot be written.
pub async fn set_run(tx: &mut Tx, ctx: &Ctx, day: i64) -> Result<(), Error> {
    tx.exec(SET_RUN, args![ctx.tenant, day]).await.map(|_| ())
}

/// Takes out links that no longer work and sessions made before an instant.
///
/// # Errors
/// When the store cannot be written.
pub async fn forget_entrances(tx: &mut Tx, ctx: &Ctx, sessions_before: Timestamp) -> Result<(), Error> {
    tx.exec(LINKS, args![ctx.tenant, ctx.now.as_millisecond()]).await?;
    tx.exec(SESSIONS_OLD, args![ctx.tenant, sessions_before.as_millisecond()]).await.map(|_| ())
}

/// Files taken in before an instant whose bytes are still kept.
///
/// # Errors
/// When the store cannot be read.
pub async fn imports_before(store: &Store, tenant: TenantId, at: Timestamp) -> Result<Vec<ImportId>, Error> {
    let rows = store.all(IMPORTS, args![tenant, at.as_millisecond()]).await?;
    rows.iter().map(|row| row.word(0, "import")).collect()
}
