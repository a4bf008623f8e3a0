//! What each row of a file of projects becomes: a new project, a corrected one, or a refusal that says why.
//!
//! A project is found again by its number. What a file does not tell (partners, the answer to the job question, earlier
//! stages) stays as it is; a stage only ever goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use documents::header::Mapping;
use documents::project::ProjectDraft;
use documents::table::Sheet;
use domain::Ctx;
use domain::id::OrganisationId;
use domain::message::{Message, won_in_words};
use domain::organisation::Organisation;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{Content, Impact, Openness, Project, Stage, Staged};

use super::{File, Options, Outcome, Report, locate, of_row};
use crate::vocabulary::with_vocabulary;
use crate::{App, Error};

/// Everything one file changes, decided before anything is written.
#[derive(Debug, Default)]
struct Plan {
    created: Vec<Project>,
    updated: Vec<Project>,
}

/// Funds from which on a list is taken to tell won.
const LIKELY_WON: i64 = 1_000_000;

/// Reads, plans and writes.
pub(super) async fn take_in(
    ctx: &Ctx,
    app: &App,
    file: &File,
    sheets: &[Sheet],
    mappings: &[Mapping],
    options: &Options,
) -> Result<Report, Error> {
    let rows = with_vocabulary(&app.city, app.titles(), app.reference, ctx.today(), |words| {
        documents::project::read(sheets, mappings, words)
    });
    let known: Vec<Project> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let known: BTreeMap<String, Project> =
        known.into_iter().map(|project| (project.number.clone(), project)).collect();
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let (mut plan, mut seen, mut report) = (Plan::default(), BTreeSet::new(), Report::of(file, mappings));
    for row in &rows {
        let outcome = match &row.outcome {
            Err(problems) => {
                locate(file, row, problems, true, &mut report.problems);
                Outcome::Rejected
            }
            Ok(draft) => {
                locate(file, row, &row.wrong, false, &mut report.problems);
                locate(file, row, &row.warnings, false, &mut report.problems);
                match planned(ctx, app, (draft, options.in_won), &bodies, &known, &mut seen) {
                    Ok((outcome, project, said)) => {
                        report.problems.extend(said.into_iter().map(|why| of_row(file, row, false, why)));
                        match outcome {
                            Outcome::Created => plan.created.extend(project),
                            Outcome::Updated => plan.updated.extend(project),
                            _ => {}
                        }
                        outcome
                    }
                    Err(faults) => {
                        report.problems.extend(faults.into_iter().map(|why| of_row(file, row, true, why)));
                        Outcome::Rejected
                    }
                }
            }
        };
        report.count(outcome);
    }
    if !options.dry_run {
        write(ctx, app, plan).await?;
    }
    Ok(report)
}

type Planned = (Outcome, Option<Project>, Vec<Message>);

/// What becomes of a row, or everything that is wrong with it.
fn planned(
    ctx: &Ctx,
    app: &App,
    (draft, in_won): (&ProjectDraft, bool),
    bodies: &[Organisation],
    known: &BTreeMap<String, Project>,
    seen: &mut BTreeSet<String>,
) -> Result<Planned, Vec<Message>> {
    let number = draft.number.trim().to_owned();
    if number.is_empty() {
        return Err(vec![Message::new("project-number-missing")]);
    }
    if !seen.insert(number.clone()) {
        return Ok((Outcome::Duplicate, None, Vec::new()));
    }
    let (mut faults, mut said) = (Vec::new(), Vec::new());
    let before = known.get(&number);
    let owner = match draft.department.as_str() {
        "" => before.map(|project| project.owner).or(ctx.actor.organisation),
        name => named(name, bodies),
    };
    match owner {
        None => {
            faults.push(Message::new("project-department-unknown").with("name", draft.department.as_str()))
        }
        Some(owner) => {
            let relations = [Some(owner), before.map(|project| project.owner)];
            let theirs = relations.into_iter().flatten().all(|body| {
                let relation = Relation { organisation: Some(body), ..Relation::default() };
                authorise(&ctx.actor, UseCase::WriteProject, relation).is_ok()
            });
            if !theirs {
                faults.push(Message::new("project-of-others").with("name", draft.department.as_str()));
            }
        }
    }
    let sector = sector(app, &draft.sector);
    if sector.is_none() && !draft.sector.is_empty() {
        said.push(Message::new("project-sector-unread").with("text", draft.sector.as_str()));
    }
    let content = merged(draft, sector, before.map(|project| &project.content));
    for (_, why) in content.check(in_won) {
        // What is small but may be meant is asked in the preview and taken in; what is too small only once it is ticked there.
        if why.code == "project-funds-unlikely" && content.funds_won() >= LIKELY_WON {
            said.push(Message::new("project-funds-small").with("words", won_in_words(content.funds_won())));
        } else {
            faults.push(why);
        }
    }
    let (Some(owner), true) = (owner, faults.is_empty()) else { return Err(faults) };
    let today = ctx.today();
    let project = match before {
        None => {
            let stage = draft.stage.unwrap_or(Stage::Planned);
            let on = content.from.filter(|from| *from <= today && stage != Stage::Planned).unwrap_or(today);
            let why =
                if matches!(stage, Stage::Suspended | Stage::Cancelled) { "가져온 파일" } else { "" };
            Project {
                id: ctx.id(),
                number,
                owner,
                content,
                stages: vec![Staged { stage, on, why: why.to_owned() }],
                impact: Impact::Open,
                confirmed: None,
                openness: Openness::draft(),
                version: 1,
                created_at: ctx.now,
                updated_at: ctx.now,
            }
        }
        Some(before) => {
            let mut project = Project { owner, content, ..before.clone() };
            if let Some(stage) = draft.stage.filter(|stage| *stage != before.stage()) {
                match project.clone().go_on(stage, today, "가져온 파일", ctx) {
                    Ok(moved) => project = moved,
                    Err(why) => said.push(why),
                }
            }
            if project == *before {
                return Ok((Outcome::Unchanged, None, said));
            }
            project.updated_at = ctx.now;
            return Ok((Outcome::Updated, Some(project), said));
        }
    };
    Ok((Outcome::Created, Some(project), said))
}

/// A body by its name, written with or without blanks.
fn named(name: &str, bodies: &[Organisation]) -> Option<OrganisationId> {
    let tight = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    bodies.iter().find(|body| body.active && tight(&body.name) == tight(name)).map(|body| body.id)
}

/// A sector of the city by its id or name.
fn sector(app: &App, text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let named = |name: &str| name.to_lowercase() == text;
    let found =
        app.city.sectors().iter().find(|one| named(&one.id) || named(&one.name_ko) || named(&one.name_en));
    found.map(|sector| sector.id.clone()).filter(|_| !text.is_empty())
}

/// What a file tells of a project, over what was known of it: an empty cell takes nothing away.
fn merged(draft: &ProjectDraft, sector: Option<String>, before: Option<&Content>) -> Content {
    let told = Content { sector: sector.unwrap_or_default(), ..draft.content.clone() };
    let Some(known) = before else { return told };
    let text = |told: String, known: &String| if told.is_empty() { known.clone() } else { told };
    Content {
        name: told.name,
        kind: known.kind,
        funds: if told.funds.is_empty() { known.funds.clone() } else { told.funds },
        new_spending_won: told.new_spending_won.or(known.new_spending_won),
        from: told.from.or(known.from),
        until: told.until.or(known.until),
        area: told.area.or_else(|| known.area.clone()),
        place: text(told.place, &known.place),
        sector: text(told.sector, &known.sector),
        industry_sector: text(told.industry_sector, &known.industry_sector),
        contractor: text(told.contractor, &known.contractor),
        external_owner: text(told.external_owner, &known.external_owner),
        partners: known.partners.clone(),
        description: text(told.description, &known.description),
    }
}

async fn write(ctx: &Ctx, app: &App, plan: Plan) -> Result<(), Error> {
    let plan = Arc::new(plan);
    app.write(ctx, move |tx, ctx| {
        let plan = plan.clone();
        Box::pin(async move {
            for project in &plan.created {
                store::record::insert(tx, &ctx, project).await?;
            }
            for project in &plan.updated {
                store::record::update(tx, &ctx, "import", project).await?;
            }
            Ok(())
        })
    })
    .await
}
