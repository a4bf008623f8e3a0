//! The book of a report meeting (보고서): all that the room is shown, as one plain value that was frozen at an instant, with the
//! hash of its content. What happens afterwards never changes it; the next book says what is different.
//!
//! It must not know where its facts come from nor how they are printed. Grades stand in fields of their own and are
//! never added; a cell that a public extract hides is `None` (CR-23).

mod canonical;
mod department;
mod difference;
mod mismatch;
mod public;
mod summary;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

pub use department::{
    ClassLine, Department, Direction, EstimateLine, Joint, LeftTo, MeasureLine, OpenAction, OwnMonth, Part,
    PledgeLine, Problem, ProjectLine, Quality, Report, Request, Stay,
};
pub use difference::{Change, Place, What, changes};
pub use mismatch::{Gap, GapDong, GapLevel, GapLever, GapLine, GapPart, Mismatch};
pub use summary::{
    AgreementLine, CategoryLine, CouncilLine, Dong, Drafts, LinkLine, Missing, MonthLine, Network, Plan,
    Point, PointPart, Rosters, SectorLine, Strategy, Totals, Verdict,
};

use crate::id::{MeetingId, PersonId, ReportBookId};
use crate::message::Message;

/// What a book gathers, counted up whenever it gathers more. A frozen one keeps its own, so that gathering it anew gives the same:
/// the second tells each department its year by months, what it still has to do and whom it works with; the third keeps the
/// page of a body that is gone while anything is its own, and finds the same thing in the book before by its id.
pub const EDITION: u8 = 3;

/// Since which edition things are compared by their id.
const BY_ID: u8 = 3;

/// The edition of a book that says nothing of it.
fn first() -> u8 {
    1
}

fn is_first(edition: &u8) -> bool {
    *edition == first()
}

/// A number as a book shows it; `None` where a public extract hides it.
pub type Cell = Option<i64>;

/// A frozen book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportBook {
    /// Its id.
    pub id: ReportBookId,
    /// What it says.
    pub facts: Facts,
    /// SHA-256 of what it says, in hexadecimal digits.
    pub hash: String,
    /// Where it stands.
    pub state: State,
    /// Who asked for it, if a person.
    pub frozen_by: Option<PersonId>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was asked for, which may be after the instant it speaks of.
    pub created_at: Timestamp,
}

/// Where a book stands. What it says is the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// For the offices.
    Frozen,
    /// Its public extract can be read by everybody.
    Published {
        /// Since when.
        at: Timestamp,
    },
}

/// All that a book says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What is on its cover.
    pub cover: Cover,
    /// Instructions and points to improve of earlier report meetings, with what became of them.
    pub points: Vec<Point>,
    /// The plan.
    pub plan: Plan,
    /// The city as a whole.
    pub totals: Totals,
    /// The network and how it is to be made livelier.
    pub network: Network,
    /// A page of each department and agency, in the order of the city's tree.
    pub departments: Vec<Department>,
    /// Measures for the young.
    pub youth: Vec<MeasureLine>,
    /// The city's sectors.
    pub sectors: Vec<SectorLine>,
    /// Results by the dong where people live.
    pub dongs: Vec<Dong>,
    /// Results by month of start (CR-02).
    pub months: Vec<MonthLine>,
    /// Why people and jobs do not meet; none in books made before that was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mismatch: Option<Mismatch>,
    /// Who owes a report.
    pub missing: Vec<Missing>,
    /// What is different from the book before.
    pub changes: Vec<Change>,
}

/// What is on a cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// The city.
    pub city: String,
    /// The meeting it was made for.
    pub meeting: MeetingId,
    /// Its name.
    pub title: String,
    /// When it meets, in the city's time.
    pub meets_at: DateTime,
    /// Where.
    pub venue: String,
    /// The instant as of which everything holds.
    pub as_of: Timestamp,
    /// The same in the city's time.
    pub as_of_local: DateTime,
    /// The last entry of the change log that the book knows of.
    pub seq: i64,
    /// What it gathers.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub edition: u8,
    /// Version of the counting rules.
    pub rule_set: String,
    /// Digest of the rows of the ledger behind its figures (CR-21).
    pub ledger_digest: String,
    /// The year whose plan and results it tells.
    pub year: i16,
    /// The book before it.
    pub before: Option<Before>,
}

/// The book before another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Which.
    pub id: ReportBookId,
    /// Of which meeting.
    pub title: String,
    /// As of when, in the city's time.
    pub as_of_local: DateTime,
    /// Its hash.
    pub hash: String,
}

impl Facts {
    /// What they say, as the JSON that is hashed and given out: keys in order, no blanks.
    pub fn canonical(&self) -> String {
        canonical::json(self)
    }

    /// SHA-256 of [`Self::canonical`], in hexadecimal digits.
    pub fn hash(&self) -> String {
        canonical::hash(&self.canonical())
    }
}

impl ReportBook {
    /// Freezes what was gathered.
    pub fn freeze(id: ReportBookId, facts: Facts, ctx: &crate::Ctx) -> Self {
        Self {
            id,
            hash: facts.hash(),
            facts,
            state: State::Frozen,
            frozen_by: ctx.actor.person,
            version: 1,
            created_at: ctx.now,
        }
    }

    /// Word for where it stands: `frozen`, `published`.
    pub fn state_name(&self) -> &'static str {
        match self.state {
            State::Frozen => "frozen",
            State::Published { .. } => "published",
        }
    }

    /// What it is known by: a meeting has one book of an instant.
    pub fn known_as(&self) -> String {
        format!("{}@{}", self.facts.cover.meeting, self.facts.cover.as_of)
    }

    /// Whether it still says what was hashed.
    pub fn is_whole(&self) -> bool {
        self.facts.hash() == self.hash
    }

    /// Lets everybody read its public extract.
    ///
    /// # Errors
    /// `report-book-published` when they can already.
    pub fn publish(mut self, now: Timestamp) -> Result<Self, Message> {
        if self.state != State::Frozen {
            return Err(Message::new("report-book-published"));
        }
        self.state = State::Published { at: now };
        Ok(self)
    }
}
