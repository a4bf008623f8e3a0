//! What is asked of an employer who hires, as far as some subsidy asks it, and what their answers are taken for.

use std::collections::BTreeSet;

use app::FieldError;
use domain::message::Message;
use domain::support_program::{Dismissed, Fact, Facts, Hire, Missing, Size};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::person;
use super::person::{taken, won};
use crate::component::{Form, input, select, yes_no};
use crate::fields::Fields;
use crate::visit::Visit;

/// Nobody was ever dismissed.
const NEVER: &str = "never";

pub(super) fn inputs(visit: &Visit, form: &Form<'_>, asked: &BTreeSet<Missing>) -> Markup {
    let asks = |fact: Fact| asked.contains(&Missing::Fact(fact));
    let sizes: Vec<(String, String)> =
        Size::iter().map(|size| (size.to_string(), visit.t(&format!("support-size-{size}")))).collect();
    let never = [(NEVER.to_owned(), visit.t("programmes-dismissed-never"))];
    html! {
        fieldset {
            legend { (visit.t("programmes-firm")) }
            p.hint { (visit.t("programmes-leave-unknown")) }
            @if asks(Fact::Workers) { (input(visit, form, "workers", "support-fact-workers", "number", "")) }
            @if asks(Fact::Industry) { (input(visit, form, "industry", "support-fact-industry", "text", "programmes-industry-hint")) }
            @if asks(Fact::Size) { (select(visit, form, "size", "support-fact-size", &sizes)) }
            @if asks(Fact::Dismissed) {
                (select(visit, form, "dismissed_never", "programmes-dismissed", &never))
                (input(visit, form, "dismissed", "support-fact-dismissed", "date", ""))
            }
            @if asks(Fact::Regular) { (select(visit, form, "regular", "support-fact-regular", &yes_no(visit))) }
            @if asks(Fact::Hours) { (input(visit, form, "hours", "support-fact-hours", "number", "")) }
            @if asks(Fact::Wage) { (input(visit, form, "wage", "support-fact-wage", "text", "")) }
            (input(visit, form, "starts_on", "programmes-starts-on", "date", ""))
        }
    }
}

/// What was typed.
///
/// # Errors
/// What cannot be read, by its input.
pub(super) fn read(visit: &Visit, fields: &Fields) -> Result<Hire, Vec<FieldError>> {
    let (person, mut errors) = match person::read(visit, fields) {
        Ok(person) => (person, Vec::new()),
        Err(errors) => (Facts::default(), errors),
    };
    let typed = fields.text("industry");
    let hit = visit.app().reference.industries.resolve(typed).into_iter().next();
    let industry = hit.filter(|_| !typed.is_empty()).map(|hit| hit.code);
    if industry.is_none() && !typed.is_empty() {
        errors.push(FieldError::new("industry", Message::new("form-industry-unknown").with("text", typed)));
    }
    let dismissed = taken(fields.day("dismissed"), &mut errors).map(|on| Dismissed::On { on });
    let never = (fields.text("dismissed_never") == NEVER).then_some(Dismissed::Never);
    let hire = Hire {
        workers: taken(fields.count("workers", 10_000_000), &mut errors),
        industry,
        size: fields.parse("size"),
        dismissed: dismissed.or(never),
        regular: match fields.text("regular") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        weekly_min: taken(fields.count("hours", 168), &mut errors).map(|hours| hours * 60),
        hourly_won: taken(fields.won("wage"), &mut errors),
        starts_on: taken(fields.day("starts_on"), &mut errors),
        person,
    };
    if errors.is_empty() { Ok(hire) } else { Err(errors) }
}

/// How what was typed was understood.
pub(super) fn understood(visit: &Visit, hire: &Hire) -> Vec<(&'static str, String)> {
    let industry = hire.industry.as_ref().map(|code| visit.app().reference.industries.name(code).to_owned());
    let told = [
        ("support-fact-workers", hire.workers.map(|n| domain::message::thousands(i64::from(n)))),
        ("support-fact-industry", industry),
        ("support-fact-wage", hire.hourly_won.map(|sum| won(visit, sum))),
    ];
    let firm = told.into_iter().filter_map(|(key, said)| Some((key, said?)));
    firm.chain(person::understood(visit, &hire.person)).collect()
}
