//! The ledger of results: counting claims, the rows behind each figure, closing a month.
//!
//! No number is typed anywhere: every figure is a query over claims, and opens the rows behind it.

mod books;
mod close;
mod digest;
mod open;
mod past;
mod quality;
mod read;

pub(crate) use books::Books;
pub(crate) use close::months_before;
pub use close::{Closes, Correction, Counts, close, months};
pub use digest::digest;
pub(crate) use digest::hex;
pub use open::{Vacancy, vacancies};
pub use quality::{Pay, Quality, quality};
pub use read::{Cut, OwnerLine, Statement, excluded, figures, rows};
pub(crate) use read::{confirmed_hires, districts, paged, rows_of, total};
