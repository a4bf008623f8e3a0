//! What kind of work stands behind a count (A21): how long it is to last, hours, insurance, pay against the floors of its
//! year, and who was still there. It must not count anything anew.

use std::collections::{BTreeMap, HashMap};

use domain::Ctx;
use domain::counting::{Class, Contract, Kept, Part, Standing};
use domain::id::OpeningId;
use domain::opening::Content;
use domain::policy::{Relation, UseCase, authorise};

use super::read::Cut;
use crate::{App, Error};

/// The work behind the confirmed results of a class.
#[derive(Debug, Clone, Default)]
pub struct Quality {
    /// How many results.
    pub all: i64,
    /// By how they are shown beside the count; each opens its rows.
    pub parts: Vec<(Part, i64)>,
    /// What those are paid that came through an opening which told it.
    pub pay: Pay,
    /// Who was there after 1, 3, 6 and 12 months.
    pub kept: [Kept; 4],
}

/// The pay of results against the floors of the years in which they began.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pay {
    /// Results of which it is known.
    pub known: i64,
    /// Of these, at least the minimum wage.
    pub at_minimum: i64,
    /// Results of a year for which the city has a living wage, and of these, those paid at least that.
    pub living: Option<(i64, i64)>,
}

impl Pay {
    /// Adds a result that began in a year and came through an opening, if that is known.
    pub(crate) fn add(&mut self, app: &App, contract: Contract, year: i16, content: Option<&Content>) {
        // Pay by the day for a few days is no wage to hold against a month's.
        let Some(content) = content.filter(|_| contract != Contract::Short) else { return };
        if let Some(reaches) = reaches(content, app.reference.minimum_wages.hourly_won(year)) {
            self.known += 1;
            self.at_minimum += i64::from(reaches);
        }
        if let Some(reaches) = reaches(content, app.city.living_wages().hourly_won(year)) {
            let (known, paid) = self.living.unwrap_or_default();
            self.living = Some((known + 1, paid + i64::from(reaches)));
        }
    }
}

/// The quality of a cut, by class.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn quality(ctx: &Ctx, app: &App, cut: &Cut) -> Result<BTreeMap<Class, Quality>, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let cut = Cut { standing: Some(Standing::Confirmed), part: None, ..cut.clone() };
    let filter = cut.filter(ctx, app);
    let today = ctx.today();
    let parts = [Part::Lasting, Part::FixedTerm, Part::Insured, Part::HoursKnown, Part::ShortWeek];
    let (figures, told, counts) = app.ledger.with(|ledger, counted, _| {
        let mut counts: BTreeMap<Class, Vec<(Part, i64)>> = BTreeMap::new();
        let figures = ledger.figures(counted, &filter, today);
        for class in figures.classes.keys() {
            let of_class = domain::counting::Filter { class: Some(*class), ..filter.clone() };
            let count = |part| i64::try_from(ledger.rows_of(counted, &of_class, part, today).len());
            let all = parts.iter().map(|part| (*part, count(*part).unwrap_or(i64::MAX)));
            counts.insert(*class, all.collect());
        }
        let told: Vec<_> = ledger
            .told(counted, &filter)
            .into_iter()
            .map(|row| (row.class, row.contract, row.start.year(), ledger.opening_of(row.id)))
            .collect();
        (figures, told, counts)
    });
    let mut openings: HashMap<OpeningId, Option<Content>> = HashMap::new();
    for id in told.iter().filter_map(|(_, _, _, opening)| *opening) {
        if let std::collections::hash_map::Entry::Vacant(free) = openings.entry(id) {
            let found = store::opening::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
            free.insert(found.map(|opening| opening.content));
        }
    }
    let mut out: BTreeMap<Class, Quality> = BTreeMap::new();
    for (class, line) in &figures.classes {
        let parts = counts.get(class).cloned().unwrap_or_default();
        out.insert(
            *class,
            Quality { all: line.filled.value(), parts, kept: line.kept, ..Quality::default() },
        );
    }
    for (class, contract, year, opening) in told {
        let content = opening.and_then(|id| openings.get(&id)).and_then(Option::as_ref);
        if let Some(of) = out.get_mut(&class) {
            of.pay.add(app, contract, year, content);
        }
    }
    Ok(out)
}

/// Whether an opening's pay comes to so much an hour; `None` where the pay or the floor is unknown.
fn reaches(content: &Content, floor: Option<i64>) -> Option<bool> {
    let days = content.work_time.weekdays.map(|days| days.count());
    content.wage?.reaches_hourly(floor?, content.work_time.weekly_minutes(), days)
}
