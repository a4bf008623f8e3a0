//! `iljari check`: files held against the law, without a database.

use std::path::PathBuf;
use std::process::ExitCode;

use app::match_files::Desk;
use domain::Message;
use domain::law::Act;

use crate::command::file;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::{Place, reader, reference};

/// Holds files against the law. Nothing is kept.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Openings: pay, terms and wording; each finding with its clause and better words.
    Openings {
        /// Files in any form that `import` reads.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

pub(crate) fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let What::Openings { files } = &options.what;
    let files = files.iter().map(|path| file(path)).collect::<Result<Vec<_>, _>>()?;
    let city = place.city()?;
    let reader = reader()?;
    let today = city.zone().to_datetime((place.ambient().now)()).date();
    let desk = Desk { city: &city, reference: reference()?, reader: &reader, today };
    let catalogue = place.catalogue();
    let say = |message: &Message| catalogue.say(place.lang, message);
    let checked = app::check_files::check_openings(&desk, &files)
        .map_err(|(name, why)| Failure::said(format!("read {name}"), &catalogue, place.lang, &why))?;

    let findings: Vec<_> = checked
        .findings
        .iter()
        .map(|found| {
            let finding = &found.finding;
            serde_json::json!({ "file": found.file, "sheet": found.sheet, "row": found.row,
                "rule": finding.rule, "act": finding.act, "clause": finding.clause, "words": finding.words,
                "remedy": say(&finding.remedy), "rule_set": finding.rule_set })
        })
        .collect();
    let problems: Vec<_> = checked
        .problems
        .iter()
        .map(|p| {
            serde_json::json!({ "file": p.file, "sheet": p.sheet, "row": p.row, "column": p.column,
                "code": p.message.code, "message": say(&p.message) })
        })
        .collect();
    let value = serde_json::json!({ "rows": checked.rows, "rejected": checked.rejected,
        "findings": findings, "problems": problems });
    let mut lines: Vec<String> = Vec::new();
    for p in &checked.problems {
        let mark = if p.rejected { "!" } else { "-" };
        lines.push(format!("{mark} {} {} {} {}: {}", p.file, p.sheet, p.row, p.column, say(&p.message)));
    }
    for found in &checked.findings {
        let finding = &found.finding;
        let act = catalogue.word(place.lang, &format!("law-act-{}", finding.act));
        let (rule, words) = (say(&finding.rule.name()), &finding.words);
        lines.push(format!("{} {} {}: {} {rule} [{act}] {words}", found.file, found.sheet, found.row, finding.rule));
        lines.push(format!("    {} · {}", finding.clause, say(&finding.remedy)));
    }
    let told = Message::new("check-told")
        .with("rows", checked.rows)
        .with("block", checked.count(Act::Block))
        .with("justify", checked.count(Act::Justify))
        .with("warn", checked.count(Act::Warn))
        .with("rejected", checked.rejected);
    lines.push(say(&told));
    output.result(&value, &lines);
    // What may not be published, or could not be read, is a refusal.
    let refused = checked.rejected > 0 || checked.count(Act::Block) > 0;
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
