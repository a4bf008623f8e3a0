//! Papers that wait for a printer. Whoever stands at one takes what waits there as one file, and says whether it came out:
//! until somebody says so nothing is done, and what did not come out waits again. What is about a person is printed by whoever
//! may see them, leaves a look, and is gone from the list afterwards.

mod file;
mod kiosk;

use std::collections::BTreeSet;

use domain::Ctx;
use domain::bulletin::Bulletin;
use domain::id::{PersonId, PrintJobId, SavedSearchId};
use domain::message::{Lang, Message};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use domain::print_job::{Dropped, Paper, Place, PrintJob, State, Trouble, Why};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

pub use file::file;
pub use kiosk::{ask_at_kiosk, kiosk_word, place_of_kiosk};

use crate::comment::Names;
use crate::{App, Error};

/// Papers in one file.
const TOGETHER: usize = 12;

/// A paper of a queue as staff see it.
#[derive(Debug, Clone)]
pub struct Row {
    /// The paper.
    pub job: PrintJob,
    /// What it is about, where that names nobody: the issue or the opening.
    pub about: String,
    /// Who asked for it; empty for the system and a kiosk.
    pub asked_by: String,
    /// Who has it or printed it.
    pub hands: String,
    /// Whether who looks may print it.
    pub may_print: bool,
}

/// The queue of a place.
#[derive(Debug, Clone, Default)]
pub struct Queue {
    /// What waits, the longest first.
    pub waiting: Vec<Row>,
    /// What somebody has on their screen.
    pub handed: Vec<Row>,
    /// What was printed lately and may be printed again.
    pub printed: Vec<Row>,
    /// Every place with how many papers wait there.
    pub places: Vec<(Place, usize)>,
}

/// Where a member of staff prints by themselves: at the desk of their body's dong, else at the centre.
///
/// # Errors
/// When the store cannot be read.
pub async fn own_place(ctx: &Ctx, app: &App) -> Result<Place, Error> {
    let Some(body) = ctx.actor.organisation else { return Ok(Place::Centre) };
    let found = store::organisation::find(&app.store, ctx.tenant, body).await.map_err(crate::fault)?;
    let dong = found.and_then(|body| body.profile.area).filter(|area| app.city.is_dong(area));
    Ok(dong.map_or(Place::Centre, Place::Dong))
}

/// Every place of the city: centre, bus, the desks of its dongs.
pub fn places(app: &App) -> Vec<Place> {
    let dongs = app.city.dongs().map(|dong| Place::Dong(dong.code.clone()));
    [Place::Centre, Place::Bus].into_iter().chain(dongs).collect()
}

/// The name of a place.
pub fn place_name(app: &App, place: &Place, lang: Lang) -> String {
    match place {
        Place::Dong(code) => app.city.areas().name(code).to_owned(),
        Place::Centre => app.catalogue.word(lang, "print-place-centre"),
        Place::Bus => app.catalogue.word(lang, "print-place-bus"),
    }
}

fn known(app: &App, place: &Place) -> bool {
    !matches!(place, Place::Dong(code) if !app.city.is_dong(code))
}

/// Puts a paper into the queue of a place.
///
/// # Errors
/// [`Error::Forbidden`], also for a paper about people whose door is closed to who asks; [`Error::Invalid`] at `place`.
pub async fn add(ctx: &Ctx, app: &App, place: Place, paper: Paper, why: Why) -> Result<PrintJobId, Error> {
    authorise(&ctx.actor, UseCase::PrintPaper, Relation::default())?;
    authorise(&ctx.actor, use_case(&paper), Relation::default())?;
    if !known(app, &place) {
        return Err(Error::field("place", Message::new("print-place-unknown")));
    }
    insert(ctx, app, (place, paper, why), ctx.actor.person).await
}

/// Searches of which a paper waits, or lies with somebody who prints it.
pub(crate) async fn waiting_searches(ctx: &Ctx, app: &App) -> Result<BTreeSet<SavedSearchId>, Error> {
    let jobs = listed(ctx, app).await?.into_iter();
    let open = jobs.filter(|job| matches!(job.state, State::Waiting { .. } | State::Handed { .. }));
    let searches = open.filter_map(|job| match job.paper {
        Paper::Found { search } => Some(search),
        _ => None,
    });
    Ok(searches.collect())
}

/// Puts what is new in a saved search where its person fetches it.
pub(crate) async fn put_found(ctx: &Ctx, app: &App, place: Place, paper: Paper) -> Result<(), Error> {
    insert(ctx, app, (place, paper, Why::Alert), None).await.map(|_| ())
}

async fn insert(
    ctx: &Ctx,
    app: &App,
    what: (Place, Paper, Why),
    by: Option<PersonId>,
) -> Result<PrintJobId, Error> {
    let job = PrintJob::new(ctx.id(), what, by, ctx.now, ctx.today());
    let id = job.id;
    app.write(ctx, move |tx, ctx| {
        let job = job.clone();
        Box::pin(async move { store::record::insert(tx, &ctx, &job).await })
    })
    .await?;
    Ok(id)
}

/// The door behind which a paper is made.
fn use_case(paper: &Paper) -> UseCase {
    match paper {
        Paper::Letter { .. } => UseCase::ReadReferral,
        Paper::Slip { .. } => UseCase::ReadSeeker,
        // Nobody is named on it.
        Paper::Found { .. } => UseCase::PrintPaper,
        Paper::Issue { .. } | Paper::Poster { .. } | Paper::Opening { .. } | Paper::Instead { .. } => {
            UseCase::ReadPublic
        }
    }
}

fn may_print(ctx: &Ctx, paper: &Paper) -> bool {
    reach(ctx.actor.role, use_case(paper)) != Reach::No
}

/// Every paper that is on a list.
async fn listed(ctx: &Ctx, app: &App) -> Result<Vec<PrintJob>, Error> {
    let mut jobs: Vec<PrintJob> =
        store::record::due(&app.store, ctx.tenant, Date::MAX).await.map_err(crate::fault)?;
    jobs.sort_by_key(|job| (job.asked_at, job.id));
    Ok(jobs)
}

/// The queue of a place.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn queue(ctx: &Ctx, app: &App, place: &Place, lang: Lang) -> Result<Queue, Error> {
    authorise(&ctx.actor, UseCase::PrintPaper, Relation::default())?;
    let jobs = listed(ctx, app).await?;
    let waits = |at: &Place| {
        jobs.iter().filter(|job| job.place == *at && matches!(job.state, State::Waiting { .. })).count()
    };
    let places = places(app).into_iter().map(|place| (waits(&place), place)).map(|(n, at)| (at, n)).collect();
    let (mut queue, mut names) = (Queue { places, ..Queue::default() }, Names::default());
    for job in jobs.iter().filter(|job| job.place == *place) {
        let row = row(ctx, app, &mut names, job.clone(), lang).await?;
        match job.state {
            State::Waiting { .. } => queue.waiting.push(row),
            State::Handed { .. } => queue.handed.push(row),
            State::Printed { .. } => queue.printed.push(row),
            State::Dropped { .. } => {}
        }
    }
    queue.printed.reverse();
    Ok(queue)
}

async fn row(ctx: &Ctx, app: &App, names: &mut Names, job: PrintJob, lang: Lang) -> Result<Row, Error> {
    let asked_by = match job.asked_by {
        Some(person) => names.person(ctx, app, person).await?,
        None => String::new(),
    };
    let hands = match job.state {
        State::Handed { by, .. } | State::Printed { by, .. } => names.person(ctx, app, by).await?,
        State::Waiting { .. } | State::Dropped { .. } => String::new(),
    };
    let about = about(ctx, app, &job.paper, lang).await?;
    Ok(Row { about, asked_by, hands, may_print: may_print(ctx, &job.paper), job })
}

/// What a paper is about; empty for one about a person.
async fn about(ctx: &Ctx, app: &App, paper: &Paper, lang: Lang) -> Result<String, Error> {
    match paper {
        Paper::Issue { bulletin, .. } => {
            let found = store::record::find::<Bulletin>(&app.store, ctx.tenant, *bulletin)
                .await
                .map_err(crate::fault)?;
            let said = |issue: Bulletin| {
                let facts = issue.facts;
                let sector = facts.sector.in_lang(lang);
                let segment = match facts.choice.segment {
                    domain::bulletin::Segment::All => String::new(),
                    one => app.catalogue.word(lang, &format!("segment-{one}")),
                };
                let parts = [facts.number.as_str(), facts.place.in_lang(lang), segment.as_str(), sector];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
            };
            Ok(found.map(said).unwrap_or_default())
        }
        Paper::Poster { opening, .. } | Paper::Opening { opening } | Paper::Instead { opening } => {
            let found = store::opening::find(&app.store, ctx.tenant, *opening).await.map_err(crate::fault)?;
            Ok(found
                .filter(|opening| opening.content.is_public())
                .map(|opening| format!("{} · {}", opening.content.title, opening.origin.number))
                .unwrap_or_default())
        }
        Paper::Letter { .. } | Paper::Slip { .. } | Paper::Found { .. } => Ok(String::new()),
    }
}

/// Takes the next papers of a place, or only one of them, to print them: gives the word under which they lie together.
/// Somebody who presses twice gets what they have already.
///
/// # Errors
/// [`Error::Conflict`] when nothing waits that who asks may print.
pub async fn next(ctx: &Ctx, app: &App, place: &Place, only: Option<PrintJobId>) -> Result<Uuid, Error> {
    authorise(&ctx.actor, UseCase::PrintPaper, Relation::default())?;
    let by = ctx.actor.person.ok_or(Error::NotFound)?;
    // Another press at the same moment takes the same papers: whoever is first has them, and the other looks again.
    for _ in 0..3 {
        let jobs = listed(ctx, app).await?;
        let here = || jobs.iter().filter(move |job| job.place == *place);
        let mine = here().find_map(|job| match job.state {
            State::Handed { batch, by: hands, .. } if hands == by => Some(batch),
            _ => None,
        });
        if let (Some(batch), None) = (mine, only) {
            return Ok(batch);
        }
        let (mut taken, mut gone) = (Vec::new(), Vec::new());
        let waiting = here().filter(|job| matches!(job.state, State::Waiting { .. }));
        let wanted = waiting.filter(|job| only.is_none_or(|id| job.id == id) && may_print(ctx, &job.paper));
        let batch = ctx.id::<PrintJobId>().0;
        for job in wanted.cloned() {
            if taken.len() == TOGETHER {
                break;
            }
            match stands(app, &job.paper) {
                true => taken.push(job.hand(batch, by, ctx.now).map_err(Error::Conflict)?),
                false => {
                    gone.push(job.drop_out(Dropped::Gone, None, ctx.now).map_err(Error::Conflict)?);
                }
            }
        }
        let none = taken.is_empty();
        match update(ctx, app, vec![("drop", gone), ("hand", taken)]).await {
            Ok(()) if none => return Err(Error::Conflict(Message::new("print-nothing"))),
            Ok(()) => return Ok(batch),
            Err(Error::Conflict(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    Err(Error::Conflict(Message::new("changed-meanwhile")))
}

/// Whether what a paper shows is still so: nobody hangs up an opening that is closed.
fn stands(app: &App, paper: &Paper) -> bool {
    match paper {
        Paper::Poster { opening, .. } | Paper::Opening { opening } => {
            app.projection.with(|state| state.openings.contains_key(opening))
        }
        Paper::Issue { .. }
        | Paper::Instead { .. }
        | Paper::Letter { .. }
        | Paper::Slip { .. }
        | Paper::Found { .. } => true,
    }
}

async fn update(ctx: &Ctx, app: &App, steps: Vec<(&'static str, Vec<PrintJob>)>) -> Result<(), Error> {
    if steps.iter().all(|(_, jobs)| jobs.is_empty()) {
        return Ok(());
    }
    app.write(ctx, move |tx, ctx| {
        let steps = steps.clone();
        Box::pin(async move {
            for (verb, jobs) in &steps {
                for job in jobs {
                    store::record::update(tx, &ctx, verb, job).await?;
                }
            }
            Ok(())
        })
    })
    .await
}

/// The papers that lie together, for whoever took them.
///
/// # Errors
/// [`Error::NotFound`], also for anybody else's and once they are done.
pub async fn together(ctx: &Ctx, app: &App, batch: Uuid, lang: Lang) -> Result<Vec<Row>, Error> {
    let (mut rows, mut names) = (Vec::new(), Names::default());
    for job in own(ctx, app, batch).await? {
        rows.push(row(ctx, app, &mut names, job, lang).await?);
    }
    Ok(rows)
}

async fn own(ctx: &Ctx, app: &App, batch: Uuid) -> Result<Vec<PrintJob>, Error> {
    authorise(&ctx.actor, UseCase::PrintPaper, Relation::default())?;
    let mut jobs: Vec<PrintJob> =
        store::record::of_parent(&app.store, ctx.tenant, batch).await.map_err(crate::fault)?;
    jobs.retain(|job| matches!(job.state, State::Handed { by, .. } if Some(by) == ctx.actor.person));
    jobs.sort_by_key(|job| (job.asked_at, job.id));
    if jobs.is_empty() { Err(Error::NotFound) } else { Ok(jobs) }
}

/// They came out, says who has them: with name and time.
///
/// # Errors
/// As [`together`].
pub async fn came_out(ctx: &Ctx, app: &App, batch: Uuid) -> Result<Place, Error> {
    let jobs = own(ctx, app, batch).await?;
    let (by, place) = (ctx.actor.person.ok_or(Error::NotFound)?, jobs[0].place.clone());
    let found: Vec<(SavedSearchId, Timestamp)> = jobs.iter().filter_map(found_in).collect();
    let out = jobs.into_iter().map(|job| job.came_out(by, ctx.now, ctx.today()));
    let out = out.collect::<Result<Vec<_>, _>>().map_err(Error::Conflict)?;
    update(ctx, app, vec![("print", out)]).await?;
    for (search, at) in found {
        crate::saved_search::printed(ctx, app, search, at).await?;
    }
    Ok(place)
}

/// The saved search of a paper, and when it was handed over.
fn found_in(job: &PrintJob) -> Option<(SavedSearchId, Timestamp)> {
    match (&job.paper, &job.state) {
        (Paper::Found { search }, State::Handed { at, .. }) => Some((*search, *at)),
        _ => None,
    }
}

/// Nothing came out: they wait again, and the list says so.
///
/// # Errors
/// As [`together`].
pub async fn stuck(ctx: &Ctx, app: &App, batch: Uuid) -> Result<Place, Error> {
    let jobs = own(ctx, app, batch).await?;
    let place = jobs[0].place.clone();
    let back = jobs.into_iter().map(|job| job.stuck(Trouble::Printer, ctx.now));
    let back = back.collect::<Result<Vec<_>, _>>().map_err(Error::Conflict)?;
    update(ctx, app, vec![("return", back)]).await?;
    Ok(place)
}

async fn get(ctx: &Ctx, app: &App, id: PrintJobId) -> Result<PrintJob, Error> {
    authorise(&ctx.actor, UseCase::PrintPaper, Relation::default())?;
    let found = store::record::find::<PrintJob>(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    found.ok_or(Error::NotFound)
}

/// Takes a paper out of its queue.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it is printed or out already.
pub async fn cancel(ctx: &Ctx, app: &App, id: PrintJobId) -> Result<Place, Error> {
    let job = get(ctx, app, id).await?;
    let place = job.place.clone();
    let out = job.drop_out(Dropped::Cancelled, ctx.actor.person, ctx.now).map_err(Error::Conflict)?;
    update(ctx, app, vec![("cancel", vec![out])]).await?;
    Ok(place)
}

/// Puts what was printed into the queue once more.
///
/// # Errors
/// [`Error::NotFound`], also for a paper about a person: that is asked for at their record.
pub async fn again(ctx: &Ctx, app: &App, id: PrintJobId) -> Result<Place, Error> {
    let job = get(ctx, app, id).await?;
    if job.paper.is_personal() || !matches!(job.state, State::Printed { .. }) {
        return Err(Error::NotFound);
    }
    add(ctx, app, job.place.clone(), job.paper, Why::Again).await?;
    Ok(job.place)
}

/// What time does to papers; gives to how many.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let jobs = listed(ctx, app).await?.into_iter();
    let turned: Vec<PrintJob> = jobs.filter_map(|job| job.turned(ctx.now, ctx.today())).collect();
    let count = turned.len();
    match update(ctx, app, vec![("turn", turned)]).await {
        // Somebody printed meanwhile; the next run sees what is left.
        Ok(()) => Ok(count),
        Err(Error::Conflict(_)) => Ok(0),
        Err(failed) => Err(failed),
    }
}
