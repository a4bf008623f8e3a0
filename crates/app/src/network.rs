//! The network as a whole: who talks to a firm, of all departments, so that five of them do not call it in one week. It must
//! not write anything.

pub mod map;

use domain::Ctx;
use domain::employer::plain_name;
use domain::hiring_commitment::HiringCommitment;
use domain::id::{EmployerId, LeadId, OrganisationId};
use domain::lead::Lead;
use domain::policy::{Relation, UseCase, authorise};
use domain::visit::Visit;
use jiff::civil::Date;

use crate::comment::Names;
use crate::{App, Error};

/// Openings of one employer that are looked at.
const OPENINGS: usize = 20;

/// That a body has to do with a firm.
#[derive(Debug, Clone)]
pub struct Talk {
    /// In which way: `lead`, `visit`, `opening`, `commitment`, `contact`.
    pub kind: &'static str,
    /// Which body.
    pub organisation: Option<OrganisationId>,
    /// Its name.
    pub body: String,
    /// When last.
    pub on: Date,
    /// About what.
    pub what: String,
    /// Its page; empty when there is none.
    pub href: String,
    /// The lead it belongs to, if it does.
    pub lead: Option<LeadId>,
}

/// Who talks to a firm, of all departments, the latest first: by its employer, or by its name while it has none.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn talks(
    ctx: &Ctx,
    app: &App,
    employer: Option<EmployerId>,
    name: &str,
) -> Result<Vec<Talk>, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let day = |at| ctx.zone.to_datetime(at).date();
    let mut found = Vec::new();
    let plain = plain_name(name);
    let leads = store::record::all::<Lead>(store, tenant).await.map_err(crate::fault)?;
    for lead in leads {
        let one = employer.is_some() && lead.employer == employer;
        let alike = !plain.is_empty() && plain_name(&lead.name) == plain;
        if !one && !alike {
            continue;
        }
        let href = format!("/staff/leads/{}", lead.id);
        for visit in store::record::of_parent::<Visit>(store, tenant, lead.id).await.map_err(crate::fault)? {
            let body = visit.organisation;
            found.push(talk("visit", body, visit.on, visit.notes, href.clone(), Some(lead.id)));
        }
        found.push(talk(
            "lead",
            lead.organisation,
            day(lead.created_at),
            lead.need.work,
            href,
            Some(lead.id),
        ));
    }
    if let Some(employer) = employer {
        let openings = store::opening::of_employer(store, tenant, employer).await.map_err(crate::fault)?;
        for opening in openings.into_iter().take(OPENINGS) {
            let href = format!("/staff/openings/{}", opening.id);
            let (body, on) = (opening.origin.organisation, day(opening.updated_at));
            found.push(talk("opening", body, on, opening.content.title, href, None));
        }
        let promised = store::record::all::<HiringCommitment>(store, tenant).await.map_err(crate::fault)?;
        for promise in promised.into_iter().filter(|promise| promise.employer == Some(employer)) {
            let href = promise.project.map(|id| format!("/staff/projects/{id}")).unwrap_or_default();
            found.push(talk("commitment", promise.organisation, promise.on, promise.source, href, None));
        }
    }
    let mut contacts = store::contact::of_firm(store, tenant, &plain, "").await.map_err(crate::fault)?;
    if let Some(employer) = employer {
        contacts.retain(|contact| contact.employer.is_none_or(|of| of == employer));
    }
    for contact in contacts {
        let on = contact.last_on.unwrap_or_else(|| day(contact.created_at));
        found.push(talk(
            "contact",
            contact.organisation,
            on,
            contact.firm,
            "/staff/contacts".to_owned(),
            None,
        ));
    }
    let mut names = Names::default();
    for talk in &mut found {
        talk.body = names.body(ctx, app, talk.organisation).await?;
    }
    found.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.kind.cmp(b.kind)));
    Ok(found)
}

fn talk(
    kind: &'static str,
    organisation: Option<OrganisationId>,
    on: Date,
    what: String,
    href: String,
    lead: Option<LeadId>,
) -> Talk {
    Talk { kind, organisation, body: String::new(), on, what, href, lead }
}
