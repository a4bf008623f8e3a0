//! The one way out: requests to other cities and to the state's lists, within limits. It must not know what it fetches.
//!
//! What comes back was written by others. Time, unpacked size and the way it leads are bounded; addresses inside the
//! machine or its network are refused unless the operator listed the host; nothing that is returned or logged tells the
//! address asked for, because a key may stand in it.

mod address;
mod guard;
mod wait;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use domain::message::Message;
use reqwest::header::{self, HeaderMap};
use reqwest::{Client, Response, Url, redirect};

pub use guard::Lookup;
pub use wait::{pause, retry_after};

/// How far a host's own redirects are followed.
const REDIRECTS: usize = 3;
/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// What the program calls itself.
const AGENT: &str = concat!("iljari/", env!("CARGO_PKG_VERSION"));

/// What is asked for.
#[derive(Clone)]
pub struct Wanted {
    /// Address without its question.
    pub address: String,
    /// The question; a value may be secret.
    pub query: Vec<(&'static str, String)>,
    /// Most bytes of the body, unpacked.
    pub bytes: usize,
    /// Longest time from question to last byte.
    pub time: Duration,
}

/// Without the question: a key may stand in it.
impl std::fmt::Debug for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wanted").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Wanted {
    /// An address with usual limits: sixteen megabytes in half a minute.
    pub fn new(address: impl Into<String>) -> Self {
        let (query, bytes, time) = (Vec::new(), 16 << 20, Duration::from_secs(30));
        Self { address: address.into(), query, bytes, time }
    }

    /// With one more part of the question.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Status, below 300 or 304 or 410: any other is a [`Fault`].
    pub status: u16,
    /// The value of the header `Signature`, where there is one.
    pub signature: Option<String>,
    /// The body, unpacked.
    pub body: Vec<u8>,
}

/// Why nothing usable came back. It never holds the address, for that may hold a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No address of the web.
    #[error("read the address")]
    Address,
    /// Leads inside the machine or its network, and the operator did not list it.
    #[error("reach an address of the inner network")]
    Inside,
    /// Leads to another host.
    #[error("follow the way to another host")]
    Redirect,
    /// Nobody answers there.
    #[error("reach the host")]
    Away,
    /// It took too long.
    #[error("wait for the answer")]
    Slow,
    /// More than is read.
    #[error("read all of the answer: it is too large")]
    Huge,
    /// Broken on the way.
    #[error("read the answer")]
    Broken,
    /// Refused with this status; with how many seconds to wait before the next try, where it was told.
    #[error("be answered: status {0}")]
    Status(u16, Option<u64>),
}

impl Fault {
    /// In words for whoever mends it.
    pub fn message(&self) -> Message {
        match self {
            Self::Address => Message::new("outward-address"),
            Self::Inside => Message::new("outward-inside"),
            Self::Redirect => Message::new("outward-redirect"),
            Self::Away => Message::new("outward-away"),
            Self::Slow => Message::new("outward-slow"),
            Self::Huge => Message::new("outward-huge"),
            Self::Broken => Message::new("outward-broken"),
            Self::Status(status, _) => Message::new("outward-status").with("status", i64::from(*status)),
        }
    }

    /// Seconds that the other side asked to wait.
    pub fn wait_s(&self) -> Option<u64> {
        match self {
            Self::Status(_, wait) => *wait,
            _ => None,
        }
    }
}

/// The way out.
pub struct Outward {
    allowed: Vec<String>,
    lookup: Lookup,
    /// A certificate in PEM that is trusted beside those that everybody trusts.
    trusted: Option<String>,
    guarded: OnceLock<Option<Client>>,
    inner: OnceLock<Option<Client>>,
}

impl std::fmt::Debug for Outward {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outward").field("allowed", &self.allowed).finish_non_exhaustive()
    }
}

impl Default for Outward {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Outward {
    /// The way out to public addresses, and to each `host` or `host:port` of the list wherever it is.
    pub fn new(allowed: Vec<String>) -> Self {
        Self::looking_up(allowed, guard::system())
    }

    /// The same with another way to turn names into addresses.
    pub fn looking_up(allowed: Vec<String>, lookup: Lookup) -> Self {
        let allowed = allowed.into_iter().map(|host| host.trim().to_lowercase()).collect();
        Self { allowed, lookup, trusted: None, guarded: OnceLock::new(), inner: OnceLock::new() }
    }

    /// The way to one place alone, wherever it is, whose certificate may come from an authority of its own.
    ///
    /// # Errors
    /// [`Fault::Address`].
    pub fn to(address: &str, trusted: Option<String>) -> Result<Self, Fault> {
        let host = parse(address)?.host_str().ok_or(Fault::Address)?.to_owned();
        Ok(Self { trusted, ..Self::new(vec![host]) })
    }

    /// Whether an address may be asked at all, as far as it can be told without asking.
    ///
    /// # Errors
    /// [`Fault::Address`]; [`Fault::Inside`].
    pub fn check(&self, address: &str) -> Result<(), Fault> {
        self.may(&parse(address)?).map(|_| ())
    }

    /// Asks.
    ///
    /// # Errors
    /// The first [`Fault`].
    pub async fn get(&self, wanted: &Wanted) -> Result<Answer, Fault> {
        self.ask(wanted, None).await
    }

    /// Hands something over. It is not handed on to where a redirect leads.
    ///
    /// # Errors
    /// The first [`Fault`].
    pub async fn post(&self, wanted: &Wanted, body: Vec<u8>) -> Result<Answer, Fault> {
        self.ask(wanted, Some(body)).await
    }

    async fn ask(&self, wanted: &Wanted, body: Option<Vec<u8>>) -> Result<Answer, Fault> {
        let asked = async {
            let mut url = parse(&wanted.address)?;
            if !wanted.query.is_empty() {
                url.query_pairs_mut().extend_pairs(&wanted.query);
            }
            for _ in 0..=REDIRECTS {
                let client = self.client(&url)?;
                let request = match &body {
                    Some(body) => client.post(url.clone()).body(body.clone()),
                    None => client.get(url.clone()),
                };
                let answer = request.send().await.map_err(|error| fault(&error))?;
                if answer.status().is_redirection() && answer.status().as_u16() != 304 {
                    if body.is_some() {
                        return Err(Fault::Redirect);
                    }
                    url = onward(&url, answer.headers())?;
                    continue;
                }
                return read(answer, wanted.bytes).await;
            }
            Err(Fault::Redirect)
        };
        tokio::time::timeout(wanted.time, asked).await.unwrap_or(Err(Fault::Slow))
    }

    /// Whether the operator listed the host of an address that may be asked.
    fn may(&self, url: &Url) -> Result<bool, Fault> {
        let host = url.host_str().ok_or(Fault::Address)?.to_lowercase();
        let port = url.port_or_known_default().ok_or(Fault::Address)?;
        let listed = self.allowed.iter().any(|known| *known == host || *known == format!("{host}:{port}"));
        if listed || !address::is_inner_host(url) { Ok(listed) } else { Err(Fault::Inside) }
    }

    fn client(&self, url: &Url) -> Result<&Client, Fault> {
        let (kept, guarded) = if self.may(url)? { (&self.inner, false) } else { (&self.guarded, true) };
        let make = || build(guarded.then(|| self.lookup.clone()), self.trusted.as_deref());
        kept.get_or_init(make).as_ref().ok_or(Fault::Away)
    }
}

fn build(lookup: Option<Lookup>, trusted: Option<&str>) -> Option<Client> {
    // A provider set before by a library or a test is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(AGENT)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT)
        .pool_max_idle_per_host(1)
        .referer(false);
    let builder = match trusted {
        Some(pem) => builder.tls_certs_merge([reqwest::Certificate::from_pem(pem.as_bytes()).ok()?]),
        None => builder,
    };
    let builder = match lookup {
        Some(lookup) => builder.dns_resolver(Arc::new(guard::Guard(lookup))),
        None => builder,
    };
    builder.build().ok()
}

/// An address of the web, without a name or password in it.
fn parse(address: &str) -> Result<Url, Fault> {
    let url = Url::parse(address.trim()).map_err(|_| Fault::Address)?;
    let plain = ["http", "https"].contains(&url.scheme()) && url.username().is_empty();
    if plain && url.password().is_none() && url.has_host() { Ok(url) } else { Err(Fault::Address) }
}

/// Where a redirect leads, if it stays with its host.
fn onward(from: &Url, headers: &HeaderMap) -> Result<Url, Fault> {
    let to = headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).ok_or(Fault::Broken)?;
    let to = from.join(to).map_err(|_| Fault::Redirect)?;
    let same = to.origin() == from.origin() && to.username().is_empty() && to.password().is_none();
    if same { Ok(to) } else { Err(Fault::Redirect) }
}

async fn read(mut answer: Response, most: usize) -> Result<Answer, Fault> {
    let status = answer.status().as_u16();
    if !(answer.status().is_success() || matches!(status, 304 | 410)) {
        let told = answer.headers().get(header::RETRY_AFTER).and_then(|told| told.to_str().ok());
        return Err(Fault::Status(status, told.and_then(|told| told.trim().parse().ok())));
    }
    let signature = answer.headers().get("signature").and_then(|told| told.to_str().ok()).map(str::to_owned);
    let mut body = Vec::new();
    // What is packed comes unpacked here piece by piece, so a bomb is seen when it passes the limit.
    while let Some(piece) = answer.chunk().await.map_err(|error| fault(&error))? {
        if body.len() + piece.len() > most {
            return Err(Fault::Huge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(Answer { status, signature, body })
}

/// What went wrong, without the words of the library: they hold the address.
fn fault(error: &reqwest::Error) -> Fault {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<guard::Inside>() {
            return Fault::Inside;
        }
        cause = one.source();
    }
    match error {
        error if error.is_timeout() => Fault::Slow,
        error if error.is_connect() => Fault::Away,
        _ => Fault::Broken,
    }
}
