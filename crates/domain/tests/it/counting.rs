//! Counting over claims: the vectors and rules that need more than one claim, and what must hold for any.

use domain::counting::{
    Basis, Class, EmployerKey, Filter, Given, Ledger, Rule, SAME_EVENT_DAYS, cr_15_continues,
};
use domain::employer::{BusinessNumber, Employer};
use domain::id::{EmployerId, MergeId, OrganisationId, PersonId, PlacementId, ReferralId};
use domain::placement::{
    CancelReason, Contribution, Contributor, DisputeReason, Evidence, EvidenceGrade, EvidenceKind, How,
    Placement, Retention, SettleGround, State, Steps, Terms,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

pub(crate) const NOW: Timestamp = Timestamp::UNIX_EPOCH;
pub(crate) const AS_OF: Date = Date::constant(2017, 12, 31);

pub(crate) fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

pub(crate) fn body(n: u128) -> OrganisationId {
    OrganisationId(Uuid::from_u128(n))
}

/// A claim confirmed by the employer's notice.
pub(crate) fn claim(id: u128, who: u128, employer: u128, start_on: Date) -> Placement {
    Placement {
        id: PlacementId(Uuid::from_u128(id)),
        person: person(who),
        seeker: None,
        employer: EmployerId(Uuid::from_u128(employer)),
        opening: None,
        referral: Some(ReferralId(Uuid::from_u128(id))),
        how: How::Referral,
        start_on,
        steps: Steps::default(),
        terms: Terms::default(),
        residence: None,
        age: None,
        work_area: None,
        owner: None,
        contributors: Vec::new(),
        amended: Vec::new(),
        moved: Vec::new(),
        project: String::new(),
        evidence: vec![Evidence::new(EvidenceKind::EmployerNotice, start_on, None)],
        handed: None,
        confirmed_by_person: None,
        retention: Vec::new(),
        state: State::Confirmed { at: NOW, by: None },
        dispute: None,
        version: 1,
        created_by: None,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// Something that was done for somebody and recorded on the same day.
pub(crate) fn given(on: Date) -> Option<Given> {
    Some(Given { on, recorded_on: on })
}

pub(crate) fn ledger(claims: &[Placement]) -> Ledger {
    let mut ledger = Ledger::default();
    for n in 0..9 {
        let key = EmployerKey { key: format!("employer {n}"), provisional: false };
        ledger.employer(EmployerId(Uuid::from_u128(n)), key);
    }
    claims.iter().for_each(|claim| ledger.put(claim));
    ledger
}

/// Confirmed events and people, claimed events, and what is excluded.
pub(crate) fn totals(ledger: &Ledger) -> (i64, i64, i64, Vec<(u128, Rule)>) {
    let counted = ledger.count();
    let line = ledger.figures(&counted, &Filter::default(), AS_OF).class(Class::R1);
    let excluded = counted.excluded.iter().map(|(id, rule)| (id.0.as_u128(), *rule)).collect();
    (line.filled.value(), line.filled_persons.value(), line.claimed.value(), excluded)
}

fn v1() -> Vec<Placement> {
    vec![
        claim(1, 1, 1, date(2016, 3, 2)),
        claim(2, 1, 1, date(2016, 3, 5)),
        claim(3, 1, 2, date(2016, 9, 1)),
        claim(4, 2, 1, date(2016, 3, 2)),
    ]
}

#[test]
fn v1_three_events_two_people() {
    assert_eq!(totals(&ledger(&v1())), (3, 2, 0, vec![]));
}

#[test]
fn cr_01_the_same_hire_claimed_twice_is_one_with_a_contributor() {
    let mut centre = claim(1, 1, 1, date(2016, 3, 2));
    centre.owner = Some(body(1));
    centre.contributors = vec![Contributor { organisation: body(3), what: Contribution::Trained }];
    let mut saeil = claim(2, 1, 1, date(2016, 3, 2));
    saeil.owner = Some(body(2));
    let ledger = ledger(&[saeil, centre]);
    let counted = ledger.count();
    let [event] = counted.events[..] else { panic!("one event") };
    assert_eq!(ledger.owner_of(&event), Some(body(1)));
    assert_eq!(ledger.contributors_of(&counted, &event), [body(2), body(3)]);
    assert_eq!(counted.excluded, []);
}

#[test]
fn cr_01_the_seventh_day_joins_and_the_eighth_does_not() {
    let second = |days: i8| {
        totals(&ledger(&[claim(1, 1, 1, date(2016, 3, 2)), claim(2, 1, 1, date(2016, 3, 2 + days))]))
    };
    assert_eq!(second(SAME_EVENT_DAYS as i8).0, 1);
    assert_eq!(second(SAME_EVENT_DAYS as i8).3, []);
    // Beyond, it is a second start at the same employer: a continuation, not a new job.
    assert_eq!(second(SAME_EVENT_DAYS as i8 + 1).3, [(2, Rule::Cr15)]);
}

#[test]
fn cr_03_three_jobs_of_one_person_are_three_events_one_person() {
    let three: Vec<_> = (1..=3).map(|n| claim(n, 1, n, date(2016, n as i8 * 2, 1))).collect();
    assert_eq!(totals(&ledger(&three)), (3, 1, 0, vec![]));
}

#[test]
fn cr_03_merged_records_are_one_person_until_they_are_not() {
    let mut ledger = ledger(&[claim(1, 1, 1, date(2016, 3, 2)), claim(2, 2, 1, date(2016, 3, 4))]);
    let (merge, pair) = (MergeId(Uuid::from_u128(1)), (person(1), person(2)));
    ledger.merge(merge, pair, true);
    assert_eq!(totals(&ledger).0, 1);
    ledger.merge(merge, pair, false);
    assert_eq!(totals(&ledger).1, 2);
}

#[test]
fn cr_04_work_before_registration_never_counts() {
    let mut early = claim(1, 1, 1, date(2016, 5, 20));
    early.steps.registered_on = Some(date(2016, 6, 10));
    assert_eq!(totals(&ledger(std::slice::from_ref(&early))), (0, 0, 0, vec![(1, Rule::Cr04)]));
    let kept = early.judged(NOW);
    assert_eq!(kept.state, State::Rejected { rule: Rule::Cr04, at: NOW });
}

#[test]
fn cr_08_day_labour_is_apart_with_people_and_days() {
    let mut day = claim(1, 1, 1, date(2016, 3, 2));
    day.terms = Terms { day_labour: true, person_days: Some(12), ..Terms::default() };
    let ledger = ledger(&[day]);
    let figures = ledger.figures(&ledger.count(), &Filter::default(), AS_OF);
    assert_eq!(figures.class(Class::R1).filled.value(), 0);
    let short = figures.class(Class::R8);
    assert_eq!((short.filled_persons.value(), short.days.value()), (1, 12));
}

#[test]
fn cr_08_day_labour_adds_its_days_and_returns_as_often_as_it_likes() {
    let stint = |id, on, days| {
        let mut day = claim(id, 1, 1, on);
        day.terms = Terms { day_labour: true, person_days: Some(days), ..Terms::default() };
        day
    };
    // Two stints within a week are one event with the days of both; the same stint from two bodies is one.
    let ledger = ledger(&[
        stint(1, date(2016, 3, 2), 2),
        stint(2, date(2016, 3, 5), 3),
        stint(3, date(2016, 3, 5), 3),
        stint(4, date(2016, 5, 2), 4),
    ]);
    let counted = ledger.count();
    assert_eq!(counted.excluded, []);
    let short = ledger.figures(&counted, &Filter::default(), AS_OF).class(Class::R8);
    assert_eq!((short.filled.value(), short.filled_persons.value(), short.days.value()), (2, 1, 9));
}

#[test]
fn cr_15_a_return_within_a_year_is_a_continuation() {
    assert!(cr_15_continues(date(2016, 3, 2), date(2017, 3, 1)));
    assert!(!cr_15_continues(date(2016, 3, 2), date(2017, 3, 2)));
    let back = |on| totals(&ledger(&[claim(1, 1, 1, date(2016, 3, 2)), claim(2, 1, 1, on)]));
    assert_eq!(back(date(2017, 2, 1)), (1, 1, 0, vec![(2, Rule::Cr15)]));
    assert_eq!(back(date(2017, 3, 2)), (2, 1, 0, vec![]));
}

#[test]
fn cr_10_stages_of_a_public_job_are_participations_of_one_person() {
    let stage = |n, on| {
        let mut claim = claim(n, 1, 1, on);
        (claim.how, claim.referral) = (How::DirectJob, None);
        claim
    };
    let of = |claims: &[Placement]| {
        let ledger = ledger(claims);
        let counted = ledger.count();
        let line = ledger.figures(&counted, &Filter::default(), date(2017, 1, 1)).class(Class::R2);
        (line.filled.value(), line.filled_persons.value(), counted.excluded)
    };
    let (first, second) = (stage(1, date(2016, 2, 1)), stage(2, date(2016, 2, 22)));
    assert_eq!(of(&[first.clone(), second.clone()]), (2, 1, vec![]), "two stages, one person");
    assert_eq!(of(&[second, first.clone()]), (2, 1, vec![]), "in any order");
    // The same stage told twice is one.
    assert_eq!(of(&[first, stage(2, date(2016, 2, 3))]), (1, 1, vec![]));
}

#[test]
fn the_two_bases_differ_by_what_stands_between_them() {
    let ledger = ledger(&[
        claim(1, 1, 1, date(2016, 3, 2)),
        claim(2, 1, 2, date(2016, 9, 1)),
        claim(3, 2, 1, date(2016, 3, 2)),
        {
            let mut told = claim(4, 3, 1, date(2016, 3, 2));
            told.evidence = vec![Evidence::new(EvidenceKind::Phone, told.start_on, None)];
            told
        },
    ]);
    let figures = ledger.figures(&ledger.count(), &Filter::default(), AS_OF);
    let lines = domain::counting::reconcile(&figures);
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            (line.class, line.units.value(), line.repeated, line.persons.value(), line.claimed.value())
        })
        .collect();
    assert_eq!(told, [(Class::R1, 3, 1, 2, 1)]);
    assert!(lines.iter().all(|line| line.units.value() - line.repeated == line.persons.value()));
    assert_eq!(domain::counting::disclosed(&lines).value(), 3, "a word is in neither");
}

#[test]
fn cr_15_what_is_proven_and_does_not_count_shows_that_the_person_was_there() {
    // An incumbent: the insurance record shows a start before the registration. Keyed anew with a later day,
    // it is no new job, be it a week or half a year later.
    let mut before = claim(1, 1, 1, date(2016, 5, 20));
    before.steps.registered_on = Some(date(2016, 5, 22));
    let before = before.judged(NOW);
    let anew = |first: &Placement, on| totals(&ledger(&[first.clone(), claim(2, 1, 1, on)]));
    for on in [date(2016, 5, 23), date(2016, 6, 15), date(2017, 5, 19)] {
        assert_eq!(anew(&before, on), (0, 0, 0, vec![(1, Rule::Cr04), (2, Rule::Cr15)]), "{on}");
    }
    assert_eq!(anew(&before, date(2017, 5, 20)).0, 1, "a year later");
    // A mere word shows nothing, nor does what was taken back as a mistake, nor another employer.
    let mut word = before.clone();
    word.evidence = vec![Evidence::new(EvidenceKind::Phone, word.start_on, None)];
    assert_eq!(anew(&word, date(2016, 6, 15)).0, 1);
    let mistaken = before.clone().cancel(CancelReason::Mistake, None, NOW).unwrap();
    assert_eq!(anew(&mistaken, date(2016, 6, 15)).0, 1);
    assert_eq!(totals(&ledger(&[before, claim(2, 1, 2, date(2016, 6, 15))])).0, 1);
    // What only lacks a service is the same hire when another body tells of it within the week.
    let mut alone = claim(1, 1, 1, date(2016, 5, 20));
    (alone.referral, alone.how) = (None, How::SelfFound);
    assert_eq!(anew(&alone, date(2016, 5, 27)), (1, 1, 0, vec![(1, Rule::Cr05)]));
    assert_eq!(anew(&alone, date(2016, 5, 28)).3, [(1, Rule::Cr05), (2, Rule::Cr15)]);
}

#[test]
fn cr_02_a_word_moves_no_confirmed_result_to_another_month() {
    let mut told = claim(1, 1, 1, date(2016, 3, 30));
    told.evidence = vec![Evidence::new(EvidenceKind::Phone, told.start_on, None)];
    let shown = claim(2, 1, 1, date(2016, 4, 4));
    let started = |claims: &[Placement]| {
        let ledger = ledger(claims);
        ledger.count().events.iter().map(|event| event.start).collect::<Vec<_>>()
    };
    assert_eq!(started(&[told.clone(), shown.clone()]), [date(2016, 4, 4)]);
    assert_eq!(started(&[told.clone()]), [date(2016, 3, 30)]);
    // Of two that are proven the first counts; the word still joins them.
    assert_eq!(started(&[told, claim(3, 1, 1, date(2016, 4, 2)), shown]), [date(2016, 4, 2)]);
}

#[test]
fn cr_16_the_dead_are_not_counted() {
    let mut ledger = ledger(&[claim(1, 1, 1, date(2016, 3, 2))]);
    ledger.died(person(1), Some(date(2016, 2, 1)));
    assert_eq!(totals(&ledger).3, [(1, Rule::Cr16)]);
    ledger.died(person(1), None);
    assert_eq!(totals(&ledger).0, 1);
}

#[test]
fn cr_17_nothing_is_deleted_what_is_taken_back_stays_with_its_rule() {
    let taken = claim(1, 1, 1, date(2016, 3, 2)).cancel(CancelReason::Mistake, None, NOW).unwrap();
    assert_eq!(totals(&ledger(std::slice::from_ref(&taken))).3, [(1, Rule::Cr17)]);
    assert_eq!(taken.cancel(CancelReason::Mistake, None, NOW).unwrap_err().code, "placement-step-refused");
}

#[test]
fn cr_18_a_disputed_result_waits_for_a_second_person() {
    let mut entered = claim(1, 1, 1, date(2016, 3, 2));
    entered.created_by = Some(person(8));
    let disputed = entered.disputed(DisputeReason::NeverWorked, NOW).unwrap();
    assert_eq!(totals(&ledger(std::slice::from_ref(&disputed))).3, [(1, Rule::Cr18)]);
    assert_eq!(
        disputed
            .clone()
            .settle(false, (SettleGround::Employer, None), person(8), (NOW, date(2016, 6, 1)))
            .unwrap_err()
            .code,
        "second-person-needed"
    );
    let kept = disputed
        .clone()
        .settle(false, (SettleGround::Employer, None), person(9), (NOW, date(2016, 6, 1)))
        .unwrap();
    assert_eq!(totals(&ledger(&[kept])).0, 1);
    let upheld =
        disputed.settle(true, (SettleGround::Person, None), person(9), (NOW, date(2016, 6, 1))).unwrap();
    assert_eq!(totals(&ledger(&[upheld])).3, [(1, Rule::Cr17)]);
}

#[test]
fn cr_20_home_and_workplace_are_two_views() {
    let mut commuter = claim(1, 1, 1, date(2016, 3, 2));
    commuter.residence = domain::area::AreaCode::parse("41285");
    commuter.work_area = domain::area::AreaCode::parse("41480");
    let ledger = ledger(&[commuter]);
    let counted = ledger.count();
    let seen = |basis| {
        let filter = Filter { basis, districts: vec!["41285".to_owned()], ..Filter::default() };
        ledger.figures(&counted, &filter, AS_OF).class(Class::R1).filled.value()
    };
    assert_eq!((seen(Basis::Residents), seen(Basis::Workplaces), seen(Basis::Everyone)), (1, 0, 1));
}

/// V8: an age is that of the first day of work, both ends are in, and whose birth is unknown is in no band.
#[test]
fn people_of_an_age_are_those_who_were_it_when_they_began() {
    let young = |id, age| Placement { age, ..claim(id, id, 1, date(2016, 3, 2)) };
    let ledger = ledger(&[young(1, Some(34)), young(2, Some(35)), young(3, None), young(4, Some(15))]);
    let counted = ledger.count();
    let seen = |ages| {
        let filter = Filter { ages, ..Filter::default() };
        ledger.figures(&counted, &filter, AS_OF).class(Class::R1).filled.value()
    };
    assert_eq!(
        (seen(Some(15..=34)), seen(Some(35..=u8::MAX)), seen(Some(0..=u8::MAX)), seen(None)),
        (2, 1, 3, 4)
    );
}

#[test]
fn cr_01_an_employer_is_its_number_with_the_workplace_and_else_its_name_with_the_address() {
    let key = |name: &str, number: Option<u32>, address: &str| {
        let business_number = number.map(BusinessNumber::from_first_nine);
        let named = Employer::named(EmployerId(Uuid::nil()), name);
        EmployerKey::of(&Employer { business_number, address: address.to_owned(), ..named })
    };
    let (one, two) = ("하늘시 새싹로 1", "하늘시 새싹로 2");
    assert_eq!(key("㈜가나", Some(1), one), key("가나 본점", Some(1), "하늘시 새싹로 1, 3층"));
    assert_ne!(key("가나", Some(1), one), key("가나", Some(1), two), "another workplace");
    assert_eq!(key("㈜가나", None, one), key("주식회사 가나", None, "하늘시 새싹로 1 (별빛동)"));
    assert_ne!(key("가나", None, one), key("가나", None, two), "two of one name");
    assert_ne!(key("가나", None, one), key("다라", None, one), "two at one address");
    assert!(key("가나", None, one).provisional && !key("가나", Some(1), one).provisional);
}

#[test]
fn cr_22_retention_tells_by_which_grade_it_is_known_and_the_best_look_of_an_event_counts() {
    let today = date(2016, 6, 3);
    let looked = |id, who, still_employed, grade| {
        let look = Retention { months: 3, still_employed, on: date(2016, 6, 2), grade };
        claim(id, who, 1, date(2016, 3, 2)).check_retention(look, None, NOW, today).unwrap()
    };
    use EvidenceGrade::{E1, E2, E3};
    let ledger = ledger(&[
        looked(1, 1, true, E1),
        looked(2, 2, true, E3),
        // Two bodies looked after one person: there rather than gone, by the better grade.
        looked(3, 3, false, E1),
        looked(4, 3, true, E3),
        looked(5, 3, true, E2),
        looked(6, 4, false, E2),
    ]);
    let line = ledger.figures(&ledger.count(), &Filter::default(), today).class(Class::R1);
    let kept = line.kept[1];
    assert_eq!((kept.due.value(), kept.asked.value(), kept.kept.value()), (4, 4, 3));
    assert_eq!(kept.by_grade.map(|n| n.value()), [1, 1, 1]);
}

#[test]
fn cr_08_under_a_month_needs_its_days() {
    let mut short = claim(1, 1, 1, date(2016, 3, 2));
    short.terms.contract_months = Some(0);
    assert_eq!(short.check().unwrap_err().code, "person-days-needed");
    short.terms.person_days = Some(12);
    assert_eq!(short.check(), Ok(()));
}
