//! Who is still there after 1, 3, 6 and 12 months, and who is asked at all (CR-22).

use domain::counting::{Class, Filter, Ledger};
use domain::placement::{EndReason, EvidenceGrade, Placement, Retention, Terms};
use jiff::civil::{Date, date};

use crate::counting::{AS_OF, NOW, claim, ledger, person};

/// Of whom it is due, known, and true that they are still there after 1, 3, 6 and 12 months.
fn kept(ledger: &Ledger, as_of: Date) -> [(i64, i64, i64); 4] {
    let line = ledger.figures(&ledger.count(), &Filter::default(), as_of).class(Class::R1);
    line.kept.map(|kept| (kept.due.value(), kept.asked.value(), kept.kept.value()))
}

#[test]
fn cr_22_retention_stands_with_the_total() {
    let grade = EvidenceGrade::E3;
    let look = Retention { months: 3, still_employed: true, on: date(2016, 6, 2), grade };
    let today = date(2016, 6, 3);
    let stayed = claim(1, 1, 1, date(2016, 3, 2)).check_retention(look, None, NOW, today).unwrap();
    assert_eq!(
        claim(1, 1, 1, date(2016, 3, 3)).check_retention(look, None, NOW, today).unwrap_err().code,
        "retention-too-early"
    );
    let ledger = ledger(&[stayed, claim(2, 2, 1, date(2016, 3, 2))]);
    let line = ledger.figures(&ledger.count(), &Filter::default(), today).class(Class::R1);
    let kept = line.kept.map(|kept| (kept.due.value(), kept.asked.value(), kept.kept.value()));
    assert_eq!(kept, [(2, 0, 0), (2, 1, 1), (0, 0, 0), (0, 0, 0)]);
}

#[test]
fn sc_6_whoever_left_before_the_day_is_known_not_to_be_there() {
    let (start, today) = (date(2016, 5, 2), date(2016, 11, 2));
    let grade = EvidenceGrade::E3;
    let august = Retention { months: 3, still_employed: true, on: date(2016, 8, 2), grade };
    let stayed = claim(1, 1, 1, start).check_retention(august, None, NOW, today).unwrap();
    let left = stayed.end(date(2016, 10, 14), EndReason::Left, NOW, today).unwrap();
    assert_eq!(kept(&ledger(&[left]), today), [(1, 1, 1), (1, 1, 1), (1, 1, 0), (0, 0, 0)]);
}

#[test]
fn cr_22_of_ten_of_whom_four_left_six_were_kept() {
    let today = date(2016, 9, 2);
    let look = |on| Retention { months: 6, still_employed: true, on, grade: EvidenceGrade::E3 };
    let mut all: Vec<Placement> = (1..=10).map(|n| claim(n, n, 1, date(2016, 3, 2))).collect();
    for one in &mut all[..3] {
        *one = one.clone().end(date(2016, 7, 1), EndReason::Left, NOW, today).unwrap();
    }
    for one in &mut all[4..] {
        *one = one.clone().check_retention(look(today), None, NOW, today).unwrap();
    }
    let mut ledger = ledger(&all);
    ledger.died(person(4), Some(date(2016, 8, 1)));
    assert_eq!(kept(&ledger, today)[2], (10, 10, 6));
    assert_eq!(kept(&ledger, today)[1].0, 10, "three months are over for them too");
}

#[test]
fn cr_22_what_is_never_asked_is_never_due() {
    let mut day = claim(1, 1, 1, date(2016, 3, 2));
    day.terms = Terms { day_labour: true, person_days: Some(12), ..Terms::default() };
    let ledger_of_day = ledger(std::slice::from_ref(&day));
    let figures = ledger_of_day.figures(&ledger_of_day.count(), &Filter::default(), AS_OF);
    assert_eq!(figures.class(Class::R8).kept.map(|kept| kept.due.value()), [0; 4]);
    let mut fixed = claim(2, 2, 1, date(2016, 3, 2));
    fixed.terms.contract_months = Some(6);
    assert_eq!(kept(&ledger(&[fixed.clone()]), AS_OF).map(|known| known.0), [1, 1, 1, 0]);
    assert_eq!((day.next_look(), fixed.asks_after(12)), (None, false));
}

#[test]
fn cr_22_looks_and_the_last_day_do_not_contradict_each_other() {
    let today = date(2017, 4, 1);
    let made = claim(1, 1, 1, date(2016, 3, 2));
    let look =
        |months, still_employed, on| Retention { months, still_employed, on, grade: EvidenceGrade::E3 };
    let ended = made.clone().end(date(2016, 7, 1), EndReason::Left, NOW, today).unwrap();
    let code = |done: Result<Placement, domain::Message>| done.unwrap_err().code;
    let after = look(6, true, date(2016, 9, 2));
    assert_eq!(code(ended.clone().check_retention(after, None, NOW, today)), "retention-contradicts");
    let before = look(6, false, date(2016, 6, 30));
    assert_eq!(code(ended.clone().check_retention(before, None, NOW, today)), "retention-contradicts");
    assert!(ended.check_retention(look(3, true, date(2016, 6, 30)), None, NOW, today).is_ok());
    assert_eq!(code(made.clone().end(date(2017, 4, 2), EndReason::Left, NOW, today)), "end-in-future");
    let seen = made.clone().check_retention(after, None, NOW, today).unwrap();
    assert_eq!(
        code(seen.clone().end(date(2016, 9, 1), EndReason::Left, NOW, today)),
        "retention-contradicts"
    );
    assert!(seen.clone().end(date(2016, 9, 2), EndReason::Left, NOW, today).is_ok());
    // Gone, and there again later: one of the two is wrong.
    let gone = look(3, false, date(2016, 6, 2));
    assert_eq!(
        code(made.check_retention(gone, None, NOW, today).unwrap().check_retention(after, None, NOW, today)),
        "retention-contradicts"
    );
    assert_eq!(code(seen.check_retention(gone, None, NOW, today)), "retention-contradicts");
}

#[test]
fn cr_22_more_than_a_word_needs_a_second_person_and_only_better_evidence_turns_an_answer() {
    let (today, on) = (date(2016, 6, 1), date(2016, 4, 3));
    let mut entered = claim(1, 1, 1, date(2016, 3, 2));
    entered.created_by = Some(person(8));
    let look = |still_employed, grade| Retention { months: 1, still_employed, on, grade };
    let by = |who: u128, known: &Placement, look| {
        known.clone().check_retention(look, Some(person(who)), NOW, today)
    };
    for grade in [EvidenceGrade::E1, EvidenceGrade::E2] {
        assert_eq!(by(8, &entered, look(true, grade)).unwrap_err().code, "retention-second-person");
    }
    let gone = by(8, &entered, look(false, EvidenceGrade::E3)).unwrap();
    assert_eq!(by(9, &gone, look(true, EvidenceGrade::E3)).unwrap_err().code, "retention-known-as-well");
    let there = by(9, &gone, look(true, EvidenceGrade::E2)).unwrap();
    assert!(there.retention[0].still_employed && there.retention.len() == 1);
}
