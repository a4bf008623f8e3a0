//! `/staff/meetings/{id}/live`: the meeting on the screen in the room, a slide at a time: what is due, the agenda in its
//! order, what was decided. Every move is a link, so that it works without a script; `live.js` presses them by key.

use app::measure::{Grade, Sum};
use app::meeting::View;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::action::{Action, Source};
use domain::agenda_item::AgendaItem;
use domain::counting::{GradeName, Month};
use domain::id::{ReportBookId, SubmissionId};
use domain::meeting::{MeetingKind, State, Step};
use domain::message::thousands;
use maud::{Markup, html};

use super::{may_write, quorum, view};
use crate::component::{Form, input, select};
use crate::fields::Fields;
use crate::staff::action;
use crate::staff::ledger::grade;
use crate::staff::measure::unit;
use crate::staff::organisation::options;
use crate::staff::term_plan::figure;
use crate::visit::Visit;
use crate::{assets, error, page};

/// What one slide shows.
enum Slide<'a> {
    /// Name, day, quorum.
    Start,
    /// What earlier meetings gave to somebody to do.
    Due,
    /// An item.
    Item(&'a AgendaItem),
    /// What this one decided.
    Decided,
}

/// The slides of a meeting in their order.
fn slides(view: &View) -> Vec<Slide<'_>> {
    let items = view.agenda().map(Slide::Item);
    [Slide::Start, Slide::Due].into_iter().chain(items).chain([Slide::Decided]).collect()
}

/// What is mostly given to somebody to do under an item.
fn usual(view: &View, item: &AgendaItem) -> Source {
    match (view.meeting.kind, item.step) {
        (MeetingKind::Council, _) => Source::Decision,
        (MeetingKind::Report, Some(Step::Instructions)) => Source::Instruction,
        (MeetingKind::Report, _) => Source::Improvement,
    }
}

pub(super) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let fields = Fields(pairs);
    let view = match view(&visit, &id).await {
        Ok(view) => view,
        Err(failed) => return error::page(&visit, &failed),
    };
    let bodies = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => options(&tree),
        Err(failed) => return error::page(&visit, &failed),
    };
    let beside = beside(&visit, &view).await;
    let slides = slides(&view);
    let last = slides.len() - 1;
    let at = fields.parse::<usize>("at").unwrap_or(0).min(last);
    let dark = fields.ticked("dark");
    let screen = Screen { visit: &visit, view: &view, beside: &beside, at, last, dark };
    let shown = slides.get(at).unwrap_or(&Slide::Start);
    let body = html! {
        (screen.bar())
        main #main tabindex="-1" { (screen.slide(shown, &bodies)) }
        (screen.ways(&slides))
    };
    let head = html! {
        link rel="stylesheet" href=(assets::url("live.css"));
        script defer src=(assets::url("live.js")) {}
    };
    page::screen(&visit, &view.meeting.name, if dark { "live dark" } else { "live" }, head, body)
        .into_response()
}

/// What a report meeting looks at beside its agenda, as far as whoever asks may read it.
#[derive(Default)]
struct Beside {
    /// What came of the year's plan, each unit apart: the figures of the packet.
    wholes: Vec<Sum>,
    year: i16,
    /// Who has not handed in, of which month, and by how many days.
    late: Option<Vec<(SubmissionId, String, Month, i32)>>,
    /// The latest book.
    book: Option<(ReportBookId, String)>,
}

async fn beside(visit: &Visit, view: &View) -> Beside {
    let year = view.meeting.at.date().year();
    if view.meeting.kind != MeetingKind::Report {
        return Beside::default();
    }
    let (ctx, app) = (&visit.ctx, visit.app());
    let board = app::measure::board(ctx, app, Some(year)).await.ok();
    let wholes = board.iter().flat_map(|board| board.sums.iter().filter(|sum| sum.category.is_none()));
    let wholes = wholes.cloned().collect();
    let told = app::submission::board(ctx, app, Month::of(visit.ctx.today()).previous().year()).await.ok();
    let late = told.map(|told| {
        let mut late = Vec::new();
        for line in &told.lines {
            for (month, cell) in told.months.iter().zip(&line.cells) {
                let Some(cell) = cell.as_ref().filter(|cell| cell.is_missing()) else { continue };
                if let Some(days) = cell.late {
                    late.push((cell.id, line.body.clone(), *month, days));
                }
            }
        }
        late
    });
    let books = app::report_book::list(ctx, app).await.unwrap_or_default();
    let book = books.into_iter().max_by_key(|book| book.as_of).map(|book| (book.id, book.title));
    Beside { wholes, year, late, book }
}

/// One look at the screen.
struct Screen<'a> {
    visit: &'a Visit,
    view: &'a View,
    beside: &'a Beside,
    at: usize,
    last: usize,
    dark: bool,
}

impl Screen<'_> {
    fn url(&self, at: usize, dark: bool) -> String {
        let dark = if dark { "&dark=yes" } else { "" };
        format!("/staff/meetings/{}/live?at={at}{dark}", self.view.meeting.id)
    }

    /// Name and time on top, and the way out.
    fn bar(&self) -> Markup {
        let (visit, meeting) = (self.visit, &self.view.meeting);
        html! { header.bar {
            p { strong { (meeting.name) } " · " (meeting.at.strftime("%Y-%m-%d %H:%M").to_string()) }
            p {
                a data-key="d" href=(self.url(self.at, !self.dark)) { (visit.t(if self.dark { "live-light" } else { "live-dark" })) kbd { "D" } }
                " "
                a data-key="Escape" href={ "/staff/meetings/" (meeting.id) } { (visit.t("live-leave")) kbd { "Esc" } }
            }
        } }
    }

    fn slide(&self, slide: &Slide<'_>, bodies: &[(String, String)]) -> Markup {
        let (visit, view) = (self.visit, self.view);
        match slide {
            Slide::Start => html! {
                h1 { (view.meeting.name) }
                p.big { (view.meeting.at.strftime("%Y-%m-%d %H:%M").to_string()) " · " (view.meeting.venue) }
                p.big { (quorum(visit, view)) }
                ol.big { @for item in view.agenda() { li { (item.title) } } }
            },
            Slide::Due => html! {
                h1 { (visit.t("meeting-due")) }
                (self.actions(&view.due, "meeting-due-none", &[]))
            },
            Slide::Decided => html! {
                h1 { (visit.t("meeting-actions")) }
                (self.actions(&view.actions, "meeting-actions-none", bodies))
            },
            Slide::Item(item) => self.item(item, bodies),
        }
    }

    fn item(&self, item: &AgendaItem, bodies: &[(String, String)]) -> Markup {
        let (visit, view) = (self.visit, self.view);
        let given: Vec<Action> =
            view.actions.iter().filter(|action| action.item == Some(item.id)).cloned().collect();
        html! {
            @if let Some(step) = item.step { p.step { (visit.t(&format!("step-{step}"))) } }
            h1 { (item.title) }
            p.big { @match item.organisation { Some(body) => (view.name(body)), None => (visit.t("agenda-secretariat")) } }
            @if !item.paper.is_empty() { p.big.kept { (item.paper) } }
            @match item.step { Some(Step::Plan) => (self.figures()), Some(Step::Departments) => (self.reports()), _ => {} }
            @if !given.is_empty() { (self.actions(&given, "meeting-actions-none", bodies)) }
            @if may_write(visit) && matches!(view.meeting.state, State::Open { .. }) { (self.capture(item, bodies)) }
        }
    }

    /// The plan's summary: a line a unit, no two of them in one sum.
    fn figures(&self) -> Markup {
        let (visit, beside) = (self.visit, self.beside);
        html! { @if !beside.wholes.is_empty() { table.grades {
            caption { (visit.t("brief-grades")) " · " (beside.year) }
            thead { tr { th scope="col" { (visit.t("measure-unit")) } th scope="col" { (visit.t("measure-target-label")) } th scope="col" { (grade(visit, GradeName::Filled)) } th scope="col" { (grade(visit, GradeName::Claimed)) } } }
            tbody { @for sum in &beside.wholes { tr {
                th scope="row" { (unit(visit, sum.unit)) }
                td { (thousands(sum.target)) }
                td { (figure(beside.year, sum, Grade::Confirmed)) }
                td { (figure(beside.year, sum, Grade::Claimed)) }
            } } }
        } } }
    }

    /// Who has not handed in, and the book that is on the table.
    fn reports(&self) -> Markup {
        let visit = self.visit;
        html! {
            @if let Some(late) = &self.beside.late {
                h2 { (visit.t("brief-late")) " " (late.len()) }
                @if late.is_empty() { p.big { (visit.t("brief-late-none")) } }
                @else { ul.given { @for (id, body, month, days) in late { li { a href={ "/staff/submissions/" (id) } { (body) } " · " (month) " · D+" (days) } } } }
            }
            @if let Some((id, title)) = &self.beside.book { p.big { a href={ "/staff/books/" (id) } { (title) } } }
        }
    }

    /// The form by which what is said is given to somebody, there and then.
    fn capture(&self, item: &AgendaItem, bodies: &[(String, String)]) -> Markup {
        let visit = self.visit;
        let fields = Fields(vec![("source".to_owned(), usual(self.view, item).to_string())]);
        let form = Form::new(&fields);
        html! {
            details.capture { summary data-key="n" { (visit.t("live-capture")) kbd { "N" } }
                form.narrow method="post" action={ "/staff/meetings/" (self.view.meeting.id) "/actions" } {
                    input type="hidden" name="item" value=(item.id);
                    input type="hidden" name="next" value=(self.at);
                    @if self.dark { input type="hidden" name="dark" value="yes"; }
                    (select(visit, &form, "source", "action-source", &super::decide::sources(visit)))
                    (input(visit, &form, "title", "action-what", "text", ""))
                    (select(visit, &form, "owner", "action-owner", bodies))
                    (input(visit, &form, "due_on", "action-due", "date", ""))
                    button { (visit.t("action-new")) }
                }
            }
        }
    }

    /// What was given; what nobody does yet, or by no day, is given to somebody there and then. The first of them has the key.
    fn actions(&self, actions: &[Action], empty: &str, bodies: &[(String, String)]) -> Markup {
        let (visit, view) = (self.visit, self.view);
        let going_on = may_write(visit) && matches!(view.meeting.state, State::Open { .. });
        let lacks =
            |one: &&Action| one.state_name() == "open" && (one.owner.is_none() || one.due_on.is_none());
        let first = actions.iter().find(lacks).map(|one| one.id);
        let asks = |one: &Action| going_on && !bodies.is_empty() && lacks(&one);
        html! {
            @if actions.is_empty() { p.big { (visit.t(empty)) } }
            @else { ul.given { @for one in actions { li {
                strong { (one.number) } " " (one.title) br;
                span.who { @match one.owner { Some(body) => (view.name(body)), None => (visit.t("action-ownerless-short")) } " · " @match one.due_on { Some(day) => (day), None => (visit.t("action-undated-short")) } " " (action::standing(visit, one)) }
                @if asks(one) { (self.owner(one, bodies, first == Some(one.id))) }
            } } } }
        }
    }

    /// The form by which something is given to an owner with a day without leaving the room.
    fn owner(&self, one: &Action, bodies: &[(String, String)], first: bool) -> Markup {
        let visit = self.visit;
        let pairs = [
            ("owner", one.owner.map(|id| id.to_string()).unwrap_or_default()),
            ("due_on", one.due_on.map(|day| day.to_string()).unwrap_or_default()),
        ];
        let fields = Fields(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec());
        let chosen = fields.text("owner").to_owned();
        let (owner, due) = (format!("owner-{}", one.id), format!("due-{}", one.id));
        html! {
            details.capture { summary data-key=[first.then_some("o")] { (visit.t("action-assign")) @if first { kbd { "O" } } }
                form.narrow method="post" action={ "/staff/actions/" (one.id) "/edit" } {
                    input type="hidden" name="version" value=(one.version);
                    @if let Some(measure) = one.measure { input type="hidden" name="measure" value=(measure); }
                    input type="hidden" name="next" value=(self.at);
                    @if self.dark { input type="hidden" name="dark" value="yes"; }
                    div.field { label for=(owner) { (visit.t("action-owner")) }
                        select id=(owner) name="owner" { option value="" {} @for (value, text) in bodies { option value=(value) selected[*value == chosen] { (text) } } } }
                    div.field { label for=(due) { (visit.t("action-due")) } input id=(due) name="due_on" type="date" value=(fields.text("due_on")); }
                    button { (visit.t("save-form")) }
                }
            }
        }
    }

    /// The slides as numbered links, and one step back and on.
    fn ways(&self, slides: &[Slide<'_>]) -> Markup {
        let visit = self.visit;
        let name = |slide: &Slide<'_>| match slide {
            Slide::Start => visit.t("live-start"),
            Slide::Due => visit.t("live-due"),
            Slide::Item(item) => item.title.clone(),
            Slide::Decided => visit.t("live-decided"),
        };
        html! {
            nav.slides aria-label=(visit.t("live-slides")) {
                @if self.at > 0 { a.step-by rel="prev" href=(self.url(self.at - 1, self.dark)) { (visit.t("previous")) kbd { "←" } } }
                ol { @for (nth, slide) in slides.iter().enumerate() {
                    li { a href=(self.url(nth, self.dark)) data-slide=(nth) title=(name(slide)) aria-label=(format!("{nth} {}", name(slide))) aria-current=[(nth == self.at).then_some("page")] { (nth) } }
                } }
                @if self.at < self.last { a.step-by rel="next" href=(self.url(self.at + 1, self.dark)) { (visit.t("next")) kbd { "→" } } }
            }
        }
    }
}
