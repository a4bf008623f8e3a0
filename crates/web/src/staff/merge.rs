//! `/staff/review/merges`: two records that may be one person, side by side, for a supervisor to decide.

use app::merge::Pair;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::MergeId;
use domain::merge::{Decision, MergeName};
use domain::message::Message;
use domain::person::written_phone;
use domain::policy::UseCase;
use domain::seeker::{Profile, Seeker};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::pages;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/review/merges", UseCase::ReadReview, list);
    routes.post("/staff/review/merges/{id}", UseCase::DecideReview, decide);
    routes.get("/staff/review/merges/{id}/why", UseCase::ReadReview, super::seeker::why::ask_merge);
    routes.post("/staff/review/merges/{id}/why", UseCase::ReadReview, super::seeker::why::say_merge);
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    render(&visit, &Fields(pairs), None).await
}

/// The list, and why a decision could not be taken.
async fn render(visit: &Visit, fields: &Fields, refused: Option<&Message>) -> Response {
    let state = fields.parse("state").unwrap_or(MergeName::Suggested);
    let wanted = fields.parse("page").unwrap_or(1).clamp(1, 100_000);
    let found = match app::merge::list(&visit.ctx, visit.app(), state, wanted, 20).await {
        Ok(found) => found,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("merges");
    let body = html! {
        h1 { (title) }
        @if let Some(refused) = refused { div.errors role="alert" tabindex="-1" { p { (visit.say(refused)) } } }
        p.lead { (visit.t("merges-note")) }
        nav aria-label=(visit.t("state")) { ul.tiles { @for name in MergeName::iter() { li { a href={ "/staff/review/merges?state=" (name) } aria-current=[(name == state).then_some("page")] { (visit.t(&format!("merge-{name}"))) } } } } }
        p { (visit.n("merges-n", found.total)) }
        (section(visit, &found.items))
        (pages(visit, "/staff/review/merges", fields, found.page, found.last()))
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    (status, page::shell(visit, &title, body)).into_response()
}

/// The pairs as a section of a page.
pub(crate) fn section(visit: &Visit, pairs: &[Pair]) -> Markup {
    html! { @for pair in pairs {
        section {
            h2 { (visit.t("merge-pair")) " " (visit.app().city.zone().to_datetime(pair.merge.created_at).date()) }
            p { @for ground in &pair.merge.grounds { span.badge { (visit.t(&format!("handle-{ground}"))) } " " } @if pair.merge.said_other { span.badge { (visit.t("merge-said-other")) } } }
            @if pair.why { p { (visit.t("why-lead")) } p { a.button href={ "/staff/review/merges/" (pair.merge.id) "/why" } { (visit.t("why-title")) } } }
            @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("merge-side-by-side")) { table {
                caption { (visit.t("merge-side-by-side")) }
                thead { tr { th scope="col" { (visit.t("seeker-number")) } th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("born-on")) } th scope="col" { (visit.t("phone")) } th scope="col" { (visit.t("area")) } th scope="col" { (visit.t("registered-on")) } th scope="col" { (visit.t("state")) } } }
                tbody { @for (seeker, profile) in pair.first.iter().chain(&pair.second) { (row(visit, seeker, profile.as_ref())) } }
            } } }
            @if pair.may_decide {
                form method="post" action={ "/staff/review/merges/" (pair.merge.id) } {
                    input type="hidden" name="version" value=(pair.merge.version);
                    @if pair.merge.state.name() == MergeName::Suggested {
                        @if pair.opens { (check(visit, pair.merge.id)) }
                        button name="decision" value="same" { (visit.t("merge-same")) } " "
                        button.second name="decision" value="apart" { (visit.t("merge-other")) }
                    } @else { button.second name="decision" value="undo" { (visit.t("merge-undo")) } }
                }
            }
        }
    } }
}

/// How it was checked that whoever signs in is whom the other record is about.
fn check(visit: &Visit, id: MergeId) -> Markup {
    html! {
        div.field { label for={ "checked-" (id) } { (visit.t("identity-check-merge")) }
            select id={ "checked-" (id) } name="checked" {
                option value="" { (visit.t("choose-none")) }
                @for (value, text) in super::seeker::account::checks(visit) { option value=(value) { (text) } }
            }
        }
    }
}

fn row(visit: &Visit, seeker: &Seeker, profile: Option<&Profile>) -> Markup {
    let areas = visit.app().city.areas();
    html! { tr {
        td { a href={ "/staff/seekers/" (seeker.id) } { (seeker.number) } }
        @match profile {
            Some(p) => {
                th scope="row" { (p.name) }
                td { (p.born_on.map(|day| day.to_string()).unwrap_or_default()) }
                td { (written_phone(&p.mobile)) " " (written_phone(&p.phone)) }
                td { (p.area.as_ref().map(|code| areas.name(code)).unwrap_or_default()) }
            }
            None => { th scope="row" { (visit.t("erased")) } td {} td {} td {} }
        }
        td { (seeker.registered_on) }
        td { span.badge { (visit.t(&format!("seeker-state-{}", seeker.state.name()))) } }
    } }
}

async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let (Ok(id), Some(version), Some(decision)) =
        (id.parse::<MergeId>(), fields.parse::<i64>("version"), fields.parse::<Decision>("decision"))
    else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let (ctx, app, checked) = (&visit.ctx, visit.app(), fields.parse("checked"));
    match app::merge::decide_checked(ctx, app, id, version, decision, checked).await {
        Ok(()) => Redirect::to("/staff/review/merges").into_response(),
        Err(app::Error::Conflict(why)) => render(&visit, &Fields::default(), Some(&why)).await,
        Err(failed) => error::page(&visit, &failed),
    }
}
