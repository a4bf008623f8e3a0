//! The mayor's page and the table by category: every figure opens the rows that it is made of, and what is late or stuck is said
//! in the same words and numbers as where it comes from.

use axum::http::StatusCode;
use domain::Role;

use crate::placement::between;
use crate::plan::measure_with_a_hire;
use crate::site::Site;

const MAYOR: Option<Role> = Some(Role::Mayor);
const PLAN: Option<Role> = Some(Role::PlanManager);

/// Links of a page that begin so, each with what it says.
fn links(page: &str, to: &str) -> Vec<(String, String)> {
    let found = page.split("href=\"").skip(1).filter(|rest| rest.starts_with(to));
    let of = |rest: &str| {
        let (href, said) = (rest.split('"').next().unwrap(), between(rest, ">", "<"));
        (href.replace("&amp;", "&"), said.replace(',', ""))
    };
    found.map(of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_brief_and_category_table_opens_its_rows() {
    let site = Site::new().await;
    measure_with_a_hire(&site).await;
    let brief = site.get("/staff/brief", MAYOR).await.text;
    let plan = site.get("/staff/plan?year=2016", PLAN).await.text;
    for (of, page, role) in [("brief", &brief, MAYOR), ("plan", &plan, PLAN)] {
        let figures = links(page, "/staff/plan/rows?");
        assert!(!figures.is_empty(), "{of}: {page}");
        for (href, said) in figures {
            let rows = site.get(&href, role).await;
            assert_eq!(rows.status, StatusCode::OK, "{href}");
            let lead = between(&rows.text, "class=\"lead\">", "</p>").replace(',', "");
            assert!(lead.contains(&format!("<strong>{said}</strong>")), "{of}: {href}: {lead}");
            if href.contains("unit=jobs") {
                assert!(lead.contains(&format!(" · {said}건 · ")), "a row a job: {href}: {lead}");
                let shown = between(&rows.text, "<tbody>", "</tbody>").matches("<tr>").count();
                assert_eq!(shown, said.parse::<usize>().unwrap().min(50), "{href}");
            }
        }
    }
    assert!(links(&plan, "/staff/plan/rows?").iter().any(|(href, _)| href.contains("category=")));
    assert!(!brief.contains("href=\"/plan#"), "the staff's figures lead to the staff's rows");
    for page in ["/staff/projects/promises", "/staff/projects/estimates"] {
        assert_eq!(site.get(page, MAYOR).await.status, StatusCode::OK, "{page}");
    }
    for wrong in
        ["", "?unit=jobs", "?unit=heads&grade=filled", "?year=2016&unit=jobs&category=none&grade=filled"]
    {
        let answer = site.get(&format!("/staff/plan/rows{wrong}"), PLAN).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_on_the_brief_is_overdue_on_the_board() {
    let site = Site::new().await;
    let brief = site.get("/staff/brief?all=late", MAYOR).await.text;
    let late = between(&brief, "<section id=\"late\">", "</section>");
    let said = between(late, "<h2>", "</h2>");
    let board = site.get("/staff/submissions", MAYOR).await.text;
    let overdue = board.matches("report-missing").count();
    assert_eq!(said, format!("기한 넘김 {overdue}"), "{late}");
    assert_eq!(board.contains(said), overdue > 0, "{board}");
    assert_eq!(late.matches("<li>").count(), overdue);
    for (cell, _) in links(late, "/staff/submissions/") {
        assert!(board.contains(&format!("href=\"{cell}\"")), "{cell} is no cell of the board");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stuck_project_says_why_it_is() {
    let site = Site::new().await;
    let brief = site.get("/staff/brief?all=stuck", MAYOR).await.text;
    let stuck = between(&brief, "<section id=\"stuck\">", "</section>");
    for line in stuck.split("<li>").skip(1) {
        let why = ["중단(", "끝날 날이 지났는데 완료되지 않음(", "시작할 날이 지났는데 아직 계획 단계("];
        assert!(why.iter().any(|why| line.contains(why)) && line.contains("일째"), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_of_open_data_is_there() {
    let site = Site::new().await;
    let page = site.get("/open-data", None).await;
    assert_eq!(page.status, StatusCode::OK);
    let table = between(&page.text, "<tbody>", "</tbody>");
    let files = table.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    for file in files {
        assert_eq!(site.get(file, None).await.status, StatusCode::OK, "{file}");
    }
    assert!(page.text.contains("이용 조건"), "{}", page.text);
}
