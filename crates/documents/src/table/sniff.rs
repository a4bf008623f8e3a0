//! What a file is, told from its bytes, and how its text is encoded.
//!
//! It must not trust a file's name: officials rename files to make an upload form take them.

use encoding_rs::{EUC_KR, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use domain::Message;

use super::archive;

/// A kind of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Excel workbook from 2007 on.
    Xlsx,
    /// Excel workbook up to 2003.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Text with commas (or semicolons).
    Csv,
    /// Text with tabs.
    Tsv,
    /// WorkNet-shaped XML.
    Xml,
    /// JSON: an array of objects, alone or inside an object, or one object a line.
    Json,
}

/// Tells the kind of file.
///
/// # Errors
/// `file-wrong-kind` with what it is instead, `file-password`, `file-unreadable`.
pub fn sniff(bytes: &[u8]) -> Result<Kind, Message> {
    if bytes.starts_with(b"PK\x03\x04") {
        return archived(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(bytes);
    }
    let magics: [(&[u8], &str); 10] = [
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"GIF8", "GIF"),
        (b"HWP Document File", "HWP"),
        (b"{\\rtf", "RTF"),
        (b"\x1F\x8B", "GZIP"),
        (b"7z\xBC\xAF", "7Z"),
        (b"\x7FELF", "ELF"),
        (b"SQLite format 3", "SQLite"),
    ];
    if let Some((_, name)) = magics.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(wrong_kind(name));
    }
    text_kind(&decode(bytes)?)
}

fn wrong_kind(name: &str) -> Message {
    Message::new("file-wrong-kind").with("kind", name)
}

fn archived(bytes: &[u8]) -> Result<Kind, Message> {
    let Some(directory) = archive::directory(bytes) else { return Err(Message::new("file-unreadable")) };
    if directory.encrypted {
        return Err(Message::new("file-password"));
    }
    let has = |name: &str| directory.names.iter().any(|part| part.eq_ignore_ascii_case(name));
    let mimetype = &bytes[..bytes.len().min(160)];
    let mime_has = |what: &[u8]| mimetype.windows(what.len()).any(|window| window == what);
    if has("xl/workbook.xml") {
        Ok(Kind::Xlsx)
    } else if mime_has(b"opendocument.spreadsheet") {
        Ok(Kind::Ods)
    } else if has("xl/workbook.bin") {
        Err(wrong_kind("XLSB"))
    } else if mime_has(b"hwp+zip") || has("Contents/content.hpf") {
        Err(wrong_kind("HWPX"))
    } else if has("word/document.xml") {
        Err(wrong_kind("DOCX"))
    } else {
        Err(wrong_kind("ZIP"))
    }
}

/// Names of streams in a compound file are UTF-16LE in its directory; finding the bytes is enough.
fn compound(bytes: &[u8]) -> Result<Kind, Message> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if has("EncryptedPackage") {
        Err(Message::new("file-password"))
    } else if has("HwpSummaryInformation") || has("BodyText") {
        Err(wrong_kind("HWP"))
    } else if has("WordDocument") {
        Err(wrong_kind("DOC"))
    } else if has("Workbook") || has("Book") {
        Ok(Kind::Xls)
    } else {
        Err(Message::new("file-unreadable"))
    }
}

fn text_kind(text: &str) -> Result<Kind, Message> {
    let start = text.trim_start();
    if start.starts_with('<') {
        let head: String = start.chars().take(2_000).collect::<String>().to_ascii_lowercase();
        let html = ["<html", "<table", "<!doctype html", "<body"].iter().any(|tag| head.contains(tag));
        return if html { Err(wrong_kind("HTML")) } else { Ok(Kind::Xml) };
    }
    if start.starts_with('{') || (start.starts_with('[') && start[1..].trim_start().starts_with(['{', ']'])) {
        return Ok(Kind::Json);
    }
    Ok(if super::delimited::delimiter(text) == b'\t' { Kind::Tsv } else { Kind::Csv })
}

/// Text of a file: by its byte order mark, else strict UTF-8, else windows-949 (cp949), which what
/// Korean offices save always is.
///
/// # Errors
/// `file-wrong-encoding` when it is none of them; `file-unreadable` for bytes no text has.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Message> {
    let wrong = || Message::new("file-wrong-encoding");
    let (encoding, body) = match bytes {
        [0xEF, 0xBB, 0xBF, body @ ..] => (UTF_8, body),
        [0xFF, 0xFE, body @ ..] => (UTF_16LE, body),
        [0xFE, 0xFF, body @ ..] => (UTF_16BE, body),
        body if std::str::from_utf8(body).is_ok() => (UTF_8, body),
        body => (EUC_KR, body),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(body).ok_or_else(wrong)?;
    if text.contains('\0') {
        return Err(Message::new("file-unreadable"));
    }
    Ok(text.into_owned())
}
