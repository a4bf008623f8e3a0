//! The page for the young: four steps, tables of ages, the question that is kept nowhere, and openings without experience.

use axum::http::StatusCode;
use jiff::civil::date;

use crate::site::Site;

async fn goyang() -> Site {
    let site = Site::empty("goyang").await;
    let at = site.city.app.city.zone().to_timestamp(date(2026, 3, 2).at(9, 0, 0, 0)).unwrap();
    site.city.clock.set(at);
    site
}

/// Whether an entry of the catalogue stands where its words should.
fn unworded(text: &str) -> bool {
    [
        "youth-step",
        "youth-age",
        "youth-by",
        "youth-n",
        "youth-check",
        "support-asks",
        "support-lacks",
        "support-source",
        "{ $",
    ]
    .iter()
    .any(|key| text.contains(key))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_law_and_programme_stands_with_its_own_ages() {
    let site = goyang().await;
    let page = site.get("/youth", None).await.text;
    for words in [
        "첫 일자리까지 네 걸음",
        "href=\"/fit\"",
        "href=\"#ages\"",
        "href=\"#try\"",
        "href=\"#newcomers\"",
        "15–29세",
        "15–34세",
        "19–34세",
        "18–39세",
        "청년고용촉진 특별법 시행령 제2조",
        "청년기본법 제3조",
        "고양시 청년 기본 조례",
        "2014-01-01 ~",
        "href=\"/programmes/goyang-youth-administration\"",
        "만 18~39세(공고일)",
        "href=\"/programmes/youth-job-leap-2\"",
        "확인 필요",
        "청년정책",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("goyang-mid-life-careers") && !unworded(&page), "{page}");
    let english = site.get("/youth?lang=en", None).await.text;
    assert!(english.contains("18 to 39") && english.contains("Four steps to a first job"), "{english}");
    assert!(!unworded(&english), "{english}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_birth_is_answered_by_each_and_kept_nowhere() {
    let site = goyang().await;
    let head = async || app::system::health(&site.app()).await.unwrap().head;
    let before = head().await;
    let answer = site.post("/youth", None, "born_on=1990-03-02").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["cache-control"], "no-store");
    for words in ["청년입니다", "청년이 아닙니다", "나이가 맞습니다", "만 34세 이하여야 하는데"]
    {
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
    }
    assert!(!unworded(&answer.text), "{}", answer.text);
    for typed in ["", "born_on=", "born_on=2099-01-01", "born_on=never"] {
        let answer = site.post("/youth", None, typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(answer.text.contains("href=\"#born_on\""), "{typed}: {}", answer.text);
    }
    assert_eq!(head().await, before, "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn openings_without_experience_are_paged() {
    let site = Site::new().await;
    let page = site.get("/youth/openings", None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("경력을 묻지 않는 일자리") && !unworded(&page.text), "{}", page.text);
    let far = site.get("/youth/openings?page=999", None).await;
    assert_eq!(far.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/youth/openings?page=x", None).await.status, StatusCode::OK);
}
