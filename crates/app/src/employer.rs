//! Employers and their contacts.

use domain::Ctx;
use domain::employer::{Contact, Employer, Verification};
use domain::id::{EmployerId, PersonId};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};

use crate::page::Page;
use crate::{App, Error};

/// An employer with the contact, for those who may see both.
#[derive(Debug, Clone)]
pub struct View {
    /// The employer.
    pub employer: Employer,
    /// The person to talk to.
    pub contact: Option<Contact>,
    /// How many openings it has, in any state.
    pub openings: usize,
}

/// Employers by name.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(
    ctx: &Ctx,
    app: &App,
    text: &str,
    page: usize,
    size: usize,
) -> Result<Page<Employer>, Error> {
    authorise(&ctx.actor, UseCase::ReadEmployer, Relation::default())?;
    let mut all = store::employer::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let wanted = text.trim().to_lowercase();
    all.retain(|e| {
        wanted.is_empty()
            || e.name.to_lowercase().contains(&wanted)
            || e.business_number.as_ref().is_some_and(|n| n.digits().starts_with(&wanted.replace('-', "")))
    });
    all.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    let (page, size) = (page.max(1), size.clamp(1, 100));
    let total = all.len();
    let items = all.into_iter().skip((page - 1).saturating_mul(size)).take(size).collect();
    Ok(Page { items, total, page, size })
}

/// The employer of a name or a business number, for forms that refer to one.
///
/// # Errors
/// [`Error::Invalid`] at the field `employer` when there is none, or more than one of that name.
pub(crate) async fn named(ctx: &Ctx, app: &App, text: &str) -> Result<EmployerId, Error> {
    let all = store::employer::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let found: Vec<_> = all
        .iter()
        .filter(|e| {
            e.name == text
                || e.id.to_string() == text
                || e.business_number.as_ref().is_some_and(|n| n.digits() == digits)
        })
        .collect();
    match found[..] {
        [employer] => Ok(employer.id),
        [] => Err(Error::field("employer", Message::new("not-found-by-name").with("text", text))),
        _ => Err(Error::field("employer", Message::new("found-several").with("text", text))),
    }
}

/// One employer.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: EmployerId) -> Result<View, Error> {
    let employer = store::employer::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    authorise(&ctx.actor, UseCase::ReadEmployer, own(&employer))?;
    let contact = match employer.contact {
        Some(person) => {
            store::employer::contact(&app.store, ctx.tenant, id, person).await.map_err(crate::fault)?
        }
        None => None,
    };
    let openings =
        store::opening::count_of_employer(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    Ok(View { employer, contact, openings })
}

/// Adds an employer.
///
/// # Errors
/// [`Error::Invalid`]; [`Error::Conflict`] when the business number is known already.
pub async fn create(
    ctx: &Ctx,
    app: &App,
    mut employer: Employer,
    contact: Option<Contact>,
) -> Result<EmployerId, Error> {
    authorise(&ctx.actor, UseCase::WriteEmployer, own(&employer))?;
    check(&employer)?;
    employer.id = ctx.id();
    employer.contact = contact.as_ref().map(|_| ctx.id::<PersonId>());
    employer.verification = Verification::Unverified;
    let id = employer.id;
    app.write(ctx, move |tx, ctx| {
        let (employer, contact) = (employer.clone(), contact.clone());
        Box::pin(async move { store::employer::insert(tx, &ctx, &employer, contact.as_ref()).await })
    })
    .await?;
    Ok(id)
}

/// Corrects an employer and its contact. Verification is kept unless name or number change.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`].
pub async fn update(
    ctx: &Ctx,
    app: &App,
    mut employer: Employer,
    contact: Option<Contact>,
) -> Result<(), Error> {
    let known = store::employer::get(&app.store, ctx.tenant, employer.id).await.map_err(crate::fault)?;
    authorise(&ctx.actor, UseCase::WriteEmployer, own(&known))?;
    check(&employer)?;
    employer.contact = match (&contact, known.contact) {
        (Some(_), Some(person)) => Some(person),
        (Some(_), None) => Some(ctx.id()),
        (None, known) => known,
    };
    let same = known.name == employer.name && known.business_number == employer.business_number;
    employer.verification = if same { known.verification } else { Verification::Unverified };
    app.write(ctx, move |tx, ctx| {
        let (employer, contact) = (employer.clone(), contact.clone());
        Box::pin(async move { store::employer::update(tx, &ctx, &employer, contact.as_ref()).await })
    })
    .await
}

/// Records that a member of staff checked the registration.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] without a business number.
pub async fn verify(ctx: &Ctx, app: &App, id: EmployerId) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideOpening, Relation::default())?;
    let mut employer = store::employer::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (Some(_), Some(by)) = (&employer.business_number, ctx.actor.person) else {
        return Err(Error::Conflict(Message::new("employer-provisional")));
    };
    employer.verification = Verification::Verified { by, on: ctx.today() };
    app.write(ctx, move |tx, ctx| {
        let employer = employer.clone();
        Box::pin(async move { store::employer::update(tx, &ctx, &employer, None).await })
    })
    .await
}

fn own(employer: &Employer) -> Relation {
    Relation { person: None, employer: Some(employer.id), organisation: None }
}

fn check(employer: &Employer) -> Result<(), Error> {
    if employer.name.trim().is_empty() {
        return Err(Error::field("name", Message::new("missing-name")));
    }
    let url = &employer.homepage;
    if !(url.is_empty() || url.starts_with("https://") || url.starts_with("http://")) {
        return Err(Error::field("homepage", Message::new("url-unreadable").with("text", url.as_str())));
    }
    Ok(())
}
