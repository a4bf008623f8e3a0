//! The front page: what is new, what closes soon, how much there is by sector and by dong.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::Ctx;
use domain::policy::{Relation, UseCase, authorise};

use super::Listed;
use super::search::AreaCount;
use crate::{App, Error};

/// How many rows each short list shows.
const SHORT_LIST: usize = 6;
/// "Closing soon" means within so many days.
const CLOSING_DAYS: i64 = 7;

/// A sector with its number of openings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectorCount {
    /// Its id in the city file.
    pub id: String,
    /// Korean name.
    pub name_ko: String,
    /// English name.
    pub name_en: String,
    /// Open openings.
    pub count: usize,
    /// Free heads in them.
    pub heads: i64,
}

/// What the front page shows.
#[derive(Debug, Clone)]
pub struct Front {
    /// Open openings.
    pub openings: usize,
    /// Heads wanted in them.
    pub heads: i64,
    /// Newest first.
    pub newest: Vec<Listed>,
    /// First to close first, within a week.
    pub closing: Vec<Listed>,
    /// The city's sectors.
    pub sectors: Vec<SectorCount>,
    /// Heads wanted by dong of the city; every dong, also those with none.
    pub dongs: Vec<AreaCount>,
    /// Sequence number of the change log this answers for.
    pub seq: i64,
}

/// A gathered front page with what it holds for.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Option<(i64, i64, Arc<Front>)>>);

/// Gathers the front page. It looks at every opening, so it is kept until one changes, at most a minute.
///
/// # Errors
/// None today; the signature is that of every use case.
pub async fn front(ctx: &Ctx, app: &App) -> Result<Arc<Front>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let (seq, minute) = (app.projection.seq(), ctx.now.as_second() / 60);
    let kept = || app.front.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of_seq, of_minute, front)) = &*kept()
        && (*of_seq, *of_minute) == (seq, minute)
    {
        return Ok(front.clone());
    }
    let front = Arc::new(gather(ctx, app));
    *kept() = Some((front.seq, minute, front.clone()));
    Ok(front)
}

/// What needs confirmation stands below what the employer gave word of.
fn doubted(entry: &crate::projection::Entry) -> bool {
    entry.opening.state.doubted_since().is_some()
}

fn gather(ctx: &Ctx, app: &App) -> Front {
    let today = ctx.today();
    app.projection.with(|state| {
        let mut listed: Vec<_> =
            state.openings.values().filter(|e| e.opening.state.is_listed(today)).collect();
        listed.sort_by_key(|e| (doubted(e), std::cmp::Reverse(e.opened_ms), e.opening.id));
        let newest = listed.iter().take(SHORT_LIST).map(|e| Listed::new(e, ctx, None)).collect();

        let mut closing: Vec<_> = listed
            .iter()
            .filter_map(|e| Some((e.opening.content.deadline.last_day()?, e)))
            .filter(|(day, _)| (0..=CLOSING_DAYS).contains(&i64::from((*day - today).get_days())))
            .collect();
        closing.sort_by_key(|(day, e)| (doubted(e), *day, e.opening.id));
        let closing = closing.iter().take(SHORT_LIST).map(|(_, e)| Listed::new(e, ctx, None)).collect();

        let mut heads_by_area = BTreeMap::new();
        for entry in &listed {
            if let Some(dong) = &entry.dong {
                *heads_by_area.entry(dong.clone()).or_insert(0usize) +=
                    entry.opening.content.headcount as usize;
            }
        }
        let dongs = app.city.dongs().map(|area| AreaCount {
            code: area.code.clone(),
            name: area.name.clone(),
            count: heads_by_area.get(&area.code).copied().unwrap_or(0),
        });
        let sectors = app.city.sectors().iter().map(|sector| {
            let mut of_sector = listed.iter().filter(|e| {
                e.opening.content.occupation.as_ref().is_some_and(|code| sector.covers_occupation(code))
            });
            let (count, heads) = of_sector.by_ref().fold((0, 0), |(count, heads), e| {
                (count + 1, heads + i64::from(e.opening.content.headcount))
            });
            SectorCount {
                id: sector.id.clone(),
                name_ko: sector.name_ko.clone(),
                name_en: sector.name_en.clone(),
                count,
                heads,
            }
        });
        Front {
            openings: listed.len(),
            heads: listed.iter().map(|e| i64::from(e.opening.content.headcount)).sum(),
            newest,
            closing,
            sectors: sectors.collect(),
            dongs: dongs.collect(),
            seq: state.seq,
        }
    })
}
