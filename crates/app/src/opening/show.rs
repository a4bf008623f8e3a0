//! One opening as everyone may read it.

use domain::Ctx;
use domain::area::{Point, distance_m};
use domain::employer::Contact;
use domain::id::OpeningId;
use domain::opening::{Opening, StateName};
use domain::policy::{Relation, UseCase, authorise};

use super::Listed;
use crate::{App, Error};

/// Metres a person walks in a minute; the estimate of 4 km/h that Korean way signs use.
const WALK_M_PER_MIN: i64 = 67;
/// Streets are longer than the straight line by about this factor, in percent.
const DETOUR_PERCENT: i64 = 130;
/// Longest way to a station that is told in minutes on foot.
const LONGEST_WALK_MIN: i64 = 30;

/// An opening with what helps to decide.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The opening.
    pub listed: Listed,
    /// The legal floor of pay to compare with.
    pub minimum: Option<Minimum>,
    /// Contact person, only where the employer ticked that it may be shown.
    pub contact: Option<Contact>,
    /// Nearest station.
    pub station: Option<NearStation>,
    /// Where to draw it.
    pub point: Option<Point>,
    /// Openings of the nearest occupation, nearest first.
    pub similar: Vec<Listed>,
}

/// The minimum wage of a year, and whether this opening reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minimum {
    /// Year.
    pub year: i16,
    /// Won per hour.
    pub hourly_won: i64,
    /// Whether the lower figure of pay reaches it; `None` when hours are unknown.
    pub reaches: Option<bool>,
}

/// A station near the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearStation {
    /// Name.
    pub name: String,
    /// Lines.
    pub lines: Vec<String>,
    /// Straight distance in metres.
    pub distance_m: i64,
    /// Estimated minutes on foot; `None` where nobody would walk.
    pub walk_min: Option<i64>,
}

impl NearStation {
    /// The station nearest to a point.
    pub(crate) fn of(app: &App, point: Point) -> Option<Self> {
        let station = app.city.stations().nearest(point)?;
        let distance_m = distance_m(point, station.point);
        let walk_min = (distance_m * DETOUR_PERCENT / 100 + WALK_M_PER_MIN - 1) / WALK_M_PER_MIN;
        Some(Self {
            name: station.name.clone(),
            lines: station.lines.clone(),
            distance_m,
            walk_min: (walk_min <= LONGEST_WALK_MIN).then_some(walk_min),
        })
    }
}

/// Shows one public opening.
///
/// # Errors
/// [`Error::Gone`] when it once was public, [`Error::NotFound`] otherwise.
pub async fn show(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Shown, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let today = ctx.today();
    let entry = app.projection.with(|state| state.openings.get(&id).cloned());
    let entry = entry.or_else(|| app.projection.abroad_one(id, ctx.now));
    let Some(entry) = entry.filter(|e| e.opening.state.is_listed(today)) else {
        return Err(gone(app, ctx, id).await);
    };
    let content = &entry.opening.content;
    let contact = match entry.employer.contact {
        Some(person) => store::employer::contact(&app.store, ctx.tenant, entry.employer.id, person)
            .await
            .map_err(crate::fault)?
            .filter(|contact| contact.may_publish),
        None => None,
    };
    let year = today.year();
    let minimum = app.reference.minimum_wages.hourly_won(year).map(|hourly_won| Minimum {
        year,
        hourly_won,
        reaches: content.wage.and_then(|wage| {
            let days = content.work_time.weekdays.map(|days| days.count());
            wage.reaches_hourly(hourly_won, content.work_time.weekly_minutes(), days)
        }),
    });
    let station = entry.point.and_then(|point| NearStation::of(app, point));
    let similar = similar(ctx, app, &entry.opening, entry.point);
    Ok(Shown {
        listed: Listed::new(&entry, ctx, None),
        minimum,
        contact,
        station,
        point: entry.point,
        similar,
    })
}

/// The id of a public opening by its number, also of one that no longer is open.
///
/// # Errors
/// [`Error::NotFound`], also for one that never was public.
pub async fn by_number(ctx: &Ctx, app: &App, number: &str) -> Result<OpeningId, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let found = store::opening::by_number(&app.store, ctx.tenant, number).await.map_err(crate::fault)?;
    found.map(|opening| opening.id).ok_or(Error::NotFound)
}

async fn gone(app: &App, ctx: &Ctx, id: OpeningId) -> Error {
    match store::opening::find(&app.store, ctx.tenant, id).await {
        Err(error) => crate::fault(error),
        Ok(Some(opening)) if opening.content.is_public() => match opening.state.name() {
            name @ (StateName::Paused | StateName::Filled | StateName::Closed | StateName::Expired) => {
                Error::Gone(name)
            }
            // Listed once, but its validity has run out and the sweep has not come by yet.
            StateName::Open => Error::Gone(StateName::Expired),
            StateName::Draft | StateName::Submitted | StateName::Returned | StateName::Cancelled => {
                Error::NotFound
            }
        },
        Ok(_) => Error::NotFound,
    }
}

/// An opening that may be over, and those that are shown and like it, the nearest first: what there is instead.
///
/// # Errors
/// [`Error::NotFound`] for one that never was public.
pub async fn instead(ctx: &Ctx, app: &App, id: OpeningId) -> Result<(Opening, Vec<Listed>), Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let found = store::opening::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let was_shown = |opening: &Opening| {
        let state = opening.state.name();
        let never = [StateName::Draft, StateName::Submitted, StateName::Returned, StateName::Cancelled];
        opening.content.is_public() && !never.contains(&state)
    };
    let opening = found.filter(was_shown).ok_or(Error::NotFound)?;
    let workplace = &opening.content.workplace;
    let middle = || workplace.areas.first().and_then(|code| app.city.areas().get(code)).map(|a| a.centroid);
    let point = workplace.point.or_else(middle);
    let alike = similar(ctx, app, &opening, point);
    Ok((opening, alike))
}

/// Levels of the classification that two occupations share before one is shown beside the other.
const ALIKE: u8 = 3;

/// Those alike, the nearest first: whoever asks at a counter comes on foot. Of two as near, the more alike one.
fn similar(ctx: &Ctx, app: &App, to: &Opening, from: Option<Point>) -> Vec<Listed> {
    let Some(wanted) = &to.content.occupation else { return Vec::new() };
    let today = ctx.today();
    app.projection.with(|state| {
        let mut near: Vec<_> = state
            .openings
            .values()
            .filter(|e| e.opening.id != to.id && e.opening.state.is_listed(today))
            .filter_map(|e| {
                let level = e.opening.content.occupation.as_ref()?.shared_level(wanted);
                let metres = from.zip(e.point).map(|(a, b)| distance_m(a, b));
                (level >= ALIKE).then_some((metres.unwrap_or(i64::MAX), std::cmp::Reverse(level), e))
            })
            .collect();
        near.sort_by_key(|(metres, level, e)| (*metres, *level, e.opening.id));
        near.truncate(4);
        near.into_iter()
            .map(|(metres, _, e)| Listed::new(e, ctx, Some(metres).filter(|m| *m != i64::MAX)))
            .collect()
    })
}
