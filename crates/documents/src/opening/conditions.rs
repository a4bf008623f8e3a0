//! The conditions of a row: pay, hours, place, insurance, benefits, environment.

use domain::Message;
use domain::opening::{Content, Environment, Workplace};

use crate::header::Field;
use crate::row::Cells;
use crate::value::{choice, hours, list, personal, plain, tight, wage};
use crate::vocabulary::Vocabulary;

pub(super) fn read(cells: &mut Cells<'_>, words: &Vocabulary<'_>, content: &mut Content) {
    pay(cells, content);
    week(cells, content);
    place(cells, words, content);
    content.bonus = cells.line(Field::Bonus);
    content.meals = cells.line(Field::Meals);
    content.insurance = choice::insurance(&cells.text(Field::Insurance));
    content.retirement = cells.line(Field::Retirement);
    let welfare = cells.free(Field::Welfare);
    content.welfare = choice::welfare(&welfare);
    let coded = list(&welfare).iter().all(|part| domain::code::Welfare::from_code(part).is_some());
    content.welfare_note = if coded { String::new() } else { welfare };
    content.accessibility = cells.line(Field::Accessibility);
    content.environment = Environment {
        hands: cells.line(Field::Hands),
        eyesight: cells.line(Field::Eyesight),
        handwork: cells.line(Field::Handwork),
        lifting: cells.line(Field::Lifting),
        hearing: cells.line(Field::Hearing),
        standing: cells.line(Field::Standing),
    };
}

/// Pay in words first; separate columns for the lower and the upper figure where words give none.
fn pay(cells: &mut Cells<'_>, content: &mut Content) {
    let form_cell = cells.line(Field::WageForm);
    let form = wage::form_of(&form_cell);
    let hint = |header: &str| {
        let own = wage::Hint::of(header);
        wage::Hint { form: form.or(own.form), ..own }
    };
    // A WorkNet detail has no element for pay but writes it out where the list names its form.
    let written = cells.line(Field::Wage);
    let (field, written) = if written.is_empty() && form_cell.contains(|c: char| c.is_ascii_digit()) {
        (Field::WageForm, form_cell)
    } else {
        (Field::Wage, written)
    };
    let read = wage::read(&written, hint(cells.header(Field::Wage)));
    let told = cells.take(field, read);
    content.wage = told.wage;
    content.wage_note = personal::mask(&told.note).0;
    let [min, max] = [Field::WageMin, Field::WageMax].map(|field| cells.line(field));
    let mut doubt = told.doubt.map(|doubt| (field, doubt));
    if content.wage.is_none() && !(min.is_empty() || tight(&min) == "0") {
        let span = if max.is_empty() || tight(&max) == "0" { min } else { format!("{min} ~ {max}") };
        let read = wage::read(&span, hint(cells.header(Field::WageMin)));
        let told = cells.take(Field::WageMin, read);
        content.wage = told.wage;
        doubt = told.doubt.map(|doubt| (Field::WageMin, doubt));
        if content.wage_note.is_empty() {
            content.wage_note = told.note;
        }
    }
    if let Some((field, message)) = doubt {
        cells.warn(field, message);
    }
}

/// Everything about days and hours, whatever the columns, read as one text.
fn week(cells: &mut Cells<'_>, content: &mut Content) {
    let told = hours::read(&hours_text(cells));
    content.work_time = told.work_time;
    content.work_time.shift |= choice::yes(&cells.line(Field::Shift)) == Some(true);
    content.pattern = choice::pattern(&cells.line(Field::Pattern)).or(told.pattern);
    let told = content.work_time.weekly_minutes().is_some() || content.work_time.shift;
    let note = &content.work_time.note;
    let days_only = content.pattern.is_some() && !note.contains(':');
    if !told && !days_only && !note.is_empty() {
        let message = Message::new("hours-unclear").with("text", content.work_time.note.as_str());
        cells.warn(Field::WorkTime, message);
    }
}

/// The columns about days and hours as one text that the reader of hours understands.
pub(crate) fn hours_text(cells: &Cells<'_>) -> String {
    let line = |field: Field| cells.line(field);
    let bare = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let mut parts = Vec::new();
    let days = line(Field::Weekdays);
    let one_day = days.chars().count() == 1 && !bare(&days);
    parts.push(if bare(&days) {
        format!("주 {days}일")
    } else if one_day {
        format!("{days}요일")
    } else {
        days
    });
    let pattern = line(Field::Pattern);
    parts.push(match pattern.as_str() {
        "1" => "주 5일".to_owned(),
        "2" => "주 6일".to_owned(),
        text if bare(text) => String::new(),
        text => text.to_owned(),
    });
    parts.push(line(Field::WorkTime));
    let clock = |text: String| if bare(&text) { format!("{text}시") } else { text };
    let [start, end] = [clock(line(Field::StartTime)), clock(line(Field::EndTime))];
    if !start.is_empty() && !end.is_empty() {
        parts.push(format!("{start} ~ {end}"));
    }
    let rest = line(Field::Rest);
    parts.push(if bare(&rest) {
        format!("휴게 {rest}분")
    } else if rest.is_empty() {
        rest
    } else {
        format!("휴게 {rest}")
    });
    let weekly = line(Field::WeeklyHours);
    parts.push(if bare(&weekly) {
        format!("주 {weekly}시간")
    } else if weekly.is_empty() || weekly.contains('주') {
        weekly
    } else {
        format!("주 {weekly}")
    });
    parts.retain(|part| !part.is_empty());
    plain(&parts.join(" "))
}

fn place(cells: &mut Cells<'_>, words: &Vocabulary<'_>, content: &mut Content) {
    let field = if address_is_place(cells) { Field::EmployerAddress } else { Field::Workplace };
    let lines: Vec<String> = cells.free(field).lines().map(plain).collect();
    let detail = cells.free(Field::WorkplaceDetail);
    let code = detail
        .lines()
        .find(|text| text.len() >= 2 && text.chars().all(|c| c.is_ascii_digit() || "|, ".contains(c)));
    let mut areas = words.areas_in(&lines.join(", "));
    if areas.is_empty() {
        areas = code.map_or(Vec::new(), |code| words.areas_in(code));
    }
    let mut address = lines.join(" ");
    let more: Vec<&str> = detail.lines().filter(|text| Some(*text) != code).collect();
    if !more.is_empty() {
        address = format!("{address} {}", more.join(" ")).trim().to_owned();
    }
    let told = tight(&address);
    let home = choice::yes(&cells.line(Field::Remote)) == Some(true);
    let anywhere = ["전국", "지역무관", "전지역"].iter().any(|word| told.contains(word));
    let remote = home || choice::from_home(&told);
    if areas.is_empty() && !told.is_empty() && !remote && !anywhere {
        cells.warn(field, Message::new("place-unknown").with("text", address.as_str()));
    } else if field == Field::EmployerAddress && !told.is_empty() {
        cells.warn(field, Message::new("place-from-address").with("text", address.as_str()));
    }
    let (station, station_exit, walk_min) = station(&cells.line(Field::Station));
    content.workplace = Workplace { address, areas, point: None, station, station_exit, walk_min, remote };
}

/// Whether a column headed 주소 and nothing more is all that tells of a place: small offices mean the
/// place of work by it.
fn address_is_place(cells: &Cells<'_>) -> bool {
    let plain = ["주소", "address"].contains(&tight(cells.header(Field::EmployerAddress)).as_str());
    plain && ![Field::Workplace, Field::WorkplaceDetail].into_iter().any(|field| cells.has(field))
}

/// `대화역 3번 출구 도보 5분` → station, exit, minutes on foot.
fn station(text: &str) -> (String, String, Option<u32>) {
    let before = |marker: &str| {
        let head = text.split(marker).next().filter(|head| head.len() < text.len())?;
        let digits: String =
            head.chars().rev().skip_while(|c| *c == ' ').take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then(|| digits.chars().rev().collect::<String>())
    };
    let name = text.split_inclusive('역').next().unwrap_or_default().trim().to_owned();
    let exit = before("번 출구").or_else(|| before("번출구")).unwrap_or_default();
    (name, exit, before("분").and_then(|minutes| minutes.parse().ok()))
}
