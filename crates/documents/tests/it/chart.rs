//! Charts and maps as SVG.

use documents::chart::{Datum, Frame, Gauge, Series, bar, bullet, funnel, heat, line};
use documents::map::{Pin, Shape, areas, place};
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
    assert!(svg.contains("M70 167M500 20"), "a gap stays a gap: {svg}");
    assert!(svg.contains("stroke-dasharray=\"8 4\""));
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
    let hatched = place(&FRAME, &shapes, &stations, None);
    check(&hatched);
    assert!(hatched.contains("url(#c1-p1)"));
    check(&areas(&FRAME, &[]));
}
