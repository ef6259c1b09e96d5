//! `secrets get`: one value, to standard output and nowhere else.

use serde_json::json;
use zeroize::Zeroizing;

use super::Which;
use crate::cli::problem::{Exit, Stop};

pub(super) fn run(which: &Which<'_>, name: &str) -> Result<Exit, Stop> {
    let value = match &which.stage {
        Some(stage) => which.vaults.open(stage.name.as_str())?.get(name)?,
        None => {
            let mut file = which.existing()?;
            file.unlock(&|| which.password(false))?;
            let entry = file.expect(name, &format!("`cargo run -- secrets set {name} {}`", which.options()))?;
            file.value(entry)?
        }
    };
    let mut line = match which.context.terminal.json {
        true => Zeroizing::new(json!({ "name": name, "value": *value }).to_string()),
        false => value,
    };
    line.push('\n');
    which.context.terminal.result_bytes(line.as_bytes());
    Ok(Exit::Done)
}
