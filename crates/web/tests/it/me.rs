//! One's own page: what waits, yes and no to a proposal, and every application with its answer.

use axum::http::StatusCode;
use domain::Role;
use domain::actor::Channel;

use crate::day::{SENIOR, STAFF, id_of, to};
use crate::placement::{between, claim, number_of};
use crate::site::Site;

const OWN: Option<Role> = Some(Role::Seeker);

#[tokio::test(flavor = "multi_thread")]
async fn the_person_answers_a_proposal_themselves_and_reads_how_each_ended() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let (staff, app) = (site.city.as_role(Role::Counselor).await, site.app());
    let [one, two] = site.city.app.projection.with(|state| {
        let mut ids = state.openings.keys().copied();
        [ids.next().unwrap(), ids.next().unwrap()]
    });
    let first = app::referral::propose(&staff, &app, id_of(&path), one).await.unwrap();
    let second = app::referral::propose(&staff, &app, id_of(&path), two).await.unwrap();
    let page = site.get("/me", OWN).await.text;
    for words in [
        "답을 기다리는 알선 제안 2건",
        "네, 알선에 동의합니다",
        "아니요, 사양합니다",
        "일자리를 추천해 드렸습니다",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let post = |id| format!("/me/referrals/{id}");
    assert_eq!(to(&site.post(&post(first), OWN, "version=1&answer=agree").await), "/me#applications");
    let referral = app::referral::get(&staff, &app, first).await.unwrap();
    assert_eq!(referral.referral.state.name().to_string(), "consented");
    assert_eq!(referral.history[0].channel, "web", "said by the person themselves");
    let again = site.post(&post(first), OWN, "version=1&answer=agree").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        again.text.contains("지금 상태를 보여 드립니다") && again.text.contains("이 알선을 그만두겠습니다")
    );
    let no_reason = site.post(&post(second), OWN, "version=1&answer=decline").await;
    assert_eq!(no_reason.status, StatusCode::CONFLICT);
    assert!(no_reason.text.contains("까닭을 하나 골라 주세요"));
    to(&site.post(&post(second), OWN, "version=1&answer=decline&reason=distance").await);
    app::referral::send(&staff, &app, first, 2).await.unwrap();
    let letter = app::referral::get(&staff, &app, first).await.unwrap().referral;
    let reason = domain::referral::RejectReason::Experience;
    let no = app::referral::Answer::Rejected(reason);
    app::referral::answer(&staff, &app, first, letter.version, no).await.unwrap();
    let page = site.get("/me", OWN).await.text;
    for words in ["L2016-000001", "경력부족", "(거리)", "이번에는 채용되지 않으셨습니다"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(
        !page.contains("answer=\"agree\"") && !page.contains("/me/referrals/"),
        "what has ended asks nothing"
    );
    let ids = [post(first), post(second)];
    for role in [STAFF, Some(Role::Employer)] {
        let theirs = site.post(&ids[0], role, "version=1&answer=agree").await;
        assert!(matches!(theirs.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{}", theirs.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_taken_back_midway_ends_what_hangs_on_it_at_once() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let (staff, app) = (site.city.as_role(Role::Counselor).await, site.app());
    let id = app::referral::propose(&staff, &app, id_of(&path), site.opening()).await.unwrap();
    app::referral::agree(&staff, &app, id, 1, Channel::Phone).await.unwrap();
    to(&site.post(&format!("{path}/consent"), OWN, "switch=registration%3Ano").await);
    // The counsellor still has the page open on which the letter could be issued.
    let late = site.post(&format!("/staff/referrals/{id}/steps"), STAFF, "version=2&step=send").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    for words in ["하려던 일", "알선장 발급", "지금 내용", "동의 철회"] {
        assert!(late.text.contains(words), "{words}: {}", late.text);
    }
    assert!(site.get("/me", OWN).await.text.contains("동의 철회"));
    let again = format!("seeker={}&opening={}", id_of(&path), site.opening());
    let refused = site.post("/staff/referrals/new", STAFF, &again).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("철회") && refused.text.contains("바뀐 것은 없습니다"), "{}", refused.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_says_the_same_of_itself_on_ones_own_pages_and_by_letter() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let number = number_of(&site, &path).await;
    let claimed = claim(&site, &number, "self_found").await;
    let letter = site.get(&format!("{claimed}/letter"), STAFF).await.text;
    let link = format!("/result/{}", between(&letter, "/result/", "<"));
    let said = async || {
        let page = site.get(&link, None).await.text;
        let words = between(&page, "<p><span class=\"badge\">", "</p>").to_owned();
        for own in ["/me", "/me/results"] {
            let page = site.get(own, OWN).await.text;
            assert!(page.contains(&format!("<span class=\"badge\">{words}")), "{own}: {words}");
        }
        words
    };
    let barred = said().await;
    assert!(barred.starts_with("집계하지 않습니다") && barred.contains("CR-05"), "{barred}");
    to(&site
        .post(&format!("{path}/services/new"), STAFF, "kind=counselling&on=2016-03-13&channel=counter")
        .await);
    assert_eq!(site.post(&link, None, "reply=true").await.status, StatusCode::OK);
    assert!(said().await.starts_with("확인 전"), "their own word alone");
    let proof = "version=2&kind=contract&on=2016-03-14";
    to(&site.post(&format!("{claimed}/evidence"), Some(Role::Supervisor), proof).await);
    assert_eq!(said().await, "집계됨</span>");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_reads_who_looked_for_which_body_when_and_why_and_takes_it_away() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let (app, id) = (site.app(), id_of(&path));
    let auditor = site.city.as_role(Role::Auditor).await;
    app::seeker::get(&auditor, &app, id).await.unwrap();
    site.city.clock.set(site.city.clock.now() + jiff::SignedDuration::from_mins(1));
    site.get("/staff/registers/seekers?from=2016-03-01&to=2016-03-31&why=handover", STAFF).await;
    site.city.clock.advance_days(1);
    site.get(&format!("{path}/slip"), STAFF).await;
    let body = auditor.actor.organisation.unwrap();
    let body = name_of(&site, body).await;
    for lang in ["ko", "en"] {
        let page = site.get(&format!("/me?lang={lang}"), OWN).await.text;
        let all = page.split_once("2016-03-15").expect("the day of the latest look").1;
        let words: &[&str] = match lang {
            "ko" => &["감사", "직업상담사", "인쇄하려고 열람", "업무 인계", "기록 열람"],
            _ => &["Auditor", "Counsellor", "opened to print", "handing over the work"],
        };
        for words in words.iter().chain([&body.as_str()]) {
            assert!(all.to_lowercase().contains(&words.to_lowercase()), "{lang} {words}: {page}");
        }
        assert!(page.contains("2016-03-14"), "{page}");
        assert!(!page.contains("purpose-") && !page.contains("why-"), "{page}");
    }
    let taken: serde_json::Value = serde_json::from_str(&site.get("/me/data", OWN).await.text).unwrap();
    let looks = taken["looks"].as_array().unwrap();
    let told: Vec<_> = looks
        .iter()
        .map(|look| (look["role"].as_str().unwrap(), look["purpose"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("counselor", "print"), ("counselor", "print"), ("auditor", "read")]);
    for look in looks {
        assert!(look["at"].as_str().unwrap().starts_with("2016-03-1"), "{look}");
        assert_eq!(look["body"], body.as_str());
        assert!(!look["who"].as_str().unwrap().is_empty() && !look["meaning"].as_str().unwrap().is_empty());
        assert_eq!(look["refused"], false);
    }
    assert_eq!((&looks[0]["why"], &looks[1]["why"]), (&serde_json::Value::Null, &"handover".into()));
    assert_eq!(looks[0]["meaning"], "인쇄하려고 열람");
}

/// The name of a body, as the list of bodies has it.
async fn name_of(site: &Site, id: domain::id::OrganisationId) -> String {
    let ctx = site.city.as_role(Role::PlanManager).await;
    let all = app::organisation::tree(&ctx, &site.app()).await.unwrap();
    all.into_iter().find(|(_, body)| body.id == id).unwrap().1.name
}
