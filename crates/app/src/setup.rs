//! First run: the city's own body in the tree, and the operator through a one-time link.

use domain::id::OrganisationId;
use domain::organisation::{Organisation, OrganisationKind};
use domain::person::{Grant, Identity};
use domain::policy::{Relation, UseCase, authorise};
use domain::{Ctx, Role};

use crate::{App, Error};

/// Whether nobody can sign in yet.
///
/// # Errors
/// Only when the store fails.
pub async fn is_needed(app: &App) -> Result<bool, Error> {
    Ok(store::person::accounts(&app.store, app.tenant).await.map_err(crate::fault)?.is_empty())
}

/// Makes the operator's account on an empty system and gives the secret of its one-time link.
///
/// # Errors
/// [`Error::NotFound`] when somebody can already sign in.
pub async fn begin(ctx: &Ctx, app: &App) -> Result<String, Error> {
    authorise(&ctx.actor, UseCase::SetUp, Relation::default())?;
    if !is_needed(app).await? {
        return Err(Error::NotFound);
    }
    let city = ensure_city(ctx, app).await?;
    let identity = Identity {
        name: app.catalogue.word(app.lang(), "role-operator"),
        login: "operator".into(),
        phone: String::new(),
    };
    let grant = Grant { role: Role::Operator, organisation: Some(city), employer: None };
    Ok(crate::person::make(ctx, app, identity, vec![grant]).await?.1)
}

/// The city itself as root of the tree, made if it is not there.
pub(crate) async fn ensure_city(ctx: &Ctx, app: &App) -> Result<OrganisationId, Error> {
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if let Some(city) = bodies.iter().find(|body| body.kind == OrganisationKind::City) {
        return Ok(city.id);
    }
    let city = Organisation {
        id: ctx.id(),
        parent: None,
        kind: OrganisationKind::City,
        name: app.city.name_ko().to_owned(),
        name_en: app.city.name_en().to_owned(),
        phone: String::new(),
        active: true,
    };
    let id = city.id;
    app.write(ctx, move |tx, ctx| {
        let city = city.clone();
        Box::pin(async move { store::organisation::insert(tx, &ctx, &city).await })
    })
    .await?;
    Ok(id)
}
