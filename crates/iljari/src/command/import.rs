//! `iljari import`: files of openings, seekers, projects or results into the system.

use std::path::PathBuf;
use std::process::ExitCode;

use app::import::{Kind, Options as How, Report};
use domain::Message;

use crate::command::{at_the_terminal, file, one_of};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Takes files in: XLSX, XLS, ODS, CSV, TSV, WorkNet XML or JSON.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// What the files hold.
    #[arg(value_parser = one_of::<Kind>())]
    kind: Kind,
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// The files are the source's whole list: what they lack is closed.
    #[arg(long, requires = "source")]
    snapshot: bool,
    /// Name of the source; the file's name if not given.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Licence under which the source's text may be shown.
    #[arg(long, value_name = "TEXT")]
    licence: Option<String>,
    /// The body whose results or contacts the files hold.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    if options.snapshot && options.files.len() > 1 {
        return Err(Failure::new("take a snapshot in")
            .cause("a snapshot is one file")
            .hint("join the files first"));
    }
    let mut files = Vec::with_capacity(options.files.len());
    for path in &options.files {
        files.push((format!("take in {}", path.display()), file(path)?));
    }
    let app = place.app().await?;
    // Whoever sits at the terminal does what the role that keeps such a list may do.
    let role = match options.kind {
        Kind::Projects => domain::Role::PlanManager,
        Kind::Openings | Kind::Seekers | Kind::Results | Kind::Contacts => domain::Role::Supervisor,
    };
    if matches!(options.kind, Kind::Contacts) && options.organisation.is_none() {
        return Err(Failure::new("take the files in")
            .cause("contacts belong to the body that keeps them")
            .hint("say whose they are: --organisation NAME"));
    }
    let mut ctx = app.ctx(at_the_terminal(role));
    if let Some(name) = &options.organisation {
        let bodies = app::organisation::tree(&ctx, &app).await;
        let bodies =
            bodies.map_err(|e| Failure::of_app("take the files in", &app.catalogue, place.lang, &e))?;
        let known = bodies.iter().find(|(_, body)| body.name == *name).map(|(_, body)| body.id);
        let Some(organisation) = known else {
            return Err(Failure::new("take the files in")
                .cause(format!("no body is called `{name}`"))
                .hint("write its Korean name as it stands on /staff/organisations"));
        };
        ctx = ctx.acting_as(domain::Actor { organisation: Some(organisation), ..ctx.actor.clone() });
    }
    let how = How {
        dry_run: options.dry_run,
        source: options.source.clone().unwrap_or_default(),
        snapshot: options.snapshot,
        licence: options.licence.clone().unwrap_or_default(),
        ..How::default()
    };
    let mut readable = Vec::with_capacity(files.len());
    for (what, file) in files {
        let opened = app::import::open(&ctx, &app, options.kind, file, &how).await;
        let opened = opened.map_err(|error| Failure::of_app(&what, &app.catalogue, place.lang, &error))?;
        readable.push((what, opened));
    }
    let mut total = Report::default();
    let bar = output.progress("가져오기", readable.len());
    for (what, file) in &readable {
        let report = app::import::take_in(&ctx, &app, file, &how)
            .await
            .map_err(|error| Failure::of_app(what, &app.catalogue, place.lang, &error))?;
        total.add(report);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let mut value = serde_json::json!({
        "rows": total.rows, "created": total.created, "updated": total.updated, "unchanged": total.unchanged,
        "duplicate": total.duplicate, "rejected": total.rejected,
        "problems": app::import::problems_json(&app, place.lang, &total),
    });
    if let Some(people) = total.people {
        value["people"] = people.into();
    }
    if let Some(closed) = total.closed {
        value["closed"] = closed.into();
    }
    let mut lines: Vec<String> = Vec::new();
    for problem in &total.problems {
        let mark = if problem.rejected { "!" } else { "-" };
        let said = app.catalogue.say(place.lang, &problem.message);
        lines.push(format!(
            "{mark} {} {} {} {}: {said}",
            problem.file, problem.sheet, problem.row, problem.column
        ));
    }
    let told = Message::new("import-told")
        .with("rows", total.rows)
        .with("created", total.created)
        .with("drafts", total.drafts)
        .with("updated", total.updated)
        .with("unchanged", total.unchanged)
        .with("duplicate", total.duplicate)
        .with("rejected", total.rejected);
    lines.push(app.catalogue.say(place.lang, &told));
    lines.extend(total.closed.map(|closed| {
        app.catalogue.say(place.lang, &Message::new("import-told-closed").with("closed", closed))
    }));
    output.result(&value, &lines);
    Ok(if total.rejected > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
