//! The pages of projects and agreements: forms that keep what was typed, grades apart, numbers that open their rows.

use axum::http::StatusCode;
use domain::Role;

use crate::filled::{body, filled};
use crate::site::Site;

fn to(answer: &crate::site::Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.headers.get("location").unwrap().to_str().unwrap().to_owned()
}

fn form(pairs: &[(&str, &str)]) -> String {
    body(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
}

/// A project of the city's own, as the plan manager keys it.
async fn entered(site: &Site, number: &str, won: &str) -> String {
    let owner = site.city.city_body().await.to_string();
    let keyed = form(&[
        ("number", number),
        ("name", "canary-project"),
        ("owner", &owner),
        ("kind", "development"),
        ("fund_private", won),
        ("new_spending", won),
        ("sector", "care"),
    ]);
    to(&site.post("/staff/projects/new", Some(Role::PlanManager), &keyed).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_of_nothing_and_one_in_thousands_are_asked_about_with_what_was_typed() {
    let site = Site::new().await;
    let plan = Some(Role::PlanManager);
    let owner = site.city.city_body().await.to_string();
    let keyed = |won: &str, more: &[(&str, &str)]| {
        let mut pairs =
            vec![("number", "P-1"), ("name", "canary-name"), ("owner", &owner), ("fund_city", won)];
        pairs.extend(more);
        form(&pairs)
    };
    for (won, code) in
        [("", "0원보다 커야"), ("0", "0원보다 커야"), ("862,000", "천원 단위로 적으셨다면 862,000,000원")]
    {
        let answer = site.post("/staff/projects/new", plan, &keyed(won, &[])).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.text.contains("href=\"#funds\"") && answer.text.contains(code),
            "{won}: {}",
            answer.text
        );
        assert!(answer.text.contains("value=\"canary-name\""));
    }
    for (typed, words) in [("많이", "금액으로 읽을 수 없습니다: 많이"), ("-5", "금액이 0원보다 작습니다: -5")]
    {
        let answer = site.post("/staff/projects/new", plan, &keyed(typed, &[])).await;
        assert!(
            answer.text.contains("href=\"#fund_city\"") && answer.text.contains(words),
            "{}",
            answer.text
        );
        assert!(!answer.text.contains("임금"), "a budget is no wage");
    }
    let page = to(&site.post("/staff/projects/new", plan, &keyed("862,000", &[("in_won", "yes")])).await);
    let shown = site.get(&page, plan).await.text;
    assert!(shown.contains("862,000원"));
    // What nobody has said stays unknown, and nothing is computed from it.
    assert!(shown.contains("<dt>그중 새로 쓰는 금액</dt><dd>아직 모름</dd>"), "{shown}");
    let keys = [("way", "computed"), ("set", "2020.서비스"), ("amount", "1"), ("author", "시험")];
    let guess = site.post(&format!("{page}/estimates"), plan, &form(&keys)).await;
    assert_eq!(guess.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        guess.text.contains("href=\"#amount\"") && guess.text.contains("아직 적혀 있지 않습니다"),
        "{}",
        guess.text
    );
    // Bodies are folded away by kind; those that are ticked are named all the same.
    let blank = site.get("/staff/projects/new", plan).await.text;
    let partners = |page: &str| {
        page.split("<fieldset class=\"field\" id=\"partners\"")
            .nth(1)
            .unwrap()
            .split("</fieldset>")
            .next()
            .unwrap()
            .to_owned()
    };
    assert!(
        partners(&blank).contains("아직 고른 곳이 없습니다")
            && partners(&blank).contains("<details><summary>부서 0/")
    );
    let ticked = keyed("862,000", &[("partners", &owner)]);
    let again = partners(&site.post("/staff/projects/new", plan, &ticked).await.text);
    assert!(!again.contains("아직 고른 곳이 없습니다") && again.matches(" checked").count() == 1, "{again}");
    // Saved as it came it is the same, but for its version.
    let edit = format!("{page}/edit");
    let before = filled(&site.get(&edit, plan).await.text);
    assert_eq!(to(&site.post(&edit, plan, &body(&before)).await), page);
    let after = filled(&site.get(&edit, plan).await.text);
    let without = |pairs: Vec<(String, String)>| {
        pairs.into_iter().filter(|(name, _)| name != "version").collect::<Vec<_>>()
    };
    assert_eq!(without(before.clone()), without(after));
    let late = site.post(&edit, plan, &body(&before)).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("value=\"canary-name\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn estimates_are_said_to_be_no_results_and_need_their_year() {
    let site = Site::new().await;
    let plan = Some(Role::PlanManager);
    let page = entered(&site, "P-MICE", "124억").await;
    let estimates = format!("{page}/estimates");
    let keyed = |pairs: &[(&str, &str)]| {
        let mut all = vec![("way", "computed"), ("amount", "12,400,000,000"), ("author", "시험")];
        all.extend(pairs);
        form(&all)
    };
    for set in ["2015.서비스", "2020.서비스"] {
        to(&site.post(&estimates, plan, &keyed(&[("set", set)])).await);
    }
    let yearless = site
        .post(&estimates, plan, &keyed(&[("induced", "15.0"), ("direct", "10.2"), ("source", "x")]))
        .await;
    assert_eq!(yearless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        yearless.text.contains("href=\"#year\"") && yearless.text.contains("value=\"10.2\""),
        "{}",
        yearless.text
    );
    let published = [
        ("way", "published"),
        ("value", "1,800"),
        ("unit", "persons"),
        ("on", "2016-03-01"),
        ("source", "한국관광공사"),
    ];
    to(&site.post(&estimates, plan, &form(&published)).await);
    let shown = site.get(&page, plan).await.text;
    for words in [
        "총 186명",
        "직접 126 + 간접 60",
        "총 143명",
        "직접 95 + 간접 48",
        "2015년",
        "2020년",
        "총 1,800명",
        "발표(계수 없음)",
        "실적 아님",
        "추정 3건",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    for added in ["329명", "2,129명", "1,986명"] {
        assert!(!shown.contains(added), "estimates are never added: {added}");
    }
    // Taken back with a reason it stays.
    let back = shown.split("href=\"/staff/estimates/").nth(1).unwrap().split('"').next().unwrap();
    let back = format!("/staff/estimates/{back}");
    assert_eq!(site.post(&back, plan, "why=").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    to(&site.post(&back, plan, &form(&[("why", "canary-reason")])).await);
    let shown = site.get(&page, plan).await.text;
    assert!(shown.contains("canary-reason") && shown.contains("총 186명") && shown.contains("추정 2건"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_by_links_and_tells_who_owes_an_answer() {
    let site = Site::new().await;
    let plan = Some(Role::PlanManager);
    let page = entered(&site, "P-A", "3억").await;
    let other = entered(&site, "P-B", "5억").await;
    let sheet =
        form(&[("version", "1"), ("answer", "jobs"), ("work", "돌봄"), ("hiring", "2016-04 연인원 480")]);
    let refused = site.post(&format!("{page}/impact"), plan, &sheet).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("href=\"#hiring\"") && refused.text.contains("연인원(인·일)은 인원이 아닙니다"),
        "{}",
        refused.text
    );
    let sheet = form(&[
        ("version", "1"),
        ("answer", "jobs"),
        ("work", "돌봄"),
        ("hiring", "2016-04 5명\n2016-05: 2"),
    ]);
    assert_eq!(to(&site.post(&format!("{page}/impact"), plan, &sheet).await), page);
    let owing = site.get("/staff/projects?owing=yes", plan).await.text;
    assert!(owing.contains(&other) && !owing.contains(&page), "{owing}");
    let stage = format!("{other}/stage");
    let stopped = site.post(&stage, plan, "version=1&stage=suspended&on=2016-03-14&why=").await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stopped.text.contains("href=\"#why\""), "{}", stopped.text);
    to(&site.post(&stage, plan, "version=1&stage=suspended&on=2016-03-14&why=canary-why").await);
    let shown = site.get(&other, plan).await.text;
    assert!(shown.contains("중단") && shown.contains("canary-why") && shown.contains("계획"));
    for (query, found) in [
        ("stage=suspended", true),
        ("stage=underway", false),
        ("sector=care", true),
        ("fund=city", false),
        ("kind=development", true),
        ("q=p-b", true),
        ("q=p-a", false),
    ] {
        let text = site.get(&format!("/staff/projects?{query}"), plan).await.text;
        assert_eq!(text.contains(&other), found, "{query}");
    }
    let owner = site.city.city_body().await.to_string();
    let departments = site.get("/staff/projects/departments", plan).await.text;
    assert!(departments.contains(&format!("?owner={owner}&amp;unconfirmed=yes")), "{departments}");
    to(&site.post("/staff/projects/departments", plan, &form(&[("owner", &owner)])).await);
    assert!(!site.get("/staff/projects/departments", plan).await.text.contains("unconfirmed=yes"));
    assert!(site.get(&page, plan).await.text.contains("확인함 2016-03-14"));
}

#[tokio::test(flavor = "multi_thread")]
async fn promised_offered_claimed_and_confirmed_stand_apart() {
    let site = Site::new().await;
    let plan = Some(Role::PlanManager);
    let page = entered(&site, "P-A", "3억").await;
    let promises = format!("{page}/promises");
    let days = form(&[
        ("promised_by", "가상가구"),
        ("pledge", "heads"),
        ("heads", "연인원 8,083"),
        ("source", "협약서"),
    ]);
    let refused = site.post(&promises, plan, &days).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("href=\"#heads\"") && refused.text.contains("value=\"연인원 8,083\""),
        "{}",
        refused.text
    );
    let clause = form(&[
        ("promised_by", "가상건설"),
        ("pledge", "clause"),
        ("percent", "50"),
        ("source", "특수조건 12조"),
    ]);
    to(&site.post(&promises, plan, &clause).await);
    let shown = site.get(&page, plan).await.text;
    assert!(shown.contains("시민 50 % 이상") && shown.contains("아직 일한 사람 없음(50 %)"), "{shown}");

    let owner = site.city.city_body().await.to_string();
    let alone = form(&[("name", "canary-mou"), ("signed_on", "2015-05-19"), ("organisation", &owner)]);
    let refused = site.post("/staff/mous/new", plan, &alone).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#partners\"") && refused.text.contains("value=\"canary-mou\""));
    let whole = format!("{alone}&partners={owner}&until=2016-05-18");
    let mou = to(&site.post("/staff/mous/new", plan, &whole).await);
    let jobs = form(&[
        ("promised_by", "가상가구"),
        ("pledge", "share_of"),
        ("percent", "40"),
        ("base_heads", "500"),
        ("source", "협약서"),
    ]);
    to(&site.post(&format!("{mou}/promises"), plan, &jobs).await);
    let shown = site.get(&mou, Some(Role::Mayor)).await.text;
    assert!(shown.contains("500명의 40 %") && shown.contains("200개"), "{shown}");
    assert!(!shown.contains("/promises\""), "who may not promise is offered no form");
    let end = shown.split("href=\"/staff/promises/").nth(1).map(str::to_owned);
    assert!(end.is_none());
    // A partner of the network reads the register without the promises, which are the city's.
    let partner = site.get(&mou, Some(Role::Partner)).await;
    assert_eq!(partner.status, StatusCode::OK);
    assert!(partner.text.contains("canary-mou") && !partner.text.contains("500명의 40 %"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_shows_what_runs_to_everybody_and_agreements_to_the_offices() {
    let site = Site::new().await;
    let plan = Some(Role::PlanManager);
    let page = entered(&site, "P-A", "3억").await;
    let edit = format!("{page}/edit");
    let fields = filled(&site.get(&edit, plan).await.text);
    let mut fields: Vec<(String, String)> =
        fields.into_iter().filter(|(name, _)| !["kind", "from", "until"].contains(&name.as_str())).collect();
    for (name, value) in [("kind", "event"), ("from", "2016-05-28"), ("until", "2016-06-01")] {
        fields.push((name.to_owned(), value.to_owned()));
    }
    to(&site.post(&edit, plan, &body(&fields)).await);
    let public = site.get("/calendar", None).await;
    assert_eq!(public.status, StatusCode::OK);
    assert!(!public.text.contains("canary-project"), "what is only thought of is the office's own");
    to(&site.post(&format!("{page}/stage"), plan, "version=2&stage=approved&on=2016-03-14&why=").await);
    let sheet = form(&[("version", "3"), ("answer", "jobs"), ("work", "안내"), ("hiring", "2016-05 40")]);
    to(&site.post(&format!("{page}/impact"), plan, &sheet).await);
    let draft = site.get("/calendar?from=2016-05&months=3", None).await.text;
    assert!(!draft.contains("canary-project"), "a draft is nobody's but the office's: {draft}");
    let office = site.get("/staff/calendar?from=2016-05&months=3", plan).await.text;
    assert!(office.contains("canary-project") && office.contains("비공개 초안"), "{office}");
    to(&site.post(&format!("{page}/publish"), plan, "version=4").await);

    let public = site.get("/calendar?from=2016-05&months=3", None).await.text;
    for words in ["<svg", "canary-project (행사) 2016-05-28 ~ 2016-06-01", "2016-05 40명", "실적이 아닙니다"]
    {
        assert!(public.contains(words), "{words}: {public}");
    }
    assert!(!public.contains(&page), "the office's page is no place for everybody");
    assert!(!site.get("/calendar?from=2016-07", None).await.text.contains("canary-project"));
    let office = site.get("/staff/calendar?from=2016-05", plan).await.text;
    assert!(office.contains(&format!("href=\"{page}\"")), "{office}");

    let feed = site.get("/calendar.ics", None).await;
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    for line in [
        "BEGIN:VCALENDAR\r\n",
        "DTSTART;VALUE=DATE:20160528\r\n",
        "DTEND;VALUE=DATE:20160602\r\n",
        "SUMMARY:[행사] canary-project\r\n",
        "END:VCALENDAR\r\n",
    ] {
        assert!(feed.text.contains(line), "{line}: {}", feed.text);
    }
    assert_eq!(site.get("/staff/calendar.ics", None).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_shown_to_everybody_by_an_act_of_its_own_and_taken_back_with_a_reason() {
    let site = Site::new().await;
    let plan = Some(Role::PlanManager);
    let page = entered(&site, "P-DRAFT", "124억").await;
    let published = form(&[
        ("way", "published"),
        ("value", "1,800"),
        ("unit", "persons"),
        ("on", "2016-03-01"),
        ("source", "canary-source"),
    ]);
    to(&site.post(&format!("{page}/estimates"), plan, &published).await);
    let heads = form(&[
        ("promised_by", "canary-firm"),
        ("pledge", "heads"),
        ("heads", "7명"),
        ("source", "canary-paper"),
    ]);
    to(&site.post(&format!("{page}/promises"), plan, &heads).await);
    to(&site.post(&format!("{page}/stage"), plan, "version=1&stage=approved&on=2016-03-14&why=").await);
    let places = ["/plan", "/plan.json", "/plan.csv", "/plan/press", "/plan/projects", "/sectors/care"];
    let told = async || {
        let mut all = String::new();
        for place in places.iter().chain(&["/calendar", "/calendar.ics"]) {
            all.push_str(&site.get(place, None).await.text);
        }
        all
    };
    let hidden = ["canary-project", "canary-source", "canary-firm", "canary-paper"];
    let all = told().await;
    assert!(hidden.iter().all(|word| !all.contains(word)) && !all.contains("7개"), "{all}");
    // Nor may somebody who only reads it see the button, or press it.
    let reader = site.get(&page, Some(Role::Mayor)).await.text;
    assert!(reader.contains("비공개 초안") && !reader.contains(&format!("{page}/publish")), "{reader}");
    let refused = site.post(&format!("{page}/publish"), Some(Role::Mayor), "version=2").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let drafts = async || site.get("/staff/projects?drafts=yes", plan).await.text.contains(&page);
    assert!(drafts().await);
    let departments = site.get("/staff/projects/departments", plan).await.text;
    assert!(departments.contains("&amp;drafts=yes"), "{departments}");

    assert_eq!(
        site.post(&format!("{page}/publish"), plan, "version=1").await.status,
        StatusCode::CONFLICT,
        "it was changed since it was looked at"
    );
    to(&site.post(&format!("{page}/publish"), plan, "version=2").await);
    let all = told().await;
    assert!(hidden.iter().all(|word| all.contains(word)), "{all}");
    assert!(!drafts().await);
    let shown = site.get(&page, plan).await.text;
    assert!(shown.contains("공개 2016-03-14") && shown.contains("확인함 2016-03-14"), "{shown}");
    assert!(!shown.contains("비공개 초안"), "{shown}");

    let back = format!("{page}/take-back");
    let blank = site.post(&back, plan, "version=3&why=").await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.text.contains("href=\"#why\""), "{}", blank.text);
    to(&site.post(&back, plan, "version=3&why=canary-reason").await);
    let all = told().await;
    assert!(hidden.iter().all(|word| !all.contains(word)), "{all}");
    assert!(site.get(&page, plan).await.text.contains("비공개 초안 · canary-reason"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_is_taken_in_wholly_or_not_at_all() {
    let site = Site::new().await;
    let plan = Some(Role::PlanManager);
    let page = entered(&site, "P-A", "3억").await;
    let part =
        |head: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n");
    let sheet = |rows: &str| {
        let fields = [
            ("employer", "canary-agency"),
            ("from", "2016-03-01"),
            ("until", "2016-03-10"),
            ("attendance", "roster"),
        ];
        let mut all: String =
            fields.iter().map(|(name, value)| part(&format!("name=\"{name}\""), value)).collect();
        all.push_str(&part("name=\"file\"; filename=\"a.csv\"", &format!("성명,생년월일,출역일수\n{rows}")));
        all + "--b--\r\n"
    };
    let send = async |rows: &str| {
        site.ask("POST", &format!("{page}/rosters"), plan, &sheet(rows), "multipart/form-data; boundary=b")
            .await
    };
    let refused = send("가나다,1980-01-02,3\n라마바,,2\n사아자,1981-01-02,11\n").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("3행:") && refused.text.contains("value=\"canary-agency\""),
        "{}",
        refused.text
    );
    assert!(!refused.text.contains("라마바") && !refused.text.contains("1980-01-02"), "nobody is named");
    assert!(!site.get(&page, plan).await.text.contains("canary-agency"));
    to(&send("가나다,1980-01-02,3\n가나다,1980-01-02,2\n합계,,5\n").await);
    let shown = site.get(&page, plan).await.text;
    // One person on two rows, known from a roster alone: a claim, and no name anywhere.
    assert!(shown.contains("1명") && shown.contains("5인·일") && shown.contains("주장"), "{shown}");
    assert!(!shown.contains("가나다"));
}
