//! What each row of a file of openings becomes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use documents::header::{Column, Mapping};
use documents::opening::{CONTACT, EmployerDraft, OpeningDraft};
use documents::row::Row;
use documents::table::Sheet;
use domain::Ctx;
use domain::actor::Channel;
use domain::employer::{Contact, Employer, written};
use domain::id::{EmployerId, OpeningId};
use domain::message::Message;
use domain::opening::{CloseReason, Opening, Origin, PauseReason, State};
use domain::policy::{Reach, UseCase, reach};
use domain::project::Project;
use store::connector::Raw;

use super::{File, Options, Outcome, Report, locate, of_row};
use crate::opening::{unanswered, unfit, validity};
use crate::vocabulary::with_vocabulary;
use crate::{App, Error};

/// Everything one file changes, decided before anything is written.
#[derive(Debug, Default)]
struct Plan {
    employers: Vec<(Employer, Option<Contact>)>,
    completed: BTreeMap<EmployerId, Employer>,
    created: Vec<Opening>,
    updated: Vec<Opening>,
    /// Of these, those that want fewer people than before.
    fewer: BTreeSet<OpeningId>,
    closed: Vec<Opening>,
    /// Records of a source's list as it told them, by key.
    raw: Vec<(String, Raw)>,
}

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
        documents::opening::read(sheets, mappings, words)
    });
    let source = if options.source.is_empty() { file.name.clone() } else { options.source.clone() };
    let known = store::opening::by_source(&app.store, ctx.tenant, &source).await.map_err(crate::fault)?;
    let employers = store::employer::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut planner = Planner::new(ctx, app, &source, &options.licence, employers, known);
    let projects = store::record::all::<Project>(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let projects: BTreeSet<String> = projects.into_iter().map(|project| project.number).collect();
    let mut report = Report::of(file, mappings);
    // A connection keeps its records itself, as they were before they became a file.
    let keeps = options.snapshot && ctx.actor.channel != Channel::Connector;
    for row in &rows {
        let outcome = match &row.outcome {
            Err(problems) => {
                locate(file, row, problems, true, &mut report.problems);
                Outcome::Rejected
            }
            Ok(draft) => {
                locate(file, row, &row.wrong, false, &mut report.problems);
                locate(file, row, &row.warnings, false, &mut report.problems);
                // An opening of a project that nobody entered is taken in without it, and said so.
                let number = draft.content.project.trim();
                let mut draft = std::borrow::Cow::Borrowed(draft);
                if !number.is_empty() && !projects.contains(number) {
                    let unknown = Message::new("project-unknown").with("number", number);
                    report.problems.push(of_row(file, row, false, unknown));
                    draft.to_mut().content.project.clear();
                }
                let (outcome, lacks) = planner.row(&draft, row.wrong.is_empty());
                if keeps && matches!(outcome, Outcome::Created | Outcome::Updated) {
                    planner.plan.raw.push((draft.key.clone(), as_told(row, mappings)));
                }
                let whole = lacks.is_empty() && row.wrong.is_empty();
                if !whole && matches!(outcome, Outcome::Created | Outcome::Updated) {
                    report.drafts += 1;
                }
                for message in lacks {
                    *report.missing.entry(message.code.to_string()).or_insert(0) += 1;
                    report.problems.push(of_row(file, row, false, message));
                }
                outcome
            }
        };
        report.count(outcome);
    }
    if options.snapshot {
        planner.close_unseen();
        report.closed = Some(planner.plan.closed.len());
    }
    if !options.dry_run {
        write(ctx, app, source.clone(), planner.plan).await?;
    }
    Ok(report)
}

/// A row as its source told it, without whoever is to be called.
fn as_told(row: &Row<OpeningDraft>, mappings: &[Mapping]) -> Raw {
    let Some(mapping) = mappings.iter().find(|mapping| mapping.sheet == row.sheet) else { return Raw::new() };
    let told = mapping.columns.iter().filter(|column| !CONTACT.contains(&column.field));
    let cell = |column: &Column| {
        let text = row.raw.get(column.column as usize).filter(|text| !text.trim().is_empty())?;
        Some((column.header.clone(), documents::value::personal::mask(text).0))
    };
    told.filter_map(cell).collect()
}

struct Planner<'a> {
    ctx: &'a Ctx,
    app: &'a App,
    source: &'a str,
    licence: &'a str,
    by_number: HashMap<String, EmployerId>,
    by_name: HashMap<(String, String), EmployerId>,
    employers: HashMap<EmployerId, Employer>,
    known: HashMap<String, Opening>,
    seen: BTreeSet<String>,
    may_decide: bool,
    plan: Plan,
}

impl<'a> Planner<'a> {
    fn new(
        ctx: &'a Ctx,
        app: &'a App,
        source: &'a str,
        licence: &'a str,
        employers: Vec<Employer>,
        known: Vec<Opening>,
    ) -> Self {
        let mut planner = Self {
            ctx,
            app,
            source,
            licence,
            by_number: HashMap::new(),
            by_name: HashMap::new(),
            employers: HashMap::new(),
            known: known.into_iter().map(|opening| (opening.origin.source_key.clone(), opening)).collect(),
            seen: BTreeSet::new(),
            may_decide: reach(ctx.actor.role, UseCase::DecideOpening) == Reach::All,
            plan: Plan::default(),
        };
        for employer in employers {
            planner.remember(employer);
        }
        planner
    }

    fn remember(&mut self, employer: Employer) {
        if let Some(number) = &employer.business_number {
            self.by_number.insert(number.digits().to_owned(), employer.id);
        }
        self.by_name.entry(written(&employer.name, &employer.address)).or_insert(employer.id);
        self.employers.insert(employer.id, employer);
    }

    /// Decides one row: its outcome, and what the opening still lacks. What has a cell that cannot be
    /// `right` stays a draft.
    fn row(&mut self, draft: &OpeningDraft, right: bool) -> (Outcome, Vec<Message>) {
        if !self.seen.insert(draft.key.clone()) {
            return (Outcome::Duplicate, Vec::new());
        }
        match self.known.get(&draft.key) {
            Some(known) if known.origin.source_digest == draft.digest => {
                return (Outcome::Unchanged, Vec::new());
            }
            Some(known) if known.state.is_final() => return (Outcome::Unchanged, Vec::new()),
            _ => {}
        }
        let employer = self.employer(&draft.employer);
        let lacks: Vec<Message>;
        match self.known.get(&draft.key).cloned() {
            Some(mut opening) => {
                let before = std::mem::replace(&mut opening.content, draft.content.clone());
                crate::opening::worsen(self.ctx, &before, &mut opening);
                opening.origin.source_digest = draft.digest.clone();
                opening.origin.info_service.clone_from(&draft.info_service);
                opening.updated_at = self.ctx.now;
                lacks = self.settle(&mut opening, employer, right);
                if opening.content.headcount < before.headcount {
                    self.plan.fewer.insert(opening.id);
                }
                self.plan.updated.push(opening);
                (Outcome::Updated, lacks)
            }
            None => {
                let mut opening = self.fresh(draft, employer);
                lacks = self.settle(&mut opening, employer, right);
                self.plan.created.push(opening);
                (Outcome::Created, lacks)
            }
        }
    }

    fn fresh(&self, draft: &OpeningDraft, employer: EmployerId) -> Opening {
        let ctx = self.ctx;
        Opening {
            id: ctx.id::<OpeningId>(),
            employer,
            content: draft.content.clone(),
            state: State::Draft,
            origin: Origin {
                number: String::new(),
                received_on: ctx.today(),
                channel: Channel::Import,
                received_by: ctx.actor.person,
                organisation: ctx.actor.organisation,
                wanted_auth_no: draft.wanted_auth_no.clone(),
                info_service: draft.info_service.clone(),
                source: self.source.to_owned(),
                source_key: draft.key.clone(),
                source_digest: draft.digest.clone(),
                licence: self.licence.to_owned(),
            },
            worsened: Vec::new(),
            reopened: None,
            version: 1,
            created_at: ctx.now,
            updated_at: ctx.now,
            law: None,
        }
    }

    /// Takes a complete draft as far as the actor may: staff who decide open it, others hand it in.
    /// What was accepted and is no longer fit to be shown leaves the lists until staff have mended it.
    fn settle(&self, opening: &mut Opening, employer: EmployerId, right: bool) -> Vec<Message> {
        let Some(employer) = self.employers.get(&employer) else { return Vec::new() };
        let unfit = unfit(self.app, self.ctx, &opening.content, employer);
        let mut lacks: Vec<Message> = unfit.into_iter().map(|(_, why)| why).collect();
        lacks.extend(unanswered(self.app, self.ctx, opening, employer));
        let fit = right && lacks.is_empty();
        let (now, today) = (self.ctx.now, self.ctx.today());
        let state = opening.state.clone();
        let settled = match state {
            State::Draft if fit => match state.submit(now, &[]) {
                Ok(state) if self.may_decide => state.open(now, today, validity(self.app, opening, today)),
                other => other,
            },
            State::Open { .. } if !fit => state.pause(now, PauseReason::Unfit),
            State::Open { .. } => Ok(state.valid_to(validity(self.app, opening, today))),
            other => Ok(other),
        };
        match settled {
            Ok(state) => opening.state = state,
            Err(message) => lacks.push(message),
        }
        lacks
    }

    /// The employer of a row: by business number, else by name and address, else a new one.
    fn employer(&mut self, draft: &EmployerDraft) -> EmployerId {
        let by_number = draft.business_number.as_ref().and_then(|n| self.by_number.get(n.digits()));
        let by_name = || self.by_name.get(&written(&draft.name, &draft.address));
        if let Some(id) = by_number.or_else(by_name).copied() {
            self.complete(id, draft);
            return id;
        }
        let contact = draft.contact.clone();
        let contact_id = contact.as_ref().map(|_| self.ctx.id());
        let employer = Employer { contact: contact_id, ..draft.employer(self.ctx.id()) };
        let id = employer.id;
        self.remember(employer.clone());
        self.plan.employers.push((employer, contact));
        id
    }

    /// Fills what was not known of an employer; what is known is not overwritten by a file.
    fn complete(&mut self, id: EmployerId, draft: &EmployerDraft) {
        let Some(employer) = self.employers.get_mut(&id) else { return };
        if !complete(employer, &draft.employer(id)) {
            return;
        }
        if let Some(number) = &employer.business_number {
            self.by_number.insert(number.digits().to_owned(), id);
        }
        match self.plan.employers.iter_mut().find(|(new, _)| new.id == id) {
            Some((new, _)) => new.clone_from(employer),
            None => {
                self.plan.completed.insert(id, employer.clone());
            }
        }
    }

    /// Closes what the source listed before and lists no more.
    fn close_unseen(&mut self) {
        for (key, opening) in &self.known {
            if self.seen.contains(key) || opening.state.is_final() {
                continue;
            }
            let mut opening = opening.clone();
            if let Ok(state) = opening.state.clone().close(self.ctx.now, CloseReason::LeftSource) {
                opening.state = state;
                opening.updated_at = self.ctx.now;
                self.plan.closed.push(opening);
            }
        }
        self.plan.closed.sort_by_key(|opening| opening.id);
    }
}

/// Fills what is not known of an employer by what was told; whether that changed anything.
fn complete(known: &mut Employer, told: &Employer) -> bool {
    let before = known.clone();
    fill(&mut known.business_number, &told.business_number);
    fill(&mut known.industry, &told.industry);
    fill(&mut known.workers, &told.workers);
    fill(&mut known.capital_won, &told.capital_won);
    fill(&mut known.sales_won, &told.sales_won);
    fill(&mut known.kind, &told.kind);
    fill(&mut known.area, &told.area);
    fill_text(&mut known.business, &told.business);
    fill_text(&mut known.address, &told.address);
    fill_text(&mut known.homepage, &told.homepage);
    fill_text(&mut known.phone, &told.phone);
    fill_text(&mut known.fax, &told.fax);
    fill_text(&mut known.insurance_number, &told.insurance_number);
    *known != before
}

fn fill<T: Clone>(known: &mut Option<T>, told: &Option<T>) {
    if known.is_none() {
        known.clone_from(told);
    }
}

fn fill_text(known: &mut String, told: &str) {
    if known.is_empty() {
        told.clone_into(known);
    }
}

async fn write(ctx: &Ctx, app: &App, source: String, plan: Plan) -> Result<(), Error> {
    let (plan, city) = (Arc::new(plan), app.city.clone());
    app.write(ctx, move |tx, ctx| {
        let (plan, city, source) = (plan.clone(), city.clone(), source.clone());
        Box::pin(async move {
            for (employer, _) in &plan.employers {
                store::employer::alone(tx, &ctx, employer).await?;
            }
            store::employer::insert_many(tx, &ctx, &plan.employers).await?;
            for told in plan.completed.values() {
                // As it is now: what somebody wrote since the file was read is known and stays.
                let mut employer = store::employer::get_in(tx, &ctx, told.id).await?;
                let numbered = employer.business_number.is_some();
                if complete(&mut employer, told) {
                    if !numbered {
                        store::employer::alone(tx, &ctx, &employer).await?;
                    }
                    store::employer::update(tx, &ctx, &employer, None).await?;
                }
            }
            let mut created = plan.created.clone();
            let first = store::opening::reserve_numbers(tx, &ctx, created.len()).await?;
            for (opening, number) in created.iter_mut().zip(first) {
                opening.origin.number = number;
            }
            store::opening::insert_many(tx, &ctx, &created).await?;
            for opening in &plan.updated {
                store::opening::update(tx, &ctx, "import", opening).await?;
                // Only what this very file made worse; what it worsened earlier was told then.
                if opening.worsened.last().is_some_and(|worse| worse.at == ctx.now) {
                    crate::opening::tell_worse(tx, &ctx, opening).await?;
                }
            }
            for id in &plan.fewer {
                crate::opening::fill_if_taken(tx, &ctx, city.reminders(), *id).await?;
            }
            for opening in &plan.closed {
                store::opening::update(tx, &ctx, "close", opening).await?;
            }
            store::connector::keep_raw(tx, &ctx, &source, &plan.raw).await
        })
    })
    .await
}
