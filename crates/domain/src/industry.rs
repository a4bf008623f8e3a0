//! Industries: codes of the Korean Standard Industrial Classification (KSIC 11), their names and the
//! words of the official index.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A KSIC code: a section letter or two to five digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IndustryCode(String);

impl IndustryCode {
    /// Reads a section letter or two to five digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let section = text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase());
        let digits = (2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        (section || digits).then(|| Self(text.to_owned()))
    }

    /// Its letter or digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` is this class or lies in it; for digits only.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl std::fmt::Display for IndustryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for IndustryCode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is no industry code"))
    }
}

impl From<IndustryCode> for String {
    fn from(code: IndustryCode) -> Self {
        code.0
    }
}

/// A class of the classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Industry {
    /// Its code.
    pub code: IndustryCode,
    /// Korean name.
    pub name: String,
    /// English name, empty if there is none.
    pub name_en: String,
    /// The class above.
    pub parent: Option<IndustryCode>,
}

/// An industry that a text may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndustryHit {
    /// Its code.
    pub code: IndustryCode,
    /// The name or index term that was recognised.
    pub term: String,
}

/// The classification. The 30,000 index terms are read on first use.
#[derive(Debug, Default)]
pub struct IndustryTable {
    classes: BTreeMap<IndustryCode, Industry>,
    names: HashMap<String, IndustryCode>,
    index_csv: &'static str,
    index: OnceLock<HashMap<String, IndustryCode>>,
    from_ksic10: BTreeMap<String, Vec<IndustryCode>>,
}

impl IndustryTable {
    /// The table of classes, the index as CSV of `code,term`, and pairs of KSIC 10 and 11 codes.
    pub fn new(classes: Vec<Industry>, index_csv: &'static str, ksic10: Vec<(String, IndustryCode)>) -> Self {
        let names = classes.iter().map(|class| (normal(&class.name), class.code.clone())).collect();
        let mut from_ksic10: BTreeMap<String, Vec<IndustryCode>> = BTreeMap::new();
        for (old, new) in ksic10 {
            from_ksic10.entry(old).or_default().push(new);
        }
        let classes = classes.into_iter().map(|class| (class.code.clone(), class)).collect();
        Self { classes, names, index_csv, index: OnceLock::new(), from_ksic10 }
    }

    /// The class of a code.
    pub fn get(&self, code: &IndustryCode) -> Option<&Industry> {
        self.classes.get(code)
    }

    /// Its Korean name, empty when the code is unknown.
    pub fn name(&self, code: &IndustryCode) -> &str {
        self.get(code).map_or("", |class| &class.name)
    }

    /// All classes, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Industry> {
        self.classes.values()
    }

    /// The KSIC 11 codes that a KSIC 10 code became.
    pub fn from_ksic10(&self, code: &str) -> &[IndustryCode] {
        self.from_ksic10.get(code).map_or(&[], Vec::as_slice)
    }

    /// The industries a text may mean, best first; empty when none is recognised.
    pub fn resolve(&self, text: &str) -> Vec<IndustryHit> {
        let trimmed = text.trim();
        let hit = |code: &IndustryCode| vec![IndustryHit { code: code.clone(), term: trimmed.to_owned() }];
        if let Some(code) = IndustryCode::parse(trimmed).filter(|code| self.classes.contains_key(code)) {
            return hit(&code);
        }
        let key = normal(trimmed);
        if key.is_empty() {
            return Vec::new();
        }
        let named = self.names.get(&key).or_else(|| self.index().get(&key));
        // Postings often write the section with its name: `제조업(10~34)`.
        let bare = || self.names.get(key.trim_end_matches(|c: char| c.is_ascii_digit()));
        named.or_else(bare).map(hit).unwrap_or_default()
    }

    fn index(&self) -> &HashMap<String, IndustryCode> {
        self.index.get_or_init(|| {
            let mut index = HashMap::new();
            let mut rows = csv::Reader::from_reader(self.index_csv.as_bytes());
            for row in rows.records().flatten() {
                if let (Some(code), Some(term)) = (row.get(0).and_then(IndustryCode::parse), row.get(1)) {
                    index.entry(normal(term)).or_insert(code);
                }
            }
            index
        })
    }
}

/// As names are compared: composed, lower case, without spaces and signs.
fn normal(text: &str) -> String {
    text.nfc().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}
