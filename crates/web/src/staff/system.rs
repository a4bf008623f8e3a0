//! `/staff/system`: the operator's page: health, and accounts with their roles.

use axum::extract::{Form as Posted, Path};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Role;
use domain::id::PersonId;
use domain::person::{Account, Identity};
use domain::policy::UseCase;
use maud::html;
use strum::IntoEnumIterator;

use crate::component::{Form, checks, field_errors, input, select};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::organisation::options;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/system", UseCase::OperateSystem, show);
    routes.post("/staff/system/users", UseCase::ManageUsers, invite);
    routes.post("/staff/system/users/{id}/{step}", UseCase::ManageUsers, step);
}

async fn show(visit: Visit) -> Response {
    render(&visit, &blank(&visit), &[], None, StatusCode::OK).await
}

/// The form as it opens: the operator's own body is the likeliest.
fn blank(visit: &Visit) -> Fields {
    let body = visit.ctx.actor.organisation.map(|id| ("organisation".to_owned(), id.to_string()));
    Fields(body.into_iter().collect())
}

async fn render(
    visit: &Visit,
    fields: &Fields,
    errors: &[(String, String)],
    link: Option<&str>,
    status: StatusCode,
) -> Response {
    let gathered = async {
        let users = app::person::list(&visit.ctx, visit.app()).await?;
        let bodies = app::organisation::tree(&visit.ctx, visit.app()).await?;
        Ok((app::system::health(visit.app()).await?, users, bodies))
    };
    let (health, users, bodies) = match gathered.await {
        Ok(gathered) => gathered,
        Err(failed) => return error::page(visit, &failed),
    };
    let roles: Vec<(String, String)> = Role::iter()
        .filter(|role| *role != Role::Citizen)
        .map(|role| (role.to_string(), visit.t(&format!("role-{role}"))))
        .collect();
    let bodies = options(&bodies);
    let form = Form { fields, errors };
    let title = visit.t("staff-system");
    let body = html! {
        h1 { (title) }
        (form.summary(visit))
        @if let Some(link) = link { p.done { (visit.t("link-made")) " " strong { "/links/" (link) } } }
        dl.facts {
            dt { (visit.t("engine")) } dd { (health.engine) }
            dt { (visit.t("changes")) } dd { (domain::message::thousands(health.head)) }
            dt { (visit.t("lag")) } dd { (health.lag()) }
            dt { (visit.t("nav-openings")) } dd { (health.openings) }
            dt { (visit.t("jobs")) } dd { (health.jobs_waiting) " / " (health.jobs_dead) }
        }
        h2 { (visit.t("users")) }
        div.scroll { table {
            caption { (visit.t("users")) }
            thead { tr { th scope="col" { (visit.t("login")) } th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("roles")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("steps")) } } }
            tbody { @for user in &users {
                @let account = match user.person.account { Account::None => "none", Account::Invited { .. } => "invited", Account::Active => "active", Account::Suspended { .. } => "suspended" };
                tr {
                    th scope="row" { (user.identity.login) } td { (user.identity.name) }
                    td { (user.person.grants.iter().map(|grant| visit.t(&format!("role-{}", grant.role))).collect::<Vec<_>>().join(", ")) }
                    td { (visit.t(&format!("account-{account}"))) }
                    td { form method="post" action={ "/staff/system/users/" (user.person.id) "/link" } { button.plain { (visit.t("user-link")) } }
                        @if account == "suspended" { form method="post" action={ "/staff/system/users/" (user.person.id) "/reactivate" } { button.plain { (visit.t("user-reactivate")) } } }
                        @else { form method="post" action={ "/staff/system/users/" (user.person.id) "/suspend" } { button.plain { (visit.t("user-suspend")) } } } }
                }
            } }
        } }
        h2 { (visit.t("user-add")) }
        form.narrow method="post" action="/staff/system/users" {
            (input(visit, &form, "name", "name", "text", ""))
            (input(visit, &form, "login", "login", "text", ""))
            (checks(visit, &form, "role", "roles", &roles))
            (select(visit, &form, "organisation", "organisation", &bodies))
            (input(visit, &form, "employer", "employer", "text", "employer-named-hint"))
            button { (visit.t("user-add")) }
        }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

async fn invite(visit: Visit, Posted(pairs): Posted<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let roles: Vec<Role> = fields.all("role").filter_map(|role| role.parse().ok()).collect();
    let identity = Identity {
        name: fields.text("name").to_owned(),
        login: fields.text("login").to_owned(),
        phone: String::new(),
    };
    let (ctx, app) = (&visit.ctx, visit.app());
    let invited = async {
        let grants =
            app::person::grants(ctx, app, &roles, fields.text("organisation"), fields.text("employer"))
                .await?;
        app::person::invite(ctx, app, identity, grants).await
    };
    match invited.await {
        Ok((_, link)) => render(&visit, &blank(&visit), &[], Some(&link), StatusCode::OK).await,
        Err(failed) => match field_errors(&visit, &failed) {
            Some(errors) => render(&visit, &fields, &errors, None, StatusCode::UNPROCESSABLE_ENTITY).await,
            None => error::page(&visit, &failed),
        },
    }
}

async fn step(visit: Visit, Path((id, step)): Path<(String, String)>) -> Response {
    let Ok(id) = id.parse::<PersonId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (ctx, app) = (&visit.ctx, visit.app());
    let done = match step.as_str() {
        "link" => match app::person::renew_link(ctx, app, id).await {
            Ok(link) => return render(&visit, &blank(&visit), &[], Some(&link), StatusCode::OK).await,
            Err(failed) => Err(failed),
        },
        "suspend" => app::person::suspend(ctx, app, id).await,
        "reactivate" => app::person::reactivate(ctx, app, id).await,
        _ => Err(app::Error::NotFound),
    };
    match done {
        Ok(()) => Redirect::to("/staff/system").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}
