//! A small pool of supporters in the demo city, and a shift next week for which some of them were asked.

use domain::Role;
use domain::code::Language;
use domain::project::{Project, ProjectKind};
use domain::reminder::days_after;
use domain::supporter::{CallBy, DayPart, Level, Offer, Spoken, Work};
use domain::supporter_shift::Content;
use domain::work_time::{DailyHours, Weekdays};

use super::{Life, unless_refused};
use crate::{Error, supporter, supporter_shift};

/// How many are in the pool.
const PEOPLE: usize = 14;
/// What they speak, in turn.
const LANGUAGES: [Language; 4] =
    [Language::English, Language::Chinese, Language::Japanese, Language::Russian];

impl Life<'_> {
    pub(super) async fn supporters(&self) -> Result<(), Error> {
        let people = self.looked_after().await?;
        for (nth, (seeker, _)) in people.iter().take(PEOPLE).enumerate() {
            let ctx = self.counselor(12, 10);
            let joined = supporter::join(&ctx, self.app, seeker.id, self.offer(nth)).await;
            unless_refused(joined)?;
        }
        let manager = || self.ctx(self.actor(Role::PlanManager), 0, 9);
        let projects: Vec<Project> =
            store::record::all(&self.app.store, self.app.tenant).await.map_err(crate::fault)?;
        let goes_on = |project: &&Project| {
            project.content.kind == ProjectKind::Event
                && project.content.until.is_some_and(|until| until >= self.today())
        };
        let event = projects.iter().find(goes_on);
        let number = event.map_or("", |project| project.number.as_str());
        let opened = supporter_shift::open(&manager(), self.app, None, number, self.desk()).await;
        let Some(shift) = unless_refused(opened)? else { return Ok(()) };
        unless_refused(supporter_shift::ask(&manager(), self.app, shift, 5).await)?;
        let called = supporter_shift::called(&manager(), self.app, shift).await?;
        for (row, yes) in called.iter().zip([true, false, true]) {
            let said = supporter_shift::answer(&manager(), self.app, shift, row.call.supporter, yes).await;
            unless_refused(said)?;
        }
        Ok(())
    }

    fn offer(&self, nth: usize) -> Offer {
        let from = self.days_ago(12);
        let level = if nth.is_multiple_of(2) { Level::Conversation } else { Level::Fluent };
        let works = if nth.is_multiple_of(3) {
            vec![Work::Guide, Work::SetUp]
        } else {
            vec![Work::RegistrationDesk, Work::Interpretation]
        };
        Offer {
            languages: vec![Spoken { language: LANGUAGES[nth % LANGUAGES.len()], level }],
            works: works.into_iter().collect(),
            weekdays: Weekdays::ALL,
            parts: [DayPart::Morning, DayPart::Afternoon].into(),
            not_on: std::collections::BTreeSet::new(),
            from,
            until: days_after(from, 364),
            call_by: if nth.is_multiple_of(4) { CallBy::Text } else { CallBy::Phone },
            agreed_on: Some(from),
        }
    }

    fn desk(&self) -> Content {
        let day = days_after(self.today(), 9);
        let wages = &self.app.reference.minimum_wages;
        let known = wages.iter().filter(|(year, _)| *year <= day.year()).last();
        Content {
            title: "(가상) 의료관광 박람회 등록대".to_owned(),
            event: None,
            project: None,
            day,
            hours: DailyHours { start_min: 540, end_min: 1_080, break_min: 60 },
            place: "제1전시장 정문 등록대".to_owned(),
            heads: 4,
            work: Work::RegistrationDesk,
            language: None,
            wage_won_hourly: known.map_or(0, |(_, won)| won) + 1_000,
        }
    }
}
