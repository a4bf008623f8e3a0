//! `/staff/follow-up`: what people were asked after something was over, and what came of it, by programme, hiring event and
//! employer. What they answered stands in sums with small cells hidden; how many answered stands beside it.

use app::satisfaction::{FollowUp, Group, Published};
use axum::response::{IntoResponse, Response};
use domain::policy::{Reach, UseCase, reach};
use domain::satisfaction::{Kind, StateName};
use maud::{Markup, html};

use crate::component::{drawing, table_file};
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Bars in a chart.
const BARS: usize = 20;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/follow-up", UseCase::ReadLedger, show);
    routes.get("/staff/follow-up.csv", UseCase::ReadLedger, csv);
}

async fn show(visit: Visit) -> Response {
    let told = match app::satisfaction::follow_up(&visit.ctx, visit.app()).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let calls = reach(visit.ctx.actor.role, UseCase::ReadDay) != Reach::No;
    let title = visit.t("follow-up");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("follow-up-due", told.due)) @if calls { " " a href="/staff/today?only=satisfaction" { (visit.t("follow-up-calls")) } } " · " (visit.t("follow-up-since")) " " (told.since) " · " (visit.t("as-of")) " " (visit.instant(told.as_of)) }
        p { (visit.t("follow-up-note")) }
        @if told.kinds.is_empty() { p.notice { (visit.t("follow-up-none")) } }
        @for (kind, sums) in &told.kinds { (of_kind(&visit, *kind, sums, &told)) }
        @if !told.kinds.is_empty() { div.actions { a.button.second href="/staff/follow-up.csv" { (visit.t("export-list")) } } }
    };
    page::shell(&visit, &title, body).into_response()
}

fn of_kind(visit: &Visit, kind: Kind, sums: &Published, told: &FollowUp) -> Markup {
    let title = visit.t(&format!("satisfaction-kind-{kind}"));
    let groups: Vec<&Group> = told.groups.iter().filter(|group| group.kind == kind).collect();
    html! {
        section {
            h2 { (title) }
            (answers(visit, sums))
            (chart(visit, kind, &title, &groups))
            div.scroll tabindex="0" role="region" aria-label=(title) { table {
                caption.same { (title) }
                thead { tr { th scope="col" { (visit.t("satisfaction-about")) } th scope="col" { (visit.t("follow-up-asked")) } @for state in STATES { th scope="col" { (visit.t(&format!("satisfaction-state-{state}"))) } } } }
                tbody { @for group in &groups { tr {
                    th scope="row" { @match page_of(group) { Some(href) => a href=(href) { (visit.say(&group.what)) }, None => (visit.say(&group.what)) } }
                    td { (group.sums.asked) }
                    @for state in STATES { td { (group.sums.now(state)) } }
                } } }
            } }
        }
    }
}

/// Where it stands what became of it.
fn page_of(group: &Group) -> Option<String> {
    match group.kind {
        Kind::Cohort => Some(format!("/staff/cohorts/{}/outcome", group.id)),
        Kind::Event => Some(format!("/events/{}#outcome", group.id)),
        Kind::Placement | Kind::Retention => None,
    }
}

/// The states in the order of the table.
const STATES: [StateName; 5] =
    [StateName::Answered, StateName::Refused, StateName::Unreachable, StateName::Asked, StateName::Lapsed];

/// Answers against questions, a bar each.
fn chart(visit: &Visit, kind: Kind, title: &str, groups: &[&Group]) -> Markup {
    let labels: Vec<String> = groups.iter().take(BARS).map(|group| visit.say(&group.what)).collect();
    let bars = labels.iter().zip(groups).map(|(label, group)| app::chart::Gauge {
        label,
        value: i64::from(group.sums.now(StateName::Answered)),
        target: i64::from(group.sums.asked),
    });
    let gauges: Vec<_> = bars.collect();
    let (id, description) = (format!("follow-up-{kind}"), visit.t("follow-up-chart"));
    let frame = app::Frame { id: &id, title, description: &description };
    html! { figure { figcaption { (description) } (drawing(app::chart::bullet(&frame, &gauges))) } }
}

/// How many answered of how many, and what, as far as that may be shown.
pub(crate) fn answers(visit: &Visit, sums: &Published) -> Markup {
    let answered = domain::message::Message::new("satisfaction-rate")
        .with("answered", sums.now(StateName::Answered))
        .with("asked", sums.asked);
    let cell = |n: Option<i64>| n.map_or_else(|| visit.t("disclosure-hidden-mark"), |n| n.to_string());
    html! {
        p { strong { (visit.say(&answered)) } }
        @if !sums.scores.is_empty() { div.scroll tabindex="0" role="region" aria-label=(visit.t("satisfaction-score")) { table {
            caption { (visit.t("satisfaction-score")) }
            thead { tr { @for (score, _) in &sums.scores { th scope="col" { (visit.t(&format!("satisfaction-score-{score}"))) } } } }
            tbody { tr { @for (_, n) in &sums.scores { td { (cell(*n)) } } } }
        } } }
        @if !sums.reasons.is_empty() { p { (visit.t("satisfaction-reasons-told")) ": " @for (nth, (reason, n)) in sums.reasons.iter().enumerate() { @if nth > 0 { " · " } (visit.t(&format!("satisfaction-reason-{reason}"))) " " (n) } } }
        @if sums.still != [Some(0), Some(0)] { p { (visit.t("satisfaction-still-yes")) " " (cell(sums.still[0])) " · " (visit.t("satisfaction-still-no")) " " (cell(sums.still[1])) } }
    }
}

async fn csv(visit: Visit) -> Response {
    match app::satisfaction::follow_up(&visit.ctx, visit.app()).await {
        Ok(told) => table_file("follow-up.csv", rows(&visit, &told).into_bytes()),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// A row a programme, event or employer.
fn rows(visit: &Visit, told: &FollowUp) -> String {
    let mut out =
        String::from("\u{feff}kind,about,asked,answered,refused,unreachable,waiting,lapsed,since,as_of\r\n");
    for group in &told.groups {
        let what = visit.say(&group.what).replace('"', "\"\"");
        let states = STATES.map(|state| group.sums.now(state).to_string()).join(",");
        let (kind, asked) = (group.kind, group.sums.asked);
        out.push_str(&format!("{kind},\"{what}\",{asked},{states},{},{}\r\n", told.since, told.as_of));
    }
    out
}
