//! Reading the tables of the `data` folder.

use serde::de::DeserializeOwned;

use super::{Files, Reference, ReferenceError, text};
use crate::area::{Area, AreaCode, AreaKind, AreaTable, Point};
use crate::code_list::CodeLists;
use crate::coefficient::CoefficientTable;
use crate::disclosure::CategoryTable;
use crate::holiday::HolidayTable;
use crate::industry::{Industry, IndustryCode, IndustryTable};
use crate::message::{Catalogue, Lang};
use crate::minimum_wage::MinimumWageTable;
use crate::occupation::{Occupation, OccupationCode, OccupationTable, Vocabulary, WorknetGroup};
use crate::priority::PriorityTable;
use crate::rule_file::Problem;
use crate::segment::SegmentTable;
use crate::support_program::SupportPrograms;
use crate::work_trial::LimitTable;

pub(super) fn all() -> Result<Reference, ReferenceError> {
    let coefficients = CoefficientTable {
        national: rows("coefficients/national.csv")?,
        regional: rows("coefficients/gyeonggi_2020.csv")?,
    };
    let wages: Vec<(i16, i64, String, String)> = rows("wages/minimum_wage.csv")?;
    let holidays: Vec<(jiff::civil::Date, String)> = rows("calendar/holidays.csv")?;
    let occupations = occupations()?;
    let industries = industries()?;
    let segments = segments()?;
    Ok(Reference {
        support_programs: support_programs(&segments, &industries)?,
        segments,
        titles: titles(&occupations)?,
        occupations,
        industries,
        areas: areas()?,
        minimum_wages: MinimumWageTable::new(wages.into_iter().map(|(year, won, ..)| (year, won))),
        holidays: HolidayTable::new(holidays),
        coefficients,
        codes: CodeLists::new(rows::<(String, String, String, String)>("codes/worknet.csv")?),
        categories: CategoryTable::new(rows("targets/disclosure_categories.csv")?),
        priorities: priorities()?,
        work_trials: LimitTable::new(rows("work_trials/limits.csv")?),
    })
}

pub(super) fn with_programs(files: &[(String, String)]) -> Result<Reference, ReferenceError> {
    let all = all()?;
    let support_programs = SupportPrograms::load(files, &all.segments, &all.industries).map_err(refused)?;
    Ok(Reference { support_programs, ..all })
}

/// The rows of a CSV file of the `data` folder.
pub(super) fn rows<T: DeserializeOwned>(file: &str) -> Result<Vec<T>, ReferenceError> {
    let wrong = |detail: String| ReferenceError { file: file.to_owned(), detail };
    let content = text(file).ok_or_else(|| wrong("not there, or not UTF-8".to_owned()))?;
    let mut reader = csv::Reader::from_reader(content.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(|error| wrong(error.to_string()))
}

fn priorities() -> Result<PriorityTable, ReferenceError> {
    let file = "priorities.toml";
    let wrong = |detail: String| ReferenceError { file: file.to_owned(), detail };
    let content = text(file).ok_or_else(|| wrong("not there, or not UTF-8".to_owned()))?;
    toml::from_str(&content).map_err(|error| wrong(error.to_string()))
}

const SEGMENTS: &str = "programmes/segments.toml";

fn segments() -> Result<SegmentTable, ReferenceError> {
    let content = text(SEGMENTS).unwrap_or_default();
    SegmentTable::load(SEGMENTS, &content).map_err(refused)
}

/// Every other TOML file of the folder is a programme.
fn support_programs(
    segments: &SegmentTable,
    industries: &IndustryTable,
) -> Result<SupportPrograms, ReferenceError> {
    let of_programs =
        |path: &str| path.starts_with("programmes/") && path.ends_with(".toml") && path != SEGMENTS;
    let names = Files::iter().map(|path| path.into_owned()).filter(|path| of_programs(path));
    let files: Vec<(String, String)> = names.filter_map(|name| Some((name.clone(), text(&name)?))).collect();
    SupportPrograms::load(&files, segments, industries).map_err(refused)
}

/// All that is wrong with files of rules, a line each.
fn refused(problems: Vec<Problem>) -> ReferenceError {
    let catalogue = Catalogue::new(&[]);
    let lines: Vec<String> = problems.iter().map(|problem| problem.said(&catalogue, Lang::En)).collect();
    ReferenceError {
        file: problems.first().map(|problem| problem.file.clone()).unwrap_or_default(),
        detail: lines.join("\n"),
    }
}

fn occupations() -> Result<OccupationTable, ReferenceError> {
    let groups: Vec<(OccupationCode, String, u8, Option<OccupationCode>)> =
        rows("occupations/keco_2025.csv")?;
    let groups = groups.into_iter().map(|(code, name, _, parent)| Occupation { code, name, parent });
    let terms: Vec<(String, OccupationCode, String)> = rows("occupations/search_terms.csv")?;
    Ok(OccupationTable::new(
        groups.collect(),
        terms.into_iter().map(|(term, code, _)| (term, code)).collect(),
    ))
}

fn titles(occupations: &OccupationTable) -> Result<Vocabulary, ReferenceError> {
    let terms: Vec<(String, OccupationCode, String)> = rows("occupations/search_terms.csv")?;
    let more: Vec<(String, OccupationCode)> = rows("occupations/title_terms.csv")?;
    let ksco: Vec<(String, String, u8, String)> = rows("occupations/ksco_8.csv")?;
    let answers: Vec<(OccupationCode, String, String)> = rows("occupations/keco_ksco.csv")?;
    let groups: Vec<(String, String, String)> = rows("occupations/worknet_middle.csv")?;
    let worknet: Vec<(String, String)> = rows("occupations/keco_worknet.csv")?;
    let named = |code: String| {
        let name = groups.iter().find(|(known, ..)| *known == code).map_or("", |(_, name, _)| name);
        WorknetGroup { name: name.to_owned(), code }
    };
    Ok(Vocabulary::new(
        occupations,
        terms.into_iter().map(|(term, code, _)| (term, code)).chain(more).collect(),
        ksco.into_iter().map(|(code, name, ..)| (code, name)).collect(),
        answers.into_iter().map(|(keco, ksco, _)| (keco, ksco)).collect(),
        worknet.into_iter().map(|(keco, code)| (keco, named(code))).collect(),
    ))
}

fn industries() -> Result<IndustryTable, ReferenceError> {
    let classes: Vec<(IndustryCode, String, String, u8, Option<IndustryCode>)> =
        rows("industries/ksic_11.csv")?;
    let classes =
        classes.into_iter().map(|(code, name, name_en, _, parent)| Industry { code, name, name_en, parent });
    let pairs: Vec<(String, IndustryCode, String)> = rows("industries/ksic_10_to_11.csv")?;
    let index = include_str!("../../../../data/industries/search_terms.csv");
    Ok(IndustryTable::new(
        classes.collect(),
        index,
        pairs.into_iter().map(|(old, new, _)| (old, new)).collect(),
    ))
}

fn areas() -> Result<AreaTable, ReferenceError> {
    let provinces: Vec<(AreaCode, String, Option<f64>, Option<f64>)> = rows("areas/provinces.csv")?;
    type District = (AreaCode, String, AreaCode, Option<f64>, Option<f64>);
    let districts: Vec<District> = rows("areas/districts.csv")?;
    let mut areas: Vec<Area> = Vec::new();
    for (code, name, province, lon, lat) in &districts {
        // 고양시 덕양구 is a district of the city 고양시, which has a row of its own.
        let (city, short) = name.split_once(' ').unwrap_or(("", name));
        let above =
            districts.iter().find(|(_, other, p, ..)| !city.is_empty() && other == city && p == province);
        let kind = if city.is_empty() { AreaKind::City } else { AreaKind::District };
        let province_name = provinces.iter().find(|(p, ..)| p == province).map_or("", |(_, n, ..)| n);
        let parent = above.map_or(province, |(code, ..)| code).clone();
        let own = lon.zip(*lat).map(|(lon, lat)| Point::from_degrees(lon, lat));
        let of_districts = || {
            let inside = districts
                .iter()
                .filter(|(_, other, p, ..)| p == province && other.starts_with(&format!("{name} ")));
            middle(inside.filter_map(|(_, _, _, lon, lat)| Some(Point::from_degrees((*lon)?, (*lat)?))))
        };
        areas.push(Area {
            code: code.clone(),
            name: short.to_owned(),
            full_name: format!("{province_name} {name}"),
            parent: Some(parent),
            kind,
            centroid: own.or_else(of_districts).unwrap_or(Point { lon_e6: 0, lat_e6: 0 }),
        });
    }
    for (code, name, lon, lat) in provinces {
        let own = lon.zip(lat).map(|(lon, lat)| Point::from_degrees(lon, lat));
        let of_cities =
            || middle(areas.iter().filter(|a| a.parent.as_ref() == Some(&code)).map(|a| a.centroid));
        let centroid = own.or_else(of_cities).unwrap_or(Point { lon_e6: 0, lat_e6: 0 });
        areas.push(Area {
            code,
            full_name: name.clone(),
            name,
            parent: None,
            kind: AreaKind::Province,
            centroid,
        });
    }
    Ok(AreaTable::new(areas))
}

/// The mean of some points.
fn middle(points: impl Iterator<Item = Point>) -> Option<Point> {
    let (count, lon, lat) =
        points.fold((0, 0, 0), |(n, lon, lat), p| (n + 1, lon + p.lon_e6, lat + p.lat_e6));
    (count > 0).then(|| Point { lon_e6: lon / count, lat_e6: lat / count })
}
