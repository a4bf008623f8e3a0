//! What a book reads from the ledger: one look at it as it stood at an entry of the log. Every number of a book that is a
//! result comes from here, and none is typed.

use std::collections::BTreeMap;

use domain::area::AreaCode;
use domain::counting::{Basis, Class, Contributed, Counted, Figures, Filter, Ledger, Month, Standing};
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
    let measures = measures.to_vec();
    app.ledger
        .past(app, past.seq, last, move |ledger, counted| of(ledger, counted, &whole, last, &measures))
        .await
}

fn of(ledger: &Ledger, counted: &Counted, whole: &Filter, on: Date, measures: &[Measure]) -> Numbers {
    let by = |basis| Filter { basis, ..whole.clone() };
    let residents = by(Basis::Residents);
    let joint = counted.events.iter().filter(|event| {
        event.standing == Standing::Confirmed
            && ledger.passes(event, whole)
            && !ledger.contributors_of(counted, event).is_empty()
    });
    let measured = measures.iter().map(|measure| {
        let figures = ledger.figures(counted, &measure.filter(on), on);
        (measure.id, result(measure, &figures))
    });
    Numbers {
        digest: digest(&ledger.told(counted, whole)),
        everyone: ledger.figures(counted, whole, on),
        residents: ledger.figures(counted, &residents, on),
        workplaces: ledger.figures(counted, &by(Basis::Workplaces), on),
        owned: ledger.figures_by(counted, whole, on, |event| ledger.owner_of(event)),
        contributed: ledger.contributions(counted, whole),
        months: ledger.figures_by(counted, whole, on, |event| Month::of(event.start)),
        homes: ledger.figures_by(counted, &residents, on, |event| ledger.home_of(event).cloned()),
        measures: measured.collect(),
        joint: i64::try_from(joint.count()).unwrap_or(i64::MAX),
        excluded: i64::try_from(ledger.excluded_in(counted, whole).len()).unwrap_or(i64::MAX),
    }
}

/// What came of a measure, confirmed and by word, in its own unit. Classes are never added, so that one which names none
/// is told in the class its unit belongs to; services are not in the ledger.
fn result(measure: &Measure, figures: &Figures) -> (Option<i64>, Option<i64>) {
    let query = &measure.content.query;
    let class = query.class.unwrap_or(match query.unit {
        Unit::PersonDays => Class::R8,
        Unit::Completions => Class::R3,
        Unit::Jobs | Unit::Persons | Unit::Services => Class::R1,
    });
    let line = figures.class(class);
    match query.unit {
        Unit::Jobs | Unit::Completions => (Some(line.filled.value()), Some(line.claimed.value())),
        Unit::Persons => (Some(line.filled_persons.value()), Some(line.claimed_persons.value())),
        Unit::PersonDays => (Some(line.days.value()), None),
        Unit::Services => (None, None),
    }
}

/// The lines of some figures, in the order of the classes.
pub(super) fn lines(figures: &Figures) -> Vec<ClassLine> {
    figures.classes.iter().map(|(class, line)| ClassLine::of(*class, line)).collect()
}
