//! The employer block of a row.

use domain::Message;
use domain::employer::{BusinessNumber, Contact};
use domain::person::normalise_phone;

use super::EmployerDraft;
use crate::header::Field;
use crate::row::Cells;
use crate::value::{choice, headcount, list, personal, term, wage};
use crate::vocabulary::Vocabulary;

pub(super) fn read(cells: &mut Cells<'_>, words: &Vocabulary<'_>) -> EmployerDraft {
    let name = personal::mask(&cells.line(Field::Employer)).0;
    if term::several_employers(&name) {
        cells.warn(Field::Employer, Message::new("several-employers").with("text", name.as_str()));
    }
    let industry = cells.line(Field::Industry);
    let address = cells.free(Field::EmployerAddress);
    let kind = choice::enterprise(&cells.line(Field::EnterpriseKind));
    let (business_number, wrong_number) = business_number(cells);
    EmployerDraft {
        name,
        business_number,
        wrong_number,
        industry: (words.industries)(&industry).into_iter().next().filter(|_| !industry.is_empty()),
        business: cells.free(Field::Business),
        workers: Some(headcount::read(&cells.line(Field::Workers)).heads).filter(|heads| *heads > 0),
        capital_won: won(cells, Field::Capital),
        sales_won: won(cells, Field::Sales),
        kind,
        size_note: cells.line(Field::EnterpriseSize),
        certificates: list(&cells.text(Field::Certificates)),
        area: words.areas_in(&address).into_iter().next(),
        address,
        homepage: web_address(cells, Field::Homepage),
        phone: phone(cells, Field::EmployerPhone),
        fax: phone(cells, Field::EmployerFax),
        insurance_number: cells.line(Field::InsuranceNumber),
        contact: contact(cells),
    }
}

/// A number that does not check is left out and told, not the row with it.
fn business_number(cells: &mut Cells<'_>) -> (Option<BusinessNumber>, Option<String>) {
    let text = cells.line(Field::BusinessNumber);
    if text.is_empty() {
        return (None, None);
    }
    match BusinessNumber::parse(&text) {
        Ok(number) => (Some(number), None),
        Err(message) => {
            cells.warn(Field::BusinessNumber, message);
            (None, Some(text))
        }
    }
}

fn won(cells: &Cells<'_>, field: Field) -> Option<i64> {
    let text = cells.line(field);
    let unit = wage::Hint::of(cells.header(field));
    wage::won(&text, unit).filter(|won| *won > 0)
}

fn phone(cells: &mut Cells<'_>, field: Field) -> String {
    let text = cells.line(field);
    if text.is_empty() {
        return text;
    }
    match normalise_phone(&text) {
        // A switchboard is not somebody's own telephone.
        Ok(digits) if digits.starts_with("01") => {
            cells.warn(field, Message::new("personal-masked"));
            String::new()
        }
        Ok(digits) => digits,
        Err(message) => {
            cells.warn(field, message);
            String::new()
        }
    }
}

/// An address of the web; a bare host gets `https`, other schemes are dropped.
pub(super) fn web_address(cells: &mut Cells<'_>, field: Field) -> String {
    let text = cells.line(field);
    let address = text.split_whitespace().next().unwrap_or_default();
    let lower = address.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        address.to_owned()
    } else if lower.starts_with("www.") {
        format!("https://{address}")
    } else {
        if lower.contains(':') {
            cells.warn(field, Message::new("address-not-web"));
        }
        String::new()
    }
}

/// The person to talk to, kept only where the consent column says yes.
fn contact(cells: &mut Cells<'_>) -> Option<Contact> {
    let fields = [Field::ContactName, Field::ContactPhone, Field::ContactEmail, Field::Representative];
    let given = fields.iter().find(|field| !cells.line(**field).is_empty()).copied()?;
    if choice::yes(&cells.line(Field::ContactConsent)) != Some(true) {
        cells.warn(given, Message::new("contact-dropped"));
        return None;
    }
    let phone = cells.line(Field::ContactPhone);
    Some(Contact {
        representative: cells.line(Field::Representative),
        department: cells.line(Field::ContactDepartment),
        name: cells.line(Field::ContactName),
        phone: normalise_phone(&phone).unwrap_or_default(),
        email: cells.line(Field::ContactEmail),
        may_publish: true,
        confirmed_on: None,
    })
}
