//! What came of talks, many at a time: a booth hands its sheet in whole. A registered person who is hired gets into the ledger by
//! the referral's own steps, so that a head is taken, the opening filled and one claim made, and no second way counts a hire.

use domain::Ctx;
use domain::actor::Channel;
use domain::hiring_event::{HiringEvent, State as Stage};
use domain::id::{EmployerId, HiringEventId, InterviewId, OpeningId, PlacementId, SeekerId};
use domain::interview::{Interview, Outcome, State};
use domain::message::Message;
use domain::placement::{How, Terms};
use domain::referral::{self, DeclineReason, Referral, RejectReason};
use jiff::civil::Date;

use super::{doors, find, now};
use crate::hiring_event::{held, minded};
use crate::placement::{Claim, claim};
use crate::referral::{agree, answer, propose, send};
use crate::{App, Error};

/// What came of a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Hired.
    Hired {
        /// First day of work.
        start_on: Date,
        /// For which opening; `None` for the one that was booked.
        opening: Option<OpeningId>,
    },
    /// The employer wants to see them again: by which day that has a result.
    SecondRound(Date),
    /// The employer said no.
    Rejected(RejectReason),
    /// The person said no.
    Declined(DeclineReason),
    /// The person did not come, or was gone.
    NoShow,
}

/// Notes what came of talks. Those that are no hire are noted all or none; each hire is written with its claim.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `by`, `start_on` and `opening`; [`Error::Conflict`] before the doors were opened,
/// when a talk has ended, and with whatever the referral of a hire refuses.
pub async fn settle(
    ctx: &Ctx,
    app: &App,
    event: HiringEventId,
    answers: Vec<(InterviewId, Answer)>,
) -> Result<(), Error> {
    let event = minded(ctx, app, event).await?;
    // Paper and second rounds come after the close, too.
    if !matches!(event.state, Stage::Closed { .. }) {
        doors(&event).map_err(Error::Conflict)?;
    }
    let (mut hires, mut others) = (Vec::new(), Vec::new());
    for (id, answer) in answers {
        match answer {
            Answer::Hired { start_on, opening } => hires.push((id, start_on, opening)),
            _ => others.push((id, answer)),
        }
    }
    if !others.is_empty() {
        write(ctx, app, event.id, others).await?;
    }
    for (id, start_on, opening) in hires {
        hire(ctx, app, &event, (id, start_on, opening)).await?;
    }
    Ok(())
}

async fn write(
    ctx: &Ctx,
    app: &App,
    event: HiringEventId,
    answers: Vec<(InterviewId, Answer)>,
) -> Result<(), Error> {
    app.decide(ctx, move |tx, ctx| {
        let answers = answers.clone();
        Box::pin(async move {
            held(tx, &ctx, event).await?;
            for (id, answer) in answers {
                let one = now(tx, &ctx, id).await?;
                if one.event != event {
                    return Err(store::Error::NotFound.into());
                }
                let (verb, next) = answered(one, answer, &ctx)?;
                store::interview::update(tx, &ctx, verb, &next).await?;
            }
            Ok(())
        })
    })
    .await
}

fn answered(one: Interview, answer: Answer, ctx: &Ctx) -> Result<(&'static str, Interview), Error> {
    let (verb, how) = match answer {
        Answer::SecondRound(by) => {
            let next = one.step(ctx.now, |state| state.second_round(ctx.now, by, ctx.today()));
            let fields = [("interview-second-past", "by")];
            let next = next.map_err(|why| crate::record::at(Error::Conflict(why), &fields))?;
            return Ok(("second_round", next));
        }
        Answer::Rejected(reason) => ("reject", Outcome::Rejected { reason }),
        Answer::Declined(reason) => ("decline", Outcome::Declined { reason }),
        Answer::NoShow => ("no_show", Outcome::NoShow),
        Answer::Hired { start_on, .. } => ("hire", Outcome::Hired { start_on, placement: None }),
    };
    Ok((verb, one.step(ctx.now, |state| state.end(ctx.now, how)).map_err(Error::Conflict)?))
}

async fn hire(
    ctx: &Ctx,
    app: &App,
    event: &HiringEvent,
    (id, start_on, opening): (InterviewId, Date, Option<OpeningId>),
) -> Result<(), Error> {
    let one = find(ctx, app, id).await?;
    let booth = event.booth(one.booth).filter(|_| one.event == event.id).ok_or(Error::NotFound)?;
    let opening = opening.or(one.opening);
    if opening.is_some_and(|opening| !booth.openings.contains(&opening)) {
        return Err(Error::field("opening", Message::new("interview-opening-away")));
    }
    if start_on < event.on {
        let why = Message::new("interview-start-before").with("day", event.on.to_string());
        return Err(Error::field("start_on", why));
    }
    // What the talk refuses is refused before anything stands in the ledger.
    answered(one.clone(), Answer::Hired { start_on, opening }, ctx)?;
    let placement = match one.seeker() {
        Some(seeker) => {
            let needed = || Error::field("opening", Message::new("interview-opening-needed"));
            let opening = opening.ok_or_else(needed)?;
            Some(counted(ctx, app, (seeker, booth.employer), opening, start_on).await?)
        }
        None => None,
    };
    let event = event.id;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            held(tx, &ctx, event).await?;
            let one = Interview { opening, ..now(tx, &ctx, id).await? };
            let how = Outcome::Hired { start_on, placement };
            let hired = one.step(ctx.now, |state: State| state.end(ctx.now, how))?;
            store::interview::update(tx, &ctx, "hire", &hired).await?;
            Ok(())
        })
    })
    .await
}

/// The claim of a hire. A second try goes on where the first was cut off, so that there is one.
async fn counted(
    ctx: &Ctx,
    app: &App,
    (seeker, employer): (SeekerId, EmployerId),
    opening: OpeningId,
    start_on: Date,
) -> Result<PlacementId, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut known = store::referral::of_seeker(store, tenant, seeker).await.map_err(crate::fault)?;
    known.retain(|referral| referral.opening == opening);
    if let Some(done) = known.iter().find_map(|referral| claim_of(referral, start_on)) {
        return Ok(done);
    }
    let live = known.iter().find(|referral| referral.state.is_live());
    let sent = live.and_then(|referral| referral.state.letter()).map(|letter| letter.sent_on);
    // No letter goes out before today, and none after the work began: paper that came late is claimed as found at the event.
    if start_on < ctx.today() && sent.is_none_or(|sent_on| sent_on > start_on) {
        return claimed(ctx, app, (seeker, employer), opening, start_on).await;
    }
    let id = match live {
        Some(referral) => referral.id,
        None => propose(ctx, app, seeker, opening).await?,
    };
    let read = || store::referral::get(store, tenant, id);
    let mut referral = read().await.map_err(crate::fault)?;
    if matches!(referral.state, referral::State::Proposed) {
        agree(ctx, app, id, referral.version, Channel::Event).await?;
        referral = read().await.map_err(crate::fault)?;
    }
    if matches!(referral.state, referral::State::Consented { .. }) {
        send(ctx, app, id, referral.version).await?;
        referral = read().await.map_err(crate::fault)?;
    }
    answer(ctx, app, id, referral.version, crate::referral::Answer::Hired(start_on)).await?;
    let ended = read().await.map_err(crate::fault)?;
    claim_of(&ended, start_on).ok_or(Error::NotFound)
}

fn claim_of(referral: &Referral, day: Date) -> Option<PlacementId> {
    match &referral.state {
        referral::State::Ended { how: referral::Outcome::Hired { start_on, placement }, .. } => {
            Some(*placement).filter(|_| *start_on == day)
        }
        _ => None,
    }
}

async fn claimed(
    ctx: &Ctx,
    app: &App,
    (seeker, employer): (SeekerId, EmployerId),
    opening: OpeningId,
    start_on: Date,
) -> Result<PlacementId, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::seeker::find(store, tenant, seeker).await.map_err(crate::fault)?;
    let (of, _) = found.ok_or(Error::NotFound)?;
    let known = store::placement::of_person(store, tenant, of.person).await.map_err(crate::fault)?;
    let same = known.iter().find(|one| one.employer == employer && one.start_on == start_on);
    if let Some(same) = same.filter(|one| one.state.is_live()) {
        return Ok(same.id);
    }
    let content = store::opening::get(store, tenant, opening).await.map_err(crate::fault)?.content;
    let terms = Terms {
        employment_type: content.employment_type,
        contract_months: content.contract_months.and_then(|months| u16::try_from(months).ok()),
        weekly_minutes: content.work_time.weekly_minutes(),
        day_labour: content.work_days.is_some(),
        person_days: content.work_days,
    };
    let wanted = Claim {
        seeker,
        employer,
        how: How::Event,
        letter: String::new(),
        born_on: None,
        referred_on: None,
        start_on,
        terms,
        work_area: content.workplace.areas.first().cloned(),
        project: content.project,
    };
    claim(ctx, app, wanted).await
}
