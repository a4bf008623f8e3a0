//! LAW-12: work of people under eighteen (근로기준법 §64 to §70), in what an opening says and in who registers
//! and is referred.

use jiff::civil::Date;

use super::barred::Bar;
use super::pattern::{Phrase, Topic, Weight};
use super::{Facts, Rule};
use crate::counting::age_on;
use crate::message::Message;
use crate::opening::Content;
use crate::seeker::Profile;

/// Below it nobody works, not even with a permit (근로기준법 시행령 §35①).
const PERMIT_FROM: i16 = 13;
/// Below it a guardian consents to keeping the data (개인정보 보호법 §22의2①).
const OWN_CONSENT_FROM: i16 = 14;
/// Below it a permit is needed (취직인허증, 근로기준법 §64①).
const WORK_FROM: i16 = 15;
/// From the year in which one turns so old on, no place is barred (청소년 보호법 §2 제1호).
const PLACES_FROM: i16 = 19;
/// From it on one binds oneself alone (민법 §4, §5).
const OF_AGE_FROM: i16 = 19;
/// From it on nothing else here applies.
const ADULT_FROM: i16 = 18;
/// Most minutes a week with the minor's agreement (근로기준법 §69).
const MOST_WEEKLY_MIN: u32 = 40 * 60;

pub(super) static TOPIC: Topic = Topic {
    rule: Rule::Minors,
    clause: "근로기준법 제64조, 제65조, 제70조",
    lawful: &[
        "(?:청소년|미성년자|고등학생|중학생)(?:은|는)?(?:지원)?(?:불가|할수없|지원할수없|안됩|고용하지)",
        "(?:청소년|고등학생|중학생|고등학교|중학교)(?:에게|을|를|의|수련|쉼터|지도|문화|회관|상담|보호|센터|시설|대상|수학|영어|국어|급식)",
        "(?:만 ?)?1[89] ?세",
        "1[0-7] ?세(?:이상|부터|이하|미만)?[^.\n/]{0,6}(?:관람|이용가|아동|어린이|학생|회원|가입|등급|반을|대상|영화|게임|청소년을|선수|축구|유소년|를가르|이용)",
        "(?:청소년|미성년자|고등학생|중학생|초등학생)(?:지원(?:사업|센터|기관|프로그램|단체|시설|정책|팀|을위|재단|업무)|출입|환영행사|야간(?:자율|돌봄|순찰|보호|지도)|자율학습|과외|출입금지|고용금지|유해|이용|참가자|단원|자녀)",
        "(?:청소년|고등학생|중학생)[^.\n/]{0,6}(?:야간|밤)[^.\n/]{0,6}(?:자율학습|돌봄|순찰|상담|보호|지도|쉼터|학습|수업|감독|귀가|출입단속)",
    ],
    unlawful: &[
        Phrase {
            weight: Weight::Block,
            remedy: "law-remedy-minors",
            find: &[
                "(?:만 ?)?1[0-4] ?세(?:이상|도|가능|부터)[^.\n/]{0,4}",
                "(?:만 ?)?15 ?세미만[^.\n/]{0,6}",
                "(?:중학생|초등학생|중딩|초딩|중학교재학생)(?:도|은|이어도|알바)?(?:가능|지원|환영|모집|할수있|괜찮|구)[가-힣]{0,2}",
                "(?:고등학생|미성년자|청소년|고교생|고딩|1[5-7] ?세)[^.\n/]{0,10}(?:야간|심야|밤|새벽|22 ?시|23 ?시|24 ?시|자정)[^.\n/]{0,12}",
            ],
        },
        Phrase {
            weight: Weight::Justify,
            remedy: "law-remedy-minors-justify",
            find: &[
                "<BEG>(?:고등학생|미성년자|청소년|고교생|고딩|고등학교재학생|고[1-3]|십대|10 ?대|학생증소지자고등학생)(?:도|은|는|이어도|분도|분)?(?:알바|아르바이트|근무)?(?:가능|지원(?:가능|할수|바랍|하세|해|환영|$|[^가-힣])|환영|채용|모집|우대|괜찮|일할수있|구합|구함)[가-힣]{0,2}",
                "(?:만 ?)?1[5-7] ?세(?:도|부터|이상|이면)(?:이상|가능|지원|환영|도)?",
            ],
        },
    ],
    documents: &[],
};

/// Whether the work reaches into the night, where minors may not be employed (§70).
pub(super) fn at_night(facts: &Facts<'_>) -> bool {
    facts.content.work_time.daily.is_some_and(crate::work_time::DailyHours::touches_night)
}

/// What stands against keeping the registration of somebody so young, by the input that mends it.
pub fn registration_refusals(profile: &Profile, today: Date) -> Vec<(&'static str, Message)> {
    let Some(age) = profile.born_on.map(|born| age_on(born, today)) else { return Vec::new() };
    if age < PERMIT_FROM {
        return vec![("born_on", Message::new("minor-too-young").with("age", i64::from(age)))];
    }
    let mut why = Vec::new();
    if age < WORK_FROM && profile.work_permit.trim().is_empty() {
        why.push(("work_permit", Message::new("minor-needs-permit").with("age", i64::from(age))));
    }
    if age < OWN_CONSENT_FROM && profile.guardian_agreed_on.is_none() {
        why.push(("guardian_consent", Message::new("minor-needs-guardian").with("age", i64::from(age))));
    }
    why
}

/// Whether anything here may apply to somebody at all; the old are asked nothing.
pub fn of_tender_age(profile: &Profile, today: Date) -> bool {
    profile.born_on.is_some_and(|born| today.year() - born.year() < PLACES_FROM)
}

/// Whether somebody binds themselves on a day only together with their guardian (민법 §5).
pub fn needs_guardian(born_on: Date, on: Date) -> bool {
    age_on(born_on, on) < OF_AGE_FROM
}

/// Why somebody so young may not be referred to this work.
pub fn referral_refusals(profile: &Profile, content: &Content, today: Date) -> Vec<Message> {
    let Some(age) = profile.born_on.map(|born| age_on(born, today)) else { return Vec::new() };
    let barred = |bar: Bar, code: &'static str| {
        let found = super::barred::of(content).into_iter().find(|(found, _)| *found == bar);
        found.map(|(_, words)| Message::new(code).with("age", i64::from(age)).with("words", words))
    };
    // Some are of age and yet too young for such a place.
    let place = if of_tender_age(profile, today) { barred(Bar::Place, "minor-barred-place") } else { None };
    if age >= ADULT_FROM {
        return place.into_iter().collect();
    }
    let mut why: Vec<Message> =
        registration_refusals(profile, today).into_iter().map(|(_, message)| message).collect();
    let time = &content.work_time;
    if time.daily.is_some_and(crate::work_time::DailyHours::touches_night) {
        why.push(Message::new("minor-no-night").with("age", i64::from(age)));
    }
    if time.weekly_minutes().is_some_and(|minutes| minutes > MOST_WEEKLY_MIN) {
        why.push(Message::new("minor-no-long-week").with("age", i64::from(age)));
    }
    why.extend(place);
    why.extend(barred(Bar::Work, "minor-barred-work"));
    why
}

/// Whether a refusal only read words, which may mean something else (“2층은 모텔”): staff may go on with a reason,
/// never the person alone.
pub fn read_from_words(refusal: &Message) -> bool {
    matches!(refusal.code.as_ref(), "minor-barred-place" | "minor-barred-work")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::work_time::{DailyHours, WorkTime};

    fn born(year: i16) -> Profile {
        Profile { born_on: Some(date(year, 11, 28)), ..Profile::default() }
    }

    fn fields(profile: &Profile) -> Vec<&'static str> {
        let found = registration_refusals(profile, date(2026, 11, 28));
        found.into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn each_age_is_asked_for_what_the_law_asks() {
        assert_eq!(fields(&born(2014)), ["born_on"]);
        assert_eq!(fields(&born(2013)), ["work_permit", "guardian_consent"]);
        assert_eq!(fields(&born(2012)), ["work_permit"]);
        assert!(fields(&born(2011)).is_empty());
        let asked = Profile {
            work_permit: "2026-3".into(),
            guardian_agreed_on: Some(date(2026, 11, 28)),
            ..born(2013)
        };
        assert!(fields(&asked).is_empty());
    }

    #[test]
    fn nobody_under_eighteen_is_sent_to_nights_or_long_weeks() {
        let night = Content {
            work_time: WorkTime { daily: DailyHours::new(1_080, 1_380, 0), ..WorkTime::default() },
            ..Content::default()
        };
        let long = Content {
            work_time: WorkTime { weekly_min: Some(48 * 60), ..WorkTime::default() },
            ..Content::default()
        };
        let why = |profile: &Profile, content: &Content| {
            referral_refusals(profile, content, date(2026, 11, 28))
                .into_iter()
                .map(|message| message.code.into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(why(&born(2010), &night), ["minor-no-night"]);
        assert_eq!(why(&born(2010), &long), ["minor-no-long-week"]);
        assert!(why(&born(2010), &Content::default()).is_empty());
        assert!(why(&born(2008), &night).is_empty(), "of age today");

        let at = |duties: &str| Content { duties: duties.to_owned(), ..Content::default() };
        let (bar, work) = (at("호프집 서빙"), at("도축 보조"));
        assert_eq!(why(&born(2010), &bar), ["minor-barred-place"]);
        assert_eq!(why(&born(2010), &work), ["minor-barred-work"]);
        // Whoever is of age waits for the year of their nineteenth birthday, not for the day.
        assert_eq!(why(&born(2008), &bar), ["minor-barred-place"]);
        assert!(why(&born(2008), &work).is_empty());
        let young = Profile { born_on: Some(date(2007, 12, 31)), ..Profile::default() };
        assert!(why(&young, &bar).is_empty());
    }
}
