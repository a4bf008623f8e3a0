//! Firms that may need people (발굴): found, looked after, let go, or turned into a draft opening with one press. A firm that
//! somebody looks after already is joined, not found again, so that it is called once.

use std::collections::BTreeMap;

use domain::area::AreaCode;
use domain::employer::{Employer, plain_name};
use domain::id::{EmployerId, LeadId, OpeningId, OrganisationId, PersonId, ProjectId};
use domain::lead::{Lead, Need, Source, State};
use domain::message::Message;
use domain::opening::{Content, Workplace};
use domain::person::Account;
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use domain::project::Project;
use domain::visit::Visit;
use domain::{Ctx, Role};
use jiff::civil::Date;

use crate::comment::Names;
use crate::network::{Talk, talks};
use crate::{App, Error, FieldError, record};

/// Longest a firm's name or the words on its need may be.
const MOST_LETTERS: usize = 1_000;

/// What is asked of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Word for where it stands.
    pub state: String,
    /// Sector of the city.
    pub sector: String,
    /// The project it comes from.
    pub project: Option<ProjectId>,
    /// Only what who asks looks after.
    pub mine: bool,
    /// Only what is to be seen to by today.
    pub due: bool,
}

/// A lead as a row.
#[derive(Debug, Clone)]
pub struct Row {
    /// The lead.
    pub lead: Lead,
    /// Name of the body that found it.
    pub body: String,
    /// Name of whoever looks after it.
    pub assigned: String,
}

/// The list, and how many stand where whatever the filter.
#[derive(Debug, Clone, Default)]
pub struct Pipeline {
    /// How many stand in each state.
    pub counts: BTreeMap<&'static str, usize>,
    /// Those that the filter lets through: due ones first, then the newest.
    pub rows: Vec<Row>,
}

/// A lead with everything around it.
#[derive(Debug, Clone)]
pub struct View {
    /// The lead.
    pub row: Row,
    /// Its employer's name, once the centre knows it.
    pub employer: Option<Employer>,
    /// The project it comes from.
    pub project: Option<Project>,
    /// Visits and calls, newest first, with who paid them.
    pub visits: Vec<(Visit, String)>,
    /// Who else talks to this firm.
    pub talks: Vec<Talk>,
    /// Whether who asks may write it.
    pub may_write: bool,
}

/// A lead as it is keyed.
#[derive(Debug, Clone)]
pub struct Form {
    /// The firm's name.
    pub name: String,
    /// A known employer, by name, business number or id; may be empty.
    pub employer: String,
    /// Where it is.
    pub area: Option<AreaCode>,
    /// Where in words.
    pub address: String,
    /// Where the lead comes from.
    pub source: Source,
    /// Who looks after it.
    pub assigned: Option<PersonId>,
    /// When it is to be seen to.
    pub next_on: Option<Date>,
    /// Sector.
    pub sector: String,
    /// What it needs.
    pub need: Need,
    /// Whether a lead of the same name was seen and is another firm.
    pub another: bool,
}

/// Leads, due ones first, then the newest.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App, filter: &Filter) -> Result<Pipeline, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    let all = store::record::all::<Lead>(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut pipeline = Pipeline::default();
    let mut kept = Vec::new();
    for lead in all {
        let fits = (filter.sector.is_empty() || lead.sector == filter.sector)
            && filter.project.is_none_or(|project| lead.source == Source::Project { project })
            && (!filter.mine || (lead.assigned.is_some() && lead.assigned == ctx.actor.person))
            && (!filter.due || due(&lead, ctx.today()).is_some());
        if !fits {
            continue;
        }
        *pipeline.counts.entry(lead.state.name()).or_default() += 1;
        if filter.state.is_empty() || lead.state.name() == filter.state {
            kept.push(lead);
        }
    }
    let far = Date::MAX;
    kept.sort_by_key(|lead| {
        (due(lead, ctx.today()).unwrap_or(far), std::cmp::Reverse((lead.created_at, lead.id)))
    });
    let mut names = Names::default();
    for lead in kept {
        pipeline.rows.push(row(ctx, app, &mut names, lead).await?);
    }
    Ok(pipeline)
}

/// Since when somebody had to see to a lead.
pub fn due(lead: &Lead, today: Date) -> Option<Date> {
    lead.next_on.filter(|on| lead.state.is_live() && *on <= today)
}

pub(crate) async fn row(ctx: &Ctx, app: &App, names: &mut Names, lead: Lead) -> Result<Row, Error> {
    let body = names.body(ctx, app, lead.organisation).await?;
    let assigned = match lead.assigned {
        Some(person) => names.person(ctx, app, person).await?,
        None => String::new(),
    };
    Ok(Row { lead, body, assigned })
}

/// One lead with its visits and whoever else talks to the firm.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: LeadId) -> Result<View, Error> {
    let lead: Lead = record::get(ctx, app, UseCase::ReadNetwork, id).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut names = Names::default();
    let mut visits = Vec::new();
    for visit in store::record::of_parent::<Visit>(store, tenant, id).await.map_err(crate::fault)? {
        let who = match visit.by {
            Some(person) => names.person(ctx, app, person).await?,
            None => String::new(),
        };
        visits.push((visit, who));
    }
    visits.sort_by_key(|(visit, _)| std::cmp::Reverse((visit.on, visit.created_at)));
    let employer = match lead.employer {
        Some(of) => store::employer::find(store, tenant, of).await.map_err(crate::fault)?,
        None => None,
    };
    let project = match lead.source {
        Source::Project { project } => {
            store::record::find(store, tenant, project).await.map_err(crate::fault)?
        }
        _ => None,
    };
    let mut talks = talks(ctx, app, lead.employer, &lead.name).await?;
    talks.retain(|talk| talk.lead != Some(id));
    let may_write = authorise(&ctx.actor, UseCase::WriteNetwork, relation(lead.organisation)).is_ok();
    Ok(View { row: row(ctx, app, &mut names, lead).await?, employer, project, visits, talks, may_write })
}

pub(crate) fn relation(organisation: Option<OrganisationId>) -> Relation {
    Relation { organisation, ..Relation::default() }
}

/// Enters a lead for the actor's own body.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong, also when somebody looks after the firm
/// already.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<LeadId, Error> {
    let organisation = ctx.actor.organisation;
    authorise(&ctx.actor, UseCase::WriteNetwork, relation(organisation))?;
    let lead = Lead {
        id: ctx.id(),
        organisation,
        name: String::new(),
        employer: None,
        area: None,
        address: String::new(),
        source: Source::Field,
        assigned: None,
        next_on: None,
        sector: String::new(),
        need: Need::default(),
        state: State::Found,
        version: 1,
        created_at: ctx.now,
    };
    let lead = filled(ctx, app, lead, form).await?;
    let id = lead.id;
    let idea = match lead.source {
        Source::Idea { idea } => Some(crate::idea::becoming(ctx, app, idea, id).await?),
        _ => None,
    };
    app.write(ctx, move |tx, ctx| {
        let (lead, idea) = (lead.clone(), idea.clone());
        Box::pin(async move {
            store::record::insert(tx, &ctx, &lead).await?;
            match idea {
                Some(idea) => store::record::update(tx, &ctx, "become_lead", &idea).await,
                None => Ok(()),
            }
        })
    })
    .await?;
    Ok(id)
}

/// Corrects a lead.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] when it was changed meanwhile.
pub async fn update(ctx: &Ctx, app: &App, (id, seen): (LeadId, i64), form: Form) -> Result<(), Error> {
    let known: Lead = record::get(ctx, app, UseCase::WriteNetwork, id).await?;
    let lead = filled(ctx, app, known, form).await?;
    record::change(ctx, app, UseCase::WriteNetwork, (id, Some(seen)), "update", |_: Lead| Ok(lead)).await?;
    Ok(())
}

/// The lead as the form says it, if every field is right.
async fn filled(ctx: &Ctx, app: &App, lead: Lead, form: Form) -> Result<Lead, Error> {
    let mut errors = Vec::new();
    let employer = match form.employer.trim() {
        "" => None,
        text => match crate::employer::named(ctx, app, text).await {
            Ok(id) => Some(id),
            Err(Error::Invalid(wrong)) => {
                errors.extend(wrong);
                None
            }
            Err(Error::NotFound) => {
                errors
                    .push(FieldError::new("employer", Message::new("not-found-by-name").with("text", text)));
                None
            }
            Err(failed) => return Err(failed),
        },
    };
    let lead = Lead {
        name: form.name.trim().to_owned(),
        employer,
        area: form.area,
        address: form.address.trim().to_owned(),
        source: form.source,
        assigned: form.assigned,
        next_on: form.next_on,
        sector: form.sector,
        need: form.need,
        ..lead
    };
    errors.extend(lead.check().into_iter().map(|(field, why)| FieldError::new(field, why)));
    for (field, text) in [("name", &lead.name), ("address", &lead.address), ("work", &lead.need.work)] {
        if text.chars().count() > MOST_LETTERS {
            errors.push(FieldError::new(field, Message::new("text-too-long").with("most", MOST_LETTERS)));
        }
    }
    if !lead.sector.is_empty() && app.city.sector(&lead.sector).is_none() {
        errors.push(FieldError::new("sector", Message::new("project-sector-unknown")));
    }
    if let Some(person) = lead.assigned
        && !officers(ctx, app).await?.iter().any(|(known, _)| *known == person)
    {
        errors.push(FieldError::new("assigned", Message::new("lead-assigned")));
    }
    if let Source::Project { project } = lead.source {
        let found = store::record::find::<Project>(&app.store, ctx.tenant, project).await;
        if found.map_err(crate::fault)?.is_none() {
            errors.push(FieldError::new("project", Message::new("lead-project")));
        }
    }
    if !form.another
        && let Some(other) = alike(ctx, app, &lead).await?.into_iter().next()
    {
        errors.push(FieldError::new("name", Message::new("lead-known").with("name", other.body)));
    }
    if errors.is_empty() { Ok(lead) } else { Err(Error::Invalid(errors)) }
}

/// Live leads of the same firm: of the same employer, or called alike.
///
/// # Errors
/// When the store cannot be read.
pub async fn alike(ctx: &Ctx, app: &App, lead: &Lead) -> Result<Vec<Row>, Error> {
    same_firm(ctx, app, Some(lead.id), lead.employer, &lead.name).await
}

/// Live leads of a firm by its employer or its name, for a form that was refused.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn known(ctx: &Ctx, app: &App, name: &str) -> Result<Vec<Row>, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    same_firm(ctx, app, None, None, name).await
}

async fn same_firm(
    ctx: &Ctx,
    app: &App,
    but: Option<LeadId>,
    employer: Option<EmployerId>,
    name: &str,
) -> Result<Vec<Row>, Error> {
    let plain = plain_name(name);
    let all = store::record::all::<Lead>(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    for other in all.into_iter().filter(|other| Some(other.id) != but && other.state.is_live()) {
        let one = employer.is_some() && other.employer == employer;
        if one || (!plain.is_empty() && plain_name(&other.name) == plain) {
            rows.push(row(ctx, app, &mut names, other).await?);
        }
    }
    Ok(rows)
}

/// Whom a lead can be given to: the officers of all bodies, or of one's own body for whoever writes only that.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn officers(ctx: &Ctx, app: &App) -> Result<Vec<(PersonId, String)>, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    let own = reach(ctx.actor.role, UseCase::WriteNetwork) != Reach::All;
    let accounts = store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let officers = accounts.into_iter().filter(|(person, _)| {
        let gone = matches!(person.account, Account::Suspended { .. });
        !gone
            && person.grants.iter().any(|grant| {
                let writes =
                    grant.role != Role::Partner && reach(grant.role, UseCase::WriteNetwork) != Reach::No;
                let near =
                    !own || (grant.organisation.is_some() && grant.organisation == ctx.actor.organisation);
                grant.confirmed && writes && near
            })
    });
    let mut officers: Vec<_> = officers.map(|(person, identity)| (person.id, identity.name)).collect();
    officers.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0)));
    Ok(officers)
}

/// Lets a lead go.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn abandon(ctx: &Ctx, app: &App, (id, seen): (LeadId, i64), why: &str) -> Result<(), Error> {
    record::change(ctx, app, UseCase::WriteNetwork, (id, Some(seen)), "drop", |lead: Lead| {
        lead.dropped(ctx.today(), why)
    })
    .await?;
    Ok(())
}

/// Turns a confirmed need into a draft opening that carries the employer and the project on. An employer that the centre
/// does not know yet is entered with what the lead says of it, by those who may.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the need is not confirmed or the employer is not clear.
pub async fn open(ctx: &Ctx, app: &App, (id, seen): (LeadId, i64)) -> Result<OpeningId, Error> {
    let lead: Lead = record::get(ctx, app, UseCase::WriteNetwork, id).await?;
    if lead.version != seen {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    if !matches!(lead.state, State::Confirmed { .. }) {
        return Err(Error::Conflict(Message::new("lead-unconfirmed")));
    }
    let (employer, new) = employer_of(ctx, app, &lead).await?;
    let project = match lead.source {
        Source::Project { project } => {
            let found = store::record::find::<Project>(&app.store, ctx.tenant, project).await;
            found.map_err(crate::fault)?.map(|project| project.number).unwrap_or_default()
        }
        _ => String::new(),
    };
    let areas = lead.area.clone().into_iter().collect();
    let content = Content {
        title: lead.need.work.clone(),
        duties: lead.need.work.clone(),
        headcount: lead.need.heads.and_then(|heads| u32::try_from(heads).ok()).unwrap_or(1),
        workplace: Workplace { areas, address: lead.address.clone(), ..Workplace::default() },
        project,
        lead: id.to_string(),
        ..Content::default()
    };
    let opening = crate::opening::draft(ctx, &employer, content)?;
    let made = opening.id;
    let lead = Lead { employer: Some(employer.id), ..lead }.opened(made).map_err(Error::Conflict)?;
    app.write(ctx, move |tx, ctx| {
        let (opening, lead, employer) = (opening.clone(), lead.clone(), employer.clone());
        Box::pin(async move {
            if new {
                store::employer::insert(tx, &ctx, &employer, None).await?;
            }
            crate::opening::put(tx, &ctx, opening).await?;
            store::record::update(tx, &ctx, "open", &lead).await
        })
    })
    .await?;
    Ok(made)
}

/// The employer of a lead, and whether it is new to the centre.
async fn employer_of(ctx: &Ctx, app: &App, lead: &Lead) -> Result<(Employer, bool), Error> {
    if let Some(id) = lead.employer {
        return Ok((store::employer::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?, false));
    }
    let mut known = crate::employer::called(ctx, app, &lead.name).await?;
    match (known.len(), known.pop()) {
        (1, Some(employer)) => Ok((employer, false)),
        (0, _) => {
            let employer = Employer {
                area: lead.area.clone(),
                address: lead.address.clone(),
                ..Employer::named(ctx.id(), lead.name.clone())
            };
            let relation = Relation { employer: Some(employer.id), ..Relation::default() };
            authorise(&ctx.actor, UseCase::WriteEmployer, relation)
                .map_err(|_| Error::Conflict(Message::new("lead-employer-first")))?;
            Ok((employer, true))
        }
        _ => Err(Error::Conflict(Message::new("lead-employer-several"))),
    }
}
