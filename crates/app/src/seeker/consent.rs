//! One consent given or taken back, effective at once.

use domain::Ctx;
use domain::actor::Channel;
use domain::id::SeekerId;
use domain::message::Message;
use domain::policy::UseCase;
use domain::seeker::ConsentKind;

use super::{read, save};
use crate::{App, Error};

/// Gives or takes back one consent, as the person said it by `by`. Without the consent to registration the
/// registration ends; without the consent to sensitive data that data is gone. Whether the person is now to
/// be asked about erasing everything.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the registration ended otherwise and cannot be taken up again.
pub async fn consent(
    ctx: &Ctx,
    app: &App,
    id: SeekerId,
    kind: ConsentKind,
    agreed: bool,
    by: Channel,
) -> Result<bool, Error> {
    let (mut seeker, profile) = read(ctx, app, UseCase::WriteSeeker, id).await?;
    let mut profile = profile.ok_or(Error::NotFound)?;
    let before = profile.consents.clone();
    profile.consents = before.clone().with(kind, agreed, ctx.today());
    let said = profile.consents.changes(&before, ctx.today(), by);
    if said.is_empty() {
        return Ok(false);
    }
    seeker.consents.extend(said);
    let ends = kind == ConsentKind::Registration && !agreed;
    if ends && super::running(&seeker.state) {
        seeker.state = seeker.state.withdraw(ctx.now).map_err(Error::Conflict)?;
    }
    if kind == ConsentKind::Registration && agreed && !super::running(&seeker.state) {
        return Err(Error::Conflict(Message::new("consent-needs-registration")));
    }
    if kind == ConsentKind::Sensitive && !agreed {
        profile.vulnerable.clear();
        profile.health_note.clear();
    }
    save(ctx, app, seeker, profile, "consent").await?;
    Ok(ends)
}
