//! What is new in a search that a person saved, in large type, for them to fetch at a counter. It bears their number and no name.

use documents::paper::{self, LARGE_PER_PAGE, LargeList, Sheet};
use domain::Ctx;
use domain::id::SavedSearchId;
use domain::message::{Lang, Message};

use super::{large_list, poster};
use crate::{App, Error};

/// Pages of one sheet: as much as anybody reads at home.
const PAGES: usize = 2;

/// What is new in a saved search, the newest first.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] when nobody is to hear of it any more.
pub(crate) async fn found(ctx: &Ctx, app: &App, id: SavedSearchId, lang: Lang) -> Result<Sheet, Error> {
    let (number, search, openings) = crate::saved_search::to_print(ctx, app, id).await?;
    let until = search.until().map(|until| until.to_string()).unwrap_or_default();
    let about = Message::new("saved-search-sheet").with("number", number).with("until", until);
    let shown = openings.iter().take(PAGES * LARGE_PER_PAGE);
    let mut list = LargeList {
        about: app.catalogue.say(lang, &about),
        openings: shown.map(|listed| large_list::line(app, listed, lang)).collect(),
        ..large_list::blank(poster::office(ctx, app, lang), app, lang)
    };
    list.words.title = app.catalogue.word(lang, "saved-search-sheet-title");
    list.words.none = app.catalogue.word(lang, "saved-search-sheet-none");
    Ok(paper::large_list(&list))
}
