//! `/about`: whose facts these are and under which licences; `/about/priorities`: who comes first for which work by law.

use axum::response::{IntoResponse, Response};
use domain::message::{Lang, Message};
use domain::policy::UseCase;
use domain::priority::Priority;
use maud::{Markup, html};

use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/about", UseCase::ReadPublic, show);
    routes.get("/about/priorities", UseCase::ReadPublic, priorities);
}

const SOURCES: [&str; 6] =
    ["about-occupations", "about-areas", "about-stations", "about-wages", "about-coefficients", "about-look"];

async fn show(visit: Visit) -> Response {
    let body = html! {
        h1 { (visit.t("nav-about")) }
        p { (visit.t("about-note")) }
        h2 { (visit.t("about-sources")) }
        ul { @for source in SOURCES { li { (visit.t(source)) } } }
        h2 { (visit.t("about-priorities")) }
        p { a href="/about/priorities" { (visit.t("priority")) } }
        h2 { (visit.t("about-privacy")) }
        p { (visit.t("about-privacy-note")) }
    };
    page::shell(&visit, &visit.t("nav-about"), body).into_response()
}

async fn priorities(visit: Visit) -> Response {
    let table = &visit.app().reference.priorities;
    let body = html! {
        h1 { (visit.t("priority")) }
        p.lead { (visit.t("priority-lead")) }
        p.small { (visit.say(&Message::new("priority-version").with("version", table.version.as_str()))) }
        @for one in &table.entries { (entry(&visit, one)) }
        p { (visit.t("priority-else")) }
    };
    page::shell(&visit, &visit.t("priority"), body).into_response()
}

fn entry(visit: &Visit, one: &Priority) -> Markup {
    let (name, year) =
        (if visit.lang == Lang::Ko { &one.name_ko } else { &one.name_en }, visit.ctx.today().year());
    let category = |code: &String| {
        let known = visit.app().reference.categories.find(code, year);
        known.map_or_else(
            || code.clone(),
            |known| match visit.lang {
                Lang::Ko => known.name_ko.clone(),
                Lang::En => known.name_en.clone(),
            },
        )
    };
    let works = one.categories.iter().map(category);
    let works =
        works.chain(one.programmes.iter().map(|programme| visit.t(&format!("programme-{programme}"))));
    let groups = one.groups.iter().map(|group| visit.t(&format!("priority-group-{group}")));
    let ages = one.ages.map(|(from, until)| {
        let code = if until >= OLDEST { "priority-age-from" } else { "priority-ages" };
        visit.say(&Message::new(code).with("from", i64::from(from)).with("until", i64::from(until)))
    });
    html! { section id=(one.id) {
        h2 { (name) }
        dl.facts {
            dt { (visit.t("priority-work")) } dd { (works.collect::<Vec<_>>().join(", ")) }
            dt { (visit.t("priority-who")) } dd { (groups.chain(ages).collect::<Vec<_>>().join(", ")) }
            dt { (visit.t("priority-law")) } dd lang=[visit.content_lang()] { (one.law) }
            dt { (visit.t("priority-since")) } dd { (one.from.0) @if let Some(until) = one.until { " ~ " (until.0) } }
            dt { (visit.t("priority-source")) } dd lang=[visit.content_lang()] { (one.source) }
        }
    } }
}

/// An age that nobody passes.
const OLDEST: i16 = 120;
