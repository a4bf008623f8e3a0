//! The bulletin, posters, labels and bound papers as they come off the press, read back by others' readers: poppler for text,
//! sizes and letters, zbar for the squares.

use std::process::Command;

use documents::paper::{
    Bound, BulletinLine, BulletinPaper, BulletinWords, LABELS_ON_A_SHEET, Label, Poster, PosterWords,
    Printed, Separator, TEAR_OFFS, TICKETS_ON_A_SHEET, TicketPaper, bind, bulletin, labels, poster, qr,
    tickets,
};
use jiff::Timestamp;

fn at() -> Timestamp {
    Timestamp::from_second(1_457_913_600).unwrap()
}

fn s(text: &str) -> String {
    text.to_owned()
}

fn days() -> [String; 7] {
    ["월", "화", "수", "목", "금", "토", "일"].map(s)
}

const WEEK: [bool; 7] = [true, true, true, true, true, false, false];
const URL: &str = "https://jobs.example.kr/openings/01957b00-0000-7000-8000-000000000001";

fn line(nth: usize) -> BulletinLine {
    BulletinLine {
        title: format!("가구 조립원 모집 {nth}"),
        employer: s("○○가구 · 2명"),
        pay: s("월 1,300,000원"),
        hourly: s("시급 6,220원"),
        place: s("하늘시 별빛동 (1.2 km)"),
        way: s("별빛역에서 걸어서 8분"),
        week: WEEK,
        hours: s("09:00~18:00 (휴게 60분)"),
        phone: s("054-000-1234"),
        direct: true,
        until: s("3월 31일까지"),
        doubted: false,
        code: format!("K7M-2XA{nth}"),
        qr: qr(URL),
    }
}

fn issue(form: &'static str, lines: usize) -> BulletinPaper {
    let words = BulletinWords {
        title: s("일자리소식지"),
        place: s("일하는 곳"),
        way: s("가는 길"),
        call: s("전화"),
        code: s("회신코드"),
        until: s("마감"),
        errata: s("이미 마감된 일자리"),
        errata_note: s("아래는 끝났습니다."),
        how: s("전화하시거나 회신표를 내세요."),
        none: s("이번 주에는 없습니다."),
        slip: s("회신표"),
        slip_note: s("오려서 내세요."),
        slip_name: s("이름"),
        slip_phone: s("전화번호"),
        slip_interest: s("관심 있습니다"),
        slip_call: s("전화 주세요"),
        scan: s("찍어서 보기"),
        days: days(),
        ..BulletinWords::default()
    };
    BulletinPaper {
        form,
        lang: "ko",
        words,
        office: s("하늘시 일자리센터"),
        phone: s("054-000-2020"),
        about: s("별빛동 · 어르신"),
        number: s("2016-11호 (2016-03-14 주)"),
        as_of: s("2016-03-14 09:00 기준 · 변경번호 1234"),
        digest: s("0123456789ab"),
        lines: (1..=lines).map(line).collect(),
        errata: vec![[s("T22-9KQR"), s("주방 보조"), s("충족")]],
        more: s("이 밖에 5건이 더 있습니다."),
    }
}

/// A file with the tools that read it.
struct File(tempfile::TempDir);

impl File {
    fn new(printed: &Printed) -> Self {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("a.pdf"), &printed.bytes).unwrap();
        Self(place)
    }

    fn tool(&self, tool: &str, before: &[&str], after: &[&str]) -> String {
        let mut command = Command::new(tool);
        command.args(before).arg("a.pdf").args(after).current_dir(self.0.path());
        let answer = command.output().unwrap();
        assert!(answer.status.success(), "{tool}: {}", String::from_utf8_lossy(&answer.stderr));
        String::from_utf8_lossy(&answer.stdout).into_owned()
    }

    /// Text of the whole file without spaces.
    fn text(&self) -> String {
        self.tool("pdftotext", &["-raw"], &["-"]).chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// Sizes of all pages, as poppler says them.
    fn sizes(&self, pages: usize) -> Vec<String> {
        let said = self.tool("pdfinfo", &["-l", &pages.to_string()], &[]);
        let sizes = said.lines().filter(|line| line.contains("size:") && line.starts_with("Page"));
        sizes.map(|line| line.split(':').nth(1).unwrap().trim().to_owned()).collect()
    }

    /// The smallest size in which letters are set, in points.
    fn smallest(&self) -> f32 {
        let xml = self.tool("pdftohtml", &["-xml", "-i", "-stdout", "-zoom", "1"], &[]);
        let sizes = xml.split("<fontspec ").skip(1).filter_map(|spec| spec.split("size=\"").nth(1));
        let sizes = sizes.filter_map(|rest| rest.split('"').next()?.parse::<f32>().ok());
        sizes.reduce(f32::min).expect("letters of some size")
    }

    /// What a camera reads from the squares of the first page.
    fn scanned(&self) -> Vec<String> {
        self.tool("pdftoppm", &["-r", "150", "-f", "1", "-l", "1", "-png"], &["page"]);
        let pages = std::fs::read_dir(self.0.path()).unwrap().filter_map(Result::ok);
        let picture = pages.map(|page| page.path()).find(|path| path.extension().is_some_and(|e| e == "png"));
        let read = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(picture.unwrap()).output().unwrap();
        String::from_utf8_lossy(&read.stdout).lines().map(str::to_owned).collect()
    }
}

#[test]
fn each_form_has_its_size_its_letters_and_squares_that_lead_to_the_opening() {
    for (form, lines, size, least) in [
        ("a4", 9, "595.276 x 841.89 pts (A4)", 8.0),
        ("a3", 4, "841.89 x 1190.55 pts (A3)", 16.0),
        ("large", 5, "595.276 x 841.89 pts (A4)", 18.0),
    ] {
        let printed = bulletin(&issue(form, lines), at()).unwrap();
        assert_eq!(printed.missing, 0, "{form}");
        let file = File::new(&printed);
        let sizes = file.sizes(printed.pages);
        assert!(sizes.len() == printed.pages && sizes.iter().all(|one| one == size), "{form}: {sizes:?}");
        let text = file.text();
        for said in
            ["일자리소식지", "별빛동·어르신", "2016-11호", "변경번호1234", "#0123456789ab", "054-000-2020"]
        {
            assert!(text.contains(said), "{form} lacks {said}: {text}");
        }
        for nth in 1..=lines {
            assert!(text.contains(&format!("K7M-2XA{nth}")), "{form} lacks {nth}");
        }
        assert!(text.contains("이밖에5건이더있습니다."), "{form} does not say how many more there are");
        assert!(text.contains("월1,300,000원") && text.contains("시급6,220원"), "{form}");
        assert_eq!(
            text.contains("T22-9KQR"),
            form != "a3",
            "{form}: what is closed stands where there is room"
        );
        let smallest = file.smallest();
        assert!(smallest >= least, "{form}: {smallest} points");
        let scanned = file.scanned();
        assert!(!scanned.is_empty() && scanned.iter().all(|one| one == URL), "{form}: {scanned:?}");
    }
    // Four openings are one poster.
    assert_eq!(bulletin(&issue("a3", 4), at()).unwrap().pages, 1);
}

#[test]
fn the_name_of_a_line_is_not_broken_wherever_the_column_ends() {
    let long = |nth: usize| BulletinLine {
        place: format!("하늘시 별빛동 {}", "나".repeat(nth)),
        ..line(nth)
    };
    let issue = BulletinPaper { lines: (1..=12).map(long).collect(), ..issue("a4", 0) };
    let file = File::new(&bulletin(&issue, at()).unwrap());
    let text = file.tool("pdftotext", &["-raw"], &["-"]);
    assert_eq!(text.matches("가는 길").count(), 12, "{text}");
    assert!(!text.lines().any(|line| line.trim_end().ends_with("가는")), "{text}");
}

#[test]
fn the_same_issue_gives_the_same_bytes_and_an_empty_one_says_so() {
    let first = bulletin(&issue("a4", 3), at()).unwrap();
    assert_eq!(first, bulletin(&issue("a4", 3), at()).unwrap());
    let file = File::new(&bulletin(&issue("a4", 0), at()).unwrap());
    assert!(file.text().contains("이번주에는없습니다."));
}

fn sheet(size: &'static str) -> Poster {
    Poster {
        size,
        lang: "ko",
        words: PosterWords {
            wanted: s("일하실 분을 찾습니다"),
            place: s("일하는 곳"),
            way: s("가는 길"),
            hours: s("일하는 때"),
            apply: s("전화"),
            until: s("마감"),
            code: s("회신코드"),
            scan: s("찍어서 보기"),
            tear: s("아래를 떼어 가세요"),
            days: days(),
        },
        office: s("하늘시 일자리센터"),
        as_of: s("2016-03-14 09:00 기준"),
        title: s("가구 조립원 모집"),
        employer: s("○○가구"),
        pay: s("월 1,300,000원"),
        hourly: s("시급 6,220원"),
        place: s("하늘시 별빛동"),
        way: s("별빛역에서 걸어서 8분"),
        week: WEEK,
        hours: s("09:00~18:00"),
        phone: s("054-000-1234"),
        until: s("3월 31일까지"),
        code: s("K7M-2XA9"),
        qr: qr(URL),
    }
}

#[test]
fn a_poster_is_one_page_with_ten_codes_to_tear_off() {
    for (size, paper) in [("a4", "595.276 x 841.89 pts (A4)"), ("a3", "841.89 x 1190.55 pts (A3)")] {
        for title in
            ["가구 조립원 모집", "주말 야간 물류센터 상하차 및 포장 분류 작업원을 모집합니다 (초보 가능)"]
        {
            let printed = poster(&Poster { title: s(title), ..sheet(size) }, at()).unwrap();
            let file = File::new(&printed);
            assert_eq!((printed.pages, file.sizes(1)), (1, vec![s(paper)]), "{size} {title}");
            let text = file.text();
            assert_eq!(text.matches("K7M-2XA9").count(), TEAR_OFFS + 1, "{size}: {text}");
            assert_eq!(text.matches("054-000-1234").count(), TEAR_OFFS + 1, "{size}: {text}");
            assert_eq!(file.scanned(), [URL], "{size}");
        }
    }
}

#[test]
fn numbers_to_tear_off_are_large_and_lead_to_the_queue() {
    let paper = TicketPaper {
        title: s("봄 채용박람회"),
        when: s("2016-03-16 별빛체육관"),
        todo: s("부스에 내세요."),
        qr: qr("https://example.org/events/1/queue"),
    };
    let numbers: Vec<String> = (0..=TICKETS_ON_A_SHEET).map(|nth| format!("{nth:04}-0")).collect();
    let printed = tickets(&paper, &numbers, at()).unwrap();
    assert_eq!((printed.pages, printed.missing), (2, 0));
    let text = File::new(&printed).text();
    assert!(text.contains("0016-0") && text.contains("봄채용박람회"), "{text}");
}

#[test]
fn labels_stand_three_by_eight_and_a_begun_sheet_goes_on_where_it_ended() {
    let label = |nth: usize| Label {
        mark: format!("L2016-{nth:06}"),
        name: format!("업체 {nth} 채용담당자 귀하"),
        lines: vec![s("하늘시 별빛동 1-2"), s("가구 조립원 모집")],
    };
    let all: Vec<Label> = (1..=LABELS_ON_A_SHEET).map(label).collect();
    let printed = labels(&all, 0, at()).unwrap();
    assert_eq!(printed.pages, 1);
    let file = File::new(&printed);
    assert!(file.text().contains("업체24채용담당자귀하"));
    assert_eq!(file.sizes(1), ["595.276 x 841.89 pts (A4)"]);
    let used = labels(&all, 3, at()).unwrap();
    assert_eq!(used.pages, 2);
    // The first label of a sheet of which three are gone stands at the left of the second row.
    let box_of = |printed: &Printed| {
        let boxes = File::new(printed).tool("pdftotext", &["-bbox"], &["-"]);
        let word = boxes.lines().find(|line| line.contains(">L2016-000001<")).unwrap().to_owned();
        let number = |name: &str| -> f32 {
            word.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
        };
        (number("xMin"), number("yMin"))
    };
    let (first, later) = (box_of(&printed), box_of(&used));
    let row = 297.0 / 8.0 / 25.4 * 72.0;
    assert!((first.0 - later.0).abs() < 1.0 && (later.1 - first.1 - row).abs() < 1.0, "{first:?} {later:?}");
}

#[test]
fn papers_are_bound_behind_separators_and_keep_size_text_and_squares() {
    let part = |paper: &str, printed: &Printed, a3: bool| Bound {
        separator: Separator {
            place: s("별빛동"), paper: s(paper), lines: vec![s("키오스크 · 09:00")]
        },
        bytes: printed.bytes.clone(),
        pages: printed.pages,
        a3,
        landscape: false,
    };
    let (one, two) = (poster(&sheet("a4"), at()).unwrap(), bulletin(&issue("a3", 4), at()).unwrap());
    let lost = Printed { bytes: Vec::new(), pages: 0, missing: 0 };
    let parts = [part("게시용", &one, false), part("끝난 것", &lost, false), part("포스터", &two, true)];
    let bound = bind(&parts, at()).unwrap();
    let file = File::new(&bound);
    let (a4, a3) = ("595.276 x 841.89 pts (A4)", "841.89 x 1190.55 pts (A3)");
    assert_eq!(file.sizes(bound.pages), [a4, a4, a4, a4, a3]);
    let text = file.text();
    for said in
        ["1/3", "3/3", "게시용", "끝난것", "포스터", "키오스크·09:00", "일하실분을찾습니다", "변경번호1234"]
    {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}
