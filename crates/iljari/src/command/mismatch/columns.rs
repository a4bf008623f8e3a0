//! `iljari mismatch --market`: the same of a market of packed columns, without a database.

use std::process::ExitCode;

use domain::Message;
use matching::engine::Columns;
use matching::mismatch::lever::{Family, ORDERS};
use matching::mismatch::packed::{Cut, OCCUPATION_LEVELS, Packed, packed};
use matching::mismatch::publish::KINDS;
use matching::mismatch::split::Standing;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output::Output;
use crate::wiring::Place;

pub(super) fn run(
    columns: &Columns,
    threads: usize,
    seed: u64,
    place: &Place,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let told = packed(columns, threads, seed).map_err(|error| {
        Failure::said("count the mismatch", &place.catalogue(), place.lang, &error.message())
    })?;
    output.result(&json(columns, &told), &lines(columns, &told, place));
    Ok(ExitCode::SUCCESS)
}

/// Everything that was counted; nothing about real people is in it, so nothing is hidden.
fn json(columns: &Columns, told: &Packed) -> Value {
    let parts: serde_json::Map<String, Value> =
        KINDS.iter().map(|kind| (kind.to_string(), told.split.of(*kind).into())).collect();
    let standings = Standing::all().zip(told.split.counts);
    let standings: serde_json::Map<String, Value> =
        standings.map(|(standing, n)| (standing.to_string(), n.into())).collect();
    let levers: Vec<Value> = Family::all()
        .enumerate()
        .map(|(n, family)| {
            json!({ "family": family.to_string(), "alone": alone(told, n),
                "share": told.levers.shapley[n] as f64 / ORDERS as f64 })
        })
        .collect();
    let mut cuts: Vec<Value> =
        OCCUPATION_LEVELS.iter().zip(&told.occupations).map(|(by, cut)| cut_json(by, cut)).collect();
    cuts.extend(told.places.iter().map(|cut| cut_json("place", cut)));
    cuts.extend(told.zones.iter().map(|cut| cut_json("zone", cut)));
    json!({
        "seekers": columns.seekers.len(), "openings": columns.openings.len(), "seats": columns.seats(),
        "pairs": told.pairs, "parts": parts, "standings": standings, "seats_left": told.split.heads_left,
        "index": cuts, "levers": levers, "together": together(told),
    })
}

fn cut_json(by: &str, cut: &Cut) -> Value {
    let weighted = cut.weighted.map(|lost| json!({ "worth": lost.worth, "hires": lost.hires }));
    json!({
        "by": by, "cells": cut.level.cells, "mismatch": cut.level.mismatch, "added": cut.level.added,
        "to_be_moved": cut.level.to_be_moved, "chance": cut.null.mean, "chance_5": cut.null.quantiles[0],
        "chance_95": cut.null.quantiles[2], "as_much": cut.null.as_much, "beyond": cut.null.beyond_chance(),
        "with_ease": cut.eased.map(|lost| lost.hires), "with_ease_and_pay": weighted,
    })
}

fn alone(told: &Packed, family: usize) -> u64 {
    told.levers.placed[1 << family].saturating_sub(told.levers.placed[0])
}

fn together(told: &Packed) -> u64 {
    told.levers.placed.last().copied().unwrap_or_default().saturating_sub(told.levers.placed[0])
}

fn lines(columns: &Columns, told: &Packed, place: &Place) -> Vec<String> {
    let catalogue = place.catalogue();
    let say = |message: &Message| catalogue.say(place.lang, message);
    let word = |kind: &str, name: &dyn ToString| Message::word(kind, &name.to_string());
    let share = |n: f64| format!("{n:.3}");
    let mut out = vec![
        format!(
            "{} {} / {} {}",
            say(&Message::new("mismatch-seekers")),
            columns.seekers.len(),
            say(&Message::new("mismatch-heads")),
            columns.seats()
        ),
        say(&Message::new("market-pairs").with("pairs", told.pairs)),
    ];
    out.extend(
        KINDS.iter().map(|kind| format!("  {} {}", say(&word("mismatch-kind", kind)), told.split.of(*kind))),
    );
    let by = OCCUPATION_LEVELS.iter().copied().zip(&told.occupations);
    let by = by.chain(told.places.iter().map(|cut| ("place", cut)));
    for (by, cut) in by.chain(told.zones.iter().map(|cut| ("zone", cut))) {
        let line = Message::new("market-index-by")
            .with("by", word("market-by", &by))
            .with("index", share(cut.level.mismatch))
            .with("chance", share(cut.null.mean))
            .with("added", share(cut.level.added))
            .with("cells", cut.level.cells);
        out.push(say(&line));
        out.extend(cut.weighted.map(|lost| {
            let line = Message::new("market-index-weighted").with("worth", share(lost.worth));
            format!("  {}", say(&line.with("hires", share(lost.hires))))
        }));
    }
    out.extend(Family::all().enumerate().map(|(n, family)| {
        let line = Message::new("market-share")
            .with("family", word("mismatch-family", &family))
            .with("alone", alone(told, n))
            .with("share", format!("{:.1}", told.levers.shapley[n] as f64 / ORDERS as f64));
        say(&line)
    }));
    out.push(say(&Message::new("mismatch-together").with("n", together(told))));
    out
}
