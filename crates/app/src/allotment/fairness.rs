//! What the lists that people really get, and the allocation behind them, give to groups of people: for the auditor alone.
//! Groups are read from the records here, when somebody asks, and handed to the audit as numbers; no list ever sees them.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Ctx;
use domain::area::AreaCode;
use domain::counting::age_on;
use domain::id::SeekerId;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::priority::{Facts, Group as Told};
use domain::seeker::Profile;
use jiff::Timestamp;
use jiff::civil::Date;
use matching::mismatch::fairness::{Bound, Estimate, Outcome, Report, Share, audit};
use matching::mismatch::seed::SplitMix64;
use serde::Serialize;
use strum::IntoEnumIterator;

use super::Plan;
use crate::{App, Error};

/// Resamples of the intervals of means.
const RESAMPLES: u32 = 200;
/// First years of the bands of age after the youngest.
const BANDS: [i16; 3] = [35, 50, 65];
/// The number of whoever told nothing, after all groups that may be told.
const UNTOLD: u32 = u32::MAX;

/// By what people are grouped for the audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::Display, strum::EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TraitName {
    /// Sex, as told.
    Sex,
    /// Band of age on the day.
    Age,
    /// District of residence.
    Area,
    /// Whether a disability was told with consent.
    Disability,
    /// Whether any group at a disadvantage was told with consent.
    Vulnerable,
}

/// A value with the interval it lies in 95 times of 100, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The value.
    pub value: i64,
    /// Lower end.
    pub low: i64,
    /// Upper end.
    pub high: i64,
}

/// What a group got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its name; none for all groups too small to be told by themselves.
    #[serde(skip)]
    pub name: Option<Message>,
    /// A word that stands for it in files.
    pub key: String,
    /// Persons.
    pub seekers: u64,
    /// Persons for whom any opening fits.
    pub feasible: u64,
    /// Openings suggested, and those that would be without keeping crowds apart.
    pub shown: u64,
    /// The latter.
    pub unrationed: u64,
    /// Persons for whom a head is meant.
    pub assigned: u64,
    /// Openings suggested per person for whom any fits.
    pub exposure: Option<Span>,
    /// Mean score of what is suggested, in points.
    pub score: Option<Span>,
    /// Share for whom a head is meant.
    pub rate: Span,
    /// That share against the highest of all groups, in thousandths.
    pub ratio: Option<i64>,
    /// Whether it is at least four fifths.
    pub four_fifths: bool,
    /// Share of the openings lost to keeping crowds apart, in thousandths.
    pub loss: i64,
    /// Whether that is within the city's bound.
    pub within: bool,
}

/// All groups of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trait {
    /// By what.
    pub by: TraitName,
    /// Each group that may be told.
    pub groups: Vec<Group>,
    /// Whether each is within the bound.
    pub within: bool,
}

/// What the auditor found of the lists of an entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fairness {
    /// Entry of the change log.
    pub seq: i64,
    /// When the lists were made.
    pub as_of: Timestamp,
    /// A figure of the lists.
    pub lists: String,
    /// So many thousandths may be lost.
    pub bound: u32,
    /// Groups of fewer people are not told by themselves.
    pub least: i64,
    /// Everybody together; none where they are too few.
    pub everybody: Option<Group>,
    /// By what.
    pub traits: Vec<Trait>,
}

/// The audit of the last lists; they are made first where there are none.
///
/// # Errors
/// [`Error::Forbidden`]; when the records cannot be read.
pub async fn fairness(ctx: &Ctx, app: &App) -> Result<Arc<Fairness>, Error> {
    authorise(&ctx.actor, UseCase::ReadAudit, Relation::default())?;
    let plan = match app.allotment.last() {
        Some(plan) => plan,
        None => super::renew(app).await?,
    };
    let mut kept = app.allotment.audited.lock().await;
    if let Some(known) = kept.as_ref().filter(|known| known.seq == plan.seq && known.as_of == plan.at) {
        return Ok(known.clone());
    }
    let people = people(app, plan.on).await?;
    let (least, bounds) = (app.city.ledger().least_shown, *app.city.allotment());
    let bound = Bound { delta: bounds.loss_thousandths, least, resamples: RESAMPLES };
    let most = bounds.most;
    let areas = app.city.clone();
    let made = tokio::task::spawn_blocking(move || {
        let name = |area: &AreaCode| areas.areas().name(area).to_owned();
        told(&plan, &people, most, bound, &name)
    });
    let made = Arc::new(made.await.map_err(Error::internal)?);
    *kept = Some(made.clone());
    Ok(made)
}

/// Somebody's group of each kind, in the order of [`TraitName`].
pub type Groups = [GroupKey; 5];

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupKey {
    /// Of a word.
    Word(&'static str),
    /// Of a district.
    Area(AreaCode),
    /// None: it was not told.
    Untold,
}

async fn people(app: &App, on: Date) -> Result<BTreeMap<SeekerId, Groups>, Error> {
    let (mut all, mut last) = (BTreeMap::new(), None);
    loop {
        let records = store::seeker::after(&app.store, app.tenant, None, last).await.map_err(crate::fault)?;
        let Some((end, _)) = records.last() else { return Ok(all) };
        last = Some(end.id);
        let known =
            records.into_iter().filter_map(|(seeker, profile)| Some((seeker.id, groups(&profile?, on))));
        all.extend(known);
    }
}

/// The groups of somebody on a day.
pub fn groups(profile: &Profile, on: Date) -> Groups {
    let told = Facts::of(profile).groups;
    let yes = |yes: bool| GroupKey::Word(if yes { "told" } else { "not_told" });
    let sex = profile.sex.map_or(GroupKey::Untold, |sex| GroupKey::Word(sex.into()));
    let age = profile.born_on.map_or(GroupKey::Untold, |born| {
        let age = age_on(born, on);
        let band = BANDS.iter().filter(|from| age >= **from).count();
        GroupKey::Word(["00_34", "35_49", "50_64", "65_up"][band])
    });
    let area = profile.area.as_ref().and_then(|area| AreaCode::parse(area.district()?));
    [
        sex,
        age,
        area.map_or(GroupKey::Untold, GroupKey::Area),
        yes(told.contains(&Told::Disabled)),
        yes(!told.is_empty()),
    ]
}

fn told(
    plan: &Plan,
    people: &BTreeMap<SeekerId, Groups>,
    most: usize,
    bound: Bound,
    area: &dyn Fn(&AreaCode) -> String,
) -> Fairness {
    let nobody: Groups = std::array::from_fn(|_| GroupKey::Untold);
    let mut seed = SplitMix64::new(plan.seq.unsigned_abs());
    let mut everybody = None;
    let mut traits = Vec::new();
    for (nth, by) in TraitName::iter().enumerate() {
        let of = |seeker: &SeekerId| &people.get(seeker).unwrap_or(&nobody)[nth];
        let mut keys: Vec<&GroupKey> = plan.told.people.iter().map(|one| of(&one.seeker)).collect();
        keys.sort_unstable();
        keys.dedup();
        let number = |key: &GroupKey| match key {
            GroupKey::Untold => UNTOLD,
            _ => keys.binary_search(&key).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(UNTOLD),
        };
        let outcomes: Vec<Outcome> =
            plan.told.people.iter().map(|one| outcome(one, number(of(&one.seeker)), most)).collect();
        let Report { groups, all, within } = audit(&outcomes, bound, &mut seed);
        let named = |share: &Share| match share.group {
            None => (None, "others".to_owned()),
            Some(UNTOLD) => (Some(Message::new("fairness-untold")), "untold".to_owned()),
            Some(at) => match keys.get(at as usize) {
                Some(GroupKey::Area(code)) => {
                    (Some(Message::new("fairness-area").with("name", area(code))), code.to_string())
                }
                Some(GroupKey::Word(word)) => {
                    (Some(Message::word("fairness-group", word)), (*word).to_owned())
                }
                _ => (None, "others".to_owned()),
            },
        };
        everybody = everybody.or_else(|| all.map(|share| group(&share, (None, "everybody".to_owned()))));
        traits.push(Trait {
            by,
            groups: groups.iter().map(|share| group(share, named(share))).collect(),
            within,
        });
    }
    Fairness {
        seq: plan.seq,
        as_of: plan.at,
        lists: plan.hash(),
        bound: bound.delta,
        least: bound.least,
        everybody,
        traits,
    }
}

fn outcome(one: &matching::allotment::Listed, group: u32, most: usize) -> Outcome {
    let length = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Outcome {
        group,
        shown: length(one.places.len()),
        score: one.places.iter().map(|place| i64::from(place.score)).sum(),
        unrationed: length(usize::from(one.choice).min(most).max(one.places.len())),
        assigned: one.places.iter().any(|place| place.meant),
    }
}

fn group(share: &Share, (name, key): (Option<Message>, String)) -> Group {
    let thousandths = |value: f64| (value * 1_000.0).round() as i64;
    let span = |scale: f64| {
        move |of: Estimate| Span {
            value: (of.value * scale).round() as i64,
            low: (of.low * scale).round() as i64,
            high: (of.high * scale).round() as i64,
        }
    };
    Group {
        name,
        key,
        seekers: share.seekers,
        feasible: share.feasible,
        shown: share.shown,
        unrationed: share.unrationed,
        assigned: share.assigned,
        exposure: share.exposure.map(span(1_000.0)),
        score: share.score.map(span(1.0)),
        rate: span(1_000.0)(share.rate),
        ratio: share.ratio.map(thousandths),
        four_fifths: share.four_fifths,
        loss: thousandths(share.fall),
        within: share.within,
    }
}

impl Fairness {
    /// Whether every group is within the bound.
    pub fn within(&self) -> bool {
        self.traits.iter().all(|one| one.within)
    }

    /// A line a group; shares, exposures and losses in thousandths.
    pub fn csv(&self) -> String {
        let mut out = String::from(
            "\u{feff}by,group,seekers,feasible,shown,unrationed,assigned,exposure,exposure_low,exposure_high,score,score_low,score_high,\
             rate,rate_low,rate_high,ratio,four_fifths,loss,within,as_of,changes,lists\r\n",
        );
        let everybody = self.everybody.iter().map(|group| ("everybody".to_owned(), group));
        let all =
            self.traits.iter().flat_map(|one| one.groups.iter().map(|group| (one.by.to_string(), group)));
        for (by, group) in everybody.chain(all) {
            let span = |span: Option<Span>| {
                span.map_or(",,".to_owned(), |span| format!("{},{},{}", span.value, span.low, span.high))
            };
            out.push_str(&format!(
                "{by},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n",
                group.key,
                group.seekers,
                group.feasible,
                group.shown,
                group.unrationed,
                group.assigned,
                span(group.exposure),
                span(group.score),
                span(Some(group.rate)),
                group.ratio.map(|ratio| ratio.to_string()).unwrap_or_default(),
                group.four_fifths,
                group.loss,
                group.within,
                self.as_of,
                self.seq,
                self.lists,
            ));
        }
        out
    }
}
