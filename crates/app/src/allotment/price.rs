//! What one more head, and one more person, would be worth, by kind of work and by place: the prices of the last lists summed
//! up. Points of score, not won; for the offices. It must not know who is behind a mean.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::Ctx;
use domain::area::AreaCode;
use domain::occupation::OccupationCode;
use domain::policy::{Relation, UseCase, authorise};
use jiff::Timestamp;
use matching::mismatch::board::Cell;
use serde::Serialize;

use crate::{App, Error};

/// The level of the classification by which prices are summed up: minor groups.
const LEVEL: u8 = 3;

/// A kind of work or a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Price {
    /// Code of the minor group, or of the dong or district; none where it is not known.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// Openings with free heads.
    pub openings: u64,
    /// Free heads.
    pub heads: u64,
    /// What one more head would bring, on average over the free heads, in points.
    pub head: i64,
    /// The same summed over all free heads.
    pub sum: i64,
    /// What one more person would bring, on average over whoever seeks here; none where they are too few to be told.
    pub seeker: Option<i64>,
}

/// Prices by work and by place, dearest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prices {
    /// When the lists were made.
    pub as_of: Timestamp,
    /// Entry of the change log.
    pub seq: i64,
    /// By minor group of work.
    pub works: Vec<Price>,
    /// By dong of the city, and by district elsewhere.
    pub places: Vec<Price>,
}

/// The prices of the last lists; none before there are any.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn prices(ctx: &Ctx, app: &App) -> Result<Option<Prices>, Error> {
    authorise(&ctx.actor, UseCase::ReadPlan, Relation::default())?;
    let Some(plan) = app.allotment.last() else { return Ok(None) };
    let (people, openings) = &plan.cells;
    let heads = openings.iter().zip(&plan.told.openings).map(|(cell, one)| (cell, one.heads, one.price));
    let heads: Vec<(&Cell, u32, i32)> = heads.collect();
    let seekers: Vec<(&Cell, i32)> =
        people.iter().zip(&plan.told.people).map(|(cell, one)| (cell, one.worth)).collect();
    let least = u64::try_from(app.city.ledger().least_shown).unwrap_or(0);
    let work = |cell: &Cell| cell.occupation.as_ref().map(|code| code.ancestor(LEVEL).to_string());
    let place = |cell: &Cell| {
        let area = cell.area.as_ref()?;
        if app.city.is_dong(area) { Some(area.to_string()) } else { area.district().map(str::to_owned) }
    };
    let occupations = &app.reference.occupations;
    let work_name = |code: &str| OccupationCode::parse(code).map(|code| occupations.name(&code).to_owned());
    let place_name = |code: &str| AreaCode::parse(code).map(|code| app.city.areas().name(&code).to_owned());
    Ok(Some(Prices {
        as_of: plan.at,
        seq: plan.seq,
        works: summed(&heads, &seekers, least, &work, &work_name),
        places: summed(&heads, &seekers, least, &place, &place_name),
    }))
}

#[derive(Default)]
struct Sum {
    openings: u64,
    heads: u64,
    price: i64,
    seekers: u64,
    worth: i64,
}

fn summed(
    heads: &[(&Cell, u32, i32)],
    seekers: &[(&Cell, i32)],
    least: u64,
    key: &dyn Fn(&Cell) -> Option<String>,
    name: &dyn Fn(&str) -> Option<String>,
) -> Vec<Price> {
    let mut sums: BTreeMap<Option<String>, Sum> = BTreeMap::new();
    for (cell, heads, price) in heads {
        let sum = sums.entry(key(cell)).or_default();
        sum.openings += 1;
        sum.heads += u64::from(*heads);
        sum.price += i64::from(*heads) * i64::from(*price);
    }
    for (cell, worth) in seekers {
        let sum = sums.entry(key(cell)).or_default();
        sum.seekers += 1;
        sum.worth += i64::from(*worth);
    }
    let mean = |sum: i64, of: u64| i64::try_from(of).ok().and_then(|of| sum.checked_div(of)).unwrap_or(0);
    let price = |(code, sum): (Option<String>, Sum)| Price {
        name: code.as_deref().and_then(name).unwrap_or_default(),
        code,
        openings: sum.openings,
        heads: sum.heads,
        head: mean(sum.price, sum.heads),
        sum: sum.price,
        seeker: (sum.seekers >= least.max(1)).then(|| mean(sum.worth, sum.seekers)),
    };
    let mut prices: Vec<Price> = sums.into_iter().map(price).collect();
    prices.sort_by_key(|one| (Reverse(one.sum), one.code.clone()));
    prices
}
