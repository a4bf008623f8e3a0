//! News by mail and text message on the pages: the wish, the two links that work without signing in, the operator's page.

use app::digest::Post;
use axum::http::StatusCode;
use domain::Role;
use domain::look::Purpose;

use crate::day::{SENIOR, id_of, to};
use crate::site::Site;

const OWN: Option<Role> = Some(Role::Seeker);

/// A site whose text messages lie in a folder, and what lies there.
async fn site() -> Site {
    let site = Site::new().await;
    let post = Post::new("https://jobs.haneul.example", None, Some(site.city.path().join("outbox"))).unwrap();
    site.app().send_through(post);
    site
}

async fn messages(site: &Site) -> Vec<String> {
    app::digest::turn(&site.app()).await.unwrap();
    let files = std::fs::read_dir(site.city.path().join("outbox")).unwrap();
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

fn link(message: &str, of: &str) -> String {
    let start = format!("https://jobs.haneul.example/digest/{of}/");
    let rest = message.split_once(&start).unwrap().1;
    let secret: String = rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').collect();
    format!("/digest/{of}/{secret}")
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_says_how_they_want_to_hear_confirms_it_and_stops_it_without_signing_in() {
    let site = site().await;
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let hearing = format!("{path}/hearing");
    let page = site.get("/me", OWN).await.text;
    assert!(page.contains("전화로 말씀드립니다") && page.contains(&hearing), "{page}");
    // Asked on the very page that follows registering, of oneself and at the counter, until it is said.
    assert!(site.get("/staff/seekers/new", OWN).await.text.contains("저장하신 다음에"));
    for who in [OWN, Some(Role::Counselor)] {
        let record = site.get(&path, who).await.text;
        assert!(record.contains("소식 받는 방법과 자동 추천 정하기"), "{record}");
    }
    let page = site.get(&hearing, OWN).await;
    assert!(
        page.text.contains("value=\"text\"") && !page.text.contains("value=\"mail\""),
        "only what is set"
    );
    assert!(
        !page
            .text
            .contains("id=\"consent_news\" type=\"checkbox\" name=\"consent_news\" value=\"yes\" checked")
    );
    let no = site.post(&hearing, OWN, "by=text").await;
    assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no.text.contains("동의하셔야 합니다") && no.text.contains("selected"), "{}", no.text);
    let no = site.post(&hearing, OWN, "by=mail&consent_news=yes").await;
    assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Their number takes no text messages: said with the way to where it is mended, and mended.
    let no = site.post(&hearing, OWN, "by=text&consent_news=yes").await;
    assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no.text.contains(&format!("<li><a href=\"{path}/edit\">")), "{}", no.text);
    let (ctx, id) = (site.city.as_role(Role::Counselor).await, id_of(&path));
    let (seeker, known) = app::seeker::open(&ctx, &site.app(), id, Purpose::Edit).await.unwrap();
    let told = domain::seeker::Profile { mobile: "01000001234".to_owned(), ..known };
    app::seeker::update(&ctx, &site.app(), id, seeker.version, told).await.unwrap();
    assert_eq!(
        to(&site.post(&hearing, OWN, "by=text&consent_news=yes").await),
        format!("{hearing}?said=confirm")
    );
    let asked = messages(&site).await;
    let confirm = link(&asked[0], "confirm");
    // A number is no address, in the message as on the page.
    assert!(!asked[0].contains("주소"), "{}", asked[0]);
    // Looking changes nothing, for programs look by themselves.
    let looked = site.get(&confirm, None).await;
    assert_eq!(
        (looked.status, looked.headers["referrer-policy"].to_str().unwrap()),
        (StatusCode::OK, "no-referrer")
    );
    assert!(!looked.text.split("<main").nth(1).unwrap().contains("주소"), "{}", looked.text);
    assert!(site.get("/me", OWN).await.text.contains("아직 확인되지 않았습니다"));
    assert!(!site.get(&path, OWN).await.text.contains("소식 받는 방법과 자동 추천 정하기"));
    assert_eq!(site.post(&confirm, None, "").await.status, StatusCode::OK);
    assert!(site.get("/me", OWN).await.text.contains("문자로 보내 드립니다"));
    app::referral::propose(&ctx, &site.app(), id, site.opening()).await.unwrap();
    site.city.clock.advance_days(1);
    site.city.settle().await;
    let sent = messages(&site).await;
    assert_eq!(sent.len(), 2, "{sent:?}");
    let basket = sent.iter().find(|one| one.contains("/digest/stop/")).unwrap();
    let stop = link(basket, "stop");
    assert_eq!(site.get(&stop, None).await.status, StatusCode::OK);
    assert!(site.get("/me", OWN).await.text.contains("문자로 보내 드립니다"));
    let stopped = site.post(&stop, None, "List-Unsubscribe=One-Click").await;
    assert_eq!(stopped.status, StatusCode::OK);
    assert!(stopped.text.contains("더 보내지 않습니다") && !stopped.text.contains("01000001234"));
    let page = site.get("/me", OWN).await.text;
    assert!(page.contains("소식을 보내지 않습니다"), "{page}");
    for gone in ["/digest/stop/nothing", "/digest/confirm/nothing", &stop.replace("stop", "confirm")] {
        assert_eq!(site.get(gone, None).await.status, StatusCode::NOT_FOUND, "{gone}");
        assert_eq!(site.post(gone, None, "").await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    assert!(site.get(&hearing, OWN).await.text.contains("하루 소식"));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_refused_with_one_press_and_whoever_counsels_is_told() {
    let site = site().await;
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    assert!(site.get(&format!("{path}/hearing"), OWN).await.text.contains("automated:no"));
    to(&site.post(&format!("{path}/consent"), OWN, "switch=automated:no").await);
    assert!(site.get("/me", OWN).await.text.contains("자동 추천을 받지 않기로 하셨습니다"));
    let staff = site.get(&path, Some(Role::Supervisor)).await.text;
    assert!(staff.contains("이분은 자동 추천을 받지 않기로 하셨습니다"), "{staff}");
    assert_eq!(site.get(&format!("{path}/matches"), Some(Role::Supervisor)).await.status, StatusCode::OK);
    to(&site.post(&format!("{path}/consent"), OWN, "switch=automated:yes").await);
    assert!(!site.get("/me", OWN).await.text.contains("자동 추천을 받지 않기로"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sees_sums_and_is_told_why_a_test_cannot_be_sent() {
    let site = site().await;
    let operator = Some(Role::Operator);
    let page = site.get("/staff/system/deliveries", operator).await;
    assert!(page.status == StatusCode::OK && page.text.contains("문자"));
    // Only text messages are set: there is no mail to try.
    assert!(!page.text.contains("시험 메일"), "{}", page.text);
    let post = "/staff/system/deliveries";
    for (typed, why) in [
        ("address=", "name@example.com"),
        ("address=maru", "name@example.com"),
        ("address=a%40b.example", "이 방법으로 보내지 않습니다"),
    ] {
        let no = site.post(post, operator, typed).await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(no.text.contains(why), "{typed}: {}", no.text);
    }
    assert_ne!(site.get(post, Some(Role::Counselor)).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_named_by_a_mark_that_is_found_on_the_persons_page() {
    let site = site().await;
    let path = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let (ctx, id) = (site.city.as_role(Role::Counselor).await, id_of(&path));
    let (seeker, known) = app::seeker::open(&ctx, &site.app(), id, Purpose::Edit).await.unwrap();
    let told = domain::seeker::Profile { mobile: "01000001234".to_owned(), ..known };
    app::seeker::update(&ctx, &site.app(), id, seeker.version, told).await.unwrap();
    to(&site.post(&format!("{path}/hearing"), OWN, "by=text&consent_news=yes").await);
    // Where the folder should be is a file: nothing goes out, and it waits.
    let outbox = site.city.path().join("outbox");
    std::fs::remove_dir_all(&outbox).unwrap();
    std::fs::write(&outbox, "").unwrap();
    app::digest::turn(&site.app()).await.unwrap();
    let page = site.get("/staff/system/deliveries", Some(Role::Operator)).await.text;
    assert!(
        page.contains("<th scope=\"col\">보내는 방법</th>") && !page.contains("받으시겠습니까"),
        "{page}"
    );
    let (_, rest) = page.split_once("<span class=\"code\">").unwrap();
    let mark = rest.split('<').next().unwrap();
    assert_eq!(mark.len(), 12, "{mark}");
    let hearing = site.get(&format!("{path}/hearing"), Some(Role::Counselor)).await;
    assert!(hearing.text.contains(mark), "{}", hearing.text);
}
