//! The public figures as files: JSON with its schema, and one figure a row for a spreadsheet. It must not know how they were
//! made.

use domain::message::Lang;
use serde_json::{Value, json};

use super::{Disclosure, Line};
use crate::App;

/// Columns of the table.
const COLUMNS: [&str; 11] =
    ["year", "section", "name", "unit", "grade", "value", "hidden", "source", "as_of", "rule_set", "digest"];

/// The figures as one JSON object, as [`schema`] describes it.
pub fn json(app: &App, told: &Disclosure) -> Value {
    let line = |line: &Line| {
        json!({
            "category": line.category,
            "name": line.category.as_deref().map(|code| name(app, code, told.year)),
            "unit": line.unit,
            "measures": line.measures,
            "target": line.target,
            "confirmed": line.confirmed,
            "claimed": line.claimed,
        })
    };
    json!({
        "schema": "/plan/schema.json",
        "city": app.city.name_ko(),
        "year": told.year,
        "as_of": told.stamp.as_of.to_string(),
        "changes": told.stamp.seq,
        "rule_set": told.stamp.rule_set,
        "digest": told.stamp.digest,
        "least_shown": told.least,
        "plan": told.plan.as_ref().map(|plan| json!({
            "term": plan.term, "from_year": plan.from_year, "to_year": plan.to_year, "vision": plan.vision,
        })),
        "categories": told.lines.iter().map(line).collect::<Vec<_>>(),
        "totals": told.wholes.iter().map(line).collect::<Vec<_>>(),
        "hires": { "events": told.hires.events, "persons": told.hires.persons },
        "bases": told.bases.iter().map(|one| json!({
            "class": one.class.to_string(), "units": one.units, "repeated": one.repeated, "persons": one.persons,
        })).collect::<Vec<_>>(),
        "measures": told.measures,
        "pledged": told.pledged,
        "estimated": told.estimated,
        "indicators": told.indicators.iter().flat_map(|strand| &strand.values).map(|one| json!({
            "series": one.series, "base": one.base, "period": one.period, "aim": one.aim,
            "value": one.value, "unit": if one.series.is_rate() { "tenths_of_percent" } else { "whole" },
            "published_on": one.published_on, "source": one.source,
        })).collect::<Vec<_>>(),
    })
}

fn name(app: &App, code: &str, year: i16) -> String {
    let known = app.reference.categories.find(code, year);
    known.map_or_else(|| code.to_owned(), |known| known.name_ko.clone())
}

/// What the object holds (JSON Schema 2020-12).
pub fn schema() -> Value {
    let whole = json!({ "type": "integer" });
    let hidden = json!({ "type": ["integer", "null"], "description": "null: hidden because it is small, or would tell one that is" });
    let words = json!({ "type": "string" });
    let unit = json!({ "enum": ["jobs", "persons", "person_days", "completions", "services"] });
    let line = json!({
        "type": "object",
        "required": ["category", "name", "unit", "measures", "target", "confirmed", "claimed"],
        "additionalProperties": false,
        "properties": {
            "category": { "type": ["string", "null"], "description": "null: all categories of this unit" },
            "name": { "type": ["string", "null"] },
            "unit": unit.clone(), "measures": whole.clone(), "target": whole.clone(),
            "confirmed": hidden.clone(), "claimed": hidden.clone(),
        },
    });
    let list = |of: Value| json!({ "type": "array", "items": of });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Public figures of a city's job-creation plan",
        "description": "Units are never added to each other, and neither are grades: target, confirmed, claimed, pledged, estimated.",
        "type": "object",
        "required": [
            "schema", "city", "year", "as_of", "changes", "rule_set", "digest", "least_shown", "plan", "categories",
            "totals", "hires", "bases", "measures", "pledged", "estimated", "indicators",
        ],
        "additionalProperties": false,
        "properties": {
            "schema": words.clone(), "city": words.clone(), "year": whole.clone(),
            "as_of": { "type": "string", "format": "date-time" },
            "changes": whole.clone(), "rule_set": words.clone(),
            "digest": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            "least_shown": whole.clone(),
            "plan": { "type": ["object", "null"], "required": ["term", "from_year", "to_year", "vision"] },
            "categories": list(line.clone()),
            "totals": list(line),
            "hires": {
                "type": "object", "required": ["events", "persons"],
                "properties": { "events": hidden.clone(), "persons": hidden.clone() },
            },
            "bases": list(json!({
                "type": "object", "required": ["class", "units", "repeated", "persons"],
                "properties": { "class": words.clone(), "units": hidden.clone(), "repeated": hidden.clone(), "persons": hidden },
            })),
            "measures": list(json!({ "type": "object", "required": ["name", "owner", "category", "unit", "target", "first_target", "budget_won", "basis"] })),
            "pledged": list(json!({ "type": "object", "required": ["by", "jobs", "on", "source"] })),
            "estimated": list(json!({ "type": "object", "required": ["project", "stage", "source", "value", "persons"] })),
            "indicators": list(json!({ "type": "object", "required": ["series", "base", "period", "aim", "value", "unit", "published_on", "source"] })),
        },
    })
}

/// The figures as a table for a spreadsheet: one a row, each with its unit, grade, time and digest.
pub fn csv(app: &App, told: &Disclosure, lang: Lang) -> Vec<u8> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |section: &str, name: &str, unit: &str, grade: &str, value: Option<i64>, source: &str| {
        let hidden = if value.is_none() { "yes" } else { "" };
        rows.push(vec![
            told.year.to_string(),
            section.to_owned(),
            name.to_owned(),
            unit.to_owned(),
            grade.to_owned(),
            value.map(|n| n.to_string()).unwrap_or_default(),
            hidden.to_owned(),
            source.to_owned(),
            told.stamp.as_of.to_string(),
            told.stamp.rule_set.to_owned(),
            told.stamp.digest.clone(),
        ]);
    };
    for (section, lines) in [("category", &told.lines), ("total", &told.wholes)] {
        for line in lines {
            let code = line.category.as_deref().unwrap_or_default();
            let known = app.reference.categories.find(code, told.year);
            let name = match (known, lang) {
                (Some(known), Lang::Ko) => &known.name_ko,
                (Some(known), Lang::En) => &known.name_en,
                (None, _) => code,
            };
            let unit = line.unit.to_string();
            row(section, name, &unit, "target", Some(line.target), "");
            row(section, name, &unit, "filled", line.confirmed, "");
            row(section, name, &unit, "claimed", line.claimed, "");
        }
    }
    row("hires", "R1", "events", "filled", told.hires.events, "");
    row("hires", "R1", "persons", "filled", told.hires.persons, "");
    for one in &told.bases {
        let class = one.class.to_string();
        row("basis", &class, "units", "filled", one.units, "");
        row("basis", &class, "repeated", "filled", one.repeated, "");
        row("basis", &class, "persons", "filled", one.persons, "");
    }
    for one in told.pledged.iter().filter(|one| one.jobs.is_some()) {
        row("pledged", &one.by, "jobs", "pledged", one.jobs, &format!("{} ({})", one.source, one.on));
    }
    for one in &told.estimated {
        let unit = if one.persons { "persons" } else { "won" };
        row("estimated", &one.project, unit, "estimated", Some(one.value), &one.source);
    }
    for one in told.indicators.iter().flat_map(|strand| &strand.values) {
        let unit = if one.series.is_rate() { "tenths_of_percent" } else { "whole" };
        let name = format!("{} {} {}", one.series, one.base, one.period);
        let grade = if one.aim { "aim" } else { "measured" };
        row(
            "indicator",
            &name,
            unit,
            grade,
            Some(one.value),
            &format!("{} ({})", one.source, one.published_on),
        );
    }
    let header: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    documents::delimited::csv(&header, &rows)
}
