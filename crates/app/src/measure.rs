//! Measures of a year's plan: written, their targets revised with a reason, a shortfall explained. What came of one is read
//! from the ledger by the measure's own question, in one pass for all; there is no way to write it.

mod behind;
mod sheet;
mod standing;

use domain::Ctx;
use domain::id::{MeasureId, OrganisationId, TermPlanId};
use domain::measure::{Content, Measure, Shortfall, Unit};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::term_plan::{State, TermPlan};

pub use behind::{Behind, Whole, rows_behind};
pub use sheet::{Taken, take_in};
pub use standing::{Board, Grade, Line, Reached, Row, Stayed, Sum, board, rows, rows_after, stayed};
pub(crate) use standing::{Kept, asked as question, board_lately, board_of, recorded, recorded_now};

use crate::{App, Error, FieldError, record};

/// A measure as it is keyed.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// The plan it belongs to.
    pub term_plan: Option<TermPlanId>,
    /// Of which year.
    pub year: i16,
    /// The body that does it.
    pub owner: Option<OrganisationId>,
    /// What is said of it.
    pub content: Content,
    /// What is to come of it, by quarter; only when it is made.
    pub target: [i64; 4],
}

/// One measure with the plan it hangs in and where it stands.
#[derive(Debug, Clone)]
pub struct View {
    /// The measure with what came of it.
    pub line: Line,
    /// Its plan.
    pub plan: TermPlan,
    /// The bodies that help, by name.
    pub partners: Vec<String>,
    /// As of when, by which rules, from which rows.
    pub stamp: Stamp,
}

/// As of when and from what figures are (CR-21).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// As of when.
    pub as_of: jiff::Timestamp,
    /// Change of the log up to which they are true.
    pub seq: i64,
    /// Version of the counting rules.
    pub rule_set: &'static str,
    /// Digest of the rows of the year, hex.
    pub digest: String,
}

/// A year's target over its quarters, for a table that tells the year only; the parts always sum.
pub(crate) fn quarters(whole: i64) -> [i64; 4] {
    let (first, second, third) = (whole / 5, whole * 3 / 10, whole * 3 / 10);
    [first, second, third, whole - first - second - third]
}

/// One measure.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: MeasureId) -> Result<View, Error> {
    let measure: Measure = record::get(ctx, app, UseCase::ReadPlan, id).await?;
    let plan = store::record::find(&app.store, ctx.tenant, measure.term_plan).await.map_err(crate::fault)?;
    let board = board(ctx, app, Some(measure.year)).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let named = |id: &OrganisationId| bodies.iter().find(|body| body.id == *id).map(|body| body.name.clone());
    let partners = measure.content.partners.iter().filter_map(named).collect();
    let line = board.lines.iter().find(|line| line.measure.id == id).cloned().ok_or(Error::NotFound)?;
    Ok(View { line, plan: plan.ok_or(Error::NotFound)?, partners, stamp: board.stamp.clone() })
}

/// Puts a measure into a plan.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong; [`Error::Conflict`] in a plan that is over.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<MeasureId, Error> {
    authorise(&ctx.actor, UseCase::WritePlan, Relation::default())?;
    let measure = made(ctx, &form);
    checked(ctx, app, &form, &measure).await?;
    let id = measure.id;
    record::add(ctx, app, UseCase::WritePlan, measure).await?;
    Ok(id)
}

/// The measure that a form asks for.
pub(crate) fn made(ctx: &Ctx, form: &Form) -> Measure {
    Measure {
        id: ctx.id(),
        term_plan: form.term_plan.unwrap_or(TermPlanId(uuid::Uuid::nil())),
        year: form.year,
        owner: form.owner.unwrap_or(OrganisationId(uuid::Uuid::nil())),
        content: form.content.clone(),
        target: form.target,
        revisions: Vec::new(),
        shortfall: None,
        version: 1,
        created_at: ctx.now,
    }
}

/// Corrects what is said of a measure. Its target stays: that is revised, with a reason.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] in a plan that is over, or changed meanwhile.
pub async fn update(ctx: &Ctx, app: &App, (id, seen): (MeasureId, i64), form: Form) -> Result<(), Error> {
    let known: Measure = record::get(ctx, app, UseCase::WritePlan, id).await?;
    let wanted = Measure { owner: form.owner.unwrap_or(known.owner), content: form.content.clone(), ..known };
    let form =
        Form { term_plan: Some(wanted.term_plan), year: wanted.year, owner: Some(wanted.owner), ..form };
    checked(ctx, app, &form, &wanted).await?;
    record::change(ctx, app, UseCase::WritePlan, (id, Some(seen)), "update", |_: Measure| Ok(wanted)).await?;
    Ok(())
}

/// Changes the target in the middle of a year, with a reason; what it was stays to be seen, and what was frozen before
/// does not move.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] without a reason or with a target below nought; [`Error::Conflict`].
pub async fn revise(
    ctx: &Ctx,
    app: &App,
    (id, seen): (MeasureId, i64),
    target: [i64; 4],
    why: &str,
) -> Result<(), Error> {
    let known: Measure = record::get(ctx, app, UseCase::WritePlan, id).await?;
    open_plan(ctx, app, known.term_plan).await?;
    if target == known.target {
        return Err(Error::field("target", Message::new("measure-target-same")));
    }
    let revised = known.revise(target, why, ctx.actor.person, ctx.now);
    let revised = revised.map_err(|why| match &*why.code {
        "measure-target" => Error::field("target", why),
        _ => Error::field("why", why),
    })?;
    record::change(ctx, app, UseCase::WritePlan, (id, Some(seen)), "revise", |_: Measure| Ok(revised))
        .await?;
    Ok(())
}

/// Its body says why less came than was to come, and what it does about it.
///
/// # Errors
/// [`Error::NotFound`] for those of another body; [`Error::Invalid`]; [`Error::Conflict`].
pub async fn explain(
    ctx: &Ctx,
    app: &App,
    (id, seen): (MeasureId, i64),
    (why, remedy): (&str, &str),
) -> Result<(), Error> {
    let (why, remedy) = (why.trim().to_owned(), remedy.trim().to_owned());
    let mut errors = Vec::new();
    for (field, text) in [("why", &why), ("remedy", &remedy)] {
        if text.is_empty() {
            errors.push(FieldError::new(field, Message::new("measure-shortfall-words")));
        } else if domain::person::looks_like_resident_number(text) {
            errors.push(FieldError::new(field, Message::new("resident-number-refused")));
        }
    }
    // Whose measure it is comes first: a wrong form must not tell that there is one.
    let _: Measure = record::get(ctx, app, UseCase::WriteSubmission, id).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let on = ctx.today();
    record::change(ctx, app, UseCase::WriteSubmission, (id, Some(seen)), "explain", |measure: Measure| {
        Ok(Measure { shortfall: Some(Shortfall { why, remedy, on }), ..measure })
    })
    .await?;
    Ok(())
}

/// The plan, if it may still be written.
async fn open_plan(ctx: &Ctx, app: &App, id: TermPlanId) -> Result<TermPlan, Error> {
    let plan = store::record::find::<TermPlan>(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let plan = plan.ok_or_else(|| Error::field("term_plan", Message::new("measure-plan-unknown")))?;
    match plan.state {
        State::Archived { .. } => {
            Err(Error::Conflict(Message::new("measure-plan-archived").with("term", plan.term)))
        }
        _ => Ok(plan),
    }
}

async fn checked(ctx: &Ctx, app: &App, form: &Form, measure: &Measure) -> Result<(), Error> {
    let plan = open_plan(ctx, app, measure.term_plan).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let errors = faults(app, &plan, &bodies, form, measure);
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Everything that is wrong with a measure of a plan.
fn faults(
    app: &App,
    plan: &TermPlan,
    bodies: &[domain::organisation::Organisation],
    form: &Form,
    measure: &Measure,
) -> Vec<FieldError> {
    let (content, year) = (&measure.content, measure.year);
    let mut errors: Vec<FieldError> =
        measure.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if !plan.covers(year) {
        let why = Message::new("measure-year")
            .with("from", plan.from_year.to_string())
            .with("to", plan.to_year.to_string());
        errors.push(FieldError::new("year", why));
    }
    match plan.strategies.get(content.strategy) {
        Some(strategy) if content.task < strategy.tasks.len().max(1) => {}
        _ => errors.push(FieldError::new("task", Message::new("measure-task"))),
    }
    if app.reference.categories.find(&content.category, year).is_none() {
        let known: Vec<&str> =
            app.reference.categories.in_force(year).map(|category| category.name_ko.as_str()).collect();
        let why = Message::new("measure-category").with("year", year.to_string());
        errors.push(FieldError::new("category", why.with("known", known.join(", "))));
    }
    if !form.owner.is_some_and(|owner| bodies.iter().any(|body| body.id == owner && body.active)) {
        errors.push(FieldError::new("owner", Message::new("organisation-unknown")));
    }
    // Trainings are asked for by who trained, services and cohorts by whose they are: none has a class or a way.
    let query = &content.query;
    let bare = query.unit == Unit::Completions || query.unit.is_recorded();
    if bare && (query.class.is_some() || query.how.is_some()) {
        errors.push(FieldError::new("class", Message::new("measure-query-bare")));
    }
    errors
}
