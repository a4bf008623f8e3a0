//! The tailored path, saved searches and an employer's demand on their pages: in both languages, by whom, and with a next step
//! where there is nothing.

use axum::http::StatusCode;
use domain::Role;

use crate::day::{SENIOR, STAFF, id_of, to};
use crate::site::Site;

const OWN: Option<Role> = Some(Role::Seeker);

/// Whether an entry of a catalogue stands where its words should.
fn unworded(text: &str) -> bool {
    let visible: String =
        text.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words).collect();
    ["path-", "saved-search-", "action-plan-", "demand-", "fit-", "support-", "{ $"]
        .iter()
        .any(|start| visible.contains(start))
}

fn part<'a>(page: &'a str, id: &str) -> &'a str {
    let begun = page.split(&format!("<section id=\"{id}\">")).nth(1);
    begun.unwrap_or_else(|| panic!("no {id}: {page}")).split("</section>").next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_their_path_and_their_counsellor_writes_a_line_into_the_plan() {
    let site = Site::new().await;
    assert!(site.get("/me/path", OWN).await.text.contains("아직 구직 신청이 없습니다"));
    assert_eq!(site.get("/me/path", None).await.status, StatusCode::SEE_OTHER);
    let person = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let page = site.get("/me/path", OWN).await;
    assert_eq!(page.status, StatusCode::OK);
    for id in ["openings", "near", "programs", "learning", "events", "call", "segments"] {
        assert!(!part(&page.text, id).is_empty());
    }
    for words in [
        "박가나",
        "지금 맞는 일자리",
        "물어볼 사람",
        "고령자",
        "만 55세 이상",
        "국민취업지원제도",
        "data-print",
        "path/paper.pdf",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(part(&page.text, "programs").contains("건강보험료 납부확인서"), "what to bring");
    assert!(part(&page.text, "segments").contains("아직 묻지 않음"), "unknown stays unknown");
    assert!(!page.text.contains(&format!("{person}/plan")), "the person writes no plan alone");
    assert!(!unworded(&page.text), "{}", page.text);
    let english = site.get("/me/path?lang=en", OWN).await.text;
    assert!(english.contains("Tailored path") && english.contains("not asked yet"), "{english}");
    assert!(!unworded(&english), "{english}");

    let theirs = site.get(&format!("{person}/path"), STAFF).await.text;
    assert!(theirs.contains(&format!("action=\"{person}/plan\"")), "{theirs}");
    let step = "step=%EC%A0%84%ED%99%94&due_on=2016-03-28&owner=person";
    assert_eq!(to(&site.post(&format!("{person}/plan"), STAFF, step).await), format!("{person}#plan"));
    for role in [Some(Role::Auditor), Some(Role::Clerk), Some(Role::Employer)] {
        let refused = site.get(&format!("{person}/path"), role).await.status;
        assert!(matches!(refused, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{refused}");
    }

    let me = site.get("/me", OWN).await.text;
    assert!(me.contains("아직 동의하지 않으셨습니다") && me.contains("이 계획에 동의합니다"), "{me}");
    let plan = me.split("/staff/action-plans/").nth(1).unwrap().split('/').next().unwrap();
    let sign = format!("/staff/action-plans/{plan}/sign");
    let stale = site.post(&sign, OWN, &format!("seeker={}&version=9", id_of(&person))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let signed = site.post(&sign, OWN, &format!("seeker={}&version=1", id_of(&person))).await;
    assert_eq!(to(&signed), "/me#plan");
    assert!(site.get("/me", OWN).await.text.contains("2016-03-14에 내 페이지에서 동의하셨습니다"));
    let paper = site.get(&format!("/staff/action-plans/{plan}/paper"), OWN).await.text;
    assert!(paper.contains("전화") && paper.contains("상담사 (서명)"), "{paper}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_path_is_a_paper_to_take_home() {
    let site = Site::new().await;
    let person = to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let answer = site.get(&format!("{person}/path/paper.pdf"), OWN).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "application/pdf");
    assert!(answer.text.starts_with("%PDF"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_kept_from_the_list_and_its_private_address_opens_until_it_is_taken_back() {
    let site = Site::new().await;
    let list = site.get("/openings?q=%EC%A1%B0%EB%A6%BD", None).await.text;
    assert!(list.contains("/me/searches?q="), "{list}");
    assert!(list.contains("계정이 없어도"), "whoever has no account is told of the public address");
    to(&site.post("/staff/seekers/new", OWN, SENIOR).await);
    let empty = site.get("/me/searches", OWN).await.text;
    assert!(empty.contains("아직 저장한 검색이 없습니다") && empty.contains("href=\"/openings\""));
    let form = site.get("/me/searches?q=%EC%A1%B0%EB%A6%BD&days=0&days=1&monthly=2000000", OWN).await.text;
    assert!(form.contains("name=\"monthly\" value=\"2000000\"") && form.contains("for=\"name\""), "{form}");
    assert!(!unworded(&form), "{form}");

    let wanted = "q=%EC%A1%B0%EB%A6%BD&days=0&days=1&monthly=2000000";
    let nameless = site.post("/me/searches", OWN, &format!("{wanted}&alert=news")).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.text.contains("href=\"#name\"") && nameless.text.contains("id=\"name-error\""));
    let silent = site.post("/me/searches", OWN, &format!("{wanted}&name=a")).await;
    assert!(silent.text.contains("href=\"#alert\""), "{}", silent.text);
    let nowhere = site.post("/me/searches", OWN, &format!("{wanted}&name=a&alert=print")).await;
    assert!(nowhere.text.contains("href=\"#place\""), "{}", nowhere.text);
    let everything = site.post("/me/searches", OWN, "name=a&alert=news").await;
    assert!(everything.text.contains("href=\"/openings\""), "{}", everything.text);

    let kept = site.post("/me/searches", OWN, &format!("{wanted}&name=mine&alert=feed")).await;
    assert_eq!(kept.status, StatusCode::OK);
    let address = |page: &str| -> String {
        let at = page.split("/searches/").find(|rest| rest.contains("/openings.atom")).unwrap();
        format!("/searches/{}", at.split('<').next().unwrap())
    };
    let first = address(&kept.text);
    let atom = site.get(&first, None).await;
    assert_eq!(atom.status, StatusCode::OK);
    assert_eq!(atom.headers["cache-control"], "no-store");
    assert!(atom.text.contains("mine"), "{}", atom.text);
    let page = site.get("/me/searches", OWN).await.text;
    assert!(!page.contains("openings.atom"), "shown once: {page}");
    assert!(page.contains("href=\"/openings?q=") && page.contains("monthly=2000000"), "{page}");
    let id = page.split("action=\"/me/searches/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/me/searches/{id}");
    for role in [STAFF, Some(Role::Employer)] {
        let theirs = site.post(&path, role, "step=drop").await.status;
        assert!(matches!(theirs, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{theirs}");
    }
    let second = address(&site.post(&path, OWN, "step=readdress").await.text);
    assert_eq!(site.get(&first, None).await.status, StatusCode::NOT_FOUND, "revoked");
    assert_eq!(site.get(&second, None).await.status, StatusCode::OK);
    to(&site.post(&path, OWN, "step=pause").await);
    assert!(site.get("/me/searches", OWN).await.text.contains("2016-03-14부터 잠시 멈춤"));
    assert!(site.get(&second, None).await.text.contains("알림을 마쳤습니다"));
    to(&site.post(&path, OWN, "step=renew").await);
    to(&site.post(&path, OWN, "step=drop").await);
    assert_eq!(site.get(&second, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post(&path, OWN, "step=renew").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_reads_what_would_fill_an_opening() {
    let site = Site::new().await;
    let opening = site.opening();
    let staff = site.city.as_role(Role::Counselor).await;
    let view = app::opening::get(&staff, &site.app(), opening).await.unwrap();
    site.city.employ(view.employer.id).await;
    let path = format!("/employer/openings/{opening}/demand");
    let employer = Some(Role::Employer);
    assert!(site.get("/employer", employer).await.text.contains(&path));
    let page = site.get(&path, employer).await;
    assert_eq!(page.status, StatusCode::OK);
    for id in ["widen", "subsidies", "trainees", "ask"] {
        assert!(!part(&page.text, id).is_empty());
    }
    assert!(
        page.text.contains("href=\"tel:")
            && page.text.contains(&format!("/employer/openings/{opening}/people"))
    );
    assert!(!unworded(&page.text), "{}", page.text);
    assert_eq!(site.get(&path, STAFF).await.status, StatusCode::OK);
    assert_eq!(site.get(&path, OWN).await.status, StatusCode::NOT_FOUND);
    let other = site.city.app.projection.with(|state| {
        let theirs = state.openings.values().find(|entry| entry.employer.id != view.employer.id);
        theirs.map(|entry| entry.opening.id).unwrap()
    });
    let strange = site.get(&format!("/employer/openings/{other}/demand"), employer).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_account_the_answer_leads_to_programmes_and_to_people() {
    let site = Site::empty("haneul").await;
    let page = site.post("/fit", None, "").await.text;
    assert!(page.contains("지금 신청할 수 있는 프로그램"), "{page}");
    assert!(page.contains("href=\"/programmes/national-support-1\""), "{page}");
    let app = site.app();
    let centre = &app.city.centres()[0];
    assert!(page.contains(&centre.hours) && page.contains(&centre.phone), "{page}");
}
