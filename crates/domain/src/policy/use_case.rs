//! Everything that can be asked of the system, by name. It must not know who may.

words! {
    /// Everything that can be asked of the system.
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
        /// Projects, estimates, promises, rosters and the calendar of the offices.
        ReadProject,
        /// Write them.
        WriteProject,
        /// Leads, visits, requests between departments, ideas, agreements and the map of the network.
        ReadNetwork,
        /// Write them.
        WriteNetwork,
        /// Bring an idea and follow it, without an account.
        BringIdea,
        /// People of the network's bodies, as far as they are shared.
        ReadContact,
        /// Write them.
        WriteContact,
        /// Say something on what the offices write.
        WriteComment,
        /// Read what was said there, and say that one has read it.
        ReadComment,
        /// Councils, task forces, meetings with their papers and decisions.
        ReadCouncil,
        /// Call a meeting, write its minutes, decide.
        WriteCouncil,
        /// Bring an item to an agenda; report on one's own actions.
        TakePart,
        /// Plan, measures, targets and indicators in the office.
        ReadPlan,
        /// Write them.
        WritePlan,
        /// Monthly reports of the bodies.
        ReadSubmission,
        /// Hand in one's own.
        WriteSubmission,
        /// Return or accept them.
        DecideSubmission,
        /// The one page of the mayor.
        ReadBrief,
        /// Everything behind a figure, for those who check.
        ReadAudit,
        /// Give anonymised rows to research.
        ExportResearch,
        /// Machines that work where there is no network, and what they have not handed over.
        ReadNode,
        /// Make them known, lend them places, give them up.
        WriteNode,
        /// What machines say: enrolled by a code, then by letters that each signs itself.
        HandOver,
        /// The machine that one works on: what is only there, sending it home, its PIN; and at home a stick that came from one.
        MindNode,
        /// Keys with which other bodies' programs act here.
        ManageKeys,
        /// How referrals to one's own openings stand, without the people in them.
        FollowReferral,
        /// Papers that wait for a printer, the bulletin among them. Whoever may not see a person prints no paper of theirs.
        PrintPaper,
        /// Key what came back on paper.
        KeySlip,
        /// Put an opening that everybody may read into the queue of the printer beside a kiosk.
        PrintAtKiosk,
        /// Cohorts of programmes with their seats and figures, without the people in them.
        ReadCohort,
        /// Plan and publish a cohort, choose who takes part, note attendance, end it.
        MindCohort,
        /// Who takes part in a cohort, waits or was refused.
        ReadEnrolment,
        /// Apply for a person, or for oneself, and take it back.
        WriteEnrolment,
        /// Who offers to be called for events.
        ReadSupporter,
        /// Offer so for a person, or for oneself, answer a call and leave.
        WriteSupporter,
        /// Agreements of work trials.
        ReadWorkTrial,
        /// Write one, note what was signed on paper, begin and end it.
        WriteWorkTrial,
        /// Sign one with one's own account: as the person, the employer or the guide.
        SignWorkTrial,
        /// Read how hiring events were planned and went, without names of people.
        ReadEvent,
        /// Plan and publish a hiring event, mind its desk and booths, note what came of each talk.
        MindEvent,
        /// Book a talk at an event for a person, or for oneself, and take it back.
        BookInterview,
        /// Take a number for a booth, without an account.
        JoinEvent,
    }
}
