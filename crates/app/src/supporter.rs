//! Who offers to be called for events: their offer, written by themselves or at the counter, and the pool of all offers as
//! far as somebody may see it.
//!
//! It must not know how people are chosen for a shift: that is [`crate::supporter_shift`].

use std::collections::BTreeMap;

use domain::Ctx;
use domain::code::Language;
use domain::counting::cr_23_suppress;
use domain::id::{PersonId, SeekerId, SupporterId, SupporterShiftId};
use domain::look::Purpose;
use domain::message::{Lang, Message};
use domain::organisation::Organisation;
use domain::policy::{Relation, UseCase, authorise, may_ask};
use domain::seeker::{Profile, Seeker};
use domain::supporter::{DayPart, Offer, Supporter, Work};
use domain::supporter_shift::{Answer, Content, Shift, StateName, bound};
use jiff::civil::Date;
use serde::Serialize;
use store::supporter::Record;
use strum::IntoEnumIterator;

use crate::{App, Error, FieldError};

/// What a person offers, and for what they were called.
#[derive(Debug, Clone)]
pub struct Mine {
    /// Their registration.
    pub seeker: SeekerId,
    /// Their name.
    pub name: String,
    /// The offer that stands, or that stood last.
    pub offer: Option<(Supporter, Offer)>,
    /// For what they were called, the latest day first.
    pub calls: Vec<Called>,
}

/// A call as the person who was called sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Called {
    /// Which shift.
    pub shift: SupporterShiftId,
    /// Under which offer.
    pub supporter: SupporterId,
    /// What it is.
    pub content: Content,
    /// Where it stands.
    pub state: StateName,
    /// What they said, or did.
    pub answer: Answer,
    /// Who calls.
    pub organisation: String,
    /// Whom to ask.
    pub phone: String,
}

/// Which offers are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// In a language, however well.
    pub language: Option<Language>,
    /// For some work.
    pub work: Option<Work>,
    /// In a part of the day.
    pub part: Option<DayPart>,
    /// On a day.
    pub on: Option<Date>,
}

/// The offers that are wanted.
#[derive(Debug, Clone)]
pub struct Pool {
    /// How many; `None` when so few that it is not told.
    pub count: Option<i64>,
    /// How many by language, small cells hidden.
    pub languages: Vec<(Language, Option<i64>)>,
    /// How many by work.
    pub works: Vec<(Work, Option<i64>)>,
    /// How many by part of the day.
    pub parts: Vec<(DayPart, Option<i64>)>,
    /// Those whom who asks may know, by name; `None` for whoever may know nobody.
    pub rows: Option<Vec<Row>>,
}

/// An offer with whose it is.
#[derive(Debug, Clone)]
pub struct Row {
    /// Their registration.
    pub seeker: SeekerId,
    /// Their name.
    pub name: String,
    /// Their telephone.
    pub phone: String,
    /// What they offer.
    pub offer: Offer,
    /// Day of the last shift to which they said yes.
    pub last_on: Option<Date>,
}

/// What I offer; nothing for whoever is not registered.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn mine(ctx: &Ctx, app: &App) -> Result<Option<Mine>, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, own)?;
    let Some(person) = ctx.actor.person else { return Ok(None) };
    match crate::seeker::latest(ctx, app, person).await? {
        Some(seeker) => of_seeker(ctx, app, seeker.id).await.map(Some),
        None => Ok(None),
    }
}

/// What a person offers under whichever of their ids.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn of_seeker(ctx: &Ctx, app: &App, id: SeekerId) -> Result<Mine, Error> {
    let (seeker, profile) = crate::seeker::read(ctx, app, UseCase::ReadSupporter, id).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    crate::look::leave(ctx, app, vec![seeker.person], Purpose::Read).await?;
    let all = of_everyone(ctx, app, seeker.person).await?;
    let calls = calls(ctx, app, &all).await?;
    let told = all.into_iter().filter_map(|(one, offer)| Some((one, offer?)));
    let offer = told.max_by_key(|(one, _)| (one.is_offered(), one.updated_at));
    Ok(Mine { seeker: seeker.id, name: profile.name, offer, calls })
}

pub(crate) async fn of_everyone(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<Record>, Error> {
    let (store, tenant, mut all) = (&app.store, ctx.tenant, Vec::new());
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        all.extend(store::supporter::of_person(store, tenant, same).await.map_err(crate::fault)?);
    }
    Ok(all)
}

/// For what some of these were called, the latest day first.
pub(crate) async fn calls(ctx: &Ctx, app: &App, of: &[Record]) -> Result<Vec<Called>, Error> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let shifts: Vec<Shift> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut all = Vec::new();
    for (one, _) in of {
        all.extend(shifts.iter().filter_map(|shift| called(shift, one.id, &bodies)));
    }
    all.sort_by_key(|called| std::cmp::Reverse((called.content.day, called.content.hours.start_min)));
    Ok(all)
}

fn called(shift: &Shift, supporter: SupporterId, bodies: &[Organisation]) -> Option<Called> {
    let call = shift.call(supporter)?;
    let body = bodies.iter().find(|body| body.id == shift.organisation);
    Some(Called {
        shift: shift.id,
        supporter,
        content: shift.content.clone(),
        state: shift.state.name(),
        answer: call.answer,
        organisation: body.map(|body| body.name.clone()).unwrap_or_default(),
        phone: body.map(|body| body.phone.clone()).unwrap_or_default(),
    })
}

/// Writes what a person offers, in the place of what they offered before.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] with every field that is wrong.
pub async fn join(ctx: &Ctx, app: &App, id: SeekerId, offer: Offer) -> Result<SupporterId, Error> {
    let person = writable(ctx, app, id).await?.person;
    let faults = offer.faults(ctx.today());
    if !faults.is_empty() {
        let wrong = faults.into_iter().map(|(field, what)| FieldError::new(field, what));
        return Err(Error::Invalid(wrong.collect()));
    }
    app.decide(ctx, move |tx, ctx| {
        let offer = offer.clone();
        Box::pin(async move {
            store::change::hold(tx, &ctx).await?;
            let mut known = store::supporter::of_everyone_in(tx, &ctx, person).await?;
            known.sort_by_key(|one| !one.is_offered());
            if let Some(one) = known.into_iter().next() {
                let one = one.offer(ctx.now);
                store::supporter::tell(tx, &ctx, "offer", &one, &offer).await?;
                return Ok(one.id);
            }
            let one = Supporter::join(&ctx, person);
            store::supporter::insert(tx, &ctx, &one, &offer).await?;
            Ok(one.id)
        })
    })
    .await
}

/// Takes a person out of the pool: nobody calls them any more, and places of shifts to come are free.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for whoever is not in it.
pub async fn leave(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(), Error> {
    let person = writable(ctx, app, id).await?.person;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            store::change::hold(tx, &ctx).await?;
            let mut known = store::supporter::of_everyone_in(tx, &ctx, person).await?;
            known.retain(Supporter::is_offered);
            if known.is_empty() {
                return Err(Message::new("supporter-left").into());
            }
            for one in known {
                store::supporter::free(tx, &ctx, one.id).await?;
                store::supporter::update(tx, &ctx, "leave", &one.leave(ctx.now)?).await?;
            }
            Ok(())
        })
    })
    .await
}

async fn writable(ctx: &Ctx, app: &App, id: SeekerId) -> Result<Seeker, Error> {
    let (seeker, profile) = crate::seeker::read(ctx, app, UseCase::WriteSupporter, id).await?;
    if profile.is_some() { Ok(seeker) } else { Err(Error::NotFound) }
}

/// The last registration of a person with what they told; `None` once they were erased.
pub(crate) async fn registration(
    ctx: &Ctx,
    app: &App,
    person: PersonId,
) -> Result<Option<(Seeker, Profile)>, Error> {
    let of = store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    Ok(of.into_iter().rev().find_map(|(seeker, profile)| Some((seeker, profile?))))
}

/// The pool: how many offer what, and by name those whom who asks may know.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn pool(ctx: &Ctx, app: &App, filter: Filter) -> Result<Pool, Error> {
    authorise(&ctx.actor, UseCase::ReadProject, Relation::default())?;
    let all = store::supporter::offered(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let all = all.into_iter().filter_map(|(one, offer)| Some((one, offer?)));
    let wanted: Vec<(Supporter, Offer)> = all.filter(|(_, offer)| filter.takes(offer, ctx.today())).collect();
    let least = app.city.ledger().least_shown;
    let count = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    let speaks = |offer: &Offer, of: Language| offer.languages.iter().any(|spoken| spoken.language == of);
    let rows = match may_ask(&ctx.actor, UseCase::ReadSupporter) {
        true => Some(rows(ctx, app, &wanted).await?),
        false => None,
    };
    Ok(Pool {
        count: (count == 0 || count >= least).then_some(count),
        languages: cells(Language::ALL.iter().copied(), &wanted, least, speaks),
        works: cells(Work::iter(), &wanted, least, |offer, work| offer.works.contains(&work)),
        parts: cells(DayPart::iter(), &wanted, least, |offer, part| offer.parts.contains(&part)),
        rows,
    })
}

impl Filter {
    fn takes(&self, offer: &Offer, today: Date) -> bool {
        offer.until >= today
            && self.language.is_none_or(|of| offer.languages.iter().any(|spoken| spoken.language == of))
            && self.work.is_none_or(|work| offer.works.contains(&work))
            && self.part.is_none_or(|part| offer.parts.contains(&part))
            && self.on.is_none_or(|day| offer.is_free_on(day))
    }
}

/// How many are of each kind, small cells hidden (CR-23), without those of which there is nobody.
fn cells<K: Copy>(
    kinds: impl Iterator<Item = K>,
    of: &[(Supporter, Offer)],
    least: i64,
    is: impl Fn(&Offer, K) -> bool,
) -> Vec<(K, Option<i64>)> {
    let counted = kinds.map(|kind| {
        let n = of.iter().filter(|(_, offer)| is(offer, kind)).count();
        (kind, i64::try_from(n).unwrap_or(i64::MAX))
    });
    let (kinds, counts): (Vec<K>, Vec<i64>) = counted.filter(|(_, n)| *n > 0).unzip();
    kinds.into_iter().zip(cr_23_suppress(&counts, least)).collect()
}

async fn rows(ctx: &Ctx, app: &App, wanted: &[(Supporter, Offer)]) -> Result<Vec<Row>, Error> {
    let shifts: Vec<Shift> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let (mut rows, mut people) = (Vec::new(), Vec::new());
    for (one, offer) in wanted {
        let Some(person) = one.person() else { continue };
        let Some((seeker, profile)) = registration(ctx, app, person).await? else { continue };
        let stands = crate::seeker::relation(ctx, &seeker, Some(&profile));
        if authorise(&ctx.actor, UseCase::ReadSupporter, stands).is_err() {
            continue;
        }
        people.push(person);
        rows.push(Row {
            seeker: seeker.id,
            phone: profile.telephone().to_owned(),
            name: profile.name,
            offer: offer.clone(),
            last_on: bound(&shifts, one.id, None).1,
        });
    }
    crate::look::leave(ctx, app, people, Purpose::List).await?;
    rows.sort_by(|one, other| one.name.cmp(&other.name).then(one.seeker.cmp(&other.seeker)));
    Ok(rows)
}

/// The pool as a table for a spreadsheet: everybody whom who asks may know, or how many there are of each kind.
pub fn csv(app: &App, pool: &Pool, lang: Lang) -> Vec<u8> {
    let language = |of: Language| app.reference.codes.label(Language::LIST, of.code(), lang).to_owned();
    let heads = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let Some(rows) = &pool.rows else {
        let told = |n: &Option<i64>| n.map_or_else(|| "*".to_owned(), |n| n.to_string());
        let mut lines = vec![vec!["all".to_owned(), String::new(), told(&pool.count)]];
        let line = |kind: &str, name: String, n: &Option<i64>| vec![kind.to_owned(), name, told(n)];
        lines.extend(pool.languages.iter().map(|(of, n)| line("language", language(*of), n)));
        lines.extend(pool.works.iter().map(|(work, n)| line("work", work.to_string(), n)));
        lines.extend(pool.parts.iter().map(|(part, n)| line("part", part.to_string(), n)));
        return documents::delimited::csv(&heads(&["kind", "name", "people"]), &lines);
    };
    let row = |row: &Row| {
        let offer = &row.offer;
        let spoken: BTreeMap<String, String> =
            offer.languages.iter().map(|one| (language(one.language), one.level.to_string())).collect();
        let words = |all: Vec<String>| all.join(" ");
        vec![
            row.name.clone(),
            row.phone.clone(),
            words(spoken.into_iter().map(|(name, level)| format!("{name}:{level}")).collect()),
            words(offer.works.iter().map(ToString::to_string).collect()),
            words(offer.weekdays.days().map(|day| (day + 1).to_string()).collect()),
            words(offer.parts.iter().map(ToString::to_string).collect()),
            words(offer.not_on.iter().map(ToString::to_string).collect()),
            offer.from.to_string(),
            offer.until.to_string(),
            offer.call_by.to_string(),
            row.last_on.map(|day| day.to_string()).unwrap_or_default(),
        ]
    };
    let header = heads(&[
        "name",
        "phone",
        "languages",
        "work",
        "weekdays",
        "parts",
        "not_on",
        "from",
        "until",
        "call_by",
        "last_shift",
    ]);
    documents::delimited::csv(&header, &rows.iter().map(row).collect::<Vec<_>>())
}
