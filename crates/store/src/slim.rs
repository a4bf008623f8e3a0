//! JSON without what says nothing: fields equal to their default are left out, and read back as it.
//!
//! For types whose serde default is the container's, so that nothing is lost. Two thirds of an opening's
//! fields are empty, and each is stored twice: in its row and in the change log.

use serde::Serialize;
use serde_json::Value;

use crate::Error;

/// The value as JSON, less its fields that equal the default's.
///
/// # Errors
/// [`Error::Unreadable`] when it cannot be JSON.
pub(crate) fn slim<T: Serialize + Default>(value: &T, noun: &'static str) -> Result<Value, Error> {
    let json = |value: &T| serde_json::to_value(value).map_err(|_| Error::Unreadable(noun));
    let (mut full, plain) = (json(value)?, json(&T::default())?);
    if let (Value::Object(fields), Value::Object(plain)) = (&mut full, &plain) {
        fields.retain(|name, value| plain.get(name) != Some(value));
    }
    Ok(full)
}
