//! Employers and their contacts.

use domain::Ctx;
use domain::employer::{BusinessNumber, Contact, Employer, Verification, plain_name};
use domain::id::{EmployerId, PersonId};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};

use crate::page::Page;
use crate::{App, Error, FieldError};

/// An employer with the contact, for those who may see both.
#[derive(Debug, Clone)]
pub struct View {
    /// The employer.
    pub employer: Employer,
    /// The person to talk to.
    pub contact: Option<Contact>,
    /// How many openings it has, in any state.
    pub openings: usize,
    /// Of one without a business number, those called alike, for the office that may register it twice.
    pub alike: Vec<Employer>,
    /// The change up to which this is true.
    pub seq: i64,
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
    let (page, size) = (page.max(1), size.clamp(1, 100));
    let offset = (page - 1).saturating_mul(size);
    let (items, total) =
        store::employer::search(&app.store, ctx.tenant, text, size, offset).await.map_err(crate::fault)?;
    Ok(Page { items, total, page, size })
}

/// The employer of a name or a business number, for forms that refer to one.
///
/// # Errors
/// [`Error::Invalid`] at the field `employer` when there is none, or more than one of that name.
pub async fn named(ctx: &Ctx, app: &App, text: &str) -> Result<EmployerId, Error> {
    if let Ok(id) = text.parse::<EmployerId>() {
        return Ok(store::employer::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?.id);
    }
    let (mut found, _) =
        store::employer::search(&app.store, ctx.tenant, text, 100, 0).await.map_err(crate::fault)?;
    let exact = |e: &Employer| e.name.to_lowercase() == text.trim().to_lowercase();
    if found.iter().any(exact) {
        found.retain(exact);
    }
    match found[..] {
        [ref employer] => Ok(employer.id),
        [] => Err(Error::field("employer", Message::new("not-found-by-name").with("text", text))),
        _ => Err(Error::field("employer", Message::new("found-several").with("text", text))),
    }
}

/// One employer.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: EmployerId) -> Result<View, Error> {
    // Read first: what is written meanwhile is then noticed when it is saved.
    let seq = store::change::last(&app.store, ctx.tenant, id.0).await.map_err(crate::fault)?;
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
    let alike = match employer.business_number.is_none() && ctx.actor.role.is_staff() {
        true => alike(ctx, app, &employer).await?,
        false => Vec::new(),
    };
    Ok(View { employer, contact, openings, alike, seq })
}

/// Others whose names are the same but for the form of the company, spaces and signs.
async fn alike(ctx: &Ctx, app: &App, employer: &Employer) -> Result<Vec<Employer>, Error> {
    let mut found = called(ctx, app, &employer.name).await?;
    found.retain(|other| other.id != employer.id);
    Ok(found)
}

/// All whose names are this one but for the form of the company, spaces and signs.
pub(crate) async fn called(ctx: &Ctx, app: &App, name: &str) -> Result<Vec<Employer>, Error> {
    let plain = plain_name(name);
    // The store knows names as they are written: whatever begins alike is asked for, then compared.
    let start: String = plain.chars().take(2).collect();
    let found = store::employer::search(&app.store, ctx.tenant, &start, 1_000, 0).await;
    let mut found = found.map_err(crate::fault)?.0;
    found.retain(|other| !plain.is_empty() && plain_name(&other.name) == plain);
    Ok(found)
}

/// Adds an employer.
///
/// # Errors
/// [`Error::Invalid`], also when the business number is known already.
pub async fn create(
    ctx: &Ctx,
    app: &App,
    mut employer: Employer,
    contact: Option<Contact>,
) -> Result<EmployerId, Error> {
    authorise(&ctx.actor, UseCase::WriteEmployer, own(&employer))?;
    employer.id = ctx.id();
    check(ctx, app, &employer).await?;
    employer.contact = contact.as_ref().map(|_| ctx.id::<PersonId>());
    let contact = contact.map(|contact| Contact { confirmed_on: Some(ctx.today()), ..contact });
    employer.verification = Verification::Unverified;
    let id = employer.id;
    app.write(ctx, move |tx, ctx| {
        let (employer, contact) = (employer.clone(), contact.clone());
        Box::pin(async move {
            store::employer::alone(tx, &ctx, &employer).await?;
            store::employer::insert(tx, &ctx, &employer, contact.as_ref()).await
        })
    })
    .await?;
    Ok(id)
}

/// Corrects an employer and its contact as they were at the change `seq`; without a contact the known one is
/// erased. Verification is kept unless name or number change.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Invalid`]; [`Error::Conflict`] when somebody changed it meanwhile.
pub async fn update(
    ctx: &Ctx,
    app: &App,
    mut employer: Employer,
    contact: Option<Contact>,
    seq: i64,
) -> Result<(), Error> {
    let known = store::employer::get(&app.store, ctx.tenant, employer.id).await.map_err(crate::fault)?;
    authorise(&ctx.actor, UseCase::WriteEmployer, own(&known))?;
    check(ctx, app, &employer).await?;
    let before = match known.contact {
        Some(person) => {
            store::employer::contact(&app.store, ctx.tenant, known.id, person).await.map_err(crate::fault)?
        }
        None => None,
    };
    // What was written anew is right today; what was only saved along keeps its day.
    let contact = contact.map(|contact| {
        let kept = before.filter(|known| Contact { confirmed_on: None, ..known.clone() } == contact);
        Contact { confirmed_on: kept.map_or(Some(ctx.today()), |known| known.confirmed_on), ..contact }
    });
    employer.contact = match (&contact, known.contact) {
        (Some(_), Some(person)) => Some(person),
        (Some(_), None) => Some(ctx.id()),
        (None, _) => None,
    };
    let erased = known.contact.filter(|_| contact.is_none());
    let same = known.name == employer.name && known.business_number == employer.business_number;
    employer.verification = if same { known.verification } else { Verification::Unverified };
    app.write(ctx, move |tx, ctx| {
        let (employer, contact) = (employer.clone(), contact.clone());
        Box::pin(async move {
            store::change::unchanged(tx, &ctx, employer.id.0, seq).await?;
            store::employer::alone(tx, &ctx, &employer).await?;
            store::employer::update(tx, &ctx, &employer, contact.as_ref()).await?;
            match erased {
                Some(person) => store::key::destroy(tx, &ctx, person, "contact_withdrawn").await,
                None => Ok(()),
            }
        })
    })
    .await
}

/// Records that whom to talk to is still right: one tap by the employer, or a question on the telephone.
///
/// # Errors
/// [`Error::NotFound`], also without a contact; [`Error::Conflict`] when somebody changed it meanwhile.
pub async fn confirm_contact(ctx: &Ctx, app: &App, id: EmployerId) -> Result<(), Error> {
    let seq = store::change::last(&app.store, ctx.tenant, id.0).await.map_err(crate::fault)?;
    let employer = store::employer::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    authorise(&ctx.actor, UseCase::WriteEmployer, own(&employer)).map_err(|_| Error::NotFound)?;
    let person = employer.contact.ok_or(Error::NotFound)?;
    let known = store::employer::contact(&app.store, ctx.tenant, id, person).await.map_err(crate::fault)?;
    let contact = Contact { confirmed_on: Some(ctx.today()), ..known.ok_or(Error::NotFound)? };
    app.write(ctx, move |tx, ctx| {
        let (employer, contact) = (employer.clone(), contact.clone());
        Box::pin(async move {
            store::change::unchanged(tx, &ctx, id.0, seq).await?;
            store::employer::update(tx, &ctx, &employer, Some(&contact)).await
        })
    })
    .await
}

/// Records that a member of staff checked the registration.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] without a business number, and when somebody changed it meanwhile.
pub async fn verify(ctx: &Ctx, app: &App, id: EmployerId) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideOpening, Relation::default())?;
    let seq = store::change::last(&app.store, ctx.tenant, id.0).await.map_err(crate::fault)?;
    let mut employer = store::employer::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (Some(_), Some(by)) = (&employer.business_number, ctx.actor.person) else {
        return Err(Error::Conflict(Message::new("employer-provisional")));
    };
    employer.verification = Verification::Verified { by, on: ctx.today() };
    app.write(ctx, move |tx, ctx| {
        let employer = employer.clone();
        Box::pin(async move {
            store::change::unchanged(tx, &ctx, id.0, seq).await?;
            store::employer::update(tx, &ctx, &employer, None).await
        })
    })
    .await
}

fn own(employer: &Employer) -> Relation {
    Relation { employer: Some(employer.id), ..Relation::default() }
}

async fn check(ctx: &Ctx, app: &App, employer: &Employer) -> Result<(), Error> {
    let mut errors = Vec::new();
    let certificates = employer.certificates.join(", ");
    errors.extend(crate::resident::found(&[
        ("name", &employer.name),
        ("business", &employer.business),
        ("size_note", &employer.size_note),
        ("certificates", &certificates),
        ("address", &employer.address),
        ("homepage", &employer.homepage),
        ("insurance_number", &employer.insurance_number),
    ]));
    if employer.name.trim().is_empty() {
        errors.push(FieldError::new("name", Message::new("missing-name")));
    }
    if BusinessNumber::is_meant_by(&employer.name) {
        errors.push(FieldError::new("name", Message::new("employer-name-is-number")));
    }
    let url = &employer.homepage;
    if !(url.is_empty() || url.starts_with("https://") || url.starts_with("http://")) {
        errors.push(FieldError::new("homepage", Message::new("url-unreadable").with("text", url.as_str())));
    }
    let taken = store::employer::namesake(&app.store, ctx.tenant, employer).await.map_err(crate::fault)?;
    if let Some(taken) = taken {
        let message = Message::new("business-number-taken").with("name", taken.name);
        errors.push(FieldError::new("business_number", message));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}
