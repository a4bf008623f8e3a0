//! A change of one condition of an opening, as a value that can be applied and said.
//!
//! It must not know what the law lets an employer ask, nor what it would bring.

use domain::area::{AreaCode, AreaTable};
use domain::code::{CareerKind, Education, EmploymentType};
use domain::message::Message;
use domain::work_time::{DailyHours, Weekdays};

use crate::constraint::day_words;
use crate::job::Job;
use crate::relax::{employment, from, hours_a_week, per, schooling, to};
use crate::words::bare;

/// A change of one condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Easing {
    /// Also with a place of work in this area.
    Place(AreaCode),
    /// From home, for those who would; settles area and way to work at once.
    Remote,
    /// Brings people to work within so many minutes, such as by a bus of its own.
    Ride(u32),
    /// Pays so much, by the hour or the month.
    Wage {
        /// By the hour, not the month.
        hourly: bool,
        /// Won.
        won: i64,
    },
    /// Works on these days and no others.
    Days(Weekdays),
    /// Works at these hours; at any that suit when `None`.
    Hours(Option<DailyHours>),
    /// Works so many minutes a week.
    WeeklyHours(u32),
    /// Employs in this type.
    EmploymentType(EmploymentType),
    /// Asks for no more than this schooling.
    Schooling(Education),
    /// Asks for no more than so many months of experience; for none when 0.
    Experience(u32),
    /// Does not ask for these licences beforehand.
    Licences(Vec<String>),
}

impl Job {
    /// The same opening with one condition eased.
    #[must_use]
    pub fn eased(&self, easing: &Easing) -> Self {
        let mut eased = self.clone();
        match easing {
            Easing::Place(area) => eased.areas.push(area.clone()),
            Easing::Remote => eased.remote = true,
            Easing::Ride(minutes) => eased.ride_min = Some(*minutes),
            Easing::Wage { hourly, won } => eased.raise(*hourly, *won),
            Easing::Days(days) => eased.weekdays = Some(*days),
            Easing::Hours(hours) => eased.daily = *hours,
            Easing::WeeklyHours(minutes) => eased.weekly_min = Some(*minutes),
            Easing::EmploymentType(kind) => eased.employment_type = Some(*kind),
            Easing::Schooling(education) => eased.education = Some(*education),
            Easing::Experience(0) => eased.career = Some((CareerKind::Any, 0)),
            Easing::Experience(months) => eased.career = Some((CareerKind::Experienced, *months)),
            Easing::Licences(words) => {
                let dropped: Vec<String> = words.iter().map(|word| bare(word)).collect();
                eased.licences.retain(|(bare, _)| !dropped.contains(bare));
            }
        }
        eased
    }

    /// Pay raised in one reckoning is raised in the other by as much.
    fn raise(&mut self, hourly: bool, won: i64) {
        let (told, other) = match hourly {
            true => (&mut self.hourly_won, &mut self.monthly_won),
            false => (&mut self.monthly_won, &mut self.hourly_won),
        };
        if let (Some(before), Some(known)) = (*told, *other) {
            *other = Some(known.saturating_mul(won) / before.max(1));
        }
        *told = Some(won);
    }
}

impl Easing {
    /// How far it goes, where changes of its kind have an order.
    pub(crate) fn amount(&self) -> i64 {
        match self {
            Self::Ride(n) | Self::WeeklyHours(n) | Self::Experience(n) => -i64::from(*n),
            Self::Wage { won, .. } => *won,
            Self::Schooling(education) => -(*education as i64),
            _ => 0,
        }
    }

    /// "If it paid 2,300,000 won": what it would take of the employer. A place stands in it by its name.
    pub fn message(&self, areas: &AreaTable) -> Message {
        match self {
            Self::Place(code) => {
                let name = areas.get(code).map_or(code.as_str(), |area| &area.name);
                Message::new("match-ease-area").with("area", name)
            }
            Self::Remote => Message::new("match-ease-remote"),
            Self::Ride(minutes) => Message::new("match-ease-ride").with("minutes", *minutes),
            Self::Wage { hourly, won } => {
                Message::new("match-ease-wage").with("per", per(*hourly)).with("won", *won)
            }
            Self::Days(days) => Message::new("match-ease-days").with("days", day_words(*days)),
            Self::Hours(Some(hours)) => {
                Message::new("match-ease-hours").with("from", from(*hours)).with("to", to(*hours))
            }
            Self::Hours(None) => Message::new("match-ease-any-hours"),
            Self::WeeklyHours(minutes) => {
                Message::new("match-ease-weekly-hours").with("hours", hours_a_week(*minutes))
            }
            Self::EmploymentType(kind) => {
                Message::new("match-ease-employment-type").with("type", employment(*kind))
            }
            Self::Schooling(education) => {
                Message::new("match-ease-education").with("schooling", schooling(*education))
            }
            Self::Experience(0) => Message::new("match-ease-any-experience"),
            Self::Experience(months) => Message::new("match-ease-experience").with("months", *months),
            Self::Licences(words) => Message::new("match-ease-licence").with("licences", words.join(", ")),
        }
    }
}
