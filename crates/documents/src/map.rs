//! Maps as SVG from outlines we hold ourselves: areas with a figure and a link each, and where one
//! opening is. Nothing is fetched from anywhere.

mod label;

use std::fmt::Write;

use domain::area::Point;

use crate::svg::{FILL, GREY, INK, cut, drawing, figure, label, scale, text};

pub use crate::svg::Frame;

/// An area with its outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape<'a> {
    /// Its name.
    pub name: &'a str,
    /// Closed rings; inner rings are holes.
    pub rings: &'a [Vec<Point>],
    /// Its figure, shown and shading the area.
    pub value: Option<i64>,
    /// Where it leads; a path of our own.
    pub link: Option<&'a str>,
}

/// A named point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it is.
    pub point: Point,
}

/// Longer side of a map of many areas.
const SIDE: i64 = 640;
/// Longer side of a map of one place: scaled down to a telephone's 320 pixels its few names stay readable.
const PLACE_SIDE: i64 = 400;
/// Room around the outlines.
const EDGE: i64 = 12;

/// Steps of shading, from none to most; dark enough to be told apart in print, light enough to write on.
const GROUNDS: [&str; 5] = ["#ffffff", "#ecf2fe", "#d8e5fd", "#b1cefb", "#86aff9"];

/// Areas shaded by their figures, each with its name, its figure and its link. No two names lie over each other: what finds no
/// room has a number and stands in a key under the map.
pub fn areas(frame: &Frame<'_>, shapes: &[Shape<'_>]) -> String {
    let most = shapes.iter().filter_map(|shape| shape.value).max().unwrap_or(0);
    let told = |shape: &Shape<'_>| {
        let step = usize::try_from(scale(shape.value.unwrap_or(0), most, 4)).unwrap_or(0);
        let under = shape.value.map(figure).unwrap_or_default();
        (step, format!("{} {under}", shape.name).trim_end().to_owned(), under)
    };
    drawn(frame, &shapes.iter().map(|shape| (*shape, told(shape))).collect::<Vec<_>>())
}

/// An area that falls to a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Classed<'a> {
    /// The area.
    pub shape: Shape<'a>,
    /// The class in words.
    pub class: &'a str,
    /// Its mark, which stands on the area; nothing where there is no class.
    pub mark: &'a str,
    /// Its step of shading, 0 to 4.
    pub step: usize,
}

/// Areas by class: marked and shaded, so that neither has to be told by colour, with the word for whoever points at one.
pub fn classes(frame: &Frame<'_>, classed: &[Classed<'_>]) -> String {
    let told = |one: &Classed<'_>| {
        (one.step, format!("{} {}", one.shape.name, one.class).trim_end().to_owned(), one.mark.to_owned())
    };
    drawn(frame, &classed.iter().map(|one| (one.shape, told(one))).collect::<Vec<_>>())
}

/// Areas, each with its step of shading, what is said of it, and what stands under its name.
fn drawn(frame: &Frame<'_>, areas: &[(Shape<'_>, (usize, String, String))]) -> String {
    let shapes: Vec<Shape<'_>> = areas.iter().map(|(shape, _)| *shape).collect();
    let Some(view) = View::around(points_of(&shapes), SIDE) else { return drawing(frame, SIDE, 40, "") };
    let mut grounds = String::new();
    let mut named = Vec::new();
    for (shape, (step, said, under)) in areas {
        let ground = GROUNDS.get(*step).unwrap_or(&"#ffffff");
        let drawn = format!(
            r#"<path d="{}" fill="{ground}" stroke="{GREY}" fill-rule="evenodd"><title>{}</title></path>"#,
            view.path(shape.rings),
            text(said)
        );
        match shape.link.filter(|link| link.starts_with('/')) {
            Some(link) => {
                let _ =
                    write!(grounds, r#"<a href="{}" aria-label="{}">{drawn}</a>"#, text(link), text(said));
            }
            None => grounds.push_str(&drawn),
        }
        if let Some((x, y)) = view.middle(shape.rings) {
            let under = (!under.is_empty()).then(|| under.clone());
            let lines = std::iter::once(cut(shape.name, 14)).chain(under).collect();
            let ring = |ring: &Vec<Point>| ring.iter().map(|point| view.project(*point)).collect();
            named.push(label::Area { lines, middle: (x, y), rings: shape.rings.iter().map(ring).collect() });
        }
    }
    // Words lie over all areas but take no clicks.
    let mut words = String::new();
    let key = label::write(&mut words, &named, (view.width, view.height));
    let body = format!(r#"{grounds}<g pointer-events="none">{words}</g>"#);
    drawing(frame, view.width, view.height + key, &body)
}

/// Where an opening is: the areas around it, stations, and a marker. Without a marker the first shape
/// is hatched instead, for an opening whose area alone is known.
pub fn place(
    frame: &Frame<'_>,
    shapes: &[Shape<'_>],
    stations: &[Pin<'_>],
    marker: Option<Pin<'_>>,
) -> String {
    let near = points_of(&shapes[..shapes.len().min(1)]).chain(marker.iter().map(|pin| pin.point));
    let Some(view) = View::around(near, PLACE_SIDE) else { return drawing(frame, PLACE_SIDE, 40, "") };
    let mut body = String::new();
    for (i, shape) in shapes.iter().enumerate().rev() {
        let hatch = format!("url(#{}-p1)", crate::svg::safe_id(frame.id));
        let ground = match (i, marker) {
            (0, None) => hatch.as_str(),
            (0, Some(_)) => "#ecf2fe",
            _ => "#ffffff",
        };
        let _ = write!(
            body,
            r#"<path d="{}" fill="{ground}" stroke="{GREY}" fill-rule="evenodd"/>"#,
            view.path(shape.rings)
        );
    }
    for (i, shape) in shapes.iter().enumerate() {
        if let Some((x, y)) = view.middle(shape.rings).filter(|at| view.holds(*at)) {
            let colour = if i == 0 { INK } else { GREY };
            label(&mut body, x, y, "middle", colour, &cut(shape.name, 14));
        }
    }
    for station in stations {
        let (x, y) = view.project(station.point);
        if view.holds((x, y)) {
            let _ = write!(
                body,
                r##"<circle cx="{x}" cy="{y}" r="5" fill="#fff" stroke="{INK}" stroke-width="2"/>"##
            );
            label(&mut body, x + 9, y + 5, "start", INK, &cut(station.name, 14));
        }
    }
    if let Some(pin) = marker {
        let (x, y) = view.project(pin.point);
        let _ = write!(
            body,
            "<path d=\"M{x} {y}l-9 -18a10 10 0 1 1 18 0z\" fill=\"{FILL}\" stroke=\"{INK}\"/>\
             <circle cx=\"{x}\" cy=\"{}\" r=\"4\" fill=\"#fff\"/>",
            y - 22
        );
        label(&mut body, x, y + 18, "middle", INK, &cut(pin.name, 24));
    }
    drawing(frame, view.width, view.height, &body)
}

/// The way of a day: the areas around its stops, and the stops numbered in their order with the way between them.
pub fn stops(frame: &Frame<'_>, shapes: &[Shape<'_>], from: Option<Pin<'_>>, stops: &[Pin<'_>]) -> String {
    let points = from.iter().chain(stops).map(|pin| pin.point);
    let Some(view) = View::around(points, PLACE_SIDE) else { return drawing(frame, PLACE_SIDE, 40, "") };
    let mut body = String::new();
    for shape in shapes {
        let _ = write!(
            body,
            r##"<path d="{}" fill="#ffffff" stroke="{GREY}" fill-rule="evenodd"/>"##,
            view.path(shape.rings)
        );
    }
    for shape in shapes {
        if let Some((x, y)) = view.middle(shape.rings).filter(|at| view.holds(*at)) {
            label(&mut body, x, y + 20, "middle", GREY, &cut(shape.name, 14));
        }
    }
    let way: Vec<String> = from
        .iter()
        .chain(stops)
        .map(|pin| view.project(pin.point))
        .map(|(x, y)| format!("{x},{y}"))
        .collect();
    let way = way.join(" ");
    let _ = write!(body, r#"<polyline points="{way}" fill="none" stroke="{FILL}" stroke-width="3"/>"#);
    if let Some(pin) = from {
        let (x, y) = view.project(pin.point);
        let _ = write!(body, r#"<rect x="{}" y="{}" width="12" height="12" fill="{INK}"/>"#, x - 6, y - 6);
    }
    let mut said = Vec::new();
    for (nth, pin) in stops.iter().enumerate() {
        let ((x, y), number) = (view.project(pin.point), nth + 1);
        // Stops of one dong lie in one place: each later one is drawn beside those before it.
        let before = stops[..nth].iter().filter(|other| other.point == pin.point).count();
        let x = x + i64::try_from(before).unwrap_or(0) * 22;
        let _ = write!(
            body,
            r##"<circle cx="{x}" cy="{y}" r="11" fill="#fff" stroke="{INK}" stroke-width="2"/>"##
        );
        label(&mut body, x, y + 5, "middle", INK, &number.to_string());
        said.push(format!("{number} {}", pin.name));
    }
    let described = format!("{}: {}", frame.description, said.join(", "));
    drawing(&Frame { description: &described, ..*frame }, view.width, view.height, &body)
}

fn points_of<'a>(shapes: &'a [Shape<'_>]) -> impl Iterator<Item = Point> + 'a {
    shapes.iter().flat_map(|shape| shape.rings.iter().flatten().copied())
}

/// From degrees to the drawing. Whole numbers throughout, so that a map is the same on every machine.
struct View {
    west: i64,
    north: i64,
    /// Millionths of a degree of longitude and latitude per 1,000 units of the drawing.
    lon_per_1000: i64,
    lat_per_1000: i64,
    width: i64,
    height: i64,
}

impl View {
    fn around(points: impl Iterator<Item = Point>, side: i64) -> Option<Self> {
        let mut bounds: Option<(i64, i64, i64, i64)> = None;
        for point in points {
            let (west, east, south, north) =
                bounds.unwrap_or((point.lon_e6, point.lon_e6, point.lat_e6, point.lat_e6));
            bounds = Some((
                west.min(point.lon_e6),
                east.max(point.lon_e6),
                south.min(point.lat_e6),
                north.max(point.lat_e6),
            ));
        }
        let (west, east, south, north) = bounds?;
        // A lone point gets about a kilometre around it.
        let (west, east, south, north) = if east - west < 2_000 && north - south < 2_000 {
            (west - 8_000, east + 8_000, south - 6_000, north + 6_000)
        } else {
            (west, east, south, north)
        };
        // Cosine of the middle latitude in thousandths: a degree of longitude is that much shorter.
        let cosine = (((south + north) as f64 / 2e6).to_radians().cos() * 1_000.0).round() as i64;
        let (wide, high) = ((east - west) * cosine / 1_000, north - south);
        let inner = side - 2 * EDGE;
        let lat_per_1000 = (wide.max(high) * 1_000 / inner).max(1);
        let lon_per_1000 = (lat_per_1000 * 1_000 / cosine.max(1)).max(1);
        Some(Self {
            west,
            north,
            lon_per_1000,
            lat_per_1000,
            width: (east - west) * 1_000 / lon_per_1000 + 2 * EDGE,
            height: high * 1_000 / lat_per_1000 + 2 * EDGE,
        })
    }

    fn project(&self, point: Point) -> (i64, i64) {
        let x = (point.lon_e6 - self.west) * 1_000 / self.lon_per_1000 + EDGE;
        let y = (self.north - point.lat_e6) * 1_000 / self.lat_per_1000 + EDGE;
        (x, y)
    }

    fn holds(&self, (x, y): (i64, i64)) -> bool {
        (0..=self.width).contains(&x) && (0..=self.height).contains(&y)
    }

    /// Path of rings; points that fall on the one before are left out.
    fn path(&self, rings: &[Vec<Point>]) -> String {
        let mut path = String::new();
        for ring in rings {
            let mut last = None;
            for point in ring {
                let at = self.project(*point);
                if last == Some(at) {
                    continue;
                }
                let command = if last.is_none() { 'M' } else { 'L' };
                let _ = write!(path, "{command}{} {}", at.0, at.1);
                last = Some(at);
            }
            path.push('Z');
        }
        path
    }

    /// Middle of the largest ring's points.
    fn middle(&self, rings: &[Vec<Point>]) -> Option<(i64, i64)> {
        let ring = rings.iter().max_by_key(|ring| ring.len())?.as_slice();
        // The last point of a closed ring is the first once more.
        let ring = if ring.len() > 1 && ring.first() == ring.last() { &ring[1..] } else { ring };
        let count = i64::try_from(ring.len()).ok().filter(|count| *count > 0)?;
        let (lon, lat) = ring.iter().fold((0, 0), |sum, p| (sum.0 + p.lon_e6, sum.1 + p.lat_e6));
        Some(self.project(Point { lon_e6: lon / count, lat_e6: lat / count }))
    }
}
