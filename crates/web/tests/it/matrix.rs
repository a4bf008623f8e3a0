//! Every route × every role against the policy.

use axum::http::StatusCode;
use domain::Role;
use domain::policy::{Reach, UseCase, reach};
use strum::IntoEnumIterator;

use crate::site::Site;

/// A path with its places filled by an id that nobody has.
fn filled(path: &str) -> String {
    let id = "01957b00-0000-7000-8000-000000000000";
    path.replace("{id}", id)
        .replace("{token}", "nothing")
        .replace("{step}", "nothing")
        .replace("{version}", "0")
        .replace("{name}", "none")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guard_answers_as_the_policy_says() {
    let site = Site::new().await;
    let table = web::table();
    assert!(table.len() > 40, "{} routes", table.len());
    let mut refused = 0;
    for route in &table {
        for role in Role::iter() {
            // Signing out ends the session that the next question needs.
            if route.path == "/sign-out" {
                continue;
            }
            let signed = (role != Role::Citizen).then_some(role);
            let answer = site
                .ask(route.method, &filled(route.path), signed, "", "application/x-www-form-urlencoded")
                .await;
            let what = format!("{} {} as {role}: {}", route.method, route.path, answer.status);
            assert!(answer.status.as_u16() < 500, "{what}");
            if reach(role, route.use_case) != Reach::No {
                assert_ne!(
                    answer
                        .headers
                        .get("location")
                        .and_then(|l| l.to_str().ok())
                        .map(|l| l.starts_with("/sign-in?")),
                    Some(true),
                    "{what}"
                );
                continue;
            }
            refused += 1;
            let person =
                matches!(route.use_case, UseCase::ReadSeeker | UseCase::WriteSeeker | UseCase::ErasePerson);
            let expected = match role {
                Role::Citizen if route.method == "GET" => StatusCode::SEE_OTHER,
                _ if person => StatusCode::NOT_FOUND,
                _ => StatusCode::FORBIDDEN,
            };
            assert_eq!(answer.status, expected, "{what}");
        }
    }
    assert!(refused > 150, "only {refused} refusals were seen");
}
