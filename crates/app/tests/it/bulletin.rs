//! Issues of the bulletin, papers that wait for a printer, slips that come back: frozen, printed once, forgotten when done.

use app::bulletin::{choose, get, issue, list, weekly};
use app::demo::Sizes;
use app::print_job::{add, again, came_out, cancel, file, next, place_of_kiosk, queue, stuck, together};
use app::reply_slip::{Form, key, settle, waiting};
use app::testing::TestCity;
use app::{Error, opening as openings};
use domain::area::AreaCode;
use domain::bulletin::{Choice, Form as PrintedAs, Segment};
use domain::id::{OpeningId, PersonId, ReferralId};
use domain::opening::CloseReason;
use domain::print_job::{Paper, Place, State, Trouble, Why};
use domain::reply_slip::{Outcome, Wish};
use domain::{Ctx, Lang, Role};
use jiff::civil::date;

use crate::referral::{code_of, counselor, employer, opening, person, sent};

fn dong() -> AreaCode {
    AreaCode::parse("9911051000").unwrap()
}

async fn close(city: &TestCity, id: OpeningId) {
    let staff = counselor(city).await;
    let version = openings::get(&staff, &city.app, id).await.unwrap().opening.version;
    openings::close(&staff, &city.app, id, version, CloseReason::FoundOtherwise).await.unwrap();
    city.settle().await;
}

async fn pdf(ctx: &Ctx, city: &TestCity, id: domain::id::BulletinId, form: PrintedAs) -> Vec<u8> {
    let issue = get(ctx, &city.app, id).await.unwrap();
    let made = app::paper::bulletin(ctx, &city.app, &issue, form, Lang::Ko, "https://jobs.example.kr").await;
    made.unwrap().bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issue_is_frozen_and_the_next_one_says_what_is_gone() {
    let city = TestCity::new().await;
    let workplace = employer(&city).await;
    let (one, two) = (opening(&city, workplace, 1).await, opening(&city, workplace, 2).await);
    city.settle().await;
    let (staff, citizen) = (counselor(&city).await, city.as_role(Role::Citizen).await);
    let first = issue(&staff, &city.app, Choice::near(dong())).await.unwrap();
    let shown: Vec<_> = first.facts.lines.iter().map(|line| line.opening).collect();
    assert!(shown.contains(&one) && shown.contains(&two) && first.facts.errata.is_empty(), "{shown:?}");
    assert_eq!((first.facts.number.as_str(), first.facts.seq), ("2016-11", city.app.projection.seq()));
    let before = pdf(&citizen, &city, first.id, PrintedAs::A4).await;

    // Asked for again in the same week it is the same one, whatever became of its openings.
    close(&city, one).await;
    let again = issue(&staff, &city.app, Choice::near(dong())).await.unwrap();
    assert_eq!((again.id, &again.digest, again.facts.lines.len()), (first.id, &first.digest, shown.len()));
    assert!(again.holds());
    assert!(
        before == pdf(&citizen, &city, first.id, PrintedAs::A4).await,
        "printed again it is another file"
    );

    // The next week's says what is gone, with the code under which it was shown, and nothing twice.
    city.clock.advance_days(7);
    city.settle().await;
    let staff = counselor(&city).await;
    let second = issue(&staff, &city.app, Choice::near(dong())).await.unwrap();
    let gone: Vec<_> = second.facts.errata.iter().map(|one| (one.opening, one.state.as_str())).collect();
    assert_eq!(gone, [(one, "closed")]);
    let code = first.facts.lines.iter().find(|line| line.opening == one).unwrap().code.clone();
    assert_eq!(second.facts.errata[0].code, code);
    assert!(second.facts.lines.iter().all(|line| line.opening != one));
    assert_ne!(second.digest, first.digest);
    let numbers = list(&citizen, &city.app, &Choice::near(dong())).await.unwrap();
    let numbers: Vec<_> = numbers.iter().map(|row| row.number.as_str()).collect();
    assert_eq!(numbers, ["2016-12", "2016-11"]);
    // The chain and the rows hold.
    assert!(store::change::rows_agree(&city.app.store, city.app.tenant).await.unwrap());
    let unknown = Choice { sector: Some("nothing".into()), ..Choice::city() };
    assert_eq!(code_of(issue(&staff, &city.app, unknown).await), "project-sector-unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_weeks_issues_are_made_once_and_wait_at_the_desks_of_their_dongs() {
    let city = TestCity::new().await;
    opening(&city, employer(&city).await, 1).await;
    city.settle().await;
    let system = city.app.system_ctx();
    let made = weekly(&system, &city.app).await.unwrap();
    assert!(made >= 2, "{made}");
    assert_eq!(weekly(&system, &city.app).await.unwrap(), 0, "a second run makes them again");
    let staff = counselor(&city).await;
    let desk = queue(&staff, &city.app, &Place::Dong(dong()), Lang::Ko).await.unwrap();
    let papers: Vec<_> = desk.waiting.iter().map(|row| row.job.paper.name()).collect();
    assert_eq!(papers, ["issue_a4", "issue_a3", "issue_large"]);
    assert!(desk.waiting.iter().all(|row| row.job.why == Why::Weekly && row.about.contains("2016-11")));
    assert!(desk.places.iter().any(|(place, n)| *place == Place::Centre && *n >= 2), "{:?}", desk.places);
    // Nobody printed them: after a week they are dropped, and the new ones wait.
    city.clock.advance_days(8);
    app::day::run(&city.app).await.unwrap();
    let staff = counselor(&city).await;
    let desk = queue(&staff, &city.app, &Place::Dong(dong()), Lang::Ko).await.unwrap();
    assert!(desk.waiting.iter().all(|row| row.about.contains("2016-12")), "{:?}", desk.waiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_presses_print_once_and_what_did_not_come_out_waits_again() {
    let city = TestCity::new().await;
    let (staff, id) = (counselor(&city).await, opening(&city, employer(&city).await, 1).await);
    city.settle().await;
    let place = Place::Dong(dong());
    for paper in [Paper::Opening { opening: id }, Paper::Poster { opening: id, a3: true }] {
        add(&staff, &city.app, place.clone(), paper, Why::Asked).await.unwrap();
    }
    let (one, two) =
        tokio::join!(next(&staff, &city.app, &place, None), next(&staff, &city.app, &place, None),);
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one, two, "two presses took the papers twice");
    assert_eq!(together(&staff, &city.app, one, Lang::Ko).await.unwrap().len(), 2);
    let bytes = file(&staff, &city.app, one, "https://jobs.example.kr", Lang::Ko).await.unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    // Somebody else can neither see nor take them.
    let other = city.as_role(Role::Supervisor).await;
    assert_eq!(code_of(next(&other, &city.app, &place, None).await), "print-nothing");
    assert!(matches!(together(&other, &city.app, one, Lang::Ko).await, Err(Error::NotFound)));
    // The printer is gone.
    stuck(&staff, &city.app, one).await.unwrap();
    let waits = queue(&staff, &city.app, &place, Lang::Ko).await.unwrap().waiting;
    let troubled = |row: &app::print_job::Row| {
        matches!(row.job.state, State::Waiting { trouble: Some((Trouble::Printer, _)) })
    };
    assert!(waits.len() == 2 && waits.iter().all(troubled), "{waits:?}");
    let again_taken = next(&staff, &city.app, &place, None).await.unwrap();
    came_out(&staff, &city.app, again_taken).await.unwrap();
    assert!(matches!(came_out(&staff, &city.app, again_taken).await, Err(Error::NotFound)));
    let after = queue(&staff, &city.app, &place, Lang::Ko).await.unwrap();
    assert!(after.waiting.is_empty() && after.printed.len() == 2 && !after.printed[0].hands.is_empty());
    // Once more, and taken out.
    again(&staff, &city.app, after.printed[0].job.id).await.unwrap();
    let once = queue(&staff, &city.app, &place, Lang::Ko).await.unwrap().waiting.remove(0);
    cancel(&staff, &city.app, once.job.id).await.unwrap();
    assert!(matches!(cancel(&staff, &city.app, once.job.id).await, Err(Error::Conflict(_))));
    // Nobody hangs up an opening that is closed.
    add(&staff, &city.app, place.clone(), Paper::Poster { opening: id, a3: false }, Why::Asked)
        .await
        .unwrap();
    close(&city, id).await;
    assert_eq!(code_of(next(&staff, &city.app, &place, None).await), "print-nothing");
    assert!(queue(&staff, &city.app, &place, Lang::Ko).await.unwrap().waiting.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_about_a_person_is_a_look_and_leaves_the_queue() {
    let city = TestCity::new().await;
    let seeker = person(&city, "가○나", "0310001001").await;
    let referral: ReferralId = sent(&city, seeker, opening(&city, employer(&city).await, 1).await).await;
    let (staff, clerk) = (counselor(&city).await, city.as_role(Role::Clerk).await);
    let place = Place::Centre;
    add(&staff, &city.app, place.clone(), Paper::Letter { referral }, Why::Asked).await.unwrap();
    let row = queue(&clerk, &city.app, &place, Lang::Ko).await.unwrap().waiting.remove(0);
    assert!(row.about.is_empty() && !row.may_print, "{row:?}");
    assert_eq!(code_of(next(&clerk, &city.app, &place, None).await), "print-nothing");
    assert!(matches!(
        add(&clerk, &city.app, place.clone(), Paper::Slip { seeker }, Why::Asked).await,
        Err(Error::Forbidden(_))
    ));
    let prints = async || {
        let looks = app::seeker::get(&staff, &city.app, seeker).await.unwrap().looks.items;
        looks.iter().filter(|look| look.purpose == domain::look::Purpose::Print).count()
    };
    let before = prints().await;
    let batch = next(&staff, &city.app, &place, None).await.unwrap();
    file(&staff, &city.app, batch, "https://jobs.example.kr", Lang::Ko).await.unwrap();
    assert_eq!(prints().await, before + 1);
    came_out(&staff, &city.app, batch).await.unwrap();
    let after = queue(&staff, &city.app, &place, Lang::Ko).await.unwrap();
    assert!(after.waiting.is_empty() && after.handed.is_empty() && after.printed.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kiosk_asks_for_paper_at_its_own_place_and_only_so_much() {
    let city = TestCity::new().await;
    let workplace = employer(&city).await;
    let (staff, citizen) = (counselor(&city).await, city.as_role(Role::Citizen).await);
    let place = Place::Dong(dong());
    let word = app::print_job::kiosk_word(&staff, &city.app, &place).unwrap();
    assert_eq!(place_of_kiosk(&city.app, &word), Some(place.clone()));
    for made_up in ["", "centre", "centre.0000000000000000", &word[..word.len() - 1], "nowhere.x"] {
        assert_eq!(place_of_kiosk(&city.app, made_up), None, "{made_up}");
    }
    assert!(app::print_job::kiosk_word(&citizen, &city.app, &place).is_err());
    let most = city.app.city.bulletin().kiosk_papers;
    for nth in 0..=most {
        let id = opening(&city, workplace, 1).await;
        city.settle().await;
        let asked = app::print_job::ask_at_kiosk(&citizen, &city.app, &word, id).await;
        assert_eq!(asked.is_ok(), nth < most, "{nth}: {asked:?}");
        if nth == 0 {
            app::print_job::ask_at_kiosk(&citizen, &city.app, &word, id).await.unwrap();
        }
    }
    assert_eq!(queue(&staff, &city.app, &place, Lang::Ko).await.unwrap().waiting.len(), most);
}

fn slip(code: &str, name: &str, phone: &str) -> Form {
    Form { code: code.into(), name: name.into(), phone: phone.into(), ..Form::default() }
}

/// Whether who sent a slip can still be read.
async fn kept(city: &TestCity, person: PersonId) -> bool {
    let erased = store::erasure::all(&city.app.store, city.app.tenant).await.unwrap();
    !erased.iter().any(|(id, _)| *id == person)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_is_keyed_by_the_code_on_paper_and_forgotten_when_it_is_done() {
    let city = TestCity::new().await;
    let (workplace, staff) = (employer(&city).await, counselor(&city).await);
    let (one, two) = (opening(&city, workplace, 2).await, opening(&city, workplace, 1).await);
    city.settle().await;
    let issue = issue(&staff, &city.app, Choice::city()).await.unwrap();
    let code = |id| issue.facts.lines.iter().find(|line| line.opening == id).unwrap().code.clone();
    // Every code on the paper is accepted, as it is printed, in small letters, and as the squares say it.
    let printed = code(one);
    let squares = format!("https://jobs.example.kr/openings/{one}");
    for typed in [printed.clone(), printed.to_lowercase().replace('-', ""), squares] {
        let keyed = key(&staff, &city.app, slip(&typed, "김○수", "031-000-1234")).await.unwrap();
        assert_eq!(keyed.opening.unwrap().id, one, "{typed}");
        assert!(!keyed.slip.late && keyed.instead.is_empty() && keyed.referred.is_none());
    }
    let mut swapped: Vec<char> = printed.chars().collect();
    swapped.swap(0, 1);
    let swapped: String = swapped.into_iter().collect();
    for (typed, said) in [
        ("", "reply-code-unreadable"),
        (swapped.as_str(), "reply-code-mistyped"),
        ("2016-999999", "reply-code-unknown"),
    ] {
        assert_eq!(code_of(key(&staff, &city.app, slip(typed, "김○수", "")).await), said, "{typed}");
    }
    assert_eq!(code_of(key(&staff, &city.app, slip(&printed, "", "")).await), "slip-nobody");
    let rows = waiting(&staff, &city.app).await.unwrap();
    assert_eq!(
        (rows.len(), rows[0].sender.name.as_str(), rows[0].sender.phone.as_str()),
        (3, "김○수", "0310001234")
    );
    let looks = store::look::count(&city.app.store, city.app.tenant, rows[0].slip.person).await.unwrap();
    assert!(looks >= 1, "whoever reads the list is not written down");
    // Done, who sent it is erased.
    settle(&staff, &city.app, rows[0].slip.id, Outcome::Called).await.unwrap();
    assert!(!kept(&city, rows[0].slip.person).await && kept(&city, rows[1].slip.person).await);
    assert_eq!(code_of(settle(&staff, &city.app, rows[0].slip.id, Outcome::Called).await), "slip-done");
    // A closed one is answered with what there is instead.
    close(&city, two).await;
    let keyed = key(&staff, &city.app, slip(&code(two), "이○희", "0310005678")).await.unwrap();
    assert!(keyed.slip.late);
    assert_eq!(keyed.instead.iter().map(|listed| listed.opening.id).collect::<Vec<_>>(), [one]);
    let paper = app::paper::instead(&staff, &city.app, two, Lang::Ko).await.unwrap();
    assert!(serde_json::to_string(&paper).unwrap().contains(&printed), "{paper:?}");
    // Nobody reached: forgotten after its days.
    city.clock.advance_days(domain::reply_slip::WAITS_DAYS.into());
    app::day::run(&city.app).await.unwrap();
    let staff = counselor(&city).await;
    assert_eq!(waiting(&staff, &city.app).await.unwrap().len(), 3);
    city.clock.advance_days(1);
    app::day::run(&city.app).await.unwrap();
    let staff = counselor(&city).await;
    assert_eq!(waiting(&staff, &city.app).await.unwrap().len(), 0);
    assert!(!kept(&city, rows[1].slip.person).await);
    assert!(store::change::rows_agree(&city.app.store, city.app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_registered_is_referred_at_once_and_a_form_becomes_a_registration_with_its_scan() {
    let city = TestCity::new().await;
    let (staff, id) = (counselor(&city).await, opening(&city, employer(&city).await, 2).await);
    city.settle().await;
    let seeker = person(&city, "가○나", "0310001001").await;
    let number =
        store::seeker::find(&city.app.store, city.app.tenant, seeker).await.unwrap().unwrap().0.number;
    let code =
        app::bulletin::code(&openings::get(&staff, &city.app, id).await.unwrap().opening.origin.number);
    let form = Form { code: code.clone(), seeker: number.clone(), ..Form::default() };
    let keyed = key(&staff, &city.app, form).await.unwrap();
    let referral = keyed.referred.unwrap().unwrap();
    let known = store::referral::find(&city.app.store, city.app.tenant, referral).await.unwrap().unwrap();
    assert_eq!((known.seeker, known.opening), (seeker, id));
    assert!(kept(&city, known.person).await, "the registered person was erased with the slip");
    assert!(waiting(&staff, &city.app).await.unwrap().is_empty());
    let other = Form { code: code.clone(), seeker: number, name: "다○라".into(), ..Form::default() };
    assert_eq!(code_of(key(&staff, &city.app, other).await), "slip-other-person");
    let none = Form { code, seeker: "S2016-999999".into(), ..Form::default() };
    assert_eq!(code_of(key(&staff, &city.app, none).await), "slip-seeker-unknown");

    let scan = b"%PDF-1.4\n1 0 obj (a) endobj\n%%EOF".to_vec();
    let form = Form { wish: Some(Wish::Form), name: "마○바".into(), scan, ..Form::default() };
    let keyed = key(&staff, &city.app, form).await.unwrap();
    assert_eq!(app::reply_slip::sender_of(&staff, &city.app, keyed.slip.id).await.unwrap().name, "마○바");
    let (_, bytes) = app::reply_slip::scan(&staff, &city.app, keyed.slip.id).await.unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    let fresh = person(&city, "마○바", "0310001003").await;
    app::reply_slip::registered_from(&staff, &city.app, keyed.slip.id, fresh).await.unwrap();
    assert_eq!(app::attachment::list(&staff, &city.app, fresh).await.unwrap().len(), 1);
    assert!(!kept(&city, keyed.slip.person).await);
    assert!(matches!(app::reply_slip::scan(&staff, &city.app, keyed.slip.id).await, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_holds_what_the_public_list_holds() {
    let city = TestCity::new().await;
    let workplace = employer(&city).await;
    for _ in 0..3 {
        opening(&city, workplace, 1).await;
    }
    city.settle().await;
    let citizen = city.as_role(Role::Citizen).await;
    let wanted = openings::Search { size: 100, page: 1, ..openings::Search::default() };
    let found = openings::search(&citizen, &city.app, &wanted).await.unwrap();
    let mut listed: Vec<_> = found.items.iter().map(|one| one.opening.id).collect();
    let chosen = choose(&citizen, &city.app, &Choice::city()).unwrap();
    let mut shown: Vec<_> = chosen.items.iter().map(|one| one.opening.id).collect();
    listed.sort_unstable();
    shown.sort_unstable();
    assert_eq!((listed, found.seq), (shown, chosen.seq));
    let senior = Choice { segment: Segment::Senior, ..Choice::city() };
    assert!(choose(&citizen, &city.app, &senior).unwrap().items.is_empty());
    assert_eq!(citizen.today(), date(2016, 3, 14));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_poster_of_every_dong_of_the_demo_is_one_page() {
    let city = TestCity::of("goyang").await;
    city.clock.set("2026-11-20T00:30:00Z".parse().unwrap());
    let (app, ctx) = (&city.app, city.app.system_ctx());
    app::populate::demo_city(&ctx, app, [3; 32], &Sizes::SMALL, &|_, _| {}).await.unwrap();
    city.settle().await;
    let staff = counselor(&city).await;
    let dongs: Vec<_> = app.city.dongs().map(|dong| (dong.code.clone(), dong.name.clone())).collect();
    let mut left_out = 0;
    for (dong, name) in dongs {
        let issue = issue(&staff, app, Choice::near(dong)).await.unwrap();
        let printed =
            app::paper::bulletin(&staff, app, &issue, PrintedAs::A3, Lang::Ko, "https://jobs.example.kr");
        assert_eq!(printed.await.unwrap().pages, 1, "{name}");
        left_out += usize::from(issue.facts.total > app.city.bulletin().poster);
    }
    assert!(left_out > 0, "no poster had to say how many more there are");
    // All of the city in large type would be a book; what it leaves out stands in the bulletin.
    let issue = issue(&staff, app, Choice::city()).await.unwrap();
    let origin = "https://jobs.example.kr";
    let paper = app::paper::bulletin_paper(app, &issue, PrintedAs::Large, Lang::Ko, origin);
    assert!(issue.facts.lines.len() > paper.lines.len() && !paper.more.is_empty(), "{paper:?}");
    let large = app::paper::bulletin(&staff, app, &issue, PrintedAs::Large, Lang::Ko, origin).await.unwrap();
    assert!((2..=8).contains(&large.pages), "{} pages", large.pages);
}
