//! A sheet: title, boxes, tables and codes in reading order, without any way of drawing them.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Office;

/// One paper, of one page or many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// Number of the form as it stands above the title; empty when no law gives one.
    pub form: String,
    /// Title.
    pub title: String,
    /// Language of the sheet's own words, as `ko` or `en`.
    pub lang: &'static str,
    /// Lies on its side.
    pub landscape: bool,
    /// Size of its text in points; nothing on the sheet is smaller when it is 14 or more.
    pub points: u8,
    /// What stands on it, in reading order.
    pub blocks: Vec<Block>,
    /// The body that issues it.
    pub issuer: String,
    /// The instant for which it holds, as written.
    pub as_of: String,
}

/// A part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading within the sheet.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Text {
        /// Its words; line ends stay.
        text: String,
        /// Where it stands.
        align: Align,
        /// Drawn heavier.
        strong: bool,
    },
    /// Ruled boxes of names and values.
    Boxes {
        /// Relative widths of the columns.
        widths: Vec<u8>,
        /// Rows of cells; spans count as columns.
        rows: Vec<Vec<Cell>>,
    },
    /// A ruled table whose head is repeated on every page.
    Table {
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows, one text a column.
        rows: Vec<Vec<String>>,
        /// What is said when there are none.
        empty: String,
    },
    /// A code to be read by eye and by camera.
    Code {
        /// What it is for.
        caption: String,
        /// The code; empty when there is only the picture.
        code: String,
        /// The address it leads to, as text.
        url: String,
        /// The address as a drawing of squares; empty when it could not be made.
        qr: String,
    },
    /// Something that stays in one piece: a number, a heading and lines of name and value.
    Card {
        /// What is said in front, such as a running number.
        mark: String,
        /// Heading.
        title: String,
        /// Names and values.
        lines: Vec<(String, String)>,
        /// The line that must not be overlooked, such as the telephone.
        call: String,
    },
    /// Goes on on a new page.
    NewPage,
}

/// Where a text stands in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the word says it")]
pub enum Align {
    Left,
    Center,
    Right,
}

/// A cell of ruled boxes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What stands in it; line ends stay.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Columns it takes.
    pub span: u8,
    /// Rows it takes.
    pub rows: u8,
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Names what stands beside it.
    Label,
    /// A value.
    Value,
    /// Room to write by hand.
    Blank,
}

impl Cell {
    /// A name.
    pub fn label(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: Kind::Label, span: 1, rows: 1 }
    }

    /// A value.
    pub fn value(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: Kind::Value, span: 1, rows: 1 }
    }

    /// Room to write by hand, with what is printed in it.
    pub fn blank(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: Kind::Blank, span: 1, rows: 1 }
    }

    /// The same over several columns.
    #[must_use]
    pub fn over(self, span: u8) -> Self {
        Self { span, ..self }
    }

    /// The same over several rows.
    #[must_use]
    pub fn down(self, rows: u8) -> Self {
        Self { rows, ..self }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Relative width.
    pub width: u8,
    /// Where its texts stand.
    pub align: Align,
}

impl Column {
    /// A column of words.
    pub fn words(name: &str, width: u8) -> Self {
        Self { name: name.to_owned(), width, align: Align::Left }
    }

    /// A column of short marks and dates.
    pub fn mark(name: &str, width: u8) -> Self {
        Self { name: name.to_owned(), width, align: Align::Center }
    }

    /// A column of numbers.
    pub fn number(name: &str, width: u8) -> Self {
        Self { name: name.to_owned(), width, align: Align::Right }
    }
}

impl Sheet {
    /// A Korean sheet in upright A4 with nothing on it yet.
    pub(super) fn new(form: &str, title: &str, office: &Office) -> Self {
        Self {
            form: form.to_owned(),
            title: title.to_owned(),
            lang: "ko",
            landscape: false,
            points: 10,
            blocks: Vec::new(),
            issuer: office.name.clone(),
            as_of: office.as_of.clone(),
        }
    }

    /// Twelve hexadecimal digits that change with anything on the sheet, printed at its foot.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(serde_json::to_vec(self).unwrap_or_default());
        hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.blocks.push(Block::Heading { text: text.to_owned() });
    }

    pub(super) fn text(&mut self, align: Align, text: impl Into<String>) {
        self.blocks.push(Block::Text { text: text.into(), align, strong: false });
    }

    pub(super) fn boxes(&mut self, widths: &[u8], rows: Vec<Vec<Cell>>) {
        self.blocks.push(Block::Boxes { widths: widths.to_vec(), rows });
    }

    /// Names and values, two pairs a row; the last stands over the whole row when it is alone.
    pub(super) fn pairs(&mut self, pairs: &[(&str, &str)]) {
        let rows = pairs.chunks(2).map(|pair| match pair {
            [(a, x), (b, y)] => vec![Cell::label(*a), Cell::value(*x), Cell::label(*b), Cell::value(*y)],
            [(a, x), ..] => vec![Cell::label(*a), Cell::value(*x).over(3)],
            [] => Vec::new(),
        });
        self.boxes(&[16, 34, 16, 34], rows.collect());
    }

    /// Names and long values, one a row.
    pub(super) fn lines(&mut self, lines: &[(&str, &str)]) {
        let rows = lines.iter().map(|(name, value)| vec![Cell::label(*name), Cell::value(*value)]);
        self.boxes(&[16, 84], rows.collect());
    }

    /// "위와 같이 …" with day and issuer: the end of a letter.
    pub(super) fn signed(&mut self, day: &str, by: &str) {
        self.text(Align::Center, day);
        self.blocks.push(Block::Text { text: format!("{by}  (직인)"), align: Align::Center, strong: true });
    }

    /// What the office fills in, as the annexes have it at their foot.
    pub(super) fn office_use(&mut self, pairs: &[(&str, &str)]) {
        self.heading("기관 기재란");
        self.pairs(pairs);
    }

    pub(super) fn code(&mut self, caption: &str, code: &str, url: &str) {
        self.blocks.push(Block::Code {
            caption: caption.to_owned(),
            code: code.to_owned(),
            url: url.to_owned(),
            qr: if url.is_empty() { String::new() } else { qr(url) },
        });
    }
}

/// A QR code as SVG without a head; empty when the text is too long for one.
pub fn qr(text: &str) -> String {
    let Ok(code) = qrcode::QrCode::new(text.as_bytes()) else { return String::new() };
    let svg = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(160, 160).build();
    svg.split_once("?>").map_or(svg.clone(), |(_, body)| body.to_owned())
}
