//! The map of the network (A28): bodies and what is between them, gathered from requests, agreements, meetings, decisions,
//! leads, visits and contacts. It must not know how it is drawn.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::Ctx;
use domain::action::Action;
use domain::agenda_item::AgendaItem;
use domain::coop_request::CoopRequest;
use domain::id::{AgendaItemId, OrganisationId, ProjectId};
use domain::lead::{Lead, Source};
use domain::meeting::{Attendance, Meeting, State};
use domain::mou::Mou;
use domain::organisation::{Organisation, OrganisationKind};
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;
use domain::tie::{Dealing, Tie, Way, is_silent, ties};
use domain::visit::Visit;
use jiff::civil::Date;

use crate::{App, Error};

/// What is asked of the map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only bodies of a kind.
    pub kind: Option<OrganisationKind>,
    /// Only bodies of a sector.
    pub sector: String,
    /// Only what one body has to do with.
    pub body: Option<OrganisationId>,
    /// Only ties made in one way.
    pub way: Option<Way>,
    /// Only dead ties.
    pub dead: bool,
}

/// A body on the map.
#[derive(Debug, Clone)]
pub struct Node {
    /// The body.
    pub body: Organisation,
    /// With how many others it has a tie.
    pub ties: usize,
    /// When it last had to do with anybody.
    pub last_on: Option<Date>,
    /// Whether nothing was heard of it for half a year.
    pub silent: bool,
}

/// The map.
#[derive(Debug, Clone, Default)]
pub struct Map {
    /// Bodies in their order: by kind, by sector, by name.
    pub nodes: Vec<Node>,
    /// What is between them.
    pub ties: Vec<Tie>,
}

impl Map {
    /// The name of a body on it.
    pub fn name(&self, id: OrganisationId) -> &str {
        self.nodes.iter().find(|node| node.body.id == id).map_or("", |node| node.body.name.as_str())
    }
}

/// The map as it is today.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn map(ctx: &Ctx, app: &App, filter: &Filter) -> Result<Map, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    let today = ctx.today();
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut all = ties(dealings(ctx, app).await?, today);
    let active: BTreeSet<OrganisationId> =
        bodies.iter().filter(|body| body.active).map(|body| body.id).collect();
    // Abolished bodies keep their history; the map shows who is there.
    all.retain(|tie| active.contains(&tie.between.0) && active.contains(&tie.between.1));
    let mut nodes: Vec<Node> = bodies
        .into_iter()
        .filter(|body| body.active && body.kind != OrganisationKind::City)
        .map(|body| {
            let own = || all.iter().filter(|tie| tie.touches(body.id));
            let last_on = own().map(|tie| tie.last_on).max();
            Node { ties: own().count(), last_on, silent: is_silent(last_on, today), body }
        })
        .collect();
    let fits = |body: &Organisation| {
        filter.kind.is_none_or(|kind| body.kind == kind)
            && (filter.sector.is_empty() || body.profile.sector == filter.sector)
    };
    let kept: BTreeSet<OrganisationId> =
        nodes.iter().filter(|node| fits(&node.body)).map(|node| node.body.id).collect();
    let all_kinds = filter.kind.is_none() && filter.sector.is_empty();
    all.retain(|tie| {
        let ends = [tie.between.0, tie.between.1];
        (all_kinds || ends.iter().any(|end| kept.contains(end)))
            && filter.body.is_none_or(|body| tie.touches(body))
            && filter.way.is_none_or(|way| tie.ways.contains_key(&way))
            && (!filter.dead || tie.is_dead(today))
    });
    let tied: BTreeSet<OrganisationId> = all.iter().flat_map(|tie| [tie.between.0, tie.between.1]).collect();
    let narrow = filter.body.is_some() || filter.way.is_some() || filter.dead;
    nodes.retain(|node| tied.contains(&node.body.id) || (!narrow && kept.contains(&node.body.id)));
    nodes.sort_by(|a, b| {
        let key = |node: &Node| (node.body.kind, node.body.profile.sector.clone(), node.body.name.clone());
        key(a).cmp(&key(b)).then(a.body.id.cmp(&b.body.id))
    });
    all.retain(|tie| nodes.iter().filter(|node| tie.touches(node.body.id)).count() == 2);
    Ok(Map { nodes, ties: all })
}

/// Everything that happened between two bodies.
async fn dealings(ctx: &Ctx, app: &App) -> Result<Vec<Dealing>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let day = |at| ctx.zone.to_datetime(at).date();
    let mut found = Vec::new();
    let mut add = |a: Option<OrganisationId>, b: Option<OrganisationId>, way, on| {
        if let (Some(a), Some(b)) = (a, b) {
            found.push(Dealing { between: (a, b), way, on });
        }
    };
    for request in store::record::all::<CoopRequest>(store, tenant).await.map_err(crate::fault)? {
        add(Some(request.from), Some(request.to), Way::Request, last_word(&request));
    }
    for mou in store::record::all::<Mou>(store, tenant).await.map_err(crate::fault)? {
        for partner in &mou.partners {
            add(mou.organisation, Some(*partner), Way::Mou, mou.signed_on);
        }
    }
    let mut held = HashMap::new();
    for meeting in store::record::all::<Meeting>(store, tenant).await.map_err(crate::fault)? {
        if matches!(meeting.state, State::Cancelled { .. } | State::Called) {
            continue;
        }
        let on = meeting.at.date();
        held.insert(meeting.id, on);
        for (body, how) in &meeting.attendance {
            if matches!(how, Attendance::Present | Attendance::Paper) {
                add(meeting.organisation, Some(*body), Way::Meeting, on);
            }
        }
    }
    let items = store::record::all::<AgendaItem>(store, tenant).await.map_err(crate::fault)?;
    let items: HashMap<AgendaItemId, AgendaItem> = items.into_iter().map(|item| (item.id, item)).collect();
    for action in store::record::all::<Action>(store, tenant).await.map_err(crate::fault)? {
        let item = action.item.and_then(|item| items.get(&item));
        let reported = action.reports.iter().map(|report| report.on).max();
        let on = action.meeting.and_then(|meeting| held.get(&meeting)).copied();
        let on = reported.max(on).unwrap_or_else(|| day(action.created_at));
        add(item.and_then(|item| item.organisation), action.owner, Way::Decision, on);
    }
    let projects = store::record::all::<Project>(store, tenant).await.map_err(crate::fault)?;
    let owners: HashMap<ProjectId, OrganisationId> =
        projects.into_iter().map(|project| (project.id, project.owner)).collect();
    let mut of_lead = BTreeMap::new();
    for lead in store::record::all::<Lead>(store, tenant).await.map_err(crate::fault)? {
        let other = match lead.source {
            Source::Project { project } => owners.get(&project).copied(),
            Source::Network { organisation } => organisation,
            Source::Idea { .. } | Source::Field => None,
        };
        add(lead.organisation, other, Way::Lead, day(lead.created_at));
        of_lead.insert(lead.id, lead.organisation);
    }
    for visit in store::record::all::<Visit>(store, tenant).await.map_err(crate::fault)? {
        add(visit.organisation, of_lead.get(&visit.lead).copied().flatten(), Way::Visit, visit.on);
    }
    for (contact, _) in store::contact::all(store, tenant).await.map_err(crate::fault)? {
        let on = contact.last_on.unwrap_or_else(|| day(contact.created_at));
        add(contact.organisation, contact.body, Way::Contact, on);
    }
    Ok(found)
}

/// When something was last said about a request.
fn last_word(request: &CoopRequest) -> Date {
    use domain::coop_request::State as S;
    match request.state {
        S::Accepted { on, .. } | S::Declined { on, .. } | S::Offered { on, .. } => on,
        S::Asked | S::Abandoned { .. } | S::Withdrawn { .. } => request.asked_on,
    }
}
