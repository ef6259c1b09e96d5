//! `secrets list`: names, whether each is encrypted, and what uses it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::Which;
use crate::cli::problem::{Exit, Stop};
use crate::cli::terminal::{BAD, CHANGED, FAINT, STRONG};
use crate::describe::parameter::vault_names;
use crate::vault::{self, COMMON, Content, Entry, Form, VaultFile};

/// A row: a name of a file, or one that is used and in none.
struct Row {
    name: String,
    file: Option<String>,
    state: &'static str,
    used_by: Vec<String>,
}

pub(super) fn run(which: &Which<'_>) -> Result<Exit, Stop> {
    let mut files = Vec::new();
    let mut vaults = vec![which.name.as_str()];
    if which.name != COMMON {
        vaults.push(COMMON);
    }
    which.vaults.with_passwords(false, |passwords| {
        for vault in vaults {
            let path = vault::path(&which.vaults.folder(), vault);
            files.extend(VaultFile::read(&path, &|| passwords.of(vault))?);
        }
        Ok::<_, vault::Error>(())
    })?;
    let mut users = users(which)?;
    if files.is_empty() && users.is_empty() {
        return Err(vault::no_file(&which.path(), &which.options()).into());
    }
    let mut rows = Vec::new();
    for file in &files {
        for entry in file.entries() {
            // The stage's own value is the one that is used.
            let used_by = users.remove(&entry.name).unwrap_or_default().into_iter().collect();
            let file_name = file.path.display().to_string();
            rows.push(Row { name: entry.name.clone(), file: Some(file_name), state: state(file, entry), used_by });
        }
    }
    let missing = |(name, used_by): (String, BTreeSet<String>)| Row {
        name,
        file: None,
        state: "missing",
        used_by: used_by.into_iter().collect(),
    };
    rows.extend(users.into_iter().map(missing));
    print(which, &files, &rows);
    which.vaults.warn(files.iter().flat_map(|file| file.in_the_clear().map(|entry| (file.path.as_path(), entry))));
    Ok(Exit::Done)
}

fn state(file: &VaultFile, entry: &Entry) -> &'static str {
    match (&entry.content, &file.form) {
        (Content::Sealed(_), _) | (Content::Text(_), Form::Whole(_)) => "encrypted",
        (Content::Text(_), Form::Values) => "clear",
        (Content::Nothing, _) => "empty",
        (Content::Other(_), _) => "not a text",
    }
}

/// What uses each name in the stage's project: functions as `app.function`, resources by their names.
fn users(which: &Which<'_>) -> Result<BTreeMap<String, BTreeSet<String>>, Stop> {
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let Some(stage) = &which.stage else { return Ok(users) };
    let project = which.context.describe(stage)?.project;
    let mut used = |json: &serde_json::Value, user: String| {
        let mut names = BTreeSet::new();
        vault_names(json, &mut names);
        for name in names {
            let name = name.replace("{stage}", stage.name.as_str());
            users.entry(name).or_default().insert(user.clone());
        }
    };
    for (app, function) in project.functions() {
        for value in function.settings.environment.values() {
            used(value.value.json(), format!("{}.{}", app.name, function.name));
        }
    }
    for app in &project.apps {
        app.resources.iter().for_each(|resource| used(&resource.properties, format!("{}.{}", app.name, resource.name)));
    }
    project.resources.iter().for_each(|resource| used(&resource.properties, resource.name.clone()));
    Ok(users)
}

fn print(which: &Which<'_>, files: &[VaultFile], rows: &[Row]) {
    let terminal = which.context.terminal;
    if terminal.json {
        let rows: Vec<_> = rows
            .iter()
            .map(|row| json!({ "name": row.name, "file": row.file, "state": row.state, "used_by": row.used_by }))
            .collect();
        terminal.result(&json!(rows).to_string());
        return;
    }
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    let line = |row: &Row| {
        let style = match row.state {
            "missing" | "not a text" => BAD,
            "clear" | "empty" => CHANGED,
            _ => FAINT,
        };
        let state = match (&which.stage, row.used_by.as_slice()) {
            (None, _) => format!("{style}{}{style:#}", row.state),
            (Some(_), []) => format!("{style}{:<10}{style:#}  not used", row.state),
            (Some(_), users) => format!("{style}{:<10}{style:#}  {}", row.state, users.join(", ")),
        };
        terminal.result(&format!("  {:<width$}  {state}", row.name));
    };
    for file in files {
        let form = if file.form == Form::Values { "value by value" } else { "encrypted as a whole" };
        let path = file.path.display().to_string();
        terminal.result(&format!("{STRONG}{path}{STRONG:#} {FAINT}{form}{FAINT:#}"));
        rows.iter().filter(|row| row.file.as_ref() == Some(&path)).for_each(line);
    }
    if rows.iter().any(|row| row.file.is_none()) {
        terminal.result(&format!("{STRONG}in no vault{STRONG:#}"));
        rows.iter().filter(|row| row.file.is_none()).for_each(line);
    }
}
