//! Resident numbers in every form, and a look for everyone who is shown.

use app::seeker::register;
use axum::http::StatusCode;
use domain::id::{OrganisationId, SeekerId};
use domain::seeker::{Consents, Profile};
use domain::{Actor, Channel, Role};
use uuid::Uuid;

use crate::site::Site;

/// A number nobody has, and the same in full width.
const NUMBER: &str = "900101-1234567";
const WIDE: &str = "%EF%BC%99%EF%BC%90%EF%BC%90%EF%BC%91%EF%BC%90%EF%BC%91-1234567";

/// Every name of an input in the forms of this site's pages.
fn inputs(html: &str) -> Vec<String> {
    let mut names: Vec<String> = html
        .split(" name=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| *name != "viewport")
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// A path with its places filled by one id.
fn filled(path: &str, id: &str) -> String {
    let filled = path
        .replace("{id}", id)
        .replace("{token}", "nothing")
        .replace("{step}", "nothing")
        .replace("{version}", "0")
        .replace("{name}", "none");
    // A new noun's place must be named here before it can be tested.
    filled.replace(['{', '}'], "")
}

/// A person of another body who agreed to nothing, and one of this city's own.
async fn plant(site: &Site, own: bool, canary: &str) -> SeekerId {
    let city = &site.city;
    let registrar = city.as_role(Role::Supervisor).await;
    let ctx = if own {
        registrar
    } else {
        let other = OrganisationId(Uuid::from_u128(99));
        city.app.ctx(Actor { organisation: Some(other), ..registrar.actor.clone() })
    };
    let text = |n: u32| format!("{canary}-{n}");
    let profile = Profile {
        name: text(1),
        born_on: "1949-05-06".parse().ok(),
        address: text(2),
        phone: "0540002222".into(),
        contact_note: text(3),
        school: text(4),
        desired_work: text(5),
        skills: vec![text(6)],
        military: text(7),
        benefits: text(8),
        area: domain::area::AreaCode::parse("9911051000"),
        occupations: domain::occupation::OccupationCode::parse("5501").into_iter().collect(),
        desired_areas: domain::area::AreaCode::parse("99110").into_iter().collect(),
        consents: Consents { registration: Some(ctx.today()), ..Consents::default() },
        ..Profile::default()
    };
    register(&ctx, &city.app, profile, Channel::Counter).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_takes_a_resident_number() {
    let site = Site::new().await;
    let seeker = plant(&site, true, "planted").await.to_string();
    let opening = site.opening().to_string();
    let mut names: Vec<String> = Vec::new();
    for route in web::table().iter().filter(|route| route.method == "GET" && route.path.starts_with("/staff"))
    {
        for id in [&seeker, &opening] {
            names.extend(inputs(&site.get(&filled(route.path, id), Some(Role::Supervisor)).await.text));
        }
    }
    names.extend(["name", "title", "note", "reason", "anything"].map(str::to_owned));
    names.sort();
    names.dedup();
    assert!(names.len() > 60, "{} inputs", names.len());
    let mut asked = 0;
    for route in web::table().iter().filter(|route| route.method == "POST") {
        // Whoever signs out is gone, a search keeps nothing, and files are read by their own readers.
        let own_reader = ["/sign-out", "/staff/imports", "/staff/seekers/{id}/papers"].contains(&route.path);
        for role in [Role::Supervisor, Role::Operator, Role::PlanManager] {
            if own_reader || domain::policy::reach(role, route.use_case) == domain::policy::Reach::No {
                continue;
            }
            // All of them at once, then some by themselves: which one it was is said.
            let all: Vec<String> = names.iter().map(|name| format!("{name}={NUMBER}")).collect();
            let path = filled(route.path, &seeker);
            let answer = site.post(&path, Some(role), &all.join("&")).await;
            if takes_a_form(&site, &path, role).await {
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{} as {role}", route.path);
                let one = site.post(&path, Some(role), &format!("note={WIDE}&other=kept")).await;
                assert_eq!(one.status, StatusCode::UNPROCESSABLE_ENTITY, "{} as {role}", route.path);
                assert!(one.text.contains("id=\"note-error\""), "{}", route.path);
                assert!(one.text.contains("name=\"other\" value=\"kept\""), "{}", route.path);
                asked += 1;
            }
        }
    }
    assert!(asked > 15, "{asked} forms were asked");
    for entry in std::fs::read_dir(site.city.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(NUMBER.len()).any(|part| part == NUMBER.as_bytes()), "{}", path.display());
    }
}

/// Whether a handler reads a form at all: one that does answers a body it cannot read differently.
async fn takes_a_form(site: &Site, path: &str, role: Role) -> bool {
    let answer = site.ask("POST", path, Some(role), "x", "text/plain").await;
    answer.status == StatusCode::UNSUPPORTED_MEDIA_TYPE
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_that_shows_a_person_leaves_a_look() {
    let site = Site::new().await;
    let own = plant(&site, true, "canary-near").await;
    let id = own.to_string();
    let (mut shown, mut known) = (0, 0);
    for route in web::table().iter().filter(|route| route.method == "GET") {
        let path = filled(route.path, &id);
        let answer = site.get(&path, Some(Role::Supervisor)).await;
        if answer.text.contains("canary-near-1") {
            let now = looks(&site, own).await;
            assert!(now > known, "{path} shows a person and leaves no trace");
            known = now;
            shown += 1;
        }
    }
    assert!(shown >= 4, "{shown} pages show the person");
}

/// How many looks of others than the auditor who counts them are on a person's record.
async fn looks(site: &Site, id: SeekerId) -> usize {
    let auditor = site.city.as_role(Role::Auditor).await;
    let looks = app::seeker::get(&auditor, &site.app(), id).await.unwrap().looks.items;
    looks.iter().filter(|look| look.role != Role::Auditor).count()
}
