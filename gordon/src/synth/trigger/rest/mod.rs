//! An app's REST API with the methods of its functions, and its own.
//!
//! Owns the API, its paths, authorizers, models and answers, and the order in which they come to be.

mod cors;
mod method;
mod stage;
#[cfg(test)]
mod tests;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::{Context, Owner, api};
use crate::describe::id::Part;
use crate::describe::trigger::{
    GatewayResponse, HttpMethod, RestApi, RestAuthorizer, RestAuthorizerKind, RestEndpoint, RestModel, RestValidation,
};
use crate::describe::{App, Place, Rest, Trigger};
use crate::synth::ids::{join, join_hashed};

pub(super) fn add(context: &mut Context<'_>, app: &App) {
    if !app.has(Part::RestApi) {
        return;
    }
    let settings = app.rest.clone().unwrap_or_else(|| RestApi::at(app.place.clone()));
    let api = json!({ "Ref": app.id.mark(Part::RestApi) });
    let mut builder = Builder {
        app,
        settings: &settings,
        api,
        deployed: BTreeMap::new(),
        permissions: Vec::new(),
        conditions: BTreeMap::new(),
        context,
    };
    builder.api();
    let methods: Vec<(Option<Owner<'_>>, &Rest)> = app
        .triggers()
        .filter_map(|(function, trigger)| match trigger {
            Trigger::Rest(rest) => Some((Some(Owner { app, function }), rest)),
            _ => None,
        })
        .chain(settings.methods.iter().map(|rest| (None, rest)))
        .collect();
    builder.models(methods.iter().map(|(_, rest)| *rest));
    builder.authorizers(methods.iter().map(|(_, rest)| *rest));
    builder.validators(methods.iter().map(|(_, rest)| *rest));
    let mut paths: BTreeMap<&str, BTreeSet<HttpMethod>> = BTreeMap::new();
    for (owner, rest) in &methods {
        let parent = builder.path(&rest.path, &rest.place);
        for method in &rest.methods {
            builder.method(*owner, rest, *method, &parent);
        }
        paths.entry(&rest.path).or_default().extend(&rest.methods);
    }
    builder.cors(&paths);
    for response in &settings.responses {
        builder.gateway_response(response);
    }
    builder.stage(&methods);
    builder.usage();
}

/// The API while it is made.
struct Builder<'a, 'b> {
    app: &'a App,
    settings: &'a RestApi,
    /// A reference to the API.
    api: Json,
    /// What a deployment takes its snapshot of, by logical ID.
    deployed: BTreeMap<String, Json>,
    /// Leave to call functions, which must be there before the deployment is live.
    permissions: Vec<String>,
    /// The conditions of those methods and permissions that are not always there, by logical ID.
    conditions: BTreeMap<String, Json>,
    context: &'a mut Context<'b>,
}

impl Builder<'_, '_> {
    /// The ID of what there is one of.
    fn id(&self, kind: &str) -> String {
        join(&[&self.app.name], kind)
    }

    /// The ID of what a path or name tells apart, whichever function answers: a method that moves to another function must
    /// be the same resource, as API Gateway refuses two.
    fn id_of(&self, key: &str, kind: &str) -> String {
        join_hashed(&[&self.app.name], key, kind)
    }

    /// Adds a resource of which a deployment takes its snapshot.
    fn add(&mut self, id: &str, kind: &str, properties: Map<String, Json>, place: &Place) {
        let properties = self.context.template.resolved(id, Json::Object(properties), self.context.ids);
        self.deployed.insert(id.to_owned(), properties.clone());
        self.context.resource(id, kind, properties, place);
    }

    fn api(&mut self) {
        let settings = self.settings;
        let mut properties = settings.api.properties();
        let mut endpoint = json!({ "Types": [settings.endpoint.name()] });
        if let Some(kind) = settings.ip_address_type {
            endpoint["IpAddressType"] = kind.name().into();
        }
        if let RestEndpoint::Private(endpoints) = &settings.endpoint {
            if !endpoints.is_empty() {
                endpoint["VpcEndpointIds"] = json!(endpoints);
            }
            properties.entry("Policy").or_insert_with(|| private_policy(&json!(endpoints)));
        }
        properties.insert("EndpointConfiguration".to_owned(), endpoint);
        let id = self.id("RestApi");
        // Name, description and tags change nothing of what is answered, and need no deployment.
        let snapshot = self.context.template.resolved(&id, Json::Object(properties.clone()), self.context.ids);
        self.deployed.insert(id.clone(), snapshot);
        properties.extend(settings.labels.properties());
        let name = || json!({ "Fn::Sub": format!("${{AWS::StackName}}-{}", self.app.name) });
        properties.entry("Name").or_insert_with(name);
        self.context.resource(&id, "AWS::ApiGateway::RestApi", properties, &settings.place);
    }

    /// The resource of a path, with those above it; a reference to it.
    fn path(&mut self, path: &str, place: &Place) -> Json {
        let mut parent = json!({ "Fn::GetAtt": [self.id("RestApi"), "RootResourceId"] });
        let mut whole = String::new();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            whole.push('/');
            whole.push_str(part);
            let id = self.id_of(&whole, "RestResource");
            if !self.deployed.contains_key(&id) {
                let properties = json!({ "RestApiId": self.api, "ParentId": parent, "PathPart": part });
                self.add(&id, "AWS::ApiGateway::Resource", object(properties), place);
            }
            parent = json!({ "Ref": id });
        }
        parent
    }

    fn models<'r>(&mut self, methods: impl Iterator<Item = &'r Rest>) {
        let mut made = BTreeSet::new();
        let of_responses = |rest: &'r Rest| {
            let responses = rest.integration.iter().flat_map(|integration| &integration.responses);
            responses.flat_map(|response| response.models.iter().map(|(_, model)| model))
        };
        let used = methods.flat_map(|rest| rest.models.iter().map(|(_, model)| model).chain(of_responses(rest)));
        let all: Vec<&RestModel> = used.chain(&self.settings.models).collect();
        for model in all {
            if made.insert(model.id.number()) {
                let mut properties = model.options.properties();
                properties.insert("RestApiId".to_owned(), self.api.clone());
                properties.insert("Name".to_owned(), model.name.as_str().into());
                self.add(&self.model_id(model), "AWS::ApiGateway::Model", properties, &model.place);
            }
        }
    }

    fn model_id(&self, model: &RestModel) -> String {
        self.id_of(&model.name, "RestModel")
    }

    /// The models of content types, by reference: `Ref` of a model is its name.
    fn model_references(&self, models: &[(String, RestModel)]) -> Json {
        models.iter().map(|(kind, model)| (kind.clone(), json!({ "Ref": self.model_id(model) }))).collect()
    }

    fn authorizers<'r>(&mut self, methods: impl Iterator<Item = &'r Rest>) {
        let mut made = BTreeSet::new();
        for rest in methods {
            let settings = self.settings;
            let auth = rest.auth.as_ref().unwrap_or(&settings.auth);
            let Some(authorizer) = auth.authorizer() else { continue };
            if made.insert(authorizer.id.number()) {
                self.authorizer(authorizer);
            }
        }
    }

    fn authorizer_id(&self, authorizer: &RestAuthorizer) -> String {
        self.id_of(&authorizer.name, "RestAuthorizer")
    }

    fn authorizer(&mut self, authorizer: &RestAuthorizer) {
        let id = self.authorizer_id(authorizer);
        let kind = match authorizer.kind {
            RestAuthorizerKind::Token(_) => "TOKEN",
            RestAuthorizerKind::Request(_) => "REQUEST",
            RestAuthorizerKind::Cognito => "COGNITO_USER_POOLS",
        };
        let mut properties = authorizer.options.properties();
        properties.insert("RestApiId".to_owned(), self.api.clone());
        properties.insert("Name".to_owned(), authorizer.name.as_str().into());
        properties.insert("Type".to_owned(), kind.into());
        if let Some(function) = authorizer.function() {
            properties.insert("AuthorizerUri".to_owned(), api::invoke_uri(function.json()));
        }
        let has_role = properties.contains_key("AuthorizerCredentials");
        self.add(&id, "AWS::ApiGateway::Authorizer", properties, &authorizer.place);
        if let (Some(function), false) = (authorizer.function(), has_role) {
            api::authorizer_permission(self.context, &id, &self.api, function, &authorizer.place);
        }
    }

    fn validators<'r>(&mut self, methods: impl Iterator<Item = &'r Rest>) {
        let wanted: BTreeMap<RestValidation, &Place> =
            methods.filter_map(|rest| Some((rest.validation?, &rest.place))).collect();
        for (validation, place) in wanted {
            let (body, parameters) = match validation {
                RestValidation::Body => (true, false),
                RestValidation::Parameters => (false, true),
                RestValidation::All => (true, true),
            };
            let properties = json!({
                "RestApiId": self.api, "ValidateRequestBody": body, "ValidateRequestParameters": parameters,
            });
            let id = self.validator_id(validation);
            self.add(&id, "AWS::ApiGateway::RequestValidator", object(properties), place);
        }
    }

    fn validator_id(&self, validation: RestValidation) -> String {
        self.id(&format!("RestValidator{}", validation.name()))
    }

    fn gateway_response(&mut self, response: &GatewayResponse) {
        let mut properties = response.options.properties();
        properties.insert("RestApiId".to_owned(), self.api.clone());
        properties.insert("ResponseType".to_owned(), response.kind.name().into());
        let id = self.id_of(response.kind.name(), "RestResponse");
        self.add(&id, "AWS::ApiGateway::GatewayResponse", properties, &response.place);
    }
}

/// Only these VPC endpoints may call; the policy stands on the API, so that its resources are paths of it.
fn private_policy(endpoints: &Json) -> Json {
    json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" },
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "execute-api:Invoke",
            "Resource": "execute-api:/*",
            "Condition": { "StringNotEquals": { "aws:SourceVpce": endpoints } },
        },
    ] })
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
