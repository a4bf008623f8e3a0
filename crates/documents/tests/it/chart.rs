//! Charts and maps as SVG.

use documents::chart::{Datum, Frame, Gauge, Series, bar, bullet, funnel, heat, line, waterfall};
use documents::map::{Classed, Pin, Shape, areas, classes, place};
use domain::area::Point;

const FRAME: Frame<'static> =
    Frame { title: "동별 구인 <수>", description: "동마다 열린 구인의 수", id: "c1" };

fn square(west: i64, south: i64) -> Vec<Vec<Point>> {
    let at = |x: i64, y: i64| Point { lon_e6: 126_770_000 + west + x, lat_e6: 37_650_000 + south + y };
    vec![vec![at(0, 0), at(10_000, 0), at(10_000, 10_000), at(0, 10_000), at(0, 0)]]
}

/// Well-formed, titled, without style attributes, scripts or addresses of other hosts.
#[track_caller]
fn check(svg: &str) {
    let mut reader = quick_xml::Reader::from_str(svg);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(start) => {
                assert_ne!(start.local_name().into_inner(), "script");
                assert!(start.attributes().all(|a| a.unwrap().key.into_inner() != "style"));
            }
            _ => {}
        }
    }
    assert!(svg.contains("<title id=\"c1-title\">동별 구인 &lt;수&gt;</title>"), "{svg}");
    assert!(svg.contains("<desc id=\"c1-desc\">"));
    assert_eq!(svg.matches("http").count(), 1, "only the name space");
}

/// The value of an attribute of the first tag that has it.
fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

/// Shown 320 pixels wide, as on a small telephone, every text is 11 pixels high or more and stays inside.
#[track_caller]
fn check_readable(svg: &str) {
    let view: Vec<f64> =
        attribute(svg, "viewBox").unwrap().split(' ').map(|side| side.parse().unwrap()).collect();
    let wide = view[2];
    let usual: f64 = attribute(svg, "font-size").unwrap().parse().unwrap();
    for element in svg.split("<text").skip(1) {
        let (tag, rest) = element.split_once('>').unwrap();
        let tag = format!(" {tag}");
        let size = attribute(&tag, "font-size").map_or(usual, |size| size.parse().unwrap());
        assert!(size * 320.0 / wide >= 11.0, "{size} of {wide} wide: {svg}");
        let said = rest.split("</text>").next().unwrap();
        let columns: f64 = said.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
        let (x, room): (f64, f64) = (attribute(&tag, "x").unwrap().parse().unwrap(), columns * size);
        let (from, to) = match attribute(&tag, "text-anchor").unwrap() {
            "start" => (x, x + room),
            "middle" => (x - room / 2.0, x + room / 2.0),
            _ => (x - room, x),
        };
        assert!(from >= -1.0 && to <= wide + 1.0, "{said} from {from} to {to} of {wide}");
    }
}

#[test]
fn text_is_readable_on_a_telephone_and_every_figure_is_said() {
    let long = "아주 긴 이름의 어느 동 주민센터 앞 광장";
    let data = [Datum { label: long, value: 12_345_678 }, Datum { label: "화정1동", value: 30 }];
    let gauges = [Gauge { label: long, value: 2_500_000, target: 2_156_880 }];
    let months = ["1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"];
    let year: Vec<Option<i64>> = (1..=12).map(|month| Some(month * 1_001)).collect();
    let series = [Series { name: long, values: &year }];
    let drawn = [
        (bar(&FRAME, &data), "12,345,678"),
        (bullet(&FRAME, &gauges), "2,500,000 / 2,156,880"),
        (funnel(&FRAME, &data), "30 (0%)"),
        (waterfall(&FRAME, data[0], &[(long, Some(12_345_648)), ("화정1동", Some(30))]), "화정1동 30"),
        (line(&FRAME, &months, &series), "12월 12,012"),
        (heat(&FRAME, &months, &[(long, year.clone()), ("화정1동", year.clone())]), "화정1동 7월 7,007"),
    ];
    for (svg, figure) in drawn {
        check(&svg);
        check_readable(&svg);
        let described = svg.split_once("<desc id=\"c1-desc\">").unwrap().1.split("</desc>").next().unwrap();
        assert!(described.starts_with("동마다 열린 구인의 수: "), "{described}");
        assert!(described.contains(figure), "{described}");
    }
    // A description that only repeats the title makes way for the figures.
    let same = Frame { description: FRAME.title, ..FRAME };
    assert!(bar(&same, &data[1..]).contains("<desc id=\"c1-desc\">화정1동 30</desc>"));
}

#[test]
fn bars() {
    let data = [
        Datum { label: "화정1동", value: 1_200 },
        Datum { label: "아주 긴 이름의 어느 동 주민센터", value: 30 },
        Datum { label: "없음", value: 0 },
    ];
    let svg = bar(&FRAME, &data);
    check(&svg);
    insta::assert_snapshot!(svg);
}

#[test]
fn other_charts_are_well_formed_and_show_their_figures() {
    let svg = bullet(&FRAME, &[Gauge { label: "취업", value: 80, target: 100 }]);
    check(&svg);
    assert!(svg.contains("80 / 100"));
    let series = [
        Series { name: "구인", values: &[Some(1), None, Some(3)] },
        Series { name: "구직", values: &[Some(2), Some(2), None] },
    ];
    let svg = line(&FRAME, &["1월", "2월", "3월"], &series);
    check(&svg);
    assert!(svg.contains("M48 167M262 20"), "a gap stays a gap: {svg}");
    assert!(svg.contains("stroke-dasharray=\"8 4\""));
    let numbers: Vec<String> = (1..=12).map(|month| format!("{month:02}")).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let year = line(&FRAME, &numbers, &[Series { name: "취업", values: &[Some(1); 12] }]);
    assert!(numbers.iter().all(|month| year.contains(&format!(">{month}</text>"))), "{year}");
    let svg = funnel(&FRAME, &[Datum { label: "알선", value: 200 }, Datum { label: "면접", value: 50 }]);
    check(&svg);
    assert!(svg.contains("50 (25%)"));
    let svg = heat(&FRAME, &["1월", "2월"], &[("화정1동", vec![Some(5), None])]);
    check(&svg);
    assert!(svg.contains(">5</text>"));
    check(&bar(&FRAME, &[]));
    check(&line(&FRAME, &[], &[]));
}

#[test]
fn a_part_of_a_waterfall_begins_where_the_one_before_ends_and_a_hidden_one_is_not_drawn() {
    let whole = Datum { label: "구직", value: 100 };
    let svg = waterfall(&FRAME, whole, &[("가능", Some(40)), ("마찰적", None), ("수요부족", Some(60))]);
    check(&svg);
    let bars: Vec<(&str, &str)> = svg
        .split("<rect ")
        .skip(1)
        .map(|bar| {
            (bar.split('"').nth(1).unwrap(), bar.split("width=\"").nth(1).unwrap().split('"').next().unwrap())
        })
        .collect();
    assert_eq!(bars, [("0", "360"), ("0", "144"), ("144", "216")], "{svg}");
    assert!(svg.contains("마찰적 –") && svg.contains("구직 100"), "{svg}");
    check(&waterfall(&FRAME, Datum { label: "구직", value: 0 }, &[("가능", Some(0))]));
}

#[test]
fn areas_of_a_class_have_a_mark_a_shade_and_a_word() {
    let ring = square(0, 0);
    let shape = Shape { name: "서동", rings: &ring, value: None, link: Some("/openings?area=1") };
    let told = Classed { shape, class: "마찰적", mark: "△", step: 2 };
    let none = Classed { class: "", mark: "", step: 0, ..told };
    let svg = classes(&FRAME, &[told, none]);
    check(&svg);
    assert!(svg.contains("aria-label=\"서동 마찰적\"") && svg.contains(">△</text>"), "{svg}");
    assert!(svg.contains("aria-label=\"서동\"") && svg.contains("fill=\"#d8e5fd\""), "{svg}");
    assert_eq!(svg.matches("△").count(), 1);
    // A step there is not is no shade.
    check(&classes(&FRAME, &[Classed { step: 9, ..told }]));
}

#[test]
fn maps() {
    let (west, east) = (square(0, 0), square(10_000, 0));
    let shapes = [
        Shape { name: "서동", rings: &west, value: Some(12), link: Some("/openings?area=1") },
        Shape { name: "동동", rings: &east, value: None, link: Some("https://elsewhere.example") },
    ];
    let svg = areas(&FRAME, &shapes);
    check(&svg);
    assert!(!svg.contains("elsewhere"), "only our own paths are linked");
    insta::assert_snapshot!(svg);

    let inside = Point { lon_e6: 126_774_000, lat_e6: 37_655_000 };
    let stations = [Pin { name: "대화역", point: Point { lon_e6: 126_772_000, lat_e6: 37_652_000 } }];
    let marked = place(&FRAME, &shapes, &stations, Some(Pin { name: "나무공방", point: inside }));
    check(&marked);
    assert!(marked.contains("나무공방") && marked.contains("대화역") && !marked.contains("url(#"));
    let wide: f64 = attribute(&marked, "width").unwrap().parse().unwrap();
    assert!(14.0 * 320.0 / wide >= 11.0 && attribute(&marked, "font-size") == Some("14"), "{marked}");
    let hatched = place(&FRAME, &shapes, &stations, None);
    check(&hatched);
    assert!(hatched.contains("url(#c1-p1)"));
    check(&areas(&FRAME, &[]));
}

/// Left, top, right and bottom of every text of a map.
fn texts(svg: &str) -> Vec<(String, [f64; 4])> {
    let mut out = Vec::new();
    for element in svg.split("<text").skip(1) {
        let (tag, rest) = element.split_once('>').unwrap();
        let number = |name: &str| -> f64 { attribute(tag, name).unwrap().parse().unwrap() };
        let said = rest.split("</text>").next().unwrap().to_owned();
        let (x, y, size) = (number("x"), number("y"), number("font-size"));
        let wide = size * said.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>();
        let left = if attribute(tag, "text-anchor") == Some("middle") { x - wide / 2.0 } else { x };
        out.push((said, [left, y - size * 0.8, left + wide, y + size * 0.2]));
    }
    out
}

#[test]
fn names_of_a_real_citys_map_do_not_lie_over_each_other_and_none_is_lost() {
    for name in domain::city::City::embedded_names() {
        let city = domain::city::City::embedded(&name).unwrap();
        let dongs = city.dong_facts().iter().zip(0_i64..);
        let shapes: Vec<Shape<'_>> = dongs
            .map(|(dong, nth)| Shape {
                name: city.areas().name(&dong.code),
                rings: &dong.outline.rings,
                value: Some(nth * 37),
                link: None,
            })
            .collect();
        let svg = areas(&FRAME, &shapes);
        check(&svg);
        assert_eq!(svg, areas(&FRAME, &shapes), "the same on every machine");
        let texts = texts(&svg);
        let high: f64 = attribute(&svg, "height").unwrap().parse().unwrap();
        for (nth, (said, one)) in texts.iter().enumerate() {
            assert!(one[0] >= 0.0 && one[3] <= high, "{name}: {said} at {one:?}");
            for (other, two) in &texts[nth + 1..] {
                let apart = one[0] >= two[2] || two[0] >= one[2] || one[1] >= two[3] || two[1] >= one[3];
                assert!(apart, "{name}: {said} {one:?} and {other} {two:?}");
            }
        }
        // Every number of the key stands on the map too.
        assert_eq!(
            svg.matches("<circle").count(),
            2 * svg.matches("text-anchor=\"start\"").count(),
            "{name}"
        );
        for shape in shapes {
            assert!(
                texts.iter().any(|(said, _)| said.contains(shape.name)),
                "{} is said nowhere",
                shape.name
            );
        }
    }
}
