//! What stands around every page of a kiosk: the city, the other language, the age of what is shown, and how long until it
//! goes back to its beginning.

use axum::response::{IntoResponse, Response};
use domain::message::{Lang, Message};
use domain::print_job::Place;
use maud::{Markup, html};

use crate::fields::Fields;
use crate::visit::Visit;
use crate::{assets, page};

/// Which page it is: the beginning goes back nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Here {
    /// The beginning.
    Start,
    /// A list.
    List,
    /// One opening.
    Opening,
}

/// A kiosk: where it stands, and in which language it is asked.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    /// The word of its address; empty for a browser that is no kiosk of a place.
    pub(super) at: String,
    /// The place it names.
    pub(super) place: Option<Place>,
    lang: Lang,
}

impl Stand {
    pub(super) fn read(visit: &Visit, fields: &Fields) -> Self {
        let at = fields.text("at");
        let place = app::print_job::place_of_kiosk(visit.app(), at);
        let lang = fields.parse("lang").unwrap_or(visit.lang);
        Self { at: if place.is_some() { at.to_owned() } else { String::new() }, place, lang }
    }

    /// The same in a language.
    pub(super) fn speaking(&self, lang: Lang) -> Self {
        Self { lang, ..self.clone() }
    }

    /// An address of the kiosk: always the same for the same page.
    pub(super) fn to(&self, path: &str, query: &str) -> String {
        let at = if self.at.is_empty() { String::new() } else { format!("&at={}", self.at) };
        let query = if query.is_empty() { String::new() } else { format!("&{query}") };
        format!("/kiosk/{path}?lang={}{at}{query}", self.lang)
    }

    /// The beginning: always Korean, for the next one who comes.
    pub(super) fn start(&self) -> String {
        self.speaking(Lang::Ko).to("", "")
    }
}

/// A page of a kiosk; `ways` on from it stay in sight at its foot, however low the screen is.
pub(super) fn page_of(
    visit: &Visit,
    stand: &Stand,
    here: Here,
    title: &str,
    body: &Markup,
    ways: &Markup,
) -> Response {
    let reset = visit.app().city.bulletin().kiosk_reset_s;
    let city = match visit.lang {
        Lang::Ko => visit.app().city.name_ko(),
        Lang::En => visit.app().city.name_en(),
    };
    let head = html! {
        link rel="stylesheet" href=(assets::url("kiosk.css"));
        script defer src=(assets::url("kiosk.js")) {}
        // Without scripts the browser itself goes back.
        @if here != Here::Start { noscript { meta http-equiv="refresh" content={ (reset) ";url=" (stand.start()) }; } }
    };
    let framed = html! {
        a.skip href="#main" { (visit.t("skip-to-content")) }
        header.kiosk-head {
            a.kiosk-home href=(stand.start()) { strong { (city) } " " (visit.t("site-name")) }
            (other_language(visit, stand))
        }
        p.kiosk-age #kiosk-age role="status"
            data-fresh=(visit.t("kiosk-fresh")) data-cut=(visit.t("kiosk-old")) data-now=(visit.t("kiosk-now")) data-minutes=(visit.t("kiosk-minutes")) data-hours=(visit.t("kiosk-hours"))
            { (visit.say(&Message::new("kept-as-of").with("at", visit.instant(visit.ctx.now)))) }
        main #main tabindex="-1" data-kiosk="" data-here=(match here { Here::Start => "start", Here::List => "list", Here::Opening => "opening" })
            data-start=(stand.start()) data-reset=(reset) data-kept=(stand.to("kept.json", "")) data-closed=(visit.t("kiosk-closed")) { (body) }
        footer.kiosk-foot {
            (ways)
            p { (visit.t("footer-centre")) " " strong.phone { (visit.app().city.phone()) } }
            p.kiosk-count #kiosk-count hidden data-text=(visit.t("kiosk-count")) data-soon=(visit.t("kiosk-soon")) {
                span aria-hidden="true" {} " " span.kiosk-said role="status" {}
                button.second type="button" { (visit.t("kiosk-more-time")) }
            }
        }
    };
    page::screen(visit, title, "kiosk", head, framed).into_response()
}

/// The same page in the other language; whoever comes next finds Korean again.
fn other_language(visit: &Visit, stand: &Stand) -> Markup {
    let (other, name) = match visit.lang {
        Lang::Ko => (Lang::En, "English"),
        Lang::En => (Lang::Ko, "한국어"),
    };
    let (path, query) = visit.here.split_once('?').unwrap_or((&visit.here, ""));
    let kept = query.split('&').filter(|pair| {
        !pair.is_empty() && !["lang=", "at=", "asked="].iter().any(|own| pair.starts_with(own))
    });
    let kept = kept.collect::<Vec<_>>().join("&");
    let path = path.strip_prefix("/kiosk/").unwrap_or_default();
    html! { a.button.second.kiosk-lang href=(stand.speaking(other).to(path, &kept)) hreflang=(other) lang=(other) { (name) } }
}
