//! `/tv`: the openings on a screen in a hall, in large letters. It turns its pages by itself without a script; whoever stands
//! before it with a keyboard or remote control stops it, or turns them by hand.

use app::opening::{Listed, Search, Sort};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::area::AreaCode;
use domain::message::Lang;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{deadline, place, wage, work_time};
use crate::feed::as_of;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Openings on a page, so that each can be read from the door.
const SIZE: usize = 6;
/// Seconds of a page when nothing is asked for, and the bounds of what may be.
const SECONDS: u32 = 15;
const BOUNDS: std::ops::RangeInclusive<u32> = 5..=120;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/tv", UseCase::ReadPublic, show);
}

/// The areas that an address names: by code, or a dong by its name.
pub(crate) fn areas(visit: &Visit, fields: &Fields) -> Vec<AreaCode> {
    let named = fields.all("dong").flat_map(|name| visit.app().city.areas().resolve(name));
    fields.all("area").filter_map(AreaCode::parse).chain(named).collect()
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let areas = areas(&visit, &fields);
    let asked = fields.parse::<usize>("page").unwrap_or(1).clamp(1, 10_000);
    let wanted =
        |page| Search { areas: areas.clone(), sort: Sort::Newest, page, size: SIZE, ..Search::default() };
    let mut found = match app::opening::search(&visit.ctx, visit.app(), &wanted(asked)).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let last = found.total.div_ceil(SIZE).max(1);
    let at = if asked > last { 1 } else { asked };
    if at != asked {
        // The list became shorter while it was shown: the round begins anew.
        found = match app::opening::search(&visit.ctx, visit.app(), &wanted(at)).await {
            Ok(found) => found,
            Err(failed) => return error::page(&visit, &failed),
        };
    }
    let seconds = fields.parse::<u32>("seconds").filter(|n| BOUNDS.contains(n)).unwrap_or(SECONDS);
    let still = fields.ticked("stay");
    let to = |page: usize| format!("/tv{}", fields.with("page", &page.to_string()));
    let (next, previous) = (to(at % last + 1), to(if at == 1 { last } else { at - 1 }));
    let title = title(&visit, &areas);
    let head = html! { @if !still { meta http-equiv="refresh" content={ (seconds) ";url=" (next) }; } };
    let stay = Fields(fields.0.clone()).but("page", &at.to_string());
    let body = html! {
        header.tv-head { h1 { (title) } p { (visit.n("found-n", found.total)) } }
        main #main {
            @if found.items.is_empty() { p.tv-none { (visit.t("tv-none")) " " (visit.app().city.phone()) } }
            ul.tv { @for listed in &found.items { (card(&visit, listed)) } }
        }
        footer.tv-foot {
            p { (at) " / " (last) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) " · #" (found.seq) " · " (visit.t("footer-centre")) " " strong { (visit.app().city.phone()) } }
            nav aria-label=(visit.t("tv-turn")) {
                a href=(previous) { (visit.t("previous")) } " "
                @if still { a href={ "/tv" (stay.with("stay", "")) } { (visit.t("tv-go")) } } @else { a href={ "/tv" (stay.with("stay", "yes")) } { (visit.t("tv-stay")) } }
                " " a href=(next) { (visit.t("next")) }
            }
        }
    };
    as_of(page::screen(&visit, &title, "tv-screen", head, body).into_response(), found.seq)
}

fn title(visit: &Visit, areas: &[AreaCode]) -> String {
    let city = &visit.app().city;
    let whole = match visit.lang {
        Lang::Ko => city.name_ko(),
        Lang::En => city.name_en(),
    };
    let names: Vec<&str> = areas.iter().map(|code| city.areas().name(code)).collect();
    let whose = if names.is_empty() { whole.to_owned() } else { names.join(", ") };
    format!("{whose} {}", visit.t("site-name"))
}

fn card(visit: &Visit, listed: &Listed) -> Markup {
    let content = &listed.opening.content;
    html! {
        li {
            h2 lang=[visit.content_lang()] { (content.title) }
            p lang=[visit.content_lang()] { (listed.employer.name) " · " (place(visit, listed)) }
            p { strong { (wage(visit, content.wage, &content.wage_note)) } " · " (work_time(visit, &content.work_time)) }
            p { (visit.t("deadline")) " " (deadline(visit, content.deadline)) " · " (visit.n("headcount-n", content.headcount)) " · " span.nowrap { (listed.opening.origin.number) } }
        }
    }
}
