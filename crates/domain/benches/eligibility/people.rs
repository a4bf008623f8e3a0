//! People and hires from a seed: ages, homes, incomes and work spread over both sides of every limit that the programmes
//! draw, and one answer in ten not known. They are no statistics of any city.

use std::collections::{BTreeMap, BTreeSet};

use domain::area::AreaCode;
use domain::code::Education;
use domain::industry::IndustryCode;
use domain::reference::Reference;
use domain::support_program::{
    Dismissed, Facts, Hire, Past, ProgramId, Residence, Size, Stage, Status, SupportProgram, Work, Worked,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng, SeedableRng};
use strum::IntoEnumIterator;

/// The day around which everybody is made.
const TODAY: Date = date(2026, 3, 2);

struct Draw(ChaCha12Rng);

impl Draw {
    fn below(&mut self, many: u64) -> u64 {
        self.0.next_u64() % many
    }

    /// Nine times in ten.
    fn told<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let value = draw(self);
        (self.below(10) > 0).then_some(value)
    }

    fn of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64) as usize]
    }

    fn days_before(&mut self, most: u64) -> Date {
        TODAY.saturating_sub((self.below(most) as i64).days())
    }
}

/// So many of them.
pub(crate) fn make(reference: &Reference, many: usize, seed: u64) -> Vec<Hire> {
    let mut draw = Draw(ChaCha12Rng::seed_from_u64(seed));
    // Homes and stages are those that the rules name, and some that they do not.
    let area = |code: &str| AreaCode::parse(code).unwrap();
    let areas =
        ["41281", "41285", "41287", "41131", "41250", "41630", "11110", "26110", "41280", "41"].map(area);
    let staged: Vec<&SupportProgram> = reference
        .support_programs
        .iter()
        .filter(|one| one.versions.iter().any(|v| v.stage.is_some()))
        .collect();
    let programs: Vec<ProgramId> = reference.support_programs.iter().map(|one| one.id.clone()).collect();
    let industries = ["C", "A", "I", "J", "G"].map(|code| IndustryCode::parse(code).unwrap());
    (0..many).map(|_| hire(&mut draw, &areas, &staged, &programs, &industries)).collect()
}

fn hire(
    draw: &mut Draw,
    areas: &[AreaCode],
    staged: &[&SupportProgram],
    programs: &[ProgramId],
    industries: &[IndustryCode],
) -> Hire {
    let person = person(draw, areas, staged, programs);
    Hire {
        workers: draw.told(|draw| draw.below(40) as u32),
        industry: draw.told(|draw| industries[draw.below(industries.len() as u64) as usize].clone()),
        size: draw.told(|draw| draw.of(&[Size::Small, Size::Mid, Size::Large])),
        dismissed: draw.told(|draw| match draw.below(3) {
            0 => Dismissed::On { on: draw.days_before(1_000) },
            _ => Dismissed::Never,
        }),
        regular: draw.told(|draw| draw.below(2) == 0),
        weekly_min: draw.told(|draw| (10 + draw.below(40) as u32) * 60),
        hourly_won: draw.told(|draw| 8_000 + draw.below(8_000) as i64),
        starts_on: draw.told(|draw| draw.days_before(400)),
        person,
    }
}

fn person(draw: &mut Draw, areas: &[AreaCode], staged: &[&SupportProgram], programs: &[ProgramId]) -> Facts {
    let born_on = draw.told(|draw| TODAY.saturating_sub((15 * 365 + draw.below(65 * 365) as i64).days()));
    let work = draw.told(|draw| draw.of(&Work::iter().collect::<Vec<_>>()));
    let without = !work.is_some_and(Work::is_working);
    // Nothing may lie before somebody's birth.
    let after = |day: Date| born_on.map_or(day, |born| day.max(born));
    let mut told: BTreeMap<Status, bool> = BTreeMap::new();
    for status in Status::iter() {
        if let Some(holds) = draw.told(|draw| draw.below(8) == 0) {
            told.insert(status, holds);
        }
    }
    let narrow: Vec<(Status, Status)> = Status::iter().filter_map(|one| Some((one, one.wider()?))).collect();
    for (status, wider) in narrow {
        if told.get(&status) == Some(&true) {
            told.insert(wider, true);
        }
    }
    Facts {
        born_on,
        residence: draw.told(|draw| areas[draw.below(areas.len() as u64) as usize].clone()).map(|area| {
            let since = draw.told(|draw| after(draw.days_before(1_500)));
            Residence { area, since }
        }),
        income_percent: draw.told(|draw| draw.below(200) as u32),
        assets_won: draw.told(|draw| draw.below(700) as i64 * 1_000_000),
        work,
        unemployed_since: draw.told(|draw| after(draw.days_before(900))).filter(|_| without),
        worked: draw.told(|draw| Worked {
            within_months: draw.of(&[12, 24, 36]),
            days: draw.told(|draw| draw.below(300) as u32),
            hours: draw.told(|draw| draw.below(2_000) as u32),
        }),
        education: draw.told(|draw| draw.of(&Education::ALL.iter().copied().skip(1).collect::<Vec<_>>())),
        insured_months: draw.told(|draw| draw.below(60) as u32),
        told,
        history: draw.told(|draw| history(draw, staged)),
        household: draw.told(|draw| {
            let one = programs[draw.below(programs.len() as u64) as usize].clone();
            if draw.below(4) == 0 { BTreeSet::from([one]) } else { BTreeSet::new() }
        }),
    }
}

/// Nothing, or up to four stages of one programme before one of its own.
fn history(draw: &mut Draw, staged: &[&SupportProgram]) -> Vec<Past> {
    let many = draw.below(5);
    if staged.is_empty() || many == 4 {
        return Vec::new();
    }
    let program = staged[draw.below(staged.len() as u64) as usize];
    let stages: Vec<Stage> = program.versions.iter().filter_map(|version| version.stage).collect();
    let mut stage = stages[draw.below(stages.len() as u64) as usize];
    let mut past = Vec::new();
    for _ in 0..many {
        stage = before(stage);
        past.push(Past {
            program: program.id.clone(),
            version: None,
            kind: program.kind,
            stage: Some(stage),
            from: date(stage.year, 1, 1),
            until: Some(date(stage.year, 3, 31)),
        });
    }
    past
}

fn before(stage: Stage) -> Stage {
    match stage.nth {
        1 => Stage { year: stage.year - 1, nth: stage.of, ..stage },
        nth => Stage { nth: nth - 1, ..stage },
    }
}
