//! Every use of a name in a template: by `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::FindInMap`.
//!
//! Owns where names are used, and how; whether they are names of something is for `references` to judge.

use super::function::Function;
use super::resolve::attribute_of;
use super::substitution::{self, Variable};
use super::template::Template;
use super::tree::{Call, Data, Tree};

/// A use of a name.
#[derive(Debug)]
pub(super) struct Use<'t> {
    /// The value that has the name.
    pub(super) tree: &'t Tree,
    pub(super) name: &'t str,
    /// The attribute, of `Fn::GetAtt` and `${Resource.Attribute}`.
    pub(super) part: Part<'t>,
    pub(super) from: Origin,
    /// Whether it is in a branch of `Fn::If`.
    pub(super) chosen: bool,
    /// Whether it is in what a loop repeats, where names may be the loop's.
    pub(super) looped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// `Ref`.
    Itself,
    Attribute(&'t str),
    /// An attribute that only CloudFormation knows.
    SomeAttribute,
}

/// Where a use is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Resource(usize),
    Output(usize),
    /// Conditions and rules, which know parameters only.
    Condition,
    /// Anywhere else: nothing is resolved there, but a name is used.
    Elsewhere,
}

#[derive(Debug, Default)]
pub(super) struct Uses<'t> {
    pub(super) names: Vec<Use<'t>>,
    /// The arguments of each `Fn::FindInMap`.
    pub(super) lookups: Vec<(&'t [Tree], bool)>,
    /// Whether names are used that only a transform knows.
    pub(super) unseen: bool,
}

impl<'t> Uses<'t> {
    pub(super) fn of(template: &Template<'t>) -> Self {
        let mut uses = Self::default();
        let mut outputs = 0;
        let mut resources = 0;
        for (key, section) in template.root.fields().unwrap_or_default() {
            let whole = match key.name.as_str() {
                "Resources" | "Outputs" => None,
                "Conditions" | "Rules" => Some(Origin::Condition),
                _ => Some(Origin::Elsewhere),
            };
            let Some(entries) = section.fields().filter(|_| whole.is_none()) else {
                uses.collect(section, whole.unwrap_or(Origin::Elsewhere), false, false);
                continue;
            };
            // The order and the numbers are those of `Template`'s sections.
            for (name, entry) in entries {
                let looped = name.name.starts_with("Fn::");
                let from = if looped {
                    Origin::Elsewhere
                } else if key.name == "Resources" {
                    resources += 1;
                    Origin::Resource(resources - 1)
                } else {
                    outputs += 1;
                    Origin::Output(outputs - 1)
                };
                uses.collect(entry, from, false, looped);
            }
        }
        uses
    }

    fn collect(&mut self, tree: &'t Tree, from: Origin, chosen: bool, looped: bool) {
        match &tree.data {
            Data::Call(call) => {
                self.call(tree, call, from, chosen, looped);
                let chosen = chosen || call.function == Function::If;
                self.collect(&call.argument, from, chosen, looped);
            }
            Data::Opaque(entries) => {
                for (key, value) in entries {
                    self.unseen |= key.name == "Fn::Transform";
                    self.collect(value, from, chosen, looped || key.name.starts_with("Fn::ForEach::"));
                }
            }
            _ => tree.children().for_each(|child| self.collect(child, from, chosen, looped)),
        }
    }

    fn call(&mut self, tree: &'t Tree, call: &'t Call, from: Origin, chosen: bool, looped: bool) {
        let argument = &call.argument;
        let mut add = |name, part| self.names.push(Use { tree, name, part, from, chosen, looped });
        match call.function {
            Function::Ref => match argument.text() {
                Some(name) => add(name, Part::Itself),
                None => self.unseen = true,
            },
            Function::Transform => self.unseen = true,
            // Rules look at parameters by name.
            Function::ValueOf | Function::ValueOfAll => {
                if let Some(name) = argument.list().and_then(<[_]>::first).and_then(Tree::text) {
                    self.names.push(Use { tree, name, part: Part::Itself, from: Origin::Elsewhere, chosen, looped });
                }
            }
            Function::GetAtt => match attribute_of(argument) {
                Some((name, attribute)) => add(name, Part::Attribute(attribute)),
                None => {
                    if let Some([name, _]) = argument.list()
                        && let Some(name) = name.text()
                    {
                        add(name, Part::SomeAttribute);
                    }
                }
            },
            Function::Sub => {
                for Variable { name, attribute } in substitution::names(argument) {
                    add(name, attribute.map_or(Part::Itself, Part::Attribute));
                }
            }
            Function::FindInMap => {
                if let Some(arguments) = argument.list() {
                    self.lookups.push((arguments, looped));
                }
            }
            _ => {}
        }
    }
}
