//! The form of a lead, and how the form of a visit is read.

use axum::extract::{Path, Query};
use axum::response::Response;
use domain::id::{IdeaId, LeadId, ProjectId};
use domain::lead::{Lead, Need, Source};
use domain::message::Message;
use maud::{Markup, html};

use super::sectors;
use crate::component::{Form, dong_input, input, said, select, sent, tick, unknown_area};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// Fields that cannot be left empty.
const NEEDED: &[&str] = &["name"];

/// A visit as it was typed.
pub(super) fn visit(fields: &Fields) -> Result<app::visit::Form, Vec<app::FieldError>> {
    let mut errors = Vec::new();
    let mut day = |name| {
        fields.day(name).unwrap_or_else(|why| {
            errors.push(why);
            None
        })
    };
    let (on, by, next_on) = (day("on"), day("by"), day("next_on"));
    let heads = fields.number("heads").unwrap_or_else(|why| {
        errors.push(why);
        None
    });
    if on.is_none() && errors.iter().all(|why| why.field != "on") {
        errors.push(app::FieldError::new("on", Message::new("field-needed")));
    }
    let work = fields.text("work").to_owned();
    let said = !work.is_empty() || heads.is_some();
    match on {
        Some(on) if errors.is_empty() => Ok(app::visit::Form {
            on,
            way: fields.parse("way").unwrap_or(domain::visit::Way::There),
            notes: fields.text("notes").to_owned(),
            need: said.then_some(Need { work, heads, by }),
            next_on,
        }),
        _ => Err(errors),
    }
}

/// A new lead, with what its address says of where it comes from.
pub(super) async fn new(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let next = fields.but("next_on", &visit.ctx.today().to_string());
    let next = match visit.ctx.actor.person {
        Some(me) => next.but("assigned", &me.to_string()),
        None => next,
    };
    show(&visit, Form::new(&next).needing(NEEDED), None).await
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let made = match read(&visit, &fields) {
        Ok(form) => app::lead::create(&visit.ctx, visit.app(), form).await,
        Err(errors) => Err(app::Error::Invalid(errors)),
    };
    match sent(&visit, &fields, made, |id| format!("/staff/leads/{id}")) {
        Ok(answer) => answer,
        Err(form) => show(&visit, form.needing(NEEDED), None).await,
    }
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<LeadId>() else { return error::page(&visit, &app::Error::NotFound) };
    match app::lead::get(&visit.ctx, visit.app(), id).await {
        Ok(view) if view.may_write => {
            let fields = filled(&visit, &view.row.lead);
            show(&visit, Form::new(&fields).needing(NEEDED), Some(id)).await
        }
        Ok(_) => error::page(&visit, &app::Error::NotFound),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<LeadId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let done = match read(&visit, &fields) {
        Ok(form) => app::lead::update(&visit.ctx, visit.app(), (id, version), form).await,
        Err(errors) => match app::lead::get(&visit.ctx, visit.app(), id).await {
            Ok(view) if view.may_write => Err(app::Error::Invalid(errors)),
            Ok(_) => Err(app::Error::NotFound),
            Err(failed) => Err(failed),
        },
    };
    match sent(&visit, &fields, done, |()| format!("/staff/leads/{id}")) {
        Ok(answer) => answer,
        Err(form) => show(&visit, form.needing(NEEDED), Some(id)).await,
    }
}

fn filled(visit: &Visit, lead: &Lead) -> Fields {
    let areas = visit.app().city.areas();
    let text = |value: Option<String>| value.unwrap_or_default();
    let area = lead.area.as_ref().map(|code| said(areas.name(code), code, &areas.resolve(areas.name(code))));
    let (source, project, idea) = match lead.source {
        Source::Project { project } => ("project", project.to_string(), String::new()),
        Source::Network { .. } => ("network", String::new(), String::new()),
        Source::Idea { idea } => ("idea", String::new(), idea.to_string()),
        Source::Field => ("field", String::new(), String::new()),
    };
    let pairs = [
        ("version", lead.version.to_string()),
        ("name", lead.name.clone()),
        ("employer", text(lead.employer.map(|id| id.to_string()))),
        ("area", text(area)),
        ("address", lead.address.clone()),
        ("source", source.to_owned()),
        ("project", project),
        ("idea", idea),
        ("assigned", text(lead.assigned.map(|id| id.to_string()))),
        ("next_on", text(lead.next_on.map(|on| on.to_string()))),
        ("sector", lead.sector.clone()),
        ("work", lead.need.work.clone()),
        ("heads", text(lead.need.heads.map(|heads| heads.to_string()))),
        ("by", text(lead.need.by.map(|by| by.to_string()))),
    ];
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn read(visit: &Visit, fields: &Fields) -> Result<app::lead::Form, Vec<app::FieldError>> {
    let mut errors = Vec::new();
    let mut day = |name| {
        fields.day(name).unwrap_or_else(|why| {
            errors.push(why);
            None
        })
    };
    let (next_on, by) = (day("next_on"), day("by"));
    let heads = fields.number("heads").unwrap_or_else(|why| {
        errors.push(why);
        None
    });
    let typed = fields.text("area");
    let area = visit.app().city.areas().resolve(typed).into_iter().next();
    if area.is_none() && !typed.is_empty() {
        errors.push(app::FieldError::new("area", unknown_area(visit, typed)));
    }
    let source =
        match (fields.parse::<ProjectId>("project"), fields.parse::<IdeaId>("idea"), fields.text("source")) {
            (Some(project), ..) => Source::Project { project },
            (None, Some(idea), _) => Source::Idea { idea },
            (None, None, "network") => Source::Network { organisation: None },
            (None, None, "project") => {
                errors.push(app::FieldError::new("project", Message::new("lead-project")));
                Source::Field
            }
            _ => Source::Field,
        };
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(app::lead::Form {
        name: fields.text("name").to_owned(),
        employer: fields.text("employer").to_owned(),
        area,
        address: fields.text("address").to_owned(),
        source,
        assigned: fields.parse("assigned"),
        next_on,
        sector: fields.text("sector").to_owned(),
        need: Need { work: fields.text("work").to_owned(), heads, by },
        another: fields.ticked("another"),
    })
}

async fn show(visit: &Visit, form: Form<'_>, of: Option<LeadId>) -> Response {
    let (ctx, app) = (&visit.ctx, visit.app());
    let officers = match app::lead::officers(ctx, app).await {
        Ok(officers) => officers.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>(),
        Err(failed) => return error::page(visit, &failed),
    };
    // Partners read no projects; their leads come from elsewhere.
    let projects = app::project::list(ctx, app).await.unwrap_or_default();
    let projects: Vec<_> =
        projects.into_iter().map(|project| (project.id.to_string(), project.content.name)).collect();
    let sources: Vec<_> = ["field", "project", "network", "idea"]
        .map(|source| (source.to_owned(), visit.t(&format!("lead-source-{source}"))))
        .into();
    let title = visit.t(if of.is_some() { "lead-edit" } else { "lead-new" });
    let known = known(visit, &form, of).await;
    let rest = html! {
        (known)
        form.narrow method="post" {
            @if of.is_some() { input type="hidden" name="version" value=(form.fields.text("version")); }
            @if !form.fields.text("idea").is_empty() { input type="hidden" name="idea" value=(form.fields.text("idea")); }
            (input(visit, &form, "name", "lead-name", "text", ""))
            @if form.error("name").is_some() || form.fields.ticked("another") { (tick(&form, "another", &visit.t("lead-another"))) }
            (input(visit, &form, "employer", "employer", "text", "lead-employer-hint"))
            (dong_input(visit, &form, "area", "fit-area", ""))
            (input(visit, &form, "address", "address", "text", ""))
            (select(visit, &form, "sector", "sector", &sectors(visit)))
            (select(visit, &form, "source", "lead-source", &sources))
            (select(visit, &form, "project", "lead-source-project", &projects))
            (select(visit, &form, "assigned", "lead-assigned-to", &officers))
            (input(visit, &form, "next_on", "lead-next", "date", ""))
            fieldset { legend { (visit.t("lead-need")) }
                (input(visit, &form, "work", "lead-work", "text", ""))
                (input(visit, &form, "heads", "lead-heads-label", "number", ""))
                (input(visit, &form, "by", "lead-by", "date", ""))
            }
            div.actions { button { (visit.t("save-form")) } }
        }
    };
    form.page(visit, &title, &rest)
}

/// The leads of the same firm, with a way to say that it is another.
async fn known(visit: &Visit, form: &Form<'_>, of: Option<LeadId>) -> Markup {
    if form.error("name").is_none() && !form.fields.ticked("another") {
        return html! {};
    }
    let mut found =
        app::lead::known(&visit.ctx, visit.app(), form.fields.text("name")).await.unwrap_or_default();
    found.retain(|row| Some(row.lead.id) != of);
    html! { @if !found.is_empty() { div.notice {
        p { (visit.t("lead-known-note")) }
        ul { @for row in &found { li { a href={ "/staff/leads/" (row.lead.id) } { (row.lead.name) } " · " (row.body) " " (row.assigned) } } }
    } } }
}
