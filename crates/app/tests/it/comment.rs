//! Remarks: threads, who is called and finds it, what is refused, who has read.

use app::Error;
use app::comment::{Form, add, calls, thread, unread, withdraw};
use app::testing::TestCity;
use domain::Role;
use domain::comment::Subject;
use domain::id::OpeningId;
use uuid::Uuid;

use crate::opening::opened;

fn words(text: &str) -> Form {
    Form { text: text.to_owned(), answers: None }
}

/// The code of what is wrong with the words.
fn wrong<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Invalid(fields)) => format!("{}: {}", fields[0].field, fields[0].message.code),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_called_by_name_or_by_body_finds_it_until_they_read_it() {
    let city = TestCity::new().await;
    let app = &city.app;
    let OpeningId(opening) = opened(&city).await;
    let (manager, counselor) = (city.as_role(Role::PlanManager).await, city.as_role(Role::Counselor).await);
    let first = add(&manager, app, Subject::Opening, opening, words("@시험 counselor께서 확인 바랍니다"))
        .await
        .unwrap();
    let answer = Form { text: "확인했습니다".to_owned(), answers: Some(first) };
    let second = add(&counselor, app, Subject::Opening, opening, answer).await.unwrap();
    // An answer of an answer stands under the same root.
    let again = Form { text: "고맙습니다".to_owned(), answers: Some(second) };
    add(&manager, app, Subject::Opening, opening, again).await.unwrap();
    let read = thread(&counselor, app, Subject::Opening, opening).await.unwrap();
    assert_eq!((read.len(), read[0].answers.len()), (1, 2));
    assert_eq!(read[0].who, "시험 plan_manager");
    assert!(!read[0].mine);
    assert_eq!(read[0].answers.iter().filter(|said| said.mine).count(), 1);

    assert_eq!(unread(&counselor, app).await.unwrap(), 1);
    assert_eq!(unread(&manager, app).await.unwrap(), 0, "nobody calls themselves");
    app::receipt::leave(&counselor, app, Subject::Comment, first.0).await.unwrap();
    app::receipt::leave(&counselor, app, Subject::Comment, first.0).await.unwrap();
    assert_eq!(unread(&counselor, app).await.unwrap(), 0);
    assert!(calls(&counselor, app).await.unwrap()[0].read, "read, and still there");

    // A partner reads no remarks: calling one would tell nobody, and is refused rather than promised.
    let form = app::organisation::Form {
        parent: None,
        kind: domain::organisation::OrganisationKind::Partner,
        name: "하늘상공회의소".to_owned(),
        name_en: String::new(),
        phone: String::new(),
        active: true,
    };
    app::organisation::create(&manager, app, form).await.unwrap();
    city.user(Role::Partner).await;
    for whom in ["@하늘상공회의소 봐 주세요", "@시험 partner 봐 주세요"] {
        let refused = add(&manager, app, Subject::Opening, opening, words(whom)).await;
        assert_eq!(wrong(refused), "text: comment-mention-unknown", "{whom}");
    }

    // A body is called as a whole: everybody of it but the one who calls.
    let body = app.city.name_ko().to_owned();
    add(&manager, app, Subject::Opening, opening, words(&format!("@{body} 모두 봐 주세요"))).await.unwrap();
    let supervisor = city.as_role(Role::Supervisor).await;
    assert_eq!((unread(&supervisor, app).await.unwrap(), unread(&manager, app).await.unwrap()), (1, 0));
    assert!(store::change::rows_agree(&app.store, app.tenant).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_remark_is_said_at_its_words() {
    let city = TestCity::new().await;
    let app = &city.app;
    let OpeningId(opening) = opened(&city).await;
    let staff = city.as_role(Role::Clerk).await;
    let say = async |text: &str| add(&staff, app, Subject::Opening, opening, words(text)).await;
    assert_eq!(wrong(say("  ").await), "text: comment-words");
    assert_eq!(wrong(say(&"가".repeat(2_001)).await), "text: comment-long");
    assert_eq!(wrong(say("@없는과 확인").await), "text: comment-mention-unknown");
    assert_eq!(wrong(say("900101-1234568").await), "text: resident-number-refused");
    assert_eq!(thread(&staff, app, Subject::Opening, opening).await.unwrap().len(), 0, "nothing was kept");
    let nothing = add(&staff, app, Subject::Project, Uuid::from_u128(7), words("말")).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
    // An opening is no project, whatever the form says.
    let other = add(&staff, app, Subject::Project, opening, words("말")).await;
    assert!(matches!(other, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn remarks_are_the_staffs_own_and_taken_back_by_their_writer_only() {
    let city = TestCity::new().await;
    let app = &city.app;
    let OpeningId(opening) = opened(&city).await;
    let writer = city.as_role(Role::Agency).await;
    let id = add(&writer, app, Subject::Opening, opening, words("임금 확인 필요")).await.unwrap();
    for role in [Role::Citizen, Role::Partner, Role::Seeker] {
        let ctx = city.as_role(role).await;
        assert!(
            matches!(thread(&ctx, app, Subject::Opening, opening).await, Err(Error::Forbidden(_))),
            "{role}"
        );
        assert!(matches!(
            add(&ctx, app, Subject::Opening, opening, words("말")).await,
            Err(Error::Forbidden(_))
        ));
    }
    let auditor = city.as_role(Role::Auditor).await;
    assert_eq!(thread(&auditor, app, Subject::Opening, opening).await.unwrap().len(), 1);
    assert!(add(&auditor, app, Subject::Opening, opening, words("말")).await.is_err(), "read, not written");
    let other = city.as_role(Role::Counselor).await;
    assert!(matches!(withdraw(&other, app, id).await, Err(Error::Conflict(_))));
    withdraw(&writer, app, id).await.unwrap();
    let read = thread(&other, app, Subject::Opening, opening).await.unwrap();
    assert!(read[0].comment.withdrawn_at.is_some() && read[0].comment.text.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_read_is_said_once_and_who_has_not_is_named() {
    let city = TestCity::new().await;
    let app = &city.app;
    let OpeningId(opening) = opened(&city).await;
    let (clerk, mayor) = (city.as_role(Role::Clerk).await, city.as_role(Role::Mayor).await);
    let before = app::receipt::of(&mayor, app, Subject::Opening, opening).await.unwrap();
    assert!(!before.mine && before.silent.contains(&app.city.name_ko().to_owned()));
    app::receipt::leave(&mayor, app, Subject::Opening, opening).await.unwrap();
    app::receipt::leave(&clerk, app, Subject::Opening, opening).await.unwrap();
    app::receipt::leave(&clerk, app, Subject::Opening, opening).await.unwrap();
    let read = app::receipt::of(&clerk, app, Subject::Opening, opening).await.unwrap();
    let mut names: Vec<_> = read.by.iter().map(|(who, ..)| who.as_str()).collect();
    names.sort_unstable();
    assert_eq!((names, read.mine), (vec!["시험 clerk", "시험 mayor"], true));
    assert!(!read.silent.contains(&app.city.name_ko().to_owned()));
    let partner = city.as_role(Role::Partner).await;
    assert!(app::receipt::leave(&partner, app, Subject::Opening, opening).await.is_err());
}
