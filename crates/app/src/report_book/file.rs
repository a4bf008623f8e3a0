//! A book's files: PDF, HWPX, workbook and the facts themselves. The same book gives the same bytes, so that what was made
//! once is kept for a while and a crowd at the public page costs one press.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use documents::report_book::{Book, Ground, compose, hwpx, pdf, workbook};
use domain::Lang;
use domain::area::AreaCode;
use domain::geometry::Outline;
use domain::id::ReportBookId;
use domain::message::Message;
use domain::report_book::Facts;
use tokio::sync::Semaphore;

use crate::{App, Error};

/// Books set at once: a long one takes a core for seconds.
static PRESSES: Semaphore = Semaphore::const_new(1);
/// Files that are kept.
const KEPT: usize = 12;

/// A file a book can be had as.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::Display, strum::EnumIter, strum::EnumString,
)]
#[strum(serialize_all = "snake_case")]
pub enum Format {
    /// To print.
    Pdf,
    /// To edit and quote from.
    Hwpx,
    /// To count with.
    Xlsx,
    /// The facts that were hashed.
    Json,
}

/// Whose eyes a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Out {
    /// The offices'.
    House,
    /// Everybody's: facts are an extract, cells under the city's least are hidden.
    Public,
}

type Key = (ReportBookId, Out, Format, Lang);

/// Files made lately.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Vec<(Key, Arc<Vec<u8>>)>>);

impl Kept {
    fn find(&self, key: Key) -> Option<Arc<Vec<u8>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| *known == key).map(|(_, bytes)| bytes.clone())
    }

    fn put(&self, key: Key, bytes: &Arc<Vec<u8>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let surplus = (kept.len() + 1).saturating_sub(KEPT);
        kept.drain(..surplus);
        kept.push((key, bytes.clone()));
    }
}

/// A book in words.
pub fn book(app: &App, facts: &Facts, hash: &str, out: Out, lang: Lang) -> Book {
    let outlines: BTreeMap<AreaCode, Outline> =
        app.city.dong_facts().iter().map(|dong| (dong.code.clone(), dong.outline.clone())).collect();
    let least = (out == Out::Public).then(|| app.city.ledger().least_shown);
    let say = |message: &Message| app.catalogue.say(lang, message);
    let year = facts.cover.year;
    let name = |one: &domain::disclosure::Category| match lang {
        Lang::Ko => one.name_ko.clone(),
        Lang::En => one.name_en.clone(),
    };
    let in_force = app.reference.categories.in_force(year);
    let categories: BTreeMap<String, String> = in_force.map(|one| (one.code.clone(), name(one))).collect();
    compose(facts, hash, &Ground { lang, say: &say, outlines: &outlines, categories: &categories, least })
}

/// A file of a book whose facts were read by somebody who may.
///
/// # Errors
/// [`Error::Internal`] when it cannot be made.
pub async fn file(
    app: &App,
    (id, facts, hash): (ReportBookId, &Facts, &str),
    out: Out,
    format: Format,
    lang: Lang,
) -> Result<Arc<Vec<u8>>, Error> {
    if format == Format::Json {
        return Ok(Arc::new(facts.canonical().into_bytes()));
    }
    let key = (id, out, format, lang);
    if let Some(known) = app.books.find(key) {
        return Ok(known);
    }
    let busy = || Error::Unavailable(Message::new("paper-busy"));
    let _press = PRESSES.acquire().await.map_err(|_| busy())?;
    // Whoever waited may find it made.
    if let Some(known) = app.books.find(key) {
        return Ok(known);
    }
    let (book, at) = (book(app, facts, hash, out, lang), facts.cover.as_of);
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Pdf => pdf(&book, at).map(|printed| printed.bytes).map_err(Error::internal),
        Format::Hwpx => hwpx(&book).map_err(Error::internal),
        Format::Xlsx => workbook(&book).map_err(Error::Conflict),
        Format::Json => Ok(Vec::new()),
    });
    let bytes = Arc::new(made.await.map_err(Error::internal)??);
    app.books.put(key, &bytes);
    Ok(bytes)
}
