//! Giving openings out: JSON lines, CSV, WorkNet-shaped XML and schema.org JobPosting, all from the
//! same projection that the pages read.

use std::sync::Arc;

use documents::posting::Posting;
use domain::Ctx;
use domain::employer::Employer;
use domain::message::Lang;
use domain::opening::{Opening, State};
use domain::policy::{Relation, UseCase, authorise};

use crate::opening::{Filter, Search, search};
use crate::projection::Entry;
use crate::{App, Error};

pub mod worknet;

/// Rows read in one go when a whole list is given out.
const PAGE: usize = 100;
/// So many pages at most: a list of 20,000 rows is for a program, which has the command line.
const MOST_PAGES: usize = 200;

/// A format of openings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::Display, strum::EnumString, strum::EnumIter)]
#[strum(serialize_all = "kebab-case")]
pub enum Format {
    /// One JSON object a line, this system's own names.
    Jsonl,
    /// Comma-separated, for spreadsheets.
    Csv,
    /// The element names of WorkNet's list.
    WorknetXml,
    /// One schema.org JobPosting a line.
    Jobposting,
}

impl Format {
    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jsonl | Self::Jobposting => "application/x-ndjson; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::WorknetXml => "application/xml; charset=utf-8",
        }
    }
}

/// All open public openings; headers in Korean.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn openings(ctx: &Ctx, app: &App, format: Format) -> Result<Vec<u8>, Error> {
    openings_in(ctx, app, format, Lang::Ko).await
}

/// The same with the headers and words of CSV in a language. The other formats have names of their own.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn openings_in(ctx: &Ctx, app: &App, format: Format, lang: Lang) -> Result<Vec<u8>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    Ok(openings_at(ctx, app, format, lang, "").await?.0)
}

/// The same with the addresses of the openings' pages under `origin`, where they have pages, and with the change up to
/// which it is true.
///
/// # Errors
/// When the store or the index fails.
pub async fn openings_at(
    ctx: &Ctx,
    app: &App,
    format: Format,
    lang: Lang,
    origin: &str,
) -> Result<(Vec<u8>, i64), Error> {
    let (entries, seq) = shown(ctx, app).await?;
    let urls: Vec<String> = entries.iter().map(|entry| page_of(origin, entry)).collect();
    let postings = || entries.iter().zip(&urls).map(|(entry, url)| posting(app, entry, url));
    let bytes = match format {
        Format::Jsonl => lines(entries.iter().map(|entry| opening_json(app, entry))),
        Format::Jobposting => lines(postings().map(|posting| documents::jobposting::job_posting(&posting))),
        Format::WorknetXml => {
            let postings: Vec<_> = postings().collect();
            documents::worknet::list(&postings, postings.len(), 1, postings.len()).into_bytes()
        }
        Format::Csv => csv(
            app,
            lang,
            entries.iter().map(|entry| Line {
                opening: &entry.opening,
                employer: &entry.employer,
                occupation: &entry.occupation_name,
                area: &entry.area_name,
            }),
        ),
    };
    Ok((bytes, seq))
}

/// Everything that is shown, with the change up to which that is true: what every surface is drawn from.
///
/// # Errors
/// When the store or the index fails.
pub async fn shown(ctx: &Ctx, app: &App) -> Result<(Vec<Arc<Entry>>, i64), Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    crate::follow::step(app).await?;
    Ok(app.projection.with(|state| (state.openings.values().cloned().collect(), state.seq)))
}

/// The address of an opening's page; empty where there are no pages.
fn page_of(origin: &str, entry: &Entry) -> String {
    if origin.is_empty() { String::new() } else { format!("{origin}/openings/{}", entry.opening.id) }
}

/// An opening with the names that files outside know.
pub fn posting<'a>(app: &'a App, entry: &'a Entry, url: &'a str) -> Posting<'a> {
    named(app, (&entry.opening, &entry.employer), (&entry.occupation_name, &entry.area_name), url)
}

/// The same for an opening as lists hold it.
pub fn posting_of<'a>(app: &'a App, listed: &'a crate::opening::Listed, url: &'a str) -> Posting<'a> {
    named(app, (&listed.opening, &listed.employer), (&listed.occupation_name, &listed.area_name), url)
}

fn named<'a>(
    app: &'a App,
    (opening, employer): (&'a Opening, &'a Employer),
    (occupation_name, area_name): (&'a str, &'a str),
    url: &'a str,
) -> Posting<'a> {
    let valid_until = match &opening.state {
        State::Open { valid_until, .. } => Some(*valid_until),
        _ => None,
    };
    Posting {
        content: &opening.content,
        employer_name: &employer.name,
        business_number: employer.business_number.as_ref().map(|number| number.digits()),
        industry_name: employer.industry.as_ref().map_or("", |code| app.reference.industries.name(code)),
        occupation_name,
        area_name,
        wanted_auth_no: opening.origin.wanted_auth_no.as_deref(),
        info_service: opening.origin.vouched_by(),
        number: &opening.origin.number,
        publisher: app.city.name_ko(),
        posted_on: opening.origin.received_on,
        valid_until,
        changed: Some(app.city.zone().to_datetime(opening.updated_at)),
        url,
    }
}

/// One opening without anything of the people behind it.
pub(crate) fn opening_json(app: &App, entry: &Entry) -> serde_json::Value {
    let state = serde_json::to_value(&entry.opening.state).unwrap_or_default();
    serde_json::json!({
        "id": entry.opening.id,
        "number": entry.opening.origin.number,
        "employer": entry.employer.name,
        "business_number": entry.employer.business_number.as_ref().map(ToString::to_string),
        "occupation_name": entry.occupation_name,
        "area_name": entry.area_name,
        "content": entry.opening.content,
        "state": state,
        "licence": entry.opening.origin.licence,
        "updated_at": app_time(app, entry.opening.updated_at),
    })
}

fn app_time(app: &App, at: jiff::Timestamp) -> String {
    at.to_zoned_datetime(app.city.zone().clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

pub(crate) fn lines(values: impl Iterator<Item = serde_json::Value>) -> Vec<u8> {
    values.flat_map(|value| format!("{value}\n").into_bytes()).collect()
}

/// An opening as a line of a table.
struct Line<'a> {
    opening: &'a Opening,
    employer: &'a Employer,
    occupation: &'a str,
    area: &'a str,
}

/// Columns of openings for spreadsheets; the same words are read back by an import.
const COLUMNS: [&str; 13] = [
    "number",
    "title",
    "employer",
    "business-number",
    "occupation",
    "headcount",
    "wage-form",
    "wage-min",
    "wage-max",
    "weekly-hours",
    "workplace",
    "deadline",
    "duties",
];

fn header(app: &App, lang: Lang, columns: &[&str]) -> Vec<String> {
    columns.iter().map(|key| app.catalogue.word(lang, &format!("export-{key}"))).collect()
}

fn csv<'a>(app: &App, lang: Lang, lines: impl Iterator<Item = Line<'a>>) -> Vec<u8> {
    let rows: Vec<Vec<String>> = lines.map(|line| csv_row(app, lang, &line)).collect();
    documents::delimited::csv(&header(app, lang, &COLUMNS), &rows)
}

fn csv_row(app: &App, lang: Lang, line: &Line<'_>) -> Vec<String> {
    let content = &line.opening.content;
    let wage = content.wage;
    let week = content.work_time.weekly_minutes();
    let deadline = match content.deadline {
        domain::opening::Deadline::UntilFilled(None) => app.catalogue.word(lang, "export-until-filled"),
        other => other.last_day().map(|day| day.to_string()).unwrap_or_default(),
    };
    let address = &content.workplace.address;
    vec![
        line.opening.origin.number.clone(),
        content.title.clone(),
        line.employer.name.clone(),
        line.employer.business_number.as_ref().map(ToString::to_string).unwrap_or_default(),
        line.occupation.to_owned(),
        content.headcount.to_string(),
        wage.map(|w| app.catalogue.word(lang, &format!("wage-form-{}", w.form.code()))).unwrap_or_default(),
        wage.map(|w| w.min_won.to_string()).unwrap_or_default(),
        wage.map(|w| w.max_won.to_string()).unwrap_or_default(),
        week.map(|minutes| format!("{}", f64::from(minutes) / 60.0)).unwrap_or_default(),
        if address.is_empty() { line.area.to_owned() } else { address.clone() },
        deadline,
        content.duties.clone(),
    ]
}

/// What a search of the public list found, every page of it, as CSV.
///
/// # Errors
/// [`Error::Internal`] when the index fails.
pub async fn found(ctx: &Ctx, app: &App, wanted: &Search, lang: Lang) -> Result<Vec<u8>, Error> {
    let mut listed = Vec::new();
    for page in 1..=MOST_PAGES {
        let part = Search { page, size: PAGE, abroad: false, ..wanted.clone() };
        let results = search(ctx, app, &part).await?;
        let last = results.items.len() < PAGE;
        listed.extend(results.items);
        if last {
            break;
        }
    }
    Ok(csv(
        app,
        lang,
        listed.iter().map(|listed| Line {
            opening: &listed.opening,
            employer: &listed.employer,
            occupation: &listed.occupation_name,
            area: &listed.area_name,
        }),
    ))
}

/// The openings of a list of staff, every page of it, as CSV with state and what each lacks.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn staff_list(ctx: &Ctx, app: &App, filter: &Filter, lang: Lang) -> Result<Vec<u8>, Error> {
    authorise(&ctx.actor, UseCase::ExportOpenings, Relation::default())?;
    let mut rows = Vec::new();
    for page in 1..=MOST_PAGES {
        let part = Filter { page, size: PAGE, ..filter.clone() };
        let found = crate::opening::list(ctx, app, &part).await?.items;
        let last = found.len() < PAGE;
        for row in found {
            let areas = &row.opening.content.workplace.areas;
            let occupation = row.opening.content.occupation.as_ref();
            let line = Line {
                opening: &row.opening,
                employer: &row.employer,
                occupation: occupation.map_or("", |code| app.reference.occupations.name(code)),
                area: areas.first().map_or("", |code| app.city.areas().name(code)),
            };
            let mut cells = csv_row(app, lang, &line);
            cells.push(app.catalogue.word(lang, &format!("opening-state-{}", row.opening.state.name())));
            let lacks = row.missing.iter().map(|missing| app.catalogue.say(lang, &missing.message()));
            cells.push(lacks.collect::<Vec<_>>().join(" "));
            rows.push(cells);
        }
        if last {
            break;
        }
    }
    let columns: Vec<&str> = COLUMNS.into_iter().chain(["state", "lacks"]).collect();
    Ok(documents::delimited::csv(&header(app, lang, &columns), &rows))
}
