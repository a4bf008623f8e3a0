//! `/sitemap.xml` and `/robots.txt`: which pages search engines should know, and which are nobody's to collect.

use app::cohort::Published;
use app::support_program::Wanted;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::cohort::State;
use domain::hiring_event::HiringEvent;
use domain::policy::UseCase;

use crate::error;
use crate::feed::as_of;
use crate::routes::Routes;
use crate::staff::origin;
use crate::visit::Visit;

/// Pages that are always there.
const PAGES: [&str; 14] = [
    "/",
    "/openings",
    "/fit",
    "/events",
    "/programmes",
    "/programmes/fit",
    "/sectors",
    "/centres",
    "/calendar",
    "/plan",
    "/mismatch",
    "/meetings",
    "/open-data",
    "/about",
];

/// What is for somebody signed in, or a question that only its asker has use for.
const APART: [&str; 10] = [
    "/staff",
    "/me/",
    "/me$",
    "/employer",
    "/answer/",
    "/result",
    "/links/",
    "/sign-in",
    "/saved",
    "/enrolments/",
];

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/sitemap.xml", UseCase::ReadPublic, pages);
    routes.get("/robots.txt", UseCase::ReadPublic, robots);
}

async fn pages(visit: Visit, headers: HeaderMap) -> Response {
    let (entries, seq) = match app::export::shown(&visit.ctx, visit.app()).await {
        Ok(shown) => shown,
        Err(failed) => return error::page(&visit, &failed),
    };
    let programs = app::support_program::list(&visit.ctx, visit.app(), Wanted::default());
    let programs = match programs {
        Ok(programs) => programs,
        Err(failed) => return error::page(&visit, &failed),
    };
    let (cohorts, events) = match ahead(&visit).await {
        Ok(ahead) => ahead,
        Err(failed) => return error::page(&visit, &failed),
    };
    let origin = origin(&visit, &headers);
    let programs = programs.iter().map(|one| (format!("{origin}/programmes/{}", one.program.id), None));
    let always = PAGES.iter().map(|page| (format!("{origin}{page}"), None));
    let sectors = visit.app().city.sectors().iter();
    let sectors = sectors.map(|sector| (format!("{origin}/sectors/{}", sector.id), None));
    let openings = entries
        .iter()
        .map(|entry| (format!("{origin}/openings/{}", entry.opening.id), Some(entry.opening.updated_at)));
    let cohorts = cohorts
        .iter()
        .map(|one| (format!("{origin}/cohorts/{}", one.cohort.id), Some(one.cohort.updated_at)));
    let events = events.iter().map(|one| (format!("{origin}/events/{}", one.id), Some(one.updated_at)));
    let all = always.chain(sectors).chain(programs).chain(cohorts).chain(events).chain(openings);
    let xml = app::sitemap::pages(&all.collect::<Vec<_>>());
    let kind =
        [(header::CONTENT_TYPE, "application/xml; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    as_of((kind, xml).into_response(), seq)
}

/// Cohorts that recruit or come, and hiring events to come.
async fn ahead(visit: &Visit) -> Result<(Vec<Published>, Vec<HiringEvent>), app::Error> {
    let (ctx, app) = (&visit.ctx, visit.app());
    let mut cohorts = app::cohort::published(ctx, app).await?;
    cohorts.retain(|one| matches!(one.cohort.state, State::Recruiting { .. } | State::Selected { .. }));
    Ok((cohorts, app::hiring_event::upcoming(ctx, app).await?))
}

async fn robots(visit: Visit, headers: HeaderMap) -> Response {
    let apart: String = APART.iter().map(|path| format!("Disallow: {path}\n")).collect();
    let text = format!("User-agent: *\n{apart}\nSitemap: {}/sitemap.xml\n", origin(&visit, &headers));
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
