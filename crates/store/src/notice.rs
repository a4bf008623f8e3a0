//! Rows of notices: what somebody is told, and whether they were. Nothing personal stands in them.

use domain::Ctx;
use domain::id::{EmployerId, NoticeId, PersonId, TenantId};
use domain::notice::{Notice, To};

use crate::change::{self, Entry};
use crate::day::{self, Part};
use crate::slim::told as json_of;
use crate::{Error, Row, Store, Tx, args, statements};

statements! { STATEMENTS {
    FIND = "SELECT body FROM notice WHERE tenant_id = $1 AND id = $2";
    // A notice waits from the moment it is there: the day it is asked on makes no difference. Questions have a list of their own.
    UNTOLD = "SELECT n.body FROM notice n WHERE n.tenant_id = $1 AND n.told_ms IS NULL AND $2 <> '' AND n.kind <> 'satisfaction_asked' AND (($4 = '' AND (n.person_id IS NULL OR $5 = 'all')) OR EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = n.tenant_id AND s.person_id = n.person_id AND ($4 = '' OR s.assigned_id = $4) AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))))) ORDER BY CASE WHEN n.kind = 'introduction_asked' THEN 0 ELSE 1 END, n.at_ms, n.id LIMIT $3";
    COUNT_UNTOLD = "SELECT COUNT(*) FROM (SELECT n.id FROM notice n WHERE n.tenant_id = $1 AND n.told_ms IS NULL AND $2 <> '' AND n.kind <> 'satisfaction_asked' AND (($4 = '' AND (n.person_id IS NULL OR $5 = 'all')) OR EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = n.tenant_id AND s.person_id = n.person_id AND ($4 = '' OR s.assigned_id = $4) AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8))))) LIMIT $3) AS capped";
    OF_PERSON = "SELECT body FROM notice WHERE tenant_id = $1 AND person_id = $2 ORDER BY at_ms DESC, id DESC LIMIT $3";
    OF_EMPLOYER = "SELECT body FROM notice WHERE tenant_id = $1 AND employer_id = $2 ORDER BY at_ms DESC, id DESC LIMIT $3";
    WAITING = "SELECT body FROM notice WHERE tenant_id = $1 AND person_id = $2 AND told_ms IS NULL ORDER BY at_ms, id";
    INSERT = "INSERT INTO notice (tenant_id, id, person_id, employer_id, kind, at_ms, told_ms, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    // Told, or closed as pointless, once: a second telling finds no row.
    REPLACE = "UPDATE notice SET told_ms = $3, body = $4 WHERE tenant_id = $1 AND id = $2";
    TELL = "UPDATE notice SET told_ms = $3, body = $4 WHERE tenant_id = $1 AND id = $2 AND told_ms IS NULL";
} }

/// One notice, if there is one.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: NoticeId) -> Result<Option<Notice>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| row.json(0, "notice")).transpose()
}

/// Notices that nobody has told yet, what an employer waits for first, then oldest first, and how many there are. What an employer must be told is
/// nobody's own.
///
/// # Errors
/// When the store cannot be read.
pub async fn untold(store: &Store, tenant: TenantId, part: &Part) -> Result<(Vec<Notice>, usize), Error> {
    let (rows, total) = day::find(store, (UNTOLD, COUNT_UNTOLD), tenant, part, &[]).await?;
    Ok((read(&rows)?, total))
}

/// A person's latest notices, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(
    store: &Store,
    tenant: TenantId,
    person: PersonId,
    limit: usize,
) -> Result<Vec<Notice>, Error> {
    read(&store.all(OF_PERSON, args![tenant, person.to_string(), limit as i64]).await?)
}

/// An employer's latest notices, newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_employer(
    store: &Store,
    tenant: TenantId,
    employer: EmployerId,
    limit: usize,
) -> Result<Vec<Notice>, Error> {
    read(&store.all(OF_EMPLOYER, args![tenant, employer.to_string(), limit as i64]).await?)
}

/// What nobody has told a person, the oldest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Notice>, Error> {
    read(&store.all(WAITING, args![tenant, person.to_string()]).await?)
}

/// Adds a notice.
///
/// # Errors
/// [`Error::Conflict`] for an id that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, notice: &Notice) -> Result<(), Error> {
    let (person, employer) = match notice.to {
        To::Person(id) => (Some(id.to_string()), None),
        To::Employer(id) => (None, Some(id.to_string())),
    };
    let json = json_of(notice, "notice")?;
    let row = args![
        ctx.tenant,
        notice.id.to_string(),
        person,
        employer,
        notice.kind.to_string(),
        notice.at.as_millisecond(),
        notice.told.as_ref().map(|told| told.at.as_millisecond()),
        json.clone()
    ];
    tx.exec(INSERT, row).await?;
    change::append(tx, ctx, vec![Entry::new("notice", notice.id.0, "insert", json)]).await
}

/// Writes down that and how a notice was told.
///
/// # Errors
/// [`Error::Conflict`] when somebody told it meanwhile; [`Error::NotFound`] for one that is not told.
pub async fn tell(tx: &mut Tx, ctx: &Ctx, notice: &Notice) -> Result<(), Error> {
    let told = notice.told.as_ref().ok_or(Error::NotFound)?;
    let json = json_of(notice, "notice")?;
    let row = args![ctx.tenant, notice.id.to_string(), told.at.as_millisecond(), json.clone()];
    if tx.exec(TELL, row).await? == 0 {
        return Err(Error::Conflict("notice.told".to_owned()));
    }
    change::append(tx, ctx, vec![Entry::new("notice", notice.id.0, "tell", json)]).await
}

/// Replaces a notice by what another place knows of it.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn replace(tx: &mut Tx, ctx: &Ctx, verb: &str, notice: &Notice) -> Result<(), Error> {
    let json = json_of(notice, "notice")?;
    let over = notice.told.as_ref().map(|told| told.at).or(notice.moot_at).map(|at| at.as_millisecond());
    if tx.exec(REPLACE, args![ctx.tenant, notice.id.to_string(), over, json.clone()]).await? == 0 {
        return Err(Error::NotFound);
    }
    change::append(tx, ctx, vec![Entry::new("notice", notice.id.0, verb, json)]).await
}

/// Within a transaction: closes what waits to be told to a person and has become pointless, so that nobody rings
/// them for it. What follows from a step is written after this.
///
/// # Errors
/// When the store cannot be written.
pub async fn close(
    tx: &mut Tx,
    ctx: &Ctx,
    person: PersonId,
    pointless: impl Fn(&Notice) -> bool + Send,
) -> Result<(), Error> {
    for mut notice in read(&tx.all(WAITING, args![ctx.tenant, person.to_string()]).await?)? {
        if !pointless(&notice) {
            continue;
        }
        notice.moot_at = Some(ctx.now);
        let json = json_of(&notice, "notice")?;
        let row = args![ctx.tenant, notice.id.to_string(), ctx.now.as_millisecond(), json.clone()];
        tx.exec(TELL, row).await?;
        change::append(tx, ctx, vec![Entry::new("notice", notice.id.0, "close", json)]).await?;
    }
    Ok(())
}

fn read(rows: &[Row]) -> Result<Vec<Notice>, Error> {
    rows.iter().map(|row| row.json(0, "notice")).collect()
}
