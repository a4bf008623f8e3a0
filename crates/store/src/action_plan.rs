//! Rows of action plans: days and owners of the steps in the clear, words sealed under the person's key.

use domain::Ctx;
use domain::action_plan::{ActionPlan, Words};
use domain::id::{ActionPlanId, PersonId, TenantId};

use crate::change::{self, Entry};
use crate::day::{self, Part};
use crate::seal::Place;
use crate::slim::{slim, told};
use crate::{Error, Row, Store, Tx, args, key, look, statements};

statements! { STATEMENTS {
    FIND = "SELECT v.body, v.sealed, k.wrapped FROM action_plan v LEFT JOIN person_key k ON k.tenant_id = v.tenant_id AND k.person_id = v.person_id WHERE v.tenant_id = $1 AND v.id = $2";
    OF_PERSON = "SELECT v.body, v.sealed, k.wrapped FROM action_plan v LEFT JOIN person_key k ON k.tenant_id = v.tenant_id AND k.person_id = v.person_id WHERE v.tenant_id = $1 AND v.person_id = $2 ORDER BY v.id DESC";
    DUE = "SELECT v.body, v.sealed, k.wrapped FROM action_plan v LEFT JOIN person_key k ON k.tenant_id = v.tenant_id AND k.person_id = v.person_id WHERE v.tenant_id = $1 AND v.due_on <= $2 AND EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = v.tenant_id AND s.person_id = v.person_id AND ($4 = '' OR s.assigned_id = $4) AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8)))) ORDER BY v.due_on, v.id LIMIT $3";
    COUNT_DUE = "SELECT COUNT(*) FROM (SELECT v.id FROM action_plan v WHERE v.tenant_id = $1 AND v.due_on <= $2 AND EXISTS (SELECT 1 FROM seeker s WHERE s.tenant_id = v.tenant_id AND s.person_id = v.person_id AND ($4 = '' OR s.assigned_id = $4) AND ($5 = 'all' OR ($5 = 'known' AND (s.organisation_id IS NULL OR s.organisation_id = $7 OR s.assigned_id = $6 OR s.shared LIKE $8)))) LIMIT $3) AS capped";
    INSERT = "INSERT INTO action_plan (tenant_id, id, person_id, due_on, version, body, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE action_plan SET due_on = $4, version = $5, body = $6, sealed = $7 WHERE tenant_id = $1 AND id = $2 AND version = $3";
} }

/// A plan with its words; `None` once the person was erased.
pub type Record = (ActionPlan, Option<Words>);

/// One plan.
///
/// # Errors
/// When the store cannot be read.
pub async fn find(store: &Store, tenant: TenantId, id: ActionPlanId) -> Result<Option<Record>, Error> {
    let row = store.optional(FIND, args![tenant, id.to_string()]).await?;
    row.map(|row| read(store, tenant, &row)).transpose()
}

/// Plans of a person, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(store: &Store, tenant: TenantId, person: PersonId) -> Result<Vec<Record>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| read(store, tenant, row)).collect()
}

/// Plans whose next step is due, the longest due first, and how many there are.
///
/// # Errors
/// When the store cannot be read.
pub async fn due(store: &Store, tenant: TenantId, part: &Part) -> Result<(Vec<Record>, usize), Error> {
    let (rows, total) = day::find(store, (DUE, COUNT_DUE), tenant, part, &[]).await?;
    Ok((rows.iter().map(|row| read(store, tenant, row)).collect::<Result<_, _>>()?, total))
}

fn read(store: &Store, tenant: TenantId, row: &Row) -> Result<Record, Error> {
    let plan: ActionPlan = row.json(0, "action_plan")?;
    let sealed: Vec<u8> = row.get(1)?;
    let (id, person) = (plan.id.to_string(), plan.person.to_string());
    let words = key::open_with(&store.keys, tenant, &person, row.get(2)?, place(tenant, &id), &sealed)?;
    Ok((plan, words))
}

/// Adds a plan.
///
/// # Errors
/// [`Error::NotFound`] once the person was erased; [`Error::Conflict`] for an id that is taken.
pub async fn insert(tx: &mut Tx, ctx: &Ctx, plan: &ActionPlan, words: &Words) -> Result<(), Error> {
    let id = plan.id.to_string();
    let sealed =
        key::seal_for(tx, ctx, plan.person, place(ctx.tenant, &id), &slim(words, "action_plan")?).await?;
    let body = told(plan, "action_plan")?;
    let due = plan.due().map(|due| due.on.to_string());
    let person = plan.person.to_string();
    let row = args![ctx.tenant, &id, person, due, plan.version, body.clone(), sealed.clone()];
    tx.exec(INSERT, row).await?;
    look::changed(tx, ctx, plan.person).await?;
    let entry = Entry::new("action_plan", plan.id.0, "insert", body).sealed(plan.person, sealed);
    change::append(tx, ctx, vec![entry]).await
}

/// Replaces a plan if nobody else has since it was read; its version rises by one.
///
/// # Errors
/// [`Error::Conflict`] when somebody has; [`Error::NotFound`] once the person was erased.
pub async fn update(
    tx: &mut Tx,
    ctx: &Ctx,
    verb: &str,
    plan: &ActionPlan,
    words: &Words,
) -> Result<(), Error> {
    let mut plan = plan.clone();
    let before = plan.version;
    plan.version += 1;
    let id = plan.id.to_string();
    let sealed =
        key::seal_for(tx, ctx, plan.person, place(ctx.tenant, &id), &slim(words, "action_plan")?).await?;
    let body = told(&plan, "action_plan")?;
    let due = plan.due().map(|due| due.on.to_string());
    let row = args![ctx.tenant, &id, before, due, plan.version, body.clone(), sealed.clone()];
    if tx.exec(UPDATE, row).await? == 0 {
        return Err(Error::Conflict("action_plan.version".to_owned()));
    }
    look::changed(tx, ctx, plan.person).await?;
    let entry = Entry::new("action_plan", plan.id.0, verb, body).sealed(plan.person, sealed);
    change::append(tx, ctx, vec![entry]).await
}

fn place(tenant: TenantId, row: &str) -> Place<'_> {
    Place { tenant, table: "action_plan", column: "sealed", row }
}
