//! The ledger as it stood at an entry of the change log: what a book is frozen from.
//!
//! Mostly nothing that counts was written since, and the books in memory say the same; else they are kept again from the
//! first entry of the log to that one. It must not know what is read from them.

use std::sync::Arc;

use domain::counting::{Counted, Ledger};
use jiff::Timestamp;
use jiff::civil::Date;

use super::books::{BATCH, Books, State};
use crate::statistics::Records;
use crate::{App, Error};

/// Nouns that counting follows.
const NOUNS: [&str; 9] = [
    "placement",
    "person_key",
    "employer",
    "service",
    "merge",
    "seeker",
    "organisation",
    "cohort",
    "enrolment",
];

impl Books {
    /// Reads the ledger as it was at an entry, counted on a day, on a thread that may wait.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn past<T: Send + 'static>(
        self: &Arc<Self>,
        app: &App,
        seq: i64,
        on: Date,
        read: impl FnOnce(&Ledger, &Counted, &Records) -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.ready(app).await?;
        let (now, today) = (self.seq(), self.today());
        let mut same = now >= seq;
        for noun in NOUNS {
            let touched = store::change::touched(&app.store, app.tenant, (seq, now), noun).await;
            same = same && touched.map_err(crate::fault)?.is_empty();
        }
        let mut read = Some(read);
        if same {
            let (books, mut waiting) = (self.clone(), read.take());
            let done = tokio::task::spawn_blocking(move || {
                let told = books.with_records(|ledger, counted, records, is| {
                    // Somebody wrote while we looked: then the log is asked instead.
                    let read = waiting.take_if(|_| is == now)?;
                    Some(match today == on {
                        true => read(ledger, counted, records),
                        false => read(ledger, &ledger.count_on(on), records),
                    })
                });
                (told, waiting)
            });
            match done.await.map_err(Error::internal)? {
                (Some(told), _) => return Ok(told),
                (None, waiting) => read = waiting,
            }
        }
        let (ledger, records) = replayed(app, seq).await?;
        // It was taken only to be used at once, and then this is not reached.
        let Some(read) = read else { return Err(Error::NotFound) };
        let told = tokio::task::spawn_blocking(move || read(&ledger, &ledger.count_on(on), &records));
        told.await.map_err(Error::internal)
    }
}

/// The ledger and the records beside it, kept anew from the log.
async fn replayed(app: &App, seq: i64) -> Result<(Ledger, Records), Error> {
    let local = |at: Timestamp| app.city.zone().to_datetime(at).date();
    let mut state = State::with_grace(app.city.reminders().service_recorded_days);
    let mut from = 0;
    loop {
        let changes =
            store::change::after(&app.store, app.tenant, from, BATCH).await.map_err(crate::fault)?;
        let until = changes.iter().take_while(|change| change.seq <= seq);
        for change in until {
            state.apply(change, local)?;
        }
        match changes.last() {
            Some(last) if last.seq < seq => from = last.seq,
            _ => return Ok(state.into_kept()),
        }
    }
}
