//! An app's WebSocket API with the routes of its functions.
//!
//! Owns the API, its stage and authorizer, and per route the route, integration, answer and permission.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::{Context, Owner, api};
use crate::describe::id::Part;
use crate::describe::trigger::{Auth, WebSocketApi, WebSocketAuthorizer};
use crate::describe::{App, Trigger, WebSocket};
use crate::synth::Host;
use crate::synth::ids::{join, join_hashed};

/// What a line of the access log says.
const FIELDS: &[(&str, &str)] = &[
    ("requestId", "requestId"),
    ("extendedRequestId", "extendedRequestId"),
    ("ip", "identity.sourceIp"),
    ("requestTime", "requestTime"),
    ("event", "eventType"),
    ("routeKey", "routeKey"),
    ("connection", "connectionId"),
    ("status", "status"),
    ("integrationLatency", "integrationLatency"),
    ("error", "error.message"),
    ("integrationError", "integrationErrorMessage"),
];

pub(super) fn add(context: &mut Context<'_>, app: &App) {
    if !app.has(Part::WebSocketApi) {
        return;
    }
    let settings = app.websocket.clone().unwrap_or_else(|| WebSocketApi::at(app.place.clone()));
    let api = json!({ "Ref": app.id.mark(Part::WebSocketApi) });
    let mut properties = settings.api.properties();
    properties.insert("ProtocolType".to_owned(), "WEBSOCKET".into());
    let name = || json!({ "Fn::Sub": format!("${{AWS::StackName}}-{}", app.name) });
    properties.entry("Name").or_insert_with(name);
    let id = join(&[&app.name], "WebSocketApi");
    context.resource(&id, "AWS::ApiGatewayV2::Api", properties, &settings.place);

    let builder = Builder { app, api };
    let (mut authorizers, mut integrated) = (BTreeSet::new(), BTreeSet::new());
    let mut settled: Vec<(String, &WebSocket, Option<Json>)> = Vec::new();
    for (function, trigger) in app.triggers() {
        let Trigger::WebSocket(route) = trigger else { continue };
        let owner = Owner { app, function };
        if let Some(authorizer) = route.auth.authorizer()
            && authorizers.insert(authorizer.id.number())
        {
            builder.authorizer(context, authorizer);
        }
        let integration = builder.integration(context, owner, route, &mut integrated);
        // A route is live as soon as it is there, and waits for what it needs.
        let mut waits = Vec::new();
        if route.integration.get("CredentialsArn").is_none() {
            let source = json!({ "SourceArn": api::arn(&builder.api, &format!("/*/{}", route.key)) });
            let id = owner.id(context, &route.key.as_str().into(), "WebSocketPermission");
            owner.permission(context, &id, "apigateway.amazonaws.com", source, &route.place);
            waits.push(id);
        }
        let id = builder.route(context, route, &integration, waits);
        if !route.settings.properties().is_empty() {
            settled.push((id, route, api::condition(function)));
        }
    }
    builder.stage(context, &settings, &settled);
}

struct Builder<'a> {
    app: &'a App,
    /// A reference to the API.
    api: Json,
}

impl Builder<'_> {
    /// The ID of what belongs to a route, whichever function answers it.
    fn route_id(&self, route: &WebSocket, kind: &str) -> String {
        join_hashed(&[&self.app.name], &route.key, kind)
    }

    fn authorizer_id(&self, authorizer: &WebSocketAuthorizer) -> String {
        join_hashed(&[&self.app.name], &authorizer.name, "WebSocketAuthorizer")
    }

    fn authorizer(&self, context: &mut Context<'_>, authorizer: &WebSocketAuthorizer) {
        let id = self.authorizer_id(authorizer);
        let mut properties = authorizer.options.properties();
        properties.insert("ApiId".to_owned(), self.api.clone());
        properties.insert("Name".to_owned(), authorizer.name.as_str().into());
        properties.insert("AuthorizerType".to_owned(), "REQUEST".into());
        properties.insert("AuthorizerUri".to_owned(), api::invoke_uri(authorizer.function.json()));
        let has_role = properties.contains_key("AuthorizerCredentialsArn");
        context.resource(&id, "AWS::ApiGatewayV2::Authorizer", properties, &authorizer.place);
        if !has_role {
            api::authorizer_permission(context, &id, &self.api, &authorizer.function, &authorizer.place);
        }
    }

    /// The integration of the route's function, or of the route where it has options of its own.
    fn integration(
        &self,
        context: &mut Context<'_>,
        owner: Owner<'_>,
        route: &WebSocket,
        made: &mut BTreeSet<String>,
    ) -> String {
        let mut properties = route.integration.properties();
        let id = if properties.is_empty() {
            join(&owner.names(), "WebSocketIntegration")
        } else {
            self.route_id(route, "WebSocketIntegration")
        };
        if made.insert(id.clone()) {
            properties.insert("ApiId".to_owned(), self.api.clone());
            properties.insert("IntegrationType".to_owned(), "AWS_PROXY".into());
            properties.insert("IntegrationUri".to_owned(), api::invoke_uri(&owner.alias()));
            context.resource(&id, "AWS::ApiGatewayV2::Integration", properties, &route.place);
        }
        id
    }

    fn route(&self, context: &mut Context<'_>, route: &WebSocket, integration: &str, mut waits: Vec<String>) -> String {
        let id = self.route_id(route, "WebSocketRoute");
        let mut properties = route.route.properties();
        properties.insert("ApiId".to_owned(), self.api.clone());
        properties.insert("RouteKey".to_owned(), route.key.as_str().into());
        let target = json!({ "Fn::Sub": ["integrations/${id}", { "id": { "Ref": integration } }] });
        properties.insert("Target".to_owned(), target);
        match &route.auth {
            // Said, not left out: CloudFormation leaves a route the authorizer that it had. The others ask nobody.
            // <https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2184>
            Auth::Open if !route.is_connect() => {}
            Auth::Open => {
                properties.insert("AuthorizationType".to_owned(), "NONE".into());
            }
            Auth::Iam => {
                properties.insert("AuthorizationType".to_owned(), "AWS_IAM".into());
            }
            Auth::Authorizer(authorizer) => {
                properties.insert("AuthorizationType".to_owned(), "CUSTOM".into());
                properties.insert("AuthorizerId".to_owned(), json!({ "Ref": self.authorizer_id(authorizer) }));
            }
        }
        // The emulator has neither models nor route responses: it judges no message, and sends every answer back.
        let on_aws = context.host == Host::Aws;
        if let Some(schema) = route.model.as_ref().filter(|_| on_aws) {
            let model = self.route_id(route, "WebSocketModel");
            // The ID, unique in the API, tells models apart.
            let described = json!({
                "ApiId": self.api, "Name": model, "ContentType": "application/json", "Schema": schema,
            });
            context.resource(&model, "AWS::ApiGatewayV2::Model", described, &route.place);
            properties.insert("ModelSelectionExpression".to_owned(), "default".into());
            properties.insert("RequestModels".to_owned(), json!({ "default": model }));
            // A model is named, not referred to.
            waits.push(model);
        }
        if route.answers {
            properties.insert("RouteResponseSelectionExpression".to_owned(), "$default".into());
        }
        let mut resource = json!({ "Type": "AWS::ApiGatewayV2::Route", "Properties": properties });
        if !waits.is_empty() {
            resource["DependsOn"] = waits.into();
        }
        context.whole(&id, resource, &route.place);
        if route.answers && on_aws {
            let properties = json!({ "ApiId": self.api, "RouteId": { "Ref": id }, "RouteResponseKey": "$default" });
            let response = self.route_id(route, "WebSocketResponse");
            context.resource(&response, "AWS::ApiGatewayV2::RouteResponse", properties, &route.place);
        }
        id
    }

    /// The stage; `settled` are the routes that it has settings for, with the conditions of their functions.
    fn stage(
        &self,
        context: &mut Context<'_>,
        settings: &WebSocketApi,
        settled: &[(String, &WebSocket, Option<Json>)],
    ) {
        let mut properties = settings.stage.properties();
        let mut set = |name: &str, value: Json| properties.insert(name.to_owned(), value);
        set("ApiId", self.api.clone());
        set("StageName", settings.stage_name.value.as_str().into());
        set("AutoDeploy", true.into());
        if !settings.settings.properties().is_empty() {
            set("DefaultRouteSettings", settings.settings.properties().into());
        }
        if let Some(log) = &settings.log {
            let log = api::access_log(context, &api::log_id(self.app, "WebSocket"), log, FIELDS);
            set("AccessLogSettings", log);
        }
        // A stage takes settings of a route only once that is there.
        let mut waits: Vec<_> = settled.iter().map(|(id, _, condition)| (id.clone(), condition.clone())).collect();
        if !settled.is_empty() {
            let of_routes = settled.iter().map(|(_, route, condition)| {
                let settings = Json::Object(route.settings.properties());
                (route.key.clone(), api::where_there(condition.as_ref(), settings))
            });
            set("RouteSettings", of_routes.collect());
        }
        if settings.account_role {
            waits.push((api::account(context, &settings.place).to_owned(), None));
        }
        let stage = api::waiting("AWS::ApiGatewayV2::Stage", properties, "ApiId", &waits);
        let id = join(&[&self.app.name], "WebSocketStage");
        context.whole(&id, stage, &settings.stage_name.place);
        for domain in &settings.domains {
            api::domain(context, self.app, "WebSocket", domain, &self.api, &json!({ "Ref": id }));
        }
    }
}
