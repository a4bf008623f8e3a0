//! Counts as they are published: one a day, the first. It must not know what is counted, nor what may be told.

use domain::id::TenantId;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Row, Store, args, statements};

statements! { STATEMENTS {
    LAST = "SELECT day, body FROM day_count WHERE tenant_id = $1 AND name = $2 AND day <= $3 ORDER BY day DESC LIMIT 1";
    KEEP = "INSERT INTO day_count (tenant_id, name, day, body) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, name, day) DO NOTHING";
    FORGET = "DELETE FROM day_count WHERE tenant_id = $1 AND name = $2 AND day < $3";
} }

/// The last count up to a day, and of which day it is.
///
/// # Errors
/// When the store cannot be read.
pub async fn last<T: DeserializeOwned>(
    store: &Store,
    tenant: TenantId,
    name: &'static str,
    day: Date,
) -> Result<Option<(Date, T)>, Error> {
    let row = store.optional(LAST, args![tenant, name, day.to_string()]).await?;
    let told = |row: &Row| {
        let day = row.get::<String>(0)?.parse().map_err(|_| Error::Unreadable("day_count"))?;
        Ok((day, row.json(1, "day_count")?))
    };
    row.as_ref().map(told).transpose()
}

/// Keeps the count of a day, unless there is one; those of days before go.
///
/// # Errors
/// When the store cannot be written.
pub async fn keep(
    store: &Store,
    tenant: TenantId,
    name: &'static str,
    day: Date,
    count: &impl Serialize,
) -> Result<(), Error> {
    let body = serde_json::to_value(count).map_err(|_| Error::Unreadable("day_count"))?;
    let day = day.to_string();
    store
        .write(move |tx| {
            let (body, day) = (body.clone(), day.clone());
            Box::pin(async move {
                tx.exec(KEEP, args![tenant, name, &day, body]).await?;
                tx.exec(FORGET, args![tenant, name, &day]).await?;
                Ok(())
            })
        })
        .await
}
