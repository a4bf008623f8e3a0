//! One opening on paper: the poster with codes to tear off, the sheet to take along, and what there is instead of one that
//! is closed.

use documents::paper::{self, Align, Block, LargeList, Office, Poster, PosterWords, Printed, Sheet};
use domain::Ctx;
use domain::id::OpeningId;
use domain::message::{Lang, Message};

use super::bulletin::{clock, days, employer, pay, place, squares, until, week};
use super::large_list;
use crate::{App, Error};

/// Prints the poster of an opening that is listed; `origin` is where its page is.
///
/// # Errors
/// [`Error::Gone`] when it is no longer listed, [`Error::NotFound`].
pub async fn poster(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    a3: bool,
    lang: Lang,
    origin: &str,
) -> Result<Printed, Error> {
    let shown = crate::opening::show(ctx, app, id).await?;
    let one = crate::bulletin::line(app, &shown.listed);
    let say = |code: &'static str| app.catalogue.word(lang, code);
    let (monthly, hourly) = pay(app, &one, lang);
    let at = app.city.zone().to_datetime(ctx.now).strftime("%Y-%m-%d %H:%M").to_string();
    let as_of = Message::new("bulletin-as-of").with("at", at).with("seq", app.projection.seq().to_string());
    let facts = Poster {
        size: if a3 { "a3" } else { "a4" },
        lang: if lang == Lang::En { "en" } else { "ko" },
        words: PosterWords {
            wanted: say("poster-wanted"),
            place: say("large-list-employer"),
            way: say("large-list-way"),
            hours: say("large-list-hours"),
            apply: say(if one.direct { "bulletin-call" } else { "bulletin-centre" }),
            until: say("bulletin-until"),
            code: say("bulletin-code"),
            scan: say("bulletin-scan"),
            tear: say("poster-tear"),
            days: days(app, lang),
        },
        office: super::bulletin::office(app, lang),
        as_of: app.catalogue.say(lang, &as_of),
        title: one.title.clone(),
        employer: employer(app, &one, lang),
        pay: monthly,
        hourly,
        place: place(&one),
        way: one.way.in_lang(lang).to_owned(),
        week: week(one.days),
        hours: clock(&one, lang),
        phone: one.phone.clone(),
        until: until(app, one.until, lang),
        code: one.code.clone(),
        qr: squares(app, origin, &one),
    };
    let now = ctx.now;
    super::pressed(move || paper::poster(&facts, now)).await
}

/// The sheet of one opening in large type, to take along.
///
/// # Errors
/// [`Error::Gone`] when it is no longer listed, [`Error::NotFound`].
pub async fn opening_sheet(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    lang: Lang,
    origin: &str,
) -> Result<Sheet, Error> {
    let shown = crate::opening::show(ctx, app, id).await?;
    let one = crate::bulletin::line(app, &shown.listed);
    let list = LargeList {
        about: app.catalogue.word(lang, "opening-sheet-about"),
        openings: vec![large_list::line(app, &shown.listed, lang)],
        ..large_list::blank(office(ctx, app, lang), app, lang)
    };
    let mut sheet = paper::large_list(&list);
    sheet.blocks.push(Block::Code {
        caption: app.catalogue.word(lang, "opening-sheet-code"),
        code: one.code.clone(),
        url: String::new(),
        qr: squares(app, origin, &one),
    });
    Ok(sheet)
}

/// What there is instead of an opening, for whoever asked for it too late: the nearest ones like it.
///
/// # Errors
/// [`Error::NotFound`] for one that never was public.
pub async fn instead(ctx: &Ctx, app: &App, id: OpeningId, lang: Lang) -> Result<Sheet, Error> {
    let (gone, alike) = crate::opening::instead(ctx, app, id).await?;
    let code = crate::bulletin::code(&gone.origin.number);
    let about = Message::new("instead-about").with("title", gone.content.title.as_str()).with("code", code);
    let list = LargeList {
        about: app.catalogue.say(lang, &about),
        openings: alike.iter().map(|listed| large_list::line(app, listed, lang)).collect(),
        ..large_list::blank(office(ctx, app, lang), app, lang)
    };
    let mut sheet = paper::large_list(&list);
    let centre = Message::new("instead-centre").with("phone", app.city.phone());
    sheet.blocks.push(Block::Text {
        text: app.catalogue.say(lang, &centre),
        align: Align::Left,
        strong: true,
    });
    Ok(sheet)
}

pub(super) fn office(ctx: &Ctx, app: &App, lang: Lang) -> Office {
    Office { name: super::bulletin::office(app, lang), ..super::office(ctx, app) }
}
