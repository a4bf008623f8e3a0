//! `/staff/brief`: the mayor's page, one screen or two of a telephone: one small table in which grades stand apart, and the
//! first of what needs a word. Every line leads to where it comes from, every list to the whole of it.

use app::brief::{Brief, Why};
use app::measure::Grade;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::counting::GradeName;
use domain::measure::Unit;
use domain::message::thousands;
use domain::policy::UseCase;
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::ledger::grade;
use super::measure::{number, share, unit};
use super::term_plan::{figure, stamp};
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

/// Lines of a list until all of it is asked for.
const SHOWN: usize = 3;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/brief", UseCase::ReadBrief, show);
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let brief = match app::brief::today(&visit.ctx, visit.app()).await {
        Ok(brief) => brief,
        Err(failed) => return error::page(&visit, &failed),
    };
    let fields = Fields(pairs);
    let page = Page { visit: &visit, whole: fields.text("all") };
    let title = visit.t("staff-brief");
    let body = html! {
        h1 { (title) }
        p.lead { (brief.year) " · " (visit.t("as-of")) " " (visit.instant(brief.stamp.as_of)) }
        (grades(&visit, &brief))
        (page.short(&brief))
        (page.late(&brief))
        (page.stuck(&brief))
        (page.instructions(&brief))
        (stamp(&visit, &brief.stamp))
    };
    page::shell(&visit, &title, body).into_response()
}

/// A line a unit, a column a grade: no two of them in one sum. Promises are of jobs; estimates are of people, and only how
/// many there are is told, for they are never added.
fn grades(visit: &Visit, brief: &Brief) -> Markup {
    let to = format!("/staff/plan?year={}", brief.year);
    let beside = |of| matches!(of, Unit::Jobs | Unit::Persons);
    let lines = Unit::iter().map(|of| (of, brief.whole(of))).filter(|(of, sum)| sum.is_some() || beside(*of));
    let link = |to: &str, n: i64| html! { @if n == 0 { "0" } @else { a href=(to) { (thousands(n)) } } };
    html! { section id="grades" {
        h2 { (visit.t("brief-grades")) }
        @if brief.wholes.is_empty() { p.notice { (visit.n("plan-none", brief.year.to_string())) " " a href="/staff/plan" { (visit.t("staff-plan")) } } }
        table.grades {
            caption { (visit.t("brief-grades-note")) }
            thead { tr {
                th scope="col" { (visit.t("measure-unit")) } th scope="col" { (visit.t("measure-target-label")) }
                @for one in [GradeName::Filled, GradeName::Claimed, GradeName::Pledged, GradeName::Estimated] { th scope="col" { (grade(visit, one)) } }
            } }
            tbody { @for (of, sum) in lines { tr {
                th scope="row" { (unit(visit, of)) }
                @match sum {
                    Some(sum) => {
                        td { (link(&to, sum.target)) }
                        td { (figure(brief.year, sum, Grade::Confirmed)) @if let Some(part) = achieved(sum) { br; span.small { (share(Some(part))) } } }
                        td { (figure(brief.year, sum, Grade::Claimed)) }
                    }
                    None => { td { "–" } td { "–" } td { "–" } }
                }
                td { @if of == Unit::Jobs { (link("/staff/projects/promises", brief.pledged.0)) } @else { "–" } }
                td { @if of == Unit::Persons { a href="/staff/projects/estimates" { (visit.n("brief-estimates-n", brief.estimated.0)) } } @else { "–" } }
            } } }
        }
        p.small { (visit.n("brief-promises-n", brief.pledged.1)) " · " (visit.n("brief-estimated-of", brief.estimated.1)) }
    } }
}

/// What is confirmed of the target, in tenths of a percent.
fn achieved(sum: &app::measure::Sum) -> Option<i64> {
    let twice = sum.target.checked_mul(2).filter(|twice| *twice > 0)?;
    Some((sum.reached.confirmed.saturating_mul(2_000) + sum.target).div_euclid(twice))
}

/// What the lists are drawn for, and the one of which all is asked for.
struct Page<'a> {
    visit: &'a Visit,
    whole: &'a str,
}

impl Page<'_> {
    /// A list that is never long unless that is asked for: the first ones, and the way to all of them.
    fn list<T>(&self, id: &str, none: &str, all: &[T], row: impl Fn(&T) -> Markup) -> Markup {
        let visit = self.visit;
        let shown = if self.whole == id { all.len() } else { SHOWN };
        html! { section id=(id) {
            h2 { (visit.t(&format!("brief-{id}"))) " " (all.len()) }
            @if all.is_empty() { p { (visit.t(none)) } } @else { ul { @for one in all.iter().take(shown) { li { (row(one)) } } } }
            @if all.len() > shown { p { a href={ "/staff/brief?all=" (id) "#" (id) } { (visit.n("brief-all-n", all.len())) } } }
        } }
    }

    fn short(&self, brief: &Brief) -> Markup {
        let visit = self.visit;
        self.list("short", "brief-short-none", &brief.short, |line| {
            let measure = &line.measure;
            html! { a href={ "/staff/measures/" (measure.id) } { (measure.content.name) } " · " (line.owner) " · " (visit.n("brief-due-n", line.due_by(visit.ctx.today()))) " " (grade(visit, GradeName::Filled)) " " (number(measure.id, "confirmed", None, line.year.confirmed)) @if let Some(said) = &measure.shortfall { " · " (said.remedy) } }
        })
    }

    fn late(&self, brief: &Brief) -> Markup {
        let visit = self.visit;
        html! {
            (self.list("late", "brief-late-none", &brief.late, |one| {
                html! { a href={ "/staff/submissions/" (one.id) } { (one.name) } " · " (one.month) " · D+" (one.days) }
            }))
            @if brief.returned > 0 { p.small { a href="/staff/submissions" { (visit.n("submission-n-returned", brief.returned)) } } }
        }
    }

    fn stuck(&self, brief: &Brief) -> Markup {
        let visit = self.visit;
        html! {
            (self.list("stuck", "brief-stuck-none", &brief.stuck, |one| {
                html! { a href={ "/staff/projects/" (one.id) } { (one.name) } " · " (one.owner) " · " (visit.n(reason(one.reason), one.since.to_string())) " · " (visit.n("brief-stuck-days", one.days)) @if !one.why.is_empty() { " · " (one.why) } }
            }))
        }
    }

    fn instructions(&self, brief: &Brief) -> Markup {
        let visit = self.visit;
        self.list("instructions", "brief-instructions-none", &brief.instructions, |one| {
            html! { a href={ "/staff/actions/" (one.id) } { (one.title) } " · " @if one.owner.is_empty() { (visit.t("brief-no-owner")) } @else { (one.owner) } @if let Some(due) = one.due_on { " · " (due) } @if let Some(days) = one.late { " · " strong { (visit.n("brief-late-n", days)) } } }
        })
    }
}

/// Why a project is stuck, with the day from which it is.
fn reason(why: Why) -> &'static str {
    match why {
        Why::Suspended => "brief-stuck-suspended",
        Why::NotBegun => "brief-stuck-not-begun",
        Why::NotEnded => "brief-stuck-not-ended",
    }
}
