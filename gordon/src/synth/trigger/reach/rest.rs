//! The REST API.

use std::sync::LazyLock;

use serde_json::json;

use super::{ROLE, Row, app, function, on, reaches};
use crate::describe::trigger::{CacheSize, Passthrough};
use crate::describe::{
    AccessLog, ApiKey, ApiLogLevel, ContentHandling, Cors, Domain, Function, GatewayResponse, GatewayResponseType,
    HttpMethod, IntoFunction, IpAddressType, MethodSettings, Project, QuotaPeriod, Rest, RestApi, RestAuthorizer,
    RestEndpoint, RestIntegration, RestModel, RestResponse, RestValidation, Statement, TlsPolicy, UsagePlan,
};

const GROUP: &str = "arn:aws:logs:eu-west-1:111111111111:log-group:shop";
const POOL: &str = "arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_a1B2c3D4e";

static GATE: LazyLock<Function> = LazyLock::new(|| function("gate"));
static USERS: LazyLock<RestAuthorizer> = LazyLock::new(|| RestAuthorizer::cognito("users", [POOL]));
static ORDER: LazyLock<RestModel> = LazyLock::new(|| RestModel::new("Order", json!({ "type": "object" })));

pub(super) fn rows() -> Vec<Row> {
    [methods(), apis(), stages(), authorizers(), integrations(), answers(), settings(), plans(), keys()].concat()
}

fn api(api: RestApi) -> Project {
    app(function("slash").on(Rest::get("/a")), |app| app.rest_api(api))
}

/// A method of an API that asks for AWS credentials.
fn signed(method: Rest) -> Project {
    app(function("slash").on(method), |app| app.rest_api(RestApi::new().iam()))
}

fn methods() -> Vec<Row> {
    let method = reaches! { Rest: Rest::get("/a"), signed, "ApiGateway::Method";
        api_key_required(true) => "/ApiKeyRequired": true;
        authorizer(&USERS) => "/AuthorizationType": "COGNITO_USER_POOLS";
        integration(RestIntegration::lambda()) => "/Integration/Type": "AWS";
        model("application/json", &ORDER) => "/RequestModels":
            { "application/json": { "Ref": "SlackOrder8966D957RestModel" } };
        open() => "/AuthorizationType": "NONE";
        operation_name("Read") => "/OperationName": "Read";
        parameter("method.request.querystring.a", true) =>
            "/RequestParameters": { "method.request.querystring.a": true };
        scopes(["read"]).authorizer(&USERS) => "/AuthorizationScopes": ["read"];
        validate(RestValidation::Parameters).parameter("method.request.querystring.a", true) =>
            "/RequestValidatorId": { "Ref": "SlackRestValidatorParameters" };
    };
    let open = reaches! { Rest: Rest::get("/a"), on, "ApiGateway::Method";
        iam() => "/AuthorizationType": "AWS_IAM";
    };
    let stage = reaches! { Rest: Rest::get("/a"), on, "ApiGateway::Stage";
        settings(MethodSettings::new().metrics(true)) => "/MethodSettings/0":
            { "ResourcePath": "/~1a", "HttpMethod": "GET", "MetricsEnabled": true };
    };
    [method, open, stage].concat()
}

fn apis() -> Vec<Row> {
    let of_api = reaches! { RestApi: RestApi::new(), api, "ApiGateway::RestApi";
        api_key_from_authorizer() => "/ApiKeySourceType": "AUTHORIZER";
        binary_media_types(["image/png"]) => "/BinaryMediaTypes": ["image/png"];
        description("Says") => "/Description": "Says";
        disable_endpoint().domain(Domain::existing("a.example.com")) => "/DisableExecuteApiEndpoint": true;
        endpoint(RestEndpoint::Edge) => "/EndpointConfiguration/Types": ["EDGE"];
        ip_address_type(IpAddressType::DualStack) => "/EndpointConfiguration/IpAddressType": "dualstack";
        minimum_compression_size(1024) => "/MinimumCompressionSize": 1024;
        name("shop") => "/Name": "shop";
        policy(json!({ "Version": "2012-10-17", "Statement": [] })) => "/Policy/Version": "2012-10-17";
        strict_endpoint_access(true).tls(TlsPolicy::Named("SecurityPolicy_TLS13_1_3_2025_09")) =>
            "/EndpointAccessMode": "STRICT";
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
        tls(TlsPolicy::Named("SecurityPolicy_TLS13_1_3_2025_09")) =>
            "/SecurityPolicy": "SecurityPolicy_TLS13_1_3_2025_09";
    };
    let of_methods = reaches! { RestApi: RestApi::new(), api, "ApiGateway::Method";
        api_key_required(true) => "/ApiKeyRequired": true;
        authorizer(&USERS) => "/AuthorizationType": "COGNITO_USER_POOLS";
        cors(Cors::new().allow_origins(["https://example.com"])) => "/HttpMethod": "OPTIONS";
        iam() => "/AuthorizationType": "AWS_IAM";
        method(Rest::post("/b").integration(RestIntegration::mock())) => "/Integration/Type": "MOCK";
    };
    let model = reaches! { RestApi: RestApi::new(), api, "ApiGateway::Model";
        model(&ORDER) => "/Name": "Order";
    };
    let plan = reaches! { RestApi: RestApi::new(), api, "ApiGateway::UsagePlan";
        usage_plan(UsagePlan::new("basic").description("Says")) => "/Description": "Says";
    };
    let response = reaches! { RestApi: RestApi::new(), api, "ApiGateway::GatewayResponse";
        gateway_response(GatewayResponse::new(GatewayResponseType::Default4xx)) => "/ResponseType": "DEFAULT_4XX";
    };
    let account = reaches! { RestApi: RestApi::new(), api, "ApiGateway::Account";
        account_log_role() => "/CloudWatchRoleArn": { "Fn::GetAtt": ["ApiGatewayLogRole", "Arn"] };
    };
    let mapped = reaches! { RestApi: RestApi::new(), api, "ApiGatewayV2::ApiMapping";
        domain(Domain::existing("a.example.com")) => "/DomainName": "a.example.com";
    };
    let output = reaches! { RestApi: RestApi::new(), api, "Outputs";
        cli_output(false) => "/SlackRestUrl": null;
    };
    [of_api, of_methods, model, plan, response, account, mapped, output].concat()
}

fn stages() -> Vec<Row> {
    reaches! { RestApi: RestApi::new(), api, "ApiGateway::Stage";
        access_log(AccessLog::new().to(GROUP)) => "/AccessLogSetting/DestinationArn": GROUP;
        cache(CacheSize::Gb6_1) => "/CacheClusterSize": "6.1";
        canary(12.5) => "/CanarySetting/PercentTraffic": 12.5;
        canary_use_stage_cache(true).canary(12.5) => "/CanarySetting/UseStageCache": true;
        canary_variable("a", "b").canary(12.5) => "/CanarySetting/StageVariableOverrides": { "a": "b" };
        client_certificate("c1") => "/ClientCertificateId": "c1";
        documentation_version("1.0") => "/DocumentationVersion": "1.0";
        settings(MethodSettings::new().metrics(true)) => "/MethodSettings/0":
            { "ResourcePath": "/*", "HttpMethod": "*", "MetricsEnabled": true };
        stage_description("Says") => "/Description": "Says";
        stage_name("v1") => "/StageName": "v1";
        stage_variable("a", "b") => "/Variables": { "a": "b" };
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
        tracing(true) => "/TracingEnabled": true;
    }
}

fn guarded(authorizer: RestAuthorizer) -> Project {
    app(function("slash").on(Rest::get("/a").authorizer(&authorizer)), |app| app.function(GATE.clone()))
}

fn authorizers() -> Vec<Row> {
    reaches! { RestAuthorizer: RestAuthorizer::token("gate", &GATE), guarded, "ApiGateway::Authorizer";
        credentials(ROLE) => "/AuthorizerCredentials": ROLE;
        identity_source("method.request.header.Token") => "/IdentitySource": "method.request.header.Token";
        token_pattern("^x") => "/IdentityValidationExpression": "^x";
        ttl(60) => "/AuthorizerResultTtlInSeconds": 60;
    }
}

fn called(integration: RestIntegration) -> Project {
    on(Rest::post("/a").integration(integration))
}

/// A method without a function.
fn elsewhere(integration: RestIntegration) -> Project {
    api(RestApi::new().method(Rest::post("/b").integration(integration)))
}

fn integrations() -> Vec<Row> {
    let lambda = reaches! { RestIntegration: RestIntegration::lambda(), called, "ApiGateway::Method";
        cache_key_parameters(["method.request.querystring.a"]) =>
            "/Integration/CacheKeyParameters": ["method.request.querystring.a"];
        cache_namespace("orders") => "/Integration/CacheNamespace": "orders";
        content_handling(ContentHandling::ToText) => "/Integration/ContentHandling": "CONVERT_TO_TEXT";
        credentials(ROLE) => "/Integration/Credentials": ROLE;
        passthrough(Passthrough::Never) => "/Integration/PassthroughBehavior": "NEVER";
        request_parameter("integration.request.header.a", "'b'") =>
            "/Integration/RequestParameters": { "integration.request.header.a": "'b'" };
        request_template("application/json", "{}") => "/Integration/RequestTemplates": { "application/json": "{}" };
        response(RestResponse::new(404)) => "/Integration/IntegrationResponses/0/StatusCode": "404";
        timeout(900) => "/Integration/TimeoutInMillis": 900;
    };
    let server = reaches! { RestIntegration: RestIntegration::http("http://in.example.com"), elsewhere,
        "ApiGateway::Method";
        http_method(HttpMethod::Patch) => "/Integration/IntegrationHttpMethod": "PATCH";
        integration_target("arn:balancer").vpc_link("link") => "/Integration/IntegrationTarget": "arn:balancer";
        vpc_link("link") => "/Integration/ConnectionId": "link";
    };
    let service = reaches! { RestIntegration: RestIntegration::service_action("dynamodb", "GetItem")
        .allow(Statement::allow(["dynamodb:Query"]).on("arn:aws:dynamodb:eu-west-1:111111111111:table/other")),
        elsewhere, "IAM::Role";
        allow(Statement::allow(["dynamodb:GetItem"]).on("arn:aws:dynamodb:eu-west-1:111111111111:table/cities")) =>
            "/Policies/0/PolicyDocument/Statement/1/Action": ["dynamodb:GetItem"];
    };
    [lambda, server, service].concat()
}

fn answers() -> Vec<Row> {
    let integration = reaches! { RestResponse: RestResponse::new(200),
        |answer| called(RestIntegration::lambda().response(answer)), "ApiGateway::Method";
        content_handling(ContentHandling::ToText) =>
            "/Integration/IntegrationResponses/0/ContentHandling": "CONVERT_TO_TEXT";
        header("X-A", "'b'") =>
            "/Integration/IntegrationResponses/0/ResponseParameters": { "method.response.header.X-A": "'b'" };
        model("application/json", &ORDER) => "/MethodResponses/0/ResponseModels":
            { "application/json": { "Ref": "SlackOrder8966D957RestModel" } };
        pattern(".*Missing.*") => "/Integration/IntegrationResponses/0/SelectionPattern": ".*Missing.*";
        template("application/json", "{}") =>
            "/Integration/IntegrationResponses/0/ResponseTemplates": { "application/json": "{}" };
    };
    let own = reaches! { GatewayResponse: GatewayResponse::new(GatewayResponseType::Default4xx),
        |response| api(RestApi::new().gateway_response(response)), "ApiGateway::GatewayResponse";
        header("X-A", "'b'") => "/ResponseParameters": { "gatewayresponse.header.X-A": "'b'" };
        status(410) => "/StatusCode": "410";
        template("application/json", "{}") => "/ResponseTemplates": { "application/json": "{}" };
    };
    let model = reaches! { RestModel: RestModel::new("Order", json!({ "type": "object" })),
        |model| api(RestApi::new().model(&model)), "ApiGateway::Model";
        content_type("text/json") => "/ContentType": "text/json";
        description("Says") => "/Description": "Says";
    };
    [integration, own, model].concat()
}

fn settings() -> Vec<Row> {
    reaches! { MethodSettings: MethodSettings::new(),
        |settings| api(RestApi::new().cache(CacheSize::Gb0_5).account_log_role().settings(settings)),
        "ApiGateway::Stage";
        cache(60) => "/MethodSettings/0/CacheTtlInSeconds": 60;
        cache_encrypted(true).cache(60) => "/MethodSettings/0/CacheDataEncrypted": true;
        caching(false) => "/MethodSettings/0/CachingEnabled": false;
        data_trace(true) => "/MethodSettings/0/DataTraceEnabled": true;
        logging(ApiLogLevel::Info) => "/MethodSettings/0/LoggingLevel": "INFO";
        metrics(true) => "/MethodSettings/0/MetricsEnabled": true;
        throttle(2.5, 3) => "/MethodSettings/0":
            { "ResourcePath": "/*", "HttpMethod": "*", "ThrottlingRateLimit": 2.5, "ThrottlingBurstLimit": 3 };
    }
}

fn planned(plan: UsagePlan) -> Project {
    api(RestApi::new().api_key_required(true).usage_plan(plan))
}

fn plans() -> Vec<Row> {
    let plan = reaches! { UsagePlan: UsagePlan::new("basic"), planned, "ApiGateway::UsagePlan";
        description("Says") => "/Description": "Says";
        plan_name("Basic") => "/UsagePlanName": "Basic";
        quota(1000, QuotaPeriod::Week) => "/Quota": { "Limit": 1000, "Period": "WEEK" };
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
        throttle(2.5, 3) => "/Throttle": { "RateLimit": 2.5, "BurstLimit": 3 };
        throttle_method(HttpMethod::Get, "/a", 2.5, 3) =>
            "/ApiStages/0/Throttle": { "/a/GET": { "RateLimit": 2.5, "BurstLimit": 3 } };
    };
    let members = reaches! { UsagePlan: UsagePlan::new("basic"), planned, "ApiGateway::UsagePlanKey";
        key(&ApiKey::existing("partner", "k1")) => "/KeyId": "k1";
    };
    [plan, members].concat()
}

fn keys() -> Vec<Row> {
    reaches! { ApiKey: ApiKey::new("partner"), |key| planned(UsagePlan::new("basic").key(&key)),
        "ApiGateway::ApiKey";
        customer_id("c") => "/CustomerId": "c";
        description("Says") => "/Description": "Says";
        enabled(false) => "/Enabled": false;
        generate_distinct_id(true) => "/GenerateDistinctId": true;
        key_name("Partner") => "/Name": "Partner";
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
        value("01234567890123456789") => "/Value": "01234567890123456789";
    }
}
