//! `/staff/system/deliveries`: whether mail and text messages go out, what waits and why, and one button that tries. Nobody is named.

use app::digest::Overview;
use axum::response::Response;
use domain::digest::{Delivery, Outcome, State, Way};
use domain::message::thousands;
use domain::policy::UseCase;
use maud::{Markup, html};

use crate::component::{Form, input};
use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/system/deliveries", UseCase::OperateSystem, show);
    routes.post("/staff/system/deliveries", UseCase::OperateSystem, trial);
}

async fn show(visit: Visit) -> Response {
    render(&visit, &Form::new(&Fields::default()), None).await
}

/// Sends the fixed message and says what the server answered. The address is in no log and no address line.
async fn trial(visit: Visit, fields: Fields) -> Response {
    let lang = visit.lang;
    match app::digest::trial(&visit.ctx, visit.app(), lang, fields.text("address")).await {
        Ok(outcome) => render(&visit, &Form::new(&fields), Some(&outcome)).await,
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(page) => page,
            Err(form) => render(&visit, &form, None).await,
        },
    }
}

async fn render(visit: &Visit, form: &Form<'_>, outcome: Option<&Outcome>) -> Response {
    let overview = match app::digest::overview(&visit.ctx, visit.app()).await {
        Ok(overview) => overview,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("deliveries");
    let body = html! {
        @match outcome {
            Some(Outcome::Taken(code)) => p.notice role="status" { (visit.n("delivery-trial-taken", code.clone())) },
            Some(Outcome::Later(why, code) | Outcome::Refused(why, code)) => {
                div.errors role="alert" tabindex="-1" { p { (visit.t("delivery-trial-failed")) " " (visit.t(&format!("delivery-fault-{why}"))) " " (code) } }
            }
            None => {}
        }
        p.lead { (visit.t("deliveries-lead")) }
        (ways(visit, &overview))
        section { h2 { (visit.t("deliveries-counts")) } (counts(visit, &overview)) }
        section { h2 { (visit.t("delivery-deferred")) } (list(visit, &overview.deferred)) }
        section { h2 { (visit.t("delivery-refused")) } (list(visit, &overview.refused)) }
        // Before mail is set there is nothing to try.
        @if overview.ways.contains(&Way::Mail) { section {
            h2 { (visit.t("delivery-trial")) }
            form.narrow method="post" {
                (input(visit, form, "address", "email", "email", "delivery-trial-hint"))
                div.actions { button { (visit.t("delivery-trial-go")) } }
            }
        } }
        p { a href="/staff/system" { (visit.t("staff-system")) } }
    };
    form.page(visit, &title, &body)
}

fn ways(visit: &Visit, overview: &Overview) -> Markup {
    html! {
        @if overview.ways.is_empty() { p.notice { (visit.t("deliveries-off")) } } @else {
            p { (visit.t("deliveries-ways")) ": " @for (n, way) in overview.ways.iter().enumerate() { @if n > 0 { ", " } (visit.t(&format!("hearing-way-{way}"))) } }
        }
    }
}

fn counts(visit: &Visit, overview: &Overview) -> Markup {
    html! {
        @if overview.counts.is_empty() { p { (visit.t("deliveries-none")) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(visit.t("deliveries-counts")) { table {
                thead { tr { th scope="col" { (visit.t("delivery-way")) } th scope="col" { (visit.t("delivery-state")) } th.num scope="col" { (visit.t("delivery-count")) } } }
                tbody { @for (way, state, n) in &overview.counts { tr {
                    td { (visit.t(&format!("hearing-way-{way}"))) }
                    td { (visit.t(&format!("delivery-{state}"))) }
                    td.num { (thousands(*n)) }
                } } }
            } }
        }
    }
}

/// The end of its id, which no two of a page share: its beginning is only the time.
pub(super) fn mark(one: &Delivery) -> String {
    let id = one.id.to_string();
    id.rsplit('-').next().unwrap_or_default().to_owned()
}

/// What waits or was given up, by its id: whoever must know whose it is finds it on that person's page.
fn list(visit: &Visit, deliveries: &[Delivery]) -> Markup {
    html! {
        @if deliveries.is_empty() { p { (visit.t("deliveries-none")) } } @else {
            ul { @for one in deliveries { li {
                span.code { (mark(one)) } " · " (one.on) " · " (visit.t(&format!("delivery-kind-{}", one.kind))) " · " (visit.t(&format!("hearing-way-{}", one.way))) " · "
                @match &one.state {
                    State::Deferred { until, why, answer, .. } => {
                        (visit.t(&format!("delivery-fault-{why}"))) " " (answer) " · " (visit.n("delivery-tries-n", one.tries)) " · " (visit.n("delivery-again-at", visit.instant(*until)))
                    }
                    State::Refused { why, answer, at } => { (visit.t(&format!("delivery-fault-{why}"))) " " (answer) " · " (visit.instant(*at)) }
                    _ => {}
                }
            } } }
        }
    }
}
