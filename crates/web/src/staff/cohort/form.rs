//! A cohort as a form: of which programme, its seats and days, its sessions, by what people are chosen, and when somebody
//! has completed it.

use app::FieldError;
use app::cohort::Form as Wanted;
use app::support_program::{Wanted as Programs, list};
use axum::extract::Path;
use axum::response::Response;
use domain::cohort::{Cohort, Completion, Criterion, State};
use domain::message::Message;
use domain::policy::{Reach, UseCase, reach};
use domain::segment::SegmentCode;
use domain::support_program::{ProgramId, Target, VersionId};
use maud::{Markup, html};

use super::{id_of, named, place, session_rows};
use crate::component::{Form, checks, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::staff::organisation::options;
use crate::support_program::person::taken;
use crate::visit::Visit;

/// Criteria that a form has room for: one of each kind.
const CRITERIA: usize = 4;

/// Most seats of a cohort.
const MOST_SEATS: u32 = 10_000;

pub(super) async fn new(visit: Visit) -> Response {
    let owner = visit.ctx.actor.organisation.map(|id| id.to_string()).unwrap_or_default();
    let pairs = [("organisation", owner.as_str()), ("completion", "hours"), ("least_percent", "80")];
    let fields = Fields(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    render(&visit, None, Form::new(&fields)).await
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let fields = session_rows::tidy(&fields);
    if session_rows::is_fill(&fields) {
        return filled(&visit, None, &fields).await;
    }
    let made = match read(&fields) {
        Ok(wanted) => app::cohort::plan(&visit.ctx, visit.app(), wanted).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    match sent(&visit, &fields, made.map_err(session_rows::at_rows), place) {
        Ok(answer) => answer,
        Err(form) => render(&visit, None, form).await,
    }
}

/// The cohort of an address while it may be changed as a whole.
async fn planned(visit: &Visit, id: &str) -> Result<Cohort, Response> {
    let found = match id_of(id) {
        Ok(id) => app::cohort::get(&visit.ctx, visit.app(), id).await,
        Err(failed) => Err(failed),
    };
    let failed = match found {
        Ok(view) if view.may_mind && matches!(view.cohort.state, State::Planned) => return Ok(view.cohort),
        Ok(view) if view.may_mind => app::Error::Conflict(Message::new("cohort-published")),
        Ok(_) => app::Error::NotFound,
        Err(failed) => failed,
    };
    Err(error::page(visit, &failed))
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    match planned(&visit, &id).await {
        Ok(cohort) => {
            let fields = known(&cohort);
            render(&visit, Some(&cohort), Form::new(&fields)).await
        }
        Err(answer) => answer,
    }
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let cohort = match planned(&visit, &id).await {
        Ok(cohort) => cohort,
        Err(answer) => return answer,
    };
    let fields = session_rows::tidy(&fields);
    if session_rows::is_fill(&fields) {
        return filled(&visit, Some(&cohort), &fields).await;
    }
    let done = match read(&fields) {
        Ok(wanted) => {
            let seen = fields.parse("version_seen").unwrap_or(0);
            app::cohort::edit(&visit.ctx, visit.app(), (cohort.id, seen), wanted).await
        }
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    match sent(&visit, &fields, done.map_err(session_rows::at_rows), |()| place(cohort.id)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, Some(&cohort), form).await,
    }
}

/// The form again with the rows that were asked for.
async fn filled(visit: &Visit, cohort: Option<&Cohort>, fields: &Fields) -> Response {
    match session_rows::fill(visit, fields) {
        Ok(filled) => render(visit, cohort, Form::new(&filled)).await,
        Err(errors) => match Form::refused(visit, fields, &app::Error::Invalid(errors)) {
            Ok(answer) => answer,
            Err(form) => render(visit, cohort, form).await,
        },
    }
}

/// A planned cohort as the form says it.
fn known(cohort: &Cohort) -> Fields {
    let mut fields = session_rows::of(&cohort.sessions);
    let (completion, percent) = match cohort.completion {
        Completion::Hours { least_percent } => ("hours", least_percent.to_string()),
        Completion::Stayed => ("stayed", String::new()),
    };
    let mut pairs = vec![
        ("version_seen".to_owned(), cohort.version.to_string()),
        ("program".to_owned(), cohort.program.to_string()),
        ("version".to_owned(), format!("{}:{}", cohort.program, cohort.program_version)),
        ("organisation".to_owned(), cohort.organisation.map(|id| id.to_string()).unwrap_or_default()),
        ("seats".to_owned(), cohort.seats.capacity.to_string()),
        ("apply_until".to_owned(), cohort.apply_until.map(|day| day.to_string()).unwrap_or_default()),
        ("from".to_owned(), cohort.from.to_string()),
        ("until".to_owned(), cohort.until.to_string()),
        ("completion".to_owned(), completion.to_owned()),
        ("least_percent".to_owned(), percent),
    ];
    for (nth, criterion) in (1..).zip(&cohort.criteria) {
        pairs.push((format!("criterion_{nth}"), kind(criterion).to_owned()));
        if let Criterion::Priority { of } = criterion {
            pairs.extend(of.iter().map(|code| (format!("segments_{nth}"), code.to_string())));
        }
    }
    fields.0.extend(pairs);
    fields
}

/// The word of a criterion.
pub(super) fn kind(criterion: &Criterion) -> &'static str {
    match criterion {
        Criterion::Priority { .. } => "priority",
        Criterion::Score => "score",
        Criterion::FirstCome => "first_come",
        Criterion::Draw => "draw",
    }
}

/// What was typed.
fn read(fields: &Fields) -> Result<Wanted, Vec<FieldError>> {
    let mut errors = Vec::new();
    let program = ProgramId::parse(fields.text("program"));
    let seats = taken(fields.count("seats", MOST_SEATS), &mut errors);
    let (from, until) = (taken(fields.day("from"), &mut errors), taken(fields.day("until"), &mut errors));
    let missing = [
        ("program", program.is_none()),
        ("seats", seats.is_none() && !fields.ticked("seats")),
        ("from", from.is_none() && !fields.ticked("from")),
        ("until", until.is_none() && !fields.ticked("until")),
    ];
    let missing = missing.into_iter().filter(|(_, missing)| *missing);
    errors.extend(missing.map(|(name, _)| FieldError::new(name, Message::new("field-needed"))));
    let version = version(fields, &mut errors);
    let apply_until = taken(fields.day("apply_until"), &mut errors);
    let sessions = session_rows::read(fields, &mut errors);
    let criteria = criteria(fields, &mut errors);
    let completion = completion(fields, &mut errors);
    match (program, seats, from, until, completion) {
        (Some(program), Some(seats), Some(from), Some(until), Some(completion)) if errors.is_empty() => {
            let organisation = fields.parse("organisation");
            Ok(Wanted {
                program,
                version,
                organisation,
                seats,
                apply_until,
                from,
                until,
                sessions,
                criteria,
                completion,
            })
        }
        _ => Err(errors),
    }
}

/// The version that was chosen, which must be one of the programme.
fn version(fields: &Fields, errors: &mut Vec<FieldError>) -> Option<VersionId> {
    let chosen = fields.text("version");
    if chosen.is_empty() {
        return None;
    }
    let of = chosen.split_once(':').filter(|(program, _)| *program == fields.text("program"));
    let version = of.and_then(|(_, version)| VersionId::parse(version));
    if version.is_none() {
        errors.push(FieldError::new("version", Message::new("cohort-version-unknown")));
    }
    version
}

fn criteria(fields: &Fields, errors: &mut Vec<FieldError>) -> Vec<Criterion> {
    let mut found = Vec::new();
    for nth in 1..=CRITERIA {
        let groups = format!("segments_{nth}");
        let of: Vec<SegmentCode> = fields.all(&groups).filter_map(SegmentCode::parse).collect();
        let mut wrong = |field: String, code| {
            errors.push(FieldError { field: field.into(), message: Message::new(code) });
        };
        match fields.text(&format!("criterion_{nth}")) {
            "priority" if of.is_empty() => wrong(groups, "desk-groups-needed"),
            "priority" => found.push(Criterion::Priority { of }),
            "score" => found.push(Criterion::Score),
            "first_come" => found.push(Criterion::FirstCome),
            "draw" => found.push(Criterion::Draw),
            // Groups that nobody would be chosen by are no slip to pass over.
            _ if !of.is_empty() => wrong(format!("criterion_{nth}"), "desk-groups-unused"),
            _ => {}
        }
    }
    found
}

fn completion(fields: &Fields, errors: &mut Vec<FieldError>) -> Option<Completion> {
    if fields.text("completion") == "stayed" {
        return Some(Completion::Stayed);
    }
    let percent = taken(fields.count("least_percent", 100), errors);
    if percent.is_none() && !fields.ticked("least_percent") {
        errors.push(FieldError::new("least_percent", Message::new("field-needed")));
    }
    percent
        .and_then(|percent| u8::try_from(percent).ok())
        .map(|least_percent| Completion::Hours { least_percent })
}

/// What a list offers: what is sent, and how it is called.
type Choices = Vec<(String, String)>;

/// Programmes for people that this city offers, and all versions of each.
fn programs(visit: &Visit) -> (Choices, Choices) {
    let wanted = Programs { target: Some(Target::Person), ..Programs::default() };
    let offers = list(&visit.ctx, visit.app(), wanted).unwrap_or_default();
    let named = offers.iter().map(|offer| (offer.program.id.to_string(), visit.say(&offer.program.name())));
    let versions = offers.iter().flat_map(|offer| {
        let program = visit.say(&offer.program.name());
        offer.program.versions.iter().map(move |version| {
            let name = Message::new("support-name").with("ko", version.name_ko.as_str());
            let name = visit.say(&name.with("en", version.name_en.as_str()));
            (format!("{}:{}", offer.program.id, version.id), format!("{program} · {name}"))
        })
    });
    (named.collect(), versions.collect())
}

async fn render(visit: &Visit, known: Option<&Cohort>, form: Form<'_>) -> Response {
    let tree = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => tree,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["program", "seats", "from", "until"]);
    let (programs, versions) = programs(visit);
    let every = reach(visit.ctx.actor.role, UseCase::MindCohort) == Reach::All;
    let title = match known {
        Some(cohort) => format!("{} — {}", named(visit, cohort), visit.t("edit")),
        None => visit.t("desk-new"),
    };
    let completions =
        ["hours", "stayed"].map(|one| (one.to_owned(), visit.t(&format!("desk-completion-{one}"))));
    let body = html! {
        p { (visit.t("desk-form-note")) }
        form method="post" {
            @if known.is_some() { input type="hidden" name="version_seen" value=(form.fields.text("version_seen")); }
            (select(visit, &form, "program", "desk-program", &programs))
            (select(visit, &form, "version", "desk-version", &versions))
            p.hint { (visit.t("desk-version-hint")) }
            @if every { (select(visit, &form, "organisation", "organisation", &options(&tree))) }
            (input(visit, &form, "seats", "cohorts-seats", "number", ""))
            (input(visit, &form, "apply_until", "desk-apply-until", "date", "desk-apply-until-hint"))
            (input(visit, &form, "from", "desk-from", "date", ""))
            (input(visit, &form, "until", "desk-until", "date", ""))
            (session_rows::inputs(visit, &form))
            (criteria_inputs(visit, &form))
            (select(visit, &form, "completion", "cohorts-completion", &completions))
            (input(visit, &form, "least_percent", "desk-least-percent", "number", ""))
            button { (visit.t("save-form")) }
        }
        p { a href="/staff/cohorts" { (visit.t("staff-cohorts")) } }
    };
    form.page(visit, &title, &body)
}

/// The criteria, the weightiest first, each with the groups that it puts first.
fn criteria_inputs(visit: &Visit, form: &Form<'_>) -> Markup {
    let kinds = ["priority", "score", "first_come", "draw"]
        .map(|kind| (kind.to_owned(), visit.t(&format!("cohort-criterion-{kind}"))));
    let segments: Vec<(String, String)> = visit
        .app()
        .reference
        .segments
        .iter()
        .map(|segment| (segment.code.to_string(), visit.say(&segment.name())))
        .collect();
    let error = form.error("criteria");
    html! {
        fieldset #criteria tabindex="-1" aria-describedby=[error.map(|_| "criteria-error")] {
            legend { (visit.t("desk-criteria")) }
            p.hint { (visit.t("desk-criteria-hint")) }
            @if let Some(error) = error { p.error #criteria-error { (error) } }
            @for nth in 1..=CRITERIA {
                @let groups = format!("segments_{nth}");
                fieldset {
                    legend { (visit.n("desk-criterion-n", nth)) }
                    (select(visit, form, &format!("criterion_{nth}"), "desk-criterion", &kinds))
                    details open[form.error(&groups).is_some() || form.fields.ticked(&groups)] {
                        summary { (visit.t("desk-groups")) }
                        (checks(visit, form, &groups, "desk-groups", &segments))
                    }
                }
            }
        }
    }
}
