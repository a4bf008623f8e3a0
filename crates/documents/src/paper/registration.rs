//! The seeker application (구직표, 별지 제2호서식; by the day 제2호의2, for disabled people 제2호의3) and the slip that
//! a person takes home.

use super::application::joined;
use super::{Align, Office, Sheet, Variant};

/// Every field of the seeker application, in words. Empty fields stay empty boxes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "each is the field of the form that its name says")]
pub struct SeekerForm {
    pub variant: Variant,
    pub office: Office,
    pub name: String,
    pub born_on: String,
    pub sex: String,
    pub address: String,
    pub mobile: String,
    pub phone: String,
    pub proxy_phone: String,
    pub email: String,
    pub contact_note: String,
    pub education: String,
    pub school: String,
    pub occupations: String,
    pub desired_work: String,
    pub career: String,
    /// Past work: employer, work, how long.
    pub careers: Vec<[String; 3]>,
    pub areas: String,
    pub employment_types: String,
    pub wage: String,
    pub hours: String,
    pub licences: String,
    pub languages: String,
    pub computer: String,
    pub trainings: String,
    pub driving: String,
    pub military: String,
    pub mediation: String,
    /// Each consent and its answer.
    pub consents: Vec<(String, String)>,
    pub number: String,
    pub registered_on: String,
    pub channel: String,
    pub valid_until: String,
    pub state: String,
    pub counselor: String,
}

/// Draws the seeker application. Health, benefits and vulnerable group are the counsellor's and never on it: what the
/// form for disabled people asks of them is left blank, to be told by hand by whoever wants to.
pub fn seeker_form(facts: &SeekerForm) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new(&f.variant.form(2), &f.variant.title("구 직 표"), &f.office);
    sheet.points = 9;
    sheet.text(Align::Right, "주민등록번호는 적지 않습니다.");
    sheet.heading("인적사항");
    sheet.pairs(&[
        ("성명", &f.name),
        ("생년월일", &f.born_on),
        ("휴대전화", &f.mobile),
        ("집전화", &f.phone),
        ("대리연락처", &f.proxy_phone),
        ("전자우편", &f.email),
        ("성별(선택)", &f.sex),
        ("연락 방법·시간", &f.contact_note),
    ]);
    sheet.lines(&[("주소", &f.address)]);
    match f.variant {
        Variant::Daily => by_the_day(&mut sheet, f),
        Variant::Regular | Variant::Disabled => wishes(&mut sheet, f),
    }
    for [employer, work, months] in &f.careers {
        sheet.lines(&[("경력사항", &joined(&[employer, work, months]))]);
    }
    if f.variant == Variant::Disabled {
        sheet.heading("장애 관련 사항 (적고 싶은 것만 손으로 적습니다. 기록에 남기지 않습니다)");
        sheet.boxes(
            &[20, 30, 20, 30],
            [["장애 유형", "장애 정도"], ["필요한 편의", "피해야 할 일"]]
                .map(|pair| {
                    pair.into_iter()
                        .flat_map(|label| [super::Cell::label(label), super::Cell::blank("")])
                        .collect()
                })
                .to_vec(),
        );
    }
    sheet.heading("동의사항 (항목마다 따로 동의하며, 선택 항목은 동의하지 않아도 알선을 받습니다)");
    let consents: Vec<(&str, &str)> = f.consents.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    sheet.boxes(
        &[70, 30],
        consents
            .iter()
            .map(|(what, answer)| vec![super::Cell::label(*what), super::Cell::value(*answer)])
            .collect(),
    );
    sheet.pairs(&[
        ("신청일", "        년      월      일"),
        ("신청인", "                         (서명 또는 인)"),
    ]);
    sheet.office_use(&[
        ("접수번호", &f.number),
        ("접수일", &f.registered_on),
        ("접수경로", &f.channel),
        ("처리상태", &f.state),
        ("유효기간", &f.valid_until),
        ("담당자", &f.counselor),
    ]);
    sheet
}

fn wishes(sheet: &mut Sheet, f: &SeekerForm) {
    sheet.heading("희망사항");
    sheet.lines(&[
        ("희망직종", &f.occupations),
        ("희망 직무내용", &f.desired_work),
        ("희망 근무지역", &f.areas),
    ]);
    sheet.pairs(&[
        ("고용형태", &f.employment_types),
        ("희망임금", &f.wage),
        ("근무시간·요일", &f.hours),
        ("알선 희망정도", &f.mediation),
    ]);
    sheet.heading("학력·경력·자격");
    sheet.pairs(&[
        ("최종학력", &f.education),
        ("학교·전공", &f.school),
        ("경력", &f.career),
        ("자격면허", &f.licences),
        ("외국어", &f.languages),
        ("컴퓨터 활용", &f.computer),
        ("직업훈련", &f.trainings),
        ("운전·차량", &f.driving),
        ("병역", &f.military),
        ("", ""),
    ]);
}

/// What day labour asks for; schooling and whatever else was said stands in one line.
fn by_the_day(sheet: &mut Sheet, f: &SeekerForm) {
    sheet.heading("희망사항");
    sheet.lines(&[
        ("희망직종", &f.occupations),
        ("할 수 있는 일", &f.desired_work),
        ("희망 근무지역", &f.areas),
    ]);
    sheet.pairs(&[
        ("희망 일급", &f.wage),
        ("일할 수 있는 날·시간", &f.hours),
        ("알선 희망정도", &f.mediation),
        ("고용형태", &f.employment_types),
    ]);
    sheet.heading("경력·자격");
    sheet.pairs(&[
        ("경력", &f.career),
        ("자격면허", &f.licences),
        ("직업훈련", &f.trainings),
        ("운전·차량", &f.driving),
    ]);
    let rest = [f.education.as_str(), &f.school, &f.languages, &f.computer, &f.military];
    sheet.lines(&[("그 밖의 사항", &joined(&rest))]);
}

/// What a person takes home from the counter: that they are registered, until when, and whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slip {
    /// Who issues it.
    pub office: Office,
    /// Registration number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Day of registration.
    pub registered_on: String,
    /// Last day of validity; empty before acceptance.
    pub valid_until: String,
    /// Desired work, in words.
    pub wanted: String,
    /// Desired places, in words.
    pub areas: String,
}

/// Draws the slip, in large type.
pub fn slip(facts: &Slip) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new("", "구직등록 확인표", &f.office);
    sheet.points = 14;
    sheet.lines(&[
        ("등록번호", &f.number),
        ("성명", &f.name),
        ("등록일", &f.registered_on),
        ("유효기간", &f.valid_until),
        ("희망하는 일", &f.wanted),
        ("희망 지역", &f.areas),
    ]);
    sheet.text(
        Align::Left,
        "유효기간이 지나기 전에 전화하시면 바로 늘려 드립니다.\n일을 구하셨거나 조건이 바뀌면 알려 주십시오.",
    );
    sheet.blocks.push(super::Block::Text {
        text: joined(&[&f.office.name, &f.office.phone]),
        align: Align::Center,
        strong: true,
    });
    sheet
}
