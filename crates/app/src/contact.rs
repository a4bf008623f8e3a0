//! The network's contacts (A29): each department's own, shared as far as they agreed, found twice by business number or name
//! and then decided by a person; erased when they ask; the whole list confirmed by its department before a meeting (A52).

use domain::Ctx;
use domain::contact::{Contact, Details, Sharing};
use domain::employer::BusinessNumber;
use domain::id::{ContactId, EmployerId, OrganisationId};
use domain::look::Purpose;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use jiff::civil::Date;

use crate::comment::Names;
use crate::{App, Error, FieldError, look};

/// What is asked of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub organisation: Option<OrganisationId>,
    /// Sector.
    pub sector: String,
    /// Part of the firm's name or its number.
    pub text: String,
    /// Only those that may be another department's too.
    pub alike: bool,
}

/// A contact as somebody may see it.
#[derive(Debug, Clone)]
pub struct Row {
    /// The contact.
    pub contact: Contact,
    /// Who it is; `None` for whoever may not know.
    pub details: Option<Details>,
    /// Name of the department whose it is.
    pub body: String,
    /// Whether who asks may write it.
    pub may_write: bool,
}

/// A contact as it is keyed.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where they work.
    pub firm: String,
    /// Its business number, as typed.
    pub business_number: String,
    /// The body of the network they belong to.
    pub body: Option<OrganisationId>,
    /// Sector.
    pub sector: String,
    /// How far they agreed to be shared.
    pub sharing: Sharing,
    /// When they agreed.
    pub consented_on: Option<Date>,
    /// When the department last had to do with them.
    pub last_on: Option<Date>,
    /// Who they are.
    pub details: Details,
}

fn relation(contact: &Contact) -> Relation {
    Relation {
        person: Some(contact.person),
        organisation: contact.organisation,
        shared: contact.is_shared(),
        ..Relation::default()
    }
}

/// Whether who asks may change it: only its own department's people, whatever it is shared with.
fn may_write(ctx: &Ctx, contact: &Contact) -> bool {
    let own = Relation { shared: false, ..relation(contact) };
    authorise(&ctx.actor, UseCase::WriteContact, own).is_ok()
}

fn row(ctx: &Ctx, contact: Contact, details: Details, body: String) -> Row {
    let knows = authorise(&ctx.actor, UseCase::ReadContact, relation(&contact)).is_ok();
    let may_write = may_write(ctx, &contact);
    Row { details: knows.then_some(details), body, may_write, contact }
}

/// Contacts by the firm's name: that a department knows somebody there is told to every department, who it is only to those
/// with whom it is shared. Each who is shown leaves a look.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App, filter: &Filter) -> Result<Vec<Row>, Error> {
    authorise(&ctx.actor, UseCase::ReadContact, Relation::default())?;
    let all = store::contact::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    let (text, digits) = (domain::employer::plain_name(&filter.text), filter.text.replace('-', ""));
    for (contact, details) in all {
        let number = contact.business_number.as_ref().map_or("", BusinessNumber::digits);
        let fits = filter.organisation.is_none_or(|of| contact.organisation == Some(of))
            && (filter.sector.is_empty() || contact.sector == filter.sector)
            && (!filter.alike || contact.alike.is_some())
            && (text.is_empty() || contact.plain().contains(&text) || number == digits.trim());
        if fits {
            let body = names.body(ctx, app, contact.organisation).await?;
            rows.push(row(ctx, contact, details, body));
        }
    }
    leave(ctx, app, &rows, Purpose::List).await?;
    Ok(rows)
}

async fn leave(ctx: &Ctx, app: &App, rows: &[Row], purpose: Purpose) -> Result<(), Error> {
    let shown = rows.iter().filter(|row| row.details.as_ref().is_some_and(|details| !details.is_empty()));
    look::leave(ctx, app, shown.map(|row| row.contact.person).collect(), purpose).await
}

/// Contacts of a sector that agreed to be shown to everybody.
///
/// # Errors
/// When the store cannot be read.
pub async fn public(ctx: &Ctx, app: &App, sector: &str) -> Result<Vec<(Contact, Details)>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let mut all = store::contact::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.retain(|(contact, details)| contact.sector == sector && contact.is_public() && !details.is_empty());
    Ok(all)
}

/// One contact.
///
/// # Errors
/// [`Error::NotFound`], also for one that is not shared with who asks.
pub async fn get(ctx: &Ctx, app: &App, id: ContactId) -> Result<Row, Error> {
    let (contact, details) = find(ctx, app, UseCase::ReadContact, id).await?;
    let body = Names::default().body(ctx, app, contact.organisation).await?;
    let row = row(ctx, contact, details, body);
    leave(ctx, app, std::slice::from_ref(&row), Purpose::Read).await?;
    Ok(row)
}

async fn find(ctx: &Ctx, app: &App, use_case: UseCase, id: ContactId) -> Result<(Contact, Details), Error> {
    authorise(&ctx.actor, use_case, Relation::default())?;
    let found = store::contact::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (contact, details) = found.ok_or(Error::NotFound)?;
    let allowed = match use_case {
        UseCase::WriteContact => may_write(ctx, &contact),
        _ => authorise(&ctx.actor, use_case, relation(&contact)).is_ok(),
    };
    if allowed { Ok((contact, details)) } else { Err(Error::NotFound) }
}

/// Enters a contact of one's own department. One that another department may have already is entered too, and shown for a
/// decision.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong, also when one's own department has it.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<ContactId, Error> {
    authorise(&ctx.actor, UseCase::WriteContact, Relation::default())?;
    let blank = Contact {
        id: ctx.id(),
        person: ctx.id(),
        organisation: ctx.actor.organisation,
        firm: String::new(),
        business_number: None,
        employer: None,
        body: None,
        sector: String::new(),
        sharing: Sharing::Own,
        consented_on: None,
        last_on: None,
        alike: None,
        erased: false,
        version: 1,
        created_at: ctx.now,
    };
    let (contact, details) = filled(ctx, app, blank, form).await?;
    let others = others(ctx, app, &contact).await?;
    if same_person(ctx, app, &others, &contact, &details).await?.is_some() {
        return Err(Error::field("firm", Message::new("contact-known")));
    }
    let alike = others.iter().find(|other| other.organisation != contact.organisation).map(|other| other.id);
    let contact = Contact { alike, ..contact };
    let id = contact.id;
    app.write(ctx, move |tx, ctx| {
        let (contact, details) = (contact.clone(), details.clone());
        Box::pin(async move { store::contact::insert(tx, &ctx, &contact, &details).await })
    })
    .await?;
    Ok(id)
}

/// Corrects a contact.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] when it was changed meanwhile.
pub async fn update(ctx: &Ctx, app: &App, (id, seen): (ContactId, i64), form: Form) -> Result<(), Error> {
    let (known, before) = find(ctx, app, UseCase::WriteContact, id).await?;
    seen_last(&known, seen)?;
    let (contact, details) = filled(ctx, app, known.clone(), form).await?;
    let gone = details.is_empty() && !before.is_empty();
    // Whoever was erased stays so: somebody new at the firm has a key of their own.
    let contact = match known.erased && !details.is_empty() {
        true => Contact { erased: false, person: ctx.id(), ..contact },
        false => contact,
    };
    app.write(ctx, move |tx, ctx| {
        let (contact, details) = (contact.clone(), details.clone());
        Box::pin(async move {
            match gone {
                true => store::contact::erase(tx, &ctx, &contact).await,
                false => store::contact::update(tx, &ctx, "update", &contact, Some(&details)).await,
            }
        })
    })
    .await
}

fn seen_last(known: &Contact, seen: i64) -> Result<(), Error> {
    if known.version == seen { Ok(()) } else { Err(Error::Conflict(Message::new("changed-meanwhile"))) }
}

async fn filled(ctx: &Ctx, app: &App, contact: Contact, form: Form) -> Result<(Contact, Details), Error> {
    let mut errors = Vec::new();
    let business_number = match form.business_number.trim() {
        "" => None,
        text => BusinessNumber::parse(text)
            .map_err(|why| errors.push(FieldError::new("business_number", why)))
            .ok(),
    };
    let phone = match form.details.phone.trim() {
        "" => String::new(),
        text => domain::person::normalise_phone(text)
            .map_err(|why| errors.push(FieldError::new("phone", why)))
            .unwrap_or_default(),
    };
    let employer = match &business_number {
        Some(number) => employer_of(ctx, app, number).await?,
        None => None,
    };
    let contact = Contact {
        firm: form.firm.trim().to_owned(),
        business_number,
        employer,
        body: form.body,
        sector: form.sector,
        sharing: form.sharing,
        consented_on: form.consented_on,
        last_on: form.last_on,
        ..contact
    };
    let details = Details {
        name: form.details.name.trim().to_owned(),
        position: form.details.position.trim().to_owned(),
        phone,
        email: form.details.email.trim().to_owned(),
    };
    let faults = contact.check(&details, ctx.today());
    errors.extend(faults.into_iter().map(|(field, why)| FieldError::new(field, why)));
    if !contact.sector.is_empty() && app.city.sector(&contact.sector).is_none() {
        errors.push(FieldError::new("sector", Message::new("project-sector-unknown")));
    }
    if errors.is_empty() { Ok((contact, details)) } else { Err(Error::Invalid(errors)) }
}

/// The employer of a business number.
async fn employer_of(ctx: &Ctx, app: &App, number: &BusinessNumber) -> Result<Option<EmployerId>, Error> {
    let found = store::employer::search(&app.store, ctx.tenant, number.digits(), 2, 0).await;
    let found = found.map_err(crate::fault)?.0;
    Ok(found.into_iter().find(|employer| employer.business_number.as_ref() == Some(number)).map(|one| one.id))
}

/// Contacts of the same firm, by its number or by its name where one of both has none.
async fn others(ctx: &Ctx, app: &App, contact: &Contact) -> Result<Vec<Contact>, Error> {
    let number = contact.business_number.as_ref().map_or("", BusinessNumber::digits);
    let found = store::contact::of_firm(&app.store, ctx.tenant, &contact.plain(), number).await;
    let mut found = found.map_err(crate::fault)?;
    found.retain(|other| {
        let differ = other.business_number.is_some()
            && contact.business_number.is_some()
            && other.business_number != contact.business_number;
        other.id != contact.id && !differ
    });
    Ok(found)
}

/// One's own department's contact with the same person at the same firm.
async fn same_person(
    ctx: &Ctx,
    app: &App,
    others: &[Contact],
    contact: &Contact,
    details: &Details,
) -> Result<Option<ContactId>, Error> {
    for other in others.iter().filter(|other| other.organisation == contact.organisation) {
        let found = store::contact::find(&app.store, ctx.tenant, other.id).await.map_err(crate::fault)?;
        if found.is_some_and(|(_, known)| known.name == details.name) {
            return Ok(Some(other.id));
        }
    }
    Ok(None)
}

/// Erases who a contact is; the firm stays, so that the department still knows it has somebody to ask there.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`].
pub async fn erase(ctx: &Ctx, app: &App, (id, seen): (ContactId, i64)) -> Result<(), Error> {
    let (contact, details) = find(ctx, app, UseCase::WriteContact, id).await?;
    seen_last(&contact, seen)?;
    if details.is_empty() {
        return Err(Error::Conflict(Message::new("contact-nobody")));
    }
    app.write(ctx, move |tx, ctx| {
        let contact = contact.clone();
        Box::pin(async move { store::contact::erase(tx, &ctx, &contact).await })
    })
    .await
}

/// Decides that a contact found twice stays as it is, or is let go in favour of the other department's.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when there is nothing to decide.
pub async fn settle(ctx: &Ctx, app: &App, (id, seen): (ContactId, i64), same: bool) -> Result<(), Error> {
    let (contact, details) = find(ctx, app, UseCase::WriteContact, id).await?;
    seen_last(&contact, seen)?;
    if contact.alike.is_none() {
        return Err(Error::Conflict(Message::new("contact-unalike")));
    }
    let settled = Contact { alike: None, ..contact };
    let erase = same && !details.is_empty();
    app.write(ctx, move |tx, ctx| {
        let settled = settled.clone();
        Box::pin(async move {
            match erase {
                true => store::contact::erase(tx, &ctx, &settled).await,
                false => store::contact::update(tx, &ctx, "settle", &settled, None).await,
            }
        })
    })
    .await
}

/// A department says that its list of contacts is as it should be (확인함).
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for an account without a department.
pub async fn confirm(ctx: &Ctx, app: &App) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::WriteContact, Relation::default())?;
    let id = ctx.actor.organisation.ok_or(Error::NotFound)?;
    let found = store::organisation::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let mut body = found.ok_or(Error::NotFound)?;
    body.profile.network_confirmed_on = Some(ctx.today());
    app.write(ctx, move |tx, ctx| {
        let body = body.clone();
        Box::pin(async move { store::organisation::update(tx, &ctx, &body).await })
    })
    .await
}
