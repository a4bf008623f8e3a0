//! The way out: which addresses are asked at all, by every spelling of the inner network that we could think of; and what a
//! hostile server can do to it.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use app::outward::{Fault, Lookup, Outward, Wanted};
use futures::FutureExt;

use crate::foreign_server::{Foreign, Reply};

/// Spellings of addresses inside the machine or its network, or of no address of the web.
const BARRED: &[&str] = &[
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/feed",
    "http://127.1/",
    "http://127.255.255.254/",
    "http://127.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://00000/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0177.0x0.0.1/",
    "http://127.0.0.1./",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://a.localhost/",
    "http://localhost.localdomain/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://printer/",
    "http:///feed",
    "http://intranet/",
    "http://db.internal/",
    "http://files.local/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://167772161/",
    "http://0xa000001/",
    "http://012.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.254/",
    "http://0xac.0x10.0.1/",
    "http://192.168.0.1/",
    "http://192.168.257/",
    "http://3232235521/",
    "http://0300.0250.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://100.64.0.1/",
    "http://100.127.255.255/",
    "http://192.0.0.170/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://198.19.255.255/",
    "http://198.51.100.7/",
    "http://203.0.113.7/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000:0000:0000:0000:0000:0000:0000:0001]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:10.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[febf::1]/",
    "http://[fc00::1]/",
    "http://[fd12:3456:789a::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
];

/// What is no address of the web at all.
const NONE: &[&str] = &[
    "",
    "jobs.example",
    "//jobs.example/",
    "ftp://jobs.example/",
    "file:///etc/passwd",
    "gopher://jobs.example/",
    "javascript:alert(1)",
    "data:text/plain,x",
    "http://",
    "http://user@jobs.example/",
    "http://user:secret@jobs.example/",
    "http://jobs.example:99999/",
    "http://jobs exam ple/",
];

#[test]
fn every_spelling_of_the_inner_network_is_refused() {
    let outward = Outward::default();
    assert!(BARRED.len() >= 60, "{}", BARRED.len());
    let open: Vec<_> = BARRED.iter().filter(|address| outward.check(address).is_ok()).collect();
    assert_eq!(open, Vec::<&&str>::new());
    for address in NONE {
        assert_eq!(outward.check(address), Err(Fault::Address), "{address}");
    }
    for address in [
        "https://jobs.goyang.go.kr/",
        "http://211.34.86.1/",
        "https://[2400:cb00::1]/",
        "http://9.9.9.9:8080/x",
    ] {
        assert_eq!(outward.check(address), Ok(()), "{address}");
    }
}

#[test]
fn what_the_operator_lists_is_asked_and_nothing_beside_it() {
    let outward = Outward::new(vec!["127.0.0.1:4100".into(), "Jobs.Internal".into()]);
    assert_eq!(outward.check("http://127.0.0.1:4100/"), Ok(()));
    assert_eq!(outward.check("http://127.0.0.1:4101/"), Err(Fault::Inside));
    assert_eq!(outward.check("http://127.1:4100/"), Ok(()), "the same address in another spelling");
    assert_eq!(outward.check("http://jobs.internal:81/"), Ok(()));
    assert_eq!(outward.check("http://x.jobs.internal/"), Err(Fault::Inside));
}

fn lookup(answer: impl Fn(usize) -> Vec<IpAddr> + Send + Sync + 'static) -> Lookup {
    let asked = Arc::new(AtomicUsize::new(0));
    let answer = Arc::new(answer);
    Arc::new(move |_| {
        let (nth, answer) = (asked.fetch_add(1, Ordering::SeqCst), answer.clone());
        async move { Ok(answer(nth)) }.boxed()
    })
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_leads_inside_is_refused_however_it_answers() {
    let server = Foreign::start(|_| Reply::ok("secret")).await;
    let port = server.port();
    let inside: [Vec<IpAddr>; 5] = [
        vec![ip("127.0.0.1")],
        vec![ip("9.9.9.9"), ip("127.0.0.1")],
        vec![ip("::1")],
        vec![ip("::ffff:127.0.0.1")],
        vec![ip("169.254.169.254")],
    ];
    for answers in inside {
        let outward = Outward::looking_up(Vec::new(), lookup(move |_| answers.clone()));
        let wanted = Wanted::new(format!("http://jobs.example:{port}/"));
        assert_eq!(outward.get(&wanted).await.unwrap_err(), Fault::Inside);
    }
    // What was looked at is what is connected to: a second answer is never asked for.
    let outward = Outward::looking_up(
        Vec::new(),
        lookup(|nth| if nth == 0 { vec![ip("192.0.2.0")] } else { vec![ip("127.0.0.1")] }),
    );
    let wanted =
        Wanted { time: Duration::from_secs(2), ..Wanted::new(format!("http://jobs.example:{port}/")) };
    assert_eq!(outward.get(&wanted).await.unwrap_err(), Fault::Inside);
    assert_eq!(server.asked(), Vec::<String>::new(), "nobody knocked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_cannot_lead_us_away_flood_us_or_hold_us() {
    let canary = Foreign::start(|_| Reply::ok("secret")).await;
    let elsewhere = canary.origin();
    let server = Foreign::start(move |path| match path.split('?').next().unwrap() {
        "/fine" => Reply::ok("fine"),
        "/here" => Reply::status(302).with("location", "/fine"),
        "/round" => Reply::status(302).with("location", "/round"),
        "/away" => Reply::status(302).with("location", &format!("{elsewhere}/")),
        "/inside" => Reply::status(307).with("location", "http://169.254.169.254/latest/meta-data/"),
        "/file" => Reply::status(301).with("location", "file:///etc/passwd"),
        "/nowhere" => Reply::status(301),
        "/large" => Reply::ok(&"x".repeat(2 << 20)),
        "/bomb" => Reply::zeros_in_gzip(64 << 20),
        "/endless" => Reply::endless(),
        "/slow" => Reply::silent(),
        "/busy" => Reply::status(503).with("retry-after", "120"),
        "/gone" => Reply::status(410),
        "/cut" => Reply::cut(),
        _ => Reply::status(404),
    })
    .await;
    let outward = Outward::new(vec![server.address()]);
    let ask = |path: &str| {
        let wanted = Wanted {
            bytes: 1 << 20,
            time: Duration::from_secs(3),
            ..Wanted::new(format!("{}{path}", server.origin()))
        };
        let outward = &outward;
        async move {
            outward
                .get(&wanted.with("authKey", "geheim-7"))
                .await
                .map(|answer| (answer.status, answer.body.len()))
        }
    };
    assert_eq!(ask("/fine").await, Ok((200, 4)));
    assert_eq!(ask("/here").await, Ok((200, 4)), "a host may lead on within itself");
    assert_eq!(ask("/round").await, Err(Fault::Redirect));
    assert_eq!(ask("/away").await, Err(Fault::Redirect));
    assert_eq!(ask("/inside").await, Err(Fault::Redirect));
    assert_eq!(ask("/file").await, Err(Fault::Redirect));
    assert_eq!(ask("/nowhere").await, Err(Fault::Broken));
    assert_eq!(ask("/large").await, Err(Fault::Huge));
    assert_eq!(ask("/bomb").await, Err(Fault::Huge));
    assert_eq!(ask("/endless").await, Err(Fault::Huge));
    assert_eq!(ask("/slow").await, Err(Fault::Slow));
    assert_eq!(ask("/busy").await, Err(Fault::Status(503, Some(120))));
    assert_eq!(ask("/gone").await, Ok((410, 0)));
    assert_eq!(ask("/cut").await, Err(Fault::Broken));
    assert_eq!(canary.asked(), Vec::<String>::new(), "nobody knocked");
    let dead = Outward::new(vec!["127.0.0.1:1".into()]);
    let failed = dead.get(&Wanted::new("http://127.0.0.1:1/").with("authKey", "geheim-7")).await.unwrap_err();
    assert_eq!(failed, Fault::Away);
    for fault in [failed, Fault::Broken, Fault::Status(503, None)] {
        assert!(!format!("{fault} {fault:?} {:?}", fault.message()).contains("geheim"), "no key in an error");
    }
}
