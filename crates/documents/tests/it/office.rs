//! Office files by their bytes: written by this test as small packages, one of each kind.

use std::io::Write;

use documents::office::office;
use domain::attachment::Format;

/// A package of parts; the first is not compressed.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in parts {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn code(bytes: &[u8]) -> String {
    match office(bytes) {
        Ok(kind) => kind.map(|kind| kind.to_string()).unwrap_or_default(),
        Err(why) => why.code.into_owned(),
    }
}

#[test]
fn what_offices_write_in_is_told_from_its_bytes() {
    let types = ("[Content_Types].xml", "<Types/>");
    let of = |first: (&str, &str), part: &str| code(&package(&[first, (part, "<x/>")]));
    assert_eq!(of(("mimetype", "application/hwp+zip"), "Contents/content.hpf"), "hwpx");
    assert_eq!(of(("mimetype", "application/vnd.oasis.opendocument.text"), "content.xml"), "odt");
    assert_eq!(of(types, "word/document.xml"), "docx");
    assert_eq!(of(types, "xl/workbook.xml"), "xlsx");
    assert_eq!(of(types, "ppt/presentation.xml"), "pptx");
    let mut hwp = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    hwp.extend([0; 504]);
    assert_eq!(code(&hwp), "", "a compound file of somebody else");
    hwp.extend(b"HWP Document File");
    assert_eq!(code(&hwp), Format::Hwp.to_string());
    // A package of anything, one with macros, one cut off, and one that only names itself a document.
    assert_eq!(code(&package(&[("run.exe", "MZ")])), "");
    assert_eq!(
        code(&package(&[types, ("word/document.xml", ""), ("word/vbaProject.bin", "")])),
        "attachment-active"
    );
    assert_eq!(code(&package(&[types])[..40]), "attachment-broken");
    assert_eq!(of(("mimetype", "application/hwp+zip"), "run.exe"), "");
    assert_eq!(code(b"%PDF-1.4"), "");
}
