//! Records as they travel between home and a machine: what is in the clear and what is sealed, both opened, of every noun
//! that a counter writes. The same functions as ever write them, so that columns, handles, looks and the change log are as
//! if the use case had run here. It must not know how two copies are joined.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::Ctx;
use domain::cohort::Cohort;
use domain::id::{PersonId, TenantId};
use domain::reminder::Reminders;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::change::Change;
use crate::seal::{MasterKeys, Place};
use crate::{
    Error, Row, Store, Tx, action_plan, args, attachment, employer, enrolment, key, notice, opening,
    placement, record, referral, seeker, service, statements,
};

statements! { STATEMENTS {
    ACTION_PLAN = "SELECT t.body, t.sealed, k.wrapped, t.person_id FROM action_plan t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.person_id WHERE t.tenant_id = $1 AND t.id = $2";
    ATTACHMENT = "SELECT t.body, t.sealed, k.wrapped, t.person_id FROM attachment t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.person_id WHERE t.tenant_id = $1 AND t.id = $2";
    COHORT = "SELECT t.body, NULL, NULL, NULL FROM record t WHERE t.tenant_id = $1 AND t.id = $2 AND t.noun = 'cohort'";
    EMPLOYER = "SELECT t.body, t.sealed, k.wrapped, t.contact_id FROM employer t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.contact_id WHERE t.tenant_id = $1 AND t.id = $2";
    ENROLMENT = "SELECT t.body, t.sealed, k.wrapped, t.person_id FROM enrolment t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.person_id WHERE t.tenant_id = $1 AND t.id = $2";
    NOTICE = "SELECT t.body, NULL, NULL, t.person_id FROM notice t WHERE t.tenant_id = $1 AND t.id = $2";
    OPENING = "SELECT t.body, NULL, NULL, NULL FROM opening t WHERE t.tenant_id = $1 AND t.id = $2";
    PLACEMENT = "SELECT t.body, NULL, NULL, t.person_id FROM placement t WHERE t.tenant_id = $1 AND t.id = $2";
    REFERRAL = "SELECT t.body, NULL, NULL, t.person_id FROM referral t WHERE t.tenant_id = $1 AND t.id = $2";
    SEEKER = "SELECT t.body, t.sealed, k.wrapped, t.person_id FROM seeker t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.person_id WHERE t.tenant_id = $1 AND t.id = $2";
    SERVICE = "SELECT t.body, t.sealed, k.wrapped, t.person_id FROM service t LEFT JOIN person_key k ON k.tenant_id = t.tenant_id AND k.person_id = t.person_id WHERE t.tenant_id = $1 AND t.id = $2";
    OF_PERSON = "SELECT 'seeker', id FROM seeker WHERE tenant_id = $1 AND person_id = $2 UNION ALL SELECT 'enrolment', id FROM enrolment WHERE tenant_id = $1 AND person_id = $2 UNION ALL SELECT 'service', id FROM service WHERE tenant_id = $1 AND person_id = $2 UNION ALL SELECT 'action_plan', id FROM action_plan WHERE tenant_id = $1 AND person_id = $2 UNION ALL SELECT 'attachment', id FROM attachment WHERE tenant_id = $1 AND person_id = $2 UNION ALL SELECT 'referral', id FROM referral WHERE tenant_id = $1 AND person_id = $2 UNION ALL SELECT 'placement', id FROM placement WHERE tenant_id = $1 AND person_id = $2 UNION ALL SELECT 'notice', id FROM notice WHERE tenant_id = $1 AND person_id = $2";
} }

/// The nouns that a counter writes or needs beside it, in the order in which they lean on each other.
pub const NOUNS: [(&str, &str); 11] = [
    ("employer", EMPLOYER),
    ("opening", OPENING),
    ("cohort", COHORT),
    ("seeker", SEEKER),
    ("enrolment", ENROLMENT),
    ("service", SERVICE),
    ("action_plan", ACTION_PLAN),
    ("attachment", ATTACHMENT),
    ("referral", REFERRAL),
    ("placement", PLACEMENT),
    ("notice", NOTICE),
];

/// A record, opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// What is in the clear.
    pub body: Value,
    /// What is sealed under the person's key; `None` when nothing is, or the key was destroyed.
    pub told: Option<Value>,
    /// The person whom it is about.
    pub person: Option<PersonId>,
}

/// The statement that reads a noun, and its name as this program spells it.
fn known(noun: &str) -> Option<(&'static str, &'static str)> {
    NOUNS.iter().find(|(name, _)| *name == noun).copied()
}

/// A record as it is.
///
/// # Errors
/// When the store cannot be read, or what is sealed not be opened.
pub async fn find(store: &Store, tenant: TenantId, noun: &str, id: Uuid) -> Result<Option<Copy>, Error> {
    let Some((noun, sql)) = known(noun) else { return Ok(None) };
    let row = store.optional(sql, args![tenant, id.to_string()]).await?;
    row.map(|row| read(&store.keys, tenant, noun, id, &row)).transpose()
}

/// Within a transaction: a record as it is now.
///
/// # Errors
/// When the store cannot be read, or what is sealed not be opened.
pub async fn find_in(tx: &mut Tx, ctx: &Ctx, noun: &str, id: Uuid) -> Result<Option<Copy>, Error> {
    let Some((noun, sql)) = known(noun) else { return Ok(None) };
    let row = tx.optional(sql, args![ctx.tenant, id.to_string()]).await?;
    row.map(|row| read(&tx.keys, ctx.tenant, noun, id, &row)).transpose()
}

/// Every record about a person, by noun.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_person(
    store: &Store,
    tenant: TenantId,
    person: PersonId,
) -> Result<Vec<(String, Uuid)>, Error> {
    let rows = store.all(OF_PERSON, args![tenant, person.to_string()]).await?;
    rows.iter().map(|row| Ok((row.get(0)?, row.word(1, "copy")?))).collect()
}

fn read(keys: &MasterKeys, tenant: TenantId, noun: &'static str, id: Uuid, row: &Row) -> Result<Copy, Error> {
    let person: Option<String> = row.get(3)?;
    let (sealed, wrapped): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.get(1)?, row.get(2)?);
    let opened = opened(keys, tenant, noun, id, person.as_deref().unwrap_or_default(), wrapped, sealed)?;
    let person = person.and_then(|person| person.parse().ok());
    Ok(Copy { body: row.json(0, noun)?, told: opened, person })
}

fn opened(
    keys: &MasterKeys,
    tenant: TenantId,
    table: &'static str,
    id: Uuid,
    person: &str,
    wrapped: Option<Vec<u8>>,
    sealed: Option<Vec<u8>>,
) -> Result<Option<Value>, Error> {
    let Some(sealed) = sealed else { return Ok(None) };
    let row = id.to_string();
    let place = Place { tenant, table, column: "sealed", row: &row };
    if table == "attachment" {
        let plain = key::open_bytes(keys, tenant, person, wrapped, place, &sealed)?;
        return Ok(plain.map(|bytes| json!({ "bytes": BASE64_STANDARD.encode(bytes.as_slice()) })));
    }
    key::open_with(keys, tenant, person, wrapped, place, &sealed)
}

/// A record as an entry of the log left it. The bytes of a file stand in its row only.
///
/// # Errors
/// When the store cannot be read, or what is sealed not be opened.
pub async fn of_entry(store: &Store, tenant: TenantId, entry: &Change) -> Result<Option<Copy>, Error> {
    let Some((noun, _)) = known(&entry.noun) else { return Ok(None) };
    if noun == "attachment" {
        return find(store, tenant, noun, entry.noun_id).await;
    }
    let told = match (entry.subject, &entry.sealed) {
        (Some(person), Some(sealed)) => {
            let wrapped = key::wrapped(store, tenant, person).await?;
            let (id, person) = (entry.noun_id, person.to_string());
            opened(&store.keys, tenant, noun, id, &person, wrapped, Some(sealed.clone()))?
        }
        _ => None,
    };
    Ok(Some(Copy { body: entry.body.clone(), told, person: entry.subject }))
}

/// Writes a record as the use case of another place left it: a new one, or in place of the one that is at `version`.
///
/// # Errors
/// [`Error::Unreadable`] when it makes no record; [`Error::Conflict`]; [`Error::NotFound`] once the person was erased.
pub async fn write(
    tx: &mut Tx,
    ctx: &Ctx,
    reminders: &Reminders,
    (noun, verb): (&str, &str),
    copy: &Copy,
    fresh: bool,
) -> Result<(), Error> {
    let told = copy.told.clone().unwrap_or_else(|| json!({}));
    match noun {
        "employer" => {
            let employer = typed(&copy.body, "employer")?;
            let contact = copy.told.as_ref().map(|told| typed(told, "employer")).transpose()?;
            match fresh {
                true => employer::insert(tx, ctx, &employer, contact.as_ref()).await,
                false => employer::update(tx, ctx, &employer, contact.as_ref()).await,
            }
        }
        "opening" => {
            let opening = typed(&copy.body, "opening")?;
            match fresh {
                true => opening::insert(tx, ctx, &opening).await,
                false => opening::update(tx, ctx, verb, &opening).await,
            }
        }
        "cohort" => {
            let cohort: Cohort = typed(&copy.body, "cohort")?;
            match fresh {
                true => record::insert(tx, ctx, &cohort).await,
                false => record::update(tx, ctx, verb, &cohort).await,
            }
        }
        "enrolment" => {
            let one = typed(&copy.body, "enrolment")?;
            let told = copy.told.as_ref().map(|told| typed(told, "enrolment")).transpose()?;
            match (fresh, told) {
                (true, Some(told)) => enrolment::insert(tx, ctx, &one, &told).await,
                (true, None) => Err(Error::Unreadable("enrolment")),
                (false, Some(told)) => enrolment::tell(tx, ctx, verb, &one, &told).await,
                (false, None) => enrolment::update(tx, ctx, verb, &one).await,
            }
        }
        "seeker" => {
            let (seeker, profile) = (typed(&copy.body, "seeker")?, typed(&told, "seeker")?);
            match fresh {
                true => seeker::insert(tx, ctx, &seeker, &profile).await,
                false => seeker::update(tx, ctx, verb, &seeker, &profile).await,
            }
        }
        "service" => {
            let (service, notes) = (typed(&copy.body, "service")?, typed(&told, "service")?);
            match fresh {
                true => service::insert(tx, ctx, &service, &notes).await,
                false => service::update(tx, ctx, verb, &service, &notes).await,
            }
        }
        "action_plan" => {
            let (plan, words) = (typed(&copy.body, "action_plan")?, typed(&told, "action_plan")?);
            match fresh {
                true => action_plan::insert(tx, ctx, &plan, &words).await,
                false => action_plan::update(tx, ctx, verb, &plan, &words).await,
            }
        }
        "attachment" => {
            let text = told["bytes"].as_str().unwrap_or_default();
            let bytes = BASE64_STANDARD.decode(text).map_err(|_| Error::Unreadable("attachment"))?;
            match fresh {
                true => attachment::insert(tx, ctx, &typed(&copy.body, "attachment")?, &bytes).await,
                // A file never changes.
                false => Ok(()),
            }
        }
        "referral" => {
            let referral = typed(&copy.body, "referral")?;
            match fresh {
                true => referral::insert(tx, ctx, reminders, &referral).await,
                false => referral::update(tx, ctx, reminders, verb, &referral).await,
            }
        }
        "placement" => {
            let placement = typed(&copy.body, "placement")?;
            match fresh {
                true => placement::insert(tx, ctx, &placement).await,
                false => placement::update(tx, ctx, verb, &placement).await,
            }
        }
        "notice" => {
            let told: domain::notice::Notice = typed(&copy.body, "notice")?;
            match fresh {
                true => notice::insert(tx, ctx, &told).await,
                false => notice::replace(tx, ctx, verb, &told).await,
            }
        }
        _ => Err(Error::Unreadable("copy")),
    }
}

fn typed<T: DeserializeOwned>(value: &Value, noun: &'static str) -> Result<T, Error> {
    serde_json::from_value(value.clone()).map_err(|_| Error::Unreadable(noun))
}
