//! Where the names of a map's areas stand: each in its area and clear of all others. What finds no room is a number there, and its
//! words stand in a key under the map. It must not know what the words say.

use std::fmt::Write;

use crate::svg::{GREY, INK, columns_of, text};

/// Height of a letter of a name, and from one line of it to the next.
const SIZE: i64 = 10;
const LINE: i64 = 12;
/// Half the width of a number's disc with the room around it.
const DISC: i64 = 9;
/// Between the places that are tried in a small area.
const STEP: i64 = 6;
/// What a name may stick out of its area, both sides together: as little as lets every number stand in its own.
const OVER: [i64; 5] = [16, 8, 0, -12, i64::MIN / 2];
/// Width of a column of the key, and height of its lines.
const COLUMN: i64 = 155;
const ROW: i64 = 20;

/// A place of the drawing.
type At = (i64, i64);

/// The words of an area and where it lies on the drawing.
pub(super) struct Area {
    /// What is said of it, a line each.
    pub(super) lines: Vec<String>,
    /// Its middle, where words stand best.
    pub(super) middle: At,
    /// Its outline; inner rings are holes.
    pub(super) rings: Vec<Vec<At>>,
}

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy)]
struct Room(i64, i64, i64, i64);

impl Room {
    fn meets(self, other: Self) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }

    /// Of an area's words around a place.
    fn of_words(lines: &[String], (x, y): At) -> Self {
        let widest = lines.iter().map(|line| columns_of(line)).max().unwrap_or(0);
        let half = i64::try_from(widest).unwrap_or(0) * SIZE / 4 + 2;
        let below = (i64::try_from(lines.len()).unwrap_or(1) - 1) * LINE;
        Self(x - half, y - SIZE, x + half, y + below + 3)
    }

    fn of_number((x, y): At) -> Self {
        Self(x - DISC, y - DISC, x + DISC, y + DISC)
    }
}

/// Where each area's words stand, or its number; in their order.
#[derive(Default)]
struct Laid {
    words: Vec<(usize, At)>,
    numbers: Vec<(usize, Option<At>)>,
}

/// Writes the words of all areas over a map of that size; gives the height of the key under it.
pub(super) fn write(body: &mut String, areas: &[Area], size: At) -> i64 {
    let places: Vec<Vec<At>> = areas.iter().map(places).collect();
    let mut laid = Laid::default();
    for over in OVER {
        laid = lay(areas, &places, size, over);
        if laid.numbers.iter().all(|(_, at)| at.is_some()) {
            break;
        }
    }
    for (nth, (x, y)) in &laid.words {
        for (line, nth) in areas[*nth].lines.iter().zip(0_i64..) {
            small(body, (*x, y + nth * LINE), "middle", line);
        }
    }
    key(body, areas, &laid.numbers, size)
}

fn lay(areas: &[Area], places: &[Vec<At>], (width, height): At, over: i64) -> Laid {
    let (mut taken, mut words, mut numbers): (Vec<Room>, _, _) = (Vec::new(), Vec::new(), Vec::new());
    // The smallest first: a large one finds another place.
    let mut order: Vec<usize> = (0..areas.len()).collect();
    order.sort_by_key(|nth| (size(&areas[*nth].rings), *nth));
    for nth in order {
        let (area, places) = (&areas[nth], &places[nth]);
        let free = |room: Room| {
            let inside = room.0 >= 0 && room.1 >= 0 && room.2 <= width && room.3 <= height;
            inside && !taken.iter().any(|other| room.meets(*other))
        };
        let (left, _, right, _) = bounds(&area.rings);
        let fits = |room: &Room| room.2 - room.0 <= right - left + over;
        let room = |at: &At| Some(Room::of_words(&area.lines, *at)).filter(|room| fits(room) && free(*room));
        match places.iter().find_map(|at| Some((*at, room(at)?))) {
            Some((at, room)) => {
                taken.push(room);
                words.push((nth, at));
            }
            None => {
                let at = places.iter().copied().find(|at| free(Room::of_number(*at)));
                taken.extend(at.map(Room::of_number));
                numbers.push((nth, at));
            }
        }
    }
    words.sort_unstable();
    numbers.sort_unstable();
    Laid { words, numbers }
}

/// The numbers on the map and what each stands for under it.
fn key(body: &mut String, areas: &[Area], numbered: &[(usize, Option<At>)], (width, height): At) -> i64 {
    let columns = (width / COLUMN).max(1);
    for ((nth, at), number) in numbered.iter().zip(1_i64..) {
        if let Some(at) = at {
            disc(body, *at, number);
        }
        let (x, y) =
            ((number - 1) % columns * COLUMN + DISC + 2, height + (number - 1) / columns * ROW + ROW / 2);
        disc(body, (x, y), number);
        small(body, (x + DISC + 4, y + 4), "start", &areas[*nth].lines.join(" "));
    }
    let rows = (i64::try_from(numbered.len()).unwrap_or(0) + columns - 1) / columns;
    if rows > 0 { rows * ROW + 4 } else { 0 }
}

fn small(body: &mut String, (x, y): At, anchor: &str, said: &str) {
    let said = text(said);
    let _ = write!(
        body,
        r#"<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{SIZE}" fill="{INK}">{said}</text>"#
    );
}

/// A number that is no figure: it stands in a disc.
fn disc(body: &mut String, (x, y): At, number: i64) {
    let _ = write!(body, r##"<circle cx="{x}" cy="{y}" r="{}" fill="#fff" stroke="{GREY}"/>"##, DISC - 1);
    small(body, (x, y + 4), "middle", &number.to_string());
}

/// Where an area's words may stand, the best first: in it, near its middle.
fn places(area: &Area) -> Vec<At> {
    let (left, top, right, bottom) = bounds(&area.rings);
    // A large area has room enough for a coarser look.
    let step = STEP.max((right - left).max(bottom - top) / 12);
    let columns = usize::try_from(step).unwrap_or(1);
    let grid =
        (left..=right).step_by(columns).flat_map(|x| (top..=bottom).step_by(columns).map(move |y| (x, y)));
    let mut found: Vec<At> =
        std::iter::once(area.middle).chain(grid).filter(|at| holds(&area.rings, *at)).collect();
    let far = |at: &At| (at.0 - area.middle.0).pow(2) + (at.1 - area.middle.1).pow(2);
    found.sort_by_key(|at| (far(at), *at));
    // One so small that no place is in it has its middle all the same.
    if found.is_empty() {
        found.push(area.middle);
    }
    found
}

fn bounds(rings: &[Vec<At>]) -> (i64, i64, i64, i64) {
    let all = || rings.iter().flatten();
    let (left, right) = (all().map(|at| at.0).min(), all().map(|at| at.0).max());
    let (top, bottom) = (all().map(|at| at.1).min(), all().map(|at| at.1).max());
    (left.unwrap_or(0), top.unwrap_or(0), right.unwrap_or(0), bottom.unwrap_or(0))
}

fn size(rings: &[Vec<At>]) -> i64 {
    let (left, top, right, bottom) = bounds(rings);
    (right - left) * (bottom - top)
}

/// Whether a place lies inside; even-odd over all rings.
fn holds(rings: &[Vec<At>], (x, y): At) -> bool {
    let mut inside = false;
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)).take(ring.len()) {
            if (a.1 > y) == (b.1 > y) {
                continue;
            }
            let (run, rise) = ((b.0 - a.0) * (y - a.1), b.1 - a.1);
            let east = (x - a.0) * rise;
            if (rise > 0 && east < run) || (rise < 0 && east > run) {
                inside = !inside;
            }
        }
    }
    inside
}
