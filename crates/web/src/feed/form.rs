//! The openings in the forms that others read already: WorkNet's XML, Atom, CSV, schema.org JobPosting. Each is drawn from
//! what the lists show and says in `As-Of` up to which change it is true.

use app::export::Format;
use app::opening::{Listed, Search};
use axum::extract::Query;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::message::Lang;
use domain::policy::UseCase;

use super::open;
use crate::component::{deadline, place, wage, work_time};
use crate::fields::Fields;
use crate::opening::search_of;
use crate::problem;
use crate::routes::Routes;
use crate::staff::origin;
use crate::visit::Visit;

/// Entries of an Atom feed: readers keep what they have seen.
const ENTRIES: usize = 100;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/feed/worknet.xml", UseCase::ReadPublic, worknet);
    routes.get("/feed/openings.atom", UseCase::ReadPublic, atom);
    routes.get("/feed/openings.csv", UseCase::ReadPublic, csv);
    routes.get("/feed/jobposting.jsonl", UseCase::ReadPublic, jobposting);
}

async fn worknet(visit: Visit, Query(pairs): Query<Vec<(String, String)>>, headers: HeaderMap) -> Response {
    let told = (visit.lang, origin(&visit, &headers));
    match app::export::worknet::answer(&visit.ctx, visit.app(), &pairs, (told.0, &told.1)).await {
        Ok((xml, seq)) => {
            open(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response(), seq)
        }
        Err(failed) => problem::of(&visit, &failed),
    }
}

async fn csv(visit: Visit, headers: HeaderMap) -> Response {
    whole(&visit, &headers, Format::Csv).await
}

async fn jobposting(visit: Visit, headers: HeaderMap) -> Response {
    whole(&visit, &headers, Format::Jobposting).await
}

async fn whole(visit: &Visit, headers: &HeaderMap, format: Format) -> Response {
    let origin = origin(visit, headers);
    match app::export::openings_at(&visit.ctx, visit.app(), format, visit.lang, &origin).await {
        Ok((bytes, seq)) => open(([(header::CONTENT_TYPE, format.media_type())], bytes).into_response(), seq),
        Err(failed) => problem::of(visit, &failed),
    }
}

/// The list as it is filtered, newest first unless another order was asked for.
async fn atom(visit: Visit, Query(pairs): Query<Vec<(String, String)>>, headers: HeaderMap) -> Response {
    let fields = Fields(pairs);
    let asked = search_of(&fields);
    let sort = if fields.text("sort").is_empty() { app::opening::Sort::Newest } else { asked.sort };
    let wanted = Search { page: 1, size: ENTRIES, sort, ..asked };
    let found = match app::opening::search(&visit.ctx, visit.app(), &wanted).await {
        Ok(found) => found,
        Err(failed) => return problem::of(&visit, &failed),
    };
    let (origin, query) = (origin(&visit, &headers), fields.query());
    let city = &visit.app().city;
    let name = match visit.lang {
        Lang::Ko => city.name_ko(),
        Lang::En => city.name_en(),
    };
    let entries: Vec<_> = found.items.iter().map(|listed| entry(&visit, listed, &origin)).collect();
    let lang = visit.lang.to_string();
    let feed = app::atom::Feed {
        id: &format!("{origin}/feed/openings.atom{query}"),
        title: &format!("{name} {}", visit.t("nav-openings")),
        lang: &lang,
        own: &format!("{origin}/feed/openings.atom{query}"),
        page: &format!("{origin}/openings{query}"),
        author: name,
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(visit.ctx.now),
        rights: &city.feed().licence,
    };
    let xml = app::atom::feed(&feed, &entries);
    open(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response(), found.seq)
}

pub(crate) fn entry(visit: &Visit, listed: &Listed, origin: &str) -> app::atom::Entry {
    let content = &listed.opening.content;
    let until = format!("{} {}", visit.t("deadline"), deadline(visit, content.deadline));
    let facts = [
        wage(visit, content.wage, &content.wage_note),
        place(visit, listed),
        work_time(visit, &content.work_time),
        until,
    ];
    let code = content.occupation.as_ref().map(ToString::to_string);
    app::atom::Entry {
        id: format!("urn:uuid:{}", listed.opening.id),
        title: content.title.clone(),
        url: format!("{origin}/openings/{}", listed.opening.id),
        author: listed.employer.name.clone(),
        published: listed.opened_at,
        updated: listed.opening.updated_at,
        summary: facts.join(" · "),
        category: code.map(|code| (code, listed.occupation_name.clone())),
    }
}
