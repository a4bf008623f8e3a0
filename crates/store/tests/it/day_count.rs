//! One count a day: the first stays, yesterday's goes.

use jiff::civil::date;
use store::day_count::{keep, last};

use crate::engines::on_both;

on_both! {
    async fn the_first_of_a_day_is_kept_and_the_day_before_goes(world: &World) {
        let (store, tenant) = (&world.store, world.ctx().tenant);
        let (monday, tuesday) = (date(2016, 3, 14), date(2016, 3, 15));
        assert_eq!(last::<u32>(store, tenant, "a", monday).await.unwrap(), None);
        keep(store, tenant, "a", monday, &7).await.unwrap();
        keep(store, tenant, "a", monday, &8).await.unwrap();
        keep(store, tenant, "b", monday, &1).await.unwrap();
        assert_eq!(last(store, tenant, "a", monday).await.unwrap(), Some((monday, 7)));
        assert_eq!(last(store, tenant, "a", tuesday).await.unwrap(), Some((monday, 7)), "until today's is there");
        keep(store, tenant, "a", tuesday, &9).await.unwrap();
        assert_eq!(last(store, tenant, "a", tuesday).await.unwrap(), Some((tuesday, 9)));
        assert_eq!(last::<u32>(store, tenant, "a", monday).await.unwrap(), None);
        assert_eq!(last(store, tenant, "b", tuesday).await.unwrap(), Some((monday, 1)), "another count is left alone");
    }
}
