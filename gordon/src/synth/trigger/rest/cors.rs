//! CORS of a REST API: an `OPTIONS` method a path, and headers on the API's own errors.
//!
//! Owns what HTTP APIs and function URLs do by themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::{Builder, object};
use crate::describe::trigger::{Cors, GatewayResponseType, HttpMethod};

impl Builder<'_, '_> {
    pub(super) fn cors(&mut self, paths: &BTreeMap<&str, BTreeSet<HttpMethod>>) {
        let settings = self.settings;
        let Some(cors) = &settings.cors else { return };
        for (path, methods) in paths {
            if !methods.contains(&HttpMethod::Options) && !methods.contains(&HttpMethod::Any) {
                self.preflight(cors, path, methods);
            }
        }
        // The API's own errors know nothing of a request's origin: with several, none can be said.
        let [origin] = list(cors, "AllowOrigins")[..] else { return };
        let header = json!({ "gatewayresponse.header.Access-Control-Allow-Origin": quoted(origin) });
        for kind in [GatewayResponseType::Default4xx, GatewayResponseType::Default5xx] {
            if !settings.responses.iter().any(|response| response.kind == kind) {
                let properties = json!({
                    "RestApiId": self.api, "ResponseType": kind.name(), "ResponseParameters": header,
                });
                let id = self.id_of(kind.name(), "RestResponse");
                self.add(&id, "AWS::ApiGateway::GatewayResponse", object(properties), &cors.place);
            }
        }
    }

    fn preflight(&mut self, cors: &Cors, path: &str, methods: &BTreeSet<HttpMethod>) {
        let resource = self.path(path, &cors.place);
        let mut headers: Vec<(&str, Json)> = Vec::new();
        let origins = list(cors, "AllowOrigins");
        if let Some(first) = origins.first() {
            headers.push(("Access-Control-Allow-Origin", quoted(first)));
        }
        if origins.len() > 1 {
            headers.push(("Vary", "'Origin'".into()));
        }
        let allowed: Vec<Json> = match cors.options.get("AllowMethods") {
            Some(_) => list(cors, "AllowMethods").into_iter().cloned().collect(),
            None => methods.iter().map(|method| method.name().into()).chain(["OPTIONS".into()]).collect(),
        };
        headers.push(("Access-Control-Allow-Methods", joined(&allowed.iter().collect::<Vec<_>>())));
        for (name, header) in
            [("AllowHeaders", "Access-Control-Allow-Headers"), ("ExposeHeaders", "Access-Control-Expose-Headers")]
        {
            let items = list(cors, name);
            if !items.is_empty() {
                headers.push((header, joined(&items)));
            }
        }
        if cors.options.get("AllowCredentials") == Some(&Json::Bool(true)) {
            headers.push(("Access-Control-Allow-Credentials", "'true'".into()));
        }
        if let Some(seconds) = cors.options.get("MaxAge") {
            headers.push(("Access-Control-Max-Age", format!("'{seconds}'").into()));
        }
        let parameter = |name: &str| format!("method.response.header.{name}");
        let made: Map<String, Json> = headers.iter().map(|(name, value)| (parameter(name), value.clone())).collect();
        let declared: Map<String, Json> = headers.iter().map(|(name, _)| (parameter(name), true.into())).collect();
        let mut response = json!({ "StatusCode": "204", "ResponseParameters": made });
        if origins.len() > 1 {
            response["ResponseTemplates"] = json!({ "application/json": pick(&origins) });
        }
        let properties = json!({
            "RestApiId": self.api,
            "ResourceId": resource,
            "HttpMethod": "OPTIONS",
            "AuthorizationType": "NONE",
            "MethodResponses": [{ "StatusCode": "204", "ResponseParameters": declared }],
            "Integration": {
                "Type": "MOCK",
                "RequestTemplates": { "application/json": "{\"statusCode\": 204}" },
                "IntegrationResponses": [response],
            },
        });
        let id = self.id_of(&format!("OPTIONS {path}"), "RestMethod");
        self.add(&id, "AWS::ApiGateway::Method", object(properties), &cors.place);
    }
}

fn list<'a>(cors: &'a Cors, name: &str) -> Vec<&'a Json> {
    cors.options.get(name).and_then(Json::as_array).into_iter().flatten().collect()
}

/// A value as API Gateway wants a literal: in single quotes.
fn quoted(value: &Json) -> Json {
    joined(&[value])
}

/// Values with commas between them, in single quotes.
fn joined(values: &[&Json]) -> Json {
    if values.iter().all(|value| value.is_string()) {
        let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
        return format!("'{}'", texts.join(",")).into();
    }
    json!({ "Fn::Join": ["", ["'", { "Fn::Join": [",", values] }, "'"]] })
}

/// The template that names the origin of the request, where it is one of several.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html>
fn pick(origins: &[&Json]) -> Json {
    let mut parts: Vec<Json> = vec![
        "#set($origin = $input.params().header.get(\"Origin\"))\n\
         #if(!$origin || $origin == \"\")#set($origin = $input.params().header.get(\"origin\"))#end\n\
         #if("
            .into(),
    ];
    for (at, origin) in origins.iter().enumerate() {
        parts.push(if at == 0 { "$origin == \"" } else { " || $origin == \"" }.into());
        parts.push((*origin).clone());
        parts.push("\"".into());
    }
    parts.push(")#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end".into());
    if parts.iter().all(Json::is_string) {
        return parts.iter().filter_map(Json::as_str).collect::<String>().into();
    }
    json!({ "Fn::Join": ["", parts] })
}
