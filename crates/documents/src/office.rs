//! What offices write in, told from the bytes of a file and never from its name: HWP, HWPX, DOCX, XLSX, PPTX, ODT.
//!
//! It must not unpack anything: only the directory of a package is read.

use domain::Message;
use domain::attachment::Format;

use crate::table::archive;

/// How every compound file begins (MS-CFB 2.2).
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// How the header stream of every HWP 5 document begins; it is never compressed.
const HANGUL: &[u8] = b"HWP Document File";

/// The kind of an office file; `None` for anything else.
///
/// # Errors
/// `attachment-broken` for a package without an end; `attachment-active` for one with macros.
pub fn office(bytes: &[u8]) -> Result<Option<Format>, Message> {
    if bytes.starts_with(COMPOUND) {
        let hangul = bytes.windows(HANGUL.len()).any(|window| window == HANGUL);
        return Ok(hangul.then_some(Format::Hwp));
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    let directory = archive::directory(bytes).ok_or_else(|| Message::new("attachment-broken"))?;
    let has = |name: &str| directory.names.iter().any(|part| part.eq_ignore_ascii_case(name));
    let macros = |part: &String| part.to_ascii_lowercase().ends_with("vbaproject.bin");
    if directory.names.iter().any(macros) {
        return Err(Message::new("attachment-active"));
    }
    // Packages that name their kind do so in a first part that is not compressed.
    let first = &bytes[..bytes.len().min(160)];
    let says = |what: &[u8]| first.windows(what.len()).any(|window| window == what);
    Ok(if says(b"mimetypeapplication/hwp+zip") && has("Contents/content.hpf") {
        Some(Format::Hwpx)
    } else if says(b"mimetypeapplication/vnd.oasis.opendocument.text") && has("content.xml") {
        Some(Format::Odt)
    } else if !has("[Content_Types].xml") {
        None
    } else if has("word/document.xml") {
        Some(Format::Docx)
    } else if has("xl/workbook.xml") {
        Some(Format::Xlsx)
    } else if has("ppt/presentation.xml") {
        Some(Format::Pptx)
    } else {
        None
    })
}
