//! JSON without what says nothing: fields equal to their default are left out, and read back as it.
//!
//! Two thirds of an opening's fields are empty, and each is stored twice: in its row and in the change
//! log. Nothing is lost: an absent `Option` reads back as `None`, and only types whose serde default is
//! the container's are compared with it.

use serde::Serialize;
use serde_json::Value;

use crate::Error;

/// The value as JSON, less its fields that are null.
///
/// # Errors
/// [`Error::Unreadable`] when it cannot be JSON.
pub(crate) fn told<T: Serialize>(value: &T, noun: &'static str) -> Result<Value, Error> {
    let mut json = serde_json::to_value(value).map_err(|_| Error::Unreadable(noun))?;
    drop_nulls(&mut json);
    Ok(json)
}

/// The value as JSON, less its fields that are null or equal the default's.
///
/// # Errors
/// [`Error::Unreadable`] when it cannot be JSON.
pub(crate) fn slim<T: Serialize + Default>(value: &T, noun: &'static str) -> Result<Value, Error> {
    let (mut json, plain) = (told(value, noun)?, told(&T::default(), noun)?);
    if let (Value::Object(fields), Value::Object(plain)) = (&mut json, &plain) {
        fields.retain(|name, value| plain.get(name) != Some(value));
    }
    Ok(json)
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        // A place in a list means something even when it is empty.
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
