//! Some weeks of an office's work in the demo city, done through the use cases with which people do it: referrals
//! in every state, interviews, results, counselling, plans, questions to employers, a hire entered late, and what a
//! second person must look at. The same seed gives the same work; its days are counted back from today.

mod council;
mod report_meeting;

use std::cell::Cell;

use domain::action_plan::Owner;
use domain::answer::Kind;
use domain::id::{ReferralId, SeekerId, ServiceId};
use domain::opening::{CloseReason, Opening};
use domain::placement::{EvidenceKind, How, Terms};
use domain::policy::Scope;
use domain::referral::{DeclineReason, RejectReason};
use domain::reminder::days_after;
use domain::seeker::{Profile, Seeker, StateName};
use domain::service::{Notes, ServiceKind};
use domain::{Actor, Channel, Ctx, Role};
use jiff::ToSpan;
use jiff::civil::Date;

use super::unless_refused;
use crate::placement::{Claim, Proof};
use crate::referral::{self, Answer};
use crate::{App, Error};

/// Registrations of one state that take part.
const SEEKERS: usize = 400;
/// A hire is entered for a month that lies so many months back, long after it was closed.
const LATE_MONTHS: i64 = 2;

/// How far a referral has come, or how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Story {
    Proposed,
    Applied,
    Consented,
    Sent,
    Scheduled,
    Interviewed,
    Hired,
    HiredByEmployer,
    Rejected,
    Declined,
    NoShow,
    Elsewhere,
    OpeningEnded,
    Withdrawn,
    Silent,
}

/// Each with how many days ago it began.
const STORIES: [(Story, i64); 15] = [
    (Story::Proposed, 4),
    (Story::Interviewed, 12),
    (Story::Sent, 11),
    (Story::Scheduled, 5),
    (Story::Hired, 14),
    (Story::Rejected, 10),
    (Story::Consented, 2),
    (Story::HiredByEmployer, 13),
    (Story::Declined, 6),
    (Story::NoShow, 9),
    (Story::Elsewhere, 15),
    (Story::Applied, 1),
    (Story::OpeningEnded, 12),
    (Story::Withdrawn, 8),
    (Story::Silent, 54),
];

/// Weeks of work on top of a filled city whose projection has followed; `wanted` referrals are tried. Tells how
/// many were made.
///
/// # Errors
/// When the store fails. What a rule refuses is left out: not everybody can be referred everywhere.
pub async fn live(app: &App, seed: [u8; 32], made: &super::Populated, wanted: usize) -> Result<usize, Error> {
    let now = app.system_ctx().now;
    let life = Life { app, seed, now, drawn: Cell::new(0), actors: &made.actors };
    let done = life.referrals(wanted).await?;
    life.counsel().await?;
    life.own_person().await?;
    life.ask_employers().await?;
    life.twins().await?;
    life.late_hire().await?;
    life.late_evening().await?;
    life.councils().await?;
    super::network::fill(app, &made.actors, seed).await?;
    super::cohort::fill(app, &made.actors, seed).await?;
    Ok(done)
}

struct Life<'a> {
    app: &'a App,
    seed: [u8; 32],
    now: jiff::Timestamp,
    drawn: Cell<u64>,
    actors: &'a [Actor],
}

impl Life<'_> {
    fn today(&self) -> Date {
        self.app.city.zone().to_datetime(self.now).date()
    }

    fn days_ago(&self, days: i64) -> Date {
        days_after(self.today(), -i32::try_from(days).unwrap_or(0))
    }

    fn age(&self, day: Date) -> i64 {
        i64::from((self.today() - day).get_days())
    }

    /// Circumstances of somebody at an hour of a day gone by, each with chance of its own.
    fn ctx(&self, actor: Actor, days_ago: i64, hour: i8) -> Ctx {
        let at = self.days_ago(days_ago).at(hour, 0, 0, 0);
        self.ctx_at(actor, self.app.city.zone().to_timestamp(at).unwrap_or(self.now))
    }

    fn ctx_at(&self, actor: Actor, at: jiff::Timestamp) -> Ctx {
        let nth = self.drawn.get() + 1;
        self.drawn.set(nth);
        let mut seed = self.seed;
        seed[16..24].copy_from_slice(&nth.to_le_bytes());
        // Today's work was never done later than now.
        Ctx::new(self.app.tenant, actor, at.min(self.now), self.app.city.zone().clone(), seed)
    }

    fn actor(&self, role: Role) -> Actor {
        self.actors.iter().find(|actor| actor.role == role).cloned().unwrap_or_else(Actor::citizen)
    }

    fn counselor(&self, days_ago: i64, hour: i8) -> Ctx {
        self.ctx(self.actor(Role::Counselor), days_ago, hour)
    }

    async fn seekers(&self, state: StateName) -> Result<Vec<(Seeker, Profile)>, Error> {
        let (store, tenant) = (&self.app.store, self.app.tenant);
        let found =
            store::seeker::list(store, tenant, Scope::Everyone, Some(state), usize::MAX >> 1, 0).await;
        let (found, _) = found.map_err(crate::fault)?;
        let mut found: Vec<_> =
            found.into_iter().filter_map(|(seeker, profile)| Some((seeker, profile?))).collect();
        found.sort_by(|(a, _), (b, _)| a.number.cmp(&b.number));
        found.truncate(SEEKERS);
        Ok(found)
    }

    async fn looked_after(&self) -> Result<Vec<(Seeker, Profile)>, Error> {
        let counselor = self.actor(Role::Counselor).person;
        let mut all = self.seekers(StateName::Active).await?;
        all.retain(|(seeker, _)| seeker.assigned == counselor);
        Ok(all)
    }

    /// Openings on the lists, those of the employer who signs in first.
    fn openings(&self) -> Vec<Opening> {
        let mut listed: Vec<Opening> = self
            .app
            .projection
            .with(|state| state.openings.values().map(|listed| (*listed.opening).clone()).collect());
        let own = self.actor(Role::Employer).employer;
        listed.sort_by_key(|opening| (Some(opening.employer) != own, opening.origin.number.clone()));
        listed
    }

    async fn referrals(&self, wanted: usize) -> Result<usize, Error> {
        let seekers = self.seekers(StateName::Active).await?;
        let openings = self.openings();
        let own = self.actor(Role::Seeker).person;
        // Who signs in has a story of their own.
        let mut free: Vec<bool> = seekers.iter().map(|(seeker, _)| Some(seeker.person) != own).collect();
        let (mut done, mut next) = (0, 0);
        // The first opening is the employer's who signs in: somebody was interviewed and is waited for.
        let first = std::iter::once((Story::Interviewed, 12));
        let rest = STORIES.into_iter().cycle().take(wanted.saturating_sub(1));
        for (story, days) in first.chain(rest) {
            // The next opening that is old enough, and somebody of its trade before anybody else.
            let mut round = (next..next + openings.len()).map(|n| n % openings.len());
            let Some(at) = round.find(|n| self.age(openings[*n].origin.received_on) > days) else { continue };
            next = at + 1;
            let opening = &openings[at];
            let fits = |n: &usize| free[*n] && self.age(seekers[*n].0.registered_on) > days;
            let of_trade = |n: &usize| {
                let job = opening.content.occupation.as_ref();
                job.is_some_and(|job| seekers[*n].1.occupations.contains(job))
            };
            let some = || (0..seekers.len()).filter(fits);
            let Some(person) = some().find(of_trade).or_else(|| some().next()) else { continue };
            free[person] = false;
            let made = unless_refused(self.refer(story, days, &seekers[person].0, opening).await)?;
            done += usize::from(made.is_some());
        }
        Ok(done)
    }

    async fn version(&self, id: ReferralId) -> Result<i64, Error> {
        let known = store::referral::get(&self.app.store, self.app.tenant, id).await.map_err(crate::fault)?;
        Ok(known.version)
    }

    /// One referral from its proposal as far as its story goes.
    async fn refer(&self, story: Story, days: i64, seeker: &Seeker, opening: &Opening) -> Result<(), Error> {
        let app = self.app;
        if story == Story::Applied {
            let own = Actor { role: Role::Seeker, person: Some(seeker.person), ..Actor::citizen() };
            return referral::apply(&self.ctx(own, days, 20), app, opening.id).await.map(|_| ());
        }
        let id = referral::propose(&self.counselor(days, 10), app, seeker.id, opening.id).await?;
        if story == Story::Proposed {
            return Ok(());
        }
        let ctx = self.counselor(days, 15);
        referral::agree(&ctx, app, id, self.version(id).await?, Channel::Phone).await?;
        if story == Story::Consented {
            return Ok(());
        }
        referral::send(&self.counselor(days - 1, 9), app, id, self.version(id).await?).await?;
        let version = self.version(id).await?;
        match story {
            Story::Sent | Story::Silent => Ok(()),
            Story::Declined => {
                let no = Answer::Declined(DeclineReason::Distance);
                referral::answer(&self.counselor(days - 3, 14), app, id, version, no).await
            }
            Story::Withdrawn => crate::seeker::withdraw(&self.counselor(days - 4, 11), app, seeker.id).await,
            Story::OpeningEnded => {
                let known = store::opening::get(&app.store, app.tenant, opening.id).await;
                let version = known.map_err(crate::fault)?.version;
                let ctx = self.counselor(days - 6, 13);
                crate::opening::close(&ctx, app, opening.id, version, CloseReason::FoundOtherwise).await
            }
            _ => self.interview(story, days, id, seeker, opening).await,
        }
    }

    /// The interview and what came of it.
    async fn interview(
        &self,
        story: Story,
        days: i64,
        id: ReferralId,
        seeker: &Seeker,
        opening: &Opening,
    ) -> Result<(), Error> {
        let app = self.app;
        let day = if story == Story::Scheduled { self.days_ago(-2) } else { self.days_ago(days - 4) };
        let at = app.city.zone().to_timestamp(day.at(14, 0, 0, 0)).unwrap_or(self.now);
        let along = self.actor(Role::Counselor).person.filter(|_| days % 2 == 0);
        referral::schedule(&self.counselor(days - 2, 9), app, id, self.version(id).await?, at, along).await?;
        let version = self.version(id).await?;
        match story {
            Story::Scheduled => return Ok(()),
            Story::NoShow => {
                let ctx = self.counselor(days - 5, 9);
                return referral::answer(&ctx, app, id, version, Answer::NoShow).await;
            }
            _ => referral::interviewed(&self.counselor(days - 5, 9), app, id, version).await?,
        }
        if story == Story::Interviewed {
            return Ok(());
        }
        if story == Story::Elsewhere {
            self.refer_too(seeker, opening, days).await?;
        }
        let employer = Actor { role: Role::Employer, employer: Some(opening.employer), ..Actor::citizen() };
        let (who, answer) = match story {
            Story::Rejected => (self.actor(Role::Counselor), Answer::Rejected(RejectReason::Experience)),
            Story::Hired => (self.actor(Role::Counselor), Answer::Hired(self.days_ago(days - 8))),
            _ => (employer, Answer::Hired(self.days_ago(days - 8))),
        };
        referral::answer(&self.ctx(who, days - 7, 16), app, id, self.version(id).await?, answer).await
    }

    /// Another referral of the same person, which the hire then makes pointless.
    async fn refer_too(&self, seeker: &Seeker, not: &Opening, days: i64) -> Result<(), Error> {
        for other in self.openings().iter().rev().filter(|other| other.id != not.id).take(5) {
            let ctx = self.counselor(days - 6, 10);
            if unless_refused(referral::propose(&ctx, self.app, seeker.id, other.id).await)?.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// First counselling and plans of those whom the counsellor looks after.
    async fn counsel(&self) -> Result<(), Error> {
        for (nth, (seeker, _)) in (0_i64..).zip(self.looked_after().await?).take(24) {
            if nth % 3 == 2 {
                continue;
            }
            let ctx = self.counselor(1 + nth % 5, 11);
            let notes = Notes {
                abilities: "같은 일을 한 경험이 있고 오래 서서 일할 수 있음".to_owned(),
                wishes: "집에서 40분 안, 평일 낮".to_owned(),
                text: "다음 주에 이력서를 함께 고치기로 함".to_owned(),
            };
            self.record(&ctx, seeker.id, ServiceKind::Intake, notes).await?;
            if nth % 3 == 0 {
                self.plan(&ctx, seeker.id).await?;
            }
        }
        Ok(())
    }

    async fn plan(&self, ctx: &Ctx, seeker: SeekerId) -> Result<(), Error> {
        let goal = "석 달 안에 집 가까운 곳에 취업";
        let steps = [
            ("이력서를 고쳐서 가져오기", 0, Owner::Person),
            ("구인 두 곳에 전화해 보기", 3, Owner::Counselor),
            ("교육 과정 알아보기", 9, Owner::Person),
        ];
        for (step, days, owner) in steps {
            let due = self.days_ago(-days);
            unless_refused(crate::action_plan::agree(ctx, self.app, seeker, goal, step, due, owner).await)?;
        }
        Ok(())
    }

    async fn record(
        &self,
        ctx: &Ctx,
        id: SeekerId,
        kind: ServiceKind,
        notes: Notes,
    ) -> Result<Option<ServiceId>, Error> {
        let form = crate::service::Form {
            kind,
            on: ctx.today(),
            project: String::new(),
            channel: Channel::Counter,
            notes,
        };
        unless_refused(crate::service::record(ctx, self.app, id, form).await)
    }

    /// What waits for the jobseeker who signs in: a suggestion, an interview held, a no, a result to confirm.
    async fn own_person(&self) -> Result<(), Error> {
        let Some(person) = self.actor(Role::Seeker).person else { return Ok(()) };
        let all = store::seeker::of_person(&self.app.store, self.app.tenant, person).await;
        let Some((seeker, _)) = all.map_err(crate::fault)?.into_iter().next() else { return Ok(()) };
        let stories =
            [(Story::Interviewed, 9), (Story::Rejected, 8), (Story::Scheduled, 3), (Story::Proposed, 1)];
        let openings = self.openings();
        let mut openings = openings.iter().rev();
        for (story, days) in stories.into_iter().filter(|(_, days)| *days < self.age(seeker.registered_on)) {
            let old = openings.by_ref().filter(|opening| self.age(opening.origin.received_on) > days);
            for opening in old.take(5) {
                if unless_refused(self.refer(story, days, &seeker, opening).await)?.is_some() {
                    break;
                }
            }
        }
        let Some(opening) = openings.next() else { return Ok(()) };
        let start = self.days_ago(1).max(seeker.registered_on);
        self.claim(&seeker, opening, How::SelfFound, start, 12).await.map(|_| ())
    }

    /// A hire entered yesterday by the counsellor.
    async fn claim(
        &self,
        seeker: &Seeker,
        opening: &Opening,
        how: How,
        start_on: Date,
        weekly_hours: u32,
    ) -> Result<Option<domain::id::PlacementId>, Error> {
        let claim = Claim {
            seeker: seeker.id,
            employer: opening.employer,
            how,
            letter: String::new(),
            born_on: None,
            referred_on: None,
            start_on,
            terms: Terms { weekly_minutes: Some(weekly_hours * 60), ..Terms::default() },
            work_area: None,
            project: String::new(),
        };
        unless_refused(crate::placement::claim(&self.counselor(1, 15), self.app, claim).await)
    }

    /// Questions that wait for the employer who signs in and for some others.
    async fn ask_employers(&self) -> Result<(), Error> {
        for (nth, opening) in self.openings().iter().take(6).enumerate() {
            let kind = [Kind::StillOpen, Kind::Result, Kind::Renew][nth % 3];
            unless_refused(crate::answer::put(&self.counselor(2, 17), self.app, opening.id, kind).await)?;
        }
        Ok(())
    }

    /// People who were registered twice: name and birth agree, the telephone does not.
    async fn twins(&self) -> Result<(), Error> {
        for (nth, (_, profile)) in
            self.seekers(StateName::Active).await?.into_iter().rev().take(3).enumerate()
        {
            let mobile = format!("010000099{nth:02}");
            let again = Profile { mobile, proxy_phone: String::new(), ..profile };
            let ctx = self.counselor(1, 13);
            unless_refused(crate::seeker::register_as(&ctx, self.app, again, Channel::Event, true).await)?;
        }
        Ok(())
    }

    /// Enters one hire of a closed month late: a correction that waits for the open month.
    async fn late_hire(&self) -> Result<(), Error> {
        let this = self.today().first_of_month();
        let start = days_after(this.saturating_sub(LATE_MONTHS.months()), -10);
        let past = self.seekers(StateName::Expired).await?;
        let late = past.into_iter().find(|(seeker, _)| seeker.registered_on < start);
        let (Some((seeker, _)), Some(opening)) = (late, self.openings().into_iter().next_back()) else {
            return Ok(());
        };
        let Some(id) = self.claim(&seeker, &opening, How::DirectJob, start, 40).await? else { return Ok(()) };
        // Another officer than who entered it looks it up.
        let officer = self.actor(Role::Supervisor).person;
        let ctx = self.ctx(Actor { person: officer, ..self.actor(Role::Counselor) }, 1, 16);
        let proof = Proof {
            kind: EvidenceKind::InsuranceLookup,
            on: ctx.today(),
            exempt: None,
            paper: None,
            reference: ctx.today().strftime("%Y%m%d-1").to_string(),
        };
        unless_refused(crate::placement::attach(&ctx, self.app, id, 1, proof).await)?;
        Ok(())
    }

    /// Entries late in the evening that are taken back within the hour, for a second person to ask about (CR-17).
    async fn late_evening(&self) -> Result<(), Error> {
        let mut made = Vec::new();
        for (seeker, _) in self.looked_after().await?.into_iter().take(self.app.city.anomaly().cancels + 2) {
            let notes = Notes { text: "전화 상담".to_owned(), ..Notes::default() };
            let ctx = self.counselor(1, 21);
            made.extend(self.record(&ctx, seeker.id, ServiceKind::Counselling, notes).await?);
        }
        for id in made {
            unless_refused(crate::service::cancel(&self.counselor(1, 22), self.app, id).await)?;
        }
        Ok(())
    }
}
