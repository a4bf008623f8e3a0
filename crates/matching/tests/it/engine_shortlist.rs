//! The best so far, in order.

use matching::engine::Shortlist;
use matching::engine::draw::Draw;

#[test]
fn the_list_is_the_head_of_everything_in_order() {
    let mut draw = Draw::new(1, 1);
    for k in [1, 2, 20, 33, 100] {
        let all: Vec<(i32, u32)> = (0..300).map(|row| (draw.below(40) as i32 - 10, row)).collect();
        let mut list = Shortlist::default();
        list.begin(k, 3);
        for at in draw.order(all.len()) {
            list.offer(all[at].0, all[at].1);
        }
        let mut sorted: Vec<_> = all.into_iter().filter(|(value, _)| *value >= 3).collect();
        sorted.sort_by_key(|(value, row)| (-value, *row));
        sorted.truncate(k);
        let rows: Vec<_> = list.rows().map(|row| (row.value, row.row)).collect();
        assert_eq!(rows, sorted);
    }
}
