//! `/staff/print`: what waits for a printer at a place. One press takes the next papers as one file; whoever took them says
//! whether they came out.

use app::print_job::{Queue, Row, place_name};
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::bulletin::Form as PrintedAs;
use domain::id::PrintJobId;
use domain::policy::{Reach, UseCase, reach};
use domain::print_job::{Paper, Place, State, Trouble, Why};
use maud::{Markup, html};
use strum::IntoEnumIterator;
use uuid::Uuid;

use super::answer::qr;
use super::origin;
use crate::bulletin::{choice, choose, file};
use crate::component::{Form, select};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/print", UseCase::PrintPaper, show);
    routes.post("/staff/print", UseCase::PrintPaper, add);
    routes.post("/staff/print/bulletin", UseCase::PrintPaper, bulletin);
    routes.post("/staff/print/next", UseCase::PrintPaper, next);
    routes.get("/staff/print/together/{id}", UseCase::PrintPaper, together);
    routes.get("/staff/print/together/{id}/file", UseCase::PrintPaper, together_file);
    routes.post("/staff/print/together/{id}", UseCase::PrintPaper, told);
    routes.post("/staff/print/{id}/cancel", UseCase::PrintPaper, cancel);
    routes.post("/staff/print/{id}/again", UseCase::PrintPaper, again);
}

fn here(place: &Place) -> String {
    format!("/staff/print?place={place}")
}

/// The button that puts something into a queue, for those who may: `poster:ID`, `opening:ID`, `letter:ID`, `slip:ID`.
pub(crate) fn to_queue(visit: &Visit, what: &str) -> Markup {
    html! { @if reach(visit.ctx.actor.role, UseCase::PrintPaper) != Reach::No {
        form method="post" action="/staff/print" {
            input type="hidden" name="what" value=(what);
            div.actions { button.second { (visit.t("print-to-queue")) } }
        }
    } }
}

async fn place(visit: &Visit, fields: &Fields) -> Result<Place, app::Error> {
    match fields.parse("place") {
        Some(place) => Ok(place),
        None => app::print_job::own_place(&visit.ctx, visit.app()).await,
    }
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>, headers: HeaderMap) -> Response {
    let fields = Fields(pairs);
    page_of(&visit, &fields, &Form::new(&fields), &origin(&visit, &headers)).await
}

async fn page_of(visit: &Visit, fields: &Fields, form: &Form<'_>, origin: &str) -> Response {
    let found = match place(visit, fields).await {
        Ok(place) => app::print_job::queue(&visit.ctx, visit.app(), &place, visit.lang)
            .await
            .map(|queue| (place, queue)),
        Err(failed) => Err(failed),
    };
    let (place, queue) = match found {
        Ok(found) => found,
        Err(failed) => return error::page(visit, &failed),
    };
    let name = place_name(visit.app(), &place, visit.lang);
    let title = format!("{} · {name}", visit.t("print-queue"));
    let body = html! {
        p.lead { (visit.n("print-waiting-n", queue.waiting.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        (places(visit, &place, &queue, fields))
        @if !queue.handed.is_empty() { (handed(visit, &queue.handed)) }
        @if queue.waiting.is_empty() { p.notice { (visit.t("print-nothing-here")) } }
        @else {
            form method="post" action="/staff/print/next" {
                input type="hidden" name="place" value=(place);
                button.big { (visit.t("print-next")) }
            }
            (waiting(visit, &queue.waiting))
        }
        @if !queue.printed.is_empty() { (printed(visit, &queue.printed)) }
        (ask_bulletin(visit, &place, form))
        (kiosk(visit, &place, origin))
        p { a href="/staff/labels" { (visit.t("labels")) } }
    };
    form.page(visit, &title, &body)
}

fn places(visit: &Visit, here: &Place, queue: &Queue, fields: &Fields) -> Markup {
    let name = |place: &Place, n: usize| {
        let name = place_name(visit.app(), place, visit.lang);
        if n == 0 { name } else { format!("{name} ({n})") }
    };
    let options: Vec<_> =
        queue.places.iter().map(|(place, n)| (place.to_string(), name(place, *n))).collect();
    let chosen = fields.but("place", &here.to_string());
    html! { form.narrow method="get" action="/staff/print" {
        (select(visit, &Form::new(&chosen), "place", "print-place", &options))
        div.actions { button.second { (visit.t("print-show-place")) } }
    } }
}

fn what(visit: &Visit, row: &Row) -> Markup {
    html! { (visit.t(&format!("print-paper-{}", row.job.paper.name()))) @if !row.about.is_empty() { br; span.small lang=[visit.content_lang()] { (row.about) } } }
}

fn why(visit: &Visit, row: &Row) -> Markup {
    html! {
        (visit.t(&format!("print-why-{}", row.job.why)))
        @if !row.asked_by.is_empty() { " · " (row.asked_by) }
        br; span.small { (visit.instant(row.job.asked_at)) " · " (visit.n("print-until", row.job.until.to_string())) }
        @if let State::Waiting { trouble: Some((trouble, at)) } = &row.job.state {
            br; strong { (visit.t(match trouble { Trouble::Printer => "print-trouble-printer", Trouble::Silent => "print-trouble-silent" })) } " " (visit.instant(*at))
        }
        @if !row.may_print { br; span.badge { (visit.t("print-may-not")) } }
    }
}

fn waiting(visit: &Visit, rows: &[Row]) -> Markup {
    html! {
        h2 { (visit.t("print-waiting")) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("print-waiting")) { table.cards {
            caption.same { (visit.t("print-waiting")) }
            thead { tr { th scope="col" { (visit.t("print-what")) } th scope="col" { (visit.t("print-why")) } th scope="col" { (visit.t("print-do")) } } }
            tbody { @for row in rows { tr {
                th scope="row" { (what(visit, row)) }
                td { (why(visit, row)) }
                td {
                    @if row.may_print { form method="post" action="/staff/print/next" {
                        input type="hidden" name="place" value=(row.job.place);
                        input type="hidden" name="only" value=(row.job.id);
                        button.second { (visit.t("print-one")) }
                    } }
                    form method="post" action={ "/staff/print/" (row.job.id) "/cancel" } { button.plain { (visit.t("print-cancel")) } }
                }
            } } }
        } }
    }
}

fn handed(visit: &Visit, rows: &[Row]) -> Markup {
    let me = visit.ctx.actor.person;
    let mut batches: Vec<(Uuid, bool, &str, usize)> = Vec::new();
    for row in rows {
        if let State::Handed { batch, by, .. } = &row.job.state {
            match batches.iter_mut().find(|(id, ..)| id == batch) {
                Some((.., n)) => *n += 1,
                None => batches.push((*batch, Some(*by) == me, &row.hands, 1)),
            }
        }
    }
    html! { section {
        h2 { (visit.t("print-handed")) }
        ul { @for (batch, mine, hands, n) in batches { li {
            (hands) " · " (visit.n("print-papers-n", n)) " "
            @if mine { a.button href={ "/staff/print/together/" (batch) } { (visit.t("print-go-on")) } }
            @else { span.badge { (visit.t("print-other-hands")) } }
        } } }
    } }
}

fn printed(visit: &Visit, rows: &[Row]) -> Markup {
    html! { section {
        h2 { (visit.t("print-printed")) }
        ul { @for row in rows { li {
            (what(visit, row)) br;
            @if let State::Printed { at, .. } = &row.job.state { span.small { (row.hands) " · " (visit.instant(*at)) } " " }
            form method="post" action={ "/staff/print/" (row.job.id) "/again" } { button.plain { (visit.t("print-again")) } }
        } } }
    } }
}

/// Where this week's issue is asked for by hand.
fn ask_bulletin(visit: &Visit, place: &Place, form: &Form<'_>) -> Markup {
    let forms: Vec<_> =
        PrintedAs::iter().map(|form| (form.to_string(), visit.t(&format!("bulletin-form-{form}")))).collect();
    html! { details open[!form.errors.is_empty()] {
        summary { (visit.t("print-bulletin")) }
        form.narrow method="post" action="/staff/print/bulletin" {
            input type="hidden" name="place" value=(place);
            (choose(visit, form))
            (select(visit, form, "form", "bulletin-form", &forms))
            div.actions { button { (visit.t("print-to-queue")) } }
        }
    } }
}

/// The addresses under which a kiosk beside this printer and a screen in its hall are set up: whole, for they are typed or
/// taken over by another machine.
fn kiosk(visit: &Visit, place: &Place, origin: &str) -> Markup {
    let word = app::print_job::kiosk_word(&visit.ctx, visit.app(), place).unwrap_or_default();
    let kiosk = format!("{origin}/kiosk/?at={word}&lang=ko");
    let tv = match place {
        Place::Dong(dong) => format!("{origin}/tv?area={dong}"),
        _ => format!("{origin}/tv"),
    };
    html! { details {
        summary { (visit.t("print-kiosk")) }
        p { (visit.t("print-kiosk-note")) }
        p { a href=(kiosk) { (kiosk) } }
        (qr(visit, &kiosk))
        p { (visit.t("tv-name")) ": " a href=(tv) { (tv) } }
        (qr(visit, &tv))
    } }
}

async fn add(visit: Visit, fields: Fields) -> Response {
    let paper = fields.text("what").split_once(':').and_then(|(what, id)| {
        Some(match what {
            "poster" => Paper::Poster { opening: id.parse().ok()?, a3: false },
            "poster_a3" => Paper::Poster { opening: id.parse().ok()?, a3: true },
            "opening" => Paper::Opening { opening: id.parse().ok()? },
            "instead" => Paper::Instead { opening: id.parse().ok()? },
            "letter" => Paper::Letter { referral: id.parse().ok()? },
            "slip" => Paper::Slip { seeker: id.parse().ok()? },
            _ => return None,
        })
    });
    let Some(paper) = paper else { return error::page(&visit, &app::Error::NotFound) };
    let why = if fields.text("why") == "slip" { Why::Slip } else { Why::Asked };
    let added = match place(&visit, &fields).await {
        Ok(place) => {
            app::print_job::add(&visit.ctx, visit.app(), place.clone(), paper, why).await.map(|_| place)
        }
        Err(failed) => Err(failed),
    };
    onward(&visit, added)
}

async fn bulletin(visit: Visit, headers: HeaderMap, fields: Fields) -> Response {
    let (app, form) = (visit.app(), fields.parse("form").unwrap_or(PrintedAs::A4));
    let added = async {
        let place = place(&visit, &fields).await?;
        let issue = app::bulletin::issue(&visit.ctx, app, choice(&fields)).await?;
        let paper = Paper::Issue { bulletin: issue.id, form };
        app::print_job::add(&visit.ctx, app, place.clone(), paper, Why::Asked).await?;
        Ok::<_, app::Error>(place)
    };
    match added.await {
        Ok(place) => Redirect::to(&here(&place)).into_response(),
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => page_of(&visit, &fields, &form, &origin(&visit, &headers)).await,
        },
    }
}

async fn next(visit: Visit, headers: HeaderMap, fields: Fields) -> Response {
    let place = match place(&visit, &fields).await {
        Ok(place) => place,
        Err(failed) => return error::page(&visit, &failed),
    };
    let only = fields.parse::<PrintJobId>("only");
    match app::print_job::next(&visit.ctx, visit.app(), &place, only).await {
        Ok(batch) => Redirect::to(&format!("/staff/print/together/{batch}")).into_response(),
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => page_of(&visit, &fields, &form, &origin(&visit, &headers)).await,
        },
    }
}

async fn together(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(batch) = id.parse::<Uuid>() else { return error::page(&visit, &app::Error::NotFound) };
    let rows = match app::print_job::together(&visit.ctx, visit.app(), batch, visit.lang).await {
        Ok(rows) => rows,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("print-together");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("print-papers-n", rows.len())) " · " (visit.t("print-together-note")) }
        p { a.button href={ "/staff/print/together/" (batch) "/file" } target="_blank" rel="noopener" { (visit.t("print-open-file")) } }
        ol { @for row in &rows { li { (what(&visit, row)) } } }
        form method="post" action={ "/staff/print/together/" (batch) } {
            p { (visit.t("print-came-out-question")) }
            div.actions {
                button name="out" value="yes" { (visit.t("print-came-out")) }
                button.second name="out" value="no" { (visit.t("print-stuck")) }
            }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn together_file(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Ok(batch) = id.parse::<Uuid>() else { return error::page(&visit, &app::Error::NotFound) };
    let origin = origin(&visit, &headers);
    let made = app::print_job::file(&visit.ctx, visit.app(), batch, &origin, visit.lang).await;
    file(&visit, "print.pdf", made)
}

async fn told(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(batch) = id.parse::<Uuid>() else { return error::page(&visit, &app::Error::NotFound) };
    let told = match fields.text("out") {
        "yes" => app::print_job::came_out(&visit.ctx, visit.app(), batch).await,
        _ => app::print_job::stuck(&visit.ctx, visit.app(), batch).await,
    };
    onward(&visit, told)
}

async fn cancel(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<PrintJobId>() else { return error::page(&visit, &app::Error::NotFound) };
    onward(&visit, app::print_job::cancel(&visit.ctx, visit.app(), id).await)
}

async fn again(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<PrintJobId>() else { return error::page(&visit, &app::Error::NotFound) };
    onward(&visit, app::print_job::again(&visit.ctx, visit.app(), id).await)
}

fn onward(visit: &Visit, done: Result<Place, app::Error>) -> Response {
    match done {
        Ok(place) => Redirect::to(&here(&place)).into_response(),
        Err(failed) => error::page(visit, &failed),
    }
}
