//! At home: what a machine is given. The openings of its areas with their employers, cohorts, the records of the people it carries, its
//! lent places, and who may work on it; from where it left off, or from the beginning.

use std::collections::BTreeSet;

use domain::Ctx;
use domain::cohort::Cohort;
use domain::employer::Employer;
use domain::enrolment::{Application, Enrolment};
use domain::escrow::Lent;
use domain::id::{EmployerId, NodeId, OpeningId, PersonId};
use domain::node::Node;
use domain::opening::Opening;
use domain::organisation::Organisation;
use domain::person::{Identity, Person};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Tx;
use uuid::Uuid;

use ::sync::node::KEPT_DAYS;
use ::sync::schema::{self, Rename};
use jiff::SignedDuration;
use store::copy::Copy;

use super::{fields, record, shape, version};
use crate::{App, Error};

/// Entries of the log read in one go.
const BATCH: i64 = 2_000;
/// Records of a first load that are said in one answer.
const PIECE: usize = 400;

/// A record as home has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What kind of thing.
    pub noun: String,
    /// Which one.
    pub id: Uuid,
    /// What is in the clear.
    pub body: Value,
    /// What is sealed under the person's key, opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Value>,
    /// The person whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// Somebody who may work on the machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Account and roles.
    pub person: Person,
    /// Name and sign-in name.
    pub identity: Identity,
    /// What a password is held against.
    pub password_hash: Option<String>,
}

/// How much is said in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// As much as a slow line carries in some seconds.
    #[default]
    Piece,
    /// The same, from there in a first load.
    Section(Section),
    /// All of it: the way goes only once there and back.
    Whole,
}

/// A place in a first load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The head of home's log when the load began.
    pub to: i64,
    /// The last opening that was said.
    pub after: OpeningId,
}

/// What home says, from one place in its log to another.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Page {
    /// From where it goes on.
    pub from: i64,
    /// Where the machine is once it has taken it in.
    pub to: i64,
    /// The section of a first load that follows; the machine is at `to` only after the last.
    #[serde(default)]
    pub next: Option<Section>,
    /// Whether more has changed after `to`.
    #[serde(default)]
    pub more: bool,
    /// Openings of a first load that are still to come.
    #[serde(default)]
    pub to_come: usize,
    /// Records as they are, those that others lean on first.
    pub records: Vec<Record>,
    /// People whose records the machine carries no more.
    pub gone: Vec<PersonId>,
    /// What the machine was lent: of what, of which, how much.
    pub lent: Vec<(String, Uuid, Lent)>,
    /// The bodies of the network.
    pub organisations: Vec<Organisation>,
    /// Who may work on it.
    pub accounts: Vec<Account>,
}

/// What a machine is given that has everything up to `from`, and asks anew for some.
///
/// # Errors
/// [`Error::NotFound`] for a machine that is not enrolled; when the store cannot be read.
pub async fn page(
    ctx: &Ctx,
    app: &App,
    node: NodeId,
    from: i64,
    extent: Extent,
    again: &[(String, Uuid)],
) -> Result<Page, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::record::find::<Node>(store, tenant, node.0).await.map_err(crate::fault)?;
    let node = found.filter(|node| !node.is_revoked()).ok_or(Error::NotFound)?;
    let head = store::change::head(store, tenant).await.map_err(crate::fault)?.seq;
    let begun = match extent {
        Extent::Section(section) if from == 0 => Some(section),
        _ => None,
    };
    let to = match (begun, extent) {
        (Some(section), _) => section.to,
        (None, Extent::Whole) => head,
        (None, _) if from == 0 => head,
        (None, _) => head.min(from.saturating_add(BATCH)),
    };
    let page = Page { from, to, more: to < head, ..Page::default() };
    let mut reach = Reach { app, ctx, node: &node, page, has: BTreeSet::new() };
    if from == 0 && begun.is_none() {
        part(ctx, app, node.id).await?;
    }
    let met = store::command::met(store, tenant, node.id).await.map_err(crate::fault)?;
    let erased = reach.erased(from, to).await?;
    for (person, since) in met.iter().filter(|(person, _)| !erased.contains(person)) {
        if *since > from || (from == 0 && begun.is_none()) {
            reach.person(*person).await?;
        }
    }
    let met: BTreeSet<PersonId> = met.into_iter().map(|(person, _)| person).collect();
    if from == 0 {
        if begun.is_none() {
            reach.cohorts().await?;
        }
        reach.first_load(begun, extent == Extent::Whole).await?;
    } else {
        reach.changed(from, to, &met).await?;
    }
    for (noun, id) in again {
        reach.again(noun, *id, &met).await?;
    }
    let mut page = reach.page;
    // Somebody whose name it has, and nothing else, is not among those it has met.
    page.gone = erased.into_iter().filter(|person| from > 0 || met.contains(person)).collect();
    let order = |noun: &str| store::copy::NOUNS.iter().position(|(name, _)| *name == noun);
    page.records.sort_by_key(|record| order(&record.noun));
    page.lent = store::escrow::of_node(store, tenant, node.id).await.map_err(crate::fault)?;
    page.organisations = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    for id in &node.staff {
        let found = store::person::find(store, tenant, *id).await.map_err(crate::fault)?;
        if let Some((person, identity)) = found {
            let password_hash =
                store::person::password_hash(store, tenant, *id).await.map_err(crate::fault)?;
            page.accounts.push(Account { person, identity, password_hash });
        }
    }
    Ok(page)
}

/// A machine that begins anew carries nobody whom it has not met, and who was not sent along, for as long as what is done is kept
/// there.
async fn part(ctx: &Ctx, app: &App, node: NodeId) -> Result<(), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let kept = SignedDuration::from_hours(24 * KEPT_DAYS);
    let mut gone = Vec::new();
    for (person, seq) in store::command::met(store, tenant, node).await.map_err(crate::fault)? {
        let entry = store::change::after(store, tenant, seq - 1, 1).await.map_err(crate::fault)?;
        if entry.first().is_some_and(|entry| ctx.now.duration_since(entry.at) > kept) {
            gone.push(person);
        }
    }
    app.write(ctx, move |tx, ctx| {
        let gone = gone.clone();
        Box::pin(async move {
            for person in gone {
                store::command::part(tx, &ctx, node, person).await?;
            }
            Ok(())
        })
    })
    .await
}

/// What a machine may reach, gathered.
struct Reach<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    node: &'a Node,
    page: Page,
    has: BTreeSet<(String, Uuid)>,
}

impl Reach<'_> {
    async fn add(&mut self, noun: &str, id: Uuid) -> Result<(), Error> {
        if !self.has.insert((noun.to_owned(), id)) {
            return Ok(());
        }
        let found =
            store::copy::find(&self.app.store, self.ctx.tenant, noun, id).await.map_err(crate::fault)?;
        if let Some(copy) = found {
            let (body, told, person) = (copy.body, copy.told, copy.person);
            self.page.records.push(Record { noun: noun.to_owned(), id, body, told, person });
        }
        Ok(())
    }

    /// An opening of the machine's areas, with its employer. The employer's own contact stays at home.
    async fn opening(&mut self, opening: &Opening) -> Result<(), Error> {
        if crate::node::carries(self.app, self.node, opening) {
            self.with_employer(opening.id, opening.employer).await?;
        }
        Ok(())
    }

    /// The cohorts that recruit or go on, in which nothing is personal; of those that are held where it goes, who was chosen.
    async fn cohorts(&mut self) -> Result<(), Error> {
        let (store, tenant) = (&self.app.store, self.ctx.tenant);
        let all = store::record::all::<Cohort>(store, tenant).await.map_err(crate::fault)?;
        for cohort in all.iter().filter(|cohort| is_open(cohort) && !cohort.state.is_over()) {
            self.add("cohort", cohort.id.0).await?;
            if crate::node::holds(self.node, cohort) {
                let parts = store::enrolment::of_cohort(store, tenant, cohort.id).await;
                for (one, _) in parts.map_err(crate::fault)? {
                    self.chosen(&one).await?;
                }
            }
        }
        Ok(())
    }

    /// The part of somebody who was chosen for a cohort that is held where the machine goes, for the sheet of attendance: beside it
    /// their name, and nothing else of them.
    async fn chosen(&mut self, one: &Enrolment) -> Result<(), Error> {
        let (store, tenant) = (&self.app.store, self.ctx.tenant);
        let Some(person) = one.person().filter(|_| one.was_chosen()) else { return Ok(()) };
        let cohort = store::record::find::<Cohort>(store, tenant, one.cohort).await.map_err(crate::fault)?;
        if !cohort.is_some_and(|cohort| crate::node::holds(self.node, &cohort)) {
            return Ok(());
        }
        self.add("cohort", one.cohort.0).await?;
        if self.has.insert(("enrolment".to_owned(), one.id.0)) {
            let name = crate::enrolment::name(self.ctx, self.app, person).await?;
            let body = serde_json::to_value(one).map_err(Error::internal)?;
            let told = serde_json::to_value(Application::name_only(name)).map_err(Error::internal)?;
            let (noun, id, told) = ("enrolment".to_owned(), one.id.0, Some(told));
            self.page.records.push(Record { noun, id, body, told, person: Some(person) });
        }
        Ok(())
    }

    /// The open openings of its areas, in order of making, from where the load was broken off; a piece of them, or the whole.
    async fn first_load(&mut self, begun: Option<Section>, whole: bool) -> Result<(), Error> {
        let open = store::opening::all_open(&self.app.store, self.ctx.tenant).await.map_err(crate::fault)?;
        let coming = open.iter().filter(|one| begun.is_none_or(|section| one.id > section.after));
        let coming: Vec<&Opening> = coming.collect();
        for (nth, opening) in coming.iter().enumerate() {
            self.opening(opening).await?;
            let left = coming.len() - nth - 1;
            if !whole && left > 0 && self.page.records.len() >= PIECE {
                self.page.next = Some(Section { to: self.page.to, after: opening.id });
                self.page.to_come = left;
                break;
            }
        }
        Ok(())
    }

    async fn with_employer(&mut self, opening: OpeningId, employer: EmployerId) -> Result<(), Error> {
        self.employer(employer).await?;
        self.add("opening", opening.0).await
    }

    async fn employer(&mut self, id: EmployerId) -> Result<(), Error> {
        if !self.has.insert(("employer".to_owned(), id.0)) {
            return Ok(());
        }
        let found =
            store::employer::find(&self.app.store, self.ctx.tenant, id).await.map_err(crate::fault)?;
        if let Some(employer) = found {
            let employer = Employer { contact: None, ..employer };
            let body = serde_json::to_value(employer).map_err(Error::internal)?;
            let (noun, id) = ("employer".to_owned(), id.0);
            self.page.records.push(Record { noun, id, body, told: None, person: None });
        }
        Ok(())
    }

    /// Everything about a person, with the openings and cohorts that it leans on.
    async fn person(&mut self, person: PersonId) -> Result<(), Error> {
        let (store, tenant) = (&self.app.store, self.ctx.tenant);
        for referral in store::referral::of_person(store, tenant, person).await.map_err(crate::fault)? {
            self.with_employer(referral.opening, referral.employer).await?;
        }
        for claim in store::placement::of_person(store, tenant, person).await.map_err(crate::fault)? {
            self.employer(claim.employer).await?;
        }
        for (one, _) in store::enrolment::of_person(store, tenant, person).await.map_err(crate::fault)? {
            self.add("cohort", one.cohort.0).await?;
        }
        for (noun, id) in store::copy::of_person(store, tenant, person).await.map_err(crate::fault)? {
            self.add(&noun, id).await?;
        }
        Ok(())
    }

    /// What changed of all that between two places of the log.
    async fn changed(&mut self, from: i64, to: i64, met: &BTreeSet<PersonId>) -> Result<(), Error> {
        let (store, tenant) = (&self.app.store, self.ctx.tenant);
        let mut seq = from;
        while seq < to {
            let batch =
                store::change::after(store, tenant, seq, BATCH.min(to - seq)).await.map_err(crate::fault)?;
            let Some(last) = batch.last() else { break };
            seq = last.seq;
            for entry in batch {
                self.again(&entry.noun, entry.noun_id, met).await?;
            }
        }
        Ok(())
    }

    /// A record, if the machine may have it.
    async fn again(&mut self, noun: &str, id: Uuid, met: &BTreeSet<PersonId>) -> Result<(), Error> {
        let (store, tenant) = (&self.app.store, self.ctx.tenant);
        match noun {
            "opening" => {
                let found = store::opening::find(store, tenant, OpeningId(id)).await.map_err(crate::fault)?;
                match found.filter(|opening| opening.state.was_published()) {
                    Some(opening) => self.opening(&opening).await,
                    None => Ok(()),
                }
            }
            "employer" => {
                let of = store::opening::of_employer(store, tenant, EmployerId(id)).await;
                for opening in of.map_err(crate::fault)?.iter().filter(|one| one.state.was_published()) {
                    self.opening(opening).await?;
                }
                Ok(())
            }
            "cohort" => {
                let found = store::record::find::<Cohort>(store, tenant, id).await.map_err(crate::fault)?;
                match found.filter(is_open) {
                    Some(cohort) => self.add("cohort", cohort.id.0).await,
                    None => Ok(()),
                }
            }
            noun => {
                let found = store::copy::find(store, tenant, noun, id).await.map_err(crate::fault)?;
                let Some(copy) = found else { return Ok(()) };
                match copy.person {
                    Some(person) if met.contains(&person) => self.person(person).await,
                    Some(_) if noun == "enrolment" => {
                        let one = serde_json::from_value(copy.body).map_err(Error::internal)?;
                        self.chosen(&one).await
                    }
                    _ => Ok(()),
                }
            }
        }
    }

    /// Whoever was erased between two places of the log.
    async fn erased(&self, from: i64, to: i64) -> Result<Vec<PersonId>, Error> {
        let touched =
            store::change::touched(&self.app.store, self.ctx.tenant, (from, to), "person_key").await;
        Ok(touched.map_err(crate::fault)?.into_iter().map(PersonId).collect())
    }
}

/// Whether people know of a cohort.
fn is_open(cohort: &Cohort) -> bool {
    !matches!(cohort.state, domain::cohort::State::Planned)
}

impl Page {
    /// The same in the names of an earlier version of the fields, for a machine whose program knows no later one.
    pub fn lowered(mut self, ladder: &[Rename], to: u32) -> Self {
        for said in &mut self.records {
            let Some(shape) = shape(&said.noun) else { continue };
            let (body, told) = (said.body.clone(), said.told.clone());
            let copy = Copy { body, told, person: said.person };
            let at = serde_json::from_value(copy.body["updated_at"].clone()).unwrap_or_default();
            let fields = schema::lower(&said.noun, fields(shape, &copy), ladder, to);
            let lowered = record(shape, &fields, version(Some(&copy)), at);
            (said.body, said.told) = (lowered.body, lowered.told);
        }
        self
    }

    /// Writes down what every machine needs: bodies, accounts, and what it was lent.
    pub(super) async fn lay_basics(&self, tx: &mut Tx, ctx: &Ctx, node: NodeId) -> Result<(), store::Error> {
        for organisation in &self.organisations {
            store::organisation::put(tx, ctx, organisation).await?;
        }
        for account in &self.accounts {
            let hash = account.password_hash.as_deref();
            store::person::put(tx, ctx, &account.person, &account.identity, hash).await?;
        }
        for (noun, id, lent) in &self.lent {
            if noun == crate::escrow::OPENING {
                store::escrow::put(tx, ctx, (crate::escrow::OPENING, *id), node, Some(*lent)).await?;
            }
        }
        Ok(())
    }
}
