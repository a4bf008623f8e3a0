//! For the young: who is young by which law and for which programme, asked of a day of birth that is kept nowhere; the way to a
//! first job with how many there are today; and what the plan does for them.
//!
//! Every age is dated data. It must not know how it is shown.

mod first;
mod plan;

use std::ops::RangeInclusive;

use domain::Ctx;
use domain::policy::{Relation, UseCase, authorise};
use domain::segment::{self, Definition, Segment, SegmentCode};
use domain::support_program::{Asked, Asks, Assessment, Facts, Finding, Hire};
use jiff::civil::Date;

pub use first::{First, first, newcomers};
pub use plan::{Kept, Measures, Planned, Sum, measures};

use crate::support_program::{Offer, Wanted, fit, fit_hire, list};
use crate::{App, Error};

/// How the names of segments of the young begin in `data/programmes/segments.toml`.
const YOUNG: &str = "youth-";

/// Who is young by a law or an ordinance.
#[derive(Debug, Clone, Copy)]
pub struct Law {
    /// The segment.
    pub segment: &'static Segment,
    /// Its definition of today.
    pub version: &'static segment::Version,
    /// From which age.
    pub min: u8,
    /// To which; `None` without an end.
    pub max: Option<u8>,
}

/// A programme that takes the young apart, with its own ages.
#[derive(Debug, Clone, Copy)]
pub struct Aged {
    /// The programme with the version that is shown today.
    pub offer: Offer,
    /// The condition that says so: of the person, or of whom an employer hires.
    pub asks: Asks<'static>,
    /// From which age; `None` without a beginning.
    pub min: Option<u8>,
    /// To which.
    pub max: u8,
}

/// Whether somebody is young, by each law and for each programme.
#[derive(Debug, Clone)]
pub struct Answer {
    /// By law.
    pub laws: Vec<(Law, bool)>,
    /// For each programme, what came of its condition about age alone.
    pub programs: Vec<(Aged, Finding)>,
}

fn is_young(code: &SegmentCode) -> bool {
    code.as_str().starts_with(YOUNG)
}

/// Who is young today, by law, in the order of the file.
pub fn laws(ctx: &Ctx, app: &App) -> Vec<Law> {
    let today = ctx.today();
    let of_young = app.reference.segments.iter().filter(|segment| is_young(&segment.code));
    of_young.filter_map(|segment| law(segment, today)).collect()
}

fn law(segment: &'static Segment, on: Date) -> Option<Law> {
    let version = segment.version_on(on)?;
    match version.definition {
        Definition::Ages { min, max } => Some(Law { segment, version, min, max }),
        Definition::Told(_) => None,
    }
}

/// The ages at which somebody is young by any law of today; `None` when the file has none.
pub(crate) fn ages(ctx: &Ctx, app: &App) -> Option<RangeInclusive<u8>> {
    let laws = laws(ctx, app);
    let (min, max) = (laws.iter().map(|law| law.min).min()?, laws.iter().filter_map(|law| law.max).max()?);
    Some(min..=max)
}

/// The programmes that take the young apart: those whose own rule ends at an age at which somebody is still young by some law.
///
/// # Errors
/// None in practice.
pub fn programs(ctx: &Ctx, app: &App) -> Result<Vec<Aged>, Error> {
    let Some(young) = ages(ctx, app) else { return Ok(Vec::new()) };
    let offers = list(ctx, app, Wanted::default())?;
    let aged = offers.into_iter().filter_map(|offer| {
        let mut all = offer.version.asks().into_iter();
        let (asks, min, max) = all.find_map(|asks| aged(ctx, app, asks))?;
        Some(Aged { offer, asks, min, max }).filter(|aged| young.contains(&aged.max))
    });
    Ok(aged.collect())
}

/// The ages that a condition asks for, where it has an end.
fn aged(ctx: &Ctx, app: &App, asks: Asks<'static>) -> Option<(Asks<'static>, Option<u8>, u8)> {
    let Asks::Person(rule) = asks else { return None };
    rule.any_of.iter().find_map(|asked| match asked {
        Asked::Age { min, max: Some(max), .. } => Some((asks, *min, *max)),
        Asked::Segment { of } => {
            let young = of.iter().filter(|code| is_young(code));
            let mut laws = young.filter_map(|code| law(app.reference.segments.get(code)?, ctx.today()));
            laws.find_map(|law| Some((asks, Some(law.min), law.max?)))
        }
        _ => None,
    })
}

/// Whether somebody born on a day is young, by each law and for each programme. The day is kept nowhere.
///
/// # Errors
/// [`Error::Invalid`] at the field `born_on` for a day that has not come.
pub fn check(ctx: &Ctx, app: &App, born_on: Date) -> Result<Answer, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let facts = Facts { born_on: Some(born_on), ..Facts::default() };
    let mut answers = fit(ctx, app, &facts)?;
    answers.extend(fit_hire(ctx, app, &Hire { person: facts.clone(), ..Hire::default() })?);
    let today = ctx.today();
    let laws = laws(ctx, app).into_iter().map(|law| (law, law.segment.holds(&facts, today) == Ok(true)));
    let programs = programs(ctx, app)?;
    let programs = programs.into_iter().filter_map(|aged| {
        let answer = answers.iter().find(|one| one.program.id == aged.offer.program.id)?;
        Some((aged, found(answer, aged.asks)?))
    });
    Ok(Answer { laws: laws.collect(), programs: programs.collect() })
}

fn found(answer: &Assessment<'_>, asks: Asks<'static>) -> Option<Finding> {
    answer.lines.iter().find(|line| line.asks == asks).map(|line| line.finding.clone())
}
