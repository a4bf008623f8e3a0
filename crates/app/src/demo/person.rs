//! Accounts of the demo city, one a role.

use domain::Role;
use domain::id::{EmployerId, PersonId};
use domain::organisation::{Organisation, OrganisationKind};
use domain::person::{Account, Grant, Identity, Person};

use super::{Ground, Staff};

/// The counsellor's telephone at home, which one of the placed gives too.
pub(super) const HOUSEHOLD: &str = "0310009876";

const ROLES: [Role; 11] = [
    Role::Counselor,
    Role::Supervisor,
    Role::Clerk,
    Role::Agency,
    Role::Partner,
    Role::PlanManager,
    Role::Mayor,
    Role::Auditor,
    Role::Operator,
    Role::Employer,
    Role::Seeker,
];

pub(super) fn staff(
    ground: &Ground<'_>,
    bodies: &[Organisation],
    employer: Option<EmployerId>,
    seeker: Option<(PersonId, &str)>,
) -> Vec<Staff> {
    // Each in the first body of their kind, or in the city itself.
    let body = |role: Role| {
        let kind = match role {
            Role::Clerk => OrganisationKind::Department,
            Role::Agency => OrganisationKind::Agency,
            Role::Partner => OrganisationKind::Partner,
            Role::Counselor => OrganisationKind::JobCenter,
            _ => OrganisationKind::City,
        };
        bodies.iter().find(|body| body.kind == kind).or(bodies.first()).map(|body| body.id)
    };
    ROLES
        .into_iter()
        .map(|role| {
            let grant = Grant {
                role,
                organisation: body(role).filter(|_| !matches!(role, Role::Employer | Role::Seeker)),
                employer: employer.filter(|_| role == Role::Employer),
                confirmed: true,
            };
            // The jobseeker who signs in is one of those registered, so that they see their own record.
            let (id, name) = match seeker.filter(|_| role == Role::Seeker) {
                Some((person, name)) => (person, name.to_owned()),
                None => (ground.dice.id(), ground.dice.name()),
            };
            let person = Person { id, account: Account::Active, grants: vec![grant] };
            // Somebody of the counsellor's own household is among the placed: a second person must see it.
            let phone = if role == Role::Counselor { HOUSEHOLD.to_owned() } else { String::new() };
            let identity = Identity { name, login: role.to_string(), phone };
            Staff { person, identity, role }
        })
        .collect()
}
