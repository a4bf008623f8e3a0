//! What a claim needs before it is a result: grades of evidence (CR-06, CR-07) and self-found jobs (CR-05).

use jiff::civil::Date;

use super::{Reason, Rule};
use crate::message::Message;
use crate::placement::{Evidence, EvidenceGrade, ExemptReason, How};

/// Days before the start in which a service must have been given to somebody who found work alone.
pub const SERVICE_DAYS: i32 = 90;

/// Which column a claim belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Standing {
    /// With E1 or E2 (확인).
    Confirmed,
    /// With less (주장).
    #[default]
    Claimed,
}

/// What must be known before a job counts for the network at all (CR-05), by the way in which it was found. A
/// referral is a letter of ours; a day of referral that somebody typed is a word, and as little as a job found
/// alone. Every other way but a job the city gives itself needs a service on record.
pub fn cr_05_way(
    (how, letter): (How, bool),
    person_confirmed: bool,
    best: Option<EvidenceGrade>,
    services: &[Date],
    start_on: Date,
) -> Option<Reason> {
    match how {
        How::Referral if letter => None,
        How::Referral | How::SelfFound => cr_05_self_found(person_confirmed, best, services, start_on),
        How::DirectJob => None,
        How::Event | How::Training | How::Subsidised | How::Startup => {
            let served = services.iter().any(|on| served_before(*on, start_on));
            (!served).then(|| Reason::new(Rule::Cr05, Message::new("self-found-without-service")))
        }
    }
}

/// CR-05: a self-found job counts only with the person's own confirmation or E1, and with a logged service
/// in the 90 days before the start. Such entries needed only two facts and were easy to invent.
pub fn cr_05_self_found(
    person_confirmed: bool,
    best: Option<EvidenceGrade>,
    services: &[Date],
    start_on: Date,
) -> Option<Reason> {
    let served = services.iter().any(|on| served_before(*on, start_on));
    let message = match (person_confirmed || best == Some(EvidenceGrade::E1), served) {
        (true, true) => return None,
        (false, true) => "self-found-unconfirmed",
        (true, false) => "self-found-without-service",
        (false, false) => "self-found-neither",
    };
    Some(Reason::new(Rule::Cr05, Message::new(message)))
}

/// Whether a service of a day lies in the 90 days before the start. One on the first day of work came after the work
/// was found.
pub fn served_before(on: Date, start_on: Date) -> bool {
    on < start_on && on >= crate::reminder::days_after(start_on, -SERVICE_DAYS)
}

/// CR-06: confirmed is E1 or E2; E3 is claimed and stands in a column of its own. An employer without a
/// business number is provisional and confirms nothing.
pub fn cr_06_standing(best: Option<EvidenceGrade>, employer_provisional: bool) -> Standing {
    match best {
        Some(grade) if grade.confirms() && !employer_provisional => Standing::Confirmed,
        _ => Standing::Claimed,
    }
}

/// CR-07: work exempt from insurance may be E2 with a reason code, so that flower farms are not lost.
/// Gives the reason code under which a claim is confirmed without an insurance record.
pub fn cr_07_exempt(evidence: &[Evidence]) -> Option<ExemptReason> {
    if evidence.iter().any(|piece| piece.grade == EvidenceGrade::E1) {
        return None;
    }
    evidence.iter().filter(|piece| piece.grade == EvidenceGrade::E2).find_map(|piece| piece.exempt)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::placement::EvidenceKind;

    #[test]
    fn cr_05_a_job_found_alone_needs_a_word_and_a_service() {
        let start = date(2016, 6, 1);
        let near = [date(2016, 3, 3)];
        assert_eq!(cr_05_self_found(true, None, &near, start), None);
        assert_eq!(cr_05_self_found(false, Some(EvidenceGrade::E1), &near, start), None);
        let code = |confirmed, best, services: &[Date]| {
            cr_05_self_found(confirmed, best, services, start).unwrap().message.code
        };
        assert_eq!(cr_05_self_found(true, None, &[date(2016, 5, 31)], start), None);
        // E2 is not enough, the 91st day before is too early, a service on the day of the start does not count.
        assert_eq!(code(false, Some(EvidenceGrade::E2), &near), "self-found-unconfirmed");
        assert_eq!(code(true, None, &[date(2016, 3, 2)]), "self-found-without-service");
        assert_eq!(code(true, None, &[date(2016, 6, 1)]), "self-found-without-service");
        assert_eq!(code(false, None, &[]), "self-found-neither");
    }

    #[test]
    fn cr_05_a_typed_day_of_referral_is_as_little_as_a_job_found_alone() {
        let start = date(2016, 6, 1);
        let near = [date(2016, 4, 1)];
        let counts = |how, letter, said, services: &[Date]| {
            cr_05_way((how, letter), said, Some(EvidenceGrade::E2), services, start).is_none()
        };
        assert!(counts(How::Referral, true, false, &[]));
        assert!(!counts(How::Referral, false, false, &near));
        assert!(!counts(How::Referral, false, true, &[]));
        assert!(counts(How::Referral, false, true, &near));
        for how in [How::Event, How::Training, How::Subsidised, How::Startup] {
            assert!(!counts(how, false, true, &[]), "{how}");
            assert!(counts(how, false, false, &near), "{how}");
        }
        assert!(counts(How::DirectJob, false, false, &[]));
    }

    #[test]
    fn cr_06_word_of_mouth_stays_a_claim() {
        use EvidenceGrade::{E1, E2, E3};
        assert_eq!(cr_06_standing(Some(E1), false), Standing::Confirmed);
        assert_eq!(cr_06_standing(Some(E2), false), Standing::Confirmed);
        assert_eq!(cr_06_standing(Some(E3), false), Standing::Claimed);
        assert_eq!(cr_06_standing(None, false), Standing::Claimed);
        assert_eq!(cr_06_standing(Some(E1), true), Standing::Claimed);
    }

    #[test]
    fn cr_07_a_farm_confirms_by_notice_with_a_reason() {
        let on = date(2016, 4, 1);
        let farm = Evidence::new(EvidenceKind::EmployerNotice, on, None).exempt(ExemptReason::FarmHousehold);
        assert_eq!(cr_07_exempt(std::slice::from_ref(&farm)), Some(ExemptReason::FarmHousehold));
        let phone = Evidence::new(EvidenceKind::Phone, on, None).exempt(ExemptReason::FarmHousehold);
        assert_eq!(cr_07_exempt(&[phone]), None);
    }
}
