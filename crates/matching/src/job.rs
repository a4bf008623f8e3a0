//! An opening as columns.

use domain::area::{AreaCode, AreaTable, Point};
use domain::code::{CareerKind, Education, EmploymentType};
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::opening::{Content, Opening};
use domain::station::StationTable;
use domain::work_time::{DailyHours, Weekdays};

use crate::commute::Stop;
use crate::words::{Skill, bare, pairs, skills};

/// What matching knows of an opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub(crate) id: OpeningId,
    pub(crate) occupation: Option<OccupationCode>,
    pub(crate) related: Vec<OccupationCode>,
    pub(crate) skills: Vec<Skill>,
    /// Licences it cannot be done without, as compared, with the words as written.
    pub(crate) licences: Vec<(String, String)>,
    pub(crate) monthly_won: Option<i64>,
    pub(crate) hourly_won: Option<i64>,
    pub(crate) career: Option<(CareerKind, u32)>,
    pub(crate) education: Option<Education>,
    pub(crate) employment_type: Option<EmploymentType>,
    /// Areas of work with everything they lie in.
    pub(crate) areas: Vec<AreaCode>,
    /// The city or district by which people widen their search, and its name.
    pub(crate) coarse_area: Option<AreaCode>,
    /// Its name.
    pub(crate) area_name: String,
    pub(crate) stop: Option<Stop>,
    pub(crate) remote: bool,
    /// Minutes within which the employer brings people to work; no opening tells it yet, it is only tried.
    pub(crate) ride_min: Option<u32>,
    pub(crate) weekdays: Option<Weekdays>,
    pub(crate) daily: Option<DailyHours>,
    pub(crate) weekly_min: Option<u32>,
    pub(crate) pairs: Vec<u32>,
}

impl Job {
    /// The columns of an opening; `point` where it is drawn on maps, if anywhere.
    pub fn from_opening(
        opening: &Opening,
        point: Option<Point>,
        areas: &AreaTable,
        stations: &StationTable,
    ) -> Self {
        Self::from_content(opening.id, &opening.content, point, areas, stations)
    }

    /// The columns of what is offered.
    pub fn from_content(
        id: OpeningId,
        content: &Content,
        point: Option<Point>,
        areas: &AreaTable,
        stations: &StationTable,
    ) -> Self {
        let week = content.work_time.weekly_minutes();
        let days = content.work_time.weekdays.filter(|days| !days.is_empty());
        let place = &content.workplace;
        let first = place.areas.first().and_then(|code| areas.get(code));
        let point = point.or(place.point).or_else(|| first.map(|area| area.centroid));
        let mut with_ancestors: Vec<_> =
            place.areas.iter().flat_map(|code| areas.with_ancestors(code)).collect();
        with_ancestors.sort_unstable();
        with_ancestors.dedup();
        // People widen their search by city or district, not by dong.
        let coarse = place.areas.first().and_then(|code| AreaCode::parse(code.district()?));
        let coarse = coarse.as_ref().and_then(|code| areas.get(code)).or(first);
        let (coarse_area, area_name) =
            (coarse.map(|area| area.code.clone()), coarse.map(|area| area.name.clone()));
        Self {
            id,
            occupation: content.occupation.clone(),
            related: content.related_occupations.clone(),
            skills: skills(&content.licences, &content.skills, &content.languages, &content.computer),
            licences: content
                .licences
                .iter()
                .map(|l| (bare(l), l.clone()))
                .filter(|(bare, _)| !bare.is_empty())
                .collect(),
            monthly_won: content.wage.and_then(|wage| wage.monthly_won(week, days.map(|d| d.count()))),
            hourly_won: content.wage.and_then(|wage| wage.hourly_won(week, days.map(|d| d.count()))),
            career: content.career.map(|career| (career.kind, career.min_months.unwrap_or(0))),
            education: content.education_min,
            employment_type: content.employment_type,
            areas: with_ancestors,
            coarse_area,
            area_name: area_name.unwrap_or_default(),
            stop: point.map(|point| Stop::new(point, stations)),
            remote: place.remote,
            ride_min: None,
            weekdays: days,
            daily: content.work_time.daily,
            weekly_min: week,
            pairs: pairs(&format!("{} {}", content.title, content.duties)),
        }
    }

    /// What it pays, in won a month.
    pub fn won_monthly(&self) -> Option<i64> {
        self.monthly_won
    }

    /// What it pays, in won an hour.
    pub fn won_hourly(&self) -> Option<i64> {
        self.hourly_won
    }

    /// Which opening this is.
    pub fn id(&self) -> OpeningId {
        self.id
    }
}
