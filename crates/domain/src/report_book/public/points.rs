//! What of the points of earlier meetings everybody may read. The words of a meeting whose record is everybody's stand; what an
//! owner says stays in the house. What came of a measure stands where neither it nor what is left beside other numbers is small.
//!
//! It must not change any other part of the extract.

use std::collections::BTreeMap;

use crate::measure::Unit;
use crate::report_book::{Facts, Part, PointPart, Verdict};

/// So many sums of results of one unit are looked through; whatever would make more is hidden.
const MOST_SUMS: usize = 64;

/// Hides what is not for everybody, and says of each part that it is hidden.
pub(super) fn veil(facts: &mut Facts, least: i64) {
    let mut shown = Shown::of(facts, least);
    for point in &mut facts.points {
        if !point.public {
            point.title.clear();
            point.hidden.push(PointPart::Title);
        }
        if !point.last_word.is_empty() {
            point.last_word.clear();
            point.hidden.push(PointPart::Word);
        }
        if let Some(measured) = &mut point.measured
            && measured.result.is_some()
            && !shown.takes(measured)
        {
            measured.result = None;
            point.hidden.push(PointPart::Result);
        }
    }
}

/// The numbers that an extract shows, from which a further one could be computed.
struct Shown {
    least: i64,
    jobs: Vec<i64>,
    days: Vec<i64>,
    categories: Vec<(Unit, i64)>,
    /// Results that were taken, by the name of their measure.
    taken: BTreeMap<String, i64>,
    /// All sums of those of one unit; nothing taken is a sum too.
    sums: BTreeMap<Unit, Vec<i64>>,
}

impl Shown {
    fn of(facts: &Facts, least: i64) -> Self {
        let totals = &facts.totals;
        let lines = facts.departments.iter().flat_map(|one| &one.classes);
        let lines = lines.chain(&totals.everyone).chain(&totals.residents).chain(&totals.workplaces);
        let cells: Vec<(Part, i64)> = lines
            .chain(&totals.unowned)
            .flat_map(super::ClassLine::cells)
            .filter_map(|(part, cell)| Some((part, cell?)))
            .collect();
        let of = |parts: &[Part]| -> Vec<i64> {
            cells.iter().filter(|(part, _)| parts.contains(part)).map(|(_, n)| *n).collect()
        };
        let categories = facts.plan.categories.iter();
        Self {
            least,
            jobs: of(&[Part::Filled, Part::Persons]),
            days: of(&[Part::Days]),
            categories: categories.filter_map(|line| Some((line.unit, line.result?))).collect(),
            taken: BTreeMap::new(),
            sums: BTreeMap::new(),
        }
    }

    /// Whether a result may stand beside the numbers that stand.
    fn takes(&mut self, measured: &Verdict) -> bool {
        let Some(result) = measured.result else { return false };
        if let Some(known) = self.taken.get(&measured.measure) {
            return *known == result;
        }
        let unit = measured.unit;
        let near = |one: i64, other: i64| (1..self.least).contains(&(one - other).abs());
        let sums = self.sums.get(&unit).cloned().unwrap_or_else(|| vec![0]);
        let whole = match unit {
            Unit::Jobs | Unit::Persons | Unit::Completions => self.jobs.as_slice(),
            Unit::PersonDays => self.days.as_slice(),
            Unit::Services | Unit::ProgramCompletions | Unit::CompletersEmployed => &[],
        };
        let of_unit = self.categories.iter().filter(|(of, _)| *of == unit).map(|(_, n)| n);
        let known: Vec<i64> = whole.iter().chain(of_unit).copied().collect();
        let further: Vec<i64> = sums.iter().map(|sum| sum + result).collect();
        let small = result < 0
            || sums.iter().any(|sum| near(*sum, result))
            || further.iter().any(|sum| known.iter().any(|n| near(*n, *sum)));
        if small || sums.len() > MOST_SUMS {
            return false;
        }
        self.taken.insert(measured.measure.clone(), result);
        self.sums.insert(unit, sums.into_iter().chain(further).collect());
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report_book::Point;
    use crate::report_book::tests::facts;

    fn measured(measure: &str, result: i64) -> Verdict {
        let unit = Unit::Jobs;
        Verdict { measure: measure.to_owned(), unit, target_by_now: 9, target: 9, result: Some(result) }
    }

    /// The results of points of some measures that stand beside a city of so many.
    fn told(results: &[(&str, i64)], everyone: i64) -> Vec<Option<i64>> {
        let mut facts = facts(1);
        for lines in [&mut facts.totals.everyone, &mut facts.departments[0].classes] {
            (lines[0].filled, lines[0].persons) = (Some(everyone), Some(everyone));
        }
        let point = facts.points.remove(0);
        let points = results.iter().map(|(name, n)| {
            let mut point = point.clone();
            point.measured = Some(measured(name, *n));
            point
        });
        facts.points = points.collect();
        let public = facts.public(5);
        for point in &public.points {
            let hidden = point.measured.as_ref().is_some_and(|told| told.result.is_none());
            assert_eq!(point.hidden.contains(&PointPart::Result), hidden, "{point:?}");
        }
        public.points.into_iter().map(|point| point.measured.and_then(|told| told.result)).collect()
    }

    #[test]
    fn cr_23_a_result_stands_unless_it_or_what_is_left_beside_it_is_small() {
        assert_eq!(told(&[("가", 26)], 100), [Some(26)]);
        assert_eq!(told(&[("가", 26), ("가", 26)], 100), [Some(26), Some(26)]);
        assert_eq!(told(&[("가", 3)], 100), [None]);
        assert_eq!(told(&[("가", 0)], 100), [Some(0)]);
        // Two are left of the whole, two between one measure and another, two of the whole beside both.
        assert_eq!(told(&[("가", 98)], 100), [None]);
        assert_eq!(told(&[("가", 26), ("나", 28)], 100), [Some(26), None]);
        assert_eq!(told(&[("가", 40), ("나", 58)], 100), [Some(40), None]);
    }

    #[test]
    fn the_words_of_a_meeting_that_is_everybodys_stand_and_its_owners_do_not() {
        let mut house = facts(1);
        house.points[0].public = true;
        let [point]: [Point; 1] = house.public(5).points.try_into().unwrap();
        assert_eq!((point.title.as_str(), point.last_word.as_str()), ("지시한 말", ""));
        assert_eq!(point.hidden, [PointPart::Word]);
        let [closed]: [Point; 1] = facts(1).public(5).points.try_into().unwrap();
        assert_eq!((closed.title.as_str(), closed.hidden), ("", vec![PointPart::Title, PointPart::Word]));
    }
}
