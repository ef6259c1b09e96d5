//! Statements of functions' roles: that AWS has the actions, that they act on the resources, that conditions can hold.
//!
//! Owns what is known of a statement while CloudFormation's references are open; the rules are `gordon_schema`'s, which
//! `iam!` asked too. A name that AWS's list does not have is a warning here: the list has a date, and AWS moves on.

use std::collections::BTreeMap;

use gordon_schema::iam::arn::Text;
use gordon_schema::iam::judge::{self, Condition, Literal, Target, judge};
use gordon_schema::iam::{self, Catalog, Service};
use serde_json::Value as Json;

use super::Diagnostic;
use crate::describe::grants::{KINDS, Kind, Way};
use crate::describe::id::{Mark, Part};
use crate::describe::{Function, Project, Statement};

pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    let known = Known::of(project);
    let mut catalog = Catalog::default();
    for (_, function) in project.functions() {
        // A function that was given a role says nothing of it: another rule tells.
        if function.settings.role.is_some() {
            continue;
        }
        for statement in &function.settings.statements {
            complete(statement, findings);
            known.judge(statement, function, &mut catalog, findings);
        }
        // What a trigger needs shows whether its source is one: a queue's actions do not act on a topic.
        for trigger in function.settings.triggers.iter().map(|trigger| trigger.source()) {
            for mut statement in trigger.grants() {
                statement.place = trigger.place().clone();
                known.judge(&statement, function, &mut catalog, findings);
            }
        }
    }
}

/// What a statement of a role must have, and must not.
pub(super) fn complete(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    let mut wrong = |message: &str, help: &str| {
        findings.push(Diagnostic::error(&statement.place, message).help(help));
    };
    if statement.resources.is_empty() {
        wrong("the statement is on no resource", "say which with `.on(arn)`, or `.on_any()` for all");
    }
    if statement.actions.is_empty() {
        wrong("the statement has no action", "name at least one, such as `dynamodb:GetItem`");
    }
    if !statement.stated && statement.actions.iter().any(|action| action == "*") {
        wrong("`*` is every action of every service", "if that is meant, write `iam!(every action on …)`");
    }
    if let Some(service) = &statement.principal {
        let message =
            format!("the statement allows something to `{service}`, and a function's role only to the function");
        wrong(&message, "put it in the policy of the resource that it is on");
    }
}

/// What each reference is a reference to.
pub(crate) struct Known<'p> {
    kinds: BTreeMap<u64, &'p str>,
    #[cfg(test)]
    every: Option<&'p str>,
}

impl<'p> Known<'p> {
    fn of(project: &'p Project) -> Self {
        let resources = project.apps.iter().flat_map(|app| &app.resources).chain(&project.resources);
        Self {
            kinds: resources.map(|resource| (resource.id.number(), resource.kind.as_str())).collect(),
            #[cfg(test)]
            every: None,
        }
    }

    /// Every reference is to a resource of this type.
    #[cfg(test)]
    pub(crate) fn all_of(kind: &'p str) -> Self {
        Self { kinds: BTreeMap::new(), every: Some(kind) }
    }

    fn kind(&self, mark: &Mark) -> Option<&'p str> {
        let kind = self.kinds.get(&mark.target.number).copied();
        #[cfg(test)]
        let kind = kind.or(self.every);
        kind
    }

    fn judge(&self, statement: &Statement, function: &Function, catalog: &mut Catalog, findings: &mut Vec<Diagnostic>) {
        let mut targets = Vec::new();
        for resource in &statement.resources {
            match self.name(resource.json()) {
                None => targets.push(self.target(resource.json())),
                Some((mark, help)) => {
                    let message = format!("a statement is on an ARN, and this is the name of {}", mark.what);
                    findings.push(Diagnostic::error(&statement.place, message).help(help));
                    targets.push(Target::Unknown);
                }
            }
        }
        let judged = judge::Statement {
            actions: statement.actions.clone(),
            targets,
            conditions: statement.conditions.iter().map(|(operator, keys)| condition(operator, keys)).collect(),
        };
        for mistake in judge(&judged, catalog) {
            let finding = match mistake.kind {
                judge::Kind::Wrong => Diagnostic::error(&statement.place, mistake.message),
                judge::Kind::Unlisted => Diagnostic::warning(&statement.place, mistake.message)
                    .label(format!("AWS's list of {} does not have it", iam::date())),
            };
            let finding = finding.related(&function.place, format!("of the role of `{}`", function.name));
            findings.push(if mistake.help.is_empty() { finding } else { finding.help(mistake.help) });
        }
    }

    /// What `Ref` gives where that is a name, and how the ARN is said.
    fn name(&self, json: &Json) -> Option<(Mark, &'static str)> {
        let mark = Mark::read(json.get("Ref")?)?;
        let by_function = mark.what.starts_with("function");
        let help = match (mark.target.part, self.kind(&mark).and_then(kind_of).map(|kind| kind.way)) {
            (Part::Itself, _) if by_function => "its ARN is `.arn()`",
            (Part::Role, _) => "its ARN is `.role_arn()`",
            (_, Some(Way::Attribute(_))) => "its ARN is `.arn()`",
            (_, Some(Way::Form)) => "write its ARN with `sub(\"arn:${AWS::Partition}:…/${Name}\", …)`, or use a grant",
            _ => return None,
        };
        Some((mark, help))
    }

    /// What is known of a resource's ARN.
    pub(crate) fn target(&self, json: &Json) -> Target {
        if json == "*" {
            return Target::Any;
        }
        let mut text = Text::default();
        if !self.push(json, &mut text) {
            return Target::Unknown;
        }
        let what = match (json, first_mark(json)) {
            (Json::String(literal), _) => format!("`{literal}`"),
            (_, Some(mark)) if json.get("Fn::GetAtt").is_some() || json.get("Ref").is_some() => {
                format!("the ARN of {}", mark.what)
            }
            (_, Some(mark)) => format!("the ARN made of {}", mark.what),
            (_, None) => "this ARN".to_owned(),
        };
        Target::Arn(text, what)
    }

    /// Adds a value to an ARN; false where it may be any part of it, so that nothing is known.
    fn push(&self, json: &Json, text: &mut Text) -> bool {
        if let Json::String(literal) = json {
            text.push_written(literal);
            return true;
        }
        let Some((function, of)) = json.as_object().filter(|map| map.len() == 1).and_then(|map| map.iter().next())
        else {
            return text.push_unknown();
        };
        match (function.as_str(), of) {
            ("Ref", Json::String(pseudo)) => push_pseudo(pseudo, text),
            ("Ref", mark) => match Mark::read(mark) {
                Some(mark) if mark.target.part == Part::Alias => push_type("lambda", "function alias", text),
                Some(mark) => match self.kind(&mark).and_then(kind_of) {
                    Some(Kind { way: Way::Reference, iam: (service, kind), .. }) => push_type(service, kind, text),
                    _ => text.push_unknown(),
                },
                None => text.push_unknown(),
            },
            ("Fn::GetAtt", Json::Array(parts)) => match parts.as_slice() {
                [mark, Json::String(attribute)] => self.push_attribute(mark, attribute, text),
                _ => text.push_unknown(),
            },
            ("Fn::Join", Json::Array(parts)) => match parts.as_slice() {
                [Json::String(delimiter), Json::Array(items)] => items.iter().enumerate().all(|(at, item)| {
                    if at > 0 {
                        text.push_written(delimiter);
                    }
                    self.push(item, text)
                }),
                _ => text.push_unknown(),
            },
            ("Fn::Sub", Json::String(template)) => self.push_sub(template, &Json::Null, text),
            ("Fn::Sub", Json::Array(parts)) => match parts.as_slice() {
                [Json::String(template), values] => self.push_sub(template, values, text),
                _ => text.push_unknown(),
            },
            _ => text.push_unknown(),
        }
    }

    fn push_sub(&self, template: &str, values: &Json, text: &mut Text) -> bool {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("${") {
            text.push_written(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let known = match values.get(name) {
                Some(value) => self.push(value, text),
                // `${!name}` is the text `${name}`: a variable of IAM's.
                None if name.starts_with('!') => text.push_unknown(),
                None => push_pseudo(name, text),
            };
            if !known {
                return false;
            }
            rest = after;
        }
        text.push_written(rest);
        true
    }

    fn push_attribute(&self, mark: &Json, attribute: &str, text: &mut Text) -> bool {
        let Some(mark) = Mark::read(mark) else { return text.push_unknown() };
        let known = match (mark.target.part, attribute) {
            (Part::Role, "Arn") => Some(("iam", "role")),
            (Part::LogGroup, "Arn") => Some(("logs", "log-group")),
            (Part::Itself, "Arn") if mark.what.starts_with("function") => Some(("lambda", "function")),
            (Part::Itself, _) => {
                let Some(kind) = self.kind(&mark) else { return text.push_unknown() };
                match kind_of(kind) {
                    Some(Kind { way: Way::Attribute(name), iam, .. }) if *name == attribute => Some(*iam),
                    _ => return push_alike(kind, attribute, text),
                }
            }
            _ => None,
        };
        match known {
            // The ARN that CloudFormation gives is of the group's streams.
            Some(("logs", kind)) => push_type("logs", kind, text) && self.push(&Json::from(":*"), text),
            Some((service, kind)) => push_type(service, kind, text),
            None => text.push_unknown(),
        }
    }
}

fn kind_of(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

fn push_pseudo(name: &str, text: &mut Text) -> bool {
    match name {
        "AWS::Partition" | "AWS::Region" | "AWS::AccountId" | "AWS::StackName" => {
            text.push_name();
            true
        }
        _ => text.push_unknown(),
    }
}

/// Adds the ARN of a type of IAM's, where it has but one form.
fn push_type(service: &str, kind: &str, text: &mut Text) -> bool {
    let service = Service::open(service);
    let found = service.as_ref().and_then(|service| service.resource_types().find(|found| found.name() == kind));
    let mut forms = found.iter().flat_map(|found| found.arns());
    match (forms.next(), forms.next()) {
        (Some(form), None) => {
            text.push_aws(form);
            true
        }
        _ => text.push_unknown(),
    }
}

/// Adds an ARN of a type that IAM and CloudFormation call alike: `AWS::ECR::Repository` and its `Arn` are `repository`.
fn push_alike(kind: &str, attribute: &str, text: &mut Text) -> bool {
    let mut parts = kind.split("::").skip(1);
    let (Some(service), Some(thing)) = (parts.next(), parts.next()) else { return text.push_unknown() };
    let Some(before) = attribute.strip_suffix("Arn") else { return text.push_unknown() };
    let wanted = if before.is_empty() { thing } else { before }.to_ascii_lowercase();
    let prefix = KINDS.iter().find(|kind| kind.name.split("::").nth(1) == Some(service)).map(|kind| kind.iam.0);
    let service = service.to_ascii_lowercase();
    let prefix = prefix.unwrap_or(&service);
    let plain = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let opened = Service::open(prefix);
    let found = opened.as_ref().and_then(|opened| opened.resource_types().find(|found| plain(found.name()) == wanted));
    match found {
        Some(found) => push_type(prefix, found.name(), text),
        None => text.push_unknown(),
    }
}

fn first_mark(json: &Json) -> Option<Mark> {
    Mark::read(json).or_else(|| match json {
        Json::Array(items) => items.iter().find_map(first_mark),
        Json::Object(map) => map.values().find_map(first_mark),
        _ => None,
    })
}

fn condition(operator: &str, keys: &Json) -> Condition {
    let literal = |value: &Json| match value {
        Json::String(text) => Literal::Text(text.clone()),
        Json::Bool(_) => Literal::Bool,
        Json::Number(_) => Literal::Number,
        _ => Literal::Unknown,
    };
    let keys = keys.as_object().into_iter().flatten().map(|(key, values)| {
        let values = match values {
            Json::Array(values) => values.iter().map(literal).collect(),
            one => vec![literal(one)],
        };
        (key.clone(), values)
    });
    Condition { operator: operator.to_owned(), keys: keys.collect() }
}

#[cfg(test)]
mod tests;
