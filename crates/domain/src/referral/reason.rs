//! Why a referral came to nothing, both ways: closed lists, because they are the raw data of what keeps
//! people and jobs apart.

words! {
    /// Why the employer said no.
    pub enum RejectReason {
        /// Too little experience (경력부족).
        Experience,
        /// Lacks a licence (자격미보유).
        Licence,
        /// Lacks a skill the work needs (직무능력).
        Skill,
        /// Lives too far away (거리).
        Distance,
        /// Hours or days do not fit (시간불일치).
        Hours,
        /// Pay could not be agreed on (임금불일치).
        Pay,
        /// The place was taken (인원충원).
        Filled,
        /// Could not be reached (연락두절).
        Unreachable,
        /// The employer no longer hires (채용취소).
        HiringStopped,
        /// Another reason.
        Other,
    }
}

words! {
    /// Why the person said no.
    pub enum DeclineReason {
        /// Pay (임금).
        Pay,
        /// Distance (거리).
        Distance,
        /// Hours or days (시간).
        Hours,
        /// What one does (업무내용).
        Duties,
        /// Health (건강).
        Health,
        /// Found other work (다른 취업).
        OtherJob,
        /// The conditions differed from the opening (조건상이).
        TermsDiffer,
        /// Another reason.
        Other,
    }
}
