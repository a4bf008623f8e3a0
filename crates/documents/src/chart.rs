//! Charts as SVG: bars, bullets against a target, lines, steps of a funnel, heat tables.
//!
//! Pure functions of labels and figures. Every figure is also written out, on the drawing and in its
//! description, so that nothing hangs on colour or sight; the table behind a chart is the page's to show.
//! Every chart is as narrow as a telephone's page: scaled down to 320 pixels its text is still 12 pixels
//! high.

use std::fmt::Write;

use crate::svg::{FILL, GREY, INK, PALE, columns_of, cut, drawing, figure, label, safe_id, scale};

pub use crate::svg::Frame;

/// Width of every chart.
const WIDTH: i64 = 360;
/// Height of a line of the chart: its label with its figure, and the bar under them.
const LINE: i64 = 46;
/// Room for the names of rows, and of lines at their ends.
const NAME: i64 = 98;
/// Width of a column of text, at the usual size.
const COLUMN: i64 = 7;

/// A label and its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Datum<'a> {
    /// What is counted.
    pub label: &'a str,
    /// How many.
    pub value: i64,
}

/// A figure against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gauge<'a> {
    /// What is measured.
    pub label: &'a str,
    /// What was reached.
    pub value: i64,
    /// What was aimed at.
    pub target: i64,
}

/// A named line; `None` where nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series<'a> {
    /// Its name.
    pub name: &'a str,
    /// One value a label.
    pub values: &'a [Option<i64>],
}

fn height(lines: usize) -> i64 {
    i64::try_from(lines).unwrap_or(0) * LINE + 12
}

fn line_y(line: usize) -> i64 {
    i64::try_from(line).unwrap_or(0) * LINE + 4
}

/// Room that text takes, generously.
fn room(said: &str) -> i64 {
    i64::try_from(columns_of(said)).unwrap_or(0) * 8
}

/// The text cut to so much room.
fn fit(said: &str, room: i64) -> String {
    cut(said, usize::try_from(room / COLUMN - 1).unwrap_or(0))
}

/// A line's label to the left and its figure to the right; the bar stands below.
fn head(body: &mut String, y: i64, name: &str, said: &str) {
    label(body, 0, y + 14, "start", INK, &fit(name, WIDTH - room(said) - COLUMN));
    label(body, WIDTH, y + 14, "end", INK, said);
}

/// The filled part of a bar; nothing is drawn as nothing, for a bar without a width is no figure.
fn reach(body: &mut String, y: i64, length: i64, height: i64) {
    if length > 0 {
        let _ = write!(body, r#"<rect x="0" y="{y}" width="{length}" height="{height}" fill="{FILL}"/>"#);
    }
}

/// Puts `body` into its frame; the description goes on to say every figure.
fn chart(frame: &Frame<'_>, height: i64, body: &str, figures: &[String]) -> String {
    let figures = figures.join(", ");
    let described = match frame.description {
        "" => figures,
        same if same == frame.title => figures,
        description if figures.is_empty() => description.to_owned(),
        description => format!("{description}: {figures}"),
    };
    drawing(&Frame { description: &described, ..*frame }, WIDTH, height, body)
}

/// Horizontal bars, the longest full.
pub fn bar(frame: &Frame<'_>, data: &[Datum<'_>]) -> String {
    let most = data.iter().map(|datum| datum.value).max().unwrap_or(0);
    let (mut body, mut said) = (String::new(), Vec::new());
    for (line, datum) in data.iter().enumerate() {
        let (y, length) = (line_y(line), scale(datum.value, most, WIDTH));
        head(&mut body, y, datum.label, &figure(datum.value));
        reach(&mut body, y + 20, length, 18);
        said.push(format!("{} {}", datum.label, figure(datum.value)));
    }
    chart(frame, height(data.len()), &body, &said)
}

/// Bars against a target, which is a mark across the bar.
pub fn bullet(frame: &Frame<'_>, gauges: &[Gauge<'_>]) -> String {
    let most = gauges.iter().map(|gauge| gauge.value.max(gauge.target)).max().unwrap_or(0);
    let (mut body, mut said) = (String::new(), Vec::new());
    for (line, gauge) in gauges.iter().enumerate() {
        let y = line_y(line);
        let (length, target) = (scale(gauge.value, most, WIDTH), scale(gauge.target, most, WIDTH - 3));
        let figures = format!("{} / {}", figure(gauge.value), figure(gauge.target));
        head(&mut body, y, gauge.label, &figures);
        let _ = write!(body, r#"<rect x="0" y="{}" width="{WIDTH}" height="18" fill="{PALE}"/>"#, y + 20);
        reach(&mut body, y + 24, length, 10);
        let _ = write!(body, r#"<rect x="{target}" y="{}" width="3" height="22" fill="{INK}"/>"#, y + 18);
        said.push(format!("{} {figures}", gauge.label));
    }
    chart(frame, height(gauges.len()), &body, &said)
}

/// Lines over labels, told apart by dashes and by their names at the end. A gap stays a gap.
pub fn line(frame: &Frame<'_>, labels: &[&str], series: &[Series<'_>]) -> String {
    line_over(frame, labels, &[], series)
}

/// The same over a ground that is shaded behind some of the labels, such as months that are closed.
pub fn line_over(frame: &Frame<'_>, labels: &[&str], shaded: &[bool], series: &[Series<'_>]) -> String {
    const DASHES: [&str; 4] = ["none", "8 4", "2 3", "10 3 2 3"];
    let all = || series.iter().flat_map(|series| series.values.iter().flatten().copied());
    let most = all().max().unwrap_or(0).max(1);
    let (top, bottom) = (20, 240);
    let (left, right) = (room(&figure(most)).clamp(40, 120) + 8, WIDTH - NAME);
    let steps = i64::try_from(labels.len().saturating_sub(1)).unwrap_or(0).max(1);
    let x = |i: usize| left + i64::try_from(i).unwrap_or(0) * (right - left) / steps;
    let (mut body, mut said) = (String::new(), Vec::new());
    let half = (right - left) / steps / 2;
    for (i, _) in shaded.iter().enumerate().filter(|(i, shaded)| **shaded && *i < labels.len()) {
        let (from, to) = ((x(i) - half).max(left), (x(i) + half).min(right));
        let (width, height) = (to - from, bottom - top);
        let _ =
            write!(body, r#"<rect x="{from}" y="{top}" width="{width}" height="{height}" fill="{PALE}"/>"#);
    }
    for (share, y) in [(0, bottom), (1, (top + bottom) / 2), (2, top)] {
        let _ = write!(body, r#"<path d="M{left} {y}H{right}" stroke="{PALE}"/>"#);
        label(&mut body, left - 8, y + 5, "end", GREY, &figure(most * share / 2));
    }
    // As many labels as fit side by side: a year's months do.
    let widest = labels.iter().map(|said| columns_of(&cut(said, 6))).max().unwrap_or(0);
    let widest = i64::try_from(widest).unwrap_or(0) * COLUMN + 4;
    let step = ((right - left) / steps).max(1);
    let every = usize::try_from((widest + step - 1) / step).unwrap_or(1).max(1);
    for (i, said) in labels.iter().enumerate().filter(|(i, _)| i % every == 0) {
        label(&mut body, x(i), bottom + 22, "middle", GREY, &cut(said, 6));
    }
    for (n, series) in series.iter().enumerate() {
        let points = series.values.iter().enumerate().take(labels.len());
        let points: Vec<Option<(i64, i64)>> =
            points.map(|(i, value)| value.map(|v| (x(i), bottom - scale(v, most, bottom - top)))).collect();
        let dash = DASHES[n % DASHES.len()];
        let _ = write!(
            body,
            r#"<path d="{}" fill="none" stroke="{INK}" stroke-width="2" stroke-dasharray="{dash}"/>"#,
            path(&points)
        );
        if let Some((x, y)) = points.iter().flatten().next_back() {
            label(&mut body, x + 8, y + 5, "start", INK, &fit(series.name, NAME - 8));
        }
        let known = labels.iter().zip(series.values).filter_map(|(at, value)| Some((at, (*value)?)));
        said.extend(known.map(|(at, value)| format!("{} {at} {}", series.name, figure(value))));
    }
    chart(frame, bottom + 36, &body, &said)
}

fn path(points: &[Option<(i64, i64)>]) -> String {
    let mut path = String::new();
    let mut drawing = false;
    for point in points {
        if let Some((x, y)) = point {
            let command = if drawing { 'L' } else { 'M' };
            let _ = write!(path, "{command}{x} {y}");
        }
        drawing = point.is_some();
    }
    path
}

/// A whole taken apart: the whole first, each part below it beginning where the one before ends; `None` for a part that may
/// not be told, which is not drawn.
pub fn waterfall(frame: &Frame<'_>, whole: Datum<'_>, parts: &[(&str, Option<i64>)]) -> String {
    let (mut body, mut said) = (String::new(), vec![format!("{} {}", whole.label, figure(whole.value))]);
    head(&mut body, line_y(0), whole.label, &figure(whole.value));
    let width = scale(whole.value, whole.value, WIDTH);
    let _ = write!(
        body,
        r#"<rect x="0" y="{}" width="{width}" height="18" fill="{PALE}" stroke="{GREY}"/>"#,
        line_y(0) + 20
    );
    let mut from = 0_i64;
    for (line, (name, value)) in (1..).zip(parts) {
        let y = line_y(line);
        let figures = value.map_or_else(|| "–".to_owned(), figure);
        head(&mut body, y, name, &figures);
        let until = from.saturating_add(value.unwrap_or(0));
        let (x, end) = (scale(from, whole.value, WIDTH), scale(until, whole.value, WIDTH));
        if end > x {
            let _ = write!(
                body,
                r#"<path d="M{x} {}V{}" stroke="{GREY}" stroke-dasharray="2 3"/><rect x="{x}" y="{}" width="{}" height="18" fill="{FILL}"/>"#,
                y - 8,
                y + 20,
                y + 20,
                end - x
            );
        }
        from = until;
        said.push(format!("{name} {figures}"));
    }
    chart(frame, height(parts.len() + 1), &body, &said)
}

/// Steps of a process, each as wide as its figure and with its share of the step before.
pub fn funnel(frame: &Frame<'_>, steps: &[Datum<'_>]) -> String {
    let most = steps.iter().map(|step| step.value).max().unwrap_or(0);
    let (mut body, mut said) = (String::new(), Vec::new());
    for (line, step) in steps.iter().enumerate() {
        let (y, length) = (line_y(line), scale(step.value, most, WIDTH - 2).max(2));
        let before = line.checked_sub(1).map(|i| steps[i].value).filter(|value| *value > 0);
        let share = before.map_or(String::new(), |before| format!(" ({}%)", step.value * 100 / before));
        let figures = format!("{}{share}", figure(step.value));
        head(&mut body, y, step.label, &figures);
        let _ = write!(
            body,
            r#"<rect x="{}" y="{}" width="{length}" height="18" fill="url(#{}-p1)" stroke="{INK}"/>"#,
            (WIDTH - length) / 2,
            y + 20,
            safe_id(frame.id)
        );
        said.push(format!("{} {figures}", step.label));
    }
    chart(frame, height(steps.len()), &body, &said)
}

/// A table of figures whose ground darkens with the figure; `None` is left blank. Columns that do not fit
/// side by side go on below.
pub fn heat(frame: &Frame<'_>, columns: &[&str], rows: &[(&str, Vec<Option<i64>>)]) -> String {
    const ROW: i64 = 30;
    let figures = || rows.iter().flat_map(|(_, values)| values.iter().flatten()).copied();
    let most = figures().max().unwrap_or(0);
    let widest = figures().map(|value| room(&figure(value)) + 6).max().unwrap_or(0);
    let width = widest.clamp(40, WIDTH - NAME);
    let side_by_side = usize::try_from((WIDTH - NAME) / width).unwrap_or(1).max(1);
    let (mut body, mut said, mut y) = (String::new(), Vec::new(), 0);
    for (block, names) in columns.chunks(side_by_side).enumerate() {
        for (i, column) in (0_i64..).zip(names) {
            label(&mut body, NAME + i * width + width / 2, y + 18, "middle", GREY, &fit(column, width));
        }
        y += 24;
        for (name, values) in rows {
            label(&mut body, NAME - 8, y + 20, "end", INK, &fit(name, NAME - 8));
            let values = values.iter().skip(block * side_by_side);
            for ((i, column), value) in (0_i64..).zip(names).zip(values) {
                let Some(value) = value else { continue };
                cell(&mut body, (NAME + i * width, y, width), *value, most);
                said.push(format!("{name} {column} {}", figure(*value)));
            }
            y += ROW;
        }
        y += 8;
    }
    chart(frame, y + 4, &body, &said)
}

/// A cell of a heat table at a place, so wide, in one of five steps of grey; the figure stays readable on
/// each.
fn cell(body: &mut String, (x, y, width): (i64, i64, i64), value: i64, most: i64) {
    let step = scale(value, most, 4);
    let ground = ["#ffffff", "#e6e8ea", "#cdd1d5", "#8a949e", "#464c53"][usize::try_from(step).unwrap_or(0)];
    // White on the middle grey would be hard to read.
    let ink = if step >= 4 { "#ffffff" } else { INK };
    let _ = write!(
        body,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"28\" fill=\"{ground}\" stroke=\"{GREY}\"/>"
    );
    label(body, x + width / 2, y + 19, "middle", ink, &figure(value));
}
