//! Papers: a sheet as a page that prints as the annex does, and the same sheet as PDF.
//!
//! What stands on a sheet is decided elsewhere; this file only draws it and asks for its printing.

mod sheet;

use app::paper::{Half, Period, Sheet};
use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use jiff::civil::Date;

use crate::error;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;

pub(crate) fn routes(routes: &mut Routes) {
    routes.at_counters(|routes| {
        routes.get("/openings/large", UseCase::ReadPublic, large);
        routes.get("/openings/large.pdf", UseCase::ReadPublic, large_pdf);
        routes.get("/staff/openings/{id}/paper", UseCase::ReadOpening, opening);
        routes.get("/staff/openings/{id}/paper.pdf", UseCase::ReadOpening, opening_pdf);
        routes.get("/staff/openings/{id}/names", UseCase::ReadReferral, names);
        routes.get("/staff/openings/{id}/names.pdf", UseCase::ReadReferral, names_pdf);
        routes.get("/staff/seekers/{id}/paper", UseCase::ReadSeeker, seeker);
        routes.get("/staff/seekers/{id}/paper.pdf", UseCase::ReadSeeker, seeker_pdf);
        routes.get("/staff/seekers/{id}/slip", UseCase::ReadSeeker, slip);
        routes.get("/staff/seekers/{id}/slip.pdf", UseCase::ReadSeeker, slip_pdf);
        routes.get("/staff/seekers/{id}/list", UseCase::ReadMatch, own);
        routes.get("/staff/seekers/{id}/list.pdf", UseCase::ReadMatch, own_pdf);
        routes.get("/staff/referrals/{id}/letter", UseCase::ReadReferral, letter);
        routes.get("/staff/referrals/{id}/letter.pdf", UseCase::ReadReferral, letter_pdf);
        routes.get("/staff/referrals/{id}/notice", UseCase::ReadReferral, notice);
        routes.get("/staff/referrals/{id}/notice.pdf", UseCase::ReadReferral, notice_pdf);
        routes.get("/staff/answers/{id}/paper", UseCase::WriteReferral, question);
        routes.get("/staff/answers/{id}/paper.pdf", UseCase::WriteReferral, question_pdf);
    });
    routes.get("/staff/cohorts/{id}/attendance", UseCase::MindCohort, attendance);
    routes.get("/staff/cohorts/{id}/attendance.pdf", UseCase::MindCohort, attendance_pdf);
    routes.get("/staff/meetings/{id}/packet", UseCase::ReadCouncil, packet);
    routes.get("/staff/meetings/{id}/packet.pdf", UseCase::ReadCouncil, packet_pdf);
    routes.get("/staff/meetings/{id}/record", UseCase::ReadCouncil, record);
    routes.get("/staff/meetings/{id}/record.pdf", UseCase::ReadCouncil, record_pdf);
    routes.get("/staff/registers", UseCase::DecideOpening, registers);
    routes.get("/staff/registers/openings", UseCase::DecideOpening, openings);
    routes.get("/staff/registers/openings.pdf", UseCase::DecideOpening, openings_pdf);
    routes.get("/staff/registers/seekers", UseCase::ReadReferral, seekers);
    routes.get("/staff/registers/seekers.pdf", UseCase::ReadReferral, seekers_pdf);
    routes.get("/staff/registers/half-year", UseCase::ReadReferral, half_year);
    routes.get("/staff/registers/half-year.pdf", UseCase::ReadReferral, half_year_pdf);
}

type Made = Result<Sheet, app::Error>;

/// A page and a PDF of one sheet. `$make` is given the visit and what stands in the address.
macro_rules! paper {
    ($page:ident, $pdf:ident, $make:ident, $file:literal, id) => {
        async fn $page(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
            let made = $make(&visit, &id, &headers).await;
            shown(&visit, made)
        }
        async fn $pdf(visit: Visit, Path(id): Path<String>, headers: HeaderMap) -> Response {
            let made = $make(&visit, &id, &headers).await;
            printed(&visit, made, $file).await
        }
    };
    ($page:ident, $pdf:ident, $make:ident, $file:literal, query) => {
        async fn $page(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
            let made = $make(&visit, &Fields(pairs)).await;
            shown(&visit, made)
        }
        async fn $pdf(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
            let made = $make(&visit, &Fields(pairs)).await;
            printed(&visit, made, $file).await
        }
    };
}

paper!(opening, opening_pdf, opening_sheet, "opening.pdf", id);
paper!(names, names_pdf, names_sheet, "names.pdf", id);
paper!(seeker, seeker_pdf, seeker_sheet, "seeker.pdf", id);
paper!(slip, slip_pdf, slip_sheet, "slip.pdf", id);
paper!(own, own_pdf, own_sheet, "own-list.pdf", id);
paper!(letter, letter_pdf, letter_sheet, "letter.pdf", id);
paper!(notice, notice_pdf, notice_sheet, "notice.pdf", id);
paper!(question, question_pdf, question_sheet, "question.pdf", id);
paper!(attendance, attendance_pdf, attendance_sheet, "attendance.pdf", id);
paper!(packet, packet_pdf, packet_sheet, "packet.pdf", id);
paper!(record, record_pdf, record_sheet, "record.pdf", id);
paper!(large, large_pdf, large_sheet, "openings.pdf", query);
paper!(openings, openings_pdf, openings_sheet, "openings-received.pdf", query);
paper!(seekers, seekers_pdf, seekers_sheet, "seekers-received.pdf", query);
paper!(half_year, half_year_pdf, half_year_sheet, "half-year.pdf", query);

fn id_of<T: std::str::FromStr>(text: &str) -> Result<T, app::Error> {
    text.parse().map_err(|_| app::Error::NotFound)
}

async fn opening_sheet(visit: &Visit, id: &str, _: &HeaderMap) -> Made {
    app::paper::opening_form(&visit.ctx, visit.app(), id_of(id)?).await
}

async fn names_sheet(visit: &Visit, id: &str, _: &HeaderMap) -> Made {
    app::paper::name_list(&visit.ctx, visit.app(), id_of(id)?).await
}

async fn seeker_sheet(visit: &Visit, id: &str, _: &HeaderMap) -> Made {
    app::paper::seeker_form(&visit.ctx, visit.app(), id_of(id)?).await
}

async fn slip_sheet(visit: &Visit, id: &str, _: &HeaderMap) -> Made {
    app::paper::slip(&visit.ctx, visit.app(), id_of(id)?).await
}

async fn own_sheet(visit: &Visit, id: &str, _: &HeaderMap) -> Made {
    app::paper::own_list(&visit.ctx, visit.app(), id_of(id)?, visit.lang).await
}

async fn letter_sheet(visit: &Visit, id: &str, headers: &HeaderMap) -> Made {
    app::paper::letter(&visit.ctx, visit.app(), id_of(id)?, &answer_url(visit, headers)).await
}

async fn notice_sheet(visit: &Visit, id: &str, headers: &HeaderMap) -> Made {
    app::paper::result_notice(&visit.ctx, visit.app(), id_of(id)?, &answer_url(visit, headers)).await
}

async fn question_sheet(visit: &Visit, id: &str, headers: &HeaderMap) -> Made {
    app::paper::question(&visit.ctx, visit.app(), id_of(id)?, &answer_url(visit, headers)).await
}

async fn attendance_sheet(visit: &Visit, id: &str, _: &HeaderMap) -> Made {
    app::paper::attendance_sheet(&visit.ctx, visit.app(), id_of(id)?).await
}

async fn packet_sheet(visit: &Visit, id: &str, _: &HeaderMap) -> Made {
    app::paper::packet(&visit.ctx, visit.app(), id_of(id)?).await
}

async fn record_sheet(visit: &Visit, id: &str, _: &HeaderMap) -> Made {
    app::paper::meeting_record(&visit.ctx, visit.app(), id_of(id)?).await
}

async fn large_sheet(visit: &Visit, fields: &Fields) -> Made {
    let pages = fields.parse("pages").unwrap_or(1);
    app::paper::large_list(&visit.ctx, visit.app(), fields.text("dong"), pages, visit.lang).await
}

async fn openings_sheet(visit: &Visit, fields: &Fields) -> Made {
    app::paper::opening_register(&visit.ctx, visit.app(), period(visit, fields)?).await
}

async fn seekers_sheet(visit: &Visit, fields: &Fields) -> Made {
    app::paper::seeker_register(&visit.ctx, visit.app(), period(visit, fields)?, fields.parse("why")).await
}

async fn half_year_sheet(visit: &Visit, fields: &Fields) -> Made {
    let now = Half::of(visit.ctx.today());
    let year = fields.parse("year").filter(|year| domain::counting::YEARS.contains(year)).unwrap_or(now.year);
    let half = match fields.text("half") {
        "" => now.half,
        typed => typed.parse().ok().filter(|half| (1..=2).contains(half)).ok_or(app::Error::NotFound)?,
    };
    app::paper::half_year(&visit.ctx, visit.app(), Half { year, half }).await
}

/// `from` and `to`; this month without them.
fn period(visit: &Visit, fields: &Fields) -> Result<Period, app::Error> {
    let month = Period::month_of(visit.ctx.today());
    let day = |name, else_day: Date| fields.parse::<Date>(name).unwrap_or(else_day);
    Period::new(day("from", month.from), day("to", month.to))
}

/// Where the code of a letter is keyed in, as an employer reaches us.
fn answer_url(visit: &Visit, headers: &HeaderMap) -> String {
    format!("{}/answer", crate::staff::origin(visit, headers))
}

fn shown(visit: &Visit, made: Made) -> Response {
    match made {
        Ok(sheet) => sheet::page(visit, &sheet),
        Err(failed) => error::page(visit, &failed),
    }
}

pub(crate) async fn printed(visit: &Visit, made: Made, file: &'static str) -> Response {
    let bytes = match made {
        Ok(sheet) => app::paper::pdf(&visit.ctx, sheet).await,
        Err(failed) => Err(failed),
    };
    match bytes {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, format!("inline; filename=\"{file}\"")),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(failed) => error::page(visit, &failed),
    }
}

async fn registers(visit: Visit) -> Response {
    sheet::registers(&visit, Period::month_of(visit.ctx.today()), Half::of(visit.ctx.today()))
}
