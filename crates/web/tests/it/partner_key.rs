//! Keys of other bodies' programs: made and shown once, each scope × each door, what is handed in and what comes of it.

use axum::http::StatusCode;
use domain::Role;
use domain::policy::UseCase;
use serde_json::{Value, json};

use crate::site::{Answer, Site};

/// The operator makes a key on the page; its secret is shown this once.
async fn key(site: &Site, scopes: &[&str], until: &str) -> String {
    let body = site.city.city_body().await;
    let scopes: String = scopes.iter().map(|scope| format!("&scopes={scope}")).collect();
    let form = format!("name=program&organisation={body}&until={until}{scopes}");
    let made = site.post("/staff/exchange", Some(Role::Operator), &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let secret = made.text.split("iljari_").nth(1).expect("the secret").split('<').next().unwrap();
    format!("iljari_{secret}")
}

async fn ask(site: &Site, method: &str, path: &str, key: Option<&str>, word: &str, body: &str) -> Answer {
    let bearer = key.map(|key| format!("Bearer {key}")).unwrap_or_default();
    let mut headers = vec![("content-type", "application/json"), ("idempotency-key", word)];
    if key.is_some() {
        headers.push(("authorization", &bearer));
    }
    site.with(method, path, &headers, body).await
}

/// An employer on record, and an opening that may be handed in.
fn submission(site: &Site) -> Value {
    let number = site.app().projection.with(|state| {
        let numbered = state.employers.values().find_map(|one| one.business_number.clone());
        numbered.expect("an employer with a number").to_string()
    });
    json!({ "business_number": number, "submit": true, "content": {
        "title": "포장원", "occupation": "8832", "duties": "상자를 포장합니다", "headcount": 2,
        "employment_type": "Indefinite", "wage": { "form": "monthly", "min_won": 2_000_000, "max_won": 2_000_000 },
        "workplace": { "areas": ["9911051000"] }, "reception": ["phone"],
    } })
}

/// The same with what serde calls each of the words, taken from an opening that is there.
fn real(site: &Site) -> Value {
    let mut told = submission(site);
    let known = site.app().projection.with(|state| {
        let entry = state.openings.values().find(|entry| {
            let content = &entry.opening.content;
            content.wage.is_some() && content.employment_type.is_some() && !content.reception.is_empty()
        });
        serde_json::to_value(&entry.unwrap().opening.content).unwrap()
    });
    for field in ["employment_type", "wage", "work_time", "workplace", "reception", "occupation"] {
        told["content"][field] = known[field].clone();
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn each_scope_opens_its_own_door_and_no_other() {
    let site = Site::new().await;
    let (write, read) = ("openings_write", "referrals_read");
    let expired = key(&site, &[write, read], "2016-03-14").await;
    let revoked = key(&site, &[write, read], "2016-12-31").await;
    let keys = app::partner_key::list(&site.city.as_role(Role::Operator).await, &site.app()).await.unwrap();
    let id = keys.iter().find(|view| revoked.ends_with(&view.key.ending)).unwrap().key.id;
    let path = format!("/staff/exchange/keys/{id}/revoke");
    assert_eq!(site.post(&path, Some(Role::Operator), "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.post(&path, Some(Role::Operator), "").await.status, StatusCode::CONFLICT);
    let holders: [(&str, Option<String>, &[UseCase]); 7] = [
        ("nobody", None, &[]),
        ("a stranger", Some("iljari_guessed".to_owned()), &[]),
        ("writes", Some(key(&site, &[write], "2016-12-31").await), &[UseCase::WriteOpening]),
        ("reads", Some(key(&site, &[read], "2016-12-31").await), &[UseCase::FollowReferral]),
        (
            "both",
            Some(key(&site, &[write, read], "2016-12-31").await),
            &[UseCase::WriteOpening, UseCase::FollowReferral],
        ),
        ("expired", Some(expired), &[]),
        ("revoked", Some(revoked), &[]),
    ];
    // The one key ends with this day.
    site.city.clock.advance_days(1);
    let mut doors = 0;
    for route in web::table().iter().filter(|route| route.path.starts_with("/api/")) {
        let public = route.use_case == UseCase::ReadPublic;
        // The opening is ours: no neighbour has it.
        let found = match route.path {
            "/api/v1/neighbours/openings/{id}" => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        doors += usize::from(!public);
        let path = route.path.replace("{id}", &site.opening().to_string()).replace("{name}", "salTp");
        for (holder, key, opens) in &holders {
            let answer = ask(&site, route.method, &path, key.as_deref(), "w", "{}").await;
            let known = !opens.is_empty();
            let right = match (public, opens.contains(&route.use_case)) {
                (true, _) => {
                    if known || key.is_none() {
                        found
                    } else {
                        StatusCode::UNAUTHORIZED
                    }
                }
                (false, true) if route.method == "POST" => StatusCode::UNPROCESSABLE_ENTITY,
                (false, true) => StatusCode::OK,
                (false, false) => {
                    if known {
                        StatusCode::FORBIDDEN
                    } else {
                        StatusCode::UNAUTHORIZED
                    }
                }
            };
            assert_eq!(answer.status, right, "{holder} at {} {}", route.method, route.path);
        }
    }
    assert_eq!(doors, 2, "a further door needs a scope");
    // It opens no page: whoever sends it there is anybody.
    let both = holders[4].1.as_deref();
    for route in web::table().iter().filter(|route| route.method == "GET" && route.path.starts_with("/staff"))
    {
        let answer = ask(&site, "GET", route.path, both, "w", "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", route.path);
    }
    // Every use was written down, also what was refused.
    let operator = site.city.as_role(Role::Operator).await;
    let keys = app::partner_key::list(&operator, &site.app()).await.unwrap();
    let reads = keys
        .iter()
        .find(|view| view.key.scopes.len() == 1 && view.key.opens(UseCase::FollowReferral))
        .unwrap();
    let uses = app::partner_key::uses(&operator, &site.app(), reads.key.id).await.unwrap();
    assert_eq!(uses.iter().filter(|one| one.refused).count(), 1);
    assert_eq!(
        (uses.iter().filter(|one| !one.refused).count(), reads.last_used),
        (1, Some(operator.today()))
    );
    let page = site.get(&format!("/staff/exchange/keys/{}", reads.key.id), Some(Role::Operator)).await;
    assert!(page.status == StatusCode::OK && page.text.contains("openings:write"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_shown_once_and_kept_nowhere() {
    let site = Site::new().await;
    let secret = key(&site, &["openings_write"], "2016-12-31").await;
    let later = site.get("/staff/exchange", Some(Role::Operator)).await.text;
    assert!(!later.contains(&secret) && later.contains(&secret[secret.len() - 4..]));
    let bytes: Vec<u8> = ["iljari.db", "iljari.db-wal"]
        .iter()
        .filter_map(|name| std::fs::read(site.city.path().join(name)).ok())
        .flatten()
        .collect();
    let within = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(!within(secret.as_bytes()) && within(b"partner_key"));
    for role in [Role::PlanManager, Role::Supervisor, Role::Auditor, Role::Partner] {
        assert_eq!(site.get("/staff/exchange", Some(role)).await.status, StatusCode::FORBIDDEN, "{role}");
    }
    let wrong = site.post("/staff/exchange", Some(Role::Operator), "name=&until=2030-01-01").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "organisation", "scopes", "until"] {
        assert!(wrong.text.contains(&format!("href=\"#{field}\"")), "{field}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_handed_in_twice_is_done_once_and_waits_for_a_counsellor() {
    let site = Site::new().await;
    let secret = key(&site, &["openings_write", "referrals_read"], "2016-12-31").await;
    let told = real(&site).to_string();
    let post = async |word: &str, body: &str| {
        ask(&site, "POST", "/api/v1/openings", Some(&secret), word, body).await
    };
    let first = post("a-1", &told).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let said: Value = serde_json::from_str(&first.text).unwrap();
    assert_eq!(
        (&said["state"], first.headers["location"].to_str().unwrap()),
        (&"submitted".into(), said["url"].as_str().unwrap())
    );
    let again = post("a-1", &told).await;
    assert_eq!((again.status, &again.text), (StatusCode::CREATED, &first.text));
    assert_eq!(again.headers["idempotent-replayed"], "true");
    let other = told.replace("포장원", "검수원");
    assert_eq!(post("a-1", &other).await.status, StatusCode::CONFLICT);
    assert_eq!(post("", &told).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Three at once: one opening.
    let together = tokio::join!(post("a-2", &other), post("a-2", &other), post("a-2", &other));
    let mut ids = std::collections::BTreeSet::new();
    for answer in [together.0, together.1, together.2] {
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        ids.insert(serde_json::from_str::<Value>(&answer.text).unwrap()["id"].to_string());
    }
    assert_eq!(ids.len(), 1);
    // Nobody sees it before it was accepted; then everybody does, and its referrals are followed without the people.
    let path = said["url"].as_str().unwrap();
    assert_eq!(site.get(path, None).await.status, StatusCode::NOT_FOUND);
    let staff = site.city.as_role(Role::Counselor).await;
    let id = said["id"].as_str().unwrap().parse().unwrap();
    let opening = app::opening::get(&staff, &site.app(), id).await.unwrap().opening;
    assert_eq!(opening.origin.channel, domain::Channel::Connector);
    app::opening::accept(&staff, &site.app(), id, opening.version).await.unwrap();
    site.city.settle().await;
    assert_eq!(site.get(path, None).await.status, StatusCode::OK);
    let followed = ask(&site, "GET", "/api/v1/referrals", Some(&secret), "", "").await;
    assert_eq!(followed.status, StatusCode::OK);
    assert_eq!(serde_json::from_str::<Value>(&followed.text).unwrap()["items"], json!([]));
    assert!(followed.headers["cache-control"].to_str().unwrap().contains("no-store"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_named_at_once_and_nothing_is_stored() {
    let site = Site::new().await;
    let secret = key(&site, &["openings_write"], "2016-12-31").await;
    let before = app::system::health(&site.app()).await.unwrap().head;
    let mut n = 0;
    let mut wrong = async |change: &dyn Fn(&mut Value)| -> Vec<String> {
        let mut told = real(&site);
        change(&mut told);
        n += 1;
        let body = told.to_string();
        let answer = ask(&site, "POST", "/api/v1/openings", Some(&secret), &format!("w-{n}"), &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        let said: Value = serde_json::from_str(&answer.text).unwrap();
        said["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["field"].as_str().unwrap().to_owned())
            .collect()
    };
    let many = |told: &mut Value| {
        told["content"]["titel"] = "x".into();
        told["content"]["headcount"] = "two".into();
        told["content"]["visibility"] = "network".into();
        told["submit"] = "yes".into();
        told["extra"] = 1.into();
    };
    let mut fields = wrong(&many).await;
    fields.sort();
    assert_eq!(fields, ["content.headcount", "content.titel", "content.visibility", "extra", "submit"]);
    assert_eq!(wrong(&|told| told["business_number"] = "123".into()).await, ["business_number"]);
    assert_eq!(wrong(&|told| told["business_number"] = "220-81-62517".into()).await, ["business_number"]);
    assert_eq!(wrong(&|told| told["content"]["title"] = "".into()).await, ["title"]);
    assert_eq!(wrong(&|told| told["content"]["duties"] = "800101-1234567".into()).await, ["duties"]);
    for body in ["", "[]", "{", "null", &"[".repeat(10_000), &format!("{{\"a\":\"{}\"}}", "x".repeat(70_000))]
    {
        let answer = ask(&site, "POST", "/api/v1/openings", Some(&secret), "w", body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
    }
    assert_eq!(app::system::health(&site.app()).await.unwrap().head, before);
}
