//! Each rule, by what it says of a template: `line:column rule message`.

use super::{Finding, Options, text};

mod calls;
mod hostile;
mod rules;

/// Checks a template that begins after `Resources:` unless it has sections of its own.
#[track_caller]
fn check(template: &str, expected: &[&str]) {
    let found: Vec<String> = text(template.as_bytes(), &Options::default()).iter().map(line).collect();
    assert_eq!(found, expected, "\n{}", found.join("\n"));
}

fn line(finding: &Finding) -> String {
    let start = finding.span.unwrap_or_default().start;
    format!("{}:{} {}: {}", start.line, start.column, finding.rule, finding.message)
}
