//! A neighbour's openings and the keys of connections, on both engines.

use domain::Ctx;
use domain::announcement::{Announcement, Kind};
use domain::feed::{Shown, VERSION};
use domain::id::{AnnouncementId, ConnectorId, NeighbourId, OpeningId};
use domain::neighbour::{Failure, Provenance, Pull};
use domain::opening::{Content, State};
use jiff::{SignedDuration, Timestamp};
use store::neighbour::{Foreign, Taken};
use store::{Store, announcement, connector, neighbour};

use crate::engines::on_both;

fn id(n: u128) -> OpeningId {
    OpeningId(uuid::Uuid::from_u128(n))
}

fn foreign(ctx: &Ctx, of: NeighbourId, n: u128, seq: i64, title: &str) -> Foreign {
    let expires = ctx.now.saturating_add(SignedDuration::from_hours(24)).unwrap();
    Foreign {
        shown: Shown {
            version: VERSION,
            source: "99120".into(),
            seq,
            id: id(n),
            number: String::new(),
            employer: "바다가구".into(),
            business_number: None,
            occupation_name: String::new(),
            area_name: String::new(),
            content: Content { title: title.into(), ..Content::default() },
            state: State::Draft,
            licence: String::new(),
            expires,
            updated_at: Timestamp::UNIX_EPOCH,
        },
        provenance: Provenance {
            neighbour: of,
            source: "99120".into(),
            city: "바다시".into(),
            their_id: id(n),
            url: String::new(),
            licence: String::new(),
            received_at: ctx.now,
            expires_at: expires,
        },
    }
}

fn taken(from: Option<i64>, to: i64, shown: Vec<Foreign>, removed: Vec<OpeningId>) -> Taken {
    let (signature, bytes) = (format!("signed {to}"), format!("bytes {to}").into_bytes());
    Taken { from, to, shown, removed, signature, bytes, relayed: true }
}

async fn take(
    store: &Store,
    ctx: &Ctx,
    of: NeighbourId,
    before: &Pull,
    batch: Taken,
) -> Result<Pull, store::Error> {
    let after = before.clone().took(ctx.now, batch.to, false, 0);
    let (ctx, before, kept, batch) = (ctx.clone(), before.clone(), after.clone(), batch);
    store
        .write(move |tx| {
            let (ctx, before, after, batch) = (ctx.clone(), before.clone(), kept.clone(), batch.clone());
            Box::pin(async move { neighbour::take(tx, &ctx, of, &before, &after, &batch).await })
        })
        .await?;
    Ok(after)
}

async fn titles(store: &Store, ctx: &Ctx, of: NeighbourId) -> Vec<String> {
    let all = neighbour::changed(store, ctx.tenant, of, 0).await.unwrap();
    let mut titles: Vec<String> = all.into_iter().map(|(_, one)| one.shown.content.title).collect();
    titles.sort();
    titles
}

on_both! {
    async fn rows_and_cursor_move_together_and_a_batch_twice_is_once(world: &World) {
        let (store, ctx) = (&world.store, world.ctx());
        let of = ctx.id::<NeighbourId>();
        let one = |n, seq, title: &str| foreign(&ctx, of, n, seq, title);
        let first = taken(None, 7, vec![one(1, 7, "a"), one(2, 7, "b")], vec![]);
        let seven = take(store, &ctx, of, &Pull::default(), first.clone()).await.unwrap();
        assert_eq!(neighbour::pull(store, ctx.tenant, of).await.unwrap(), seven);
        let again = take(store, &ctx, of, &Pull::default(), first).await;
        assert!(matches!(again, Err(store::Error::Conflict(_))), "somebody else was quicker");
        let ids = neighbour::ids(store, ctx.tenant, of).await.unwrap();
        let next = taken(Some(7), 9, vec![one(1, 8, "c")], vec![id(2)]);
        let nine = take(store, &ctx, of, &seven, next).await.unwrap();
        assert_eq!(titles(store, &ctx, of).await, ["c"]);
        assert!(ids.contains(&neighbour::ids(store, ctx.tenant, of).await.unwrap()[0]), "it keeps our id");
        // A line of an earlier change changes nothing, and a snapshot removes what it lacks.
        let old = taken(Some(9), 10, vec![one(1, 8, "z")], vec![]);
        let ten = take(store, &ctx, of, &nine, old).await.unwrap();
        assert_eq!(titles(store, &ctx, of).await, ["c"]);
        // The chain that is handed on: each place once, begun anew by a snapshot.
        let kept = neighbour::batch(store, ctx.tenant, of, Some(7)).await.unwrap().unwrap();
        assert_eq!((kept.upto, kept.signature.as_str(), kept.bytes.as_slice()), (9, "signed 9", b"bytes 9".as_slice()));
        assert_eq!(neighbour::count_batches(store, ctx.tenant, of).await.unwrap(), (3, 10));
        let whole = taken(None, 20, vec![one(3, 20, "d")], vec![]);
        take(store, &ctx, of, &ten, whole).await.unwrap();
        assert_eq!(titles(store, &ctx, of).await, ["d"]);
        assert_eq!(neighbour::count_batches(store, ctx.tenant, of).await.unwrap(), (1, 20));
        assert!(store::change::rows_agree(store, ctx.tenant).await.unwrap());
    }
}

on_both! {
    async fn what_expired_goes_and_a_failure_writes_no_row(world: &World) {
        let (store, ctx) = (&world.store, world.ctx());
        let of = ctx.id::<NeighbourId>();
        let one = foreign(&ctx, of, 1, 7, "a");
        let seven = take(store, &ctx, of, &Pull::default(), taken(None, 7, vec![one], vec![])).await.unwrap();
        let head = store::change::head(store, ctx.tenant).await.unwrap().seq;
        let failed = seven.failed(ctx.now, Failure::Forged, None, SignedDuration::from_mins(10));
        let (own, kept) = (ctx.clone(), failed.clone());
        store.write(move |tx| {
            let (ctx, pull) = (own.clone(), kept.clone());
            Box::pin(async move { neighbour::keep_pull(tx, &ctx, of, &pull).await })
        }).await.unwrap();
        assert_eq!(neighbour::pulls(store, ctx.tenant).await.unwrap(), [(of, 1, failed)]);
        assert_eq!(store::change::head(store, ctx.tenant).await.unwrap().seq, head);
        let expire = async |hours| {
            let now = ctx.now.saturating_add(SignedDuration::from_hours(hours)).unwrap();
            let mut later = ctx.clone();
            later.now = now;
            store.write(move |tx| {
                let later = later.clone();
                Box::pin(async move { neighbour::expire(tx, &later).await })
            }).await.unwrap()
        };
        assert_eq!((expire(23).await, expire(24).await, expire(24).await), (0, 1, 0));
        assert_eq!(neighbour::pulls(store, ctx.tenant).await.unwrap()[0].1, 2, "others see that something went");
    }
}

on_both! {
    async fn a_key_is_read_again_and_forgotten(world: &World) {
        let (store, ctx) = (&world.store, world.ctx());
        let id = ctx.id::<ConnectorId>();
        for (secret, read) in [("geheim-7", Some("geheim-7")), ("geheim-8", Some("geheim-8")), ("", None)] {
            let own = ctx.clone();
            store.write(move |tx| {
                let ctx = own.clone();
                Box::pin(async move { connector::set_key(tx, &ctx, id, secret).await })
            }).await.unwrap();
            let key = connector::key(store, ctx.tenant, id).await.unwrap();
            assert_eq!(key.as_ref().map(|key| key.as_str()), read);
        }
    }
}

on_both! {
    async fn announcements_are_replaced_by_key(world: &World) {
        let (store, ctx) = (&world.store, world.ctx());
        let one = |key: &str, title: &str, until| Announcement {
            id: ctx.id::<AnnouncementId>(),
            kind: Kind::Youth,
            source: "s".into(),
            source_key: key.into(),
            title: title.into(),
            text: String::new(),
            body: String::new(),
            place: String::new(),
            term: String::new(),
            from: None,
            until,
            ages: None,
            url: String::new(),
            licence: String::new(),
            digest: String::new(),
            read_at: ctx.now,
        };
        let today = ctx.today();
        let write = async |told: Vec<Announcement>, gone: Vec<&str>| {
            let (own, gone) = (ctx.clone(), gone.into_iter().map(str::to_owned).collect::<std::collections::BTreeSet<_>>());
            store.write(move |tx| {
                let (ctx, told, gone) = (own.clone(), told.clone(), gone.clone());
                Box::pin(async move { announcement::replace(tx, &ctx, "s", &told, &gone).await })
            }).await.unwrap();
        };
        write(vec![one("a", "first", None), one("b", "over", Some(today.yesterday().unwrap()))], vec![]).await;
        write(vec![one("a", "second", Some(today))], vec![]).await;
        let read = announcement::current(store, ctx.tenant, Kind::Youth, today).await.unwrap();
        assert_eq!(read.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["second"]);
        write(vec![], vec!["a", "b"]).await;
        assert_eq!(announcement::of_source(store, ctx.tenant, "s").await.unwrap(), []);
    }
}
