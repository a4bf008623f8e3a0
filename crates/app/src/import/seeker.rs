//! What each row of a file of jobseekers becomes.
//!
//! Nothing of a row leaves this module in the clear: its key and digest are hashed under the tenant's
//! key before they are compared or stored.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use documents::header::Mapping;
use documents::table::Sheet;
use domain::Ctx;
use domain::actor::Channel;
use domain::id::{PersonId, SeekerId};
use domain::message::Message;
use domain::seeker::{Consents, Profile, Seeker, State, StateName};

use super::{File, Options, Outcome, Report, locate, of_row};
use crate::vocabulary::with_vocabulary;
use crate::{App, Error};

/// Everything one file changes, decided before anything is written.
#[derive(Debug, Default)]
struct Plan {
    created: Vec<(Seeker, Profile)>,
    updated: Vec<(Seeker, Profile)>,
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
        documents::seeker::read(sheets, mappings, words)
    });
    let source = if options.source.is_empty() { file.name.clone() } else { options.source.clone() };
    let known = store::seeker::keys(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let known: HashMap<String, Seeker> =
        known.into_iter().map(|seeker| (seeker.source_key.clone(), seeker)).collect();
    let mut seen = BTreeSet::new();
    let mut plan = Plan::default();
    let mut report = Report::of(file, mappings);
    for row in &rows {
        let draft = match &row.outcome {
            Err(problems) => {
                locate(file, row, problems, true, &mut report.problems);
                report.count(Outcome::Rejected);
                continue;
            }
            Ok(draft) => draft,
        };
        locate(file, row, &row.wrong, false, &mut report.problems);
        locate(file, row, &row.warnings, false, &mut report.problems);
        let key = app.store.blind(ctx.tenant, "seeker-row", &draft.key);
        let digest = app.store.blind(ctx.tenant, "seeker-digest", &draft.digest);
        if !seen.insert(key.clone()) {
            report.count(Outcome::Duplicate);
            continue;
        }
        let mut lacks = Vec::new();
        let right = row.wrong.is_empty();
        let outcome = match known.get(&key) {
            Some(seeker) if seeker.source_digest == digest => Outcome::Unchanged,
            // A file brings back nobody who withdrew, was struck out or has died.
            Some(seeker) if ended(seeker.state.name()) => Outcome::Unchanged,
            Some(seeker) => {
                let mut seeker = seeker.clone();
                seeker.source_digest = digest;
                seeker.updated_at = ctx.now;
                let mut profile = draft.profile.clone();
                let mut before = Consents::default();
                let kept =
                    store::seeker::find(&app.store, ctx.tenant, seeker.id).await.map_err(crate::fault)?;
                if let Some(known) = kept.and_then(|(_, profile)| profile) {
                    profile.consents = profile.consents.told_by_file(&known.consents);
                    profile.hearing = known.hearing;
                    before = known.consents;
                }
                let said = profile.consents.changes(&before, ctx.today(), Channel::Import);
                seeker.consents.extend(said);
                settle(ctx, app, &mut seeker, &profile, right, &mut lacks);
                crate::seeker::drop_stranger(ctx, app, &mut seeker, &profile).await?;
                plan.updated.push((seeker, profile));
                Outcome::Updated
            }
            None => {
                if let Err(refused) = crate::seeker::refuse_deceased(ctx, app, &draft.profile, false).await {
                    let Error::Conflict(message) = refused else { return Err(refused) };
                    report.problems.push(of_row(file, row, true, message));
                    report.count(Outcome::Rejected);
                    continue;
                }
                let mut seeker = fresh(ctx, &source, key, digest);
                seeker.consents =
                    draft.profile.consents.changes(&Consents::default(), ctx.today(), Channel::Import);
                settle(ctx, app, &mut seeker, &draft.profile, right, &mut lacks);
                plan.created.push((seeker, draft.profile.clone()));
                Outcome::Created
            }
        };
        let kept = matches!(outcome, Outcome::Created | Outcome::Updated);
        report.drafts += usize::from(kept && !(right && lacks.is_empty()));
        for message in lacks {
            *report.missing.entry(message.code.to_string()).or_insert(0) += 1;
            report.problems.push(of_row(file, row, false, message));
        }
        report.count(outcome);
    }
    if !options.dry_run {
        write(ctx, app, plan).await?;
    }
    Ok(report)
}

fn fresh(ctx: &Ctx, source: &str, source_key: String, source_digest: String) -> Seeker {
    Seeker {
        id: ctx.id::<SeekerId>(),
        person: ctx.id::<PersonId>(),
        number: String::new(),
        registered_on: ctx.today(),
        channel: Channel::Import,
        organisation: ctx.actor.organisation,
        assigned: None,
        intake_on: None,
        due: None,
        consents: Vec::new(),
        moves: Vec::new(),
        revived: Vec::new(),
        state: State::Draft,
        source: source.to_owned(),
        source_key,
        source_digest,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    }
}

fn ended(state: StateName) -> bool {
    matches!(state, StateName::Withdrawn | StateName::Cancelled | StateName::Deceased)
}

/// Accepts a complete draft whose cells can all be `right`; otherwise tells what it lacks.
fn settle(
    ctx: &Ctx,
    app: &App,
    seeker: &mut Seeker,
    profile: &Profile,
    right: bool,
    lacks: &mut Vec<Message>,
) {
    seeker.due = seeker.next_due(app.city.reminders());
    if seeker.state != State::Draft {
        return;
    }
    lacks.extend(profile.missing().iter().map(|missing| missing.message()));
    if right && lacks.is_empty() {
        match crate::seeker::accepted(ctx, app, State::Draft, profile) {
            Ok(state) => seeker.state = state,
            Err(message) => lacks.push(message),
        }
        seeker.due = seeker.next_due(app.city.reminders());
    }
}

async fn write(ctx: &Ctx, app: &App, plan: Plan) -> Result<(), Error> {
    let plan = Arc::new(plan);
    app.write(ctx, move |tx, ctx| {
        let plan = plan.clone();
        Box::pin(async move {
            let mut created = plan.created.clone();
            let numbers = store::seeker::reserve_numbers(tx, &ctx, created.len()).await?;
            for ((seeker, _), number) in created.iter_mut().zip(numbers) {
                seeker.number = number;
            }
            store::seeker::insert_many(tx, &ctx, &created).await?;
            for (seeker, profile) in &plan.updated {
                store::seeker::update(tx, &ctx, "import", seeker, profile).await?;
            }
            for (seeker, profile) in created.iter().chain(&plan.updated) {
                store::merge::suggest(tx, &ctx, seeker, profile, false).await?;
            }
            Ok(())
        })
    })
    .await
}
