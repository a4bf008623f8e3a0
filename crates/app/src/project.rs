//! Projects of the bodies: entering and correcting them, going on from stage to stage, the answer to the job question,
//! and what is said to come of them. What did come of them is read from the ledger.

use domain::Ctx;
use domain::estimate::Estimate;
use domain::id::{OrganisationId, ProjectId};
use domain::message::Message;
use domain::placement::{Contribution, Contributor};
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{Content, Impact, Openness, Project, Stage, Staged};
use jiff::civil::Date;

mod list;
mod open;
mod outcome;

pub use list::{Department, Filter, Listed, confirm_all, departments, select};
pub use open::{Open, open, open_csv, open_json, open_schema};
pub use outcome::{Offered, Outcome, outcome};

use crate::{App, Error, FieldError, record};

/// A project with what is said to come of it.
#[derive(Debug, Clone)]
pub struct View {
    /// The project.
    pub project: Project,
    /// Name of the body that runs it.
    pub owner: String,
    /// Names of the bodies that take part.
    pub partners: Vec<String>,
    /// Its estimates side by side, those taken back too.
    pub estimates: Vec<Estimate>,
    /// Whether who asks may write it.
    pub may_write: bool,
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

/// The estimates that stand, by project in order of making; projects without one are left out.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn estimates(ctx: &Ctx, app: &App) -> Result<Vec<(Project, Vec<Estimate>)>, Error> {
    let all: Vec<Estimate> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let projects = list(ctx, app).await?;
    let of = |project: &Project| -> Vec<Estimate> {
        let live = all.iter().filter(|one| one.withdrawn.is_none() && one.project == project.id);
        live.cloned().collect()
    };
    let told = projects.into_iter().map(|project| (of(&project), project));
    Ok(told.filter(|(of, _)| !of.is_empty()).map(|(of, project)| (project, of)).collect())
}

/// The projects of which everybody may read, for whatever is told to everybody: only these, what is said of them and what was
/// promised for them enter a public page or figure.
pub(crate) async fn public(app: &App) -> Result<Vec<Project>, Error> {
    let mut all: Vec<Project> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    all.retain(Project::is_public);
    Ok(all)
}

/// One project with its estimates.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: ProjectId) -> Result<View, Error> {
    let project: Project = record::get(ctx, app, UseCase::ReadProject, id).await?;
    let estimates = store::record::of_parent(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let name = |id: OrganisationId| {
        bodies.iter().find(|body| body.id == id).map(|body| body.name.clone()).unwrap_or_default()
    };
    let partners = project.content.partners.iter().map(|id| name(*id)).collect();
    let relation = Relation { organisation: Some(project.owner), ..Relation::default() };
    let may_write = authorise(&ctx.actor, UseCase::WriteProject, relation).is_ok();
    Ok(View { owner: name(project.owner), partners, estimates, may_write, project })
}

/// The project known by a number, for whatever names one.
///
/// # Errors
/// [`Error::Invalid`] at `project` when there is none.
pub(crate) async fn numbered(ctx: &Ctx, app: &App, number: &str) -> Result<Option<Project>, Error> {
    let number = number.trim();
    if number.is_empty() {
        return Ok(None);
    }
    let found = store::record::known_as(&app.store, ctx.tenant, number).await.map_err(crate::fault)?;
    let unknown = || Error::field("project", Message::new("project-unknown").with("number", number));
    found.map(Some).ok_or_else(unknown)
}

/// The body that runs a project, as one that helped with what came of it (CR-01); nobody for its owner's own claims.
pub(crate) fn helper(project: &Project, owner: Option<OrganisationId>) -> Option<Contributor> {
    let helps = owner != Some(project.owner);
    helps.then_some(Contributor { organisation: project.owner, what: Contribution::RanProject })
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
        openness: Openness::draft(),
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let id = project.id;
    record::add(ctx, app, UseCase::WriteProject, project).await?;
    Ok(id)
}

/// Corrects what is said of a project. Its number stays: openings and results are found by it.
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
    let form = Form { number: known.number, ..form };
    checked(ctx, app, Some(id), &form, Some(owner)).await?;
    record::change(ctx, app, UseCase::WriteProject, (id, Some(seen)), "update", |project: Project| {
        Ok(Project { owner, content: form.content, updated_at: ctx.now, ..project })
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
    .await
    .map_err(|failed| {
        let why = ["project-stage-why", "resident-number-refused"].map(|code| (code, "why"));
        let fields = [why[0], why[1], ("project-stage-day", "on"), ("project-stage-refused", "stage")];
        record::at(failed, &fields)
    })?;
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
    .await
    .map_err(|failed| {
        let fields = [
            ("project-impact-empty", "work"),
            ("project-hiring-heads", "hiring"),
            ("resident-number-refused", "work"),
        ];
        record::at(failed, &fields)
    })?;
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

/// The body shows a project to everybody: an act of its own, with its own entry in the log.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when they can read of it already or it was changed meanwhile.
pub async fn publish(ctx: &Ctx, app: &App, (id, seen): (ProjectId, i64)) -> Result<(), Error> {
    let step = |project: Project| project.publish(ctx);
    record::change(ctx, app, UseCase::WriteProject, (id, Some(seen)), "publish", step).await?;
    Ok(())
}

/// The body takes a project back among its drafts, with the reason.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `why`; [`Error::Conflict`].
pub async fn take_back(ctx: &Ctx, app: &App, (id, seen): (ProjectId, i64), why: &str) -> Result<(), Error> {
    let step = |project: Project| project.take_back(why);
    let done = record::change(ctx, app, UseCase::WriteProject, (id, Some(seen)), "take_back", step).await;
    let fields = ["project-take-back-why", "resident-number-refused"].map(|code| (code, "why"));
    done.map_err(|failed| record::at(failed, &fields))?;
    Ok(())
}
