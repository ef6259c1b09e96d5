//! What a WebSocket API becomes, setter by setter.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::check::check;
use crate::describe::*;
use crate::synth::trigger::sample::{function, made, of_type, one, project};
use crate::synth::{Host, Keys, synth};

#[test]
fn every_setting_reaches_the_api_and_its_stage() {
    let api = WebSocketApi::new()
        .route_selection_expression("$request.body.kind")
        .api_key_selection_expression("$context.authorizer.usageIdentifierKey")
        .name("chat")
        .description("Talks")
        .version("1")
        .disable_endpoint()
        .disable_schema_validation(true)
        .ip_address_type(IpAddressType::DualStack)
        .stage_name("v1")
        .stage_description("The first")
        .stage_variable("a", "b")
        .client_certificate("c1")
        .throttle(10.0, 5)
        .detailed_metrics(true)
        .logging(ApiLogLevel::Error)
        .data_trace(false)
        .tag("team", "chat")
        .access_log(AccessLog::new())
        .account_log_role()
        .domain(Domain::existing("ws.example.com"));
    let app = App::new("chat").function(function("a").on(WebSocket::default_route())).websocket_api(api);
    let resources = made(Project::new("weather").app(app));
    assert_eq!(
        one(&resources, "AWS::ApiGatewayV2::Api").1["Properties"],
        json!({
            "ProtocolType": "WEBSOCKET", "RouteSelectionExpression": "$request.body.kind",
            "ApiKeySelectionExpression": "$context.authorizer.usageIdentifierKey", "Name": "chat",
            "Description": "Talks", "Version": "1", "DisableExecuteApiEndpoint": true,
            "DisableSchemaValidation": true, "IpAddressType": "dualstack", "Tags": { "team": "chat" },
        })
    );
    let stage = &resources["ChatWebSocketStage"];
    assert_eq!(stage["DependsOn"], json!(["ApiGatewayAccount"]), "no logs without the account's role");
    let mut properties = stage["Properties"].clone();
    let format = properties["AccessLogSettings"]["Format"].take();
    let line: Json = serde_json::from_str(format.as_str().expect("text")).expect("JSON");
    assert_eq!(line["connection"], "$context.connectionId");
    assert_eq!(
        properties,
        json!({
            "ApiId": { "Ref": "ChatWebSocketApi" }, "StageName": "v1", "AutoDeploy": true,
            "Description": "The first", "StageVariables": { "a": "b" }, "ClientCertificateId": "c1",
            "Tags": { "team": "chat" },
            "DefaultRouteSettings": {
                "ThrottlingRateLimit": 10.0, "ThrottlingBurstLimit": 5, "DetailedMetricsEnabled": true,
                "LoggingLevel": "ERROR", "DataTraceEnabled": false,
            },
            "AccessLogSettings": {
                "DestinationArn": { "Fn::GetAtt": ["ChatWebSocketAccessLog", "Arn"] }, "Format": null,
            },
        })
    );
    assert_eq!(resources["ApiGatewayAccount"]["DeletionPolicy"], "Retain");
    assert_eq!(of_type(&resources, "AWS::ApiGatewayV2::ApiMapping").len(), 1);
}

#[test]
fn every_option_reaches_the_route_and_its_integration() {
    let gate = function("gate");
    let auth = WebSocketAuthorizer::lambda("gate", &gate)
        .identity_source(["route.request.querystring.token"])
        .credentials("arn:aws:iam::111111111111:role/x");
    let connect = WebSocket::connect()
        .authorizer(&auth)
        .api_key_required(true)
        .operation_name("Connect")
        .parameter("route.request.querystring.token", true)
        .timeout(1000)
        .integration_description("Connects")
        .credentials("arn:aws:iam::111111111111:role/y")
        .content_handling(ContentHandling::ToBinary)
        .throttle(1.0, 2)
        .detailed_metrics(true)
        .logging(ApiLogLevel::Info)
        .data_trace(true);
    let app = App::new("chat").function(gate).function(function("a").on(connect).on(WebSocket::disconnect()));
    let resources = made(Project::new("weather").app(app));
    let routes = of_type(&resources, "AWS::ApiGatewayV2::Route");
    let (id, route) = routes.iter().find(|(_, one)| one["Properties"]["RouteKey"] == "$connect").expect("the route");
    let (authorizer, _) = one(&resources, "AWS::ApiGatewayV2::Authorizer");
    let own = route["Properties"]["Target"]["Fn::Sub"][1]["id"]["Ref"].as_str().expect("an ID");
    let mut properties = route["Properties"].clone();
    properties["Target"].take();
    assert_eq!(
        properties,
        json!({
            "ApiId": { "Ref": "ChatWebSocketApi" }, "RouteKey": "$connect", "Target": null,
            "AuthorizationType": "CUSTOM", "AuthorizerId": { "Ref": authorizer }, "ApiKeyRequired": true,
            "OperationName": "Connect",
            "RequestParameters": { "route.request.querystring.token": { "Required": true } },
        })
    );
    let mut integration = resources[own]["Properties"].clone();
    assert_eq!(
        integration["IntegrationUri"].take()["Fn::Sub"][1],
        json!({ "function": { "Ref": "ChatAAlias" } }),
        "the alias"
    );
    assert_eq!(
        integration,
        json!({
            "ApiId": { "Ref": "ChatWebSocketApi" }, "IntegrationType": "AWS_PROXY", "IntegrationUri": null,
            "TimeoutInMillis": 1000, "Description": "Connects", "ContentHandlingStrategy": "CONVERT_TO_BINARY",
            "CredentialsArn": "arn:aws:iam::111111111111:role/y",
        })
    );
    let stage = &resources["ChatWebSocketStage"];
    assert_eq!(stage["DependsOn"], json!([id]));
    assert_eq!(
        stage["Properties"]["RouteSettings"]["$connect"],
        json!({
            "ThrottlingRateLimit": 1.0, "ThrottlingBurstLimit": 2, "DetailedMetricsEnabled": true,
            "LoggingLevel": "INFO", "DataTraceEnabled": true,
        })
    );
    let permissions = of_type(&resources, "AWS::Lambda::Permission");
    assert_eq!(permissions.len(), 1, "roles call in place of the others");
    assert_eq!(
        permissions[0].1["Properties"]["SourceArn"]["Fn::Sub"][0],
        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${api}/*/$disconnect"
    );
}

#[test]
fn who_connects_may_be_asked_by_a_function_or_by_iam() {
    let gate = function("gate");
    let auth = WebSocketAuthorizer::lambda("gate", &gate);
    let app = App::new("chat").function(gate).function(function("a").on(WebSocket::connect().authorizer(&auth)));
    let resources = made(Project::new("weather").app(app));
    let (id, authorizer) = one(&resources, "AWS::ApiGatewayV2::Authorizer");
    assert_eq!(authorizer["Properties"]["AuthorizerType"], "REQUEST");
    assert_eq!(authorizer["Properties"]["IdentitySource"], json!(["route.request.header.Authorization"]));
    assert_eq!(resources[&format!("{id}Permission")]["Properties"]["FunctionName"], json!({ "Ref": "ChatGateAlias" }));
    let resources = made(project(function("slash").on(WebSocket::connect().iam())));
    assert_eq!(one(&resources, "AWS::ApiGatewayV2::Route").1["Properties"]["AuthorizationType"], "AWS_IAM");
}

fn two_way() -> Project {
    let schema = json!({ "type": "object" });
    project(function("slash").on(WebSocket::route("send").two_way().model(schema)))
}

#[test]
fn an_answer_and_a_model_are_resources_of_their_own() {
    let resources = made(two_way());
    let (id, route) = one(&resources, "AWS::ApiGatewayV2::Route");
    let (model, described) = one(&resources, "AWS::ApiGatewayV2::Model");
    let (permission, _) = one(&resources, "AWS::Lambda::Permission");
    assert_eq!(route["DependsOn"], json!([permission, model]));
    assert_eq!(route["Properties"]["RequestModels"], json!({ "default": model }));
    assert_eq!(route["Properties"]["ModelSelectionExpression"], "default");
    assert_eq!(route["Properties"]["RouteResponseSelectionExpression"], "$default");
    assert_eq!(described["Properties"]["Schema"], json!({ "type": "object" }));
    assert_eq!(
        one(&resources, "AWS::ApiGatewayV2::RouteResponse").1["Properties"],
        json!({ "ApiId": { "Ref": "SlackWebSocketApi" }, "RouteId": { "Ref": id }, "RouteResponseKey": "$default" })
    );
}

#[test]
fn the_emulator_gets_only_what_it_knows() {
    let checked = check(two_way(), Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let keys = Keys::named(&checked, |_| "00".to_owned());
    let made = synth(&checked, &keys, Host::Emulator).expect("templates").resources.json();
    let kinds = made["Resources"].as_object().expect("resources").values().map(|one| one["Type"].clone());
    let unknown = ["AWS::ApiGatewayV2::Model", "AWS::ApiGatewayV2::RouteResponse"];
    assert!(kinds.into_iter().all(|kind| !unknown.iter().any(|unknown| kind == *unknown)));
}

#[test]
fn a_function_may_post_to_connections_of_its_own_api() {
    let app = App::new("chat").websocket_api(WebSocketApi::new().stage_name("v1"));
    let talk = function("talk")
        .environment("CONNECTIONS", app.websocket_management_url())
        .allow(app.post_to_connections())
        .allow(app.manage_connections())
        .on(WebSocket::default_route());
    let resources = made(Project::new("weather").app(app.function(talk)));
    let grants = &resources["ChatTalkRole"]["Properties"]["Policies"][1]["PolicyDocument"]["Statement"];
    let arn = |method: &str| {
        json!({ "Fn::Join": ["", [
            "arn:", { "Ref": "AWS::Partition" }, ":execute-api:", { "Ref": "AWS::Region" }, ":",
            { "Ref": "AWS::AccountId" }, ":", { "Fn::Sub": "${ChatWebSocketApi}/v1" },
            format!("/{method}/@connections/*"),
        ]] })
    };
    assert_eq!(grants[0]["Action"], json!(["execute-api:ManageConnections"]));
    assert_eq!((&grants[0]["Resource"][0], &grants[1]["Resource"][0]), (&arn("POST"), &arn("*")));
}
