//! The papers of a referral. Printing one is a look at the person's record; what goes to the employer holds
//! only people to whom a letter was issued, which needs their consent.

use documents::paper::{self, Letter, NameList, NameRow, Party, ResultNotice, Sheet};
use domain::Ctx;
use domain::employer::{Contact, Employer};
use domain::id::{EmployerId, OpeningId, PersonId, ReferralId};
use domain::look::Purpose;
use domain::message::Message;
use domain::opening::Opening;
use domain::person::written_phone;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::{Referral, RejectReason, StateName, spaced_code};
use domain::reminder::days_after;
use domain::seeker::{Profile, Seeker};
use strum::IntoEnumIterator;

use super::opening::workplace;
use super::{office, word};
use crate::look::leave;
use crate::referral::code;
use crate::seeker::relation;
use crate::{App, Error};

/// Days after the interview, or after the letter, until which an answer is asked for.
const ANSWER_DAYS: i32 = 7;

/// What the papers of one referral are made of.
struct Facts {
    referral: Referral,
    number: String,
    sent_on: jiff::civil::Date,
    opening: Opening,
    employer: Employer,
    contact: Option<Contact>,
    seeker: Seeker,
    profile: Profile,
}

/// The letter the person carries (취업알선장, 별지 제3호서식). `url` is where its code may be keyed in.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] before the letter was issued and once the referral is over.
pub async fn letter(ctx: &Ctx, app: &App, id: ReferralId, url: &str) -> Result<Sheet, Error> {
    let f = gather(ctx, app, id).await?;
    let content = &f.opening.content;
    let occupation = content.occupation.as_ref();
    let facts = Letter {
        office: office(ctx, app),
        number: f.number.clone(),
        issued_on: word::long_day(f.sent_on),
        seeker: seeker_party(&f.seeker, &f.profile),
        employer: employer_party(&f.opening, &f.employer),
        workplace: workplace(app, content),
        title: content.title.clone(),
        occupation: occupation.map(|c| app.reference.occupations.name(c).to_owned()).unwrap_or_default(),
        wage: word::wage(app, content.wage, &content.wage_note),
        hours: word::hours(&content.work_time),
        employment_type: content
            .employment_type
            .map(|t| word::label(app, "empTp", t.code()).to_owned())
            .unwrap_or_default(),
        contact: f.contact.as_ref().map(|c| format!("{} {}", c.department, c.name)).unwrap_or_default(),
        interview: interview(app, &f.referral),
        bring: content.documents.clone(),
        code: spaced_code(&code(app, id)),
        url: url.to_owned(),
        portfolio: f.profile.portfolio.iter().map(|link| (link.title.clone(), link.url.clone())).collect(),
        counselor: name_of(ctx, app, f.referral.proposed_by).await?,
    };
    Ok(paper::letter(&facts))
}

/// The notice by which the employer answers (채용결과통보서, 별지 제4호의2서식).
///
/// # Errors
/// As [`letter`].
pub async fn result_notice(ctx: &Ctx, app: &App, id: ReferralId, url: &str) -> Result<Sheet, Error> {
    let f = gather(ctx, app, id).await?;
    let from = f.referral.state.interview().map(|i| app.city.zone().to_datetime(i.at).date());
    let facts = ResultNotice {
        office: office(ctx, app),
        letter: f.number.clone(),
        sent_on: f.sent_on.to_string(),
        employer: employer_party(&f.opening, &f.employer),
        title: f.opening.content.title.clone(),
        seeker: f.profile.name.clone(),
        code: spaced_code(&code(app, id)),
        url: url.to_owned(),
        reasons: RejectReason::iter().map(|why| word::rejected(why).to_owned()).collect(),
        answer_by: word::long_day(days_after(from.unwrap_or(f.sent_on), ANSWER_DAYS)),
    };
    Ok(paper::result_notice(&facts))
}

/// Every letter issued for an opening and what became of it (알선자명단, 별지 제4호서식). A telephone stands only
/// where an answer is awaited; a name there and where the person was hired. Of the others the number is enough.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn name_list(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Sheet, Error> {
    let opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let employer =
        store::employer::get(&app.store, ctx.tenant, opening.employer).await.map_err(crate::fault)?;
    let relation = Relation { employer: Some(employer.id), ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadReferral, relation).map_err(|_| Error::NotFound)?;
    let mut referrals =
        store::referral::of_opening(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    referrals.sort_by_key(|referral| referral.id);
    let (mut people, mut subjects) = (Vec::with_capacity(referrals.len()), Vec::new());
    for referral in &referrals {
        let Some(letter) = referral.state.letter() else { continue };
        let found =
            store::seeker::find(&app.store, ctx.tenant, referral.seeker).await.map_err(crate::fault)?;
        let Some((seeker, profile)) = found else { continue };
        if may_know(ctx, &seeker, profile.as_ref(), referral.employer).is_err() {
            continue;
        }
        let live = referral.state.is_live();
        let named = profile.filter(|_| live || referral.state.name() == StateName::Hired);
        subjects.extend(named.as_ref().map(|_| seeker.person));
        let party = named.map(|profile| seeker_party(&seeker, &profile)).unwrap_or_default();
        people.push(NameRow {
            letter: letter.number.clone(),
            name: party.name,
            phone: if live { party.phone } else { String::new() },
            sent_on: letter.sent_on.to_string(),
            interview: interview(app, referral),
            state: word::result(referral.state.name()).to_owned(),
        });
    }
    leave(ctx, app, subjects, Purpose::Print).await?;
    Ok(paper::name_list(&NameList {
        office: office(ctx, app),
        issued_on: word::long_day(ctx.today()),
        employer: employer_party(&opening, &employer),
        title: opening.content.title.clone(),
        headcount: word::heads(opening.content.headcount),
        people,
    }))
}

async fn gather(ctx: &Ctx, app: &App, id: ReferralId) -> Result<Facts, Error> {
    let found = store::referral::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let referral = found.ok_or(Error::NotFound)?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::seeker::find(store, tenant, referral.seeker).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    let profile = profile.ok_or(Error::NotFound)?;
    // Whether such a referral exists is itself confidential.
    may_know(ctx, &seeker, Some(&profile), referral.employer)?;
    let Some((number, sent_on)) = referral.state.letter().map(|l| (l.number.clone(), l.sent_on)) else {
        return Err(Error::Conflict(Message::new("paper-no-letter")));
    };
    // What is over sends nobody any more: a paper with a name and a telephone would go astray.
    if !referral.state.is_live() {
        let state = format!("referral-state-{}", referral.state.name());
        let state = Message { code: state.into(), args: Default::default() };
        return Err(Error::Conflict(Message::new("paper-referral-over").with("state", state)));
    }
    leave(ctx, app, vec![referral.person], Purpose::Print).await?;
    let opening = store::opening::get(store, tenant, referral.opening).await.map_err(crate::fault)?;
    let employer = store::employer::get(store, tenant, referral.employer).await.map_err(crate::fault)?;
    let contact = match employer.contact {
        Some(person) => {
            store::employer::contact(store, tenant, employer.id, person).await.map_err(crate::fault)?
        }
        None => None,
    };
    Ok(Facts { referral, number, sent_on, opening, employer, contact, seeker, profile })
}

fn may_know(
    ctx: &Ctx,
    seeker: &Seeker,
    profile: Option<&Profile>,
    employer: EmployerId,
) -> Result<(), Error> {
    let relation = Relation { employer: Some(employer), ..relation(ctx, seeker, profile) };
    authorise(&ctx.actor, UseCase::ReadReferral, relation).map_err(|_| Error::NotFound)
}

async fn name_of(ctx: &Ctx, app: &App, person: Option<PersonId>) -> Result<String, Error> {
    let Some(person) = person else { return Ok(String::new()) };
    let found = store::person::find(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    Ok(found.map(|(_, identity)| identity.name).unwrap_or_default())
}

fn seeker_party(seeker: &Seeker, profile: &Profile) -> Party {
    let phones = [&profile.mobile, &profile.phone, &profile.proxy_phone];
    let phone = phones.into_iter().find(|phone| !phone.is_empty()).map(|phone| written_phone(phone));
    Party {
        number: seeker.number.clone(),
        name: profile.name.clone(),
        phone: phone.unwrap_or_default(),
        valid_until: super::seeker::valid_until(seeker),
    }
}

fn employer_party(opening: &Opening, employer: &Employer) -> Party {
    Party {
        number: opening.origin.number.clone(),
        name: employer.name.clone(),
        phone: written_phone(&employer.phone),
        valid_until: super::opening::valid_until(opening),
    }
}

fn interview(app: &App, referral: &Referral) -> String {
    let at = referral.state.interview().map(|interview| app.city.zone().to_datetime(interview.at));
    at.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}
