//! What whoever runs a cohort keys in, as the tests of the real program send it.

use crate::served::Served;

/// The last part of a path.
pub(crate) fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// Registers somebody of Goyang at a counter; each number is another person. Their page.
pub(crate) fn register(served: &Served, cookie: &str, nth: usize, consents: &[(&str, &str)]) -> String {
    let letter = "가나다라마바사아자차카타파하거너더".chars().nth(nth).unwrap();
    named(served, cookie, (&format!("김시험{letter}"), nth), consents)
}

/// The same under a name of their own.
pub(crate) fn named(
    served: &Served,
    cookie: &str,
    (name, nth): (&str, usize),
    consents: &[(&str, &str)],
) -> String {
    let phone = format!("010-0000-20{nth:02}");
    let mut form = vec![
        ("name", name),
        ("born_on", "1979-05-15"),
        ("phone", phone.as_str()),
        ("area", "화정1동"),
        ("occupation", "0291"),
        ("desired_area", "일산서구"),
        ("channel", "counter"),
        ("consent_registration", "yes"),
    ];
    form.extend(consents);
    served.post("/staff/seekers/new", cookie, &form).to().to_owned()
}

/// Plans group counselling of fifteen seats, five days of six hours, and publishes it. Its page.
pub(crate) fn counselling(served: &Served, cookie: &str) -> String {
    let mut form: Vec<(String, String)> = [
        ("program", "goyang-women-new-work"),
        ("seats", "15"),
        ("apply_until", "2016-04-01"),
        ("from", "2016-04-04"),
        ("until", "2016-04-08"),
        ("criterion_1", "priority"),
        ("segments_1", "career-break"),
        ("criterion_2", "first_come"),
        ("completion", "hours"),
        ("least_percent", "80"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    for nth in 1..=5 {
        let row = [
            ("on", format!("2016-04-{:02}", nth + 3)),
            ("from", "09:30".to_owned()),
            ("until", "16:30".to_owned()),
            ("rest", "60".to_owned()),
            ("room", "교육실".to_owned()),
        ];
        form.extend(row.map(|(part, value)| (format!("{part}_{nth}"), value)));
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = served.post("/staff/cohorts/new", cookie, &form).to().to_owned();
    step(served, cookie, &page, &[("step", "publish")]);
    page
}

/// Applies at the counter for somebody who came back after a break of their career. The page of their part.
pub(crate) fn apply(served: &Served, cookie: &str, cohort: &str, seeker: &str) -> String {
    let form = [("seeker", id_of(seeker)), ("told_career_break", "yes")];
    served.post(&format!("{cohort}/apply"), cookie, &form).to().to_owned()
}

/// Takes a step of a cohort or of somebody's part.
pub(crate) fn step(served: &Served, cookie: &str, page: &str, fields: &[(&str, &str)]) {
    served.post(&format!("{page}/steps"), cookie, fields).to();
}

/// Notes that all attended a session, but those who are named.
pub(crate) fn attended(served: &Served, cookie: &str, cohort: &str, nth: usize, away: &[String]) {
    let absent: Vec<String> = away.iter().map(|part| format!("presence-{}", id_of(part))).collect();
    let mut form = vec![("rest_present", "yes"), ("shown", "electronic")];
    form.extend(absent.iter().map(|name| (name.as_str(), "absent")));
    served.post(&format!("{cohort}/sessions/{nth}"), cookie, &form).to();
}
