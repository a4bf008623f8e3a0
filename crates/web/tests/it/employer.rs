//! An employer's page and the ways of answering: by link, by the code on paper, over the telephone.

use axum::http::StatusCode;
use domain::Role;
use domain::answer::Kind;
use domain::referral::code_from;

use crate::day::{SENIOR, STAFF, id_of, sent, to};
use crate::filled::{body, filled};
use crate::site::Site;

const EMPLOYER: Option<Role> = Some(Role::Employer);

/// The code of a letter, as a counsellor sees it.
async fn code(site: &Site, referral: domain::id::ReferralId) -> String {
    let staff = site.city.as_role(Role::Counselor).await;
    app::referral::get(&staff, &site.app(), referral).await.unwrap().code.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_on_a_letter_is_keyed_on_the_web_once_and_never_mistyped() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let referral = sent(&site, id_of(&path)).await;
    let code = code(&site, referral).await;
    assert!(site.get(&format!("/staff/referrals/{referral}/letter"), STAFF).await.text.contains("/answer"));
    let empty = site.get("/answer", None).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert_eq!(empty.headers["x-robots-tag"], "noindex");
    let mut mistyped: Vec<char> = code.chars().collect();
    mistyped[0] = if mistyped[0] == '2' { '3' } else { '2' };
    let mistyped: String = mistyped.into_iter().collect();
    let wrong = site.post("/answer", None, &format!("code={mistyped}")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("href=\"#code\"") && wrong.text.contains(&format!("value=\"{mistyped}\"")));
    let found = site.post("/answer", None, &format!("code={}", code.to_lowercase())).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains("박가나") && found.text.contains("class=\"taps\""), "{}", found.text);
    let early = format!("code={code}&referral={referral}&reply=hired&start_on=2016-01-01");
    let refused = site.post("/answer", None, &early).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
    assert!(refused.text.contains("2016-01-01") && refused.text.contains(&format!("value=\"{code}\"")));
    let nowhere = format!("code={code}&referral={referral}&reply=hired&start_on=2026-02-30");
    let nowhere = site.post("/answer", None, &nowhere).await;
    assert!(nowhere.text.contains("달력에 없는 날입니다: 2026-02-30"), "{}", nowhere.text);
    assert!(nowhere.text.contains("<option value=\"\">"), "no reason is chosen beforehand");
    assert!(!nowhere.text.contains("value=\"no_show\""), "no interview was booked");
    let bare = site.post("/answer", None, &format!("code={code}&referral={referral}&reply=rejected")).await;
    assert!(bare.text.contains("사유를 골라 주세요"), "{}", bare.text);
    let reply = format!("code={code}&referral={referral}&reply=rejected&reason=distance");
    let thanks = site.post("/answer", None, &reply).await;
    assert_eq!(thanks.status, StatusCode::OK);
    for words in ["고맙습니다", "거리", "2016-03-14", site.app().city.phone()] {
        assert!(thanks.text.contains(words), "{words}: {}", thanks.text);
    }
    let twice = site.post("/answer", None, &reply).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(
        twice.text.contains("이미 기록되어 있습니다") && !twice.text.contains("박가나"),
        "{}",
        twice.text
    );
    let seen = site.get(&format!("/staff/referrals/{referral}"), STAFF).await.text;
    assert!(seen.contains("불채용 (거리)") || seen.contains("(거리)"), "{seen}");
    assert!(seen.contains("업체가 회신코드로 답함") && !seen.contains("시민"), "{seen}");
    let looks = site.get(&format!("{path}/looks"), STAFF).await.text;
    assert!(looks.contains("구인자가 알선장 번호로 답함") && !looks.contains("시민 · 고침"), "{looks}");
    let gone = site.get(&format!("/staff/referrals/{referral}/letter"), STAFF).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    assert!(gone.text.contains("이 알선은 끝났습니다") && !gone.text.contains("박가나"), "{}", gone.text);
    let names = site.get(&format!("/staff/openings/{}/names", site.opening()), STAFF).await.text;
    assert!(
        names.contains("L2016-000001")
            && names.contains("불채용")
            && !names.contains("031-000-1234")
            && !names.contains("박가나"),
        "{names}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_key_both_kinds_of_code_over_the_telephone_and_guessing_is_braked() {
    let site = Site::new().await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let referral = sent(&site, id_of(&path)).await;
    let letter = code(&site, referral).await;
    let found = site.post("/staff/answers", STAFF, &format!("code={letter}")).await;
    assert!(found.status == StatusCode::OK && found.text.contains("박가나"), "{}", found.text);
    let reply = format!("code={letter}&referral={referral}&reply=hired&start_on=2016-03-21");
    assert_eq!(site.post("/staff/answers", STAFF, &reply).await.status, StatusCode::OK);
    let staff = site.city.as_role(Role::Counselor).await;
    let view = app::referral::get(&staff, &site.app(), referral).await.unwrap();
    assert_eq!((view.history[0].role.as_str(), view.history[0].channel.as_str()), ("counselor", "phone"));

    for n in 0..20u8 {
        let strange = code_from([n; 8]);
        let told = site.post("/answer", None, &format!("code={strange}")).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
    }
    let question = app::answer::put(&staff, &site.app(), site.opening(), Kind::StillOpen).await.unwrap();
    let held = site.post("/answer", None, &format!("code={}", question.code)).await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(held.text.contains("15분 뒤에 다시"), "{}", held.text);
    let counter = site.post("/staff/answers", STAFF, &format!("code={}", question.code)).await;
    assert_eq!(counter.status, StatusCode::OK, "the counter still answers");
    let link = site.get(&format!("/answer/{}", question.token), None).await;
    assert_eq!(link.status, StatusCode::OK, "and so does the link");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_to_an_employer_is_a_paper_that_can_be_printed_again() {
    let site = Site::new().await;
    let put =
        site.post(&format!("/staff/openings/{}/questions", site.opening()), STAFF, "kind=still_open").await;
    let code = put.text.split("<strong class=\"code\">").nth(1).unwrap().split('<').next().unwrap();
    let paper = put.text.split("href=\"/staff/answers/").nth(1).unwrap().split('"').next().unwrap();
    let paper = format!("/staff/answers/{paper}");
    for _ in 0..2 {
        let page = site.get(&paper, STAFF).await;
        assert!(page.status == StatusCode::OK && page.text.contains(code), "{}", page.text);
        assert!(page.text.contains("구인 확인 요청서") && page.text.contains(&format!("{paper}.pdf")));
    }
    let file = site.get(&format!("{paper}.pdf"), STAFF).await;
    assert!(file.headers["content-type"] == "application/pdf" && file.text.starts_with("%PDF"));
    assert_eq!(site.get(&paper, EMPLOYER).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_begins_with_the_last_one_of_that_work_or_with_the_citys_template() {
    let site = Site::new().await;
    let staff = site.city.as_role(Role::Counselor).await;
    let view = app::opening::get(&staff, &site.app(), site.opening()).await.unwrap();
    let (employer, content) = (view.employer.id, &view.opening.content);
    let occupation = content.occupation.as_ref().unwrap();
    let begin = format!("/staff/openings/new?begin=yes&employer={employer}&occupation={occupation}");
    let page = site.get(&begin, STAFF).await;
    let form = filled(&page.text);
    assert!(page.text.contains("전에 낸 구인"), "{}", page.text);
    // Of several the last received; all of them are this employer's own of that work.
    let filter = app::opening::Filter { employer: Some(employer), page: 1, size: 100, ..Default::default() };
    let theirs = app::opening::list(&staff, &site.app(), &filter).await.unwrap().items;
    let same = theirs.iter().filter(|row| row.opening.content.occupation.as_ref() == Some(occupation));
    let last = same.max_by_key(|row| (row.opening.created_at, row.opening.id)).unwrap();
    let said = last.opening.content.duties.replace('\n', "\r\n");
    assert!(form.contains(&("duties".into(), said)), "{form:?}");
    assert!(form.iter().any(|(name, value)| name == "employer" && !value.is_empty()));
    assert!(
        !form.iter().any(|(name, value)| name == "deadline_on" && !value.is_empty()),
        "its day is not taken over"
    );
    let city = site.get("/staff/openings/new?begin=yes&occupation=5501", STAFF).await;
    let form = filled(&city.text);
    assert!(
        form.contains(&("occupation".into(), "요양보호사".into()))
            && form.contains(&("licences".into(), "요양보호사".into())),
        "{form:?}"
    );
    assert!(form.contains(&("wage_min".into(), String::new())), "pay is never guessed");
    let none = site.get("/staff/openings/new?begin=yes&occupation=qqqq", STAFF).await;
    assert!(none.text.contains("qqqq") && none.status == StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employers_page_has_its_shortlist_its_history_and_what_would_bring_more() {
    let site = Site::new().await;
    let opening = site.opening();
    let staff = site.city.as_role(Role::Counselor).await;
    let view = app::opening::get(&staff, &site.app(), opening).await.unwrap();
    site.city.employ(view.employer.id).await;
    let wish = view.opening.content.occupation.as_ref().unwrap();
    let asks = SENIOR.replace("occupation=5501", &format!("occupation={wish}&wage_won=9,000,000"));
    let path = to(&site.post("/staff/seekers/new", STAFF, &asks).await);
    let home = site.get("/employer", EMPLOYER).await;
    assert!(
        home.text.contains(&format!("/employer?widen={opening}")) && !home.text.contains("박가나"),
        "{}",
        home.text
    );
    let wider = site.get(&format!("/employer?widen={opening}"), EMPLOYER).await.text;
    // Nothing is told of fewer people than the city's least number: the pay that would bring one is that one's wish.
    let counted = app::referral::widen(&staff, &site.app(), opening).await.unwrap();
    assert_eq!(counted.now, None, "{counted:?}");
    assert!(wider.contains(&format!("맞는 구직자는 {}명보다 적습니다", counted.least)), "{wider}");
    assert!(counted.more.iter().all(|(_, more)| *more >= counted.least), "{counted:?}");
    for (message, _) in &counted.more {
        let said = site.app().catalogue.say(domain::Lang::Ko, message);
        assert!(wider.contains(&said), "{said}: {wider}");
    }
    assert!(!wider.contains("박가나"), "only numbers");
    let other = site.city.app.projection.with(|state| {
        let theirs = state.openings.values().find(|entry| entry.employer.id != view.employer.id);
        theirs.map(|entry| entry.opening.id).unwrap()
    });
    assert_eq!(site.get(&format!("/employer?widen={other}"), EMPLOYER).await.status, StatusCode::NOT_FOUND);

    let referral = sent(&site, id_of(&path)).await;
    let home = site.get("/employer", EMPLOYER).await.text;
    assert!(
        home.contains("박가나") && home.contains("L2016-000001") && home.contains("2016-03-14 알선장"),
        "{home}"
    );
    // That the work suits, not what the person wishes nor where they live.
    let one = site.get(&format!("/staff/referrals/{referral}"), EMPLOYER).await.text;
    for page in [&home, &one] {
        assert!(page.contains("같은 직종"), "{page}");
        assert!(!page.contains("희망임금") && !page.contains("집에서") && !page.contains("출퇴근"), "{page}");
    }
    let no = app::referral::Answer::Rejected(domain::referral::RejectReason::Licence);
    app::referral::answer(&staff, &site.app(), referral, 3, no).await.unwrap();
    let home = site.get("/employer", EMPLOYER).await.text;
    assert!(
        home.contains("자격미보유") && !home.contains("박가나"),
        "the result with its reason, without the name"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_to_call_is_confirmed_by_one_tap_and_written_anew_it_is_right_today() {
    let site = Site::new().await;
    let typed = "name=canary-works&phone=031-000-3333&contact_name=canary-person&contact_phone=031-000-4444&contact_consent=yes";
    let path = to(&site.post("/staff/employers/new", STAFF, typed).await);
    site.city.employ(path.rsplit('/').next().unwrap().parse().unwrap()).await;
    let home = site.get("/employer", EMPLOYER).await.text;
    assert!(home.contains("canary-person") && home.contains("2016-03-14 확인"), "{home}");
    site.city.clock.advance_days(10);
    assert_eq!(to(&site.post(&format!("{path}/contact"), EMPLOYER, "").await), "/employer");
    assert!(site.get("/employer", EMPLOYER).await.text.contains("2016-03-24 확인"));
    site.city.clock.advance_days(1);
    let edit = format!("{path}/edit");
    let mut form = filled(&site.get(&edit, EMPLOYER).await.text);
    to(&site.post(&edit, STAFF, &body(&form)).await);
    assert!(site.get(&path, STAFF).await.text.contains("2016-03-24 확인"), "saved along, it keeps its day");
    form = filled(&site.get(&edit, STAFF).await.text);
    form.iter_mut()
        .filter(|(name, _)| name == "contact_name")
        .for_each(|(_, name)| *name = "canary-other".into());
    to(&site.post(&edit, STAFF, &body(&form)).await);
    let page = site.get(&path, STAFF).await.text;
    assert!(page.contains("canary-other") && page.contains("2016-03-25 확인"), "{page}");
    let others = site.post(&format!("{path}/contact"), Some(Role::Clerk), "").await;
    assert_eq!(others.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_is_asked_on_its_page_a_week_after_the_interview_and_answers_there() {
    let site = Site::new().await;
    let staff = site.city.as_role(Role::Counselor).await;
    let view = app::opening::get(&staff, &site.app(), site.opening()).await.unwrap();
    site.city.employ(view.employer.id).await;
    let path = to(&site.post("/staff/seekers/new", STAFF, SENIOR).await);
    let referral = sent(&site, id_of(&path)).await;
    let at = staff.now + jiff::SignedDuration::from_hours(24);
    app::referral::schedule(&staff, &site.app(), referral, 3, at, None).await.unwrap();
    let form = format!("action=\"/me/referrals/{referral}\"");
    let run = async |days| {
        site.city.clock.advance_days(days);
        app::day::run(&site.app()).await.unwrap();
        site.get("/employer", EMPLOYER).await.text
    };
    assert!(!run(7).await.contains(&form), "six days after it");
    let page = run(1).await;
    let today = page.split("오늘 답해 주실 것").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(today.contains(&form) && today.contains("박가나"), "{today}");
    let staff = site.city.as_role(Role::Counselor).await;
    let version = async || app::referral::get(&staff, &site.app(), referral).await.unwrap().referral.version;
    let say = async |said: &str| {
        let said = format!("version={}&{said}", version().await);
        site.post(&format!("/me/referrals/{referral}"), EMPLOYER, &said).await
    };
    assert_eq!(to(&say("answer=undecided").await), "/employer");
    assert!(site.get("/employer", EMPLOYER).await.text.contains(&form), "still to be answered");
    for day in ["", "1016-03-21", "9016-03-21"] {
        let refused = say(&format!("answer=hired&start_on={day}")).await;
        assert!(refused.status.is_client_error() && refused.text.contains(&form), "{day}: the form again");
        assert!(refused.text.contains("role=\"alert\""), "{day}: {}", refused.text);
    }
    assert_eq!(to(&say("answer=hired&start_on=2016-03-23").await), "/employer");
    let page = site.get(&format!("/staff/referrals/{referral}"), STAFF).await.text;
    let seen = app::referral::get(&staff, &site.app(), referral).await.unwrap();
    let claim = app::placement::get(&staff, &site.app(), seen.placement.unwrap()).await.unwrap().placement;
    assert!(page.contains(&format!("href=\"/staff/placements/{}\"", claim.id)), "{page}");
    assert_eq!(claim.state.name(), domain::placement::StateName::Confirmed, "the employer's own word");
}
