//! What one more head and one more person would be worth, by work and by place: for the offices, on the page of the mismatch.

use app::Frame;
use app::allotment::{Price, Prices};
use app::chart::{Datum, bar};
use domain::message::{Message, thousands};
use maud::{Markup, html};

use crate::component::drawing;
use crate::visit::Visit;

/// Bars of a drawing, and lines of a table before one asks for all.
const DRAWN: usize = 12;

/// Both tables, with a drawing each; nothing before there are any prices.
pub(crate) fn prices(visit: &Visit, prices: &Prices) -> Markup {
    html! { section id="prices" {
        h2 { (visit.t("price")) }
        p { (visit.t("price-note")) }
        p.small { (visit.t("as-of")) " " (visit.instant(prices.as_of)) " · " (visit.t("changes")) " " (thousands(prices.seq)) }
        @if prices.works.is_empty() { p.notice { (visit.t("list-empty")) } }
        @else {
            (part(visit, "price-works", &prices.works, "mismatch-work-none"))
            (part(visit, "price-places", &prices.places, "mismatch-place-none"))
        }
    } }
}

fn part(visit: &Visit, caption: &'static str, prices: &[Price], none: &str) -> Markup {
    let title = visit.t(caption);
    let name = |one: &Price| if one.name.is_empty() { visit.t(none) } else { one.name.clone() };
    let dear: Vec<(String, i64)> =
        prices.iter().filter(|one| one.sum > 0).take(DRAWN).map(|one| (name(one), one.head)).collect();
    let data: Vec<Datum<'_>> =
        dear.iter().map(|(name, value)| Datum { label: name, value: *value }).collect();
    let frame = Frame { id: caption, title: &title, description: &visit.t("price-drawn") };
    let table = |lines: &[Price]| {
        html! { table.cards {
            caption.same { (title) }
            thead { tr { @for key in ["price-of", "price-openings", "mismatch-heads", "price-head", "price-sum", "price-seeker"] { th scope="col" { (visit.t(key)) } } } }
            tbody { @for one in lines { tr {
                th scope="row" { (name(one)) }
                td.num data-label=(visit.t("price-openings")) { (one.openings) }
                td.num data-label=(visit.t("mismatch-heads")) { (one.heads) }
                td.num data-label=(visit.t("price-head")) { @if one.heads > 0 { (thousands(one.head)) } @else { "–" } }
                td.num data-label=(visit.t("price-sum")) { (thousands(one.sum)) }
                td.num data-label=(visit.t("price-seeker")) { @match one.seeker { Some(value) => (thousands(value)), None => abbr title=(visit.t("disclosure-hidden")) { (visit.t("disclosure-hidden-mark")) } } }
            } } }
        } }
    };
    let (first, rest) = prices.split_at(prices.len().min(DRAWN));
    html! {
        h3 { (title) }
        @if data.is_empty() { p { (visit.t("price-none")) } } @else { div.charts { figure { (drawing(bar(&frame, &data))) } } }
        (table(first))
        @if !rest.is_empty() { details { summary { (visit.say(&Message::new("price-more").with("value", rest.len()))) } (table(rest)) } }
    }
}
