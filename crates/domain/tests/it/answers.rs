//! Many questions at once: each is answered as if it were the only one, and a question of several cuts tells an event once.

use domain::counting::{Answer, Asked, Class, Filter, Part, Standing};
use domain::id::OrganisationId;
use domain::placement::How;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use crate::any_claims::any_claim;
use crate::counting::{claim, ledger};

fn asked(filter: Filter) -> Vec<Asked> {
    vec![Asked { filter, part: None }]
}

fn of(body: u128) -> Filter {
    Filter { owner: Some(OrganisationId(Uuid::from_u128(body))), ..Filter::default() }
}

#[test]
fn two_cuts_of_one_question_tell_an_event_once() {
    let mut one = claim(1, 1, 1, date(2016, 3, 2));
    one.owner = Some(OrganisationId(Uuid::from_u128(1)));
    let two = claim(2, 1, 2, date(2016, 9, 1));
    let ledger = ledger(&[one, two]);
    let counted = ledger.count();
    let both = vec![
        Asked { filter: of(1), part: None },
        Asked { filter: Filter { how: Some(How::Referral), ..Filter::default() }, part: None },
    ];
    let [union, own, trained]: [Answer; 3] = ledger
        .answers(
            &counted,
            &[both, asked(of(1)), vec![Asked { part: Some(Part::Trained(None)), ..Asked::default() }]],
        )
        .try_into()
        .unwrap();
    assert_eq!((union.whole.filled.value(), union.whole.filled_persons.value()), (2, 1));
    assert_eq!(union.quarters.map(|quarter| quarter.filled.value()), [1, 0, 1, 0]);
    assert_eq!(
        union.quarters.map(|quarter| quarter.filled_persons.value()),
        [1, 0, 1, 0],
        "one in two quarters"
    );
    assert_eq!(own.whole.filled.value(), 1);
    assert_eq!(trained, Answer::default());
}

proptest! {
    #[test]
    fn each_question_is_answered_as_its_own_figures_say(claims in prop::collection::vec(any_claim(), 0..40)) {
        let ledger = ledger(&claims);
        let counted = ledger.count();
        let classes = [Class::R1, Class::R2, Class::R4, Class::R5, Class::R8];
        let filters: Vec<Filter> = classes
            .iter()
            .flat_map(|class| (0..4).map(|body| Filter { class: Some(*class), ..of(body) }))
            .chain(classes.iter().map(|class| Filter { class: Some(*class), ..Filter::default() }))
            .collect();
        let questions: Vec<Vec<Asked>> = filters.iter().cloned().map(asked).collect();
        let answers = ledger.answers(&counted, &questions);
        for (filter, answer) in filters.iter().zip(&answers) {
            let line = ledger.figures(&counted, filter, date(2017, 12, 31)).class(filter.class.unwrap());
            prop_assert_eq!(answer.whole.filled, line.filled);
            prop_assert_eq!(answer.whole.filled_persons, line.filled_persons);
            prop_assert_eq!(answer.whole.claimed, line.claimed);
            prop_assert_eq!(answer.whole.claimed_persons, line.claimed_persons);
            prop_assert_eq!(answer.whole.days, line.days);
            let quarters = answer.quarters.iter().map(|quarter| quarter.filled.value()).sum::<i64>();
            prop_assert_eq!(quarters, line.filled.value());
            let confirmed = Filter { standing: Some(Standing::Confirmed), ..filter.clone() };
            prop_assert_eq!(ledger.rows(&counted, &confirmed).len() as i64, line.filled.value());
        }
        // Bodies own events apart: asked for together they are as many as one by one, and no more than the city's.
        let together: Vec<Asked> = (0..4).map(|body| Asked { filter: of(body), part: None }).collect();
        let all = ledger.answers(&counted, &[together.clone(), [together, asked(Filter::default())].concat(), asked(Filter::default())]);
        prop_assert!(all[0].whole.filled.value() <= all[2].whole.filled.value());
        prop_assert_eq!(all[1], all[2]);
    }
}
