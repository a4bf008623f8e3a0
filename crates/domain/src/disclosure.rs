//! The regional job-target disclosure (지역일자리 목표공시제): the categories its form asks for, as dated data: which are in force and what
//! they are called changes by year. It must not know any measure.

use serde::Deserialize;

words! {
    /// Which side a category stands on.
    pub enum Side {
        /// What governments do (정부부문).
        Government,
        /// What firms do (민간부문).
        Private,
    }
}

/// A category (공시 분야).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Category {
    /// Its code here.
    pub code: String,
    /// Which side.
    pub side: Side,
    /// Korean name.
    pub name_ko: String,
    /// English name.
    pub name_en: String,
    /// First year in force.
    pub from_year: i16,
    /// Last year in force; none while it is.
    pub until_year: Option<i16>,
}

impl Category {
    /// Whether it is in force in a year.
    pub fn is_in_force(&self, year: i16) -> bool {
        self.from_year <= year && self.until_year.is_none_or(|until| year <= until)
    }
}

/// The categories of all years, in the order of the form.
#[derive(Debug, Clone, Default)]
pub struct CategoryTable(Vec<Category>);

impl CategoryTable {
    /// A table of rows in the order of the form.
    pub fn new(rows: Vec<Category>) -> Self {
        Self(rows)
    }

    /// Those in force in a year.
    pub fn in_force(&self, year: i16) -> impl Iterator<Item = &Category> {
        self.0.iter().filter(move |category| category.is_in_force(year))
    }

    /// The one of a code that is in force in a year.
    pub fn find(&self, code: &str, year: i16) -> Option<&Category> {
        self.in_force(year).find(|category| category.code == code)
    }

    /// Every row.
    pub fn iter(&self) -> impl Iterator<Item = &Category> {
        self.0.iter()
    }

    /// Codes that stand twice in one year, and rows that end before they begin.
    pub fn faults(&self) -> Vec<String> {
        let backwards = self.0.iter().filter(|one| one.until_year.is_some_and(|until| until < one.from_year));
        let mut faults: Vec<String> = backwards.map(|one| one.code.clone()).collect();
        for (at, one) in self.0.iter().enumerate() {
            let rest = self.0.iter().skip(at + 1).filter(|other| other.code == one.code);
            faults.extend(
                rest.filter(|other| other.is_in_force(one.from_year) || one.is_in_force(other.from_year))
                    .map(|other| other.code.clone()),
            );
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, from_year: i16, until_year: Option<i16>) -> Category {
        let name = code.to_owned();
        Category {
            code: name.clone(),
            side: Side::Government,
            name_ko: name.clone(),
            name_en: name,
            from_year,
            until_year,
        }
    }

    #[test]
    fn a_category_is_one_of_its_years() {
        let table = CategoryTable::new(vec![row("direct", 2010, None), row("support", 2020, None)]);
        assert_eq!(table.in_force(2016).count(), 1);
        assert!(table.find("support", 2016).is_none() && table.find("support", 2020).is_some());
        assert_eq!(table.faults(), Vec::<String>::new());
    }

    #[test]
    fn a_code_twice_in_one_year_is_seen() {
        let twice = CategoryTable::new(vec![row("direct", 2010, Some(2016)), row("direct", 2016, None)]);
        assert_eq!(twice.faults(), ["direct"]);
        let renamed = CategoryTable::new(vec![row("direct", 2010, Some(2015)), row("direct", 2016, None)]);
        assert_eq!(renamed.faults(), Vec::<String>::new());
        assert_eq!(CategoryTable::new(vec![row("direct", 2016, Some(2015))]).faults(), ["direct"]);
    }
}
