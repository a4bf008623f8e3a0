//! A city in which every stored text is a canary: people of every relation, employers with private contacts,
//! openings on and off the lists, papers, notes, referrals, placements and accounts.

use std::sync::Arc;

use app::seeker::register_as;
use domain::attachment::Paper;
use domain::employer::{Contact, Employer, Verification};
use domain::id::{EmployerId, LeadId, OpeningId, OrganisationId, PersonId, SeekerId};
use domain::opening::{Content, Reception, Visibility, Workplace};
use domain::organisation::OrganisationKind;
use domain::person::{Account, ErasureReason, Grant, Identity, Person};
use domain::seeker::{Consents, PastWork, Profile};
use domain::service::{Notes, ServiceKind};
use domain::wage::{Wage, WageForm};
use domain::work_time::{DailyHours, Weekdays, WorkTime};
use domain::{Actor, Channel, Ctx, Role};
use strum::IntoEnumIterator;

use crate::canary::{Canaries, What};
use crate::site::Site;

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    Confirmed,
    Unconfirmed,
    Suspended,
}

/// Somebody who asks.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) role: Role,
    pub(crate) stands: Stands,
    /// Whether they act for the city's own body, where most of the people are.
    pub(crate) home: bool,
    pub(crate) body: Option<OrganisationId>,
    pub(crate) person: Option<PersonId>,
    pub(crate) employer: Option<EmployerId>,
    pub(crate) token: Option<String>,
}

impl Asker {
    /// Words for a failure.
    pub(crate) fn named(&self) -> String {
        format!("{} {:?} {}", self.role, self.stands, if self.home { "here" } else { "elsewhere" })
    }
}

/// In which way a person is somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// Registered by the city's own body.
    Home,
    /// Registered by the other body, shared with nobody.
    Far,
    /// Registered by the other body, shared with the bodies of the municipality, and assigned to a counsellor of
    /// the city's own body.
    Assigned,
    /// The same without anybody in charge.
    Shared,
    /// Registered by themselves; no body looks after them yet.
    Own,
    /// Registered by the city's own body, and erased.
    Erased,
}

/// A person with everything about them.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    pub(crate) group: Group,
    pub(crate) person: PersonId,
    pub(crate) body: Option<OrganisationId>,
    pub(crate) assigned: Option<PersonId>,
    pub(crate) seeker: String,
    pub(crate) service: String,
    pub(crate) plan: String,
    pub(crate) paper: String,
    /// The employer to which a letter is on its way, with the referral.
    pub(crate) referral: Option<(EmployerId, String)>,
    pub(crate) placement: Option<String>,
    /// To look for them by.
    pub(crate) name: String,
    pub(crate) phone: String,
}

/// An employer of the test: the first is the employer of the askers who are here.
#[derive(Debug, Clone)]
pub(crate) struct Offering {
    pub(crate) id: EmployerId,
    pub(crate) draft: OpeningId,
    pub(crate) listed: OpeningId,
}

/// The city, planted.
pub(crate) struct Planted {
    pub(crate) site: Site,
    pub(crate) canaries: Canaries,
    pub(crate) askers: Vec<Asker>,
    pub(crate) subjects: Vec<Subject>,
    pub(crate) employers: Vec<Offering>,
    pub(crate) far_body: OrganisationId,
    /// A lead of the city's own body, looked after by its counsellor, with a remark on it.
    pub(crate) lead: LeadId,
    /// Contacts of the city's own body: whose, their id, whether they are shared.
    pub(crate) contacts: Vec<(Option<OrganisationId>, String, bool)>,
    /// A council, its meeting and what hangs on it, all of the city's own body: the path they are under, and their id.
    pub(crate) together: Vec<(&'static str, String)>,
    /// People, then employers, then accounts: the numbers that canaries name.
    pub(crate) accounts_from: usize,
}

/// How many people of each group.
const PEOPLE: [(Group, usize); 6] = [
    (Group::Home, 45),
    (Group::Far, 40),
    (Group::Assigned, 8),
    (Group::Shared, 12),
    (Group::Own, 2),
    (Group::Erased, 6),
];
/// Of each group so many are referred and placed.
const REFERRED: usize = 2;
const EMPLOYERS: usize = 6;

/// One who acts through the use cases while planting.
pub(crate) fn acting(site: &Site, role: Role, person: Option<PersonId>, body: Option<OrganisationId>) -> Ctx {
    let kind = body.map(|_| OrganisationKind::JobCenter);
    let actor = Actor { role, person, organisation: body, body_kind: kind, ..Actor::citizen() };
    site.city.app.ctx(actor)
}

impl Planted {
    pub(crate) async fn new() -> Self {
        let site = Site::new().await;
        let app = site.city.app.clone();
        let home = site.city.city_body().await;
        let manager = acting(&site, Role::PlanManager, Some(app.system_ctx().id()), Some(home));
        let form = app::organisation::Form {
            parent: Some(home),
            kind: OrganisationKind::JobCenter,
            name: "바람일자리센터".into(),
            name_en: "Wind Job Centre".into(),
            phone: String::new(),
            active: true,
        };
        let far_body = app::organisation::create(&manager, &app, form).await.unwrap();
        let people: usize = PEOPLE.iter().map(|(_, n)| n).sum();
        let mut planted = Self {
            site,
            canaries: Canaries::default(),
            askers: Vec::new(),
            subjects: Vec::new(),
            employers: Vec::new(),
            far_body,
            lead: LeadId(uuid::Uuid::nil()),
            contacts: Vec::new(),
            together: Vec::new(),
            accounts_from: people + EMPLOYERS,
        };
        planted.plant_employers(people).await;
        planted.plant_accounts(home).await;
        planted.plant_people(home).await;
        planted.plant_network(home).await;
        planted.plant_council(home).await;
        planted.site.city.settle().await;
        planted
    }

    pub(crate) fn app(&self) -> Arc<app::App> {
        self.site.city.app.clone()
    }

    async fn plant_employers(&mut self, from: usize) {
        let app = self.app();
        let staff = self.site.city.as_role(Role::Supervisor).await;
        for n in 0..EMPLOYERS {
            let whose = from + n;
            // The last lets its contact be published.
            let may_publish = n + 1 == EMPLOYERS;
            let what = if may_publish { What::Public } else { What::Contact };
            let contact = Contact {
                representative: self.canaries.word(What::Contact, whose),
                department: self.canaries.word(what, whose),
                name: self.canaries.word(what, whose),
                phone: self.canaries.phone(what, whose),
                email: format!("{}@canary.example", self.canaries.word(What::Contact, whose)),
                may_publish,
                confirmed_on: None,
            };
            let employer = employer(&staff, &format!("가상사업장{n}"));
            let id = app::employer::create(&staff, &app, employer, Some(contact)).await.unwrap();
            let (mut draft, mut listed) = (None, None);
            for (m, (visibility, open)) in
                [(Visibility::Public, true), (Visibility::Public, false), (Visibility::Counselors, true)]
                    .into_iter()
                    .enumerate()
            {
                let what = if m == 0 { What::Public } else { What::Draft };
                let content = self.content(what, whose, visibility);
                let opening = app::opening::create(&staff, &app, id, content).await.unwrap();
                if open {
                    app::opening::submit(&staff, &app, opening, 1).await.unwrap();
                    app::opening::accept(&staff, &app, opening, 2).await.unwrap();
                    listed.get_or_insert(opening);
                } else {
                    draft = Some(opening);
                }
            }
            self.employers.push(Offering { id, draft: draft.unwrap(), listed: listed.unwrap() });
        }
        self.site.city.settle().await;
    }

    fn content(&mut self, what: What, whose: usize, visibility: Visibility) -> Content {
        let mut word = || self.canaries.word(what, whose);
        Content {
            title: format!("조립원 {}", word()),
            occupation: domain::occupation::OccupationCode::parse("8832"),
            duties: format!("가구를 조립합니다 {}", word()),
            headcount: 90,
            employment_type: Some(domain::code::EmploymentType::Indefinite),
            wage: Wage::new(WageForm::Monthly, 2_100_000, 2_100_000),
            wage_note: word(),
            welfare_note: word(),
            preference_note: word(),
            meals: word(),
            accessibility: word(),
            documents: word(),
            work_time: WorkTime {
                weekdays: Some(Weekdays::WORKING),
                daily: DailyHours::new(540, 1080, 60),
                ..WorkTime::default()
            },
            workplace: Workplace {
                areas: domain::area::AreaCode::parse("9911051000").into_iter().collect(),
                address: word(),
                ..Workplace::default()
            },
            reception: vec![Reception::Phone],
            visibility,
            ..Content::default()
        }
    }

    async fn plant_accounts(&mut self, home: OrganisationId) {
        let app = self.app();
        let operator = self.site.city.as_role(Role::Operator).await;
        let citizen = Asker {
            role: Role::Citizen,
            stands: Stands::Confirmed,
            home: true,
            body: None,
            person: None,
            employer: None,
            token: None,
        };
        self.askers.push(citizen);
        let ways = [
            (Stands::Confirmed, true),
            (Stands::Confirmed, false),
            (Stands::Unconfirmed, true),
            (Stands::Suspended, true),
        ];
        for role in Role::iter().filter(|role| *role != Role::Citizen) {
            for (stands, here) in ways {
                let outside = matches!(role, Role::Seeker | Role::Employer);
                let body = (!outside).then_some(if here { home } else { self.far_body });
                let employer = (role == Role::Employer).then(|| self.employers[usize::from(!here)].id);
                let confirmed = stands != Stands::Unconfirmed;
                let whose = self.accounts_from + self.askers.len();
                let person = Person {
                    id: operator.id(),
                    account: Account::Active,
                    grants: vec![Grant { role, organisation: body, employer, confirmed }],
                };
                let identity = Identity {
                    name: self.canaries.word(What::Account, whose),
                    login: self.canaries.word(What::Login, whose),
                    phone: self.canaries.phone(What::Login, whose),
                };
                let id = self.site.city.account(person, identity).await;
                if stands == Stands::Suspended {
                    app::person::suspend(&operator, &app, id).await.unwrap();
                }
                // Suspending ends what runs; this one was begun in the very moment.
                let token = Some(self.site.city.session(id).await);
                self.askers.push(Asker { role, stands, home: here, body, person: Some(id), employer, token });
            }
        }
    }

    pub(crate) fn asker(&self, role: Role, home: bool) -> &Asker {
        let fits = |a: &&Asker| a.role == role && a.home == home && a.stands == Stands::Confirmed;
        self.askers.iter().find(fits).unwrap()
    }

    async fn plant_people(&mut self, home: OrganisationId) {
        let counselor = self.asker(Role::Counselor, true).person;
        let own = [self.asker(Role::Seeker, true).person, self.asker(Role::Seeker, false).person];
        for (group, n) in PEOPLE {
            for nth in 0..n {
                let body = match group {
                    Group::Home | Group::Erased => Some(home),
                    Group::Far | Group::Assigned | Group::Shared => Some(self.far_body),
                    Group::Own => None,
                };
                let staff = acting(&self.site, Role::Supervisor, Some(self.app().system_ctx().id()), body);
                let registrar = match group {
                    Group::Own => acting(&self.site, Role::Seeker, own.get(nth).copied().flatten(), None),
                    _ => staff.clone(),
                };
                let subject = self.plant_person(&staff, &registrar, group, counselor, nth).await;
                self.subjects.push(subject);
            }
        }
        // Two pairs who may be one person: the same words, once more.
        for nth in [PEOPLE[0].1 - 1, PEOPLE[0].1 + PEOPLE[1].1 - 1] {
            let twin = self.subjects[nth].clone();
            let staff = acting(&self.site, Role::Supervisor, Some(self.app().system_ctx().id()), twin.body);
            let profile = Profile { name: twin.name, mobile: twin.phone, ..profile(&staff, false) };
            register_as(&staff, &self.app(), profile, Channel::Counter, true).await.unwrap();
        }
    }

    async fn plant_person(
        &mut self,
        staff: &Ctx,
        registrar: &Ctx,
        group: Group,
        counselor: Option<PersonId>,
        nth: usize,
    ) -> Subject {
        let (app, whose, c) = (self.app(), self.subjects.len(), &mut self.canaries);
        let mut list = |n: usize| (0..n).map(|_| c.word(What::Told, whose)).collect::<Vec<_>>();
        let (licences, skills, trainings) = (list(8), list(14), list(8));
        let careers = (0..7)
            .map(|_| PastWork {
                employer: c.word(What::Told, whose),
                work: c.word(What::Told, whose),
                left_because: c.word(What::Told, whose),
                ..PastWork::default()
            })
            .collect();
        let told = Profile {
            name: format!("김{}", c.word(What::Name, whose)),
            address: c.word(What::Told, whose),
            mobile: c.phone(What::Phone, whose),
            phone: c.phone(What::Phone, whose),
            proxy_phone: c.phone(What::Phone, whose),
            email: format!("{}@canary.example", c.word(What::Told, whose)),
            contact_note: c.word(What::Told, whose),
            school: c.word(What::Told, whose),
            major: c.word(What::Told, whose),
            schooling_note: c.word(What::Told, whose),
            desired_work: c.words(What::Told, whose, 4),
            military: c.word(What::Told, whose),
            health_note: c.words(What::Health, whose, 2),
            benefits: c.word(What::Told, whose),
            licences,
            skills,
            trainings,
            careers,
            ..profile(registrar, matches!(group, Group::Shared | Group::Assigned))
        };
        let (name, phone) = (told.name.clone(), told.mobile.clone());
        let id = register_as(registrar, &app, told, Channel::Counter, true).await.unwrap();
        let person = app::seeker::get(registrar, &app, id).await.unwrap().seeker.person;
        let assigned = counselor.filter(|_| group == Group::Assigned);
        if assigned.is_some() {
            app::seeker::assign(staff, &app, id, assigned).await.unwrap();
        }
        let notes = Notes {
            abilities: c.words(What::Notes, whose, 3),
            wishes: c.words(What::Notes, whose, 3),
            text: c.words(What::Notes, whose, 8),
        };
        let form = app::service::Form {
            kind: ServiceKind::Intake,
            on: staff.today(),
            project: String::new(),
            channel: Channel::Counter,
            notes,
        };
        let service = app::service::record(staff, &app, id, form).await.unwrap();
        let (goal, step) = (c.words(What::Notes, whose, 2), c.words(What::Notes, whose, 3));
        let owner = domain::action_plan::Owner::Person;
        let plan =
            app::action_plan::agree(staff, &app, id, &goal, &step, staff.today(), owner).await.unwrap();
        let inside = c.words(What::Paper, whose, 12);
        let pdf = format!("%PDF-1.4\n1 0 obj ({inside}) endobj\n%%EOF");
        let paper = app::attachment::attach(staff, &app, id, Paper::Evidence, pdf.as_bytes()).await.unwrap();
        let mut subject = Subject {
            group,
            person,
            body: staff.actor.organisation,
            assigned,
            seeker: id.to_string(),
            service: service.to_string(),
            plan: plan.to_string(),
            paper: paper.to_string(),
            referral: None,
            placement: None,
            name,
            phone,
        };
        if nth < REFERRED {
            self.refer(staff, id, &mut subject, nth).await;
        }
        if group == Group::Erased {
            app::seeker::erase(staff, &app, id, ErasureReason::Requested).await.unwrap();
        }
        subject
    }

    /// A letter to an employer of the askers, and a claim that the person began to work elsewhere.
    async fn refer(&self, staff: &Ctx, id: SeekerId, subject: &mut Subject, nth: usize) {
        let app = self.app();
        let to = &self.employers[nth % 2];
        let referral = app::referral::propose(staff, &app, id, to.listed).await.unwrap();
        app::referral::agree(staff, &app, referral, 1, Channel::Phone).await.unwrap();
        app::referral::send(staff, &app, referral, 2).await.unwrap();
        subject.referral = Some((to.id, referral.to_string()));
        let claim = app::placement::Claim {
            seeker: id,
            employer: self.employers[2].id,
            how: domain::placement::How::SelfFound,
            letter: String::new(),
            born_on: None,
            referred_on: None,
            start_on: staff.today(),
            terms: domain::placement::Terms {
                employment_type: Some(domain::code::EmploymentType::Indefinite),
                weekly_minutes: Some(2400),
                ..Default::default()
            },
            work_area: None,
            project: String::new(),
        };
        subject.placement = Some(app::placement::claim(staff, &app, claim).await.unwrap().to_string());
    }
}

/// What everyone has told alike.
fn profile(ctx: &Ctx, shared: bool) -> Profile {
    let consents = Consents {
        registration: Some(ctx.today()),
        sensitive: Some(true),
        local_government: Some(shared),
        ..Consents::default()
    };
    Profile {
        born_on: "1949-05-06".parse().ok(),
        area: domain::area::AreaCode::parse("9911051000"),
        occupations: domain::occupation::OccupationCode::parse("8832").into_iter().collect(),
        desired_areas: domain::area::AreaCode::parse("99110").into_iter().collect(),
        consents,
        ..Profile::default()
    }
}

fn employer(ctx: &Ctx, name: &str) -> Employer {
    Employer {
        id: ctx.id(),
        name: name.to_owned(),
        business_number: None,
        industry: None,
        business: String::new(),
        workers: Some(9),
        capital_won: None,
        sales_won: None,
        kind: None,
        size_note: String::new(),
        certificates: Vec::new(),
        address: "하늘시 별빛동".into(),
        area: None,
        homepage: String::new(),
        phone: "0540001111".into(),
        fax: String::new(),
        insurance_number: String::new(),
        wage_arrears: None,
        verification: Verification::Unverified,
        contact: None,
    }
}
