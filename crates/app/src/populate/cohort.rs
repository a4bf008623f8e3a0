//! Cohorts of programmes in the demo city: one that is over, one that goes on with people who wait, one that takes people, each
//! by the steps with which an office does it. What a rule refuses is left out: not every city has such programmes.

use std::cell::Cell;

use domain::cohort::{Completion, Criterion, Session, SessionState};
use domain::enrolment::{Presence, Shown, State};
use domain::id::{CohortId, EnrolmentId, PersonId, SeekerId};
use domain::policy::Scope;
use domain::reminder::days_after;
use domain::seeker::StateName;
use domain::support_program::{
    Facts, Ground, Kind, Status, SupportProgram, Target, Verdict, Version, Worked,
};
use domain::work_time::DailyHours;
use domain::{Actor, Ctx, Role};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::unless_refused;
use crate::cohort::{Form, complete, plan, publish, select, start};
use crate::enrolment::{apply, enrol, mark, of_cohort, withdraw};
use crate::{App, Error};

/// Seats of each.
const SEATS: u32 = 15;

/// Somebody who may apply, with what they tell.
type Applicant = (SeekerId, Facts);

/// A programme with the version that holds.
type Rules = (&'static SupportProgram, &'static Version);

/// Who does what on which day.
struct Stage<'a> {
    app: &'a App,
    counselor: Actor,
    seed: [u8; 32],
    drawn: Cell<u64>,
    today: Date,
}

/// The cohorts; nothing in a city without a counsellor or programmes that are always open.
///
/// # Errors
/// When the store fails.
pub(super) async fn fill(app: &App, actors: &[Actor], seed: [u8; 32]) -> Result<(), Error> {
    let of = |role: Role| actors.iter().find(|actor| actor.role == role);
    let Some(counselor) = of(Role::Counselor).cloned() else { return Ok(()) };
    let own = of(Role::Seeker).and_then(|actor| actor.person);
    let stage = Stage { app, counselor, seed, drawn: Cell::new(0), today: app.system_ctx().today() };
    let mut people = stage.people(own).await?;
    let mut programs = stage.programs();
    let Some(rules) = stage.fitting(&mut programs, &people) else { return Ok(()) };
    // Who signs in takes part in the one that goes on.
    let signs_in = (!people.is_empty()).then(|| people.remove(0));
    let applicants = stage.take(rules, &mut people, 17);
    unless_refused(stage.over(rules, &applicants).await)?;
    people = signs_in.into_iter().chain(people).collect();
    let rules = stage.fitting(&mut programs, &people).unwrap_or(rules);
    let applicants = stage.take(rules, &mut people, 18);
    unless_refused(stage.running(rules, &applicants).await)?;
    let rules = stage.fitting(&mut programs, &people).unwrap_or(rules);
    let applicants = stage.take(rules, &mut people, 6);
    unless_refused(stage.recruiting(rules, &applicants).await)?;
    Ok(())
}

impl Stage<'_> {
    /// The counsellor at an hour of a day, or now while that has not come.
    fn ctx(&self, day: Date, hour: i8) -> Ctx {
        let (now, zone) = (self.app.system_ctx().now, self.app.city.zone());
        let at = zone.to_timestamp(day.at(hour, 0, 0, 0)).unwrap_or(now).min(now);
        self.drawn.set(self.drawn.get() + 1);
        let mut seed = self.seed;
        seed[8..16].copy_from_slice(&self.drawn.get().to_le_bytes());
        Ctx::new(self.app.tenant, self.counselor.clone(), at, zone.clone(), seed)
    }

    /// Whoever is registered and may be helped by the counsellor without saying why, whoever signs in first.
    async fn people(&self, own: Option<PersonId>) -> Result<Vec<Applicant>, Error> {
        let (store, tenant) = (&self.app.store, self.app.tenant);
        let (all, many) = (Scope::Everyone, usize::MAX >> 1);
        let found = store::seeker::list(store, tenant, all, Some(StateName::Active), many, 0).await;
        let (mut found, _) = found.map_err(crate::fault)?;
        let here = |body| body == self.counselor.organisation;
        found.retain(|(seeker, _)| seeker.organisation.is_none() || here(seeker.organisation));
        found.sort_by(|(a, _), (b, _)| {
            (Some(a.person) != own, &a.number).cmp(&(Some(b.person) != own, &b.number))
        });
        let told = |born_on| Facts {
            born_on,
            income_percent: Some(50),
            assets_won: Some(90_000_000),
            worked: Some(Worked { within_months: 24, days: Some(180), hours: Some(1_200) }),
            told: [(Status::CareerBreak, true)].into(),
            ..Facts::default()
        };
        let known = found.into_iter().filter_map(|(seeker, profile)| Some((seeker.id, profile?)));
        Ok(known.map(|(id, profile)| (id, told(profile.born_on))).collect())
    }

    /// Programmes for persons that have cohorts and are always open.
    fn programs(&self) -> Vec<Rules> {
        let offered = self.app.reference.support_programs.iter().filter(|program| {
            let kinds = [Kind::EmploymentService, Kind::GroupCounselling, Kind::Training, Kind::WorkTrial];
            program.target() == Target::Person
                && kinds.contains(&program.kind)
                && program.is_offered_in(self.app.city.root())
        });
        let held = offered.filter_map(|program| Some((program, program.nearest(self.today)?)));
        held.filter(|(_, version)| version.apply.is_none()).collect()
    }

    fn fits(&self, (program, version): Rules, facts: &Facts) -> bool {
        let at = self.today.at(9, 0, 0, 0);
        let answer = program.assess(version, facts, at, Ground::of(self.app.reference));
        answer.is_ok_and(|answer| answer.verdict() == Verdict::Eligible)
    }

    /// The programme that fits most people, which is taken from the list.
    fn fitting(&self, programs: &mut Vec<Rules>, people: &[Applicant]) -> Option<Rules> {
        let count = |rules: Rules| people.iter().filter(|(_, facts)| self.fits(rules, facts)).count();
        let at = (0..programs.len()).max_by_key(|at| count(programs[*at]))?;
        Some(programs.remove(at))
    }

    /// So many people whom a programme fits, who are taken from the others.
    fn take(&self, rules: Rules, people: &mut Vec<Applicant>, count: usize) -> Vec<Applicant> {
        let (mut fit, mut rest): (Vec<_>, Vec<_>) =
            people.drain(..).partition(|(_, facts)| self.fits(rules, facts));
        let mut left = fit.split_off(fit.len().min(count));
        left.append(&mut rest);
        *people = left;
        fit
    }

    /// Plans one, publishes it and takes applications, all a while before it begins.
    async fn opened(
        &self,
        (program, version): Rules,
        (first, count): (Date, usize),
        apply_until: Date,
        applicants: &[Applicant],
    ) -> Result<(CohortId, Vec<Session>), Error> {
        let sessions = sessions(first, count);
        let last = sessions.last().map_or(first, |session| session.on);
        let form = Form {
            program: program.id.clone(),
            version: Some(version.id.clone()),
            organisation: None,
            seats: SEATS,
            apply_until: Some(apply_until),
            from: sessions.first().map_or(first, |session| session.on),
            until: last,
            sessions: sessions.clone(),
            criteria: vec![Criterion::FirstCome],
            completion: Completion::Hours { least_percent: 80 },
        };
        let day = days_after(apply_until.min(self.today), -4);
        let ctx = self.ctx(day, 9);
        let id = plan(&ctx, self.app, form).await?;
        publish(&ctx, self.app, id).await?;
        for (nth, (seeker, facts)) in (0_i32..).zip(applicants) {
            let ctx = self.ctx(days_after(day, nth / 6), 10);
            unless_refused(apply(&ctx, self.app, id, *seeker, facts.clone()).await)?;
        }
        Ok((id, sessions))
    }

    /// Begins with everybody who was chosen.
    async fn begun(&self, id: CohortId, on: Date) -> Result<Vec<EnrolmentId>, Error> {
        let ctx = self.ctx(on, 9);
        start(&ctx, self.app, id).await?;
        let mut all = Vec::new();
        for row in of_cohort(&ctx, self.app, id).await? {
            if matches!(row.enrolment.state, State::Selected { .. }) {
                enrol(&ctx, self.app, row.enrolment.id).await?;
                all.push(row.enrolment.id);
            }
        }
        Ok(all)
    }

    /// Thirteen of fifteen complete it: one of seventeen went before the start and made room, two stayed away at last.
    async fn over(&self, rules: Rules, applicants: &[Applicant]) -> Result<(), Error> {
        let first = days_after(self.today, -30);
        let (id, sessions) = self.opened(rules, (first, 5), days_after(first, -5), applicants).await?;
        let chosen = select(&self.ctx(days_after(first, -4), 10), self.app, id).await?;
        if let Some(goes) = chosen.selected.get(3) {
            withdraw(&self.ctx(days_after(first, -2), 11), self.app, *goes).await?;
        }
        let Some(began) = sessions.first() else { return Ok(()) };
        let all = self.begun(id, began.on).await?;
        for (held, session) in sessions.iter().enumerate() {
            let marks = all.iter().enumerate().map(|(nth, one)| match nth {
                0 | 1 if held >= 3 => (*one, Presence::Absent),
                5 if held == 2 => (*one, Presence::Late { minutes: 40 }),
                _ => (*one, Presence::Present),
            });
            let ctx = self.ctx(session.on, 17);
            mark(&ctx, self.app, (id, session.nth), marks.collect(), Shown::Electronic).await?;
        }
        let last = sessions.last().map_or(began.on, |session| session.on);
        complete(&self.ctx(last, 18), self.app, id).await
    }

    /// Some days of ten are over, the attendance of the last is still to be noted; three people wait.
    async fn running(&self, rules: Rules, applicants: &[Applicant]) -> Result<(), Error> {
        let first = days_after(self.today, -4);
        let (id, sessions) = self.opened(rules, (first, 10), days_after(first, -5), applicants).await?;
        select(&self.ctx(days_after(first, -4), 10), self.app, id).await?;
        let Some(began) = sessions.first() else { return Ok(()) };
        let all = self.begun(id, began.on).await?;
        let held = sessions.iter().take_while(|session| session.on < self.today).count();
        for session in sessions.iter().take(held.saturating_sub(1)) {
            let marks = all.iter().enumerate().map(|(nth, one)| match nth {
                4 => (*one, Presence::Excused),
                7 if session.nth == 1 => (*one, Presence::Absent),
                _ => (*one, Presence::Present),
            });
            let ctx = self.ctx(session.on, 17);
            mark(&ctx, self.app, (id, session.nth), marks.collect(), Shown::Electronic).await?;
        }
        Ok(())
    }

    async fn recruiting(&self, rules: Rules, applicants: &[Applicant]) -> Result<(), Error> {
        let first = days_after(self.today, 14);
        self.opened(rules, (first, 5), days_after(self.today, 9), applicants).await?;
        Ok(())
    }
}

/// Sessions of six hours on so many working days in a row.
fn sessions(first: Date, count: usize) -> Vec<Session> {
    let works = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let days = first.series(1.day()).filter(works).take(count);
    let session = |(on, nth)| Session {
        nth,
        on,
        hours: DailyHours { start_min: 570, end_min: 990, break_min: 60 },
        room: "일자리센터 2층 교육실".to_owned(),
        state: SessionState::Planned,
    };
    days.zip(1..).map(session).collect()
}
