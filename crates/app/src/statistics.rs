//! What the job centre did, by month and body, as a by-product of its records; with the records behind every
//! figure. Results stand beside it by grade, straight from the ledger.
//!
//! [`Records`] is a projection of the change log like the ledger's; it knows days, bodies and counts, nobody's
//! name.

mod completion;

use std::collections::{BTreeMap, HashMap};

use domain::Ctx;
use domain::actor::Channel;
use domain::city::Sector;
use domain::counting::{Basis, Class, Filter, Line, Month, RULE_SET, cr_23_suppress};
use domain::id::{OpeningId, OrganisationId, PersonId, ReferralId, SeekerId};
use domain::occupation::OccupationCode;
use domain::policy::{Relation, UseCase, authorise};
use domain::statistics::{Span, Work};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(crate) use self::completion::Completions;
use crate::page::Page;
use crate::{App, Error};

/// The records that are counted, and through which channel whom was registered.
#[derive(Debug, Default)]
pub(crate) struct Records {
    marks: BTreeMap<(Work, Uuid), Mark>,
    registered: HashMap<Uuid, (PersonId, Channel)>,
    served: BTreeMap<Uuid, Mark>,
    /// Who completed which cohort.
    pub(crate) completions: Completions,
    /// What kind of work each opening is.
    trades: HashMap<Uuid, OccupationCode>,
}

/// Of a record, what is counted.
#[derive(Debug, Clone, Copy)]
struct Mark {
    on: Date,
    body: Option<OrganisationId>,
}

/// The figures of a span.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// As of when.
    pub as_of: Timestamp,
    /// Change of the log up to which it is true.
    pub seq: i64,
    /// Version of the counting rules.
    pub rule_set: &'static str,
    /// Digest of the results and of how many records there are of each kind, hex.
    pub digest: String,
    /// Which months.
    pub span: Span,
    /// The bodies that have any figure, with their names; `None` for work without one.
    pub bodies: Vec<(Option<OrganisationId>, String)>,
    counts: BTreeMap<(Work, Month, Option<OrganisationId>), i64>,
    results: BTreeMap<(Month, Option<OrganisationId>), Line>,
    least_shown: i64,
}

/// Which records are looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cut {
    /// Of which year; the present one if nothing is said.
    pub year: Option<i16>,
    /// Only its first or second half.
    pub half: Option<u8>,
    /// Only this month.
    pub month: Option<Month>,
    /// Only of this body; `Some(None)` for records without one.
    pub body: Option<Option<OrganisationId>>,
}

/// A record behind a figure.
#[derive(Debug, Clone)]
pub struct Row {
    /// On which day.
    pub on: Date,
    /// Its number, which names nobody.
    pub number: String,
    /// Its page.
    pub path: String,
}

#[derive(Deserialize)]
struct Named {
    state: String,
}

#[derive(Deserialize)]
struct Registration {
    person: PersonId,
    channel: Channel,
    registered_on: Date,
    organisation: Option<OrganisationId>,
    state: Named,
}

#[derive(Deserialize)]
struct Service {
    on: Date,
    organisation: Option<OrganisationId>,
    cancelled_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Opening {
    origin: Origin,
    state: Named,
    #[serde(default)]
    content: Trade,
}

#[derive(Default, Deserialize)]
struct Trade {
    #[serde(default)]
    occupation: Option<OccupationCode>,
}

#[derive(Deserialize)]
struct Origin {
    received_on: Date,
    organisation: Option<OrganisationId>,
}

#[derive(Deserialize)]
struct Referral {
    organisation: Option<OrganisationId>,
    state: domain::referral::State,
}

impl Records {
    /// Takes in every record as its row holds it.
    pub(crate) async fn fill(&mut self, app: &App) -> Result<(), Error> {
        let local = |at: Timestamp| app.city.zone().to_datetime(at).date();
        for noun in ["seeker", "opening", "referral", "service"] {
            let mut last = None;
            loop {
                let rows =
                    store::change::bodies(&app.store, app.tenant, noun, last).await.map_err(crate::fault)?;
                let Some((end, _)) = rows.last() else { break };
                last = Some(*end);
                for (id, body) in &rows {
                    self.apply(noun, *id, body, local)?;
                }
            }
        }
        self.completions.fill(app).await?;
        Ok(())
    }

    /// Takes in what is said of a record. `local` tells the day of an instant.
    pub(crate) fn apply(
        &mut self,
        noun: &str,
        id: Uuid,
        body: &Value,
        local: impl Fn(Timestamp) -> Date,
    ) -> Result<(), Error> {
        match noun {
            "seeker" => {
                let known = Registration::deserialize(body).map_err(Error::internal)?;
                self.registered.insert(id, (known.person, known.channel));
                let counts = !matches!(known.state.state.as_str(), "draft" | "cancelled");
                let mark = Mark { on: known.registered_on, body: known.organisation };
                self.set(Work::Registered, id, counts.then_some(mark));
            }
            "opening" => {
                let known = Opening::deserialize(body).map_err(Error::internal)?;
                let counts = !matches!(known.state.state.as_str(), "draft" | "cancelled");
                let mark = Mark { on: known.origin.received_on, body: known.origin.organisation };
                self.set(Work::Received, id, counts.then_some(mark));
                match known.content.occupation {
                    Some(occupation) => self.trades.insert(id, occupation),
                    None => self.trades.remove(&id),
                };
            }
            "referral" => {
                let known = Referral::deserialize(body).map_err(Error::internal)?;
                let body = known.organisation;
                let sent = known.state.letter().map(|letter| Mark { on: letter.sent_on, body });
                self.set(Work::Referred, id, sent);
                let held = known.state.held_interview();
                let held = held.map(|interview| Mark { on: local(interview.at), body });
                self.set(Work::Interviewed, id, held);
            }
            "service" => {
                let known = Service::deserialize(body).map_err(Error::internal)?;
                let mark = Mark { on: known.on, body: known.organisation };
                match known.cancelled_at {
                    None => self.served.insert(id, mark),
                    Some(_) => self.served.remove(&id),
                };
            }
            _ => self.completions.apply(noun, id, body)?,
        }
        Ok(())
    }

    /// The days of the services of a year, of a body or of all, in order.
    pub(crate) fn served(&self, year: i16, body: Option<OrganisationId>) -> Vec<Date> {
        let of = self.served.values().filter(|mark| mark.on.year() == year);
        let of = of.filter(|mark| body.is_none() || mark.body == body);
        let mut days: Vec<Date> = of.map(|mark| mark.on).collect();
        days.sort_unstable();
        days
    }

    /// The openings of a sector, as its page lists them, in order of id.
    pub(crate) fn of_sector(&self, sector: &Sector) -> Vec<OpeningId> {
        let of = self.trades.iter().filter(|(_, occupation)| sector.covers_occupation(occupation));
        let mut ids: Vec<OpeningId> = of.map(|(id, _)| OpeningId(*id)).collect();
        ids.sort_unstable();
        ids
    }

    fn set(&mut self, work: Work, id: Uuid, mark: Option<Mark>) {
        match mark {
            Some(mark) => self.marks.insert((work, id), mark),
            None => self.marks.remove(&(work, id)),
        };
    }

    /// How many were registered through each channel in each month, and who they are.
    pub(crate) fn registrations(&self) -> BTreeMap<(Month, Channel), Vec<PersonId>> {
        let mut out: BTreeMap<_, Vec<PersonId>> = BTreeMap::new();
        for ((_, id), mark) in self.of(Work::Registered) {
            if let Some((person, channel)) = self.registered.get(id) {
                out.entry((Month::of(mark.on), *channel)).or_default().push(*person);
            }
        }
        out
    }

    fn of(&self, work: Work) -> impl Iterator<Item = (&(Work, Uuid), &Mark)> {
        self.marks.range((work, Uuid::nil())..=(work, Uuid::max()))
    }

    fn all(&self) -> impl Iterator<Item = (&(Work, Uuid), &Mark)> {
        self.marks.iter()
    }
}

impl Cut {
    fn span(&self, ctx: &Ctx) -> Span {
        match self.month {
            Some(month) => Span { first: month, last: month },
            None => Span::of(self.year.unwrap_or_else(|| ctx.today().year()), self.half),
        }
    }

    fn holds(&self, span: Span, mark: &Mark) -> bool {
        span.holds(Month::of(mark.on)) && self.body.is_none_or(|body| body == mark.body)
    }
}

/// What the public may see of a year, with what anybody needs to check it (CR-21).
#[derive(Debug, Clone)]
pub struct Public {
    /// As of when.
    pub as_of: Timestamp,
    /// Version of the counting rules.
    pub rule_set: &'static str,
    /// Digest of what it was made of, hex.
    pub digest: String,
    /// A row a month: the four kinds of work, then confirmed results; hidden cells are `None`.
    pub rows: Vec<(Month, [Option<i64>; 5])>,
}

impl Sheet {
    /// Records of a kind; in a month, of a body, or of all.
    pub fn count(&self, work: Work, month: Option<Month>, body: Option<Option<OrganisationId>>) -> i64 {
        let wanted = self.counts.iter().filter(|((of, on, by), _)| {
            *of == work && month.is_none_or(|month| month == *on) && body.is_none_or(|body| body == *by)
        });
        wanted.map(|(_, n)| n).sum()
    }

    /// Job events (R1) by grade, in a month or of a body: confirmed and claimed, never together.
    pub fn results(&self, month: Option<Month>, body: Option<Option<OrganisationId>>) -> (i64, i64) {
        let wanted = self.results.iter().filter(|((on, by), _)| {
            month.is_none_or(|month| month == *on) && body.is_none_or(|body| body == *by)
        });
        wanted.fold((0, 0), |(filled, claimed), (_, line)| {
            (filled + line.filled.value(), claimed + line.claimed.value())
        })
    }

    /// A row a month as the public may see it: small cells hidden (CR-23), by column.
    fn public(&self) -> Vec<(Month, [Option<i64>; 5])> {
        let months = self.span.months();
        let columns: Vec<Vec<Option<i64>>> = (0..5)
            .map(|nth| {
                let cells: Vec<i64> = months.iter().map(|month| self.columns(*month)[nth]).collect();
                cr_23_suppress(&cells, self.least_shown)
            })
            .collect();
        let row = |at: usize| std::array::from_fn(|nth| columns[nth][at]);
        months.iter().enumerate().map(|(at, month)| (*month, row(at))).collect()
    }

    /// The figures of a month in the order of the columns: the four kinds of work, then confirmed results.
    fn columns(&self, month: Month) -> [i64; 5] {
        let [a, b, c, d] = [Work::Registered, Work::Received, Work::Referred, Work::Interviewed]
            .map(|work| self.count(work, Some(month), None));
        [a, b, c, d, self.results(Some(month), None).0]
    }
}

/// The figures of a span, without people.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn sheet(ctx: &Ctx, app: &App, cut: Cut) -> Result<Sheet, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let known = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let (span, today) = (cut.span(ctx), ctx.today());
    let mut counts: BTreeMap<_, i64> = BTreeMap::new();
    app.ledger.records(|records| {
        for ((work, _), mark) in records.all().filter(|(_, mark)| cut.holds(span, mark)) {
            *counts.entry((*work, Month::of(mark.on), mark.body)).or_default() += 1;
        }
    });
    // The city's results go by home; the view by workplace is the ledger's (CR-20).
    let filter = Filter {
        from: Some(span.first.first()),
        to: Some(span.last.last()),
        basis: Basis::Residents,
        districts: crate::ledger::districts(app),
        owner: cut.body.flatten(),
        ..Filter::default()
    };
    let (results, digest, seq) = app.ledger.with(|ledger, counted, seq| {
        let by = |event: &domain::counting::Event| (Month::of(event.start), ledger.owner_of(event));
        let mut results = ledger.figures_by(counted, &filter, today, by);
        results.retain(|(_, by), _| cut.body.is_none_or(|body| body == *by));
        let results = results.into_iter().map(|(key, figures)| (key, figures.class(Class::R1))).collect();
        let mut rows = ledger.told(counted, &filter);
        rows.retain(|row| cut.body.is_none_or(|body| body == row.owner));
        (results, crate::ledger::digest(&rows), seq)
    });
    let mut hash = Sha256::new_with_prefix(digest);
    for ((work, month, body), n) in &counts {
        hash.update(format!("{work}|{month}|{}|{n}\n", body.map(|id| id.to_string()).unwrap_or_default()));
    }
    let digest = crate::ledger::hex(&hash.finalize());
    let results: BTreeMap<(Month, Option<OrganisationId>), Line> = results;
    let mut ids: Vec<Option<OrganisationId>> =
        counts.keys().map(|(_, _, body)| *body).chain(results.keys().map(|(_, body)| *body)).collect();
    ids.sort_unstable();
    ids.dedup();
    let name = |id: Option<OrganisationId>| {
        known.iter().find(|body| Some(body.id) == id).map(|body| body.name.clone()).unwrap_or_default()
    };
    let bodies = ids.into_iter().map(|id| (id, name(id))).collect();
    let least_shown = app.city.ledger().least_shown;
    Ok(Sheet { as_of: ctx.now, seq, rule_set: RULE_SET, digest, span, bodies, counts, results, least_shown })
}

/// A year as the public may see it. Only ever whole years of the whole city: from the cells of a body or a half
/// those that are hidden in another table could be told.
///
/// # Errors
/// As [`sheet`].
pub async fn public(ctx: &Ctx, app: &App, year: Option<i16>) -> Result<Public, Error> {
    let told = sheet(ctx, app, Cut { year, ..Cut::default() }).await?;
    let rows = told.public();
    Ok(Public { as_of: told.as_of, rule_set: told.rule_set, digest: told.digest, rows })
}

/// The records behind a figure, latest first. They are named by their numbers; whoever may open one is told
/// more there.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn rows(
    ctx: &Ctx,
    app: &App,
    work: Work,
    cut: Cut,
    page: usize,
    size: usize,
) -> Result<Page<Row>, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let span = cut.span(ctx);
    let mut found: Vec<(Date, Uuid)> = app.ledger.records(|records| {
        let of = records.of(work).filter(|(_, mark)| cut.holds(span, mark));
        of.map(|((_, id), mark)| (mark.on, *id)).collect()
    });
    found.sort_unstable_by(|a, b| b.cmp(a));
    let (total, page, size) = (found.len(), page.max(1), size.clamp(1, 100));
    let mut items = Vec::with_capacity(size);
    for (on, id) in found.into_iter().skip((page - 1).saturating_mul(size)).take(size) {
        let (number, path) = named(ctx, app, work, id).await?;
        items.push(Row { on, number, path });
    }
    Ok(Page { items, total, page, size })
}

async fn named(ctx: &Ctx, app: &App, work: Work, id: Uuid) -> Result<(String, String), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    Ok(match work {
        Work::Registered => {
            let found = store::seeker::find(store, tenant, SeekerId(id)).await.map_err(crate::fault)?;
            let Some((seeker, profile)) = found else { return Ok(Default::default()) };
            let stands = crate::seeker::relation(ctx, &seeker, profile.as_ref());
            let may = authorise(&ctx.actor, UseCase::ReadSeeker, stands).is_ok();
            (seeker.number, if may { format!("/staff/seekers/{id}") } else { String::new() })
        }
        Work::Received => {
            let found = store::opening::find(store, tenant, OpeningId(id)).await.map_err(crate::fault)?;
            let number = found.map(|opening| opening.origin.number).unwrap_or_default();
            (number, format!("/staff/openings/{id}"))
        }
        Work::Referred | Work::Interviewed => {
            let found = store::referral::find(store, tenant, ReferralId(id)).await.map_err(crate::fault)?;
            let Some(referral) = found else { return Ok(Default::default()) };
            let letter = referral.state.letter().map(|letter| letter.number.clone()).unwrap_or_default();
            let stands = crate::referral::relation(&referral);
            let may = authorise(&ctx.actor, UseCase::ReadReferral, stands).is_ok();
            (letter, if may { format!("/staff/referrals/{id}") } else { String::new() })
        }
    })
}
