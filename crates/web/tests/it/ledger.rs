//! The ledger's pages: every number a link, rules beside what they left out, statistics.

use axum::http::StatusCode;
use domain::Role;

use crate::placement::{between, claim, number_of, register, to};
use crate::site::Site;

const STAFF: Option<Role> = Some(Role::Counselor);
const SUPERVISOR: Option<Role> = Some(Role::Supervisor);
const PLAN: Option<Role> = Some(Role::PlanManager);

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_the_ledger_opens_its_rows_and_rules_stand_beside() {
    let site = Site::new().await;
    let ask = site.get("/staff/ledger?year=2016", PLAN).await;
    assert_eq!(ask.status, StatusCode::OK);
    let person = register(&site, "canary-three", "1950-01-01", "031-000-1111").await;
    let number = number_of(&site, &person).await;
    let service = "kind=counselling&on=2016-03-13&channel=counter";
    to(&site.post(&format!("{person}/services/new"), STAFF, service).await);
    let path = claim(&site, &number, "event").await;
    to(&site.post(&format!("{path}/evidence"), SUPERVISOR, "version=1&kind=contract&on=2016-03-14").await);
    let page = site.get("/staff/ledger", PLAN).await.text;
    // Numbers in cells are links, but for nought and for what has no rows of its own.
    let cells = page.split("<td>").skip(1).map(|cell| cell.split("</td>").next().unwrap());
    let bare: Vec<&str> = cells.filter(|cell| cell.parse::<i64>().is_ok_and(|n| n > 0)).collect();
    assert_eq!(bare, Vec::<&str>::new());
    for href in page.split("href=\"/staff/ledger/rows").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let rows = site.get(&format!("/staff/ledger/rows{}", href.replace("&amp;", "&")), PLAN).await;
        assert!(rows.status == StatusCode::OK && rows.text.contains("<table>"), "{href} is empty");
    }
    assert!(page.contains("<svg") && page.contains("<title"), "a drawing with a title");
    let rules = site.get("/staff/ledger/rules", PLAN).await.text;
    for id in ["CR-01", "CR-24", "V1", "V10"] {
        assert!(rules.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let self_found = claim(&site, &number, "self_found").await;
    let page = site.get("/staff/ledger", PLAN).await.text;
    assert!(page.contains("href=\"/staff/ledger/exclusions?rule=CR-05\""));
    assert!(site.get("/staff/ledger/exclusions?rule=CR-05", PLAN).await.text.contains("CR-05"));
    assert!(!self_found.is_empty());
}

/// Closes the months to one of this year; what the invented past has before it is closed first.
pub(crate) async fn close_to(site: &Site, month: u8) {
    let past = (1..=12).map(|n| format!("2015-{n:02}"));
    for earlier in past.chain((1..month).map(|n| format!("2016-{n:02}"))) {
        site.post("/staff/ledger/months", PLAN, &format!("month={earlier}")).await;
    }
    to(&site.post("/staff/ledger/months", PLAN, &format!("month=2016-{month:02}")).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_month_shows_what_it_was_closed_with_and_its_correction_apart() {
    let site = Site::new().await;
    let person = register(&site, "canary-five", "1950-01-01", "031-000-1111").await;
    let number = number_of(&site, &person).await;
    to(&site
        .post(&format!("{person}/services/new"), STAFF, "kind=counselling&on=2016-03-13&channel=counter")
        .await);
    let path = claim(&site, &number, "event").await;
    to(&site.post(&format!("{path}/evidence"), SUPERVISOR, "version=1&kind=contract&on=2016-03-14").await);
    site.city.clock.advance_days(30);
    close_to(&site, 3).await;
    let row = |page: &str| -> String {
        let of = page.split("<tr>").find(|row| row.contains(">2016-03</a>")).unwrap();
        of.split("</tr>").next().unwrap().to_owned()
    };
    let before = row(&site.get("/staff/ledger?year=2016", PLAN).await.text);
    assert!(before.contains("마감"), "{before}");
    to(&site.post(&format!("{path}/cancel"), STAFF, "version=2&cancel_reason=mistake").await);
    let page = site.get("/staff/ledger?year=2016", PLAN).await.text;
    assert_eq!(row(&page), before, "a closed month does not change");
    let correction = page.split("<tr>").find(|row| row.contains("정정 (2016-03)")).unwrap();
    assert!(correction.contains(">-1</a>") && correction.contains("+0"), "{correction}");
    let file = site.get("/staff/ledger.csv?year=2016", PLAN).await.text;
    let march = |state: &str| -> Vec<i64> {
        let lines = file.lines().filter(|line| line.starts_with("2016-03,R1,filled,events,"));
        let lines = lines.filter(|line| line.ends_with(state));
        lines.map(|line| line.split(',').nth(4).unwrap().parse().unwrap()).collect()
    };
    assert_eq!(
        (march(",closed").len(), march(",correction"), march(",open").len()),
        (1, vec![-1], 0),
        "{file}"
    );
    let rows = site.get("/staff/ledger/rows?year=2016&month=2016-03&class=R1", PLAN).await.text;
    assert!(rows.contains("CR-17") && rows.contains("마감할 때의 행"), "{rows}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_year_there_is_ends_every_page() {
    let site = Site::new().await;
    for path in ["/staff/statistics", "/staff/ledger", "/staff/registers/half-year"] {
        for asked in
            ["year=9999", "month=9999-12", "year=9999&half=2", "year=9000", "year=1", "month=0000-01"]
        {
            let answer = site.get(&format!("{path}?{asked}"), SUPERVISOR).await;
            // A year or month beyond the calendar's end is answered, with figures or by saying that there is none.
            let told = matches!(answer.status, StatusCode::OK | StatusCode::NOT_FOUND);
            assert!(told, "{path}?{asked}: {}", answer.status);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_lead_to_their_records_and_hide_small_cells_from_the_public() {
    let site = Site::new().await;
    register(&site, "canary-four", "1950-01-01", "031-000-1111").await;
    let page = site.get("/staff/statistics", PLAN).await.text;
    let this = site.city.app.system_ctx().today().year();
    assert!(page.contains(&format!("year={}", this - 1)) && !page.contains(&format!("year={}", this + 1)));
    assert!(!page.contains(" · </p>") && !page.contains(" · </nav>"), "no list ends in its separator");
    let cells = page.split("<td>").skip(1).map(|cell| cell.split("</td>").next().unwrap());
    let bare: Vec<&str> = cells.filter(|cell| cell.parse::<i64>().is_ok_and(|n| n > 0)).collect();
    assert_eq!(bare, Vec::<&str>::new());
    assert!(!page.contains("canary-four"));
    let rows = between(&page, "href=\"/staff/statistics/rows", "\"").replace("&amp;", "&");
    let rows = site.get(&format!("/staff/statistics/rows{rows}"), PLAN).await;
    assert!(
        rows.status == StatusCode::OK && rows.text.contains("<li>") && !rows.text.contains("canary-four")
    );
    let whole = site.get("/staff/statistics.csv", PLAN).await.text;
    assert!(whole.lines().next().unwrap().ends_with("claimed,as_of,changes"));
    let public = site.get("/staff/statistics.csv?public=yes", PLAN).await.text;
    assert!(public.lines().next().unwrap().ends_with("filled,as_of,rule_set,digest"), "{public}");
    assert!(public.lines().nth(1).unwrap().contains(domain::counting::RULE_SET));
    let cells: Vec<i64> = public
        .lines()
        .skip(1)
        .flat_map(|line| line.split(',').skip(1))
        .filter_map(|n| n.parse().ok())
        .collect();
    assert!(cells.iter().all(|n| *n == 0 || *n >= 5) && cells.iter().any(|n| *n >= 5), "{public}");
    // One body, half or month less would tell what is hidden: the public has the whole year of the whole city.
    for narrower in ["&body=none", "&half=1", "&month=2016-03"] {
        let same = site.get(&format!("/staff/statistics.csv?public=yes{narrower}"), PLAN).await.text;
        assert_eq!(same, public, "{narrower}");
    }
    let half = "href=\"/staff/registers/half-year?year=2016&amp;half=1\"";
    assert!(site.get("/staff/statistics", STAFF).await.text.contains(half), "the half-yearly form");
    assert!(!page.contains(half), "not for those who may not read referrals");
    assert_eq!(site.get("/staff/statistics", Some(Role::Seeker)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_there_is_not_is_said_so() {
    let site = Site::new().await;
    for path in [
        "/staff/ledger/rows?class=R9",
        "/staff/ledger?month=2016-13",
        "/staff/ledger/exclusions?rule=CR-99",
        "/staff/registers/half-year?half=3",
    ] {
        let said = site.get(path, SUPERVISOR).await;
        assert_eq!(said.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn grades_that_are_no_results_stand_apart_and_vacancies_open_their_openings() {
    let site = Site::new().await;
    let page = site.get("/staff/ledger", PLAN).await.text;
    assert_eq!(
        page.matches("사업·협약마다 따로 봅니다").count(),
        2,
        "estimated and pledged, as words and not as noughts"
    );
    let open: i64 = between(&page, "href=\"/staff/ledger/open\">", "<").replace(',', "").parse().unwrap();
    let rows = site.get("/staff/ledger/open", PLAN).await.text;
    assert!(rows.contains(&format!("/staff/openings/{}", site.opening())), "{rows}");
    let left = rows.split("</td></tr>").filter_map(|row| row.rsplit("<td>").next()?.parse::<i64>().ok());
    assert_eq!(left.sum::<i64>(), open, "the rows add up to the number");
    let csv = site.get("/staff/ledger.csv", PLAN).await.text;
    assert!(csv.contains(&format!("\r\n,,open,vacancies,{open},")), "{csv}");
    assert_eq!(site.get("/staff/ledger/open", Some(Role::Seeker)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_month_names_the_rules_it_was_counted_by() {
    let site = Site::new().await;
    close_to(&site, 2).await;
    let page = site.get("/staff/ledger/months", PLAN).await.text;
    assert!(page.contains(&format!("<td>{}</td>", domain::counting::RULE_SET)), "{page}");
    // What was frozen is told in words: no name of a grade of evidence runs into the months.
    for page in [page, site.get("/staff/ledger/months?lang=en", PLAN).await.text] {
        assert!(!page.contains("1.E") && !page.contains("kept-"), "{page}");
    }
}
