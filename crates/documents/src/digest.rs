//! News as a letter that travels: one description, said as plain text and as the simplest page. It must not know who reads it
//! nor how it gets there.

use domain::message::Lang;

/// A line of the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Begins a part.
    Head(String),
    /// A sentence.
    Text(String),
    /// One of several things.
    Item(String),
    /// One of several things, which is itself the way to more.
    Way {
        /// What it is.
        words: String,
        /// What else is good to know before one goes there.
        about: String,
        /// Its address.
        url: String,
    },
    /// A way on.
    Link {
        /// What is there.
        words: String,
        /// Its address.
        url: String,
    },
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its language.
    pub lang: Lang,
    /// What stands above it.
    pub title: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// As plain text.
pub fn plain(sheet: &Sheet) -> String {
    let mut out = format!("{}\n", sheet.title);
    for line in &sheet.lines {
        match line {
            Line::Head(words) => out.push_str(&format!("\n■ {words}\n")),
            Line::Text(words) => out.push_str(&format!("\n{words}\n")),
            Line::Item(words) => out.push_str(&format!("- {words}\n")),
            Line::Way { words, about, url } => out.push_str(&format!("- {words}\n  {about}\n  {url}\n")),
            Line::Link { words, url } => out.push_str(&format!("  {words}: {url}\n")),
        }
    }
    out
}

/// As a page of its own: nothing of it is fetched from anywhere.
pub fn html(sheet: &Sheet) -> String {
    let lang = match sheet.lang {
        Lang::Ko => "ko",
        Lang::En => "en",
    };
    let title = escaped(&sheet.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body style=\"font-family:sans-serif;font-size:17px;line-height:1.6;max-width:40em\">\n<h1 style=\"font-size:20px\">{title}</h1>\n"
    );
    for line in &sheet.lines {
        out.push_str(&match line {
            Line::Head(words) => format!("<h2 style=\"font-size:18px\">{}</h2>\n", escaped(words)),
            Line::Text(words) => format!("<p>{}</p>\n", escaped(words)),
            Line::Item(words) => format!("<p>• {}</p>\n", escaped(words)),
            Line::Way { words, about, url } => format!(
                "<p>• <a href=\"{}\">{}</a><br>{}</p>\n",
                escaped(url),
                escaped(words),
                escaped(about)
            ),
            Line::Link { words, url } => {
                format!("<p><a href=\"{}\">{}</a></p>\n", escaped(url), escaped(words))
            }
        });
    }
    out.push_str("</body></html>\n");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
