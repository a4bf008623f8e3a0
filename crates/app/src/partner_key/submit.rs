//! An opening that another body's program hands in: once, however often it is asked for under one word.

use domain::Ctx;
use domain::employer::BusinessNumber;
use domain::id::OpeningId;
use domain::message::Message;
use domain::opening::Content;
use domain::partner_key::Scope;
use sha2::{Digest, Sha256};
use store::partner_key::Use;

use super::Keyed;
use crate::opening::draft;
use crate::{App, Error, FieldError};

/// Longest word under which something is asked for.
const WORD_MOST: usize = 100;

/// What a program hands in.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The word of the program for this question: the same word is the same question.
    pub word: String,
    /// The bytes of the question, of which only a hash is kept.
    pub asked: Vec<u8>,
    /// Business number of the employer, who must be on record here.
    pub business_number: String,
    /// What is offered.
    pub content: Content,
    /// Whether it is handed in for acceptance at once, or kept as a draft.
    pub submit: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The opening.
    pub id: OpeningId,
    /// Its number.
    pub number: String,
    /// Word for where it stands now.
    pub state: String,
    /// Whether it had been done before under this word.
    pub again: bool,
}

/// Records an opening for an employer on record, as a draft or handed in for acceptance, with the use of the key.
///
/// # Errors
/// [`Error::Invalid`] with every field that is wrong; [`Error::Conflict`] for a word under which something else was asked
/// for; [`Error::Forbidden`].
pub async fn submit(ctx: &Ctx, app: &App, keyed: &Keyed, told: Submission) -> Result<Submitted, Error> {
    let right = (1..=WORD_MOST).contains(&told.word.len()) && told.word.bytes().all(|b| b.is_ascii_graphic());
    if !right {
        let why = Message::new("key-word").with("most", WORD_MOST);
        return Err(Error::field("Idempotency-Key", why));
    }
    let digest: String = Sha256::digest(&told.asked).iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(done) = before(ctx, app, keyed, &told.word, &digest).await? {
        return Ok(done);
    }
    match fresh(ctx, app, keyed, &told, &digest).await {
        // The same question came twice at once, and the other was quicker.
        Err(Error::Conflict(why)) => match before(ctx, app, keyed, &told.word, &digest).await? {
            Some(done) => Ok(done),
            None => Err(Error::Conflict(why)),
        },
        other => other,
    }
}

/// What came of it the first time.
async fn before(
    ctx: &Ctx,
    app: &App,
    keyed: &Keyed,
    word: &str,
    digest: &str,
) -> Result<Option<Submitted>, Error> {
    let known = store::partner_key::requested(&app.store, ctx.tenant, keyed.key.id, word).await;
    let Some((asked, id)) = known.map_err(crate::fault)? else { return Ok(None) };
    if asked != digest {
        return Err(Error::Conflict(Message::new("key-word-taken").with("word", word)));
    }
    super::note(ctx, app, keyed, used(ctx, id)).await?;
    let opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (number, state) = (opening.origin.number, opening.state.name().to_string());
    Ok(Some(Submitted { id, number, state, again: true }))
}

fn used(ctx: &Ctx, id: OpeningId) -> Use {
    Use { at: ctx.now, scope: Scope::OpeningsWrite, refused: false, about: Some(id) }
}

async fn fresh(
    ctx: &Ctx,
    app: &App,
    keyed: &Keyed,
    told: &Submission,
    digest: &str,
) -> Result<Submitted, Error> {
    let number =
        BusinessNumber::parse(&told.business_number).map_err(|why| Error::field("business_number", why))?;
    let employer = store::employer::by_number(&app.store, ctx.tenant, &number).await.map_err(crate::fault)?;
    let Some(employer) = employer else {
        let why = Message::new("key-employer-unknown").with("number", number.to_string());
        return Err(Error::field("business_number", why));
    };
    let opening = draft(ctx, &employer, told.content.clone())?;
    let mut done = opening.clone();
    if told.submit {
        let missing = opening.content.missing(&employer);
        let faults: Vec<FieldError> =
            missing.iter().map(|missing| FieldError::new(missing.field(), missing.message())).collect();
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        done.state = done.state.submit(ctx.now, &missing)?;
    }
    let (id, state) = (opening.id, done.state.name().to_string());
    let (key, word, digest) = (keyed.key.clone(), told.word.clone(), digest.to_owned());
    let submit = told.submit;
    app.write(ctx, move |tx, ctx| {
        let (mut opening, mut done) = (opening.clone(), done.clone());
        let (key, word, digest) = (key.clone(), word.clone(), digest.clone());
        Box::pin(async move {
            let number = store::opening::next_number(tx, &ctx).await?;
            opening.origin.number.clone_from(&number);
            done.origin.number = number;
            store::opening::insert(tx, &ctx, &opening).await?;
            if submit {
                store::opening::update(tx, &ctx, "submit", &done).await?;
            }
            store::partner_key::request(tx, &ctx, &key, (&word, &digest), id).await?;
            store::partner_key::used(tx, &ctx, key.id, &used(&ctx, id)).await
        })
    })
    .await?;
    let opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    Ok(Submitted { id, number: opening.origin.number, state, again: false })
}
