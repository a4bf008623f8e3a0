//! Papers of a hiring event: numbers to tear off before the day, and a sheet for each booth on which results come back. The
//! names of those who booked stand on it for whoever may know them; whoever sits at the booth writes those who come without.

use documents::paper::{self, Block, Column, Sheet, TICKETS_ON_A_SHEET, TicketPaper};
use domain::Ctx;
use domain::hiring_event::{Booth, FIRST_FROM_PHONE, spelled};
use domain::id::HiringEventId;
use domain::interview::Way;
use domain::look::Purpose;
use domain::message::Message;

use super::{office, pdf, pressed};
use crate::hiring_event::{View, get, minded};
use crate::interview::{Row, rows_for};
use crate::{App, Error};

/// Numbers printed in one go: thirty sheets.
const MOST: u32 = 30 * 16;
/// Lines for those who come with a number, on each booth's sheet.
const ROOM: usize = 12;

/// Prints numbers to tear off, from one on. `origin` is where this machine is reached; empty for no squares.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `count` and `from` for numbers that are not on paper.
pub async fn tickets(
    ctx: &Ctx,
    app: &App,
    event: HiringEventId,
    (from, count): (u32, u32),
    origin: &str,
) -> Result<Vec<u8>, Error> {
    let event = minded(ctx, app, event).await?;
    if !(1..=MOST).contains(&count) {
        let sheets = MOST as usize / TICKETS_ON_A_SHEET;
        let why = Message::new("ticket-count").with("most", MOST).with("sheets", sheets);
        return Err(Error::field("count", why));
    }
    if from == 0 || from.saturating_add(count) > FIRST_FROM_PHONE {
        return Err(Error::field("from", Message::new("ticket-range").with("most", FIRST_FROM_PHONE - 1)));
    }
    let queue = format!("{}/events/{}/queue", origin.trim_end_matches('/'), event.id);
    let qr = if origin.is_empty() { String::new() } else { paper::qr(&queue) };
    let todo = "부스에 내시고, 번호가 불릴 때 오세요. 사각 코드에서 차례를 보실 수 있습니다.".to_owned();
    let when = format!("{} {}", event.on, event.place);
    let sheet = TicketPaper { title: event.title, when, todo, qr };
    let numbers: Vec<String> = (from..from + count).map(spelled).collect();
    let now = ctx.now;
    Ok(pressed(move || paper::tickets(&sheet, &numbers, now)).await?.bytes)
}

/// A line of a sheet: time or number, name, opening, and what is written by hand.
type Line = [String; 5];

fn line(at: &str, name: &str, opening: &str) -> Line {
    [at, name, opening, "", ""].map(str::to_owned)
}

/// Who waits for a result at a booth: how they come, their name, and the number of the opening they come for. Whom who prints may
/// not know stands there with the number of the registration.
async fn people(ctx: &Ctx, app: &App, view: &View, booth: &Booth) -> Result<Vec<(Way, [String; 2])>, Error> {
    let rows = rows_for(ctx, app, (view.event.id, booth.number), Purpose::Print).await?;
    let mut people = Vec::with_capacity(rows.len());
    for Row { interview: one, name } in rows {
        if one.state.has_result() {
            continue;
        }
        let name = match one.seeker() {
            Some(seeker) if name.is_empty() => {
                let found = store::seeker::find(&app.store, ctx.tenant, seeker).await;
                found.map_err(crate::fault)?.map(|(seeker, _)| seeker.number).unwrap_or_default()
            }
            _ => name,
        };
        let opening = one.opening.and_then(|id| view.openings.get(&id));
        people.push((one.way, [name, opening.map(|one| one.origin.number.clone()).unwrap_or_default()]));
    }
    Ok(people)
}

/// Prints a sheet for each booth: its openings, and a line for each seat of each time with who booked it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn booth_sheets(ctx: &Ctx, app: &App, event: HiringEventId) -> Result<Vec<u8>, Error> {
    minded(ctx, app, event).await?;
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
        let people = people(ctx, app, &view, booth).await?;
        let mut rows = Vec::new();
        for start in view.event.slots.starts() {
            let at = format!("{:02}:{:02}", start / 60, start % 60);
            let here = people.iter().filter(|(way, _)| *way == Way::Booked { slot_min: start });
            let here: Vec<Line> = here.map(|(_, [name, opening])| line(&at, name, opening)).collect();
            let free = usize::from(booth.interviewers).saturating_sub(here.len());
            rows.extend(here);
            rows.extend(std::iter::repeat_n(line(&at, "", ""), free));
        }
        for (way, [name, opening]) in &people {
            if let Way::WalkIn { ticket } = way {
                rows.push(line(&spelled(*ticket), name, opening));
            }
        }
        rows.extend(std::iter::repeat_n(Line::default(), ROOM));
        blocks.push(Block::Table {
            columns: vec![
                Column::mark("시각·번호", 14),
                Column::words("성명", 18),
                Column::words("구인 접수번호", 20),
                Column::words("결과(채용·2차·불채용·사양·불참)", 28),
                Column::words("첫 출근일·2차 날짜·사유", 20),
            ],
            rows: rows.into_iter().map(Vec::from).collect(),
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
