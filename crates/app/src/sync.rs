//! Synchronisation between home and machines that work where there is no network: reading a machine's work off its change
//! log, taking it in at home, and giving a machine what it may carry. What is decided about a field is decided in the crate
//! `sync`; here it is read and written, each piece of work in one transaction. How the bytes travel is nobody's business here: over
//! a network or on a stick they are the same.

mod clash;
mod home;
mod letter;
mod node;
mod page;
mod part;
mod wire;

pub use ::sync::Quarantine;
pub use clash::{Aside, Clash, Laid, Settled, aside, clashes, decide, see_to};
pub use home::{known, receive};
pub(crate) use letter::unread;
pub use letter::{answer_letter, left_behind};
pub use node::{Left, hear, left, made, queue, take_in};
pub use page::{Account, Extent, Page, Record, Section, page};
pub use wire::{Answer, Ask, Round, all, answer, heed, round, turn};

use ::sync::Fields;
use ::sync::field::{Shape, TOLD};
use domain::seeker::Seeker;
use serde_json::Value;
use store::copy::Copy;

/// How the records of each noun are taken apart. A noun that is not here does not travel: what follows from others
/// (merges, anomalies) is found anew at home.
fn shape(noun: &str) -> Option<Shape> {
    let bare = Shape { nested: &[], grows: &[], follows: &["version", "updated_at"] };
    Some(match noun {
        "opening" => Shape { nested: &["content", "origin"], grows: &["worsened"], ..bare },
        "seeker" => Shape {
            grows: &["consents", "moves", "revived"],
            follows: &["version", "updated_at", "due"],
            ..bare
        },
        "placement" => {
            Shape { grows: &["contributors", "amended", "moved", "evidence", "retention"], ..bare }
        }
        part::NOUN => Shape { nested: &["attendance"], grows: &["history"], ..bare },
        "employer" | "service" | "action_plan" | "attachment" | "referral" | "notice" => bare,
        crate::escrow::COHORT => bare,
        _ => return None,
    })
}

/// How the records of a noun are taken apart that machines write. They carry cohorts and do not: what a machine changes of one are
/// its seats, which follow from people's parts in it.
fn written(noun: &str) -> Option<Shape> {
    shape(noun).filter(|_| noun != crate::escrow::COHORT)
}

/// A record as its fields.
fn fields(shape: Shape, copy: &Copy) -> Fields {
    let mut fields = shape.fields("", &copy.body);
    if let Some(told) = &copy.told {
        fields.extend(shape.fields(TOLD, told));
    }
    fields
}

/// Fields as a record again, at a version and as of an instant.
fn record(shape: Shape, fields: &Fields, version: i64, at: jiff::Timestamp) -> Copy {
    let mut body = shape.record("", fields);
    if let Value::Object(body) = &mut body {
        body.insert("version".to_owned(), version.into());
        body.insert("updated_at".to_owned(), serde_json::json!(at));
    }
    let told = fields.keys().any(|path| path.starts_with(TOLD)).then(|| shape.record(TOLD, fields));
    Copy { body, told, person: None }
}

/// What follows from a registration is worked out anew wherever it is written.
fn followed(noun: &str, mut copy: Copy, reminders: &domain::reminder::Reminders) -> Copy {
    if noun == "seeker"
        && let Ok(seeker) = serde_json::from_value::<Seeker>(copy.body.clone())
        && let Ok(due) = serde_json::to_value(seeker.next_due(reminders))
        && let Value::Object(body) = &mut copy.body
    {
        body.insert("due".to_owned(), due);
    }
    copy
}

/// The version of a record as it is; zero of one that is not there or counts none.
fn version(copy: Option<&Copy>) -> i64 {
    copy.and_then(|copy| copy.body["version"].as_i64()).unwrap_or(0)
}
