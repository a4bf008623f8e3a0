### 규칙과 상태의 말. 무엇이, 왜, 어떻게 고치는지를 말한다.

business-number-length = 사업자등록번호는 숫자 10자리입니다: { $text }
business-number-check-digit = 사업자등록번호의 검증번호가 맞지 않습니다: { $text }. 숫자를 다시 확인해 주세요.
phone-unreadable = 전화번호로 읽을 수 없습니다: { $text }. 예: 031-000-1234
resident-number-refused = 주민등록번호는 받지 않습니다. 생년월일만 적어 주세요.
organisation-parent-unknown = 상위 조직을 찾을 수 없습니다. 목록에서 다시 골라 주세요.
organisation-parent-cycle = 자기 아래에 있는 조직을 상위로 둘 수 없습니다.
validity-in-past = 유효기간 끝날({ $day })이 이미 지났습니다. 오늘 이후의 날을 적어 주세요.
return-needs-explanation = 반려할 때에는 사유를 설명해야 합니다(직업안정법 시행령 제5조).
opening-incomplete = 아직 { $count }가지가 빠져 있어 접수할 수 없습니다. 먼저 { $first }
opening-step-refused = { $state } 상태의 구인은 { $step }할 수 없습니다.
seeker-incomplete = 아직 { $count }가지가 빠져 있어 접수할 수 없습니다. 먼저 { $first }
seeker-step-refused = { $state } 상태의 구직은 { $step }할 수 없습니다.

opening-state-draft = 작성 중
opening-state-submitted = 접수
opening-state-returned = 반려
opening-state-open = 공개
opening-state-paused = 일시 중지
opening-state-filled = 충족
opening-state-closed = 마감
opening-state-expired = 기간 만료
opening-state-cancelled = 취소
opening-step-submit = 접수
opening-step-return = 반려
opening-step-open = 공개
opening-step-pause = 중지
opening-step-confirm = 확인
opening-step-close = 마감
opening-step-expire = 만료 처리
opening-step-cancel = 취소
seeker-state-draft = 작성 중
seeker-state-submitted = 접수
seeker-state-active = 유효
seeker-state-placed = 취업
seeker-state-expired = 기간 만료
seeker-state-withdrawn = 철회
seeker-state-transferred = 이관
seeker-step-submit = 접수
seeker-step-accept = 수리
seeker-step-withdraw = 철회

missing-title = 구인제목을 적어 주세요.
missing-occupation = 모집직종을 골라 주세요.
missing-duties = 하는 일(직무내용)을 적어 주세요.
missing-headcount = 모집인원을 적어 주세요.
missing-employment-type = 고용형태를 골라 주세요.
missing-wage = 임금을 금액으로 적어 주세요.
missing-hours = 근무시간(요일과 시각, 또는 주 소정근로시간)을 적어 주세요.
missing-place = 근무할 곳을 적어 주세요.
missing-reception = 접수방법을 골라 주세요.
missing-employer-address = 사업장 주소나 대표전화를 적어 주세요.
missing-name = 이름을 적어 주세요.
missing-born-on = 생년월일을 적어 주세요.
missing-contact = 연락할 수 있는 전화번호나 전자우편을 적어 주세요.
missing-area = 사는 곳(동)을 적어 주세요.
missing-desired-occupation = 희망직종을 골라 주세요.
missing-desired-area = 희망근무지역을 골라 주세요.
missing-consent = 개인정보 수집·이용 동의가 필요합니다.

role-citizen = 시민
role-seeker = 구직자
role-employer = 구인자
role-counselor = 직업상담사
role-supervisor = 수퍼바이저
role-clerk = 부서 일자리 담당
role-agency = 산하기관 담당
role-partner = 유관기관
role-plan_manager = 총괄 담당
role-mayor = 시장
role-auditor = 감사
role-operator = 운영자

organisation-kind-city = 시
organisation-kind-department = 부서
organisation-kind-agency = 산하기관
organisation-kind-partner = 유관기관
organisation-kind-job_center = 일자리센터

wage-form-H = 시급
wage-form-D = 일급
wage-form-M = 월급
wage-form-Y = 연봉

wage-below-minimum = 시간급 환산 { $hourly }원이 { $year }년 최저임금 { $floor }원보다 낮습니다. 임금을 올리거나 근무시간을 확인해 주세요(최저임금법).
