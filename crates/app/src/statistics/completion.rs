//! Who completed which cohort, followed from the change log beside the ledger: what measures and books count as completions
//! (CR-11). It must not know anybody's name; who was erased is counted without an id.

use std::collections::BTreeMap;

use domain::cohort::{Cohort, EMPLOYED_MONTHS, State};
use domain::counting::{Counted, Ledger};
use domain::enrolment::{Enrolment, StateName};
use domain::id::{CohortId, EnrolmentId, OrganisationId, PersonId};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{App, Error};

/// The cohorts that are over, and who completed one.
#[derive(Debug, Default)]
pub(crate) struct Completions {
    cohorts: BTreeMap<CohortId, Cohort>,
    people: BTreeMap<CohortId, BTreeMap<EnrolmentId, Option<PersonId>>>,
}

impl Completions {
    /// Takes in every record as its row holds it.
    pub(super) async fn fill(&mut self, app: &App) -> Result<(), Error> {
        let all: Vec<Cohort> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
        all.into_iter().for_each(|cohort| self.cohort(cohort));
        let mut last = None;
        loop {
            let rows = store::change::bodies(&app.store, app.tenant, "enrolment", last).await;
            let rows = rows.map_err(crate::fault)?;
            let Some((end, _)) = rows.last() else { return Ok(()) };
            last = Some(*end);
            for (id, body) in &rows {
                self.apply("enrolment", *id, body)?;
            }
        }
    }

    /// Takes in what is said of a record.
    pub(super) fn apply(&mut self, noun: &str, id: Uuid, body: &Value) -> Result<(), Error> {
        match noun {
            "cohort" => self.cohort(Cohort::deserialize(body).map_err(Error::internal)?),
            "enrolment" => {
                let one = Enrolment::deserialize(body).map_err(Error::internal)?;
                let of = self.people.entry(one.cohort).or_default();
                match one.state.name() {
                    StateName::Completed => of.insert(EnrolmentId(id), one.person()),
                    _ => of.remove(&EnrolmentId(id)),
                };
            }
            _ => {}
        }
        Ok(())
    }

    fn cohort(&mut self, cohort: Cohort) {
        match cohort.state {
            State::Completed { .. } => self.cohorts.insert(cohort.id, cohort),
            _ => self.cohorts.remove(&cohort.id),
        };
    }

    /// A day for everybody who completed a cohort that ended in a year, of a body or of all.
    pub(crate) fn completed(&self, year: i16, body: Option<OrganisationId>) -> Vec<Date> {
        let ended = self.of(body).filter(|cohort| cohort.until.year() == year);
        ended.flat_map(|cohort| std::iter::repeat_n(cohort.until, self.people_of(cohort).count())).collect()
    }

    /// A day for everybody of them who had work six months after: the day on which that is known, in a year.
    pub(crate) fn employed(
        &self,
        (ledger, counted): (&Ledger, &Counted),
        (year, body): (i16, Option<OrganisationId>),
        until: Date,
    ) -> Vec<Date> {
        let [_, months] = EMPLOYED_MONTHS;
        let known = self.of(body).map(|cohort| (cohort, cohort.months_after(months)));
        let known = known.filter(|(_, on)| on.year() == year && *on <= until);
        let days = known.flat_map(|(cohort, on)| {
            let people: Vec<PersonId> = self.people_of(cohort).flatten().collect();
            std::iter::repeat_n(on, ledger.worked_on(counted, &people, (cohort.until, on)).len())
        });
        days.collect()
    }

    fn of(&self, body: Option<OrganisationId>) -> impl Iterator<Item = &Cohort> {
        self.cohorts.values().filter(move |cohort| body.is_none() || cohort.organisation == body)
    }

    fn people_of(&self, cohort: &Cohort) -> impl Iterator<Item = Option<PersonId>> {
        self.people.get(&cohort.id).into_iter().flat_map(|of| of.values().copied())
    }
}
