//! A small pair of spreadsheets from the demo city, with the headers people write.

use domain::city::City;

use super::DemoCity;

/// Rows of a sheet, title and headers first.
pub(super) type Rows = Vec<Vec<String>>;

/// Up to 60 openings and 80 jobseekers of the demo city.
pub fn example_files(demo: &DemoCity, city: &City) -> (Rows, Rows) {
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut openings = vec![
        row(&["구인 목록 (가상)"]),
        row(&[
            "사업장명",
            "구인제목",
            "직종코드",
            "직무내용",
            "모집인원",
            "임금형태",
            "임금하한",
            "주 소정근로시간",
            "근무지",
            "접수방법",
        ]),
    ];
    for opening in demo.openings.iter().take(60) {
        let content = &opening.content;
        let employer =
            demo.employers.iter().find(|(e, _)| e.id == opening.employer).map_or("", |(e, _)| &e.name);
        let code = content.occupation.as_ref().map(ToString::to_string).unwrap_or_default();
        let (form, won) = content.wage.map_or(("", 0), |w| {
            (if w.form == domain::wage::WageForm::Hourly { "시급" } else { "월급" }, w.min_won)
        });
        let hours = content.work_time.weekly_minutes().unwrap_or(0) / 60;
        openings.push(row(&[
            employer,
            &content.title,
            &code,
            &content.duties,
            &content.headcount.to_string(),
            form,
            &won.to_string(),
            &hours.to_string(),
            &content.workplace.address,
            "전화",
        ]));
    }
    let mut seekers = vec![
        row(&["구직자 명부 (가상)"]),
        row(&[
            "성명",
            "생년월일",
            "휴대전화",
            "주소",
            "희망직종",
            "희망근무지역",
            "자격면허",
            "경력개월",
            "개인정보 수집이용 동의",
        ]),
    ];
    for (_, _, profile) in demo.seekers.iter().take(80) {
        let born = profile.born_on.map(|day| day.to_string()).unwrap_or_default();
        let area = profile.desired_areas.first().map_or("", |code| city.areas().name(code));
        let months = profile.career_months.unwrap_or(0).to_string();
        seekers.push(row(&[
            &profile.name,
            &born,
            &profile.mobile,
            &profile.address,
            &profile.desired_work,
            area,
            &profile.licences.join(", "),
            &months,
            "동의",
        ]));
    }
    (openings, seekers)
}
