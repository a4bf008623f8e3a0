//! The published code lists with their labels (고용24/WorkNet OpenAPI).

use std::collections::BTreeMap;

use crate::message::Lang;

/// Labels of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Labels {
    ko: String,
    en: String,
}

/// Lists by name, codes in the order of the table.
#[derive(Debug, Clone, Default)]
pub struct CodeLists {
    lists: BTreeMap<String, Vec<(String, Labels)>>,
}

impl CodeLists {
    /// From rows of list, code, Korean and English label.
    pub fn new(rows: impl IntoIterator<Item = (String, String, String, String)>) -> Self {
        let mut lists: BTreeMap<String, Vec<(String, Labels)>> = BTreeMap::new();
        for (list, code, ko, en) in rows {
            lists.entry(list).or_default().push((code, Labels { ko, en }));
        }
        Self { lists }
    }

    /// The label of a code; the code itself when it is unknown.
    pub fn label<'a>(&'a self, list: &str, code: &'a str, lang: Lang) -> &'a str {
        let found = self.lists.get(list).and_then(|codes| codes.iter().find(|(known, _)| known == code));
        found.map_or(code, |(_, labels)| match lang {
            Lang::Ko => &labels.ko,
            Lang::En => &labels.en,
        })
    }

    /// The code whose label or code is the text, spaces aside.
    pub fn code_for(&self, list: &str, text: &str) -> Option<&str> {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let wanted = bare(text);
        let codes = self.lists.get(list)?;
        let same = |(code, labels): &&(String, Labels)| {
            *code == wanted || bare(&labels.ko) == wanted || bare(&labels.en).eq_ignore_ascii_case(&wanted)
        };
        codes.iter().find(same).map(|(code, _)| code.as_str())
    }

    /// Codes with labels, in the table's order.
    pub fn entries<'a>(&'a self, list: &str, lang: Lang) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.lists.get(list).into_iter().flatten().map(move |(code, labels)| {
            (
                code.as_str(),
                match lang {
                    Lang::Ko => labels.ko.as_str(),
                    Lang::En => labels.en.as_str(),
                },
            )
        })
    }

    /// Names of the lists.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }
}
