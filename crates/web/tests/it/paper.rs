//! Papers as they are served: pages that print, PDF, and the trace of who printed whom.

use axum::http::{StatusCode, header};
use domain::Role;
use domain::look::{Purpose, Why};

use crate::site::Site;

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_and_a_person_have_papers_and_the_person_sees_who_printed() {
    let site = Site::new().await;
    let opening = site.opening();
    let page = site.get(&format!("/staff/openings/{opening}/paper"), Some(Role::Counselor)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("별지 제1호서식")
            && page.text.contains(&format!("/staff/openings/{opening}/paper.pdf"))
    );
    let file = site.get(&format!("/staff/openings/{opening}/paper.pdf"), Some(Role::Counselor)).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(file.text.starts_with("%PDF"));

    let ctx = site.city.as_role(Role::Supervisor).await;
    let filter = app::seeker::Filter { page: 1, size: 1, ..app::seeker::Filter::default() };
    let seeker = app::seeker::list(&ctx, &site.app(), &filter).await.unwrap().items.remove(0).seeker;
    let staff = site.city.as_role(Role::Counselor).await;
    for one in [&ctx, &staff] {
        app::seeker::say_why(one, &site.app(), app::seeker::Door::Seeker(seeker.id), Why::Here, "")
            .await
            .unwrap();
    }
    let printed =
        |looks: &[app::seeker::Look]| looks.iter().filter(|look| look.purpose == Purpose::Print).count();
    let before = app::seeker::get(&ctx, &site.app(), seeker.id).await.unwrap();
    let slip = site.get(&format!("/staff/seekers/{}/slip", seeker.id), Some(Role::Counselor)).await;
    assert!(slip.text.contains(&seeker.number), "{}", slip.text);
    let after = app::seeker::get(&ctx, &site.app(), seeker.id).await.unwrap();
    assert_eq!(printed(&after.looks.items), printed(&before.looks.items) + 1);
    // Whether such a person exists is nobody else's business.
    let refused = site.get(&format!("/staff/seekers/{}/slip.pdf", seeker.id), Some(Role::Clerk)).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_paper_that_names_a_person_leaves_one_look_of_theirs() {
    let site = Site::new().await;
    let (app, staff) = (site.app(), site.city.as_role(Role::Counselor).await);
    let path = crate::day::to(&site.post("/staff/seekers/new", crate::day::STAFF, crate::day::SENIOR).await);
    let (seeker, opening) = (crate::day::id_of(&path), site.opening());
    let referral = app::referral::propose(&staff, &app, seeker, opening).await.unwrap();
    app::referral::agree(&staff, &app, referral, 1, domain::Channel::Phone).await.unwrap();
    app::referral::send(&staff, &app, referral, 2).await.unwrap();
    let question = app::answer::put(&staff, &app, opening, domain::answer::Kind::Result).await.unwrap();
    let (day, owner) = (staff.today(), domain::action_plan::Owner::Person);
    let agreed = app::action_plan::agree(&staff, &app, seeker, "", "call", day, owner).await.unwrap();
    let seen = app::seeker::get(&staff, &app, seeker).await.unwrap();
    let name = seen.profile.unwrap().name;
    let auditor = site.city.as_role(Role::Auditor).await;
    app::seeker::say_why(&auditor, &app, app::seeker::Door::Seeker(seeker), Why::Audit, "").await.unwrap();
    let printed = async || {
        let looks = app::seeker::get(&auditor, &app, seeker).await.unwrap().looks.items;
        looks.iter().filter(|look| look.purpose == Purpose::Print && !look.body.is_empty()).count()
    };
    let plan = site.city.as_role(Role::PlanManager).await;
    let form = app::meeting::Form {
        kind: domain::meeting::MeetingKind::Report,
        council: None,
        name: "보고회".to_owned(),
        at: Some(plan.today().at(23, 0, 0, 0)),
        venue: String::new(),
    };
    let meeting = app::meeting::call(&plan, &app, form).await.unwrap();
    let part = crate::cohort::completed(&site, seeker).await;
    let cohort = app::enrolment::of_seeker(&staff, &app, seeker).await.unwrap()[0].0.cohort;
    let firm = app::employer::list(&staff, &app, "", 1, 1).await.unwrap().items[0].id;
    let trial = crate::work_trial::typed(seeker, firm);
    let trial = crate::day::to(&site.post("/staff/work-trials/new", crate::day::STAFF, &trial).await);
    let (mut naming, mut known) = (Vec::new(), printed().await);
    // Every sheet that has a PDF beside it, as the page and as the PDF.
    let table = web::table();
    let sheets = table.iter().filter_map(|route| route.path.strip_suffix(".pdf"));
    for sheet in sheets {
        // Books have no rows of people; their own tests say so.
        // Those of events have no page beside them.
        if sheet.contains("/books/{id}") || sheet.starts_with("/staff/events/") {
            continue;
        }
        let id = match sheet.rsplit_once("/{id}").map(|(noun, _)| noun) {
            Some("/staff/openings" | "/openings") => opening.to_string(),
            Some("/staff/seekers") => seeker.to_string(),
            Some("/staff/action-plans") => agreed.to_string(),
            Some("/staff/referrals") => referral.to_string(),
            Some("/staff/answers") => question.question.id.to_string(),
            Some("/staff/meetings") => meeting.to_string(),
            Some("/enrolments") => part.to_string(),
            Some("/staff/cohorts") => cohort.to_string(),
            Some("/staff/work-trials") => crate::day::id_of(&trial).to_string(),
            Some(other) => panic!("no rule for {other}"),
            None => String::new(),
        };
        let path = sheet.replace("{id}", &id);
        let asked = "from=2016-01-01&to=2016-12-31&why=register";
        let page = site.get(&format!("{path}?{asked}"), Some(Role::Counselor)).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        let now = printed().await;
        assert_eq!(now - known, usize::from(page.text.contains(&name)), "{path}");
        known = now;
        if page.text.contains(&name) {
            naming.push(sheet);
            let pdf = site.get(&format!("{path}.pdf?{asked}"), Some(Role::Counselor)).await;
            assert_eq!(pdf.status, StatusCode::OK, "{path}.pdf");
            assert_eq!(printed().await, known + 1, "{path}.pdf");
            known += 1;
        }
    }
    naming.sort_unstable();
    let expected = [
        "/enrolments/{id}/certificate",
        "/staff/action-plans/{id}/paper",
        "/staff/openings/{id}/names",
        "/staff/referrals/{id}/letter",
        "/staff/referrals/{id}/notice",
        "/staff/registers/seekers",
        "/staff/seekers/{id}/list",
        "/staff/seekers/{id}/paper",
        "/staff/seekers/{id}/path/paper",
        "/staff/seekers/{id}/slip",
        "/staff/work-trials/{id}/paper",
    ];
    assert_eq!(naming, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_in_large_type_is_everybodys() {
    let site = Site::new().await;
    let page = site.get("/openings/large", None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.text.matches("class=\"call\"").count(), 5, "{}", page.text);
    let wrong = site.get("/openings/large?dong=%EC%97%86%EB%8A%94%EB%8F%99", None).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_are_asked_for_by_period() {
    let site = Site::new().await;
    let ask = |path: &'static str| site.get(path, Some(Role::Counselor));
    assert_eq!(ask("/staff/registers").await.status, StatusCode::OK);
    let all = ask("/staff/registers/openings?from=2016-01-01&to=2016-12-31").await;
    assert!(all.text.contains("별지 제17호서식") && all.text.contains("<thead>"), "{}", all.text);
    let none = ask("/staff/registers/openings?from=2001-01-01&to=2001-12-31").await;
    assert!(none.text.contains("이 기간에 접수한 것이 없습니다."));
    let backwards = ask("/staff/registers/seekers?from=2016-12-31&to=2016-01-01").await;
    assert_eq!(backwards.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A register with names says what it is for, and the page that asks for its period asks for that too.
    let nameless = ask("/staff/registers/seekers?from=2016-01-01&to=2016-12-31").await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.text.contains("무엇에 쓸지"), "{}", nameless.text);
    assert!(ask("/staff/registers").await.text.contains("<option value=\"register\">"));
    let named = ask("/staff/registers/seekers?from=2016-01-01&to=2016-12-31&why=register").await;
    assert_eq!(named.status, StatusCode::OK);
    assert!(named.text.contains("seekers.pdf?from=2016-01-01&amp;to=2016-12-31&amp;why=register"));
    let half = ask("/staff/registers/half-year?year=2016&half=1").await;
    assert!(half.text.contains("별지 제23호서식") && half.text.contains("2016년 상반기"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_follows_the_kind_of_work_and_what_a_person_agreed_to() {
    use domain::opening::Content;
    use domain::seeker::{ConsentKind, Consents, Profile, WageWish};
    let site = Site::new().await;
    let (app, staff) = (site.app(), site.city.as_role(Role::Counselor).await);
    let employer = app::opening::get(&staff, &app, site.opening()).await.unwrap().employer.id;
    let form = async |path: String| {
        let text = site.get(&path, Some(Role::Counselor)).await.text;
        text.split("[별지 ").nth(1).unwrap().split(']').next().unwrap().to_owned()
    };
    for (content, number) in [
        (Content::default(), "제1호서식"),
        (Content { work_days: Some(12), ..Content::default() }, "제1호의2서식"),
        (Content { headcount: 3, headcount_disabled: 1, ..Content::default() }, "제1호의3서식"),
        (
            Content { work_days: Some(12), headcount_disabled: 1, headcount: 1, ..Content::default() },
            "제1호의3서식",
        ),
    ] {
        let id = app::opening::create(&staff, &app, employer, content).await.unwrap();
        assert_eq!(form(format!("/staff/openings/{id}/paper")).await, number);
    }
    let agreed = |sensitive| Consents {
        registration: Some(staff.today()),
        sensitive: Some(sensitive),
        ..Consents::default()
    };
    let by_the_day = WageWish::AtLeast { form: domain::wage::WageForm::Daily, won: 120_000 };
    let disabled = vec!["장애인".to_owned()];
    for (nth, (wage, vulnerable, sensitive, number)) in [
        (WageWish::Unknown, Vec::new(), false, "제2호서식"),
        (by_the_day, vec!["고령자".to_owned()], true, "제2호의2서식"),
        (by_the_day, disabled.clone(), true, "제2호의3서식"),
    ]
    .into_iter()
    .enumerate()
    {
        let profile = Profile {
            name: ["가○나", "다○라", "마○바"][nth].to_owned(),
            born_on: "1970-05-06".parse().ok(),
            phone: format!("031000770{nth}"),
            area: app.city.dongs().next().map(|dong| dong.code.clone()),
            occupations: domain::occupation::OccupationCode::parse("8832").into_iter().collect(),
            wage,
            vulnerable,
            consents: agreed(sensitive),
            ..Profile::default()
        };
        let id =
            app::seeker::register_as(&staff, &app, profile, domain::Channel::Counter, true).await.unwrap();
        let path = format!("/staff/seekers/{id}/paper");
        assert_eq!(form(path.clone()).await, number);
        if number == "제2호의3서식" {
            let text = site.get(&path, Some(Role::Counselor)).await.text;
            assert!(text.contains("필요한 편의") && !text.contains("고령자"), "{text}");
            // Consent taken back, nothing tells of it any more.
            app::seeker::consent(&staff, &app, id, ConsentKind::Sensitive, false, domain::Channel::Counter)
                .await
                .unwrap();
            assert_eq!(form(path).await, "제2호의2서식");
        }
    }
}
