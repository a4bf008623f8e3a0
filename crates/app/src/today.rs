//! The counsellor's day: whom to see, call and chase, longest waiting first. What is due is found by an index
//! of dates; only the people put on the page are opened, and each was looked at.

use domain::Ctx;
use domain::id::{EmployerId, NoticeId, PersonId, SeekerId};
use domain::notice::{Kind, To};
use domain::opening::StateName as OpeningState;
use domain::policy::{Relation, UseCase, authorise, scope};
use domain::reminder::{Act, Due};
use domain::seeker::StateName as SeekerState;
use jiff::civil::Date;

use crate::{App, Error};

/// Rows of each kind on the page.
const ROWS: usize = 50;

/// Something to do.
#[derive(Debug, Clone)]
pub struct Row {
    /// What, and since when.
    pub due: Due,
    /// Whom it is about: the person's name, or what stands for them.
    pub who: String,
    /// Telephones, digits only.
    pub phones: Vec<String>,
    /// The work or employer it is about; may be empty.
    pub what: String,
    /// Where it is done.
    pub link: Link,
}

/// Where a thing is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// The page of a thing.
    Page(String),
    /// A notice to be told and ticked off; with what it says.
    Notice(NoticeId, Kind, Option<domain::Message>),
}

/// The day.
#[derive(Debug, Clone, Default)]
pub struct Day {
    /// Next steps and results to chase.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub total: usize,
    /// Calls to make: what somebody must be told.
    pub calls: Vec<Row>,
    /// How many calls there are in all.
    pub calls_total: usize,
    /// Registrations and openings to check.
    pub accept: Vec<Row>,
    /// How many registrations wait for acceptance.
    pub seekers: usize,
    /// How many openings wait for acceptance.
    pub openings: usize,
}

/// Today's work.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn day(ctx: &Ctx, app: &App) -> Result<Day, Error> {
    authorise(&ctx.actor, UseCase::ReadDay, Relation::default())?;
    let mut looked = Vec::new();
    let mut day = Day::default();
    referrals(ctx, app, &mut day, &mut looked).await?;
    calls(ctx, app, &mut day, &mut looked).await?;
    openings(ctx, app, &mut day).await?;
    accept(ctx, app, &mut day, &mut looked).await?;
    crate::referral::look_at(ctx, app, looked, "day").await?;
    Ok(day)
}

async fn referrals(ctx: &Ctx, app: &App, day: &mut Day, looked: &mut Vec<PersonId>) -> Result<(), Error> {
    let today = ctx.today();
    let within = scope(&ctx.actor, UseCase::ReadReferral);
    let (due, total) =
        store::referral::due(&app.store, ctx.tenant, within, today, ROWS).await.map_err(crate::fault)?;
    day.total = total;
    for line in crate::referral::lines_of(ctx, app, due).await? {
        let Some(due) = line.referral.due(app.city.reminders(), &ctx.zone) else { continue };
        let (who, phones) = match calls_employer(due.act) {
            true => (line.employer.clone(), employer_phones(ctx, app, line.referral.employer).await?),
            false => person(ctx, app, line.referral.seeker).await?,
        };
        let (name, _) = person(ctx, app, line.referral.seeker).await?;
        looked.push(line.referral.person);
        day.rows.push(Row {
            due,
            what: format!("{name} → {} · {}", line.title, line.employer),
            who,
            phones,
            link: Link::Page(format!("/staff/referrals/{}", line.referral.id)),
        });
    }
    Ok(())
}

/// Whether one calls the employer about it rather than the person.
fn calls_employer(act: Act) -> bool {
    matches!(act, Act::ChaseReferral | Act::AskResult | Act::ConfirmOpening | Act::RenewOpening)
}

async fn calls(ctx: &Ctx, app: &App, day: &mut Day, looked: &mut Vec<PersonId>) -> Result<(), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let within = scope(&ctx.actor, UseCase::ReadSeeker);
    let (notices, total) = store::notice::untold(store, tenant, within, ROWS).await.map_err(crate::fault)?;
    day.calls_total = total;
    for notice in notices {
        let (who, phones) = match notice.to {
            To::Employer(employer) => {
                let found = store::employer::get(store, tenant, employer).await.map_err(crate::fault)?;
                (found.name, employer_phones(ctx, app, employer).await?)
            }
            To::Person(id) => {
                looked.push(id);
                let all = store::seeker::of_person(store, tenant, id).await.map_err(crate::fault)?;
                match all.last() {
                    Some((seeker, _)) => person(ctx, app, seeker.id).await?,
                    None => (String::new(), Vec::new()),
                }
            }
        };
        let what = match notice.about.opening {
            Some(id) => {
                let opening = store::opening::find(store, tenant, id).await.map_err(crate::fault)?;
                opening.map(|opening| opening.content.title).unwrap_or_default()
            }
            None => String::new(),
        };
        let due = Due::new(local(ctx, notice.at), Act::TellPerson);
        let link = Link::Notice(notice.id, notice.kind, notice.detail);
        day.calls.push(Row { due, who, phones, what, link });
    }
    Ok(())
}

async fn accept(ctx: &Ctx, app: &App, day: &mut Day, looked: &mut Vec<PersonId>) -> Result<(), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let submitted = Some(SeekerState::Submitted);
    let within = scope(&ctx.actor, UseCase::ReadSeeker);
    let (seekers, count) =
        store::seeker::list(store, tenant, within, submitted, ROWS, 0).await.map_err(crate::fault)?;
    day.seekers = count;
    for (seeker, profile) in seekers {
        looked.push(seeker.person);
        day.accept.push(Row {
            due: Due::new(local(ctx, seeker.updated_at), Act::AcceptSeeker),
            who: profile.map(|profile| profile.name).unwrap_or_default(),
            phones: Vec::new(),
            what: seeker.number,
            link: Link::Page(format!("/staff/seekers/{}", seeker.id)),
        });
    }
    let submitted = Some(OpeningState::Submitted);
    let (openings, count) =
        store::opening::list(store, tenant, submitted, ROWS, 0).await.map_err(crate::fault)?;
    day.openings = count;
    for opening in openings {
        let employer = store::employer::get(store, tenant, opening.employer).await.map_err(crate::fault)?;
        day.accept.push(Row {
            due: Due::new(local(ctx, opening.updated_at), Act::AcceptOpening),
            who: employer.name,
            phones: Vec::new(),
            what: opening.content.title,
            link: Link::Page(format!("/staff/openings/{}", opening.id)),
        });
    }
    day.accept.sort_by_key(|row| row.due);
    Ok(())
}

/// The calls to employers about their openings: does it still hold, shall it be renewed?
async fn openings(ctx: &Ctx, app: &App, day: &mut Day) -> Result<(), Error> {
    for call in crate::opening::calls(ctx, app, ROWS).await? {
        let employer = store::employer::get(&app.store, ctx.tenant, call.opening.employer)
            .await
            .map_err(crate::fault)?;
        day.total += 1;
        day.rows.push(Row {
            due: call.due,
            who: employer.name,
            phones: employer_phones(ctx, app, call.opening.employer).await?,
            what: call.opening.content.title,
            link: Link::Page(format!("/staff/openings/{}", call.opening.id)),
        });
    }
    day.rows.sort_by_key(|row| row.due);
    Ok(())
}

async fn person(ctx: &Ctx, app: &App, seeker: SeekerId) -> Result<(String, Vec<String>), Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
    let Some((_, Some(profile))) = found else { return Ok((String::new(), Vec::new())) };
    let phones = [profile.mobile, profile.phone, profile.proxy_phone];
    Ok((profile.name, phones.into_iter().filter(|phone| !phone.is_empty()).collect()))
}

async fn employer_phones(ctx: &Ctx, app: &App, id: EmployerId) -> Result<Vec<String>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let employer = store::employer::get(store, tenant, id).await.map_err(crate::fault)?;
    let contact = match employer.contact {
        Some(person) => store::employer::contact(store, tenant, id, person).await.map_err(crate::fault)?,
        None => None,
    };
    let own = contact.map(|contact| contact.phone).into_iter().chain([employer.phone]);
    let mut phones: Vec<String> = own.filter(|phone| !phone.is_empty()).collect();
    phones.dedup();
    Ok(phones)
}

fn local(ctx: &Ctx, at: jiff::Timestamp) -> Date {
    ctx.zone.to_datetime(at).date()
}
