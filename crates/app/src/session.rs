//! Signing in and out: passwords checked with argon2, random tokens of which only the hash is kept,
//! and a brake on guessing that answers the same for known and unknown names.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{PersonId, SessionId};
use domain::message::Message;
use domain::person::{Account, Grant, Person};
use domain::policy::{Forbidden, Relation, UseCase, authorise};
use domain::{Actor, Channel, Ctx, Role, Standing};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::{App, Error};

/// A session ends after so long without a request.
const IDLE: SignedDuration = SignedDuration::from_hours(8);
/// And after so long in any case.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Failed tries at one name before the brake.
const TRIES_AT_NAME: usize = 10;
/// Failed tries from one address before the brake: a whole hall may share one.
const TRIES_FROM_ADDRESS: usize = 60;
/// Unknown codes from one address, or keyed by one account, before the brake: whoever mistypes is told so and not
/// counted, and an office shares one.
pub(crate) const CODES_FROM_ADDRESS: usize = 20;
/// The span in which they count, and so the longest that anybody is held.
const TRIES_WITHIN: SignedDuration = SignedDuration::from_mins(15);
/// Shortest password.
const PASSWORD_LEAST: usize = 10;
/// Longest password, so that hashing stays bounded.
const PASSWORD_MOST: usize = 200;

/// A fresh session, to be kept in a cookie.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The secret of the cookie; only its hash is stored.
    pub token: String,
    /// Who signed in.
    pub person: Person,
}

/// The one behind a cookie.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The session.
    pub session: SessionId,
    /// The actor of requests that carry it.
    pub actor: Actor,
    /// Name to greet with.
    pub name: String,
    /// Roles held.
    pub grants: Vec<Grant>,
}

/// Failed tries by name and by address, kept in memory: a restart forgives.
#[derive(Debug, Default)]
pub struct Brake {
    failures: Mutex<HashMap<String, Vec<Timestamp>>>,
}

impl Brake {
    pub(crate) fn held(&self, key: &str, most: usize, now: Timestamp) -> bool {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() > 100_000 {
            failures.retain(|_, times| times.iter().any(|at| now.duration_since(*at) < TRIES_WITHIN));
        }
        let Some(times) = failures.get_mut(key) else { return false };
        times.retain(|at| now.duration_since(*at) < TRIES_WITHIN);
        times.len() >= most
    }

    pub(crate) fn failed(&self, key: String, now: Timestamp) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().push(now);
    }

    fn forgive(&self, key: &str) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

/// The answer of a brake that holds.
pub(crate) fn too_many(code: &'static str) -> Error {
    Error::TooMany(Message::new(code).with("minutes", TRIES_WITHIN.as_mins()))
}

/// Starts a session for a name and a password.
///
/// # Errors
/// [`Error::Unauthenticated`], the same for an unknown name and a wrong password;
/// [`Error::TooMany`] after too many failures.
pub async fn sign_in(
    ctx: &Ctx,
    app: &App,
    login: &str,
    password: &str,
    from: IpAddr,
) -> Result<SignedIn, Error> {
    authorise(&ctx.actor, UseCase::SignIn, Relation::default())?;
    let login = login.trim().to_lowercase();
    let keys = [format!("login {login}"), format!("from {from}")];
    let limits = [TRIES_AT_NAME, TRIES_FROM_ADDRESS];
    if keys.iter().zip(limits).any(|(key, most)| app.brake.held(key, most, ctx.now)) {
        return Err(too_many("sign-in-too-many"));
    }
    let found = store::person::by_login(&app.store, ctx.tenant, &login).await.map_err(crate::fault)?;
    let hash = match &found {
        Some(person) => {
            store::person::password_hash(&app.store, ctx.tenant, person.id).await.map_err(crate::fault)?
        }
        None => None,
    };
    let right = verify_password(password.to_owned(), hash).await?;
    match found {
        Some(person)
            if right
                && person.account == Account::Active
                && !person.grants.is_empty()
                && !crate::seeker::is_dead(ctx, app, person.id).await? =>
        {
            app.brake.forgive(&keys[0]);
            let token = start(ctx, app, &person).await?;
            Ok(SignedIn { token, person })
        }
        _ => {
            for key in keys {
                app.brake.failed(key, ctx.now);
            }
            Err(Error::Unauthenticated(Message::new("sign-in-refused")))
        }
    }
}

/// Writes a session and gives its secret.
pub(crate) async fn start(ctx: &Ctx, app: &App, person: &Person) -> Result<String, Error> {
    let secret: [u8; 32] = ctx.random();
    let token = URL_SAFE_NO_PAD.encode(secret);
    let session = store::session::Session {
        id: ctx.id(),
        person: person.id,
        token_hash: token_hash(&token),
        role: person.grants.first().map_or(Role::Citizen, |grant| grant.role),
        created_at: ctx.now,
        seen_at: ctx.now,
    };
    app.write(ctx, move |tx, ctx| {
        let session = session.clone();
        Box::pin(async move { store::session::insert(tx, &ctx, &session).await })
    })
    .await?;
    Ok(token)
}

/// Finds who is behind a cookie's secret, if the session still runs.
///
/// # Errors
/// Only when the store fails.
pub async fn resolve(app: &App, token: &str, now: Timestamp) -> Result<Option<Signed>, Error> {
    let hash = token_hash(token);
    let Some(session) =
        store::session::by_token(&app.store, app.tenant, &hash).await.map_err(crate::fault)?
    else {
        return Ok(None);
    };
    let idle = now.duration_since(session.seen_at) > IDLE;
    let old = now.duration_since(session.created_at) > LONGEST;
    if idle || old {
        return Ok(None);
    }
    let found = store::person::find(&app.store, app.tenant, session.person).await.map_err(crate::fault)?;
    let Some((person, identity)) = found.filter(|(person, _)| person.account == Account::Active) else {
        return Ok(None);
    };
    let Some(grant) = person.grants.iter().find(|grant| grant.role == session.role).or(person.grants.first())
    else {
        return Ok(None);
    };
    let body = match grant.organisation {
        Some(id) => store::organisation::find(&app.store, app.tenant, id).await.map_err(crate::fault)?,
        None => None,
    };
    let actor = Actor {
        role: grant.role,
        person: Some(person.id),
        organisation: grant.organisation,
        body_kind: body.map(|body| body.kind),
        employer: grant.employer,
        channel: Channel::Web,
        standing: if grant.confirmed { Standing::Confirmed } else { Standing::Unconfirmed },
    };
    if now.duration_since(session.seen_at) > SignedDuration::from_mins(5) {
        let today = app.city.zone().to_datetime(now).date();
        store::session::touch(&app.store, app.tenant, &session, now, today).await.map_err(crate::fault)?;
    }
    Ok(Some(Signed { session: session.id, actor, name: identity.name, grants: person.grants }))
}

/// Acts from now on in another of the roles one holds.
///
/// # Errors
/// [`Error::Forbidden`] for a role that one does not hold.
pub async fn switch_role(ctx: &Ctx, app: &App, signed: &Signed, role: Role) -> Result<(), Error> {
    if !signed.grants.iter().any(|grant| grant.role == role) {
        return Err(Error::Forbidden(Forbidden { role, use_case: UseCase::ReadOwn }));
    }
    let session = signed.session;
    app.write(ctx, move |tx, ctx| {
        Box::pin(async move { store::session::set_role(tx, &ctx, session, role).await })
    })
    .await
}

/// Ends a session.
///
/// # Errors
/// Only when the store fails.
pub async fn sign_out(ctx: &Ctx, app: &App, session: SessionId) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| Box::pin(async move { store::session::delete(tx, &ctx, session).await }))
        .await
}

/// The sign-in name of the account that a one-time link is for.
///
/// # Errors
/// [`Error::NotFound`] for a link that is unknown, used or late.
pub async fn login_of_link(ctx: &Ctx, app: &App, link: &str) -> Result<String, Error> {
    authorise(&ctx.actor, UseCase::SignIn, Relation::default())?;
    let person = store::person::by_link(&app.store, ctx.tenant, &token_hash(link), ctx.now)
        .await
        .map_err(crate::fault)?
        .ok_or(Error::NotFound)?;
    let found = store::person::find(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    Ok(found.ok_or(Error::NotFound)?.1.login)
}

/// Sets a password through a one-time link and makes the account active.
///
/// # Errors
/// [`Error::NotFound`] for a link that is unknown, used or late; [`Error::Invalid`] for a weak password.
pub async fn set_password(ctx: &Ctx, app: &App, link: &str, password: &str) -> Result<PersonId, Error> {
    authorise(&ctx.actor, UseCase::SignIn, Relation::default())?;
    check_password(password)?;
    let link = token_hash(link);
    let person = store::person::by_link(&app.store, ctx.tenant, &link, ctx.now)
        .await
        .map_err(crate::fault)?
        .ok_or(Error::NotFound)?;
    let hash = hash_password(ctx, password.to_owned()).await?;
    app.write(ctx, move |tx, ctx| {
        let (hash, link) = (hash.clone(), link.clone());
        Box::pin(async move { store::person::set_password(tx, &ctx, person, &hash, Some(&link)).await })
    })
    .await?;
    Ok(person)
}

/// Refuses passwords that are too short, too long or all of one character.
pub(crate) fn check_password(password: &str) -> Result<(), Error> {
    let length = password.chars().count();
    let mut distinct: Vec<char> = password.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if !(PASSWORD_LEAST..=PASSWORD_MOST).contains(&length) || distinct.len() < 4 {
        let message = Message::new("password-weak").with("least", PASSWORD_LEAST).with("most", PASSWORD_MOST);
        return Err(Error::field("password", message));
    }
    Ok(())
}

/// Hex SHA-256 of a cookie's or a link's secret. The secret is random, so no salt is needed.
pub(crate) fn token_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) async fn hash_password(ctx: &Ctx, password: String) -> Result<String, Error> {
    let salt: [u8; 16] = ctx.random();
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string())
    });
    hashed.await.map_err(Error::internal)?.map_err(|e| Error::Internal(e.to_string().into()))
}

/// Compares in constant time; without a stored hash it works as long on one of its own, so that the
/// answer's time tells nothing.
async fn verify_password(password: String, hash: Option<String>) -> Result<bool, Error> {
    let password: String = password.chars().take(PASSWORD_MOST).collect();
    let verified = tokio::task::spawn_blocking(move || match hash.as_deref().map(PasswordHash::new) {
        Some(Ok(hash)) => Argon2::default().verify_password(password.as_bytes(), &hash).is_ok(),
        _ => {
            let _ = Argon2::default().hash_password_with_salt(password.as_bytes(), &[0; 16]);
            false
        }
    });
    verified.await.map_err(Error::internal)
}
