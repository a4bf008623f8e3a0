//! The words by which files name occupations, industries and areas, handed to the readers of files.

use documents::Vocabulary;
use domain::city::City;
use domain::reference::Reference;
use jiff::civil::Date;
use matching::title::Titles;

/// Calls `read` with the city's and the country's words.
pub(crate) fn with_vocabulary<T>(
    city: &City,
    titles: &Titles,
    reference: &Reference,
    today: Date,
    read: impl FnOnce(&Vocabulary<'_>) -> T,
) -> T {
    let occupations = |text: &str| titles.meant(text);
    let named = |text: &str| reference.occupations.named(text).cloned();
    let industries =
        |text: &str| reference.industries.resolve(text).into_iter().map(|hit| hit.code).collect::<Vec<_>>();
    let areas = |text: &str| city.areas().resolve(text);
    read(&Vocabulary {
        today,
        occupations: &occupations,
        occupation_named: &named,
        industries: &industries,
        areas: &areas,
    })
}
