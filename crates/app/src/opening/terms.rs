//! Worse terms of a live opening: logged with the opening, and told to those who were referred on the
//! better ones.

use domain::Ctx;
use domain::message::Message;
use domain::notice::{About, Kind, Notice, To};
use domain::opening::{Content, Opening, Worsening, terms_worse};
use store::Tx;

/// Keeps in a live opening what its new content has made worse; tells whether something was.
pub(crate) fn worsen(ctx: &Ctx, before: &Content, opening: &mut Opening) -> bool {
    let changes = terms_worse(before, &opening.content);
    if changes.is_empty() || !opening.state.is_live() {
        return false;
    }
    opening.worsened.push(Worsening { at: ctx.now, changes });
    true
}

/// Tells everybody who waits for an answer about it that its terms got worse.
pub(crate) async fn tell_worse(tx: &mut Tx, ctx: &Ctx, opening: &Opening) -> Result<(), store::Error> {
    let Some(last) = opening.worsened.last() else { return Ok(()) };
    let Some(first) = last.changes.first() else { return Ok(()) };
    let code = format!("opening-term-{}", first.term).into();
    let words = Message::new("opening-terms-worse")
        .with("term", Message { code, args: Default::default() })
        .with("before", first.before.clone())
        .with("after", first.after.clone())
        .with("more", last.changes.len() - 1);
    for referral in store::referral::live_of_opening(tx, ctx, opening.id).await? {
        let about = About { referral: Some(referral.id), opening: Some(opening.id), ..About::default() };
        let notice = Notice::new(ctx, To::Person(referral.person), Kind::TermsWorsened, about);
        store::notice::insert(tx, ctx, &notice.saying(words.clone())).await?;
    }
    Ok(())
}
