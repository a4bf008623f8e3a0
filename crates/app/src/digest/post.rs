//! The ways out: mail by SMTP, and a folder from which the city's own software takes text messages. Nobody else speaks to a mail
//! server. It must not know what a message is about.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use documents::digest::{html, plain};
use domain::digest::{Fault, Outcome, Way};
use domain::id::DeliveryId;
use jiff::Timestamp;
use lettre::address::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls as Secured, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::letter::Letter;

/// Longest a mail server may be silent.
const PATIENCE: Duration = Duration::from_secs(20);

/// How the way to the mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tls {
    /// Not at all: for a server on the same machine.
    None,
    /// Asked for on the plain port; nothing is sent if it is refused.
    #[default]
    Starttls,
    /// From the first byte.
    Tls,
}

/// How mail leaves.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// Name of the mail server.
    pub server: String,
    /// Its port; the usual one of the kind of encryption otherwise.
    pub port: Option<u16>,
    /// How the way is kept from others.
    pub tls: Tls,
    /// Account and password there, if it asks.
    pub account: Option<(String, String)>,
    /// Who writes: `일자리센터 <jobs@city.example>`.
    pub from: String,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Setting {
    /// The public address.
    #[error("`address` must be the portal's public address, such as https://jobs.city.example")]
    Address,
    /// The sender.
    #[error("`mail.from` is no address of a mail: {0}")]
    From(String),
    /// Encryption to that server.
    #[error("encryption to the mail server cannot be prepared")]
    Tls(#[source] lettre::transport::smtp::Error),
    /// The folder of text messages.
    #[error("the folder of text messages cannot be used")]
    Outbox(#[source] std::io::Error),
}

/// The ways out of one city.
pub struct Post {
    address: String,
    mail: Option<Mail>,
    outbox: Option<PathBuf>,
}

struct Mail {
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

/// Says nothing of accounts.
impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post").field("ways", &self.ways()).finish_non_exhaustive()
    }
}

impl Post {
    /// The ways out: `address` is where links lead, the portal's own.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn new(address: &str, mail: Option<&MailSettings>, outbox: Option<PathBuf>) -> Result<Self, Setting> {
        let address = address.trim_end_matches('/');
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]/_~".contains(c);
        if !host.is_some_and(|host| !host.is_empty() && host.chars().all(plain)) {
            return Err(Setting::Address);
        }
        if let Some(outbox) = &outbox {
            prepare(outbox).map_err(Setting::Outbox)?;
        }
        let mail = mail.map(Mail::new).transpose()?;
        Ok(Self { address: address.to_owned(), mail, outbox })
    }

    /// Where links lead, without a stroke at the end.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The ways there are.
    pub fn ways(&self) -> Vec<Way> {
        let mail = self.mail.as_ref().map(|_| Way::Mail);
        mail.into_iter().chain(self.outbox.as_ref().map(|_| Way::Text)).collect()
    }

    /// Hands a message over and says what came of it.
    pub(super) async fn hand(
        &self,
        way: Way,
        to: &str,
        (id, at): (DeliveryId, Timestamp),
        letter: &Letter,
    ) -> Outcome {
        match (way, &self.mail, &self.outbox) {
            (Way::Mail, Some(mail), _) => mail.send(to, id, at, letter).await,
            (Way::Text, _, Some(outbox)) => text(outbox.clone(), to.to_owned(), id, letter).await,
            _ => Outcome::Later(Fault::Settings, String::new()),
        }
    }
}

impl Mail {
    fn new(settings: &MailSettings) -> Result<Self, Setting> {
        let from: Mailbox = settings.from.parse().map_err(|_| Setting::From(settings.from.clone()))?;
        let parameters = || TlsParameters::new(settings.server.clone()).map_err(Setting::Tls);
        let (tls, port) = match settings.tls {
            Tls::None => (Secured::None, 25),
            Tls::Starttls => (Secured::Required(parameters()?), 587),
            Tls::Tls => (Secured::Wrapper(parameters()?), 465),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.server)
            .port(settings.port.unwrap_or(port))
            .tls(tls)
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = &settings.account {
            transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self { from, transport: transport.build() })
    }

    async fn send(&self, to: &str, id: DeliveryId, at: Timestamp, letter: &Letter) -> Outcome {
        let Ok(to) = to.parse::<Address>() else {
            return Outcome::Refused(Fault::Address, String::new());
        };
        let Some(message) = self.message(to, id, at, letter) else {
            return Outcome::Later(Fault::Settings, String::new());
        };
        match self.transport.send(message).await {
            Ok(answer) => Outcome::Taken(answer.code().to_string()),
            Err(error) => {
                let said = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                match error.status().map(|code| code.to_string()) {
                    Some(code) => Outcome::of_no(code, &said),
                    None => Outcome::Later(Fault::Away, String::new()),
                }
            }
        }
    }

    fn message(&self, to: Address, id: DeliveryId, at: Timestamp, letter: &Letter) -> Option<Message> {
        let written = Duration::from_millis(u64::try_from(at.as_millisecond()).ok()?);
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&letter.subject)
            .date(SystemTime::UNIX_EPOCH + written)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(stop) = &letter.stop {
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{stop}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        let part = |kind: ContentType, body: String| SinglePart::builder().header(kind).body(body);
        // The same message sent again is the same to the last byte.
        let parts = MultiPart::alternative()
            .boundary(format!("part-{}", id.0.simple()))
            .build()
            .singlepart(part(ContentType::TEXT_PLAIN, plain(&letter.sheet)))
            .singlepart(part(ContentType::TEXT_HTML, html(&letter.sheet)));
        message.multipart(parts).ok()
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(
        HeaderName::new_from_ascii_str(name),
        value.to_owned(),
        value.to_owned(),
    )
}

/// One file a message, whole or not there, readable to its owner only. The same message again is the same file.
async fn text(outbox: PathBuf, to: String, id: DeliveryId, letter: &Letter) -> Outcome {
    let body = serde_json::json!({ "id": id, "to": to, "text": plain(&letter.sheet) });
    let written = tokio::task::spawn_blocking(move || keep(&outbox, &id.to_string(), &body.to_string()));
    match written.await {
        Ok(Ok(())) => Outcome::Taken("file".to_owned()),
        _ => Outcome::Later(Fault::Outbox, String::new()),
    }
}

fn prepare(outbox: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(outbox)
}

fn keep(outbox: &Path, name: &str, body: &str) -> std::io::Result<()> {
    prepare(outbox)?;
    let fresh = outbox.join(format!(".{name}.part"));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(body.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&fresh, outbox.join(format!("{name}.json")))?;
    std::fs::File::open(outbox)?.sync_all()
}
