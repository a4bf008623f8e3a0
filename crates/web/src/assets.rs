//! Files of the look, built into the program and kept by browsers for a year under a name that changes
//! with their content.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::policy::UseCase;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::routes::Routes;

#[derive(RustEmbed)]
#[folder = "assets"]
#[exclude = "*.md"]
struct Files;

pub(crate) fn routes(routes: &mut Routes) {
    routes.get("/assets/{version}/{name}", UseCase::ReadPublic, file);
    routes.get("/favicon.ico", UseCase::ReadPublic, icon);
}

/// Address of an asset. All share one version, so that the style sheet's own references work.
pub(crate) fn url(name: &str) -> String {
    format!("/assets/{}/{name}", version())
}

/// A word that changes with the content of any of them.
pub(crate) fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let files: BTreeMap<_, _> = Files::iter().map(|name| (name.clone(), Files::get(&name))).collect();
        let mut hash = Sha256::new();
        for (name, file) in files {
            hash.update(name.as_bytes());
            hash.update(file.map(|file| file.data).unwrap_or_default());
        }
        hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    })
}

async fn file(Path((_, name)): Path<(String, String)>) -> Response {
    serve(&name)
}

/// The text of an asset that is served under an address of its own.
pub(crate) fn text(name: &str) -> Option<std::borrow::Cow<'static, [u8]>> {
    Files::get(name).map(|file| file.data)
}

async fn icon() -> Response {
    serve("icon.svg")
}

pub(crate) fn serve(name: &str) -> Response {
    let Some(file) = Files::get(name) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = file.metadata.mimetype().to_owned();
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
    ];
    (headers, file.data).into_response()
}
