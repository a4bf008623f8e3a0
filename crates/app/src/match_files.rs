//! Two files in, explained matches out: openings and seekers as they lie on someone's desk, without a
//! database. Nothing is kept.

mod json;
mod write;

use documents::child::Reader;
use documents::header::Noun;
use documents::opening::OpeningDraft;
use documents::row::Row;
use documents::table::Sheet;
use domain::area::distance_m;
use domain::city::City;
use domain::id::OpeningId;
use domain::message::Message;
use domain::reference::Reference;
use domain::seeker::Profile;
use jiff::civil::Date;
use matching::title::Titles;
use matching::{Candidate, Explanation, Job, Market, Match, Miss};
use uuid::Uuid;

use crate::import::{File, Located};
use crate::vocabulary::with_vocabulary;

pub use write::{Written, write};

/// What is needed of the world to match two files.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The city whose areas and stations count.
    pub city: &'a City,
    /// Facts of the country.
    pub reference: &'a Reference,
    /// Reads files in the limited child.
    pub reader: &'a Reader,
    /// The day on which dates without a year are read.
    pub today: Date,
}

/// An opening of the file, and how to name it.
#[derive(Debug)]
pub struct NamedOpening {
    /// Sheet of the file.
    pub sheet: String,
    /// Row of the sheet, as the spreadsheet shows it.
    pub row: u32,
    /// What was read.
    pub draft: OpeningDraft,
}

/// A seeker of the file, and how to name them.
#[derive(Debug)]
pub struct NamedSeeker {
    /// Sheet of the file.
    pub sheet: String,
    /// Row of the sheet, as the spreadsheet shows it.
    pub row: u32,
    /// What was read.
    pub profile: Profile,
}

/// Both files, read.
#[derive(Debug)]
pub struct Pair {
    /// Openings that can be matched.
    pub openings: Vec<NamedOpening>,
    /// Seekers that can be matched.
    pub seekers: Vec<NamedSeeker>,
    /// What was wrong in either file.
    pub problems: Vec<Located>,
    /// Rows left out.
    pub rejected: usize,
    market: Market,
    candidates: Vec<Candidate>,
}

impl Pair {
    /// Reads both files.
    ///
    /// # Errors
    /// The name of the file that cannot be read at all, and why.
    pub fn read(desk: &Desk<'_>, openings: &File, seekers: &File) -> Result<Self, (String, Message)> {
        let titles = Titles::new(desk.reference, desk.city.areas());
        let mut problems = Vec::new();
        let mut rejected = 0;
        let (sheets, mappings) = sheets(desk, openings, Noun::Openings, &mut problems)?;
        let rows = with_vocabulary(desk.city, &titles, desk.reference, desk.today, |words| {
            documents::opening::read(&sheets, &mappings, words)
        });
        let openings = keep(openings, rows, &mut problems, &mut rejected, |sheet, row, draft| NamedOpening {
            sheet,
            row,
            draft,
        });
        let (sheets, mappings) = self::sheets(desk, seekers, Noun::Seekers, &mut problems)?;
        let rows = with_vocabulary(desk.city, &titles, desk.reference, desk.today, |words| {
            documents::seeker::read(&sheets, &mappings, words)
        });
        let seekers = keep(
            seekers,
            rows,
            &mut problems,
            &mut rejected,
            |sheet, row, draft: documents::seeker::SeekerDraft| NamedSeeker {
                sheet,
                row,
                profile: draft.profile,
            },
        );
        let (areas, stations) = (desk.city.areas(), desk.city.stations());
        let jobs = openings.iter().enumerate().map(|(index, opening)| {
            Job::from_content(opening_id(index), &opening.draft.content, None, areas, stations)
        });
        let market = Market::build(jobs.collect());
        let candidates =
            seekers.iter().map(|s| Candidate::from_profile(&s.profile, areas, stations)).collect();
        Ok(Self { openings, seekers, problems, rejected, market, candidates })
    }

    /// The best `top` openings of every seeker, in the file's order. `done` is called with how many
    /// seekers are finished.
    pub fn matches(&self, top: usize, threads: usize, done: &(dyn Fn(usize) + Sync)) -> Vec<Vec<Match>> {
        self.market.top_k_all(&self.candidates, top, threads, done)
    }

    /// Why a seeker and an opening fit or do not; indices into the two lists.
    pub fn explain(&self, seeker: usize, opening: usize) -> Option<Explanation> {
        self.market.explain(self.candidates.get(seeker)?, opening_id(opening))
    }

    /// The relevant openings that come nearest to a match of a seeker without being one, each with every
    /// condition that fails.
    pub fn misses(&self, seeker: usize, top: usize) -> Vec<Miss> {
        self.candidates.get(seeker).map_or(Vec::new(), |candidate| self.market.misses(candidate, top))
    }

    /// Whether enough is known of a seeker for any opening to be relevant.
    pub fn can_match(&self, seeker: usize) -> bool {
        self.candidates.get(seeker).is_some_and(Candidate::can_match)
    }

    /// The openings that fail one condition of a seeker.
    pub fn near(&self, seeker: usize, top: usize) -> Option<matching::Near> {
        Some(self.market.near(self.candidates.get(seeker)?, top))
    }

    /// What a seeker did not tell and would help.
    pub fn missing(&self, seeker: usize) -> Vec<Message> {
        self.candidates.get(seeker).map(Candidate::missing).unwrap_or_default()
    }

    /// Index of an opening that [`Pair::matches`] named.
    pub fn index(&self, id: OpeningId) -> usize {
        usize::try_from(id.0.as_u128()).unwrap_or(usize::MAX)
    }

    /// Metres between a seeker's home and an opening, if both are known.
    pub fn distance_m(&self, desk: &Desk<'_>, seeker: usize, opening: usize) -> Option<i64> {
        let areas = desk.city.areas();
        let profile = &self.seekers.get(seeker)?.profile;
        let home = profile.home.or_else(|| Some(areas.get(profile.area.as_ref()?)?.centroid))?;
        let place = &self.openings.get(opening)?.draft.content.workplace;
        let work = place.point.or_else(|| Some(areas.get(place.areas.first()?)?.centroid))?;
        Some(distance_m(home, work))
    }
}

/// Rows of a file have no id; their position stands in for one.
fn opening_id(index: usize) -> OpeningId {
    OpeningId(Uuid::from_u128(index as u128))
}

/// The sheets of a file with the meaning of their columns; those that are not read are told.
pub(crate) fn sheets(
    desk: &Desk<'_>,
    file: &File,
    noun: Noun,
    problems: &mut Vec<Located>,
) -> Result<(Vec<Sheet>, Vec<documents::header::Mapping>), (String, Message)> {
    let named = |message| (file.name.clone(), message);
    let sheets = desk.reader.read(&file.name, &file.bytes).map_err(named)?;
    let mappings = documents::header::recognise(&sheets, noun).map_err(named)?;
    problems.extend(crate::import::unread(file, &mappings));
    Ok((sheets, mappings))
}

pub(crate) fn keep<D, T>(
    file: &File,
    rows: Vec<Row<D>>,
    problems: &mut Vec<Located>,
    rejected: &mut usize,
    name: impl Fn(String, u32, D) -> T,
) -> Vec<T> {
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let Row { sheet, row, outcome, wrong, warnings, .. } = row;
        let mut tell = |found: Vec<documents::row::Problem>, rejected| {
            problems.extend(found.into_iter().map(|problem| Located {
                file: file.name.clone(),
                sheet: sheet.clone(),
                row: row as usize,
                column: problem.column,
                rejected,
                message: problem.message,
            }));
        };
        match outcome {
            Ok(draft) => {
                tell(wrong, false);
                tell(warnings, false);
                kept.push(name(sheet, row, draft));
            }
            Err(found) => {
                tell(found, true);
                *rejected += 1;
            }
        }
    }
    kept
}
