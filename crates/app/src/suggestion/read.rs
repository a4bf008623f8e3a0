//! Reading again what was suggested about a person: to whom, why, and what has changed since. Whoever may read of the
//! person may; the look is written before anything is shown.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::id::{EmployerId, PersonId, SeekerId, SuggestionId};
use domain::look::Purpose;
use domain::opening::Opening;
use domain::policy::UseCase;
use domain::seeker::{Profile, Seeker};
use domain::suggestion::{Row, Suggestion};
use matching::{Candidate, RULES};

use super::wishes;
use crate::comment::Names;
use crate::{App, Error};

/// Lists of a person that are read, the latest.
const LATEST: usize = 200;

/// A list that was shown, with whom it was shown to.
#[derive(Debug, Clone)]
pub struct Past {
    /// The list.
    pub suggestion: Suggestion,
    /// Name of whoever looked; empty when it is not known any more.
    pub who: String,
    /// Name of the body or employer for which they did; empty for none.
    pub body: String,
    /// The registration, by number.
    pub number: String,
    /// What has changed on the person's side since.
    pub since: Vec<Since>,
    /// Its lines.
    pub rows: Vec<PastRow>,
}

/// A line with the opening as it is called now.
#[derive(Debug, Clone)]
pub struct PastRow {
    /// The line as it was shown.
    pub row: Row,
    /// The opening as it is now; `None` when it is gone.
    pub opening: Option<Opening>,
    /// Name of the employer.
    pub employer: String,
    /// What has changed of it since.
    pub since: Vec<Since>,
}

/// What has changed since a list was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum Since {
    /// The opening is not on the lists any more.
    OpeningClosed,
    /// The opening was changed.
    OpeningEdited,
    /// The registration was changed.
    ProfileEdited,
    /// Something that matching reads of it was changed.
    WishesEdited,
    /// Weights or conditions of matching were changed.
    Rules,
}

/// Everything suggested about a person, under whichever id they stand, the latest first; the lines stay empty.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that the person exists.
pub async fn list(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(Seeker, Vec<Past>), Error> {
    let (seeker, profile) = open(ctx, app, id).await?;
    let mut names = Named::default();
    let mut out = Vec::new();
    for suggestion in of_everyone(ctx, app, seeker.person).await? {
        out.push(names.past(ctx, app, suggestion, profile.as_ref()).await?);
    }
    Ok((seeker, out))
}

/// One of them, with its lines.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that the person exists, and for a list about somebody else.
pub async fn one(ctx: &Ctx, app: &App, id: SeekerId, of: SuggestionId) -> Result<Past, Error> {
    let (seeker, profile) = open(ctx, app, id).await?;
    let found = store::suggestion::find(&app.store, ctx.tenant, of).await.map_err(crate::fault)?;
    let suggestion = found.ok_or(Error::NotFound)?;
    let everyone = store::merge::same_as(&app.store, ctx.tenant, seeker.person).await;
    if !everyone.map_err(crate::fault)?.contains(&suggestion.person) {
        return Err(Error::NotFound);
    }
    let mut names = Named::default();
    let mut past = names.past(ctx, app, suggestion, profile.as_ref()).await?;
    for row in past.suggestion.rows.clone() {
        past.rows.push(names.row(ctx, app, row).await?);
    }
    Ok(past)
}

/// Every list kept about a person under each of their ids, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_everyone(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<Suggestion>, Error> {
    let (store, tenant, mut found) = (&app.store, ctx.tenant, Vec::new());
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        found.extend(store::suggestion::of_person(store, tenant, same, LATEST).await.map_err(crate::fault)?);
    }
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.id)));
    Ok(found)
}

async fn open(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(Seeker, Option<Profile>), Error> {
    let (seeker, profile) = crate::seeker::read(ctx, app, UseCase::ReadSeeker, id).await?;
    crate::look::leave(ctx, app, vec![seeker.person], Purpose::Read).await?;
    Ok((seeker, profile))
}

/// What lists name, each read once.
#[derive(Default)]
struct Named {
    names: Names,
    employers: BTreeMap<EmployerId, String>,
    registrations: BTreeMap<SeekerId, Option<Seeker>>,
}

impl Named {
    async fn past(
        &mut self,
        ctx: &Ctx,
        app: &App,
        suggestion: Suggestion,
        profile: Option<&Profile>,
    ) -> Result<Past, Error> {
        let to = &suggestion.to;
        // An employer's own page shows the employer; who sat at it is their business.
        let (who, body) = match (to.employer, to.actor) {
            (Some(employer), _) => (String::new(), self.employer(ctx, app, employer).await?),
            (None, Some(actor)) => {
                let who = self.names.person(ctx, app, actor).await?;
                (who, self.names.body(ctx, app, to.organisation).await?)
            }
            (None, None) => (String::new(), self.names.body(ctx, app, to.organisation).await?),
        };
        let registration = self.registration(ctx, app, suggestion.seeker).await?;
        let mut since = Vec::new();
        if registration.as_ref().is_some_and(|now| now.version != suggestion.inputs.version) {
            since.push(Since::ProfileEdited);
        }
        let (areas, stations) = (app.city.areas(), app.city.stations());
        let now = profile.map(|profile| wishes(&Candidate::from_profile(profile, areas, stations)));
        if now.is_some_and(|now| now != suggestion.inputs.wishes) {
            since.push(Since::WishesEdited);
        }
        if suggestion.inputs.rules != RULES {
            since.push(Since::Rules);
        }
        let number = registration.map(|now| now.number).unwrap_or_default();
        Ok(Past { suggestion, who, body, number, since, rows: Vec::new() })
    }

    async fn row(&mut self, ctx: &Ctx, app: &App, row: Row) -> Result<PastRow, Error> {
        let opening =
            store::opening::find(&app.store, ctx.tenant, row.opening).await.map_err(crate::fault)?;
        let employer = match &opening {
            Some(opening) => self.employer(ctx, app, opening.employer).await?,
            None => String::new(),
        };
        let mut since = Vec::new();
        match &opening {
            Some(now) if now.state.is_listed(ctx.today()) => {
                since.extend((now.version != row.version).then_some(Since::OpeningEdited));
            }
            _ => since.push(Since::OpeningClosed),
        }
        Ok(PastRow { row, opening, employer, since })
    }

    async fn employer(&mut self, ctx: &Ctx, app: &App, id: EmployerId) -> Result<String, Error> {
        if let Some(known) = self.employers.get(&id) {
            return Ok(known.clone());
        }
        let found = store::employer::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
        let name = found.map(|employer| employer.name).unwrap_or_default();
        self.employers.insert(id, name.clone());
        Ok(name)
    }

    async fn registration(&mut self, ctx: &Ctx, app: &App, id: SeekerId) -> Result<Option<Seeker>, Error> {
        if let Some(known) = self.registrations.get(&id) {
            return Ok(known.clone());
        }
        let found = store::seeker::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
        let seeker = found.map(|(seeker, _)| seeker);
        self.registrations.insert(id, seeker.clone());
        Ok(seeker)
    }
}
