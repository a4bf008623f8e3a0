//! `iljari doctor`: is everything in place?

use std::process::ExitCode;

use serde_json::json;

use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::{Place, reference};

/// Looks at directory, key, city, tables, database and projections, and says what is wrong with them.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {}

pub(crate) async fn run(_: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let mut checks: Vec<(&str, Result<String, String>)> = Vec::new();
    checks.push(("data directory", writable(place)));
    checks.push(("master key", key(place)));
    checks.push((
        "city",
        place.city().map(|city| city.name_ko().to_owned()).map_err(|failure| failure.causes.join(": ")),
    ));
    let findings = reference().map(|tables| tables.validate());
    checks.push((
        "reference tables",
        match findings {
            Ok(found) if found.is_empty() => Ok("every validation holds".to_owned()),
            Ok(found) => {
                Err(format!("{} findings, first {}: {}", found.len(), found[0].check, found[0].detail))
            }
            Err(failure) => Err(failure.causes.join(": ")),
        },
    ));
    match place.app().await {
        Err(failure) => checks.push(("database", Err(failure.causes.join(": ")))),
        Ok(app) => {
            match app::system::health(&app).await {
                Err(error) => checks.push(("database", Err(error.to_string()))),
                Ok(health) => {
                    checks.push(("database", Ok(format!("{}, {} changes", health.engine, health.head))));
                    let lag = health.lag();
                    let projections = format!("{} openings, {lag} changes behind", health.openings);
                    checks.push(("projections", if lag == 0 { Ok(projections) } else { Err(projections) }));
                    let jobs = format!("{} waiting, {} given up", health.jobs_waiting, health.jobs_dead);
                    checks.push(("jobs", if health.jobs_dead == 0 { Ok(jobs) } else { Err(jobs) }));
                }
            }
            let nobody = app::setup::is_needed(&app).await.unwrap_or(false);
            let accounts = if nobody {
                "nobody can sign in yet: run serve and use the operator's link"
            } else {
                "set up"
            };
            checks.push(("accounts", Ok(accounts.to_owned())));
        }
    }
    let ok = checks.iter().all(|(_, outcome)| outcome.is_ok());
    let value: Vec<_> = checks
        .iter()
        .map(|(name, outcome)| {
            let detail = outcome.as_ref().unwrap_or_else(|detail| detail);
            json!({ "name": name, "ok": outcome.is_ok(), "detail": detail })
        })
        .collect();
    let lines: Vec<String> = checks
        .iter()
        .map(|(name, outcome)| match outcome {
            Ok(detail) => format!("ok     {name}: {detail}"),
            Err(detail) => format!("WRONG  {name}: {detail}"),
        })
        .collect();
    output.result(&json!({ "ok": ok, "checks": value }), &lines);
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn writable(place: &Place) -> Result<String, String> {
    let probe = place.data.join(".probe");
    std::fs::create_dir_all(&place.data)
        .and_then(|()| std::fs::write(&probe, b"x"))
        .and_then(|()| std::fs::remove_file(&probe))
        .map(|()| place.data.display().to_string())
        .map_err(|error| format!("{}: {error}", place.data.display()))
}

/// The key must not be readable by others on the machine.
fn key(place: &Place) -> Result<String, String> {
    let path = place.key_file();
    let Ok(metadata) = std::fs::metadata(&path) else { return Ok("will be made on first use".to_owned()) };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(format!("{} can be read by others (mode {mode:o}); chmod 600 it", path.display()));
        }
    }
    Ok(format!("{}, {} bytes; keep a copy apart from the backups", path.display(), metadata.len()))
}
