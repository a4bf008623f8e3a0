//! Versions of an opening side by side, and what one may pick from on its form.

use axum::http::StatusCode;
use domain::Role;
use domain::area::AreaCode;
use domain::code::{
    CareerKind, ComputerSkill, Education, EmploymentType, Language, Preference, Welfare, WorkPattern,
};
use domain::id::OpeningId;
use domain::occupation::OccupationCode;
use domain::opening::{
    Career, Content, Deadline, Insurance, LanguageSkill, Mediation, Programme, Reception, Selection,
    Visibility, Workplace,
};
use domain::wage::{Wage, WageForm};
use domain::work_time::{Weekdays, WorkTime};
use strum::IntoEnumIterator;

use crate::site::Site;

/// Everything that a form holds as a code, picked.
fn picked(areas: Vec<AreaCode>) -> Content {
    let yes = Some(true);
    Content {
        occupation: OccupationCode::parse("883"),
        related_occupations: ["8832", "41"].into_iter().filter_map(OccupationCode::parse).collect(),
        employment_type: Some(EmploymentType::ALL[0]),
        convertible: yes,
        career: Some(Career { kind: CareerKind::ALL[0], min_months: None, max_months: None }),
        education_min: Some(Education::High),
        education_max: Some(Education::Bachelor),
        languages: Language::ALL
            .iter()
            .map(|language| LanguageSkill { language: *language, level: String::new() })
            .collect(),
        computer: ComputerSkill::ALL.to_vec(),
        military_substitute: Some(false),
        employment_permit: yes,
        preferences: Preference::ALL.to_vec(),
        wage: Wage::new(WageForm::Hourly, 10_000, 12_000),
        pattern: Some(WorkPattern::ALL[0]),
        work_time: WorkTime { weekdays: Some(Weekdays::ALL), shift: true, ..WorkTime::default() },
        workplace: Workplace { areas, remote: true, ..Workplace::default() },
        insurance: Insurance { pension: yes, employment: Some(false), accident: yes, health: yes },
        welfare: Welfare::ALL.to_vec(),
        selection: Selection::iter().collect(),
        reception: Reception::iter().collect(),
        deadline: Deadline::UntilFilled(None),
        mediation: Mediation::Active,
        visibility: Visibility::Network,
        programme: Some(Programme::MiddleAged),
        ..Content::default()
    }
}

/// Rows of the table: the field and what stands in each column.
fn rows(page: &str) -> Vec<(String, Vec<String>)> {
    let body = page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let inner = |text: &str, tag: &str| text.split(&format!("</{tag}>")).next().unwrap().to_owned();
    body.split("<tr>")
        .skip(1)
        .map(|row| {
            let head = inner(row.split("<th scope=\"row\">").nth(1).unwrap(), "th");
            (head, row.split("<td>").skip(1).map(|cell| inner(cell, "td")).collect())
        })
        .collect()
}

async fn versions(site: &Site, first: Content, then: Content) -> OpeningId {
    let (app, staff) = (site.app(), site.city.as_role(Role::Counselor).await);
    let employer = app::opening::get(&staff, &app, site.opening()).await.unwrap().employer.id;
    let id = app::opening::create(&staff, &app, employer, first).await.unwrap();
    app::opening::update(&staff, &app, id, 1, then).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn no_code_is_shown_where_versions_stand_side_by_side() {
    let site = Site::new().await;
    let areas: Vec<AreaCode> = site.app().city.areas().iter().map(|area| area.code.clone()).collect();
    let id = versions(&site, Content::default(), picked(areas)).await;
    let page = site.get(&format!("/staff/openings/{id}/versions"), Some(Role::Counselor)).await;
    assert_eq!(page.status, StatusCode::OK);
    let rows = rows(&page.text);
    assert!(rows.len() >= 28, "{} fields of codes", rows.len());
    let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    for (field, cells) in &rows {
        for part in cells.iter().flat_map(|cell| cell.split(", ")).filter(|part| !part.is_empty()) {
            let won = part.chars().all(|c| c.is_ascii_digit() || c == ',') && part.contains(',');
            assert!(hangul(part) || won, "{field}: {part} of {cells:?}");
        }
    }
    let english =
        site.get(&format!("/staff/openings/{id}/versions?lang=en"), Some(Role::Counselor)).await.text;
    let english = self::rows(&english);
    let then = |field: &str| english.iter().find(|(name, _)| name == field).unwrap().1[1].as_str();
    assert_eq!(then("Who may see it"), "bodies of the network");
    assert_eq!(then("Programme by law"), "Jobs for the middle-aged");
    for (field, cells) in &english {
        for part in cells.iter().flat_map(|cell| cell.split(", ")) {
            assert!(!part.contains('_') && part.parse::<u64>().is_err(), "{field}: {part}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_occupation_may_be_picked_where_one_is_typed() {
    let site = Site::new().await;
    for path in ["/staff/openings/new", "/staff/seekers/new", "/staff/seekers/new?full=1"] {
        let page = site.get(path, Some(Role::Counselor)).await.text;
        let field = page.split("id=\"occupation\"").nth(1).unwrap().split('>').next().unwrap();
        assert!(field.contains("list=\"occupations\""), "{path}: {field}");
        assert_eq!(page.matches("<datalist id=\"occupations\">").count(), 1, "{path}");
        assert!(page.contains("<option value=\"가구 조립원\">"), "{path}");
    }
}
