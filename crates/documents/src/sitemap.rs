//! Pages as a sitemap for search engines (sitemaps.org). It must not know what a page is.

use std::fmt::Write;

use jiff::Timestamp;

use crate::atom::text;

/// Pages that one file may hold.
pub const MOST: usize = 50_000;

/// A sitemap of pages with the instants at which they last changed, where that is known; at most [`MOST`] of them.
pub fn pages(pages: &[(String, Option<Timestamp>)]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (url, changed) in pages.iter().take(MOST) {
        let changed = changed.map_or(String::new(), |at| format!("<lastmod>{at}</lastmod>"));
        // Writing to a string cannot fail.
        let _ = writeln!(xml, " <url><loc>{}</loc>{changed}</url>", text(url));
    }
    xml.push_str("</urlset>\n");
    xml
}
