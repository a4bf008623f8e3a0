//! A registration from the counter to its end: duplicates and merges, consents, renewal, expiry, services
//! and plans, a death.

use app::Error;
use app::seeker::{
    alike, cancel, consent, daily, decease, erase, file, get, mine, reactivate, register, register_as, renew,
    revive, transfer,
};
use app::testing::TestCity;
use domain::action_plan::Owner;
use domain::id::OrganisationId;
use domain::merge::{Decision, MergeName};
use domain::organisation::OrganisationKind;
use domain::person::{Account, ErasureReason, Grant, Identity, Person};
use domain::reminder::Act;
use domain::seeker::{
    CancelReason, ConsentKind, Consents, Profile, ReviveReason, StateName, Verdict, WageWish,
};
use domain::service::{Notes, ServiceKind};
use domain::wage::WageForm;
use domain::{Actor, Channel, Ctx, Role};

pub(crate) fn senior(ctx: &Ctx) -> Profile {
    Profile {
        name: "박가나".into(),
        born_on: "1949-03-02".parse().ok(),
        phone: "0310001234".into(),
        area: domain::area::AreaCode::parse("9911051000"),
        occupations: domain::occupation::OccupationCode::parse("5501").into_iter().collect(),
        desired_areas: domain::area::AreaCode::parse("99110").into_iter().collect(),
        vulnerable: vec!["장기실업자".into()],
        consents: Consents {
            registration: Some(ctx.today()),
            local_government: Some(true),
            sensitive: Some(true),
            ..Consents::default()
        },
        ..Profile::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_registration_without_telephone_is_a_suggestion_that_a_supervisor_decides_and_undoes() {
    let city = TestCity::new().await;
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    let first = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let again = Profile { phone: String::new(), ..senior(&counselor) };
    let known = alike(&counselor, &city.app, &again).await.unwrap();
    assert_eq!(known.iter().map(|alike| alike.seeker.id).collect::<Vec<_>>(), [first]);
    let looks = get(&supervisor, &city.app, first).await.unwrap().looks.items;
    assert!(
        looks.iter().any(|look| look.purpose == domain::look::Purpose::Duplicate),
        "being shown is being looked at"
    );
    let second = register(&counselor, &city.app, again, Channel::Event).await.unwrap();
    let someone =
        Profile { born_on: "1950-03-02".parse().ok(), phone: "0310009999".into(), ..senior(&counselor) };
    register(&counselor, &city.app, someone, Channel::Counter).await.unwrap();

    let pairs = app::merge::list(&supervisor, &city.app, MergeName::Suggested, 1, 20).await.unwrap();
    assert_eq!(pairs.total, 1, "one suggestion, and no second person for one of three");
    let pair = &pairs.items[0].merge;
    let refused = app::merge::decide(&counselor, &city.app, pair.id, 1, Decision::Same).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "whoever registers does not decide");
    app::merge::decide(&supervisor, &city.app, pair.id, 1, Decision::Same).await.unwrap();
    let seen = file(&counselor, &city.app, second).await.unwrap();
    assert_eq!(seen.record.registrations.len(), 2, "one person's page shows both");
    let stale = app::merge::decide(&supervisor, &city.app, pair.id, 1, Decision::Undo).await;
    assert!(matches!(stale, Err(Error::Conflict(_))));
    app::merge::decide(&supervisor, &city.app, pair.id, 2, Decision::Undo).await.unwrap();
    assert_eq!(file(&counselor, &city.app, second).await.unwrap().record.registrations.len(), 1);
    assert!(app::system::verify(&city.as_role(Role::Auditor).await, &city.app).await.unwrap().ledger_ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn validity_ends_the_day_after_its_last_and_goes_on_by_one_tap() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let id = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let state = async || get(&counselor, &city.app, id).await.unwrap().seeker.state.name();
    // Registered on 14 March for three months.
    city.clock.advance_days(92);
    assert_eq!(daily(&city.app.system_ctx(), &city.app).await.unwrap(), 0, "14 June is its last day");
    city.clock.advance_days(1);
    assert_eq!(daily(&city.app.system_ctx(), &city.app).await.unwrap(), 1);
    assert_eq!(daily(&city.app.system_ctx(), &city.app).await.unwrap(), 0, "it may run twice");
    assert_eq!(state().await, StateName::Expired);
    let counselor = city.as_role(Role::Counselor).await;
    renew(&counselor, &city.app, id).await.unwrap();
    let seeker = get(&counselor, &city.app, id).await.unwrap().seeker;
    assert!(seeker.state.is_active("2016-09-15".parse().unwrap()));
    assert!(!seeker.state.is_active("2016-09-16".parse().unwrap()));
    assert!(
        matches!(reactivate(&counselor, &city.app, id).await, Err(Error::Conflict(_))),
        "nobody was placed"
    );
    cancel(&counselor, &city.app, id, CancelReason::EnteredTwice).await.unwrap();
    assert!(matches!(renew(&counselor, &city.app, id).await, Err(Error::Conflict(_))));
    assert_eq!(state().await, StateName::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_taken_back_works_at_once_and_keeps_its_day_and_way() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let id = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let shared =
        |profile: &Profile| profile.consents.shared_with(domain::organisation::OrganisationKind::Agency);
    assert!(shared(&get(&counselor, &city.app, id).await.unwrap().profile.unwrap()));
    city.clock.advance_days(3);
    let counselor = city.as_role(Role::Counselor).await;
    let ask =
        async |kind, agreed| consent(&counselor, &city.app, id, kind, agreed, Channel::Phone).await.unwrap();
    assert!(!ask(ConsentKind::LocalGovernment, false).await);
    let seen = get(&counselor, &city.app, id).await.unwrap();
    assert!(!shared(seen.profile.as_ref().unwrap()), "hidden at once");
    let said = seen.seeker.consent(ConsentKind::LocalGovernment).copied().unwrap();
    assert_eq!(
        (said.verdict, said.by, said.on.to_string().as_str()),
        (Verdict::Withdrawn, Channel::Phone, "2016-03-17")
    );
    ask(ConsentKind::Sensitive, false).await;
    assert!(get(&counselor, &city.app, id).await.unwrap().profile.unwrap().vulnerable.is_empty());
    assert_eq!(get(&counselor, &city.app, id).await.unwrap().seeker.state.name(), StateName::Active);
    assert!(ask(ConsentKind::Registration, false).await, "then erasing is asked");
    let seen = get(&counselor, &city.app, id).await.unwrap();
    assert_eq!((seen.seeker.state.name(), seen.seeker.due), (StateName::Withdrawn, None));
    let again = consent(&counselor, &city.app, id, ConsentKind::Registration, true, Channel::Phone).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "who comes back registers anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deceased_person_is_neither_active_nor_registered_again() {
    let city = TestCity::new().await;
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    let id = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let tomorrow = counselor.today().tomorrow().unwrap();
    assert!(matches!(decease(&counselor, &city.app, id, tomorrow).await, Err(Error::Conflict(_))));
    decease(&counselor, &city.app, id, "2016-03-10".parse().unwrap()).await.unwrap();
    let seen = get(&counselor, &city.app, id).await.unwrap().seeker;
    assert_eq!((seen.state.name(), seen.state.is_active(counselor.today())), (StateName::Deceased, false));
    assert!(matches!(renew(&counselor, &city.app, id).await, Err(Error::Conflict(_))));
    let refused = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await;
    assert!(matches!(&refused, Err(Error::Conflict(why)) if why.code == "seeker-deceased"), "{refused:?}");
    let insisted = register_as(&counselor, &city.app, senior(&counselor), Channel::Counter, true).await;
    assert!(matches!(insisted, Err(Error::Conflict(_))), "a counsellor alone cannot");
    // Who only shares the telephone is not refused, and a supervisor may know better.
    let widow =
        Profile { name: "이다라".into(), born_on: "1951-01-01".parse().ok(), ..senior(&counselor) };
    register(&counselor, &city.app, widow, Channel::Counter).await.unwrap();
    register_as(&supervisor, &city.app, senior(&counselor), Channel::Counter, true).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn counselling_and_plan_move_what_is_due_and_only_those_who_counsel_read_the_words() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let id = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let due = async || get(&counselor, &city.app, id).await.unwrap().seeker.due.map(|due| due.act);
    assert_eq!(due().await, Some(Act::HoldIntake));
    let form = |on: &str, text: &str| app::service::Form {
        kind: ServiceKind::Intake,
        on: on.parse().unwrap(),
        project: String::new(),
        channel: Channel::Counter,
        notes: Notes { text: text.into(), ..Notes::default() },
    };
    for (on, text) in
        [("2016-03-15", "내일"), ("2016-03-06", "오기 전"), ("2016-03-14", "번호 900101-1234567")]
    {
        let refused = app::service::record(&counselor, &city.app, id, form(on, text)).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{on} {text}");
    }
    let service =
        app::service::record(&counselor, &city.app, id, form("2016-03-14", "카나리아")).await.unwrap();
    assert_eq!(due().await, Some(Act::RenewSeeker));
    let day = "2016-03-20".parse().unwrap();
    let plan =
        app::action_plan::agree(&counselor, &city.app, id, "경비", "이력서 쓰기", day, Owner::Counselor)
            .await
            .unwrap();
    let seen = file(&counselor, &city.app, id).await.unwrap().record;
    assert_eq!(seen.services[0].1.as_ref().map(|notes| notes.text.as_str()), Some("카나리아"));
    assert_eq!(
        seen.plans[0].1.as_ref().map(|words| words.steps.clone()),
        Some(vec!["이력서 쓰기".to_owned()])
    );
    let auditor = city.as_role(Role::Auditor).await;
    let seen = file(&auditor, &city.app, id).await.unwrap().record;
    assert!(seen.services[0].1.is_none() && seen.plans[0].1.is_none(), "who only checks reads no notes");
    assert!(matches!(
        app::action_plan::settle(&auditor, &city.app, plan, 0, true).await,
        Err(Error::NotFound)
    ));
    app::action_plan::settle(&counselor, &city.app, plan, 0, true).await.unwrap();
    assert!(matches!(
        app::action_plan::settle(&counselor, &city.app, plan, 0, true).await,
        Err(Error::Conflict(_))
    ));
    app::service::cancel(&counselor, &city.app, service).await.unwrap();
    let counted = store::service::after(&city.app.store, city.app.tenant, None, 9).await.unwrap();
    assert_eq!(counted, [], "what was struck out is no service");
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_page_has_all_that_belongs_to_oneself_and_nothing_of_another() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let other = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let own = city.as_role(Role::Seeker).await;
    assert!(mine(&own, &city.app).await.unwrap().is_none());
    let profile = Profile { name: "이다라".into(), ..senior(&own) };
    let id = register(&own, &city.app, profile, Channel::Web).await.unwrap();
    let seen = mine(&own, &city.app).await.unwrap().unwrap();
    assert_eq!(seen.view.seeker.id, id);
    assert!(alike(&own, &city.app, &senior(&own)).await.unwrap().is_empty(), "nobody learns who is known");
    renew(&own, &city.app, id).await.unwrap();
    consent(&own, &city.app, id, ConsentKind::News, true, Channel::Web).await.unwrap();
    assert!(app::seeker::export(&own, &city.app, id).await.unwrap().told.is_some());
    assert!(matches!(app::seeker::export(&counselor, &city.app, id).await, Err(Error::NotFound)));
    for outcome in [
        renew(&own, &city.app, other).await,
        consent(&own, &city.app, other, ConsentKind::News, true, Channel::Web).await.map(|_| ()),
        cancel(&own, &city.app, id, CancelReason::Exercise).await,
        decease(&own, &city.app, id, own.today()).await,
    ] {
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
    }
    erase(&own, &city.app, id, ErasureReason::Requested).await.unwrap();
    let person = own.actor.person.unwrap();
    assert_eq!(store::handle::count_of(&city.app.store, city.app.tenant, person).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_is_given_to_those_who_counsel() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let id = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    assert_eq!(get(&counselor, &city.app, id).await.unwrap().seeker.assigned, counselor.actor.person);
    let (supervisor, clerk) = (city.user(Role::Supervisor).await, city.user(Role::Clerk).await);
    let wrong = app::seeker::assign(&counselor, &city.app, id, Some(clerk)).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))));
    app::seeker::assign(&counselor, &city.app, id, Some(supervisor)).await.unwrap();
    let by = "2016-03-31".parse().unwrap();
    let due = async |who| {
        let within = domain::policy::Scope::Everyone;
        let part = store::day::Part { by, mine: Some(who), within, limit: 9 };
        store::seeker::due(&city.app.store, city.app.tenant, Act::HoldIntake, &part).await.unwrap().1
    };
    assert_eq!((due(supervisor).await, due(clerk).await), (1, 0));
    let system = city.app.ctx(Actor::citizen());
    let seen = get(&counselor, &city.app, id).await.unwrap();
    let told = seen.profile.unwrap();
    assert!(app::seeker::counselors(&system, &city.app, &seen.seeker, &told).await.is_err());
}

/// A counsellor of a body of that kind other than the city's own.
pub(crate) async fn elsewhere(city: &TestCity, kind: OrganisationKind) -> (Ctx, OrganisationId) {
    let form = app::organisation::Form {
        parent: None,
        kind,
        name: format!("가상 {kind}"),
        name_en: String::new(),
        phone: String::new(),
        active: true,
    };
    let operator = city.as_role(Role::Operator).await;
    let body = app::organisation::create(&operator, &city.app, form).await.unwrap();
    let grant = Grant { role: Role::Counselor, organisation: Some(body), employer: None, confirmed: true };
    let person = Person { id: operator.id(), account: Account::Active, grants: vec![grant] };
    let identity =
        Identity { name: "먼 상담사".into(), login: format!("far-{kind}"), phone: String::new() };
    let id = city.account(person, identity).await;
    let actor = Actor { body_kind: Some(kind), ..Actor::staff(Role::Counselor, id, Some(body)) };
    (city.app.ctx(actor), body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counsellor_of_another_body_is_in_charge_only_while_the_person_agrees_to_it() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let id = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let (partner, _) = elsewhere(&city, OrganisationKind::Partner).await;
    let (centre, _) = elsewhere(&city, OrganisationKind::JobCenter).await;
    let refused = app::seeker::assign(&counselor, &city.app, id, partner.actor.person).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "nobody agreed to agencies");
    let opened = get(&partner, &city.app, id).await;
    assert!(matches!(opened, Err(Error::NotFound)), "{opened:?}");
    app::seeker::assign(&counselor, &city.app, id, centre.actor.person).await.unwrap();
    let seen = get(&counselor, &city.app, id).await.unwrap();
    let given: Vec<_> = app::seeker::counselors(&counselor, &city.app, &seen.seeker, &seen.profile.unwrap())
        .await
        .unwrap()
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert!(given.contains(&centre.actor.person.unwrap()) && !given.contains(&partner.actor.person.unwrap()));
    assert!(get(&centre, &city.app, id).await.is_ok());
    consent(&counselor, &city.app, id, ConsentKind::LocalGovernment, false, Channel::Phone).await.unwrap();
    assert_eq!(get(&counselor, &city.app, id).await.unwrap().seeker.assigned, None);
    assert!(matches!(get(&centre, &city.app, id).await, Err(Error::NotFound)), "closed at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_that_is_handed_over_goes_on_at_the_other_body() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let mut told = senior(&counselor);
    told.consents.local_government = None;
    let id = register(&counselor, &city.app, told, Channel::Counter).await.unwrap();
    let before = get(&counselor, &city.app, id).await.unwrap().seeker;
    let (partner, body) = elsewhere(&city, OrganisationKind::Partner).await;
    assert!(matches!(get(&partner, &city.app, id).await, Err(Error::NotFound)));
    transfer(&counselor, &city.app, id, body, Channel::Phone).await.unwrap();
    let there = get(&partner, &city.app, id).await.unwrap().seeker;
    assert_eq!((there.organisation, there.assigned, there.state), (Some(body), None, before.state));
    let said = there.moves[0];
    assert_eq!((said.from, said.to, said.at), (before.organisation, body, counselor.now));
    assert_eq!((said.by, said.channel), (counselor.actor.person, Channel::Phone));
    assert!(matches!(get(&counselor, &city.app, id).await, Err(Error::NotFound)), "no longer this body's");
    let again = transfer(&partner, &city.app, id, body, Channel::Phone).await;
    assert!(matches!(again, Err(Error::Invalid(_))), "it is there already");
    renew(&partner, &city.app, id).await.unwrap();
    assert!(app::system::verify(&city.as_role(Role::Auditor).await, &city.app).await.unwrap().ledger_ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_notice_of_death_is_taken_back_by_a_second_person() {
    let city = TestCity::new().await;
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    let id = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let before = get(&counselor, &city.app, id).await.unwrap().seeker.state;
    let on = "2016-03-10".parse().unwrap();
    decease(&supervisor, &city.app, id, on).await.unwrap();
    let own = revive(&supervisor, &city.app, id, ReviveReason::KeyedWrong).await;
    assert!(matches!(&own, Err(Error::Conflict(why)) if why.code == "revive-second-person"), "{own:?}");
    let below = revive(&counselor, &city.app, id, ReviveReason::KeyedWrong).await;
    assert!(matches!(below, Err(Error::Forbidden(_))));
    let other = Actor { person: Some(supervisor.id()), ..supervisor.actor.clone() };
    let other = city.app.ctx(other);
    revive(&other, &city.app, id, ReviveReason::AnotherPerson).await.unwrap();
    let seen = get(&counselor, &city.app, id).await.unwrap().seeker;
    assert_eq!((seen.state, seen.revived[0].reason), (before, ReviveReason::AnotherPerson));
    assert_eq!(seen.revived[0].by, other.actor.person);
    let nobody = revive(&other, &city.app, id, ReviveReason::NoticeWrong).await;
    assert!(matches!(nobody, Err(Error::Conflict(_))), "nobody is dead");
}

#[tokio::test(flavor = "multi_thread")]
async fn pay_that_was_meant_for_another_form_is_asked_about() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let wishing = |form, won| Profile { wage: WageWish::AtLeast { form, won }, ..senior(&counselor) };
    let refused = register(&counselor, &city.app, wishing(WageForm::Monthly, 9_500), Channel::Counter)
        .await
        .unwrap_err();
    let Error::Invalid(wrong) = refused else { panic!("{refused:?}") };
    assert_eq!(
        (wrong[0].field.as_ref(), wrong[0].message.code.as_ref()),
        ("wage_won", "wage-wish-implausible")
    );
    register(&counselor, &city.app, wishing(WageForm::Hourly, 9_500), Channel::Counter).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_merged_finds_and_disputes_what_stands_under_the_other_id() {
    let city = TestCity::new().await;
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    let own = city.as_role(Role::Seeker).await;
    let mine_id = register(&own, &city.app, senior(&own), Channel::Web).await.unwrap();
    let again = Profile { phone: String::new(), ..senior(&counselor) };
    let other = register_as(&counselor, &city.app, again, Channel::Event, true).await.unwrap();
    let named = domain::employer::Employer::named(counselor.id(), "가나목재");
    let employer = app::employer::create(&counselor, &city.app, named, None).await.unwrap();
    let wanted = app::placement::Claim {
        seeker: other,
        employer,
        letter: String::new(),
        born_on: None,
        how: domain::placement::How::Referral,
        start_on: counselor.today(),
        referred_on: Some(counselor.today()),
        terms: domain::placement::Terms::default(),
        work_area: None,
        project: String::new(),
    };
    let id = app::placement::claim(&counselor, &city.app, wanted).await.unwrap();
    for _ in 0..100 {
        get(&supervisor, &city.app, other).await.unwrap();
    }
    let pdf = b"%PDF-1.4\n1 0 obj (paper) endobj\n%%EOF";
    let paper = domain::attachment::Paper::Form;
    let paper = app::attachment::attach(&counselor, &city.app, other, paper, pdf).await.unwrap();
    let reason = domain::placement::DisputeReason::NeverWorked;
    assert_eq!(app::notice::mine(&own, &city.app).await.unwrap(), [], "nor is it told to them");
    assert!(app::placement::mine(&own, &city.app).await.unwrap().is_empty());
    assert!(app::placement::dispute(&own, &city.app, id, reason).await.is_err(), "it is somebody else's yet");

    let pairs = app::merge::list(&supervisor, &city.app, MergeName::Suggested, 1, 9).await.unwrap();
    let pair = &pairs.items[0].merge;
    let (same, checked) = (Decision::Same, Some(domain::person::IdentityCheck::IdCard));
    app::merge::decide_checked(&supervisor, &city.app, pair.id, pair.version, same, checked).await.unwrap();
    let results = app::placement::mine(&own, &city.app).await.unwrap();
    assert_eq!(results.iter().map(|seen| seen.placement.id).collect::<Vec<_>>(), [id]);
    app::placement::dispute(&own, &city.app, id, reason).await.unwrap();
    assert!(app::placement::mine(&own, &city.app).await.unwrap()[0].placement.is_disputed());
    let first = get(&own, &city.app, mine_id).await.unwrap().looks;
    assert!(first.items.len() == 100 && first.total > 100, "{}", first.total);
    let second = app::seeker::looks(&own, &city.app, mine_id, 2).await.unwrap();
    assert_eq!(second.items.len(), second.total - 100);
    let all = app::seeker::export(&own, &city.app, mine_id).await.unwrap();
    assert_eq!(all.placements.iter().map(|placement| placement.id).collect::<Vec<_>>(), [id]);
    assert_eq!(all.attachments.iter().map(|kept| kept.id).collect::<Vec<_>>(), [paper]);
    assert_eq!(all.looks.len(), second.total, "every page of them, and none of one's own");
    let first = &all.looks[0];
    assert!(!first.who.is_empty() && !first.body.is_empty() && !first.meaning.is_empty(), "{first:?}");
    assert!(all.notices.iter().any(|told| told.about.placement == Some(id)), "{:?}", all.notices);
    let told = app::notice::mine(&own, &city.app).await.unwrap();
    assert_eq!(told.iter().map(|one| one.about.placement).collect::<Vec<_>>(), [Some(id)]);
}

/// Says of the one pair that waits that it is one person.
async fn merged(city: &TestCity) -> domain::merge::Merge {
    let supervisor = city.as_role(Role::Supervisor).await;
    let pairs = app::merge::list(&supervisor, &city.app, MergeName::Suggested, 1, 9).await.unwrap();
    let pair = pairs.items[0].merge.clone();
    let door = app::seeker::Door::Merge(pair.id);
    app::seeker::say_why(&supervisor, &city.app, door, domain::look::Why::Audit, "").await.unwrap();
    let (same, checked) = (Decision::Same, Some(domain::person::IdentityCheck::IdCard));
    app::merge::decide_checked(&supervisor, &city.app, pair.id, pair.version, same, checked).await.unwrap();
    pair
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_a_merged_person_leaves_none_of_their_records() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let own = city.as_role(Role::Seeker).await;
    let mine = register(&own, &city.app, senior(&own), Channel::Web).await.unwrap();
    let other = register_as(&counselor, &city.app, senior(&counselor), Channel::Event, true).await.unwrap();
    merged(&city).await;
    let known = async |id| {
        let found = store::seeker::find(&city.app.store, city.app.tenant, id).await.unwrap();
        found.unwrap().1.is_some()
    };
    assert!(known(mine).await && known(other).await);
    erase(&own, &city.app, mine, ErasureReason::Requested).await.unwrap();
    assert!(!known(mine).await && !known(other).await, "whoever is one of them is all of them");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_another_body_closed_is_not_erased_from_here_and_neither_is_half_a_person() {
    let city = TestCity::new().await;
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    let (centre, _) = elsewhere(&city, OrganisationKind::JobCenter).await;
    let here = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let there = register_as(&centre, &city.app, senior(&centre), Channel::Counter, true).await.unwrap();
    merged(&city).await;
    consent(&centre, &city.app, there, ConsentKind::LocalGovernment, false, Channel::Phone).await.unwrap();
    let refused = erase(&supervisor, &city.app, here, ErasureReason::Requested).await;
    assert!(matches!(&refused, Err(Error::Conflict(why)) if why.code == "erase-other-record"), "{refused:?}");
    for id in [here, there] {
        let found = store::seeker::find(&city.app.store, city.app.tenant, id).await.unwrap().unwrap();
        assert!(found.1.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_that_came_through_a_merge_goes_with_it() {
    let city = TestCity::new().await;
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    let first = register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    let second = register_as(&counselor, &city.app, senior(&counselor), Channel::Event, true).await.unwrap();
    let pair = merged(&city).await;
    decease(&supervisor, &city.app, second, supervisor.today()).await.unwrap();
    let state = async |id| get(&counselor, &city.app, id).await.unwrap().seeker.state.name();
    assert_eq!((state(first).await, state(second).await), (StateName::Deceased, StateName::Deceased));
    app::merge::decide(&supervisor, &city.app, pair.id, 2, Decision::Undo).await.unwrap();
    assert_eq!((state(first).await, state(second).await), (StateName::Active, StateName::Deceased));
    let seen = get(&counselor, &city.app, first).await.unwrap().seeker;
    assert_eq!(seen.revived[0].reason, ReviveReason::AnotherPerson);
    assert!(seen.due.is_some(), "somebody looks after them again");
    assert!(store::change::rows_agree(&city.app.store, city.app.tenant).await.unwrap());
}
