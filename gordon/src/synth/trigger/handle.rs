//! What refers to an API or a function's URL from outside: its URL, and its stage in an ARN.
//!
//! Owns the forms that AWS and the emulator have; the emulator's host names are not known to every resolver, its paths
//! need none.

#[cfg(test)]
mod tests;

use serde_json::{Value as Json, json};

use crate::describe::App;
use crate::describe::id::{API_STAGE, MANAGEMENT_URL, Part};
use crate::describe::trigger::{Domain, STAGE};
use crate::synth::{ENDPOINT, Host};

/// Where an API is reached.
#[derive(Clone, Debug)]
pub(in crate::synth) struct Api {
    stage: String,
    /// The name and path of the first domain of its own.
    domain: Option<(Json, String)>,
    /// Whether only that is open.
    only_domain: bool,
}

impl Api {
    pub(in crate::synth) fn of(app: &App, part: Part) -> Self {
        let (stage, domains, options) = match part {
            Part::RestApi => match &app.rest {
                Some(rest) => (rest.stage_name.value.as_str(), rest.domains.as_slice(), Some(&rest.api)),
                None => (STAGE, [].as_slice(), None),
            },
            Part::WebSocketApi => match &app.websocket {
                Some(api) => (api.stage_name.value.as_str(), api.domains.as_slice(), Some(&api.api)),
                None => (STAGE, [].as_slice(), None),
            },
            _ => match &app.http {
                Some(http) => (http.stage_name.value.as_str(), http.domains.as_slice(), Some(&http.api)),
                None => ("$default", [].as_slice(), None),
            },
        };
        let name = |domain: &Domain| (domain.name.json().clone(), domain.path.clone());
        Self {
            stage: stage.to_owned(),
            domain: domains.first().map(name),
            only_domain: options.is_some_and(|options| options.get("DisableExecuteApiEndpoint").is_some()),
        }
    }
}

/// The handle of a kind (a key of `describe::id`) of a thing with a logical ID, without a slash at its end; a function's
/// URL has one, as Lambda writes it.
pub(in crate::synth) fn resolve(kind: &str, host: Host, id: &str, part: Part, api: Option<&Api>) -> Json {
    let Some(api) = api else { return function_url(host, id) };
    let stage = &api.stage;
    if kind == API_STAGE {
        return json!({ "Fn::Sub": format!("${{{id}}}/{stage}") });
    }
    if host == Host::Emulator {
        return emulated(kind, id, part, stage);
    }
    let scheme = if part == Part::WebSocketApi && kind != MANAGEMENT_URL { "wss" } else { "https" };
    // Messages are posted by the API's own endpoint while it has one: a domain may be slow to come into being.
    let domain = api.domain.as_ref().filter(|_| kind != MANAGEMENT_URL || api.only_domain);
    match domain {
        Some((name, path)) if path.is_empty() => json!({ "Fn::Join": ["", [format!("{scheme}://"), name]] }),
        Some((name, path)) => json!({ "Fn::Join": ["", [format!("{scheme}://"), name, format!("/{path}")]] }),
        None if part == Part::HttpApi && stage == "$default" => json!({ "Fn::GetAtt": [id, "ApiEndpoint"] }),
        None => json!({
            "Fn::Sub": format!("{scheme}://${{{id}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/{stage}")
        }),
    }
}

fn emulated(kind: &str, id: &str, part: Part, stage: &str) -> Json {
    let (base, before, after) = match part {
        Part::RestApi => (json!({ "Ref": ENDPOINT }), "/restapis/", "/_user_request_"),
        Part::WebSocketApi if kind != MANAGEMENT_URL => {
            let host = json!({ "Fn::Select": [1, { "Fn::Split": ["://", { "Ref": ENDPOINT }] }] });
            (json!({ "Fn::Join": ["", ["ws://", host]] }), "/_aws/execute-api/", "")
        }
        _ => (json!({ "Ref": ENDPOINT }), "/_aws/execute-api/", ""),
    };
    json!({ "Fn::Join": ["", [base, before, { "Ref": id }, format!("/{stage}{after}")]] })
}

fn function_url(host: Host, id: &str) -> Json {
    let url = json!({ "Fn::GetAtt": [id, "FunctionUrl"] });
    match host {
        Host::Aws => url,
        Host::Emulator => {
            // The first label of the host is the URL's ID.
            let name = json!({ "Fn::Select": [1, { "Fn::Split": ["//", url] }] });
            let label = json!({ "Fn::Select": [0, { "Fn::Split": [".", name] }] });
            json!({ "Fn::Join": ["", [{ "Ref": ENDPOINT }, "/_aws/lambda-url/", label, "/"]] })
        }
    }
}
