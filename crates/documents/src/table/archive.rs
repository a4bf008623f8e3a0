//! A look at a ZIP file's directory before anything is unpacked: names and declared sizes.
//!
//! It must not unpack. A directory that lies is met by the child's memory limit.

/// What the directory declares.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    /// Names of the parts.
    pub(crate) names: Vec<String>,
    /// Sum of the unpacked sizes.
    pub(crate) unpacked: u64,
    /// Whether any part is encrypted.
    pub(crate) encrypted: bool,
}

/// Most parts a spreadsheet file may have.
const PARTS: usize = 5_000;

/// Reads the central directory (PKWARE APPNOTE 4.3.12, 4.3.16); `None` when there is none or when it
/// has more parts than any spreadsheet.
pub(crate) fn directory(bytes: &[u8]) -> Option<Directory> {
    let tail = bytes.len().saturating_sub(66_000);
    let end = tail + bytes[tail..].windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let mut at = usize::try_from(u32_at(bytes, end + 16)?).ok()?;
    let mut directory = Directory::default();
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        let flags = u16_at(bytes, at + 8)?;
        let name_len = usize::from(u16_at(bytes, at + 28)?);
        let extra = usize::from(u16_at(bytes, at + 30)?) + usize::from(u16_at(bytes, at + 32)?);
        let name = bytes.get(at + 46..at + 46 + name_len)?;
        directory.names.push(String::from_utf8_lossy(name).into_owned());
        directory.unpacked += u64::from(u32_at(bytes, at + 24)?);
        directory.encrypted |= flags & 1 == 1;
        if directory.names.len() > PARTS {
            return None;
        }
        at += 46 + name_len + extra;
    }
    (!directory.names.is_empty()).then_some(directory)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}
