//! Matching from outside: the young editor, and what must hold of any market.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod allotment;
mod catalogue;
mod commute;
mod ease;
mod editor;
mod engine_allocation;
mod engine_display;
mod engine_draw;
mod engine_exchange;
mod engine_fairness;
mod engine_lists;
mod engine_market;
mod engine_points;
mod engine_restart;
mod engine_shortlist;
mod flip;
mod market;
mod mismatch;
mod title;
mod widen;
