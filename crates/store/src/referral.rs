//! Rows of referrals. Nothing in them names a person but their id; the code on a letter is kept only as a
//! keyed hash, beside the row and never in its body or in the log.

use domain::Ctx;
use domain::id::{EmployerId, OpeningId, PersonId, ReferralId, SeekerId, TenantId};
use domain::notice::Notice;
use domain::policy::Scope;
use domain::referral::{Referral, StateName};
use domain::reminder::Reminders;
use jiff::civil::Date;

use crate::change::{self, Entry};
use crate::day::{self, Part};
use crate::slim::told;
use crate::{Arg, Error, Row, Store, Tx, args, look, notice, statements, tenant};

statements! { STATEMENTS {
    FIND = "SELECT body FROM referral WHERE tenant_id = $1 AND id = $2";
    OF_PERSON = "SELECT body FROM referral WHERE tenant_id = $1 AND person_id = $2 ORDER BY updated_ms DESC, id DESC";
    OF_SEEKER = "SELECT body FROM referral WHERE tenant_id = $1 AND seeker_id = $2 ORDER BY updated_ms DESC, id DESC";
    OF_OPENING = "SELECT body FROM referral WHERE tenant_id = $1 AND opening_id = $2 ORDER BY updated_ms DESC, id DESC";
    OF_EMPLOYER = "SELECT body FROM referral WHERE tenant_id = $1 AND employer_id = $2 ORDER BY updated_ms DESC, id DESC LIMIT $3";
    BY_LETTER = "SELECT body FROM referral WHERE tenant_id = $1 AND letter_number = $2";
    BY_CODE = "SELECT body FROM referral WHERE tenant_id = $1 AND code_hash = $2";
    UNSENT = "SELECT r.body FROM referral r JOIN seeker s ON s.tenant_id = r.tenant_id AND s.id = r.seeker_id WHERE r.tenant_id = $1 AND r.due_on <= $2 AND r.state IN ('proposed', 'consented', 'interview_scheduled') AND ($4 = '' OR s.assigned_id = $4) AND (r.organisation_id = $7 OR ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8)))) ORDER BY r.due_on, r.id LIMIT $3";
    COUNT_UNSENT = "SELECT COUNT(*) FROM (SELECT r.id FROM referral r JOIN seeker s ON s.tenant_id = r.tenant_id AND s.id = r.seeker_id WHERE r.tenant_id = $1 AND r.due_on <= $2 AND r.state IN ('proposed', 'consented', 'interview_scheduled') AND ($4 = '' OR s.assigned_id = $4) AND (r.organisation_id = $7 OR ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8)))) ORDER BY r.due_on, r.id LIMIT $3) AS capped";
    UNANSWERED = "SELECT r.body FROM referral r JOIN seeker s ON s.tenant_id = r.tenant_id AND s.id = r.seeker_id WHERE r.tenant_id = $1 AND r.due_on <= $2 AND r.state IN ('sent', 'interviewed') AND ($4 = '' OR s.assigned_id = $4) AND (r.organisation_id = $7 OR ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8)))) ORDER BY r.due_on, r.id LIMIT $3";
    COUNT_UNANSWERED = "SELECT COUNT(*) FROM (SELECT r.id FROM referral r JOIN seeker s ON s.tenant_id = r.tenant_id AND s.id = r.seeker_id WHERE r.tenant_id = $1 AND r.due_on <= $2 AND r.state IN ('sent', 'interviewed') AND ($4 = '' OR s.assigned_id = $4) AND (r.organisation_id = $7 OR ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8)))) ORDER BY r.due_on, r.id LIMIT $3) AS capped";
    TURNING = "SELECT body FROM referral WHERE tenant_id = $1 AND turn_on <= $2 ORDER BY turn_on, id LIMIT $3";
    SENT = "SELECT body FROM referral WHERE tenant_id = $1 AND body->'state'->'letter'->>'sent_on' BETWEEN $2 AND $3 ORDER BY body->'state'->'letter'->>'sent_on', id";
    LIST = "SELECT body FROM referral WHERE tenant_id = $1 AND ($4 = 'all' OR ($4 = 'person' AND person_id = $5) OR ($4 = 'known' AND (organisation_id IS NULL OR organisation_id = $6))) ORDER BY updated_ms DESC, id DESC LIMIT $2 OFFSET $3";
    LIST_STATE = "SELECT body FROM referral WHERE tenant_id = $1 AND state = $2 AND ($5 = 'all' OR ($5 = 'person' AND person_id = $6) OR ($5 = 'known' AND (organisation_id IS NULL OR organisation_id = $7))) ORDER BY updated_ms DESC, id DESC LIMIT $3 OFFSET $4";
    COUNT = "SELECT COUNT(*) FROM referral WHERE tenant_id = $1 AND ($2 = 'all' OR ($2 = 'person' AND person_id = $3) OR ($2 = 'known' AND (organisation_id IS NULL OR organisation_id = $4)))";
    COUNT_STATE = "SELECT COUNT(*) FROM referral WHERE tenant_id = $1 AND state = $2 AND ($3 = 'all' OR ($3 = 'person' AND person_id = $4) OR ($3 = 'known' AND (organisation_id IS NULL OR organisation_id = $5)))";
    LIVE_OF_PERSON = "SELECT body FROM referral WHERE tenant_id = $1 AND person_id = $2 AND state IN ('proposed', 'consented', 'sent', 'interview_scheduled', 'interviewed') ORDER BY id";
    LIVE_OF_OPENING = "SELECT body FROM referral WHERE tenant_id = $1 AND opening_id = $2 AND state IN ('proposed', 'consented', 'sent', 'interview_scheduled', 'interviewed') ORDER BY id";
    // A hire that was undone gives its head back; one that several bodies claim takes one.
    TAKEN = "SELECT COUNT(DISTINCT referral_id) FROM placement WHERE tenant_id = $1 AND opening_id = $2 AND state <> 'cancelled'";
    COUNT_LIVE = "SELECT COUNT(*) FROM referral WHERE tenant_id = $1 AND opening_id = $2 AND state IN ('proposed', 'consented', 'sent', 'interview_scheduled', 'interviewed')";
    LIVE = "SELECT opening_id, COUNT(*) FROM referral WHERE tenant_id = $1 AND state IN ('proposed', 'consented', 'sent', 'interview_scheduled', 'interviewed') GROUP BY opening_id ORDER BY opening_id";
    // What an employer said, and what nobody said; how a person ended it says nothing of the employer.
    ANSWERS = "SELECT employer_id, SUM(CASE WHEN state = 'silent' THEN 0 ELSE 1 END), SUM(CASE WHEN state = 'silent' THEN 1 ELSE 0 END) FROM referral WHERE tenant_id = $1 AND state IN ('hired', 'rejected', 'no_show', 'silent') AND letter_number IS NOT NULL GROUP BY employer_id ORDER BY employer_id";
    STRANDED = "SELECT DISTINCT r.opening_id FROM referral r JOIN opening o ON o.tenant_id = r.tenant_id AND o.id = r.opening_id WHERE r.tenant_id = $1 AND r.turn_on IS NOT NULL AND o.state IN ('filled', 'closed', 'expired', 'cancelled') LIMIT $2";
    INSERT = "INSERT INTO referral (tenant_id, id, opening_id, employer_id, seeker_id, person_id, organisation_id, state, letter_number, due_on, turn_on, updated_ms, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    UPDATE = "UPDATE referral SET state = $4, letter_number = $5, due_on = $6, turn_on = $7, updated_ms = $8, version = $9, body = $10 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    RETIME = "UPDATE referral SET due_on = $4, turn_on = $5 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    // Changes nothing; whoever asks next waits until this transaction has ended.
    HOLD = "UPDATE opening SET version = version WHERE tenant_id = $1 AND id = $2";
    SET_CODE = "UPDATE referral SET code_hash = $3 WHERE tenant_id = $1 AND id = $2";
} }

/// One referral, if there is one.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: ReferralId) -> Result<Option<Referral>, Error> {
    one(store, FIND, tenant, id.to_string()).await
}

/// One referral.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(store: &Store, tenant: TenantId, id: ReferralId) -> Result<Referral, Error> {
    find(store, tenant, id).await?.ok_or(Error::NotFound)
}

/// The referral of a letter, by the number on it.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_letter(store: &Store, tenant: TenantId, number: &str) -> Result<Option<Referral>, Error> {
    one(store, BY_LETTER, tenant, number.to_owned()).await
}

/// The referral of a letter, by the keyed hash of its code.
///
/// # Errors
/// When the store cannot be read.
pub async fn by_code(store: &Store, tenant: TenantId, hash: &str) -> Result<Option<Referral>, Error> {
    one(store, BY_CODE, tenant, hash.to_owned()).await
}

async fn one(
    store: &Store,
    sql: &'static str,
    tenant: TenantId,
    key: String,
) -> Result<Option<Referral>, Error> {
    store.optional(sql, args![tenant, key]).await?.map(|row| row.json(0, "referral")).transpose()
}

/// A person's referrals, last changed first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Referral>, Error> {
    read(&store.all(OF_PERSON, args![tenant, person.to_string()]).await?)
}

/// A registration's referrals, last changed first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_seeker(store: &Store, tenant: TenantId, seeker: SeekerId) -> Result<Vec<Referral>, Error> {
    read(&store.all(OF_SEEKER, args![tenant, seeker.to_string()]).await?)
}

/// An opening's referrals, last changed first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_opening(store: &Store, tenant: TenantId, opening: OpeningId) -> Result<Vec<Referral>, Error> {
    read(&store.all(OF_OPENING, args![tenant, opening.to_string()]).await?)
}

/// An employer's latest referrals, last changed first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_employer(
    store: &Store,
    tenant: TenantId,
    employer: EmployerId,
    limit: usize,
) -> Result<Vec<Referral>, Error> {
    read(&store.all(OF_EMPLOYER, args![tenant, employer.to_string(), limit as i64]).await?)
}

/// Referrals whose next step is ours, the longest waiting first, and how many there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn unsent(store: &Store, tenant: TenantId, part: &Part) -> Result<(Vec<Referral>, usize), Error> {
    let (rows, total) = day::find(store, (UNSENT, COUNT_UNSENT), tenant, part, &[]).await?;
    Ok((read(&rows)?, total))
}

/// Referrals whose employer is to be asked what became of them, the longest waiting first, and how many
/// there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn unanswered(
    store: &Store,
    tenant: TenantId,
    part: &Part,
) -> Result<(Vec<Referral>, usize), Error> {
    let (rows, total) = day::find(store, (UNANSWERED, COUNT_UNANSWERED), tenant, part, &[]).await?;
    Ok((read(&rows)?, total))
}

/// Referrals that change by themselves by `today`, at most `limit`.
///
/// # Errors
/// When the store cannot be read.
pub async fn turning(
    store: &Store,
    tenant: TenantId,
    today: Date,
    limit: usize,
) -> Result<Vec<Referral>, Error> {
    read(&store.all(TURNING, args![tenant, today.to_string(), limit as i64]).await?)
}

/// Openings that have ended while referrals to them still wait, at most `limit`.
///
/// # Errors
/// When the store cannot be read.
pub async fn stranded(store: &Store, tenant: TenantId, limit: usize) -> Result<Vec<OpeningId>, Error> {
    let rows = store.all(STRANDED, args![tenant, limit as i64]).await?;
    rows.iter().map(|row| row.word(0, "referral")).collect()
}

/// Referrals of a scope, last changed first, in one state or in all, and how many there are in all.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(
    store: &Store,
    tenant: TenantId,
    scope: Scope,
    state: Option<StateName>,
    limit: usize,
    offset: usize,
) -> Result<(Vec<Referral>, usize), Error> {
    let (limit, offset) = (limit as i64, offset as i64);
    let (rows, count) = match state.map(|state| state.to_string()) {
        Some(state) => (
            store.all(LIST_STATE, owned(args![tenant, &state, limit, offset], scope)).await?,
            store.optional(COUNT_STATE, owned(args![tenant, &state], scope)).await?,
        ),
        None => (
            store.all(LIST, owned(args![tenant, limit, offset], scope)).await?,
            store.optional(COUNT, owned(args![tenant], scope)).await?,
        ),
    };
    Ok((read(&rows)?, number(count)?))
}

/// Referrals whose letter was issued from one day to another, both included, in that order.
///
/// # Errors
/// When the store cannot be read.
pub async fn sent(store: &Store, tenant: TenantId, (from, to): (Date, Date)) -> Result<Vec<Referral>, Error> {
    read(&store.all(SENT, args![tenant, from.to_string(), to.to_string()]).await?)
}

/// Within a transaction: one referral as it is now.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_in(tx: &mut Tx, ctx: &Ctx, id: ReferralId) -> Result<Referral, Error> {
    let row = tx.optional(FIND, args![ctx.tenant, id.to_string()]).await?;
    row.ok_or(Error::NotFound)?.json(0, "referral")
}

/// Within a transaction: a person's referrals that wait for an answer.
///
/// # Errors
/// When the store cannot be read.
pub async fn live_of_person(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<Vec<Referral>, Error> {
    read(&tx.all(LIVE_OF_PERSON, args![ctx.tenant, person.to_string()]).await?)
}

/// Within a transaction: an opening's referrals that wait for an answer.
///
/// # Errors
/// When the store cannot be read.
pub async fn live_of_opening(tx: &mut Tx, ctx: &Ctx, opening: OpeningId) -> Result<Vec<Referral>, Error> {
    read(&tx.all(LIVE_OF_OPENING, args![ctx.tenant, opening.to_string()]).await?)
}

/// Within a transaction: how many heads of an opening were taken by people who were referred and hired.
///
/// # Errors
/// When the store cannot be read.
pub async fn taken_in(tx: &mut Tx, ctx: &Ctx, opening: OpeningId) -> Result<u32, Error> {
    let row = tx.optional(TAKEN, args![ctx.tenant, opening.to_string()]).await?;
    Ok(u32::try_from(number(row)?).unwrap_or(u32::MAX))
}

/// How many heads of an opening were taken by people who were referred and hired.
///
/// # Errors
/// When the store cannot be read.
pub async fn taken(store: &Store, tenant: TenantId, opening: OpeningId) -> Result<u32, Error> {
    let row = store.optional(TAKEN, args![tenant, opening.to_string()]).await?;
    Ok(u32::try_from(number(row)?).unwrap_or(u32::MAX))
}

/// How many referrals wait for an answer, by opening; none where there is none.
///
/// # Errors
/// When the store cannot be read.
pub async fn live(store: &Store, tenant: TenantId) -> Result<Vec<(OpeningId, i64)>, Error> {
    let rows = store.all(LIVE, args![tenant]).await?;
    let read = |row: &Row| {
        Ok((row.get::<String>(0)?.parse().map_err(|_| Error::Unreadable("referral"))?, row.get(1)?))
    };
    rows.iter().map(read).collect()
}

/// How many referrals each employer answered, and to how many nobody said anything.
///
/// # Errors
/// When the store cannot be read.
pub async fn answers(store: &Store, tenant: TenantId) -> Result<Vec<(EmployerId, i64, i64)>, Error> {
    let rows = store.all(ANSWERS, args![tenant]).await?;
    let read = |row: &Row| {
        let employer = row.get::<String>(0)?.parse().map_err(|_| Error::Unreadable("referral"))?;
        Ok((employer, row.get(1)?, row.get(2)?))
    };
    rows.iter().map(read).collect()
}

/// How many heads of an opening were taken, and how many referrals to it wait for an answer.
///
/// # Errors
/// When the store cannot be read.
pub async fn competition(store: &Store, tenant: TenantId, opening: OpeningId) -> Result<(u32, u32), Error> {
    let live = number(store.optional(COUNT_LIVE, args![tenant, opening.to_string()]).await?)?;
    Ok((taken(store, tenant, opening).await?, u32::try_from(live).unwrap_or(u32::MAX)))
}

/// Lets nobody else refer to or hire for an opening until this transaction has ended, so that what is counted
/// in it stays true.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn hold_opening(tx: &mut Tx, ctx: &Ctx, opening: OpeningId) -> Result<(), Error> {
    match tx.exec(HOLD, args![ctx.tenant, opening.to_string()]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// The next letter number of the year, such as `L2016-000123`.
///
/// # Errors
/// When the store cannot be written.
pub async fn next_letter(tx: &mut Tx, ctx: &Ctx) -> Result<String, Error> {
    let year = ctx.today().year();
    let number = tenant::take(tx, ctx.tenant, &format!("letter-{year}"), 1).await?;
    Ok(format!("L{}-{number:06}", tenant::series(tx, year)))
}

/// Keeps the keyed hash of the code on a letter.
///
/// # Errors
/// [`Error::Conflict`] for a code that another letter has.
pub async fn set_code(tx: &mut Tx, ctx: &Ctx, id: ReferralId, hash: &str) -> Result<(), Error> {
    tx.exec(SET_CODE, args![ctx.tenant, id.to_string(), hash]).await.map(|_| ())
}

/// Adds a referral.
///
/// # Errors
/// [`Error::Conflict`] for an id that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, reminders: &Reminders, referral: &Referral) -> Result<(), Error> {
    let json = told(referral, "referral")?;
    let (due, turn) = clocks(ctx, reminders, referral);
    let row = args![
        ctx.tenant,
        referral.id.to_string(),
        referral.opening.to_string(),
        referral.employer.to_string(),
        referral.seeker.to_string(),
        referral.person.to_string(),
        referral.organisation.map(|id| id.to_string()),
        referral.state.name().to_string(),
        referral.state.letter().map(|letter| letter.number.as_str()),
        due,
        turn,
        referral.updated_at.as_millisecond(),
        referral.version,
        json.clone()
    ];
    tx.exec(INSERT, row).await?;
    look::changed(tx, ctx, referral.person).await?;
    change::append(tx, ctx, vec![Entry::new("referral", referral.id.0, "insert", json)]).await
}

/// Replaces a referral if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has.
pub async fn update(
    tx: &mut Tx,
    ctx: &Ctx,
    reminders: &Reminders,
    verb: &str,
    referral: &Referral,
) -> Result<(), Error> {
    let mut referral = referral.clone();
    let read = referral.version;
    referral.version += 1;
    referral.updated_at = ctx.now;
    let json = told(&referral, "referral")?;
    let (due, turn) = clocks(ctx, reminders, &referral);
    let row = args![
        ctx.tenant,
        referral.id.to_string(),
        read,
        referral.state.name().to_string(),
        referral.state.letter().map(|letter| letter.number.as_str()),
        due,
        turn,
        referral.updated_at.as_millisecond(),
        referral.version,
        json.clone()
    ];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("referral.version".to_owned()));
    }
    look::changed(tx, ctx, referral.person).await?;
    change::append(tx, ctx, vec![Entry::new("referral", referral.id.0, verb, json)]).await?;
    let pointless = |told: &Notice| told.outlived_by(&referral, ctx.now, &ctx.zone);
    notice::close(tx, ctx, referral.person, pointless).await
}

/// Writes the days of a referral anew by the city's figures of today. They follow from the referral, so this is
/// no change of it.
///
/// # Errors
/// When the store cannot be written.
pub async fn retime(tx: &mut Tx, ctx: &Ctx, reminders: &Reminders, referral: &Referral) -> Result<(), Error> {
    let (due, turn) = clocks(ctx, reminders, referral);
    let row = args![ctx.tenant, referral.id.to_string(), referral.version, due, turn];
    tx.exec(RETIME, row).await.map(|_| ())
}

/// A statement's arguments with the three that keep it to the referrals of a scope: those that the actor's own
/// body made, which [`domain::policy::authorise`] opens.
fn owned(mut args: Vec<Arg>, scope: Scope) -> Vec<Arg> {
    let (mode, person, organisation) = match scope {
        Scope::Nobody => ("none", String::new(), String::new()),
        Scope::Everyone => ("all", String::new(), String::new()),
        Scope::Person(person) => ("person", person.to_string(), String::new()),
        Scope::Known { organisation, .. } => {
            ("known", String::new(), organisation.map(|id| id.to_string()).unwrap_or_default())
        }
    };
    args.extend(args![mode, person, organisation]);
    args
}

fn clocks(ctx: &Ctx, reminders: &Reminders, referral: &Referral) -> (Option<String>, Option<String>) {
    let due = referral.due(reminders, &ctx.zone).map(|due| due.on.to_string());
    (due, referral.turn(reminders, &ctx.zone).map(|on| on.to_string()))
}

fn read(rows: &[Row]) -> Result<Vec<Referral>, Error> {
    rows.iter().map(|row| row.json(0, "referral")).collect()
}

fn number(row: Option<Row>) -> Result<usize, Error> {
    let count = row.map_or(Ok(0), |row| row.get::<i64>(0))?;
    Ok(usize::try_from(count).unwrap_or(0))
}
