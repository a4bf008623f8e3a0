//! Promises of jobs (고용 약정): what was promised, offered, hired by word and hired with evidence, each in a column of its
//! own; and whether a clause of local hire is kept, by people and by days apart.

use app::FieldError;
use app::hiring_commitment::{Form as Wanted, Line, Of};
use axum::extract::Path;
use axum::response::Response;
use domain::counting::{GradeName, Rule};
use domain::hiring_commitment::{HiringCommitment, Kept, Pledge};
use domain::message::{Message, thousands};
use maud::{Markup, html};

use super::form::writable;
use super::impact::says_person_days;
use super::{filled, place};
use crate::component::{Form, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::staff::ledger::{grade, rows_of, rule};
use crate::visit::Visit;

/// What may be promised, as forms name it.
const PLEDGES: [&str; 3] = ["heads", "share_of", "clause"];

/// The promises of a project or an agreement.
pub(in crate::staff) fn lines(visit: &Visit, lines: &[Line], may_write: bool) -> Markup {
    html! {
        section id="promises" {
            h2 { (grade(visit, GradeName::Pledged)) " " (visit.t("promises")) " " (rule(visit, Rule::Cr14)) }
            @if lines.is_empty() { p.notice { (visit.t("promises-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("promises")) { table {
                caption { (visit.t("promises-note")) }
                thead { tr { th scope="col" { (visit.t("promise-by")) } th scope="col" { (visit.t("promise-what")) } th.num scope="col" { (grade(visit, GradeName::Pledged)) } th.num scope="col" { (visit.t("promise-still")) } th.num scope="col" { (grade(visit, GradeName::Open)) " " (visit.t("promise-offered")) } th.num scope="col" { (grade(visit, GradeName::Claimed)) } th.num scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (visit.t("state")) } } }
                tbody { @for line in lines { (row(visit, line, may_write)) } }
            } } }
        }
    }
}

/// Where a promise stands: its project or its agreement.
pub(super) fn home(line: &Line) -> String {
    match (line.commitment.project, line.commitment.mou) {
        (Some(project), _) => format!("/staff/projects/{project}#promises"),
        (None, Some(mou)) => format!("/staff/mous/{mou}#promises"),
        (None, None) => "/staff/projects".to_owned(),
    }
}

fn row(visit: &Visit, line: &Line, may_write: bool) -> Markup {
    let commitment = &line.commitment;
    let jobs = |n: i64| format!("{}{}", thousands(n), visit.t("unit-jobs"));
    html! { tr {
        th scope="row" { (commitment.promised_by) br; span.small { (commitment.on) " · " (commitment.source) } }
        td { (pledge(visit, commitment.pledge)) }
        td.num { @match line.promised { Some(promised) => (jobs(promised.value())), None => "–" } }
        td.num { @if line.promised.is_some() { (jobs(line.still.value())) } @else { "–" } }
        @match &line.met {
            Some(met) => {
                td.num { a href={ "/staff/openings?employer=" (commitment.employer.map(|id| id.to_string()).unwrap_or_default()) } { (thousands(met.offered.value())) (visit.t("unit-vacancies")) } }
                td.num { (rows_of(&met.cut, met.claimed.value(), "claimed")) }
                td.num { (rows_of(&met.cut, met.verified.value(), "confirmed")) }
            }
            None => { td colspan="3" { @match &line.kept { Some(kept) => (clause(visit, *kept)), None => (visit.t("promise-unlinked")) } } }
        }
        td { @match &commitment.ended {
            Some((on, why)) => { span.badge { (visit.t("promise-ended")) } " " (on) " · " (why) }
            None => @if may_write { a href={ "/staff/promises/" (commitment.id) "/end" } { (visit.t("promise-end")) } } @else { (visit.t("promise-holds")) },
        } }
    } }
}

fn pledge(visit: &Visit, pledge: Pledge) -> String {
    visit.say(&match pledge {
        Pledge::Heads { heads } => Message::new("promise-heads").with("heads", heads),
        Pledge::ShareOf { percent, base_heads } => {
            Message::new("promise-share").with("percent", percent).with("heads", base_heads)
        }
        Pledge::Clause { percent } => Message::new("promise-clause").with("percent", percent),
    })
}

/// Whether a clause is kept: `미달(50 %) · 사람 34.5 % · 일수 34.5 %`.
fn clause(visit: &Visit, kept: Kept) -> Markup {
    let share = |tenths: Option<i64>| match tenths {
        Some(tenths) => format!("{}.{} %", tenths / 10, tenths % 10),
        None => "–".to_owned(),
    };
    let state = match kept.by_persons() {
        None => "clause-nobody",
        Some(true) => "clause-kept",
        Some(false) => "clause-short",
    };
    html! {
        span.badge { (visit.say(&Message::new(state).with("percent", kept.least / 10))) }
        " " (visit.t("clause-of-people")) " " (share(kept.of_persons)) " · " (visit.t("clause-of-days")) " " (share(kept.of_days))
    }
}

pub(super) async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    match writable(&visit, &id).await {
        Ok(project) => {
            let fields = filled(vec![("on", visit.ctx.today().to_string())]);
            render(&visit, (&place(&project), &project.content.name), &Form::new(&fields))
        }
        Err(answer) => answer,
    }
}

pub(super) async fn add(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let project = match writable(&visit, &id).await {
        Ok(project) => project,
        Err(answer) => return answer,
    };
    let home = place(&project);
    let named = (home.as_str(), project.content.name.as_str());
    let wanted = match read(&visit, &fields).await {
        Ok(wanted) => wanted,
        Err(failed) => {
            return match Form::refused(&visit, &fields, &failed) {
                Ok(answer) => answer,
                Err(form) => render(&visit, named, &form),
            };
        }
    };
    let of = Of::Project(project.id);
    let made = app::hiring_commitment::promise(&visit.ctx, visit.app(), of, wanted).await;
    match sent(&visit, &fields, made, |_| format!("{home}#promises")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, named, &form),
    }
}

/// A promise as the form tells it.
pub(in crate::staff) async fn read(visit: &Visit, fields: &Fields) -> Result<Wanted, app::Error> {
    let mut errors: Vec<FieldError> = Vec::new();
    let employer = match fields.text("employer") {
        "" => None,
        text => match app::employer::named(&visit.ctx, visit.app(), text).await {
            Ok(employer) => Some(employer),
            Err(app::Error::Invalid(wrong)) => {
                errors.extend(wrong);
                None
            }
            Err(failed) => return Err(failed),
        },
    };
    let mut people = |name: &'static str| {
        let text = fields.text(name);
        if says_person_days(text) {
            errors.push(FieldError::new(name, Message::new("person-days-are-no-people").with("text", text)));
            return 0;
        }
        let read = counted(fields, name).unwrap_or_else(|why| {
            errors.push(why);
            None
        });
        read.unwrap_or(0)
    };
    let pledge = match fields.text("pledge") {
        "heads" => Some(Pledge::Heads { heads: people("heads") }),
        "share_of" => Some(Pledge::ShareOf { percent: people("percent"), base_heads: people("base_heads") }),
        "clause" => Some(Pledge::Clause { percent: people("percent") }),
        _ => None,
    };
    if pledge.is_none() {
        errors.push(FieldError::new("pledge", Message::new("field-needed")));
    }
    let on = fields.day("on").unwrap_or_else(|why| {
        errors.push(why);
        None
    });
    match (pledge, errors.is_empty()) {
        (Some(pledge), true) => Ok(Wanted {
            employer,
            promised_by: fields.text("promised_by").to_owned(),
            pledge,
            on: on.unwrap_or_else(|| visit.ctx.today()),
            source: fields.text("source").to_owned(),
        }),
        _ => Err(app::Error::Invalid(errors)),
    }
}

/// The form of a promise; `home` is the page it belongs to, with its name.
pub(in crate::staff) fn render(visit: &Visit, home: (&str, &str), form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["promised_by", "pledge", "source"]);
    let pledges = PLEDGES.map(|one| (one.to_owned(), visit.t(&format!("pledge-{one}"))));
    let body = html! {
        p.lead { a href=(home.0) { (home.1) } }
        p { (grade(visit, GradeName::Pledged)) " " (visit.t("promise-note")) " " (rule(visit, Rule::Cr14)) }
        form.narrow method="post" {
            (input(visit, &form, "promised_by", "promise-by", "text", ""))
            (input(visit, &form, "employer", "promise-employer", "text", "promise-employer-hint"))
            (select(visit, &form, "pledge", "promise-what", &pledges))
            (input(visit, &form, "heads", "promise-heads-label", "text", "promise-heads-hint"))
            (input(visit, &form, "percent", "promise-percent", "number", "promise-percent-hint"))
            (input(visit, &form, "base_heads", "promise-base", "text", "promise-base-hint"))
            (input(visit, &form, "on", "promise-on", "date", ""))
            (input(visit, &form, "source", "promise-source", "text", "promise-source-hint"))
            button { (visit.t("promise-new")) }
        }
    };
    form.page(visit, &visit.t("promise-new"), &body)
}

pub(super) async fn ask_end(visit: Visit, Path(id): Path<String>) -> Response {
    let found = match id.parse() {
        Ok(id) => app::hiring_commitment::get(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    match found {
        Ok(commitment) => ending(&visit, Some(&commitment), &Form::new(&Fields::default())),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn end(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse() else { return error::page(&visit, &app::Error::NotFound) };
    let done = app::hiring_commitment::end(&visit.ctx, visit.app(), id, fields.text("why")).await;
    let home = |of| match of {
        Of::Project(id) => format!("/staff/projects/{id}#promises"),
        Of::Mou(id) => format!("/staff/mous/{id}#promises"),
    };
    match sent(&visit, &fields, done, home) {
        Ok(answer) => answer,
        Err(form) => ending(&visit, None, &form),
    }
}

fn ending(visit: &Visit, commitment: Option<&HiringCommitment>, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["why"]);
    let body = html! {
        @if let Some(known) = commitment { p.lead { (known.promised_by) " · " (pledge(visit, known.pledge)) } }
        p { (visit.t("promise-end-note")) }
        form.narrow method="post" {
            (input(visit, &form, "why", "reason", "text", ""))
            button { (visit.t("promise-end")) }
        }
    };
    form.page(visit, &visit.t("promise-end"), &body)
}

/// A number with the unit that stands beside its field: `30명`, `50%`.
fn counted(fields: &Fields, name: &'static str) -> Result<Option<i64>, FieldError> {
    let text = fields.text(name).trim();
    let bare = ["명", "인", "%"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    filled(vec![(name, bare.to_owned())]).number(name)
}
