//! The hiring calendar (A67): projects, events and agreements on one timeline, with the months in which people are to be
//! hired. The public part holds what is no secret of an office: what runs when and where.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::area::place_in_words;
use domain::counting::Month;
use domain::id::OrganisationId;
use domain::mou::Mou;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{Impact, Project, ProjectKind, Stage};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::{App, Error};

/// What an entry is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::Display, strum::EnumIter, strum::EnumString,
)]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// A budgeted project.
    Budgeted,
    /// A development.
    Development,
    /// An event.
    Event,
    /// An agreement.
    Mou,
    /// A cohort of a programme.
    Cohort,
}

/// A line of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Which project, agreement or cohort.
    pub id: Uuid,
    /// Number of a project; empty for anything else.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The body whose it is.
    pub owner: String,
    /// First day.
    pub from: Date,
    /// Last day, or the last of the span where none is known.
    pub until: Date,
    /// Where, in words.
    pub place: String,
    /// Where a project stands.
    pub stage: Option<Stage>,
    /// Whether nobody outside the offices may read of it yet.
    pub draft: bool,
    /// People that its body expects to be hired, by month: no result.
    pub hiring: BTreeMap<Month, i64>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Everything that runs within a span of days, in order of beginning.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn calendar(ctx: &Ctx, app: &App, span: (Date, Date)) -> Result<Vec<Entry>, Error> {
    authorise(&ctx.actor, UseCase::ReadProject, Relation::default())?;
    let projects: Vec<Project> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut entries = entries_of(ctx, app, projects, span).await?;
    let mous: Vec<Mou> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let names = names(ctx, app).await?;
    entries.extend(mous.into_iter().map(|mou| Entry {
        kind: Kind::Mou,
        id: mou.id.0,
        number: String::new(),
        name: mou.name,
        owner: mou.organisation.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        from: mou.signed_on,
        until: mou.until.unwrap_or(span.1),
        place: String::new(),
        stage: None,
        draft: false,
        hiring: BTreeMap::new(),
        changed_at: mou.created_at,
    }));
    entries.extend(cohorts(ctx, app).await?);
    Ok(within(entries, span))
}

/// Cohorts that were published and take place.
async fn cohorts(ctx: &Ctx, app: &App) -> Result<Vec<Entry>, Error> {
    let mut published = crate::cohort::published(ctx, app).await?;
    published.retain(|one| !matches!(one.cohort.state, domain::cohort::State::Cancelled { .. }));
    let entry = |one: crate::cohort::Published| Entry {
        kind: Kind::Cohort,
        id: one.cohort.id.0,
        number: String::new(),
        name: format!("{} {}기", one.program.name_ko, one.cohort.number),
        owner: one.body.map(|body| body.name).unwrap_or_default(),
        from: one.cohort.from,
        until: one.cohort.until,
        place: one.cohort.sessions.first().map(|session| session.room.clone()).unwrap_or_default(),
        stage: None,
        draft: false,
        hiring: BTreeMap::new(),
        changed_at: one.cohort.updated_at,
    };
    Ok(published.into_iter().map(entry).collect())
}

/// The public part, of what its body has published: events and developments that are planned or go on, each with its stage,
/// cohorts of programmes, and whatever hires within the span. What was stopped or given up happens on no day.
///
/// # Errors
/// When the store cannot be read.
pub async fn public(ctx: &Ctx, app: &App, span: (Date, Date)) -> Result<Vec<Entry>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let mut entries = entries_of(ctx, app, crate::project::public(app).await?, span).await?;
    entries.extend(cohorts(ctx, app).await?);
    let mut entries = within(entries, span);
    entries.retain(|entry| {
        let given_up = matches!(entry.stage, Some(Stage::Suspended | Stage::Cancelled));
        let hires = entry.hiring.keys().any(|month| month.first() <= span.1 && month.last() >= span.0);
        !given_up && (hires || entry.kind != Kind::Budgeted)
    });
    Ok(entries)
}

async fn names(ctx: &Ctx, app: &App) -> Result<BTreeMap<OrganisationId, String>, Error> {
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    Ok(bodies.into_iter().map(|body| (body.id, body.name)).collect())
}

async fn entries_of(
    ctx: &Ctx,
    app: &App,
    projects: Vec<Project>,
    span: (Date, Date),
) -> Result<Vec<Entry>, Error> {
    let names = names(ctx, app).await?;
    let areas = app.city.areas();
    let entry = |project: Project| {
        let (stage, draft) = (project.stage(), !project.is_public());
        let ended = project.stages.last().filter(|_| stage.is_final()).map(|staged| staged.on);
        let content = project.content;
        let from = content.from.or_else(|| project.stages.first().map(|staged| staged.on))?;
        let until = content.until.or(ended).unwrap_or(span.1).max(from);
        let area = content.area.as_ref().map(|code| areas.name(code)).unwrap_or_default();
        Some(Entry {
            kind: match content.kind {
                ProjectKind::Budgeted => Kind::Budgeted,
                ProjectKind::Development => Kind::Development,
                ProjectKind::Event => Kind::Event,
            },
            id: project.id.0,
            number: project.number,
            name: content.name,
            owner: names.get(&project.owner).cloned().unwrap_or_default(),
            from,
            until,
            place: place_in_words(area, &content.place),
            stage: Some(stage),
            draft,
            hiring: match project.impact {
                Impact::Jobs(sheet) => sheet.hiring,
                _ => BTreeMap::new(),
            },
            changed_at: project.updated_at,
        })
    };
    Ok(projects.into_iter().filter_map(entry).collect())
}

/// Those that touch a span, in order of beginning.
fn within(mut entries: Vec<Entry>, (first, last): (Date, Date)) -> Vec<Entry> {
    entries.retain(|entry| entry.from <= last && entry.until >= first);
    entries.sort_by_key(|entry| (entry.from, entry.until, entry.id));
    entries
}
