//! Remarks on what the offices write (A42): threads on projects, measures, leads, openings, actions; whoever is called by name
//! or by their body finds the remark among what waits for them.

use std::collections::BTreeMap;

use domain::comment::{Comment, Subject, called};
use domain::id::{CommentId, OrganisationId, PersonId};
use domain::organisation::OrganisationKind;
use domain::person::Account;
use domain::policy::{Relation, UseCase, authorise};
use domain::{Ctx, Role};
use uuid::Uuid;

use crate::{App, Error, receipt, record};

/// Remarks that call somebody, shown at once.
const SHOWN: usize = 50;

/// A remark as it is read.
#[derive(Debug, Clone)]
pub struct Said {
    /// The remark.
    pub comment: Comment,
    /// Who said it; empty once that account is erased.
    pub who: String,
    /// For which body.
    pub body: String,
    /// Whether who asks may take it back.
    pub mine: bool,
    /// What answers it, in order. Answers of answers stand here too: one step in is enough to read.
    pub answers: Vec<Said>,
}

/// A remark that calls whoever asks.
#[derive(Debug, Clone)]
pub struct Call {
    /// The remark.
    pub said: Said,
    /// What it is on.
    pub subject: Subject,
    /// Whether it was read.
    pub read: bool,
}

/// Whether who asks may read the thing and the remarks on it.
pub(crate) async fn may_read(ctx: &Ctx, app: &App, subject: Subject, about: Uuid) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::ReadComment, Relation::default())?;
    let mut at = (subject, about);
    if subject == Subject::Comment {
        let found =
            store::record::find::<Comment>(&app.store, ctx.tenant, about).await.map_err(crate::fault)?;
        let comment = found.ok_or(Error::NotFound)?;
        at = (comment.noun.parse().map_err(|_| Error::NotFound)?, comment.about);
    }
    let relation = match at {
        (Subject::Comment, _) => return Err(Error::NotFound),
        (Subject::Opening, id) => {
            let opening =
                store::opening::get(&app.store, ctx.tenant, id.into()).await.map_err(crate::fault)?;
            Relation {
                employer: Some(opening.employer),
                organisation: opening.origin.organisation,
                ..Relation::default()
            }
        }
        (subject, id) => {
            let noun: &'static str = subject.into();
            let owner = store::record::owner(&app.store, ctx.tenant, noun, id).await.map_err(crate::fault)?;
            Relation { organisation: owner.ok_or(Error::NotFound)?, ..Relation::default() }
        }
    };
    authorise(&ctx.actor, at.0.use_case(), relation).map_err(|_| Error::NotFound)
}

/// The remarks on a thing, in order, each with its answers.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for a thing that who asks may not read.
pub async fn thread(ctx: &Ctx, app: &App, subject: Subject, about: Uuid) -> Result<Vec<Said>, Error> {
    may_read(ctx, app, subject, about).await?;
    let mut all =
        store::record::of_parent::<Comment>(&app.store, ctx.tenant, about).await.map_err(crate::fault)?;
    all.sort_by_key(|comment| (comment.created_at, comment.answers.is_some(), comment.id));
    let answers: BTreeMap<CommentId, CommentId> =
        all.iter().filter_map(|comment| Some((comment.id, comment.answers?))).collect();
    let (mut names, mut roots) = (Names::default(), Vec::<Said>::new());
    for comment in all {
        // Up to the one that answers nothing; a remark answers only earlier ones, so that this ends.
        let root = std::iter::successors(comment.answers, |of| answers.get(of).copied()).last();
        let said = names.said(ctx, app, comment).await?;
        match roots.iter_mut().find(|one| Some(one.comment.id) == root) {
            Some(root) => root.answers.push(said),
            None => roots.push(said),
        }
    }
    Ok(roots)
}

/// What is said.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// The words.
    pub text: String,
    /// Which remark it answers.
    pub answers: Option<CommentId>,
}

/// Says something on a thing.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] at `text`, also when an `@` calls nobody.
pub async fn add(
    ctx: &Ctx,
    app: &App,
    subject: Subject,
    about: Uuid,
    form: Form,
) -> Result<CommentId, Error> {
    authorise(&ctx.actor, UseCase::WriteComment, Relation::default())?;
    may_read(ctx, app, subject, about).await?;
    let (Some(by), false) = (ctx.actor.person, subject == Subject::Comment) else {
        return Err(Error::NotFound);
    };
    if let Some(of) = form.answers {
        let found = store::record::find::<Comment>(&app.store, ctx.tenant, of).await.map_err(crate::fault)?;
        found.filter(|found| found.about == about).ok_or(Error::NotFound)?;
    }
    let mut comment = Comment {
        id: ctx.id(),
        noun: subject.to_string(),
        about,
        answers: form.answers,
        by,
        organisation: ctx.actor.organisation,
        text: form.text.trim().replace("\r\n", "\n"),
        mentions: Vec::new(),
        bodies: Vec::new(),
        withdrawn_at: None,
        version: 1,
        created_at: ctx.now,
    };
    comment.check().map_err(|why| Error::field("text", why))?;
    if comment.text.contains('@') {
        let names = callable(ctx, app).await?;
        for who in called(&comment.text, &names).map_err(|why| Error::field("text", why))? {
            match who {
                Called::Person(person) if !comment.mentions.contains(&person) => {
                    comment.mentions.push(person)
                }
                Called::Body(body) if !comment.bodies.contains(&body) => comment.bodies.push(body),
                _ => {}
            }
        }
    }
    let id = comment.id;
    record::add(ctx, app, UseCase::WriteComment, comment).await?;
    Ok(id)
}

/// Takes one's own words back; that something was said stays.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for another's.
pub async fn withdraw(ctx: &Ctx, app: &App, id: CommentId) -> Result<Comment, Error> {
    record::change(ctx, app, UseCase::WriteComment, (id, None), "withdraw", |comment: Comment| {
        comment.withdraw(ctx.actor.person, ctx.now)
    })
    .await
}

/// Remarks that call who asks, by name or by their body, the newest first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn calls(ctx: &Ctx, app: &App) -> Result<Vec<Call>, Error> {
    authorise(&ctx.actor, UseCase::ReadComment, Relation::default())?;
    let (person, body) = (ctx.actor.person, ctx.actor.organisation);
    let mut all = store::record::all::<Comment>(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.retain(|comment| {
        comment.withdrawn_at.is_none() && Some(comment.by) != person && comment.calls(person, body)
    });
    let (mut names, mut calls) = (Names::default(), Vec::new());
    for comment in all.into_iter().rev() {
        if calls.len() >= SHOWN {
            break;
        }
        let Ok(subject) = comment.noun.parse::<Subject>() else { continue };
        if may_read(ctx, app, subject, comment.about).await.is_err() {
            continue;
        }
        let read = receipt::is_left(ctx, app, comment.id.0).await?;
        calls.push(Call { said: names.said(ctx, app, comment).await?, subject, read });
    }
    Ok(calls)
}

/// How many remarks call who asks and were not read; nothing for those who read none.
///
/// # Errors
/// When the store cannot be read.
pub async fn unread(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    match calls(ctx, app).await {
        Ok(calls) => Ok(calls.iter().filter(|call| !call.read).count()),
        Err(Error::Forbidden(_)) => Ok(0),
        Err(failed) => Err(failed),
    }
}

/// Whom an `@` calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Called {
    Person(PersonId),
    Body(OrganisationId),
}

/// Everybody who can be called: staff with an account, and bodies that exist. Partners of the network read no remarks, so that
/// calling one would tell nobody.
async fn callable(ctx: &Ctx, app: &App) -> Result<Vec<(String, Called)>, Error> {
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let bodies = bodies.into_iter().filter(|body| body.active && body.kind != OrganisationKind::Partner);
    let mut names: Vec<_> = bodies.map(|body| (body.name, Called::Body(body.id))).collect();
    let accounts = store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let staff = accounts.into_iter().filter(|(person, _)| {
        let gone = matches!(person.account, Account::Suspended { .. });
        !gone && person.grants.iter().any(|grant| grant.confirmed && Role::is_staff(grant.role))
    });
    names.extend(staff.map(|(person, identity)| (identity.name, Called::Person(person.id))));
    Ok(names)
}

/// Names that were looked up once already.
#[derive(Debug, Default)]
pub(crate) struct Names {
    people: BTreeMap<PersonId, String>,
    bodies: Option<BTreeMap<OrganisationId, String>>,
}

impl Names {
    /// The name of an account; empty once it is erased.
    pub(crate) async fn person(&mut self, ctx: &Ctx, app: &App, id: PersonId) -> Result<String, Error> {
        if let Some(known) = self.people.get(&id) {
            return Ok(known.clone());
        }
        let found = store::person::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
        let name = found.map(|(_, identity)| identity.name).unwrap_or_default();
        self.people.insert(id, name.clone());
        Ok(name)
    }

    /// The name of a body; empty for nobody's.
    pub(crate) async fn body(
        &mut self,
        ctx: &Ctx,
        app: &App,
        id: Option<OrganisationId>,
    ) -> Result<String, Error> {
        if self.bodies.is_none() {
            let all = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
            self.bodies = Some(all.into_iter().map(|body| (body.id, body.name)).collect());
        }
        let known = self.bodies.as_ref().and_then(|bodies| bodies.get(&id?));
        Ok(known.cloned().unwrap_or_default())
    }

    async fn said(&mut self, ctx: &Ctx, app: &App, comment: Comment) -> Result<Said, Error> {
        let who = self.person(ctx, app, comment.by).await?;
        let body = self.body(ctx, app, comment.organisation).await?;
        let mine = Some(comment.by) == ctx.actor.person && comment.withdrawn_at.is_none();
        Ok(Said { comment, who, body, mine, answers: Vec::new() })
    }
}
