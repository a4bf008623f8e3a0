//! The weekly bulletin: making the issues of a week once, freezing what they say, finding them again. An issue says what the
//! public lists said at its change number, and of the issue before it what is no longer there.

mod select;

use domain::Ctx;
use domain::bulletin::{
    Bulletin, Choice, Erratum, Facts, Form, Line, Said, Segment, is_due, issue_of, reply_code,
    spaced_reply_code,
};
use domain::id::{BulletinId, OpeningId};
use domain::message::{Lang, Message};
use domain::opening::Reception;
use domain::person::written_phone;
use domain::policy::{Relation, UseCase, authorise};
use domain::print_job::{Paper, Place, PrintJob, Why};
pub use select::{Chosen, choose};

use crate::opening::Listed;
use crate::paper::large_list::{hours, way};
use crate::{App, Error};

/// Past issues of a choice that are listed.
const LISTED: i64 = 60;

/// An issue in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub id: BulletinId,
    /// Its number.
    pub number: String,
}

/// This week's issue of a choice; made when nobody made it yet.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for a dong or sector that the city has not.
pub async fn issue(ctx: &Ctx, app: &App, choice: Choice) -> Result<Bulletin, Error> {
    authorise(&ctx.actor, UseCase::PrintPaper, Relation::default())?;
    check(app, &choice)?;
    let (number, _) = issue_of(ctx.today());
    match find(ctx, app, &format!("{number} {}", choice.key())).await? {
        Some(known) => Ok(known),
        None => make(ctx, app, choice, Vec::new()).await,
    }
}

/// One issue, as everybody may read it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Internal`] when it does not say any more what it said.
pub async fn get(ctx: &Ctx, app: &App, id: BulletinId) -> Result<Bulletin, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let found = store::record::find::<Bulletin>(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let found = found.ok_or(Error::NotFound)?;
    if found.holds() { Ok(found) } else { Err(Error::internal(store::Error::Unreadable("bulletin"))) }
}

/// Issues of a choice, the newest first.
///
/// # Errors
/// [`Error::Invalid`] for a dong or sector that the city has not.
pub async fn list(ctx: &Ctx, app: &App, choice: &Choice) -> Result<Vec<Row>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    check(app, choice)?;
    let found = store::bulletin::of_choice(&app.store, ctx.tenant, &choice.key(), LISTED).await;
    let row = |(id, known_as): (BulletinId, String)| Row {
        id,
        number: known_as.split(' ').next().unwrap_or_default().to_owned(),
    };
    Ok(found.map_err(crate::fault)?.into_iter().map(row).collect())
}

fn check(app: &App, choice: &Choice) -> Result<(), Error> {
    if choice.dong.as_ref().is_some_and(|dong| !app.city.is_dong(dong)) {
        return Err(Error::field("dong", Message::new("bulletin-dong-unknown")));
    }
    if choice.sector.as_deref().is_some_and(|sector| app.city.sector(sector).is_none()) {
        return Err(Error::field("sector", Message::new("project-sector-unknown")));
    }
    // Issues are of dongs, groups and sectors; occupations are for kiosks.
    if choice.occupation.is_some() { Err(Error::NotFound) } else { Ok(()) }
}

async fn find(ctx: &Ctx, app: &App, known_as: &str) -> Result<Option<Bulletin>, Error> {
    store::record::known_as(&app.store, ctx.tenant, known_as).await.map_err(crate::fault)
}

/// Gathers, freezes and keeps an issue, and puts it into queues in the same transaction. Whoever comes second gets the
/// first one's.
async fn make(ctx: &Ctx, app: &App, choice: Choice, queues: Vec<(Place, Form)>) -> Result<Bulletin, Error> {
    let facts = gather(ctx, app, choice).await?;
    let made = Bulletin::freeze(ctx.id(), facts, ctx.actor.person);
    let known_as = made.facts.known_as();
    let jobs: Vec<PrintJob> = queues.into_iter().map(|(place, form)| job(ctx, &made, place, form)).collect();
    let kept = made.clone();
    let written = app.write(ctx, move |tx, ctx| {
        let (kept, jobs) = (kept.clone(), jobs.clone());
        Box::pin(async move {
            store::record::insert(tx, &ctx, &kept).await?;
            for job in &jobs {
                store::record::insert(tx, &ctx, job).await?;
            }
            Ok(())
        })
    });
    match written.await {
        Ok(()) => Ok(made),
        Err(Error::Conflict(message)) => find(ctx, app, &known_as).await?.ok_or(Error::Conflict(message)),
        Err(failed) => Err(failed),
    }
}

fn job(ctx: &Ctx, issue: &Bulletin, place: Place, form: Form) -> PrintJob {
    let paper = Paper::Issue { bulletin: issue.id, form };
    let once = format!("{place} {form} {}", issue.facts.known_as());
    let new = PrintJob::new(ctx.id(), (place, paper, Why::Weekly), ctx.actor.person, ctx.now, ctx.today());
    PrintJob { once: Some(once), ..new }
}

/// The week's issues with the queues in which each waits: every dong's at its own desk, the city's at the centre, what is
/// near a stop on the bus.
fn week(app: &App) -> Vec<(Choice, Vec<(Place, Form)>)> {
    let of = |segment| Choice { segment, ..Choice::city() };
    let mut all = vec![
        (of(Segment::All), vec![(Place::Centre, Form::A4), (Place::Centre, Form::A3)]),
        (of(Segment::Senior), vec![(Place::Centre, Form::Large)]),
        (of(Segment::Youth), vec![(Place::Centre, Form::A4)]),
        (of(Segment::NearStop), vec![(Place::Bus, Form::Large)]),
    ];
    all.extend(app.city.sectors().iter().map(|sector| {
        (Choice { sector: Some(sector.id.clone()), ..Choice::city() }, vec![(Place::Centre, Form::A4)])
    }));
    all.extend(app.city.dongs().map(|dong| {
        let place = Place::Dong(dong.code.clone());
        let forms = [Form::A4, Form::A3, Form::Large].map(|form| (place.clone(), form));
        (Choice::near(dong.code.clone()), forms.to_vec())
    }));
    all
}

/// Makes the issues of the week once its hour has struck; those that have nothing to say are left out. Gives how many it
/// made.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn weekly(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    if !is_due(app.city.bulletin(), ctx.now, app.city.zone()) {
        return Ok(0);
    }
    let (number, _) = issue_of(ctx.today());
    let known = store::bulletin::of_week(&app.store, ctx.tenant, &number).await.map_err(crate::fault)?;
    let (mut made, mut wanted) = (0, week(app));
    wanted.retain(|(choice, _)| {
        let name = format!("{number} {}", choice.key());
        !known.iter().any(|(_, known_as)| *known_as == name)
    });
    for (choice, queues) in wanted {
        if choose(ctx, app, &choice)?.items.is_empty() {
            continue;
        }
        make(ctx, app, choice, queues).await?;
        made += 1;
    }
    Ok(made)
}

async fn gather(ctx: &Ctx, app: &App, choice: Choice) -> Result<Facts, Error> {
    let chosen = choose(ctx, app, &choice)?;
    let (number, week_of) = issue_of(ctx.today());
    let errata = errata(ctx, app, &choice, &number, &chosen.items).await?;
    let place = match &choice.dong {
        Some(dong) => {
            let name = app.city.areas().name(dong).to_owned();
            Said { en: name.clone(), ko: name }
        }
        None => Said { ko: app.city.name_ko().to_owned(), en: app.city.name_en().to_owned() },
    };
    let sector = choice.sector.as_deref().and_then(|id| app.city.sector(id));
    let sector = sector.map(|of| Said { ko: of.name_ko.clone(), en: of.name_en.clone() });
    let most = app.city.bulletin().most;
    Ok(Facts {
        number,
        week_of,
        place,
        sector: sector.unwrap_or_default(),
        seq: chosen.seq,
        as_of: ctx.now,
        phone: app.city.phone().to_owned(),
        total: chosen.items.len(),
        lines: chosen.items.iter().take(most).map(|listed| line(app, listed)).collect(),
        errata,
        choice,
    })
}

/// An opening as paper says it.
pub fn line(app: &App, listed: &Listed) -> Line {
    let content = &listed.opening.content;
    let both = |say: &dyn Fn(Lang) -> String| Said { ko: say(Lang::Ko), en: say(Lang::En) };
    // The employer's telephone where one applies by telephone; the centre helps with all others.
    let direct = content.reception.contains(&Reception::Phone) && !listed.employer.phone.is_empty();
    let phone = if direct { &listed.employer.phone } else { app.city.phone() };
    let address = content.workplace.address.trim();
    Line {
        opening: listed.opening.id,
        number: listed.opening.origin.number.clone(),
        code: code(&listed.opening.origin.number),
        title: content.title.clone(),
        employer: listed.employer.name.clone(),
        place: if address.is_empty() { listed.area_name.clone() } else { address.to_owned() },
        distance_m: listed.distance_m,
        way: both(&|lang| way(app, listed, lang)),
        hourly_won: listed.hourly_won,
        monthly_won: listed.monthly_won,
        wage_note: content.wage_note.clone(),
        days: content.work_time.weekdays.map_or(0, |days| days.0 & 0b111_1111),
        hours: both(&|lang| hours(app, listed, lang)),
        heads: content.headcount,
        phone: written_phone(&phone.replace('-', "")),
        direct,
        until: content.deadline.last_day(),
        doubted: listed.doubted,
    }
}

/// The reply code of a receipt number in groups; the number itself where it has another form.
pub fn code(number: &str) -> String {
    reply_code(number).map_or_else(|| number.to_owned(), |code| spaced_reply_code(&code))
}

/// What the issue before this one showed and is no longer there.
async fn errata(
    ctx: &Ctx,
    app: &App,
    choice: &Choice,
    number: &str,
    now: &[Listed],
) -> Result<Vec<Erratum>, Error> {
    let known = store::bulletin::of_choice(&app.store, ctx.tenant, &choice.key(), 2).await;
    let before = known.map_err(crate::fault)?.into_iter().find(|(_, name)| !name.starts_with(number));
    let Some((id, _)) = before else { return Ok(Vec::new()) };
    let before = get(ctx, app, id).await?;
    let mut gone = Vec::new();
    for line in before.facts.lines {
        if now.iter().any(|listed| listed.opening.id == line.opening) {
            continue;
        }
        if let Some(state) = ended(ctx, app, line.opening).await? {
            let Line { opening, code, title, employer, .. } = line;
            gone.push(Erratum { opening, code, title, employer, state });
        }
    }
    Ok(gone)
}

/// Word of how an opening ended; `None` while it is still shown somewhere, only not in this choice.
async fn ended(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Option<String>, Error> {
    if app.projection.with(|state| state.openings.contains_key(&id)) {
        return Ok(None);
    }
    let found = store::opening::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    Ok(Some(found.map_or("closed".to_owned(), |opening| opening.state.name().to_string())))
}
