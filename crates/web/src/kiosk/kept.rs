//! The list of pages that a kiosk keeps for when the network is cut, each with a mark that changes with what stands on it,
//! so that the worker asks only for what is new. Public data only.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::bulletin::Choice;
use domain::id::OpeningId;
use domain::message::Lang;
use domain::print_job::Place;
use sha2::{Digest, Sha256};
use strum::IntoEnumIterator;

use super::frame::Stand;
use super::pick::{self, PER_PAGE};
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{assets, error};

/// Pages of one list that are kept.
const PAGES: usize = 8;

/// Openings on one screen.
const SHOWN: usize = 50;

/// `GET /kiosk/kept.json?shown=ID,ID`: `{"seq", "as_of", "closed": [id], "assets": [address], "pages": [[address, mark]]}`.
pub(super) async fn list(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let fields = Fields(pairs);
    let stand = Stand::read(&visit, &fields);
    let (app, ctx) = (visit.app(), &visit.ctx);
    let front = match app::opening::front(ctx, app).await {
        Ok(front) => front,
        Err(failed) => return error::page(&visit, &failed),
    };
    let nearest = match &stand.place {
        Some(Place::Dong(dong)) => Choice::near(dong.clone()),
        _ => Choice::city(),
    };
    let most = app.city.bulletin().kiosk_most;
    // What is near the kiosk first; then everything else as far as there is room.
    let mut lists = vec![nearest];
    lists.extend(pick::all(&visit, &front));
    let (mut pages, mut kept, mut seq) = (Vec::new(), BTreeSet::new(), 0);
    for choice in lists {
        let chosen = match app::bulletin::choose(ctx, app, &choice) {
            Ok(chosen) => chosen,
            Err(failed) => return error::page(&visit, &failed),
        };
        seq = chosen.seq;
        let query = pick::query(&choice);
        let all: Vec<String> =
            chosen.items.iter().map(|one| format!("{}/{}", one.opening.id, one.opening.version)).collect();
        // A list with nothing on it is a page, too.
        let parts: Vec<&[String]> =
            if all.is_empty() { vec![all.as_slice()] } else { all.chunks(PER_PAGE).collect() };
        for (nth, part) in (1..=PAGES).zip(&parts) {
            let asked = if nth == 1 { query.clone() } else { format!("{query}&page={nth}") };
            pages.push(("openings".to_owned(), asked, mark([all.len().to_string(), part.join(" ")])));
            for (says, one) in part.iter().zip(chosen.items.iter().skip((nth - 1) * PER_PAGE)) {
                // The way back to a list is part of an address; the worker keeps and finds it without.
                if kept.len() < most && kept.insert(one.opening.id) {
                    pages.push((format!("openings/{}", one.opening.id), String::new(), mark([says])));
                }
            }
        }
    }
    // Whatever no list has room for, as far as there is room.
    for one in app::bulletin::choose(ctx, app, &Choice::city()).map(|all| all.items).unwrap_or_default() {
        if kept.len() < most && kept.insert(one.opening.id) {
            let says = format!("{}/{}", one.opening.id, one.opening.version);
            pages.push((format!("openings/{}", one.opening.id), String::new(), mark([says])));
        }
    }
    let whole = mark([front.openings.to_string()]);
    pages.push((String::new(), String::new(), whole.clone()));
    pages.push(("cut".to_owned(), String::new(), whole));
    // A new day or a new release makes every page anew.
    let day = format!("{} {}", ctx.today(), assets::url("kiosk.js"));
    let pages: Vec<(String, String)> = Lang::iter()
        .flat_map(|lang| {
            let stand = stand.speaking(lang);
            let day = &day;
            pages
                .iter()
                .map(move |(path, query, says)| (stand.to(path, query), mark([says, day])))
                .collect::<Vec<_>>()
        })
        .collect();
    // Of what stands on the screen that asks: what is no longer there.
    let shown = fields.text("shown").split(',').filter_map(|id| id.parse::<OpeningId>().ok()).take(SHOWN);
    let closed: Vec<String> = app
        .projection
        .with(|state| shown.filter(|id| !state.openings.contains_key(id)).map(|id| id.to_string()).collect());
    let look = ["app.css", "kiosk.css", "kiosk.js", "icon.svg"].map(assets::url);
    let value = serde_json::json!({
        "seq": seq, "as_of": ctx.now.to_string(), "closed": closed, "pages": pages,
        "assets": look,
    });
    ([(header::CACHE_CONTROL, "no-store")], Json(value)).into_response()
}

/// Sixteen digits that change with what is said.
fn mark<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_ref().as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
