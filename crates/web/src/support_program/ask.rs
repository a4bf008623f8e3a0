//! `/programmes/fit`: which programmes fit, from a short form. What is typed stands in no address and is stored nowhere.

use std::collections::BTreeSet;

use app::support_program::{asked, field, fit, fit_hire};
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::support_program::{Assessment, Fact, Missing, Status, Target};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::{FIT_HIRE, answer as answered, hire, person};
use crate::component::Form;
use crate::fields::Fields;
use crate::visit::Visit;
use crate::{error, page};

type Pairs = Query<Vec<(String, String)>>;

/// For whom it is asked; `for` of the address.
fn target(pairs: Vec<(String, String)>) -> Target {
    Fields(pairs).parse("for").unwrap_or(Target::Person)
}

fn title(visit: &Visit, target: Target) -> String {
    match target {
        Target::Person => visit.t("programmes-fit"),
        Target::Employer => visit.t("programmes-fit-employer"),
    }
}

pub(super) async fn ask(visit: Visit, Query(pairs): Pairs) -> Response {
    let target = target(pairs);
    let asked = match asked(&visit.ctx, visit.app(), target) {
        Ok(asked) => asked,
        Err(failed) => return error::page(&visit, &failed),
    };
    let title = title(&visit, target);
    let body = html! {
        h1 { (title) }
        p.lead { (visit.t("programmes-fit-note")) }
        (form(&visit, &Form::new(&Fields::default()), target, &asked))
        (other(&visit, target))
    };
    page::shell(&visit, &title, body).into_response()
}

pub(super) async fn answer(visit: Visit, Query(pairs): Pairs, fields: Fields) -> Response {
    let target = target(pairs);
    let mut asked = match asked(&visit.ctx, visit.app(), target) {
        Ok(asked) => asked,
        Err(failed) => return error::page(&visit, &failed),
    };
    asked.extend(typed(&fields));
    let title = title(&visit, target);
    match judged(&visit, target, &fields) {
        Ok((answers, understood)) => {
            let open = app::cohort::recruiting(&visit.ctx, visit.app()).await.unwrap_or_default();
            let body = html! {
                h1 { (title) }
                (answered::results(&visit, &answers, &understood, &open))
                details { summary { (visit.t("fit-again")) } (form(&visit, &Form::new(&fields), target, &asked)) }
                (other(&visit, target))
            };
            page::shell(&visit, &title, body).into_response()
        }
        Err(failed) => Form::refused(&visit, &fields, &failed)
            .unwrap_or_else(|filled| filled.page(&visit, &title, &form(&visit, &filled, target, &asked))),
    }
}

/// What came of each programme, and how what was typed was understood.
type Judged = (Vec<Assessment<'static>>, Vec<(&'static str, String)>);

fn judged(visit: &Visit, target: Target, fields: &Fields) -> Result<Judged, app::Error> {
    match target {
        Target::Person => {
            let facts = person::read(visit, fields).map_err(app::Error::Invalid)?;
            Ok((fit(&visit.ctx, visit.app(), &facts)?, person::understood(visit, &facts)))
        }
        Target::Employer => {
            let told = hire::read(visit, fields).map_err(app::Error::Invalid)?;
            Ok((fit_hire(&visit.ctx, visit.app(), &told)?, hire::understood(visit, &told)))
        }
    }
}

/// What something was typed of: nothing typed is lost from the form that comes again, whatever it asks today.
fn typed(fields: &Fields) -> impl Iterator<Item = Missing> {
    let all = Fact::iter().map(Missing::Fact).chain(Status::iter().map(Missing::Told));
    all.filter(move |what| {
        let name = field(*what);
        fields.0.iter().any(|(key, value)| key.starts_with(&name) && !value.trim().is_empty())
    })
}

fn form(visit: &Visit, form: &Form<'_>, target: Target, asked: &BTreeSet<Missing>) -> Markup {
    let to = if target == Target::Employer { FIT_HIRE } else { "/programmes/fit" };
    html! {
        form.narrow method="post" action=(to) {
            @if target == Target::Employer { (hire::inputs(visit, form, asked)) }
            (person::inputs(visit, form, asked, target))
            div.actions { button { (visit.t("programmes-fit-go")) } }
        }
    }
}

/// The way to the other question, and to everything.
fn other(visit: &Visit, target: Target) -> Markup {
    html! { p {
        @match target {
            Target::Person => { a href=(FIT_HIRE) { (visit.t("programmes-fit-employer")) } }
            Target::Employer => { a href="/programmes/fit" { (visit.t("programmes-fit")) } }
        }
        " · " a href="/programmes" { (visit.t("programmes")) }
    } }
}
