//! The pages of monthly reports: the board and its cells, the officer's page, and what is wrong said at its field.

use axum::http::StatusCode;
use domain::Role;

use crate::placement::between;
use crate::site::Site;

const PLAN: Option<Role> = Some(Role::PlanManager);
const CLERK: Option<Role> = Some(Role::Clerk);

#[tokio::test(flavor = "multi_thread")]
async fn every_cell_of_the_board_leads_to_its_report() {
    let site = Site::new().await;
    let board = site.get("/staff/submissions?year=2015", PLAN).await.text;
    let table = board.split("<table").nth(1).expect("a year of reports in the invented city");
    let cells: Vec<&str> = table.split("href=\"/staff/submissions/").skip(1).collect();
    // Three bodies report, month by month.
    assert_eq!(cells.len() % 3, 0, "{table}");
    assert!(cells.len() >= 30, "{} cells", cells.len());
    for word in ["접수", "D+"] {
        assert!(table.contains(word), "{word}: {table}");
    }
    for cell in cells.iter().take(6) {
        let id = cell.split('"').next().unwrap();
        let page = site.get(&format!("/staff/submissions/{id}"), PLAN).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.text.matches("<h1>").count(), 1);
        // Whoever reports for another body does not learn that there is one.
        assert_eq!(site.get(&format!("/staff/submissions/{id}"), CLERK).await.status, StatusCode::NOT_FOUND);
    }
    let own = site.get("/staff/submission", CLERK).await;
    assert!(
        own.status == StatusCode::OK && own.text.contains("아직 제출을 요청받은 달이 없습니다"),
        "{}",
        own.text
    );
    assert_eq!(site.get("/staff/submission", Some(Role::Counselor)).await.status, StatusCode::FORBIDDEN);
    let empty = site.get("/staff/submissions?year=2001", PLAN).await.text;
    assert!(empty.contains("이 해에 제출을 요청한 달이 없습니다"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_call_or_a_reason_is_said_at_its_field_with_what_was_typed() {
    let site = Site::new().await;
    for (form, field) in [
        ("month=soon&due_on=2016-03-07", "#month"),
        ("month=2016-03&due_on=2016-04-07", "#month"),
        ("month=2016-02&due_on=2016-02-07", "#due_on"),
        ("month=2016-02&due_on=2016-02-31", "#due_on"),
    ] {
        let answer = site.post("/staff/submissions", PLAN, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(answer.text.contains(&format!("href=\"{field}\"")), "{form}: {}", answer.text);
    }
    // The month is told when it can be called for, and both fields are told at once.
    for (form, day) in [
        ("month=2016-03&due_on=2016-03-07", "2016-03이 끝난 뒤"),
        ("month=2016-03&due_on=2016-02-31", "달력에 없는 날입니다: 2016-02-31"),
        ("month=soon&due_on=2016-02-31", "달력에 없는 날입니다: 2016-02-31"),
    ] {
        let answer = site.post("/staff/submissions", PLAN, form).await.text;
        let summary = answer.split("class=\"errors\"").nth(1).unwrap().split("</ul>").next().unwrap();
        assert!(summary.contains("href=\"#month\"") && summary.contains(day), "{form}: {summary}");
        let early = summary.contains("아직 끝나지 않은 달입니다: 2016-03. 2016-04-01부터");
        assert_eq!(early, form.contains("2016-03"), "{form}: {summary}");
        assert!(!summary.contains("마감"), "{summary}");
    }
    let board = site.get("/staff/submissions?year=2016", PLAN).await.text;
    let open =
        board.split("<td>").find(|cell| cell.contains("report-nothing") || cell.contains("report-submitted"));
    let id = open.unwrap().split("/staff/submissions/").nth(1).unwrap().split('"').next().unwrap();
    let wordless = site.post(&format!("/staff/submissions/{id}/return"), PLAN, "remark=").await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wordless.text.contains("id=\"remark-error\""), "{}", wordless.text);
    let late = site.post(&format!("/staff/submissions/{id}/accept"), PLAN, "version=99").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text.contains("그사이 다른 담당자가"), "{}", late.text);
    // Its history names who did what.
    let sent_back =
        site.post(&format!("/staff/submissions/{id}/return"), PLAN, "remark=연락처를 적어 주세요").await;
    assert_eq!(sent_back.status, StatusCode::SEE_OTHER);
    let page = site.get(&format!("/staff/submissions/{id}"), PLAN).await.text;
    let history = page.split("처리 내역</h2>").nth(1).unwrap();
    assert!(between(history, "<li>", "</li>").contains("반려 · "), "{history}");
}

#[tokio::test(flavor = "multi_thread")]
async fn before_a_month_is_closed_the_page_says_what_is_open() {
    let site = Site::new().await;
    let page = site.get("/staff/ledger/months", PLAN).await.text;
    let section =
        page.split("마감 전에 볼 것").nth(1).expect("a checklist").split("</section>").next().unwrap();
    assert!(section.contains("2016-02") && section.contains("/staff/submissions/"), "{section}");
    assert!(!site.get("/staff/ledger/months", Some(Role::Mayor)).await.text.contains("마감 전에 볼 것"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_leaves_its_work_to_another_on_its_page() {
    let site = Site::new().await;
    let list = site.get("/staff/organisations", PLAN).await.text;
    let ids: Vec<&str> = list.split("/staff/organisations/").skip(1).map(|rest| &rest[..36]).collect();
    let (old, new) = (ids[1], ids[2]);
    let wrong =
        site.post(&format!("/staff/organisations/{old}/leave"), PLAN, "successor=&from=2016-03-01").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.text.contains("id=\"successor-error\"") && wrong.text.contains("2016-03-01"),
        "{}",
        wrong.text
    );
    let form = format!("successor={new}&from=2016-03-01");
    let left = site.post(&format!("/staff/organisations/{old}/leave"), PLAN, &form).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    let page = site.get(&format!("/staff/organisations/{old}/edit"), PLAN).await.text;
    assert!(page.contains("(2016-03-01)"), "{page}");
    let twice = site.post(&format!("/staff/organisations/{old}/leave"), PLAN, &form).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_confirms_the_list_of_contacts_from_the_page_of_the_month() {
    let site = Site::new().await;
    let before = site.get("/staff/submission", CLERK).await.text;
    assert!(before.contains("보고회 전에 우리 부서의 연락처가 맞는지"), "{before}");
    let said = site.post("/staff/contacts/confirm", CLERK, "from=submission").await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    assert_eq!(said.headers["location"], "/staff/submission");
    let after = site.get("/staff/submission", CLERK).await.text;
    assert!(after.contains("연락처 확인한 날 2016-03-14"), "{after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_to_mend_are_called_so_before_they_are_taken_in_too() {
    let site = Site::new().await;
    let csv = "성명,생년월일,사업체,취업일자,고용형태,비고\n김시험,1985-03-02,하늘화훼,2016-02-01,공공근로,\n김시험,1985-03-02,,언젠가,공공근로,\n";
    let parts = format!(
        "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nresults\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{csv}\r\n--b--\r\n"
    );
    let kept = site.ask("POST", "/staff/imports", CLERK, &parts, "multipart/form-data; boundary=b").await;
    let preview = site.get(kept.headers["location"].to_str().unwrap(), CLERK).await.text;
    assert!(preview.contains("보완 1") && !preview.contains("거절"), "{preview}");
}
