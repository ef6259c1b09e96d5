//! A CloudFormation template as it is made.
//!
//! Owns its sections and its limits. Every value that goes in gets its logical IDs here; conditions and mappings that
//! travel with values come to their sections.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::canonical;
use super::ids::{Ids, join_hashed};
use crate::check::Diagnostic;
use crate::describe::id::{API_STAGE, MANAGEMENT_URL, Mark, URL};
use crate::describe::parameter::{self, PARAMETER, ParamShape};
use crate::describe::{CONDITION, MAPPING, Param, Place};

/// A template: its body, and where in the user's code each resource comes from.
#[derive(Clone, Debug)]
pub struct Template {
    sections: BTreeMap<&'static str, Map<String, Json>>,
    /// The user's line of each logical ID.
    pub places: BTreeMap<String, Place>,
    /// What apply finds a value for, by the name of the template's parameter.
    pub(crate) found_at_apply: BTreeMap<String, Param>,
    /// Contexts with values that apply finds, by the parameter of the zip's key: the file and its JSON.
    pub(crate) derived: BTreeMap<String, (String, Json)>,
    /// Parameters that are a keyed hash of others.
    pub(crate) fingerprints: BTreeMap<String, Vec<String>>,
    /// The user's own resources, once they are in: what functions refer to.
    pub(super) owned: BTreeMap<String, Json>,
    description: String,
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
const MOST_RESOURCES: usize = 500;
/// One of CloudFormation's 200 is the digest that `apply` adds.
const MOST_OUTPUTS: usize = 199;
const MOST_BYTES: usize = 1_000_000;

impl Template {
    pub(super) fn new(description: String) -> Self {
        Self {
            sections: BTreeMap::new(),
            places: BTreeMap::new(),
            found_at_apply: BTreeMap::new(),
            derived: BTreeMap::new(),
            fingerprints: BTreeMap::new(),
            owned: BTreeMap::new(),
            description,
        }
    }

    /// The template's JSON.
    #[must_use]
    pub fn json(&self) -> Json {
        let mut json = json!({ "AWSTemplateFormatVersion": "2010-09-09", "Description": self.description });
        for (name, section) in &self.sections {
            json[*name] = Json::Object(section.clone());
        }
        json
    }

    /// The template's text: compact, keys sorted, the same on every machine.
    #[must_use]
    pub fn body(&self) -> String {
        canonical::text(&self.json())
    }

    pub(super) fn parameter(&mut self, name: &str, parameter: Json) {
        self.section("Parameters").insert(name.to_owned(), parameter);
    }

    /// Adds an output, unless its name is taken: the caller says whose it is.
    pub(super) fn output(&mut self, name: &str, output: Json, ids: &Ids) -> bool {
        let output = self.resolve(output, ids, &mut format!("Output {name}"));
        let section = self.section("Outputs");
        let free = !section.contains_key(name);
        section.entry(name).or_insert(output);
        free
    }

    /// Adds a resource; two of one ID are a finding.
    pub(super) fn resource(
        &mut self,
        id: &str,
        resource: Json,
        place: &Place,
        ids: &Ids,
        findings: &mut Vec<Diagnostic>,
    ) {
        let resource = self.resolve(resource, ids, &mut id.to_owned());
        if self.section("Resources").insert(id.to_owned(), resource).is_some() {
            let mut finding = Diagnostic::error(place, format!("two resources get the logical ID `{id}`"))
                .help("give one of them another name");
            if let Some(first) = self.places.get(id) {
                finding = finding.related(first, "the first comes from here");
            }
            findings.push(finding);
        }
        self.places.insert(id.to_owned(), place.clone());
    }

    /// A resource that is there already.
    pub(super) fn get(&self, id: &str) -> Option<&Json> {
        self.sections.get("Resources")?.get(id)
    }

    /// CloudFormation's limits on a template.
    pub(super) fn limits(&self, project: &Place, findings: &mut Vec<Diagnostic>) {
        let count = |name| self.sections.get(name).map_or(0, Map::len);
        let mut judge = |what: &str, found: usize, most: usize| {
            if found > most {
                findings.push(
                    Diagnostic::error(project, format!("the template has {found} {what}"))
                        .label(format!("CloudFormation takes at most {most}"))
                        .help("divide the project into several"),
                );
            }
        };
        judge("resources", count("Resources"), MOST_RESOURCES);
        judge("outputs", count("Outputs"), MOST_OUTPUTS);
        judge("bytes", self.body().len(), MOST_BYTES);
    }

    /// A resource that is in, to complete it.
    pub(super) fn made(&mut self, id: &str) -> Option<&mut Json> {
        self.section("Resources").get_mut(id)
    }

    /// The resources so far.
    pub(super) fn resources(&mut self) -> BTreeMap<String, Json> {
        self.section("Resources").clone().into_iter().collect()
    }

    /// The properties of a resource that is there already.
    pub(super) fn properties(&self, id: &str) -> Option<&Json> {
        self.sections.get("Resources")?.get(id)?.get("Properties")
    }

    /// Whether there is a resource of this ID already.
    pub(super) fn has(&self, id: &str) -> bool {
        self.sections.get("Resources").is_some_and(|resources| resources.contains_key(id))
    }

    /// A section, made where there is none yet.
    pub(super) fn section(&mut self, name: &'static str) -> &mut Map<String, Json> {
        self.sections.entry(name).or_default()
    }

    /// Gives references their logical IDs, and brings conditions, mappings and parameters to their sections. `at` says
    /// where in the template the value stands.
    fn resolve(&mut self, json: Json, ids: &Ids, at: &mut String) -> Json {
        if let Some(mark) = Mark::read(&json) {
            // `check` saw to it that every mark leads somewhere.
            return ids.get(mark.target).map_or(json, Json::from);
        }
        match json {
            Json::Array(items) => {
                let items = items.into_iter().enumerate();
                items.map(|(index, item)| self.within(item, ids, at, &index.to_string())).collect()
            }
            Json::Object(map) => {
                let handle =
                    [URL, MANAGEMENT_URL, API_STAGE].into_iter().find_map(|kind| ids.handle(kind, map.get(kind)?));
                if let Some(handle) = handle {
                    return self.resolve(handle, ids, at);
                }
                if map.contains_key(PARAMETER) {
                    return self.found(&Json::Object(map), at);
                }
                for (key, section) in [(CONDITION, "Conditions"), (MAPPING, "Mappings")] {
                    if let Some(Json::Array(definition)) = map.get(key)
                        && let [Json::String(name), body] = definition.as_slice()
                    {
                        let (name, body) = (name.clone(), body.clone());
                        let body = self.resolve(body, ids, at);
                        self.section(section).insert(name.clone(), body);
                        return Json::from(name);
                    }
                }
                let entries = map.into_iter().map(|(key, value)| {
                    let value = self.within(value, ids, at, &key);
                    (key, value)
                });
                Json::Object(entries.collect())
            }
            scalar => scalar,
        }
    }

    fn within(&mut self, json: Json, ids: &Ids, at: &mut String, step: &str) -> Json {
        let length = at.len();
        at.push(' ');
        at.push_str(step);
        let json = self.resolve(json, ids, at);
        at.truncate(length);
        json
    }

    /// A parameter of the template, for a value that apply finds.
    fn found(&mut self, mark: &Json, at: &str) -> Json {
        let Some(param) = parameter::read(mark) else { return mark.clone() };
        // A value that is in the code alone is named for where it goes: not even a hash of it may be seen.
        let key = param.key().unwrap_or_else(|| at.to_owned());
        let name = join_hashed(&[], &key, "Parameter");
        let kind = match param.shape {
            ParamShape::Text => "String",
            ParamShape::Number => "Number",
            ParamShape::List => "CommaDelimitedList",
        };
        let mut declared = json!({ "Type": kind });
        if param.secret {
            declared["NoEcho"] = Json::Bool(true);
        }
        self.parameter(&name, declared);
        self.found_at_apply.insert(name.clone(), param);
        json!({ "Ref": name })
    }

    /// A parameter that tells when any of these values, which apply finds, changed; nothing where they are not such.
    pub(super) fn fingerprint(&mut self, name: &str, of: BTreeSet<&str>) -> Option<Json> {
        let found = of.into_iter().filter(|name| self.found_at_apply.contains_key(*name));
        let found: Vec<String> = found.map(str::to_owned).collect();
        if found.is_empty() {
            return None;
        }
        self.parameter(
            name,
            json!({ "Type": "String", "Description": "A keyed hash: it changes with values found at apply" }),
        );
        self.fingerprints.insert(name.to_owned(), found);
        Some(json!({ "Ref": name }))
    }

    /// A value with its logical IDs, for a digest; `at` is where it stands, such as the ID of its resource.
    pub(super) fn resolved(&mut self, at: &str, json: Json, ids: &Ids) -> Json {
        self.resolve(json, ids, &mut at.to_owned())
    }
}
