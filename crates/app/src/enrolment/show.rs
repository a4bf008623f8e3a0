//! One person's part in a cohort, for whoever runs it, looks after the person or is the person.
//!
//! It must not know what steps do: that is the rest of [`crate::enrolment`].

use domain::Ctx;
use domain::cohort::Cohort;
use domain::enrolment::{Hours, attended};
use domain::id::{EnrolmentId, SeekerId};
use domain::look::Purpose;
use domain::policy::{Relation, UseCase, authorise};

use super::{Row, name};
use crate::{App, Error};

/// A part with everything that its page says.
#[derive(Debug, Clone)]
pub struct View {
    /// The part, what was told, and the name.
    pub row: Row,
    /// The cohort.
    pub cohort: Cohort,
    /// The person's latest registration; `None` once they were erased.
    pub seeker: Option<SeekerId>,
    /// What they attended of what was held.
    pub hours: Hours,
    /// Whether who asks may take steps with the cohort.
    pub may_mind: bool,
    /// Whether who asks may take the application back and tell anew.
    pub may_write: bool,
}

/// One part. The look is written before it is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn get(ctx: &Ctx, app: &App, id: EnrolmentId) -> Result<View, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::enrolment::find(store, tenant, id).await.map_err(crate::fault)?;
    let (enrolment, application) = found.ok_or(Error::NotFound)?;
    let cohort: Option<Cohort> =
        store::record::find(store, tenant, enrolment.cohort).await.map_err(crate::fault)?;
    let cohort = cohort.ok_or(Error::NotFound)?;
    let mut seeker = None;
    let organisation = cohort.organisation;
    let mut stands = vec![Relation { person: enrolment.person(), organisation, ..Relation::default() }];
    if let Some(person) = enrolment.person() {
        for (one, profile) in store::seeker::of_person(store, tenant, person).await.map_err(crate::fault)? {
            seeker = Some(one.id);
            stands.push(crate::seeker::relation_of_one(ctx, app, &one, profile.as_ref()).await?);
        }
    }
    let may = |use_case| stands.iter().any(|stands| authorise(&ctx.actor, use_case, *stands).is_ok());
    if !may(UseCase::ReadEnrolment) {
        return Err(Error::NotFound);
    }
    let may_write = may(UseCase::WriteEnrolment);
    let may_mind = authorise(&ctx.actor, UseCase::MindCohort, Relation { person: None, ..stands[0] }).is_ok();
    let name = match enrolment.person() {
        Some(person) => {
            crate::look::leave(ctx, app, vec![person], Purpose::Read).await?;
            name(ctx, app, person).await?
        }
        None => String::new(),
    };
    let hours = attended(&enrolment.attendance, &cohort.sessions);
    let row = Row { enrolment, application, name };
    Ok(View { row, cohort, seeker, hours, may_mind, may_write })
}
