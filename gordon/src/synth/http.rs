//! An app's HTTP API with the routes of its functions.
//!
//! Owns the API, its stage, and per function the integration and per route the route and the permission.

use serde_json::json;

use super::ids::{Ids, join, join_hashed};
use super::template::Template;
use crate::check::Diagnostic;
use crate::describe::id::Part;
use crate::describe::{App, Http, Trigger};

pub(super) fn add(template: &mut Template, app: &App, ids: &Ids, findings: &mut Vec<Diagnostic>) {
    let routed: Vec<_> = app
        .functions
        .iter()
        .map(|function| {
            let routes = function.settings.triggers.iter().filter_map(|trigger| match trigger {
                Trigger::Http(http) => Some(http),
                Trigger::Schedule(_) => None,
            });
            (function, routes.collect::<Vec<&Http>>())
        })
        .filter(|(_, routes)| !routes.is_empty())
        .collect();
    if routed.is_empty() {
        return;
    }
    let api = json!({ "Ref": app.id.mark(Part::HttpApi) });
    let resource = json!({
        "Type": "AWS::ApiGatewayV2::Api",
        "Properties": { "Name": { "Fn::Sub": format!("${{AWS::StackName}}-{}", app.name) }, "ProtocolType": "HTTP" },
    });
    template.resource(&join(&[&app.name], "HttpApi"), resource, &app.place, ids, findings);
    let stage = json!({
        "Type": "AWS::ApiGatewayV2::Stage",
        "Properties": { "ApiId": api, "StageName": "$default", "AutoDeploy": true },
    });
    template.resource(&join(&[&app.name], "HttpStage"), stage, &app.place, ids, findings);
    for (function, routes) in routed {
        let names = [app.name.as_str(), function.name.as_str()];
        let integration_id = join(&names, "HttpIntegration");
        let integration = json!({
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
                "ApiId": api,
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": { "Ref": function.id.mark(Part::Alias) },
                "PayloadFormatVersion": "2.0",
            },
        });
        template.resource(&integration_id, integration, &routes[0].place, ids, findings);
        for http in routes {
            let key = http.key();
            let route = json!({
                "Type": "AWS::ApiGatewayV2::Route",
                "Properties": {
                    "ApiId": api,
                    "RouteKey": key,
                    "Target": { "Fn::Sub": ["integrations/${id}", { "id": { "Ref": integration_id } }] },
                },
            });
            template.resource(&join_hashed(&names, &key, "HttpRoute"), route, &http.place, ids, findings);
            // One route each: the API's other routes cannot call this function.
            let method = if http.method.is_empty() || http.method == "ANY" { "*" } else { http.method };
            let source = format!(
                "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{api}}/*/{method}/{}",
                http.path.trim_start_matches('/')
            );
            let permission = json!({
                "Type": "AWS::Lambda::Permission",
                "Properties": {
                    "Action": "lambda:InvokeFunction",
                    "FunctionName": { "Ref": function.id.mark(Part::Alias) },
                    "Principal": "apigateway.amazonaws.com",
                    "SourceArn": { "Fn::Sub": [source, { "api": api }] },
                },
            });
            template.resource(&join_hashed(&names, &key, "HttpPermission"), permission, &http.place, ids, findings);
        }
    }
}
