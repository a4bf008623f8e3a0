//! An agreement between the city and other bodies (업무협약, MOU): who, since when, about what. What it promises in jobs is a
//! [`crate::hiring_commitment`] and stays a promise until hires are confirmed (CR-14).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{MouId, OrganisationId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// An agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mou {
    /// Its id.
    pub id: MouId,
    /// The body that keeps it.
    pub organisation: Option<OrganisationId>,
    /// What it is called.
    pub name: String,
    /// Who signed it, the keeper left out.
    pub partners: Vec<OrganisationId>,
    /// When.
    pub signed_on: Date,
    /// Until when it holds; `None` without an end.
    pub until: Option<Date>,
    /// What about.
    pub subject: String,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

impl Mou {
    /// Whether it holds on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.signed_on <= on && self.until.is_none_or(|until| on <= until)
    }

    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(("name", Message::new("missing-name")));
        }
        if self.partners.is_empty() {
            faults.push(("partners", Message::new("mou-partners")));
        }
        if self.until.is_some_and(|until| until < self.signed_on) {
            faults.push(("until", Message::new("mou-period").with("day", self.signed_on.to_string())));
        }
        for (field, text) in [("name", &self.name), ("subject", &self.subject)] {
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

    #[test]
    fn an_agreement_holds_from_its_day_to_its_end() {
        let mou = Mou {
            id: MouId(uuid::Uuid::nil()),
            organisation: None,
            name: "관광특구 협약".to_owned(),
            partners: vec![OrganisationId(uuid::Uuid::nil())],
            signed_on: date(2015, 5, 19),
            until: Some(date(2016, 5, 18)),
            subject: String::new(),
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        };
        let days = [date(2015, 5, 18), date(2015, 5, 19), date(2016, 5, 18), date(2016, 5, 19)];
        assert_eq!(days.map(|day| mou.holds(day)), [false, true, true, false]);
        assert_eq!(mou.check(), []);
        let wrong = Mou { partners: vec![], until: Some(date(2015, 1, 1)), ..mou };
        assert_eq!(
            wrong.check().into_iter().map(|(field, _)| field).collect::<Vec<_>>(),
            ["partners", "until"]
        );
    }
}
