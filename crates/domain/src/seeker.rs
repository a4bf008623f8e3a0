//! A person's registration as looking for work (구직): what they told, what they want, what they
//! consented to, and the state of the registration.
//!
//! Everything a person told is personal data and is stored only as ciphertext under their key; rows
//! and log hold the id, the number, the dates and the state.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::actor::Channel;
use crate::area::{AreaCode, Point};
use crate::code::{ComputerSkill, Education, EmploymentType, WageForm};
use crate::digest::Hearing;
use crate::id::{OrganisationId, PersonId, SeekerId};
use crate::message::Message;
use crate::occupation::OccupationCode;
use crate::opening::LanguageSkill;
use crate::organisation::OrganisationKind;
use crate::reminder::{Act, Due, Reminders, days_after};
use crate::work_time::WorkTime;

mod consent;
mod portfolio;
mod state;

pub use consent::{ConsentEntry, ConsentKind, Consents, Verdict};
pub use portfolio::{LONGEST_ADDRESS, Link, MOST_LINKS};
pub use state::{CancelReason, DatedNotice, ReviveReason, State, StateName};

/// A registration without the person's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seeker {
    /// Its id.
    pub id: SeekerId,
    /// The person; name of the key under which the profile is sealed.
    pub person: PersonId,
    /// Registration number of this city.
    pub number: String,
    /// Day of registration.
    pub registered_on: Date,
    /// Channel of registration.
    pub channel: Channel,
    /// Body that looks after the person.
    pub organisation: Option<OrganisationId>,
    /// Counsellor who looks after the person.
    #[serde(default)]
    pub assigned: Option<PersonId>,
    /// Day of the first counselling (초기상담).
    #[serde(default)]
    pub intake_on: Option<Date>,
    /// What somebody must do about it next; kept with it so that a day's work is found by index.
    #[serde(default)]
    pub due: Option<Due>,
    /// What the person agreed to, refused and took back, in order. It outlives what they told: proof that
    /// nothing was kept or shown without their word.
    #[serde(default)]
    pub consents: Vec<ConsentEntry>,
    /// From which body to which it went, in order, each at the person's word.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// Notices of death that were taken back, in order.
    #[serde(default)]
    pub revived: Vec<Revival>,
    /// Where it stands.
    pub state: State,
    /// Name of the file or system it was read from; empty when keyed here.
    pub source: String,
    /// Key of the row in that source: a keyed hash when it would name a person.
    #[serde(skip)]
    pub source_key: String,
    /// Keyed hash of the row as last read, so that a second import changes nothing.
    #[serde(skip)]
    pub source_digest: String,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// When it was first recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A registration given from one body to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// From which body; `None` when none had it.
    pub from: Option<OrganisationId>,
    /// To which.
    pub to: OrganisationId,
    /// When.
    pub at: Timestamp,
    /// Which member of staff wrote the person's word down.
    pub by: Option<PersonId>,
    /// By which way the person said it.
    pub channel: Channel,
}

/// A notice of death taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revival {
    /// When.
    pub at: Timestamp,
    /// By which second person.
    pub by: Option<PersonId>,
    /// Why.
    pub reason: ReviveReason,
}

impl Seeker {
    /// Whether a counsellor of a body may look after the person: of the body that keeps the registration, or
    /// of a kind to which the person agreed to be shown. Looking after somebody opens their record.
    pub fn may_be_given_to(
        &self,
        consents: &Consents,
        body: Option<OrganisationId>,
        kind: OrganisationKind,
    ) -> bool {
        self.organisation.is_none() || self.organisation == body || consents.shared_with(kind)
    }

    /// What somebody must do next about this registration, by the city's clocks.
    pub fn next_due(&self, clocks: &Reminders) -> Option<Due> {
        match &self.state {
            State::Draft | State::Submitted { .. } => Some(Due::new(self.registered_on, Act::AcceptSeeker)),
            State::Active { valid_until, .. } => {
                let renewal =
                    Due::new(days_after(*valid_until, -clocks.renewal_asked_days), Act::RenewSeeker);
                let intake = Due::new(days_after(self.registered_on, clocks.intake_days), Act::HoldIntake);
                Some(if self.intake_on.is_none() { renewal.min(intake) } else { renewal })
            }
            _ => None,
        }
    }

    /// The last word on one consent; `None` while never asked.
    pub fn consent(&self, kind: ConsentKind) -> Option<&ConsentEntry> {
        self.consents.iter().rev().find(|entry| entry.kind == kind)
    }
}

/// What the person told: every field of the seeker application (구직표).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Full name.
    pub name: String,
    /// Date of birth. Never a resident registration number.
    pub born_on: Option<Date>,
    /// Number of the permit to work (취직인허증) of somebody under fifteen.
    pub work_permit: String,
    /// Day on which the guardian of somebody under fourteen agreed that this is kept.
    pub guardian_agreed_on: Option<Date>,
    /// Sex, if told; for statistics only, never matched on.
    pub sex: Option<Sex>,
    /// Address as written; the dong is enough.
    pub address: String,
    /// Area of residence, as fine as known.
    pub area: Option<AreaCode>,
    /// Position from which distances count; the dong's centre unless told otherwise.
    pub home: Option<Point>,
    /// Mobile phone, digits only.
    pub mobile: String,
    /// Home phone, digits only.
    pub phone: String,
    /// Someone who takes messages (대리연락처), digits only.
    pub proxy_phone: String,
    /// E-mail address, if wanted.
    pub email: String,
    /// When and how to be contacted.
    pub contact_note: String,
    /// Highest schooling.
    pub education: Option<Education>,
    /// School.
    pub school: String,
    /// Field of study.
    pub major: String,
    /// `entered`, `graduated` as written, and whether completed.
    pub schooling_note: String,
    /// Desired occupations, best first, at most three (희망직종).
    pub occupations: Vec<OccupationCode>,
    /// What was written about the desired work (희망직무내용).
    pub desired_work: String,
    /// Starts as newcomer or with experience (희망입사형태): months of experience, 0 for a newcomer.
    pub career_months: Option<u32>,
    /// Where experience was gained.
    pub careers: Vec<PastWork>,
    /// Desired areas, best first, at most two (희망근무지역).
    pub desired_areas: Vec<AreaCode>,
    /// Wants to work from home (재택).
    pub remote: bool,
    /// Longest bearable way to work, in minutes one way.
    pub commute_max_min: Option<u32>,
    /// Acceptable employment types (고용형태).
    pub employment_types: Vec<EmploymentType>,
    /// Desired pay.
    pub wage: WageWish,
    /// Days and hours the person can work.
    pub work_time: WorkTime,
    /// Licences and certificates (자격면허).
    pub licences: Vec<String>,
    /// Skills in words.
    pub skills: Vec<String>,
    /// Foreign languages.
    pub languages: Vec<LanguageSkill>,
    /// Computer skills.
    pub computer: Vec<ComputerSkill>,
    /// Vocational training done.
    pub trainings: Vec<String>,
    /// Links to own work (포트폴리오): shown to who counsels, and to an employer only with a referral that was agreed to.
    pub portfolio: Vec<Link>,
    /// Can drive.
    pub can_drive: Option<bool>,
    /// Has a car.
    pub has_car: Option<bool>,
    /// Military service, as told.
    pub military: String,
    /// Kinds of vulnerable group, only with consent (취업취약계층).
    pub vulnerable: Vec<String>,
    /// Receives unemployment benefit or national employment support.
    pub benefits: String,
    /// What to watch for health, in the person's own words; counsellors only.
    pub health_note: String,
    /// How much help in being referred is wanted (구직알선희망정도).
    pub mediation: Option<MediationWish>,
    /// How the person wants to hear from us.
    pub hearing: Hearing,
    /// Consents given.
    pub consents: Consents,
}

words! {
    /// Sex as told.
    pub enum Sex {
        /// Woman.
        Female,
        /// Man.
        Male,
    }
}

/// A previous job.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PastWork {
    /// Employer.
    pub employer: String,
    /// Work done.
    pub work: String,
    /// Occupation, if it could be told.
    pub occupation: Option<OccupationCode>,
    /// How long, in months.
    pub months: Option<u32>,
    /// Why it ended.
    pub left_because: String,
}

/// Desired pay (희망임금형태).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WageWish {
    /// Not told.
    #[default]
    Unknown,
    /// At least so much, in won, of that form.
    AtLeast {
        /// Per hour, day, month or year.
        form: WageForm,
        /// Won.
        won: i64,
    },
    /// To be settled at the interview (면접 후 결정).
    AfterInterview,
}

words! {
    /// How much help in being referred is wanted.
    pub enum MediationWish {
        /// Please refer me.
        Wanted,
        /// Information is enough.
        InformationOnly,
        /// Do not refer me.
        Refused,
    }
}

/// Something a registration needs before it may be accepted.
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
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Missing {
    /// Name.
    Name,
    /// Date of birth.
    BornOn,
    /// A telephone or another way to be reached.
    Contact,
    /// Area of residence.
    Area,
    /// Desired occupation.
    Occupation,
    /// Desired area or work from home.
    DesiredArea,
    /// Consent to registration.
    Consent,
}

impl Missing {
    /// What to tell the person who must fill it in.
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Name => "missing-name",
            Self::BornOn => "missing-born-on",
            Self::Contact => "missing-contact",
            Self::Area => "missing-area",
            Self::Occupation => "missing-desired-occupation",
            Self::DesiredArea => "missing-desired-area",
            Self::Consent => "missing-consent",
        })
    }
}

impl Profile {
    /// Where they are called first: the mobile phone, else that at home, else somebody who takes calls for them; empty without any.
    pub fn telephone(&self) -> &str {
        let all = [&self.mobile, &self.phone, &self.proxy_phone];
        all.into_iter().find(|one| !one.is_empty()).map_or("", String::as_str)
    }

    /// What is missing before acceptance, in the order of the form.
    pub fn missing(&self) -> Vec<Missing> {
        let reachable =
            [&self.mobile, &self.phone, &self.proxy_phone, &self.email].iter().any(|c| !c.is_empty());
        [
            (self.name.trim().is_empty(), Missing::Name),
            (self.born_on.is_none(), Missing::BornOn),
            (!reachable, Missing::Contact),
            (self.area.is_none(), Missing::Area),
            (self.occupations.is_empty(), Missing::Occupation),
            (self.desired_areas.is_empty() && !self.remote, Missing::DesiredArea),
            (self.consents.registration.is_none(), Missing::Consent),
        ]
        .into_iter()
        .filter_map(|(lacks, what)| lacks.then_some(what))
        .collect()
    }
}
