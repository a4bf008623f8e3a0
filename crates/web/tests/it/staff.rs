//! The staff's pages: record, correct and open an opening; take a file in.

use axum::http::StatusCode;
use domain::Role;

use crate::filled::{body, filled};
use crate::site::Site;

/// `location` of a redirect.
fn to(answer: &crate::site::Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_from_the_form_to_the_list() {
    let site = Site::new().await;
    let staff = Some(Role::Counselor);
    let unknown = site.post("/staff/openings/new", staff, "employer=canary-employer&title=x").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.text.contains("href=\"#employer\"") && unknown.text.contains("value=\"canary-employer\"")
    );
    let new = "employer=canary-employer&employer_phone=031-000-2222&title=canary-opening";
    let made = site.post("/staff/openings/new", staff, new).await;
    let path = to(&made);
    let page = site.get(&path, staff).await;
    assert!(
        page.text.contains("canary-opening") && page.text.contains("missing")
            || page.text.contains("더 필요합니다")
    );
    let refused = site.post(&format!("{path}/steps"), staff, "version=1&step=submit").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let whole = "version=1&title=canary-opening&occupation=8832&duties=x&headcount=1&employment_type=10&wage_form=M&wage_min=2,500,000&days=0&days=1&days=2&days=3&days=4&from=09:00&to=18:00&rest=60&area=99110&reception=phone";
    assert_eq!(to(&site.post(&format!("{path}/edit"), staff, whole).await), path);
    to(&site.post(&format!("{path}/steps"), staff, "version=2&step=submit").await);
    to(&site.post(&format!("{path}/steps"), staff, "version=3&step=accept").await);
    site.city.settle().await;
    let listed = site.get("/openings?q=canary", None).await;
    assert!(listed.text.contains("canary-opening"));
    for (words, found) in [("CANARY-op", true), ("canary-employer", true), ("c%25nary", false)] {
        let answer = site.get(&format!("/staff/openings?q={words}&state=open"), staff).await;
        assert_eq!(answer.text.contains(&path), found, "{words}");
    }
    let late = site.post(&format!("{path}/edit"), staff, "version=1&title=canary-late").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("value=\"canary-late\""), "what was typed is still there");
    let emptied = site.post(&format!("{path}/edit"), staff, "version=4&title=").await;
    assert_eq!(emptied.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["title", "occupation", "wage_min", "weekly_hours", "reception"] {
        assert!(emptied.text.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let stale = site.post(&format!("{path}/steps"), staff, "version=3&step=pause").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_too_large_is_cut_off_and_said() {
    let site = Site::new().await;
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{}\r\n--b--\r\n",
        "x".repeat(300_000)
    );
    let answer = site
        .ask("POST", "/staff/imports", Some(Role::Counselor), &body, "multipart/form-data; boundary=b")
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_cannot_sign_in() {
    let site = Site::new().await;
    let answer = site.post("/sign-in", None, "login=operator&password=wrong").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let outside = site.post("/sign-in", None, "login=nobody&password=wrong&next=//evil.example").await;
    assert_eq!(outside.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_is_recorded_found_corrected_and_its_contact_forgotten() {
    let site = Site::new().await;
    let staff = Some(Role::Counselor);
    let without_consent = "name=canary-works&contact_name=canary-person";
    let refused = site.post("/staff/employers/new", staff, without_consent).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#contact_consent\""));
    let number = domain::employer::BusinessNumber::from_first_nine(555_666_777);
    let whole = format!(
        "name=canary-works&business_number={number}&phone=031-000-3333&address=a&capital_won=3%EC%96%B5&workers=12&kind=01&contact_name=canary-person&contact_phone=010-0000-1111&contact_consent=yes"
    );
    let path = to(&site.post("/staff/employers/new", staff, &whole).await);
    let seen = site.get(&path, staff).await;
    assert!(seen.text.contains("canary-person") && seen.text.contains("300,000,000"), "{}", seen.text);
    let again = site.post("/staff/employers/new", staff, &whole).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("href=\"#business_number\""));
    for words in ["CANARY", &number.to_string(), number.digits()] {
        assert!(
            site.get(&format!("/staff/employers?q={words}"), staff).await.text.contains(&path),
            "{words}"
        );
    }
    let edit = site.get(&format!("{path}/edit"), staff).await;
    for value in ["300000000", "canary-person", "01000001111", "0310003333"] {
        assert!(edit.text.contains(&format!("value=\"{value}\"")), "{value}");
    }
    let opened = filled(&edit.text);
    let version = &opened.iter().find(|(name, _)| name == "version").unwrap().1;
    let forgotten = format!("version={version}&name=canary-works&business_number={number}&address=a");
    assert_eq!(to(&site.post(&format!("{path}/edit"), staff, &forgotten).await), path);
    assert!(!site.get(&path, staff).await.text.contains("canary-person"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_correct_an_opening_is_offered_no_form() {
    let site = Site::new().await;
    let id = site.opening();
    let shown = site.get(&format!("/staff/openings/{id}"), Some(Role::Mayor)).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(!shown.text.contains("/edit\"") && !shown.text.contains("/steps\""));
    let other_body = site.get(&format!("/staff/openings/{id}/edit"), Some(Role::Partner)).await;
    assert_eq!(other_body.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_made_given_roles_and_locked() {
    let site = Site::new().await;
    let operator = Some(Role::Operator);
    let no_body = site.post("/staff/users", operator, "name=canary&login=canary-clerk&role=clerk").await;
    assert_eq!(no_body.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_body.text.contains("href=\"#organisation\""));
    let body = site.city.as_role(Role::Operator).await.actor.organisation.unwrap();
    let form = format!("name=canary&login=canary-clerk&role=clerk&organisation={body}");
    let made = site.post("/staff/users", operator, &form).await;
    let link = made.text.split("<strong>/links/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let page = site.get(&format!("/links/{link}"), None).await;
    assert!(page.text.contains("value=\"canary-clerk\""), "{}", page.text);
    let users = app::person::list(&site.city.as_role(Role::Operator).await, &site.city.app).await.unwrap();
    let id = users.iter().find(|user| user.identity.login == "canary-clerk").unwrap().person.id;
    let path = format!("/staff/users/{id}");
    let edit = site.get(&path, operator).await;
    assert!(edit.text.contains("value=\"clerk\" checked"), "{}", edit.text);
    assert_eq!(to(&site.post(&path, operator, "role=auditor&role=mayor").await), "/staff/users");
    assert!(site.get(&path, operator).await.text.contains("value=\"mayor\" checked"));
    to(&site.post(&format!("{path}/suspend"), operator, "").await);
    let users = app::person::list(&site.city.as_role(Role::Operator).await, &site.city.app).await.unwrap();
    let account = &users.iter().find(|user| user.person.id == id).unwrap().person.account;
    assert!(matches!(account, domain::person::Account::Suspended { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_renamed_and_never_its_own_parent() {
    let site = Site::new().await;
    let staff = Some(Role::PlanManager);
    to(&site.post("/staff/organisations", staff, "name=canary-office&kind=department").await);
    let ctx = site.city.as_role(Role::PlanManager).await;
    let find = async |name: &str| {
        let tree = app::organisation::tree(&ctx, &site.city.app).await.unwrap();
        tree.into_iter().map(|(_, body)| body).find(|body| body.name == name).unwrap()
    };
    let id = find("canary-office").await.id;
    let path = format!("/staff/organisations/{id}/edit");
    assert!(site.get(&path, staff).await.text.contains("value=\"canary-office\""));
    let own = site.post(&path, staff, &format!("name=x&kind=department&parent={id}")).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.text.contains("href=\"#parent\""));
    to(&site.post(&path, staff, "name=canary-renamed&kind=agency").await);
    let body = find("canary-renamed").await;
    assert_eq!((body.id, body.active), (id, false));
    assert_eq!(site.get(&path, Some(Role::Clerk)).await.status, StatusCode::FORBIDDEN);
}

/// The form is long; saving it as it came must lose nothing that it does not ask for.
#[tokio::test(flavor = "multi_thread")]
async fn an_opening_saved_as_it_came_is_the_same() {
    let site = Site::new().await;
    let staff = Some(Role::Counselor);
    let ids: Vec<_> =
        site.city.app.projection.with(|state| state.openings.keys().take(12).copied().collect());
    let ctx = site.city.as_role(Role::Counselor).await;
    for id in ids {
        let content = async || {
            let mut content = app::opening::get(&ctx, &site.city.app, id).await.unwrap().opening.content;
            // Boxes have the order of the form, not that in which they were ticked.
            content.reception.sort_unstable();
            content.welfare.sort_unstable();
            content.preferences.sort_unstable();
            content
        };
        let before = content().await;
        let path = format!("/staff/openings/{id}/edit");
        let form = filled(&site.get(&path, staff).await.text);
        to(&site.post(&path, staff, &body(&form)).await);
        assert_eq!(before, content().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_kept_for_its_rejected_rows_can_be_discarded() {
    let site = Site::new().await;
    let staff = Some(Role::Counselor);
    let csv = "구인제목,사업장명,모집직종,모집인원\n요양보호사 모집,하늘요양원,요양보호사,1\n,,,2명\n";
    let parts = format!(
        "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nopenings\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{csv}\r\n--b--\r\n"
    );
    let path =
        to(&site.ask("POST", "/staff/imports", staff, &parts, "multipart/form-data; boundary=b").await);
    to(&site.post(&format!("{path}/confirm"), staff, "").await);
    let report = site.get(&path, staff).await;
    assert!(report.text.contains(&format!("{path}/discard")), "{}", report.text);
    let rejected = site.get(&format!("{path}/rejected.xlsx"), staff).await;
    assert_eq!(rejected.status, StatusCode::OK);
    assert_eq!(rejected.headers["cache-control"], "no-store");
    to(&site.post(&format!("{path}/discard"), staff, "").await);
    assert!(!site.get(&path, staff).await.text.contains("/discard\""));
    assert_eq!(site.get(&format!("{path}/rejected.xlsx"), staff).await.status, StatusCode::NOT_FOUND);
    // Whoever confirms it once more is told that it was taken in, with the way to what came of it.
    let again = site.post(&format!("{path}/confirm"), staff, "").await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains(&format!("href=\"{path}\"")), "{}", again.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_accepts_sees_what_the_law_says_and_the_reason_is_kept() {
    let site = Site::new().await;
    let staff = Some(Role::Counselor);
    let new = "employer=canary-employer&employer_phone=031-000-2222&title=canary-opening";
    let path = to(&site.post("/staff/openings/new", staff, new).await);
    let form = |version: i64, preference: &str| {
        format!(
            "version={version}&title=canary-opening&occupation=8832&duties=x&headcount=1&employment_type=10&wage_form=M&wage_min=2,500,000&days=0&days=1&days=2&days=3&days=4&from=09:00&to=18:00&rest=60&area=99110&reception=phone&preference_note={preference}&note=기숙사가 있습니다. 외국인 불가, 문의는 전화로"
        )
    };
    to(&site.post(&format!("{path}/edit"), staff, &form(1, "여성만")).await);
    to(&site.post(&format!("{path}/steps"), staff, "version=2&step=submit").await);
    // Each finding: what follows, the rule, the words where they stand, the clause and better words.
    let page = site.get(&path, staff).await.text;
    for said in [
        "공개할 수 없음",
        "LAW-08",
        "<mark>여성만</mark>",
        "남녀고용평등과 일ㆍ가정 양립 지원에 관한 법률 제7조",
        "성별 무관",
        "사유가 있어야 공개",
        "LAW-13",
        "기숙사가 있습니다. <mark>외국인 불가</mark>, 문의는 전화로",
        "직업안정법 제2조, 장애인차별금지법 제10조",
        "name=\"reason_LAW-13\"",
        "2014-08-07부터의 기준",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("name=\"reason_LAW-08\""), "nothing justifies what is blocked");
    let blocked = "version=3&step=accept&reason_LAW-13=까닭&reason_LAW-08=까닭";
    let refused = site.post(&format!("{path}/steps"), staff, blocked).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("여성만"));
    to(&site.post(&format!("{path}/edit"), staff, &form(3, "")).await);
    let silent = site.post(&format!("{path}/steps"), staff, "version=4&step=accept").await;
    assert_eq!(silent.status, StatusCode::CONFLICT);
    assert!(silent.text.contains("외국인 불가") && silent.text.contains("name=\"reason_LAW-13\""));
    let reason = "보안 시설이라 법에 따라 내국인만 출입합니다";
    let given = format!("version=4&step=accept&reason_LAW-13={reason}");
    to(&site.post(&format!("{path}/steps"), staff, &given).await);
    let page = site.get(&path, staff).await.text;
    assert!(page.contains(reason) && page.contains("남긴 사유"), "{page}");
    // Kept with the opening: the reason, who gave it, the words it holds for, and the version of the rules.
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let ctx = site.city.as_role(Role::Counselor).await;
    let kept = app::opening::get(&ctx, &site.app(), id).await.unwrap().opening.law.unwrap();
    let kept_reason = &kept.justifications[&domain::law::Rule::Exclusion];
    assert_eq!((kept_reason.text.as_str(), kept_reason.by), (reason, ctx.actor.person));
    assert_eq!(kept_reason.words, ["외국인 불가"]);
    assert_eq!(kept.rule_set, "2014-08-07");
    assert!(kept.findings.iter().all(|finding| finding.rule_set == "2014-08-07"));

    // What ran out cannot be edited: its page asks for the reason beside the step that shows it again.
    site.city.clock.advance_days(62);
    app::opening::daily(&site.app().system_ctx(), &site.app()).await.unwrap();
    let page = site.get(&path, staff).await.text;
    assert!(page.contains("name=\"reason_LAW-13\"") && page.contains("value=\"renew\""), "{page}");
    let other = "다른 까닭";
    to(&site
        .post(&format!("{path}/steps"), staff, &format!("version=6&step=renew&reason_LAW-13={other}"))
        .await);
    let ctx = site.city.as_role(Role::Counselor).await;
    let renewed = app::opening::get(&ctx, &site.app(), id).await.unwrap().opening;
    assert_eq!(renewed.law.unwrap().justifications[&domain::law::Rule::Exclusion].text, other);
    assert_eq!(renewed.state.name(), domain::opening::StateName::Open);
    let filled = site.post(&format!("{path}/steps"), staff, "version=7&step=reopen").await;
    assert_eq!(filled.status, StatusCode::CONFLICT, "only what was filled or closed is opened again");
    // One that was closed by mistake offers to be shown again, for one of three reasons.
    to(&site.post(&format!("{path}/steps"), staff, "version=7&step=close&reason=not_needed").await);
    let page = site.get(&path, staff).await.text;
    assert!(page.contains("채용 계획 없어짐") && page.contains("name=\"reason\" required"), "{page}");
    let bare = site.post(&format!("{path}/steps"), staff, "version=8&step=reopen").await;
    assert_eq!(bare.status, StatusCode::CONFLICT);
    assert!(bare.text.contains("다시 공개하는 사유"), "{}", bare.text);
    to(&site.post(&format!("{path}/steps"), staff, "version=8&step=reopen&reason=mistake").await);
    let page = site.get(&path, staff).await.text;
    assert!(page.contains("잘못 마감함") && page.contains("href=\"/openings/"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn day_labour_is_keyed_with_its_days_and_shown_with_them() {
    let site = Site::new().await;
    let staff = Some(Role::Counselor);
    let ctx = site.city.as_role(Role::Counselor).await;
    let view = app::opening::get(&ctx, &site.app(), site.opening()).await.unwrap();
    let occupation = view.opening.content.occupation.as_ref().unwrap();
    let begin =
        format!("/staff/openings/new?begin=yes&employer={}&occupation={occupation}", view.employer.id);
    let mut form = filled(&site.get(&begin, staff).await.text);
    let asked = form.iter_mut().find(|(name, _)| name == "work_days").expect("asked for");
    asked.1 = "12".to_owned();
    let path = to(&site.post("/staff/openings/new", staff, &body(&form)).await);
    let kept = filled(&site.get(&format!("{path}/edit"), staff).await.text);
    assert!(kept.contains(&("work_days".into(), "12".into())), "{kept:?}");
    let page = site.get(&path, staff).await.text;
    assert!(page.contains("일용 일수") && page.contains("12일"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_no_employers_name_and_many_heads_are_asked_about() {
    let site = Site::new().await;
    let staff = Some(Role::Counselor);
    let rest = "employer_phone=031-000-2222&title=canary-many";
    let mistyped = site.post("/staff/openings/new", staff, &format!("employer=111-11-11111&{rest}")).await;
    assert_eq!(mistyped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        mistyped.text.contains("검증번호가 맞지 않습니다") && mistyped.text.contains("href=\"#employer\""),
        "{}",
        mistyped.text
    );
    assert!(!site.get("/staff/employers?q=111-11-11111", staff).await.text.contains("/staff/employers/0"));
    let new = format!("employer=canary-many&{rest}&headcount=");
    let known = site.city.as_role(Role::Counselor).await;
    let named = domain::employer::Employer {
        phone: "0310003333".into(),
        ..domain::employer::Employer::named(known.id(), "(주) canary many")
    };
    let named = app::employer::create(&known, &site.app(), named, None).await.unwrap();
    let asked = site.post("/staff/openings/new", staff, &format!("{new}99999")).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.text.contains("99,999명이 맞습니까") && asked.text.contains("name=\"headcount_sure\""),
        "{}",
        asked.text
    );
    let few = site.post("/staff/openings/new", staff, &format!("{new}300")).await;
    assert_eq!(few.status, StatusCode::SEE_OTHER);
    let sure = site.post("/staff/openings/new", staff, &format!("{new}99999&headcount_sure=yes")).await;
    assert_eq!(sure.status, StatusCode::SEE_OTHER);
    let path = sure.headers.get("location").unwrap().to_str().unwrap();
    let page = site.get(path, staff).await.text;
    let employer = page.split("href=\"/staff/employers/").nth(1).unwrap().split('"').next().unwrap();
    let page = site.get(&format!("/staff/employers/{employer}"), staff).await.text;
    assert!(page.contains(&format!("href=\"/staff/employers/{named}\"")), "one of the same name: {page}");
}
