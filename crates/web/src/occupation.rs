//! `/occupations`: what a title means in the classifications, with what else it may mean; as a page and as JSON.
//!
//! It must not know openings or persons beyond the number of open openings of a class.

use app::occupation::{Answer, FULL, Reading};
use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use maud::{Markup, html};
use serde::Serialize;

use crate::fields::Fields;
use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/occupations", UseCase::ReadPublic, show);
    routes.get("/occupations.json", UseCase::ReadPublic, json);
}

/// Classes that are told of one title.
const MOST: usize = 5;

/// An answer as it is given out: codes of KECO and WorkNet, how well it fits in parts of a million, the name it
/// resembles and the words of the title that stand in it.
#[derive(Serialize)]
struct Told<'a> {
    keco: &'a str,
    name: &'a str,
    worknet: Option<&'a str>,
    worknet_name: Option<&'a str>,
    score: u32,
    term: &'a str,
    words: &'a [String],
}

fn told<'a>(visit: &'a Visit, answer: &'a Answer) -> Told<'a> {
    Told {
        keco: answer.code.as_str(),
        name: visit.app().reference.occupations.name(&answer.code),
        worknet: answer.worknet.as_ref().map(|group| group.code.as_str()),
        worknet_name: answer.worknet.as_ref().map(|group| group.name.as_str()),
        score: answer.score,
        term: &answer.term,
        words: &answer.words,
    }
}

async fn json(visit: Visit, fields: Fields) -> Response {
    let reading = visit.app().read_title(fields.text("q"), MOST);
    Json(reading.answers.iter().map(|answer| told(&visit, answer)).collect::<Vec<_>>()).into_response()
}

async fn show(visit: Visit, fields: Fields) -> Response {
    let typed = fields.text("q");
    let title = visit.t("occupations");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("occupations-note")) }
        form.narrow method="get" action="/occupations" role="search" {
            label for="q" { (visit.t("occupations-ask")) }
            input id="q" name="q" type="search" value=(typed) maxlength="400" required;
            button { (visit.t("search-go")) }
        }
        @if !typed.is_empty() { (answers(&visit, &fields, &visit.app().read_title(typed, MOST))) }
    };
    page::shell(&visit, &title, body).into_response()
}

fn answers(visit: &Visit, fields: &Fields, reading: &Reading) -> Markup {
    html! {
        @if reading.answers.is_empty() { p.notice role="status" { (visit.say(&crate::component::unknown_occupation(visit, fields.text("q")))) } }
        @else {
            table.cards {
                caption { (visit.t("occupations-answers")) }
                thead { tr {
                    @for key in ["occupation", "occupations-worknet", "occupations-fit", "occupations-because"] { th scope="col" { (visit.t(key)) } }
                } }
                tbody { @for answer in &reading.answers { (row(visit, answer)) } }
            }
            p.small { a href={ "/occupations.json" (fields.query()) } { "JSON" } }
        }
    }
}

fn row(visit: &Visit, answer: &Answer) -> Markup {
    let told = told(visit, answer);
    let because = match told.words {
        _ if answer.exact => told.term.to_owned(),
        [] => told.term.to_owned(),
        words => format!("{} → {}", words.join(" "), told.term),
    };
    html! { tr {
        th scope="row" lang="ko" { a href={ "/openings?occupation=" (told.keco) } { (told.name) } " " code { (told.keco) } }
        td data-label=(visit.t("occupations-worknet")) lang="ko" { (told.worknet_name.unwrap_or("–")) @if let Some(code) = told.worknet { " " code { (code) } } }
        td data-label=(visit.t("occupations-fit")) { (told.score * 100 / FULL) " %" }
        td data-label=(visit.t("occupations-because")) lang="ko" { (because) }
    } }
}
