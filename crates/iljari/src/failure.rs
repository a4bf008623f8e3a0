//! A failure on its way to the terminal: what was tried, the chain of causes, and how to mend it.

use domain::message::{Catalogue, Lang, Message};

/// What failed, why, and a hint.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What was tried, completing "failed to …".
    pub(crate) what: String,
    /// Causes, outermost first.
    pub(crate) causes: Vec<String>,
    /// How to mend it.
    pub(crate) hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), causes: Vec::new(), hint: None }
    }

    pub(crate) fn because(mut self, error: &dyn std::error::Error) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            let text = error.to_string();
            if self.causes.last() != Some(&text) {
                self.causes.push(text);
            }
            next = error.source();
        }
        self
    }

    pub(crate) fn cause(mut self, text: impl Into<String>) -> Self {
        self.causes.push(text.into());
        self
    }

    pub(crate) fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }

    /// A refusal worded for people.
    pub(crate) fn said(
        what: impl Into<String>,
        catalogue: &Catalogue,
        lang: Lang,
        message: &Message,
    ) -> Self {
        Self::new(what).cause(catalogue.say(lang, message))
    }

    /// What a use case answered.
    pub(crate) fn of_app(
        what: impl Into<String>,
        catalogue: &Catalogue,
        lang: Lang,
        error: &app::Error,
    ) -> Self {
        let failure = Self::new(what);
        match error {
            app::Error::Invalid(fields) => fields.iter().fold(failure, |failure, field| {
                let said = catalogue.say(lang, &field.message);
                failure.cause(if field.field == "file" { said } else { format!("{}: {said}", field.field) })
            }),
            app::Error::Conflict(message)
            | app::Error::TooMany(message)
            | app::Error::Unavailable(message)
            | app::Error::Unauthenticated(message) => failure.cause(catalogue.say(lang, message)),
            app::Error::NotFound => failure
                .cause(catalogue.word(lang, "command-not-found"))
                .hint(catalogue.word(lang, "command-not-found-hint")),
            app::Error::Compacted(_) => {
                failure.because(error).hint(catalogue.word(lang, "feed-compacted-hint"))
            }
            other => failure.because(other),
        }
    }
}

/// What a failing store means for the one at the terminal.
pub(crate) fn of_store(what: &str, error: &store::Error) -> Failure {
    let failure = Failure::new(what).because(error);
    match error {
        store::Error::Busy => {
            failure.hint("another process holds the database; stop it or wait, then try again")
        }
        store::Error::DiskFull => failure.hint("free some space; everything stored before is safe"),
        store::Error::Corrupt => {
            failure.hint("restore the latest backup into an empty directory: iljari restore FILE --data DIR")
        }
        store::Error::Unavailable(_) => {
            failure.hint("check --data and --database, and that both may be read and written")
        }
        _ => failure,
    }
}
