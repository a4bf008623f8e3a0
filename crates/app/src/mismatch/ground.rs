//! What the count reads: everybody who looks for work and may be referred, and the public openings with their free heads,
//! as they are now or as they were at an entry of the change log. It must not know what is made of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::city::City;
use domain::id::{OpeningId, PersonId, SeekerId};
use domain::occupation::OccupationCode;
use domain::opening::{Content, Opening};
use jiff::Timestamp;
use jiff::civil::Date;
use matching::Job;
use matching::mismatch::board::{Cell, Fineness};
use uuid::Uuid;

use crate::pool::{Looking, UNIT_GROUP, looked};
use crate::suggestion::Told;
use crate::{App, Error};

/// Paid hours of a full month.
const FULL_MONTH_H: i64 = 209;

/// Both sides of the market at an instant.
pub(crate) struct Ground {
    pub(crate) at: Timestamp,
    pub(crate) on: Date,
    /// Change up to which it is true.
    pub(crate) seq: i64,
    /// In order of ids.
    pub(crate) people: Vec<Looking>,
    pub(crate) vacant: Vec<Vacant>,
    /// Of which openings people were told, by their place among [`Self::people`]; of whom it is known.
    pub(super) told: Vec<(usize, Vec<OpeningId>)>,
    /// Hires of the year before by unit group; none where the past is asked, of which the ledger is not read.
    pub(super) hires: BTreeMap<OccupationCode, u64>,
    /// What a full month pays at least, in won.
    pub(super) floor_won: i64,
}

/// An opening with free heads.
pub(crate) struct Vacant {
    pub(crate) job: Job,
    pub(crate) heads: u32,
    /// Its work by unit group, and its dong.
    pub(crate) cell: Cell,
}

/// As it is.
pub(crate) async fn now(app: &App) -> Result<Ground, Error> {
    app.pool.catch_up(&app.store, app.tenant, &app.city).await?;
    let ctx = app.system_ctx();
    // Number and openings first: what is written meanwhile makes the count old, not wrong.
    let (seq, shown) =
        app.projection.with(|state| (state.seq, state.openings.values().cloned().collect::<Vec<_>>()));
    let heads = store::opening::vacant(&app.store, app.tenant, ctx.today()).await.map_err(crate::fault)?;
    let heads: BTreeMap<OpeningId, i64> = heads.into_iter().collect();
    let vacant = shown.iter().filter_map(|entry| {
        let heads = heads.get(&entry.opening.id)?;
        vacant(&app.city, &entry.opening, *heads)
    });
    let (vacant, today) = (vacant.collect(), ctx.today());
    let year = (today.saturating_sub(jiff::Span::new().years(1)), today);
    let mut hires: BTreeMap<OccupationCode, u64> = BTreeMap::new();
    for (code, n) in store::placement::hires(&app.store, app.tenant, year).await.map_err(crate::fault)? {
        *hires.entry(code.ancestor(UNIT_GROUP)).or_default() += n;
    }
    let people = app.pool.looking(today);
    let told = told(&people, &crate::suggestion::told(app).await?);
    let floor_won = floor_won(app, today);
    Ok(Ground { at: ctx.now, on: today, seq, people, vacant, told, hires, floor_won })
}

/// What a full month pays at least in the year of a day.
fn floor_won(app: &App, on: Date) -> i64 {
    app.reference.minimum_wages.hourly_won(on.year()).unwrap_or(0) * FULL_MONTH_H
}

/// As it was when the log stood at a number, on a day; of the openings it is told.
pub(crate) async fn then(
    app: &App,
    (seq, at, on): (i64, Timestamp, Date),
    open: &[(Opening, i64)],
) -> Result<Ground, Error> {
    app.pool.catch_up(&app.store, app.tenant, &app.city).await?;
    let mut people: BTreeMap<SeekerId, Looking> =
        app.pool.looking(on).into_iter().map(|one| (one.id, one)).collect();
    for id in touched(app, seq, "seeker").await? {
        let id = SeekerId(id);
        let was = store::seeker::as_of(&app.store, app.tenant, id, seq).await.map_err(crate::fault)?;
        match was.and_then(|record| looked(&app.city, record, on)) {
            Some(was) => people.insert(id, was),
            None => people.remove(&id),
        };
    }
    let shown = open.iter().filter(|(opening, _)| opening.content.is_public());
    let vacant = shown.filter_map(|(opening, heads)| vacant(&app.city, opening, *heads)).collect();
    let people: Vec<Looking> = people.into_values().collect();
    let told = told(&people, &crate::suggestion::told_by(app, at).await?);
    let (hires, floor_won) = (BTreeMap::new(), floor_won(app, on));
    Ok(Ground { at, on, seq, people, vacant, told, hires, floor_won })
}

/// What is known of who was told of what, by people's places. Of whoever saw no list nothing is known.
fn told(people: &[Looking], told: &Told) -> Vec<(usize, Vec<OpeningId>)> {
    let places = people.iter().enumerate();
    let known = places.filter_map(|(at, one)| Some((at, told.get(&one.person)?.iter().copied().collect())));
    known.collect()
}

/// Whoever was erased since: what was told of them then cannot be told again.
pub(crate) async fn erased_since(app: &App, seq: i64) -> Result<BTreeSet<PersonId>, Error> {
    Ok(touched(app, seq, "person_key").await?.into_iter().map(PersonId).collect())
}

async fn touched(app: &App, seq: i64, noun: &str) -> Result<Vec<Uuid>, Error> {
    store::change::touched(&app.store, app.tenant, (seq, i64::MAX), noun).await.map_err(crate::fault)
}

fn vacant(city: &City, opening: &Opening, heads: i64) -> Option<Vacant> {
    let heads = u32::try_from(heads).ok().filter(|heads| *heads > 0)?;
    let job = Job::from_opening(opening, None, city.areas(), city.stations());
    Some(Vacant { job, heads, cell: cell(city, &opening.content) })
}

/// Where an opening is counted; in its dong where one is told or its point lies in one.
fn cell(city: &City, content: &Content) -> Cell {
    let cell = Cell::of_content(content, UNIT_GROUP, Fineness::Dong);
    let told = cell.area.as_ref().is_some_and(|area| city.is_dong(area));
    let found = content.workplace.point.filter(|_| !told).and_then(|point| city.dong_at(point));
    Cell { area: found.or(cell.area), ..cell }
}
