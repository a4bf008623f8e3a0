//! A young editor whom nothing fits, on the gap board; and markets of which there is nothing to say.

use domain::area::AreaCode;
use domain::city::City;
use domain::code::{CareerKind, Education};
use domain::id::OpeningId;
use domain::message::{Catalogue, Lang};
use domain::occupation::OccupationCode;
use domain::opening::{Career, Content};
use domain::seeker::Profile;
use domain::work_time::Weekdays;
use matching::mismatch::board::{Cell, Fineness, Line, board};
use matching::mismatch::edges::{Edges, Gate, Hindrances};
use matching::mismatch::flow::Network;
use matching::mismatch::lever::{Family, ORDERS, levers};
use matching::mismatch::proposal::{Proposal, proposals};
use matching::mismatch::split::{MismatchKind, Split, Standing, split};
use matching::{Candidate, Job, Market};
use uuid::Uuid;

use crate::editor::{content, editor, twelve};

fn city() -> City {
    City::embedded("goyang").unwrap()
}

fn id(n: usize) -> OpeningId {
    OpeningId(Uuid::from_u128(n as u128))
}

/// A market with its heads, seekers and pairs.
struct Made {
    market: Market,
    seekers: Vec<Candidate>,
    edges: Edges,
    split: Split,
    board: Vec<Line>,
}

fn made(
    contents: &[Content],
    heads: u32,
    profiles: &[Profile],
    known: Option<&[(usize, Vec<OpeningId>)]>,
) -> Made {
    let city = city();
    let jobs = contents
        .iter()
        .enumerate()
        .map(|(n, content)| Job::from_content(id(n), content, None, city.areas(), city.stations()));
    let market = Market::build(jobs.collect());
    let seekers: Vec<Candidate> = profiles
        .iter()
        .map(|profile| Candidate::from_profile(profile, city.areas(), city.stations()))
        .collect();
    let all: Vec<(OpeningId, u32)> = (0..contents.len()).map(|n| (id(n), heads)).collect();
    let edges = Edges::build(&market, &all, &seekers, Gate::Suggested, 2).unwrap();
    let edges = match known {
        Some(known) => edges.with_known(known),
        None => edges,
    };
    let split = split(&Network::new(&edges));
    let cells: Vec<Cell> =
        profiles.iter().map(|profile| Cell::of_profile(profile, 4, Fineness::District)).collect();
    let openings: Vec<(Cell, u32)> =
        contents.iter().map(|content| (Cell::of_content(content, 4, Fineness::District), heads)).collect();
    let board = board(&split, &cells, &openings);
    Made { market, seekers, edges, split, board }
}

fn line(board: &[Line], occupation: &str, area: &str) -> Line {
    let cell = Cell { occupation: OccupationCode::parse(occupation), area: AreaCode::parse(area) };
    board.iter().find(|line| line.cell == cell).unwrap().clone()
}

fn said(proposals: &[Proposal]) -> Vec<String> {
    let catalogue = Catalogue::new(matching::MESSAGES);
    proposals.iter().map(|proposal| catalogue.say(Lang::Ko, &proposal.message)).collect()
}

#[test]
fn her_cell_is_frictional_and_each_single_change_would_place_her() {
    // Beside her a baker's cell without any opening, and a cook whom nothing keeps from 5501.
    let baker = Profile { occupations: vec![OccupationCode::parse("5321").unwrap()], ..editor() };
    let made = made(&twelve(), 1, &[editor(), baker], None);
    assert_eq!(made.split.standing, [Standing::Terms, Standing::NoOpening]);
    let hers = line(&made.board, "4166", "41285");
    assert_eq!((hers.class(), hers.reason()), (Some(MismatchKind::Frictional), Some(Standing::Terms)));
    assert_eq!((hers.all_seekers(), hers.openings, hers.heads), (1, 2, 2));
    assert_eq!(line(&made.board, "5321", "41285").class(), Some(MismatchKind::DemandShortage));
    // Openings that nobody seeks have no class: nobody fails to meet them.
    assert_eq!(line(&made.board, "8831", "41285").class(), None);
    let told = proposals(&made.market, &made.edges, &made.seekers, &[vec![0]]).unwrap();
    assert_eq!(told[0].iter().map(|proposal| proposal.more).collect::<Vec<_>>(), [1, 1, 1]);
    let words = said(&told[0]).join(" / ");
    for part in ["파주시까지 넓히면 1명 더", "월급 1,650,000원이어도 좋다면 1명 더", "주말도 가능하면 1명 더"]
    {
        assert!(words.contains(part), "{words}");
    }
}

#[test]
fn her_levers_are_place_pay_and_time_alike() {
    let made = made(&twelve(), 1, &[editor()], None);
    let network = Network::new(&made.edges);
    let levers = levers(&network);
    assert_eq!((levers.placed[0], levers.placed[127]), (0, 1));
    let worth: Vec<i64> = Family::all().zip(levers.shapley).map(|(_, value)| value).collect();
    assert_eq!(worth, [ORDERS / 3, ORDERS / 3, ORDERS / 3, 0, 0, 0, 0]);
}

#[test]
fn were_paju_the_only_opening_her_cell_would_be_structural_by_place() {
    let made = made(&twelve()[..1], 1, &[editor()], None);
    assert_eq!(made.split.standing, [Standing::Place]);
    let hers = line(&made.board, "4166", "41285");
    assert_eq!((hers.class(), hers.reason()), (Some(MismatchKind::Structural), Some(Standing::Place)));
}

#[test]
fn a_skill_that_alone_is_lacking_is_structural_by_skill_and_two_terms_are_several() {
    let asks = Content {
        licences: vec!["영상편집기능사".into()],
        ..content("4166", "41285", 1_900_000, Weekdays::WORKING)
    };
    let found = made(&[asks], 1, &[editor()], None);
    assert_eq!(found.split.standing, [Standing::Skill]);
    let told = proposals(&found.market, &found.edges, &found.seekers, &[vec![0]]).unwrap();
    assert_eq!(said(&told[0]), ["자격·면허(영상편집기능사)를 따면 1명 더"]);
    let both = made(&[content("4166", "41285", 1_650_000, Weekdays::ALL)], 1, &[editor()], None);
    assert_eq!(both.split.standing, [Standing::Several]);
    assert!(proposals(&both.market, &both.edges, &both.seekers, &[vec![0]]).unwrap()[0].is_empty());
    let months = Content {
        career: Some(Career { kind: CareerKind::Experienced, min_months: Some(24), max_months: None }),
        ..content("4166", "41285", 1_900_000, Weekdays::WORKING)
    };
    let young = Profile { career_months: Some(6), ..editor() };
    let found = made(&[months], 1, &[young], None);
    assert_eq!(found.split.standing, [Standing::Skill]);
    let told = proposals(&found.market, &found.edges, &found.seekers, &[vec![0]]).unwrap();
    assert_eq!(said(&told[0]), ["경력 24개월을 쌓으면 1명 더"]);
}

/// Work of another kind that two shared skills bring within reach asks for nothing that takes years to gain; work of the
/// wished kind does.
#[test]
fn what_is_to_be_gained_is_asked_for_the_wished_kind_of_work_alone() {
    let skills = || vec!["자료 정리".to_owned(), "고객 응대".to_owned()];
    let offers = |occupation: &str| {
        let plain =
            Content { skills: skills(), ..content(occupation, "41285", 1_900_000, Weekdays::WORKING) };
        let career = Career { kind: CareerKind::Experienced, min_months: Some(24), max_months: None };
        [
            Content { licences: vec!["준사서".into()], ..plain.clone() },
            Content { education_min: Some(Education::Bachelor), ..plain.clone() },
            Content { career: Some(career), ..plain },
        ]
    };
    let person =
        Profile { skills: skills(), education: Some(Education::High), career_months: Some(6), ..editor() };
    for (occupation, asked) in [("4166", true), ("4164", true), ("4153", false), ("8831", false)] {
        for offer in offers(occupation) {
            // The opening may call the wished work akin to it: what it asks for is still its own.
            let akin = OccupationCode::parse("4166").into_iter().collect();
            for offer in [offer.clone(), Content { related_occupations: akin, ..offer }] {
                let found = made(&[offer], 1, std::slice::from_ref(&person), None);
                assert_eq!(found.split.standing, [Standing::Skill], "{occupation}: it is within reach");
                let told = proposals(&found.market, &found.edges, &found.seekers, &[vec![0]]).unwrap();
                assert_eq!(!told[0].is_empty(), asked, "{occupation}: {:?}", said(&told[0]));
                let near = found.market.near(&found.seekers[0], 10);
                assert_eq!((near.matches.len(), !near.relax.is_empty()), (1, asked), "{:?}", near.relax);
            }
        }
    }
}

#[test]
fn whoever_was_told_of_none_of_their_matches_lacks_information() {
    let fits = [content("4166", "41285", 1_900_000, Weekdays::WORKING)];
    assert_eq!(made(&fits, 2, &[editor()], None).split.standing, [Standing::Placeable]);
    assert_eq!(made(&fits, 2, &[editor()], Some(&[(0, vec![])])).split.standing, [Standing::Information]);
    assert_eq!(made(&fits, 2, &[editor()], Some(&[(0, vec![id(0)])])).split.standing, [Standing::Placeable]);
    // Of whom nothing is known, who is not here, and what is not here.
    let odd = [(7, vec![id(0)]), (0, vec![id(99)])];
    let both = [Standing::Information, Standing::Placeable];
    assert_eq!(made(&fits, 2, &[editor(), editor()], Some(&odd)).split.standing, both);
    // Untold people are eased into every lever: telling them is no condition.
    let untold = made(&fits, 2, &[editor()], Some(&[(0, vec![])]));
    assert_eq!(levers(&Network::new(&untold.edges)).placed, [1; 128]);
}

#[test]
fn ten_who_fit_one_head_are_one_placeable_and_nine_without_work() {
    let fits = [content("4166", "41285", 1_900_000, Weekdays::WORKING)];
    let made = made(&fits, 1, &vec![editor(); 10], None);
    assert_eq!(made.split.of(MismatchKind::Placeable), 1);
    assert_eq!(made.split.of(MismatchKind::DemandShortage), 9);
    assert_eq!(made.split.standing[0], Standing::Placeable, "the first in order is chosen");
    let hers = line(&made.board, "4166", "41285");
    assert_eq!(
        (hers.class(), hers.reason()),
        (Some(MismatchKind::DemandShortage), Some(Standing::NoHeadLeft))
    );
}

#[test]
fn empty_markets_have_defined_answers() {
    let nobody = made(&twelve(), 1, &[], None);
    assert_eq!((nobody.split.counts, nobody.split.heads_left), ([0; Standing::COUNT], 12));
    assert!(nobody.board.iter().all(|line| line.class().is_none()));
    let nothing = made(&[], 1, &[editor(), Profile::default()], None);
    assert_eq!(nothing.split.standing, [Standing::NoOpening, Standing::TooLittleKnown]);
    assert_eq!(nothing.board.len(), 2);
    let no_heads = made(&twelve(), 0, &[editor()], None);
    assert_eq!((no_heads.split.standing, no_heads.edges.pairs()), (vec![Standing::NoOpening], 0));
    let neither = made(&[], 0, &[], None);
    assert!(neither.board.is_empty());
    assert_eq!(levers(&Network::new(&neither.edges)).shapley, [0; 7]);
    assert!(
        proposals(&neither.market, &neither.edges, &[], &[vec![], vec![3]])
            .unwrap()
            .iter()
            .all(Vec::is_empty)
    );
}

#[test]
fn pairs_under_the_score_count_only_where_asked_for() {
    let city = city();
    // The same sub-major group, another unit, unknown pay and place: akin, and not suggested.
    let akin = Content { occupation: OccupationCode::parse("4121"), ..Content::default() };
    let person = Profile { occupations: vec![OccupationCode::parse("4166").unwrap()], ..Profile::default() };
    let market = Market::build(vec![Job::from_content(id(0), &akin, None, city.areas(), city.stations())]);
    let people = [Candidate::from_profile(&person, city.areas(), city.stations())];
    let pairs = |gate| Edges::build(&market, &[(id(0), 1)], &people, gate, 1).unwrap();
    assert_eq!(pairs(Gate::Suggested).pairs(), 0);
    let relevant = pairs(Gate::Relevant);
    assert_eq!(relevant.by_hindrances(), [(Hindrances::UNSUITED, 1)]);
    assert_eq!(split(&Network::new(&relevant)).standing, [Standing::Skill]);
}
