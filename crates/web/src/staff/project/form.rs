//! The form of a project: money by who pays, in won, with the slip of thousands asked about.

use app::FieldError;
use app::project::Form as Wanted;
use axum::extract::Path;
use axum::response::Response;
use domain::id::ProjectId;
use domain::project::{Content, FundSource, Project, ProjectKind};
use maud::{Markup, html};
use strum::IntoEnumIterator;

use super::{filled, place, sector_name};
use crate::component::{Form, area, field_errors, input, select, sent, tick, unknown_area};
use crate::error;
use crate::fields::Fields;
use crate::staff::organisation::{options, several};
use crate::visit::Visit;

pub(super) async fn new(visit: Visit) -> Response {
    let owner = visit.ctx.actor.organisation.map(|id| id.to_string()).unwrap_or_default();
    let fields = filled(vec![("owner", owner), ("kind", ProjectKind::default().to_string())]);
    render(&visit, None, Form::new(&fields)).await
}

pub(super) async fn create(visit: Visit, fields: Fields) -> Response {
    let wanted = match read(&visit, &fields) {
        Ok(wanted) => wanted,
        Err(errors) => return render(&visit, None, Form::wrong(&fields, errors)).await,
    };
    let made = app::project::create(&visit.ctx, visit.app(), wanted).await;
    match sent(&visit, &fields, made, |id| format!("/staff/projects/{id}")) {
        Ok(answer) => answer,
        Err(form) => render(&visit, None, form).await,
    }
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Response {
    let project = match writable(&visit, &id).await {
        Ok(project) => project,
        Err(answer) => return answer,
    };
    let fields = fill(&visit, &project);
    render(&visit, Some(&project), Form::new(&fields)).await
}

pub(super) async fn update(visit: Visit, Path(id): Path<String>, fields: Fields) -> Response {
    let project = match writable(&visit, &id).await {
        Ok(project) => project,
        Err(answer) => return answer,
    };
    let wanted = match read(&visit, &fields) {
        Ok(wanted) => wanted,
        Err(errors) => return render(&visit, Some(&project), Form::wrong(&fields, errors)).await,
    };
    let seen = fields.parse("version").unwrap_or(0);
    let updated = app::project::update(&visit.ctx, visit.app(), project.id, seen, wanted).await;
    match sent(&visit, &fields, updated, |()| place(&project)) {
        Ok(answer) => answer,
        Err(form) => render(&visit, Some(&project), form).await,
    }
}

/// A project that whoever asks may write; for anybody else there is none.
pub(in crate::staff) async fn writable(visit: &Visit, id: &str) -> Result<Project, Response> {
    let found = match id.parse::<ProjectId>() {
        Ok(id) => app::project::get(&visit.ctx, visit.app(), id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    match found {
        Ok(view) if view.may_write => Ok(view.project),
        Ok(_) => Err(error::page(visit, &app::Error::NotFound)),
        Err(failed) => Err(error::page(visit, &failed)),
    }
}

fn read(visit: &Visit, fields: &Fields) -> Result<Wanted, Vec<(String, String)>> {
    let mut errors: Vec<FieldError> = Vec::new();
    let mut funds = std::collections::BTreeMap::new();
    for source in FundSource::iter() {
        match fields.budget(fund_field(source)) {
            Ok(Some(won)) if won != 0 => {
                funds.insert(source, won);
            }
            Ok(_) => {}
            Err(why) => errors.push(why),
        }
    }
    let mut told = |read: Result<Option<i64>, FieldError>| {
        read.unwrap_or_else(|why| {
            errors.push(why);
            None
        })
    };
    let new_spending_won = told(fields.budget("new_spending"));
    let mut day = |name| {
        fields.day(name).unwrap_or_else(|why| {
            errors.push(why);
            None
        })
    };
    let (from, until) = (day("from"), day("until"));
    let typed = fields.text("area");
    let area = visit.app().city.areas().resolve(typed).into_iter().next();
    if area.is_none() && !typed.is_empty() {
        errors.push(FieldError::new("area", unknown_area(visit, typed)));
    }
    if !errors.is_empty() {
        let failed = app::Error::Invalid(errors);
        return Err(field_errors(visit, &failed).unwrap_or_default());
    }
    let text = |name: &str| fields.text(name).to_owned();
    Ok(Wanted {
        number: text("number"),
        owner: fields.parse("owner"),
        content: Content {
            name: text("name"),
            kind: fields.parse("kind").unwrap_or_default(),
            funds,
            new_spending_won,
            from,
            until,
            area,
            place: text("place"),
            sector: text("sector"),
            industry_sector: text("industry_sector"),
            contractor: text("contractor"),
            external_owner: text("external_owner"),
            partners: fields.all("partners").filter_map(|id| id.parse().ok()).collect(),
            description: text("description"),
        },
        in_won: fields.ticked("in_won"),
    })
}

fn fund_field(source: FundSource) -> &'static str {
    match source {
        FundSource::National => "fund_national",
        FundSource::Provincial => "fund_provincial",
        FundSource::City => "fund_city",
        FundSource::Private => "fund_private",
    }
}

fn fill(visit: &Visit, project: &Project) -> Fields {
    let content = &project.content;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let area =
        content.area.as_ref().map(|code| visit.app().city.areas().name(code).to_owned()).unwrap_or_default();
    let mut pairs = vec![
        ("version", project.version.to_string()),
        ("number", project.number.clone()),
        ("owner", project.owner.to_string()),
        ("name", content.name.clone()),
        ("kind", content.kind.to_string()),
        ("new_spending", content.new_spending_won.map(|won| won.to_string()).unwrap_or_default()),
        ("from", day(content.from)),
        ("until", day(content.until)),
        ("area", area),
        ("place", content.place.clone()),
        ("sector", content.sector.clone()),
        ("industry_sector", content.industry_sector.clone()),
        ("contractor", content.contractor.clone()),
        ("external_owner", content.external_owner.clone()),
        ("description", content.description.clone()),
        // A small sum that was looked at once is not asked about again.
        ("in_won", if content.funds_won() < content.kind.unlikely_below() { "yes" } else { "" }.to_owned()),
    ];
    pairs.extend(content.funds.iter().map(|(source, won)| (fund_field(*source), won.to_string())));
    pairs.extend(content.partners.iter().map(|id| ("partners", id.to_string())));
    filled(pairs)
}

async fn render(visit: &Visit, known: Option<&Project>, form: Form<'_>) -> Response {
    let tree = match app::organisation::tree(&visit.ctx, visit.app()).await {
        Ok(tree) => tree,
        Err(failed) => return error::page(visit, &failed),
    };
    let form = form.needing(&["number", "name", "owner", "funds"]);
    let title = visit.t(if known.is_some() { "project-edit" } else { "project-new" });
    let bodies = options(&tree);
    let words = |prefix: &str, names: Vec<String>| -> Vec<(String, String)> {
        names.into_iter().map(|name| (name.clone(), visit.t(&format!("{prefix}-{name}")))).collect()
    };
    let kinds = words("project-kind", ProjectKind::iter().map(|one| one.to_string()).collect());
    let sectors: Vec<(String, String)> =
        visit.app().city.sectors().iter().map(|one| (one.id.clone(), sector_name(visit, one))).collect();
    let table: Vec<(String, String)> = app::estimate::sectors(visit.app())
        .into_iter()
        .map(|(code, name)| (code.to_owned(), format!("{code} {name}")))
        .collect();
    let body = html! {
        form.narrow method="post" {
            @match known {
                Some(project) => {
                    input type="hidden" name="version" value=(form.fields.text("version"));
                    p { strong { (visit.t("project-number")) } " " (project.number) " · " (visit.t("project-number-fixed")) }
                }
                None => (input(visit, &form, "number", "project-number", "text", "project-number-hint")),
            }
            (input(visit, &form, "name", "project-name", "text", ""))
            (select(visit, &form, "owner", "organisation", &bodies))
            (select(visit, &form, "kind", "kind", &kinds))
            (funds(visit, &form))
            (input(visit, &form, "new_spending", "project-new-spending-label", "text", "project-new-spending-hint"))
            (input(visit, &form, "from", "project-from", "date", ""))
            (input(visit, &form, "until", "project-until", "date", ""))
            (input(visit, &form, "area", "area", "text", ""))
            (input(visit, &form, "place", "project-place", "text", ""))
            (select(visit, &form, "sector", "sector", &sectors))
            (select(visit, &form, "industry_sector", "project-industry-sector", &table))
            (input(visit, &form, "contractor", "project-contractor", "text", ""))
            (input(visit, &form, "external_owner", "project-external-owner", "text", "project-external-owner-hint"))
            (area(visit, &form, "description", "project-description"))
            (several(visit, &form, "partners", "project-partners", &tree))
            button { (visit.t("save-form")) }
        }
        p { @match known { Some(project) => a href=(place(project)) { (project.content.name) }, None => a href="/staff/projects" { (visit.t("staff-projects")) } } }
    };
    form.page(visit, &title, &body)
}

/// Who pays how much; a fault of the sum stands at the group.
fn funds(visit: &Visit, form: &Form<'_>) -> Markup {
    let error = form.error("funds");
    let asked = error.is_some() || form.fields.ticked("in_won");
    html! {
        fieldset id="funds" tabindex="-1" aria-describedby=[error.map(|_| "funds-error")] {
            legend { (visit.t("project-funds")) }
            p.hint { (visit.t("project-funds-hint")) }
            @if let Some(error) = error { p.error id="funds-error" { (error) } }
            @for source in FundSource::iter() { (input(visit, form, fund_field(source), &format!("project-fund-{source}"), "text", "")) }
            @if asked { (tick(form, "in_won", &visit.t("project-in-won"))) }
        }
    }
}
