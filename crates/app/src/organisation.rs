//! The bodies of the network as a tree.

use domain::Ctx;
use domain::action::{Action, State as Done};
use domain::coop_request::{CoopRequest, State as Asked};
use domain::id::OrganisationId;
use domain::message::Message;
use domain::organisation::{
    Organisation, OrganisationKind, Profile, Successor, check_parent, heir, in_tree_order,
};
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;
use jiff::civil::Date;

use crate::{App, Error};

/// All bodies with their depth, parents before children.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn tree(ctx: &Ctx, app: &App) -> Result<Vec<(usize, Organisation)>, Error> {
    authorise(&ctx.actor, UseCase::ReadOrganisation, Relation::default())?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    Ok(in_tree_order(&bodies).into_iter().map(|(depth, body)| (depth, body.clone())).collect())
}

/// What is written of a body.
#[derive(Debug, Clone)]
pub struct Form {
    /// The body above it.
    pub parent: Option<OrganisationId>,
    /// What it is.
    pub kind: OrganisationKind,
    /// Korean name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Office telephone.
    pub phone: String,
    /// Whether it still exists.
    pub active: bool,
}

/// Adds a body.
///
/// # Errors
/// [`Error::Invalid`] for a missing name or an impossible parent.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<OrganisationId, Error> {
    let id = ctx.id();
    let body = checked(ctx, app, id, form).await?;
    app.write(ctx, move |tx, ctx| {
        let body = body.clone();
        Box::pin(async move { store::organisation::insert(tx, &ctx, &body).await })
    })
    .await?;
    Ok(id)
}

/// Corrects a body.
///
/// # Errors
/// [`Error::Invalid`] for a missing name or an impossible parent.
pub async fn update(ctx: &Ctx, app: &App, id: OrganisationId, form: Form) -> Result<(), Error> {
    let body = checked(ctx, app, id, form).await?;
    app.write(ctx, move |tx, ctx| {
        let body = body.clone();
        Box::pin(async move { store::organisation::update(tx, &ctx, &body).await })
    })
    .await
}

/// Leaves a body's work to another from a day on, after it was merged or renamed. It stands until that day; then what it
/// has still to do becomes the other's. What it reported, claimed and closed before, and the measures that count that, stay
/// under its own name.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `successor` for a body that is unknown, gone or the same, at `from` for a
/// day that is missing; [`Error::Conflict`] when it was left to another before.
pub async fn leave_to(
    ctx: &Ctx,
    app: &App,
    id: OrganisationId,
    to: Option<OrganisationId>,
    from: Option<Date>,
) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::WriteOrganisation, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    let body = bodies.iter().find(|body| body.id == id).cloned().ok_or(Error::NotFound)?;
    let unknown = || Error::field("successor", Message::new("organisation-successor-unknown"));
    let to = bodies.iter().find(|body| Some(body.id) == to && body.active).ok_or_else(unknown)?.id;
    let from = from.ok_or_else(|| Error::field("from", Message::new("organisation-successor-day")))?;
    if heir(&bodies, to, Date::MAX) == id {
        return Err(Error::field("successor", Message::new("organisation-successor-self")));
    }
    let left = body.leave_to(Successor { id: to, from }).map_err(|why| match why.code.as_ref() {
        "organisation-succeeded" => Error::Conflict(why),
        _ => Error::field("successor", why),
    })?;
    let ready = left.is_to_hand_over(ctx.today());
    app.write(ctx, move |tx, ctx| {
        let left = left.clone();
        Box::pin(async move { store::organisation::update(tx, &ctx, &left).await })
    })
    .await?;
    // A day that is still to come brings it by itself.
    if ready { hand_over(ctx, app, id).await } else { Ok(()) }
}

/// The day's part of it: bodies whose day has come hand over. Gives how many.
///
/// # Errors
/// When the store fails.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut done = 0;
    for body in bodies.iter().filter(|body| body.is_to_hand_over(ctx.today())) {
        match hand_over(ctx, app, body.id).await {
            Ok(()) => done += 1,
            // Somebody changed something of it in this very moment; the next run hands it over.
            Err(Error::Conflict(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    Ok(done)
}

/// What a body has still to do becomes its heir's: projects that go on, open actions, requests without an answer. From then
/// on it is no more.
async fn hand_over(ctx: &Ctx, app: &App, id: OrganisationId) -> Result<(), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    let Some(body) = bodies.iter().find(|body| body.id == id) else { return Ok(()) };
    let to = heir(&bodies, id, ctx.today());
    let gone = Organisation { active: false, ..body.clone() };
    let projects: Vec<Project> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    let projects: Vec<Project> = projects
        .into_iter()
        .filter(|project| project.owner == id && !project.stage().is_final())
        .map(|project| Project { owner: to, updated_at: ctx.now, ..project })
        .collect();
    let actions: Vec<Action> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    let actions: Vec<Action> = actions
        .into_iter()
        .filter(|action| action.owner == Some(id) && action.state == Done::Open)
        .map(|action| Action { owner: Some(to), ..action })
        .collect();
    let requests: Vec<CoopRequest> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    let follows = |body: OrganisationId| if body == id { to } else { body };
    let requests: Vec<CoopRequest> = requests
        .into_iter()
        .filter(|one| matches!(one.state, Asked::Asked | Asked::Offered { .. }))
        .filter(|one| one.from == id || one.to == id)
        .map(|one| CoopRequest { from: follows(one.from), to: follows(one.to), ..one })
        // Nobody asks themselves: what the two asked of each other runs out by its clock.
        .filter(|one| one.from != one.to)
        .collect();
    app.write(ctx, move |tx, ctx| {
        let (gone, projects) = (gone.clone(), projects.clone());
        let (actions, requests) = (actions.clone(), requests.clone());
        Box::pin(async move {
            store::organisation::update(tx, &ctx, &gone).await?;
            for project in &projects {
                store::record::update(tx, &ctx, "succeed", project).await?;
            }
            for action in &actions {
                store::record::update(tx, &ctx, "succeed", action).await?;
            }
            for request in &requests {
                store::record::update(tx, &ctx, "succeed", request).await?;
            }
            Ok(())
        })
    })
    .await
}

async fn checked(ctx: &Ctx, app: &App, id: OrganisationId, form: Form) -> Result<Organisation, Error> {
    authorise(&ctx.actor, UseCase::WriteOrganisation, Relation::default())?;
    let known = store::organisation::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    if form.name.trim().is_empty() {
        return Err(Error::field("name", Message::new("missing-name")));
    }
    let phone = match form.phone.trim() {
        "" => String::new(),
        text => domain::person::normalise_phone(text).map_err(|message| Error::field("phone", message))?,
    };
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    check_parent(&bodies, id, form.parent).map_err(|message| Error::field("parent", message))?;
    // One that was left to another goes on its day, not by this form.
    let left = bodies.iter().find(|body| body.id == id && body.successor.is_some());
    let (successor, active) = left.map_or((None, form.active), |body| (body.successor, body.active));
    Ok(Organisation {
        id,
        parent: form.parent,
        kind: form.kind,
        name: form.name.trim().to_owned(),
        name_en: form.name_en.trim().to_owned(),
        phone,
        active,
        successor,
        profile: known.map(|body| body.profile).unwrap_or_default(),
    })
}

/// One body.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: OrganisationId) -> Result<Organisation, Error> {
    authorise(&ctx.actor, UseCase::ReadOrganisation, Relation::default())?;
    let found = store::organisation::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    found.ok_or(Error::NotFound)
}

/// Whether who asks may say what a body does for the network: for their own body, or for all of them.
pub fn may_describe(ctx: &Ctx, id: OrganisationId) -> bool {
    let own = Relation { organisation: Some(id), ..Relation::default() };
    authorise(&ctx.actor, UseCase::WriteNetwork, own).is_ok()
}

/// Says what a body does for the network. When its list of contacts was confirmed is not said here.
///
/// # Errors
/// [`Error::NotFound`] for another's body; [`Error::Invalid`].
pub async fn describe(ctx: &Ctx, app: &App, id: OrganisationId, profile: Profile) -> Result<(), Error> {
    let known = get(ctx, app, id).await?;
    if !may_describe(ctx, id) {
        return Err(Error::NotFound);
    }
    let mut errors = crate::resident::found(&[("services", &profile.services), ("shares", &profile.shares)]);
    if !profile.sector.is_empty() && app.city.sector(&profile.sector).is_none() {
        errors.push(crate::FieldError::new("sector", Message::new("project-sector-unknown")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let network_confirmed_on = known.profile.network_confirmed_on;
    let body = Organisation { profile: Profile { network_confirmed_on, ..profile }, ..known };
    app.write(ctx, move |tx, ctx| {
        let body = body.clone();
        Box::pin(async move { store::organisation::update(tx, &ctx, &body).await })
    })
    .await
}
