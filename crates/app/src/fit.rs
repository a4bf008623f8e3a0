//! "Which openings suit me": from a short form that is not stored, or from a registration, to openings
//! that fit, openings that fail one thing, and what widening one wish would bring.

use std::collections::BTreeSet;

use domain::Ctx;
use domain::area::AreaCode;
use domain::city::Sector;
use domain::code::{Education, EmploymentType, WageForm};
use domain::measure::{Measure, Unit};
use domain::message::Message;
use domain::occupation::OccupationCode;
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::{Pair, Referral};
use domain::seeker::{Profile, Seeker, WageWish};
use domain::suggestion::Competition;
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use matching::Relaxation;
pub use matching::{ConstraintState, Explanation, Part, PartKind, Suitability};

use crate::comment::Names;
use crate::escrow::Apart;
use crate::opening::Listed;
use crate::suggestion::{Kind, choose};
use crate::{App, Error};

/// How many full and near matches are shown.
const SHOWN: usize = 10;
/// How many openings of neighbouring cities are shown beside ours.
const ABROAD: usize = 5;
/// How many trainings are told.
const TRAININGS: usize = 3;
/// Works of one minor group are of one kind.
const KIND_OF_WORK: u8 = 3;

/// The short form. Nothing of it is kept.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Desired work in the person's own words.
    pub occupation_text: String,
    /// Where they live, in their own words.
    pub area_text: String,
    /// Areas they would work in; empty means near home.
    pub desired_areas: Vec<AreaCode>,
    /// Longest way to work, minutes one way.
    pub commute_max_min: Option<u32>,
    /// Desired pay.
    pub wage: Option<(WageForm, i64)>,
    /// Months of experience.
    pub career_months: Option<u32>,
    /// Schooling.
    pub education: Option<Education>,
    /// Days they can work.
    pub weekdays: Option<Weekdays>,
    /// Hours they can work.
    pub hours: Option<DailyHours>,
    /// Most hours a week.
    pub weekly_hours: Option<u32>,
    /// Acceptable employment types; empty means all.
    pub employment_types: Vec<EmploymentType>,
    /// Licences, separated by commas.
    pub licences: String,
    /// Skills, separated by commas.
    pub skills: String,
    /// Anything else about the desired work.
    pub desired_work: String,
}

/// An opening with why it fits or does not.
#[derive(Debug, Clone)]
pub struct Fitting {
    /// The opening.
    pub listed: Listed,
    /// Points, constraints and what is not known.
    pub explanation: Explanation,
    /// How many want it, and whether somebody may be referred; apart from how it suits.
    pub stands: Stands,
    /// Whether a plan put it here for this person.
    pub planned: bool,
}

/// How an opening stands for somebody today, apart from how it suits them.
#[derive(Debug, Clone, Default)]
pub struct Stands {
    /// Heads still looked for, and referrals that wait for an answer.
    pub competition: Competition,
    /// The person's own referral to it that waits for an answer.
    pub referred: Option<Referral>,
    /// Why they may not be referred to it today; empty when they may.
    pub refusals: Vec<Message>,
    /// Heads of it that are set aside, once that was asked.
    pub apart: Option<Apart>,
}

impl Stands {
    /// Whether nobody could be referred to it now, whoever they are.
    pub fn is_full(&self) -> bool {
        let full = ["referral-crowded", "referral-no-heads"];
        self.refusals.iter().any(|why| full.contains(&why.code.as_ref()))
    }
}

/// An opening that fails exactly one thing.
#[derive(Debug, Clone)]
pub struct NearFitting {
    /// The opening.
    pub listed: Listed,
    /// Points, constraints and what is not known.
    pub explanation: Explanation,
    /// The one thing, in words with figures.
    pub failed: Message,
    /// How many want it, and whether somebody may be referred; apart from how it suits.
    pub stands: Stands,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Fit {
    /// Openings that meet every condition, best first.
    pub full: Vec<Fitting>,
    /// Whether enough was told for anything to be looked for.
    pub can_match: bool,
    /// How many meet every condition in all.
    pub full_total: usize,
    /// Openings that fail one condition, best first.
    pub near: Vec<NearFitting>,
    /// Openings of neighbouring cities that meet every condition, best first; never among ours, and nobody is referred to them.
    pub abroad: Vec<Fitting>,
    /// What widening one wish would bring: the wish and how many more openings.
    pub relax: Vec<(Message, usize)>,
    /// Those of them that are learned: a licence, schooling, experience.
    pub learn: Vec<(Message, usize)>,
    /// What was not told and would help.
    pub missing: Vec<Message>,
    /// How the person's words were understood: occupations and areas by name.
    pub understood: Vec<String>,
    /// Sectors of the city to which the wished work belongs.
    pub sectors: Vec<Sector>,
    /// Training that the city's plan holds this year for the wished work; where there is none, some for any work.
    pub trainings: Vec<Training>,
    /// Sequence number of the change log this answers for.
    pub seq: i64,
    /// Digest of what matching knew of the person.
    pub wishes: String,
    /// Entry of the change log for which a plan was made, where one chose the openings.
    pub plan: Option<i64>,
}

impl Fit {
    /// What a wider wish alone would bring: without what takes learning.
    pub fn widening(&self) -> impl Iterator<Item = &Message> {
        self.relax.iter().filter(|one| !self.learn.contains(one)).map(|(said, _)| said)
    }
}

/// Training that the plan of the year holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// Its name.
    pub name: String,
    /// The body that gives it.
    pub body: String,
    /// Category of the disclosure scheme under which everybody can read of it.
    pub category: String,
}

/// Answers the short form.
///
/// # Errors
/// [`Error::Invalid`] for numbers that cannot be meant.
pub async fn find(ctx: &Ctx, app: &App, form: &Form) -> Result<Fit, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let profile = profile(app, form)?;
    of_profile(ctx, app, None, &profile, SHOWN).await
}

/// The few that are suggested to a registered person. What nobody could be referred to now is not suggested.
pub(crate) async fn few(
    ctx: &Ctx,
    app: &App,
    seeker: &Seeker,
    profile: &Profile,
    k: usize,
) -> Result<Fit, Error> {
    let (plan, least) = (app.allotment.last(), app.city.allotment().least);
    let mut full = BTreeSet::new();
    loop {
        let kind = Kind::Few { who: seeker.id, plan: plan.as_deref(), least, full: &full };
        let mut fit = answer(ctx, app, Some(seeker), kind, profile, k).await?;
        let known = full.len();
        let crowded = fit.full.iter().filter(|one| one.stands.is_full());
        full.extend(crowded.map(|one| one.listed.opening.id));
        if full.len() == known {
            fit.full.retain(|one| !one.stands.is_full());
            return Ok(fit);
        }
    }
}

/// Answers for a profile, and for whose registration it is, if it is one's: everything that fits.
pub(crate) async fn of_profile(
    ctx: &Ctx,
    app: &App,
    who: Option<&Seeker>,
    profile: &Profile,
    k: usize,
) -> Result<Fit, Error> {
    answer(ctx, app, who, Kind::Search, profile, k).await
}

async fn answer(
    ctx: &Ctx,
    app: &App,
    who: Option<&Seeker>,
    kind: Kind<'_>,
    profile: &Profile,
    k: usize,
) -> Result<Fit, Error> {
    let trainings = trainings(ctx, app, &profile.occupations).await?;
    let mut fit = suited(ctx, app, kind, profile, k, trainings);
    fit.abroad = abroad(ctx, app, profile);
    let own = match who {
        Some(seeker) => store::referral::of_person(&app.store, ctx.tenant, seeker.person).await,
        None => Ok(Vec::new()),
    };
    let (own, who) = (own.map_err(crate::fault)?, who.map(|seeker| (seeker, profile)));
    let full = fit.full.iter_mut().map(|one| (&one.listed, &mut one.stands));
    let near = fit.near.iter_mut().map(|one| (&one.listed, &mut one.stands));
    for (listed, place) in full.chain(near) {
        *place = stands(ctx, app, &listed.opening, who, &own).await?;
    }
    Ok(fit)
}

/// How an opening stands today, for a person where there is one; `own` are the person's referrals.
pub(crate) async fn stands(
    ctx: &Ctx,
    app: &App,
    opening: &Opening,
    who: Option<(&Seeker, &Profile)>,
    own: &[Referral],
) -> Result<Stands, Error> {
    let counted = store::referral::competition(&app.store, ctx.tenant, opening.id).await;
    let (taken, live) = counted.map_err(crate::fault)?;
    let left = opening.content.headcount.saturating_sub(taken);
    let rules = app.city.referral_rules();
    let referred = own.iter().find(|one| one.opening == opening.id && one.state.is_live()).cloned();
    let refusals = match who {
        Some((seeker, profile)) => {
            let (profile, again) = (Some(profile), referred.is_some());
            let pair = Pair { seeker, profile, opening, taken, live, again, justified: false };
            pair.refusals(rules, ctx.today())
        }
        None if left == 0 => vec![Message::new("referral-no-heads")],
        None => rules.crowded(left, live).into_iter().collect(),
    };
    let apart = Some(crate::escrow::apart(ctx, app, opening.id).await?);
    Ok(Stands { competition: Competition { left, live }, referred, refusals, apart })
}

/// What suits, from the projection alone.
fn suited(
    ctx: &Ctx,
    app: &App,
    kind: Kind<'_>,
    profile: &Profile,
    k: usize,
    trainings: Vec<Training>,
) -> Fit {
    let candidate = matching::Candidate::from_profile(profile, app.city.areas(), app.city.stations());
    app.projection.with(|state| {
        let market = &state.market;
        let listed = |id| state.openings.get(&id).map(|entry| Listed::new(entry, ctx, None));
        // Who is too young for a place is not told of it as fitting: it fails that one thing.
        let (today, young) = (ctx.today(), domain::law::of_tender_age(profile, ctx.today()));
        let refusals = |id| match state.openings.get(&id) {
            Some(entry) if young => domain::law::referral_refusals(profile, &entry.opening.content, today),
            _ => Vec::new(),
        };
        let all = market.count_full(&candidate);
        let (mut full, mut near_matches, mut barred) = (Vec::new(), Vec::new(), 0);
        let most = if young { all } else { k };
        // The plan does not know ages: whoever may not work everywhere is looked up among everything.
        let kind = if young { Kind::Search } else { kind };
        let chosen = choose(state, kind, &candidate, most);
        let stands = Stands::default;
        for found in chosen.rows {
            let (id, planned) = (found.opening, found.planned);
            let (Some(listed), Some(explanation)) = (listed(id), market.explain(&candidate, id)) else {
                continue;
            };
            match refusals(id).into_iter().next() {
                Some(failed) => {
                    barred += 1;
                    near_matches.push(NearFitting { listed, explanation, failed, stands: stands() });
                }
                None if full.len() < k => {
                    full.push(Fitting { listed, explanation, stands: stands(), planned });
                }
                None => {}
            }
        }
        let near = market.near(&candidate, k);
        for found in near.matches.into_iter().filter(|found| refusals(found.opening).is_empty()) {
            let (listed, explanation) = (listed(found.opening), market.explain(&candidate, found.opening));
            if let (Some(listed), Some(explanation)) = (listed, explanation) {
                let failed = found.failed.reason;
                near_matches.push(NearFitting { listed, explanation, failed, stands: stands() });
            }
        }
        near_matches.sort_by_key(|near| std::cmp::Reverse(near.explanation.score()));
        near_matches.truncate(k);
        let names = profile.occupations.iter().map(|code| app.reference.occupations.name(code).to_owned());
        let areas = profile.desired_areas.iter().chain(&profile.area);
        let areas = areas.filter_map(|code| Some(app.city.areas().get(code)?.name.clone()));
        Fit {
            full,
            can_match: candidate.can_match(),
            full_total: all - barred,
            near: near_matches,
            abroad: Vec::new(),
            learn: learned(&near.relax, &near.relaxations),
            relax: near.relax,
            missing: candidate.missing(),
            understood: names.chain(areas).collect(),
            sectors: sectors(app, profile),
            trainings,
            seq: state.seq,
            wishes: crate::suggestion::wishes(&candidate),
            plan: chosen.plan,
        }
    })
}

/// Of what would bring more openings, what takes learning rather than a wider wish.
fn learned(relax: &[(Message, usize)], changes: &[Relaxation]) -> Vec<(Message, usize)> {
    let takes_learning = |change: &Relaxation| {
        matches!(change, Relaxation::Licences(_) | Relaxation::Schooling(_) | Relaxation::Experience(_))
    };
    let both = relax.iter().zip(changes);
    both.filter(|(_, change)| takes_learning(change)).map(|(said, _)| said.clone()).collect()
}

/// What suits among what neighbouring cities share: matched as ours, with the same distance and way to work.
fn abroad(ctx: &Ctx, app: &App, profile: &Profile) -> Vec<Fitting> {
    let candidate = matching::Candidate::from_profile(profile, app.city.areas(), app.city.stations());
    let young = domain::law::of_tender_age(profile, ctx.today());
    app.projection.abroad(|state| {
        let best = state.market.top_k(&candidate, ABROAD * 2).into_iter();
        let fitting = best.filter_map(|found| {
            let entry = state.openings.get(&found.opening).filter(|entry| entry.is_fresh(ctx.now))?;
            let content = &entry.opening.content;
            let barred = young && !domain::law::referral_refusals(profile, content, ctx.today()).is_empty();
            let explanation = state.market.explain(&candidate, found.opening).filter(|_| !barred)?;
            let (listed, stands) = (Listed::new(entry, ctx, None), Stands::default());
            Some(Fitting { listed, explanation, stands, planned: false })
        });
        fitting.take(ABROAD).collect()
    })
}

fn sectors(app: &App, profile: &Profile) -> Vec<Sector> {
    let covers = |sector: &&Sector| profile.occupations.iter().any(|code| sector.covers_occupation(code));
    app.city.sectors().iter().filter(covers).cloned().collect()
}

/// What the plan in force says of training this year for a wished work: what belongs to a project of one of its sectors,
/// or is named for such work. Where there is none, a few that name neither.
async fn trainings(ctx: &Ctx, app: &App, wishes: &[OccupationCode]) -> Result<Vec<Training>, Error> {
    let year = ctx.today().year();
    let plans = crate::term_plan::all(app).await?;
    let plan = crate::term_plan::of_year(&plans, year).filter(|plan| plan.state_name() != "draft");
    let Some(plan) = plan else { return Ok(Vec::new()) };
    let mut measures: Vec<Measure> =
        store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let mut seen = BTreeSet::new();
    measures.retain(|one| {
        (one.term_plan, one.year) == (plan.id, year)
            && one.content.query.unit == Unit::Completions
            && seen.insert((one.content.name.clone(), one.content.query.project.clone()))
    });
    let projects = match measures.iter().any(|one| !one.content.query.project.is_empty()) {
        true => crate::project::public(app).await?,
        false => Vec::new(),
    };
    let sector = |one: &Measure| {
        let project = projects.iter().find(|project| project.number == one.content.query.project)?;
        app.city.sector(&project.content.sector)
    };
    let named = |one: &Measure| {
        let works = app.occupations(&one.content.name);
        wishes.iter().any(|wish| works.iter().any(|work| wish.shared_level(work) >= KIND_OF_WORK))
    };
    let (mut covering, mut general) = (Vec::new(), Vec::new());
    for measure in measures {
        match sector(&measure) {
            Some(sector) if wishes.iter().any(|wish| sector.covers_occupation(wish)) => {
                covering.push(measure)
            }
            Some(_) => {}
            None if named(&measure) => covering.push(measure),
            None => general.push(measure),
        }
    }
    let mut told = if covering.is_empty() { general } else { covering };
    let mut known = BTreeSet::new();
    told.retain(|one| known.insert(one.content.name.clone()));
    told.truncate(TRAININGS);
    let mut names = Names::default();
    let mut out = Vec::with_capacity(told.len());
    for measure in told {
        let body = names.body(ctx, app, Some(measure.owner)).await?;
        let (name, category) = (measure.content.name, measure.content.category);
        out.push(Training { name, body, category });
    }
    Ok(out)
}

/// The form as a profile of nobody.
pub(crate) fn profile(app: &App, form: &Form) -> Result<Profile, Error> {
    if form.wage.is_some_and(|(_, won)| won <= 0 || won > 1_000_000_000) {
        return Err(Error::field("wage_won", Message::new("wage-out-of-range")));
    }
    if form.commute_max_min.is_some_and(|minutes| minutes == 0 || minutes > 300) {
        return Err(Error::field("commute_max_min", Message::new("commute-out-of-range")));
    }
    let hits = app.occupations(&form.occupation_text);
    let words = [&form.occupation_text, &form.desired_work];
    let area = app.city.areas().resolve(&form.area_text).into_iter().next();
    let list = |text: &str| -> Vec<String> {
        text.split([',', '·', '/', '\n'])
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Ok(Profile {
        area,
        occupations: hits.into_iter().take(3).collect(),
        desired_work: format!("{} {}", form.occupation_text, form.desired_work).trim().to_owned(),
        desired_areas: form.desired_areas.clone(),
        commute_max_min: form.commute_max_min,
        wage: form.wage.map_or(WageWish::Unknown, |(form, won)| WageWish::AtLeast { form, won }),
        career_months: form.career_months,
        education: form.education,
        work_time: WorkTime {
            weekdays: form.weekdays.filter(|days| !days.is_empty()),
            daily: form.hours,
            weekly_min: form.weekly_hours.map(|hours| hours.saturating_mul(60)),
            ..WorkTime::default()
        },
        employment_types: form.employment_types.clone(),
        // Not an occupation but a way of doing many of them.
        remote: words.into_iter().any(|text| documents::value::choice::from_home(text)),
        licences: list(&form.licences),
        skills: list(&form.skills),
        ..Profile::default()
    })
}
