//! `/`: find work near home.

use app::Frame;
use app::map::{Shape, areas};
use axum::response::{IntoResponse, Redirect, Response};
use domain::message::{Lang, Message, thousands};
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{drawing, opening_row};
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/", UseCase::ReadPublic, show);
}

async fn show(visit: Visit) -> Response {
    // The city's front page is about all of it.
    if visit.is_away() {
        return Redirect::to("/openings").into_response();
    }
    let front = match app::opening::front(&visit.ctx, visit.app()).await {
        Ok(front) => front,
        Err(failed) => return error::page(&visit, &failed),
    };
    let plan = match app::disclosure::short(&visit.ctx, visit.app()).await {
        Ok(plan) => plan,
        Err(failed) => return error::page(&visit, &failed),
    };
    let mut ahead = crate::cohort::list::on_front_page(&visit).await;
    ahead.extend(crate::hiring_event::on_front_page(&visit).await);
    let body = html! {
        h1 { (visit.t("home-title")) }
        p.lead { (visit.n("home-openings", front.openings)) " " (visit.n("home-heads", front.heads)) }
        form.search action="/openings" method="get" role="search" {
            div.field { label for="q" { (visit.t("search-work")) } input id="q" name="q" type="search"; }
            div.field { label for="near" { (visit.t("search-near")) } input id="near" name="near" list="dongs" autocomplete="off"; }
            datalist id="dongs" { @for dong in visit.app().city.dongs() { option value=(dong.name) {} } }
            button { (visit.t("search-go")) }
            a.button.second href="/fit" { (visit.t("nav-fit")) }
        }
        section {
            h2 { (visit.t("home-sectors")) }
            ul.tiles { @for sector in &front.sectors {
                li { a href={ "/sectors/" (sector.id) } {
                    strong { @match visit.lang { Lang::Ko => (sector.name_ko), Lang::En => (sector.name_en) } }
                    span { (visit.n("openings-n", sector.count)) }
                } }
            } }
        }
        (list(&visit, "home-closing", &front.closing, "/openings?sort=closing"))
        @if !ahead.is_empty() { section {
            h2 { (visit.t("home-ahead")) }
            ul.openings { @for one in &ahead { (one) } }
            p { a href="/programmes" { (visit.t("programmes")) } " · " a href="/events" { (visit.t("events")) } }
        } }
        (list(&visit, "home-newest", &front.newest, "/openings?sort=newest"))
        section {
            h2 { (visit.t("home-map")) }
            p.small { (visit.t("home-map-note")) }
            div.map { (map(&visit, &front)) }
            details {
                summary { (visit.t("as-table")) }
                table {
                    caption.same { (visit.t("home-map")) }
                    thead { tr { th scope="col" { (visit.t("dong")) } th scope="col" { (visit.t("headcount")) } } }
                    tbody { @for dong in &front.dongs {
                        tr { th scope="row" { a href={ "/openings?area=" (dong.code) } { (dong.name) } } td { (dong.count) } }
                    } }
                }
            }
        }
        section {
            h2 { (visit.t("nav-city")) }
            ul.tiles { @for (href, key) in [("/events", "events"), ("/programmes", "programmes"), ("/calendar", "calendar-public"), ("/meetings", "meetings-public"), ("/plan", "nav-plan")] {
                li { a href=(href) { strong { (visit.t(key)) } } }
            } }
        }
        @if let Some(short) = plan { (honest(&visit, short)) }
        section.centre {
            h2 { (visit.t("home-centre")) }
            p { a.phone.big href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } }
            p { a href="/centres" { (visit.t("nav-centres")) } }
        }
    };
    page::shell(&visit, &visit.t("home-title"), body).into_response()
}

/// One line of the plan with its instant; grades that are no results are on its page.
fn honest(visit: &Visit, short: app::disclosure::Short) -> Markup {
    let confirmed = short.confirmed.map_or_else(|| visit.t("disclosure-hidden-mark"), thousands);
    let line = Message::new("disclosure-home").with("target", short.target).with("confirmed", confirmed);
    html! { section {
        p { a href="/plan" { (visit.say(&line)) } " · " (visit.t("as-of")) " " (visit.instant(short.as_of)) " · " a href="/plan" { (visit.t("disclosure-home-link")) } }
    } }
}

fn list(visit: &Visit, title: &str, openings: &[app::opening::Listed], more: &str) -> Markup {
    html! {
        section {
            h2 { (visit.t(title)) }
            @if openings.is_empty() { p { (visit.t("list-empty")) } }
            ul.openings { @for listed in openings { (opening_row(visit, listed)) } }
            p { a href=(more) { (visit.t("see-all")) } }
        }
    }
}

fn map(visit: &Visit, front: &app::opening::Front) -> Markup {
    let facts = visit.app().city.dong_facts();
    let links: Vec<String> = front.dongs.iter().map(|dong| format!("/openings?area={}", dong.code)).collect();
    let shapes: Vec<Shape<'_>> = front
        .dongs
        .iter()
        .zip(&links)
        .filter_map(|(dong, link)| {
            let fact = facts.iter().find(|fact| fact.code == dong.code)?;
            let value = i64::try_from(dong.count).ok();
            Some(Shape { name: &dong.name, rings: &fact.outline.rings, value, link: Some(link) })
        })
        .collect();
    let (title, note) = (visit.t("home-map"), visit.t("home-map-note"));
    drawing(areas(&Frame { id: "dongs-map", title: &title, description: &note }, &shapes))
}
