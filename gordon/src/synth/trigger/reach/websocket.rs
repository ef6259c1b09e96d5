//! The WebSocket API.

use std::sync::LazyLock;

use serde_json::json;

use super::{ROLE, Row, app, function, on, reaches};
use crate::describe::{
    AccessLog, ApiLogLevel, ContentHandling, Domain, Function, IntoFunction, IpAddressType, Project, WebSocket,
    WebSocketApi, WebSocketAuthorizer,
};

const GROUP: &str = "arn:aws:logs:eu-west-1:111111111111:log-group:chat";

static GATE: LazyLock<Function> = LazyLock::new(|| function("gate"));

pub(super) fn rows() -> Vec<Row> {
    [routes(), apis(), authorizers()].concat()
}

fn gated(route: WebSocket) -> Project {
    app(function("slash").on(route), |app| app.function(GATE.clone()))
}

fn routes() -> Vec<Row> {
    let route = reaches! { WebSocket: WebSocket::connect(), gated, "ApiGatewayV2::Route";
        api_key_required(true) => "/ApiKeyRequired": true;
        authorizer(&WebSocketAuthorizer::lambda("gate", &GATE)) => "/AuthorizationType": "CUSTOM";
        iam() => "/AuthorizationType": "AWS_IAM";
        operation_name("Connect") => "/OperationName": "Connect";
        parameter("route.request.querystring.room", true) =>
            "/RequestParameters": { "route.request.querystring.room": { "Required": true } };
        two_way() => "/RouteResponseSelectionExpression": "$default";
    };
    let integration = reaches! { WebSocket: WebSocket::connect(), on, "ApiGatewayV2::Integration";
        content_handling(ContentHandling::ToBinary) => "/ContentHandlingStrategy": "CONVERT_TO_BINARY";
        credentials(ROLE) => "/CredentialsArn": ROLE;
        integration_description("Says") => "/Description": "Says";
        timeout(900) => "/TimeoutInMillis": 900;
    };
    let stage = reaches! { WebSocket: WebSocket::route("send"), on, "ApiGatewayV2::Stage";
        data_trace(true) => "/RouteSettings/send/DataTraceEnabled": true;
        detailed_metrics(true) => "/RouteSettings/send/DetailedMetricsEnabled": true;
        logging(ApiLogLevel::Info) => "/RouteSettings/send/LoggingLevel": "INFO";
        throttle(2.5, 3) => "/RouteSettings/send": { "ThrottlingRateLimit": 2.5, "ThrottlingBurstLimit": 3 };
    };
    let model = reaches! { WebSocket: WebSocket::route("send"), on, "ApiGatewayV2::Model";
        model(json!({ "type": "object" })) => "/Schema": { "type": "object" };
    };
    [route, integration, stage, model].concat()
}

fn api(api: WebSocketApi) -> Project {
    app(function("slash").on(WebSocket::default_route()), |app| app.websocket_api(api))
}

fn apis() -> Vec<Row> {
    let of_api = reaches! { WebSocketApi: WebSocketApi::new(), api, "ApiGatewayV2::Api";
        api_key_selection_expression("$context.authorizer.usageIdentifierKey") =>
            "/ApiKeySelectionExpression": "$context.authorizer.usageIdentifierKey";
        description("Says") => "/Description": "Says";
        disable_endpoint().domain(Domain::existing("a.example.com")) => "/DisableExecuteApiEndpoint": true;
        disable_schema_validation(true) => "/DisableSchemaValidation": true;
        ip_address_type(IpAddressType::DualStack) => "/IpAddressType": "dualstack";
        name("chat") => "/Name": "chat";
        route_selection_expression("$request.body.kind") => "/RouteSelectionExpression": "$request.body.kind";
        tag("team", "chat") => "/Tags": { "team": "chat" };
        version("7") => "/Version": "7";
    };
    let of_stage = reaches! { WebSocketApi: WebSocketApi::new(), api, "ApiGatewayV2::Stage";
        access_log(AccessLog::new().to(GROUP)) => "/AccessLogSettings/DestinationArn": GROUP;
        client_certificate("c1") => "/ClientCertificateId": "c1";
        data_trace(true) => "/DefaultRouteSettings/DataTraceEnabled": true;
        detailed_metrics(true) => "/DefaultRouteSettings/DetailedMetricsEnabled": true;
        logging(ApiLogLevel::Info) => "/DefaultRouteSettings/LoggingLevel": "INFO";
        stage_description("Says") => "/Description": "Says";
        stage_name("v1") => "/StageName": "v1";
        stage_variable("a", "b") => "/StageVariables": { "a": "b" };
        tag("team", "chat") => "/Tags": { "team": "chat" };
        throttle(2.5, 3) =>
            "/DefaultRouteSettings": { "ThrottlingRateLimit": 2.5, "ThrottlingBurstLimit": 3 };
    };
    let account = reaches! { WebSocketApi: WebSocketApi::new(), api, "ApiGateway::Account";
        account_log_role() => "/CloudWatchRoleArn": { "Fn::GetAtt": ["ApiGatewayLogRole", "Arn"] };
    };
    let mapped = reaches! { WebSocketApi: WebSocketApi::new(), api, "ApiGatewayV2::ApiMapping";
        domain(Domain::existing("a.example.com")) => "/DomainName": "a.example.com";
    };
    [of_api, of_stage, account, mapped].concat()
}

fn authorizers() -> Vec<Row> {
    reaches! { WebSocketAuthorizer: WebSocketAuthorizer::lambda("gate", &GATE),
        |authorizer| gated(WebSocket::connect().authorizer(&authorizer)), "ApiGatewayV2::Authorizer";
        credentials(ROLE) => "/AuthorizerCredentialsArn": ROLE;
        identity_source(["route.request.querystring.token"]) =>
            "/IdentitySource": ["route.request.querystring.token"];
    }
}
