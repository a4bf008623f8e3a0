//! Slips that came back on paper: keyed by code in one line, kept until somebody has seen to them, forgotten then. Whoever
//! asks for an opening that is closed is told what there is instead; whoever is registered is referred at once.

use domain::Ctx;
use domain::actor::Channel;
use domain::attachment::{Attachment, Paper, accept};
use domain::bulletin::read_reply_code;
use domain::id::{OpeningId, PersonId, ReferralId, ReplySlipId, SeekerId};
use domain::look::Purpose;
use domain::message::Message;
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use domain::reminder::days_after;
use domain::reply_slip::{Outcome, ReplySlip, Sender, State, WAITS_DAYS, Wish};
use domain::seeker::{Profile, Seeker};

use crate::look::leave;
use crate::opening::Listed;
use crate::{App, Error, FieldError};

/// Slips listed in one go.
const LISTED: usize = 200;

/// A slip as it is keyed.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// The opening: its code, its receipt number, or the address that its squares hold.
    pub code: String,
    /// What is wanted.
    pub wish: Option<Wish>,
    /// Name, as written.
    pub name: String,
    /// Telephone, as written.
    pub phone: String,
    /// Number of the registration, if there is one.
    pub seeker: String,
    /// The scan; empty without one.
    pub scan: Vec<u8>,
}

/// What came of keying one.
#[derive(Debug, Clone)]
pub struct Keyed {
    /// The slip.
    pub slip: ReplySlip,
    /// The opening it is about.
    pub opening: Option<Opening>,
    /// What there is instead of one that is closed, the nearest first.
    pub instead: Vec<Listed>,
    /// The referral, or why there is none yet; `None` for whoever is not registered.
    pub referred: Option<Result<ReferralId, Message>>,
}

/// A slip that waits, with who sent it.
#[derive(Debug, Clone)]
pub struct Row {
    /// The slip.
    pub slip: ReplySlip,
    /// Who sent it.
    pub sender: Sender,
    /// The title of the opening; empty for none.
    pub title: String,
    /// Its code in groups.
    pub code: String,
    /// Number of the registration; empty without one.
    pub number: String,
}

/// Keys a slip.
///
/// # Errors
/// [`Error::Invalid`] with every field that is wrong: `code` says how to mend it.
pub async fn key(ctx: &Ctx, app: &App, form: Form) -> Result<Keyed, Error> {
    authorise(&ctx.actor, UseCase::KeySlip, Relation::default())?;
    let wish = form.wish.unwrap_or(Wish::Interest);
    let mut errors = Vec::new();
    let opening = match opening(ctx, app, &form.code, wish).await {
        Ok(opening) => opening,
        Err(Error::Invalid(wrong)) => {
            errors.extend(wrong);
            None
        }
        Err(failed) => return Err(failed),
    };
    let registered = match registered(ctx, app, &form).await {
        Ok(registered) => registered,
        Err(Error::Invalid(wrong)) => {
            errors.extend(wrong);
            None
        }
        Err(failed) => return Err(failed),
    };
    let sender = sender(&form, registered.as_ref(), &mut errors);
    if form.seeker.trim().is_empty() && wish != Wish::Form {
        errors.extend(sender.check().into_iter().map(|(field, why)| FieldError::new(field, why)));
    }
    let scan = match form.scan.is_empty() {
        true => None,
        false => accept(&form.scan).map_err(|why| errors.push(FieldError::new("file", why))).ok(),
    };
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let late = opening.as_ref().is_some_and(|opening| !opening.state.is_listed(ctx.today()));
    let person: PersonId = registered.as_ref().map_or_else(|| ctx.id(), |(seeker, _)| seeker.person);
    let scan = scan.map(|(format, bytes)| {
        let (id, by, at) = (ctx.id(), ctx.actor.person, ctx.now);
        let size = bytes.len() as u64;
        (
            Attachment { id, person, format, paper: Paper::Form, name: String::new(), bytes: size, by, at },
            bytes,
        )
    });
    let slip = ReplySlip {
        id: ctx.id(),
        person,
        seeker: registered.as_ref().map(|(seeker, _)| seeker.id),
        opening: opening.as_ref().map(|opening| opening.id),
        late,
        wish,
        at: ctx.now,
        by: ctx.actor.person,
        organisation: ctx.actor.organisation,
        scan: scan.as_ref().map(|(attachment, _)| attachment.id),
        referral: None,
        until: days_after(ctx.today(), WAITS_DAYS),
        state: State::Waiting,
        version: 1,
    };
    let kept = slip.clone();
    app.write(ctx, move |tx, ctx| {
        let (slip, sender, scan) = (kept.clone(), sender.clone(), scan.clone());
        Box::pin(async move {
            store::reply_slip::insert(tx, &ctx, &slip, &sender).await?;
            match scan {
                Some((attachment, bytes)) => store::attachment::insert(tx, &ctx, &attachment, &bytes).await,
                None => Ok(()),
            }
        })
    })
    .await?;
    follow_up(ctx, app, slip, opening).await
}

/// What follows from a slip at once.
async fn follow_up(ctx: &Ctx, app: &App, slip: ReplySlip, opening: Option<Opening>) -> Result<Keyed, Error> {
    let instead = match &opening {
        Some(opening) if slip.late => {
            crate::opening::instead(ctx, app, opening.id).await.map(|found| found.1)
        }
        _ => Ok(Vec::new()),
    };
    let instead = match instead {
        // It never was public: nothing is like what nobody saw.
        Err(Error::NotFound) => Vec::new(),
        found => found?,
    };
    let wanted = slip.wish == Wish::Interest && !slip.late;
    let (Some(seeker), Some(about), true) = (slip.seeker, slip.opening, wanted) else {
        return Ok(Keyed { slip, opening, instead, referred: None });
    };
    match refer(ctx, app, seeker, about).await {
        Ok(referral) => {
            let done = ReplySlip { referral: Some(referral), ..slip };
            let done = done.settle(Outcome::Proposed, ctx.actor.person, ctx.now).map_err(Error::Conflict)?;
            write_settled(ctx, app, done.clone()).await?;
            Ok(Keyed { slip: done, opening, instead, referred: Some(Ok(referral)) })
        }
        Err(failed) => {
            // The slip is kept whatever stands in the way; somebody calls.
            let why = match failed {
                Error::Conflict(why) => why,
                Error::Invalid(errors) if !errors.is_empty() => errors[0].message.clone(),
                failed => return Err(failed),
            };
            Ok(Keyed { slip, opening, instead, referred: Some(Err(why)) })
        }
    }
}

/// Refers a registered person to the opening they asked for: their agreement stands on the paper.
async fn refer(ctx: &Ctx, app: &App, seeker: SeekerId, opening: OpeningId) -> Result<ReferralId, Error> {
    let referral = crate::referral::propose(ctx, app, seeker, opening).await?;
    crate::referral::agree(ctx, app, referral, 1, Channel::Paper).await?;
    Ok(referral)
}

/// The opening of what was keyed; none only where the paper is a form.
async fn opening(ctx: &Ctx, app: &App, typed: &str, wish: Wish) -> Result<Option<Opening>, Error> {
    let typed = typed.trim();
    let wrong = |code: &'static str| Error::field("code", Message::new(code));
    if typed.is_empty() && wish == Wish::Form {
        return Ok(None);
    }
    // A scanner types what the squares hold: the address of the opening's page.
    if let Some((_, id)) = typed.rsplit_once("/openings/") {
        let id = id.parse().map_err(|_| wrong("reply-code-unreadable"))?;
        let found = store::opening::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
        return found.map(Some).ok_or_else(|| wrong("reply-code-unknown"));
    }
    let number = match is_number(typed) {
        true => typed.to_owned(),
        false => read_reply_code(typed).map_err(|why| Error::field("code", why))?,
    };
    let found = store::opening::by_number(&app.store, ctx.tenant, &number).await.map_err(crate::fault)?;
    found.map(Some).ok_or_else(|| wrong("reply-code-unknown"))
}

/// Whether it is a receipt number such as `2016-000123`.
fn is_number(typed: &str) -> bool {
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    typed
        .split_once('-')
        .is_some_and(|(year, nth)| year.len() == 4 && nth.len() >= 6 && digits(year) && digits(nth))
}

async fn registered(ctx: &Ctx, app: &App, form: &Form) -> Result<Option<(Seeker, Profile)>, Error> {
    let number = form.seeker.trim().to_uppercase();
    if number.is_empty() {
        return Ok(None);
    }
    let unknown = || Error::field("seeker", Message::new("slip-seeker-unknown"));
    let scope = domain::policy::scope(&ctx.actor, UseCase::WriteSeeker);
    let found = store::seeker::numbered(&app.store, ctx.tenant, scope, &number, None, 2, 0).await;
    let found = found.map_err(crate::fault)?.0.into_iter().find(|(seeker, _)| seeker.number == number);
    let (seeker, profile) = found.and_then(|(seeker, told)| Some((seeker, told?))).ok_or_else(unknown)?;
    let name = form.name.trim();
    if !name.is_empty() && name != profile.name {
        return Err(Error::field("seeker", Message::new("slip-other-person")));
    }
    leave(ctx, app, vec![seeker.person], Purpose::Edit).await?;
    Ok(Some((seeker, profile)))
}

/// Who sent it: as written, or as registered.
fn sender(form: &Form, registered: Option<&(Seeker, Profile)>, errors: &mut Vec<FieldError>) -> Sender {
    let phone = match form.phone.trim() {
        "" => String::new(),
        text => domain::person::normalise_phone(text)
            .map_err(|why| errors.push(FieldError::new("phone", why)))
            .unwrap_or_default(),
    };
    match registered {
        Some((_, profile)) => {
            let own = if profile.mobile.is_empty() { &profile.phone } else { &profile.mobile };
            let phone = if phone.is_empty() { own.clone() } else { phone };
            Sender { name: profile.name.clone(), phone }
        }
        None => Sender { name: form.name.trim().to_owned(), phone },
    }
}

fn relation(slip: &ReplySlip) -> Relation {
    Relation { person: Some(slip.person), organisation: slip.organisation, ..Relation::default() }
}

async fn find(ctx: &Ctx, app: &App, id: ReplySlipId) -> Result<(ReplySlip, Sender), Error> {
    let found = store::reply_slip::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (slip, sender) = found.ok_or(Error::NotFound)?;
    authorise(&ctx.actor, UseCase::KeySlip, relation(&slip)).map_err(|_| Error::NotFound)?;
    Ok((slip, sender))
}

/// Slips that wait, the oldest first, of one's own body. Everybody on the list leaves a look.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn waiting(ctx: &Ctx, app: &App) -> Result<Vec<Row>, Error> {
    authorise(&ctx.actor, UseCase::KeySlip, Relation::default())?;
    let found = store::reply_slip::waiting(&app.store, ctx.tenant, LISTED).await.map_err(crate::fault)?;
    let mine = |slip: &ReplySlip| authorise(&ctx.actor, UseCase::KeySlip, relation(slip)).is_ok();
    let mut rows = Vec::new();
    for (slip, sender) in found.into_iter().filter(|(slip, _)| mine(slip)) {
        let opening = match slip.opening {
            Some(id) => store::opening::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?,
            None => None,
        };
        let number = match slip.seeker {
            Some(id) => store::seeker::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?,
            None => None,
        };
        rows.push(Row {
            title: opening.as_ref().map(|opening| opening.content.title.clone()).unwrap_or_default(),
            code: opening.map(|opening| crate::bulletin::code(&opening.origin.number)).unwrap_or_default(),
            number: number.map(|(seeker, _)| seeker.number).unwrap_or_default(),
            slip,
            sender,
        });
    }
    leave(ctx, app, rows.iter().map(|row| row.slip.person).collect(), Purpose::List).await?;
    Ok(rows)
}

/// Who sent a slip that is to become a registration. The look is written before it is shown.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn sender_of(ctx: &Ctx, app: &App, id: ReplySlipId) -> Result<Sender, Error> {
    let (slip, sender) = find(ctx, app, id).await?;
    leave(ctx, app, vec![slip.person], Purpose::Read).await?;
    Ok(sender)
}

/// The scan of a slip. The look is written before it is given out.
///
/// # Errors
/// [`Error::NotFound`], also once who sent it was forgotten.
pub async fn scan(ctx: &Ctx, app: &App, id: ReplySlipId) -> Result<(Attachment, Vec<u8>), Error> {
    let (slip, _) = find(ctx, app, id).await?;
    let scan = slip.scan.ok_or(Error::NotFound)?;
    let found = store::attachment::find(&app.store, ctx.tenant, scan).await.map_err(crate::fault)?;
    let (attachment, bytes) = found.ok_or(Error::NotFound)?;
    leave(ctx, app, vec![slip.person], Purpose::Attachment).await?;
    Ok((attachment, bytes.ok_or(Error::NotFound)?))
}

/// A slip is done. Who sent it is forgotten, unless they are registered.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it is done already.
pub async fn settle(ctx: &Ctx, app: &App, id: ReplySlipId, how: Outcome) -> Result<(), Error> {
    let (slip, _) = find(ctx, app, id).await?;
    let done = slip.settle(how, ctx.actor.person, ctx.now).map_err(Error::Conflict)?;
    write_settled(ctx, app, done).await
}

async fn write_settled(ctx: &Ctx, app: &App, done: ReplySlip) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        let done = done.clone();
        Box::pin(async move { store::reply_slip::settle(tx, &ctx, &done).await })
    })
    .await
}

/// Whoever sent a slip was registered from it: its scan goes to the registration, and the slip is done.
///
/// # Errors
/// As [`settle`].
pub async fn registered_from(ctx: &Ctx, app: &App, id: ReplySlipId, seeker: SeekerId) -> Result<(), Error> {
    let (slip, _) = find(ctx, app, id).await?;
    if slip.scan.is_some() && slip.has_own_key() {
        let (_, bytes) = scan(ctx, app, id).await?;
        crate::attachment::attach(ctx, app, seeker, Paper::Form, &bytes).await?;
    }
    settle(ctx, app, id, Outcome::Registered).await
}

/// Slips that waited too long: nobody was reached, and who sent them is forgotten. Gives how many.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let found = store::reply_slip::waiting(&app.store, ctx.tenant, LISTED).await.map_err(crate::fault)?;
    let (mut count, today) = (0, ctx.today());
    for (slip, _) in found.into_iter().filter(|(slip, _)| slip.until < today) {
        let done = slip.settle(Outcome::Unreached, None, ctx.now).map_err(Error::Conflict)?;
        match write_settled(ctx, app, done).await {
            Ok(()) => count += 1,
            // Somebody settled it, or the person was erased meanwhile.
            Err(Error::Conflict(_) | Error::NotFound) => {}
            Err(failed) => return Err(failed),
        }
    }
    Ok(count)
}
