//! The chapter of why people and jobs do not meet: the parts, the index beside chance, and where the gaps are.

use domain::Message;
use domain::report_book::Mismatch;

use super::compose::Ground;
use super::{Align, Block, Chapter, Value};
use crate::chart::{self, Datum};
use crate::svg::Frame;

use Align::{Center, Left, Right};

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
        blocks.push(self.gaps(told));
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
