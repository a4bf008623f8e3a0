//! A promise of jobs (고용 약정): by an agreement, or by a clause of a contract that so many of the workers must live in the
//! city. Promised and offered are said; hired and verified come from the ledger and from rosters, and are never typed.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::counting::{Events, Figure, Filled, Pledged, cr_14_still_pledged};
use crate::id::{EmployerId, HiringCommitmentId, MouId, OrganisationId, ProjectId};
use crate::message::Message;
use crate::person::looks_like_resident_number;
use crate::roster::Worked;

/// A promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiringCommitment {
    /// Its id.
    pub id: HiringCommitmentId,
    /// The body that holds it.
    pub organisation: Option<OrganisationId>,
    /// The project it belongs to.
    pub project: Option<ProjectId>,
    /// The agreement it belongs to.
    pub mou: Option<MouId>,
    /// Who promised, if the centre knows them.
    pub employer: Option<EmployerId>,
    /// Who promised, in words.
    pub promised_by: String,
    /// What was promised.
    pub pledge: Pledge,
    /// When.
    pub on: Date,
    /// Where it is written: a document and its number.
    pub source: String,
    /// When it ceased, and why; it stays.
    pub ended: Option<(Date, String)>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
}

/// What was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pledge", rename_all = "snake_case")]
pub enum Pledge {
    /// So many jobs.
    Heads {
        /// How many.
        heads: i64,
    },
    /// A share of a staff (예: 500명의 40 %).
    ShareOf {
        /// Percent of residents.
        percent: i64,
        /// Of how many.
        base_heads: i64,
    },
    /// A share of whoever works on a site, measured by its rosters (지역주민 우선고용 조항).
    Clause {
        /// Least percent of residents.
        percent: i64,
    },
}

/// Whether a clause is kept: by people and by days apart, for neither tells of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Residents among the people, in tenths of a percent; `None` while nobody worked.
    pub of_persons: Option<i64>,
    /// Residents' part of the days, in tenths of a percent.
    pub of_days: Option<i64>,
    /// What the clause asks, in tenths of a percent.
    pub least: i64,
}

impl Kept {
    /// Whether the people reach it; `None` while nobody worked.
    pub fn by_persons(self) -> Option<bool> {
        self.of_persons.map(|share| share >= self.least)
    }

    /// Whether the days reach it.
    pub fn by_days(self) -> Option<bool> {
        self.of_days.map(|share| share >= self.least)
    }
}

impl HiringCommitment {
    /// What must be so before it may be saved: field and what is wrong.
    pub fn check(&self) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        let percent = |percent: i64| (1..=100).contains(&percent);
        match self.pledge {
            Pledge::Heads { heads } if heads <= 0 => {
                faults.push(("heads", Message::new("hiring-commitment-heads")))
            }
            Pledge::ShareOf { base_heads, .. } if base_heads <= 0 => {
                faults.push(("base_heads", Message::new("hiring-commitment-heads")));
            }
            _ => {}
        }
        if let Pledge::ShareOf { percent: share, .. } | Pledge::Clause { percent: share } = self.pledge
            && !percent(share)
        {
            faults.push(("percent", Message::new("hiring-commitment-percent")));
        }
        for (field, text) in [("promised_by", &self.promised_by), ("source", &self.source)] {
            if text.trim().is_empty() {
                faults.push((field, Message::new("hiring-commitment-source")));
            } else if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            }
        }
        faults
    }

    /// Ends it on a day, with the reason; it stays to be read.
    ///
    /// # Errors
    /// `hiring-commitment-ended` for one that has; `hiring-commitment-why`; `resident-number-refused`.
    pub fn end(self, on: Date, why: &str) -> Result<Self, Message> {
        let why = why.trim();
        if self.ended.is_some() {
            return Err(Message::new("hiring-commitment-ended"));
        }
        if why.is_empty() {
            return Err(Message::new("hiring-commitment-why"));
        }
        if looks_like_resident_number(why) {
            return Err(Message::new("resident-number-refused"));
        }
        Ok(Self { ended: Some((on, why.to_owned())), ..self })
    }

    /// The jobs promised; `None` for a clause, which promises a share of work and no jobs.
    pub fn promised(&self) -> Option<Figure<Pledged, Events>> {
        match self.pledge {
            Pledge::Heads { heads } => Some(Figure::new(heads)),
            // A share of people is no less than a whole person.
            Pledge::ShareOf { percent, base_heads } => {
                let product = i128::from(percent) * i128::from(base_heads);
                i64::try_from((product + 99) / 100).ok().map(Figure::new)
            }
            Pledge::Clause { .. } => None,
        }
    }

    /// What still is a promise once some were hired (CR-14); nothing once it ceased.
    pub fn still_pledged(&self, verified: Figure<Filled, Events>) -> Figure<Pledged, Events> {
        match self.promised() {
            Some(promised) if self.ended.is_none() => cr_14_still_pledged(promised, verified),
            _ => Figure::new(0),
        }
    }

    /// Whether a clause is kept by who worked; `None` for a promise of jobs.
    pub fn kept(&self, worked: &Worked) -> Option<Kept> {
        let Pledge::Clause { percent } = self.pledge else { return None };
        let (of_persons, of_days) = (worked.resident_share(), worked.resident_days_share());
        Some(Kept { of_persons, of_days, least: percent * 10 })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn commitment(pledge: Pledge) -> HiringCommitment {
        HiringCommitment {
            id: HiringCommitmentId(uuid::Uuid::nil()),
            organisation: None,
            project: None,
            mou: None,
            employer: None,
            promised_by: "가상가구(주)".to_owned(),
            pledge,
            on: date(2016, 12, 22),
            source: "협약서 2016-31".to_owned(),
            ended: None,
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn cr_14_a_share_of_a_staff_is_a_promise_until_people_are_hired() {
        let promise = commitment(Pledge::ShareOf { percent: 40, base_heads: 500 });
        assert_eq!(promise.promised().map(Figure::value), Some(200));
        assert_eq!(promise.still_pledged(Figure::new(80)).value(), 120);
        let part = commitment(Pledge::ShareOf { percent: 33, base_heads: 10 });
        assert_eq!(part.promised().map(Figure::value), Some(4));
        let ended = HiringCommitment { ended: Some((date(2017, 1, 1), "철회".to_owned())), ..promise };
        assert_eq!(ended.still_pledged(Figure::new(0)).value(), 0);
        assert_eq!(ended.end(date(2017, 1, 2), "다시").unwrap_err().code, "hiring-commitment-ended");
        assert_eq!(part.clone().end(date(2017, 1, 2), " ").unwrap_err().code, "hiring-commitment-why");
        assert!(part.end(date(2017, 1, 2), "철회").unwrap().ended.is_some());
    }

    #[test]
    fn a_clause_is_measured_by_people_and_by_days_and_promises_no_jobs() {
        let clause = commitment(Pledge::Clause { percent: 50 });
        assert_eq!(clause.promised(), None);
        let worked = Worked {
            persons: Figure::new(412),
            resident_persons: Figure::new(142),
            days: Figure::new(8_083),
            resident_days: Figure::new(5_000),
            ..Worked::default()
        };
        let kept = clause.kept(&worked).unwrap();
        assert_eq!((kept.of_persons, kept.by_persons()), (Some(345), Some(false)));
        assert_eq!((kept.of_days, kept.by_days()), (Some(619), Some(true)));
        assert_eq!(clause.kept(&Worked::default()).unwrap().by_persons(), None);
    }

    #[test]
    fn a_promise_says_how_much_who_and_where_it_is_written() {
        let fields = |commitment: &HiringCommitment| {
            commitment.check().into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(fields(&commitment(Pledge::Heads { heads: 300 })), Vec::<&str>::new());
        assert_eq!(fields(&commitment(Pledge::Heads { heads: 0 })), ["heads"]);
        assert_eq!(
            fields(&commitment(Pledge::ShareOf { percent: 0, base_heads: 0 })),
            ["base_heads", "percent"]
        );
        assert_eq!(fields(&commitment(Pledge::Clause { percent: 101 })), ["percent"]);
        let silent = HiringCommitment { source: String::new(), ..commitment(Pledge::Clause { percent: 50 }) };
        assert_eq!(fields(&silent), ["source"]);
    }
}
