//! `/staff/ledger`: the figures of the ledger by grade, each beside its rules; the rows behind a number; what
//! was excluded; closing a month.

mod close;
mod file;
mod quality;
mod rosters;
pub(super) mod rows;
mod rules;

use std::collections::BTreeSet;

use app::ledger::{Closes, Cut, Statement};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::counting::{Basis, Class, GradeName, Line, Month, Part, Rule, YEARS};
use domain::message::thousands;
use domain::placement::{EvidenceGrade, RETENTION_MONTHS};
use domain::policy::{Reach, UseCase, reach};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use crate::component::drawing;
use crate::fields::Fields;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{error, page};

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/ledger", UseCase::ReadLedger, show);
    routes.get("/staff/ledger.csv", UseCase::ReadLedger, file::csv);
    routes.get("/staff/ledger/rules", UseCase::ReadLedger, rules::list);
    routes.get("/staff/ledger/quality", UseCase::ReadLedger, quality::show);
    routes.get("/staff/ledger/open", UseCase::ReadLedger, rows::open);
    routes.get("/staff/ledger/rows", UseCase::ReadLedger, rows::rows);
    routes.get("/staff/ledger/exclusions", UseCase::ReadLedger, rows::exclusions);
    routes.get("/staff/ledger/months", UseCase::ReadLedger, close::list);
    routes.post("/staff/ledger/months", UseCase::CloseMonth, close::close);
}

/// The cut that an address asks for.
pub(super) fn cut(fields: &Fields) -> Cut {
    Cut {
        year: fields.parse("year").filter(|year| YEARS.contains(year)),
        month: Month::parse(fields.text("month")),
        basis: match fields.text("basis") {
            "workplaces" => Basis::Workplaces,
            "everyone" => Basis::Everyone,
            // The city's total goes by home (CR-20).
            _ => Basis::Residents,
        },
        owner: fields.parse("owner"),
        how: fields.parse("how"),
        class: fields.parse("class"),
        standing: match fields.text("standing") {
            "confirmed" => Some(domain::counting::Standing::Confirmed),
            "claimed" => Some(domain::counting::Standing::Claimed),
            _ => None,
        },
        part: part(fields.text("part")),
        project: Some(fields.text("project").to_owned()).filter(|number| !number.is_empty()),
        employer: fields.parse("employer"),
        sector: Some(fields.text("sector").to_owned()).filter(|id| !id.is_empty()),
        from: fields.parse("from"),
    }
}

/// Whether an address names a class, a month or another part of the ledger that there is not: an answer to
/// something else would look like an answer to it.
pub(super) fn names_nothing(fields: &Fields) -> bool {
    let cut = cut(fields);
    let named = |name: &str| !fields.text(name).is_empty();
    (named("month") && cut.month.is_none())
        || (named("how") && cut.how.is_none())
        || (named("class") && cut.class.is_none())
        || (named("standing") && cut.standing.is_none())
        || (named("part") && cut.part.is_none())
        || (named("employer") && cut.employer.is_none())
        || (named("from") && cut.from.is_none())
        || (named("rule") && fields.parse::<Rule>("rule").is_none())
}

/// What is behind one number of a line, as its address names it: `kept.3`, `kept_by.3.E1`, `fixed_term`,
/// `contributed.…`.
fn part(text: &str) -> Option<Part> {
    let (name, of) = text.split_once('.').unwrap_or((text, ""));
    Some(match name {
        "lasting" => Part::Lasting,
        "insured" => Part::Insured,
        "hours_known" => Part::HoursKnown,
        "fixed_term" => Part::FixedTerm,
        "short_week" => Part::ShortWeek,
        "due" => Part::Due(of.parse().ok()?),
        "asked" => Part::Asked(of.parse().ok()?),
        "kept" => Part::Kept(of.parse().ok()?),
        "kept_by" => {
            let (months, grade) = of.split_once('.')?;
            Part::KeptBy(months.parse().ok()?, grade.parse().ok()?)
        }
        "contributed" => Part::Contributed(of.parse().ok()?),
        "shared" => Part::Shared,
        "trained" => Part::Trained(None),
        _ => return None,
    })
}

/// A cut as the inputs of an address.
pub(super) fn cut_query(cut: &Cut) -> Fields {
    let basis = match cut.basis {
        Basis::Residents => "",
        Basis::Workplaces => "workplaces",
        Basis::Everyone => "everyone",
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    let pairs = [
        ("year", text(cut.year.map(|year| year.to_string()))),
        ("month", text(cut.month.map(|month| month.to_string()))),
        ("from", text(cut.from.map(|day| day.to_string()))),
        ("basis", basis.to_owned()),
        ("owner", text(cut.owner.map(|id| id.to_string()))),
        ("how", text(cut.how.map(|how| how.to_string()))),
        ("class", text(cut.class.map(|class| class.to_string()))),
        ("project", text(cut.project.clone())),
        ("employer", text(cut.employer.map(|id| id.to_string()))),
        ("sector", text(cut.sector.clone())),
    ];
    Fields(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A number of a cut, or of a part of it, that leads to the rows behind it.
pub(crate) fn confirmed(cut: &Cut, value: i64, part: &str) -> Markup {
    number(&cut_query(cut), value, &[("standing", "confirmed"), ("part", part)])
}

/// A number of a cut that leads to the rows behind it.
pub(super) fn rows_of(cut: &Cut, value: i64, standing: &str) -> Markup {
    number(&cut_query(cut), value, &[("standing", standing)])
}

/// A number that leads to the rows behind it: those of the page's cut with these changed.
fn number(fields: &Fields, value: i64, changed: &[(&str, &str)]) -> Markup {
    let rows = changed.iter().fold(fields.clone(), |fields, (name, value)| fields.but(name, value));
    html! { @if value == 0 { "0" } @else { a href={ "/staff/ledger/rows" (rows.query()) } { (thousands(value)) } } }
}

async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    if names_nothing(&fields) {
        return error::page(&visit, &app::Error::NotFound);
    }
    let told = match app::ledger::figures(&visit.ctx, visit.app(), &cut(&fields)).await {
        Ok(told) => told,
        Err(failed) => return error::page(&visit, &failed),
    };
    let known = match app::ledger::months(&visit.ctx, visit.app()).await {
        Ok(known) => known,
        Err(failed) => return error::page(&visit, &failed),
    };
    let beside = match rosters::beside(&visit, &cut(&fields), &told).await {
        Ok(beside) => beside,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = visit.t("staff-ledger");
    let may_claim = reach(visit.ctx.actor.role, UseCase::WritePlacement) != Reach::No;
    let body = html! {
        h1 { (title) }
        (stamp(&visit, &told))
        nav.narrow aria-label=(visit.t("ledger-basis")) { p {
            @for basis in ["residents", "workplaces", "everyone"] {
                a href={ "/staff/ledger" (fields.with("basis", basis)) } aria-current=[(fields.text("basis") == basis || (basis == "residents" && fields.text("basis").is_empty())).then_some("true")] { (visit.t(&format!("ledger-basis-{basis}"))) } " · "
            }
            @let year = told.span.0.year();
            a href={ "/staff/ledger" (fields.with("year", &(year - 1).to_string())) } { (year - 1) } " · "
            a href={ "/staff/ledger" (fields.with("year", &(year + 1).to_string())) } { (year + 1) }
        } }
        @if may_claim { div.actions { a.button href="/staff/placements/new" { (visit.t("placement-new")) } } }
        (no_results(&visit, &told))
        @for (class, line) in &told.total.classes { (class_section(&visit, &fields, *class, line)) }
        @if let Some(beside) = beside { (beside) }
        @if told.total.classes.is_empty() { p.notice { (visit.t("ledger-empty")) } }
        (quality::bases(&visit, &fields, &told.total))
        (exclusions(&visit, &fields, &told))
        (by_month(&visit, &fields, &told, &known))
        (by_owner(&visit, &fields, &told))
        (by_way(&visit, &fields, &told))
        div.actions {
            a.button.second href={ "/staff/ledger.csv" (fields.with("page", "")) } { (visit.t("export-list")) }
            a.button.second href={ "/staff/ledger/quality" (fields.with("page", "")) } { (visit.t("ledger-quality")) }
            a.button.second href="/staff/ledger/months" { (visit.t("ledger-months")) }
            a.button.second href="/staff/ledger/rules" { (visit.t("ledger-all-rules")) }
        }
    };
    page::shell(&visit, &title, body).into_response()
}

/// As of when, by which rules, from which rows (CR-21).
fn stamp(visit: &Visit, told: &Statement) -> Markup {
    html! {
        p.lead { (told.span.0) " ~ " (told.span.1) " · " (visit.t("as-of")) " " (visit.instant(told.as_of)) }
        p.small { (visit.t("ledger-rule-set")) " " (told.rule_set) " · " (visit.t("changes")) " " (thousands(told.seq)) " · " (visit.t("ledger-digest")) " " code { (told.digest.get(..16).unwrap_or_default()) } " " (rule(visit, Rule::Cr21)) }
    }
}

/// A rule's id with its sentence behind it, also as a link for those who cannot hover.
pub(super) fn rule(visit: &Visit, rule: Rule) -> Markup {
    let says = visit.say(&rule.sentence());
    html! {
        @if reach(visit.ctx.actor.role, UseCase::ReadLedger) == Reach::No { abbr title=(says) { (rule) } }
        @else { a.rule href={ "/staff/ledger/rules#" (rule) } title=(says) { (rule) } }
    }
}

/// A grade as its own word, mark and colour; never colour alone.
pub(crate) fn grade(visit: &Visit, grade: GradeName) -> Markup {
    html! { span class={ "grade grade-" (grade) } { span aria-hidden="true" { (mark(grade)) } " " (visit.t(&format!("grade-{grade}"))) } }
}

/// The same where no colour can be.
pub(crate) fn grade_words(visit: &Visit, grade: GradeName) -> String {
    format!("{} {}", mark(grade), visit.t(&format!("grade-{grade}")))
}

fn mark(grade: GradeName) -> &'static str {
    match grade {
        GradeName::Estimated => "≈",
        GradeName::Pledged => "◇",
        GradeName::Open => "○",
        GradeName::Filled => "●",
        GradeName::Claimed => "◐",
        GradeName::Retained => "◆",
    }
}

/// The grades that are no results, each on a line of its own: what nobody collects yet is said to be so, never a nought.
fn no_results(visit: &Visit, told: &Statement) -> Markup {
    let open = told.open.value();
    let beside = |href: &str, use_case| html! { @if reach(visit.ctx.actor.role, use_case) == Reach::No { (visit.t("ledger-beside")) } @else { a href=(href) { (visit.t("ledger-beside")) } } };
    let rows = [
        (GradeName::Estimated, beside("/staff/projects", UseCase::ReadProject), Some(Rule::Cr13)),
        (GradeName::Pledged, beside("/staff/mous", UseCase::ReadNetwork), Some(Rule::Cr14)),
        (
            GradeName::Open,
            html! { @if open == 0 { "0" } @else { a href="/staff/ledger/open" { (thousands(open)) } } " " (visit.t("unit-vacancies")) },
            None,
        ),
    ];
    html! {
        section {
            h2 { (visit.t("ledger-no-results")) }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("ledger-no-results")) { table {
                caption { (visit.t("ledger-no-results-note")) }
                thead { tr { th scope="col" { (visit.t("ledger-grade")) } th scope="col" { (visit.t("ledger-today")) } th scope="col" { (visit.t("ledger-rules")) } } }
                tbody { @for (of, cell, by) in &rows { tr { th scope="row" { (grade(visit, *of)) } td { (cell) } td { @if let Some(by) = by { (rule(visit, *by)) } } } } }
            } }
        }
    }
}

fn class_section(visit: &Visit, fields: &Fields, class: Class, line: &Line) -> Markup {
    let class_name = class.to_string();
    let to = |value: i64, standing: &str, part: &str| {
        number(fields, value, &[("class", &class_name), ("standing", standing), ("part", part)])
    };
    let months: Vec<_> =
        RETENTION_MONTHS.iter().zip(line.kept).filter(|(_, kept)| kept.due.value() > 0).collect();
    html! {
        section {
            h2 { (class) " " (visit.t(&format!("class-{class}"))) " " (rule(visit, Rule::Cr08)) }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("ledger-by-grade")) { table {
                caption { (visit.t("ledger-by-grade")) }
                thead { tr { th scope="col" { (visit.t("ledger-grade")) } th scope="col" { (visit.t("unit-events")) } th scope="col" { (visit.t("unit-persons")) } th scope="col" { (visit.t("ledger-rules")) } } }
                tbody {
                    tr { th scope="row" { (grade(visit, GradeName::Filled)) } td { (to(line.filled.value(), "confirmed", "")) } td { (to(line.filled_persons.value(), "confirmed", "")) } td { (rule(visit, Rule::Cr01)) " " (rule(visit, Rule::Cr03)) " " (rule(visit, Rule::Cr06)) } }
                    @if line.claimed.value() > 0 { tr { th scope="row" { (grade(visit, GradeName::Claimed)) } td { (to(line.claimed.value(), "claimed", "")) } td { (to(line.claimed_persons.value(), "claimed", "")) } td { (rule(visit, Rule::Cr06)) } } }
                }
            } }
            @if !months.is_empty() { div.scroll tabindex="0" role="region" aria-label=(grade_words(visit, GradeName::Retained)) { table {
                caption { (grade(visit, GradeName::Retained)) " · " (visit.t("ledger-retained-note")) " " (rule(visit, Rule::Cr22)) " " (rule(visit, Rule::Cr06)) }
                thead { tr { th scope="col" { (visit.t("ledger-months-after")) } th scope="col" { (visit.t("ledger-due")) } th scope="col" { (visit.t("ledger-asked")) } th scope="col" { (visit.t("grade-retained")) } @for by in EvidenceGrade::iter() { th scope="col" { (visit.t("grade-retained")) " " (by) } } } }
                tbody { @for (months, kept) in months { tr {
                    th scope="row" { (months) }
                    td { (to(kept.due.value(), "", &format!("due.{months}"))) }
                    td { (to(kept.asked.value(), "", &format!("asked.{months}"))) }
                    td { (to(kept.kept.value(), "", &format!("kept.{months}"))) }
                    @for (by, n) in EvidenceGrade::iter().zip(kept.by_grade) { td { (to(n.value(), "", &format!("kept_by.{months}.{by}"))) } }
                } } }
            } } }
            @if line.filled.value() > 0 { p.small {
                (visit.t("ledger-fixed-term")) " " (to(line.fixed_term.value(), "", "fixed_term")) " " (rule(visit, Rule::Cr08)) " · "
                (visit.t("ledger-short-week")) " " (to(line.short_week.value(), "", "short_week")) " " (rule(visit, Rule::Cr09)) " · "
                (visit.t("ledger-full-time")) " " (full_time(visit, class, line)) " " (rule(visit, Rule::Cr09))
                @if class == Class::R8 { " · " (visit.t("unit-person_days")) " " (thousands(line.days.value())) " " (rule(visit, Rule::Cr12)) }
            } }
        }
    }
}

/// Work by the day is held against the days of a full year, any other against a full week (CR-09).
fn full_time(visit: &Visit, class: Class, line: &Line) -> String {
    match class {
        Class::R8 => line.full_time_of_days(visit.app().city.ledger()).shown(),
        _ => line.full_time().shown(),
    }
}

/// What was left out, each rule with its sentence beside the number it left out.
fn exclusions(visit: &Visit, fields: &Fields, told: &Statement) -> Markup {
    html! {
        section {
            h2 { (visit.t("ledger-excluded")) }
            @if told.excluded.is_empty() { p { (visit.t("ledger-excluded-none")) } }
            @else { div.scroll tabindex="0" role="region" aria-label=(visit.t("ledger-excluded")) { table {
                caption { (visit.t("ledger-excluded-note")) }
                thead { tr { th scope="col" { (visit.t("ledger-rules")) } th scope="col" { (visit.t("unit-events")) } th scope="col" { (visit.t("ledger-rule-says")) } } }
                tbody { @for (by, count) in &told.excluded { tr {
                    th scope="row" { (rule(visit, *by)) }
                    td { a href={ "/staff/ledger/exclusions" (fields.with("rule", &by.to_string())) } { (thousands(*count as i64)) } }
                    td { (visit.say(&by.sentence())) }
                } } }
            } } }
        }
    }
}

/// A month of a class: what it was closed with, or what it says now.
struct MonthLine {
    filled: i64,
    claimed: i64,
    frozen: bool,
}

impl MonthLine {
    fn of(fields: &Fields, told: &Statement, known: &Closes, month: Month, class: Class) -> Self {
        match known.frozen(&cut(fields), month) {
            Some(counts) => {
                let count = |what: &str| counts.get(&format!("{class}.{what}")).copied().unwrap_or_default();
                Self { filled: count("filled"), claimed: count("claimed"), frozen: true }
            }
            None => {
                let line = told.months.get(&month).map(|figures| figures.class(class)).unwrap_or_default();
                Self { filled: line.filled.value(), claimed: line.claimed.value(), frozen: false }
            }
        }
    }
}

/// Months as lines, each grade on a drawing of its own so that no axis is shared, closed months shaded; and as
/// a table for each class. A closed month says what it was closed with; what changed since is a correction (CR-02, CR-21).
fn by_month(visit: &Visit, fields: &Fields, told: &Statement, known: &Closes) -> Markup {
    let tables: Vec<Markup> =
        Class::iter().filter_map(|class| months_of(visit, fields, told, known, class)).collect();
    html! {
        @if !tables.is_empty() { section {
            h2 { (visit.t("ledger-by-month")) " " (rule(visit, Rule::Cr02)) " " (rule(visit, Rule::Cr21)) }
            div.charts {
                (month_chart(visit, fields, told, known, GradeName::Filled))
                (month_chart(visit, fields, told, known, GradeName::Claimed))
            }
            @for table in &tables { (table) }
        } }
    }
}

/// The months of one class with their corrections; nothing where there are none.
fn months_of(
    visit: &Visit,
    fields: &Fields,
    told: &Statement,
    known: &Closes,
    class: Class,
) -> Option<Markup> {
    let closed: Vec<Month> = known.closed.iter().map(|close| close.frozen.month).collect();
    let within = closed.iter().filter(|month| month.first() >= told.span.0 && month.last() <= told.span.1);
    let months: BTreeSet<Month> = told.months.keys().chain(within).copied().collect();
    let lines: Vec<(Month, MonthLine)> =
        months.into_iter().map(|month| (month, MonthLine::of(fields, told, known, month, class))).collect();
    let lines: Vec<_> = lines.into_iter().filter(|(_, line)| line.filled + line.claimed > 0).collect();
    let corrections: Vec<_> = known
        .corrections(&cut(fields), told.span)
        .into_iter()
        .map(|one| {
            let count = |what: &str| one.counts.get(&format!("{class}.{what}")).copied().unwrap_or_default();
            let (filled, claimed) = (count("filled"), count("claimed"));
            (one, filled, claimed)
        })
        .filter(|(_, filled, claimed)| (*filled, *claimed) != (0, 0))
        .collect();
    if lines.is_empty() && corrections.is_empty() {
        return None;
    }
    let state = |month: &Month, line: &MonthLine| match (line.frozen, closed.contains(month)) {
        (true, _) => "month-is-closed",
        (false, true) => "month-is-closed-now",
        (false, false) => "month-is-open",
    };
    let of = class.to_string();
    Some(
        html! { div.scroll tabindex="0" role="region" aria-label=(visit.t(&format!("class-{class}"))) { table {
            caption { (visit.t(&format!("class-{class}"))) }
            thead { tr { th scope="col" { (visit.t("ledger-month")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } th scope="col" { (visit.t("state")) } } }
            tbody {
                @for (month, line) in &lines { @let at = month.to_string(); tr {
                    th scope="row" { a href={ "/staff/ledger" (fields.with("month", &at)) } { (at) } }
                    td { (number(fields, line.filled, &[("month", &at), ("class", &of), ("standing", "confirmed")])) }
                    td { (number(fields, line.claimed, &[("month", &at), ("class", &of), ("standing", "claimed")])) }
                    td { (visit.t(state(month, line))) }
                } }
                @for (one, filled, claimed) in &corrections { tr {
                    th scope="row" { a href="/staff/ledger/months" { (visit.t("ledger-correction")) " (" (one.of) ")" } }
                    td { a href="/staff/ledger/months" { (format!("{filled:+}")) } } td { a href="/staff/ledger/months" { (format!("{claimed:+}")) } }
                    td { @match one.carried_by { Some(month) => (month), None => (visit.t("month-is-open")) } }
                } }
            }
        } } },
    )
}

fn month_chart(visit: &Visit, fields: &Fields, told: &Statement, known: &Closes, of: GradeName) -> Markup {
    let months =
        domain::statistics::Span { first: Month::of(told.span.0), last: Month::of(told.span.1) }.months();
    let value = |month: &Month| {
        let line = MonthLine::of(fields, told, known, *month, Class::R1);
        if of == GradeName::Filled { line.filled } else { line.claimed }
    };
    let today = Month::of(visit.ctx.today());
    let values: Vec<Option<i64>> =
        months.iter().map(|month| (*month <= today).then(|| value(month))).collect();
    if months.len() < 2 || values.iter().flatten().all(|n| *n == 0) {
        return html! {};
    }
    let labels: Vec<String> = months.iter().map(ToString::to_string).collect();
    let labels: Vec<&str> = labels.iter().map(|label| &label[5..]).collect();
    let closed: Vec<Month> = known.closed.iter().map(|close| close.frozen.month).collect();
    let shaded: Vec<bool> = months.iter().map(|month| closed.contains(month)).collect();
    let title = format!("{} · {}", visit.t(&format!("grade-{of}")), visit.t("ledger-by-month"));
    let description = visit.t("ledger-chart-note");
    let id = format!("months-{of}");
    let frame = app::Frame { id: &id, title: &title, description: &description };
    let name = visit.t(&format!("grade-{of}"));
    let series = [app::chart::Series { name: &name, values: &values }];
    html! { figure { figcaption { (grade(visit, of)) } (drawing(app::chart::line_over(&frame, &labels, &shaded, &series))) } }
}

fn by_owner(visit: &Visit, fields: &Fields, told: &Statement) -> Markup {
    let none: Vec<_> = told
        .owners
        .iter()
        .filter(|owner| {
            let line = owner.figures.class(Class::R1);
            line.filled.value() + line.claimed.value() + owner.contributed.0 > 0
        })
        .collect();
    html! {
        @if !none.is_empty() { section {
            h2 { (visit.t("ledger-by-owner")) " " (rule(visit, Rule::Cr01)) }
            p { (visit.t("ledger-contributed-note")) }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("ledger-by-owner")) { table {
                caption { (visit.t("class-R1")) }
                thead { tr { th scope="col" { (visit.t("organisation")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } th scope="col" { (visit.t("ledger-contributed")) } } }
                tbody { @for owner in none { @let line = owner.figures.class(Class::R1); @let id = owner.id.map(|id| id.to_string()).unwrap_or_default(); tr {
                    th scope="row" { @if owner.id.is_some() { a href={ "/staff/ledger" (fields.with("owner", &id)) } { (owner.name) } } @else { (visit.t("ledger-no-owner")) } }
                    @if owner.id.is_some() {
                        td { (number(fields, line.filled.value(), &[("owner", &id), ("class", "R1"), ("standing", "confirmed")])) }
                        td { (number(fields, line.claimed.value(), &[("owner", &id), ("class", "R1"), ("standing", "claimed")])) }
                        td { (number(fields, owner.contributed.0, &[("part", &format!("contributed.{id}"))])) }
                    } @else { td { (thousands(line.filled.value())) } td { (thousands(line.claimed.value())) } td { (thousands(owner.contributed.0)) } }
                } } }
                // What bodies own adds up to the city's; what they helped with does not add up to anything (CR-01).
                @let all = told.total.class(Class::R1);
                tfoot { tr { th scope="row" { (visit.t("ledger-all-bodies")) } td { (number(fields, all.filled.value(), &[("class", "R1"), ("standing", "confirmed")])) } td { (number(fields, all.claimed.value(), &[("class", "R1"), ("standing", "claimed")])) } td { (visit.t("ledger-never-added")) } } }
            } }
        } }
    }
}

fn by_way(visit: &Visit, fields: &Fields, told: &Statement) -> Markup {
    let ways: Vec<_> =
        told.ways.iter().map(|(how, figures)| (how.to_string(), figures.class(Class::R1))).collect();
    let ways: Vec<_> =
        ways.into_iter().filter(|(_, line)| line.filled.value() + line.claimed.value() > 0).collect();
    html! {
        @if !ways.is_empty() { section {
            h2 { (visit.t("ledger-by-way")) }
            div.scroll tabindex="0" role="region" aria-label=(visit.t("ledger-by-way")) { table {
                caption { (visit.t("class-R1")) }
                thead { tr { th scope="col" { (visit.t("placement-how")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } } }
                tbody { @for (how, line) in &ways { tr {
                    th scope="row" { (visit.t(&format!("how-{how}"))) }
                    td { (number(fields, line.filled.value(), &[("how", how), ("class", "R1"), ("standing", "confirmed")])) }
                    td { (number(fields, line.claimed.value(), &[("how", how), ("class", "R1"), ("standing", "claimed")])) }
                } } }
            } }
        } }
    }
}
