//! The ledger as a file for a spreadsheet: one figure a row, with its grade, unit and rules.

use app::ledger::Counts;
use axum::extract::Query;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::counting::{Class, Month};
use domain::placement::RETENTION_MONTHS;

use super::cut;
use crate::error;
use crate::fields::Fields;
use crate::visit::Visit;

/// What is seen. A closed month says what it was closed with, and what changed since stands in rows of its own.
pub(super) async fn csv(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let cut = cut(&Fields(pairs));
    let told = match app::ledger::figures(&visit.ctx, visit.app(), &cut).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let known = match app::ledger::months(&visit.ctx, visit.app()).await {
        Ok(known) => known,
        Err(failed) => return error::page(&visit, &failed),
    };
    let mut out =
        String::from("\u{feff}month,class,grade,unit,value,as_of,rule_set,digest,part,month_state\r\n");
    let now = format!("{},{},{}", told.as_of, told.rule_set, told.digest);
    // Heads that are looked for belong to no month and no class of results.
    out.push_str(&format!(",,{},{},{},{now},,\r\n", told.open.grade(), told.open.unit(), told.open.value()));
    for (month, figures) in &told.months {
        let frozen = known.frozen(&cut, *month).is_some();
        // Who stayed is told as it stands now, also of a closed month.
        let state = if frozen { "now" } else { "open" };
        for (class, line) in &figures.classes {
            let mut cells = Vec::new();
            if !frozen {
                let (filled, claimed) = (line.filled_persons, line.claimed_persons);
                cells.push((line.filled.grade(), line.filled.unit(), line.filled.value(), String::new()));
                cells.push((filled.grade(), filled.unit(), filled.value(), String::new()));
                cells.push((line.claimed.grade(), line.claimed.unit(), line.claimed.value(), String::new()));
                cells.push((claimed.grade(), claimed.unit(), claimed.value(), String::new()));
            }
            // Days stand in a unit of their own (CR-12), and retention beside each count (CR-22).
            if !frozen && *class == Class::R8 {
                cells.push((line.days.grade(), line.days.unit(), line.days.value(), String::new()));
            }
            for (after, kept) in RETENTION_MONTHS.iter().zip(line.kept) {
                cells.push((kept.due.grade(), kept.due.unit(), kept.due.value(), format!("due.{after}")));
                let asked = (kept.asked.grade(), kept.asked.unit(), kept.asked.value());
                cells.push((asked.0, asked.1, asked.2, format!("asked.{after}")));
                cells.push((kept.kept.grade(), kept.kept.unit(), kept.kept.value(), format!("kept.{after}")));
            }
            for (grade, unit, value, part) in cells {
                out.push_str(&format!("{month},{class},{grade},{unit},{value},{now},{part},{state}\r\n"));
            }
        }
    }
    for close in &known.closed {
        let month = close.frozen.month;
        let within = month.first() >= told.span.0 && month.last() <= told.span.1;
        let Some(counts) = known.frozen(&cut, month).filter(|_| within) else { continue };
        let stamp = format!("{},{},{}", close.closed_at, close.rule_set, close.digest);
        counted(&mut out, month, &counts, &format!("{stamp},,closed"));
    }
    for one in known.corrections(&cut, told.span) {
        counted(&mut out, one.of, &one.counts, &format!("{now},,correction"));
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"ledger.csv\""),
    ];
    (headers, out).into_response()
}

/// The counts of a month as rows of a file, each by its class, grade and unit.
fn counted(out: &mut String, month: Month, counts: &Counts, rest: &str) {
    for (what, value) in counts {
        let (class, column) = what.split_once('.').unwrap_or((what, ""));
        let (grade, unit) = match column {
            "filled" => ("filled", "events"),
            "persons" => ("filled", "persons"),
            "days" => ("filled", "person_days"),
            "claimed" => ("claimed", "events"),
            _ => continue,
        };
        out.push_str(&format!("{month},{class},{grade},{unit},{value},{rest}\r\n"));
    }
}
