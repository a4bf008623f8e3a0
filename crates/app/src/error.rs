//! What a use case answers when it does not do what was asked. Exhaustive on purpose: the web layer
//! maps each variant to one status and one page, the command line to one exit.

use std::borrow::Cow;

use domain::Message;
use domain::id::SeekerId;
use domain::opening::StateName;
use domain::policy::Forbidden;

/// Why a use case did nothing. Whatever the variant, everything is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or its existence is confidential.
    #[error("find it")]
    NotFound,
    /// It was public once and no longer is.
    #[error("show an opening that is {0}")]
    Gone(StateName),
    /// A reader of the feed goes on from before the change up to which it was compacted: they take the snapshot.
    #[error("go on with the feed from before {0}")]
    Compacted(i64),
    /// The role may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// It may be opened once it was said why.
    #[error("open the record: say why first")]
    WhyNeeded(SeekerId),
    /// Nobody is signed in, or the password is wrong.
    #[error("sign in: {}", .0.code)]
    Unauthenticated(Message),
    /// The input cannot be accepted; each field says why.
    #[error("accept the input: {}", fields(.0))]
    Invalid(Vec<FieldError>),
    /// Someone else changed it meanwhile, or its state does not allow the step.
    #[error("apply the change: {}", .0.code)]
    Conflict(Message),
    /// Too many tries; wait.
    #[error("continue: {}", .0.code)]
    TooMany(Message),
    /// The store is busy, full or away; nothing was written and it may be tried again.
    #[error("reach the store: {}", .0.code)]
    Unavailable(Message),
    /// A fault of ours or of the machine.
    #[error("carry this out")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why a transaction ends with nothing written.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The store failed.
    Store(store::Error),
    /// What was found there does not allow it.
    Refused(Error),
}

impl From<store::Error> for Stop {
    fn from(failed: store::Error) -> Self {
        Self::Store(failed)
    }
}

impl From<Error> for Stop {
    fn from(why: Error) -> Self {
        Self::Refused(why)
    }
}

impl From<Message> for Stop {
    fn from(why: Message) -> Self {
        Self::Refused(Error::Conflict(why))
    }
}

/// A field of a form and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the input.
    pub field: Cow<'static, str>,
    /// What is wrong and how to mend it.
    pub message: Message,
}

impl FieldError {
    /// A problem with one field.
    pub fn new(field: &'static str, message: Message) -> Self {
        Self { field: Cow::Borrowed(field), message }
    }
}

impl Error {
    /// One wrong field.
    pub fn field(field: &'static str, message: Message) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// A fault that is nobody's input.
    pub fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Box::new(error))
    }
}

/// A step that the domain refuses is a conflict with the state of the thing.
impl From<domain::opening::Refused> for Error {
    fn from(why: domain::opening::Refused) -> Self {
        Self::Conflict(why)
    }
}

fn fields(errors: &[FieldError]) -> String {
    errors.iter().map(|e| format!("{}: {}", e.field, e.message.code)).collect::<Vec<_>>().join(", ")
}
