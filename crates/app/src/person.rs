//! Accounts: who may sign in, in which roles, and the one-time links through which people set their
//! own passwords. Nobody ever types a password for somebody else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::employer::Verification;
use domain::id::{EmployerId, PersonId};
use domain::message::Message;
use domain::person::{Account, Grant, Identity, Person};
use domain::policy::{Relation, UseCase, authorise};
use domain::{Ctx, Role};
use jiff::SignedDuration;

use crate::{App, Error, FieldError};

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

/// The grants of several roles, each with the body or the employer that it needs to act for.
/// `organisation` is the name of a body, `employer` a name or a business number; both may be empty.
///
/// # Errors
/// [`Error::Invalid`] for names that are not found, and for a role without the body it acts for.
pub async fn grants(
    ctx: &Ctx,
    app: &App,
    roles: &[Role],
    organisation: &str,
    employer: &str,
) -> Result<Vec<Grant>, Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    let unknown = |text: &str| Message::new("not-found-by-name").with("text", text);
    let organisation = match organisation.trim() {
        "" => None,
        name => {
            let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
            let found = bodies.iter().find(|body| body.name == name || body.id.to_string() == name);
            Some(found.ok_or_else(|| Error::field("organisation", unknown(name)))?.id)
        }
    };
    let employer = match employer.trim() {
        "" => None,
        name => Some(crate::employer::named(ctx, app, name).await?),
    };
    let mut errors = Vec::new();
    if roles.is_empty() {
        errors.push(FieldError::new("role", Message::new("role-choose")));
    }
    if employer.is_none() && roles.contains(&Role::Employer) {
        errors.push(FieldError::new("employer", Message::new("role-needs-employer")));
    }
    let of_a_body = [Role::Clerk, Role::Agency, Role::Partner];
    if organisation.is_none() && roles.iter().any(|role| of_a_body.contains(role)) {
        errors.push(FieldError::new("organisation", Message::new("role-needs-organisation")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let of = |role: Role| Grant {
        role,
        organisation: organisation.filter(|_| role.is_staff() || role == Role::Partner),
        employer: employer.filter(|_| role == Role::Employer),
        // Whoever says that they speak for an employer is believed when staff have looked at its number.
        confirmed: role != Role::Employer,
    };
    Ok(roles.iter().map(|role| of(*role)).collect())
}

pub(crate) async fn make(
    ctx: &Ctx,
    app: &App,
    identity: Identity,
    grants: Vec<Grant>,
) -> Result<(PersonId, String), Error> {
    let identity = fit(ctx, app, identity).await?;
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

/// What names somebody as an account keeps it.
///
/// # Errors
/// [`Error::Invalid`] for a missing name or a sign-in name that is taken.
pub(crate) async fn fit(ctx: &Ctx, app: &App, mut identity: Identity) -> Result<Identity, Error> {
    identity.login = identity.login.trim().to_lowercase();
    identity.name = identity.name.trim().to_owned();
    let texts = [("name", identity.name.as_str()), ("login", identity.login.as_str())];
    if let Some(refusal) = crate::resident::refusal(&texts) {
        return Err(refusal);
    }
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
    Ok(identity)
}

/// A new link for someone who lost theirs or their password.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn renew_link(ctx: &Ctx, app: &App, id: PersonId) -> Result<String, Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    found(ctx, app, id).await?;
    relink(ctx, app, id).await
}

pub(crate) async fn relink(ctx: &Ctx, app: &App, id: PersonId) -> Result<String, Error> {
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
/// [`Error::NotFound`]; [`Error::Conflict`] when the last operator would be lost, and when somebody changed
/// the account meanwhile.
pub async fn set_grants(ctx: &Ctx, app: &App, id: PersonId, mut grants: Vec<Grant>) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    let (before, seq) = found(ctx, app, id).await?;
    for grant in &mut grants {
        let same = |b: &&Grant| b.role == grant.role && b.employer == grant.employer;
        grant.confirmed |= before.grants.iter().find(same).is_some_and(|b| b.confirmed);
    }
    let person = Person { grants, ..before.clone() };
    save(ctx, app, (before, seq), person, "grant").await
}

/// Locks an account. Its running sessions end.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the last operator would be lost, and when somebody changed
/// the account meanwhile.
pub async fn suspend(ctx: &Ctx, app: &App, id: PersonId) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    let (before, seq) = found(ctx, app, id).await?;
    let person = Person { account: Account::Suspended { at: ctx.now }, ..before.clone() };
    save(ctx, app, (before, seq), person, "suspend").await
}

/// Unlocks an account.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when somebody changed it meanwhile.
pub async fn reactivate(ctx: &Ctx, app: &App, id: PersonId) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::ManageUsers, Relation::default())?;
    let (before, seq) = found(ctx, app, id).await?;
    let person = Person { account: Account::Active, ..before.clone() };
    save(ctx, app, (before, seq), person, "reactivate").await
}

/// Who says that they speak for an employer, by id.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for an unknown employer.
pub async fn of_employer(ctx: &Ctx, app: &App, employer: EmployerId) -> Result<Vec<User>, Error> {
    let relation = Relation { employer: Some(employer), ..Relation::default() };
    authorise(&ctx.actor, UseCase::WriteEmployer, relation)?;
    let found = store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let speaks = |person: &Person| person.grants.iter().any(|grant| grant.employer == Some(employer));
    let users = found.into_iter().filter(|(person, _)| speaks(person));
    Ok(users.map(|(person, identity)| User { person, identity }).collect())
}

/// Believes that a person speaks for an employer, whose registration was checked before. Until then the
/// account reads what everyone may read.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for somebody who does not say so; [`Error::Conflict`] while the
/// employer itself is unchecked, and when somebody changed the account meanwhile.
pub async fn confirm(ctx: &Ctx, app: &App, id: PersonId, employer: EmployerId) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideOpening, Relation::default())?;
    let known = store::employer::get(&app.store, ctx.tenant, employer).await.map_err(crate::fault)?;
    if known.verification == Verification::Unverified {
        return Err(Error::Conflict(Message::new("contact-needs-verified-employer")));
    }
    let (before, seq) = found(ctx, app, id).await?;
    let mut person = before.clone();
    let grant = person.grants.iter_mut().find(|grant| grant.employer == Some(employer));
    grant.ok_or(Error::NotFound)?.confirmed = true;
    save(ctx, app, (before, seq), person, "confirm").await
}

/// An account, and the change up to which that is true.
async fn found(ctx: &Ctx, app: &App, id: PersonId) -> Result<(Person, i64), Error> {
    // Read first: what is written meanwhile is then noticed when it is saved.
    let seq = store::change::last(&app.store, ctx.tenant, id.0).await.map_err(crate::fault)?;
    let found = store::person::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    Ok((found.ok_or(Error::NotFound)?.0, seq))
}

/// What is refused when a change would leave nobody to run the system.
pub(crate) const LAST_OPERATOR: &str = "person.operator";

/// Writes an account anew, if it is still what it was `before`, and ends its sessions.
async fn save(
    ctx: &Ctx,
    app: &App,
    (before, seq): (Person, i64),
    person: Person,
    verb: &'static str,
) -> Result<(), Error> {
    let resigns = operates(&before) && !operates(&person);
    app.write(ctx, move |tx, ctx| {
        let person = person.clone();
        Box::pin(async move {
            store::change::unchanged(tx, &ctx, person.id.0, seq).await?;
            store::person::update(tx, &ctx, verb, &person).await?;
            // Asked after it was written: of two operators who lock each other out at once, the later one finds that
            // nobody would be left.
            if resigns && !store::person::all_in(tx, &ctx).await?.iter().any(operates) {
                return Err(store::Error::Conflict(LAST_OPERATOR.to_owned()));
            }
            store::session::delete_of(tx, &ctx, person.id).await
        })
    })
    .await
}

fn operates(person: &Person) -> bool {
    person.account == Account::Active && person.grants.iter().any(|grant| grant.role == Role::Operator)
}

/// A secret for a link, and the hash that is stored.
pub(crate) fn new_link(ctx: &Ctx) -> (String, String) {
    let secret = URL_SAFE_NO_PAD.encode(ctx.random::<24>());
    let hash = crate::session::token_hash(&secret);
    (secret, hash)
}
