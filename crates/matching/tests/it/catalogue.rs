//! The words of reasons: the same entries in both languages, and one for every code that is composed.

use domain::code::{Education, EmploymentType};
use domain::message::{Catalogue, Lang};
use matching::{ConstraintKind, MESSAGES, PartKind};
use strum::IntoEnumIterator;

#[test]
fn every_composed_code_has_words() {
    let catalogue = Catalogue::new(MESSAGES);
    let mut codes: Vec<String> = (0..=4).map(|level| format!("match-occupation-{level}")).collect();
    codes.extend((1..128).map(|days| format!("match-days-{days}")));
    codes.extend(Education::ALL.iter().map(|education| format!("match-schooling-{}", education.code())));
    codes.extend(EmploymentType::ALL.iter().map(|kind| format!("match-employment-{}", kind.code())));
    for kind in ConstraintKind::iter() {
        for outcome in ["met", "failed", "unknown"] {
            codes.push(format!("match-{kind}-{outcome}").replace('_', "-"));
        }
    }
    for code in codes {
        assert!(catalogue.has(Lang::Ko, &code) && catalogue.has(Lang::En, &code), "{code}");
    }
    assert_eq!(PartKind::ALL.iter().map(|kind| PartKind::max(*kind)).sum::<i32>(), matching::FULL_SCORE);
}

#[test]
fn days_that_follow_each_other_are_said_as_a_span() {
    let catalogue = Catalogue::new(MESSAGES);
    for (days, ko, en) in [
        (31, "월~금요일", "Mon–Fri"),
        (112, "금~일요일", "Fri–Sun"),
        (3, "월·화요일", "Mon, Tue"),
        (21, "월·수·금요일", "Mon, Wed, Fri"),
    ] {
        let code = format!("match-days-{days}");
        assert_eq!(
            (catalogue.word(Lang::Ko, &code), catalogue.word(Lang::En, &code)),
            (ko.to_owned(), en.to_owned())
        );
    }
}
