//! One claim: how it is made, who may confirm or dispute it, what evidence holds, who helped.

use std::collections::{BTreeMap, BTreeSet};

use app::ledger::{self, Cut};
use app::placement::{self, Claim, Proof, claim};
use app::referral::{Answer, answer};
use app::testing::TestCity;
use app::{App, Error, review, service};
use domain::code::EmploymentType;
use domain::counting::{Class, Part, Rule};
use domain::employer::{BusinessNumber, Employer};
use domain::id::{EmployerId, OrganisationId, PersonId, PlacementId, SeekerId};
use domain::notice::{Kind, To};
use domain::opening::Content;
use domain::organisation::OrganisationKind;
use domain::placement::{
    AmendReason, Contribution, Contributor, DisputeReason, EvidenceKind, How, Placement, StateName, Terms,
};
use domain::seeker::{Consents, Profile};
use domain::{Actor, Channel, Ctx, Role};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::ledger::totals;
use crate::referral;

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
        project: String::new(),
        channel: Channel::Counter,
        notes: domain::service::Notes::default(),
    };
    service::record(ctx, app, person, given).await.unwrap();
}

pub(crate) async fn confirm(ctx: &Ctx, app: &App, id: PlacementId, kind: EvidenceKind) {
    // A second person looks; the officer's look-up has its number.
    let second = ctx.acting_as(Actor { person: Some(PersonId(Uuid::from_u128(777))), ..ctx.actor.clone() });
    let known = placement::get(ctx, app, id).await.unwrap().placement;
    let reference = format!("{}-{}", ctx.today().strftime("%Y%m%d"), id.0.as_u128() % 1_000_000_000);
    let proof = Proof { kind, on: ctx.today(), exempt: None, paper: None, reference };
    placement::attach(&second, app, id, known.version, proof).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_confirms_and_disputes_their_own_results_only() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let found = seeker(&city, &counselor, 1).await;
    let start = counselor.today();
    let id = claim(&counselor, &city.app, hire(found, workplace, How::SelfFound, start)).await.unwrap();
    let person = placement::get(&counselor, &city.app, id).await.unwrap().placement.person;
    let me = city.app.ctx(Actor { role: Role::Seeker, ..Actor::staff(Role::Seeker, person, None) });
    let stranger = city.as_role(Role::Seeker).await;
    assert!(matches!(placement::confirm_mine(&stranger, &city.app, id, "here").await, Err(Error::NotFound)));
    placement::confirm_mine(&me, &city.app, id, "here").await.unwrap();
    let credited = placement::mine(&me, &city.app).await.unwrap();
    assert_eq!(credited.len(), 1);
    placement::dispute(&me, &city.app, id, DisputeReason::NeverWorked).await.unwrap();
    assert_eq!(placement::mine(&me, &city.app).await.unwrap()[0].excluded, Some(Rule::Cr18));
    let supervisor = city.as_role(Role::Supervisor).await;
    assert_eq!(review::waiting(&supervisor, &city.app).await.unwrap().disputes.len(), 1);
    placement::settle(&supervisor, &city.app, id, true, (domain::placement::SettleGround::Person, None))
        .await
        .unwrap();
    let ended = placement::get(&supervisor, &city.app, id).await.unwrap();
    assert_eq!((ended.placement.state.name(), ended.excluded), (StateName::Cancelled, Some(Rule::Cr17)));
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
    let (number, code) = placement::code(&counselor, app, one).await.unwrap();
    let citizen = city.as_role(Role::Citizen).await;
    assert!(matches!(placement::code(&citizen, app, one).await, Err(Error::NotFound)));
    let wrong = placement::by_code(&citizen, app, "S2016-999999", &code, "a").await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "the code of another registration");
    let asked =
        placement::by_code(&citizen, app, &number.to_lowercase(), &code.to_lowercase(), "a").await.unwrap();
    assert_eq!(asked.token, placement::link(app, one));
    let own = placement::confirm(&counselor, app, &asked.token, "here").await;
    assert!(matches!(own, Err(Error::Conflict(why)) if why.code == "result-of-another"), "whoever prints it");
    let own = placement::deny(&counselor, app, &asked.token, DisputeReason::WrongStart).await;
    assert!(matches!(own, Err(Error::Conflict(_))));
    let mut forged = asked.token.clone();
    forged.replace_range(40..41, if &forged[40..41] == "0" { "1" } else { "0" });
    assert!(matches!(placement::by_link(&citizen, app, &forged).await, Err(Error::NotFound)));
    placement::confirm(&citizen, app, &asked.token, "here").await.unwrap();
    placement::confirm(&citizen, app, &asked.token, "here").await.unwrap();
    let seen = placement::get(&counselor, app, one).await.unwrap();
    assert!(seen.placement.confirmed_by_person.is_some());
    let verbs: Vec<_> = seen.history.iter().map(|line| (line.verb.as_str(), line.channel.as_str())).collect();
    assert_eq!(verbs[0], ("confirm", "paper"));
    assert_eq!(verbs.last().unwrap().0, "insert");
    assert!(seen.history.iter().all(|line| line.verb != "confirm" || line.who.is_empty()), "nobody is named");
    placement::deny(&citizen, app, &asked.token, DisputeReason::WrongStart).await.unwrap();
    assert_eq!(placement::get(&counselor, app, one).await.unwrap().excluded, Some(Rule::Cr18));
    // Guessing at one number stops, from however many addresses, for a quarter of an hour and not longer.
    let guess = domain::referral::code_from([9; 8]);
    for n in 0..10 {
        let told = placement::by_code(&citizen, app, &number, &guess, &format!("line {n}")).await;
        assert!(matches!(told, Err(Error::Invalid(_))));
    }
    let held = placement::by_code(&citizen, app, &number, &code, "at home").await;
    assert!(matches!(held, Err(Error::TooMany(_))), "the right code is no longer told from a wrong one");
    placement::by_link(&citizen, app, &asked.token).await.unwrap();
    let began = city.clock.now();
    city.clock.set(began + jiff::SignedDuration::from_secs(14 * 60 + 59));
    let citizen = city.as_role(Role::Citizen).await;
    let held = placement::by_code(&citizen, app, &number, &code, "at home").await;
    assert!(matches!(held, Err(Error::TooMany(_))));
    city.clock.set(began + jiff::SignedDuration::from_mins(15));
    let citizen = city.as_role(Role::Citizen).await;
    placement::by_code(&citizen, app, &number, &code, "at home").await.unwrap();
    for _ in 0..10 {
        let guess = placement::by_code(&citizen, app, "S2016-777777", &code, "b").await;
        assert!(matches!(guess, Err(Error::Invalid(_))));
    }
    assert!(matches!(
        placement::by_code(&citizen, app, "S2016-777777", &code, "b").await,
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
    let number = clerk.today().strftime("%Y%m%d-1").to_string();
    let looked_up =
        placement::attach(&clerk, app, id, 1, proof(EvidenceKind::InsuranceLookup, &number)).await;
    assert!(matches!(looked_up, Err(Error::Invalid(_))));
    // Their own word for it waits for a second person, and counts as claimed.
    placement::attach(&clerk, app, id, 1, proof(EvidenceKind::Contract, "")).await.unwrap();
    let today = clerk.today().year();
    assert_eq!(totals(&city, today).await, (0, 0, 1));
    let supervisor = city.as_role(Role::Supervisor).await;
    let waiting = review::waiting(&supervisor, app).await.unwrap().unproven;
    assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
    // The officer's look-up needs its number, and settles it.
    let bare = placement::attach(&counselor, app, id, 2, proof(EvidenceKind::InsuranceLookup, " ")).await;
    assert!(matches!(bare, Err(Error::Invalid(_))));
    let free = placement::attach(&counselor, app, id, 2, proof(EvidenceKind::InsuranceLookup, "1")).await;
    assert!(matches!(free, Err(Error::Invalid(why)) if why[0].message.code == "evidence-reference-form"));
    placement::attach(&counselor, app, id, 2, proof(EvidenceKind::InsuranceLookup, &number)).await.unwrap();
    assert_eq!(totals(&city, today).await, (1, 1, 0));
    assert!(review::waiting(&supervisor, app).await.unwrap().unproven.is_empty());

    // Who claims and looks up alone has said it twice: it waits, and the number is nobody else's.
    let other = seeker(&city, &counselor, 8).await;
    serve(&counselor, app, other).await;
    let own = claim(&counselor, app, hire(other, workplace, How::Event, counselor.today())).await.unwrap();
    let again =
        placement::attach(&counselor, app, own, 1, proof(EvidenceKind::InsuranceLookup, &number)).await;
    assert!(matches!(again, Err(Error::Invalid(why)) if why[0].message.code == "evidence-reference-known"));
    let second = clerk.today().strftime("%Y%m%d-2").to_string();
    placement::attach(&counselor, app, own, 1, proof(EvidenceKind::InsuranceLookup, &second)).await.unwrap();
    assert_eq!(totals(&city, today).await, (1, 1, 1));
    let waiting = review::waiting(&supervisor, app).await.unwrap().unproven;
    assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [own]);
    confirm(&counselor, app, own, EvidenceKind::InsuranceLookup).await;
    assert_eq!(totals(&city, today).await, (2, 2, 0));
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
    let own = placement::contribute(&counselor, app, id, 2, body(owner), AmendReason::OnRecord).await;
    assert!(matches!(own, Err(Error::Conflict(why)) if why.code == "contributor-is-owner"));
    let nobody = body(OrganisationId(Uuid::from_u128(99)));
    let unknown = placement::contribute(&counselor, app, id, 2, nobody, AmendReason::OnRecord).await;
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
    placement::contribute(&counselor, app, id, 2, trainer, AmendReason::OnRecord).await.unwrap();
    let told = ledger::figures(&plan, app, &Cut::default()).await.unwrap();
    let helped = told.owners.iter().find(|line| line.id == Some(trainer.organisation)).unwrap();
    assert_eq!((helped.contributed.0, helped.figures.class(Class::R1).filled.value()), (1, 0));
    let part = Some(Part::Contributed(trainer.organisation));
    let rows = ledger::rows(&plan, app, &Cut { part, ..Cut::default() }, 1, 10).await.unwrap();
    assert_eq!(rows.items.iter().map(|row| row.placement.id).collect::<Vec<_>>(), [id]);
    let again = placement::contribute(&counselor, app, id, 3, trainer, AmendReason::Agreed).await;
    assert!(matches!(again, Err(Error::Conflict(why)) if why.code == "contributor-known"));
    placement::withdraw(&counselor, app, id, 3, trainer, AmendReason::NotInvolved).await.unwrap();
    let seen = placement::get(&counselor, app, id).await.unwrap().placement;
    assert_eq!(seen.contributors, []);
    let told: Vec<_> = seen.amended.iter().map(|one| (one.added, one.why, one.by)).collect();
    let by = counselor.actor.person;
    assert_eq!(told, [(true, AmendReason::OnRecord, by), (false, AmendReason::NotInvolved, by)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hire_carries_term_days_project_and_finder_of_its_opening_and_counts_by_them() {
    let city = TestCity::new().await;
    let workplace = employer(&city, 100_000_001).await;
    let staff = referral::counselor(&city).await;
    let finder = domain::id::OrganisationId(uuid::Uuid::from_u128(77));
    let actor = domain::Actor { organisation: Some(finder), ..staff.actor.clone() };
    let other = staff.acting_as(actor);
    let plan = city.as_role(Role::PlanManager).await;
    let runs = city.city_body().await;
    let project = app::project::Form {
        number: "사업-7".to_owned(),
        owner: Some(runs),
        content: domain::project::Content {
            name: "전시장 둘레 가꾸기".to_owned(),
            funds: [(domain::project::FundSource::City, 50_000_000)].into(),
            ..Default::default()
        },
        ..Default::default()
    };
    app::project::create(&plan, &city.app, project).await.unwrap();
    let by_the_day = Content {
        employment_type: Some(EmploymentType::FixedTerm),
        contract_months: Some(0),
        work_days: Some(12),
        project: "사업-7".into(),
        ..referral::wanted(1)
    };
    let half_a_year = Content { contract_months: Some(6), work_days: None, ..by_the_day.clone() };
    let mut claims = Vec::new();
    for (n, content) in [by_the_day, half_a_year].into_iter().enumerate() {
        let opening = referral::opening_of(&city, &other, workplace, content).await;
        let seeker = referral::person(&city, &format!("가○나{n}"), &format!("031000100{n}")).await;
        let letter = referral::sent(&city, seeker, opening).await;
        answer(&staff, &city.app, letter, 3, Answer::Hired(staff.today())).await.unwrap();
        let of = store::placement::of_referral(&city.app.store, city.app.tenant, letter).await.unwrap();
        confirm(&staff, &city.app, of[0].id, EvidenceKind::InsuranceLookup).await;
        claims.extend(of);
    }
    let terms =
        |claim: &Placement| (claim.terms.contract_months, claim.terms.day_labour, claim.terms.person_days);
    assert_eq!(terms(&claims[0]), (Some(0), true, Some(12)));
    assert_eq!(terms(&claims[1]), (Some(6), false, None));
    let found = Contributor { organisation: finder, what: Contribution::FoundOpening };
    // The body that runs the project owns the claims: nobody helps itself.
    for claim in &claims {
        assert_eq!(claim.project, "사업-7");
        assert_eq!(claim.contributors.iter().collect::<BTreeSet<_>>(), [&found].into());
    }
    let total = ledger::figures(&plan, &city.app, &Default::default()).await.unwrap().total;
    let (short, lasting) = (total.class(Class::R8), total.class(Class::R1));
    assert_eq!((short.filled.value(), short.days.value()), (1, 12), "by the day, and by no other class");
    assert_eq!((lasting.filled.value(), lasting.fixed_term.value()), (1, 1));
    // Twelve of this city's 240 days are a twentieth of a year.
    assert_eq!(short.full_time_of_days(city.app.city.ledger()).shown(), "0.1");
}

#[tokio::test(flavor = "multi_thread")]
async fn vacancies_are_the_heads_that_openings_still_look_for() {
    let city = TestCity::new().await;
    let workplace = referral::employer(&city).await;
    let (one, two) =
        (referral::opening(&city, workplace, 1).await, referral::opening(&city, workplace, 3).await);
    let plan = city.as_role(Role::PlanManager).await;
    let told = async || {
        let open = ledger::figures(&plan, &city.app, &Default::default()).await.unwrap().open.value();
        let rows = ledger::vacancies(&plan, &city.app, 1, 50).await.unwrap().items;
        (open, rows.into_iter().map(|row| (row.opening.id, row.left)).collect::<BTreeMap<_, _>>())
    };
    assert_eq!(told().await, (4, BTreeMap::from([(one, 1), (two, 3)])));
    let staff = referral::counselor(&city).await;
    for (n, opening) in [(1, one), (2, two)] {
        let seeker = referral::person(&city, &format!("가○나{n}"), &format!("031000100{n}")).await;
        let letter = referral::sent(&city, seeker, opening).await;
        answer(&staff, &city.app, letter, 3, Answer::Hired(staff.today())).await.unwrap();
    }
    assert_eq!(told().await, (2, BTreeMap::from([(two, 2)])));
    let seeker = city.as_role(Role::Seeker).await;
    assert!(matches!(ledger::vacancies(&seeker, &city.app, 1, 9).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_told_when_somebody_else_claims_a_result_for_them_and_not_when_they_do() {
    let city = TestCity::new().await;
    let app = &city.app;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let waiting = async || {
        let found = store::notice::untold(&app.store, app.tenant, &city.everything()).await.unwrap().0;
        found.into_iter().filter(|one| one.kind == Kind::PlacementClaimed).collect::<Vec<_>>()
    };
    // Somebody who signs in, and their record as the counter keeps it.
    let own = city.as_role(Role::Seeker).await;
    let mine = app::seeker::register(&own, app, profile(&own, 1), Channel::Web).await.unwrap();
    let id = claim(&counselor, app, hire(mine, workplace, How::Event, counselor.today())).await.unwrap();
    let [told] = &waiting().await[..] else { panic!("one to call") };
    assert_eq!((told.about.placement, told.to), (Some(id), To::Person(own.actor.person.unwrap())));
    let read = app::notice::mine(&own, app).await.unwrap();
    assert_eq!(read.iter().map(|one| one.about.placement).collect::<Vec<_>>(), [Some(id)]);
    assert_eq!(waiting().await, [], "what they read is not to be told by telephone");

    // Staff who look for work themselves know what they claim for themselves.
    let staff = domain::Actor { person: own.actor.person, ..counselor.actor.clone() };
    claim(&city.app.ctx(staff), app, hire(mine, workplace, How::SelfFound, counselor.today())).await.unwrap();
    assert_eq!(waiting().await, []);
    // Nobody rings for the dead.
    let gone = seeker(&city, &counselor, 2).await;
    app::seeker::decease(&counselor, app, gone, counselor.today()).await.unwrap();
    claim(&counselor, app, hire(gone, workplace, How::Event, counselor.today())).await.unwrap();
    assert_eq!(waiting().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn cr_06_one_number_given_for_two_people_at_once_is_one_persons() {
    let city = TestCity::new().await;
    let app = &city.app;
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let mut claims = Vec::new();
    for n in 1..=2 {
        let person = seeker(&city, &counselor, n).await;
        let hired = hire(person, workplace, How::Event, counselor.today());
        claims.push(claim(&counselor, app, hired).await.unwrap());
    }
    for nth in 1..=5 {
        let reference = counselor.today().strftime("%Y%m%d-").to_string() + &nth.to_string();
        let proof = Proof {
            kind: EvidenceKind::InsuranceLookup,
            on: counselor.today(),
            exempt: None,
            paper: None,
            reference,
        };
        let version = async |id| store::placement::get(&app.store, app.tenant, id).await.unwrap().version;
        let (first, second) = (version(claims[0]).await, version(claims[1]).await);
        let (one, two) = tokio::join!(
            placement::attach(&counselor, app, claims[0], first, proof.clone()),
            placement::attach(&counselor, app, claims[1], second, proof.clone())
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let Err(Error::Invalid(why)) = one.and(two) else { panic!("refused at its field") };
        assert_eq!((&*why[0].field, &*why[0].message.code), ("reference", "evidence-reference-known"));
    }
}
