//! What cannot be meant: each answer says where, what and how to mend it, and nothing that was typed is lost.

use axum::http::StatusCode;
use domain::Role;

use crate::day::{SENIOR, STAFF, id_of, sent, to};
use crate::filled::{body, filled};
use crate::site::Site;

#[tokio::test(flavor = "multi_thread")]
async fn impossible_days_come_back_with_what_was_typed() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let plan = "goal=canary-goal&step=canary-step&due_on=2016-02-30&owner=counselor";
    let wrong = site.post(&format!("{path}/plan"), STAFF, plan).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "href=\"#due_on\"",
        "2016-02-30",
        "value=\"canary-goal\"",
        "value=\"canary-step\"",
        "value=\"counselor\" selected",
    ] {
        assert!(wrong.text.contains(words), "{words}: {}", wrong.text);
    }
    let past = site.post(&format!("{path}/plan"), STAFF, &plan.replace("2016-02-30", "2016-03-01")).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.text.contains("value=\"canary-step\"") && past.text.contains("value=\"2016-03-01\""));

    let died = site.post(&format!("{path}/steps/decease"), STAFF, "on=2016-02-30").await;
    assert_eq!(died.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(died.text.contains("href=\"#deceased-on\"") && died.text.contains("value=\"2016-02-30\""));
    let tomorrow = site.post(&format!("{path}/steps/decease"), STAFF, "on=2016-03-15").await;
    assert_eq!(tomorrow.status, StatusCode::CONFLICT);
    assert!(tomorrow.text.contains("value=\"2016-03-15\""), "{}", tomorrow.text);

    let steps = format!("/staff/referrals/{}/steps", sent(&site, id_of(&path)).await);
    for (typed, field, value) in [
        ("step=schedule&at=2016-02-30T10:00", "at", "2016-02-30T10:00"),
        ("step=schedule&at=2019-01-01T10:00", "at", "2019-01-01T10:00"),
        ("step=hire&start_on=2016-02-30", "start_on", "2016-02-30"),
        ("step=hire&start_on=2019-01-01", "start_on", "2019-01-01"),
    ] {
        let wrong = site.post(&steps, STAFF, &format!("version=3&{typed}")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(wrong.text.contains(&format!("href=\"#{field}\"")), "{typed}: where");
        assert!(wrong.text.contains(&format!("value=\"{value}\"")), "{typed}: kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_before_the_letter_is_refused_with_both_days() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let referral = sent(&site, id_of(&path)).await;
    let steps = format!("/staff/referrals/{referral}/steps");
    let early = site.post(&steps, STAFF, "version=3&step=hire&start_on=2016-03-01").await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["2016-03-01", "2016-03-14", "value=\"2016-03-01\"", "href=\"#start_on\""] {
        assert!(early.text.contains(words), "{words}: {}", early.text);
    }
    assert!(!early.text.contains("지금 내용에 다시 적용"), "nobody else changed anything");
    let employer =
        app::employer::list(&site.city.as_role(Role::Counselor).await, &site.app(), "", 1, 1).await;
    let employer = employer.unwrap().items[0].name.clone();
    let claim = [
        ("seeker", id_of(&path).to_string()),
        ("employer", employer),
        ("how", "self_found".into()),
        ("start_on", "2016-03-01".into()),
    ];
    let claim = body(&claim.map(|(name, value)| (name.to_owned(), value)));
    let kept = to(&site.post("/staff/placements/new", STAFF, &claim).await);
    let page = site.get(&kept, STAFF).await.text;
    assert!(
        page.contains("CR-04") && page.contains("집계하지 않습니다"),
        "kept, not counted, and why: {page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_referred_to_what_is_filled_or_ended_nor_after_death() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let (staff, app, opening) = (site.city.as_role(Role::Counselor).await, site.app(), site.opening());
    let pair = format!("seeker={}&opening={opening}", id_of(&path));
    let version = app::opening::get(&staff, &app, opening).await.unwrap().opening.version;
    let reason = domain::opening::CloseReason::NotNeeded;
    app::opening::stop(&staff, &app, opening, version, reason).await.unwrap();
    let ended = site.post("/staff/referrals/new", STAFF, &pair).await;
    assert_eq!(ended.status, StatusCode::CONFLICT);
    for words in
        ["마감", "바뀐 것은 없습니다", &format!("{path}/matches"), &format!("/staff/openings/{opening}")]
    {
        assert!(ended.text.contains(words), "{words}: {}", ended.text);
    }
    site.city.settle().await;
    to(&site.post(&format!("{path}/steps/decease"), STAFF, "on=2016-03-10").await);
    let other = format!("seeker={}&opening={}", id_of(&path), site.opening());
    let dead = site.post("/staff/referrals/new", STAFF, &other).await;
    assert_eq!(dead.status, StatusCode::CONFLICT);
    assert!(dead.text.contains("사망"), "{}", dead.text);
    let again = site.post("/staff/seekers/new", STAFF, SENIOR).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let typed = filled(&again.text);
    assert!(typed.contains(&("phone".into(), "031-000-1234".into())), "what was typed is still there");
    site.city.clock.advance_days(4);
    assert!(!site.get("/staff/today", STAFF).await.text.contains("박가나"), "the dead are not called");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_number_with_a_wrong_check_digit_is_said_at_the_field() {
    let site = Site::new().await;
    let right = domain::employer::BusinessNumber::from_first_nine(555_666_777).digits().to_owned();
    let last = (right[9..].parse::<u8>().unwrap() + 1) % 10;
    let wrong = format!("{}{last}", &right[..9]);
    let typed = format!("name=canary-works&business_number={wrong}&address=canary-street&phone=031-000-3333");
    let refused = site.post("/staff/employers/new", STAFF, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("href=\"#business_number\"")
            && refused.text.contains("id=\"business_number-error\"")
    );
    let kept = filled(&refused.text);
    for (name, value) in typed.split('&').map(|pair| pair.split_once('=').unwrap()) {
        assert!(kept.contains(&(name.to_owned(), value.to_owned())), "{name} is kept");
    }
    to(&site.post("/staff/employers/new", STAFF, &typed.replace(&wrong, &right)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_hands_at_an_employer_sees_both_and_chooses() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/employers/new", STAFF, "name=canary-works&address=first").await);
    let edit = format!("{path}/edit");
    let opened = filled(&site.get(&edit, STAFF).await.text);
    let with = |address: &str| {
        let mut sent = opened.clone();
        sent.iter_mut().filter(|(name, _)| name == "address").for_each(|(_, value)| *value = address.into());
        body(&sent)
    };
    to(&site.post(&edit, STAFF, &with("canary-theirs")).await);
    let clash = site.post(&edit, Some(Role::Supervisor), &with("canary-mine")).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    for words in ["canary-theirs", "value=\"canary-mine\"", "내 내용으로 저장", "저장된 내용 그대로 두기"]
    {
        assert!(clash.text.contains(words), "{words}: {}", clash.text);
    }
    assert!(site.get(&path, STAFF).await.text.contains("canary-theirs"), "nothing was overwritten");
    to(&site.post(&edit, Some(Role::Supervisor), &body(&filled(&clash.text))).await);
    assert!(site.get(&path, STAFF).await.text.contains("canary-mine"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hands_at_a_referral_and_at_a_plan_are_told_how_it_stands() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let referral = sent(&site, id_of(&path)).await;
    let steps = format!("/staff/referrals/{referral}/steps");
    to(&site.post(&steps, STAFF, "version=3&step=schedule&at=2016-03-18T10:00").await);
    let second = site.post(&steps, STAFF, "version=3&step=schedule&at=2016-03-21T14:00").await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    for words in ["2016-03-18 10:00", "2016-03-21T14:00", "name=\"version\" value=\"4\""] {
        assert!(second.text.contains(words), "{words}: {}", second.text);
    }
    to(&site.post(&steps, STAFF, "version=4&step=schedule&at=2016-03-21T14:00").await);
    assert!(site.get(&path, STAFF).await.text.contains("2016-03-21 14:00"));

    to(&site
        .post(&format!("{path}/plan"), STAFF, "step=canary-step&due_on=2016-03-20&owner=counselor")
        .await);
    let page = site.get(&path, STAFF).await.text;
    let plan = page.split("action=\"/staff/action-plans/").nth(1).unwrap().split('/').next().unwrap();
    let settle = format!("/staff/action-plans/{plan}/settle");
    let seeker = id_of(&path);
    to(&site.post(&settle, STAFF, &format!("seeker={seeker}&step=0&how=done")).await);
    let late =
        site.post(&settle, Some(Role::Supervisor), &format!("seeker={seeker}&step=0&how=missed")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("canary-step") && late.text.contains("마침"), "{}", late.text);
}
