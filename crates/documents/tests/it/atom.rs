//! Atom and sitemap, read by a parser of XML that is not ours, against what their formats ask for.

use documents::{atom, sitemap};
use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::Event;

/// The elements of a file as paths with their texts and attributes, in order; panics where it is not well formed.
fn elements(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut path, mut found) = (Vec::<String>::new(), Vec::<(String, String)>::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                found.push((path.join("/"), String::new()));
            }
            Event::Empty(empty) => {
                let name = empty.name().as_ref().to_owned();
                let attributes: Vec<String> = empty
                    .attributes()
                    .map(|one| {
                        let one = one.unwrap();
                        let key = one.key.as_ref().to_owned();
                        format!("{key}={}", one.value)
                    })
                    .collect();
                found.push((format!("{}/{name}", path.join("/")), attributes.join(" ")));
            }
            Event::Text(text) => {
                let text = text.as_ref().to_owned();
                if let Some(last) = found.last_mut() {
                    last.1.push_str(text.trim());
                }
            }
            Event::GeneralRef(reference) => {
                let name = reference.as_ref().to_owned();
                found.last_mut().unwrap().1.push_str(&format!("&{name};"));
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty(), "{path:?}");
    found
}

fn entry(n: u32) -> atom::Entry {
    atom::Entry {
        id: format!("urn:uuid:00000000-0000-7000-8000-00000000000{n}"),
        title: "조리원 <주방> & 홀\u{7}".to_owned(),
        url: format!("https://city.example/openings/{n}?a=1&b=2"),
        author: "가나식당".to_owned(),
        published: Timestamp::UNIX_EPOCH,
        updated: Timestamp::UNIX_EPOCH,
        summary: "월급 \"210만\" ]]>".to_owned(),
        category: Some(("5321".to_owned(), "음식 조리원".to_owned())),
    }
}

#[test]
fn an_atom_feed_has_what_the_format_asks_for() {
    let feed = atom::Feed {
        id: "https://city.example/feed/openings.atom",
        title: "하늘시 일자리",
        lang: "ko",
        own: "https://city.example/feed/openings.atom?q=a&sort=newest",
        page: "https://city.example/openings?q=a&sort=newest",
        author: "하늘시",
        updated: Timestamp::UNIX_EPOCH,
        rights: "KOGL-1",
    };
    let xml = atom::feed(&feed, &[entry(1), entry(2)]);
    let found = elements(&xml);
    let count = |path: &str| found.iter().filter(|(at, _)| at == path).count();
    for one in ["feed/id", "feed/title", "feed/updated", "feed/author/name"] {
        assert_eq!(count(one), 1, "{one}");
    }
    for two in ["id", "title", "updated", "published", "summary", "link", "author/name", "category"] {
        assert_eq!(count(&format!("feed/entry/{two}")), 2, "{two}");
    }
    let own = found.iter().any(|(at, text)| at == "feed/link" && text.contains("rel=self"));
    assert!(own && !xml.contains('\u{7}'));
    assert!(found.contains(&("feed/entry/title".into(), "조리원&lt;주방&gt;&amp;홀".into())), "{found:?}");
    let stamped = found.iter().filter(|(at, _)| at.ends_with("updated") || at.ends_with("published"));
    stamped.for_each(|(_, at)| assert!(at.parse::<Timestamp>().is_ok(), "{at}"));
}

#[test]
fn a_sitemap_has_what_the_format_asks_for_and_no_more_than_a_file_may() {
    let page = |n: usize| (format!("https://city.example/openings/{n}?a&b"), Some(Timestamp::UNIX_EPOCH));
    let pages: Vec<_> = (0..sitemap::MOST + 1).map(page).chain([("x".to_owned(), None)]).collect();
    let found = elements(&sitemap::pages(&pages));
    let count = |path: &str| found.iter().filter(|(at, _)| at == path).count();
    assert_eq!((count("urlset/url"), count("urlset/url/loc")), (sitemap::MOST, sitemap::MOST));
    assert!(found.contains(&("urlset/url/loc".into(), "https://city.example/openings/0?a&amp;b".into())));
    let few = elements(&sitemap::pages(&[("https://city.example/".to_owned(), None)]));
    assert_eq!(few.len(), 3);
}
