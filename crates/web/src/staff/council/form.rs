//! A council as a form: what it is, what it is for, when it can decide, until when it is there.

use axum::extract::{Path, Query};
use axum::response::Response;
use domain::council::{Council, CouncilKind};
use domain::message::Message;
use maud::html;
use strum::IntoEnumIterator;

use super::{Shown, id_of, shown};
use crate::component::{Form, area, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::staff::organisation::options;
use crate::visit::Visit;

pub(super) async fn new(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let asked = Fields(pairs);
    let part = !asked.text("part_of").is_empty();
    let kind = match (asked.text("set_up_by").is_empty(), part) {
        (false, _) => CouncilKind::TaskForce,
        (true, true) => CouncilKind::WorkingGroup,
        (true, false) => CouncilKind::Council,
    };
    let starts = [
        ("kind", kind.to_string()),
        ("quorum_percent", "50".to_owned()),
        ("agenda_closes_days", "3".to_owned()),
        ("from", visit.ctx.today().to_string()),
        ("part_of", asked.text("part_of").to_owned()),
        ("set_up_by", asked.text("set_up_by").to_owned()),
    ];
    let fields = Fields(starts.map(|(name, value)| (name.to_owned(), value)).to_vec());
    let made = render(&visit, "council-new", Form::new(&fields)).await;
    shown(&visit, made)
}

async fn render(visit: &Visit, title: &str, form: Form<'_>) -> Shown {
    let tree = app::organisation::tree(&visit.ctx, visit.app()).await?;
    let councils = app::council::list(&visit.ctx, visit.app()).await?;
    let form = form.needing(&["kind", "name", "from"]);
    let kinds: Vec<(String, String)> = CouncilKind::iter()
        .map(|kind| (kind.to_string(), visit.t(&format!("council-kind-{kind}"))))
        .collect();
    let above: Vec<(String, String)> = councils
        .iter()
        .filter(|council| council.part_of.is_none())
        .map(|council| (council.id.to_string(), council.name.clone()))
        .collect();
    let hidden = |name: &str| html! { input type="hidden" name=(name) value=(form.fields.text(name)); };
    let body = html! {
        form.narrow method="post" {
            (hidden("version")) (hidden("set_up_by"))
            (select(visit, &form, "kind", "kind", &kinds))
            (input(visit, &form, "name", "name", "text", ""))
            (area(visit, &form, "mission", "council-mission"))
            (select(visit, &form, "organisation", "council-secretariat", &options(&tree)))
            (input(visit, &form, "quorum_percent", "council-quorum-percent", "number", "council-quorum-hint"))
            (input(visit, &form, "agenda_closes_days", "council-agenda-days-label", "number", "council-agenda-days-hint"))
            (input(visit, &form, "from", "council-from", "date", ""))
            (input(visit, &form, "ends_on", "council-ends", "date", "council-ends-hint"))
            (select(visit, &form, "part_of", "council-part-of", &above))
            button { (visit.t("save-form")) }
        }
        p { a href="/staff/council" { (visit.t("staff-council")) } }
    };
    Ok(form.page(visit, &visit.t(title), &body))
}

fn read(visit: &Visit, fields: &Fields) -> Result<app::council::Form, app::Error> {
    let mut errors = Vec::new();
    let mut taken = |read: Result<Option<i64>, app::FieldError>, empty: i64| match read {
        Ok(n) => n.unwrap_or(empty),
        Err(why) => {
            errors.push(why);
            empty
        }
    };
    let quorum_percent = taken(fields.number("quorum_percent"), 50);
    let agenda_closes_days = taken(fields.number("agenda_closes_days"), 3);
    let mut day = |name: &'static str| match fields.day(name) {
        Ok(day) => day,
        Err(why) => {
            errors.push(why);
            None
        }
    };
    let (from, ends_on) = (day("from"), day("ends_on"));
    let Some(kind) = fields.parse("kind") else {
        errors.push(app::FieldError::new("kind", Message::new("field-needed")));
        return Err(app::Error::Invalid(errors));
    };
    if !errors.is_empty() {
        return Err(app::Error::Invalid(errors));
    }
    Ok(app::council::Form {
        kind,
        organisation: fields.parse("organisation"),
        name: fields.text("name").to_owned(),
        mission: fields.text("mission").to_owned(),
        quorum_percent,
        // What is out of every calendar is out of the rule's bounds, too.
        agenda_closes_days: i32::try_from(agenda_closes_days).unwrap_or(-1),
        from: from.unwrap_or_else(|| visit.ctx.today()),
        ends_on,
        part_of: fields.parse("part_of"),
        set_up_by: fields.parse("set_up_by"),
    })
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let made = match read(&visit, &fields) {
        Ok(form) => app::council::create(&visit.ctx, visit.app(), form).await,
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, made, |id| format!("/staff/councils/{id}")) {
        Ok(answer) => answer,
        Err(form) => {
            let made = render(&visit, "council-new", form).await;
            shown(&visit, made)
        }
    }
}

fn filled(council: &Council) -> Fields {
    let id = |id: Option<String>| id.unwrap_or_default();
    let pairs = [
        ("version", council.version.to_string()),
        ("kind", council.kind.to_string()),
        ("name", council.name.clone()),
        ("mission", council.mission.clone()),
        ("organisation", id(council.organisation.map(|id| id.to_string()))),
        ("quorum_percent", council.quorum_percent.to_string()),
        ("agenda_closes_days", council.agenda_closes_days.to_string()),
        ("from", council.from.to_string()),
        ("ends_on", id(council.ends_on.map(|day| day.to_string()))),
        ("part_of", id(council.part_of.map(|id| id.to_string()))),
        ("set_up_by", id(council.set_up_by.map(|id| id.to_string()))),
    ];
    Fields(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let view = match id_of(&id) {
        Ok(id) => app::council::get(&visit.ctx, visit.app(), id).await,
        Err(failed) => Err(failed),
    };
    match view {
        Ok(view) => {
            let made = render(&visit, "council-edit", Form::new(&filled(&view.council))).await;
            shown(&visit, made)
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let done = match (id_of(&id), fields.parse::<i64>("version"), read(&visit, &fields)) {
        (Ok(id), Some(seen), Ok(form)) => {
            app::council::update(&visit.ctx, visit.app(), (id, seen), form).await
        }
        (Ok(_), Some(_), Err(failed)) => Err(failed),
        _ => Err(app::Error::NotFound),
    };
    match sent(&visit, &fields, done, |()| format!("/staff/councils/{id}")) {
        Ok(answer) => answer,
        Err(form) => {
            let made = render(&visit, "council-edit", form).await;
            shown(&visit, made)
        }
    }
}
