//! The catalogue: the same entries in both languages, all of them readable.

use std::collections::BTreeSet;

use domain::message::{Catalogue, Lang, Message, share_of, thousands, with_particle};
use domain::{opening, seeker};
use strum::IntoEnumIterator;

fn entries(source: &str) -> BTreeSet<String> {
    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let entries = resource.body.into_iter().filter_map(|entry| match entry {
        fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    });
    entries.collect()
}

#[test]
fn both_languages_have_the_same_entries() {
    let ko = entries(include_str!("../../messages/ko.ftl"));
    let en = entries(include_str!("../../messages/en.ftl"));
    assert_eq!(ko, en);
    assert!(ko.len() > 50);
}

#[test]
fn every_missing_thing_state_and_role_has_words() {
    let catalogue = Catalogue::new(&[]);
    for lang in [Lang::Ko, Lang::En] {
        let missing =
            opening::Missing::iter().map(|m| m.message()).chain(seeker::Missing::iter().map(|m| m.message()));
        for message in missing {
            assert!(catalogue.has(lang, &message.code), "{}", message.code);
        }
        for state in opening::StateName::iter() {
            assert!(catalogue.has(lang, &format!("opening-state-{state}")), "{state}");
        }
        for state in seeker::StateName::iter() {
            assert!(catalogue.has(lang, &format!("seeker-state-{state}")), "{state}");
        }
        for role in domain::Role::iter() {
            assert!(catalogue.has(lang, &format!("role-{role}")), "{role}");
        }
    }
}

#[test]
fn messages_inside_messages_and_numbers() {
    let catalogue = Catalogue::new(&[]);
    let message =
        Message::new("wage-below-minimum").with("hourly", 5_742).with("year", "2016").with("floor", 6_030);
    let said = catalogue.say(Lang::Ko, &message);
    assert!(said.contains("5,742원") && said.contains("2016년") && said.contains("6,030원"), "{said}");
    assert_eq!(catalogue.say(Lang::Ko, &Message::new("no-such-entry")), "no-such-entry");
    assert_eq!(thousands(-1_234_567), "-1,234,567");
    assert_eq!(with_particle("임금", "이", "가"), "임금이");
    assert_eq!(with_particle("근무지", "이", "가"), "근무지가");
}

#[test]
fn shares_are_rounded_to_a_tenth() {
    assert_eq!(
        (share_of(1, 3), share_of(2, 3), share_of(1, 1)),
        ("33.3 %".into(), "66.7 %".into(), "100.0 %".into())
    );
    assert_eq!(share_of(0, 0), "–");
}
