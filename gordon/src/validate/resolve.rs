//! What calls give, as far as the template tells.
//!
//! Owns the numbers of values, and the result of each call: the shape of what it gives, or what a parameter may be. Must
//! not judge: whatever it does not understand stays unknown.

use std::collections::HashMap;

use gordon_schema::node::Shape;

use super::attributes;
use super::function::Function;
use super::logic::{Facts, Logic};
use super::template::{self, Template};
use super::tree::{Call, Data, Outcome, Span, Tree};

/// What names of a template stand for.
#[derive(Debug, Default)]
struct Names {
    parameters: HashMap<String, Outcome>,
    /// The types of resources.
    resources: HashMap<String, Option<String>>,
    /// What all values of a mapping have in common.
    mappings: HashMap<String, Option<Shape>>,
}

/// Numbers the values of a template, and says of each call what it gives. `region` is where the template is for, where
/// that is one region.
pub(super) fn resolve(root: &mut Tree, region: Option<&str>) {
    let template = Template::of(root);
    let mut pass = Pass { names: Names::of(&template), logic: Logic::of(&template), facts: Facts::default(), next: 0 };
    if let Some(region) = region {
        pass.facts.equal("AWS::Region", region, true);
    }
    pass.visit(root, 0);
}

struct Pass {
    names: Names,
    logic: Logic,
    facts: Facts,
    next: u32,
}

impl Pass {
    fn visit(&mut self, tree: &mut Tree, depth: usize) {
        self.next += 1;
        tree.id = self.next;
        if let Data::Call(call) = &mut tree.data
            && call.function == Function::If
            && let Data::List(items) = &mut call.argument.data
            && let [condition, then, otherwise] = items.as_mut_slice()
            && let Some(name) = condition.text().map(str::to_owned)
        {
            if let Some(holds) = self.logic.holds(&name, &self.facts) {
                call.result = Outcome::Branch(if holds { 1 } else { 2 });
            }
            self.next += 1;
            call.argument.id = self.next;
            self.visit_all([condition], depth);
            for (branch, holds) in [(then, true), (otherwise, false)] {
                let before = self.logic.assume(&name, holds, &mut self.facts);
                self.visit_all([branch], depth);
                self.facts.forget(before);
            }
            return;
        }
        // A resource or an output exists only where its condition holds.
        let condition = if depth == 2 { tree.field("Condition").and_then(Tree::text).map(str::to_owned) } else { None };
        let before = condition.map(|name| self.logic.assume(&name, true, &mut self.facts));
        self.visit_all(tree.children_mut(), depth);
        if let Some(before) = before {
            self.facts.forget(before);
        }
        let (id, span) = (tree.id, tree.span);
        if let Data::Call(call) = &mut tree.data
            && let Some(outcome) = outcome(call, &self.names)
        {
            call.result = outcome;
            let assumed = call.function == Function::Ref;
            if let Outcome::Known(values) = &mut call.result {
                values.iter_mut().for_each(|value| stand_in(value, id, span, assumed));
            }
        }
    }

    fn visit_all<'t>(&mut self, trees: impl IntoIterator<Item = &'t mut Tree>, depth: usize) {
        trees.into_iter().for_each(|tree| self.visit(tree, depth + 1));
    }
}

/// Makes a value stand for the call of that number.
fn stand_in(value: &mut Tree, id: u32, span: Span, assumed: bool) {
    (value.id, value.span, value.assumed) = (id, span, assumed);
    value.children_mut().for_each(|child| stand_in(child, id, span, assumed));
}

fn outcome(call: &Call, names: &Names) -> Option<Outcome> {
    let argument = &call.argument;
    match call.function {
        Function::Ref => reference(argument.text()?, names),
        Function::GetAtt => {
            let (resource, attribute) = attribute_of(argument)?;
            let shape = match names.resources.get(resource)?.as_deref() {
                Some(resource_type) => attributes::attribute(resource_type, attribute)?.unwrap_or(None),
                None => None,
            };
            Some(Outcome::Unknown(shape))
        }
        Function::Sub => {
            let text = argument.text().filter(|text| !text.contains("${"))?;
            Some(Outcome::Known(vec![Tree::new(Span::NONE, Data::Text(text.to_owned()))]))
        }
        Function::Join => {
            let [delimiter, items] = argument.list()? else { return None };
            let words: Option<Vec<&str>> = items.list()?.iter().map(Tree::text).collect();
            let text = words?.join(delimiter.text()?);
            Some(Outcome::Known(vec![Tree::new(Span::NONE, Data::Text(text))]))
        }
        Function::FindInMap => {
            let shape = names.mappings.get(argument.list()?.first()?.text()?)?;
            Some(Outcome::Unknown(*shape))
        }
        _ => None,
    }
}

fn reference(name: &str, names: &Names) -> Option<Outcome> {
    match name {
        "AWS::NoValue" => return Some(Outcome::Absent),
        "AWS::NotificationARNs" => return Some(Outcome::Unknown(Some(Shape::List))),
        _ => {}
    }
    if let Some(parameter) = names.parameters.get(name) {
        return Some(parameter.clone());
    }
    let scalar = name.starts_with("AWS::") || names.resources.contains_key(name);
    // What a transform makes may be anything.
    Some(Outcome::Unknown(scalar.then_some(Shape::Scalar)))
}

/// The resource and the attribute of `Fn::GetAtt`: `Table.Arn`, or a list of both.
pub(super) fn attribute_of(argument: &Tree) -> Option<(&str, &str)> {
    match &argument.data {
        Data::Text(text) => text.split_once('.'),
        Data::List(items) => match items.as_slice() {
            [resource, attribute] => Some((resource.text()?, attribute.text()?)),
            _ => None,
        },
        _ => None,
    }
}

impl Names {
    fn of(template: &Template<'_>) -> Self {
        let mut names = Self::default();
        for (key, parameter) in &template.parameters.entries {
            names.parameters.insert(key.name.clone(), values_of(parameter));
        }
        for (key, resource) in &template.resources.entries {
            let resource_type = resource.field("Type").and_then(Tree::text).filter(|name| !template::is_module(name));
            names.resources.insert(key.name.clone(), resource_type.map(str::to_owned));
        }
        for (key, mapping) in &template.mappings.entries {
            names.mappings.insert(key.name.clone(), shape_of(mapping));
        }
        names
    }
}

/// What a parameter may be: its allowed values, or its default.
fn values_of(parameter: &Tree) -> Outcome {
    let kind = parameter.field("Type").and_then(Tree::text);
    let list = kind.is_some_and(is_list);
    let unknown = || Outcome::Unknown(kind.map(|_| if list { Shape::List } else { Shape::Scalar }));
    // Of the others, the value is known to AWS only, or what stands here is a name of it.
    if !matches!(kind, Some("String" | "Number" | "CommaDelimitedList" | "List<Number>")) {
        return unknown();
    }
    let allowed = parameter.field("AllowedValues").and_then(Tree::list).unwrap_or_default();
    let default = parameter.field("Default");
    // Allowed values are those of each item of a list.
    let values: Vec<&Tree> =
        if list || allowed.is_empty() { default.into_iter().collect() } else { allowed.iter().collect() };
    let value = |value: &Tree| -> Option<Tree> {
        // An empty default is there to be seen by a condition.
        let text = value.scalar().filter(|text| !text.is_empty())?;
        if !list {
            return Some(value.clone());
        }
        let items = text.split(',').map(|item| Tree::new(Span::NONE, Data::Text(item.trim().to_owned())));
        Some(Tree::new(Span::NONE, Data::List(items.collect())))
    };
    let values: Vec<Tree> = values.into_iter().filter_map(value).collect();
    if values.is_empty() { unknown() } else { Outcome::Known(values) }
}

/// Whether a parameter of this type is a list.
pub(super) fn is_list(parameter_type: &str) -> bool {
    parameter_type.contains("List")
}

/// What all values of a mapping are, where they are alike.
fn shape_of(mapping: &Tree) -> Option<Shape> {
    let values = mapping.children().flat_map(Tree::children);
    let mut shapes = values.map(|value| match &value.data {
        Data::List(_) => Some(Shape::List),
        Data::Text(_) | Data::Bool(_) | Data::Integer(_) | Data::Number(_) => Some(Shape::Scalar),
        _ => None,
    });
    let first = shapes.next()??;
    shapes.all(|shape| shape == Some(first)).then_some(first)
}
