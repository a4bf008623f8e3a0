//! The public feed of openings: what is shown now, and what changed after a place in the change log, with a
//! tombstone for everything that left the lists. It says what the pages say, and nothing of the people
//! behind an opening.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::id::OpeningId;
use domain::policy::{Relation, UseCase, authorise};

use crate::export::{lines, opening_json};
use crate::{App, Error};

/// Most entries of openings read for one answer; the next one goes on where it ends.
const MOST: usize = 5_000;

/// What an opening holds for the office only.
const OFFICE: [&str; 4] = ["note", "lead", "project", "attachments"];

/// A part of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// One JSON object a line; the last is `{"cursor": …}`.
    pub bytes: Vec<u8>,
    /// From where to go on.
    pub cursor: i64,
    /// Whether there was more than was asked for.
    pub more: bool,
    /// Change up to which the lists are true.
    pub seq: i64,
}

/// Everything shown now when `after` is not told; else what changed after it: one line an opening, its last
/// state only, `{"removed": true}` for what is no longer shown, at most `limit` of them.
///
/// # Errors
/// When the store cannot be read.
pub async fn openings(ctx: &Ctx, app: &App, after: Option<i64>, limit: usize) -> Result<Feed, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    crate::follow::step(app).await?;
    match after {
        Some(after) => changes(ctx, app, after.max(0), limit.max(1)).await,
        None => Ok(snapshot(app)),
    }
}

/// An opening as the feed tells it: what the office keeps for itself stays here.
fn told(app: &App, entry: &crate::projection::Entry) -> serde_json::Value {
    let mut value = opening_json(app, entry);
    if let Some(content) = value["content"].as_object_mut() {
        for own in OFFICE {
            content.remove(own);
        }
    }
    value
}

fn snapshot(app: &App) -> Feed {
    let (entries, seq) =
        app.projection.with(|state| (state.openings.values().cloned().collect::<Vec<_>>(), state.seq));
    let cursor = serde_json::json!({ "cursor": seq });
    let bytes = lines(entries.iter().map(|entry| told(app, entry)).chain(std::iter::once(cursor)));
    Feed { bytes, cursor: seq, more: false, seq }
}

async fn changes(ctx: &Ctx, app: &App, after: i64, limit: usize) -> Result<Feed, Error> {
    let (mut last, mut cursor) = (BTreeMap::<OpeningId, (i64, bool)>::new(), after);
    // No further than the lists are true: what is shown and what is said to have changed are of one moment.
    let until = app.projection.with(|state| state.seq).max(after);
    let batch = store::change::of_openings(&app.store, ctx.tenant, (after, until), MOST).await;
    let batch = batch.map_err(crate::fault)?;
    let mut more = batch.len() == MOST;
    for change in batch {
        let id = OpeningId(change.noun_id);
        if !last.contains_key(&id) && last.len() == limit {
            more = true;
            break;
        }
        let entry = last.entry(id).or_insert((0, false));
        *entry = (change.seq, entry.1 || was_public(&change.body));
        cursor = change.seq;
    }
    if !more {
        cursor = until;
    }
    let shown = |id| app.projection.with(|state| state.openings.contains_key(id));
    for (id, (_, public)) in last.iter_mut().filter(|(id, (_, public))| after > 0 && !public && !shown(id)) {
        // The reader has it if it stood on the lists at the number they go on from.
        let then = store::change::as_of(&app.store, ctx.tenant, id.0, after).await.map_err(crate::fault)?;
        *public = then.is_some_and(|change| was_public(&change.body));
    }
    let (mut out, seq) = app.projection.with(|state| {
        let out: Vec<(i64, serde_json::Value)> = last
            .iter()
            .filter_map(|(id, (seq, public))| match state.openings.get(id) {
                Some(entry) => {
                    let mut value = told(app, entry);
                    value["seq"] = (*seq).into();
                    Some((*seq, value))
                }
                // What never was public leaves no trace in a public feed.
                None => public.then(|| (*seq, serde_json::json!({ "seq": seq, "id": id, "removed": true }))),
            })
            .collect();
        (out, state.seq)
    });
    out.sort_by_key(|(seq, _)| *seq);
    let end = serde_json::json!({ "cursor": cursor });
    let bytes = lines(out.into_iter().map(|(_, value)| value).chain(std::iter::once(end)));
    Ok(Feed { bytes, cursor, more, seq })
}

/// Whether an opening whose change says `body` stood on public lists then.
fn was_public(body: &serde_json::Value) -> bool {
    body["state"]["state"] == "open"
        // What equals its default is left out of what is stored.
        && body["content"]["visibility"].as_str().is_none_or(|visibility| visibility == "public")
        && body["content"]["first_look_until"].is_null()
}
