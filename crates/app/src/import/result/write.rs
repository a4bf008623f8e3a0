//! Writing what a list of results becomes, with the file's own record and the report it belongs to, in one transaction.

use std::sync::Arc;

use domain::Ctx;
use domain::actor::{Actor, Channel};
use domain::id::ImportId;
use domain::seeker::{Profile, Seeker};
use domain::submission::Submission;

use super::Plan;
use crate::{App, Error};

/// What is written in the same transaction: the file's own record, and the report it belongs to.
#[derive(Debug, Default)]
pub(in crate::import) struct Beside {
    /// The file, what is known of it from now on, and whether its bytes are still needed.
    pub(in crate::import) file: Option<(ImportId, serde_json::Value, bool)>,
    /// An earlier file that this one stands for.
    pub(in crate::import) instead_of: Option<ImportId>,
    /// The report, as it is from now on.
    pub(in crate::import) submission: Option<Submission>,
}

/// Writes it all, or nothing.
pub(in crate::import) async fn write(ctx: &Ctx, app: &App, plan: Plan, beside: Beside) -> Result<(), Error> {
    let ctx = ctx.acting_as(Actor { channel: Channel::Import, ..ctx.actor.clone() });
    let (plan, beside) = (Arc::new(plan), Arc::new(beside));
    app.write(&ctx, move |tx, ctx| {
        let (plan, beside) = (plan.clone(), beside.clone());
        Box::pin(async move {
            // The report first: whoever comes second learns of it before anything else is written.
            if let Some(submission) = &beside.submission {
                store::record::update(tx, &ctx, "submit", submission).await?;
            }
            for employer in &plan.employers {
                store::employer::alone(tx, &ctx, employer).await?;
            }
            let employers: Vec<_> = plan.employers.iter().map(|employer| (employer.clone(), None)).collect();
            store::employer::insert_many(tx, &ctx, &employers).await?;
            let mut people: Vec<(Seeker, Profile)> =
                plan.people.iter().map(|(seeker, profile, _)| (seeker.clone(), profile.clone())).collect();
            let numbers = store::seeker::reserve_numbers(tx, &ctx, people.len()).await?;
            for ((seeker, _), number) in people.iter_mut().zip(numbers) {
                seeker.number = number;
            }
            store::seeker::insert_many(tx, &ctx, &people).await?;
            for ((seeker, profile), (_, _, said_other)) in people.iter().zip(&plan.people) {
                store::merge::suggest(tx, &ctx, seeker, profile, *said_other).await?;
            }
            store::placement::insert_many(tx, &ctx, &plan.claims).await?;
            for linked in &plan.linked {
                store::placement::update(tx, &ctx, "contribute", linked).await?;
            }
            if let Some((id, body, keep)) = &beside.file {
                store::import::update(tx, &ctx, *id, body).await?;
                if !keep {
                    store::import::forget(tx, &ctx, *id, "import-done").await?;
                }
            }
            match beside.instead_of {
                Some(earlier) => store::import::forget(tx, &ctx, earlier, "import-mended").await,
                None => Ok(()),
            }
        })
    })
    .await
}
