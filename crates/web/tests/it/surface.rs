//! One snapshot on every surface: asked at one sequence number, all of them show the same openings; closed, one is gone from all.
//! A further surface is one line more.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::Role;
use domain::opening::CloseReason;

use crate::site::Site;

/// What stands on a surface, as the ids of openings.
type Read = fn(&[Known], &str) -> BTreeSet<String>;

/// Every surface: its name, its address (`{page}` where it has pages), and how it is read.
const SURFACES: &[(&str, &str, Read)] = &[
    ("the list", "/openings?size=100", mentions),
    ("the screen in a hall", "/tv?page={page}", mentions),
    ("the widget", "/widget?count=20", mentions),
    ("the interface", "/api/v1/openings?size=100", mentions),
    ("the feed", "/feed/openings", mentions),
    ("WorkNet's XML", "/feed/worknet.xml?callTp=L&display=100", wanted),
    ("Atom", "/feed/openings.atom", mentions),
    ("CSV", "/feed/openings.csv", mentions),
    ("JobPosting", "/feed/jobposting.jsonl", mentions),
    ("the sitemap", "/sitemap.xml", mentions),
];
/// So many openings are left, so that the smallest surface holds them all.
const LEFT: usize = 14;

/// An opening that anybody may have written down.
struct Known {
    id: String,
    number: String,
    /// WorkNet's number, else the same.
    wanted: String,
}

/// Those whose id or number is said.
fn mentions(known: &[Known], text: &str) -> BTreeSet<String> {
    let said = known.iter().filter(|one| text.contains(&one.id) || text.contains(&one.number));
    said.map(|one| one.id.clone()).collect()
}

/// What a program reads that was written for WorkNet's list: elements by name, entities once, nothing of ours. It panics where
/// the documented shape is not kept.
fn wanted(known: &[Known], xml: &str) -> BTreeSet<String> {
    let element = |within: &str, name: &str| -> String {
        let (open, end) = (format!("<{name}>"), format!("</{name}>"));
        let from = within.find(&open).unwrap_or_else(|| panic!("<{name}> in {within}")) + open.len();
        let text = &within[from..from + within[from..].find(&end).unwrap()];
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
            .iter()
            .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
    };
    let root = element(xml, "wantedRoot");
    let total: usize = element(&root, "total").parse().unwrap();
    let (page, display) = (element(&root, "startPage"), element(&root, "display"));
    assert_eq!((page.as_str(), display.as_str()), ("1", "100"));
    let rows: Vec<&str> =
        xml.split("<wanted>").skip(1).map(|row| row.split("</wanted>").next().unwrap()).collect();
    assert_eq!(rows.len(), total);
    for row in &rows {
        for name in [
            "company",
            "busino",
            "indTpNm",
            "title",
            "salTpNm",
            "sal",
            "minSal",
            "maxSal",
            "region",
            "holidayTpNm",
            "minEdubg",
            "maxEdubg",
            "career",
            "regDt",
            "closeDt",
            "infoSvc",
            "wantedInfoUrl",
            "wantedMobileInfoUrl",
            "zipCd",
            "strtnmCd",
            "basicAddr",
            "detailAddr",
            "empTpCd",
            "jobsCd",
            "smodifyDtm",
        ] {
            element(row, name);
        }
        assert!(!row.contains("empChargerDpt") && !row.contains("contactTelno"), "{row}");
        assert!(element(row, "wantedInfoUrl").starts_with("http://127.0.0.1/openings/"));
    }
    let of = |row: &&str| {
        let number = element(row, "wantedAuthNo");
        known.iter().find(|one| one.wanted == number).unwrap_or_else(|| panic!("{number}")).id.clone()
    };
    rows.iter().map(of).collect()
}

/// Reads a surface whole and holds that it says for which change it is true.
async fn read(site: &Site, known: &[Known], (name, path, read): &(&str, &str, Read)) -> BTreeSet<String> {
    let seq = site.app().projection.seq().to_string();
    let pages = if path.contains("{page}") { 1..=LEFT } else { 1..=1 };
    let mut shown = BTreeSet::new();
    for page in pages {
        let answer = site.get(&path.replace("{page}", &page.to_string()), None).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text);
        assert_eq!(answer.headers["as-of"].to_str().unwrap(), seq, "{name}");
        shown.extend(read(known, &answer.text));
    }
    shown
}

async fn close(site: &Site, id: domain::id::OpeningId) {
    let staff = site.city.as_role(Role::Counselor).await;
    let version = site.app().projection.with(|state| state.openings[&id].opening.version);
    app::opening::close(&staff, &site.app(), id, version, CloseReason::EmployerRequest).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_surface_shows_the_same_openings_and_a_closed_one_leaves_all_of_them() {
    let site = Site::new().await;
    let app = site.app();
    let all: Vec<_> = app.projection.with(|state| state.openings.keys().copied().collect());
    assert!(all.len() > LEFT, "{}", all.len());
    for id in &all[LEFT..] {
        close(&site, *id).await;
    }
    site.city.settle().await;
    let known: Vec<Known> = app.projection.with(|state| {
        let of = |entry: &std::sync::Arc<app::projection::Entry>| {
            let origin = &entry.opening.origin;
            Known {
                id: entry.opening.id.to_string(),
                number: origin.number.clone(),
                wanted: origin.wanted_auth_no.clone().unwrap_or(origin.number.clone()),
            }
        };
        state.openings.values().map(of).collect()
    });
    let mut expected: BTreeSet<String> = known.iter().map(|one| one.id.clone()).collect();
    assert_eq!(expected.len(), LEFT);
    for surface in SURFACES {
        assert_eq!(read(&site, &known, surface).await, expected, "{}", surface.0);
    }
    // Its own page holds the JobPosting with what search engines ask for.
    let page = site.get(&format!("/openings/{}", all[0]), None).await.text;
    let json = page.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let posting: serde_json::Value = serde_json::from_str(json).unwrap();
    for field in ["totalJobOpenings", "validThrough", "baseSalary", "jobLocation", "identifier"] {
        assert!(!posting[field].is_null(), "{field}: {posting}");
    }

    let before = app.projection.seq();
    close(&site, all[0]).await;
    site.city.settle().await;
    expected.remove(&all[0].to_string());
    for surface in SURFACES {
        assert_eq!(read(&site, &known, surface).await, expected, "{}", surface.0);
    }
    let tombstone = site.get(&format!("/feed/openings?after={before}"), None).await.text;
    let line: serde_json::Value = serde_json::from_str(tombstone.lines().next().unwrap()).unwrap();
    assert_eq!((&line["id"], &line["removed"]), (&all[0].to_string().into(), &true.into()));
    for path in [format!("/openings/{}", all[0]), format!("/api/v1/openings/{}", all[0])] {
        assert_eq!(site.get(&path, None).await.status, StatusCode::GONE, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_reads_worknet_reads_pages_filters_details_and_errors() {
    let site = Site::new().await;
    let xml = async |query: &str| site.get(&format!("/feed/worknet.xml?{query}"), None).await.text;
    let count = |xml: &str| xml.matches("<wanted>").count();
    let total: usize = {
        let all = xml("callTp=L&display=100").await;
        all.split("<total>").nth(1).unwrap().split('<').next().unwrap().parse().unwrap()
    };
    assert!(total > 20, "{total}");
    let first = xml("authKey=x&callTp=L&returnType=XML&startPage=1&display=10").await;
    let second = xml("authKey=x&callTp=L&returnType=XML&startPage=2&display=10").await;
    assert_eq!((count(&first), count(&second)), (10, 10));
    let number =
        |xml: &str| xml.split("<wantedAuthNo>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_ne!(number(&first), number(&second));
    assert_eq!(count(&xml("startPage=1000&display=100").await), 0, "past the end, not the last page again");
    // A city covers its dongs; hourly, monthly and the rest are all there are.
    assert_eq!(count(&xml("region=99110&display=100").await), total);
    assert_eq!(count(&xml("region=41280&display=100").await), 0);
    let mut forms = 0;
    for form in ["H", "D", "M", "Y"] {
        forms += count(&xml(&format!("salTp={form}&display=100")).await);
    }
    assert_eq!(forms, total);
    let detail = xml(&format!("callTp=D&wantedAuthNo={}&infoSvc=VALIDATION", number(&first))).await;
    assert!(
        detail.contains("<wantedDtl>") && detail.contains("<jobCont>") && !detail.contains("empchargeInfo")
    );
    for (query, code) in
        [("returnType=JSON", "004"), ("startPage=0", "008"), ("callTp=D&wantedAuthNo=none", "008")]
    {
        let refused = site.get(&format!("/feed/worknet.xml?{query}"), None).await;
        assert_eq!(refused.status, StatusCode::OK, "as there");
        assert!(
            refused.text.contains(&format!("<messageCd>{code}</messageCd>")),
            "{query}: {}",
            refused.text
        );
    }
}
