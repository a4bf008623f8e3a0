//! One page of a long list.

/// Some of `total` things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The things of this page.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: usize,
    /// Which page, from 1.
    pub page: usize,
    /// How many fit on one.
    pub size: usize,
}

impl<T> Page<T> {
    /// Number of the last page, at least 1.
    pub fn last(&self) -> usize {
        self.total.div_ceil(self.size.max(1)).max(1)
    }

    /// The same page of something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, total, page, size } = self;
        Page { items: items.into_iter().map(change).collect(), total, page, size }
    }
}
