//! The demo city's past year of results: claims of every grade and class, with evidence, what was found after
//! 1, 3, 6 and 12 months, disputes, and what the rules leave out.

use domain::Channel;
use domain::employer::Employer;
use domain::id::{OrganisationId, PersonId};
use domain::organisation::{Organisation, OrganisationKind};
use domain::person::Person;
use domain::placement::{
    CancelReason, Contribution, Contributor, DisputeReason, EndReason, Evidence, EvidenceKind, ExemptReason,
    How, Placement, RETENTION_MONTHS, Retention, State, Steps, Terms,
};
use domain::reminder::{Reminders, days_after};
use domain::seeker::{Profile, Seeker, State as SeekerState};
use domain::service::{Notes, Service, ServiceKind};
use jiff::ToSpan;
use jiff::civil::Date;

use super::Ground;
use super::employer::WithContact;
use super::words::{Dice, Job};

/// People whom the demo's counsellor looks after.
const LOOKED_AFTER: usize = 40;

type Registered = (Seeker, Person, Profile);

/// Puts the first active ones into the counsellor's hands.
pub(super) fn look_after(
    seekers: &mut [Registered],
    bodies: &[Organisation],
    counselor: Option<PersonId>,
    reminders: &Reminders,
) {
    let centre = bodies.iter().find(|body| body.kind == OrganisationKind::JobCenter).map(|body| body.id);
    let active = seekers.iter_mut().filter(|(seeker, ..)| matches!(seeker.state, SeekerState::Active { .. }));
    for (seeker, ..) in active.take(LOOKED_AFTER) {
        seeker.assigned = counselor;
        seeker.organisation = centre;
        seeker.due = seeker.next_due(reminders);
    }
}

/// What is special about one of the placed, by their place in the row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Story {
    /// Nothing.
    Plain,
    /// They share the counsellor's telephone.
    Household,
    /// They never came; taken back.
    NeverStarted,
    /// They say that they never worked there.
    Disputed,
    /// They began before they registered (CR-04).
    Before,
    /// Another body claims the same hire (CR-01).
    Shared,
    /// They went back to the same employer (CR-15).
    Back,
    /// They found it alone, without a word or service on record (CR-05).
    Alone,
}

impl Story {
    fn of(nth: usize) -> Self {
        match nth % 40 {
            1 if nth == 1 => Self::Household,
            3 => Self::NeverStarted,
            4 => Self::Disputed,
            5 => Self::Before,
            6 | 20 => Self::Shared,
            7 => Self::Back,
            8 | 28 => Self::Alone,
            _ => Self::Plain,
        }
    }
}

struct Past<'a> {
    ground: &'a Ground<'a>,
    owners: Vec<OrganisationId>,
    counselor: Option<PersonId>,
    /// Who looks insurance records up: never the account that entered the claim.
    officer: Option<PersonId>,
    placements: Vec<Placement>,
    services: Vec<(Service, Notes)>,
}

/// The claims of everybody who was placed, and what was done for them.
pub(super) fn past(
    ground: &Ground<'_>,
    bodies: &[Organisation],
    employers: &[(WithContact, Job)],
    seekers: &mut [Registered],
    (counselor, officer): (Option<PersonId>, Option<PersonId>),
) -> (Vec<Placement>, Vec<(Service, Notes)>) {
    // The job centre owns most; departments, agencies and partners the rest.
    let centre = |body: &&Organisation| body.kind == OrganisationKind::JobCenter;
    let mut owners: Vec<OrganisationId> = bodies.iter().filter(centre).map(|body| body.id).collect();
    let others = bodies.iter().filter(|body| body.kind != OrganisationKind::City && !centre(body));
    owners.extend(others.map(|body| body.id));
    let mut past = Past { ground, owners, counselor, officer, placements: Vec::new(), services: Vec::new() };
    let placed = seekers.iter_mut().filter(|(seeker, ..)| matches!(seeker.state, SeekerState::Placed { .. }));
    for (nth, registered) in placed.enumerate() {
        let Some(((employer, _), _)) = employers.get(ground.dice.below(employers.len())) else { break };
        past.one(nth, registered, employer);
    }
    (past.placements, past.services)
}

impl Past<'_> {
    fn dice(&self) -> &Dice {
        &self.ground.dice
    }

    fn one(&mut self, nth: usize, (seeker, _, profile): &mut Registered, employer: &Employer) {
        let story = Story::of(nth);
        if story == Story::Household {
            profile.phone = super::person::HOUSEHOLD.to_owned();
        }
        let SeekerState::Placed { at } = seeker.state else { return };
        let placed_on = self.ground.city.zone().to_datetime(at).date();
        let start = if story == Story::Before { days_after(seeker.registered_on, -21) } else { placed_on };
        let how = if story == Story::Alone { How::SelfFound } else { self.how() };
        let mut claim = self.claim(seeker, profile, employer, how, start);
        if story != Story::Alone {
            self.serve(seeker, days_after(placed_on, -12).max(seeker.registered_on));
            self.prove(&mut claim, story);
        }
        self.look(&mut claim);
        let now = self.ground.now;
        match story {
            Story::NeverStarted => {
                claim =
                    self.kept(claim.clone().cancel(CancelReason::NeverStarted, self.counselor, now), claim)
            }
            Story::Disputed => {
                claim = self.kept(claim.clone().disputed(DisputeReason::NeverWorked, now), claim)
            }
            Story::Shared => {
                let mut second = self.claim(seeker, profile, employer, How::Referral, days_after(start, 2));
                second.owner = self.owners.get(1 + nth % 3).copied();
                self.placements.push(second);
            }
            Story::Back => {
                let mut again = self.claim(
                    seeker,
                    profile,
                    employer,
                    How::Referral,
                    days_after(start, 40).min(self.ground.today),
                );
                self.prove(&mut again, story);
                self.placements.push(again);
            }
            Story::Plain | Story::Household | Story::Before | Story::Alone => {}
        }
        self.placements.push(claim.judged(now));
    }

    /// The claim after a step, or as it was where the step is refused.
    fn kept(&self, after: Result<Placement, domain::Message>, before: Placement) -> Placement {
        after.unwrap_or(before)
    }

    fn how(&self) -> How {
        match self.dice().below(100) {
            0..=61 => How::Referral,
            62..=74 => How::SelfFound,
            75..=81 => How::Event,
            82..=87 => How::Training,
            88..=91 => How::DirectJob,
            92..=96 => How::Subsidised,
            _ => How::Startup,
        }
    }

    fn claim(
        &self,
        seeker: &Seeker,
        profile: &Profile,
        employer: &Employer,
        how: How,
        start: Date,
    ) -> Placement {
        let dice = self.dice();
        let owner =
            self.owners.get(if dice.percent(70) { 0 } else { dice.below(self.owners.len()) }).copied();
        let half = (start - seeker.registered_on).get_days() / 2;
        let between = days_after(seeker.registered_on, half.max(0));
        let referred = (how == How::Referral).then_some(between);
        let at = self.ground.city.zone().to_timestamp(start.at(10, 0, 0, 0)).unwrap_or(self.ground.now);
        let helper = Contributor {
            organisation: *dice.pick(&self.owners).unwrap_or(&dice.id()),
            what: *dice
                .pick(&[Contribution::Trained, Contribution::FoundOpening, Contribution::HeldEvent])
                .unwrap_or(&Contribution::Referred),
        };
        let helped = dice.percent(20) && Some(helper.organisation) != owner;
        Placement {
            id: dice.id(),
            person: seeker.person,
            seeker: Some(seeker.id),
            employer: employer.id,
            opening: None,
            referral: None,
            how,
            start_on: start,
            steps: Steps {
                registered_on: Some(seeker.registered_on),
                referred_on: referred,
                interviewed_on: referred,
            },
            terms: self.terms(),
            residence: profile.area.clone(),
            age: domain::counting::age_at_start(profile.born_on, start),
            work_area: employer.area.clone(),
            owner,
            contributors: if helped { vec![helper] } else { Vec::new() },
            amended: Vec::new(),
            moved: Vec::new(),
            project: String::new(),
            evidence: Vec::new(),
            handed: None,
            confirmed_by_person: (matches!(how, How::SelfFound | How::Referral) && dice.percent(85))
                .then_some(at),
            retention: Vec::new(),
            state: State::Claimed,
            dispute: None,
            version: 1,
            created_by: self.counselor,
            created_at: at,
            updated_at: at,
        }
    }

    fn terms(&self) -> Terms {
        let dice = self.dice();
        let hours = match dice.below(20) {
            0..=13 => 40,
            14..=17 => 20,
            _ => 12,
        };
        let plain = Terms { weekly_minutes: Some(hours * 60), ..Terms::default() };
        match dice.below(100) {
            0..=7 => Terms {
                contract_months: Some(0),
                day_labour: true,
                person_days: u32::try_from(dice.amount(15)).ok(),
                ..plain
            },
            8..=27 => Terms { contract_months: u16::try_from(5 + dice.amount(6)).ok(), ..plain },
            _ => plain,
        }
    }

    /// Evidence of one of the grades; without it the claim stays a claim.
    fn prove(&self, claim: &mut Placement, story: Story) {
        let kind = match self.dice().below(100) {
            _ if story == Story::Back => EvidenceKind::InsuranceLookup,
            0..=29 => EvidenceKind::InsuranceLookup,
            30..=39 => EvidenceKind::InsuranceCertificate,
            40..=72 => EvidenceKind::EmployerNotice,
            73..=82 => EvidenceKind::Contract,
            _ => EvidenceKind::Phone,
        };
        let on = days_after(claim.start_on, 5).min(self.ground.today);
        let mut piece = Evidence::new(kind, on, self.counselor);
        match kind {
            EvidenceKind::InsuranceLookup => {
                let number = format!("{}-{}", on.strftime("%Y%m%d"), self.placements.len() + 1);
                piece = Evidence::new(kind, on, self.officer).referring_to(&number);
            }
            EvidenceKind::EmployerNotice => piece = piece.first_hand(),
            _ => {}
        }
        if kind == EvidenceKind::Contract && self.dice().percent(50) {
            piece = piece.exempt(ExemptReason::ShortHours);
        }
        if let Ok(known) = claim.clone().attach(piece, claim.created_at, self.ground.today) {
            *claim = known;
        }
    }

    /// What was found on the days that have come; who had left is not asked again.
    fn look(&self, claim: &mut Placement) {
        let today = self.ground.today;
        for (months, nth) in RETENTION_MONTHS.into_iter().zip(0..) {
            let on = claim.start_on.saturating_add(i64::from(months).months());
            if on > today || self.dice().percent(15) {
                continue;
            }
            let still_employed = self.dice().percent(90 - 5 * nth);
            let grade = domain::placement::EvidenceGrade::E3;
            let look = Retention { months, still_employed, on, grade };
            if let Ok(known) = claim.clone().check_retention(look, None, claim.created_at, today) {
                *claim = known;
            }
            if !still_employed {
                if let Ok(ended) = claim.clone().end(on, EndReason::Left, claim.created_at, today) {
                    *claim = ended;
                }
                break;
            }
        }
    }

    fn serve(&mut self, seeker: &Seeker, on: Date) {
        let at = self.ground.city.zone().to_timestamp(on.at(11, 0, 0, 0)).unwrap_or(self.ground.now);
        let service = Service {
            id: self.dice().id(),
            person: seeker.person,
            seeker: Some(seeker.id),
            kind: ServiceKind::Counselling,
            on,
            by: self.counselor,
            organisation: self.owners.first().copied(),
            project: String::new(),
            channel: Channel::Counter,
            cancelled_at: None,
            version: 1,
            created_at: at,
        };
        let text = "희망 근무지와 시간을 함께 정하고 이력서를 고침".to_owned();
        self.services.push((service, Notes { text, ..Notes::default() }));
    }
}
