//! The fields a column can give and the words that head them, in Korean and English.

use domain::Lang;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use super::Noun;

macro_rules! fields {
    ($($name:ident $en:literal $ko:literal),+ $(,)?) => {
        /// What a column gives; named as in the opening and the seeker application.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display, EnumIter,
            EnumString)]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        #[allow(missing_docs, reason = "the label says it")]
        pub enum Field { $($name),+ }

        impl Field {
            /// The field's name for people.
            pub fn label(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::Ko) => $ko, (Self::$name, Lang::En) => $en,)+
                }
            }
        }
    };
}

fields! {
    Title "title" "구인제목", Employer "employer" "사업장명", BusinessNumber "business number" "사업자등록번호",
    Representative "representative" "대표자", Industry "industry" "업종", Business "business" "주요사업내용",
    Workers "regular workers" "상시근로자수", Capital "capital" "자본금", Sales "yearly sales" "연매출액",
    EnterpriseKind "kind of enterprise" "기업형태", EnterpriseSize "size of enterprise" "기업규모",
    Certificates "certificates of the employer" "기업인증", EmployerAddress "employer's address" "사업장주소",
    Homepage "home page" "홈페이지", EmployerPhone "switchboard" "대표전화", EmployerFax "fax" "팩스",
    ContactDepartment "contact's section" "담당부서", ContactName "contact person" "담당자",
    ContactPhone "contact's telephone" "담당자 연락처", ContactEmail "contact's e-mail" "담당자 이메일",
    ContactConsent "consent to publish the contact" "담당자 공개동의",
    InsuranceNumber "employment insurance number" "고용보험 관리번호", Occupation "occupation" "직종",
    OccupationCode "occupation code" "직종코드", RelatedOccupations "related occupations" "관련직종",
    Duties "duties" "직무내용", Headcount "headcount" "모집인원",
    HeadcountDisabled "headcount for disabled people" "장애인 채용인원",
    EmploymentType "employment type" "고용형태", ContractMonths "length of contract" "계약기간",
    WorkDays "days of day labour in all" "일용 일수",
    Convertible "may become permanent" "정규직 전환가능", Probation "probation" "수습기간",
    Career "experience" "경력", CareerMin "least experience" "최소경력", CareerMax "most experience" "최대경력",
    Education "education" "학력", EducationMax "most education" "최대학력", Majors "field of study" "전공",
    Licences "licences" "자격면허", Skills "skills" "기술", Languages "languages" "외국어",
    Computer "computer skills" "컴퓨터활용", MilitarySubstitute "military substitutes" "병역특례",
    EmploymentPermit "employment permit" "고용허가제", Preferences "preferences" "우대조건",
    PreferenceNote "other preferences" "기타 우대", Wage "wage" "임금", WageForm "pay form" "임금형태",
    WageMin "least wage" "임금 하한", WageMax "most wage" "임금 상한", Bonus "bonus" "상여금",
    Pattern "days worked" "근무형태", Weekdays "weekdays" "근무요일", WorkTime "hours" "근무시간",
    StartTime "start" "시작시각", EndTime "end" "종료시각", Rest "rest" "휴게시간",
    WeeklyHours "hours a week" "주 소정근로시간", Shift "shift" "교대", Meals "meals" "식사",
    Workplace "workplace" "근무지", WorkplaceDetail "workplace in detail" "근무지 상세", Station "station" "인근역",
    Remote "work from home" "재택", Insurance "social insurance" "사회보험", Retirement "retirement pay" "퇴직급여",
    Welfare "benefits" "복리후생", Accessibility "facilities for disabled people" "장애인 편의시설",
    Hands "both hands" "양손사용", Eyesight "eyesight" "시력", Handwork "handwork" "손작업",
    Lifting "lifting" "드는힘", Hearing "hearing and speaking" "듣고말하기",
    Standing "standing and walking" "서거나걷기", Selection "selection" "전형방법",
    Reception "how to apply" "접수방법", ApplyUrl "application page" "지원 주소", Documents "documents" "제출서류",
    Deadline "deadline" "접수마감일", PostedOn "posted on" "등록일", Attachments "attachments" "첨부파일",
    Mediation "referral wish" "알선희망", Visibility "visibility" "공개범위", Project "project" "사업번호",
    Lead "lead" "발굴번호", ChangedAt "changed at" "최종수정일시", WantedAuthNo "WorkNet number" "구인인증번호",
    InfoService "service that certified it" "정보제공처", Note "note" "비고",
    Reason "reason (ours)" "사유", Name "name" "성명", BornOn "date of birth" "생년월일", Sex "sex" "성별",
    ResidentNumber "resident number (refused)" "주민등록번호", Address "address" "주소", Mobile "mobile" "휴대전화",
    Phone "telephone" "전화번호", ProxyPhone "message telephone" "대리연락처", Email "e-mail" "이메일",
    ContactNote "how to be reached" "연락방법", School "school" "학교명", SchoolingNote "schooling" "졸업구분",
    DesiredWork "desired work" "희망직무내용", CareerMonths "months of experience" "경력개월",
    PastEmployer "past employer" "이전 직장", PastWork "past work" "경력사항", DesiredArea "desired area" "희망근무지역",
    CommuteMax "longest commute" "통근 가능시간", Trainings "training" "직업훈련", CanDrive "can drive" "운전가능",
    HasCar "has a car" "차량보유", Military "military service" "병역", Vulnerable "vulnerable group" "취업취약계층",
    Benefits "benefits received" "실업급여", HealthNote "health" "건강상 유의사항",
    ConsentRegistration "consent to registration" "개인정보 수집이용 동의",
    ConsentCenter "consent: employment centre" "고용센터 제공동의",
    ConsentLocal "consent: local government" "지자체 제공동의",
    ConsentPrivate "consent: private agencies" "민간 제공동의", ConsentLookup "consent: lookup" "개인정보 조회동의",
    ConsentSensitive "consent: sensitive data" "민감정보 동의", ConsentNews "consent: news" "소식 수신동의",
    SeekerNumber "registration number" "구직번호", HiredOn "first day of work" "취업일자",
    HiredHow "how the work was found" "취업경로", DaysWorked "days worked" "근무일수", Number "receipt number" "접수번호",
    ProjectName "project" "사업명", Department "department" "부서", ProjectKind "kind of project" "사업구분",
    FundNational "state funds" "국비", FundProvincial "provincial funds" "도비", FundCity "city funds" "시비",
    FundPrivate "private funds" "민자", FundTotal "funds" "사업비", NewSpending "new spending" "신규투자액",
    FirstDay "first day" "시작일", LastDay "last day" "종료일", Stage "stage" "단계", Sector "sector" "산업",
    IndustrySector "sector of the table" "산업연관부문", Place "place" "장소", Contractor "contractor" "시공업체",
    ExternalOwner "external owner" "사업주체", Description "what it is" "사업내용", Days "days worked" "출역일수",
    Resident "lives here" "관내거주",
}

impl Field {
    /// Whether several columns may give it together, such as first and second desired area.
    pub fn joins(self) -> bool {
        use Field::*;
        matches!(
            self,
            Occupation
                | DesiredArea
                | Duties
                | Note
                | Skills
                | Licences
                | Languages
                | Welfare
                | PastWork
                | Trainings
                | Preferences
                | Documents
                | Attachments
                | WorkplaceDetail
                | PreferenceNote
        )
    }
}

impl Field {
    /// What a column of such a file may mean, each once, in the order of the word list.
    pub fn of(noun: Noun) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for (field, _) in synonyms(noun) {
            if !out.contains(&field) {
                out.push(field);
            }
        }
        out
    }
}

/// Fields and the words that head them, a field a line: `title: 구인제목, 공고명`. The first line that
/// has a word wins.
pub(super) fn synonyms(noun: Noun) -> impl Iterator<Item = (Field, &'static str)> {
    let own = match noun {
        Noun::Openings => include_str!("../../words/openings.txt"),
        Noun::Seekers => include_str!("../../words/seekers.txt"),
        Noun::Projects => include_str!("../../words/projects.txt"),
        Noun::Rosters => include_str!("../../words/rosters.txt"),
        Noun::Results => include_str!("../../words/results.txt"),
        Noun::Contacts => include_str!("../../words/contacts.txt"),
    };
    // What stands in lists of openings and seekers alike means nothing in the others.
    let shared = match noun {
        Noun::Openings | Noun::Seekers => include_str!("../../words/shared.txt"),
        Noun::Projects | Noun::Rosters | Noun::Results | Noun::Contacts => "",
    };
    let lines = own.lines().chain(shared.lines());
    let known = lines.filter_map(|line| {
        let (field, words) = line.split_once(": ")?;
        Some((field.parse::<Field>().ok()?, words))
    });
    known.flat_map(|(field, words)| words.split(", ").map(move |word| (field, word)))
}
