//! Which openings a dong, a group or a sector is shown, and in which order: the one answer for bulletins, posters and kiosks.
//! They come from the projection that the public lists read, all of one moment.

use domain::Ctx;
use domain::area::distance_m;
use domain::bulletin::{Choice, Segment};
use domain::policy::{Relation, UseCase, authorise};

use crate::opening::{Listed, NearStation};
use crate::projection::Entry;
use crate::{App, Error};

/// Metres a person walks in a minute.
const WALK_M_PER_MIN: i64 = 67;

/// Openings of a choice.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// Change up to which this is true.
    pub seq: i64,
    /// All of them: the nearest first where there is a dong, else the newest; what needs confirmation last.
    pub items: Vec<Listed>,
}

/// Chooses. Openings of a dong are those within the city's distance of its middle, and those in it.
///
/// # Errors
/// None today; the signature is that of every use case.
pub fn choose(ctx: &Ctx, app: &App, choice: &Choice) -> Result<Chosen, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let (rules, today) = (app.city.bulletin(), ctx.today());
    let middle = choice.dong.as_ref().and_then(|dong| app.city.areas().get(dong)).map(|area| area.centroid);
    let sector = choice.sector.as_deref().and_then(|id| app.city.sector(id));
    Ok(app.projection.with(|state| {
        let mut found: Vec<(bool, i64, i64, Listed)> = Vec::new();
        for entry in state.openings.values().filter(|entry| entry.opening.state.is_listed(today)) {
            let content = &entry.opening.content;
            let far = middle.zip(entry.point).map(|(middle, point)| distance_m(middle, point));
            let here = match &choice.dong {
                None => true,
                Some(dong) => entry.dong.as_ref() == Some(dong) || far.is_some_and(|far| far <= rules.near_m),
            };
            let of_sector = choice.sector.is_none()
                || sector
                    .zip(content.occupation.as_ref())
                    .is_some_and(|(sector, code)| sector.covers_occupation(code));
            let of_work = choice
                .occupation
                .as_ref()
                .is_none_or(|outer| content.occupation.as_ref().is_some_and(|code| outer.covers(code)));
            if !here || !of_sector || !of_work {
                continue;
            }
            let near = choice.segment == Segment::NearStop && near_stop(app, entry);
            if choice.segment.suits(content, entry.employer.kind, near) {
                let order = far.filter(|_| choice.dong.is_some()).unwrap_or(i64::MAX);
                let listed = Listed::new(entry, ctx, far.filter(|_| choice.dong.is_some()));
                found.push((listed.doubted, order, -entry.opened_ms, listed));
            }
        }
        found.sort_by_key(|(doubted, far, new, listed)| (*doubted, *far, *new, listed.opening.id));
        Chosen { seq: state.seq, items: found.into_iter().map(|(.., listed)| listed).collect() }
    }))
}

/// Whether the work is a short walk from the stop that the employer named, or from a station.
fn near_stop(app: &App, entry: &Entry) -> bool {
    let most = app.city.bulletin().stop_m;
    let told = entry.opening.content.workplace.walk_min.map(|min| i64::from(min) * WALK_M_PER_MIN);
    told.is_some_and(|told| told <= most)
        || entry
            .point
            .and_then(|point| NearStation::of(app, point))
            .is_some_and(|station| station.distance_m <= most)
}
