//! Accounts of the demo city, one a role.

use domain::Role;
use domain::id::{EmployerId, OrganisationId};
use domain::person::{Account, Grant, Identity, Person};

use super::{Ground, Staff};

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
    body: Option<OrganisationId>,
    employer: Option<EmployerId>,
) -> Vec<Staff> {
    ROLES
        .into_iter()
        .map(|role| {
            let grant = Grant {
                role,
                organisation: body.filter(|_| !matches!(role, Role::Employer | Role::Seeker)),
                employer: employer.filter(|_| role == Role::Employer),
            };
            let person = Person { id: ground.dice.id(), account: Account::Active, grants: vec![grant] };
            let identity =
                Identity { name: ground.dice.name(), login: role.to_string(), phone: String::new() };
            Staff { person, identity, role }
        })
        .collect()
}
