//! A person of a firm or body of the network (네트워크 연락처), known to one department: whose it is, where they work, how far they
//! agreed to be shared. Who they are is personal and kept only with their consent; without it the firm stands here alone.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::employer::{BusinessNumber, plain_name};
use crate::id::{ContactId, EmployerId, OrganisationId, PersonId};
use crate::message::Message;
use crate::person::looks_like_resident_number;
use crate::reminder::days_after;

/// A contact without who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Under whose key the personal part is sealed.
    pub person: PersonId,
    /// The department whose contact it is.
    pub organisation: Option<OrganisationId>,
    /// Where they work.
    pub firm: String,
    /// Its business number.
    pub business_number: Option<BusinessNumber>,
    /// The employer of that number, once the centre knows it.
    pub employer: Option<EmployerId>,
    /// The body of the network they belong to.
    pub body: Option<OrganisationId>,
    /// Sector of the city, by its id.
    pub sector: String,
    /// How far they agreed to be shared.
    pub sharing: Sharing,
    /// When they agreed that their name and telephone are kept.
    pub consented_on: Option<Date>,
    /// When the department last had to do with them.
    pub last_on: Option<Date>,
    /// Another department's contact that may be the same, until somebody says.
    #[serde(default)]
    pub alike: Option<ContactId>,
    /// Whether the personal part was erased.
    #[serde(default)]
    pub erased: bool,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

words! {
    /// How far a contact agreed to be shared.
    pub enum Sharing {
        /// Within the department.
        Own,
        /// With all departments of the city.
        City,
        /// With everybody, on the public pages.
        Public,
    }
}

/// Who a contact is. Personal: stored only as ciphertext under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Name.
    pub name: String,
    /// What they do there.
    pub position: String,
    /// Telephone, digits only.
    pub phone: String,
    /// E-mail address.
    pub email: String,
}

impl Details {
    /// Whether it says nothing of anybody.
    pub fn is_empty(&self) -> bool {
        [&self.name, &self.position, &self.phone, &self.email].iter().all(|text| text.is_empty())
    }
}

impl Contact {
    /// What it is found by beside its number: the firm's name but for the form of the company, spaces and signs.
    pub fn plain(&self) -> String {
        plain_name(&self.firm)
    }

    /// Day after which who they are is forgotten, when nothing happens with them until then: so many days after the
    /// department last had to do with them, they agreed, or they were entered.
    pub fn goes_after(&self, kept_days: i32, zone: &jiff::tz::TimeZone) -> Date {
        let entered = zone.to_datetime(self.created_at).date();
        let last = [self.last_on, self.consented_on].into_iter().flatten().fold(entered, Date::max);
        days_after(last, kept_days)
    }

    /// Whether other departments may read who it is.
    pub fn is_shared(&self) -> bool {
        self.consented_on.is_some() && self.sharing != Sharing::Own
    }

    /// Whether everybody may read who it is.
    pub fn is_public(&self) -> bool {
        self.consented_on.is_some() && self.sharing == Sharing::Public && !self.erased
    }

    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self, details: &Details, today: Date) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.firm.trim().is_empty() {
            faults.push(("firm", Message::new("missing-name")));
        }
        if self.consented_on.is_none() && !details.is_empty() {
            faults.push(("consented_on", Message::new("contact-consent-needed")));
        }
        if self.consented_on.is_some_and(|on| on > today) {
            faults.push(("consented_on", Message::new("contact-consent-ahead")));
        }
        if self.sharing != Sharing::Own && self.consented_on.is_none() && !details.is_empty() {
            faults.push(("sharing", Message::new("contact-consent-needed")));
        }
        for (field, text) in [("firm", &self.firm), ("name", &details.name), ("position", &details.position)]
        {
            if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn contact() -> Contact {
        Contact {
            id: ContactId(uuid::Uuid::nil()),
            person: PersonId(uuid::Uuid::nil()),
            organisation: None,
            firm: "(주) 별빛 가구".to_owned(),
            business_number: None,
            employer: None,
            body: None,
            sector: String::new(),
            sharing: Sharing::City,
            consented_on: None,
            last_on: None,
            alike: None,
            erased: false,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn nobody_is_kept_or_shown_without_their_consent() {
        let who = Details { name: "가○나".to_owned(), ..Details::default() };
        let today = date(2016, 3, 14);
        let fields = |contact: &Contact, who: &Details| {
            contact.check(who, today).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(fields(&contact(), &Details::default()), Vec::<&str>::new(), "a firm alone is nobody");
        assert_eq!(fields(&contact(), &who), ["consented_on", "sharing"]);
        let agreed = Contact { consented_on: Some(date(2016, 3, 2)), ..contact() };
        assert_eq!(fields(&agreed, &who), Vec::<&str>::new());
        assert!(agreed.is_shared() && !agreed.is_public() && !contact().is_shared());
        let own = Contact { sharing: Sharing::Own, ..agreed.clone() };
        assert!(!own.is_shared());
        let ahead = Contact { consented_on: Some(date(2016, 3, 15)), ..agreed };
        assert_eq!(fields(&ahead, &who), ["consented_on"]);
        assert_eq!(contact().plain(), "별빛가구");
    }
}
