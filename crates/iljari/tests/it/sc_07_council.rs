//! The council of the job network: thirteen bodies, an agenda that closes three days before, decisions with owners,
//! two members on paper, and a next meeting that begins with what the last one left open.

use crate::served::{Answer, Served};

const CITY: &str = "goyang";
/// The members with an account: name and sign-in name.
const MEMBERS: [(&str, &str); 11] = [
    ("일자리센터", "centre"),
    ("1군단", "corps"),
    ("중부대", "college"),
    ("상공회의소", "chamber"),
    ("인력개발원", "training"),
    ("여성새로일하기센터", "saeil"),
    ("고용센터", "employment"),
    ("산업기술교육센터", "industry"),
    ("급식관리지원센터", "catering"),
    ("케이블방송", "cable"),
    ("복지정책과", "welfare"),
];
/// The two that are served on paper.
const ON_PAPER: [&str; 2] = ["노인회 취업지원센터", "화훼농협"];

/// The id of a body as the choices of a page name it, indented by its depth in the tree.
fn body_id(page: &Answer, name: &str) -> String {
    let named = |option: &&str| {
        let text = option.split("</option>").next().unwrap_or_default();
        text.split_once('>').is_some_and(|(_, text)| text.trim_start_matches("— ") == name)
    };
    let found = page.body.split("<option value=\"").skip(1).find(named);
    found.unwrap_or_else(|| panic!("no {name}: {}", page.body)).split('"').next().unwrap().to_owned()
}

/// The version that the last form of a page names: the one of the thing the page is about.
fn version(page: &Answer) -> &str {
    let (_, rest) = page.body.rsplit_once("name=\"version\" value=\"").unwrap();
    rest.split('"').next().unwrap()
}

/// The page's links that begin so, in order.
fn links(page: &Answer, start: &str) -> Vec<String> {
    let mark = format!("href=\"{start}");
    let all = page.body.split(mark.as_str()).skip(1);
    all.map(|rest| format!("{start}{}", rest.split('"').next().unwrap())).collect()
}

/// Numbers in the first column of the table under a heading, in order.
fn numbers(page: &Answer, heading: &str) -> Vec<String> {
    let (_, part) = page.body.split_once(&format!("<h2>{heading}</h2>")).unwrap();
    let part = part.split("<h2").next().unwrap();
    let rows = part.split("<th scope=\"row\">").skip(1);
    rows.map(|row| row.split('<').next().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sc_07_a_council_whose_decisions_come_back() {
    let people = [("operator", "operator", ""), ("plan", "plan_manager", "")];
    let mut served = Served::city(CITY, "2016-03-14T01:00:00Z", &people);
    let operator = served.session("operator");
    for name in MEMBERS.iter().map(|(name, _)| *name).chain(ON_PAPER) {
        served.post("/staff/organisations", &operator, &[("name", name), ("kind", "partner")]).to();
    }
    for (name, login) in MEMBERS {
        served.join(CITY, (login, "partner", name));
    }
    let plan = served.session("plan");

    // A council of thirteen: seven must be there.
    let council = [
        ("kind", "council"),
        ("name", "일자리네트워크 협의체"),
        ("quorum_percent", "50"),
        ("agenda_closes_days", "3"),
        ("from", "2016-03-14"),
    ];
    let council = served.post("/staff/councils/new", &plan, &council).to().to_owned();
    let seats = format!("{council}/members");
    let logins = MEMBERS.iter().copied().chain(ON_PAPER.map(|name| (name, "")));
    for (name, login) in logins {
        let page = served.get(&seats, &plan);
        let seat = [("version", version(&page)), ("member", &body_id(&page, name)), ("login", login)];
        served.post(&seats, &plan, &seat).to();
    }
    let page = served.get(&council, &plan);
    assert!(page.body.contains("구성 기관 13곳 · 의사정족수 7곳 · 안건은 회의 3일 전까지"), "{}", page.body);

    let called = [
        ("kind", "council"),
        ("council", council.rsplit('/').next().unwrap()),
        ("at", "2016-04-07T14:00"),
        ("venue", "시정연수원"),
    ];
    let meeting = served.post("/staff/meetings/new", &plan, &called).to().to_owned();
    assert!(served.get(&meeting, &plan).body.contains("안건 접수: 2016-04-04까지"));

    // Five items until the third day before; the sixth comes too late and is not lost.
    served.at("2016-04-04T08:00:00Z");
    let items = format!("{meeting}/items");
    let brought = [
        ("corps", "전역예정 장병 40명 상담 요청"),
        ("college", "졸업예정자 현장실습 기업 연결"),
        ("chamber", "회원사 구인 수요 조사"),
        ("saeil", "경력단절여성 직업교육 훈련 공동 모집"),
        ("catering", "급식 조리원 합동 면접"),
    ];
    for (login, title) in brought {
        let member = served.session(login);
        served.post(&items, &member, &[("title", title), ("paper", "붙임 자료")]).to();
    }
    served.at("2016-04-05T00:00:00Z");
    let cable = served.session("cable");
    let late = served.post(&items, &cable, &[("title", "방송 제작 인력 수요")]);
    assert_eq!(late.status, 409);
    for words in ["2016-04-04까지 받았습니다", "방송 제작 인력 수요"] {
        assert!(late.body.contains(words), "{words}: {}", late.body);
    }

    // The packet of the two without an account is made of the same rows.
    let plan = served.session("plan");
    let packet = served.get(&format!("{meeting}/packet"), &plan);
    for (_, title) in brought {
        assert!(packet.body.matches(title).count() >= 3, "{title}: in the packet and on both slips");
    }
    for name in ON_PAPER {
        assert!(packet.body.contains(&format!("서면 의견서 — {name}")), "{}", packet.body);
    }
    assert_eq!(packet.body.matches("서면 의견서").count(), 2);
    let pdf = served.get(&format!("{meeting}/packet.pdf"), &plan);
    assert!(pdf.bytes.starts_with(b"%PDF"), "{}", pdf.head);

    // The meeting: seven come, two answer on paper, four do not come.
    served.at("2016-04-07T05:00:00Z");
    let plan = served.session("plan");
    let step = |step: &str| {
        let page = served.get(&meeting, &plan);
        served.post(&format!("{meeting}/steps"), &plan, &[("version", version(&page)), ("step", step)])
    };
    let choices = served.get(&format!("{meeting}/actions"), &plan);
    let id = |name: &str| body_id(&choices, name);
    let answers = format!("{meeting}/answers");
    for name in ON_PAPER {
        let page = served.get(&answers, &plan);
        let view = page.body.split("name=\"view-").nth(1).unwrap().split('"').next().unwrap();
        let slip = [
            ("version", version(&page)),
            ("organisation", &id(name)),
            ("on", "2016-04-06"),
            (&format!("view-{view}"), "agree"),
            (&format!("words-{view}"), "상담실을 내드리겠습니다"),
        ];
        served.post(&answers, &plan, &slip).to();
    }
    // Two slips are not seven, and nobody is there.
    let empty = step("open");
    assert_eq!(empty.status, 409);
    assert!(empty.body.contains("참석한 기관이 하나도 적혀 있지 않습니다"), "{}", empty.body);
    let minutes = format!("{meeting}/minutes");
    let note = |present: usize| {
        let page = served.get(&minutes, &plan);
        let ways = MEMBERS.iter().enumerate();
        let came: Vec<(String, &str)> = ways
            .map(|(nth, (name, _))| {
                (format!("came-{}", id(name)), if nth < present { "present" } else { "absent" })
            })
            .chain(ON_PAPER.map(|name| (format!("came-{}", id(name)), "paper")))
            .collect();
        let mut form: Vec<(&str, &str)> = came.iter().map(|(name, how)| (name.as_str(), *how)).collect();
        form.push(("version", version(&page)));
        served.post(&minutes, &plan, &form).to();
    };
    note(2);
    let few = step("open");
    assert_eq!(few.status, 409);
    assert!(few.body.contains("의사정족수는 7곳인데 4곳만 참석했습니다"), "{}", few.body);
    assert!(few.body.contains("name=\"informal\""), "it may only talk: {}", few.body);
    note(7);
    step("open").to();
    let actions = format!("{meeting}/actions");
    let corps_item = {
        let (before, _) = choices.body.split_once(brought[0].1).unwrap();
        before.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned()
    };
    let decide = |title: &str, owner: &str, due_on: &str, item: &str| {
        let form =
            [("source", "decision"), ("title", title), ("owner", owner), ("due_on", due_on), ("item", item)];
        served.post(&actions, &plan, &form)
    };
    decide("회원사 구인 수요 조사", &id("상공회의소"), "2016-04-22", "").to();
    decide("전역예정 장병 40명 상담", &id("일자리센터"), "2016-04-29", &corps_item).to();
    // Who came and what was said; two who write at once lose nothing.
    let page = served.get(&minutes, &plan);
    let came: Vec<(String, &str)> = MEMBERS
        .iter()
        .enumerate()
        .map(|(nth, (name, _))| (format!("came-{}", id(name)), if nth < 7 { "present" } else { "absent" }))
        .chain(ON_PAPER.map(|name| (format!("came-{}", id(name)), "paper")))
        .collect();
    let write = |version: &str, text: &str| {
        let mut form: Vec<(&str, &str)> = came.iter().map(|(name, how)| (name.as_str(), *how)).collect();
        form.extend([("version", version), ("minutes", text)]);
        served.post(&minutes, &plan, &form)
    };
    let seen = version(&page);
    write(seen, "D1과 D2를 의결했다.").to();
    let second = write(seen, "서면 의견 두 곳을 읽었다.");
    assert_eq!(second.status, 409);
    for words in ["D1과 D2를 의결했다.", "서면 의견 두 곳을 읽었다.", "두 글을 하나로"]
    {
        assert!(second.body.contains(words), "{words}: {}", second.body);
    }
    write(version(&second), "D1과 D2를 의결했다.\n서면 의견 두 곳을 읽었다.").to();
    let history = served.get(&format!("{meeting}/history"), &plan);
    assert!(history.body.contains("4번 저장"), "{}", history.body);

    // A day before the meeting is none; a decision without an owner keeps the meeting open.
    let past = decide("합동 면접", &id("급식관리지원센터"), "2016-04-01", "");
    assert_eq!(past.status, 422);
    assert!(past.body.contains("기한은 회의 날(2016-04-07)과 같거나 뒤여야 합니다"), "{}", past.body);
    decide("현장실습 기업 10곳 연결", &id("중부대"), "2016-05-13", "").to();
    decide("급식 조리원 합동 면접", "", "2016-04-20", "").to();
    let loose = step("close");
    assert_eq!(loose.status, 409);
    assert!(
        loose.body.contains("D4 “급식 조리원 합동 면접”에 맡을 곳이나 기한이 없습니다"),
        "{}",
        loose.body
    );
    let page = served.get(&meeting, &plan);
    assert_eq!(numbers(&page, "의결과 할 일"), ["D1", "D2", "D3", "D4"]);
    let decided = links(&page, "/staff/actions/0");
    let given = served.get(&format!("{}/edit", decided[3]), &plan);
    let owner = [("version", version(&given)), ("owner", &id("급식관리지원센터")), ("due_on", "2016-04-20")];
    served.post(&format!("{}/edit", decided[3]), &plan, &owner).to();
    step("close").to();

    // The minutes as a page and on paper, for all bodies; who has read them is known.
    let record = served.get(&format!("{meeting}/record"), &plan);
    for words in ["D1", "D4", "서면 의견 두 곳을 읽었다.", "정원 13곳 · 의사정족수 7곳 · 참석 9곳", "서면 2"]
    {
        assert!(record.body.contains(words), "{words}: {}", record.body);
    }
    assert!(served.get(&format!("{meeting}/record.pdf"), &plan).bytes.starts_with(b"%PDF"));
    let page = served.get(&meeting, &plan);
    let publication = [("version", version(&page)), ("openly", "yes")];
    served.post(&format!("{meeting}/publication"), &plan, &publication).to();
    let corps = served.session("corps");
    served.post(&format!("{meeting}/receipt"), &corps, &[]).to();
    served.post(&format!("{meeting}/receipt"), &corps, &[]).to();
    let page = served.get(&meeting, &plan);
    assert!(page.body.contains("읽은 곳 1곳 · 아직 12곳"), "{}", page.body);
    let public = served.get(&format!("/meetings/{}", meeting.rsplit('/').next().unwrap()), "");
    assert!(public.body.contains("전역예정 장병 40명 상담"), "{}", public.body);
    for inside in ["붙임 자료", "서면 의견 두 곳을 읽었다.", "상담실을 내드리겠습니다"]
    {
        assert!(!public.body.contains(inside), "{inside} is not for everybody");
    }

    // D1 and D4 are done and looked at; on 2 May D2 is three days late.
    for (nth, login, day) in [(0, "chamber", "2016-04-21"), (3, "catering", "2016-04-20")] {
        served.at(&format!("{day}T01:00:00Z"));
        let owner = served.session(login);
        let page = served.get(&decided[nth], &owner);
        let done = [("version", version(&page)), ("word", "done"), ("text", "결과 보고 일자리-12호")];
        served.post(&format!("{}/reports", decided[nth]), &owner, &done).to();
        let plan = served.session("plan");
        let page = served.get(&decided[nth], &plan);
        let accept = [("version", version(&page)), ("word", "accept")];
        served.post(&format!("{}/judgement", decided[nth]), &plan, &accept).to();
    }
    served.at("2016-05-02T01:00:00Z");
    let centre = served.session("centre");
    assert!(served.get(&decided[1], &centre).body.contains("지연 3일"));
    let basket = served.until("/staff/actions", &centre, |body| body.contains("class=\"notice\""));
    assert!(
        basket.body.contains("맡은 일 1건 가운데 1건이 늦었습니다. 먼저 볼 것: D2 전역예정 장병 40명 상담"),
        "{}",
        basket.body
    );

    // The next meeting begins with what is open: D2, then D3.
    let plan = served.session("plan");
    let called =
        [("kind", "council"), ("council", council.rsplit('/').next().unwrap()), ("at", "2016-05-12T14:00")];
    let next = served.post("/staff/meetings/new", &plan, &called).to().to_owned();
    served.at("2016-05-12T05:00:00Z");
    let plan = served.session("plan");
    let page = served.get(&format!("{next}/minutes"), &plan);
    // Five come, of whom none had stayed away before, and two write: as many as are needed.
    let came = MEMBERS[2..7].iter().map(|(name, _)| (format!("came-{}", id(name)), "present"));
    let came = came.chain(ON_PAPER.map(|name| (format!("came-{}", id(name)), "paper")));
    let came: Vec<(String, &str)> = came.collect();
    let mut all: Vec<(&str, &str)> = came.iter().map(|(name, how)| (name.as_str(), *how)).collect();
    all.push(("version", version(&page)));
    served.post(&format!("{next}/minutes"), &plan, &all).to();
    let page = served.get(&next, &plan);
    served.post(&format!("{next}/steps"), &plan, &[("version", version(&page)), ("step", "open")]).to();
    let page = served.get(&next, &plan);
    assert_eq!(numbers(&page, "지난 회의에서 이어지는 일"), ["D2", "D3", "D4", "D1"]);
    let due = page.body.find("지난 회의에서 이어지는 일").unwrap();
    assert!(due < page.body.find("<h2>안건</h2>").unwrap(), "what is due comes first");

    // The corps and the job centre work with each other now, since a day that is told.
    let page = served.get(&council, &plan);
    let (_, links) = page.body.split_once("<h2>함께 일하는 기관</h2>").unwrap();
    let row = links.split("<tr>").find(|row| row.contains(">1군단<")).unwrap();
    assert!(row.contains(">일자리센터<") && row.contains(">2016-04-07<"), "{row}");

    // The drawn map of the network has the new link too, with the day.
    let map = served.get("/staff/network", &plan).body;
    let row = map.split("<tr>").find(|row| row.contains(">1군단<") && row.contains(">일자리센터<"));
    assert!(row.is_some_and(|row| row.contains("2016-04-07")), "{map}");
    assert!(map.contains("<svg"));

    // Those who neither came nor wrote for 180 days are marked, and only they.
    let quiet = |page: &Answer| page.body.matches("180일 넘게 활동 없음").count();
    served.at("2016-09-10T01:00:00Z");
    let plan = served.session("plan");
    assert_eq!(quiet(&served.get(&council, &plan)), 0);
    served.at("2016-09-11T01:00:00Z");
    let plan = served.session("plan");
    // Of the four who stayed away one had brought an item in April, and one had done what it had to.
    let page = served.get(&council, &plan);
    assert_eq!(quiet(&page), 3, "{}", page.body);
    served.at("2016-12-01T01:00:00Z");
    let map = served.get("/staff/network", &served.session("plan")).body;
    let (_, silent) = map.split_once("소식이 없는 기관").unwrap();
    assert!(silent.contains(">1군단</a>"), "a silent body is named: {silent}");
    let map = served.get("/staff/network?dead=yes", &served.session("plan")).body;
    let row = map.split("<tr>").find(|row| row.contains(">1군단<") && row.contains(">일자리센터<"));
    assert!(row.is_some(), "no activity for 180 days: a dead link: {map}");
}
