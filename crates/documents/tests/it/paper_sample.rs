//! Facts of every paper, invented, for tests and for the measure of printing.

use documents::paper::{
    Certificate, HalfYear, HalfYearRow, LargeList, LargeOpening, LargeWords, Letter, NameList, NameRow,
    Office, OpeningForm, OpeningLine, OpeningRegister, Party, Question, ResultNotice, SeekerForm, SeekerLine,
    SeekerRegister, Sheet, Slip, Variant, certificate, half_year, large_list, letter, name_list,
    opening_form, opening_register, question, result_notice, seeker_form, seeker_register, slip,
};

fn s(text: &str) -> String {
    text.to_owned()
}

pub(crate) fn office() -> Office {
    Office { name: s("하늘시 일자리센터"), phone: s("031-000-1919"), as_of: s("2016-03-14 09:00") }
}

fn party(number: &str, name: &str, phone: &str) -> Party {
    Party { number: s(number), name: s(name), phone: s(phone), valid_until: s("2016-05-14") }
}

pub(crate) fn opening_facts() -> OpeningForm {
    OpeningForm {
        office: office(),
        employer: s("○○가구"),
        business_number: s("123-45-67891"),
        representative: s("김○철"),
        industry: s("가구 제조업"),
        business: s("사무용 가구와 주방 가구를 만들어 납품합니다."),
        workers: s("9명"),
        address: s("하늘시 동구 식사동 000-0"),
        phone: s("031-000-1234"),
        contact: s("생산부 이○영"),
        contact_phone: s("010-0000-1234"),
        wage_arrears: s("아님 (2016-03-14 확인)"),
        title: s("가구 조립원을 모십니다"),
        occupation: s("가구 조립원 (8832)"),
        duties: s("사무용 책상과 수납장을 조립합니다.\n포장과 상차를 돕습니다."),
        headcount: s("1명"),
        employment_type: s("기간의 정함이 없는 근로계약"),
        career: s("경력무관"),
        education: s("학력무관"),
        wage: s("월급 1,300,000원"),
        pattern: s("주5일"),
        hours: s("월~금 · 09:00~18:00 (휴게 60분)"),
        weekly_hours: s("40시간"),
        meals: s("중식 제공"),
        workplace: s("하늘시 동구 식사동 000-0"),
        station: s("하늘역 2번 출구 · 걸어서 12분"),
        insurance: s("국민연금, 고용보험, 산재보험, 건강보험"),
        retirement: s("퇴직금"),
        selection: s("서류, 면접"),
        reception: s("전화, 방문"),
        documents: s("이력서"),
        deadline: s("채용시까지"),
        mediation: s("적극"),
        visibility: s("공개"),
        number: s("O2016-000123"),
        received_on: s("2016-03-14"),
        channel: s("전화"),
        state: s("공개"),
        valid_until: s("2016-05-14"),
        ..OpeningForm::default()
    }
}

pub(crate) fn seeker_facts() -> SeekerForm {
    SeekerForm {
        office: office(),
        name: s("박○수"),
        born_on: s("1949-03-02"),
        address: s("하늘시 화정1동"),
        phone: s("031-000-5678"),
        contact_note: s("오전에 집으로 전화"),
        occupations: s("1. 경비원 2. 청소원"),
        areas: s("1순위 하늘시 동구 2순위 하늘시 서구"),
        wage: s("월급 1,300,000원 이상"),
        careers: vec![[s("○○전자"), s("자재 관리"), s("20년")]],
        consents: vec![
            (s("구직등록을 위한 개인정보 수집·이용 (필수)"), s("동의 2016-03-14")),
            (s("고용센터에 구직정보 제공 (선택)"), s("동의")),
            (s("민간 기관에 구직정보 제공 (선택)"), s("동의하지 않음")),
        ],
        number: s("S2016-000045"),
        registered_on: s("2016-03-14"),
        channel: s("방문"),
        valid_until: s("2016-06-14"),
        state: s("등록"),
        ..SeekerForm::default()
    }
}

pub(crate) fn letter_facts() -> Letter {
    Letter {
        office: office(),
        number: s("L2016-000123"),
        issued_on: s("2016년 3월 18일"),
        seeker: party("S2016-000045", "박○수", "031-000-5678"),
        employer: party("O2016-000123", "○○가구", "031-000-1234"),
        workplace: s("하늘시 동구 식사동 000-0 (하늘역 2번 출구, 걸어서 12분)"),
        title: s("가구 조립원을 모십니다"),
        occupation: s("가구 조립원"),
        wage: s("월급 1,300,000원"),
        hours: s("월~금 · 09:00~18:00"),
        employment_type: s("기간의 정함이 없는 근로계약"),
        contact: s("생산부 이○영"),
        interview: s("2016-03-22 14:00"),
        bring: s("이력서, 신분증"),
        code: s("K7M4-2XQ9-C"),
        url: s("https://jobs.example.org/answer"),
        portfolio: vec![(s("단편 편집본"), s("https://works.example.org/reel"))],
        counselor: s("최○아"),
    }
}

pub(crate) fn names(count: usize) -> NameList {
    let row = |i: usize| NameRow {
        letter: format!("L2016-{i:06}"),
        name: s("박○수"),
        phone: s("031-000-5678"),
        sent_on: s("2016-03-18"),
        interview: s("03-22 14:00"),
        state: s("면접 예정"),
    };
    NameList {
        office: office(),
        issued_on: s("2016년 3월 18일"),
        employer: party("O2016-000123", "○○가구", "031-000-1234"),
        title: s("가구 조립원을 모십니다"),
        headcount: s("1명"),
        people: (1..=count).map(row).collect(),
    }
}

pub(crate) fn notice() -> ResultNotice {
    ResultNotice {
        office: office(),
        letter: s("L2016-000123"),
        sent_on: s("2016-03-18"),
        employer: party("O2016-000123", "○○가구", "031-000-1234"),
        title: s("가구 조립원을 모십니다"),
        seeker: s("박○수"),
        code: s("K7M4-2XQ9-C"),
        url: s("https://jobs.example.org/answer"),
        reasons: ["경력 부족", "자격 미보유", "거리", "인원 충원", "조건 불일치", "연락두절"].map(s).to_vec(),
        answer_by: s("2016년 3월 29일"),
    }
}

pub(crate) fn question_facts() -> Question {
    Question {
        office: office(),
        asked_on: s("2016년 3월 29일"),
        employer: s("○○가구"),
        number: s("O2016-000123"),
        title: s("가구 조립원을 모십니다"),
        wage: s("월급 1,300,000원"),
        headcount: s("1명"),
        confirmed_on: s("2016-03-14"),
        unanswered: vec![s("L2016-000123"), s("L2016-000124")],
        code: s("Q3F8-77KD-2"),
        url: s("https://jobs.example.org/answer"),
        answer_by: s("2016년 4월 5일"),
    }
}

pub(crate) fn openings(count: usize) -> OpeningRegister {
    let line = |i: usize| OpeningLine {
        number: format!("O2016-{i:06}"),
        received_on: s("2016-03-14"),
        employer: s("전시장치업체(주)"),
        phone: s("031-000-1234"),
        address: s("하늘시 동구 식사동 000-0"),
        occupation: s("무대·세트·디스플레이 디자이너"),
        headcount: s("2"),
        wage: s("월급 2,000,000원"),
        valid_until: s("2016-05-14"),
        state: s("공개"),
    };
    OpeningRegister {
        office: office(),
        period: s("2016-01-01 ~ 2016-03-31"),
        lines: (1..=count).map(line).collect(),
    }
}

pub(crate) fn seekers(count: usize) -> SeekerRegister {
    let line = |i: usize| SeekerLine {
        number: format!("S2016-{i:06}"),
        registered_on: s("2016-03-14"),
        name: s("박○수"),
        born_on: s("1949-03-02"),
        phone: s("031-000-5678"),
        occupation: s("경비원, 청소원"),
        wage: s("월급 1,300,000원"),
        referred: s("2016-03-18\n2016-03-25"),
        employer: s("○○가구\n전시장치업체(주)"),
        result: s("불채용\n채용"),
    };
    SeekerRegister {
        office: office(),
        period: s("2016-01-01 ~ 2016-03-31"),
        lines: (1..=count).map(line).collect(),
    }
}

pub(crate) fn half() -> HalfYear {
    let row = |(name, n): (&str, i64)| HalfYearRow {
        name: s(name),
        openings: n,
        heads: n * 2,
        seekers: n * 4,
        referrals: n * 3,
        hires: n / 2,
    };
    HalfYear {
        office: office(),
        period: s("2016년 상반기"),
        rows: [("경영·사무·금융·보험직", 412), ("영업·판매·운전·운송직", 1_280), ("농림어업직", 36)]
            .map(row)
            .to_vec(),
        notes: vec![s("취업은 증빙으로 확인된 것만 셉니다.")],
    }
}

pub(crate) fn large(count: usize) -> LargeList {
    let opening = |i: usize| LargeOpening {
        number: format!("O2016-{i:06}"),
        title: s("아파트 경비원을 모십니다"),
        employer: s("하늘관리(주) · 화정1동 · 1.2 km"),
        pay: s("시급 6,220원 · 월 1,300,000원"),
        hours: s("월·수·금 · 09:00~18:00"),
        way: s("하늘역 (3호선) 걸어서 7분"),
        phone: s("031-000-1234"),
        code: String::new(),
    };
    LargeList {
        office: office(),
        english: false,
        words: LargeWords {
            title: s("우리 동네 일자리"),
            employer: s("일하는 곳"),
            pay: s("받는 돈"),
            hours: s("일하는 때"),
            way: s("가는 길"),
            call: s("번호"),
            code: s("회신코드"),
            none: s("지금은 이 동네 가까이에 일자리가 없습니다."),
        },
        about: s("화정1동에서 가까운 순서입니다. 전화해서 번호를 말씀하세요."),
        openings: (1..=count).map(opening).collect(),
    }
}

/// Every paper by a name.
pub(crate) fn certificate_facts() -> Certificate {
    Certificate {
        office: office(),
        name: s("박○수"),
        program: s("집단상담"),
        number: s("제3기"),
        days: s("2016년 4월 4일 ~ 2016년 4월 8일"),
        hours: s("24시간 (전체 30시간)"),
        completed_on: s("2016년 4월 8일"),
        code: s("K7M-2XA-9QD"),
        url: s("https://jobs.example.org/certificates/K7M-2XA-9QD"),
    }
}

pub(crate) fn all() -> Vec<(&'static str, Sheet)> {
    let slip_facts = Slip {
        office: office(),
        number: s("S2016-000045"),
        name: s("박○수"),
        registered_on: s("2016-03-14"),
        valid_until: s("2016-06-14"),
        wanted: s("경비원, 청소원"),
        areas: s("하늘시 동구"),
    };
    vec![
        ("opening-form", opening_form(&opening_facts())),
        ("opening-form-empty", opening_form(&OpeningForm { office: office(), ..OpeningForm::default() })),
        ("opening-form-daily", opening_form(&OpeningForm { variant: Variant::Daily, ..opening_facts() })),
        (
            "opening-form-disabled",
            opening_form(&OpeningForm { variant: Variant::Disabled, ..opening_facts() }),
        ),
        ("seeker-form", seeker_form(&seeker_facts())),
        ("seeker-form-daily", seeker_form(&SeekerForm { variant: Variant::Daily, ..seeker_facts() })),
        ("seeker-form-disabled", seeker_form(&SeekerForm { variant: Variant::Disabled, ..seeker_facts() })),
        ("letter", letter(&letter_facts())),
        ("name-list", name_list(&names(3))),
        ("result-notice", result_notice(&notice())),
        ("question", question(&question_facts())),
        ("opening-register", opening_register(&openings(500))),
        ("seeker-register", seeker_register(&seekers(500))),
        ("half-year", half_year(&half())),
        ("large-list", large_list(&large(12))),
        ("slip", slip(&slip_facts)),
        ("certificate", certificate(&certificate_facts())),
    ]
}
