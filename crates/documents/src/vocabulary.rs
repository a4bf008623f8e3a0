//! The words of the city that cells are held against: names of occupations, industries and areas.
//!
//! The tables belong to the caller; here they are only asked.

use domain::area::AreaCode;
use domain::industry::IndustryCode;
use domain::occupation::OccupationCode;
use jiff::civil::Date;

/// Parts of a list that are tried as one name; no name of the classification has more.
const NAME_PARTS: usize = 10;

/// What the readers of openings and seekers ask. Each answer is best first and empty when unknown.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    /// The day of reading: a day without a year is the one nearest to it.
    pub today: Date,
    /// Codes for the name, the search term or the code of an occupation.
    pub occupations: &'a dyn Fn(&str) -> Vec<OccupationCode>,
    /// The code of the occupation whose name the whole text is.
    pub occupation_named: &'a dyn Fn(&str) -> Option<OccupationCode>,
    /// Codes for the name or the code of an industry.
    pub industries: &'a dyn Fn(&str) -> Vec<IndustryCode>,
    /// Codes for an address, the name or the code of an area.
    pub areas: &'a dyn Fn(&str) -> Vec<AreaCode>,
}

impl std::fmt::Debug for Vocabulary<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vocabulary").field("today", &self.today).finish_non_exhaustive()
    }
}

impl<'a> Vocabulary<'a> {
    /// A vocabulary that knows no words: codes stay unknown, everything else is read.
    pub fn without_words(today: Date) -> Vocabulary<'static> {
        Vocabulary {
            today,
            occupations: &|_| Vec::new(),
            occupation_named: &|_| None,
            industries: &|_| Vec::new(),
            areas: &|_| Vec::new(),
        }
    }

    /// Occupations named in a cell, each once, in order; the flag tells whether any part was unknown. Many
    /// names hold the signs that part a list, so the longest run of parts that is a name goes first.
    pub(crate) fn occupations_in(&self, text: &str) -> (Vec<OccupationCode>, bool) {
        let parts = crate::value::list(text);
        let mut codes: Vec<OccupationCode> = Vec::new();
        let mut unknown = parts.is_empty();
        let mut at = 0;
        while at < parts.len() {
            let ends = (at + 1..=parts.len().min(at + NAME_PARTS)).rev();
            let named = ends
                .filter_map(|end| Some(((self.occupation_named)(&parts[at..end].join(" "))?, end)))
                .next();
            let one = || (self.occupations)(&parts[at]).into_iter().next();
            let (found, next) = named.map_or_else(|| (one(), at + 1), |(code, end)| (Some(code), end));
            match found {
                Some(code) if !codes.contains(&code) => codes.push(code),
                Some(_) => {}
                None => unknown = true,
            }
            at = next;
        }
        (codes, unknown)
    }

    /// Areas named in a cell, each once, in order. A later place may lean on the first one's city:
    /// `서울 마포구, 중구`.
    pub(crate) fn areas_in(&self, text: &str) -> Vec<AreaCode> {
        let places = crate::value::term::places(text);
        let city = places.first().and_then(|place| place.split(' ').next()).unwrap_or_default().to_owned();
        let mut codes: Vec<AreaCode> = Vec::new();
        for (i, place) in places.iter().enumerate() {
            let mut found = (self.areas)(place);
            if found.is_empty() && i > 0 {
                found = (self.areas)(&format!("{city} {place}"));
            }
            codes.extend(found.into_iter().next().filter(|code| !codes.contains(code)));
        }
        codes
    }
}
