//! Facts in the words of a Korean form: what the forms of the web say with entries of the catalogue, the
//! annexes say in the law's language whatever the reader's.

use domain::actor::Channel;
use domain::message::{Lang, thousands};
use domain::opening::{Deadline, Mediation, Reception, Selection, Visibility};
use domain::referral::{RejectReason, StateName};
use domain::wage::Wage;
use domain::work_time::WorkTime;

use crate::App;

/// The Korean label of a code.
pub(super) fn label<'a>(app: &'a App, list: &str, code: &'a str) -> &'a str {
    app.reference.codes.label(list, code, Lang::Ko)
}

pub(super) fn wage(app: &App, wage: Option<Wage>, note: &str) -> String {
    let Some(wage) = wage else { return note.to_owned() };
    let form = label(app, "salTp", wage.form.code());
    let most =
        if wage.max_won > wage.min_won { format!("~{}", thousands(wage.max_won)) } else { String::new() };
    format!("{form} {}{most}원", thousands(wage.min_won))
}

/// The days of the week, as on a calendar; empty while nobody knows them.
pub(super) fn weekdays(time: &WorkTime) -> String {
    let names = ["월", "화", "수", "목", "금", "토", "일"];
    let days = time.weekdays.unwrap_or_default();
    days.days().filter_map(|day| names.get(usize::from(day)).copied()).collect::<Vec<_>>().join("·")
}

/// Days and clock, as in `월·화·수·목·금 09:00~18:00 (휴게 60분)`.
pub(super) fn hours(time: &WorkTime) -> String {
    let mut parts = Vec::new();
    parts.extend(Some(weekdays(time)).filter(|days| !days.is_empty()));
    if let Some(daily) = time.daily {
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let rest =
            if daily.break_min > 0 { format!(" (휴게 {}분)", daily.break_min) } else { String::new() };
        parts.push(format!("{}~{}{rest}", clock(daily.start_min), clock(daily.end_min)));
    }
    // Where no clock was told, how many hours a week still says something.
    if time.daily.is_none() && time.weekly_min.is_some() {
        parts.push(format!("주 {}", weekly(time)));
    }
    if time.shift {
        parts.push("교대".to_owned());
    }
    if parts.is_empty() { time.note.clone() } else { parts.join(" ") }
}

pub(super) fn weekly(time: &WorkTime) -> String {
    time.weekly_minutes().map_or_else(String::new, |minutes| match minutes % 60 {
        0 => format!("{}시간", minutes / 60),
        rest => format!("{}시간 {rest}분", minutes / 60),
    })
}

pub(super) fn deadline(deadline: Deadline) -> String {
    match deadline {
        Deadline::Unknown => String::new(),
        Deadline::On(day) => day.to_string(),
        Deadline::UntilFilled(None) => "채용시까지".to_owned(),
        Deadline::UntilFilled(Some(day)) => format!("채용시까지 ({day})"),
    }
}

pub(super) fn selection(step: &Selection) -> &'static str {
    match step {
        Selection::Documents => "서류",
        Selection::Interview => "면접",
        Selection::Test => "시험",
        Selection::Practical => "실기",
        Selection::Other => "기타",
    }
}

pub(super) fn reception(way: &Reception) -> &'static str {
    match way {
        Reception::Visit => "방문",
        Reception::Post => "우편",
        Reception::Fax => "팩스",
        Reception::Email => "전자우편",
        Reception::Worknet => "고용24",
        Reception::Homepage => "누리집",
        Reception::Phone => "전화",
        Reception::JobCenter => "일자리센터",
    }
}

pub(super) fn mediation(wish: Mediation) -> &'static str {
    match wish {
        Mediation::Active => "적극",
        Mediation::Normal => "보통",
        Mediation::Direct => "직접",
    }
}

pub(super) fn visibility(who: Visibility) -> &'static str {
    match who {
        Visibility::Public => "공개",
        Visibility::Counselors => "상담원만",
        Visibility::Network => "네트워크 기관",
    }
}

pub(super) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Web => "인터넷",
        Channel::Counter => "방문",
        Channel::Phone => "전화",
        Channel::Paper => "서면",
        Channel::LetterCode => "회신코드",
        Channel::Event => "행사·일자리버스",
        Channel::Import => "파일",
        Channel::Connector => "연계",
        Channel::System => "시스템",
    }
}

pub(super) fn rejected(why: RejectReason) -> &'static str {
    match why {
        RejectReason::Experience => "경력부족",
        RejectReason::Licence => "자격미보유",
        RejectReason::Skill => "직무능력",
        RejectReason::Distance => "거리",
        RejectReason::Hours => "시간불일치",
        RejectReason::Pay => "임금불일치",
        RejectReason::Filled => "인원충원",
        RejectReason::Unreachable => "연락두절",
        RejectReason::HiringStopped => "채용취소",
        RejectReason::Other => "그 밖의 사유",
    }
}

/// What became of a referral, in the words of the register.
pub(super) fn result(state: StateName) -> &'static str {
    match state {
        StateName::Proposed | StateName::Consented => "알선 전",
        StateName::Sent => "알선",
        StateName::InterviewScheduled => "면접 예정",
        StateName::Interviewed => "결과 대기",
        StateName::Hired => "채용",
        StateName::Rejected => "불채용",
        StateName::Declined => "본인 거절",
        StateName::NoShow => "면접 불참",
        StateName::PlacedElsewhere => "다른 곳 취업",
        StateName::OpeningEnded => "구인 마감",
        StateName::Silent => "회신 없음",
        StateName::Withdrawn => "철회",
    }
}

pub(super) fn heads(count: u32) -> String {
    if count == 0 { String::new() } else { format!("{}명", thousands(i64::from(count))) }
}

pub(super) fn months(count: Option<u32>) -> String {
    count.filter(|n| *n > 0).map_or_else(String::new, |n| format!("{n}개월"))
}

pub(super) fn won(amount: Option<i64>) -> String {
    amount.map_or_else(String::new, |won| format!("{}원", thousands(won)))
}

pub(super) fn yes_no(told: Option<bool>) -> String {
    told.map_or("", |yes| if yes { "예" } else { "아니요" }).to_owned()
}

pub(super) fn list<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A day as letters write it: `2016년 3월 18일`.
pub(super) fn long_day(day: jiff::civil::Date) -> String {
    format!("{}년 {}월 {}일", day.year(), day.month(), day.day())
}
