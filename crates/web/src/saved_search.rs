//! `/me/searches`: searches of the openings that a person keeps, and how they hear of what is new. `/searches/{token}/openings.atom`
//! is the private address of one of them for a feed reader: whoever holds it reads it, until it is taken back.

use app::opening::Listed;
use app::print_job::{place_name, places};
use app::saved_search::{Own, View};
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::SavedSearchId;
use domain::message::{Lang, Message, thousands};
use domain::policy::UseCase;
use domain::print_job::Place;
use domain::saved_search::{Alert, AlertName, Criteria, State};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::answer::private;
use crate::component::{Form, input, select};
use crate::error;
use crate::fields::Fields;
use crate::opening::search_of;
use crate::routes::Routes;
use crate::staff::origin;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/me/searches", UseCase::ReadOwn, list);
    routes.post("/me/searches", UseCase::WriteSeeker, save);
    routes.post("/me/searches/{id}", UseCase::WriteSeeker, step);
    routes.get("/searches/{token}/openings.atom", UseCase::ReadPublic, atom);
}

/// Inputs of an address that say what is looked for.
const LOOKED_FOR: [&str; 10] =
    ["q", "occupation", "sector", "area", "monthly", "hourly", "hours", "days", "near", "km"];

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    render(&visit, &Form::new(&fields), None).await
}

/// The page, with what was typed and, once, the address that was just made.
async fn render(visit: &Visit, form: &Form<'_>, address: Option<&str>) -> Response {
    let own = match app::saved_search::mine(&visit.ctx, visit.app()).await {
        Ok(own) => own,
        Err(failed) => return error::page(visit, &failed),
    };
    let title = visit.t("saved-searches");
    let body = match &own {
        None => html! {
            p.notice { (visit.t("my-registrations-none")) }
            p { (visit.t("saved-search-without")) " " a href="/feed/openings.atom" { (visit.t("follow-list")) } }
        },
        Some(own) => html! {
            p.lead { (visit.n("saved-searches-n", own.searches.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
            @if let Some(address) = address { section #address role="status" {
                h2 { (visit.t("saved-search-address")) }
                p { (visit.t("saved-search-address-note")) }
                p { code { (address) } }
            } }
            (searches(visit, own))
            (ask(visit, form, own))
            p { a href="/me" { (visit.t("nav-me")) } " · " a href="/openings" { (visit.t("nav-openings")) } }
        },
    };
    private(form.page(visit, &title, &body))
}

fn searches(visit: &Visit, own: &Own) -> Markup {
    html! {
        @if own.searches.is_empty() { p.notice { (visit.t("saved-searches-none")) " " a href="/openings" { (visit.t("nav-openings")) } } }
        ul.openings { @for view in &own.searches { (one(visit, own, view)) } }
    }
}

fn one(visit: &Visit, own: &Own, view: &View) -> Markup {
    let (search, criteria) = (&view.search, &view.criteria);
    let standing = match search.state {
        State::Running { until } => visit.n("saved-search-running", until.to_string()),
        State::Paused { on } => visit.n("saved-search-paused", on.to_string()),
        State::Expired { on } => visit.n("saved-search-expired", on.to_string()),
        State::Dropped { .. } => String::new(),
    };
    let unheard = search.alert == Alert::News && !own.heard;
    let button = |step: &str| {
        html! { button.plain name="step" value=(step) { (visit.t(&format!("saved-search-{step}"))) span.heard { ": " (criteria.name) } } " " }
    };
    html! { li.opening {
        h2 { a href={ "/openings" (query(criteria)) } { (criteria.name) } }
        p { (words(visit, criteria)) " · " (visit.n("found-n", view.total)) }
        p.small { (alert(visit, &search.alert)) " · " (standing) }
        @if unheard { p.notice { (visit.t("saved-search-unheard")) " " a href={ "/staff/seekers/" (own.seeker.id) "/hearing" } { (visit.t("hearing-change")) } } }
        form method="post" action={ "/me/searches/" (search.id) } {
            (button("renew"))
            @if matches!(search.state, State::Running { .. }) { (button("pause")) }
            @if search.alert == Alert::Feed { (button("readdress")) }
            (button("drop"))
        }
    } }
}

fn alert(visit: &Visit, alert: &Alert) -> String {
    let name = visit.t(&format!("saved-search-by-{}", alert.name()));
    match alert {
        Alert::Print { place } => format!("{name} ({})", place_name(visit.app(), place, visit.lang)),
        Alert::News | Alert::Feed => name,
    }
}

/// The form that keeps what the address looks for.
fn ask(visit: &Visit, form: &Form<'_>, own: &Own) -> Markup {
    let wanted = criteria(form.fields);
    let kept = || {
        form.fields.0.iter().filter(|(name, value)| LOOKED_FOR.contains(&name.as_str()) && !value.is_empty())
    };
    let ways: Vec<_> =
        AlertName::iter().map(|way| (way.to_string(), visit.t(&format!("saved-search-by-{way}")))).collect();
    let counters: Vec<_> = places(visit.app())
        .into_iter()
        .map(|place| (place.to_string(), place_name(visit.app(), &place, visit.lang)))
        .collect();
    html! { section #save {
        h2 { (visit.t("saved-search-new")) }
        @if kept().next().is_none() { p { (visit.t("saved-search-how")) " " a href="/openings" { (visit.t("nav-openings")) } } } @else {
            p { (visit.t("saved-search-what")) ": " strong { (words(visit, &wanted)) } }
            form.narrow method="post" action="/me/searches" {
                @for (name, value) in kept() { input type="hidden" name=(name) value=(value); }
                (input(visit, form, "name", "saved-search-name", "text", "saved-search-name-hint"))
                (select(visit, form, "alert", "saved-search-alert", &ways))
                @if !own.heard { p.hint { (visit.t("saved-search-unheard")) } }
                (select(visit, form, "place", "saved-search-place", &counters))
                div.actions { button { (visit.t("saved-search-keep")) } }
            }
        }
    } }
}

/// What an address looks for, and what it is to be called.
fn criteria(fields: &Fields) -> Criteria {
    let wanted = search_of(fields);
    Criteria {
        name: fields.text("name").to_owned(),
        text: wanted.text,
        occupation: wanted.occupation,
        sector: wanted.sector,
        areas: wanted.areas,
        min_monthly_won: wanted.min_monthly_won,
        min_hourly_won: wanted.min_hourly_won,
        max_weekly_hours: wanted.max_weekly_hours,
        days: wanted.days,
        near: wanted.near,
        radius_m: wanted.radius_m,
    }
}

/// The same as the query of an address.
fn query(criteria: &Criteria) -> String {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        pairs.extend(value.filter(|value| !value.is_empty()).map(|value| (name.to_owned(), value)));
    };
    add("q", Some(criteria.text.clone()));
    add("occupation", criteria.occupation.as_ref().map(ToString::to_string));
    add("sector", criteria.sector.clone());
    criteria.areas.iter().for_each(|area| add("area", Some(area.to_string())));
    add("monthly", criteria.min_monthly_won.map(|won| won.to_string()));
    add("hourly", criteria.min_hourly_won.map(|won| won.to_string()));
    add("hours", criteria.max_weekly_hours.map(|hours| hours.to_string()));
    criteria.days.iter().flat_map(|days| days.days()).for_each(|day| add("days", Some(day.to_string())));
    add("near", criteria.near.clone());
    add("km", criteria.radius_m.map(|metres| (metres / 1_000).to_string()));
    Fields(pairs).query()
}

/// The same in words.
fn words(visit: &Visit, criteria: &Criteria) -> String {
    let city = &visit.app().city;
    let sector = criteria.sector.as_deref().and_then(|id| city.sector(id));
    let won = |label: &str, won: i64| format!("{} {}", visit.t(label), thousands(won));
    let mut parts = vec![criteria.text.clone()];
    parts.extend(
        criteria.occupation.as_ref().map(|code| visit.app().reference.occupations.name(code).to_owned()),
    );
    parts.extend(sector.map(|sector| match visit.lang {
        Lang::Ko => sector.name_ko.clone(),
        Lang::En => sector.name_en.clone(),
    }));
    parts.extend(criteria.areas.iter().map(|code| city.areas().name(code).to_owned()));
    parts.extend(criteria.near.clone());
    parts.extend(criteria.radius_m.map(|metres| format!("{} km", metres / 1_000)));
    parts.extend(criteria.min_monthly_won.map(|least| won("search-monthly", least)));
    parts.extend(criteria.min_hourly_won.map(|least| won("search-hourly", least)));
    parts.extend(criteria.max_weekly_hours.map(|most| visit.n("weekly-hours", most)));
    parts.extend(criteria.days.map(|days| visit.t(&format!("match-days-{}", days.0))));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

async fn save(visit: Visit, headers: HeaderMap, fields: Fields) -> Response {
    let alert = match (fields.parse::<AlertName>("alert"), fields.parse::<Place>("place")) {
        (Some(AlertName::News), _) => Ok(Alert::News),
        (Some(AlertName::Feed), _) => Ok(Alert::Feed),
        (Some(AlertName::Print), Some(place)) => Ok(Alert::Print { place }),
        (Some(AlertName::Print), None) => {
            Err(app::Error::field("place", Message::new("print-place-unknown")))
        }
        (None, _) => Err(app::Error::field("alert", Message::new("saved-search-alert-choose"))),
    };
    let saved = match alert {
        Ok(alert) => app::saved_search::save(&visit.ctx, visit.app(), criteria(&fields), alert).await,
        Err(failed) => Err(failed),
    };
    match saved {
        Ok(saved) => match saved.token {
            Some(token) => {
                let none = Fields::default();
                render(&visit, &Form::new(&none), Some(&address(&visit, &headers, &token))).await
            }
            None => Redirect::to("/me/searches").into_response(),
        },
        Err(failed) => match Form::refused(&visit, &fields, &failed) {
            Ok(answer) => answer,
            Err(mut form) => {
                // What is looked for is chosen on the list itself.
                for (field, _) in form.errors.iter_mut().filter(|(field, _)| field == "q") {
                    *field = "/openings".to_owned();
                }
                render(&visit, &form, None).await
            }
        },
    }
}

fn address(visit: &Visit, headers: &HeaderMap, token: &str) -> String {
    format!("{}/searches/{token}/openings.atom", origin(visit, headers))
}

async fn step(visit: Visit, Path(id): Path<String>, headers: HeaderMap, fields: Fields) -> Response {
    let Ok(id) = id.parse::<SavedSearchId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (ctx, app) = (&visit.ctx, visit.app());
    let outcome = match fields.text("step") {
        "pause" => app::saved_search::pause(ctx, app, id).await,
        "renew" => app::saved_search::renew(ctx, app, id).await,
        "drop" => app::saved_search::drop_out(ctx, app, id).await,
        "readdress" => match app::saved_search::readdress(ctx, app, id).await {
            Ok(token) => {
                let none = Fields::default();
                return render(&visit, &Form::new(&none), Some(&address(&visit, &headers, &token))).await;
            }
            Err(failed) => Err(failed),
        },
        _ => Err(app::Error::NotFound),
    };
    match outcome {
        Ok(()) => Redirect::to("/me/searches").into_response(),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// What is new in a search, for a feed reader that knows its address.
async fn atom(visit: Visit, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let found = match app::saved_search::feed(&visit.ctx, visit.app(), &token).await {
        Ok(found) => found,
        Err(failed) => return private(error::page(&visit, &failed)),
    };
    let (origin, search) = (origin(&visit, &headers), &found.search);
    let entry = |listed: &Listed| crate::feed::atom_entry(&visit, listed, &origin);
    let entries: Vec<_> = found.openings.iter().map(entry).collect();
    let title = match search.runs_on(visit.ctx.today()) {
        true => found.criteria.name.clone(),
        false => format!("{} · {}", found.criteria.name, visit.t("saved-search-over")),
    };
    let lang = visit.lang.to_string();
    let feed = app::atom::Feed {
        id: &format!("urn:uuid:{}", search.id),
        title: &title,
        lang: &lang,
        own: &address(&visit, &headers, &token),
        page: &format!("{origin}/openings{}", query(&found.criteria)),
        author: match visit.lang {
            Lang::Ko => visit.app().city.name_ko(),
            Lang::En => visit.app().city.name_en(),
        },
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(search.updated_at),
        rights: &visit.app().city.feed().licence,
    };
    let xml = app::atom::feed(&feed, &entries);
    private(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response())
}
