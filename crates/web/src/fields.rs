//! What was typed into a form, read leniently: garbage in an optional field is as good as nothing,
//! garbage in a field that counts is said at the field.

use std::str::FromStr;

use axum::extract::{Form, FromRequest, Request};
use axum::response::{IntoResponse, Response};
use domain::message::Message;
use domain::person::looks_like_resident_number;
use domain::work_time::{Weekdays, clock_min};

use crate::error;
use crate::visit::Visit;

mod resident;

/// The inputs of a form by name, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// The trimmed text of an input; empty when it is not there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// Every value of an input.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, value)| key == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }

    /// The value of an input, if it can be read.
    pub(crate) fn parse<T: FromStr>(&self, name: &str) -> Option<T> {
        let text = self.text(name);
        if text.is_empty() { None } else { text.parse().ok() }
    }

    /// A whole number with or without thousands separators; an error when something else was typed.
    pub(crate) fn number(&self, name: &'static str) -> Result<Option<i64>, app::FieldError> {
        let digits: String = self.text(name).chars().filter(|c| !matches!(c, ',' | ' ')).collect();
        if digits.is_empty() {
            return Ok(None);
        }
        let unreadable =
            || app::FieldError::new(name, Message::new("number-unreadable").with("text", digits.as_str()));
        digits.parse().map(Some).map_err(|_| unreadable())
    }

    /// A number of things, at most `most`.
    pub(crate) fn count(&self, name: &'static str, most: u32) -> Result<Option<u32>, app::FieldError> {
        let Some(n) = self.number(name)? else { return Ok(None) };
        match u32::try_from(n) {
            Ok(n) if n <= most => Ok(Some(n)),
            _ => Err(app::FieldError::new(name, Message::new("number-out-of-range").with("most", most))),
        }
    }

    /// A day as browsers send it; one that is in no calendar is said to be so.
    pub(crate) fn day(&self, name: &'static str) -> Result<Option<jiff::civil::Date>, app::FieldError> {
        let text = self.text(name);
        let digits = text.chars().all(|c| c.is_ascii_digit() || c == '-') && text.matches('-').count() >= 1;
        match text.parse() {
            Ok(day) => Ok(Some(day)),
            Err(_) if text.is_empty() => Ok(None),
            Err(_) if digits => {
                Err(app::FieldError::new(name, Message::new("day-impossible").with("text", text)))
            }
            Err(_) => Err(app::FieldError::new(name, Message::new("day-unreadable"))),
        }
    }

    /// An amount of won as people write it: `2,500,000`, `250만`.
    pub(crate) fn won(&self, name: &'static str) -> Result<Option<i64>, app::FieldError> {
        app::amount_won(self.text(name)).map_err(|why| app::FieldError::new(name, why))
    }

    /// A sum of a budget, written in the same way. What is wrong with it is said in words of its own: no wage is meant.
    pub(crate) fn budget(&self, name: &'static str) -> Result<Option<i64>, app::FieldError> {
        self.won(name).map_err(|why| {
            let below = why.message.code == "wage-below-zero";
            let said = Message::new(if below { "budget-below-zero" } else { "budget-unreadable" });
            app::FieldError::new(name, said.with("text", self.text(name)))
        })
    }

    /// A time of day in minutes, as browsers send it: `09:30`.
    pub(crate) fn clock(&self, name: &str) -> Option<u16> {
        clock_min(self.text(name))
    }

    /// What stands between commas.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        self.text(name).split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
    }

    /// Whether a box is ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// The ticked days: values 0 (Monday) to 6.
    pub(crate) fn weekdays(&self, name: &str) -> Option<Weekdays> {
        let bits = self.all(name).filter_map(|day| day.parse::<u8>().ok()).filter(|day| *day < 7);
        let days = Weekdays(bits.fold(0, |bits, day| bits | 1 << day));
        (!days.is_empty()).then_some(days)
    }

    /// The same inputs with one of them changed.
    pub(crate) fn but(&self, name: &str, value: &str) -> Self {
        let kept = self.0.iter().filter(|(key, _)| key != name).cloned();
        Self(kept.chain(std::iter::once((name.to_owned(), value.to_owned()))).collect())
    }

    /// The same inputs as a query string, with one of them changed; empty ones are left out.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        self.but(name, value).query()
    }

    /// The inputs as a query string; empty ones are left out.
    pub(crate) fn query(&self) -> String {
        let kept = self.0.iter().filter(|(key, kept)| key != "lang" && !kept.is_empty());
        let pairs: Vec<String> =
            kept.map(|(key, kept)| format!("{}={}", encode(key), encode(kept))).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let visit = request.extensions().get::<Visit>().cloned();
        match Form::<Vec<(String, String)>>::from_request(request, state).await {
            Ok(Form(pairs)) => match visit.clone().filter(|_| holds_resident_number(&pairs)) {
                Some(visit) => Err(resident::refuse(&visit, &Self(pairs))),
                None => Ok(Self(pairs)),
            },
            Err(failed) => Err(match visit {
                Some(visit) => error::unreadable_form(&visit, failed.into_response().status()),
                None => failed.into_response(),
            }),
        }
    }
}

/// Whether anything in a form looks like a resident registration number. Asked here, of every form there is,
/// so that no handler can forget it (개인정보 보호법 §24의2).
fn holds_resident_number(pairs: &[(String, String)]) -> bool {
    pairs.iter().any(|(_, value)| looks_like_resident_number(value))
}

/// Percent-encoding for query strings.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
