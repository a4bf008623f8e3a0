//! What a book reads from the ledger: one look at it as it stood at an entry of the log. Every number of a book that is a
//! result comes from here, and none is typed.

use std::collections::BTreeMap;

use domain::area::AreaCode;
use domain::counting::{Asked, Basis, Contributed, Counted, Figures, Filter, Ledger, Month, Standing, Tally};
use domain::id::{MeasureId, OrganisationId};
use domain::measure::{Measure, Unit};
use domain::report_book::ClassLine;
use jiff::civil::Date;

use super::past::Past;
use crate::ledger::{digest, districts};
use crate::{App, Error};

/// The numbers of a year up to a day.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) digest: String,
    pub(super) everyone: Figures,
    pub(super) residents: Figures,
    pub(super) workplaces: Figures,
    pub(super) owned: BTreeMap<Option<OrganisationId>, Figures>,
    pub(super) contributed: BTreeMap<OrganisationId, Contributed>,
    pub(super) projects: BTreeMap<Option<String>, Figures>,
    pub(super) months: BTreeMap<Month, Figures>,
    pub(super) homes: BTreeMap<Option<AreaCode>, Figures>,
    pub(super) measures: BTreeMap<MeasureId, (Option<i64>, Option<i64>)>,
    pub(super) joint: i64,
    pub(super) excluded: i64,
}

/// Reads them.
pub(super) async fn read(
    app: &App,
    past: Past,
    (first, last): (Date, Date),
    measures: &[Measure],
) -> Result<Numbers, Error> {
    let whole = Filter { from: Some(first), to: Some(last), districts: districts(app), ..Filter::default() };
    // The same question that the plan's pages ask, so that both say the same.
    let questions: Vec<Vec<Asked>> =
        measures.iter().map(|measure| vec![crate::measure::question(app, measure, last)]).collect();
    let measures: Vec<(MeasureId, Unit)> =
        measures.iter().map(|measure| (measure.id, measure.content.query.unit)).collect();
    app.ledger
        .past(app, past.seq, last, move |ledger, counted| {
            let told = ledger.answers(counted, &questions);
            let measured = measures.iter().zip(&told);
            let measured = measured.map(|((id, unit), answer)| (*id, result(*unit, &answer.whole))).collect();
            Numbers { measures: measured, ..of(ledger, counted, &whole, last) }
        })
        .await
}

fn of(ledger: &Ledger, counted: &Counted, whole: &Filter, on: Date) -> Numbers {
    let by = |basis| Filter { basis, ..whole.clone() };
    let residents = by(Basis::Residents);
    let joint = counted.events.iter().filter(|event| {
        event.standing == Standing::Confirmed
            && ledger.passes(event, whole)
            && !ledger.contributors_of(counted, event).is_empty()
    });
    Numbers {
        digest: digest(&ledger.told(counted, whole)),
        everyone: ledger.figures(counted, whole, on),
        residents: ledger.figures(counted, &residents, on),
        workplaces: ledger.figures(counted, &by(Basis::Workplaces), on),
        owned: ledger.figures_by(counted, whole, on, |event| ledger.owner_of(event)),
        contributed: ledger.contributions(counted, whole),
        projects: ledger.figures_by(counted, whole, on, |event| ledger.project_of(event).map(str::to_owned)),
        months: ledger.figures_by(counted, whole, on, |event| Month::of(event.start)),
        homes: ledger.figures_by(counted, &residents, on, |event| ledger.home_of(event).cloned()),
        measures: BTreeMap::new(),
        joint: i64::try_from(joint.count()).unwrap_or(i64::MAX),
        excluded: i64::try_from(ledger.excluded_in(counted, whole).len()).unwrap_or(i64::MAX),
    }
}

/// What came of a measure, confirmed and by word, in its own unit; services are not in the ledger.
fn result(unit: Unit, tally: &Tally) -> (Option<i64>, Option<i64>) {
    let (confirmed, claimed) = unit.of(tally);
    if unit == Unit::Services { (None, None) } else { (Some(confirmed), Some(claimed)) }
}

/// The lines of some figures, in the order of the classes.
pub(super) fn lines(figures: &Figures) -> Vec<ClassLine> {
    figures.classes.iter().map(|(class, line)| ClassLine::of(*class, line)).collect()
}
