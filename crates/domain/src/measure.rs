//! A measure of a year's plan (세부사업): who does what with which money, and how much is to come of it. What came of it is a
//! query of the ledger that is bound to the measure; there is no field for a result.
//!
//! A target may be changed in the middle of a year, with a reason; what it was before stays to be seen.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::counting::{Asked, Class, Filter, Part, Tally};
use crate::id::{MeasureId, OrganisationId, PersonId, TermPlanId};
use crate::message::Message;
use crate::person::looks_like_resident_number;
use crate::placement::How;
use crate::project::FundSource;

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// The plan it belongs to.
    pub term_plan: TermPlanId,
    /// Of which year.
    pub year: i16,
    /// The body that does it.
    pub owner: OrganisationId,
    /// What is said of it.
    pub content: Content,
    /// What is to come of it, by quarter, in its unit.
    pub target: [i64; 4],
    /// What the target was before, oldest first.
    pub revisions: Vec<Revision>,
    /// Why less came of it than was to come, and what is done about it (부진사유·대책).
    pub shortfall: Option<Shortfall>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

/// What is said of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// Name.
    pub name: String,
    /// Place of its strategy in the plan.
    pub strategy: usize,
    /// Place of its task in the strategy.
    pub task: usize,
    /// Category of the disclosure scheme, by its code in force that year.
    pub category: String,
    /// For whom.
    pub audience: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Money, in won.
    pub budget: BTreeMap<FundSource, i64>,
    /// How the target was arrived at (산출근거).
    pub basis: String,
    /// What is done.
    pub description: String,
    /// Bodies that help.
    pub partners: Vec<OrganisationId>,
    /// Whether it is for the young (청년 대책).
    pub youth: bool,
    /// What tells its result.
    pub query: Query,
}

words! {
    /// In what a measure's results are counted. Each is a unit of its own and none is added to another.
    #[derive(Default)]
    pub enum Unit {
        /// Job events of the ledger (건).
        #[default]
        Jobs,
        /// Different people of them (명).
        Persons,
        /// Days worked (인·일).
        PersonDays,
        /// Trainings completed (수료).
        Completions,
        /// Services given (건).
        Services,
        /// People who completed a cohort of a programme (명, 수료). No jobs (CR-11).
        ProgramCompletions,
        /// Of these, those who had work six months later (명, 수료 뒤 취업). People of those who completed, no jobs either.
        CompletersEmployed,
    }
}

impl Unit {
    /// Whether it is told by records beside the ledger, a day each, and by no claim.
    pub fn is_recorded(self) -> bool {
        matches!(self, Self::Services | Self::ProgramCompletions | Self::CompletersEmployed)
    }

    /// Of an answer of the ledger what is in this unit: confirmed and claimed, never together. What is recorded beside it is
    /// no row of it.
    pub fn of(self, tally: &Tally) -> (i64, i64) {
        match self {
            Self::Jobs => (tally.filled.value(), tally.claimed.value()),
            Self::Persons | Self::Completions => {
                (tally.filled_persons.value(), tally.claimed_persons.value())
            }
            Self::PersonDays => (tally.days.value(), tally.claimed_days.value()),
            Self::Services | Self::ProgramCompletions | Self::CompletersEmployed => (0, 0),
        }
    }
}

/// Which rows of the ledger are a measure's result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// In what it is counted.
    pub unit: Unit,
    /// Of this class only.
    pub class: Option<Class>,
    /// Found in this way only.
    pub how: Option<How>,
    /// Of this project only, by its number; empty for any.
    pub project: String,
    /// Of people of at least this age at the first day of work.
    pub age_from: Option<u8>,
    /// Of people of at most this age then.
    pub age_until: Option<u8>,
    /// Of everybody, not of the measure's own body alone.
    pub whole_city: bool,
}

impl Query {
    /// The ages asked for, both ends in; `None` for everybody, of whatever age or none that is known.
    pub fn ages(&self) -> Option<RangeInclusive<u8>> {
        let asked = self.age_from.is_some() || self.age_until.is_some();
        asked.then(|| self.age_from.unwrap_or(0)..=self.age_until.unwrap_or(u8::MAX))
    }
}

/// A change of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// What it was.
    pub target: [i64; 4],
    /// When it was changed.
    pub at: Timestamp,
    /// By whom, if a person.
    pub by: Option<PersonId>,
    /// Why.
    pub why: String,
}

/// Why less came than was to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// Why.
    pub why: String,
    /// What is done about it.
    pub remedy: String,
    /// On which day that was said.
    pub on: Date,
}

impl Measure {
    /// What is to come of it in the whole year.
    pub fn year_target(&self) -> i64 {
        self.target.iter().fold(0, |sum, quarter| sum.saturating_add(*quarter))
    }

    /// The rows of the ledger that are its result, up to a day.
    pub fn filter(&self, until: Date) -> Filter {
        let (first, last) = (Date::new(self.year, 1, 1), Date::new(self.year, 12, 31));
        let query = &self.content.query;
        Filter {
            from: first.ok(),
            to: last.ok().map(|last| last.min(until)),
            owner: (!query.whole_city).then_some(self.owner),
            how: query.how,
            class: query.class,
            project: Some(query.project.clone()).filter(|number| !number.is_empty()),
            ages: query.ages(),
            ..Filter::default()
        }
    }

    /// The question to the ledger that tells its result up to a day. Trainings are asked for by who trained, whoever owns
    /// the hire that came of them (CR-11).
    pub fn asked(&self, until: Date) -> Asked {
        let (filter, query) = (self.filter(until), &self.content.query);
        match query.unit {
            Unit::Completions => {
                let trainer = (!query.whole_city).then_some(self.owner);
                Asked { filter: Filter { owner: None, ..filter }, part: Some(Part::Trained(trainer)) }
            }
            _ => Asked { filter, part: None },
        }
    }

    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let (mut faults, content) = (Vec::new(), &self.content);
        if content.name.trim().is_empty() {
            faults.push(("name", Message::new("missing-name")));
        }
        if content.basis.trim().is_empty() {
            faults.push(("basis", Message::new("measure-basis")));
        }
        if self.target.iter().any(|quarter| *quarter < 0) {
            faults.push(("target", Message::new("measure-target")));
        }
        if content.budget.values().any(|won| *won < 0) {
            faults.push(("budget", Message::new("measure-budget")));
        }
        if let (Some(from), Some(until)) = (content.from, content.until)
            && until < from
        {
            faults.push(("until", Message::new("project-period").with("day", from.to_string())));
        }
        let ages = content.query.ages();
        if ages.as_ref().is_some_and(RangeInclusive::is_empty) {
            faults.push(("age_until", Message::new("measure-age-order")));
        }
        if ages.is_some() && content.query.unit.is_recorded() {
            faults.push(("age_from", Message::new("measure-age-services")));
        }
        let words = [
            ("name", &content.name),
            ("audience", &content.audience),
            ("basis", &content.basis),
            ("description", &content.description),
        ];
        for (field, text) in words {
            if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            }
        }
        faults
    }

    /// Changes the target, with a reason; what it was stays.
    ///
    /// # Errors
    /// `measure-revision-why` without a reason; `measure-target`; `resident-number-refused`.
    pub fn revise(
        mut self,
        target: [i64; 4],
        why: &str,
        by: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Self, Message> {
        if why.trim().is_empty() {
            return Err(Message::new("measure-revision-why"));
        }
        if looks_like_resident_number(why) {
            return Err(Message::new("resident-number-refused"));
        }
        if target.iter().any(|quarter| *quarter < 0) {
            return Err(Message::new("measure-target"));
        }
        if target != self.target {
            self.revisions.push(Revision { target: self.target, at: now, by, why: why.trim().to_owned() });
            self.target = target;
        }
        Ok(self)
    }

    /// The target as it was at an instant.
    pub fn target_at(&self, at: Timestamp) -> [i64; 4] {
        self.revisions
            .iter()
            .find(|revision| revision.at > at)
            .map_or(self.target, |revision| revision.target)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn measure() -> Measure {
        Measure {
            id: MeasureId(uuid::Uuid::nil()),
            term_plan: TermPlanId(uuid::Uuid::nil()),
            year: 2016,
            owner: OrganisationId(uuid::Uuid::nil()),
            content: Content {
                name: "취업 알선".to_owned(),
                basis: "전년 실적 × 1.1".to_owned(),
                ..Content::default()
            },
            target: [10, 20, 30, 40],
            revisions: Vec::new(),
            shortfall: None,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_target_changed_with_a_reason_is_still_known_as_it_was() {
        let may: Timestamp = "2016-05-31T09:00:00Z".parse().unwrap();
        let june: Timestamp = "2016-06-20T09:00:00Z".parse().unwrap();
        assert_eq!(measure().revise([0; 4], " ", None, june).unwrap_err().code, "measure-revision-why");
        let revised = measure().revise([10, 20, 20, 20], "예산 감액", None, june).unwrap();
        assert_eq!(
            (revised.year_target(), revised.target_at(may), revised.target_at(june)),
            (70, [10, 20, 30, 40], [10, 20, 20, 20])
        );
        let again =
            revised.revise([10, 20, 25, 25], "추경", None, "2016-09-01T00:00:00Z".parse().unwrap()).unwrap();
        assert_eq!((again.target_at(may), again.target_at(june)), ([10, 20, 30, 40], [10, 20, 20, 20]));
    }

    #[test]
    fn a_result_is_of_the_year_of_the_body_and_up_to_the_day() {
        let filter = measure().filter(date(2016, 5, 31));
        assert_eq!((filter.from, filter.to), (Some(date(2016, 1, 1)), Some(date(2016, 5, 31))));
        assert_eq!(filter.owner, Some(measure().owner));
        assert_eq!(measure().filter(date(2017, 2, 1)).to, Some(date(2016, 12, 31)));
    }

    #[test]
    fn an_age_band_has_both_ends_or_one_and_none_for_services() {
        let of = |unit, age_from, age_until| {
            let query = Query { unit, age_from, age_until, ..Query::default() };
            Measure { content: Content { query, ..measure().content }, ..measure() }
        };
        let young = of(Unit::Persons, Some(15), Some(34));
        assert_eq!((young.filter(date(2016, 5, 31)).ages, young.check()), (Some(15..=34), vec![]));
        assert_eq!(of(Unit::Jobs, Some(65), None).content.query.ages(), Some(65..=u8::MAX));
        let fields = |one: Measure| one.check().into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        assert_eq!(fields(of(Unit::Jobs, Some(35), Some(34))), ["age_until"]);
        for recorded in [Unit::Services, Unit::ProgramCompletions, Unit::CompletersEmployed] {
            assert_eq!(fields(of(recorded, Some(15), None)), ["age_from"]);
        }
    }

    #[test]
    fn a_target_says_how_it_was_arrived_at() {
        let silent = Measure { content: Content { basis: String::new(), ..measure().content }, ..measure() };
        assert_eq!(silent.check().into_iter().map(|(field, _)| field).collect::<Vec<_>>(), ["basis"]);
        assert_eq!(measure().check(), []);
    }
}
