//! SC-3, its counter part: a man of sixty-seven without e-mail or smartphone is registered from a paper form,
//! and what nobody renews ends by itself. The real program, on a clock that is moved.

use std::time::{Duration, Instant};

use crate::served::{Answer, Served};

/// The page as soon as it says something: the program's own work follows the clock within a moment.
fn until(served: &Served, path: &str, cookie: &str, words: &str) -> Answer {
    #[expect(
        clippy::disallowed_methods,
        reason = "waiting for another process is measured by the real clock"
    )]
    let start = Instant::now();
    loop {
        let page = served.get(path, cookie);
        if page.body.contains(words) {
            return page;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "{path} never says {words}: {}", page.body);
    }
}

#[test]
fn sc_03_a_senior_is_registered_at_the_counter() {
    let served = Served::city("goyang", "2016-03-14T00:00:00Z", &[("counselor", "counselor", "")]);
    let counselor = served.session("counselor");
    let form = [
        ("name", "박가나"),
        ("born_on", "49년 3월 2일"),
        ("phone", "031-000-1234"),
        ("area", "화정1동"),
        ("occupation", "경비원"),
        ("desired_area", "덕양구"),
        ("channel", "paper"),
        ("consent_registration", "yes"),
    ];
    let answer = served.post("/staff/seekers/new", &counselor, &form);
    let path = answer.to().to_owned();
    let page = served.get(&path, &counselor);
    for words in ["S2016-000001", "1949-03-02", "031-000-1234", "2016-06-14"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let slip = served.get(&format!("{path}/slip"), &counselor);
    assert!(slip.status == 200 && slip.body.contains("S2016-000001"), "{}", slip.body);
    let printed = served.get(&format!("{path}/slip.pdf"), &counselor);
    assert_eq!(printed.header("content-type"), Some("application/pdf"));

    // The same man again, without a telephone: two of three agree. Nothing is decided by the program.
    let again: Vec<_> = form.iter().copied().filter(|(name, _)| *name != "phone").collect();
    let asked = served.post("/staff/seekers/new", &counselor, &again);
    assert!(asked.status == 409 && asked.body.contains("S2016-000001"), "{}", asked.head);

    // Nobody renews it: on the day after its last one it has ended, without anybody doing anything.
    served.at("2016-06-15T00:00:00Z");
    let counselor = served.session("counselor");
    let ended = until(&served, &path, &counselor, "만료");
    assert!(ended.body.contains("S2016-000001"));
}
