//! Reading a city file and the tables it names.

use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;

use super::{Centre, City, CityError, Dong, Office, Sector};
use crate::area::{Area, AreaCode, AreaKind, Point};
use crate::geometry::Outline;
use crate::minimum_wage::MinimumWageTable;
use crate::reference::Reference;
use crate::reminder::Reminders;
use crate::station::StationTable;

/// The city file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    #[serde(default)]
    default: bool,
    name_ko: String,
    name_en: String,
    time_zone: String,
    phone: String,
    area: AreaFile,
    #[serde(default)]
    sector: Vec<Sector>,
    #[serde(default)]
    office: Vec<Office>,
    #[serde(default)]
    centre: Vec<Centre>,
    /// The city's own clocks, where they differ from the usual ones.
    #[serde(default)]
    reminders: Reminders,
    #[serde(default)]
    referral: crate::referral::Rules,
    headcount_asked: Option<u32>,
    /// How the number of an insurance look-up is written, where it is not the usual form.
    #[serde(default)]
    lookup_number: crate::placement::LookupForm,
    #[serde(default)]
    template: Vec<super::Template>,
    /// Living wage by year (생활임금): CSV `year,hourly_won,source`.
    living_wage: Option<String>,
    /// The city's own figures of counting, where they differ from the usual ones.
    #[serde(default)]
    ledger: crate::counting::Bounds,
    #[serde(default)]
    anomaly: crate::anomaly::Bounds,
    /// The clock of requests between bodies.
    #[serde(default)]
    coop_request: crate::coop_request::Clock,
    /// Who is suggested which openings.
    #[serde(default)]
    allotment: crate::allotment::Bounds,
    #[serde(default)]
    feed: crate::feed::Bounds,
    /// The weekly bulletin and the kiosks.
    #[serde(default)]
    bulletin: crate::bulletin::Rules,
    /// When news goes out.
    #[serde(default)]
    digest: crate::digest::Clock,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaFile {
    root: AreaCode,
    /// Areas the national table lacks, such as those of an invented city.
    #[serde(default)]
    extra: Vec<Extra>,
    /// GeoJSON with `code`, `name`, `district`, `population` of each dong.
    dongs: String,
    /// Names of legal dongs and the administrative ones they lie in: CSV `name,code`.
    legal_dongs: Option<String>,
    #[serde(default)]
    neighbours: Vec<AreaCode>,
    /// GeoJSON with `code` of each neighbour.
    neighbour_outlines: Option<String>,
    /// CSV `id,name,line,lon,lat`.
    stations: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extra {
    code: AreaCode,
    name: String,
    parent: Option<AreaCode>,
    kind: AreaKind,
    lon: f64,
    lat: f64,
}

/// Whether a city file says that it is the default.
pub(super) fn is_default(toml: &str) -> bool {
    toml::from_str::<File>(toml).is_ok_and(|file| file.default)
}

type Read<'a> = &'a dyn Fn(&str) -> Option<String>;

pub(super) fn city(toml: &str, reference: &Reference, read: Read<'_>) -> Result<City, CityError> {
    let file: File = toml::from_str(toml).map_err(|error| CityError {
        file: "city file".to_owned(),
        detail: error.to_string().trim().to_owned(),
    })?;
    let zone = TimeZone::get(&file.time_zone)
        .map_err(|error| CityError { file: file.id.clone(), detail: error.to_string() })?;
    let wrong = |detail| CityError { file: file.id.clone(), detail };
    file.ledger
        .check()
        .and_then(|()| file.anomaly.check())
        .and_then(|()| file.coop_request.check())
        .and_then(|()| file.allotment.check())
        .and_then(|()| file.feed.check())
        .and_then(|()| file.bulletin.check())
        .and_then(|()| file.digest.check())
        .map_err(wrong)?;
    let mut areas = reference.areas.clone();
    areas.extend(file.area.extra.iter().map(|extra| Area {
        code: extra.code.clone(),
        name: extra.name.clone(),
        full_name: extra.name.clone(),
        parent: extra.parent.clone(),
        kind: extra.kind,
        centroid: Point::from_degrees(extra.lon, extra.lat),
    }));
    let features = geojson(&file.area.dongs, read)?;
    let mut dongs = Vec::with_capacity(features.len());
    for feature in &features {
        let (area, dong) = dong(feature, &areas).ok_or_else(|| CityError {
            file: file.area.dongs.clone(),
            detail: format!("a dong without code, name, district or outline: {}", feature["properties"]),
        })?;
        areas.extend([area]);
        dongs.push(dong);
    }
    dongs.sort_by(|a, b| a.code.cmp(&b.code));
    if let Some(path) = &file.area.legal_dongs {
        for (name, code) in csv_rows::<(String, AreaCode)>(path, read)? {
            areas.add_alias(&name, code);
        }
    }
    let unknown = |code: &&AreaCode| areas.get(code).is_none();
    let named = std::iter::once(&file.area.root)
        .chain(&file.area.neighbours)
        .chain(file.centre.iter().map(|c| &c.area));
    if let Some(code) = named.into_iter().find(unknown) {
        return Err(CityError { file: file.id.clone(), detail: format!("area {code} is unknown") });
    }
    let mut neighbour_outlines = std::collections::BTreeMap::new();
    if let Some(path) = &file.area.neighbour_outlines {
        for feature in geojson(path, read)? {
            let code = feature["properties"]["code"].as_str().and_then(AreaCode::parse);
            if let Some((code, outline)) = code.zip(Outline::from_geojson(&feature["geometry"])) {
                neighbour_outlines.insert(code, outline);
            }
        }
    }
    type StationRow = (String, String, String, Option<f64>, Option<f64>);
    let stations = csv_rows::<StationRow>(&file.area.stations, read)?
        .into_iter()
        .filter_map(|(_, name, line, lon, lat)| Some((name, line, Point::from_degrees(lon?, lat?))));
    let living_wages = match &file.living_wage {
        Some(path) => csv_rows::<(i16, i64, String)>(path, read)?,
        None => Vec::new(),
    };
    Ok(City {
        living_wages: MinimumWageTable::new(living_wages.into_iter().map(|(year, won, _)| (year, won))),
        id: file.id,
        name_ko: file.name_ko,
        name_en: file.name_en,
        zone,
        phone: file.phone,
        root: file.area.root,
        areas,
        dongs,
        neighbours: file.area.neighbours,
        neighbour_outlines,
        stations: StationTable::new(stations),
        sectors: file.sector,
        offices: file.office,
        centres: file.centre,
        reminders: file.reminders,
        referral: file.referral,
        headcount_asked: file.headcount_asked.unwrap_or(super::HEADCOUNT_ASKED),
        lookup_number: file.lookup_number,
        templates: file.template,
        ledger: file.ledger,
        anomaly: file.anomaly,
        coop_request: file.coop_request,
        allotment: file.allotment,
        feed: file.feed,
        bulletin: file.bulletin,
        digest: file.digest,
    })
}

fn dong(feature: &Value, areas: &crate::area::AreaTable) -> Option<(Area, Dong)> {
    let properties = &feature["properties"];
    let code = AreaCode::parse(properties["code"].as_str()?)?;
    let district = AreaCode::parse(properties["district"].as_str()?)?;
    let name = properties["name"].as_str()?.to_owned();
    let outline = Outline::from_geojson(&feature["geometry"])?;
    let centroid = Point::from_degrees(properties["lon"].as_f64()?, properties["lat"].as_f64()?);
    let population = u32::try_from(properties["population"].as_u64()?).ok()?;
    let full_name = format!("{} {name}", areas.get(&district)?.full_name);
    let area =
        Area { code: code.clone(), name, full_name, parent: Some(district), kind: AreaKind::Dong, centroid };
    Some((area, Dong { code, population, outline }))
}

fn geojson(path: &str, read: Read<'_>) -> Result<Vec<Value>, CityError> {
    let wrong = |detail: &str| CityError { file: path.to_owned(), detail: detail.to_owned() };
    let text = read(path).ok_or_else(|| wrong("not there, or not UTF-8"))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| wrong(&error.to_string()))?;
    value["features"].as_array().cloned().ok_or_else(|| wrong("no list of features"))
}

fn csv_rows<T: serde::de::DeserializeOwned>(path: &str, read: Read<'_>) -> Result<Vec<T>, CityError> {
    let wrong = |detail: String| CityError { file: path.to_owned(), detail };
    let text = read(path).ok_or_else(|| wrong("not there, or not UTF-8".to_owned()))?;
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|e| wrong(e.to_string()))
}
