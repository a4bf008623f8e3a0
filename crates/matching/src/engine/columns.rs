//! Seekers and openings as columns of small integers: what the generator draws, what profiles compile to, and
//! what the indexes are built from. The number of a row is its stable id; ties go to the lower one.
//!
//! On disk a market is one plain little-endian array a column and a manifest in JSON, so that any program can
//! read it. This module must not know scores.

use std::io;

use serde::{Deserialize, Serialize};

use super::limit::{OPENINGS_MOST, PAY_MOST, PLACE_MOST, RADIUS_MOST, Refusal, SEEKERS_MOST, SKILLS_MOST};
use super::requirement::{
    CAREER_UNKNOWN, NO_SKILL, NO_WISH, SKILLS_ASKED_MOST, SKILLS_HELD_MOST, TEXT_WORDS, UNKNOWN_PLACE,
    UNKNOWN_ZONE, WISHES_MOST,
};
use super::tree::Tree;

/// A value of fixed width in a file.
trait Plain: Copy {
    const WIDTH: usize;
    fn put(self, out: &mut Vec<u8>);
    fn take(bytes: &[u8]) -> Self;
}

macro_rules! plain {
    ($($kind:ty),*) => {$(
        impl Plain for $kind {
            const WIDTH: usize = size_of::<$kind>();
            fn put(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn take(bytes: &[u8]) -> Self {
                let mut own = [0; size_of::<$kind>()];
                own.copy_from_slice(bytes);
                Self::from_le_bytes(own)
            }
        }
    )*};
}
plain!(u8, u16, i16, u32, u64);

impl<T: Plain + Default, const N: usize> Plain for [T; N] {
    const WIDTH: usize = T::WIDTH * N;
    fn put(self, out: &mut Vec<u8>) {
        self.into_iter().for_each(|value| value.put(out));
    }
    fn take(bytes: &[u8]) -> Self {
        let mut own = [T::default(); N];
        own.iter_mut().zip(bytes.chunks_exact(T::WIDTH)).for_each(|(to, from)| *to = T::take(from));
        own
    }
}

macro_rules! table {
    ($(#[$doc:meta])* $table:ident of $(#[$row_doc:meta])* $row:ident in $folder:literal
        { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$row_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $row { $($(#[$field_doc])* pub $field: $kind,)* }

        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $table { $($(#[$field_doc])* pub $field: Vec<$kind>,)* rows: usize }

        impl $table {
            /// Appends a row; its number is its id.
            pub fn push(&mut self, row: $row) {
                $(self.$field.push(row.$field);)*
                self.rows += 1;
            }

            /// The row of this number.
            pub fn row(&self, at: usize) -> $row {
                $row { $($field: self.$field[at],)* }
            }

            /// Writes another row in its place.
            pub fn set(&mut self, at: usize, row: $row) {
                $(self.$field[at] = row.$field;)*
            }

            /// How many rows there are.
            pub fn len(&self) -> usize {
                self.rows
            }

            /// Whether there is none.
            pub fn is_empty(&self) -> bool {
                self.rows == 0
            }

            fn lengths(&self) -> Result<(), Refusal> {
                $(if self.$field.len() != self.rows {
                    return Err(Refusal::Length(concat!($folder, ".", stringify!($field))));
                })*
                Ok(())
            }

            fn each(&self, sink: &mut dyn FnMut(&str, &[u8]) -> io::Result<()>) -> io::Result<()> {
                $({
                    let mut bytes = Vec::with_capacity(self.rows * <$kind>::WIDTH);
                    self.$field.iter().for_each(|value| value.put(&mut bytes));
                    sink(concat!($folder, ".", stringify!($field)), &bytes)?;
                })*
                Ok(())
            }

            fn load(rows: usize, source: &mut dyn FnMut(&str) -> io::Result<Vec<u8>>) -> io::Result<Self> {
                let mut table = Self { rows, ..Self::default() };
                $({
                    let bytes = source(concat!($folder, ".", stringify!($field)))?;
                    if bytes.len() != rows.saturating_mul(<$kind>::WIDTH) {
                        return Err(io::Error::other(Refusal::Length(concat!($folder, ".", stringify!($field)))));
                    }
                    table.$field = bytes.chunks_exact(<$kind>::WIDTH).map(<$kind>::take).collect();
                })*
                Ok(table)
            }

            fn shapes() -> Vec<(String, String, usize)> {
                vec![$((concat!($folder, ".", stringify!($field)).to_owned(), stringify!($kind).to_owned(), <$kind>::WIDTH),)*]
            }
        }
    };
}

table! {
    /// Openings, a column a field.
    Openings of
    /// One opening.
    OpeningRow in "openings" {
        /// Leaf of the occupation tree.
        occupation: u16,
        /// East on the city's plane, in ten metres.
        x: i16,
        /// North on the city's plane, in ten metres.
        y: i16,
        /// Zone of the commute mask, or the unknown zone.
        zone: u8,
        /// Bits a person must have.
        requires: u64,
        /// Least pay, in won a month; 0 when not told.
        pay: u32,
        /// Kind of experience wanted.
        career: u8,
        /// Months of experience asked for.
        career_min: u16,
        /// Minutes a week; 0 when not told.
        weekly: u16,
        /// Free heads.
        seats: u16,
        /// Skills named.
        skills: [u16; SKILLS_ASKED_MOST],
        /// Weight of each skill, 1 to 3.
        weights: [u8; SKILLS_ASKED_MOST],
        /// Signature of title and duties.
        text: [u64; TEXT_WORDS],
    }
}

table! {
    /// Seekers, a column a field.
    Seekers of
    /// One seeker.
    SeekerRow in "seekers" {
        /// Leaves of the occupation tree, first wish first.
        wishes: [u16; WISHES_MOST],
        /// East on the city's plane, in ten metres.
        x: i16,
        /// North on the city's plane, in ten metres.
        y: i16,
        /// Zones within the longest way to work.
        zones: u64,
        /// Farthest straight way, in ten metres; 0 for no limit.
        radius: u16,
        /// Bits the person has.
        has: u64,
        /// Least pay, in won a month; 0 for no wish.
        pay: u32,
        /// Months of experience.
        career: u16,
        /// Most minutes a week; 0 for no limit.
        weekly: u16,
        /// Skills held.
        skills: [u16; SKILLS_HELD_MOST],
        /// Signature of the work wished for.
        text: [u64; TEXT_WORDS],
    }
}

/// Everything a market is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// The occupation tree.
    pub tree: Tree,
    /// How many skills the dictionary has; ids are below it.
    pub skills: u16,
    /// The people.
    pub seekers: Seekers,
    /// The places.
    pub openings: Openings,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u32,
    seekers: usize,
    openings: usize,
    skills: u16,
    leaves: Vec<[u16; 3]>,
    columns: Vec<(String, String, usize)>,
    /// Of all columns; whoever packs a market may leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
}

impl Columns {
    /// Holds every row against the limits.
    ///
    /// # Errors
    /// The first [`Refusal`], with the number of the row.
    pub fn check(&self) -> Result<(), Refusal> {
        self.seekers.lengths()?;
        self.openings.lengths()?;
        if self.seekers.len() > SEEKERS_MOST {
            return Err(Refusal::TooManySeekers(self.seekers.len()));
        }
        if self.openings.len() > OPENINGS_MOST {
            return Err(Refusal::TooManyOpenings(self.openings.len()));
        }
        if usize::from(self.skills) > SKILLS_MOST {
            return Err(Refusal::Skill(0));
        }
        (0..self.openings.len()).try_for_each(|at| self.check_opening(at, &self.openings.row(at)))?;
        (0..self.seekers.len()).try_for_each(|at| self.check_seeker(at, &self.seekers.row(at)))
    }

    /// Holds one opening against the limits.
    ///
    /// # Errors
    /// The [`Refusal`] with `at`.
    pub fn check_opening(&self, at: usize, row: &OpeningRow) -> Result<(), Refusal> {
        self.check_leaf(at, row.occupation)?;
        check_place(at, row.x, row.y)?;
        self.check_skills(at, &row.skills)?;
        let weight = |(skill, weight): (&u16, &u8)| (*skill != NO_SKILL) == (1..=3).contains(weight);
        if !row.skills.iter().zip(&row.weights).all(weight) {
            return Err(Refusal::Skill(at));
        }
        if row.zone > UNKNOWN_ZONE {
            return Err(Refusal::Zone(at));
        }
        if row.pay > PAY_MOST {
            return Err(Refusal::Pay(at));
        }
        if row.career > CAREER_UNKNOWN {
            return Err(Refusal::Career(at));
        }
        if row.seats == 0 { Err(Refusal::Seats(at)) } else { Ok(()) }
    }

    /// Holds one seeker against the limits.
    ///
    /// # Errors
    /// The [`Refusal`] with `at`.
    pub fn check_seeker(&self, at: usize, row: &SeekerRow) -> Result<(), Refusal> {
        row.wishes.iter().filter(|wish| **wish != NO_WISH).try_for_each(|wish| self.check_leaf(at, *wish))?;
        check_place(at, row.x, row.y)?;
        self.check_skills(at, &row.skills)?;
        if row.radius > RADIUS_MOST {
            return Err(Refusal::Radius(at));
        }
        if row.pay > PAY_MOST { Err(Refusal::Pay(at)) } else { Ok(()) }
    }

    fn check_leaf(&self, at: usize, leaf: u16) -> Result<(), Refusal> {
        if usize::from(leaf) < self.tree.len() { Ok(()) } else { Err(Refusal::Occupation(at)) }
    }

    fn check_skills(&self, at: usize, skills: &[u16]) -> Result<(), Refusal> {
        let named = skills.iter().filter(|skill| **skill != NO_SKILL);
        let wrong =
            |skill: &u16| *skill >= self.skills || skills.iter().filter(|other| *other == skill).count() > 1;
        if named.copied().any(|skill| wrong(&skill)) { Err(Refusal::Skill(at)) } else { Ok(()) }
    }

    /// Heads over all openings.
    pub fn seats(&self) -> u64 {
        self.openings.seats.iter().map(|seats| u64::from(*seats)).sum()
    }

    /// FNV-1a of 64 bits over all columns as they stand in files, names included.
    pub fn hash(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |bytes: &[u8]| {
            for byte in bytes {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        };
        for group in self.tree.groups() {
            group.iter().for_each(|value| add(&value.to_le_bytes()));
        }
        let mut sink = |name: &str, bytes: &[u8]| {
            add(name.as_bytes());
            add(bytes);
            Ok(())
        };
        // This sink cannot fail.
        let _ = self.seekers.each(&mut sink);
        let _ = self.openings.each(&mut sink);
        hash
    }

    /// Gives out the manifest (`market.json`) and each column (`openings.pay`, `seekers.has`, …) as bytes.
    ///
    /// # Errors
    /// What the sink fails with.
    pub fn write(&self, sink: &mut dyn FnMut(&str, &[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut columns = Openings::shapes();
        columns.extend(Seekers::shapes());
        let manifest = Manifest {
            version: 1,
            seekers: self.seekers.len(),
            openings: self.openings.len(),
            skills: self.skills,
            leaves: self.tree.groups().to_vec(),
            columns,
            hash: Some(format!("{:016x}", self.hash())),
        };
        sink("market.json", &serde_json::to_vec(&manifest).map_err(io::Error::other)?)?;
        self.openings.each(sink)?;
        self.seekers.each(sink)
    }

    /// Reads what [`Columns::write`] gave out, and holds it against the limits.
    ///
    /// # Errors
    /// What the source fails with, or a [`Refusal`] inside an [`io::Error`].
    pub fn read(source: &mut dyn FnMut(&str) -> io::Result<Vec<u8>>) -> io::Result<Self> {
        let manifest: Manifest = serde_json::from_slice(&source("market.json")?)
            .map_err(|_| io::Error::other(Refusal::Manifest))?;
        if manifest.version != 1 {
            return Err(io::Error::other(Refusal::Manifest));
        }
        let columns = Self {
            tree: Tree::new(manifest.leaves).map_err(io::Error::other)?,
            skills: manifest.skills,
            openings: Openings::load(manifest.openings, source)?,
            seekers: Seekers::load(manifest.seekers, source)?,
        };
        columns.check().map_err(io::Error::other)?;
        match manifest.hash {
            Some(hash) if hash != format!("{:016x}", columns.hash()) => Err(io::Error::other(Refusal::Hash)),
            _ => Ok(columns),
        }
    }
}

fn check_place(at: usize, x: i16, y: i16) -> Result<(), Refusal> {
    let known = |place: i16| (-PLACE_MOST..=PLACE_MOST).contains(&place);
    let unknown = x == UNKNOWN_PLACE && y == UNKNOWN_PLACE;
    if unknown || (known(x) && known(y)) { Ok(()) } else { Err(Refusal::Place(at)) }
}
