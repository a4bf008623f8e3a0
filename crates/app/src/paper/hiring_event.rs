//! Papers of a hiring event: numbers to tear off before the day, and a sheet for each booth on which results come back. Nobody's
//! name is printed: whoever sits at the booth writes it.

use documents::paper::{self, Block, Column, LABELS_ON_A_SHEET, Label, Sheet};
use domain::Ctx;
use domain::hiring_event::{FIRST_FROM_PHONE, spelled};
use domain::id::HiringEventId;
use domain::message::Message;

use super::{office, pdf, pressed};
use crate::hiring_event::get;
use crate::{App, Error};

/// Numbers printed in one go: twenty sheets.
const MOST: u32 = 20 * 24;
/// Lines for those who come with a number, on each booth's sheet.
const ROOM: usize = 12;

/// Prints numbers to tear off, from one on.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `count` and `from` for numbers that are not on paper.
pub async fn tickets(
    ctx: &Ctx,
    app: &App,
    event: HiringEventId,
    (from, count): (u32, u32),
) -> Result<Vec<u8>, Error> {
    let event = crate::hiring_event::minded(ctx, app, event).await?;
    if !(1..=MOST).contains(&count) {
        let sheets = MOST as usize / LABELS_ON_A_SHEET;
        let why = Message::new("ticket-count").with("most", MOST).with("sheets", sheets);
        return Err(Error::field("count", why));
    }
    if from == 0 || from.saturating_add(count) > FIRST_FROM_PHONE {
        return Err(Error::field("from", Message::new("ticket-range").with("most", FIRST_FROM_PHONE - 1)));
    }
    let lines = vec![format!("{} {}", event.on, event.place)];
    let labels: Vec<Label> = (from..from + count)
        .map(|number| Label { mark: event.title.clone(), name: spelled(number), lines: lines.clone() })
        .collect();
    let now = ctx.now;
    Ok(pressed(move || paper::labels(&labels, 0, now)).await?.bytes)
}

/// Prints a sheet for each booth: its openings, and a line for each seat of each time.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn booth_sheets(ctx: &Ctx, app: &App, event: HiringEventId) -> Result<Vec<u8>, Error> {
    let view = get(ctx, app, event).await?;
    let office = office(ctx, app);
    let mut blocks = Vec::new();
    for (nth, booth) in view.event.booths.iter().enumerate() {
        if nth > 0 {
            blocks.push(Block::NewPage);
        }
        let employer = view.employers.get(&booth.employer).map(String::as_str).unwrap_or_default();
        blocks.push(Block::Heading { text: format!("부스 {} · {employer}", booth.number) });
        let brought = booth.openings.iter().filter_map(|id| view.openings.get(id));
        let lines: Vec<String> = brought
            .map(|opening| {
                let content = &opening.content;
                format!("{} {} ({}명)", opening.origin.number, content.title, content.headcount)
            })
            .collect();
        blocks.push(Block::Text { text: lines.join("\n"), align: paper::Align::Left, strong: false });
        let seats = view.event.slots.starts().flat_map(|start| {
            let at = format!("{:02}:{:02}", start / 60, start % 60);
            std::iter::repeat_n(at, usize::from(booth.interviewers))
        });
        let rows = seats.chain(std::iter::repeat_n(String::new(), ROOM));
        blocks.push(Block::Table {
            columns: vec![
                Column::mark("시각·번호", 14),
                Column::words("성명", 18),
                Column::words("구인 접수번호", 20),
                Column::words("결과(채용·2차·불채용·사양·불참)", 28),
                Column::words("첫 출근일·2차 날짜·사유", 20),
            ],
            rows: rows
                .map(|at| vec![at, String::new(), String::new(), String::new(), String::new()])
                .collect(),
            empty: String::new(),
        });
    }
    let sheet = Sheet {
        form: String::new(),
        title: format!("{} 면접 결과지", view.event.title),
        lang: "ko",
        landscape: false,
        points: 10,
        blocks,
        issuer: office.name,
        as_of: office.as_of,
    };
    pdf(ctx, sheet).await
}
