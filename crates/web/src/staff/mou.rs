//! `/staff/mous`: the register of agreements, each with who signed it, until when it holds and what it promises in jobs.

use app::FieldError;
use app::hiring_commitment::Of;
use app::mou::{Form as Wanted, View};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::id::MouId;
use domain::message::Message;
use domain::policy::{Reach, UseCase, may_ask, reach};
use maud::{Markup, html};

use super::project::{promise_form, promise_lines, read_promise};
use crate::component::{Form, area, input, select, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/mous", UseCase::ReadNetwork, list);
    routes.get("/staff/mous/new", UseCase::WriteNetwork, new);
    routes.post("/staff/mous/new", UseCase::WriteNetwork, create);
    routes.get("/staff/mous/{id}", UseCase::ReadNetwork, show);
    routes.get("/staff/mous/{id}/edit", UseCase::WriteNetwork, edit);
    routes.post("/staff/mous/{id}/edit", UseCase::WriteNetwork, update);
    routes.get("/staff/mous/{id}/promises", UseCase::WriteProject, ask);
    routes.post("/staff/mous/{id}/promises", UseCase::WriteProject, promise);
}

fn place(view: &View) -> String {
    format!("/staff/mous/{}", view.mou.id)
}

/// From when until when it holds, in words.
fn term(visit: &Visit, view: &View) -> String {
    let until = view.mou.until.map_or_else(|| visit.t("mou-without-end"), |until| until.to_string());
    format!("{} ~ {until}", view.mou.signed_on)
}

async fn list(visit: Visit) -> Response {
    let found = match app::mou::list(&visit.ctx, visit.app()).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-mous");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("mous-n", found.len())) " · " (visit.n("mous-holding", found.iter().filter(|view| view.holds).count())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        @if reach(visit.ctx.actor.role, UseCase::WriteNetwork) != Reach::No { div.actions { a.button href="/staff/mous/new" { (visit.t("mou-new")) } } }
        @if found.is_empty() { p.notice { (visit.t("mous-none")) } } @else { div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("mou-name")) } th scope="col" { (visit.t("mou-keeper")) } th scope="col" { (visit.t("mou-partners-label")) } th scope="col" { (visit.t("mou-term")) } th scope="col" { (visit.t("state")) } } }
            tbody { @for view in &found { tr {
                th scope="row" { a href=(place(view)) { (view.mou.name) } }
                td { (view.keeper) }
                td { (view.partners.join(", ")) }
                td { (term(&visit, view)) }
                td { span.badge { (visit.t(if view.holds { "mou-holds" } else { "mou-over" })) } }
            } } }
        } } }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn found(visit: &Visit, id: &str, to_write: bool) -> Result<View, Response> {
    let found = match id.parse::<MouId>() {
        Ok(id) => app::mou::get(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    match found {
        Ok(view) if !to_write || view.may_write => Ok(view),
        Ok(_) => Err(error::page(visit, &app::Error::NotFound)),
        Err(failed) => Err(error::page(visit, &failed)),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let view = match found(&visit, &id, false).await {
        Ok(view) => view,
        Err(answer) => return answer,
    };
    let lines = if may_ask(&visit.ctx.actor, UseCase::ReadProject) {
        match app::hiring_commitment::lines(&visit.ctx, visit.app(), Of::Mou(view.mou.id)).await {
            Ok(lines) => Some(lines),
            Err(failed) => return error::page(&visit, &failed),
        }
    } else {
        None
    };
    let may_promise = view.may_write && may_ask(&visit.ctx.actor, UseCase::WriteProject);
    let here = place(&view);
    let body = html! {
        h1 { (view.mou.name) }
        p.lead { span.badge { (visit.t(if view.holds { "mou-holds" } else { "mou-over" })) } " " (term(&visit, &view)) }
        @if view.may_write { div.actions {
            @if may_promise { a.button href={ (here) "/promises" } { (visit.t("promise-new")) } }
            a.button.second href={ (here) "/edit" } { (visit.t("edit")) }
        } }
        dl.facts {
            dt { (visit.t("mou-keeper")) } dd { (view.keeper) }
            dt { (visit.t("mou-partners-label")) } dd { ul { @for name in &view.partners { li { (name) } } } }
            dt { (visit.t("mou-subject")) } dd lang=[visit.content_lang()] { (view.mou.subject) }
        }
        @if let Some(lines) = &lines { (promise_lines(&visit, lines, may_promise)) }
        p { a href="/staff/mous" { (visit.t("staff-mous")) } }
    };
    page::shell(&visit, &view.mou.name, body).into_response()
}

async fn new(visit: Visit) -> Response {
    let owner = visit.ctx.actor.organisation.map(|id| id.to_string()).unwrap_or_default();
    let fields = Fields(vec![("organisation".to_owned(), owner)]);
    render(&visit, None, Form::new(&fields)).await
}

async fn create(visit: Visit, fields: Fields) -> Response {
    let wanted = match read(&fields) {
        Ok(wanted) => wanted,
        Err(failed) => {
            return match Form::refused(&visit, &fields, &failed) {
                Ok(answer) => answer,
                Err(form) => render(&visit, None, form).await,
            };
        }
    };
    let made = app::mou::create(&visit.ctx, visit.app(), wanted).await;
    match sent(&visit, &fields, made, |id| format!("/staff/mous/{id}")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, None, form).await,
    }
}

fn read(fields: &Fields) -> Result<Wanted, app::Error> {
    let invalid = |why: FieldError| app::Error::Invalid(vec![why]);
    let signed_on = fields.day("signed_on").map_err(invalid)?;
    Ok(Wanted {
        organisation: fields.parse("organisation"),
        name: fields.text("name").to_owned(),
        partners: fields.all("partners").filter_map(|id| id.parse().ok()).collect(),
        signed_on: signed_on.ok_or_else(|| app::Error::field("signed_on", Message::new("field-needed")))?,
        until: fields.day("until").map_err(invalid)?,
        subject: fields.text("subject").to_owned(),
    })
}

async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let view = match found(&visit, &id, true).await {
        Ok(view) => view,
        Err(answer) => return answer,
    };
    let mou = &view.mou;
    let mut pairs = vec![
        ("version", mou.version.to_string()),
        ("name", mou.name.clone()),
        ("signed_on", mou.signed_on.to_string()),
        ("until", mou.until.map(|until| until.to_string()).unwrap_or_default()),
        ("subject", mou.subject.clone()),
    ];
    pairs.extend(mou.partners.iter().map(|id| ("partners", id.to_string())));
    let fields = Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    render(&visit, Some(&view), Form::new(&fields)).await
}

async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let view = match found(&visit, &id, true).await {
        Ok(view) => view,
        Err(answer) => return answer,
    };
    let done = match read(&fields) {
        Ok(wanted) => {
            let seen = fields.parse("version").unwrap_or(0);
            app::mou::update(&visit.ctx, visit.app(), view.mou.id, seen, wanted).await
        }
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, done, |()| place(&view)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, Some(&view), form).await,
    }
}

async fn render(visit: &Visit, known: Option<&View>, form: Form<'_>) -> Response {
    let tree = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => tree,
        Err(failed) => return error::page(visit, &failed),
    };
    let bodies = super::organisation::options(&tree);
    let form = form.needing(&["name", "partners", "signed_on"]);
    let title = visit.t(if known.is_some() { "mou-edit" } else { "mou-new" });
    let keeper: Markup = match known {
        Some(view) => {
            html! { input type="hidden" name="version" value=(form.fields.text("version")); p { strong { (visit.t("mou-keeper")) } " " (view.keeper) } }
        }
        None => select(visit, &form, "organisation", "mou-keeper", &bodies),
    };
    let body = html! {
        form.narrow method="post" {
            (input(visit, &form, "name", "mou-name", "text", ""))
            (keeper)
            (input(visit, &form, "signed_on", "mou-signed-on", "date", ""))
            (input(visit, &form, "until", "mou-until", "date", "mou-until-hint"))
            (area(visit, &form, "subject", "mou-subject"))
            (super::organisation::several(visit, &form, "partners", "mou-partners-label", &tree))
            button { (visit.t("save-form")) }
        }
        p { a href="/staff/mous" { (visit.t("staff-mous")) } }
    };
    form.page(visit, &title, &body)
}

async fn ask(visit: Visit, Path(id): Path<String>) -> Response {
    match found(&visit, &id, true).await {
        Ok(view) => {
            let today = visit.ctx.today().to_string();
            let fields = Fields(vec![("on".to_owned(), today)]);
            promise_form(&visit, (&place(&view), &view.mou.name), &Form::new(&fields))
        }
        Err(answer) => answer,
    }
}

async fn promise(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let view = match found(&visit, &id, true).await {
        Ok(view) => view,
        Err(answer) => return answer,
    };
    let made = match read_promise(&visit, &fields).await {
        Ok(wanted) => {
            let of = Of::Mou(view.mou.id);
            app::hiring_commitment::promise(&visit.ctx, visit.app(), of, wanted).await
        }
        Err(failed) => Err(failed),
    };
    match sent(&visit, &fields, made, |_| format!("{}#promises", place(&view))) {
        Ok(answer) => answer,
        Err(form) => promise_form(&visit, (&place(&view), &view.mou.name), &form),
    }
}
