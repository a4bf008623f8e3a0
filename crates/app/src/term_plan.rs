//! Comprehensive plans of the elected terms: written, put in force, archived when the next one is. Their measures are
//! [`crate::measure`]'s.

use domain::Ctx;
use domain::id::TermPlanId;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::term_plan::{State, Strategy, TermPlan};

use crate::{App, Error, FieldError, record};

/// A plan as it is keyed.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// The elected term.
    pub term: String,
    /// First year.
    pub from_year: i16,
    /// Last year.
    pub to_year: i16,
    /// What it is to lead to.
    pub vision: String,
    /// Strategies with their tasks.
    pub strategies: Vec<Strategy>,
}

/// All plans, latest term first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<TermPlan>, Error> {
    authorise(&ctx.actor, UseCase::ReadPlan, Relation::default())?;
    all(app).await
}

/// The same for the pages of everybody, who see what is in force only.
pub(crate) async fn all(app: &App) -> Result<Vec<TermPlan>, Error> {
    let mut plans: Vec<TermPlan> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    plans.sort_by_key(|plan| std::cmp::Reverse((plan.from_year, plan.created_at)));
    Ok(plans)
}

/// The plan that speaks of a year: the one in force before one that is over, and that before one being written.
pub fn of_year(plans: &[TermPlan], year: i16) -> Option<&TermPlan> {
    let rank = |plan: &&TermPlan| match plan.state {
        State::Published { .. } => 0,
        State::Archived { .. } => 1,
        State::Draft => 2,
    };
    plans.iter().filter(|plan| plan.covers(year)).min_by_key(rank)
}

/// One plan.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: TermPlanId) -> Result<TermPlan, Error> {
    record::get(ctx, app, UseCase::ReadPlan, id).await
}

/// Begins a plan.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<TermPlanId, Error> {
    authorise(&ctx.actor, UseCase::WritePlan, Relation::default())?;
    let plan = TermPlan {
        id: ctx.id(),
        organisation: ctx.actor.organisation,
        term: form.term.trim().to_owned(),
        from_year: form.from_year,
        to_year: form.to_year,
        vision: form.vision.trim().to_owned(),
        strategies: form.strategies,
        state: State::Draft,
        version: 1,
        created_at: ctx.now,
    };
    checked(ctx, app, &plan).await?;
    let id = plan.id;
    record::add(ctx, app, UseCase::WritePlan, plan).await?;
    Ok(id)
}

async fn checked(ctx: &Ctx, app: &App, plan: &TermPlan) -> Result<(), Error> {
    let mut errors: Vec<FieldError> =
        plan.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    let taken = store::record::known_as::<TermPlan>(&app.store, ctx.tenant, &plan.term).await;
    if taken.map_err(crate::fault)?.is_some_and(|other| other.id != plan.id) {
        errors.push(FieldError::new("term", Message::new("term-plan-taken").with("term", plan.term.clone())));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Corrects what is said in a plan. A strategy or task under which measures hang keeps its place: only words change and
/// new ones come after it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] for one that is archived or was changed meanwhile.
pub async fn update(ctx: &Ctx, app: &App, (id, seen): (TermPlanId, i64), form: Form) -> Result<(), Error> {
    let known: TermPlan = record::get(ctx, app, UseCase::WritePlan, id).await?;
    if matches!(known.state, State::Archived { .. }) {
        return Err(Error::Conflict(Message::new("term-plan-step-refused")));
    }
    let wanted = TermPlan {
        term: form.term.trim().to_owned(),
        from_year: form.from_year,
        to_year: form.to_year,
        vision: form.vision.trim().to_owned(),
        strategies: form.strategies,
        ..known
    };
    checked(ctx, app, &wanted).await?;
    let hanging: Vec<domain::measure::Measure> =
        store::record::of_parent(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let lost = hanging.iter().find(|measure| {
        let strategy = wanted.strategies.get(measure.content.strategy);
        strategy.is_none_or(|strategy| measure.content.task >= strategy.tasks.len().max(1))
            || !wanted.covers(measure.year)
    });
    if let Some(measure) = lost {
        let why = Message::new("term-plan-measure-hangs").with("name", measure.content.name.clone());
        return Err(Error::field("strategies", why));
    }
    record::change(ctx, app, UseCase::WritePlan, (id, Some(seen)), "update", |_: TermPlan| Ok(wanted))
        .await?;
    Ok(())
}

/// Puts a plan in force. The one whose term it follows is archived in the same moment; nothing is removed.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`].
pub async fn publish(ctx: &Ctx, app: &App, (id, seen): (TermPlanId, i64)) -> Result<(), Error> {
    let known: TermPlan = record::get(ctx, app, UseCase::WritePlan, id).await?;
    if known.version != seen {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let published = known.publish(ctx.now).map_err(Error::Conflict)?;
    let mut written = Vec::new();
    for other in all(app).await? {
        if other.id != id && matches!(other.state, State::Published { .. }) {
            written.push(("archive", other.archive(ctx.now).map_err(Error::Conflict)?));
        }
    }
    written.push(("publish", published));
    app.write(ctx, move |tx, ctx| {
        let written = written.clone();
        Box::pin(async move {
            for (verb, plan) in &written {
                store::record::update(tx, &ctx, verb, plan).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Its term is over.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`].
pub async fn archive(ctx: &Ctx, app: &App, (id, seen): (TermPlanId, i64)) -> Result<(), Error> {
    record::change(ctx, app, UseCase::WritePlan, (id, Some(seen)), "archive", |plan: TermPlan| {
        plan.archive(ctx.now)
    })
    .await?;
    Ok(())
}
