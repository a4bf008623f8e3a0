//! A department's own list of results: what each row becomes, what is joined on confirmation, and two officers at once.

use app::import::{self, File, For, Kind, LinkKind, Options, Said};
use app::testing::TestCity;
use app::{Error, submission};
use domain::counting::Class;
use domain::id::SubmissionId;
use domain::merge::MergeName;
use domain::policy::Scope;
use domain::submission::State;
use domain::{Ctx, Role};
use jiff::civil::date;

use crate::placement::{at, employer, hire, serve};
use crate::submission::{cell, clerk, department, id_of, month};

const HEADER: &str = "성명,생년월일,사업체,취업일자,고용형태,비고\r\n";

fn file(rows: &str) -> File {
    File { name: "실적.csv".to_owned(), bytes: format!("{HEADER}{rows}").into_bytes() }
}

/// A body of which February was called for, its officer, and the report.
async fn called(city: &TestCity, name: &str) -> (Ctx, SubmissionId) {
    let body = department(city, name).await;
    let plan = city.as_role(Role::PlanManager).await;
    submission::call(&plan, &city.app, month("2016-02"), Some(date(2016, 3, 21))).await.unwrap();
    (clerk(city, body), id_of(city, body, "2016-02").await)
}

async fn kept(ctx: &Ctx, city: &TestCity, to: SubmissionId, rows: &str) -> domain::id::ImportId {
    let to = For { submission: to, instead_of: None };
    import::upload_for(ctx, &city.app, to, file(rows)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_rows_again_change_nothing_and_one_row_is_one_person() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (officer, report) = called(&city, "도시농업과").await;
    let rows = "김시험,1985-03-02,하늘화훼,2016-02-01,공공근로,\r\n\
                김시험,1985-03-02,하늘화훼,2016-02-22,공공근로,2단계\r\n\
                김시험,1990-07-07,하늘화훼,2016-02-01,공공근로,다른 사람\r\n\
                김시험,1985-03-02,하늘화훼,2016-02-01,공공근로,다시\r\n";
    let first = kept(&officer, &city, report, rows).await;
    let preview = import::preview(&officer, app, first).await.unwrap();
    let told = &preview.report;
    assert_eq!((told.rows, told.created, told.duplicate, told.people), (4, 3, 1, Some(2)));
    assert_eq!(
        told.links.iter().map(|link| (link.row, link.kind)).collect::<Vec<_>>(),
        [(3, LinkKind::SamePerson)]
    );
    assert_eq!(
        cell(&city, officer.actor.organisation.unwrap(), "2016-02").await.unwrap().state,
        State::Called
    );
    let (done, of) = import::confirm(&officer, app, first, Said::default()).await.unwrap();
    assert_eq!((done.created, of), (3, Some(report)));
    let again = kept(&officer, &city, report, rows).await;
    let (done, _) = import::confirm(&officer, app, again, Said::default()).await.unwrap();
    assert_eq!((done.created, done.unchanged, done.duplicate), (0, 4, 0));
    let seen = submission::get(&officer, app, report).await.unwrap();
    assert_eq!((seen.told.rows(), seen.told.persons), (3, 2));
    assert_eq!(seen.submission.state, State::Submitted { rows: 3, to_mend: 0 });
    // A claim is a claim: no row of a file proves anything.
    let line = seen.figures.class(Class::R2);
    assert_eq!((line.filled.value(), line.claimed.value()), (0, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_body_told_first_is_linked_unless_the_officer_says_that_it_is_not_so() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (officer, report) = called(&city, "도시농업과").await;
    let counselor = city.as_role(Role::Counselor).await;
    at(&city, date(2016, 3, 15), 9);
    let workplace = employer(&city, 100_000_001).await;
    let name = "하늘가구100000001";
    let profile =
        domain::seeker::Profile { name: "박시험".to_owned(), ..crate::placement::profile(&counselor, 7) };
    let who =
        app::seeker::register(&counselor, app, profile.clone(), domain::Channel::Counter).await.unwrap();
    serve(&counselor, app, who).await;
    app::placement::claim(
        &counselor,
        app,
        hire(who, workplace, domain::placement::How::Event, date(2016, 3, 15)),
    )
    .await
    .unwrap();
    let row = format!("{},{},{name},2016-03-10,상용,\r\n", profile.name, profile.born_on.unwrap());
    let first = kept(&officer, &city, report, &row).await;
    let preview = import::preview(&officer, app, first).await.unwrap().report;
    assert_eq!((preview.created, preview.duplicate), (0, 1), "{:?}", preview.problems);
    assert_eq!(preview.links[0].kind, LinkKind::Duplicate);
    // Said to be another: a person of their own, and a question for the second person.
    let apart = Said { apart: [(preview.links[0].sheet.clone(), 2)].into(), ..Said::default() };
    let (done, _) = import::confirm(&officer, app, first, apart).await.unwrap();
    assert_eq!((done.created, done.duplicate), (1, 0));
    let pairs =
        store::merge::list(&app.store, app.tenant, Scope::Everyone, MergeName::Suggested, 10, 0).await;
    assert!(pairs.unwrap().0.iter().any(|pair| pair.said_other));
    // The other department's officer links it: a part in it, and no row.
    let (other, report) = called(&city, "교통과").await;
    let second = kept(&other, &city, report, &row).await;
    let (done, _) = import::confirm(&other, app, second, Said::default()).await.unwrap();
    assert_eq!((done.created, done.duplicate), (0, 1));
    // Rows that are all another's hand nothing in.
    let body = other.actor.organisation.unwrap();
    assert_eq!(cell(&city, body, "2016-02").await.unwrap().state, State::Called);
    let told = import::run(&other, app, Kind::Results, &file(&row), &Options::default()).await.unwrap();
    assert_eq!((told.duplicate, told.unchanged), (0, 1), "linked once");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_at_once_one_learns_what_the_other_did_and_nothing_is_half_stored() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (officer, report) = called(&city, "도시농업과").await;
    let one = kept(&officer, &city, report, "김시험,1985-03-02,하늘화훼,2016-02-01,공공근로,\r\n").await;
    let two = kept(&officer, &city, report, "이시험,1986-03-02,하늘농원,2016-02-01,공공근로,\r\n").await;
    let version = import::preview(&officer, app, two).await.unwrap().submission.unwrap().1;
    let said = Said { version: Some(version), ..Said::default() };
    let (first, second) = tokio::join!(
        import::confirm(&officer, app, one, said.clone()),
        import::confirm(&officer, app, two, said.clone())
    );
    let (won, lost) = if first.is_ok() { (first, second) } else { (second, first) };
    assert_eq!(won.unwrap().0.created, 1);
    assert!(matches!(lost, Err(Error::Conflict(why)) if why.code == "submission-meanwhile"));
    let seen = submission::get(&officer, app, report).await.unwrap();
    assert_eq!((seen.told.rows(), seen.submission.version), (1, version + 1));
    let employers = store::employer::all(&app.store, app.tenant).await.unwrap();
    assert_eq!(employers.len(), 1, "the employer of the file that lost was not stored");
    // An officer of another body knows nothing of the file.
    let stranger = clerk(&city, department(&city, "교통과").await);
    for id in [one, two] {
        assert!(matches!(import::report(&stranger, app, id).await, Err(Error::NotFound)));
    }
    assert!(import::list(&stranger, app).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wrote_a_list_sees_its_names_with_a_trace_and_nobody_elses() {
    let city = TestCity::new().await;
    let app = &city.app;
    let (officer, report) = called(&city, "도시농업과").await;
    at(&city, date(2016, 3, 15), 9);
    let row = "김시험,1985-03-02,하늘화훼,2016-02-01,공공근로,\r\n";
    let list = kept(&officer, &city, report, row).await;
    import::confirm(&officer, app, list, Said::default()).await.unwrap();
    // A hire of the same body whose person was registered at the centre's counter.
    let counselor = city.as_role(Role::Counselor).await;
    let workplace = employer(&city, 100_000_001).await;
    let profile =
        domain::seeker::Profile { name: "박시험".to_owned(), ..crate::placement::profile(&counselor, 7) };
    let born_on = profile.born_on;
    let who = app::seeker::register(&counselor, app, profile, domain::Channel::Counter).await.unwrap();
    serve(&counselor, app, who).await;
    let claim = app::placement::Claim {
        born_on,
        ..hire(who, workplace, domain::placement::How::Event, date(2016, 3, 15))
    };
    app::placement::claim(&officer, app, claim).await.unwrap();
    city.settle().await;
    let body = officer.actor.organisation;
    let cut = app::ledger::Cut { owner: body, ..app::ledger::Cut::default() };
    let named = async |ctx: &Ctx| {
        let rows = app::ledger::rows(ctx, app, &cut, 1, 10).await.unwrap().items;
        let mut told: Vec<_> = rows.iter().map(|row| (row.placement.start_on, row.person.clone())).collect();
        told.sort_unstable();
        told.into_iter().map(|(_, person)| person).collect::<Vec<_>>()
    };
    let own = Some("김시험".to_owned());
    assert_eq!(named(&officer).await, [own, None], "their own list's, and not the counter's");
    let stranger = clerk(&city, department(&city, "교통과").await);
    assert_eq!(named(&stranger).await, [None, None], "another body's people stay hidden");
    assert_eq!(named(&city.as_role(Role::Mayor).await).await, [None, None]);
    // Whoever is named is told of the look.
    let rows = app::ledger::rows(&officer, app, &cut, 1, 10).await.unwrap().items;
    let person = rows.iter().find(|row| row.person.is_some()).unwrap().placement.person;
    let by = officer.actor.person.unwrap();
    let looks =
        store::look::by_actor(&app.store, app.tenant, by, jiff::Timestamp::UNIX_EPOCH, 50).await.unwrap();
    assert!(looks.iter().any(|(of, _)| *of == person), "{looks:?}");
}
