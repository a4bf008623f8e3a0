//! Agreements of work trials on pages: written by staff, read and signed by the person and the employer, void once changed, on
//! paper, and shown to nobody else.

use axum::http::StatusCode;
use domain::id::{EmployerId, SeekerId};
use domain::seeker::{Consents, Profile};
use domain::{Channel, Role};

use crate::site::{Answer, Site};

const STAFF: Option<Role> = Some(Role::Counselor);

fn to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

/// Somebody who registered themselves with an account, and an employer with one.
async fn both(site: &Site) -> (SeekerId, EmployerId) {
    let staff = site.city.as_role(Role::Counselor).await;
    let employers = app::employer::list(&staff, &site.app(), "", 1, 1).await.unwrap();
    let employer = employers.items[0].id;
    site.city.employ(employer).await;
    let own = site.city.as_role(Role::Seeker).await;
    let area = domain::area::AreaCode::parse("9911051000");
    let profile = Profile {
        name: "canary-name".into(),
        born_on: "1990-02-03".parse().ok(),
        phone: "0310001111".into(),
        desired_areas: area.clone().into_iter().collect(),
        area,
        occupations: domain::occupation::OccupationCode::parse("5501").into_iter().collect(),
        consents: Consents { registration: Some(own.today()), ..Consents::default() },
        ..Profile::default()
    };
    (app::seeker::register(&own, &site.app(), profile, Channel::Web).await.unwrap(), employer)
}

/// What staff type.
pub(crate) fn typed(seeker: SeekerId, employer: EmployerId) -> String {
    let days: String = (0..5).map(|day| format!("&days={day}")).collect();
    format!(
        "seeker={seeker}&employer={employer}&from=2016-03-16&until=2016-03-25&place=canary-place&tasks=canary-tasks{days}&start=10:00&end=17:00&rest=60&allowance=20,000&insurance=accident&mentor=canary-mentor&aims=canary-aims"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_written_by_staff_and_signed_by_all_three_on_their_own_pages() {
    let site = Site::new().await;
    let (seeker, employer) = both(&site).await;
    let form = site.get(&format!("/staff/work-trials/new?seeker={seeker}"), STAFF).await.text;
    assert!(form.contains("name=\"mentor\"") && form.contains(&format!("value=\"{seeker}\"")), "{form}");
    let path = to(&site.post("/staff/work-trials/new", STAFF, &typed(seeker, employer)).await);
    let sign = |version: u8| format!("version={version}");
    let (person, firm) = (Some(Role::Seeker), Some(Role::Employer));
    assert_eq!(site.get(&path, firm).await.status, StatusCode::NOT_FOUND, "the person signs first");
    let mine = site.get("/me", person).await.text;
    assert!(mine.contains(&path) && mine.contains(&format!("{path}/sign")), "{mine}");
    let read = site.get(&path, person).await.text;
    for words in ["canary-tasks", "canary-mentor", "취업이 아닙니다", "20,000원", "확인 필요"] {
        assert!(read.contains(words), "{words}: {read}");
    }
    assert!(!read.contains(&format!("{path}/edit")) && !read.contains(&format!("{path}/steps")), "{read}");
    assert_eq!(to(&site.post(&format!("{path}/sign"), person, &sign(1)).await), "/me#work-trials");
    let theirs = site.get("/employer", firm).await.text;
    assert!(theirs.contains(&path) && theirs.contains("canary-name"), "{theirs}");
    let late = site.post(&format!("{path}/sign"), firm, &sign(1)).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "what was read has changed: {}", late.text);
    assert_eq!(to(&site.post(&format!("{path}/sign"), firm, &sign(2)).await), "/employer#work-trials");
    assert_eq!(to(&site.post(&format!("{path}/sign"), STAFF, &sign(3)).await), path);
    let agreed = site.get(&path, STAFF).await.text;
    assert!(agreed.contains("체결") && agreed.matches("전자 서명").count() == 3, "{agreed}");
    let paper = site.get(&format!("{path}/paper"), firm).await.text;
    assert!(paper.contains("직 장 체 험 협 약 서") && paper.contains("canary-place"), "{paper}");
    let early = site.post(&format!("{path}/steps"), STAFF, "version=4&step=start").await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.text.contains("2016-03-16에 시작하는"), "{}", early.text);

    // Whoever changes it is told first that three signatures go.
    let edit = site.get(&format!("{path}/edit"), STAFF).await.text;
    assert!(edit.contains("서명 3개가 있습니다"), "{edit}");
    let changed = typed(seeker, employer).replace("20,000", "30,000") + "&version=4&signs=replaces";
    assert_eq!(to(&site.post(&format!("{path}/edit"), STAFF, &changed).await), path);
    let void = site.get(&format!("{path}?lang=en"), STAFF).await.text;
    for words in
        ["3 signatures void", "not signed", "Stands in for staff", "less than the minimum wage", "not yet"]
    {
        assert!(void.contains(words), "{words}: {void}");
    }
    assert!(!void.contains("work-trial-") && !void.contains("{ $"), "{void}");
    assert_eq!(site.get(&path, firm).await.status, StatusCode::NOT_FOUND);
    let list = site.get("/staff/work-trials", STAFF).await.text;
    assert!(list.contains("canary-name") && list.contains("참여자, 사업장, 센터·학교"), "{list}");
    for role in [Role::Citizen, Role::PlanManager, Role::Mayor, Role::Operator] {
        let asked = (role != Role::Citizen).then_some(role);
        let answer = site.get(&path, asked).await;
        assert!(answer.status != StatusCode::OK && !answer.text.contains("canary"), "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() {
    let site = Site::new().await;
    let (seeker, employer) = both(&site).await;
    let whole = typed(seeker, employer);
    for (from, into, field) in [
        ("until=2016-03-25", "until=2016-12-31", "until"),
        ("until=2016-03-25", "until=2016-03-01", "until"),
        ("end=17:00", "end=23:30", "start"),
        ("mentor=canary-mentor", "mentor=", "mentor"),
        ("insurance=accident", "insurance=", "insurance"),
        ("from=2016-03-16", "from=", "from"),
    ] {
        let answer = site.post("/staff/work-trials/new", STAFF, &whole.replace(from, into)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{into}: {}", answer.text);
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{into}: {}", answer.text);
        assert!(answer.text.contains("canary-aims"), "{into}");
    }
    let empty = site.post("/staff/work-trials/new", STAFF, "").await;
    for field in ["seeker", "employer", "from", "until", "place", "tasks", "days", "insurance"] {
        assert!(empty.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", empty.text);
    }
    let path = to(&site.post("/staff/work-trials/new", STAFF, &whole).await);
    let bare = site.post(&format!("{path}/signatures"), STAFF, "version=1").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bare.text);
    assert!(bare.text.contains("href=\"#party\""), "{}", bare.text);
    let silent = site.post(&format!("{path}/steps"), STAFF, "version=1&step=break_off&reason=erased").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", silent.text);
    let broken = "version=1&step=break_off&reason=person&day=2016-03-14";
    assert_eq!(to(&site.post(&format!("{path}/steps"), STAFF, broken).await), path);
    assert!(site.get(&path, STAFF).await.text.contains("본인 의사"));
}
