//! Why people and jobs do not meet: who could be placed at once, whom a term, a place or a skill keeps
//! out, and for whom there is simply too little work; how much of it is the shape of the market; and
//! which easing would bring how much.
//!
//! A pure function of columns and counts. It must not know names, the clock, where chance comes from
//! (the seed is an argument), nor what is published: counts leave this module through [`publish`] only.
//! Groups of people (sex, age) are known to [`fairness`] alone, which no score and no list may ask.
//!
//! The formulas, their sources and their limits are in `docs/mismatch.md`, "Mismatch".

pub mod board;
pub mod edges;
pub mod fairness;
pub mod flow;
pub mod index;
pub mod lever;
pub mod nested;
pub mod null;
pub mod packed;
pub mod printed;
pub mod proposal;
pub mod publish;
pub mod seed;
pub mod split;
