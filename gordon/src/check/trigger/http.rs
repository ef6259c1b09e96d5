//! Rules of an app's HTTP API: that each path is one, and that no two functions answer one route.
//!
//! The form of a path is a rule of `describe::limits`.

use std::collections::BTreeMap;

use crate::check::Diagnostic;
use crate::describe::limits::check_route_path;
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

fn path(http: &Http, findings: &mut Vec<Diagnostic>) {
    if http.method.is_empty() {
        return;
    }
    if let Err(rule) = check_route_path(&http.path) {
        let message = format!("`{}` is not a path", http.path.escape_debug());
        findings.push(Diagnostic::error(&http.place, message).label(rule.message()));
    }
}
