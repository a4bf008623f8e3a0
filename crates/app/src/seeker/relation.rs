//! How whoever asks stands to a jobseeker: the facts from which the policy decides. It must not decide.

use domain::Ctx;
use domain::organisation::OrganisationKind;
use domain::policy::{Relation, kind_of};
use domain::seeker::{Consents, Profile, Seeker};

/// The relation of the actor to a registration. What was erased is shared with nobody.
pub(crate) fn relation(ctx: &Ctx, seeker: &Seeker, profile: Option<&Profile>) -> Relation {
    let kind = kind_of(&ctx.actor);
    Relation {
        person: Some(seeker.person),
        organisation: seeker.organisation,
        shared: profile.is_some_and(|profile| shared_with(&profile.consents, kind)),
        ..Relation::default()
    }
}

/// Whether the person agreed that a body of that kind may see the record (구직정보 제공동의). Silence is no
/// agreement.
fn shared_with(consents: &Consents, kind: OrganisationKind) -> bool {
    let told = match kind {
        OrganisationKind::City
        | OrganisationKind::Department
        | OrganisationKind::Agency
        | OrganisationKind::JobCenter => consents.local_government,
        OrganisationKind::Partner => consents.private_agency,
    };
    consents.registration.is_some() && told == Some(true)
}
