//! Pieces about referrals that several pages share: a person's applications as lines with dates, and the
//! reasons as they were seen.

use app::referral::Line;
use domain::referral::{FitLine, Outcome, State};
use domain::seeker::Link;
use maud::{Markup, html};

use crate::visit::Visit;

/// How it stands in words, with the reason if it ended with one.
pub(crate) fn standing(visit: &Visit, state: &State) -> String {
    let word = visit.t(&format!("referral-state-{}", state.name()));
    let State::Ended { how, .. } = state else { return word };
    match how {
        Outcome::Rejected { reason } => format!("{word} ({})", visit.t(&format!("reject-reason-{reason}"))),
        Outcome::Declined { reason } => format!("{word} ({})", visit.t(&format!("decline-reason-{reason}"))),
        Outcome::Hired { start_on, .. } => format!("{word} ({start_on})"),
        _ => word,
    }
}

/// A person's applications: each a line of dates, newest first. `path` is where one is shown.
pub(crate) fn applications(visit: &Visit, lines: &[Line], path: &str) -> Markup {
    html! {
        @if lines.is_empty() { p { (visit.t("referral-none")) } }
        ul.openings { @for line in lines {
            @let referral = &line.referral;
            li.opening {
                h3 lang=[visit.content_lang()] { a href={ (path) (referral.id) } { (line.title) } }
                p lang=[visit.content_lang()] { (line.employer) }
                p { span.badge { (standing(visit, &referral.state)) } }
                p.small {
                    (visit.t("referral-proposed-on")) " " (visit.instant(referral.proposed_at))
                    @if let Some(letter) = referral.state.letter() { " → " (visit.t("referral-sent-on")) " " (letter.sent_on) " (" (letter.number) ")" }
                    @if let Some(interview) = referral.state.interview() { " → " (visit.t("referral-interview")) " " (visit.instant(interview.at)) }
                    @if let State::Ended { at, .. } = &referral.state { " → " (visit.t("referral-ended-on")) " " (visit.instant(*at)) }
                }
            }
        } }
    }
}

/// Why it fitted, as it was seen when it was proposed.
pub(crate) fn reasons(visit: &Visit, fit: &[FitLine]) -> Markup {
    html! {
        @if fit.is_empty() { p { (visit.t("referral-no-reasons")) } }
        ul { @for line in fit { li {
            @match (line.points, line.held) {
                (Some(points), _) => { (points) " · " },
                (None, Some(true)) => "○ ",
                (None, Some(false)) => "✕ ",
                (None, None) => "? ",
            }
            (visit.say(&line.message))
        } } }
    }
}

/// Links to a person's own work, as an entry of a list of facts. They lead out, and take nothing of ours along.
pub(crate) fn portfolio(visit: &Visit, links: &[Link]) -> Markup {
    html! { @if !links.is_empty() {
        dt { (visit.t("portfolio")) }
        @for link in links { dd { a href=(link.url) rel="noopener noreferrer nofollow" { (link.title) } } }
    } }
}
