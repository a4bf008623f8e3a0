//! Forms of one thing side by side, for whoever must choose between what was saved and what they typed.

use maud::{Markup, html};

use crate::fields::Fields;
use crate::visit::Visit;

/// The fields in which the forms differ, one column a form; `labels` are the names of the inputs with their
/// words. What was ticked or picked shows as its code when it has no other words.
pub(super) fn table(visit: &Visit, labels: &[(&str, &str)], heads: &[String], forms: &[Fields]) -> Markup {
    let value = |form: &Fields, name: &str| form.all(name).collect::<Vec<_>>().join(", ");
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
