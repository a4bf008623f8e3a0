//! The demo city's plan of the present elected term: strategies, sixty measures of all its bodies with targets near what they
//! reached, some revised, some short with a reason; the term before it, archived; and outside figures. All of it is written through
//! the use cases, as an office would.

use std::collections::BTreeMap;

use domain::counting::{Basis, Class};
use domain::id::{OrganisationId, TermPlanId};
use domain::indicator::Series;
use domain::measure::{Content, Query, Unit};
use domain::organisation::OrganisationKind;
use domain::placement::How;
use domain::project::FundSource;
use domain::term_plan::Strategy;
use domain::{Actor, Ctx, Role};
use jiff::civil::Date;

use crate::ledger::Cut;
use crate::{App, Error, indicator, ledger, measure, term_plan};

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

/// What kinds of measures there are: name, where it hangs, category, unit, class, way, for the young.
type Kind = (&'static str, (usize, usize), &'static str, Unit, Option<Class>, Option<How>, bool);
const KINDS: [Kind; 12] = [
    ("취업 알선", (0, 0), "service", Unit::Jobs, Some(Class::R1), None, false),
    ("찾아가는 상담", (0, 0), "service", Unit::Services, None, None, false),
    ("채용행사 연계 취업", (0, 1), "service", Unit::Jobs, Some(Class::R1), Some(How::Event), false),
    ("청년 취업 지원", (1, 0), "service", Unit::Persons, Some(Class::R1), None, true),
    ("중장년 재취업 지원", (1, 1), "service", Unit::Persons, Some(Class::R1), None, false),
    ("공공일자리", (1, 2), "direct", Unit::Persons, Some(Class::R2), None, false),
    ("개발사업 지역 채용", (2, 0), "attraction", Unit::Jobs, Some(Class::R1), None, false),
    ("채용 장려금", (2, 2), "subsidy", Unit::Jobs, Some(Class::R4), None, false),
    ("맞춤 직업훈련", (3, 0), "training", Unit::Completions, None, None, false),
    ("청년 직무훈련", (3, 0), "training", Unit::Completions, None, None, true),
    ("창업 지원", (3, 1), "startup", Unit::Jobs, Some(Class::R5), None, true),
    ("단기 일손 연결", (0, 2), "service", Unit::PersonDays, Some(Class::R8), None, false),
];

/// Puts the plan in. Nothing of it when somebody wrote one already.
pub(super) async fn fill(ctx: &Ctx, app: &App) -> Result<(), Error> {
    let manager = ctx.acting_as(Actor { role: Role::PlanManager, ..ctx.actor.clone() });
    if !term_plan::list(&manager, app).await?.is_empty() {
        return Ok(());
    }
    let year = ctx.today().year();
    let terms = (year - EIGHTH).div_euclid(4);
    let from = EIGHTH + 4 * terms;
    for (term, first) in [(7 + terms, from - 4), (8 + terms, from)] {
        let id = term_plan::create(&manager, app, plan(term, first)).await?;
        term_plan::publish(&manager, app, (id, 1)).await?;
        if first == from {
            measures(&manager, app, id, year).await?;
        }
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

async fn measures(ctx: &Ctx, app: &App, plan: TermPlanId, year: i16) -> Result<(), Error> {
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut bodies: Vec<_> = bodies.iter().filter(|body| body.kind != OrganisationKind::City).collect();
    // The job centre has a measure of each of the first kinds.
    bodies.sort_by_key(|body| body.kind != OrganisationKind::JobCenter);
    let cut = Cut { year: Some(year), basis: Basis::Residents, ..Cut::default() };
    let told = ledger::figures(ctx, app, &cut).await?;
    let reached: BTreeMap<(OrganisationId, Class), i64> = told
        .owners
        .iter()
        .filter_map(|line| Some((line.id?, &line.figures.classes)))
        .flat_map(|(id, classes)| {
            classes.iter().map(move |(class, line)| ((id, *class), line.filled.value()))
        })
        .collect();
    for nth in 0..MEASURES {
        let kind = &KINDS[nth % KINDS.len()];
        let at = if nth < KINDS.len() { 0 } else { 1 + nth % bodies.len().saturating_sub(1).max(1) };
        let Some(body) = bodies.get(at) else { break };
        let known = kind.4.and_then(|class| reached.get(&(body.id, class))).copied().unwrap_or(4);
        let whole = (known * (80 + below(ctx, 50)) / 100).max(4);
        let form = form(ctx, (plan, year), body, kind, whole);
        let id = measure::create(ctx, app, form).await?;
        if nth % 14 == 5 {
            let more = measure::quarters(whole + whole / 5 + 1);
            measure::revise(ctx, app, (id, 1), more, "추경예산 확정으로 사업량을 늘림").await?;
        }
    }
    let board = measure::board(ctx, app, Some(year)).await?;
    let short: Vec<_> = board.lines.iter().filter(|line| line.falls_short(ctx.today())).take(6).collect();
    for line in short {
        let words = ("참여자 모집이 늦어짐", "모집 기간을 늘리고 동 행정복지센터 상담창구와 함께 안내");
        measure::explain(ctx, app, (line.measure.id, line.measure.version), words).await?;
    }
    Ok(())
}

fn form(
    ctx: &Ctx,
    (plan, year): (TermPlanId, i16),
    body: &domain::organisation::Organisation,
    (name, (strategy, task), category, unit, class, how, youth): &Kind,
    whole: i64,
) -> measure::Form {
    let funds = [FundSource::National, FundSource::Provincial, FundSource::City];
    let budget = funds.into_iter().map(|source| (source, (1 + below(ctx, 90)) * 10_000_000)).collect();
    let content = Content {
        name: format!("{} {name}", body.name),
        strategy: *strategy,
        task: *task,
        category: (*category).to_owned(),
        audience: if *youth { "15~34세 시민" } else { "일자리를 찾는 시민" }.to_owned(),
        from: Date::new(year, 1, 2).ok(),
        until: Date::new(year, 12, 31).ok(),
        budget,
        basis: format!("지난해 확인 실적과 올해 예산으로 셈함 (한 해 {whole})"),
        description: "모집, 상담, 연계, 사후관리".to_owned(),
        partners: Vec::new(),
        youth: *youth,
        query: Query { unit: *unit, class: *class, how: *how, ..Query::default() },
    };
    let target = measure::quarters(whole);
    measure::Form { term_plan: Some(plan), year, owner: Some(body.id), content, target }
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
