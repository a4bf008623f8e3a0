//! The papers of a meeting, from the same rows as its pages.

use documents::paper::{self, ActionPaper, FigurePaper, ItemPaper, MeetingPaper, Sheet};
use domain::Ctx;
use domain::action::Action;
use domain::id::MeetingId;
use domain::meeting::{Attendance, MeetingKind};
use domain::message::Message;
use strum::IntoEnumIterator;

use super::office;
use crate::meeting::{View, get};
use crate::{App, Error};

/// The packet of a meeting, with a slip for each body that is served on paper.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn packet(ctx: &Ctx, app: &App, id: MeetingId) -> Result<Sheet, Error> {
    let view = get(ctx, app, id).await?;
    let bodies: Vec<String> =
        view.seats.iter().filter(|seat| seat.by_paper).map(|seat| seat.name.clone()).collect();
    let answer_by = view.meeting.at.date().to_string();
    let facts = MeetingPaper { figures: figures(ctx, app, &view).await?, ..facts(ctx, app, &view) };
    Ok(paper::packet(&facts, &bodies, &answer_by))
}

/// The figures of the plan in the year of a report meeting, each unit apart; other meetings do not go through them.
async fn figures(ctx: &Ctx, app: &App, view: &View) -> Result<Vec<FigurePaper>, Error> {
    if view.meeting.kind != MeetingKind::Report {
        return Ok(Vec::new());
    }
    let board = crate::measure::board_of(ctx, app, view.meeting.at.date().year()).await?;
    let wholes = board.sums.iter().filter(|sum| sum.category.is_none());
    let figures = wholes.map(|sum| FigurePaper {
        unit: app.catalogue.say(app.lang(), &Message::word("book-measure-unit", (&sum.unit).into())),
        measures: i64::try_from(sum.measures).unwrap_or(i64::MAX),
        target: sum.target,
        confirmed: sum.reached.confirmed,
        claimed: sum.reached.claimed,
    });
    Ok(figures.collect())
}

/// The record of a meeting, to be handed out.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn meeting_record(ctx: &Ctx, app: &App, id: MeetingId) -> Result<Sheet, Error> {
    let view = get(ctx, app, id).await?;
    Ok(paper::meeting_record(&facts(ctx, app, &view)))
}

fn facts(ctx: &Ctx, app: &App, view: &View) -> MeetingPaper {
    let meeting = &view.meeting;
    let words = |message: &Message| app.catalogue.say(app.lang(), message);
    let attendance = Attendance::iter().filter_map(|how| {
        let of = |seat: &&crate::meeting::Seat| seat.attendance == Some(how);
        let names: Vec<&str> = view.seats.iter().filter(of).map(|seat| seat.name.as_str()).collect();
        let named = words(&Message::word("attendance", (&how).into()));
        (!names.is_empty()).then(|| (format!("{named} {}", names.len()), names.join(", ")))
    });
    let quorum = match view.needed {
        0 => String::new(),
        needed => words(
            &Message::new("meeting-quorum-line")
                .with("members", view.seats.len())
                .with("needed", needed)
                .with("there", view.there),
        ),
    };
    let items = view.agenda().zip(1..).map(|(item, nth)| ItemPaper {
        nth,
        title: if item.late {
            format!("[{}] {}", words(&Message::new("agenda-late")), item.title)
        } else {
            item.title.clone()
        },
        by: item.organisation.map(|body| view.name(body).to_owned()).unwrap_or_default(),
        paper: match view.papers.get(&item.id) {
            None | Some(0) => item.paper.clone(),
            Some(files) => {
                format!("{}\n{}", item.paper, words(&Message::new("agenda-papers-beside").with("n", *files)))
                    .trim()
                    .to_owned()
            }
        },
        minutes: item.minutes.clone(),
    });
    let printed = |actions: &[Action]| actions.iter().map(|action| line(ctx, app, view, action)).collect();
    MeetingPaper {
        office: office(ctx, app),
        name: meeting.name.clone(),
        at: meeting.at.strftime("%Y-%m-%d %H:%M").to_string(),
        venue: meeting.venue.clone(),
        figures: Vec::new(),
        items: items.collect(),
        due: printed(&view.due),
        actions: printed(&view.actions),
        attendance: attendance.collect(),
        quorum,
        minutes: meeting.minutes.clone(),
    }
}

fn line(ctx: &Ctx, app: &App, view: &View, action: &Action) -> ActionPaper {
    ActionPaper {
        number: action.number.clone(),
        title: action.title.clone(),
        owner: action.owner.map(|body| view.name(body).to_owned()).unwrap_or_default(),
        due_on: action.due_on.map(|day| day.to_string()).unwrap_or_default(),
        state: app.catalogue.say(app.lang(), &crate::action::standing(action, ctx.today())),
    }
}
