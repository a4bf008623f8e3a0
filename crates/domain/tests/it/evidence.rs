//! What a claim needs before it counts: services that were given and evidence that holds.

use domain::counting::{Class, EmployerKey, Filter, Given, Ledger, Rule, Standing};
use domain::id::{EmployerId, ServiceId};
use domain::placement::{Evidence, EvidenceKind, How, State};
use jiff::civil::date;
use uuid::Uuid;

use crate::counting::{NOW, claim, given, ledger, person, totals};

#[test]
fn cr_05_a_self_found_job_counts_once_word_and_service_are_there() {
    let mut alone = claim(1, 1, 1, date(2016, 6, 1));
    alone.how = How::SelfFound;
    let mut ledger = ledger(std::slice::from_ref(&alone));
    assert_eq!(totals(&ledger).3, [(1, Rule::Cr05)]);
    let service = ServiceId(Uuid::from_u128(5));
    ledger.service(service, person(1), given(date(2016, 4, 1)));
    assert_eq!(totals(&ledger).3, [(1, Rule::Cr05)]);
    ledger.put(&alone.clone().confirm_by_person(NOW).unwrap());
    assert_eq!(totals(&ledger), (1, 1, 0, vec![]));
    ledger.service(service, person(1), None);
    assert_eq!(totals(&ledger).3, [(1, Rule::Cr05)]);
}

#[test]
fn cr_05_a_referral_without_our_letter_is_no_referral() {
    let mut typed = claim(1, 1, 1, date(2016, 6, 1));
    typed.referral = None;
    typed.steps.referred_on = Some(date(2016, 5, 20));
    let mut fair = claim(2, 2, 1, date(2016, 6, 1));
    (fair.referral, fair.how) = (None, How::Event);
    let mut ledger = ledger(&[typed, fair]);
    assert_eq!(totals(&ledger).3, [(1, Rule::Cr05), (2, Rule::Cr05)]);
    for who in [1, 2] {
        ledger.service(ServiceId(Uuid::from_u128(who)), person(who), given(date(2016, 4, 1)));
    }
    assert_eq!(totals(&ledger), (1, 1, 0, vec![(1, Rule::Cr05)]));
}

#[test]
fn cr_05_a_service_remembered_once_it_is_needed_does_not_count() {
    let mut fair = claim(1, 1, 1, date(2016, 6, 1));
    (fair.referral, fair.how) = (None, How::Event);
    let counts = |on, recorded_on| {
        let mut ledger = Ledger::with_grace(7);
        let key = EmployerKey { key: "employer 1".to_owned(), provisional: false };
        ledger.employer(EmployerId(Uuid::from_u128(1)), key);
        ledger.put(&fair);
        ledger.service(ServiceId(Uuid::from_u128(5)), person(1), Some(Given { on, recorded_on }));
        (totals(&ledger).0 == 1, ledger.late_services().len())
    };
    let may = date(2016, 5, 20);
    assert_eq!(counts(may, may), (true, 0));
    // A week after the start is still the counter's ordinary delay; the day after it is too late, and told.
    assert_eq!(counts(may, date(2016, 6, 8)), (true, 0));
    assert_eq!(counts(may, date(2016, 6, 9)), (false, 1));
    // The day before the start is before it; the day of the start is not, however early it was recorded.
    assert_eq!(counts(date(2016, 5, 31), date(2016, 5, 31)), (true, 0));
    assert_eq!(counts(date(2016, 6, 1), date(2016, 6, 1)), (false, 0));
}

#[test]
fn cr_06_what_nobody_signed_is_the_word_of_whoever_first_put_their_name_to_it() {
    // "Hired" was keyed without an account, then an account attached a contract that it shows nobody.
    let mut unsigned = claim(1, 1, 1, date(2016, 3, 2));
    unsigned.state = State::Claimed;
    unsigned.evidence = vec![Evidence::new(EvidenceKind::OwnWord, unsigned.start_on, None)];
    let today = unsigned.start_on;
    let contract = |by| Evidence::new(EvidenceKind::Contract, today, Some(person(by)));
    let told = unsigned.attach(contract(8), NOW, today).unwrap();
    assert!(told.awaits_second());
    assert_eq!(totals(&ledger(std::slice::from_ref(&told))), (0, 0, 1, vec![]));
    assert!(told.clone().attach(contract(8), NOW, today).unwrap().awaits_second());
    let shown = told.attach(contract(9), NOW, today).unwrap();
    assert_eq!(totals(&ledger(&[shown])), (1, 1, 0, vec![]));
}

#[test]
fn cr_06_what_one_account_says_twice_waits_for_a_second_person() {
    let mut own = claim(1, 1, 1, date(2016, 3, 2));
    (own.state, own.created_by) = (State::Claimed, Some(person(8)));
    own.evidence.clear();
    let today = own.start_on;
    let piece = |kind, by| Evidence::new(kind, today, Some(person(by)));
    let told = own.attach(piece(EvidenceKind::Contract, 8), NOW, today).unwrap();
    assert!(told.awaits_second() && told.state == State::Claimed);
    assert_eq!(totals(&ledger(std::slice::from_ref(&told))), (0, 0, 1, vec![]));
    let paper = Some(domain::id::AttachmentId(Uuid::from_u128(3)));
    for proof in [
        piece(EvidenceKind::Contract, 9),
        piece(EvidenceKind::Contract, 8).shown_by(paper),
        piece(EvidenceKind::EmployerNotice, 8).first_hand(),
        piece(EvidenceKind::InsuranceLookup, 9).referring_to("20160302-1"),
    ] {
        let kept = told.clone().attach(proof, NOW, today).unwrap();
        assert!(!kept.awaits_second());
        assert_eq!(totals(&ledger(&[kept])), (1, 1, 0, vec![]));
    }
    let typed = piece(EvidenceKind::InsuranceLookup, 8).referring_to("20160302-1");
    let typed = told.clone().attach(typed, NOW, today).unwrap();
    assert!(typed.awaits_second(), "a number that the same account typed");
    assert_eq!(totals(&ledger(&[typed])), (0, 0, 1, vec![]));
    let number = piece(EvidenceKind::InsuranceLookup, 8).referring_to("900101-1234567");
    assert_eq!(told.attach(number, NOW, today).unwrap_err().code, "evidence-reference-refused");
}

#[test]
fn cr_06_work_that_has_not_begun_is_claimed_until_its_first_day() {
    let agreed = claim(1, 1, 1, date(2016, 12, 20));
    let ledger = ledger(std::slice::from_ref(&agreed));
    let on = |day| {
        let line = ledger.figures(&ledger.count_on(day), &Filter::default(), day).class(Class::R1);
        (line.filled.value(), line.claimed.value(), ledger.standing_of(agreed.id, day).unwrap())
    };
    assert_eq!(on(date(2016, 11, 28)), (0, 1, Standing::Claimed));
    assert_eq!(on(date(2016, 12, 19)), (0, 1, Standing::Claimed));
    assert_eq!(on(date(2016, 12, 20)), (1, 0, Standing::Confirmed));
}

#[test]
fn cr_06_evidence_has_to_do_with_the_start() {
    let mut told = claim(1, 1, 1, date(2016, 12, 20));
    (told.state, told.steps.registered_on) = (State::Claimed, Some(date(2016, 11, 1)));
    let today = date(2017, 1, 10);
    let attach = |kind, on| {
        let done = told.clone().attach(Evidence::new(kind, on, None), NOW, today);
        done.map_err(|why| why.code.to_string()).map(|_| ())
    };
    let before = || Err("evidence-before-start".to_owned());
    for (kind, on, expected) in [
        (EvidenceKind::InsuranceLookup, date(2016, 12, 12), before()),
        (EvidenceKind::InsuranceLookup, date(2016, 12, 13), Ok(())),
        (EvidenceKind::Payslip, date(2016, 11, 30), before()),
        (EvidenceKind::Payslip, date(2017, 1, 10), Ok(())),
        (EvidenceKind::Contract, date(2016, 11, 1), Ok(())),
        (EvidenceKind::Contract, date(2016, 10, 31), before()),
        (EvidenceKind::EmployerNotice, date(2014, 12, 20), before()),
        (EvidenceKind::EmployerNotice, date(2017, 1, 11), Err("evidence-in-future".to_owned())),
    ] {
        assert_eq!(attach(kind, on), expected, "{kind} {on}");
    }
    let confirmed = claim(2, 1, 1, date(2016, 12, 20));
    let end = |on| confirmed.clone().end(on, domain::placement::EndReason::Left, NOW, today);
    assert_eq!(end(date(2017, 1, 11)).unwrap_err().code, "end-in-future");
    assert!(end(today).is_ok());
}

#[test]
fn cr_04_a_first_day_told_wrongly_is_corrected_and_judged_again() {
    use domain::placement::MoveReason;
    let mut told = claim(1, 1, 1, date(2016, 3, 2));
    told.steps.referred_on = Some(date(2016, 3, 10));
    let told = told.judged(NOW);
    assert_eq!(totals(&ledger(std::slice::from_ref(&told))).3, [(1, Rule::Cr04)]);
    let today = date(2016, 4, 1);
    let moved = |to| told.clone().move_start(to, MoveReason::Employer, Some(person(8)), NOW, today);
    let right = moved(date(2016, 3, 12)).unwrap();
    assert_eq!(totals(&ledger(std::slice::from_ref(&right))), (1, 1, 0, vec![]));
    let kept: Vec<_> = right.moved.iter().map(|one| (one.from, one.to, one.why)).collect();
    assert_eq!(kept, [(date(2016, 3, 2), date(2016, 3, 12), MoveReason::Employer)]);
    let still = moved(date(2016, 3, 9)).unwrap();
    assert_eq!(totals(&ledger(&[still])).3, [(1, Rule::Cr04)], "judged again");
    assert_eq!(moved(date(2016, 3, 2)).unwrap_err().code, "start-same");
    assert_eq!(moved(date(2017, 3, 2)).unwrap_err().code, "evidence-before-start");
    let proved = right.move_start(date(2016, 3, 13), MoveReason::Person, None, NOW, today);
    assert_eq!(
        proved.unwrap_err().code,
        "placement-step-refused",
        "what is confirmed was proved for its day"
    );
}

#[test]
fn cr_06_a_word_is_claimed_and_a_provisional_employer_confirms_nothing() {
    let mut told = claim(1, 1, 1, date(2016, 3, 2));
    told.evidence = vec![Evidence::new(EvidenceKind::Phone, told.start_on, None)];
    assert_eq!(totals(&ledger(&[told])), (0, 0, 1, vec![]));
    let unknown = claim(2, 1, 77, date(2016, 3, 2));
    assert_eq!(totals(&ledger(&[unknown])), (0, 0, 1, vec![]));
}
