//! The count itself: everybody's part, the board by work and place, the index beside chance, and what each easing would
//! bring. A pure function of what was gathered; it runs on a thread that may wait. It must not know who asks.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use domain::area::AreaCode;
use domain::city::City;
use domain::id::{OpeningId, SeekerId};
use jiff::Timestamp;
use jiff::civil::Date;
use matching::mismatch::board::{Cell, Fineness, Line, board};
use matching::mismatch::edges::{Edges, Gate, TooMuch};
use matching::mismatch::flow::Network;
use matching::mismatch::lever::{self, FAMILIES, Levers};
use matching::mismatch::printed::Index;
use matching::mismatch::proposal::{Proposal, proposals};
use matching::mismatch::publish::{District, KINDS, Published, PublishedLine, publish_board, spare_words};
use matching::mismatch::split::{MismatchKind, Standing, split};
use matching::{Candidate, Market};

use super::ground::{Ground, Vacant};
use super::index;
use crate::pool::{Looking, UNIT_GROUP};

/// Threads that look pairs up. The answer is the same on any number.
const THREADS: usize = 2;
/// Cells for which single changes are counted: those in which most are kept out by something that can be eased.
const EASED: usize = 24;
/// The best changes of a cell that are told: of a long list nobody reads which one matters.
const TOLD: usize = 2;

/// Everything that was counted, of everybody: it leaves this crate only as somebody may see it.
pub(crate) struct Counted {
    pub(super) at: Timestamp,
    pub(super) on: Date,
    pub(super) seq: i64,
    /// Everybody with their part and their place among [`Self::lines`] and [`Self::dongs`].
    pub(super) people: Vec<Person>,
    /// By unit group and district.
    pub(super) lines: Vec<Line>,
    /// By dong of the city.
    pub(super) dongs: Vec<Line>,
    /// The same as everybody may read them; hiding takes long where there are many small cells.
    pub(super) public: (Vec<PublishedLine>, Published),
    pub(super) public_dongs: Vec<PublishedLine>,
    /// The index, of what is printed alone.
    pub(super) index: Index,
    pub(super) levers: Levers,
    /// Of some cells, by their place among [`Self::lines`], what each single change would bring.
    pub(super) changes: BTreeMap<usize, Vec<Proposal>>,
    pub(super) openings: u64,
    pub(super) heads: u64,
}

/// Somebody in the count.
pub(super) struct Person {
    pub(super) id: SeekerId,
    pub(super) standing: Standing,
    pub(super) line: usize,
    pub(super) dong: Option<usize>,
}

/// Says nothing of whom it holds.
impl fmt::Debug for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counted").field("seq", &self.seq).finish_non_exhaustive()
    }
}

impl Counted {
    /// How many each family alone would place in addition.
    pub(super) fn alone(&self) -> [u64; FAMILIES] {
        let of = |family: usize| self.levers.placed[1 << family].saturating_sub(self.levers.placed[0]);
        std::array::from_fn(of)
    }

    /// How many all of them together would.
    pub(super) fn together(&self) -> u64 {
        let placed = &self.levers.placed;
        placed.last().copied().unwrap_or_default().saturating_sub(placed[0])
    }
}

/// Counts.
pub(super) fn count(ground: Ground, city: &City) -> Result<Counted, TooMuch> {
    let Ground { at, on, seq, people, vacant, told, hires, floor_won } = ground;
    let (cells, dongs) = (cells(&people), dongs(&people, city));
    let bands = index::bands(&cells, &people, &vacant, floor_won);
    let heads: Vec<(OpeningId, u32)> = vacant.iter().map(|one| (one.job.id(), one.heads)).collect();
    let (offered, dongs_offered) = offered(&vacant, city);
    let market = Market::build(vacant.into_iter().map(|one| one.job).collect());
    let (ids, seekers): (Vec<SeekerId>, Vec<Candidate>) =
        people.into_iter().map(|one| (one.id, one.candidate)).unzip();
    let edges = Edges::build(&market, &heads, &seekers, Gate::Relevant, THREADS)?.with_known(&told);
    let network = Network::new(&edges);
    let split = split(&network);
    let lines = board(&split, &cells, &offered);
    let dong_lines = board(&split, &dongs, &dongs_offered);
    let at_line = places(&lines);
    let at_dong = places(&dong_lines);
    let members = ids.into_iter().zip(split.standing.iter()).zip(cells.iter().zip(&dongs));
    let people: Vec<Person> = members
        .filter_map(|((id, standing), (cell, dong))| {
            let dong = dong.area.as_ref().and_then(|_| at_dong.get(dong).copied());
            Some(Person { id, standing: *standing, line: *at_line.get(cell)?, dong })
        })
        .collect();
    let changes = changes(&market, &edges, &seekers, &lines, &people)?;
    let least = u64::try_from(city.ledger().least_shown).unwrap_or(0);
    let public = publish_board(&lines, least);
    let mut public_dongs = publish_board(&dong_lines, least).0;
    let districts = districts(&lines, &public.0);
    let district = |cell: &Cell| {
        let key = AreaCode::parse(cell.area.as_ref()?.district()?)?;
        let (people, printed) = districts.get(&key).copied().unwrap_or_default();
        Some(District { key, people, printed })
    };
    spare_words(&mut public_dongs, &dong_lines, &district, least);
    Ok(Counted {
        index: index::index(&public, &bands, &hires, least, seq),
        public,
        public_dongs,
        at,
        on,
        seq,
        levers: lever::levers(&network),
        changes,
        openings: heads.len() as u64,
        heads: heads.iter().map(|(_, heads)| u64::from(*heads)).sum(),
        people,
        lines,
        dongs: dong_lines,
    })
}

/// How many people the board counts in each district, and what is printed of them.
fn districts(lines: &[Line], printed: &[PublishedLine]) -> BTreeMap<AreaCode, (u64, [u64; KINDS.len()])> {
    let mut out: BTreeMap<AreaCode, (u64, [u64; KINDS.len()])> = BTreeMap::new();
    for (line, printed) in lines.iter().zip(printed) {
        let Some(area) = &line.cell.area else { continue };
        let (people, kinds) = out.entry(area.clone()).or_default();
        *people += line.all_seekers();
        kinds.iter_mut().zip(printed.kinds).for_each(|(sum, told)| *sum += told.unwrap_or(0));
    }
    out
}

/// Where somebody is counted on the board.
pub(super) fn on_board(cell: &Cell) -> Cell {
    Cell::new(cell.occupation.as_ref(), cell.area.as_ref(), UNIT_GROUP, Fineness::District)
}

/// Where they are counted on the map; outside the city's dongs they are not.
fn on_map(cell: &Cell, city: &City) -> Cell {
    Cell { occupation: None, area: cell.area.clone().filter(|area| city.is_dong(area)) }
}

fn cells(people: &[Looking]) -> Vec<Cell> {
    people.iter().map(|one| on_board(&one.cell)).collect()
}

fn dongs(people: &[Looking], city: &City) -> Vec<Cell> {
    people.iter().map(|one| on_map(&one.cell, city)).collect()
}

type Offered = Vec<(Cell, u32)>;

fn offered(vacant: &[Vacant], city: &City) -> (Offered, Offered) {
    let both =
        vacant.iter().map(|one| ((on_board(&one.cell), one.heads), (on_map(&one.cell, city), one.heads)));
    both.unzip()
}

fn places(lines: &[Line]) -> BTreeMap<Cell, usize> {
    lines.iter().enumerate().map(|(at, line)| (line.cell.clone(), at)).collect()
}

/// What single changes would bring to those of the cells in which most lack something that can be eased.
fn changes(
    market: &Market,
    edges: &Edges,
    seekers: &[Candidate],
    lines: &[Line],
    people: &[Person],
) -> Result<BTreeMap<usize, Vec<Proposal>>, TooMuch> {
    let lacking = |line: &Line| line.of(MismatchKind::Frictional) + line.of(MismatchKind::Structural);
    let mut wanted: Vec<usize> = (0..lines.len()).filter(|at| lacking(&lines[*at]) > 0).collect();
    wanted.sort_by_key(|at| (Reverse(lacking(&lines[*at])), *at));
    wanted.truncate(EASED);
    let members = |line: usize| people.iter().enumerate().filter(move |(_, one)| one.line == line);
    let groups: Vec<Vec<usize>> =
        wanted.iter().map(|line| members(*line).map(|(seeker, _)| seeker).collect()).collect();
    let mut told = proposals(market, edges, seekers, &groups)?;
    told.iter_mut().for_each(|told| told.truncate(TOLD));
    Ok(wanted.into_iter().zip(told).collect())
}
