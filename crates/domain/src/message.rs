//! What is said to people: a code with arguments, worded in Korean or English from a catalogue.
//!
//! Rules and parsers return [`Message`]s and never sentences, so that a problem found in a file reads
//! the same on a page, in a spreadsheet's reason column and on the command line.

use std::borrow::Cow;
use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::{LanguageIdentifier, langid};

words! {
    /// A language of the interface. Korean first.
    #[derive(Default)]
    pub enum Lang {
        /// 한국어.
        #[default]
        Ko,
        /// English.
        En,
    }
}

/// An argument of a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A whole number; shown with thousands separators.
    Number(i64),
    /// Text shown as it is.
    Text(String),
    /// A message of its own, worded in the reader's language.
    Message(Box<Message>),
}

macro_rules! number_args {
    ($($t:ty),+) => {$(
        impl From<$t> for Arg {
            fn from(n: $t) -> Self {
                i64::try_from(n).map_or_else(|_| Self::Text(n.to_string()), Self::Number)
            }
        }
    )+};
}
number_args!(i64, i32, u8, u16, u32, u64, usize);

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}

/// Something to say. The code names an entry of a catalogue, such as `wage-below-zero`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Message {
    /// Entry of the catalogue, in kebab case.
    pub code: Cow<'static, str>,
    /// Named arguments.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<Cow<'static, str>, Arg>,
}

impl Message {
    /// A message without arguments.
    pub fn new(code: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), args: BTreeMap::new() }
    }

    /// A word of a closed list, as an argument of another message: `kind-name`.
    pub fn word(kind: &str, name: &str) -> Self {
        Self { code: format!("{kind}-{name}").into(), args: BTreeMap::new() }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.insert(Cow::Borrowed(name), value.into());
        self
    }
}

/// The wording of messages in every language.
pub struct Catalogue {
    bundles: BTreeMap<Lang, FluentBundle<FluentResource>>,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue").field("languages", &self.bundles.keys()).finish()
    }
}

impl Catalogue {
    /// A catalogue from Fluent sources of this crate and of the caller, `(language, source)`.
    /// Entries that do not parse are left out; a test of each crate holds that none is.
    pub fn new(sources: &[(Lang, &str)]) -> Self {
        let mut bundles =
            BTreeMap::from([(Lang::Ko, bundle(langid!("ko"))), (Lang::En, bundle(langid!("en")))]);
        let ours =
            [(Lang::Ko, include_str!("../messages/ko.ftl")), (Lang::En, include_str!("../messages/en.ftl"))];
        for (lang, source) in ours.iter().chain(sources) {
            let resource = match FluentResource::try_new((*source).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            if let Some(bundle) = bundles.get_mut(lang) {
                bundle.add_resource_overriding(resource);
            }
        }
        Self { bundles }
    }

    /// The wording of `message`. An entry that is missing shows its code, so that nothing is hidden.
    pub fn say(&self, lang: Lang, message: &Message) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            let value = match value {
                Arg::Number(n) => FluentValue::from(*n),
                Arg::Text(text) => FluentValue::from(text.as_str()),
                Arg::Message(inner) => FluentValue::from(self.say(lang, inner)),
            };
            args.set(name.as_ref().to_owned(), value);
        }
        self.format(lang, &message.code, Some(&args)).unwrap_or_else(|| message.code.to_string())
    }

    /// The wording of an entry without arguments.
    pub fn word(&self, lang: Lang, code: &str) -> String {
        self.format(lang, code, None).unwrap_or_else(|| code.to_owned())
    }

    /// Whether the language has the entry.
    pub fn has(&self, lang: Lang, code: &str) -> bool {
        self.bundles.get(&lang).is_some_and(|bundle| bundle.has_message(code))
    }

    fn format(&self, lang: Lang, code: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = self.bundles.get(&lang)?;
        let pattern = bundle.get_message(code)?.value()?;
        Some(bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned())
    }
}

fn bundle(lang: LanguageIdentifier) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![lang]);
    // A number stays one, so that an entry can choose its plural, and is written with separators.
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(n) => Some(thousands(n.value as i64)),
        _ => None,
    }));
    // Isolation marks would end up in spreadsheets and break comparisons.
    bundle.set_use_isolating(false);
    bundle
}

/// `1234567` as `1,234,567`, the same in both languages.
pub fn thousands(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A part of a whole in percent, rounded to a tenth, the same in both languages; `–` of nothing.
pub fn share_of(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "–".to_owned();
    }
    let tenths = (part * 2_000 + whole) / (whole * 2);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// A sum as it is said in Korean: `12400000` as `1,240만`, `862000` as `86만 2,000`.
pub fn won_in_words(won: i64) -> String {
    let steps = [(1_000_000_000_000, "조"), (100_000_000, "억"), (10_000, "만"), (1, "")];
    let (mut left, mut parts) = (won.max(0), Vec::new());
    for (step, name) in steps {
        if left / step > 0 {
            parts.push(format!("{}{name}", thousands(left / step)));
        }
        left %= step;
    }
    if parts.is_empty() { "0".to_owned() } else { parts.join(" ") }
}

/// `word` with the Korean particle that fits its last syllable, such as `("임금", "이", "가")` → `임금이`.
pub fn with_particle(word: &str, after_consonant: &str, after_vowel: &str) -> String {
    let closed = word.chars().next_back().is_some_and(|last| {
        ('가'..='힣').contains(&last) && !(u32::from(last) - u32::from('가')).is_multiple_of(28)
    });
    format!("{word}{}", if closed { after_consonant } else { after_vowel })
}
