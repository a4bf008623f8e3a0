//! Projects of the bodies: entering and correcting them, going on from stage to stage, the answer to the job question,
//! and what is said to come of them. What did come of them is read from the ledger.

use domain::Ctx;
use domain::estimate::{Estimate, Way};
use domain::id::{EstimateId, OrganisationId, ProjectId};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{Content, Impact, Project, Stage, Staged};
use jiff::civil::Date;

use crate::{App, Error, FieldError, record};

/// A project with what is said to come of it.
#[derive(Debug, Clone)]
pub struct View {
    /// The project.
    pub project: Project,
    /// Its estimates side by side, those taken back too.
    pub estimates: Vec<Estimate>,
}

/// A project as its body keys it.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Number it is known by.
    pub number: String,
    /// The body that runs it; the actor's own when nothing is said.
    pub owner: Option<OrganisationId>,
    /// What is said of it.
    pub content: Content,
    /// Whether a small sum was looked at and is meant in won.
    pub in_won: bool,
}

/// All projects, in order of making.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Project>, Error> {
    authorise(&ctx.actor, UseCase::ReadProject, Relation::default())?;
    store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)
}

/// One project with its estimates.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: ProjectId) -> Result<View, Error> {
    let project = record::get(ctx, app, UseCase::ReadProject, id).await?;
    let estimates = store::record::of_parent(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    Ok(View { project, estimates })
}

/// Enters a project.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong; [`Error::Conflict`] for a number taken
/// meanwhile.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<ProjectId, Error> {
    let owner = form.owner.or(ctx.actor.organisation);
    authorise(&ctx.actor, UseCase::WriteProject, Relation { organisation: owner, ..Relation::default() })?;
    let number = checked(ctx, app, None, &form, owner).await?;
    let owner = owner.ok_or_else(|| Error::field("owner", Message::new("organisation-unknown")))?;
    let first = Staged { stage: Stage::Planned, on: ctx.today(), why: String::new() };
    let project = Project {
        id: ctx.id(),
        number,
        owner,
        content: form.content,
        stages: vec![first],
        impact: Impact::Open,
        confirmed: None,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let id = project.id;
    record::add(ctx, app, UseCase::WriteProject, project).await?;
    Ok(id)
}

/// Corrects what is said of a project.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] when it was changed meanwhile.
pub async fn update(ctx: &Ctx, app: &App, id: ProjectId, seen: i64, form: Form) -> Result<(), Error> {
    let known: Project = record::get(ctx, app, UseCase::WriteProject, id).await?;
    let owner = form.owner.unwrap_or(known.owner);
    authorise(
        &ctx.actor,
        UseCase::WriteProject,
        Relation { organisation: Some(owner), ..Relation::default() },
    )?;
    let number = checked(ctx, app, Some(id), &form, Some(owner)).await?;
    record::change(ctx, app, UseCase::WriteProject, (id, Some(seen)), "update", |project: Project| {
        Ok(Project { number, owner, content: form.content, updated_at: ctx.now, ..project })
    })
    .await?;
    Ok(())
}

/// The number as it is kept, if every field is right.
async fn checked(
    ctx: &Ctx,
    app: &App,
    id: Option<ProjectId>,
    form: &Form,
    owner: Option<OrganisationId>,
) -> Result<String, Error> {
    let mut errors: Vec<FieldError> =
        form.content.check(form.in_won).into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    let number = form.number.trim().to_owned();
    if number.is_empty() {
        errors.push(FieldError::new("number", Message::new("project-number-missing")));
    }
    let taken =
        store::record::known_as::<Project>(&app.store, ctx.tenant, &number).await.map_err(crate::fault)?;
    if let Some(other) = taken.filter(|other| Some(other.id) != id) {
        errors.push(FieldError::new(
            "number",
            Message::new("project-number-taken").with("name", other.content.name),
        ));
    }
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if !owner.is_some_and(|owner| bodies.iter().any(|body| body.id == owner && body.active)) {
        errors.push(FieldError::new("owner", Message::new("organisation-unknown")));
    }
    if !form.content.sector.is_empty() && app.city.sector(&form.content.sector).is_none() {
        errors.push(FieldError::new("sector", Message::new("project-sector-unknown")));
    }
    if errors.is_empty() { Ok(number) } else { Err(Error::Invalid(errors)) }
}

/// Goes on to a stage.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn go_on(
    ctx: &Ctx,
    app: &App,
    (id, seen): (ProjectId, i64),
    stage: Stage,
    on: Date,
    why: &str,
) -> Result<(), Error> {
    record::change(ctx, app, UseCase::WriteProject, (id, Some(seen)), "go_on", |project: Project| {
        project.go_on(stage, on, why, ctx)
    })
    .await?;
    Ok(())
}

/// Answers the job question.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn answer(ctx: &Ctx, app: &App, (id, seen): (ProjectId, i64), impact: Impact) -> Result<(), Error> {
    record::change(ctx, app, UseCase::WriteProject, (id, Some(seen)), "answer", |project: Project| {
        project.answer(impact, ctx.now)
    })
    .await?;
    Ok(())
}

/// The body says that what stands here is so.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn confirm(ctx: &Ctx, app: &App, id: ProjectId) -> Result<(), Error> {
    record::change(ctx, app, UseCase::WriteProject, (id, None), "confirm", |project: Project| {
        Ok(project.confirm(ctx))
    })
    .await?;
    Ok(())
}

/// Puts one more estimate beside the others.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `source` when it does not tell what it must (CR-13).
pub async fn estimate(ctx: &Ctx, app: &App, id: ProjectId, way: Way) -> Result<EstimateId, Error> {
    let project: Project = record::get(ctx, app, UseCase::WriteProject, id).await?;
    let estimate = Estimate {
        id: ctx.id(),
        project: id,
        organisation: Some(project.owner),
        way,
        withdrawn: None,
        version: 1,
        created_at: ctx.now,
    };
    estimate.check().map_err(|reason| Error::field("source", reason.message))?;
    let made = estimate.id;
    record::add(ctx, app, UseCase::WriteProject, estimate).await?;
    Ok(made)
}
