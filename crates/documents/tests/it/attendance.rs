//! The attendance sheet of a cohort: everybody, every session, and room for whoever supervised, on each of its pages.

use documents::paper::{AttendanceSheet, attendance_sheet};

use crate::paper::{print, text};
use crate::paper_sample::office;

/// A cohort of so many sessions; one of its people was noted at the first, and one was erased.
fn facts(sessions: usize) -> AttendanceSheet {
    let noted = |first: &str| [vec![first.to_owned()], vec![String::new(); sessions - 1]].concat();
    let people = [("박○수", "출석"), ("(파기)", ""), ("김○나", "")];
    AttendanceSheet {
        office: office(),
        name: "집단상담 3기".to_owned(),
        term: "2016-04-04 ~ 2016-04-15".to_owned(),
        body: "하늘새일센터".to_owned(),
        room: "교육실".to_owned(),
        sessions: (1..=sessions).map(|nth| format!("{nth}회\n2016-04-04\n09:30~16:30")).collect(),
        people: people.map(|(name, first)| (name.to_owned(), noted(first))).to_vec(),
    }
}

#[test]
fn everybody_and_the_supervisor_stand_beside_every_session() {
    for (sessions, pages) in [(1, 1), (7, 1), (8, 2), (15, 3)] {
        let sheet = attendance_sheet(&facts(sessions));
        let (printed, read) = print(&sheet);
        assert_eq!((printed.pages, printed.missing), (pages, 0), "{sessions} sessions");
        let all: String = (1..=pages).map(|page| text(&read, page)).collect();
        for nth in 1..=sessions {
            assert!(all.contains(&format!("{nth}회2016-04-04")), "{nth} of {sessions}: {all}");
        }
        for page in 1..=pages {
            let text = text(&read, page);
            let number = format!("{page}/{pages}");
            for words in ["박○수", "김○나", "(파기)", "감독자서명", "2016-03-1409:00기준", number.as_str()]
            {
                assert!(text.contains(words), "{words} on page {page} of {sessions}: {text}");
            }
        }
        let noted = all.replace("출석부", "").replace("출석으로", "").matches("출석").count();
        assert_eq!(noted, 1, "only what is noted: {all}");
    }
}

#[test]
fn a_sheet_of_nobody_says_so() {
    let (_, read) = print(&attendance_sheet(&AttendanceSheet { people: Vec::new(), ..facts(1) }));
    let empty = text(&read, 1);
    assert!(empty.contains("참여자가아직정해지지않았습니다") && !empty.contains("감독자서명"), "{empty}");
}
