//! The HTTP API, and what APIs of all kinds share.

use std::sync::LazyLock;

use super::{ROLE, Row, app, function, on, reaches};
use crate::describe::{
    AccessLog, Cors, Domain, Function, Http, HttpApi, HttpAuthorizer, HttpIntegration, HttpMethod, HttpService,
    IntoFunction, IpAddressType, PayloadFormat, Project, TlsPolicy,
};

const CERTIFICATE: &str = "arn:aws:acm:eu-west-1:111111111111:certificate/1";
const GROUP: &str = "arn:aws:logs:eu-west-1:111111111111:log-group:shop";

static GATE: LazyLock<Function> = LazyLock::new(|| function("gate"));
static AUTHORIZER: LazyLock<HttpAuthorizer> =
    LazyLock::new(|| HttpAuthorizer::jwt("users", "https://id.example.com", ["shop"]));

pub(super) fn rows() -> Vec<Row> {
    [routes(), apis(), authorizers(), integrations(), shared(), domains()].concat()
}

fn api(api: HttpApi) -> Project {
    app(function("slash").on(Http::get("/a")), |app| app.http_api(api))
}

/// A route of an API that asks for AWS credentials.
fn signed(route: Http) -> Project {
    app(function("slash").on(route), |app| app.http_api(HttpApi::new().iam()))
}

fn routes() -> Vec<Row> {
    let route = reaches! { Http: Http::get("/a"), signed, "ApiGatewayV2::Route";
        authorizer(&AUTHORIZER) => "/AuthorizationType": "JWT";
        open() => "/AuthorizationType": "NONE";
        operation_name("Read") => "/OperationName": "Read";
        scopes(["read"]).authorizer(&AUTHORIZER) => "/AuthorizationScopes": ["read"];
    };
    let open = reaches! { Http: Http::get("/a"), on, "ApiGatewayV2::Route";
        iam() => "/AuthorizationType": "AWS_IAM";
    };
    let integration = reaches! { Http: Http::get("/a"), on, "ApiGatewayV2::Integration";
        credentials(ROLE) => "/CredentialsArn": ROLE;
        integration_description("Says") => "/Description": "Says";
        payload_format(PayloadFormat::V1) => "/PayloadFormatVersion": "1.0";
        request_parameter("append:header.a", "b") => "/RequestParameters": { "append:header.a": "b" };
        response_parameter(404, "overwrite:statuscode", "410") => "/ResponseParameters/404/ResponseParameters/0":
            { "Destination": "overwrite:statuscode", "Source": "410" };
        timeout(900) => "/TimeoutInMillis": 900;
    };
    let stage = reaches! { Http: Http::get("/a"), on, "ApiGatewayV2::Stage";
        detailed_metrics(true) => "/RouteSettings/GET ~1a/DetailedMetricsEnabled": true;
        throttle(2.5, 3) => "/RouteSettings/GET ~1a": { "ThrottlingRateLimit": 2.5, "ThrottlingBurstLimit": 3 };
    };
    let target = reaches! { Http: Http::get("/b").integration(HttpIntegration::url("https://b.example.com")),
        |route| api(HttpApi::new().route(route)), "ApiGatewayV2::Integration";
        integration(HttpIntegration::url("https://a.example.com")) => "/IntegrationUri": "https://a.example.com";
    };
    [route, open, integration, stage, target].concat()
}

fn apis() -> Vec<Row> {
    let of_api = reaches! { HttpApi: HttpApi::new(), api, "ApiGatewayV2::Api";
        cors(Cors::new().allow_origins(["https://example.com"])) =>
            "/CorsConfiguration/AllowOrigins": ["https://example.com"];
        description("Says") => "/Description": "Says";
        disable_endpoint().domain(Domain::existing("a.example.com")) => "/DisableExecuteApiEndpoint": true;
        ip_address_type(IpAddressType::DualStack) => "/IpAddressType": "dualstack";
        name("shop") => "/Name": "shop";
        tag("team", "shop") => "/Tags": { "team": "shop" };
        version("7") => "/Version": "7";
    };
    let of_stage = reaches! { HttpApi: HttpApi::new(), api, "ApiGatewayV2::Stage";
        access_log(AccessLog::new().to(GROUP)) => "/AccessLogSettings/DestinationArn": GROUP;
        detailed_metrics(true) => "/DefaultRouteSettings/DetailedMetricsEnabled": true;
        stage_description("Says") => "/Description": "Says";
        stage_name("v1") => "/StageName": "v1";
        stage_variable("a", "b") => "/StageVariables": { "a": "b" };
        tag("team", "shop") => "/Tags": { "team": "shop" };
        throttle(2.5, 3) =>
            "/DefaultRouteSettings": { "ThrottlingRateLimit": 2.5, "ThrottlingBurstLimit": 3 };
    };
    let of_routes = reaches! { HttpApi: HttpApi::new(), api, "ApiGatewayV2::Route";
        authorizer(&AUTHORIZER) => "/AuthorizationType": "JWT";
        iam() => "/AuthorizationType": "AWS_IAM";
        route(Http::post("/b").integration(HttpIntegration::url("https://b.example.com"))) =>
            "/RouteKey": "POST /b";
    };
    let of_integrations = reaches! { HttpApi: HttpApi::new(), api, "ApiGatewayV2::Integration";
        payload_format(PayloadFormat::V1) => "/PayloadFormatVersion": "1.0";
        timeout(900) => "/TimeoutInMillis": 900;
    };
    let mapped = reaches! { HttpApi: HttpApi::new(), api, "ApiGatewayV2::ApiMapping";
        domain(Domain::existing("a.example.com")) => "/DomainName": "a.example.com";
    };
    [of_api, of_stage, of_routes, of_integrations, mapped].concat()
}

fn guarded(authorizer: HttpAuthorizer) -> Project {
    app(function("slash").on(Http::get("/a").authorizer(&authorizer)), |app| app.function(GATE.clone()))
}

fn authorizers() -> Vec<Row> {
    reaches! { HttpAuthorizer: HttpAuthorizer::lambda("gate", &GATE), guarded, "ApiGatewayV2::Authorizer";
        credentials(ROLE) => "/AuthorizerCredentialsArn": ROLE;
        identity_source(["$request.querystring.token"]) => "/IdentitySource": ["$request.querystring.token"];
        payload_format(PayloadFormat::V1) => "/AuthorizerPayloadFormatVersion": "1.0";
        simple_responses(false) => "/EnableSimpleResponses": false;
        ttl(60) => "/AuthorizerResultTtlInSeconds": 60;
    }
}

fn called(integration: HttpIntegration) -> Project {
    api(HttpApi::new().route(Http::post("/b").integration(integration)))
}

fn integrations() -> Vec<Row> {
    let service = reaches! { HttpIntegration: HttpIntegration::service(HttpService::SqsPurgeQueue, super::QUEUE)
        .parameter("QueueUrl", "https://sqs.eu-west-1.amazonaws.com/111111111111/queue"), called,
        "ApiGatewayV2::Integration";
        credentials(ROLE) => "/CredentialsArn": ROLE;
        parameter("Region", "eu-west-1") => "/RequestParameters/Region": "eu-west-1";
    };
    let url = reaches! { HttpIntegration: HttpIntegration::private("link", "arn:listener"), called,
        "ApiGatewayV2::Integration";
        method(HttpMethod::Put) => "/IntegrationMethod": "PUT";
        server_name("in.example.com") => "/TlsConfig": { "ServerNameToVerify": "in.example.com" };
    };
    [service, url].concat()
}

fn shared() -> Vec<Row> {
    let cors = reaches! { Cors: Cors::new().allow_origins(["https://a.example.com"]),
        |cors| api(HttpApi::new().cors(cors)), "ApiGatewayV2::Api";
        allow_credentials(true) => "/CorsConfiguration/AllowCredentials": true;
        allow_headers(["x-a"]) => "/CorsConfiguration/AllowHeaders": ["x-a"];
        allow_methods([HttpMethod::Get, HttpMethod::Any]) => "/CorsConfiguration/AllowMethods": ["GET", "*"];
        allow_origins(["https://b.example.com"]) => "/CorsConfiguration/AllowOrigins": ["https://b.example.com"];
        expose_headers(["x-b"]) => "/CorsConfiguration/ExposeHeaders": ["x-b"];
        max_age(60) => "/CorsConfiguration/MaxAge": 60;
    };
    let stage = reaches! { AccessLog: AccessLog::new(), |log| api(HttpApi::new().access_log(log)),
        "ApiGatewayV2::Stage";
        format("$context.requestId") => "/AccessLogSettings/Format": "$context.requestId";
        to(GROUP) => "/AccessLogSettings/DestinationArn": GROUP;
    };
    let group = reaches! { AccessLog: AccessLog::new(), |log| api(HttpApi::new().access_log(log)),
        "Logs::LogGroup";
        retention_days(30) => "/RetentionInDays": 30;
    };
    [cors, stage, group].concat()
}

fn domain(domain: Domain) -> Project {
    api(HttpApi::new().domain(domain))
}

fn domains() -> Vec<Row> {
    let named = reaches! { Domain: Domain::new("a.example.com", CERTIFICATE), domain, "ApiGatewayV2::DomainName";
        ip_address_type(IpAddressType::DualStack) => "/DomainNameConfigurations/0/IpAddressType": "dualstack";
        mutual_tls("s3://b/k") => "/MutualTlsAuthentication/TruststoreUri": "s3://b/k";
        ownership_certificate("arn:owner").mutual_tls("s3://b/k") =>
            "/DomainNameConfigurations/0/OwnershipVerificationCertificateArn": "arn:owner";
        tag("team", "shop") => "/Tags": { "team": "shop" };
        tls(TlsPolicy::Named("SecurityPolicy_TLS13_1_3_2025_09")) =>
            "/DomainNameConfigurations/0/SecurityPolicy": "SecurityPolicy_TLS13_1_3_2025_09";
        truststore_version("v").mutual_tls("s3://b/k") => "/MutualTlsAuthentication/TruststoreVersion": "v";
    };
    let mapped = reaches! { Domain: Domain::new("a.example.com", CERTIFICATE), domain, "ApiGatewayV2::ApiMapping";
        path("shop") => "/ApiMappingKey": "shop";
    };
    let zoned = reaches! { Domain: Domain::new("a.example.com", CERTIFICATE), domain, "Route53::RecordSet";
        hosted_zone("Z1") => "/HostedZoneId": "Z1";
    };
    [named, mapped, zoned].concat()
}
