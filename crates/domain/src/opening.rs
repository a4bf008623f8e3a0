//! A request for workers (구인): its content with every field of the opening application (구인표), its
//! state, and what it lacks before it may be published.
//!
//! It must not know how an opening is stored, found or matched.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::area::{AreaCode, Point};
pub use crate::code::{
    CareerKind, ComputerSkill, Education, EmploymentType, Language, Preference, Welfare, WorkPattern,
};
use crate::id::{EmployerId, OpeningId};
use crate::message::Message;
use crate::occupation::OccupationCode;
use crate::wage::Wage;
use crate::work_time::WorkTime;

mod clock;
mod origin;
mod reason;
mod state;
mod terms;
mod text;
pub use clock::{FIRST_LOOK_DAYS, Step};
pub use origin::{CERTIFIED, Origin};
pub use reason::{CancelReason, CloseReason, PauseReason, ReopenReason, Reopened, ReturnReason};
pub use state::{Refused, State, StateName, remaining_heads, valid_until};
pub use terms::{Change, Term, Worsening, terms_worse};

/// An opening with its office data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Its id.
    pub id: OpeningId,
    /// Who offers the work.
    pub employer: EmployerId,
    /// What is offered.
    pub content: Content,
    /// Where it stands.
    pub state: State,
    /// Where it came from.
    pub origin: Origin,
    /// How its terms got worse while it was live, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worsened: Vec<Worsening>,
    /// Why it was shown again the last time that it had been closed; earlier times stand in its history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened: Option<Reopened>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was first recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What the law linter found when it was decided on, and why it may be shown all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<crate::law::Decision>,
}

impl Opening {
    /// Fills it if it is live and so many hires leave no head free; tells whether it did. While nobody knows how
    /// many are wanted it is not filled.
    pub fn fill_if_taken(&mut self, at: Timestamp, hired: u32) -> bool {
        if self.content.headcount == 0 {
            return false;
        }
        let remaining = remaining_heads(self.content.headcount, hired);
        match self.state.clone().fill(at, remaining) {
            Ok(filled) => {
                self.state = filled;
                true
            }
            Err(_) => false,
        }
    }

    /// Shows it again; what was closed only with a reason.
    ///
    /// # Errors
    /// Those of [`State::reopen`]; `reopen-needs-reason`.
    pub fn reopen(
        &mut self,
        at: Timestamp,
        today: Date,
        reason: Option<ReopenReason>,
    ) -> Result<(), Refused> {
        let state = self.state.clone().reopen(at, today)?;
        if let State::Closed { .. } = self.state {
            let reason = reason.ok_or_else(|| Message::new("reopen-needs-reason"))?;
            self.reopened = Some(Reopened { at, reason });
        }
        self.state = state;
        Ok(())
    }
}

/// The job, its conditions and how to apply.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// Title (구인제목).
    pub title: String,
    /// Occupation (모집직종, KECO).
    pub occupation: Option<OccupationCode>,
    /// WorkNet's six-digit code, when the source gave one.
    pub worknet_occupation: Option<String>,
    /// Related occupations (관련직종).
    pub related_occupations: Vec<OccupationCode>,
    /// What one does (직무내용).
    pub duties: String,
    /// Workers wanted (모집인원); 0 while unknown.
    pub headcount: u32,
    /// Of these, places for disabled people (장애인 채용인원).
    pub headcount_disabled: u32,
    /// Employment type (고용형태).
    pub employment_type: Option<EmploymentType>,
    /// Length of a fixed term in months (계약기간).
    pub contract_months: Option<u32>,
    /// Days of work in all, of day labour (일용); `None` for any other work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work_days: Option<u32>,
    /// Whether it may become permanent (정규직 전환가능).
    pub convertible: Option<bool>,
    /// Probation in months (수습), 0 for none.
    pub probation_months: Option<u32>,
    /// Experience asked for (경력조건).
    pub career: Option<Career>,
    /// Least schooling (학력 최소).
    pub education_min: Option<Education>,
    /// Most schooling (학력 최대).
    pub education_max: Option<Education>,
    /// Fields of study (전공).
    pub majors: Vec<String>,
    /// Licences and certificates asked for (자격면허).
    pub licences: Vec<String>,
    /// Skills named in the text, for matching.
    pub skills: Vec<String>,
    /// Foreign languages with level.
    pub languages: Vec<LanguageSkill>,
    /// Computer skills (컴퓨터활용).
    pub computer: Vec<ComputerSkill>,
    /// Open to military-service substitutes (병역특례).
    pub military_substitute: Option<bool>,
    /// Wants workers under the employment permit system (고용허가제).
    pub employment_permit: Option<bool>,
    /// Preferred applicants (우대조건).
    pub preferences: Vec<Preference>,
    /// Other preferences in words.
    pub preference_note: String,
    /// Pay (임금).
    pub wage: Option<Wage>,
    /// What was written about pay, when it adds to or replaces figures.
    pub wage_note: String,
    /// Bonus (상여).
    pub bonus: String,
    /// Days worked (근무형태).
    pub pattern: Option<WorkPattern>,
    /// Weekdays, hours, shifts.
    pub work_time: WorkTime,
    /// Meals (식사·식비).
    pub meals: String,
    /// Where the work is (근무예정지).
    pub workplace: Workplace,
    /// Social insurance (사회보험).
    pub insurance: Insurance,
    /// Retirement pay or pension (퇴직급여).
    pub retirement: String,
    /// Benefits (복리후생).
    pub welfare: Vec<Welfare>,
    /// Benefits in words.
    pub welfare_note: String,
    /// Facilities for disabled people (장애인 편의시설).
    pub accessibility: String,
    /// What the work asks of the body.
    pub environment: Environment,
    /// How one is selected (전형방법).
    pub selection: Vec<Selection>,
    /// How one applies (접수방법).
    pub reception: Vec<Reception>,
    /// Address of the application page; only `http` and `https`.
    pub apply_url: String,
    /// Documents to hand in (제출서류).
    pub documents: String,
    /// Until when one may apply (접수마감).
    pub deadline: Deadline,
    /// Names of attached files.
    pub attachments: Vec<String>,
    /// How actively the employer wants candidates referred (알선 희망).
    pub mediation: Mediation,
    /// Who may see it (공개범위).
    pub visibility: Visibility,
    /// Through this day only bodies of the network refer people; the day's work takes it away when it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_look_until: Option<Date>,
    /// Programme by law that may choose by age or disability.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<Programme>,
    /// Budgeted project it belongs to, by the project's own number.
    pub project: String,
    /// Lead it was found through, by the lead's own number.
    pub lead: String,
    /// Anything else, kept as it was written.
    pub note: String,
}

/// Experience asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Career {
    /// Newcomers, experienced or either.
    pub kind: CareerKind,
    /// Least months.
    pub min_months: Option<u32>,
    /// Most months.
    pub max_months: Option<u32>,
}

/// A language with the level in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageSkill {
    /// Which.
    pub language: Language,
    /// How well, as written.
    pub level: String,
}

/// Where the work is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Workplace {
    /// Address as written.
    pub address: String,
    /// Areas, as fine as known; several when the work is in several places.
    pub areas: Vec<AreaCode>,
    /// Position, if known.
    pub point: Option<Point>,
    /// Nearest station (인근역).
    pub station: String,
    /// Exit of that station.
    pub station_exit: String,
    /// Minutes on foot from it.
    pub walk_min: Option<u32>,
    /// Work from home (재택).
    pub remote: bool,
}

/// Social insurance: `None` where nothing was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Insurance {
    /// National pension (국민연금).
    pub pension: Option<bool>,
    /// Employment insurance (고용보험).
    pub employment: Option<bool>,
    /// Industrial accident insurance (산재보험).
    pub accident: Option<bool>,
    /// Health insurance (건강보험).
    pub health: Option<bool>,
}

/// Working environment (한국장애인고용공단 opening record).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Environment {
    /// Use of both hands (양손사용).
    pub hands: String,
    /// Eyesight (시력).
    pub eyesight: String,
    /// Work with the hands (손작업).
    pub handwork: String,
    /// Weight lifted (드는 힘).
    pub lifting: String,
    /// Hearing and speaking (듣고 말하기).
    pub hearing: String,
    /// Standing and walking (서거나 걷기).
    pub standing: String,
}

words! {
    /// A step of selection (전형방법).
    #[allow(missing_docs, reason = "the word says it")]
    pub enum Selection { Documents, Interview, Test, Practical, Other }
}
words! {
    /// A way to apply (접수방법).
    #[allow(missing_docs, reason = "the word says it")]
    pub enum Reception { Visit, Post, Fax, Email, Worknet, Homepage, Phone, JobCenter }
}
words! {
    /// How actively candidates are to be referred (알선 희망정도).
    #[derive(Default)]
    #[allow(missing_docs, reason = "the word says it")]
    pub enum Mediation { Active, #[default] Normal, Direct }
}
words! {
    /// A programme by law that an opening belongs to; its own group may be named (고령자고용법 §4의5).
    #[allow(missing_docs, reason = "the word says it")]
    pub enum Programme {
        /// Jobs for older people (노인일자리, 고령자 고용촉진).
        Senior,
        /// Jobs for the young (청년고용촉진 특별법).
        Youth,
        /// Jobs for those in between (신중년).
        MiddleAged,
        /// Places kept for disabled people (장애인고용촉진법).
        DisabledOnly,
    }
}
words! {
    /// Who may see an opening (공개범위).
    #[allow(missing_docs, reason = "the word says it")]
    pub enum Visibility {
        /// Everyone.
        Public,
        /// Counsellors only.
        Counselors,
        /// Bodies of the network.
        Network,
    }
}
#[allow(clippy::derivable_impls, reason = "the macro that declares it derives the rest")]
impl Default for Visibility {
    fn default() -> Self {
        Self::Public
    }
}

/// Until when one may apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", content = "on", rename_all = "snake_case")]
pub enum Deadline {
    /// Not told.
    #[default]
    Unknown,
    /// To the end of a day.
    On(Date),
    /// Until someone is hired (채용시까지), at most to a day if one was told.
    UntilFilled(Option<Date>),
}

impl Deadline {
    /// The last day to apply, if there is one.
    pub fn last_day(self) -> Option<Date> {
        match self {
            Self::Unknown => None,
            Self::On(day) => Some(day),
            Self::UntilFilled(day) => day,
        }
    }
}

/// Something an opening needs before it may be published (직업안정법 §10 and the marked fields of the
/// opening application).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Missing {
    /// A title.
    Title,
    /// An occupation code.
    Occupation,
    /// What one does.
    Duties,
    /// How many are wanted.
    Headcount,
    /// Employment type.
    EmploymentType,
    /// Pay as figures.
    Wage,
    /// Hours a week, or days and hours.
    Hours,
    /// A place or area of work.
    Place,
    /// How to apply.
    Reception,
    /// The employer's address or telephone.
    EmployerAddress,
}

impl Missing {
    /// The field of the form that fills it; the employer's address stands on another form.
    pub fn field(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Occupation => "occupation",
            Self::Duties => "duties",
            Self::Headcount => "headcount",
            Self::EmploymentType => "employment_type",
            Self::Wage => "wage_min",
            Self::Hours => "weekly_hours",
            Self::Place => "area",
            Self::Reception => "reception",
            Self::EmployerAddress => "employer",
        }
    }

    /// What to tell the person who must fill it in.
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Title => "missing-title",
            Self::Occupation => "missing-occupation",
            Self::Duties => "missing-duties",
            Self::Headcount => "missing-headcount",
            Self::EmploymentType => "missing-employment-type",
            Self::Wage => "missing-wage",
            Self::Hours => "missing-hours",
            Self::Place => "missing-place",
            Self::Reception => "missing-reception",
            Self::EmployerAddress => "missing-employer-address",
        })
    }
}

/// Refuses pay under the legal floor (최저임금법; law rule LAW-01), where hours allow the comparison.
///
/// # Errors
/// `wage-below-minimum` with the hourly figure, the year and its floor.
pub fn check_minimum_wage(content: &Content, year: i16, floor_hourly_won: i64) -> Result<(), Message> {
    let Some(wage) = content.wage else { return Ok(()) };
    let week = content.work_time.weekly_minutes();
    let days = content.work_time.weekdays.map(|days| days.count());
    if wage.reaches_hourly(floor_hourly_won, week, days) != Some(false) {
        return Ok(());
    }
    Err(Message::new("wage-below-minimum")
        .with("hourly", wage.hourly_won(week, days).unwrap_or(0))
        .with("year", year.to_string())
        .with("floor", floor_hourly_won))
}

impl Content {
    /// What is missing before publication, in the order of the form.
    pub fn missing(&self, employer: &crate::employer::Employer) -> Vec<Missing> {
        let work_time = &self.work_time;
        let place_known = !self.workplace.areas.is_empty() || self.workplace.remote;
        [
            (self.title.trim().is_empty(), Missing::Title),
            (self.occupation.is_none(), Missing::Occupation),
            (self.duties.trim().is_empty(), Missing::Duties),
            (self.headcount == 0, Missing::Headcount),
            (self.employment_type.is_none(), Missing::EmploymentType),
            (self.wage.is_none(), Missing::Wage),
            (work_time.weekly_minutes().is_none(), Missing::Hours),
            (!place_known, Missing::Place),
            (self.reception.is_empty(), Missing::Reception),
            (employer.address.is_empty() && employer.phone.is_empty(), Missing::EmployerAddress),
        ]
        .into_iter()
        .filter_map(|(lacks, what)| lacks.then_some(what))
        .collect()
    }
}
