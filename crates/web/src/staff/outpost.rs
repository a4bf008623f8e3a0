//! `/staff/outpost`: the machine that one works on, away from home: what is only there, how it stands with home, and the two ways
//! to send it there: over a network, or on a stick. At home, a stick that came from a machine.

use app::outpost::{Contact, Status, end};
use app::sync::Left;
use axum::extract::Multipart;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use domain::message::Message;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{Form, sent};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::sync::LETTER;
use crate::visit::Visit;

/// Where it stands.
pub(super) const PLACE: &str = "/staff/outpost";

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/outpost", UseCase::MindNode, show);
    routes.post("/staff/outpost", UseCase::MindNode, speak);
    routes.post("/staff/outpost/letter", UseCase::MindNode, pack);
    routes.post("/staff/outpost/answer", UseCase::MindNode, unpack);
}

/// The line under the head of every page of the staff, on such a machine: nobody goes home without knowing.
pub(crate) async fn banner(visit: &Visit) -> Option<Markup> {
    let (left, contact) = app::outpost::left(&visit.ctx, visit.app()).await?;
    let class = if left.commands > 0 { "outpost waits" } else { "outpost" };
    Some(html! { aside class=(class) aria-label=(visit.t("outpost")) { div.wrap { p {
        strong { (only_here(visit, &left)) } " · " (spoken(visit, &contact)) " "
        a href="/staff/outpost" { (visit.t("outpost")) }
    } } } })
}

fn only_here(visit: &Visit, left: &Left) -> String {
    match left.since {
        Some(since) if left.commands > 0 => {
            let since = visit.instant(since);
            visit.say(&Message::new("outpost-only-here").with("n", left.commands).with("since", since))
        }
        _ => visit.t("outpost-all-home"),
    }
}

fn spoken(visit: &Visit, contact: &Contact) -> String {
    match (contact.busy, contact.to_come, contact.heard_at) {
        (true, 0, _) => visit.t("outpost-busy"),
        (true, to_come, _) => {
            visit.say(&Message::new("outpost-loading").with("records", contact.records).with("left", to_come))
        }
        (false, _, Some(at)) => visit.say(&Message::new("outpost-heard").with("at", visit.instant(at))),
        (false, _, None) => visit.t("outpost-unheard"),
    }
}

async fn show(visit: Visit) -> Response {
    render(&visit, &Form::new(&Fields::default())).await
}

async fn render(visit: &Visit, form: &Form<'_>) -> Response {
    let status = match app::outpost::status(&visit.ctx, visit.app()).await {
        Ok(status) => status,
        Err(failed) => return error::page(visit, &failed),
    };
    let Status { papers, contact, left } = &status;
    let charter = &papers.charter;
    let expired = end(papers, visit.ctx.now) != app::outpost::End::No;
    let title = charter.name.clone();
    let body = html! {
        @if contact.revoked { p.notice role="alert" { (visit.t("outpost-revoked")) } }
        @else if expired { p.notice role="alert" { (visit.say(&Message::new("outpost-expired").with("until", visit.instant(charter.until)))) } }
        p.large { strong { (only_here(visit, left)) } }
        dl.facts {
            dt { (visit.t("outpost-home")) } dd { (papers.home) }
            dt { (visit.t("node-heard")) } dd { (spoken(visit, contact)) }
            @if let Some(why) = &contact.why {
                dt { (visit.t("outpost-why")) } dd { @if let Some(at) = contact.tried_at { (visit.instant(at)) " " } (visit.say(why)) }
            }
            dt { (visit.t("outpost-until")) } dd { (visit.instant(charter.until)) }
            dt { (visit.t("node-mark-label")) } dd { (charter.mark) }
            dt { (visit.t("outpost-clock")) } dd { (visit.instant(visit.ctx.now)) }
        }
        section {
            h2 { (visit.t("outpost-send")) }
            p { (visit.t("outpost-send-lead")) }
            form method="post" action="/staff/outpost" { button { (visit.t("outpost-send")) } }
        }
        section {
            h2 { (visit.t("outpost-stick")) }
            p { (visit.t("outpost-stick-lead")) }
            form method="post" action="/staff/outpost/letter" { button.second { (visit.t("outpost-pack")) } }
            (letter_form(visit, form, "/staff/outpost/answer", "outpost-unpack"))
        }
        section {
            h2 { (visit.t("outpost-tablets")) }
            p { (visit.t("outpost-tablets-lead")) }
            ul { @for address in &papers.addresses {
                @let url = format!("https://{address}:{}/", visit.shared.settings.tablets);
                li { a href=(url) { (url) } (super::qr(visit, &url)) }
            } }
            p { a href="/sync/authority.crt" { (visit.t("outpost-certificate")) } }
            p { (visit.t("node-fingerprint")) br; code { (app::node::fingerprint(&charter.authority)) } }
        }
    };
    form.page(visit, &title, &body)
}

/// A field for a letter, and its button.
pub(super) fn letter_form(visit: &Visit, form: &Form<'_>, action: &str, button: &str) -> Markup {
    let error = form.error("letter");
    html! {
        form.narrow method="post" enctype="multipart/form-data" action=(action) {
            div.field {
                label for="letter" { (visit.t("outpost-letter")) }
                input id="letter" name="letter" type="file" required aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| "letter-error")];
                @if let Some(why) = error { p.error #letter-error { (why) } }
            }
            button.second { (visit.t(button)) }
        }
    }
}

async fn speak(visit: Visit) -> Response {
    match app::outpost::wake(&visit.ctx, visit.app()) {
        Ok(()) => Redirect::to("/staff/outpost").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn pack(visit: Visit) -> Response {
    let packed = async {
        let letter = app::outpost::pack(&visit.ctx, visit.app()).await?;
        let mark = app::outpost::status(&visit.ctx, visit.app()).await?.papers.charter.mark;
        Ok((letter, mark))
    };
    match packed.await {
        Ok((letter, mark)) => saved(&visit, letter, &mark, "home"),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// A letter to be saved, under a name that says whose it is and of when.
fn saved(visit: &Visit, letter: Vec<u8>, mark: &str, to: &str) -> Response {
    let at = visit.app().city.zone().to_datetime(visit.ctx.now).strftime("%Y%m%d-%H%M");
    let headers = [
        (header::CONTENT_TYPE, LETTER.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{mark}-{to}-{at}.iljari\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, letter).into_response()
}

async fn unpack(visit: Visit, parts: Multipart) -> Response {
    let unpacked = match letter(parts).await {
        Ok(letter) => app::outpost::unpack(&visit.ctx, visit.app(), &letter).await,
        Err(failed) => Err(failed),
    };
    match sent(&visit, &Fields::default(), unpacked, |_| "/staff/outpost".to_owned()) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &form).await,
    }
}

/// At home: reads a machine's letter that came on a stick, and gives the one that goes back.
pub(super) async fn answer(visit: Visit, parts: Multipart) -> Response {
    let answered = async {
        let letter = letter(parts).await?;
        let answer = app::sync::answer_letter(&visit.ctx, visit.app(), &letter).await?;
        let mark = app::node::of_letter(&visit.ctx, visit.app(), &answer).await?.mark;
        Ok((answer, mark))
    };
    match answered.await {
        Ok((answer, mark)) => saved(&visit, answer, &mark, "answer"),
        Err(failed) => match sent(&visit, &Fields::default(), Err::<(), _>(failed), |()| String::new()) {
            Ok(answer) => answer,
            Err(form) => {
                let title = visit.t("outpost-stick");
                let body = html! { p { (visit.t("node-letter-lead")) } (letter_form(&visit, &form, "/staff/nodes/letter", "node-letter")) };
                form.page(&visit, &title, &body)
            }
        },
    }
}

async fn letter(mut parts: Multipart) -> Result<Vec<u8>, app::Error> {
    let none = || app::Error::field("letter", Message::new("letter-none"));
    while let Some(part) = parts.next_field().await.map_err(|_| none())? {
        if part.name() == Some("letter") {
            return Ok(part.bytes().await.map_err(|_| none())?.to_vec());
        }
    }
    Err(none())
}
