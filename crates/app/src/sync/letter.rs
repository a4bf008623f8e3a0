//! At home: a letter of a machine read and answered with a letter, however it came. Who a letter is from is what its signature says
//! and nothing else.

use domain::Ctx;
use domain::id::NodeId;
use domain::message::Message;
use domain::node::Node;
use store::envelope::{self, Other, Unread, Way};

use super::wire::{Ask, answer};
use crate::{App, Error};

/// Reads a letter of a machine, takes in what it says, and writes the answer, sealed to that machine.
///
/// # Errors
/// [`Error::Invalid`] at `letter` when it is none, or not that machine's; when the store cannot be read or written.
pub async fn answer_letter(ctx: &Ctx, app: &App, letter: &[u8]) -> Result<Vec<u8>, Error> {
    let (id, ask) = read(ctx, app, letter).await?;
    let node = find(ctx, app, id).await?;
    let answered = answer(ctx, app, id, ask).await?;
    let plain = serde_json::to_vec(&answered).map_err(Error::internal)?;
    let own = crate::node::keys(app);
    let written = own.write(Way::Out, id.0, &node, &plain, ctx.random());
    written.ok_or_else(|| unread(Unread::None))
}

/// Takes in what a machine left behind that will never speak again: its work, and nothing is answered. How much it was.
///
/// # Errors
/// As of [`answer_letter`].
pub async fn left_behind(ctx: &Ctx, app: &App, letter: &[u8]) -> Result<usize, Error> {
    let (id, ask) = read(ctx, app, letter).await?;
    let before = super::known(ctx, app, id).await?.len();
    answer(ctx, app, id, Ask { from: None, ..ask }).await?;
    Ok(super::known(ctx, app, id).await?.len().saturating_sub(before))
}

async fn read(ctx: &Ctx, app: &App, letter: &[u8]) -> Result<(NodeId, Ask), Error> {
    if envelope::way(letter) == Some(Way::Out) {
        return Err(Error::field("letter", Message::new("letter-for-machine")));
    }
    let id = NodeId(envelope::machine(letter).ok_or_else(|| unread(Unread::None))?);
    let from = find(ctx, app, id).await?;
    let plain = crate::node::keys(app).read(Way::Home, letter, &from).map_err(unread)?;
    let ask = serde_json::from_slice(&plain).map_err(|_| unread(Unread::None))?;
    Ok((id, ask))
}

/// The keys of a machine, also of one given up: what it did before comes home.
async fn find(ctx: &Ctx, app: &App, id: NodeId) -> Result<Other, Error> {
    let found = store::record::find::<Node>(&app.store, ctx.tenant, id.0).await.map_err(crate::fault)?;
    let keys =
        found.as_ref().and_then(Node::keys).and_then(|(signing, sealing)| Other::from_text(signing, sealing));
    // Whether there is such a machine is told to nobody who is not it.
    keys.ok_or_else(|| unread(Unread::Signature))
}

/// Why a letter is not read, for whoever brought it.
pub(crate) fn unread(why: Unread) -> Error {
    let key = match why {
        Unread::None => "letter-none",
        Unread::Signature => "letter-signature",
        Unread::OtherReader => "letter-other-reader",
        Unread::Huge => "letter-huge",
    };
    Error::field("letter", Message::new(key))
}
