//! A year of monthly reports of the demo city's bodies, as far as they have come at an instant: in time and late, with nothing
//! to report, returned and handed in again, accepted; of the last month some are still owed. Then the months are closed in
//! order. Rows are those the ledger holds; the days are counted back from today.

use domain::counting::Month;
use domain::organisation::{Organisation, OrganisationKind};
use domain::reminder::days_after;
use domain::submission::{State, Submission};
use domain::{Actor, Ctx, Message, Role};
use jiff::civil::Date;

use super::unless_refused;
use crate::submission::deadline;
use crate::{App, Error};

/// Months that were called for.
const MONTHS: usize = 12;
/// A month is closed so many days after it is over.
const CLOSED_AFTER: i32 = 40;
/// Why a body had nothing to report.
const REASONS: [&str; 3] =
    ["해당 월 채용 없음", "사업이 아직 시작되지 않음", "행사·사업 준비 기간으로 실적 없음"];
/// What a returned report was to mend.
const REMARK: &str = "사업체 이름과 취업일자를 다시 확인해 주세요";
/// What an officer leaves for the next.
const NOTE: &str = "참여자 명단은 사업 담당자가 매월 말에 보내 줍니다. 고용형태를 꼭 확인하세요.";

/// Writes what became of the reports until now, a month in one transaction. What was accepted before stays as it is.
pub(super) async fn reports(ctx: &Ctx, app: &App, today: Date) -> Result<(), Error> {
    app.ledger.ready(app).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let reporting: Vec<Organisation> = bodies
        .into_iter()
        .filter(|body| matches!(body.kind, OrganisationKind::Department | OrganisationKind::Agency))
        .collect();
    let known: Vec<Submission> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut months = vec![Month::of(today).previous()];
    while months.len() < MONTHS {
        months.extend(months.last().map(|month| month.previous()));
    }
    // Of the last month whose day is over some reports are still owed.
    let owed = months.iter().position(|month| deadline(app, *month) < today).unwrap_or(0);
    let called = months.into_iter().enumerate().rev().filter(|(_, month)| month.last() < ctx.today());
    for (back, month) in called {
        let mut written = Vec::with_capacity(reporting.len());
        for (nth, body) in reporting.iter().enumerate() {
            let before = known.iter().find(|one| (one.organisation, one.month) == (body.id, month));
            if before.is_some_and(|one| matches!(one.state, State::Accepted { .. })) {
                continue;
            }
            let span = (month.first(), month.last());
            let told = app.ledger.with(|ledger, counted, _| ledger.reported(counted, body.id, span));
            let rows = i64::try_from(told.rows()).map_err(Error::internal)?;
            let story = Story::of((nth * 7 + back * 3) % 20, back <= owed);
            let report = story.told(ctx, app, body, month, rows).map_err(Error::Conflict)?;
            if before.is_some_and(|one| one.state == report.state) {
                continue;
            }
            written.push((before.map(|one| (one.id, one.version)), report));
        }
        app.write(ctx, move |tx, ctx| {
            let written = written.clone();
            Box::pin(async move {
                for (before, report) in written {
                    match before {
                        None => store::record::insert(tx, &ctx, &report).await?,
                        Some((id, version)) => {
                            let verb = match report.state {
                                State::Returned { .. } => "return",
                                State::Accepted { .. } => "accept",
                                _ => "submit",
                            };
                            let report = Submission { id, version, ..report };
                            store::record::update(tx, &ctx, verb, &report).await?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await?;
    }
    Ok(())
}

/// What becomes of one report: days counted from its deadline.
#[derive(Debug, Clone, Copy)]
struct Story {
    turn: usize,
    /// The day on which it is handed in, if it is.
    handed_in: Option<i32>,
    /// It was asked for later than the others, so that its own deadline is later by so many days.
    grace: i32,
    /// The day on which it is sent back, and the day on which it comes again.
    returned: Option<(i32, Option<i32>)>,
    /// The day on which it is accepted.
    accepted: Option<i32>,
}

impl Story {
    /// Of a month of which some are still owed, or of an earlier one.
    fn of(turn: usize, owed: bool) -> Self {
        let usual = Self { turn, handed_in: Some(0), grace: 0, returned: None, accepted: Some(9) };
        match (turn, owed) {
            (0 | 9, true) => Self { handed_in: None, accepted: None, ..usual },
            (4 | 16, true) => Self { returned: Some((1, None)), accepted: None, ..usual },
            (17, true) => Self { handed_in: None, grace: 31, accepted: None, ..usual },
            (2, true) => Self { handed_in: Some(2), accepted: None, ..usual },
            (3 | 6 | 8 | 11 | 13 | 18, true) => Self { accepted: None, ..usual },
            (0, false) => Self { handed_in: Some(8), ..usual },
            (4, false) => Self { returned: Some((1, Some(6))), ..usual },
            (1 | 2, _) => Self { handed_in: Some(2), ..usual },
            (3, _) => Self { handed_in: Some(1), ..usual },
            (5 | 7 | 12, _) => Self { handed_in: Some(-2), ..usual },
            _ => usual,
        }
    }

    /// The report, as far as its days have come.
    fn told(
        self,
        ctx: &Ctx,
        app: &App,
        body: &Organisation,
        month: Month,
        rows: i64,
    ) -> Result<Submission, Message> {
        let due = deadline(app, month);
        let on = |day: Date| -> Option<Ctx> {
            let at = ctx.zone.to_timestamp(day.at(10, 0, 0, 0)).ok().filter(|at| *at <= ctx.now)?;
            Some(Ctx::new(ctx.tenant, Actor::system(), at, ctx.zone.clone(), ctx.random()))
        };
        let after = |days: Option<i32>| days.and_then(|days| on(days_after(due, days)));
        let called = on(month.next().first()).unwrap_or_else(|| ctx.clone());
        let note = if self.turn.is_multiple_of(5) { NOTE } else { "" };
        let report = Submission::call(&called, body.id, month, days_after(due, self.grace), note);
        let hand_in = |report: Submission, ctx: &Ctx| match rows {
            0 => report.nothing(REASONS[self.turn % REASONS.len()], ctx),
            rows => report.submit(rows, ctx),
        };
        let Some(handed_in) = after(self.handed_in) else { return Ok(report) };
        let mut report = hand_in(report, &handed_in)?;
        if let Some((back, again)) = self.returned {
            let Some(returned) = after(Some(back)) else { return Ok(report) };
            report = report.return_with(REMARK, &returned)?;
            let Some(again) = after(again) else { return Ok(report) };
            report = hand_in(report, &again)?;
        }
        match after(self.accepted) {
            Some(accepted) => report.accept(&accepted),
            None => Ok(report),
        }
    }
}

/// Closes the months whose day has come, the first with a result first.
pub(super) async fn close(ctx: &Ctx, app: &App) -> Result<(), Error> {
    let manager = Actor { role: Role::PlanManager, ..ctx.actor.clone() };
    let at = |month: Month| {
        let day = days_after(month.last(), CLOSED_AFTER);
        ctx.zone.to_timestamp(day.at(9, 0, 0, 0)).ok().filter(|at| *at <= ctx.now)
    };
    let mut months = vec![Month::of(ctx.today())];
    while months.len() <= MONTHS {
        months.extend(months.last().map(|month| month.previous()));
    }
    months.reverse();
    if let Some(first) = months.first().copied() {
        let earlier = crate::ledger::months_before(&ctx.acting_as(manager.clone()), app, first).await?;
        months = earlier.into_iter().chain(months).collect();
    }
    for (month, at) in months.into_iter().filter_map(|month| Some((month, at(month)?))) {
        let ctx = Ctx::new(ctx.tenant, manager.clone(), at, ctx.zone.clone(), ctx.random());
        unless_refused(crate::ledger::close(&ctx, app, month).await)?;
    }
    Ok(())
}
