//! A sheet as PDF: tagged, typefaces embedded, the same bytes for the same sheet and instant.
//!
//! Texts reach the engine as data and never as markup. Characters that the typeface lacks are printed as a
//! lozenge and counted at the foot of the sheet.

use std::sync::LazyLock;

use jiff::Timestamp;
use serde_json::Value as Json;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::Sheet;

/// How sheets are drawn.
const TEMPLATE: &str = include_str!("sheet.typ");

/// Pretendard GOV, regular and bold.
const FACES: [&[u8]; 2] = [
    include_bytes!("../../assets/PretendardGOV-Regular.otf"),
    include_bytes!("../../assets/PretendardGOV-Bold.otf"),
];

/// Stands for a character that cannot be printed.
const MISSING: char = '◇';

/// A printed sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Characters that the typeface lacks and that were printed as lozenges.
    pub missing: usize,
}

/// Why a sheet could not be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("print the sheet: {0}")]
pub struct PressError(String);

impl PressError {
    pub(super) fn from_json(error: &serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

struct Faces {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static LOADED: LazyLock<Faces> = LazyLock::new(|| {
    let fonts: Vec<Font> = FACES.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect();
    Faces { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// The engine's view of one job: a template, two typefaces, the sheet as input, and what is bound into it.
struct Job {
    library: LazyHash<Library>,
    source: Source,
    bound: Vec<(FileId, Bytes)>,
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &LOADED.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let bound = self.bound.iter().find(|(of, _)| *of == id);
        bound.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        LOADED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Prints a sheet; `at` becomes the file's instant of making.
///
/// # Errors
/// When the engine refuses, which no facts should bring about.
pub fn press(sheet: &Sheet, at: Timestamp) -> Result<Printed, PressError> {
    let mut input = serde_json::to_value(sheet).map_err(|error| PressError(error.to_string()))?;
    if let Json::Object(fields) = &mut input {
        fields.insert("digest".to_owned(), Json::String(sheet.digest()));
    }
    typeset(TEMPLATE, input, &format!("{} {}", sheet.title, sheet.digest()), at)
}

/// Sets what is given by a template that reads it as `sheet`, under a name that tells it apart.
///
/// # Errors
/// When the engine refuses.
pub(crate) fn typeset(template: &str, input: Json, name: &str, at: Timestamp) -> Result<Printed, PressError> {
    typeset_with(template, input, name, at, &[])
}

/// The same with files that the template may draw by number, as `0.pdf`, `1.pdf` and so on. What is drawn from them
/// has no marks for readers: it is for printers only.
///
/// # Errors
/// When the engine refuses.
pub(super) fn typeset_with(
    template: &str,
    mut input: Json,
    name: &str,
    at: Timestamp,
    files: &[&[u8]],
) -> Result<Printed, PressError> {
    let mut missing = 0;
    printable(&mut input, &mut missing);
    if let Json::Object(fields) = &mut input {
        fields.insert("missing".to_owned(), missing.into());
        fields.insert("mark".to_owned(), MISSING.to_string().into());
    }
    let mut inputs = Dict::new();
    inputs.insert("sheet".into(), input.to_string().into_value());
    let id_of = |name: &str| {
        let path = VirtualPath::new(name).map_err(|error| PressError(format!("{error:?}")))?;
        Ok::<_, PressError>(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
    };
    let mut bound = Vec::with_capacity(files.len());
    for (nth, file) in files.iter().enumerate() {
        bound.push((id_of(&format!("{nth}.pdf"))?, Bytes::new(file.to_vec())));
    }
    let job = Job {
        library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
        source: Source::new(id_of("sheet.typ")?, template.to_owned()),
        bound,
    };
    let document = typst::compile::<PagedDocument>(&job).output.map_err(|errors| refused(errors.iter()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("iljari {name}")),
        creator: Smart::Custom(Some("Iljari".to_owned())),
        timestamp: datetime(at).map(typst_pdf::Timestamp::new_utc),
        tagged: files.is_empty(),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| refused(errors.iter()))?;
    let pages = document.pages().len();
    // What the engine remembers between jobs would be other people's facts.
    typst::comemo::evict(0);
    Ok(Printed { bytes, pages, missing })
}

fn refused<'a>(errors: impl Iterator<Item = &'a typst::diag::SourceDiagnostic>) -> PressError {
    PressError(errors.map(|error| error.message.to_string()).collect::<Vec<_>>().join("; "))
}

fn datetime(at: Timestamp) -> Option<Datetime> {
    let utc = jiff::tz::TimeZone::UTC.to_datetime(at);
    let small = |n: i8| u8::try_from(n).unwrap_or_default();
    Datetime::from_ymd_hms(
        i32::from(utc.year()),
        small(utc.month()),
        small(utc.day()),
        small(utc.hour()),
        small(utc.minute()),
        small(utc.second()),
    )
}

/// Takes out what cannot be seen and replaces what the typeface lacks, in every text of the sheet.
fn printable(value: &mut Json, missing: &mut usize) {
    match value {
        // The drawing of a code is no text.
        Json::String(text) if !text.starts_with("<svg") => *text = seen(text, missing),
        Json::Array(items) => items.iter_mut().for_each(|item| printable(item, missing)),
        Json::Object(fields) => fields.values_mut().for_each(|field| printable(field, missing)),
        _ => {}
    }
}

fn seen(text: &str, missing: &mut usize) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            '\t' | '\u{a0}' => out.push(' '),
            c if c.is_control() || is_invisible(c) => {}
            c if covered(c) => out.push(c),
            _ => {
                *missing += 1;
                out.push(MISSING);
            }
        }
    }
    out
}

/// Marks without a picture of their own: joiners, direction, variants of pictures, the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

fn covered(c: char) -> bool {
    c == ' ' || LOADED.fonts.first().is_some_and(|font| font.info().coverage.contains(u32::from(c)))
}
