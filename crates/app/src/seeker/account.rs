//! An account for somebody who was registered at a counter: a one-time link that binds it to the registration they
//! have, so that nobody registers twice to see what is their own. Who gives the link has checked who takes it.

use domain::Ctx;
use domain::actor::Role;
use domain::id::{PersonId, SeekerId};
use domain::look::Purpose;
use domain::message::Message;
use domain::person::{Account, Grant, Identity, IdentityCheck, Person};
use domain::policy::UseCase;
use domain::seeker::{Profile, Seeker, StateName};

use crate::person::{LINK_LASTS, fit, new_link};
use crate::{App, Error};

/// The secret of the link through which the person sets a password; a new one while the last was not used, which then
/// opens nothing any more. That it was given, and how it was checked who they are, the person reads among the looks.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `login`; [`Error::Conflict`] for somebody who has an account, and for
/// the dead.
pub async fn invite(
    ctx: &Ctx,
    app: &App,
    id: SeekerId,
    login: &str,
    checked: IdentityCheck,
) -> Result<String, Error> {
    let (seeker, profile) = super::read(ctx, app, UseCase::WriteService, id).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    if seeker.state.name() == StateName::Deceased {
        return Err(Error::Conflict(Message::new("account-of-the-dead")));
    }
    check_fits(checked, &profile)?;
    let mut invited = None;
    for (person, identity) in accounts(ctx, app, seeker.person).await? {
        if !is_open(&person) {
            return Err(Error::Conflict(Message::new("account-there")));
        }
        let typed = login.trim().to_lowercase();
        if !typed.is_empty() && typed != identity.login {
            // The name stands in the account already; another would be ignored in silence.
            let kept = Message::new("account-login-kept").with("login", identity.login);
            return Err(Error::field("login", kept));
        }
        invited = Some(person.id);
    }
    let until = ctx.now + LINK_LASTS;
    let (made, theirs) = match invited {
        Some(known) => (None, known),
        None => {
            let identity = Identity { name: profile.name, login: login.to_owned(), phone: profile.mobile };
            let grant = Grant { role: Role::Seeker, organisation: None, employer: None, confirmed: true };
            let account = Account::Invited { until };
            let person = Person { id: seeker.person, account, grants: vec![grant] };
            (Some((person, fit(ctx, app, identity).await?)), seeker.person)
        }
    };
    let (secret, link) = new_link(ctx);
    let (subject, purpose) = (seeker.person, Purpose::from(checked));
    app.write(ctx, move |tx, ctx| {
        let (made, link) = (made.clone(), link.clone());
        Box::pin(async move {
            store::look::insert(tx, &ctx, &[subject], purpose, None).await?;
            match &made {
                Some((person, identity)) => store::person::insert(tx, &ctx, person, identity).await?,
                None => store::person::delete_links(tx, &ctx, theirs).await?,
            }
            store::person::insert_link(tx, &ctx, theirs, &link, until).await
        })
    })
    .await?;
    Ok(secret)
}

/// Whether a death was recorded of somebody.
pub(crate) async fn is_dead(ctx: &Ctx, app: &App, person: PersonId) -> Result<bool, Error> {
    let all = store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    Ok(all.iter().any(|(seeker, _)| seeker.state.name() == StateName::Deceased))
}

/// Whether a link may be given: the person lives, and no account of theirs is in use.
pub(crate) async fn may_invite(ctx: &Ctx, app: &App, seeker: &Seeker) -> Result<bool, Error> {
    if seeker.state.name() == StateName::Deceased {
        return Ok(false);
    }
    let all = accounts(ctx, app, seeker.person).await?;
    Ok(all.iter().all(|(person, _)| is_open(person)))
}

/// Whether an account is still to be opened by its link. Nobody is handed one that does more than look for work.
fn is_open(person: &Person) -> bool {
    let own = person.grants.iter().all(|grant| grant.role == Role::Seeker);
    own && matches!(person.account, Account::Invited { .. })
}

/// Whether one of two people has an account, so that making them one opens the other's record to it.
pub(crate) async fn opens(ctx: &Ctx, app: &App, pair: (PersonId, PersonId)) -> Result<bool, Error> {
    for person in [pair.0, pair.1] {
        if accounts(ctx, app, person).await?.iter().any(|(known, _)| known.account != Account::None) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Nobody was called at a number that is not on record.
fn check_fits(checked: IdentityCheck, profile: &Profile) -> Result<(), Error> {
    if checked == IdentityCheck::KnownPhone && profile.mobile.is_empty() && profile.phone.is_empty() {
        return Err(Error::field("checked", Message::new("identity-no-number")));
    }
    Ok(())
}

/// Rows of accounts of a person, under each of their ids.
async fn accounts(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<(Person, Identity)>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut all = Vec::new();
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        let known = store::person::find(store, tenant, same).await.map_err(crate::fault)?;
        all.extend(known);
    }
    Ok(all)
}
