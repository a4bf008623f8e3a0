//! `iljari demo`: an invented city's life in a real one's streets, served at once.

use std::process::ExitCode;

use app::demo::Sizes;

use crate::command::serve;
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Makes the demo city if the data directory is empty, serves it, and prints the address and sign-ins.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    serve: serve::Options,
    /// A small city, for trying things out quickly.
    #[arg(long)]
    small: bool,
    /// So many jobseekers instead of the usual number.
    #[arg(long, value_name = "N")]
    seekers: Option<usize>,
    /// So many results of the last ten years, for seeing how the ledger bears them.
    #[arg(long, value_name = "N", default_value_t = 0)]
    results: usize,
    /// Number from which the city grows; the same number gives the same city.
    #[arg(long, default_value_t = 20_160_314)]
    seed: u64,
    /// Make the city and stop.
    #[arg(long)]
    prepare_only: bool,
}

/// File in which the sign-ins of a demo city are remembered. They open nothing but invented data.
const SIGN_INS: &str = "demo-sign-ins.json";

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    serve::log_to_stderr();
    let app = place.app().await?;
    let file = place.data.join(SIGN_INS);
    let failed =
        |error: app::Error| Failure::of_app("make the demo city", &app.catalogue, place.lang, &error);
    if app::populate::is_empty(&app).await.map_err(failed)? {
        let usual = if options.small { Sizes::SMALL } else { Sizes::FULL };
        let sizes = Sizes { seekers: options.seekers.unwrap_or(usual.seekers), ..usual };
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&options.seed.to_le_bytes());
        let bar = output.progress("데모 도시", sizes.employers + sizes.openings + sizes.seekers);
        let ctx = app.system_ctx();
        let progress = |done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        };
        let made = app::populate::demo_city(&ctx, &app, seed, &sizes, &progress).await.map_err(failed)?;
        if options.results > 0 {
            app::populate::history(&ctx, &app, options.results, &progress).await.map_err(failed)?;
        }
        bar.finish_and_clear();
        let kept: Vec<_> = made
            .sign_ins
            .iter()
            .map(|s| serde_json::json!({ "role": s.role, "login": s.login, "password": s.password }))
            .collect();
        let text = serde_json::Value::from(kept).to_string();
        std::fs::write(&file, text).map_err(|error| Failure::new("remember the sign-ins").because(&error))?;
        // Referrals are made to what the lists show.
        app::follow::step(&app).await.map_err(failed)?;
        let referrals = (sizes.seekers / 10).clamp(30, 300);
        app::populate::live(&app, seed, &made, referrals).await.map_err(failed)?;
        app::populate::book(&app).await.map_err(failed)?;
        app::follow::step(&app).await.map_err(failed)?;
    }
    let sign_ins: serde_json::Value = std::fs::read_to_string(&file)
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .ok_or_else(|| {
            Failure::new("find the demo city")
                .hint("this directory holds other data; choose an empty one with --data")
        })?;
    if options.prepare_only {
        output.result(&serde_json::json!({ "sign_ins": sign_ins }), &[]);
        return Ok(ExitCode::SUCCESS);
    }
    let catalogue = app.catalogue.clone();
    let lang = place.lang;
    serve::listen(&options.serve, place, app, output, move |address, scheme| {
        let url = format!("{scheme}://{address}/");
        let mut lines = vec![url.clone(), String::new()];
        for sign_in in sign_ins.as_array().into_iter().flatten() {
            let text = |key: &str| sign_in[key].as_str().unwrap_or_default().to_owned();
            let role = catalogue.word(lang, &format!("role-{}", text("role")));
            lines.push(format!("{:<14} {:<20} {}", text("login"), text("password"), role));
        }
        lines.push(String::new());
        lines.push(format!("{url}sign-in"));
        (serde_json::json!({ "listening": url, "sign_ins": sign_ins }), lines)
    })
    .await
}
