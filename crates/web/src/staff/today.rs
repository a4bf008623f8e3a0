//! `/staff/today`: the counsellor's day. Each row says whom, what, why and since when, and has one button.

use app::today::{Ask, Day, Link, Listed, MOST_COUNTED, Row, Section};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::NoticeId;
use domain::message::Message;
use domain::notice::How;
use domain::person::written_phone;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/today", UseCase::ReadDay, show);
    routes.post("/staff/notices/{id}/tell", UseCase::WriteReferral, tell);
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let ask = Ask { mine: fields.ticked("mine"), only: fields.parse("only") };
    let day = match app::today::day(&visit.ctx, visit.app(), &ask).await {
        Ok(day) => day,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("today");
    let body = html! {
        h1 { (title) }
        (whose(&visit, &fields))
        (counts(&visit, &fields, &day))
        (crate::comment::waiting(&visit).await)
        div.actions { a.button href="/staff/seekers/new" { (visit.t("seeker-new")) } a.button.second href="/staff/answers" { (visit.t("answer-key-title")) } a.button.second href="/staff/referrals" { (visit.t("referrals")) } }
        @if ask.only.is_none() && !day.next.is_empty() {
            section { h2 { (visit.t("today-next")) } (table(&visit, &fields, "today-next", &day.next)) }
        }
        @for listed in &day.sections { (section(&visit, &fields, listed)) }
    };
    page::shell(&visit, &title, body).into_response()
}

fn worded(visit: &Visit, code: String, n: usize) -> String {
    visit.say(&Message { code: code.into(), args: Default::default() }.with("n", n))
}

/// One's own people or the whole centre, as links.
fn whose(visit: &Visit, fields: &Fields) -> Markup {
    let link = |mine: &str, key: &str| {
        let here = fields.text("mine") == mine;
        html! { a href={ "/staff/today" (fields.with("mine", mine)) } aria-current=[here.then_some("page")] { (visit.t(key)) } }
    };
    html! { nav.pages aria-label=(visit.t("today-whose")) { ul { li { (link("yes", "today-mine")) } li { (link("", "today-all")) } } } }
}

/// How much there is of each kind, in words; what there is none of is not said.
fn counts(visit: &Visit, fields: &Fields, day: &Day) -> Markup {
    let some: Vec<&Listed> = day.sections.iter().filter(|listed| listed.total > 0).collect();
    html! {
        @if some.is_empty() { p.lead { (visit.t("today-done")) } }
        @else { p.lead { @for (nth, listed) in some.iter().enumerate() {
            @if nth > 0 { " · " }
            a href={ "#" (listed.section) } { (count(visit, listed)) }
        } } }
        @if fields.ticked("only") { p { a href={ "/staff/today" (fields.with("only", "")) } { (visit.t("today-whole")) } } }
    }
}

fn count(visit: &Visit, listed: &Listed) -> String {
    let many = if listed.total >= MOST_COUNTED { "-many" } else { "" };
    format!(
        "{} {}",
        visit.t(&format!("today-{}", listed.section)),
        worded(visit, format!("today-n{many}"), listed.total)
    )
}

fn section(visit: &Visit, fields: &Fields, listed: &Listed) -> Markup {
    let name = listed.section.to_string();
    html! {
        section #(name) { h2 { (visit.t(&format!("today-{name}"))) }
            @if listed.rows.is_empty() { p { (visit.t(&format!("today-none-{name}"))) } }
            @else if listed.section == Section::Calls { ul.openings { @for row in &listed.rows { (call(visit, fields, row)) } } }
            @else { (table(visit, fields, &format!("today-{name}"), &listed.rows)) }
            @if listed.total > listed.rows.len() { p { a href={ "/staff/today" (fields.with("only", &name)) } { (count(visit, listed)) " " (visit.t("today-more")) } } }
        }
    }
}

fn table(visit: &Visit, fields: &Fields, caption: &str, rows: &[Row]) -> Markup {
    html! {
        table.cards {
            caption { (visit.t(caption)) }
            thead { tr { th scope="col" { (visit.t("today-who")) } th scope="col" { (visit.t("today-what")) } th scope="col" { (visit.t("today-since")) } th scope="col" { (visit.t("today-act")) } } }
            tbody { @for row in rows { tr {
                th scope="row" { (who(visit, row)) }
                td data-label=(visit.t("today-what")) { (row.what) p.small { (why(visit, row)) } }
                td data-label=(visit.t("today-since")) { (since(visit, row)) }
                td { (button(visit, fields, row)) }
            } } }
        }
    }
}

fn who(visit: &Visit, row: &Row) -> Markup {
    html! {
        @if row.who.is_empty() { (visit.t("erased")) } @else { (row.who) }
        @for number in &row.phones { " " a.phone href={ "tel:" (number) } { (written_phone(number)) } }
    }
}

fn why(visit: &Visit, row: &Row) -> String {
    match &row.link {
        Link::Notice(_, kind, detail) => {
            let said = detail.as_ref().map(|detail| format!(" · {}", visit.say(detail))).unwrap_or_default();
            format!("{}{said}", visit.t(&format!("notice-kind-{kind}")))
        }
        Link::Page(_) => visit.t(&format!("why-{}", row.due.act)),
    }
}

fn since(visit: &Visit, row: &Row) -> Markup {
    let days = row.due.on.until(visit.ctx.today()).map_or(0, |span| span.get_days());
    html! { time datetime=(row.due.on) { (row.due.on) } @if days > 0 { " " span.small { (visit.n("today-days", i64::from(days))) } } }
}

/// The one thing to do; of a notice, that it was told.
fn button(visit: &Visit, fields: &Fields, row: &Row) -> Markup {
    html! { @match &row.link {
        Link::Page(href) => a.button.second href=(href) { (visit.t(&format!("act-{}", row.due.act))) },
        Link::Notice(id, ..) => (told(visit, fields, *id, &["phone"])),
    } }
}

fn told(visit: &Visit, fields: &Fields, id: NoticeId, ways: &[&str]) -> Markup {
    html! {
        form.actions method="post" action={ "/staff/notices/" (id) "/tell" } {
            @if fields.ticked("mine") { input type="hidden" name="mine" value="yes"; }
            @for how in ways { button.second name="how" value=(how) { (visit.t(&format!("told-{how}"))) } }
        }
    }
}

fn call(visit: &Visit, fields: &Fields, row: &Row) -> Markup {
    let Link::Notice(id, ..) = &row.link else { return html! {} };
    html! {
        li.opening {
            h3 { (who(visit, row)) }
            p { (why(visit, row)) @if !row.what.is_empty() { " · " (row.what) } }
            p.small { (visit.t("today-since")) " " (since(visit, row)) }
            (told(visit, fields, *id, &["phone", "counter", "unreachable"]))
        }
    }
}

async fn tell(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(how)) = (id.parse::<NoticeId>(), fields.parse::<How>("how")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let back = if fields.ticked("mine") { "/staff/today?mine=yes" } else { "/staff/today" };
    match app::notice::tell(&visit.ctx, visit.app(), id, how).await {
        Ok(()) => Redirect::to(back).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
