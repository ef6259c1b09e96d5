//! A template's sections, by name.
//!
//! Owns where things are in a template: parameters, mappings, conditions, resources, outputs. Takes any tree; what is
//! not of the right type is as if it were not there, and `sections` says so.

use std::collections::HashMap;

use super::tree::{Key, Tree};

/// A template, seen by its sections.
#[derive(Debug)]
pub(super) struct Template<'t> {
    pub(super) root: &'t Tree,
    pub(super) parameters: Section<'t>,
    pub(super) mappings: Section<'t>,
    pub(super) conditions: Section<'t>,
    pub(super) rules: Section<'t>,
    pub(super) resources: Section<'t>,
    pub(super) outputs: Section<'t>,
    pub(super) transforms: Transforms,
    /// The logical IDs of modules.
    modules: Vec<&'t str>,
}

/// A section of named entries.
#[derive(Debug, Default)]
pub(super) struct Section<'t> {
    pub(super) tree: Option<&'t Tree>,
    pub(super) entries: Vec<(&'t Key, &'t Tree)>,
    index: HashMap<&'t str, usize>,
    /// Whether it has entries that only a transform knows: `Fn::ForEach::…`, `Fn::Transform`.
    pub(super) open: bool,
}

/// What rewrites a template before CloudFormation reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Transforms {
    /// `AWS::Serverless-2016-10-31`
    pub(super) serverless: bool,
    /// `AWS::LanguageExtensions`
    pub(super) extensions: bool,
    /// Any other: it may make anything of the template.
    pub(super) other: bool,
}

pub(super) const SERVERLESS: &str = "AWS::Serverless-2016-10-31";
pub(super) const EXTENSIONS: &str = "AWS::LanguageExtensions";

impl<'t> Template<'t> {
    pub(super) fn of(root: &'t Tree) -> Self {
        let section = |name| Section::of(root.field(name));
        let resources: Section<'t> = section("Resources");
        let module = |(key, resource): &(&'t Key, &'t Tree)| {
            resource.field("Type").and_then(Tree::text).is_some_and(is_module).then_some(key.name.as_str())
        };
        Self {
            modules: resources.entries.iter().filter_map(module).collect(),
            root,
            parameters: section("Parameters"),
            mappings: section("Mappings"),
            conditions: section("Conditions"),
            rules: section("Rules"),
            resources,
            outputs: section("Outputs"),
            transforms: Transforms::of(root),
        }
    }

    /// Whether resources may exist that the text does not show.
    pub(super) fn has_unseen_resources(&self) -> bool {
        self.transforms.serverless || self.transforms.other || self.resources.open || self.is_open()
    }

    /// Whether a macro at the top may add whole sections.
    pub(super) fn is_open(&self) -> bool {
        self.transforms.other || self.root.field("Fn::Transform").is_some()
    }

    /// Whether a name is that of a resource in a module, such as `ModuleBucket` or `Module.Bucket`.
    pub(super) fn is_in_module(&self, name: &str) -> bool {
        self.modules.iter().any(|module| name.len() > module.len() && name.starts_with(module))
    }
}

impl<'t> Section<'t> {
    fn of(tree: Option<&'t Tree>) -> Self {
        let mut section = Self { tree, ..Self::default() };
        for (key, value) in tree.and_then(Tree::fields).unwrap_or_default() {
            if key.name.starts_with("Fn::") {
                section.open = true;
                continue;
            }
            section.index.insert(&key.name, section.entries.len());
            section.entries.push((key, value));
        }
        // One lone `Fn::Transform` looks like a call.
        section.open |= tree.is_some_and(|tree| tree.as_call().is_some());
        section
    }

    pub(super) fn get(&self, name: &str) -> Option<&'t Tree> {
        self.index.get(name).map(|&at| self.entries[at].1)
    }

    pub(super) fn key(&self, name: &str) -> Option<&'t Key> {
        self.index.get(name).map(|&at| self.entries[at].0)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.index.contains_key(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'t str> {
        self.entries.iter().map(|(key, _)| key.name.as_str())
    }
}

impl Transforms {
    pub(super) fn of(root: &Tree) -> Self {
        let mut transforms = Self::default();
        let Some(declared) = root.field("Transform") else { return transforms };
        let each = declared.list().unwrap_or(std::slice::from_ref(declared));
        for transform in each {
            match transform.text().or_else(|| transform.field("Name").and_then(Tree::text)) {
                Some(SERVERLESS) => transforms.serverless = true,
                Some(EXTENSIONS) => transforms.extensions = true,
                _ => transforms.other = true,
            }
        }
        transforms
    }
}

/// `Org::Service::Name::MODULE`: a module, which brings resources of its own.
pub(super) fn is_module(resource_type: &str) -> bool {
    resource_type.ends_with("::MODULE")
}

/// A custom resource, which has whatever properties and attributes its function likes.
pub(super) fn is_custom(resource_type: &str) -> bool {
    resource_type.starts_with("Custom::") || resource_type == "AWS::CloudFormation::CustomResource"
}
