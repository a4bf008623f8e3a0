//! Two cities, one real and one invented, through the same door.

use domain::area::{Point, distance_m};
use domain::city::City;
use domain::reference::Reference;

#[test]
fn the_default_city_comes_first() {
    assert_eq!(City::embedded_names(), ["goyang", "haneul"]);
}

#[test]
fn both_cities_are_whole() {
    for (name, dongs, offices) in [("goyang", 44, 42), ("haneul", 6, 3)] {
        let city = City::embedded(name).unwrap();
        assert_eq!(city.dongs().count(), dongs, "{name}");
        assert_eq!(city.offices().len(), offices, "{name}");
        let reference = Reference::embedded().unwrap();
        for sector in city.sectors() {
            for code in &sector.occupations {
                assert!(reference.occupations.get(code).is_some(), "{name} {} {code}", sector.id);
            }
            for code in &sector.industries {
                assert!(reference.industries.get(code).is_some(), "{name} {} {code}", sector.id);
            }
        }
        for office in city.offices() {
            let known = |parent: &str| city.offices().iter().any(|o| o.name == parent);
            assert!(office.parent.is_empty() || known(&office.parent), "{name} {}", office.name);
        }
        for area in city.dongs() {
            // The middle may lie outside a curved dong, but never far from it.
            let (_, near) = city.place(&area.name).unwrap_or_else(|| panic!("{name} {}", area.name));
            assert_eq!(near, area.centroid, "{name} {}", area.name);
            assert!(city.areas().contains(city.root(), &area.code), "{name} {}", area.name);
        }
        assert!(city.stations().nearest(city.areas().get(city.root()).unwrap().centroid).is_some());
    }
}

#[test]
fn goyang_has_its_people_and_a_point_finds_its_dong() {
    let city = City::embedded("goyang").unwrap();
    let people: u32 = city.dong_facts().iter().map(|dong| dong.population).sum();
    assert_eq!(people, 1_057_438);
    let inside = city.dongs().filter(|area| city.dong_at(area.centroid).as_ref() == Some(&area.code)).count();
    assert!(inside >= 40, "only {inside} of 44 middles lie in their own dong");
    assert_eq!(city.dong_at(Point::from_degrees(127.5, 36.0)), None);
}

#[test]
fn a_station_is_a_place() {
    let city = City::embedded("goyang").unwrap();
    let (name, point) = city.place("화정역").unwrap();
    assert_eq!(name, "화정역");
    let dong = city.dong_at(point).unwrap();
    assert!(city.areas().name(&dong).starts_with("화정"));
    assert!(distance_m(point, city.place("대곡역").unwrap().1) < 4_000);
    assert!(city.stations().find("화정").unwrap().lines.contains(&"3호선".to_owned()));
}

#[test]
fn a_broken_city_file_says_where_and_what() {
    let reference = Reference::embedded().unwrap();
    let unknown_key = "id = \"x\"\nnme_ko = \"y\"\n";
    let error = City::load(unknown_key, reference, &|_| None).unwrap_err();
    assert!(error.to_string().contains("nme_ko"), "{error}");
    let none = City::embedded("atlantis").unwrap_err();
    assert!(none.to_string().contains("goyang"), "{none}");
}

#[test]
fn figures_a_city_may_not_choose_are_refused_by_name() {
    let city = |section: &str| {
        let toml = format!(
            "id = \"x\"\nname_ko = \"가\"\nname_en = \"X\"\ntime_zone = \"Asia/Seoul\"\nphone = \"1\"\n{section}\n[area]\nroot = \"41280\"\ndongs = \"d\"\nstations = \"s\"\n"
        );
        City::load(&toml, Reference::embedded().unwrap(), &|_| None).unwrap_err().to_string()
    };
    for (section, said) in [
        ("[ledger]\nleast_shown = 1", "[ledger] least_shown must lie between 2 and 100, not 1"),
        ("[ledger]\nfull_year_days = 0", "[ledger] full_year_days must lie between 1 and 366, not 0"),
        ("[anomaly]\nconfirms = 0", "[anomaly] confirms must lie between 2 and 1000, not 0"),
        ("[anomaly]\ncancel_percent = 101", "[anomaly] cancel_percent must lie between 1 and 100, not 101"),
        ("[ledger]\nleast = 3", "least"),
        ("[ledger]\nleast_shown = 2", "not there"),
    ] {
        assert!(city(section).contains(said), "{section}: {}", city(section));
    }
}

#[test]
fn a_city_that_chooses_nothing_counts_by_the_usual_figures() {
    let usual = domain::counting::Bounds::default();
    assert_eq!((usual.least_shown, usual.full_year_days), (3, 250));
    assert_eq!(*City::embedded("goyang").unwrap().ledger(), usual);
    let own = *City::embedded("haneul").unwrap().ledger();
    assert_eq!((own.least_shown, own.full_year_days), (5, 240));
}
