//! The closed list of what a programme may ask of a person, or of an employer and the one they hire. Each is written in
//! a file of `data/programmes` as one table with a `kind`; docs/programmes.md shows them all.
//!
//! It must not know how a condition is read or judged.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::code::Education;
use crate::counting::Month;
use crate::industry::IndustryCode;
use crate::segment::SegmentCode;

use super::{Kind, ProgramId};

words! {
    /// The kinds of conditions, as a file names them.
    #[allow(missing_docs, reason = "each is documented at `Asked` and `Offered`")]
    pub enum ConditionKind {
        Age,
        Residence,
        Income,
        Assets,
        Work,
        Unemployed,
        Worked,
        Schooling,
        InsuredUnder,
        Segment,
        IsAny,
        IsNone,
        OnePerHousehold,
        Repeat,
        InARow,
        NotWith,
        Workers,
        Industry,
        Size,
        Regular,
        Hours,
        Wage,
        NoDismissal,
        Ask,
        AnyOf,
    }
}

words! {
    /// The day on which something must hold.
    #[derive(Default)]
    pub enum Moment {
        /// The day on which one applies (신청일).
        #[default]
        Applying,
        /// The day of the public notice (공고일).
        Notice,
        /// The first day on which one may apply (접수 시작일).
        FirstDay,
        /// The first day of the programme (사업개시일), of an employer's programme that of the hire's work.
        Start,
    }
}

words! {
    /// How somebody works.
    pub enum Work {
        /// Lost their work (실직).
        Unemployed,
        /// Works now and then, without a regular income (정기소득 없음).
        NoRegularIncome,
        /// Does not work, and did not lose work (미취업).
        NotInWork,
        /// Is employed.
        Employed,
        /// Works on their own account.
        SelfEmployed,
    }
}

words! {
    /// What is true of somebody or not, by their own word: never inferred from anything else.
    pub enum Status {
        /// Is registered as looking for work (구직등록).
        RegisteredSeeker,
        /// Receives unemployment benefit (실업급여).
        UnemploymentBenefit,
        /// Receives livelihood benefit (생계급여).
        LivelihoodBenefit,
        /// Receives any benefit of basic livelihood security (국민기초생활보장 수급).
        BasicLivelihood,
        /// Near poverty (차상위계층).
        NearPoverty,
        /// Receives basic pension (기초연금).
        BasicPension,
        /// Receives an occupational pension and has a low income (직역연금 수급 저소득).
        LowOccupationalPension,
        /// Receives a pension of any kind (연금 수급).
        Pensioner,
        /// Takes part in the national employment support (국민취업지원제도).
        NationalSupport,
        /// Has a registered business (본인 사업자등록).
        OwnBusiness,
        /// Their spouse has one (배우자 사업자등록).
        SpouseBusiness,
        /// Their spouse has a regular income (배우자 정기소득).
        SpouseIncome,
        /// Goes to a school or university (재학).
        Student,
        /// Goes to a university (대학 재학).
        UniversityStudent,
        /// Is on leave from one (대학 휴학).
        UniversityStudentOnLeave,
        /// Belongs to a civil servant's family (공무원 가족).
        CivilServantFamily,
        /// Farms full time (전업농).
        FullTimeFarmer,
        /// Came back, or wants to, after a break of their career (경력단절).
        CareerBreak,
        /// Disabled (장애인).
        Disabled,
        /// Discharged from military service, or about to be (전역·전역예정).
        Discharged,
        /// Raises children alone (한부모).
        SingleParent,
        /// Fled North Korea (북한이탈주민).
        NorthKoreanDefector,
        /// Veteran or of a veteran's family (보훈).
        Veteran,
        /// Family of several cultures (다문화).
        Multicultural,
    }
}

words! {
    /// Size of an enterprise, by the acts on small, medium and high-potential enterprises.
    pub enum Size {
        /// Small and medium (중소기업).
        Small,
        /// High-potential (중견기업).
        Mid,
        /// Larger than that.
        Large,
    }
}

/// What a condition asks of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Age in whole years, both ends in.
    Age {
        /// From.
        min: Option<u8>,
        /// To.
        max: Option<u8>,
        /// On which day.
        on: Moment,
    },
    /// Lives in an area, for so many months up to a day.
    Residence {
        /// Where.
        area: AreaPrefix,
        /// For how long at least; 0 for that day alone.
        months: u32,
        /// Up to which day.
        on: Moment,
    },
    /// Income of the household, in hundredths of the median (기준중위소득).
    Income {
        /// At most.
        most_percent: u32,
    },
    /// Assets of the household.
    Assets {
        /// At most, in won.
        most_won: i64,
        /// Another limit for some ages.
        aged: Option<AgedLimit>,
    },
    /// How one works.
    Work {
        /// One of these.
        of: Vec<Work>,
    },
    /// Without work for a while.
    Unemployed {
        /// So many months at least.
        least_months: u32,
    },
    /// Worked before: days or hours, whichever is reached.
    Worked {
        /// Days at least.
        least_days: Option<u32>,
        /// Hours at least.
        least_hours: Option<u32>,
        /// Within so many months.
        within_months: u32,
    },
    /// Highest schooling.
    Schooling {
        /// At most.
        most: Education,
    },
    /// Months of employment insurance so far.
    InsuredUnder {
        /// Fewer than.
        months: u32,
    },
    /// Belongs to a segment of `data/programmes/segments.toml`.
    Segment {
        /// One of these.
        of: Vec<SegmentCode>,
    },
    /// Something is true of the person.
    IsAny {
        /// One of these.
        of: Vec<Status>,
    },
    /// Something is not true of the person.
    IsNone {
        /// None of these.
        of: Vec<Status>,
    },
    /// Nobody else of the household takes part.
    OnePerHousehold,
    /// How often one may take part.
    Repeat {
        /// So many times at most.
        most: u32,
        /// Within so many months before.
        within_months: u32,
    },
    /// How many stages running one may take part in.
    InARow {
        /// So many at most.
        most: u8,
    },
    /// Not while taking part in another (중복참여).
    NotWith {
        /// One of these.
        programs: Vec<ProgramId>,
        /// Or one of these kinds.
        kinds: Vec<Kind>,
    },
    /// What only the operator can say.
    Ask(Bilingual),
}

/// What a condition asks of an employer and the work they offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offered {
    /// Workers with employment insurance.
    Workers {
        /// From.
        min: Option<u32>,
        /// To.
        max: Option<u32>,
    },
    /// Industry.
    Industry {
        /// One of these, with everything below.
        of: Vec<IndustryCode>,
    },
    /// Size of the enterprise.
    Size {
        /// One of these.
        of: Vec<Size>,
    },
    /// Without a fixed term (정규직).
    Regular,
    /// Hours a week by contract.
    Hours {
        /// At least.
        least_weekly: u32,
    },
    /// Pay per hour.
    Wage {
        /// In hundredths of the minimum wage of the year in which work begins, at least.
        least_percent: u32,
    },
    /// Nobody was dismissed.
    NoDismissal {
        /// Within so many months before.
        months: u32,
    },
    /// What only the operator can say.
    Ask(Bilingual),
}

/// Another limit of assets for some ages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgedLimit {
    /// From this age.
    pub min: u8,
    /// To this one.
    pub max: u8,
    /// At most, in won.
    pub most_won: i64,
}

/// A few words in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilingual {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

/// One condition, or alternatives of which one is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule<C> {
    /// The line on which it is written.
    pub line: usize,
    /// Never empty; of more than one, one is enough.
    pub any_of: Vec<C>,
}

/// The digits with which the codes of an area begin: 고양시 is 4128, for its districts are 41281, 41285 and 41287.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaPrefix(String);

impl AreaPrefix {
    /// Two to ten digits.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (2..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an area lies in it; `None` when it is told too coarsely to say.
    pub fn holds(&self, area: &AreaCode) -> Option<bool> {
        if area.as_str().starts_with(&self.0) {
            return Some(true);
        }
        if self.0.starts_with(area.as_str()) { None } else { Some(false) }
    }
}

/// Days on which one may apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// From this instant on the city's clocks.
    pub from: DateTime,
    /// To this one; of a day without a time, its end.
    pub until: DateTime,
}

/// A day, or a month of which the day is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The day.
    Day(Date),
    /// Some day of it.
    Month(Month),
}

impl Told {
    /// The first day that it may be.
    pub fn earliest(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.first(),
        }
    }

    /// The last one.
    pub fn latest(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.last(),
        }
    }
}

/// From when until when a programme runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Told,
    /// Last day.
    pub until: Told,
}

/// A stage (단계) of a year. Two follow each other within a year, or over its end when the first was its year's last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stage {
    /// The year.
    pub year: i16,
    /// Which of that year's, from 1.
    pub nth: u8,
    /// How many that year has.
    pub of: u8,
}

impl Stage {
    /// Whether this one comes right after another.
    pub fn follows(self, other: Self) -> bool {
        let within = self.year == other.year && self.nth == other.nth + 1;
        let over = self.year == other.year + 1 && self.nth == 1 && other.nth == other.of;
        within || over
    }
}

impl Work {
    /// Whether somebody who works so has work.
    pub fn is_working(self) -> bool {
        matches!(self, Self::Employed | Self::SelfEmployed)
    }
}

impl Status {
    /// What is true of whoever this is true of, by the words themselves.
    pub fn wider(self) -> Option<Self> {
        match self {
            Self::LivelihoodBenefit => Some(Self::BasicLivelihood),
            Self::BasicPension | Self::LowOccupationalPension => Some(Self::Pensioner),
            Self::UniversityStudent => Some(Self::Student),
            _ => None,
        }
    }
}

impl Asked {
    /// Its kind.
    pub fn kind(&self) -> ConditionKind {
        match self {
            Self::Age { .. } => ConditionKind::Age,
            Self::Residence { .. } => ConditionKind::Residence,
            Self::Income { .. } => ConditionKind::Income,
            Self::Assets { .. } => ConditionKind::Assets,
            Self::Work { .. } => ConditionKind::Work,
            Self::Unemployed { .. } => ConditionKind::Unemployed,
            Self::Worked { .. } => ConditionKind::Worked,
            Self::Schooling { .. } => ConditionKind::Schooling,
            Self::InsuredUnder { .. } => ConditionKind::InsuredUnder,
            Self::Segment { .. } => ConditionKind::Segment,
            Self::IsAny { .. } => ConditionKind::IsAny,
            Self::IsNone { .. } => ConditionKind::IsNone,
            Self::OnePerHousehold => ConditionKind::OnePerHousehold,
            Self::Repeat { .. } => ConditionKind::Repeat,
            Self::InARow { .. } => ConditionKind::InARow,
            Self::NotWith { .. } => ConditionKind::NotWith,
            Self::Ask(_) => ConditionKind::Ask,
        }
    }

    /// The day on which it looks, where a file may choose it.
    pub fn moment(&self) -> Option<Moment> {
        match self {
            Self::Age { on, .. } | Self::Residence { on, .. } => Some(*on),
            _ => None,
        }
    }
}

impl Offered {
    /// Its kind.
    pub fn kind(&self) -> ConditionKind {
        match self {
            Self::Workers { .. } => ConditionKind::Workers,
            Self::Industry { .. } => ConditionKind::Industry,
            Self::Size { .. } => ConditionKind::Size,
            Self::Regular => ConditionKind::Regular,
            Self::Hours { .. } => ConditionKind::Hours,
            Self::Wage { .. } => ConditionKind::Wage,
            Self::NoDismissal { .. } => ConditionKind::NoDismissal,
            Self::Ask(_) => ConditionKind::Ask,
        }
    }
}
