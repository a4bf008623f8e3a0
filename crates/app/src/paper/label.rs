//! Labels: the address of whoever a number belongs to, or the appointment of a letter. A person's label is a look at them.

use documents::paper::{self, LABELS_ON_A_SHEET, Label};
use domain::Ctx;
use domain::look::Purpose;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::Referral;

use crate::{App, Error, FieldError};

/// Numbers in one go: ten sheets.
const MOST: usize = 10 * LABELS_ON_A_SHEET;

/// Prints labels of numbers, one a line: `2016-000123` the employer of an opening, `S2016-000123` a registered person,
/// `L2016-000123` the appointment of a letter. The first `used` places of the sheet stay empty.
///
/// # Errors
/// [`Error::Invalid`] at `numbers`, with every number that is not found or may not be known: all or none are printed.
pub async fn labels(ctx: &Ctx, app: &App, numbers: &str, used: usize) -> Result<Vec<u8>, Error> {
    authorise(&ctx.actor, UseCase::PrintPaper, Relation::default())?;
    let wrong = |message: Message| Error::field("numbers", message);
    let numbers: Vec<String> = numbers
        .split([',', '\n', ' '])
        .map(|number| number.trim().to_uppercase())
        .filter(|number| !number.is_empty())
        .collect();
    if numbers.is_empty() {
        return Err(wrong(Message::new("label-none")));
    }
    if numbers.len() > MOST {
        return Err(wrong(Message::new("label-too-many").with("most", MOST)));
    }
    if used >= LABELS_ON_A_SHEET {
        return Err(Error::field("used", Message::new("label-used").with("most", LABELS_ON_A_SHEET - 1)));
    }
    let (mut labels, mut errors) = (Vec::new(), Vec::new());
    for number in numbers {
        match of_number(ctx, app, &number).await {
            Ok(label) => labels.push(label),
            Err(Error::NotFound | Error::Forbidden(_)) => {
                let message = Message::new("label-unknown").with("number", number);
                errors.push(FieldError::new("numbers", message));
            }
            Err(failed) => return Err(failed),
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let now = ctx.now;
    Ok(super::pressed(move || paper::labels(&labels, used, now)).await?.bytes)
}

async fn of_number(ctx: &Ctx, app: &App, number: &str) -> Result<Label, Error> {
    match number.chars().next() {
        Some('S') => of_person(ctx, app, number).await,
        Some('L') => of_letter(ctx, app, number).await,
        _ => of_employer(ctx, app, number).await,
    }
}

async fn of_employer(ctx: &Ctx, app: &App, number: &str) -> Result<Label, Error> {
    let found = store::opening::by_number(&app.store, ctx.tenant, number).await.map_err(crate::fault)?;
    let opening = found.ok_or(Error::NotFound)?;
    let relation = Relation { organisation: opening.origin.organisation, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOpening, relation)?;
    let employer =
        store::employer::get(&app.store, ctx.tenant, opening.employer).await.map_err(crate::fault)?;
    let lines = vec![employer.address, opening.content.title];
    Ok(Label { mark: number.to_owned(), name: format!("{} 채용담당자 귀하", employer.name), lines })
}

async fn of_person(ctx: &Ctx, app: &App, number: &str) -> Result<Label, Error> {
    let scope = domain::policy::scope(&ctx.actor, UseCase::ReadSeeker);
    let found = store::seeker::numbered(&app.store, ctx.tenant, scope, number, None, 2, 0).await;
    let (found, _) = found.map_err(crate::fault)?;
    let one = found.into_iter().find(|(seeker, _)| seeker.number == number).ok_or(Error::NotFound)?;
    let (seeker, profile) = crate::seeker::open(ctx, app, one.0.id, Purpose::Print).await?;
    let area = profile.area.as_ref().map(|code| app.city.areas().name(code).to_owned());
    let address = if profile.address.is_empty() { area.unwrap_or_default() } else { profile.address };
    Ok(Label { mark: seeker.number, name: format!("{} 귀하", profile.name), lines: vec![address] })
}

async fn of_letter(ctx: &Ctx, app: &App, number: &str) -> Result<Label, Error> {
    let found = store::referral::by_letter(&app.store, ctx.tenant, number).await.map_err(crate::fault)?;
    let referral: Referral = found.ok_or(Error::NotFound)?;
    authorise(&ctx.actor, UseCase::ReadReferral, crate::referral::relation(&referral))?;
    let opening =
        store::opening::get(&app.store, ctx.tenant, referral.opening).await.map_err(crate::fault)?;
    let employer =
        store::employer::get(&app.store, ctx.tenant, referral.employer).await.map_err(crate::fault)?;
    let when = referral.state.interview().map(|interview| {
        app.city.zone().to_datetime(interview.at).strftime("%Y-%m-%d %H:%M 면접").to_string()
    });
    let lines = vec![
        when.unwrap_or_else(|| "면접 일시 미정".to_owned()),
        super::opening::workplace(app, &opening.content),
    ];
    Ok(Label { mark: number.to_owned(), name: employer.name, lines })
}
