//! What everybody may read of a book: numbers with small cells hidden so that none can be computed (CR-23), and none of the
//! offices' own words, in which somebody might be named.

mod points;

use super::{Cell, ClassLine, Department, Facts, MeasureLine, OwnMonth, ProjectLine};
use crate::counting::{Class, cr_23_suppress};

impl Facts {
    /// The public extract; cells under `least` are hidden.
    #[must_use]
    pub fn public(&self, least: i64) -> Self {
        let mut facts = self.clone();
        published(&mut facts);
        let (departments, unowned) = (&mut facts.departments, &mut facts.totals.unowned);
        let all = departments.iter().flat_map(|department| &department.classes).chain(unowned.iter());
        for class in classes(all) {
            suppress_class(departments, unowned, class, least);
        }
        for department in departments.iter_mut() {
            department.classes.iter_mut().for_each(|line| line.quality = None);
            department.contributed = small(department.contributed, least);
            department.problems.clear();
            department.requests.clear();
            department.actions.clear();
            department.joint.clear();
            department.months.iter_mut().for_each(unnumbered);
            department.pledges.iter_mut().for_each(|pledge| pledge.by.clear());
            department.measures.iter_mut().for_each(quiet);
            department.projects.iter_mut().for_each(plain);
        }
        facts.youth.iter_mut().for_each(quiet);
        let whole = facts.totals.everyone.iter().find(|line| line.class == Class::R1);
        let whole =
            whole.map(|line| (line.filled.unwrap_or(0), line.claimed.unwrap_or(0))).unwrap_or_default();
        parts(&mut facts.dongs, whole.0, least, |dong| &mut dong.filled);
        parts(&mut facts.dongs, whole.1, least, |dong| &mut dong.claimed);
        let whole = facts.totals.everyone.clone();
        for lines in [&mut facts.totals.residents, &mut facts.totals.workplaces] {
            lines.iter_mut().for_each(|line| beside(line, &whole, least));
        }
        facts.totals.everyone.iter_mut().for_each(|line| alone(line, least));
        facts.totals.joint = small(facts.totals.joint, least);
        facts.totals.rosters = facts.totals.rosters.filter(|told| told.persons >= least);
        let categories = &mut facts.plan.categories;
        let results: Vec<i64> = categories.iter().map(|line| line.result.unwrap_or(0)).collect();
        for (line, shown) in categories.iter_mut().zip(cr_23_suppress(&results, least)) {
            line.result = line.result.and(shown);
        }
        column(&mut facts.months, least, |month| &mut month.filled);
        column(&mut facts.months, least, |month| &mut month.claimed);
        // Once it is known which numbers are left to compute with.
        points::veil(&mut facts, least);
        facts.network.items.clear();
        facts.network.links.clear();
        facts.missing.iter_mut().for_each(|missing| missing.late_days = None);
        // A difference between two hidden cells would tell both.
        facts.changes.clear();
        facts
    }
}

/// Leaves out what belongs to drafts of the offices, in lines and in sums.
fn published(facts: &mut Facts) {
    let projects = facts.departments.iter().flat_map(|one| &one.projects);
    let drafts: Vec<String> = projects.filter(|one| one.draft).map(|one| one.number.clone()).collect();
    for department in &mut facts.departments {
        department.projects.retain(|project| !project.draft);
        department.pledges.retain(|pledge| !drafts.contains(&pledge.project));
    }
    if let Some(drafts) = facts.totals.drafts.take() {
        facts.totals.pledged -= drafts.pledged;
        facts.totals.estimates -= drafts.estimates;
    }
    for sector in &mut facts.sectors {
        if let Some(drafts) = sector.drafts.take() {
            sector.projects -= drafts.projects;
            sector.funds_won -= drafts.funds_won;
            sector.pledged -= drafts.pledged;
        }
    }
}

/// A department's month would tell a part of its year, and of the city's month.
fn unnumbered(month: &mut OwnMonth) {
    (month.filled, month.claimed, month.late_days) = (None, None, None);
}

fn classes<'a>(lines: impl Iterator<Item = &'a ClassLine>) -> Vec<Class> {
    let mut classes: Vec<Class> = lines.map(|line| line.class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

fn small(cell: Cell, least: i64) -> Cell {
    cell.filter(|n| *n == 0 || *n >= least)
}

/// The departments' cells of one class add up to the city's, so that each column is suppressed as a whole.
fn suppress_class(departments: &mut [Department], unowned: &mut [ClassLine], class: Class, least: i64) {
    let mut lines: Vec<&mut ClassLine> = departments
        .iter_mut()
        .flat_map(|department| department.classes.iter_mut())
        .chain(unowned)
        .filter(|line| line.class == class)
        .collect();
    column(&mut lines, least, |line| &mut line.filled);
    column(&mut lines, least, |line| &mut line.claimed);
    for line in lines {
        within(line, least);
    }
}

/// A column whose rows with one more that is not shown add up to a known whole.
fn parts<T>(rows: &mut [T], whole: i64, least: i64, mut cell: impl FnMut(&mut T) -> &mut Cell) {
    let mut values: Vec<i64> = rows.iter_mut().map(|row| cell(row).unwrap_or(0)).collect();
    values.push((whole - values.iter().sum::<i64>()).max(0));
    for (row, shown) in rows.iter_mut().zip(cr_23_suppress(&values, least)) {
        let cell = cell(row);
        *cell = cell.and(shown);
    }
}

fn column<T>(rows: &mut [T], least: i64, mut cell: impl FnMut(&mut T) -> &mut Cell) {
    let values: Vec<i64> = rows.iter_mut().map(|row| cell(row).unwrap_or(0)).collect();
    for (row, shown) in rows.iter_mut().zip(cr_23_suppress(&values, least)) {
        let cell = cell(row);
        *cell = cell.and(shown);
    }
}

/// A line that no other adds up with.
fn alone(line: &mut ClassLine, least: i64) {
    line.filled = small(line.filled, least);
    line.claimed = small(line.claimed, least);
    within(line, least);
}

/// A view beside the whole: what the whole has more is a cell too.
fn beside(line: &mut ClassLine, whole: &[ClassLine], least: i64) {
    let of = whole.iter().find(|whole| whole.class == line.class);
    let rest =
        |cell: Cell, whole: Cell| -> Cell { small(Some(whole? - cell?), least).and(small(cell, least)) };
    line.filled = rest(line.filled, of.and_then(|of| of.filled));
    line.claimed = rest(line.claimed, of.and_then(|of| of.claimed));
    within(line, least);
}

/// What is told of the filled: neither a part nor the rest of it may be small, and nothing is told of hidden ones.
fn within(line: &mut ClassLine, least: i64) {
    let filled = line.filled;
    let part = |cell: Cell| {
        let (cell, whole) = (cell?, filled?);
        (small(Some(cell), least).is_some() && small(Some(whole - cell), least).is_some()).then_some(cell)
    };
    line.persons = part(line.persons);
    line.fixed_term = part(line.fixed_term);
    line.short_week = part(line.short_week);
    if let Some(quality) = &mut line.quality {
        // Each is a part of one before it, and neither the part nor its rest may be small.
        let of = |cell: Cell, whole: Cell| -> Cell {
            let rest = whole? - cell?;
            small(Some(rest), least).and(small(cell, least))
        };
        quality.insured = of(quality.insured, filled);
        quality.pay_known = of(quality.pay_known, filled);
        quality.at_minimum = of(quality.at_minimum, quality.pay_known);
        quality.living_known = of(quality.living_known, quality.pay_known);
        quality.at_living = of(quality.at_living, quality.living_known);
    }
    line.days = line.days.filter(|_| filled.is_some_and(|filled| filled >= least || line.days == Some(0)));
    for stay in &mut line.stays {
        stay.due = part(stay.due);
        // Who was looked at and who stayed are parts of one another: one of them small hides both.
        let steps = [(stay.due, stay.asked), (stay.asked, stay.kept)];
        let told = steps.into_iter().all(|(whole, of)| match (whole, of) {
            (Some(whole), Some(of)) => small(Some(of), least).and(small(Some(whole - of), least)).is_some(),
            _ => false,
        });
        if !told {
            (stay.asked, stay.kept) = (None, None);
        }
    }
}

/// A measure's own result would tell a part of its department's cell.
fn quiet(measure: &mut MeasureLine) {
    (measure.result, measure.claimed) = (None, None);
}

/// What came of one project would tell single people.
fn plain(project: &mut ProjectLine) {
    project.classes.clear();
    project.partners.clear();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report_book::tests::facts;

    /// Facts in which so many were confirmed and claimed by each department.
    fn with(cells: &[(i64, i64)]) -> Facts {
        let mut facts = facts(cells.len());
        for (department, (filled, claimed)) in facts.departments.iter_mut().zip(cells) {
            let line = &mut department.classes[0];
            (line.filled, line.persons, line.claimed) = (Some(*filled), Some(*filled), Some(*claimed));
        }
        let sum = |of: fn(&(i64, i64)) -> i64| Some(cells.iter().map(of).sum());
        for lines in [&mut facts.totals.everyone, &mut facts.totals.residents, &mut facts.totals.workplaces] {
            (lines[0].filled, lines[0].persons, lines[0].claimed) =
                (sum(|c| c.0), sum(|c| c.0), sum(|c| c.1));
        }
        facts
    }

    proptest! {
        #[test]
        fn cr_23_no_small_cell_of_a_department_is_shown_or_computable(
            cells in prop::collection::vec((0i64..20, 0i64..20), 1..7),
            least in 2i64..8,
        ) {
            let public = with(&cells).public(least);
            for column in [0, 1] {
                let told: Vec<(i64, Cell)> = public.departments.iter().zip(&cells).map(|(department, cell)| {
                    let line = &department.classes[0];
                    if column == 0 { (cell.0, line.filled) } else { (cell.1, line.claimed) }
                }).collect();
                for (real, shown) in &told {
                    prop_assert!(shown.is_none_or(|n| n == *real && (n == 0 || n >= least)));
                }
                // One hidden cell is the whole less the rest, unless the whole is hidden with it.
                let whole = &public.totals.everyone[0];
                let whole = if column == 0 { whole.filled } else { whole.claimed };
                let hidden = told.iter().filter(|(_, shown)| shown.is_none()).count();
                let others = told.iter().filter(|(real, _)| *real > 0).count();
                prop_assert!(whole.is_none() || hidden != 1 || others == 1, "{told:?} {whole:?}");
                if hidden == 1 && others == 1 {
                    prop_assert!(whole.is_none_or(|n| n == 0 || n >= least));
                }
            }
        }

        #[test]
        fn cr_23_a_view_beside_the_whole_does_not_tell_the_few_it_lacks(whole in 0i64..30, lacks in 0i64..10, least in 2i64..8) {
            let mut facts = with(&[(whole, 0)]);
            facts.totals.residents[0].filled = Some((whole - lacks).max(0));
            let public = facts.public(least);
            if let (Some(all), Some(residents)) = (public.totals.everyone[0].filled, public.totals.residents[0].filled) {
                prop_assert!(all == residents || all - residents >= least);
            }
        }
    }

    #[test]
    fn drafts_are_in_no_line_and_no_sum_of_the_extract() {
        use crate::report_book::{Drafts, ProjectLine, SectorLine};
        let mut facts = facts(1);
        let project = |number: &str, draft| ProjectLine {
            id: crate::id::ProjectId(uuid::Uuid::nil()),
            number: number.to_owned(),
            name: format!("사업 {number}"),
            kind: crate::project::ProjectKind::Event,
            stage: crate::project::Stage::Planned,
            funds_won: 100,
            owes_answer: false,
            partners: Vec::new(),
            estimates: Vec::new(),
            classes: Vec::new(),
            draft,
        };
        facts.departments[0].projects = vec![project("P-1", false), project("P-2", true)];
        let mut pledge = facts.departments[0].pledges[0].clone();
        pledge.project = "P-2".to_owned();
        facts.departments[0].pledges.push(pledge);
        (facts.totals.pledged, facts.totals.estimates) = (6, 2);
        let drafts = Drafts { projects: 1, funds_won: 100, pledged: 3, estimates: 1 };
        facts.totals.drafts = Some(drafts);
        facts.sectors.push(SectorLine {
            id: "mice".to_owned(),
            name: "마이스".to_owned(),
            open: 0,
            projects: 2,
            funds_won: 200,
            leads: 0,
            pledged: 6,
            drafts: Some(drafts),
        });
        let public = facts.public(5);
        let [only] = public.departments[0].projects.as_slice() else { panic!("{public:?}") };
        assert_eq!((only.number.as_str(), public.departments[0].pledges.len()), ("P-1", 1));
        assert_eq!((public.totals.pledged, public.totals.estimates, public.totals.drafts), (3, 1, None));
        let sector = &public.sectors[0];
        assert_eq!((sector.projects, sector.funds_won, sector.pledged), (1, 100, 3));
        assert!(!public.canonical().contains("P-2") && !public.canonical().contains("draft"));
    }

    #[test]
    fn words_of_the_offices_stay_in_the_house() {
        let public = facts(2).public(5);
        let said = public.canonical();
        for secret in
            ["까닭", "협조를 부탁", "약속한 사람", "지시한 말", "담당의 말", "할 일의 말", "함께한 곳"]
        {
            assert!(facts(2).canonical().contains(secret) && !said.contains(secret), "{secret}");
        }
        assert!(public.changes.is_empty());
    }
}
