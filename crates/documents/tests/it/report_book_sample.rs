//! The facts of an invented city's report book, with as many departments as are asked for.

use std::collections::BTreeMap;

use documents::report_book::{Book, Ground, compose};
use domain::Lang;
use domain::action::Source;
use domain::area::{AreaCode, Point};
use domain::council::CouncilKind;
use domain::counting::{Class, Month};
use domain::geometry::Outline;
use domain::id::{ActionId, MeasureId, MeetingId, OrganisationId, ProjectId, ReportBookId};
use domain::measure::Unit;
use domain::message::{Catalogue, Message};
use domain::organisation::OrganisationKind;
use domain::project::{ProjectKind, Stage};
use domain::report_book::{
    AgreementLine, Before, CategoryLine, Change, ClassLine, CouncilLine, Cover, Department, Direction, Dong,
    EDITION, EstimateLine, Facts, Gap, GapDong, GapLevel, GapLever, GapLine, GapPart, Joint, LinkLine,
    MeasureLine, Mismatch, Missing, MonthLine, Network, OpenAction, OwnMonth, Part, Place, Plan, PledgeLine,
    Point as Said, Problem, ProjectLine, Quality, Report, Request, SectorLine, Stay, Strategy, Totals,
    Verdict, What,
};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn month(m: i8) -> Month {
    Month::of(date(2016, m, 1))
}

fn line(class: Class, filled: i64) -> ClassLine {
    let stays = [1, 3, 6, 12].map(|months| Stay {
        months,
        due: Some(filled / 2),
        asked: Some(filled / 3),
        kept: Some(filled / 4),
    });
    ClassLine {
        class,
        filled: Some(filled),
        persons: Some(filled - filled / 9),
        claimed: Some(filled / 5),
        days: Some(if class == Class::R8 { filled * 12 } else { 0 }),
        fixed_term: Some(filled / 3),
        short_week: Some(filled / 7),
        stays: stays.to_vec(),
        quality: Some(Quality {
            insured: Some(filled / 2),
            pay_known: Some(filled - filled / 9),
            at_minimum: Some(filled - filled / 8),
            living_known: Some(filled / 2),
            at_living: Some(filled / 3),
        }),
    }
}

fn measure(nth: i64, owner: &str) -> MeasureLine {
    MeasureLine {
        id: MeasureId(id(nth as u128 + 1_000)),
        name: format!("청년 취업 알선과 동행 면접 {nth}"),
        owner: owner.to_owned(),
        category: ["직접일자리 창출", "직업능력개발훈련", "고용서비스", "창업지원"][nth as usize % 4]
            .to_owned(),
        audience: "15–34세 구직자".to_owned(),
        unit: [Unit::Jobs, Unit::Persons, Unit::PersonDays][nth as usize % 3],
        target: 120 + nth,
        target_by_now: 40 + nth,
        result: Some(37 + nth),
        claimed: Some(5),
        budget_won: 250_000_000,
        revised: nth % 5 == 0,
    }
}

fn project(nth: i64) -> ProjectLine {
    ProjectLine {
        id: ProjectId(id(nth as u128 + 5_000)),
        number: format!("P-2016-{nth:04}"),
        name: format!("전시장 지원시설 조성 {nth}단계"),
        kind: ProjectKind::Development,
        stage: [Stage::Planned, Stage::Underway, Stage::Suspended][nth as usize % 3],
        funds_won: 12_400_000_000,
        owes_answer: nth % 2 == 0,
        classes: Vec::new(),
        draft: nth == 3,
        partners: vec!["하늘상공회의소".to_owned(), "구름대학교".to_owned()],
        estimates: vec![
            EstimateLine {
                way: "computed".to_owned(),
                value: 186,
                won: false,
                parts: Some((126, 60)),
                source: "산업연관표".to_owned(),
                when: "2013".to_owned(),
            },
            EstimateLine {
                way: "published".to_owned(),
                value: 1_800,
                won: false,
                parts: None,
                source: "관광공사 보도자료".to_owned(),
                when: "2016-05-10".to_owned(),
            },
        ],
    }
}

fn department(nth: i64) -> Department {
    let name = format!("제{}일자리과", nth + 1);
    Department {
        id: OrganisationId(id(nth as u128 + 1)),
        kind: OrganisationKind::Department,
        classes: vec![line(Class::R1, 40 + nth), line(Class::R2, 9), line(Class::R8, 21)],
        contributed: Some(4),
        open: Some(12),
        measures: (0..6).map(|n| measure(nth * 6 + n, &name)).collect(),
        projects: (0..5).map(|n| project(nth * 5 + n)).collect(),
        pledges: vec![PledgeLine {
            by: "하늘전자".to_owned(),
            project: "P-2016-0001".to_owned(),
            jobs: Some(200),
            percent: None,
            source: "고용협약서 2016-3".to_owned(),
        }],
        problems: vec![
            Problem::Shortfall {
                measure: "동행 면접".to_owned(),
                why: "상반기 채용이 미루어짐".to_owned(),
                remedy: "하반기 채용행사를 두 번 더 엶".to_owned(),
            },
            Problem::Unanswered { projects: 3 },
        ],
        requests: vec![Request {
            direction: Direction::Asks,
            other: "제1일자리과".to_owned(),
            text: "행사 단기인력 모집 공고에 협조해 주세요.".to_owned(),
            asked_on: date(2016, 5, 2),
            answer_by: date(2016, 5, 16),
        }],
        report: Some(Report {
            month: month(4),
            state: if nth % 14 == 0 { "called" } else { "accepted" }.to_owned(),
            late_days: (nth % 14 == 0).then_some(22),
        }),
        months: (1..=5)
            .map(|m| OwnMonth {
                month: month(m),
                report: Some(
                    ["accepted", "submitted", "returned"][(nth as usize + m as usize) % 3].to_owned(),
                ),
                late_days: (m % 2 == 0).then_some(i32::from(m)),
                filled: Some(7 + nth + i64::from(m)),
                claimed: Some(2),
            })
            .collect(),
        actions: [Source::Decision, Source::Instruction, Source::Improvement, Source::Task]
            .into_iter()
            .map(|source| OpenAction {
                source,
                number: "3".to_owned(),
                title: "동별로 취업 상담 날을 정해 알릴 것".to_owned(),
                due_on: Some(date(2016, 5, 20)),
                late_days: Some(11),
            })
            .collect(),
        left_to: None,
        joint: vec![Joint { other: "구름대학교".to_owned(), helped_us: 3, we_helped: 4 }],
        name,
    }
}

fn point(nth: u128, source: Source) -> Said {
    Said {
        id: ActionId(id(nth + 9_000)),
        meeting: MeetingId(id(70)),
        meeting_name: "상반기 추진전략 보고회".to_owned(),
        source,
        number: format!("{}", nth + 1),
        title: "동별로 취업 상담 날을 정해 알릴 것".to_owned(),
        owner: "제1일자리과".to_owned(),
        due_on: Some(date(2016, 5, 20)),
        state: if nth.is_multiple_of(2) { "done" } else { "open" }.to_owned(),
        late_days: (nth % 2 == 1).then_some(11),
        last_word: "열두 동에서 시작함".to_owned(),
        public: false,
        hidden: Vec::new(),
        measured: (nth == 0).then(|| Verdict {
            measure: "청년 취업 알선".to_owned(),
            unit: Unit::Jobs,
            target_by_now: 40,
            target: 120,
            result: Some(43),
        }),
    }
}

fn mismatch() -> Mismatch {
    let parts = [
        ("placeable", Some(41)),
        ("frictional", Some(37)),
        ("structural", None),
        ("demand_shortage", Some(58)),
        ("too_little_known", None),
    ];
    let level = |by, index| GapLevel { by, cells: 212, index, chance: 118, beyond: index - 100 };
    Mismatch {
        method: 1,
        seekers: Some(151),
        openings: 63,
        heads: 97,
        parts: parts.map(|(kind, persons)| GapPart { kind: kind.to_owned(), persons }).into(),
        levels: vec![level(Gap::Occupation, 231), level(Gap::Area, 317)],
        lines: vec![GapLine {
            occupation: "영상·녹화·편집 기사".to_owned(),
            area: "하늘구".to_owned(),
            class: "frictional".to_owned(),
            seekers: Some(13),
            heads: 6,
            changes: Vec::new(),
        }],
        levers: [("place", Some(12), Some(94)), ("licence", Some(7), Some(61)), ("pay", None, None)]
            .map(|(family, alone, share_tenths)| GapLever { family: family.to_owned(), alone, share_tenths })
            .into(),
        dongs: (0..2)
            .map(|nth| GapDong {
                area: AreaCode::parse(&format!("99110{nth:05}")).unwrap(),
                name: format!("하늘{}동", nth + 1),
                class: (nth == 0).then(|| "structural".to_owned()),
            })
            .collect(),
    }
}

/// The facts of a book.
pub(crate) fn facts(departments: i64) -> Facts {
    let all: Vec<Department> = (0..departments).map(department).collect();
    let filled: i64 = (0..departments).map(|nth| 40 + nth).sum();
    Facts {
        cover: Cover {
            city: "하늘시".to_owned(),
            meeting: MeetingId(id(71)),
            title: "2016년 추진전략 보고회".to_owned(),
            meets_at: date(2016, 6, 2).at(14, 0, 0, 0),
            venue: "시정연수원".to_owned(),
            as_of: Timestamp::from_second(1_464_685_200).unwrap(),
            as_of_local: date(2016, 5, 31).at(18, 0, 0, 0),
            seq: 73_651,
            edition: EDITION,
            rule_set: "2026.2".to_owned(),
            ledger_digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            year: 2016,
            before: Some(Before {
                id: ReportBookId(id(60)),
                title: "상반기 추진전략 보고회".to_owned(),
                as_of_local: date(2016, 1, 20).at(18, 0, 0, 0),
                hash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae".to_owned(),
            }),
        },
        points: vec![
            point(0, Source::Instruction),
            point(1, Source::Instruction),
            point(2, Source::Improvement),
            point(3, Source::Improvement),
            point(4, Source::Improvement),
            point(5, Source::Improvement),
        ],
        plan: Plan {
            term: "민선 6기".to_owned(),
            vision: "시민이 일하는 도시".to_owned(),
            strategies: vec![Strategy {
                name: "현장에서 찾는 일자리".to_owned(),
                tasks: vec!["찾아가는 상담".to_owned(), "기업 방문".to_owned()],
            }],
            categories: [
                "직접일자리 창출",
                "직업능력개발훈련",
                "고용서비스",
                "고용장려금",
                "창업지원",
                "일자리 인프라 구축",
                "기타",
                "기업유치",
                "민간 기타",
            ]
            .iter()
            .zip(1..)
            .map(|(name, nth)| CategoryLine {
                category: (*name).to_owned(),
                unit: Unit::Jobs,
                measures: nth,
                target: nth * 300,
                target_by_now: nth * 70,
                result: Some(nth * 64),
                budget_won: nth * 1_200_000_000,
            })
            .collect(),
            measures: departments * 6,
            budget_won: departments * 1_500_000_000,
        },
        totals: Totals {
            rosters: None,
            drafts: None,
            everyone: vec![
                line(Class::R1, filled),
                line(Class::R2, 9 * departments),
                line(Class::R8, 21 * departments),
            ],
            unowned: Vec::new(),
            residents: vec![line(Class::R1, filled - 60), line(Class::R2, 9 * departments)],
            workplaces: vec![line(Class::R1, filled - 200)],
            open: 812,
            pledged: 200 * departments,
            estimates: departments * 10,
            joint: Some(31),
            excluded: 57,
        },
        network: Network {
            items: vec![(
                "네트워크 협의체 13개 기관으로 확대".to_owned(),
                "군단과 대학을 새로 모십니다.".to_owned(),
            )],
            councils: vec![CouncilLine {
                kind: CouncilKind::Council,
                name: "일자리 네트워크 협의체".to_owned(),
                members: 13,
                met_on: Some(date(2016, 4, 7)),
                open_actions: 2,
            }],
            agreements: vec![AgreementLine {
                name: "지역 일자리 협약".to_owned(),
                partners: vec!["구름대학교".to_owned(), "하늘상공회의소".to_owned()],
                signed_on: date(2016, 3, 3),
                jobs: 200,
            }],
            links: vec![LinkLine {
                project: "전시장 지원시설".to_owned(),
                owner: "제1일자리과".to_owned(),
                partners: vec!["하늘상공회의소".to_owned()],
                work: "무대 설치, 안내".to_owned(),
                expected: 120,
                cooperation: "단기인력 모집".to_owned(),
            }],
            requests: [12, 7, 1, 4],
            partners: 13,
        },
        youth: (0..6).map(|nth| measure(nth, "제1일자리과")).collect(),
        sectors: ["마이스", "방송영상", "관광", "화훼", "가구", "첨단 연구개발", "사회간접자본"]
            .iter()
            .zip(1..)
            .map(|(name, nth)| SectorLine {
                id: format!("sector-{nth}"),
                name: (*name).to_owned(),
                open: nth * 17,
                projects: nth,
                funds_won: nth * 4_000_000_000,
                leads: nth * 3,
                pledged: nth * 20,
                drafts: None,
            })
            .collect(),
        dongs: (0..39)
            .map(|nth| Dong {
                area: AreaCode::parse(&format!("99110{nth:05}")).unwrap(),
                name: format!("하늘{}동", nth + 1),
                filled: Some(filled / 39 + nth % 3),
                claimed: Some(nth % 5),
            })
            .collect(),
        months: (1..=5)
            .map(|m| MonthLine {
                month: month(m),
                closed: m < 5,
                filled: Some(200 + i64::from(m)),
                claimed: Some(30),
            })
            .collect(),
        mismatch: Some(mismatch()),
        missing: all
            .iter()
            .filter(|one| one.report.as_ref().is_some_and(|report| report.state == "called"))
            .map(|one| Missing {
                organisation: one.id,
                name: one.name.clone(),
                month: month(4),
                due_on: date(2016, 5, 9),
                late_days: Some(22),
                returned: false,
            })
            .collect(),
        changes: vec![
            Change {
                place: Place::City,
                what: What::Class { class: Class::R1, part: Part::Filled },
                before: Some("812".to_owned()),
                after: Some(filled.to_string()),
            },
            Change {
                place: Place::Project("P-2016-0001 전시장".to_owned()),
                what: What::Stage,
                before: Some("planned".to_owned()),
                after: Some("underway".to_owned()),
            },
        ],
        departments: all,
    }
}

/// A dong as a square of a chequered city.
fn outlines(facts: &Facts) -> BTreeMap<AreaCode, Outline> {
    let squares = facts.dongs.iter().zip(0_i32..).map(|(dong, nth)| {
        let at =
            |x: i32, y: i32| Point::from_degrees(128.0 + f64::from(x) * 0.01, 36.0 + f64::from(y) * 0.01);
        let (x, y) = (nth % 7, nth / 7);
        let ring = vec![at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1), at(x, y)];
        (dong.area.clone(), Outline { rings: vec![ring] })
    });
    squares.collect()
}

/// The facts in words.
pub(crate) fn book(facts: &Facts, lang: Lang, least: Option<i64>) -> Book {
    let catalogue = Catalogue::new(documents::MESSAGES);
    let say = |message: &Message| catalogue.say(lang, message);
    let (outlines, categories) = (outlines(facts), BTreeMap::new());
    let ground = Ground { lang, say: &say, outlines: &outlines, categories: &categories, least };
    compose(facts, &facts.hash(), &ground)
}
