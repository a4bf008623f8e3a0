//! Who comes first for work of programmes whose law says so: published, dated, with a version. It is an order beside the
//! score and never points in it, and it holds for no other opening. It must not know how people are ranked.

use jiff::civil::Date;
use serde::Deserialize;

use crate::counting::age_on;
use crate::opening::Programme;
use crate::seeker::Profile;

words! {
    /// A group of people at a disadvantage in finding work (취업취약계층), told by the person with consent.
    pub enum Group {
        /// Disabled people (장애인).
        Disabled,
        /// People who fled North Korea (북한이탈주민).
        NorthKoreanDefector,
        /// Veterans and their families (보훈).
        Veteran,
        /// Soldiers after long service (장기복무 제대군인).
        LongServiceSoldier,
        /// Who receives basic livelihood security (수급자).
        BasicLivelihood,
        /// Single parents (한부모).
        SingleParent,
        /// Families of several cultures (다문화).
        Multicultural,
    }
}

impl Group {
    /// The words by which people and counsellors name it.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Disabled => &["장애"],
            Self::NorthKoreanDefector => &["북한이탈"],
            Self::Veteran => &["보훈"],
            Self::LongServiceSoldier => &["장기복무", "제대군인"],
            Self::BasicLivelihood => &["수급"],
            Self::SingleParent => &["한부모"],
            Self::Multicultural => &["다문화"],
        }
    }
}

/// What is known of a person that a priority may rest on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Day of birth.
    pub born_on: Option<Date>,
    /// Groups they told of.
    pub groups: Vec<Group>,
}

impl Facts {
    /// Of a registration. Groups stand there only while the person consents.
    pub fn of(profile: &Profile) -> Self {
        use strum::IntoEnumIterator;
        let told = |group: &Group| {
            let named = |word: &&str| profile.vulnerable.iter().any(|told| told.contains(*word));
            group.words().iter().any(named)
        };
        Self { born_on: profile.born_on, groups: Group::iter().filter(told).collect() }
    }
}

/// One entry: for which work, who, by which law and since when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// Its id.
    pub id: String,
    /// Korean name.
    pub name_ko: String,
    /// English name.
    pub name_en: String,
    /// Law or ordinance.
    pub law: String,
    /// Where it is written that the programme does so.
    pub source: String,
    /// First day.
    pub from: Day,
    /// Last day, once it is over.
    pub until: Option<Day>,
    /// For openings of projects that a measure of one of these categories of the disclosure scheme pays for.
    #[serde(default)]
    pub categories: Vec<String>,
    /// For openings of these programmes.
    #[serde(default)]
    pub programmes: Vec<Programme>,
    /// Whoever is of one of these groups.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Whoever is of an age from the first to the second.
    pub ages: Option<(i16, i16)>,
}

/// A day as the file writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "toml::value::Datetime")]
pub struct Day(pub Date);

impl TryFrom<toml::value::Datetime> for Day {
    type Error = String;

    fn try_from(told: toml::value::Datetime) -> Result<Self, String> {
        told.to_string().parse().map(Self).map_err(|_| format!("`{told}` is no day"))
    }
}

impl Priority {
    /// Whether it holds on a day for work of a programme, paid for by measures of these categories.
    pub fn applies(&self, programme: Option<Programme>, categories: &[String], on: Date) -> bool {
        let dated = self.from.0 <= on && self.until.is_none_or(|until| on <= until.0);
        let named = programme.is_some_and(|programme| self.programmes.contains(&programme));
        dated && (named || self.categories.iter().any(|category| categories.contains(category)))
    }

    /// Whether a person has it on a day. What is not known gives none.
    pub fn held(&self, facts: &Facts, on: Date) -> bool {
        let of_age = |(from, until): (i16, i16)| {
            facts.born_on.is_some_and(|born| (from..=until).contains(&age_on(born, on)))
        };
        self.groups.iter().any(|group| facts.groups.contains(group)) || self.ages.is_some_and(of_age)
    }
}

/// All entries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityTable {
    /// Version of the whole.
    pub version: String,
    /// The entries.
    #[serde(rename = "priority")]
    pub entries: Vec<Priority>,
}

impl PriorityTable {
    /// What is wrong with the entries.
    pub fn faults(&self, known: &dyn Fn(&str) -> bool) -> Vec<String> {
        let wrong = |one: &&Priority| {
            let twice = self.entries.iter().filter(|other| other.id == one.id).count() > 1;
            let untold =
                [&one.law, &one.source, &one.name_ko, &one.name_en].iter().any(|text| text.is_empty());
            let of_nothing = one.categories.is_empty() && one.programmes.is_empty();
            let of_nobody = one.groups.is_empty() && one.ages.is_none_or(|(from, until)| from > until);
            let unknown = !one.categories.iter().all(|category| known(category));
            let undated = one.until.is_some_and(|until| until < one.from);
            twice || untold || of_nothing || of_nobody || unknown || undated
        };
        self.entries.iter().filter(wrong).map(|one| one.id.clone()).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn entry(text: &str) -> PriorityTable {
        let head = "version = \"1\"\n[[priority]]\nid = \"a\"\nname_ko = \"가\"\nname_en = \"a\"\nlaw = \"법\"\nsource = \"s\"\n";
        toml::from_str(&format!("{head}{text}")).unwrap()
    }

    #[test]
    fn it_holds_for_named_programmes_within_its_days_only() {
        let table = entry(
            "from = 2016-01-01\nuntil = 2016-12-31\ncategories = [\"direct\"]\nprogrammes = [\"senior\"]\nages = [65, 150]\n",
        );
        let one = &table.entries[0];
        let direct = vec!["direct".to_owned()];
        assert!(one.applies(None, &direct, date(2016, 12, 31)));
        assert!(one.applies(Some(Programme::Senior), &[], date(2016, 1, 1)));
        assert!(
            !one.applies(None, &direct, date(2017, 1, 1)) && !one.applies(None, &direct, date(2015, 12, 31))
        );
        assert!(
            !one.applies(None, &[], date(2016, 5, 1))
                && !one.applies(Some(Programme::Youth), &["training".into()], date(2016, 5, 1))
        );
        assert_eq!(table.faults(&|_| true), Vec::<String>::new());
        assert_eq!(table.faults(&|_| false), ["a"], "a category that there is not");
        assert_eq!(entry("from = 2016-01-01\nages = [65, 150]\n").faults(&|_| true), ["a"], "for no work");
        assert_eq!(
            entry("from = 2016-01-01\nprogrammes = [\"senior\"]\n").faults(&|_| true),
            ["a"],
            "for nobody"
        );
        assert!(toml::from_str::<PriorityTable>("version = \"1\"\npriority = []\nother = 1").is_err());
    }

    #[test]
    fn who_told_nothing_has_none_and_age_counts_on_the_day() {
        let table =
            entry("from = 2016-01-01\nprogrammes = [\"senior\"]\nages = [65, 150]\ngroups = [\"veteran\"]\n");
        let one = &table.entries[0];
        let on = date(2016, 5, 1);
        let born = |born_on| Facts { born_on: Some(born_on), ..Facts::default() };
        assert!(one.held(&born(date(1951, 5, 1)), on) && !one.held(&born(date(1951, 5, 2)), on));
        assert!(!one.held(&Facts::default(), on));
        let told =
            |word: &str| Facts::of(&Profile { vulnerable: vec![word.to_owned()], ..Profile::default() });
        assert_eq!(told("보훈취업지원대상").groups, [Group::Veteran]);
        assert!(one.held(&told("보훈"), on) && !one.held(&told("장애인"), on));
        assert_eq!(told("장기실업자").groups, []);
    }
}
