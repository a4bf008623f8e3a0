//! What was done for a person and their action plan: recording it, striking it out, settling steps.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::action_plan::Owner;
use domain::id::{ActionPlanId, SeekerId, ServiceId};
use domain::message::Message;
use domain::service::{Notes, ServiceKind};
use domain::{Channel, Role};
use jiff::civil::Date;
use maud::html;
use strum::IntoEnumIterator;

use super::short::CHANNELS;
use super::step::home;
use crate::component::{Form, area, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

pub(super) async fn new(visit: Visit, Path(id): Path<String>) -> Response {
    let usual = [("kind", "intake"), ("channel", "counter")];
    let mut fields = Fields(usual.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
    fields.0.push(("on".to_owned(), visit.ctx.today().to_string()));
    render(&visit, &id, Form::new(&fields)).await
}

pub(super) async fn create(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(seeker) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let text = |name: &str| fields.text(name).replace("\r\n", "\n");
    let (kind, on) = (fields.parse::<ServiceKind>("kind"), fields.parse::<Date>("on"));
    let outcome = match (kind, on) {
        (Some(kind), Some(on)) => {
            let channel =
                fields.parse("channel").filter(|c| CHANNELS.contains(c)).unwrap_or(Channel::Counter);
            let notes = Notes { abilities: text("abilities"), wishes: text("wishes"), text: text("text") };
            let project = fields.text("project").to_owned();
            let form = app::service::Form { kind, on, project, channel, notes };
            app::service::record(&visit.ctx, visit.app(), seeker, form).await
        }
        (None, _) => Err(app::Error::field("kind", Message::new("service-kind-choose"))),
        (_, None) => Err(app::Error::field("on", Message::new("service-day-give"))),
    };
    match sent(&visit, &fields, outcome, |_| format!("/staff/seekers/{seeker}")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, &id, form).await,
    }
}

async fn render(visit: &Visit, id: &str, form: Form<'_>) -> Response {
    let Ok(seeker) = id.parse::<SeekerId>() else { return error::page(visit, &app::Error::NotFound) };
    let profile =
        match app::seeker::open(&visit.ctx, visit.app(), seeker, domain::look::Purpose::Counsel).await {
            Ok((_, profile)) => profile,
            Err(failed) => return error::page(visit, &failed),
        };
    let form = form.needing(&["kind", "on"]);
    let title = visit.t("service-new");
    let kinds: Vec<_> =
        ServiceKind::iter().map(|k| (k.to_string(), visit.t(&format!("service-{k}")))).collect();
    let channels = CHANNELS.map(|c| (c.to_string(), visit.t(&format!("channel-{c}")))).to_vec();
    let body = html! {
        p.lead { (profile.name) }
        form.narrow method="post" {
            (select(visit, &form, "kind", "service-kind", &kinds))
            (input(visit, &form, "on", "service-on", "date", ""))
            (select(visit, &form, "channel", "service-channel", &channels))
            (input(visit, &form, "project", "project", "text", "service-project-hint"))
            (area(visit, &form, "abilities", "service-abilities"))
            (area(visit, &form, "wishes", "service-wishes"))
            (area(visit, &form, "text", "service-text"))
            p.hint { (visit.t("service-notes-hint")) }
            div.actions { button { (visit.t("save-form")) } a.button.second href={ "/staff/seekers/" (seeker) } { (visit.t("back-to-record")) } }
        }
    };
    form.page(visit, &title, &body)
}

pub(super) async fn cancel(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(seeker)) = (id.parse::<ServiceId>(), fields.parse::<SeekerId>("seeker")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    match app::service::cancel(&visit.ctx, visit.app(), id).await {
        Ok(()) => Redirect::to(&format!("/staff/seekers/{seeker}")).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn agree(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<SeekerId>() else { return error::page(&visit, &app::Error::NotFound) };
    let owner = fields.parse("owner").unwrap_or(Owner::Person);
    let outcome = match fields.parse::<Date>("due_on") {
        Some(day) => {
            let (goal, step) = (fields.text("goal"), fields.text("step"));
            app::action_plan::agree(&visit.ctx, visit.app(), id, goal, step, day, owner).await.map(|_| ())
        }
        None if !fields.text("due_on").is_empty() => {
            let why = Message::new("form-date-unreadable").with("text", fields.text("due_on"));
            Err(app::Error::field("due_on", why))
        }
        None => Err(app::Error::field("due_on", Message::new("action-plan-step-day"))),
    };
    match sent(&visit, &fields, outcome, |()| format!("/staff/seekers/{id}#plan")) {
        Ok(answer) => answer,
        Err(form) => super::show::show_with(&visit, id, &form).await,
    }
}

pub(super) async fn settle(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(nth), Some(seeker)) =
        (id.parse::<ActionPlanId>(), fields.parse::<usize>("step"), fields.parse::<SeekerId>("seeker"))
    else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let done = fields.text("how") != "missed";
    let staff = visit.ctx.actor.role != Role::Seeker;
    match app::action_plan::settle(&visit.ctx, visit.app(), id, nth, done).await {
        // Of two hands at one plan the second sees how it stands now.
        Err(failed @ app::Error::Conflict(_)) if staff => {
            match Form::refused(&visit, &Fields::default(), &failed) {
                Ok(page) => page,
                Err(form) => super::show::show_with(&visit, seeker, &form).await,
            }
        }
        Ok(()) => {
            let anchor = if visit.ctx.actor.role == Role::Seeker { "" } else { "#plan" };
            Redirect::to(&format!("{}{anchor}", home(&visit, seeker))).into_response()
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

/// The person's word that they agree to the plan, or their signature on paper.
pub(super) async fn sign(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version)) = (id.parse::<ActionPlanId>(), fields.parse::<i64>("version")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    match (app::action_plan::sign(&visit.ctx, visit.app(), id, version).await, fields.parse("seeker")) {
        (Ok(()), Some(seeker)) => Redirect::to(&format!("{}#plan", home(&visit, seeker))).into_response(),
        (Ok(()), None) => Redirect::to("/me#plan").into_response(),
        (Err(failed), _) => error::page(&visit, &failed),
    }
}
