//! A woman after a break of her career goes through group counselling of one centre and finds work through another:
//! who was chosen and why others wait, who completed, one job that is no completion, and her own word over who sees her.

use crate::cohort_desk::{apply, attended, counselling, id_of, named, register, step};
use crate::sc_01_project_to_jobs::cells;
use crate::served::{Answer, PASSWORD, Served};

const CITY: &str = "goyang";
const SAEIL: &str = "고양MICE새일센터";
const CENTRE: &str = "일자리센터";
/// Her place among those who apply.
const HERS: usize = 4;

/// The city in March with two centres, who counsels at each, and who plans.
fn city() -> Served {
    let people = [("operator", "operator", ""), ("plan", "plan_manager", "")];
    let mut served = Served::city(CITY, "2016-03-14T01:00:00Z", &people);
    let operator = served.session("operator");
    for (body, kind) in [(CENTRE, "job_center"), (SAEIL, "agency")] {
        served.post("/staff/organisations", &operator, &[("name", body), ("kind", kind)]).to();
    }
    served.join(CITY, ("saeil", "counselor", SAEIL));
    served.join(CITY, ("centre", "counselor", CENTRE));
    served.join(CITY, ("officer", "counselor", CENTRE));
    served
}

/// A session of whoever was registered at a counter and is given an account there.
fn invited(served: &Served, cookie: &str, seeker: &str, login: &str) -> String {
    let form = [("checked", "id_card"), ("login", login)];
    let made = served.post(&format!("{seeker}/account"), cookie, &form);
    let link = made.body.split("/links/").nth(1).unwrap_or_else(|| panic!("{}", made.body));
    let link = format!("/links/{}", link.split('<').next().unwrap());
    served.post(&link, "", &[("password", PASSWORD)]).to();
    served.session(login)
}

/// Says why a record that another body looks after is opened.
fn says_why(served: &Served, cookie: &str, seeker: &str) {
    let asked = served.get(seeker, cookie);
    assert_eq!(asked.to(), format!("{seeker}/why"));
    served.post(&format!("{seeker}/why"), cookie, &[("why", "together")]).to();
}

fn has(page: &Answer, words: &[&str]) {
    for words in words {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
}

/// Seventeen apply, a minute apart: her record is of the job centre, with the one consent that lets the other centre see it.
fn seventeen_apply(served: &Served, cohort: &str) -> (Vec<String>, Vec<String>) {
    let (saeil, centre) = (served.session("saeil"), served.session("centre"));
    let (mut seekers, mut parts) = (Vec::new(), Vec::new());
    for nth in 0..17 {
        served.at(&format!("2016-03-14T01:{:02}:00Z", nth + 1));
        let seeker = if nth == HERS {
            let consent = [("consent_local_government", "yes")];
            let hers = named(served, &centre, ("이○정", nth), &consent);
            says_why(served, &saeil, &hers);
            hers
        } else {
            register(served, &saeil, nth, &[])
        };
        parts.push(apply(served, &saeil, cohort, &seeker));
        seekers.push(seeker);
    }
    (seekers, parts)
}

/// Fifteen are chosen, and the two who wait read why.
fn fifteen_are_chosen(served: &Served, cohort: &str, seekers: &[String]) {
    served.at("2016-04-01T08:00:00Z");
    let saeil = served.session("saeil");
    step(served, &saeil, cohort, &[("step", "choose")]);
    let page = served.get(cohort, &saeil);
    has(&page, &["신청 17명 · 선발 15 · 대기 2", "정원 15 · 채움 15 · 빈자리 0 · 대기 2"]);
    let why = "먼저 신청한 분들로 정원이 차서 기다리고 있습니다.";
    has(&page, &[&format!("1번째 · {why}"), &format!("2번째 · {why}")]);
    let last = invited(served, &saeil, &seekers[16], "sixteen");
    has(&served.get("/me", &last), &["대기 2번입니다.", why]);
    let public = served.get(&format!("/cohorts/{}", id_of(cohort)), "");
    assert!(public.status == 200 && !public.body.contains("이○정"), "{}", public.body);
}

/// Five days; two of the fifteen stay away from the last two.
fn five_days(served: &Served, cohort: &str, parts: &[String]) {
    served.at("2016-04-04T00:00:00Z");
    let saeil = served.session("saeil");
    step(served, &saeil, cohort, &[("step", "start")]);
    for part in &parts[..15] {
        step(served, &saeil, part, &[("step", "enrol")]);
    }
    for nth in 1..=5 {
        served.at(&format!("2016-04-{:02}T08:30:00Z", nth + 3));
        let saeil = served.session("saeil");
        let away = if nth > 3 { &parts[..2] } else { &[] };
        attended(served, &saeil, cohort, nth, away);
    }
    let saeil = served.session("saeil");
    step(served, &saeil, cohort, &[("step", "complete")]);
    let page = served.get(cohort, &saeil);
    has(&page, &["신청 17명 · 대기 2 · 수료 13 · 중도탈락 2", "2016-04-08 · 출석 시간 미달"]);
    let paper = |part: &str| served.get(&format!("/enrolments/{}/certificate.pdf", id_of(part)), &saeil);
    assert_eq!((paper(&parts[HERS]).status, paper(&parts[0]).status), (200, 409));
    assert!(paper(&parts[HERS]).bytes.starts_with(b"%PDF"));
}

/// A step of an opening or a referral as it stands now.
fn versioned(served: &Served, cookie: &str, page: &str, fields: &[(&str, &str)]) {
    let shown = served.get(page, cookie);
    let mut sent = vec![("version", shown.input("version"))];
    sent.extend(fields);
    served.post(&format!("{page}/steps"), cookie, &sent).to();
}

/// The other centre refers her to a registration desk of sixteen hours a week, where she begins on 2 May. The claim.
fn one_is_hired(served: &Served, seeker: &str) -> String {
    served.at("2016-04-18T01:00:00Z");
    let centre = served.session("centre");
    let form = [
        ("employer", "전시운영사"),
        ("employer_number", "100-00-00014"),
        ("employer_phone", "031-000-7000"),
        ("employer_address", "경기도 고양시 일산서구 대화동 견본로 7"),
        ("title", "전시장 등록데스크 안내"),
        ("occupation", "0291"),
        ("duties", "전시회 참가자의 등록을 돕습니다"),
        ("headcount", "1"),
        ("employment_type", "11"),
        ("wage_form", "H"),
        ("wage_min", "7000"),
        ("weekly_hours", "16"),
        ("area", "일산서구"),
        ("reception", "phone"),
    ];
    let opening = served.post("/staff/openings/new", &centre, &form).to().to_owned();
    versioned(served, &centre, &opening, &[("step", "submit")]);
    versioned(served, &centre, &opening, &[("step", "accept")]);
    let form = [("seeker", id_of(seeker)), ("opening", id_of(&opening))];
    let letter = served.post("/staff/referrals/new", &centre, &form).to().to_owned();
    versioned(served, &centre, &letter, &[("step", "consent"), ("channel", "phone")]);
    versioned(served, &centre, &letter, &[("step", "send")]);
    versioned(served, &centre, &letter, &[("step", "schedule"), ("at", "2016-04-20T10:00")]);
    served.at("2016-05-02T01:00:00Z");
    let centre = served.session("centre");
    // The day's work has marked the interview as held.
    served.until(&letter, &centre, |page| page.contains("면접 완료"));
    versioned(served, &centre, &letter, &[("step", "hire"), ("start_on", "2016-05-02")]);
    let rows = served.get("/staff/ledger/rows?from=2016-04-01", &centre).body;
    let claims: Vec<&str> = rows.split("href=\"/staff/placements/").skip(1).collect();
    assert_eq!(claims.len(), 1, "thirteen completions are no claims: {rows}");
    let claim = format!("/staff/placements/{}", claims[0].split('"').next().unwrap());

    // A second person looks her up.
    served.at("2016-05-09T01:00:00Z");
    let officer = served.session("officer");
    let page = served.get(&claim, &officer);
    let proof = [
        ("version", page.input("version")),
        ("kind", "insurance_lookup"),
        ("on", "2016-05-09"),
        ("reference", "20160509-1"),
    ];
    served.post(&format!("{claim}/evidence"), &officer, &proof).to();
    claim
}

/// Confirmed jobs of the year; who stayed stands in rows with a part of their own.
fn confirmed(served: &Served) -> i64 {
    let file = served.get("/staff/ledger.csv?year=2016", &served.session("plan")).body;
    let cells = file.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let jobs = cells.filter(|cells| cells[1..4] == ["R1", "filled", "events"] && cells[8].is_empty());
    jobs.map(|cells| cells[4].parse::<i64>().unwrap()).sum()
}

/// She is there after three months; before six are over she has left.
fn three_months_and_not_six(served: &Served, claim: &str) {
    served.at("2016-08-02T01:00:00Z");
    let centre = served.session("centre");
    let page = served.get(claim, &centre);
    let look = [
        ("version", page.input("version")),
        ("months", "3"),
        ("still", "yes"),
        ("looked_on", "2016-08-02"),
        ("grade", "E3"),
    ];
    served.post(&format!("{claim}/retention"), &centre, &look).to();
    served.at("2016-11-02T01:00:00Z");
    let centre = served.session("centre");
    let page = served.get(claim, &centre);
    let end = [("version", page.input("version")), ("ended_on", "2016-10-14"), ("end_reason", "left")];
    served.post(&format!("{claim}/end"), &centre, &end).to();
    assert_eq!(confirmed(served), 1, "who left later was placed all the same");
}

/// Her own page: one consent for both centres, who looked, and her word that closes her record to the other one at once.
fn her_own_word(served: &Served, seeker: &str, part: &str) {
    let (centre, saeil) = (served.session("centre"), served.session("saeil"));
    let own = invited(served, &centre, seeker, "jeong");
    let page = served.get("/me", &own);
    has(
        &page,
        &["수료하셨습니다.", "지방자치단체에 구직정보를 제공하는 데 동의함", "열람기록", SAEIL, CENTRE],
    );
    has(&page, &["두 기관이 함께 일자리를 찾음"]);
    says_why(served, &saeil, seeker);
    has(&served.get(seeker, &saeil), &["이○정"]);
    let switch = [("switch", "local_government:no")];
    served.post(&format!("{seeker}/consent"), &own, &switch).to();
    for path in [seeker.to_owned(), format!("{seeker}/matches"), format!("{seeker}/why")] {
        let hidden = served.get(&path, &saeil);
        assert!(hidden.status == 404 && !hidden.body.contains("이○정"), "{path}: {}", hidden.body);
    }
    assert_eq!(served.get(seeker, &centre).status, 200, "her own centre looks after her still");
    // What she did in their course is theirs to know: she was there.
    has(&served.get(part, &saeil), &["수료"]);
    // That somebody tried afterwards, she reads, too.
    has(&served.get("/me", &own), &["열람 시도(거부됨)"]);
}

/// The pages of what became of a cohort: thirteen completed, one job of theirs lasted three months and not six; the plan
/// counts completions in a unit of their own.
fn what_became_of_them(served: &Served, cohort: &str) {
    let told = served.get(&format!("{cohort}/outcome"), &served.session("saeil"));
    has(&told, &["수료 13명", "1건 가운데 1건", "1건 가운데 0건"]);
    let plan = served.session("plan");
    let term = [
        ("term", "6기"),
        ("from_year", "2014"),
        ("to_year", "2018"),
        ("strategies", "민간일자리\n- 고용서비스\n- 직업능력개발훈련"),
    ];
    let home = served.post("/staff/plan/terms/new", &plan, &term).to().to_owned();
    let term = home.split("term=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let offered = served.get(&format!("/staff/measures/new?term_plan={term}&year=2016"), &plan).body;
    let owner = |name: &str| {
        let option = offered.split(&format!("{name}</option>")).next().unwrap();
        option.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned()
    };
    for (name, task, category, of, unit, wanted) in [
        ("고용서비스", "0.0", "service", CENTRE, "jobs", "1"),
        ("집단상담 수료", "0.1", "training", SAEIL, "program_completions", "13"),
    ] {
        let owner = owner(of);
        let form = [
            ("term_plan", term.as_str()),
            ("year", "2016"),
            ("name", name),
            ("task", task),
            ("category", category),
            ("owner", owner.as_str()),
            ("basis", "2015년 실적"),
            ("target_2", "15"),
            ("unit", unit),
        ];
        let measure = served.post("/staff/measures/new", &plan, &form).to().to_owned();
        let page = served.get(&measure, &plan);
        assert_eq!(cells(&page, "한 해")[1], wanted, "{name}: {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_06_a_woman_after_a_break_of_her_career_through_two_centres() {
    let served = city();
    let cohort = counselling(&served, &served.session("saeil"));
    let (seekers, parts) = seventeen_apply(&served, &cohort);
    fifteen_are_chosen(&served, &cohort, &seekers);
    five_days(&served, &cohort, &parts);
    assert_eq!(confirmed(&served), 0, "a completion is no job");
    let claim = one_is_hired(&served, &seekers[HERS]);
    assert_eq!(confirmed(&served), 1, "{}", served.get(&claim, &served.session("officer")).body);
    three_months_and_not_six(&served, &claim);
    her_own_word(&served, &seekers[HERS], &parts[HERS]);
    what_became_of_them(&served, &cohort);
}
