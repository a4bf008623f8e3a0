//! First run: the city's own body in the tree, and the operator through a one-time link.

use domain::id::OrganisationId;
use domain::organisation::{Organisation, OrganisationKind};
use domain::person::{Account, Grant, Identity};
use domain::policy::{Relation, UseCase, authorise};
use domain::{Ctx, Role};

use crate::{App, Error};

/// Sign-in name of the first operator.
const LOGIN: &str = "operator";

/// Whether nobody can sign in yet.
///
/// # Errors
/// Only when the store fails.
pub async fn is_needed(app: &App) -> Result<bool, Error> {
    let accounts = store::person::accounts(&app.store, app.tenant).await.map_err(crate::fault)?;
    Ok(accounts.iter().all(|(person, _)| person.account != Account::Active))
}

/// Makes the operator's account where nobody can sign in and gives the secret of its one-time link; a
/// link that was lost before it was used is made anew.
///
/// # Errors
/// [`Error::NotFound`] when somebody can already sign in.
pub async fn begin(ctx: &Ctx, app: &App) -> Result<String, Error> {
    authorise(&ctx.actor, UseCase::SetUp, Relation::default())?;
    if !is_needed(app).await? {
        return Err(Error::NotFound);
    }
    let invited = store::person::by_login(&app.store, ctx.tenant, LOGIN).await.map_err(crate::fault)?;
    if let Some(operator) = invited {
        return crate::person::relink(ctx, app, operator.id).await;
    }
    let city = ensure_city(ctx, app).await?;
    let identity = Identity {
        name: app.catalogue.word(app.lang(), "role-operator"),
        login: LOGIN.into(),
        phone: String::new(),
    };
    let grant = Grant { role: Role::Operator, organisation: Some(city), employer: None, confirmed: true };
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
        successor: None,
        profile: domain::organisation::Profile::default(),
    };
    let id = city.id;
    app.write(ctx, move |tx, ctx| {
        let city = city.clone();
        Box::pin(async move { store::organisation::insert(tx, &ctx, &city).await })
    })
    .await?;
    Ok(id)
}
