//! A body's budgeted project, development or event (사업): what it costs and who pays, how far it is, and its answer to
//! the question what it does for jobs. Every project must answer; "none" is an answer with a reason.
//!
//! Nothing here counts a result: what a project brought is read from the ledger by its number, and what it is said to
//! bring stands in [`crate::estimate`]. A project that fails keeps its whole history.

mod openness;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::counting::Month;
use crate::id::{OrganisationId, PersonId, ProjectId};
use crate::message::{Message, won_in_words};
use crate::person::looks_like_resident_number;

pub use openness::Openness;

/// Funds below this are more likely thousands of won than won, for what is budgeted and for events.
const UNLIKELY_WON: i64 = 10_000_000;
/// The same for a development project.
const UNLIKELY_DEVELOPMENT_WON: i64 = 100_000_000;

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// The number it is known by, such as its budget code.
    pub number: String,
    /// The body that runs it.
    pub owner: OrganisationId,
    /// What was said of it.
    pub content: Content,
    /// Where it stood, from when and why; the last is where it stands. Never empty, never shortened.
    pub stages: Vec<Staged>,
    /// What it does for jobs.
    pub impact: Impact,
    /// When its body last said that what stands here is so (확인함).
    pub confirmed: Option<Confirmed>,
    /// Who may read of it.
    #[serde(default = "Openness::of_old")]
    pub openness: Openness,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What a body says of its project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// Name.
    pub name: String,
    /// What kind of project.
    pub kind: ProjectKind,
    /// Who pays how much, in won.
    pub funds: BTreeMap<FundSource, i64>,
    /// How much of it is new spending, in won: what an estimate may be computed from. None while nobody has said it: that
    /// is no nought.
    pub new_spending_won: Option<i64>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Where it is; a dong at most.
    pub area: Option<AreaCode>,
    /// Where in words.
    pub place: String,
    /// Sector of the city, by its id.
    pub sector: String,
    /// Sector of the input-output table, by its code.
    pub industry_sector: String,
    /// Who builds or runs it.
    pub contractor: String,
    /// Who owns it, when that is not the city.
    pub external_owner: String,
    /// Bodies of the network that take part.
    pub partners: Vec<OrganisationId>,
    /// What it is, in words.
    pub description: String,
}

words! {
    /// What kind of project.
    #[derive(Default)]
    pub enum ProjectKind {
        /// A budgeted project (예산사업).
        #[default]
        Budgeted,
        /// A development project (지역개발 프로젝트).
        Development,
        /// An event (행사).
        Event,
    }
}

impl ProjectKind {
    /// Funds below this are asked about: thousands of won may be meant.
    pub fn unlikely_below(self) -> i64 {
        match self {
            Self::Development => UNLIKELY_DEVELOPMENT_WON,
            Self::Budgeted | Self::Event => UNLIKELY_WON,
        }
    }
}

words! {
    /// Who pays.
    pub enum FundSource {
        /// The state (국비).
        National,
        /// The province (도비).
        Provincial,
        /// The city (시비).
        City,
        /// Private money (민자).
        Private,
    }
}

words! {
    /// Where a project stands.
    pub enum Stage {
        /// Thought of.
        Planned,
        /// Decided and paid for.
        Approved,
        /// Going on.
        Underway,
        /// Stopped for a time (중단).
        Suspended,
        /// Ended as it was to end.
        Completed,
        /// Given up (해제).
        Cancelled,
    }
}

impl Stage {
    /// Whether a project may go on from here.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }

    fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (_, Self::Planned) => false,
            (Self::Suspended, to) => matches!(to, Self::Approved | Self::Underway | Self::Cancelled),
            (from, Self::Suspended | Self::Cancelled) => !from.is_final() && from != next,
            (from, to) => !from.is_final() && from < to,
        }
    }
}

/// Where a project stood from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staged {
    /// Where.
    pub stage: Stage,
    /// From when.
    pub on: Date,
    /// Why, when it did not simply go on.
    pub why: String,
}

/// A project's answer to the job question (고용영향).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Impact {
    /// None yet: the project is on the list of those that owe one.
    #[default]
    Open,
    /// It brings work.
    Jobs(Sheet),
    /// It brings none, and says why.
    NoJobs {
        /// Why.
        why: String,
        /// When that was said.
        on: Date,
    },
}

/// The job-impact sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What work it brings, in words.
    pub work: String,
    /// When people are to be hired, and how many the body expects: an expectation, never a result.
    pub hiring: BTreeMap<Month, i64>,
    /// What it needs of other bodies.
    pub cooperation: String,
    /// When it was filled in.
    pub on: Date,
}

/// A body's word that its entry is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// When.
    pub at: Timestamp,
    /// By whom, if a person.
    pub by: Option<PersonId>,
}

impl Content {
    /// All funds, in won.
    pub fn funds_won(&self) -> i64 {
        self.funds.values().fold(0, |sum, won| sum.saturating_add(*won))
    }

    /// What is asked about funds that are small for such a project, with the sum said in words.
    fn unlikely(&self) -> Option<Message> {
        let (won, thousands) = (self.funds_won(), self.funds_won().saturating_mul(1_000));
        let question = || {
            Message::new("project-funds-unlikely")
                .with("words", won_in_words(won))
                .with("won", won)
                .with("thousands", thousands)
                .with("meant", won_in_words(thousands))
        };
        (won < self.kind.unlikely_below()).then(question)
    }

    /// What must be so before it may be saved: field and what is wrong.
    ///
    /// `in_won` says that small sums were looked at and are meant in won.
    pub fn check(&self, in_won: bool) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push(("name", Message::new("missing-name")));
        }
        let words = [
            ("name", &self.name),
            ("place", &self.place),
            ("contractor", &self.contractor),
            ("external_owner", &self.external_owner),
            ("description", &self.description),
        ];
        for (field, text) in words {
            if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            }
        }
        let total = self.funds_won();
        if self.funds.values().any(|won| *won < 0) || total <= 0 {
            faults.push(("funds", Message::new("project-funds-none")));
        } else if !in_won && let Some(why) = self.unlikely() {
            faults.push(("funds", why));
        }
        if self.new_spending_won.is_some_and(|new| new < 0 || new > total.max(0)) {
            faults.push(("new_spending", Message::new("project-new-spending").with("most", total)));
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            faults.push(("until", Message::new("project-period").with("day", from.to_string())));
        }
        faults
    }
}

impl Project {
    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.stages.last().map_or(Stage::Planned, |staged| staged.stage)
    }

    /// Goes on to a stage.
    ///
    /// # Errors
    /// `project-stage-refused`; `project-stage-why` when it stops or is given up without a reason;
    /// `project-stage-day` for a day before the last one or after today.
    pub fn go_on(mut self, stage: Stage, on: Date, why: &str, ctx: &crate::Ctx) -> Result<Self, Message> {
        let why = why.trim();
        if !self.stage().may_become(stage) {
            let [from, to] = [self.stage(), stage].map(|stage| Message::word("project-stage", stage.into()));
            return Err(Message::new("project-stage-refused").with("from", from).with("to", to));
        }
        if matches!(stage, Stage::Suspended | Stage::Cancelled) && why.is_empty() {
            return Err(Message::new("project-stage-why"));
        }
        if looks_like_resident_number(why) {
            return Err(Message::new("resident-number-refused"));
        }
        let earliest = self.stages.last().map_or(on, |staged| staged.on);
        if on < earliest || on > ctx.today() {
            return Err(Message::new("project-stage-day").with("day", earliest.to_string()));
        }
        self.stages.push(Staged { stage, on, why: why.to_owned() });
        self.updated_at = ctx.now;
        Ok(self)
    }

    /// Answers the job question.
    ///
    /// # Errors
    /// `project-impact-empty`; `resident-number-refused`.
    pub fn answer(mut self, impact: Impact, now: Timestamp) -> Result<Self, Message> {
        let words = match &impact {
            Impact::Open => return Err(Message::new("project-impact-empty")),
            Impact::Jobs(sheet) => format!("{}{}", sheet.work, sheet.cooperation),
            Impact::NoJobs { why, .. } => why.clone(),
        };
        if words.trim().is_empty() {
            return Err(Message::new("project-impact-empty"));
        }
        if looks_like_resident_number(&words) {
            return Err(Message::new("resident-number-refused"));
        }
        if let Impact::Jobs(sheet) = &impact
            && sheet.hiring.values().any(|heads| *heads <= 0)
        {
            return Err(Message::new("project-hiring-heads"));
        }
        self.impact = impact;
        self.updated_at = now;
        Ok(self)
    }

    /// The body says that what stands here is so.
    #[must_use]
    pub fn confirm(mut self, ctx: &crate::Ctx) -> Self {
        self.confirmed = Some(Confirmed { at: ctx.now, by: ctx.actor.person });
        self.updated_at = ctx.now;
        self
    }

    /// Whether it still owes an answer to the job question: every project that may still go on does.
    pub fn owes_answer(&self) -> bool {
        self.impact == Impact::Open && !self.stage().is_final()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::{Actor, Ctx};

    pub(super) fn ctx() -> Ctx {
        let now = "2016-06-01T03:00:00Z".parse().unwrap();
        Ctx::new(crate::id::TenantId(uuid::Uuid::nil()), Actor::system(), now, TimeZone::UTC, [7; 32])
    }

    pub(super) fn project() -> Project {
        let content = Content {
            name: "전시지원시설".to_owned(),
            funds: [(FundSource::Private, 12_400_000_000)].into(),
            new_spending_won: Some(12_400_000_000),
            ..Content::default()
        };
        Project {
            id: ProjectId(uuid::Uuid::nil()),
            number: "P-MICE".to_owned(),
            owner: OrganisationId(uuid::Uuid::nil()),
            content,
            stages: vec![Staged { stage: Stage::Planned, on: date(2016, 3, 2), why: String::new() }],
            impact: Impact::Open,
            confirmed: None,
            openness: Openness::draft(),
            version: 1,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_project_stops_with_a_reason_and_keeps_its_history() {
        let ctx = ctx();
        let going = project().go_on(Stage::Underway, date(2016, 5, 20), "", &ctx).unwrap();
        assert_eq!(
            going.clone().go_on(Stage::Cancelled, date(2016, 6, 1), " ", &ctx).unwrap_err().code,
            "project-stage-why"
        );
        let stopped = going.go_on(Stage::Suspended, date(2016, 5, 25), "자금", &ctx).unwrap();
        assert!(stopped.clone().go_on(Stage::Planned, date(2016, 6, 1), "", &ctx).is_err());
        assert_eq!(
            stopped.clone().go_on(Stage::Underway, date(2016, 5, 1), "", &ctx).unwrap_err().code,
            "project-stage-day"
        );
        assert_eq!(
            stopped.clone().go_on(Stage::Underway, date(2016, 6, 2), "", &ctx).unwrap_err().code,
            "project-stage-day"
        );
        let given_up = stopped.go_on(Stage::Cancelled, date(2016, 6, 1), "협약 해제", &ctx).unwrap();
        let stages: Vec<Stage> = given_up.stages.iter().map(|staged| staged.stage).collect();
        assert_eq!(stages, [Stage::Planned, Stage::Underway, Stage::Suspended, Stage::Cancelled]);
        assert!(given_up.go_on(Stage::Underway, date(2016, 6, 1), "", &ctx).is_err());
    }

    #[test]
    fn every_stage_is_reached_in_order_only() {
        use Stage::{Approved, Cancelled, Completed, Planned, Suspended, Underway};
        let may = |from: Stage| -> Vec<Stage> {
            let all = [Planned, Approved, Underway, Suspended, Completed, Cancelled];
            all.into_iter().filter(|to| from.may_become(*to)).collect()
        };
        assert_eq!(may(Planned), [Approved, Underway, Suspended, Completed, Cancelled]);
        assert_eq!(may(Approved), [Underway, Suspended, Completed, Cancelled]);
        assert_eq!(may(Underway), [Suspended, Completed, Cancelled]);
        assert_eq!(may(Suspended), [Approved, Underway, Cancelled]);
        assert_eq!([may(Completed), may(Cancelled)], [vec![], vec![]]);
    }

    #[test]
    fn a_budget_of_nothing_is_refused_and_one_in_thousands_is_asked_about() {
        let with = |won: i64| Content {
            funds: [(FundSource::City, won)].into(),
            new_spending_won: None,
            ..project().content
        };
        let code = |content: &Content, in_won| {
            content.check(in_won).into_iter().map(|(_, why)| why.code).collect::<Vec<_>>()
        };
        assert_eq!(code(&with(0), false), ["project-funds-none"]);
        assert_eq!(code(&with(-5), true), ["project-funds-none"]);
        assert_eq!(code(&with(862_000), false), ["project-funds-unlikely"]);
        assert_eq!(code(&with(862_000), true), Vec::<&str>::new());
        assert_eq!(code(&with(86_200_000_000), false), Vec::<&str>::new());
        // 124억 in thousands: a development of twelve million won is asked about, a budget of as much is not.
        let of = |kind, won| Content { kind, ..with(won) };
        let typed = of(ProjectKind::Development, 12_400_000);
        assert_eq!(code(&typed, false), ["project-funds-unlikely"]);
        assert_eq!(code(&typed, true), Vec::<&str>::new());
        for (kind, least) in [
            (ProjectKind::Development, 100_000_000),
            (ProjectKind::Budgeted, 10_000_000),
            (ProjectKind::Event, 10_000_000),
        ] {
            assert_eq!(code(&of(kind, least), false), Vec::<&str>::new());
            assert_eq!(code(&of(kind, least - 1), false), ["project-funds-unlikely"]);
        }
        let more = Content { new_spending_won: Some(12_400_000_001), ..project().content };
        assert_eq!(code(&more, false), ["project-new-spending"]);
    }

    #[test]
    fn a_project_owes_an_answer_until_it_gives_one_or_ends() {
        let now = Timestamp::UNIX_EPOCH;
        assert!(project().owes_answer());
        assert!(project().answer(Impact::Open, now).is_err());
        let none = Impact::NoJobs { why: "장비 구입".to_owned(), on: date(2016, 3, 2) };
        assert!(!project().answer(none, now).unwrap().owes_answer());
        let month = Month::parse("2016-04").unwrap();
        let sheet = |heads| {
            Impact::Jobs(Sheet {
                work: "무대 설치".to_owned(),
                hiring: [(month, heads)].into(),
                cooperation: String::new(),
                on: date(2016, 3, 2),
            })
        };
        assert!(project().answer(sheet(0), now).is_err());
        assert!(!project().answer(sheet(5), now).unwrap().owes_answer());
        assert!(!project().go_on(Stage::Cancelled, date(2016, 6, 1), "해제", &ctx()).unwrap().owes_answer());
    }
}
