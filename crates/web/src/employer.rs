//! `/employers`: how to post in five minutes; `/employer`: an employer's own page with what to answer today.

mod demand;
mod people;

use app::opening::{Filter, StaffRow};
use app::referral::{Shortlisted, Wider};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::id::OpeningId;
use domain::message::Message;
use domain::opening::{State, StateName, remaining_heads};
use domain::person::written_phone;
use domain::policy::UseCase;
use domain::referral::{self, RejectReason};
use domain::reminder::{Act, days_after};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::reasons;
use crate::fields::Fields;
use crate::referral::standing;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/employers", UseCase::ReadPublic, public);
    routes.get("/employer", UseCase::ReadOwn, home);
    routes.get("/employer/openings/{id}/demand", UseCase::ReadMatch, demand::show);
    routes.get("/employer/openings/{id}/people", UseCase::AnswerReferral, people::show);
    routes.post("/employer/openings/{id}/people", UseCase::AnswerReferral, people::introduce);
}

async fn public(visit: Visit) -> Response {
    let phone = visit.app().city.phone();
    let title = visit.t("employers-title");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("employers-lead")) }
        div.actions {
            a.button.phone href={ "tel:" (phone) } { (visit.t("employers-call")) " " (phone) }
            a.button.second href="/sign-in?next=/staff/openings/new" { (visit.t("employers-write")) }
        }
        h2 { (visit.t("employers-needed")) }
        ul { @for key in ["employers-needed-work", "employers-needed-pay", "employers-needed-place", "employers-needed-apply"] { li { (visit.t(key)) } } }
        h2 { (visit.t("employers-then")) }
        ol { @for key in ["employers-then-check", "employers-then-show", "employers-then-send", "employers-then-answer"] { li { (visit.t(key)) } } }
        p.small { (visit.t("employers-answer-note")) }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn home(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    if visit.ctx.actor.employer.is_none() {
        return crate::me::show(visit).await;
    }
    let wider = match Fields(pairs).parse::<OpeningId>("widen") {
        Some(id) => match app::referral::widen(&visit.ctx, visit.app(), id).await {
            Ok(found) => Some(found),
            Err(failed) => return error::page(&visit, &failed),
        },
        None => None,
    };
    render(&visit, wider, None).await
}

/// The page with the forms that answer, and why an answer could not be taken.
pub(crate) async fn render(visit: &Visit, wider: Option<Wider>, refused: Option<&Message>) -> Response {
    let told = match app::notice::of_my_employer(&visit.ctx, visit.app()).await {
        Ok(told) => told,
        Err(failed) => return error::page(visit, &failed),
    };
    let filter = Filter { page: 1, size: 100, ..Filter::default() };
    let found = match app::opening::list(&visit.ctx, visit.app(), &filter).await {
        Ok(found) => found,
        Err(failed) => return error::page(visit, &failed),
    };
    let sent = match app::referral::shortlist(&visit.ctx, visit.app(), None).await {
        Ok(sent) => sent,
        Err(failed) => return error::page(visit, &failed),
    };
    let trials = match app::work_trial::list(&visit.ctx, visit.app()).await {
        Ok(trials) => trials,
        Err(failed) => return error::page(visit, &failed),
    };
    let own = match visit.ctx.actor.employer {
        Some(id) => app::employer::get(&visit.ctx, visit.app(), id).await,
        None => Err(app::Error::NotFound),
    };
    let own = match own {
        Ok(own) => own,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("employer-home");
    let waiting: Vec<_> = found.items.iter().filter_map(|row| Some((row, asked(visit, row)?))).collect();
    let results: Vec<_> = sent.iter().filter(|one| result_is_due(visit, one)).collect();
    let body = html! {
        h1 { (title) }
        @if let Some(refused) = refused { div.errors role="alert" tabindex="-1" { h2 { (visit.t("me-not-taken")) } p { (visit.say(refused)) } } }
        p.lead { (visit.n("openings-n", found.total)) }
        div.actions { a.button href="/staff/openings/new" { (visit.t("opening-new")) } }
        section {
            h2 { (visit.t("employer-today")) }
            @if waiting.is_empty() && results.is_empty() { p { (visit.t("employer-nothing")) } }
            ul { @for (row, words) in &waiting { li {
                a href={ "/staff/openings/" (row.opening.id) } { (row.opening.content.title) } " · " (words)
                (one_tap(visit, row))
            } }
            @for one in &results { li { (result(visit, one)) } } }
        }
        @if let Some(wider) = &wider { (widened(visit, wider)) }
        @if !told.is_empty() { section {
            h2 { (visit.t("me-news")) }
            ul { @for notice in told.iter().take(10) { li {
                (visit.instant(notice.at)) " · " (visit.t(&format!("employer-news-{}", notice.kind)))
                @if let Some(line) = sent.iter().find(|one| Some(one.referral.id) == notice.about.referral) { " · " (line.title) }
            } } }
        } }
        (shortlist(visit, &sent))
        (crate::staff::own_trials(visit, &trials))
        (contact(visit, &own))
        section {
            h2 { (visit.t("employer-openings")) }
            (table(visit, &found.items))
        }
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    (status, page::shell(visit, &title, body)).into_response()
}

/// Whom we call, and whether that is still right.
fn contact(visit: &Visit, view: &app::employer::View) -> Markup {
    let path = format!("/staff/employers/{}", view.employer.id);
    html! {
        section #contact {
            h2 { (visit.t("employer-contact")) }
            @match &view.contact {
                Some(contact) => {
                    p { (contact.department) " " (contact.name) " " (written_phone(&contact.phone)) " " (contact.email)
                        @if let Some(day) = contact.confirmed_on { " · " (visit.n("contact-confirmed", day.to_string())) } }
                    div.actions {
                        form method="post" action={ (path) "/contact" } { button { (visit.t("contact-confirm")) } }
                        a.button.second href={ (path) "/edit" } { (visit.t("contact-change")) }
                    }
                }
                None => { p { (visit.t("employer-contact-none")) } div.actions { a.button href={ (path) "/edit" } { (visit.t("contact-change")) } } }
            }
        }
    }
}

/// Those sent with a letter: who waits for an answer, with the reasons, then what was answered before.
fn shortlist(visit: &Visit, sent: &[Shortlisted]) -> Markup {
    let (live, ended): (Vec<_>, Vec<_>) = sent.iter().partition(|one| one.referral.state.is_live());
    let state = |one: &Shortlisted| standing(visit, &one.referral.state);
    let day = |at| visit.app().city.zone().to_datetime(at).date().to_string();
    let number = |one: &Shortlisted| {
        one.referral.state.letter().map(|letter| letter.number.clone()).unwrap_or_default()
    };
    html! {
        section {
            h2 { (visit.t("employer-shortlist")) }
            @if live.is_empty() { p { (visit.t("employer-shortlist-none")) } }
            ul { @for one in &live { li {
                a href={ "/staff/referrals/" (one.referral.id) } { (one.name) } " · " (one.title) " · " (number(one)) " " span.badge { (state(one)) }
                @for digits in &one.phones { " " a.phone href={ "tel:" (digits) } { (written_phone(digits)) } }
                p.small {
                    @if let Some(letter) = one.referral.state.letter() { (letter.sent_on) " " (visit.t("referral-sent-on")) }
                    @if let Some(interview) = one.referral.state.interview() { " → " (visit.instant(interview.at)) " " (visit.t("referral-interview")) }
                }
                ul { @for line in &one.referral.fit { li { (visit.say(&line.message)) } } }
            } } }
        }
        @if !ended.is_empty() { section {
            h2 { (visit.t("employer-results")) }
            ul { @for one in &ended { li {
                (one.title) " · " (number(one)) " · " (state(one))
                @if let referral::State::Ended { at, .. } = &one.referral.state { " · " (day(*at)) }
            } } }
        } }
    }
}

/// What easing one condition of an opening would bring.
fn widened(visit: &Visit, wider: &Wider) -> Markup {
    let (opening, least) = (&wider.opening, wider.least);
    html! {
        section #widen {
            h2 { (visit.t("employer-widen")) ": " (opening.content.title) }
            p { @match wider.now {
                Some(now) => (visit.n("employer-widen-now", now)),
                None => (visit.n("employer-widen-few", least)),
            } }
            @if wider.more.is_empty() { p { (visit.n("employer-widen-none", least)) } }
            @else { ul { @for (message, _) in &wider.more { li { (visit.say(message)) } } } }
            p.small { (visit.t("employer-widen-note")) }
            div.actions { a.button.second href={ "/staff/openings/" (opening.id) "/edit" } { (visit.t("edit")) } }
        }
    }
}

/// What an opening asks of its employer today, if anything.
fn asked(visit: &Visit, row: &StaffRow) -> Option<String> {
    let clocks = visit.app().city.reminders();
    match &row.opening.state {
        State::Open { doubted_since: Some(_), .. } => Some(visit.t("employer-ask-doubted")),
        State::Open { .. } => {
            let due = row.opening.due(clocks, &visit.ctx.zone)?;
            (due.on <= visit.ctx.today()).then(|| visit.t(&format!("employer-ask-{}", due.act)))
        }
        State::Paused { why: domain::opening::PauseReason::Unconfirmed, .. } => {
            Some(visit.t("employer-ask-paused"))
        }
        State::Paused { why: domain::opening::PauseReason::Unfit, .. } => Some(visit.t("employer-ask-unfit")),
        State::Returned { explanation, .. } => Some(visit.n("employer-ask-returned", explanation.as_str())),
        State::Draft => Some(visit.t("employer-ask-draft")),
        _ => None,
    }
}

/// Whether it is time to say what became of somebody who was sent: the day of the next round has come, or the
/// interview was so long ago that the first has.
fn result_is_due(visit: &Visit, one: &Shortlisted) -> bool {
    let (clocks, zone, today) = (visit.app().city.reminders(), &visit.ctx.zone, visit.ctx.today());
    let due = one.referral.due(clocks, zone);
    let asked =
        due.is_some_and(|due| matches!(due.act, Act::AskResult | Act::ChaseReferral) && due.on <= today);
    let held = one.referral.state.held_interview().filter(|_| one.referral.state.is_live());
    let long_ago = days_after(today, -clocks.result_asked_days[0]);
    asked || held.is_some_and(|interview| zone.to_datetime(interview.at).date() <= long_ago)
}

/// What became of one person, said with one button.
fn result(visit: &Visit, one: &Shortlisted) -> Markup {
    let id = one.referral.id;
    html! {
        a href={ "/staff/referrals/" (id) } { (one.name) } " · " (one.title) " · " (visit.t("answer-title-result"))
        form.taps method="post" action={ "/me/referrals/" (id) } {
            input type="hidden" name="version" value=(one.referral.version);
            div.field { label for={ "start-" (id) } { (visit.t("answer-start-on")) } input id={ "start-" (id) } name="start_on" type="date" value=(visit.ctx.today()); }
            p { button name="answer" value="hired" { (visit.t("answer-hired")) } }
            (reasons(visit, &format!("reason-{id}"), "reject-reason", &RejectReason::iter().map(|r| r.to_string()).collect::<Vec<_>>()))
            p { button.second name="answer" value="rejected" { (visit.t("answer-rejected")) }
                " " button.second name="answer" value="undecided" { (visit.t("answer-undecided")) } }
        }
    }
}

fn one_tap(visit: &Visit, row: &StaffRow) -> Markup {
    let silent = matches!(
        row.opening.state,
        State::Open { .. } | State::Paused { why: domain::opening::PauseReason::Unconfirmed, .. }
    );
    html! { @if silent {
        form method="post" action={ "/staff/openings/" (row.opening.id) "/steps" } {
            input type="hidden" name="version" value=(row.opening.version);
            button name="step" value="confirm" { (visit.t("answer-still-open")) }
            " " button.second name="step" value="renew" { (visit.t("answer-renew")) }
        }
    } }
}

fn table(visit: &Visit, rows: &[StaffRow]) -> Markup {
    html! {
        @if rows.is_empty() { p.notice { (visit.t("list-empty")) } }
        @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("employer-openings")) { table {
            caption.same { (visit.t("employer-openings")) }
            thead { tr {
                th scope="col" { (visit.t("receipt-number")) } th scope="col" { (visit.t("title")) } th scope="col" { (visit.t("state")) }
                th scope="col" { (visit.t("heads-taken")) } th scope="col" { (visit.t("heads-left")) } th scope="col" { (visit.t("valid-to")) } th scope="col" { (visit.t("employer-widen-column")) }
            } }
            tbody { @for row in rows { tr {
                td { (row.opening.origin.number) }
                th scope="row" { a href={ "/staff/openings/" (row.opening.id) } { @if row.opening.content.title.is_empty() { (visit.t("untitled")) } @else { (row.opening.content.title) } } }
                td { span.badge { (visit.t(&format!("opening-state-{}", row.opening.state.name()))) } @if row.opening.state.doubted_since().is_some() { " " span.badge.doubt { (visit.t("needs-confirmation")) } } }
                td { (row.taken) }
                td { @if row.opening.state.name() == StateName::Filled { "0" } @else { (remaining_heads(row.opening.content.headcount, row.taken)) } }
                td { @if let Some(day) = row.opening.state.valid_until() { (day) } }
                td { @if row.opening.state.name() == StateName::Open { a href={ "/employer?widen=" (row.opening.id) "#widen" } { (visit.t("employer-widen")) }
                    br; a href={ "/employer/openings/" (row.opening.id) "/demand" } { (visit.t("demand")) }
                    br; a href={ "/employer/openings/" (row.opening.id) "/people" } { (visit.t("unnamed-title")) } } }
            } } }
        } } }
    }
}
