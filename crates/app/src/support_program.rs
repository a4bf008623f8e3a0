//! Employment support programmes for everybody: what this city offers or lies in, and which of them fit somebody, asked without
//! an account.
//!
//! The rules are data of the program, so there is nothing to write. Nothing that somebody says of themselves is kept.

use std::collections::BTreeSet;

use domain::Ctx;
use domain::message::Lang;
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{Profile, Seeker};
use domain::support_program::{
    Assessment, Facts, Fault, Finding, Ground, Hire, Kind, Missing, Past, ProgramId, Standing, StandingName,
    Status, SupportProgram, Target, Verdict, Version,
};
use jiff::civil::{Date, DateTime};

use crate::{App, Error, FieldError};

/// A programme with the version that is shown today.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    /// The programme.
    pub program: &'static SupportProgram,
    /// The version that holds; where none does the next, else the last.
    pub version: &'static Version,
    /// How its days of applying stand to now.
    pub standing: Standing,
}

/// Which programmes a list is asked for; nothing for all of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Of this kind.
    pub kind: Option<Kind>,
    /// For persons or for employers.
    pub target: Option<Target>,
    /// Open, soon open, or closed.
    pub standing: Option<StandingName>,
}

impl Wanted {
    fn holds(self, offer: &Offer) -> bool {
        self.kind.is_none_or(|kind| offer.program.kind == kind)
            && self.target.is_none_or(|target| offer.program.target() == target)
            && self.standing.is_none_or(|standing| offer.standing.name() == standing)
    }
}

/// The instant on the city's clocks.
fn now(ctx: &Ctx) -> DateTime {
    ctx.zone.to_datetime(ctx.now)
}

/// The tables that conditions rest on.
pub fn ground(app: &App) -> Ground<'static> {
    Ground::of(app.reference)
}

fn offer(ctx: &Ctx, app: &App, program: &'static SupportProgram) -> Option<Offer> {
    let version = program.nearest(ctx.today()).filter(|_| program.is_offered_in(app.city.root()))?;
    Some(Offer { program, version, standing: version.standing(now(ctx)) })
}

/// What this city offers and what the whole country does, by name.
///
/// # Errors
/// [`Error::Forbidden`] never in practice: everybody reads it.
pub fn list(ctx: &Ctx, app: &App, wanted: Wanted) -> Result<Vec<Offer>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let programs = app.reference.support_programs.iter();
    Ok(programs.filter_map(|one| offer(ctx, app, one)).filter(|one| wanted.holds(one)).collect())
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] when there is none of that name, or another city's.
pub fn get(ctx: &Ctx, app: &App, id: &str) -> Result<Offer, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let program = ProgramId::parse(id).and_then(|id| app.reference.support_programs.get(&id));
    program.and_then(|program| offer(ctx, app, program)).ok_or(Error::NotFound)
}

/// How a person stands to each programme for persons.
///
/// # Errors
/// [`Error::Invalid`] with the field of each thing that cannot be so, such as a day of birth that has not come.
pub fn fit(ctx: &Ctx, app: &App, facts: &Facts) -> Result<Vec<Assessment<'static>>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let answers = app.reference.support_programs.fit(facts, now(ctx), ground(app));
    Ok(offered(app, answers.map_err(refused)?))
}

/// What is known of a registered person: what they told, and that they are registered. Whatever was not told stays unknown.
pub fn facts_of(seeker: &Seeker, profile: &Profile, today: Date) -> Facts {
    let mut facts = Facts::of(profile);
    if seeker.state.is_active(today) {
        facts.told.insert(Status::RegisteredSeeker, true);
    }
    facts
}

/// How a registered person stands to each programme for persons. What they took part in here may bar them from some; that there
/// was nothing else, nobody said.
///
/// # Errors
/// As [`fit`].
pub(crate) fn fit_with(
    ctx: &Ctx,
    app: &App,
    facts: &Facts,
    past: Vec<Past>,
) -> Result<Vec<Assessment<'static>>, Error> {
    let known = Facts { history: Some(past), ..facts.clone() };
    let answers = fit(ctx, app, facts)?.into_iter().zip(fit(ctx, app, &known)?);
    let barred = |known: &Assessment<'static>| matches!(known.verdict(), Verdict::NotEligible { .. });
    Ok(answers.map(|(open, known)| if barred(&known) { known } else { open }).collect())
}

/// How an employer and a hire stand to each programme for employers.
///
/// # Errors
/// The same.
pub fn fit_hire(ctx: &Ctx, app: &App, hire: &Hire) -> Result<Vec<Assessment<'static>>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let answers = app.reference.support_programs.fit_hire(hire, now(ctx), ground(app));
    Ok(offered(app, answers.map_err(refused)?))
}

fn offered(app: &App, mut answers: Vec<Assessment<'static>>) -> Vec<Assessment<'static>> {
    answers.retain(|one| one.program.is_offered_in(app.city.root()));
    answers
}

/// What has to be known to say who may apply now or soon: whatever is missing of somebody of whom nothing is known.
///
/// # Errors
/// None in practice.
pub fn asked(ctx: &Ctx, app: &App, target: Target) -> Result<BTreeSet<Missing>, Error> {
    let mut answers = match target {
        Target::Person => fit(ctx, app, &Facts::default())?,
        Target::Employer => fit_hire(ctx, app, &Hire::default())?,
    };
    answers.retain(|one| one.version.standing(now(ctx)).name() != StandingName::Closed);
    let missing = answers.into_iter().flat_map(|one| one.lines).filter_map(|line| match line.finding {
        Finding::Missing(what) => Some(what),
        Finding::Met | Finding::NotMet(_) => None,
    });
    Ok(missing.flatten().collect())
}

/// One time that somebody took part, by the day on which it began; the version is that which ran on that day.
pub fn past(app: &App, program: &ProgramId, from: Date, until: Option<Date>) -> Option<Past> {
    let program = app.reference.support_programs.get(program)?;
    let ran = |version: &&Version| {
        version.period.is_some_and(|ran| ran.from.earliest() <= from && from <= ran.until.latest())
    };
    let version = program.versions.iter().find(ran);
    Some(Past {
        program: program.id.clone(),
        version: version.map(|version| version.id.clone()),
        kind: program.kind,
        stage: version.and_then(|version| version.stage),
        from,
        until,
    })
}

/// The name of the input by which something is told.
pub fn field(what: Missing) -> String {
    match what {
        Missing::Fact(fact) => fact.to_string(),
        Missing::Told(status) => format!("told_{status}"),
    }
}

pub(crate) fn refused(faults: Vec<Fault>) -> Error {
    let field = |(what, message): Fault| FieldError { field: field(what).into(), message };
    Error::Invalid(faults.into_iter().map(field).collect())
}

/// Where a version is written. The row in our own list is a copy, no source. What is remarked in brackets is worded in the
/// reader's language.
pub fn sources(app: &App, version: &Version, lang: Lang) -> Vec<String> {
    let own = version.sources.iter().filter(|one| !one.starts_with("programmes.csv"));
    own.map(|one| remarked(app, one, lang).unwrap_or_else(|| one.clone())).collect()
}

/// A source with its remark in a language, where the remark is a known one.
fn remarked(app: &App, source: &str, lang: Lang) -> Option<String> {
    let (what, remark) = source.strip_suffix(')')?.rsplit_once(" (")?;
    let code = format!("programme-remark-{}", remark.replace(", ", "-").replace(' ', "-"));
    let known = app.catalogue.has(lang, &code);
    known.then(|| format!("{what} ({})", app.catalogue.word(lang, &code)))
}

/// A programme in the words of a language, as data.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its name.
    pub name: &'static str,
    /// What it gives and how.
    pub gives: &'static str,
    /// What it asks, a condition each.
    pub conditions: Vec<String>,
    /// What no source tells.
    pub not_told: Vec<&'static str>,
    /// First and last day of applying.
    pub apply: (Option<Date>, Option<Date>),
}

/// The same offer in the words of a language.
pub fn told(app: &App, offer: &Offer, lang: Lang) -> Told {
    let (program, version) = (offer.program, offer.version);
    let says = |asks: domain::support_program::Asks<'_>| app.catalogue.say(lang, &asks.says(ground(app)));
    let ko = lang == Lang::Ko;
    Told {
        name: if ko { program.name_ko.as_str() } else { program.name_en.as_str() },
        gives: if ko { version.gives_ko.as_str() } else { version.gives_en.as_str() },
        conditions: version.asks().into_iter().map(says).collect(),
        not_told: version
            .not_told
            .iter()
            .map(|one| if ko { one.ko.as_str() } else { one.en.as_str() })
            .collect(),
        apply: match version.apply {
            Some(window) => (Some(window.from.date()), Some(window.until.date())),
            None => (version.from, version.until),
        },
    }
}

/// Columns of [`csv`].
const COLUMNS: [&str; 17] = [
    "id",
    "name",
    "operator",
    "kind",
    "for",
    "area",
    "version",
    "state",
    "apply_from",
    "apply_until",
    "gives",
    "conditions",
    "not_told",
    "source_kind",
    "sources",
    "contact",
    "licence",
];

/// Offers as a table for a spreadsheet; what there are several of stands on lines of one cell.
pub fn csv(app: &App, offers: &[Offer], lang: Lang) -> Vec<u8> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |offer: &Offer| {
        let (program, version, told) = (offer.program, offer.version, told(app, offer, lang));
        vec![
            program.id.to_string(),
            told.name.to_owned(),
            program.operator.clone(),
            program.kind.to_string(),
            program.target().to_string(),
            program.area.as_ref().map(|area| area.as_str().to_owned()).unwrap_or_default(),
            version.id.to_string(),
            offer.standing.name().to_string(),
            day(told.apply.0),
            day(told.apply.1),
            told.gives.to_owned(),
            told.conditions.join("\n"),
            told.not_told.join("\n"),
            version.source_kind.to_string(),
            sources(app, version, lang).join("\n"),
            program.contact.clone(),
            program.licence.clone(),
        ]
    };
    let header: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    documents::delimited::csv(&header, &offers.iter().map(row).collect::<Vec<_>>())
}
