//! What kind of work stands behind the counts, and the two bases side by side.

use std::collections::BTreeMap;

use app::ledger::Quality;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::counting::{Class, GradeName, Part, Reconciled, Rule, disclosed, reconcile};
use domain::message::{share_of, thousands};
use domain::placement::RETENTION_MONTHS;
use maud::{Markup, html};

use super::{cut, grade, names_nothing, number, rule};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

/// The page of the work behind the counts.
pub(super) async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    if names_nothing(&fields) {
        return error::page(&visit, &app::Error::NotFound);
    }
    let cut = cut(&fields);
    let found = app::ledger::quality(&visit.ctx, visit.app(), &cut).await;
    let told = app::ledger::figures(&visit.ctx, visit.app(), &cut).await;
    let (found, told) = match (found, told) {
        (Ok(found), Ok(told)) => (found, told),
        (Err(failed), _) | (_, Err(failed)) => return error::page(&visit, &failed),
    };
    let title = visit.t("ledger-quality");
    let body = html! {
        h1 { (title) }
        p.lead { (told.span.0) " ~ " (told.span.1) " · " (visit.t("as-of")) " " (visit.instant(told.as_of)) }
        p { (visit.t("ledger-quality-note")) }
        @if found.is_empty() { p.notice { (visit.t("ledger-empty")) } } @else { (table(&visit, &fields, &found)) }
        p { a href={ "/staff/ledger" (fields.query()) } { (visit.t("staff-ledger")) } }
    };
    page::shell(&visit, &title, body).into_response()
}

/// Classes down, what is known of the work across; each number opens its rows.
pub(crate) fn table(visit: &Visit, fields: &Fields, found: &BTreeMap<Class, Quality>) -> Markup {
    let of = |part: Part| match part {
        Part::Lasting => ("lasting", "ledger-lasting"),
        Part::FixedTerm => ("fixed_term", "ledger-fixed-term"),
        Part::Insured => ("insured", "ledger-insured"),
        Part::HoursKnown => ("hours_known", "ledger-hours-known"),
        _ => ("short_week", "ledger-short-week"),
    };
    html! { @for (class, quality) in found { @let name = class.to_string(); section {
        h2 { (name) " " (visit.t(&format!("class-{name}"))) }
        @let to = |n: i64, part: &str| number(fields, n, &[("class", &name), ("standing", "confirmed"), ("part", part)]);
        div.scroll tabindex="0" role="region" aria-label=(visit.t(&format!("class-{name}"))) { table {
            caption { (grade(visit, GradeName::Filled)) " " (to(quality.all, "")) }
            tbody {
                @for (part, n) in &quality.parts { @let (word, label) = of(*part); tr { th scope="row" { (visit.t(label)) } td { (to(*n, word)) } td { (share_of(*n, quality.all)) } } }
                tr { th scope="row" { (visit.t("ledger-at-minimum")) } td { (of_known(quality.pay.at_minimum, quality.pay.known)) } td { (share_of(quality.pay.at_minimum, quality.pay.known)) } }
                @if let Some((known, paid)) = quality.pay.living { tr { th scope="row" { (visit.t("ledger-at-living")) } td { (of_known(paid, known)) } td { (share_of(paid, known)) } } }
                @for (months, kept) in RETENTION_MONTHS.iter().zip(quality.kept).filter(|(_, kept)| kept.due.value() > 0) { tr {
                    th scope="row" { (grade(visit, GradeName::Retained)) " " (visit.n("months-n", *months)) " " (rule(visit, Rule::Cr22)) }
                    td { (to(kept.kept.value(), &format!("kept.{months}"))) } td { (share_of(kept.kept.value(), kept.due.value())) }
                } }
            }
        } }
    } } }
}

/// `3 / 5`: of how many it is known.
fn of_known(n: i64, known: i64) -> String {
    format!("{} / {}", thousands(n), thousands(known))
}

/// The disclosure form's units and the confirmed people, with what makes them differ. No claim is in either.
pub(crate) fn bases(visit: &Visit, fields: &Fields, figures: &domain::counting::Figures) -> Markup {
    let lines: Vec<Reconciled> = reconcile(figures);
    html! { @if !lines.is_empty() { section {
        h2 { (visit.t("ledger-bases")) }
        div.scroll tabindex="0" role="region" aria-label=(visit.t("ledger-bases")) { table {
            caption { (visit.t("ledger-bases-note")) }
            thead { tr { th scope="col" { (visit.t("kind")) } th scope="col" { (visit.t("ledger-basis-disclosed")) } th scope="col" { (visit.t("ledger-basis-repeated")) " " (rule(visit, Rule::Cr03)) } th scope="col" { (visit.t("ledger-basis-persons")) } th scope="col" { (grade(visit, GradeName::Claimed)) } } }
            tbody { @for line in &lines { @let name = line.class.to_string(); tr {
                th scope="row" { (name) " " (visit.t(&format!("class-{name}"))) }
                td { (number(fields, line.units.value(), &[("class", &name), ("standing", "confirmed")])) }
                td { @if line.repeated == 0 { "0" } @else { "−" (thousands(line.repeated)) } }
                td { (number(fields, line.persons.value(), &[("class", &name), ("standing", "confirmed")])) }
                td { (number(fields, line.claimed.value(), &[("class", &name), ("standing", "claimed")])) }
            } } }
            tfoot { tr { th scope="row" { (visit.t("ledger-basis-sum")) } td { (number(fields, disclosed(&lines).value(), &[("standing", "confirmed")])) } td {} td { (visit.t("ledger-basis-no-sum")) } td {} } }
        } }
    } } }
}
