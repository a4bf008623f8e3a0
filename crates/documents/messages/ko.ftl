### 파일을 읽고 쓸 때의 말. 어디가, 무엇이, 어떻게 고치는지를 말한다.

file-empty = 파일이 비어 있습니다. 내용이 있는 파일을 올려 주세요.
file-no-rows = 파일에 적힌 것이 없습니다. 다른 시트나 파일을 골라 주세요.
file-too-big = 파일이 { $megabytes }MB로 너무 큽니다(최대 { $most }MB). 나누어 올려 주세요.
file-too-many-rows = ‘{ $sheet }’ 시트의 행이 너무 많습니다(최대 { $most }행). 나누어 올려 주세요.
file-too-many-cells = 칸이 너무 많습니다(최대 { $most }칸). 나누어 올려 주세요.
file-cell-too-long = ‘{ $sheet }’ 시트 { $row }행 { $column }열의 글이 너무 깁니다(최대 { $most }바이트). 줄이거나, 닫히지 않은 따옴표가 없는지 확인해 주세요.
file-sparse = ‘{ $sheet }’ 시트의 { $cell } 칸이 표에서 너무 멀리 떨어져 있습니다. 그 행과 열을 지우고 다시 저장해 주세요.
file-bomb = 압축을 풀면 { $megabytes }MB가 넘어 읽지 않았습니다. 필요한 시트만 새 파일로 저장해 주세요.
file-too-heavy = 정해진 시간과 메모리 안에 읽을 수 없는 파일입니다. 필요한 시트만 새 파일로 저장하거나 나누어 올려 주세요.
file-reader-missing = 파일을 읽는 프로그램을 시작하지 못했습니다: { $why }. 운영자에게 알려 주세요.
file-password = 암호가 걸린 파일입니다. 암호를 풀고 저장한 뒤 올려 주세요.
file-unreadable = 파일이 깨졌거나 읽을 수 없는 형식입니다. 엑셀에서 열어 다시 저장(xlsx)한 뒤 올려 주세요.
file-wrong-kind = { $kind } 파일은 읽을 수 없습니다. XLSX, XLS, ODS, CSV, XML(고용24) 또는 JSON으로 저장해 주세요.
file-wrong-encoding = 글자를 읽을 수 없습니다. UTF-8이나 한국어(cp949)로 저장해 주세요.
file-json-unreadable = JSON { $line }행을 읽을 수 없습니다. 형식을 확인해 주세요.
file-json-no-rows = JSON에 목록이 없습니다. 객체의 배열이어야 합니다.
file-xml-doctype = 문서 형식 선언(DOCTYPE)이 있는 XML은 받지 않습니다. 선언을 지우고 올려 주세요.
file-xml-unreadable = XML { $line }행을 읽을 수 없습니다. 파일이 끝까지 내려받아졌는지 확인해 주세요.
file-xml-depth = XML이 너무 깊게 겹쳐 있습니다(최대 { $most }단계).
file-xml-not-worknet = 고용24 채용정보 형식(wantedRoot, wantedDtl)의 XML이 아닙니다.
worknet-error = 고용24가 오류를 보냈습니다: { $message } ({ $code }). 인증키와 요청을 확인해 주세요.
header-not-found = 제목 행을 찾지 못했습니다. 첫 40행 안에 { $wanted } 가운데 하나와 다른 항목이 있어야 합니다.
header-of-seekers = 구직자 명부로 보입니다({ $columns }). 구인이 아니라 구직자 파일로 올리거나, 구인 목록 파일을 골라 주세요.
header-of-openings = 구인 목록으로 보입니다({ $columns }). 구직자가 아니라 구인 파일로 올리거나, 구직자 명부 파일을 골라 주세요.

row-is-sum = 합계 행이라 넘겼습니다. 고칠 것이 없습니다.
row-is-remark = 설명을 적은 행이라 넘겼습니다. 고칠 것이 없습니다.
row-is-header = 제목 행이 되풀이되어 넘겼습니다. 고칠 것이 없습니다.
row-no-opening = 구인제목, 사업장명, 직무내용이 모두 비어 있어 구인으로 볼 수 없습니다. 하나라도 적어 주세요.
row-no-seeker = 성명, 연락처, 희망직종이 모두 비어 있어 구직자로 볼 수 없습니다. 하나라도 적어 주세요.
row-unreadable = 이 행을 읽을 수 없습니다. 내용을 확인해 주세요.
cell-error = 수식 오류({ $error })가 있는 칸이라 비운 것으로 보았습니다. 값을 적어 주세요.

date-impossible = 달력에 없는 날입니다: { $text }. 날짜를 고쳐 주세요. 예: 2026-01-05
date-unreadable = 날짜로 읽을 수 없습니다: { $text }. 예: 2026-01-05, 채용시까지
date-in-future = 아직 오지 않은 날입니다: { $text }. 날짜를 확인해 주세요.
wage-below-zero = 임금이 0보다 작습니다: { $text }. 금액을 고쳐 주세요.
wage-implausible = 임금의 금액과 단위가 맞지 않아 글로만 두었습니다: { $text }. 예: 월급 2,500,000원
wage-form-unknown = 시급·일급·월급·연봉 가운데 무엇인지 알 수 없어 글로만 두었습니다: { $text }. 예: 시급 10,320원
wage-no-lower = 임금의 하한이 없어 글로만 두었습니다: { $text }. 가장 적게 받는 금액을 적어 주세요.
wage-net = 세후 금액이라 글로만 두었습니다: { $text }. 세전 금액을 적어 주세요.
wage-amount-unreadable = 금액으로 읽을 수 없습니다: { $text }. 한 금액만 적어 주세요. 예: 250만, 2,500,000
hours-unclear = 근무시간을 읽을 수 없어 글로만 두었습니다: { $text }. 예: 월~금 09:00~18:00 휴게 60분
headcount-unknown = 모집인원을 알 수 없습니다: { $text }. 숫자로 적어 주세요.
employment-type-unclear = 고용형태를 하나로 정할 수 없습니다: { $text }. 정규직, 계약직, 시간제 가운데 하나를 적어 주세요.
employment-type-part-time = 계약기간이 적혀 있지 않으면 기간의 정함이 없는 시간제로 보았습니다: { $text }. 기간이 있으면 계약기간을 적어 주세요.
work-days-unclear = 일용 일수를 읽을 수 없습니다: { $text }. 일하는 날을 모두 더해 1에서 366까지 적어 주세요. 예: 12
career-unclear = 경력조건을 읽을 수 없습니다: { $text }. 예: 신입, 경력 3년, 무관
education-unclear = 학력을 읽을 수 없습니다: { $text }. 예: 고졸, 대졸(4년), 무관
occupation-unknown = 직종을 찾지 못했습니다: { $text }. 직종명이나 직종코드를 확인해 주세요.
occupation-from-title = 직종이 적혀 있지 않아 제목에서 찾았습니다: { $text }. 맞는지 확인해 주세요.
place-unknown = 근무지를 찾지 못했습니다: { $text }. 시·군·구나 동 이름을 적어 주세요.
place-from-address = 근무지 열이 없어 주소를 근무지로 보았습니다: { $text }. 다른 곳에서 일하면 ‘근무지’ 열을 더해 주세요.
several-employers = 한 칸에 사업장이 여럿입니다: { $text }. 사업장마다 행을 나누어 주세요.
address-not-web = 웹 주소가 아니라 뺐습니다. http나 https로 시작해야 합니다.
personal-masked = 글에 적힌 개인 연락처나 주민등록번호를 가렸습니다.
contact-dropped = 담당자 정보는 공개동의가 없어 저장하지 않았습니다. 동의를 받았으면 ‘담당자 공개동의’ 열에 Y를 적어 주세요.

desired-occupation-unknown = 희망직종 가운데 찾지 못한 것이 있습니다. 직종명이나 코드를 확인해 주세요.
desired-area-unknown = 희망근무지역을 찾지 못했습니다. 시·군·구나 동 이름을 적어 주세요.
home-area-unknown = 사는 곳을 찾지 못했습니다. 동 이름까지 적어 주세요.
desired-wage-below-zero = 희망임금이 0보다 작습니다. 금액을 고쳐 주세요.
desired-wage-unclear = 희망임금을 읽을 수 없습니다. 예: 월급 250만원, 시급 10,320원, 면접 후 결정
born-impossible = 생년월일이 달력에 없는 날입니다. 고쳐 주세요.
born-unreadable = 생년월일을 읽을 수 없습니다. 예: 1990-01-05
seeker-phone-unreadable = 전화번호로 읽을 수 없습니다. 예: 010-0000-0000
email-unreadable = 전자우편 주소가 아닙니다. @가 있어야 합니다.
sensitive-dropped = 민감정보는 동의가 없어 저장하지 않았습니다. 동의를 받았으면 ‘민감정보 동의’ 열에 Y를 적어 주세요.

sheet-rejected = 고칠 행
sheet-matches = 추천
sheet-reasons = 이유
sheet-summary = 요약
column-reason = 고칠 점
file-not-written = 파일을 만들지 못했습니다: { $why }. 운영자에게 알려 주세요.

### 실적 파일의 행(result)
result-person-days = 연인원은 사람 수가 아닙니다: { $text }. 한 사람을 한 행에 적고 ‘근무일수’ 열에 그 사람이 일한 날수를 적어 주세요.
result-no-name = 성명이 비어 있습니다. 한 사람을 한 행에 적어 주세요.
result-several-people = 한 행에 여러 사람이 적혀 있습니다. 한 사람을 한 행에 적어 주세요.
result-several-employers = 사업체가 하나가 아닙니다: { $text }. 그 사람이 일하는 사업체 하나만 적어 주세요.
result-no-employer = 사업체가 비어 있습니다. 일하는 곳의 이름을 적어 주세요.
result-no-birth = 생년월일이 비어 있어 같은 이름의 다른 사람과 가려낼 수 없습니다. 적어 주세요.
result-birth-unreadable = 생년월일을 날짜로 읽을 수 없습니다. 1985-03-02처럼 적어 주세요.
result-no-start = 취업일자를 날짜로 읽을 수 없습니다. 2016-02-15처럼 처음 일한 날을 적어 주세요.
