//! Mismatch from outside: the young editor, and what must hold of any market.

mod edges;
mod editor;
mod fairness;
mod flow;
mod index;
mod joint;
mod lever;
mod packed;
mod publish;
mod split;
