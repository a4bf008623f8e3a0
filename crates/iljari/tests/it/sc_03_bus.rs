//! The bus: two machines without a network, a browser on each. A man whom home knows is met again, a woman is new, a letter is
//! handed out of the places that were set aside; the network is cut, everything is killed, and it comes home in either order.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::hands::Hands;
use crate::sc_03_senior::{MAN, openings, told};
use crate::served::{Browser, PIN, Served};

const CITY: &str = "goyang";

/// The form as it is filled away from home. Whoever gives no telephone stays a draft, for whom no letter is written.
fn form(name: &'static str, born_on: &'static str, phone: &'static str) -> Vec<(&'static str, &'static str)> {
    let change = |(field, value)| match field {
        "name" => (field, name),
        "born_on" => (field, born_on),
        "phone" => (field, phone),
        _ => (field, value),
    };
    MAN.into_iter().map(change).filter(|(_, value)| !value.is_empty()).collect()
}

/// Opens a machine as the one who drives it does: the PIN, then their own name and password.
async fn open(browser: &Browser, machine: &Served) {
    browser.goto(&machine.origin).await;
    let mut hands = Hands::on(browser);
    hands.fill("pin", PIN).await;
    hands.reach("main button").await;
    browser.press("\u{e007}").await;
    browser.find("form[action='/sign-in']").await;
    assert_eq!(browser.sign_in(machine, "counselor").await, "/staff/today");
}

/// Registers somebody with the keyboard; gives the path of their page.
async fn register(browser: &Browser, machine: &Served, fields: &[(&str, &str)]) -> String {
    browser.goto(&format!("{}/staff/seekers/new", machine.origin)).await;
    let mut hands = Hands::on(browser);
    for &(name, value) in fields {
        match name {
            "wage_form" | "channel" => hands.choose(name, value).await,
            _ if name.starts_with("consent") => hands.tick(name, value).await,
            _ => hands.fill(name, value).await,
        }
    }
    hands.go("main form.narrow button").await;
    browser.path().await
}

/// What the line under the head of every page says.
async fn line(browser: &Browser) -> String {
    browser.text("aside.outpost").await
}

/// A letter from the first of a person's matches, printed: its referral's path and its text.
async fn letter(browser: &Browser, machine: &Served, seeker: &str) -> (String, String) {
    propose(browser, machine, seeker).await;
    let referral = browser.path().await;
    let counselor = machine.session("counselor");
    let pdf = machine.get(&format!("{referral}/letter.pdf"), &counselor).bytes;
    (referral, told("pdftotext", &["-layout"], &pdf))
}

/// Proposes the first of a person's matches and hands out its letter, as far as it goes.
async fn propose(browser: &Browser, machine: &Served, seeker: &str) {
    let matches = format!("{seeker}/matches");
    machine.until(&matches, &machine.session("counselor"), |body| {
        body.contains("action=\"/staff/referrals/new\"")
    });
    browser.goto(&format!("{}{matches}", machine.origin)).await;
    let mut hands = Hands::on(browser);
    hands.go("form[action='/staff/referrals/new'] button").await;
    hands.go("button[name=channel][value=counter]").await;
    hands.go("button[name=step][value=send]").await;
}

/// The day at the bus, with the machines coming home in one order or the other.
async fn bus(second_first: bool) {
    let people =
        [("counselor", "counselor", ""), ("supervisor", "supervisor", ""), ("operator", "operator", "")];
    let mut home = Served::city(CITY, "2016-03-17T23:00:00Z", &people);
    let counselor = home.session("counselor");
    openings(&home, &counselor);
    let known = home.post("/staff/seekers/new", &counselor, &MAN).to().to_owned();

    // Two machines, each with places of its own of the first opening... one head: only one machine can have it.
    let supervisor = home.session("supervisor");
    let (first, code) = home.invite_machine(&supervisor, "일자리버스", "B1", "덕양구");
    let (second, other) = home.invite_machine(&supervisor, "화정 창구", "D2", "덕양구");
    let listed = home.until("/openings", "", |body| body.contains("아파트 경비원 5"));
    let numbers: Vec<String> = numbers(&home, &listed.body, &counselor);
    for number in &numbers {
        let lent = [("opening", number.as_str()), ("heads", "1")];
        home.post(&format!("{first}/places"), &supervisor, &lent).to();
        let twice = home.post(&format!("{second}/places"), &supervisor, &lent);
        assert_eq!(twice.status, 422, "one head is not lent twice");
    }
    let mut bus = home.machine(CITY, &code);
    let mut office = home.machine(CITY, &other);

    let authority = home.get("/sync/authority.crt", "").bytes;
    assert!(by_tablet(&bus, &authority).is_err(), "nothing is served before the PIN");
    // The network is gone.
    let clock = "2016-03-18T01:00:00Z";
    home.end();
    for machine in [&bus, &office] {
        machine.at(clock);
    }
    let browser = Browser::start().await;
    open(&browser, &bus).await;
    assert!(line(&browser).await.contains("여기에만 있는 일이 없습니다"), "{}", line(&browser).await);
    let again = register(&browser, &bus, &form("박가나", "490302", "")).await;
    let woman = register(&browser, &bus, &form("최다라", "550607", "0310005678")).await;
    assert!(line(&browser).await.contains("아직 여기에만 있는 일 2건"), "{}", line(&browser).await);
    for (path, number) in [(&again, "S2016-B1-000001"), (&woman, "S2016-B1-000002")] {
        browser.goto(&format!("{}{path}", bus.origin)).await;
        assert!(browser.text("main").await.contains(number));
    }
    // A tablet beside it, which trusts what was installed on it and nothing else.
    assert!(by_tablet(&bus, &authority).unwrap().contains("id=\"password\""));
    assert!(by_tablet(&bus, b"").is_err(), "a tablet on which nothing was installed");
    // A letter out of what was set aside, numbered and to be printed there.
    let (referral, paper) = letter(&browser, &bus, &woman).await;
    for words in ["취업알선장", "L2016-B1-000001", "최다라"] {
        let tight = |text: &str| text.split_whitespace().collect::<String>();
        assert!(tight(&paper).contains(&tight(words)), "{words}: {paper}");
    }
    assert!(paper.contains(&format!("{}/answer", home.origin)), "it is answered at home: {paper}");
    // At the office there is no place to give: whoever tries is told so, and nothing is sold twice.
    let there = Browser::start().await;
    open(&there, &office).await;
    let third = register(&there, &office, &form("정마바", "601112", "0310009999")).await;
    propose(&there, &office, &third).await;
    let refused = there.text("main").await;
    assert!(refused.contains("가지고 나온 자리가 없습니다"), "{refused}");

    // Everything is killed; the machines are opened again one after the other, and home is there.
    for machine in [&mut bus, &mut office] {
        machine.end();
    }
    home.at("2016-03-18T08:00:00Z");
    home.again_there(CITY);
    let mut order = [&mut bus, &mut office];
    if second_first {
        order.reverse();
    }
    for machine in order {
        machine.at("2016-03-18T08:00:00Z");
        machine.machine_again(CITY);
        machine.open();
        machine.all_home();
    }
    browser.goto(&bus.origin).await;
    open_again(&browser, &bus).await;
    assert!(line(&browser).await.contains("여기에만 있는 일이 없습니다"), "{}", line(&browser).await);

    // At home: everything once, under its own numbers, with who did it and when.
    let counselor = home.session("counselor");
    let list = home.until("/staff/seekers", &counselor, |body| body.contains("S2016-D2-000001"));
    for number in ["S2016-000001", "S2016-B1-000001", "S2016-B1-000002", "S2016-D2-000001"] {
        assert_eq!(list.body.matches(number).count(), 1, "{number}: {}", list.body);
    }
    let page = home.get(&woman, &counselor);
    assert!(page.status == 200 && page.body.contains("최다라"), "{}", page.body);
    let shown = home.get(&referral, &counselor);
    assert!(shown.body.contains("L2016-B1-000001"), "{}", shown.body);
    // One suggestion, no second person.
    let supervisor = home.session("supervisor");
    let merges = home.get("/staff/review/merges", &supervisor);
    assert!(
        merges.body.contains("S2016-000001") && merges.body.contains("S2016-B1-000001"),
        "{}",
        merges.body
    );
    assert_eq!(merges.body.matches("S2016-B1-00000").count(), 1, "{}", merges.body);
    // The code on the letter of the bus is found at home.
    let code = code_of(&paper);
    let found = home.post("/staff/answers", &counselor, &[("code", &code)]);
    assert!(found.status == 200 || found.status == 303, "{code}: {}\n{}", found.head, found.body);

    // The Monday on which nobody has answered for nine days: whom to call about the letter of the bus.
    home.at("2016-03-28T00:00:00Z");
    let counselor = home.session("counselor");
    let day = home.until("/staff/today", &counselor, |body| body.contains("면접 일정 확인 전화"));
    let row = day.body.split("<tr>").find(|row| row.contains("면접 일정 확인 전화")).unwrap();
    assert!(row.contains("최다라"), "{row}");
    assert_eq!(home.get(&known, &counselor).status, 200);
    for browser in [browser, there] {
        browser.stop().await;
    }

    // A week later the bus begins anew: nobody is on it who was not met since, and its numbers go on.
    bus.end();
    for served in [&home, &bus] {
        served.at("2016-03-29T00:00:00Z");
    }
    bus.machine_again(CITY);
    bus.open();
    let session = bus.session("counselor");
    let gone = bus.get(&woman, &session);
    assert_eq!(gone.status, 404, "{}", gone.body);
    let next =
        bus.post("/staff/seekers/new", &session, &form("한바사", "580708", "0310004444")).to().to_owned();
    assert!(bus.get(&next, &session).body.contains("S2016-B1-000003"));
    bus.all_home();
    let counselor = home.session("counselor");
    assert!(home.get(&next, &counselor).body.contains("S2016-B1-000003"));
}

/// Signs in at a machine that is open.
async fn open_again(browser: &Browser, machine: &Served) {
    browser.sign_in(machine, "counselor").await;
    browser.goto(&format!("{}/staff/outpost", machine.origin)).await;
}

/// The sign-in page of a machine as a tablet sees it that trusts one authority.
fn by_tablet(machine: &Served, authority: &[u8]) -> Result<String, String> {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("authority.crt");
    std::fs::write(&file, authority).unwrap();
    let address = machine.tablets().trim_start_matches("https://").to_owned();
    let mut tablet = Command::new("openssl");
    // The tablet's clock is the scenario's.
    tablet.args(["s_client", "-quiet", "-ign_eof", "-verify_return_error", "-verify_ip", "127.0.0.1"]);
    tablet.args(["-attime", "1458262800", "-connect", &address, "-CAfile"]).arg(&file);
    tablet.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut tablet = tablet.spawn().unwrap();
    let request = format!("GET /sign-in HTTP/1.0\r\nHost: {address}\r\n\r\n");
    // One that does not trust the machine is gone before it could be asked.
    let _ = tablet.stdin.take().unwrap().write_all(request.as_bytes());
    let output = tablet.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// Numbers of the openings that a list links to, as the staff's pages say them.
fn numbers(home: &Served, list: &str, counselor: &str) -> Vec<String> {
    let links = list.split("href=\"/openings/").skip(1).filter_map(|rest| rest.split('"').next());
    let mut ids: Vec<&str> = links.filter(|id| id.len() == 36).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 5, "{list}");
    let number = |id: &str| {
        let page = home.get(&format!("/staff/openings/{id}"), counselor);
        let at = page.body.find("2016-0000").unwrap_or_else(|| panic!("{}", page.body));
        page.body[at..at + 11].to_owned()
    };
    ids.into_iter().map(number).collect()
}

/// The code that is printed on a letter: three groups of three signs.
fn code_of(paper: &str) -> String {
    let sign = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    let code = |word: &&str| {
        word.split('-').count() == 3
            && word.split('-').all(|group| group.len() == 3 && group.chars().all(sign))
    };
    paper.split_whitespace().find(code).unwrap_or_else(|| panic!("{paper}")).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_03_the_bus_comes_home_first() {
    bus(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_03_the_office_comes_home_first() {
    bus(true).await;
}
