//! What the store held at an entry of the change log: today's rows, with those that were written about since put back to
//! what the log says they were, and those that were made since left out.
//!
//! It must not know what a book says; it answers for every noun alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::id::{OpeningId, PlacementId};
use domain::opening::{Content, Opening, remaining_heads};
use domain::placement::{Placement, State};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use store::record::Record;
use uuid::Uuid;

use crate::{App, Error};

/// An instant, as the log knows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past {
    /// The last entry it holds.
    pub(super) seq: i64,
}

/// A thing that has an id, to be put back.
pub(super) trait Named {
    fn id(&self) -> Uuid;
}

impl<R: Record> Named for R {
    fn id(&self) -> Uuid {
        self.columns().id
    }
}

impl Past {
    /// The last entry that the log held at an instant. `known` is an entry that it held then for certain, from which
    /// the search goes on.
    pub(super) async fn at(app: &App, at: Timestamp, known: i64) -> Result<Self, Error> {
        let head = store::change::head(&app.store, app.tenant).await.map_err(crate::fault)?.seq;
        // A stamp that has not come yet is that of a clock that was wrong: it says nothing of what came after it.
        let now = (app.ambient.now)();
        let first = store::change::first_stamped(&app.store, app.tenant, known, (at, now)).await;
        Ok(Self { seq: first.map_err(crate::fault)?.map_or(head, |first| first - 1) })
    }

    /// All of a noun of the offices, as they were.
    pub(super) async fn all<R: Record>(self, app: &App) -> Result<Vec<R>, Error> {
        // The rows first: what is written while they are read is put back like everything later.
        let rows = store::record::all::<R>(&app.store, app.tenant).await.map_err(crate::fault)?;
        self.put_back(app, R::NOUN, rows, Named::id).await
    }

    /// Rows of any noun, put back.
    pub(super) async fn put_back<T: DeserializeOwned>(
        self,
        app: &App,
        noun: &str,
        rows: Vec<T>,
        id: impl Fn(&T) -> Uuid,
    ) -> Result<Vec<T>, Error> {
        let touched = self.touched(app, noun).await?;
        let mut rows: BTreeMap<Uuid, T> = rows.into_iter().map(|row| (id(&row), row)).collect();
        for one in touched {
            match self.was(app, one).await? {
                Some(was) => rows.insert(one, was),
                None => rows.remove(&one),
            };
        }
        Ok(rows.into_values().collect())
    }

    async fn touched(self, app: &App, noun: &str) -> Result<Vec<Uuid>, Error> {
        let since = (self.seq, i64::MAX);
        store::change::touched(&app.store, app.tenant, since, noun).await.map_err(crate::fault)
    }

    async fn was<T: DeserializeOwned>(self, app: &App, id: Uuid) -> Result<Option<T>, Error> {
        let entry = store::change::as_of(&app.store, app.tenant, id, self.seq).await.map_err(crate::fault)?;
        entry.map(|entry| serde_json::from_value(entry.body).map_err(Error::internal)).transpose()
    }

    /// The openings that looked for somebody on a day, each with how many heads.
    pub(super) async fn vacant(self, app: &App, on: Date) -> Result<Vec<(Opening, i64)>, Error> {
        let (store, tenant) = (&app.store, app.tenant);
        let left = store::opening::vacant(store, tenant, on).await.map_err(crate::fault)?;
        let mut left: BTreeMap<OpeningId, i64> = left.into_iter().collect();
        let open = store::opening::all_open(store, tenant).await.map_err(crate::fault)?;
        let mut open: BTreeMap<OpeningId, Opening> = open.into_iter().map(|one| (one.id, one)).collect();
        let mut anew: BTreeSet<OpeningId> =
            self.touched(app, "opening").await?.into_iter().map(OpeningId).collect();
        let hires = self.touched(app, "placement").await?;
        for hire in &hires {
            let was: Option<Placement> = self.was(app, *hire).await?;
            let is = store::placement::find(store, tenant, PlacementId(*hire)).await.map_err(crate::fault)?;
            anew.extend([was, is].into_iter().flatten().filter_map(|one| one.opening));
        }
        for id in anew {
            left.remove(&id);
            open.remove(&id);
            let Some(opening) = self.was::<Opening>(app, id.0).await?.filter(|one| one.state.is_listed(on))
            else {
                continue;
            };
            let heads =
                i64::from(remaining_heads(opening.content.headcount, self.hired(app, id, &hires).await?));
            left.insert(id, heads);
            open.insert(id, opening);
        }
        let left = left.into_iter().filter(|(_, heads)| *heads > 0);
        Ok(left.filter_map(|(id, heads)| Some((open.remove(&id)?, heads))).collect())
    }

    /// What openings said then.
    pub(super) async fn contents(
        self,
        app: &App,
        ids: impl IntoIterator<Item = OpeningId>,
    ) -> Result<HashMap<OpeningId, Content>, Error> {
        let touched: BTreeSet<Uuid> = self.touched(app, "opening").await?.into_iter().collect();
        let mut out = HashMap::new();
        for id in ids.into_iter().collect::<BTreeSet<_>>() {
            let opening = match touched.contains(&id.0) {
                true => self.was::<Opening>(app, id.0).await?,
                false => store::opening::find(&app.store, app.tenant, id).await.map_err(crate::fault)?,
            };
            out.extend(opening.map(|opening| (id, opening.content)));
        }
        Ok(out)
    }

    /// How many were hired into an opening then.
    async fn hired(self, app: &App, id: OpeningId, touched: &[Uuid]) -> Result<u32, Error> {
        let rows = store::placement::of_opening(&app.store, app.tenant, id).await.map_err(crate::fault)?;
        let mut taken = BTreeSet::new();
        for mut row in rows {
            if touched.contains(&row.id.0) {
                let Some(was) = self.was(app, row.id.0).await? else { continue };
                row = was;
            }
            if row.opening == Some(id) && !matches!(row.state, State::Cancelled { .. }) {
                taken.extend(row.referral);
            }
        }
        u32::try_from(taken.len()).map_err(Error::internal)
    }
}
