//! The demo city's council of thirteen bodies with a past and a coming meeting, and its task force.

use std::collections::BTreeMap;

use domain::action::Source;
use domain::council::CouncilKind;
use domain::id::{ActionId, CouncilId, MeasureId, MeetingId, OrganisationId};
use domain::meeting::{Attendance, Begin, MeetingKind, Step};
use domain::organisation::{Organisation, OrganisationKind};
use domain::reminder::days_after;
use domain::{Ctx, Role};

use super::{Life, unless_refused};
use crate::action::{self, Word};
use crate::meeting::{self, Move};
use crate::{Error, agenda_item, council, organisation};

/// Partner bodies that a city's own list of offices does not have. All invented.
const PARTNERS: [&str; 7] = [
    "(가상)육군 군단 전역지원실",
    "(가상)대학 취업지원팀",
    "(가상)노인취업지원센터",
    "(가상)인력개발원",
    "(가상)산업기술교육센터",
    "(가상)급식관리지원센터",
    "(가상)케이블방송",
];
/// Members of the council.
const SEATS: usize = 13;
/// Days ago on which the council met.
const MET: i64 = 40;

impl Life<'_> {
    /// All of it. Where a rule says no, the story goes on without it.
    pub(super) async fn councils(&self) -> Result<(), Error> {
        let bodies = self.bodies().await?;
        let Some(council) = self.council(&bodies).await? else { return Ok(()) };
        self.reported(&bodies).await?;
        self.coming_report(&bodies).await?;
        let Some(meeting) = self.met(council, &bodies).await? else { return Ok(()) };
        self.task_force(council, meeting, &bodies).await?;
        self.call(5, MeetingKind::Council, Some(council), ("", "일자리센터 회의실"), -10).await?;
        Ok(())
    }

    /// The secretariat on a day gone by.
    pub(super) fn secretary(&self, days_ago: i64, hour: i8) -> Ctx {
        self.ctx(self.actor(Role::PlanManager), days_ago, hour)
    }

    /// The bodies of the city, with the partners made on a day before all this.
    async fn bodies(&self) -> Result<Vec<Organisation>, Error> {
        let ctx = self.secretary(120, 9);
        let known = store::organisation::all(&self.app.store, ctx.tenant).await.map_err(crate::fault)?;
        let top = known.iter().find(|body| body.kind == OrganisationKind::City).map(|body| body.id);
        for name in PARTNERS {
            let form = organisation::Form {
                parent: top,
                kind: OrganisationKind::Partner,
                name: name.to_owned(),
                name_en: String::new(),
                phone: String::new(),
                active: true,
            };
            unless_refused(organisation::create(&ctx, self.app, form).await)?;
        }
        store::organisation::all(&self.app.store, ctx.tenant).await.map_err(crate::fault)
    }

    async fn council(&self, bodies: &[Organisation]) -> Result<Option<CouncilId>, Error> {
        let form = council::Form {
            kind: CouncilKind::Council,
            organisation: None,
            name: "일자리네트워크 협의체".to_owned(),
            mission: "기관마다 가진 일자리 정보와 일손을 나누고 함께 할 일을 정한다".to_owned(),
            quorum_percent: 50,
            agenda_closes_days: 3,
            from: self.days_ago(110),
            ends_on: None,
            part_of: None,
            set_up_by: None,
        };
        let made = council::create(&self.secretary(110, 10), self.app, form).await;
        let Some(id) = unless_refused(made)? else { return Ok(None) };
        for (body, seen) in members(bodies).into_iter().zip(1..) {
            let seat = council::SeatForm {
                organisation: Some(body.id),
                seat: if seen == 1 { "간사".to_owned() } else { String::new() },
                login: self.login_of(body.id).to_owned(),
                from: Some(self.days_ago(110)),
                until: None,
            };
            unless_refused(council::seat(&self.secretary(110, 11), self.app, (id, seen), seat).await)?;
        }
        Ok(Some(id))
    }

    /// The sign-in name of whoever acts for a body, as the demo city has given it.
    fn login_of(&self, body: OrganisationId) -> &'static str {
        let acts = |role: Role| self.actor(role).organisation == Some(body);
        let roles = [Role::Counselor, Role::Clerk, Role::Agency, Role::Partner];
        roles.into_iter().find(|role| acts(*role)).map_or("", Into::into)
    }

    /// Calls a meeting some days ago for so many days ago; for a day to come that number is negative.
    pub(super) async fn call(
        &self,
        days_ago: i64,
        kind: MeetingKind,
        council: Option<CouncilId>,
        (name, venue): (&str, &str),
        held_ago: i64,
    ) -> Result<Option<MeetingId>, Error> {
        let day = days_after(self.today(), i32::try_from(-held_ago).unwrap_or(0));
        let form = meeting::Form {
            kind,
            council,
            name: name.to_owned(),
            at: Some(day.at(14, 0, 0, 0)),
            venue: venue.to_owned(),
        };
        unless_refused(meeting::call(&self.secretary(days_ago, 10), self.app, form).await)
    }

    pub(super) async fn go(&self, id: MeetingId, ago: i64, hour: i8, step: Move) -> Result<(), Error> {
        let ctx = self.secretary(ago, hour);
        let seen = meeting::get(&ctx, self.app, id).await?.meeting.version;
        unless_refused(meeting::go(&ctx, self.app, (id, seen), step).await)?;
        Ok(())
    }

    /// Who came, then its beginning.
    pub(super) async fn begin(&self, id: MeetingId, ago: i64) -> Result<(), Error> {
        let ctx = self.secretary(ago, 14);
        let view = meeting::get(&ctx, self.app, id).await?;
        // Nobody is ever complete: one in six sends word, one in nine does not come.
        let came = |nth: usize| match nth {
            nth if nth % 9 == 8 => Attendance::Absent,
            nth if nth % 6 == 5 => Attendance::Excused,
            _ => Attendance::Present,
        };
        let came: BTreeMap<_, _> =
            view.seats.iter().enumerate().map(|(nth, seat)| (seat.organisation, came(nth))).collect();
        unless_refused(meeting::note(&ctx, self.app, (id, view.meeting.version), came, "").await)?;
        self.go(id, ago, 14, Move::Open(Begin::default())).await
    }

    /// What was said, then its end and its record for all.
    pub(super) async fn end(&self, id: MeetingId, ago: i64, minutes: &str) -> Result<(), Error> {
        let ctx = self.secretary(ago, 15);
        let view = meeting::get(&ctx, self.app, id).await?;
        for item in view.agenda() {
            let said = match item.step {
                Some(Step::Plan) => "올해 목표와 아홉 분야 계획을 설명했다.",
                Some(Step::Network) => "협의체 운영과 온·오프라인 정보공유 계획을 설명했다.",
                Some(Step::Departments) => "부서와 기관이 차례로 계획을 말하고 개선점을 적었다.",
                Some(Step::Instructions) => "당부 두 가지를 지시사항으로 적었다.",
                Some(Step::Closing) => "전담 TF와 부서간 협력을 다짐했다.",
                None => "낸 기관이 설명하고 함께 논의했다.",
            };
            unless_refused(agenda_item::note(&ctx, self.app, (item.id, item.version), said).await)?;
        }
        let seen = view.meeting.version;
        unless_refused(meeting::note(&ctx, self.app, (id, seen), view.meeting.attendance, minutes).await)?;
        self.go(id, ago, 16, Move::Close).await?;
        let ctx = self.secretary(ago, 17);
        let seen = meeting::get(&ctx, self.app, id).await?.meeting.version;
        unless_refused(meeting::publish(&ctx, self.app, (id, seen), true).await)?;
        Ok(())
    }

    /// Something given to a body: what, to whom, how many days ago it was due.
    async fn give(
        &self,
        id: MeetingId,
        ago: i64,
        source: Source,
        what: (&str, OrganisationId, i64),
    ) -> Result<Option<ActionId>, Error> {
        self.give_judged(id, ago, source, what, None).await
    }

    /// The same with the measure whose figures tell whether it worked.
    pub(super) async fn give_judged(
        &self,
        id: MeetingId,
        ago: i64,
        source: Source,
        (title, owner, due_ago): (&str, OrganisationId, i64),
        measure: Option<MeasureId>,
    ) -> Result<Option<ActionId>, Error> {
        let ctx = self.secretary(ago, 15);
        let view = meeting::get(&ctx, self.app, id).await?;
        let fits = |step: Option<Step>| match source {
            Source::Instruction => step == Some(Step::Instructions),
            Source::Improvement => step == Some(Step::Departments),
            Source::Decision | Source::Task => false,
        };
        // A decision of the council belongs to the item whose words it repeats.
        let item = view.agenda().find(|item| fits(item.step) || item.title == title);
        let form = action::Form {
            source,
            item: item.map(|item| item.id),
            title: title.to_owned(),
            owner: Some(owner),
            due_on: Some(days_after(self.today(), i32::try_from(-due_ago).unwrap_or(0))),
            measure,
        };
        unless_refused(action::decide(&ctx, self.app, id, form).await)
    }

    /// The owner says something of it.
    pub(super) async fn say(&self, id: ActionId, ago: i64, word: Word, text: &str) -> Result<(), Error> {
        let ctx = self.secretary(ago, 11);
        let seen = action::get(&ctx, self.app, id).await?.action.version;
        unless_refused(action::say(&ctx, self.app, (id, seen), word, text).await)?;
        Ok(())
    }

    /// The meeting of the council: five items of its members, four decisions, of which one is late.
    async fn met(&self, council: CouncilId, bodies: &[Organisation]) -> Result<Option<MeetingId>, Error> {
        let place = ("", "시정연수원");
        let called = self.call(MET + 20, MeetingKind::Council, Some(council), place, MET).await?;
        let Some(id) = called else { return Ok(None) };
        let named = |name: &str| bodies.iter().find(|body| body.name == name);
        let centre = bodies.iter().find(|body| body.kind == OrganisationKind::JobCenter);
        let (Some(centre), Some(corps), Some(college)) = (centre, named(PARTNERS[0]), named(PARTNERS[1]))
        else {
            return Ok(None);
        };
        let items = [
            (corps, "전역예정 장병 40명 상담"),
            (college, "졸업예정자 현장실습 기업 연결"),
            (centre, "구인 정보 주 1회 나누기"),
            (corps, "운전·정비 특기자 구인처 찾기"),
            (college, "합동 면접의 날"),
        ];
        for (body, title) in items {
            let form = agenda_item::Form {
                organisation: Some(body.id),
                step: None,
                title: title.to_owned(),
                paper: "붙임: 인원과 시기, 필요한 도움".to_owned(),
            };
            let ctx = self.secretary(MET + 6, 10);
            unless_refused(agenda_item::bring(&ctx, self.app, id, form).await)?;
        }
        self.begin(id, MET).await?;
        let decision = Source::Decision;
        let shared = self.give(id, MET, decision, ("구인 정보 주 1회 나누기", centre.id, 30)).await?;
        self.give(id, MET, decision, ("전역예정 장병 40명 상담", centre.id, 3)).await?;
        self.give(id, MET, decision, ("졸업예정자 현장실습 기업 연결", college.id, -11)).await?;
        self.give(id, MET, decision, ("합동 면접의 날", college.id, -25)).await?;
        self.end(id, MET, "안건 다섯 건을 차례로 논의하고 네 건을 의결했다.").await?;
        if let Some(shared) = shared {
            self.say(shared, 31, Word::Done, "매주 월요일 목록을 보냄. 첫 목록 문서 일자리-31").await?;
            self.say(shared, 29, Word::Accept, "").await?;
        }
        Ok(Some(id))
    }

    /// A task force that the meeting set up.
    async fn task_force(
        &self,
        council: CouncilId,
        meeting: MeetingId,
        bodies: &[Organisation],
    ) -> Result<(), Error> {
        let form = council::Form {
            kind: CouncilKind::TaskForce,
            organisation: None,
            name: "청년 미스매칭 전담 TF".to_owned(),
            mission: "빈 일자리와 청년이 왜 만나지 못하는지 직종별로 찾아 푼다".to_owned(),
            quorum_percent: 50,
            agenda_closes_days: 3,
            from: self.days_ago(MET - 2),
            ends_on: Some(days_after(self.today(), 120)),
            part_of: Some(council),
            set_up_by: Some(meeting),
        };
        let made = council::create(&self.secretary(MET - 2, 10), self.app, form).await;
        let Some(id) = unless_refused(made)? else { return Ok(()) };
        let offices: Vec<&Organisation> =
            bodies.iter().filter(|body| body.kind == OrganisationKind::Department).take(4).collect();
        for (body, seen) in offices.iter().zip(1..) {
            let seat = council::SeatForm { organisation: Some(body.id), ..council::SeatForm::default() };
            unless_refused(council::seat(&self.secretary(MET - 2, 11), self.app, (id, seen), seat).await)?;
        }
        let tasks =
            [("빈자리 많은 직종 열 가지 고르기", -5), ("청년 면담 30명", -20), ("임금·시간 조건 비교표", 2)];
        let mut given = Vec::new();
        for ((title, due_ago), body) in tasks.into_iter().zip(offices.iter().cycle()) {
            let form = action::Form {
                source: Source::Task,
                item: None,
                title: title.to_owned(),
                owner: Some(body.id),
                due_on: Some(days_after(self.today(), -due_ago)),
                measure: None,
            };
            let ctx = self.secretary(MET - 3, 11);
            given.extend(unless_refused(action::task(&ctx, self.app, id, form).await)?);
        }
        if let Some(last) = given.last() {
            self.say(*last, 3, Word::Done, "비교표 1판, 문서 기획-7").await?;
        }
        Ok(())
    }
}

/// Who sits on the council: the job centre first, then the partners, then offices until it is full.
fn members(bodies: &[Organisation]) -> Vec<&Organisation> {
    let of = |kind| bodies.iter().filter(move |body| body.kind == kind);
    let made = |body: &&Organisation| PARTNERS.contains(&body.name.as_str());
    let partners = of(OrganisationKind::Partner);
    let (ours, others): (Vec<_>, Vec<_>) = partners.partition(made);
    let centre = of(OrganisationKind::JobCenter).take(1);
    let offices = of(OrganisationKind::Department).chain(of(OrganisationKind::Agency));
    centre.chain(ours).chain(others).chain(offices).take(SEATS).collect()
}
