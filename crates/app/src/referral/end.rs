//! Referrals that end because of something else: the person was hired elsewhere or takes back what they
//! agreed to, the opening ended. Whoever changes that calls these within the same transaction.

use domain::Ctx;
use domain::id::{OpeningId, PersonId};
use domain::notice::{Kind, To};
use domain::referral::{Outcome, Referral};
use domain::reminder::Reminders;
use store::Tx;

use super::{tell, tell_person};

/// Ends every live referral of a person who takes back their agreement, whose registration ends or who has
/// died. Employers that hold a letter are told that the person does not come. Gives how many ended.
///
/// # Errors
/// When the store cannot be written.
pub async fn withdraw_of_person(
    tx: &mut Tx,
    ctx: &Ctx,
    reminders: &Reminders,
    person: PersonId,
) -> Result<usize, store::Error> {
    let live = store::referral::live_of_person(tx, ctx, person).await?;
    for referral in &live {
        end(tx, ctx, reminders, referral, Outcome::Withdrawn).await?;
    }
    Ok(live.len())
}

/// Ends every live referral to an opening that has ended; the people are told. Gives how many ended.
///
/// # Errors
/// When the store cannot be written.
pub async fn end_of_opening(
    tx: &mut Tx,
    ctx: &Ctx,
    reminders: &Reminders,
    opening: OpeningId,
) -> Result<usize, store::Error> {
    let live = store::referral::live_of_opening(tx, ctx, opening).await?;
    for referral in &live {
        end(tx, ctx, reminders, referral, Outcome::OpeningEnded).await?;
    }
    Ok(live.len())
}

/// Ends one, and tells whoever does not know it by themselves.
pub(super) async fn end(
    tx: &mut Tx,
    ctx: &Ctx,
    reminders: &Reminders,
    referral: &Referral,
    how: Outcome,
) -> Result<(), store::Error> {
    let mut ended = referral.clone();
    let refused = |_| store::Error::Conflict("referral.state".to_owned());
    ended.state = ended.state.end(ctx.now, how.clone()).map_err(refused)?;
    let verb = match how {
        Outcome::PlacedElsewhere { .. } => "obsolete",
        Outcome::OpeningEnded => "opening_ended",
        Outcome::Withdrawn => "withdraw",
        _ => "end",
    };
    store::referral::update(tx, ctx, reminders, verb, &ended).await?;
    match how {
        Outcome::OpeningEnded => tell_person(tx, ctx, referral, Kind::OpeningEnded, None).await,
        // The person caused it; only an employer that waits for them must be told.
        Outcome::PlacedElsewhere { .. } | Outcome::Withdrawn if referral.state.letter().is_some() => {
            let to = To::Employer(referral.employer);
            tell(tx, ctx, referral, to, Kind::PersonUnavailable, None).await
        }
        _ => Ok(()),
    }
}
