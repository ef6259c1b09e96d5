//! Logical IDs: from app, name and kind alone.
//!
//! Owns how names become IDs, so that an ID never depends on order, on neighbours, or on the place in the code. A
//! renamed ID replaces the resource: whatever changes here changes every user's stacks.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Host;
use super::trigger::handle::Api;

use crate::check::Checked;
use crate::describe::id::{Mark, Part, Target};
use crate::describe::parameter;

/// The ID of a thing of `kind` under names such as an app's and a function's.
///
/// One plain word each (`slack`, `slash`) gives `SlackSlashFunction`. Where the words could come from other names too
/// (`a_b` + `c` and `a` + `b_c`, or `Slack` and `slack`), a short hash of the names tells them apart.
pub(super) fn join(names: &[&str], kind: &str) -> String {
    let mut id: String = names.iter().flat_map(|name| name.split(['_', '-'])).map(capitalised).collect();
    let ambiguous = match names {
        [] => false,
        [only] => !words(only),
        // Only the last name may have several words, as all others then have exactly one.
        [firsts @ .., last] => !words(last) || firsts.iter().any(|name| !word(name)),
    };
    if ambiguous {
        id.push_str(&hash(names));
    }
    id.push_str(kind);
    id
}

/// The ID of something that a text such as a route tells apart, where letters are not enough.
pub(super) fn join_hashed(names: &[&str], text: &str, kind: &str) -> String {
    let readable: String = text.split(|letter: char| !letter.is_ascii_alphanumeric()).map(capitalised).collect();
    let shorter: String = readable.chars().take(40).collect();
    let mut all = names.to_vec();
    all.push(text);
    let mut id = join(names, "");
    id.push_str(&shorter);
    id.push_str(&hash(&all));
    id.push_str(kind);
    id
}

fn word(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
}

fn words(name: &str) -> bool {
    name.split('_').all(word)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Eight hexadecimal digits of the names, each ended so that no two lists join to one text.
fn hash(names: &[&str]) -> String {
    let mut hasher = hmac_sha256::Hash::new();
    for name in names {
        hasher.update(name.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().take(4).fold(String::new(), |text, byte| text + &format!("{byte:02X}"))
}

/// What each reference of a project points at.
pub(super) struct Ids {
    host: Host,
    by_target: BTreeMap<Target, String>,
    /// Where each API of an app is reached.
    apis: BTreeMap<Target, Api>,
}

impl Ids {
    pub(super) fn of(checked: &Checked, host: Host) -> Self {
        let (mut by_target, mut apis) = (BTreeMap::new(), BTreeMap::new());
        let project = &checked.project;
        for app in &project.apps {
            for (part, kind) in
                [(Part::HttpApi, "HttpApi"), (Part::RestApi, "RestApi"), (Part::WebSocketApi, "WebSocketApi")]
            {
                by_target.insert(app.id.target(part), join(&[&app.name], kind));
                apis.insert(app.id.target(part), Api::of(app, part));
            }
            for function in &app.functions {
                let names = [app.name.as_str(), function.name.as_str()];
                for (part, kind) in [
                    (Part::Itself, "Function"),
                    (Part::Alias, "Alias"),
                    (Part::Role, "Role"),
                    (Part::LogGroup, "LogGroup"),
                    (Part::Version, "Version"),
                    (Part::Url, "Url"),
                ] {
                    by_target.insert(function.id.target(part), join(&names, kind));
                }
            }
            for resource in &app.resources {
                by_target.insert(resource.id.target(Part::Itself), join(&[&app.name], &resource.name));
            }
        }
        for resource in &project.resources {
            by_target.insert(resource.id.target(Part::Itself), resource.name.clone());
        }
        let mut ids = Self { host, by_target, apis };
        // Their keys may name the things above.
        for (app, function) in project.functions() {
            for (id, key, kind) in function.settings.triggers.iter().flat_map(|trigger| trigger.source().parts()) {
                let text = ids.text(&key);
                ids.by_target.insert(id.target(Part::Itself), join_hashed(&[&app.name, &function.name], &text, kind));
            }
        }
        ids
    }

    /// What a handle such as a URL is, which AWS and the emulator write differently.
    pub(super) fn handle(&self, kind: &str, of: &Json) -> Option<Json> {
        let target = Mark::read(of)?.target;
        Some(super::trigger::handle::resolve(kind, self.host, self.get(target)?, target.part, self.apis.get(&target)))
    }

    /// A key as a text: the logical ID of a reference, a literal as it is, and of anything else its JSON.
    pub(super) fn text(&self, key: &Json) -> String {
        if let Some(mark) = Mark::read(key) {
            return self.get(mark.target).unwrap_or_default().to_owned();
        }
        if let Some(param) = parameter::read(key) {
            // Where it comes from: the mark's number is another in the next run.
            return param.key().unwrap_or_default();
        }
        match key {
            Json::String(text) => text.clone(),
            Json::Array(items) => items.iter().map(|item| self.text(item)).collect::<Vec<_>>().join(" "),
            Json::Object(map) => {
                let only = map.iter().next().filter(|_| map.len() == 1);
                match only {
                    Some((function, of)) if function == "Ref" => self.text(of),
                    // One attribute or another, it is the same source.
                    Some((function, Json::Array(parts))) if function == "Fn::GetAtt" => {
                        parts.first().map_or_else(String::new, |of| self.text(of))
                    }
                    _ => {
                        let parts = map.iter().map(|(name, value)| format!("{name} {}", self.text(value)));
                        let mut parts: Vec<String> = parts.collect();
                        parts.sort_unstable();
                        parts.join(" ")
                    }
                }
            }
            scalar => scalar.to_string(),
        }
    }

    pub(super) fn get(&self, target: Target) -> Option<&str> {
        self.by_target.get(&target).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    #[test]
    fn plain_names_join_plainly() {
        assert_eq!(join(&["slack", "slash"], "Function"), "SlackSlashFunction");
        assert_eq!(join(&["slack", "warm_up"], "Role"), "SlackWarmUpRole");
        assert_eq!(join(&["slack"], "HttpApi"), "SlackHttpApi");
    }

    #[test]
    fn names_that_could_join_to_the_same_do_not() {
        let pairs: [[&str; 2]; 8] =
            [["a", "bc"], ["ab", "c"], ["a", "b_c"], ["a_b", "c"], ["a-b", "c"], ["A", "bc"], ["a", "Bc"], ["a", "bC"]];
        let ids: BTreeSet<String> = pairs.iter().map(|pair| join(pair, "Function")).collect();
        assert_eq!(ids.len(), pairs.len(), "{ids:?}");
        assert!(ids.iter().all(|id| id.chars().all(|letter| letter.is_ascii_alphanumeric())));
    }

    #[test]
    fn routes_that_read_alike_differ() {
        let routes = ["GET /a", "GET /A", "GET /{a}", "GET /a/", "POST /a"];
        let ids: BTreeSet<String> = routes.iter().map(|route| join_hashed(&["web"], route, "Route")).collect();
        assert_eq!(ids.len(), routes.len(), "{ids:?}");
    }

    #[test]
    fn a_source_is_one_whatever_its_attribute() {
        let queue = crate::describe::Resource::untyped("Jobs", "AWS::SQS::Queue", json!({}));
        let target = queue.data.id.target(Part::Itself);
        let ids = Ids { host: Host::Aws, by_target: [(target, "Jobs".to_owned())].into(), apis: BTreeMap::new() };
        let texts = [queue.reference().into_json(), queue.attribute("Arn").into_json(), json!("Jobs")];
        assert!(texts.iter().all(|key| ids.text(key) == "Jobs"));
        assert_eq!(ids.text(&json!({ "Fn::Sub": ["${q}-x", { "q": queue.reference() }] })), "Fn::Sub ${q}-x q Jobs");
    }

    #[test]
    fn a_value_that_apply_finds_is_known_by_its_source() {
        let ids = Ids { host: Host::Aws, by_target: BTreeMap::new(), apis: BTreeMap::new() };
        let of =
            |name: &str| ids.text(crate::describe::Value::<String>::from(crate::describe::Param::env(name)).json());
        assert_eq!(of("LISTENER"), of("LISTENER"));
        assert_ne!(of("LISTENER"), of("OTHER"));
    }

    #[test]
    fn an_id_never_changes() {
        // These are in users' stacks: a change here replaces their resources.
        assert_eq!(join(&["a_b", "c"], "Function"), "ABC9DECE792Function");
        assert_eq!(join_hashed(&["slack", "slash"], "POST /slash", "Route"), "SlackSlashPOSTSlash6A40DDECRoute");
    }
}
