//! All referrals, last changed first, by state. No names: those stand on the page of each.

use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::referral::StateName;
use maud::html;
use strum::IntoEnumIterator;

use crate::component::pages;
use crate::fields::Fields;
use crate::referral::applications;
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let state = fields.parse::<StateName>("state");
    let number = fields.parse("page").unwrap_or(1).clamp(1, 100_000);
    let found = match app::referral::list(&visit.ctx, visit.app(), state, number, 50).await {
        Ok(found) => found,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("referrals");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("referrals-n", found.total)) }
        p { @for one in StateName::iter() {
            @let word = visit.t(&format!("referral-state-{one}"));
            @if state == Some(one) { strong { (word) } } @else { a href={ "/staff/referrals?state=" (one) } { (word) } } " · "
        } a href="/staff/referrals" { (visit.t("see-all")) } }
        (applications(&visit, &found.items, "/staff/referrals/"))
        (pages(&visit, "/staff/referrals", &fields, found.page, found.last()))
    };
    page::shell(&visit, &title, body).into_response()
}
