//! Every message this crate can say is worded in both languages.

use std::collections::BTreeSet;

use domain::Lang;
use domain::message::Catalogue;

/// Codes written in the sources: the argument of `Message::new("…")`, and codes chosen just before.
fn codes() -> BTreeSet<String> {
    fn visit(folder: &std::path::Path, sources: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, sources)
            } else {
                sources.push(std::fs::read_to_string(path).unwrap())
            }
        }
    }
    let mut sources = Vec::new();
    visit(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut sources);
    let prefixes = ["file-", "row-", "date-", "wage-", "born-", "header-not"];
    let mut codes = BTreeSet::new();
    for source in sources {
        for (i, part) in source.split('"').enumerate().filter(|(i, _)| i % 2 == 1) {
            let before = source.split('"').nth(i - 1).unwrap_or_default();
            let worded = prefixes.iter().any(|prefix| part.starts_with(prefix));
            let code = part.chars().all(|c| c.is_ascii_lowercase() || c == '-') && part.contains('-');
            if code && !part.ends_with('-') && (before.ends_with("Message::new(") || worded) {
                codes.insert(part.to_owned());
            }
        }
    }
    codes
}

#[test]
fn all_codes_are_worded() {
    let catalogue = Catalogue::new(documents::MESSAGES);
    let codes = codes();
    assert!(codes.len() > 50, "{codes:?}");
    for lang in [Lang::Ko, Lang::En] {
        let missing: Vec<&String> = codes.iter().filter(|code| !catalogue.has(lang, code)).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{lang}");
    }
}

#[test]
fn both_languages_have_the_same_entries() {
    let entries = |lang: Lang| -> BTreeSet<&str> {
        let sources = documents::MESSAGES.iter().filter(|(l, _)| *l == lang);
        sources
            .flat_map(|(_, source)| source.lines())
            .filter_map(|line| line.split_once(" = "))
            .map(|(code, _)| code)
            .collect()
    };
    assert_eq!(entries(Lang::Ko), entries(Lang::En));
}
