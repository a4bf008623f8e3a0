//! The demo city's plan of the present elected term: strategies, sixty measures of all its bodies, some revised, some short with a
//! reason; the term before it, archived; and outside figures. All of it is written through the use cases, as an office would.
//!
//! Its targets are set by what the city's own claims will tell when the measures' questions are put to them, so that most are on
//! course, some ahead and some behind; the results themselves come from the ledger, as everywhere.

use std::collections::{BTreeMap, BTreeSet};

use domain::counting::{Class, EmployerKey, Given, Ledger};
use domain::id::OrganisationId;
use domain::indicator::Series;
use domain::measure::{Content, Query, Unit};
use domain::organisation::{Organisation, OrganisationKind};
use domain::placement::How;
use domain::project::FundSource;
use domain::term_plan::Strategy;
use domain::{Actor, Ctx, Role};
use jiff::civil::Date;

use crate::demo::DemoCity;
use crate::{App, Error, indicator, measure, term_plan};

/// How many measures.
const MEASURES: usize = 60;
/// The eighth term's plan began in this year; a term has four.
const EIGHTH: i16 = 2022;

/// Strategies with their tasks.
const STRATEGIES: [(&str, &[&str]); 4] = [
    (
        "현장 중심 일자리 서비스",
        &["거점 상담과 찾아가는 상담", "일자리 미스매칭 해소", "일자리네트워크 활성화"],
    ),
    ("누구나 누리는 맞춤 일자리", &["청년", "중장년과 여성", "고령자와 취업취약계층"]),
    (
        "지역개발과 산업을 잇는 일자리",
        &["지역개발 프로젝트 연계", "특화산업 일자리 발굴", "기업 유치와 지원"],
    ),
    ("지속가능한 일자리 기반", &["직업능력개발", "창업 지원", "일자리 환경"]),
];

/// What a measure for the young asks for, and one for those in the middle of life.
const YOUNG: (u8, u8) = (15, 34);
const MIDDLE: (u8, u8) = (40, 64);
/// Whose hires come of projects, and are asked for by the number of one.
const OF_PROJECTS: &str = "개발사업 지역 채용";

/// What kinds of measures there are: name, where it hangs, category, unit, class, way, for the young.
type Kind = (&'static str, (usize, usize), &'static str, Unit, Option<Class>, Option<How>, bool);
const KINDS: [Kind; 12] = [
    ("취업 알선", (0, 0), "service", Unit::Jobs, Some(Class::R1), None, false),
    ("찾아가는 상담", (0, 0), "service", Unit::Services, None, None, false),
    ("채용행사 연계 취업", (0, 1), "service", Unit::Jobs, Some(Class::R1), Some(How::Event), false),
    ("청년 취업 지원", (1, 0), "service", Unit::Persons, Some(Class::R1), None, true),
    ("중장년 재취업 지원", (1, 1), "service", Unit::Persons, Some(Class::R1), None, false),
    ("공공일자리", (1, 2), "direct", Unit::Persons, Some(Class::R2), None, false),
    (OF_PROJECTS, (2, 0), "attraction", Unit::Jobs, Some(Class::R1), None, false),
    ("채용 장려금", (2, 2), "subsidy", Unit::Jobs, Some(Class::R4), None, false),
    ("맞춤 직업훈련", (3, 0), "training", Unit::Completions, None, None, false),
    ("청년 직무훈련", (3, 0), "training", Unit::Completions, None, None, true),
    ("창업 지원", (3, 1), "startup", Unit::Jobs, Some(Class::R5), None, true),
    ("단기 일손 연결", (0, 2), "service", Unit::PersonDays, Some(Class::R8), None, false),
];

/// The measures that are to be written: each with its first target, and the raised one of some.
pub(super) struct Goals {
    year: i16,
    forms: Vec<(measure::Form, Option<[i64; 4]>)>,
}

/// Chooses whose measures of which kind there are, and their targets, by what came of each so far.
pub(super) fn goals(ctx: &Ctx, app: &App, city: &DemoCity) -> Goals {
    use OrganisationKind::{Agency, Department, JobCenter};
    let offices = |body: &&Organisation| matches!(body.kind, Department | Agency | JobCenter);
    let mut bodies: Vec<&Organisation> = city.organisations.iter().filter(offices).collect();
    // The job centre has a measure of each kind.
    bodies.sort_by_key(|body| body.kind != JobCenter);
    let year = ctx.today().year();
    let projects = credited(city);
    let (reached, of_projects) = reached(ctx, app, city, &bodies, &projects);
    let (mut forms, mut busy) = (Vec::new(), BTreeSet::from([0]));
    for nth in 0..MEASURES {
        let kind = nth % KINDS.len();
        if busy.len() >= bodies.len() {
            busy = BTreeSet::from([0]);
        }
        let free = (1..bodies.len()).filter(|at| !busy.contains(at));
        // Of those that have none yet, the body that does most of it.
        let most = free.max_by_key(|at| (reached[*at][kind], std::cmp::Reverse(*at)));
        let at = if nth < KINDS.len() { 0 } else { most.unwrap_or(0) };
        // What comes of a project is asked for by the body that runs it, each time of another one.
        let of_one = (KINDS[kind].0 == OF_PROJECTS && !projects.is_empty())
            .then(|| nth / KINDS.len() % projects.len());
        let project = of_one.map_or("", |one| projects[one].as_str());
        let runs = super::project::department(app, project);
        let runs = bodies.iter().position(|body| nth >= KINDS.len() && runs.as_ref() == Some(&body.name));
        let at = runs.unwrap_or(at);
        let Some(body) = bodies.get(at) else { break };
        busy.insert(at);
        let came = of_one.map_or(reached[at][kind], |one| of_projects[one]);
        let target = target(came, pace(nth), nth, ctx.today());
        let first = target.iter().sum::<i64>() * 5 / 6;
        let raised = (nth % 14 == 5 && first > 0).then_some(target);
        let first = raised.map_or(target, |_| measure::quarters(first));
        forms.push((form(ctx, year, body.id, &KINDS[kind], project, first), raised));
    }
    Goals { year, forms }
}

/// The projects of which hires came, by number, those with most of them first.
fn credited(city: &DemoCity) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for placement in city.placements.iter().filter(|one| !one.project.is_empty()) {
        *counts.entry(&placement.project).or_default() += 1;
    }
    let mut projects: Vec<(&str, usize)> = counts.into_iter().collect();
    projects.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    projects.into_iter().map(|(number, _)| number.to_owned()).collect()
}

/// What came of every kind of measure in every body until today, by its own question; and of every project.
fn reached(
    ctx: &Ctx,
    app: &App,
    city: &DemoCity,
    bodies: &[&Organisation],
    projects: &[String],
) -> (Vec<Vec<i64>>, Vec<i64>) {
    let today = ctx.today();
    let mut ledger = Ledger::with_grace(app.city.reminders().service_recorded_days);
    city.employers.iter().for_each(|(one, _)| ledger.employer(one.id, EmployerKey::of(one)));
    for (service, _) in &city.services {
        let recorded_on = ctx.zone.to_datetime(service.created_at).date();
        ledger.service(service.id, service.person, Some(Given { on: service.on, recorded_on }));
    }
    city.placements.iter().for_each(|placement| ledger.put(placement));
    let asked = |body: &&Organisation, kind, project: &str| {
        let asks = measure::made(ctx, &form(ctx, today.year(), body.id, kind, project, [0; 4]));
        vec![measure::question(app, &asks, today)]
    };
    let mut questions: Vec<_> =
        bodies.iter().flat_map(|body| KINDS.iter().map(move |kind| asked(body, kind, ""))).collect();
    let whole = KINDS.iter().find(|kind| kind.0 == OF_PROJECTS).zip(bodies.first());
    questions.extend(projects.iter().filter_map(|one| whole.map(|(kind, body)| asked(body, kind, one))));
    let answers = ledger.answers(&ledger.count_on(today), &questions);
    let (answers, of_projects) = answers.split_at(bodies.len() * KINDS.len());
    let served = |body: &Organisation| {
        let of_year = |on: Date| on.year() == today.year() && on <= today;
        let given = city.services.iter().filter(|(one, _)| one.organisation == Some(body.id));
        i64::try_from(given.filter(|(one, _)| of_year(one.on)).count()).unwrap_or(i64::MAX)
    };
    let of_body = bodies.iter().zip(answers.chunks(KINDS.len())).map(|(body, answers)| {
        let of = KINDS.iter().zip(answers).map(|(kind, answer)| match kind.3 {
            Unit::Services => served(body),
            unit => unit.of(&answer.whole).0,
        });
        of.collect()
    });
    (of_body.collect(), of_projects.iter().map(|answer| Unit::Jobs.of(&answer.whole).0).collect())
}

/// How many percent of what is due come of a measure: two in ten are behind, three ahead.
fn pace(nth: usize) -> i64 {
    match nth % 10 {
        3 | 8 => 75,
        1 | 4 | 6 => 140,
        _ => 100 + i64::try_from(nth * 7 % 16).unwrap_or(0),
    }
}

/// The target of which so much was reached at such a pace by a day.
fn target(reached: i64, pace: i64, nth: usize, today: Date) -> [i64; 4] {
    let over = usize::try_from((today.month() - 1) / 3).unwrap_or(0);
    let due = |whole: i64| measure::quarters(whole).iter().take(over).sum::<i64>();
    let most = reached * 12 + 12;
    if pace < 100 {
        let behind = (1..=most).find(|whole| due(*whole) > reached && due(*whole) * pace >= reached * 100);
        return measure::quarters(behind.unwrap_or(most));
    }
    if reached == 0 {
        // It begins in the last quarter.
        return [0, 0, 0, 2 + i64::try_from(nth % 4).unwrap_or(0)];
    }
    let year = match over {
        0 => Some(reached * 4),
        _ => (1..=most).rev().find(|whole| due(*whole) * pace <= reached * 100),
    };
    measure::quarters(year.unwrap_or(reached))
}

/// Puts the plan in. Nothing of it when somebody wrote one already.
pub(super) async fn fill(ctx: &Ctx, app: &App, goals: &Goals) -> Result<(), Error> {
    let manager = ctx.acting_as(Actor { role: Role::PlanManager, ..ctx.actor.clone() });
    if !term_plan::list(&manager, app).await?.is_empty() {
        return Ok(());
    }
    let terms = (goals.year - EIGHTH).div_euclid(4);
    let from = EIGHTH + 4 * terms;
    for (term, first) in [(7 + terms, from - 4), (8 + terms, from)] {
        let id = term_plan::create(&manager, app, plan(term, first)).await?;
        term_plan::publish(&manager, app, (id, 1)).await?;
        if first == from {
            for (form, _) in &goals.forms {
                let form = measure::Form { term_plan: Some(id), ..form.clone() };
                measure::create(&manager, app, form).await?;
            }
        }
    }
    Ok(())
}

/// Raises the targets of some in the middle of the year, has most shortfalls explained, and takes outside figures in.
pub(super) async fn go_on(ctx: &Ctx, app: &App, goals: &Goals) -> Result<(), Error> {
    let manager = ctx.acting_as(Actor { role: Role::PlanManager, ..ctx.actor.clone() });
    let board = measure::board(&manager, app, Some(goals.year)).await?;
    let mut left: Vec<&measure::Line> = board.lines.iter().collect();
    for (form, raised) in &goals.forms {
        let Some(raised) = raised else { continue };
        // In a city of few bodies one has several measures of a kind.
        let same = |line: &&measure::Line| {
            let known = &line.measure;
            (Some(known.owner), &known.content.name, known.target)
                == (form.owner, &form.content.name, form.target)
        };
        let Some(at) = left.iter().position(same) else { continue };
        let known = &left.swap_remove(at).measure;
        let seen = (known.id, known.version);
        measure::revise(&manager, app, seen, *raised, "추경예산 확정으로 사업량을 늘림").await?;
    }
    let board = measure::board(&manager, app, Some(goals.year)).await?;
    let short: Vec<_> = board.lines.iter().filter(|line| line.falls_short(ctx.today())).take(8).collect();
    for line in short {
        let words = ("참여자 모집이 늦어짐", "모집 기간을 늘리고 동 행정복지센터 상담창구와 함께 안내");
        measure::explain(&manager, app, (line.measure.id, line.measure.version), words).await?;
    }
    indicators(&manager, app).await
}

fn plan(term: i16, from_year: i16) -> term_plan::Form {
    let strategies = STRATEGIES.iter().map(|(name, tasks)| Strategy {
        name: (*name).to_owned(),
        tasks: tasks.iter().map(|task| (*task).to_owned()).collect(),
    });
    term_plan::Form {
        term: format!("민선 {term}기"),
        from_year,
        to_year: from_year + 3,
        vision: "일자리가 풍부한 자족도시".to_owned(),
        strategies: strategies.collect(),
    }
}

/// A number below `n`.
fn below(ctx: &Ctx, n: u64) -> i64 {
    i64::try_from(u64::from_le_bytes(ctx.random::<8>()) % n.max(1)).unwrap_or_default()
}

fn form(
    ctx: &Ctx,
    year: i16,
    owner: OrganisationId,
    (name, (strategy, task), category, unit, class, how, youth): &Kind,
    project: &str,
    target: [i64; 4],
) -> measure::Form {
    let whole: i64 = target.iter().sum();
    let funds = [FundSource::National, FundSource::Provincial, FundSource::City];
    let budget = funds.into_iter().map(|source| (source, (1 + below(ctx, 90)) * 10_000_000)).collect();
    let ages = match *name {
        _ if *youth => Some(YOUNG),
        "중장년 재취업 지원" => Some(MIDDLE),
        _ => None,
    };
    let content = Content {
        name: (*name).to_owned(),
        strategy: *strategy,
        task: *task,
        category: (*category).to_owned(),
        audience: match ages {
            Some((from, until)) => format!("{from}~{until}세 시민"),
            None => "일자리를 찾는 시민".to_owned(),
        },
        from: Date::new(year, 1, 2).ok(),
        until: Date::new(year, 12, 31).ok(),
        budget,
        basis: format!("지난해 확인 실적과 올해 예산으로 셈함 (한 해 {whole})"),
        description: "모집, 상담, 연계, 사후관리".to_owned(),
        partners: Vec::new(),
        youth: *youth,
        query: Query {
            unit: *unit,
            class: *class,
            how: *how,
            project: project.to_owned(),
            age_from: ages.map(|(from, _)| from),
            age_until: ages.map(|(_, until)| until),
            whole_city: !project.is_empty(),
        },
    };
    measure::Form { term_plan: None, year, owner: Some(owner), content, target }
}

/// What ships of the city, or for an invented one a few invented values that say so.
async fn indicators(ctx: &Ctx, app: &App) -> Result<(), Error> {
    if indicator::ships(app) {
        indicator::take_shipped(ctx, app).await?;
    }
    let invented = [
        (Series::SelfSufficiency, "시 안에 사는 취업자 (가상)", [412, 421, 433]),
        (Series::EmploymentRate, "15세 이상 (가상)", [581, 586, 592]),
    ];
    let last = ctx.today().year() - 1;
    for (series, base, values) in invented {
        for (period, value) in (last - 2..=last).zip(values) {
            let Ok(published_on) = Date::new(period + 1, 2, 24) else { continue };
            if published_on > ctx.today() {
                continue;
            }
            let form = indicator::Form {
                series,
                base: base.to_owned(),
                period: format!("{period}H2"),
                aim: false,
                value,
                published_on,
                source: "시연용 가상 값".to_owned(),
            };
            indicator::create(ctx, app, form).await?;
        }
    }
    Ok(())
}
