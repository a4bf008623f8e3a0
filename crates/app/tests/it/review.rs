//! What a second person reads to decide, of whichever body, and what they say before they do.

use app::Error;
use app::placement::{self, Proof, claim};
use app::review;
use app::seeker::{register, register_as};
use app::testing::TestCity;
use domain::id::PersonId;
use domain::merge::MergeName;
use domain::organisation::OrganisationKind;
use domain::placement::{DisputeReason, EvidenceKind, How};
use domain::{Actor, Channel, Ctx, Role};
use uuid::Uuid;

use crate::ledger::totals;
use crate::placement::{employer, hire, seeker, serve};
use crate::seeker_life::{elsewhere, senior};

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_of_the_city_reads_what_waits_for_them_of_every_body_and_says_why() {
    let city = TestCity::new().await;
    let app = &city.app;
    let plan = city.as_role(Role::PlanManager).await;
    let home = city.city_body().await;
    let form = app::organisation::Form {
        parent: Some(home),
        kind: OrganisationKind::JobCenter,
        name: "바람일자리센터".to_owned(),
        name_en: "Wind Job Centre".to_owned(),
        phone: String::new(),
        active: true,
    };
    let far_body = app::organisation::create(&plan, app, form).await.unwrap();
    let counselor = city.as_role(Role::Counselor).await;
    let kind = Some(OrganisationKind::JobCenter);
    let far = Actor { organisation: Some(far_body), body_kind: kind, ..counselor.actor.clone() };
    let far = counselor.acting_as(Actor { person: Some(PersonId(Uuid::from_u128(55))), ..far });
    let workplace = employer(&city, 100_000_001).await;
    let who = seeker(&city, &far, 1).await;
    serve(&far, app, who).await;
    let id = claim(&far, app, hire(who, workplace, How::Event, far.today())).await.unwrap();
    let mut supervisor = city.as_role(Role::Supervisor).await;
    supervisor.actor.body_kind = Some(OrganisationKind::City);
    let elsewhere = Actor { body_kind: kind, ..supervisor.actor.clone() };
    let elsewhere = supervisor.acting_as(elsewhere);
    // Nothing of it waits: it is none of theirs.
    assert!(matches!(placement::get(&supervisor, app, id).await, Err(Error::NotFound)));
    let person = placement::get(&far, app, id).await.unwrap().placement.person;
    let me = app.ctx(Actor { role: Role::Seeker, ..Actor::staff(Role::Seeker, person, None) });
    placement::dispute(&me, app, id, DisputeReason::NeverWorked).await.unwrap();
    assert!(matches!(placement::get(&elsewhere, app, id).await, Err(Error::NotFound)), "not of the city");
    assert!(matches!(placement::get(&supervisor, app, id).await, Err(Error::WhyNeeded(_))));
    let door = app::seeker::Door::Placement(id);
    app::seeker::say_why(&supervisor, app, door, domain::look::Why::Audit, "이의 확인").await.unwrap();
    let seen = placement::get(&supervisor, app, id).await.unwrap();
    assert!(seen.person.is_some() && !seen.may_write, "read to decide, not to change");
    assert!(
        matches!(app::seeker::get(&supervisor, app, who).await, Err(Error::NotFound)),
        "and no more than that"
    );
    let told = app::seeker::looks(&far, app, who, 1).await.unwrap().items;
    assert!(told.iter().any(|look| look.words == "이의 확인" && look.role == Role::Supervisor));
    let review = review::waiting(&supervisor, app).await.unwrap();
    assert!(review.may_open.contains(&id));
    assert!(!review::waiting(&elsewhere, app).await.unwrap().may_open.contains(&id));
    let ground = domain::placement::SettleGround::Employer;
    placement::settle(&supervisor, app, id, false, (ground, None)).await.unwrap();
    let settled = placement::get(&far, app, id).await.unwrap().placement.dispute.unwrap().settled.unwrap();
    assert_eq!((settled.upheld, settled.ground), (false, Some(ground)));
    assert!(matches!(placement::get(&supervisor, app, id).await, Err(Error::NotFound)), "decided");
    // What only its enterer has proved is proved by the city, of whichever body.
    let proof = |kind| Proof { kind, on: far.today(), exempt: None, paper: None, reference: String::new() };
    let known = placement::get(&far, app, id).await.unwrap().placement;
    placement::attach(&far, app, id, known.version, proof(EvidenceKind::Contract)).await.unwrap();
    let other =
        placement::attach(&elsewhere, app, id, known.version + 1, proof(EvidenceKind::Contract)).await;
    assert!(matches!(other, Err(Error::NotFound)));
    let cancelled = placement::cancel(
        &supervisor,
        app,
        id,
        known.version + 1,
        domain::placement::CancelReason::FoundUntrue,
    );
    assert!(matches!(cancelled.await, Err(Error::NotFound)));
    placement::attach(&supervisor, app, id, known.version + 1, proof(EvidenceKind::Contract)).await.unwrap();
    assert_eq!(totals(&city, far.today().year()).await.0, 1);

    // A pair across bodies reaches them too, named once it was said why.
    let here = seeker(&city, &counselor, 2).await;
    let (_, known) = app::seeker::open(&counselor, app, here, domain::look::Purpose::Counsel).await.unwrap();
    let again = domain::seeker::Profile { phone: String::new(), ..known };
    app::seeker::register_as(&far, app, again, Channel::Counter, true).await.unwrap();
    let pairs = async |ctx: &Ctx| {
        app::merge::list(ctx, app, domain::merge::MergeName::Suggested, 1, 10).await.unwrap().items
    };
    assert_eq!(pairs(&elsewhere).await.len(), 0);
    let [pair] = &pairs(&supervisor).await[..] else { panic!("one pair") };
    assert!(pair.why && !pair.may_decide && pair.first.iter().chain(&pair.second).all(|(_, p)| p.is_none()));
    let same = domain::merge::Decision::Same;
    let unsaid = app::merge::decide(&supervisor, app, pair.merge.id, pair.merge.version, same).await;
    assert!(matches!(unsaid, Err(Error::WhyNeeded(_))));
    let door = app::seeker::Door::Merge(pair.merge.id);
    app::seeker::say_why(&supervisor, app, door, domain::look::Why::Audit, "").await.unwrap();
    let [pair] = &pairs(&supervisor).await[..] else { panic!("one pair") };
    assert!(!pair.why && pair.first.iter().chain(&pair.second).all(|(_, profile)| profile.is_some()));
    app::merge::decide(&supervisor, app, pair.merge.id, pair.merge.version, same).await.unwrap();

    // The auditor says why before a name and a telephone, here as on the registration's own page.
    let auditor = city.as_role(Role::Auditor).await;
    let auditor = auditor.acting_as(Actor { organisation: None, ..auditor.actor.clone() });
    assert!(matches!(placement::get(&auditor, app, id).await, Err(Error::WhyNeeded(_))));
    let door = app::seeker::Door::Placement(id);
    app::seeker::say_why(&auditor, app, door, domain::look::Why::Audit, "").await.unwrap();
    assert!(placement::get(&auditor, app, id).await.unwrap().person.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_pairs_are_full_and_their_number_is_right() {
    let city = TestCity::new().await;
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    register(&counselor, &city.app, senior(&counselor), Channel::Counter).await.unwrap();
    register_as(&counselor, &city.app, senior(&counselor), Channel::Event, true).await.unwrap();
    // The newest pairs are with somebody whom another body has and nobody agreed to show.
    let (partner, _) = elsewhere(&city, OrganisationKind::Partner).await;
    let mut hidden = senior(&partner);
    hidden.consents.local_government = None;
    register_as(&partner, &city.app, hidden, Channel::Counter, true).await.unwrap();
    let list = async |ctx: &Ctx, page| {
        app::merge::list(ctx, &city.app, MergeName::Suggested, page, 1).await.unwrap()
    };
    // A supervisor of the city decides on all of them, one of a body on those they may read.
    assert_eq!(list(&supervisor, 1).await.total, 3);
    let body_kind = Some(OrganisationKind::JobCenter);
    let supervisor = supervisor.acting_as(Actor { body_kind, ..supervisor.actor.clone() });
    let found = list(&supervisor, 1).await;
    assert_eq!((found.items.len(), found.total), (1, 1));
    assert_eq!(list(&supervisor, 2).await.items.len(), 0);
    let auditor = city.as_role(Role::Auditor).await;
    assert_eq!((list(&auditor, 3).await.items.len(), list(&auditor, 1).await.total), (1, 3));
}
