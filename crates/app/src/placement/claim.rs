//! Claiming a hire: a referral of ours by its letter, of another body by its day, or found in another way.
//!
//! It must not know what then counts: that is `domain::counting`.

use domain::area::AreaCode;
use domain::id::{EmployerId, PersonId, PlacementId, SeekerId};
use domain::notice::{Kind, Notice};
use domain::placement::{Contribution, Contributor, How, Placement, State, Steps, Terms};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use domain::project::Project;
use domain::referral::{Referral, StateName};
use domain::seeker::{Profile, Seeker};
use domain::{Ctx, Message};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::referral::{Placed, head_left};
use crate::{App, Error};

/// Wrong days of birth for one registration before the brake holds.
const MOST_WRONG: usize = 10;

/// A hire as staff key it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Of which registration.
    pub seeker: SeekerId,
    /// At which employer.
    pub employer: EmployerId,
    /// How it was found.
    pub how: How,
    /// Number of the letter of ours by which the person was referred; empty for none.
    pub letter: String,
    /// The person's day of birth, from those who do not counsel them: a guessed number alone names nobody.
    pub born_on: Option<Date>,
    /// Day of the referral letter, if another body referred the person.
    pub referred_on: Option<Date>,
    /// First day of work.
    pub start_on: Date,
    /// What was agreed.
    pub terms: Terms,
    /// Where the work is; the employer's place if nothing is said.
    pub work_area: Option<AreaCode>,
    /// The project it belongs to.
    pub project: String,
}

/// Claims a hire for the actor's body. One that is out of order in time is kept, rejected with its rule, so
/// that nothing keyed is lost; [`super::get`] tells so.
///
/// # Errors
/// [`Error::NotFound`] for an unknown registration or employer; [`Error::Invalid`].
pub async fn claim(ctx: &Ctx, app: &App, wanted: Claim) -> Result<PlacementId, Error> {
    let own = Relation { organisation: ctx.actor.organisation, ..Relation::default() };
    authorise(&ctx.actor, UseCase::WritePlacement, own)?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::seeker::find(store, tenant, wanted.seeker).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    // Whoever counsels claims for whom they need to know; an officer claims for their own body.
    if reach(ctx.actor.role, UseCase::WritePlacement) == Reach::Need {
        let stands = crate::seeker::relation(ctx, &seeker, profile.as_ref());
        authorise(&ctx.actor, UseCase::WritePlacement, stands).map_err(|_| Error::NotFound)?;
    } else {
        born(ctx, app, &wanted, profile.as_ref())?;
    }
    let employer = store::employer::get(store, tenant, wanted.employer).await.map_err(crate::fault)?;
    if wanted.start_on > ctx.today().saturating_add(1.month()) {
        return Err(Error::field("start_on", Message::new("placement-start-far")));
    }
    let letter = letter(ctx, app, &wanted, seeker.person).await?;
    let project = project(ctx, app, &wanted, letter.as_ref()).await?;
    let everyone = store::merge::same_as(store, tenant, seeker.person).await.map_err(crate::fault)?;
    let served =
        crate::service::helpers(ctx, app, &everyone, wanted.start_on, ctx.actor.organisation).await?;
    let (own, referring) = (ctx.actor.organisation, letter.as_ref().and_then(|letter| letter.organisation));
    let referred = |organisation| Contributor { organisation, what: Contribution::Referred };
    let placement = Placement {
        id: ctx.id(),
        person: seeker.person,
        seeker: Some(seeker.id),
        employer: employer.id,
        opening: letter.as_ref().map(|referral| referral.opening),
        referral: letter.as_ref().map(|referral| referral.id),
        how: wanted.how,
        start_on: wanted.start_on,
        steps: Steps {
            registered_on: Some(seeker.registered_on),
            referred_on: match &letter {
                Some(referral) => referral.state.letter().map(|letter| letter.sent_on),
                None => wanted.referred_on,
            },
            interviewed_on: letter.as_ref().and_then(|referral| {
                referral.state.held_interview().map(|held| ctx.zone.to_datetime(held.at).date())
            }),
        },
        terms: wanted.terms,
        residence: profile.as_ref().and_then(|profile| profile.area.clone()),
        age: domain::counting::age_at_start(
            profile.as_ref().and_then(|profile| profile.born_on),
            wanted.start_on,
        ),
        work_area: wanted.work_area.or(employer.area),
        owner: ctx.actor.organisation,
        contributors: {
            let referred = referring.filter(|body| Some(*body) != own).map(referred);
            let ran = project.as_ref().and_then(|project| crate::project::helper(project, own));
            let mut helped: Vec<Contributor> = referred.into_iter().chain(ran).chain(served).collect();
            helped.sort_unstable();
            helped.dedup();
            helped
        },
        amended: Vec::new(),
        moved: Vec::new(),
        project: project.map(|project| project.number).unwrap_or_default(),
        evidence: Vec::new(),
        handed: None,
        confirmed_by_person: None,
        retention: Vec::new(),
        state: State::Claimed,
        dispute: None,
        version: 1,
        created_by: ctx.actor.person,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    placement.check().map_err(|message| Error::field(field_of(&message), message))?;
    let placement = placement.judged(ctx.now);
    let id = placement.id;
    let news = news(ctx, &placement, &seeker).filter(|_| profile.is_some());
    // Whoever claims for themself knows it.
    let news = news.filter(|_| ctx.actor.person.is_none_or(|by| !everyone.contains(&by)));
    // By a letter of ours it takes a head, as if the referral had been answered.
    let placed = letter.map(|letter| Placed {
        referral: letter.id,
        opening: letter.opening,
        everyone,
        seeker,
        profile,
    });
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let (placement, placed) = (placement.clone(), placed.clone());
        let (news, city) = (news.clone(), city.clone());
        Box::pin(async move {
            match placed {
                Some(placed) => placed.write(tx, &ctx, city.reminders(), &placement).await?,
                None => store::placement::insert(tx, &ctx, &placement).await?,
            }
            match &news {
                Some(news) => store::notice::insert(tx, &ctx, news).await,
                None => Ok(()),
            }
        })
    })
    .await?;
    Ok(id)
}

/// The project that is named; else the one of the opening that the letter was to.
async fn project(
    ctx: &Ctx,
    app: &App,
    wanted: &Claim,
    letter: Option<&Referral>,
) -> Result<Option<Project>, Error> {
    if !wanted.project.trim().is_empty() || letter.is_none() {
        return crate::project::numbered(ctx, app, &wanted.project).await;
    }
    let Some(letter) = letter else { return Ok(None) };
    let opening = store::opening::get(&app.store, ctx.tenant, letter.opening).await.map_err(crate::fault)?;
    store::record::known_as(&app.store, ctx.tenant, &opening.content.project).await.map_err(crate::fault)
}

/// That the result was credited to the person, so that they can say that it is wrong (CR-18); nobody tells the dead.
/// Whoever was hired through an answer is told that instead.
fn news(ctx: &Ctx, claim: &Placement, seeker: &Seeker) -> Option<Notice> {
    super::notice_of(ctx, claim, seeker, Kind::PlacementClaimed)
}

/// Who does not counsel the person shows that they know whom they mean.
fn born(ctx: &Ctx, app: &App, wanted: &Claim, profile: Option<&Profile>) -> Result<(), Error> {
    let key = format!("claim-born|{}", wanted.seeker);
    if app.brake.held(&key, MOST_WRONG, ctx.now) {
        return Err(crate::session::too_many("answer-code-too-many"));
    }
    let known = profile.and_then(|profile| profile.born_on);
    if known.is_some() && known == wanted.born_on {
        return Ok(());
    }
    if wanted.born_on.is_some() {
        app.brake.failed(key, ctx.now);
    }
    Err(Error::field("born_on", Message::new("claim-born-on-wrong")))
}

/// The referral of the letter that a claim names: this person's, to this employer.
async fn letter(ctx: &Ctx, app: &App, wanted: &Claim, person: PersonId) -> Result<Option<Referral>, Error> {
    let number = wanted.letter.trim().to_uppercase();
    if wanted.how != How::Referral || number.is_empty() {
        return Ok(None);
    }
    let found = store::referral::by_letter(&app.store, ctx.tenant, &number).await.map_err(crate::fault)?;
    let theirs = found.filter(|known| known.person == person && known.employer == wanted.employer);
    let unknown = || Error::field("letter", Message::new("placement-letter-unknown"));
    let referral = theirs.ok_or_else(unknown)?;
    // Silence may turn out to have been a hire; a no was said, and what is awaited is answered where it is.
    match referral.state.name() {
        StateName::Rejected | StateName::Declined | StateName::NoShow | StateName::Withdrawn => {
            Err(Error::field("letter", Message::new("letter-answered")))
        }
        _ if referral.state.is_live() => Err(Error::field("letter", Message::new("letter-awaits-answer"))),
        _ => head_left(ctx, app, &referral).await.map(|()| Some(referral)),
    }
}

fn field_of(message: &Message) -> &'static str {
    match message.code.as_ref() {
        "placement-referral-missing" => "letter",
        "person-days-needed" => "person_days",
        _ => "project",
    }
}
