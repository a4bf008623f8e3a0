//! The words of the pages: the same entries in both languages, and one for every word that is asked for.

use std::collections::BTreeSet;
use std::path::Path;

use domain::Role;
use domain::look::{Purpose, Why};
use domain::message::{Catalogue, Lang};
use strum::IntoEnumIterator;

fn entries(source: &str) -> BTreeSet<String> {
    let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let names = resource.body.into_iter().filter_map(|entry| match entry {
        fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    });
    names.collect()
}

#[test]
fn both_languages_have_the_same_entries() {
    let [(_, ko), (_, en)] = web::MESSAGES else { panic!("two languages") };
    assert_eq!(entries(ko), entries(en));
}

/// Words asked for by name in the sources: `visit.t("…")`, `visit.n("…"`, and labels of form fields.
fn asked(folder: &Path, out: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            asked(&path, out);
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for start in ["visit.t(\"", "visit.n(\"", "Message::new(\""] {
            for rest in source.split(start).skip(1) {
                out.insert(rest.split('"').next().unwrap().to_owned());
            }
        }
    }
}

/// Whoever reads the record of looks reads in words who looked, what for and why.
#[test]
fn every_look_can_be_read_in_both_languages() {
    let catalogue = Catalogue::new(web::MESSAGES);
    let words = Purpose::iter().map(|purpose| format!("purpose-{purpose}"));
    let words = words.chain(Why::iter().map(|why| format!("why-{why}")));
    let words: Vec<_> = words.chain(Role::iter().map(|role| format!("role-{role}"))).collect();
    assert!(words.len() > 35, "{}", words.len());
    for lang in [Lang::Ko, Lang::En] {
        let lacking: Vec<_> = words.iter().filter(|word| !catalogue.has(lang, word)).collect();
        assert!(lacking.is_empty(), "{lang:?}: {lacking:?}");
        // Two purposes that read alike tell nothing.
        let read: BTreeSet<_> = words.iter().map(|word| catalogue.word(lang, word)).collect();
        assert_eq!(read.len(), words.len());
    }
}

#[test]
fn every_word_that_is_asked_for_is_there() {
    let mut wanted = BTreeSet::new();
    asked(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut wanted);
    assert!(wanted.len() > 200, "{}", wanted.len());
    let sources: Vec<_> = web::MESSAGES.iter().chain(app::MESSAGES).copied().collect();
    let catalogue = Catalogue::new(&sources);
    let lacking: Vec<_> = wanted
        .iter()
        .filter(|word| !catalogue.has(Lang::Ko, word) || !catalogue.has(Lang::En, word))
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
