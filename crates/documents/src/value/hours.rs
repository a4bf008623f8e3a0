//! When one works: `주5일(월~금) 09:00~18:00`, `(오전) 9시 00분 ~ (오후) 6시 00분`, `주 40시간`.

use domain::code::WorkPattern;
use domain::work_time::{DailyHours, Weekdays, WorkTime};

use super::{digits, is_blank, plain, skip_spaces, starts};

/// The working week as far as it could be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Weekdays, hours, shifts and what was written beyond them.
    pub work_time: WorkTime,
    /// Days a week in the words of the code list.
    pub pattern: Option<WorkPattern>,
}

/// Reads everything written about days and hours, of one cell or several joined.
pub fn read(text: &str) -> Told {
    let text = plain(text);
    if is_blank(&text) {
        return Told::default();
    }
    let chars: Vec<char> = text.chars().collect();
    let spans = spans(&chars);
    let work: Vec<&Span> = spans.iter().filter(|span| !span.rest).collect();
    let same = work.windows(2).all(|pair| (pair[0].start, pair[0].end) == (pair[1].start, pair[1].end));
    let told_rest = rest_minutes(&text, &spans);
    let daily = work.first().filter(|_| same).and_then(|span| span.daily(told_rest));
    let off = ["휴무", "휴일", "격주", "격일", "쉼"].iter().any(|word| text.contains(word));
    let weekdays = if off { None } else { weekdays(&chars, &text) };
    let days =
        count_before(&chars, "일").or(weekdays.map(Weekdays::count)).filter(|days| (1..=7).contains(days));
    let stated = weekly_hours(&chars);
    let per_day = daily.map(|daily| u32::from(daily.paid_min())).or_else(|| hours_a_day(&chars));
    // Days and hours told apart make a week only where the weekdays themselves are unknown.
    let counted = days.zip(per_day).filter(|_| weekdays.is_none() || daily.is_none()).map(|(d, m)| d * m);
    let weekly_min = stated.or(counted);
    let shift = text.contains("교대");
    let unread = ["협의", "또는", "조정", "가능", "탄력", "선택", "중 택", "내외", "이상"];
    // Clock times that make no span: a start after midnight, an end before the start.
    let impossible = daily.is_none() && stated.is_none() && text.contains(':');
    let doubtful = off || shift || !same || impossible || unread.iter().any(|word| text.contains(word));
    let mut work_time = WorkTime { weekdays, daily, weekly_min, shift, note: String::new() };
    if work_time.is_unknown() || doubtful {
        work_time.note.clone_from(&text);
    }
    Told { pattern: pattern(&text, days, weekdays), work_time }
}

/// The working week as this crate writes it; [`read`] reads it back.
pub fn text(work_time: &WorkTime) -> String {
    let mut parts = Vec::new();
    if let Some(days) = work_time.weekdays.filter(|days| !days.is_empty()) {
        let names: Vec<String> = days.days().map(|day| DAYS[usize::from(day)].to_string()).collect();
        parts.push(if names.len() == 1 { format!("{}요일", names[0]) } else { names.join(",") });
    }
    if let Some(daily) = work_time.daily {
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        parts.push(format!("{}~{} 휴게 {}분", clock(daily.start_min), clock(daily.end_min), daily.break_min));
    }
    if let Some(weekly) = work_time.weekly_min {
        let minutes = if weekly % 60 == 0 { String::new() } else { format!(" {}분", weekly % 60) };
        parts.push(format!("주 {}시간{minutes}", weekly / 60));
    }
    if work_time.shift {
        parts.push("교대".to_owned());
    }
    parts.join(" ")
}

const DAYS: [char; 7] = ['월', '화', '수', '목', '금', '토', '일'];

fn pattern(text: &str, days: Option<u32>, weekdays: Option<Weekdays>) -> Option<WorkPattern> {
    if text.contains("격주") {
        return Some(WorkPattern::AlternateSaturdays);
    }
    match days {
        Some(5) if weekdays.is_none_or(|days| days == Weekdays::WORKING) => Some(WorkPattern::FiveDays),
        Some(6) => Some(WorkPattern::SixDays),
        Some(_) => Some(WorkPattern::Other),
        None => None,
    }
}

/// Two clock times joined by a tilde, a dash or 부터.
struct Span {
    start: u16,
    end: u16,
    /// Whether a word for rest stands before it.
    rest: bool,
}

impl Span {
    /// The day with its rest: as told, else the least the law asks (근로기준법 §54: half an hour from
    /// four hours of work on, an hour from eight).
    fn daily(&self, told_rest: Option<u16>) -> Option<DailyHours> {
        let whole = DailyHours::new(self.start, self.end, 0)?;
        let lawful = match whole.presence_min() {
            540.. => 60,
            270.. => 30,
            _ => 0,
        };
        DailyHours::new(self.start, self.end, told_rest.unwrap_or(lawful))
    }

    fn minutes(&self) -> u16 {
        DailyHours::new(self.start, self.end, 0).map_or(0, DailyHours::presence_min)
    }
}

fn spans(chars: &[char]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some((start, after)) = clock(chars, at) else {
            at += 1;
            continue;
        };
        let sign = skip_spaces(chars, after);
        let joined = ["~", "-", "부터", "에서"].iter().find(|word| starts(chars, sign, word));
        let second = joined.and_then(|word| clock(chars, skip_spaces(chars, sign + word.chars().count())));
        if let Some((end, after_end)) = second {
            let before: String = chars[at.saturating_sub(8)..at].iter().collect();
            let rest = ["휴게", "점심", "휴식", "중식"].iter().any(|word| before.contains(word));
            spans.push(Span { start, end, rest });
            at = after_end;
        } else {
            at = after;
        }
    }
    spans
}

/// A time of day: `09:00`, `9시`, `(오전) 9시 30분`, `오후 6시 반`. Its minutes and where it ends.
fn clock(chars: &[char], at: usize) -> Option<(u16, usize)> {
    if at > 0 && (chars[at - 1].is_ascii_digit() || chars[at - 1] == ':') {
        return None;
    }
    let (half, digits_at) = half_of_day(chars, at);
    let (hour, mut end) = digits(chars, digits_at, false)?;
    let mut minute = 0;
    if chars.get(end) == Some(&':') {
        let (value, after) = digits(chars, end + 1, false)?;
        (minute, end) = (value, after);
    } else if chars.get(end) == Some(&'시') && chars.get(end + 1) != Some(&'간') {
        end += 1;
        let minute_at = skip_spaces(chars, end);
        if starts(chars, minute_at, "반") {
            (minute, end) = (30, minute_at + 1);
        } else if let Some((value, after)) = digits(chars, minute_at, false)
            && chars.get(after) == Some(&'분')
        {
            (minute, end) = (value, after + 1);
        }
    } else {
        return None;
    }
    let hour = match half {
        Some(Half::Evening) if hour < 12 => hour + 12,
        Some(Half::Morning) if hour == 12 => 0,
        _ => hour,
    };
    let fits = (0..=24).contains(&hour) && (0..60).contains(&minute) && hour * 60 + minute <= 1440;
    fits.then(|| (u16::try_from(hour * 60 + minute).unwrap_or(0), end))
}

enum Half {
    Morning,
    Evening,
}

fn half_of_day(chars: &[char], at: usize) -> (Option<Half>, usize) {
    let open = usize::from(chars.get(at) == Some(&'('));
    let words = [
        ("오전", Half::Morning),
        ("새벽", Half::Morning),
        ("아침", Half::Morning),
        ("오후", Half::Evening),
        ("저녁", Half::Evening),
        ("AM", Half::Morning),
        ("PM", Half::Evening),
    ];
    for (word, half) in words {
        if starts(chars, at + open, word) {
            let mut end = at + open + word.chars().count();
            end += usize::from(open == 1 && chars.get(end) == Some(&')'));
            return (Some(half), skip_spaces(chars, end));
        }
    }
    (None, at)
}

/// Rest as told, in minutes: `휴게 60분`, `점심 1시간`, `휴게 12:00~13:00`.
fn rest_minutes(text: &str, spans: &[Span]) -> Option<u16> {
    let rests: u16 = spans.iter().filter(|span| span.rest).map(Span::minutes).sum();
    if rests > 0 {
        return Some(rests);
    }
    let at = ["휴게", "휴식", "점심"].iter().filter_map(|word| text.find(word)).min()?;
    let chars: Vec<char> = text[at..].chars().take(14).collect();
    let digit = chars.iter().position(char::is_ascii_digit)?;
    let (value, end) = digits(&chars, digit, false)?;
    let unit = skip_spaces(&chars, end);
    let minutes = match () {
        () if starts(&chars, unit, "시간") => value * 60,
        () if starts(&chars, unit, "분") => value,
        () => return None,
    };
    u16::try_from(minutes).ok().filter(|minutes| *minutes < 600)
}

/// `주 5일` → 5 with `일`; `주` may be followed by 당 or 소정.
fn count_before(chars: &[char], unit: &str) -> Option<u32> {
    after_week(chars).find_map(|at| {
        let (value, end) = digits(chars, at, false)?;
        let end = skip_spaces(chars, end);
        let not_hours = unit != "시간" || !starts(chars, end, "시간대");
        (starts(chars, end, unit) && not_hours).then(|| u32::try_from(value).ok()).flatten()
    })
}

/// `주 40시간`, `주 17시간 30분` in minutes, up to 80 hours.
fn weekly_hours(chars: &[char]) -> Option<u32> {
    after_week(chars).find_map(|at| {
        let (hours, end) = digits(chars, at, false)?;
        let (half, end) = if starts(chars, end, ".5") { (30, end + 2) } else { (0, end) };
        let unit = skip_spaces(chars, end);
        if !starts(chars, unit, "시간") || !(1..=80).contains(&hours) {
            return None;
        }
        let more = skip_spaces(chars, unit + 2);
        let minutes =
            digits(chars, more, false).filter(|(_, end)| starts(chars, *end, "분")).map_or(half, |m| m.0);
        (minutes < 60).then(|| u32::try_from(hours * 60 + minutes).ok()).flatten()
    })
}

/// Positions of figures that follow a word for the week.
fn after_week(chars: &[char]) -> impl Iterator<Item = usize> + '_ {
    (0..chars.len()).filter_map(|at| {
        if chars[at] != '주' || (at > 0 && ('가'..='힣').contains(&chars[at - 1])) {
            return None;
        }
        let mut next = at + 1;
        for word in ["당", " 소정근로시간", "소정근로시간", " 소정", "소정"] {
            if starts(chars, next, word) {
                next += word.chars().count();
                break;
            }
        }
        while matches!(chars.get(next), Some(' ' | ':' | '평')) {
            next += 1;
        }
        chars.get(next).filter(|c| c.is_ascii_digit()).map(|_| next)
    })
}

/// `1일 8시간`, `하루 4시간` in minutes.
fn hours_a_day(chars: &[char]) -> Option<u32> {
    ["1일", "하루", "일일"].iter().find_map(|word| {
        let at = (0..chars.len()).find(|at| starts(chars, *at, word))?;
        let (hours, end) = digits(chars, skip_spaces(chars, at + word.chars().count()), false)?;
        let fits = starts(chars, skip_spaces(chars, end), "시간") && (1..=24).contains(&hours);
        fits.then(|| u32::try_from(hours * 60).ok()).flatten()
    })
}

fn weekdays(chars: &[char], text: &str) -> Option<Weekdays> {
    let mut days = 0_u8;
    for (word, set) in [("평일", Weekdays::WORKING), ("주중", Weekdays::WORKING), ("주말", Weekdays::WEEKEND)]
    {
        days |= if text.contains(word) { set.0 } else { 0 };
    }
    if text.contains("매일") && !text.contains("매일 협의") {
        days |= Weekdays::ALL.0;
    }
    let mut at = 0;
    while at < chars.len() {
        let (set, end) = days_at(chars, at);
        days |= set;
        at = end.max(at + 1);
    }
    (days != 0).then_some(Weekdays(days))
}

/// A list or span of day names at `at`. One syllable alone is a day only with 요일: `일` also counts.
fn days_at(chars: &[char], at: usize) -> (u8, usize) {
    let hangul = |c: &char| ('가'..='힣').contains(c);
    if at > 0 && (hangul(&chars[at - 1]) || chars[at - 1].is_ascii_digit()) && chars[at - 1] != '주' {
        return (0, at);
    }
    let (mut set, mut names, mut explicit, mut end) = (0_u8, 0, false, at);
    let mut span_from: Option<usize> = None;
    let mut next = at;
    while let Some(day) = chars.get(next).and_then(|c| DAYS.iter().position(|day| day == c)) {
        let mut after = next + 1;
        if starts(chars, after, "요일") {
            explicit = true;
            after += 2;
        }
        for between in span_from.take().map_or(day..=day, |from| from..=day.max(from)) {
            set |= 1 << between;
        }
        names += 1;
        end = after;
        let sign = skip_spaces(chars, after);
        next = match chars.get(sign) {
            Some('~' | '-') => {
                span_from = Some(day);
                skip_spaces(chars, sign + 1)
            }
            Some(',' | '·' | '/' | '.' | '&') => skip_spaces(chars, sign + 1),
            Some(c) if sign == after && hangul(c) => sign,
            _ => break,
        };
    }
    let followed =
        chars.get(end).is_some_and(hangul) && !starts(chars, end, "근무") && !starts(chars, end, "출근");
    if names == 0 || followed || (names == 1 && !explicit) { (0, at) } else { (set, end) }
}
