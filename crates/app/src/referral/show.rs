//! Reading referrals: one with everything staff need, a person's own, an employer's shortlist. Every look at
//! another person's record is written down first; an employer's is a provision to a third party.

use std::collections::HashMap;

use domain::Ctx;
use domain::actor::Role;
use domain::employer::Employer;
use domain::id::{OpeningId, PersonId, PlacementId, ReferralId, SeekerId};
use domain::look::Purpose;
use domain::message::Message;
use domain::opening::Opening;
use domain::policy::{Reach, Relation, UseCase, authorise, reach, scope};
use domain::referral::{FitLine, Referral, State, StateName, spaced_code};
use domain::reminder::Due;
use domain::seeker::Link;
use jiff::Timestamp;

use super::{Sides, letter, open};
use crate::look::leave;
use crate::page::Page;
use crate::{App, Error};

/// One referral with everything around it.
#[derive(Debug, Clone)]
pub struct View {
    /// The referral.
    pub referral: Referral,
    /// Its opening as it is now.
    pub opening: Opening,
    /// Who offers it.
    pub employer: Employer,
    /// Number of the registration.
    pub seeker_number: String,
    /// Name of the person; empty once they were erased.
    pub name: String,
    /// Telephones of the person, digits only.
    pub phones: Vec<String>,
    /// Links to the person's own work: for who counsels them, and for everybody else while the letter to which they agreed awaits an answer.
    pub portfolio: Vec<Link>,
    /// The code on the letter, in groups, for staff while an answer is awaited.
    pub code: Option<String>,
    /// Why no letter may be issued today, while that would be the next step.
    pub refusals: Vec<Message>,
    /// What is due.
    pub due: Option<Due>,
    /// What happened, newest first.
    pub history: Vec<HistoryLine>,
    /// Whether who asks may take steps.
    pub may_write: bool,
    /// The claim in the ledger that it ended in, for those who may read it.
    pub placement: Option<PlacementId>,
}

/// A line of a referral's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub verb: String,
    /// In which role.
    pub role: String,
    /// Through which channel.
    pub channel: String,
    /// Who, if still known.
    pub who: String,
    /// State afterwards.
    pub state: Option<StateName>,
}

/// A referral as a line with the work it is about.
#[derive(Debug, Clone)]
pub struct Line {
    /// The referral.
    pub referral: Referral,
    /// Title of the opening.
    pub title: String,
    /// Name of the employer.
    pub employer: String,
}

/// A person on an employer's shortlist.
#[derive(Debug, Clone)]
pub struct Shortlisted {
    /// The referral with its reasons.
    pub referral: Referral,
    /// Title of the opening.
    pub title: String,
    /// Name, once the person agreed and the letter was issued; empty when erased.
    pub name: String,
    /// Telephones, digits only.
    pub phones: Vec<String>,
}

/// What an employer reads of why somebody was referred: that the work suits, without wishes, ways, places or points, of
/// which the letter says nothing either. A share of the wished pay would be the wish.
fn for_employer(fit: Vec<FitLine>) -> Vec<FitLine> {
    const OF_THE_WORK: [&str; 9] = [
        "match-occupation-",
        "match-skills",
        "match-career-",
        "match-employment-type-",
        "match-education-",
        "match-experience-",
        "match-licence-",
        "match-days-",
        "match-hours-",
    ];
    let of_the_work = |line: &FitLine| OF_THE_WORK.iter().any(|begin| line.message.code.starts_with(begin));
    let holds = |line: &FitLine| line.points.map_or(line.held == Some(true), |points| points > 0);
    let told = fit.into_iter().filter(|line| of_the_work(line) && holds(line));
    told.map(|line| FitLine { points: None, held: Some(true), ..line }).collect()
}

/// Whose registration a referral is of, for those who may read it.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn whose(ctx: &Ctx, app: &App, id: ReferralId) -> Result<SeekerId, Error> {
    Ok(open(ctx, app, UseCase::ReadReferral, id, None).await?.seeker)
}

/// One referral. Whoever checks everybody says why first; the look is written before it is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn get(ctx: &Ctx, app: &App, id: ReferralId) -> Result<View, Error> {
    let mut referral = open(ctx, app, UseCase::ReadReferral, id, None).await?;
    if ctx.actor.role == Role::Employer {
        referral.fit = for_employer(referral.fit);
    }
    if reach(ctx.actor.role, UseCase::ReadReferral) == Reach::All {
        crate::seeker::before(ctx, app, referral.seeker).await?;
    }
    let purpose = if ctx.actor.role == Role::Employer { Purpose::Provision } else { Purpose::Referral };
    leave(ctx, app, vec![referral.person], purpose).await?;
    let sides = Sides::read(ctx, app, referral.seeker, referral.opening).await?;
    let employer =
        store::employer::get(&app.store, ctx.tenant, referral.employer).await.map_err(crate::fault)?;
    let may_write = authorise(&ctx.actor, UseCase::WriteReferral, super::relation(&referral)).is_ok();
    let issued = referral.state.letter().is_some() && referral.state.is_live();
    let code = (may_write && issued).then(|| spaced_code(&letter::code(app, id)));
    let refusals = match referral.state {
        State::Consented { .. } => sides.pair(&referral.justification).send_refusals(ctx.today()),
        _ => Vec::new(),
    };
    let phones = sides.profile.as_ref().map(phones).unwrap_or_default();
    // Who counsels reads them at any time, everybody else while the letter awaits an answer.
    let links =
        sides.profile.as_ref().filter(|_| may_write || issued).map(|profile| profile.portfolio.clone());
    Ok(View {
        portfolio: links.unwrap_or_default(),
        due: referral.due(app.city.reminders(), &ctx.zone),
        history: history(ctx, app, id).await?,
        name: sides.profile.map(|profile| profile.name).unwrap_or_default(),
        seeker_number: sides.seeker.number,
        opening: sides.opening,
        referral,
        employer,
        phones,
        code,
        refusals,
        may_write,
        placement: placement(ctx, app, id).await?,
    })
}

async fn placement(ctx: &Ctx, app: &App, id: ReferralId) -> Result<Option<PlacementId>, Error> {
    let claims = store::placement::of_referral(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let mut readable = claims.iter().filter(|claim| {
        authorise(&ctx.actor, UseCase::ReadPlacement, crate::placement::relation(claim)).is_ok()
    });
    Ok(readable.next().map(|claim| claim.id))
}

fn phones(profile: &domain::seeker::Profile) -> Vec<String> {
    let all = [&profile.mobile, &profile.phone, &profile.proxy_phone];
    all.into_iter().filter(|phone| !phone.is_empty()).cloned().collect()
}

async fn history(ctx: &Ctx, app: &App, id: ReferralId) -> Result<Vec<HistoryLine>, Error> {
    let changes = store::change::of_noun(&app.store, ctx.tenant, id.0, 100).await.map_err(crate::fault)?;
    let mut lines = Vec::with_capacity(changes.len());
    for change in changes {
        let state = serde_json::from_value::<Referral>(change.body).ok().map(|then| then.state.name());
        let who = named(ctx, app, change.actor).await?;
        let (at, verb, role, channel) = (change.at, change.verb, change.role, change.channel);
        lines.push(HistoryLine { at, verb, role, channel, who, state });
    }
    Ok(lines)
}

/// Name of a member of staff, if still known.
pub(crate) async fn named(ctx: &Ctx, app: &App, person: Option<PersonId>) -> Result<String, Error> {
    let Some(person) = person else { return Ok(String::new()) };
    let found = store::person::find(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    Ok(found.map(|(_, identity)| identity.name).unwrap_or_default())
}

/// Referrals last changed first, without the names of people.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(
    ctx: &Ctx,
    app: &App,
    state: Option<StateName>,
    page: usize,
    size: usize,
) -> Result<Page<Line>, Error> {
    authorise(&ctx.actor, UseCase::ReadReferral, Relation::default())?;
    let (page, size) = (page.max(1), size.clamp(1, 100));
    let offset = (page - 1).saturating_mul(size);
    let within = scope(&ctx.actor, UseCase::ReadReferral);
    let (found, total) = store::referral::list(&app.store, ctx.tenant, within, state, size, offset)
        .await
        .map_err(crate::fault)?;
    Ok(Page { items: lines(ctx, app, found).await?, total, page, size })
}

/// The referrals of a person: one's own, or of a registration that the actor may read.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that the registration exists.
pub async fn mine(ctx: &Ctx, app: &App, seeker: Option<SeekerId>) -> Result<Vec<Line>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = match (seeker, ctx.actor.person) {
        (Some(seeker), _) => {
            let found = store::seeker::find(store, tenant, seeker).await.map_err(crate::fault)?;
            let (seeker, profile) = found.ok_or(Error::NotFound)?;
            let relation = crate::seeker::relation(ctx, &seeker, profile.as_ref());
            authorise(&ctx.actor, UseCase::ReadReferral, relation).map_err(|_| Error::NotFound)?;
            store::referral::of_seeker(store, tenant, seeker.id).await
        }
        (None, Some(person)) => store::referral::of_person(store, tenant, person).await,
        (None, None) => Ok(Vec::new()),
    };
    lines(ctx, app, found.map_err(crate::fault)?).await
}

/// An employer's shortlist: people with a letter to one of its openings, with the reasons. Names and
/// telephones only now, after the person agreed; each is written down as a provision to a third party.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn shortlist(ctx: &Ctx, app: &App, opening: Option<OpeningId>) -> Result<Vec<Shortlisted>, Error> {
    let own = Relation { employer: ctx.actor.employer, ..Relation::default() };
    authorise(&ctx.actor, UseCase::AnswerReferral, own)?;
    let employer = ctx.actor.employer.ok_or(Error::NotFound)?;
    let mut found =
        store::referral::of_employer(&app.store, ctx.tenant, employer, 200).await.map_err(crate::fault)?;
    found.retain(|referral| {
        referral.state.letter().is_some()
            && referral.state.name() != StateName::Withdrawn
            && opening.is_none_or(|opening| opening == referral.opening)
    });
    let live = found.iter().filter(|referral| referral.state.is_live()).map(|referral| referral.person);
    leave(ctx, app, live.collect(), Purpose::Provision).await?;
    let mut out = Vec::with_capacity(found.len());
    for line in lines(ctx, app, found).await? {
        let mut referral = line.referral;
        referral.fit = for_employer(referral.fit);
        let seeker =
            store::seeker::find(&app.store, ctx.tenant, referral.seeker).await.map_err(crate::fault)?;
        // What has ended needs no telephone any more.
        let profile = seeker.and_then(|(_, profile)| profile).filter(|_| referral.state.is_live());
        let phones = profile.as_ref().map(phones).unwrap_or_default();
        let name = profile.map(|profile| profile.name).unwrap_or_default();
        out.push(Shortlisted { referral, title: line.title, name, phones });
    }
    Ok(out)
}

pub(crate) async fn lines(ctx: &Ctx, app: &App, found: Vec<Referral>) -> Result<Vec<Line>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut known: HashMap<OpeningId, (String, String)> = HashMap::new();
    let mut lines = Vec::with_capacity(found.len());
    for referral in found {
        let (title, employer) = match known.get(&referral.opening) {
            Some(known) => known.clone(),
            None => {
                let opening =
                    store::opening::get(store, tenant, referral.opening).await.map_err(crate::fault)?;
                let employer =
                    store::employer::get(store, tenant, opening.employer).await.map_err(crate::fault)?;
                let words = (opening.content.title, employer.name);
                known.insert(referral.opening, words.clone());
                words
            }
        };
        lines.push(Line { referral, title, employer });
    }
    Ok(lines)
}
