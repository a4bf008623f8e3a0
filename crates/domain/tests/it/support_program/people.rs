//! People made from rules: for each condition the last who passes and the first who fails.

use std::collections::BTreeSet;

use domain::code::Education;
use domain::industry::IndustryCode;
use domain::reference::Reference;
use domain::support_program::{
    AgedLimit, AreaPrefix, Asked, ConditionKind, Dismissed, Ground, Hire, Moment, Offered, Past, ProgramId,
    Residence, Size, Stage, Status, SupportProgram, Terms, Verdict, Version, Work, Worked,
};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use strum::IntoEnumIterator;

type Edit = Box<dyn Fn(&mut Hire)>;

/// What changes an answer: the last value with which a condition is met, and the first with which it is not.
pub(super) struct Edge {
    pub(super) pass: Edit,
    pub(super) fail: Edit,
    pub(super) reason: &'static str,
}

/// One rule of a version: its alternatives, each with its edges; none for what only the operator can say.
pub(super) struct Edges {
    pub(super) line: usize,
    pub(super) any_of: Vec<(ConditionKind, Vec<Edge>)>,
}

/// To which version somebody asks, when.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) program: &'a SupportProgram,
    pub(super) version: &'a Version,
    pub(super) at: DateTime,
}

pub(super) fn ground() -> Ground<'static> {
    Ground::of(Reference::embedded().unwrap())
}

impl<'a> Case<'a> {
    /// On the last day of applying, or the last on which it holds; of what is always open, on a day of 2026.
    pub(super) fn of(program: &'a SupportProgram, version: &'a Version) -> Self {
        let last = version.apply.map(|window| window.until.date()).or(version.until);
        let day = last.unwrap_or(date(2026, 5, 1));
        Self { program, version, at: day.at(10, 0, 0, 0) }
    }

    pub(super) fn verdict(&self, who: &Hire) -> Verdict {
        let answer = match self.version.terms {
            Terms::Person(_) => self.program.assess(self.version, &who.person, self.at, ground()),
            Terms::Employer { .. } => self.program.assess_hire(self.version, who, self.at, ground()),
        };
        answer.unwrap_or_else(|faults| panic!("{faults:?}")).verdict()
    }

    pub(super) fn edges(&self) -> Vec<Edges> {
        let person = |rule: &domain::support_program::Rule<Asked>| Edges {
            line: rule.line,
            any_of: rule.any_of.iter().map(|asked| (asked.kind(), self.of_person(asked))).collect(),
        };
        match &self.version.terms {
            Terms::Person(rules) => rules.iter().map(person).collect(),
            Terms::Employer { firm, hired } => {
                let firm = firm.iter().map(|rule| Edges {
                    line: rule.line,
                    any_of: rule
                        .any_of
                        .iter()
                        .map(|offered| (offered.kind(), self.of_firm(offered)))
                        .collect(),
                });
                firm.chain(hired.iter().map(person)).collect()
            }
        }
    }

    /// Somebody who meets everything that can be known.
    pub(super) fn fitting(&self) -> Hire {
        let mut who = Hire { starts_on: Some(self.today()), ..Hire::default() };
        for rule in self.edges() {
            let (_, edges) = rule.any_of.iter().find(|(_, edges)| !edges.is_empty()).unwrap();
            (edges[0].pass)(&mut who);
        }
        who
    }

    fn today(&self) -> Date {
        self.at.date()
    }

    /// The first and the last day that a moment may be.
    fn days(&self, on: Moment) -> (Date, Date) {
        let first = || self.version.apply.unwrap().from.date();
        match on {
            Moment::Applying => (self.today(), self.today()),
            Moment::FirstDay => (first(), first()),
            Moment::Notice => match self.version.notice {
                Some(day) => (day, day),
                None => (first() - 60.days(), first()),
            },
            Moment::Start => match self.version.period {
                Some(period) => (period.from.earliest(), period.from.latest()),
                None => (self.today(), self.today()),
            },
        }
    }

    fn of_person(&self, asked: &Asked) -> Vec<Edge> {
        let today = self.today();
        let took_part = |who: &mut Hire, history: &Vec<Past>| who.person.history = Some(history.clone());
        match asked {
            Asked::Age { min, max, on } => self.ages(*min, *max, *on),
            Asked::Residence { area, months, on } => self.homes(area, *months, *on),
            Asked::Income { most_percent: most } => {
                let most = *most;
                vec![edge("support-lacks-income", most, most + 1, |who, percent| {
                    who.person.income_percent = Some(*percent);
                })]
            }
            Asked::Assets { most_won, aged } => self.assets(*most_won, *aged),
            Asked::Work { of } => {
                let out = Work::iter().filter(|work| !of.contains(work));
                let pairs = out.flat_map(|out| of.iter().map(move |within| (*within, out)));
                let set = |who: &mut Hire, work: &Work| {
                    who.person.work = Some(*work);
                };
                pairs.map(|(within, out)| edge("support-lacks-work", within, out, set)).collect()
            }
            Asked::Unemployed { least_months } => {
                let last = today - i64::from(*least_months).months();
                vec![edge("support-lacks-unemployed", last, last.tomorrow().unwrap(), |who, day| {
                    who.person.unemployed_since = Some(*day);
                })]
            }
            Asked::Worked { least_days, least_hours, within_months } => {
                let (days, hours) = (least_days.unwrap_or(1), least_hours.unwrap_or(1));
                let worked = |days, hours| Worked {
                    within_months: *within_months,
                    days: Some(days),
                    hours: Some(hours),
                };
                let short = worked(days - 1, hours - 1);
                let enough = [
                    least_days.map(|_| worked(days, hours - 1)),
                    least_hours.map(|_| worked(days - 1, hours)),
                ];
                let set = |who: &mut Hire, worked: &Worked| who.person.worked = Some(*worked);
                let reason = match (least_days, least_hours) {
                    (Some(_), Some(_)) => "support-lacks-worked",
                    (Some(_), None) => "support-lacks-worked-days",
                    (None, _) => "support-lacks-worked-hours",
                };
                enough.into_iter().flatten().map(|enough| edge(reason, enough, short, set)).collect()
            }
            Asked::Schooling { most } => {
                let at = Education::ALL.iter().position(|level| level == most).unwrap();
                vec![edge("support-lacks-schooling", *most, Education::ALL[at + 1], |who, level| {
                    who.person.education = Some(*level);
                })]
            }
            Asked::InsuredUnder { months } => {
                vec![edge("support-lacks-insured", months - 1, *months, |who, months| {
                    who.person.insured_months = Some(*months);
                })]
            }
            Asked::Segment { of } => {
                assert_eq!(of.len(), 1, "more than one is not made here yet");
                let told = of[0].as_str().replace('-', "_").parse::<Status>().unwrap();
                vec![edge("support-lacks-segment", true, false, move |who, holds| {
                    who.person.told.insert(told, *holds);
                })]
            }
            Asked::IsAny { of } => any_status(of),
            Asked::IsNone { of } => no_status(of),
            Asked::OnePerHousehold => {
                let us = BTreeSet::from([self.program.id.clone()]);
                vec![edge("one-per-household", BTreeSet::new(), us, |who, programs| {
                    who.person.household = Some(programs.clone());
                })]
            }
            Asked::Repeat { most, within_months } => {
                let since = today - i64::from(*within_months).months();
                let (before, after) = (self.past(since, None), self.past(since.tomorrow().unwrap(), None));
                let full = vec![after.clone(); *most as usize];
                let mut nearly = full.clone();
                nearly[0] = before;
                vec![edge("support-lacks-repeat", nearly, full, took_part)]
            }
            Asked::InARow { most } => {
                let mut stage = self.version.stage.unwrap();
                let mut row = Vec::new();
                for _ in 0..*most {
                    stage = before(stage);
                    row.push(self.past(today - 1.year(), Some(stage)));
                }
                let shorter = row[..row.len() - 1].to_vec();
                vec![edge("stages-in-a-row", shorter, row, took_part)]
            }
            Asked::NotWith { programs, kinds } => {
                let (from, until) = match self.version.period {
                    Some(period) => (period.from.earliest(), period.until.latest()),
                    None => (today, today),
                };
                let mut other = self.past(until + 1.day(), None);
                other.kind = kinds.first().copied().unwrap_or(other.kind);
                let elsewhere = || ProgramId::parse("elsewhere").unwrap();
                other.program = programs.first().cloned().unwrap_or_else(elsewhere);
                let at_end = Past { from: until, ..other.clone() };
                let over = Past { from: from - 30.days(), until: Some(from - 1.day()), ..other.clone() };
                let at_begin = Past { until: Some(from), ..over.clone() };
                vec![
                    edge("support-lacks-not-with", vec![other], vec![at_end], took_part),
                    edge("support-lacks-not-with", vec![over], vec![at_begin], took_part),
                ]
            }
            Asked::Ask(_) => Vec::new(),
        }
    }

    fn ages(&self, min: Option<u8>, max: Option<u8>, on: Moment) -> Vec<Edge> {
        let (first, last) = self.days(on);
        let born = |who: &mut Hire, day: &Date| who.person.born_on = Some(*day);
        let mut edges = Vec::new();
        if let Some(min) = min.map(i64::from) {
            let (old, young) = (first - min.years(), last - min.years() + 1.day());
            edges.push(edge("support-lacks-age-under", old, young, born));
        }
        if let Some(max) = max.map(|max| i64::from(max) + 1) {
            let (young, old) = (last - max.years() + 1.day(), first - max.years());
            edges.push(edge("support-lacks-age-over", young, old, born));
        }
        edges
    }

    fn homes(&self, area: &AreaPrefix, months: u32, on: Moment) -> Vec<Edge> {
        let (first, last) = self.days(on);
        let by = |day: Date| day - i64::from(months).months();
        let code = format!("{:0<5}", area.as_str()).parse_code();
        let at_home = Residence { area: code, since: Some(by(first)) };
        let elsewhere = Residence { area: "11110".parse_code(), since: Some(by(first)) };
        let lives = |who: &mut Hire, home: &Residence| who.person.residence = Some(home.clone());
        let mut edges = vec![edge("support-lacks-residence", at_home.clone(), elsewhere, lives)];
        if months > 0 || self.today() > first {
            let late = Residence { since: Some(by(last).tomorrow().unwrap()), ..at_home.clone() };
            edges.push(edge("support-lacks-residence-since", at_home, late, lives));
        }
        edges
    }

    fn assets(&self, most_won: i64, aged: Option<AgedLimit>) -> Vec<Edge> {
        let Some(aged) = aged else {
            return vec![edge("support-lacks-assets", most_won, most_won + 1, |who, won| {
                who.person.assets_won = Some(*won);
            })];
        };
        let of_age = |age: u8| self.today() - i64::from(age).years();
        let (oldest, older) = (of_age(aged.max), of_age(aged.max + 1));
        let owns = |who: &mut Hire, (born, won): &(Date, i64)| {
            who.person.born_on = Some(*born);
            who.person.assets_won = Some(*won);
        };
        vec![
            edge("support-lacks-assets", (older, most_won), (older, most_won + 1), owns),
            edge("support-lacks-assets", (oldest, aged.most_won), (oldest, aged.most_won + 1), owns),
            edge("support-lacks-assets", (oldest, aged.most_won), (older, aged.most_won), owns),
        ]
    }

    fn of_firm(&self, offered: &Offered) -> Vec<Edge> {
        let today = self.today();
        match offered {
            Offered::Workers { min, max } => {
                let set = |who: &mut Hire, workers: &u32| who.workers = Some(*workers);
                let under = min.map(|min| edge("support-lacks-workers-under", min, min - 1, set));
                let over = max.map(|max| edge("support-lacks-workers-over", max, max + 1, set));
                under.into_iter().chain(over).collect()
            }
            Offered::Industry { of } => {
                let below =
                    ground().industries.iter().find(|class| class.parent.as_ref() == of.first()).unwrap();
                let out = IndustryCode::parse("T").unwrap();
                let set = |who: &mut Hire, code: &IndustryCode| who.industry = Some(code.clone());
                let within = of.iter().cloned().chain([below.code.clone()]);
                within.map(|code| edge("support-lacks-industry", code, out.clone(), set)).collect()
            }
            Offered::Size { of } => {
                let out = Size::iter().find(|size| !of.contains(size)).unwrap();
                let set = |who: &mut Hire, size: &Size| who.size = Some(*size);
                of.iter().map(|size| edge("support-lacks-size", *size, out, set)).collect()
            }
            Offered::Regular => {
                vec![edge("support-lacks-regular", true, false, |who, regular| who.regular = Some(*regular))]
            }
            Offered::Hours { least_weekly } => {
                let least = least_weekly * 60;
                vec![edge("support-lacks-hours", least, least - 1, |who, min| who.weekly_min = Some(*min))]
            }
            Offered::Wage { least_percent } => {
                let floor = ground().wages.hourly_won(today.year()).unwrap();
                let least = (floor * i64::from(*least_percent) + 99) / 100;
                vec![edge("support-lacks-wage", least, least - 1, |who, won| who.hourly_won = Some(*won))]
            }
            Offered::NoDismissal { months } => {
                let last = today - i64::from(*months).months();
                let on = |day| Dismissed::On { on: day };
                let set = |who: &mut Hire, when: &Dismissed| who.dismissed = Some(*when);
                let first = on(last.tomorrow().unwrap());
                [on(last), Dismissed::Never]
                    .map(|when| edge("support-lacks-dismissed", when, first, set))
                    .into()
            }
            Offered::Ask(_) => Vec::new(),
        }
    }

    fn past(&self, from: Date, stage: Option<Stage>) -> Past {
        let (program, kind) = (self.program.id.clone(), self.program.kind);
        Past { program, version: None, kind, stage, from, until: None }
    }
}

/// The stage right before, of years with as many.
fn before(stage: Stage) -> Stage {
    match stage.nth {
        1 => Stage { year: stage.year - 1, nth: stage.of, ..stage },
        nth => Stage { nth: nth - 1, ..stage },
    }
}

fn any_status(of: &[Status]) -> Vec<Edge> {
    let all = of.to_vec();
    let set = move |who: &mut Hire, held: &Option<Status>| {
        for status in &all {
            who.person.told.insert(*status, Some(*status) == *held);
        }
    };
    of.iter().map(|status| edge("support-lacks-is-any", Some(*status), None, set.clone())).collect()
}

fn no_status(of: &[Status]) -> Vec<Edge> {
    let all = of.to_vec();
    let set = move |who: &mut Hire, held: &Option<Status>| {
        for status in &all {
            who.person.told.insert(*status, Some(*status) == *held);
        }
    };
    of.iter().map(|status| edge("support-lacks-is-none", None, Some(*status), set.clone())).collect()
}

fn edge<T: 'static>(
    reason: &'static str,
    pass: T,
    fail: T,
    set: impl Fn(&mut Hire, &T) + Clone + 'static,
) -> Edge {
    let again = set.clone();
    Edge { pass: Box::new(move |who| set(who, &pass)), fail: Box::new(move |who| again(who, &fail)), reason }
}

trait ParseCode {
    fn parse_code(&self) -> domain::area::AreaCode;
}

impl ParseCode for str {
    fn parse_code(&self) -> domain::area::AreaCode {
        domain::area::AreaCode::parse(self).unwrap()
    }
}
