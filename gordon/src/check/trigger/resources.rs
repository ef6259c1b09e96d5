//! The project's own resources, by the references to them.
//!
//! Owns how a rule finds the properties of what a trigger was given; must not judge them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::describe::Project;
use crate::describe::id::Mark;
use crate::describe::resource::ResourceData;

/// Resources of a project, by the number of their identity.
pub(super) struct Resources<'a>(BTreeMap<u64, &'a ResourceData>);

impl<'a> Resources<'a> {
    pub(super) fn of(project: &'a Project) -> Self {
        let all = project.apps.iter().flat_map(|app| &app.resources).chain(&project.resources);
        Self(all.map(|resource| (resource.id.number(), resource)).collect())
    }

    /// The resource that a reference or an attribute is of, where it is one of the project.
    pub(super) fn find(&self, value: &Json) -> Option<&'a ResourceData> {
        let mark = value.get("Ref").or_else(|| value.get("Fn::GetAtt")?.get(0))?;
        self.0.get(&Mark::read(mark)?.target.number).copied()
    }

    /// Whether a queue or topic is FIFO, as far as its ARN or its properties tell.
    pub(super) fn is_fifo(&self, arn: &Json, property: &str) -> bool {
        arn.as_str().is_some_and(|arn| arn.ends_with(".fifo"))
            || self.find(arn).is_some_and(|resource| resource.properties[property] == true)
    }
}
