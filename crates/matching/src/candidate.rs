//! A jobseeker as columns: wishes and abilities, nothing of who they are.

use std::hash::{Hash, Hasher};

use domain::area::{AreaCode, AreaTable};
use domain::code::{Education, EmploymentType};
use domain::message::Message;
use domain::occupation::OccupationCode;
use domain::seeker::{Profile, WageWish};
use domain::station::StationTable;
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays};

use crate::commute::Stop;
use crate::words::{Skill, bare, pairs, skills};

/// Paid hours of a full month.
const FULL_MONTH_H: i64 = 209;

/// What matching knows of a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Candidate {
    pub(crate) occupations: Vec<OccupationCode>,
    pub(crate) skills: Vec<Skill>,
    pub(crate) licences: Vec<String>,
    /// Least pay: won per month, or per hour when the person thinks in hours.
    pub(crate) wage: Option<WageFloor>,
    pub(crate) career_months: Option<u32>,
    pub(crate) education: Option<Education>,
    pub(crate) employment_types: Vec<EmploymentType>,
    pub(crate) desired_areas: Vec<AreaCode>,
    pub(crate) stop: Option<Stop>,
    pub(crate) remote: bool,
    pub(crate) commute_max_min: Option<u32>,
    pub(crate) weekdays: Option<Weekdays>,
    pub(crate) daily: Option<DailyHours>,
    pub(crate) weekly_max_min: Option<u32>,
    pub(crate) pairs: Vec<u32>,
}

/// The least pay a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum WageFloor {
    Monthly(i64),
    Hourly(i64),
}

impl Candidate {
    /// The columns of a profile. Positions come from the home told or the middle of its area.
    pub fn from_profile(profile: &Profile, areas: &AreaTable, stations: &StationTable) -> Self {
        let home = profile.home.or_else(|| Some(areas.get(profile.area.as_ref()?)?.centroid));
        let week = profile.work_time.weekly_min;
        Self {
            occupations: profile.occupations.iter().take(3).cloned().collect(),
            skills: skills(&profile.licences, &profile.skills, &profile.languages, &profile.computer),
            licences: profile.licences.iter().map(|licence| bare(licence)).collect(),
            wage: floor(profile.wage, week),
            career_months: profile.career_months,
            education: profile.education.filter(|education| *education != Education::Any),
            employment_types: profile.employment_types.clone(),
            desired_areas: profile.desired_areas.clone(),
            stop: home.map(|point| Stop::new(point, stations)),
            remote: profile.remote,
            commute_max_min: profile.commute_max_min,
            weekdays: profile.work_time.weekdays.filter(|days| !days.is_empty()),
            daily: profile.work_time.daily,
            weekly_max_min: week,
            pairs: pairs(&profile.desired_work),
        }
    }

    /// A figure that differs where anything differs that matching reads. It holds for one run of the program.
    pub fn mark(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    /// Months of experience, where they were told.
    pub fn career_months(&self) -> Option<u32> {
        self.career_months
    }

    /// Whether enough was told for any opening to be relevant: an occupation, or two skills.
    pub fn can_match(&self) -> bool {
        self.occupations.iter().any(|code| code.level() >= 2) || self.skills.len() >= 2
    }

    /// Least pay as won a month, an hour being one of a full week's.
    pub fn least_won_monthly(&self) -> Option<i64> {
        self.wage.map(|wish| match wish {
            WageFloor::Monthly(won) => won,
            WageFloor::Hourly(won) => won.saturating_mul(FULL_MONTH_H),
        })
    }

    /// What the person did not tell and would help, most helpful first.
    pub fn missing(&self) -> Vec<Message> {
        [
            (self.occupations.is_empty(), "match-missing-occupation"),
            (self.skills.is_empty(), "match-missing-skills"),
            (self.wage.is_none(), "match-missing-wage"),
            (self.career_months.is_none(), "match-missing-career"),
            (self.stop.is_none(), "match-missing-home"),
            (self.pairs.is_empty(), "match-missing-text"),
        ]
        .into_iter()
        .filter(|(lacks, _)| *lacks)
        .map(|(_, code)| Message::new(code))
        .collect()
    }
}

/// Daily and yearly wishes become monthly ones; a day is taken as one of a five-day week.
fn floor(wish: WageWish, week: Option<u32>) -> Option<WageFloor> {
    let WageWish::AtLeast { form, won } = wish else { return None };
    match form {
        WageForm::Hourly => Some(WageFloor::Hourly(won)),
        _ => Wage::new(form, won, won)?.monthly_won(week, Some(5)).map(WageFloor::Monthly),
    }
}
