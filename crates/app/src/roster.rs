//! Rosters of projects and events: a spreadsheet of who worked how many days, taken in wholly or not at all. People and
//! days are told apart and all of it is short-term work (R8).
//!
//! Names, births and telephones are hashed under the tenant's key at once and never stored; a total is never typed.

use std::collections::BTreeMap;

use documents::header::{Noun, recognise};
use domain::Ctx;
use domain::counting::{Class, Standing};
use domain::id::{ProjectId, RosterId};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;
use domain::roster::{Roster, Taken, Worked, Worker, worked, worked_in};
use jiff::civil::Date;

use crate::import::File;
use crate::ledger::Cut;
use crate::vocabulary::with_vocabulary;
use crate::{App, Error, FieldError, record};

/// Faults of rows that are told at once.
const MOST_FAULTS: usize = 20;

/// What is said of a sheet beside its rows.
#[derive(Debug, Clone)]
pub struct Form {
    /// The agency, or the firm on the site.
    pub employer: String,
    /// First day it speaks of.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// How attendance was taken.
    pub attendance: Taken,
}

/// The rosters of a project and what they add up to.
#[derive(Debug, Clone)]
pub struct Board {
    /// The sheets, those taken back too, in order of making.
    pub rosters: Vec<Roster>,
    /// People and days, apart.
    pub worked: Worked,
    /// The full-time equivalent of the days, as information (CR-09).
    pub full_time: domain::counting::FullTime,
}

impl Board {
    /// Of these.
    pub(crate) fn of(app: &App, rosters: Vec<Roster>) -> Self {
        let worked = worked(&rosters);
        let full_time = worked.full_time(app.city.ledger().full_year_days);
        Self { rosters, worked, full_time }
    }
}

/// Takes a sheet in for a project: every row of it, or nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `file` with each row that is wrong or with the earlier sheet that says the
/// same, at `employer`, and at `from` and `until` for months that have not come or were before the project.
pub async fn hand_in(
    ctx: &Ctx,
    app: &App,
    project: ProjectId,
    form: Form,
    file: File,
) -> Result<RosterId, Error> {
    let known: Project = record::get(ctx, app, UseCase::WriteProject, project).await?;
    if form.employer.trim().is_empty() {
        return Err(Error::field("employer", Message::new("roster-employer")));
    }
    if form.until < form.from {
        let why = Message::new("roster-period").with("day", form.from.to_string());
        return Err(Error::field("until", why));
    }
    let month = ctx.today().last_of_month();
    for (field, day) in [("from", form.from), ("until", form.until)] {
        if day > month {
            return Err(Error::field(field, Message::new("roster-ahead").with("day", month.to_string())));
        }
    }
    // A sheet of a month may begin with it, whenever in it the work began.
    if let Some(first) = known.content.from.filter(|first| form.from < first.first_of_month()) {
        return Err(Error::field("from", Message::new("roster-before").with("day", first.to_string())));
    }
    let workers = workers(ctx, app, &file).await?;
    let roster = Roster {
        id: ctx.id(),
        project,
        organisation: Some(known.owner),
        employer: form.employer.trim().to_owned(),
        from: form.from,
        until: form.until,
        attendance: form.attendance,
        workers,
        withdrawn: None,
        version: 1,
        created_at: ctx.now,
    };
    roster.check().map_err(|why| Error::field("file", why))?;
    let earlier: Vec<Roster> =
        store::record::of_parent(&app.store, ctx.tenant, project).await.map_err(crate::fault)?;
    if let Some(same) = earlier.iter().find(|other| roster.repeats(other)) {
        let why = Message::new("roster-twice")
            .with("name", same.employer.as_str())
            .with("from", same.from.to_string())
            .with("until", same.until.to_string())
            .with("day", ctx.zone.to_datetime(same.created_at).date().to_string());
        return Err(Error::field("file", why));
    }
    let made = roster.id;
    record::add(ctx, app, UseCase::WriteProject, roster).await?;
    Ok(made)
}

/// The people of a sheet, each once, by keyed hash.
async fn workers(ctx: &Ctx, app: &App, file: &File) -> Result<Vec<Worker>, Error> {
    let sheets = crate::import::read(app, file).await?;
    let mappings = recognise(&sheets, Noun::Rosters).map_err(|why| Error::field("file", why))?;
    let rows = with_vocabulary(&app.city, app.titles(), app.reference, ctx.today(), |words| {
        documents::roster::read(&sheets, &mappings, words)
    });
    let (mut people, mut faults) = (BTreeMap::<String, (bool, i64)>::new(), Vec::new());
    for row in &rows {
        match &row.outcome {
            Ok(worker) => {
                let home = app.city.root();
                let at_home = || worker.areas.iter().any(|area| app.city.areas().contains(home, area));
                let worker_key = key(ctx, app, &worker.name, worker.born_on, &worker.phone);
                let known = people.entry(worker_key).or_default();
                *known = (known.0 || worker.resident.unwrap_or_else(at_home), known.1 + worker.days);
            }
            // A sum at the end of a sheet is no fault.
            Err(problems) if problems.iter().all(|one| one.message.code == "row-is-sum") => {}
            Err(problems) => {
                for problem in problems.iter().take(MOST_FAULTS.saturating_sub(faults.len())) {
                    let why =
                        Message::new("roster-row").with("row", row.row).with("why", problem.message.clone());
                    faults.push(FieldError::new("file", why));
                }
            }
        }
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    Ok(people.into_iter().map(|(key, (resident, days))| Worker { key, resident, days }).collect())
}

/// What a worker is known by: two sheets that name the same person give the same key, and it says nothing else.
pub(crate) fn key(ctx: &Ctx, app: &App, name: &str, born_on: Option<Date>, phone: &str) -> String {
    let name = domain::handle::name(name);
    let born = born_on.map(|day| day.to_string()).unwrap_or_default();
    let last = phone.len().checked_sub(4).and_then(|from| phone.get(from..)).unwrap_or_default();
    // Of a person whose birth is known the telephone tells nothing more, and a sheet may lack it.
    let reach = if born.is_empty() { last } else { "" };
    app.store.blind(ctx.tenant, "roster-worker", &format!("{name}|{born}|{reach}"))
}

/// The rosters of a project and what they add up to.
///
/// # Errors
/// [`Error::NotFound`]; when the store cannot be read.
pub async fn board(ctx: &Ctx, app: &App, project: ProjectId) -> Result<Board, Error> {
    let _: Project = record::get(ctx, app, UseCase::ReadProject, project).await?;
    let rosters: Vec<Roster> =
        store::record::of_parent(&app.store, ctx.tenant, project).await.map_err(crate::fault)?;
    Ok(Board::of(app, rosters))
}

/// What the rosters of a span of days add up to, of one body's or one project's if the cut of the ledger asks for it, with
/// the projects by name; nothing for a cut by what no roster tells.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn beside_ledger(
    ctx: &Ctx,
    app: &App,
    cut: &Cut,
    span: (Date, Date),
) -> Result<Option<(Worked, Vec<Project>)>, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    let told = cut.class.is_none_or(|class| class == Class::R8)
        && (&cut.how, &cut.employer, &cut.sector, &cut.part) == (&None, &None, &None, &None)
        && cut.standing.is_none_or(|standing| standing == Standing::Confirmed);
    if !told {
        return Ok(None);
    }
    let mut rosters: Vec<Roster> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut projects: Vec<Project> =
        store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    projects.retain(|project| {
        cut.owner.is_none_or(|owner| project.owner == owner)
            && cut.project.as_ref().is_none_or(|number| *number == project.number)
    });
    rosters.retain(|roster| projects.iter().any(|project| project.id == roster.project));
    let (worked, of) = worked_in(&rosters, span);
    projects.retain(|project| of.contains(&project.id));
    Ok((worked.persons.value() > 0).then_some((worked, projects)))
}

/// A roster, for whoever may take it back.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: RosterId) -> Result<Roster, Error> {
    record::get(ctx, app, UseCase::WriteProject, id).await
}

/// Takes a sheet back, with the reason; it stays to be read and adds up to nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] without a reason; [`Error::Conflict`] for one that is taken back already.
pub async fn withdraw(ctx: &Ctx, app: &App, id: RosterId, why: &str) -> Result<ProjectId, Error> {
    let step = |roster: Roster| roster.withdraw(why, ctx.now);
    let done = record::change(ctx, app, UseCase::WriteProject, (id, None), "withdraw", step).await;
    let done = done.map_err(|failed| record::at(failed, &[("roster-why", "why")]))?;
    Ok(done.project)
}
