//! The open openings to whoever asks as they ask WorkNet (고용24 `callOpenApiSvcInfo210L01`): the same parameters, the same
//! element names, the same envelope for an error. A portal that reads WorkNet reads this city by changing an address.
//!
//! What this city has no field for (`coTp`, `workerCnt`, `subway` …) is no condition here. Several values of a condition stand
//! between bars. There is no key to be had, so `authKey` is not looked at.

use std::sync::Arc;

use documents::worknet::{detail, error, list};
use domain::Ctx;
use domain::area::AreaCode;
use domain::code::{CareerKind, Education, EmploymentType, WorkPattern};
use domain::message::{Lang, Message};
use domain::occupation::OccupationCode;
use domain::opening::Content;
use domain::wage::WageForm;
use jiff::ToSpan;
use jiff::civil::Date;

use super::{page_of, posting, shown};
use crate::projection::Entry;
use crate::{App, Error};

/// WorkNet's own code of an error: a form other than XML.
pub const NOT_XML: &str = "004";
/// The same of a parameter that cannot be read.
pub const UNREADABLE: &str = "008";
/// Most pages and rows of one, as there.
const PAGES: usize = 1_000;
const ROWS: usize = 100;

/// The answer as XML, with the change up to which it is true. A question that cannot be read is answered in XML, too.
///
/// # Errors
/// When the store or the index fails.
pub async fn answer(
    ctx: &Ctx,
    app: &App,
    asked: &[(String, String)],
    (lang, origin): (Lang, &str),
) -> Result<(String, i64), Error> {
    let (entries, seq) = shown(ctx, app).await?;
    let envelope = |(code, message): (&str, Message)| error(&app.catalogue.say(lang, &message), code);
    let xml = match Question::read(asked, ctx.today()) {
        Err(refused) => envelope(refused),
        Ok(Question { detail_of: Some(number), .. }) => {
            let known = entries.iter().find(|entry| is_called(entry, &number));
            match known {
                Some(entry) => detail(&posting(app, entry, &page_of(origin, entry))),
                None => envelope((UNREADABLE, Message::new("worknet-not-listed").with("number", number))),
            }
        }
        Ok(question) => question.list(app, entries, origin),
    };
    Ok((xml, seq))
}

fn is_called(entry: &Entry, number: &str) -> bool {
    let origin = &entry.opening.origin;
    origin.wanted_auth_no.as_deref() == Some(number) || origin.number == number
}

/// What was asked, read; a condition that is empty is none.
#[derive(Debug, Default)]
pub struct Question {
    /// The number of the one opening that is asked for in detail.
    pub detail_of: Option<String>,
    /// Which page, from 1.
    pub start_page: usize,
    /// Rows of a page.
    pub display: usize,
    /// Places of work, any of them.
    pub regions: Vec<AreaCode>,
    /// Beginnings of codes of occupations.
    pub occupations: Vec<String>,
    /// Words, in lower case.
    pub keywords: Vec<String>,
    /// In which form it pays.
    pub pay: Option<WageForm>,
    /// Least pay, in won.
    pub min_pay: Option<i64>,
    /// Most pay, in won.
    pub max_pay: Option<i64>,
    /// Least schooling that is asked for.
    pub education: Vec<Education>,
    /// Kinds of experience.
    pub career: Vec<CareerKind>,
    /// Types of employment.
    pub employment: Vec<EmploymentType>,
    /// Days worked.
    pub patterns: Vec<WorkPattern>,
    /// Received on this day or later.
    pub from: Option<Date>,
    /// Received on this day or earlier.
    pub until: Option<Date>,
    /// Oldest first.
    pub ascending: bool,
}

/// Why a question is not answered: the code of the error there, and what is wrong.
pub type Refused = (&'static str, Message);

impl Question {
    /// Reads the parameters of an address.
    ///
    /// # Errors
    /// [`NOT_XML`] and [`UNREADABLE`].
    pub fn read(asked: &[(String, String)], today: Date) -> Result<Self, Refused> {
        let text =
            |name: &str| asked.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim());
        let refused = |name: &'static str| {
            (UNREADABLE, Message::new("worknet-parameter").with("name", name).with("text", text(name)))
        };
        if !matches!(text("returnType"), "" | "XML" | "xml") {
            return Err((NOT_XML, Message::new("worknet-xml-only")));
        }
        let many = |name: &'static str| text(name).split('|').map(str::trim).filter(|part| !part.is_empty());
        let number = |name: &'static str, usual: usize, most: usize| match text(name) {
            "" => Ok(usual),
            text => text.parse().ok().filter(|n| (1..=most).contains(n)).ok_or_else(|| refused(name)),
        };
        let won = |name: &'static str| match text(name) {
            "" => Ok(None),
            text => text.parse::<i64>().map(Some).map_err(|_| refused(name)),
        };
        let day = |name: &'static str| match text(name) {
            "" => Ok(None),
            text => {
                Date::strptime("%Y%m%d", text).or_else(|_| text.parse()).map(Some).map_err(|_| refused(name))
            }
        };
        let detail_of = match text("callTp") {
            "" | "L" => None,
            "D" if !text("wantedAuthNo").is_empty() => Some(text("wantedAuthNo").to_owned()),
            "D" => return Err(refused("wantedAuthNo")),
            _ => return Err(refused("callTp")),
        };
        let since = match text("regDate") {
            "" => None,
            "D-0" => Some(today),
            "D-3" => Some(today.saturating_sub(3.days())),
            "W-1" => Some(today.saturating_sub(1.weeks())),
            "W-2" => Some(today.saturating_sub(2.weeks())),
            "M-1" => Some(today.saturating_sub(1.months())),
            _ => return Err(refused("regDate")),
        };
        Ok(Self {
            detail_of,
            start_page: number("startPage", 1, PAGES)?,
            display: number("display", 10, ROWS)?,
            // The whole country is no condition.
            regions: codes(many("region").filter(|code| *code != "00000"), region, || refused("region"))?,
            occupations: many("occupation").map(str::to_owned).collect(),
            keywords: many("keyword").map(str::to_lowercase).collect(),
            pay: codes(many("salTp"), WageForm::from_code, || refused("salTp"))?.first().copied(),
            min_pay: won("minPay")?,
            max_pay: won("maxPay")?,
            education: codes(many("education"), Education::from_code, || refused("education"))?,
            career: codes(many("career"), CareerKind::from_code, || refused("career"))?,
            employment: codes(many("empTp"), EmploymentType::from_code, || refused("empTp"))?,
            patterns: codes(many("holidayTp"), WorkPattern::from_code, || refused("holidayTp"))?,
            from: day("minWantedAuthDt")?.max(since),
            until: day("maxWantedAuthDt")?,
            ascending: text("sortOrderBy") == "ASC",
        })
    }

    fn list(&self, app: &App, mut entries: Vec<Arc<Entry>>, origin: &str) -> String {
        entries.retain(|entry| self.wants(app, entry));
        entries.sort_by_key(|entry| (entry.opening.origin.received_on, entry.opening.id));
        if !self.ascending {
            entries.reverse();
        }
        let total = entries.len();
        let page: Vec<_> =
            entries.iter().skip((self.start_page - 1) * self.display).take(self.display).collect();
        let urls: Vec<String> = page.iter().map(|entry| page_of(origin, entry)).collect();
        let postings: Vec<_> = page.iter().zip(&urls).map(|(entry, url)| posting(app, entry, url)).collect();
        list(&postings, total, self.start_page, self.display)
    }

    fn wants(&self, app: &App, entry: &Entry) -> bool {
        let content = &entry.opening.content;
        let received = entry.opening.origin.received_on;
        let (areas, inside) = (app.city.areas(), &content.workplace.areas);
        let near =
            |wanted: &AreaCode| inside.iter().any(|code| code == wanted || areas.contains(wanted, code));
        any(&self.regions, near)
            && any(&self.occupations, |wanted| is_of(content, wanted))
            && any(&self.keywords, |word| says(entry, word))
            && self.pays(content)
            && any(&self.education, |wanted| content.education_min.is_none_or(|least| least == *wanted))
            && any(&self.career, |wanted| content.career.is_some_and(|career| career.kind == *wanted))
            && any(&self.employment, |wanted| content.employment_type == Some(*wanted))
            && any(&self.patterns, |wanted| content.pattern == Some(*wanted))
            && self.from.is_none_or(|from| received >= from)
            && self.until.is_none_or(|until| received <= until)
    }

    fn pays(&self, content: &Content) -> bool {
        if self.pay.is_none() && self.min_pay.is_none() && self.max_pay.is_none() {
            return true;
        }
        let Some(wage) = content.wage else { return false };
        self.pay.is_none_or(|form| wage.form == form)
            && self.min_pay.is_none_or(|least| wage.max_won >= least)
            && self.max_pay.is_none_or(|most| wage.min_won <= most)
    }
}

/// Nothing wanted is everything.
fn any<T>(wanted: &[T], fits: impl Fn(&T) -> bool) -> bool {
    wanted.is_empty() || wanted.iter().any(fits)
}

fn codes<'a, T>(
    parts: impl Iterator<Item = &'a str>,
    read: impl Fn(&str) -> Option<T>,
    refused: impl Fn() -> Refused,
) -> Result<Vec<T>, Refused> {
    parts.map(|part| read(part).ok_or_else(&refused)).collect()
}

/// A province is written with three noughts there.
fn region(code: &str) -> Option<AreaCode> {
    AreaCode::parse(code.strip_suffix("000").filter(|_| code.len() == 5).unwrap_or(code))
}

/// By WorkNet's own code, as far as the source gave one, or by that of the classification.
fn is_of(content: &Content, wanted: &str) -> bool {
    let worknet = content.worknet_occupation.as_deref().is_some_and(|code| code.starts_with(wanted));
    let own = OccupationCode::parse(wanted).zip(content.occupation.as_ref());
    worknet || own.is_some_and(|(wanted, code)| wanted.covers(code))
}

fn says(entry: &Entry, word: &str) -> bool {
    let content = &entry.opening.content;
    let texts = [&content.title, &content.duties, &entry.employer.name, &entry.occupation_name];
    texts.into_iter().any(|text| text.to_lowercase().contains(word))
}
