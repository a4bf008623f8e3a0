//! An invented city to try the system with: bodies, employers, openings, jobseekers and the past year's
//! results, the same for the same seed.
//!
//! It must not know which city it fills, nor the store; everything local comes from [`City`].

mod employer;
mod opening;
mod organisation;
mod person;
mod placement;
mod seeker;
mod words;

use std::collections::HashSet;

use domain::city::City;
use domain::employer::{Contact, Employer};
use domain::id::SeekerId;
use domain::opening::Opening;
use domain::organisation::Organisation;
use domain::person::{Identity, Person};
use domain::placement::Placement;
use domain::reference::Reference;
use domain::seeker::{Profile, Seeker};
use domain::service::{Notes, Service};
use domain::{Actor, Ctx, Role};
use jiff::Timestamp;
use jiff::civil::Date;

/// How many of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Employers.
    pub employers: usize,
    /// Openings.
    pub openings: usize,
    /// Jobseekers.
    pub seekers: usize,
}

impl Sizes {
    /// The city that is shown.
    pub const FULL: Self = Self { employers: 1_200, openings: 5_000, seekers: 20_000 };
    /// A small one for tests.
    pub const SMALL: Self = Self { employers: 60, openings: 200, seekers: 300 };
}

/// An account whose sign-in is printed.
#[derive(Debug, Clone)]
pub struct Staff {
    /// The person.
    pub person: Person,
    /// What names them.
    pub identity: Identity,
    /// Their role.
    pub role: Role,
}

/// The generated city.
#[derive(Debug, Clone)]
pub struct DemoCity {
    /// Bodies, parents first.
    pub organisations: Vec<Organisation>,
    /// One account a role.
    pub staff: Vec<Staff>,
    /// Employers with their contact.
    pub employers: Vec<(Employer, Option<Contact>)>,
    /// Openings.
    pub openings: Vec<Opening>,
    /// Jobseekers.
    pub seekers: Vec<(Seeker, Person, Profile)>,
    /// Claims of the past year: in every state and grade, with evidence and what was found later.
    pub placements: Vec<Placement>,
    /// What was done for those people.
    pub services: Vec<(Service, Notes)>,
}

impl DemoCity {
    /// What was there at an instant, and what came since: bodies, people who sign in and employers were always there.
    pub fn parted(self, at: Timestamp) -> [Self; 2] {
        let (openings, new_openings) = self.openings.into_iter().partition(|one| one.created_at <= at);
        let (seekers, new_seekers): (Vec<_>, Vec<_>) =
            self.seekers.into_iter().partition(|(seeker, ..)| seeker.created_at <= at);
        let known: HashSet<SeekerId> = seekers.iter().map(|(seeker, ..)| seeker.id).collect();
        let knew = |who: Option<SeekerId>, when| when <= at && who.is_none_or(|who| known.contains(&who));
        let (placements, new_placements) =
            self.placements.into_iter().partition(|one| knew(one.seeker, one.created_at));
        let (services, new_services) =
            self.services.into_iter().partition(|(one, _)| knew(one.seeker, one.created_at));
        let since = Self {
            organisations: Vec::new(),
            staff: Vec::new(),
            employers: Vec::new(),
            openings: new_openings,
            seekers: new_seekers,
            placements: new_placements,
            services: new_services,
        };
        [Self { openings, seekers, placements, services, ..self }, since]
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.organisations.len()
            + self.employers.len()
            + self.openings.len()
            + self.seekers.len()
            + self.placements.len()
            + self.services.len()
    }
}

/// What every part of the generation needs.
struct Ground<'a> {
    dice: words::Dice,
    jobs: Vec<words::Job>,
    city: &'a City,
    places: employer::Places,
    floor_hourly_won: i64,
    today: Date,
    now: Timestamp,
}

/// Makes a city. Pure: the same arguments give the same city.
pub fn generate(
    seed: [u8; 32],
    sizes: &Sizes,
    city: &City,
    reference: &Reference,
    today: Date,
    now: Timestamp,
) -> DemoCity {
    let ctx = Ctx::new(city.tenant(), Actor::system(), now, city.zone().clone(), seed);
    // A year the table does not reach takes the last known floor.
    let wages = &reference.minimum_wages;
    let last = wages.iter().last().map_or(1, |(_, won)| won);
    let ground = Ground {
        dice: words::Dice::new(ctx),
        jobs: words::jobs(reference),
        city,
        places: employer::Places::of(city),
        floor_hourly_won: wages.hourly_won(today.year()).unwrap_or(last),
        today,
        now,
    };
    let organisations = organisation::all(&ground);
    let employers = employer::all(&ground, sizes.employers);
    let openings = opening::all(&ground, &organisations, &employers, sizes.openings);
    let mut seekers = seeker::all(&ground, sizes.seekers);
    let staff = person::staff(
        &ground,
        &organisations,
        employers.first().map(|(e, _)| e.0.id),
        seekers.first().map(|(seeker, _, profile)| (seeker.person, profile.name.as_str())),
    );
    let counselor = staff.iter().find(|member| member.role == Role::Counselor);
    let counselor = counselor.map(|member| member.person.id);
    let officer = staff.iter().find(|member| member.role == Role::Supervisor).map(|member| member.person.id);
    placement::look_after(&mut seekers, &organisations, counselor, city.reminders());
    let (placements, services) =
        placement::past(&ground, &organisations, &employers, &mut seekers, (counselor, officer));
    DemoCity {
        organisations,
        staff,
        employers: employers.into_iter().map(|(e, _)| e).collect(),
        openings,
        seekers,
        placements,
        services,
    }
}
