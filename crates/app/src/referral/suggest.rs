//! Who fits an opening, and why or why not: every active registration ranked for one opening by the same
//! rules by which openings are ranked for a person. What is not known earns nothing.
//!
//! People are in no index: their records are opened one after the other and only the best are kept.

use domain::Ctx;
use domain::id::{OpeningId, PersonId};
use domain::message::Message;
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::{FitLine, Pair};
use domain::seeker::{Profile, Seeker};
use matching::{ACCEPTABLE, ConstraintState, Explanation};

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
    /// Who meets every condition, best first.
    pub full: Vec<Candidate>,
    /// Who fails exactly one condition, best first.
    pub near: Vec<Candidate>,
}

struct Ranked {
    score: i32,
    failed: usize,
    seeker: Seeker,
    profile: Profile,
    explanation: Explanation,
}

/// The best candidates of an opening among those whom who asks needs to know. Everyone shown was looked at.
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
    let people = store::seeker::all_active(store, tenant).await.map_err(crate::fault)?;
    let mut ranked: Vec<Ranked> = people
        .into_iter()
        .filter(|(seeker, profile)| {
            let stands = crate::seeker::relation(ctx, seeker, Some(profile));
            seeker.state.is_active(today) && authorise(&ctx.actor, UseCase::ReadMatch, stands).is_ok()
        })
        .filter_map(|(seeker, profile)| {
            let explanation = explain(app, &profile, id).filter(|explanation| explanation.relevant)?;
            let failed = explanation.failed().count();
            let score = explanation.score;
            (failed <= 1 && score >= ACCEPTABLE).then_some(Ranked {
                score,
                failed,
                seeker,
                profile,
                explanation,
            })
        })
        .collect();
    // Equal points: who registered first is referred first (직업안정법 시행규칙 §5).
    ranked.sort_by(|a, b| {
        (a.failed.cmp(&b.failed)).then(b.score.cmp(&a.score)).then(a.seeker.id.cmp(&b.seeker.id))
    });
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
            };
            Candidate {
                refusals: pair.refusals(rules, today),
                seeker: one.seeker.clone(),
                name: one.profile.name.clone(),
                explanation: one.explanation.clone(),
            }
        })
        .collect::<Vec<_>>()
    };
    let (full, near) = (shown(0), shown(1));
    let looked = full.iter().chain(&near).map(|candidate| candidate.seeker.person).collect();
    super::show::look(ctx, app, looked, "match").await?;
    let left = opening.content.headcount.saturating_sub(taken);
    Ok(Candidates { opening, left, live: waiting, full, near })
}

fn explain(app: &App, profile: &Profile, opening: OpeningId) -> Option<Explanation> {
    let candidate = matching::Candidate::from_profile(profile, app.city.areas(), app.city.stations());
    app.projection.with(|state| state.market.explain(&candidate, opening))
}

/// Why a person was referred, as it was seen at that moment.
pub(super) fn lines(app: &App, profile: &Profile, opening: OpeningId) -> Vec<FitLine> {
    let Some(explanation) = explain(app, profile, opening) else { return Vec::new() };
    let parts = explanation.parts.into_iter().map(|part| FitLine {
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
