//! One department's page: targets, what is confirmed, what waits for evidence, what is promised and estimated, its projects,
//! problems and requests. Each grade has a field of its own.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Cell;
use crate::action::Source;
use crate::counting::{Class, Line, Month};
use crate::id::{MeasureId, OrganisationId, ProjectId};
use crate::measure::Unit;
use crate::organisation::OrganisationKind;
use crate::placement::RETENTION_MONTHS;
use crate::project::{ProjectKind, Stage};

/// A department or agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Which.
    pub id: OrganisationId,
    /// Its name on the day.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Who goes on with its work, where somebody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_to: Option<LeftTo>,
    /// The results it owns, by class; classes are never added.
    pub classes: Vec<ClassLine>,
    /// In how many results of others it had a part; never added (CR-01).
    pub contributed: Cell,
    /// Heads its openings look for.
    pub open: Cell,
    /// Its measures of the year.
    pub measures: Vec<MeasureLine>,
    /// Its projects.
    pub projects: Vec<ProjectLine>,
    /// What was promised to it.
    pub pledges: Vec<PledgeLine>,
    /// What holds it up.
    pub problems: Vec<Problem>,
    /// What it asks of others and others of it, unanswered.
    pub requests: Vec<Request>,
    /// Its last monthly report that was called for.
    pub report: Option<Report>,
    /// Its year by months.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<OwnMonth>,
    /// What it is to do by a decision, an instruction or a point to improve, and has not done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<OpenAction>,
    /// Whom it works with; never added (CR-01).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint: Vec<Joint>,
}

/// Who goes on with a body's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftTo {
    /// The body that goes on.
    pub name: String,
    /// From which day.
    pub from: Date,
}

/// A month of a department: its report and its placements (R1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnMonth {
    /// Which.
    pub month: Month,
    /// Word for where its report stands, of [`crate::submission::State::name`]; nothing where none was called for.
    pub report: Option<String>,
    /// Days the report was, or is, late.
    pub late_days: Option<i32>,
    /// Placements with evidence.
    pub filled: Cell,
    /// Placements by word.
    pub claimed: Cell,
}

/// Something a department is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAction {
    /// Decision, instruction or point to improve.
    pub source: Source,
    /// What it is called there.
    pub number: String,
    /// What is to be done.
    pub title: String,
    /// By when.
    pub due_on: Option<Date>,
    /// Days late.
    pub late_days: Option<i32>,
}

/// Results that a department and another body have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joint {
    /// The other one.
    pub other: String,
    /// Results of the department in which the other had a part.
    pub helped_us: i64,
    /// Results of the other in which the department had a part.
    pub we_helped: i64,
}

/// Results of one class, with the quality of the jobs beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassLine {
    /// Which class.
    pub class: Class,
    /// Events with evidence.
    pub filled: Cell,
    /// The people of them, each once (CR-03).
    pub persons: Cell,
    /// Events by word, which wait for evidence.
    pub claimed: Cell,
    /// Days worked; a unit of its own (CR-12).
    pub days: Cell,
    /// Of the filled: contracts from one month to under twelve (CR-08).
    pub fixed_term: Cell,
    /// Of the filled: weeks under fifteen hours (CR-09).
    pub short_week: Cell,
    /// Who is still there after some months (CR-22).
    pub stays: Vec<Stay>,
    /// What else is known of the filled (A21); of departments and of all of them only.
    #[serde(default)]
    pub quality: Option<Quality>,
}

/// Insurance and pay of the filled results of a line (A21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quality {
    /// Found in the employment insurance.
    pub insured: Cell,
    /// Those whose opening told the pay.
    pub pay_known: Cell,
    /// Of these, paid at least the minimum wage of the year in which the work began.
    pub at_minimum: Cell,
    /// Those whose pay is known and for whose year the city has a living wage.
    pub living_known: Cell,
    /// Of these, paid at least that.
    pub at_living: Cell,
}

/// Who is still there after some months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// After how many.
    pub months: u8,
    /// For how many that day has come.
    pub due: Cell,
    /// How many of them were looked at.
    pub asked: Cell,
    /// How many of those are still there.
    pub kept: Cell,
}

impl ClassLine {
    /// A class's line of the ledger.
    pub fn of(class: Class, line: &Line) -> Self {
        let stays = RETENTION_MONTHS.into_iter().zip(line.kept).map(|(months, kept)| Stay {
            months,
            due: Some(kept.due.value()),
            asked: Some(kept.asked.value()),
            kept: Some(kept.kept.value()),
        });
        Self {
            class,
            filled: Some(line.filled.value()),
            persons: Some(line.filled_persons.value()),
            claimed: Some(line.claimed.value()),
            days: Some(line.days.value()),
            fixed_term: Some(line.fixed_term.value()),
            short_week: Some(line.short_week.value()),
            stays: stays.collect(),
            quality: None,
        }
    }

    /// Its numbers, each with the word for what it counts, in a fixed order.
    pub fn cells(&self) -> [(Part, Cell); 6] {
        [
            (Part::Filled, self.filled),
            (Part::Persons, self.persons),
            (Part::Claimed, self.claimed),
            (Part::Days, self.days),
            (Part::FixedTerm, self.fixed_term),
            (Part::ShortWeek, self.short_week),
        ]
    }
}

words! {
    /// What a number of a class counts.
    pub enum Part {
        /// Events with evidence.
        Filled,
        /// People of them.
        Persons,
        /// Events by word.
        Claimed,
        /// Days worked.
        Days,
        /// Contracts of under a year.
        FixedTerm,
        /// Weeks under fifteen hours.
        ShortWeek,
    }
}

/// A measure: what is to come of it and what did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureLine {
    /// Which.
    pub id: MeasureId,
    /// Its name.
    pub name: String,
    /// Who does it.
    pub owner: String,
    /// Its category of the disclosure scheme.
    pub category: String,
    /// For whom.
    pub audience: String,
    /// In what it is counted.
    pub unit: Unit,
    /// What is to come of it in the year.
    pub target: i64,
    /// What was to come of it by the end of the last quarter that is over.
    pub target_by_now: i64,
    /// What came of it, read from the ledger; nothing where the ledger does not hold its unit.
    pub result: Cell,
    /// The same by word only.
    pub claimed: Cell,
    /// Its money, in won.
    pub budget_won: i64,
    /// Whether its target was changed since the year began.
    pub revised: bool,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectLine {
    /// Which.
    pub id: ProjectId,
    /// The number it is known by.
    pub number: String,
    /// Its name.
    pub name: String,
    /// What kind.
    pub kind: ProjectKind,
    /// Where it stands.
    pub stage: Stage,
    /// Its money, in won.
    pub funds_won: i64,
    /// Whether it still owes an answer to the job question.
    pub owes_answer: bool,
    /// Bodies of the network that take part.
    pub partners: Vec<String>,
    /// What it is said to bring, side by side; no result and in no total (CR-13).
    pub estimates: Vec<EstimateLine>,
    /// What came of it in the year by the ledger, whoever owns the result; classes are never added.
    #[serde(default)]
    pub classes: Vec<ClassLine>,
    /// Whether it is a draft of the offices, of which everybody's extract says nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
}

/// What a project is said to bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateLine {
    /// How it came about: `computed`, `regional`, `published`.
    pub way: String,
    /// How much.
    pub value: i64,
    /// Whether that is won, not people.
    pub won: bool,
    /// Its two parts, which sum to it: direct and indirect, or inside and outside the region.
    pub parts: Option<(i64, i64)>,
    /// Where it comes from.
    pub source: String,
    /// Its year, or the day it was published.
    pub when: String,
}

/// What was promised; no result until hires are confirmed (CR-14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PledgeLine {
    /// Who promised.
    pub by: String,
    /// Of which project, by its number.
    pub project: String,
    /// How many jobs; nothing for a clause, which promises a share.
    pub jobs: Cell,
    /// The share a clause promises, in percent.
    pub percent: Option<i64>,
    /// Where it is written.
    pub source: String,
}

/// What holds a department up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// Less came of a measure than was to come, and why.
    Shortfall {
        /// The measure.
        measure: String,
        /// Why.
        why: String,
        /// What is done about it.
        remedy: String,
    },
    /// A project stopped or was given up.
    Stopped {
        /// The project.
        project: String,
        /// Where it stands.
        stage: Stage,
        /// Why.
        why: String,
    },
    /// Projects without an answer to the job question.
    Unanswered {
        /// How many.
        projects: i64,
    },
    /// A monthly report came back.
    Returned {
        /// Of which month.
        month: Month,
        /// With what remark.
        remark: String,
    },
}

words! {
    /// Whether a request was made or received.
    pub enum Direction {
        /// It asks.
        Asks,
        /// It is asked.
        Asked,
    }
}

/// A request between departments that nobody has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Made or received.
    pub direction: Direction,
    /// The other one.
    pub other: String,
    /// What is asked.
    pub text: String,
    /// When.
    pub asked_on: Date,
    /// By when an answer is wanted.
    pub answer_by: Date,
}

/// How a monthly report stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Of which month.
    pub month: Month,
    /// Word for where it stands, of [`crate::submission::State::name`].
    pub state: String,
    /// Days late.
    pub late_days: Option<i32>,
}
