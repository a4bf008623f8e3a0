//! `iljari bulletin`: this week's issue of a dong or a group as a file, made when nobody made it yet.

use std::path::PathBuf;
use std::process::ExitCode;

use domain::bulletin::{Choice, Form, Segment};
use domain::message::Message;

use crate::command::{at_the_terminal, one_of};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Writes this week's issue of the bulletin as PDF; the issue is frozen, so that it is the same whenever it is written.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Near this dong, by name or code [default: the whole city].
    #[arg(long, value_name = "DONG")]
    dong: Option<String>,
    /// For whom the openings are picked.
    #[arg(long, value_name = "SEGMENT", default_value = "all", value_parser = one_of::<Segment>())]
    segment: Segment,
    /// Of this sector of the city, by its id.
    #[arg(long, value_name = "ID")]
    sector: Option<String>,
    /// What it is printed as.
    #[arg(long, value_name = "FORM", default_value = "a4", value_parser = one_of::<Form>())]
    form: Form,
    /// Address of the public site that the codes lead to [default: that of the city file].
    #[arg(long, value_name = "URL", default_value = "")]
    site: String,
    /// File to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(domain::Role::PlanManager));
    let failed = |error: &app::Error| Failure::of_app("make the bulletin", &app.catalogue, place.lang, error);
    let dong = match options.dong.as_deref() {
        None => None,
        Some(name) => {
            let found = app.city.areas().resolve(name).into_iter().find(|code| app.city.is_dong(code));
            let names = || app.city.dongs().map(|dong| dong.name.clone()).collect::<Vec<_>>().join(", ");
            Some(found.ok_or_else(|| {
                let failure = Failure::new("make the bulletin").cause(format!("no dong is called `{name}`"));
                failure.hint(format!("there are: {}", names()))
            })?)
        }
    };
    let sector = options.sector.clone();
    let choice = Choice { dong, segment: options.segment, sector, occupation: None };
    let issue = app::bulletin::issue(&ctx, &app, choice).await.map_err(|error| failed(&error))?;
    let site = options.site.trim_end_matches('/');
    let printed = app::paper::bulletin(&ctx, &app, &issue, options.form, place.lang, site).await;
    let printed = printed.map_err(|error| failed(&error))?;
    std::fs::write(&options.out, &printed.bytes).map_err(|error| {
        let failure = Failure::new(format!("write {}", options.out.display())).because(&error);
        failure.hint("choose another with --out, or make it writable")
    })?;
    let facts = &issue.facts;
    let value = serde_json::json!({
        "id": issue.id.to_string(), "number": facts.number, "seq": facts.seq, "as_of": facts.as_of.to_string(),
        "openings": facts.lines.len(), "total": facts.total, "errata": facts.errata.len(), "digest": issue.digest,
        "form": options.form.to_string(), "pages": printed.pages, "bytes": printed.bytes.len(),
        "file": options.out.display().to_string(),
    });
    let told = Message::new("bulletin-told")
        .with("number", facts.number.as_str())
        .with("place", facts.place.in_lang(place.lang))
        .with("n", facts.lines.len())
        .with("out", options.out.display().to_string());
    output.result(&value, &[app.catalogue.say(place.lang, &told), format!("SHA-256 {}", issue.digest)]);
    Ok(ExitCode::SUCCESS)
}
