//! The agreement of a work trial on paper, for whoever may see it. What was not signed has room for it.

use documents::paper::{self, Sheet, WorkTrialPaper};
use domain::Ctx;
use domain::id::WorkTrialId;
use domain::message::{Lang, Message, thousands};
use domain::work_time::WorkTime;
use domain::work_trial::{Party, Way};

use super::{office, word};
use crate::look::leave;
use crate::{App, Error};

/// The agreement. Printing it is a look at the person.
///
/// # Errors
/// [`Error::NotFound`], also once the person was erased.
pub async fn work_trial(ctx: &Ctx, app: &App, id: WorkTrialId) -> Result<Sheet, Error> {
    let view = crate::work_trial::get(ctx, app, id).await?;
    let terms = view.terms.ok_or(Error::NotFound)?;
    let trial = &view.row.trial;
    leave(ctx, app, trial.person().into_iter().collect(), domain::look::Purpose::Print).await?;
    let say = |message: &Message| app.catalogue.say(Lang::Ko, message);
    let signed = trial.parties().into_iter().map(|party| {
        let name = match party {
            Party::Person => view.row.name.clone(),
            Party::Employer => view.row.employer.clone(),
            Party::Guide => view.guide.clone(),
            Party::Guardian => String::new(),
        };
        let how = trial.state.signatures().iter().find(|one| one.party == party).map(|one| {
            let way = if one.way == Way::Online { "전자 서명" } else { "종이 서명" };
            format!("{} {way}", word::long_day(one.on))
        });
        (say(&party.message()), name, how.unwrap_or_default())
    });
    let time = WorkTime { weekdays: Some(terms.weekdays), daily: Some(terms.hours), ..WorkTime::default() };
    let insurance = Message::word("work-trial-insurance", terms.insurance.into());
    let facts = WorkTrialPaper {
        office: office(ctx, app),
        person: view.row.name.clone(),
        employer: view.row.employer.clone(),
        guide: view.guide.clone(),
        days: format!("{} ~ {}", trial.frame.from, trial.frame.until),
        place: terms.place.clone(),
        hours: word::hours(&time),
        allowance: format!("{}원", thousands(terms.allowance_won)),
        insurance: say(&insurance),
        mentor: terms.mentor.clone(),
        tasks: terms.tasks.clone(),
        aims: terms.aims.clone(),
        warnings: view.warnings.iter().map(say).collect(),
        signed: signed.collect(),
        version: trial.written_on.to_string(),
    };
    Ok(paper::work_trial(&facts))
}
