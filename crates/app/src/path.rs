//! The tailored path (맞춤 경로): from what a person told, everything that may come next on one page. For them, and for whoever
//! counsels them; nothing is inferred of them, and what they did not tell stays unknown.
//!
//! It must not know how openings are matched, nor what a programme asks.

use std::cmp::Reverse;

use domain::area::AreaCode;
use domain::city::Centre;
use domain::cohort::Cohort;
use domain::hiring_event::HiringEvent;
use domain::id::SeekerId;
use domain::look::Purpose;
use domain::message::{Lang, Message};
use domain::policy::{Relation, UseCase, authorise};
use domain::reminder::days_after;
use domain::seeker::{Profile, Seeker};
use domain::segment::{Definition, Segment, Version};
use domain::support_program::{Assessment, Facts, Missing, Verdict};
use domain::{Ctx, Role};

use crate::fit::Fit;
use crate::{App, Error};

/// Openings that fit, and as many that nearly do.
const TOP: usize = 5;
/// Days for which events are told ahead.
const EVENT_DAYS: i32 = 14;

/// Everything that may come next for a person.
#[derive(Debug, Clone)]
pub struct Tailored {
    /// Their registration.
    pub seeker: Seeker,
    /// Their name.
    pub name: String,
    /// Openings that fit or nearly do, and what would open more; `None` while no list is made for them.
    pub fit: Option<Fit>,
    /// Whether they refused lists that are made by themselves.
    pub refused_lists: bool,
    /// Programmes that they may get as far as is known: the certain ones first.
    pub programs: Vec<Program>,
    /// Hiring events of the next days, those of their district first.
    pub events: Vec<HiringEvent>,
    /// Segments to which they belong, and those of which nobody knows.
    pub segments: Vec<Belonging>,
    /// Whom to call.
    pub care: Care,
}

/// A programme that somebody may get.
#[derive(Debug, Clone)]
pub struct Program {
    /// How they stand to each of its conditions.
    pub answer: Assessment<'static>,
    /// Eligible, or what is not known.
    pub verdict: Verdict,
    /// Its cohorts to which one may apply now, the first to begin first.
    pub cohorts: Vec<Cohort>,
}

/// How somebody stands to a segment.
#[derive(Debug, Clone, Copy)]
pub struct Belonging {
    /// The segment.
    pub segment: &'static Segment,
    /// Its definition of today.
    pub version: &'static Version,
    /// What was not told, where that must be known; `None` when they belong to it for certain.
    pub missing: Option<Missing>,
}

/// Whom a person calls.
#[derive(Debug, Clone)]
pub struct Care {
    /// Their counsellor; empty while nobody is assigned.
    pub counselor: String,
    /// Which body looks after them; empty for none.
    pub body: String,
    /// Its telephone, else the centre's.
    pub phone: String,
    /// The counter nearest to where they live.
    pub centre: Option<Centre>,
}

/// The path of one person. The look is written before anything is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that they exist.
pub async fn tailored(ctx: &Ctx, app: &App, id: SeekerId) -> Result<Tailored, Error> {
    let (seeker, profile) = crate::seeker::read(ctx, app, UseCase::ReadMatch, id).await?;
    crate::look::leave(ctx, app, vec![seeker.person], Purpose::Match).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    let today = ctx.today();
    let fit = match profile.may_be_matched() && seeker.state.is_active(today) {
        true => {
            let fit = crate::fit::few(ctx, app, &seeker, &profile, TOP).await?;
            crate::suggestion::keep_list(ctx, app, &seeker, &fit).await?;
            Some(fit)
        }
        false => None,
    };
    let facts = crate::support_program::facts_of(&seeker, &profile, today);
    Ok(Tailored {
        fit,
        refused_lists: !profile.may_be_matched(),
        programs: programs(ctx, app, &seeker, &facts).await?,
        events: events(ctx, app, profile.area.as_ref()).await?,
        segments: segments(ctx, app, &facts),
        care: care(ctx, app, &seeker, &profile).await?,
        name: profile.name,
        seeker,
    })
}

/// The registration whose path is one's own; `None` for whoever has none.
///
/// # Errors
/// [`Error::Forbidden`] without an account.
pub async fn own(ctx: &Ctx, app: &App) -> Result<Option<SeekerId>, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, own)?;
    match ctx.actor.person.filter(|_| ctx.actor.role == Role::Seeker) {
        Some(person) => Ok(crate::seeker::latest(ctx, app, person).await?.map(|seeker| seeker.id)),
        None => Ok(None),
    }
}

async fn programs(ctx: &Ctx, app: &App, seeker: &Seeker, facts: &Facts) -> Result<Vec<Program>, Error> {
    let past = crate::enrolment::past(ctx, app, seeker.person).await?;
    let mut open: Vec<Cohort> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    open.retain(|cohort| cohort.takes_on(ctx.today()));
    open.sort_by_key(|cohort| (cohort.from, cohort.id));
    let mut programs = Vec::new();
    for answer in crate::support_program::fit_with(ctx, app, facts, past)? {
        let verdict = answer.verdict();
        if matches!(verdict, Verdict::NotEligible { .. }) {
            continue;
        }
        let cohorts = open.iter().filter(|cohort| cohort.program == answer.program.id).cloned().collect();
        programs.push(Program { answer, verdict, cohorts });
    }
    programs.sort_by_key(|one| (Reverse(one.verdict == Verdict::Eligible), Reverse(!one.cohorts.is_empty())));
    Ok(programs)
}

/// Hiring events of the next fourteen days, those in the district of a home first.
///
/// # Errors
/// When the store cannot be read.
pub async fn events(ctx: &Ctx, app: &App, home: Option<&AreaCode>) -> Result<Vec<HiringEvent>, Error> {
    let last = days_after(ctx.today(), EVENT_DAYS);
    let mut events = crate::hiring_event::upcoming(ctx, app).await?;
    events.retain(|event| event.on <= last);
    let district = home.and_then(AreaCode::district);
    let near = |event: &HiringEvent| {
        let there = event.area.as_ref().and_then(AreaCode::district);
        district.is_some() && there == district
    };
    events.sort_by_key(|event| (!near(event), event.on));
    Ok(events)
}

/// An event in words: when, what, where.
pub fn event(event: &HiringEvent) -> Message {
    Message::new("path-event")
        .with("day", event.on.to_string())
        .with("title", event.title.as_str())
        .with("place", event.place.as_str())
}

/// Those to which somebody belongs for certain, and those that hang on something they did not tell.
fn segments(ctx: &Ctx, app: &App, facts: &Facts) -> Vec<Belonging> {
    let today = ctx.today();
    let of = |segment: &'static Segment| {
        let version = segment.version_on(today)?;
        let missing = match segment.holds(facts, today) {
            Ok(true) => None,
            Ok(false) => return None,
            Err(missing) => Some(missing),
        };
        Some(Belonging { segment, version, missing })
    };
    let mut all: Vec<Belonging> = app.reference.segments.iter().filter_map(of).collect();
    all.sort_by_key(|one| one.missing.is_some());
    all
}

async fn care(ctx: &Ctx, app: &App, seeker: &Seeker, profile: &Profile) -> Result<Care, Error> {
    let counselor = crate::referral::named(ctx, app, seeker.assigned).await?;
    let body = match seeker.organisation {
        Some(id) => store::organisation::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?,
        None => None,
    };
    let (body, phone) = body.map(|body| (body.name, body.phone)).unwrap_or_default();
    let phone = if phone.is_empty() { app.city.phone().to_owned() } else { phone };
    let centres = app.city.centres();
    let home = profile.area.as_ref();
    let there = centres.iter().find(|centre| Some(&centre.area) == home);
    let near = || {
        let district = home.and_then(|home| home.district());
        centres.iter().find(|centre| district.is_some() && centre.area.district() == district)
    };
    let centre = there.or_else(near).or(centres.first()).cloned();
    Ok(Care { counselor, body, phone, centre })
}

impl Program {
    /// Whether they may get it, or what is not known, in words.
    pub fn says(&self) -> Message {
        match &self.verdict {
            Verdict::Unknown { missing } => {
                let what = missing.iter().map(|one| one.message()).collect();
                Message::new("path-program-unknown")
                    .with("name", self.answer.program.name())
                    .with("what", listed(what))
            }
            Verdict::Eligible | Verdict::NotEligible { .. } => {
                Message::new("path-program-eligible").with("name", self.answer.program.name())
            }
        }
    }
}

impl Belonging {
    /// The segment by its definition, or what was not asked, in words.
    pub fn says(&self) -> Message {
        match self.missing {
            Some(missing) => Message::new("path-segment-unknown")
                .with("name", self.segment.name())
                .with("what", missing.message()),
            None => Message::new("path-segment")
                .with("name", self.segment.name())
                .with("definition", definition(self.version))
                .with("basis", self.version.basis.as_str()),
        }
    }
}

/// Several things, with commas.
fn listed(of: Vec<Message>) -> Message {
    let joined =
        |one: Message, other: Message| Message::new("support-list").with("one", one).with("other", other);
    of.into_iter().reduce(joined).unwrap_or_else(|| Message::new("support-nothing"))
}

/// Who belongs to a segment, in words.
fn definition(version: &Version) -> Message {
    match version.definition {
        Definition::Ages { min, max: Some(max) } => {
            Message::new("path-ages").with("min", min).with("max", max)
        }
        Definition::Ages { min, max: None } => Message::new("path-ages-from").with("min", min),
        Definition::Told(status) => {
            Message::new("path-told").with("status", Message::word("support-status", status.into()))
        }
    }
}

/// A cohort to which one may apply, in words.
pub fn cohort(cohort: &Cohort) -> Message {
    Message::new("path-cohort")
        .with("number", cohort.number)
        .with("from", cohort.from.to_string())
        .with("until", cohort.until.to_string())
}

impl Care {
    /// Whom to call, in words.
    pub fn says(&self, lang: Lang) -> Vec<Message> {
        let phone = self.phone.as_str();
        let counselor = match self.counselor.is_empty() {
            true => Message::new("path-call-nobody").with("phone", phone),
            false => Message::new("path-call-counselor")
                .with("name", self.counselor.as_str())
                .with("body", self.body.as_str())
                .with("phone", phone),
        };
        let name = |centre: &Centre| match lang {
            Lang::En if !centre.name_en.is_empty() => centre.name_en.clone(),
            _ => centre.name.clone(),
        };
        let centre = self.centre.as_ref().map(|centre| {
            Message::new("path-call-centre")
                .with("name", name(centre))
                .with("address", centre.address.as_str())
                .with("hours", centre.hours.as_str())
                .with("phone", centre.phone.as_str())
        });
        std::iter::once(counselor).chain(centre).collect()
    }
}
