//! The page of each department, out of what was gathered. It must not read anything itself.

use std::collections::BTreeMap;

use domain::action::{Action, State as Done};
use domain::coop_request::{CoopRequest, State as Asked};
use domain::counting::Month;
use domain::estimate::{Estimate, PublishedUnit, Way};
use domain::hiring_commitment::{HiringCommitment, Pledge};
use domain::id::{OrganisationId, ProjectId};
use domain::measure::Measure;
use domain::organisation::{Organisation, OrganisationKind, heir, in_tree_order};
use domain::project::{Project, Stage};
use domain::report_book::{
    Department, Direction, EstimateLine, Joint, LeftTo, MeasureLine, OpenAction, OwnMonth, PledgeLine,
    Problem, ProjectLine, Report, Request,
};
use domain::submission::{State as Handed, Submission};
use jiff::Timestamp;
use jiff::civil::Date;

use super::numbers::{Numbers, lines, lines_with, placements};

/// Everything a book is made of beside the ledger, as it was.
#[derive(Debug, Default)]
pub(super) struct Ground {
    pub(super) bodies: Vec<Organisation>,
    pub(super) projects: Vec<Project>,
    pub(super) estimates: Vec<Estimate>,
    pub(super) commitments: Vec<HiringCommitment>,
    pub(super) measures: Vec<Measure>,
    pub(super) submissions: Vec<Submission>,
    pub(super) requests: Vec<CoopRequest>,
    pub(super) actions: Vec<Action>,
    /// What the book gathers.
    pub(super) edition: u8,
    /// Heads looked for, by the body that asked.
    pub(super) open: BTreeMap<Option<OrganisationId>, i64>,
    pub(super) numbers: Numbers,
    pub(super) at: Timestamp,
    pub(super) on: Date,
}

impl Ground {
    /// A body's name as it was.
    pub(super) fn name(&self, id: OrganisationId) -> String {
        let known = self.bodies.iter().find(|body| body.id == id);
        known.map(|body| body.name.clone()).unwrap_or_default()
    }

    /// The same, with who answers for it today if that is another.
    pub(super) fn name_with_heir(&self, id: OrganisationId) -> String {
        let heir = heir(&self.bodies, id, self.on);
        let other = self.edition >= 3 && heir != id;
        if other { format!("{} → {}", self.name(id), self.name(heir)) } else { self.name(id) }
    }

    /// The bodies with a page: those of the city's offices that exist, and those gone of which something stands in the sums of
    /// the city.
    pub(super) fn departments(&self) -> Vec<Department> {
        let office = |kind| {
            use OrganisationKind::{Agency, Department, JobCenter};
            matches!(kind, Department | Agency | JobCenter)
        };
        let with_page = |body: &&Organisation| {
            let owns = self.numbers.owned.get(&Some(body.id)).is_some_and(|own| !own.classes.is_empty());
            owns || (office(body.kind) && self.stands(body)) || (self.edition >= 3 && self.holds(body))
        };
        let bodies = in_tree_order(&self.bodies).into_iter().map(|(_, body)| body);
        bodies.filter(with_page).map(|body| self.department(body)).collect()
    }

    /// Whether a body exists on the day; until the second edition, by its mark alone.
    fn stands(&self, body: &Organisation) -> bool {
        if self.edition >= 3 { body.stands_on(self.on) } else { body.active }
    }

    /// Whether anything beside results is a body's own.
    fn holds(&self, body: &Organisation) -> bool {
        let id = body.id;
        self.measures.iter().any(|one| one.owner == id)
            || self.projects.iter().any(|one| one.owner == id)
            || self.commitments.iter().any(|one| one.ended.is_none() && self.holder(one) == Some(id))
            || self.actions.iter().any(|one| one.owner == Some(id) && one.state == Done::Open)
    }

    fn left_to(&self, body: &Organisation) -> Option<LeftTo> {
        let left = body.successor.filter(|_| self.edition >= 3)?;
        Some(LeftTo { name: self.name(left.id), from: left.from })
    }

    fn department(&self, body: &Organisation) -> Department {
        let owned = self.numbers.owned.get(&Some(body.id)).cloned().unwrap_or_default();
        let contributed = self.numbers.contributed.get(&body.id).copied().unwrap_or_default();
        let measures = self.measures.iter().filter(|measure| measure.owner == body.id);
        let pledges =
            self.commitments.iter().filter(|one| one.ended.is_none() && self.holder(one) == Some(body.id));
        Department {
            id: body.id,
            name: body.name.clone(),
            kind: body.kind,
            left_to: self.left_to(body),
            classes: lines_with(&owned, |class| {
                self.numbers.quality_of.get(&(Some(body.id), class)).copied()
            }),
            contributed: Some(contributed.0),
            open: Some(self.open.get(&Some(body.id)).copied().unwrap_or(0)),
            measures: measures.map(|measure| self.measure(measure)).collect(),
            projects: self
                .projects
                .iter()
                .filter(|one| one.owner == body.id)
                .map(|one| self.project(one))
                .collect(),
            pledges: pledges.map(|pledge| self.pledge(pledge)).collect(),
            problems: self.problems(body.id),
            requests: self.requests_of(body.id),
            report: self.report(body.id),
            months: self.since_second(|| self.months_of(body.id)),
            actions: self.since_second(|| self.actions_of(body.id)),
            joint: self.since_second(|| self.joint(body.id)),
        }
    }

    /// What books tell since their second edition.
    fn since_second<T>(&self, told: impl Fn() -> Vec<T>) -> Vec<T> {
        if self.edition >= 2 { told() } else { Vec::new() }
    }

    /// A body's year up to the day, month by month.
    fn months_of(&self, body: OrganisationId) -> Vec<OwnMonth> {
        let until = Month::of(self.on);
        let mut month = Date::new(self.on.year(), 1, 1).map_or(until, Month::of);
        let mut out = Vec::new();
        while month <= until {
            let report = self.submissions.iter().find(|one| one.organisation == body && one.month == month);
            let came = self.numbers.months_of.get(&(Some(body), month)).cloned().unwrap_or_default();
            let (filled, claimed) = placements(&came);
            out.push(OwnMonth {
                month,
                report: report.map(|one| one.state.name().to_owned()),
                late_days: report.and_then(|one| one.late_days(self.on)),
                filled,
                claimed,
            });
            month = month.next();
        }
        out
    }

    /// What a body has still to do, the longest due first.
    fn actions_of(&self, body: OrganisationId) -> Vec<OpenAction> {
        let mut own: Vec<&Action> = self
            .actions
            .iter()
            .filter(|action| action.state == Done::Open && action.owner == Some(body))
            .collect();
        own.sort_by_key(|action| (action.due_on.is_none(), action.due_on, action.source, &action.number));
        let told = own.into_iter().map(|action| OpenAction {
            source: action.source,
            number: action.number.clone(),
            title: action.title.clone(),
            due_on: action.due_on,
            late_days: action.late_days(self.on),
        });
        told.collect()
    }

    /// The bodies with which one has results in common, those of most first.
    fn joint(&self, body: OrganisationId) -> Vec<Joint> {
        let mut with: BTreeMap<OrganisationId, (i64, i64)> = BTreeMap::new();
        for ((owner, helper), count) in &self.numbers.pairs {
            if *owner == body {
                with.entry(*helper).or_default().0 += count;
            }
            if *helper == body {
                with.entry(*owner).or_default().1 += count;
            }
        }
        let told = with.into_iter().map(|(other, (helped_us, we_helped))| Joint {
            other: self.name(other),
            helped_us,
            we_helped,
        });
        let mut told: Vec<Joint> = told.collect();
        told.sort_by(|a, b| {
            (b.helped_us + b.we_helped, &a.other).cmp(&(a.helped_us + a.we_helped, &b.other))
        });
        told
    }

    /// A measure's line.
    pub(super) fn measure(&self, measure: &Measure) -> MeasureLine {
        let target = measure.target_at(self.at);
        // A quarter counts once it is over.
        let over = usize::try_from((self.on.month() - 1) / 3).unwrap_or(0);
        let over = if self.on.year() > measure.year { 4 } else { over };
        let sum = |quarters: &[i64]| quarters.iter().fold(0_i64, |sum, quarter| sum.saturating_add(*quarter));
        let (result, claimed) = self.numbers.measures.get(&measure.id).copied().unzip();
        let content = &measure.content;
        MeasureLine {
            id: measure.id,
            name: content.name.clone(),
            owner: self.name(measure.owner),
            category: content.category.clone(),
            audience: content.audience.clone(),
            unit: content.query.unit,
            target: sum(&target),
            target_by_now: sum(&target[..over]),
            result,
            claimed,
            budget_won: sum(&content.budget.values().copied().collect::<Vec<_>>()),
            revised: !measure.revisions.is_empty(),
        }
    }

    fn project(&self, project: &Project) -> ProjectLine {
        let estimates = self.estimates.iter();
        let standing = estimates.filter(|one| one.project == project.id && one.withdrawn.is_none());
        let mut estimates: Vec<EstimateLine> = standing.filter_map(|one| estimate(&one.way)).collect();
        // Those entered in one moment have no order of their own.
        estimates.sort_by(|one, other| (&one.when, &one.source).cmp(&(&other.when, &other.source)));
        let came = self.numbers.projects.get(&Some(project.number.clone()));
        ProjectLine {
            classes: came.map(lines).unwrap_or_default(),
            draft: !project.is_public(),
            id: project.id,
            number: project.number.clone(),
            name: project.content.name.clone(),
            kind: project.content.kind,
            stage: project.stage(),
            funds_won: project.content.funds_won(),
            owes_answer: project.owes_answer(),
            partners: project.content.partners.iter().map(|body| self.name(*body)).collect(),
            estimates,
        }
    }

    /// The body to which something was promised: its own, else the one that runs the project.
    fn holder(&self, pledge: &HiringCommitment) -> Option<OrganisationId> {
        let of_project =
            || self.projects.iter().find(|one| Some(one.id) == pledge.project).map(|one| one.owner);
        pledge.organisation.or_else(of_project)
    }

    fn number(&self, project: Option<ProjectId>) -> String {
        let known = self.projects.iter().find(|one| Some(one.id) == project);
        known.map(|one| one.number.clone()).unwrap_or_default()
    }

    fn pledge(&self, pledge: &HiringCommitment) -> PledgeLine {
        PledgeLine {
            by: pledge.promised_by.clone(),
            project: self.number(pledge.project),
            jobs: pledge.promised().map(|jobs| jobs.value()),
            percent: match pledge.pledge {
                Pledge::Clause { percent } => Some(percent),
                _ => None,
            },
            source: pledge.source.clone(),
        }
    }

    fn problems(&self, body: OrganisationId) -> Vec<Problem> {
        let own = || self.projects.iter().filter(|one| one.owner == body);
        let short = self.measures.iter().filter(|one| one.owner == body).filter_map(|measure| {
            let told = measure.shortfall.as_ref()?;
            Some(Problem::Shortfall {
                measure: measure.content.name.clone(),
                why: told.why.clone(),
                remedy: told.remedy.clone(),
            })
        });
        let stopped = own().filter_map(|project| {
            let last = project.stages.last()?;
            matches!(last.stage, Stage::Suspended | Stage::Cancelled).then(|| Problem::Stopped {
                project: project.content.name.clone(),
                stage: last.stage,
                why: last.why.clone(),
            })
        });
        let returned = self.submissions.iter().filter(|one| one.organisation == body).filter_map(|one| {
            match &one.state {
                Handed::Returned { remark } => {
                    Some(Problem::Returned { month: one.month, remark: remark.clone() })
                }
                _ => None,
            }
        });
        let mut all: Vec<Problem> = short.chain(stopped).chain(returned).collect();
        let open = own().filter(|project| project.owes_answer()).count();
        if open > 0 {
            all.push(Problem::Unanswered { projects: i64::try_from(open).unwrap_or(i64::MAX) });
        }
        all
    }

    fn requests_of(&self, body: OrganisationId) -> Vec<Request> {
        let open = self.requests.iter().filter(|one| one.state == Asked::Asked);
        open.filter_map(|one| {
            let (direction, other) = match (one.from == body, one.to == body) {
                (true, _) => (Direction::Asks, one.to),
                (_, true) => (Direction::Asked, one.from),
                _ => return None,
            };
            Some(Request {
                direction,
                other: self.name(other),
                text: one.text.clone(),
                asked_on: one.asked_on,
                answer_by: one.answer_by,
            })
        })
        .collect()
    }

    fn report(&self, body: OrganisationId) -> Option<Report> {
        let own = self.submissions.iter().filter(|one| one.organisation == body);
        let last = own.max_by_key(|one| one.month)?;
        let (state, late_days) = (last.state.name().to_owned(), last.late_days(self.on));
        Some(Report { month: last.month, state, late_days })
    }
}

/// An estimate's line; one that lacks what it must tell is not shown (CR-13).
fn estimate(way: &Way) -> Option<EstimateLine> {
    Some(match way {
        Way::Computed(of) => {
            let parts = of.parts().ok()?;
            EstimateLine {
                way: "computed".to_owned(),
                value: parts.total.value(),
                won: false,
                parts: Some((parts.direct.value(), parts.indirect.value())),
                source: of.source.clone(),
                when: of.year.to_string(),
            }
        }
        Way::Regional(of) => {
            let sides = of.parts().ok()?;
            EstimateLine {
                way: "regional".to_owned(),
                value: sides.total.value(),
                won: false,
                parts: Some((sides.inside.value(), sides.outside.value())),
                source: of.source.clone(),
                when: of.year.to_string(),
            }
        }
        Way::Published(of) => EstimateLine {
            way: "published".to_owned(),
            value: of.value,
            won: of.unit == PublishedUnit::Won,
            parts: None,
            source: of.source.clone(),
            when: of.on.map(|day| day.to_string()).unwrap_or_default(),
        },
    })
}
