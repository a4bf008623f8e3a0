//! The plan's pages: written by forms, every number a link to its rows, wrong input said at its field and kept.

use axum::http::StatusCode;
use domain::Role;

use crate::placement::{between, claim, number_of, register, to};
use crate::site::Site;

const PLAN: Option<Role> = Some(Role::PlanManager);
const STAFF: Option<Role> = Some(Role::Counselor);

const TERM: &str = "term=민선 9기&from_year=2014&to_year=2017&vision=자족도시&strategies=현장 중심%0A- 거점 상담%0A- 일자리버스%0A청년";

/// A plan in force, and a body to own its measures.
pub(crate) async fn plan(site: &Site) -> (String, String) {
    let path = to(&site.post("/staff/plan/terms/new", PLAN, TERM).await);
    let id = between(&path, "term=", "&").to_owned();
    to(&site.post(&format!("/staff/plan/terms/{id}/publish"), PLAN, "version=1").await);
    let form = site.get(&format!("/staff/measures/new?term_plan={id}&year=2016"), PLAN).await.text;
    let owner = between(&form, "id=\"owner\"", "</select>");
    let owner = owner.split("<option value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    (id, owner)
}

pub(crate) fn measure(plan: &str, owner: &str, name: &str) -> String {
    format!(
        "term_plan={plan}&owner={owner}&name={name}&year=2016&task=0.1&category=service&basis=전년 실적&unit=jobs&whole_city=yes&target_1=10&target_2=2,0&target_3=30&target_4=40&fund_city=120,000,000&youth=yes"
    )
}

/// A measure over the whole city and a hire by word that counts in it; the measure's page.
pub(crate) async fn measure_with_a_hire(site: &Site) -> String {
    let (plan, owner) = plan(site).await;
    let path = to(&site.post("/staff/measures/new", PLAN, &measure(&plan, &owner, "거점 알선")).await);
    let person = register(site, "canary-plan", "1950-01-01", "031-000-1111").await;
    let number = number_of(site, &person).await;
    let service = "kind=counselling&on=2016-03-13&channel=counter";
    to(&site.post(&format!("{person}/services/new"), STAFF, service).await);
    claim(site, &number, "event").await;
    path
}

/// Numbers in cells of tables that lead nowhere.
fn bare_numbers(page: &str) -> Vec<&str> {
    let cells = page.split("<td").skip(1).filter_map(|cell| cell.split_once('>'));
    let cells = cells.map(|(_, rest)| rest.split("</td>").next().unwrap_or_default());
    cells.filter(|cell| cell.replace(',', "").parse::<i64>().is_ok_and(|n| n > 0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_written_and_every_number_of_a_measure_is_a_link() {
    let site = Site::new().await;
    let empty = site.get("/staff/plan?year=1999", PLAN).await.text;
    assert!(empty.contains("아직 없습니다") && empty.contains("href=\"/staff/plan/terms/new\""));
    let path = measure_with_a_hire(&site).await;
    let page = site.get(&path, STAFF).await.text;
    for words in [
        "거점 알선",
        "민선 9기",
        "일자리버스",
        "고용서비스",
        "120,000,000원",
        "목표 100",
        "<svg",
        "청년 대책",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let year = site.get("/staff/plan?year=2016", STAFF).await.text;
    assert!(
        year.contains("거점 알선") && !year.contains("세부사업 넣기"),
        "whoever may not write is offered nothing"
    );
    for (of, page) in [("measure", &page), ("plan", &year)] {
        assert_eq!(bare_numbers(page), Vec::<&str>::new(), "{of}");
    }
    // What is only claimed stands apart, and the number opens as many rows.
    let link = page
        .split("href=\"")
        .filter(|href| href.starts_with(&path))
        .find(|href| href.contains("grade=claimed\""));
    let link = link.expect("a hire by word");
    let number = between(link, ">", "<").to_owned();
    let rows = site.get(link.split('"').next().unwrap(), STAFF).await;
    assert!(
        rows.status == StatusCode::OK && rows.text.contains(&format!("{number}건")),
        "{number}: {}",
        rows.text
    );
    let young = site.get("/staff/plan/youth?year=2016", STAFF).await.text;
    assert!(young.contains("거점 알선") && young.contains("120,000,000원"));
    for wrong in ["rows?grade=typed", "rows?quarter=5", "rows?after=2"] {
        assert_eq!(
            site.get(&format!("{path}/{wrong}"), STAFF).await.status,
            StatusCode::NOT_FOUND,
            "{wrong}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_input_is_said_at_its_field_and_nothing_typed_is_lost() {
    let site = Site::new().await;
    let wrong = site
        .post("/staff/plan/terms/new", PLAN, "term=민선 9기&from_year=이천&to_year=2017&vision=자족")
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#from_year\"") && wrong.text.contains("value=\"자족\""));
    let (plan, owner) = plan(&site).await;
    // Money that is no wage is answered in words of its own.
    for (typed, words) in [("-5", "금액이 0원보다 작습니다: -5"), ("많이", "금액으로 읽을 수 없습니다: 많이")]
    {
        let wrong = measure(&plan, &owner, "버스").replace("120,000,000", typed);
        let answer = site.post("/staff/measures/new", PLAN, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        let summary = between(&answer.text, "class=\"errors\"", "</ul>");
        assert!(summary.contains("href=\"#fund_city\"") && summary.contains(words), "{summary}");
    }
    let wrong = measure(&plan, &owner, "버스").replace("basis=전년 실적", "basis=").replace("2,0", "스물");
    let answer = site.post("/staff/measures/new", PLAN, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text.contains("href=\"#target_2\"")
            && answer.text.contains("value=\"스물\"")
            && answer.text.contains("value=\"버스\"")
    );
    let mended = wrong.replace("스물", "20");
    let answer = site.post("/staff/measures/new", PLAN, &mended).await;
    assert!(answer.text.contains("href=\"#basis\""), "{}", answer.text);
    let path = to(&site.post("/staff/measures/new", PLAN, &measure(&plan, &owner, "버스")).await);
    let target = "version=1&target_1=10&target_2=20&target_3=20&target_4=20";
    let silent = site.post(&format!("{path}/target"), PLAN, &format!("{target}&revise_why=")).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        silent.text.contains("href=\"#revise_why\"") && silent.text.contains("고치기 전 목표도 남습니다")
    );
    to(&site.post(&format!("{path}/target"), PLAN, &format!("{target}&revise_why=추경")).await);
    let page = site.get(&path, PLAN).await.text;
    assert!(
        page.contains("추경") && page.contains("목표 70") && page.contains(">100</td>"),
        "both values: {page}"
    );
    let late = site.post(&format!("{path}/target"), PLAN, &format!("{target}&revise_why=늦게")).await;
    assert!(late.status == StatusCode::CONFLICT || late.status == StatusCode::UNPROCESSABLE_ENTITY);
    let late = site.post(&format!("{path}/shortfall"), PLAN, "version=1&why=모집 미달&remedy=연장").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("모집 미달"), "what was typed stays");
    to(&site.post(&format!("{path}/shortfall"), PLAN, "version=2&why=모집 미달&remedy=연장").await);
    assert!(site.get(&path, STAFF).await.text.contains("모집 미달"));
    let edit = site.get(&format!("{path}/edit"), PLAN).await.text;
    assert!(
        !edit.contains("name=\"target_1\"") && edit.contains("value=\"120000000\""),
        "a target is only revised"
    );
    let taken = crate::filled::filled(&edit);
    to(&site.post(&format!("{path}/edit"), PLAN, &crate::filled::body(&taken)).await);
    assert!(site.get(&path, PLAN).await.text.contains("120,000,000원"), "saved as it was shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn indicators_show_each_base_apart_with_its_source() {
    let site = Site::new().await;
    let form = |base: &str, period: &str, value: &str| {
        format!(
            "series=employment_rate&base={base}&period={period}&value={value}&published_on=2016-02-24&source=통계청"
        )
    };
    for (base, period, value) in
        [("15~64세", "2014", "62.7"), ("15~64세", "2015", "63.7"), ("15세 이상", "2015", "58.4")]
    {
        to(&site.post("/staff/indicators", PLAN, &form(base, period, value)).await);
    }
    let page = site.get("/staff/indicators", STAFF).await.text;
    assert!(
        page.contains("63.7 %")
            && page.contains("58.4 %")
            && page.contains("통계청")
            && page.contains("<svg")
    );
    assert!(!page.contains("method=\"post\" action=\"/staff/indicators\""));
    let wrong = site.post("/staff/indicators", PLAN, &form("15~64세", "2016", "63.77")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#value\"") && wrong.text.contains("value=\"63.77\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn contributions_stand_beside_and_are_not_added() {
    let site = Site::new().await;
    let page = site.get("/staff/contributions?year=2016", STAFF).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("더하지 않음") || page.text.contains("확인된 취업이 없습니다"),
        "{}",
        page.text
    );
    for href in
        page.text.split("href=\"/staff/ledger/rows").skip(1).map(|rest| rest.split('"').next().unwrap())
    {
        let rows = site.get(&format!("/staff/ledger/rows{}", href.replace("&amp;", "&")), STAFF).await;
        assert!(rows.status == StatusCode::OK && rows.text.contains("<table>"), "{href} is empty");
    }
}

/// What a JSON value lacks or has too much by a schema: as far as ours goes.
fn faults(schema: &serde_json::Value, value: &serde_json::Value, at: &str) -> Vec<String> {
    let mut out = Vec::new();
    let kinds = match &schema["type"] {
        serde_json::Value::String(one) => vec![one.as_str()],
        serde_json::Value::Array(many) => many.iter().filter_map(|one| one.as_str()).collect(),
        _ => Vec::new(),
    };
    let fits = |kind: &&str| match *kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    };
    if !kinds.is_empty() && !kinds.iter().any(fits) {
        out.push(format!("{at}: {value} is no {kinds:?}"));
    }
    if let Some(of) = schema["enum"].as_array().filter(|of| !of.contains(value)) {
        out.push(format!("{at}: {value} is none of {of:?}"));
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(|name| name.as_str()) {
            if !fields.contains_key(name) {
                out.push(format!("{at}: lacks {name}"));
            }
        }
        for (name, inside) in fields {
            match &schema["properties"][name] {
                serde_json::Value::Null if schema["additionalProperties"] == false => {
                    out.push(format!("{at}: {name} is not in the schema"));
                }
                of => out.extend(faults(of, inside, &format!("{at}/{name}"))),
            }
        }
    }
    for (nth, inside) in value.as_array().into_iter().flatten().enumerate() {
        out.extend(faults(&schema["items"], inside, &format!("{at}/{nth}")));
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_the_plan_with_grades_apart_and_takes_it_as_data() {
    let site = Site::new().await;
    let page = site.get("/plan?year=2016", None).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "grade-filled",
        "grade-claimed",
        "grade-pledged",
        "grade-estimated",
        "민선 6기",
        "고용서비스",
        "기준",
        "id=\"bases\"",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(!page.text.contains("/staff/"), "nothing leads where nobody may go");
    assert_eq!(bare_numbers(&page.text), Vec::<&str>::new());
    // No cell below what the city hides.
    let shown = |text: &str| -> Vec<i64> {
        let links = text
            .split("\"><a href=\"")
            .skip(1)
            .filter(|rest| rest.starts_with("#category") || rest.starts_with("#measures"));
        links.filter_map(|rest| between(rest, ">", "<").replace(',', "").parse().ok()).collect()
    };
    let least = site.app().city.ledger().least_shown;
    let cells = shown(&page.text);
    assert!(!cells.is_empty() && cells.iter().all(|n| *n >= least), "{cells:?}");
    let schema: serde_json::Value =
        serde_json::from_str(&site.get("/plan/schema.json", None).await.text).unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&site.get("/plan.json?year=2016", None).await.text).unwrap();
    assert_eq!(faults(&schema, &json, ""), Vec::<String>::new());
    let mut wrong = json.clone();
    wrong["year"] = "2016".into();
    wrong["names"] = serde_json::json!([]);
    wrong.as_object_mut().unwrap().remove("digest");
    assert_eq!(faults(&schema, &wrong, "").len(), 3, "a wrong object is seen");
    let csv = site.get("/plan.csv?year=2016", None).await;
    let digest = json["digest"].as_str().unwrap();
    assert!(
        csv.text.lines().skip(1).all(|line| line.ends_with(digest))
            && csv.text.contains("고용서비스,jobs,target")
    );
    let schema = site.get("/plan/projects/schema.json", None).await.text;
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let json = site.get("/plan/projects.json", None).await.text;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(faults(&schema, &json, ""), Vec::<String>::new(), "{json}");
    assert!(json["projects"].is_array());
    let listed = site.get("/open-data", None).await.text;
    assert!(
        listed.contains("/plan/projects.csv") && listed.contains("/plan/projects/schema.json"),
        "{listed}"
    );
    let press = site.get("/plan/press?year=2016", None).await.text;
    assert!(press.contains(digest) && press.contains("읽는 법"));
    // Who asks for a year that there is not is told so, with those that there are.
    let none = site.get("/plan?year=none", None).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.text.contains("‘none’") && none.text.contains("href=\"/plan?year=2016\""), "{}", none.text);
    // On a telephone nothing scrolls sideways, and the measures are folded away by category.
    assert!(!page.text.contains("class=\"scroll\""));
    assert!(page.text.contains("<table class=\"cards tight\" id=\"category-service\">"), "{}", page.text);
    assert_eq!(
        site.get("/plan?year=2099", None).await.status,
        StatusCode::OK,
        "a year without a plan says so"
    );
    let home = site.get("/", None).await.text;
    assert!(home.contains("올해 일자리 목표") && home.contains("href=\"/plan\""));
    for page in [home, site.get("/openings", None).await.text] {
        let foot = page.split("<footer").nth(1).unwrap();
        assert!(foot.contains("href=\"/open-data\""), "{foot}");
        assert!(foot.contains("href=\"/calendar\"") && foot.contains("href=\"/meetings\""), "{foot}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mayor_auditor_and_research_have_pages_of_their_own() {
    let site = Site::new().await;
    let mayor = site.get("/staff/brief", Some(Role::Mayor)).await;
    assert_eq!(mayor.status, StatusCode::OK);
    for words in [
        "grade-filled",
        "grade-claimed",
        "grade-pledged",
        "grade-estimated",
        "부진 사업",
        "기한 넘김",
        "멈춘 사업",
        "끝나지 않은 지시",
    ] {
        assert!(mayor.text.contains(words), "{words}");
    }
    assert_eq!(site.get("/staff/brief", STAFF).await.status, StatusCode::FORBIDDEN);
    // One small table, a line a unit, and of each list the first three with the way to the whole of it.
    assert_eq!(mayor.text.matches("<table").count(), 1);
    assert!(!mayor.text.contains("class=\"scroll\""));
    let lines = |text: &str, id: &str| {
        let list = between(text, &format!("<section id=\"{id}\">"), "</section>").to_owned();
        (
            between(&list, "<h2>", "</h2>").split(' ').next_back().unwrap().parse().unwrap(),
            list.matches("<li>").count(),
        )
    };
    for id in ["short", "late", "stuck", "instructions"] {
        let (all, shown): (usize, usize) = lines(&mayor.text, id);
        assert_eq!(shown, all.min(3), "{id}");
        let way = format!("href=\"/staff/brief?all={id}#{id}\"");
        assert_eq!(mayor.text.contains(&way), all > 3, "{id}");
        let whole = site.get(&format!("/staff/brief?all={id}"), Some(Role::Mayor)).await.text;
        assert_eq!(lines(&whole, id), (all, all), "{id}");
    }
    let auditor = Some(Role::Auditor);
    let page = site.get("/staff/audit?year=2016", auditor).await.text;
    let digest = between(&page, "<code>", "<").to_owned();
    assert_eq!(digest.len(), 64);
    let same = site.get(&format!("/staff/audit?year=2016&digest={}", &digest[..12]), auditor).await.text;
    assert!(same.contains("바로 이 행들에서"), "the digest of a published figure is recognised");
    let other = site.get("/staff/audit?year=2016&digest=0123456789ab", auditor).await.text;
    assert!(other.contains("다릅니다"));
    assert!(site.get("/staff/audit?year=2016&digest=01", auditor).await.text.contains("8자 이상"));
    let book = site.get("/staff/audit.xlsx?year=2016", auditor).await;
    assert!(book.status == StatusCode::OK && book.text.starts_with("PK"));
    let rows = site.get("/staff/audit.csv?year=2016", auditor).await.text;
    assert!(rows.lines().next().is_some_and(|names| names.trim_end().ends_with("digest")), "{rows}");
    assert!(rows.lines().skip(1).all(|row| row.contains(&digest)), "every row says from which rows it is");
    let wrong = site.get("/staff/audit?month=2016-13&basis=everyone", auditor).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#month\"") && wrong.text.contains("value=\"2016-13\""));
    for file in ["/staff/audit.csv", "/staff/audit.xlsx"] {
        let wrong = site.get(&format!("{file}?month=2016-13"), auditor).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{file}");
        assert!(wrong.text.contains("href=\"#month\""), "{file}: {}", wrong.text);
    }
    let year = site.get("/staff/audit?year=99", auditor).await;
    assert_eq!(year.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(year.text.contains("href=\"#year\""), "{}", year.text);
    assert_eq!(site.get("/staff/audit?class=R99", auditor).await.status, StatusCode::NOT_FOUND);
    let research = site.get("/staff/research?year=2016", PLAN).await;
    assert!(research.status == StatusCode::OK && research.text.contains("kept_12"));
    assert_eq!(site.get("/staff/research.csv", Some(Role::Mayor)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_table_is_looked_at_before_it_is_taken() {
    let site = Site::new().await;
    let (plan, _) = plan(&site).await;
    let form = site.get("/staff/measures/import", PLAN).await.text;
    assert!(form.contains("name=\"table\"") && !form.contains("value=\"take\""));
    let owner =
        between(&site.get("/staff/measures/new", PLAN).await.text, "id=\"owner\"", "</select>").to_owned();
    let owner = between(owner.split("<option").nth(2).unwrap(), ">", "<").to_owned();
    let row = format!(
        "사업명%09추진부서%09분야%09과제%09산출근거%09목표%0A새 사업%09{owner}%09고용서비스%09거점 상담%09전년%0910"
    );
    let body = |step: &str| format!("term_plan={plan}&year=2016&step={step}&table={row}");
    let look = site.post("/staff/measures/import", PLAN, &body("look")).await;
    assert!(look.status == StatusCode::OK && look.text.contains("value=\"take\""), "{}", look.text);
    assert!(!site.get("/staff/plan?year=2016", PLAN).await.text.contains("새 사업"));
    to(&site.post("/staff/measures/import", PLAN, &body("take")).await);
    assert!(site.get("/staff/plan?year=2016", PLAN).await.text.contains("새 사업"));
    let wrong = site
        .post(
            "/staff/measures/import",
            PLAN,
            &body("take").replace("고용서비스", "없는분야").replace("새 사업", "다른"),
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("공시 분야를 골라 주세요") && wrong.text.contains("없는분야"),
        "what was pasted stays"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn strategies_are_lines_and_tasks_stand_below_them() {
    let site = Site::new().await;
    let lines = "현장 중심%0A- 거점 상담%0A - 일자리버스%0A%0A청년%0A";
    let form = format!("term=민선 9기&from_year=2014&to_year=2017&vision=자족도시&strategies={lines}");
    let path = to(&site.post("/staff/plan/terms/new", PLAN, &form).await);
    let id = between(&path, "term=", "&").parse().unwrap();
    let ctx = site.city.as_role(Role::PlanManager).await;
    let read = app::term_plan::get(&ctx, &site.app(), id).await.unwrap().strategies;
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].tasks, ["거점 상담", "일자리버스"]);
    assert_eq!(read[1].tasks, Vec::<String>::new());
}
