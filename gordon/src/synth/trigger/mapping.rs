//! Event source mappings: sources that Lambda itself reads.
//!
//! Owns the mapping's resource, whatever its source. What the role may do is in the role.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::trigger::{EventSource, Mapping};
use crate::synth::text;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, mapping: &dyn Mapping) {
    let arn = mapping.source().map(|arn| arn.json().clone());
    add_from(context, owner, mapping, arn, None);
}

/// A mapping that reads from `arn`, once `first` is there.
pub(super) fn add_from(
    context: &mut Context<'_>,
    owner: Owner<'_>,
    mapping: &dyn Mapping,
    arn: Option<Json>,
    first: Option<&str>,
) {
    let mut properties = mapping.mapped().options.properties();
    if let Some(Json::Array(patterns)) = properties.remove("FilterCriteria") {
        let filter = |pattern| json!({ "Pattern": text::of_json(&context.template.resolved(pattern, context.ids)) });
        let filters: Vec<Json> = patterns.into_iter().map(filter).collect();
        properties.insert("FilterCriteria".to_owned(), json!({ "Filters": filters }));
    }
    if let Some(arn) = arn {
        properties.insert("EventSourceArn".to_owned(), arn);
    }
    properties.insert("FunctionName".to_owned(), owner.alias());
    let mut resource = json!({ "Type": "AWS::Lambda::EventSourceMapping", "Properties": properties });
    if let Some(first) = first {
        resource["DependsOn"] = json!([first]);
    }
    let id = owner.id(context, &mapping.key(), mapping.id());
    context.whole(&id, resource, mapping.place());
}

#[cfg(test)]
mod tests;
