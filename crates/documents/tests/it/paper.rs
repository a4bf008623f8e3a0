//! Every paper as it comes off the press, read back by another's reader of PDF.

use std::process::Command;

use documents::paper::{
    Block, Certificate, LARGE_PER_PAGE, LargeOpening, OpeningForm, Printed, SeekerForm, Sheet, Variant,
    certificate, large_list, letter, name_list, opening_form, opening_register, press, seeker_form,
    seeker_register,
};
use jiff::Timestamp;

use crate::paper_sample::{
    all, certificate_facts, large, letter_facts, names, office, opening_facts, openings, seeker_facts,
    seekers,
};

fn at() -> Timestamp {
    Timestamp::from_second(1_457_913_600).unwrap()
}

/// A printed paper, to be read by the tools of poppler.
struct Read(tempfile::NamedTempFile);

impl Read {
    fn tool(&self, tool: &str, arguments: &[&str]) -> String {
        let answer = Command::new(tool).args(arguments).arg(self.0.path()).arg("-").output().unwrap();
        let answer = if answer.status.success() {
            answer
        } else {
            // Some of them write to the screen by themselves.
            Command::new(tool).args(arguments).arg(self.0.path()).output().unwrap()
        };
        assert!(answer.status.success(), "{tool}: {}", String::from_utf8_lossy(&answer.stderr));
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }
}

fn print(sheet: &Sheet) -> (Printed, Read) {
    let printed = press(sheet, at()).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &printed.bytes).unwrap();
    (printed, Read(file))
}

/// The text of a page without spaces and line ends.
fn text(read: &Read, page: usize) -> String {
    let page = page.to_string();
    tight(&read.tool("pdftotext", &["-raw", "-f", &page, "-l", &page]))
}

fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The smallest size in which letters are set, in points.
fn smallest(sheet: &Sheet) -> f32 {
    let (_, read) = print(sheet);
    let xml = read.tool("pdftohtml", &["-xml", "-i", "-stdout", "-zoom", "1"]);
    let sizes = xml.split("<fontspec ").skip(1).filter_map(|spec| spec.split("size=\"").nth(1));
    let sizes = sizes.filter_map(|rest| rest.split('"').next()?.parse::<f32>().ok());
    sizes.reduce(f32::min).expect("letters of some size")
}

#[test]
fn every_paper_is_tagged_titled_and_carries_its_typefaces() {
    for (name, sheet) in all() {
        if name.ends_with("register") {
            continue;
        }
        let (printed, read) = print(&sheet);
        let info = tight(&read.tool("pdfinfo", &[]));
        assert!(info.contains("Tagged:yes"), "{name}: {info}");
        assert!(info.contains(&format!("Title:{}", tight(&sheet.title))), "{name}: {info}");
        assert!(info.contains(&format!("Pages:{}", printed.pages)), "{name}: {info}");
        let faces = read.tool("pdffonts", &[]);
        let faces: Vec<&str> = faces.lines().skip(2).collect();
        assert!(!faces.is_empty(), "{name} has no typeface");
        for face in faces {
            assert!(face.contains("+PretendardGOV-") && face.contains(" yes yes yes "), "{name}: {face}");
        }
        assert_eq!(printed.missing, 0, "{name}");
        let first = text(&read, 1);
        assert!(first.contains(&tight(&sheet.title)), "{name}: {first}");
        let foot = format!("{}·{}기준·#{}", tight(&sheet.issuer), tight(&sheet.as_of), sheet.digest());
        assert!(first.contains(&foot), "{name}: {first}");
        assert!(first.contains(&format!("1/{}", printed.pages)), "{name}: {first}");
    }
}

#[test]
fn each_variant_of_an_application_says_which_it_is_and_drops_nothing_that_was_told() {
    let environment = ["양손", "보통", "정밀", "10kg", "대화", "오래 서기"].map(str::to_owned);
    let facts = OpeningForm {
        work_days: "일용 12일".into(),
        environment,
        languages: "영어 중".into(),
        bonus: "설 상여".into(),
        ..opening_facts()
    };
    let told = ["일용12일", "10kg", "오래서기", "영어중", "설상여", "○○가구", "퇴직금"];
    for (variant, number, title) in [
        (Variant::Regular, "[별지제1호서식]", "구인표"),
        (Variant::Daily, "[별지제1호의2서식]", "구인표(일용)"),
        (Variant::Disabled, "[별지제1호의3서식]", "구인표(장애인용)"),
    ] {
        let (printed, read) = print(&opening_form(&OpeningForm { variant, ..facts.clone() }));
        let text: String = (1..=printed.pages).map(|page| text(&read, page)).collect();
        for said in told.into_iter().chain([number, title]) {
            assert!(text.contains(said), "{variant:?}: {said} is not in {text}");
        }
    }
    for (variant, number, box_of_its_own) in [
        (Variant::Regular, "[별지제2호서식]", "학력·경력·자격"),
        (Variant::Daily, "[별지제2호의2서식]", "희망일급"),
        (Variant::Disabled, "[별지제2호의3서식]", "필요한편의"),
    ] {
        let (printed, read) =
            print(&seeker_form(&SeekerForm { variant, counselor: "최○담".into(), ..seeker_facts() }));
        let text: String = (1..=printed.pages).map(|page| text(&read, page)).collect();
        for said in
            [number, box_of_its_own, "최○담", "박○수", "월급1,300,000원이상", "고용센터에구직정보제공"]
        {
            assert!(text.contains(said), "{variant:?}: {said} is not in {text}");
        }
    }
}

#[test]
fn a_letter_says_who_where_and_how_to_answer() {
    let (printed, read) = print(&letter(&letter_facts()));
    assert_eq!(printed.pages, 1);
    let text = text(&read, 1);
    for said in [
        "[별지제3호서식]",
        "L2016-000123",
        "박○수",
        "S2016-000045",
        "○○가구",
        "O2016-000123",
        "2016-05-14",
        "월급1,300,000원",
        "K7M4-2XQ9-C",
        "https://jobs.example.org/answer",
        "2016년3월18일",
        "031-000-1919",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert!(!text.contains("1949"), "the day of birth is nobody's business there");
}

#[test]
fn a_certificate_says_what_was_attended_and_how_it_is_checked_and_nothing_else_of_the_person() {
    let (printed, read) = print(&certificate(&certificate_facts()));
    assert_eq!(printed.pages, 1);
    let page = text(&read, 1);
    for said in [
        "수료증",
        "박○수",
        "집단상담",
        "제3기",
        "2016년4월4일~2016년4월8일",
        "24시간(전체30시간)",
        "하늘시일자리센터(직인)",
        "K7M-2XA-9QD",
        "https://jobs.example.org/certificates/K7M-2XA-9QD",
        "031-000-1919",
    ] {
        assert!(page.contains(said), "{said} is not in {page}");
    }
    let stayed = certificate(&Certificate { hours: String::new(), ..certificate_facts() });
    assert!(!text(&print(&stayed).1, 1).contains("참여시간"), "where hours do not count none are told");
}

#[test]
fn the_same_sheet_at_the_same_instant_is_the_same_file() {
    let sheet = letter(&letter_facts());
    let first = press(&sheet, at()).unwrap();
    // Something else in between leaves no trace.
    press(&name_list(&names(2)), at()).unwrap();
    assert_eq!(press(&sheet, at()).unwrap(), first);
    let later = Timestamp::from_second(1_457_913_601).unwrap();
    assert_ne!(press(&sheet, later).unwrap().bytes, first.bytes);
    let mut other = letter_facts();
    other.seeker.name.push('x');
    assert_ne!(letter(&other).digest(), sheet.digest());
}

#[test]
fn nothing_in_large_type_is_smaller_than_fourteen_points() {
    assert!(smallest(&large_list(&large(6))) >= 14.0);
    assert!(
        smallest(&letter(&letter_facts())) < 14.0,
        "an ordinary paper is smaller, so the measure measures"
    );
}

#[test]
fn five_openings_stand_on_a_page_however_long_their_words() {
    let mut facts = large(2 * LARGE_PER_PAGE + 1);
    let (printed, read) = print(&large_list(&facts));
    assert_eq!(printed.pages, 3);
    let first = text(&read, 1);
    assert!(first.contains("O2016-000005") && !first.contains("O2016-000006"), "{first}");
    assert!(first.contains("031-000-1234") && first.contains("월1,300,000원") && first.contains("하늘역"));
    for opening in &mut facts.openings {
        *opening = LargeOpening {
            title: "가".repeat(400),
            employer: "나 다 ".repeat(400),
            pay: "라".repeat(400),
            hours: "마".repeat(400),
            way: "바".repeat(400),
            phone: "0".repeat(400),
            ..opening.clone()
        };
    }
    assert_eq!(print(&large_list(&facts)).0.pages, 3);
    facts.openings.clear();
    let (printed, read) = print(&large_list(&facts));
    assert_eq!(printed.pages, 1);
    assert!(text(&read, 1).contains(&tight(&facts.words.none)));
}

#[test]
fn a_register_repeats_its_head_on_every_page() {
    for rows in [0, 1, 60] {
        let (printed, read) = print(&opening_register(&openings(rows)));
        for page in 1..=printed.pages {
            let text = text(&read, page);
            assert!(text.contains("접수번호접수일사업장명"), "page {page} of {rows} rows: {text}");
        }
        assert_eq!(printed.pages > 1, rows == 60);
        let last = text(&read, printed.pages);
        if rows == 0 {
            assert!(last.contains("이기간에접수한것이없습니다"), "{last}");
        } else {
            assert!(last.contains(&format!("O2016-{rows:06}")), "{last}");
        }
    }
}

#[test]
fn five_hundred_rows_are_all_printed() {
    let (printed, read) = print(&seeker_register(&seekers(500)));
    let all: String = (1..=printed.pages).map(|page| text(&read, page)).collect();
    assert!((1..=500).all(|row| all.contains(&format!("S2016-{row:06}"))));
}

#[test]
fn whatever_people_write_is_printed_as_text() {
    let hostile = [
        "#panic() $x$ *굵게* _기움_ `code` <label> @ref // /* [ ] { } \\ \" ' = - + ~",
        "🙂👩‍👩‍👧‍👦🇰🇷",
        "朴壽 金永美",
        "שלום مرحبا",
        "줄\n바꿈\r\n\t탭\u{0}\u{7}\u{202e}뒤집기\u{feff}",
        &"가나다라 ".repeat(600),
        &"긴".repeat(1_500),
    ];
    for words in hostile {
        let mut form = opening_facts();
        form.duties = words.to_owned();
        form.employer = words.chars().take(200).collect();
        let mut person = seeker_facts();
        person.name = words.chars().take(200).collect();
        let mut list = names(2);
        list.people[0].name = words.chars().take(200).collect();
        for sheet in [opening_form(&form), seeker_form(&person), name_list(&list)] {
            let (printed, _) = print(&sheet);
            assert!(printed.pages >= 1);
        }
    }
    let mut form = opening_facts();
    form.duties = hostile[0].to_owned();
    let (printed, read) = print(&opening_form(&form));
    assert_eq!(printed.missing, 0);
    assert!(
        text(&read, 1).contains("#panic()$x$*굵게*_기움_`code`<label>@ref///*[]{}"),
        "{}",
        text(&read, 1)
    );
    form.duties = "🙂🙃".to_owned();
    let (printed, read) = print(&opening_form(&form));
    assert_eq!(printed.missing, 2);
    let read = text(&read, 1) + &text(&read, printed.pages);
    assert!(read.contains("◇◇") && read.contains("인쇄글꼴에없는글자2자"), "{read}");
}

#[test]
fn an_empty_form_keeps_its_boxes() {
    let empty = opening_form(&OpeningForm { office: office(), ..OpeningForm::default() });
    let filled = opening_form(&opening_facts());
    let labels = |sheet: &Sheet| -> usize {
        let rows = sheet.blocks.iter().filter_map(|block| match block {
            Block::Boxes { rows, .. } => Some(rows.iter().map(Vec::len).sum::<usize>()),
            _ => None,
        });
        rows.sum()
    };
    assert_eq!(labels(&empty), labels(&filled));
    assert_eq!(print(&empty).0.pages, 1, "an empty form to be filled by hand is one sheet");
}
