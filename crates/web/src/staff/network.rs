//! `/staff/network`: who works with whom, drawn, with the same as a table behind it, filters as links, dead ties and silent bodies.

use app::graph::{Line, Mark, Node as Drawn, network};
use app::network::map::{Filter, Map, Node};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::organisation::OrganisationKind;
use domain::policy::UseCase;
use domain::tie::{DEAD_DAYS, Tie, Way};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::lead::sectors;
use crate::component::drawing;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// More bodies than this are a table only: nobody reads the drawing.
const MOST_DRAWN: usize = 80;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/network", UseCase::ReadNetwork, show);
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let filter = Filter {
        kind: fields.parse("kind"),
        sector: fields.text("sector").to_owned(),
        body: fields.parse("body"),
        way: fields.parse("way"),
        dead: fields.ticked("dead"),
    };
    let map = match app::network::map::map(&visit.ctx, visit.app(), &filter).await {
        Ok(map) => map,
        Err(failed) => return error::page(&visit, &failed),
    };
    let today = visit.ctx.today();
    let dead = map.ties.iter().filter(|tie| tie.is_dead(today)).count();
    let silent: Vec<&Node> = map.nodes.iter().filter(|node| node.silent).collect();
    let title = visit.t("network");
    let body = html! {
        h1 { (title) }
        p.lead {
            (visit.n("network-bodies-n", map.nodes.len())) " · " (visit.n("network-ties-n", map.ties.len())) " · " (visit.n("network-dead-n", dead))
            " " span.small { (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        }
        (filters(&visit, &fields, &filter))
        @if map.ties.is_empty() { p.notice { (visit.t("network-none")) } }
        @if (1..=MOST_DRAWN).contains(&map.nodes.len()) { figure { (drawn(&visit, &map)) figcaption { (legend(&visit)) } } }
        (table(&visit, &map))
        section { h2 { (visit.t("network-silent")) " " (silent.len()) }
            p { (visit.n("network-silent-note", DEAD_DAYS)) }
            @if !silent.is_empty() { ul { @for node in &silent { li { a href={ "/staff/organisations/" (node.body.id) } { (node.body.name) } @if let Some(on) = node.last_on { " · " (visit.t("talk-on")) " " (on) } } } } }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

fn filters(visit: &Visit, fields: &Fields, filter: &Filter) -> Markup {
    let link = |name: &str, value: &str, text: &str| {
        let here = fields.text(name) == value;
        html! { li { a href={ "/staff/network" (fields.with(name, value)) } aria-current=[here.then_some("page")] { (text) } } }
    };
    html! {
        nav.pages aria-label=(visit.t("kind")) { ul {
            (link("kind", "", &visit.t("lead-everybody")))
            @for kind in OrganisationKind::iter().filter(|kind| *kind != OrganisationKind::City) { (link("kind", &kind.to_string(), &visit.t(&format!("organisation-kind-{kind}")))) }
        } }
        nav.pages aria-label=(visit.t("sector")) { ul { (link("sector", "", &visit.t("lead-everybody"))) @for (id, name) in sectors(visit) { (link("sector", &id, &name)) } } }
        nav.pages aria-label=(visit.t("network-way")) { ul {
            (link("way", "", &visit.t("lead-everybody")))
            @for way in Way::iter() { (link("way", &way.to_string(), &visit.t(&format!("network-way-{way}")))) }
            (link("dead", if filter.dead { "" } else { "yes" }, &visit.t("network-dead")))
        } }
    }
}

fn mark(kind: OrganisationKind) -> Mark {
    match kind {
        OrganisationKind::City | OrganisationKind::Department => Mark::Disc,
        OrganisationKind::Agency => Mark::Ring,
        OrganisationKind::EmploymentCenter => Mark::Box,
        OrganisationKind::JobCenter => Mark::Square,
        OrganisationKind::Partner => Mark::Diamond,
    }
}

fn legend(visit: &Visit) -> String {
    let marks = [
        ("●", "department"),
        ("○", "agency"),
        ("■", "job_center"),
        ("□", "employment_center"),
        ("◆", "partner"),
    ];
    let kinds: Vec<_> = marks
        .iter()
        .map(|(sign, kind)| format!("{sign} {}", visit.t(&format!("organisation-kind-{kind}"))))
        .collect();
    format!("{} · {}", kinds.join(" · "), visit.n("network-legend", DEAD_DAYS))
}

fn drawn(visit: &Visit, map: &Map) -> Markup {
    let today = visit.ctx.today();
    let links: Vec<String> =
        map.nodes.iter().map(|node| format!("/staff/network?body={}", node.body.id)).collect();
    let nodes: Vec<Drawn<'_>> = map
        .nodes
        .iter()
        .zip(&links)
        .map(|(node, link)| Drawn {
            name: &node.body.name,
            mark: mark(node.body.kind),
            link,
            silent: node.silent,
        })
        .collect();
    let at = |id| map.nodes.iter().position(|node| node.body.id == id);
    let line = |tie: &Tie| {
        let (from, to) = (at(tie.between.0)?, at(tie.between.1)?);
        Some(Line { from, to, weight: tie.count(), dead: tie.is_dead(today) })
    };
    let lines: Vec<Line> = map.ties.iter().filter_map(line).collect();
    let title = visit.t("network");
    let said: Vec<String> = map
        .ties
        .iter()
        .map(|tie| format!("{} – {} {}", map.name(tie.between.0), map.name(tie.between.1), tie.last_on))
        .collect();
    let description = said.join(", ");
    let frame = app::Frame { title: &title, description: &description, id: "network" };
    drawing(network(&frame, &nodes, &lines))
}

fn table(visit: &Visit, map: &Map) -> Markup {
    let today = visit.ctx.today();
    let mut ties: Vec<&Tie> = map.ties.iter().collect();
    ties.sort_by(|a, b| b.last_on.cmp(&a.last_on).then(a.between.cmp(&b.between)));
    html! { @if !ties.is_empty() { table.cards {
        caption { (visit.t("network-table")) }
        thead { tr { th scope="col" { (visit.t("network-between")) } th scope="col" { (visit.t("network-way")) } th scope="col" { (visit.t("talk-on")) } } }
        tbody { @for tie in &ties { tr {
            th scope="row" { a href={ "/staff/organisations/" (tie.between.0) } { (map.name(tie.between.0)) } " – " a href={ "/staff/organisations/" (tie.between.1) } { (map.name(tie.between.1)) } }
            td data-label=(visit.t("network-way")) { @for (nth, (way, n)) in tie.ways.iter().enumerate() { @if nth > 0 { " · " } (visit.t(&format!("network-way-{way}"))) " " (n) } }
            td data-label=(visit.t("talk-on")) { time datetime=(tie.last_on) { (tie.last_on) } @if tie.is_dead(today) { " " span.badge.doubt { (visit.t("network-dead")) } } }
        } } }
    } } }
}
