//! `/openings/{id}`: decide.

use app::chart::{Gauge, bullet};
use app::map::{Pin, Shape, place};
use app::opening::Shown;
use app::{Frame, jobposting};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::Role;
use domain::id::OpeningId;
use domain::message::thousands;
use domain::opening::{Content, Reception};
use domain::person::written_phone;
use maud::{Markup, PreEscaped, html};
use qrcode::QrCode;
use qrcode::render::svg;

use crate::component::{
    confirmed, deadline, distance, drawing, opening_row, per_hour, place as place_words, saved_line, wage,
    week_strip, work_time,
};
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    let shown = match app::opening::show(&visit.ctx, visit.app(), id).await {
        Ok(shown) => shown,
        Err(app::Error::Gone(_)) => return gone(&visit, id).await,
        Err(failed) => return error::page(&visit, &failed),
    };
    let content = &shown.listed.opening.content;
    let url = format!("{}/openings/{id}", crate::staff::origin(&visit, &headers));
    let ko = visit.content_lang();
    let body = html! {
        h1 lang=[ko] { (content.title) }
        p.lead lang=[ko] { (shown.listed.employer.name) " · " (place_words(&visit, &shown.listed)) }
        (crate::abroad::label(&visit, &shown.listed))
        p.small { @if shown.listed.doubted { span.badge.doubt { (visit.t("needs-confirmation")) } " " } @if shown.listed.abroad.is_none() { (confirmed(&visit, shown.listed.confirmed_days)) " · " } (visit.t("deadline")) " " (deadline(&visit, content.deadline)) " · " (shown.listed.opening.origin.number) }
        div.columns {
            div { (pay(&visit, &shown)) @match &shown.listed.abroad { Some(from) => (crate::abroad::apply(&visit, &shown, from)), None => (apply(&visit, &shown)) } (share(&visit, &url, &shown)) }
            div {
                section { h2 { (visit.t("duties")) } div lang=[ko] { @for line in content.duties.lines() { p { (line) } } } }
                section { h2 { (visit.t("when")) } p { (work_time(&visit, &content.work_time)) } (week_strip(&visit, content)) }
                (against_minimum(&visit, &shown))
                (where_it_is(&visit, &shown))
                section { h2 { (visit.t("conditions")) } (facts(&visit, &shown)) }
                @if !shown.listed.opening.origin.licence.is_empty() {
                    p.small { (visit.t("provenance")) ": " (shown.listed.opening.origin.source) " (" (shown.listed.opening.origin.licence) ")" }
                }
            }
        }
        @if !shown.similar.is_empty() {
            section.similar { h2 { (visit.t("similar")) } ul.openings { @for listed in &shown.similar { (opening_row(&visit, listed)) } } }
        }
    };
    // What others publish is theirs to tell to search engines.
    let head = if shown.listed.abroad.is_some() {
        html! {}
    } else {
        structured(&visit, &shown, &url)
    };
    page::shell_with(&visit, &content.title, head, body).into_response()
}

/// An opening that is over: which it was, and what there is instead.
async fn gone(visit: &Visit, id: OpeningId) -> Response {
    let (opening, alike) = match app::opening::instead(&visit.ctx, visit.app(), id).await {
        Ok(found) => found,
        Err(failed) => return error::page(visit, &failed),
    };
    let body = html! {
        h1 lang=[visit.content_lang()] { (opening.content.title) }
        p.notice { (visit.t(if alike.is_empty() { "error-gone" } else { "opening-gone" })) }
        @if !alike.is_empty() {
            section.similar { h2 { (visit.t("similar")) } ul.openings { @for listed in &alike { (opening_row(visit, listed)) } } }
        }
        p { a.button href="/openings" { (visit.t("nav-openings")) } " " a href="/" { (visit.t("nav-home")) } }
    };
    (StatusCode::GONE, page::shell(visit, &visit.t("error-gone-title"), body)).into_response()
}

/// schema.org JobPosting for search engines: data, never executed.
fn structured(visit: &Visit, shown: &Shown, url: &str) -> Markup {
    let posting = app::export::posting_of(visit.app(), &shown.listed, url);
    // "<" could end the element; JSON allows to write it as an escape.
    let json = jobposting::job_posting(&posting).to_string().replace('<', "\\u003c");
    html! { script type="application/ld+json" { (PreEscaped(json)) } }
}

fn pay(visit: &Visit, shown: &Shown) -> Markup {
    let content = &shown.listed.opening.content;
    html! {
        section.pay-box {
            h2 { (visit.t("pay")) }
            p { strong { (wage(visit, content.wage, &content.wage_note)) } }
            @if let Some(hourly) = per_hour(visit, &shown.listed) { p { (hourly) } }
            @if !content.bonus.is_empty() { p { (visit.t("bonus")) ": " (content.bonus) } }
        }
    }
}

/// What the pay comes to per hour beside the legal floor of the year.
fn against_minimum(visit: &Visit, shown: &Shown) -> Markup {
    html! {
        @if let (Some(minimum), Some(hourly)) = (shown.minimum, shown.listed.hourly_won) {
            @let label = visit.t("wage-form-H");
            @let title = visit.t("pay-against-minimum");
            section {
                h2 { (title) }
                (drawing(bullet(&Frame { id: "pay", title: &title, description: &title }, &[Gauge { label: &label, value: hourly, target: minimum.hourly_won }])))
                p.small { (minimum.year) " " (visit.t("minimum-wage")) " " (thousands(minimum.hourly_won)) (visit.t("won")) ": "
                    @match minimum.reaches { Some(true) => (visit.t("minimum-reached")), Some(false) => (visit.t("minimum-missed")), None => (visit.t("unknown")) } }
            }
        }
    }
}

fn apply(visit: &Visit, shown: &Shown) -> Markup {
    let content = &shown.listed.opening.content;
    let employer = &shown.listed.employer;
    html! {
        section {
            h2 { (visit.t("how-to-apply")) }
            ul {
                @for way in &content.reception { li { (visit.t(&format!("reception-{way}")))
                    @match way {
                        Reception::Phone if !employer.phone.is_empty() => { ": " a.phone href={ "tel:" (employer.phone) } { (written_phone(&employer.phone)) } }
                        Reception::Homepage if !(content.apply_url.is_empty() && employer.homepage.is_empty()) => {
                            @let url = if content.apply_url.is_empty() { &employer.homepage } else { &content.apply_url };
                            ": " a href=(url) rel="noopener noreferrer nofollow" { (url) }
                        }
                        Reception::Fax if !employer.fax.is_empty() => { ": " (written_phone(&employer.fax)) }
                        Reception::Visit | Reception::Post if !employer.address.is_empty() => { ": " (employer.address) }
                        _ => {}
                    }
                } }
                li { (visit.t("apply-centre")) ": " a.phone href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } }
            }
            @if let Some(contact) = &shown.contact { p { (visit.t("contact")) ": " (contact.department) " " (contact.name) @if !contact.phone.is_empty() { " " a.phone href={ "tel:" (contact.phone) } { (written_phone(&contact.phone)) } } } }
            @if !content.documents.is_empty() { p { (visit.t("documents")) ": " (content.documents) } }
            p.small { (visit.t("what-next")) }
            @if visit.ctx.actor.role == Role::Seeker && visit.ctx.actor.person.is_some() { p { a href={ "/me/openings/" (shown.listed.opening.id) } { (visit.t("pair-own")) } } }
        }
    }
}

fn share(visit: &Visit, url: &str, shown: &Shown) -> Markup {
    let code = QrCode::new(url.as_bytes())
        .map(|code| code.render::<svg::Color<'_>>().min_dimensions(140, 140).build());
    html! {
        section {
            @if let Ok(code) = code {
                // Without the XML declaration it can stand in a page.
                div.qr role="img" aria-label=(visit.t("qr")) { (drawing(code.split_once("?>").map(|(_, svg)| svg.to_owned()).unwrap_or(code))) }
            }
            div.actions {
                button.second.save type="button" hidden data-save=(shown.listed.opening.id) data-title=(shown.listed.opening.content.title) data-line=(saved_line(visit, &shown.listed)) data-saved=(visit.t("saved-yes")) { (visit.t("save")) }
                a.button.second href={ "/openings/" (shown.listed.opening.id) "/poster" } { (visit.t("poster")) }
                (crate::near::share(visit, url, &shown.listed.opening.content.title, &shared_line(visit, shown)))
                button.second type="button" data-print="" hidden { (visit.t("print")) }
            }
            (crate::near::handed_on())
            p.small { (visit.t("share-address")) " " (url) }
            p.small { (visit.t("report-false")) " " a href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } }
        }
    }
}

/// What goes along with the address: who offers it, and what a saved list says.
fn shared_line(visit: &Visit, shown: &Shown) -> String {
    format!("{} · {}", shown.listed.employer.name, saved_line(visit, &shown.listed))
}

fn where_it_is(visit: &Visit, shown: &Shown) -> Markup {
    let city = &visit.app().city;
    let workplace = &shown.listed.opening.content.workplace;
    let dong = shown.point.and_then(|point| city.dong_at(point));
    let name = |code: &domain::area::AreaCode| city.areas().name(code).to_owned();
    let mut facts: Vec<_> = city.dong_facts().iter().map(|fact| (name(&fact.code), fact)).collect();
    facts.sort_by_key(|(_, fact)| Some(&fact.code) != dong.as_ref());
    let shapes: Vec<Shape<'_>> = facts
        .iter()
        .map(|(name, fact)| Shape { name, rings: &fact.outline.rings, value: None, link: None })
        .collect();
    let stations: Vec<Pin<'_>> =
        city.stations().iter().map(|s| Pin { name: &s.name, point: s.point }).collect();
    // Only an exact position gets a marker; an area alone is hatched.
    let marker = workplace.point.map(|point| Pin { name: &shown.listed.employer.name, point });
    let title = visit.t("where");
    html! {
        section {
            h2 { (title) }
            p { (place_words(visit, &shown.listed)) @if !workplace.address.is_empty() { " · " (workplace.address) } }
            @if let Some(station) = &shown.station {
                p { (visit.t("nearest-station")) ": " (station.name) " (" (station.lines.join(", ")) ") · " (distance(station.distance_m)) @if let Some(min) = station.walk_min { " · " (visit.n("walk-estimate", min)) } }
            }
            @if dong.is_some() { div.map { (drawing(place(&Frame { id: "place", title: &title, description: &place_words(visit, &shown.listed) }, &shapes, &stations, marker))) } }
        }
    }
}

/// Every other field that is known, as the form has them.
fn facts(visit: &Visit, shown: &Shown) -> Markup {
    let rows = rows(visit, &shown.listed.opening.content, &shown.listed.occupation_name);
    html! { dl.facts { @for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) { dt { (visit.t(name)) } dd lang=[visit.content_lang().filter(|_| value.contains(is_hangul))] { (value) } } } }
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

pub(crate) fn rows(visit: &Visit, content: &Content, occupation: &str) -> Vec<(&'static str, String)> {
    let yes_no =
        |known: Option<bool>| known.map(|yes| visit.t(if yes { "yes" } else { "no" })).unwrap_or_default();
    let labels = |list: &'static str, codes: Vec<&'static str>| {
        codes.into_iter().map(|code| visit.label(list, code)).collect::<Vec<_>>().join(", ")
    };
    let months = |n: Option<u32>| n.filter(|n| *n > 0).map(|n| visit.n("months-n", n)).unwrap_or_default();
    let insurance = [
        (content.insurance.pension, "insurance-pension"),
        (content.insurance.employment, "insurance-employment"),
        (content.insurance.accident, "insurance-accident"),
        (content.insurance.health, "insurance-health"),
    ];
    let insurance: Vec<String> =
        insurance.into_iter().filter(|(has, _)| *has == Some(true)).map(|(_, key)| visit.t(key)).collect();
    let career = content.career.map(|career| {
        let least = career
            .min_months
            .filter(|n| *n > 0)
            .map(|n| format!(" {}", visit.n("months-n", n)))
            .unwrap_or_default();
        format!("{}{least}", visit.label("career", career.kind.code()))
    });
    let environment = &content.environment;
    vec![
        ("occupation", occupation.to_owned()),
        (
            "headcount",
            if content.headcount > 0 { visit.n("headcount-n", content.headcount) } else { String::new() },
        ),
        (
            "headcount-disabled",
            if content.headcount_disabled > 0 {
                visit.n("headcount-n", content.headcount_disabled)
            } else {
                String::new()
            },
        ),
        (
            "employment-type",
            content.employment_type.map(|t| visit.label("empTp", t.code())).unwrap_or_default(),
        ),
        ("contract-months", months(content.contract_months)),
        ("work-days", content.work_days.map(|days| visit.n("work-days-n", days)).unwrap_or_default()),
        ("convertible", yes_no(content.convertible)),
        ("probation", months(content.probation_months)),
        ("career", career.unwrap_or_default()),
        ("education", content.education_min.map(|e| visit.label("education", e.code())).unwrap_or_default()),
        ("majors", content.majors.join(", ")),
        ("licences", content.licences.join(", ")),
        ("skills", content.skills.join(", ")),
        (
            "languages",
            content
                .languages
                .iter()
                .map(|l| format!("{} {}", visit.label("foreignLanguage", l.language.code()), l.level))
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ("computer", labels("comPreferential", content.computer.iter().map(|c| c.code()).collect())),
        ("preferences", labels("pfPreferential", content.preferences.iter().map(|p| p.code()).collect())),
        ("preference-note", content.preference_note.clone()),
        ("pattern", content.pattern.map(|p| visit.label("holidayTp", p.code())).unwrap_or_default()),
        ("meals", content.meals.clone()),
        ("insurance", insurance.join(", ")),
        ("retirement", content.retirement.clone()),
        ("welfare", labels("welfare", content.welfare.iter().map(|w| w.code()).collect())),
        ("welfare-note", content.welfare_note.clone()),
        ("accessibility", content.accessibility.clone()),
        (
            "environment",
            [
                &environment.hands,
                &environment.eyesight,
                &environment.handwork,
                &environment.lifting,
                &environment.hearing,
                &environment.standing,
            ]
            .into_iter()
            .filter(|t| !t.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", "),
        ),
        (
            "selection",
            content
                .selection
                .iter()
                .map(|s| visit.t(&format!("selection-{s}")))
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ("note", content.note.clone()),
    ]
}
