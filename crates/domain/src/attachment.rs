//! A paper or scan kept about a person: what it may be, told from its bytes and never from its name, and
//! what is taken off it before it is kept. It must not know where it is kept or who may see it.
//!
//! Of a person only PDF, PNG and JPEG; the papers of a meeting may also be what offices write in, told by
//! `documents::office`. A file that is also something else (a page, an archive) is refused; marks of
//! camera and place are cut out of pictures.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::id::{AttachmentId, PersonId};
use crate::message::Message;
use crate::person::looks_like_resident_number;

mod jpeg;
mod png;

/// Most bytes of one file.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Most dots of one picture: an A4 page at 600 dots an inch has 35 million.
const MOST_DOTS: u64 = 50_000_000;
/// Most dots of one side.
const MOST_SIDE: u32 = 20_000;

words! {
    /// What a file is.
    pub enum Format {
        /// A document.
        Pdf,
        /// A picture without loss.
        Png,
        /// A photograph.
        Jpeg,
        /// A Hangul document (HWP 5).
        Hwp,
        /// A Hangul document as a package (OWPML).
        Hwpx,
        /// A text of Word.
        Docx,
        /// A workbook of Excel.
        Xlsx,
        /// Slides of PowerPoint.
        Pptx,
        /// A text of OpenDocument.
        Odt,
    }
}

impl Format {
    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Hwp => "application/x-hwp",
            Self::Hwpx => "application/hwp+zip",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
        }
    }
}

words! {
    /// What a file shows.
    pub enum Paper {
        /// Evidence of a hire (취업확인 자료).
        Evidence,
        /// A form filled in on paper.
        Form,
        /// Anything else.
        Other,
    }
}

/// A kept file without what is on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// Whom it is about; name of the key under which it is sealed.
    pub person: PersonId,
    /// What it is.
    pub format: Format,
    /// What it shows.
    pub paper: Paper,
    /// What it was called, for papers of a meeting; empty for a person's papers, whose name may tell on somebody.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its size as kept.
    pub bytes: u64,
    /// Who put it in, if a person.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

/// Most signs of a file's name that are kept.
const MOST_NAME: usize = 100;

/// A file's name as it may be kept and given out: no folders, no signs that steer or that no file may have, and ending as
/// what it is.
///
/// # Errors
/// `resident-number-refused`.
pub fn file_name(given: &str, format: Format) -> Result<String, Message> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    if looks_like_resident_number(last) {
        return Err(Message::new("resident-number-refused"));
    }
    // Marks that turn the reading order round make one name look like another.
    let steers = |sign: char| matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = |sign: &char| !sign.is_control() && !steers(*sign) && !"\"*:<>?|".contains(*sign);
    let clean: String = last.nfc().filter(kept).collect();
    let stem = clean.rsplit_once('.').map_or(clean.as_str(), |(stem, _)| stem);
    let short: String = stem.trim_matches([' ', '.']).chars().take(MOST_NAME).collect();
    Ok(if short.is_empty() { String::new() } else { format!("{short}.{format}") })
}

/// Whether a file is not too large to be kept.
///
/// # Errors
/// `attachment-too-large`.
pub fn sized(bytes: &[u8]) -> Result<(), Message> {
    if bytes.len() > MOST_BYTES {
        return Err(Message::new("attachment-too-large").with("most", MOST_BYTES / 1024 / 1024));
    }
    Ok(())
}

/// The file as it may be kept, and what it is.
///
/// # Errors
/// `attachment-too-large`, `attachment-unknown`, `attachment-broken`, `attachment-picture-too-large`,
/// `attachment-active`, `resident-number-refused`.
pub fn accept(bytes: &[u8]) -> Result<(Format, Vec<u8>), Message> {
    sized(bytes)?;
    if bytes.starts_with(b"%PDF-") {
        pdf(bytes)?;
        return Ok((Format::Pdf, bytes.to_vec()));
    }
    let (format, kept) = if bytes.starts_with(png::SIGNATURE) {
        (Format::Png, png::strip(bytes).ok_or_else(broken)??)
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        (Format::Jpeg, jpeg::strip(bytes).ok_or_else(broken)??)
    } else {
        return Err(Message::new("attachment-unknown"));
    };
    if is_also_something_else(&kept) {
        return Err(broken());
    }
    Ok((format, kept))
}

fn broken() -> Message {
    Message::new("attachment-broken")
}

/// A picture whose header promises more than any scan holds is a flood, however few its bytes.
fn check_size(width: u32, height: u32) -> Result<(), Message> {
    let fits = (1..=MOST_SIDE).contains(&width)
        && (1..=MOST_SIDE).contains(&height)
        && u64::from(width) * u64::from(height) <= MOST_DOTS;
    if fits { Ok(()) } else { Err(Message::new("attachment-picture-too-large")) }
}

/// A document that ends where it says, runs nothing, carries no other file, and in whose plain text stands no
/// resident number. Compressed text cannot be looked into.
fn pdf(bytes: &[u8]) -> Result<(), Message> {
    let end = bytes.iter().rposition(|b| !b.is_ascii_whitespace() && *b != 0).map_or(0, |at| at + 1);
    if !bytes[..end].ends_with(b"%%EOF") || !holds(bytes, b"obj") || is_also_something_else(bytes) {
        return Err(broken());
    }
    let active: [&[u8]; 7] =
        [b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA", b"/SubmitForm"];
    if active.iter().any(|word| holds_word(bytes, word)) {
        return Err(Message::new("attachment-active"));
    }
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    // Text of two bytes a sign has a zero before every digit.
    let narrow: String = bytes.iter().filter(|b| **b != 0).map(|b| char::from(*b)).collect();
    if looks_like_resident_number(&text) || looks_like_resident_number(&narrow) {
        return Err(Message::new("resident-number-refused"));
    }
    Ok(())
}

/// Whether the bytes would also be taken for an archive or for a page.
fn is_also_something_else(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(4_096).map(u8::to_ascii_lowercase).collect();
    let pages: [&[u8]; 4] = [b"<html", b"<script", b"<!doctype", b"<svg"];
    holds(bytes, b"PK\x03\x04") || holds(bytes, b"PK\x05\x06") || pages.iter().any(|tag| holds(&head, tag))
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Whether a name of a document stands there whole: `/JS` and not `/JSomething`.
fn holds_word(bytes: &[u8], word: &[u8]) -> bool {
    let ends = |at: usize| {
        bytes.get(at + word.len()).is_none_or(|b| !b.is_ascii_alphanumeric() || word == b"/EmbeddedFile")
    };
    bytes.windows(word.len()).enumerate().any(|(at, window)| window == word && ends(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let mut out = u32::try_from(data.len()).unwrap_or(0).to_be_bytes().to_vec();
        out.extend(kind);
        out.extend(data);
        out.extend([0; 4]);
        out
    }

    fn png(width: u32, height: u32, more: &[u8]) -> Vec<u8> {
        let mut header = width.to_be_bytes().to_vec();
        header.extend(height.to_be_bytes());
        header.extend([8, 2, 0, 0, 0]);
        let parts = [
            png::SIGNATURE.to_vec(),
            chunk(b"IHDR", &header),
            more.to_vec(),
            chunk(b"IDAT", b"x"),
            chunk(b"IEND", b""),
        ];
        parts.concat()
    }

    fn jpeg(width: u16, height: u16, more: &[u8]) -> Vec<u8> {
        let mut out = vec![0xff, 0xd8];
        out.extend(more);
        out.extend([0xff, 0xc0, 0, 11, 8]);
        out.extend(height.to_be_bytes());
        out.extend(width.to_be_bytes());
        out.extend([1, 1, 0x11, 0]);
        out.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 0xff, 0, 3, 0xff, 0xd9]);
        out
    }

    fn code(bytes: &[u8]) -> String {
        accept(bytes).map_or_else(|why| why.code.into_owned(), |(format, _)| format.to_string())
    }

    #[test]
    fn what_a_file_is_is_told_from_its_bytes() {
        assert_eq!(code(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"), "pdf");
        assert_eq!(code(&png(800, 600, b"")), "png");
        assert_eq!(code(&jpeg(800, 600, b"")), "jpeg");
        for other in [&b"<html>x"[..], b"PK\x03\x04", b"MZ", b"GIF89a", b"", b"\x00\x00"] {
            assert_eq!(code(other), "attachment-unknown");
        }
    }

    #[test]
    fn what_is_also_something_else_is_refused() {
        let pdf = |inside: &str| code(format!("%PDF-1.4\n1 0 obj {inside} endobj\n%%EOF").as_bytes());
        assert_eq!(pdf("<script>"), "attachment-broken");
        assert_eq!(pdf("PK\u{3}\u{4}"), "attachment-broken");
        assert_eq!(pdf("/S /JavaScript /JS (x)"), "attachment-active");
        assert_eq!(pdf("/Type /EmbeddedFiles"), "attachment-active");
        assert_eq!(pdf("(900101-1234567) Tj"), "resident-number-refused");
        assert_eq!(pdf("/JSon"), "pdf");
        assert_eq!(code(b"%PDF-1.4\n1 0 obj endobj\n%%EOF\n<html>"), "attachment-broken");
        assert_eq!(code(&[png(8, 8, b""), b"tail".to_vec()].concat()), "attachment-broken");
        assert_eq!(code(&[jpeg(8, 8, b""), b"PK".to_vec()].concat()), "attachment-broken");
        assert_eq!(code(&png(8, 8, b"")[..40]), "attachment-broken");
        assert_eq!(code(&jpeg(8, 8, b"")[..20]), "attachment-broken");
    }

    #[test]
    fn a_flood_of_dots_is_refused_by_its_header() {
        assert_eq!(code(&png(60_000, 60_000, b"")), "attachment-picture-too-large");
        assert_eq!(code(&png(19_999, 19_999, b"")), "attachment-picture-too-large");
        assert_eq!(code(&jpeg(65_535, 65_535, b"")), "attachment-picture-too-large");
        assert_eq!(code(&vec![0; MOST_BYTES + 1]), "attachment-too-large");
    }

    #[test]
    fn a_name_is_kept_without_folders_and_tricks() {
        let named = |given: &str| file_name(given, Format::Hwp).unwrap();
        assert_eq!(named("2016 협의체 안건.hwp"), "2016 협의체 안건.hwp");
        assert_eq!(named("C:\\문서\\안건.HWP"), "안건.hwp");
        assert_eq!(named("../../etc/안건"), "안건.hwp");
        assert_eq!(named("안건\u{202e}pwh.exe"), "안건pwh.hwp");
        assert_eq!(named("안\r\n건\".hwp"), "안건.hwp");
        assert_eq!(named("... .hwp"), "");
        assert!(file_name("명단 900101-1234567.hwp", Format::Hwp).is_err());
        assert_eq!(named(&"가".repeat(300)).chars().count(), MOST_NAME + 4);
    }

    #[test]
    fn camera_and_place_are_cut_out() {
        let exif = [&[0xff, 0xe1, 0, 12][..], b"Exif\0\0GPS!"].concat();
        let comment = [&[0xff, 0xfe, 0, 8][..], b"canary"].concat();
        let (_, kept) = accept(&jpeg(8, 8, &[exif, comment].concat())).unwrap();
        assert_eq!(kept, jpeg(8, 8, b""));
        let (_, kept) = accept(&png(8, 8, &chunk(b"tEXt", b"Author\0canary"))).unwrap();
        assert_eq!(kept, png(8, 8, b""));
    }
}
