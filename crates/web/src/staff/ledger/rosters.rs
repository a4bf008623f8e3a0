//! What projects' rosters tell of short-term work, after the ledger's classes of which R8 is the last: of whom is not known
//! here, so it stands beside the ledger's results and is never added to them.

use app::ledger::{Cut, Statement};
use domain::counting::{Class, Rule};
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};

use super::rule;
use crate::visit::Visit;

/// The line, with the projects behind it for whoever may read them; a heading of its own where the ledger has no R8.
pub(super) async fn beside(visit: &Visit, cut: &Cut, told: &Statement) -> Result<Option<Markup>, app::Error> {
    let found = app::roster::beside_ledger(&visit.ctx, visit.app(), cut, told.span).await?;
    let Some((worked, projects)) = found else { return Ok(None) };
    let reads = reach(visit.ctx.actor.role, UseCase::ReadProject) != Reach::No;
    let said = domain::roster::beside_the_ledger(worked.persons.value(), worked.days.value());
    Ok(Some(html! {
        section id="rosters" {
            @if !told.total.classes.contains_key(&Class::R8) { h2 { (Class::R8) " " (visit.t("class-R8")) " " (rule(visit, Rule::Cr08)) } }
            p.notice { (visit.say(&said)) " " (rule(visit, Rule::Cr12)) }
            @if reads { ul { @for one in &projects { li { a href={ "/staff/projects/" (one.id) "#rosters" } { (one.content.name) } } } } }
        }
    }))
}
