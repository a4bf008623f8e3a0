//! The law linter: exact figures, dated versions, and pay of every form against an oracle of its own.

use domain::code::WageForm;
use domain::employer::{ArrearsCheck, BusinessNumber, Employer};
use domain::law::{Act, Decision, Facts, Finding, Justification, Known, RULE_SETS, Rule, check, rule_set};
use domain::message::{Catalogue, Lang};
use domain::opening::{Change, Content, Deadline, Programme, Term};
use domain::reference::Reference;
use domain::wage::Wage;
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use strum::IntoEnumIterator;

use crate::law_corpus::employer;

fn run(content: &Content, employer: Option<&Employer>, day: Date, known: &Known) -> Vec<Finding> {
    let minimum_wages = &Reference::embedded().unwrap().minimum_wages;
    check(&Facts { content, employer, day, minimum_wages, known })
}

fn of(rule: Rule, content: &Content, employer: Option<&Employer>, day: Date) -> Option<Finding> {
    run(content, employer, day, &Known::default()).into_iter().find(|finding| finding.rule == rule)
}

fn paid(form: WageForm, won: i64) -> Content {
    Content {
        wage: Wage::new(form, won, won),
        work_time: WorkTime {
            weekdays: Some(Weekdays::WORKING),
            daily: DailyHours::new(540, 1080, 60),
            ..WorkTime::default()
        },
        ..Content::default()
    }
}

fn noted(text: &str) -> Content {
    Content { note: text.to_owned(), ..paid(WageForm::Monthly, 3_000_000) }
}

#[test]
fn the_exact_vectors_of_pay() {
    let day = date(2016, 3, 14);
    let low = of(Rule::MinimumWage, &paid(WageForm::Monthly, 1_200_000), None, day).unwrap();
    assert_eq!(low.act, Act::Block);
    let said = Catalogue::new(&[]).say(Lang::Ko, &low.message());
    assert!(said.contains("5,742원") && said.contains("2016년 최저임금 6,030원"), "{said}");
    assert!(low.clause.contains("최저임금법"));
    for (won, day, right) in [
        (1_300_000, day, true),
        (2_156_880, date(2026, 1, 1), true),
        (2_156_879, date(2026, 1, 1), false),
        (2_156_880, date(2027, 1, 1), false),
        (2_236_300, date(2027, 1, 1), true),
    ] {
        let found = of(Rule::MinimumWage, &paid(WageForm::Monthly, won), None, day);
        assert_eq!(found.is_none(), right, "{won} {day}");
    }
}

#[test]
fn a_trainee_may_be_paid_nine_tenths_with_a_reason() {
    let day = date(2026, 5, 1);
    let trainee = |won, probation, term| Content {
        probation_months: Some(probation),
        contract_months: Some(term),
        ..paid(WageForm::Hourly, won)
    };
    let act = |content: Content| of(Rule::MinimumWage, &content, None, day).map(|finding| finding.act);
    assert_eq!(act(trainee(9_288, 3, 12)), Some(Act::Justify));
    assert_eq!(act(trainee(9_287, 3, 12)), Some(Act::Block));
    assert_eq!(act(trainee(9_288, 4, 12)), Some(Act::Block));
    assert_eq!(act(trainee(9_288, 3, 11)), Some(Act::Block));
}

/// Whether pay reaches the floor, from the law's own words and in hundredths of a second, sharing nothing with the program.
fn oracle(form: WageForm, won: i128, week_min: i128, days: i128, floor: i128) -> bool {
    let rest = if week_min < 900 { 0 } else { week_min.min(2_400) * 8 / 40 };
    // Hours of a month, rounded half up, at least one.
    let month = (((week_min + rest) * 4_345 * 2 + 60_000) / 120_000).max(1);
    match form {
        WageForm::Hourly => won >= floor,
        WageForm::Daily => won * 60 >= floor * (week_min / days),
        WageForm::Monthly => won >= floor * month,
        WageForm::Yearly => won >= floor * month * 12,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6_000))]
    #[test]
    fn pay_of_every_form_agrees_with_the_oracle(
        form in prop::sample::select(WageForm::ALL),
        part in 40i64..160,
        step in -3i64..=3,
        days in 1u32..=7,
        day_min in 60u32..=720,
        year in 2010i16..=2027,
    ) {
        let floor = Reference::embedded().unwrap().minimum_wages.hourly_won(year).unwrap();
        let week = days * day_min;
        let scale = match form {
            WageForm::Hourly => 60,
            WageForm::Daily => i64::from(day_min),
            WageForm::Monthly => i64::from(week) * 521 / 100,
            WageForm::Yearly => i64::from(week) * 521 / 100 * 12,
        };
        // Near the floor as well as far from it.
        let won = (floor * scale * part / 6_000 + step).max(1);
        let mut content = paid(form, won);
        content.work_time = WorkTime {
            weekdays: Some(Weekdays((1 << days) - 1)), weekly_min: Some(week), ..WorkTime::default()
        };
        let found = of(Rule::MinimumWage, &content, None, date(year, 6, 1));
        let right = oracle(form, won.into(), week.into(), days.into(), floor.into());
        prop_assert_eq!(found.is_none(), right);
    }

    #[test]
    fn no_text_breaks_the_rules(text in "[가-힣0-9 ~.,남여세대키년생이하\u{1100}-\u{11ff}ａ-ｚ０-９\n]{0,120}") {
        let content = noted(&text);
        for finding in run(&content, None, date(2026, 5, 1), &Known::default()) {
            let (from, to) = finding.span;
            prop_assert!(to == from || text.get(from..to) == Some(finding.words.as_str()));
        }
    }
}

#[test]
fn age_and_sex_are_named_with_their_laws_and_the_words_as_written() {
    let found = run(&noted("35세 이하 남자 환영"), None, date(2016, 3, 14), &Known::default());
    let by = |rule: Rule| found.iter().find(|finding| finding.rule == rule).unwrap();
    assert!(
        by(Rule::Age).clause.contains("고용상 연령차별금지") && by(Rule::Age).words.contains("35세 이하")
    );
    assert!(by(Rule::Sex).clause.contains("남녀고용평등") && by(Rule::Sex).words.contains("남자"));
    let wide = of(Rule::Age, &noted("나이는 ３５ 세  이하"), None, date(2026, 3, 2)).unwrap();
    assert!(wide.words.ends_with("３５ 세  이하"), "{wide:?}");
    let parts: String = "여\u{1109}\u{1165}\u{11bc}만 모집".chars().collect();
    assert!(of(Rule::Sex, &noted(&parts), None, date(2026, 3, 2)).is_some());
}

#[test]
fn lawful_look_alikes_are_left_alone() {
    for text in [
        "여성복 매장",
        "남성 화장품",
        "노인 돌봄",
        "청년내일채움",
        "키오스크",
        "장애인 활동지원",
        "나이 무관",
        "성별 무관",
        "연령 제한 없음",
        "기혼자 차별 없음",
        "70~92세 어르신을 돌봅니다",
        "정년 60세",
        "외국인 고객 응대",
        "5세 반 담당",
    ] {
        let found: Vec<_> = run(&noted(text), None, date(2026, 5, 1), &Known::default())
            .into_iter()
            .filter(|finding| finding.field == "note")
            .collect();
        assert_eq!(found, [], "{text}");
    }
}

#[test]
fn the_version_of_the_day_decides() {
    assert!(RULE_SETS.is_sorted_by_key(|set| set.from));
    assert_eq!(rule_set(date(2016, 3, 14)).name, "2014-08-07");
    assert_eq!(rule_set(date(2019, 7, 16)).name, "2018-07-01");
    let looks = noted("용모 단정한 분");
    let act = |workers, day| {
        let finding = of(Rule::PersonalTraits, &looks, Some(&employer(workers, "a", "")), day).unwrap();
        (finding.act, finding.rule_set.to_string())
    };
    assert_eq!(act(Some(30), date(2019, 7, 16)), (Act::Warn, "2018-07-01".to_owned()));
    assert_eq!(act(Some(30), date(2019, 7, 17)), (Act::Block, "2019-07-17".to_owned()));
    assert_eq!(act(Some(29), date(2019, 7, 17)).0, Act::Justify);
    assert_eq!(act(None, date(2026, 7, 17)).0, Act::Justify);
    let long = Content {
        work_time: WorkTime { weekly_min: Some(53 * 60), ..WorkTime::default() },
        ..paid(WageForm::Hourly, 15_000)
    };
    let hours = |workers, day| of(Rule::Hours, &long, Some(&employer(Some(workers), "a", "")), day).is_some();
    assert!(!hours(5, date(2021, 6, 30)) && hours(5, date(2021, 7, 1)) && !hours(4, date(2026, 1, 1)));
}

#[test]
fn a_year_without_a_floor_is_said_and_not_passed_over() {
    let content = paid(WageForm::Hourly, 1_000);
    let of_year = |year| of(Rule::MinimumWage, &content, None, date(year, 1, 1)).unwrap();
    assert_eq!(of_year(2016).act, Act::Block);
    let beyond = of_year(2999);
    assert_eq!((beyond.act, beyond.remedy.code.as_ref()), (Act::Warn, "wage-floor-unknown"));
}

#[test]
fn a_programme_by_law_may_name_its_age() {
    let plain = noted("만 60세 이상 70세 이하");
    let tagged = Content { programme: Some(Programme::Senior), ..plain.clone() };
    let act = |content: &Content| of(Rule::Age, content, None, date(2026, 5, 1)).map(|finding| finding.act);
    assert_eq!(act(&plain), Some(Act::Block));
    assert_eq!(act(&tagged), Some(Act::Justify), "whoever accepts says why: employers tag it themselves");
    let disabled = Content { programme: Some(Programme::DisabledOnly), ..plain };
    assert_eq!(act(&disabled), Some(Act::Block));
    // A programme names its own group and no other, and keeps nobody of its own out.
    for (programme, own, others) in [
        (
            Programme::Youth,
            ["만 34세 이하", "18~34세", "20~30대 우대", "1990년생 이후", "젊은 분 환영"],
            ["60세 이상 제외", "만 45세 이하", "30~50대 우대", "1970년생 이후", "나이 드신 분 사양"],
        ),
        (
            Programme::MiddleAged,
            ["40~64세", "50~60대 환영", "만 50세 이상 65세 미만", "1970년생 이전", "5060세대 환영"],
            ["만 35세 이하", "20~30대 우대", "70~75세", "1995년생 이후", "젊은 분 환영"],
        ),
        (
            Programme::Senior,
            ["60~75세", "만 60세부터 75세까지", "60대 ~ 70대", "1960년생 이전", "65세 이상 75세 이하"],
            ["60세 이상 제외", "만 65세 이하", "노인 사절", "2000년생 이후", "또래 환영"],
        ),
    ] {
        let tagged = |text: &str| Content { programme: Some(programme), ..noted(text) };
        for text in own {
            assert_eq!(act(&tagged(text)), Some(Act::Justify), "{programme}: {text}");
        }
        for text in others {
            assert_eq!(act(&tagged(text)), Some(Act::Block), "{programme}: {text}");
        }
    }
}

#[test]
fn what_only_the_caller_knows() {
    let mut listed = employer(Some(9), "a", "0310000000");
    listed.wage_arrears = Some(ArrearsCheck { listed: true, on: date(2026, 5, 1) });
    let known = Known {
        employer_on_record: true,
        phone_shared_by: 3,
        duplicates: vec!["2026-000001".into()],
        worse_terms: vec![Change {
            term: Term::MonthlyWage,
            before: "2500000".into(),
            after: "2300000".into(),
        }],
        ..Known::default()
    };
    let content = Content { deadline: Deadline::On(date(2026, 12, 31)), ..noted("") };
    let found = run(&content, Some(&listed), date(2026, 5, 1), &known);
    let acts = |rule: Rule| found.iter().filter(|f| f.rule == rule).map(|f| f.act).collect::<Vec<_>>();
    assert_eq!(acts(Rule::Identity), [Act::Warn]);
    assert_eq!(acts(Rule::Harmful), [Act::Justify]);
    assert_eq!(acts(Rule::WorseTerms), [Act::Justify]);
    let worse = found.iter().find(|f| f.rule == Rule::WorseTerms).unwrap();
    assert_eq!((worse.field.as_ref(), worse.words.as_str()), ("wage_min", "2500000 → 2300000"));
    assert_eq!(acts(Rule::Doubtful).len(), 3);
    let shared = Known { business_number_shared: true, ..Known::default() };
    assert!(
        run(&content, Some(&listed), date(2026, 5, 1), &shared)
            .iter()
            .any(|f| f.rule == Rule::Identity && f.act == Act::Block)
    );
}

#[test]
fn a_business_number_that_does_not_check_blocks_wherever_it_was_told() {
    let number = BusinessNumber::from_first_nine(123_456_789).to_string();
    let last = number.chars().last().and_then(|c| c.to_digit(10)).unwrap();
    let wrong = format!("{}{}", &number[..11], (last + 1) % 10);
    let blocked = |note: &str, known: &Known| {
        let found = run(&noted(note), None, date(2026, 5, 1), known);
        let found = found.into_iter().filter(|f| f.rule == Rule::Identity && f.act == Act::Block);
        found.map(|f| (f.field.into_owned(), f.words)).collect::<Vec<_>>()
    };
    let told = Known { business_number_wrong: Some(wrong.clone()), ..Known::default() };
    assert_eq!(blocked("", &told), [("employer".to_owned(), wrong.clone())]);
    let written = format!("사업자등록번호: {wrong} (하늘가구)");
    assert_eq!(blocked(&written, &Known::default()), [("note".to_owned(), wrong)]);
    assert_eq!(blocked(&format!("사업자등록번호: {number}"), &Known::default()), []);
}

#[test]
fn a_reason_holds_for_the_words_it_was_given_for() {
    let finding = of(Rule::PersonalTraits, &noted("미혼 우대"), None, date(2026, 5, 1)).unwrap();
    let reason = Justification {
        text: "사유".into(),
        by: None,
        at: jiff::Timestamp::UNIX_EPOCH,
        words: vec![finding.words.clone()],
    };
    let mut decision = Decision { findings: vec![finding.clone()], ..Decision::default() };
    assert_eq!(decision.refused().count(), 1);
    decision.justifications.insert(Rule::PersonalTraits, reason);
    assert_eq!(decision.refused().count(), 0);
    decision.findings[0].words = "기혼 우대".into();
    assert_eq!(decision.refused().count(), 1);
    decision.findings[0] = Finding { act: Act::Block, ..finding };
    assert_eq!(decision.refused().count(), 1, "nothing justifies what is blocked");
    let json = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision>(&json).unwrap(), decision);
}

#[test]
fn whoever_welcomes_minors_where_the_law_bars_them_is_blocked() {
    let day = date(2026, 5, 1);
    let welcome = |duties: &str| Content { duties: duties.into(), ..noted("고등학생 환영") };
    let asked = of(Rule::Minors, &welcome("전단 정리"), None, day).unwrap();
    assert_eq!((asked.act, asked.remedy.code.as_ref()), (Act::Justify, "law-remedy-minors-justify"));
    for (duties, clause) in [("노래연습장 카운터", "청소년 보호법"), ("도축 보조", "근로기준법 제65조")]
    {
        let barred = of(Rule::Minors, &welcome(duties), None, day).unwrap();
        assert_eq!((barred.act, barred.words.as_str()), (Act::Block, "고등학생 환영"), "{duties}");
        assert!(barred.clause.contains(clause), "{}", barred.clause);
        assert_eq!(barred.remedy.code, "law-remedy-minors-barred");
    }
    let quiet = Content { duties: "노래연습장 카운터".into(), ..noted("18세 이상") };
    assert_eq!(of(Rule::Minors, &quiet, None, day), None, "the place alone is no fault");
}

#[test]
fn every_rule_act_and_remedy_has_words() {
    let catalogue = Catalogue::new(&[]);
    let sources =
        ["age", "body", "conduct", "equal", "fraud", "minor", "money", "pattern", "privacy", "sex", "terms"];
    for lang in [Lang::Ko, Lang::En] {
        for rule in Rule::iter() {
            assert!(catalogue.has(lang, &rule.name().code), "{rule}");
        }
        for act in Act::iter() {
            assert!(catalogue.has(lang, &format!("law-act-{act}")), "{act}");
        }
        let mut seen = 0;
        for source in sources {
            let path = format!("{}/src/law/{source}.rs", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            for code in text.split('"').filter(|part| part.starts_with("law-remedy-")) {
                assert!(catalogue.has(lang, code), "{code}");
                seen += 1;
            }
        }
        assert!(seen > 20);
    }
}

#[test]
fn day_labour_without_a_term_is_remarked_on() {
    use domain::code::EmploymentType::{FixedTerm, Indefinite};

    let lasting = |work_days, employment_type| {
        let content = Content {
            work_days,
            employment_type: Some(employment_type),
            contract_months: Some(1),
            workplace: domain::opening::Workplace { remote: true, ..Default::default() },
            ..paid(WageForm::Daily, 100_000)
        };
        of(Rule::MissingTerms, &content, None, date(2016, 3, 16)).map(|found| (found.act, found.remedy.code))
    };
    let (act, remedy) = lasting(Some(3), Indefinite).unwrap();
    assert_eq!((act, remedy.as_ref()), (Act::Warn, "law-remedy-day-labour"));
    assert_eq!(lasting(Some(3), FixedTerm), None);
    assert_eq!(lasting(None, Indefinite), None);
}
