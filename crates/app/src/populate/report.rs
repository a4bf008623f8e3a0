//! A year of monthly reports of the demo city's bodies: in time and late, with nothing to report, returned and handed in
//! again, accepted. Rows are those the ledger holds; the days are counted back from today.

use domain::counting::Month;
use domain::organisation::{Organisation, OrganisationKind};
use domain::submission::Submission;
use domain::{Actor, Ctx, Message};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::submission::deadline;
use crate::{App, Error};

/// Months that were called for.
const MONTHS: usize = 12;
/// Why a body had nothing to report.
const REASONS: [&str; 3] =
    ["해당 월 채용 없음", "사업이 아직 시작되지 않음", "행사·사업 준비 기간으로 실적 없음"];
/// What a returned report was to mend.
const REMARK: &str = "사업체 이름과 취업일자를 다시 확인해 주세요";
/// What an officer leaves for the next.
const NOTE: &str = "참여자 명단은 사업 담당자가 매월 말에 보내 줍니다. 고용형태를 꼭 확인하세요.";

/// Writes them, a month in one transaction.
pub(super) async fn reports(ctx: &Ctx, app: &App) -> Result<(), Error> {
    app.ledger.ready(app).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let reporting: Vec<Organisation> = bodies
        .into_iter()
        .filter(|body| matches!(body.kind, OrganisationKind::Department | OrganisationKind::Agency))
        .collect();
    let mut months = vec![Month::of(ctx.today()).previous()];
    while months.len() < MONTHS {
        months.extend(months.last().map(|month| month.previous()));
    }
    for (back, month) in months.into_iter().enumerate().rev() {
        let mut reports = Vec::with_capacity(reporting.len());
        for (nth, body) in reporting.iter().enumerate() {
            let span = (month.first(), month.last());
            let told = app.ledger.with(|ledger, counted, _| ledger.reported(counted, body.id, span));
            let rows = i64::try_from(told.rows()).map_err(Error::internal)?;
            reports.push(
                story(ctx, app, body, month, (nth * 7 + back * 3) % 20, rows).map_err(Error::Conflict)?,
            );
        }
        app.write(ctx, move |tx, ctx| {
            let reports = reports.clone();
            Box::pin(async move {
                for report in &reports {
                    store::record::insert(tx, &ctx, report).await?;
                }
                Ok(())
            })
        })
        .await?;
    }
    Ok(())
}

/// What became of one report, as far as its days have come.
fn story(
    ctx: &Ctx,
    app: &App,
    body: &Organisation,
    month: Month,
    turn: usize,
    rows: i64,
) -> Result<Submission, Message> {
    let due = deadline(app, month);
    let on = |day: Date| -> Option<Ctx> {
        let at = ctx.zone.to_timestamp(day.at(10, 0, 0, 0)).ok().filter(|at| *at <= ctx.now)?;
        Some(Ctx::new(ctx.tenant, Actor::system(), at, ctx.zone.clone(), ctx.random()))
    };
    let after = |days: i64| due.saturating_add(days.days());
    let called = on(month.next().first()).unwrap_or_else(|| ctx.clone());
    let note = if turn.is_multiple_of(5) { NOTE } else { "" };
    let mut report = Submission::call(&called, body.id, month, due, note);
    let days = match turn {
        0 => 6,
        1 | 2 => 2,
        3 => 1,
        _ => 0,
    };
    let hand_in = |report: Submission, ctx: &Ctx| match rows {
        0 => report.nothing(REASONS[turn % REASONS.len()], ctx),
        rows => report.submit(rows, ctx),
    };
    let Some(handed_in) = on(after(days)) else { return Ok(report) };
    report = hand_in(report, &handed_in)?;
    if turn == 4 {
        let Some(returned) = on(after(days + 1)) else { return Ok(report) };
        report = report.return_with(REMARK, &returned)?;
        let Some(again) = on(after(days + 15)) else { return Ok(report) };
        report = hand_in(report, &again)?;
    }
    match on(after(days + 16)) {
        Some(accepted) => report.accept(&accepted),
        None => Ok(report),
    }
}
