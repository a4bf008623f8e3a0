//! What each row of a department's own list of contacts becomes. One's own department's is found again by the firm and the name;
//! another department's of the same firm is told in the preview and waits for a decision once it is in.

use std::collections::BTreeMap;

use documents::contact::ContactDraft;
use documents::header::Mapping;
use documents::table::Sheet;
use domain::Ctx;
use domain::contact::{Contact, Details};
use domain::employer::{BusinessNumber, plain_name};
use domain::look::Purpose;
use domain::message::Message;
use domain::person::written_phone;

use super::{Change, File, Options, Outcome, Report, locate, of_row};
use crate::comment::Names;
use crate::{App, Error, look};

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
    let (mut names, mut seen) = (Names::default(), Vec::<(u32, &ContactDraft)>::new());
    let mut looked = Vec::new();
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
        if let Some((first, _)) = seen.iter().find(|(_, other)| twice(other, draft)) {
            let why = Message::new("contact-twice").with("row", *first);
            report.problems.push(of_row(file, row, false, why));
            report.count(Outcome::Duplicate);
            continue;
        }
        seen.push((row.row, draft));
        let same_firm = |contact: &Contact| same_firm((&contact.firm, &contact.business_number), draft);
        let mine = mine(ctx, &known, draft);
        let outcome = match mine {
            Some((contact, details)) if says_the_same(contact, details, draft) => Outcome::Unchanged,
            // Whoever asked to be erased is not brought back by a list.
            Some((contact, _)) if contact.erased => Outcome::Unchanged,
            Some((contact, details)) => {
                if options.dry_run {
                    let now = (told(contact.clone(), draft), filled(details, draft));
                    let told = changes((contact, details), (&now.0, &now.1));
                    report.changes.extend(told.map(|(field, before, after)| Change {
                        sheet: row.sheet.clone(),
                        row: row.row as usize,
                        of: contact.firm.clone(),
                        field,
                        before,
                        after,
                    }));
                    looked.push(contact.person);
                }
                plan.updated.push((told(contact.clone(), draft), filled(details, draft)));
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
    if options.dry_run {
        // What is known of them is about to be shown beside what the file says.
        look::leave(ctx, app, looked, Purpose::List).await?;
    } else {
        write(ctx, app, plan).await?;
    }
    Ok(report)
}

/// Whether a firm is the one of a row: by the number where both tell it, else by the name.
fn same_firm((firm, number): (&str, &Option<BusinessNumber>), draft: &ContactDraft) -> bool {
    match (number, &draft.business_number) {
        (Some(theirs), Some(ours)) => theirs == ours,
        _ => plain_name(firm) == plain_name(&draft.firm),
    }
}

/// Whether a row says again what one before it said: the same person of a firm, the firm without anybody, or two people of whom
/// nothing may be kept without their consent, so that nothing would tell them apart.
fn twice(other: &ContactDraft, draft: &ContactDraft) -> bool {
    let nobody = other.details.is_empty() && draft.details.is_empty();
    (draft.named.is_empty() || other.named == draft.named || nobody)
        && same_firm((&other.firm, &other.business_number), draft)
}

/// The department's own contact that a row is about: of its name; a row that names nobody, or nobody who agreed, is about
/// the firm as the department knows it.
fn mine<'a>(
    ctx: &Ctx,
    known: &'a [(Contact, Details)],
    draft: &ContactDraft,
) -> Option<&'a (Contact, Details)> {
    let own = |one: &&(Contact, Details)| {
        one.0.organisation == ctx.actor.organisation
            && same_firm((&one.0.firm, &one.0.business_number), draft)
    };
    let of_firm: Vec<&(Contact, Details)> = known.iter().filter(own).collect();
    let of_name = |name: &str| of_firm.iter().copied().find(|(_, details)| details.name == name);
    of_name(&draft.named)
        .or_else(|| of_name(&draft.details.name))
        .or_else(|| of_firm.first().copied().filter(|_| draft.named.is_empty()))
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
        sharing: draft.sharing.unwrap_or(contact.sharing),
        ..contact
    }
}

/// Who it is as the file tells it; what the file leaves out stays.
fn filled(details: &Details, draft: &ContactDraft) -> Details {
    let of = |told: &String, known: &String| if told.is_empty() { known } else { told }.clone();
    let told = &draft.details;
    Details {
        name: of(&told.name, &details.name),
        position: of(&told.position, &details.position),
        phone: of(&told.phone, &details.phone),
        email: of(&told.email, &details.email),
    }
}

/// The fields that differ between a contact as it is known and as a row tells it.
fn changes(
    (known, who): (&Contact, &Details),
    (told, named): (&Contact, &Details),
) -> impl Iterator<Item = (&'static str, String, String)> {
    let number = |contact: &Contact| {
        contact.business_number.as_ref().map(|number| number.digits().to_owned()).unwrap_or_default()
    };
    let day = |contact: &Contact| contact.consented_on.map(|day| day.to_string()).unwrap_or_default();
    let pairs = [
        ("contact-firm", known.firm.clone(), told.firm.clone()),
        ("business-number", number(known), number(told)),
        ("contact-name", who.name.clone(), named.name.clone()),
        ("contact-position", who.position.clone(), named.position.clone()),
        ("contact-phone", written_phone(&who.phone), written_phone(&named.phone)),
        ("contact-email", who.email.clone(), named.email.clone()),
        ("contact-sharing", known.sharing.to_string(), told.sharing.to_string()),
        ("contact-consented", day(known), day(told)),
    ];
    pairs.into_iter().filter(|(_, before, after)| before != after)
}

fn says_the_same(contact: &Contact, details: &Details, draft: &ContactDraft) -> bool {
    details == &filled(details, draft) && &told(contact.clone(), draft) == contact
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
