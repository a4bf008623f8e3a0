//! The chunks of a PNG picture: only those that draw it are kept.

use super::check_size;
use crate::message::Message;

/// How every such file begins.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that are needed to draw the picture; texts, times and camera data are not among them.
const DRAWN: [&[u8]; 10] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT"];

/// The picture without what is not drawn; `None` when the bytes are no whole picture.
pub(super) fn strip(bytes: &[u8]) -> Option<Result<Vec<u8>, Message>> {
    let mut out = SIGNATURE.to_vec();
    let mut at = SIGNATURE.len();
    loop {
        let head = bytes.get(at..at + 8)?;
        let length = usize::try_from(u32::from_be_bytes(head[..4].try_into().ok()?)).ok()?;
        let kind = &head[4..];
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        if at == SIGNATURE.len() {
            let (width, height) = (chunk.get(8..12)?, chunk.get(12..16)?);
            if kind != b"IHDR" || length != 13 {
                return None;
            }
            let number = |four: &[u8]| four.try_into().ok().map(u32::from_be_bytes);
            if let Err(why) = check_size(number(width)?, number(height)?) {
                return Some(Err(why));
            }
        }
        if DRAWN.contains(&kind) {
            out.extend_from_slice(chunk);
        }
        at += chunk.len();
        if kind == b"IEND" {
            return (at == bytes.len()).then_some(Ok(out));
        }
    }
}
