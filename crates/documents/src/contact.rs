//! Rows as drafts of the network's contacts: a department's own list of firms and whom it knows there.
//!
//! Who they are is read only with the day on which they agreed; nothing of it may reach a message.

use domain::Message;
use domain::contact::{Details, Sharing};
use domain::employer::BusinessNumber;
use domain::person::normalise_phone;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::header::{Field, Mapping};
use crate::row::{Cells, Row, read_all};
use crate::table::Sheet;
use crate::value::{choice, date, tight};

/// A contact as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDraft {
    /// Where they work.
    pub firm: String,
    /// Its business number.
    pub business_number: Option<BusinessNumber>,
    /// Who they are; empty without the day of their consent.
    pub details: Details,
    /// When they agreed.
    pub consented_on: Option<Date>,
    /// How far they agreed to be shared; nothing where the list does not say.
    pub sharing: Option<Sharing>,
    /// The name as it stands there, with consent or without, to find again whom the department knows; kept nowhere.
    #[serde(skip)]
    pub named: String,
}

/// Reads every row of the mapped sheets.
pub fn read(sheets: &[Sheet], mappings: &[Mapping], today: Date) -> Vec<Row<ContactDraft>> {
    read_all(sheets, mappings, |cells| draft(cells, today))
}

fn draft(cells: &mut Cells<'_>, today: Date) -> Option<ContactDraft> {
    let firm = cells.line(Field::Employer);
    if firm.is_empty() {
        cells.refuse(Message::new("row-no-firm"));
        return None;
    }
    let business_number = match cells.line(Field::BusinessNumber) {
        text if text.is_empty() => None,
        text => {
            let read = BusinessNumber::parse(&text).map(Some);
            cells.take(Field::BusinessNumber, read)
        }
    };
    let consented_on = consent(cells, today);
    let phone = match cells.line(Field::ContactPhone) {
        text if text.is_empty() => String::new(),
        text => {
            let read = normalise_phone(&text);
            cells.take(Field::ContactPhone, read)
        }
    };
    let told = Details {
        name: cells.line(Field::ContactName),
        position: cells.line(Field::ContactDepartment),
        phone,
        email: cells.line(Field::ContactEmail),
    };
    let named = told.name.clone();
    let details = match consented_on {
        Some(_) => told,
        None if told.is_empty() => told,
        None => {
            cells.warn(Field::ContactName, Message::new("contact-without-consent"));
            Details::default()
        }
    };
    let sharing = match tight(&cells.line(Field::Visibility)).as_str() {
        "" => None,
        "전부서" | "시" | "시전체" | "공유" | "city" => Some(Sharing::City),
        "공개" | "모두" | "public" => Some(Sharing::Public),
        _ => Some(Sharing::Own),
    };
    Some(ContactDraft { firm, business_number, details, consented_on, sharing, named })
}

/// The day of consent; a plain yes says no day and is none.
fn consent(cells: &mut Cells<'_>, today: Date) -> Option<Date> {
    let text = cells.line(Field::ContactConsent);
    if text.is_empty() || choice::yes(&text).is_some() {
        return None;
    }
    let read = date::born(cells.cell(Field::ContactConsent), today);
    cells.take(Field::ContactConsent, read)
}
