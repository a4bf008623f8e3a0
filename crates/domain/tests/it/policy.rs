//! Who may do what: the whole matrix as one reviewed table.

use domain::id::{EmployerId, OrganisationId, PersonId};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use domain::{Actor, Role};
use strum::IntoEnumIterator;
use uuid::Uuid;

#[test]
fn the_matrix() {
    let mut table = format!("{:<18}", "");
    for role in Role::iter() {
        table += &format!(" {:<8.8}", role.to_string());
    }
    for use_case in UseCase::iter() {
        table += &format!("\n{:<18}", use_case.to_string());
        for role in Role::iter() {
            let mark = match reach(role, use_case) {
                Reach::No => "-",
                Reach::Own => "own",
                Reach::All => "all",
            };
            table += &format!(" {mark:<8}");
        }
    }
    let table: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn own_means_the_same_person_employer_or_body_and_never_nobody() {
    let (me, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
    let actor = Actor { person: Some(me), ..Actor::staff(Role::Seeker, me, None) };
    let of = |person| Relation { person, ..Relation::default() };
    assert!(authorise(&actor, UseCase::ReadSeeker, of(Some(me))).is_ok());
    assert!(authorise(&actor, UseCase::ReadSeeker, of(Some(other))).is_err());
    assert!(authorise(&actor, UseCase::ReadSeeker, of(None)).is_err());
    // A grant that names a body by mistake gives a jobseeker nothing of that body.
    let body = Some(OrganisationId(Uuid::from_u128(5)));
    let of_a_body = Actor { organisation: body, ..actor.clone() };
    let theirs = Relation { person: Some(other), organisation: body, employer: None };
    assert!(authorise(&of_a_body, UseCase::ReadSeeker, theirs).is_err());
    let nobody = Actor { person: None, ..actor };
    assert!(authorise(&nobody, UseCase::ReadSeeker, of(None)).is_err(), "nobody is not the owner of nothing");
    let employer = EmployerId(Uuid::from_u128(3));
    let contact = Actor { role: Role::Employer, employer: Some(employer), ..Actor::citizen() };
    let theirs = Relation { employer: Some(EmployerId(Uuid::from_u128(4))), ..Relation::default() };
    assert!(authorise(&contact, UseCase::WriteOpening, theirs).is_err());
    let clerk = Actor::staff(Role::Clerk, me, Some(OrganisationId(Uuid::from_u128(5))));
    let other_body =
        Relation { organisation: Some(OrganisationId(Uuid::from_u128(6))), ..Relation::default() };
    assert!(authorise(&clerk, UseCase::WriteOpening, other_body).is_err());
}

#[test]
fn configuring_the_system_gives_no_way_to_people() {
    for role in [
        Role::Operator,
        Role::PlanManager,
        Role::Mayor,
        Role::Clerk,
        Role::Agency,
        Role::Partner,
        Role::Employer,
    ] {
        for use_case in
            [UseCase::ReadSeeker, UseCase::WriteSeeker, UseCase::ExportSeekers, UseCase::ImportSeekers]
        {
            assert_eq!(reach(role, use_case), Reach::No, "{role} {use_case}");
        }
    }
}
