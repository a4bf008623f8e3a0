//! Versions of an opening side by side, field by field, in the words of the form.

use domain::opening::Opening;
use maud::Markup;

use super::fill;
use crate::fields::Fields;
use crate::staff::compare;
use crate::visit::Visit;

/// Every field of the form with its label.
const LABELS: &[(&str, &str)] = &[
    ("title", "title"),
    ("occupation", "occupation"),
    ("related", "related"),
    ("duties", "duties"),
    ("headcount", "headcount"),
    ("headcount_disabled", "headcount-disabled"),
    ("employment_type", "employment-type"),
    ("contract_months", "contract-months"),
    ("work_days", "work-days"),
    ("convertible", "convertible"),
    ("probation_months", "probation"),
    ("career", "career"),
    ("career_min", "career-min"),
    ("career_max", "career-max"),
    ("education_min", "education"),
    ("education_max", "education-max"),
    ("majors", "majors"),
    ("licences", "licences"),
    ("skills", "skills"),
    ("languages", "languages"),
    ("computer", "computer"),
    ("military_substitute", "military-substitute"),
    ("employment_permit", "employment-permit"),
    ("preferences", "preferences"),
    ("preference_note", "preference-note"),
    ("wage_form", "fit-wage-form"),
    ("wage_min", "wage-min"),
    ("wage_max", "wage-max"),
    ("wage_note", "wage-note"),
    ("bonus", "bonus"),
    ("pattern", "pattern"),
    ("days", "search-days"),
    ("from", "fit-from"),
    ("to", "fit-to"),
    ("rest", "rest"),
    ("weekly_hours", "fit-weekly-hours"),
    ("shift", "shift-work"),
    ("meals", "meals"),
    ("address", "where"),
    ("area", "area"),
    ("station", "nearest-station"),
    ("station_exit", "station-exit"),
    ("walk_min", "walk-min"),
    ("remote", "remote"),
    ("retirement", "retirement"),
    ("welfare", "welfare"),
    ("welfare_note", "welfare-note"),
    ("accessibility", "accessibility"),
    ("selection", "selection"),
    ("reception", "how-to-apply"),
    ("apply_url", "apply-url"),
    ("documents", "documents"),
    ("deadline_kind", "deadline"),
    ("deadline_on", "deadline-on"),
    ("mediation", "mediation"),
    ("visibility", "visibility"),
    ("programme", "programme"),
    ("project", "project"),
    ("lead", "lead"),
    ("note", "note"),
    ("insurance_pension", "insurance-pension"),
    ("insurance_employment", "insurance-employment"),
    ("insurance_accident", "insurance-accident"),
    ("insurance_health", "insurance-health"),
    ("environment_hands", "environment-hands"),
    ("environment_eyesight", "environment-eyesight"),
    ("environment_handwork", "environment-handwork"),
    ("environment_lifting", "environment-lifting"),
    ("environment_hearing", "environment-hearing"),
    ("environment_standing", "environment-standing"),
];

/// The fields in which the forms differ.
pub(super) fn table(visit: &Visit, heads: &[String], forms: &[Fields]) -> Markup {
    compare::table(visit, LABELS, heads, forms)
}

/// Versions of one opening, the newest last.
pub(in crate::staff::opening) fn of_versions(
    visit: &Visit,
    heads: &[String],
    versions: &[&Opening],
) -> Markup {
    let forms: Vec<Fields> = versions.iter().map(|version| fill::fields(visit, version)).collect();
    table(visit, heads, &forms)
}
