//! What a claim needs before it is a result: grades of evidence (CR-06, CR-07) and self-found jobs (CR-05).

use jiff::civil::Date;

use super::{Reason, Rule};
use crate::message::Message;
use crate::placement::{Evidence, EvidenceGrade, ExemptReason};

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

/// Whether a service of a day lies in the 90 days before the start.
pub fn served_before(on: Date, start_on: Date) -> bool {
    on <= start_on && on >= crate::reminder::days_after(start_on, -SERVICE_DAYS)
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
        // E2 is not enough, the 91st day before is too early, a service afterwards does not count.
        assert_eq!(code(false, Some(EvidenceGrade::E2), &near), "self-found-unconfirmed");
        assert_eq!(code(true, None, &[date(2016, 3, 2)]), "self-found-without-service");
        assert_eq!(code(true, None, &[date(2016, 6, 2)]), "self-found-without-service");
        assert_eq!(code(false, None, &[]), "self-found-neither");
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
