//! The chapters about the city as a whole: what became of the points of the meeting before, plan, results, network, the young,
//! sectors, who is missing, what is different, by which rules.

use domain::action::Source;
use domain::counting::{Class, Rule};
use domain::report_book::{Change, Facts, Network, Place, Point, PointPart, What};

use super::compose::{CLASS_COLUMNS, Ground, class_rows};
use super::{Align, Block, Chapter, Value};
use crate::chart::{self, Datum, Series};
use crate::map::{self, Shape};
use crate::svg::Frame;

use Align::{Center, Left, Right};

impl Ground<'_> {
    /// Instructions and points to improve, with what became of them.
    pub(super) fn points(&self, facts: &Facts) -> Chapter {
        let settled = facts.points.iter().filter(|point| point.state != "open").count();
        let late = facts.points.iter().filter(|point| point.late_days.is_some()).count();
        let lead = (self.say)(
            &domain::Message::new("book-points-lead")
                .with("all", facts.points.len())
                .with("settled", settled)
                .with("late", late),
        );
        let rows = facts.points.iter().map(|point| self.point(point)).collect();
        let columns = [
            ("point-number", 9, Center),
            ("point-title", 27, Left),
            ("point-owner", 13, Left),
            ("point-due", 11, Center),
            ("point-state", 11, Center),
            ("point-word", 20, Left),
            ("point-measured", 15, Left),
        ];
        self.chapter("points", vec![Block::Text { text: lead }, self.table("points-table", &columns, rows)])
    }

    fn point(&self, point: &Point) -> Vec<Value> {
        let state = self.word("book-action-state", &point.state);
        let state = match point.late_days {
            Some(days) => format!("{state} · {}", self.with("late", "days", i64::from(days))),
            None => state,
        };
        let measured = point.measured.as_ref().map(|told| {
            let hidden = point.hidden.contains(&PointPart::Result);
            let verdict = match told.reached() {
                _ if hidden => self.t("hidden"),
                Some(true) => self.t("reached"),
                Some(false) => self.t("behind"),
                None if told.result.is_some() => self.t("before-target"),
                None => self.t("untold"),
            };
            let result = Value::from(told.result).shown();
            let (target, unit) =
                (Value::Number(told.target).shown(), self.word("book-measure-unit", told.unit));
            format!("{verdict}: {result} / {target} {unit}\n{}", told.measure)
        });
        // What is hidden is not what is not there.
        let or_hidden = |part, said: &String| -> Value {
            if point.hidden.contains(&part) { self.t("hidden").into() } else { said.clone().into() }
        };
        vec![
            self.numbered(point.source, &point.number).into(),
            or_hidden(PointPart::Title, &point.title),
            point.owner.clone().into(),
            point.due_on.map(|day| day.to_string()).unwrap_or_default().into(),
            state.into(),
            or_hidden(PointPart::Word, &point.last_word),
            measured.unwrap_or_default().into(),
        ]
    }

    /// What an action comes from and what it is called there; a name that says the first is enough.
    pub(super) fn numbered(&self, source: Source, number: &str) -> String {
        let source = self.word("book-action-source", source);
        if number.starts_with(&source) { number.to_owned() } else { format!("{source}\n{number}") }
    }

    /// The plan: vision, strategies, targets by category.
    pub(super) fn plan(&self, facts: &Facts) -> Chapter {
        let plan = &facts.plan;
        let mut blocks = Vec::new();
        if !plan.term.is_empty() {
            blocks.push(Block::Text { text: format!("{} — {}", plan.term, plan.vision) });
        }
        let strategies = plan.strategies.iter();
        let items: Vec<String> =
            strategies.map(|one| format!("{}: {}", one.name, one.tasks.join(" · "))).collect();
        if !items.is_empty() {
            blocks.push(Block::List { items });
        }
        blocks.push(self.heading("plan-targets"));
        blocks.push(Block::Text { text: self.t("plan-targets-note") });
        let names: Vec<String> = plan.categories.iter().map(|line| self.category(&line.category)).collect();
        let told = plan.categories.iter().zip(&names);
        let told =
            told.filter_map(|(line, name)| Some((line.unit, name.as_str(), line.result?, line.target)));
        // A bar alone compares nothing that the table does not say.
        self.gauges("book-category", (told.collect(), 2), &mut blocks);
        let rows = plan.categories.iter().map(|line| {
            vec![
                self.category(&line.category).into(),
                self.word("book-measure-unit", line.unit).into(),
                line.measures.into(),
                line.target.into(),
                line.target_by_now.into(),
                line.result.into(),
                self.won(line.budget_won),
            ]
        });
        let columns = [
            ("category", 24, Left),
            ("unit", 11, Center),
            ("measures", 10, Right),
            ("target", 13, Right),
            ("target-now", 13, Right),
            ("result", 13, Right),
            ("budget", 16, Right),
        ];
        blocks.push(self.table("plan-table", &columns, rows.collect()));
        self.chapter("plan", blocks)
    }

    /// The city's results, each grade apart.
    pub(super) fn results(&self, facts: &Facts) -> Chapter {
        let totals = &facts.totals;
        let mut blocks = vec![Block::Text { text: self.t("results-note") }];
        for (key, lines) in [
            ("results-residents", &totals.residents),
            ("results-workplaces", &totals.workplaces),
            ("results-everyone", &totals.everyone),
        ] {
            blocks.push(self.table(key, CLASS_COLUMNS, class_rows(self, lines)));
            self.quality(lines, &mut blocks);
        }
        if let Some(told) = &totals.rosters {
            blocks.push(Block::Text {
                text: (self.say)(&domain::roster::beside_the_ledger(told.persons, told.days)),
            });
        }
        let beside = [
            ("grade-open", totals.open.into(), "vacancies"),
            ("grade-pledged", totals.pledged.into(), "events"),
            ("estimates-standing", totals.estimates.into(), "events"),
            ("joint", totals.joint.into(), "events"),
            ("excluded", totals.excluded.into(), "events"),
        ];
        let rows = beside.into_iter().map(|(key, value, unit): (&str, Value, &str)| {
            let name =
                key.strip_prefix("grade-").map_or_else(|| self.t(key), |grade| self.word("grade", grade));
            vec![name.into(), value, self.word("unit", unit).into()]
        });
        let columns = [("what", 60, Left), ("value", 20, Right), ("unit", 20, Center)];
        blocks.push(self.table("beside", &columns, rows.collect()));
        blocks.push(self.heading("months"));
        // The year stands on the cover; more than a month's number does not fit side by side.
        let labels: Vec<String> =
            facts.months.iter().map(|month| month.month.first().strftime("%m").to_string()).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let shaded: Vec<bool> = facts.months.iter().map(|month| month.closed).collect();
        let values: Vec<Option<i64>> = facts.months.iter().map(|month| month.filled).collect();
        let (title, name) = (self.t("months-chart"), self.word("grade", "filled"));
        let frame = Frame { id: "book-months", title: &title, description: &title };
        let svg = chart::line_over(&frame, &labels, &shaded, &[Series { name: &name, values: &values }]);
        blocks.push(Block::Drawing { caption: title.clone(), svg, width: 60 });
        let rows = facts.months.iter().map(|month| {
            let state = if month.closed { self.t("closed") } else { self.t("open") };
            vec![month.month.to_string().into(), state.into(), month.filled.into(), month.claimed.into()]
        });
        let columns = [
            ("month", 25, Center),
            ("month-state", 25, Center),
            ("filled", 25, Right),
            ("claimed", 25, Right),
        ];
        blocks.push(self.table("months-table", &columns, rows.collect()));
        blocks.push(self.heading("dongs"));
        blocks.extend(self.dongs(facts));
        self.chapter("results", blocks)
    }

    fn dongs(&self, facts: &Facts) -> Vec<Block> {
        let title = self.t("dongs-chart");
        let frame = Frame { id: "book-dongs", title: &title, description: &title };
        let shapes: Vec<Shape<'_>> = facts
            .dongs
            .iter()
            .filter_map(|dong| {
                let outline = self.outlines.get(&dong.area)?;
                Some(Shape { name: &dong.name, rings: &outline.rings, value: dong.filled, link: None })
            })
            .collect();
        let rows = facts
            .dongs
            .iter()
            .map(|dong| vec![dong.name.clone().into(), dong.filled.into(), dong.claimed.into()]);
        let columns = [("dong", 40, Left), ("filled", 30, Right), ("claimed", 30, Right)];
        let mut blocks = Vec::new();
        if !shapes.is_empty() {
            blocks.push(Block::Drawing {
                caption: title.clone(),
                svg: map::areas(&frame, &shapes),
                // So that the table of a city of forty dongs stands under it.
                width: 72,
            });
        }
        blocks.push(self.table("dongs-table", &columns, rows.collect()));
        blocks
    }

    /// The network and how it is to be made livelier.
    pub(super) fn network(&self, network: &Network) -> Chapter {
        let lead = (self.say)(
            &domain::Message::new("book-network-lead")
                .with("partners", network.partners)
                .with("councils", network.councils.len())
                .with("agreements", network.agreements.len())
                .with("links", network.links.len()),
        );
        let mut blocks = vec![Block::Text { text: lead }];
        for (title, paper) in &network.items {
            blocks.push(Block::Heading { text: title.clone() });
            if !paper.is_empty() {
                blocks.push(Block::Text { text: paper.clone() });
            }
        }
        let councils = network.councils.iter().map(|one| {
            vec![
                one.name.clone().into(),
                self.word("book-council-kind", one.kind).into(),
                one.members.into(),
                one.met_on.map(|day| day.to_string()).unwrap_or_default().into(),
                one.open_actions.into(),
            ]
        });
        let columns = [
            ("name", 40, Left),
            ("kind", 18, Center),
            ("members", 12, Right),
            ("met", 16, Center),
            ("open-actions", 14, Right),
        ];
        blocks.push(self.table("councils", &columns, councils.collect()));
        let agreements = network.agreements.iter().map(|one| {
            vec![
                one.name.clone().into(),
                one.partners.join(", ").into(),
                one.signed_on.to_string().into(),
                one.jobs.into(),
            ]
        });
        let columns =
            [("name", 32, Left), ("partners", 38, Left), ("signed", 14, Center), ("pledged-jobs", 16, Right)];
        blocks.push(self.table("agreements", &columns, agreements.collect()));
        if self.least.is_none() {
            let links = network.links.iter().map(|one| {
                vec![
                    one.project.clone().into(),
                    one.owner.clone().into(),
                    one.partners.join(", ").into(),
                    one.work.clone().into(),
                    one.expected.into(),
                    one.cooperation.clone().into(),
                ]
            });
            let columns = [
                ("project", 22, Left),
                ("owner", 15, Left),
                ("partners", 20, Left),
                ("work", 17, Left),
                ("expected", 9, Right),
                ("cooperation", 17, Left),
            ];
            blocks.push(self.table("links", &columns, links.collect()));
        }
        let [all, yes, no, open] = network.requests;
        let rows = [
            ("requests-all", all),
            ("requests-accepted", yes),
            ("requests-declined", no),
            ("requests-open", open),
        ];
        let rows = rows.into_iter().map(|(key, n)| vec![self.t(key).into(), n.into()]).collect();
        blocks.push(self.table("requests-year", &[("what", 70, Left), ("value", 30, Right)], rows));
        self.chapter("network", blocks)
    }

    /// Measures for the young.
    pub(super) fn youth(&self, facts: &Facts) -> Chapter {
        let table = self.measures("youth-table", &facts.youth, true);
        self.chapter("youth", vec![Block::Text { text: self.t("youth-note") }, table])
    }

    /// The city's sectors.
    pub(super) fn sectors(&self, facts: &Facts) -> Chapter {
        let open: Vec<Datum<'_>> =
            facts.sectors.iter().map(|sector| Datum { label: &sector.name, value: sector.open }).collect();
        let title = self.t("sectors-chart");
        let svg = chart::bar(&Frame { id: "book-sectors", title: &title, description: &title }, &open);
        let rows = facts.sectors.iter().map(|sector| {
            vec![
                sector.name.clone().into(),
                sector.open.into(),
                sector.pledged.into(),
                sector.projects.into(),
                self.won(sector.funds_won),
                sector.leads.into(),
            ]
        });
        let columns = [
            ("sector", 26, Left),
            ("open-heads", 14, Right),
            ("pledged-jobs", 15, Right),
            ("projects", 13, Right),
            ("funds", 18, Right),
            ("leads", 14, Right),
        ];
        let drawing = Block::Drawing { caption: title.clone(), svg, width: 60 };
        self.chapter("sectors", vec![drawing, self.table("sectors-table", &columns, rows.collect())])
    }

    /// Who owes a report.
    pub(super) fn missing(&self, facts: &Facts) -> Chapter {
        let lead = self.with("missing-lead", "count", facts.missing.len());
        let rows = facts.missing.iter().map(|one| {
            let state = if one.returned {
                self.word("submission-state", "returned")
            } else {
                self.t("not-submitted")
            };
            let late = one.late_days.map(|days| self.with("late", "days", i64::from(days)));
            vec![
                one.name.clone().into(),
                one.month.to_string().into(),
                one.due_on.to_string().into(),
                state.into(),
                late.unwrap_or_default().into(),
            ]
        });
        let columns = [
            ("department", 36, Left),
            ("month", 14, Center),
            ("due", 18, Center),
            ("state", 16, Center),
            ("late-by", 16, Center),
        ];
        self.chapter(
            "missing",
            vec![Block::Text { text: lead }, self.table("missing-table", &columns, rows.collect())],
        )
    }

    /// What is different from the book before.
    pub(super) fn changes(&self, facts: &Facts) -> Chapter {
        let rows = facts.changes.iter().map(|change| self.change(change)).collect();
        let columns = [("place", 44, Left), ("what", 26, Left), ("was", 15, Right), ("is", 15, Right)];
        let lead = match &facts.cover.before {
            Some(_) => self.with("changes-lead", "count", facts.changes.len()),
            None => self.t("changes-first"),
        };
        self.chapter("changes", vec![Block::Text { text: lead }, self.table("changes-table", &columns, rows)])
    }

    fn change(&self, change: &Change) -> Vec<Value> {
        let (place, name) = match &change.place {
            Place::City => (self.t("place-city"), String::new()),
            Place::Department(name) => (self.t("place-department"), name.clone()),
            Place::Measure(name) => (self.t("place-measure"), name.clone()),
            Place::Project(name) => (self.t("place-project"), name.clone()),
            Place::Point(name) => (self.t("place-point"), name.clone()),
        };
        let what = match change.what {
            What::Class { class, part } => {
                format!("{} · {}", self.word("class", class), self.word("book-part", part))
            }
            What::Open => self.word("grade", "open"),
            What::Pledged => self.word("grade", "pledged"),
            What::Target => self.t("target"),
            What::Result => self.t("result"),
            What::Stage => self.t("stage"),
            What::Funds => self.t("funds-won"),
            What::State => self.t("state"),
            What::Missing => self.t("chapter-missing"),
            What::Name => self.t("name"),
            What::Owner => self.t("owner"),
        };
        let said = |value: &Option<String>| match (value, change.what) {
            (None, _) => Value::Hidden,
            (Some(word), What::Stage) => self.word("project-stage", word).into(),
            (Some(word), What::State) => self.word("book-action-state", word).into(),
            (Some(name), What::Name | What::Owner) => name.clone().into(),
            (Some(digits), _) => digits.parse::<i64>().map_or_else(|_| digits.clone().into(), Value::Number),
        };
        vec![format!("{place} {name}").trim().into(), what.into(), said(&change.before), said(&change.after)]
    }

    /// By which rules everything is counted.
    pub(super) fn rules(&self, facts: &Facts) -> Chapter {
        use strum::IntoEnumIterator;
        let lead = self.with("rules-lead", "version", facts.cover.rule_set.clone());
        let rows = Rule::iter()
            .map(|rule| vec![rule.to_string().into(), (self.say)(&rule.sentence()).into()])
            .collect();
        let table = self.table("rules-table", &[("rule", 12, Center), ("sentence", 88, Left)], rows);
        let grades = ["estimated", "pledged", "open", "filled", "claimed", "retained"];
        let grades = grades.into_iter().map(|grade| {
            let said = self.t(&format!("grade-{grade}"));
            vec![self.word("grade", grade).into(), said.into()]
        });
        let classes =
            [Class::R1, Class::R2, Class::R3, Class::R4, Class::R5, Class::R6, Class::R7, Class::R8];
        let classes = classes.map(|class| self.word("class", class)).join(", ");
        let grades =
            self.table("grades-table", &[("grade", 20, Left), ("sentence", 80, Left)], grades.collect());
        self.chapter(
            "rules",
            vec![
                Block::Text { text: lead },
                grades,
                Block::Text { text: self.with("classes", "names", classes) },
                table,
            ],
        )
    }
}
