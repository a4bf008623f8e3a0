//! How whoever asks stands to a jobseeker: the facts from which the policy decides. It must not decide.

use domain::id::PersonId;
use domain::policy::{Relation, kind_of};
use domain::seeker::{Profile, Seeker};
use domain::{Ctx, Role};

use crate::{App, Error};

/// The relation of the actor to a registration. What was erased is shared with nobody.
pub(crate) fn relation(ctx: &Ctx, seeker: &Seeker, profile: Option<&Profile>) -> Relation {
    let kind = kind_of(&ctx.actor);
    Relation {
        person: Some(seeker.person),
        organisation: seeker.organisation,
        assigned: seeker.assigned,
        shared: profile.is_some_and(|profile| profile.consents.shared_with(kind)),
        ..Relation::default()
    }
}

/// The same where two ids may be one person: whoever signs in under one of them is the person of the other's
/// registrations, too.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn relation_of_one(
    ctx: &Ctx,
    app: &App,
    seeker: &Seeker,
    profile: Option<&Profile>,
) -> Result<Relation, Error> {
    let person = Some(own_id(ctx, app, seeker.person).await?);
    Ok(Relation { person, ..relation(ctx, seeker, profile) })
}

/// The id under which a person signed in who asks for what stands under another id of theirs; of anybody else, that id.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn own_id(ctx: &Ctx, app: &App, person: PersonId) -> Result<PersonId, Error> {
    match ctx.actor.person.filter(|own| ctx.actor.role == Role::Seeker && *own != person) {
        Some(own) => {
            let same = store::merge::same_as(&app.store, ctx.tenant, own).await.map_err(crate::fault)?;
            Ok(if same.contains(&person) { own } else { person })
        }
        None => Ok(person),
    }
}
