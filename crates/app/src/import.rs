//! Taking files in: read in the limited child, recognise the columns, plan what each row becomes,
//! and write all of it in one transaction, so that a file is stored wholly or not at all.
//!
//! A second run of the same file changes nothing: each row is found again by its key in the source and
//! compared by its digest, which also keeps staff's corrections from being overwritten.

mod contact;
mod opening;
mod pending;
mod project;
mod result;
mod seeker;

use std::collections::{BTreeMap, BTreeSet};

pub use documents::header::{Column, Field};
use documents::header::{Mapping, Noun};
use documents::row::{Problem, Row};
use documents::table::Sheet;
use domain::Ctx;
use domain::message::{Lang, Message};
use domain::policy::{Relation, UseCase, authorise};
pub use pending::{
    For, Preview, Said, Summary, confirm, discard, is_kept, list, preview, rejected_file, remap, report,
    upload, upload_for,
};
pub use result::{Link, LinkKind};
use serde::{Deserialize, Serialize};

use crate::{App, Error};

/// What a file holds.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// Openings with their employers.
    Openings,
    /// Jobseekers.
    Seekers,
    /// Projects of the bodies.
    Projects,
    /// Results of a body: who began to work where.
    Results,
    /// A department's own contacts in the network.
    Contacts,
}

impl Kind {
    /// The use case that taking such a file in is.
    pub fn use_case(self) -> UseCase {
        match self {
            Self::Openings => UseCase::ImportOpenings,
            Self::Seekers => UseCase::ImportSeekers,
            Self::Projects => UseCase::WriteProject,
            Self::Results => UseCase::WritePlacement,
            Self::Contacts => UseCase::WriteContact,
        }
    }

    fn noun(self) -> Noun {
        match self {
            Self::Openings => Noun::Openings,
            Self::Seekers => Noun::Seekers,
            Self::Projects => Noun::Projects,
            Self::Results => Noun::Results,
            Self::Contacts => Noun::Contacts,
        }
    }
}

/// How a file is taken in.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only say what would happen.
    pub dry_run: bool,
    /// Name of the source; the file's name when empty.
    pub source: String,
    /// Whether the file is the source's whole list, so that what it lacks is closed.
    pub snapshot: bool,
    /// Licence under which the source's text may be shown.
    pub licence: String,
    /// Columns of each sheet, when they were corrected by hand.
    pub mappings: Option<Vec<Mapping>>,
    /// Of results: rows, as the spreadsheet shows them, of which the clerk says that they are no person or result that is
    /// known already.
    pub apart: BTreeSet<(String, usize)>,
    /// Of results: the clerk says that whoever has no address lives in the city.
    pub residents: bool,
    /// Of projects: the clerk says that small sums were looked at and are meant in won.
    pub in_won: bool,
}

/// What became of a row.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// New here; drafts count too.
    Created,
    /// Known, and the source changed it.
    Updated,
    /// Known, and the source did not change it.
    Unchanged,
    /// The same as an earlier row of the file.
    Duplicate,
    /// Cannot be what the file is said to hold.
    Rejected,
}

/// A problem at a place of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// File name.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Row as the spreadsheet shows it.
    pub row: usize,
    /// Column with its header; empty when it is about the whole row.
    pub column: String,
    /// Whether the row was rejected for it.
    pub rejected: bool,
    /// What is wrong and how to mend it.
    pub message: Message,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// Rows read; the sum of the five outcomes.
    pub rows: usize,
    /// New ones, drafts included.
    pub created: usize,
    /// Changed ones.
    pub updated: usize,
    /// Known ones.
    pub unchanged: usize,
    /// Repeated ones.
    pub duplicate: usize,
    /// Refused ones.
    pub rejected: usize,
    /// Openings closed because the source no longer lists them; only for snapshots.
    pub closed: Option<usize>,
    /// Of the created and updated, how many still lack something.
    pub drafts: usize,
    /// How many of the openings lack what, by missing thing.
    pub missing: BTreeMap<String, usize>,
    /// Of results: how many people the new ones are, each once.
    #[serde(default)]
    pub people: Option<usize>,
    /// Of results: people and results that are known already, proposed until somebody confirms the file.
    #[serde(default)]
    pub links: Vec<Link>,
    /// What was found, in the file's order.
    pub problems: Vec<Located>,
    /// Of contacts: what would change, shown before the file is confirmed and never kept, for it names people.
    #[serde(skip)]
    pub changes: Vec<Change>,
}

/// A field of a known record that a row says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Sheet.
    pub sheet: String,
    /// Row, as a spreadsheet counts them.
    pub row: usize,
    /// Whose record: the firm's name.
    pub of: String,
    /// The wording of the field.
    pub field: &'static str,
    /// What is known.
    pub before: String,
    /// What the row says.
    pub after: String,
}

impl Report {
    /// A report that begins with the columns that are not read, so that nothing is dropped in silence.
    fn of(file: &File, mappings: &[Mapping]) -> Self {
        Self { problems: unread(file, mappings), ..Self::default() }
    }

    fn count(&mut self, outcome: Outcome) {
        self.rows += 1;
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Duplicate => self.duplicate += 1,
            Outcome::Rejected => self.rejected += 1,
        }
    }

    /// Adds another file's report.
    pub fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.duplicate += other.duplicate;
        self.rejected += other.rejected;
        self.drafts += other.drafts;
        if let Some(people) = other.people {
            *self.people.get_or_insert(0) += people;
        }
        self.links.extend(other.links);
        if let Some(closed) = other.closed {
            *self.closed.get_or_insert(0) += closed;
        }
        for (what, count) in other.missing {
            *self.missing.entry(what).or_insert(0) += count;
        }
        self.problems.extend(other.problems);
        self.changes.extend(other.changes);
    }
}

/// The columns of a file that are not read: repeated ones, and those that nobody knows.
pub(crate) fn unread(file: &File, mappings: &[Mapping]) -> Vec<Located> {
    let mut out = Vec::new();
    for mapping in mappings {
        let unread = |column, code: &'static str| Located {
            file: file.name.clone(),
            sheet: mapping.sheet.clone(),
            row: mapping.header_row as usize,
            column: mapping.column_name(column),
            rejected: false,
            message: Message::new(code),
        };
        let repeated = mapping.duplicates.iter().map(|c| unread(c.column, "column-repeated"));
        let unknown = mapping.unknown.iter().map(|c| unread(c.column, "column-unknown"));
        out.extend(repeated.chain(unknown));
    }
    out
}

/// A file as it arrived.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name, for messages only: its kind is told from its bytes.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads a file and writes what it holds, or says what would be written.
///
/// # Errors
/// [`Error::Invalid`] with field `file` when nothing of it can be read; [`Error::Forbidden`].
pub async fn run(ctx: &Ctx, app: &App, kind: Kind, file: &File, options: &Options) -> Result<Report, Error> {
    let readable = open(ctx, app, kind, file.clone(), options).await?;
    take_in(ctx, app, &readable, options).await
}

/// A file that could be read, and what its columns mean.
#[derive(Debug)]
pub struct Readable {
    kind: Kind,
    file: File,
    sheets: Vec<Sheet>,
    mappings: Vec<Mapping>,
}

/// The first half of [`run`]: reads a file and writes nothing. Of several files all are opened before the
/// first is taken in, so that one that cannot be read refuses them all.
///
/// # Errors
/// [`Error::Invalid`] with field `file` when nothing of it can be read; [`Error::Forbidden`].
pub async fn open(
    ctx: &Ctx,
    app: &App,
    kind: Kind,
    file: File,
    options: &Options,
) -> Result<Readable, Error> {
    may(ctx, kind)?;
    let sheets = read(app, &file).await?;
    let mappings = match &options.mappings {
        Some(mappings) => mappings.clone(),
        None => recognise(ctx, app, kind, &sheets).await.map_err(|failed| no_sheet(&file, failed))?,
    };
    Ok(Readable { kind, file, sheets, mappings })
}

/// The second half of [`run`]: writes what a file holds, or says what would be written.
///
/// # Errors
/// [`Error::Forbidden`]; when the store fails.
pub async fn take_in(ctx: &Ctx, app: &App, readable: &Readable, options: &Options) -> Result<Report, Error> {
    let Readable { kind, file, sheets, mappings } = readable;
    may(ctx, *kind)?;
    match kind {
        Kind::Openings => opening::take_in(ctx, app, file, sheets, mappings, options).await,
        Kind::Seekers => seeker::take_in(ctx, app, file, sheets, mappings, options).await,
        Kind::Projects => project::take_in(ctx, app, file, sheets, mappings, options).await,
        Kind::Results => {
            let rows = result::rows(ctx, app, sheets, mappings);
            let (report, plan) = result::plan(ctx, app, file, &rows, mappings, options).await?;
            if !options.dry_run {
                result::write(ctx, app, plan, result::Beside::default()).await?;
            }
            Ok(report)
        }
        Kind::Contacts => contact::take_in(ctx, app, file, sheets, mappings, options).await,
    }
}

fn may(ctx: &Ctx, kind: Kind) -> Result<(), Error> {
    let relation = Relation { organisation: ctx.actor.organisation, ..Relation::default() };
    Ok(authorise(&ctx.actor, kind.use_case(), relation)?)
}

/// Reads a file's sheets in the limited child.
pub(crate) async fn read(app: &App, file: &File) -> Result<Vec<Sheet>, Error> {
    let (reader, name, bytes) = (app.reader.clone(), file.name.clone(), file.bytes.clone());
    let read = tokio::task::spawn_blocking(move || reader.read(&name, &bytes));
    read.await.map_err(Error::internal)?.map_err(|message| Error::field("file", message))
}

/// Where no header was found in what is named like a spreadsheet and is none, that is what is wrong.
fn no_sheet(file: &File, failed: Error) -> Error {
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let named = ["xlsx", "xlsm", "xls", "ods"].contains(&ending.as_str());
    let is_one = file.bytes.starts_with(b"PK") || file.bytes.starts_with(b"\xD0\xCF\x11\xE0");
    match &failed {
        Error::Invalid(wrong)
            if named && !is_one && wrong.iter().any(|one| one.message.code == "header-not-found") =>
        {
            Error::field("file", Message::new("import-no-sheet").with("ending", ending))
        }
        _ => failed,
    }
}

/// For each sheet with a header the saved mapping of such a header, or the one its words tell.
pub(crate) async fn recognise(
    ctx: &Ctx,
    app: &App,
    kind: Kind,
    sheets: &[Sheet],
) -> Result<Vec<Mapping>, Error> {
    let mut mappings =
        documents::header::recognise(sheets, kind.noun()).map_err(|message| Error::field("file", message))?;
    for mapping in &mut mappings {
        let saved = store::import::mapping(&app.store, ctx.tenant, &kind.to_string(), &mapping.signature())
            .await
            .map_err(crate::fault)?;
        if let Some(columns) = saved.and_then(|json| serde_json::from_value(json).ok()) {
            mapping.columns = columns;
        }
    }
    Ok(mappings)
}

/// Puts a row's problems where the person who mends them looks.
fn locate<T>(file: &File, row: &Row<T>, problems: &[Problem], rejected: bool, out: &mut Vec<Located>) {
    out.extend(problems.iter().map(|problem| Located {
        file: file.name.clone(),
        sheet: row.sheet.clone(),
        row: row.row as usize,
        column: problem.column.clone(),
        rejected,
        message: problem.message.clone(),
    }));
}

/// A problem with a whole row, wherever in it.
fn of_row<T>(file: &File, row: &Row<T>, rejected: bool, message: Message) -> Located {
    let (file, sheet) = (file.name.clone(), row.sheet.clone());
    Located { file, sheet, row: row.row as usize, column: String::new(), rejected, message }
}

/// What a column of such a file may mean.
pub fn fields(kind: Kind) -> Vec<Field> {
    Field::of(kind.noun())
}

/// The wording of a report's problems in one language, in the shape the command line prints.
pub fn problems_json(app: &App, lang: Lang, report: &Report) -> serde_json::Value {
    report
        .problems
        .iter()
        .map(|p| {
            serde_json::json!({
                "file": p.file, "sheet": p.sheet, "row": p.row, "column": p.column,
                "code": p.message.code, "message": app.catalogue.say(lang, &p.message),
            })
        })
        .collect()
}
