//! Signing in and out, setting a password through a one-time link, one's own first page.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::Extension;
use axum::extract::{ConnectInfo, Path, Query};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Role;
use domain::policy::UseCase;
use maud::html;

use crate::component::{Form, sent};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.at_counters(|routes| {
        routes.get("/sign-in", UseCase::SignIn, ask);
        routes.post("/sign-in", UseCase::SignIn, sign_in);
        routes.post("/sign-out", UseCase::SignIn, sign_out);
        // Not "own": whoever waits to be confirmed in one role may go back to another.
        routes.post("/role", UseCase::SignIn, switch_role);
    });
    routes.get("/links/{token}", UseCase::SignIn, link);
    routes.post("/links/{token}", UseCase::SignIn, set_password);
}

/// Where a role's day begins.
pub(crate) fn home_of(visit: &Visit, role: Role) -> &'static str {
    let home = match role {
        Role::Citizen => "/",
        Role::Seeker => "/me",
        Role::Employer => "/employer",
        Role::Operator => "/staff/system",
        Role::Counselor => "/staff/today",
        Role::Supervisor => "/staff/review",
        Role::PlanManager => "/staff/plan",
        Role::Mayor => "/staff/brief",
        Role::Auditor => "/staff/audit",
        Role::Clerk | Role::Agency => "/staff/submission",
        Role::Partner => "/staff",
    };
    if visit.has(home) { home } else { "/staff" }
}

async fn ask(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    sign_in_page(&visit, &fields, None, StatusCode::OK)
}

fn sign_in_page(visit: &Visit, fields: &Fields, problem: Option<&str>, status: StatusCode) -> Response {
    let title = visit.t("sign-in");
    let body = html! {
        h1 { (title) }
        @if let Some(problem) = problem { div.errors role="alert" tabindex="-1" { p { (problem) } } }
        form.narrow method="post" action="/sign-in" {
            input type="hidden" name="next" value=(fields.text("next"));
            div.field { label for="login" { (visit.t("login")) } input id="login" name="login" autocomplete="username" autocapitalize="none" value=(fields.text("login")) required; }
            div.field { label for="password" { (visit.t("password")) } input id="password" name="password" type="password" autocomplete="current-password" required; }
            button { (title) }
        }
        p.small { (visit.t("sign-in-help")) }
    };
    (status, page::shell(visit, &title, body)).into_response()
}

async fn sign_in(
    visit: Visit,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let from = address_of(&visit, from, &headers);
    match app::session::sign_in(&visit.ctx, visit.app(), fields.text("login"), fields.text("password"), from)
        .await
    {
        Ok(signed) => {
            let role = signed.person.grants.first().map_or(Role::Citizen, |grant| grant.role);
            let wanted = fields.text("next");
            // Only a path of this site: `//host` would lead elsewhere.
            let inside = wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains('\\');
            let to = if inside { wanted } else { home_of(&visit, role) };
            let mut response = Redirect::to(to).into_response();
            if let Some(cookie) = visit.session_cookie_value(&signed.token) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(app::Error::Unauthenticated(message)) => {
            sign_in_page(&visit, &fields, Some(&visit.say(&message)), StatusCode::UNAUTHORIZED)
        }
        Err(app::Error::TooMany(message)) => {
            sign_in_page(&visit, &fields, Some(&visit.say(&message)), StatusCode::TOO_MANY_REQUESTS)
        }
        Err(failed) => error::page(&visit, &failed),
    }
}

/// From which address somebody asks, for the brakes on guessing. One line has a whole network of the newer addresses
/// (`/64`) to choose from: they count as one.
pub(crate) fn address_of(
    visit: &Visit,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: &HeaderMap,
) -> IpAddr {
    let peer = from.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |Extension(ConnectInfo(address))| address.ip());
    let told = if visit.shared.settings.behind_proxy { forwarded(headers) } else { None };
    match told.unwrap_or(peer).to_canonical() {
        IpAddr::V6(own) => IpAddr::V6(Ipv6Addr::from_bits(own.to_bits() >> 64 << 64)),
        older => older,
    }
}

/// The visitor's address as our own proxy wrote it: the last entry, since earlier ones are the visitor's word.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

async fn switch_role(visit: Visit, fields: Fields) -> Response {
    let (Some(signed), Some(role)) = (&visit.signed, fields.parse::<Role>("role")) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    match app::session::switch_role(&visit.ctx, visit.app(), signed, role).await {
        Ok(()) => Redirect::to(home_of(&visit, role)).into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

async fn sign_out(visit: Visit) -> Response {
    if let Some(signed) = &visit.signed
        && let Err(failed) = app::session::sign_out(&visit.ctx, visit.app(), signed.session).await
    {
        return error::page(&visit, &failed);
    }
    let mut response = Redirect::to("/").into_response();
    if let Some(cookie) = visit.session_cookie_value("") {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn link(visit: Visit, Path(token): Path<String>) -> Response {
    link_page(&visit, &token, &Form::new(&Fields::default())).await
}

async fn link_page(visit: &Visit, token: &str, form: &Form<'_>) -> Response {
    let login = match app::session::login_of_link(&visit.ctx, visit.app(), token).await {
        Ok(login) => login,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("set-password");
    let problem = form.error("password");
    let described = if problem.is_some() { "password-hint password-error" } else { "password-hint" };
    let body = html! {
        form.narrow method="post" action={ "/links/" (token) } {
            div.field { label for="login" { (visit.t("login")) } input id="login" name="login" autocomplete="username" readonly value=(login); }
            div.field { label for="password" { (visit.t("new-password")) } p.hint #password-hint { (visit.t("password-hint")) }
                input id="password" name="password" type="password" autocomplete="new-password" required aria-invalid=[problem.map(|_| "true")] aria-describedby=(described);
                @if let Some(problem) = problem { p.error #password-error { (problem) } } }
            button { (title) }
        }
    };
    form.page(visit, &title, &body)
}

async fn set_password(visit: Visit, Path(token): Path<String>, fields: Fields) -> Response {
    let set = app::session::set_password(&visit.ctx, visit.app(), &token, fields.text("password")).await;
    match sent(&visit, &fields, set, |_| "/sign-in".to_owned()) {
        Ok(answer) => answer,
        Err(form) => link_page(&visit, &token, &form).await,
    }
}
