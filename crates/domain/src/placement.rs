//! One body's claim that a person began to work somewhere: a row of the ledger, with its evidence, what
//! was found after 1, 3, 6 and 12 months, and what the person themself says about it.
//!
//! Nothing here counts: that is [`crate::counting`]. Nothing here names anybody: ids, dates and areas
//! only, so that the counted event stays when a person is erased. No claim is ever deleted (CR-17).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::AreaCode;
use crate::code::EmploymentType;
use crate::counting::Rule;
use crate::id::{EmployerId, OpeningId, OrganisationId, PersonId, PlacementId, ReferralId, SeekerId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

mod contributor;
mod dispute;
mod evidence;
mod lookup;
mod start;
mod state;

pub use contributor::{AmendReason, Amended, Contribution, Contributor};
pub use dispute::{Dispute, DisputeReason, SettleGround, Settlement};
pub use evidence::{Evidence, EvidenceGrade, EvidenceKind, ExemptReason};
pub use lookup::LookupForm;
pub use start::{MoveReason, Moved};
pub use state::{CancelReason, EndReason, State, StateName};

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// Its id.
    pub id: PlacementId,
    /// Who began to work.
    pub person: PersonId,
    /// Under which registration.
    pub seeker: Option<SeekerId>,
    /// Where.
    pub employer: EmployerId,
    /// Through which opening.
    pub opening: Option<OpeningId>,
    /// Through which referral.
    pub referral: Option<ReferralId>,
    /// How the work was found.
    pub how: How,
    /// First day of work.
    pub start_on: Date,
    /// What went before it.
    pub steps: Steps,
    /// What was agreed.
    pub terms: Terms,
    /// Where the person lived at the start; a dong at most.
    pub residence: Option<AreaCode>,
    /// Whole years of age at the first day of work, where the day of birth was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// Where the work is; a dong at most.
    pub work_area: Option<AreaCode>,
    /// The body that claims it, and owns it in every total (CR-01).
    pub owner: Option<OrganisationId>,
    /// The bodies that helped.
    #[serde(default)]
    pub contributors: Vec<Contributor>,
    /// What was changed of them by hand, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amended: Vec<Amended>,
    /// Corrections of its first day, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
    /// The project or measure it belongs to; empty for none.
    #[serde(default)]
    pub project: String,
    /// What supports it.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// When the person said that it is true.
    pub confirmed_by_person: Option<Timestamp>,
    /// That they did so from an account which the one who entered it had handed them (CR-17).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<Handed>,
    /// Whether they still worked there.
    #[serde(default)]
    pub retention: Vec<Retention>,
    /// Where it stands.
    pub state: State,
    /// What the person says against it.
    pub dispute: Option<Dispute>,
    /// Rises by one with every accepted change.
    pub version: i64,
    /// Who entered it, if a person.
    pub created_by: Option<PersonId>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One hand entered a result and gave its person the account by which they confirmed it: their word counts once somebody
/// else has looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// Whose hand.
    pub by: PersonId,
    /// Who has looked since.
    pub seconded: Option<PersonId>,
}

words! {
    /// How the work was found, or what kind of result it is.
    pub enum How {
        /// Through a referral of the network (알선취업).
        Referral,
        /// By the person alone (본인취업).
        SelfFound,
        /// At a fair or meeting day (행사).
        Event,
        /// After a training (훈련 수료 후).
        Training,
        /// A public job paid by the city (직접일자리).
        DirectJob,
        /// With a subsidy to the employer (고용장려금).
        Subsidised,
        /// By a start-up, the founder or a hire (창업).
        Startup,
    }
}

/// What went before the start, as far as it is known (CR-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Steps {
    /// Day of registration.
    pub registered_on: Option<Date>,
    /// Day of the referral letter.
    pub referred_on: Option<Date>,
    /// Day of the interview.
    pub interviewed_on: Option<Date>,
}

/// What was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Terms {
    /// Employment type.
    pub employment_type: Option<EmploymentType>,
    /// Whole months of the contract; `None` without a fixed end, `Some(0)` under one month.
    pub contract_months: Option<u16>,
    /// Contractual minutes a week.
    pub weekly_minutes: Option<u32>,
    /// Paid by the day (일용).
    #[serde(default)]
    pub day_labour: bool,
    /// Days worked, for day labour and short contracts.
    pub person_days: Option<u32>,
}

/// Whether the person still worked there on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// After how many months: 1, 3, 6 or 12.
    pub months: u8,
    /// Whether they did.
    pub still_employed: bool,
    /// The day that was asked about.
    pub on: Date,
    /// How well it is known.
    pub grade: EvidenceGrade,
}

/// Months after which it is asked whether the person still works there (CR-22).
pub const RETENTION_MONTHS: [u8; 4] = [1, 3, 6, 12];

/// Years in which somebody may have started; another was mistyped.
const START_YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

impl Placement {
    /// What a claim must say before it may be saved.
    ///
    /// # Errors
    /// `placement-referral-missing`; `resident-number-refused`; `person-days-needed` for day labour and contracts
    /// under a month without days (CR-08, CR-12).
    pub fn check(&self) -> Result<(), Message> {
        if self.how == How::Referral && self.referral.is_none() && self.steps.referred_on.is_none() {
            return Err(Message::new("placement-referral-missing"));
        }
        let short = self.terms.day_labour || self.terms.contract_months == Some(0);
        if short && self.terms.person_days.is_none() {
            return Err(Message::new("person-days-needed"));
        }
        if !START_YEARS.contains(&self.start_on.year()) {
            return Err(Message::new("start-year-unlikely").with("day", self.start_on.to_string()));
        }
        if looks_like_resident_number(&self.project) {
            return Err(Message::new("resident-number-refused"));
        }
        Ok(())
    }

    /// The claim as it is saved: one out of order in time is kept, rejected with its rule (CR-04), so that
    /// nothing keyed is lost and the attempt stays to be seen.
    #[must_use]
    pub fn judged(mut self, now: Timestamp) -> Self {
        if let Some(reason) = crate::counting::cr_04_order(&self.steps, self.start_on)
            && matches!(self.state, State::Claimed | State::Confirmed { .. })
        {
            self.state = State::Rejected { rule: reason.rule, at: now };
        }
        self
    }

    /// The best grade of its evidence; `None` without any. What waits for a second person is a word (E3).
    pub fn grade(&self) -> Option<EvidenceGrade> {
        let entered_by = self.entered_by();
        let grade = |piece: &Evidence| match piece.holds(entered_by) {
            true => piece.grade,
            false => EvidenceGrade::E3,
        };
        self.evidence.iter().map(grade).min()
    }

    /// Whose word the claim is. One that nobody signed is the word of whoever first put their name to it: they may
    /// have entered it themselves before they signed in (CR-06).
    fn entered_by(&self) -> Option<PersonId> {
        self.created_by.or_else(|| self.evidence.iter().find_map(|piece| piece.by))
    }

    /// Whether there is evidence that would confirm it, had a second person entered it or a paper shown it.
    pub fn awaits_second(&self) -> bool {
        let shown = self.evidence.iter().any(|piece| piece.grade.confirms());
        matches!(self.state, State::Claimed) && shown && !self.grade().is_some_and(EvidenceGrade::confirms)
    }

    /// With one more piece of evidence. It is confirmed at once by E1 or E2 that holds; E3 alone, or what the
    /// account that entered the claim keys without a paper, leaves it claimed (CR-06). What was cancelled takes none.
    ///
    /// # Errors
    /// `placement-step-refused`; `evidence-exempt-reason` for exempt work without a reason code (CR-07);
    /// `evidence-in-future`; `evidence-before-start`.
    pub fn attach(mut self, evidence: Evidence, now: Timestamp, today: Date) -> Result<Self, Message> {
        evidence.check(today, self.start_on, self.steps.registered_on)?;
        if let State::Cancelled { .. } | State::Ended { .. } = self.state {
            return Err(self.state.refuse("attach"));
        }
        let by = evidence.by;
        self.evidence.push(Evidence { at: evidence.at.or(Some(now)), ..evidence });
        if self.grade().is_some_and(EvidenceGrade::confirms) && matches!(self.state, State::Claimed) {
            self.state = self.state.confirm(now, by, &self.evidence)?;
        }
        self.updated_at = now;
        Ok(self)
    }

    /// The person says that it is true, by code or by tap (CR-05). Said twice it is said once.
    ///
    /// # Errors
    /// `placement-step-refused` for a cancelled or rejected claim.
    pub fn confirm_by_person(mut self, now: Timestamp) -> Result<Self, Message> {
        if !self.state.is_live() {
            return Err(self.state.refuse("confirm"));
        }
        self.confirmed_by_person.get_or_insert(now);
        self.updated_at = now;
        Ok(self)
    }

    /// The person said so from an account that this officer had handed them; nothing for whoever did not enter it, and
    /// for a word that was there before.
    #[must_use]
    pub fn handed_by(mut self, officers: &[PersonId]) -> Self {
        let by = self.created_by.filter(|by| officers.contains(by));
        self.handed = by.map(|by| Handed { by, seconded: None });
        self
    }

    /// Whether the person's own word counts (CR-05, CR-17).
    pub fn is_confirmed_by_person(&self) -> bool {
        self.confirmed_by_person.is_some() && self.handed.is_none_or(|handed| handed.seconded.is_some())
    }

    /// A second officer has looked: the person's word counts from now on.
    ///
    /// # Errors
    /// `second-person-needed` for the hand itself.
    pub fn second(mut self, by: PersonId, now: Timestamp) -> Result<Self, Message> {
        if let Some(handed) = &mut self.handed {
            if handed.by == by {
                return Err(Message::new("second-person-needed"));
            }
            handed.seconded = Some(by);
            self.updated_at = now;
        }
        Ok(self)
    }

    /// The next look at whether the person still works there: after how many months, and from which day. Work
    /// that ends before is not asked about.
    pub fn next_look(&self) -> Option<(u8, Date)> {
        let looked = self.retention.last();
        let asks =
            matches!(self.state, State::Confirmed { .. }) && looked.is_none_or(|look| look.still_employed);
        let after = looked.map_or(0, |look| look.months);
        let next = RETENTION_MONTHS.into_iter().find(|months| *months > after).filter(|_| asks)?;
        self.asks_after(next).then(|| (next, self.day_after(next)))
    }

    /// Whether it is ever asked if the person is there after so many months: not of work by the day, nor of a
    /// contract that ends before (CR-22).
    pub fn asks_after(&self, months: u8) -> bool {
        let lasts = self.terms.contract_months.is_none_or(|end| u16::from(months) <= end);
        lasts && !self.terms.day_labour
    }

    /// What is known of the person after so many months: what a look found, or what follows from the day on which
    /// they left or were found gone.
    pub fn known_after(&self, months: u8) -> Option<Retention> {
        let (due, grade) = (self.day_after(months), EvidenceGrade::E3);
        let gone = self.retention.iter().find(|look| look.months < months && !look.still_employed);
        let gone = gone.map(|look| Retention { months, ..*look });
        let ended = match self.state {
            State::Ended { on, .. } => Some(Retention { months, still_employed: on >= due, on, grade }),
            _ => gone,
        };
        let looked = self.retention.iter().find(|look| look.months == months).copied();
        match ended {
            Some(left) if !left.still_employed => Some(left),
            _ => looked.or(ended),
        }
    }

    fn day_after(&self, months: u8) -> Date {
        use jiff::ToSpan;
        self.start_on.saturating_add(i64::from(months).months())
    }

    /// A look at whether the person still works there, by whom; a second look at the same month replaces the first,
    /// with another answer only when it is better known. More than a word needs a second person, as evidence does
    /// (CR-06).
    ///
    /// # Errors
    /// `placement-step-refused`; `retention-month-unknown`; `retention-too-early` before that month is over;
    /// `retention-contradicts` what another look found, or the day on which they left; `retention-second-person`;
    /// `retention-known-as-well`.
    pub fn check_retention(
        mut self,
        look: Retention,
        by: Option<PersonId>,
        now: Timestamp,
        today: Date,
    ) -> Result<Self, Message> {
        if matches!(self.state, State::Cancelled { .. } | State::Rejected { .. }) {
            return Err(self.state.refuse("retain"));
        }
        if !RETENTION_MONTHS.contains(&look.months) {
            return Err(Message::new("retention-month-unknown").with("months", look.months));
        }
        let due = self.day_after(look.months);
        if look.on < due && look.still_employed || look.on > today {
            return Err(Message::new("retention-too-early").with("day", due.to_string()));
        }
        if look.grade.confirms() && by.is_some() && by == self.entered_by() {
            return Err(Message::new("retention-second-person"));
        }
        let same = self.retention.iter().find(|known| known.months == look.months);
        if let Some(known) = same
            && known.still_employed != look.still_employed
            && look.grade >= known.grade
        {
            return Err(Message::new("retention-known-as-well").with("day", known.on.to_string()));
        }
        // Nobody is there again after they were gone; who came back began anew.
        let there = |first: &Retention, then: &Retention| first.on <= then.on && then.still_employed;
        let against = |known: &&Retention| {
            known.months != look.months
                && known.still_employed != look.still_employed
                && (there(known, &look) || there(&look, known))
        };
        if let Some(known) = self.retention.iter().find(against) {
            return Err(Message::new("retention-contradicts").with("day", known.on.to_string()));
        }
        if let State::Ended { on, .. } = self.state
            && contradicts(&look, on)
        {
            return Err(Message::new("retention-contradicts").with("day", on.to_string()));
        }
        self.retention.retain(|known| known.months != look.months);
        self.retention.push(look);
        self.retention.sort_unstable_by_key(|known| known.months);
        self.updated_at = now;
        Ok(self)
    }

    /// The person no longer works there.
    ///
    /// # Errors
    /// `placement-step-refused`; `end-before-start`; `end-in-future`; `retention-contradicts` what a look found.
    pub fn end(mut self, on: Date, reason: EndReason, now: Timestamp, today: Date) -> Result<Self, Message> {
        if on < self.start_on {
            return Err(Message::new("end-before-start").with("day", self.start_on.to_string()));
        }
        if on > today {
            return Err(Message::new("end-in-future").with("day", today.to_string()));
        }
        if let Some(known) = self.retention.iter().find(|look| contradicts(look, on)) {
            return Err(Message::new("retention-contradicts").with("day", known.on.to_string()));
        }
        self.state = self.state.end(on, reason)?;
        self.updated_at = now;
        Ok(self)
    }

    /// Found not to count; it stays, with the rule.
    ///
    /// # Errors
    /// `placement-step-refused`.
    pub fn reject(mut self, rule: Rule, now: Timestamp) -> Result<Self, Message> {
        self.state = self.state.reject(rule, now)?;
        self.updated_at = now;
        Ok(self)
    }

    /// Taken back with a reason; it stays (CR-17).
    ///
    /// # Errors
    /// `placement-step-refused` for what was cancelled before.
    pub fn cancel(
        mut self,
        reason: CancelReason,
        by: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Self, Message> {
        self.state = self.state.cancel(reason, by, now)?;
        self.updated_at = now;
        Ok(self)
    }
}

/// Whether a look cannot be true of a person whose last day of work was `ended`.
fn contradicts(look: &Retention, ended: Date) -> bool {
    if look.still_employed { look.on > ended } else { look.on < ended }
}
