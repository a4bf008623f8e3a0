//! `/mismatch`: why people and jobs do not meet, for everybody: the parts, the gap board, the map, what easing would bring,
//! the index beside chance; and the same as open data. The staff's page shows the same pieces with what they may see.

mod drawn;
pub(crate) mod price;

pub(crate) use app::mismatch::mark;
use app::mismatch::{Board, Differing, GAPS, KINDS, Lever, Line, MismatchKind, Told};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::area::AreaCode;
use domain::message::{Message, thousands};
use domain::occupation::OccupationCode;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::table_file;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/mismatch", UseCase::ReadPublic, show);
    routes.get("/mismatch.csv", UseCase::ReadPublic, csv);
    routes.get("/mismatch.json", UseCase::ReadPublic, json);
}

async fn show(visit: Visit) -> Response {
    let told = match app::mismatch::public(&visit.ctx, visit.app()).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("mismatch");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("mismatch-lead")) " " (visit.t("mismatch-daily")) }
        (whole(&visit, &told, &Links::public()))
        div.actions {
            @if told.board.is_some() {
                a.button.second href="/mismatch.csv" { "CSV" }
                a.button.second href="/mismatch.json" { "JSON" }
            }
            button.second type="button" data-print="" hidden { (visit.t("print")) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

/// What the figures of a page lead to.
pub(crate) struct Links {
    /// Whether a line whose people may be seen leads to them.
    pub(crate) people: bool,
    /// The page itself, for who comes back when it was counted.
    pub(crate) here: &'static str,
}

impl Links {
    fn public() -> Self {
        Self { people: false, here: "/mismatch" }
    }
}

/// Everything that is told of the count, or that it is being made.
pub(crate) fn whole(visit: &Visit, told: &Told, links: &Links) -> Markup {
    let again = html! { a href=(links.here) { (visit.t("mismatch-again")) } };
    let Some(board) = &told.board else {
        return html! { p.notice role="status" { (visit.t("mismatch-counting")) " " (again) } };
    };
    html! {
        p { (visit.t("as-of")) " " (visit.instant(board.as_of)) " · " (visit.t("changes")) " " (thousands(board.seq)) " · " (visit.n("disclosure-least", board.least)) }
        @if told.renewing { p.notice role="status" { (visit.n("mismatch-renewing", age(visit, board))) " " (again) } }
        (parts(visit, board))
        (gaps(visit, board, links))
        (drawn::map(visit, board))
        (levers(visit, board))
        (changes(visit, board))
        (index(visit, board))
    }
}

/// Whole minutes since it was counted.
fn age(visit: &Visit, board: &Board) -> i64 {
    visit.ctx.now.duration_since(board.as_of).as_mins().max(0)
}

/// The class in words, with its mark: never colour alone.
pub(crate) fn class(visit: &Visit, line: &Line) -> String {
    match (line.class, line.reason) {
        (Some(kind), Some(reason)) => {
            format!("{} {}", mark(kind), visit.t(&format!("mismatch-standing-{reason}")))
        }
        (Some(kind), None) => format!("{} {}", mark(kind), word(visit, kind)),
        (None, _) => String::new(),
    }
}

pub(crate) fn word(visit: &Visit, kind: MismatchKind) -> String {
    visit.t(&format!("mismatch-kind-{kind}"))
}

fn count(visit: &Visit, n: Option<u64>) -> Markup {
    html! { @match n {
        Some(n) => (thousands(i64::try_from(n).unwrap_or(i64::MAX))),
        None => abbr title=(visit.t("disclosure-hidden")) { (visit.t("disclosure-hidden-mark")) },
    } }
}

/// Everybody by why they do not meet a job; the parts sum to the whole.
fn parts(visit: &Visit, board: &Board) -> Markup {
    let share = |n: Option<u64>| {
        let (n, all) = n.zip(board.seekers.filter(|all| *all > 0))?;
        let tenths = (n * 2_000 / all).div_ceil(2);
        Some(format!("{}.{}%", tenths / 10, tenths % 10))
    };
    html! { section id="parts" {
        h2 { (visit.t("mismatch-parts")) }
        @if board.seekers == Some(0) { p.notice { (visit.t("mismatch-nobody")) } }
        (drawn::parts(visit, board))
        table.cards {
            caption.same { (visit.t("mismatch-parts")) }
            thead { tr { th scope="col" { (visit.t("mismatch-part")) } th.num scope="col" { (visit.t("unit-people")) } th.num scope="col" { (visit.t("mismatch-share")) } th scope="col" { (visit.t("mismatch-means")) } } }
            tbody {
                @for part in &board.parts { tr {
                    th scope="row" { (mark(part.kind)) " " (word(visit, part.kind)) }
                    td.num data-label=(visit.t("unit-people")) { (count(visit, part.persons)) }
                    td.num data-label=(visit.t("mismatch-share")) { (share(part.persons).unwrap_or_default()) }
                    td { (visit.t(&format!("mismatch-means-{}", part.kind))) }
                } }
                tr { th scope="row" { (visit.t("mismatch-seekers")) } td.num data-label=(visit.t("unit-people")) { (count(visit, board.seekers)) } td.num {} td { (visit.say(&Message::new("mismatch-heads-n").with("heads", board.heads).with("openings", board.openings))) } }
            }
        }
        p.small { (visit.t("mismatch-incomparable")) }
    } }
}

/// Kinds of work shown before one asks for all.
const SHOWN: usize = 40;

/// The gap board: a row for each kind of work, a column for each place.
fn gaps(visit: &Visit, board: &Board, links: &Links) -> Markup {
    let mut works: Vec<_> = Vec::new();
    for line in &board.lines {
        if !works.iter().any(|(code, _)| *code == &line.occupation) {
            works.push((&line.occupation, line.occupation_name.as_str()));
        }
    }
    let mut places: Vec<_> = board.lines.iter().map(|line| (&line.area, line.area_name.as_str())).collect();
    places.sort_unstable();
    places.dedup();
    // One's own city first, then the places around it; whatever names no place last.
    let city = &visit.app().city;
    let own = |area: &AreaCode| city.areas().contains(city.root(), area);
    places.sort_by_key(|(area, _)| area.as_ref().map_or(2, |area| u8::from(!own(area))));
    let (first, rest) = works.split_at(works.len().min(SHOWN));
    let table = |works: &[(&Option<OccupationCode>, &str)]| {
        html! { div.scroll tabindex="0" role="region" aria-label=(visit.t("mismatch-board-caption")) { table.gaps {
            caption { (visit.t("mismatch-board-caption")) }
            thead { tr { th scope="col" { (visit.t("mismatch-work")) } @for (_, name) in &places { th scope="col" { (named(visit, name, "mismatch-place-none")) } } } }
            tbody { @for (code, name) in works { tr {
                th scope="row" { (named(visit, name, "mismatch-work-none")) }
                @for (area, _) in &places {
                    @match board.lines.iter().find(|line| &&line.occupation == code && &&line.area == area) {
                        Some(line) => (gap(visit, line, links)),
                        None => td {},
                    }
                }
            } } }
        } } }
    };
    html! { section id="board" {
        h2 { (visit.t("mismatch-board")) }
        (legend(visit))
        @if board.lines.is_empty() { p.notice { (visit.t("list-empty")) } } @else { (table(first)) }
        @if !rest.is_empty() { details { summary { (visit.n("mismatch-more", rest.len())) } (table(rest)) } }
        p.small { (visit.t("mismatch-board-note")) }
    } }
}

fn named(visit: &Visit, name: &str, none: &str) -> String {
    if name.is_empty() { visit.t(none) } else { name.to_owned() }
}

fn legend(visit: &Visit) -> Markup {
    html! { p.small { @for (nth, kind) in KINDS.into_iter().enumerate() { @if nth > 0 { " · " } (mark(kind)) " " (word(visit, kind)) } " · " (visit.t("mismatch-legend-hidden")) } }
}

/// One cell: the class, who seeks, what is free, and what is behind both.
fn gap(visit: &Visit, line: &Line, links: &Links) -> Markup {
    let query = |name: &str| {
        let code = |key: &str, code: Option<&str>| code.map(|code| format!("{key}={code}"));
        let of = [
            code("occupation", line.occupation.as_ref().map(OccupationCode::as_str)),
            code("area", line.area.as_ref().map(AreaCode::as_str)),
        ];
        format!("{name}?{}", of.into_iter().flatten().collect::<Vec<_>>().join("&"))
    };
    let people = links.people && line.known;
    html! { td class=[line.class.map(|kind| format!("gap gap-{kind}"))] {
        @if line.class.is_some() { strong { (class(visit, line)) } br; } @else if line.seekers != Some(0) { (visit.t("mismatch-hidden-mark")) br; }
        @if people { a href=(query("/staff/mismatch/people")) { (visit.t("mismatch-seekers")) " " (count(visit, line.seekers)) } }
        @else { (visit.t("mismatch-seekers")) " " (count(visit, line.seekers)) }
        " · "
        @if line.openings > 0 { a href=(query("/openings")) { (visit.t("mismatch-heads")) " " (line.heads) } } @else { (visit.t("mismatch-heads")) " 0" }
        @if let Some(tenths) = line.per_head_tenths.filter(|_| line.seekers != Some(0)) { br; span.small { (visit.n("mismatch-per-head", format!("{}.{}", tenths / 10, tenths % 10))) } }
    } }
}

/// What easing each family of conditions would bring, as sentences somebody can act on.
fn levers(visit: &Visit, board: &Board) -> Markup {
    let mut levers: Vec<&Lever> = board.levers.iter().collect();
    // By what is told: an order by hidden shares would tell of them.
    levers.sort_by_key(|lever| std::cmp::Reverse(lever.alone));
    let said = |lever: &Lever| {
        let family = Message::word("mismatch-family", &lever.family.to_string());
        let alone = match lever.alone {
            Some(n) => Message::new("mismatch-lever").with("family", family).with("n", n),
            None => Message::new("mismatch-lever-few").with("family", family),
        };
        visit.say(&alone)
    };
    html! { section id="levers" {
        h2 { (visit.t("mismatch-levers")) }
        p { (visit.t("mismatch-levers-note")) @if let Some(n) = board.together { " " (visit.n("mismatch-together", n)) } }
        ul { @for lever in levers { li {
            (said(lever))
            @if let Some(tenths) = lever.share_tenths.filter(|tenths| *tenths > 0) { " " (visit.n("mismatch-lever-share", format!("{}.{}", tenths / 10, tenths % 10))) }
            " " span.small { (visit.t(&format!("mismatch-act-{}", lever.family))) }
        } } }
    } }
}

/// What one change each would bring to the people of a cell; the cells first to which a change brings most.
fn changes(visit: &Visit, board: &Board) -> Markup {
    let lines = board.eased();
    html! { section id="changes" {
        h2 { (visit.t("mismatch-changes")) }
        @if lines.is_empty() { p { (visit.t("mismatch-changes-none")) } }
        ul { @for line in lines { li {
            strong { (named(visit, &line.occupation_name, "mismatch-work-none")) " · " (named(visit, &line.area_name, "mismatch-place-none")) }
            ul { @for (change, _) in &line.changes { li { (visit.say(change)) } } }
        } } }
    } }
}

/// The index by work, by place within it and by wage band within these: as a waterfall, and each beside what blind dealing
/// would make of the same cells.
fn index(visit: &Visit, board: &Board) -> Markup {
    let thousandths = |n: u32| format!("{}.{:03}", n / 1_000, n % 1_000);
    let head = [
        "mismatch-by",
        "mismatch-cells",
        "mismatch-value",
        "mismatch-added",
        "mismatch-chance",
        "mismatch-span",
        "mismatch-beyond",
    ];
    html! { section id="index" {
        h2 { (visit.t("mismatch-index")) }
        p { (visit.t("mismatch-index-note")) }
        @if board.levels.is_empty() { p.notice { (visit.t("mismatch-index-none")) } } @else {
            (drawn::levels(visit, board))
            table.cards {
                caption.same { (visit.t("mismatch-index")) }
                thead { tr { @for key in head { th scope="col" { (visit.t(key)) } } } }
                tbody { @for (level, by) in board.levels.iter().zip(GAPS) { tr {
                    th scope="row" { (visit.t(&format!("mismatch-gap-{by}"))) }
                    td data-label=(visit.t("mismatch-cells")) { (level.cells) }
                    td data-label=(visit.t("mismatch-value")) { (thousandths(level.index)) }
                    td data-label=(visit.t("mismatch-added")) { (thousandths(level.added)) }
                    td data-label=(visit.t("mismatch-chance")) { (thousandths(level.chance)) }
                    td data-label=(visit.t("mismatch-span")) { (thousandths(level.span.0)) " ~ " (thousandths(level.span.1)) }
                    td data-label=(visit.t("mismatch-beyond")) { (thousandths(level.beyond)) }
                } } }
            }
            p.small { (visit.t("mismatch-bands")) }
            @if let Some(found) = board.differing { p { (visit.say(&differing(&found))) } }
        }
    } }
}

/// What is lost where kinds of work differ, and how much of their ease is known.
fn differing(found: &Differing) -> Message {
    let percent = |n: i32| format!("{}.{}", n.unsigned_abs() / 10, n.unsigned_abs() % 10);
    // A planner of worth prefers few dear hires: then more people are hired as it is.
    let code = match (found.own_ease > 0, found.hires < 0) {
        (true, false) => "mismatch-differing",
        (true, true) => "mismatch-differing-more",
        (false, false) => "mismatch-differing-even",
        (false, true) => "mismatch-differing-even-more",
    };
    Message::new(code)
        .with("worth", percent(found.worth))
        .with("hires", percent(found.hires))
        .with("own", found.own_ease)
        .with("works", found.works)
}

async fn csv(visit: Visit) -> Response {
    match counted(&visit).await {
        Ok(board) => table_file("mismatch.csv", board.csv().into_bytes()),
        Err(answer) => answer,
    }
}

async fn json(visit: Visit) -> Response {
    let told = match app::mismatch::public(&visit.ctx, visit.app()).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let headers =
        [(header::CONTENT_TYPE, "application/json; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    let Some(board) = told.board else {
        let why = serde_json::json!({ "error": visit.t("mismatch-counting") }).to_string();
        return error::come_back((StatusCode::SERVICE_UNAVAILABLE, headers, why).into_response());
    };
    match serde_json::to_string(&board) {
        Ok(value) => (headers, value).into_response(),
        Err(failed) => error::page(&visit, &app::Error::Internal(Box::new(failed))),
    }
}

/// The board as everybody may see it, or that it is not counted yet.
async fn counted(visit: &Visit) -> Result<Board, Response> {
    let told = app::mismatch::public(&visit.ctx, visit.app()).await;
    let board = told.and_then(|told| {
        told.board.ok_or_else(|| app::Error::Unavailable(Message::new("mismatch-counting")))
    });
    board.map_err(|failed| error::page(visit, &failed))
}
