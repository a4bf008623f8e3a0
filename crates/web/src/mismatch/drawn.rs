//! The drawings of the mismatch: its parts as a waterfall, the dongs by class on a map, each with the table behind it.

use app::Frame;
use app::chart::{Datum, waterfall};
use app::map::{Classed, Shape, classes};
use app::mismatch::{Board, Dong, GAPS, MismatchKind};
use maud::{Markup, html};

use super::{mark, word};
use crate::component::drawing;
use crate::visit::Visit;

/// The parts below the whole; nothing where the whole may not be told.
pub(super) fn parts(visit: &Visit, board: &Board) -> Markup {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let Some(whole) = board.seekers.filter(|n| *n > 0) else { return html! {} };
    let names: Vec<String> =
        board.parts.iter().map(|part| format!("{} {}", mark(part.kind), word(visit, part.kind))).collect();
    let parts: Vec<(&str, Option<i64>)> = names
        .iter()
        .zip(&board.parts)
        .map(|(name, part)| (name.as_str(), part.persons.map(number)))
        .collect();
    let (title, note, all) =
        (visit.t("mismatch-parts"), visit.t("mismatch-parts-drawn"), visit.t("mismatch-seekers"));
    let frame = Frame { id: "mismatch-parts", title: &title, description: &note };
    let svg = waterfall(&frame, Datum { label: &all, value: number(whole) }, &parts);
    html! { div.charts { figure { (drawing(svg)) } } }
}

/// The index by what each fineness adds; the bars add up to the finest.
pub(super) fn levels(visit: &Visit, board: &Board) -> Markup {
    let Some(whole) = board.levels.last().filter(|level| level.index > 0) else { return html! {} };
    let names: Vec<String> = GAPS.iter().map(|by| visit.t(&format!("mismatch-added-{by}"))).collect();
    let parts: Vec<(&str, Option<i64>)> = names
        .iter()
        .zip(&board.levels)
        .map(|(name, level)| (name.as_str(), Some(i64::from(level.added))))
        .collect();
    let (title, note, all) =
        (visit.t("mismatch-index-chart"), visit.t("mismatch-index-drawn"), visit.t("mismatch-value"));
    let frame = Frame { id: "mismatch-index", title: &title, description: &note };
    let svg = waterfall(&frame, Datum { label: &all, value: i64::from(whole.index) }, &parts);
    html! { div.charts { figure { (drawing(svg)) } } }
}

/// How dark a class is on the map: the further from a job, the darker.
fn step(kind: MismatchKind) -> usize {
    match kind {
        MismatchKind::TooLittleKnown => 0,
        MismatchKind::Placeable => 1,
        MismatchKind::Frictional => 2,
        MismatchKind::Structural => 3,
        MismatchKind::DemandShortage => 4,
    }
}

/// The dongs by class, and the table behind the map.
pub(super) fn map(visit: &Visit, board: &Board) -> Markup {
    let facts = visit.app().city.dong_facts();
    let names: Vec<(String, String, &str)> =
        facts.iter().map(|fact| named(visit, board, &fact.code)).collect();
    let of = |fact: &domain::city::Dong| board.dongs.iter().find(|dong| dong.area == fact.code);
    let links: Vec<String> = facts.iter().map(|fact| format!("/openings?area={}", fact.code)).collect();
    let areas: Vec<Classed<'_>> = facts
        .iter()
        .zip(names.iter().zip(&links))
        .map(|(fact, ((name, class, mark), link))| Classed {
            shape: Shape { name, rings: &fact.outline.rings, value: None, link: Some(link) },
            class,
            mark,
            step: of(fact).and_then(|dong| dong.class).map_or(0, step),
        })
        .collect();
    let (title, note) = (visit.t("mismatch-map"), visit.t("mismatch-map-note"));
    let frame = Frame { id: "mismatch-map", title: &title, description: &note };
    html! { section id="map" {
        h2 { (title) }
        p.small { (note) }
        div.map { (drawing(classes(&frame, &areas))) }
        details {
            summary { (visit.t("as-table")) }
            table.cards {
                caption.same { (title) }
                thead { tr { th scope="col" { (visit.t("dong")) } th scope="col" { (visit.t("mismatch-class")) } th scope="col" { (visit.t("mismatch-heads")) } } }
                tbody { @for dong in &board.dongs { (row(visit, dong)) } }
            }
        }
    } }
}

/// Name, class in words and mark of a dong.
fn named(visit: &Visit, board: &Board, code: &domain::area::AreaCode) -> (String, String, &'static str) {
    let name = visit.app().city.areas().name(code).to_owned();
    let class = board.dongs.iter().find(|dong| &dong.area == code).and_then(|dong| dong.class);
    (name, class.map(|kind| word(visit, kind)).unwrap_or_default(), class.map_or("", mark))
}

fn row(visit: &Visit, dong: &Dong) -> Markup {
    html! { tr {
        th scope="row" { a href={ "/openings?area=" (dong.area) } { (dong.name) } }
        td data-label=(visit.t("mismatch-class")) {
            @match dong.class { Some(kind) => { (mark(kind)) " " (word(visit, kind)) }, None => "–" }
            @if let Some(n) = dong.seekers { " · " (visit.t("mismatch-seekers")) " " (n) }
        }
        td data-label=(visit.t("mismatch-heads")) { (dong.heads) }
    } }
}
