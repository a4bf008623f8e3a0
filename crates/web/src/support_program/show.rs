//! `/programmes/{id}`: what a programme gives, what it asks in words, when, whom to ask, how far all this may be relied on, and
//! its other versions, each under its own anchor.

use app::support_program::{Offer, get, ground, sources, told};
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::message::Message;
use domain::support_program::{Asks, Gap, Period, SupportProgram, Target, Told, Version, Window};
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::{FIT_HIRE, doubt, phone, standing};
use crate::visit::Visit;
use crate::{error, page};

pub(super) async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let offer = match get(&visit.ctx, visit.app(), &id) {
        Ok(offer) => offer,
        Err(failed) => return error::page(&visit, &failed),
    };
    let (program, version) = (offer.program, offer.version);
    let title = told(visit.app(), &offer, visit.lang).name;
    let others: Vec<&Version> = program.versions.iter().rev().filter(|one| one.id != version.id).collect();
    let fit = if program.target() == Target::Employer { FIT_HIRE } else { "/programmes/fit" };
    let cohorts = crate::cohort::list::of_program(&visit, &program.id).await;
    let body = html! {
        h1 { (title) }
        p.lead { span lang=[visit.content_lang()] { (program.operator) } " · " (visit.t(&format!("support-kind-{}", program.kind))) " · " (visit.t(&format!("support-target-{}", program.target()))) " · " (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) }
        p { strong { (standing(&visit, offer.standing)) } }
        p { a.button href=(fit) { (visit.t("programmes-fit")) } " " button.second type="button" data-print="" hidden { (visit.t("print")) } }
        (cohorts)
        section id={ "version-" (version.id) } { (rules(&visit, &offer, "h2")) }
        section {
            h2 { (visit.t("programmes-contact")) }
            p { @if program.contact.is_empty() { (visit.t("programmes-contact-unknown")) } @else { span lang=[visit.content_lang()] { (program.contact) } } }
            p { (visit.t("fit-call")) " " (phone(&visit)) " · " a href="/centres" { (visit.t("nav-centres")) } }
        }
        @if !others.is_empty() { section {
            h2 { (visit.t("programmes-versions")) }
            p { (visit.t("programmes-versions-note")) }
            @for other in &others {
                @let other = Offer { version: other, ..offer };
                details id={ "version-" (other.version.id) } { summary { (name(&visit, other.version)) } (rules(&visit, &other, "h3")) }
            }
            (gaps(&visit, program))
        } }
        p { a href="/programmes" { (visit.t("programmes")) } }
    };
    page::shell(&visit, title, body).into_response()
}

/// The name of a version in the reader's language.
fn name(visit: &Visit, version: &Version) -> String {
    let name = Message::new("support-name").with("ko", version.name_ko.as_str());
    visit.say(&name.with("en", version.name_en.as_str()))
}

/// One version: what it gives and asks, its days, its sources and what these do not tell.
fn rules(visit: &Visit, offer: &Offer, level: &str) -> Markup {
    let (version, told) = (offer.version, told(visit.app(), offer, visit.lang));
    let sources = sources(version);
    html! {
        (heading(level, &format!("{}: {}", visit.t("programmes-gives"), name(visit, version))))
        p { (told.gives) }
        (conditions(visit, version, level))
        (heading(level, &visit.t("programmes-dates")))
        (dates(visit, version))
        (heading(level, &visit.t("programmes-sources")))
        p { @if let Some(doubt) = doubt(visit, version.source_kind) { (doubt) " " } (visit.t(&format!("support-source-{}", version.source_kind))) ". " (visit.t(&format!("programmes-rely-{}", version.source_kind))) }
        @if !sources.is_empty() { ul.small lang=[visit.content_lang()] { @for one in sources { li { (one) } } } }
        @if !told.not_told.is_empty() {
            (heading(level, &visit.t("programmes-not-told")))
            p { (visit.t("programmes-not-told-note")) }
            ul { @for one in &told.not_told { li { (one) } } }
        }
    }
}

fn heading(level: &str, text: &str) -> Markup {
    html! { @if level == "h2" { h2 { (text) } } @else { h3 { (text) } } }
}

/// What is asked, of the employer and of whom they hire apart.
fn conditions(visit: &Visit, version: &Version, level: &str) -> Markup {
    let of_firm = |asks: &Asks<'_>| matches!(asks, Asks::Employer(_));
    let (firm, person): (Vec<Asks<'_>>, Vec<Asks<'_>>) = version.asks().into_iter().partition(of_firm);
    let hired = if firm.is_empty() { "programmes-asks" } else { "programmes-asks-hired" };
    let listed = |key: &str, asks: &[Asks<'_>]| {
        html! { @if !asks.is_empty() {
            (heading(level, &visit.t(key)))
            ul { @for one in asks { li { (visit.say(&one.says(ground(visit.app())))) } } }
        } }
    };
    html! {
        (listed("programmes-asks-employer", &firm))
        (listed(hired, &person))
        @if firm.is_empty() && person.is_empty() { (heading(level, &visit.t(hired))) p { (visit.t("programmes-asks-nothing")) } }
    }
}

fn dates(visit: &Visit, version: &Version) -> Markup {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    html! {
        dl.facts {
            dt { (visit.t("programmes-apply")) }
            dd { @match version.apply { Some(window) => (span(window)), None => (visit.t("programmes-apply-unknown")) } }
            @if let Some(period) = version.period { dt { (visit.t("programmes-period")) } dd { (lasting(period)) } }
            @if let Some(notice) = version.notice { dt { (visit.t("support-moment-notice")) } dd { (notice) } }
            @if let Some(stage) = version.stage { dt { (visit.t("programmes-stage")) } dd { (stage.year) ": " (stage.nth) " / " (stage.of) } }
            @if let Some(quota) = version.quota { dt { (visit.t("headcount")) } dd { (domain::message::thousands(i64::from(quota))) } }
            @if version.from.is_some() || version.until.is_some() { dt { (visit.t("programmes-holds")) } dd { (day(version.from)) " ~ " (day(version.until)) } }
        }
    }
}

/// The days of applying; with the hour where a source tells one.
fn span(window: Window) -> String {
    let said = |at: DateTime| match (at.hour(), at.minute()) {
        (0, 0) | (23, 59) => at.date().to_string(),
        _ => at.strftime("%Y-%m-%d %H:%M").to_string(),
    };
    format!("{} ~ {}", said(window.from), said(window.until))
}

fn lasting(period: Period) -> String {
    let said = |told: Told| match told {
        Told::Day(day) => day.to_string(),
        Told::Month(month) => month.to_string(),
    };
    format!("{} ~ {}", said(period.from), said(period.until))
}

/// Days between versions, and why none holds.
fn gaps(visit: &Visit, program: &SupportProgram) -> Markup {
    let said =
        |gap: &Gap| format!("{} ~ {}: {}", gap.from, gap.until, visit.t(&format!("support-gap-{}", gap.why)));
    html! { @if !program.gaps.is_empty() { ul { @for gap in &program.gaps { li { (said(gap)) } } } } }
}
