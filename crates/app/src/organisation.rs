//! The bodies of the network as a tree.

use domain::Ctx;
use domain::id::OrganisationId;
use domain::message::Message;
use domain::organisation::{Organisation, OrganisationKind, check_parent, in_tree_order};
use domain::policy::{Relation, UseCase, authorise};

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

async fn checked(ctx: &Ctx, app: &App, id: OrganisationId, form: Form) -> Result<Organisation, Error> {
    authorise(&ctx.actor, UseCase::WriteOrganisation, Relation::default())?;
    if form.name.trim().is_empty() {
        return Err(Error::field("name", Message::new("missing-name")));
    }
    let phone = match form.phone.trim() {
        "" => String::new(),
        text => domain::person::normalise_phone(text).map_err(|message| Error::field("phone", message))?,
    };
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    check_parent(&bodies, id, form.parent).map_err(|message| Error::field("parent", message))?;
    Ok(Organisation {
        id,
        parent: form.parent,
        kind: form.kind,
        name: form.name.trim().to_owned(),
        name_en: form.name_en.trim().to_owned(),
        phone,
        active: form.active,
    })
}
