//! Pay: `월 250만원 이상`, `2,500~3,000만원`, `시급 10,320원`, `회사내규`.

use domain::Message;
use domain::message::thousands;
use domain::wage::{Wage, WageForm};

use super::{digits, is_blank, plain, skip_spaces, starts, tight};

/// What the column's header or a neighbouring cell tells about figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hint {
    /// Per hour, day, month or year.
    pub form: Option<WageForm>,
    /// Won of one unit, such as 10,000 under `임금(만원)`.
    pub unit_won: Option<i64>,
}

impl Hint {
    /// The hint in a header or a cell such as `월급` or `임금(만원)`.
    pub fn of(text: &str) -> Self {
        let text = tight(text);
        let unit_won = [("백만원", 1_000_000), ("만원", 10_000), ("천원", 1_000)];
        let unit_won = unit_won.iter().find(|(word, _)| text.contains(word)).map(|(_, won)| *won);
        Self { form: form_of(&text), unit_won }
    }
}

/// Pay as far as it could be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Figures, when they are certain.
    pub wage: Option<Wage>,
    /// What was written, when it says more than the figures.
    pub note: String,
    /// Why the figures were not taken.
    pub doubt: Option<Message>,
}

/// The pay form that words or a WorkNet code name.
pub fn form_of(text: &str) -> Option<WageForm> {
    let text = tight(text);
    if let Some(form) = WageForm::from_code(&text.to_uppercase()) {
        return Some(form);
    }
    let words = [
        (WageForm::Hourly, ["시급", "시간급", "시간당", "hour"]),
        (WageForm::Daily, ["일급", "일당", "일용", "daily"]),
        (WageForm::Yearly, ["연봉", "년봉", "연급", "annual"]),
        (WageForm::Monthly, ["월급", "월봉", "월임금", "month"]),
    ];
    words.iter().find(|(_, words)| words.iter().any(|word| text.contains(word))).map(|(form, _)| *form)
}

/// Figures that pay of this form can be, in won; anything else is a slip of unit or form.
fn plausible(form: WageForm) -> std::ops::RangeInclusive<i64> {
    match form {
        WageForm::Hourly => 1_000..=500_000,
        WageForm::Daily => 10_000..=5_000_000,
        WageForm::Monthly => 100_000..=50_000_000,
        WageForm::Yearly => 3_000_000..=1_000_000_000,
    }
}

/// The form a bare figure can only have: a month's pay has never been ten million won and more nor a
/// year's pay less than fifteen on one scale, so what lies between stays open.
fn form_by_size(won: i64) -> Option<WageForm> {
    match won {
        1_000_000..=9_999_999 => Some(WageForm::Monthly),
        15_000_000..=300_000_000 => Some(WageForm::Yearly),
        _ => None,
    }
}

/// Reads pay. Zero counts as not told.
///
/// # Errors
/// `wage-below-zero`.
pub fn read(text: &str, hint: Hint) -> Result<Told, Message> {
    let written = plain(text);
    if is_blank(&written) {
        return Ok(Told::default());
    }
    let chars: Vec<char> = written.chars().collect();
    let tokens = tokens(&chars);
    if tokens.iter().any(|token| matches!(token, Token::Negative)) {
        return Err(Message::new("wage-below-zero").with("text", written));
    }
    let only_note = |doubt: Option<Message>| Ok(Told { wage: None, note: written.clone(), doubt });
    let Some((first, second)) = figures(&tokens, hint) else { return only_note(None) };
    if first == 0 && second.unwrap_or(0) == 0 {
        let bare = written.chars().all(|c| c.is_ascii_digit() || c == '원');
        return if bare { Ok(Told::default()) } else { only_note(None) };
    }
    let tight = tight(&written);
    if ["세후", "실수령"].iter().any(|word| tight.contains(word)) {
        return only_note(Some(Message::new("wage-net").with("text", written.as_str())));
    }
    let open_below = second.is_none() && ["이하", "최대", "미만"].iter().any(|word| tight.contains(word));
    let leads_with_tilde = matches!(tokens.iter().find(|t| !matches!(t, Token::Form(_))), Some(Token::To));
    if open_below || leads_with_tilde {
        return only_note(Some(Message::new("wage-no-lower").with("text", written.as_str())));
    }
    let form = form_told(&tokens).or(hint.form).or_else(|| form_by_size(first));
    let Some(form) = form else {
        return only_note(Some(Message::new("wage-form-unknown").with("text", written.as_str())));
    };
    let max = second.filter(|second| *second >= first).unwrap_or(first);
    let upside_down = second.is_some_and(|second| second < first);
    match Wage::new(form, first, max) {
        Some(wage) if !upside_down && plausible(form).contains(&first) && plausible(form).contains(&max) => {
            let note = if says_more(&tight, &tokens) { written } else { String::new() };
            Ok(Told { wage: Some(wage), note, doubt: None })
        }
        _ => only_note(Some(Message::new("wage-implausible").with("text", written.as_str()))),
    }
}

/// Pay as this crate writes it; [`read`] reads it back.
pub fn text(wage: &Wage) -> String {
    let form = match wage.form {
        WageForm::Hourly => "시급",
        WageForm::Daily => "일급",
        WageForm::Monthly => "월급",
        WageForm::Yearly => "연봉",
    };
    let least = thousands(wage.min_won);
    if wage.min_won == wage.max_won {
        format!("{form} {least}원")
    } else {
        format!("{form} {least}원 ~ {}원", thousands(wage.max_won))
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    Form(WageForm),
    /// Won as far as units told, the factor of the last unit, and whether any unit was written.
    Amount {
        won: i64,
        factor: i64,
        united: bool,
    },
    To,
    Negative,
}

fn tokens(chars: &[char]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let free_before = at == 0 || chars[at - 1] == ' ';
        let digit_next = chars.get(at + 1).is_some_and(char::is_ascii_digit);
        let after_amount = matches!(tokens.last(), Some(Token::Amount { .. }));
        if matches!(chars[at], '-' | '△' | '▲') && free_before && digit_next && !after_amount {
            tokens.push(Token::Negative);
            at += 1;
        } else if matches!(chars[at], '~' | '-') {
            tokens.push(Token::To);
            at += 1;
        } else if chars[at].is_ascii_digit() {
            let (token, end) = amount_at(chars, at);
            tokens.extend(token);
            at = end.max(at + 1);
        } else if let Some((form, end)) = form_at(chars, at) {
            tokens.push(Token::Form(form));
            at = end;
        } else {
            at += 1;
        }
    }
    tokens
}

fn form_at(chars: &[char], at: usize) -> Option<(WageForm, usize)> {
    const WORDS: [(&str, WageForm); 13] = [
        ("시급", WageForm::Hourly),
        ("시간급", WageForm::Hourly),
        ("시간당", WageForm::Hourly),
        ("/시간", WageForm::Hourly),
        ("일급", WageForm::Daily),
        ("일당", WageForm::Daily),
        ("월급", WageForm::Monthly),
        ("월봉", WageForm::Monthly),
        ("/월", WageForm::Monthly),
        ("연봉", WageForm::Yearly),
        ("년봉", WageForm::Yearly),
        ("연급", WageForm::Yearly),
        ("/년", WageForm::Yearly),
    ];
    if let Some((word, form)) = WORDS.iter().find(|(word, _)| starts(chars, at, word)) {
        return Some((*form, at + word.chars().count()));
    }
    // `월 250만`, `연3000`: one syllable, alone before a figure or between brackets.
    let form = match chars[at] {
        '월' => WageForm::Monthly,
        '연' | '年' => WageForm::Yearly,
        _ => return None,
    };
    let alone_before = at == 0 || !chars[at - 1].is_alphanumeric();
    let next = chars.get(skip_spaces(chars, at + 1)).copied();
    let before_figure = next.is_none_or(|c| c.is_ascii_digit() || c == ')' || c == '-' && at == 0);
    (alone_before && before_figure).then_some((form, at + 1))
}

/// An amount with Korean units (`3천5백만원`, `1억 2천만`), or nothing when the figure counts
/// something else, such as hours.
fn amount_at(chars: &[char], start: usize) -> (Option<Token>, usize) {
    let (mut won, mut section, mut factor, mut united, mut last_big) = (0_i64, 0_i64, 1_i64, false, i64::MAX);
    let mut at = start;
    while let Some((whole, mut end)) = digits(chars, at, true) {
        let mut thousandths = whole.saturating_mul(1_000);
        if chars.get(end) == Some(&'.')
            && let Some((fraction, after)) = digits(chars, end + 1, false)
            && after - end <= 4
        {
            let unit = 10_i64.pow(u32::try_from(4 - (after - end)).unwrap_or(0));
            thousandths = thousandths.saturating_add(fraction * unit);
            end = after;
        }
        let unit_at = skip_spaces(chars, end);
        let (unit, after) = unit(chars, unit_at);
        if at != start && (unit >= last_big || unit == 1 && !starts(chars, unit_at, "원")) {
            return (Some(Token::Amount { won: won + section, factor, united }), at);
        }
        if unit == 1 && counts_something_else(chars, unit_at) {
            return (None, end);
        }
        let value = thousandths.saturating_mul(unit) / 1_000;
        if unit >= 10_000 {
            let scale = unit.min(100_000_000);
            won += section.saturating_mul(if section > 0 { 10_000 } else { scale }).saturating_add(value);
            section = 0;
            last_big = unit;
        } else {
            section = section.saturating_add(value);
        }
        factor = unit;
        united |= unit > 1;
        at = after;
        if starts(chars, skip_spaces(chars, at), "원") {
            at = skip_spaces(chars, at) + 1;
            united = true;
            break;
        }
        let next = skip_spaces(chars, at);
        if unit == 1 || !chars.get(next).is_some_and(char::is_ascii_digit) {
            break;
        }
        at = next;
    }
    (Some(Token::Amount { won: won.saturating_add(section), factor, united }), at)
}

fn unit(chars: &[char], at: usize) -> (i64, usize) {
    const UNITS: [(&str, i64); 7] = [
        ("억", 100_000_000),
        ("천만", 10_000_000),
        ("백만", 1_000_000),
        ("십만", 100_000),
        ("만", 10_000),
        ("천", 1_000),
        ("백", 100),
    ];
    UNITS
        .iter()
        .find(|(word, _)| starts(chars, at, word))
        .map_or((1, at), |(word, won)| (*won, at + word.chars().count()))
}

fn counts_something_else(chars: &[char], at: usize) -> bool {
    [
        "시간", "개월", "년", "일", "%", "세", "명", "회", "분", ":", "시", "교대", "호봉", "급", "월", "차",
        "주",
    ]
    .iter()
    .any(|word| starts(chars, at, word))
}

/// The lower figure and, for a span, the upper one, in won.
fn figures(tokens: &[Token], hint: Hint) -> Option<(i64, Option<i64>)> {
    let first_at = tokens.iter().position(|token| matches!(token, Token::Amount { .. }))?;
    let Token::Amount { won: first, factor: first_factor, united: first_united } = tokens[first_at] else {
        return None;
    };
    let second = match tokens.get(first_at + 1..first_at + 3) {
        Some([Token::To, Token::Amount { won, factor, united }]) => Some((*won, *factor, *united)),
        _ => None,
    };
    let bare = |won: i64| won.saturating_mul(hint.unit_won.unwrap_or(1));
    let Some((second, second_factor, second_united)) = second else {
        return Some((if first_united { first } else { bare(first) }, None));
    };
    // `2,500~3,000만원`: the unit stands once, behind the second figure; `3천~4천만원` likewise.
    let low = match (first_united, second_united) {
        (false, true) => first.saturating_mul(second_factor),
        (true, true) if first_factor <= 1_000 && first_factor > 1 && second_factor >= 10_000 => {
            first.saturating_mul(10_000)
        }
        (true, _) => first,
        (false, false) => bare(first),
    };
    let high = match (first_united, second_united) {
        (true, false) => second.saturating_mul(first_factor),
        (false, false) => bare(second),
        _ => second,
    };
    Some((low, Some(high)))
}

/// The form written before the first figure, else the one right behind the figures.
fn form_told(tokens: &[Token]) -> Option<WageForm> {
    let first = tokens.iter().position(|token| matches!(token, Token::Amount { .. }))?;
    let form = |token: &Token| if let Token::Form(form) = token { Some(*form) } else { None };
    tokens[..first].iter().rev().find_map(form).or_else(|| tokens[first..].iter().find_map(form))
}

fn says_more(tight: &str, tokens: &[Token]) -> bool {
    let amounts = tokens.iter().filter(|token| matches!(token, Token::Amount { .. })).count();
    let words = [
        "이상",
        "협의",
        "별도",
        "상여",
        "수당",
        "포함",
        "내규",
        "+",
        "면접",
        "인센티브",
        "%",
        "수습",
        "식대",
    ];
    let spans = tokens.windows(2).any(|pair| matches!(pair, [Token::Amount { .. }, Token::To]));
    amounts > 1 + usize::from(spans) || words.iter().any(|word| tight.contains(word))
}

/// A single amount of money in won, such as capital: `5억`, `300` under `(백만원)`.
pub fn won(text: &str, hint: Hint) -> Option<i64> {
    let chars: Vec<char> = plain(text).chars().collect();
    figures(&tokens(&chars), hint).map(|(won, _)| won)
}

/// The most that one typed amount can be, in won; more is a slip of the keyboard.
const MOST_WON: i64 = 1_000_000_000_000_000;

/// One amount as it is typed into a form, in won: `250만`, `2,500,000`, `1만 2천`. `None` where nothing
/// was typed. Words beside it, spans and other figures are no one amount.
///
/// # Errors
/// `wage-below-zero`; `wage-amount-unreadable`.
pub fn amount(text: &str) -> Result<Option<i64>, Message> {
    let written = plain(text);
    if is_blank(&written) {
        return Ok(None);
    }
    let chars: Vec<char> = written.chars().filter(|c| *c != '₩').collect();
    let start = skip_spaces(&chars, 0);
    if matches!(chars.get(start), Some('-' | '△' | '▲')) {
        return Err(Message::new("wage-below-zero").with("text", written));
    }
    let unreadable = || Message::new("wage-amount-unreadable").with("text", written.as_str());
    // Groups of three or no groups: `2,50,000` may mean anything.
    let well_grouped = written
        .split(|c: char| !c.is_ascii_digit() && c != ',')
        .all(|figure| figure.split(',').skip(1).all(|group| group.len() == 3));
    if !chars.get(start).is_some_and(char::is_ascii_digit) || !well_grouped {
        return Err(unreadable());
    }
    let (token, end) = amount_at(&chars, start);
    let Some(Token::Amount { won, factor, .. }) = token else { return Err(unreadable()) };
    let alone = skip_spaces(&chars, end) == chars.len();
    let part_of_a_won = factor == 1 && written.contains('.');
    if alone && !part_of_a_won && (0..=MOST_WON).contains(&won) { Ok(Some(won)) } else { Err(unreadable()) }
}
