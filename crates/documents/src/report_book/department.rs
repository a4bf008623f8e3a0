//! The chapter of the departments: all of them in one table, then a page of each.

use domain::counting::Class;
use domain::measure::Unit;
use domain::report_book::{
    Cell, ClassLine, Department, Direction, Facts, Joint, MeasureLine, OwnMonth, Problem, ProjectLine,
};

use strum::IntoEnumIterator;

use super::compose::{CLASS_COLUMNS, Ground, QUALITY_COLUMNS, class_rows, quality_rows};
use super::{Align, Block, Chapter, Column, Value};
use crate::chart::{self, Gauge, Series};
use crate::svg::Frame;

use Align::{Center, Left, Right};

impl Ground<'_> {
    /// All departments, then each.
    pub(super) fn departments(&self, facts: &Facts) -> Chapter {
        let mut rows: Vec<Vec<Value>> = facts.departments.iter().map(|one| self.summary(one)).collect();
        if let Some(line) = facts.totals.unowned.iter().find(|line| line.class == Class::R1) {
            rows.push(vec![
                self.t("unowned").into(),
                line.filled.into(),
                line.claimed.into(),
                Value::Hidden,
                Value::Hidden,
                Value::Hidden,
                Value::Hidden,
                Value::Hidden,
            ]);
        }
        let columns = [
            ("department", 23, Left),
            ("r1-filled", 10, Right),
            ("r1-claimed", 10, Right),
            ("contributed", 10, Right),
            ("open-heads", 9, Right),
            ("pledged-jobs", 9, Right),
            ("projects", 8, Right),
            ("report", 25, Center),
        ];
        let note = Block::Text { text: self.t("departments-note") };
        let mut blocks = vec![note, self.table("departments-table", &columns, rows)];
        for (nth, department) in facts.departments.iter().enumerate() {
            self.page(nth, department, &mut blocks);
        }
        self.chapter("departments", blocks)
    }

    fn summary(&self, one: &Department) -> Vec<Value> {
        let line = one.classes.iter().find(|line| line.class == Class::R1);
        // No line is nothing, not something hidden.
        let (filled, claimed) = line.map_or((Some(0), Some(0)), |line| (line.filled, line.claimed));
        let projects = i64::try_from(one.projects.len()).unwrap_or(0);
        vec![
            one.name.clone().into(),
            filled.into(),
            claimed.into(),
            one.contributed.into(),
            one.open.into(),
            pledged(one).into(),
            projects.into(),
            self.reported(one).into(),
        ]
    }

    fn reported(&self, one: &Department) -> String {
        let Some(report) = &one.report else { return self.t("report-none") };
        let state = self.word("submission-state", &report.state);
        match report.late_days {
            Some(days) => {
                format!("{} {state} · {}", report.month, self.with("late", "days", i64::from(days)))
            }
            None => format!("{} {state}", report.month),
        }
    }

    fn page(&self, nth: usize, one: &Department, blocks: &mut Vec<Block>) {
        blocks.push(Block::Page { text: one.name.clone() });
        let lead = domain::Message::new("book-department-lead")
            .with("kind", domain::Message::word("organisation-kind", &one.kind.to_string()))
            .with("contributed", Value::from(one.contributed).shown())
            .with("open", Value::from(one.open).shown())
            .with("pledged", Value::from(pledged(one)).shown())
            .with("report", self.reported(one));
        blocks.push(Block::Text { text: (self.say)(&lead) });
        if let Some(left) = &one.left_to {
            let said = domain::Message::new("book-left-to").with("name", left.name.clone());
            blocks.push(Block::Text { text: (self.say)(&said.with("from", left.from.to_string())) });
        }
        if !one.months.is_empty() {
            blocks.push(self.months_strip(&one.months));
        }
        self.months_drawn(nth, &one.months, blocks);
        let id = format!("book-measure-{nth}");
        let told = one
            .measures
            .iter()
            .filter_map(|line| Some((line.unit, line.name.as_str(), line.result?, line.target)));
        self.gauges(&id, (told.collect(), 1), blocks);
        blocks.push(self.measures("department-measures", &one.measures, false));
        blocks.push(self.table("department-results", CLASS_COLUMNS, class_rows(self, &one.classes)));
        self.quality(&one.classes, blocks);
        self.projects(one, blocks);
        self.joint(one, blocks);
        let problems: Vec<String> = one.problems.iter().map(|problem| self.problem(problem)).collect();
        if self.least.is_none() {
            self.actions(one, blocks);
            blocks.push(self.heading("problems"));
            match problems.is_empty() {
                true => blocks.push(Block::Text { text: self.t("problems-none") }),
                false => blocks.push(Block::List { items: problems }),
            }
            let requests = one.requests.iter().map(|request| {
                let direction = match request.direction {
                    Direction::Asks => self.t("asks"),
                    Direction::Asked => self.t("asked"),
                };
                vec![
                    direction.into(),
                    request.other.clone().into(),
                    request.text.clone().into(),
                    request.asked_on.to_string().into(),
                    request.answer_by.to_string().into(),
                ]
            });
            let columns = [
                ("direction", 10, Center),
                ("other", 20, Left),
                ("request", 42, Left),
                ("asked-on", 14, Center),
                ("answer-by", 14, Center),
            ];
            blocks.push(self.table("department-requests", &columns, requests.collect()));
        }
    }

    /// The year by months: how each report stands and what came of the month. Twelve columns always, so that the strips of all
    /// departments lie under each other.
    fn months_strip(&self, months: &[OwnMonth]) -> Block {
        let of = |nth: i8| months.iter().find(|one| one.month.first().month() == nth);
        let row = |key: &str, cell: &dyn Fn(&OwnMonth) -> Value| {
            let cells = (1..=12).map(|nth| of(nth).map_or_else(|| "".into(), cell));
            std::iter::once(self.t(key).into()).chain(cells).collect::<Vec<Value>>()
        };
        let report = |one: &OwnMonth| -> Value {
            let Some(state) = &one.report else { return Value::Hidden };
            let state = self.word("submission-state", state);
            let late = one.late_days.map(|days| self.with("late", "days", i64::from(days)));
            std::iter::once(state).chain(late).collect::<Vec<_>>().join("\n").into()
        };
        let mut rows = vec![row("month-report", &report)];
        if self.least.is_none() {
            rows.push(row("r1-filled", &|one| one.filled.into()));
            rows.push(row("r1-claimed", &|one| one.claimed.into()));
        }
        let head = Column { name: self.t("month"), width: 16, align: Left };
        let month =
            |nth: i64| Column { name: self.with("month-nth", "month", nth), width: 10, align: Center };
        let columns = std::iter::once(head).chain((1..=12).map(month)).collect();
        Block::Table { caption: self.t("department-months"), columns, rows, empty: self.t("none") }
    }

    /// The same as a line, where there is one.
    fn months_drawn(&self, nth: usize, months: &[OwnMonth], blocks: &mut Vec<Block>) {
        let values: Vec<Cell> = months.iter().map(|one| one.filled).collect();
        if values.len() < 2 || values.iter().all(|cell| cell.unwrap_or(0) == 0) {
            return;
        }
        let labels: Vec<String> =
            months.iter().map(|one| one.month.first().strftime("%m").to_string()).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let (id, title, name) = (
            format!("book-own-months-{nth}"),
            self.t("department-months-chart"),
            self.word("grade", "filled"),
        );
        let frame = Frame { id: &id, title: &title, description: &title };
        let svg = chart::line(&frame, &labels, &[Series { name: &name, values: &values }]);
        blocks.push(Block::Drawing { caption: title.clone(), svg, width: 60 });
    }

    /// With whom it works; two columns that are never added.
    fn joint(&self, one: &Department, blocks: &mut Vec<Block>) {
        if one.joint.is_empty() {
            return;
        }
        let row =
            |with: &Joint| vec![with.other.clone().into(), with.helped_us.into(), with.we_helped.into()];
        let columns = [("other-body", 40, Left), ("helped-us", 30, Right), ("we-helped", 30, Right)];
        blocks.push(self.table("department-joint", &columns, one.joint.iter().map(row).collect()));
    }

    /// What it has still to do.
    fn actions(&self, one: &Department, blocks: &mut Vec<Block>) {
        // A book from before they were gathered says nothing of them.
        if one.months.is_empty() {
            return;
        }
        let rows = one.actions.iter().map(|action| {
            let late = action.late_days.map(|days| self.with("late", "days", i64::from(days)));
            vec![
                self.numbered(action.source, &action.number).into(),
                action.title.clone().into(),
                action.due_on.map(|day| day.to_string()).unwrap_or_default().into(),
                late.unwrap_or_default().into(),
            ]
        });
        let columns = [
            ("point-number", 14, Center),
            ("point-title", 56, Left),
            ("point-due", 15, Center),
            ("late-by", 15, Center),
        ];
        blocks.push(self.table("department-actions", &columns, rows.collect()));
    }

    /// Insurance and pay of results, where something is known of them.
    pub(super) fn quality(&self, lines: &[ClassLine], blocks: &mut Vec<Block>) {
        let rows = quality_rows(self, lines);
        if !rows.is_empty() {
            blocks.push(self.table("quality", QUALITY_COLUMNS, rows));
        }
    }

    /// Targets with what came of them, a drawing a unit, for two units share no axis; units of fewer than `least` are left to
    /// the table.
    pub(super) fn gauges(
        &self,
        id: &str,
        (told, least): (Vec<(Unit, &str, i64, i64)>, usize),
        blocks: &mut Vec<Block>,
    ) {
        for unit in Unit::iter() {
            let of = told.iter().filter(|line| line.0 == unit);
            let gauges: Vec<Gauge<'_>> =
                of.map(|(_, label, value, target)| Gauge { label, value: *value, target: *target }).collect();
            if gauges.len() < least {
                continue;
            }
            let (id, title) =
                (format!("{id}-{unit}"), self.with("gauges", "unit", self.word("book-measure-unit", unit)));
            let svg = chart::bullet(&Frame { id: &id, title: &title, description: &title }, &gauges);
            blocks.push(Block::Drawing { caption: title, svg, width: 60 });
        }
    }

    /// Measures with their targets and what came of them.
    pub(super) fn measures(&self, caption: &str, measures: &[MeasureLine], owner: bool) -> Block {
        let rows = measures.iter().map(|measure| {
            let name = if measure.revised {
                format!("{} ({})", measure.name, self.t("revised"))
            } else {
                measure.name.clone()
            };
            let name = if owner { format!("{name}\n{}", measure.owner) } else { name };
            vec![
                name.into(),
                self.category(&measure.category).into(),
                self.word("book-measure-unit", measure.unit).into(),
                measure.target.into(),
                measure.target_by_now.into(),
                measure.result.into(),
                measure.claimed.into(),
                self.won(measure.budget_won),
            ]
        });
        let columns = [
            ("measure", 28, Left),
            ("category", 15, Left),
            ("unit", 9, Center),
            ("target", 10, Right),
            ("target-now", 10, Right),
            ("result", 10, Right),
            ("claimed-short", 9, Right),
            ("budget", 11, Right),
        ];
        self.table(caption, &columns, rows.collect())
    }

    /// What a project is said to bring, side by side; never added, and never beside a result in one cell (CR-13).
    fn said(&self, project: &ProjectLine) -> String {
        let people = project.estimates.iter().filter(|estimate| !estimate.won);
        people.map(|estimate| estimate.value.to_string()).collect::<Vec<_>>().join(" / ")
    }

    /// What came of a project, each class for itself. Everybody's extract does not tell.
    fn came(&self, project: &ProjectLine, of: impl Fn(&ClassLine) -> Cell) -> Value {
        if self.least.is_some() {
            return Value::from(Cell::None);
        }
        let told = project.classes.iter().filter_map(|line| Some((line.class, of(line).filter(|n| *n > 0)?)));
        match told.collect::<Vec<_>>().as_slice() {
            [] => 0_i64.into(),
            [(Class::R1, jobs)] => (*jobs).into(),
            many => {
                let many = many.iter().map(|(class, n)| format!("{} {n}", self.word("class", class)));
                many.collect::<Vec<_>>().join("\n").into()
            }
        }
    }

    fn projects(&self, one: &Department, blocks: &mut Vec<Block>) {
        let rows = one.projects.iter().map(|project| {
            let question = if project.owes_answer { self.t("owes-answer") } else { self.t("answered") };
            let draft = project.draft.then(|| self.t("draft"));
            let name = std::iter::once(&project.name).chain(&draft).chain(&project.partners);
            vec![
                project.number.clone().into(),
                name.map(String::as_str).collect::<Vec<_>>().join("\n").into(),
                self.word("project-stage", project.stage).into(),
                self.won(project.funds_won),
                question.into(),
                self.said(project).into(),
                self.came(project, |line| line.filled),
                self.came(project, |line| line.claimed),
            ]
        });
        let columns = [
            ("number", 13, Left),
            ("project-partners", 28, Left),
            ("stage", 8, Center),
            ("funds", 12, Right),
            ("question", 11, Center),
            ("estimate", 12, Right),
            ("result", 8, Right),
            ("claimed-short", 8, Right),
        ];
        blocks.push(self.table("department-projects", &columns, rows.collect()));
        let estimates: Vec<Vec<Value>> = one
            .projects
            .iter()
            .flat_map(|project| project.estimates.iter().map(move |estimate| (project, estimate)))
            .map(|(project, estimate)| {
                let unit = if estimate.won { self.word("unit", "won") } else { self.t("people") };
                let parts = estimate.parts.map(|(first, second)| {
                    let key = if estimate.way == "regional" { "parts-regional" } else { "parts-computed" };
                    let said = domain::Message::word("book", key).with("first", first).with("second", second);
                    (self.say)(&said)
                });
                vec![
                    project.name.clone().into(),
                    self.t(&format!("way-{}", estimate.way)).into(),
                    estimate.value.into(),
                    unit.into(),
                    parts.unwrap_or_default().into(),
                    format!("{} ({})", estimate.source, estimate.when).into(),
                ]
            })
            .collect();
        if !estimates.is_empty() {
            let columns = [
                ("project", 24, Left),
                ("way", 12, Center),
                ("estimate", 12, Right),
                ("unit", 7, Center),
                ("parts", 21, Left),
                ("source", 24, Left),
            ];
            blocks.push(self.table("department-estimates", &columns, estimates));
        }
        let pledges: Vec<Vec<Value>> = one
            .pledges
            .iter()
            .map(|pledge| {
                let percent = pledge.percent.map(|percent| self.with("clause", "percent", percent));
                vec![
                    pledge.by.clone().into(),
                    pledge.project.clone().into(),
                    pledge.jobs.into(),
                    percent.unwrap_or_default().into(),
                    pledge.source.clone().into(),
                ]
            })
            .collect();
        if !pledges.is_empty() {
            let columns = [
                ("promised-by", 26, Left),
                ("project-number", 18, Left),
                ("pledged-jobs", 14, Right),
                ("clause-head", 18, Center),
                ("source", 24, Left),
            ];
            blocks.push(self.table("department-pledges", &columns, pledges));
        }
    }

    fn problem(&self, problem: &Problem) -> String {
        let say = |message: domain::Message| (self.say)(&message);
        match problem {
            Problem::Shortfall { measure, why, remedy } => {
                say(domain::Message::new("book-problem-shortfall")
                    .with("measure", measure.clone())
                    .with("why", why.clone())
                    .with("remedy", remedy.clone()))
            }
            Problem::Stopped { project, stage, why } => say(domain::Message::new("book-problem-stopped")
                .with("project", project.clone())
                .with("stage", domain::Message::word("project-stage", &stage.to_string()))
                .with("why", why.clone())),
            Problem::Unanswered { projects } => self.with("problem-unanswered", "count", *projects),
            Problem::Returned { month, remark } => say(domain::Message::new("book-problem-returned")
                .with("month", month.to_string())
                .with("remark", remark.clone())),
        }
    }
}

/// Jobs promised to a department; a clause promises a share and no jobs.
fn pledged(one: &Department) -> Option<i64> {
    Some(one.pledges.iter().filter_map(|pledge| pledge.jobs).sum())
}
