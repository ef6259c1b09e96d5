//! The rules of a policy statement: its actions, resources and conditions against what AWS has.
//!
//! Owns the rules that the compiler (`iam!`) and a build (`Statement`) share; must not know where a statement stands.

mod conditions;

use super::arn::Text;
use super::{Action, Catalog, services};
use crate::words;

/// A statement as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    /// Actions as a policy has them: `dynamodb:GetItem`, `dynamodb:Get*`, `dynamodb:*` or `*`.
    pub actions: Vec<String>,
    /// What they act on.
    pub targets: Vec<Target>,
    /// When it holds.
    pub conditions: Vec<Condition>,
}

/// What a statement is on.
#[derive(Clone, Debug)]
pub enum Target {
    /// `*`.
    Any,
    /// An ARN, as far as it is known, and what to call it in a message, such as "this ARN".
    Arn(Text, String),
    /// Nothing is known of it.
    Unknown,
}

/// The keys under one operator.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Such as `StringEquals`.
    pub operator: String,
    /// Each key with its values.
    pub keys: Vec<(String, Vec<Literal>)>,
}

/// A value of a condition.
#[derive(Clone, Debug)]
pub enum Literal {
    /// Text.
    Text(String),
    /// A number.
    Number,
    /// True or false.
    Bool,
    /// Not a literal.
    Unknown,
}

/// Where in a statement a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The action at this place.
    Action(usize),
    /// The resource at this place.
    Target(usize),
    /// The operator of the condition at this place.
    Operator(usize),
    /// A key of that condition.
    Key(usize, usize),
    /// A value of that key.
    Value(usize, usize, usize),
}

/// How sure a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is wrong, whatever AWS adds.
    Wrong,
    /// The list of [`date`](super::date) does not have it.
    Unlisted,
}

/// What is wrong.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// Where.
    pub at: At,
    /// How sure.
    pub kind: Kind,
    /// What, in one phrase.
    pub message: String,
    /// What to do; empty where the message says it.
    pub help: String,
}

/// What an action of a statement stands for.
enum Meaning<'s> {
    /// Everything, or something that is a mistake already.
    Anything,
    Actions(Vec<Action<'s>>),
}

/// What people call services by, and what IAM does.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("amplifyuibackend", "amplifybackend"),
    ("apigatewayv2", "apigateway"),
    ("cloudwatchevents", "events"),
    ("cloudwatchlogs", "logs"),
    ("cognito", "cognito-idp"),
    ("cognitoidentity", "cognito-identity"),
    ("cognitoidp", "cognito-idp"),
    ("documentdb", "rds"),
    ("ebs", "ec2"),
    ("efs", "elasticfilesystem"),
    ("elb", "elasticloadbalancing"),
    ("elbv2", "elasticloadbalancing"),
    ("emr", "elasticmapreduce"),
    ("eventbridge", "events"),
    ("iotcore", "iot"),
    ("location", "geo"),
    ("msk", "kafka"),
    ("opensearch", "es"),
    ("parameterstore", "ssm"),
    ("pinpoint", "mobiletargeting"),
    ("secrets-manager", "secretsmanager"),
    ("sesv2", "ses"),
    ("sfn", "states"),
    ("stepfunctions", "states"),
    ("vpc", "ec2"),
];

/// Every mistake of a statement.
#[must_use]
pub fn judge(statement: &Statement, catalog: &mut Catalog) -> Vec<Mistake> {
    for action in &statement.actions {
        if let Some((service, _)) = action.split_once(':') {
            catalog.open(service);
        }
    }
    let mut out = Vec::new();
    let meanings: Vec<Meaning<'_>> =
        statement.actions.iter().enumerate().map(|(at, action)| meaning(at, action, catalog, &mut out)).collect();
    for (at, action) in statement.actions.iter().enumerate() {
        if statement.actions[..at].iter().any(|before| before.eq_ignore_ascii_case(action)) {
            out.push(wrong(At::Action(at), format!("`{action}` is said twice"), ""));
        }
    }
    targets(statement, &meanings, &mut out);
    conditions::check(statement, &meanings, &mut out);
    out
}

fn wrong(at: At, message: impl Into<String>, help: impl Into<String>) -> Mistake {
    Mistake { at, kind: Kind::Wrong, message: message.into(), help: help.into() }
}

fn meaning<'s>(at: usize, action: &str, catalog: &'s Catalog, out: &mut Vec<Mistake>) -> Meaning<'s> {
    if action == "*" {
        return Meaning::Anything;
    }
    let at = At::Action(at);
    let letters = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || more.contains(letter))
    };
    let Some((prefix, name)) =
        action.split_once(':').filter(|(prefix, name)| letters(prefix, "-") && letters(name, "*?"))
    else {
        let help = "an action is `service:Action`, such as `dynamodb:GetItem`";
        out.push(wrong(at, format!("`{}` is not an action", action.escape_debug()), help));
        return Meaning::Anything;
    };
    let unlisted = |message: String, help: String| Mistake { at, kind: Kind::Unlisted, message, help };
    let Some(service) = catalog.get(prefix) else {
        let lower = prefix.to_ascii_lowercase();
        let other = OTHER_NAMES.iter().find(|(name, _)| *name == lower).map(|(_, iam)| *iam);
        let guess = other.or_else(|| words::closest(prefix, services()));
        let help = guess.map_or_else(String::new, |guess| format!("did you mean `{guess}`?"));
        out.push(unlisted(format!("IAM knows no service `{prefix}`"), help));
        return Meaning::Anything;
    };
    if name.contains(['*', '?']) {
        let found: Vec<Action<'_>> = service.matching(name).collect();
        if found.is_empty() {
            let help = guess_of(name.trim_end_matches('*'), service);
            out.push(unlisted(format!("no action of `{}` matches `{name}`", service.name), help));
            return Meaning::Anything;
        }
        return Meaning::Actions(found);
    }
    match service.action(name) {
        Some(found) => Meaning::Actions(vec![found]),
        None => {
            out.push(unlisted(format!("`{}` has no action `{name}`", service.name), guess_of(name, service)));
            Meaning::Anything
        }
    }
}

fn guess_of(name: &str, service: &super::Service) -> String {
    let guess = words::closest(name, service.actions().map(|action| action.name()));
    guess.map_or_else(String::new, |guess| format!("did you mean `{}:{guess}`?", service.name))
}

/// Each action acts on one of the resources, and each resource is acted on.
fn targets(statement: &Statement, meanings: &[Meaning<'_>], out: &mut Vec<Mistake>) {
    let targets = &statement.targets;
    if targets.is_empty() || targets.iter().any(|target| matches!(target, Target::Any)) {
        return;
    }
    let mut written = vec![true; targets.len()];
    for (at, target) in targets.iter().enumerate() {
        if let Target::Arn(text, _) = target
            && !text.is_arn()
        {
            let help = "an ARN is such as `arn:aws:dynamodb:eu-west-1:111111111111:table/cities`";
            out.push(wrong(At::Target(at), "this is not an ARN", help));
            written[at] = false;
        }
    }
    let groundless = |at: usize| match &meanings[at] {
        Meaning::Actions(actions) => actions.iter().all(|action| action.resource_types().next().is_none()),
        Meaning::Anything => false,
    };
    let (without, with): (Vec<usize>, Vec<usize>) = (0..meanings.len()).partition(|&at| groundless(at));
    if with.is_empty() && !without.is_empty() {
        let first = &statement.actions[without[0]];
        out.push(wrong(At::Target(0), format!("AWS gives `{first}` no resource to act on"), "write `on any`"));
        return;
    }
    for at in without {
        let message = format!("AWS gives `{}` no resource to act on", statement.actions[at]);
        out.push(wrong(At::Action(at), message, "it needs a statement of its own, `on any`"));
    }
    if written.contains(&false) {
        return;
    }
    fitting(statement, meanings, &with, out);
}

fn fitting(statement: &Statement, meanings: &[Meaning<'_>], actions: &[usize], out: &mut Vec<Mistake>) {
    let targets = &statement.targets;
    let mut idle = vec![false; targets.len()];
    for (at, target) in targets.iter().enumerate() {
        let Target::Arn(text, name) = target else { continue };
        if actions.iter().any(|&action| acts_on(&meanings[action], text)) {
            continue;
        }
        idle[at] = true;
        let takes = actions.iter().find_map(|&action| forms(&meanings[action]));
        let message = match (actions, takes) {
            (&[only], Some(forms)) => {
                format!("`{}` does not act on {name}: it takes {forms}", statement.actions[only])
            }
            _ => format!("none of these actions acts on {name}"),
        };
        let help = remedy(text, &actions.iter().map(|&action| &meanings[action]).collect::<Vec<_>>());
        out.push(wrong(At::Target(at), message, help));
    }
    let known = targets.iter().all(|target| matches!(target, Target::Arn(..)));
    if !known || idle.iter().all(|idle| *idle) {
        return;
    }
    for &action in actions {
        let texts = targets.iter().filter_map(|target| match target {
            Target::Arn(text, _) => Some(text),
            _ => None,
        });
        if texts.clone().any(|text| acts_on(&meanings[action], text)) {
            continue;
        }
        let on = if targets.len() == 1 { "the resource" } else { "any of the resources" };
        let takes = forms(&meanings[action]).map_or_else(String::new, |forms| format!(": it takes {forms}"));
        let message = format!("`{}` does not act on {on}{takes}", statement.actions[action]);
        let help = texts.map(|text| remedy(text, &[&meanings[action]]));
        out.push(wrong(At::Action(action), message, help.max_by_key(String::len).unwrap_or_default()));
    }
}

fn acts_on(meaning: &Meaning<'_>, text: &Text) -> bool {
    matches!(meaning, Meaning::Anything) || arns(meaning).any(|form| Text::of_aws(form).meets(text))
}

/// The forms of ARN that an action acts on.
fn arns<'s>(meaning: &Meaning<'s>) -> impl Iterator<Item = &'s str> {
    let actions = match meaning {
        Meaning::Anything => &[],
        Meaning::Actions(actions) => actions.as_slice(),
    };
    actions.iter().flat_map(Action::resource_types).flat_map(|resource| resource.arns())
}

/// What an action takes, as the reader of a message wants it: at most two forms.
fn forms(meaning: &Meaning<'_>) -> Option<String> {
    let Meaning::Actions(actions) = meaning else { return None };
    let own = format!(":{}:", actions.first()?.service.name);
    let mut forms: Vec<String> = arns(meaning).map(|form| form.replace("${Partition}", "aws")).collect();
    // Those of the service before those of others; the plainest first: an object before one behind an access point.
    forms.sort_by_key(|form| (!form.contains(&own), form.len(), form.clone()));
    forms.dedup();
    let more = if forms.len() > 2 { " and others" } else { "" };
    forms.truncate(2);
    let listed: Vec<&str> = forms.iter().map(String::as_str).collect();
    (!forms.is_empty()).then(|| format!("{}{more}", words::listed(&listed, "or")))
}

/// What to add to an ARN, or to take from it, so that one of the actions acts on it.
fn remedy(text: &Text, meanings: &[&Meaning<'_>]) -> String {
    const ENDS: [&str; 5] = ["/index/*", "/stream/*", ":log-stream:*", "/*", ":*"];
    let fits = |text: &Text| meanings.iter().any(|meaning| acts_on(meaning, text));
    // Not what matches by chance: an object may well be named `index/x`.
    let meant = |end: &str| {
        let after_name = format!("}}{}", end.trim_end_matches('*'));
        let names = |form: &str| form.splitn(6, ':').nth(5).is_some_and(|part| part.contains(&after_name));
        meanings.iter().any(|meaning| arns(meaning).any(names))
    };
    if let Some(end) = ENDS.iter().find(|end| text.without(end).is_some_and(|shorter| fits(&shorter))) {
        return format!("leave the `{end}` away");
    }
    match ENDS.iter().find(|end| meant(end) && fits(&text.with(end))) {
        Some(end) => format!("add `{end}` to it"),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
