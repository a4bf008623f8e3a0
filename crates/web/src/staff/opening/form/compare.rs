//! Versions of an opening side by side, field by field, in the words of the form.

use domain::opening::{Mediation, Opening, Programme, Reception, Selection, Visibility};
use maud::Markup;

use super::fill;
use crate::fields::Fields;
use crate::staff::compare::{self, Holds, Input};
use crate::visit::Visit;

/// Every field of the form with its label and what it holds.
const INPUTS: &[Input] = &[
    ("title", "title", Holds::Text),
    ("occupation", "occupation", Holds::Occupations),
    ("related", "related", Holds::Occupations),
    ("duties", "duties", Holds::Text),
    ("headcount", "headcount", Holds::Text),
    ("headcount_disabled", "headcount-disabled", Holds::Text),
    ("employment_type", "employment-type", Holds::Code("empTp")),
    ("contract_months", "contract-months", Holds::Text),
    ("work_days", "work-days", Holds::Text),
    ("convertible", "convertible", Holds::YesNo),
    ("probation_months", "probation", Holds::Text),
    ("career", "career", Holds::Code("career")),
    ("career_min", "career-min", Holds::Text),
    ("career_max", "career-max", Holds::Text),
    ("education_min", "education", Holds::Code("education")),
    ("education_max", "education-max", Holds::Code("education")),
    ("majors", "majors", Holds::Text),
    ("licences", "licences", Holds::Text),
    ("skills", "skills", Holds::Text),
    ("languages", "languages", Holds::Code("foreignLanguage")),
    ("computer", "computer", Holds::Code("comPreferential")),
    ("military_substitute", "military-substitute", Holds::YesNo),
    ("employment_permit", "employment-permit", Holds::YesNo),
    ("preferences", "preferences", Holds::Code("pfPreferential")),
    ("preference_note", "preference-note", Holds::Text),
    ("wage_form", "fit-wage-form", Holds::Code("salTp")),
    ("wage_min", "wage-min", Holds::Won),
    ("wage_max", "wage-max", Holds::Won),
    ("wage_note", "wage-note", Holds::Text),
    ("bonus", "bonus", Holds::Text),
    ("pattern", "pattern", Holds::Code("holidayTp")),
    ("days", "search-days", Holds::Days),
    ("from", "fit-from", Holds::Text),
    ("to", "fit-to", Holds::Text),
    ("rest", "rest", Holds::Text),
    ("weekly_hours", "fit-weekly-hours", Holds::Text),
    ("shift", "shift-work", Holds::YesNo),
    ("meals", "meals", Holds::Text),
    ("address", "where", Holds::Text),
    ("area", "area", Holds::Areas),
    ("station", "nearest-station", Holds::Text),
    ("station_exit", "station-exit", Holds::Text),
    ("walk_min", "walk-min", Holds::Text),
    ("remote", "remote", Holds::YesNo),
    ("retirement", "retirement", Holds::Text),
    ("welfare", "welfare", Holds::Code("welfare")),
    ("welfare_note", "welfare-note", Holds::Text),
    ("accessibility", "accessibility", Holds::Text),
    ("selection", "selection", Holds::Word("selection", is::<Selection>)),
    ("reception", "how-to-apply", Holds::Word("reception", is::<Reception>)),
    ("apply_url", "apply-url", Holds::Text),
    ("documents", "documents", Holds::Text),
    ("deadline_kind", "deadline", Holds::Word("deadline", |word| matches!(word, "on" | "until_filled"))),
    ("deadline_on", "deadline-on", Holds::Text),
    ("mediation", "mediation", Holds::Word("mediation", is::<Mediation>)),
    ("visibility", "visibility", Holds::Word("visibility", is::<Visibility>)),
    ("first_look_until", "first-look-until", Holds::Text),
    ("programme", "programme", Holds::Word("programme", is::<Programme>)),
    ("project", "project", Holds::Text),
    ("lead", "lead", Holds::Text),
    ("note", "note", Holds::Text),
    ("insurance_pension", "insurance-pension", Holds::YesNo),
    ("insurance_employment", "insurance-employment", Holds::YesNo),
    ("insurance_accident", "insurance-accident", Holds::YesNo),
    ("insurance_health", "insurance-health", Holds::YesNo),
    ("environment_hands", "environment-hands", Holds::Text),
    ("environment_eyesight", "environment-eyesight", Holds::Text),
    ("environment_handwork", "environment-handwork", Holds::Text),
    ("environment_lifting", "environment-lifting", Holds::Text),
    ("environment_hearing", "environment-hearing", Holds::Text),
    ("environment_standing", "environment-standing", Holds::Text),
];

fn is<W: std::str::FromStr>(word: &str) -> bool {
    word.parse::<W>().is_ok()
}

/// The fields in which the forms differ.
pub(super) fn table(visit: &Visit, heads: &[String], forms: &[Fields]) -> Markup {
    compare::table(visit, INPUTS, heads, forms)
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
