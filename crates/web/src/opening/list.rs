//! `/openings`: look through. Filters are links and one plain form.

use app::opening::{Results, Search, Sort};
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use domain::area::AreaCode;
use domain::message::Lang;
use domain::occupation::OccupationCode;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, checks, days, input, opening_row, pages, table_file};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    // Only this page shows what others share; feeds and files of the same filters hold our own.
    let search = Search { abroad: fields.text("from") == "neighbours", ..read(&fields) };
    let found = match app::opening::search(&visit.ctx, visit.app(), &search).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let last = found.total.div_ceil(search.size).max(1);
    if search.page > last {
        // The list has become shorter since the link was made.
        return Redirect::to(&format!("/openings{}", fields.with("page", &last.to_string()))).into_response();
    }
    let title = visit.t(if search.abroad { "abroad-openings" } else { "nav-openings" });
    let next_door = crate::abroad::beside(&visit, &fields, &search).await;
    let atom = format!("/feed/openings.atom{}", fields.with("page", ""));
    let head = html! { link rel="alternate" type="application/atom+xml" title=(title) href=(atom); };
    let body = html! {
        h1 { (title) }
        @if search.abroad { p.notice { (visit.t("abroad-note")) " " a href={ "/openings" (fields.with("from", "")) } { (visit.t("abroad-ours")) } } }
        p.lead { (visit.n("found-n", found.total)) @if let Some((name, _)) = &found.origin { " · " (visit.n("distance-from", name.as_str())) } }
        @if found.relaxed { p.notice { (visit.t("search-relaxed")) } }
        @if let Some(problem) = &found.problem { p.notice { (visit.say(problem)) } }
        div.columns {
            div { (filters(&visit, &fields)) (facets(&visit, &fields, &found)) }
            div {
                (sorts(&visit, &fields, search.sort, found.origin.is_some()))
                @if found.items.is_empty() { (empty(&visit)) }
                h2.heard { (visit.t("openings-listed")) }
                ul.openings { @for listed in &found.items { (opening_row(&visit, listed)) } }
                (pages(&visit, "/openings", &fields, search.page, last))
                (next_door)
                div.actions {
                    button.second type="button" data-print="" hidden { (visit.t("print")) }
                    a.button.second href={ "/openings/large" @if !fields.text("near").is_empty() { "?dong=" (crate::fields::encode(fields.text("near"))) } } { (visit.t("paper-large")) }
                    @if !search.abroad {
                        a.button.second href={ "/openings.csv" (fields.with("page", "")) } { (visit.t("export-list")) }
                        a.button.second href=(atom) { (visit.t("follow-list")) }
                        @if visit.has("/me/searches") { a.button.second href={ "/me/searches" (fields.with("page", "")) } { (visit.t("saved-search-this")) } }
                    }
                }
                @if !search.abroad && visit.signed.is_none() { p.small { (visit.t("saved-search-without")) } }
            }
        }
    };
    crate::feed::as_of(page::shell_with(&visit, &title, head, body).into_response(), found.seq)
}

/// The whole list as it is filtered, for a spreadsheet.
pub(super) async fn csv(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    match app::export::found(&visit.ctx, visit.app(), &read(&fields), visit.lang).await {
        Ok(bytes) => table_file("openings.csv", bytes),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// Garbage in a filter is as good as no filter.
pub(crate) fn read(fields: &Fields) -> Search {
    Search {
        text: fields.text("q").to_owned(),
        occupation: OccupationCode::parse(fields.text("occupation")),
        sector: Some(fields.text("sector").to_owned()).filter(|sector| !sector.is_empty()),
        areas: fields.all("area").filter_map(AreaCode::parse).collect(),
        min_monthly_won: fields.number("monthly").ok().flatten().filter(|won| *won > 0),
        min_hourly_won: fields.number("hourly").ok().flatten().filter(|won| *won > 0),
        max_weekly_hours: fields.parse("hours"),
        days: fields.weekdays("days"),
        near: Some(fields.text("near").to_owned()).filter(|near| !near.is_empty()),
        radius_m: fields.parse::<i64>("km").filter(|km| (1..=200).contains(km)).map(|km| km * 1_000),
        sort: fields.parse("sort").unwrap_or_default(),
        page: fields.parse("page").unwrap_or(1).clamp(1, 10_000),
        size: fields.parse("size").unwrap_or(20).clamp(5, 100),
        abroad: false,
    }
}

fn filters(visit: &Visit, fields: &Fields) -> Markup {
    let form = Form::new(fields);
    html! {
        form action="/openings" method="get" role="search" {
            (input(visit, &form, "q", "search-work", "search", ""))
            (input(visit, &form, "near", "search-near", "text", "search-near-hint"))
            div.actions { button { (visit.t("search-go")) } a href="/openings" { (visit.t("search-reset")) } }
            @let set = ["km", "monthly", "hourly", "hours", "days"].iter().any(|name| !fields.text(name).is_empty());
            details open[set] {
            summary { (visit.t("search-more")) }
            (input(visit, &form, "km", "search-km", "number", ""))
            (input(visit, &form, "monthly", "search-monthly", "number", ""))
            (input(visit, &form, "hourly", "search-hourly", "number", ""))
            (input(visit, &form, "hours", "search-hours", "number", ""))
            (checks(visit, &form, "days", "search-days", &days(visit)))
            }
            @for kept in ["occupation", "sector", "area", "sort", "size", "from"] {
                @for value in fields.all(kept) { input type="hidden" name=(kept) value=(value); }
            }
        }
    }
}

fn facets(visit: &Visit, fields: &Fields, found: &Results) -> Markup {
    let chosen = |name: &str, value: &str| fields.text(name) == value;
    let link = |name: &'static str, value: &str, text: &str, count: Option<usize>| {
        let on = chosen(name, value);
        // Choosing what is chosen takes it off again.
        let href = format!(
            "/openings{}",
            Fields(fields.0.iter().filter(|(key, _)| key != "page").cloned().collect())
                .with(name, if on { "" } else { value })
        );
        html! { li { a href=(href) aria-current=[on.then_some("true")] { (text) @if let Some(count) = count { " (" (count) ")" } } } }
    };
    html! {
        nav aria-label=(visit.t("facets-label")) {
            details open[["sector", "occupation", "area"].iter().any(|name| !fields.text(name).is_empty())] {
            summary { (visit.t("facets-label")) }
            h2 { (visit.t("sector")) }
            ul.facets { @for sector in visit.app().city.sectors() {
                (link("sector", &sector.id, match visit.lang { Lang::Ko => &sector.name_ko, Lang::En => &sector.name_en }, None))
            } }
            h2 { (visit.t("occupation")) }
            ul.facets lang=[visit.content_lang()] { @for facet in &found.occupations { (link("occupation", facet.code.as_str(), &facet.name, Some(facet.count))) } }
            h2 { (visit.t("area")) }
            ul.facets lang=[visit.content_lang()] { @for facet in found.areas.iter().filter(|facet| facet.code.as_str().len() >= 5).take(20) {
                (link("area", facet.code.as_str(), &facet.name, Some(facet.count)))
            } }
            }
        }
    }
}

fn sorts(visit: &Visit, fields: &Fields, current: Sort, has_origin: bool) -> Markup {
    html! {
        p.small { (visit.t("sort")) ": "
            @for sort in Sort::iter().filter(|sort| has_origin || *sort != Sort::Distance) {
                @let name = sort.to_string();
                @if sort == current { strong { (visit.t(&format!("sort-{name}"))) } } @else {
                    a href={ "/openings" (fields.with("sort", &name)) } { (visit.t(&format!("sort-{name}"))) }
                } " "
            }
        }
    }
}

fn empty(visit: &Visit) -> Markup {
    html! {
        div.notice {
            p { (visit.t("search-empty")) }
            p { a href="/openings" { (visit.t("search-reset")) } " · " a href="/fit" { (visit.t("nav-fit")) } " · " a href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } }
        }
    }
}
