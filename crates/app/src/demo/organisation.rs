//! Bodies of the demo city: the city itself and the offices its file names, a job centre and a partner.

use domain::id::OrganisationId;
use domain::organisation::{Organisation, OrganisationKind, Profile};

use super::Ground;

/// The city's body first, then every office below the one it names; below the city if that is unknown.
pub(super) fn all(ground: &Ground<'_>) -> Vec<Organisation> {
    let city = ground.city;
    let body = |parent: Option<OrganisationId>, kind, name: &str, name_en: &str, nth: usize| Organisation {
        id: ground.dice.id(),
        parent,
        kind,
        name: name.to_owned(),
        name_en: name_en.to_owned(),
        phone: format!("031000{nth:04}"),
        active: true,
        successor: None,
        profile: Profile::default(),
    };
    let mut out = vec![body(None, OrganisationKind::City, city.name_ko(), city.name_en(), 0)];
    let top = out.first().map(|root| root.id);
    for (nth, office) in city.offices().iter().enumerate() {
        let above = out.iter().find(|known| known.name == office.parent).map(|known| known.id);
        out.push(body(above.or(top), office.kind, &office.name, &office.name_en, nth + 1));
    }
    // Invented ones of the kinds that a city's own list of offices does not have.
    let beside = [
        (OrganisationKind::JobCenter, "(가상)일자리센터", "Job centre (invented)"),
        (OrganisationKind::Partner, "(가상)상공회의소", "Chamber of commerce (invented)"),
    ];
    for (kind, name, name_en) in beside {
        out.push(body(top, kind, name, name_en, out.len()));
    }
    out
}
