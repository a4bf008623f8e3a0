//! `/programmes`: employment support programmes as everybody reads them. Under it: one of them with all its versions, and which
//! of them fit somebody, from a form that is not stored.

use std::collections::BTreeMap;

use app::support_program::{Offer, Wanted, csv, list, told};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::message::Message;
use domain::policy::UseCase;
use domain::support_program::{Kind, SourceKind, Standing, StandingName, Target};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::table_file;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) mod answer;
mod ask;
mod hire;
pub(crate) mod person;
mod show;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/programmes", UseCase::ReadPublic, index);
    routes.get("/programmes.csv", UseCase::ReadPublic, file);
    routes.get("/programmes/{id}", UseCase::ReadPublic, show::show);
    routes.get("/programmes/fit", UseCase::ReadPublic, ask::ask);
    routes.post("/programmes/fit", UseCase::ReadPublic, ask::answer);
}

/// Where employers ask.
const FIT_HIRE: &str = "/programmes/fit?for=employer";

/// Filters of an address; what is no kind or state filters nothing.
pub(crate) fn wanted(fields: &Fields) -> Wanted {
    Wanted { kind: fields.parse("kind"), target: fields.parse("for"), standing: fields.parse("state") }
}

async fn index(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let found = list(&visit.ctx, visit.app(), wanted(&fields));
    let (found, all) = match (found, list(&visit.ctx, visit.app(), Wanted::default())) {
        (Ok(found), Ok(all)) => (found, all),
        (Err(failed), _) | (_, Err(failed)) => return error::page(&visit, &failed),
    };
    let mut kinds: BTreeMap<Kind, Vec<&Offer>> = BTreeMap::new();
    for offer in &found {
        kinds.entry(offer.program.kind).or_default().push(offer);
    }
    let title = visit.t("programmes");
    let body = html! {
        h1 { (title) }
        p.lead { (visit.n("programmes-n", found.len())) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { (visit.t("programmes-note")) }
        p { a.button href="/programmes/fit" { (visit.t("programmes-fit")) } " " a.button.second href=(FIT_HIRE) { (visit.t("programmes-fit-employer")) } }
        div.columns {
            (filters(&visit, &fields, &all))
            div {
                @if found.is_empty() { p.notice { (visit.t("programmes-none")) " " @if !all.is_empty() { a href="/programmes" { (visit.t("see-all")) } " · " } (phone(&visit)) } }
                @for (kind, offers) in &kinds { section {
                    h2 { (visit.t(&format!("support-kind-{kind}"))) }
                    ul.openings { @for offer in offers { (row(&visit, offer)) } }
                } }
                div.actions {
                    button.second type="button" data-print="" hidden { (visit.t("print")) }
                    a.button.second href={ "/programmes.csv" (fields.query()) } { "CSV" }
                }
            }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

async fn file(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    match list(&visit.ctx, visit.app(), wanted(&Fields(pairs))) {
        Ok(found) => table_file("programmes.csv", csv(visit.app(), &found, visit.lang)),
        Err(failed) => error::page(&visit, &failed),
    }
}

/// Filters as links; choosing what is chosen takes it off again.
fn filters(visit: &Visit, fields: &Fields, all: &[Offer]) -> Markup {
    let link = |name: &str, value: &str, text: String| {
        let on = fields.text(name) == value;
        let href = format!("/programmes{}", fields.with(name, if on { "" } else { value }));
        html! { li { a href=(href) aria-current=[on.then_some("true")] { (text) } } }
    };
    let kinds = Kind::iter().filter(|kind| all.iter().any(|offer| offer.program.kind == *kind));
    html! {
        nav aria-label=(visit.t("facets-label")) {
            h2 { (visit.t("programmes-state")) }
            ul.facets { @for state in StandingName::iter() { (link("state", state.into(), visit.t(&format!("programmes-{state}")))) } }
            h2 { (visit.t("programmes-for")) }
            ul.facets { @for target in Target::iter() { (link("for", target.into(), visit.t(&format!("support-target-{target}")))) } }
            h2 { (visit.t("kind")) }
            ul.facets { @for kind in kinds { (link("kind", kind.into(), visit.t(&format!("support-kind-{kind}")))) } }
        }
    }
}

/// A programme as a row of the list.
fn row(visit: &Visit, offer: &Offer) -> Markup {
    let told = told(visit.app(), offer, visit.lang);
    html! {
        li.opening {
            h3 { a href={ "/programmes/" (offer.program.id) } { (told.name) } }
            p.employer { span lang=[visit.content_lang()] { (offer.program.operator) } " · " (visit.t(&format!("support-target-{}", offer.program.target()))) }
            @if !told.conditions.is_empty() { p { (told.conditions.join(" · ")) } }
            p.small { @if let Some(doubt) = doubt(visit, offer.version.source_kind) { (doubt) " " } (standing(visit, offer.standing)) }
        }
    }
}

/// That what stands here comes from somebody else than who runs it.
fn doubt(visit: &Visit, kind: SourceKind) -> Option<Markup> {
    (kind == SourceKind::Secondary).then(|| html! { span.badge.doubt { (visit.t("needs-confirmation")) } })
}

/// Whether one may apply, until when, and how many days are left.
fn standing(visit: &Visit, standing: Standing) -> String {
    let day = |code: &'static str, day: jiff::civil::Date| Message::new(code).with("day", day.to_string());
    match standing {
        Standing::Open { until: None } => visit.t("programmes-open-always"),
        Standing::Open { until: Some(until) } => {
            let left = (until - visit.ctx.today()).get_days();
            visit.say(&day("programmes-open-until", until).with("n", left))
        }
        Standing::Soon { from } => visit.say(&day("programmes-soon-from", from)),
        Standing::Closed { until } => visit.say(&day("programmes-closed-since", until)),
    }
}

/// The telephone of the centre.
pub(crate) fn phone(visit: &Visit) -> Markup {
    let phone = visit.app().city.phone();
    html! { a.phone href={ "tel:" (phone) } { (phone) } }
}
