//! The chapter of why people and jobs do not meet: the parts, the index beside chance, and where the gaps are.

use domain::Message;
use domain::report_book::{GapDong, GapLever, Mismatch};

use super::compose::Ground;
use super::{Align, Block, Chapter, Column, Value};
use crate::chart::{self, Datum};
use crate::map::{self, Classed, Shape};
use crate::svg::Frame;

use Align::{Center, Left, Right};

/// Places of the matrix.
const PLACES: usize = 6;

/// The mark of a class: never shade alone.
fn mark(class: &str) -> &'static str {
    match class {
        "placeable" => "○",
        "frictional" => "△",
        "structural" => "◆",
        // The typeface of the book has no other cross.
        "demand_shortage" => "×",
        "too_little_known" => "?",
        _ => "",
    }
}

/// How dark a class is on the map: the further from a job, the darker.
fn step(class: &str) -> usize {
    ["placeable", "frictional", "structural", "demand_shortage"]
        .iter()
        .position(|known| *known == class)
        .map_or(0, |nth| nth + 1)
}

impl Ground<'_> {
    /// Why people and jobs did not meet.
    pub(super) fn mismatch(&self, told: &Mismatch) -> Chapter {
        let lead = match told.seekers {
            Some(seekers) => Message::new("book-mismatch-lead").with("seekers", seekers),
            None => Message::new("book-mismatch-lead-hidden"),
        };
        let lead = lead.with("heads", told.heads).with("openings", told.openings);
        let mut blocks = vec![Block::Text { text: (self.say)(&lead) }];
        blocks.push(Block::Text { text: self.t("mismatch-note") });
        blocks.extend(self.parts_drawn(told));
        let rows = told
            .parts
            .iter()
            .map(|part| vec![self.word("mismatch-kind", &part.kind).into(), Value::from(part.persons)]);
        let columns = [("mismatch-kind", 70, Left), ("mismatch-persons", 30, Right)];
        blocks.push(self.table("mismatch-parts", &columns, rows.collect()));
        if !told.levels.is_empty() {
            blocks.push(Block::Text { text: self.t("mismatch-levels-note") });
            blocks.push(self.levels(told));
        }
        if !told.levers.is_empty() {
            blocks.push(self.heading("mismatch-levers"));
            blocks.push(Block::Text { text: self.t("mismatch-levers-note") });
            blocks.push(self.levers(told));
        }
        blocks.push(self.gaps(told));
        blocks.extend(self.matrix(told));
        blocks.extend(self.map(told));
        self.chapter("mismatch", blocks)
    }

    fn parts_drawn(&self, told: &Mismatch) -> Option<Block> {
        let (title, whole) = (self.t("mismatch-chart"), self.t("mismatch-seekers"));
        let names: Vec<String> =
            told.parts.iter().map(|part| self.word("mismatch-kind", &part.kind)).collect();
        let parts: Vec<(&str, Option<i64>)> =
            names.iter().zip(&told.parts).map(|(name, part)| (name.as_str(), part.persons)).collect();
        let frame = Frame { id: "book-mismatch", title: &title, description: &title };
        let whole = Datum { label: &whole, value: told.seekers? };
        let svg = chart::waterfall(&frame, whole, &parts);
        Some(Block::Drawing { caption: title.clone(), svg, width: 60 })
    }

    fn levels(&self, told: &Mismatch) -> Block {
        let rows = told.levels.iter().map(|level| {
            vec![
                self.word("mismatch-gap", level.by).into(),
                level.cells.into(),
                level.index.into(),
                level.chance.into(),
                level.beyond.into(),
            ]
        });
        let columns = [
            ("mismatch-by", 32, Left),
            ("mismatch-cells", 14, Right),
            ("mismatch-index", 16, Right),
            ("mismatch-chance", 16, Right),
            ("mismatch-beyond", 22, Right),
        ];
        self.table("mismatch-levels", &columns, rows.collect())
    }

    /// What each easing would bring, and whose work that is.
    fn levers(&self, told: &Mismatch) -> Block {
        let mut levers: Vec<&GapLever> = told.levers.iter().collect();
        levers.sort_by_key(|lever| std::cmp::Reverse(lever.alone));
        let tenths = |n: i64| format!("{}.{}", n / 10, (n % 10).abs());
        let rows = levers.into_iter().map(|lever| {
            vec![
                self.word("mismatch-family", &lever.family).into(),
                Value::from(lever.alone),
                lever.share_tenths.map_or_else(|| "–".to_owned(), tenths).into(),
                self.word("mismatch-act", &lever.family).into(),
            ]
        });
        let columns = [
            ("mismatch-family", 20, Left),
            ("mismatch-alone", 14, Right),
            ("mismatch-share", 14, Right),
            ("mismatch-act", 52, Left),
        ];
        self.table("mismatch-levers", &columns, rows.collect())
    }

    /// Kinds of work by place, each cell with its mark; the first places only, as a page is so wide.
    fn matrix(&self, told: &Mismatch) -> Option<Block> {
        let mut works: Vec<&str> = Vec::new();
        let mut places: Vec<&str> = Vec::new();
        for line in &told.lines {
            if !works.contains(&line.occupation.as_str()) {
                works.push(&line.occupation);
            }
            if !places.contains(&line.area.as_str()) && places.len() < PLACES {
                places.push(&line.area);
            }
        }
        let cell = |work: &str, place: &str| {
            let line = told
                .lines
                .iter()
                .find(|line| (line.occupation.as_str(), line.area.as_str()) == (work, place));
            line.map(|line| mark(&line.class).to_owned()).unwrap_or_default()
        };
        let rows = works.iter().map(|work| {
            let cells = places.iter().map(|place| Value::from(cell(work, place)));
            std::iter::once(Value::from(*work)).chain(cells).collect()
        });
        let width = u8::try_from(64 / places.len().max(1)).unwrap_or(8);
        let head = std::iter::once((self.t("mismatch-occupation"), 36, Left));
        let columns: Vec<Column> = head
            .chain(places.iter().map(|place| ((*place).to_owned(), width, Center)))
            .map(|(name, width, align)| Column { name, width, align })
            .collect();
        let legend: Vec<String> = told
            .parts
            .iter()
            .map(|part| format!("{} {}", mark(&part.kind), self.word("mismatch-kind", &part.kind)))
            .collect();
        let caption = format!("{} ({})", self.t("mismatch-matrix"), legend.join(" · "));
        let (rows, empty) = (rows.collect(), self.t("none"));
        (!places.is_empty()).then_some(Block::Table { caption, columns, rows, empty })
    }

    /// The dongs by class.
    fn map(&self, told: &Mismatch) -> Option<Block> {
        let said: Vec<(&GapDong, String)> = told
            .dongs
            .iter()
            .map(|dong| {
                let class = dong.class.as_ref().map(|class| self.word("mismatch-kind", class));
                (dong, class.unwrap_or_default())
            })
            .collect();
        let areas: Vec<Classed<'_>> = said
            .iter()
            .filter_map(|(dong, class)| {
                let outline = self.outlines.get(&dong.area)?;
                let word = dong.class.as_deref().unwrap_or_default();
                Some(Classed {
                    shape: Shape { name: &dong.name, rings: &outline.rings, value: None, link: None },
                    class,
                    mark: mark(word),
                    step: step(word),
                })
            })
            .collect();
        let title = self.t("mismatch-map");
        let frame = Frame { id: "book-mismatch-map", title: &title, description: &title };
        let svg = (!areas.is_empty()).then(|| map::classes(&frame, &areas))?;
        Some(Block::Drawing { caption: title.clone(), svg, width: 60 })
    }

    fn gaps(&self, told: &Mismatch) -> Block {
        let rows = told.lines.iter().map(|line| {
            let changes: Vec<String> = line.changes.iter().map(|change| (self.say)(change)).collect();
            vec![
                line.occupation.clone().into(),
                line.area.clone().into(),
                self.word("mismatch-kind", &line.class).into(),
                Value::from(line.seekers),
                line.heads.into(),
                changes.join("\n").into(),
            ]
        });
        let columns = [
            ("mismatch-occupation", 22, Left),
            ("mismatch-area", 13, Left),
            ("mismatch-kind", 17, Center),
            ("mismatch-seekers", 9, Right),
            ("mismatch-heads", 9, Right),
            ("mismatch-changes", 30, Left),
        ];
        self.table("mismatch-lines", &columns, rows.collect())
    }
}
