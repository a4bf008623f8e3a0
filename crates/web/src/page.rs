//! The shell of every page: KRDS header, language, navigation, one `main`, footer with what it is true for.

use axum::response::{IntoResponse, Response};
use domain::Role;
use domain::message::Lang;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::visit::Visit;
use crate::{assets, offline, staff};

/// A page as an answer; pages are never kept by caches.
pub(crate) struct Page(Markup);

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        ([(axum::http::header::CACHE_CONTROL, "no-store")], self.0).into_response()
    }
}

pub(crate) fn shell(visit: &Visit, title: &str, body: Markup) -> Page {
    shell_with(visit, title, html! {}, body)
}

/// The same with something more in the head.
pub(crate) fn shell_with(visit: &Visit, title: &str, head: Markup, body: Markup) -> Page {
    let city = match visit.lang {
        Lang::Ko => visit.app().city.name_ko(),
        Lang::En => visit.app().city.name_en(),
    };
    let seq = visit.app().projection.seq();
    Page(html! {
        (DOCTYPE)
        html lang=(visit.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " | " (city) " " (visit.t("site-name")) }
                link rel="stylesheet" href=(assets::url("app.css"));
                link rel="icon" href=(assets::url("icon.svg")) type="image/svg+xml";
                (offline::installable(visit))
                script defer src=(assets::url("app.js")) {}
                (head)
            }
            body {
                a.skip href="#main" { (visit.t("skip-to-content")) }
                (header(visit, city))
                main #main tabindex="-1" { (body) }
                (footer(visit, city, seq))
            }
        }
    })
}

/// A page that fills a screen in a room: without the site's header and footer.
pub(crate) fn screen(visit: &Visit, title: &str, class: &str, head: Markup, body: Markup) -> Page {
    Page(html! {
        (DOCTYPE)
        html lang=(visit.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " | " (visit.t("site-name")) }
                link rel="stylesheet" href=(assets::url("app.css"));
                link rel="icon" href=(assets::url("icon.svg")) type="image/svg+xml";
                (head)
            }
            body class=(class) { (body) }
        }
    })
}

/// A page that is read without a network: it leads nowhere but to what is kept, and to the telephone.
pub(crate) fn kept(visit: &Visit, title: &str, body: Markup) -> Page {
    let city = match visit.lang {
        Lang::Ko => visit.app().city.name_ko(),
        Lang::En => visit.app().city.name_en(),
    };
    Page(html! {
        (DOCTYPE)
        html lang=(visit.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " | " (city) " " (visit.t("site-name")) }
                link rel="stylesheet" href=(assets::url("app.css"));
                link rel="icon" href=(assets::url("icon.svg")) type="image/svg+xml";
                script defer src=(assets::url("app.js")) {}
                script defer src=(assets::url("near.js")) {}
            }
            body {
                a.skip href="#main" { (visit.t("skip-to-content")) }
                header.site { div.wrap { a.brand href="/" { (mark()) span { strong { (city) } " " (visit.t("site-name")) } } } }
                main #main tabindex="-1" { (body) }
                footer.site { div.wrap { p { (city) " " (visit.t("footer-centre")) " " a.phone href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } } } }
            }
        }
    })
}

/// What everybody finds at the head of every page.
const SITE: &[(&str, &str)] = &[
    ("/openings", "nav-openings"),
    ("/near", "nav-near"),
    ("/fit", "nav-fit"),
    ("/sectors", "nav-sectors"),
    ("/centres", "nav-centres"),
    ("/saved", "nav-saved"),
];

fn header(visit: &Visit, city: &str) -> Markup {
    let here = visit.here.split('?').next().unwrap_or("/");
    let link = |href: &str, key: &str| {
        let current = if here == href {
            Some("page")
        } else {
            (href != "/" && here.starts_with(href)).then_some("true")
        };
        html! { li { a href=(href) aria-current=[current] { (visit.t(key)) } } }
    };
    let public = html! {
        nav aria-label=(visit.t("nav-label")) {
            ul.wrap {
                @for (href, key) in SITE { @if visit.has(href) { (link(href, key)) } }
                @match visit.ctx.actor.role {
                    Role::Citizen => {}
                    Role::Seeker => (link("/me", "nav-me")),
                    Role::Employer => (link("/employer", "employer-home")),
                    _ => (link("/staff", "nav-staff")),
                }
            }
        }
    };
    html! {
        header.site {
            div.wrap {
                a.brand href="/" { (mark()) span { strong { (city) } " " (visit.t("site-name")) } }
                div.tools {
                    (other_language(visit))
                    @match &visit.signed {
                        Some(signed) => {
                            a href=(crate::account::home_of(visit, signed.actor.role)) { (signed.name) " · " (visit.t(&format!("role-{}", signed.actor.role))) }
                            @let others: Vec<_> = signed.grants.iter().map(|grant| grant.role).filter(|role| *role != signed.actor.role).collect();
                            @for role in others { form method="post" action="/role" { button.plain name="role" value=(role) { (visit.t("role-switch")) " " (visit.t(&format!("role-{role}"))) } } }
                            form method="post" action="/sign-out" { button.plain { (visit.t("sign-out")) } }
                        }
                        None => a href="/sign-in" { (visit.t("sign-in")) },
                    }
                }
            }
            @if here.starts_with("/staff") {
                @let (places, way) = places(visit, here);
                // One of the two is shown: all of it on a desk's screen; on a telephone's where one is, the rest behind it.
                div.unfolded { (public) (places) }
                details.menu { summary { (way) } (places) (public) }
            } @else { (public) }
            @if let Some(line) = &visit.outpost { (line) }
        }
    }
}

/// More places than this are shown group by group, or nobody finds the last ones.
const PLACES_IN_A_ROW: usize = 9;

/// The staff's places: all of them where they are few, else the groups and the places of the one that is open; and in words
/// where among them one is.
fn places(visit: &Visit, here: &str) -> (Markup, String) {
    let groups: Vec<_> = staff::groups(visit).collect();
    let all: usize = groups.iter().map(|(_, places)| places.len()).sum();
    let open = if all > PLACES_IN_A_ROW { staff::group_of(here) } else { None };
    let shown = groups.iter().filter(|(group, _)| all <= PLACES_IN_A_ROW || Some(group.key) == open);
    let places: Vec<_> = shown.flat_map(|(_, places)| places).collect();
    // The nearest place is the one that is open: `/staff/review` is not, where `/staff/review/merges` is.
    let nearest = places.iter().map(|(href, _)| *href).filter(|href| staff::within(here, href));
    let nearest = nearest.max_by_key(|href| href.len());
    let current = |href: &str| (nearest == Some(href)).then_some(if here == href { "page" } else { "true" });
    let named = places.iter().find(|(href, _)| nearest == Some(*href)).map(|(_, key)| visit.t(key));
    let way =
        std::iter::once(visit.t(open.unwrap_or("nav-staff"))).chain(named).collect::<Vec<_>>().join(" › ");
    let links = html! {
        @if all > PLACES_IN_A_ROW {
            nav.places.groups aria-label=(visit.t("nav-staff")) { ul.wrap {
                @for (group, places) in &groups { @if let Some((first, _)) = places.first() {
                    li { a href=(first) aria-current=[(Some(group.key) == open).then_some("true")] { (visit.t(group.key)) } }
                } }
            } }
        }
        @if !places.is_empty() {
            @let name = open.unwrap_or("nav-staff");
            nav.places aria-label={ (visit.t(name)) @if open.is_some() { " " (visit.t("places-in-group")) } } {
                ul.wrap { @for (href, key) in &places { li { a href=(href) aria-current=[current(href)] { (visit.t(key)) } } } }
            }
        }
    };
    (links, way)
}

fn mark() -> Markup {
    PreEscaped(r##"<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="11"/><path d="M7 13.5h10M12 6v6M8 17.5h8"/></svg>"##.to_owned())
}

fn other_language(visit: &Visit) -> Markup {
    let (other, name) = match visit.lang {
        Lang::Ko => (Lang::En, "English"),
        Lang::En => (Lang::Ko, "한국어"),
    };
    let bare = visit.here.split_once('?').map_or((visit.here.as_str(), ""), |(path, query)| (path, query));
    let kept: Vec<&str> =
        bare.1.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    let joined =
        kept.iter().copied().chain(std::iter::once(if other == Lang::En { "lang=en" } else { "lang=ko" }));
    let href = format!("{}?{}", bare.0, joined.collect::<Vec<_>>().join("&"));
    html! { a href=(href) hreflang=(other) lang=(other) { (name) } }
}

/// What the city tells everybody of its work, at the foot of every page.
const CITY: &[(&str, &str)] = &[
    ("/events", "events"),
    ("/programmes", "programmes"),
    ("/bulletins", "bulletins"),
    ("/calendar", "calendar-public"),
    ("/meetings", "meetings-public"),
    ("/plan", "nav-plan"),
    ("/plan/books", "plan-books"),
    ("/mismatch", "mismatch"),
    ("/open-data", "open-data"),
    ("/about", "nav-about"),
];

fn footer(visit: &Visit, city: &str, seq: i64) -> Markup {
    let told: Vec<_> = CITY.iter().filter(|(href, _)| visit.has(href)).collect();
    html! {
        footer.site {
            div.wrap {
                p { (city) " " (visit.t("footer-centre")) " " a.phone href={ "tel:" (visit.app().city.phone()) } { (visit.app().city.phone()) } }
                @if !told.is_empty() { nav aria-label=(visit.t("nav-city")) { p {
                    @for (nth, (href, key)) in told.iter().enumerate() { @if nth > 0 { " · " } a href=(href) { (visit.t(key)) } }
                } } }
                p.small { (visit.t("as-of")) " " (visit.instant(visit.ctx.now)) " · #" (seq) }
            }
        }
    }
}
