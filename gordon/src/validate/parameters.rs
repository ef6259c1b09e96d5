//! Parameters: their types, attributes and defaults.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>

use gordon_schema::pattern::Pattern;

use super::finding::Findings;
use super::resolve::is_list;
use super::rules::{INVALID_DEFAULT, INVALID_PARAMETER, INVALID_SECTION, UNKNOWN_PARAMETER_TYPE};
use super::sections::description;
use super::template::Template;
use super::tree::{Data, Key, Tree};

const ATTRIBUTES: [&str; 11] = [
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
];

/// What AWS looks up while it takes a parameter; each may be in a list, in an SSM parameter, and as a list in one.
const OF_AWS: [&str; 11] = [
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
    "AWS::SSM::Parameter::Name",
];
const PLAIN: [&str; 4] = ["String", "Number", "CommaDelimitedList", "List<Number>"];

/// In characters.
const MOST_DESCRIPTION: usize = 4000;
/// In bytes.
const MOST_VALUE: usize = 4096;

pub(super) fn check(template: &Template<'_>, findings: &mut Findings) {
    for (key, parameter) in &template.parameters.entries {
        one(key, parameter, findings);
    }
}

fn one(key: &Key, parameter: &Tree, findings: &mut Findings) {
    let Data::Object(attributes) = &parameter.data else {
        let message = format!("the parameter `{}` is an object, and this is {}", key.name, parameter.what());
        findings.add(&INVALID_SECTION, parameter, message).help("give it a `Type`");
        return;
    };
    for (attribute, value) in attributes {
        if !ATTRIBUTES.contains(&attribute.name.as_str()) {
            let help = findings.near(&attribute.name, ATTRIBUTES).map_or_else(
                || format!("a parameter has {}", ATTRIBUTES.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            findings
                .entry(&INVALID_PARAMETER, parameter, attribute, format!("a parameter has no `{}`", attribute.name))
                .help(help);
            continue;
        }
        attribute_value(&attribute.name, value, findings);
    }
    match parameter.field("Type") {
        None => {
            findings
                .add(&INVALID_PARAMETER, parameter, format!("the parameter `{}` has no `Type`", key.name))
                .help("write `Type: String`, or another type");
        }
        Some(kind) => {
            if let Some(name) = kind.text() {
                if is_type(name) {
                    constraints(name, parameter, findings);
                    default(name, parameter, findings);
                } else {
                    let known = PLAIN.into_iter().chain(OF_AWS);
                    let help = findings.near(name, known).map_or_else(
                        || format!("use {}, or a type of AWS", PLAIN.join(", ")),
                        |near| format!("did you mean `{near}`?"),
                    );
                    findings
                        .add(&UNKNOWN_PARAMETER_TYPE, kind, format!("there is no parameter type `{name}`"))
                        .help(help);
                }
            }
        }
    }
}

/// Whether there is such a type. AWS adds types: one more of AWS's looks like the others.
fn is_type(name: &str) -> bool {
    let inner = name.strip_prefix("AWS::SSM::Parameter::Value<").and_then(|rest| rest.strip_suffix('>'));
    match inner {
        Some(inner) => is_type_of_value(inner),
        None => PLAIN.contains(&name) || name != "List<AWS::EC2::KeyPair::KeyName>" && is_type_of_value(name),
    }
}

fn is_type_of_value(name: &str) -> bool {
    let item = name.strip_prefix("List<").and_then(|rest| rest.strip_suffix('>'));
    match item {
        Some(item) => item == "String" || item == "Number" || OF_AWS.contains(&item),
        None => name == "String" || name == "Number" || name == "CommaDelimitedList" || OF_AWS.contains(&name),
    }
}

/// What an attribute's value must be, whatever the type.
fn attribute_value(name: &str, value: &Tree, findings: &mut Findings) {
    let wanted = match name {
        "Description" => return description(value, MOST_DESCRIPTION, findings),
        "AllowedValues" => {
            let good = value.list().is_some_and(|items| items.iter().all(|item| item.scalar().is_some()));
            (!good).then_some("a list of texts or numbers")
        }
        "MaxLength" | "MinLength" | "MaxValue" | "MinValue" => number(value).is_none().then_some("a number"),
        "NoEcho" => {
            let good = value.scalar().is_some_and(|text| text == "true" || text == "false");
            (!good).then_some("`true` or `false`")
        }
        "Type" | "AllowedPattern" => value.text().is_none().then_some("text"),
        _ => value.scalar().is_none().then_some("text or a number"),
    };
    if let Some(wanted) = wanted {
        let found = value.scalar().map_or_else(|| value.what().to_owned(), |text| format!("`{text}`"));
        findings
            .add(&INVALID_PARAMETER, value, format!("`{name}` is {wanted}, and this is {found}"))
            .help("parameters take no functions: write the value itself");
    }
}

/// Constraints that the type does not have.
fn constraints(kind: &str, parameter: &Tree, findings: &mut Findings) {
    for (key, _) in parameter.fields().unwrap_or_default() {
        let wrong = match key.name.as_str() {
            "MinValue" | "MaxValue" => kind != "Number",
            "MinLength" | "MaxLength" | "AllowedPattern" => kind == "Number" || kind == "List<Number>",
            _ => false,
        };
        if wrong {
            findings
                .entry(
                    &INVALID_PARAMETER,
                    parameter,
                    key,
                    format!("a parameter of type `{kind}` has no `{}`", key.name),
                )
                .help("`MinValue` and `MaxValue` are for `Number`; lengths and patterns are for text");
        }
    }
}

/// The default, against the parameter's own constraints.
fn default(kind: &str, parameter: &Tree, findings: &mut Findings) {
    let Some((value, text)) = parameter.field("Default").and_then(|value| Some((value, value.scalar()?))) else {
        return;
    };
    if text.len() > MOST_VALUE {
        findings
            .add(&INVALID_DEFAULT, value, format!("the default has {} bytes", text.len()))
            .help(format!("CloudFormation takes at most {MOST_VALUE}"));
        return;
    }
    let items: Vec<&str> = if is_list(kind) { text.split(',').map(str::trim).collect() } else { vec![text.as_str()] };
    if matches!(kind, "Number" | "List<Number>")
        && let Some(item) = items.iter().find(|item| item.parse::<f64>().is_err())
    {
        findings.add(&INVALID_DEFAULT, value, format!("the default `{item}` is not a number"));
        return;
    }
    if let Some(allowed) = parameter.field("AllowedValues").and_then(Tree::list) {
        let allowed: Vec<String> = allowed.iter().filter_map(Tree::scalar).collect();
        // A list may be allowed as a whole, too.
        if let Some(item) =
            items.iter().find(|item| !allowed.iter().any(|allowed| allowed == *item || *allowed == text))
        {
            findings
                .add(&INVALID_DEFAULT, value, format!("the default `{item}` is not one of `AllowedValues`"))
                .help(format!("use one of {}, or add it", allowed.join(", ")));
        }
    }
    if let Some(pattern) = parameter.field("AllowedPattern").and_then(Tree::text).filter(|_| !is_list(kind)) {
        // The pattern must match all of the value. What this reader of patterns cannot read, CloudFormation may.
        let whole = Pattern::new(&format!("^(?:{pattern})$"));
        if whole.is_ok_and(|whole| whole.found_in(&text) == Some(false)) {
            findings.add(&INVALID_DEFAULT, value, format!("the default `{text}` does not match `AllowedPattern`"));
        }
    }
    let bound = |name: &str| parameter.field(name).and_then(number);
    let value_of = text.parse::<f64>().unwrap_or_default();
    let length = f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
    for (name, found, below) in [
        ("MinValue", value_of, true),
        ("MaxValue", value_of, false),
        ("MinLength", length, true),
        ("MaxLength", length, false),
    ] {
        if name.ends_with("Value") != (kind == "Number") || is_list(kind) {
            continue;
        }
        if let Some(bound) = bound(name).filter(|bound| if below { found < *bound } else { found > *bound }) {
            let what = if name.ends_with("Value") { "is" } else { "has" };
            let unit = if name.ends_with("Value") { "" } else { " characters" };
            let side = if below { "below" } else { "above" };
            findings.add(
                &INVALID_DEFAULT,
                value,
                format!("the default `{text}` {what} {found}{unit}, which is {side} `{name}` ({bound})"),
            );
        }
    }
}

fn number(value: &Tree) -> Option<f64> {
    value.scalar()?.parse().ok()
}
