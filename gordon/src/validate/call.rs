//! Calls of intrinsic functions: that there is such a function, that it may stand there, and that its arguments are what
//! it takes.
//!
//! Owns the form of each function that gives a value; condition functions are in `conditions`, and what names refer to is
//! in `references`.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

use gordon_schema::schema;
use gordon_schema::words::listed;

use super::finding::{Findings, Part};
use super::function::{Family, Function};
use super::rules::{INVALID_FUNCTION, MISPLACED_FUNCTION, MISSING_TRANSFORM, UNKNOWN_FUNCTION};
use super::template::{EXTENSIONS, Template};
use super::tree::{Call, Data, Tree};

use Function::{
    Base64, Cidr, FindInMap, GetAZs, GetAtt, GetStackOutput, If, ImportValue, Join, Length, Ref, Select, Split, Sub,
    ToJsonString, Transform,
};

/// What an argument must be, and the functions that may stand in its place.
struct Slot(Want, &'static [Function]);

#[derive(Clone, Copy)]
enum Want {
    /// Text.
    Text,
    /// Text, a number or a boolean.
    Scalar,
    /// A whole number from and to.
    Integer(i64, i64),
    /// A list, and the functions that its items may be.
    List(&'static [Function]),
    Object,
    /// A list or an object.
    Structure,
    Any,
}

const SCALARS: &[Function] = &[
    Base64,
    FindInMap,
    GetAtt,
    GetStackOutput,
    If,
    ImportValue,
    Join,
    Length,
    Select,
    Sub,
    ToJsonString,
    Transform,
    Ref,
];
const LISTS: &[Function] = &[Cidr, FindInMap, GetAtt, GetAZs, If, Split, Transform, Ref];
const NONE: &[Function] = &[];
const ANY: Slot = Slot(Want::Any, NONE);

/// The form of a function: its arguments in a list, of which the last ones need not be there, or one by itself.
enum Form {
    List(&'static [Slot], usize),
    One(Slot),
    /// Text, or a list.
    Either(Slot, &'static [Slot]),
}

fn form(function: Function) -> Option<Form> {
    const MEMBER: Slot = Slot(Want::Scalar, &[FindInMap, Ref]);
    const CIDR: &[Function] = &[FindInMap, GetAtt, If, ImportValue, Select, Sub, Ref];
    Some(match function {
        Ref => Form::One(Slot(Want::Text, NONE)),
        GetAtt => Form::Either(Slot(Want::Text, NONE), &[Slot(Want::Text, NONE), Slot(Want::Text, &[Ref])]),
        Sub => {
            Form::Either(Slot(Want::Text, &[Transform]), &[Slot(Want::Text, &[Transform]), Slot(Want::Object, NONE)])
        }
        Join => Form::List(&[Slot(Want::Text, NONE), Slot(Want::List(SCALARS), LISTS)], 0),
        If => Form::List(&[Slot(Want::Text, NONE), ANY, ANY], 0),
        Select => Form::List(
            &[
                Slot(Want::Integer(0, i64::MAX), &[Ref, FindInMap]),
                Slot(Want::List(&[FindInMap, GetAtt, GetStackOutput, If, Join, Select, Sub, Ref]), LISTS),
            ],
            0,
        ),
        Split => Form::List(
            &[
                Slot(Want::Text, NONE),
                Slot(Want::Scalar, &[Base64, FindInMap, GetAtt, GetAZs, If, ImportValue, Join, Select, Sub, Ref]),
            ],
            0,
        ),
        FindInMap => Form::List(&[MEMBER, MEMBER, MEMBER, Slot(Want::Object, NONE)], 1),
        ImportValue => Form::One(Slot(Want::Scalar, &[Base64, FindInMap, If, Join, Select, Sub, Transform, Ref])),
        Base64 => Form::One(Slot(Want::Scalar, SCALARS)),
        Cidr => Form::List(
            &[Slot(Want::Text, CIDR), Slot(Want::Integer(1, 256), CIDR), Slot(Want::Integer(1, 128), CIDR)],
            1,
        ),
        GetAZs => Form::One(Slot(Want::Text, &[FindInMap, GetAtt, If, Join, Select, Sub, Ref])),
        Transform => Form::One(Slot(Want::Structure, NONE)),
        Length => Form::One(Slot(Want::List(SCALARS), LISTS)),
        ToJsonString => Form::One(Slot(Want::Structure, &[FindInMap, GetAtt, GetAZs, If, Select, Split, Ref])),
        GetStackOutput => Form::One(Slot(Want::Object, NONE)),
        _ => return None,
    })
}

/// Where a call stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// In a resource or an output.
    Value,
    /// In `Conditions` or `Rules`.
    Condition,
}

pub(super) fn check(template: &Template<'_>, findings: &mut Findings) {
    let judge = Judge { anything: template.transforms.extensions || template.is_open(), template };
    for (key, section) in template.root.fields().unwrap_or_default() {
        let at = match key.name.as_str() {
            "Resources" | "Outputs" => Where::Value,
            "Conditions" | "Rules" => Where::Condition,
            _ => continue,
        };
        if section.as_call().is_some() {
            continue;
        }
        // A key with `Fn::` in a section itself is a loop or a transform.
        section.children().for_each(|entry| judge.visit(entry, at, findings));
    }
}

struct Judge<'a, 't> {
    template: &'a Template<'t>,
    /// Whether a transform resolves calls before CloudFormation does, so that any may be in any.
    anything: bool,
}

impl Judge<'_, '_> {
    fn visit(&self, tree: &Tree, at: Where, findings: &mut Findings) {
        match &tree.data {
            Data::Call(call) => self.call(tree, call, at, findings),
            Data::Opaque(entries) => {
                let alone = entries.len() == 1;
                for (key, _) in entries.iter().filter(|(key, _)| key.name.starts_with("Fn::")) {
                    let name = key.name.as_str();
                    if name == "Fn::Transform" {
                        continue;
                    }
                    if name.starts_with("Fn::ForEach::") {
                        if !self.anything {
                            findings
                                .entry(
                                    &MISSING_TRANSFORM,
                                    tree,
                                    key,
                                    format!("`Fn::ForEach` needs the transform `{EXTENSIONS}`"),
                                )
                                .help(format!("add `Transform: {EXTENSIONS}`"));
                        }
                    } else if Function::named(name).is_some() {
                        findings
                            .entry(&UNKNOWN_FUNCTION, tree, key, format!("`{name}` is in an object with other keys"))
                            .help("a function stands alone in its object");
                    } else if !self.template.transforms.other {
                        let help = findings
                            .near(name, Function::names())
                            .map_or_else(String::new, |near| format!("did you mean `{near}`?"));
                        let more = if alone { "" } else { ", and it is beside other keys" };
                        findings
                            .entry(&UNKNOWN_FUNCTION, tree, key, format!("there is no function `{name}`{more}"))
                            .help(help);
                    }
                }
            }
            _ => {}
        }
        for child in tree.children() {
            self.visit(child, at, findings);
        }
    }

    fn call(&self, tree: &Tree, call: &Call, at: Where, findings: &mut Findings) {
        let name = call.function.name();
        if call.function.family() != Family::Value {
            if at == Where::Value {
                findings
                    .at(
                        &MISPLACED_FUNCTION,
                        tree,
                        Part::Function,
                        format!("`{name}` cannot be in a resource or an output"),
                    )
                    .help("define a condition in `Conditions`, and choose a value by it with `Fn::If`");
            }
            return;
        }
        if call.function.is_extension() && !self.anything {
            findings
                .at(&MISSING_TRANSFORM, tree, Part::Function, format!("`{name}` needs the transform `{EXTENSIONS}`"))
                .help(format!("add `Transform: {EXTENSIONS}`"));
            return;
        }
        match form(call.function) {
            Some(Form::One(slot)) => self.argument(name, None, &call.argument, &slot, findings),
            Some(Form::List(slots, optional)) => self.arguments(tree, call, slots, optional, findings),
            Some(Form::Either(one, several)) => {
                if call.argument.list().is_some() {
                    self.arguments(tree, call, several, 0, findings);
                } else {
                    self.argument(name, None, &call.argument, &one, findings);
                }
            }
            None => {}
        }
        match call.function {
            GetAtt => attribute(call, findings),
            Sub => self.variables(call, findings),
            Select => index(call, findings),
            GetStackOutput => keys(call, findings),
            GetAZs => region(call, findings),
            _ => {}
        }
    }

    fn arguments(&self, tree: &Tree, call: &Call, slots: &[Slot], optional: usize, findings: &mut Findings) {
        let name = call.function.name();
        let least = slots.len() - optional;
        let count = if optional == 0 { least.to_string() } else { format!("{least} to {}", slots.len()) };
        let Some(items) = call.argument.list() else {
            if call.argument.is_literal() || !self.anything {
                let what = call.argument.what();
                findings.add(
                    &INVALID_FUNCTION,
                    &call.argument,
                    format!("`{name}` takes a list of {count}, and this is {what}"),
                );
            }
            return;
        };
        if items.len() < least || items.len() > slots.len() {
            let message = format!("`{name}` takes {count} arguments, and here are {}", items.len());
            findings.at(&INVALID_FUNCTION, tree, Part::Function, message);
            return;
        }
        for (at, (item, slot)) in items.iter().zip(slots).enumerate() {
            self.argument(name, Some(at + 1), item, slot, findings);
        }
    }

    fn argument(&self, name: &str, at: Option<usize>, tree: &Tree, slot: &Slot, findings: &mut Findings) {
        let which = at.map_or_else(|| format!("what `{name}` takes"), |at| format!("argument {at} of `{name}`"));
        match &tree.data {
            Data::Call(call) => {
                if !matches!(slot.0, Want::Any) {
                    self.nested(tree, call.function, slot.1, &which, findings);
                }
            }
            Data::Opaque(_) => {}
            _ => {
                if let Some(wanted) = mismatch(tree, slot.0) {
                    let found = tree.scalar().map_or_else(|| tree.what().to_owned(), |text| format!("`{text}`"));
                    findings.add(&INVALID_FUNCTION, tree, format!("{which} is {wanted}, and this is {found}"));
                } else if let (Want::List(functions), Some(items)) = (slot.0, tree.list()) {
                    for item in items {
                        if let Some(call) = item.as_call() {
                            self.nested(item, call.function, functions, &format!("an item of {which}"), findings);
                        }
                    }
                }
            }
        }
    }

    fn nested(&self, tree: &Tree, function: Function, allowed: &[Function], which: &str, findings: &mut Findings) {
        // Functions that are never a value have a finding already.
        if self.anything || allowed.contains(&function) || function.family() != Family::Value {
            return;
        }
        let names: Vec<&str> =
            allowed.iter().filter(|function| !function.is_extension()).map(|function| function.name()).collect();
        let help = if names.is_empty() {
            format!("write the value itself, or add `Transform: {EXTENSIONS}`")
        } else {
            format!("it can be {}", listed(&names, "or"))
        };
        findings
            .at(&INVALID_FUNCTION, tree, Part::Function, format!("{which} cannot be `{}`", function.name()))
            .help(help);
    }

    /// The variables that `Fn::Sub` is given.
    fn variables(&self, call: &Call, findings: &mut Findings) {
        let Some([_, variables]) = call.argument.list() else { return };
        for (_, value) in variables.fields().unwrap_or_default() {
            let slot = Slot(Want::Scalar, SCALARS);
            match value.as_call() {
                // A list where text is wanted is for AWS to say: of some, its only item is taken.
                Some(call) if LISTS.contains(&call.function) => {}
                _ => self.argument("Fn::Sub", None, value, &slot, findings),
            }
        }
    }
}

/// What is wanted, where a literal is not it.
fn mismatch(tree: &Tree, want: Want) -> Option<String> {
    let (good, wanted) = match want {
        Want::Any => (true, ""),
        Want::Text => (tree.text().is_some(), "text"),
        Want::Scalar => (tree.scalar().is_some(), "text or a number"),
        Want::List(_) => (tree.list().is_some(), "a list"),
        Want::Object => (tree.fields().is_some(), "an object"),
        Want::Structure => (tree.fields().is_some() || tree.list().is_some(), "an object or a list"),
        Want::Integer(least, most) => {
            let value = tree.scalar().and_then(|text| text.parse::<i64>().ok());
            if value.is_some_and(|value| (least..=most).contains(&value)) {
                return None;
            }
            let limits = if most == i64::MAX { format!("from {least} on") } else { format!("from {least} to {most}") };
            return Some(format!("a whole number {limits}"));
        }
    };
    (!good).then(|| wanted.to_owned())
}

/// `Resource.Attribute`, both there.
fn attribute(call: &Call, findings: &mut Findings) {
    if let Some(text) = call.argument.text()
        && !text.split_once('.').is_some_and(|(resource, attribute)| !resource.is_empty() && !attribute.is_empty())
    {
        findings
            .add(
                &INVALID_FUNCTION,
                &call.argument,
                format!("`Fn::GetAtt` takes a resource and an attribute, and `{text}` is one word"),
            )
            .help("write `Resource.Attribute`, or a list of both");
    }
}

/// The keys of `Fn::GetStackOutput`.
fn keys(call: &Call, findings: &mut Findings) {
    const KEYS: [&str; 4] = ["OutputName", "Region", "RoleArn", "StackName"];
    let Data::Object(entries) = &call.argument.data else { return };
    for (key, _) in entries.iter().filter(|(key, _)| !KEYS.contains(&key.name.as_str())) {
        let message = format!("`Fn::GetStackOutput` has no `{}`", key.name);
        findings
            .entry(&INVALID_FUNCTION, &call.argument, key, message)
            .help(format!("it has {}", listed(&KEYS, "and")));
    }
    for name in ["StackName", "OutputName"] {
        if call.argument.field(name).is_none() {
            findings.add(&INVALID_FUNCTION, &call.argument, format!("`Fn::GetStackOutput` needs `{name}`"));
        }
    }
}

/// The region of `Fn::GetAZs`, where it is written out.
fn region(call: &Call, findings: &mut Findings) {
    let Some(text) = call.argument.text().filter(|text| !text.is_empty()) else { return };
    if !schema::regions().any(|region| region == text) {
        let near = findings.near(text, schema::regions());
        findings.add(&INVALID_FUNCTION, &call.argument, format!("there is no region `{text}`")).help(
            near.map_or_else(
                || "write `\"\"` for the stack's own".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        );
    }
}

/// The index of `Fn::Select`, where the list stands there.
fn index(call: &Call, findings: &mut Findings) {
    let Some([index, list]) = call.argument.list() else { return };
    let Some(items) = list.list() else { return };
    // A transform may put several items in the place of one.
    let known = items.iter().all(|item| !matches!(item.data, Data::Opaque(_)));
    if known
        && let Some(at) = index.scalar().and_then(|text| text.parse::<usize>().ok())
        && at >= items.len()
    {
        findings
            .add(&INVALID_FUNCTION, index, format!("`Fn::Select` takes item {at} of a list of {}", items.len()))
            .help("the first item is 0");
    }
}
