//! What was suggested to whom and why: which openings are chosen for a person, every list kept with its inputs at its first
//! showing, read again by those who may read of the person, and what is known of who was told of what.
//!
//! It must not know how matching judges a pair, nor pages.

mod choose;
mod employer;
mod keep;
mod pair;
mod read;
mod told;

pub(crate) use choose::{Kind, choose};
pub use employer::{Asked, Band, Unnamed, introduce, unnamed};
pub(crate) use keep::{Shown, keep, keep_list, suggestion, wishes};
pub use pair::{Considered, Judged, consider, of_form, own};
pub use read::{Past, PastRow, Since, list, of_everyone, one};
pub(crate) use told::{DAYS, Kept, told_by};
pub use told::{Told, told};
