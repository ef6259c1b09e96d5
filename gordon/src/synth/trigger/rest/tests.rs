//! What a REST API becomes, setter by setter, and what makes a new deployment.

use serde_json::{Map, Value as Json, json};

use crate::describe::*;
use crate::synth::trigger::sample::{function, made, of_type, one, project};

const CERTIFICATE: &str = "arn:aws:acm:eu-west-1:111111111111:certificate/11111111-1111-1111-1111-111111111111";

/// The resources of an app `web` with one function `a` and this API.
fn web(answer: Function, api: RestApi) -> Map<String, Json> {
    made(Project::new("weather").app(App::new("web").function(answer).rest_api(api)))
}

fn method<'a>(resources: &'a Map<String, Json>, name: &str) -> &'a Json {
    let methods = of_type(resources, "AWS::ApiGateway::Method");
    let found = methods.into_iter().find(|(_, method)| method["Properties"]["HttpMethod"] == name);
    &found.expect("the method").1["Properties"]
}

#[test]
fn every_setting_reaches_the_api_and_its_stage() {
    let api = RestApi::new()
        .name("shop")
        .description("Sells")
        .tag("team", "shop")
        .binary_media_types(["image/png"])
        .minimum_compression_size(1024)
        .policy(json!({ "Version": "2012-10-17" }))
        .disable_endpoint()
        .api_key_from_authorizer()
        .tls(TlsPolicy::Named("SecurityPolicy_TLS13_1_3_2025_09"))
        .strict_endpoint_access(true)
        .ip_address_type(IpAddressType::DualStack)
        .stage_name("v1")
        .stage_description("The first")
        .stage_variable("a", "b")
        .tracing(true)
        .client_certificate("c1")
        .documentation_version("1.0")
        .cache(CacheSize::Gb0_5)
        .canary(10.0)
        .canary_variable("a", "c")
        .canary_use_stage_cache(true)
        .access_log(AccessLog::new().format("$context.requestId"))
        .account_log_role()
        .settings(
            MethodSettings::new()
                .throttle(10.0, 5)
                .cache(60)
                .cache_encrypted(true)
                .metrics(true)
                .logging(ApiLogLevel::Info)
                .data_trace(false),
        )
        .domain(Domain::existing("api.example.com"));
    let resources = web(function("a").on(Rest::get("/a/{id}").settings(MethodSettings::new().caching(false))), api);
    assert_eq!(
        resources["WebRestApi"]["Properties"],
        json!({
            "Name": "shop", "Description": "Sells", "Tags": [{ "Key": "team", "Value": "shop" }],
            "BinaryMediaTypes": ["image/png"], "MinimumCompressionSize": 1024,
            "Policy": { "Version": "2012-10-17" }, "DisableExecuteApiEndpoint": true,
            "ApiKeySourceType": "AUTHORIZER", "SecurityPolicy": "SecurityPolicy_TLS13_1_3_2025_09",
            "EndpointAccessMode": "STRICT",
            "EndpointConfiguration": { "Types": ["REGIONAL"], "IpAddressType": "dualstack" },
        })
    );
    let stage = &resources["WebRestStage"];
    assert_eq!(stage["DependsOn"], json!(["ApiGatewayAccount"]));
    let (deployment, _) = one(&resources, "AWS::ApiGateway::Deployment");
    assert_eq!(
        stage["Properties"],
        json!({
            "RestApiId": { "Ref": "WebRestApi" }, "StageName": "v1", "DeploymentId": { "Ref": deployment },
            "Description": "The first", "Variables": { "a": "b" }, "TracingEnabled": true,
            "ClientCertificateId": "c1", "DocumentationVersion": "1.0", "CacheClusterEnabled": true,
            "CacheClusterSize": "0.5", "Tags": [{ "Key": "team", "Value": "shop" }],
            "CanarySetting": {
                "PercentTraffic": 10.0, "StageVariableOverrides": { "a": "c" }, "UseStageCache": true,
                "DeploymentId": { "Ref": deployment },
            },
            "AccessLogSetting": {
                "DestinationArn": { "Fn::GetAtt": ["WebRestAccessLog", "Arn"] }, "Format": "$context.requestId",
            },
            "MethodSettings": [
                {
                    "ResourcePath": "/*", "HttpMethod": "*", "ThrottlingRateLimit": 10.0, "ThrottlingBurstLimit": 5,
                    "CachingEnabled": true, "CacheTtlInSeconds": 60, "CacheDataEncrypted": true,
                    "MetricsEnabled": true, "LoggingLevel": "INFO", "DataTraceEnabled": false,
                },
                { "ResourcePath": "/~1a~1{id}", "HttpMethod": "GET", "CachingEnabled": false },
            ],
        })
    );
    assert_eq!(of_type(&resources, "AWS::ApiGatewayV2::ApiMapping").len(), 1);
}

#[test]
fn a_path_is_a_resource_for_each_segment_once() {
    let answer = function("slash")
        .on(Rest::get("/"))
        .on(Rest::methods([HttpMethod::Get, HttpMethod::Post], "/a/{id}"))
        .on(Rest::any("/a/{id}/{rest+}"));
    let resources = made(project(answer));
    let mut parts: Vec<&Json> = of_type(&resources, "AWS::ApiGateway::Resource")
        .iter()
        .map(|(_, resource)| &resource["Properties"]["PathPart"])
        .collect();
    parts.sort_by_key(|part| part.to_string());
    assert_eq!(parts, ["a", "{id}", "{rest+}"]);
    assert_eq!(of_type(&resources, "AWS::ApiGateway::Method").len(), 4);
    let mut sources: Vec<&str> = of_type(&resources, "AWS::Lambda::Permission")
        .iter()
        .filter_map(|(_, one)| one["Properties"]["SourceArn"]["Fn::Sub"][0].as_str()?.split_once("${api}"))
        .map(|(_, path)| path)
        .collect();
    sources.sort_unstable();
    assert_eq!(sources, ["/*/*/a/*/*", "/*/GET/", "/*/GET/a/*", "/*/POST/a/*"]);
    let root = json!({ "Fn::GetAtt": ["SlackRestApi", "RootResourceId"] });
    assert!(
        of_type(&resources, "AWS::ApiGateway::Method").iter().any(|(_, one)| one["Properties"]["ResourceId"] == root)
    );
    assert_eq!(
        one(&resources, "AWS::ApiGateway::RestApi").1["Properties"]["Name"],
        json!({ "Fn::Sub": "${AWS::StackName}-slack" })
    );
}

#[test]
fn a_function_is_called_by_proxy_unless_told_otherwise() {
    let resources = made(project(function("slash").on(Rest::get("/a"))));
    let uri =
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${function}/invocations";
    let made_method = method(&resources, "GET");
    assert_eq!(made_method["AuthorizationType"], "NONE");
    assert_eq!(
        made_method["Integration"],
        json!({
            "Type": "AWS_PROXY", "IntegrationHttpMethod": "POST",
            "Uri": { "Fn::Sub": [uri, { "function": { "Ref": "SlackSlashAlias" } }] },
        })
    );
    assert_eq!(made_method["ResourceId"], json!({ "Ref": one(&resources, "AWS::ApiGateway::Resource").0 }));
    let stream = Rest::get("/a").integration(RestIntegration::lambda_stream().timeout(60_000));
    let resources = made(project(function("slash").on(stream)));
    let integration = &method(&resources, "GET")["Integration"];
    assert_eq!(
        (&integration["ResponseTransferMode"], &integration["TimeoutInMillis"]),
        (&json!("STREAM"), &json!(60_000))
    );
    assert!(integration["Uri"].to_string().contains("response-streaming-invocations"));
}

#[test]
fn every_option_reaches_the_method_and_its_integration() {
    let order = RestModel::new("Order", json!({ "type": "object" })).description("An order").content_type("text/json");
    let failure = RestModel::new("Failure", json!({ "type": "string" }));
    let integration = RestIntegration::lambda()
        .request_template("application/json", "{}")
        .request_parameter("integration.request.header.x", "'y'")
        .http_method(HttpMethod::Post)
        .passthrough(Passthrough::Never)
        .content_handling(ContentHandling::ToText)
        .timeout(5000)
        .cache_key_parameters(["method.request.querystring.page"])
        .cache_namespace("orders")
        .credentials("arn:aws:iam::111111111111:role/x")
        .response(
            RestResponse::new(200)
                .header("X-Count", "integration.response.header.Count")
                .template("application/json", "$input.body")
                .content_handling(ContentHandling::ToBinary),
        )
        .response(RestResponse::new(404).pattern(".*Missing.*").model("application/json", &failure));
    let rest = Rest::post("/orders")
        .api_key_required(true)
        .operation_name("Order")
        .parameter("method.request.querystring.page", true)
        .model("application/json", &order)
        .validate(RestValidation::All)
        .iam()
        .integration(integration);
    let plan = UsagePlan::new("basic");
    let resources = web(function("a").on(rest), RestApi::new().usage_plan(plan).model(&failure));
    let models = of_type(&resources, "AWS::ApiGateway::Model");
    let model = |name: &str| {
        let found = models.iter().find(|(_, model)| model["Properties"]["Name"] == name).expect(name);
        (found.0, &found.1["Properties"])
    };
    let (order, described) = model("Order");
    assert_eq!(
        described,
        &json!({
            "RestApiId": { "Ref": "WebRestApi" }, "Name": "Order", "ContentType": "text/json",
            "Description": "An order", "Schema": { "type": "object" },
        })
    );
    let uri = method(&resources, "POST")["Integration"]["Uri"].clone();
    assert_eq!(
        method(&resources, "POST"),
        &json!({
            "RestApiId": { "Ref": "WebRestApi" }, "HttpMethod": "POST", "AuthorizationType": "AWS_IAM",
            "ResourceId": { "Ref": one(&resources, "AWS::ApiGateway::Resource").0 },
            "ApiKeyRequired": true, "OperationName": "Order",
            "RequestParameters": { "method.request.querystring.page": true },
            "RequestModels": { "application/json": { "Ref": order } },
            "RequestValidatorId": { "Ref": "WebRestValidatorAll" },
            "MethodResponses": [
                { "StatusCode": "200", "ResponseParameters": { "method.response.header.X-Count": true } },
                { "StatusCode": "404", "ResponseModels": { "application/json": { "Ref": model("Failure").0 } } },
            ],
            "Integration": {
                "Type": "AWS", "IntegrationHttpMethod": "POST", "Uri": uri,
                "RequestTemplates": { "application/json": "{}" },
                "RequestParameters": { "integration.request.header.x": "'y'" },
                "PassthroughBehavior": "NEVER", "ContentHandling": "CONVERT_TO_TEXT", "TimeoutInMillis": 5000,
                "CacheKeyParameters": ["method.request.querystring.page"], "CacheNamespace": "orders",
                "Credentials": "arn:aws:iam::111111111111:role/x",
                "IntegrationResponses": [
                    {
                        "StatusCode": "200", "ContentHandling": "CONVERT_TO_BINARY",
                        "ResponseParameters": {
                            "method.response.header.X-Count": "integration.response.header.Count",
                        },
                        "ResponseTemplates": { "application/json": "$input.body" },
                    },
                    { "StatusCode": "404", "SelectionPattern": ".*Missing.*" },
                ],
            },
        })
    );
    assert_eq!(
        resources["WebRestValidatorAll"]["Properties"],
        json!({
            "RestApiId": { "Ref": "WebRestApi" }, "ValidateRequestBody": true, "ValidateRequestParameters": true,
        })
    );
    assert!(of_type(&resources, "AWS::Lambda::Permission").is_empty(), "a role calls in place of the permission");
}

#[test]
fn a_method_can_call_what_is_no_function() {
    let table = json!({
        "AttributeDefinitions": [{ "AttributeName": "city", "AttributeType": "S" }],
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{ "AttributeName": "city", "KeyType": "HASH" }],
    });
    let table = Resource::untyped("Cities", "AWS::DynamoDB::Table", table);
    let read = RestIntegration::service_action("dynamodb", "GetItem")
        .allow(Statement::allow(["dynamodb:GetItem"]).on(table.attribute("Arn")));
    let file = RestIntegration::service_path("s3", "bucket/key").http_method(HttpMethod::Get).credentials("arn:role");
    let inside = RestIntegration::http("http://in.example.com").vpc_link("link").integration_target("arn:alb");
    let api = RestApi::new()
        .method(Rest::get("/x").integration(RestIntegration::mock()))
        .method(Rest::post("/x").integration(read))
        .method(Rest::put("/x").integration(file))
        .method(Rest::patch("/x").integration(inside))
        .method(Rest::delete("/x").integration(RestIntegration::http_proxy("https://old.example.com")));
    let resources = made(Project::new("weather").app(App::new("web").rest_api(api)).add(table));
    let ok = json!([{ "StatusCode": "200" }]);
    assert_eq!(
        method(&resources, "GET")["Integration"],
        json!({
            "Type": "MOCK", "IntegrationResponses": ok,
            "RequestTemplates": { "application/json": "{\"statusCode\": 200}" },
        })
    );
    assert_eq!(method(&resources, "GET")["MethodResponses"], ok);
    let (role, described) = one(&resources, "AWS::IAM::Role");
    let uri = |rest: &str| {
        json!({ "Fn::Join": ["", [
        "arn:", { "Ref": "AWS::Partition" }, ":apigateway:", { "Ref": "AWS::Region" }, rest,
    ]] })
    };
    assert_eq!(
        method(&resources, "POST")["Integration"],
        json!({
            "Type": "AWS", "IntegrationHttpMethod": "POST", "Uri": uri(":dynamodb:action/GetItem"),
            "Credentials": { "Fn::GetAtt": [role, "Arn"] }, "IntegrationResponses": ok,
        })
    );
    let statement = &described["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Resource"], json!([{ "Fn::GetAtt": ["Cities", "Arn"] }]));
    let put = &method(&resources, "PUT")["Integration"];
    assert_eq!((&put["Uri"], &put["IntegrationHttpMethod"]), (&uri(":s3:path/bucket/key"), &json!("GET")));
    let patch = &method(&resources, "PATCH")["Integration"];
    assert_eq!(
        patch,
        &json!({
            "Type": "HTTP", "IntegrationHttpMethod": "PATCH", "Uri": "http://in.example.com", "ConnectionId": "link",
            "ConnectionType": "VPC_LINK", "IntegrationTarget": "arn:alb", "IntegrationResponses": ok,
        })
    );
    let delete = method(&resources, "DELETE");
    assert_eq!(
        delete["Integration"],
        json!({ "Type": "HTTP_PROXY", "IntegrationHttpMethod": "DELETE", "Uri": "https://old.example.com" })
    );
    assert!(delete.get("MethodResponses").is_none(), "a proxy declares no answer");
}

#[test]
fn authorizers_come_once_with_leave_to_call_their_function() {
    let gate = function("gate");
    let token =
        RestAuthorizer::token("token", &gate).token_pattern("^x").ttl(60).identity_source("method.request.header.T");
    let request =
        RestAuthorizer::request("request", &gate, ["method.request.header.A", "method.request.querystring.b"])
            .credentials("arn:aws:iam::111111111111:role/x");
    let people = RestAuthorizer::cognito("people", ["arn:pool"]);
    let app = App::new("web").rest_api(RestApi::new().authorizer(&token)).function(gate).function(
        function("a")
            .on(Rest::get("/a"))
            .on(Rest::post("/a"))
            .on(Rest::put("/a").authorizer(&request))
            .on(Rest::delete("/a").authorizer(&people).scopes(["admin"]))
            .on(Rest::head("/a").open())
            .on(Rest::patch("/a").iam()),
    );
    let resources = made(Project::new("weather").app(app));
    let authorizers = of_type(&resources, "AWS::ApiGateway::Authorizer");
    assert_eq!(authorizers.len(), 3);
    let named = |name: &str| {
        let found = authorizers.iter().find(|(_, one)| one["Properties"]["Name"] == name).expect(name);
        (found.0, &found.1["Properties"])
    };
    let (id, token) = named("token");
    assert_eq!(
        (
            &token["Type"],
            &token["IdentitySource"],
            &token["IdentityValidationExpression"],
            &token["AuthorizerResultTtlInSeconds"]
        ),
        (&json!("TOKEN"), &json!("method.request.header.T"), &json!("^x"), &json!(60))
    );
    assert_eq!(token["AuthorizerUri"]["Fn::Sub"][1], json!({ "function": { "Ref": "WebGateAlias" } }));
    assert_eq!(resources[&format!("{id}Permission")]["Properties"]["FunctionName"], json!({ "Ref": "WebGateAlias" }));
    let (request, properties) = named("request");
    assert_eq!(properties["Type"], "REQUEST");
    assert_eq!(properties["IdentitySource"], "method.request.header.A,method.request.querystring.b");
    assert_eq!(properties["AuthorizerCredentials"], "arn:aws:iam::111111111111:role/x");
    assert!(!resources.contains_key(&format!("{request}Permission")));
    let (people, properties) = named("people");
    assert_eq!(
        properties,
        &json!({
            "RestApiId": { "Ref": "WebRestApi" }, "Name": "people", "Type": "COGNITO_USER_POOLS",
            "IdentitySource": "method.request.header.Authorization", "ProviderARNs": ["arn:pool"],
        })
    );
    let asked = |name: &str| {
        (method(&resources, name)["AuthorizationType"].clone(), method(&resources, name)["AuthorizerId"].clone())
    };
    assert_eq!(asked("GET"), (json!("CUSTOM"), json!({ "Ref": id })));
    assert_eq!(asked("DELETE"), (json!("COGNITO_USER_POOLS"), json!({ "Ref": people })));
    assert_eq!(method(&resources, "DELETE")["AuthorizationScopes"], json!(["admin"]));
    assert_eq!(asked("HEAD"), (json!("NONE"), Json::Null));
    assert_eq!(asked("PATCH"), (json!("AWS_IAM"), Json::Null));
}

#[test]
fn a_new_deployment_is_made_when_what_it_shows_changes_and_not_otherwise() {
    let deployment =
        |answer: Function, api: RestApi| one(&web(answer, api), "AWS::ApiGateway::Deployment").0.to_owned();
    let plain = || function("a").on(Rest::get("/a"));
    let first = deployment(plain(), RestApi::new());
    assert!(first.starts_with("WebRestDeployment") && first.len() == "WebRestDeployment".len() + 16, "{first}");
    let shown = |answer: Function, api: RestApi, what: &str| assert_ne!(first, deployment(answer, api), "{what}");
    shown(plain().on(Rest::post("/a")), RestApi::new(), "a method");
    shown(function("a").on(Rest::get("/b")), RestApi::new(), "a path");
    shown(function("a").on(Rest::get("/a").iam()), RestApi::new(), "who may call");
    shown(
        function("a").on(Rest::get("/a").integration(RestIntegration::lambda_proxy().timeout(50))),
        RestApi::new(),
        "an integration",
    );
    shown(plain(), RestApi::new().binary_media_types(["a/b"]), "media types");
    shown(plain(), RestApi::new().cors(Cors::new().allow_origins(["*"])), "CORS");
    let model = RestModel::new("A", json!({}));
    shown(plain(), RestApi::new().model(&model), "a model");
    let response = GatewayResponse::new(GatewayResponseType::Throttled).status(503);
    shown(plain(), RestApi::new().gateway_response(response), "an answer of its own");

    let same = |answer: Function, api: RestApi, what: &str| assert_eq!(first, deployment(answer, api), "{what}");
    same(plain().memory(512).description("x"), RestApi::new(), "the function");
    same(plain(), RestApi::new().name("x").description("y").tag("a", "b"), "labels");
    same(plain(), RestApi::new().stage_name("v2").stage_variable("a", "b").tracing(true), "the stage");
    same(plain(), RestApi::new().settings(MethodSettings::new().throttle(1.0, 1)), "settings of methods");
    same(plain(), RestApi::new().usage_plan(UsagePlan::new("basic")), "plans");
    same(plain().on(Http::get("/other")), RestApi::new(), "another API");
}

#[test]
fn a_resource_that_may_be_replaced_makes_a_new_deployment() {
    let of = |name: &str| {
        let pool = Resource::untyped("People", "AWS::Cognito::UserPool", json!({ "UserPoolName": name }));
        let people = RestAuthorizer::cognito("people", [pool.attribute("Arn")]);
        let app = App::new("web").function(function("a").on(Rest::get("/a").authorizer(&people)));
        let resources = made(Project::new("weather").app(app).add(pool));
        one(&resources, "AWS::ApiGateway::Deployment").0.to_owned()
    };
    assert_eq!(of("a"), of("a"));
    assert_ne!(of("a"), of("b"));
}

#[test]
fn a_deployment_waits_for_all_that_it_shows() {
    let api = RestApi::new().cors(Cors::new().allow_origins(["*"]));
    let resources = web(function("a").on(Rest::get("/a/b")), api);
    let (_, deployment) = one(&resources, "AWS::ApiGateway::Deployment");
    let waits: Vec<&str> = deployment["DependsOn"].as_array().expect("IDs").iter().filter_map(Json::as_str).collect();
    for kind in ["ApiGateway::Resource", "ApiGateway::Method", "ApiGateway::GatewayResponse", "Lambda::Permission"] {
        for (id, _) in of_type(&resources, &format!("AWS::{kind}")) {
            assert!(waits.contains(&id), "{id}");
        }
    }
}

#[test]
fn cors_is_a_method_for_each_path_and_headers_on_errors() {
    let cors = Cors::new()
        .allow_origins(["https://a.example"])
        .allow_headers(["x-a", "x-b"])
        .expose_headers(["x-c"])
        .allow_credentials(true)
        .max_age(60);
    let answer = function("a").on(Rest::methods([HttpMethod::Get, HttpMethod::Post], "/a")).on(Rest::any("/b"));
    let resources = web(answer, RestApi::new().cors(cors));
    let options = method(&resources, "OPTIONS");
    assert_eq!(options["AuthorizationType"], "NONE", "browsers ask without credentials");
    assert_eq!(
        options["Integration"]["IntegrationResponses"],
        json!([{ "StatusCode": "204", "ResponseParameters": {
            "method.response.header.Access-Control-Allow-Origin": "'https://a.example'",
            "method.response.header.Access-Control-Allow-Methods": "'GET,POST,OPTIONS'",
            "method.response.header.Access-Control-Allow-Headers": "'x-a,x-b'",
            "method.response.header.Access-Control-Expose-Headers": "'x-c'",
            "method.response.header.Access-Control-Allow-Credentials": "'true'",
            "method.response.header.Access-Control-Max-Age": "'60'",
        } }])
    );
    let all = of_type(&resources, "AWS::ApiGateway::Method");
    let made = all.iter().filter(|(_, one)| one["Properties"]["HttpMethod"] == "OPTIONS").count();
    assert_eq!(made, 1, "`ANY` answers `OPTIONS` itself");
    let errors = of_type(&resources, "AWS::ApiGateway::GatewayResponse");
    let kinds: Vec<&Json> = errors.iter().map(|(_, one)| &one["Properties"]["ResponseType"]).collect();
    assert_eq!(kinds, ["DEFAULT_4XX", "DEFAULT_5XX"]);
    assert_eq!(
        errors[0].1["Properties"]["ResponseParameters"],
        json!({ "gatewayresponse.header.Access-Control-Allow-Origin": "'https://a.example'" })
    );
}

#[test]
fn one_of_several_origins_is_named() {
    let cors = Cors::new().allow_origins(["https://a.example", "https://b.example"]).allow_methods([HttpMethod::Any]);
    let resources = web(function("a").on(Rest::get("/a")), RestApi::new().cors(cors));
    let response = &method(&resources, "OPTIONS")["Integration"]["IntegrationResponses"][0];
    assert_eq!(response["ResponseParameters"]["method.response.header.Vary"], "'Origin'");
    assert_eq!(response["ResponseParameters"]["method.response.header.Access-Control-Allow-Methods"], "'*'");
    let template = response["ResponseTemplates"]["application/json"].as_str().expect("a template");
    assert!(
        template.contains(r#"#if($origin == "https://a.example" || $origin == "https://b.example")"#),
        "{template}"
    );
    assert!(of_type(&resources, "AWS::ApiGateway::GatewayResponse").is_empty(), "which one is not known there");
}

#[test]
fn plans_and_keys_belong_together() {
    let partner = ApiKey::new("partner")
        .description("Theirs")
        .enabled(false)
        .customer_id("c")
        .generate_distinct_id(true)
        .value("01234567890123456789")
        .key_name("Partner")
        .tag("team", "shop");
    let known = ApiKey::existing("known", "key-id");
    let basic = UsagePlan::new("basic")
        .description("Basic")
        .throttle(10.0, 5)
        .quota(1000, QuotaPeriod::Month)
        .plan_name("Basic")
        .throttle_method(HttpMethod::Get, "/a", 1.0, 2)
        .tag("team", "shop")
        .key(&partner)
        .key(&known);
    let more = UsagePlan::new("more").key(&partner);
    let api = RestApi::new().api_key_required(true).usage_plan(basic).usage_plan(more);
    let resources = web(function("a").on(Rest::get("/a")).on(Rest::post("/a").api_key_required(false)), api);
    let (key, made) = one(&resources, "AWS::ApiGateway::ApiKey");
    assert_eq!(
        made["Properties"],
        json!({
            "Description": "Theirs", "Enabled": false, "CustomerId": "c", "GenerateDistinctId": true,
            "Value": "01234567890123456789", "Name": "Partner", "Tags": [{ "Key": "team", "Value": "shop" }],
        })
    );
    let plans = of_type(&resources, "AWS::ApiGateway::UsagePlan");
    let (basic, plan) = plans.iter().find(|(_, plan)| plan["Properties"]["UsagePlanName"] == "Basic").expect("basic");
    assert_eq!(
        plan["Properties"],
        json!({
            "Description": "Basic", "UsagePlanName": "Basic", "Throttle": { "RateLimit": 10.0, "BurstLimit": 5 },
            "Quota": { "Limit": 1000, "Period": "MONTH" }, "Tags": [{ "Key": "team", "Value": "shop" }],
            "ApiStages": [{
                "ApiId": { "Ref": "WebRestApi" }, "Stage": { "Ref": "WebRestStage" },
                "Throttle": { "/a/GET": { "RateLimit": 1.0, "BurstLimit": 2 } },
            }],
        })
    );
    let members = of_type(&resources, "AWS::ApiGateway::UsagePlanKey");
    assert_eq!(members.len(), 3);
    assert!(members.iter().any(|(_, one)| one["Properties"]
        == json!({ "KeyId": { "Ref": key }, "KeyType": "API_KEY", "UsagePlanId": { "Ref": basic } })));
    assert!(members.iter().any(|(_, one)| one["Properties"]["KeyId"] == "key-id"));
    assert_eq!(method(&resources, "GET")["ApiKeyRequired"], true, "the API's own choice");
    assert_eq!(method(&resources, "POST")["ApiKeyRequired"], false);
}

#[test]
fn an_answer_of_the_api_itself_has_its_options() {
    let response = GatewayResponse::new(GatewayResponseType::MissingAuthenticationToken)
        .status(404)
        .header("X-A", "'b'")
        .template("application/json", "{}");
    let resources = web(function("a").on(Rest::get("/a")), RestApi::new().gateway_response(response));
    assert_eq!(
        one(&resources, "AWS::ApiGateway::GatewayResponse").1["Properties"],
        json!({
            "RestApiId": { "Ref": "WebRestApi" }, "ResponseType": "MISSING_AUTHENTICATION_TOKEN", "StatusCode": "404",
            "ResponseParameters": { "gatewayresponse.header.X-A": "'b'" },
            "ResponseTemplates": { "application/json": "{}" },
        })
    );
}

#[test]
fn a_private_api_is_for_its_vpc_endpoints() {
    let api = RestApi::new().endpoint(RestEndpoint::private(["vpce-1"]));
    let properties = web(function("a").on(Rest::get("/a")), api)["WebRestApi"]["Properties"].clone();
    assert_eq!(properties["EndpointConfiguration"], json!({ "Types": ["PRIVATE"], "VpcEndpointIds": ["vpce-1"] }));
    assert_eq!(
        properties["Policy"]["Statement"][1]["Condition"],
        json!({ "StringNotEquals": { "aws:SourceVpce": ["vpce-1"] } })
    );
    let own = RestApi::new().endpoint(RestEndpoint::Private(Vec::new())).policy(json!({ "Statement": [] }));
    let properties = web(function("a").on(Rest::get("/a")), own)["WebRestApi"]["Properties"].clone();
    assert_eq!(properties["Policy"], json!({ "Statement": [] }));
    let edge = web(function("a").on(Rest::get("/a")), RestApi::new().endpoint(RestEndpoint::Edge));
    assert_eq!(edge["WebRestApi"]["Properties"]["EndpointConfiguration"], json!({ "Types": ["EDGE"] }));
}

#[test]
fn a_domain_at_the_edge_is_of_version_one() {
    let domain = Domain::edge("api.example.com", CERTIFICATE)
        .path("shop")
        .hosted_zone("Z1")
        .tls(TlsPolicy::Tls1_0)
        .ip_address_type(IpAddressType::Ipv4)
        .tag("team", "web");
    let resources = web(function("a").on(Rest::get("/a")), RestApi::new().domain(domain));
    let (id, made) = one(&resources, "AWS::ApiGateway::DomainName");
    assert_eq!(
        made["Properties"],
        json!({
            "DomainName": "api.example.com", "CertificateArn": CERTIFICATE, "SecurityPolicy": "TLS_1_0",
            "EndpointConfiguration": { "Types": ["EDGE"], "IpAddressType": "ipv4" },
            "Tags": [{ "Key": "team", "Value": "web" }],
        })
    );
    assert_eq!(
        one(&resources, "AWS::ApiGateway::BasePathMapping").1["Properties"],
        json!({
            "DomainName": { "Ref": id }, "RestApiId": { "Ref": "WebRestApi" }, "Stage": { "Ref": "WebRestStage" },
            "BasePath": "shop",
        })
    );
    let records = of_type(&resources, "AWS::Route53::RecordSet");
    assert_eq!(
        records[0].1["Properties"]["AliasTarget"]["DNSName"],
        json!({ "Fn::GetAtt": [id, "DistributionDomainName"] })
    );
}

#[test]
fn an_api_is_there_without_a_function_that_is_not() {
    let main = Condition::equals("IsMain", account_id(), "111111111111");
    let sometimes = function("b")
        .condition(&main)
        .on(Rest::get("/b").settings(MethodSettings::new().metrics(true)))
        .on(Http::get("/b").throttle(1.0, 1))
        .on(WebSocket::route("b").throttle(1.0, 1));
    let always = function("a").on(Rest::get("/a")).on(Http::get("/a").throttle(1.0, 1)).on(WebSocket::default_route());
    let resources = made(Project::new("weather").app(App::new("web").function(always).function(sometimes)));
    let (_, deployment) = one(&resources, "AWS::ApiGateway::Deployment");
    assert!(deployment.get("Condition").is_none(), "{deployment}");
    let waits = deployment["Properties"]["Description"]["Fn::Select"][1].as_array().expect("a list");
    assert_eq!(waits.len(), 3, "a method and its permission: {waits:?}");
    assert!(waits[1..].iter().all(|one| one["Fn::If"][0] == "IsMain" && one["Fn::If"][2] == ""));
    let stage = &resources["WebRestStage"];
    assert!(stage.get("Condition").is_none());
    assert_eq!(stage["Properties"]["MethodSettings"][0]["Fn::If"][2], json!({ "Ref": "AWS::NoValue" }));
    for (kind, route) in [("Http", "GET /b"), ("WebSocket", "b")] {
        let stage = &resources[&format!("Web{kind}Stage")];
        assert!(stage.get("Condition").is_none(), "{stage}");
        assert_eq!(stage["Properties"]["RouteSettings"][route]["Fn::If"][0], "IsMain");
        assert_eq!(stage["Properties"]["ApiId"]["Fn::Select"][1][1]["Fn::If"][0], "IsMain");
    }
}
