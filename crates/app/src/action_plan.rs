//! The action plan: agreeing on steps with a person, their word that they agree to it as it stands, and what became of each.

use domain::action_plan::{ActionPlan, Agreement, Owner, Signed, StepState, Words};
use domain::id::{ActionPlanId, SeekerId};
use domain::message::Message;
use domain::policy::{UseCase, authorise};
use domain::{Ctx, Role};
use jiff::civil::Date;

use crate::service::free_text;
use crate::{App, Error, FieldError};

/// Agrees on one more step, in the plan that runs or in a new one.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] without words, for a day gone by and for resident numbers;
/// [`Error::Conflict`] when the plan is full or was changed meanwhile.
pub async fn agree(
    ctx: &Ctx,
    app: &App,
    seeker: SeekerId,
    goal: &str,
    step: &str,
    due_on: Date,
    owner: Owner,
) -> Result<ActionPlanId, Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    let about = crate::seeker::relation(ctx, &seeker, profile.as_ref());
    authorise(&ctx.actor, UseCase::WriteService, about).map_err(|_| Error::NotFound)?;
    profile.ok_or(Error::NotFound)?;
    let mut errors: Vec<FieldError> =
        [("goal", goal), ("step", step)].into_iter().filter_map(|(f, text)| free_text(f, text)).collect();
    if step.trim().is_empty() {
        errors.push(FieldError::new("step", Message::new("action-plan-step-words")));
    }
    if due_on < ctx.today() {
        errors.push(FieldError::new("due_on", Message::new("action-plan-step-past")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let plans =
        store::action_plan::of_person(&app.store, ctx.tenant, seeker.person).await.map_err(crate::fault)?;
    let running = plans.into_iter().find(|(plan, _)| plan.seeker == seeker.id && plan.ended_at.is_none());
    let (plan, mut words, new) = match running {
        Some((plan, Some(words))) => (plan, words, false),
        _ => {
            let plan = ActionPlan {
                id: ctx.id(),
                person: seeker.person,
                seeker: seeker.id,
                organisation: ctx.actor.organisation,
                steps: Vec::new(),
                agreement: Agreement::Proposed,
                ended_at: None,
                version: 1,
                created_at: ctx.now,
                updated_at: ctx.now,
            };
            (plan, Words::default(), true)
        }
    };
    let mut plan = plan.agree(due_on, owner).map_err(Error::Conflict)?;
    plan.updated_at = ctx.now;
    words.steps.resize(plan.steps.len() - 1, String::new());
    words.steps.push(step.trim().to_owned());
    if !goal.trim().is_empty() {
        words.goal = goal.trim().to_owned();
    }
    let id = plan.id;
    app.write(ctx, move |tx, ctx| {
        let (plan, words) = (plan.clone(), words.clone());
        Box::pin(async move {
            match new {
                true => store::action_plan::insert(tx, &ctx, &plan, &words).await,
                false => store::action_plan::update(tx, &ctx, "agree", &plan, &words).await,
            }
        })
    })
    .await?;
    Ok(id)
}

/// Says that a step was taken, or let go.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a step that was settled already.
pub async fn settle(ctx: &Ctx, app: &App, id: ActionPlanId, nth: usize, done: bool) -> Result<(), Error> {
    let found = store::action_plan::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (plan, words) = found.ok_or(Error::NotFound)?;
    let seeker = store::seeker::find(&app.store, ctx.tenant, plan.seeker).await.map_err(crate::fault)?;
    let (seeker, profile) = seeker.ok_or(Error::NotFound)?;
    let about = crate::seeker::relation(ctx, &seeker, profile.as_ref());
    // The person says it of their own steps; their counsellor of any.
    let own = plan.steps.get(nth).is_some_and(|step| step.owner == Owner::Person)
        && ctx.actor.person == Some(plan.person)
        && authorise(&ctx.actor, UseCase::WriteSeeker, about).is_ok();
    if !own {
        authorise(&ctx.actor, UseCase::WriteService, about).map_err(|_| Error::NotFound)?;
    }
    let words = words.ok_or(Error::NotFound)?;
    let state = match done {
        true => StepState::Done { on: ctx.today() },
        false => StepState::Missed { on: ctx.today() },
    };
    let mut plan = plan.settle(nth, state).map_err(Error::Conflict)?;
    plan.updated_at = ctx.now;
    app.write(ctx, move |tx, ctx| {
        let (plan, words) = (plan.clone(), words.clone());
        Box::pin(async move { store::action_plan::update(tx, &ctx, "settle", &plan, &words).await })
    })
    .await
}

/// The person agrees to a plan as they read it: on their own page, or with a signature that their counsellor notes.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for another version than was read, and for what was agreed to or has ended.
pub async fn sign(ctx: &Ctx, app: &App, id: ActionPlanId, version: i64) -> Result<(), Error> {
    let (plan, words, own) = own_or_counselled(ctx, app, id).await?;
    let how = match own {
        true => Signed::Online,
        false => Signed::Paper,
    };
    if plan.version != version {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let mut plan = plan.sign(ctx.now, how).map_err(Error::Conflict)?;
    plan.updated_at = ctx.now;
    app.write(ctx, move |tx, ctx| {
        let (plan, words) = (plan.clone(), words.clone());
        Box::pin(async move { store::action_plan::update(tx, &ctx, "sign", &plan, &words).await })
    })
    .await
}

/// A plan with its words, for the person themselves or for whoever counsels them; whether it is their own.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub(crate) async fn own_or_counselled(
    ctx: &Ctx,
    app: &App,
    id: ActionPlanId,
) -> Result<(ActionPlan, Words, bool), Error> {
    let found = store::action_plan::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (plan, words) = found.ok_or(Error::NotFound)?;
    let seeker = store::seeker::find(&app.store, ctx.tenant, plan.seeker).await.map_err(crate::fault)?;
    let (seeker, profile) = seeker.ok_or(Error::NotFound)?;
    let about = crate::seeker::relation_of_one(ctx, app, &seeker, profile.as_ref()).await?;
    let own = ctx.actor.role == Role::Seeker;
    let use_case = if own { UseCase::WriteSeeker } else { UseCase::WriteService };
    authorise(&ctx.actor, use_case, about).map_err(|_| Error::NotFound)?;
    Ok((plan, words.ok_or(Error::NotFound)?, own))
}
