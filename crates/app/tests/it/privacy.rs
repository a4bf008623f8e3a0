//! Who may know of whom, what stays of a refused look, papers, and how long people are kept.

use app::Error;
use app::seeker::{Filter, erase, get, list, register, register_as, say_why};
use app::testing::{TestCity, open};
use domain::attachment::{Format, Paper};
use domain::employer::{BusinessNumber, Contact, Employer};
use domain::id::{OrganisationId, PersonId, SeekerId};
use domain::look::Why;
use domain::merge::{Decision, MergeName};
use domain::organisation::OrganisationKind;
use domain::person::{ErasureReason, Identity};
use domain::seeker::{CancelReason, Consents, Profile, StateName};
use domain::{Actor, Channel, Ctx, Role};
use uuid::Uuid;

pub(crate) fn profile(city: &TestCity, name: &str, shared: bool) -> Profile {
    let consents = Consents {
        registration: Some(city.app.system_ctx().today()),
        local_government: Some(shared),
        ..Consents::default()
    };
    Profile {
        name: name.to_owned(),
        born_on: "1949-05-06".parse().ok(),
        phone: "0540002222".into(),
        area: domain::area::AreaCode::parse("9911051000"),
        occupations: domain::occupation::OccupationCode::parse("5501").into_iter().collect(),
        desired_areas: domain::area::AreaCode::parse("99110").into_iter().collect(),
        consents,
        ..Profile::default()
    }
}

/// A counsellor of a body of their own.
pub(crate) async fn elsewhere(city: &TestCity, role: Role) -> Ctx {
    let person = PersonId(Uuid::from_u128(78));
    let body = OrganisationId(Uuid::from_u128(77));
    let staff = Actor::staff(role, person, Some(body));
    city.app.ctx(Actor { body_kind: Some(OrganisationKind::JobCenter), ..staff })
}

#[tokio::test(flavor = "multi_thread")]
async fn another_bodys_person_is_nobody_until_they_agree() {
    let city = TestCity::new().await;
    let own = city.as_role(Role::Counselor).await;
    let hidden =
        register(&own, &city.app, profile(&city, "카나리아", false), Channel::Counter).await.unwrap();
    let shared = register(&own, &city.app, profile(&city, "종달새", true), Channel::Counter).await.unwrap();
    let other = elsewhere(&city, Role::Counselor).await;
    assert!(matches!(get(&other, &city.app, hidden).await, Err(Error::NotFound)));
    // Another body's person is opened only after it was said why, which the person reads, for a working day.
    assert!(matches!(get(&other, &city.app, shared).await, Err(Error::WhyNeeded(id)) if id == shared));
    let numbered =
        say_why(&other, &city.app, app::seeker::Door::Seeker(shared), Why::Here, "900101-1234567").await;
    assert!(matches!(numbered, Err(Error::Invalid(_))));
    say_why(&other, &city.app, app::seeker::Door::Seeker(shared), Why::Here, "상담 예약").await.unwrap();
    assert!(get(&other, &city.app, shared).await.is_ok());
    let looks = get(&own, &city.app, shared).await.unwrap().looks.items;
    let said: Vec<_> = looks.iter().filter_map(|look| Some((look.why?, look.words.as_str()))).collect();
    assert_eq!(said, [(Why::Here, "상담 예약")]);
    let told = say_why(&other, &city.app, app::seeker::Door::Seeker(hidden), Why::Here, "").await;
    assert!(matches!(told, Err(Error::NotFound)), "a reason opens nothing by itself");
    city.clock.advance_days(1);
    let tomorrow = elsewhere(&city, Role::Counselor).await;
    assert!(matches!(get(&tomorrow, &city.app, shared).await, Err(Error::WhyNeeded(_))));
    for text in ["", "카나리아", "카나", "종달새", "2222", "S2016-"] {
        let filter = Filter { text: text.to_owned(), page: 1, size: 50, ..Filter::default() };
        let ids: Vec<_> =
            list(&other, &city.app, &filter).await.unwrap().items.iter().map(|row| row.seeker.id).collect();
        assert!(!ids.contains(&hidden), "{text}");
        let found = list(&own, &city.app, &filter).await.unwrap();
        assert!(found.total >= ids.len(), "{text}");
    }
    // The person sees that somebody tried, with a reason and without one.
    let looks = get(&own, &city.app, hidden).await.unwrap().looks.items;
    assert_eq!(looks.iter().filter(|look| look.purpose == domain::look::Purpose::ReadSeeker).count(), 2);
    // Whoever audits sees all of them.
    let auditor = elsewhere(&city, Role::Auditor).await;
    say_why(&auditor, &city.app, app::seeker::Door::Seeker(hidden), Why::Audit, "").await.unwrap();
    assert!(get(&auditor, &city.app, hidden).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_name_or_telephone_finds_everybody_as_they_are_now_and_nobody_who_was_erased() {
    let city = TestCity::new().await;
    let own = city.as_role(Role::Supervisor).await;
    let told = |name: &str, mobile: &str| {
        let told = profile(&city, name, false);
        Profile { mobile: mobile.to_owned(), ..told }
    };
    let mut made = Vec::new();
    for (name, mobile) in [("박가나", "01011112222"), ("최가나다", "01011113333"), ("정다라", "01044445555")]
    {
        made.push(register(&own, &city.app, told(name, mobile), Channel::Counter).await.unwrap());
        city.clock.advance_days(1);
    }
    let asked = Filter { size: 50, ..Filter::default() };
    let found = async |app: &app::App, text: &str, state| {
        let filter = Filter { text: text.to_owned(), state, ..asked.clone() };
        let ctx = app.ctx(own.actor.clone());
        let page = list(&ctx, app, &filter).await.unwrap();
        assert_eq!(page.total, page.items.len(), "{text}");
        page.items.iter().map(|row| row.seeker.id).collect::<Vec<_>>()
    };
    // Last changed first; a telephone without its beginning, and a number without its letter.
    assert_eq!(found(&city.app, "가나", None).await, [made[1], made[0]]);
    assert_eq!(found(&city.app, "최 가", None).await, [made[1]]);
    assert_eq!(found(&city.app, "가", Some(StateName::Cancelled)).await, []);
    assert_eq!(found(&city.app, "1111", None).await, [made[1], made[0]]);
    assert_eq!(found(&city.app, "1111-33", None).await, [made[1]]);
    assert_eq!(found(&city.app, "가나나", None).await, []);
    let one = Filter { text: "가나".into(), page: 2, size: 1, ..Filter::default() };
    let second = list(&own, &city.app, &one).await.unwrap();
    assert_eq!((second.items[0].seeker.id, second.total), (made[0], 2));

    // Who takes another name is found by it and no more by the old one; who goes is among those who went.
    let record = get(&own, &city.app, made[2]).await.unwrap();
    let renamed = Profile { name: "정가나".into(), ..record.profile.unwrap() };
    app::seeker::update(&own, &city.app, made[2], record.seeker.version, renamed).await.unwrap();
    assert!(found(&city.app, "가나", None).await.contains(&made[2]));
    assert_eq!(found(&city.app, "다라", None).await, []);
    app::seeker::cancel(&own, &city.app, made[1], CancelReason::Exercise).await.unwrap();
    assert_eq!(found(&city.app, "가나", Some(StateName::Cancelled)).await, [made[1]]);

    erase(&own, &city.app, made[0], ErasureReason::Requested).await.unwrap();
    let left = found(&city.app, "가나", None).await;
    assert!(left.len() == 2 && !left.contains(&made[0]));
    let again = open(city.path(), "haneul", &city.clock, &[]).await;
    assert_eq!(found(&again, "가나", None).await, left, "a restart reads the same");
    assert!(!format!("{again:?}").contains("가나"), "what is told to developers names nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_older_than_an_erasure_brings_nobody_back() {
    let city = TestCity::new().await;
    let supervisor = city.as_role(Role::Supervisor).await;
    let erased =
        register(&supervisor, &city.app, profile(&city, "카나리아", true), Channel::Counter).await.unwrap();
    let kept =
        register(&supervisor, &city.app, profile(&city, "종달새", true), Channel::Counter).await.unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    store::backup::to_file(&city.app.store, &elsewhere.path().join("iljari.db")).await.unwrap();
    erase(&supervisor, &city.app, erased, ErasureReason::Requested).await.unwrap();
    std::fs::copy(city.path().join("master.key"), elsewhere.path().join("master.key")).unwrap();

    // Without the list the old copy would bring them back: the test can fail.
    let forgetful = open(elsewhere.path(), "haneul", &city.clock, &[]).await;
    let found = store::seeker::find(&forgetful.store, forgetful.tenant, erased).await.unwrap().unwrap();
    assert!(found.1.is_some());
    drop(forgetful);

    std::fs::copy(city.path().join("erasures.log"), elsewhere.path().join("erasures.log")).unwrap();
    let restored = open(elsewhere.path(), "haneul", &city.clock, &[]).await;
    let found = store::seeker::find(&restored.store, restored.tenant, erased).await.unwrap().unwrap();
    assert!(found.1.is_none(), "erased again before anything is served");
    let found = store::seeker::find(&restored.store, restored.tenant, kept).await.unwrap().unwrap();
    assert!(found.1.is_some(), "and nobody else");
    let ctx = restored.system_ctx();
    assert!(app::system::verify(&ctx, &restored).await.unwrap().chain_ok);
    let list = std::fs::read_to_string(city.path().join("erasures.log")).unwrap();
    assert!(!list.contains("카나리아") && list.lines().count() == 1, "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_sealed_shown_with_a_trace_and_gone_with_the_person() {
    let city = TestCity::new().await;
    let supervisor = city.as_role(Role::Supervisor).await;
    let id =
        register(&supervisor, &city.app, profile(&city, "카나리아", false), Channel::Counter).await.unwrap();
    let pdf = b"%PDF-1.4\n1 0 obj (canary-on-paper) endobj\n%%EOF";
    let paper = app::attachment::attach(&supervisor, &city.app, id, Paper::Evidence, pdf).await.unwrap();
    let refused = app::attachment::attach(&supervisor, &city.app, id, Paper::Form, b"MZ\x90").await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
    let (attachment, bytes) = app::attachment::get(&supervisor, &city.app, paper).await.unwrap();
    assert_eq!((attachment.format, bytes.as_slice()), (Format::Pdf, &pdf[..]));
    let other = elsewhere(&city, Role::Counselor).await;
    assert!(matches!(app::attachment::get(&other, &city.app, paper).await, Err(Error::NotFound)));
    let looks = get(&supervisor, &city.app, id).await.unwrap().looks.items;
    assert!(looks.iter().any(|look| look.purpose == domain::look::Purpose::Attachment));
    for entry in std::fs::read_dir(city.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(15).any(|window| window == b"canary-on-paper"));
    }
    erase(&supervisor, &city.app, id, ErasureReason::Requested).await.unwrap();
    assert!(matches!(app::attachment::get(&supervisor, &city.app, paper).await, Err(Error::NotFound)));
}

/// The call that the removal waits for.
async fn tell_removal(city: &TestCity, to: domain::notice::To) {
    let (waiting, _) =
        store::notice::untold(&city.app.store, city.app.tenant, &city.everything()).await.unwrap();
    let notice = waiting.iter().find(|one| one.to == to && one.kind == domain::notice::Kind::RemovalAhead);
    let counselor = city.as_role(Role::Counselor).await;
    app::notice::tell(&counselor, &city.app, notice.unwrap().id, domain::notice::How::Phone).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn after_two_silent_years_people_are_told_and_thirty_days_later_removed() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let id =
        register(&counselor, &city.app, profile(&city, "카나리아", true), Channel::Counter).await.unwrap();
    app::seeker::withdraw(&counselor, &city.app, id).await.unwrap();
    let profile =
        async || store::seeker::find(&city.app.store, city.app.tenant, id).await.unwrap().unwrap().1;
    let run = async |agreed| app::retention::daily(&city.app.system_ctx(), &city.app, agreed).await.unwrap();
    assert_eq!((run(false).await.told, run(false).await.removed), (0, 0));
    city.clock.advance_days(700);
    let jumped = run(false).await;
    assert!(jumped.stopped.is_some() && jumped.told == 0, "a jump of the clock stops and asks");
    assert_eq!(run(true).await.told, 1);
    city.clock.advance_days(2);
    assert_eq!((run(false).await.told, run(true).await.removed), (0, 0), "asked once");
    city.clock.advance_days(60);
    assert_eq!(run(true).await.removed, 0, "until they are told the removal waits");
    let person = get(&counselor, &city.app, id).await.unwrap().seeker.person;
    tell_removal(&city, domain::notice::To::Person(person)).await;
    for day in 1..30 {
        city.clock.advance_days(1);
        let done = run(false).await;
        assert_eq!((done.told, done.removed, done.stopped), (0, 0, None), "day {day}");
    }
    assert!(profile().await.is_some());
    city.clock.advance_days(1);
    assert_eq!(run(false).await.removed, 1);
    assert!(profile().await.is_none());
    assert!(app::system::verify(&city.app.system_ctx(), &city.app).await.unwrap().chain_ok);
    let stranger = city.as_role(Role::Counselor).await;
    assert!(matches!(app::retention::daily(&stranger, &city.app, false).await, Err(Error::Forbidden(_))));
}

/// Two registrations of one person, found to be one.
async fn merged(city: &TestCity, name: &str) -> [SeekerId; 2] {
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    let told = profile(city, name, true);
    let first = register(&counselor, &city.app, told.clone(), Channel::Counter).await.unwrap();
    let second = register_as(&counselor, &city.app, told, Channel::Event, true).await.unwrap();
    let pairs = app::merge::list(&supervisor, &city.app, MergeName::Suggested, 1, 9).await.unwrap();
    let both = [first, second];
    let pair = pairs
        .items
        .iter()
        .find(|pair| both.contains(&pair.first[0].0.id) && both.contains(&pair.second[0].0.id));
    let pair = &pair.unwrap().merge;
    app::merge::decide(&supervisor, &city.app, pair.id, pair.version, Decision::Same).await.unwrap();
    both
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stands_under_two_ids_is_kept_told_and_erased_as_one() {
    let city = TestCity::new().await;
    let (store, tenant) = (&city.app.store, city.app.tenant);
    let (counselor, supervisor) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    let readable = async |ids: [SeekerId; 2]| {
        let mut left = 0;
        for id in ids {
            left += usize::from(store::seeker::find(store, tenant, id).await.unwrap().unwrap().1.is_some());
        }
        left
    };
    let run = async |agreed| app::retention::daily(&city.app.system_ctx(), &city.app, agreed).await.unwrap();

    // At their own wish: whichever of the two records they name.
    let theirs = merged(&city, "종달새").await;
    erase(&supervisor, &city.app, theirs[1], ErasureReason::Requested).await.unwrap();
    assert_eq!(readable(theirs).await, 0, "nothing of the person is left under another id");
    let again = erase(&supervisor, &city.app, theirs[0], ErasureReason::Requested).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");

    // By the clock: as long as the one registration runs, the other is kept.
    let ids = merged(&city, "카나리아").await;
    app::seeker::withdraw(&counselor, &city.app, ids[0]).await.unwrap();
    city.clock.advance_days(800);
    assert_eq!(
        (run(true).await.told, readable(ids).await),
        (0, 2),
        "still looking for work under the second"
    );
    app::seeker::withdraw(&city.as_role(Role::Counselor).await, &city.app, ids[1]).await.unwrap();
    city.clock.advance_days(700);
    assert_eq!((run(true).await.told, run(true).await.told), (1, 0), "told once, not twice");
    let person = store::seeker::find(store, tenant, ids[0]).await.unwrap().unwrap().0.person;
    tell_removal(&city, domain::notice::To::Person(person)).await;
    city.clock.advance_days(30);
    assert_eq!((run(true).await.removed, readable(ids).await), (1, 0));
    assert!(app::system::verify(&city.app.system_ctx(), &city.app).await.unwrap().chain_ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employers_contact_is_told_and_removed_when_nothing_has_happened_for_two_years() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let contact = Contact { name: "카나리아".into(), phone: "0540003333".into(), ..Contact::default() };
    let id = app::employer::create(&staff, &city.app, employer(&staff), Some(contact)).await.unwrap();
    let contact = async || app::employer::get(&staff, &city.app, id).await.unwrap().contact;
    let run = async |agreed| app::retention::daily(&city.app.system_ctx(), &city.app, agreed).await.unwrap();
    assert_eq!(run(false).await, app::retention::Done::default());
    city.clock.advance_days(699);
    assert_eq!(run(true).await.told, 0);
    city.clock.advance_days(1);
    assert_eq!(run(false).await.told, 1);
    city.clock.advance_days(45);
    assert_eq!(run(true).await.contacts, 0, "until they are told the removal waits");
    tell_removal(&city, domain::notice::To::Employer(id)).await;
    city.clock.advance_days(29);
    assert_eq!(run(true).await.contacts, 0);
    assert_eq!(contact().await.map(|contact| contact.name).as_deref(), Some("카나리아"));
    city.clock.advance_days(1);
    assert_eq!(run(false).await.contacts, 1);
    assert_eq!((contact().await, run(false).await.contacts), (None, 0));
    assert!(app::system::verify(&city.app.system_ctx(), &city.app).await.unwrap().chain_ok);
}

fn employer(ctx: &Ctx) -> Employer {
    let number = BusinessNumber::from_first_nine(123_456_789);
    Employer { business_number: Some(number), ..Employer::named(ctx.id(), "가나목재") }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_says_they_speak_for_an_employer_waits_until_staff_have_looked() {
    let city = TestCity::new().await;
    let (staff, operator) = (city.as_role(Role::Counselor).await, city.as_role(Role::Operator).await);
    let employer = app::employer::create(&staff, &city.app, employer(&staff), None).await.unwrap();
    let grants = app::person::grants(&operator, &city.app, &[Role::Employer], "", "가나목재").await.unwrap();
    let identity = Identity { name: "김○은".into(), login: "contact".into(), phone: String::new() };
    let (id, link) = app::person::invite(&operator, &city.app, identity, grants).await.unwrap();
    let nobody = city.app.ctx(Actor::citizen());
    let password = "a right long one";
    app::session::set_password(&nobody, &city.app, &link, password).await.unwrap();
    let sign_in = async || {
        let here = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
        let signed = app::session::sign_in(&nobody, &city.app, "contact", password, here).await.unwrap();
        let found = app::session::resolve(&city.app, &signed.token, city.clock.now()).await.unwrap().unwrap();
        city.app.ctx(found.actor)
    };
    let ctx = sign_in().await;
    assert!(matches!(app::employer::get(&ctx, &city.app, employer).await, Err(Error::Forbidden(_))));
    let early = app::person::confirm(&staff, &city.app, id, employer).await;
    assert!(matches!(early, Err(Error::Conflict(_))), "the employer itself first");
    app::employer::verify(&staff, &city.app, employer).await.unwrap();
    app::person::confirm(&staff, &city.app, id, employer).await.unwrap();
    assert!(app::employer::get(&sign_in().await, &city.app, employer).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_after_they_were_told_is_not_removed() {
    let city = TestCity::new().await;
    let own = city.as_role(Role::Seeker).await;
    let id = register(&own, &city.app, profile(&city, "카나리아", true), Channel::Web).await.unwrap();
    app::seeker::withdraw(&own, &city.app, id).await.unwrap();
    let run = async || app::retention::daily(&city.app.system_ctx(), &city.app, true).await.unwrap();
    city.clock.advance_days(700);
    assert_eq!(run().await.told, 1);
    let person = own.actor.person.unwrap();
    tell_removal(&city, domain::notice::To::Person(person)).await;
    city.clock.advance_days(5);
    let token = city.session(person).await;
    // Long after the session and its row are gone, and on the day on which they would have been removed.
    for days in [8, 17, 5] {
        city.clock.advance_days(days);
        assert_eq!(run().await.removed, 0);
    }
    let (app, ctx) = (&city.app, city.app.system_ctx());
    assert!(app::session::resolve(app, &token, ctx.now).await.unwrap().is_none());
    let found = store::seeker::find(&app.store, app.tenant, id).await.unwrap().unwrap();
    assert!(found.1.is_some(), "they came back");
    // What the removing transaction reads of one person is what the plan read of everybody.
    let all = store::retention::people(&app.store, app.tenant, &ctx.zone).await.unwrap();
    let at = ctx.clone();
    let one = app.store.write(move |tx| {
        let at = at.clone();
        Box::pin(async move { store::retention::person(tx, &at, person).await })
    });
    let one = one.await.unwrap().unwrap();
    assert_eq!((one.person, one.last_active), (person, own.today() + jiff::Span::new().days(705)));
    assert_eq!(all, [one]);
    // Then the two years begin anew.
    city.clock.advance_days(670);
    assert_eq!(run().await.told, 1);
    tell_removal(&city, domain::notice::To::Person(person)).await;
    city.clock.advance_days(30);
    assert_eq!(run().await.removed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_its_own_period_is_forgotten_while_a_run_stops() {
    let city = TestCity::new().await;
    let counselor = city.as_role(Role::Counselor).await;
    let id =
        register(&counselor, &city.app, profile(&city, "카나리아", true), Channel::Counter).await.unwrap();
    let supervisor = city.as_role(Role::Supervisor).await;
    get(&supervisor, &city.app, id).await.unwrap();
    let run = async |agreed| app::retention::daily(&city.app.system_ctx(), &city.app, agreed).await.unwrap();
    run(false).await;
    city.clock.advance_days(1_000);
    let stopped = run(false).await;
    assert!(stopped.stopped.is_some() && stopped.looks > 0, "{stopped:?}");
    let again = run(false).await;
    assert!(again.stopped.is_some() && again.told == 0, "it goes on asking: {again:?}");
    assert_eq!(run(true).await.stopped, None);
    assert_eq!(run(false).await.stopped, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_hands_at_an_employer_none_is_lost_and_a_number_is_given_once() {
    let city = TestCity::new().await;
    let (staff, other) = (city.as_role(Role::Counselor).await, city.as_role(Role::Supervisor).await);
    let (one, two) = tokio::join!(
        app::employer::create(&staff, &city.app, employer(&staff), None),
        app::employer::create(&other, &city.app, employer(&other), None)
    );
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "{one:?} {two:?}");
    let id = one.or(two).unwrap();
    for nth in 0..3 {
        let seen = app::employer::get(&staff, &city.app, id).await.unwrap();
        let renamed = Employer { homepage: format!("https://{nth}.example"), ..seen.employer };
        let (verified, updated) = tokio::join!(
            app::employer::verify(&other, &city.app, id),
            app::employer::update(&staff, &city.app, renamed.clone(), None, seen.seq)
        );
        assert!(verified.is_ok() || updated.is_ok());
        let now = app::employer::get(&staff, &city.app, id).await.unwrap().employer;
        assert!(updated.is_err() || now.homepage == renamed.homepage, "{verified:?} {updated:?}");
    }
}
