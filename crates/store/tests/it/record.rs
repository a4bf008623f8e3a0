//! Rows of the offices' records: found by each of their columns, changed once, known once by their outside name.

use domain::id::OrganisationId;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use store::record::{self, Columns, Record};
use store::{Error, change};
use uuid::Uuid;

use crate::engines::{World, on_both};

/// A record as small as one may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Slip {
    id: Uuid,
    under: Option<Uuid>,
    body: Option<OrganisationId>,
    number: Option<String>,
    due_on: Option<Date>,
    words: String,
    version: i64,
}

impl Record for Slip {
    const NOUN: &'static str = "slip";

    fn columns(&self) -> Columns {
        Columns {
            parent: self.under,
            organisation: self.body,
            known_as: self.number.clone(),
            due_on: self.due_on,
            ..Columns::new(self.id, "open", self.version)
        }
    }

    fn at_version(self, version: i64) -> Self {
        Self { version, ..self }
    }
}

async fn add(world: &World, slip: &Slip) -> Result<(), Error> {
    let (ctx, slip) = (world.ctx(), slip.clone());
    let insert = world.store.write(move |tx| {
        let (ctx, slip) = (ctx.clone(), slip.clone());
        Box::pin(async move { record::insert(tx, &ctx, &slip).await })
    });
    insert.await
}

async fn reword(world: &World, slip: &Slip, words: &str) -> Result<(), Error> {
    let (ctx, slip) = (world.ctx(), Slip { words: words.to_owned(), ..slip.clone() });
    let update = world.store.write(move |tx| {
        let (ctx, slip) = (ctx.clone(), slip.clone());
        Box::pin(async move { record::update(tx, &ctx, "reword", &slip).await })
    });
    update.await
}

fn slip(world: &World, number: Option<&str>) -> Slip {
    let number = number.map(str::to_owned);
    let id = world.ctx().id();
    Slip { id, under: None, body: None, number, due_on: None, words: String::new(), version: 1 }
}

on_both! {
    async fn a_record_is_found_by_each_of_its_columns(world: &World) {
        let project = slip(world, Some("P-1"));
        let late = Slip { under: Some(project.id), due_on: Some(date(2016, 3, 7)), ..slip(world, None) };
        let later = Slip { under: Some(project.id), due_on: Some(date(2016, 4, 7)), ..slip(world, None) };
        for one in [&project, &late, &later] {
            add(world, one).await.unwrap();
        }
        let (store, tenant) = (&world.store, world.tenant);
        assert_eq!(record::all::<Slip>(store, tenant).await.unwrap().len(), 3);
        assert_eq!(record::find(store, tenant, late.id).await.unwrap().as_ref(), Some(&late));
        assert_eq!(record::known_as(store, tenant, "P-1").await.unwrap().as_ref(), Some(&project));
        assert_eq!(record::known_as::<Slip>(store, tenant, "P-2").await.unwrap(), None);
        let under: Vec<Slip> = record::of_parent(store, tenant, project.id).await.unwrap();
        assert_eq!(under.iter().map(|one| one.id).collect::<std::collections::BTreeSet<_>>(), [late.id, later.id].into());
        let counts = record::count_by_parent::<Slip>(store, tenant).await.unwrap();
        assert_eq!(counts, [(project.id, 2)].into());
        assert_eq!(record::due::<Slip>(store, tenant, date(2016, 3, 31)).await.unwrap(), [late]);
    }

    async fn a_record_is_changed_once_from_what_was_seen_and_known_once_by_its_name(world: &World) {
        let first = slip(world, Some("P-1"));
        add(world, &first).await.unwrap();
        assert!(matches!(add(world, &slip(world, Some("P-1"))).await, Err(Error::Conflict(_))), "the name is taken");
        add(world, &slip(world, None)).await.unwrap();
        add(world, &slip(world, None)).await.unwrap();
        reword(world, &first, "one").await.unwrap();
        let refused = reword(world, &first, "another").await;
        assert!(matches!(refused, Err(Error::Conflict(ref what)) if what == "slip.version"), "{refused:?}");
        let now: Slip = record::find(&world.store, world.tenant, first.id).await.unwrap().unwrap();
        assert_eq!((now.words.as_str(), now.version), ("one", 2));
        let told = change::of_noun(&world.store, world.tenant, first.id, 9).await.unwrap();
        let verbs: Vec<&str> = told.iter().map(|entry| entry.verb.as_str()).collect();
        assert_eq!(verbs, ["reword", "insert"], "the refused change left no entry");
    }
}
