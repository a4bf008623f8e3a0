//! What can be picked at a kiosk, as addresses and as words.

use std::collections::BTreeMap;

use app::opening::Front;
use domain::area::Area;
use domain::bulletin::{Choice, Segment};
use domain::message::Lang;
use domain::occupation::OccupationCode;
use strum::IntoEnumIterator;

use crate::fields::{Fields, encode};
use crate::visit::Visit;

/// Openings on a page: as many as are seen without stretching.
pub(super) const PER_PAGE: usize = 7;

/// Which openings an address asks for; garbage is as good as nothing.
pub(super) fn choice(fields: &Fields) -> Choice {
    Choice { occupation: OccupationCode::parse(fields.text("work")), ..crate::bulletin::choice(fields) }
}

/// The address of a choice: one spelling for each.
pub(super) fn query(choice: &Choice) -> String {
    let pairs = [
        ("dong", choice.dong.as_ref().map(|dong| dong.as_str().to_owned())),
        ("segment", (choice.segment != Segment::All).then(|| choice.segment.to_string())),
        ("sector", choice.sector.clone()),
        ("work", choice.occupation.as_ref().map(|code| code.as_str().to_owned())),
    ];
    let said: Vec<String> =
        pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", encode(&value?)))).collect();
    if said.is_empty() { "segment=all".to_owned() } else { said.join("&") }
}

/// A choice in words.
pub(super) fn picked(visit: &Visit, choice: &Choice) -> String {
    let city = &visit.app().city;
    let mut parts = Vec::new();
    if let Some(dong) = &choice.dong {
        parts.push(visit.n("kiosk-near", city.areas().name(dong)));
    }
    if choice.segment != Segment::All {
        parts.push(visit.t(&format!("segment-{}", choice.segment)));
    }
    if let Some(sector) = choice.sector.as_deref().and_then(|id| city.sector(id)) {
        parts.push(match visit.lang {
            Lang::Ko => sector.name_ko.clone(),
            Lang::En => sector.name_en.clone(),
        });
    }
    if let Some(code) = &choice.occupation {
        parts.push(visit.app().reference.occupations.name(code).to_owned());
    }
    if parts.is_empty() { visit.t("kiosk-everything") } else { parts.join(" · ") }
}

/// Groups as address and name.
pub(super) fn segments(visit: &Visit) -> Vec<(String, String)> {
    let one = |segment: Segment| {
        let choice = Choice { segment, ..Choice::city() };
        (query(&choice), picked(visit, &choice))
    };
    Segment::iter().map(one).collect()
}

/// The dongs of each district, so that nobody has to look through all of a city's.
pub(super) fn dongs(visit: &Visit) -> Vec<(&str, Vec<&Area>)> {
    let city = &visit.app().city;
    let of =
        |district: &Area| city.dongs().filter(|dong| dong.parent.as_ref() == Some(&district.code)).collect();
    let grouped: Vec<(&str, Vec<&Area>)> =
        city.districts().into_iter().map(|district| (district.name.as_str(), of(district))).collect();
    grouped.into_iter().filter(|(_, dongs)| !dongs.is_empty()).collect()
}

/// Kinds of work as address, name and how many openings there are: the city's sectors, then every major group of which
/// something is open.
pub(super) fn works(visit: &Visit, front: &Front) -> Vec<(String, String, usize)> {
    let mut works: Vec<(String, String, usize)> = front
        .sectors
        .iter()
        .map(|sector| {
            let choice = Choice { sector: Some(sector.id.clone()), ..Choice::city() };
            (query(&choice), picked(visit, &choice), sector.count)
        })
        .collect();
    let mut groups = BTreeMap::<OccupationCode, usize>::new();
    visit.app().projection.with(|state| {
        for entry in state.openings.values() {
            if let Some(code) = &entry.opening.content.occupation {
                *groups.entry(code.ancestor(1)).or_default() += 1;
            }
        }
    });
    works.extend(groups.into_iter().map(|(code, count)| {
        let choice = Choice { occupation: Some(code), ..Choice::city() };
        (query(&choice), picked(visit, &choice), count)
    }));
    works
}

/// Every choice that a kiosk can be asked for.
pub(super) fn all(visit: &Visit, front: &Front) -> Vec<Choice> {
    let fields = |query: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Fields(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    };
    let queries = segments(visit).into_iter().map(|(query, _)| query);
    let queries = queries.chain(works(visit, front).into_iter().map(|(query, ..)| query));
    let dongs = visit.app().city.dongs().map(|dong| Choice::near(dong.code.clone()));
    queries.map(|query| choice(&fields(&query))).chain(dongs).collect()
}
