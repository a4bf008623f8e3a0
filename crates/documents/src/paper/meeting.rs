//! Papers of a meeting: the packet with its answer slips for members without an account, and the record that is handed out.

use domain::message::thousands;

use super::{Align, Block, Cell, Column, Office, Sheet};

/// A meeting with all that its papers say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeetingPaper {
    /// Who issues it.
    pub office: Office,
    /// Name of the meeting.
    pub name: String,
    /// When, as written.
    pub at: String,
    /// Where.
    pub venue: String,
    /// What the plan's measures come to, in the packet of a report meeting.
    pub figures: Vec<FigurePaper>,
    /// Its items in order.
    pub items: Vec<ItemPaper>,
    /// What earlier meetings gave to somebody to do.
    pub due: Vec<ActionPaper>,
    /// What it gave to somebody to do.
    pub actions: Vec<ActionPaper>,
    /// Who took part or not: how, and which bodies.
    pub attendance: Vec<(String, String)>,
    /// Whether enough were there, in words; empty where nothing asks for it.
    pub quorum: String,
    /// Minutes as a whole.
    pub minutes: String,
}

/// What all measures of one unit come to, on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FigurePaper {
    /// The unit, in words.
    pub unit: String,
    /// How many measures.
    pub measures: i64,
    /// Their target of the year.
    pub target: i64,
    /// Confirmed.
    pub confirmed: i64,
    /// Claimed only.
    pub claimed: i64,
}

/// An item on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemPaper {
    /// Its number on the agenda.
    pub nth: usize,
    /// What about.
    pub title: String,
    /// Who brought it.
    pub by: String,
    /// The paper for it.
    pub paper: String,
    /// What was said.
    pub minutes: String,
}

/// Something to be done, on paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActionPaper {
    /// What it is called.
    pub number: String,
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: String,
    /// By when, as written.
    pub due_on: String,
    /// How it stands, in words.
    pub state: String,
}

/// Draws the packet: the figures of a report meeting, what is due, the items with their papers, and a page with a slip for each body that answers on paper.
pub fn packet(facts: &MeetingPaper, bodies: &[String], answer_by: &str) -> Sheet {
    let f = facts;
    let mut sheet = head(f, "회의 자료");
    if !f.figures.is_empty() {
        sheet.heading("종합계획 요약");
        figures(&mut sheet, &f.figures);
    }
    if !f.due.is_empty() {
        sheet.heading("지난 회의에서 이어지는 일");
        actions(&mut sheet, &f.due);
    }
    sheet.heading("안건");
    if f.items.is_empty() {
        sheet.text(Align::Left, "아직 들어온 안건이 없습니다.");
    }
    for item in &f.items {
        sheet.blocks.push(Block::Text {
            text: format!("{}. {}{}", item.nth, item.title, by(&item.by)),
            align: Align::Left,
            strong: true,
        });
        let paper = if item.paper.is_empty() { "붙인 설명이 없습니다." } else { &item.paper };
        sheet.text(Align::Left, paper);
    }
    for body in bodies {
        slip(&mut sheet, f, body, answer_by);
    }
    sheet
}

/// The slip of one body, on a page of its own.
fn slip(sheet: &mut Sheet, f: &MeetingPaper, body: &str, answer_by: &str) {
    sheet.blocks.push(Block::NewPage);
    sheet.heading(&format!("서면 의견서 — {body}"));
    sheet.text(Align::Left, format!("{} ({})", f.name, f.at));
    sheet.text(
        Align::Left,
        format!("회의에 오시지 못하면 안건마다 √ 표를 하고 의견을 적어 {answer_by}까지 보내 주세요. 서면 의견도 참석으로 셉니다."),
    );
    let rows = f.items.iter().map(|item| {
        vec![
            Cell::label(format!("{}. {}", item.nth, item.title)),
            Cell::blank("□ 찬성   □ 반대   □ 기권\n의견"),
        ]
    });
    let rows: Vec<_> = rows.collect();
    // Whoever is asked before anything is on the agenda may still say what should be.
    let rows = if rows.is_empty() {
        vec![vec![Cell::label("다루었으면 하는 것"), Cell::blank("\n\n\n")]]
    } else {
        rows
    };
    sheet.boxes(&[40, 60], rows);
    sheet.boxes(
        &[20, 30, 20, 30],
        vec![vec![
            Cell::label("적은 날"),
            Cell::blank("        .       .       ."),
            Cell::label("적은 사람"),
            Cell::blank(""),
        ]],
    );
    sheet.text(Align::Left, format!("보내실 곳: {}  전화 {}", f.office.name, f.office.phone));
}

/// Draws the record that is handed out after the meeting.
pub fn meeting_record(facts: &MeetingPaper) -> Sheet {
    let f = facts;
    let mut sheet = head(f, "회의 결과");
    sheet.heading("의결과 할 일");
    actions(&mut sheet, &f.actions);
    sheet.heading("안건과 논의");
    for item in &f.items {
        sheet.blocks.push(Block::Text {
            text: format!("{}. {}{}", item.nth, item.title, by(&item.by)),
            align: Align::Left,
            strong: true,
        });
        sheet.text(Align::Left, if item.minutes.is_empty() { "적은 것이 없습니다." } else { &item.minutes });
    }
    if !f.minutes.is_empty() {
        sheet.heading("전체 기록");
        sheet.text(Align::Left, f.minutes.clone());
    }
    sheet.heading("참석");
    let rows = f.attendance.iter().map(|(how, who)| vec![Cell::label(how.clone()), Cell::value(who.clone())]);
    sheet.boxes(&[18, 82], rows.collect());
    if !f.quorum.is_empty() {
        sheet.text(Align::Left, f.quorum.clone());
    }
    if !f.due.is_empty() {
        sheet.heading("지난 회의에서 이어지는 일");
        actions(&mut sheet, &f.due);
    }
    sheet
}

fn head(f: &MeetingPaper, what: &str) -> Sheet {
    // A name that says already that it is a meeting is not told so again.
    let what = if f.name.ends_with("회의") { what.trim_start_matches("회의 ") } else { what };
    let mut sheet = Sheet::new("", &format!("{} {what}", f.name), &f.office);
    sheet.points = 11;
    sheet.pairs(&[("때", f.at.as_str()), ("곳", f.venue.as_str())]);
    sheet
}

fn by(body: &str) -> String {
    if body.is_empty() { String::new() } else { format!(" ({body})") }
}

fn figures(sheet: &mut Sheet, figures: &[FigurePaper]) {
    let rows = figures.iter().map(|line| {
        let numbers = [line.measures, line.target, line.confirmed, line.claimed];
        std::iter::once(line.unit.clone()).chain(numbers.map(thousands)).collect()
    });
    sheet.blocks.push(Block::Table {
        columns: vec![
            Column::mark("단위", 20),
            Column::number("세부사업", 20),
            Column::number("연간 목표", 20),
            Column::number("확인 실적", 20),
            Column::number("주장", 20),
        ],
        rows: rows.collect(),
        empty: String::new(),
    });
    sheet.text(
        Align::Left,
        "단위가 다른 실적은 더하지 않습니다. 주장은 증빙을 기다리며 실적에 들지 않습니다.",
    );
}

fn actions(sheet: &mut Sheet, actions: &[ActionPaper]) {
    let rows = actions.iter().map(|action| {
        vec![
            action.number.clone(),
            action.title.clone(),
            action.owner.clone(),
            action.due_on.clone(),
            action.state.clone(),
        ]
    });
    sheet.blocks.push(Block::Table {
        columns: vec![
            Column::mark("번호", 10),
            Column::words("할 일", 40),
            Column::words("맡은 곳", 20),
            Column::mark("기한", 15),
            Column::words("상태", 15),
        ],
        rows: rows.collect(),
        empty: "정한 것이 없습니다.".to_owned(),
    });
}
