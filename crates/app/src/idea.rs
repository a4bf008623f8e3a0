//! Ideas (제안): brought by anybody, screened by a body, turned into a project or a lead or answered with a reason. Whoever
//! brought one follows it by its number; what became of those that were decided is public, what waits is not: nobody has
//! looked at its words yet.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::actor::Role;
use domain::id::{IdeaId, OrganisationId, ProjectId};
use domain::idea::{Idea, State};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{Content, FundSource, Project};

use crate::comment::Names;
use crate::lead::relation;
use crate::session::too_many;
use crate::{App, Error, FieldError, record};

/// Ideas from one address before the brake.
const FROM_ADDRESS: usize = 5;
/// Letters of which a number is made: none that is mistaken for another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// An idea as it is brought.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// What about.
    pub title: String,
    /// What.
    pub text: String,
    /// Sector of the city; may be empty.
    pub sector: String,
}

/// An idea with names.
#[derive(Debug, Clone)]
pub struct View {
    /// The idea.
    pub idea: Idea,
    /// Name of the body that brought it; empty for a citizen.
    pub from: String,
    /// Name of the body that screens it.
    pub screened_by: String,
    /// Name of the project it became.
    pub project: String,
    /// Whether who asks may decide it.
    pub may_decide: bool,
}

/// Brings an idea. `from` is the address it comes from, for the brake on those without an account.
///
/// # Errors
/// [`Error::TooMany`]; [`Error::Invalid`] with every field that is wrong.
pub async fn bring(ctx: &Ctx, app: &App, form: Form, from: &str) -> Result<String, Error> {
    authorise(&ctx.actor, UseCase::BringIdea, Relation::default())?;
    let anonymous = matches!(ctx.actor.role, Role::Citizen | Role::Seeker | Role::Employer);
    let key = format!("idea {from}");
    if anonymous && app.brake.held(&key, FROM_ADDRESS, ctx.now) {
        return Err(too_many("idea-too-many"));
    }
    let idea = Idea {
        id: ctx.id(),
        number: number(ctx),
        organisation: ctx.actor.organisation.filter(|_| !anonymous),
        title: form.title.trim().to_owned(),
        text: form.text.trim().to_owned(),
        sector: form.sector,
        state: State::Brought,
        version: 1,
        created_at: ctx.now,
    };
    let mut errors: Vec<_> =
        idea.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if !idea.sector.is_empty() && app.city.sector(&idea.sector).is_none() {
        errors.push(FieldError::new("sector", Message::new("project-sector-unknown")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if anonymous {
        app.brake.failed(key, ctx.now);
    }
    let number = idea.number.clone();
    app.write(ctx, move |tx, ctx| {
        let idea = idea.clone();
        Box::pin(async move { store::record::insert(tx, &ctx, &idea).await })
    })
    .await?;
    Ok(number)
}

/// A number that nobody guesses: eight letters, drawn.
fn number(ctx: &Ctx) -> String {
    let drawn: [u8; 8] = ctx.random();
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
    let letters: String = drawn.iter().map(letter).collect();
    format!("{}-{}", &letters[..4], &letters[4..])
}

/// The idea of a number, for whoever has it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn by_number(ctx: &Ctx, app: &App, number: &str) -> Result<View, Error> {
    authorise(&ctx.actor, UseCase::BringIdea, Relation::default())?;
    let bare: String = number.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let Some((first, last)) = bare.split_at_checked(4).filter(|(_, last)| last.len() == 4) else {
        return Err(Error::NotFound);
    };
    let known = format!("{first}-{last}");
    let found =
        store::record::known_as::<Idea>(&app.store, ctx.tenant, &known).await.map_err(crate::fault)?;
    view(ctx, app, &mut Names::default(), found.ok_or(Error::NotFound)?).await
}

/// What became of ideas, the latest first: those that were decided.
///
/// # Errors
/// When the store cannot be read.
pub async fn decided(ctx: &Ctx, app: &App) -> Result<Vec<View>, Error> {
    authorise(&ctx.actor, UseCase::BringIdea, Relation::default())?;
    let all = store::record::all::<Idea>(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let (mut names, mut views) = (Names::default(), Vec::new());
    for idea in all.into_iter().rev() {
        if !matches!(idea.state, State::Brought | State::Screening { .. }) {
            views.push(view(ctx, app, &mut names, idea).await?);
        }
    }
    Ok(views)
}

/// Ideas for those who screen, and how many stand where: open ones first, the longest waiting on top.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(
    ctx: &Ctx,
    app: &App,
    state: &str,
) -> Result<(Vec<View>, BTreeMap<&'static str, usize>), Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    let all = store::record::all::<Idea>(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let (mut names, mut views, mut counts) = (Names::default(), Vec::new(), BTreeMap::new());
    for idea in all {
        *counts.entry(idea.state.name()).or_default() += 1;
        if state.is_empty() || idea.state.name() == state {
            views.push(view(ctx, app, &mut names, idea).await?);
        }
    }
    views.sort_by_key(|view| !matches!(view.idea.state, State::Brought | State::Screening { .. }));
    Ok((views, counts))
}

/// One idea for those who screen.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: IdeaId) -> Result<View, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    view(ctx, app, &mut Names::default(), find(ctx, app, id).await?).await
}

async fn find(ctx: &Ctx, app: &App, id: IdeaId) -> Result<Idea, Error> {
    let found = store::record::find::<Idea>(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    found.ok_or(Error::NotFound)
}

async fn view(ctx: &Ctx, app: &App, names: &mut Names, idea: Idea) -> Result<View, Error> {
    let from = names.body(ctx, app, idea.organisation).await?;
    let screener = screener(&idea);
    // Whoever follows an idea without an account is not told of a draft.
    let reads_drafts = authorise(&ctx.actor, UseCase::ReadProject, Relation::default()).is_ok();
    let project = match idea.state {
        State::Project { project } => {
            let found = store::record::find::<Project>(&app.store, ctx.tenant, project).await;
            let named = found.map_err(crate::fault)?.filter(|project| project.is_public() || reads_drafts);
            named.map(|project| project.content.name).unwrap_or_default()
        }
        _ => String::new(),
    };
    let open = matches!(idea.state, State::Brought | State::Screening { .. });
    let may = authorise(&ctx.actor, UseCase::WriteNetwork, relation(screener)).is_ok();
    let screened_by = names.body(ctx, app, screener).await?;
    Ok(View { from, screened_by, project, may_decide: open && may, idea })
}

/// The body that screens it: whose word decides.
fn screener(idea: &Idea) -> Option<OrganisationId> {
    match idea.state {
        State::Screening { organisation, .. } => Some(organisation),
        _ => None,
    }
}

/// What is done with an idea.
#[derive(Debug, Clone)]
pub enum Step {
    /// A body looks at it.
    Screen(OrganisationId),
    /// It becomes a project that is there already.
    Project(ProjectId),
    /// It becomes a new project of a body.
    NewProject {
        /// Number it is known by.
        number: String,
        /// The body that runs it; whoever screens the idea when nothing is said.
        owner: Option<OrganisationId>,
        /// What the city gives for it.
        won: i64,
        /// Whether a small sum was looked at and is meant in won.
        in_won: bool,
    },
    /// It is not followed, and why.
    Decline(String),
}

/// Takes a step with an idea.
///
/// # Errors
/// [`Error::NotFound`] for a body that does not screen it; [`Error::Invalid`]; [`Error::Conflict`].
pub async fn step(ctx: &Ctx, app: &App, (id, seen): (IdeaId, i64), step: Step) -> Result<(), Error> {
    let idea = find(ctx, app, id).await?;
    authorise(&ctx.actor, UseCase::WriteNetwork, relation(screener(&idea))).map_err(|_| Error::NotFound)?;
    if idea.version != seen {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let on = ctx.today();
    let (next, verb) = match step {
        Step::Screen(organisation) => {
            let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
            if !bodies.iter().any(|body| body.id == organisation && body.active) {
                return Err(Error::field("organisation", Message::new("organisation-unknown")));
            }
            (State::Screening { organisation, on }, "screen")
        }
        Step::Project(project) => {
            let found = store::record::find::<Project>(&app.store, ctx.tenant, project).await;
            let known = found.map_err(crate::fault)?.is_some();
            known.then_some(()).ok_or_else(|| Error::field("project", Message::new("lead-project")))?;
            (State::Project { project }, "become_project")
        }
        Step::NewProject { number, owner, won, in_won } => {
            // Asked before the project is made, so that none is left behind.
            let trial = State::Project { project: ProjectId(id.0) };
            idea.clone().go_on(trial).map_err(Error::Conflict)?;
            let content = Content {
                name: idea.title.clone(),
                sector: idea.sector.clone(),
                description: idea.text.clone(),
                funds: [(FundSource::City, won)].into(),
                ..Content::default()
            };
            let owner = owner.or(screener(&idea));
            let form = crate::project::Form { number, owner, content, in_won };
            let project = crate::project::create(ctx, app, form).await?;
            (State::Project { project }, "become_project")
        }
        Step::Decline(why) => (State::Declined { on, why: why.trim().to_owned() }, "decline"),
    };
    let idea = idea.go_on(next).map_err(|why| match why.code.as_ref() {
        "idea-why" | "resident-number-refused" => Error::field("why", why),
        _ => Error::Conflict(why),
    })?;
    app.write(ctx, move |tx, ctx| {
        let idea = idea.clone();
        Box::pin(async move { store::record::update(tx, &ctx, verb, &idea).await })
    })
    .await
}

/// The idea that becomes a lead, ready to be written beside it.
pub(crate) async fn becoming(
    ctx: &Ctx,
    app: &App,
    id: IdeaId,
    lead: domain::id::LeadId,
) -> Result<Idea, Error> {
    let idea: Idea = record::get(ctx, app, UseCase::ReadNetwork, id).await?;
    authorise(&ctx.actor, UseCase::WriteNetwork, relation(screener(&idea))).map_err(|_| Error::NotFound)?;
    idea.go_on(State::Lead { lead }).map_err(Error::Conflict)
}
