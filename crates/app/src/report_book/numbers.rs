//! What a book reads from the ledger: one look at it as it stood at an entry of the log. Every number of a book that is a
//! result comes from here, and none is typed.

use std::collections::{BTreeMap, BTreeSet};

use domain::area::AreaCode;
use domain::counting::{
    Asked, Basis, Class, Contract, Contributed, Counted, Figures, Filter, Ledger, Month, Part, Sieve,
    Standing, Tally,
};
use domain::id::{MeasureId, OpeningId, OrganisationId};
use domain::measure::{Measure, Unit};
use domain::report_book::{ClassLine, Quality};
use jiff::civil::Date;

use super::past::Past;
use crate::ledger::{Pay, digest, districts};
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
    /// The same of each body.
    pub(super) months_of: BTreeMap<(Option<OrganisationId>, Month), Figures>,
    /// Results by the body that owns them and one that had a part in them; never added (CR-01).
    pub(super) pairs: BTreeMap<(OrganisationId, OrganisationId), i64>,
    pub(super) homes: BTreeMap<Option<AreaCode>, Figures>,
    /// What came of each measure in its own unit: confirmed and by word.
    pub(super) measures: BTreeMap<MeasureId, (i64, i64)>,
    pub(super) categories: BTreeMap<(String, Unit), i64>,
    pub(super) joint: i64,
    pub(super) excluded: i64,
    /// Insurance and pay of all, and of what each body owns.
    pub(super) quality: BTreeMap<Class, Quality>,
    pub(super) quality_of: BTreeMap<(Option<OrganisationId>, Class), Quality>,
    works: Vec<Work>,
}

/// A confirmed result, as far as its quality is asked for.
#[derive(Debug)]
struct Work {
    class: Class,
    owner: Option<OrganisationId>,
    contract: Contract,
    year: i16,
    opening: Option<OpeningId>,
    insured: bool,
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
    // What two measures of a category share is told once in it.
    let mut groups: BTreeMap<(String, Unit), Vec<usize>> = BTreeMap::new();
    for (at, measure) in measures.iter().enumerate() {
        let of = (measure.content.category.clone(), measure.content.query.unit);
        groups.entry(of).or_default().push(at);
    }
    let measures = measures.to_vec();
    let mut numbers = app
        .ledger
        .past(app, past.seq, last, move |ledger, counted, records| {
            let books = (ledger, counted, records);
            let result = |unit: Unit, of: &[&Measure], tally: &Tally| {
                // What is recorded beside the ledger is no row of it; the plan's pages count those records too.
                if unit.is_recorded() {
                    let days = crate::measure::recorded(books, unit, of.iter().copied(), last);
                    return (i64::try_from(days.len()).unwrap_or(i64::MAX), 0);
                }
                unit.of(tally)
            };
            let told = measures.iter().zip(ledger.answers(counted, &questions));
            let measured = told.map(|(measure, answer)| {
                (measure.id, result(measure.content.query.unit, &[measure], &answer.whole))
            });
            let measured = measured.collect();
            let asked = groups.values().map(|of| of.iter().flat_map(|at| questions[*at].clone()).collect());
            let asked: Vec<Vec<Asked>> = asked.collect();
            let whole_of = groups.into_iter().zip(ledger.answers(counted, &asked));
            let categories = whole_of.map(|(((category, unit), of), answer)| {
                let of: Vec<&Measure> = of.into_iter().map(|at| &measures[at]).collect();
                ((category, unit), result(unit, &of, &answer.whole).0)
            });
            let categories = categories.collect();
            Numbers { measures: measured, categories, ..of(ledger, counted, &whole, last) }
        })
        .await?;
    let works = std::mem::take(&mut numbers.works);
    let contents = past.contents(app, works.iter().filter_map(|work| work.opening)).await?;
    let (mut all, mut own) = (BTreeMap::new(), BTreeMap::new());
    for work in &works {
        let content = work.opening.and_then(|id| contents.get(&id));
        let of: [&mut Known; 2] =
            [all.entry(work.class).or_default(), own.entry((work.owner, work.class)).or_default()];
        for known in of {
            known.0 += i64::from(work.insured);
            known.1.add(app, work.contract, work.year, content);
        }
    }
    numbers.quality = all.into_iter().map(|(class, known)| (class, told(known))).collect();
    numbers.quality_of = own.into_iter().map(|(of, known)| (of, told(known))).collect();
    Ok(numbers)
}

/// How many are insured, and what is known of the pay.
type Known = (i64, Pay);

fn told((insured, pay): Known) -> Quality {
    let (living_known, at_living) = pay.living.unwrap_or_default();
    Quality {
        insured: Some(insured),
        pay_known: Some(pay.known),
        at_minimum: Some(pay.at_minimum),
        living_known: Some(living_known),
        at_living: Some(at_living),
    }
}

/// The confirmed results of a cut.
fn works(ledger: &Ledger, counted: &Counted, whole: &Filter, on: Date) -> Vec<Work> {
    let confirmed = Filter { standing: Some(Standing::Confirmed), ..whole.clone() };
    let insured: BTreeSet<_> = ledger.rows_of(counted, &confirmed, Part::Insured, on).into_iter().collect();
    let rows = ledger.told(counted, &confirmed).into_iter();
    rows.map(|row| Work {
        class: row.class,
        owner: row.owner,
        contract: row.contract,
        year: row.start.year(),
        opening: ledger.opening_of(row.id),
        insured: insured.contains(&row.id),
    })
    .collect()
}

fn of(ledger: &Ledger, counted: &Counted, whole: &Filter, on: Date) -> Numbers {
    let by = |basis| Filter { basis, ..whole.clone() };
    let residents = by(Basis::Residents);
    let sieve = Sieve::new(ledger, whole);
    let joint = counted.events.iter().filter(|event| {
        event.standing == Standing::Confirmed
            && sieve.passes(event)
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
        months_of: ledger
            .figures_by(counted, whole, on, |event| (ledger.owner_of(event), Month::of(event.start))),
        pairs: pairs(ledger, counted, whole),
        homes: ledger.figures_by(counted, &residents, on, |event| ledger.home_of(event).cloned()),
        measures: BTreeMap::new(),
        categories: BTreeMap::new(),
        joint: i64::try_from(joint.count()).unwrap_or(i64::MAX),
        quality: BTreeMap::new(),
        quality_of: BTreeMap::new(),
        works: works(ledger, counted, whole, on),
        excluded: i64::try_from(ledger.excluded_in(counted, whole).len()).unwrap_or(i64::MAX),
    }
}

/// Who had a part in whose results.
fn pairs(
    ledger: &Ledger,
    counted: &Counted,
    whole: &Filter,
) -> BTreeMap<(OrganisationId, OrganisationId), i64> {
    let mut out = BTreeMap::new();
    let sieve = Sieve::new(ledger, whole);
    for event in counted.events.iter().filter(|event| sieve.passes(event)) {
        let Some(owner) = ledger.owner_of(event) else { continue };
        for helper in ledger.contributors_of(counted, event) {
            *out.entry((owner, helper)).or_default() += 1;
        }
    }
    out
}

/// The lines of some figures, in the order of the classes.
pub(super) fn lines(figures: &Figures) -> Vec<ClassLine> {
    lines_with(figures, |_| None)
}

/// The same with what else is known of each class's results.
pub(super) fn lines_with(figures: &Figures, quality: impl Fn(Class) -> Option<Quality>) -> Vec<ClassLine> {
    let lines = figures.classes.iter();
    lines.map(|(class, line)| ClassLine { quality: quality(*class), ..ClassLine::of(*class, line) }).collect()
}

/// Placements (R1) with evidence and by word.
pub(super) fn placements(figures: &Figures) -> (Option<i64>, Option<i64>) {
    let line = figures.class(Class::R1);
    (Some(line.filled.value()), Some(line.claimed.value()))
}
