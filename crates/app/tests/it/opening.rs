//! An opening's life, and what the public sees of it.

use app::Error;
use app::opening::{
    Search, accept, cancel, close, confirm, create, get, pause, search, show, submit, update,
};
use app::testing::TestCity;
use domain::Role;
use domain::code::{EmploymentType, Language};
use domain::employer::Employer;
use domain::id::{EmployerId, OpeningId};
use domain::occupation::OccupationCode;
use domain::opening::{
    CancelReason, CloseReason, Content, Deadline, Environment, LanguageSkill, Reception, State, StateName,
    Visibility, Workplace,
};
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use jiff::civil::date;
use strum::IntoEnumIterator;

pub(crate) async fn employer(city: &TestCity) -> EmployerId {
    let employer = Employer {
        workers: Some(9),
        address: "하늘시 별빛동".into(),
        phone: "0540001111".into(),
        ..Employer::named(EmployerId(uuid::Uuid::nil()), "가상가구")
    };
    app::employer::create(&city.as_role(Role::Counselor).await, &city.app, employer, None).await.unwrap()
}

pub(crate) fn content(won: i64) -> Content {
    Content {
        title: "가구 조립원 모집".into(),
        occupation: OccupationCode::parse("8832"),
        duties: "가구를 조립합니다".into(),
        headcount: 1,
        employment_type: Some(EmploymentType::Indefinite),
        wage: Wage::new(WageForm::Monthly, won, won),
        work_time: WorkTime {
            weekdays: Some(Weekdays::WORKING),
            daily: DailyHours::new(540, 1080, 60),
            ..WorkTime::default()
        },
        workplace: Workplace {
            areas: domain::area::AreaCode::parse("9911051000").into_iter().collect(),
            ..Workplace::default()
        },
        reception: vec![Reception::Phone],
        ..Content::default()
    }
}

pub(crate) async fn listed(city: &TestCity, text: &str) -> usize {
    city.settle().await;
    let ctx = city.as_role(Role::Citizen).await;
    let wanted = Search { text: text.into(), page: 1, size: 10, ..Search::default() };
    search(&ctx, &city.app, &wanted).await.unwrap().total
}

pub(crate) async fn opened(city: &TestCity) -> OpeningId {
    let staff = city.as_role(Role::Counselor).await;
    let id = create(&staff, &city.app, employer(city).await, content(1_300_000)).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    accept(&staff, &city.app, id, 2).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn pay_under_the_floor_of_the_year_is_refused_with_both_figures() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let id = create(&staff, &city.app, employer(&city).await, content(1_200_000)).await.unwrap();
    submit(&staff, &city.app, id, 1).await.unwrap();
    let Err(Error::Conflict(message)) = accept(&staff, &city.app, id, 2).await else { panic!("accepted") };
    let said = city.app.catalogue.say(domain::Lang::Ko, &message);
    assert!(said.contains("5,742원") && said.contains("2016년 최저임금 6,030원"), "{said}");
    update(&staff, &city.app, id, 2, content(1_300_000)).await.unwrap();
    accept(&staff, &city.app, id, 3).await.unwrap();
    let view = get(&staff, &city.app, id).await.unwrap();
    let domain::opening::State::Open { valid_until, .. } = view.opening.state else { panic!("not open") };
    assert_eq!(valid_until.to_string(), "2016-05-14");
    assert_eq!(view.history.len(), 4);
    assert_eq!(view.opening.origin.number, "2016-000001");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_draft_says_how_much_is_missing() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let draft = Content { title: "x".into(), ..Content::default() };
    let id = create(&staff, &city.app, employer(&city).await, draft).await.unwrap();
    let Err(Error::Conflict(message)) = submit(&staff, &city.app, id, 1).await else { panic!("submitted") };
    assert_eq!(message.code, "opening-incomplete");
    assert_eq!(get(&staff, &city.app, id).await.unwrap().opening.state.name(), StateName::Draft);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_off_the_list_is_seen_by_the_next_look() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let citizen = city.as_role(Role::Citizen).await;
    let id = opened(&city).await;
    assert_eq!(listed(&city, "가구").await, 1);
    assert!(show(&citizen, &city.app, id).await.unwrap().minimum.unwrap().reaches.unwrap());
    confirm(&staff, &city.app, id, 3).await.unwrap();
    pause(&staff, &city.app, id, 4).await.unwrap();
    assert_eq!(listed(&city, "가구").await, 0);
    assert!(matches!(show(&citizen, &city.app, id).await, Err(Error::Gone(StateName::Paused))));
    accept(&staff, &city.app, id, 5).await.unwrap();
    assert_eq!(listed(&city, "가구").await, 1);
    close(&staff, &city.app, id, 6, CloseReason::EmployerRequest).await.unwrap();
    assert_eq!(listed(&city, "가구").await, 0);
    let ended = cancel(&staff, &city.app, id, 7, CancelReason::Mistake).await;
    assert!(matches!(ended, Err(Error::Conflict(_))));
    assert!(app::system::verify(&city.as_role(Role::Auditor).await, &city.app).await.unwrap().projections_ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn validity_ends_by_the_clock() {
    let city = TestCity::new().await;
    let id = opened(&city).await;
    assert_eq!(listed(&city, "가구").await, 1);
    city.clock.advance_days(62);
    assert_eq!(listed(&city, "가구").await, 0);
    let citizen = city.as_role(Role::Citizen).await;
    assert!(matches!(show(&citizen, &city.app, id).await, Err(Error::Gone(StateName::Expired))));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_read_an_older_version_changes_nothing() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let id = create(&staff, &city.app, employer(&city).await, content(1_300_000)).await.unwrap();
    update(&staff, &city.app, id, 1, content(1_400_000)).await.unwrap();
    let stale = update(&staff, &city.app, id, 1, content(1_500_000)).await;
    assert!(matches!(stale, Err(Error::Conflict(_))));
    assert_eq!(get(&staff, &city.app, id).await.unwrap().opening.content.wage.unwrap().min_won, 1_400_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_number_in_any_text_is_refused() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let owner = employer(&city).await;
    let text = || "x".to_owned();
    let environment = Environment { hands: text(), ..Environment::default() };
    let level = LanguageSkill { language: Language::from_code("01").unwrap(), level: text() };
    let lists = Content {
        worknet_occupation: Some(text()),
        majors: vec![text()],
        licences: vec![text()],
        skills: vec![text()],
        languages: vec![level],
        attachments: vec![text()],
        environment,
        ..content(1_300_000)
    };
    // Each place of the content that takes this for a text: what a code or a choice cannot hold, it refuses.
    let number = "문의 900101-1234567";
    let whole = serde_json::to_value(&lists).unwrap();
    let mut asked = std::collections::BTreeSet::new();
    for path in leaves(&whole, "") {
        let mut one = whole.clone();
        *one.pointer_mut(&path).unwrap() = number.into();
        let Ok(wrong) = serde_json::from_value::<Content>(one) else { continue };
        let refused = create(&staff, &city.app, owner, wrong.clone()).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{path}: {refused:?}");
        assert!(wrong.texts().any(|(_, text)| text == number), "{path}");
        asked.insert(path);
    }
    let told =
        ["/title", "/note", "/workplace/address", "/skills/0", "/languages/0/level", "/environment/standing"];
    assert!(told.iter().all(|path| asked.contains(*path)) && asked.len() >= 28, "{asked:?}");
    let id = opened(&city).await;
    let wrong = Content { note: number.into(), ..content(1_300_000) };
    let refused = update(&staff, &city.app, id, 3, wrong).await;
    assert!(matches!(refused, Err(Error::Invalid(fields)) if fields[0].field == "note"));
    let draft = create(&staff, &city.app, owner, content(1_300_000)).await.unwrap();
    submit(&staff, &city.app, draft, 1).await.unwrap();
    let reason = domain::opening::ReturnReason::iter().next().unwrap();
    let explained =
        app::opening::return_to_employer(&staff, &city.app, draft, 2, reason, number.into()).await;
    assert!(matches!(explained, Err(Error::Invalid(fields)) if fields[0].field == "explanation"));
}

/// Pointers to everything in a value that is a text.
fn leaves(value: &serde_json::Value, at: &str) -> Vec<String> {
    use serde_json::Value;
    match value {
        Value::String(_) => vec![at.to_owned()],
        Value::Array(list) => {
            list.iter().enumerate().flat_map(|(nth, value)| leaves(value, &format!("{at}/{nth}"))).collect()
        }
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, value)| leaves(value, &format!("{at}/{name}"))).collect()
        }
        _ => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_stays_fit_to_be_shown() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let id = opened(&city).await;
    let fields = |refused: Result<(), Error>| match refused {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let emptied = Content { title: String::new(), reception: Vec::new(), ..content(1_300_000) };
    assert_eq!(fields(update(&staff, &city.app, id, 3, emptied).await), ["title", "reception"]);
    assert_eq!(fields(update(&staff, &city.app, id, 3, content(1_200_000)).await), ["wage_min"]);
    let passed = Content { deadline: Deadline::On(date(2016, 3, 13)), ..content(1_300_000) };
    assert_eq!(fields(update(&staff, &city.app, id, 3, passed).await), ["deadline_on"]);
    assert_eq!(listed(&city, "가구").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_last_day_moves_the_end_of_validity() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let id = opened(&city).await;
    let until = async || match get(&staff, &city.app, id).await.unwrap().opening.state {
        State::Open { valid_until, .. } => valid_until,
        other => panic!("{other:?}"),
    };
    let soon = Content { deadline: Deadline::On(date(2016, 3, 20)), ..content(1_300_000) };
    update(&staff, &city.app, id, 3, soon).await.unwrap();
    assert_eq!(until().await, date(2016, 3, 20));
    let late = Content { deadline: Deadline::On(date(2016, 12, 31)), ..content(1_300_000) };
    update(&staff, &city.app, id, 4, late).await.unwrap();
    assert_eq!(until().await, date(2016, 5, 14));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_says_what_left_the_lists_and_nothing_of_what_never_was_there() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let shown = opened(&city).await;
    let false_notice = opened(&city).await;
    let hidden = opened(&city).await;
    let draft = create(&staff, &city.app, employer(&city).await, content(1_300_000)).await.unwrap();
    let read = async |after: i64| -> (Vec<serde_json::Value>, i64) {
        let citizen = city.as_role(Role::Citizen).await;
        let bytes = app::feed::openings(&citizen, &city.app, Some(after), usize::MAX).await.unwrap().bytes;
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let mut lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let cursor = lines.pop().unwrap()["cursor"].as_i64().unwrap();
        (lines, cursor)
    };
    let (lines, cursor) = read(0).await;
    let ids: Vec<_> = lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, [shown.to_string(), false_notice.to_string(), hidden.to_string()]);
    close(&staff, &city.app, shown, 3, CloseReason::EmployerRequest).await.unwrap();
    cancel(&staff, &city.app, false_notice, 3, CancelReason::False).await.unwrap();
    let counselors = Content { visibility: Visibility::Counselors, ..content(1_300_000) };
    update(&staff, &city.app, hidden, 3, counselors).await.unwrap();
    cancel(&staff, &city.app, draft, 1, CancelReason::Mistake).await.unwrap();
    let (lines, _) = read(cursor).await;
    assert!(lines.iter().all(|line| line["removed"] == true), "{lines:?}");
    let gone: Vec<_> = lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(gone, ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_follows_every_change() {
    let city = TestCity::new().await;
    let staff = city.as_role(Role::Counselor).await;
    let front = async || {
        city.settle().await;
        app::opening::front(&city.as_role(Role::Citizen).await, &city.app).await.unwrap()
    };
    assert_eq!(front().await.openings, 0);
    let id = opened(&city).await;
    let shown = front().await;
    assert_eq!((shown.openings, shown.heads, shown.newest.len()), (1, 1, 1));
    assert!(std::sync::Arc::ptr_eq(&shown, &front().await), "nothing changed, nothing gathered again");
    city.clock.advance_days(3);
    assert_eq!(front().await.newest[0].confirmed_days, Some(3));
    close(&staff, &city.app, id, 3, CloseReason::EmployerRequest).await.unwrap();
    assert_eq!(front().await.openings, 0);
}
