### 업무를 처리하지 못할 때의 말.

search-place-unknown = “{ $text }”이(가) 어디인지 찾지 못해 거리는 빼고 찾았습니다. 동 이름이나 역 이름으로 적어 주세요.
opening-has-ended = 이미 끝난 구인은 고칠 수 없습니다. 새 구인으로 접수해 주세요.
text-too-long = 글이 너무 깁니다. { $most }자까지 적을 수 있습니다.
url-unreadable = 인터넷 주소로 읽을 수 없습니다: { $text }. https:// 로 시작하는 주소를 적어 주세요.
headcount-disabled-too-many = 장애인 채용인원이 모집인원보다 많습니다. 둘 중 하나를 고쳐 주세요.
changed-meanwhile = 그사이 다른 사람이 고쳤습니다. 새로 불러와서 다시 해 주세요.
consent-needs-withdrawal = 등록 동의는 등록된 동안 필요합니다. 동의를 거두시려면 구직 철회나 개인정보 삭제를 해 주세요.
sensitive-needs-consent = 이 내용을 보관하려면 민감정보 동의가 필요합니다. 동의를 받아 표시하거나 이 칸을 비워 주세요.
born-on-out-of-range = 생년월일은 1900년부터 오늘 사이의 날이어야 합니다. 연도를 확인해 주세요.
sign-in-too-many = 잘못된 시도가 많아 잠시 막았습니다. { $minutes }분 뒤에 다시 해 주세요.
sign-in-refused = 아이디나 비밀번호가 맞지 않습니다. 다시 확인해 주세요.
password-weak = 비밀번호는 { $least }자 이상 { $most }자 이하로, 서로 다른 글자를 넷 이상 섞어 주세요.
login-unreadable = 아이디로 쓸 수 없습니다: { $text }. 글자, 숫자와 @ . _ - + 로 3자 이상 적어 주세요.
login-taken = 이미 쓰고 있는 아이디입니다: { $text }. 다른 아이디를 적어 주세요.
last-operator = 마지막 운영자입니다. 다른 운영자를 먼저 정해 주세요.
contact-needs-verified-employer = 사업자등록번호를 먼저 확인해 주세요. 그 뒤에 담당자를 확인할 수 있습니다.
employer-provisional = 사업자등록번호가 없어 확인할 수 없습니다. 번호를 먼저 적어 주세요.
wage-out-of-range = 임금은 1원에서 10억 원 사이로 적어 주세요.
commute-out-of-range = 출퇴근 시간은 1분에서 300분 사이로 적어 주세요.
store-busy = 지금 저장이 밀려 있어 처리하지 못했습니다. 저장된 것은 없습니다. 잠시 뒤 다시 해 주세요.
store-full = 저장 공간이 가득 차서 저장하지 못했습니다. 이미 저장된 것은 그대로입니다. 운영자에게 알려 주세요.
store-away = 저장소에 닿지 못해 처리하지 못했습니다. 잠시 뒤 다시 해 주세요.
deadline-passed = 접수마감일({ $day })이 지났습니다. 다시 모집한다면 마감일을 고쳐 주세요.
export-number = 접수번호
export-title = 구인제목
export-employer = 사업장명
export-business-number = 사업자등록번호
export-occupation = 모집직종
export-headcount = 모집인원
export-wage-form = 임금형태
export-wage-min = 임금 하한
export-wage-max = 임금 상한
export-weekly-hours = 주 소정근로시간
export-workplace = 근무지
export-deadline = 접수마감
export-duties = 직무내용
export-state = 상태
export-lacks = 빠진 것
export-until-filled = 채용시까지
match-part-occupation = 직종
match-part-skills = 자격·기술
match-part-wage = 임금
match-part-experience = 경력
match-part-distance = 거리
match-part-text = 설명
match-seeker = 구직자
match-rank = 순위
match-opening = 구인
match-employer = 사업장
match-score = 점수
match-note = 비고
match-seeker-sheet = 구직자 시트
match-seeker-row = 구직자 행
match-opening-sheet = 구인 시트
match-opening-row = 구인 행
match-failed = 맞지 않는 조건
match-near = 가장 가까운 구인
match-none = 맞는 구인 없음
match-none-relevant = 구인 목록에 희망직종과 같은 분야이거나 자격·기술이 둘 이상 겹치는 구인이 없음
match-score-below = 맞지 않는 조건은 없으나 점수 { $score }점이 추천 기준 { $least }점에 못 미침
match-state-met = 충족
match-state-failed = 불충족
match-state-unknown = 알 수 없음
match-condition-area = 조건: 희망지역
match-condition-commute = 조건: 출퇴근
match-condition-wage = 조건: 임금
match-condition-days = 조건: 요일
match-condition-hours = 조건: 시간대
match-condition-weekly_hours = 조건: 주 근무시간
match-condition-employment_type = 조건: 고용형태
match-condition-education = 조건: 학력
match-condition-experience = 조건: 경력
match-condition-licence = 조건: 자격
match-summary-seekers = 구직자 수
match-summary-openings = 구인 수
match-summary-matches = 추천 수
match-summary-with-match = 추천이 있는 구직자
match-summary-without-match = 추천이 없는 구직자
match-summary-rejected = 읽지 못한 행
column-repeated = 같은 뜻의 열이 앞에도 있어 이 열은 읽지 않았습니다. 한 열만 남기거나 열 제목을 바꾸어 주세요.
column-unknown = 무슨 열인지 알 수 없어 읽지 않았습니다. 필요한 내용이면 열 제목을 바꾸거나 가져오기 화면에서 골라 주세요.
not-found-by-name = "{ $text }"을(를) 찾지 못했습니다. 이름이나 사업자등록번호를 확인해 주세요.
found-several = "{ $text }"(이)라는 사업장이 여럿입니다. 사업자등록번호로 골라 주세요.
role-choose = 역할을 하나 이상 고르세요.
role-needs-employer = 구인 기업 역할에는 어느 사업장인지 필요합니다. 사업자등록번호나 이름을 적어 주세요.
role-needs-organisation = 부서·기관 역할에는 어느 부서·기관인지 필요합니다. 하나를 고르세요.
business-number-taken = 이 사업자등록번호는 이미 "{ $name }"(으)로 등록되어 있습니다.
import-told = 모두 { $rows }행: 새로 { $created }건(초안 { $drafts }건 포함), 고침 { $updated }건, 그대로 { $unchanged }건, 되풀이 { $duplicate }건, 받지 않음 { $rejected }건
import-told-closed = 출처에서 사라져 마감 { $closed }건
match-told = 구직자 { $seekers }명 × 구인 { $openings }건: { $with }명에게 추천 { $matches }건, 읽지 못한 행 { $rejected }행 → { $out }
command-not-found = 그런 것이 없거나, 볼 수 없는 것입니다.
command-not-found-hint = 이름이나 번호를 확인해 주세요. 사용자는 iljari user list, 구인은 iljari export openings --format csv 로 볼 수 있습니다.

# paper
paper-busy = 지금 인쇄할 것이 너무 많이 밀려 있습니다. 잠시 뒤 다시 눌러 주세요.
paper-period = 기간은 시작일부터 1년 안이어야 하고, 끝 날짜가 시작일보다 앞설 수 없습니다.
paper-too-long = 이 기간에는 { $most }건이 넘게 있어 한 번에 인쇄할 수 없습니다. 기간을 줄여 주세요.
paper-no-letter = 아직 알선장을 내지 않았습니다. 먼저 구직자의 동의를 받아 알선장을 내 주세요.
large-list-title = 우리 동네 일자리
large-list-near = { $place }에서 가까운 순서입니다.
large-list-newest = 새로 나온 순서입니다.
large-list-call = 전화해서 번호를 말씀하세요.
large-list-employer = 일하는 곳
large-list-pay = 받는 돈
large-list-hours = 일하는 때
large-list-way = 가는 길
large-list-number = 번호
large-list-none = 지금은 이 동네 가까이에 일자리가 없습니다. 일자리센터로 전화해 주세요.
large-list-hourly = 시급 { $won }원
large-list-monthly = 월 { $won }원
large-list-station = { $name }역
large-list-station-walk = { $name }역에서 걸어서 { $min }분
large-list-stop-walk = { $name }에서 걸어서 { $min }분
### 취업 실적(ledger)

placement-start-far = 첫 근무일이 너무 멉니다. 한 달 안의 날짜를 적어 주세요.
# seeker: life of a registration
seeker-deceased = 같은 이름과 생년월일로 사망이 기록된 분이 있어 등록할 수 없습니다. 다른 분이 맞다면 수퍼바이저에게 확인을 부탁해 주세요.
consent-needs-registration = 이미 끝난 등록입니다. 다시 구직하시려면 새로 등록해 주세요.
transfer-to-choose = 넘겨받을 기관을 골라 주세요.
assign-choose = 담당할 상담사를 골라 주세요.
service-in-future = 아직 오지 않은 날입니다. 서비스를 제공한 날을 적어 주세요.
plan-step-words = 무엇을 할지 적어 주세요.
plan-step-past = 기한이 이미 지났습니다. 오늘 이후의 날을 적어 주세요.

## Openings: worse terms and answers
opening-terms-worse = 알선받으신 구인의 조건이 나빠졌습니다: { $term } { $before } → { $after } (그 밖에 { $more }건)
opening-term-wage = 임금
opening-term-hourly_wage = 시간급 환산
opening-term-monthly_wage = 월급 환산
opening-term-weekly_minutes = 주 근무시간(분)
opening-term-weekdays = 근무요일
opening-term-night = 야간 근무
opening-term-place = 근무지
opening-term-employment_type = 고용형태
opening-term-contract_months = 계약기간(개월)
opening-term-probation_months = 수습(개월)
opening-term-convertible = 정규직 전환
close-reason-not-yours = 이 사유로는 마감할 수 없습니다. 업체가 정할 수 있는 사유를 골라 주세요.
answer-opening-ended = 이미 끝난 구인이라 물을 것이 없습니다.
answer-code-unknown = 그런 번호가 없습니다. 안내문에 적힌 번호를 다시 확인해 주세요.
answer-code-too-many = 없는 번호를 너무 여러 번 적었습니다. 잠시 뒤에 다시 해 주세요.
### 구인의 법 기준(law)

opening-also = { $first } 또한 { $rest }
check-told = 구인 { $rows }건을 살폈습니다. 공개할 수 없음 { $block }, 사유 필요 { $justify }, 살펴볼 것 { $warn }, 읽지 못한 행 { $rejected }
## 알선

referral-needs-registration = 먼저 구직등록을 해 주세요.
interview-too-far = 면접일이 너무 멉니다. 여섯 달 안의 날을 적어 주세요.
start-too-far = 근무 시작일이 너무 멉니다. 여섯 달 안의 날을 적어 주세요.
letter-unknown = 이 번호나 코드의 알선장이 없습니다. 알선장을 보고 다시 적어 주세요.
letter-answered = 이 알선장의 결과는 이미 기록되어 있습니다.
notice-interview-at = 면접 { $at }
### 구인의 법 기준(law)

