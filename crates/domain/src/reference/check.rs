//! The named validations of the tables.

use super::Reference;
use crate::code_list::CodeLists;

/// Something that is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the validation, `table.check`.
    pub check: &'static str,
    /// What was found.
    pub detail: String,
}

/// Classes of KECO 2025 by level: major, sub-major, minor, unit (고용노동부 고시 제2024-63호).
const KECO_COUNTS: [usize; 4] = [10, 35, 140, 495];
/// Classes of KSIC 11 in all (통계청).
const KSIC_COUNT: usize = 2_038;
/// Sectors of the regional input-output table.
const SECTORS: usize = 83;

pub(super) fn all(reference: &Reference) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found = |check: &'static str, wrong: Vec<String>| {
        findings.extend(wrong.into_iter().map(|detail| Finding { check, detail }));
    };
    let occupations = &reference.occupations;
    let orphans = occupations.iter().filter(|o| match &o.parent {
        Some(parent) => occupations.get(parent).is_none() || !parent.covers(&o.code),
        None => o.code.level() != 1,
    });
    found("occupation.parents_exist", orphans.map(|o| o.code.to_string()).collect());
    let counts: Vec<usize> =
        (1..=4).map(|level| occupations.iter().filter(|o| o.code.level() == level).count()).collect();
    found("occupation.counts", if counts == KECO_COUNTS { vec![] } else { vec![format!("{counts:?}")] });
    let childless =
        occupations.iter().filter(|o| o.code.level() < 4 && occupations.children(&o.code).next().is_none());
    found("occupation.no_empty_group", childless.map(|o| o.code.to_string()).collect());

    let titles = &reference.titles;
    let units = occupations.iter().filter(|o| o.code.level() == 4);
    let nowhere = units.filter(|o| titles.worknet(&o.code).is_none_or(|group| group.name.is_empty()));
    found("occupation.worknet_group_of_every_unit", nowhere.map(|o| o.code.to_string()).collect());

    let industries = &reference.industries;
    let orphans =
        industries.iter().filter(|i| i.parent.as_ref().is_some_and(|p| industries.get(p).is_none()));
    found("industry.parents_exist", orphans.map(|i| i.code.to_string()).collect());
    let count = industries.iter().count();
    found("industry.counts", if count == KSIC_COUNT { vec![] } else { vec![count.to_string()] });

    let areas = &reference.areas;
    let orphans = areas.iter().filter(|a| a.parent.as_ref().is_some_and(|p| areas.get(p).is_none()));
    found("area.parents_exist", orphans.map(|a| a.code.to_string()).collect());
    // The Korean peninsula and its islands.
    let korea = |a: &&crate::area::Area| {
        (124_000_000..132_000_000).contains(&a.centroid.lon_e6)
            && (33_000_000..39_000_000).contains(&a.centroid.lat_e6)
    };
    found(
        "area.inside_the_country",
        areas.iter().filter(|a| !korea(a)).map(|a| a.code.to_string()).collect(),
    );

    let years: Vec<(i16, i64)> = reference.minimum_wages.iter().collect();
    let falls = years.windows(2).filter(|pair| pair[1].0 != pair[0].0 + 1 || pair[1].1 <= pair[0].1);
    found("minimum_wage.rises_every_year", falls.map(|pair| format!("{pair:?}")).collect());
    let sectors = reference.coefficients.regional.len();
    found("coefficient.sectors", if sectors == SECTORS { vec![] } else { vec![sectors.to_string()] });
    let negative = reference.coefficients.regional.iter().filter(|s| s.employment_in_region < 0.0);
    found("coefficient.not_negative", negative.map(|s| s.sector_code.clone()).collect());
    let new_year = reference.holidays.iter().filter(|(day, _)| day.month() == 1 && day.day() == 1).count();
    let spans: std::collections::BTreeSet<i16> =
        reference.holidays.iter().map(|(day, _)| day.year()).collect();
    found(
        "holiday.new_year_every_year",
        if new_year == spans.len() { vec![] } else { vec![new_year.to_string()] },
    );
    found("disclosure.a_code_once_a_year", reference.categories.faults());
    let known = |code: &str| reference.categories.iter().any(|category| category.code == code);
    found("priority.dated_and_sourced", reference.priorities.faults(&known));
    found("work_trial.dated_and_sourced", reference.work_trials.faults());
    found("code_list.enumerations_have_labels", unlabelled(&reference.codes));
    findings
}

/// Codes of the program's enumerations without a label, and labels without an enumeration entry.
fn unlabelled(codes: &CodeLists) -> Vec<String> {
    use crate::code::{
        CareerKind, ComputerSkill, Education, EmploymentType, EnterpriseKind, Language, Preference, WageForm,
        Welfare, WorkPattern,
    };
    let mut out = Vec::new();
    macro_rules! both_ways {
        ($($name:ident),+) => {$(
            let labelled: Vec<&str> = codes.entries($name::LIST, crate::Lang::Ko).map(|(code, _)| code).collect();
            out.extend($name::ALL.iter().filter(|c| !labelled.contains(&c.code())).map(|c| format!("{} {}", $name::LIST, c.code())));
            out.extend(labelled.iter().filter(|c| $name::from_code(c).is_none()).map(|c| format!("{} {c}", $name::LIST)));
        )+};
    }
    both_ways!(
        CareerKind,
        ComputerSkill,
        Education,
        EmploymentType,
        EnterpriseKind,
        Language,
        Preference,
        WageForm,
        Welfare,
        WorkPattern
    );
    out
}
