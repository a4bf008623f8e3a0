//! One cohort: where it stands, its seats, the next steps, its sessions, and its people for whoever may see them.

use app::cohort::View;
use app::enrolment::Row;
use axum::extract::Path;
use axum::response::Response;
use domain::cohort::{CancelReason, Cohort, Completion, Criterion, SessionState, State, StateName};
use domain::enrolment::{Enrolment, State as Part, StateName as PartName, attended};
use domain::id::CohortId;
use domain::message::Message;
use domain::policy::{Reach, UseCase, reach};
use domain::support_program::Verdict;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::{form, id_of, named, place, session, state_badge, waits};
use crate::component::{Form, input, select};
use crate::error;
use crate::fields::Fields;
use crate::support_program::answer::to_tell;
use crate::visit::Visit;

/// The way of a cohort, for the line that says how far it is.
const WAY: [StateName; 5] = [
    StateName::Planned,
    StateName::Recruiting,
    StateName::Selected,
    StateName::Running,
    StateName::Completed,
];

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id_of(&id) {
        Ok(id) => render(&visit, id, &Form::new(&Fields::default())).await,
        Err(failed) => error::page(&visit, &failed),
    }
}

/// Whom who asks may see of a cohort; `None` for those who see only its figures.
pub(super) async fn people(visit: &Visit, id: CohortId) -> Result<Option<Vec<Row>>, app::Error> {
    match app::enrolment::of_cohort(&visit.ctx, visit.app(), id).await {
        Ok(rows) => Ok(Some(rows)),
        Err(app::Error::NotFound | app::Error::Forbidden(_)) => Ok(None),
        Err(failed) => Err(failed),
    }
}

/// The page, with what was typed into one of its forms and what is wrong with it.
pub(super) async fn render(visit: &Visit, id: CohortId, form: &Form<'_>) -> Response {
    let view = match app::cohort::get(&visit.ctx, visit.app(), id).await {
        Ok(view) => view,
        Err(failed) => return error::page(visit, &failed),
    };
    match people(visit, id).await {
        Ok(rows) => {
            let rest = body(visit, &view, rows.as_deref(), form);
            form.page(visit, &named(visit, &view.cohort), &rest)
        }
        Err(failed) => error::page(visit, &failed),
    }
}

fn body(visit: &Visit, view: &View, rows: Option<&[Row]>, form: &Form<'_>) -> Markup {
    let cohort = &view.cohort;
    let base = place(cohort.id);
    let state = cohort.state.name();
    let takes = matches!(cohort.state, State::Recruiting { .. });
    let writes = reach(visit.ctx.actor.role, UseCase::WriteEnrolment) != Reach::No;
    html! {
        p.lead { (state_badge(visit, state)) " " (cohort.from) " ~ " (cohort.until) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        (way(visit, cohort))
        @if view.may_mind && !view.due.is_empty() { ul.notice { @for one in &view.due { li { (waits(visit, one)) } } } }
        div.actions {
            @if takes && writes { a.button href={ (base) "/apply" } { (visit.t("desk-apply")) } }
            @if view.may_mind && state == StateName::Planned { a.button.second href={ (base) "/edit" } { (visit.t("edit")) } }
            @if view.may_mind && rows.is_some() && state != StateName::Planned { a.button.second href={ (base) "/attendance" } { (visit.t("desk-sheet")) } }
            @if state != StateName::Planned { a.button.second href={ "/cohorts/" (cohort.id) } { (visit.t("see-public")) } a.button.second href={ "/cohorts/" (cohort.id) "/calendar.ics" } { (visit.t("desk-calendar")) } }
        }
        (facts(visit, view))
        @if view.may_mind && !cohort.state.is_over() { (steps(visit, view, form, &base)) }
        (sessions(visit, view, form, &base))
        section #people {
            h2 { (visit.t("desk-people")) }
            @match rows {
                None => p { (visit.t("desk-people-hidden")) },
                Some(rows) => (people_table(visit, view, rows)),
            }
        }
        p { a href="/staff/cohorts" { (visit.t("staff-cohorts")) } }
    }
}

/// How far it is: each state, the present one said to be so.
fn way(visit: &Visit, cohort: &Cohort) -> Markup {
    let here = cohort.state.name();
    html! {
        p { @for (nth, state) in WAY.into_iter().enumerate() {
            @if nth > 0 { span aria-hidden="true" { " → " } }
            @let word = visit.t(&format!("cohort-state-{state}"));
            @if state == here { strong aria-current="step" { (word) } } @else { (word) }
        } }
        @if let State::Cancelled { at, reason } = &cohort.state {
            p.notice { (visit.t("cohort-state-cancelled")) " · " (visit.t(&format!("cohort-cancel-{reason}"))) " · " (visit.instant(*at)) }
        }
    }
}

fn facts(visit: &Visit, view: &View) -> Markup {
    let (cohort, tally) = (&view.cohort, &view.tally);
    let seats = Message::new("desk-seats-line")
        .with("capacity", cohort.seats.capacity)
        .with("taken", cohort.seats.taken)
        .with("free", cohort.seats.free())
        .with("waiting", tally.now(PartName::Waiting))
        .with("out", cohort.seats.out());
    let states: Vec<String> = PartName::iter()
        .filter(|state| tally.now(*state) > 0)
        .map(|state| format!("{} {}", visit.t(&format!("enrolment-state-{state}")), tally.now(state)))
        .collect();
    html! {
        dl.facts {
            dt { (visit.t("cohorts-seats")) } dd { (visit.say(&seats)) }
            dt { (visit.t("desk-people")) } dd { (visit.n("desk-applied-n", tally.applied)) @if !states.is_empty() { " · " (states.join(" · ")) } }
            @if let Some(last) = cohort.apply_until { dt { (visit.t("desk-apply-until")) } dd { (last) } }
            dt { (visit.t("desk-version")) } dd { a href={ "/programmes/" (cohort.program) "#version-" (cohort.program_version) } { (version_name(visit, cohort)) } }
            dt { (visit.t("desk-criteria")) } dd { ol { @for criterion in &cohort.criteria { li { (criterion_words(visit, criterion)) } } } }
            dt { (visit.t("cohorts-completion")) } dd { @match cohort.completion {
                Completion::Hours { least_percent } => (visit.n("cohorts-completion-hours", least_percent)),
                Completion::Stayed => (visit.t("desk-completion-stayed")),
            } }
            @if let Some(seed) = cohort.state.seed() { dt { (visit.t("desk-seed")) } dd { code { (seed.as_str()) } p.small { (visit.t("desk-seed-hint")) } } }
        }
    }
}

fn version_name(visit: &Visit, cohort: &Cohort) -> String {
    let program = visit.app().reference.support_programs.get(&cohort.program);
    let version = program.and_then(|program| program.version(&cohort.program_version));
    version.map_or_else(
        || cohort.program_version.to_string(),
        |version| {
            let name = Message::new("support-name").with("ko", version.name_ko.as_str());
            visit.say(&name.with("en", version.name_en.as_str()))
        },
    )
}

fn criterion_words(visit: &Visit, criterion: &Criterion) -> String {
    let word = visit.t(&format!("cohort-criterion-{}", form::kind(criterion)));
    let Criterion::Priority { of } = criterion else { return word };
    let segments = &visit.app().reference.segments;
    let name = |code| segments.get(code).map(|segment| visit.say(&segment.name()));
    let names: Vec<String> = of.iter().filter_map(name).collect();
    format!("{word}: {}", names.join(", "))
}

/// What may be done with it as a whole, the next step first; each is folded away until it is meant.
fn steps(visit: &Visit, view: &View, form: &Form<'_>, base: &str) -> Markup {
    let cohort = &view.cohort;
    let to = format!("{base}/steps");
    let step = |step: &str| {
        html! { details {
            summary { (visit.t(&format!("desk-do-{step}"))) }
            form.narrow method="post" action=(to) {
                p { (visit.t(&format!("desk-note-{step}"))) }
                button name="step" value=(step) { (visit.t(&format!("desk-do-{step}"))) }
            }
        } }
    };
    let waits = view.tally.now(PartName::Waiting) > 0 && cohort.seats.free() > 0;
    let reasons: Vec<(String, String)> = CancelReason::iter()
        .map(|reason| (reason.to_string(), visit.t(&format!("cohort-cancel-{reason}"))))
        .collect();
    html! {
        section #main-steps {
            h2 { (visit.t("desk-steps")) }
            @match cohort.state {
                State::Planned => (step("publish")),
                State::Recruiting { .. } => (step("choose")),
                State::Selected { .. } => { (step("start")) @if waits { (step("promote")) } },
                State::Running { .. } => { @if waits { (step("promote")) } (step("complete")) },
                State::Completed { .. } | State::Cancelled { .. } => {},
            }
            @if !matches!(cohort.state, State::Planned) { details open[form.opens(&["seats"])] {
                summary { (visit.t("desk-do-resize")) }
                form.narrow method="post" action=(to) {
                    (input(visit, form, "seats", "cohorts-seats", "number", "desk-seats-hint"))
                    button name="step" value="resize" { (visit.t("desk-do-resize")) }
                }
            } }
            details open[form.opens(&["reason"])] {
                summary { (visit.t("desk-do-cancel")) }
                form.narrow method="post" action=(to) {
                    p { (visit.t("desk-note-cancel")) }
                    (select(visit, form, "reason", "reason", &reasons))
                    button.danger name="step" value="cancel" { (visit.t("desk-do-cancel")) }
                }
            }
        }
    }
}

fn sessions(visit: &Visit, view: &View, form: &Form<'_>, base: &str) -> Markup {
    let cohort = &view.cohort;
    let title = visit.t("cohorts-sessions");
    let adds = view.may_mind && !cohort.state.is_over() && !matches!(cohort.state, State::Planned);
    html! {
        section #sessions {
            h2 { (title) " " (cohort.sessions.len()) }
            @if cohort.sessions.is_empty() { p { (visit.t("desk-sessions-none")) } } @else { table.cards {
                caption.same { (title) }
                thead { tr { th scope="col" { (visit.t("cohorts-nth")) } th scope="col" { (visit.t("desk-when")) } th scope="col" { (visit.t("desk-session-room")) } th scope="col" { (visit.t("state")) } } }
                tbody { @for session in &cohort.sessions { tr {
                    th scope="row" { @if view.may_mind { a href={ (base) "/sessions/" (session.nth) } { (visit.n("cohorts-session", session.nth)) } } @else { (visit.n("cohorts-session", session.nth)) } }
                    td data-label=(visit.t("desk-when")) { (session::when(session)) }
                    td data-label=(visit.t("desk-session-room")) { (session.room) }
                    td { @if let SessionState::Cancelled { why, .. } = &session.state { span.badge.late { (visit.t("cohort-state-cancelled")) } " " (why) } }
                } } }
            } }
            @if adds { details open[form.opens(&["on", "from", "until", "rest"])] {
                summary { (visit.t("desk-session-add")) }
                form.narrow method="post" action={ (base) "/sessions" } {
                    (input(visit, form, "on", "desk-session-on", "date", ""))
                    (input(visit, form, "from", "desk-session-from", "time", ""))
                    (input(visit, form, "until", "desk-session-until", "time", ""))
                    (input(visit, form, "rest", "desk-session-rest", "number", ""))
                    (input(visit, form, "room", "desk-session-room", "text", ""))
                    button { (visit.t("desk-session-add")) }
                }
            } }
        }
    }
}

/// People in the order in which one looks for them: who sits, who waits by place, who is still to be judged, who is out.
fn order(part: &Enrolment) -> (u8, u32) {
    match part.state {
        Part::Enrolled { .. } => (0, 0),
        Part::Selected { .. } => (1, 0),
        Part::Completed { .. } => (2, 0),
        Part::Applied => (3, 0),
        Part::Waiting { place, .. } => (4, place),
        Part::DroppedOut { .. } | Part::NoShow { .. } => (5, 0),
        Part::Withdrawn { .. } | Part::Refused { .. } => (6, 0),
    }
}

fn people_table(visit: &Visit, view: &View, rows: &[Row]) -> Markup {
    let cohort = &view.cohort;
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| order(&row.enrolment));
    let scored = cohort.criteria.contains(&Criterion::Score);
    let unseen = usize::try_from(view.tally.applied).unwrap_or(usize::MAX).saturating_sub(rows.len());
    let title = visit.t("desk-people");
    html! {
        p.notice { (visit.t("look-note")) }
        @if unseen > 0 { p { (visit.n("desk-people-unseen", unseen)) } }
        @if rows.is_empty() { @if unseen == 0 { p { (visit.t("desk-people-none")) } } } @else { table.cards {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("desk-verdict")) } @if scored { th.num scope="col" { (visit.t("fit-points")) } } th.num scope="col" { (visit.t("desk-attendance")) } th scope="col" { (visit.t("today-act")) } } }
            tbody { @for row in rows { (person(visit, view, row, scored)) } }
        } }
    }
}

fn person(visit: &Visit, view: &View, row: &Row, scored: bool) -> Markup {
    let (part, told) = (&row.enrolment, row.application.as_ref());
    html! { tr {
        th scope="row" { a href={ "/staff/enrolments/" (part.id) } { @if row.name.is_empty() { (visit.t("erased")) } @else { (row.name) } } }
        td data-label=(visit.t("state")) { (standing(visit, part)) }
        td data-label=(visit.t("desk-verdict")) { @if let Some(told) = told { (verdict(visit, &told.verdict)) } }
        @if scored { td.num data-label=(visit.t("fit-points")) { @match told.and_then(|told| told.score) { Some(points) => (points), None => "–" } } }
        td.num data-label=(visit.t("desk-attendance")) { (percent(&view.cohort, part)) }
        td { @if view.may_mind && !view.cohort.state.is_over() { (quick(visit, part)) } }
    } }
}

/// Of the hours that were held so far, how much somebody attended of those that are noted.
fn percent(cohort: &Cohort, part: &Enrolment) -> String {
    let noted: Vec<_> = cohort
        .sessions
        .iter()
        .filter(|session| part.attendance.contains_key(&session.nth))
        .cloned()
        .collect();
    let hours = attended(&part.attendance, &noted);
    if hours.held_min == 0 { "–".to_owned() } else { format!("{}%", hours.percent()) }
}

/// Where somebody's part stands, with what goes with it.
pub(super) fn standing(visit: &Visit, part: &Enrolment) -> Markup {
    html! {
        span.badge { (visit.t(&format!("enrolment-state-{}", part.state.name()))) }
        @match &part.state {
            Part::Waiting { place, reason, .. } => { " " (visit.n("desk-place-n", *place)) " · " (visit.t(&format!("enrolment-waiting-{reason}"))) }
            Part::DroppedOut { on, reason } => { " " (on) " · " (visit.t(&format!("enrolment-drop-{reason}"))) }
            Part::Completed { percent: Some(percent), .. } => { " " (percent) "%" }
            _ => {}
        }
    }
}

/// How somebody stands to the rules, with every reason in words and what to bring.
pub(super) fn verdict(visit: &Visit, verdict: &Verdict) -> Markup {
    html! { @match verdict {
        Verdict::Eligible => { "○ " (visit.t("desk-eligible")) }
        Verdict::NotEligible { reasons } => { "✕ " (visit.t("desk-not-eligible")) ul { @for why in reasons { li { (visit.say(why)) } } } }
        Verdict::Unknown { missing } => { "? " (visit.t("desk-not-known")) (to_tell(visit, missing)) }
    } }
}

/// What is done with many people one after another, without opening each.
fn quick(visit: &Visit, part: &Enrolment) -> Markup {
    html! { @if matches!(part.state, Part::Selected { .. }) {
        form.actions method="post" action={ "/staff/enrolments/" (part.id) "/steps" } {
            input type="hidden" name="back" value="cohort";
            button.second name="step" value="enrol" { (visit.t("desk-do-enrol")) }
            button.second name="step" value="no_show" { (visit.t("desk-do-no_show")) }
        }
    } }
}
