//! What a book says of the city as a whole: plan, totals, network, sectors, dongs, months, who is missing, and what became of the
//! points of the meeting before.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Cell, ClassLine};
use crate::action::Source;
use crate::area::AreaCode;
use crate::council::CouncilKind;
use crate::counting::Month;
use crate::id::{ActionId, MeetingId, OrganisationId};
use crate::measure::Unit;

/// An instruction or a point to improve of an earlier report meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Which.
    pub id: ActionId,
    /// Of which meeting.
    pub meeting: MeetingId,
    /// Its name.
    pub meeting_name: String,
    /// Instruction or point to improve.
    pub source: Source,
    /// What it is called there.
    pub number: String,
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: String,
    /// By when.
    pub due_on: Option<Date>,
    /// Word for where it stands, of [`crate::action::Action::state_name`].
    pub state: String,
    /// Days late.
    pub late_days: Option<i32>,
    /// What its owner said last, or what shows that it is done.
    pub last_word: String,
    /// What the ledger says of the measure it is bound to.
    pub measured: Option<Verdict>,
    /// Whether the record of its meeting was everybody's, so that its words stand in the extract too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub public: bool,
    /// In an extract: what of it is hidden, which is not the same as that there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<PointPart>,
}

words! {
    /// A part of a point that an extract may hide.
    pub enum PointPart {
        /// What is to be done.
        Title,
        /// What its owner said, or what shows that it is done.
        Word,
        /// What the ledger says of its measure.
        Result,
    }
}

/// What the ledger says of a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The measure.
    pub measure: String,
    /// In what it is counted.
    pub unit: Unit,
    /// What was to come of it by now.
    pub target_by_now: i64,
    /// What is to come of it in its year.
    #[serde(default)]
    pub target: i64,
    /// What came of it.
    pub result: Cell,
}

impl Verdict {
    /// Whether what came reaches what was to come; `None` where the ledger does not tell, and while nothing had to come yet.
    pub fn reached(&self) -> Option<bool> {
        let due = self.target_by_now > 0 || self.target == 0;
        self.result.filter(|_| due).map(|result| result >= self.target_by_now)
    }
}

/// The plan of the term and the year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// The elected term.
    pub term: String,
    /// What the plan is to lead to.
    pub vision: String,
    /// How.
    pub strategies: Vec<Strategy>,
    /// By category of the disclosure scheme and unit.
    pub categories: Vec<CategoryLine>,
    /// How many measures it has in the year.
    pub measures: i64,
    /// Their money, in won.
    pub budget_won: i64,
}

/// A strategy with its tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strategy {
    /// What.
    pub name: String,
    /// Its tasks.
    pub tasks: Vec<String>,
}

/// A category of the disclosure scheme in one unit; units are never added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryLine {
    /// Its code.
    pub category: String,
    /// In what its measures are counted.
    pub unit: Unit,
    /// How many measures.
    pub measures: i64,
    /// What is to come of them in the year.
    pub target: i64,
    /// What was to come of them by now.
    pub target_by_now: i64,
    /// What came of them.
    pub result: Cell,
    /// Their money, in won.
    pub budget_won: i64,
}

/// The city as a whole, each grade apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Whoever is in the ledger: what the departments' pages add up to.
    pub everyone: Vec<ClassLine>,
    /// Of these, results that no body owns.
    pub unowned: Vec<ClassLine>,
    /// Of people who live in the city: the city's total (CR-20).
    pub residents: Vec<ClassLine>,
    /// Of work in the city: a view of its own.
    pub workplaces: Vec<ClassLine>,
    /// Heads that openings look for; no result.
    pub open: i64,
    /// Jobs promised; no result.
    pub pledged: i64,
    /// How many estimates stand on projects; they are never added (CR-13).
    pub estimates: i64,
    /// Results in which two or more bodies had a part.
    pub joint: Cell,
    /// Claims that no rule lets count.
    pub excluded: i64,
    /// Short-term work that projects' rosters tell of: of whom is not known here, and it is added to nothing (CR-12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rosters: Option<Rosters>,
    /// What of these belongs to drafts, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafts: Option<Drafts>,
}

/// What belongs to projects that are drafts of the offices: everybody's extract leaves it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafts {
    /// How many.
    pub projects: i64,
    /// Their money, in won.
    pub funds_won: i64,
    /// Jobs promised for them.
    pub pledged: i64,
    /// How many estimates stand on them.
    pub estimates: i64,
}

/// What projects' rosters of a year tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rosters {
    /// Different people.
    pub persons: i64,
    /// Their days.
    pub days: i64,
}

/// The network.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Network {
    /// Items of the agenda about it: title and paper.
    pub items: Vec<(String, String)>,
    /// Councils, committees, working groups and task forces.
    pub councils: Vec<CouncilLine>,
    /// Agreements that hold.
    pub agreements: Vec<AgreementLine>,
    /// Projects in which bodies of the network take part.
    pub links: Vec<LinkLine>,
    /// Requests between departments this year: asked, accepted, declined, still open.
    pub requests: [i64; 4],
    /// Bodies of the network outside the city.
    pub partners: i64,
}

/// A council.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouncilLine {
    /// What it is.
    pub kind: CouncilKind,
    /// Its name.
    pub name: String,
    /// How many seats are taken.
    pub members: i64,
    /// When it met last.
    pub met_on: Option<Date>,
    /// Actions that are still open.
    pub open_actions: i64,
}

/// An agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementLine {
    /// Its name.
    pub name: String,
    /// Who signed it.
    pub partners: Vec<String>,
    /// When.
    pub signed_on: Date,
    /// Jobs promised under it; no result (CR-14).
    pub jobs: i64,
}

/// A project with bodies of the network in it (연계).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkLine {
    /// The project.
    pub project: String,
    /// Who runs it.
    pub owner: String,
    /// Who takes part.
    pub partners: Vec<String>,
    /// What work it brings, as its sheet says.
    pub work: String,
    /// How many people its sheet expects; an expectation, no result.
    pub expected: i64,
    /// What it needs of others.
    pub cooperation: String,
}

/// A sector of the city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectorLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Heads its openings look for.
    pub open: i64,
    /// Projects in it.
    pub projects: i64,
    /// Their money, in won.
    pub funds_won: i64,
    /// Leads that are followed.
    pub leads: i64,
    /// Jobs promised in it.
    pub pledged: i64,
    /// What of these belongs to drafts, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafts: Option<Drafts>,
}

/// Results of people who live in a dong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dong {
    /// Which.
    pub area: AreaCode,
    /// Its name.
    pub name: String,
    /// Confirmed placements (R1).
    pub filled: Cell,
    /// Placements by word.
    pub claimed: Cell,
}

/// Results of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthLine {
    /// Which.
    pub month: Month,
    /// Whether it is closed.
    pub closed: bool,
    /// Confirmed placements (R1).
    pub filled: Cell,
    /// Placements by word.
    pub claimed: Cell,
}

/// A body that owes a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Which.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// Of which month.
    pub month: Month,
    /// By when it was due.
    pub due_on: Date,
    /// Days late.
    pub late_days: Option<i32>,
    /// Whether it was handed in and came back.
    pub returned: bool,
}
