//! Stands in for the crate `bindgen` while `sqlite-plugin` is built: hands over the declarations of
//! SQLite that it uses, written down once, where the real one would read them out of a header with
//! libclang, a compiler that nobody who builds us should have to install (ADR 19).
//!
//! It knows two texts and nothing else: SQLite promises that neither the numbers nor the layouts in
//! them ever change. It must not be asked for the declarations of any other library.

use std::path::Path;

/// The numbers.
const CONSTANTS: &str = include_str!("constants.txt");
/// The types and functions.
const DECLARATIONS: &str = include_str!("declarations.txt");

/// Of what type a number is. Only one is asked for.
#[derive(Debug, Clone, Copy)]
pub enum MacroTypeVariation {
    /// `i32`.
    Signed,
}

/// What is asked for.
#[derive(Debug, Default)]
pub struct Builder {
    constants: bool,
}

impl Builder {
    /// Which header would be read.
    pub fn header(self, _: impl Into<String>) -> Self {
        self
    }

    /// Only what matches: the numbers.
    pub fn allowlist_item(self, _: impl AsRef<str>) -> Self {
        Self { constants: true }
    }

    /// All but what matches: types and functions.
    pub fn blocklist_item(self, _: impl Into<String>) -> Self {
        Self { constants: false }
    }

    /// The texts name `core` alone.
    pub fn use_core(self) -> Self {
        self
    }

    /// The numbers are `i32`.
    pub fn default_macro_constant_type(self, _: MacroTypeVariation) -> Self {
        self
    }

    /// The text.
    ///
    /// # Errors
    /// Never; the real one may.
    pub fn generate(self) -> Result<Bindings, std::convert::Infallible> {
        Ok(Bindings(if self.constants { CONSTANTS } else { DECLARATIONS }))
    }
}

/// A text to be written.
#[derive(Debug)]
pub struct Bindings(&'static str);

impl Bindings {
    /// Writes it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_to_file(&self, path: impl AsRef<Path>) -> std::io::Result<()> {
        std::fs::write(path, self.0)
    }
}
