//! `settings`: each setting's value, what gave it, and its rule.

use serde_json::{Value as Json, json};

use super::check::stages;
use crate::cli::args::StageArg;
use crate::cli::context::Context;
use crate::cli::entry::Source;
use crate::cli::problem::{Exit, Stop};
use crate::cli::terminal::{FAINT, STRONG};
use crate::describe::setting::Row;

pub(in crate::cli) fn run(context: &Context, args: &StageArg) -> Result<Exit, Stop> {
    let mut by_stage = serde_json::Map::new();
    for chosen in stages(context, args)? {
        let settings = context.describe(&chosen)?.settings;
        if context.terminal.json {
            by_stage.insert(chosen.name.to_string(), settings.iter().map(to_json).collect());
            continue;
        }
        context.terminal.result(&format!("{STRONG}{}{STRONG:#}", chosen.name));
        if settings.is_empty() {
            context.terminal.result("  no settings: `gordon::main!(project, settings)` gives the project some");
        }
        let width = |of: &dyn Fn(&Row) -> usize| settings.iter().map(|(row, _)| of(row)).max().unwrap_or(0);
        let (names, values) = (width(&|row| row.name.len()), width(&|row| row.value.chars().count()).min(40));
        for (row, source) in &settings {
            let rule = if row.rule.is_empty() { &row.kind } else { row.rule };
            let from = from(source);
            context
                .terminal
                .result(&format!("  {:<names$}  {:<values$}  {FAINT}{from}; {rule}{FAINT:#}", row.name, row.value));
            if context.terminal.verbose && !row.help.is_empty() {
                context.terminal.result(&format!("  {:<names$}  {FAINT}{}{FAINT:#}", "", row.help));
            }
        }
    }
    if context.terminal.json {
        context.terminal.result(&Json::from(by_stage).to_string());
    }
    Ok(Exit::Done)
}

fn from(source: &Source) -> String {
    match source {
        Source::Default => "default".to_owned(),
        Source::Lines(places) => places.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "),
        Source::Override => "--set".to_owned(),
    }
}

fn to_json((row, source): &(Row, Source)) -> Json {
    json!({ "name": row.name, "value": row.json, "from": from(source), "kind": row.kind, "rule": row.rule, "help": row.help })
}
