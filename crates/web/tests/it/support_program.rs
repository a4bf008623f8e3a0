//! The catalogue of programmes and the question which of them fit: in words, in both languages, without an account or a trace.

use axum::http::StatusCode;
use jiff::civil::{Date, date};

use crate::site::Site;

/// Goyang on a day, with nothing in it.
async fn goyang(day: Date) -> Site {
    let site = Site::empty("goyang").await;
    let at = site.city.app.city.zone().to_timestamp(day.at(9, 0, 0, 0)).unwrap();
    site.city.clock.set(at);
    site
}

/// The part of an answer that begins with an id, up to the next of the three.
fn way<'a>(text: &'a str, id: &str) -> &'a str {
    let begun = text.split(&format!("<section id=\"{id}\">")).nth(1).unwrap_or_else(|| panic!("no {id}"));
    begun.split("<section").next().unwrap()
}

fn link(id: &str) -> String {
    format!("<a href=\"/programmes/{id}\">")
}

/// Whether an entry of a catalogue stands where its words should.
fn unworded(text: &str) -> bool {
    let kinds =
        ["asks", "lacks", "status", "fact", "kind", "source", "target", "paper", "moment", "gap", "won"];
    kinds.iter().any(|kind| text.contains(&format!("support-{kind}"))) || text.contains("programmes-")
}

/// Percent-encoded, as a browser sends it.
fn sent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_says_who_for_whom_and_until_when() {
    let site = goyang(date(2025, 11, 20)).await;
    let page = site.get("/programmes", None).await.text;
    for words in [
        "공공근로사업",
        "고양시",
        "2025-11-25까지",
        "5일 남음",
        "만 18세 이상(시작일)",
        "기준중위소득 60% 이하",
        "확인 필요",
        "<h2>직접일자리</h2>",
        "<h2>고용장려금</h2>",
        "data-print",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("성남") && !unworded(&page) && !page.contains("{ $"));
    let english = site.get("/programmes?lang=en", None).await.text;
    assert!(english.contains("Public works") && english.contains("5 days left"), "{english}");
    assert!(!unworded(&english), "{english}");

    let open = site.get("/programmes?state=open&for=person", None).await.text;
    assert!(open.contains(&link("goyang-public-works")) && !open.contains(&link("youth-job-leap-1")));
    assert!(open.contains("href=\"/programmes?for=person\" aria-current=\"true\""), "taken off by itself");
    let closed = site.get("/programmes?state=closed", None).await.text;
    assert!(!closed.contains(&link("goyang-public-works")));
    let none = site.get("/programmes?kind=training", None).await.text;
    assert!(none.contains("조건에 맞는 프로그램이 없습니다") && none.contains("href=\"tel:"), "{none}");
    let file = site.get("/programmes.csv?for=employer", None).await.text;
    assert!(file.contains("youth-job-leap-1") && !file.contains("goyang-public-works"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_comes_first_in_each_kind() {
    let site = goyang(date(2025, 11, 26)).await;
    let page = site.get("/programmes", None).await.text;
    let rank = |row: &str| match row.split("</li>").next().unwrap() {
        row if row.contains("부터 신청") => 1,
        row if row.contains("에 신청이 끝남") => 2,
        _ => 0,
    };
    let mut mixed = 0;
    for section in page.split("<section").skip(1) {
        let ranks: Vec<u8> = section.split("<li class=\"opening\">").skip(1).map(rank).collect();
        assert!(ranks.is_sorted(), "{ranks:?}: {section}");
        mixed += usize::from(ranks.first() != ranks.last());
    }
    assert!(mixed > 0, "some kind has what is open and what is not");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_city_shows_its_own_and_no_other_citys() {
    let (haneul, goyang) = (Site::empty("haneul").await, goyang(date(2025, 11, 20)).await);
    let (here, there) =
        (haneul.get("/programmes", None).await.text, goyang.get("/programmes", None).await.text);
    for own in ["haneul-first-steps", "haneul-silver-makers"] {
        assert!(here.contains(&link(own)) && !there.contains(&link(own)), "{own}");
        assert_eq!(goyang.get(&format!("/programmes/{own}"), None).await.status, StatusCode::NOT_FOUND);
        let page = haneul.get(&format!("/programmes/{own}"), None).await.text;
        assert!(page.contains("(가상)") && !unworded(&page), "{page}");
    }
    assert!(!here.contains("/programmes/goyang-") && there.contains("/programmes/goyang-"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_programme_is_told_with_its_sources_and_its_other_versions() {
    let site = goyang(date(2025, 11, 20)).await;
    let page = site.get("/programmes/goyang-public-works", None).await.text;
    for words in [
        "id=\"version-2026-1\"",
        "id=\"version-2019-3\"",
        "id=\"version-2011-4\"",
        "가구 재산 4억 8,000만원 이하",
        "언론 보도",
        "heraldcorp 10617344",
        "근로능력을 어떻게 보는지",
        "2011-12-17 ~ 2019-06-30: 자료 없음",
        "2026-01-12 ~ 2026-04",
        "주소지 동 행정복지센터",
        "href=\"/programmes/fit\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("programmes.csv:") && !unworded(&page), "{page}");
    let english = site.get("/programmes/goyang-public-works?lang=en", None).await.text;
    assert!(page.contains("(근무 시작일)") && !page.contains("first day of work"), "{page}");
    assert!(english.contains("(first day of work)") && !english.contains("근무 시작일"), "{english}");
    let firm = site.get("/programmes/youth-job-leap-1?lang=en", None).await.text;
    assert!(firm.contains("Conditions for the employer") && firm.contains("Conditions for the person hired"));
    assert!(firm.contains("href=\"/programmes/fit?for=employer\"") && firm.contains("Needs confirmation"));
    for id in ["seongnam-public-works", "nothing", "%00"] {
        assert_eq!(site.get(&format!("/programmes/{id}"), None).await.status, StatusCode::NOT_FOUND, "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_verdict_says_why_and_what_to_bring() {
    let site = Site::empty("haneul").await;
    let id = link("national-support-1");
    let ask = async |told: &str| {
        let answer = site.post("/programmes/fit", None, told).await;
        assert_eq!(answer.status, StatusCode::OK, "{told}");
        assert_eq!(answer.headers["cache-control"], "no-store");
        answer.text
    };
    let assets = sent("1억");
    let eligible = ask(&format!("born_on=1980-01-01&income=50&assets={assets}&worked_days=150")).await;
    assert!(way(&eligible, "eligible").contains(&id), "{eligible}");
    assert!(eligible.contains("1억원 (100,000,000원)"), "sums in words");
    let unknown = ask("born_on=1980-01-01&income=50").await;
    let part = way(&unknown, "unknown");
    assert!(part.contains(&id) && part.contains("가구 재산: 지방세 세목별 과세증명서"), "{part}");
    assert!(part.contains("carenjoy5025"), "the rule's source: {part}");
    assert!(!way(&unknown, "eligible").contains(&id));
    let not = ask("born_on=1980-01-01&income=61").await;
    let part = way(&not, "not");
    assert!(part.contains(&id) && part.contains("60% 이하여야 하는데 61%입니다"), "{part}");
    assert!(not.contains("href=\"tel:"));

    let nothing = ask("").await;
    assert!(!way(&nothing, "eligible").contains("<li class=\"opening\">"), "unknown is never eligible");
    assert_eq!(way(&nothing, "unknown").matches("<li class=\"opening\">").count(), 5);

    let english = site.post("/programmes/fit?lang=en", None, "born_on=1980-01-01&income=61").await.text;
    assert!(way(&english, "not").contains("Not met") && english.contains("You can get these"));
    assert!(!unworded(&english), "{english}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_so_is_said_at_its_field() {
    let site = goyang(date(2025, 12, 6)).await;
    let form = site.get("/programmes/fit", None).await.text;
    for part in ["name=\"told_basic_pension\"", "name=\"residence\"", "type=\"radio\"", "<fieldset", "모름"]
    {
        assert!(form.contains(part), "{part}");
    }
    for (told, field) in [
        ("born_on=2030-01-01", "born_on"),
        ("born_on=1980-02-30", "born_on"),
        ("told_basic_pension=yes&told_pensioner=no", "told_basic_pension"),
        ("residence=zzzz", "residence"),
        ("residence_since=2020-01-01", "residence"),
        ("unemployed_since=2026-01-01", "unemployed_since"),
        ("unemployed_since=2025-01-01&work=employed", "unemployed_since"),
        ("history_1=goyang-public-works", "history_1_from"),
        (
            "history_1=goyang-public-works&history_1_from=2025-01-02&history_1_until=2025-01-01",
            "history_1_until",
        ),
        ("income=much", "income"),
    ] {
        let answer = site.post("/programmes/fit", None, told).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{told}: {}", answer.text);
        assert!(answer.text.contains(&format!("id=\"{field}-error\"")), "{told}");
    }
    let pension = site.post("/programmes/fit", None, "born_on=1950-01-01&told_basic_pension=yes").await.text;
    assert!(way(&pension, "eligible").contains(&link("goyang-senior-public-service")), "{pension}");
    assert!(way(&pension, "not").contains(&link("goyang-senior-cooperative")), "{pension}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_form_is_kept_or_stands_in_an_address() {
    let site = Site::empty("haneul").await;
    let head = async || app::system::health(&site.app()).await.unwrap().head;
    let before = head().await;
    for (path, told) in [
        ("/programmes/fit", "born_on=1983-07-19&income=57"),
        ("/programmes/fit?for=employer", "workers=5719&born_on=1983-07-19"),
    ] {
        let form = site.get(path, None).await.text;
        assert!(form.contains(&format!("method=\"post\" action=\"{path}\"")), "{path}");
        let answer = site.post(path, None, told).await.text;
        assert!(answer.contains("1983-07-19"), "understood: {answer}");
        for address in answer.split("href=\"").skip(1).chain(answer.split("action=\"").skip(1)) {
            let address = address.split('"').next().unwrap();
            assert!(!address.contains("1983") && !address.contains("5719"), "{address}");
        }
    }
    assert_eq!(head().await, before);
    for entry in std::fs::read_dir(site.city.path()).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        assert!(!bytes.windows(10).any(|part| part == b"1983-07-19"), "{}", path.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_is_told_which_subsidy_fits() {
    let site = Site::empty("haneul").await;
    let told = "workers=5&size=small&born_on=1990-05-01&education=03";
    let answer = site.post("/programmes/fit?for=employer", None, told).await.text;
    assert!(way(&answer, "eligible").contains(&link("youth-job-leap-1")), "{answer}");
    let part = way(&answer, "unknown");
    assert!(part.contains(&link("youth-job-leap-2")) && part.contains("업종: 사업자등록증"), "{part}");
    assert!(!answer.contains(&link("national-support-1")), "programmes of persons are asked apart");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_that_may_lead_there_does() {
    let site = Site::empty("haneul").await;
    for (path, to) in [
        ("/", "/programmes"),
        ("/youth", "/programmes/fit"),
        ("/openings", "/programmes"),
        ("/open-data", "/api/v1/programmes"),
        ("/sitemap.xml", "/programmes/national-support-1"),
    ] {
        assert!(site.get(path, None).await.text.contains(to), "{path} to {to}");
    }
    let fit = site.post("/fit", None, "").await.text;
    assert!(fit.contains("href=\"/programmes/fit\""), "{fit}");
}
