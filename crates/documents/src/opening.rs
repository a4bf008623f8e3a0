//! Rows as drafts of openings, every field of the opening application (구인표).
//!
//! A row that lacks pay, hours or place is a draft all the same: what it lacks is for the domain to
//! say. Only what cannot be an opening is refused. What names a person is dropped unless the employer
//! agreed to it in the file.

use domain::Message;
use domain::area::AreaCode;
use domain::code::EnterpriseKind;
use domain::employer::{BusinessNumber, Contact, Employer};
use domain::id::EmployerId;
use domain::industry::IndustryCode;
use domain::opening::Content;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::header::{Field, Mapping, hex};
use crate::row::{Cells, Row, read_all};
use crate::table::Sheet;
use crate::value::date::{self, When};
use crate::value::tight;
use crate::vocabulary::Vocabulary;

mod conditions;
pub(crate) use conditions::hours_text;
mod employer;
mod job;
mod recruitment;

/// An opening as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningDraft {
    /// Who offers the work.
    pub employer: EmployerDraft,
    /// What is offered.
    pub content: Content,
    /// WorkNet's number (구인인증번호).
    pub wanted_auth_no: Option<String>,
    /// Which service vouches for that number (infoSvc); empty where the file does not say.
    #[serde(default)]
    pub info_service: String,
    /// Day of posting.
    pub posted_on: Option<Date>,
    /// Finds the opening again in a later file: WorkNet's number, else the list's own number, else
    /// employer, title, occupation as written, place and day of posting in one form, else a hash of the
    /// row.
    pub key: String,
    /// Hash of everything read but the contact, which tells an unchanged row.
    pub digest: String,
}

/// An employer as a file tells it; the fields are those of [`domain::employer::Employer`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "documented at `domain::employer::Employer`")]
pub struct EmployerDraft {
    pub name: String,
    pub business_number: Option<BusinessNumber>,
    /// What stood there instead of one.
    #[serde(default, skip)]
    pub wrong_number: Option<String>,
    pub industry: Option<IndustryCode>,
    pub business: String,
    pub workers: Option<u32>,
    pub capital_won: Option<i64>,
    pub sales_won: Option<i64>,
    pub kind: Option<EnterpriseKind>,
    pub size_note: String,
    pub certificates: Vec<String>,
    pub address: String,
    pub area: Option<AreaCode>,
    pub homepage: String,
    pub phone: String,
    pub fax: String,
    pub insurance_number: String,
    /// Only when the file says that the employer agrees to its being shown.
    pub contact: Option<Contact>,
}

impl EmployerDraft {
    /// As an employer on record, without its contact.
    pub fn employer(&self, id: EmployerId) -> Employer {
        Employer {
            business_number: self.business_number.clone(),
            industry: self.industry.clone(),
            business: self.business.clone(),
            workers: self.workers,
            capital_won: self.capital_won,
            sales_won: self.sales_won,
            kind: self.kind,
            size_note: self.size_note.clone(),
            certificates: self.certificates.clone(),
            address: self.address.clone(),
            area: self.area.clone(),
            homepage: self.homepage.clone(),
            phone: self.phone.clone(),
            fax: self.fax.clone(),
            insurance_number: self.insurance_number.clone(),
            ..Employer::named(id, self.name.as_str())
        }
    }
}

/// Reads every row of the mapped sheets.
pub fn read(sheets: &[Sheet], mappings: &[Mapping], words: &Vocabulary<'_>) -> Vec<Row<OpeningDraft>> {
    read_all(sheets, mappings, |cells| draft(cells, words))
}

fn draft(cells: &mut Cells<'_>, words: &Vocabulary<'_>) -> Option<OpeningDraft> {
    let identity = [Field::Title, Field::Employer, Field::Duties, Field::Occupation, Field::WantedAuthNo];
    if identity.iter().all(|field| cells.line(*field).is_empty()) {
        cells.refuse(Message::new("row-no-opening"));
        return None;
    }
    let employer = employer::read(cells, words);
    let mut content = Content::default();
    job::read(cells, words, &mut content);
    conditions::read(cells, words, &mut content);
    recruitment::read(cells, words, &mut content);
    let posted_on = posted_on(cells, words);
    let number = cells.line(Field::WantedAuthNo);
    let wanted_auth_no = (!number.is_empty()).then_some(number);
    let mut draft = OpeningDraft {
        employer,
        content,
        wanted_auth_no,
        info_service: cells.line(Field::InfoService),
        posted_on,
        key: String::new(),
        digest: String::new(),
    };
    draft.key = key(&draft, cells);
    draft.digest = digest(&draft);
    Some(draft)
}

/// The contact is left out: a hash without a key would give a name or a telephone away to whoever
/// tries them one by one.
fn digest(draft: &OpeningDraft) -> String {
    let employer = EmployerDraft { contact: None, ..draft.employer.clone() };
    let told = serde_json::to_vec(&(&employer, &draft.content, draft.posted_on)).unwrap_or_default();
    hex(&Sha256::digest(told)[..16])
}

fn posted_on(cells: &mut Cells<'_>, words: &Vocabulary<'_>) -> Option<Date> {
    let read = date::read(cells.cell(Field::PostedOn), words.today);
    match cells.take(Field::PostedOn, read)? {
        When::Day(day) => Some(day),
        When::Month(_) => None,
    }
}

/// Columns of the contact person, which no key may hang on and no record keeps.
pub const CONTACT: [Field; 5] = [
    Field::Representative,
    Field::ContactDepartment,
    Field::ContactName,
    Field::ContactPhone,
    Field::ContactEmail,
];

fn key(draft: &OpeningDraft, cells: &Cells<'_>) -> String {
    if let Some(number) = &draft.wanted_auth_no {
        return format!("worknet:{}", tight(number));
    }
    let content = &draft.content;
    let title = if content.title.is_empty() { &content.duties } else { &content.title };
    let employer = tight(&draft.employer.name).replace("주식회사", "").replace("(주)", "");
    let number = cells.line(Field::Number);
    if !number.is_empty() {
        // Offices begin again at 1: a number alone would take this year's opening for last year's.
        return ["number:".to_owned() + &tight(&number), employer, tight(title)].join("|");
    }
    if employer.is_empty() || title.is_empty() {
        return format!("row:{}", cells.print(&CONTACT));
    }
    let posted = draft.posted_on.or(content.deadline.last_day()).map_or(String::new(), |day| day.to_string());
    let occupation = tight(&cells.line(Field::Occupation));
    // One notice often stands on several rows, an occupation each.
    [employer, tight(title), occupation, tight(&content.workplace.address), posted].join("|")
}
