//! What the two directions have in common: entries of one side in blocks of 32 lanes, and a question of the
//! other side. An opening's block answers a seeker; a seeker's block answers an opening.

use std::ops::Range;

use fearless_simd::{Simd, i32x16};

use super::tree::Tree;

/// Entries in a block.
pub(crate) const LANES: usize = 32;
/// A bound that nothing reaches.
pub(crate) const NOBODY: i32 = i32::MIN / 2;

/// A run of groups with one number of points for the occupation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) points: i32,
    pub(crate) first: u32,
    pub(crate) last: u32,
}

/// One direction.
pub(crate) trait Layout: Sized + Sync + Send {
    /// A row of the side that is indexed.
    type Row: Copy + Send + Sync;
    /// What the hard conditions of 32 lanes are tested on.
    type Hot: Default + Clone + Send + Sync;
    /// What an entry is scored on.
    type Cold: Default + Copy + Send + Sync;
    /// A row of the other side.
    type Asker: Copy + Send + Sync;
    /// The question of such a row, prepared.
    type Question: Send;

    /// Times each row may stand in the index.
    const ENTRIES: usize;

    /// A question of nobody; `skills` is the size of the dictionary.
    fn blank(skills: u16) -> Self::Question;
    /// Makes it the question of a row.
    fn ask(question: &mut Self::Question, tree: &Tree, row: &Self::Asker);
    /// The groups of a row: its rank and leaf, or nothing.
    fn groups(row: &Self::Row, leaves: usize, out: &mut [Option<u32>; 3]);
    /// Its place, for the order inside a group.
    fn place(row: &Self::Row) -> (i16, i16);
    /// Its skills.
    fn skills(row: &Self::Row) -> &[u16];
    /// Writes a row into a lane.
    fn put(row: &Self::Row, hot: &mut Self::Hot, lane: usize);
    /// What it is scored on; `none` is the skill of nobody.
    fn cold(row: &Self::Row, none: u16) -> Self::Cold;
    /// An index without blocks of this many blocks.
    fn sized(blocks: usize) -> Self;
    /// Widens what bounds a block by a row.
    fn widen(&mut self, block: usize, row: &Self::Row);

    /// Lanes in which every condition held in the block holds.
    fn passes<S: Simd>(simd: S, hot: &Self::Hot, question: &Self::Question) -> u32;
    /// Most points besides occupation and skills by block, or [`NOBODY`].
    fn bounds<S: Simd>(&self, simd: S, blocks: Range<usize>, question: &Self::Question, out: &mut [i32]);
    /// Most points for skills when one or two are shared, in 16 blocks.
    fn by_shared<S: Simd>(&self, simd: S, block: usize, question: &Self::Question) -> [i32x16<S>; 2];
    /// The same in one block.
    fn by_shared_in(&self, block: usize, question: &Self::Question) -> (i32, i32);
    /// Whether the conditions that [`Layout::passes`] does not test hold.
    fn open(cold: &Self::Cold, question: &Self::Question) -> bool;
    /// Points besides the occupation's.
    fn rest(cold: &Self::Cold, question: &Self::Question) -> i32;
    /// Points of the occupation if this entry counts in a segment of `points`.
    fn listed(tree: &Tree, cold: &Self::Cold, points: i32, question: &Self::Question) -> Option<i32>;
    /// Points of the occupation if the entry belongs to no segment.
    fn across(tree: &Tree, group: u32, cold: &Self::Cold, question: &Self::Question) -> Option<i32>;

    /// The score of a row outside the index, if it may be suggested.
    fn outside(tree: &Tree, row: &Self::Row, asker: &Self::Asker) -> Option<i32>;
    /// Segments of the question, most points first.
    fn segments(question: &Self::Question) -> &[Segment];
    /// Most points of the occupation outside the segments.
    fn across_most(question: &Self::Question) -> i32;
    /// Most points besides occupation and skills, before any block is looked at.
    fn rest_most(question: &Self::Question) -> i32;
    /// Skills of the question.
    fn asked(question: &Self::Question) -> &[u16];
}
