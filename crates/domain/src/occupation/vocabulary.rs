//! The words in which people name an occupation, each with its unit group and where it comes from, and the
//! WorkNet search group of every unit group.
//!
//! It must not know how a title is read: that is `matching::title`.

use std::collections::BTreeMap;

use super::{OccupationCode, OccupationTable};

/// Where a word comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordSource {
    /// The name of a unit group (KECO).
    Name,
    /// An everyday word, or the word of an advertisement.
    Everyday,
    /// The name of a class of KSCO, down to the detailed ones, that answers to the unit group.
    Detailed,
}

/// A name or word of a unit group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written.
    pub text: String,
    /// The unit group it names.
    pub code: OccupationCode,
    /// Where it comes from.
    pub source: WordSource,
}

/// A search group of WorkNet (고용24 직종 중분류): three characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorknetGroup {
    /// Its code, such as `057`.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// All words, and the WorkNet groups.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: Vec<Word>,
    worknet: BTreeMap<String, WorknetGroup>,
}

impl Vocabulary {
    /// Words of unit groups that `table` knows, in the order of the sources given; `ksco` are classes of KSCO
    /// (code, name), `answers` the pairs of a KECO and a KSCO unit group, `worknet` prefixes of KECO codes with
    /// their search group.
    pub fn new(
        table: &OccupationTable,
        everyday: Vec<(String, OccupationCode)>,
        ksco: Vec<(String, String)>,
        answers: Vec<(OccupationCode, String)>,
        worknet: Vec<(String, WorknetGroup)>,
    ) -> Self {
        let units = || table.iter().filter(|group| group.code.level() == 4);
        let mut words: Vec<Word> = units()
            .map(|group| Word {
                text: group.name.clone(),
                code: group.code.clone(),
                source: WordSource::Name,
            })
            .collect();
        let known = everyday.into_iter().filter(|(_, code)| code.level() == 4 && table.get(code).is_some());
        words.extend(known.map(|(text, code)| Word { text, code, source: WordSource::Everyday }));
        let keco: BTreeMap<String, OccupationCode> =
            answers.into_iter().map(|(code, ksco)| (ksco, code)).collect();
        words.extend(ksco.into_iter().filter_map(|(code, text)| {
            let unit: String = code.chars().take(4).collect();
            Some(Word { text, code: keco.get(&unit)?.clone(), source: WordSource::Detailed })
        }));
        Self { words, worknet: worknet.into_iter().collect() }
    }

    /// The words: names, everyday words, detailed names.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The WorkNet search group of an occupation: that of the longest prefix known.
    pub fn worknet(&self, code: &OccupationCode) -> Option<&WorknetGroup> {
        (1..=code.as_str().len()).rev().find_map(|length| self.worknet.get(code.as_str().get(..length)?))
    }
}
