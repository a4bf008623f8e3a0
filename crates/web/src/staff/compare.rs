//! Forms of one thing side by side, for whoever must choose between what was saved and what they typed.

use maud::{Markup, html};

use crate::fields::Fields;
use crate::visit::Visit;

/// The fields in which the forms differ, one column a form; `labels` are the names of the inputs with their
/// words. What was ticked or picked shows as its code when it has no other words.
pub(super) fn table(visit: &Visit, labels: &[(&str, &str)], heads: &[String], forms: &[Fields]) -> Markup {
    // In whichever order they were ticked or listed, the same things are the same.
    let value = |form: &Fields, name: &str| {
        let mut parts: Vec<String> = form.all(name).map(|one| written(name, one)).collect();
        parts.sort();
        parts.join(", ")
    };
    let differing = labels.iter().filter(|(name, _)| {
        let first = forms.first().map(|form| value(form, name)).unwrap_or_default();
        forms.iter().any(|form| value(form, name) != first)
    });
    html! {
        div.scroll { table {
            caption { (visit.t("versions-differ")) }
            thead { tr { th scope="col" { (visit.t("versions-field")) } @for head in heads { th scope="col" { (head) } } } }
            tbody { @for (name, label) in differing { tr {
                th scope="row" { (visit.t(label)) }
                @for form in forms { td { (value(form, name)) } }
            } } }
        } }
    }
}

/// A value as one reads it: won with separators, what is listed in one order.
fn written(name: &str, value: &str) -> String {
    match (name, value.parse::<i64>()) {
        ("wage_min" | "wage_max" | "wage_won", Ok(won)) => domain::message::thousands(won),
        ("area" | "related" | "desired_area", _) => {
            let mut parts: Vec<&str> = value.split(',').map(str::trim).collect();
            parts.sort_unstable();
            parts.join(", ")
        }
        _ => value.to_owned(),
    }
}
