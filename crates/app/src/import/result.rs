//! What each row of a department's list of results becomes: a claim of that body, never more (CR-06). People and results
//! that are known already are found by name and day of birth and proposed; nothing is joined before somebody confirms.
//!
//! Whom another body knows is not told to the body that asks, unless both tell of the same hire: then it is said that it
//! will not count twice. Everybody else is one suggestion more for the second person who decides on such pairs.

use std::collections::{BTreeSet, HashMap};

use documents::header::Mapping;
use documents::result::ResultDraft;
use documents::row::Row;
use documents::table::Sheet;
use domain::Ctx;
use domain::actor::{Actor, Channel};
use domain::counting::{EmployerKey, SAME_EVENT_DAYS};
use domain::employer::{Employer, written};
use domain::handle::{HandleKind, name};
use domain::id::{EmployerId, PersonId, SeekerId};
use domain::look::Purpose;
use domain::message::Message;
use domain::placement::{AmendReason, Contribution, Contributor, How, Placement, State, Steps};
use domain::seeker::{Profile, Seeker, State as Life};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{File, Options, Outcome, Report, locate, of_row};
use crate::vocabulary::with_vocabulary;
use crate::{App, Error};

mod write;
pub(super) use write::{Beside, write};

/// That a row tells of somebody or something that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Sheet.
    pub sheet: String,
    /// Row as the spreadsheet shows it.
    pub row: usize,
    /// Of what kind.
    pub kind: LinkKind,
    /// What it is, in words that name nobody.
    pub message: Message,
}

/// What a row is proposed to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LinkKind {
    /// A result that another body told first: it is linked to it and not counted again (CR-01).
    Duplicate,
    /// The person of an earlier row.
    SamePerson,
    /// A person of whom the body told before.
    KnownPerson,
}

/// Everything one file changes, decided before anything is written.
#[derive(Debug, Default)]
pub(super) struct Plan {
    employers: Vec<Employer>,
    people: Vec<(Seeker, Profile, bool)>,
    claims: Vec<Placement>,
    /// Results of other bodies that this one told of too.
    linked: Vec<Placement>,
    /// First days of the new results, to tell how many belong to a month.
    pub(super) created: Vec<Date>,
}

/// Somebody a row may be about.
#[derive(Debug, Clone, Copy)]
struct Who {
    person: PersonId,
    seeker: SeekerId,
}

/// A row that somebody was in: which, their telephone, who they are.
type Earlier = (usize, String, Who);

/// Reads the rows.
pub(super) fn rows(ctx: &Ctx, app: &App, sheets: &[Sheet], mappings: &[Mapping]) -> Vec<Row<ResultDraft>> {
    with_vocabulary(&app.city, app.titles(), app.reference, ctx.today(), |words| {
        documents::result::read(sheets, mappings, words)
    })
}

/// Decides what each row becomes.
pub(super) async fn plan(
    ctx: &Ctx,
    app: &App,
    file: &File,
    rows: &[Row<ResultDraft>],
    mappings: &[Mapping],
    options: &Options,
) -> Result<(Report, Plan), Error> {
    let ctx = ctx.acting_as(Actor { channel: Channel::Import, ..ctx.actor.clone() });
    let mut planner = Planner::new(&ctx, app, file, options).await?;
    let mut report = Report::of(file, mappings);
    for row in rows {
        let draft = match &row.outcome {
            Err(problems) => {
                locate(file, row, problems, true, &mut report.problems);
                report.count(Outcome::Rejected);
                continue;
            }
            Ok(draft) => draft,
        };
        locate(file, row, &row.warnings, false, &mut report.problems);
        match planner.row(draft, (&row.sheet, row.row as usize)).await? {
            Ok(outcome) => report.count(outcome),
            Err(why) => {
                report.problems.push(of_row(file, row, true, why));
                report.count(Outcome::Rejected);
            }
        }
    }
    report.people = Some(planner.new_people.len());
    report.links = planner.links;
    crate::look::leave(&ctx, app, planner.looked_at.into_iter().collect(), Purpose::Duplicate).await?;
    Ok((report, planner.plan))
}

struct Planner<'a> {
    ctx: &'a Ctx,
    app: &'a App,
    source: String,
    options: &'a Options,
    employers: HashMap<EmployerId, Employer>,
    by_number: HashMap<String, EmployerId>,
    by_name: HashMap<String, Vec<EmployerId>>,
    bodies: HashMap<domain::id::OrganisationId, String>,
    /// Whom earlier rows were about, by name and day of birth: with the row and the telephone.
    in_file: HashMap<(String, Date), Vec<Earlier>>,
    claimed: BTreeSet<(PersonId, EmployerId, Date)>,
    new_people: BTreeSet<PersonId>,
    looked_at: BTreeSet<PersonId>,
    links: Vec<Link>,
    plan: Plan,
}

/// What the ledger already says of a row.
enum Told {
    /// Nothing.
    Nothing,
    /// The body told it itself.
    ByUs,
    /// Another body did, whose claim this is.
    ByOther(Box<Placement>),
}

impl<'a> Planner<'a> {
    async fn new(ctx: &'a Ctx, app: &'a App, file: &File, options: &'a Options) -> Result<Self, Error> {
        let (store, tenant) = (&app.store, ctx.tenant);
        let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
        let mut planner = Self {
            ctx,
            app,
            source: if options.source.is_empty() { file.name.clone() } else { options.source.clone() },
            options,
            employers: HashMap::new(),
            by_number: HashMap::new(),
            by_name: HashMap::new(),
            bodies: bodies.into_iter().map(|body| (body.id, body.name)).collect(),
            in_file: HashMap::new(),
            claimed: BTreeSet::new(),
            new_people: BTreeSet::new(),
            looked_at: BTreeSet::new(),
            links: Vec::new(),
            plan: Plan::default(),
        };
        for employer in store::employer::all(store, tenant).await.map_err(crate::fault)? {
            planner.remember(employer);
        }
        Ok(planner)
    }

    fn remember(&mut self, employer: Employer) {
        if let Some(number) = &employer.business_number {
            self.by_number.insert(number.digits().to_owned(), employer.id);
        }
        self.by_name.entry(written(&employer.name, "").0).or_default().push(employer.id);
        self.employers.insert(employer.id, employer);
    }

    /// The employer of a row, if it is known: by number, else by a name that only one has.
    fn known_employer(&self, draft: &ResultDraft, called: &str) -> Option<EmployerId> {
        let numbered = draft.business_number.as_ref().and_then(|number| self.by_number.get(number.digits()));
        let named = || match self.by_name.get(&written(called, "").0).map(Vec::as_slice) {
            Some([one]) => Some(one),
            _ => None,
        };
        numbered.or_else(named).copied()
    }

    fn employer(&mut self, draft: &ResultDraft) -> EmployerId {
        // A public job without an employer is the body's own.
        let own = self.ctx.actor.organisation.and_then(|body| self.bodies.get(&body)).cloned();
        let called = if draft.employer.is_empty() { own.unwrap_or_default() } else { draft.employer.clone() };
        if let Some(known) = self.known_employer(draft, &called) {
            return known;
        }
        let business_number = draft.business_number.clone();
        let employer = Employer { business_number, ..Employer::named(self.ctx.id(), called) };
        let id = employer.id;
        self.remember(employer.clone());
        self.plan.employers.push(employer);
        id
    }

    /// Decides one row; the reason when it must be refused.
    async fn row(
        &mut self,
        draft: &ResultDraft,
        (sheet, row): (&str, usize),
    ) -> Result<Result<Outcome, Message>, Error> {
        let ctx = self.ctx;
        if draft.start_on > ctx.today().saturating_add(jiff::Span::new().months(1)) {
            return Ok(Err(Message::new("placement-start-far")));
        }
        let profile = self.profile(draft);
        // What refuses the row comes before anything that it would leave behind.
        match crate::seeker::refuse_deceased(ctx, self.app, &profile, false).await {
            Err(Error::Conflict(why)) => return Ok(Err(why)),
            other => other?,
        }
        let employer = self.employer(draft);
        let apart = self.options.apart.contains(&(sheet.to_owned(), row));
        let key = (name(&draft.name), draft.born_on);
        let link = |kind, message| Link { sheet: sheet.to_owned(), row, kind, message };
        let earlier = self.in_file.get(&key).and_then(|known| {
            let same = known.iter().find(|(_, phone, _)| agree(phone, &draft.phone));
            same.map(|(at, _, who)| (*at, *who))
        });
        if earlier.is_some_and(|(_, who)| self.claimed.contains(&(who.person, employer, draft.start_on))) {
            return Ok(Ok(Outcome::Duplicate));
        }
        let (claims, known) = self.known(&profile).await?;
        match self.told(claims, employer, draft.start_on) {
            Told::ByUs => return Ok(Ok(Outcome::Unchanged)),
            Told::ByOther(first) => {
                self.looked_at.insert(first.person);
                let body = first.owner.and_then(|body| self.bodies.get(&body)).cloned().unwrap_or_default();
                let message =
                    Message::new("link-duplicate").with("name", body).with("day", first.start_on.to_string());
                self.links.push(link(LinkKind::Duplicate, message));
                if !apart {
                    self.claimed.insert((first.person, employer, draft.start_on));
                    if let Some(seeker) = first.seeker {
                        self.note(key, row, draft, Who { person: first.person, seeker });
                    }
                    self.link(*first);
                    return Ok(Ok(Outcome::Duplicate));
                }
            }
            Told::Nothing => {}
        }
        let who = match (earlier, known) {
            (Some((at, known)), _) => {
                let message = Message::new("link-same-person").with("row", at);
                self.links.push(link(LinkKind::SamePerson, message));
                Some(known)
            }
            (None, Some(known)) => {
                self.links.push(link(LinkKind::KnownPerson, Message::new("link-known-person")));
                Some(known)
            }
            (None, None) => None,
        };
        let who = who.filter(|_| !apart).unwrap_or_else(|| self.person(&profile, apart));
        let claim = self.claim(draft, employer, (who.person, Some(who.seeker)), &profile);
        if let Err(why) = claim.check() {
            return Ok(Err(why));
        }
        self.claimed.insert((who.person, employer, draft.start_on));
        self.note(key, row, draft, who);
        self.new_people.insert(who.person);
        self.plan.created.push(claim.start_on);
        self.plan.claims.push(claim);
        Ok(Ok(Outcome::Created))
    }

    fn note(&mut self, key: (String, Date), row: usize, draft: &ResultDraft, who: Who) {
        self.in_file.entry(key).or_default().push((row, draft.phone.clone(), who));
    }

    fn profile(&self, draft: &ResultDraft) -> Profile {
        let whole = draft.phone.len() > 4;
        let root = self.options.residents.then(|| self.app.city.root().clone());
        Profile {
            name: draft.name.clone(),
            born_on: Some(draft.born_on),
            mobile: if whole { draft.phone.clone() } else { String::new() },
            area: draft.area.clone().or(root),
            ..Profile::default()
        }
    }

    /// Of the people of that name and day of birth: their claims, and the one whom the body knows by itself.
    async fn known(&self, profile: &Profile) -> Result<(Vec<Placement>, Option<Who>), Error> {
        let (store, tenant) = (&self.app.store, self.ctx.tenant);
        let alike = store::handle::alike(store, tenant, profile).await.map_err(crate::fault)?;
        let named: Vec<_> = alike.iter().filter(|shared| shared.kind == HandleKind::NameBirth).collect();
        let (mut claims, mut known) = (Vec::new(), None);
        for shared in named {
            for same in store::merge::same_as(store, tenant, shared.person).await.map_err(crate::fault)? {
                claims.extend(store::placement::of_person(store, tenant, same).await.map_err(crate::fault)?);
            }
            let who = Who { person: shared.person, seeker: shared.seeker };
            // Name, birth and telephone alike are one person; of whom the body told before it may be told.
            let all_alike = alike
                .iter()
                .any(|other| other.person == shared.person && other.kind == HandleKind::NamePhone);
            let own = claims.iter().any(|claim| claim.person == shared.person && self.is_own(claim));
            if known.is_none() && (own || all_alike && self.is_ours(shared.seeker).await?) {
                known = Some(who);
            }
        }
        Ok((claims, known))
    }

    fn is_own(&self, claim: &Placement) -> bool {
        claim.owner.is_some() && claim.owner == self.ctx.actor.organisation
    }

    /// Whether the body told of a result: its own, or another's that it is put down at.
    fn told_of(&self, claim: &Placement) -> bool {
        let body = self.ctx.actor.organisation;
        self.is_own(claim) || claim.contributors.iter().any(|helper| Some(helper.organisation) == body)
    }

    async fn is_ours(&self, seeker: SeekerId) -> Result<bool, Error> {
        let found = store::seeker::find(&self.app.store, self.ctx.tenant, seeker).await;
        let found = found.map_err(crate::fault)?;
        Ok(found.is_some_and(|(seeker, _)| seeker.organisation == self.ctx.actor.organisation))
    }

    /// Whether somebody told of this hire before: the same employer, and a first day within a week (CR-01).
    fn told(&self, claims: Vec<Placement>, employer: EmployerId, start_on: Date) -> Told {
        let key = |id: &EmployerId| self.employers.get(id).map(EmployerKey::of);
        let here = key(&employer);
        let near = |claim: &Placement| {
            let apart = (claim.start_on - start_on).get_days().abs();
            let same = claim.employer == employer || (here.is_some() && key(&claim.employer) == here);
            same && apart <= SAME_EVENT_DAYS && claim.state.is_live()
        };
        let mut near: Vec<Placement> = claims.into_iter().filter(near).collect();
        if near.iter().any(|claim| self.told_of(claim)) {
            return Told::ByUs;
        }
        near.sort_by_key(|claim| (claim.start_on, claim.id));
        near.into_iter().next().map_or(Told::Nothing, |first| Told::ByOther(Box::new(first)))
    }

    /// Somebody new to the body. The record is no registration: it waits for nobody and wishes nothing.
    fn person(&mut self, profile: &Profile, said_other: bool) -> Who {
        let ctx = self.ctx;
        let who = Who { person: ctx.id(), seeker: ctx.id() };
        let seeker = Seeker {
            id: who.seeker,
            person: who.person,
            number: String::new(),
            registered_on: ctx.today(),
            channel: Channel::Import,
            organisation: ctx.actor.organisation,
            assigned: None,
            intake_on: None,
            due: None,
            consents: Vec::new(),
            moves: Vec::new(),
            revived: Vec::new(),
            state: Life::Draft,
            source: self.source.clone(),
            source_key: String::new(),
            source_digest: String::new(),
            version: 1,
            created_at: ctx.now,
            updated_at: ctx.now,
        };
        self.plan.people.push((seeker, profile.clone(), said_other));
        who
    }

    fn claim(
        &self,
        draft: &ResultDraft,
        employer: EmployerId,
        (person, seeker): (PersonId, Option<SeekerId>),
        profile: &Profile,
    ) -> Placement {
        let ctx = self.ctx;
        let work_area = self.employers.get(&employer).and_then(|known| known.area.clone());
        // A public job of the city is in the city.
        let root = (draft.how == How::DirectJob).then(|| self.app.city.root().clone());
        let claim = Placement {
            id: ctx.id(),
            person,
            seeker,
            employer,
            opening: None,
            referral: None,
            how: draft.how,
            start_on: draft.start_on,
            steps: Steps::default(),
            terms: draft.terms,
            residence: profile.area.clone(),
            age: domain::counting::age_at_start(profile.born_on, draft.start_on),
            work_area: work_area.or(root),
            owner: ctx.actor.organisation,
            contributors: Vec::new(),
            amended: Vec::new(),
            moved: Vec::new(),
            project: draft.project.clone(),
            evidence: Vec::new(),
            handed: None,
            confirmed_by_person: None,
            retention: Vec::new(),
            state: State::Claimed,
            dispute: None,
            version: 1,
            created_by: ctx.actor.person,
            created_at: ctx.now,
            updated_at: ctx.now,
        };
        claim.judged(ctx.now)
    }

    /// Puts the body down as one that told of another's result, which stays the other's (CR-01).
    fn link(&mut self, first: Placement) {
        let Some(organisation) = self.ctx.actor.organisation else { return };
        let us = Contributor { organisation, what: Contribution::Reported };
        // Told twice in one file it is put down once.
        if self.plan.linked.iter().any(|known| known.id == first.id) {
            return;
        }
        let by = self.ctx.actor.person;
        self.plan.linked.extend(first.contribute(us, AmendReason::OnRecord, by, self.ctx.now));
    }
}

/// Whether two telephones, or their last four digits, may be one person's.
fn agree(one: &str, other: &str) -> bool {
    let last = |text: &str| text.get(text.len().saturating_sub(4)..).unwrap_or_default().to_owned();
    one.is_empty() || other.is_empty() || last(one) == last(other)
}
