//! A permission as the user described it.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::Permission;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, permission: &Permission) {
    let mut properties = permission.options.properties();
    properties.insert("FunctionName".to_owned(), owner.alias());
    properties.insert("Principal".to_owned(), permission.principal.json().clone());
    properties.entry("Action").or_insert_with(|| json!("lambda:InvokeFunction"));
    let id = owner.id(context, &permission.key(), "Permission");
    context.resource(&id, "AWS::Lambda::Permission", Json::Object(properties), &permission.place);
}
