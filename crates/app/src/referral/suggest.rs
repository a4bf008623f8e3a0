//! Who fits an opening, and why or why not: every active registration ranked for one opening by the same
//! rules by which openings are ranked for a person. What is not known earns nothing.
//!
//! The best are found among what is known of everybody's wishes, and only their records are opened.

use domain::Ctx;
use domain::id::{OpeningId, PersonId};
use domain::look::Purpose;
use domain::message::Message;
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use domain::priority::Facts;
use domain::referral::{FitLine, Pair};
use domain::seeker::{Profile, Seeker};
use domain::suggestion::{Audience, Competition};
use matching::{ConstraintState, Explanation};

use crate::escrow::Apart;
use crate::priority::Prior;
use crate::suggestion::{Shown, suggestion, wishes};
use crate::{App, Error};

/// A person for an opening.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The registration.
    pub seeker: Seeker,
    /// Name of the person.
    pub name: String,
    /// Points, conditions and what is not known.
    pub explanation: Explanation,
    /// Why they may not be referred today; empty when they may.
    pub refusals: Vec<Message>,
    /// By which law they come before others for this work, beside the score.
    pub priority: Option<Message>,
    /// Digest of what matching knew of them.
    wishes: String,
}

/// The best people for an opening.
#[derive(Debug, Clone)]
pub struct Candidates {
    /// The opening.
    pub opening: Opening,
    /// Heads still looked for.
    pub left: u32,
    /// Referrals that wait for an answer.
    pub live: u32,
    /// Heads that are set aside.
    pub apart: Apart,
    /// Who meets every condition, best first.
    pub full: Vec<Candidate>,
    /// Who fails exactly one condition, best first.
    pub near: Vec<Candidate>,
}

struct Ranked {
    failed: usize,
    seeker: Seeker,
    profile: Profile,
    explanation: Explanation,
}

/// The best candidates of an opening among those whom who asks needs to know. Everyone shown was looked at, and
/// what was shown of each is kept.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the opening is not on the lists.
pub async fn candidates(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Candidates, Error> {
    authorise(&ctx.actor, UseCase::WriteReferral, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let opening = store::opening::get(store, tenant, id).await.map_err(crate::fault)?;
    let referrals = store::referral::of_opening(store, tenant, id).await.map_err(crate::fault)?;
    let taken = store::referral::taken(store, tenant, id).await.map_err(crate::fault)?;
    let live: Vec<PersonId> = referrals
        .iter()
        .filter(|referral| referral.state.is_live())
        .map(|referral| referral.person)
        .collect();
    let (rules, today) = (app.city.referral_rules(), ctx.today());
    app.pool.catch_up(store, tenant, &app.city).await?;
    let prior = Prior::of(app, &opening, today).await?;
    let (seq, best) = app.projection.with(|state| {
        let first = |facts: &Facts| prior.held(facts);
        (state.seq, app.pool.best(ctx, &state.market, id, rules.shown, first))
    });
    let mut ranked: Vec<Ranked> = Vec::with_capacity(best.len());
    for seeker in best {
        let found = store::seeker::find(store, tenant, seeker).await.map_err(crate::fault)?;
        let Some((seeker, Some(profile))) = found else { continue };
        let Some(explanation) = explain(app, &profile, id) else { continue };
        ranked.push(Ranked { failed: explanation.failed().count(), seeker, profile, explanation });
    }
    let waiting = u32::try_from(live.len()).unwrap_or(u32::MAX);
    let shown = |failed: usize| {
        let best = ranked.iter().filter(|one| one.failed == failed).take(rules.shown);
        best.map(|one| {
            let pair = Pair {
                seeker: &one.seeker,
                profile: Some(&one.profile),
                opening: &opening,
                taken,
                live: waiting,
                again: live.contains(&one.seeker.person),
                justified: false,
            };
            Candidate {
                refusals: pair.refusals(rules, today),
                seeker: one.seeker.clone(),
                name: one.profile.name.clone(),
                explanation: one.explanation.clone(),
                priority: prior.says(&Facts::of(&one.profile)),
                wishes: wishes(&columns(app, &one.profile)),
            }
        })
        .collect::<Vec<_>>()
    };
    let (full, near) = (shown(0), shown(1));
    let looked = full.iter().chain(&near).map(|candidate| candidate.seeker.person).collect();
    crate::look::leave(ctx, app, looked, Purpose::Match).await?;
    let left = opening.content.headcount.saturating_sub(taken);
    let competition = Competition { left, live: waiting };
    let lists = full.iter().chain(&near).zip(1..).map(|(one, rank)| {
        let (explanation, version) = (&one.explanation, opening.version);
        let priority = one.priority.as_ref();
        let row = Shown { rank, opening: id, version, explanation, competition, planned: false, priority };
        let made = (seq, one.wishes.as_str(), explanation.missing.as_slice());
        suggestion(ctx, Audience::Candidates, &one.seeker, made, None, &[row])
    });
    crate::suggestion::keep(ctx, app, lists.collect()).await?;
    let apart = crate::escrow::apart(ctx, app, id).await?;
    Ok(Candidates { opening, left, live: waiting, apart, full, near })
}

fn explain(app: &App, profile: &Profile, opening: OpeningId) -> Option<Explanation> {
    let candidate = columns(app, profile);
    app.projection.with(|state| state.market.explain(&candidate, opening))
}

fn columns(app: &App, profile: &Profile) -> matching::Candidate {
    matching::Candidate::from_profile(profile, app.city.areas(), app.city.stations())
}

/// Why a person was referred, as it was seen at that moment.
pub(super) fn lines(app: &App, profile: &Profile, opening: OpeningId) -> Vec<FitLine> {
    let Some(explanation) = explain(app, profile, opening) else { return Vec::new() };
    let parts = explanation.parts().to_vec().into_iter().map(|part| FitLine {
        message: part.reason,
        points: Some(i64::from(part.points)),
        held: None,
    });
    let conditions = explanation.constraints.into_iter().map(|constraint| FitLine {
        held: match constraint.state {
            ConstraintState::Met { .. } => Some(true),
            ConstraintState::Failed { .. } => Some(false),
            ConstraintState::Unknown => None,
        },
        message: constraint.reason,
        points: None,
    });
    parts.chain(conditions).collect()
}
