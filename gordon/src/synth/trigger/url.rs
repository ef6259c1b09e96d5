//! A function's URL, and who may call it.
//!
//! Owns the URL of the alias and its permissions.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value as Json, json};

use super::{Context, Owner};
use crate::describe::id::Part;
use crate::describe::trigger::UrlAuth;
use crate::describe::{FunctionUrl, Place};
use crate::synth::function::ALIAS;
use crate::synth::ids::{join, join_hashed};

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, url: &FunctionUrl) {
    let mut properties = url.options.properties();
    properties.insert("AuthType".to_owned(), url.auth.name().into());
    properties.insert("TargetFunctionArn".to_owned(), json!({ "Ref": owner.function.id.mark(Part::Itself) }));
    properties.insert("Qualifier".to_owned(), ALIAS.into());
    if let Some(cors) = &url.cors {
        properties.insert("Cors".to_owned(), Json::Object(cors.options.properties()));
    }
    let resource = json!({
        "Type": "AWS::Lambda::Url",
        // A qualifier is a name, and no reference.
        "DependsOn": [owner.function.id.mark(Part::Alias)],
        "Properties": properties,
    });
    context.whole(&join(&owner.names(), "Url"), resource, &url.place);
    if url.auth == UrlAuth::None {
        let anyone = Map::from_iter([("Principal".to_owned(), "*".into())]);
        permissions(context, owner, &join(&owner.names(), "Url"), url.auth, &anyone, &url.place);
    }
    for caller in &url.callers {
        let caller = caller.properties();
        let text = context.ids.text(&json!(["Principal", "PrincipalOrgID", "SourceArn"].map(|name| caller.get(name))));
        let id = join_hashed(&owner.names(), &text, "Url");
        permissions(context, owner, &id, url.auth, &caller, &url.place);
    }
}

/// Both permissions that a call by URL needs since October 2025, neither of which lets anyone call the function otherwise.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html>
fn permissions(
    context: &mut Context<'_>,
    owner: Owner<'_>,
    id: &str,
    auth: UrlAuth,
    caller: &Map<String, Json>,
    place: &Place,
) {
    let mut by_url = json!({
        "Action": "lambda:InvokeFunctionUrl", "FunctionName": owner.alias(), "FunctionUrlAuthType": auth.name(),
    });
    let mut invoke = json!({
        "Action": "lambda:InvokeFunction", "FunctionName": owner.alias(), "InvokedViaFunctionUrl": true,
    });
    for (permission, suffix) in [(&mut by_url, "Permission"), (&mut invoke, "InvokePermission")] {
        if let Some(permission) = permission.as_object_mut() {
            permission.extend(caller.clone());
        }
        context.resource(&format!("{id}{suffix}"), "AWS::Lambda::Permission", permission.take(), place);
    }
}
