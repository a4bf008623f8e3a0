//! What each row of a department's own list of contacts becomes. One's own department's is found again by the firm and the name;
//! another department's of the same firm is told in the preview and waits for a decision once it is in.

use std::collections::{BTreeMap, BTreeSet};

use documents::contact::ContactDraft;
use documents::header::Mapping;
use documents::table::Sheet;
use domain::Ctx;
use domain::contact::{Contact, Details};
use domain::employer::BusinessNumber;
use domain::message::Message;

use super::{File, Options, Outcome, Report, locate, of_row};
use crate::comment::Names;
use crate::{App, Error};

/// Everything one file changes, decided before anything is written.
#[derive(Debug, Default)]
struct Plan {
    created: Vec<(Contact, Details)>,
    updated: Vec<(Contact, Details)>,
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
    let rows = documents::contact::read(sheets, mappings, ctx.today());
    let known = store::contact::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let employers = store::employer::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let employers: BTreeMap<BusinessNumber, _> =
        employers.into_iter().filter_map(|one| Some((one.business_number?, one.id))).collect();
    let (mut names, mut seen) = (Names::default(), BTreeSet::new());
    let (mut plan, mut report) = (Plan::default(), Report::of(file, mappings));
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
        let firm = domain::employer::plain_name(&draft.firm);
        if !seen.insert((firm.clone(), draft.business_number.clone(), draft.details.name.clone())) {
            report.count(Outcome::Duplicate);
            continue;
        }
        let same_firm = |contact: &Contact| match (&contact.business_number, &draft.business_number) {
            (Some(theirs), Some(ours)) => theirs == ours,
            _ => contact.plain() == firm,
        };
        let mine = known.iter().find(|(contact, details)| {
            contact.organisation == ctx.actor.organisation
                && same_firm(contact)
                && details.name == draft.details.name
        });
        let outcome = match mine {
            Some((contact, details)) if says_the_same(contact, details, draft) => Outcome::Unchanged,
            // Whoever asked to be erased is not brought back by a list.
            Some((contact, _)) if contact.erased => Outcome::Unchanged,
            Some((contact, _)) => {
                plan.updated.push((told(contact.clone(), draft), draft.details.clone()));
                Outcome::Updated
            }
            None => {
                let other = known.iter().find(|(contact, _)| {
                    contact.organisation != ctx.actor.organisation && same_firm(contact)
                });
                if let Some((other, _)) = other {
                    let body = names.body(ctx, app, other.organisation).await?;
                    report.problems.push(of_row(
                        file,
                        row,
                        false,
                        Message::new("contact-known-elsewhere").with("name", body),
                    ));
                }
                let contact = Contact {
                    employer: draft
                        .business_number
                        .as_ref()
                        .and_then(|number| employers.get(number))
                        .copied(),
                    alike: other.map(|(other, _)| other.id),
                    ..told(blank(ctx), draft)
                };
                plan.created.push((contact, draft.details.clone()));
                Outcome::Created
            }
        };
        report.count(outcome);
    }
    if !options.dry_run {
        write(ctx, app, plan).await?;
    }
    Ok(report)
}

fn blank(ctx: &Ctx) -> Contact {
    Contact {
        id: ctx.id(),
        person: ctx.id(),
        organisation: ctx.actor.organisation,
        firm: String::new(),
        business_number: None,
        employer: None,
        body: None,
        sector: String::new(),
        sharing: domain::contact::Sharing::Own,
        consented_on: None,
        last_on: None,
        alike: None,
        erased: false,
        version: 1,
        created_at: ctx.now,
    }
}

/// The contact as the file tells it; what the file does not speak of stays.
fn told(contact: Contact, draft: &ContactDraft) -> Contact {
    Contact {
        firm: draft.firm.clone(),
        business_number: draft.business_number.clone().or(contact.business_number),
        consented_on: draft.consented_on.or(contact.consented_on),
        sharing: draft.sharing,
        ..contact
    }
}

fn says_the_same(contact: &Contact, details: &Details, draft: &ContactDraft) -> bool {
    details == &draft.details && &told(contact.clone(), draft) == contact
}

async fn write(ctx: &Ctx, app: &App, plan: Plan) -> Result<(), Error> {
    let plan = std::sync::Arc::new(plan);
    app.write(ctx, move |tx, ctx| {
        let plan = plan.clone();
        Box::pin(async move {
            for (contact, details) in &plan.created {
                store::contact::insert(tx, &ctx, contact, details).await?;
            }
            for (contact, details) in &plan.updated {
                store::contact::update(tx, &ctx, "import", contact, Some(details)).await?;
            }
            Ok(())
        })
    })
    .await
}
