//! The papers that lie together as one file, each behind a sheet that says what it is and where it goes. One that cannot be
//! made does not keep the others from being printed: its sheet says why.

use documents::paper::{self, Bound, Printed, Separator};
use domain::Ctx;
use domain::bulletin::Form;
use domain::message::Lang;
use domain::print_job::{Paper, PrintJob, Why};
use uuid::Uuid;

use super::{own, place_name};
use crate::comment::Names;
use crate::{App, Error};

/// The file, for whoever took the papers. A paper about a person leaves a look.
///
/// # Errors
/// [`Error::NotFound`], also for anybody else's; [`Error::Unavailable`] when too many papers wait for a press.
pub async fn file(ctx: &Ctx, app: &App, batch: Uuid, origin: &str, lang: Lang) -> Result<Vec<u8>, Error> {
    let jobs = own(ctx, app, batch).await?;
    let (mut bound, mut names) = (Vec::with_capacity(jobs.len()), Names::default());
    for job in jobs {
        let mut separator = separator(ctx, app, &mut names, &job, lang).await?;
        let made = made(ctx, app, &job.paper, origin, lang).await;
        let (printed, landscape) = match made {
            Ok(made) => made,
            Err(failed @ (Error::Unavailable(_) | Error::Internal(_))) => return Err(failed),
            Err(_) => {
                separator.lines.push(app.catalogue.word(lang, "print-cannot"));
                (Printed { bytes: Vec::new(), pages: 0, missing: 0 }, false)
            }
        };
        let a3 = matches!(job.paper, Paper::Issue { form: Form::A3, .. } | Paper::Poster { a3: true, .. });
        bound.push(Bound { separator, bytes: printed.bytes, pages: printed.pages, a3, landscape });
    }
    let now = ctx.now;
    Ok(crate::paper::pressed(move || paper::bind(&bound, now)).await?.bytes)
}

async fn separator(
    ctx: &Ctx,
    app: &App,
    names: &mut Names,
    job: &PrintJob,
    lang: Lang,
) -> Result<Separator, Error> {
    let say = |code: &str| app.catalogue.word(lang, code);
    let who = match (job.asked_by, job.why) {
        (Some(person), _) => names.person(ctx, app, person).await?,
        (None, Why::Kiosk) => say("print-why-kiosk"),
        (None, _) => say("print-by-system"),
    };
    let at = app.city.zone().to_datetime(job.asked_at).strftime("%Y-%m-%d %H:%M").to_string();
    let about = super::about(ctx, app, &job.paper, lang).await?;
    let mut lines = vec![format!("{} · {who} · {at}", say(&format!("print-why-{}", job.why)))];
    lines.extend(Some(about).filter(|about| !about.is_empty()));
    Ok(Separator {
        place: place_name(app, &job.place, lang),
        paper: say(&format!("print-paper-{}", job.paper.name())),
        lines,
    })
}

/// One paper, and whether it lies on its side.
async fn made(
    ctx: &Ctx,
    app: &App,
    paper: &Paper,
    origin: &str,
    lang: Lang,
) -> Result<(Printed, bool), Error> {
    let sheet = match paper {
        Paper::Issue { bulletin, form } => {
            let issue = crate::bulletin::get(ctx, app, *bulletin).await?;
            let printed = crate::paper::bulletin(ctx, app, &issue, *form, Lang::Ko, origin).await?;
            return Ok((printed, false));
        }
        Paper::Poster { opening, a3 } => {
            let printed = crate::paper::poster(ctx, app, *opening, *a3, Lang::Ko, origin).await?;
            return Ok((printed, false));
        }
        Paper::Opening { opening } => {
            crate::paper::opening_sheet(ctx, app, *opening, Lang::Ko, origin).await?
        }
        Paper::Instead { opening } => crate::paper::instead(ctx, app, *opening, lang).await?,
        Paper::Letter { referral } => {
            crate::paper::letter(ctx, app, *referral, &format!("{origin}/answer")).await?
        }
        Paper::Slip { seeker } => crate::paper::slip(ctx, app, *seeker).await?,
        Paper::Found { search } => crate::paper::found(ctx, app, *search, Lang::Ko).await?,
    };
    let (landscape, now) = (sheet.landscape, ctx.now);
    Ok((crate::paper::pressed(move || paper::press(&sheet, now)).await?, landscape))
}
