//! The counsellor's day: whom to see, call and chase, longest waiting first. What is due is found by an index
//! of dates, so many of each kind; only the people put on the page are opened, and each was looked at.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::id::{EmployerId, NoticeId, PersonId, SeekerId};
use domain::look::Purpose;
use domain::notice::{Kind, Notice, To};
use domain::opening::StateName as OpeningState;
use domain::placement::Placement;
use domain::policy::{Relation, UseCase, authorise, scope};
use domain::reminder::{Act, Due, days_after};
use domain::seeker::Profile;
use jiff::Timestamp;
use jiff::civil::Date;
pub use store::day::MOST_COUNTED;
use store::day::Part;
use strum::{Display, EnumIter, EnumString, IntoEnumIterator, IntoStaticStr};

use crate::{App, Error};

/// Rows of each section while all of them are on the page, and of one that is alone.
const ROWS: usize = 20;
const ROWS_ALONE: usize = 100;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ask {
    /// Only people assigned to whoever asks, and openings they took in.
    pub mine: bool,
    /// Only one section, with more rows.
    pub only: Option<Section>,
}

/// The sections of the day, in the order of the page.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumIter, EnumString, IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub enum Section {
    /// What somebody must be told by telephone.
    Calls,
    /// Employers to be asked what became of a referral.
    Results,
    /// Referrals whose next step is ours.
    Referrals,
    /// New registrations that wait for the first counselling.
    Intake,
    /// Steps of action plans.
    Steps,
    /// Registrations that end soon.
    Renewals,
    /// Reported hires without evidence.
    Evidence,
    /// Whether people still work where they were hired.
    Retention,
    /// Employers to be asked whether an opening still holds.
    Openings,
    /// Cohorts of programmes that go on.
    Cohorts,
    /// Registrations and openings to accept, and employers whose openings are shown without a business number.
    Check,
}

/// Something to do.
#[derive(Debug, Clone)]
pub struct Row {
    /// What, and since when.
    pub due: Due,
    /// Which person it is about, if it is about one.
    pub person: Option<PersonId>,
    /// Whom to call or see: the person's name, or the employer's.
    pub who: String,
    /// Telephones, digits only.
    pub phones: Vec<String>,
    /// The work or employer it is about; may be empty.
    pub what: String,
    /// Where it is done.
    pub link: Link,
}

impl Row {
    /// Whether an employer waits for it: such calls come before mere news.
    fn is_awaited(&self) -> bool {
        matches!(self.link, Link::Notice(_, Kind::IntroductionAsked, _))
    }
}

/// Where a thing is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// The page of a thing.
    Page(String),
    /// A notice to be told and ticked off; with what it says.
    Notice(NoticeId, Kind, Option<domain::Message>),
}

/// A section with its rows, longest waiting first.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Which.
    pub section: Section,
    /// Its rows.
    pub rows: Vec<Row>,
    /// How many there are in all, counted up to [`MOST_COUNTED`].
    pub total: usize,
}

/// The day.
#[derive(Debug, Clone, Default)]
pub struct Day {
    /// The one next thing for each person, longest waiting first.
    pub next: Vec<Row>,
    /// Everything by section, also the empty ones.
    pub sections: Vec<Listed>,
}

impl Day {
    /// The rows of a section.
    pub fn rows(&self, section: Section) -> &[Row] {
        let found = self.sections.iter().find(|listed| listed.section == section);
        found.map_or(&[], |listed| &listed.rows)
    }
}

/// Today's work.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn day(ctx: &Ctx, app: &App, ask: &Ask) -> Result<Day, Error> {
    authorise(&ctx.actor, UseCase::ReadDay, Relation::default())?;
    let mut sections = Vec::new();
    for section in Section::iter().filter(|section| ask.only.is_none_or(|only| only == *section)) {
        sections.push(Desk { ctx, app, ask }.section(section).await?);
    }
    let mut next: Vec<Row> = sections.iter().flat_map(|listed| listed.rows.iter().cloned()).collect();
    next.retain(|row| row.person.is_some());
    next.sort_by_key(|row| row.due);
    let looked = next.iter().filter_map(|row| row.person).collect();
    crate::look::leave(ctx, app, looked, Purpose::Day).await?;
    let mut seen = std::collections::HashSet::new();
    next.retain(|row| seen.insert(row.person));
    next.truncate(ROWS);
    Ok(Day { next, sections })
}

/// Who asks for what.
struct Desk<'a> {
    ctx: &'a Ctx,
    app: &'a App,
    ask: &'a Ask,
}

impl Desk<'_> {
    fn part(&self, by: Date) -> Part {
        Part {
            by,
            mine: self.ctx.actor.person.filter(|_| self.ask.mine),
            within: scope(&self.ctx.actor, UseCase::ReadSeeker),
            limit: if self.ask.only.is_some() { ROWS_ALONE } else { ROWS },
        }
    }

    async fn section(&self, section: Section) -> Result<Listed, Error> {
        let (mut rows, total) = match section {
            Section::Calls => self.calls().await,
            Section::Results => self.referrals(true).await,
            Section::Referrals => self.referrals(false).await,
            Section::Intake => self.seekers(Act::HoldIntake, "/services/new").await,
            Section::Steps => self.steps().await,
            Section::Renewals => self.seekers(Act::RenewSeeker, "").await,
            Section::Evidence => self.placements(Act::GatherEvidence).await,
            Section::Retention => self.placements(Act::CheckRetention).await,
            Section::Openings => self.openings().await,
            Section::Cohorts => self.cohorts().await,
            Section::Check => self.check().await,
        }?;
        rows.sort_by_key(|row| (!row.is_awaited(), row.due));
        Ok(Listed { section, rows, total })
    }

    async fn calls(&self) -> Result<(Vec<Row>, usize), Error> {
        let (ctx, store, tenant) = (self.ctx, &self.app.store, self.ctx.tenant);
        let part = self.part(ctx.today());
        let (notices, total) = store::notice::untold(store, tenant, &part).await.map_err(crate::fault)?;
        let mut rows = Vec::with_capacity(notices.len());
        let mut total = total;
        for notice in notices {
            if self.pointless(&notice).await? {
                total = total.saturating_sub(1);
                continue;
            }
            let (person, who, phones) = match notice.to {
                To::Employer(id) => {
                    let (name, phones) = self.employer(id).await?;
                    (None, name, phones)
                }
                To::Person(id) => {
                    let all = store::seeker::of_person(store, tenant, id).await.map_err(crate::fault)?;
                    if all.iter().any(|(seeker, _)| notice.outlived_by_registration(seeker)) {
                        total = total.saturating_sub(1);
                        continue;
                    }
                    let (name, phones) = all
                        .into_iter()
                        .next_back()
                        .and_then(|(_, profile)| profile)
                        .map(reached)
                        .unwrap_or_default();
                    (Some(id), name, phones)
                }
            };
            let what = match notice.about.opening {
                Some(id) => {
                    let opening = store::opening::find(store, tenant, id).await.map_err(crate::fault)?;
                    opening.map(|opening| opening.content.title).unwrap_or_default()
                }
                None => String::new(),
            };
            let due = Due::new(ctx.zone.to_datetime(notice.at).date(), Act::TellPerson);
            let link = Link::Notice(notice.id, notice.kind, notice.detail);
            rows.push(Row { due, person, who, phones, what, link });
        }
        Ok((rows, total))
    }

    /// Whether time made a notice pointless, before the step that closes it comes: an interview of this morning.
    async fn pointless(&self, notice: &Notice) -> Result<bool, Error> {
        let Some(id) = notice.about.referral else { return Ok(false) };
        let found =
            store::referral::find(&self.app.store, self.ctx.tenant, id).await.map_err(crate::fault)?;
        Ok(found.is_some_and(|referral| notice.outlived_by(&referral, self.ctx.now, &self.ctx.zone)))
    }

    /// Referrals that wait for an employer's word, or for our own next step.
    async fn referrals(&self, answers: bool) -> Result<(Vec<Row>, usize), Error> {
        let (ctx, store, part) = (self.ctx, &self.app.store, self.part(self.ctx.today()));
        let found = match answers {
            true => store::referral::unanswered(store, ctx.tenant, &part).await,
            false => store::referral::unsent(store, ctx.tenant, &part).await,
        };
        let (found, total) = found.map_err(crate::fault)?;
        let mut rows = Vec::with_capacity(found.len());
        for line in crate::referral::lines_of(ctx, self.app, found).await? {
            let Some(due) = line.referral.due(self.app.city.reminders(), &ctx.zone) else { continue };
            let (name, own) = self.person(line.referral.seeker).await?;
            let (who, phones) = match answers {
                true => self.employer(line.referral.employer).await?,
                false => (name.clone(), own),
            };
            rows.push(Row {
                due,
                person: Some(line.referral.person),
                what: format!("{name} → {} · {}", line.title, line.employer),
                who,
                phones,
                link: Link::Page(format!("/staff/referrals/{}", line.referral.id)),
            });
        }
        Ok((rows, total))
    }

    /// Registrations about which one thing is due; `place` is where on their pages it is done.
    async fn seekers(&self, act: Act, place: &str) -> Result<(Vec<Row>, usize), Error> {
        let (ctx, store, part) = (self.ctx, &self.app.store, self.part(self.ctx.today()));
        let (found, total) = store::seeker::due(store, ctx.tenant, act, &part).await.map_err(crate::fault)?;
        let rows = found.into_iter().filter_map(|(seeker, profile)| {
            let (who, phones) = reached(profile?);
            Some(Row {
                due: seeker.due?,
                person: Some(seeker.person),
                who,
                phones,
                what: seeker.number,
                link: Link::Page(format!("/staff/seekers/{}{place}", seeker.id)),
            })
        });
        Ok((rows.collect(), total))
    }

    async fn steps(&self) -> Result<(Vec<Row>, usize), Error> {
        let (ctx, store, part) = (self.ctx, &self.app.store, self.part(self.ctx.today()));
        let (found, total) = store::action_plan::due(store, ctx.tenant, &part).await.map_err(crate::fault)?;
        let mut rows = Vec::with_capacity(found.len());
        for (plan, words) in found {
            let (Some(due), Some(words)) = (plan.due(), words) else { continue };
            let (who, phones) = self.person(plan.seeker).await?;
            let what = plan.next().and_then(|(nth, _)| words.steps.get(nth).cloned()).unwrap_or_default();
            let link = Link::Page(format!("/staff/seekers/{}#plan", plan.seeker));
            rows.push(Row { due, person: Some(plan.person), who, phones, what, link });
        }
        Ok((rows, total))
    }

    async fn placements(&self, act: Act) -> Result<(Vec<Row>, usize), Error> {
        let (ctx, store) = (self.ctx, &self.app.store);
        let days = self.app.city.reminders().evidence_days;
        let found = match act {
            Act::GatherEvidence => {
                let part = self.part(days_after(ctx.today(), -days));
                store::placement::unproven(store, ctx.tenant, &part).await
            }
            _ => store::placement::unasked(store, ctx.tenant, &self.part(ctx.today())).await,
        };
        let (found, total) = found.map_err(crate::fault)?;
        let mut rows = Vec::with_capacity(found.len());
        for placement in found {
            let on = match (act, placement.next_look()) {
                (Act::CheckRetention, Some((_, on))) => on,
                _ => days_after(placement.start_on, days),
            };
            rows.push(self.placement(&placement, Due::new(on, act)).await?);
        }
        Ok((rows, total))
    }

    async fn placement(&self, placement: &Placement, due: Due) -> Result<Row, Error> {
        let (store, tenant) = (&self.app.store, self.ctx.tenant);
        let all = store::seeker::of_person(store, tenant, placement.person).await.map_err(crate::fault)?;
        let told = all.into_iter().next_back().and_then(|(_, profile)| profile);
        let (who, phones) = told.map(reached).unwrap_or_default();
        let (employer, _) = self.employer(placement.employer).await?;
        Ok(Row {
            due,
            person: Some(placement.person),
            who,
            phones,
            what: format!("{employer} · {}", placement.start_on),
            link: Link::Page(format!("/staff/placements/{}", placement.id)),
        })
    }

    /// The calls to employers about their openings: does it still hold, shall it be renewed?
    async fn openings(&self) -> Result<(Vec<Row>, usize), Error> {
        let mine = self.ctx.actor.person.filter(|_| self.ask.mine);
        let mut calls = crate::opening::calls(self.ctx, self.app, MOST_COUNTED).await?;
        calls.retain(|call| mine.is_none() || call.opening.origin.received_by == mine);
        let total = calls.len();
        let mut rows = Vec::new();
        for call in calls.into_iter().take(self.part(self.ctx.today()).limit) {
            let (who, phones) = self.employer(call.opening.employer).await?;
            let link = Link::Page(format!("/staff/openings/{}", call.opening.id));
            rows.push(Row {
                due: call.due,
                person: None,
                who,
                phones,
                what: call.opening.content.title,
                link,
            });
        }
        Ok((rows, total))
    }

    /// What waits of the cohorts that who asks minds; the people in them stand on no row.
    async fn cohorts(&self) -> Result<(Vec<Row>, usize), Error> {
        let waiting = crate::cohort::waiting(self.ctx, self.app, self.ask.mine).await?;
        let total = waiting.len();
        let rows = waiting.into_iter().take(self.part(self.ctx.today()).limit).map(|(cohort, due)| {
            let program = self.app.reference.support_programs.get(&cohort.program);
            Row {
                due,
                person: None,
                who: program.map(|program| program.name_ko.clone()).unwrap_or_default(),
                phones: Vec::new(),
                what: format!("#{} · {} ~ {}", cohort.number, cohort.from, cohort.until),
                link: Link::Page(format!("/staff/cohorts/{}", cohort.id)),
            }
        });
        Ok((rows.collect(), total))
    }

    async fn check(&self) -> Result<(Vec<Row>, usize), Error> {
        let (ctx, store, tenant) = (self.ctx, &self.app.store, self.ctx.tenant);
        let (mut rows, seekers) = self.seekers(Act::AcceptSeeker, "").await?;
        let submitted = Some(OpeningState::Submitted);
        let limit = self.part(ctx.today()).limit;
        let (_, count) = store::opening::list(store, tenant, submitted, 1, 0).await.map_err(crate::fault)?;
        // The list begins with what changed last; who waits longest stands at its end.
        let (openings, _) =
            store::opening::list(store, tenant, submitted, limit, count.saturating_sub(limit))
                .await
                .map_err(crate::fault)?;
        for opening in openings {
            let (who, phones) = self.employer(opening.employer).await?;
            let on = ctx.zone.to_datetime(opening.updated_at).date();
            let link = Link::Page(format!("/staff/openings/{}", opening.id));
            let due = Due::new(on, Act::AcceptOpening);
            rows.push(Row { due, person: None, who, phones, what: opening.content.title, link });
        }
        let unverified = self.unverified();
        let employers = unverified.len();
        for (employer, since) in unverified.into_iter().take(limit) {
            let (who, phones) = self.employer(employer).await?;
            let due = Due::new(since, Act::VerifyEmployer);
            let link = Link::Page(format!("/staff/employers/{employer}"));
            rows.push(Row { due, person: None, who, phones, what: String::new(), link });
        }
        Ok((rows, seekers + count + employers))
    }

    /// Employers whose openings are shown though nobody knows their business number, longest shown first.
    fn unverified(&self) -> Vec<(EmployerId, Date)> {
        let (ctx, mine) = (self.ctx, self.ctx.actor.person.filter(|_| self.ask.mine));
        let mut since: BTreeMap<EmployerId, i64> = BTreeMap::new();
        self.app.projection.with(|state| {
            for entry in state.openings.values() {
                let (opening, employer) = (&entry.opening, &entry.employer);
                if employer.business_number.is_none()
                    && opening.state.is_listed(ctx.today())
                    && (mine.is_none() || opening.origin.received_by == mine)
                {
                    let first = since.entry(employer.id).or_insert(entry.opened_ms);
                    *first = entry.opened_ms.min(*first);
                }
            }
        });
        let day =
            |ms| Timestamp::from_millisecond(ms).map_or(ctx.today(), |at| ctx.zone.to_datetime(at).date());
        let mut found: Vec<_> = since.into_iter().map(|(employer, ms)| (employer, day(ms))).collect();
        found.sort_by_key(|(employer, since)| (*since, *employer));
        found.truncate(MOST_COUNTED);
        found
    }

    async fn person(&self, seeker: SeekerId) -> Result<(String, Vec<String>), Error> {
        let found =
            store::seeker::find(&self.app.store, self.ctx.tenant, seeker).await.map_err(crate::fault)?;
        Ok(found.and_then(|(_, profile)| profile).map(reached).unwrap_or_default())
    }

    async fn employer(&self, id: EmployerId) -> Result<(String, Vec<String>), Error> {
        let (store, tenant) = (&self.app.store, self.ctx.tenant);
        let employer = store::employer::get(store, tenant, id).await.map_err(crate::fault)?;
        let contact = match employer.contact {
            Some(person) => {
                store::employer::contact(store, tenant, id, person).await.map_err(crate::fault)?
            }
            None => None,
        };
        let own = contact.map(|contact| contact.phone).into_iter().chain([employer.phone]);
        let mut phones: Vec<String> = own.filter(|phone| !phone.is_empty()).collect();
        phones.dedup();
        Ok((employer.name, phones))
    }
}

/// Name and telephones.
fn reached(profile: Profile) -> (String, Vec<String>) {
    let phones = [profile.mobile, profile.phone, profile.proxy_phone];
    (profile.name, phones.into_iter().filter(|phone| !phone.is_empty()).collect())
}
