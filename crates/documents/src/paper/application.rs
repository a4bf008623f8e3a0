//! The opening application (구인표, 별지 제1호서식; by the day 제1호의2, for disabled people 제1호의3): what an
//! employer asks for, in the boxes of the annex.

use super::{Align, Office, Sheet, Variant};

/// Every field of the opening application, in words. Empty fields stay empty boxes, to be filled by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "each is the field of the form that its name says")]
pub struct OpeningForm {
    pub variant: Variant,
    pub office: Office,
    // The employer.
    pub employer: String,
    pub business_number: String,
    pub representative: String,
    pub industry: String,
    pub business: String,
    pub workers: String,
    pub capital: String,
    pub sales: String,
    pub enterprise_kind: String,
    pub address: String,
    pub homepage: String,
    pub phone: String,
    pub fax: String,
    pub contact: String,
    pub contact_phone: String,
    pub contact_email: String,
    pub insurance_number: String,
    pub wage_arrears: String,
    // The job.
    pub title: String,
    pub occupation: String,
    pub related: String,
    pub duties: String,
    pub headcount: String,
    pub headcount_disabled: String,
    pub employment_type: String,
    pub contract: String,
    /// Days of day labour in all.
    pub work_days: String,
    pub probation: String,
    pub career: String,
    pub education: String,
    pub majors: String,
    pub licences: String,
    pub languages: String,
    pub computer: String,
    pub military: String,
    pub permit: String,
    pub preferences: String,
    // The conditions.
    pub wage: String,
    pub bonus: String,
    pub pattern: String,
    pub hours: String,
    pub weekly_hours: String,
    pub meals: String,
    pub workplace: String,
    pub station: String,
    pub insurance: String,
    pub retirement: String,
    pub welfare: String,
    pub accessibility: String,
    /// Use of both hands, eyesight, handwork, lifting, hearing and speaking, standing and walking.
    pub environment: [String; 6],
    // Recruiting.
    pub selection: String,
    pub reception: String,
    pub documents: String,
    pub deadline: String,
    pub mediation: String,
    pub visibility: String,
    // Office use.
    pub number: String,
    pub received_on: String,
    pub channel: String,
    pub received_by: String,
    pub state: String,
    pub valid_until: String,
    pub wanted_auth_no: String,
    pub project: String,
}

/// Draws the opening application.
pub fn opening_form(facts: &OpeningForm) -> Sheet {
    let f = facts;
    let mut sheet = Sheet::new(&f.variant.form(1), &f.variant.title("구 인 표"), &f.office);
    sheet.points = 9;
    sheet.text(Align::Right, "빈칸은 손으로 적어 접수창구에 내실 수 있습니다.");
    employer(&mut sheet, f);
    match f.variant {
        Variant::Daily => by_the_day(&mut sheet, f),
        Variant::Regular | Variant::Disabled => {
            job(&mut sheet, f);
            conditions(&mut sheet, f);
        }
    }
    sheet.heading("전형·접수");
    sheet.pairs(&[
        ("전형방법", &f.selection),
        ("접수방법", &f.reception),
        ("제출서류", &f.documents),
        ("접수마감", &f.deadline),
        ("알선 희망", &f.mediation),
        ("공개범위", &f.visibility),
    ]);
    sheet.pairs(&[
        ("신청일", "        년      월      일"),
        ("신청인", "                         (서명 또는 인)"),
    ]);
    sheet.office_use(&[
        ("접수번호", &f.number),
        ("접수일", &f.received_on),
        ("접수경로", &f.channel),
        ("접수자", &f.received_by),
        ("처리상태", &f.state),
        ("유효기간", &f.valid_until),
        ("구인인증번호", &f.wanted_auth_no),
        ("연계사업", &f.project),
    ]);
    sheet
}

fn employer(sheet: &mut Sheet, f: &OpeningForm) {
    sheet.heading("구인업체");
    sheet.pairs(&[
        ("사업장명", &f.employer),
        ("사업자등록번호", &f.business_number),
        ("대표자", &f.representative),
        ("업종", &f.industry),
        ("상시근로자 수", &f.workers),
        ("기업형태", &f.enterprise_kind),
        ("자본금", &f.capital),
        ("연매출액", &f.sales),
        ("대표전화", &f.phone),
        ("팩스", &f.fax),
        ("담당자", &f.contact),
        ("담당자 연락처", &joined(&[&f.contact_phone, &f.contact_email])),
        ("고용보험 관리번호", &f.insurance_number),
        ("체불 명단 확인", &f.wage_arrears),
    ]);
    sheet.lines(&[("주소", &f.address), ("주요 사업내용", &f.business), ("홈페이지", &f.homepage)]);
}

fn job(sheet: &mut Sheet, f: &OpeningForm) {
    sheet.heading("모집내용");
    sheet.lines(&[("구인제목", &f.title), ("직무내용", &f.duties)]);
    sheet.pairs(&[
        ("모집직종", &f.occupation),
        ("관련직종", &f.related),
        ("모집인원", &f.headcount),
        ("장애인 채용인원", &f.headcount_disabled),
        ("고용형태", &f.employment_type),
        ("계약기간", &joined(&[&f.contract, &f.work_days])),
        ("경력", &f.career),
        ("수습", &f.probation),
        ("학력", &f.education),
        ("전공", &f.majors),
        ("자격면허", &f.licences),
        ("외국어", &f.languages),
        ("컴퓨터 활용", &f.computer),
        ("우대조건", &f.preferences),
        ("병역특례", &f.military),
        ("고용허가제", &f.permit),
    ]);
}

fn conditions(sheet: &mut Sheet, f: &OpeningForm) {
    sheet.heading("근로조건");
    sheet.pairs(&[
        ("임금", &f.wage),
        ("상여금", &f.bonus),
        ("근무형태", &f.pattern),
        ("근무시간", &f.hours),
        ("주 소정근로시간", &f.weekly_hours),
        ("식사", &f.meals),
        ("사회보험", &f.insurance),
        ("퇴직급여", &f.retirement),
        ("복리후생", &f.welfare),
        ("장애인 편의시설", &f.accessibility),
    ]);
    sheet.lines(&[("근무예정지", &f.workplace), ("인근역", &f.station)]);
    let [hands, eyesight, handwork, lifting, hearing, standing] = &f.environment;
    if f.variant == Variant::Disabled {
        sheet.heading("작업환경");
        sheet.pairs(&[
            ("양손 사용", hands),
            ("시력", eyesight),
            ("손작업", handwork),
            ("드는 힘", lifting),
            ("듣고 말하기", hearing),
            ("서거나 걷기", standing),
        ]);
    } else {
        let all = f.environment.each_ref().map(String::as_str);
        sheet.lines(&[("작업환경", &joined(&all))]);
    }
}

/// What day labour asks for, one box each; whatever else was said stands in one line.
fn by_the_day(sheet: &mut Sheet, f: &OpeningForm) {
    sheet.heading("모집내용");
    sheet.lines(&[("구인제목", &f.title), ("하는 일", &f.duties)]);
    sheet.pairs(&[
        ("모집직종", &f.occupation),
        ("모집인원", &f.headcount),
        ("일용 일수", &f.work_days),
        ("고용형태", &f.employment_type),
        ("경력", &f.career),
        ("자격면허", &f.licences),
    ]);
    let mut rest = vec![f.related.as_str(), &f.contract, &f.probation, &f.education, &f.majors];
    rest.extend([f.languages.as_str(), &f.computer, &f.preferences]);
    sheet.lines(&[("그 밖의 조건", &joined(&rest))]);
    sheet.heading("근로조건");
    sheet.pairs(&[
        ("임금", &f.wage),
        ("근무시간", &f.hours),
        ("일하는 요일", &f.pattern),
        ("식사", &f.meals),
        ("사회보험", &f.insurance),
        ("통근·복리후생", &f.welfare),
    ]);
    let all = f.environment.each_ref().map(String::as_str);
    sheet.lines(&[
        ("일하는 곳", &f.workplace),
        ("인근역", &f.station),
        ("작업환경", &joined(&all)),
        ("그 밖에 주는 것", &joined(&[&f.bonus, &f.retirement])),
    ]);
}

pub(super) fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / ")
}
