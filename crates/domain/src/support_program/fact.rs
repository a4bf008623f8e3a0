//! What may be known of a person, or of an employer and a hire, when somebody asks which programmes fit. Everything may
//! be unknown, and what is unknown is never taken to be in anybody's favour.
//!
//! It must not know any programme.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator;

use crate::area::AreaCode;
use crate::code::Education;
use crate::industry::IndustryCode;
use crate::message::Message;
use crate::priority::{self, Group};
use crate::seeker::Profile;

use super::condition::{Size, Stage, Status, Work};
use super::{Kind, ProgramId, VersionId};

/// A person, as far as known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// Day of birth.
    pub born_on: Option<Date>,
    /// Where they live.
    pub residence: Option<Residence>,
    /// Income of the household in hundredths of the median for its size, rounded up.
    pub income_percent: Option<u32>,
    /// Assets of the household, won.
    pub assets_won: Option<i64>,
    /// How they work.
    pub work: Option<Work>,
    /// Since when they are without work.
    pub unemployed_since: Option<Date>,
    /// How much they worked lately.
    pub worked: Option<Worked>,
    /// Highest schooling.
    pub education: Option<Education>,
    /// Months of employment insurance so far.
    pub insured_months: Option<u32>,
    /// What they said is true of them, or is not; what is not in it was not told.
    pub told: BTreeMap<Status, bool>,
    /// What they took part in; `None` when nobody knows, empty for nothing.
    pub history: Option<Vec<Past>>,
    /// What others of the household take part in now.
    pub household: Option<BTreeSet<ProgramId>>,
}

/// Where somebody lives, by the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Residence {
    /// The area, as fine as known.
    pub area: AreaCode,
    /// Since when in that city without a break, if known.
    pub since: Option<Date>,
}

/// How much somebody worked within some months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worked {
    /// Within how many months before.
    pub within_months: u32,
    /// Days.
    pub days: Option<u32>,
    /// Hours.
    pub hours: Option<u32>,
}

/// One time that somebody took part in a programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// In which.
    pub program: ProgramId,
    /// Under which version.
    pub version: Option<VersionId>,
    /// Of which kind it is.
    pub kind: Kind,
    /// In which stage, if it has any.
    pub stage: Option<Stage>,
    /// From when.
    pub from: Date,
    /// Until when; `None` while it lasts.
    pub until: Option<Date>,
}

/// An employer and the person they hire or want to, as far as known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hire {
    /// Workers with employment insurance.
    pub workers: Option<u32>,
    /// Industry, as fine as known.
    pub industry: Option<IndustryCode>,
    /// Size of the enterprise.
    pub size: Option<Size>,
    /// When somebody was last dismissed.
    pub dismissed: Option<Dismissed>,
    /// Without a fixed term.
    pub regular: Option<bool>,
    /// Hours a week by contract, in minutes.
    pub weekly_min: Option<u32>,
    /// Pay per hour, won.
    pub hourly_won: Option<i64>,
    /// First day of work.
    pub starts_on: Option<Date>,
    /// Whom.
    pub person: Facts,
}

/// When an employer last dismissed somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Dismissed {
    /// Never.
    Never,
    /// On a day.
    On {
        /// Which.
        on: Date,
    },
}

words! {
    /// Something that must be known, by the name of its field in a form.
    pub enum Fact {
        /// Day of birth.
        BornOn,
        /// Area of residence.
        Residence,
        /// Since when one lives there.
        ResidenceSince,
        /// Income of the household.
        Income,
        /// Assets of the household.
        Assets,
        /// How one works.
        Work,
        /// Since when without work.
        UnemployedSince,
        /// Work of the last years.
        Worked,
        /// Highest schooling.
        Education,
        /// Months of employment insurance.
        Insured,
        /// Programmes one took part in.
        History,
        /// Programmes others of the household take part in.
        Household,
        /// Day of the programme's public notice, which its source does not tell.
        NoticeDay,
        /// Its first day, or the first day of work.
        StartsOn,
        /// What only the operator can say.
        Operator,
        /// Insured workers of the employer.
        Workers,
        /// Industry of the employer.
        Industry,
        /// Size of the enterprise.
        Size,
        /// Whether the work has no fixed term.
        Regular,
        /// Hours a week.
        Hours,
        /// Pay per hour.
        Wage,
        /// When somebody was last dismissed.
        Dismissed,
    }
}

words! {
    /// What to bring so that something is known (지참 서류).
    pub enum Paper {
        /// Identity card (신분증).
        IdentityCard,
        /// Abstract of the resident register, with the days of moving (주민등록초본).
        ResidentAbstract,
        /// Copy of the resident register, with the household (주민등록등본).
        ResidentCopy,
        /// Paid contributions to health insurance (건강보험료 납부확인서).
        HealthInsurance,
        /// Local taxes by item (지방세 세목별 과세증명서).
        LocalTax,
        /// History of employment insurance (고용보험 이력내역서).
        InsuranceHistory,
        /// Last certificate of a school (졸업·재학증명서).
        SchoolCertificate,
        /// Certificate of the benefit or group (수급자·대상자 증명서).
        BenefitCertificate,
        /// Whether a business is registered (사업자등록 사실증명).
        BusinessCertificate,
        /// Insured workers of the workplace (사업장 고용보험 가입자 명부).
        InsuredList,
        /// Business registration (사업자등록증).
        BusinessRegistration,
        /// Contract of work (근로계약서).
        Contract,
    }
}

/// Something unknown on which an answer hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// A fact.
    Fact(Fact),
    /// Whether something is true of the person.
    Told(Status),
}

/// Something told that cannot be so: the field, and what is wrong with it.
pub type Fault = (Missing, Message);

impl Missing {
    /// What is not known.
    pub fn message(self) -> Message {
        match self {
            Self::Fact(fact) => Message::word("support-fact", fact.into()),
            Self::Told(status) => Message::word("support-status", status.into()),
        }
    }

    /// What shows it; `None` where one's word is enough, or the operator must be asked.
    pub fn paper(self) -> Option<Paper> {
        match self {
            Self::Fact(fact) => fact.paper(),
            Self::Told(status) => status.paper(),
        }
    }
}

impl From<Fact> for Missing {
    fn from(fact: Fact) -> Self {
        Self::Fact(fact)
    }
}

impl Fact {
    fn paper(self) -> Option<Paper> {
        Some(match self {
            Self::BornOn => Paper::IdentityCard,
            Self::Residence | Self::ResidenceSince => Paper::ResidentAbstract,
            Self::Income => Paper::HealthInsurance,
            Self::Assets => Paper::LocalTax,
            Self::Work | Self::UnemployedSince | Self::Worked | Self::Insured => Paper::InsuranceHistory,
            Self::Education => Paper::SchoolCertificate,
            Self::Household => Paper::ResidentCopy,
            Self::Workers | Self::Dismissed => Paper::InsuredList,
            Self::Industry | Self::Size => Paper::BusinessRegistration,
            Self::Regular | Self::Hours | Self::Wage => Paper::Contract,
            Self::History | Self::NoticeDay | Self::StartsOn | Self::Operator => return None,
        })
    }
}

impl Status {
    fn paper(self) -> Option<Paper> {
        Some(match self {
            Self::UnemploymentBenefit => Paper::InsuranceHistory,
            Self::LivelihoodBenefit
            | Self::BasicLivelihood
            | Self::NearPoverty
            | Self::BasicPension
            | Self::LowOccupationalPension
            | Self::Pensioner
            | Self::Disabled
            | Self::SingleParent
            | Self::NorthKoreanDefector
            | Self::Veteran => Paper::BenefitCertificate,
            Self::OwnBusiness | Self::SpouseBusiness => Paper::BusinessCertificate,
            Self::Student | Self::UniversityStudent | Self::UniversityStudentOnLeave => {
                Paper::SchoolCertificate
            }
            Self::Multicultural => Paper::ResidentCopy,
            Self::RegisteredSeeker
            | Self::NationalSupport
            | Self::SpouseIncome
            | Self::CivilServantFamily
            | Self::FullTimeFarmer
            | Self::CareerBreak
            | Self::Discharged => return None,
        })
    }
}

impl Facts {
    /// What a registration tells. Groups stand there only while the person consents; what it does not say is unknown.
    pub fn of(profile: &Profile) -> Self {
        let groups = priority::Facts::of(profile).groups;
        Self {
            born_on: profile.born_on,
            residence: profile.area.clone().map(|area| Residence { area, since: None }),
            education: profile.education.filter(|level| *level != Education::Any),
            told: groups.into_iter().map(|group| (Status::from(group), true)).collect(),
            ..Self::default()
        }
    }

    /// Whether something is true of the person, by what they said of it, or of something wider or narrower: who goes
    /// to a university goes to a school.
    pub fn is(&self, status: Status) -> Option<bool> {
        let said = |of: Status| self.told.get(&of).copied();
        let narrower = || Status::iter().any(|one| one.wider() == Some(status) && said(one) == Some(true));
        let wider = || status.wider().and_then(said).filter(|holds| !holds);
        said(status).or_else(|| narrower().then_some(true)).or_else(wider)
    }

    /// What cannot be so, by the field of the form: `support-born-in-future`, `support-since-in-future`,
    /// `support-since-before-birth`, `support-below-nothing`, `support-works-and-does-not`, `support-told-both`.
    pub fn faults(&self, today: Date) -> Vec<Fault> {
        let mut faults: Vec<Fault> = Vec::new();
        let mut push = |fact: Fact, what: Message| faults.push((fact.into(), what));
        if self.born_on.is_some_and(|born| born > today) {
            push(Fact::BornOn, Message::new("support-born-in-future"));
        }
        let lives = self.residence.as_ref().and_then(|residence| residence.since);
        for (fact, since) in [(Fact::ResidenceSince, lives), (Fact::UnemployedSince, self.unemployed_since)] {
            let Some(since) = since else { continue };
            if since > today {
                push(fact, Message::new("support-since-in-future").with("day", since.to_string()));
            } else if self.born_on.is_some_and(|born| born <= today && since < born) {
                push(fact, Message::new("support-since-before-birth").with("day", since.to_string()));
            }
        }
        if self.assets_won.is_some_and(|won| won < 0) {
            push(Fact::Assets, Message::new("support-below-nothing"));
        }
        if self.unemployed_since.is_some() && self.work.is_some_and(Work::is_working) {
            push(Fact::UnemployedSince, Message::new("support-works-and-does-not"));
        }
        for (status, wider) in Status::iter().filter_map(|status| Some((status, status.wider()?))) {
            let said = |of: Status| self.told.get(&of).copied();
            if said(status) == Some(true) && said(wider) == Some(false) {
                let word = |status: Status| Message::word("support-status", status.into());
                let what = Message::new("support-told-both").with("status", word(status));
                faults.push((Missing::Told(status), what.with("other", word(wider))));
            }
        }
        faults
    }
}

impl Hire {
    /// The same for an employer's question.
    pub fn faults(&self, today: Date) -> Vec<Fault> {
        let mut faults = self.person.faults(today);
        if let Some(Dismissed::On { on }) = self.dismissed
            && on > today
        {
            let what = Message::new("support-since-in-future").with("day", on.to_string());
            faults.push((Fact::Dismissed.into(), what));
        }
        if self.hourly_won.is_some_and(|won| won < 0) {
            faults.push((Fact::Wage.into(), Message::new("support-below-nothing")));
        }
        faults
    }
}

impl From<Group> for Status {
    fn from(group: Group) -> Self {
        match group {
            Group::Disabled => Self::Disabled,
            Group::NorthKoreanDefector => Self::NorthKoreanDefector,
            Group::Veteran => Self::Veteran,
            Group::LongServiceSoldier => Self::Discharged,
            Group::BasicLivelihood => Self::BasicLivelihood,
            Group::SingleParent => Self::SingleParent,
            Group::Multicultural => Self::Multicultural,
        }
    }
}
