//! Consents of a person, each given, refused and taken back by itself (개인정보 보호법 §22). It must not
//! know what hangs on them elsewhere: which record is then hidden or ended is decided by who asks here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator;

use crate::actor::Channel;
use crate::organisation::OrganisationKind;

words! {
    /// What is agreed to.
    pub enum ConsentKind {
        /// Collection and use of the registration: the only one that is required.
        Registration,
        /// Being shown to employment centres (고용센터).
        EmploymentCenter,
        /// Being shown to bodies of local governments (지방자치단체).
        LocalGovernment,
        /// Being shown to private agencies (민간).
        PrivateAgency,
        /// Looking up records held elsewhere (개인정보 조회동의).
        Lookup,
        /// Keeping sensitive data (민감정보, 개인정보 보호법 §23).
        Sensitive,
        /// Being sent news.
        News,
        /// Lists of openings that are made by themselves. Not asked means made: it is refused, not agreed to
        /// (개인정보 보호법 §37의2).
        Automated,
    }
}

words! {
    /// What the person said.
    pub enum Verdict {
        /// Yes.
        Given,
        /// No, when asked.
        Refused,
        /// No longer.
        Withdrawn,
    }
}

/// One word of the person on one consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentEntry {
    /// On what.
    pub kind: ConsentKind,
    /// Yes or no.
    pub verdict: Verdict,
    /// On which day.
    pub on: Date,
    /// By which way it was told.
    pub by: Channel,
}

/// Consents, each its own (개인정보 보호법 §22). `None` while never asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Consents {
    /// Collection and use of this registration; without it nothing is kept.
    pub registration: Option<Date>,
    /// Being shown to employment centres (고용센터).
    pub employment_center: Option<bool>,
    /// Being shown to local governments (지방자치단체).
    pub local_government: Option<bool>,
    /// Being shown to private agencies (민간).
    pub private_agency: Option<bool>,
    /// Looking up records held elsewhere (개인정보 조회동의).
    pub lookup: Option<bool>,
    /// Keeping sensitive data such as the vulnerable group.
    pub sensitive: Option<bool>,
    /// Being sent news.
    pub news: Option<bool>,
    /// Lists of openings that are made by themselves; only a refusal changes anything.
    pub automated: Option<bool>,
}

impl Consents {
    /// These boxes as ticked now, by someone who agreed to `before`: an agreement keeps its day, one that
    /// is no longer ticked is a refusal, and what was never asked stays so.
    #[must_use]
    pub fn after(self, before: &Self) -> Self {
        let each = |now: Option<bool>, before: Option<bool>| now.or(before.map(|_| false));
        Self {
            registration: self.registration.map(|today| before.registration.unwrap_or(today)),
            employment_center: each(self.employment_center, before.employment_center),
            local_government: each(self.local_government, before.local_government),
            private_agency: each(self.private_agency, before.private_agency),
            lookup: each(self.lookup, before.lookup),
            sensitive: each(self.sensitive, before.sensitive),
            news: each(self.news, before.news),
            // No box of the form asks for it.
            automated: self.automated.or(before.automated),
        }
    }

    /// Whether the record may be shown to a body of that kind other than the one that keeps it
    /// (구직정보 제공동의). Silence is no agreement.
    pub fn shared_with(&self, kind: OrganisationKind) -> bool {
        let told = match kind {
            OrganisationKind::City
            | OrganisationKind::Department
            | OrganisationKind::Agency
            | OrganisationKind::JobCenter => self.local_government,
            OrganisationKind::EmploymentCenter => self.employment_center,
            OrganisationKind::Partner => self.private_agency,
        };
        self.registration.is_some() && told == Some(true)
    }

    /// The word on one consent.
    pub fn told(&self, kind: ConsentKind) -> Option<bool> {
        match kind {
            ConsentKind::Registration => self.registration.map(|_| true),
            ConsentKind::EmploymentCenter => self.employment_center,
            ConsentKind::LocalGovernment => self.local_government,
            ConsentKind::PrivateAgency => self.private_agency,
            ConsentKind::Lookup => self.lookup,
            ConsentKind::Sensitive => self.sensitive,
            ConsentKind::News => self.news,
            ConsentKind::Automated => self.automated,
        }
    }

    /// The same with one consent given or taken back on a day.
    #[must_use]
    pub fn with(mut self, kind: ConsentKind, agreed: bool, on: Date) -> Self {
        match kind {
            ConsentKind::Registration => {
                self.registration = agreed.then(|| self.registration.unwrap_or(on));
            }
            ConsentKind::EmploymentCenter => self.employment_center = Some(agreed),
            ConsentKind::LocalGovernment => self.local_government = Some(agreed),
            ConsentKind::PrivateAgency => self.private_agency = Some(agreed),
            ConsentKind::Lookup => self.lookup = Some(agreed),
            ConsentKind::Sensitive => self.sensitive = Some(agreed),
            ConsentKind::News => self.news = Some(agreed),
            ConsentKind::Automated => self.automated = Some(agreed),
        }
        self
    }

    /// What changed since `before`, as entries of a day and a channel.
    pub fn changes(&self, before: &Self, on: Date, by: Channel) -> Vec<ConsentEntry> {
        let each = |kind: ConsentKind| {
            let verdict = match (before.told(kind), self.told(kind)) {
                (before, now) if before == now => return None,
                (_, Some(true)) => Verdict::Given,
                (Some(true), _) => Verdict::Withdrawn,
                (_, Some(false)) => Verdict::Refused,
                (_, None) => return None,
            };
            Some(ConsentEntry { kind, verdict, on, by })
        };
        ConsentKind::iter().filter_map(each).collect()
    }

    /// What a file says, beside what the person said since: a file that does not say takes nothing back, and
    /// none turns a refusal into an agreement.
    #[must_use]
    pub fn told_by_file(self, known: &Self) -> Self {
        let each = |told: Option<bool>, known: Option<bool>| match known {
            Some(false) => Some(false),
            known => told.or(known),
        };
        Self {
            registration: known.registration.or(self.registration),
            employment_center: each(self.employment_center, known.employment_center),
            local_government: each(self.local_government, known.local_government),
            private_agency: each(self.private_agency, known.private_agency),
            lookup: each(self.lookup, known.lookup),
            sensitive: each(self.sensitive, known.sensitive),
            news: each(self.news, known.news),
            automated: each(self.automated, known.automated),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_is_given_refused_and_taken_back_each_by_itself() {
        let day = "2016-03-14".parse().unwrap();
        let none = Consents::default();
        let asked =
            none.clone().with(ConsentKind::Registration, true, day).with(ConsentKind::News, false, day);
        let told: Vec<_> =
            asked.changes(&none, day, Channel::Counter).iter().map(|e| (e.kind, e.verdict)).collect();
        assert_eq!(
            told,
            [(ConsentKind::Registration, Verdict::Given), (ConsentKind::News, Verdict::Refused)]
        );
        let back = asked.clone().with(ConsentKind::Registration, false, day);
        let told = back.changes(&asked, day, Channel::Phone);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].verdict, told[0].by), (Verdict::Withdrawn, Channel::Phone));
        assert_eq!(asked.changes(&asked, day, Channel::Web), []);
    }

    #[test]
    fn silence_shares_nothing_and_each_kind_of_body_has_its_own_word() {
        let day = "2016-03-14".parse().unwrap();
        let kept = Consents::default().with(ConsentKind::Registration, true, day);
        for kind in OrganisationKind::iter() {
            assert!(!kept.shared_with(kind), "{kind}");
        }
        let city = kept.clone().with(ConsentKind::LocalGovernment, true, day);
        assert!(city.shared_with(OrganisationKind::JobCenter));
        assert!(!city.shared_with(OrganisationKind::EmploymentCenter));
        assert!(!city.shared_with(OrganisationKind::Partner));
        let gone = city.with(ConsentKind::Registration, false, day);
        assert!(!gone.shared_with(OrganisationKind::JobCenter), "without the first there is no other");
    }
}
