//! A machine away from home over weeks: what stays on it and what does not.

use crate::sc_03_senior::MAN;
use crate::served::Served;

const CITY: &str = "goyang";

#[test]
fn after_a_week_nobody_is_on_it_who_was_not_met_since_and_its_numbers_go_on() {
    let people = [("counselor", "counselor", ""), ("supervisor", "supervisor", "")];
    let home = Served::city(CITY, "2016-03-18T01:00:00Z", &people);
    let supervisor = home.session("supervisor");
    let (_, code) = home.invite_machine(&supervisor, "일자리버스", "B1", "덕양구");
    let mut bus = home.machine(CITY, &code);
    bus.open();
    let session = bus.session("counselor");
    let met = bus.post("/staff/seekers/new", &session, &MAN).to().to_owned();
    assert_eq!(bus.get(&met, &session).status, 200);
    bus.all_home();
    bus.end();
    for served in [&home, &bus] {
        served.at("2016-03-29T00:00:00Z");
    }
    bus.machine_again(CITY);
    bus.open();
    let said = std::fs::read_to_string(bus.data().join("said.log")).unwrap();
    let session = bus.session("counselor");
    assert_eq!(bus.get(&met, &session).status, 404, "{said}");
    let other = MAN.map(|(field, value)| match field {
        "name" => (field, "한바사"),
        "phone" => (field, "0310004444"),
        _ => (field, value),
    });
    let next = bus.post("/staff/seekers/new", &session, &other).to().to_owned();
    assert!(bus.get(&next, &session).body.contains("S2016-B1-000002"));
    bus.all_home();
    let counselor = home.session("counselor");
    for (path, number) in [(&met, "S2016-B1-000001"), (&next, "S2016-B1-000002")] {
        assert!(home.get(path, &counselor).body.contains(number));
    }
}
