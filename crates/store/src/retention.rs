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
    SEEKERS = "SELECT s.person_id, MAX(s.updated_ms) FROM seeker s JOIN person_key k ON k.tenant_id = s.tenant_id AND k.person_id = s.person_id WHERE s.tenant_id = $1 AND s.person_id BETWEEN $2 AND $3 AND LENGTH(k.wrapped) > 0 GROUP BY s.person_id";
    REFERRALS = "SELECT person_id, MAX(updated_ms) FROM referral WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 GROUP BY person_id";
    PLACEMENTS = "SELECT person_id, MAX(updated_ms) FROM placement WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 GROUP BY person_id";
    ENROLMENTS = "SELECT person_id, MAX(updated_ms) FROM enrolment WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 GROUP BY person_id";
    SUPPORTERS = "SELECT person_id, MAX(updated_ms) FROM supporter WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 GROUP BY person_id";
    WORK_TRIALS = "SELECT person_id, MAX(updated_ms) FROM work_trial WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 GROUP BY person_id";
    INTERVIEWS = "SELECT person_id, MAX(updated_ms) FROM interview WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 GROUP BY person_id";
    SEEN = "SELECT id, seen_day FROM person WHERE tenant_id = $1 AND id BETWEEN $2 AND $3 AND seen_day IS NOT NULL";
    SERVICES = "SELECT person_id, MAX(on_day) FROM service WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 GROUP BY person_id";
    TOLD = "SELECT person_id, MAX(at_ms), MAX(told_ms) FROM notice WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 AND kind = 'removal_ahead' GROUP BY person_id";
    RUNNING = "SELECT person_id FROM seeker WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 AND state IN ('active', 'submitted') UNION SELECT person_id FROM referral WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 AND state IN ('proposed', 'consented', 'sent', 'interview_scheduled', 'interviewed') UNION SELECT e.person_id FROM enrolment e JOIN record r ON r.tenant_id = e.tenant_id AND r.id = e.cohort_id WHERE e.tenant_id = $1 AND e.person_id BETWEEN $2 AND $3 AND e.state IN ('applied', 'selected', 'waiting', 'enrolled') AND r.state NOT IN ('completed', 'cancelled') UNION SELECT person_id FROM work_trial WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 AND state IN ('agreed', 'running') UNION SELECT person_id FROM interview WHERE tenant_id = $1 AND person_id BETWEEN $2 AND $3 AND due_on IS NOT NULL";
    CONTACTS = "SELECT e.contact_id, e.id, MAX(c.at_ms) FROM employer e JOIN person_key k ON k.tenant_id = e.tenant_id AND k.person_id = e.contact_id JOIN change c ON c.tenant_id = e.tenant_id AND c.noun_id = e.id WHERE e.tenant_id = $1 AND e.id BETWEEN $2 AND $3 AND LENGTH(k.wrapped) > 0 GROUP BY e.contact_id, e.id";
    OFFERS = "SELECT employer_id, MAX(updated_ms) FROM opening WHERE tenant_id = $1 AND employer_id BETWEEN $2 AND $3 GROUP BY employer_id";
    LETTERS = "SELECT employer_id, MAX(updated_ms) FROM referral WHERE tenant_id = $1 AND employer_id BETWEEN $2 AND $3 GROUP BY employer_id";
    HIRES = "SELECT employer_id, MAX(updated_ms) FROM placement WHERE tenant_id = $1 AND employer_id BETWEEN $2 AND $3 GROUP BY employer_id";
    EMPLOYERS_TOLD = "SELECT employer_id, MAX(at_ms), MAX(told_ms) FROM notice WHERE tenant_id = $1 AND employer_id BETWEEN $2 AND $3 AND kind = 'removal_ahead' GROUP BY employer_id";
    OFFERING = "SELECT employer_id FROM opening WHERE tenant_id = $1 AND employer_id BETWEEN $2 AND $3 AND state IN ('submitted', 'returned', 'open', 'paused') UNION SELECT employer_id FROM referral WHERE tenant_id = $1 AND employer_id BETWEEN $2 AND $3 AND state IN ('proposed', 'consented', 'sent', 'interview_scheduled', 'interviewed')";
    LAST_RUN = "SELECT value FROM counter WHERE tenant_id = $1 AND name = 'retention-day'";
    SET_RUN = "INSERT INTO counter (tenant_id, name, value) VALUES ($1, 'retention-day', $2) ON CONFLICT (tenant_id, name) DO UPDATE SET value = excluded.value";
    LINKS = "DELETE FROM link WHERE tenant_id = $1 AND until_ms < $2";
    SESSIONS_OLD = "DELETE FROM session WHERE tenant_id = $1 AND created_ms < $2";
    IMPORTS = "SELECT i.id FROM import i JOIN person_key k ON k.tenant_id = i.tenant_id AND k.person_id = i.id WHERE i.tenant_id = $1 AND i.at_ms < $2 AND LENGTH(k.wrapped) > 0 ORDER BY i.id";
} }

/// Ids written as text lie between these: all of them.
const ALL: (&str, &str) = ("", "g");

/// What is read of people, in the order in which [`of_people`] takes it.
const PEOPLE: [&str; 11] = [
    SEEKERS,
    REFERRALS,
    PLACEMENTS,
    ENROLMENTS,
    SUPPORTERS,
    WORK_TRIALS,
    INTERVIEWS,
    SEEN,
    SERVICES,
    TOLD,
    RUNNING,
];

/// What is read of employers' contacts, in the order in which [`of_contacts`] takes it.
const CONTACT: [&str; 6] = [CONTACTS, OFFERS, LETTERS, HIRES, EMPLOYERS_TOLD, OFFERING];

/// Everyone with a registration that can still be read; whoever stands under several ids once, under the earliest.
///
/// # Errors
/// When the store cannot be read.
pub async fn people(store: &Store, tenant: TenantId, zone: &TimeZone) -> Result<Vec<Kept>, Error> {
    let mut read = Vec::with_capacity(PEOPLE.len());
    for statement in PEOPLE {
        read.push(store.all(statement, args![tenant, ALL.0, ALL.1]).await?);
    }
    let known = merge::canonical(store, tenant).await?;
    let mut joined: BTreeMap<PersonId, Kept> = BTreeMap::new();
    for kept in of_people(&read, zone)? {
        let root = known.get(&kept.person).copied().unwrap_or(kept.person);
        joined.entry(root).and_modify(|one| one.join(&kept)).or_insert(kept);
    }
    Ok(joined.into_values().collect())
}

/// Within a transaction: one of them as they are now, for much may have happened since the day was planned.
///
/// # Errors
/// When the store cannot be read.
pub async fn person(tx: &mut Tx, ctx: &Ctx, id: PersonId) -> Result<Option<Kept>, Error> {
    let (id, mut read) = (id.to_string(), Vec::with_capacity(PEOPLE.len()));
    for statement in PEOPLE {
        read.push(tx.all(statement, args![ctx.tenant, &id, &id]).await?);
    }
    Ok(of_people(&read, &ctx.zone)?.pop())
}

fn of_people(read: &[Vec<Row>], zone: &TimeZone) -> Result<Vec<Kept>, Error> {
    let [
        seekers,
        referrals,
        placements,
        enrolments,
        supporters,
        trials,
        interviews,
        seen,
        services,
        told,
        running,
    ] = read
    else {
        return Err(Error::Unreadable("retention"));
    };
    let day = |row: &Row| Ok::<_, Error>(zone.to_datetime(row.instant(1, "retention")?).date());
    let mut people: BTreeMap<PersonId, Kept> = BTreeMap::new();
    for row in seekers {
        let person = row.word(0, "retention")?;
        people.insert(
            person,
            Kept { person, last_active: day(row)?, asked_on: None, told_on: None, held: false },
        );
    }
    let mut active = |row: &Row, on: Date| {
        if let Some(kept) = people.get_mut(&row.word(0, "retention")?) {
            kept.last_active = kept.last_active.max(on);
        }
        Ok::<_, Error>(())
    };
    let others = enrolments.iter().chain(supporters).chain(trials).chain(interviews);
    for row in referrals.iter().chain(placements).chain(others) {
        active(row, day(row)?)?;
    }
    for row in seen {
        active(row, day_of(row.get(1)?))?;
    }
    for row in services {
        active(row, row.word(1, "retention")?)?;
    }
    for row in told {
        if let Some(kept) = people.get_mut(&row.word(0, "retention")?) {
            kept.asked_on = Some(day(row)?);
            kept.told_on = told_on(row, zone)?;
        }
    }
    for row in running {
        if let Some(kept) = people.get_mut(&row.word(0, "retention")?) {
            kept.held = true;
        }
    }
    Ok(people.into_values().collect())
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
    let mut read = Vec::with_capacity(CONTACT.len());
    for statement in CONTACT {
        read.push(store.all(statement, args![tenant, ALL.0, ALL.1]).await?);
    }
    of_contacts(&read, zone)
}

/// Within a transaction: the contact of one employer as they are now.
///
/// # Errors
/// When the store cannot be read.
pub async fn contact(tx: &mut Tx, ctx: &Ctx, id: EmployerId) -> Result<Option<Kept>, Error> {
    let (id, mut read) = (id.to_string(), Vec::with_capacity(CONTACT.len()));
    for statement in CONTACT {
        read.push(tx.all(statement, args![ctx.tenant, &id, &id]).await?);
    }
    Ok(of_contacts(&read, &ctx.zone)?.pop().map(|(_, kept)| kept))
}

fn of_contacts(read: &[Vec<Row>], zone: &TimeZone) -> Result<Vec<(EmployerId, Kept)>, Error> {
    let [known, offers, letters, hires, told, offering] = read else {
        return Err(Error::Unreadable("retention"));
    };
    let day = |row: &Row, at: usize| Ok::<_, Error>(zone.to_datetime(row.instant(at, "retention")?).date());
    let mut contacts: BTreeMap<EmployerId, Kept> = BTreeMap::new();
    for row in known {
        let person = row.word(0, "retention")?;
        let kept = Kept { person, last_active: day(row, 2)?, asked_on: None, told_on: None, held: false };
        contacts.insert(row.word(1, "retention")?, kept);
    }
    for row in offers.iter().chain(letters).chain(hires) {
        if let Some(kept) = contacts.get_mut(&row.word(0, "retention")?) {
            kept.last_active = kept.last_active.max(day(row, 1)?);
        }
    }
    for row in told {
        if let Some(kept) = contacts.get_mut(&row.word(0, "retention")?) {
            kept.asked_on = Some(day(row, 1)?);
            kept.told_on = told_on(row, zone)?;
        }
    }
    for row in offering {
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

/// The day of the last run.
///
/// # Errors
/// When the store cannot be read.
pub async fn last_run(store: &Store, tenant: TenantId) -> Result<Option<Date>, Error> {
    store.optional(LAST_RUN, args![tenant]).await?.map(|row| row.get(0).map(day_of)).transpose()
}

/// Notes the day of a run.
///
/// # Errors
/// When the store cannot be written.
pub async fn set_run(tx: &mut Tx, ctx: &Ctx, day: Date) -> Result<(), Error> {
    tx.exec(SET_RUN, args![ctx.tenant, number_of(day)]).await.map(|_| ())
}

const FIRST_DAY: Date = Date::constant(1970, 1, 1);

/// Days since 1970.
pub(crate) fn number_of(day: Date) -> i64 {
    FIRST_DAY.until(day).map_or(0, |span| i64::from(span.get_days()))
}

fn day_of(number: i64) -> Date {
    domain::reminder::days_after(FIRST_DAY, i32::try_from(number).unwrap_or(0))
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
