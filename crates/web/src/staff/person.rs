//! `/staff/users`: accounts, what each may do, and the one-time links through which people set passwords.

use app::person::User;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Role;
use domain::id::PersonId;
use domain::person::{Account, Identity};
use domain::policy::UseCase;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, checks, input, select, sent};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::organisation::options;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/users", UseCase::ManageUsers, list);
    routes.post("/staff/users", UseCase::ManageUsers, invite);
    routes.get("/staff/users/{id}", UseCase::ManageUsers, edit);
    routes.post("/staff/users/{id}", UseCase::ManageUsers, update);
    routes.post("/staff/users/{id}/{step}", UseCase::ManageUsers, step);
}

async fn list(visit: Visit) -> Response {
    // The operator's own body is the likeliest.
    let body = visit.ctx.actor.organisation.map(|id| ("organisation".to_owned(), id.to_string()));
    list_page(&visit, Form::new(&Fields(body.into_iter().collect())), None).await
}

async fn list_page(visit: &Visit, form: Form<'_>, link: Option<&str>) -> Response {
    let gathered = async {
        let users = app::person::list(&visit.ctx, visit.app()).await?;
        Ok((users, app::organisation::tree(&visit.ctx, visit.app()).await?))
    };
    let (users, bodies) = match gathered.await {
        Ok(gathered) => gathered,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["name", "login", "role"]);
    let title = visit.t("users");
    let body = html! {
        @if let Some(link) = link { p.done role="status" { (visit.t("link-made")) " " strong { "/links/" (link) } } }
        div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption { (title) }
            thead { tr { th scope="col" { (visit.t("login")) } th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("roles")) } th scope="col" { (visit.t("organisation")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("steps")) } } }
            tbody { @for user in &users { (row(visit, user, &bodies)) } }
        } }
        h2 { (visit.t("user-add")) }
        form.narrow method="post" action="/staff/users" {
            (input(visit, &form, "name", "name", "text", ""))
            (input(visit, &form, "login", "login", "text", ""))
            (grants(visit, &form, &options(&bodies)))
            button { (visit.t("user-add")) }
        }
    };
    form.page(visit, &title, &body)
}

fn row(visit: &Visit, user: &User, bodies: &[(usize, domain::organisation::Organisation)]) -> Markup {
    let path = format!("/staff/users/{}", user.person.id);
    let account = match user.person.account {
        Account::None => "none",
        Account::Invited { .. } => "invited",
        Account::Active => "active",
        Account::Suspended { .. } => "suspended",
    };
    let roles: Vec<String> =
        user.person.grants.iter().map(|grant| visit.t(&format!("role-{}", grant.role))).collect();
    let body = user.person.grants.iter().find_map(|grant| grant.organisation);
    let body = body.and_then(|id| bodies.iter().find(|(_, body)| body.id == id)).map(|(_, body)| &body.name);
    let step = |step: &str| {
        html! { form method="post" action={ (path) "/" (step) } { button.plain { (visit.t(&format!("user-{step}"))) } } }
    };
    html! { tr {
        th scope="row" { a href=(path) { (user.identity.login) } } td { (user.identity.name) }
        td { (roles.join(", ")) } td { @if let Some(body) = body { (body) } }
        td { (visit.t(&format!("account-{account}"))) }
        td { (step("link")) @if account == "suspended" { (step("reactivate")) } @else { (step("suspend")) } }
    } }
}

/// What an account may do, and for whom.
fn grants(visit: &Visit, form: &Form<'_>, bodies: &[(String, String)]) -> Markup {
    let roles: Vec<(String, String)> = Role::iter()
        .filter(|role| *role != Role::Citizen)
        .map(|role| (role.to_string(), visit.t(&format!("role-{role}"))))
        .collect();
    html! {
        (checks(visit, form, "role", "roles", &roles))
        (select(visit, form, "organisation", "organisation", bodies))
        (input(visit, form, "employer", "employer", "text", "employer-named-hint"))
    }
}

fn roles(fields: &Fields) -> Vec<Role> {
    fields.all("role").filter_map(|role| role.parse().ok()).collect()
}

async fn invite(visit: Visit, fields: Fields) -> Response {
    let (ctx, app) = (&visit.ctx, visit.app());
    let identity = Identity {
        name: fields.text("name").to_owned(),
        login: fields.text("login").to_owned(),
        phone: String::new(),
    };
    let invited = async {
        let (body, employer) = (fields.text("organisation"), fields.text("employer"));
        let grants = app::person::grants(ctx, app, &roles(&fields), body, employer).await?;
        app::person::invite(ctx, app, identity, grants).await
    };
    match invited.await {
        Ok((_, link)) => list_page(&visit, Form::new(&Fields::default()), Some(&link)).await,
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(page) => page,
            Err(form) => list_page(&visit, form, None).await,
        },
    }
}

async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<PersonId>() else { return error::page(&visit, &app::Error::NotFound) };
    let user = match find(&visit, id).await {
        Ok(user) => user,
        Err(failed) => return error::page(&visit, &failed),
    };
    let held = &user.person.grants;
    let mut pairs: Vec<_> = held.iter().map(|grant| ("role".to_owned(), grant.role.to_string())).collect();
    let body = held.iter().find_map(|grant| grant.organisation).map(|id| id.to_string());
    let employer = held.iter().find_map(|grant| grant.employer).map(|id| id.to_string());
    pairs.extend(body.map(|id| ("organisation".to_owned(), id)));
    pairs.extend(employer.map(|id| ("employer".to_owned(), id)));
    edit_page(&visit, &user, Form::new(&Fields(pairs))).await
}

async fn edit_page(visit: &Visit, user: &User, form: Form<'_>) -> Response {
    let bodies = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(bodies) => bodies,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["name", "login", "role"]);
    let title = format!("{} ({})", user.identity.name, user.identity.login);
    let body = html! {
        p { (visit.t("user-roles-note")) }
        form.narrow method="post" {
            (grants(visit, &form, &options(&bodies)))
            button { (visit.t("save-form")) }
        }
        p { a href="/staff/users" { (visit.t("users")) } }
    };
    form.page(visit, &title, &body)
}

async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<PersonId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (ctx, app) = (&visit.ctx, visit.app());
    let changed = async {
        let (body, employer) = (fields.text("organisation"), fields.text("employer"));
        let grants = app::person::grants(ctx, app, &roles(&fields), body, employer).await?;
        app::person::set_grants(ctx, app, id, grants).await
    };
    match sent(&visit, &fields, changed.await, |()| "/staff/users".to_owned()) {
        Ok(answer) => answer,
        Err(form) => match find(&visit, id).await {
            Ok(user) => edit_page(&visit, &user, form).await,
            Err(failed) => error::page(&visit, &failed),
        },
    }
}

async fn find(visit: &Visit, id: PersonId) -> Result<User, app::Error> {
    let users = app::person::list(&visit.ctx, visit.app()).await?;
    users.into_iter().find(|user| user.person.id == id).ok_or(app::Error::NotFound)
}

async fn step(visit: Visit, Path((id, step)): Path<(String, String)>) -> Response {
    let Ok(id) = id.parse::<PersonId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (ctx, app) = (&visit.ctx, visit.app());
    let done = match step.as_str() {
        "link" => match app::person::renew_link(ctx, app, id).await {
            Ok(link) => {
                return list_page(&visit, Form::new(&Fields::default()), Some(&link)).await;
            }
            Err(failed) => Err(failed),
        },
        "suspend" => app::person::suspend(ctx, app, id).await,
        "reactivate" => app::person::reactivate(ctx, app, id).await,
        _ => Err(app::Error::NotFound),
    };
    match done {
        Ok(()) => Redirect::to("/staff/users").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
