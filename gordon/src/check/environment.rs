//! A function's environment variables: their names and their size together.
//!
//! Owns the rule of 4 KB; the rule of a name is in `describe::limits`.

use super::Diagnostic;
use crate::describe::Function;
use crate::describe::limits::check_environment_name;

/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const MOST: usize = 4096;

pub(super) fn check(function: &Function, findings: &mut Vec<Diagnostic>) {
    let mut size = 0;
    for (name, placed) in &function.settings.environment {
        if let Err(rule) = check_environment_name(name) {
            findings.push(
                Diagnostic::error(
                    &placed.place,
                    format!("`{}` cannot be an environment variable", name.escape_debug()),
                )
                .label(rule.message()),
            );
        }
        // An expression's length is known only while CloudFormation runs; it counts for nothing here.
        size += name.len() + placed.value.literal().and_then(|literal| literal.as_str()).map_or(0, str::len);
    }
    for (name, place) in &function.settings.repeated {
        let finding = Diagnostic::error(place, format!("the environment variable `{name}` is set twice"));
        findings.push(finding.help("leave one of the two away"));
    }
    if size > MOST {
        findings.push(
            Diagnostic::error(&function.place, format!("the environment of `{}` has {size} bytes", function.name))
                .label("names and values together have at most 4,096 bytes")
                .help("put what is large into a file of the code, or into Parameter Store"),
        );
    }
}
