//! Tenants and their counters.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::id::TenantId;
use sha2::{Digest, Sha256};

use crate::{Error, Store, Tx, args, statements};

statements! { STATEMENTS {
    FIND = "SELECT city FROM tenant WHERE tenant_id = $1";
    INSERT = "INSERT INTO tenant (tenant_id, city, created_ms) VALUES ($1, $2, $3) ON CONFLICT (tenant_id) DO NOTHING";
    INSERT_HEAD = "INSERT INTO tenant_head (tenant_id, seq, hash) VALUES ($1, $2, $3) ON CONFLICT (tenant_id) DO NOTHING";
} }

statements! { COUNTER_STATEMENTS {
    TAKE = "INSERT INTO counter (tenant_id, name, value) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, name) DO UPDATE SET value = counter.value + excluded.value RETURNING value";
    ALL = "SELECT name, value FROM counter WHERE tenant_id = $1 AND name <> 'home-seq' ORDER BY name";
    RAISE = "INSERT INTO counter (tenant_id, name, value) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, name) DO UPDATE SET value = CASE WHEN counter.value < excluded.value THEN excluded.value ELSE counter.value END";
} }

/// The hash before the first entry of a tenant's log.
pub(crate) fn first_hash(tenant: TenantId) -> Vec<u8> {
    Sha256::digest(format!("iljari change log of {tenant}").as_bytes()).to_vec()
}

/// Makes the tenant and the head of its log, if they are not there.
///
/// # Errors
/// When the store cannot be written.
pub async fn ensure(store: &Store, ctx: &Ctx, city: &str) -> Result<(), Error> {
    if store.optional(FIND, args![ctx.tenant]).await?.is_some() {
        return Ok(());
    }
    let (tenant, now, city) = (ctx.tenant, ctx.now.as_millisecond(), city.to_owned());
    store
        .write(move |tx| {
            let city = city.clone();
            Box::pin(async move {
                tx.exec(INSERT, args![tenant, city, now]).await?;
                tx.exec(INSERT_HEAD, args![tenant, 0i64, first_hash(tenant)]).await?;
                Ok(())
            })
        })
        .await
}

/// Takes `count` numbers of a counter and gives the first.
pub(crate) async fn take(tx: &mut Tx, tenant: TenantId, name: &str, count: usize) -> Result<i64, Error> {
    let count = i64::try_from(count).map_err(|_| Error::Engine("too many numbers".to_owned()))?;
    let row = tx.optional(TAKE, args![tenant, name, count]).await?.ok_or(Error::NotFound)?;
    Ok(row.get::<i64>(0)? - count + 1)
}

/// How far every counter has come: what a machine that begins with an empty store must not begin again.
///
/// # Errors
/// When the store cannot be read.
pub async fn counters(store: &Store, tenant: TenantId) -> Result<BTreeMap<String, i64>, Error> {
    let rows = store.all(ALL, args![tenant]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Raises counters to where they had come; none goes back.
///
/// # Errors
/// When the store cannot be written.
pub async fn raise(store: &Store, tenant: TenantId, to: &BTreeMap<String, i64>) -> Result<(), Error> {
    let to = to.clone();
    store
        .write(move |tx| {
            let to = to.clone();
            Box::pin(async move {
                for (name, value) in &to {
                    tx.exec(RAISE, args![tenant, name, *value]).await?;
                }
                Ok(())
            })
        })
        .await
}

/// What stands in a number before the count: the year, and on a machine away from home its mark.
pub(crate) fn series(tx: &Tx, year: i16) -> String {
    match &tx.outpost {
        Some(outpost) => format!("{year}-{}", outpost.mark),
        None => year.to_string(),
    }
}
