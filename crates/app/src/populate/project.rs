//! The demo city's projects with what is said, promised and handed in of them: files of the data folder, taken in through
//! the use cases with which people do it. Its days are counted from today; a city without such files has none.

use std::collections::BTreeMap;

use domain::estimate::{Computed, Published, PublishedUnit, Way};
use domain::hiring_commitment::Pledge;
use domain::id::{MouId, OrganisationId, ProjectId};
use domain::opening::Opening;
use domain::organisation::Organisation;
use domain::placement::{Contribution, Contributor, Placement};
use domain::project::{Impact, Sheet, Stage};
use domain::{Actor, Ctx, Role};
use jiff::ToSpan;
use jiff::civil::Date;

use super::unless_refused;
use crate::hiring_commitment::{self, Of};
use crate::import::{self, File, Kind, Options};
use crate::{App, Error, estimate, mou, project, roster};

/// Openings of the generated city that one project is given.
const OPENINGS: usize = 6;
/// Of so many results of the past one came of a project.
const EVERY: usize = 9;

/// A line of a file, by the names that head it.
type Line = BTreeMap<String, String>;

/// The lines of a file of the city; none where it has none.
fn lines(app: &App, name: &str) -> Vec<Line> {
    let text = domain::reference::text(&format!("demo/{}/{name}.psv", app.city.id())).unwrap_or_default();
    let mut rows = text.lines().map(|line| line.split('|').map(str::to_owned).collect::<Vec<_>>());
    let heads = rows.next().unwrap_or_default();
    rows.map(|row| heads.iter().cloned().zip(row).collect()).collect()
}

fn cell<'a>(line: &'a Line, name: &str) -> &'a str {
    line.get(name).map_or("", String::as_str)
}

/// A day as it stands, or so many months from today: the first of that month, or the last.
fn day(text: &str, today: Date, last: bool) -> Option<Date> {
    if let Some(months) = text.strip_suffix('m').and_then(|months| months.parse::<i64>().ok()) {
        let month = today.saturating_add(months.months());
        return Some(if last { month.last_of_month() } else { month.first_of_month() });
    }
    text.parse().ok()
}

/// Gives some openings and results of the generated city to its projects, before they are written.
pub(super) fn credit(
    app: &App,
    today: Date,
    bodies: &[Organisation],
    openings: &mut [Opening],
    placements: &mut [Placement],
) {
    let projects: Vec<(Line, Date)> = lines(app, "projects")
        .into_iter()
        .filter(|line| cell(line, "stage") == "underway")
        .filter_map(|line| {
            let from = day(cell(&line, "from"), today, false)?;
            Some((line, from))
        })
        .collect();
    for (line, from) in &projects {
        let Some(sector) = app.city.sector(cell(line, "sector")) else { continue };
        let fitting = openings.iter_mut().filter(|opening| {
            let occupation = opening.content.occupation.as_ref();
            opening.content.project.is_empty()
                && opening.origin.received_on >= *from
                && occupation.is_some_and(|code| sector.covers_occupation(code))
        });
        fitting
            .take(OPENINGS)
            .for_each(|opening| cell(line, "number").clone_into(&mut opening.content.project));
    }
    for (nth, placement) in placements.iter_mut().step_by(EVERY).enumerate() {
        // In turn, of those that had begun by then.
        let mut begun = projects.iter().cycle().skip(nth).take(projects.len());
        let Some((line, _)) = begun.find(|(_, from)| *from <= placement.start_on) else { continue };
        cell(line, "number").clone_into(&mut placement.project);
        let owner = bodies.iter().find(|body| body.name == cell(line, "department")).map(|body| body.id);
        if let Some(organisation) = owner.filter(|owner| placement.owner != Some(*owner)) {
            placement.contributors.push(Contributor { organisation, what: Contribution::RanProject });
            placement.contributors.sort_unstable();
        }
    }
}

/// The department that runs a project of the files, by its name.
pub(super) fn department(app: &App, number: &str) -> Option<String> {
    let listed = lines(app, "projects");
    listed.iter().find(|line| cell(line, "number") == number).map(|line| cell(line, "department").to_owned())
}

/// Puts in the projects that are known by now and were not put in before; what is planned is known long ahead.
///
/// # Errors
/// When the store fails. What a rule refuses on this day is left out.
pub(super) async fn projects(ctx: &Ctx, app: &App, today: Date) -> Result<(), Error> {
    let ctx = ctx.acting_as(Actor { role: Role::PlanManager, ..ctx.actor.clone() });
    let old = Filling::of(&ctx, app, today).await?;
    let ahead = |line: &Line| matches!(cell(line, "stage"), "planned" | "approved");
    let begun = |line: &Line| day(cell(line, "from"), today, false).is_none_or(|from| from <= ctx.today());
    let mut listed = lines(app, "projects");
    listed.retain(|line| old.project(line).is_none() && (ahead(line) || begun(line)));
    if listed.is_empty() {
        return Ok(());
    }
    let file = File { name: "projects.csv".to_owned(), bytes: table(&listed, today).into_bytes() };
    import::run(&ctx, app, Kind::Projects, &file, &Options::default()).await?;
    let mut filling = Filling::of(&ctx, app, today).await?;
    filling.known.retain(|number, _| !old.known.contains_key(number));
    filling.partners(&listed).await?;
    filling.answers().await?;
    filling.stages().await?;
    filling.estimates().await?;
    filling.publish().await
}

/// Agreements, and what was promised in them and for projects.
///
/// # Errors
/// When the store fails.
pub(super) async fn agreements(ctx: &Ctx, app: &App, today: Date) -> Result<(), Error> {
    let ctx = ctx.acting_as(Actor { role: Role::PlanManager, ..ctx.actor.clone() });
    Filling::of(&ctx, app, today).await?.agreements().await
}

/// Hands in who worked on them.
///
/// # Errors
/// When the store fails.
pub(super) async fn rosters(ctx: &Ctx, app: &App, today: Date) -> Result<(), Error> {
    let ctx = ctx.acting_as(Actor { role: Role::PlanManager, ..ctx.actor.clone() });
    Filling::of(&ctx, app, today).await?.rosters().await
}

/// The list as a budget office would hand it in.
fn table(listed: &[Line], today: Date) -> String {
    let mut out = "사업번호,부서,사업구분,사업명,국비,도비,시비,민자,신규투자액,시작일,종료일,단계,산업,산업연관부문,장소,시공업체,사업주체,사업내용\n".to_owned();
    for line in listed {
        let funds: BTreeMap<&str, &str> =
            cell(line, "funds").split(',').filter_map(|part| part.split_once(':')).collect();
        let fund = |source: &str| funds.get(source).copied().unwrap_or_default().to_owned();
        let date =
            |name, last| day(cell(line, name), today, last).map(|day| day.to_string()).unwrap_or_default();
        let text = |name| format!("\"{}\"", cell(line, name).replace('"', "\"\""));
        let row = [
            text("number"),
            text("department"),
            text("kind"),
            text("name"),
            fund("national"),
            fund("provincial"),
            fund("city"),
            fund("private"),
            cell(line, "new_spending").to_owned(),
            date("from", false),
            date("until", true),
            text("stage"),
            text("sector"),
            text("industry_sector"),
            text("place"),
            text("contractor"),
            text("external_owner"),
            text("description"),
        ];
        out.push_str(&row.join(","));
        out.push('\n');
    }
    out
}

struct Filling<'a> {
    ctx: &'a Ctx,
    app: &'a App,
    /// The day from which the files count, which is not the one on which they are written.
    today: Date,
    known: BTreeMap<String, ProjectId>,
    named: BTreeMap<String, OrganisationId>,
}

impl<'a> Filling<'a> {
    async fn of(ctx: &'a Ctx, app: &'a App, today: Date) -> Result<Self, Error> {
        let known = project::list(ctx, app).await?;
        let known = known.into_iter().map(|project| (project.number.clone(), project.id)).collect();
        let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
        let named = bodies.into_iter().map(|body| (body.name.clone(), body.id)).collect();
        Ok(Self { ctx, app, today, known, named })
    }

    fn project(&self, line: &Line) -> Option<ProjectId> {
        self.known.get(cell(line, "number")).copied()
    }

    fn bodies(&self, names: &str) -> Vec<OrganisationId> {
        names.split(',').filter_map(|name| self.named.get(name).copied()).collect()
    }

    async fn partners(&self, listed: &[Line]) -> Result<(), Error> {
        for line in listed.iter().filter(|line| !cell(line, "partners").is_empty()) {
            let Some(id) = self.project(line) else { continue };
            let known = project::get(self.ctx, self.app, id).await?.project;
            let mut content = known.content.clone();
            content.partners = self.bodies(cell(line, "partners"));
            let form =
                project::Form { number: known.number, owner: Some(known.owner), content, in_won: true };
            unless_refused(project::update(self.ctx, self.app, id, known.version, form).await)?;
        }
        Ok(())
    }

    /// The departments have shown them to everybody.
    async fn publish(&self) -> Result<(), Error> {
        for id in self.known.values() {
            let known = project::get(self.ctx, self.app, *id).await?.project;
            unless_refused(project::publish(self.ctx, self.app, (*id, known.version)).await)?;
        }
        Ok(())
    }

    async fn answers(&self) -> Result<(), Error> {
        let on = self.ctx.today();
        for line in lines(self.app, "answers") {
            let Some(id) = self.project(&line) else { continue };
            let known = project::get(self.ctx, self.app, id).await?.project;
            let work = cell(&line, "work").to_owned();
            let month = |entry: &str| {
                let (months, heads) = entry.split_once(':')?;
                let first = day(&format!("{months}m"), self.today, false)?;
                Some((domain::counting::Month::of(first), heads.parse().ok()?))
            };
            let impact = match cell(&line, "answer") {
                "jobs" => Impact::Jobs(Sheet {
                    work,
                    hiring: cell(&line, "hiring").split(' ').filter_map(month).collect(),
                    cooperation: cell(&line, "cooperation").to_owned(),
                    on,
                }),
                _ => Impact::NoJobs { why: work, on },
            };
            unless_refused(project::answer(self.ctx, self.app, (id, known.version), impact).await)?;
        }
        Ok(())
    }

    async fn stages(&self) -> Result<(), Error> {
        for line in lines(self.app, "stages") {
            let Some(id) = self.project(&line) else { continue };
            let (Ok(stage), Some(on)) =
                (cell(&line, "stage").parse::<Stage>(), day(cell(&line, "on"), self.today, false))
            else {
                continue;
            };
            let known = project::get(self.ctx, self.app, id).await?.project;
            let seen = (id, known.version);
            let done = project::go_on(self.ctx, self.app, seen, stage, on, cell(&line, "why")).await;
            unless_refused(done)?;
        }
        Ok(())
    }

    async fn estimates(&self) -> Result<(), Error> {
        const AUTHOR: &str = "기획담당관";
        for line in lines(self.app, "estimates") {
            let Some(id) = self.project(&line) else { continue };
            let project = project::get(self.ctx, self.app, id).await?.project;
            let spends = project.content.new_spending_won.unwrap_or_default();
            let source = cell(&line, "source").to_owned();
            let way = match cell(&line, "way") {
                "regional" => estimate::regional(self.app, &source, spends, AUTHOR).ok().map(Way::Regional),
                "set" => estimate::sets(self.app).into_iter().find(|set| set.key() == source).map(|set| {
                    Way::Computed(Computed {
                        new_spending_won: spends,
                        induced_tenths: set.induced_tenths,
                        direct_tenths: set.direct_tenths,
                        year: set.year,
                        source: set.source,
                        author: AUTHOR.to_owned(),
                    })
                }),
                _ => cell(&line, "value").parse().ok().map(|value| {
                    let unit = match cell(&line, "unit") {
                        "won" => PublishedUnit::Won,
                        _ => PublishedUnit::Persons,
                    };
                    Way::Published(Published { value, unit, source, on: cell(&line, "on").parse().ok() })
                }),
            };
            if let Some(way) = way {
                unless_refused(estimate::add(self.ctx, self.app, id, way, true).await)?;
            }
        }
        Ok(())
    }

    async fn agreements(&self) -> Result<(), Error> {
        let today = self.today;
        let mut made: BTreeMap<String, MouId> = BTreeMap::new();
        for line in lines(self.app, "mous") {
            let Some(signed_on) = day(cell(&line, "signed"), today, false) else { continue };
            let name = cell(&line, "name").to_owned();
            let form = mou::Form {
                organisation: self.named.get(cell(&line, "keeper")).copied(),
                name: name.clone(),
                partners: self.bodies(cell(&line, "partners")),
                signed_on,
                until: day(cell(&line, "until"), today, true),
                subject: cell(&line, "subject").to_owned(),
            };
            if let Some(id) = unless_refused(mou::create(self.ctx, self.app, form).await)? {
                made.insert(name, id);
            }
        }
        for line in lines(self.app, "promises") {
            let of = match (self.known.get(cell(&line, "of")), made.get(cell(&line, "of"))) {
                (Some(id), _) => Of::Project(*id),
                (None, Some(id)) => Of::Mou(*id),
                (None, None) => continue,
            };
            let parts: Vec<&str> = cell(&line, "pledge").split(':').collect();
            let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i64>().ok()).unwrap_or(0);
            let pledge = match parts.first().copied() {
                Some("heads") => Pledge::Heads { heads: number(1) },
                Some("share_of") => Pledge::ShareOf { percent: number(1), base_heads: number(2) },
                _ => Pledge::Clause { percent: number(1) },
            };
            let form = hiring_commitment::Form {
                employer: None,
                promised_by: cell(&line, "by").to_owned(),
                pledge,
                on: day(cell(&line, "on"), today, false).unwrap_or(today),
                source: cell(&line, "source").to_owned(),
            };
            unless_refused(hiring_commitment::promise(self.ctx, self.app, of, form).await)?;
        }
        Ok(())
    }

    async fn rosters(&self) -> Result<(), Error> {
        let today = self.today;
        for line in lines(self.app, "rosters") {
            let Some(id) = self.project(&line) else { continue };
            let (Some(from), Some(until), Ok(attendance)) = (
                day(cell(&line, "from"), today, false),
                day(cell(&line, "until"), today, true),
                cell(&line, "attendance").parse(),
            ) else {
                continue;
            };
            let employer = cell(&line, "employer").to_owned();
            let form = roster::Form { employer, from, until, attendance };
            let file = File { name: "roster.csv".to_owned(), bytes: people(&line).into_bytes() };
            unless_refused(roster::hand_in(self.ctx, self.app, id, form, file).await)?;
        }
        Ok(())
    }
}

/// A sheet of invented people, their days as even as may be.
fn people(line: &Line) -> String {
    let number = |name| cell(line, name).parse::<usize>().unwrap_or(0);
    let (all, residents) = (number("people"), number("residents"));
    let (days, at_home) = (number("days"), number("resident_days"));
    let mut out = "성명,생년월일,관내여부,출역일수\n".to_owned();
    for nth in 0..all {
        let home = nth < residents;
        let (of, sum, place) =
            if home { (residents, at_home, nth) } else { (all - residents, days - at_home, nth - residents) };
        let own = sum / of + usize::from(place < sum % of);
        let (year, month, birthday) = (1950 + nth % 50, 1 + nth / 50 % 12, 1 + nth / 600);
        let home = if home { "관내" } else { "관외" };
        out.push_str(&format!("가{nth}나,{year}-{month:02}-{birthday:02},{home},{own}\n"));
    }
    out
}
