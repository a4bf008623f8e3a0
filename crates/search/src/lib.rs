//! Full text over openings, held in memory and fed by the change log. Never a source of truth: it can
//! be rebuilt from the store at any time, and it must not know the store.

mod document;
mod index;
mod query;
mod token;

pub use document::Document;
pub use index::{Error, Index};
pub use query::{Found, Hit, Query, Sort};
pub use token::tokens;
