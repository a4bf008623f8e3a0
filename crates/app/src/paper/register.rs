//! The registers of a period and the half-year's table, gathered from rows and never typed. Only the period's
//! own rows are read.

use std::collections::{BTreeMap, HashMap};

use documents::paper::{
    self, HalfYear, HalfYearRow, OpeningLine, OpeningRegister, SeekerLine, SeekerRegister, Sheet,
};
use domain::Ctx;
use domain::employer::Employer;
use domain::id::{EmployerId, OpeningId, PersonId};
use domain::look::{Purpose, Why};
use domain::message::Message;
use domain::occupation::OccupationCode;
use domain::opening::StateName as OpeningState;
use domain::person::written_phone;
use domain::policy::{UseCase, scope};
use domain::referral::Referral;
use domain::seeker::{Profile, Seeker};

use super::opening::{state, valid_until, workplace};
use super::{Half, MOST_ROWS, Period, at_door, office, too_long, word};
use crate::{App, Error};

/// One more than can be printed, which tells that there are too many.
const TOO_MANY: usize = MOST_ROWS + 1;
/// However many there are.
const ALL: usize = usize::MAX >> 1;

/// The register of openings received (별지 제17호서식).
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] when the period holds more than can be printed.
pub async fn opening_register(ctx: &Ctx, app: &App, period: Period) -> Result<Sheet, Error> {
    at_door(ctx, UseCase::DecideOpening)?;
    let found = store::opening::received(&app.store, ctx.tenant, period.days(), TOO_MANY).await;
    let mut openings = found.map_err(crate::fault)?;
    if openings.len() == TOO_MANY {
        return Err(too_long());
    }
    openings.sort_by(|a, b| a.origin.number.cmp(&b.origin.number));
    let mut employers = HashMap::new();
    let mut lines = Vec::with_capacity(openings.len());
    for opening in &openings {
        let employer = employer(ctx, app, &mut employers, opening.employer).await?;
        let content = &opening.content;
        let name = |c: &OccupationCode| app.reference.occupations.name(c).to_owned();
        lines.push(OpeningLine {
            number: opening.origin.number.clone(),
            received_on: opening.origin.received_on.to_string(),
            employer: employer.name.clone(),
            phone: written_phone(&employer.phone),
            address: workplace(app, content),
            occupation: content.occupation.as_ref().map(name).unwrap_or_default(),
            headcount: content.headcount.to_string(),
            wage: word::wage(app, content.wage, &content.wage_note),
            valid_until: valid_until(opening),
            state: state(app, opening),
        });
    }
    let facts = OpeningRegister { office: office(ctx, app), period: period.to_string(), lines };
    Ok(paper::opening_register(&facts))
}

/// The register of seekers received and placed (별지 제18호서식), printed for a reason. Everybody on it was looked at.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] without a reason, and when the period holds more than can be printed.
pub async fn seeker_register(ctx: &Ctx, app: &App, period: Period, why: Option<Why>) -> Result<Sheet, Error> {
    at_door(ctx, UseCase::ReadReferral)?;
    at_door(ctx, UseCase::ReadSeeker)?;
    let why = why.filter(|why| Why::REGISTER.contains(why));
    if why.is_none() {
        return Err(Error::field("why", Message::new("register-why-needed")));
    }
    // Only people whom the one who prints needs to know.
    let within = scope(&ctx.actor, UseCase::ReadSeeker);
    let found = store::register::registered(&app.store, ctx.tenant, within, period.days(), TOO_MANY).await;
    let mut seekers = found.map_err(crate::fault)?;
    if seekers.len() == TOO_MANY {
        return Err(too_long());
    }
    seekers.sort_by(|(a, _), (b, _)| a.number.cmp(&b.number));
    let subjects: Vec<PersonId> = seekers.iter().map(|(seeker, _)| seeker.person).collect();
    crate::look::leave_saying(ctx, app, subjects, Purpose::Print, why).await?;
    let mut employers = HashMap::new();
    let mut lines = Vec::with_capacity(seekers.len());
    for (seeker, profile) in &seekers {
        let mut referrals =
            store::referral::of_seeker(&app.store, ctx.tenant, seeker.id).await.map_err(crate::fault)?;
        referrals.sort_by_key(|referral| referral.id);
        let mut line = told(app, seeker, profile.as_ref());
        for referral in referrals.iter().filter(|referral| referral.state.letter().is_some()) {
            let employer = employer(ctx, app, &mut employers, referral.employer).await?;
            add(&mut line, referral, &employer);
        }
        lines.push(line);
    }
    let facts = SeekerRegister { office: office(ctx, app), period: period.to_string(), lines };
    Ok(paper::seeker_register(&facts))
}

fn told(app: &App, seeker: &Seeker, profile: Option<&Profile>) -> SeekerLine {
    let line = SeekerLine {
        number: seeker.number.clone(),
        registered_on: seeker.registered_on.to_string(),
        ..SeekerLine::default()
    };
    let Some(profile) = profile else { return SeekerLine { name: "(파기)".to_owned(), ..line } };
    SeekerLine {
        name: profile.name.clone(),
        born_on: profile.born_on.map(|day| day.to_string()).unwrap_or_default(),
        phone: written_phone(if profile.mobile.is_empty() { &profile.phone } else { &profile.mobile }),
        occupation: word::list(profile.occupations.iter().map(|c| app.reference.occupations.name(c))),
        wage: super::seeker::wish(app, profile.wage),
        ..line
    }
}

/// One more referral, a line in each of the three columns.
fn add(line: &mut SeekerLine, referral: &Referral, employer: &Employer) {
    let sent = referral.state.letter().map(|letter| letter.sent_on.to_string()).unwrap_or_default();
    let name = word::result(referral.state.name()).to_owned();
    for (column, text) in
        [(&mut line.referred, sent), (&mut line.employer, employer.name.clone()), (&mut line.result, name)]
    {
        if !column.is_empty() {
            column.push('\n');
        }
        column.push_str(&text);
    }
}

/// The half-year's table by major group of occupations (별지 제23호서식), by the same rules as the statistics and
/// the ledger: what was never handed in or was struck out is not counted, referrals count in the half in which
/// the letter was issued, hires are the confirmed events (R1) that begin in it. Figures name nobody.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn half_year(ctx: &Ctx, app: &App, half: Half) -> Result<Sheet, Error> {
    at_door(ctx, UseCase::ReadReferral)?;
    let period = half.period().ok_or(Error::NotFound)?;
    let mut rows: BTreeMap<String, HalfYearRow> = BTreeMap::new();
    let group = |code: Option<&OccupationCode>| {
        code.map(|code| app.reference.occupations.name(&code.ancestor(1)).to_owned())
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "미분류".to_owned())
    };
    let mut row = |name: String, change: &dyn Fn(&mut HalfYearRow)| {
        change(rows.entry(name.clone()).or_insert_with(|| HalfYearRow { name, ..HalfYearRow::default() }));
    };
    let (store, tenant, days) = (&app.store, ctx.tenant, period.days());
    let mut wanted: HashMap<OpeningId, Option<OccupationCode>> = HashMap::new();
    for opening in store::opening::received(store, tenant, days, ALL).await.map_err(crate::fault)? {
        if !matches!(opening.state.name(), OpeningState::Draft | OpeningState::Cancelled) {
            row(group(opening.content.occupation.as_ref()), &|row| {
                row.openings += 1;
                row.heads += i64::from(opening.content.headcount);
            });
        }
        wanted.insert(opening.id, opening.content.occupation);
    }
    for (wish, count) in store::register::wishes(store, tenant, days).await.map_err(crate::fault)? {
        row(group(wish.as_ref()), &|row| row.seekers += count);
    }
    for referral in store::referral::sent(store, tenant, days).await.map_err(crate::fault)? {
        let occupation = occupation(ctx, app, &mut wanted, referral.opening).await?;
        row(group(occupation.as_ref()), &|row| row.referrals += 1);
    }
    for id in crate::ledger::confirmed_hires(app, (period.from, period.to)).await? {
        let placement = store::placement::get(store, tenant, id).await.map_err(crate::fault)?;
        let occupation = match placement.opening {
            Some(opening) => occupation(ctx, app, &mut wanted, opening).await?,
            None => None,
        };
        row(group(occupation.as_ref()), &|row| row.hires += 1);
    }
    let notes = [
        "구인과 구직은 접수 건수이며, 작성 중이거나 취소한 것은 세지 않습니다. 구직의 직종은 1순위 희망직종입니다.",
        "알선은 이 기간에 알선장을 낸 건수입니다. 취업 확인은 일자리 장부에서 증빙으로 확인한 시민(거주지 기준)의 민간 취업(R1) 가운데 이 기간에 첫 출근한 건수이며, 주장은 들어 있지 않습니다.",
    ];
    Ok(paper::half_year(&HalfYear {
        office: office(ctx, app),
        period: format!("{}년 {}", half.year, if half.half == 1 { "상반기" } else { "하반기" }),
        rows: rows.into_values().collect(),
        notes: notes.map(str::to_owned).to_vec(),
    }))
}

/// The occupation of an opening, also of one received in another half.
async fn occupation(
    ctx: &Ctx,
    app: &App,
    known: &mut HashMap<OpeningId, Option<OccupationCode>>,
    id: OpeningId,
) -> Result<Option<OccupationCode>, Error> {
    if let Some(occupation) = known.get(&id) {
        return Ok(occupation.clone());
    }
    let found = store::opening::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let occupation = found.and_then(|opening| opening.content.occupation);
    known.insert(id, occupation.clone());
    Ok(occupation)
}

async fn employer(
    ctx: &Ctx,
    app: &App,
    known: &mut HashMap<EmployerId, Employer>,
    id: EmployerId,
) -> Result<Employer, Error> {
    if let Some(employer) = known.get(&id) {
        return Ok(employer.clone());
    }
    let found = store::employer::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    known.insert(id, found.clone());
    Ok(found)
}
