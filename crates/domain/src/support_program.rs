//! Employment support programmes (취업지원프로그램): what there is, for whom, what it gives, and, as dated data, what it
//! asks. Whoever asks is told what fits, what does not and why, and what is not known yet.
//!
//! The rules stand in `data/programmes`, never here. It must not know how people are registered, nor how an answer is
//! shown.

use jiff::civil::{Date, DateTime};

use crate::message::Message;

mod assess;
mod check;
mod condition;
mod contradiction;
mod employer;
mod fact;
mod load;
mod person;
mod say;
mod standing;

pub use assess::{Asks, Assessment, Finding, Ground, Line, Verdict};
pub use condition::{
    AgedLimit, AreaPrefix, Asked, Bilingual, ConditionKind, Moment, Offered, Period, Rule, Size, Stage,
    Status, Told, Window, Work,
};
pub use fact::{Dismissed, Fact, Facts, Fault, Hire, Missing, Paper, Past, Residence, Worked};
pub use standing::{Standing, StandingName};

names! {
    /// A programme's name in files and addresses, such as `goyang-public-works`.
    ProgramId,
    /// A version's name within its programme, such as `2026-1`. Whoever began under it stays with it.
    VersionId,
}

words! {
    /// What a programme is.
    pub enum Kind {
        /// Vocational training (직업훈련).
        Training,
        /// Group counselling (집단상담).
        GroupCounselling,
        /// Internship (인턴).
        Internship,
        /// Work trial (일경험).
        WorkTrial,
        /// Direct public job: public works, community jobs and the like (직접일자리).
        DirectJob,
        /// Subsidy for an employer (고용장려금).
        EmployerSubsidy,
        /// Start-up support (창업지원).
        StartupSupport,
        /// Allowance (수당).
        Allowance,
        /// Employment service (고용서비스).
        EmploymentService,
        /// A place with its facilities (일자리 인프라).
        Infrastructure,
    }
}

words! {
    /// How far what stands in a file may be relied on.
    pub enum SourceKind {
        /// The operator's own notice or page.
        Official,
        /// A press report of the notice.
        Press,
        /// Told by somebody else: it must be checked before anybody relies on it.
        Secondary,
    }
}

words! {
    /// Why no version holds for a while.
    pub enum GapReason {
        /// The programme did not run.
        Paused,
        /// It ran, or may have; no source of its rules is recorded.
        Unrecorded,
    }
}

/// A programme of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportProgram {
    /// Its name in files and addresses.
    pub id: ProgramId,
    /// Korean name.
    pub name_ko: String,
    /// English name.
    pub name_en: String,
    /// Who runs it.
    pub operator: String,
    /// Area of whoever runs it; `None` for the whole country.
    pub area: Option<AreaPrefix>,
    /// What it is.
    pub kind: Kind,
    /// Whom to ask; empty when no source tells.
    pub contact: String,
    /// Under which licence the data stand here.
    pub licence: String,
    /// Oldest first, never empty, no two on one day.
    pub versions: Vec<Version>,
    /// Days between versions, declared.
    pub gaps: Vec<Gap>,
}

/// Days on which no version holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Why.
    pub why: GapReason,
}

/// The rules of a programme for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its name within the programme.
    pub id: VersionId,
    /// Korean name, such as `2026년 1단계`.
    pub name_ko: String,
    /// English name.
    pub name_en: String,
    /// First day on which who asks is judged by it; `None` in the oldest when no source tells.
    pub from: Option<Date>,
    /// Last such day; `None` in the newest while it holds.
    pub until: Option<Date>,
    /// Day of the public notice, if a source tells.
    pub notice: Option<Date>,
    /// Days on which one may apply; `None` for always.
    pub apply: Option<Window>,
    /// When it runs, if a source tells.
    pub period: Option<Period>,
    /// Which stage of its year it is, if it has any.
    pub stage: Option<Stage>,
    /// How many are taken, if a source tells.
    pub quota: Option<u32>,
    /// What it gives and how, Korean.
    pub gives_ko: String,
    /// English.
    pub gives_en: String,
    /// Where it is written.
    pub sources: Vec<String>,
    /// How far these may be relied on.
    pub source_kind: SourceKind,
    /// What no source tells, to be asked of the operator.
    pub not_told: Vec<Bilingual>,
    /// What it asks.
    pub terms: Terms,
    /// The line on which it begins.
    pub line: usize,
}

/// What a version asks, of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// Of the person who takes part.
    Person(Vec<Rule<Asked>>),
    /// Of an employer, and of the person they hire.
    Employer {
        /// Of the employer and the work.
        firm: Vec<Rule<Offered>>,
        /// Of the person.
        hired: Vec<Rule<Asked>>,
    },
}

words! {
    /// For whom a programme is.
    pub enum Target {
        /// A person.
        Person,
        /// An employer.
        Employer,
    }
}

impl Version {
    /// Whether who asks on a day is judged by it.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl SupportProgram {
    /// For whom it is.
    pub fn target(&self) -> Target {
        match self.versions.first().map(|version| &version.terms) {
            Some(Terms::Employer { .. }) => Target::Employer,
            _ => Target::Person,
        }
    }

    /// The version by which who asks on a day is judged.
    pub fn version_on(&self, day: Date) -> Option<&Version> {
        self.versions.iter().find(|version| version.holds_on(day))
    }

    /// The version of a name: that of an applicant, however long ago they began.
    pub fn version(&self, id: &VersionId) -> Option<&Version> {
        self.versions.iter().find(|version| version.id == *id)
    }

    /// The version to show on a day: the one that holds, else the next, else the last.
    pub fn nearest(&self, day: Date) -> Option<&Version> {
        let next = || self.versions.iter().find(|version| version.from.is_some_and(|from| from > day));
        self.version_on(day).or_else(next).or_else(|| self.versions.last())
    }

    /// Its name, in the reader's language.
    pub fn name(&self) -> Message {
        Message::new("support-name").with("ko", self.name_ko.as_str()).with("en", self.name_en.as_str())
    }

    /// Whether a city that lies at this area offers it: its own, or the whole country's.
    pub fn is_offered_in(&self, area: &crate::area::AreaCode) -> bool {
        self.area.as_ref().is_none_or(|own| own.holds(area) == Some(true))
    }
}

/// All programmes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SupportPrograms {
    programs: Vec<SupportProgram>,
}

impl SupportPrograms {
    /// Reads files, each `(name, text)` of one programme.
    ///
    /// # Errors
    /// Everything that is wrong with any of them, by file and line.
    pub fn load(
        files: &[(String, String)],
        segments: &crate::segment::SegmentTable,
        industries: &crate::industry::IndustryTable,
    ) -> Result<Self, Vec<crate::rule_file::Problem>> {
        load::all(files, segments, industries).map(|programs| Self { programs })
    }

    /// The programmes, by name.
    pub fn iter(&self) -> impl Iterator<Item = &SupportProgram> {
        self.programs.iter()
    }

    /// The programme of a name.
    pub fn get(&self, id: &ProgramId) -> Option<&SupportProgram> {
        self.programs.iter().find(|program| program.id == *id)
    }

    /// What fits a person who asks at an instant on the city's clocks.
    ///
    /// # Errors
    /// What cannot be so about them, by field: see [`Facts::faults`].
    pub fn fit<'a>(
        &'a self,
        facts: &Facts,
        at: DateTime,
        ground: Ground<'a>,
    ) -> Result<Vec<Assessment<'a>>, Vec<Fault>> {
        refused(facts.faults(at.date()))?;
        let of_people = self.programs.iter().filter(|program| program.target() == Target::Person);
        Ok(of_people
            .filter_map(|one| Some(assess::person(one, one.nearest(at.date())?, facts, at, ground)))
            .collect())
    }

    /// What fits an employer and a hire.
    ///
    /// # Errors
    /// The same, see [`Hire::faults`].
    pub fn fit_hire<'a>(
        &'a self,
        hire: &Hire,
        at: DateTime,
        ground: Ground<'a>,
    ) -> Result<Vec<Assessment<'a>>, Vec<Fault>> {
        refused(hire.faults(at.date()))?;
        let of_firms = self.programs.iter().filter(|program| program.target() == Target::Employer);
        Ok(of_firms
            .filter_map(|one| Some(assess::employer(one, one.nearest(at.date())?, hire, at, ground)))
            .collect())
    }
}

impl SupportProgram {
    /// How a person stands to one version: an applicant's own, or any.
    ///
    /// # Errors
    /// What cannot be so about them, by field.
    pub fn assess<'a>(
        &'a self,
        version: &'a Version,
        facts: &Facts,
        at: DateTime,
        ground: Ground<'a>,
    ) -> Result<Assessment<'a>, Vec<Fault>> {
        refused(facts.faults(at.date()))?;
        Ok(assess::person(self, version, facts, at, ground))
    }

    /// How an employer and a hire stand to one version.
    ///
    /// # Errors
    /// What cannot be so about them, by field.
    pub fn assess_hire<'a>(
        &'a self,
        version: &'a Version,
        hire: &Hire,
        at: DateTime,
        ground: Ground<'a>,
    ) -> Result<Assessment<'a>, Vec<Fault>> {
        refused(hire.faults(at.date()))?;
        Ok(assess::employer(self, version, hire, at, ground))
    }
}

fn refused(faults: Vec<Fault>) -> Result<(), Vec<Fault>> {
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
