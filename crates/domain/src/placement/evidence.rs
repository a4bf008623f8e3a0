//! What supports a claim, by grade (CR-06, CR-07).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::id::{AttachmentId, PersonId};
use crate::message::Message;
use crate::person::looks_like_resident_number;
use crate::reminder::days_after;

/// How good a piece of evidence is; the best first.
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
    EnumString,
    IntoStaticStr,
)]
pub enum EvidenceGrade {
    /// Employment insurance (고용보험 취득): an officer's look-up under authority, or a certificate.
    E1,
    /// The employer's notice of the result, or a contract.
    E2,
    /// Told by telephone, or by the person alone.
    E3,
}

impl EvidenceGrade {
    /// Whether it turns a claim into a result (CR-06).
    pub fn confirms(self) -> bool {
        self <= Self::E2
    }
}

words! {
    /// What kind of evidence.
    pub enum EvidenceKind {
        /// An officer looked it up under authority (고용보험 전산 조회).
        InsuranceLookup,
        /// A certificate the person brought (고용보험 자격이력 확인서).
        InsuranceCertificate,
        /// The employer's notice (채용결과통보서).
        EmployerNotice,
        /// A contract of employment (근로계약서).
        Contract,
        /// A payslip or a transfer of pay (임금 지급 내역).
        Payslip,
        /// Told by telephone.
        Phone,
        /// The person's own word.
        OwnWord,
        /// The employer's answer by the code on the letter. The person carries the letter, so it is a word only.
        LetterCode,
    }
}

impl EvidenceKind {
    /// The grade that this kind has, whoever enters it.
    pub fn grade(self) -> EvidenceGrade {
        match self {
            Self::InsuranceLookup | Self::InsuranceCertificate => EvidenceGrade::E1,
            Self::EmployerNotice | Self::Contract | Self::Payslip => EvidenceGrade::E2,
            Self::Phone | Self::OwnWord | Self::LetterCode => EvidenceGrade::E3,
        }
    }
}

words! {
    /// Why no insurance record is to be expected (CR-07).
    pub enum ExemptReason {
        /// Very short hours (초단시간).
        ShortHours,
        /// A freelancer or a contractor of their own (프리랜서).
        Freelance,
        /// A farm household outside the insurance (농가).
        FarmHousehold,
        /// Beyond the age of the insurance (65세 이후 고용).
        Age,
        /// Another ground of the law.
        Other,
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its grade.
    pub grade: EvidenceGrade,
    /// What it is.
    pub kind: EvidenceKind,
    /// The day it speaks of or was given on.
    pub on: Date,
    /// Who recorded it, if a person.
    pub by: Option<PersonId>,
    /// Why there is no insurance record.
    pub exempt: Option<ExemptReason>,
    /// The paper.
    pub attachment: Option<AttachmentId>,
    /// Number of the look-up, so that a second person can find it again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// When it was recorded; not kept for the oldest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Given by the one whose word it is: an employer's answer in their own session or by their code.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first_hand: bool,
}

/// Days before the start from which an insurance record or a pay-slip may speak of it.
const RECORD_DAYS: i32 = 7;
/// Days before the start from which a notice or a contract may speak of it; as far ahead as a start may lie.
const NOTICE_DAYS: i32 = 183;
/// Signs that the number of a look-up may have.
const REFERENCE: usize = 40;

impl Evidence {
    /// A piece of a kind, with the grade of that kind.
    pub fn new(kind: EvidenceKind, on: Date, by: Option<PersonId>) -> Self {
        Self {
            grade: kind.grade(),
            kind,
            on,
            by,
            exempt: None,
            attachment: None,
            reference: String::new(),
            at: None,
            first_hand: false,
        }
    }

    /// The same, with the reason for the missing insurance record.
    #[must_use]
    pub fn exempt(mut self, reason: ExemptReason) -> Self {
        self.exempt = Some(reason);
        self
    }

    /// The same, with the paper that shows it.
    #[must_use]
    pub fn shown_by(mut self, paper: Option<AttachmentId>) -> Self {
        self.attachment = paper;
        self
    }

    /// The same, with the number of the look-up.
    #[must_use]
    pub fn referring_to(mut self, reference: &str) -> Self {
        reference.trim().clone_into(&mut self.reference);
        self
    }

    /// The same, given by the one whose word it is.
    #[must_use]
    pub fn first_hand(mut self) -> Self {
        self.first_hand = true;
        self
    }

    /// Whether it holds for a claim that an account entered. What the same account says twice is said once: it
    /// needs a paper, the employer's own answer, or a second person who enters it. A number that the account typed
    /// is its own word too.
    pub fn holds(&self, entered_by: Option<PersonId>) -> bool {
        let second = entered_by.is_none() || self.by != entered_by;
        second || self.attachment.is_some() || self.first_hand
    }

    /// The first day from which this kind may speak of a start: a record has to do with the work itself, a notice or a
    /// contract comes before it, but not before the person came to us.
    fn earliest(&self, start_on: Date, registered_on: Option<Date>) -> Date {
        match self.kind {
            EvidenceKind::InsuranceLookup | EvidenceKind::InsuranceCertificate | EvidenceKind::Payslip => {
                days_after(start_on, -RECORD_DAYS)
            }
            _ => registered_on
                .map_or(Date::MIN, |day| day.min(start_on))
                .max(days_after(start_on, -NOTICE_DAYS)),
        }
    }

    pub(super) fn check(
        &self,
        today: Date,
        start_on: Date,
        registered_on: Option<Date>,
    ) -> Result<(), Message> {
        let earliest = self.earliest(start_on, registered_on);
        if self.on < earliest {
            return Err(Message::new("evidence-before-start")
                .with("earliest", earliest.to_string())
                .with("start", start_on.to_string()));
        }
        if self.on > today {
            return Err(Message::new("evidence-in-future").with("day", self.on.to_string()));
        }
        // A kind never has a better grade than its own, and exempt work is E2 by reason only (CR-07).
        if self.grade < self.kind.grade() || (self.exempt.is_some() && self.grade == EvidenceGrade::E1) {
            return Err(Message::new("evidence-grade-refused"));
        }
        if self.reference.chars().count() > REFERENCE || looks_like_resident_number(&self.reference) {
            return Err(Message::new("evidence-reference-refused"));
        }
        Ok(())
    }
}
