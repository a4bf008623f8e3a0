//! A file that waits between preview and confirmation. Its bytes may hold personal data, so they are
//! sealed under a key of the import's own, which is destroyed when the file is no longer needed.

use std::collections::BTreeSet;

use documents::header::{Column, Mapping};
use documents::value::personal::mask_resident;
use domain::counting::Month;
use domain::id::{ImportId, OrganisationId, SubmissionId};
use domain::message::{Lang, Message};
use domain::submission::State;
use domain::{Channel, Ctx};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{File, Kind, Options, Report, may, no_sheet, read, recognise, result};
use crate::vocabulary::with_vocabulary;
use crate::{App, Error};

/// Rows of each sheet shown in a preview.
const PREVIEW_ROWS: usize = 8;

/// A file before it is taken in.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Which import.
    pub id: ImportId,
    /// What it holds.
    pub kind: Kind,
    /// Its name.
    pub file_name: String,
    /// Columns of each sheet with a header.
    pub mappings: Vec<Mapping>,
    /// The first rows under each header, as text, in the order of `mappings`.
    pub rows: Vec<Vec<Vec<String>>>,
    /// What taking it in now would do.
    pub report: Report,
    /// The monthly report it belongs to, and the version that stands beside the preview.
    pub submission: Option<(SubmissionId, i64)>,
}

/// The monthly report a file of results belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct For {
    /// Which report.
    pub submission: SubmissionId,
    /// An earlier file of it, whose rows to mend are mended here.
    pub instead_of: Option<ImportId>,
}

/// What somebody says who confirms a file.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The version of the monthly report that they saw.
    pub version: Option<i64>,
    /// Rows that are no person or result that is known already.
    pub apart: BTreeSet<(String, usize)>,
    /// That whoever has no address lives in the city.
    pub residents: bool,
    /// That small sums of projects were looked at and are meant in won.
    pub in_won: bool,
}

/// A line of the list of imports.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Which import.
    pub id: ImportId,
    /// What it holds.
    pub kind: Kind,
    /// File name.
    pub file_name: String,
    /// When it was uploaded.
    pub at: Timestamp,
    /// What became of it; `None` while it waits.
    pub report: Option<Report>,
    /// The monthly report it belongs to.
    pub submission: Option<SubmissionId>,
}

/// What the store keeps of an import, in the clear.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    kind: Kind,
    file_name: String,
    source: String,
    mappings: Vec<Mapping>,
    report: Option<Report>,
    /// Whose results it holds: nobody else opens it.
    #[serde(default)]
    organisation: Option<OrganisationId>,
    #[serde(default)]
    submission: Option<SubmissionId>,
    #[serde(default)]
    instead_of: Option<ImportId>,
}

impl Kept {
    /// Whether an actor may see it: results name people, and are their body's alone.
    fn may(&self, ctx: &Ctx) -> Result<(), Error> {
        let others = self.kind == Kind::Results && self.organisation != ctx.actor.organisation;
        if others && ctx.actor.channel != Channel::System {
            return Err(Error::NotFound);
        }
        may(ctx, self.kind)
    }
}

/// Keeps an uploaded file for a preview.
///
/// # Errors
/// [`Error::Invalid`] with field `file` when nothing of it can be read.
pub async fn upload(ctx: &Ctx, app: &App, kind: Kind, file: File, source: &str) -> Result<ImportId, Error> {
    keep(ctx, app, kind, file, source, None).await
}

/// Keeps a file of results that belongs to a monthly report.
///
/// # Errors
/// [`Error::NotFound`] for those who may not hand the report in; [`Error::Invalid`] with field `file`.
pub async fn upload_for(ctx: &Ctx, app: &App, to: For, file: File) -> Result<ImportId, Error> {
    let (known, _) = crate::submission::to_write(ctx, app, to.submission).await?;
    let instead_of = to.instead_of.filter(|earlier| known.mending.iter().any(|(file, _)| file == earlier));
    keep(ctx, app, Kind::Results, file, "", Some(For { instead_of, ..to })).await
}

async fn keep(
    ctx: &Ctx,
    app: &App,
    kind: Kind,
    file: File,
    source: &str,
    to: Option<For>,
) -> Result<ImportId, Error> {
    may(ctx, kind)?;
    if let Some(refusal) = crate::resident::refusal(&[("file", &file.name), ("source", source)]) {
        return Err(refusal);
    }
    let sheets = read(app, &file).await?;
    let known = recognise(ctx, app, kind, &sheets).await;
    let mappings = known.map_err(|failed| no_sheet(&file, failed))?;
    let source = if source.trim().is_empty() { file.name.clone() } else { source.trim().to_owned() };
    let kept = Kept {
        kind,
        file_name: file.name.clone(),
        source,
        mappings,
        report: None,
        organisation: ctx.actor.organisation,
        submission: to.map(|to| to.submission),
        instead_of: to.and_then(|to| to.instead_of),
    };
    let id: ImportId = ctx.id();
    let body = serde_json::to_value(&kept).map_err(Error::internal)?;
    let kind = kind.to_string();
    app.write(ctx, move |tx, ctx| {
        let (kind, body, bytes) = (kind.clone(), body.clone(), file.bytes.clone());
        Box::pin(async move { store::import::insert(tx, &ctx, id, &kind, &body, &bytes).await })
    })
    .await?;
    Ok(id)
}

/// What an uploaded file would do.
///
/// # Errors
/// [`Error::NotFound`] when it was taken in or discarded already.
pub async fn preview(ctx: &Ctx, app: &App, id: ImportId) -> Result<Preview, Error> {
    let (kept, file) = waiting(ctx, app, id).await?;
    let sheets = read(app, &file).await?;
    let rows = kept.mappings.iter().map(|mapping| first_rows(&sheets, mapping)).collect();
    let options = options(&kept, true);
    let report = super::run(ctx, app, kept.kind, &file, &options).await?;
    let submission = match kept.submission {
        Some(id) => Some((id, crate::submission::to_write(ctx, app, id).await?.0.version)),
        None => None,
    };
    let (kind, file_name, mappings) = (kept.kind, kept.file_name, kept.mappings);
    Ok(Preview { id, kind, file_name, mappings, rows, report, submission })
}

/// Corrects what the columns mean, and remembers it for the next file with this header.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remap(
    ctx: &Ctx,
    app: &App,
    id: ImportId,
    sheet: usize,
    columns: Vec<Column>,
) -> Result<(), Error> {
    let (mut kept, _) = waiting(ctx, app, id).await?;
    let mapping = kept.mappings.get_mut(sheet).ok_or(Error::NotFound)?;
    let signature = mapping.signature();
    let saved = serde_json::to_value(&columns).map_err(Error::internal)?;
    mapping.columns = columns;
    let body = serde_json::to_value(&kept).map_err(Error::internal)?;
    let kind = kept.kind.to_string();
    app.write(ctx, move |tx, ctx| {
        let (kind, signature, saved, body) = (kind.clone(), signature.clone(), saved.clone(), body.clone());
        Box::pin(async move {
            store::import::save_mapping(tx, &ctx, &kind, &signature, &saved).await?;
            store::import::update(tx, &ctx, id, &body).await
        })
    })
    .await
}

/// Takes the file in; gives what became of it and the monthly report it belongs to.
///
/// # Errors
/// [`Error::NotFound`] when it was taken in or discarded already; [`Error::Conflict`] when somebody else did something
/// with the monthly report meanwhile, with what they did.
pub async fn confirm(
    ctx: &Ctx,
    app: &App,
    id: ImportId,
    said: Said,
) -> Result<(Report, Option<SubmissionId>), Error> {
    let (mut kept, file) = waiting(ctx, app, id).await?;
    if kept.kind == Kind::Results {
        return confirm_results(ctx, app, id, kept, file, said).await;
    }
    let options = Options { in_won: said.in_won, ..options(&kept, false) };
    let report = super::run(ctx, app, kept.kind, &file, &options).await?;
    if report.rows == 0 {
        return Err(Error::Conflict(Message::new("import-nothing")));
    }
    kept.report = Some(report.clone());
    let body = serde_json::to_value(&kept).map_err(Error::internal)?;
    let keep_file = report.rejected > 0;
    app.write(ctx, move |tx, ctx| {
        let body = body.clone();
        Box::pin(async move {
            store::import::update(tx, &ctx, id, &body).await?;
            // Rejected rows can be asked for again, so the file stays until it is discarded.
            if keep_file { Ok(()) } else { store::import::forget(tx, &ctx, id, "import-done").await }
        })
    })
    .await?;
    Ok((report, None))
}

/// Results, the file's record and the monthly report change together or not at all.
async fn confirm_results(
    ctx: &Ctx,
    app: &App,
    id: ImportId,
    mut kept: Kept,
    file: File,
    said: Said,
) -> Result<(Report, Option<SubmissionId>), Error> {
    // What is left to mend comes in a file of its own.
    if kept.report.is_some() {
        return Err(Error::NotFound);
    }
    let sheets = read(app, &file).await?;
    let rows = result::rows(ctx, app, &sheets, &kept.mappings);
    let options = Options { apart: said.apart, residents: said.residents, ..options(&kept, false) };
    let (report, plan) = result::plan(ctx, app, &file, &rows, &kept.mappings, &options).await?;
    let mut beside = result::Beside { instead_of: kept.instead_of, ..result::Beside::default() };
    if let Some(to) = kept.submission {
        let (known, rows) = crate::submission::to_write(ctx, app, to).await?;
        crate::submission::unchanged(app, &known, said.version)?;
        // What was accepted stays as it is: these rows are corrections of its month.
        if !matches!(known.state, State::Accepted { .. }) {
            let month = known.month;
            let new = plan.created.iter().filter(|start| Month::of(**start) == month).count();
            let left = i64::try_from(report.rejected).map_err(Error::internal)?;
            let rows = rows.saturating_add(i64::try_from(new).map_err(Error::internal)?);
            let with = known.with_file(id, left, kept.instead_of);
            // Rows of other months alone, or such as others told first, are stored and hand nothing in.
            let nothing = rows == 0 && with.to_mend() == 0;
            let next = if nothing { Ok(with) } else { with.submit(rows, ctx) };
            beside.submission = Some(next.map_err(Error::Conflict)?);
        }
    }
    kept.report = Some(report.clone());
    let body = serde_json::to_value(&kept).map_err(Error::internal)?;
    beside.file = Some((id, body, report.rejected > 0));
    match (result::write(ctx, app, plan, beside).await, kept.submission) {
        // Another was quicker by a moment: say what they did.
        (Err(Error::Conflict(_)), Some(to)) => {
            let (now, _) = crate::submission::to_write(ctx, app, to).await?;
            Err(Error::Conflict(crate::submission::meanwhile(app, &now)))
        }
        (done, to) => done.map(|()| (report, to)),
    }
}

/// Forgets the file.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn discard(ctx: &Ctx, app: &App, id: ImportId) -> Result<(), Error> {
    let (kept, _) = found(ctx, app, id).await?;
    kept.may(ctx)?;
    let report = match kept.submission {
        Some(to) => Some(crate::submission::to_write(ctx, app, to).await?.0.without_file(id)),
        None => None,
    };
    app.write(ctx, move |tx, ctx| {
        let report = report.clone();
        Box::pin(async move {
            if let Some(report) = &report {
                store::record::update(tx, &ctx, "drop_file", report).await?;
            }
            store::import::forget(tx, &ctx, id, "import-discarded").await
        })
    })
    .await
}

/// What became of a file.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn report(ctx: &Ctx, app: &App, id: ImportId) -> Result<Summary, Error> {
    let (kept, at) = found(ctx, app, id).await?;
    kept.may(ctx)?;
    let (kind, file_name, submission) = (kept.kind, kept.file_name, kept.submission);
    Ok(Summary { id, kind, file_name, at, report: kept.report, submission })
}

/// Whether the file itself is still kept, so that its rejected rows can be asked for and it can be discarded.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn is_kept(ctx: &Ctx, app: &App, id: ImportId) -> Result<bool, Error> {
    let (kept, _) = found(ctx, app, id).await?;
    kept.may(ctx)?;
    Ok(store::import::bytes(&app.store, ctx.tenant, id).await.map_err(crate::fault)?.is_some())
}

/// The latest imports of the kinds the actor may take in.
///
/// # Errors
/// Only when the store fails.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Summary>, Error> {
    let rows = store::import::latest(&app.store, ctx.tenant, 50).await.map_err(crate::fault)?;
    let mut out = Vec::new();
    for row in rows {
        let Ok(kept) = serde_json::from_value::<Kept>(row.body) else { continue };
        if kept.may(ctx).is_ok() {
            out.push(Summary {
                id: row.id,
                kind: kept.kind,
                file_name: kept.file_name,
                at: row.at,
                report: kept.report,
                submission: kept.submission,
            });
        }
    }
    Ok(out)
}

/// The rejected rows as a spreadsheet with a reason column, to be corrected and uploaded again.
///
/// # Errors
/// [`Error::NotFound`] when the file is no longer kept.
pub async fn rejected_file(
    ctx: &Ctx,
    app: &App,
    id: ImportId,
    lang: Lang,
) -> Result<(String, Vec<u8>), Error> {
    let (kept, file) = waiting(ctx, app, id).await?;
    let sheets = read(app, &file).await?;
    let (catalogue, mappings) = (&app.catalogue, &kept.mappings);
    let bytes =
        with_vocabulary(&app.city, app.titles(), app.reference, ctx.today(), |words| match kept.kind {
            Kind::Openings => {
                let rows = documents::opening::read(&sheets, mappings, words);
                documents::spreadsheet::rejected(&sheets, mappings, &rows, catalogue, lang)
            }
            Kind::Seekers => {
                let rows = documents::seeker::read(&sheets, mappings, words);
                documents::spreadsheet::rejected(&sheets, mappings, &rows, catalogue, lang)
            }
            Kind::Projects => {
                let rows = documents::project::read(&sheets, mappings, words);
                documents::spreadsheet::rejected(&sheets, mappings, &rows, catalogue, lang)
            }
            Kind::Contacts => {
                let rows = documents::contact::read(&sheets, mappings, ctx.today());
                documents::spreadsheet::rejected(&sheets, mappings, &rows, catalogue, lang)
            }
            Kind::Results => {
                let rows = documents::result::read(&sheets, mappings, words);
                documents::spreadsheet::rejected(&sheets, mappings, &rows, catalogue, lang)
            }
        });
    let bytes = bytes.map_err(|message| Error::field("file", message))?;
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    Ok((format!("{stem}-rejected.xlsx"), bytes))
}

fn options(kept: &Kept, dry_run: bool) -> Options {
    Options {
        dry_run,
        source: kept.source.clone(),
        mappings: Some(kept.mappings.clone()),
        ..Options::default()
    }
}

async fn found(ctx: &Ctx, app: &App, id: ImportId) -> Result<(Kept, Timestamp), Error> {
    let row = store::import::find(&app.store, ctx.tenant, id)
        .await
        .map_err(crate::fault)?
        .ok_or(Error::NotFound)?;
    Ok((serde_json::from_value(row.body).map_err(Error::internal)?, row.at))
}

async fn waiting(ctx: &Ctx, app: &App, id: ImportId) -> Result<(Kept, File), Error> {
    let (kept, _) = found(ctx, app, id).await?;
    kept.may(ctx)?;
    let bytes = store::import::bytes(&app.store, ctx.tenant, id)
        .await
        .map_err(crate::fault)?
        .ok_or(Error::NotFound)?;
    let file = File { name: kept.file_name.clone(), bytes };
    Ok((kept, file))
}

fn first_rows(sheets: &[documents::table::Sheet], mapping: &Mapping) -> Vec<Vec<String>> {
    let Some(sheet) = sheets.iter().find(|sheet| sheet.name == mapping.sheet) else { return Vec::new() };
    let below = sheet.rows.iter().skip(mapping.header_row as usize).take(PREVIEW_ROWS);
    below.map(|row| row.iter().map(|cell| mask_resident(cell.text())).collect()).collect()
}
