//! An app's HTTP API with the routes of its functions, and its own.
//!
//! Owns the API, its stage and authorizers, per function the integration, and per route the route and the permission.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::{Context, Owner, api};
use crate::describe::id::Part;
use crate::describe::trigger::{Auth, HttpApi, HttpAuthorizer, HttpIntegration, HttpTarget};
use crate::describe::{App, Http, Trigger};
use crate::synth::ids::{join, join_hashed};

/// What a line of the access log says.
const FIELDS: &[(&str, &str)] = &[
    ("requestId", "requestId"),
    ("ip", "identity.sourceIp"),
    ("requestTime", "requestTime"),
    ("routeKey", "routeKey"),
    ("method", "httpMethod"),
    ("path", "path"),
    ("protocol", "protocol"),
    ("status", "status"),
    ("responseLength", "responseLength"),
    ("responseLatency", "responseLatency"),
    ("integrationLatency", "integrationLatency"),
    ("error", "error.message"),
    ("integrationError", "integrationErrorMessage"),
];

pub(super) fn add(context: &mut Context<'_>, app: &App) {
    if !app.has(Part::HttpApi) {
        return;
    }
    let settings = app.http.clone().unwrap_or_else(|| HttpApi::at(app.place.clone()));
    let mut builder = Builder { api: json!({ "Ref": app.id.mark(Part::HttpApi) }), app, settings: &settings };
    builder.add_api(context);
    builder.authorizers(context);
    let mut integrated = BTreeSet::new();
    let mut settled = Vec::new();
    for (function, trigger) in app.triggers() {
        let Trigger::Http(http) = trigger else { continue };
        let owner = Owner { app, function };
        let integration = builder.integration(context, owner, http, &mut integrated);
        let permission = builder.permission(context, owner, http);
        let id = builder.route(context, http, &integration, permission);
        settled.push(Settled { id, http, condition: api::condition(function) });
    }
    for http in &settings.routes {
        if let Some(target) = &http.target {
            let integration = builder.own_integration(context, http, target);
            let id = builder.route(context, http, &integration, None);
            settled.push(Settled { id, http, condition: None });
        }
    }
    settled.retain(|route| !route.http.settings.properties().is_empty());
    builder.stage(context, &settled);
}

/// A route that the stage has settings for.
struct Settled<'a> {
    id: String,
    http: &'a Http,
    /// That of its function.
    condition: Option<Json>,
}

struct Builder<'a> {
    app: &'a App,
    settings: &'a HttpApi,
    /// A reference to the API.
    api: Json,
}

impl Builder<'_> {
    fn id(&self, kind: &str) -> String {
        join(&[&self.app.name], kind)
    }

    /// The ID of what belongs to a route, whichever function answers it: a route that moves to another function must be
    /// the same resource, as API Gateway refuses two of one key.
    fn route_id(&self, http: &Http, kind: &str) -> String {
        join_hashed(&[&self.app.name], &http.key(), kind)
    }

    fn authorizer_id(&self, authorizer: &HttpAuthorizer) -> String {
        join_hashed(&[&self.app.name], &authorizer.name, "HttpAuthorizer")
    }

    fn add_api(&self, context: &mut Context<'_>) {
        let mut properties = self.settings.api.properties();
        properties.insert("ProtocolType".to_owned(), "HTTP".into());
        let name = || json!({ "Fn::Sub": format!("${{AWS::StackName}}-{}", self.app.name) });
        properties.entry("Name").or_insert_with(name);
        if let Some(cors) = &self.settings.cors {
            properties.insert("CorsConfiguration".to_owned(), Json::Object(cors.options.properties()));
        }
        context.resource(&self.id("HttpApi"), "AWS::ApiGatewayV2::Api", properties, &self.settings.place);
    }

    /// The authorizers that the API or a route uses, once each.
    fn authorizers(&self, context: &mut Context<'_>) {
        let of_routes = self.app.triggers().filter_map(|(_, trigger)| match trigger {
            Trigger::Http(http) => Some(http),
            _ => None,
        });
        let routes: Vec<&Http> = of_routes.chain(&self.settings.routes).collect();
        let mut made = BTreeSet::new();
        for http in routes {
            let Some(authorizer) = self.settings.auth_of(http).authorizer() else { continue };
            if made.insert(authorizer.id.number()) {
                self.authorizer(context, authorizer);
            }
        }
    }

    fn authorizer(&self, context: &mut Context<'_>, authorizer: &HttpAuthorizer) {
        let id = self.authorizer_id(authorizer);
        let mut properties = authorizer.options.properties();
        properties.insert("ApiId".to_owned(), self.api.clone());
        properties.insert("Name".to_owned(), authorizer.name.as_str().into());
        let Some(function) = &authorizer.function else {
            properties.insert("AuthorizerType".to_owned(), "JWT".into());
            context.resource(&id, "AWS::ApiGatewayV2::Authorizer", properties, &authorizer.place);
            return;
        };
        properties.insert("AuthorizerType".to_owned(), "REQUEST".into());
        properties.insert("AuthorizerUri".to_owned(), api::invoke_uri(function.json()));
        let format = properties.entry("AuthorizerPayloadFormatVersion").or_insert_with(|| "2.0".into()).clone();
        properties.entry("EnableSimpleResponses").or_insert_with(|| Json::from(format == "2.0"));
        let has_role = properties.contains_key("AuthorizerCredentialsArn");
        context.resource(&id, "AWS::ApiGatewayV2::Authorizer", properties, &authorizer.place);
        if !has_role {
            api::authorizer_permission(context, &id, &self.api, function, &authorizer.place);
        }
    }

    /// The integration of a function's route: the function's, unless the route has options for its own.
    fn integration(
        &self,
        context: &mut Context<'_>,
        owner: Owner<'_>,
        http: &Http,
        made: &mut BTreeSet<String>,
    ) -> String {
        let own = http.own_integration();
        let id = match &own {
            Some(_) => self.route_id(http, "HttpIntegration"),
            None => join(&owner.names(), "HttpIntegration"),
        };
        if !made.insert(id.clone()) {
            return id;
        }
        let mut properties = self.settings.integration.properties();
        properties.extend(own.into_iter().flatten());
        properties.insert("IntegrationType".to_owned(), "AWS_PROXY".into());
        properties.insert("IntegrationUri".to_owned(), owner.alias());
        properties.entry("PayloadFormatVersion").or_insert_with(|| "2.0".into());
        self.add_integration(context, &id, properties, http);
        id
    }

    /// The integration of a route without a function.
    fn own_integration(&self, context: &mut Context<'_>, http: &Http, target: &HttpIntegration) -> String {
        let mut properties = self.settings.integration.properties();
        properties.remove("PayloadFormatVersion");
        properties.extend(http.integration.properties());
        // A parameter of the service, and a change of the request, stand in one property.
        let mut parameters = Map::new();
        for options in [&http.integration, &target.options] {
            if let Some(Json::Object(some)) = options.get("RequestParameters") {
                parameters.extend(some.clone());
            }
        }
        properties.extend(target.options.properties());
        if !parameters.is_empty() {
            properties.insert("RequestParameters".to_owned(), Json::Object(parameters));
        }
        let mut set = |name: &str, value: Json| properties.insert(name.to_owned(), value);
        set("PayloadFormatVersion", "1.0".into());
        match &target.target {
            HttpTarget::Service { service, .. } => {
                set("IntegrationType", "AWS_PROXY".into());
                set("IntegrationSubtype", service.name().into());
            }
            HttpTarget::Url(url) => {
                set("IntegrationType", "HTTP_PROXY".into());
                set("IntegrationUri", url.json().clone());
            }
            HttpTarget::Private { link, listener } => {
                set("IntegrationType", "HTTP_PROXY".into());
                set("IntegrationUri", listener.json().clone());
                set("ConnectionType", "VPC_LINK".into());
                set("ConnectionId", link.json().clone());
            }
        }
        if let Some(statement) = target.statement() {
            if !properties.contains_key("CredentialsArn") {
                let role = self.route_id(http, "HttpRole");
                let arn = api::role(context, &role, &[statement], &target.place);
                properties.insert("CredentialsArn".to_owned(), arn);
            }
        } else {
            properties.entry("IntegrationMethod").or_insert_with(|| "ANY".into());
        }
        let id = self.route_id(http, "HttpIntegration");
        self.add_integration(context, &id, properties, http);
        id
    }

    fn add_integration(&self, context: &mut Context<'_>, id: &str, mut properties: Map<String, Json>, http: &Http) {
        properties.insert("ApiId".to_owned(), self.api.clone());
        context.resource(id, "AWS::ApiGatewayV2::Integration", properties, &http.place);
    }

    /// Adds the route; its ID.
    fn route(&self, context: &mut Context<'_>, http: &Http, integration: &str, permission: Option<String>) -> String {
        let id = self.route_id(http, "HttpRoute");
        let mut properties = http.route.properties();
        properties.insert("ApiId".to_owned(), self.api.clone());
        properties.insert("RouteKey".to_owned(), http.key().into());
        let target = json!({ "Fn::Sub": ["integrations/${id}", { "id": { "Ref": integration } }] });
        properties.insert("Target".to_owned(), target);
        match self.settings.auth_of(http) {
            // Said, not left out: CloudFormation leaves a route the authorizer that it had.
            // <https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2184>
            Auth::Open => {
                properties.insert("AuthorizationType".to_owned(), "NONE".into());
            }
            Auth::Iam => {
                properties.insert("AuthorizationType".to_owned(), "AWS_IAM".into());
            }
            Auth::Authorizer(authorizer) => {
                let kind = if authorizer.function.is_some() { "CUSTOM" } else { "JWT" };
                properties.insert("AuthorizationType".to_owned(), kind.into());
                properties.insert("AuthorizerId".to_owned(), json!({ "Ref": self.authorizer_id(authorizer) }));
            }
        }
        let mut resource = json!({ "Type": "AWS::ApiGatewayV2::Route", "Properties": properties });
        if let Some(permission) = permission {
            // A route is live as soon as it is there.
            resource["DependsOn"] = json!([permission]);
        }
        context.whole(&id, resource, &http.place);
        id
    }

    /// One route each: the API's other routes cannot call this function. Its ID, where a role does not call instead.
    fn permission(&self, context: &mut Context<'_>, owner: Owner<'_>, http: &Http) -> Option<String> {
        if http.integration.get("CredentialsArn").is_some() {
            return None;
        }
        let path = match http.method {
            "" => "/*/$default".to_owned(),
            "ANY" => format!("/*/*{}", http.path),
            method => format!("/*/{method}{}", http.path),
        };
        let source = json!({ "SourceArn": api::arn(&self.api, &path) });
        let id = owner.id(context, &http.key().into(), "HttpPermission");
        owner.permission(context, &id, "apigateway.amazonaws.com", source, &http.place);
        Some(id)
    }

    fn stage(&mut self, context: &mut Context<'_>, settled: &[Settled<'_>]) {
        let settings = self.settings;
        let mut properties = settings.stage.properties();
        let name = &settings.stage_name.value;
        let mut set = |name: &str, value: Json| properties.insert(name.to_owned(), value);
        set("ApiId", self.api.clone());
        set("StageName", name.as_str().into());
        set("AutoDeploy", true.into());
        if !settings.settings.properties().is_empty() {
            set("DefaultRouteSettings", settings.settings.properties().into());
        }
        if let Some(log) = &settings.log {
            let log = api::access_log(context, &api::log_id(self.app, "Http"), log, FIELDS);
            set("AccessLogSettings", log);
        }
        // A stage takes settings of a route only once that is there.
        let waits: Vec<_> = settled.iter().map(|route| (route.id.clone(), route.condition.clone())).collect();
        if !settled.is_empty() {
            let of_route = |route: &Settled<'_>| {
                let settings = Json::Object(route.http.settings.properties());
                (route.http.key(), api::where_there(route.condition.as_ref(), settings))
            };
            set("RouteSettings", settled.iter().map(of_route).collect());
        }
        let stage = api::waiting("AWS::ApiGatewayV2::Stage", properties, "ApiId", &waits);
        let id = self.id("HttpStage");
        context.whole(&id, stage, &settings.stage_name.place);
        for domain in &settings.domains {
            api::domain(context, self.app, "Http", domain, &self.api, &json!({ "Ref": id }));
        }
    }
}
