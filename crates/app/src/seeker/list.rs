//! Registrations as a list, and finding one by number, name or telephone.
//!
//! Names and telephones are sealed, so the engine cannot look for them. A whole name, a whole telephone and its
//! last four digits are found by their keyed hash; a part of one is looked for among everybody in memory. Only who
//! is put on the page was looked at, and only that leaves a trace.

use domain::Ctx;
use domain::handle::HandleKind;
use domain::id::SeekerId;
use domain::look::Purpose;
use domain::message::Message;
use domain::policy::{Relation, Scope, UseCase, authorise, scope};
use domain::seeker::{Profile, Seeker, StateName};

use crate::page::Page;
use crate::pool::Called;
use crate::{App, Error};

/// Digits of a telephone that are enough to look for it.
const LEAST_DIGITS: usize = 4;

/// Which registrations to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those whose number, name or telephone holds this text; empty for all.
    pub text: String,
    /// Only in this state.
    pub state: Option<StateName>,
    /// Page, from 1.
    pub page: usize,
    /// Rows on a page, 1 to 100.
    pub size: usize,
}

/// A registration as a row of a list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The registration.
    pub seeker: Seeker,
    /// What the person told; `None` when they were erased.
    pub profile: Option<Profile>,
}

/// Registrations, last changed first. Listing names is a look at each of them.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(ctx: &Ctx, app: &App, filter: &Filter) -> Result<Page<Row>, Error> {
    // Within the scope of whoever asks a list holds nobody whose record they might not open.
    let within = scope(&ctx.actor, UseCase::ReadSeeker);
    if !matches!(within, Scope::Everyone | Scope::Known { .. }) {
        authorise(&ctx.actor, UseCase::ReadSeeker, Relation::default())?;
    }
    let (page, size) = (filter.page.max(1), filter.size.clamp(1, 100));
    let offset = (page - 1).saturating_mul(size);
    let (store, tenant, state) = (&app.store, ctx.tenant, filter.state);
    let text = filter.text.trim();
    let (found, total) = if text.is_empty() {
        store::seeker::list(store, tenant, within, state, size, offset).await.map_err(crate::fault)?
    } else if let Some(number) = number_start(text) {
        store::seeker::numbered(store, tenant, within, &number, state, size, offset)
            .await
            .map_err(crate::fault)?
    } else {
        let (ids, total) = of_name(app, ctx, text, within, state, size, offset).await?;
        let mut found = Vec::new();
        for id in ids {
            found.extend(store::seeker::find(store, tenant, id).await.map_err(crate::fault)?);
        }
        (found, total)
    };
    let items: Vec<Row> = found.into_iter().map(|(seeker, profile)| Row { seeker, profile }).collect();
    crate::look::leave(ctx, app, items.iter().map(|row| row.seeker.person).collect(), Purpose::List).await?;
    Ok(Page { items, total, page, size })
}

/// The registration that a number, a name or a telephone means, for forms that refer to one.
///
/// # Errors
/// [`Error::Invalid`] at the field `seeker` when there is none, or more than one.
pub async fn named(ctx: &Ctx, app: &App, text: &str) -> Result<SeekerId, Error> {
    if let Ok(id) = text.parse::<SeekerId>() {
        let known = store::seeker::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
        return known.map(|(seeker, _)| seeker.id).ok_or(Error::NotFound);
    }
    // Whoever holds a whole number need not be one who may look for people.
    if let Some(number) = number_start(text.trim()) {
        let of = store::seeker::numbered(&app.store, ctx.tenant, Scope::Everyone, &number, None, 2, 0);
        let (of, _) = of.await.map_err(crate::fault)?;
        if let Some((exact, _)) = of.iter().find(|(one, _)| one.number == number) {
            return Ok(exact.id);
        }
    }
    let filter = Filter { text: text.to_owned(), size: 2, ..Filter::default() };
    let found: Vec<Seeker> = match list(ctx, app, &filter).await {
        Ok(found) => found.items.into_iter().map(|row| row.seeker).collect(),
        Err(Error::Forbidden(_)) => Vec::new(),
        Err(failed) => return Err(failed),
    };
    match found[..] {
        [ref one] => Ok(one.id),
        [] => Err(Error::field("seeker", Message::new("seeker-not-found-by").with("text", text))),
        _ => Err(Error::field("seeker", Message::new("seeker-found-several").with("text", text))),
    }
}

/// Whoever has exactly this name or telephone; only when nobody has, whoever has it in part.
async fn of_name(
    app: &App,
    ctx: &Ctx,
    text: &str,
    within: Scope,
    state: Option<StateName>,
    size: usize,
    offset: usize,
) -> Result<(Vec<SeekerId>, usize), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let wanted = Wanted::new(text);
    let exactly = wanted.exactly(text);
    let exact = store::handle::list(store, tenant, within, (exactly.0, &exactly.1), state, size, offset);
    let (ids, total) = exact.await.map_err(crate::fault)?;
    if total > 0 {
        return Ok((ids, total));
    }
    app.pool.catch_up(store, tenant, &app.city).await?;
    let ids = app.pool.search(ctx, state, |called| wanted.is(called));
    let total = ids.len();
    Ok((ids.into_iter().skip(offset).take(size).collect(), total))
}

/// The beginning of a registration number, when the text is one: `s2026-0001` → `S2026-0001`.
fn number_start(text: &str) -> Option<String> {
    let rest = text.strip_prefix(['S', 's'])?;
    let number =
        rest.contains(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '-');
    number.then(|| format!("S{rest}"))
}

/// What is looked for, in the forms in which it is compared.
struct Wanted {
    words: String,
    /// Digits, when it can be a telephone or a part of a number.
    digits: Option<String>,
}

impl Wanted {
    fn new(text: &str) -> Self {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let only_digits = text.chars().all(|c| c.is_ascii_digit() || " -.()".contains(c));
        Self {
            words: domain::handle::name(text),
            digits: Some(digits).filter(|d| only_digits && d.len() >= LEAST_DIGITS),
        }
    }

    /// The handle by which exactly this would be found: four digits are the end of a telephone, as people say it.
    fn exactly(&self, text: &str) -> (HandleKind, String) {
        match &self.digits {
            Some(digits) if digits.len() == LEAST_DIGITS => (HandleKind::Phone4, digits.clone()),
            Some(digits) => (HandleKind::Phone, digits.clone()),
            None => (HandleKind::Name, text.to_owned()),
        }
    }

    fn is(&self, called: &Called) -> bool {
        let Some(digits) = &self.digits else { return called.name.contains(&self.words) };
        called.phones.contains(digits.as_str()) || called.number.contains(&self.words)
    }
}
