//! Accounts: who may sign in, in which roles, and the one-time links through which people set their
//! own passwords. Nobody ever types a password for somebody else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Ctx;
use domain::id::PersonId;
use domain::message::Message;
use domain::person::{Account, Grant, Identity, Person};
use domain::policy::{Relation, UseCase, authorise};
use jiff::SignedDuration;

use crate::{App, Error};

/// How long a one-time link works.
pub const LINK_LASTS: SignedDuration = SignedDuration::from_hours(72);

/// An account as the operator sees it.
#[derive(Debug, Clone)]
pub struct User {
    /// Id, state and roles.
    pub person: Person,
    /// Name and sign-in name.
    pub identity: Identity,
}

/// All accounts, by sign-in name.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<User>, Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    let found = store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut users: Vec<_> = found.into_iter().map(|(person, identity)| User { person, identity }).collect();
    users.sort_by(|a, b| a.identity.login.cmp(&b.identity.login));
    Ok(users)
}

/// Makes an account and the secret of the link through which its owner sets a password.
///
/// # Errors
/// [`Error::Invalid`] for a missing name or a sign-in name that is taken.
pub async fn invite(
    ctx: &Ctx,
    app: &App,
    identity: Identity,
    grants: Vec<Grant>,
) -> Result<(PersonId, String), Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    make(ctx, app, identity, grants).await
}

pub(crate) async fn make(
    ctx: &Ctx,
    app: &App,
    mut identity: Identity,
    grants: Vec<Grant>,
) -> Result<(PersonId, String), Error> {
    identity.login = identity.login.trim().to_lowercase();
    identity.name = identity.name.trim().to_owned();
    if identity.name.is_empty() {
        return Err(Error::field("name", Message::new("missing-name")));
    }
    let sign = |c: char| c.is_alphanumeric() || "@._-+".contains(c);
    if identity.login.chars().count() < 3 || !identity.login.chars().all(sign) {
        return Err(Error::field("login", Message::new("login-unreadable").with("text", identity.login)));
    }
    let taken =
        store::person::by_login(&app.store, ctx.tenant, &identity.login).await.map_err(crate::fault)?;
    if taken.is_some() {
        return Err(Error::field("login", Message::new("login-taken").with("text", identity.login)));
    }
    let (secret, link) = new_link(ctx);
    let until = ctx.now + LINK_LASTS;
    let person = Person { id: ctx.id(), account: Account::Invited { until }, grants };
    let id = person.id;
    app.write(ctx, move |tx, ctx| {
        let (person, identity, link) = (person.clone(), identity.clone(), link.clone());
        Box::pin(async move {
            store::person::insert(tx, &ctx, &person, &identity).await?;
            store::person::insert_link(tx, &ctx, person.id, &link, until).await
        })
    })
    .await?;
    Ok((id, secret))
}

/// A new link for someone who lost theirs or their password.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn renew_link(ctx: &Ctx, app: &App, id: PersonId) -> Result<String, Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    found(ctx, app, id).await?;
    let (secret, link) = new_link(ctx);
    let until = ctx.now + LINK_LASTS;
    app.write(ctx, move |tx, ctx| {
        let link = link.clone();
        Box::pin(async move { store::person::insert_link(tx, &ctx, id, &link, until).await })
    })
    .await?;
    Ok(secret)
}

/// Gives an account exactly these roles. Its running sessions end.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the last operator would be lost.
pub async fn set_grants(ctx: &Ctx, app: &App, id: PersonId, grants: Vec<Grant>) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    let before = found(ctx, app, id).await?;
    let person = Person { grants, ..before.clone() };
    keep_an_operator(ctx, app, &before, &person).await?;
    save(ctx, app, person, "grant").await
}

/// Locks an account. Its running sessions end.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the last operator would be lost.
pub async fn suspend(ctx: &Ctx, app: &App, id: PersonId) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    let before = found(ctx, app, id).await?;
    let person = Person { account: Account::Suspended { at: ctx.now }, ..before.clone() };
    keep_an_operator(ctx, app, &before, &person).await?;
    save(ctx, app, person, "suspend").await
}

/// Unlocks an account.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn reactivate(ctx: &Ctx, app: &App, id: PersonId) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    let mut person = found(ctx, app, id).await?;
    person.account = Account::Active;
    save(ctx, app, person, "reactivate").await
}

async fn found(ctx: &Ctx, app: &App, id: PersonId) -> Result<Person, Error> {
    let found = store::person::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    Ok(found.ok_or(Error::NotFound)?.0)
}

/// Refuses the change that would leave nobody to run the system.
async fn keep_an_operator(ctx: &Ctx, app: &App, before: &Person, after: &Person) -> Result<(), Error> {
    let operates = |p: &Person| {
        p.account == Account::Active && p.grants.iter().any(|grant| grant.role == domain::Role::Operator)
    };
    if operates(after) || !operates(before) {
        return Ok(());
    }
    let accounts = store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let others = accounts.iter().any(|(p, _)| p.id != after.id && operates(p));
    if others { Ok(()) } else { Err(Error::Conflict(Message::new("last-operator"))) }
}

async fn save(ctx: &Ctx, app: &App, person: Person, verb: &'static str) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        let person = person.clone();
        Box::pin(async move {
            store::person::update(tx, &ctx, verb, &person).await?;
            store::session::delete_of(tx, &ctx, person.id).await
        })
    })
    .await
}

/// A secret for a link, and the hash that is stored.
pub(crate) fn new_link(ctx: &Ctx) -> (String, String) {
    let secret = URL_SAFE_NO_PAD.encode(ctx.random::<24>());
    let hash = crate::session::token_hash(&secret);
    (secret, hash)
}
