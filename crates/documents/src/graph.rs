//! A network as SVG: bodies around a circle in the order they are given, each with a mark of its kind, and lines between those
//! that have to do with each other. Dead lines are broken and thin, so that a print in black and white says the same. The
//! same network is the same drawing on every machine.

use std::fmt::Write;

use crate::svg::{FILL, GREY, INK, cut, drawing, text};

pub use crate::svg::Frame;

/// A mark that tells kinds apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A filled circle.
    Disc,
    /// An open circle.
    Ring,
    /// A filled square.
    Square,
    /// An open square.
    Box,
    /// A diamond.
    Diamond,
}

/// A body.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its mark.
    pub mark: Mark,
    /// Where it leads; a path of our own.
    pub link: &'a str,
    /// Whether nothing was heard of it for long.
    pub silent: bool,
}

/// A line between two bodies, by their places in the list.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// One end.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// How much is between them.
    pub weight: usize,
    /// Whether it is dead.
    pub dead: bool,
}

/// Half of the drawing's side.
const HALF: i64 = 360;
/// Radius of the circle on which the bodies stand.
const RADIUS: i64 = 220;
/// Letters of a name that fit beside the circle, a Hangul syllable counting two.
const NAME: usize = 18;

/// The network.
pub fn network(frame: &Frame<'_>, nodes: &[Node<'_>], lines: &[Line]) -> String {
    let place = |nth: usize, radius: i64| {
        let turn = std::f64::consts::TAU * nth as f64 / nodes.len().max(1) as f64;
        let on = |part: f64| HALF + (part * radius as f64).round() as i64;
        (on(turn.sin()), on(-turn.cos()))
    };
    let mut body = String::new();
    let dead = lines.iter().filter(|line| line.dead);
    // Living lines lie over dead ones.
    for line in dead.chain(lines.iter().filter(|line| !line.dead)) {
        if line.from >= nodes.len() || line.to >= nodes.len() {
            continue;
        }
        let ((x1, y1), (x2, y2)) = (place(line.from, RADIUS), place(line.to, RADIUS));
        // Bent towards the middle, so that neighbours' lines are told from the circle.
        let bend = |a: i64, b: i64| (a + b + 2 * HALF) / 4;
        let (mx, my) = (bend(x1, x2), bend(y1, y2));
        let drawn = match line.dead {
            true => format!(r#"stroke="{GREY}" stroke-width="1" stroke-dasharray="4 4""#),
            false => format!(r#"stroke="{FILL}" stroke-width="{}""#, line.weight.clamp(1, 6)),
        };
        let _ = write!(body, r#"<path d="M{x1} {y1}Q{mx} {my} {x2} {y2}" fill="none" {drawn}/>"#);
    }
    for (nth, node) in nodes.iter().enumerate() {
        let (x, y) = place(nth, RADIUS);
        let said = text(node.name);
        let mut drawn = mark(node, x, y);
        name(&mut drawn, node, nth, nodes.len(), place(nth, RADIUS + 14));
        match node.link.starts_with('/') {
            true => {
                let link = text(node.link);
                // A title, not a label: a name that was cut short is not what is seen.
                let _ = write!(body, r#"<a href="{link}"><title>{said}</title>{drawn}</a>"#);
            }
            false => body.push_str(&drawn),
        }
    }
    drawing(frame, 2 * HALF, 2 * HALF, &body)
}

/// The name beside its body, read outwards on the right half and inwards on the left.
fn name(body: &mut String, node: &Node<'_>, nth: usize, of: usize, (x, y): (i64, i64)) {
    let degrees = (360 * nth / of.max(1)) as i64;
    let (turn, anchor) = if degrees < 180 { (degrees - 90, "start") } else { (degrees - 270, "end") };
    let colour = if node.silent { GREY } else { INK };
    let said = text(&cut(node.name, NAME));
    let _ = write!(
        body,
        r#"<text x="{x}" y="{y}" dy="4" text-anchor="{anchor}" font-size="13" fill="{colour}" transform="rotate({turn} {x} {y})">{said}</text>"#
    );
}

fn mark(node: &Node<'_>, x: i64, y: i64) -> String {
    let full = if node.silent { GREY } else { INK };
    match node.mark {
        Mark::Disc => format!(r#"<circle cx="{x}" cy="{y}" r="7" fill="{full}"/>"#),
        Mark::Ring => {
            format!(r##"<circle cx="{x}" cy="{y}" r="6" fill="#fff" stroke="{full}" stroke-width="3"/>"##)
        }
        Mark::Square => {
            format!(r#"<rect x="{}" y="{}" width="13" height="13" fill="{full}"/>"#, x - 6, y - 6)
        }
        Mark::Box => format!(
            r##"<rect x="{}" y="{}" width="11" height="11" fill="#fff" stroke="{full}" stroke-width="3"/>"##,
            x - 5,
            y - 5
        ),
        Mark::Diamond => {
            format!(r#"<path d="M{x} {}L{} {y}L{x} {}L{} {y}Z" fill="{full}"/>"#, y - 9, x + 9, y + 9, x - 9)
        }
    }
}
