//! How whoever asks stands to a jobseeker: the facts from which the policy decides. It must not decide.

use domain::Ctx;
use domain::policy::{Relation, kind_of};
use domain::seeker::{Profile, Seeker};

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
