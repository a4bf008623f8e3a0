//! A city as its file describes it: areas with outlines, neighbours, stations, sectors, offices.
//!
//! Nothing about any real city stands in code; a second, invented city proves it in the tests. All
//! paths in a city file are relative to the file's own folder.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::area::{Area, AreaCode, AreaKind, AreaTable, Point};
use crate::geometry::Outline;
use crate::id::TenantId;
use crate::industry::IndustryCode;
use crate::occupation::OccupationCode;
use crate::organisation::OrganisationKind;
use crate::reference::Reference;
use crate::reminder::Reminders;
use crate::station::StationTable;

mod load;

#[derive(RustEmbed)]
#[folder = "../../cities"]
struct Files;

/// Why a city file could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read the city file {file}: {detail}")]
pub struct CityError {
    /// The file in which the fault is.
    pub file: String,
    /// What is wrong.
    pub detail: String,
}

/// An industrial sector to which the city gives its attention.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sector {
    /// Its id in addresses.
    pub id: String,
    /// Korean name.
    pub name_ko: String,
    /// English name.
    pub name_en: String,
    /// Occupations, with everything below them.
    pub occupations: Vec<OccupationCode>,
    /// Industries, with everything below them.
    pub industries: Vec<IndustryCode>,
}

impl Sector {
    /// Whether an occupation belongs to it.
    pub fn covers_occupation(&self, code: &OccupationCode) -> bool {
        self.occupations.iter().any(|outer| outer.covers(code))
    }

    /// Whether an industry belongs to it.
    pub fn covers_industry(&self, code: &IndustryCode) -> bool {
        self.industries.iter().any(|outer| outer.covers(code))
    }
}

/// What an opening of an occupation usually says here, so that a counsellor at the telephone types only what
/// is special.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// For this occupation and everything below it.
    pub occupation: OccupationCode,
    /// What it says.
    pub content: crate::opening::Content,
}

/// An office of the city, with its place in the tree by name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Korean name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// The office above it; the city when empty.
    #[serde(default)]
    pub parent: String,
}

/// A counter where people are helped in person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// Korean name.
    pub name: String,
    /// English name.
    #[serde(default)]
    pub name_en: String,
    /// Address.
    pub address: String,
    /// Dong it stands in.
    pub area: AreaCode,
    /// Telephone as shown.
    pub phone: String,
    /// Opening hours.
    pub hours: String,
    /// Whether it can be entered without steps.
    pub step_free: bool,
}

/// A dong with people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dong {
    /// Its code.
    pub code: AreaCode,
    /// Residents.
    pub population: u32,
    /// Its outline.
    pub outline: Outline,
}

/// Heads above which one is asked, in a city that says nothing else.
const HEADCOUNT_ASKED: u32 = 300;

/// A city.
#[derive(Debug)]
pub struct City {
    id: String,
    name_ko: String,
    name_en: String,
    zone: TimeZone,
    phone: String,
    root: AreaCode,
    areas: AreaTable,
    dongs: Vec<Dong>,
    neighbours: Vec<AreaCode>,
    neighbour_outlines: BTreeMap<AreaCode, Outline>,
    stations: StationTable,
    sectors: Vec<Sector>,
    offices: Vec<Office>,
    centres: Vec<Centre>,
    reminders: Reminders,
    referral: crate::referral::Rules,
    headcount_asked: u32,
    lookup_number: crate::placement::LookupForm,
    templates: Vec<Template>,
    ledger: crate::counting::Bounds,
    anomaly: crate::anomaly::Bounds,
    living_wages: crate::minimum_wage::MinimumWageTable,
    coop_request: crate::coop_request::Clock,
    allotment: crate::allotment::Bounds,
    feed: crate::feed::Bounds,
    bulletin: crate::bulletin::Rules,
    digest: crate::digest::Clock,
}

/// Whether the figures of a section of a city file lie where they may; the first that does not, in words.
pub(crate) fn within<const N: usize>(
    section: &str,
    chosen: [(&str, i64, std::ops::RangeInclusive<i64>); N],
) -> Result<(), String> {
    let wrong = chosen.into_iter().find(|(_, value, may)| !may.contains(value));
    wrong.map_or(Ok(()), |(name, value, may)| {
        Err(format!("[{section}] {name} must lie between {} and {}, not {value}", may.start(), may.end()))
    })
}

impl City {
    /// The city's living wage by year, where it has one (생활임금).
    pub fn living_wages(&self) -> &crate::minimum_wage::MinimumWageTable {
        &self.living_wages
    }

    /// The city's own figures of counting.
    pub fn ledger(&self) -> &crate::counting::Bounds {
        &self.ledger
    }

    /// The clock of requests between bodies.
    pub fn coop_request(&self) -> &crate::coop_request::Clock {
        &self.coop_request
    }

    /// How many openings people are suggested here.
    pub fn allotment(&self) -> &crate::allotment::Bounds {
        &self.allotment
    }

    /// How its openings are given out.
    pub fn feed(&self) -> &crate::feed::Bounds {
        &self.feed
    }

    /// The city's own choices about its bulletin and kiosks.
    pub fn bulletin(&self) -> &crate::bulletin::Rules {
        &self.bulletin
    }

    /// When news goes out here.
    pub fn digest(&self) -> &crate::digest::Clock {
        &self.digest
    }

    /// From when on something is conspicuous here.
    pub fn anomaly(&self) -> &crate::anomaly::Bounds {
        &self.anomaly
    }

    /// The city's own choices about referring.
    pub fn referral_rules(&self) -> &crate::referral::Rules {
        &self.referral
    }

    /// Heads of one opening above which whoever enters it is asked whether they are meant
    /// (`headcount_asked` of the city file).
    pub fn headcount_asked(&self) -> u32 {
        self.headcount_asked
    }

    /// How the number of an insurance look-up is written here.
    pub fn lookup_form(&self) -> &crate::placement::LookupForm {
        &self.lookup_number
    }

    /// The nearest template of an occupation, if there is one.
    pub fn template(&self, occupation: &OccupationCode) -> Option<&Template> {
        let above = self.templates.iter().filter(|template| template.occupation.covers(occupation));
        above.max_by_key(|template| template.occupation.level())
    }

    /// When someone must be asked, chased or told.
    pub fn reminders(&self) -> &Reminders {
        &self.reminders
    }

    /// Reads a city file; `read` gives the text of a path relative to it.
    ///
    /// # Errors
    /// The first file or entry that cannot be used, named.
    pub fn load(
        toml: &str,
        reference: &Reference,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, CityError> {
        load::city(toml, reference, read)
    }

    /// A city whose file is built into the program.
    ///
    /// # Errors
    /// When there is none of that name, or it cannot be used.
    pub fn embedded(name: &str) -> Result<Self, CityError> {
        let file = format!("{name}.toml");
        let wrong = |detail: String| CityError { file: file.clone(), detail };
        let toml = embedded_text(&file).ok_or_else(|| {
            wrong(format!("there is none; built in are {}", Self::embedded_names().join(", ")))
        })?;
        let reference = Reference::embedded().map_err(|error| wrong(error.to_string()))?;
        Self::load(&toml, reference, &|path| match path.strip_prefix("../data/") {
            Some(in_data) => crate::reference::text(in_data),
            None => embedded_text(path),
        })
    }

    /// Names of the cities built into the program, the default one first.
    pub fn embedded_names() -> Vec<String> {
        let mut names: Vec<(bool, String)> = Files::iter()
            .filter_map(|path| path.strip_suffix(".toml").map(str::to_owned))
            .filter(|name| !name.contains('/'))
            .map(|name| {
                (!load::is_default(&embedded_text(&format!("{name}.toml")).unwrap_or_default()), name)
            })
            .collect();
        names.sort();
        names.into_iter().map(|(_, name)| name).collect()
    }

    /// Short name in addresses and data folders.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Korean name.
    pub fn name_ko(&self) -> &str {
        &self.name_ko
    }

    /// English name.
    pub fn name_en(&self) -> &str {
        &self.name_en
    }

    /// The tenant of its rows: the same for every installation of this city.
    pub fn tenant(&self) -> TenantId {
        let mut bytes = [0u8; 16];
        for (i, byte) in format!("iljari {}", self.id).bytes().enumerate() {
            bytes[i % 16] = bytes[i % 16].wrapping_mul(31).wrapping_add(byte);
        }
        TenantId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// Zone in which its days begin.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The job centre's telephone, as shown.
    pub fn phone(&self) -> &str {
        &self.phone
    }

    /// The city's own area.
    pub fn root(&self) -> &AreaCode {
        &self.root
    }

    /// The country's areas with this city's dongs.
    pub fn areas(&self) -> &AreaTable {
        &self.areas
    }

    /// Its dongs as areas, by code.
    pub fn dongs(&self) -> impl Iterator<Item = &Area> {
        self.dongs.iter().filter_map(|dong| self.areas.get(&dong.code))
    }

    /// Its dongs with residents and outlines, by code.
    pub fn dong_facts(&self) -> &[Dong] {
        &self.dongs
    }

    /// Whether an area is one of its dongs.
    pub fn is_dong(&self, code: &AreaCode) -> bool {
        self.dongs.iter().any(|dong| dong.code == *code)
    }

    /// The dong in which a point lies.
    pub fn dong_at(&self, point: Point) -> Option<AreaCode> {
        self.dongs.iter().find(|dong| dong.outline.contains(point)).map(|dong| dong.code.clone())
    }

    /// Cities and districts to which people commute.
    pub fn neighbours(&self) -> &[AreaCode] {
        &self.neighbours
    }

    /// Outlines of neighbours, where the city file gives them.
    pub fn neighbour_outlines(&self) -> &BTreeMap<AreaCode, Outline> {
        &self.neighbour_outlines
    }

    /// Its districts, or the city itself when it has none.
    pub fn districts(&self) -> Vec<&Area> {
        let districts: Vec<_> =
            self.areas.children(&self.root).filter(|a| a.kind == AreaKind::District).collect();
        if districts.is_empty() { self.areas.get(&self.root).into_iter().collect() } else { districts }
    }

    /// Stations in and around it.
    pub fn stations(&self) -> &StationTable {
        &self.stations
    }

    /// Its sectors.
    pub fn sectors(&self) -> &[Sector] {
        &self.sectors
    }

    /// The sector of an id.
    pub fn sector(&self, id: &str) -> Option<&Sector> {
        self.sectors.iter().find(|sector| sector.id == id)
    }

    /// Its departments, agencies and partner bodies.
    pub fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// Its counters.
    pub fn centres(&self) -> &[Centre] {
        &self.centres
    }

    /// A place by name or code: a dong, a station or any area, with its position.
    pub fn place(&self, text: &str) -> Option<(String, Point)> {
        if let (true, Some(station)) = (text.trim().ends_with('역'), self.stations.find(text)) {
            return Some((format!("{}역", station.name), station.point));
        }
        if let Some(area) = self.areas.resolve(text).first().and_then(|code| self.areas.get(code)) {
            return Some((area.name.clone(), area.centroid));
        }
        self.stations.find(text).map(|station| (format!("{}역", station.name), station.point))
    }
}

fn embedded_text(path: &str) -> Option<String> {
    Files::get(path).and_then(|file| String::from_utf8(file.data.into_owned()).ok())
}
