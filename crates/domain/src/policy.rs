//! The one place that says who may do what. Every use case names itself here; every route names its
//! use case; there is no other permission check.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, IntoStaticStr};

use crate::actor::{Actor, Role};
use crate::id::{EmployerId, OrganisationId, PersonId};

/// Everything that can be asked of the system.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum UseCase {
    /// Public pages: search, opening, fit, centres, sectors.
    ReadPublic,
    /// Sign in, sign out, set a password by link.
    SignIn,
    /// First-run set-up by the one-time link.
    SetUp,
    /// One's own home page.
    ReadOwn,
    /// Openings in every state, with office data.
    ReadOpening,
    /// Write or correct an opening.
    WriteOpening,
    /// Accept, return, pause, close an opening.
    DecideOpening,
    /// Employers with office data.
    ReadEmployer,
    /// Write or correct an employer.
    WriteEmployer,
    /// A jobseeker's record; every look leaves a trace.
    ReadSeeker,
    /// Register or correct a jobseeker.
    WriteSeeker,
    /// Erase a person: destroy their key.
    ErasePerson,
    /// Matches of a registered seeker or of an opening.
    ReadMatch,
    /// Bodies of the network.
    ReadOrganisation,
    /// Write or correct a body.
    WriteOrganisation,
    /// Take files of openings in.
    ImportOpenings,
    /// Take files of seekers in.
    ImportSeekers,
    /// Give openings out.
    ExportOpenings,
    /// Give seekers out.
    ExportSeekers,
    /// Accounts and roles.
    ManageUsers,
    /// The change log and its verification.
    ReadChange,
    /// Health, jobs, backups.
    OperateSystem,
    /// The counsellor's day: whom to see, call and chase.
    ReadDay,
    /// What was done for a person, their notes and action plan.
    WriteService,
    /// Referrals with the people in them.
    ReadReferral,
    /// Propose, send, schedule and end a referral.
    WriteReferral,
    /// Say yes or no to a referral of one's own, as jobseeker or employer.
    AnswerReferral,
    /// Answer a question by its link or code, without an account.
    AnswerQuestion,
    /// Rows of the ledger with the people in them.
    ReadPlacement,
    /// Claim a hire, add evidence to it, cancel it.
    WritePlacement,
    /// Say that a result credited to oneself is wrong.
    DisputePlacement,
    /// Figures of the ledger, without people.
    ReadLedger,
    /// Close a month of the ledger.
    CloseMonth,
    /// Merges, anomalies and exclusions, to look at.
    ReadReview,
    /// Decide merges, anomalies and disputes.
    DecideReview,
}

/// How the actor stands to the thing acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Relation {
    /// The person the record is about.
    pub person: Option<PersonId>,
    /// The employer the record is about.
    pub employer: Option<EmployerId>,
    /// The body that owns the record.
    pub organisation: Option<OrganisationId>,
}

/// What a role may do in a use case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reach {
    /// Nothing.
    No,
    /// Only on records about themselves, their employer or their body.
    Own,
    /// On all records of the tenant.
    All,
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
    use Reach::{All, No, Own};
    use Role::{
        Agency, Auditor, Citizen, Clerk, Counselor, Employer, Mayor, Operator, Partner, PlanManager, Seeker,
        Supervisor,
    };
    use UseCase as U;
    match (use_case, role) {
        (U::ReadPublic | U::SignIn | U::SetUp | U::AnswerQuestion, _) => All,
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
        (U::ReadSeeker, Counselor | Supervisor | Auditor) => All,
        (U::ReadSeeker | U::WriteSeeker, Seeker) => Own,
        (U::WriteSeeker, Counselor | Supervisor) => All,
        (U::ErasePerson, Supervisor) => All,
        (U::ErasePerson, Seeker) => Own,
        (U::ReadMatch, Counselor | Supervisor) => All,
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
        (U::ReadDay | U::WriteService | U::WriteReferral, Counselor | Supervisor) => All,
        (U::ReadReferral, Counselor | Supervisor | Auditor) => All,
        (U::ReadReferral | U::AnswerReferral, Seeker | Employer) => Own,
        (U::ReadPlacement, Counselor | Supervisor | Auditor) => All,
        (U::ReadPlacement | U::DisputePlacement, Seeker) => Own,
        (U::WritePlacement, Counselor | Supervisor) => All,
        (U::WritePlacement | U::ReadPlacement, Clerk | Agency) => Own,
        (U::ReadLedger, Seeker | Employer | Partner) => No,
        (U::ReadLedger, _) => All,
        (U::CloseMonth, PlanManager) => All,
        (U::ReadReview, Supervisor | Auditor) => All,
        (U::DecideReview, Supervisor) => All,
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
            | U::DecideReview,
            Seeker | Employer | Counselor | Supervisor | Clerk | Agency | Partner | PlanManager | Mayor
            | Auditor | Operator,
        ) => No,
    }
}

/// Permits the actor or says no.
///
/// # Errors
/// [`Forbidden`] when the matrix says no, or says "own" and the record is another's.
pub fn authorise(actor: &Actor, use_case: UseCase, relation: Relation) -> Result<(), Forbidden> {
    let forbidden = Forbidden { role: actor.role, use_case };
    match reach(actor.role, use_case) {
        Reach::All => Ok(()),
        Reach::No => Err(forbidden),
        Reach::Own => {
            fn same<T: PartialEq>(mine: Option<T>, theirs: Option<T>) -> bool {
                mine.is_some() && mine == theirs
            }
            // A body's records are its staff's; whatever else a grant may name, a jobseeker is only themselves.
            let of_theirs = match actor.role {
                Role::Seeker => false,
                Role::Employer => same(actor.employer, relation.employer),
                _ => same(actor.organisation, relation.organisation),
            };
            let own = of_theirs || same(actor.person, relation.person);
            if own { Ok(()) } else { Err(forbidden) }
        }
    }
}
