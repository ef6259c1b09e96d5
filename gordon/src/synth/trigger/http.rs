//! An app's HTTP API with the routes of its functions.
//!
//! Owns the API, its stage, and per function the integration and per route the route and the permission.

use serde_json::json;

use super::{Context, Owner};
use crate::describe::id::Part;
use crate::describe::trigger::EventSource;
use crate::describe::{App, Http, Trigger};
use crate::synth::ids::join;

pub(super) fn add(context: &mut Context<'_>, app: &App) {
    let routed: Vec<_> = app
        .functions
        .iter()
        .map(|function| {
            let routes = function.settings.triggers.iter().filter_map(|trigger| match trigger {
                Trigger::Http(http) => Some(http),
                _ => None,
            });
            (Owner { app, function }, routes.collect::<Vec<&Http>>())
        })
        .filter(|(_, routes)| !routes.is_empty())
        .collect();
    if routed.is_empty() {
        return;
    }
    let api = json!({ "Ref": app.id.mark(Part::HttpApi) });
    let name = json!({ "Fn::Sub": format!("${{AWS::StackName}}-{}", app.name) });
    let properties = json!({ "Name": name, "ProtocolType": "HTTP" });
    context.resource(&join(&[&app.name], "HttpApi"), "AWS::ApiGatewayV2::Api", properties, &app.place);
    let properties = json!({ "ApiId": api, "StageName": "$default", "AutoDeploy": true });
    context.resource(&join(&[&app.name], "HttpStage"), "AWS::ApiGatewayV2::Stage", properties, &app.place);
    for (owner, routes) in routed {
        let integration = join(&owner.names(), "HttpIntegration");
        let properties = json!({
            "ApiId": api,
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": owner.alias(),
            "PayloadFormatVersion": "2.0",
        });
        context.resource(&integration, "AWS::ApiGatewayV2::Integration", properties, &routes[0].place);
        for http in routes {
            let key = EventSource::key(http);
            let target = json!({ "Fn::Sub": ["integrations/${id}", { "id": { "Ref": integration } }] });
            let route = json!({ "ApiId": api, "RouteKey": key, "Target": target });
            let id = owner.id(context, &key, "HttpRoute");
            context.resource(&id, "AWS::ApiGatewayV2::Route", route, &http.place);
            // One route each: the API's other routes cannot call this function.
            let method = if http.method.is_empty() || http.method == "ANY" { "*" } else { http.method };
            let source = format!(
                "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{api}}/*/{method}/{}",
                http.path.trim_start_matches('/')
            );
            let source = json!({ "SourceArn": { "Fn::Sub": [source, { "api": api }] } });
            let id = owner.id(context, &key, "HttpPermission");
            owner.permission(context, &id, "apigateway.amazonaws.com", source, &http.place);
        }
    }
}
