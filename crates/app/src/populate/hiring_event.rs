//! Two hiring events of the demo city: one that was held, with what came of it and a few talks of which nobody has said anything yet,
//! and one to come, for which supporters are called. Through the same doors as everybody else's, on days gone by.

use std::cell::Cell;
use std::collections::BTreeMap;

use domain::hiring_event::{Kind, Slots, spelled};
use domain::id::{EmployerId, HiringEventId, InterviewId, SeekerId};
use domain::opening::Opening;
use domain::policy::Scope;
use domain::referral::{DeclineReason, RejectReason};
use domain::reminder::days_after;
use domain::seeker::StateName;
use domain::supporter::Work;
use domain::supporter_shift::Content;
use domain::work_time::DailyHours;
use domain::{Actor, Ctx, Role};

use super::unless_refused;
use crate::hiring_event::{Brought, Form, open, plan, publish};
use crate::interview::{Answer, Choice, admit, arrive, book, settle};
use crate::{App, Error, supporter_shift};

/// Employers of each event, and people who book.
const BOOTHS: usize = 4;
const PEOPLE: usize = 12;
/// Numbers on paper that came to the one that was held.
const PAPERS: u16 = 6;
/// How many days ago it was, and in how many the next one is.
const HELD: i32 = 9;
const AHEAD: i32 = 12;

struct Days<'a> {
    app: &'a App,
    actor: Actor,
    seed: [u8; 32],
    drawn: Cell<u64>,
}

impl Days<'_> {
    /// Circumstances of the counsellor at an hour of a day, so many days from now.
    fn ctx(&self, days: i32, hour: i8) -> Ctx {
        let now = self.app.system_ctx();
        let day = days_after(now.today(), days);
        let at = now.zone.to_timestamp(day.at(hour, 0, 0, 0)).unwrap_or(now.now).min(now.now);
        self.drawn.set(self.drawn.get() + 1);
        let mut seed = self.seed;
        seed[16..24].copy_from_slice(&self.drawn.get().to_le_bytes());
        Ctx::new(self.app.tenant, self.actor.clone(), at, now.zone, seed)
    }

    /// A published event of these openings, so many days from now.
    async fn published(
        &self,
        days: i32,
        title: &str,
        all: &[Opening],
    ) -> Result<Option<HiringEventId>, Error> {
        let ctx = self.ctx(days.min(0) - 6, 10);
        let booths = all.iter().zip(1..).map(|(opening, number)| Brought {
            number,
            openings: vec![opening.origin.number.clone()],
            interviewers: 2,
        });
        let form = Form {
            kind: if days < 0 { Kind::MeetingDay } else { Kind::JobFair },
            title: title.to_owned(),
            on: days_after(self.app.system_ctx().today(), days),
            slots: Slots { from_min: 13 * 60, until_min: 16 * 60, length_min: 20 },
            place: "(가상) 시청 문예회관".to_owned(),
            area: self.app.city.dongs().next().map(|dong| dong.code.clone()),
            directions: "시청 정류장에서 걸어서 5분, 1층에 턱이 없습니다.".to_owned(),
            phone: self.app.city.phone().to_owned(),
            host: None,
            supporters: Vec::new(),
            project: String::new(),
            booths: booths.collect(),
        };
        let Some(id) = unless_refused(plan(&ctx, self.app, form).await)? else { return Ok(None) };
        let published = unless_refused(publish(&ctx, self.app, id).await)?;
        Ok(published.map(|()| id))
    }

    /// People book at the booths in turn; each with the time that is theirs.
    async fn booked(
        &self,
        (id, days): (HiringEventId, i32),
        openings: &[Opening],
        people: &[SeekerId],
    ) -> Result<Vec<InterviewId>, Error> {
        let (ctx, mut made) = (self.ctx(days.min(0) - 3, 11), Vec::new());
        for (n, seeker) in people.iter().enumerate() {
            let Some(opening) = openings.get(n % openings.len().max(1)) else { continue };
            let round = u16::try_from(n / openings.len().max(1)).unwrap_or_default();
            let choice = Choice { opening: opening.id, slot_min: 13 * 60 + round * 20 };
            made.extend(unless_refused(book(&ctx, self.app, (id, *seeker), vec![choice]).await)?);
        }
        Ok(made.into_iter().flatten().collect())
    }

    /// The day of the event that was held, and what its employers said of most.
    async fn held(&self, id: HiringEventId, booked: &[InterviewId]) -> Result<(), Error> {
        let ctx = self.ctx(-HELD, 13);
        unless_refused(open(&ctx, self.app, id).await)?;
        let mut all = booked.to_vec();
        for ticket in 1..=PAPERS {
            let number = spelled(u32::from(ticket));
            all.extend(unless_refused(admit(&ctx, self.app, (id, ticket % 4 + 1), &number).await)?);
        }
        for one in booked {
            unless_refused(arrive(&ctx, self.app, *one).await)?;
        }
        let ctx = self.ctx(-HELD, 17);
        let start_on = days_after(ctx.today(), 5);
        for (n, one) in all.iter().enumerate() {
            let answer = match n % 6 {
                0 => Answer::Hired { start_on, opening: None },
                1 => Answer::Rejected(RejectReason::Experience),
                2 => Answer::SecondRound(days_after(ctx.today(), 20)),
                3 => Answer::Declined(DeclineReason::Hours),
                4 => Answer::Rejected(RejectReason::Skill),
                // Of these nobody has said anything yet.
                _ => continue,
            };
            unless_refused(settle(&ctx, self.app, id, vec![(*one, answer)]).await)?;
        }
        Ok(())
    }
}

/// Supporters are called for the door of an event; title, day and place are the event's.
async fn called_for(days: &Days<'_>, id: HiringEventId) -> Result<(), Error> {
    let ctx = days.ctx(0, 9);
    let wages = &days.app.reference.minimum_wages;
    let known = wages.iter().filter(|(year, _)| *year <= ctx.today().year()).last();
    let door = Content {
        title: String::new(),
        event: Some(id),
        project: None,
        day: ctx.today(),
        hours: DailyHours { start_min: 12 * 60, end_min: 16 * 60, break_min: 0 },
        place: String::new(),
        heads: 3,
        work: Work::Guide,
        language: None,
        wage_won_hourly: known.map_or(0, |(_, won)| won) + 1_000,
    };
    unless_refused(supporter_shift::open(&ctx, days.app, None, "", door).await)?;
    Ok(())
}

/// Both events, if there is a counsellor to hold them.
///
/// # Errors
/// When the store fails.
pub(super) async fn fill(app: &App, actors: &[Actor], seed: [u8; 32]) -> Result<(), Error> {
    let Some(actor) = actors.iter().find(|actor| actor.role == Role::Counselor) else { return Ok(()) };
    let days = Days { app, actor: actor.clone(), seed, drawn: Cell::new(0) };
    let mut firsts: BTreeMap<EmployerId, Opening> = BTreeMap::new();
    // Whatever takes part was there before the first event was planned.
    let today = app.system_ctx().today();
    let since = days_after(today, -HELD - 10);
    for opening in store::opening::all_open(&app.store, app.tenant).await.map_err(crate::fault)? {
        if opening.state.is_listed(today) && opening.origin.received_on <= since {
            firsts.entry(opening.employer).or_insert(opening);
        }
    }
    let openings: Vec<Opening> = firsts.into_values().take(2 * BOOTHS).collect();
    let active = Some(StateName::Active);
    let found = store::seeker::numbered(&app.store, app.tenant, Scope::Everyone, "S", active, 200, 0).await;
    let near = found.map_err(crate::fault)?.0.into_iter().filter(|(seeker, profile)| {
        let near = seeker.organisation.is_none() || seeker.organisation == actor.organisation;
        near && profile.is_some() && seeker.registered_on <= since
    });
    let people: Vec<SeekerId> = near.map(|(seeker, _)| seeker.id).take(2 * PEOPLE).collect();
    let (before, after) = openings.split_at(openings.len().min(BOOTHS));
    let (came, come) = people.split_at(people.len().min(PEOPLE));
    if let Some(id) = days.published(-HELD, "(가상) 구인·구직 만남의 날", before).await? {
        let booked = days.booked((id, -HELD), before, came).await?;
        days.held(id, &booked).await?;
    }
    if let Some(id) = days.published(AHEAD, "(가상) 봄 채용박람회", after).await? {
        days.booked((id, AHEAD), after, come).await?;
        if let Some(manager) = actors.iter().find(|actor| actor.role == Role::PlanManager) {
            let theirs = Days { app, actor: manager.clone(), seed, drawn: Cell::new(days.drawn.get()) };
            called_for(&theirs, id).await?;
        }
    }
    Ok(())
}
