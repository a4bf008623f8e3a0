//! Which openings a stretch of the change log speaks of: those it changed, and those of an employer whose name or business
//! number it changed, for the feed tells both with each opening. It must not know what is then told of them.

use std::collections::HashMap;

use domain::Ctx;
use domain::id::{EmployerId, OpeningId};

use super::was_public;
use crate::{App, Error};

/// Least and most entries of a noun read for one answer; the next one goes on where it ends.
const LEAST: usize = 100;
const MOST: usize = 5_000;

/// What was found.
pub(super) struct Touched {
    /// Changes in order, each with its openings and whether it shows that they were public then.
    pub(super) touches: Vec<(i64, Vec<(OpeningId, bool)>)>,
    /// Up to where the log was read.
    pub(super) reached: i64,
}

/// Reads the log after a number and up to another, so far that about `wanted` openings may be told.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn between(
    ctx: &Ctx,
    app: &App,
    (after, until): (i64, i64),
    wanted: usize,
) -> Result<Touched, Error> {
    let (store, tenant, most) = (&app.store, ctx.tenant, wanted.clamp(LEAST, MOST));
    let openings = store::change::of_openings(store, tenant, (after, until), most).await;
    let openings = openings.map_err(crate::fault)?;
    let employers = store::employer::changed(store, tenant, (after, until), most).await;
    let employers = employers.map_err(crate::fault)?;
    let end = |found: usize, last: Option<i64>| last.filter(|_| found == most).unwrap_or(until);
    let reached = end(openings.len(), openings.last().map(|change| change.seq))
        .min(end(employers.len(), employers.last().map(|change| change.0)));
    let shown = shown_of(app, employers.iter().filter(|(.., told)| *told).map(|(_, id, _)| *id));
    let changed = openings
        .into_iter()
        .map(|change| (change.seq, vec![(OpeningId(change.noun_id), was_public(&change.body))]));
    // Of these only what is shown now is told anew: what left the lists meanwhile did so by a change of its own.
    let renamed = employers.into_iter().filter_map(|(seq, id, told)| {
        let openings = shown.get(&id).filter(|_| told)?;
        Some((seq, openings.iter().map(|id| (*id, false)).collect()))
    });
    let mut touches: Vec<_> = changed.chain(renamed).filter(|(seq, _)| *seq <= reached).collect();
    touches.sort_unstable_by_key(|(seq, _)| *seq);
    Ok(Touched { touches, reached })
}

/// The openings of employers that are shown now.
fn shown_of(app: &App, employers: impl Iterator<Item = EmployerId>) -> HashMap<EmployerId, Vec<OpeningId>> {
    let mut shown: HashMap<_, _> = employers.map(|id| (id, Vec::new())).collect();
    if shown.is_empty() {
        return shown;
    }
    app.projection.with(|state| {
        for entry in state.openings.values() {
            if let Some(openings) = shown.get_mut(&entry.employer.id) {
                openings.push(entry.opening.id);
            }
        }
    });
    shown.retain(|_, openings| !openings.is_empty());
    shown
}
