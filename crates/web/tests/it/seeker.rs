//! Jobseekers' pages: every field there and back, finding a person, two hands at one record, erasing.

use app::seeker::register;
use axum::http::StatusCode;
use domain::code::{ComputerSkill, Education, EmploymentType, Language, WageForm};
use domain::id::SeekerId;
use domain::look::Why;
use domain::opening::LanguageSkill;
use domain::seeker::{Consents, Link, MediationWish, PastWork, Profile, Sex, WageWish};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use domain::{Channel, Role};

use crate::filled::{body, filled};
use crate::site::{Answer, Site};

const STAFF: Option<Role> = Some(Role::Counselor);

/// The least that makes a registration complete.
const LEAST: &str = "name=canary-name&born_on=1990-02-03&phone=031-000-1111&area=9911051000&occupation=5501&desired_area=99110&consent_registration=yes";

/// `location` of a redirect.
fn to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

async fn told(site: &Site, path: &str) -> Profile {
    let id: SeekerId = path.rsplit('/').next().unwrap().parse().unwrap();
    let ctx = site.city.as_role(Role::Counselor).await;
    app::seeker::get(&ctx, &site.app(), id).await.unwrap().profile.unwrap()
}

/// How many looks the record of a path shows.
async fn looks(site: &Site, path: &str) -> usize {
    let id: SeekerId = path.rsplit('/').next().unwrap().parse().unwrap();
    let ctx = site.city.as_role(Role::Counselor).await;
    app::seeker::get(&ctx, &site.app(), id).await.unwrap().looks.items.len()
}

/// A person who told everything.
fn whole() -> Profile {
    let code = |code: &str| domain::occupation::OccupationCode::parse(code).unwrap();
    let area = |code: &str| domain::area::AreaCode::parse(code).unwrap();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    Profile {
        name: "카나리아 \"<b>&".into(),
        born_on: "1962-11-30".parse().ok(),
        work_permit: "2016-하늘-3".into(),
        guardian_agreed_on: "2016-03-14".parse().ok(),
        sex: Some(Sex::Female),
        address: "하늘시 별빛동 12-3 (2층)".into(),
        area: Some(area("9911051000")),
        home: Some(domain::area::Point { lon_e6: 126_827_733, lat_e6: 37_061_735 }),
        mobile: "01000001234".into(),
        phone: "0310005678".into(),
        proxy_phone: "0200009999".into(),
        email: "canary@example.org".into(),
        contact_note: "평일 오후, 문자".into(),
        education: Some(Education::Associate),
        school: "하늘전문대학".into(),
        major: "실내건축, 가구".into(),
        schooling_note: "1981년 입학, 1983년 졸업".into(),
        occupations: vec![code("5501"), code("8832"), code("0")],
        desired_work: "첫 줄\n둘째 줄".into(),
        career_months: Some(0),
        careers: vec![
            PastWork {
                employer: "별빛가구".into(),
                work: "조립\n포장".into(),
                occupation: Some(code("8832")),
                months: Some(30),
                left_because: "이사".into(),
            },
            PastWork { employer: "달빛식당".into(), ..PastWork::default() },
        ],
        desired_areas: vec![area("9911051000"), area("99110")],
        remote: true,
        commute_max_min: Some(45),
        employment_types: vec![EmploymentType::Indefinite, EmploymentType::Substitute],
        wage: WageWish::AtLeast { form: WageForm::Hourly, won: 10_320 },
        work_time: WorkTime {
            weekdays: Some(Weekdays(0b100_0101)),
            daily: DailyHours::new(1_080, 1_440, 0),
            weekly_min: Some(2_425),
            shift: true,
            note: "아이 등교 뒤부터".into(),
        },
        licences: words(&["요양보호사 1급", "지게차운전기능사"]),
        skills: words(&["용접", "엑셀"]),
        languages: vec![
            LanguageSkill { language: Language::Vietnamese, level: "모국어".into() },
            LanguageSkill { language: Language::English, level: String::new() },
        ],
        computer: vec![ComputerSkill::WordProcessing, ComputerSkill::Other],
        trainings: words(&["가구 제작 240시간"]),
        can_drive: Some(true),
        has_car: Some(false),
        military: "해당 없음".into(),
        vulnerable: words(&["장기실업자", "여성가장"]),
        portfolio: vec![
            Link { title: "편집 작품".into(), url: "https://films.example/reel?v=a&b=1".into() },
            Link { title: "사진".into(), url: "https://photos.example/".into() },
        ],
        benefits: "실업급여 수급 중".into(),
        health_note: "오래 서 있기 어려움\n무거운 것은 못 듦".into(),
        mediation: Some(MediationWish::InformationOnly),
        consents: Consents {
            registration: "2016-03-14".parse().ok(),
            employment_center: Some(true),
            local_government: Some(true),
            private_agency: Some(true),
            lookup: Some(true),
            sensitive: Some(true),
            news: Some(true),
            automated: None,
        },
        hearing: domain::digest::Hearing::default(),
    }
}

/// Names of what is empty in a profile as it is stored.
fn empty(profile: &Profile) -> Vec<String> {
    fn walk(at: &str, value: &serde_json::Value, out: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(map) => {
                map.iter().for_each(|(key, value)| walk(&format!("{at}.{key}"), value, out));
            }
            serde_json::Value::Array(list) if !list.is_empty() => walk(&format!("{at}[0]"), &list[0], out),
            serde_json::Value::Number(_) => {}
            value
                if [serde_json::json!(null), "".into(), false.into(), serde_json::json!([])]
                    .contains(value) =>
            {
                out.push(at.to_owned());
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk("", &serde_json::to_value(profile).unwrap(), &mut out);
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_told_is_on_the_form_and_saving_it_unchanged_loses_nothing() {
    let site = Site::new().await;
    let ctx = site.city.as_role(Role::Counselor).await;
    let before = whole();
    // The one "no" that had to be told; everything else of the type is filled.
    // How somebody wants to hear of us has a page of its own.
    let elsewhere = |name: &String| !name.starts_with(".hearing") && name != ".consents.automated";
    let bare: Vec<String> = empty(&before).into_iter().filter(elsewhere).collect();
    assert_eq!(bare, [".has_car"]);
    let id = register(&ctx, &site.app(), before.clone(), Channel::Counter).await.unwrap();
    let path = format!("/staff/seekers/{id}");
    let opened = site.get(&format!("{path}/edit"), STAFF).await;
    assert_eq!(opened.status, StatusCode::OK);
    let sent = filled(&opened.text);
    assert!(sent.iter().filter(|(_, value)| !value.is_empty()).count() > 60, "{sent:?}");
    assert_eq!(to(&site.post(&format!("{path}/edit"), STAFF, &body(&sent)).await), path);
    assert_eq!(told(&site, &path).await, before);

    // The same inputs into the empty form make the same person.
    let mut anew: Vec<_> = sent.into_iter().filter(|(name, _)| name != "version").collect();
    let asked = site.post("/staff/seekers/new", STAFF, &body(&anew)).await;
    assert_eq!(
        asked.status,
        StatusCode::CONFLICT,
        "two of three agree: nothing is saved before somebody chose"
    );
    anew.push(("another".into(), "yes".into()));
    let made = to(&site.post("/staff/seekers/new", STAFF, &body(&anew)).await);
    assert_eq!(told(&site, &made).await, before);

    // And every value comes back when one is wrong.
    anew.iter_mut().filter(|(name, _)| name == "born_on").for_each(|(_, day)| *day = "1962-02-30".into());
    let wrong = site.post("/staff/seekers/new", STAFF, &body(&anew)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept: Vec<_> = filled(&wrong.text).into_iter().filter(|(_, value)| !value.is_empty()).collect();
    anew.retain(|(name, value)| !value.is_empty() && name != "another");
    assert_eq!(kept, anew);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_the_demo_city_survive_being_saved_unchanged() {
    let site = Site::new().await;
    let ctx = site.city.as_role(Role::Counselor).await;
    let filter = app::seeker::Filter { size: 100, ..app::seeker::Filter::default() };
    let people = app::seeker::list(&ctx, &site.app(), &filter).await.unwrap().items;
    assert_eq!(people.len(), 5);
    for person in people {
        let path = format!("/staff/seekers/{}", person.seeker.id);
        app::seeker::say_why(&ctx, &site.app(), app::seeker::Door::Seeker(person.seeker.id), Why::Here, "")
            .await
            .unwrap();
        let sent = filled(&site.get(&format!("{path}/edit"), STAFF).await.text);
        to(&site.post(&format!("{path}/edit"), STAFF, &body(&sent)).await);
        assert_eq!(Some(told(&site, &path).await), person.profile);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_comes_back_with_what_was_typed() {
    let site = Site::new().await;
    let typed = "name=canary-name&born_on=2016-02-30&phone=abc&area=nowhere&occupation=5501,qqqq&desired_area=nowhere&wage_won=-5&career_months=99999&commute_max_min=-1&weekly_hours=900&rest=60&home=here&career_0_months=x&career_0_occupation=qqqq&language_0_level=canary-level&consent_registration=yes";
    let answer = site.post("/staff/seekers/new", STAFF, typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in [
        "born_on",
        "phone",
        "area",
        "occupation",
        "desired_area",
        "wage_won",
        "career_months",
        "commute_max_min",
        "weekly_hours",
        "from",
        "home",
        "career_0_months",
        "career_0_occupation",
        "language_0_code",
    ] {
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{field} in the summary");
        assert!(answer.text.contains(&format!("id=\"{field}-error\"")), "{field} has its error under it");
        assert!(answer.text.contains(&format!("{field}-error\"")), "{field} is tied to it");
    }
    let kept = filled(&answer.text);
    for (name, value) in typed.split('&').map(|pair| pair.split_once('=').unwrap()) {
        assert!(kept.contains(&(name.to_owned(), value.to_owned())), "{name} is kept");
    }
    assert!(answer.text.contains("<details open>"), "what is wrong is seen");

    for (typed, field) in [
        ("&born_on=2999-01-01", "born_on"),
        ("&wage_won=90000000000", "wage_won"),
        ("&vulnerable=x", "vulnerable"),
        ("&military=900101-1234567", "military"),
        ("&career_0_work=900101-1234567", "career_0_work"),
    ] {
        let others: Vec<_> = LEAST
            .split('&')
            .filter(|pair| !typed.contains(&format!("&{}=", pair.split('=').next().unwrap())))
            .collect();
        let answer = site.post("/staff/seekers/new", STAFF, &(others.join("&") + typed)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let without =
        site.post("/staff/seekers/new", STAFF, &LEAST.replace("&consent_registration=yes", "")).await;
    assert!(without.text.contains("href=\"#consent_registration\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counters_form_takes_what_people_say() {
    let site = Site::new().await;
    let typed = LEAST.replace("area=9911051000", "area=%EB%B3%84%EB%B9%9B%EB%8F%99+12-3")
        + "&wage_won=250%EB%A7%8C&desired_area=%EC%9E%AC%ED%83%9D";
    let typed = typed.replace("desired_area=99110&", "");
    let path = to(&site.post("/staff/seekers/new", STAFF, &typed).await);
    let profile = told(&site, &path).await;
    assert_eq!(profile.wage, WageWish::AtLeast { form: WageForm::Monthly, won: 2_500_000 });
    assert_eq!((profile.address.as_str(), profile.remote), ("별빛동 12-3", true));
    assert_eq!(profile.area, domain::area::AreaCode::parse("9911051000"));
    assert_eq!((profile.mobile.as_str(), profile.phone.as_str()), ("", "0310001111"));
    let empty = site.get("/staff/seekers/new?full=1", STAFF).await.text;
    let counter: std::collections::BTreeSet<_> =
        filled(empty.split("<details>").next().unwrap()).into_iter().map(|(name, _)| name).collect();
    assert!(counter.len() <= 14, "{counter:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn consents_keep_their_day_and_can_be_taken_back_one_by_one() {
    let site = Site::new().await;
    let path = to(&site
        .post("/staff/seekers/new", STAFF, &format!("{LEAST}&consent_news=yes&consent_lookup=yes"))
        .await);
    let edit = format!("{path}/edit");
    site.city.clock.advance_days(10);
    let after = format!("version=1&{LEAST}&consent_lookup=yes&consent_local_government=yes");
    to(&site.post(&edit, STAFF, &after).await);
    let consents = told(&site, &path).await.consents;
    assert_eq!(consents.registration, "2016-03-14".parse().ok(), "the day it was given");
    assert_eq!((consents.news, consents.lookup), (Some(false), Some(true)));
    assert_eq!((consents.local_government, consents.private_agency), (Some(true), None));
    let refused = site
        .post(&edit, STAFF, &after.replace("version=1", "version=2").replace("&consent_registration=yes", ""))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#consent_registration\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hands_at_one_record_are_told_what_to_do() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, LEAST).await);
    let edit = format!("{path}/edit");
    let before = looks(&site, &path).await;
    let opened = filled(&site.get(&edit, Some(Role::Supervisor)).await.text);
    let page = site.get(&path, STAFF).await;
    assert!(page.text.contains("고치려고 열람"), "opening it to correct is a look");
    assert_eq!(looks(&site, &path).await, before + 3);
    to(&site.post(&edit, STAFF, &format!("version=1&{LEAST}&school=first-hand")).await);
    let mut second = opened;
    second
        .iter_mut()
        .filter(|(name, _)| name == "school")
        .for_each(|(_, school)| *school = "second-hand".into());
    let answer = site.post(&edit, Some(Role::Supervisor), &body(&second)).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text.contains("value=\"second-hand\""), "nothing typed is lost");
    assert!(answer.text.contains(&format!("href=\"{edit}\"")), "the way to the record as it is now");
    assert_eq!(told(&site, &path).await.school, "first-hand");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_by_number_name_and_telephone_and_only_who_is_listed_was_looked_at() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, LEAST).await);
    let id: SeekerId = path.rsplit('/').next().unwrap().parse().unwrap();
    let ctx = site.city.as_role(Role::Counselor).await;
    let number = app::seeker::get(&ctx, &site.app(), id).await.unwrap().seeker.number;
    for words in
        [&number, &number.to_lowercase(), &number[1..], "CANARY", "canary-n", "031-000-1111", "0001111"]
    {
        let answer = site.post("/staff/seekers", STAFF, &format!("q={words}&state=active")).await;
        assert!(answer.text.contains(&path), "{words}");
        assert!(answer.text.contains(&format!("value=\"{words}\"")), "{words} stays in the box");
    }
    let before = looks(&site, &path).await;
    for words in ["nobody", "S2016-999", "031-000-2222", "%25", "_____", "S%25"] {
        let answer = site.post("/staff/seekers", STAFF, &format!("q={words}")).await;
        assert!(!answer.text.contains(&path), "{words}");
        assert!(answer.text.contains("맞는 구직자가 없습니다"), "{words}");
    }
    let other_state = site.post("/staff/seekers", STAFF, "q=canary&state=withdrawn").await;
    assert!(!other_state.text.contains(&path) && other_state.text.contains("name=\"q\" value=\"canary\""));
    assert_eq!(looks(&site, &path).await, before + 1, "only the look of this count");
    let beyond = site.post("/staff/seekers", STAFF, "q=canary&page=7").await;
    assert!(beyond.text.contains(&path), "the last page there is");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_what_was_found_keep_the_words() {
    let site = Site::new().await;
    let ctx = site.city.as_role(Role::Counselor).await;
    for n in 0..31 {
        let profile = Profile {
            name: format!("canary {n}"),
            consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
            ..Profile::default()
        };
        register(&ctx, &site.app(), profile, Channel::Counter).await.unwrap();
    }
    let first = site.post("/staff/seekers", STAFF, "q=canary&state=draft").await;
    for hidden in
        ["name=\"q\" value=\"canary\"", "name=\"state\" value=\"draft\"", "name=\"page\" value=\"2\""]
    {
        assert!(
            first.text.contains(&format!("<input type=\"hidden\" {hidden}>")),
            "{hidden}: {}",
            first.text
        );
    }
    let second = site.post("/staff/seekers", STAFF, "q=canary&state=draft&page=2").await;
    assert_eq!(second.text.matches("<th scope=\"row\">").count(), 1);
}

/// Every address that a page or an answer leads to.
fn addresses(answer: &Answer) -> Vec<String> {
    let marks = ["href=\"", "action=\"", "src=\""];
    let on_page = marks.iter().flat_map(|mark| answer.text.split(mark).skip(1));
    let header = answer.headers.get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
    on_page.filter_map(|rest| rest.split('"').next()).map(str::to_owned).chain(header).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_says_who_was_looked_for() {
    let site = Site::new().await;
    let ctx = site.city.as_role(Role::Counselor).await;
    for n in 0..31 {
        let profile = Profile {
            name: format!("canary {n}"),
            consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
            ..Profile::default()
        };
        register(&ctx, &site.app(), profile, Channel::Counter).await.unwrap();
    }
    let mut answers = Vec::new();
    for body in ["q=canary", "q=canary&state=draft&page=2", "q=canary&state=active", "q=canary-nobody"] {
        answers.push(site.post("/staff/seekers", STAFF, body).await);
    }
    assert!(answers[0].text.contains("canary 30") && answers[0].text.contains("value=\"canary\""));
    let kept = site.get("/staff/seekers?q=canary&state=draft", STAFF).await;
    assert_eq!(to(&kept), "/staff/seekers?state=draft", "an address kept from before is not said again");
    answers.push(kept);
    assert_eq!(to(&site.post("/staff/seekers", STAFF, "q=&state=draft").await), "/staff/seekers?state=draft");
    for answer in &answers {
        let all = addresses(answer);
        assert!(!all.is_empty());
        assert!(all.iter().all(|address| !address.contains("canary")), "{all:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_at_a_person_is_shown_on_the_record() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, LEAST).await);
    let seen = site.get(&path, Some(Role::Supervisor)).await;
    assert!(seen.text.contains("canary-name"));
    let again = site.get(&path, STAFF).await;
    assert!(again.text.contains("수퍼바이저"), "the supervisor's look is on the record");
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_asks_first_says_why_and_cannot_be_undone() {
    let site = Site::new().await;
    let supervisor = Some(Role::Supervisor);
    let path = to(&site.post("/staff/seekers/new", STAFF, LEAST).await);
    let erase = format!("{path}/erase");
    let asked = site.get(&erase, supervisor).await;
    for said in ["canary-name", "되돌릴 수 없습니다", "백업", "name=\"reason\"", "name=\"checked\""]
    {
        assert!(asked.text.contains(said), "{said}");
    }
    for (typed, field) in
        [("reason=requested", "checked"), ("checked=yes", "reason"), ("checked=yes&reason=fun", "reason")]
    {
        let refused = site.post(&erase, supervisor, typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(refused.text.contains(&format!("id=\"{field}-error\"")), "{typed}");
    }
    assert_eq!(site.get(&erase, STAFF).await.status, StatusCode::NOT_FOUND, "a counsellor may not");
    assert!(site.get(&path, STAFF).await.text.contains("canary-name"));
    assert_eq!(to(&site.post(&erase, supervisor, "reason=requested&checked=yes").await), path);
    let erased = site.get(&path, supervisor).await;
    assert!(!erased.text.contains("canary-name") && erased.text.contains("되살릴 수 없습니다"));
    for gone in ["/edit", "/erase", "/matches", "/withdraw"] {
        assert!(!erased.text.contains(&format!("{path}{gone}")), "{gone} is no longer offered");
    }
    assert_eq!(site.get(&erase, supervisor).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&format!("{path}/edit"), STAFF).await.status, StatusCode::NOT_FOUND);
    assert!(!site.post("/staff/seekers", STAFF, "q=canary").await.text.contains(&path));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_may_really_be_done_is_offered() {
    let site = Site::new().await;
    let path = to(&site
        .post(
            "/staff/seekers/new",
            STAFF,
            &format!("{LEAST}&health_note=canary-health&consent_sensitive=yes"),
        )
        .await);
    for (role, offered, hidden) in [
        (Role::Counselor, &["/edit", "/matches", "/withdraw"][..], &["/erase"][..]),
        (Role::Supervisor, &["/edit", "/matches", "/withdraw", "/erase"], &[]),
        (Role::Auditor, &[], &["/edit", "/matches", "/withdraw", "/erase"]),
    ] {
        let page = site.get(&path, Some(role)).await.text;
        offered.iter().for_each(|step| assert!(page.contains(&format!("{path}{step}\"")), "{role} {step}"));
        hidden.iter().for_each(|step| assert!(!page.contains(&format!("{path}{step}\"")), "{role} {step}"));
        assert_eq!(page.contains("canary-health"), role != Role::Auditor, "{role}");
    }
    to(&site.post(&format!("{path}/withdraw"), STAFF, "").await);
    assert!(!site.get(&path, STAFF).await.text.contains("/withdraw"));
    assert_eq!(site.post(&format!("{path}/withdraw"), STAFF, "").await.status, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_register_themselves_and_see_who_looked() {
    let site = Site::new().await;
    let seeker = Some(Role::Seeker);
    assert!(site.get("/me", seeker).await.text.contains("href=\"/staff/seekers/new\""));
    let form = "name=canary-self&born_on=1990-02-03&phone=031-000-1111&area=9911051000&occupation=5501&desired_area=99110&consent_registration=yes";
    let path = to(&site.post("/staff/seekers/new", seeker, form).await);
    assert!(site.get("/me", seeker).await.text.contains(&path));
    assert_eq!(site.get(&path, Some(Role::Supervisor)).await.status, StatusCode::OK);
    let own = site.get(&path, seeker).await;
    assert!(own.text.contains("canary-self") && own.text.contains("수퍼바이저"), "{}", own.text);
    // Nobody else's.
    let other = "name=canary-other&born_on=1991-02-03&phone=031-000-2222&area=9911051000&occupation=5501&desired_area=99110&consent_registration=yes";
    let other = to(&site.post("/staff/seekers/new", Some(Role::Counselor), other).await);
    assert_eq!(site.get(&other, seeker).await.status, StatusCode::NOT_FOUND);
}
