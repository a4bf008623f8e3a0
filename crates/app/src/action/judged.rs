//! How an action is judged when a measure is bound to it: by what the ledger confirms of that measure, never by a typed figure.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::action::Action;
use domain::id::{ActionId, MeasureId};
use domain::measure::Unit;

use crate::{App, Error, measure};

/// What the figures of its measure say of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The measure.
    pub measure: MeasureId,
    /// Its name.
    pub name: String,
    /// In what it is counted.
    pub unit: Unit,
    /// What is to come of it in its year.
    pub target: i64,
    /// What the ledger confirms of it up to today.
    pub confirmed: i64,
    /// Whether that is less than should have come by today.
    pub short: bool,
}

/// What the ledger says of those actions that have a measure; nothing of those that whoever asks may not read in the plan.
///
/// # Errors
/// When the store cannot be read.
pub async fn judged(ctx: &Ctx, app: &App, actions: &[Action]) -> Result<BTreeMap<ActionId, Judged>, Error> {
    let mut found = BTreeMap::new();
    for (action, id) in actions.iter().filter_map(|action| Some((action.id, action.measure?))) {
        let line = match measure::get(ctx, app, id).await {
            Ok(view) => view.line,
            Err(Error::NotFound | Error::Forbidden(_)) => continue,
            Err(failed) => return Err(failed),
        };
        let judged = Judged {
            measure: id,
            unit: line.measure.content.query.unit,
            target: line.measure.year_target(),
            confirmed: line.year.confirmed,
            short: line.falls_short(ctx.today()),
            name: line.measure.content.name,
        };
        found.insert(action, judged);
    }
    Ok(found)
}
