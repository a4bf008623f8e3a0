//! What an officer of a body opens first: the month's report, what is still open of earlier ones, the body's projects
//! and what others ask of it. It must not know pages.

use domain::Ctx;
use domain::coop_request::{self, CoopRequest};
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;
use domain::submission::Submission;
use jiff::civil::Date;

use super::{Bodies, View, view};
use crate::{App, Error};

/// The page an officer begins the day with.
#[derive(Debug, Clone)]
pub struct Home {
    /// Name of the body; empty for whoever has none.
    pub body: String,
    /// The report to see to: the earliest that waits, else the latest.
    pub now: Option<View>,
    /// Other reports that wait, the earliest first.
    pub others: Vec<Submission>,
    /// The body's projects that go on.
    pub projects: Vec<Project>,
    /// What others ask of the body and nobody has answered.
    pub requests: Vec<(CoopRequest, String)>,
    /// On which day the body last said that its list of contacts is as it should be (A52).
    pub network_confirmed_on: Option<Date>,
}

impl Home {
    /// How many of the projects the body has confirmed since the month of its report began.
    pub fn projects_confirmed(&self, ctx: &Ctx) -> usize {
        let Some(now) = &self.now else { return 0 };
        let since = now.submission.month.first();
        let said = |project: &&Project| {
            project.confirmed.is_some_and(|confirmed| ctx.zone.to_datetime(confirmed.at).date() > since)
        };
        self.projects.iter().filter(said).count()
    }
}

/// The officer's page.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn home(ctx: &Ctx, app: &App) -> Result<Home, Error> {
    let own = Relation { organisation: ctx.actor.organisation, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadSubmission, own)?;
    let bodies = Bodies::read(ctx, app).await?;
    let Some(body) = ctx.actor.organisation else {
        let (body, now, others) = (String::new(), None, Vec::new());
        return Ok(Home {
            body,
            now,
            others,
            projects: Vec::new(),
            requests: Vec::new(),
            network_confirmed_on: None,
        });
    };
    let theirs = |id| bodies.heir(ctx, id) == body || id == body;
    let mut reports: Vec<Submission> =
        store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    reports.retain(|submission| theirs(submission.organisation));
    reports.sort_by_key(|submission| (submission.month, submission.organisation != body));
    let waiting = reports.iter().find(|submission| submission.waits());
    let chosen = waiting.or(reports.last()).cloned();
    let others = reports
        .into_iter()
        .filter(|submission| {
            submission.waits() && Some(submission.id) != chosen.as_ref().map(|known| known.id)
        })
        .collect();
    let now = match chosen {
        Some(submission) => Some(view(ctx, app, submission, &bodies).await?),
        None => None,
    };
    let projects: Vec<Project> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let projects = projects.into_iter().filter(|p| theirs(p.owner) && !p.stage().is_final()).collect();
    let asked: Vec<CoopRequest> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let open = |request: &CoopRequest| matches!(request.state, coop_request::State::Asked);
    let requests = asked
        .into_iter()
        .filter(|request| theirs(request.to) && open(request))
        .map(|request| {
            let from = bodies.name(request.from);
            (request, from)
        })
        .collect();
    let network_confirmed_on = bodies.network_confirmed_on(body);
    Ok(Home { body: bodies.name(body), now, others, projects, requests, network_confirmed_on })
}
