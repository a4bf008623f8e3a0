//! The pair of spreadsheets in `data/demo` that the README matches: a slice of the demo city, with the
//! headers and the ways of writing that offices use.
//!
//! When the generator changes, the test writes what it would be beside the file, as `*.new`.

use app::demo::{DemoCity, Sizes, generate};
use domain::area::AreaCode;
use domain::city::City;
use domain::code::{CareerKind, EmploymentType, WageForm};
use domain::reference::Reference;
use domain::seeker::WageWish;
use domain::wage::Wage;
use domain::work_time::WorkTime;
use jiff::civil::date;

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn days(work_time: &WorkTime) -> String {
    let names = ["월", "화", "수", "목", "금", "토", "일"];
    let days = work_time.weekdays.iter().flat_map(|days| days.days());
    days.filter_map(|day| names.get(usize::from(day))).copied().collect::<Vec<_>>().join(",")
}

fn hours(work_time: &WorkTime) -> String {
    let clock = |min: u16| format!("{:02}:{:02}", min / 60, min % 60);
    work_time.daily.map_or(String::new(), |d| {
        format!("{}~{} (휴게 {}분)", clock(d.start_min), clock(d.end_min), d.break_min)
    })
}

fn pay(wage: Option<Wage>) -> String {
    let Some(wage) = wage else { return String::new() };
    match wage.form {
        WageForm::Hourly => format!("시급 {}원", wage.min_won),
        _ if wage.min_won == wage.max_won => format!("월 {}만원", wage.min_won / 10_000),
        _ => format!("월 {}~{}만원", wage.min_won / 10_000, wage.max_won / 10_000),
    }
}

fn openings(demo: &DemoCity) -> Vec<Vec<String>> {
    let mut out = vec![row([
        "업체명",
        "대표전화",
        "구인제목",
        "직종",
        "직무내용",
        "모집인원",
        "고용형태",
        "경력",
        "학력",
        "자격면허",
        "급여",
        "근무요일",
        "근무시간",
        "근무지",
        "접수방법",
        "마감일",
    ])];
    for opening in demo.openings.iter().step_by(3).take(60) {
        let content = &opening.content;
        let employer = demo.employers.iter().find(|(e, _)| e.id == opening.employer).unwrap();
        let occupation =
            Reference::embedded().unwrap().occupations.name(content.occupation.as_ref().unwrap());
        let career = content.career.unwrap();
        let career = match career.kind {
            CareerKind::Any => "무관".to_owned(),
            CareerKind::New => "신입".to_owned(),
            CareerKind::Experienced => format!("경력 {}년 이상", career.min_months.unwrap() / 12),
        };
        let schooling =
            if content.education_min == Some(domain::code::Education::High) { "고졸" } else { "무관" };
        out.push(row([
            &employer.0.name,
            &employer.0.phone,
            &content.title,
            occupation,
            &content.duties,
            &content.headcount.to_string(),
            if content.employment_type == Some(EmploymentType::Indefinite) {
                "정규직"
            } else {
                "시간제 정규직"
            },
            &career,
            schooling,
            &content.licences.join(", "),
            &pay(content.wage),
            &days(&content.work_time),
            &hours(&content.work_time),
            &content.workplace.address,
            "전화, 방문",
            // A day would lie in the past for whoever tries the files later.
            "채용시까지",
        ]));
    }
    out
}

fn seekers(demo: &DemoCity, city: &City) -> Vec<Vec<String>> {
    let mut out = vec![row([
        "성명",
        "생년월일",
        "휴대전화",
        "주소",
        "희망직종",
        "희망근무지역",
        "희망임금",
        "희망요일",
        "통근가능시간(분)",
        "자격면허",
        "기술",
        "경력개월",
        "개인정보 수집이용 동의",
    ])];
    for (_, _, profile) in demo.seekers.iter().take(80) {
        let name = |code: &AreaCode| city.areas().name(code).to_owned();
        let wish = match profile.wage {
            WageWish::AtLeast { won, .. } => format!("시급 {won}원 이상"),
            _ => "협의".to_owned(),
        };
        out.push(row([
            &profile.name,
            &profile.born_on.unwrap().to_string(),
            &profile.mobile,
            &profile.address,
            &profile.desired_work,
            &profile.desired_areas.first().map_or(String::new(), name),
            &wish,
            &days(&profile.work_time),
            &profile.commute_max_min.map_or(String::new(), |min| min.to_string()),
            &profile.licences.join(", "),
            &profile.skills.join(", "),
            &profile.career_months.unwrap_or(0).to_string(),
            "동의",
        ]));
    }
    out
}

#[test]
fn the_shipped_pair_is_what_the_generator_makes() {
    let city = City::embedded("goyang").unwrap();
    let now = "2026-03-16T00:00:00Z".parse().unwrap();
    let demo =
        generate([7; 32], &Sizes::SMALL, &city, Reference::embedded().unwrap(), date(2026, 3, 16), now);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/demo");
    let mut stale = Vec::new();
    for (name, title, rows) in [
        ("openings.csv", "구인 목록 (가상)", openings(&demo)),
        ("seekers.csv", "구직자 명부 (가상)", seekers(&demo, &city)),
    ] {
        // Files of the repository end their lines with a line feed alone.
        let made = documents::delimited::csv(&row([title]), &rows);
        let made = String::from_utf8(made).unwrap().replace("\r\n", "\n");
        let path = format!("{folder}/{name}");
        if std::fs::read_to_string(&path).unwrap() != made {
            std::fs::write(format!("{path}.new"), made).unwrap();
            stale.push(format!("{path} is not what the generator makes; look at {name}.new beside it"));
        }
    }
    assert_eq!(stale, Vec::<String>::new());
}
