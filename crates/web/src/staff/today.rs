//! `/staff/today`: the counsellor's day. Each row says whom, what and since when, and leads to one page.

use app::today::{Day, Link, Row};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::NoticeId;
use domain::notice::How;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::phone;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/today", UseCase::ReadDay, show);
    routes.post("/staff/notices/{id}/tell", UseCase::WriteReferral, tell);
}

async fn show(visit: Visit) -> Response {
    let day = match app::today::day(&visit.ctx, visit.app()).await {
        Ok(day) => day,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("today");
    page::shell(&visit, &title, body(&visit, &title, &day)).into_response()
}

fn body(visit: &Visit, title: &str, day: &Day) -> Markup {
    html! {
        h1 { (title) }
        p.lead { (visit.n("today-steps", day.total)) " " (visit.n("today-calls", day.calls_total)) " " (visit.n("today-accept", day.seekers + day.openings)) }
        div.actions { a.button href="/staff/letters" { (visit.t("letters")) } a.button.second href="/staff/referrals" { (visit.t("referrals")) } }
        section { h2 { (visit.t("today-next")) }
            (table(visit, "today-next", &day.rows, day.total))
        }
        section { h2 { (visit.t("today-tell")) }
            @if day.calls.is_empty() { p { (visit.t("today-nothing")) } }
            ul.openings { @for row in &day.calls { (call(visit, row)) } }
            (more(visit, day.calls.len(), day.calls_total))
        }
        section { h2 { (visit.t("today-check")) }
            (table(visit, "today-check", &day.accept, day.seekers + day.openings))
        }
    }
}

fn more(visit: &Visit, shown: usize, total: usize) -> Markup {
    html! { @if total > shown { p.small { (visit.n("today-more", total - shown)) } } }
}

fn table(visit: &Visit, caption: &str, rows: &[Row], total: usize) -> Markup {
    html! {
        @if rows.is_empty() { p { (visit.t("today-nothing")) } } @else {
            div.scroll { table {
                caption { (visit.t(caption)) }
                thead { tr { th scope="col" { (visit.t("today-act")) } th scope="col" { (visit.t("today-who")) } th scope="col" { (visit.t("today-what")) } th scope="col" { (visit.t("today-since")) } } }
                tbody { @for row in rows { tr {
                    th scope="row" { @if let Link::Page(href) = &row.link { a href=(href) { (visit.t(&format!("act-{}", row.due.act))) } } }
                    td { (name(visit, row)) @for number in &row.phones { " " a.phone href={ "tel:" (number) } { (phone(number)) } } }
                    td { (row.what) }
                    td { time datetime=(row.due.on) { (row.due.on) } }
                } } }
            } }
            (more(visit, rows.len(), total))
        }
    }
}

fn name(visit: &Visit, row: &Row) -> String {
    if row.who.is_empty() { visit.t("erased") } else { row.who.clone() }
}

fn call(visit: &Visit, row: &Row) -> Markup {
    let Link::Notice(id, kind, detail) = &row.link else { return html! {} };
    html! {
        li.opening {
            h3 { (name(visit, row)) @for number in &row.phones { " " a.phone href={ "tel:" (number) } { (phone(number)) } } }
            p { (visit.t(&format!("notice-kind-{kind}"))) @if !row.what.is_empty() { " · " (row.what) } @if let Some(detail) = detail { " · " (visit.say(detail)) } }
            p.small { (visit.t("today-since")) " " (row.due.on) }
            form.actions method="post" action={ "/staff/notices/" (id) "/tell" } {
                @for how in ["phone", "counter", "unreachable"] {
                    button.second name="how" value=(how) { (visit.t(&format!("told-{how}"))) }
                }
            }
        }
    }
}

async fn tell(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(how)) = (id.parse::<NoticeId>(), fields.parse::<How>("how")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    match app::notice::tell(&visit.ctx, visit.app(), id, how).await {
        Ok(()) => Redirect::to("/staff/today").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
