//! The configuration file: everything that can also be said on the command line, which wins.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::failure::Failure;

/// Settings of a file. Unknown keys are refused with the nearest known one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Directory of the data.
    pub(crate) data: Option<PathBuf>,
    /// PostgreSQL address, when the rows are not in the data directory.
    pub(crate) database: Option<String>,
    /// City by name or path.
    pub(crate) city: Option<String>,
    /// Address to serve on.
    pub(crate) listen: Option<String>,
    /// Certificate chain in PEM.
    pub(crate) tls_certificate: Option<PathBuf>,
    /// Its key in PEM.
    pub(crate) tls_key: Option<PathBuf>,
    /// Most bytes of an uploaded file.
    pub(crate) max_upload_bytes: Option<usize>,
    /// Whether devices may keep public openings to read without a network.
    pub(crate) offline: Option<bool>,
}

const KEYS: [&str; 8] =
    ["data", "database", "city", "listen", "tls_certificate", "tls_key", "max_upload_bytes", "offline"];

impl Config {
    pub(crate) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::default()) };
        let what = format!("read the configuration {}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| Failure::new(&what).because(&error))?;
        toml::from_str(&text).map_err(|error| {
            let place = error.span().map(|span| line_and_column(&text, span.start));
            let place =
                place.map(|(line, column)| format!("line {line}, column {column}: ")).unwrap_or_default();
            let failure = Failure::new(&what).cause(format!("{place}{}", error.message()));
            match unknown_key(error.message()).and_then(nearest) {
                Some(key) => failure.hint(format!("did you mean `{key}`?")),
                None => failure.hint(format!("known keys are {}", KEYS.join(", "))),
            }
        })
    }
}

fn unknown_key(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}

fn nearest(unknown: &str) -> Option<&'static str> {
    let scored = KEYS.iter().map(|key| (strsim::jaro_winkler(unknown, key), *key));
    scored.filter(|(score, _)| *score > 0.7).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, key)| key)
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap_or("").chars().count() + 1)
}
