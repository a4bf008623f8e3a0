//! Files made to harm: each a refusal with its message, through the child, the parent's memory flat.

use std::time::Duration;

use documents::child::Reader;
use documents::table::Limits;
use domain::Message;

use crate::archive::{ods, xlsx, zip};

fn reader() -> Reader {
    Reader::new(env!("CARGO_BIN_EXE_iljari-read"), Vec::<String>::new())
}

/// Resident memory of this process in MB.
fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

fn refused(name: &str, bytes: &[u8]) -> Message {
    let before = resident_mb();
    let answer = reader().read(name, bytes);
    let grown = resident_mb().saturating_sub(before);
    assert!(grown <= 64, "{name}: the parent grew by {grown} MB");
    match answer {
        Ok(sheets) => panic!("{name} was read: {} sheets", sheets.len()),
        Err(message) => message,
    }
}

#[track_caller]
fn check(name: &str, bytes: &[u8], code: &str) {
    assert_eq!(refused(name, bytes).code, code, "{name}");
}

#[test]
fn the_child_reads_an_honest_file() {
    let sheets = reader().read("구인.csv", "제목,회사\n조리원,가나\n".as_bytes()).unwrap();
    assert_eq!((sheets[0].name.as_str(), sheets[0].rows.len()), ("구인", 2));
}

#[test]
fn wrong_kinds() {
    let compound = |stream: &str| {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(2_048, 0);
        bytes
    };
    for (bytes, kind) in [
        (b"%PDF-1.7 ...".to_vec(), "PDF"),
        (b"\x89PNG\r\n\x1a\n....".to_vec(), "PNG"),
        (b"\xFF\xD8\xFF\xE0....".to_vec(), "JPEG"),
        (b"\x1F\x8B\x08....".to_vec(), "GZIP"),
        (b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "HTML"),
        (compound("HwpSummaryInformation"), "HWP"),
        (compound("WordDocument"), "DOC"),
        (zip(&[("word/document.xml", b"x")], 0), "DOCX"),
        (zip(&[("mimetype", b"application/hwp+zip")], 0), "HWPX"),
        (zip(&[("../../etc/passwd", b"x")], 0), "ZIP"),
    ] {
        let message = refused("구인.xlsx", &bytes);
        assert_eq!(message, Message::new("file-wrong-kind").with("kind", kind));
    }
    check("암호.xlsx", &compound("EncryptedPackage"), "file-password");
    check("암호2.xlsx", &zip(&[("xl/workbook.xml", b"x")], 1), "file-password");
    check("깨진.xls", &compound("Workbook"), "file-unreadable");
    check("잘린.xlsx", &xlsx("<sheetData/>")[..400], "file-unreadable");
    check("빈.csv", b"", "file-empty");
    check("빈 시트.xlsx", &xlsx("<sheetData/>"), "file-no-rows");
    check("빈칸.csv", b" , ,\n,,\n", "file-no-rows");
}

#[test]
fn wrong_encodings() {
    check("쓰레기.csv", b"\xC7\xFF\xFF\xFE,\xA4\x01\n", "file-wrong-encoding");
    let mixed = [encoding_rs::EUC_KR.encode("제목,회사\n").0.as_ref(), "조리원,가나😀\n".as_bytes()].concat();
    check("섞인.csv", &mixed, "file-wrong-encoding");
    check("영.csv", b"title,company\ncook\0,a\n", "file-unreadable");
}

#[test]
fn sparse_and_swollen_spreadsheets() {
    let far = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#;
    let bytes = xlsx(far);
    assert!(bytes.len() < 2_500);
    let message = refused("멀리.xlsx", &bytes);
    assert_eq!(message, Message::new("file-sparse").with("sheet", "S").with("cell", "XFD1048576"));
    check(
        "옆으로.xlsx",
        &xlsx(r#"<sheetData><row r="1"><c r="ZZZ1"><v>1</v></c></row></sheetData>"#),
        "file-sparse",
    );
    let repeated = |rows: u32, columns: u32| {
        ods(&format!(
            r#"<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>"#
        ))
    };
    check("되풀이.ods", &repeated(1_048_576, 16_384), "file-too-many-cells");
    // What the library still expands dies of the child's memory limit.
    check("되풀이2.ods", &repeated(9_000, 9_000), "file-too-heavy");
}

#[test]
fn four_hundred_thousand_rows() {
    let csv = "제목,회사\n".to_owned() + &"조리원,가나식당\n".repeat(400_000);
    check("많은.csv", csv.as_bytes(), "file-too-many-rows");
    let mut sheet = String::from("<sheetData>");
    for row in 1..=400_000 {
        sheet.push_str(&format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>"));
    }
    sheet.push_str("</sheetData>");
    check("많은.xlsx", &xlsx(&sheet), "file-too-many-rows");
}

#[test]
fn a_compressed_bomb_is_not_unpacked() {
    let text = "가".repeat(32_000);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..300 {
        sheet.write_string(row, 0, format!("{row}{text}")).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    assert!(bytes.len() < 1 << 20);
    let limits = Limits { unpacked_bytes: 8 << 20, ..Limits::default() };
    let answer = Reader { limits, ..reader() }.read("폭탄.xlsx", &bytes);
    assert_eq!(answer.unwrap_err().code, "file-bomb");
    // The same file within the limit for unpacking is refused for its long cells.
    check("긴 칸.xlsx", &bytes, "file-cell-too-long");
}

#[test]
fn hostile_xml() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><wantedRoot><wanted><title>&b;</title></wanted></wantedRoot>"#;
    check("웃음.xml", laughs.as_bytes(), "file-xml-doctype");
    let outside = r#"<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><wantedRoot><wanted><title>&x;</title></wanted></wantedRoot>"#;
    check("밖.xml", outside.as_bytes(), "file-xml-doctype");
    check("개체.xml", b"<wantedRoot><wanted><title>&x;</title></wanted></wantedRoot>", "file-xml-unreadable");
    let deep = "<a>".repeat(100_000);
    check("깊은.xml", deep.as_bytes(), "file-xml-depth");
    check("잘린.xml", b"<wantedRoot><wanted><title>a</titel>", "file-xml-unreadable");
    check("다른.xml", b"<rss><channel><title>a</title></channel></rss>", "file-xml-not-worknet");
    check("깊은.json", "[{\"a\":".repeat(50_000).as_bytes(), "file-json-unreadable");
}

#[test]
fn too_big_and_too_slow() {
    let small = Reader { limits: Limits { bytes: 1_000, ..Limits::default() }, ..reader() };
    assert_eq!(small.read("큰.csv", &[b'a'; 1_001]).unwrap_err().code, "file-too-big");
    // A child that never answers is ended.
    let silent = Reader { wall: Duration::from_millis(200), ..Reader::new("/bin/sleep", ["60"]) };
    assert_eq!(silent.read("a.csv", b"a,b").unwrap_err().code, "file-too-heavy");
    // So is one that says nonsense or dies.
    assert_eq!(Reader::new("/bin/echo", ["x"]).read("a.csv", b"a,b").unwrap_err().code, "file-too-heavy");
    assert_eq!(
        Reader::new("/bin/false", Vec::<String>::new()).read("a.csv", b"a").unwrap_err().code,
        "file-too-heavy"
    );
    let missing = Reader::new("/no/such/program", Vec::<String>::new());
    assert_eq!(missing.read("a.csv", b"a").unwrap_err().code, "file-reader-missing");
}
