//! Who may do what: the whole matrix as one reviewed table.

use domain::id::{EmployerId, OrganisationId, PersonId};
use domain::organisation::OrganisationKind;
use domain::policy::{Reach, Relation, Scope, UseCase, authorise, reach, scope};
use domain::{Actor, Role, Standing};
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
                Reach::Need => "need",
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
    let theirs = Relation { person: Some(other), organisation: body, ..Relation::default() };
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

#[test]
fn a_counsellor_needs_to_know() {
    let [me, person, other] = [1, 2, 3].map(|n| PersonId(Uuid::from_u128(n)));
    let [mine, theirs] = [5, 6].map(|n| OrganisationId(Uuid::from_u128(n)));
    let counselor = Actor::staff(Role::Counselor, me, Some(mine));
    let about = Relation { person: Some(person), organisation: Some(theirs), ..Relation::default() };
    let may = |relation| authorise(&counselor, UseCase::ReadSeeker, relation).is_ok();
    assert!(may(Relation { organisation: Some(mine), ..about }), "of the own body");
    assert!(may(Relation { organisation: None, ..about }), "of no body yet");
    assert!(may(Relation { assigned: Some(me), ..about }), "assigned");
    assert!(may(Relation { shared: true, ..about }), "shared by consent");
    assert!(!may(about), "of another body");
    assert!(!may(Relation { assigned: Some(other), ..about }), "assigned to somebody else");
    let auditor = Actor::staff(Role::Auditor, me, Some(mine));
    assert!(authorise(&auditor, UseCase::ReadSeeker, about).is_ok(), "the auditor sees all");
    assert!(authorise(&auditor, UseCase::WriteSeeker, about).is_err(), "and changes nothing");
    let known = Scope::Known { organisation: Some(mine), assigned: Some(me), kind: OrganisationKind::City };
    assert_eq!(scope(&counselor, UseCase::ReadSeeker), known);
    assert_eq!(scope(&auditor, UseCase::ReadSeeker), Scope::Everyone);
    assert_eq!(scope(&counselor, UseCase::ExportSeekers), Scope::Nobody);
}

#[test]
fn whoever_waits_to_be_confirmed_reads_what_everyone_reads() {
    let (me, employer) = (PersonId(Uuid::from_u128(1)), EmployerId(Uuid::from_u128(3)));
    let contact = Actor { employer: Some(employer), ..Actor::staff(Role::Employer, me, None) };
    let waiting = Actor { standing: Standing::Unconfirmed, ..contact.clone() };
    let own = Relation { person: Some(me), employer: Some(employer), ..Relation::default() };
    for use_case in UseCase::iter() {
        let public = [
            UseCase::ReadPublic,
            UseCase::SignIn,
            UseCase::SetUp,
            UseCase::AnswerQuestion,
            UseCase::BringIdea,
            UseCase::PrintAtKiosk,
            UseCase::JoinEvent,
            UseCase::HandOver,
        ];
        assert_eq!(authorise(&waiting, use_case, own).is_ok(), public.contains(&use_case), "{use_case}");
    }
    assert!(authorise(&contact, UseCase::WriteOpening, own).is_ok());
}
