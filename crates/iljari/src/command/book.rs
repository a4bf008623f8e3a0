//! `iljari book`: freezes the book of a report meeting and writes all its files in one go.

use std::path::PathBuf;
use std::process::ExitCode;

use app::report_book::{Form, Format, Out};
use domain::Message;
use domain::id::MeetingId;
use domain::meeting::Meeting;
use jiff::civil::DateTime;
use strum::IntoEnumIterator;

use crate::command::at_the_terminal;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Freezes the book of a report meeting and writes it as PDF, HWPX, workbook and JSON.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The report meeting, by its id or a part of its name [default: the latest].
    #[arg(long, value_name = "ID|NAME")]
    meeting: Option<String>,
    /// The instant as of which it holds, in the city's time, such as 2016-05-31T18:00 [default: now].
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<DateTime>,
    /// Directory to write to; made when it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write the public extract: without personal data, the offices' own words and small cells.
    #[arg(long)]
    public: bool,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::PlanManager));
    let failed = |error: &app::Error| Failure::of_app("make the book", &app.catalogue, place.lang, error);
    let meetings = app::report_book::meetings(&ctx, &app).await.map_err(|error| failed(&error))?;
    let meeting = chosen(&meetings, options.meeting.as_deref())?;
    let began = (app.ambient.now)();
    let form = Form { meeting: Some(meeting), as_of: options.as_of };
    let id = app::report_book::freeze(&ctx, &app, &form).await.map_err(|error| failed(&error))?;
    let book = app::report_book::get(&ctx, &app, id).await.map_err(|error| failed(&error))?;
    let (facts, whose) = match options.public {
        true => (book.facts.public(app.city.ledger().least_shown), Out::Public),
        false => (book.facts.clone(), Out::House),
    };
    let unwritten = |path: &PathBuf, error: std::io::Error| {
        let failure = Failure::new(format!("write {}", path.display())).because(&error);
        failure.hint("choose another with --out, or make it writable")
    };
    std::fs::create_dir_all(&options.out).map_err(|error| unwritten(&options.out, error))?;
    let bar = output.progress("보고서", Format::iter().count());
    let mut files = Vec::new();
    for format in Format::iter() {
        let made = app::report_book::file(&app, (id, &facts, &book.hash), whose, format, place.lang).await;
        let bytes = made.map_err(|error| failed(&error))?;
        let path = options.out.join(format!("book-{}.{format}", facts.cover.as_of_local.date()));
        std::fs::write(&path, bytes.as_slice()).map_err(|error| unwritten(&path, error))?;
        files.push(serde_json::json!({ "file": path.display().to_string(), "bytes": bytes.len() }));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let digest = facts.hash();
    let took = (app.ambient.now)().as_millisecond() - began.as_millisecond();
    let value = serde_json::json!({
        "id": id.to_string(), "meeting": facts.cover.title, "as_of": facts.cover.as_of.to_string(),
        "rule_set": facts.cover.rule_set, "hash": digest, "original_hash": book.hash, "departments": facts.departments.len(),
        "missing": facts.missing.len(), "files": files, "elapsed_ms": took,
    });
    let told = Message::new("book-told")
        .with("meeting", facts.cover.title.clone())
        .with("departments", facts.departments.len())
        .with("out", options.out.display().to_string());
    let lines = [app.catalogue.say(place.lang, &told), format!("SHA-256 {digest}")];
    output.result(&value, &lines);
    Ok(ExitCode::SUCCESS)
}

/// The meeting meant: the one of an id, the one whose name holds the words, or the latest.
fn chosen(meetings: &[Meeting], said: Option<&str>) -> Result<MeetingId, Failure> {
    let wrong = |cause: String| {
        let names: Vec<String> =
            meetings.iter().map(|one| format!("{} ({}, {})", one.name, one.at.date(), one.id)).collect();
        let failure = Failure::new("choose the report meeting").cause(cause);
        match names.is_empty() {
            true => failure.hint("call a report meeting first, on the page of meetings"),
            false => failure.hint(format!("there are: {}", names.join("; "))),
        }
    };
    let Some(said) = said else {
        return meetings.first().map(|one| one.id).ok_or_else(|| wrong("there is none".to_owned()));
    };
    let found: Vec<&Meeting> =
        meetings.iter().filter(|one| one.id.to_string() == said || one.name.contains(said)).collect();
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(wrong(format!("none is `{said}`"))),
        _ => Err(wrong(format!("several are `{said}`"))),
    }
}
