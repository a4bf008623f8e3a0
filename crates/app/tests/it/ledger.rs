//! The counting guard (what investigations found in earlier systems), closed months, and that two ways to the
//! same figures agree.

use app::ledger::{self, Cut};
use app::placement::{self, Claim, claim};
use app::testing::TestCity;
use app::{Error, service};
use domain::counting::{Basis, Class, Contract, Month, Part, RULE_SET, Rule, Standing, Told};
use domain::id::{OrganisationId, PersonId, PlacementId};
use domain::person::ErasureReason;
use domain::placement::{CancelReason, EvidenceGrade, EvidenceKind, How, Retention, StateName, Terms};
use domain::seeker::Profile;
use domain::{Actor, Channel, Role};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::placement::{at, confirm, employer, hire, seeker, serve};

/// Confirmed events and people, claimed events, of the year.
pub(crate) async fn totals(city: &TestCity, year: i16) -> (i64, i64, i64) {
    let ctx = city.as_role(Role::PlanManager).await;
    let cut = Cut { year: Some(year), ..Cut::default() };
    let line = ledger::figures(&ctx, &city.app, &cut).await.unwrap().total.class(Class::R1);
    (line.filled.value(), line.filled_persons.value(), line.claimed.value())
}

/// A look after a month.
fn look(still_employed: bool, on: Date, grade: EvidenceGrade) -> Retention {
    Retention { months: 1, still_employed, on, grade }
}

/// Another counsellor than the one who enters the results.
async fn second(city: &TestCity) -> domain::Ctx {
    let ctx = city.as_role(Role::Counselor).await;
    let other = Actor { person: Some(PersonId(Uuid::from_u128(777))), ..ctx.actor.clone() };
    ctx.acting_as(other)
}

async fn excluded(city: &TestCity) -> Vec<Rule> {
    let ctx = city.as_role(Role::Supervisor).await;
    let cut = Cut { year: Some(2016), ..Cut::default() };
    let page = ledger::excluded(&ctx, &city.app, &cut, None, 1, 100).await.unwrap();
    let mut rules: Vec<Rule> = page.items.iter().filter_map(|item| item.excluded).collect();
    rules.sort_unstable();
    rules
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_10_the_counting_guard() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 6, 10), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;

    // (a) Registered on 10 June, "hired" from 20 May: kept, rejected, never counted.
    let early = seeker(&city, &counselor, 1).await;
    let id = claim(&counselor, app, hire(early, workplace, How::Referral, date(2016, 5, 20))).await.unwrap();
    let seen = placement::get(&counselor, app, id).await.unwrap();
    assert_eq!((seen.excluded, seen.placement.state.name()), (Some(Rule::Cr04), StateName::Rejected));

    // (c) Twenty-five people "found work themselves", without a service on record.
    let mut alone = Vec::new();
    for n in 0..25 {
        let person = seeker(&city, &counselor, 100 + n).await;
        let start = date(2016, 6, 15);
        let id = claim(&counselor, app, hire(person, workplace, How::SelfFound, start)).await.unwrap();
        alone.push((person, id));
    }

    // (d) Somebody of whom a later notice says that they had died before.
    let gone = seeker(&city, &counselor, 2).await;
    serve(&counselor, app, gone).await;
    at(&city, date(2016, 6, 20), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let id = claim(&counselor, app, hire(gone, workplace, How::Event, date(2016, 6, 18))).await.unwrap();
    confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
    assert_eq!(totals(&city, 2016).await, (1, 1, 0));
    app::seeker::decease(&counselor, app, gone, date(2016, 6, 17)).await.unwrap();
    assert_eq!(totals(&city, 2016).await, (0, 0, 0));
    // The notice was about somebody else: it counts again; then it proves right after all.
    let second = city.as_role(Role::Supervisor).await;
    let why = domain::seeker::ReviveReason::AnotherPerson;
    app::seeker::revive(&second, app, gone, why).await.unwrap();
    assert_eq!(totals(&city, 2016).await, (1, 1, 0));
    let notice = domain::seeker::DatedNotice::IdentityCancelled;
    app::seeker::note(&counselor, app, gone, date(2016, 6, 17), notice).await.unwrap();
    assert_eq!(totals(&city, 2016).await, (0, 0, 0));

    // (e) The job centre and the women's centre claim the same hire.
    let shared = seeker(&city, &counselor, 3).await;
    serve(&counselor, app, shared).await;
    let of =
        |n: u128| Actor { organisation: Some(OrganisationId(Uuid::from_u128(n))), ..counselor.actor.clone() };
    let (centre, saeil) = (counselor.acting_as(of(11)), counselor.acting_as(of(12)));
    let wanted = hire(shared, workplace, How::Event, date(2016, 6, 20));
    let first = claim(&centre, app, wanted.clone()).await.unwrap();
    let second = claim(&saeil, app, Claim { start_on: date(2016, 6, 22), ..wanted }).await.unwrap();
    confirm(&saeil, app, second, EvidenceKind::EmployerNotice).await;
    confirm(&centre, app, first, EvidenceKind::InsuranceLookup).await;
    assert_eq!(totals(&city, 2016).await, (1, 1, 0));
    let plan = city.as_role(Role::PlanManager).await;
    let told = ledger::figures(&plan, app, &Cut::default()).await.unwrap();
    let owned: Vec<_> = told
        .owners
        .iter()
        .map(|line| (line.figures.class(Class::R1).filled.value(), line.contributed.0))
        .collect();
    assert_eq!(owned, [(1, 0), (0, 1)]);

    // What was left out, with its rules: 1 + 25 + 1.
    let mut expected = vec![Rule::Cr04];
    expected.extend([Rule::Cr05; 25]);
    expected.push(Rule::Cr16);
    assert_eq!(excluded(&city).await, expected);

    // (c) One of them: E1 alone is not enough, a service within 90 days before the start is needed too.
    let (person, id) = alone[0];
    confirm(&counselor, app, id, EvidenceKind::InsuranceLookup).await;
    assert_eq!(totals(&city, 2016).await.0, 1);
    let given = service::Form {
        kind: domain::service::ServiceKind::Counselling,
        on: date(2016, 6, 12),
        project: String::new(),
        channel: Channel::Counter,
        notes: domain::service::Notes::default(),
    };
    service::record(&counselor, app, person, given).await.unwrap();
    assert_eq!(totals(&city, 2016).await.0, 2);
    assert_eq!(excluded(&city).await.len(), 26);
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_21_a_closed_month_stays_and_a_late_hire_is_a_correction() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 3, 2), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let (one, late) = (seeker(&city, &counselor, 1).await, seeker(&city, &counselor, 2).await);
    serve(&counselor, app, one).await;
    serve(&counselor, app, late).await;
    let id = claim(&counselor, app, hire(one, workplace, How::Event, date(2016, 3, 10))).await.unwrap();
    at(&city, date(2016, 4, 1), 10);
    let counselor = city.as_role(Role::Counselor).await;
    confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
    let plan = city.as_role(Role::PlanManager).await;
    let march = Month::parse("2016-03").unwrap();
    assert!(matches!(ledger::close(&counselor, app, march).await, Err(Error::Forbidden(_))));
    assert!(matches!(ledger::close(&plan, app, march.next()).await, Err(Error::Conflict(_))));
    ledger::close(&plan, app, march).await.unwrap();
    assert!(matches!(ledger::close(&plan, app, march).await, Err(Error::Conflict(_))));
    let first = id;
    let id = claim(&counselor, app, hire(late, workplace, How::Event, date(2016, 3, 20))).await.unwrap();
    confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
    let told = ledger::months(&plan, app).await.unwrap();
    assert_eq!(told.closed[0].frozen.own["R1.filled"], 1);
    assert_eq!(told.corrections[&march]["R1.filled"], 1);
    assert_eq!(totals(&city, 2016).await.0, 2);

    // The next month carries it; none is passed over.
    at(&city, date(2016, 6, 1), 10);
    let (plan, counselor) = (city.as_role(Role::PlanManager).await, city.as_role(Role::Counselor).await);
    let passed_over = ledger::close(&plan, app, march.next().next()).await;
    assert!(matches!(passed_over, Err(Error::Conflict(why)) if why.code == "month-close-earlier"));
    ledger::close(&plan, app, march.next()).await.unwrap();
    // What is taken back afterwards stays among the rows of its month, and is a correction of the open one.
    placement::cancel(&counselor, app, first, 2, domain::placement::CancelReason::Mistake).await.unwrap();
    let told = ledger::months(&plan, app).await.unwrap();
    let cut = Cut { year: Some(2016), month: Some(march), basis: Basis::Residents, ..Cut::default() };
    assert_eq!(told.frozen(&cut, march).unwrap()["R1.filled"], 1);
    let rows = ledger::rows(&plan, app, &cut, 1, 10).await.unwrap().items;
    let rows: Vec<_> = rows.iter().map(|row| (row.placement.id, row.excluded)).collect();
    assert_eq!(rows, [(first, Some(Rule::Cr17))]);
    let corrections = told.corrections(&cut, (date(2016, 1, 1), date(2016, 12, 31)));
    let corrections: Vec<_> =
        corrections.iter().map(|one| (one.of, one.carried_by, one.counts["R1.filled"])).collect();
    assert_eq!(corrections, [(march, Some(march.next()), 1), (march, None, -1)]);
    assert_eq!(totals(&city, 2016).await.0, 1, "1 + 1 - 1: months and corrections add up to the year");
    let own = Cut { owner: counselor.actor.organisation, ..cut };
    assert_eq!(told.frozen(&own, march), None, "a part is told as it stands now");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_from_the_rows_tells_what_following_the_log_told() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 6, 10), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    assert_eq!(totals(&city, 2016).await, (0, 0, 0), "it follows from here on");
    let sure = seeker(&city, &counselor, 1).await;
    serve(&counselor, app, sure).await;
    let id = claim(&counselor, app, hire(sure, workplace, How::Event, date(2016, 6, 10))).await.unwrap();
    confirm(&counselor, app, id, EvidenceKind::InsuranceLookup).await;
    let early = seeker(&city, &counselor, 2).await;
    claim(&counselor, app, hire(early, workplace, How::Referral, date(2016, 5, 20))).await.unwrap();
    for n in [3, 4] {
        let alone = seeker(&city, &counselor, n).await;
        let id =
            claim(&counselor, app, hire(alone, workplace, How::SelfFound, date(2016, 6, 10))).await.unwrap();
        confirm(&counselor, app, id, EvidenceKind::InsuranceLookup).await;
        if n == 3 {
            let given = service::Form {
                kind: domain::service::ServiceKind::Counselling,
                on: date(2016, 6, 9),
                project: String::new(),
                channel: Channel::Counter,
                notes: domain::service::Notes::default(),
            };
            service::record(&counselor, app, alone, given).await.unwrap();
        }
    }
    let gone = seeker(&city, &counselor, 5).await;
    claim(&counselor, app, hire(gone, workplace, How::Referral, date(2016, 6, 10))).await.unwrap();
    app::seeker::decease(&counselor, app, gone, date(2016, 6, 9)).await.unwrap();
    // The first person again without a telephone, and found to be the same: their second claim is no second event.
    let known = app::seeker::open(&counselor, app, sure, domain::look::Purpose::Counsel).await.unwrap().1;
    let again = Profile { phone: String::new(), ..known };
    let again = app::seeker::register_as(&counselor, app, again, Channel::Counter, true).await.unwrap();
    claim(&counselor, app, hire(again, workplace, How::Event, date(2016, 6, 11))).await.unwrap();
    let supervisor = city.as_role(Role::Supervisor).await;
    let pairs = app::merge::list(&supervisor, app, domain::merge::MergeName::Suggested, 1, 10).await.unwrap();
    let pair = &pairs.items[0].merge;
    app::merge::decide(&supervisor, app, pair.id, pair.version, domain::merge::Decision::Same).await.unwrap();

    let plan = city.as_role(Role::PlanManager).await;
    let cut = Cut { year: Some(2016), ..Cut::default() };
    let followed = ledger::figures(&plan, app, &cut).await.unwrap();
    let line = followed.total.class(Class::R1);
    assert_eq!((line.filled.value(), line.filled_persons.value(), line.claimed.value()), (2, 2, 0));
    assert_eq!(followed.excluded.keys().copied().collect::<Vec<_>>(), [Rule::Cr04, Rule::Cr05, Rule::Cr16]);
    let restarted = app::testing::open(city.path(), "haneul", &city.clock, &[]).await;
    let fresh = ledger::figures(&plan, &restarted, &cut).await.unwrap();
    assert_eq!(
        (&fresh.total, &fresh.months, &fresh.ways),
        (&followed.total, &followed.months, &followed.ways)
    );
    assert_eq!((fresh.digest, fresh.excluded), (followed.digest.clone(), followed.excluded.clone()));
    // And both go on from there.
    placement::cancel(&counselor, app, id, 2, CancelReason::Mistake).await.unwrap();
    for one in [app.as_ref(), &restarted] {
        let told = ledger::figures(&plan, one, &cut).await.unwrap();
        assert_eq!(told.total.class(Class::R1).filled.value(), 1);
        assert_ne!(told.digest, followed.digest);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_a_line_opens_as_many_rows() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 3, 2), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    for n in 1..=4 {
        let who = seeker(&city, &counselor, n).await;
        serve(&counselor, app, who).await;
        let mut wanted = hire(who, workplace, How::Event, date(2016, 3, 10));
        wanted.terms.contract_months = (n == 1).then_some(6);
        wanted.terms.weekly_minutes = Some(if n == 2 { 600 } else { 2_400 });
        let id = claim(&counselor, app, wanted).await.unwrap();
        if n < 4 {
            at(&city, date(2016, 4, 12), 10);
            let counselor = city.as_role(Role::Counselor).await;
            confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
            if n < 3 {
                let look = look(n == 1, date(2016, 4, 11), EvidenceGrade::E3);
                placement::check_retention(&counselor, app, id, 2, look, "").await.unwrap();
            }
            at(&city, date(2016, 3, 2), 10);
        }
    }
    at(&city, date(2016, 4, 12), 10);
    let plan = city.as_role(Role::PlanManager).await;
    let line = ledger::figures(&plan, app, &Cut::default()).await.unwrap().total.class(Class::R1);
    let kept = line.kept[0];
    let shown = [
        (Part::FixedTerm, line.fixed_term.value(), 1),
        (Part::ShortWeek, line.short_week.value(), 1),
        (Part::Due(1), kept.due.value(), 3),
        (Part::Asked(1), kept.asked.value(), 2),
        (Part::Kept(1), kept.kept.value(), 1),
        (Part::KeptBy(1, EvidenceGrade::E3), kept.by_grade[2].value(), 1),
        (Part::KeptBy(1, EvidenceGrade::E1), kept.by_grade[0].value(), 0),
        (Part::Due(3), line.kept[1].due.value(), 0),
    ];
    for (part, figure, expected) in shown {
        let cut = Cut { class: Some(Class::R1), part: Some(part), ..Cut::default() };
        let rows = ledger::rows(&plan, app, &cut, 1, 10).await.unwrap();
        assert_eq!((figure, rows.total), (expected, expected as usize), "{part:?}");
    }
}

/// What the month says that was closed first.
async fn first_close(ctx: &domain::Ctx, city: &TestCity) -> store::month_close::MonthClose {
    ledger::months(ctx, &city.app).await.unwrap().closed.first().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_21_people_days_and_looks_of_a_closed_month_do_not_move_whatever_is_done_later() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 3, 2), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let mut claims = Vec::new();
    for n in 0..4 {
        let who = seeker(&city, &counselor, n).await;
        serve(&counselor, app, who).await;
        let mut wanted = hire(who, workplace, How::Event, date(2016, 3, 10));
        // Two by the day, two to stay.
        if n < 2 {
            wanted.terms = Terms { day_labour: true, person_days: Some(5 + n), ..Terms::default() };
        }
        claims.push((who, claim(&counselor, app, wanted).await.unwrap()));
    }
    at(&city, date(2016, 5, 2), 10);
    let (counselor, plan) = (city.as_role(Role::Counselor).await, city.as_role(Role::PlanManager).await);
    for (_, id) in &claims {
        confirm(&counselor, app, *id, EvidenceKind::EmployerNotice).await;
    }
    let second = second(&city).await;
    for (nth, grade) in [(2, EvidenceGrade::E1), (3, EvidenceGrade::E3)] {
        let look = look(true, date(2016, 5, 1), grade);
        placement::check_retention(&second, app, claims[nth].1, 2, look, "20160501-9").await.unwrap();
    }
    let march = Month::parse("2016-03").unwrap();
    ledger::close(&plan, app, march).await.unwrap();
    let closed = first_close(&plan, &city).await;
    let own = |what: &str| closed.frozen.own.get(what).copied();
    let beside = |what: &str| closed.frozen.beside.get(what).copied();
    assert_eq!((own("R8.persons"), own("R8.days"), own("R1.persons")), (Some(2), Some(11), Some(2)));
    assert_eq!((beside("R1.asked-1"), beside("R1.kept-1")), (Some(2), Some(2)));
    assert_eq!(
        (beside("R1.kept-1.E1"), beside("R1.kept-1.E2"), beside("R1.kept-1.E3")),
        (Some(1), None, Some(1))
    );
    assert_eq!(closed.rule_set, RULE_SET);

    // A hire by the day is taken back, one to stay too; a person is erased, another is found not to have stayed;
    // one more comes late.
    at(&city, date(2016, 6, 20), 10);
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    for nth in [0, 2] {
        let version = placement::get(&counselor, app, claims[nth].1).await.unwrap().placement.version;
        placement::cancel(&counselor, app, claims[nth].1, version, CancelReason::Mistake).await.unwrap();
    }
    let gone = look(false, date(2016, 4, 20), EvidenceGrade::E2);
    placement::check_retention(&second, app, claims[3].1, 3, gone, "").await.unwrap();
    app::seeker::erase(&supervisor, app, claims[1].0, ErasureReason::Requested).await.unwrap();
    let late = seeker(&city, &counselor, 9).await;
    claim(&counselor, app, hire(late, workplace, How::Event, date(2016, 3, 20))).await.unwrap();

    assert_eq!(first_close(&plan, &city).await, closed);
    let restarted = app::testing::open(city.path(), "haneul", &city.clock, &[]).await;
    for app in [app.as_ref(), &restarted] {
        let told = ledger::months(&plan, app).await.unwrap();
        let wrong = &told.corrections[&march];
        let moved = |what: &str| wrong.get(what).copied().unwrap_or(0);
        assert_eq!((moved("R8.persons"), moved("R8.days"), moved("R1.persons")), (-1, -5, -1));
        assert_eq!(told.closed[0], closed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_21_a_digest_changes_with_a_row_and_with_nothing_else() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 3, 2), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let who = seeker(&city, &counselor, 1).await;
    serve(&counselor, app, who).await;
    let id = claim(&counselor, app, hire(who, workplace, How::Event, date(2016, 3, 10))).await.unwrap();
    at(&city, date(2016, 4, 12), 10);
    let (counselor, plan) = (city.as_role(Role::Counselor).await, city.as_role(Role::PlanManager).await);
    confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
    let digest = async || ledger::figures(&plan, app, &Cut::default()).await.unwrap().digest;
    let before = digest().await;
    // Another registration, another service, a second paper for what was confirmed: no row says anything else.
    let other = seeker(&city, &counselor, 2).await;
    serve(&counselor, app, other).await;
    confirm(&counselor, app, id, EvidenceKind::Contract).await;
    assert_eq!(digest().await, before);
    // A look is a part of the row.
    let known = look(true, date(2016, 4, 12), EvidenceGrade::E3);
    placement::check_retention(&counselor, app, id, 3, known, "").await.unwrap();
    let looked = digest().await;
    assert_ne!(looked, before);
    let better = look(true, date(2016, 4, 12), EvidenceGrade::E2);
    placement::check_retention(&second(&city).await, app, id, 4, better, "").await.unwrap();
    assert_ne!(digest().await, looked, "the grade of a look too");
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_22_whoever_was_erased_is_neither_asked_after_nor_due() {
    let city = TestCity::new().await;
    let app = &city.app;
    at(&city, date(2016, 3, 2), 10);
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let mut people = Vec::new();
    for n in 0..2 {
        let who = seeker(&city, &counselor, n).await;
        serve(&counselor, app, who).await;
        let id = claim(&counselor, app, hire(who, workplace, How::Event, date(2016, 3, 2))).await.unwrap();
        confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
        people.push(who);
    }
    let due = async |app: &app::App| {
        let staff = city.as_role(Role::Supervisor).await;
        let line = ledger::figures(&staff, app, &Cut::default()).await.unwrap().total.class(Class::R1);
        let only = Some(app::today::Section::Retention);
        let day = app::today::day(&staff, app, &app::today::Ask { mine: false, only }).await.unwrap();
        (line.kept.map(|kept| kept.due.value()), day.sections[0].total)
    };
    at(&city, date(2016, 4, 4), 10);
    assert_eq!(due(app).await, ([2, 0, 0, 0], 2));
    let supervisor = city.as_role(Role::Supervisor).await;
    app::seeker::erase(&supervisor, app, people[0], ErasureReason::Requested).await.unwrap();
    // Their first month was due while they could be asked, and stays so; nobody asks now.
    assert_eq!(due(app).await, ([2, 0, 0, 0], 1));
    at(&city, date(2016, 6, 6), 10);
    assert_eq!(due(app).await, ([2, 1, 0, 0], 1));
    let restarted = app::testing::open(city.path(), "haneul", &city.clock, &[]).await;
    assert_eq!(due(&restarted).await, ([2, 1, 0, 0], 1));
}

fn told(n: u128) -> Told {
    Told {
        id: PlacementId(Uuid::from_u128(n)),
        person: Some(PersonId(Uuid::from_u128(n))),
        start: date(2016, 3, 2),
        standing: Standing::Confirmed,
        class: Class::R1,
        contract: Contract::Lasting,
        how: How::Referral,
        owner: Some(OrganisationId(Uuid::from_u128(1))),
        contributors: Vec::new(),
        project: String::new(),
        days: 0,
        weekly_minutes: 2_400,
        looks: [None; 4],
    }
}

#[test]
fn cr_21_every_part_of_a_row_is_in_the_digest_and_their_order_is_not() {
    let (one, two) = (told(1), told(2));
    let whole = ledger::digest(&[one.clone(), two.clone()]);
    assert_eq!(ledger::digest(&[two.clone(), one.clone()]), whole);
    assert_ne!(ledger::digest(std::slice::from_ref(&one)), whole);
    let changes: [fn(&mut Told); 13] = [
        |row| row.id = PlacementId(Uuid::from_u128(3)),
        |row| row.person = None,
        |row| row.start = date(2016, 3, 3),
        |row| row.standing = Standing::Claimed,
        |row| row.class = Class::R8,
        |row| row.contract = Contract::Short,
        |row| row.how = How::Event,
        |row| row.owner = None,
        |row| row.contributors = vec![OrganisationId(Uuid::from_u128(9))],
        |row| row.project = "P-1".to_owned(),
        |row| row.days = 1,
        |row| row.weekly_minutes = 600,
        |row| row.looks[0] = Some((true, EvidenceGrade::E3)),
    ];
    let mut digests = vec![whole];
    for change in changes {
        let mut other = two.clone();
        change(&mut other);
        digests.push(ledger::digest(&[one.clone(), other]));
    }
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), 1 + changes.len(), "each change its own digest");
}
