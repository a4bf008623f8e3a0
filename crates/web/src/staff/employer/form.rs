//! An employer as a form: the employer block of the opening application, and whom to talk to.

use app::FieldError;
use axum::extract::Path;
use axum::response::Response;
use domain::code::EnterpriseKind;
use domain::employer::{BusinessNumber, Contact, Employer};
use domain::id::EmployerId;
use domain::message::Message;
use domain::person::normalise_phone;
use maud::{Markup, html};

use crate::component::{Form, checks, codes, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::staff::compare::{self, Holds, Input};
use crate::visit::Visit;

pub(super) async fn new(visit: Visit) -> Response {
    render(&visit, Form::new(&Fields::default()), None, None)
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let made = match read(&visit, &fields, blank()) {
        Ok((employer, contact)) => app::employer::create(&visit.ctx, visit.app(), employer, contact).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    sent(&visit, &fields, made, |id| format!("/staff/employers/{id}"))
        .unwrap_or_else(|form| render(&visit, form, None, None))
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<EmployerId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::employer::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => render(&visit, Form::new(&filled(&view)), Some(id), None),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(seq)) = (id.parse::<EmployerId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let known = match app::employer::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => view.employer,
        Err(failed) => return error::page(&visit, &failed),
    };
    let updated = match read(&visit, &fields, known) {
        Ok((employer, contact)) => {
            app::employer::update(&visit.ctx, visit.app(), employer, contact, seq).await
        }
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    match updated {
        Err(why @ app::Error::Conflict(_)) => clash(&visit, &fields, &why, id).await,
        updated => sent(&visit, &fields, updated, |()| format!("/staff/employers/{id}"))
            .unwrap_or_else(|form| render(&visit, form, Some(id), None)),
    }
}

/// Somebody saved meanwhile: both stand side by side, and one's own is kept with a press of the button, which
/// now names the version it replaces.
async fn clash(visit: &Visit, fields: &Fields, why: &app::Error, id: EmployerId) -> Response {
    let theirs = match app::employer::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => filled(&view),
        Err(failed) => return error::page(visit, &failed),
    };
    let mut mine = fields.clone();
    mine.0.retain(|(name, _)| name != "version");
    mine.0.push(("version".to_owned(), theirs.text("version").to_owned()));
    let heads = [visit.t("conflict-theirs"), visit.t("conflict-mine")];
    let said = html! {
        p.notice { (visit.t("conflict-choose")) }
        (compare::table(visit, &INPUTS, &heads, &[theirs, mine.clone()]))
        div.actions { a.button.second href={ "/staff/employers/" (id) } { (visit.t("conflict-take-theirs")) } }
    };
    Form::refused(visit, &mine, why).unwrap_or_else(|form| render(visit, form, Some(id), Some(&said)))
}

/// Every field of the form with its label and what it holds.
const INPUTS: [Input; 21] = [
    ("name", "employer-name", Holds::Text),
    ("business_number", "business-number", Holds::Text),
    ("phone", "employer-phone", Holds::Text),
    ("address", "address", Holds::Text),
    ("industry", "industry", Holds::Industry),
    ("business", "business", Holds::Text),
    ("workers", "workers", Holds::Text),
    ("kind", "enterprise-kind", Holds::Code(EnterpriseKind::LIST)),
    ("size_note", "enterprise-size", Holds::Text),
    ("certificates", "certificates", Holds::Text),
    ("capital_won", "capital", Holds::Won),
    ("sales_won", "sales", Holds::Won),
    ("fax", "fax", Holds::Text),
    ("homepage", "homepage", Holds::Text),
    ("insurance_number", "insurance-number", Holds::Text),
    ("contact_representative", "representative", Holds::Text),
    ("contact_department", "contact-department", Holds::Text),
    ("contact_name", "contact-name", Holds::Text),
    ("contact_phone", "contact-phone", Holds::Text),
    ("contact_email", "email", Holds::Text),
    ("contact_publish", "contact-publish", Holds::YesNo),
];

fn render(visit: &Visit, form: Form<'_>, id: Option<EmployerId>, clash: Option<&Markup>) -> Response {
    let form = form.needing(&["name"]);
    let title = visit.t(if id.is_some() { "employer-edit" } else { "employer-new" });
    let yes = |key: &str| [("yes".to_owned(), visit.t(key))];
    let body = html! {
        @if let Some(clash) = clash { (clash) }
        form.narrow method="post" {
            @if id.is_some() { input type="hidden" name="version" value=(form.fields.text("version")); }
            fieldset {
                legend { (visit.t("employer")) }
                (input(visit, &form, "name", "employer-name", "text", ""))
                (input(visit, &form, "business_number", "business-number", "text", "business-number-hint"))
                (input(visit, &form, "phone", "employer-phone", "tel", "employer-phone-hint"))
                (input(visit, &form, "address", "address", "text", ""))
                (input(visit, &form, "industry", "industry", "text", "industry-hint"))
                (input(visit, &form, "business", "business", "text", ""))
                (input(visit, &form, "workers", "workers", "number", ""))
                (select(visit, &form, "kind", "enterprise-kind", &codes(visit, EnterpriseKind::LIST)))
                (input(visit, &form, "size_note", "enterprise-size", "text", ""))
                (input(visit, &form, "certificates", "certificates", "text", "fit-list-hint"))
                (input(visit, &form, "capital_won", "capital", "text", "amount-hint"))
                (input(visit, &form, "sales_won", "sales", "text", "amount-hint"))
                (input(visit, &form, "fax", "fax", "tel", ""))
                (input(visit, &form, "homepage", "homepage", "url", ""))
                (input(visit, &form, "insurance_number", "insurance-number", "text", ""))
            }
            fieldset {
                legend { (visit.t("contact")) }
                p.hint { (visit.t("contact-hint")) }
                (input(visit, &form, "contact_representative", "representative", "text", ""))
                (input(visit, &form, "contact_department", "contact-department", "text", ""))
                (input(visit, &form, "contact_name", "contact-name", "text", ""))
                (input(visit, &form, "contact_phone", "contact-phone", "tel", ""))
                (input(visit, &form, "contact_email", "email", "email", ""))
                (checks(visit, &form, "contact_consent", "consent", &yes("contact-consent")))
                (checks(visit, &form, "contact_publish", "contact-publish", &yes("contact-publish-yes")))
            }
            div.actions { button { (visit.t(if clash.is_some() { "conflict-keep-mine" } else { "save-form" })) } }
        }
    };
    form.page(visit, &title, &body)
}

/// An employer of whom nothing is known yet.
pub(in crate::staff) fn blank() -> Employer {
    Employer::named(EmployerId(uuid::Uuid::nil()), "")
}

/// The inputs as an employer; what is not on the form stays as it is known.
fn read(
    visit: &Visit,
    fields: &Fields,
    known: Employer,
) -> Result<(Employer, Option<Contact>), Vec<FieldError>> {
    let mut errors = Vec::new();
    let business_number = match fields.text("business_number") {
        "" => None,
        typed => BusinessNumber::parse(typed)
            .map_err(|why| errors.push(FieldError::new("business_number", why)))
            .ok(),
    };
    let industry = match fields.text("industry") {
        "" => None,
        typed => {
            let hit = visit.app().reference.industries.resolve(typed).into_iter().next();
            if hit.is_none() {
                let why = Message::new("form-industry-unknown").with("text", typed);
                errors.push(FieldError::new("industry", why));
            }
            hit.map(|hit| hit.code)
        }
    };
    let mut telephone = |name: &'static str| match fields.text(name) {
        "" => String::new(),
        typed => normalise_phone(typed).unwrap_or_else(|why| {
            errors.push(FieldError::new(name, why));
            String::new()
        }),
    };
    let (phone, fax, contact_phone) = (telephone("phone"), telephone("fax"), telephone("contact_phone"));
    let mut won = |name: &'static str| {
        fields.won(name).unwrap_or_else(|error| {
            errors.push(error);
            None
        })
    };
    let (capital_won, sales_won) = (won("capital_won"), won("sales_won"));
    let workers = fields.count("workers", 10_000_000).unwrap_or_else(|error| {
        errors.push(error);
        None
    });
    let text = |name: &str| fields.text(name).to_owned();
    let contact = Contact {
        representative: text("contact_representative"),
        department: text("contact_department"),
        name: text("contact_name"),
        phone: contact_phone,
        email: text("contact_email"),
        may_publish: fields.ticked("contact_publish"),
        confirmed_on: None,
    };
    let named = [&contact.representative, &contact.name, &contact.phone, &contact.email];
    let given = named.iter().any(|text| !text.is_empty());
    if given && !fields.ticked("contact_consent") {
        errors.push(FieldError::new("contact_consent", Message::new("contact-needs-consent")));
    }
    let address = text("address");
    let employer = Employer {
        name: text("name"),
        business_number,
        industry,
        business: text("business"),
        workers,
        capital_won,
        sales_won,
        kind: EnterpriseKind::from_code(fields.text("kind")),
        size_note: text("size_note"),
        certificates: fields.list("certificates"),
        area: visit.app().city.areas().resolve(&address).into_iter().next().or(known.area.clone()),
        address,
        homepage: text("homepage"),
        phone,
        fax,
        insurance_number: text("insurance_number"),
        ..known
    };
    if errors.is_empty() { Ok((employer, given.then_some(contact))) } else { Err(errors) }
}

fn filled(view: &app::employer::View) -> Fields {
    let employer = &view.employer;
    let contact = view.contact.clone().unwrap_or_default();
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let yes = |yes: bool| if yes { "yes".to_owned() } else { String::new() };
    let pairs = [
        ("version", view.seq.to_string()),
        ("name", employer.name.clone()),
        ("business_number", employer.business_number.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("phone", employer.phone.clone()),
        ("address", employer.address.clone()),
        ("industry", employer.industry.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default()),
        ("business", employer.business.clone()),
        ("workers", number(employer.workers.map(i64::from))),
        ("kind", employer.kind.map(|kind| kind.code().to_owned()).unwrap_or_default()),
        ("size_note", employer.size_note.clone()),
        ("certificates", employer.certificates.join(", ")),
        ("capital_won", number(employer.capital_won)),
        ("sales_won", number(employer.sales_won)),
        ("fax", employer.fax.clone()),
        ("homepage", employer.homepage.clone()),
        ("insurance_number", employer.insurance_number.clone()),
        ("contact_representative", contact.representative),
        ("contact_department", contact.department),
        ("contact_name", contact.name),
        ("contact_phone", contact.phone),
        ("contact_email", contact.email),
        // A contact is kept only with consent.
        ("contact_consent", yes(view.contact.is_some())),
        ("contact_publish", yes(contact.may_publish)),
    ];
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
