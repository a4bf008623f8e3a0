//! `/staff/organisations`: the bodies of the network as a tree.

mod show;

use axum::extract::Path;
use axum::response::Response;
use domain::id::OrganisationId;
use domain::organisation::{Organisation, OrganisationKind};
use domain::person::written_phone;
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, checks, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/organisations", UseCase::ReadOrganisation, list);
    routes.post("/staff/organisations", UseCase::WriteOrganisation, create);
    routes.get("/staff/organisations/{id}", UseCase::ReadOrganisation, show::show);
    routes.post("/staff/organisations/{id}/profile", UseCase::WriteNetwork, show::describe);
    routes.get("/staff/organisations/{id}/edit", UseCase::WriteOrganisation, edit);
    routes.post("/staff/organisations/{id}/edit", UseCase::WriteOrganisation, update);
    routes.post("/staff/organisations/{id}/leave", UseCase::WriteOrganisation, leave);
}

async fn list(visit: Visit) -> Response {
    tree_page(&visit, Form::new(&Fields::default())).await
}

async fn create(visit: Visit, fields: Fields) -> Response {
    let made = app::organisation::create(&visit.ctx, visit.app(), read(&fields, true)).await;
    match sent(&visit, &fields, made, |_| "/staff/organisations".to_owned()) {
        Ok(answer) => answer,
        Err(form) => tree_page(&visit, form).await,
    }
}

fn read(fields: &Fields, active: bool) -> app::organisation::Form {
    app::organisation::Form {
        parent: fields.parse("parent"),
        kind: fields.parse("kind").unwrap_or(OrganisationKind::Department),
        name: fields.text("name").to_owned(),
        name_en: fields.text("name_en").to_owned(),
        phone: fields.text("phone").to_owned(),
        active,
    }
}

async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    show_edit(&visit, &id, None).await
}

/// The page of a body as it is known; a form of it that was sent and was wrong is kept.
async fn show_edit(visit: &Visit, id: &str, wrong: Option<Form<'_>>) -> Response {
    let tree = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => tree,
        Err(failed) => return error::page(visit, &failed),
    };
    let Some((_, body)) = tree.iter().find(|(_, body)| body.id.to_string() == id) else {
        return error::page(visit, &app::Error::NotFound);
    };
    let pairs = [
        ("name", body.name.clone()),
        ("name_en", body.name_en.clone()),
        ("kind", body.kind.to_string()),
        ("parent", body.parent.map(|id| id.to_string()).unwrap_or_default()),
        ("phone", body.phone.clone()),
        ("active", if body.active { "yes" } else { "" }.to_owned()),
    ];
    let mut fields = Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    fields.0.extend(wrong.iter().flat_map(|form| form.fields.0.iter().cloned()));
    let form = match &wrong {
        Some(wrong) => Form { fields: &fields, ..wrong.clone() },
        None => Form::new(&fields),
    };
    edit_page(visit, &tree, body, form)
}

fn edit_page(visit: &Visit, tree: &[(usize, Organisation)], body: &Organisation, form: Form<'_>) -> Response {
    let known = body;
    let form = form.needing(&["name"]);
    let title = visit.t("organisation-edit");
    let exists = [("yes".to_owned(), visit.t("organisation-active-yes"))];
    let body = html! {
        form.narrow method="post" {
            (inputs(visit, &form, tree))
            (checks(visit, &form, "active", "organisation-active", &exists))
            button { (visit.t("save-form")) }
        }
        (successor(visit, &form, tree, known))
        p { a href="/staff/organisations" { (visit.t("staff-organisations")) } }
    };
    form.page(visit, &title, &body)
}

/// Who goes on with the body's work, or whom it is left to.
fn successor(visit: &Visit, form: &Form<'_>, tree: &[(usize, Organisation)], body: &Organisation) -> Markup {
    html! { section {
        h2 { (visit.t("organisation-leave")) }
        @match body.successor {
            Some(left) => {
                @let name = tree.iter().find(|(_, known)| known.id == left.id).map(|(_, known)| known.name.as_str());
                p { (name.unwrap_or_default()) " (" (left.from) ")" }
            }
            None => {
                p { (visit.t("organisation-leave-note")) }
                form.narrow method="post" action={ "/staff/organisations/" (body.id) "/leave" } {
                    (select(visit, form, "successor", "organisation-successor", &options(tree)))
                    (input(visit, form, "from", "organisation-successor-from", "date", ""))
                    button.second { (visit.t("organisation-leave")) }
                }
            }
        }
    } }
}

async fn leave(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(known) = id.parse::<OrganisationId>() else { return error::page(&visit, &app::Error::NotFound) };
    let left = match fields.day("from") {
        Ok(from) => {
            let to = fields.parse("successor");
            app::organisation::leave_to(&visit.ctx, visit.app(), known, to, from).await
        }
        Err(wrong) => Err(app::Error::Invalid(vec![wrong])),
    };
    match sent(&visit, &fields, left, |()| format!("/staff/organisations/{id}/edit")) {
        Ok(answer) => answer,
        Err(form) => show_edit(&visit, &id, Some(form)).await,
    }
}

async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<OrganisationId>() else { return error::page(&visit, &app::Error::NotFound) };
    let form = read(&fields, fields.ticked("active"));
    let updated = app::organisation::update(&visit.ctx, visit.app(), id, form).await;
    match sent(&visit, &fields, updated, |()| "/staff/organisations".to_owned()) {
        Ok(answer) => answer,
        Err(form) => match app::organisation::tree(&visit.ctx, visit.app()).await {
            Ok(tree) => match tree.iter().find(|(_, body)| body.id == id) {
                Some((_, body)) => edit_page(&visit, &tree, body, form),
                None => error::page(&visit, &app::Error::NotFound),
            },
            Err(failed) => error::page(&visit, &failed),
        },
    }
}

fn inputs(visit: &Visit, form: &Form<'_>, tree: &[(usize, Organisation)]) -> Markup {
    let kinds: Vec<(String, String)> = OrganisationKind::iter()
        .map(|kind| (kind.to_string(), visit.t(&format!("organisation-kind-{kind}"))))
        .collect();
    html! {
        (input(visit, form, "name", "name", "text", ""))
        (input(visit, form, "name_en", "name-en", "text", ""))
        (select(visit, form, "kind", "kind", &kinds))
        (select(visit, form, "parent", "organisation-parent", &options(tree)))
        (input(visit, form, "phone", "phone", "tel", ""))
    }
}

async fn tree_page(visit: &Visit, form: Form<'_>) -> Response {
    let tree = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => tree,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["name"]);
    let may_write = reach(visit.ctx.actor.role, UseCase::WriteOrganisation) != Reach::No;
    let title = visit.t("staff-organisations");
    let body = html! {
        p.lead { (visit.n("organisations-n", tree.len())) }
        div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("kind")) } th scope="col" { (visit.t("phone")) } } }
            tbody { @for (depth, body) in &tree { tr {
                th scope="row" { ("— ".repeat(*depth)) a href={ "/staff/organisations/" (body.id) } { (body.name) } @if !body.active { " " span.badge { (visit.t("organisation-gone")) } } @if !body.name_en.is_empty() { " " span.small lang="en" { (body.name_en) } } }
                td { (visit.t(&format!("organisation-kind-{}", body.kind))) } td { (written_phone(&body.phone)) }
            } } }
        } }
        @if may_write {
            h2 { (visit.t("organisation-add")) }
            form.narrow method="post" {
                (inputs(visit, &form, &tree))
                button { (visit.t("save-form")) }
            }
        }
    };
    form.page(visit, &title, &body)
}

/// Bodies to tick. There are dozens: they are folded away by kind, and those that are ticked are named without unfolding.
pub(super) fn several(
    visit: &Visit,
    form: &Form<'_>,
    name: &'static str,
    legend: &str,
    tree: &[(usize, Organisation)],
) -> Markup {
    let ticked: Vec<&str> = form.fields.all(name).collect();
    let is_ticked = |body: &Organisation| ticked.contains(&body.id.to_string().as_str());
    let chosen: Vec<&str> =
        tree.iter().filter(|(_, body)| is_ticked(body)).map(|(_, body)| body.name.as_str()).collect();
    let error = form.error(name);
    html! {
        fieldset.field id=(name) tabindex="-1" aria-describedby=[error.map(|_| format!("{name}-error"))] {
            legend { (visit.t(legend)) (form.mark(visit, name)) }
            p.hint lang=[visit.content_lang()] { @if chosen.is_empty() { (visit.t("bodies-none-ticked")) } @else { (chosen.join(", ")) } }
            @for kind in OrganisationKind::iter() {
                @let of: Vec<&Organisation> = tree.iter().map(|(_, body)| body).filter(|body| body.kind == kind).collect();
                @if !of.is_empty() { details {
                    summary { (visit.t(&format!("organisation-kind-{kind}"))) " " (of.iter().filter(|body| is_ticked(body)).count()) "/" (of.len()) }
                    div.checks { @for body in &of {
                        label { input type="checkbox" name=(name) value=(body.id) checked[is_ticked(body)]; " " (body.name) }
                    } }
                } }
            }
            @if let Some(error) = error { p.error id={ (name) "-error" } { (error) } }
        }
    }
}

/// The tree as the options of a choice.
pub(super) fn options(tree: &[(usize, Organisation)]) -> Vec<(String, String)> {
    let named = |depth: usize, body: &Organisation| format!("{}{}", "— ".repeat(depth), body.name);
    tree.iter().map(|(depth, body)| (body.id.to_string(), named(*depth, body))).collect()
}
