//! A person's file as one list by day: what was agreed, done, sent, answered, told and looked at, latest first.
//! A pure reading of the file; it must not look anything up.

use domain::action_plan::StepState;
use domain::id::{PlacementId, ReferralId, SeekerId};
use domain::message::Message;
use domain::notice::About;
use domain::placement;
use domain::referral::{Outcome, State as ReferralState};
use domain::seeker::State;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{File, Journey, Look};

/// Something that happened, or is to happen, on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub on: Date,
    /// What, in words.
    pub what: Message,
    /// What it is about, if that has a page.
    pub about: About,
}

/// Everything of a file by day, the latest first.
pub fn timeline(file: &File, zone: &TimeZone) -> Vec<Moment> {
    let mut line = Line { zone, moments: Vec::new() };
    line.registrations(file);
    line.services(file);
    line.plans(file);
    file.record.journeys.iter().for_each(|journey| line.journey(journey));
    line.placements(file);
    line.notices(file);
    line.looks(&file.view.looks.items);
    // Stable: of one day, what belongs together stays together.
    line.moments.sort_by_key(|moment| std::cmp::Reverse(moment.on));
    line.moments
}

struct Line<'a> {
    zone: &'a TimeZone,
    moments: Vec<Moment>,
}

/// A word of the catalogue.
fn word(code: String) -> Message {
    Message { code: code.into(), args: Default::default() }
}

fn of_referral(id: ReferralId) -> About {
    About { referral: Some(id), ..About::default() }
}

fn of_placement(id: PlacementId) -> About {
    About { placement: Some(id), ..About::default() }
}

fn of_seeker(id: SeekerId) -> About {
    About { seeker: Some(id), ..About::default() }
}

impl Line<'_> {
    fn put(&mut self, on: Date, what: Message, about: About) {
        self.moments.push(Moment { on, what, about });
    }

    fn day(&self, at: jiff::Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    fn registrations(&mut self, file: &File) {
        for seeker in &file.record.registrations {
            let registered = Message::new("moment-registered")
                .with("number", seeker.number.as_str())
                .with("channel", word(format!("channel-{}", seeker.channel)));
            self.put(seeker.registered_on, registered, of_seeker(seeker.id));
            let ended = match &seeker.state {
                State::Draft | State::Submitted { .. } | State::Active { .. } => None,
                State::Deceased { on, .. } => Some(*on),
                State::Placed { at }
                | State::Expired { at }
                | State::Withdrawn { at }
                | State::Transferred { at, .. }
                | State::Cancelled { at, .. } => Some(self.day(*at)),
            };
            if let Some(on) = ended {
                let state = word(format!("seeker-state-{}", seeker.state.name()));
                let what = Message::new("moment-registration").with("number", seeker.number.as_str());
                self.put(on, what.with("state", state), of_seeker(seeker.id));
            }
            for revived in &seeker.revived {
                let what = Message::new("moment-revived")
                    .with("number", seeker.number.as_str())
                    .with("reason", word(format!("revive-{}", revived.reason)));
                self.put(self.day(revived.at), what, of_seeker(seeker.id));
            }
            for moved in &seeker.moves {
                let what = Message::new("moment-moved")
                    .with("number", seeker.number.as_str())
                    .with("channel", word(format!("channel-{}", moved.channel)));
                self.put(self.day(moved.at), what, of_seeker(seeker.id));
            }
            for entry in &seeker.consents {
                let kind = entry.kind.to_string().replace('_', "-");
                let what = Message::new("moment-consent")
                    .with("consent", word(format!("consent-{kind}")))
                    .with("verdict", word(format!("verdict-{}", entry.verdict)))
                    .with("channel", word(format!("channel-{}", entry.by)));
                self.put(entry.on, what, About::default());
            }
        }
    }

    fn services(&mut self, file: &File) {
        for (service, _) in &file.record.services {
            let struck = service.cancelled_at.is_some();
            let what = Message::new(if struck { "moment-service-struck" } else { "moment-service" })
                .with("kind", word(format!("service-{}", service.kind)))
                .with("channel", word(format!("channel-{}", service.channel)));
            self.put(service.on, what, About::default());
        }
    }

    fn plans(&mut self, file: &File) {
        for (plan, words) in &file.record.plans {
            for (nth, step) in plan.steps.iter().enumerate() {
                let on = match step.state {
                    StepState::Open => step.due_on,
                    StepState::Done { on } | StepState::Missed { on } => on,
                };
                let said = words.as_ref().and_then(|words| words.steps.get(nth)).cloned().unwrap_or_default();
                let what = Message::new("moment-step")
                    .with("step", said)
                    .with("owner", word(format!("action-plan-owner-{}", step.owner)))
                    .with("state", word(format!("action-plan-step-{}", step.state.name())));
                self.put(on, what, of_seeker(plan.seeker));
            }
        }
    }

    fn journey(&mut self, journey: &Journey) {
        let referral = &journey.referral;
        let about = of_referral(referral.id);
        let worded = |code: &'static str| {
            Message::new(code)
                .with("work", journey.title.as_str())
                .with("employer", journey.employer.as_str())
        };
        let proposed = if referral.proposed_by.is_some() { "moment-proposed" } else { "moment-applied" };
        self.put(self.day(referral.proposed_at), worded(proposed), about);
        if let Some(letter) = referral.state.letter() {
            let what = worded("moment-letter").with("number", letter.number.as_str());
            self.put(letter.sent_on, what, about);
        }
        if let Some(interview) = referral.state.interview() {
            let at = self.zone.to_datetime(interview.at);
            let what = worded("moment-interview").with("at", at.strftime("%H:%M").to_string());
            self.put(at.date(), what, about);
        }
        if let ReferralState::Ended { at, how, .. } = &referral.state {
            let how = match how {
                Outcome::Rejected { reason } => word(format!("reject-reason-{reason}")),
                Outcome::Declined { reason } => word(format!("decline-reason-{reason}")),
                _ => word(format!("journey-{}", referral.state.name())),
            };
            let state = word(format!("journey-{}", referral.state.name()));
            let what = worded("moment-referral-ended").with("state", state).with("how", how);
            self.put(self.day(*at), what, about);
        }
    }

    fn placements(&mut self, file: &File) {
        let counted = file.record.counted.iter();
        for ((placement, employer), (state, excluded)) in file.record.placements.iter().zip(counted) {
            let state = match excluded {
                Some(_) => word("placement-state-excluded".to_owned()),
                None => word(format!("placement-state-{state}")),
            };
            let about = of_placement(placement.id);
            let started = Message::new("moment-started")
                .with("employer", employer.as_str())
                .with("how", word(format!("how-{}", placement.how)))
                .with("state", state);
            self.put(placement.start_on, started, about);
            for look in &placement.retention {
                let still = if look.still_employed { "moment-retained" } else { "moment-not-retained" };
                let what = Message::new(still)
                    .with("employer", employer.as_str())
                    .with("months", i64::from(look.months));
                self.put(look.on, what, about);
            }
            if let placement::State::Ended { on, reason, .. } = &placement.state {
                let what = Message::new("moment-left")
                    .with("employer", employer.as_str())
                    .with("reason", word(format!("end-{reason}")));
                self.put(*on, what, about);
            }
        }
    }

    fn notices(&mut self, file: &File) {
        for notice in &file.record.notices {
            let kind = word(format!("notice-kind-{}", notice.kind));
            let what = match &notice.told {
                Some(told) => Message::new("moment-told")
                    .with("day", self.day(told.at).to_string())
                    .with("how", word(format!("moment-told-{}", told.how))),
                None if notice.moot_at.is_some() => Message::new("moment-moot"),
                None => Message::new("moment-untold"),
            };
            self.put(self.day(notice.at), what.with("kind", kind), notice.about);
        }
    }

    /// Looks of one day by one person for one purpose are one line.
    fn looks(&mut self, looks: &[Look]) {
        let mut counted: Vec<(Date, &Look, i64)> = Vec::new();
        for look in looks {
            let on = self.day(look.at);
            let same = |(day, known, _): &&mut (Date, &Look, i64)| {
                *day == on
                    && (known.role, &known.who, &known.purpose) == (look.role, &look.who, &look.purpose)
            };
            match counted.iter_mut().find(same) {
                Some((.., n)) => *n += 1,
                None => counted.push((on, look, 1)),
            }
        }
        for (on, look, n) in counted {
            let what = Message::new("moment-look")
                .with("role", word(format!("role-{}", look.role)))
                .with("who", look.who.as_str())
                .with("purpose", word(format!("purpose-{}", look.purpose)))
                .with("n", n);
            self.put(on, what, About::default());
        }
    }
}
