//! The one place that says who may do what. Every use case names itself here; every route names its
//! use case; there is no other permission check.

use crate::actor::{Actor, Channel, Role, Standing};
use crate::id::{EmployerId, OrganisationId, PersonId};
use crate::organisation::OrganisationKind;

mod use_case;

pub use use_case::UseCase;

/// How the actor stands to the thing acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Relation {
    /// The person the record is about.
    pub person: Option<PersonId>,
    /// The employer the record is about.
    pub employer: Option<EmployerId>,
    /// The body that owns the record; `None` while it waits for one to take it.
    pub organisation: Option<OrganisationId>,
    /// The counsellor who looks after the person.
    pub assigned: Option<PersonId>,
    /// Whether the person agreed to be shown to the kind of body that asks: `Consents::shared_with` of
    /// [`kind_of`] the actor.
    pub shared: bool,
    /// Whether the record waits for a decision of a second person: then a supervisor of the city reads it, whoever's it
    /// is, to decide.
    pub under_review: bool,
}

words! {
    /// What a role may do in a use case.
    pub enum Reach {
        /// Nothing.
        No,
        /// Only on records about themselves, their employer or their body.
        Own,
        /// Only of people whom they need to know: of their own body or of none yet, assigned to them, or
        /// shared with their kind of body by the person's consent.
        Need,
        /// On all records of the tenant.
        All,
    }
}

/// Why something was refused. Carries no detail: where existence is confidential it is shown as
/// "not found".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("permit {role} to {use_case}")]
pub struct Forbidden {
    /// Who asked.
    pub role: Role,
    /// For what.
    pub use_case: UseCase,
}

/// The use case × role matrix.
pub fn reach(role: Role, use_case: UseCase) -> Reach {
    use Reach::{All, Need, No, Own};
    use Role::{
        Agency, Auditor, Citizen, Clerk, Counselor, Employer, Mayor, Operator, Partner, PlanManager, Seeker,
        Supervisor,
    };
    use UseCase as U;
    match (use_case, role) {
        (
            U::ReadPublic
            | U::SignIn
            | U::SetUp
            | U::AnswerQuestion
            | U::BringIdea
            | U::PrintAtKiosk
            | U::JoinEvent
            | U::HandOver,
            _,
        ) => All,
        (_, Citizen) => No,
        (U::ReadOwn, _) => Own,
        (U::ReadOpening, Employer) => Own,
        (U::ReadOpening, Seeker) => No,
        (U::ReadOpening, _) => All,
        (U::WriteOpening, Counselor | Supervisor | PlanManager) => All,
        (U::WriteOpening, Employer | Clerk | Agency | Partner) => Own,
        (U::DecideOpening, Counselor | Supervisor) => All,
        (U::ReadEmployer, Employer) => Own,
        (U::ReadEmployer, Counselor | Supervisor | Clerk | Agency | PlanManager | Auditor) => All,
        (U::WriteEmployer, Counselor | Supervisor) => All,
        (U::WriteEmployer, Employer) => Own,
        // Need to know: those who counsel and those who check them. Configuration gives no way in.
        (U::ReadSeeker, Auditor) => All,
        (U::ReadSeeker | U::WriteSeeker | U::ReadMatch, Counselor | Supervisor) => Need,
        (U::ReadSeeker | U::WriteSeeker, Seeker) => Own,
        (U::ErasePerson, Supervisor) => Need,
        (U::ErasePerson, Seeker) => Own,
        (U::ReadMatch, Seeker | Employer) => Own,
        (U::ReadOrganisation, Seeker | Employer) => No,
        (U::ReadOrganisation, _) => All,
        (U::WriteOrganisation, PlanManager | Operator) => All,
        (U::ImportOpenings, Counselor | Supervisor | PlanManager) => All,
        (U::ImportOpenings, Clerk | Agency) => Own,
        (U::ImportSeekers, Counselor | Supervisor) => All,
        (U::ExportOpenings, Counselor | Supervisor | Clerk | Agency | PlanManager | Auditor) => All,
        (U::ExportSeekers, Supervisor) => All,
        (U::ManageUsers, Operator) => All,
        (U::ReadChange, Auditor | Supervisor | PlanManager) => All,
        (U::OperateSystem, Operator) => All,
        (U::ReadDay, Counselor | Supervisor) => All,
        (U::WriteService | U::ReadReferral | U::WriteReferral, Counselor | Supervisor) => Need,
        (U::ReadReferral | U::ReadPlacement, Auditor) => All,
        (U::ReadReferral | U::AnswerReferral, Seeker | Employer) => Own,
        (U::ReadPlacement | U::WritePlacement, Counselor | Supervisor) => Need,
        (U::ReadPlacement | U::DisputePlacement, Seeker) => Own,
        (U::WritePlacement | U::ReadPlacement, Clerk | Agency) => Own,
        (U::ReadLedger, Seeker | Employer | Partner) => No,
        (U::ReadLedger, _) => All,
        (U::CloseMonth, PlanManager) => All,
        (U::ReadReview, Supervisor | Auditor) => All,
        (U::DecideReview, Supervisor) => All,
        (
            U::ReadProject | U::ReadNetwork | U::ReadCouncil | U::ReadPlan,
            Counselor | Supervisor | Clerk | Agency | PlanManager | Mayor | Auditor | Operator,
        ) => All,
        // Members of the council read what the council reads.
        (U::ReadNetwork | U::ReadCouncil, Partner) => All,
        (U::WriteProject, PlanManager) => All,
        (U::WriteProject, Clerk | Agency) => Own,
        (U::WriteNetwork, Counselor | Supervisor | PlanManager) => All,
        (U::WriteNetwork, Clerk | Agency | Partner) => Own,
        (U::ReadContact | U::WriteContact, Counselor | Supervisor | PlanManager | Clerk | Agency) => Need,
        (U::ReadContact, Auditor) => All,
        (U::WriteComment, Counselor | Supervisor | Clerk | Agency | PlanManager | Mayor) => All,
        (
            U::ReadComment,
            Counselor | Supervisor | Clerk | Agency | PlanManager | Mayor | Auditor | Operator,
        ) => All,
        (U::WriteCouncil, PlanManager) => All,
        (U::TakePart, PlanManager) => All,
        (U::TakePart, Counselor | Supervisor | Clerk | Agency | Partner) => Own,
        (U::WritePlan, PlanManager) => All,
        (U::ReadSubmission, PlanManager | Mayor | Auditor) => All,
        (U::ReadSubmission | U::WriteSubmission, Clerk | Agency) => Own,
        (U::WriteSubmission | U::DecideSubmission, PlanManager) => All,
        (U::ReadBrief, Mayor | PlanManager | Auditor) => All,
        (U::ReadAudit, Auditor | PlanManager) => All,
        (U::ExportResearch, Auditor | PlanManager) => All,
        (U::ReadNode, Counselor | Supervisor | Operator | Auditor) => All,
        (U::WriteNode, Supervisor | Operator) => All,
        (U::MindNode, Counselor | Supervisor | Operator) => All,
        (U::ManageKeys, Operator) => All,
        (U::FollowReferral, Agency | Partner) => Own,
        (U::PrintPaper, Counselor | Supervisor | Clerk | Agency | PlanManager) => All,
        (U::KeySlip, Counselor | Supervisor) => Need,
        (U::ReadCohort, Counselor | Supervisor | Clerk | Agency | PlanManager | Mayor | Auditor) => All,
        (U::MindCohort, Supervisor | PlanManager) => All,
        // Whoever's body runs it.
        (U::MindCohort, Counselor | Clerk | Agency) => Own,
        (U::ReadEnrolment, Auditor) => All,
        (U::ReadEnrolment | U::WriteEnrolment, Counselor | Supervisor) => Need,
        (U::ReadEnrolment | U::WriteEnrolment, Clerk | Agency | Seeker) => Own,
        (U::ReadSupporter, Auditor) => All,
        (U::ReadSupporter | U::WriteSupporter, Counselor | Supervisor) => Need,
        (U::ReadSupporter | U::WriteSupporter, Seeker) => Own,
        (U::ReadWorkTrial, Auditor) => All,
        (U::ReadWorkTrial | U::WriteWorkTrial | U::SignWorkTrial, Counselor | Supervisor) => Need,
        (U::ReadWorkTrial | U::SignWorkTrial, Agency | Seeker | Employer) => Own,
        (U::ReadEvent, Mayor | Auditor) => All,
        (U::ReadEvent | U::MindEvent, Counselor | Supervisor | PlanManager) => All,
        (U::ReadEvent | U::MindEvent, Clerk | Agency) => Own,
        (U::BookInterview, Counselor | Supervisor) => Need,
        (U::BookInterview, Seeker) => Own,
        (
            U::WriteOpening
            | U::DecideOpening
            | U::ReadEmployer
            | U::WriteEmployer
            | U::ReadSeeker
            | U::WriteSeeker
            | U::ErasePerson
            | U::ReadMatch
            | U::WriteOrganisation
            | U::ImportOpenings
            | U::ImportSeekers
            | U::ExportOpenings
            | U::ExportSeekers
            | U::ManageUsers
            | U::ReadChange
            | U::OperateSystem
            | U::ReadDay
            | U::WriteService
            | U::ReadReferral
            | U::WriteReferral
            | U::AnswerReferral
            | U::ReadPlacement
            | U::WritePlacement
            | U::DisputePlacement
            | U::CloseMonth
            | U::ReadReview
            | U::DecideReview
            | U::ReadProject
            | U::WriteProject
            | U::ReadNetwork
            | U::WriteNetwork
            | U::ReadContact
            | U::WriteContact
            | U::WriteComment
            | U::ReadComment
            | U::ReadCouncil
            | U::WriteCouncil
            | U::TakePart
            | U::ReadPlan
            | U::WritePlan
            | U::ReadSubmission
            | U::WriteSubmission
            | U::DecideSubmission
            | U::ReadBrief
            | U::ReadAudit
            | U::ExportResearch
            | U::ReadNode
            | U::WriteNode
            | U::MindNode
            | U::ManageKeys
            | U::FollowReferral
            | U::PrintPaper
            | U::KeySlip
            | U::ReadCohort
            | U::MindCohort
            | U::ReadEnrolment
            | U::WriteEnrolment
            | U::ReadSupporter
            | U::WriteSupporter
            | U::ReadWorkTrial
            | U::WriteWorkTrial
            | U::SignWorkTrial
            | U::ReadEvent
            | U::MindEvent
            | U::BookInterview,
            Seeker | Employer | Counselor | Supervisor | Clerk | Agency | Partner | PlanManager | Mayor
            | Auditor | Operator,
        ) => No,
    }
}

/// What everyone may do, whoever they are.
pub fn is_public(use_case: UseCase) -> bool {
    matches!(
        use_case,
        UseCase::ReadPublic
            | UseCase::SignIn
            | UseCase::SetUp
            | UseCase::AnswerQuestion
            | UseCase::BringIdea
            | UseCase::PrintAtKiosk
            | UseCase::JoinEvent
            | UseCase::HandOver
    )
}

/// Whether the actor may come to the door of a use case at all. Which records they may touch behind it is
/// asked again with their relation.
pub fn may_ask(actor: &Actor, use_case: UseCase) -> bool {
    let stands = actor.standing == Standing::Confirmed || is_public(use_case);
    stands && reach(actor.role, use_case) != Reach::No
}

/// The kind of body to which a person's consents are held when this actor asks. Staff without a body act for
/// the city.
pub fn kind_of(actor: &Actor) -> OrganisationKind {
    actor.body_kind.unwrap_or(OrganisationKind::City)
}

/// Whose records a list, a search or an export may hold for an actor: what [`authorise`] says of each record,
/// as conditions for a query, so that no page is filtered after it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Nobody's.
    Nobody,
    /// Everybody's.
    Everyone,
    /// Of one person only.
    Person(PersonId),
    /// Of one body, of none yet, assigned to a counsellor, or shared with a kind of body.
    Known {
        /// The actor's body.
        organisation: Option<OrganisationId>,
        /// The actor.
        assigned: Option<PersonId>,
        /// What the actor's body is.
        kind: OrganisationKind,
    },
}

/// The people whose records an actor may find in a use case.
pub fn scope(actor: &Actor, use_case: UseCase) -> Scope {
    if !may_ask(actor, use_case) {
        return Scope::Nobody;
    }
    match reach(actor.role, use_case) {
        Reach::No => Scope::Nobody,
        Reach::All => Scope::Everyone,
        Reach::Own => actor.person.map_or(Scope::Nobody, Scope::Person),
        // Whoever may run the program on its machine holds the data anyway.
        Reach::Need if actor.channel == Channel::System => Scope::Everyone,
        Reach::Need => {
            Scope::Known { organisation: actor.organisation, assigned: actor.person, kind: kind_of(actor) }
        }
    }
}

/// Whether the actor says why before they open a record that they may open: it is about somebody whom another body
/// looks after and who is not assigned to them.
pub fn must_say_why(actor: &Actor, relation: Relation) -> bool {
    let near = relation.organisation.is_none()
        || same(actor.organisation, relation.organisation)
        || same(actor.person, relation.assigned)
        || same(actor.person, relation.person);
    actor.role.is_staff() && actor.channel != Channel::System && relation.person.is_some() && !near
}

/// Whether the actor judges for the city as a whole, across its bodies.
pub fn reviews_the_city(actor: &Actor) -> bool {
    actor.role == Role::Supervisor && kind_of(actor) == OrganisationKind::City
}

fn same<T: PartialEq>(mine: Option<T>, theirs: Option<T>) -> bool {
    mine.is_some() && mine == theirs
}

/// Permits the actor to know who they are of whom a body keeps a record, whoever they are, or says no: by the body, never as at
/// the door of a list and never for being one of them.
///
/// # Errors
/// As [`authorise`].
pub fn authorise_whoever(
    actor: &Actor,
    use_case: UseCase,
    organisation: Option<OrganisationId>,
) -> Result<(), Forbidden> {
    // Somebody in particular, and nobody whom there is.
    let person = Some(PersonId(uuid::Uuid::nil()));
    authorise(actor, use_case, Relation { person, organisation, ..Relation::default() })
}

/// Permits the actor or says no.
///
/// With [`Reach::Need`] a relation without a person is about nobody in particular: the door of a list, which
/// must then be read within [`scope`].
///
/// # Errors
/// [`Forbidden`] when the matrix says no, when nobody has confirmed the actor yet, or when it says "own" or
/// "need" and the record is another's.
pub fn authorise(actor: &Actor, use_case: UseCase, relation: Relation) -> Result<(), Forbidden> {
    let forbidden = Forbidden { role: actor.role, use_case };
    if !may_ask(actor, use_case) {
        return Err(forbidden);
    }
    let allowed = match reach(actor.role, use_case) {
        Reach::All => true,
        Reach::No => false,
        Reach::Own => {
            // A body's records are its staff's; whatever else a grant may name, a jobseeker is only themselves.
            let of_theirs = match actor.role {
                Role::Seeker => false,
                Role::Employer => same(actor.employer, relation.employer),
                _ => same(actor.organisation, relation.organisation),
            };
            of_theirs || same(actor.person, relation.person)
        }
        Reach::Need => {
            let known = relation.organisation.is_none()
                || same(actor.organisation, relation.organisation)
                || same(actor.person, relation.assigned)
                || relation.shared
                || (relation.under_review && reviews_the_city(actor));
            relation.person.is_none() || actor.channel == Channel::System || known
        }
    };
    if allowed { Ok(()) } else { Err(forbidden) }
}
