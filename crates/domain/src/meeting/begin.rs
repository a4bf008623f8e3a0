//! How a meeting begins: on its day, with those who came written down, and with a quorum or as talk without decisions. It must
//! not know what is decided then.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{Attendance, Meeting, State};
use crate::council::Council;
use crate::message::Message;
use crate::person::looks_like_resident_number;

/// What is said when a meeting begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Begin {
    /// It may begin as talk without decisions when too few have come.
    pub informal: bool,
    /// Why it begins on another day than its own.
    pub why: String,
}

impl Meeting {
    /// Whether it may begin on a day at all: its own, or with a reason the one before or after.
    pub fn opens_on(&self, today: Date) -> bool {
        let day = self.at.date();
        (day.saturating_sub(1.days())..=day.saturating_add(1.days())).contains(&today)
    }

    /// How many bodies must be there for it to begin: the quorum of its council (의사정족수), one at a report meeting.
    pub fn needed(&self, council: Option<&Council>) -> usize {
        council.map_or(1, |council| council.quorum(self.at.date()).max(1))
    }

    /// Opens it, when those who came were written down.
    ///
    /// # Errors
    /// `meeting-step-refused`; `meeting-not-its-day`; `meeting-off-day` on the day before or after without a reason;
    /// `meeting-nobody` when nobody is noted as present; `meeting-too-few` for a council below its quorum that does not
    /// say that it only talks.
    pub fn open(
        mut self,
        council: Option<&Council>,
        begin: &Begin,
        (today, now): (Date, Timestamp),
    ) -> Result<Self, Message> {
        if !matches!(self.state, State::Called) {
            return Err(self.refuse("open"));
        }
        let day = self.at.date();
        if !self.opens_on(today) {
            return Err(Message::new("meeting-not-its-day").with("day", day.to_string()));
        }
        let why = begin.why.trim();
        if today != day && why.is_empty() {
            return Err(Message::new("meeting-off-day").with("day", day.to_string()));
        }
        if looks_like_resident_number(why) {
            return Err(Message::new("resident-number-refused"));
        }
        if !self.attendance.values().any(|came| *came == Attendance::Present) {
            return Err(Message::new("meeting-nobody"));
        }
        let (needed, there) = (self.needed(council), self.taking_part());
        let few = there < needed;
        if few && !begin.informal {
            return Err(Message::new("meeting-too-few").with("needed", needed).with("there", there));
        }
        self.informal = few;
        self.off_day = if today == day { String::new() } else { why.to_owned() };
        self.state = State::Open { since: now };
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;
    use crate::action::Action;
    use crate::action::tests::action;
    use crate::id::OrganisationId;
    use crate::meeting::tests::meeting;

    #[test]
    fn a_meeting_begins_on_its_day_with_a_quorum_or_only_talks() {
        let now = Timestamp::UNIX_EPOCH;
        let begin = |informal, why: &str| Begin { informal, why: why.to_owned() };
        let thirteen = crate::council::tests::council(13);
        let open = |meeting: Meeting, council, begin: Begin, day| meeting.open(council, &begin, (day, now));
        let code = |outcome: Result<Meeting, Message>| outcome.unwrap_err().code;
        let (day, next) = (date(2016, 4, 7), date(2016, 4, 8));
        assert_eq!(
            code(open(meeting(), None, begin(false, "급해서"), date(2016, 3, 26))),
            "meeting-not-its-day"
        );
        assert_eq!(code(open(meeting(), None, begin(false, " "), next)), "meeting-off-day");
        let moved = open(meeting(), None, begin(false, "폭설로 하루 미룸"), next).unwrap();
        assert_eq!(moved.off_day, "폭설로 하루 미룸");
        let nobody = Meeting { attendance: BTreeMap::new(), ..meeting() };
        assert_eq!(code(open(nobody, None, begin(true, ""), day)), "meeting-nobody");
        assert_eq!(code(open(meeting(), Some(&thirteen), begin(false, ""), day)), "meeting-too-few");
        let talk = open(meeting(), Some(&thirteen), begin(true, ""), day).unwrap();
        assert_eq!(talk.takes_action(&action()).unwrap_err().code, "meeting-informal");
        let point = Action { source: crate::action::Source::Improvement, ..action() };
        assert_eq!(talk.takes_action(&point), Ok(()));
        let seven: BTreeMap<_, _> =
            (0..7).map(|nth| (OrganisationId(uuid::Uuid::from_u128(nth)), Attendance::Present)).collect();
        let full = Meeting { attendance: seven, ..meeting() };
        assert!(
            !open(full, Some(&thirteen), begin(true, ""), day).unwrap().informal,
            "enough came to decide"
        );
    }
}
