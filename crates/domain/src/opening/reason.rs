//! The closed lists of reasons for the steps of an opening. They must not know which step follows which state.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

words! {
    /// The four statutory grounds for not accepting an opening (직업안정법 §8).
    pub enum ReturnReason {
        /// Content against the law.
        Unlawful,
        /// Wages, hours or conditions markedly worse than usual.
        WorseThanUsual,
        /// The employer will not state the conditions.
        ConditionsRefused,
        /// The employer is on the public wage-arrears list.
        WageArrears,
    }
}

words! {
    /// Why an opening was closed without being filled by us.
    pub enum CloseReason {
        /// The employer asked for it.
        EmployerRequest,
        /// The employer found somebody otherwise.
        FoundOtherwise,
        /// The employer no longer needs anybody.
        NotNeeded,
        /// The day to apply by has passed.
        DeadlinePassed,
        /// It left the list of the source it was read from.
        LeftSource,
    }
}

words! {
    /// Why an opening that was closed is shown again.
    pub enum ReopenReason {
        /// The employer answered by mistake, or takes the answer back.
        WrongAnswer,
        /// It was closed here by mistake.
        Mistake,
        /// The employer wants somebody again.
        NeededAgain,
    }
}

words! {
    /// Why an opening was taken off the lists for a while.
    #[derive(Default)]
    pub enum PauseReason {
        /// Staff or the employer wanted it.
        #[default]
        Wanted,
        /// The employer did not answer whether it still holds.
        Unconfirmed,
        /// A later version of its source, or the law of a new year, does not let it be shown.
        Unfit,
    }
}

words! {
    /// Why an opening was cancelled as never having been one.
    pub enum CancelReason {
        /// Recorded by mistake.
        Mistake,
        /// The same as another one.
        Duplicate,
        /// A false advertisement (직업안정법 §34).
        False,
    }
}

/// That a closed opening was shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: ReopenReason,
}
