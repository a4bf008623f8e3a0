//! Places set aside for machines: at home all of them, on a machine its own.

use domain::Ctx;
use domain::escrow::Lent;
use domain::id::{NodeId, TenantId};
use uuid::Uuid;

use crate::change::{self, Entry};
use crate::{Error, Row, Store, Tx, args, statements};

statements! { STATEMENTS {
    OF = "SELECT node_id, granted, used FROM escrow WHERE tenant_id = $1 AND noun = $2 AND noun_id = $3 ORDER BY node_id";
    OF_NODE = "SELECT noun, noun_id, granted, used FROM escrow WHERE tenant_id = $1 AND node_id = $2 ORDER BY noun, noun_id";
    PUT = "INSERT INTO escrow (tenant_id, noun, noun_id, node_id, granted, used) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, noun, noun_id, node_id) DO UPDATE SET granted = excluded.granted, used = excluded.used";
    DROP = "DELETE FROM escrow WHERE tenant_id = $1 AND noun = $2 AND noun_id = $3 AND node_id = $4";
} }

/// What each machine was lent of a thing.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(store: &Store, tenant: TenantId, noun: &str, id: Uuid) -> Result<Vec<(NodeId, Lent)>, Error> {
    read(&store.all(OF, args![tenant, noun, id.to_string()]).await?)
}

/// Within a transaction: what each machine was lent of a thing.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_in(tx: &mut Tx, ctx: &Ctx, noun: &str, id: Uuid) -> Result<Vec<(NodeId, Lent)>, Error> {
    read(&tx.all(OF, args![ctx.tenant, noun, id.to_string()]).await?)
}

fn read(rows: &[Row]) -> Result<Vec<(NodeId, Lent)>, Error> {
    rows.iter().map(|row| Ok((row.word(0, "escrow")?, lent(row, 1)?))).collect()
}

fn lent(row: &Row, at: usize) -> Result<Lent, Error> {
    let count = |at| Ok::<u32, Error>(u32::try_from(row.get::<i64>(at)?).unwrap_or(0));
    Ok(Lent { granted: count(at)?, used: count(at + 1)? })
}

/// Everything that a machine was lent: of what kind of thing, of which, how much.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_node(
    store: &Store,
    tenant: TenantId,
    node: NodeId,
) -> Result<Vec<(String, Uuid, Lent)>, Error> {
    let rows = store.all(OF_NODE, args![tenant, node.to_string()]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.word(1, "escrow")?, lent(row, 2)?))).collect()
}

/// Writes down what a machine is lent of a thing, if it is not so already; `None` when it has handed everything back.
///
/// # Errors
/// When the store cannot be written.
pub async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    (noun, id): (&'static str, Uuid),
    node: NodeId,
    lent: Option<Lent>,
) -> Result<(), Error> {
    let known = of_in(tx, ctx, noun, id).await?.into_iter().find(|(of, _)| *of == node).map(|(_, lent)| lent);
    if known == lent {
        return Ok(());
    }
    let (verb, body) = match lent {
        Some(lent) => {
            let (granted, used) = (i64::from(lent.granted), i64::from(lent.used));
            let row = args![ctx.tenant, noun, id.to_string(), node.to_string(), granted, used];
            tx.exec(PUT, row).await?;
            ("lend", serde_json::json!({ "noun": noun, "node": node, "granted": granted, "used": used }))
        }
        None => {
            tx.exec(DROP, args![ctx.tenant, noun, id.to_string(), node.to_string()]).await?;
            ("give_back", serde_json::json!({ "noun": noun, "node": node }))
        }
    };
    change::append(tx, ctx, vec![Entry::new("escrow", id, verb, body)]).await
}
