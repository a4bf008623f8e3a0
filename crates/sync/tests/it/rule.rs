//! Synchronisation and places set aside: the rules in tables, by properties, and over a thousand simulated lives.

use std::collections::BTreeMap;

use domain::escrow::Pool;
use domain::id::{CommandId, NodeId};
use proptest::prelude::*;
use serde_json::{Value, json};
use sync::field::{self, Joined, Shape};
use sync::home::{Clash, Records, judge};
use sync::{Command, Edit, Fields, Quarantine, Seat, Step, schema};
use uuid::Uuid;

use crate::world::{Broken, live};

/// Lives of the test; the soak lives ten times as many.
const SEEDS: u64 = 1_000;
/// Commands of each machine.
const EACH: usize = 200;

#[test]
fn a_thousand_lives_lose_nothing_double_nothing_and_oversell_nothing() {
    let (mut commands, mut clashes, mut hires, mut restored, mut crashed) = (0, 0, 0, 0, 0);
    for seed in 0..SEEDS {
        let tally = live(seed, EACH, Broken::Nothing).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        commands += tally.commands;
        clashes += tally.clashes;
        hires += tally.hires;
        restored += tally.restored;
        crashed += tally.crashed;
    }
    // A simulation in which nothing happens would prove nothing.
    assert!(commands > 900_000, "{commands} commands");
    assert!(clashes > 10_000 && hires > 3_000, "{clashes} clashes, {hires} hires");
    assert!(restored > 200 && crashed > 1_000, "{restored} restored, {crashed} crashed");
}

#[test]
fn what_is_broken_on_purpose_is_found() {
    for broken in [Broken::Idempotency, Broken::Clashes, Broken::Escrow] {
        let found = (0..20).filter(|seed| live(*seed, 60, broken).is_err()).count();
        assert!(found > 0, "{broken:?} was not found in twenty lives");
    }
}

#[test]
fn two_places_join_field_by_field() {
    let check = |grows: bool, now: Value, from: Value, to: Value, expected: Joined| {
        assert_eq!(
            field::join(grows, &now, &Edit { from: from.clone(), to: to.clone() }),
            expected,
            "{now} {from} {to}"
        );
    };
    check(false, json!(1), json!(1), json!(2), Joined::Becomes(json!(2)));
    check(false, json!(2), json!(1), json!(2), Joined::Same);
    check(false, json!(3), json!(1), json!(2), Joined::Clash);
    check(false, Value::Null, json!(1), json!(2), Joined::Clash);
    check(true, json!(["a", "b"]), json!(["a"]), json!(["a", "c"]), Joined::Becomes(json!(["a", "b", "c"])));
    check(true, json!(["a", "b"]), json!(["a"]), json!(["a", "b"]), Joined::Same);
    // Taken away at one place, added to at the other: nobody can say what was meant.
    check(true, json!([]), json!(["a"]), json!(["a", "c"]), Joined::Clash);
    check(true, json!(["a", "b"]), json!(["a"]), json!([]), Joined::Clash);
}

#[test]
fn an_old_machine_writes_old_names_and_is_understood() {
    let ladder = [
        schema::Rename { since: 2, noun: "seeker", from: "told.tel", to: "told.phone" },
        schema::Rename { since: 3, noun: "seeker", from: "told.phone", to: "told.mobile" },
        schema::Rename { since: 4, noun: "seeker", from: "content", to: "wish" },
    ];
    let edit = Edit { from: Value::Null, to: json!("0100001111") };
    let edits =
        BTreeMap::from([("told.tel".to_owned(), edit.clone()), ("content.pay".to_owned(), edit.clone())]);
    let step = sync::Step {
        noun: "seeker".to_owned(),
        id: Uuid::from_u128(1),
        verb: "update".to_owned(),
        base: 1,
        edits,
        seat: None,
    };
    let command = sync::Command {
        id: CommandId(Uuid::from_u128(2)),
        node: NodeId(Uuid::from_u128(3)),
        previous: None,
        schema: 1,
        actor: domain::Actor::system(),
        at: jiff::Timestamp::UNIX_EPOCH,
        steps: vec![step],
    };
    let lifted = schema::lift(command.clone(), &ladder, 4).unwrap();
    let names: Vec<&str> = lifted.steps[0].edits.keys().map(String::as_str).collect();
    assert_eq!(names, ["told.mobile", "wish.pay"]);
    let home = Fields::from([("told.mobile".to_owned(), json!("1")), ("wish.pay".to_owned(), json!(2))]);
    let lowered = schema::lower("seeker", home.clone(), &ladder, 1);
    assert_eq!(lowered.keys().map(String::as_str).collect::<Vec<_>>(), ["content.pay", "told.tel"]);
    assert_eq!(schema::lower("opening", home.clone(), &ladder, 1), home);
    let later = sync::Command { schema: 5, ..command };
    assert!(schema::lift(later, &ladder, 4).is_err());
}

/// A home with one record, which two places may make or not, and of which one field is shut.
struct One {
    fields: Fields,
    meets: bool,
}

impl Records for One {
    fn shape(&self, _: &str) -> Option<Shape> {
        Some(Shape { nested: &[], grows: &[], follows: &[] })
    }

    fn get(&self, _: &str, _: Uuid) -> Option<Fields> {
        Some(self.fields.clone())
    }

    fn open_clashes(&self, _: &str, _: Uuid) -> Vec<Clash> {
        Vec::new()
    }

    fn pool(&self, _: &Seat) -> Option<Pool> {
        None
    }

    fn meets(&self, _: &str) -> bool {
        self.meets
    }

    fn weigh(&self, _: &Step, path: &str, _: &Value, _: &Edit, joined: Joined) -> Joined {
        if path == "shut" { Joined::Clash } else { joined }
    }
}

#[test]
fn a_record_made_at_two_places_is_joined_where_it_may_be_and_what_is_shut_is_for_a_person() {
    let edit = |to: Value| Edit { from: Value::Null, to };
    let edits = [("name", json!("b")), ("note", json!(1)), ("shut", json!(2)), ("who", json!("x"))];
    let edits = edits.map(|(path, to)| (path.to_owned(), edit(to))).into();
    let (noun, verb) = ("part".to_owned(), "insert".to_owned());
    let step = Step { noun, id: Uuid::from_u128(1), verb, base: 0, edits, seat: None };
    let command = Command {
        id: CommandId(Uuid::from_u128(2)),
        node: NodeId(Uuid::from_u128(3)),
        previous: None,
        schema: 1,
        actor: domain::Actor::system(),
        at: jiff::Timestamp::UNIX_EPOCH,
        steps: vec![step],
    };
    let fields = Fields::from([("name".to_owned(), json!("a")), ("who".to_owned(), json!("x"))]);
    let mut home = One { fields, meets: false };
    assert_eq!(judge(&command, &home), Err(Quarantine::SameRecord));
    home.meets = true;
    let outcome = judge(&command, &home).unwrap();
    let clashes: Vec<_> = outcome.clashes.iter().map(|clash| (clash.path.as_str(), &clash.home)).collect();
    assert_eq!(clashes, [("name", &json!("a")), ("shut", &Value::Null)]);
    let [written] = &outcome.writes[..] else { panic!("{outcome:?}") };
    assert!(!written.fresh);
    assert_eq!((&written.fields["name"], &written.fields["note"]), (&json!("a"), &json!(1)));
    assert_eq!(written.fields.get("shut"), None);
}

proptest! {
    #[test]
    fn a_record_taken_apart_is_put_together_again(title in ".*", pay in any::<i64>(), name in ".*", list in proptest::collection::vec(any::<u8>(), 0..4)) {
        let shape = Shape { nested: &["content", "told.wage"], grows: &[], follows: &["version"] };
        let clear = json!({ "name": name, "version": 7, "content": { "title": title, "pay": pay }, "list": list });
        let told = json!({ "phone": name, "wage": { "won": pay } });
        let mut fields = shape.fields("", &clear);
        fields.extend(shape.fields(field::TOLD, &told));
        let mut expected = clear.clone();
        expected.as_object_mut().unwrap().remove("version");
        prop_assert_eq!(shape.record("", &fields), expected);
        prop_assert_eq!(shape.record(field::TOLD, &fields), told);
        let edits = field::edits(&Fields::new(), &fields);
        let mut again = Fields::new();
        for (path, edit) in edits { field::set(&mut again, &path, edit.to); }
        prop_assert_eq!(again, fields);
    }

    #[test]
    fn no_order_of_lending_taking_and_handing_back_oversells(capacity in 0_u32..6, moves in proptest::collection::vec((0_u8..6, 0_u128..3), 0..60)) {
        let mut pool = Pool::of(capacity);
        for (step, node) in moves {
            let (before, node) = (pool.clone(), NodeId(Uuid::from_u128(node)));
            let done = match step {
                0 => pool.lend(node, 1),
                1 => pool.take(),
                2 => pool.take_by(node),
                3 => { pool.settle(node); Ok(()) }
                4 => { if pool.taken > 0 { pool.undo(); } Ok(()) }
                _ => pool.resize(capacity.saturating_sub(1)),
            };
            prop_assert!(pool.taken + pool.out() <= pool.capacity);
            if done.is_err() { prop_assert_eq!(&pool, &before); }
        }
    }
}
