//! Keying an answer by the number or the code of a letter. A mistyped code says so; a letter answered before
//! says what was recorded, when and by whom.

use app::referral::Recorded;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::referral::Referral;
use maud::{Markup, html};

use crate::component::{Form, input};
use crate::fields::Fields;
use crate::referral::standing;
use crate::visit::Visit;

pub(super) async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    if fields.text("code").is_empty() {
        return render(&visit, &Form::new(&fields), &html! {});
    }
    match app::referral::look_up(&visit.ctx, visit.app(), fields.text("code")).await {
        Ok(found) => match found.recorded {
            None => Redirect::to(&format!("/staff/referrals/{}", found.referral.id)).into_response(),
            Some(recorded) => {
                let said = answered(&visit, &found.referral, &recorded);
                render(&visit, &Form { status: StatusCode::CONFLICT, ..Form::new(&fields) }, &said)
            }
        },
        Err(failed) => {
            Form::refused(&visit, &fields, &failed).unwrap_or_else(|form| render(&visit, &form, &html! {}))
        }
    }
}

fn answered(visit: &Visit, referral: &Referral, recorded: &Recorded) -> Markup {
    html! {
        div.notice role="alert" {
            p { strong { (visit.t("letter-answered-before")) } }
            p { (standing(visit, &referral.state)) " · " (visit.instant(recorded.at)) " · " (visit.t(&format!("role-{}", recorded.role))) " " (recorded.who) " · " (visit.t(&format!("channel-{}", recorded.channel))) }
            p { a href={ "/staff/referrals/" (referral.id) } { (visit.t("referral")) } }
        }
    }
}

fn render(visit: &Visit, form: &Form<'_>, said: &Markup) -> Response {
    let title = visit.t("letters");
    let body = html! {
        (said)
        form.narrow method="get" action="/staff/letters" {
            (input(visit, form, "code", "letter-code-or-number", "text", "letter-code-hint"))
            button { (visit.t("search-go")) }
        }
    };
    form.page(visit, &title, &body)
}
