//! What may be shown in public: small cells hidden (CR-23), youth by the age on the day of the start (V8).

use jiff::civil::Date;

/// CR-23: cells under `least` are hidden, and enough others that none can be computed from the total: one
/// hidden cell alone would be the total less the rest, so the smallest other is hidden with it. Zero is
/// shown, as it tells of nobody; but where everything else is hidden and the total would still tell each of it, the
/// zeros are hidden too, so that nobody knows which cells the few are in.
pub fn cr_23_suppress(cells: &[i64], least: i64) -> Vec<Option<i64>> {
    let mut shown: Vec<Option<i64>> =
        cells.iter().map(|cell| (*cell == 0 || *cell >= least).then_some(*cell)).collect();
    let hidden_sum = |shown: &[Option<i64>]| -> (usize, i64) {
        let hidden = cells.iter().zip(shown).filter(|(_, shown)| shown.is_none());
        hidden.fold((0, 0), |(count, sum), (cell, _)| (count + 1, sum + cell))
    };
    loop {
        let (count, sum) = hidden_sum(&shown);
        // Two cells that are both 1 are told by their sum as well as one would be.
        if count == 0 || (count >= 2 && sum > i64::try_from(count).unwrap_or(0) && sum >= least) {
            return shown;
        }
        let smallest = cells.iter().enumerate().filter(|(i, cell)| shown[*i].is_some() && **cell > 0);
        match smallest.min_by_key(|(_, cell)| **cell).map(|(i, _)| i) {
            Some(next) => shown[next] = None,
            // Nothing is left to hide behind but nought. Where that is not enough, the total itself must go, which the
            // caller sees by `None`s only.
            None => return vec![None; cells.len()],
        }
    }
}

/// Whole years of age on a day.
pub fn age_on(born_on: Date, day: Date) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born_on.month(), born_on.day());
    day.year() - born_on.year() - i16::from(!had_birthday)
}

/// Whole years of age at the first day of work; `None` without a day of birth.
pub fn age_at_start(born_on: Option<Date>, start_on: Date) -> Option<u8> {
    born_on.and_then(|born_on| u8::try_from(age_on(born_on, start_on)).ok())
}

/// Whether a person is young on the day they begin to work, by a definition in whole years, both ends in:
/// each programme has its own.
pub fn is_youth_at_start(born_on: Date, start_on: Date, ages: std::ops::RangeInclusive<i16>) -> bool {
    ages.contains(&age_on(born_on, start_on))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cr_23_one_hidden_cell_is_not_told_by_the_total() {
        assert_eq!(cr_23_suppress(&[40, 2, 17, 9], 5), [Some(40), None, Some(17), None]);
        assert_eq!(cr_23_suppress(&[40, 2, 3, 9], 5), [Some(40), None, None, Some(9)]);
        // Two ones are told by their sum of two, so a third goes.
        assert_eq!(cr_23_suppress(&[40, 1, 1, 9], 5), [Some(40), None, None, None]);
        assert_eq!(cr_23_suppress(&[40, 0, 17], 5), [Some(40), Some(0), Some(17)]);
        assert_eq!(cr_23_suppress(&[3], 5), [None]);
        // Eight ones of eight beside noughts would be told by the total of eight.
        assert_eq!(cr_23_suppress(&[1, 0, 1, 0, 1], 3), [None; 5]);
    }

    proptest! {
        #[test]
        fn cr_23_no_small_cell_is_shown_or_computable(cells in prop::collection::vec(0i64..20, 1..8), least in 2i64..8) {
            let shown = cr_23_suppress(&cells, least);
            for (cell, shown) in cells.iter().zip(&shown) {
                prop_assert!(shown.is_none_or(|shown| shown == *cell && (shown == 0 || shown >= least)));
            }
            let hidden = shown.iter().filter(|cell| cell.is_none()).count();
            let others = cells.iter().filter(|cell| **cell > 0).count();
            prop_assert!(hidden != 1 || others == 1);
            // Who knows the total knows the sum of what is hidden and that none of it is nought: each hidden cell
            // must still be able to be at least two things, unless no cell tells anything.
            let sum: i64 = cells.iter().zip(&shown).filter(|(_, shown)| shown.is_none()).map(|(cell, _)| cell).sum();
            let ways = sum - i64::try_from(hidden).unwrap();
            prop_assert!(hidden == 0 || hidden == cells.len() || (ways >= 1 && sum >= least), "{cells:?} {shown:?}");
        }
    }

    #[test]
    fn v8_youth_is_the_age_on_the_day_of_the_start() {
        let born = date(1981, 4, 2);
        assert_eq!(age_on(born, date(2016, 4, 1)), 34);
        assert!(is_youth_at_start(born, date(2016, 4, 1), 15..=34));
        assert_eq!(age_on(born, date(2016, 4, 2)), 35);
        assert!(!is_youth_at_start(born, date(2016, 4, 2), 15..=34));
    }
}
