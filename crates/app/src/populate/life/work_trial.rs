//! A work trial that goes on, and links to own work, of one young person whom the demo's counsellor looks after.

use std::collections::BTreeSet;

use domain::counting::age_on;
use domain::seeker::{Link, Profile};
use domain::work_time::{DailyHours, Weekdays};
use domain::work_trial::{Insurance, Terms};
use domain::{Actor, Role};

use super::Life;
use crate::Error;
use crate::populate::unless_refused;
use crate::work_trial::{Form, draft, sign, start};

/// Ages of somebody who tries a first work.
const AGES: std::ops::RangeInclusive<i16> = 19..=39;

impl Life<'_> {
    /// Written twelve days ago, signed by all three, begun since.
    pub(super) async fn work_trial(&self) -> Result<(), Error> {
        let (app, today) = (self.app, self.today());
        let young =
            |profile: &Profile| profile.born_on.is_some_and(|born| AGES.contains(&age_on(born, today)));
        let all = self.looked_after().await?;
        let found = all.into_iter().find(|(_, profile)| young(profile));
        let employer = self.actor(Role::Employer).employer;
        let Some(((seeker, profile), employer)) = found.zip(employer) else { return Ok(()) };
        let link =
            Link { title: "편집 작품 모음".to_owned(), url: "https://films.example/reel".to_owned() };
        let told = Profile { portfolio: vec![link], ..profile };
        let ctx = self.counselor(12, 10);
        unless_refused(crate::seeker::update(&ctx, app, seeker.id, seeker.version, told).await)?;
        let Some(hours) = DailyHours::new(600, 1_020, 60) else { return Ok(()) };
        let form = Form {
            employer,
            organisation: None,
            cohort: None,
            from: self.days_ago(7),
            until: self.days_ago(-21),
            terms: Terms {
                place: "작업장 이층 편집실".to_owned(),
                tasks: "촬영한 영상을 나누고 이름을 붙이기, 자막 넣기".to_owned(),
                weekdays: Weekdays::WORKING,
                hours,
                allowance_won: 30_000,
                insurance: Insurance::Accident,
                mentor: "편집팀장".to_owned(),
                aims: "편집의 순서와 자막 규칙을 익히고 짧은 영상 하나를 끝까지 만들기".to_owned(),
                signs: BTreeSet::new(),
            },
        };
        let made = draft(&self.counselor(12, 11), app, seeker.id, form).await;
        let Some(id) = unless_refused(made)? else { return Ok(()) };
        let person = Actor::staff(Role::Seeker, seeker.person, None);
        let firm = self.actor(Role::Employer);
        let guide = self.actor(Role::Counselor);
        for (at, actor) in (1..).zip([person, firm, guide]) {
            unless_refused(sign(&self.ctx(actor, 10, 9), app, (id, at)).await)?;
        }
        unless_refused(start(&self.counselor(7, 9), app, (id, 4)).await)?;
        Ok(())
    }
}
