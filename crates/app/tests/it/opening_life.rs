//! An opening through its days: asked about, doubted, renewed, answered for, filled, with its terms getting worse.

use app::answer::{Secret, answer, asked, put};
use app::opening::{
    accept, create, daily, get, renew, renew_with, reopen, stop, submit, update, update_with,
};
use app::testing::TestCity;
use app::{Error, referral};
use domain::answer::{Kind, Reply};
use domain::id::{OpeningId, ReferralId};
use domain::law::Rule;
use domain::opening::{CloseReason, Content, Deadline, PauseReason, ReopenReason, State, StateName};
use domain::reminder::Act;
use domain::seeker::{Consents, Profile};
use domain::wage::{Wage, WageForm};
use domain::{Channel, Role};
use jiff::civil::date;
use strum::IntoEnumIterator;

use crate::opening::{content, employer, listed, opened};

/// Somebody sent with a letter to an opening.
async fn sent(city: &TestCity, opening: OpeningId, name: &str, phone: &str) -> ReferralId {
    let staff = city.as_role(Role::Counselor).await;
    let profile = Profile {
        name: name.into(),
        born_on: "1970-05-06".parse().ok(),
        phone: phone.into(),
        area: domain::area::AreaCode::parse("9911051000"),
        occupations: domain::occupation::OccupationCode::parse("8832").into_iter().collect(),
        desired_areas: domain::area::AreaCode::parse("99110").into_iter().collect(),
        consents: Consents { registration: Some(staff.today()), ..Consents::default() },
        ..Profile::default()
    };
    let seeker = app::seeker::register_as(&staff, &city.app, profile, Channel::Counter, true).await.unwrap();
    let id = referral::propose(&staff, &city.app, seeker, opening).await.unwrap();
    referral::agree(&staff, &city.app, id, 1, Channel::Phone).await.unwrap();
    referral::send(&staff, &city.app, id, 2).await.unwrap();
    id
}

async fn state(city: &TestCity, id: OpeningId) -> State {
    get(&city.as_role(Role::Counselor).await, &city.app, id).await.unwrap().opening.state
}

/// Lines of the feed after a number, without the last, which is the cursor.
async fn fed(city: &TestCity, after: i64) -> Vec<serde_json::Value> {
    let citizen = city.as_role(Role::Citizen).await;
    let feed = app::feed::openings(&citizen, &city.app, Some(after), 1_000).await.unwrap();
    let text = String::from_utf8(feed.bytes.to_vec()).unwrap();
    let mut lines: Vec<_> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.pop();
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_04_the_furniture_makers_opening_from_the_call_to_the_tombstone() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let id = create(&staff, &city.app, employer(&city).await, content(1_200_000)).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    let Err(Error::Conflict(why)) = accept(&staff, &city.app, id, 2).await else { panic!("accepted") };
    let said = city.app.catalogue.say(domain::Lang::Ko, &why);
    assert!(said.contains("5,742원") && said.contains("6,030원"), "{said}");
    update(&staff, &city.app, id, 2, content(1_300_000)).await.unwrap();
    accept(&staff, &city.app, id, 3).await.unwrap();
    assert_eq!(state(&city, id).await.valid_until(), Some(date(2016, 5, 14)));

    let referral = sent(&city, id, "가상인", "01000001111").await;
    // An interview four days later, on 18 March at ten.
    let at = staff.zone.to_timestamp(date(2016, 3, 18).at(10, 0, 0, 0)).unwrap();
    let staff = city.as_role(Role::Counselor).await;
    referral::schedule(&staff, &city.app, referral, 3, at, None).await.unwrap();
    for _ in 0..5 {
        city.clock.advance_days(1);
        app::day::run(&city.app).await.unwrap();
    }
    // Seven days after the interview, 25 March: a reminder, and nothing doubted.
    city.clock.advance_days(6); // 5 + 6 = 11 days after 14 March
    app::day::run(&city.app).await.unwrap();
    assert_eq!(city.app.system_ctx().today(), date(2016, 3, 25));
    let ask = app::today::Ask::default();
    let day = app::today::day(&city.as_role(Role::Counselor).await, &city.app, &ask).await.unwrap();
    let asked_for = day.rows(app::today::Section::Results).iter().map(|row| row.due.act).collect::<Vec<_>>();
    assert_eq!(asked_for, [domain::reminder::Act::AskResult]);
    assert_eq!(state(&city, id).await.doubted_since(), None);
    let fresh = opened(&city).await;
    // Fourteen days after it, 1 April: in doubt, still listed, and below the one that was confirmed.
    city.clock.advance_days(7);
    app::day::run(&city.app).await.unwrap();
    assert_eq!(state(&city, id).await.doubted_since(), Some(date(2016, 4, 1)));
    assert_eq!(listed(&city, "가구").await, 2);
    let citizen = city.as_role(Role::Citizen).await;
    let wanted = app::opening::Search { text: "가구".into(), page: 1, size: 10, ..Default::default() };
    let found = app::opening::search(&citizen, &city.app, &wanted).await.unwrap().items;
    let order: Vec<_> = found.iter().map(|listed| (listed.opening.id, listed.doubted)).collect();
    assert_eq!(order, [(fresh, false), (id, true)]);

    // The employer answers at last: hired on 1 April. The last head is taken.
    let before = app::feed::openings(&citizen, &city.app, None, 1).await.unwrap().cursor;
    let question = put(&city.as_role(Role::Counselor).await, &city.app, id, Kind::Result).await.unwrap();
    let secret = Secret::Token(&question.token);
    let seen = asked(&citizen, &city.app, secret).await.unwrap();
    assert_eq!((seen.people.len(), seen.people[0].name.as_str(), seen.remaining), (1, "가상인", 1));
    let citizen = city.as_role(Role::Citizen).await;
    answer(&citizen, &city.app, secret, Reply::Hired { referral, start_on: date(2016, 4, 1) }).await.unwrap();
    assert_eq!(state(&city, id).await.name(), StateName::Filled);
    let lines = fed(&city, before).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!((&lines[0]["id"], &lines[0]["removed"]), (&id.to_string().into(), &true.into()));
    assert_eq!(listed(&city, "가구").await, 1, "gone from search in the same step");
    let again = answer(&citizen, &city.app, secret, Reply::NoShow { referral }).await;
    assert!(matches!(again, Err(Error::Conflict(why)) if why.code == "answer-used"));
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_takes_it_off_the_lists_and_a_tap_puts_it_back() {
    let city = TestCity::new().await;
    let id = opened(&city).await;
    let run = async |days: i64| {
        for _ in 0..days {
            city.clock.advance_days(1);
            daily(&city.app.system_ctx(), &city.app).await.unwrap();
        }
    };
    run(14).await;
    assert_eq!(daily(&city.app.system_ctx(), &city.app).await.unwrap(), 0, "a second run finds nothing");
    assert!(matches!(state(&city, id).await, State::Open { asked: 1, doubted_since: None, .. }));
    run(14).await;
    assert_eq!(state(&city, id).await.doubted_since(), Some(date(2016, 4, 11)));
    run(14).await;
    assert!(matches!(state(&city, id).await, State::Paused { why: PauseReason::Unconfirmed, .. }));
    assert_eq!(listed(&city, "가구").await, 0);

    let question = put(&city.as_role(Role::Counselor).await, &city.app, id, Kind::StillOpen).await.unwrap();
    let citizen = city.as_role(Role::Citizen).await;
    answer(&citizen, &city.app, Secret::Token(&question.token), Reply::StillOpen).await.unwrap();
    assert_eq!(listed(&city, "가구").await, 1);
    // The very end of validity: listed on the day, expired with an entry of its own the day after.
    run(19).await;
    assert_eq!(city.app.system_ctx().today(), date(2016, 5, 14));
    assert_eq!(listed(&city, "가구").await, 1);
    run(1).await;
    let view = get(&city.as_role(Role::Counselor).await, &city.app, id).await.unwrap();
    assert_eq!((view.opening.state.name(), view.history[0].verb.as_str()), (StateName::Expired, "expire"));
    let staff = city.as_role(Role::Counselor).await;
    renew(&staff, &city.app, id, view.opening.version).await.unwrap();
    assert_eq!(state(&city, id).await.valid_until(), Some(date(2016, 7, 15)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_over_the_telephone_answers_and_a_mistyped_one_says_so() {
    let city = TestCity::new().await;
    let id = opened(&city).await;
    let staff = city.as_role(Role::Counselor).await;
    let question = put(&staff, &city.app, id, Kind::Renew).await.unwrap();
    let mut wrong: Vec<char> = question.code.chars().collect();
    wrong[0] = if wrong[0] == '2' { '3' } else { '2' };
    let wrong: String = wrong.into_iter().collect();
    assert!(matches!(asked(&staff, &city.app, Secret::Code(&wrong, "")).await, Err(Error::Invalid(_))));
    let citizen = city.as_role(Role::Citizen).await;
    let theirs = asked(&citizen, &city.app, Secret::Code(&question.code, "203.0.113.7")).await.unwrap();
    assert_eq!(theirs.question.id, question.question.id, "whoever holds the paper may key it, too");
    let printed = app::answer::again(&staff, &city.app, question.question.id).await.unwrap();
    assert_eq!(
        (&printed.code, &printed.token),
        (&question.code, &question.token),
        "printed again, it is the same"
    );
    assert!(matches!(asked(&citizen, &city.app, Secret::Token("no")).await, Err(Error::NotFound)));

    city.clock.advance_days(2);
    let staff = city.as_role(Role::Counselor).await;
    let told = answer(&staff, &city.app, Secret::Code(&question.code, ""), Reply::Renew).await.unwrap();
    assert_eq!(told.given[0].keyed_by, staff.actor.person);
    assert_eq!(state(&city, id).await.valid_until(), Some(date(2016, 5, 16)));
    let late = put(&staff, &city.app, id, Kind::StillOpen).await.unwrap();
    city.clock.advance_days(31);
    let citizen = city.as_role(Role::Citizen).await;
    let refused = answer(&citizen, &city.app, Secret::Token(&late.token), Reply::NotNeeded).await;
    assert!(matches!(refused, Err(Error::Conflict(why)) if why.code == "answer-late"));
    assert_eq!(state(&city, id).await.name(), StateName::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn worse_terms_are_kept_with_the_opening_and_told_to_those_referred_only() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let id = opened(&city).await;
    let other = opened(&city).await;
    let wide = Content { headcount: 2, ..content(1_400_000) };
    update(&staff, &city.app, id, 3, wide).await.unwrap();
    sent(&city, id, "가상인", "01000001111").await;
    sent(&city, other, "다른이", "01000002222").await;
    let untold = async || {
        let (all, _) =
            store::notice::untold(&city.app.store, city.app.tenant, &city.everything()).await.unwrap();
        all.into_iter()
            .filter(|notice| notice.kind == domain::notice::Kind::TermsWorsened)
            .collect::<Vec<_>>()
    };
    let better = Content { wage: Wage::new(WageForm::Monthly, 1_500_000, 1_500_000), ..content(1_400_000) };
    update(&staff, &city.app, id, 4, better.clone()).await.unwrap();
    assert_eq!(untold().await.len(), 0, "better terms are no news to be called about");
    let refused = update(&staff, &city.app, id, 5, content(1_300_000)).await;
    assert!(
        matches!(refused, Err(Error::Invalid(errors)) if errors.iter().all(|e| e.field == "reason_LAW-05"))
    );
    let reasons = || app::opening::Reasons::from([(Rule::WorseTerms, "본사 임금표가 바뀜".to_owned())]);
    update_with(&staff, &city.app, id, 5, content(1_300_000), reasons()).await.unwrap();
    let notices = untold().await;
    assert_eq!(notices.len(), 1);
    let said = city.app.catalogue.say(domain::Lang::Ko, notices[0].detail.as_ref().unwrap());
    assert!(said.contains("1500000") || said.contains("1,500,000"), "{said}");
    let view = get(&staff, &city.app, id).await.unwrap();
    let terms: Vec<_> =
        view.opening.worsened[0].changes.iter().map(|change| change.term.to_string()).collect();
    assert_eq!(terms, ["wage", "hourly_wage", "monthly_wage"]);
    let kept = view.opening.law.unwrap();
    let worse: Vec<_> = kept.findings.iter().filter(|finding| finding.rule == Rule::WorseTerms).collect();
    assert_eq!(worse.len(), 3);
    assert_eq!(worse[0].words, "1500000 → 1300000");
    assert_eq!(kept.justifications[&Rule::WorseTerms].text, "본사 임금표가 바뀜");
    // What was answered once is not asked again.
    update(&staff, &city.app, id, 6, Content { note: "주차 가능".into(), ..content(1_300_000) })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stops_an_opening_gives_a_reason_that_is_theirs() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let id = opened(&city).await;
    let refused = stop(&staff, &city.app, id, 3, CloseReason::DeadlinePassed).await;
    assert!(matches!(refused, Err(Error::Conflict(_))));
    stop(&staff, &city.app, id, 3, CloseReason::FoundOtherwise).await.unwrap();
    assert_eq!(state(&city, id).await.name(), StateName::Closed);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_comes_in_parts_that_join_without_a_gap() {
    let city = TestCity::new().await;
    let ids = [opened(&city).await, opened(&city).await, opened(&city).await];
    let citizen = city.as_role(Role::Citizen).await;
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let feed = app::feed::openings(&citizen, &city.app, Some(after), 2).await.unwrap();
        let text = String::from_utf8(feed.bytes.to_vec()).unwrap();
        for line in text.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            seen.extend(line["id"].as_str().map(str::to_owned));
        }
        after = feed.cursor;
        if !feed.more {
            break;
        }
    }
    assert_eq!(seen, ids.map(|id| id.to_string()));
    let whole = app::feed::openings(&citizen, &city.app, None, 1).await.unwrap();
    assert_eq!((whole.cursor, String::from_utf8(whole.bytes.to_vec()).unwrap().lines().count()), (after, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn employers_are_called_in_the_order_in_which_they_wait() {
    let city = TestCity::new().await;
    let first = opened(&city).await;
    city.clock.advance_days(3);
    let second = opened(&city).await;
    // Ends before either is due to be asked about: renewal is asked for seven days before its last day.
    let soon = Content { deadline: Deadline::On(date(2016, 3, 31)), ..content(1_300_000) };
    let staff = city.as_role(Role::Counselor).await;
    let ending = create(&staff, &city.app, employer(&city).await, soon).await.unwrap();
    submit(&staff, &city.app, ending, 1).await.unwrap();
    accept(&staff, &city.app, ending, 2).await.unwrap();
    let calls = async || {
        let day = app::today::day(&city.as_role(Role::Counselor).await, &city.app, &Default::default()).await;
        let rows = day.unwrap().rows(app::today::Section::Openings).to_vec();
        rows.into_iter().map(|row| (row.link, row.due.on, row.due.act)).collect::<Vec<_>>()
    };
    let page = |id: OpeningId| app::today::Link::Page(format!("/staff/openings/{id}"));
    city.clock.advance_days(6);
    assert_eq!(calls().await, [], "23 March: nobody waits");
    city.clock.advance_days(1);
    let renewal = (page(ending), date(2016, 3, 24), Act::RenewOpening);
    assert_eq!(calls().await, std::slice::from_ref(&renewal));
    city.clock.advance_days(7);
    let (older, newer) = (
        (page(first), date(2016, 3, 28), Act::ConfirmOpening),
        (page(second), date(2016, 3, 31), Act::ConfirmOpening),
    );
    assert_eq!(calls().await, [renewal, older.clone(), newer.clone()]);
    // What ran out is called about no more, and whoever gave word has time again.
    city.clock.advance_days(1);
    daily(&city.app.system_ctx(), &city.app).await.unwrap();
    let version = get(&staff, &city.app, first).await.unwrap().opening.version;
    app::opening::confirm(&city.as_role(Role::Counselor).await, &city.app, first, version).await.unwrap();
    assert_eq!(calls().await, [newer]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_months_of_validity_are_the_citys_own() {
    let mut city = TestCity::new().await;
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../cities"));
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).ok();
    let own = "[reminders]\nopening_validity_months = 1\nseeker_validity_months = 6\n";
    let file = format!("{}\n{own}", read("haneul.toml").unwrap());
    let app = std::sync::Arc::get_mut(&mut city.app).unwrap();
    app.city = std::sync::Arc::new(domain::city::City::load(&file, app.reference, &read).unwrap());
    let id = opened(&city).await;
    assert_eq!(state(&city, id).await.valid_until(), Some(date(2016, 4, 14)));
    let referral = sent(&city, id, "가상인", "01000001111").await;
    let staff = city.as_role(Role::Counselor).await;
    let seeker = referral::get(&staff, &city.app, referral).await.unwrap().referral.seeker;
    let domain::seeker::State::Active { valid_until, .. } =
        app::seeker::get(&staff, &city.app, seeker).await.unwrap().seeker.state
    else {
        panic!("not active")
    };
    assert_eq!(valid_until, date(2016, 9, 14));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_closed_by_a_wrong_answer_comes_back_as_a_new_entry_of_the_feed() {
    let city = TestCity::new().await;
    let id = opened(&city).await;
    sent(&city, id, "가상인", "01000001111").await;
    let staff = city.as_role(Role::Counselor).await;
    let citizen = city.as_role(Role::Citizen).await;
    let before = app::feed::openings(&citizen, &city.app, None, 1).await.unwrap().cursor;
    let question = put(&staff, &city.app, id, Kind::StillOpen).await.unwrap();
    answer(&citizen, &city.app, Secret::Token(&question.token), Reply::NotNeeded).await.unwrap();
    assert_eq!((state(&city, id).await.name(), listed(&city, "가구").await), (StateName::Closed, 0));
    assert_eq!(fed(&city, before).await[0]["removed"], true);
    let gone = app::feed::openings(&citizen, &city.app, Some(before), 1_000).await.unwrap().cursor;

    city.clock.advance_days(3);
    let staff = city.as_role(Role::Counselor).await;
    let version = get(&staff, &city.app, id).await.unwrap().opening.version;
    let employer = city.as_role(Role::Employer).await;
    let why = Some(ReopenReason::WrongAnswer);
    assert!(
        reopen(&employer, &city.app, id, version, why, Default::default()).await.is_err(),
        "staff decide"
    );
    let bare = reopen(&staff, &city.app, id, version, None, Default::default()).await;
    assert!(matches!(bare, Err(Error::Conflict(why)) if why.code == "reopen-needs-reason"));
    reopen(&staff, &city.app, id, version, why, Default::default()).await.unwrap();
    let again = get(&staff, &city.app, id).await.unwrap();
    assert_eq!(again.opening.version, version + 1);
    assert_eq!(again.opening.state.valid_until(), Some(date(2016, 5, 14)), "no day longer than before");
    assert_eq!(again.opening.reopened.map(|one| one.reason), why);
    assert_eq!(listed(&city, "가구").await, 1);
    let lines = fed(&city, gone).await;
    assert_eq!((lines.len(), &lines[0]["id"], lines[0].get("removed")), (1, &id.to_string().into(), None));

    // Not once its validity is over.
    stop(&staff, &city.app, id, version + 1, CloseReason::NotNeeded).await.unwrap();
    city.clock.advance_days(70);
    let late =
        reopen(&city.as_role(Role::Counselor).await, &city.app, id, version + 2, why, Default::default())
            .await;
    assert!(matches!(&late, Err(Error::Conflict(why)) if why.code == "validity-in-past"), "{late:?}");
}

/// As if it had been accepted under rules that asked for no reason.
async fn forget_the_reasons(city: &TestCity, id: OpeningId) -> i64 {
    let staff = city.as_role(Role::Counselor).await;
    let mut unasked = get(&staff, &city.app, id).await.unwrap().opening;
    unasked.law = None;
    let version = unasked.version + 1;
    let write = city.app.store.write(move |tx| {
        let (staff, unasked) = (staff.clone(), unasked.clone());
        Box::pin(async move { store::opening::update(tx, &staff, "update", &unasked).await })
    });
    write.await.unwrap();
    version
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_again_is_judged_again_and_takes_the_reason_with_the_step() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Supervisor).await;
    let asked = Content { note: "외국인 불가".into(), ..content(1_300_000) };
    let id = create(&staff, &city.app, employer(&city).await, asked).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    let reasons = || app::opening::Reasons::from([(Rule::Exclusion, "보안 시설이라 법에 따라".to_owned())]);
    app::opening::accept_with(&staff, &city.app, id, 2, reasons()).await.unwrap();
    let referral = sent(&city, id, "가상인", "01000001111").await;
    let hired = referral::Answer::Hired(date(2016, 3, 20));
    let version = referral::get(&staff, &city.app, referral).await.unwrap().referral.version;
    referral::answer(&staff, &city.app, referral, version, hired).await.unwrap();
    assert_eq!(state(&city, id).await.name(), StateName::Filled);
    let version = get(&staff, &city.app, id).await.unwrap().opening.version;
    let full = reopen(&staff, &city.app, id, version, None, reasons()).await;
    assert!(matches!(full, Err(Error::Conflict(why)) if why.code == "referral-no-heads"));

    let domain::referral::State::Ended { how: domain::referral::Outcome::Hired { placement, .. }, .. } =
        referral::get(&staff, &city.app, referral).await.unwrap().referral.state
    else {
        panic!("not hired")
    };
    let mistake = domain::placement::CancelReason::iter().next().unwrap();
    app::placement::cancel(&staff, &city.app, placement, 1, mistake).await.unwrap();
    // A filled opening cannot be edited: the reason can only come with the step.
    let version = forget_the_reasons(&city, id).await;
    let refused = reopen(&staff, &city.app, id, version, None, Default::default()).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    reopen(&staff, &city.app, id, version, None, reasons()).await.unwrap();
    let kept = get(&staff, &city.app, id).await.unwrap().opening;
    assert_eq!(kept.law.unwrap().justifications[&Rule::Exclusion].text, "보안 시설이라 법에 따라");
    assert_eq!(listed(&city, "가구").await, 1);

    // Neither can one that ran out.
    city.clock.advance_days(62);
    daily(&city.app.system_ctx(), &city.app).await.unwrap();
    assert_eq!(state(&city, id).await.name(), StateName::Expired);
    let version = forget_the_reasons(&city, id).await;
    let staff = city.as_role(Role::Counselor).await;
    assert!(matches!(renew(&staff, &city.app, id, version).await, Err(Error::Conflict(_))));
    renew_with(&staff, &city.app, id, version, reasons()).await.unwrap();
    assert_eq!(state(&city, id).await.name(), StateName::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn pay_that_a_new_year_makes_too_low_leaves_the_lists_and_the_employer_is_told_why() {
    let city = TestCity::new().await;
    city.clock.advance_days(281);
    let id = opened(&city).await;
    assert_eq!(city.app.system_ctx().today(), date(2016, 12, 20));
    let run = async || {
        city.settle().await;
        daily(&city.app.system_ctx(), &city.app).await.unwrap()
    };
    city.clock.advance_days(11);
    assert_eq!((run().await, listed(&city, "가구").await), (0, 1), "lawful to the last day of the year");
    city.clock.advance_days(1);
    assert_eq!((run().await, run().await), (1, 0), "taken off once");
    assert!(matches!(state(&city, id).await, State::Paused { why: PauseReason::Unfit, .. }));
    assert_eq!(listed(&city, "가구").await, 0);
    let waiting = store::notice::untold(&city.app.store, city.app.tenant, &city.everything()).await;
    let told = waiting.unwrap().0.into_iter().find(|told| told.about.opening == Some(id)).unwrap();
    assert_eq!(told.kind, domain::notice::Kind::OpeningUnfit);
    assert_eq!(told.detail.unwrap().code, "wage-below-minimum");
    // It comes back with enough pay, and not without.
    let staff = city.as_role(Role::Counselor).await;
    let version = async || get(&staff, &city.app, id).await.unwrap().opening.version;
    let early = renew(&staff, &city.app, id, version().await).await;
    assert!(matches!(&early, Err(Error::Conflict(why)) if why.code == "wage-below-minimum"), "{early:?}");
    update(&staff, &city.app, id, version().await, content(1_400_000)).await.unwrap();
    renew(&staff, &city.app, id, version().await).await.unwrap();
    assert_eq!((listed(&city, "가구").await, run().await), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_brings_nothing_back_that_the_law_of_today_does_not_let_be_shown() {
    let city = TestCity::new().await;
    city.clock.advance_days(246);
    let id = opened(&city).await;
    for _ in 0..42 {
        city.clock.advance_days(1);
        daily(&city.app.system_ctx(), &city.app).await.unwrap();
    }
    assert_eq!(city.app.system_ctx().today(), date(2016, 12, 27));
    let silenced =
        async || matches!(state(&city, id).await, State::Paused { why: PauseReason::Unconfirmed, .. });
    assert!(silenced().await);
    let staff = city.as_role(Role::Counselor).await;
    let question = put(&staff, &city.app, id, Kind::StillOpen).await.unwrap();
    city.clock.advance_days(6);
    let staff = city.as_role(Role::Counselor).await;
    let version = get(&staff, &city.app, id).await.unwrap().opening.version;
    let citizen = city.as_role(Role::Citizen).await;
    for refused in [
        app::opening::confirm(&staff, &city.app, id, version).await,
        answer(&citizen, &city.app, Secret::Token(&question.token), Reply::StillOpen).await.map(|_| ()),
    ] {
        assert!(
            matches!(&refused, Err(Error::Conflict(why)) if why.code == "wage-below-minimum"),
            "{refused:?}"
        );
    }
    assert!(silenced().await && listed(&city, "가구").await == 0);
}
