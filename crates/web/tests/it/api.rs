//! `/api/v1`: described wholly, described truly, and held to its own schemas.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::Role;
use serde_json::Value;

use crate::site::Site;

/// What is wrong with a value by a JSON Schema of the few words that ours use.
fn faults(value: &Value, schema: &Value, schemas: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return faults(value, &schemas[reference.rsplit('/').next().unwrap()], schemas, at);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_i64() || n.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.contains(&kind) {
        return vec![format!("{at}: {kind}, not {kinds:?}")];
    }
    let mut found = Vec::new();
    match value {
        Value::Object(fields) => {
            let known = &schema["properties"];
            for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !fields.contains_key(name) {
                    found.push(format!("{at}: {name} is missing"));
                }
            }
            for (name, value) in fields {
                match known.get(name) {
                    Some(schema) => found.extend(faults(value, schema, schemas, &format!("{at}.{name}"))),
                    None if schema["additionalProperties"] == false => {
                        found.push(format!("{at}: {name} is unknown"))
                    }
                    None => {}
                }
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                found.extend(faults(item, &schema["items"], schemas, &format!("{at}[{n}]")));
            }
        }
        Value::String(text) => {
            let right = match schema["format"].as_str() {
                Some("uuid") => text.parse::<domain::id::OpeningId>().is_ok(),
                Some("date") => text.parse::<jiff::civil::Date>().is_ok(),
                Some("date-time") => text.parse::<jiff::Timestamp>().is_ok(),
                _ => true,
            };
            let listed = schema["enum"].as_array().is_none_or(|all| all.contains(value));
            if !right || !listed {
                found.push(format!("{at}: {text}"));
            }
        }
        _ => {}
    }
    found
}

async fn json(site: &Site, path: &str) -> Value {
    let answer = site.get(path, None).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    assert_eq!(answer.headers["access-control-allow-origin"], "*", "{path}");
    serde_json::from_str(&answer.text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_of_what_is_served_and_its_examples_are_the_real_answers() {
    let site = Site::new().await;
    let said = json(&site, "/api/v1/openapi.json").await;
    assert_eq!(said["openapi"], "3.1.0");
    let mut described = BTreeSet::new();
    let mut examples = 0;
    let schemas = &said["components"]["schemas"];
    for (path, operations) in said["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            described.insert((method.to_uppercase(), path.clone()));
            let status = if method == "post" { "201" } else { "200" };
            let media = &operation["responses"][status]["content"]["application/json"];
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            let Some(asked) = media["x-asked"].as_str() else { continue };
            let real = json(&site, asked).await;
            assert_eq!(real, media["example"], "{asked}");
            assert_eq!(faults(&real, &media["schema"], schemas, ""), Vec::<String>::new(), "{asked}");
            examples += 1;
        }
    }
    let routes = web::table();
    let served = routes.iter().filter(|route| route.path.starts_with("/api/v1"));
    let served: BTreeSet<_> = served.map(|route| (route.method.to_owned(), route.path.to_owned())).collect();
    assert_eq!((described, examples), (served, 11));
    // Every reference leads to a schema.
    for part in said.to_string().split("#/components/schemas/").skip(1) {
        assert!(!schemas[part.split('"').next().unwrap()].is_null(), "{part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_is_not_as_described_is_seen() {
    let site = Site::new().await;
    let said = json(&site, "/api/v1/openapi.json").await;
    let schemas = &said["components"]["schemas"];
    let good = json(&site, "/api/v1/openings?size=3").await;
    let wrong = |change: fn(&mut Value)| {
        let mut value = good.clone();
        change(&mut value);
        faults(&value, &schemas["OpeningList"], schemas, "").len()
    };
    assert_eq!(wrong(|_| {}), 0);
    assert_eq!(wrong(|value| value["items"][0]["headcount"] = "2".into()), 1);
    assert_eq!(wrong(|value| value["items"][1]["contact"] = "x".into()), 1);
    assert_eq!(wrong(|value| value["items"][2]["opened_at"] = "yesterday".into()), 1);
    assert_eq!(wrong(|value| value["total"] = Value::Null), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_has_the_filters_of_the_page_and_one_is_found_by_its_number() {
    let site = Site::new().await;
    let all = json(&site, "/api/v1/openings?size=100").await;
    let total = all["total"].as_u64().unwrap();
    assert_eq!(all["items"].as_array().unwrap().len() as u64, total);
    let parts = json(&site, "/api/v1/openings?size=10&sort=wage").await;
    let next = parts["next"].as_str().unwrap();
    assert_eq!(next, "/api/v1/openings?size=10&sort=wage&page=2");
    assert_ne!(json(&site, next).await["items"][0], parts["items"][0]);
    for query in ["monthly=2500000", "q=조립", "area=9911051000", "hours=30", "days=0"] {
        let query: String = query
            .bytes()
            .map(|b| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect();
        let (page, api) = (
            site.get(&format!("/openings?{query}"), None).await,
            json(&site, &format!("/api/v1/openings?{query}")).await,
        );
        let found = api["total"].as_u64().unwrap();
        assert!(found < total, "{query} filters");
        assert_eq!(page.text.matches("<li class=\"opening\">").count() as u64, found.min(20), "{query}");
    }
    let first = &all["items"][0];
    assert_eq!(&json(&site, &format!("/api/v1/openings/{}", first["number"].as_str().unwrap())).await, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_code_that_openings_use_is_in_a_list_with_its_source() {
    let site = Site::new().await;
    let lists = json(&site, "/api/v1/codes").await;
    let names: Vec<&str> =
        lists["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    let mut codes = std::collections::BTreeMap::new();
    for name in &names {
        let list = json(&site, &format!("/api/v1/codes/{name}")).await;
        assert!(!list["source"].as_str().unwrap().is_empty());
        let own: BTreeSet<String> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect();
        assert!(!own.is_empty(), "{name}");
        codes.insert(*name, own);
    }
    let openings = json(&site, "/api/v1/openings?size=100").await;
    let uses: [(&str, &str); 6] = [
        ("occupations", "/occupation/code"),
        ("areas", "/area/code"),
        ("empTp", "/employment_type"),
        ("career", "/career"),
        ("education", "/education_min"),
        ("salTp", "/wage/form"),
    ];
    for (list, place) in uses {
        let used: BTreeSet<&str> = openings["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one.pointer(place)?.as_str())
            .collect();
        assert!(!used.is_empty(), "{list}");
        let unknown: Vec<_> = used.iter().filter(|code| !codes[list].contains(**code)).collect();
        assert!(unknown.is_empty(), "{list}: {unknown:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_wrong_is_told_in_the_callers_language() {
    let site = Site::new().await;
    let never = "/api/v1/openings/01957b00-0000-7000-8000-00000000dead";
    let told = async |lang: &str, method: &str, path: &str| {
        let answer = site.with(method, path, &[("accept-language", lang)], "").await;
        let said: Value = serde_json::from_str(&answer.text).unwrap();
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with("application/problem+json"));
        (
            answer.status.as_u16(),
            said["type"].as_str().unwrap().to_owned(),
            said["detail"].as_str().unwrap().to_owned(),
        )
    };
    let page = site.get("/open-data/api", None).await.text;
    for (method, path, status) in [
        ("GET", never, 404),
        ("GET", "/api/v1/openings/2016-999999", 404),
        ("GET", "/api/v1/codes/none", 404),
        ("GET", "/api/v1/nothing", 404),
        ("POST", "/api/v1/codes", 405),
        ("POST", "/api/v1/openings", 401),
        ("GET", "/api/v1/referrals", 401),
    ] {
        let (code, kind, ko) = told("ko-KR,ko;q=0.9,en;q=0.8", method, path).await;
        let (_, same, en) = told("fr, en-US", method, path).await;
        assert_eq!((code, &kind), (status, &same), "{path}");
        assert!(ko.chars().any(|c| ('가'..='힣').contains(&c)) && en.is_ascii(), "{ko} {en}");
        // What it is called is said on the page for people.
        let anchor = kind.split('#').nth(1).unwrap();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{kind}");
    }
    // A browser's session is nothing to programs, and opens nothing here.
    assert_eq!(site.get("/api/v1/referrals", Some(Role::Partner)).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_too_fast_is_told_when_to_come_back() {
    let site = Site::new().await;
    let ask = async |from: &str| site.with("GET", "/api/v1", &[("x-forwarded-for", from)], "").await;
    let mut last = ask("198.51.100.7").await;
    let mut asked = 1;
    while last.status == StatusCode::OK && asked < 200 {
        last = ask("198.51.100.7").await;
        asked += 1;
    }
    assert_eq!((last.status, asked), (StatusCode::TOO_MANY_REQUESTS, 121));
    assert_eq!(last.headers["retry-after"], "60");
    let pass = |seconds| {
        site.city.clock.set(site.city.clock.now() + jiff::SignedDuration::from_secs(seconds));
    };
    pass(10);
    let early = ask("198.51.100.7").await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(early.headers["retry-after"], "50");
    assert_eq!(ask("198.51.100.8").await.status, StatusCode::OK, "somebody else");
    pass(50);
    assert_eq!(ask("198.51.100.7").await.status, StatusCode::OK);
}

/// What is said to somebody whose way here is told so, a header each.
async fn told_from(site: &Site, ways: &[&str]) -> StatusCode {
    let headers: Vec<(&str, &str)> = ways.iter().map(|way| ("x-forwarded-for", *way)).collect();
    site.with("GET", "/api/v1", &headers, "").await.status
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_proxy_is_believed() {
    let site = Site::new().await;
    // Whatever they write before what the proxy adds, they are one.
    for n in 0..120 {
        let way = format!("10.8.8.{n}, 203.0.113.7");
        assert_eq!(told_from(&site, &["10.9.9.9", way.as_str()]).await, StatusCode::OK);
    }
    assert_eq!(told_from(&site, &["203.0.113.7"]).await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(told_from(&site, &["10.9.9.9"]).await, StatusCode::OK);
    // Nothing and nonsense are whoever is at the other end, not what stood before.
    for _ in 0..119 {
        assert_eq!(told_from(&site, &[]).await, StatusCode::OK);
    }
    assert_eq!(told_from(&site, &["10.8.8.8, 203.0.113.7", "nonsense"]).await, StatusCode::OK);
    assert_eq!(told_from(&site, &[]).await, StatusCode::TOO_MANY_REQUESTS);
}
