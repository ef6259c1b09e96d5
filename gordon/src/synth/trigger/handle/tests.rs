//! URLs as AWS and the emulator have them.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::check::check;
use crate::describe::*;
use crate::synth::trigger::sample::function;
use crate::synth::{Host, Keys, synth};

const CERTIFICATE: &str = "arn:aws:acm:eu-west-1:111111111111:certificate/11111111-1111-1111-1111-111111111111";

/// The outputs of a project's template.
fn outputs(project: Project, host: Host) -> Json {
    let checked = check(project, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let keys = Keys::named(&checked, |_| "00".to_owned());
    let templates = synth(&checked, &keys, host).expect("templates");
    let outputs = templates.resources.json()["Outputs"].clone();
    let values =
        outputs.as_object().into_iter().flatten().map(|(name, output)| (name.clone(), output["Value"].clone()));
    Json::Object(values.collect())
}

fn everything(http: HttpApi, rest: RestApi, websocket: WebSocketApi) -> Project {
    let answer = function("a")
        .cli_output(false)
        .on(Http::get("/x"))
        .on(Rest::get("/x"))
        .on(WebSocket::default_route())
        .on(FunctionUrl::public());
    let app = App::new("web").http_api(http).rest_api(rest.cli_output(false)).websocket_api(websocket);
    Project::new("weather")
        .output("Http", app.url("/x"))
        .output("Rest", app.rest_url("x"))
        .output("WebSocket", app.websocket_url())
        .output("Management", app.websocket_management_url())
        .output("Function", answer.url())
        .output("HttpId", app.http_api_id())
        .output("RestId", app.rest_api_id())
        .output("WebSocketId", app.websocket_api_id())
        .app(app.function(answer))
}

#[test]
fn urls_are_as_aws_has_them() {
    let made = outputs(everything(HttpApi::new(), RestApi::new(), WebSocketApi::new()), Host::Aws);
    let sub = |text: &str| json!({ "Fn::Sub": text });
    assert_eq!(
        made,
        json!({
            "Http": { "Fn::Join": ["", [{ "Fn::GetAtt": ["WebHttpApi", "ApiEndpoint"] }, "/x"]] },
            "Rest": { "Fn::Join": ["", [
                sub("https://${WebRestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live"), "/x",
            ]] },
            "WebSocket": sub("wss://${WebWebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live"),
            "Management": sub("https://${WebWebSocketApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live"),
            "Function": { "Fn::GetAtt": ["WebAUrl", "FunctionUrl"] },
            "HttpId": { "Ref": "WebHttpApi" },
            "RestId": { "Ref": "WebRestApi" },
            "WebSocketId": { "Ref": "WebWebSocketApi" },
        })
    );
}

#[test]
fn urls_have_the_stages_name_or_the_domains() {
    let http = HttpApi::new().stage_name("v1");
    let rest = RestApi::new().domain(Domain::new("api.example.com", CERTIFICATE));
    let websocket =
        WebSocketApi::new().disable_endpoint().domain(Domain::new("ws.example.com", CERTIFICATE).path("chat"));
    let made = outputs(everything(http, rest, websocket), Host::Aws);
    let http = "https://${WebHttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/v1";
    assert_eq!(made["Http"], json!({ "Fn::Join": ["", [{ "Fn::Sub": http }, "/x"]] }));
    assert_eq!(
        made["Rest"],
        json!({ "Fn::Join": ["", [{ "Fn::Join": ["", ["https://", "api.example.com"]] }, "/x"]] })
    );
    assert_eq!(made["WebSocket"], json!({ "Fn::Join": ["", ["wss://", "ws.example.com", "/chat"]] }));
    assert_eq!(
        made["Management"],
        json!({ "Fn::Join": ["", ["https://", "ws.example.com", "/chat"]] }),
        "its own endpoint is closed"
    );
}

#[test]
fn urls_are_paths_of_the_emulator() {
    let domain = Domain::new("api.example.com", CERTIFICATE);
    let made = outputs(everything(HttpApi::new().domain(domain), RestApi::new(), WebSocketApi::new()), Host::Emulator);
    let base = json!({ "Ref": "GordonEndpoint" });
    let join = |parts: Json| json!({ "Fn::Join": ["", parts] });
    let api = |base: &Json, before: &str, id: &str, after: &str| join(json!([base, before, { "Ref": id }, after]));
    let http = api(&base, "/_aws/execute-api/", "WebHttpApi", "/$default");
    assert_eq!(made["Http"], join(json!([http, "/x"])));
    let rest = api(&base, "/restapis/", "WebRestApi", "/live/_user_request_");
    assert_eq!(made["Rest"], join(json!([rest, "/x"])));
    let host = json!({ "Fn::Select": [1, { "Fn::Split": ["://", base] }] });
    let socket = join(json!(["ws://", host]));
    assert_eq!(made["WebSocket"], api(&socket, "/_aws/execute-api/", "WebWebSocketApi", "/live"));
    assert_eq!(made["Management"], api(&base, "/_aws/execute-api/", "WebWebSocketApi", "/live"));
    let url = json!({ "Fn::GetAtt": ["WebAUrl", "FunctionUrl"] });
    let name = json!({ "Fn::Select": [1, { "Fn::Split": ["//", url] }] });
    let label = json!({ "Fn::Select": [0, { "Fn::Split": [".", name] }] });
    assert_eq!(made["Function"], join(json!([base, "/_aws/lambda-url/", label, "/"])));
}

#[test]
fn the_emulator_has_no_domains() {
    let domain = Domain::new("api.example.com", CERTIFICATE).hosted_zone("Z1");
    let project = everything(HttpApi::new().domain(domain), RestApi::new(), WebSocketApi::new());
    let checked = check(project, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let keys = Keys::named(&checked, |_| "00".to_owned());
    let made = synth(&checked, &keys, Host::Emulator).expect("templates").resources.json();
    let kinds = made["Resources"].as_object().expect("resources").values().map(|one| one["Type"].to_string());
    assert!(kinds.into_iter().all(|kind| !kind.contains("Domain") && !kind.contains("Route53")));
}
