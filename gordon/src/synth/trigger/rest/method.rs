//! A method of a REST API: what it asks of a request, its integration, and its answers.
//!
//! Owns the method and the permission to call its function, or the role to call a service.

use serde_json::{Map, Value as Json, json};

use super::super::{Owner, api};
use super::Builder;
use crate::describe::Rest;
use crate::describe::trigger::{Auth, HttpMethod, RestIntegration, RestResponse, RestTarget};
use crate::synth::Host;

impl Builder<'_, '_> {
    pub(super) fn method(&mut self, owner: Option<Owner<'_>>, rest: &Rest, method: HttpMethod, resource: &Json) {
        let key = rest.key_of(method);
        let proxy = RestIntegration::proxy_at(&rest.place);
        let integration = rest.integration.as_ref().unwrap_or(&proxy);
        let mut properties = self.settings.method_defaults.properties();
        properties.extend(rest.method.properties());
        let mut set = |name: &str, value: Json| properties.insert(name.to_owned(), value);
        set("RestApiId", self.api.clone());
        set("ResourceId", resource.clone());
        set("HttpMethod", method.name().into());
        match self.settings.auth_of(rest) {
            Auth::Open => drop(set("AuthorizationType", "NONE".into())),
            Auth::Iam => drop(set("AuthorizationType", "AWS_IAM".into())),
            Auth::Authorizer(authorizer) => {
                let kind = if authorizer.function().is_some() { "CUSTOM" } else { "COGNITO_USER_POOLS" };
                set("AuthorizationType", kind.into());
                set("AuthorizerId", json!({ "Ref": self.authorizer_id(authorizer) }));
            }
        }
        if !rest.models.is_empty() {
            set("RequestModels", self.model_references(&rest.models));
        }
        if let Some(validation) = rest.validation {
            set("RequestValidatorId", json!({ "Ref": self.validator_id(validation) }));
        }
        // Without any answer of the user's, what is no proxy answers 200.
        let plain = [RestResponse { place: rest.place.clone(), ..RestResponse::new(200) }];
        let is_proxy = integration.target.is_proxy();
        let responses =
            if integration.responses.is_empty() && !is_proxy { plain.as_slice() } else { &integration.responses };
        if !responses.is_empty() {
            set("MethodResponses", responses.iter().map(|response| self.method_response(response)).collect());
        }
        let id = self.id_of(&key, "RestMethod");
        let mut called = self.integration(owner, rest, method, integration);
        if !is_proxy {
            called.insert("IntegrationResponses".to_owned(), responses.iter().map(integration_response).collect());
        }
        properties.insert("Integration".to_owned(), Json::Object(called));
        self.add(&id, "AWS::ApiGateway::Method", properties, &rest.place);
        let condition = owner.and_then(|owner| api::condition(owner.function));
        self.conditions.extend(condition.map(|condition| (id, condition)));
        if let Some(owner) = owner
            && integration.options.get("Credentials").is_none()
        {
            let path = format!("/*/{}{}", method.pattern(), pattern(&rest.path));
            let source = json!({ "SourceArn": api::arn(&self.api, &path) });
            let id = owner.id(self.context, &key.into(), "RestPermission");
            owner.permission(self.context, &id, "apigateway.amazonaws.com", source, &rest.place);
            self.permissions.push(id.clone());
            self.conditions.extend(api::condition(owner.function).map(|condition| (id, condition)));
        }
    }

    fn integration(
        &mut self,
        owner: Option<Owner<'_>>,
        rest: &Rest,
        method: HttpMethod,
        integration: &RestIntegration,
    ) -> Map<String, Json> {
        let mut properties = integration.options.properties();
        let mut set = |name: &str, value: Json| properties.insert(name.to_owned(), value);
        set("Type", integration.target.kind().into());
        match (&integration.target, owner) {
            (RestTarget::Http(uri) | RestTarget::HttpProxy(uri) | RestTarget::Service(uri), _) => {
                set("Uri", uri.json().clone());
            }
            // The emulator knows no such URI: there the answer comes as one.
            (RestTarget::LambdaStream, Some(owner)) if self.context.host == Host::Aws => {
                set("Uri", stream_uri(&owner.alias()));
                set("ResponseTransferMode", "STREAM".into());
            }
            (RestTarget::LambdaProxy | RestTarget::LambdaStream | RestTarget::Lambda, Some(owner)) => {
                set("Uri", api::invoke_uri(&owner.alias()));
            }
            // `check` saw to it that a method without a function calls none.
            _ => {}
        }
        if properties.contains_key("ConnectionId") {
            properties.insert("ConnectionType".to_owned(), "VPC_LINK".into());
        }
        let by_default = match &integration.target {
            // Lambda's API, and most of AWS's, take `POST` only.
            RestTarget::Service(_) => "POST",
            target if target.is_lambda() => "POST",
            _ => method.name(),
        };
        if !matches!(integration.target, RestTarget::Mock) {
            properties.entry("IntegrationHttpMethod").or_insert_with(|| by_default.into());
        } else {
            // A mock answers with the status that its template says.
            let template = || json!({ "application/json": "{\"statusCode\": 200}" });
            properties.entry("RequestTemplates").or_insert_with(template);
        }
        if !integration.statements.is_empty() && !properties.contains_key("Credentials") {
            let role = self.id_of(&rest.key_of(method), "RestRole");
            let arn = api::role(self.context, &role, &integration.statements, &integration.place);
            properties.insert("Credentials".to_owned(), arn);
        }
        properties
    }

    /// What the method declares of an answer.
    fn method_response(&self, response: &RestResponse) -> Json {
        let mut declared = json!({ "StatusCode": response.status.to_string() });
        if !response.models.is_empty() {
            declared["ResponseModels"] = self.model_references(&response.models);
        }
        if let Some(Json::Object(parameters)) = response.integration.get("ResponseParameters") {
            // Whether it is always there: it says so in documents only.
            declared["ResponseParameters"] = parameters.keys().map(|name| (name.clone(), Json::from(true))).collect();
        }
        declared
    }
}

/// How an answer is made.
fn integration_response(response: &RestResponse) -> Json {
    let mut made = response.integration.properties();
    made.insert("StatusCode".to_owned(), response.status.to_string().into());
    Json::Object(made)
}

/// The path of an ARN: what a variable stands for is in the ARN of a call.
fn pattern(path: &str) -> String {
    let segment = |segment| if str::starts_with(segment, '{') { "*" } else { segment };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// The URI by which API Gateway calls a function whose answer is streamed.
fn stream_uri(function: &Json) -> Json {
    let uri = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2021-11-15/functions/${function}/response-streaming-invocations";
    json!({ "Fn::Sub": [uri, { "function": function }] })
}
