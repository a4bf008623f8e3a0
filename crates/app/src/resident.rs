//! Resident registration numbers in what somebody wrote, for every noun with text of its own: said at the
//! field, before anything is stored (개인정보 보호법 §24의2).

use domain::message::Message;
use domain::person::looks_like_resident_number;

use crate::{Error, FieldError};

/// The fields that hold one, as errors.
pub(crate) fn found(texts: &[(&'static str, &str)]) -> Vec<FieldError> {
    let wrong = texts.iter().filter(|(_, text)| looks_like_resident_number(text));
    wrong.map(|(field, _)| FieldError::new(field, Message::new("resident-number-refused"))).collect()
}

/// All of them as one refusal, if there is any.
pub(crate) fn refusal(texts: &[(&'static str, &str)]) -> Option<Error> {
    let errors = found(texts);
    (!errors.is_empty()).then_some(Error::Invalid(errors))
}
