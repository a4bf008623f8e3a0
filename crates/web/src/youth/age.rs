//! Who is young: by law and ordinance, and for each programme that takes the young apart, each with its own ages; and the question
//! whether somebody is, by their day of birth.

use app::support_program::{ground, sources};
use app::youth::{Aged, Answer, Law};
use domain::message::Message;
use domain::support_program::Finding;
use jiff::civil::Date;
use maud::{Markup, html};

use super::in_lang;
use crate::component::{Form, input};
use crate::support_program::{doubt, standing};
use crate::visit::Visit;

/// Ages in words, both ends in.
fn ages(visit: &Visit, min: Option<u8>, max: Option<u8>) -> String {
    visit.say(&match (min, max) {
        (Some(min), Some(max)) => Message::new("youth-ages-between").with("min", min).with("max", max),
        (Some(min), None) => Message::new("youth-ages-from").with("min", min),
        (None, Some(max)) => Message::new("youth-ages-to").with("max", max),
        (None, None) => Message::new("youth-ages-any"),
    })
}

fn law_name<'a>(visit: &Visit, law: &'a Law) -> &'a str {
    in_lang(visit, &law.segment.name_ko, &law.segment.name_en)
}

/// The form, and what came of it.
pub(super) fn question(visit: &Visit, form: &Form<'_>, answer: Option<&Answer>) -> Markup {
    html! { section #young {
        h2 { (visit.t("youth-check")) }
        @if let Some(answer) = answer { (answered(visit, answer)) }
        form.narrow method="post" action="/youth" {
            (input(visit, form, "born_on", "born-on", "text", "born-on-short-hint"))
            p.hint { (visit.t("youth-check-note")) }
            button { (visit.t("youth-check-go")) }
        }
    } }
}

fn answered(visit: &Visit, answer: &Answer) -> Markup {
    html! { div role="status" {
        h3 { (visit.t("youth-by-law")) }
        ul { @for (law, holds) in &answer.laws { li {
            strong { (visit.t(if *holds { "youth-yes" } else { "youth-no" })) } " · " (law_name(visit, law)) " " (ages(visit, Some(law.min), law.max))
        } } }
        h3 { (visit.t("youth-by-programme")) }
        ul { @for (aged, finding) in &answer.programs { li {
            a href={ "/programmes/" (aged.offer.program.id) } { (in_lang(visit, &aged.offer.program.name_ko, &aged.offer.program.name_en)) } " · "
            @match finding {
                Finding::Met => strong { (visit.t("youth-age-fits")) },
                Finding::NotMet(why) => (visit.say(why)),
                Finding::Missing(_) => (visit.t("youth-age-day-unknown")),
            }
        } } }
        p.small { (visit.t("youth-age-only")) " " a href="/programmes/fit" { (visit.t("programmes-fit")) } }
    } }
}

/// The two tables, made from data.
pub(super) fn tables(visit: &Visit, laws: &[Law], programs: &[Aged]) -> Markup {
    html! { section #ages {
        h2 { (visit.t("youth-ages")) }
        p { (visit.t("youth-ages-note")) }
        (by_law(visit, laws))
        (by_program(visit, programs))
    } }
}

fn by_law(visit: &Visit, laws: &[Law]) -> Markup {
    let title = visit.t("youth-by-law");
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    html! { div.scroll tabindex="0" role="region" aria-label=(title) { table {
        caption { (title) }
        thead { tr { th scope="col" { (visit.t("youth-whom")) } th scope="col" { (visit.t("youth-age")) } th scope="col" { (visit.t("youth-basis")) } th scope="col" { (visit.t("programmes-holds")) } } }
        tbody { @for law in laws { tr {
            th scope="row" { (law_name(visit, law)) }
            td { (ages(visit, Some(law.min), law.max)) }
            td { span lang=[visit.content_lang()] { (law.version.basis) } " (" (visit.t(&format!("support-source-{}", law.version.source_kind))) ")" }
            td { @if law.version.from.is_none() && law.version.until.is_none() { (visit.t("youth-undated")) } @else { (day(law.version.from)) " ~ " (day(law.version.until)) } }
        } } }
    } } }
}

fn by_program(visit: &Visit, programs: &[Aged]) -> Markup {
    let title = visit.t("youth-by-programme");
    html! { div.scroll tabindex="0" role="region" aria-label=(title) { table {
        caption { (title) }
        thead { tr { th scope="col" { (visit.t("youth-programme")) } th scope="col" { (visit.t("youth-age")) } th scope="col" { (visit.t("youth-basis")) } th scope="col" { (visit.t("programmes-apply")) } } }
        tbody { @for aged in programs { @let (program, version) = (aged.offer.program, aged.offer.version); tr {
            th scope="row" { a href={ "/programmes/" (program.id) } { (in_lang(visit, &program.name_ko, &program.name_en)) } }
            td { (ages(visit, aged.min, Some(aged.max))) " · " (visit.say(&aged.asks.says(ground(visit.app())))) }
            td { span lang=[visit.content_lang()] { (sources(visit.app(), version, visit.lang).join(", ")) } @if let Some(doubt) = doubt(visit, version.source_kind) { " " (doubt) } }
            td { (standing(visit, aged.offer.standing)) }
        } } }
    } } }
}
