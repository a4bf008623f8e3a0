//! The list by state, and finding a person by number, name or telephone. What is looked for is sent as a form and
//! stands in no address: those are kept by browsers, proxies and their logs.

use app::seeker::{Filter, Row};
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use domain::message::Message;
use domain::policy::{Reach, UseCase, reach};
use domain::seeker::StateName;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form, input, pages_by};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

const PATH: &str = "/staff/seekers";

pub(super) async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    if !fields.text("q").is_empty() {
        // An address from before: it is not said again.
        return Redirect::to(&format!("{PATH}{}", fields.with("q", ""))).into_response();
    }
    shown(&visit, &fields).await
}

pub(super) async fn search(visit: Visit, fields: Fields) -> Response {
    if fields.text("q").is_empty() {
        return Redirect::to(&format!("{PATH}{}", fields.query())).into_response();
    }
    shown(&visit, &fields).await
}

async fn shown(visit: &Visit, fields: &Fields) -> Response {
    let mut filter = Filter {
        text: fields.text("q").to_owned(),
        state: fields.parse("state"),
        page: fields.parse("page").unwrap_or(1).clamp(1, 100_000),
        size: 30,
    };
    let mut found = app::seeker::list(&visit.ctx, visit.app(), &filter).await;
    if let Ok(page) = &found
        && page.page > page.last()
    {
        // The list has become shorter since the page was asked for.
        filter.page = page.last();
        found = app::seeker::list(&visit.ctx, visit.app(), &filter).await;
    }
    let found = match found {
        Ok(found) => found,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("staff-seekers");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("seekers-n", found.total)) }
        p.notice { (visit.t("look-note")) }
        (form(visit, fields, filter.state))
        @if reach(visit.ctx.actor.role, UseCase::WriteSeeker) != Reach::No {
            div.actions { a.button href="/staff/seekers/new" { (visit.t("seeker-new")) } }
        }
        @if found.items.is_empty() { (nobody(visit, fields, &filter)) } @else { (table(visit, &title, &found.items)) }
        (pages_by(visit, found.page, found.last(), |n, text| way(&fields.but("page", &n.to_string()), text)))
    };
    page::shell(visit, &title, body).into_response()
}

/// The way to another part of the list: a link, or a form when something is looked for.
fn way(fields: &Fields, text: &str) -> Markup {
    html! {
        @if fields.text("q").is_empty() { a href={ (PATH) (fields.query()) } { (text) } }
        @else {
            form method="post" action=(PATH) {
                @for name in ["q", "state", "page"] {
                    @if !fields.text(name).is_empty() { input type="hidden" name=(name) value=(fields.text(name)); }
                }
                button.plain { (text) }
            }
        }
    }
}

fn form(visit: &Visit, fields: &Fields, chosen: Option<StateName>) -> Markup {
    let form = Form::new(fields);
    html! {
        form.narrow method="post" action=(PATH) role="search" {
            (input(visit, &form, "q", "seeker-search", "search", "seeker-search-hint"))
            div.field {
                label for="state" { (visit.t("state")) }
                select id="state" name="state" {
                    option value="" { (visit.t("state-any")) }
                    @for state in StateName::iter() {
                        option value=(state) selected[chosen == Some(state)] { (visit.t(&format!("seeker-state-{state}"))) }
                    }
                }
            }
            button { (visit.t("search-go")) }
        }
    }
}

/// Why nothing was found, and what to try.
fn nobody(visit: &Visit, fields: &Fields, filter: &Filter) -> Markup {
    let anywhere = fields.but("state", "");
    html! {
        div.notice {
            @if !filter.text.is_empty() {
                p { (visit.say(&Message::new("seeker-none-found").with("text", filter.text.as_str()))) }
                p { (visit.t("seeker-search-how")) }
            } @else if filter.state.is_some() {
                p { (visit.t("seeker-none-in-state")) }
            } @else {
                p { (visit.t("list-empty")) }
            }
            @if filter.state.is_some() { (way(&anywhere, &visit.t("seeker-any-state"))) }
        }
    }
}

fn table(visit: &Visit, title: &str, rows: &[Row]) -> Markup {
    let (occupations, areas) = (&visit.app().reference.occupations, visit.app().city.areas());
    html! {
        div.scroll tabindex="0" role="region" aria-label=(title) { table {
            caption.same { (title) }
            thead { tr { th scope="col" { (visit.t("seeker-number")) } th scope="col" { (visit.t("name")) } th scope="col" { (visit.t("state")) } th scope="col" { (visit.t("desired-occupation")) } th scope="col" { (visit.t("area")) } } }
            tbody { @for row in rows { tr {
                td { a href={ "/staff/seekers/" (row.seeker.id) } { (row.seeker.number) } }
                @match &row.profile {
                    Some(profile) => {
                        th scope="row" { (profile.name) }
                        td { span.badge { (visit.t(&format!("seeker-state-{}", row.seeker.state.name()))) } }
                        td { (profile.occupations.iter().map(|code| occupations.name(code)).collect::<Vec<_>>().join(", ")) }
                        td { (profile.area.as_ref().map(|code| areas.name(code)).unwrap_or_default()) }
                    }
                    None => { th scope="row" { (visit.t("erased")) } td {} td {} td {} }
                }
            } } }
        } }
    }
}
