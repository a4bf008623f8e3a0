//! `/bulletins`: issues of the weekly bulletin to read, to print and to look up; and the poster of one opening.
//!
//! What an issue says was frozen when it was made; this file only shows it.

use app::paper::BulletinPaper;
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::area::AreaCode;
use domain::bulletin::{Bulletin, Choice, Form, Segment};
use domain::id::{BulletinId, OpeningId};
use domain::message::Lang;
use domain::policy::UseCase;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::{Form as Typed, select};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::staff::origin;
use crate::visit::Visit;
use crate::{error, page};

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/bulletins", UseCase::ReadPublic, list);
    routes.get("/bulletins/{id}", UseCase::ReadPublic, show);
    routes.get("/bulletins/{id}/print", UseCase::ReadPublic, print);
    routes.get("/openings/{id}/poster", UseCase::ReadPublic, poster);
    routes.get("/openings/{id}/poster.pdf", UseCase::ReadPublic, poster_pdf);
}

/// Which openings an address asks for; garbage is as good as nothing.
pub(crate) fn choice(fields: &Fields) -> Choice {
    Choice {
        dong: AreaCode::parse(fields.text("dong")),
        segment: fields.parse("segment").unwrap_or(Segment::All),
        sector: Some(fields.text("sector").to_owned()).filter(|sector| !sector.is_empty()),
        occupation: None,
    }
}

/// The three fields by which issues are asked for.
pub(crate) fn choose(visit: &Visit, form: &Typed<'_>) -> Markup {
    let city = &visit.app().city;
    let dongs: Vec<_> = city.dongs().map(|dong| (dong.code.as_str().to_owned(), dong.name.clone())).collect();
    let segments: Vec<_> = Segment::iter()
        .filter(|segment| *segment != Segment::All)
        .map(|segment| (segment.to_string(), visit.t(&format!("segment-{segment}"))))
        .collect();
    let name = |sector: &domain::city::Sector| match visit.lang {
        Lang::Ko => sector.name_ko.clone(),
        Lang::En => sector.name_en.clone(),
    };
    let sectors: Vec<_> = city.sectors().iter().map(|sector| (sector.id.clone(), name(sector))).collect();
    html! {
        (select(visit, form, "dong", "bulletin-dong", &dongs))
        (select(visit, form, "segment", "bulletin-segment", &segments))
        (select(visit, form, "sector", "sector", &sectors))
    }
}

async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let choice = choice(&fields);
    let (rows, form) = match app::bulletin::list(&visit.ctx, visit.app(), &choice).await {
        Ok(rows) => (rows, Typed::new(&fields)),
        Err(failed) => match Typed::refused(&visit, &fields, &failed) {
            Ok(answer) => return answer,
            Err(form) => (Vec::new(), form),
        },
    };
    let title = visit.t("bulletins");
    let body = html! {
        p.lead { (visit.t("bulletins-note")) }
        form.narrow method="get" action="/bulletins" {
            (choose(&visit, &form))
            div.actions { button { (visit.t("bulletin-show")) } }
        }
        @match rows.split_first() {
            None => p.notice { (visit.t("bulletins-none")) " " a href="/openings" { (visit.t("nav-openings")) } },
            Some((latest, before)) => {
                section {
                    h2 { (visit.n("bulletin-latest", latest.number.as_str())) }
                    p { a.button href={ "/bulletins/" (latest.id) } { (visit.t("bulletin-read")) } }
                    (files(&visit, latest.id))
                }
                @if !before.is_empty() {
                    section {
                        h2 { (visit.t("bulletin-past")) }
                        ul { @for row in before { li { a href={ "/bulletins/" (row.id) } { (visit.n("bulletin-nth", row.number.as_str())) } } } }
                    }
                }
            }
        }
    };
    form.page(&visit, &title, &body)
}

/// The forms in which an issue is printed.
fn files(visit: &Visit, id: BulletinId) -> Markup {
    html! { ul.plain { @for form in Form::iter() {
        li { a href={ "/bulletins/" (id) "/print?form=" (form) } { (visit.t(&format!("bulletin-form-{form}"))) } }
    } } }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<BulletinId>() else { return error::page(&visit, &app::Error::NotFound) };
    let issue = match app::bulletin::get(&visit.ctx, visit.app(), id).await {
        Ok(issue) => issue,
        Err(failed) => return error::page(&visit, &failed),
    };
    let paper = app::paper::bulletin_paper(visit.app(), &issue, Form::A4, visit.lang, "");
    let title = format!("{} · {}", paper.words.title, paper.about);
    let body = html! {
        h1 { (paper.words.title) " · " (paper.about) }
        p.lead { (paper.number) " · " (visit.n("found-n", issue.facts.total)) }
        p.small { (paper.as_of) " · " (visit.t("bulletin-digest")) " " code { "#" (paper.digest) } }
        p { (paper.words.how) }
        div.actions { button.second type="button" data-print="" hidden { (visit.t("print")) } }
        (lines(&visit, &issue, &paper))
        @if !paper.more.is_empty() { p { (paper.more) } }
        @if !paper.errata.is_empty() {
            section {
                h2 { (paper.words.errata) }
                p { (paper.words.errata_note) }
                ul { @for [code, title, state] in &paper.errata { li lang=[visit.content_lang()] { s { (title) } " · " span.code { (code) } " · " strong { (state) } } } }
            }
        }
        section { h2 { (visit.t("bulletin-files")) } (files(&visit, id)) }
    };
    page::shell(&visit, &title, body).into_response()
}

fn lines(visit: &Visit, issue: &Bulletin, paper: &BulletinPaper) -> Markup {
    let (words, ko) = (&paper.words, visit.content_lang());
    let fact = |name: &str, value: &str, lang: Option<Lang>| {
        html! { @if !value.is_empty() { dt { (name) } dd lang=[lang] { (value) } } }
    };
    html! {
        @if paper.lines.is_empty() { p.notice { (words.none) } }
        ul.openings.bulletin { @for (line, one) in paper.lines.iter().zip(&issue.facts.lines) {
            li.opening data-opening=(one.opening) {
                h2 lang=[ko] { a href={ "/openings/" (one.opening) } { (line.title) } }
                p lang=[ko] { (line.employer) @if line.doubted { " " span.badge.doubt { (words.doubted) } } }
                p.pay { strong { (line.pay) } @if !line.hourly.is_empty() { " · " (line.hourly) } }
                dl.facts {
                    (fact(&words.hours, one.hours.in_lang(visit.lang), None))
                    (fact(&words.place, &line.place, ko))
                    (fact(&words.way, &line.way, ko))
                    (fact(&words.until, &line.until, None))
                    dt { (if line.direct { &words.call } else { &words.centre }) }
                    dd { a.phone href={ "tel:" (line.phone.replace('-', "")) } { (line.phone) } }
                    dt { (words.code) } dd { strong.code { (line.code) } }
                }
            }
        } }
    }
}

async fn print(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let (Ok(id), form) = (id.parse::<BulletinId>(), Fields(pairs).parse("form").unwrap_or(Form::A4)) else {
        return error::page(&visit, &app::Error::NotFound);
    };
    let (app, origin) = (visit.app(), origin(&visit, &headers));
    let made = match app::bulletin::get(&visit.ctx, app, id).await {
        Ok(issue) => app::paper::bulletin(&visit.ctx, app, &issue, form, visit.lang, &origin).await,
        Err(failed) => Err(failed),
    };
    file(&visit, &format!("bulletin-{form}.pdf"), made.map(|printed| printed.bytes))
}

/// A PDF, shown in the browser.
pub(crate) fn file(visit: &Visit, name: &str, made: Result<Vec<u8>, app::Error>) -> Response {
    match made {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(failed) => error::page(visit, &failed),
    }
}

/// Where a poster is asked for.
async fn poster(visit: Visit, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    let shown = match app::opening::show(&visit.ctx, visit.app(), id).await {
        Ok(shown) => shown,
        Err(failed) => return error::page(&visit, &failed),
    };
    let line = app::bulletin::line(visit.app(), &shown.listed);
    let title = visit.t("poster");
    let body = html! {
        h1 { (title) }
        p.lead lang=[visit.content_lang()] { a href={ "/openings/" (id) } { (line.title) } " · " (line.employer) }
        p { (visit.t("poster-note")) }
        dl.facts { dt { (visit.t("bulletin-code")) } dd { strong.code { (line.code) } } }
        ul.plain {
            li { a.button href={ "/openings/" (id) "/poster.pdf" } { (visit.t("poster-a4")) } }
            li { a.button.second href={ "/openings/" (id) "/poster.pdf?size=a3" } { (visit.t("poster-a3")) } }
        }
        (crate::staff::to_queue(&visit, &format!("poster:{id}")))
    };
    page::shell(&visit, &title, body).into_response()
}

async fn poster_pdf(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let Ok(id) = id.parse::<OpeningId>() else { return error::page(&visit, &app::Error::NotFound) };
    let (a3, origin) = (Fields(pairs).text("size") == "a3", origin(&visit, &headers));
    let made = app::paper::poster(&visit.ctx, visit.app(), id, a3, visit.lang, &origin).await;
    file(&visit, "poster.pdf", made.map(|printed| printed.bytes))
}
