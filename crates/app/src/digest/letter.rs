//! What a message says. Its subject holds fixed words and a number, whatever is in it; a name stands nowhere. It must not know how
//! it travels.

use std::sync::Arc;

use documents::digest::{Line, Sheet};
use domain::Ctx;
use domain::digest::Delivery;
use domain::message::{Lang, Message};
use domain::notice::Notice;
use domain::seeker::Profile;

use super::post::Post;
use super::token;
use crate::opening::Listed;
use crate::projection::Entry;
use crate::{App, Error};

/// A message ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) subject: String,
    pub(super) sheet: Sheet,
    /// Where one press stops it; none for what is sent once.
    pub(super) stop: Option<String>,
}

/// What stands in a basket's letter.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// What nobody has told.
    pub(super) news: Vec<Notice>,
    /// Openings that are suggested.
    pub(super) openings: Vec<Arc<Entry>>,
    /// Saved searches by their names, with what is new in each.
    pub(super) found: Vec<(String, Vec<Arc<Entry>>)>,
    /// Names of saved searches that ran their time.
    pub(super) ended: Vec<String>,
}

impl Content {
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn len(&self) -> usize {
        let found: usize = self.found.iter().map(|(_, openings)| openings.len()).sum();
        self.news.len() + self.openings.len() + found + self.ended.len()
    }
}

/// The basket of a day.
pub(super) async fn digest(
    ctx: &Ctx,
    app: &App,
    post: &Post,
    delivery: &Delivery,
    profile: &Profile,
    content: &Content,
) -> Result<Letter, Error> {
    let lang = lang(profile);
    let word = |code: &str| app.catalogue.word(lang, code);
    let mut lines = Vec::new();
    if !content.news.is_empty() {
        lines.push(Line::Head(word("digest-news")));
        for notice in &content.news {
            let words = told(ctx, app, lang, notice).await?;
            lines.push(match notice.about.satisfaction {
                Some(id) => Line::Link {
                    words,
                    url: format!("{}/satisfaction/{}", post.address(), crate::satisfaction::token(app, id)),
                },
                None => Line::Item(words),
            });
        }
        lines.push(Line::Link { words: word("digest-own-page"), url: format!("{}/me", post.address()) });
    }
    for (name, openings) in &content.found {
        let head = Message::new("digest-found").with("name", name.as_str());
        lines.push(Line::Head(app.catalogue.say(lang, &head)));
        lines.extend(openings.iter().map(|entry| offered(ctx, app, post, lang, entry)));
    }
    for name in &content.ended {
        let said = Message::new("digest-search-ended").with("name", name.as_str());
        lines.push(Line::Text(app.catalogue.say(lang, &said)));
    }
    if !(content.found.is_empty() && content.ended.is_empty()) {
        let url = format!("{}/me/searches", post.address());
        lines.push(Line::Link { words: word("digest-searches"), url });
    }
    if !content.openings.is_empty() {
        lines.push(Line::Head(word("digest-openings")));
        for entry in &content.openings {
            lines.push(offered(ctx, app, post, lang, entry));
        }
        lines.push(Line::Text(word("digest-openings-note")));
    }
    let stop = format!("{}/digest/stop/{}", post.address(), token::of_stop(app, delivery.id));
    lines.push(Line::Text(phone(app, lang)));
    lines.push(Line::Link { words: word("digest-stop-here"), url: stop.clone() });
    let subject = subject(app, lang, content.len());
    let sheet = Sheet { lang, title: subject.clone(), lines };
    Ok(Letter { subject, sheet, stop: Some(stop) })
}

/// An opening with what decides whether somebody opens it: who, pay, where, until when.
fn offered(ctx: &Ctx, app: &App, post: &Post, lang: Lang, entry: &Entry) -> Line {
    let line = crate::bulletin::line(app, &Listed::new(entry, ctx, None));
    let said = crate::paper::bulletin_line(app, &line, lang, "");
    let mut about = vec![said.employer, said.pay, said.place, said.until];
    about.retain(|part| !part.is_empty());
    let url = format!("{}/openings/{}", post.address(), entry.opening.id);
    Line::Way { words: said.title, about: about.join(" · "), url }
}

/// The question whether an address is the person's.
pub(super) fn confirm(
    app: &App,
    post: &Post,
    delivery: &Delivery,
    profile: &Profile,
    address: &str,
) -> Letter {
    let lang = lang(profile);
    let word = |code: &str| app.catalogue.word(lang, code);
    let token = token::of_confirm(app, delivery.id, address);
    let lines = vec![
        Line::Text(word("digest-confirm-text")),
        Line::Link {
            words: word("digest-confirm-here"),
            url: format!("{}/digest/confirm/{token}", post.address()),
        },
        Line::Text(word("digest-confirm-not-you")),
        Line::Text(phone(app, lang)),
    ];
    let subject = app.catalogue.say(lang, &of_city(app, lang, "digest-confirm-subject"));
    Letter { sheet: Sheet { lang, title: subject.clone(), lines }, subject, stop: None }
}

/// What the operator is sent to see that it comes.
pub(super) fn trial(app: &App, lang: Lang) -> Letter {
    let lines = vec![Line::Text(app.catalogue.word(lang, "digest-trial-text"))];
    let subject = app.catalogue.say(lang, &of_city(app, lang, "digest-trial-subject"));
    Letter { sheet: Sheet { lang, title: subject.clone(), lines }, subject, stop: None }
}

/// Fixed words and a number. Whoever looks over a shoulder learns nothing else.
fn subject(app: &App, lang: Lang, n: usize) -> String {
    app.catalogue.say(lang, &of_city(app, lang, "digest-subject").with("n", n))
}

fn of_city(app: &App, lang: Lang, code: &'static str) -> Message {
    let name = match lang {
        Lang::Ko => app.city.name_ko(),
        Lang::En => app.city.name_en(),
    };
    Message::new(code).with("city", name)
}

fn lang(profile: &Profile) -> Lang {
    if profile.hearing.english { Lang::En } else { Lang::Ko }
}

fn phone(app: &App, lang: Lang) -> String {
    app.catalogue.say(lang, &Message::new("digest-phone").with("phone", app.city.phone()))
}

/// A notice in words: what happened, about which work, and what exactly.
async fn told(ctx: &Ctx, app: &App, lang: Lang, notice: &Notice) -> Result<String, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let opening = match (notice.about.opening, notice.about.referral) {
        (Some(opening), _) => Some(opening),
        (None, Some(id)) => {
            let found = store::referral::find(store, tenant, id).await.map_err(crate::fault)?;
            found.map(|referral| referral.opening)
        }
        (None, None) => None,
    };
    let title = match opening {
        Some(id) => store::opening::find(store, tenant, id).await.map_err(crate::fault)?,
        None => None,
    };
    let mut parts = vec![app.catalogue.word(lang, &format!("digest-news-{}", notice.kind))];
    parts.extend(title.map(|opening| opening.content.title));
    parts.extend(notice.detail.as_ref().map(|detail| app.catalogue.say(lang, detail)));
    Ok(parts.join(" · "))
}
