//! A book as HWPX, the offices' own word processor's format, to be edited and quoted from. Drawings are left out, for the
//! format knows none that scale; the table behind each is there.

use hwpforge::core::section::HeaderFooter;
use hwpforge::core::{
    Document, Draft, ImageStore, Metadata, PageNumber, PageSettings, Paragraph, Run, Section, Table,
    TableCell, TableRow,
};
use hwpforge::foundation::{Alignment, CharShapeIndex, Color, FoundationResult, HwpUnit, ParaShapeIndex};
use hwpforge::hwpx::{HwpxCharShape, HwpxEncoder, HwpxParaShape, HwpxStyleStore};

use super::{Align, Block, Book, Column, FileError, Value};

/// The typeface every copy of the word processor has.
const FACE: &str = "함초롬돋움";

/// How letters look, in the order in which they are put into the file.
#[derive(Clone, Copy)]
enum Letters {
    Plain,
    Small,
    Strong,
    Section,
    Chapter,
    Title,
}

impl Letters {
    const ALL: [(Self, f64, bool); 6] = [
        (Self::Plain, 10.0, false),
        (Self::Small, 8.0, false),
        (Self::Strong, 8.5, true),
        (Self::Section, 12.0, true),
        (Self::Chapter, 16.0, true),
        (Self::Title, 24.0, true),
    ];

    fn index(self) -> CharShapeIndex {
        CharShapeIndex::new(self as usize)
    }
}

/// How paragraphs stand, in the order in which they are put into the file.
#[derive(Clone, Copy)]
enum Stands {
    Left,
    Center,
    Right,
}

impl Stands {
    fn index(self) -> ParaShapeIndex {
        ParaShapeIndex::new(self as usize)
    }
}

impl From<Align> for Stands {
    fn from(align: Align) -> Self {
        match align {
            Align::Left => Self::Left,
            Align::Center => Self::Center,
            Align::Right => Self::Right,
        }
    }
}

/// Writes the file.
///
/// # Errors
/// When the format cannot hold it, which no facts should bring about.
pub fn hwpx(book: &Book) -> Result<Vec<u8>, FileError> {
    let styles = styles().map_err(|error| FileError(error.to_string()))?;
    let mut document = Document::<Draft>::new();
    document.set_metadata(
        Metadata::new()
            .with_title(book.title.clone())
            .with_author(book.city.clone())
            .with_subject(book.hash.clone()),
    );
    let page = PageSettings::a4();
    let width = page.printable_width();
    let mut section = Section::with_paragraphs(cover(book), page);
    for (nth, chapter) in book.chapters.iter().enumerate() {
        section.add_paragraph(said(&chapter.title, Letters::Chapter, Stands::Left).with_page_break());
        chapter.blocks.iter().for_each(|block| drawn(block, width, &mut section));
        if nth == 0 {
            contents(book, &mut section);
        }
    }
    section.footers = vec![HeaderFooter::all_pages(vec![said(&book.foot, Letters::Small, Stands::Left)])];
    section.page_number = Some(PageNumber::bottom_center());
    document.add_section(section);
    let valid = document.validate().map_err(|error| FileError(error.to_string()))?;
    HwpxEncoder::encode(&valid, &styles, &ImageStore::new()).map_err(|error| FileError(error.to_string()))
}

fn styles() -> FoundationResult<HwpxStyleStore> {
    let mut store = HwpxStyleStore::with_default_fonts(FACE);
    for (_, points, bold) in Letters::ALL {
        let mut shape = HwpxCharShape::default();
        shape.height = HwpUnit::from_pt(points)?;
        shape.bold = bold;
        store.push_char_shape(shape);
    }
    for alignment in [Alignment::Left, Alignment::Center, Alignment::Right] {
        let mut shape = HwpxParaShape::default();
        shape.alignment = alignment;
        store.push_para_shape(shape);
    }
    Ok(store)
}

fn cover(book: &Book) -> Vec<Paragraph> {
    let mut out = vec![
        said(&book.city, Letters::Section, Stands::Center),
        said(&book.title, Letters::Title, Stands::Center),
        said(&book.subtitle, Letters::Section, Stands::Center),
    ];
    out.extend(
        book.cover
            .iter()
            .map(|(name, value)| said(&format!("{name}: {value}"), Letters::Plain, Stands::Left)),
    );
    out.push(said(&book.note, Letters::Small, Stands::Left));
    out
}

fn contents(book: &Book, section: &mut Section) {
    section.add_paragraph(said(&book.contents, Letters::Chapter, Stands::Left).with_page_break());
    for chapter in &book.chapters {
        section.add_paragraph(said(&chapter.title, Letters::Plain, Stands::Left));
        for block in &chapter.blocks {
            if let Block::Page { text } = block {
                section.add_paragraph(said(&format!("    {text}"), Letters::Small, Stands::Left));
            }
        }
    }
}

fn drawn(block: &Block, width: HwpUnit, section: &mut Section) {
    match block {
        Block::Page { text } => {
            section.add_paragraph(said(text, Letters::Section, Stands::Left).with_page_break());
        }
        Block::Heading { text } => section.add_paragraph(said(text, Letters::Section, Stands::Left)),
        Block::Text { text } => {
            text.split('\n').for_each(|line| section.add_paragraph(said(line, Letters::Plain, Stands::Left)));
        }
        Block::List { items } => {
            for item in items {
                section.add_paragraph(said(&format!("○ {item}"), Letters::Plain, Stands::Left));
            }
        }
        Block::Table { caption, columns, rows, empty } => {
            section.add_paragraph(said(caption, Letters::Strong, Stands::Left));
            if rows.is_empty() {
                section.add_paragraph(said(empty, Letters::Small, Stands::Left));
            } else {
                let run = Run::table(table(columns, rows, width), Letters::Plain.index());
                section.add_paragraph(Paragraph::with_runs(vec![run], Stands::Left.index()));
            }
        }
        Block::Drawing { .. } => {}
    }
}

fn table(columns: &[Column], rows: &[Vec<Value>], width: HwpUnit) -> Table {
    let all: i32 = columns.iter().map(|column| i32::from(column.width)).sum();
    let share = |column: &Column| {
        let part = i64::from(width.as_i32()) * i64::from(column.width) / i64::from(all.max(1));
        i32::try_from(part).ok().and_then(|part| HwpUnit::new(part).ok()).unwrap_or(width)
    };
    let head = columns.iter().map(|column| {
        let name = said(&column.name, Letters::Strong, Stands::Center);
        TableCell::new(vec![name], share(column)).with_background(Color::from_rgb(232, 236, 240))
    });
    let head = TableRow::new(head.collect()).with_header(true);
    let body = rows.iter().map(|row| {
        let cells = row.iter().zip(columns).map(|(value, column)| {
            let lines = value.shown();
            let lines = lines.split('\n').map(|line| said(line, Letters::Small, column.align.into()));
            TableCell::new(lines.collect(), share(column))
        });
        TableRow::new(cells.collect())
    });
    Table::new(std::iter::once(head).chain(body).collect()).with_repeat_header(true)
}

/// A paragraph of one kind of letters. What XML cannot hold is left out.
fn said(text: &str, letters: Letters, stands: Stands) -> Paragraph {
    let text: String =
        text.chars().map(|c| if c == '\n' { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    Paragraph::with_runs(vec![Run::text(text, letters.index())], stands.index())
}
