//! When someone must be asked, chased or told, in days and months: the clocks of every noun in one place,
//! each figure of the city's own choosing (`[reminders]` of the city file).
//!
//! Two kinds of dates come out of them: the day from which a person must act (`due`), and the day on which
//! a thing changes by itself (`turn`). This module must not know what is then done.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The clocks. Days are calendar days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reminders {
    /// Days after an interview on which the employer is asked for the result (시행령 §8).
    pub result_asked_days: [i32; 2],
    /// Days after a letter on which a referral that nobody spoke of is chased.
    pub silent_chased_days: [i32; 3],
    /// Days after a letter on which a referral without any answer is closed and the person told.
    pub silent_closed_days: i32,
    /// Days after the employer's last word on which they are asked whether the opening still holds.
    pub opening_asked_days: [i32; 2],
    /// Days after the employer's last word from which an opening needs confirmation.
    pub opening_doubted_days: i32,
    /// Days in doubt after which an opening leaves the lists.
    pub opening_paused_days: i32,
    /// Months an opening is valid (직업안정법 시행규칙 §2; the stored texts are of 2001 to 2008).
    pub opening_validity_months: i32,
    /// Months a registration is valid (직업안정법 시행규칙 §2).
    pub seeker_validity_months: i32,
    /// Days before the end of a validity on which its renewal is asked for.
    pub renewal_asked_days: i32,
    /// Days after registration by which the first counselling is due.
    pub intake_days: i32,
    /// Days after which a proposal the person has not agreed to is asked again.
    pub consent_asked_days: i32,
    /// Days after a reported start by which evidence of it is due.
    pub evidence_days: i32,
    /// Days after a start by which a service given before it must be on record, so that none is remembered once it is
    /// needed (CR-05). A node without network records at its own time.
    pub service_recorded_days: i32,
    /// Days after the last activity on which a person's data is removed.
    pub kept_days: i32,
    /// Days before that removal on which the person is told.
    pub removal_told_days: i32,
    /// Days after which a look at a record is forgotten (개인정보의 안전성 확보조치 기준 §8: two years).
    pub looks_days: i32,
}

impl Default for Reminders {
    fn default() -> Self {
        Self {
            result_asked_days: [7, 14],
            silent_chased_days: [9, 21, 45],
            silent_closed_days: 52,
            opening_asked_days: [14, 21],
            opening_doubted_days: 28,
            opening_paused_days: 14,
            opening_validity_months: 2,
            seeker_validity_months: 3,
            renewal_asked_days: 7,
            intake_days: 3,
            consent_asked_days: 3,
            evidence_days: 14,
            service_recorded_days: 7,
            kept_days: 730,
            removal_told_days: 30,
            looks_days: 730,
        }
    }
}

words! {
    /// What somebody must do about a thing.
    pub enum Act {
        /// Check a registration that was handed in.
        AcceptSeeker,
        /// Hold the first counselling (초기상담).
        HoldIntake,
        /// Take the next step of the action plan.
        TakePlanStep,
        /// Ask whether the person still looks for work (유효기간 갱신).
        RenewSeeker,
        /// Check an opening that was handed in.
        AcceptOpening,
        /// Check who an employer is whose opening is shown (시행령 §5②).
        VerifyEmployer,
        /// Ask the employer whether the opening still holds.
        ConfirmOpening,
        /// Ask the employer whether the opening is to be renewed.
        RenewOpening,
        /// Ask the person whether they agree to be referred.
        AskConsent,
        /// Issue the referral letter (취업알선장).
        SendLetter,
        /// Ask whether an interview was arranged.
        ChaseReferral,
        /// Go along to an interview, or see how it went.
        AttendInterview,
        /// Ask the employer for the result (채용결과).
        AskResult,
        /// Gather evidence of a reported hire (취업확인).
        GatherEvidence,
        /// Ask whether the person still works there (고용유지).
        CheckRetention,
        /// Tell a person something by telephone.
        TellPerson,
        /// Choose who takes part in a cohort.
        ChooseApplicants,
        /// Begin a cohort with those who came.
        StartCohort,
        /// Note who attended a session.
        NoteAttendance,
        /// Give a free seat to whoever waits.
        FillSeat,
        /// Close a cohort whose last day is over.
        CloseCohort,
    }
}

/// From which day somebody must do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Due {
    /// From this day on.
    pub on: Date,
    /// What.
    pub act: Act,
}

impl Due {
    /// Something due from a day on.
    pub fn new(on: Date, act: Act) -> Self {
        Self { on, act }
    }
}

/// The day so many days after another.
pub fn days_after(day: Date, days: i32) -> Date {
    use jiff::ToSpan;
    day.saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clocks_of_a_city_file_fill_up_with_the_usual_ones() {
        let told: Reminders = toml::from_str("silent_chased_days = [5, 10, 20]").unwrap();
        assert_eq!(told.silent_chased_days, [5, 10, 20]);
        assert_eq!(told.result_asked_days, [7, 14]);
        assert!(toml::from_str::<Reminders>("silence = 3").is_err());
    }
}
