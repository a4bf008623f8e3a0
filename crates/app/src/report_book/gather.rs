//! Gathering a book: every record as it was at the instant, and one look at the ledger at the same entry of the log.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::action::{Action, Source, State as Done};
use domain::agenda_item::AgendaItem;
use domain::coop_request::CoopRequest;
use domain::council::Council;
use domain::counting::{Month, RULE_SET};
use domain::hiring_commitment::HiringCommitment;
use domain::lead::Lead;
use domain::measure::{Measure, Unit};
use domain::meeting::{Meeting, MeetingKind, Step};
use domain::mou::Mou;
use domain::opening::Opening;
use domain::organisation::{Organisation, OrganisationKind};
use domain::project::{Impact, Project};
use domain::report_book::{
    AgreementLine, Before, CategoryLine, CouncilLine, Cover, Dong, Drafts, EDITION, Facts, LinkLine,
    MeasureLine, Missing, MonthLine, Network, Plan, Point, ReportBook, Rosters, SectorLine, Strategy, Totals,
    Verdict, changes,
};
use domain::roster::{Roster, worked_in};
use domain::submission::{State as Handed, Submission};
use domain::term_plan::TermPlan;
use jiff::Timestamp;
use jiff::civil::Date;

use super::department::Ground;
use super::numbers::{self, lines, lines_with, placements};
use super::past::Past;
use crate::mismatch::{Frozen, freeze};
use crate::{App, Error};

/// What the cover and the summaries need beside the departments' ground.
struct Rest {
    meetings: Vec<Meeting>,
    items: Vec<AgendaItem>,
    actions: Vec<Action>,
    plans: Vec<TermPlan>,
    councils: Vec<Council>,
    agreements: Vec<Mou>,
    leads: Vec<Lead>,
    vacant: Vec<(Opening, i64)>,
    closed: Vec<Month>,
    rosters: Vec<Roster>,
}

/// What is known of a book that was frozen before: the entry of the log and the edition.
pub(super) type Known = (i64, u8);

/// Gathers a book for a meeting as of an instant; one that was frozen before, as of its entry of the log and in its edition.
/// `gap` is what it had frozen of the mismatch.
pub(super) async fn facts(
    ctx: &Ctx,
    app: &App,
    meeting: &Meeting,
    (at, frozen): (Timestamp, Option<Known>),
    books: &[ReportBook],
    gap: Frozen<'_>,
) -> Result<Facts, Error> {
    let earlier = books.iter().filter(|book| book.facts.cover.as_of <= at);
    let known = earlier.clone().map(|book| book.facts.cover.seq).max().unwrap_or(0);
    let earlier = earlier.filter(|book| book.facts.cover.as_of < at);
    // What an earlier meeting was told is what this one compares with; the same meeting's only where there is no other.
    let before = earlier.max_by_key(|book| {
        let cover = &book.facts.cover;
        (cover.meeting != meeting.id, cover.meets_at, cover.as_of)
    });
    let edition = frozen.map_or(EDITION, |(_, edition)| edition);
    let past = match frozen {
        Some((seq, _)) => Past { seq },
        None => Past::at(app, at, known).await?,
    };
    let local = ctx.zone.to_datetime(at);
    let rest = rest(app, past, at, local.date()).await?;
    let ground = ground(app, past, (at, edition), local.date(), &rest).await?;
    let meeting = rest.meetings.iter().find(|known| known.id == meeting.id).unwrap_or(meeting);
    let cover = Cover {
        city: app.city.name_ko().to_owned(),
        meeting: meeting.id,
        title: meeting.name.clone(),
        meets_at: meeting.at,
        venue: meeting.venue.clone(),
        as_of: at,
        as_of_local: local,
        seq: past.seq,
        edition,
        rule_set: RULE_SET.to_owned(),
        ledger_digest: ground.numbers.digest.clone(),
        year: local.year(),
        before: before.map(|book| Before {
            id: book.id,
            title: book.facts.cover.title.clone(),
            as_of_local: book.facts.cover.as_of_local,
            hash: book.hash.clone(),
        }),
    };
    let mut facts = Facts {
        points: points(&ground, &rest, meeting),
        plan: plan(&ground, &rest),
        totals: totals(&ground, &rest),
        network: network(&ground, &rest, meeting),
        departments: ground.departments(),
        youth: youth(&ground),
        sectors: sectors(app, &ground, &rest),
        dongs: dongs(app, &ground),
        months: months(&ground, &rest),
        mismatch: freeze(app, (past.seq, at, local.date()), &rest.vacant, gap).await?,
        missing: missing(&ground),
        changes: Vec::new(),
        cover,
    };
    if let Some(before) = before {
        facts.changes = changes(&before.facts, &facts);
    }
    Ok(facts)
}

async fn ground(
    app: &App,
    past: Past,
    (at, edition): (Timestamp, u8),
    on: Date,
    rest: &Rest,
) -> Result<Ground, Error> {
    let bodies = store::organisation::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let mut measures: Vec<Measure> = past.all(app).await?;
    measures.retain(|measure| measure.year == on.year());
    let first = Date::new(on.year(), 1, 1).unwrap_or(on);
    let mut open = BTreeMap::new();
    for (opening, heads) in &rest.vacant {
        *open.entry(opening.origin.organisation).or_insert(0) += heads;
    }
    Ok(Ground {
        bodies: past.put_back(app, "organisation", bodies, |body: &Organisation| body.id.0).await?,
        projects: past.all(app).await?,
        estimates: past.all(app).await?,
        commitments: past.all(app).await?,
        submissions: past.all(app).await?,
        requests: past.all(app).await?,
        numbers: numbers::read(app, past, (first, on), &measures).await?,
        measures,
        actions: rest.actions.clone(),
        edition,
        open,
        at,
        on,
    })
}

async fn rest(app: &App, past: Past, at: Timestamp, on: Date) -> Result<Rest, Error> {
    let closed = store::month_close::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    Ok(Rest {
        meetings: past.all(app).await?,
        items: past.all(app).await?,
        actions: past.all(app).await?,
        plans: past.all(app).await?,
        councils: past.all(app).await?,
        agreements: past.all(app).await?,
        leads: past.all(app).await?,
        vacant: past.vacant(app, on).await?,
        rosters: past.all(app).await?,
        closed: closed
            .into_iter()
            .filter(|close| close.closed_at <= at)
            .map(|close| close.frozen.month)
            .collect(),
    })
}

/// Instructions and points of earlier report meetings: all of the last one, and of older ones what is still open.
fn points(ground: &Ground, rest: &Rest, meeting: &Meeting) -> Vec<Point> {
    let reports =
        rest.meetings.iter().filter(|one| one.kind == MeetingKind::Report && one.state.name() != "cancelled");
    let mut earlier: Vec<&Meeting> =
        reports.filter(|one| one.id != meeting.id && one.at < meeting.at).collect();
    earlier.sort_by_key(|one| std::cmp::Reverse((one.at, one.id)));
    let mut out = Vec::new();
    for (nth, held) in earlier.into_iter().enumerate() {
        let of = rest
            .actions
            .iter()
            .filter(|action| action.meeting == Some(held.id))
            .filter(|action| matches!(action.source, Source::Instruction | Source::Improvement));
        let mut of: Vec<&Action> = of.filter(|action| nth == 0 || action.state == Done::Open).collect();
        of.sort_by(|one, other| (one.source, &one.number).cmp(&(other.source, &other.number)));
        out.extend(of.into_iter().map(|action| point(ground, held, action)));
    }
    out
}

fn point(ground: &Ground, held: &Meeting, action: &Action) -> Point {
    let said = action.reports.last().map(|report| report.text.clone()).unwrap_or_default();
    let measure = ground.measures.iter().find(|measure| Some(measure.id) == action.measure);
    Point {
        id: action.id,
        meeting: held.id,
        meeting_name: held.name.clone(),
        source: action.source,
        number: action.number.clone(),
        title: action.title.clone(),
        owner: action.owner.map(|owner| ground.name(owner)).unwrap_or_default(),
        due_on: action.due_on,
        state: action.state_name().to_owned(),
        late_days: action.late_days(ground.on),
        last_word: match &action.state {
            Done::Open => said,
            Done::Done { evidence, .. } => evidence.clone(),
            Done::Dropped { why, .. } => why.clone(),
        },
        measured: measure.map(|measure| {
            let line = ground.measure(measure);
            Verdict {
                measure: line.name,
                unit: line.unit,
                target_by_now: line.target_by_now,
                target: line.target,
                result: line.result,
            }
        }),
        public: ground.edition >= 3 && crate::meeting::is_open(held),
        hidden: Vec::new(),
    }
}

fn plan(ground: &Ground, rest: &Rest) -> Plan {
    let lines: Vec<MeasureLine> = ground.measures.iter().map(|measure| ground.measure(measure)).collect();
    let mut categories: BTreeMap<(String, Unit), CategoryLine> = BTreeMap::new();
    for line in &lines {
        let of = categories.entry((line.category.clone(), line.unit)).or_insert_with(|| CategoryLine {
            category: line.category.clone(),
            unit: line.unit,
            measures: 0,
            target: 0,
            target_by_now: 0,
            result: ground.numbers.categories.get(&(line.category.clone(), line.unit)).copied(),
            budget_won: 0,
        });
        of.measures += 1;
        of.target += line.target;
        of.target_by_now += line.target_by_now;
        of.budget_won += line.budget_won;
    }
    let published =
        rest.plans.iter().filter(|plan| plan.covers(ground.on.year()) && plan.state_name() != "draft");
    let term = published.max_by_key(|plan| plan.created_at);
    let strategies = term.map(|plan| plan.strategies.clone()).unwrap_or_default();
    Plan {
        term: term.map(|plan| plan.term.clone()).unwrap_or_default(),
        vision: term.map(|plan| plan.vision.clone()).unwrap_or_default(),
        strategies: strategies.into_iter().map(|one| Strategy { name: one.name, tasks: one.tasks }).collect(),
        categories: categories.into_values().collect(),
        measures: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        budget_won: lines.iter().map(|line| line.budget_won).sum(),
    }
}

fn totals(ground: &Ground, rest: &Rest) -> Totals {
    let numbers = &ground.numbers;
    let first = Date::new(ground.on.year(), 1, 1).unwrap_or(ground.on);
    let (worked, _) = worked_in(&rest.rosters, (first, ground.on));
    let unowned = numbers.owned.get(&None).map(lines).unwrap_or_default();
    Totals {
        everyone: lines_with(&numbers.everyone, |class| numbers.quality.get(&class).copied()),
        unowned,
        residents: lines(&numbers.residents),
        workplaces: lines(&numbers.workplaces),
        open: rest.vacant.iter().map(|(_, heads)| heads).sum(),
        pledged: promised(ground.commitments.iter()),
        estimates: count(ground.estimates.iter().filter(|one| one.withdrawn.is_none())),
        joint: Some(numbers.joint),
        excluded: numbers.excluded,
        rosters: (worked.persons.value() > 0)
            .then(|| Rosters { persons: worked.persons.value(), days: worked.days.value() }),
        drafts: drafts(ground, |_| true),
    }
}

/// What belongs to drafts among some projects; nothing where none is one.
fn drafts(ground: &Ground, of: impl Fn(&Project) -> bool) -> Option<Drafts> {
    let drafts = || ground.projects.iter().filter(|one| !one.is_public() && of(one));
    let is_draft = |id| drafts().any(|one| one.id == id);
    let pledges = ground.commitments.iter().filter(|one| one.project.is_some_and(is_draft));
    let estimates = ground.estimates.iter().filter(|one| one.withdrawn.is_none() && is_draft(one.project));
    drafts().next()?;
    Some(Drafts {
        projects: count(drafts()),
        funds_won: drafts().map(|one| one.content.funds_won()).sum(),
        pledged: promised(pledges),
        estimates: count(estimates),
    })
}

fn count<T>(of: impl Iterator<Item = T>) -> i64 {
    i64::try_from(of.count()).unwrap_or(i64::MAX)
}

/// Jobs promised by those that still hold.
fn promised<'a>(of: impl Iterator<Item = &'a HiringCommitment>) -> i64 {
    let standing = of.filter(|one| one.ended.is_none());
    standing.filter_map(HiringCommitment::promised).map(|jobs| jobs.value()).sum()
}

fn network(ground: &Ground, rest: &Rest, meeting: &Meeting) -> Network {
    let items = rest.items.iter().filter(|item| {
        item.meeting == meeting.id && item.step == Some(Step::Network) && item.withdrawn.is_none()
    });
    let names =
        |bodies: &[domain::id::OrganisationId]| bodies.iter().map(|body| ground.name(*body)).collect();
    let councils = rest.councils.iter().filter(|one| one.ends_on.is_none_or(|end| end >= ground.on));
    let agreements = rest.agreements.iter().filter(|mou| mou.holds(ground.on)).map(|mou| AgreementLine {
        name: mou.name.clone(),
        partners: names(&mou.partners),
        signed_on: mou.signed_on,
        jobs: promised(ground.commitments.iter().filter(|one| one.mou == Some(mou.id))),
    });
    let linked =
        ground.projects.iter().filter(|one| !one.stage().is_final() && !one.content.partners.is_empty());
    let links = linked.map(|project| {
        let (work, expected, cooperation) = match &project.impact {
            Impact::Jobs(sheet) => {
                (sheet.work.clone(), sheet.hiring.values().sum(), sheet.cooperation.clone())
            }
            _ => (String::new(), 0, String::new()),
        };
        LinkLine {
            project: project.content.name.clone(),
            owner: ground.name(project.owner),
            partners: names(&project.content.partners),
            work,
            expected,
            cooperation,
        }
    });
    let this_year = |one: &&CoopRequest| one.asked_on.year() == ground.on.year();
    let of = |state: &str| {
        count(
            ground
                .requests
                .iter()
                .filter(this_year)
                .filter(|one| state.is_empty() || one.state_name() == state),
        )
    };
    let outside = |body: &&Organisation| {
        matches!(body.kind, OrganisationKind::Partner | OrganisationKind::EmploymentCenter) && body.active
    };
    Network {
        items: items.map(|item| (item.title.clone(), item.paper.clone())).collect(),
        councils: councils.map(|council| of_council(ground, rest, council)).collect(),
        agreements: agreements.collect(),
        links: links.collect(),
        requests: [of(""), of("accepted"), of("declined"), of("asked")],
        partners: count(ground.bodies.iter().filter(outside)),
    }
}

fn of_council(ground: &Ground, rest: &Rest, council: &Council) -> CouncilLine {
    let held: Vec<&Meeting> = rest
        .meetings
        .iter()
        .filter(|one| {
            one.council == Some(council.id) && one.at.date() <= ground.on && one.state.name() == "closed"
        })
        .collect();
    let open = rest
        .actions
        .iter()
        .filter(|action| action.state == Done::Open && held.iter().any(|one| Some(one.id) == action.meeting));
    CouncilLine {
        kind: council.kind,
        name: council.name.clone(),
        members: count(council.sitting(ground.on)),
        met_on: held.iter().map(|one| one.at.date()).max(),
        open_actions: count(open),
    }
}

fn youth(ground: &Ground) -> Vec<MeasureLine> {
    let young = ground.measures.iter().filter(|measure| measure.content.youth);
    young.map(|measure| ground.measure(measure)).collect()
}

fn sectors(app: &App, ground: &Ground, rest: &Rest) -> Vec<SectorLine> {
    app.city
        .sectors()
        .iter()
        .map(|sector| {
            let projects = || ground.projects.iter().filter(|one| one.content.sector == sector.id);
            let pledges =
                ground.commitments.iter().filter(|one| projects().any(|own| Some(own.id) == one.project));
            let open = rest.vacant.iter().filter(|(opening, _)| {
                opening.content.occupation.as_ref().is_some_and(|code| sector.covers_occupation(code))
            });
            let leads = rest.leads.iter().filter(|lead| lead.sector == sector.id && lead.state.is_live());
            SectorLine {
                id: sector.id.clone(),
                name: sector.name_ko.clone(),
                open: open.map(|(_, heads)| heads).sum(),
                projects: count(projects()),
                funds_won: projects().map(|one| one.content.funds_won()).sum(),
                leads: count(leads),
                pledged: promised(pledges),
                drafts: drafts(ground, |one| one.content.sector == sector.id),
            }
        })
        .collect()
}

fn dongs(app: &App, ground: &Ground) -> Vec<Dong> {
    let dongs = app.city.dongs().map(|dong| {
        let homes = ground.numbers.homes.get(&Some(dong.code.clone())).cloned().unwrap_or_default();
        let (filled, claimed) = placements(&homes);
        Dong { area: dong.code.clone(), name: dong.name.clone(), filled, claimed }
    });
    dongs.collect()
}

fn months(ground: &Ground, rest: &Rest) -> Vec<MonthLine> {
    let until = Month::of(ground.on);
    let mut month = Date::new(ground.on.year(), 1, 1).map_or(until, Month::of);
    let mut out = Vec::new();
    while month <= until {
        let (filled, claimed) = placements(&ground.numbers.months.get(&month).cloned().unwrap_or_default());
        out.push(MonthLine { month, closed: rest.closed.contains(&month), filled, claimed });
        month = month.next();
    }
    out
}

fn missing(ground: &Ground) -> Vec<Missing> {
    let late = |one: &&Submission| one.due_on < ground.on;
    let owed = ground.submissions.iter().filter(late).filter_map(|one| {
        let returned = match one.state {
            Handed::Called => false,
            Handed::Returned { .. } => true,
            _ => return None,
        };
        Some(Missing {
            organisation: one.organisation,
            name: ground.name_with_heir(one.organisation),
            month: one.month,
            due_on: one.due_on,
            late_days: one.late_days(ground.on),
            returned,
        })
    });
    let mut owed: Vec<Missing> = owed.collect();
    owed.sort_by(|one, other| (one.month, &one.name).cmp(&(other.month, &other.name)));
    owed
}
