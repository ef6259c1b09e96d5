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
    let id = owner.id(context, &mapping.key(), mapping.id());
    let mut properties = mapping.mapped().options.properties();
    if let Some(Json::Array(patterns)) = properties.remove("FilterCriteria") {
        let patterns = context.template.resolved(&id, Json::Array(patterns), context.ids);
        let patterns = patterns.as_array().into_iter().flatten();
        let filters: Vec<Json> = patterns.map(|pattern| json!({ "Pattern": text::of_json(pattern) })).collect();
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
    context.whole(&id, resource, mapping.place());
}

#[cfg(test)]
mod tests;
