//! Entries as an Atom feed (RFC 4287). It must not know what an entry is.

use std::fmt::Write;

use jiff::Timestamp;

/// A feed.
#[derive(Debug, Clone)]
pub struct Feed<'a> {
    /// What it is known by for ever.
    pub id: &'a str,
    /// Its name.
    pub title: &'a str,
    /// Language of its words.
    pub lang: &'a str,
    /// Where this very feed is.
    pub own: &'a str,
    /// The page for people that says the same.
    pub page: &'a str,
    /// Who gives it out.
    pub author: &'a str,
    /// When anything in it last changed.
    pub updated: Timestamp,
    /// Under which terms.
    pub rights: &'a str,
}

/// An entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is known by for ever.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Who says it.
    pub author: String,
    /// When it was first shown.
    pub published: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// What it says, in words.
    pub summary: String,
    /// What it belongs to: code and label.
    pub category: Option<(String, String)>,
}

/// The feed.
pub fn feed(feed: &Feed<'_>, entries: &[Entry]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        text(feed.lang)
    );
    // Writing to a string cannot fail.
    let _ = write!(
        xml,
        " <id>{}</id>\n <title>{}</title>\n <updated>{}</updated>\n <author><name>{}</name></author>\n <rights>{}</rights>\n",
        text(feed.id),
        text(feed.title),
        feed.updated,
        text(feed.author),
        text(feed.rights)
    );
    for (relation, kind, url) in
        [("self", "application/atom+xml", feed.own), ("alternate", "text/html", feed.page)]
    {
        let _ = writeln!(xml, " <link rel=\"{relation}\" type=\"{kind}\" href=\"{}\"/>", text(url));
    }
    for entry in entries {
        put(&mut xml, entry);
    }
    xml.push_str("</feed>\n");
    xml
}

fn put(xml: &mut String, entry: &Entry) {
    let _ = write!(
        xml,
        " <entry>\n  <id>{}</id>\n  <title>{}</title>\n  <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n  <author><name>{}</name></author>\n  <published>{}</published>\n  <updated>{}</updated>\n  <summary>{}</summary>\n",
        text(&entry.id),
        text(&entry.title),
        text(&entry.url),
        text(&entry.author),
        entry.published,
        entry.updated,
        text(&entry.summary)
    );
    if let Some((term, label)) = &entry.category {
        let _ = writeln!(xml, "  <category term=\"{}\" label=\"{}\"/>", text(term), text(label));
    }
    xml.push_str(" </entry>\n");
}

/// Text as XML may hold it. Characters it has no place for are left out.
pub(crate) fn text(raw: &str) -> String {
    let legal: String = raw.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    quick_xml::escape::escape(legal.as_str()).into_owned()
}
