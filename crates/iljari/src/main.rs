//! The executable: commands, configuration and wiring. It holds no logic worth testing by itself.

mod ambient;
mod command;
mod config;
mod failure;
mod field;
mod output;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let options = command::Options::parse();
    let output = output::Output::new(options.global.json);
    match command::run(options, &output) {
        Ok(code) => code,
        Err(failure) => {
            output.failure(&failure);
            ExitCode::FAILURE
        }
    }
}
