//! How somebody stands to a version: each condition is met, not met with a reason, or hangs on something unknown. One
//! that fails outweighs whatever is unknown, and what is unknown never makes anybody eligible.
//!
//! It must not know what a single condition looks at: that is `person.rs` and `employer.rs`.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::area::AreaTable;
use crate::industry::IndustryTable;
use crate::message::Message;
use crate::minimum_wage::MinimumWageTable;
use crate::reference::Reference;
use crate::segment::SegmentTable;

use super::condition::{Asked, Moment, Offered, Rule};
use super::fact::{Facts, Hire, Missing};
use super::{Standing, SupportProgram, SupportPrograms, Terms, Version, employer, person, say};

/// A notice whose day no source tells is taken to be out so many days before the first day of applying at the earliest.
const NOTICE_AHEAD_DAYS: i32 = 60;

/// The tables that conditions rest on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Segments by their dated definitions.
    pub segments: &'a SegmentTable,
    /// Minimum wages by year.
    pub wages: &'a MinimumWageTable,
    /// Industries with what lies above each.
    pub industries: &'a IndustryTable,
    /// Areas, for their names.
    pub areas: &'a AreaTable,
    /// All programmes, for the names of those that cannot go together.
    pub programs: &'a SupportPrograms,
}

impl<'a> Ground<'a> {
    /// Those that ship with the program.
    pub fn of(reference: &'a Reference) -> Self {
        Self {
            segments: &reference.segments,
            wages: &reference.minimum_wages,
            industries: &reference.industries,
            areas: &reference.areas,
            programs: &reference.support_programs,
        }
    }
}

/// What came of one condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It is met.
    Met,
    /// It is not, and why.
    NotMet(Message),
    /// It hangs on these; never empty.
    Missing(BTreeSet<Missing>),
}

impl Finding {
    pub(super) fn missing(what: impl Into<Missing>) -> Self {
        Self::Missing(BTreeSet::from([what.into()]))
    }

    /// Met, or not for a reason.
    pub(super) fn held(holds: bool, why: impl FnOnce() -> Message) -> Self {
        if holds { Self::Met } else { Self::NotMet(why()) }
    }

    /// Of alternatives, one is enough; all must fail for it not to be met.
    fn any_of(findings: Vec<Self>) -> Self {
        let (mut reasons, mut missing) = (Vec::new(), BTreeSet::new());
        for finding in findings {
            match finding {
                Self::Met => return Self::Met,
                Self::NotMet(why) => reasons.push(why),
                Self::Missing(what) => missing.extend(what),
            }
        }
        if !missing.is_empty() {
            return Self::Missing(missing);
        }
        match reasons.len() {
            0 | 1 => Self::NotMet(reasons.pop().unwrap_or_else(|| Message::new("support-nothing"))),
            _ => Self::NotMet(Message::new("support-lacks-any-of").with("reasons", say::sentences(reasons))),
        }
    }
}

/// What a line of an answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks<'a> {
    /// For whom the programme is.
    Target(&'a SupportProgram),
    /// The days on which one may apply.
    Dates(&'a Version),
    /// Something about the person, or about the one who is hired.
    Person(&'a Rule<Asked>),
    /// Something about the employer or the work.
    Employer(&'a Rule<Offered>),
}

/// One condition and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// What is asked.
    pub asks: Asks<'a>,
    /// What came of it.
    pub finding: Finding,
}

/// How somebody stands to a version of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment<'a> {
    /// Of which programme.
    pub program: &'a SupportProgram,
    /// Which version.
    pub version: &'a Version,
    /// The dates first, then each condition in the order of the file.
    pub lines: Vec<Line<'a>>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Every condition is met.
    Eligible,
    /// At least one is not.
    NotEligible {
        /// Why, in the order of the conditions.
        reasons: Vec<Message>,
    },
    /// None fails as far as known, and these are not known.
    Unknown {
        /// Which.
        missing: BTreeSet<Missing>,
    },
}

impl Assessment<'_> {
    /// The answer to all lines together.
    pub fn verdict(&self) -> Verdict {
        let reasons: Vec<Message> = self
            .lines
            .iter()
            .filter_map(|line| match &line.finding {
                Finding::NotMet(why) => Some(why.clone()),
                _ => None,
            })
            .collect();
        if !reasons.is_empty() {
            return Verdict::NotEligible { reasons };
        }
        let missing: BTreeSet<Missing> = self
            .lines
            .iter()
            .filter_map(|line| match &line.finding {
                Finding::Missing(what) => Some(what),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        if missing.is_empty() { Verdict::Eligible } else { Verdict::Unknown { missing } }
    }
}

/// One question: to which version, when, on what ground.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) program: &'a SupportProgram,
    pub(super) version: &'a Version,
    pub(super) at: DateTime,
    pub(super) ground: Ground<'a>,
    /// The first and the last day that the start may be.
    start: Option<(Date, Date)>,
}

impl Case<'_> {
    pub(super) fn today(&self) -> Date {
        self.at.date()
    }

    /// The first and the last day that a moment may be; `None` when nobody knows.
    pub(super) fn days(&self, moment: Moment) -> Option<(Date, Date)> {
        let once = |day| Some((day, day));
        let first = self.version.apply.map(|window| window.from.date());
        match moment {
            Moment::Applying => once(self.today()),
            Moment::FirstDay => first.and_then(once),
            Moment::Notice => match self.version.notice {
                Some(day) => once(day),
                None => first.map(|first| (first.saturating_sub(NOTICE_AHEAD_DAYS.days()), first)),
            },
            Moment::Start => self.start,
        }
    }

    /// Whether one may apply at the instant.
    fn dates(&self) -> Finding {
        let lacks = |what: &'static str, key: &'static str, day: Date| {
            Finding::NotMet(Message::new(what).with(key, day.to_string()))
        };
        match self.version.standing(self.at) {
            Standing::Open { .. } => Finding::Met,
            Standing::Soon { from } => lacks("support-lacks-not-yet", "from", from),
            Standing::Closed { until } => lacks("support-lacks-over", "until", until),
        }
    }

    fn of_person<'r>(&self, rules: &'r [Rule<Asked>], facts: &Facts) -> impl Iterator<Item = Line<'r>> {
        rules.iter().map(move |rule| {
            let findings = rule.any_of.iter().map(|asked| person::judge(asked, facts, self));
            Line { asks: Asks::Person(rule), finding: Finding::any_of(findings.collect()) }
        })
    }
}

pub(super) fn person<'a>(
    program: &'a SupportProgram,
    version: &'a Version,
    facts: &Facts,
    at: DateTime,
    ground: Ground<'a>,
) -> Assessment<'a> {
    let start = version.period.map(|period| (period.from.earliest(), period.from.latest()));
    let case = Case { program, version, at, ground, start };
    let mut lines = vec![Line { asks: Asks::Dates(version), finding: case.dates() }];
    match &version.terms {
        Terms::Person(rules) => lines.extend(case.of_person(rules, facts)),
        Terms::Employer { .. } => lines.push(other_target(program)),
    }
    Assessment { program, version, lines }
}

pub(super) fn employer<'a>(
    program: &'a SupportProgram,
    version: &'a Version,
    hire: &Hire,
    at: DateTime,
    ground: Ground<'a>,
) -> Assessment<'a> {
    let start = hire.starts_on.map(|day| (day, day));
    let case = Case { program, version, at, ground, start };
    let mut lines = vec![Line { asks: Asks::Dates(version), finding: case.dates() }];
    match &version.terms {
        Terms::Employer { firm, hired } => {
            lines.extend(firm.iter().map(|rule| {
                let findings = rule.any_of.iter().map(|offered| employer::judge(offered, hire, &case));
                Line { asks: Asks::Employer(rule), finding: Finding::any_of(findings.collect()) }
            }));
            lines.extend(case.of_person(hired, &hire.person));
        }
        Terms::Person(_) => lines.push(other_target(program)),
    }
    Assessment { program, version, lines }
}

fn other_target(program: &SupportProgram) -> Line<'_> {
    let why = Message::new("support-lacks-target")
        .with("target", Message::word("support-target", program.target().into()));
    Line { asks: Asks::Target(program), finding: Finding::NotMet(why) }
}
