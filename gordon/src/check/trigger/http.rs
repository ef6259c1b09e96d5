//! Rules of an app's HTTP API: that each path is one, and that no two functions answer one route.
//!
//! Owns the form of a path.

use std::collections::BTreeMap;

use crate::check::Diagnostic;
use crate::describe::{App, Http, Place, Trigger};

/// One API an app: two functions on one route would shadow each other.
pub(super) fn check(app: &App, findings: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, (&str, &Place)> = BTreeMap::new();
    for function in &app.functions {
        for trigger in &function.settings.triggers {
            let Trigger::Http(http) = trigger else { continue };
            path(http, findings);
            // `/a/{x}` and `/a/{y}` match the same requests.
            if let Some((other, first)) = taken.insert(shape(&http.key()), (&function.name, &http.place)) {
                findings.push(
                    Diagnostic::error(
                        &http.place,
                        format!("the route `{}` of app `{}` is taken", http.key(), app.name),
                    )
                    .label(format!("by function `{other}` already"))
                    .related(first, "the first is here")
                    .help("names of variables do not tell routes apart: `/a/{x}` and `/a/{y}` match the same requests"),
                );
            }
        }
    }
}

fn shape(key: &str) -> String {
    let segment = |segment: &str| match segment {
        greedy if greedy.starts_with('{') && greedy.ends_with("+}") => "{+}".to_owned(),
        one if one.starts_with('{') => "{}".to_owned(),
        word => word.to_owned(),
    };
    key.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>
fn path(http: &Http, findings: &mut Vec<Diagnostic>) {
    if http.method.is_empty() {
        return;
    }
    let segments: Vec<&str> = http.path.split('/').skip(1).collect();
    let last = segments.len().saturating_sub(1);
    let bad = |at: usize, segment: &str| match segment.strip_prefix('{') {
        Some(rest) => {
            let name = rest.strip_suffix('}');
            let (name, greedy) = match name.and_then(|name| name.strip_suffix('+')) {
                Some(name) => (Some(name), true),
                None => (name, false),
            };
            !name.is_some_and(|name| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-:".contains(c))
            }) || (greedy && at != last)
        }
        None => segment.contains(['{', '}', '?', '#', ' ', '$']) || (segment.is_empty() && segments.len() > 1),
    };
    let rule = if !http.path.starts_with('/') {
        Some("a path begins with `/`")
    } else if segments.iter().enumerate().any(|(at, segment)| bad(at, segment)) {
        Some("a segment is a word, `{name}`, or at the end `{name+}`")
    } else {
        None
    };
    if let Some(rule) = rule {
        let message = format!("`{}` is not a path", http.path.escape_debug());
        findings.push(Diagnostic::error(&http.place, message).label(rule));
    }
}
