//! Machines that work where there is no network: made known with a one-time code, enrolled by it, lent places, sent out with the
//! records of the people they will meet, and given up when they are lost.

mod authority;
mod enrol;

pub use authority::{Certificate, Wanted, fingerprint};
pub(crate) use authority::{issue, pair};
use domain::Ctx;
use domain::actor::Role;
use domain::area::AreaCode;
use domain::cohort::Cohort;
use domain::escrow::Lent;
use domain::id::{NodeId, OpeningId, PersonId, SeekerId};
use domain::message::Message;
use domain::node::{Node, State};
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::{code_from, read_code};
pub(crate) use enrol::SEALED_FOR;
pub use enrol::{Application, Charter, admit};
use jiff::SignedDuration;
use store::envelope::Own;

use crate::{App, Error, FieldError};

/// How long a one-time code may be keyed.
const CODE_LASTS: SignedDuration = SignedDuration::from_hours(24);
/// How long a machine may work without having been heard (`reliability`, P6: ninety days away).
pub(crate) const LEAVE: SignedDuration = SignedDuration::from_hours(24 * 92);
/// People shown of those whose records a machine carries.
const CARRIED: usize = 200;
/// Letters and digits of a mark at most.
const MARK: usize = 4;

/// What a machine is made known by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// What people call it.
    pub name: String,
    /// What stands in the numbers that it gives.
    pub mark: String,
    /// The areas whose openings it carries.
    pub areas: Vec<AreaCode>,
    /// Who may work on it.
    pub staff: Vec<PersonId>,
}

/// Makes a machine known; the code is told once and kept only as a hash.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] at the fields that are wrong, a mark that is taken among them.
pub async fn invite(ctx: &Ctx, app: &App, form: Form) -> Result<(NodeId, String), Error> {
    authorise(&ctx.actor, UseCase::WriteNode, Relation::default())?;
    let mark = form.mark.trim().to_uppercase();
    let plain = !mark.is_empty() && mark.len() <= MARK && mark.bytes().all(|b| b.is_ascii_alphanumeric());
    let wrong = [
        (form.name.trim().is_empty(), "name", Message::new("missing-name")),
        (!plain, "mark", Message::new("node-mark").with("most", MARK)),
        (form.areas.is_empty(), "area", Message::new("node-areas")),
    ];
    let wrong = wrong.into_iter().filter(|(wrong, ..)| *wrong);
    let wrong: Vec<_> = wrong.map(|(_, field, why)| FieldError::new(field, why)).collect();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let code = code_from(ctx.random());
    let state = State::Invited { code_hash: hash(app, &code), until: ctx.now + CODE_LASTS };
    let node = Node {
        id: ctx.id(),
        name: form.name.trim().to_owned(),
        mark,
        organisation: ctx.actor.organisation,
        areas: form.areas,
        staff: form.staff,
        state,
        heard_at: None,
        ahead_s: 0,
        authority: None,
        version: 1,
    };
    let id = node.id;
    match crate::record::add(ctx, app, UseCase::WriteNode, node).await {
        Ok(()) => Ok((id, code)),
        Err(Error::Conflict(_)) => Err(Error::field("mark", Message::new("node-mark-taken"))),
        Err(failed) => Err(failed),
    }
}

/// Another one-time code for a machine that is not enrolled; the one before holds no more.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it is enrolled.
pub async fn another_code(ctx: &Ctx, app: &App, id: NodeId) -> Result<String, Error> {
    let code = code_from(ctx.random());
    let (code_hash, until) = (hash(app, &code), ctx.now + CODE_LASTS);
    let step = |node: Node| node.invite_again(code_hash, until);
    crate::record::change(ctx, app, UseCase::WriteNode, (id, None), "invite_again", step).await?;
    Ok(code)
}

fn hash(app: &App, code: &str) -> String {
    app.store.blind(app.tenant, "node-code", code)
}

/// Enrols the machine on which a code was keyed, with the two keys that it made. Whoever holds the code is the machine;
/// nobody is signed in.
///
/// # Errors
/// [`Error::Invalid`] at `code` when it is mistyped, unknown, used or over.
pub async fn enrol(
    ctx: &Ctx,
    app: &App,
    code: &str,
    signing_key: String,
    sealing_key: String,
) -> Result<Node, Error> {
    enrol_with(ctx, app, code, (signing_key, sealing_key), None).await
}

/// The same with the fingerprint of the certificate that it will hand to tablets.
async fn enrol_with(
    ctx: &Ctx,
    app: &App,
    code: &str,
    keys: (String, String),
    authority: Option<String>,
) -> Result<Node, Error> {
    let wrong = |key: &'static str| Error::field("code", Message::new(key));
    let code = read_code(code).map_err(|why| Error::field("code", why))?;
    let wanted = hash(app, &code);
    let nodes = store::record::all::<Node>(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let is_it = |node: &Node| matches!(&node.state, State::Invited { code_hash, .. } if *code_hash == wanted);
    let node = nodes.into_iter().find(is_it).ok_or_else(|| wrong("node-code-over"))?;
    let enrolled = node.enrol(ctx.now, keys, ctx.now + LEAVE);
    let node = enrolled.map_err(|why| Error::field("code", why))?;
    let node = Node { authority, ..node };
    let kept = node.clone();
    app.write(ctx, move |tx, ctx| {
        let node = kept.clone();
        Box::pin(async move { store::record::update(tx, &ctx, "enrol", &node).await })
    })
    .await?;
    Ok(node)
}

/// By what home signs what it tells machines, and opens what they tell. It follows from the key of the hashes.
pub fn keys(app: &App) -> Own {
    let derived = |purpose| app.store.keys().derive(app.tenant, purpose);
    Own::new(&derived("node-signing"), *derived("node-sealing"))
}

/// What is installed on the tablets that work with machines: a certificate in PEM. There is nothing secret in it. A machine has keys of
/// its own and vouches for nothing: it hands on what home gave it.
///
/// # Errors
/// When it cannot be made.
pub fn authority(app: &App) -> Result<String, Error> {
    match crate::outpost::papers(app) {
        Some(papers) => Ok(papers.charter.authority),
        None => authority::certificate(app),
    }
}

/// Whether a machine carries an opening: it is of one of its areas.
pub(crate) fn carries(app: &App, node: &Node, opening: &Opening) -> bool {
    let areas = app.city.areas();
    let mut places = opening.content.workplace.areas.iter().flat_map(|code| areas.with_ancestors(code));
    places.any(|code| node.areas.contains(&code))
}

/// Whether a machine goes where a cohort is held: they are of one body. It carries the names of those who were chosen.
pub(crate) fn holds(node: &Node, cohort: &Cohort) -> bool {
    cohort.organisation.is_some() && cohort.organisation == node.organisation
}

/// Every machine.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Node>, Error> {
    authorise(&ctx.actor, UseCase::ReadNode, Relation::default())?;
    store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)
}

/// The machine that a letter names.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for what is no letter, and for a machine that is not known.
pub async fn of_letter(ctx: &Ctx, app: &App, letter: &[u8]) -> Result<Node, Error> {
    let id = store::envelope::machine(letter).ok_or(Error::NotFound)?;
    crate::record::get(ctx, app, UseCase::ReadNode, id).await
}

/// Gives a machine up. What still comes from it lies aside; its places go back, since nobody else will hand them back.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it was given up before.
pub async fn revoke(ctx: &Ctx, app: &App, id: NodeId) -> Result<(), Error> {
    let node: Node = crate::record::get(ctx, app, UseCase::WriteNode, id).await?;
    let node = node.revoke(ctx.now, ctx.actor.person).map_err(Error::Conflict)?;
    let lent = store::escrow::of_node(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    app.write(ctx, move |tx, ctx| {
        let (node, lent) = (node.clone(), lent.clone());
        Box::pin(async move {
            store::record::update(tx, &ctx, "revoke", &node).await?;
            for (noun, thing, _) in lent {
                if noun == crate::escrow::OPENING {
                    store::escrow::put(tx, &ctx, (crate::escrow::OPENING, thing), node.id, None).await?;
                }
            }
            crate::escrow::take_back(tx, &ctx, node.id).await
        })
    })
    .await
}

/// Sends the records of a person along with a machine. It is a look, and stands among theirs.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a machine that was given up; [`Error::WhyNeeded`] for a person of another body.
pub async fn carry(ctx: &Ctx, app: &App, id: NodeId, seeker: SeekerId) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::MindNode, Relation::default())?;
    let node = store::record::find::<Node>(&app.store, ctx.tenant, id.0).await.map_err(crate::fault)?;
    let node = node.ok_or(Error::NotFound)?;
    if node.is_revoked() {
        return Err(Error::Conflict(Message::new("node-given-up")));
    }
    let (seeker, _) = crate::seeker::open(ctx, app, seeker, domain::look::Purpose::Counsel).await?;
    app.write(ctx, move |tx, ctx| {
        Box::pin(async move {
            let seq = store::change::head_in(tx, &ctx).await?.saturating_add(1);
            store::command::meet(tx, &ctx, id, seeker.person, seq).await
        })
    })
    .await
}

/// Sends the records of the person along whom a number, a name or a telephone means.
///
/// # Errors
/// [`Error::Invalid`] at `seeker` when nothing was said, when it means nobody, or more than one; as of [`carry`].
pub async fn carry_named(ctx: &Ctx, app: &App, id: NodeId, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() {
        return Err(Error::field("seeker", Message::new("node-carry-whom")));
    }
    let seeker = crate::seeker::named(ctx, app, text.trim()).await?;
    carry(ctx, app, id, seeker).await
}

/// Who may be let work on a machine: counsellors and supervisors with an account, by name.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn staff(ctx: &Ctx, app: &App) -> Result<Vec<(PersonId, String)>, Error> {
    authorise(&ctx.actor, UseCase::ReadNode, Relation::default())?;
    let accounts = store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let counsels = |role: Role| matches!(role, Role::Counselor | Role::Supervisor);
    let staff = accounts.into_iter().filter(|(person, _)| person.grants.iter().any(|g| counsels(g.role)));
    Ok(staff.map(|(person, identity)| (person.id, identity.name)).collect())
}

/// A machine with what it has along.
#[derive(Debug, Clone)]
pub struct View {
    /// The machine.
    pub node: Node,
    /// Openings of which it was lent heads.
    pub lent: Vec<(Opening, Lent)>,
    /// Cohorts of which it was lent seats.
    pub seats: Vec<(Cohort, Lent)>,
    /// How many people's records it carries.
    pub people: usize,
    /// Their registrations by number, as many as are shown. A number names nobody.
    pub carried: Vec<(SeekerId, String)>,
    /// Who may work on it.
    pub staff: Vec<String>,
    /// How many pieces of work have come from it.
    pub received: usize,
}

/// One machine.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn show(ctx: &Ctx, app: &App, id: NodeId) -> Result<View, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let node: Node = crate::record::get(ctx, app, UseCase::ReadNode, id).await?;
    let mut lent = Vec::new();
    for (noun, thing, of) in store::escrow::of_node(store, tenant, id).await.map_err(crate::fault)? {
        let opening = match noun == crate::escrow::OPENING {
            true => store::opening::find(store, tenant, OpeningId(thing)).await.map_err(crate::fault)?,
            false => None,
        };
        lent.extend(opening.map(|opening| (opening, of)));
    }
    let cohorts = store::record::all::<Cohort>(store, tenant).await.map_err(crate::fault)?;
    let seats = cohorts.into_iter().filter_map(|cohort| {
        let of = cohort.seats.lent.get(&id).copied()?;
        Some((cohort, of))
    });
    let seats = seats.collect();
    let met = store::command::met(store, tenant, id).await.map_err(crate::fault)?;
    let mut carried = Vec::new();
    for (person, _) in met.iter().take(CARRIED) {
        let of = store::seeker::of_person(store, tenant, *person).await.map_err(crate::fault)?;
        carried.extend(of.into_iter().map(|(seeker, _)| (seeker.id, seeker.number)));
    }
    let mut staff = Vec::new();
    for person in &node.staff {
        let found = store::person::find(store, tenant, *person).await.map_err(crate::fault)?;
        staff.extend(found.map(|(_, identity)| identity.name));
    }
    let received = store::command::known(store, tenant, id).await.map_err(crate::fault)?.len();
    Ok(View { node, lent, seats, people: met.len(), carried, staff, received })
}
