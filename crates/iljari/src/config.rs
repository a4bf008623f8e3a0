//! The configuration file: everything that can also be said on the command line, which wins.

use std::path::{Path, PathBuf};

use app::digest::{MailSettings, Post, Tls};
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
    /// Hosts, as `host` or `host:port`, that are asked although they are inside the own network.
    #[serde(default)]
    pub(crate) allowed_hosts: Vec<String>,
    /// Where the portal is reached from outside: links in mail and text messages lead there.
    pub(crate) address: Option<String>,
    /// How mail leaves; none while this is not there.
    pub(crate) mail: Option<Mail>,
    /// How text messages leave; none while this is not there.
    pub(crate) text: Option<Text>,
}

/// `[mail]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    /// Name of the mail server.
    server: String,
    /// Its port.
    port: Option<u16>,
    /// `starttls`, `tls`, or `none` for a server on the same machine.
    #[serde(default)]
    tls: Encryption,
    /// Account there, if it asks.
    user: Option<String>,
    /// File that holds its password, readable to its owner only.
    password_file: Option<PathBuf>,
    /// Who writes.
    from: String,
}

/// `[text]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    /// Folder from which the city's own software takes text messages.
    outbox: PathBuf,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Encryption {
    None,
    #[default]
    Starttls,
    Tls,
}

const KEYS: [&str; 19] = [
    "data",
    "database",
    "city",
    "listen",
    "tls_certificate",
    "tls_key",
    "max_upload_bytes",
    "allowed_hosts",
    "offline",
    "address",
    "mail",
    "text",
    "server",
    "port",
    "tls",
    "user",
    "password_file",
    "from",
    "outbox",
];

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

impl Config {
    /// The ways by which news goes out; `None` while none is set.
    pub(crate) fn post(&self) -> Result<Option<Post>, Failure> {
        if self.mail.is_none() && self.text.is_none() {
            return Ok(None);
        }
        let what = "set up mail and text messages";
        let mail = self.mail.as_ref().map(Mail::settings).transpose()?;
        let outbox = self.text.as_ref().map(|text| text.outbox.clone());
        let address = self.address.as_deref().unwrap_or_default();
        Post::new(address, mail.as_ref(), outbox).map(Some).map_err(|error| {
            Failure::new(what).because(&error).hint("see [mail] and [text] in docs/operations.md")
        })
    }
}

impl Mail {
    fn settings(&self) -> Result<MailSettings, Failure> {
        let account = match (&self.user, &self.password_file) {
            (None, None) => None,
            (Some(user), Some(file)) => {
                let what = format!("read the password of the mail server from {}", file.display());
                let password =
                    std::fs::read_to_string(file).map_err(|error| Failure::new(&what).because(&error))?;
                Some((user.clone(), password.trim_end_matches(['\r', '\n']).to_owned()))
            }
            _ => {
                let failure =
                    Failure::new("set up mail").cause("an account and its password belong together");
                return Err(failure.hint("give both user and password_file, or neither"));
            }
        };
        let tls = match self.tls {
            Encryption::None => Tls::None,
            Encryption::Starttls => Tls::Starttls,
            Encryption::Tls => Tls::Tls,
        };
        if tls == Tls::None && account.is_some() {
            let failure = Failure::new("set up mail").cause("a password would travel in the open");
            return Err(failure.hint("set tls to starttls or tls"));
        }
        let (server, from) = (self.server.clone(), self.from.clone());
        Ok(MailSettings { server, port: self.port, tls, account, from })
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
