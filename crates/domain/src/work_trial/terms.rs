//! What is agreed for a work trial, in words and hours: what does not fit the limits, and when what is called a trial is
//! work, for which a wage is owed. It must not know who agrees.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Limit;
use crate::message::Message;
use crate::opening::Content;
use crate::person::looks_like_resident_number;
use crate::work_time::{DailyHours, Weekdays, WorkTime};

/// Longest text of one field, in characters.
const LONGEST: usize = 2_000;
/// Most allowance a day, in won.
const MOST_WON: i64 = 1_000_000;

/// What is agreed: only ever ciphertext under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Where.
    pub place: String,
    /// What one does there.
    pub tasks: String,
    /// On which days of the week.
    pub weekdays: Weekdays,
    /// From when to when, with the rest.
    pub hours: DailyHours,
    /// Allowance for a day, in won: no wage.
    pub allowance_won: i64,
    /// What insures the person.
    pub insurance: Insurance,
    /// Who shows and explains the work.
    pub mentor: String,
    /// What is to be learned.
    pub aims: String,
    /// What makes it look like work.
    pub signs: BTreeSet<WorkSign>,
}

words! {
    /// What insures the person while they try the work.
    pub enum Insurance {
        /// Industrial accident insurance (산재보험).
        Industrial,
        /// An accident insurance that the employer or the guide took out (상해보험).
        Accident,
        /// Both.
        Both,
    }
}

words! {
    /// What makes a trial work: the person does what an employee would be paid for.
    pub enum WorkSign {
        /// They stand in for staff who would be needed (인력 대체).
        Replaces,
        /// They do simple work over and over that serves the business (단순·반복 업무).
        Repeats,
        /// They are told what to do as work comes up, not by a plan of learning (수시 지시).
        Directed,
    }
}

impl Terms {
    /// Minutes a week.
    pub fn weekly_min(&self) -> u32 {
        self.weekdays.count() * u32::from(self.hours.paid_min())
    }

    /// The same as an opening says it, for the rules that hold for minors at any work.
    pub fn as_content(&self) -> Content {
        let time = WorkTime { weekdays: Some(self.weekdays), daily: Some(self.hours), ..WorkTime::default() };
        Content {
            title: self.place.clone(),
            duties: self.tasks.clone(),
            work_time: time,
            ..Content::default()
        }
    }

    /// What must be so before it may be saved: input and what is wrong.
    pub fn faults(&self, (from, until): (Date, Date), limit: Option<&Limit>) -> Vec<(&'static str, Message)> {
        let mut faults = Vec::new();
        for (field, text) in
            [("place", &self.place), ("tasks", &self.tasks), ("mentor", &self.mentor), ("aims", &self.aims)]
        {
            if text.trim().is_empty() {
                faults.push((field, Message::new("work-trial-needs-words")));
            } else if looks_like_resident_number(text) {
                faults.push((field, Message::new("resident-number-refused")));
            } else if text.chars().count() > LONGEST {
                faults.push((field, Message::new("work-trial-too-long").with("most", LONGEST)));
            }
        }
        if self.weekdays.is_empty() {
            faults.push(("days", Message::new("work-trial-no-days")));
        }
        if !(0..=MOST_WON).contains(&self.allowance_won) {
            faults.push(("allowance", Message::new("work-trial-allowance").with("most", MOST_WON)));
        }
        if until < from {
            faults.push(("until", Message::new("work-trial-days-turned")));
        }
        let Some(limit) = limit else { return faults };
        let over = |code: &'static str| Message::new(code).with("basis", limit.basis.as_str());
        let last = limit.last_day(from);
        if until > last {
            let late = over("work-trial-too-many-days").with("most", limit.most_months);
            faults.push(("until", late.with("day", last.to_string())));
        }
        if self.hours.paid_min() > limit.most_daily_min {
            faults.push(("start", over("work-trial-long-day").with("most", limit.most_daily_min / 60)));
        }
        if self.weekly_min() > limit.most_weekly_min {
            faults.push(("days", over("work-trial-long-week").with("most", limit.most_weekly_min / 60)));
        }
        faults
    }

    /// What whoever writes or signs it should know: that it is work rather than a trial, and whether the allowance is below
    /// the minimum wage, which holds for work whatever it is called. `floor_won` is that of an hour; `None` when unknown.
    pub fn warnings(&self, floor_won: Option<i64>) -> Vec<Message> {
        let mut signs: Vec<Message> =
            self.signs.iter().map(|sign| Message::word("work-trial-sign", (*sign).into())).collect();
        if self.hours.touches_night() {
            signs.push(Message::word("work-trial-sign", "night"));
        }
        if signs.is_empty() {
            return Vec::new();
        }
        let mut warnings: Vec<Message> =
            signs.into_iter().map(|sign| Message::new("work-trial-like-work").with("sign", sign)).collect();
        let hourly = self.allowance_won * 60 / i64::from(self.hours.paid_min().max(1));
        warnings.extend(floor_won.filter(|floor| hourly < *floor).map(|floor| {
            Message::new("work-trial-below-minimum").with("hourly", hourly).with("floor", floor)
        }));
        warnings
    }
}
