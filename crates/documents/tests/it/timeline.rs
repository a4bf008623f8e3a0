//! A timeline as SVG.

use documents::Frame;
use documents::timeline::{Bar, NAME, Row, WIDTH, timeline};
use jiff::civil::date;

#[test]
fn bars_lie_within_the_span_and_every_row_is_said_in_words() {
    let row = |name: &str, from, until| Row {
        name: name.to_owned(),
        kind: "행사".to_owned(),
        from,
        until,
        bar: Bar::Hatched,
        marks: vec![date(2016, 4, 1), date(2017, 1, 1)],
    };
    let rows = [
        row("<대회>", date(2016, 5, 28), date(2016, 6, 1)),
        row("먼저 시작", date(2015, 1, 1), date(2030, 1, 1)),
    ];
    let frame = Frame { title: "일정", description: "", id: "plan" };
    let svg = timeline(&frame, (date(2016, 3, 1), date(2016, 8, 31)), date(2016, 4, 7), &rows);
    assert!(svg.contains("&lt;대회&gt; (행사) 2016-05-28 ~ 2016-06-01"), "{svg}");
    assert!(!svg.contains("<대회>"));
    for part in svg.split("<rect x=\"").skip(1).filter(|part| part.contains("height=\"16\"")) {
        let number = |text: &str| text.split('"').next().unwrap().parse::<i64>().unwrap();
        let (x, width) = (number(part), number(part.split("width=\"").nth(1).unwrap()));
        assert!(x >= NAME && x + width <= WIDTH, "{x} {width}");
    }
    assert_eq!(svg.matches("L").count(), 2 * 3 + 1, "one mark a row lies within, and a pattern's own");
    assert_eq!(svg.matches(">16-0").count(), 6, "a label a month");
}
