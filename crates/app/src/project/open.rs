//! The projects of which everybody may read as data: JSON with its schema, and one project a row for a spreadsheet. What is
//! estimated and promised stands apart from each other and is never added; nobody's name is among it.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::estimate::Estimate;
use domain::hiring_commitment::HiringCommitment;
use domain::id::ProjectId;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{FundSource, Project};
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use crate::{App, Error};

/// Columns of the table; the sources of money follow them.
const COLUMNS: [&str; 15] = [
    "number",
    "name",
    "kind",
    "stage",
    "stage_on",
    "from",
    "until",
    "sector",
    "area",
    "place",
    "owner",
    "external_owner",
    "pledged_jobs",
    "as_of",
    "funds_won",
];

/// A project as everybody may have it.
#[derive(Debug, Clone)]
pub struct Open {
    project: Project,
    owner: String,
    pledged: i64,
    /// Source, value, whether it is people.
    estimated: Vec<(String, i64, bool)>,
}

/// The projects of which everybody may read, in order of making.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn open(ctx: &Ctx, app: &App) -> Result<Vec<Open>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let (store, tenant) = (&app.store, app.tenant);
    let estimates: Vec<Estimate> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    let promises: Vec<HiringCommitment> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    let mut pledged: BTreeMap<ProjectId, i64> = BTreeMap::new();
    for one in promises.iter().filter(|one| one.ended.is_none()) {
        if let (Some(project), Some(jobs)) = (one.project, one.promised()) {
            *pledged.entry(project).or_default() += jobs.value();
        }
    }
    let of = |project: Project| {
        let said = estimates.iter().filter(|one| one.project == project.id && one.withdrawn.is_none());
        Open {
            owner: crate::council::name_of(&bodies, project.owner),
            pledged: pledged.get(&project.id).copied().unwrap_or_default(),
            estimated: said.filter_map(|one| crate::disclosure::said(&one.way)).collect(),
            project,
        }
    };
    Ok(super::public(app).await?.into_iter().map(of).collect())
}

fn fund(project: &Project, source: FundSource) -> i64 {
    project.content.funds.get(&source).copied().unwrap_or_default()
}

/// They as one JSON object, as [`open_schema`] describes it.
pub fn open_json(ctx: &Ctx, app: &App, told: &[Open]) -> Value {
    let one = |one: &Open| {
        let (project, content) = (&one.project, &one.project.content);
        let last = project.stages.last();
        json!({
            "number": project.number,
            "name": content.name,
            "kind": content.kind,
            "stage": project.stage(),
            "stage_on": last.map(|staged| staged.on),
            "from": content.from,
            "until": content.until,
            "sector": content.sector,
            "area": content.area,
            "place": content.place,
            "owner": one.owner,
            "external_owner": content.external_owner,
            "funds_won": FundSource::iter()
                .map(|source| (source.to_string(), json!(fund(project, source))))
                .collect::<serde_json::Map<_, _>>(),
            "pledged_jobs": one.pledged,
            "estimated": one.estimated.iter().map(|(source, value, persons)| json!({
                "source": source, "value": value, "unit": if *persons { "persons" } else { "won" },
            })).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema": "/plan/projects/schema.json",
        "city": app.city.name_ko(),
        "as_of": ctx.now.to_string(),
        "projects": told.iter().map(one).collect::<Vec<_>>(),
    })
}

/// What the object holds, and with it what the columns of the table mean (JSON Schema 2020-12).
pub fn open_schema() -> Value {
    let text = |said: &str| json!({ "type": "string", "description": said });
    let day = |said: &str| json!({ "type": ["string", "null"], "format": "date", "description": said });
    let whole = |said: &str| json!({ "type": "integer", "description": said });
    let words = |all: Vec<String>, said: &str| json!({ "enum": all, "description": said });
    let kinds = domain::project::ProjectKind::iter().map(|kind| kind.to_string()).collect();
    let stages = domain::project::Stage::iter().map(|stage| stage.to_string()).collect();
    let funds: serde_json::Map<String, Value> =
        FundSource::iter().map(|source| (source.to_string(), whole("won"))).collect();
    let project = json!({
        "number": text("the number it is known by, such as its budget code"),
        "name": text("name"),
        "kind": words(kinds, "budgeted project, development or event"),
        "stage": words(stages, "where it stands; a project that was given up stays in the list"),
        "stage_on": day("since when it stands there"),
        "from": day("first day"),
        "until": day("last day"),
        "sector": text("field of the city, as in the addresses under /sectors; empty for none"),
        "area": { "type": ["string", "null"], "description": "administrative code of two, five or ten digits" },
        "place": text("where, in words"),
        "owner": text("the body of the city that runs it"),
        "external_owner": text("who owns it, when that is not the city"),
        "funds_won": {
            "type": "object", "properties": funds, "additionalProperties": false,
            "description": "who pays how much; in the table a column a source, named funds_won_…, after their sum",
        },
        "pledged_jobs": whole("jobs that firms promised for it (약정); a promise is no result"),
        "estimated": {
            "type": "array",
            "description": "what is said to come of it, side by side and never added (추정); only in the JSON",
            "items": {
                "type": "object", "required": ["source", "value", "unit"],
                "properties": { "source": { "type": "string" }, "value": { "type": "integer" }, "unit": { "enum": ["persons", "won"] } },
            },
        },
    });
    let needed: Vec<&String> = project.as_object().map(|all| all.keys().collect()).unwrap_or_default();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Projects of a city of which everybody may read",
        "description": "Results are no part of it: they are counted in /plan.json. Drafts of the bodies are left out.",
        "type": "object",
        "required": ["schema", "city", "as_of", "projects"],
        "additionalProperties": false,
        "properties": {
            "schema": { "type": "string" }, "city": { "type": "string" },
            "as_of": { "type": "string", "format": "date-time" },
            "projects": { "type": "array", "items": {
                "type": "object", "required": needed, "properties": project.clone(), "additionalProperties": false,
            } },
        },
    })
}

/// They as a table for a spreadsheet.
pub fn open_csv(ctx: &Ctx, told: &[Open]) -> Vec<u8> {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |one: &Open| {
        let (project, content) = (&one.project, &one.project.content);
        let mut cells = vec![
            project.number.clone(),
            content.name.clone(),
            content.kind.to_string(),
            project.stage().to_string(),
            day(project.stages.last().map(|staged| staged.on)),
            day(content.from),
            day(content.until),
            content.sector.clone(),
            content.area.as_ref().map(ToString::to_string).unwrap_or_default(),
            content.place.clone(),
            one.owner.clone(),
            content.external_owner.clone(),
            one.pledged.to_string(),
            ctx.now.to_string(),
            content.funds_won().to_string(),
        ];
        cells.extend(FundSource::iter().map(|source| fund(project, source).to_string()));
        cells
    };
    let mut header: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    header.extend(FundSource::iter().map(|source| format!("funds_won_{source}")));
    documents::delimited::csv(&header, &told.iter().map(row).collect::<Vec<_>>())
}
