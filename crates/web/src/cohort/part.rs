//! One's own part in a cohort in words: where it stands, for whoever waits place and reason, what is still to be told, the next
//! session, what was attended, and what one can do.

use app::enrolment::Part;
use domain::enrolment::State;
use domain::message::Message;
use domain::support_program::Verdict;
use maud::{Markup, html};

use super::name;
use crate::support_program::answer::to_tell;
use crate::visit::Visit;

/// All of one's own.
pub(crate) fn parts(visit: &Visit, parts: &[Part]) -> Markup {
    html! { section #programmes {
        h2 { (visit.t("my-programmes")) }
        @if parts.is_empty() { p { (visit.t("my-programmes-none")) " " a href="/programmes" { (visit.t("programmes")) } } }
        ul.openings { @for part in parts { li.opening { h3 { a href={ "/cohorts/" (part.cohort.id) } { (name(visit, part.program, &part.cohort)) } } (part_of(visit, part)) } } }
    } }
}

/// One of them without its heading.
pub(super) fn part_of(visit: &Visit, part: &Part) -> Markup {
    let (one, cohort) = (&part.enrolment, &part.cohort);
    let may_withdraw = matches!(one.state, State::Applied | State::Selected { .. } | State::Waiting { .. });
    html! {
        p { span.badge { (visit.t(&format!("enrolment-state-{}", one.state.name()))) } " " (state(visit, &one.state)) }
        @if matches!(one.state, State::Applied | State::Refused { .. }) { (verdict(visit, part)) }
        @if let Some(next) = part.next(visit.ctx.today()) {
            p { (visit.t("part-next")) " " (next.on) " " (crate::component::clock(next.hours.start_min)) " · " span lang=[visit.content_lang()] { (next.room) } }
        }
        (attended(visit, part))
        p.small { (visit.t("part-number")) " " code { (one.id) } }
        div.actions {
            @if matches!(one.state, State::Completed { .. }) { a.button href={ "/enrolments/" (one.id) "/certificate.pdf" } { (visit.t("part-certificate")) } }
            @if one.state.is_live() { a.button.second href={ "/cohorts/" (cohort.id) "/calendar.ics" } { (visit.t("calendar-subscribe")) } }
        }
        @if may_withdraw && !cohort.state.is_over() {
            form method="post" action={ "/me/enrolments/" (one.id) "/withdraw" } {
                p.hint { (visit.t("part-withdraw-note")) }
                button.second { (visit.t("part-withdraw")) }
            }
        }
    }
}

/// Where it stands, in words.
fn state(visit: &Visit, state: &State) -> String {
    match state {
        State::Waiting { place, reason, .. } => {
            let place = visit.n("part-waiting", *place);
            format!("{place} {}", visit.t(&format!("enrolment-waiting-{reason}")))
        }
        State::DroppedOut { on, reason } => {
            let why = Message::word("enrolment-drop", (*reason).into());
            visit.say(&Message::new("part-dropped_out").with("day", on.to_string()).with("why", why))
        }
        other => visit.t(&format!("part-{}", other.name())),
    }
}

/// What is still to be told or brought, or why one is not of those for whom it is.
fn verdict(visit: &Visit, part: &Part) -> Markup {
    html! { @match part.application.as_ref().map(|told| &told.verdict) {
        Some(Verdict::Unknown { missing }) => { p { (visit.t("part-bring")) } (to_tell(visit, missing)) }
        Some(Verdict::NotEligible { reasons }) => { ul { @for why in reasons { li { (visit.say(why)) } } } p { (visit.t("fit-call")) " " (crate::support_program::phone(visit)) } }
        Some(Verdict::Eligible) => p { (visit.t("part-eligible")) },
        None => {}
    } }
}

fn attended(visit: &Visit, part: &Part) -> Markup {
    let (noted, hours) = part.attendance();
    let so_far = Message::new("part-attendance")
        .with("n", noted)
        .with("attended", in_hours(hours.attended_min))
        .with("held", in_hours(hours.held_min))
        .with("percent", hours.percent());
    html! { @if noted > 0 { p { (visit.say(&so_far)) } } }
}

/// Minutes as hours, with a half where there is one.
fn in_hours(minutes: u64) -> String {
    let tenths = minutes * 10 / 60;
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}
