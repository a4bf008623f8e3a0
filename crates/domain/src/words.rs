//! Closed lists of words: plain enumerations written in snake case in rows, exchange files and addresses alike.
//!
//! It must not know any list. Each is declared in the file of its noun, with `words!`.

/// Declares an enumeration that is shown, parsed, stored and listed by the snake case of its variants.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(::serde::Serialize, ::serde::Deserialize)]
        #[derive(::strum::Display, ::strum::EnumIter, ::strum::EnumString, ::strum::IntoStaticStr)]
        #[serde(rename_all = "snake_case")]
        #[strum(serialize_all = "snake_case")]
        pub enum $name { $($body)* }
    };
}
