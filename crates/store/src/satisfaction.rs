//! Rows of questions to people after something is over. What they answer is sealed under their key, apart from the row. Whoever
//! is erased leaves the row without a person.

use domain::Ctx;
use domain::id::{PersonId, PlacementId, SatisfactionId, TenantId};
use domain::placement::Placement;
use domain::satisfaction::{About, Answer, Satisfaction};
use jiff::civil::Date;
use uuid::Uuid;

use crate::change::{self, Entry};
use crate::day::{self, Part};
use crate::seal::{MasterKeys, Place};
use crate::slim::{slim, told};
use crate::{Error, Row, Store, Tx, args, key, notice, statements};

statements! { STATEMENTS {
    FIND = "SELECT f.body, f.sealed, k.wrapped FROM satisfaction f LEFT JOIN person_key k ON k.tenant_id = f.tenant_id AND k.person_id = f.person_id WHERE f.tenant_id = $1 AND f.id = $2";
    OF_GROUP = "SELECT f.body, f.sealed, k.wrapped FROM satisfaction f LEFT JOIN person_key k ON k.tenant_id = f.tenant_id AND k.person_id = f.person_id WHERE f.tenant_id = $1 AND f.group_id = $2 ORDER BY f.id";
    OF_PERSON = "SELECT f.body, f.sealed, k.wrapped FROM satisfaction f LEFT JOIN person_key k ON k.tenant_id = f.tenant_id AND k.person_id = f.person_id WHERE f.tenant_id = $1 AND f.person_id = $2 ORDER BY f.id";
    SINCE = "SELECT f.body, f.sealed, k.wrapped FROM satisfaction f LEFT JOIN person_key k ON k.tenant_id = f.tenant_id AND k.person_id = f.person_id WHERE f.tenant_id = $1 AND f.asked_on >= $2 ORDER BY f.asked_on, f.id";
    DUE = "SELECT f.body, f.sealed, k.wrapped FROM satisfaction f LEFT JOIN person_key k ON k.tenant_id = f.tenant_id AND k.person_id = f.person_id WHERE f.tenant_id = $1 AND f.due_on <= $2 AND f.kind <> 'retention' AND EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = f.tenant_id AND s.person_id = f.person_id AND ($4 = '' OR s.assigned_id = $4) AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8)))) ORDER BY f.due_on, f.id LIMIT $3";
    COUNT_DUE = "SELECT COUNT(*) FROM (SELECT f.id FROM satisfaction f WHERE f.tenant_id = $1 AND f.due_on <= $2 AND f.kind <> 'retention' AND EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = f.tenant_id AND s.person_id = f.person_id AND ($4 = '' OR s.assigned_id = $4) AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8)))) LIMIT $3) AS capped";
    TURNS = "SELECT f.body, f.sealed, k.wrapped FROM satisfaction f LEFT JOIN person_key k ON k.tenant_id = f.tenant_id AND k.person_id = f.person_id WHERE f.tenant_id = $1 AND f.turn_on <= $2 ORDER BY f.turn_on, f.id LIMIT $3";
    // Of each claim the day from which somebody must ask stands in its row: whoever was asked about it is not among them.
    PLACEMENTS = "SELECT p.body FROM placement p WHERE p.tenant_id = $1 AND p.retain_on >= $2 AND p.retain_on <= $3 AND (p.retain_on > $2 OR p.id > $5) AND NOT EXISTS (SELECT 1 FROM satisfaction f WHERE f.tenant_id = p.tenant_id AND f.about_id = p.id AND f.about_on = p.retain_on) ORDER BY p.retain_on, p.id LIMIT $4";
    INSERT = "INSERT INTO satisfaction (tenant_id, id, kind, about_id, months, about_on, group_id, person_id, asked_on, due_on, turn_on, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    UPDATE = "UPDATE satisfaction SET person_id = $4, due_on = $5, turn_on = $6, version = $7, body = $8 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    TELL = "UPDATE satisfaction SET sealed = $3 WHERE tenant_id = $1 AND id = $2";
} }

const NOUN: &str = "satisfaction";

/// A question with what was answered, where that can be read.
pub type Record = (Satisfaction, Option<Answer>);

/// One of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: SatisfactionId) -> Result<Option<Record>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(&store.keys, tenant, &row)).transpose()
}

/// Within a transaction: one of them as it is now.
///
/// # Errors
/// When the store cannot be read.
pub async fn find_in(tx: &mut Tx, ctx: &Ctx, id: SatisfactionId) -> Result<Option<Record>, Error> {
    let row = tx.optional(FIND, args![ctx.tenant, id.to_string()]).await?;
    row.map(|row| read(&tx.keys, ctx.tenant, &row)).transpose()
}

/// All about a cohort, about a hiring event, or about jobs at an employer.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_group(store: &Store, tenant: TenantId, group: impl Into<Uuid>) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_GROUP, args![tenant, group.into().to_string()]).await?;
    rows.iter().map(|row| read(&store.keys, tenant, row)).collect()
}

/// All to a person, in order of asking.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| read(&store.keys, tenant, row)).collect()
}

/// Within a transaction: all to a person.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person_in(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<Vec<Satisfaction>, Error> {
    let rows = tx.all(OF_PERSON, args![ctx.tenant, person.to_string()]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// All that were put from a day on.
///
/// # Errors
/// When the store cannot be read.
pub async fn since(store: &Store, tenant: TenantId, day: Date) -> Result<Vec<Record>, Error> {
    let rows = store.all(SINCE, args![tenant, day.to_string()]).await?;
    rows.iter().map(|row| read(&store.keys, tenant, row)).collect()
}

/// Those about which somebody must call, the longest due first, and how many there are. Whether somebody still works at a
/// place is on the list of the claims.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(store: &Store, tenant: TenantId, part: &Part) -> Result<(Vec<Satisfaction>, usize), Error> {
    let (rows, total) = day::find(store, (DUE, COUNT_DUE), tenant, part, &[]).await?;
    Ok((rows.iter().map(|row| row.json(0, NOUN)).collect::<Result<_, _>>()?, total))
}

/// Those that change by themselves until a day.
///
/// # Errors
/// When the store cannot be read.
pub async fn turns(
    store: &Store,
    tenant: TenantId,
    today: Date,
    limit: usize,
) -> Result<Vec<Satisfaction>, Error> {
    let rows = store.all(TURNS, args![tenant, today.to_string(), limit as i64]).await?;
    rows.iter().map(|row| row.json(0, NOUN)).collect()
}

/// Claims of which the day to ask lies in a span, and about which nobody was asked for that day, by day and id; those beyond
/// the last that was read.
///
/// # Errors
/// When the store cannot be read.
pub async fn placements(
    store: &Store,
    tenant: TenantId,
    ((from, after), until): ((Date, Option<PlacementId>), Date),
    limit: usize,
) -> Result<Vec<Placement>, Error> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let span = args![tenant, from.to_string(), until.to_string(), limit as i64, after];
    store.all(PLACEMENTS, span).await?.iter().map(|row| row.json(0, "placement")).collect()
}

fn read(keys: &MasterKeys, tenant: TenantId, row: &Row) -> Result<Record, Error> {
    let one: Satisfaction = row.json(0, NOUN)?;
    let sealed: Vec<u8> = row.get(1)?;
    let Some(person) = one.person.filter(|_| !sealed.is_empty()) else { return Ok((one, None)) };
    let (id, person) = (one.id.to_string(), person.to_string());
    let answer = key::open_with(keys, tenant, &person, row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((one, answer))
}

/// Puts one.
///
/// # Errors
/// [`Error::Conflict`] when somebody was asked the same before; [`Error::NotFound`] once the person was erased.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, one: &Satisfaction) -> Result<(), Error> {
    let person = one.person.ok_or(Error::NotFound)?;
    if key::is_destroyed(tx, ctx, person).await? {
        return Err(Error::NotFound);
    }
    let (about, months, group) = match one.about {
        About::Cohort { cohort, enrolment } => (enrolment.0, 0, cohort.0),
        About::Event { event, interview } => (interview.0, 0, event.0),
        About::Placement { placement, employer, months } => (placement.0, i64::from(months), employer.0),
    };
    let body = told(one, NOUN)?;
    let row = args![
        ctx.tenant,
        one.id.to_string(),
        one.about.kind().to_string(),
        about.to_string(),
        months,
        one.about_on.to_string(),
        group.to_string(),
        person.to_string(),
        one.asked_on.to_string(),
        one.due().map(|day| day.to_string()),
        one.turn().map(|day| day.to_string()),
        one.version,
        body.clone(),
        Vec::<u8>::new()
    ];
    tx.exec(INSERT, row).await?;
    change::append(tx, ctx, vec![Entry::new(NOUN, one.id.0, "insert", body)]).await
}

/// Replaces one if nobody else has since it was read; its version rises by one. Once it is over nobody is told of it any more.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(tx: &mut Tx, ctx: &Ctx, verb: &str, one: &Satisfaction) -> Result<(), Error> {
    let entry = replace(tx, ctx, verb, one).await?;
    change::append(tx, ctx, vec![entry]).await?;
    forget_notices(tx, ctx, one).await
}

/// The same with what was answered.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has changed it; [`Error::NotFound`] once the person was erased.
pub async fn answer(tx: &mut Tx, ctx: &Ctx, one: &Satisfaction, answer: &Answer) -> Result<(), Error> {
    let person = one.person.ok_or(Error::NotFound)?;
    let id = one.id.to_string();
    let sealed = key::seal_for(tx, ctx, person, place(ctx.tenant, &id), &slim(answer, NOUN)?).await?;
    let entry = replace(tx, ctx, "answer", one).await?;
    tx.exec(TELL, args![ctx.tenant, id, sealed.clone()]).await?;
    change::append(tx, ctx, vec![entry.sealed(person, sealed)]).await?;
    forget_notices(tx, ctx, one).await
}

async fn replace(tx: &mut Tx, ctx: &Ctx, verb: &str, one: &Satisfaction) -> Result<Entry, Error> {
    let before = one.version;
    let one = Satisfaction { version: before + 1, ..one.clone() };
    let body = told(&one, NOUN)?;
    let row = args![
        ctx.tenant,
        one.id.to_string(),
        before,
        one.person.map(|person| person.to_string()),
        one.due().map(|day| day.to_string()),
        one.turn().map(|day| day.to_string()),
        one.version,
        body.clone()
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("satisfaction.version".to_owned()));
    }
    Ok(Entry::new(NOUN, one.id.0, verb, body))
}

/// A notice of a question that is over is pointless.
async fn forget_notices(tx: &mut Tx, ctx: &Ctx, one: &Satisfaction) -> Result<(), Error> {
    let Some(person) = one.person.filter(|_| !one.is_open()) else { return Ok(()) };
    let id = Some(one.id);
    notice::close(tx, ctx, person, move |notice| notice.about.satisfaction == id).await
}

/// Takes the person out of what they were asked, with the transaction that destroys their key.
pub(crate) async fn forget_person(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    for one in of_person_in(tx, ctx, person).await? {
        update(tx, ctx, "erase", &one.erase(ctx.now)).await?;
    }
    Ok(())
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: NOUN, column: "sealed", row }
}
