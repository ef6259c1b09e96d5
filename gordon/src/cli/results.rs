//! What an apply did, region by region, as people and programs read it.
//!
//! Owns the words and the table; what happened is `apply`'s to say.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::context::{Context, Reached};
use super::problem::Stop;
use super::stage::Chosen;
use super::terminal::{BAD, CHANGED, FAINT, GOOD, STRONG};
use crate::apply::{Applied, Outcome, Release};

/// What apply did in one region.
pub(super) struct RegionResult {
    /// The region that was asked for.
    pub(super) region: Option<String>,
    pub(super) reached: Option<Reached>,
    pub(super) planned: Vec<Json>,
    /// What ran before, where somebody may want it back.
    pub(super) before: Option<Release>,
    pub(super) rolled_back: bool,
    pub(super) ended: Result<Applied, Stop>,
}

impl RegionResult {
    pub(super) fn of(region: Option<String>) -> Self {
        let nothing = Err(Stop::silent(super::problem::Exit::Failed));
        Self { region, reached: None, planned: Vec::new(), before: None, rolled_back: false, ended: nothing }
    }

    fn name(&self) -> &str {
        let reached = self.reached.as_ref().map(|reached| reached.aws.region.as_str());
        reached.or(self.region.as_deref()).unwrap_or_default()
    }

    fn outputs(&self) -> BTreeMap<String, String> {
        let (Some(reached), Ok(applied)) = (&self.reached, &self.ended) else { return BTreeMap::new() };
        applied.outputs.iter().map(|(name, value)| (name.clone(), reached.output(value))).collect()
    }

    /// The outcome as programs read it, as people read it, and its style.
    fn outcome(&self) -> (&'static str, &'static str, anstyle::Style) {
        match &self.ended {
            Ok(_) if self.rolled_back => ("rolled_back", "Rolled back", CHANGED),
            Err(_) => ("failed", "Failed", BAD),
            Ok(applied) => match applied.outcome {
                Outcome::Unchanged => ("unchanged", "Nothing to do", GOOD),
                Outcome::Changed => ("changed", "Applied", GOOD),
                Outcome::Planned { .. } => ("planned", "Planned, not applied", CHANGED),
                Outcome::Detached { .. } => ("detached", "Running", CHANGED),
                Outcome::Stopped => ("stopped", "Not applied", CHANGED),
            },
        }
    }
}

/// Prints what every region did; problems are told elsewhere.
pub(super) fn print(context: &Context, chosen: &Chosen, results: &[RegionResult]) {
    let terminal = context.terminal;
    if terminal.json {
        // With a failure, the problems are the answer.
        if results.iter().all(|result| result.ended.is_ok()) {
            let regions: Vec<Json> = results.iter().map(to_json).collect();
            terminal.result(&json!({ "stage": chosen.name.as_str(), "regions": regions }).to_string());
        }
        return;
    }
    if results.len() > 1 {
        table(context, chosen, results);
    }
    for result in results {
        let Ok(applied) = &result.ended else { continue };
        if results.len() == 1 {
            let (_, words, style) = result.outcome();
            terminal.say(&format!("{style}{words}{style:#} {} {FAINT}{}{FAINT:#}", chosen.name, result.name()));
        }
        if let Outcome::Planned { change_set, .. } = &applied.outcome {
            terminal.say("The change set waits; `apply` without --no-execute makes it anew and executes it");
            terminal.result(change_set);
            continue;
        }
        if results.len() > 1 && !result.outputs().is_empty() {
            terminal.say(&format!("{FAINT}{}{FAINT:#}", result.name()));
        }
        for (name, value) in result.outputs() {
            terminal.result(&format!("{STRONG}{name}{STRONG:#} {value}"));
        }
    }
}

fn table(context: &Context, chosen: &Chosen, results: &[RegionResult]) {
    let width = results.iter().map(|result| result.name().len()).max().unwrap_or(0);
    context.terminal.say(&format!("{STRONG}{}{STRONG:#}", chosen.name));
    for result in results {
        let (_, words, style) = result.outcome();
        let account = result.ended.as_ref().map(|applied| applied.account.as_str()).unwrap_or_default();
        context
            .terminal
            .say(&format!("  {:<width$}  {style}{words:<20}{style:#}  {FAINT}{account}{FAINT:#}", result.name()));
    }
}

fn to_json(result: &RegionResult) -> Json {
    json!({
        "region": result.name(),
        "account": result.ended.as_ref().map(|applied| applied.account.as_str()).unwrap_or_default(),
        "outcome": result.outcome().0,
        "changes": result.planned,
        "outputs": result.outputs(),
    })
}
