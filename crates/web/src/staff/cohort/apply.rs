//! Applying for somebody at the counter, and telling anew what was not known: a form of what this cohort asks, and nothing
//! of it stands in an address.

use std::collections::BTreeSet;

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::cohort::{Cohort, State};
use domain::enrolment::State as Part;
use domain::id::EnrolmentId;
use domain::message::Message;
use domain::support_program::{Missing, Target};
use maud::{Markup, html};

use super::{id_of, named, place};
use crate::component::{Form, input};
use crate::error;
use crate::fields::Fields;
use crate::support_program::person;
use crate::visit::Visit;

/// The cohort of an address while people may apply.
async fn open(visit: &Visit, id: &str) -> Result<Cohort, Response> {
    let found = match id_of(id) {
        Ok(id) => app::cohort::get(&visit.ctx, visit.app(), id).await,
        Err(failed) => Err(failed),
    };
    let failed = match found {
        Ok(view) if matches!(view.cohort.state, State::Recruiting { .. }) => return Ok(view.cohort),
        Ok(_) => app::Error::Conflict(Message::new("enrolment-not-recruiting")),
        Err(failed) => failed,
    };
    Err(error::page(visit, &failed))
}

pub(super) async fn ask(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    match open(&visit, &id).await {
        Ok(cohort) => render(&visit, &cohort, &Form::new(&Fields(pairs))),
        Err(answer) => answer,
    }
}

pub(super) async fn apply(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let cohort = match open(&visit, &id).await {
        Ok(cohort) => cohort,
        Err(answer) => return answer,
    };
    match entered(&visit, &cohort, &fields).await {
        Ok(id) => Redirect::to(&format!("/staff/enrolments/{id}")).into_response(),
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => render(&visit, &cohort, &form),
        },
    }
}

async fn entered(visit: &Visit, cohort: &Cohort, fields: &Fields) -> Result<EnrolmentId, app::Error> {
    let (ctx, app) = (&visit.ctx, visit.app());
    let typed = fields.text("seeker");
    if typed.is_empty() {
        return Err(app::Error::field("seeker", Message::new("field-needed")));
    }
    let unknown = |failed| match failed {
        // The cohort is there: whom nobody may enter is not known here, whoever it is.
        app::Error::NotFound => {
            app::Error::field("seeker", Message::new("seeker-not-found-by").with("text", typed))
        }
        failed => failed,
    };
    let seeker = app::seeker::named(ctx, app, typed).await.map_err(unknown)?;
    let facts = person::read(visit, fields).map_err(app::Error::Invalid)?;
    Ok(app::enrolment::apply(ctx, app, cohort.id, seeker, facts).await.map_err(unknown)?.id)
}

fn render(visit: &Visit, cohort: &Cohort, form: &Form<'_>) -> Response {
    let form = form.clone().needing(&["seeker"]);
    let title = format!("{} — {}", named(visit, cohort), visit.t("desk-apply"));
    let rest = html! {
        p { (visit.t("desk-apply-note")) }
        form.narrow method="post" {
            (input(visit, &form, "seeker", "seeker-search", "search", "seeker-search-hint"))
            (person::inputs(visit, &form, &asked(visit, cohort), Target::Person))
            button { (visit.t("desk-apply")) }
        }
        p { a href="/staff/seekers/new" { (visit.t("seeker-new")) } " · " a href=(place(cohort.id)) { (named(visit, cohort)) } }
    };
    form.page(visit, &title, &rest)
}

fn asked(visit: &Visit, cohort: &Cohort) -> BTreeSet<Missing> {
    app::cohort::asked(&visit.ctx, visit.app(), cohort)
}

/// The part of an address while it may be judged anew.
/// Whether what somebody told may still be mended: nothing was decided, or only that they cannot take part, and nobody was chosen yet.
pub(super) fn may_tell(view: &app::enrolment::View) -> bool {
    match view.row.enrolment.state {
        Part::Applied => true,
        Part::Refused { .. } => matches!(view.cohort.state, State::Recruiting { .. }),
        _ => false,
    }
}

async fn undecided(visit: &Visit, id: &str) -> Result<app::enrolment::View, Response> {
    let found = match id.parse::<EnrolmentId>() {
        Ok(id) => app::enrolment::get(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    let failed = match found {
        Ok(view) if !(view.may_mind || view.may_write) => app::Error::NotFound,
        Ok(view) if may_tell(&view) => return Ok(view),
        Ok(_) => app::Error::Conflict(Message::new("enrolment-decided")),
        Err(failed) => failed,
    };
    Err(error::page(visit, &failed))
}

pub(super) async fn ask_anew(visit: Visit, Path(id): Path<String>) -> Response {
    match undecided(&visit, &id).await {
        Ok(view) => render_anew(&visit, &view, &Form::new(&Fields::default())),
        Err(answer) => answer,
    }
}

pub(super) async fn tell(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let view = match undecided(&visit, &id).await {
        Ok(view) => view,
        Err(answer) => return answer,
    };
    let id = view.row.enrolment.id;
    let told = match person::read(&visit, &fields) {
        Ok(facts) => app::enrolment::tell(&visit.ctx, visit.app(), id, facts).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    match told {
        Ok(_) => Redirect::to(&format!("/staff/enrolments/{id}")).into_response(),
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(form) => render_anew(&visit, &view, &form),
        },
    }
}

fn render_anew(visit: &Visit, view: &app::enrolment::View, form: &Form<'_>) -> Response {
    let title = visit.t("desk-tell");
    let back: Markup = html! { a href={ "/staff/enrolments/" (view.row.enrolment.id) } { (view.row.name) } };
    let rest = html! {
        p.lead { (back) " · " (named(visit, &view.cohort)) }
        p { (visit.t("desk-tell-note")) }
        form.narrow method="post" {
            (person::inputs(visit, form, &asked(visit, &view.cohort), Target::Person))
            button { (visit.t("desk-tell")) }
        }
    };
    form.page(visit, &title, &rest)
}
