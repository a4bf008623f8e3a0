//! `iljari user`: accounts from the terminal, when nobody can sign in.

use std::process::ExitCode;

use clap::Subcommand;
use domain::Role;
use domain::id::PersonId;
use domain::person::{Grant, Identity};

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
    /// Gives an account exactly these roles.
    Roles {
        /// Sign-in name.
        login: String,
        /// The roles.
        #[arg(required = true, value_parser = one_of::<Role>())]
        roles: Vec<Role>,
    },
}

pub(crate) async fn run(options: &Options, place: &Place, output: &Output) -> Result<ExitCode, Failure> {
    let app = place.app().await?;
    let ctx = app.ctx(at_the_terminal(Role::Operator));
    let failed = |error: app::Error| Failure::of_app("change accounts", &app.catalogue, place.lang, &error);
    let grants = |roles: &[Role]| {
        roles.iter().map(|role| Grant { role: *role, organisation: None, employer: None }).collect::<Vec<_>>()
    };
    let (value, line) = match &options.what {
        What::Add { login, name, roles } => {
            let identity = Identity { name: name.clone(), login: login.clone(), phone: String::new() };
            let (id, link) =
                app::person::invite(&ctx, &app, identity, grants(roles)).await.map_err(failed)?;
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
        What::Roles { login, roles } => {
            let id = find(&ctx, &app, login).await.map_err(failed)?;
            app::person::set_grants(&ctx, &app, id, grants(roles)).await.map_err(failed)?;
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
