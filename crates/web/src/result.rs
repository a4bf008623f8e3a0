//! `/me/results`: every result credited to the person who looks, whether it counts, and what they may say
//! about it (CR-18).

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::PlacementId;
use domain::placement::DisputeReason;
use domain::policy::{Reach, UseCase, reach};
use maud::html;
use strum::IntoEnumIterator;

use crate::component::{Form, select};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/me/results", UseCase::ReadOwn, list);
    routes.post("/me/results/{id}/confirm", UseCase::DisputePlacement, confirm);
    routes.post("/me/results/{id}/dispute", UseCase::DisputePlacement, dispute);
}

async fn list(visit: Visit) -> Response {
    let credited = match app::ledger::mine(&visit.ctx, visit.app()).await {
        Ok(credited) => credited,
        Err(failed) => return error::page(&visit, &failed),
    };
    let may_say = reach(visit.ctx.actor.role, UseCase::DisputePlacement) != Reach::No;
    let reasons: Vec<_> = DisputeReason::iter()
        .map(|reason| reason.to_string())
        .map(|reason| (reason.clone(), visit.t(&format!("dispute-{reason}"))))
        .collect();
    let title = visit.t("my-results");
    let (fields, errors) = (Fields::default(), []);
    let form = Form::new(&fields, &errors);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("my-results-note")) }
        @if credited.is_empty() { p.notice { (visit.t("my-results-none")) } }
        @for seen in &credited {
            @let placement = &seen.placement;
            section {
                h2 { (seen.employer) " · " (placement.start_on) }
                p { span.badge { (visit.t(&format!("placement-state-{}", placement.state.name()))) } " " (visit.t(&format!("how-{}", placement.how))) }
                @if let Some(by) = seen.excluded { p { (visit.t("placement-not-counted")) " " (by) ": " (visit.say(&by.sentence())) } }
                @if may_say && placement.state.is_live() {
                    @if placement.confirmed_by_person.is_some() { p { (visit.t("my-result-confirmed")) } } @else {
                        form method="post" action={ "/me/results/" (placement.id) "/confirm" } { button { (visit.t("my-result-confirm")) } }
                    }
                    @if placement.is_disputed() { p { (visit.t("placement-disputed")) } } @else {
                        details { summary { (visit.t("my-result-dispute")) }
                            form.narrow method="post" action={ "/me/results/" (placement.id) "/dispute" } {
                                (select(&visit, &form, "reason", "reason", &reasons))
                                button.second { (visit.t("my-result-dispute")) }
                            }
                        }
                    }
                }
            }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn confirm(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<PlacementId>() else { return error::page(&visit, &app::Error::NotFound) };
    back(&visit, app::ledger::confirm_mine(&visit.ctx, visit.app(), id).await)
}

async fn dispute(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let Ok(id) = id.parse::<PlacementId>() else { return error::page(&visit, &app::Error::NotFound) };
    match fields.parse("reason") {
        Some(reason) => back(&visit, app::ledger::dispute(&visit.ctx, visit.app(), id, reason).await),
        None => Redirect::to("/me/results").into_response(),
    }
}

fn back(visit: &Visit, done: Result<(), app::Error>) -> Response {
    match done {
        Ok(()) => Redirect::to("/me/results").into_response(),
        Err(failed) => error::page(visit, &failed),
    }
}
