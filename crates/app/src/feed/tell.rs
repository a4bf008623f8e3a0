//! How this city tells an opening, and signs what it tells. Everything it needs is in it, so that a long batch can be made on a
//! thread that may take its time.

use domain::feed::{Batch, CityKey, Line, Shown, VERSION};
use domain::opening::State;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{Feed, source};
use crate::App;
use crate::projection::Entry;

/// What every line and every signature of this city needs.
pub(super) struct Teller {
    source: String,
    licence: String,
    zone: TimeZone,
    /// Drawn from the master key each time: it lies nowhere else.
    pub(super) key: CityKey,
}

impl Teller {
    pub(super) fn of(app: &App) -> Self {
        let source = source(app).to_owned();
        let key = CityKey::from_seed(&source, &app.store.keys().derive(app.tenant, "feed"));
        Self { source, licence: app.city.feed().licence.clone(), zone: app.city.zone().clone(), key }
    }

    /// An opening as the feed tells it: what the office keeps for itself stays here.
    pub(super) fn shown(&self, entry: &Entry, seq: i64) -> Line {
        let opening = &entry.opening;
        let mut content = opening.content.clone();
        content.note.clear();
        content.lead.clear();
        content.project.clear();
        content.attachments.clear();
        let theirs = &opening.origin.licence;
        Line::Shown(Box::new(Shown {
            version: VERSION,
            source: self.source.clone(),
            seq,
            id: opening.id,
            number: opening.origin.number.clone(),
            employer: entry.employer.name.clone(),
            business_number: entry.employer.business_number.as_ref().map(ToString::to_string),
            occupation_name: entry.occupation_name.clone(),
            area_name: entry.area_name.clone(),
            content,
            state: opening.state.clone(),
            licence: if theirs.is_empty() { &self.licence } else { theirs }.clone(),
            expires: self.expires(&opening.state).unwrap_or(opening.updated_at),
            updated_at: opening.updated_at,
        }))
    }

    /// The first instant of the day after the last on which it is valid, in the city.
    fn expires(&self, state: &State) -> Option<Timestamp> {
        let State::Open { valid_until, .. } = state else { return None };
        let next = valid_until.saturating_add(1.day());
        self.zone.to_timestamp(next.at(0, 0, 0, 0)).ok()
    }

    /// Lines as a batch that was asked for `from` a cursor, goes on from `to`, and is true up to `seq`.
    pub(super) fn signed(
        &self,
        from: Option<i64>,
        (to, more): (i64, bool),
        lines: Vec<Line>,
        seq: i64,
    ) -> Feed {
        let batch = Batch { source: self.source.clone(), from, to, more, lines };
        let bytes = batch.bytes();
        let signed = self.key.sign(from, to, &bytes);
        Feed { bytes: bytes.into(), signed, lines: batch.lines.len(), cursor: to, more, seq }
    }
}
