//! Whom an opening may suit, told to its employer without saying who: experience in bands, which conditions hold, points in
//! tenths; and the request that the centre introduce one of them. Who it is, staff alone are told.
//!
//! Nothing leaves this file that says more: exact points for the way would be a distance from home.

use domain::Ctx;
use domain::id::{OpeningId, SuggestionId};
use domain::message::Message;
use domain::notice::{About, Kind, Notice, To};
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::Pair;
use domain::seeker::Seeker;
use domain::suggestion::{Audience, Competition};
use matching::{Candidate, ConstraintState, Explanation};

use super::{Shown, keep, suggestion, wishes};
use crate::{App, Error};

/// People of a list at most.
const MOST: usize = 10;
/// Notices of a person among which one is looked for.
const NOTICES: usize = 100;
/// Tenths of a part's points are told, no more.
const TENTHS: i32 = 10;

/// How long somebody has done such work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Band {
    /// Not told.
    Unknown,
    /// Less than a year.
    UnderOne,
    /// One year or two.
    OneToThree,
    /// Three to nine years.
    ThreeToTen,
    /// Ten years or more.
    OverTen,
}

impl From<Option<u32>> for Band {
    fn from(months: Option<u32>) -> Self {
        match months {
            None => Self::Unknown,
            Some(0..12) => Self::UnderOne,
            Some(12..36) => Self::OneToThree,
            Some(36..120) => Self::ThreeToTen,
            Some(120..) => Self::OverTen,
        }
    }
}

/// Somebody whom an opening may suit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnamed {
    /// The list by which they can be asked for.
    pub id: SuggestionId,
    /// How long they have done such work.
    pub experience: Band,
    /// Words for the conditions that hold, and for those that cannot be told (`false`).
    pub conditions: Vec<(String, bool)>,
    /// Words for the parts, and tenths of their points.
    pub parts: Vec<(String, i32)>,
    /// Whether the centre was asked to introduce them.
    pub asked: bool,
}

/// What an employer is told of an opening.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The opening.
    pub opening: Opening,
    /// How many want it.
    pub competition: Competition,
    /// How many people it may suit; `None` where they are so few that even the number would tell of somebody.
    pub total: Option<usize>,
    /// The least number that is told.
    pub least: i64,
    /// The best of them; none where their number is not told.
    pub people: Vec<Unnamed>,
}

/// Whom an opening may suit, of those who agreed to be referred. The list is kept, and each of them reads that it was shown.
///
/// # Errors
/// [`Error::NotFound`] for an opening of somebody else; [`Error::Conflict`] for one that is not open.
pub async fn unnamed(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Asked, Error> {
    let opening = own(ctx, app, id).await?;
    let (store, tenant, today) = (&app.store, ctx.tenant, ctx.today());
    app.pool.catch_up(store, tenant, &app.city).await?;
    let (seq, (total, best)) =
        app.projection.with(|state| (state.seq, app.pool.unnamed(today, &state.market, id, MOST)));
    let (taken, live) = store::referral::competition(store, tenant, id).await.map_err(crate::fault)?;
    let competition = Competition { left: opening.content.headcount.saturating_sub(taken), live };
    let least = app.city.ledger().least_shown;
    let told = Some(total).filter(|n| i64::try_from(*n).is_ok_and(|n| n == 0 || n >= least));
    // Whoever is referred here already, the employer knows or will know by name.
    let referred = store::referral::of_opening(store, tenant, id).await.map_err(crate::fault)?;
    let here =
        |seeker: &Seeker| referred.iter().any(|one| one.person == seeker.person && one.state.is_live());
    let mut known: Vec<(Seeker, Candidate, Explanation)> = Vec::new();
    for seeker in best.into_iter().filter(|_| told.is_some()) {
        let found = store::seeker::find(store, tenant, seeker).await.map_err(crate::fault)?;
        let Some((seeker, Some(profile))) = found else { continue };
        if here(&seeker) {
            continue;
        }
        // The crowd is the employer's to see; whoever may not be referred at all is not shown.
        let pair = Pair {
            seeker: &seeker,
            profile: Some(&profile),
            opening: &opening,
            taken,
            live: 0,
            again: false,
            justified: false,
        };
        if !pair.refusals(app.city.referral_rules(), today).is_empty() {
            continue;
        }
        let candidate = Candidate::from_profile(&profile, app.city.areas(), app.city.stations());
        let Some(explanation) = app.projection.with(|state| state.market.explain(&candidate, id)) else {
            continue;
        };
        known.push((seeker, candidate, explanation));
    }
    let lists = known.iter().zip(1..).map(|((seeker, candidate, explanation), rank)| {
        let version = opening.version;
        let row =
            Shown { rank, opening: id, version, explanation, competition, planned: false, priority: None };
        let made = (seq, wishes(candidate), candidate.missing());
        suggestion(ctx, Audience::Employer, seeker, (made.0, &made.1, &made.2), None, &[row])
    });
    let ids = keep(ctx, app, lists.collect()).await?;
    let mut people = Vec::with_capacity(ids.len());
    for (id, (seeker, candidate, explanation)) in ids.into_iter().zip(&known) {
        people.push(Unnamed {
            id,
            experience: candidate.career_months().into(),
            conditions: conditions(explanation),
            parts: parts(explanation),
            asked: is_asked(ctx, app, seeker, opening.id).await?,
        });
    }
    Ok(Asked { opening, competition, total: told, least, people })
}

/// The employer asks the centre to introduce somebody of a list they were shown: a call that a counsellor makes to the
/// person, with the opening and the registration in it.
///
/// # Errors
/// [`Error::NotFound`] for a list that was not theirs; [`Error::Conflict`] when the person may not be referred any more, or
/// was asked for already.
pub async fn introduce(ctx: &Ctx, app: &App, id: OpeningId, list: SuggestionId) -> Result<(), Error> {
    let opening = own(ctx, app, id).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::suggestion::find(store, tenant, list).await.map_err(crate::fault)?;
    let theirs = found.filter(|list| {
        list.to.audience == Audience::Employer
            && list.to.employer == Some(opening.employer)
            && list.openings().eq([id])
    });
    let seeker = theirs.ok_or(Error::NotFound)?.seeker;
    let found = store::seeker::find(store, tenant, seeker).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    let (taken, live) = store::referral::competition(store, tenant, id).await.map_err(crate::fault)?;
    let own = store::referral::of_person(store, tenant, seeker.person).await.map_err(crate::fault)?;
    let again = own.iter().any(|one| one.opening == id && one.state.is_live());
    let (profile, opening) = (profile.as_ref(), &opening);
    let pair = Pair { seeker: &seeker, profile, opening, taken, live, again, justified: false };
    // Why not would tell of the person.
    if !pair.refusals(app.city.referral_rules(), ctx.today()).is_empty() {
        return Err(Error::Conflict(Message::new("introduction-not-now")));
    }
    if is_asked(ctx, app, &seeker, id).await? {
        return Err(Error::Conflict(Message::new("introduction-asked")));
    }
    let (person, seeker) = (seeker.person, seeker.id);
    app.write(ctx, move |tx, ctx| {
        Box::pin(async move {
            let about = About { opening: Some(id), seeker: Some(seeker), ..About::default() };
            let notice = Notice::new(&ctx, To::Person(person), Kind::IntroductionAsked, about);
            store::notice::insert(tx, &ctx, &notice).await
        })
    })
    .await
}

/// An opening of the employer who asks, on the lists.
async fn own(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Opening, Error> {
    let opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let relation = Relation { employer: Some(opening.employer), ..Relation::default() };
    authorise(&ctx.actor, UseCase::AnswerReferral, relation).map_err(|_| Error::NotFound)?;
    if ctx.actor.employer != Some(opening.employer) {
        return Err(Error::NotFound);
    }
    if !opening.state.is_listed(ctx.today()) {
        return Err(Error::Conflict(Message::new("widen-not-open")));
    }
    Ok(opening)
}

/// Whether the centre was asked for this person and has not spoken to them yet.
async fn is_asked(ctx: &Ctx, app: &App, seeker: &Seeker, opening: OpeningId) -> Result<bool, Error> {
    let told = store::notice::of_person(&app.store, ctx.tenant, seeker.person, NOTICES).await;
    Ok(told.map_err(crate::fault)?.iter().any(|notice| {
        notice.kind == Kind::IntroductionAsked && notice.about.opening == Some(opening) && notice.waits()
    }))
}

fn conditions(explanation: &Explanation) -> Vec<(String, bool)> {
    let told = explanation.constraints.iter().filter(|one| !one.failed());
    told.map(|one| (one.kind.to_string(), one.state != ConstraintState::Unknown)).collect()
}

fn parts(explanation: &Explanation) -> Vec<(String, i32)> {
    let tenths = |points: i32, max: i32| points.saturating_mul(TENTHS) / max.max(1);
    explanation.parts().iter().map(|part| (part.kind.to_string(), tenths(part.points, part.max))).collect()
}
