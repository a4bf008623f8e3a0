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
    Lead "lead" "발굴번호", WantedAuthNo "WorkNet number" "구인인증번호", Note "note" "비고",
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
    SeekerNumber "registration number" "구직번호",
}

impl Field {
    /// Whether several columns may give it together, such as first and second desired area.
    pub fn joins(self) -> bool {
        use Field::*;
        matches!(
            self,
            Occupation | DesiredArea | Duties | Note | Skills | Licences | Languages | Welfare
                | PastWork | Trainings | Preferences | Documents | Attachments | WorkplaceDetail | PreferenceNote
        )
    }
}

/// Fields and the words that head them.
type Synonyms = &'static [(Field, &'static [&'static str])];

/// The words for a noun; the first entry that has a word wins.
pub(super) fn synonyms(noun: Noun) -> impl Iterator<Item = &'static (Field, &'static [&'static str])> {
    let own = match noun {
        Noun::Openings => OPENING,
        Noun::Seekers => SEEKER,
    };
    own.iter().chain(SHARED)
}

const OPENING: Synonyms = &[
    (Field::Title, &["구인제목", "채용제목", "공고명", "공고제목", "제목", "채용공고명", "채용 제목", "모집제목", "구인건명", "모집공고명", "title", "jobtitle", "job_title", "position_title", "position", "wantedTitle", "recrutPbancTtl", "JO_SJ", "subject"]),
    (Field::Employer, &["사업장명", "회사명", "업체명", "기업명", "구인업체", "구인업체명", "사업체명", "사업장", "회사", "업체", "상호", "상호명", "법인명", "기관명", "채용기관", "구인자", "구인기업", "구인처", "company", "company_name", "companyName", "employer", "organization", "organisation", "corpNm", "instNm", "CMPNY_NM"]),
    (Field::BusinessNumber, &["사업자등록번호", "사업자번호", "등록번호", "business_number", "busino", "brn"]),
    (Field::Representative, &["대표자", "대표자명", "대표", "대표이사", "ceo", "representative", "reperNm"]),
    (Field::Industry, &["업종", "산업", "업종명", "산업분류", "업태", "업종코드", "ksic", "industry", "indTpNm", "indTpCdNm"]),
    (Field::Business, &["주요사업내용", "주요사업", "사업내용", "주생산품", "주요생산품", "생산품", "busiCont", "BSNS_SUMRY_CN", "business"]),
    (Field::Workers, &["상시근로자수", "근로자수", "상시근로자", "사원수", "종업원수", "직원수", "고용인원", "workers", "employees", "totPsncnt"]),
    (Field::Capital, &["자본금", "capital", "capitalAmt"]),
    (Field::Sales, &["연매출액", "매출액", "연매출", "sales", "yrSalesAmt"]),
    (Field::EnterpriseKind, &["기업형태", "기업구분", "coTp", "enterprise_kind"]),
    (Field::EnterpriseSize, &["기업규모", "규모", "busiSize", "company_size"]),
    (Field::Certificates, &["기업인증", "강소기업", "인증", "smlgntCoClcd", "company_certificates"]),
    (Field::EmployerAddress, &["사업장주소", "회사주소", "업체주소", "소재지", "본사주소", "사업장소재지", "주소", "corpAddr", "address", "company_address"]),
    (Field::Homepage, &["홈페이지", "홈페이지주소", "웹사이트", "회사홈페이지", "homePg", "homepage", "website"]),
    (Field::EmployerPhone, &["대표전화", "대표번호", "대표전화번호", "회사전화", "회사전화번호", "사업장전화", "사업장전화번호", "switchboard", "company_phone"]),
    (Field::EmployerFax, &["팩스", "팩스번호", "fax", "대표팩스"]),
    (Field::ContactDepartment, &["담당부서", "부서", "채용부서", "department", "empchargeInfo.empChargerDpt"]),
    (Field::ContactName, &["담당자", "담당자명", "채용담당자", "인사담당자", "담당자성명", "담당", "contact", "contact_name"]),
    (Field::ContactPhone, &["담당자연락처", "담당자전화", "담당자전화번호", "연락처", "전화번호", "전화", "문의처", "문의전화", "채용담당연락처", "휴대폰", "핸드폰", "phone", "tel", "telephone", "contact_phone", "empchargeInfo.contactTelno", "empchargeInfo.empChargerHp", "empchargeInfo.chargerFaxNo"]),
    (Field::ContactEmail, &["담당자이메일", "이메일", "메일", "email", "e-mail", "contact_email", "empchargeInfo.chargerEmail"]),
    (Field::ContactConsent, &["담당자공개동의", "연락처공개동의", "담당자정보공개동의", "담당자공개", "연락처공개", "담당자공개여부", "연락처공개여부", "공개동의", "contact_consent", "publish_contact"]),
    (Field::InsuranceNumber, &["고용보험관리번호", "고용보험사업장관리번호", "사업장관리번호", "insurance_number"]),
    (Field::Occupation, &["모집직종", "직종", "직종명", "모집분야", "채용분야", "모집직무", "직무", "직무분야", "직무 분야", "일반전형", "직렬", "직업", "직종(직무)", "occupation", "job", "job_category", "jobsNm", "ncsCdNmLst", "JOBCODE_NM"]),
    (Field::OccupationCode, &["직종코드", "직종번호", "직업코드", "keco", "jobsCd", "occupation_code", "jobs_cd", "RCRIT_JSSFC_CMMN_CODE_SE"]),
    (Field::RelatedOccupations, &["관련직종", "relJobsNm", "related_occupations"]),
    (Field::Duties, &["직무내용", "업무내용", "담당업무", "하는일", "주요업무", "업무", "직무내용(구체적)", "근무내용", "수행업무", "직무설명", "모집내용", "상세내용", "duties", "description", "job_description", "jobCont", "DTY_CN"]),
    (Field::Headcount, &["모집인원", "채용인원", "구인인원", "인원", "모집인원수", "채용예정인원", "선발인원", "인원수", "모집수", "구인수", "headcount", "openings", "vacancies", "collectPsncnt", "recrutNope", "RCRIT_NMPR_CO"]),
    (Field::HeadcountDisabled, &["장애인채용인원", "장애인인원", "장애인", "headcount_disabled"]),
    (Field::EmploymentType, &["고용형태", "근로형태", "고용구분", "채용형태", "근로계약형태", "계약형태", "채용구분", "고용유형", "employmentType", "employment_type", "job_type", "empTpNm", "empTpCd", "hireTypeNmLst", "type"]),
    (Field::ContractMonths, &["계약기간", "근로계약기간", "고용기간", "계약기간(개월)", "근무기간", "contract_months", "termContractMmcnt", "EMPLYM_STLE_CMMN_MM"]),
    (Field::Convertible, &["정규직전환가능", "정규직전환", "전환가능여부", "정규직전환여부", "convertible"]),
    (Field::Probation, &["수습", "수습기간", "수습개월", "probation"]),
    (Field::Career, &["경력", "경력조건", "경력사항", "요구경력", "경력구분", "신입/경력", "경력여부", "career", "experience", "experience.required", "enterTpNm", "enterTpCd", "recrutSeNm"]),
    (Field::CareerMin, &["최소경력", "최소경력(개월)", "minCareerM", "career_min"]),
    (Field::CareerMax, &["최대경력", "최대경력(개월)", "maxCareerM", "career_max"]),
    (Field::Education, &["학력", "최소학력", "학력조건", "요구학력", "최종학력", "학력사항", "education", "education.level", "eduNm", "minEdubg", "minEdubgIcd", "acbgCondNmLst"]),
    (Field::EducationMax, &["최대학력", "maxEdubg", "maxEdubgIcd"]),
    (Field::Majors, &["전공", "전공계열", "major", "education.field"]),
    (Field::MilitarySubstitute, &["병역특례", "병역특례채용희망", "mltsvcExcHope"]),
    (Field::EmploymentPermit, &["고용허가제", "고용허가제희망", "외국인고용"]),
    (Field::Preferences, &["우대조건", "우대사항", "우대", "우대자격", "자격요건", "preferences", "pfCond", "pfPreferential", "prefCondCn"]),
    (Field::PreferenceNote, &["기타우대", "기타우대사항", "임용조건", "지원자격", "응시자격", "etcPfCond", "prefCn", "aplyQlfcCn"]),
    (Field::Wage, &["임금", "급여", "임금액", "급여액", "월급여", "보수", "임금수준", "급여조건", "임금조건", "월급", "시급", "연봉", "일급", "일당", "월임금", "기본급", "급여(월)", "급여수준", "제시임금", "wage", "salary", "pay", "annual_salary", "salary.text", "sal", "HOPE_WAGE"]),
    (Field::WageForm, &["임금형태", "급여형태", "임금구분", "급여구분", "임금유형", "임금 형태", "wage_form", "salary_type", "salTpNm", "salTpCd", "salTp"]),
    (Field::WageMin, &["임금하한", "최소임금", "최저임금액", "하한임금", "임금최소", "급여하한", "임금액하한", "하한액", "wage_min", "minSal", "salary_min"]),
    (Field::WageMax, &["임금상한", "최대임금", "상한임금", "임금최대", "급여상한", "임금액상한", "상한액", "wage_max", "maxSal", "salary_max"]),
    (Field::Bonus, &["상여", "상여금", "bonus"]),
    (Field::Pattern, &["근무형태", "근무일수", "주근무일수", "휴무형태", "holidayTpNm", "holidayTp", "work_pattern"]),
    (Field::Meals, &["식사", "식비", "식사(비)제공", "식사제공", "meals"]),
    (Field::Workplace, &["근무예정지", "근무지", "근무지역", "근무장소", "지역", "근무처", "근무지주소", "근무지 주소", "근무예정지주소", "근무 지역", "workplace", "location", "region", "work_location", "workRegion", "basicAddr", "strtnmCd", "workRgnNmLst", "WORK_PARAR_BASS_ADRES_CN"]),
    (Field::WorkplaceDetail, &["근무지상세", "상세주소", "detailAddr", "regionCd", "area_code"]),
    (Field::Station, &["인근역", "인근전철역", "지하철역", "가까운역", "nearLine", "station"]),
    (Field::Insurance, &["사회보험", "4대보험", "가입보험", "보험", "insurance", "fourIns"]),
    (Field::Retirement, &["퇴직급여", "퇴직금", "퇴직연금", "retirement", "retirepay"]),
    (Field::Welfare, &["복리후생", "복지", "근무편의", "기숙사", "통근버스", "기타복리후생", "welfare", "benefits", "etcWelfare"]),
    (Field::Accessibility, &["장애인편의시설", "편의시설", "disableCvntl"]),
    (Field::Hands, &["양손사용", "양손작업", "envBothHands"]),
    (Field::Eyesight, &["시력", "envEyesight"]),
    (Field::Handwork, &["손작업", "envHandwork"]),
    (Field::Lifting, &["드는힘", "들기", "envLiftPower"]),
    (Field::Hearing, &["듣고말하기", "envLstnTalk"]),
    (Field::Standing, &["서거나걷기", "envStndWalk"]),
    (Field::Selection, &["전형방법", "선발방법", "채용절차", "전형절차", "전형", "selection", "selMthd", "scrnprcdrMthdExpln"]),
    (Field::Reception, &["접수방법", "지원방법", "응시방법", "신청방법", "접수처", "reception", "how_to_apply", "rcptMthd"]),
    (Field::ApplyUrl, &["지원주소", "접수주소", "채용공고url", "공고url", "링크", "url", "link", "apply_url", "wantedInfoUrl", "dtlRecrContUrl", "srcUrl", "접수대행", "접수 URL", "상세링크", "GUI_LN"]),
    (Field::Documents, &["제출서류", "구비서류", "필요서류", "documents", "submitDoc"]),
    (Field::Deadline, &["접수마감일", "마감일", "접수마감", "모집마감일", "마감", "모집기간", "접수기간", "채용마감일", "공고기간", "구인마감일", "마감일자", "deadline", "deadline_date", "closing_date", "closeDt", "receiptCloseDt", "pbancEndYmd", "RCEPT_CLOS_NM"]),
    (Field::PostedOn, &["등록일", "공고일", "공고시작일", "게시일", "구인등록일", "접수일", "접수일자", "등록일자", "구인신청일", "registration_date", "posted_on", "postedAt", "posted", "regDt", "pbancBgngYmd"]),
    (Field::Attachments, &["첨부파일", "첨부", "attachFileUrl", "attachments"]),
    (Field::Mediation, &["알선희망", "알선희망정도", "알선", "mediation"]),
    (Field::Visibility, &["공개범위", "공개여부", "visibility"]),
    (Field::Project, &["사업번호", "프로젝트", "연계사업", "project"]),
    (Field::Lead, &["발굴번호", "발굴경로", "lead"]),
    (Field::WantedAuthNo, &["구인인증번호", "인증번호", "wantedAuthNo", "wanted_auth_no", "worknet_number", "JO_REGIST_NO"]),
    (Field::Note, &["비고", "기타", "기타사항", "특이사항", "참고사항", "메모", "note", "remarks", "etcHopeCont", "임용시기", "채용방법", "구분", "text_parts"]),
];

const SEEKER: Synonyms = &[
    (Field::Name, &["성명", "이름", "구직자명", "성 명", "구직자", "신청자", "신청인", "참여자명", "name", "full_name", "seeker"]),
    (Field::BornOn, &["생년월일", "생일", "출생일", "생년월일(6자리)", "born_on", "birth_date", "birthdate", "date_of_birth", "dob"]),
    (Field::Sex, &["성별", "sex", "gender"]),
    (Field::ResidentNumber, &["주민등록번호", "주민번호", "주민등록 번호", "resident_number", "ssn", "외국인등록번호"]),
    (Field::Address, &["주소", "거주지", "거주지역", "거주동", "주거지", "현주소", "사는곳", "거주지주소", "address", "residence", "area"]),
    (Field::Mobile, &["휴대전화", "휴대폰", "핸드폰", "휴대폰번호", "휴대전화번호", "연락처", "핸드폰번호", "전화번호", "mobile", "cell", "phone"]),
    (Field::Phone, &["집전화", "자택전화", "전화", "일반전화", "home_phone", "telephone"]),
    (Field::ProxyPhone, &["대리연락처", "비상연락처", "가족연락처", "proxy_phone", "emergency_contact"]),
    (Field::Email, &["이메일", "전자우편", "메일", "메일주소", "email", "e-mail"]),
    (Field::ContactNote, &["연락방법", "연락가능시간", "연락시간", "contact_note"]),
    (Field::Education, &["최종학력", "학력", "학력구분", "education"]),
    (Field::School, &["학교명", "학교", "출신학교", "school"]),
    (Field::Majors, &["전공", "학과", "major"]),
    (Field::SchoolingNote, &["졸업구분", "졸업여부", "졸업년월", "입학년월", "schooling"]),
    (Field::Occupation, &["희망직종", "희망직업", "희망직종1", "희망직종2", "희망직종3", "1순위희망직종", "2순위희망직종", "3순위희망직종", "희망직종1순위", "희망직종2순위", "희망직종3순위", "직종", "희망직무", "희망분야", "desired_occupation", "occupation", "desired_job", "desired_occupation_1", "desired_occupation_2", "desired_occupation_3"]),
    (Field::DesiredWork, &["희망직무내용", "희망업무", "희망하는일", "하고싶은일", "자기소개", "desired_work"]),
    (Field::Career, &["경력", "경력구분", "희망입사형태", "신입/경력", "경력여부", "career"]),
    (Field::CareerMonths, &["경력개월", "경력(개월)", "총경력", "경력기간", "경력월수", "경력년수", "경력(년)", "career_months", "experience_months", "experience"]),
    (Field::PastEmployer, &["이전직장", "전직장", "근무처", "최종직장", "past_employer"]),
    (Field::PastWork, &["경력사항", "경력내용", "주요경력", "이전업무", "담당업무", "work_history", "past_work"]),
    (Field::DesiredArea, &["희망근무지역", "희망지역", "근무희망지역", "희망근무지", "희망근무지역1", "희망근무지역2", "희망지역1", "희망지역2", "희망근무지역1순위", "희망근무지역2순위", "1순위희망지역", "2순위희망지역", "희망지역1순위", "희망지역2순위", "desired_area", "desired_location", "desired_area_1", "desired_area_2"]),
    (Field::CommuteMax, &["통근가능시간", "출퇴근가능시간", "통근시간", "최대통근시간", "통근가능시간(분)", "commute_max", "commute_minutes", "max_commute"]),
    (Field::EmploymentType, &["희망고용형태", "고용형태", "근로형태", "희망근로형태", "employment_type"]),
    (Field::Wage, &["희망임금", "희망급여", "희망연봉", "희망월급", "희망시급", "희망임금액", "희망보수", "임금", "desired_wage", "wage", "desired_salary"]),
    (Field::WageForm, &["희망임금형태", "임금형태", "급여형태", "desired_wage_form", "wage_form"]),
    (Field::WorkTime, &["희망근무시간", "희망시간", "근무가능시간", "희망근무시간대", "desired_hours"]),
    (Field::Weekdays, &["희망근무요일", "희망요일", "근무가능요일", "desired_weekdays"]),
    (Field::Trainings, &["직업훈련", "훈련이력", "교육훈련", "훈련", "직업훈련이수", "training"]),
    (Field::CanDrive, &["운전가능", "운전가능여부", "운전", "can_drive"]),
    (Field::HasCar, &["차량보유", "차량소지", "차량유무", "차량", "자차", "has_car"]),
    (Field::Military, &["병역", "병역사항", "군필여부", "military"]),
    (Field::Vulnerable, &["취업취약계층", "취약계층", "취약계층유형", "vulnerable"]),
    (Field::Benefits, &["실업급여", "실업급여여부", "국민취업지원제도", "수급여부", "benefits"]),
    (Field::HealthNote, &["건강상유의사항", "건강상태", "건강", "health"]),
    (Field::Mediation, &["알선희망", "구직알선희망정도", "알선희망정도", "알선희망여부", "mediation"]),
    (Field::ConsentRegistration, &["개인정보수집이용동의", "개인정보동의", "개인정보수집동의", "개인정보제공동의", "동의여부", "동의", "동의일", "개인정보수집·이용동의", "consent", "consent_registration"]),
    (Field::ConsentCenter, &["고용센터제공동의", "고용센터동의", "consent_employment_center"]),
    (Field::ConsentLocal, &["지자체제공동의", "지방자치단체제공동의", "지자체동의", "consent_local_government"]),
    (Field::ConsentPrivate, &["민간제공동의", "민간동의", "민간기관제공동의", "consent_private_agency"]),
    (Field::ConsentLookup, &["개인정보조회동의", "조회동의", "consent_lookup"]),
    (Field::ConsentSensitive, &["민감정보동의", "민감정보처리동의", "consent_sensitive"]),
    (Field::ConsentNews, &["소식수신동의", "문자수신동의", "수신동의", "consent_news"]),
    (Field::SeekerNumber, &["구직번호", "구직등록번호", "구직인증번호", "등록번호", "접수번호", "seeker_number", "id"]),
    (Field::Note, &["비고", "기타", "특이사항", "메모", "상담내용", "note"]),
];

const SHARED: Synonyms = &[
    (Field::Reason, &["사유(일자리)", "반려사유(수정필요)", "고칠점", "고칠 점", "what to mend"]),
    (Field::Licences, &["자격면허", "자격증", "자격", "면허", "자격/면허", "보유자격증", "자격요건(면허)", "licence", "license", "licences", "certificate", "certificates", "certLic"]),
    (Field::Skills, &["기술", "보유기술", "스킬", "핵심역량", "skills", "keywordList", "srchKeywordNm"]),
    (Field::Languages, &["외국어", "외국어능력", "어학", "어학능력", "languages", "forLang"]),
    (Field::Computer, &["컴퓨터활용", "컴퓨터활용능력", "전산능력", "컴퓨터", "oa능력", "computer", "compAbl"]),
    (Field::Weekdays, &["근무요일", "요일", "weekdays", "working_days"]),
    (Field::WorkTime, &["근무시간", "근로시간", "근무조건", "근무시간대", "근무일시", "근무일/시간", "근무요일/시간", "시간", "hours", "working_hours", "work_time", "working_condition", "workdayWorkhrCont"]),
    (Field::StartTime, &["시작시각", "출근시간", "근무시작시간", "근무시작", "시작시간", "근무시간시작", "start_time"]),
    (Field::EndTime, &["종료시각", "퇴근시간", "근무종료시간", "근무종료", "종료시간", "근무시간종료", "end_time"]),
    (Field::Rest, &["휴게시간", "휴게", "휴게시간(분)", "근무시간휴게", "break", "break_minutes"]),
    (Field::WeeklyHours, &["주소정근로시간", "주당근로시간", "주근로시간", "소정근로시간", "주당소정근로시간", "주당시간", "주근무시간", "weekly_hours", "hours_per_week"]),
    (Field::Shift, &["교대", "교대근무", "교대여부", "교대제", "shift"]),
    (Field::Remote, &["재택", "재택근무", "재택가능", "재택여부", "remote"]),
];
