//! The demo city's report meetings: the last one, whose instructions and points to improve come back, some judged by what the
//! ledger says of a measure; and the next one, whose agenda is open.

use domain::action::Source;
use domain::meeting::{MeetingKind, Step};
use domain::organisation::{Organisation, OrganisationKind};
use domain::{Actor, Role};

use super::{Life, unless_refused};
use crate::action::Word;
use crate::meeting;
use crate::populate::meeting::{REPORTED, VENUE};
use crate::{Error, agenda_item, measure, report_book};

/// Days ago on which it was held.
const AGO: i64 = REPORTED as i64;
/// Days from now on which the next is held, and days ago on which it was called.
const NEXT: (i64, i64) = (12, 9);

/// What the last one gave to whom: source, words, how many days ago it was due, the measure by which it is judged.
const GIVEN: [(Source, &str, i64, Option<&str>); 6] = [
    (Source::Instruction, "부서마다 빈자리를 스스로 찾아 보고할 것", 45, None),
    (Source::Instruction, "현장을 찾아가는 상담을 늘릴 것", -15, Some("찾아가는 상담")),
    (Source::Improvement, "채용 약정 이행을 분기마다 확인", 20, Some("개발사업 지역 채용")),
    (Source::Improvement, "행사 인력은 사람과 일수를 나누어 적기", 40, None),
    (Source::Improvement, "산하기관 구인을 일자리센터와 먼저 나누기", -8, Some("취업 알선")),
    (Source::Improvement, "청년 직업훈련과 구인 직종 맞추기", -30, Some("청년 직무훈련")),
];

impl Life<'_> {
    /// The last report meeting: two instructions of the mayor and four points to improve from the floor.
    pub(super) async fn reported(&self, bodies: &[Organisation]) -> Result<(), Error> {
        let ctx = self.secretary(AGO, 9);
        let Some(id) = report_book::meetings(&ctx, self.app).await?.first().map(|meeting| meeting.id) else {
            return Ok(());
        };
        self.begin(id, AGO).await?;
        let board = measure::board(&ctx, self.app, Some(self.today().year())).await?;
        let offices = bodies.iter().filter(|body| body.kind == OrganisationKind::Department);
        let mut made = Vec::new();
        for ((source, title, due_ago, judged), body) in GIVEN.into_iter().zip(offices.cycle()) {
            // Who does most of the measure answers for what is judged by it.
            let of = board.lines.iter().filter(|line| Some(line.measure.content.name.as_str()) == judged);
            let line = of.max_by_key(|line| (line.year.confirmed, line.measure.year_target()));
            let owner = line.map_or(body.id, |line| line.measure.owner);
            let measure = line.map(|line| line.measure.id);
            made.extend(self.give_judged(id, AGO, source, (title, owner, due_ago), measure).await?);
        }
        self.end(id, AGO, "다섯 순서로 보고하고 당부와 개선점을 적었다.").await?;
        if let [first, _, third, fourth, ..] = made.as_slice() {
            self.say(*first, 46, Word::Done, "부서별 빈자리 목록, 문서 기획-3").await?;
            self.say(*first, 44, Word::Accept, "").await?;
            self.say(*third, 21, Word::Report, "약정 여섯 건 가운데 네 건을 확인함").await?;
            self.say(*fourth, 42, Word::Report, "서식을 고치는 중").await?;
            self.say(*fourth, 41, Word::Done, "고친 서식을 모든 부서에 보냄").await?;
        }
        // Some have read the record.
        for role in [Role::Clerk, Role::Agency, Role::Counselor] {
            let ctx = self.ctx(Actor { channel: domain::Channel::Web, ..self.actor(role) }, AGO - 1, 9);
            unless_refused(meeting::read(&ctx, self.app, id).await)?;
        }
        Ok(())
    }

    /// The next one, to which some departments have brought what they want to tell.
    pub(super) async fn coming_report(&self, bodies: &[Organisation]) -> Result<(), Error> {
        let name = "일자리 창출 추진상황 점검 보고회";
        let (ahead, called) = NEXT;
        let made = self.call(called, MeetingKind::Report, None, (name, VENUE), -ahead).await?;
        let Some(id) = made else { return Ok(()) };
        let items = [
            ("빈자리 많은 직종의 임금 조건 알리기", "구인 등록 때 같은 직종의 임금을 함께 보여 주는 방안"),
            ("산하기관 겨울 단기 일자리", "기관마다 필요한 인원과 시기"),
            ("내년 직업훈련 과정 고르기", "구인이 많고 훈련이 없는 직종"),
        ];
        let offices = bodies.iter().filter(|body| body.kind == OrganisationKind::Department);
        for ((title, paper), body) in items.into_iter().zip(offices) {
            let form = agenda_item::Form {
                organisation: Some(body.id),
                step: Some(Step::Departments),
                title: title.to_owned(),
                paper: paper.to_owned(),
            };
            unless_refused(agenda_item::bring(&self.secretary(4, 10), self.app, id, form).await)?;
        }
        Ok(())
    }
}
