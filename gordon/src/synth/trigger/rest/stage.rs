//! Deployment and stage of a REST API.
//!
//! Owns what makes a new deployment.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::super::{Owner, api};
use super::Builder;
use crate::describe::Rest;
use crate::describe::id::{Part, URL};
use crate::synth::canonical;
use crate::synth::function;
use crate::synth::ids::join;

/// What a line of the access log says.
const FIELDS: &[(&str, &str)] = &[
    ("requestId", "requestId"),
    ("extendedRequestId", "extendedRequestId"),
    ("ip", "identity.sourceIp"),
    ("requestTime", "requestTime"),
    ("method", "httpMethod"),
    ("resource", "resourcePath"),
    ("path", "path"),
    ("protocol", "protocol"),
    ("status", "status"),
    ("responseLength", "responseLength"),
    ("responseLatency", "responseLatency"),
    ("integrationLatency", "integrationLatency"),
    ("error", "error.message"),
    ("integrationError", "integrationErrorMessage"),
    ("trace", "xrayTraceId"),
];

impl Builder<'_, '_> {
    /// The stage, and the snapshot of the API that it serves.
    ///
    /// A deployment never changes, so its ID has a digest of what it shows. CloudFormation makes the new one once all else
    /// is in place, then moves the stage to it, and deletes the old one at the end, when no stage has it any more; a
    /// rollback goes the same way back.
    pub(super) fn stage(&mut self, methods: &[(Option<Owner<'_>>, &Rest)]) {
        let (app, settings) = (self.app, self.settings);
        let deployment = self.id(&format!("RestDeployment{}", self.digest(methods)));
        let mut waits: Vec<&String> = self.deployed.keys().filter(|id| **id != self.id("RestApi")).collect();
        waits.extend(&self.permissions);
        waits.sort();
        let waits: Vec<_> = waits.into_iter().map(|id| (id.clone(), self.conditions.get(id).cloned())).collect();
        let properties = Map::from_iter([
            ("RestApiId".to_owned(), self.api.clone()),
            ("Description".to_owned(), "What the stage serves".into()),
        ]);
        let resource = api::waiting("AWS::ApiGateway::Deployment", properties, "Description", &waits);
        self.context.whole(&deployment, resource, &settings.place);

        let mut properties = settings.stage.properties();
        let mut set = |name: &str, value: Json| properties.insert(name.to_owned(), value);
        set("RestApiId", self.api.clone());
        set("StageName", settings.stage_name.value.as_str().into());
        set("DeploymentId", json!({ "Ref": deployment }));
        let method_settings = self.method_settings(methods);
        if !method_settings.is_empty() {
            set("MethodSettings", method_settings.into());
        }
        if let Some(log) = &settings.log {
            set("AccessLogSetting", api::access_log(self.context, &api::log_id(app, "Rest"), log, FIELDS));
        }
        if let Some(Json::Object(canary)) = properties.get_mut("CanarySetting") {
            canary.insert("DeploymentId".to_owned(), json!({ "Ref": deployment }));
        }
        let mut stage = json!({ "Type": "AWS::ApiGateway::Stage", "Properties": properties });
        if settings.account_role {
            stage["DependsOn"] = json!([api::account(self.context, &settings.place)]);
        }
        let id = self.id("RestStage");
        self.context.whole(&id, stage, &settings.stage_name.place);
        for domain in &settings.domains {
            api::domain(self.context, app, "Rest", domain, &self.api, &json!({ "Ref": id }));
        }
        if settings.cli_output {
            let description = format!("REST API of {}", app.name);
            let url = json!({ URL: app.id.mark(Part::RestApi) });
            let output = json!({ "Description": description, "Value": url });
            self.context.template.output(&self.id("RestUrl"), output, self.context.ids);
        }
    }

    /// A digest of all that a deployment shows: the API, its methods and what belongs to them; and, since a reference stays
    /// the same when its resource is replaced, of the user's resources that they refer to, and of what replaces a function.
    fn digest(&self, methods: &[(Option<Owner<'_>>, &Rest)]) -> String {
        let deployed: Map<String, Json> = self.deployed.clone().into_iter().collect();
        let deployed = Json::Object(deployed);
        let (resources, _) = function::referenced(&deployed, &self.context.template.owned);
        let functions: BTreeMap<String, Json> = methods
            .iter()
            .filter_map(|(owner, _)| {
                let id = join(&(*owner)?.names(), "Function");
                let identity = function::identity(self.context.template.properties(&id)?);
                Some((id, identity))
            })
            .collect();
        let all = json!([deployed, resources, functions]);
        canonical::sha256(canonical::text(&all).as_bytes())[..16].to_owned()
    }

    /// Settings of the stage's methods: of all, then of those that have their own.
    fn method_settings(&self, methods: &[(Option<Owner<'_>>, &Rest)]) -> Vec<Json> {
        let one = |settings: &crate::describe::MethodSettings, path: &str, method: &str| {
            let mut properties = settings.options.properties();
            properties.insert("ResourcePath".to_owned(), path.into());
            properties.insert("HttpMethod".to_owned(), method.into());
            Json::Object(properties)
        };
        let all = self.settings.settings.iter().map(|settings| one(settings, "/*", "*"));
        let each = methods.iter().filter_map(|(owner, rest)| Some((rest.settings.as_ref()?, owner, rest)));
        let mut own: Vec<(String, Json)> = each
            .flat_map(|(settings, owner, rest)| {
                let condition = owner.and_then(|owner| api::condition(owner.function));
                rest.methods.iter().map(move |method| {
                    let of_method = one(settings, &encoded(&rest.path), method.name());
                    (rest.key_of(*method), api::where_there(condition.as_ref(), of_method))
                })
            })
            .collect();
        own.sort_by(|a, b| a.0.cmp(&b.0));
        all.chain(own.into_iter().map(|(_, settings)| settings)).collect()
    }
}

/// A path as settings of methods have it: slashes are `~1`, but for the root's and the first.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html>
fn encoded(path: &str) -> String {
    if path == "/" { path.to_owned() } else { format!("/{}", path.replace('/', "~1")) }
}
