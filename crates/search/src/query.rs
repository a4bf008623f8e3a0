//! What is asked of the index and what it answers.

use domain::area::{AreaCode, Point, distance_m};
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::work_time::Weekdays;

use crate::document::Document;

/// What is looked for. Everything is optional; what is not known of an opening never passes a filter
/// on it.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words, taken as text and never as syntax.
    pub text: String,
    /// Any of these occupations or below.
    pub occupations: Vec<OccupationCode>,
    /// Any of these areas or below.
    pub areas: Vec<AreaCode>,
    /// Least pay per month in won.
    pub min_monthly_won: Option<i64>,
    /// Least pay per hour in won.
    pub min_hourly_won: Option<i64>,
    /// Most minutes a week.
    pub max_weekly_min: Option<u32>,
    /// Only work that stays within these days.
    pub weekdays: Option<Weekdays>,
    /// Only within so many metres of a point; the distance is told either way.
    pub near: Option<(Point, i64)>,
    /// Order.
    pub sort: Sort,
    /// Hits to skip.
    pub offset: usize,
    /// Hits to give.
    pub limit: usize,
}

/// Order of hits. Ties go to the newer, then to the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best fit to the words; newest first without words.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// First to close first; those without a day last.
    Closing,
    /// Best paid per month first; unknown last.
    Wage,
    /// Nearest first; unknown last.
    Distance,
}

/// An opening that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which.
    pub id: OpeningId,
    /// How well it fits the words; 0 without words.
    pub score: f32,
    /// Metres from the point asked for.
    pub distance_m: Option<i64>,
}

/// The answer.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// How many fit in all.
    pub total: usize,
    /// Those of the page asked for.
    pub hits: Vec<Hit>,
    /// Hits by major occupation, most first.
    pub occupation_facets: Vec<(OccupationCode, usize)>,
    /// Hits by area, most first. A hit counts in its areas and in every area these lie in, so figures of
    /// different levels are not to be summed.
    pub area_facets: Vec<(AreaCode, usize)>,
    /// Whether most words sufficed because no opening has all of them.
    pub relaxed: bool,
}

impl Query {
    /// Whether a document passes every filter; gives its distance if one was asked for.
    pub(crate) fn passes(&self, document: &Document) -> Option<Option<i64>> {
        let any = |codes: &[OccupationCode]| {
            codes.is_empty()
                || document.occupation.as_ref().is_some_and(|own| codes.iter().any(|outer| outer.covers(own)))
        };
        let least = |floor: Option<i64>, own: Option<i64>| {
            floor.is_none_or(|floor| own.is_some_and(|own| own >= floor))
        };
        let in_area = self.areas.is_empty() || self.areas.iter().any(|area| document.areas.contains(area));
        let in_days = self.weekdays.is_none_or(|days| {
            document.weekdays.is_some_and(|own| !own.is_empty() && own.without(days).is_empty())
        });
        let in_hours =
            self.max_weekly_min.is_none_or(|most| document.weekly_min.is_some_and(|own| own <= most));
        let passes = any(&self.occupations)
            && in_area
            && least(self.min_monthly_won, document.monthly_won)
            && least(self.min_hourly_won, document.hourly_won)
            && in_days
            && in_hours;
        if !passes {
            return None;
        }
        match self.near {
            None => Some(None),
            Some((point, radius)) => {
                let metres = document.point.map(|own| distance_m(point, own));
                // Without a radius every opening is shown, also those whose place is unknown.
                let near = radius == i64::MAX || metres.is_some_and(|metres| metres <= radius);
                near.then_some(metres)
            }
        }
    }
}
