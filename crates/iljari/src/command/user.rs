//! `iljari user`: accounts from the terminal, when nobody can sign in.

use std::process::ExitCode;

use clap::Subcommand;
use domain::Role;
use domain::id::PersonId;
use domain::person::Identity;

use crate::command::{at_the_terminal, one_of};
use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

/// Adds, lists, locks and unlocks accounts, and makes one-time links.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Adds an account and prints the one-time link through which its owner sets a password.
    Add {
        /// Sign-in name.
        #[arg(long)]
        login: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// Roles, the first being active after sign-in.
        #[arg(long = "role", required = true, value_parser = one_of::<Role>())]
        roles: Vec<Role>,
        #[command(flatten)]
        body: Body,
    },
    /// Lists accounts.
    List,
    /// Makes a new one-time link for someone who lost theirs.
    Link {
        /// Sign-in name.
        login: String,
    },
    /// Locks an account and ends its sessions.
    Suspend {
        /// Sign-in name.
        login: String,
    },
    /// Unlocks an account.
    Reactivate {
        /// Sign-in name.
        login: String,
    },
    /// Believes that an employer's account speaks for that employer, whose registration was checked before.
    Confirm {
        /// Sign-in name.
        login: String,
    },
    /// Gives an account exactly these roles.
    Roles {
        /// Sign-in name.
        login: String,
        /// The roles.
        #[arg(required = true, value_parser = one_of::<Role>())]
        roles: Vec<Role>,
        #[command(flatten)]
        body: Body,
    },
}

/// For whom an account acts.
#[derive(Debug, clap::Args)]
struct Body {
    /// Name of the department, agency or partner body that staff of one act for.
    #[arg(long, default_value = "")]
    organisation: String,
    /// Name or business number of the employer that an employer's account acts for.
    #[arg(long, default_value = "")]
    employer: String,
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(Role::Operator));
    let failed = |error: app::Error| Failure::of_app("change accounts", &app.catalogue, place.lang, &error);
    let grants = async |roles: &[Role], body: &Body| {
        app::person::grants(&ctx, &app, roles, &body.organisation, &body.employer).await.map_err(failed)
    };
    let (value, line) = match &options.what {
        What::Add { login, name, roles, body } => {
            let identity = Identity { name: name.clone(), login: login.clone(), phone: String::new() };
            let grants = grants(roles, body).await?;
            let (id, link) = app::person::invite(&ctx, &app, identity, grants).await.map_err(failed)?;
            (serde_json::json!({ "id": id, "link": format!("/links/{link}") }), format!("/links/{link}"))
        }
        What::List => {
            let users = app::person::list(&ctx, &app).await.map_err(failed)?;
            let rows: Vec<_> = users
                .iter()
                .map(|user| {
                    let roles: Vec<_> = user.person.grants.iter().map(|grant| grant.role).collect();
                    serde_json::json!({ "id": user.person.id, "login": user.identity.login, "account": user.person.account, "roles": roles })
                })
                .collect();
            let lines: Vec<String> = users
                .iter()
                .map(|user| {
                    let roles: Vec<String> =
                        user.person.grants.iter().map(|grant| grant.role.to_string()).collect();
                    format!("{:<20} {}", user.identity.login, roles.join(", "))
                })
                .collect();
            output.result(&serde_json::json!({ "users": rows }), &lines);
            return Ok(ExitCode::SUCCESS);
        }
        What::Link { login } => {
            let id = find(&ctx, &app, login).await.map_err(failed)?;
            let link = app::person::renew_link(&ctx, &app, id).await.map_err(failed)?;
            (serde_json::json!({ "id": id, "link": format!("/links/{link}") }), format!("/links/{link}"))
        }
        What::Suspend { login } => {
            let id = find(&ctx, &app, login).await.map_err(failed)?;
            app::person::suspend(&ctx, &app, id).await.map_err(failed)?;
            (serde_json::json!({ "id": id }), format!("{login}: locked"))
        }
        What::Reactivate { login } => {
            let id = find(&ctx, &app, login).await.map_err(failed)?;
            app::person::reactivate(&ctx, &app, id).await.map_err(failed)?;
            (serde_json::json!({ "id": id }), format!("{login}: unlocked"))
        }
        What::Confirm { login } => {
            let users = app::person::list(&ctx, &app).await.map_err(failed)?;
            let wanted = login.trim().to_lowercase();
            let user = users.iter().find(|user| user.identity.login == wanted);
            let user = user.ok_or(app::Error::NotFound).map_err(failed)?;
            let employers = user.person.grants.iter().filter_map(|grant| grant.employer);
            let supervisor = app.ctx(at_the_terminal(Role::Supervisor));
            for employer in employers {
                app::person::confirm(&supervisor, &app, user.person.id, employer).await.map_err(failed)?;
            }
            (serde_json::json!({ "id": user.person.id }), format!("{login}: confirmed"))
        }
        What::Roles { login, roles, body } => {
            let id = find(&ctx, &app, login).await.map_err(failed)?;
            let grants = grants(roles, body).await?;
            app::person::set_grants(&ctx, &app, id, grants).await.map_err(failed)?;
            (serde_json::json!({ "id": id, "roles": roles }), format!("{login}: changed"))
        }
    };
    output.result(&value, &[line]);
    Ok(ExitCode::SUCCESS)
}

async fn find(ctx: &domain::Ctx, app: &app::App, login: &str) -> Result<PersonId, app::Error> {
    let users = app::person::list(ctx, app).await?;
    let wanted = login.trim().to_lowercase();
    users
        .iter()
        .find(|user| user.identity.login == wanted)
        .map(|user| user.person.id)
        .ok_or(app::Error::NotFound)
}
