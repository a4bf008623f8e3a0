//! The book in words and its files: nothing unworded, every number of the facts on paper, pages counted, files opened by
//! readers that did not write them.

use std::io::{Cursor, Read};
use std::process::Command;

use documents::report_book::{Block, Book, Value, hwpx, pdf, workbook};
use domain::Lang;
use domain::counting::Class;
use domain::message::thousands;
use jiff::Timestamp;

use crate::report_book_sample::{book, facts};

fn at() -> Timestamp {
    Timestamp::from_second(1_464_685_200).unwrap()
}

/// Every text of a book.
fn texts(book: &Book) -> Vec<String> {
    let mut out = vec![book.title.clone(), book.subtitle.clone(), book.note.clone(), book.foot.clone()];
    out.extend(book.cover.iter().flat_map(|(name, value)| [name.clone(), value.clone()]));
    for chapter in &book.chapters {
        out.push(chapter.title.clone());
        for block in &chapter.blocks {
            match block {
                Block::Page { text } | Block::Heading { text } | Block::Text { text } => {
                    out.push(text.clone())
                }
                Block::List { items } => out.extend(items.clone()),
                Block::Table { caption, columns, rows, empty } => {
                    out.extend([caption.clone(), empty.clone()]);
                    out.extend(columns.iter().map(|column| column.name.clone()));
                    out.extend(rows.iter().flatten().map(Value::shown));
                }
                Block::Drawing { caption, svg, .. } => out.extend([caption.clone(), svg.clone()]),
            }
        }
    }
    out
}

#[test]
fn every_word_of_a_book_is_said_in_both_languages() {
    let facts = facts(3);
    for lang in [Lang::Ko, Lang::En] {
        for least in [None, Some(5)] {
            let book = book(&facts, lang, least);
            let kinds = [
                "book-",
                "class-",
                "grade-",
                "unit-",
                "project-stage-",
                "submission-state-",
                "organisation-kind-",
            ];
            let unworded: Vec<String> = texts(&book)
                .into_iter()
                .filter(|text| !text.starts_with("<svg") && kinds.iter().any(|kind| text.contains(kind)))
                .collect();
            assert_eq!(unworded, Vec::<String>::new(), "{lang}");
            // Rows are as wide as their heads.
            for block in book.chapters.iter().flat_map(|chapter| &chapter.blocks) {
                if let Block::Table { caption, columns, rows, .. } = block {
                    assert!(rows.iter().all(|row| row.len() == columns.len()), "{caption}");
                }
            }
        }
    }
}

#[test]
fn the_mismatch_tells_what_easing_would_bring_and_whose_work_that_is() {
    let facts = facts(3);
    let book = book(&facts, Lang::Ko, None);
    let chapter = book.chapters.iter().find(|chapter| chapter.id == "mismatch").unwrap();
    let tables: Vec<(&String, &Vec<Vec<Value>>)> = chapter
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table { caption, rows, .. } => Some((caption, rows)),
            _ => None,
        })
        .collect();
    let shown = |words: &str| -> Vec<Vec<String>> {
        let (_, rows) = tables.iter().find(|(caption, _)| caption.contains(words)).unwrap();
        rows.iter().map(|row| row.iter().map(Value::shown).collect()).collect()
    };
    let levers = shown("무엇을 넓히면");
    assert_eq!(levers[0], ["지역과 출퇴근", "12", "9.4", "통근 교통과 이웃 시·군 구인 소개가 할 일입니다."]);
    assert_eq!(levers[2][1..3], ["–", "–"], "what is hidden: {levers:?}");
    assert_eq!(shown("격차판"), [["영상·녹화·편집 기사", "△"]]);
    let map =
        chapter.blocks.iter().any(|block| matches!(block, Block::Drawing { svg, .. } if svg.contains("◆")));
    assert!(map, "a mark on the map");
    let public = texts(&crate::report_book_sample::book(&facts.public(5), Lang::Ko, Some(5)));
    assert!(
        public.iter().any(|text| text.contains("무엇을 넓히면")),
        "its small counts were hidden when frozen"
    );
}

fn tool(tool: &str, arguments: &[&str], bytes: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut command = Command::new(tool);
    command.args(arguments).arg(file.path());
    if tool == "pdftotext" {
        command.arg("-");
    }
    let answer = command.output().unwrap();
    assert!(answer.status.success(), "{tool}: {}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn the_pdf_has_its_cover_its_points_on_page_two_its_pages_numbered_and_every_number() {
    let facts = facts(5);
    let book = book(&facts, Lang::Ko, None);
    let printed = pdf(&book, at()).unwrap();
    assert_eq!(printed.missing, 0, "the typeface has every letter");
    assert_eq!(pdf(&book, at()).unwrap().bytes, printed.bytes, "the same facts, the same bytes");
    let info = tool("pdfinfo", &[], &printed.bytes);
    assert!(info.contains("A4") && info.contains(&format!("Pages:           {}", printed.pages)), "{info}");
    let page = |n: usize| {
        let n = n.to_string();
        tight(&tool("pdftotext", &["-raw", "-f", &n, "-l", &n], &printed.bytes))
    };
    let cover = page(1);
    assert!(cover.contains("2016년추진전략보고회") && cover.contains("2016-05-3118:00"), "{cover}");
    assert!(cover.contains(&facts.hash()), "the whole hash is on the cover: {cover}");
    let points = page(2);
    assert!(
        points.contains("지난보고회지시·개선사항") && points.contains("동별로취업상담날을정해알릴것"),
        "{points}"
    );
    assert_eq!(points.matches("지연11일").count(), 3);
    assert!(page(3).contains("차례") && page(3).contains("제5일자리과"), "{}", page(3));
    // As of when, under which hash, and which page: on every page but the cover.
    let short = &facts.hash()[..12];
    for n in 2..=printed.pages {
        let text = page(n);
        assert!(text.contains(&format!("2016-05-3118:00기준·#{short}")), "page {n}: {text}");
        assert!(text.contains(&format!("{n}/{}", printed.pages)), "page {n}");
    }
    // Each department's own page holds its own numbers.
    let all: Vec<String> = (1..=printed.pages).map(page).collect();
    for department in &facts.departments {
        let own = all
            .iter()
            .find(|text| text.starts_with(&tight(&department.name)))
            .unwrap_or_else(|| panic!("{}", department.name));
        let line = department.classes.iter().find(|line| line.class == Class::R1).unwrap();
        let numbers = [line.filled, line.persons, line.claimed].map(|n| thousands(n.unwrap())).concat();
        assert!(own.contains(&format!("취업{numbers}")), "{}: {own}", department.name);
    }
}

/// A book of the length that a city of 42 departments and agencies brings to its meeting, within the time it may take.
#[test]
fn a_long_book_is_a_page_or_more_for_each_department() {
    let facts = facts(42);
    let printed = pdf(&book(&facts, Lang::Ko, None), at()).unwrap();
    assert!((60..=260).contains(&printed.pages), "{}", printed.pages);
}

#[test]
fn the_hwpx_is_read_by_its_own_library_and_by_bare_zip_and_xml() {
    let facts = facts(4);
    let book = book(&facts, Lang::Ko, None);
    let bytes = hwpx(&book).unwrap();
    assert_eq!(hwpx(&book).unwrap(), bytes, "the same facts, the same bytes");
    // The library that wrote it.
    let read = hwpforge::hwpx::HwpxDecoder::decode(&bytes).unwrap();
    let mut tables = 0;
    let mut said = String::new();
    for section in read.document.sections() {
        section.for_each_table(|_| tables += 1);
        section.for_each_paragraph(|paragraph| said.push_str(&paragraph.text_content()));
    }
    let wanted = book.chapters.iter().flat_map(|chapter| &chapter.blocks);
    let wanted =
        wanted.filter(|block| matches!(block, Block::Table { rows, .. } if !rows.is_empty())).count();
    assert_eq!(tables, wanted);
    // Nothing but an archive and XML: the type comes first and is stored, every part is well formed.
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let first = archive.by_index(0).unwrap();
    assert_eq!(
        (first.name().unwrap().as_ref(), first.compression()),
        ("mimetype", zip::CompressionMethod::Stored)
    );
    drop(first);
    let mut text = String::new();
    let mut parts = 0;
    for nth in 0..archive.len() {
        let mut part = archive.by_index(nth).unwrap();
        let name = part.name().unwrap().into_owned();
        if !name.ends_with(".xml") && !name.ends_with(".hpf") {
            continue;
        }
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        parts += 1;
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Text(words) if name.contains("section") => {
                    text.push_str(&words);
                    text.push('\n');
                }
                _ => {}
            }
        }
    }
    assert!(parts >= 4, "{parts}");
    for wanted in [facts.hash().as_str(), "제4일자리과", "동별로 취업 상담 날을 정해 알릴 것", "하늘전자"]
    {
        assert!(tight(&text).contains(&tight(wanted)), "bare XML lacks {wanted}");
        assert!(tight(&said).contains(&tight(wanted)), "the library lacks {wanted}");
    }
}

#[test]
fn the_workbook_has_a_sheet_for_each_table_and_numbers_are_numbers() {
    use calamine::{Data, Reader as _};
    let facts = facts(3);
    let book = book(&facts, Lang::Ko, None);
    let bytes = workbook(&book).unwrap();
    let mut read = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = read.sheet_names();
    assert!(names.len() > 15, "{names:?}");
    let sheet = read.worksheet_range("부서별 한눈에").unwrap();
    assert_eq!(sheet.height(), 4);
    for (row, department) in sheet.rows().skip(1).zip(&facts.departments) {
        let line = department.classes.iter().find(|line| line.class == Class::R1).unwrap();
        assert_eq!(row[0], Data::String(department.name.clone()));
        assert_eq!(row[1], Data::Float(line.filled.unwrap() as f64));
    }
    // All departments' measures on one sheet, each with its department in front.
    let measures = read.worksheet_range("계획과 목표").unwrap();
    assert_eq!(measures.height(), 1 + 3 * 6);
    assert_eq!(measures.rows().nth(18).unwrap()[0], Data::String("제3일자리과".to_owned()));
}

#[test]
fn cr_23_no_file_of_the_extract_says_what_it_hides() {
    let mut whole = facts(4);
    // One department with three, in a class of its own.
    whole.departments[0].classes.iter_mut().for_each(|line| (line.filled, line.claimed) = (Some(3), Some(2)));
    let public = whole.public(5);
    let line = public.departments[0].classes.iter().find(|line| line.class == Class::R1).unwrap();
    assert_eq!((line.filled, line.claimed, line.persons), (None, None, None));
    let book = book(&public, Lang::Ko, Some(5));
    let said = texts(&book).join("\n");
    for secret in ["동별로 취업 상담 날을", "하늘전자", "행사 단기인력", "상반기 채용이 미루어짐"]
    {
        assert!(!said.contains(secret), "{secret}");
    }
    assert!(said.contains("5 미만"), "says what was hidden");
    assert!(said.contains("전시장 지원시설 조성"), "projects are public");
}

#[test]
fn what_is_hidden_is_called_so_and_a_number_says_once_what_kind_it_is() {
    let mut whole = facts(4);
    whole.points[0].public = true;
    let rows = |book: &Book| {
        let points = book.chapters.iter().find(|chapter| chapter.id == "points").unwrap();
        let table = points.blocks.iter().find_map(|block| match block {
            Block::Table { rows, .. } => Some(rows.clone()),
            _ => None,
        });
        table.unwrap().iter().map(|row| row.iter().map(Value::shown).collect()).collect::<Vec<Vec<String>>>()
    };
    let house = rows(&book(&whole, Lang::Ko, None));
    assert!(house.iter().all(|row| row[1] == whole.points[0].title && row[5] != "가림"));
    assert!(!house.iter().any(|row| row[6].contains("가림")));
    whole.points[0].number = "지시 1".to_owned();
    assert_eq!(rows(&book(&whole, Lang::Ko, None))[0][0], "지시 1");
    let public = whole.public(5);
    let told = rows(&book(&public, Lang::Ko, Some(5)));
    // The words of a meeting that is everybody's stand, those of another are said to be hidden.
    assert_eq!((told[0][1].as_str(), told[1][1].as_str()), (whole.points[0].title.as_str(), "가림"));
    assert!(told.iter().all(|row| row[5] == "가림"));
    let mut small = whole.clone();
    small.points[0].measured.as_mut().unwrap().result = Some(3);
    let told = rows(&book(&small.public(5), Lang::Ko, Some(5)));
    assert!(told[0][6].starts_with("가림: – / "), "{}", told[0][6]);
    assert!(!texts(&book(&small.public(5), Lang::Ko, Some(5))).join("\n").contains("원장에 없음"));
}
