//! `/staff/referrals`: people sent to openings, and `/staff/letters`, where an answer is keyed.

mod candidates;
mod letter;
mod list;
mod show;
mod step;

pub(crate) use candidates::propose;
use domain::policy::UseCase;

use crate::routes::Routes;

pub(super) fn routes(routes: &mut Routes) {
    routes.get("/staff/referrals", UseCase::ReadReferral, list::list);
    routes.post("/staff/referrals/new", UseCase::WriteReferral, step::propose);
    routes.get("/staff/referrals/{id}", UseCase::ReadReferral, show::show);
    routes.get("/staff/referrals/{id}/why", UseCase::ReadReferral, super::seeker::why::ask_referral);
    routes.post("/staff/referrals/{id}/why", UseCase::ReadReferral, super::seeker::why::say_referral);
    routes.post("/staff/referrals/{id}/steps", UseCase::WriteReferral, step::step);
    routes.get("/staff/openings/{id}/candidates", UseCase::WriteReferral, candidates::show);
    routes.get("/staff/letters", UseCase::WriteReferral, letter::show);
}
