//! A change of one wish or ability of a person, as a value that can be applied and said.
//!
//! It must not know whether it can be asked of anybody, nor what it would bring.

use domain::area::AreaCode;
use domain::code::{Education, EmploymentType};
use domain::message::Message;
use domain::work_time::{DailyHours, Weekdays};

use crate::candidate::{Candidate, WageFloor};
use crate::constraint::{ConstraintKind, day_words, tenths};
use crate::words::{LICENCE, Skill, bare};

/// A change of one wish or ability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relaxation {
    /// Also in this area, with its name.
    Area(AreaCode, String),
    /// Up to so many minutes.
    Commute(u32),
    /// From so much pay on, in the terms of the wish.
    Wage(i64),
    /// Also on these days.
    Days(Weekdays),
    /// At these hours of the day; they hold those of before.
    Hours(DailyHours),
    /// Up to so many minutes a week.
    WeeklyHours(u32),
    /// Also in this employment type.
    EmploymentType(EmploymentType),
    /// With this schooling.
    Schooling(Education),
    /// With so many months of experience.
    Experience(u32),
    /// With these licences besides.
    Licences(Vec<String>),
}

impl Candidate {
    /// The same person with one wish widened, or able to do more.
    #[must_use]
    pub fn relaxed(&self, relaxation: &Relaxation) -> Self {
        let mut wider = self.clone();
        match relaxation {
            Relaxation::Area(area, _) => wider.desired_areas.push(area.clone()),
            Relaxation::Commute(minutes) => wider.commute_max_min = Some(*minutes),
            Relaxation::Wage(won) => {
                wider.wage = wider.wage.map(|wish| match wish {
                    WageFloor::Monthly(_) => WageFloor::Monthly(*won),
                    WageFloor::Hourly(_) => WageFloor::Hourly(*won),
                });
            }
            Relaxation::Days(days) => wider.weekdays = wider.weekdays.map(|known| Weekdays(known.0 | days.0)),
            Relaxation::Hours(hours) => wider.daily = Some(*hours),
            Relaxation::WeeklyHours(minutes) => wider.weekly_max_min = Some(*minutes),
            Relaxation::EmploymentType(kind) => wider.employment_types.push(*kind),
            Relaxation::Schooling(education) => wider.education = Some(*education),
            Relaxation::Experience(months) => wider.career_months = Some(*months),
            Relaxation::Licences(words) => words.iter().for_each(|word| wider.gain(&bare(word))),
        }
        wider
    }

    /// A licence gained counts as one held: as a condition, and among the skills.
    fn gain(&mut self, word: &str) {
        if !self.licences.iter().any(|held| held == word) {
            self.licences.push(word.to_owned());
        }
        match self.skills.binary_search_by(|skill| skill.word.as_str().cmp(word)) {
            Ok(at) => self.skills[at].weight = LICENCE,
            Err(at) => self.skills.insert(at, Skill { word: word.to_owned(), weight: LICENCE }),
        }
    }
}

impl Relaxation {
    /// The condition it eases. It touches no other.
    pub fn kind(&self) -> ConstraintKind {
        match self {
            Self::Area(..) => ConstraintKind::Area,
            Self::Commute(_) => ConstraintKind::Commute,
            Self::Wage(_) => ConstraintKind::Wage,
            Self::Days(_) => ConstraintKind::Days,
            Self::Hours(_) => ConstraintKind::Hours,
            Self::WeeklyHours(_) => ConstraintKind::WeeklyHours,
            Self::EmploymentType(_) => ConstraintKind::EmploymentType,
            Self::Schooling(_) => ConstraintKind::Education,
            Self::Experience(_) => ConstraintKind::Experience,
            Self::Licences(_) => ConstraintKind::Licence,
        }
    }

    /// How far it goes, where changes of its kind have an order.
    pub(crate) fn amount(&self) -> i64 {
        match self {
            Self::Commute(n) | Self::WeeklyHours(n) | Self::Experience(n) => i64::from(*n),
            Self::Wage(won) => -won,
            Self::Schooling(education) => *education as i64,
            _ => 0,
        }
    }

    /// "If one could also work on Saturday": what it would take of this person.
    pub fn message(&self, person: &Candidate) -> Message {
        match self {
            Self::Area(_, name) => Message::new("match-ask-area").with("area", name.as_str()),
            Self::Commute(minutes) => Message::new("match-ask-commute").with("minutes", *minutes),
            Self::Wage(won) => {
                Message::new("match-ask-wage").with("per", per(is_hourly(person))).with("won", *won)
            }
            Self::Days(days) => Message::new("match-ask-days").with("days", day_words(*days)),
            Self::Hours(hours) => {
                Message::new("match-ask-hours").with("from", from(*hours)).with("to", to(*hours))
            }
            Self::WeeklyHours(minutes) => {
                Message::new("match-ask-weekly-hours").with("hours", hours_a_week(*minutes))
            }
            Self::EmploymentType(kind) => {
                Message::new("match-ask-employment-type").with("type", employment(*kind))
            }
            Self::Schooling(education) => {
                Message::new("match-ask-education").with("schooling", schooling(*education))
            }
            Self::Experience(months) => Message::new("match-ask-experience").with("months", *months),
            Self::Licences(words) => Message::new("match-ask-licence").with("licences", words.join(", ")),
        }
    }
}

pub(crate) fn is_hourly(person: &Candidate) -> bool {
    matches!(person.wage, Some(WageFloor::Hourly(_)))
}

pub(crate) fn per(hourly: bool) -> Message {
    Message::new(if hourly { "match-per-hour" } else { "match-per-month" })
}

pub(crate) fn schooling(education: Education) -> Message {
    Message::word("match-schooling", education.code())
}

pub(crate) fn employment(kind: EmploymentType) -> Message {
    Message::word("match-employment", kind.code())
}

pub(crate) fn hours_a_week(minutes: u32) -> String {
    tenths(i64::from(minutes) * 10 / 60)
}

pub(crate) fn from(hours: DailyHours) -> String {
    clock(hours.start_min)
}

pub(crate) fn to(hours: DailyHours) -> String {
    clock(hours.end_min)
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
