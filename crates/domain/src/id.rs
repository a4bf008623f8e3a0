//! Identifiers: one type per noun over a UUID version 7, so that an employer's id can never be
//! handed to a function that wants an opening's. Made from [`Ctx`](crate::Ctx), never ambiently.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// The municipality (or agency) whose data this is; every row carries it.
    TenantId,
    /// A department, affiliated agency or partner body.
    OrganisationId,
    /// A human being known to the system: staff, employer's contact or seeker.
    PersonId,
    /// A workplace that offers work.
    EmployerId,
    /// One request for workers.
    OpeningId,
    /// One registration of a person as looking for work.
    SeekerId,
    /// One signed-in browser.
    SessionId,
    /// One piece of queued work.
    JobId,
    /// One file taken in, with its row results.
    ImportId,
    /// One person sent to one opening.
    ReferralId,
    /// One body's report that a person began work: a row of the ledger.
    PlacementId,
    /// One thing done for a person.
    ServiceId,
    /// One person's action plan.
    ActionPlanId,
    /// One question put to an employer.
    AnswerId,
    /// One question to a person: how was it, do they still work there?
    SatisfactionId,
    /// One thing a person is told.
    NoticeId,
    /// One list shown to somebody about a person.
    SuggestionId,
    /// One message that goes out by itself.
    DeliveryId,
    /// Two records that may be one person.
    MergeId,
    /// One conspicuous pattern, for a second person to look at.
    AnomalyId,
    /// One paper or file kept with a record.
    AttachmentId,
    /// One budgeted project, development or event of a body.
    ProjectId,
    /// One estimate of what a project brings.
    EstimateId,
    /// One promise of jobs, by agreement or by a clause of a contract.
    HiringCommitmentId,
    /// One agreement between bodies (MOU).
    MouId,
    /// One list of people who worked some days for a project or an event.
    RosterId,
    /// One person of a firm or body of the network, known to a department.
    ContactId,
    /// One key with which another body's program acts.
    PartnerKeyId,
    /// One firm that may need people.
    LeadId,
    /// One visit or call to it.
    VisitId,
    /// One department's request to another.
    CoopRequestId,
    /// One idea for a project or for jobs.
    IdeaId,
    /// One remark on something.
    CommentId,
    /// One person's word that they read something.
    ReceiptId,
    /// One council, committee, working group or task force.
    CouncilId,
    /// One meeting.
    MeetingId,
    /// One thing to be talked about in a meeting.
    AgendaItemId,
    /// One thing somebody has to do: by a decision, an instruction or a point to improve.
    ActionId,
    /// One comprehensive plan of an elected term.
    TermPlanId,
    /// One measure of an annual plan.
    MeasureId,
    /// One outside figure of the labour market.
    IndicatorId,
    /// One neighbouring city that shares its openings.
    NeighbourId,
    /// One connection to a list of the state.
    ConnectorId,
    /// One thing that another body announces.
    AnnouncementId,
    /// One body's report of one month.
    SubmissionId,
    /// One frozen book of a report meeting.
    ReportBookId,
    /// One machine that works where there is no network.
    NodeId,
    /// One piece of work done on it, as it is handed over.
    CommandId,
    /// One field about which two places do not agree.
    ClashId,
    /// One issue of the weekly bulletin.
    BulletinId,
    /// One paper that waits for a printer.
    PrintJobId,
    /// One slip that came back on paper.
    ReplySlipId,
    /// One run of a programme with its seats.
    CohortId,
    /// One person's part in it.
    EnrolmentId,
    /// One person's offer to be called for events.
    SupporterId,
    /// One stretch of work for which they are called.
    SupporterShiftId,
    /// One search of the openings that a person keeps.
    SavedSearchId,
    /// One agreement by which somebody tries a work.
    WorkTrialId,
    /// One fair, meeting day or other event at which employers see people.
    HiringEventId,
    /// One talk at it.
    InterviewId,
}
