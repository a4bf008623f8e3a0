//! An employer's answer and all that follows from it are one transaction: whichever table refuses, nothing of it is
//! left; and once none does, all of it is there. The real program on a real database that is made to refuse.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use crate::served::Served;

/// Another hand on the database of the running program.
struct Hand(SqliteConnection);

impl Hand {
    async fn on(served: &Served) -> Self {
        let file = format!("sqlite://{}", served.data().join("iljari.db").display());
        Self(SqliteConnection::connect(&file).await.unwrap())
    }

    async fn run(&mut self, sql: String) {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.0).await.unwrap();
    }

    async fn texts(&mut self, sql: String) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut self.0).await.unwrap()
    }

    /// Makes a table refuse whatever is written into it.
    async fn refuse(&mut self, table: &str) {
        for when in ["INSERT", "UPDATE"] {
            let name = format!("refuse_{when}");
            let does = format!("BEFORE {when} ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END");
            self.run(format!("CREATE TRIGGER {name} {does}")).await;
        }
    }

    async fn allow(&mut self) {
        self.run("DROP TRIGGER refuse_INSERT; DROP TRIGGER refuse_UPDATE".into()).await;
    }

    /// Every row of every table, but who looked at what: a look at a question is one even when the answer is refused.
    async fn rows(&mut self) -> BTreeMap<String, Vec<String>> {
        let named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
        let mut rows = BTreeMap::new();
        for table in self.texts(named.into()).await {
            let columns = self.texts(format!("SELECT name FROM pragma_table_info('{table}')")).await;
            let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            let sql = format!("SELECT {} AS row FROM {table} ORDER BY row", quoted.join(" || '|' || "));
            rows.insert(table.clone(), self.texts(sql).await);
        }
        rows.remove("look");
        rows
    }
}

/// Takes a step of an opening or referral as it stands now.
fn step(served: &Served, cookie: &str, page: &str, fields: &[(&str, &str)]) {
    let shown = served.get(page, cookie);
    let mut sent = vec![("version", shown.input("version"))];
    sent.extend(fields);
    served.post(&format!("{page}/steps"), cookie, &sent).to();
}

/// An opening with one head, and a person sent there with a letter: their pages.
fn letter(served: &Served, staff: &str) -> (String, String) {
    let opening = [
        ("employer", "○○가구"),
        ("employer_phone", "031-000-2000"),
        ("employer_address", "경기도 고양시 일산동구 식사동 견본로 20"),
        ("title", "가구 조립원 모집"),
        ("occupation", "가구 조립원"),
        ("duties", "가구를 조립합니다"),
        ("headcount", "1"),
        ("employment_type", "10"),
        ("wage_form", "M"),
        ("wage_min", "1400000"),
        ("weekly_hours", "40"),
        ("area", "식사동"),
        ("reception", "phone"),
    ];
    let opening = served.post("/staff/openings/new", staff, &opening).to().to_owned();
    step(served, staff, &opening, &[("step", "submit")]);
    step(served, staff, &opening, &[("step", "accept")]);
    let person = [
        ("name", "가상인"),
        ("born_on", "1970-05-06"),
        ("phone", "010-0000-1111"),
        ("area", "식사동"),
        ("occupation", "가구 조립원"),
        ("desired_area", "일산동구"),
        ("channel", "counter"),
        ("consent_registration", "yes"),
    ];
    let person = served.post("/staff/seekers/new", staff, &person).to().to_owned();
    let (seeker, id) = (person.rsplit('/').next().unwrap(), opening.rsplit('/').next().unwrap());
    let made = served.post("/staff/referrals/new", staff, &[("seeker", seeker), ("opening", id)]);
    let referral = made.to().to_owned();
    step(served, staff, &referral, &[("step", "consent"), ("channel", "phone")]);
    step(served, staff, &referral, &[("step", "send")]);
    (opening, referral)
}

/// Puts a question and gives its link.
fn question(served: &Served, staff: &str, opening: &str, kind: &str) -> String {
    let page = served.post(&format!("{opening}/questions"), staff, &[("kind", kind)]).body;
    let rest = page.split_once("href=\"/answer/").expect("a link").1;
    format!("/answer/{}", rest.split('"').next().unwrap())
}

/// Sends an answer once for each table that it writes, while that one refuses; then once more, when none does.
async fn hold(served: &Served, hand: &mut Hand, link: &str, reply: &[(&str, &str)], tables: &[&str]) {
    let before = hand.rows().await;
    for table in tables {
        hand.refuse(table).await;
        let answer = served.post(link, "", reply);
        hand.allow().await;
        assert!(answer.status >= 400, "{table} refused, and the answer was taken: {}", answer.body);
        let after = hand.rows().await;
        let changed: Vec<_> = after.iter().filter(|(name, rows)| before.get(*name) != Some(rows)).collect();
        assert!(changed.is_empty(), "{table} refused, and this is left: {changed:?}");
    }
    let answer = served.post(link, "", reply);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let after = hand.rows().await;
    let changed = after.iter().filter(|(name, rows)| before.get(*name) != Some(rows));
    let mut changed: Vec<&str> = changed.map(|(name, _)| name.as_str()).collect();
    changed.retain(|name| *name != "tenant_head");
    let mut expected = tables.to_vec();
    expected.sort_unstable();
    assert_eq!(changed, expected, "each of them was made to refuse, and no other is written");
    // Given twice it is no second answer.
    assert_eq!(served.post(link, "", reply).status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_fills_the_opening_leaves_everything_or_nothing() {
    let served = Served::city("goyang", "2016-03-14T00:30:00Z", &[("counselor", "counselor", "")]);
    let staff = served.session("counselor");
    let (opening, referral) = letter(&served, &staff);
    let link = question(&served, &staff, &opening, "result");
    let id = referral.rsplit('/').next().unwrap();
    let hired = [("reply", "hired"), ("referral", id), ("start_on", "2016-03-21")];
    let mut hand = Hand::on(&served).await;
    let tables = ["answer", "change", "notice", "opening", "placement", "referral", "seeker"];
    hold(&served, &mut hand, &link, &hired, &tables).await;
    assert!(served.get(&opening, &staff).body.contains("충족"), "filled");
    assert!(served.get(&referral, &staff).body.contains("채용"), "hired");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_closes_the_opening_leaves_everything_or_nothing() {
    let served = Served::city("goyang", "2016-03-14T00:30:00Z", &[("counselor", "counselor", "")]);
    let staff = served.session("counselor");
    let (opening, _) = letter(&served, &staff);
    let link = question(&served, &staff, &opening, "still_open");
    let mut hand = Hand::on(&served).await;
    let tables = ["answer", "change", "notice", "opening", "referral"];
    hold(&served, &mut hand, &link, &[("reply", "not_needed"), ("sure", "yes")], &tables).await;
}
