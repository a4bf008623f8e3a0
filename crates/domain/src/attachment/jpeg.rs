//! The segments of a JPEG picture: only those that draw it are kept.

use super::check_size;
use crate::message::Message;

/// The picture without camera data and comments; `None` when the bytes are no whole picture.
pub(super) fn strip(bytes: &[u8]) -> Option<Result<Vec<u8>, Message>> {
    let mut out = bytes.get(..2)?.to_vec();
    let (mut at, mut sized, mut drawn) = (2, false, false);
    loop {
        let marker = *bytes.get(at + 1)?;
        if *bytes.get(at)? != 0xff {
            return None;
        }
        if marker == 0xff {
            at += 1;
            continue;
        }
        if marker == 0xd9 {
            out.extend([0xff, 0xd9]);
            return (at + 2 == bytes.len() && sized && drawn).then_some(Ok(out));
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?));
        let segment = bytes.get(at..at + 2 + length.max(2))?;
        // Frames of every kind, but not the tables between them.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let side = |from: usize| segment.get(from..from + 2)?.try_into().ok().map(u16::from_be_bytes);
            if let Err(why) = check_size(u32::from(side(7)?), u32::from(side(5)?)) {
                return Some(Err(why));
            }
            sized = true;
        }
        // What cameras and programs write beside the picture; of theirs only the two that tell its colours.
        let beside = matches!(marker, 0xe1..=0xed | 0xef | 0xfe);
        if !beside {
            out.extend_from_slice(segment);
        }
        at += segment.len();
        if marker == 0xda {
            drawn = true;
            let rest = bytes.get(at..)?;
            let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7);
            let scan = rest.windows(2).position(ends)?;
            out.extend_from_slice(&rest[..scan]);
            at += scan;
        }
    }
}
