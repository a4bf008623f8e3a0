//! The form of a work-trial agreement. A change of one that somebody signed says that it must be signed again.

use app::FieldError;
use app::work_trial::Form as Wanted;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::id::SeekerId;
use domain::message::{Lang, Message};
use domain::work_time::DailyHours;
use domain::work_trial::{Insurance, Terms, WorkSign};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::{found, place, version};
use crate::component::{Form, area, checks, clock, days, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// Minutes of rest at most.
const MOST_REST: u32 = 600;

pub(super) async fn new(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let own = visit.ctx.actor.organisation.map(|id| id.to_string()).unwrap_or_default();
    let fields = fields.but("organisation", &own);
    render(&visit, &Form::new(&fields), None).await
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let seeker = match fields.text("seeker") {
        "" => Err(app::Error::field("seeker", Message::new("field-needed"))),
        text => app::seeker::named(&visit.ctx, visit.app(), text).await,
    };
    let seeker: SeekerId = match seeker {
        Ok(seeker) => seeker,
        Err(app::Error::Invalid(mut wrong)) => {
            wrong.extend(read(&visit, &fields).await.err().unwrap_or_default());
            return refused(&visit, &fields, &app::Error::Invalid(wrong), None).await;
        }
        Err(failed) => return refused(&visit, &fields, &failed, None).await,
    };
    let made = match read(&visit, &fields).await {
        Ok(wanted) => app::work_trial::draft(&visit.ctx, visit.app(), seeker, wanted).await,
        Err(wrong) => {
            match app::seeker::open(&visit.ctx, visit.app(), seeker, domain::look::Purpose::Counsel).await {
                // Whoever may not write for the person is told nothing of the form.
                Ok(_) => Err(app::Error::Invalid(wrong)),
                Err(failed) => Err(failed),
            }
        }
    };
    match sent(&visit, &fields, made, place) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &form, None).await,
    }
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let view = match found(&visit, &id).await {
        Ok(view) if view.may_write => view,
        Ok(_) => return error::page(&visit, &app::Error::NotFound),
        Err(answer) => return answer,
    };
    let Some(terms) = &view.terms else { return error::page(&visit, &app::Error::NotFound) };
    let frame = &view.row.trial.frame;
    let id_of = |id: Option<String>| id.unwrap_or_default();
    let mut pairs = vec![
        ("version", view.row.trial.version.to_string()),
        ("employer", frame.employer.to_string()),
        ("organisation", id_of(frame.organisation.map(|id| id.to_string()))),
        ("cohort", id_of(frame.cohort.map(|id| id.to_string()))),
        ("from", frame.from.to_string()),
        ("until", frame.until.to_string()),
        ("place", terms.place.clone()),
        ("tasks", terms.tasks.clone()),
        ("start", clock(terms.hours.start_min)),
        ("end", clock(terms.hours.end_min % 1_440)),
        ("rest", terms.hours.break_min.to_string()),
        ("allowance", terms.allowance_won.to_string()),
        ("insurance", terms.insurance.to_string()),
        ("mentor", terms.mentor.clone()),
        ("aims", terms.aims.clone()),
    ];
    pairs.extend(terms.weekdays.days().map(|day| ("days", day.to_string())));
    pairs.extend(terms.signs.iter().map(|sign| ("signs", sign.to_string())));
    let fields = Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    render(&visit, &Form::new(&fields), Some(view.row.trial.state.signatures().len())).await
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let view = match found(&visit, &id).await {
        Ok(view) if view.may_write => view,
        Ok(_) => return error::page(&visit, &app::Error::NotFound),
        Err(answer) => return answer,
    };
    let signed = Some(view.row.trial.state.signatures().len());
    let done = match (version(&id, &fields), read(&visit, &fields).await) {
        (Ok(at), Ok(wanted)) => app::work_trial::amend(&visit.ctx, visit.app(), at, wanted).await,
        (Err(failed), _) => Err(failed),
        (_, Err(wrong)) => Err(app::Error::Invalid(wrong)),
    };
    match sent(&visit, &fields, done, |()| place(view.row.trial.id)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &form, signed).await,
    }
}

async fn refused(visit: &Visit, fields: &Fields, failed: &app::Error, signed: Option<usize>) -> Response {
    match Form::refused(visit, fields, failed) {
        Ok(answer) => answer,
        Err(form) => render(visit, &form, signed).await,
    }
}

/// A value, or nothing with what is wrong written down.
fn taken<T>(read: Result<Option<T>, FieldError>, wrong: &mut Vec<FieldError>) -> Option<T> {
    read.unwrap_or_else(|error| {
        wrong.push(error);
        None
    })
}

async fn read(visit: &Visit, fields: &Fields) -> Result<Wanted, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let employer = match fields.text("employer") {
        "" => None,
        text => match app::employer::named(&visit.ctx, visit.app(), text).await {
            Ok(employer) => Some(employer),
            Err(app::Error::Invalid(errors)) => {
                wrong.extend(errors);
                None
            }
            Err(_) => None,
        },
    };
    let from = taken(fields.day("from"), &mut wrong);
    let until = taken(fields.day("until"), &mut wrong);
    let rest = taken(fields.count("rest", MOST_REST), &mut wrong).and_then(|rest| u16::try_from(rest).ok());
    let allowance = taken(fields.budget("allowance"), &mut wrong);
    let daily = fields.clock("start").zip(fields.clock("end")).and_then(|(start, end)| {
        // Midnight as an end is the end of the day.
        DailyHours::new(start, if end == 0 { 1_440 } else { end }, rest.unwrap_or(0))
    });
    let insurance = fields.parse::<Insurance>("insurance");
    let needed = |name: &'static str| FieldError::new(name, Message::new("field-needed"));
    let asked = [
        ("employer", employer.is_some()),
        ("from", from.is_some()),
        ("until", until.is_some()),
        ("place", !fields.text("place").is_empty()),
        ("tasks", !fields.text("tasks").is_empty()),
        ("days", fields.weekdays("days").is_some()),
        ("insurance", insurance.is_some()),
    ];
    for (name, there) in asked {
        if !there && !wrong.iter().any(|error| error.field == name) {
            wrong.push(needed(name));
        }
    }
    if daily.is_none() {
        wrong.push(FieldError::new("start", Message::new("form-hours-unreadable")));
    }
    match (employer, from, until, daily, insurance) {
        (Some(employer), Some(from), Some(until), Some(hours), Some(insurance)) if wrong.is_empty() => {
            Ok(Wanted {
                employer,
                organisation: fields.parse("organisation"),
                cohort: fields.parse("cohort"),
                from,
                until,
                terms: Terms {
                    place: fields.text("place").to_owned(),
                    tasks: fields.text("tasks").to_owned(),
                    weekdays: fields.weekdays("days").unwrap_or_default(),
                    hours,
                    allowance_won: allowance.unwrap_or(0),
                    insurance,
                    mentor: fields.text("mentor").to_owned(),
                    aims: fields.text("aims").to_owned(),
                    signs: fields.all("signs").filter_map(|sign| sign.parse::<WorkSign>().ok()).collect(),
                },
            })
        }
        _ => Err(wrong),
    }
}

/// The form; `signed` says of one that is changed how many signatures that makes void.
async fn render(visit: &Visit, form: &Form<'_>, signed: Option<usize>) -> Response {
    let tree = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => tree,
        Err(failed) => return error::page(visit, &failed),
    };
    let cohorts = match app::cohort::list(&visit.ctx, visit.app()).await {
        Ok(cohorts) => cohorts,
        Err(failed) => return error::page(visit, &failed),
    };
    let kept = form.fields.text("cohort");
    let cohorts = cohorts.iter().filter(|one| !one.state.is_over() || one.id.to_string() == kept);
    let cohorts: Vec<(String, String)> =
        cohorts.map(|one| (one.id.to_string(), cohort(visit, one))).collect();
    let form = form.clone().needing(&[
        "seeker",
        "employer",
        "from",
        "until",
        "place",
        "tasks",
        "days",
        "start",
        "end",
        "insurance",
        "mentor",
        "aims",
    ]);
    let title = visit.t(if signed.is_some() { "trial-edit" } else { "trial-new" });
    let body = html! {
        @match signed {
            Some(0) => {},
            Some(n) => p.notice { (visit.n("trial-void-n", n)) },
            None => p.lead { (visit.t("trial-new-note")) },
        }
        form.narrow method="post" {
            @if signed.is_some() { input type="hidden" name="version" value=(form.fields.text("version")); } @else { (input(visit, &form, "seeker", "placement-seeker", "search", "placement-seeker-hint")) }
            (input(visit, &form, "employer", "employer", "text", "placement-employer-hint"))
            (select(visit, &form, "organisation", "work-trial-party-guide", &super::super::organisation::options(&tree)))
            (select(visit, &form, "cohort", "trial-cohort", &cohorts))
            (fields(visit, &form))
            div.actions { button { (visit.t("save-form")) } }
        }
        p { a href="/staff/work-trials" { (visit.t("trials")) } }
    };
    form.page(visit, &title, &body)
}

fn fields(visit: &Visit, form: &Form<'_>) -> Markup {
    let insurances: Vec<(String, String)> = Insurance::iter()
        .map(|one| (one.to_string(), visit.t(&format!("work-trial-insurance-{one}"))))
        .collect();
    let signs: Vec<(String, String)> =
        WorkSign::iter().map(|one| (one.to_string(), visit.t(&format!("work-trial-sign-{one}")))).collect();
    html! {
        (input(visit, form, "from", "project-from", "date", ""))
        (input(visit, form, "until", "project-until", "date", ""))
        (input(visit, form, "place", "project-place", "text", ""))
        (area(visit, form, "tasks", "trial-tasks"))
        (area(visit, form, "aims", "trial-aims"))
        (checks(visit, form, "days", "trial-weekdays", &days(visit)))
        (input(visit, form, "start", "fit-from", "time", ""))
        (input(visit, form, "end", "fit-to", "time", ""))
        (input(visit, form, "rest", "rest", "number", ""))
        (input(visit, form, "allowance", "trial-allowance", "text", "trial-allowance-hint"))
        (select(visit, form, "insurance", "trial-insurance", &insurances))
        (input(visit, form, "mentor", "trial-mentor", "text", ""))
        p.hint { (visit.t("trial-signs-hint")) }
        (checks(visit, form, "signs", "trial-signs", &signs))
    }
}

fn cohort(visit: &Visit, cohort: &domain::cohort::Cohort) -> String {
    let program = visit.app().reference.support_programs.get(&cohort.program);
    let name = program.map_or(cohort.program.as_str(), |program| match visit.lang {
        Lang::Ko => program.name_ko.as_str(),
        Lang::En => program.name_en.as_str(),
    });
    format!("{name} {} · {} ~ {}", cohort.number, cohort.from, cohort.until)
}
