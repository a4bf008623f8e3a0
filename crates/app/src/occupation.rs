//! What somebody meant who typed a work: classes of KECO and WorkNet, best first.
//!
//! It must not know pages. How titles are read is `matching::title`'s.

use domain::occupation::OccupationCode;
use matching::title::Titles;
pub use matching::title::{Answer, FULL, Reading};

use crate::App;

impl App {
    /// The index of titles, made when first asked for.
    pub(crate) fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| Titles::new(self.reference, self.city.areas()))
    }

    /// The occupations somebody may mean who typed this as a work, best first; see [`Titles::meant`].
    pub fn occupations(&self, typed: &str) -> Vec<OccupationCode> {
        self.titles().meant(typed)
    }

    /// What a title reads as: at most `most` occupations with the words that speak for each.
    pub fn read_title(&self, title: &str, most: usize) -> Reading {
        self.titles().read(title, most)
    }
}
