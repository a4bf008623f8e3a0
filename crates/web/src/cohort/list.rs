//! Cohorts on the pages of others: of a programme, on the front page, beside an answer of what fits.

use app::cohort::Published;
use domain::cohort::State;
use domain::support_program::ProgramId;
use maud::{Markup, html};

use super::{apply_until, name, runs};
use crate::visit::Visit;

/// Cohorts on the front page.
const MOST: usize = 5;

/// Those of a programme: that recruit or come first, then those that were. The page stands without them.
pub(crate) async fn of_program(visit: &Visit, program: &ProgramId) -> Markup {
    let Ok(found) = app::cohort::of_program(&visit.ctx, visit.app(), program).await else {
        return html! {};
    };
    if found.is_empty() {
        return html! {};
    }
    let comes =
        |one: &Published| matches!(one.cohort.state, State::Recruiting { .. } | State::Selected { .. });
    let (coming, rest): (Vec<Published>, Vec<Published>) = found.into_iter().partition(comes);
    html! { section #cohorts {
        h2 { (visit.t("cohorts-coming")) }
        @if coming.is_empty() { p { (visit.t("cohorts-none")) " " (crate::support_program::phone(visit)) } }
        @else { (table(visit, "cohorts-coming", &coming)) }
        @if !rest.is_empty() { details { summary { (visit.t("cohorts-others")) } (table(visit, "cohorts-others", &rest)) } }
    } }
}

fn table(visit: &Visit, caption: &str, all: &[Published]) -> Markup {
    html! { table.cards {
        caption.same { (visit.t(caption)) }
        thead { tr { @for key in ["cohorts-one", "state", "project-term", "project-place", "cohorts-seats", "cohorts-apply-until"] { th scope="col" { (visit.t(key)) } } } }
        tbody { @for one in all { @let cohort = &one.cohort; tr {
            th scope="row" { a href={ "/cohorts/" (cohort.id) } { (name(visit, Some(one.program), cohort)) } }
            td { (standing(visit, one)) }
            td data-label=(visit.t("project-term")) { (cohort.from) " ~ " (cohort.until) }
            td data-label=(visit.t("project-place")) lang=[visit.content_lang()] { @if let Some(session) = cohort.sessions.first() { (session.room) } }
            td data-label=(visit.t("cohorts-seats")) { (cohort.seats.capacity) }
            td data-label=(visit.t("cohorts-apply-until")) { @if matches!(cohort.state, State::Recruiting { .. }) { (apply_until(visit, cohort)) } @else { "–" } }
        } } }
    } }
}

fn standing(visit: &Visit, one: &Published) -> String {
    visit.t(&format!("cohort-state-{}", one.cohort.state.name()))
}

/// Those to which one may apply now, as rows of the front page.
pub(crate) async fn on_front_page(visit: &Visit) -> Vec<Markup> {
    let found = app::cohort::recruiting(&visit.ctx, visit.app()).await.unwrap_or_default();
    let row = |one: &Published| {
        html! { li.opening {
            h3 { a href={ "/cohorts/" (one.cohort.id) } { (name(visit, Some(one.program), &one.cohort)) } }
            p.employer { (one.cohort.from) " ~ " (one.cohort.until) " · " (visit.t("cohorts-apply-until")) " " (apply_until(visit, &one.cohort)) }
            p.small { (visit.t("programmes")) " · " (runs(visit, one)) " · " (visit.t("cohorts-seats")) " " (one.cohort.seats.capacity) }
        } }
    };
    found.iter().take(MOST).map(row).collect()
}

/// The ways to those of one programme among `open`, beside an answer of what fits.
pub(crate) fn links(visit: &Visit, open: &[Published], program: &ProgramId) -> Markup {
    let of: Vec<&Published> = open.iter().filter(|one| one.cohort.program == *program).collect();
    html! { @if !of.is_empty() { p {
        (visit.t("cohorts-open")) " "
        @for (nth, one) in of.iter().enumerate() { @if nth > 0 { ", " } a href={ "/cohorts/" (one.cohort.id) } { (name(visit, Some(one.program), &one.cohort)) } " (" (one.cohort.from) ")" }
    } } }
}
