//! The counting guard (what investigations found in earlier systems), disputes, corrections, and that two
//! ways to the same figures agree.

use app::ledger::{self, Claim, Cut, Proof, claim};
use app::service;
use app::testing::TestCity;
use app::{App, Error};
use domain::counting::{Class, Month, Part, Rule};
use domain::employer::{BusinessNumber, Employer};
use domain::id::{EmployerId, OrganisationId, PersonId, PlacementId, SeekerId};
use domain::organisation::OrganisationKind;
use domain::placement::{
    AmendReason, Contribution, Contributor, DisputeReason, EvidenceKind, How, StateName, Terms,
};
use domain::seeker::{Consents, Profile};
use domain::{Actor, Channel, Ctx, Role};
use jiff::civil::{Date, date};
use uuid::Uuid;

pub(crate) fn at(city: &TestCity, day: Date, hour: i8) {
    let zone = city.app.city.zone();
    city.clock.set(zone.to_timestamp(day.at(hour, 0, 0, 0)).unwrap());
}

pub(crate) async fn employer(city: &TestCity, first_nine: u32) -> EmployerId {
    let ctx = city.as_role(Role::Counselor).await;
    let made = Employer {
        business_number: Some(BusinessNumber::from_first_nine(first_nine)),
        address: "하늘시 새싹로 1".to_owned(),
        phone: "0310001000".to_owned(),
        ..Employer::named(EmployerId(Uuid::nil()), format!("하늘가구{first_nine}"))
    };
    app::employer::create(&ctx, &city.app, made, None).await.unwrap()
}

pub(crate) async fn seeker(city: &TestCity, ctx: &Ctx, n: u32) -> SeekerId {
    app::seeker::register(ctx, &city.app, profile(ctx, n), Channel::Counter).await.unwrap()
}

pub(crate) fn profile(ctx: &Ctx, n: u32) -> Profile {
    Profile {
        name: format!("김시험{n}"),
        born_on: Some(date(1970, 1, 1).saturating_add(jiff::Span::new().days(n))),
        phone: format!("0100000{n:04}"),
        area: domain::area::AreaCode::parse("9911051000"),
        occupations: domain::occupation::OccupationCode::parse("5501").into_iter().collect(),
        desired_areas: domain::area::AreaCode::parse("99110").into_iter().collect(),
        consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
        ..Profile::default()
    }
}

pub(crate) fn hire(seeker: SeekerId, employer: EmployerId, how: How, start_on: Date) -> Claim {
    Claim {
        seeker,
        employer,
        how,
        letter: String::new(),
        born_on: None,
        referred_on: (how == How::Referral).then_some(start_on),
        start_on,
        terms: Terms::default(),
        work_area: None,
        project: String::new(),
    }
}

/// Hired at an event today.
pub(crate) async fn claim_event(ctx: &Ctx, app: &App, who: SeekerId, at: EmployerId) -> PlacementId {
    claim(ctx, app, hire(who, at, How::Event, ctx.today())).await.unwrap()
}

/// Something that was done for a person the day before, as a job of today needs it.
pub(crate) async fn serve(ctx: &Ctx, app: &App, person: SeekerId) {
    let given = service::Form {
        kind: domain::service::ServiceKind::Counselling,
        on: domain::reminder::days_after(ctx.today(), -1),
        channel: Channel::Counter,
        notes: domain::service::Notes::default(),
    };
    service::record(ctx, app, person, given).await.unwrap();
}

pub(crate) async fn confirm(ctx: &Ctx, app: &App, id: PlacementId, kind: EvidenceKind) {
    // A second person looks; the officer's look-up has its number.
    let second = ctx.acting_as(Actor { person: Some(PersonId(Uuid::from_u128(777))), ..ctx.actor.clone() });
    let known = ledger::get(ctx, app, id).await.unwrap().placement;
    let reference = "2016-1".to_owned();
    let proof = Proof { kind, on: ctx.today(), exempt: None, paper: None, reference };
    ledger::attach(&second, app, id, known.version, proof).await.unwrap();
}

/// Confirmed events and people, claimed events, of the year.
async fn totals(city: &TestCity, year: i16) -> (i64, i64, i64) {
    let ctx = city.as_role(Role::PlanManager).await;
    let cut = Cut { year: Some(year), ..Cut::default() };
    let line = ledger::figures(&ctx, &city.app, &cut).await.unwrap().total.class(Class::R1);
    (line.filled.value(), line.filled_persons.value(), line.claimed.value())
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
    let seen = ledger::get(&counselor, app, id).await.unwrap();
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
    app::seeker::decease(&counselor, app, gone, date(2016, 6, 17)).await.unwrap();
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
        channel: Channel::Counter,
        notes: domain::service::Notes::default(),
    };
    service::record(&counselor, app, person, given).await.unwrap();
    assert_eq!(totals(&city, 2016).await.0, 2);
    assert_eq!(excluded(&city).await.len(), 26);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_confirms_and_disputes_their_own_results_only() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let found = seeker(&city, &counselor, 1).await;
    let start = counselor.today();
    let id = claim(&counselor, &city.app, hire(found, workplace, How::SelfFound, start)).await.unwrap();
    let person = ledger::get(&counselor, &city.app, id).await.unwrap().placement.person;
    let me = city.app.ctx(Actor { role: Role::Seeker, ..Actor::staff(Role::Seeker, person, None) });
    let stranger = city.as_role(Role::Seeker).await;
    assert!(matches!(ledger::confirm_mine(&stranger, &city.app, id).await, Err(Error::NotFound)));
    ledger::confirm_mine(&me, &city.app, id).await.unwrap();
    let credited = ledger::mine(&me, &city.app).await.unwrap();
    assert_eq!(credited.len(), 1);
    ledger::dispute(&me, &city.app, id, DisputeReason::NeverWorked).await.unwrap();
    assert_eq!(ledger::mine(&me, &city.app).await.unwrap()[0].excluded, Some(Rule::Cr18));
    let supervisor = city.as_role(Role::Supervisor).await;
    assert_eq!(ledger::review(&supervisor, &city.app).await.unwrap().disputes.len(), 1);
    ledger::settle_dispute(&supervisor, &city.app, id, true).await.unwrap();
    let ended = ledger::get(&supervisor, &city.app, id).await.unwrap();
    assert_eq!((ended.placement.state.name(), ended.excluded), (StateName::Cancelled, Some(Rule::Cr17)));
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
    let id = claim(&counselor, app, hire(late, workplace, How::Event, date(2016, 3, 20))).await.unwrap();
    confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
    let told = ledger::months(&plan, app).await.unwrap();
    assert_eq!(told.closed[0].frozen.own["R1.filled"], 1);
    assert_eq!(told.corrections[&march]["R1.filled"], 1);
    assert_eq!(totals(&city, 2016).await.0, 2);
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
    let known = app::seeker::open(&counselor, app, sure, app::seeker::Purpose::Counsel).await.unwrap().1;
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
    ledger::cancel(&counselor, app, id, 2, domain::placement::CancelReason::Mistake).await.unwrap();
    for one in [app.as_ref(), &restarted] {
        let told = ledger::figures(&plan, one, &cut).await.unwrap();
        assert_eq!(told.total.class(Class::R1).filled.value(), 1);
        assert_ne!(told.digest, followed.digest);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_05_a_person_confirms_by_link_or_code_without_an_account() {
    let city = TestCity::new().await;
    let app = &city.app;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let found = seeker(&city, &counselor, 1).await;
    let start = counselor.today();
    let one = claim(&counselor, app, hire(found, workplace, How::SelfFound, start)).await.unwrap();
    let (number, code) = ledger::code(&counselor, app, one).await.unwrap();
    let citizen = city.as_role(Role::Citizen).await;
    assert!(matches!(ledger::code(&citizen, app, one).await, Err(Error::NotFound)));
    let wrong = ledger::by_code(&citizen, app, "S2016-999999", &code, "a").await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "the code of another registration");
    let asked =
        ledger::by_code(&citizen, app, &number.to_lowercase(), &code.to_lowercase(), "a").await.unwrap();
    assert_eq!(asked.token, ledger::link(app, one));
    let own = ledger::confirm(&counselor, app, &asked.token).await;
    assert!(matches!(own, Err(Error::Conflict(why)) if why.code == "result-of-another"), "whoever prints it");
    let own = ledger::deny(&counselor, app, &asked.token, DisputeReason::WrongStart).await;
    assert!(matches!(own, Err(Error::Conflict(_))));
    let mut forged = asked.token.clone();
    forged.replace_range(40..41, if &forged[40..41] == "0" { "1" } else { "0" });
    assert!(matches!(ledger::by_link(&citizen, app, &forged).await, Err(Error::NotFound)));
    ledger::confirm(&citizen, app, &asked.token).await.unwrap();
    ledger::confirm(&citizen, app, &asked.token).await.unwrap();
    let seen = ledger::get(&counselor, app, one).await.unwrap();
    assert!(seen.placement.confirmed_by_person.is_some());
    let verbs: Vec<_> = seen.history.iter().map(|line| (line.verb.as_str(), line.channel.as_str())).collect();
    assert_eq!(verbs[0], ("confirm", "paper"));
    assert_eq!(verbs.last().unwrap().0, "insert");
    assert!(seen.history.iter().all(|line| line.verb != "confirm" || line.who.is_empty()), "nobody is named");
    ledger::deny(&citizen, app, &asked.token, DisputeReason::WrongStart).await.unwrap();
    assert_eq!(ledger::get(&counselor, app, one).await.unwrap().excluded, Some(Rule::Cr18));
    // Guessing stops.
    for _ in 0..10 {
        let guess = ledger::by_code(&citizen, app, "S2016-777777", &code, "b").await;
        assert!(matches!(guess, Err(Error::Invalid(_))));
    }
    assert!(matches!(
        ledger::by_code(&citizen, app, "S2016-777777", &code, "b").await,
        Err(Error::TooMany(_))
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_06_nobody_types_a_result_alone() {
    let city = TestCity::new().await;
    let app = &city.app;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let who = seeker(&city, &counselor, 7).await;
    serve(&counselor, app, who).await;
    // A clerk names the person by number and day of birth, and has no authority to look up.
    let clerk = city.as_role(Role::Clerk).await;
    let wanted = hire(who, workplace, How::Event, clerk.today());
    let guessed = claim(&clerk, app, wanted.clone()).await;
    assert!(matches!(guessed, Err(Error::Invalid(_))), "a number alone");
    let wrong = Claim { born_on: Some(date(1950, 1, 1)), ..wanted.clone() };
    assert!(matches!(claim(&clerk, app, wrong).await, Err(Error::Invalid(_))));
    let known = Claim { born_on: profile(&clerk, 7).born_on, ..wanted };
    let id = claim(&clerk, app, known).await.unwrap();
    let proof = |kind, reference: &str| Proof {
        kind,
        on: clerk.today(),
        exempt: None,
        paper: None,
        reference: reference.to_owned(),
    };
    let looked_up = ledger::attach(&clerk, app, id, 1, proof(EvidenceKind::InsuranceLookup, "2016-1")).await;
    assert!(matches!(looked_up, Err(Error::Invalid(_))));
    // Their own word for it waits for a second person, and counts as claimed.
    ledger::attach(&clerk, app, id, 1, proof(EvidenceKind::Contract, "")).await.unwrap();
    let today = clerk.today().year();
    assert_eq!(totals(&city, today).await, (0, 0, 1));
    let supervisor = city.as_role(Role::Supervisor).await;
    let waiting = ledger::review(&supervisor, app).await.unwrap().unproven;
    assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    // The officer's look-up needs its number, and settles it.
    let bare = ledger::attach(&counselor, app, id, 2, proof(EvidenceKind::InsuranceLookup, " ")).await;
    assert!(matches!(bare, Err(Error::Invalid(_))));
    ledger::attach(&counselor, app, id, 2, proof(EvidenceKind::InsuranceLookup, "2016-1")).await.unwrap();
    assert_eq!(totals(&city, today).await, (1, 1, 0));
    assert!(ledger::review(&supervisor, app).await.unwrap().unproven.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_01_contributors_are_added_and_removed_by_hand_with_a_reason() {
    let city = TestCity::new().await;
    let app = &city.app;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let found = seeker(&city, &counselor, 1).await;
    serve(&counselor, app, found).await;
    let id = claim(&counselor, app, hire(found, workplace, How::Event, counselor.today())).await.unwrap();
    confirm(&counselor, app, id, EvidenceKind::EmployerNotice).await;
    let owner = counselor.actor.organisation.unwrap();
    let body = |organisation| Contributor { organisation, what: Contribution::Trained };
    let own = ledger::contribute(&counselor, app, id, 2, body(owner), AmendReason::OnRecord).await;
    assert!(matches!(own, Err(Error::Conflict(why)) if why.code == "contributor-is-owner"));
    let nobody = body(OrganisationId(Uuid::from_u128(99)));
    let unknown = ledger::contribute(&counselor, app, id, 2, nobody, AmendReason::OnRecord).await;
    assert!(matches!(unknown, Err(Error::Invalid(_))));
    let plan = city.as_role(Role::PlanManager).await;
    let made = app::organisation::Form {
        parent: Some(owner),
        kind: OrganisationKind::Agency,
        name: "하늘훈련원".to_owned(),
        name_en: "Haneul training centre".to_owned(),
        phone: "0310001000".to_owned(),
        active: true,
    };
    let trainer = body(app::organisation::create(&plan, app, made).await.unwrap());
    ledger::contribute(&counselor, app, id, 2, trainer, AmendReason::OnRecord).await.unwrap();
    let told = ledger::figures(&plan, app, &Cut::default()).await.unwrap();
    let helped = told.owners.iter().find(|line| line.id == Some(trainer.organisation)).unwrap();
    assert_eq!((helped.contributed.0, helped.figures.class(Class::R1).filled.value()), (1, 0));
    let part = Some(Part::Contributed(trainer.organisation));
    let rows = ledger::rows(&plan, app, &Cut { part, ..Cut::default() }, 1, 10).await.unwrap();
    assert_eq!(rows.items.iter().map(|row| row.placement.id).collect::<Vec<_>>(), [id]);
    let again = ledger::contribute(&counselor, app, id, 3, trainer, AmendReason::Agreed).await;
    assert!(matches!(again, Err(Error::Conflict(why)) if why.code == "contributor-known"));
    ledger::withdraw(&counselor, app, id, 3, trainer, AmendReason::NotInvolved).await.unwrap();
    let seen = ledger::get(&counselor, app, id).await.unwrap().placement;
    assert_eq!(seen.contributors, []);
    let told: Vec<_> = seen.amended.iter().map(|one| (one.added, one.why, one.by)).collect();
    let by = counselor.actor.person;
    assert_eq!(told, [(true, AmendReason::OnRecord, by), (false, AmendReason::NotInvolved, by)]);
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
                let look = (1, n == 1, date(2016, 4, 11), domain::placement::EvidenceGrade::E3);
                ledger::check_retention(&counselor, app, id, 2, look).await.unwrap();
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
        (Part::Due(3), line.kept[1].due.value(), 0),
    ];
    for (part, figure, expected) in shown {
        let cut = Cut { class: Some(Class::R1), part: Some(part), ..Cut::default() };
        let rows = ledger::rows(&plan, app, &cut, 1, 10).await.unwrap();
        assert_eq!((figure, rows.total), (expected, expected as usize), "{part:?}");
    }
}
