//! Text with variables: `Fn::Sub`'s `${…}`, and dynamic references `{{resolve:…}}`.
//!
//! Owns how both are written.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html>
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>

use std::collections::HashSet;

use super::finding::Findings;
use super::function::Function;
use super::references::PSEUDO;
use super::rules::{INVALID_DYNAMIC_REFERENCE, INVALID_FUNCTION, MISSING_SUB, UNUSED_VARIABLE};
use super::template::Template;
use super::tree::{Data, Tree};

/// A name in `${…}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Variable<'t> {
    pub(super) name: &'t str,
    pub(super) attribute: Option<&'t str>,
}

/// What stands between `${` and `}` in a text, without spaces; not `${!…}`, which stays as it is.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|rest| {
        let inner = rest.split_once('}')?.0.trim();
        (!inner.starts_with('!')).then_some(inner)
    })
}

/// The names that the argument of `Fn::Sub` refers to, without those of its own variables.
pub(super) fn names(argument: &Tree) -> impl Iterator<Item = Variable<'_>> {
    let (text, own) = parts(argument);
    let own = own.and_then(Tree::fields).unwrap_or_default().iter();
    let own: HashSet<&str> = own.map(|(key, _)| key.name.as_str()).collect();
    variables(text.unwrap_or_default()).filter(move |name| is_name(name) && !own.contains(name)).map(|name| match name
        .split_once('.')
    {
        Some((name, attribute)) => Variable { name, attribute: Some(attribute) },
        None => Variable { name, attribute: None },
    })
}

/// Whether it can be the name of a parameter, a resource or an attribute.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '_'))
}

/// The text, and the object of variables.
fn parts(argument: &Tree) -> (Option<&str>, Option<&Tree>) {
    match argument.list() {
        Some([text, own]) => (text.text(), Some(own)),
        _ => (argument.text(), None),
    }
}

pub(super) fn check(template: &Template<'_>, findings: &mut Findings) {
    for (_, resource) in &template.resources.entries {
        let Some(properties) = resource.field("Properties") else { continue };
        visit(template, properties, false, findings);
    }
    for (_, output) in &template.outputs.entries {
        visit(template, output, false, findings);
    }
}

/// `substituted`: whether somebody else puts values into the text.
fn visit(template: &Template<'_>, tree: &Tree, substituted: bool, findings: &mut Findings) {
    match &tree.data {
        Data::Text(text) => {
            dynamic(text, tree, findings);
            if !substituted {
                missing(template, text, tree, findings);
            }
        }
        Data::Call(call) if call.function == Function::Sub => {
            sub(&call.argument, findings);
            if let (_, Some(own)) = parts(&call.argument) {
                visit(template, own, substituted, findings);
            }
        }
        Data::Call(call) => {
            let substituted =
                substituted || matches!(call.function, Function::Transform | Function::GetAtt | Function::Ref);
            visit(template, &call.argument, substituted, findings);
        }
        Data::Object(entries) => {
            let definition = tree.field("DefinitionSubstitutions").is_some();
            for (key, value) in entries {
                // A template within the template, and a state machine's own variables.
                let own = key.name == "TemplateBody" || definition && key.name.starts_with("Definition");
                visit(template, value, substituted || own, findings);
            }
        }
        // What a loop repeats has the loop's variables in it.
        Data::Opaque(_) => {}
        _ => tree.children().for_each(|child| visit(template, child, substituted, findings)),
    }
}

fn sub(argument: &Tree, findings: &mut Findings) {
    let (Some(text), own) = parts(argument) else { return };
    let place = argument.list().and_then(<[_]>::first).unwrap_or(argument);
    for name in variables(text) {
        // Loops have variables within names.
        if !name.contains(['$', '&']) && !is_name(name) {
            findings
                .add(
                    &INVALID_FUNCTION,
                    place,
                    format!("`${{{name}}}` is not the name of a parameter, a resource or an attribute"),
                )
                .help("write `${!…}` for text that is to stay as it is");
        }
    }
    let Some(own) = own.and_then(Tree::fields) else { return };
    let used: HashSet<&str> = variables(text).collect();
    for (key, _) in own {
        if !used.contains(key.name.as_str())
            && let Some([_, object]) = argument.list()
        {
            findings
                .entry(&UNUSED_VARIABLE, object, key, format!("the text does not use `${{{}}}`", key.name))
                .help("remove the variable");
        }
    }
}

/// `${Name}` of something in the template, in text that nobody substitutes.
fn missing(template: &Template<'_>, text: &str, tree: &Tree, findings: &mut Findings) {
    let known = |name: &&str| match name.split_once('.') {
        Some((resource, _)) => template.resources.has(resource),
        None => PSEUDO.contains(name) || template.resources.has(name) || template.parameters.has(name),
    };
    if let Some(name) = variables(text).find(known) {
        findings
            .add(&MISSING_SUB, tree, format!("`${{{name}}}` stays as it is: no `Fn::Sub` reads this text"))
            .help("put `Fn::Sub` (`!Sub`) around the text");
    }
}

/// Dynamic references that are whole in the text.
fn dynamic(text: &str, tree: &Tree, findings: &mut Findings) {
    for rest in text.split("{{resolve:").skip(1) {
        let Some((reference, _)) = rest.split_once("}}") else { continue };
        if reference.contains("${") {
            continue;
        }
        let mut parts = reference.splitn(3, ':');
        let (service, name, version) =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
        let wrong = match service {
            "ssm" | "ssm-secure" => {
                let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/');
                if name.is_empty() || !name.chars().all(letters) {
                    Some("the parameter's name has letters, digits, and `_.-/`")
                } else if version
                    .is_some_and(|version| version.is_empty() || !version.chars().all(|c| c.is_ascii_digit()))
                {
                    Some("a version is a number")
                } else {
                    None
                }
            }
            "secretsmanager" => name.is_empty().then_some("the secret's name or ARN is missing"),
            _ => Some("there are `ssm`, `ssm-secure` and `secretsmanager`"),
        };
        if let Some(wrong) = wrong {
            findings
                .add(
                    &INVALID_DYNAMIC_REFERENCE,
                    tree,
                    format!("`{{{{resolve:{reference}}}}}` is not a dynamic reference"),
                )
                .help(wrong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_found() {
        let found = |text| variables(text).collect::<Vec<_>>();
        assert_eq!(found("a ${B} ${ C.D } ${!E} ${AWS::Region}"), ["B", "C.D", "AWS::Region"]);
        assert_eq!(found("${"), Vec::<&str>::new());
        assert_eq!(found("$${A}"), ["A"]);
    }
}
