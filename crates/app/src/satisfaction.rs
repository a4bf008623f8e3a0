//! Questions to people after something is over: put once, by the way on which they hear from us; a reminder after a week, a
//! call after two, and never again. The day's work does it; it may run twice, and in two processes at once.
//!
//! It must not know how answers add up: that is `sums` beside it.

mod reply;
mod sums;

use std::collections::BTreeSet;

use domain::Ctx;
use domain::cohort::{Cohort, State as Stage};
use domain::enrolment::StateName as Part;
use domain::hiring_event::{HiringEvent, State as Event};
use domain::id::{EnrolmentId, PersonId, PlacementId, SatisfactionId};
use domain::message::Message;
use domain::notice::{About as Beside, Kind as News, Notice, To};
use domain::placement::{Placement, State as Standing};
use domain::reference::Reference;
use domain::reminder::days_after;
use domain::satisfaction::{About, BEGUN_WITHIN_DAYS, Channel, Kind, Satisfaction, State};
use domain::seeker::Profile;
use jiff::civil::Date;

pub use self::reply::{Asked, Noted, Open, answer, asked, note, open, refuse};
pub(crate) use self::sums::of_event;
pub use self::sums::{After, FollowUp, Group, Public, Published, follow_up, of_program, public, words};
use crate::{App, Error};

/// Claims and questions read in one go.
const BATCH: usize = 500;

/// Letters of the secret after the id.
const LENGTH: usize = 40;

/// The secret of a question's link, drawn from the master key: nothing of it is stored.
pub fn token(app: &App, id: SatisfactionId) -> String {
    let mac = app.store.blind(app.tenant, "satisfaction-link", &id.to_string());
    format!("{}-{}", id.0.simple(), mac.get(..LENGTH).unwrap_or_default())
}

/// The day's work: puts what is to be asked, reminds, and ends what nobody answered. A machine away from home asks nobody: home
/// does.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    if app.store.outpost().is_some() {
        return Ok(0);
    }
    let put = ask_cohorts(ctx, app).await? + ask_visitors(ctx, app).await? + ask_placements(ctx, app).await?;
    Ok(put + go_on(ctx, app).await?)
}

/// Asks everybody who completed a cohort that was closed lately.
async fn ask_cohorts(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let (store, tenant, mut put) = (&app.store, ctx.tenant, 0);
    let since = days_after(ctx.today(), -BEGUN_WITHIN_DAYS);
    for cohort in store::record::all::<Cohort>(store, tenant).await.map_err(crate::fault)? {
        let Stage::Completed { at, .. } = cohort.state else { continue };
        if ctx.zone.to_datetime(at).date() < since {
            continue;
        }
        let known = store::satisfaction::of_group(store, tenant, cohort.id).await.map_err(crate::fault)?;
        let known: BTreeSet<EnrolmentId> = known
            .into_iter()
            .filter_map(|(one, _)| match one.about {
                About::Cohort { enrolment, .. } => Some(enrolment),
                About::Event { .. } | About::Placement { .. } => None,
            })
            .collect();
        for (one, _) in store::enrolment::of_cohort(store, tenant, cohort.id).await.map_err(crate::fault)? {
            let completed = one.state.name() == Part::Completed && !known.contains(&one.id);
            if let Some(person) = one.person().filter(|_| completed) {
                let about = About::Cohort { cohort: cohort.id, enrolment: one.id };
                put += usize::from(ask(ctx, app, person, (about, cohort.until)).await?);
            }
        }
    }
    Ok(put)
}

/// Asks whoever talked to an employer at a hiring event, from the day after it was closed: once however many talks they had,
/// and nobody of whom nothing but a number is known.
async fn ask_visitors(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let (store, tenant, mut put) = (&app.store, ctx.tenant, 0);
    let (since, today) = (days_after(ctx.today(), -BEGUN_WITHIN_DAYS), ctx.today());
    for event in store::record::all::<HiringEvent>(store, tenant).await.map_err(crate::fault)? {
        let Event::Closed { at } = event.state else { continue };
        let closed_on = ctx.zone.to_datetime(at).date();
        if closed_on < since || closed_on >= today {
            continue;
        }
        let known = store::satisfaction::of_group(store, tenant, event.id).await.map_err(crate::fault)?;
        let mut known: BTreeSet<PersonId> = known.into_iter().filter_map(|(one, _)| one.person).collect();
        let talks = store::interview::of_event(store, tenant, event.id).await.map_err(crate::fault)?;
        for one in talks.iter().filter(|one| one.state.was_held()) {
            let Some(person) = one.person().filter(|person| !known.contains(person)) else { continue };
            let everyone = store::merge::same_as(store, tenant, person).await.map_err(crate::fault)?;
            let before = everyone.iter().any(|same| known.contains(same));
            known.extend(everyone);
            if !before {
                let about = About::Event { event: event.id, interview: one.id };
                put += usize::from(ask(ctx, app, person, (about, event.on)).await?);
            }
        }
    }
    Ok(put)
}

/// Asks whoever began to work 1, 3, 6 or 12 months ago. Of whom it is only to be known whether they are still there, and who
/// reads neither mail nor text messages, the claim itself is on the list of calls.
async fn ask_placements(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let (today, mut put) = (ctx.today(), 0);
    let mut last: (Date, Option<PlacementId>) = (days_after(today, -BEGUN_WITHIN_DAYS), None);
    loop {
        let found = store::satisfaction::placements(&app.store, ctx.tenant, (last, today), BATCH).await;
        let (found, before) = (found.map_err(crate::fault)?, last);
        for placement in &found {
            let Some((months, on)) = placement.next_look() else { continue };
            last = (on, Some(placement.id));
            let about = About::Placement { placement: placement.id, employer: placement.employer, months };
            put += usize::from(ask(ctx, app, placement.person, (about, on)).await?);
        }
        if found.len() < BATCH || last == before {
            return Ok(put);
        }
    }
}

/// Puts one question, unless the person was asked it before, wants none, or nobody is there to be asked.
async fn ask(ctx: &Ctx, app: &App, person: PersonId, what: (About, Date)) -> Result<bool, Error> {
    if is_out(ctx, app, person).await? || crate::seeker::is_dead(ctx, app, person).await? {
        return Ok(false);
    }
    let Some(profile) = told(ctx, app, person).await? else { return Ok(false) };
    let by = channel(app, &profile);
    if what.0.kind() == Kind::Retention && by != Channel::Message {
        return Ok(false);
    }
    let one = Satisfaction::ask(ctx, what, person, by);
    let news = news(ctx, &one);
    let written = app.write(ctx, move |tx, ctx| {
        let (one, news) = (one.clone(), news.clone());
        Box::pin(async move {
            store::satisfaction::insert(tx, &ctx, &one).await?;
            match &news {
                Some(news) => store::notice::insert(tx, &ctx, news).await,
                None => Ok(()),
            }
        })
    });
    match written.await {
        Ok(()) => Ok(true),
        // Another process was quicker, or the person was erased in this moment.
        Err(Error::Conflict(_) | Error::NotFound) => Ok(false),
        Err(failed) => Err(failed),
    }
}

/// Whether a person said, under whichever id, that they want to be asked nothing of the kind.
async fn is_out(ctx: &Ctx, app: &App, person: PersonId) -> Result<bool, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        let all = store::satisfaction::of_person(store, tenant, same).await.map_err(crate::fault)?;
        if all.iter().any(|(one, _)| matches!(one.state, State::Refused { always: true, .. })) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a person told by the registration that runs, or ran last; `None` once they were erased.
async fn told(ctx: &Ctx, app: &App, person: PersonId) -> Result<Option<Profile>, Error> {
    let Some(latest) = crate::seeker::latest(ctx, app, person).await? else { return Ok(None) };
    let found = store::seeker::find(&app.store, ctx.tenant, latest.id).await.map_err(crate::fault)?;
    Ok(found.and_then(|(_, profile)| profile))
}

/// By mail or text message where they read them, else by a call, else by a letter.
fn channel(app: &App, profile: &Profile) -> Channel {
    let ways = crate::digest::ways(app);
    let silent = profile.mobile.is_empty() && profile.phone.is_empty() && profile.proxy_phone.is_empty();
    match profile.heard_at() {
        Some((way, _)) if ways.contains(&way) => Channel::Message,
        _ if silent => Channel::Letter,
        _ => Channel::Call,
    }
}

/// What goes out about a question that is put, or of which somebody is reminded.
fn news(ctx: &Ctx, one: &Satisfaction) -> Option<Notice> {
    let person = one.person.filter(|_| one.by == Channel::Message)?;
    let about = Beside { satisfaction: Some(one.id), ..Beside::default() };
    Some(Notice::new(ctx, To::Person(person), News::SatisfactionAsked, about))
}

/// Reminds whoever was written to a week ago, and ends what is known otherwise or too old.
async fn go_on(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let mut changed = 0;
    loop {
        let due = store::satisfaction::turns(&app.store, ctx.tenant, ctx.today(), BATCH).await;
        let due = due.map_err(crate::fault)?;
        let (many, before) = (due.len(), changed);
        for one in due {
            changed += usize::from(step(ctx, app, one).await?);
        }
        // What another process has just changed comes again tomorrow.
        if many < BATCH || changed == before {
            return Ok(changed);
        }
    }
}

async fn step(ctx: &Ctx, app: &App, one: Satisfaction) -> Result<bool, Error> {
    let over = ctx.today() >= one.until() || is_known(ctx, app, &one).await?;
    let (verb, next) = match over {
        true => ("lapse", one.lapse(ctx.now)),
        false => ("remind", one.remind(ctx.today(), ctx.now)),
    };
    let Ok(next) = next else { return Ok(false) };
    // A first message that still waits to be sent is the reminder.
    let news = match next.person.filter(|_| next.is_open()) {
        Some(person) => {
            let waiting = store::notice::waiting(&app.store, ctx.tenant, person).await;
            let waits = waiting.map_err(crate::fault)?.iter().any(|n| n.about.satisfaction == Some(next.id));
            news(ctx, &next).filter(|_| !waits)
        }
        None => None,
    };
    let written = app.write(ctx, move |tx, ctx| {
        let (next, news) = (next.clone(), news.clone());
        Box::pin(async move {
            store::satisfaction::update(tx, &ctx, verb, &next).await?;
            match &news {
                Some(news) => store::notice::insert(tx, &ctx, news).await,
                None => Ok(()),
            }
        })
    });
    match written.await {
        Ok(()) => Ok(true),
        Err(Error::Conflict(_) | Error::NotFound) => Ok(false),
        Err(failed) => Err(failed),
    }
}

/// Whether it is known by now whether somebody still works where they are asked about, and nothing else is asked.
async fn is_known(ctx: &Ctx, app: &App, one: &Satisfaction) -> Result<bool, Error> {
    let About::Placement { placement, months, .. } = one.about else { return Ok(false) };
    if one.about.asks_how() {
        return Ok(false);
    }
    let found = store::placement::find(&app.store, ctx.tenant, placement).await.map_err(crate::fault)?;
    Ok(found.is_none_or(|placement| is_settled(&placement, months)))
}

/// Whether nobody needs to ask any more if somebody is there after so many months.
fn is_settled(placement: &Placement, months: u8) -> bool {
    placement.known_after(months).is_some() || !matches!(placement.state, Standing::Confirmed { .. })
}

/// What a question is about, in words.
pub(crate) async fn what(ctx: &Ctx, app: &App, about: &About) -> Result<Message, Error> {
    Ok(match about {
        About::Cohort { cohort, .. } => {
            let found = store::record::find::<Cohort>(&app.store, ctx.tenant, *cohort).await;
            named(app.reference, found.map_err(crate::fault)?.as_ref())
        }
        About::Event { event, .. } => {
            let found = store::record::find::<HiringEvent>(&app.store, ctx.tenant, *event).await;
            let title = found.map_err(crate::fault)?.map(|event| event.title).unwrap_or_default();
            Message::new("satisfaction-about-event").with("event", title)
        }
        About::Placement { employer, .. } => {
            let found =
                store::employer::find(&app.store, ctx.tenant, *employer).await.map_err(crate::fault)?;
            let name = found.map(|employer| employer.name).unwrap_or_default();
            Message::new("satisfaction-about-placement").with("employer", name)
        }
    })
}

/// A cohort in words: its programme and which run of it.
pub fn named(reference: &Reference, cohort: Option<&Cohort>) -> Message {
    let number = cohort.map_or(0, |cohort| cohort.number);
    let program = cohort.and_then(|cohort| reference.support_programs.get(&cohort.program));
    let words = Message::new("satisfaction-about-cohort").with("number", number);
    match (program, cohort) {
        (Some(program), _) => words.with("program", program.name()),
        (None, Some(cohort)) => words.with("program", cohort.program.as_str()),
        (None, None) => words.with("program", ""),
    }
}
