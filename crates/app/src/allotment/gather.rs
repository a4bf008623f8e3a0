//! What lists are made from: both sides of the market as the count of the mismatch reads them, what is under way to each
//! opening and how its employer answers. It must not know what is made of it.

use std::collections::BTreeMap;

use domain::id::EmployerId;
use jiff::Timestamp;
use jiff::civil::Date;
use matching::Market;
use matching::allotment::Offered;
use matching::mismatch::board::Cell;

use crate::mismatch::ground;
use crate::pool::Looking;
use crate::{App, Error};

/// Both sides, in order of ids.
pub(super) struct Gathered {
    pub(super) seq: i64,
    pub(super) at: Timestamp,
    pub(super) on: Date,
    pub(super) market: Market,
    pub(super) people: Vec<Looking>,
    pub(super) offered: Vec<Offered>,
    pub(super) offered_cells: Vec<Cell>,
}

/// As it is. An opening to which nobody could be referred now is left out: it would be refused.
pub(super) async fn now(app: &App) -> Result<Gathered, Error> {
    let ground = ground::now(app).await?;
    let live = super::live(app).await?;
    let answers = store::referral::answers(&app.store, app.tenant).await.map_err(crate::fault)?;
    let answers: BTreeMap<EmployerId, (i64, i64)> =
        answers.into_iter().map(|(employer, answered, silent)| (employer, (answered, silent))).collect();
    let employers: BTreeMap<_, _> = app
        .projection
        .with(|state| state.openings.iter().map(|(id, entry)| (*id, entry.employer.id)).collect());
    let (bounds, per_head) = (app.city.allotment(), app.city.referral_rules().live_per_head);
    let (mut offered, mut offered_cells) = (Vec::new(), Vec::new());
    for vacant in ground.vacant {
        let id = vacant.job.id();
        let under_way = live.get(&id).copied().unwrap_or(0);
        if under_way >= vacant.heads.saturating_mul(per_head) {
            continue;
        }
        let (answered, silent) =
            employers.get(&id).and_then(|employer| answers.get(employer)).copied().unwrap_or((0, 0));
        let answered_percent = bounds.answered_percent(answered, silent);
        offered.push(Offered { job: vacant.job, heads: vacant.heads, answered_percent, under_way });
        offered_cells.push(vacant.cell);
    }
    let market = Market::build(offered.iter().map(|one| one.job.clone()).collect());
    let (seq, at, on, mut people) = (ground.seq, ground.at, ground.on, ground.people);
    people.retain(|one| one.listed);
    Ok(Gathered { seq, at, on, market, people, offered, offered_cells })
}
