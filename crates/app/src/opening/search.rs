//! Search: what anyone types and picks, turned into a query over the index.

use domain::Ctx;
use domain::area::{AreaCode, Point};
use domain::message::Message;
use domain::occupation::OccupationCode;
use domain::policy::{Relation, UseCase, authorise};
use domain::work_time::Weekdays;

use super::Listed;
use crate::projection::State;
use crate::{App, Error};

/// What is looked for. Everything is optional.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Words.
    pub text: String,
    /// An occupation and everything below it.
    pub occupation: Option<OccupationCode>,
    /// A sector of the city, by id.
    pub sector: Option<String>,
    /// Areas; any of them, with everything below.
    pub areas: Vec<AreaCode>,
    /// Least pay per month in won.
    pub min_monthly_won: Option<i64>,
    /// Least pay per hour in won.
    pub min_hourly_won: Option<i64>,
    /// Most hours a week.
    pub max_weekly_hours: Option<u32>,
    /// Only work that stays within these days.
    pub days: Option<Weekdays>,
    /// Name of a dong or station, or an area code, from which distance counts.
    pub near: Option<String>,
    /// How far from it, in metres.
    pub radius_m: Option<i64>,
    /// Order.
    pub sort: Sort,
    /// Page, from 1.
    pub page: usize,
    /// Openings on a page, 1 to 100.
    pub size: usize,
    /// Look among what neighbouring cities share instead of among our own; the two are never one list.
    pub abroad: bool,
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, strum::Display, strum::EnumString, strum::EnumIter)]
#[strum(serialize_all = "snake_case")]
pub enum Sort {
    /// Best fit to the words first; newest first without words.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// First to close first.
    Closing,
    /// Best paid per month first.
    Wage,
    /// Nearest first.
    Distance,
}

/// An occupation with its number of hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OccupationCount {
    /// Code.
    pub code: OccupationCode,
    /// Name.
    pub name: String,
    /// Openings.
    pub count: usize,
}

/// An area with its number of hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaCount {
    /// Code.
    pub code: AreaCode,
    /// Name.
    pub name: String,
    /// Openings.
    pub count: usize,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Results {
    /// How many in all.
    pub total: usize,
    /// This page of them.
    pub items: Vec<Listed>,
    /// Hits by major occupation.
    pub occupations: Vec<OccupationCount>,
    /// Hits by area of the city.
    pub areas: Vec<AreaCount>,
    /// Whether not all words had to match because none matched all.
    pub relaxed: bool,
    /// Sequence number of the change log this answers for.
    pub seq: i64,
    /// The place from which distance counts.
    pub origin: Option<(String, Point)>,
    /// A part of the question that could not be understood and was left out.
    pub problem: Option<Message>,
}

/// Finds public openings. Never rationed.
///
/// # Errors
/// [`Error::Internal`] when the index fails.
pub async fn search(ctx: &Ctx, app: &App, wanted: &Search) -> Result<Results, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let size = wanted.size.clamp(1, 100);
    let (origin, problem) = match wanted.near.as_deref().map(str::trim).filter(|near| !near.is_empty()) {
        None => (None, None),
        Some(near) => match app.city.place(near) {
            Some(place) => (Some(place), None),
            None => (None, Some(Message::new("search-place-unknown").with("text", near))),
        },
    };
    let mut occupations: Vec<OccupationCode> = wanted.occupation.iter().cloned().collect();
    if let (true, Some(sector)) = (occupations.is_empty(), &wanted.sector) {
        occupations = app.city.sector(sector).map(|s| s.occupations.clone()).unwrap_or_default();
    }
    let query = search::Query {
        text: wanted.text.clone(),
        occupations,
        areas: wanted.areas.clone(),
        min_monthly_won: wanted.min_monthly_won,
        min_hourly_won: wanted.min_hourly_won,
        max_weekly_min: wanted.max_weekly_hours.map(|hours| hours.saturating_mul(60)),
        weekdays: wanted.days.filter(|days| !days.is_empty()),
        near: origin.as_ref().map(|(_, point)| (*point, wanted.radius_m.unwrap_or(i64::MAX))),
        sort: match wanted.sort {
            Sort::Relevance => search::Sort::Relevance,
            Sort::Newest => search::Sort::Newest,
            Sort::Closing => search::Sort::Closing,
            Sort::Wage => search::Sort::Wage,
            Sort::Distance if origin.is_some() => search::Sort::Distance,
            Sort::Distance => search::Sort::Relevance,
        },
        offset: wanted.page.saturating_sub(1).saturating_mul(size).min(1_000_000),
        limit: size,
    };
    let (found, seq) = match wanted.abroad {
        true => app.projection.search_abroad(&query).map(|found| (found, app.projection.seq())),
        false => app.projection.search(&query),
    }
    .map_err(Error::internal)?;
    let listed = |state: &State| {
        let entry = |id| state.openings.get(id).filter(|entry| entry.is_fresh(ctx.now));
        let hits = found.hits.iter();
        hits.filter_map(|hit| Some(Listed::new(entry(&hit.id)?, ctx, hit.distance_m))).collect()
    };
    let items = if wanted.abroad { app.projection.abroad(listed) } else { app.projection.with(listed) };
    let occupations = found.occupation_facets.into_iter().map(|(code, count)| {
        let name = app.reference.occupations.name(&code).to_owned();
        OccupationCount { code, name, count }
    });
    let areas = found.area_facets.into_iter().filter_map(|(code, count)| {
        let name = app.city.areas().get(&code)?.name.clone();
        Some(AreaCount { code, name, count })
    });
    Ok(Results {
        total: found.total,
        items,
        occupations: occupations.collect(),
        areas: areas.collect(),
        relaxed: found.relaxed,
        seq,
        origin,
        problem,
    })
}
