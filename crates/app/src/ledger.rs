//! The ledger of results: claiming a hire, giving evidence, taking back, counting, closing a month.
//!
//! No number is typed anywhere: every figure is a query over claims, and opens the rows behind it.

mod books;
mod close;
mod confirm;
mod read;
mod review;
mod write;

pub(crate) use books::Books;
pub use close::{Closes, Counts, close, months};
pub use confirm::{Asked, by_code, by_link, code, confirm, deny, link};
pub use read::{Cut, HistoryLine, OwnerLine, Statement, View, excluded, figures, get, mine, rows};
pub(crate) use read::{districts, relation};
pub use review::{EarlyClose, Found, Review, finding, review, settle_anomaly, settle_dispute};
pub(crate) use review::{find, patrol};
pub use write::{
    Claim, Proof, attach, cancel, check_retention, claim, confirm_mine, contribute, dispute, end, withdraw,
};
