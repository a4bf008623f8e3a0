//! Openings near a dong, nearest first: what a neighbour reads on the way, and what a telephone may keep of it.
//!
//! Only what everybody may read. It must not know where anybody is: whoever asks names a dong.

use domain::Ctx;
use domain::area::AreaCode;
use domain::message::Message;
use domain::opening::Reception;
use domain::policy::{Relation, UseCase, authorise};

use crate::opening::{Listed, NearStation, Search, Sort, search};
use crate::{App, Error};

/// Openings at most. A telephone keeps them and reads them without a network.
pub const MOST: usize = 200;

/// Openings read in one go.
const PAGE: usize = 100;

/// An opening with how to come there and whom to call.
#[derive(Debug, Clone)]
pub struct Nearby {
    /// The opening.
    pub listed: Listed,
    /// Nearest station, where no stop was named.
    pub station: Option<NearStation>,
    /// Telephone by which one applies: the employer's where it takes calls, else the centre's.
    pub phone: String,
    /// Whether it is the employer's.
    pub direct: bool,
}

/// What is near a dong.
#[derive(Debug, Clone)]
pub struct Near {
    /// The dong.
    pub area: AreaCode,
    /// Its name.
    pub name: String,
    /// Nearest first, at most [`MOST`].
    pub openings: Vec<Nearby>,
    /// How many there are in all.
    pub total: usize,
}

/// The openings nearest to a dong of this city, given by its code.
///
/// # Errors
/// [`Error::Invalid`] for what is no dong of this city.
pub async fn find(ctx: &Ctx, app: &App, dong: &str) -> Result<Near, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let code = AreaCode::parse(dong.trim()).filter(|code| app.city.is_dong(code));
    let Some(area) = code.and_then(|code| app.city.areas().get(&code)) else {
        let unknown = match dong.trim() {
            "" => Message::new("near-none"),
            text => Message::new("near-unknown").with("text", text),
        };
        return Err(Error::field("area", unknown));
    };
    let mut openings = Vec::new();
    let mut total = 0;
    for page in 1..=MOST / PAGE {
        let wanted = Search {
            near: Some(area.code.to_string()),
            sort: Sort::Distance,
            page,
            size: PAGE,
            ..Search::default()
        };
        let found = search(ctx, app, &wanted).await?;
        total = found.total;
        openings.extend(found.items.into_iter().map(|listed| nearby(app, listed)));
        if page * PAGE >= total {
            break;
        }
    }
    Ok(Near { area: area.code.clone(), name: area.name.clone(), openings, total })
}

fn nearby(app: &App, listed: Listed) -> Nearby {
    let content = &listed.opening.content;
    let named = !content.workplace.station.is_empty();
    let station = listed.point.filter(|_| !named).and_then(|point| NearStation::of(app, point));
    let direct = content.reception.contains(&Reception::Phone) && !listed.employer.phone.is_empty();
    let phone = if direct { listed.employer.phone.clone() } else { app.city.phone().to_owned() };
    Nearby { listed, station, phone, direct }
}
