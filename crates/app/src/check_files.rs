//! Files of openings held against the law, without a database. Nothing is kept.

use documents::header::{Field, Mapping, Noun};
use documents::opening::OpeningDraft;
use domain::id::EmployerId;
use domain::law::{Act, Facts, Finding, Known, check};
use domain::message::Message;
use domain::opening::Missing;
use matching::title::Titles;
use uuid::Uuid;

use crate::import::{File, Located};
use crate::match_files::{Desk, keep, sheets};
use crate::vocabulary::with_vocabulary;

/// What was found in files of openings.
#[derive(Debug, Default)]
pub struct Checked {
    /// Rows that hold an opening, those that cannot be read among them.
    pub rows: usize,
    /// Rows that cannot be read.
    pub rejected: usize,
    /// What the rules found, in the order of the rows.
    pub findings: Vec<RowFinding>,
    /// What could not be read.
    pub problems: Vec<Located>,
}

/// A finding and the row it is about.
#[derive(Debug)]
pub struct RowFinding {
    /// File name.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Row as the spreadsheet shows it.
    pub row: u32,
    /// What was found.
    pub finding: Finding,
}

impl Checked {
    /// How many findings there are of an act.
    pub fn count(&self, act: Act) -> usize {
        self.findings.iter().filter(|found| found.finding.act == act).count()
    }
}

/// Reads files and holds each row against the rules of the desk's day.
///
/// # Errors
/// The name of the file that cannot be read at all, and why.
pub fn check_openings(desk: &Desk<'_>, files: &[File]) -> Result<Checked, (String, Message)> {
    let titles = Titles::new(desk.reference, desk.city.areas());
    let mut checked = Checked::default();
    for file in files {
        let (sheets, mappings) = sheets(desk, file, Noun::Openings, &mut checked.problems)?;
        let rows = with_vocabulary(desk.city, &titles, desk.reference, desk.today, |words| {
            documents::opening::read(&sheets, &mappings, words)
        });
        checked.rows += rows.len();
        let openings = keep(file, rows, &mut checked.problems, &mut checked.rejected, |sheet, row, draft| {
            (sheet, row, draft)
        });
        for (sheet, row, draft) in openings {
            let known = Known {
                untold: untold(&mappings, &sheet),
                business_number_wrong: draft.employer.wrong_number.clone(),
                ..Known::default()
            };
            let found = look(desk, &draft, &known);
            checked.findings.extend(found.into_iter().map(|finding| RowFinding {
                file: file.name.clone(),
                sheet: sheet.clone(),
                row,
                finding,
            }));
        }
    }
    Ok(checked)
}

fn look(desk: &Desk<'_>, draft: &OpeningDraft, known: &Known) -> Vec<Finding> {
    let employer = draft.employer.employer(EmployerId(Uuid::nil()));
    check(&Facts {
        content: &draft.content,
        employer: Some(&employer),
        day: desk.today,
        minimum_wages: &desk.reference.minimum_wages,
        known,
    })
}

/// What a sheet has no column for.
fn untold(mappings: &[Mapping], sheet: &str) -> Vec<Missing> {
    let columns: Vec<Field> = mappings
        .iter()
        .filter(|mapping| mapping.sheet == sheet)
        .flat_map(|mapping| mapping.columns.iter().map(|column| column.field))
        .collect();
    let lacks = |fields: &[Field]| !fields.iter().any(|field| columns.contains(field));
    [
        (lacks(&[Field::EmploymentType]), Missing::EmploymentType),
        (lacks(&[Field::EmployerAddress, Field::EmployerPhone]), Missing::EmployerAddress),
    ]
    .into_iter()
    .filter_map(|(lacks, what)| lacks.then_some(what))
    .collect()
}
