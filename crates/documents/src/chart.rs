//! Charts as SVG: bars, bullets against a target, lines, steps of a funnel, heat tables.
//!
//! Pure functions of labels and figures. Every figure is also written out, so that nothing hangs on
//! colour; the table behind a chart is the page's to show.

use std::fmt::Write;

use crate::svg::{FILL, GREY, INK, PALE, cut, drawing, figure, label, safe_id, scale};

pub use crate::svg::Frame;

/// Width of every chart.
const WIDTH: i64 = 640;
/// Where bars begin, right of their labels.
const LEFT: i64 = 180;
/// Longest bar; its figure stands behind it.
const LENGTH: i64 = 360;
/// Height of a line of the chart.
const LINE: i64 = 30;

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
    i64::try_from(line).unwrap_or(0) * LINE + 8
}

/// Horizontal bars, the longest full.
pub fn bar(frame: &Frame<'_>, data: &[Datum<'_>]) -> String {
    let most = data.iter().map(|datum| datum.value).max().unwrap_or(0);
    let mut body = String::new();
    for (line, datum) in data.iter().enumerate() {
        let y = line_y(line);
        let length = scale(datum.value, most, LENGTH);
        label(&mut body, LEFT - 10, y + 16, "end", INK, &cut(datum.label, 22));
        let _ = write!(body, r#"<rect x="{LEFT}" y="{y}" width="{length}" height="20" fill="{FILL}"/>"#);
        label(&mut body, LEFT + length + 8, y + 16, "start", INK, &figure(datum.value));
    }
    drawing(frame, WIDTH, height(data.len()), &body)
}

/// Bars against a target, which is a mark across the bar.
pub fn bullet(frame: &Frame<'_>, gauges: &[Gauge<'_>]) -> String {
    let most = gauges.iter().map(|gauge| gauge.value.max(gauge.target)).max().unwrap_or(0);
    let mut body = String::new();
    for (line, gauge) in gauges.iter().enumerate() {
        let y = line_y(line);
        let (length, target) =
            (scale(gauge.value, most, LENGTH - 60), scale(gauge.target, most, LENGTH - 60));
        label(&mut body, LEFT - 10, y + 16, "end", INK, &cut(gauge.label, 22));
        let _ = write!(
            body,
            "<rect x=\"{LEFT}\" y=\"{y}\" width=\"{}\" height=\"20\" fill=\"{PALE}\"/>\
             <rect x=\"{LEFT}\" y=\"{}\" width=\"{length}\" height=\"10\" fill=\"{FILL}\"/>\
             <rect x=\"{}\" y=\"{}\" width=\"3\" height=\"24\" fill=\"{INK}\"/>",
            LENGTH - 60,
            y + 5,
            LEFT + target - 1,
            y - 2,
        );
        let said = format!("{} / {}", figure(gauge.value), figure(gauge.target));
        label(&mut body, LEFT + LENGTH - 52, y + 16, "start", INK, &said);
    }
    drawing(frame, WIDTH, height(gauges.len()), &body)
}

/// Lines over labels, told apart by dashes and by their names at the end. A gap stays a gap.
pub fn line(frame: &Frame<'_>, labels: &[&str], series: &[Series<'_>]) -> String {
    const DASHES: [&str; 4] = ["none", "8 4", "2 3", "10 3 2 3"];
    let (top, bottom, left, right) = (20, 240, 70, 500);
    let all = || series.iter().flat_map(|series| series.values.iter().flatten().copied());
    let most = all().max().unwrap_or(0).max(1);
    let steps = i64::try_from(labels.len().saturating_sub(1)).unwrap_or(0).max(1);
    let x = |i: usize| left + i64::try_from(i).unwrap_or(0) * (right - left) / steps;
    let mut body = String::new();
    for (share, y) in [(0, bottom), (1, (top + bottom) / 2), (2, top)] {
        let _ = write!(body, r#"<path d="M{left} {y}H{right}" stroke="{PALE}"/>"#);
        label(&mut body, left - 8, y + 5, "end", GREY, &figure(most * share / 2));
    }
    // At most a dozen labels fit side by side.
    let every = labels.len().div_ceil(12).max(1);
    for (i, said) in labels.iter().enumerate().filter(|(i, _)| i % every == 0) {
        label(&mut body, x(i), bottom + 22, "middle", GREY, &cut(said, 8));
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
            label(&mut body, x + 8, y + 5, "start", INK, &cut(series.name, 16));
        }
    }
    drawing(frame, WIDTH, bottom + 36, &body)
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

/// Steps of a process, each as wide as its figure and with its share of the step before.
pub fn funnel(frame: &Frame<'_>, steps: &[Datum<'_>]) -> String {
    let most = steps.iter().map(|step| step.value).max().unwrap_or(0);
    let middle = LEFT + LENGTH / 2;
    let mut body = String::new();
    for (line, step) in steps.iter().enumerate() {
        let y = line_y(line);
        let length = scale(step.value, most, LENGTH).max(2);
        let before = line.checked_sub(1).map(|i| steps[i].value).filter(|value| *value > 0);
        let share = before.map_or(String::new(), |before| format!(" ({}%)", step.value * 100 / before));
        label(&mut body, LEFT - 10, y + 16, "end", INK, &cut(step.label, 22));
        let x = middle - length / 2;
        let _ = write!(
            body,
            r#"<rect x="{x}" y="{y}" width="{length}" height="22" fill="url(#{}-p1)" stroke="{INK}"/>"#,
            safe_id(frame.id)
        );
        label(&mut body, LEFT + LENGTH + 8, y + 16, "start", INK, &format!("{}{share}", figure(step.value)));
    }
    drawing(frame, WIDTH, height(steps.len()), &body)
}

/// A table of figures whose ground darkens with the figure; `None` is left blank.
pub fn heat(frame: &Frame<'_>, columns: &[&str], rows: &[(&str, Vec<Option<i64>>)]) -> String {
    let most = rows.iter().flat_map(|(_, values)| values.iter().flatten()).copied().max().unwrap_or(0);
    let count = i64::try_from(columns.len()).unwrap_or(1).max(1);
    let width = ((WIDTH - LEFT) / count).clamp(36, 90);
    let mut body = String::new();
    for (i, column) in (0_i64..).zip(columns) {
        label(&mut body, LEFT + i * width + width / 2, 20, "middle", GREY, &cut(column, 10));
    }
    for (line, (name, values)) in rows.iter().enumerate() {
        let y = line_y(line) + 22;
        label(&mut body, LEFT - 10, y + 19, "end", INK, &cut(name, 22));
        for (i, value) in (0_i64..).zip(values) {
            let Some(value) = value else { continue };
            // Five steps of grey; the figure stays readable on each.
            let step = scale(*value, most, 4);
            let ground =
                ["#ffffff", "#e6e8ea", "#cdd1d5", "#8a949e", "#464c53"][usize::try_from(step).unwrap_or(0)];
            let ink = if step >= 3 { "#ffffff" } else { INK };
            let x = LEFT + i * width;
            let _ = write!(
                body,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"28\" fill=\"{ground}\" stroke=\"{GREY}\"/>"
            );
            label(&mut body, x + width / 2, y + 19, "middle", ink, &figure(*value));
        }
    }
    drawing(frame, (LEFT + count * width + 10).max(WIDTH), height(rows.len()) + 22, &body)
}
