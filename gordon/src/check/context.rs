//! Contexts: that each is JSON whose values apply can know, in a file of the zip.
//!
//! Owns no rule of values that apply finds.

use serde_json::Value as Json;

use super::Diagnostic;
use crate::describe::id::Mark;
use crate::describe::{Context, Project, parameter};

pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    let own = project.functions().filter_map(|(_, function)| function.settings.context.as_ref());
    for context in project.context.iter().chain(own) {
        match &context.json {
            Ok(json) => values(json, context, findings),
            Err(error) => {
                let message = format!("the context cannot be JSON: {error}");
                findings.push(Diagnostic::error(&context.place, message));
            }
        }
        let good = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
        if !context.path.split('/').all(good) {
            let message = format!("`{}` is no file of a zip", context.path.escape_debug());
            findings.push(
                Diagnostic::error(&context.place, message)
                    .help("name it relative to the zip's root: `config/context.json`"),
            );
        }
    }
}

fn values(json: &Json, context: &Context, findings: &mut Vec<Diagnostic>) {
    if let Some(param) = parameter::read(json) {
        if param.secret {
            findings.push(
                Diagnostic::error(&context.place, "a secret cannot be in a context: the zip lies in a bucket")
                    .related(&param.place, "the secret is made here")
                    .help("give it to the function as an environment variable"),
            );
        }
        return;
    }
    if let Some(mark) = Mark::read(json) {
        findings.push(
            Diagnostic::error(&context.place, format!("a context cannot refer to {}", mark.what))
                .label("only CloudFormation knows it, and the zip is made before")
                .related(&mark.place, "made here")
                .help("give it to the function as an environment variable"),
        );
        return;
    }
    match json {
        Json::Array(items) => items.iter().for_each(|item| values(item, context, findings)),
        Json::Object(map) => {
            let function = map.len() == 1 && map.keys().all(|key| key == "Ref" || key.starts_with("Fn::"));
            let refers = map.values().any(|value| {
                Mark::read(value).is_some() || value.get(0).is_some_and(|first| Mark::read(first).is_some())
            });
            if function && !refers {
                findings.push(
                    Diagnostic::error(&context.place, "a context holds what is known before CloudFormation runs")
                        .label(format!(
                            "`{}` is CloudFormation's to evaluate",
                            map.keys().next().map_or("", String::as_str)
                        ))
                        .help("`Param::format(\"{region}\")` and its kin are found by apply itself"),
                );
                return;
            }
            map.values().for_each(|value| values(value, context, findings));
        }
        _ => {}
    }
}
