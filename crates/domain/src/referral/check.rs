//! Whether a person may be referred to an opening today: both sides valid on that day (직업안정법 시행규칙
//! §5), agreed to, heads left, no crowd before one door. It must not know how the two were found.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::law::read_from_words;
use crate::message::Message;
use crate::opening::{self, Opening};
use crate::seeker::{MediationWish, Profile, Seeker, State};

/// The city's own choices about referring (`[referral]` of the city file).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Most referrals that wait for an answer at one time, for each head an opening still looks for.
    pub live_per_head: u32,
    /// Best candidates shown for an opening, and best openings for a person.
    pub shown: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self { live_per_head: 5, shown: 10 }
    }
}

impl Rules {
    /// Why nobody else may be referred where so many heads are left and so many referrals wait; `None` where somebody may,
    /// and where no head is left, which is another reason.
    pub fn crowded(&self, left: u32, live: u32) -> Option<Message> {
        let most = left.saturating_mul(self.live_per_head);
        let words = Message::new("referral-crowded").with("live", live).with("most", most).with("left", left);
        (left > 0 && live >= most).then_some(words)
    }
}

/// The two sides with what is known of them on a day.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The registration.
    pub seeker: &'a Seeker,
    /// What the person told; `None` when they were erased.
    pub profile: Option<&'a Profile>,
    /// The opening.
    pub opening: &'a Opening,
    /// Heads of the opening already taken by people who were referred and hired.
    pub taken: u32,
    /// Other referrals to the opening that wait for an answer.
    pub live: u32,
    /// Whether this person was referred to this opening already and waits for an answer.
    pub again: bool,
    /// Whether staff said why words that bar the young do not mean what they say.
    pub justified: bool,
}

impl Pair<'_> {
    /// Why the person may not be proposed; each reason its own message, those last that staff may answer with a reason
    /// ([`read_from_words`]). Empty when they may.
    pub fn refusals(&self, rules: &Rules, today: Date) -> Vec<Message> {
        let mut why = self.of_seeker(today);
        why.extend(self.of_opening(today));
        if self.again {
            why.push(Message::new("referral-again"));
        }
        why.extend(rules.crowded(self.left(), self.live));
        why.sort_by_key(read_from_words);
        why
    }

    /// Why no letter may be issued today. The crowd does not count: this person waits in it already.
    pub fn send_refusals(&self, today: Date) -> Vec<Message> {
        let mut why = self.of_seeker(today);
        why.extend(self.of_opening(today));
        why.sort_by_key(read_from_words);
        why
    }

    /// Heads still looked for.
    pub fn left(&self) -> u32 {
        self.opening.content.headcount.saturating_sub(self.taken)
    }

    fn of_seeker(&self, today: Date) -> Vec<Message> {
        let Some(profile) = self.profile else { return vec![Message::new("referral-person-erased")] };
        let state = format!("seeker-state-{}", self.seeker.state.name());
        let state = Message { code: state.into(), args: Default::default() };
        [
            (
                !matches!(self.seeker.state, State::Active { .. }),
                Message::new("referral-seeker-not-active").with("state", state),
            ),
            (
                matches!(self.seeker.state, State::Active { .. }) && !self.seeker.state.is_active(today),
                Message::new("referral-seeker-expired"),
            ),
            (profile.consents.registration.is_none(), Message::new("referral-no-consent")),
            (profile.mediation == Some(MediationWish::Refused), Message::new("referral-mediation-refused")),
        ]
        .into_iter()
        .filter_map(|(applies, message)| applies.then_some(message))
        .chain(crate::law::referral_refusals(profile, &self.opening.content, today))
        .filter(|why| !(self.justified && read_from_words(why)))
        .collect()
    }

    fn of_opening(&self, today: Date) -> Vec<Message> {
        let state = &self.opening.state;
        let word = format!("opening-state-{}", state.name());
        let word = Message { code: word.into(), args: Default::default() };
        if !matches!(state, opening::State::Open { .. }) {
            return vec![Message::new("referral-opening-not-open").with("state", word)];
        }
        let mut why = Vec::new();
        if !state.is_listed(today) {
            why.push(Message::new("referral-opening-expired"));
        }
        if self.left() == 0 {
            why.push(Message::new("referral-no-heads"));
        }
        why
    }
}
