//! `/youth`: the way to a first job with how many there are today; who is young by which law and for which programme, asked by a day
//! of birth that is kept nowhere; what the plan does for the young; and policies as other bodies announce them.

mod age;
mod plan;

use app::youth::{Answer, First};
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use domain::announcement::{Announcement, Kind};
use domain::message::{Lang, Message};
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{Form, opening_row, pages};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Policies on the page.
const MOST: usize = 200;
/// Openings on the page; all of them are a click away.
const NEWEST: usize = 5;
/// Openings on a page of all of them.
const PER_PAGE: usize = 20;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/youth", UseCase::ReadPublic, show);
    routes.post("/youth", UseCase::ReadPublic, answer);
    routes.get("/youth/openings", UseCase::ReadPublic, openings);
}

async fn show(visit: Visit) -> Response {
    render(&visit, &Form::new(&Fields::default()), None).await
}

/// Whether somebody is young. Nothing of it is kept, nor stands in an address.
async fn answer(visit: Visit, fields: Fields) -> Response {
    let wrong = |why: Message| app::Error::field("born_on", why);
    let born_on = app::born_on(fields.text("born_on"), visit.ctx.today()).map_err(wrong);
    let born_on = born_on.and_then(|day| day.ok_or_else(|| wrong(Message::new("field-needed"))));
    match born_on.and_then(|day| app::youth::check(&visit.ctx, visit.app(), day)) {
        Ok(answer) => render(&visit, &Form::new(&fields), Some(&answer)).await,
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => render(&visit, &form, None).await,
        },
    }
}

async fn render(visit: &Visit, form: &Form<'_>, answer: Option<&Answer>) -> Response {
    let (ctx, app) = (&visit.ctx, visit.app());
    let gathered = async {
        let policies = app::announcement::current(ctx, app, Kind::Youth).await?;
        let first = app::youth::first(ctx, app).await?;
        let measures = app::youth::measures(ctx, app).await?;
        Ok::<_, app::Error>((policies, first, measures, app::youth::programs(ctx, app)?))
    };
    let (policies, first, measures, programs) = match gathered.await {
        Ok(gathered) => gathered,
        Err(failed) => return error::page(visit, &failed),
    };
    let body = html! {
        p.lead { (visit.t("youth-lead")) " · " (visit.t("as-of")) " " (visit.instant(ctx.now)) }
        (way(visit, &first))
        (age::question(visit, form, answer))
        (age::tables(visit, &app::youth::laws(ctx, app), &programs))
        (newest(visit, &first))
        (tries(visit, &first))
        @if let Some(measures) = &measures { (plan::section(visit, measures)) }
        section #policies {
            h2 { (visit.t("youth-policies")) }
            p { (visit.n("youth-n", policies.len())) }
            p { (visit.t("announced-note")) }
            @if policies.is_empty() { p.notice { (visit.t("youth-empty")) " " a href={ "tel:" (app.city.phone()) } { (app.city.phone()) } } }
            (rows(visit, policies.iter().take(MOST)))
        }
    };
    form.page(visit, &visit.t("youth-title"), &body)
}

/// Four steps to a first job, each with how many there are.
fn way(visit: &Visit, first: &First) -> Markup {
    let steps = [
        ("/fit", "youth-step-fit", visit.n("youth-openings-n", first.openings)),
        ("#ages", "youth-step-programmes", visit.n("youth-programmes-n", first.programs)),
        ("#try", "youth-step-try", visit.n("youth-tries-n", first.tries.len())),
        ("#newcomers", "youth-step-apply", visit.n("youth-newcomers-n", first.newcomers.len())),
    ];
    html! { section {
        h2 { (visit.t("youth-way")) }
        ol { @for (href, key, count) in &steps { li { a href=(href) { (visit.t(key)) } " · " (count) } } }
        p { a.button href="/programmes/fit" { (visit.t("programmes-fit")) } " " a.button.second href="/programmes" { (visit.t("programmes")) } }
    } }
}

fn newest(visit: &Visit, first: &First) -> Markup {
    html! { section #newcomers {
        h2 { (visit.t("youth-newcomers")) }
        p { (visit.t("youth-newcomers-note")) }
        @if first.newcomers.is_empty() { p.notice { (visit.t("youth-newcomers-none")) " " a href="/openings" { (visit.t("nav-openings")) } } }
        ul.openings { @for listed in first.newcomers.iter().take(NEWEST) { (opening_row(visit, listed)) } }
        @if first.newcomers.len() > NEWEST { p { a href="/youth/openings" { (visit.t("see-all")) } } }
    } }
}

/// What takes people now so that they try a work.
fn tries(visit: &Visit, first: &First) -> Markup {
    let named = |cohort: &domain::cohort::Cohort| {
        let program = visit.app().reference.support_programs.get(&cohort.program);
        program.map_or_else(|| cohort.program.to_string(), |program| visit.say(&program.name()))
    };
    html! { section id="try" {
        h2 { (visit.t("youth-try")) }
        p { (visit.t("youth-try-note")) " " a href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } }
        @if first.tries.is_empty() { p.notice { (visit.t("youth-try-none")) } }
        ul { @for cohort in &first.tries { li {
            a href={ "/cohorts/" (cohort.id) } { (named(cohort)) } " · " (cohort.from) " ~ " (cohort.until) " · " (visit.n("headcount-n", cohort.seats.capacity))
        } } }
    } }
}

/// Every opening that asks for no experience, the newest first.
async fn openings(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let found = match app::youth::newcomers(&visit.ctx, visit.app()) {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let last = found.len().div_ceil(PER_PAGE).max(1);
    let asked = fields.parse::<usize>("page").unwrap_or(1).max(1);
    if asked > last {
        // The list has become shorter since the link was made.
        return Redirect::to(&format!("/youth/openings{}", fields.with("page", &last.to_string())))
            .into_response();
    }
    let title = visit.t("youth-newcomers");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("found-n", found.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { (visit.t("youth-newcomers-note")) }
        @if found.is_empty() { p.notice { (visit.t("youth-newcomers-none")) " " a href="/openings" { (visit.t("nav-openings")) } } }
        h2.heard { (visit.t("openings-listed")) }
        ul.openings { @for listed in found.iter().skip((asked - 1) * PER_PAGE).take(PER_PAGE) { (opening_row(&visit, listed)) } }
        (pages(&visit, "/youth/openings", &fields, asked, last))
        p { a href="/youth" { (visit.t("youth-title")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

/// A name in the reader's language.
fn in_lang<'a>(visit: &Visit, ko: &'a str, en: &'a str) -> &'a str {
    match visit.lang {
        Lang::Ko => ko,
        Lang::En => en,
    }
}

/// Hiring events of other bodies within a span, for the calendar.
pub(crate) async fn events(visit: &Visit, (first, last): (jiff::civil::Date, jiff::civil::Date)) -> Markup {
    // The calendar stands without them.
    let Ok(mut found) = app::announcement::current(&visit.ctx, visit.app(), Kind::Event).await else {
        return html! {};
    };
    found.retain(|one| {
        let from = one.from.or(one.until);
        from.is_none_or(|from| from <= last) && one.until.is_none_or(|until| until >= first)
    });
    html! { @if !found.is_empty() { section {
        h2 { (visit.t("announced-events")) }
        p.small { (visit.t("announced-note")) }
        (rows(visit, found.iter().take(MOST)))
    } } }
}

/// Each in its source's words, with the source named.
fn rows<'a>(visit: &Visit, announced: impl Iterator<Item = &'a Announcement>) -> Markup {
    html! { ul.openings { @for one in announced { li.opening lang="ko" {
        h3 { @if one.url.is_empty() { (one.title) } @else { a href=(one.url) rel="noopener noreferrer nofollow" { (one.title) } } }
        p { @if !one.body.is_empty() { (one.body) " · " } @if !one.place.is_empty() { (one.place) " · " } (term(visit, one)) @if let Some((least, most)) = one.ages { " · " (least) "–" (most) (visit.t("announced-years")) } }
        @for line in one.text.lines().take(6) { p { (line) } }
        p.small { (one.licence) " · " (visit.t("announced-read")) " " (visit.instant(one.read_at)) }
    } } } }
}

/// The days as far as they could be read; else what stands there.
fn term(visit: &Visit, one: &Announcement) -> String {
    match (one.from, one.until) {
        (Some(from), Some(until)) if from != until => format!("{from} ~ {until}"),
        (_, Some(until)) => until.to_string(),
        _ if one.term.is_empty() => visit.t("deadline-unknown"),
        _ => one.term.clone(),
    }
}
