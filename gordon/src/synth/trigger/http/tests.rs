//! What an HTTP API becomes, setter by setter.

use serde_json::{Value as Json, json};

use crate::describe::*;
use crate::synth::trigger::sample::{function, made, of_type, one, project};

const CERTIFICATE: &str = "arn:aws:acm:eu-west-1:111111111111:certificate/11111111-1111-1111-1111-111111111111";

fn properties<'a>(resources: &'a serde_json::Map<String, Json>, kind: &str) -> &'a Json {
    &one(resources, kind).1["Properties"]
}

fn route_of<'a>(resources: &'a serde_json::Map<String, Json>, key: &str) -> &'a Json {
    let routes = of_type(resources, "AWS::ApiGatewayV2::Route");
    let found = routes.into_iter().find(|(_, route)| route["Properties"]["RouteKey"] == key);
    &found.expect("the route").1["Properties"]
}

#[test]
fn every_setting_reaches_the_api_and_its_stage() {
    let api = HttpApi::new()
        .name("shop")
        .description("Sells")
        .version("1")
        .disable_endpoint()
        .ip_address_type(IpAddressType::DualStack)
        .stage_name("v1")
        .stage_description("The first")
        .stage_variable("table", "things")
        .throttle(10.5, 5)
        .detailed_metrics(true)
        .tag("team", "shop")
        .cors(
            Cors::new()
                .allow_origins(["https://a.example"])
                .allow_methods([HttpMethod::Get, HttpMethod::Any])
                .allow_headers(["x-a"])
                .expose_headers(["x-b"])
                .allow_credentials(true)
                .max_age(60),
        )
        .access_log(AccessLog::new().retention_days(7).format("$context.requestId"))
        .domain(Domain::existing("api.example.com").path("/shop/"));
    let app = App::new("web").function(function("a").on(Http::get("/a"))).http_api(api);
    let resources = made(Project::new("weather").app(app));
    assert_eq!(
        properties(&resources, "AWS::ApiGatewayV2::Api"),
        &json!({
            "Name": "shop", "Description": "Sells", "Version": "1", "DisableExecuteApiEndpoint": true,
            "IpAddressType": "dualstack", "ProtocolType": "HTTP", "Tags": { "team": "shop" },
            "CorsConfiguration": {
                "AllowOrigins": ["https://a.example"], "AllowMethods": ["GET", "*"], "AllowHeaders": ["x-a"],
                "ExposeHeaders": ["x-b"], "AllowCredentials": true, "MaxAge": 60,
            },
        })
    );
    assert_eq!(
        properties(&resources, "AWS::ApiGatewayV2::Stage"),
        &json!({
            "ApiId": { "Ref": "WebHttpApi" }, "StageName": "v1", "AutoDeploy": true, "Description": "The first",
            "StageVariables": { "table": "things" }, "Tags": { "team": "shop" },
            "DefaultRouteSettings": {
                "ThrottlingRateLimit": 10.5, "ThrottlingBurstLimit": 5, "DetailedMetricsEnabled": true,
            },
            "AccessLogSettings": {
                "DestinationArn": { "Fn::GetAtt": ["WebHttpAccessLog", "Arn"] }, "Format": "$context.requestId",
            },
        })
    );
    assert_eq!(resources["WebHttpAccessLog"]["Properties"], json!({ "RetentionInDays": 7 }));
    assert_eq!(
        properties(&resources, "AWS::ApiGatewayV2::ApiMapping"),
        &json!({
            "ApiId": { "Ref": "WebHttpApi" }, "DomainName": "api.example.com", "Stage": { "Ref": "WebHttpStage" },
            "ApiMappingKey": "shop",
        })
    );
}

#[test]
fn every_option_reaches_the_route_and_its_integration() {
    let http = Http::post("/a/{id}")
        .operation_name("Create")
        .timeout(1000)
        .payload_format(PayloadFormat::V1)
        .credentials("arn:aws:iam::111111111111:role/x")
        .integration_description("Makes")
        .request_parameter("append:header.a", "$context.requestId")
        .request_parameter("overwrite:path", "/b")
        .response_parameter(200, "overwrite:header.b", "x")
        .response_parameter(200, "remove:header.c", "''")
        .response_parameter(404, "overwrite:statuscode", "410")
        .throttle(5.0, 2)
        .detailed_metrics(false)
        .iam();
    let resources = made(project(function("slash").on(http).on(Http::get("/plain"))));
    let integrations = of_type(&resources, "AWS::ApiGatewayV2::Integration");
    assert_eq!(integrations.len(), 2, "a route with options has an integration of its own");
    let (own, integration) = integrations.iter().find(|(id, _)| *id != "SlackSlashHttpIntegration").expect("its own");
    assert_eq!(
        integration["Properties"],
        json!({
            "ApiId": { "Ref": "SlackHttpApi" }, "IntegrationType": "AWS_PROXY",
            "IntegrationUri": { "Ref": "SlackSlashAlias" }, "PayloadFormatVersion": "1.0", "TimeoutInMillis": 1000,
            "CredentialsArn": "arn:aws:iam::111111111111:role/x", "Description": "Makes",
            "RequestParameters": { "append:header.a": "$context.requestId", "overwrite:path": "/b" },
            "ResponseParameters": {
                "200": { "ResponseParameters": [
                    { "Destination": "overwrite:header.b", "Source": "x" },
                    { "Destination": "remove:header.c", "Source": "''" },
                ] },
                "404": { "ResponseParameters": [{ "Destination": "overwrite:statuscode", "Source": "410" }] },
            },
        })
    );
    let route = route_of(&resources, "POST /a/{id}");
    assert_eq!(route["OperationName"], "Create");
    assert_eq!(route["AuthorizationType"], "AWS_IAM");
    assert_eq!(route["Target"], json!({ "Fn::Sub": ["integrations/${id}", { "id": { "Ref": own } }] }));
    let stage = &resources["SlackHttpStage"];
    assert_eq!(
        stage["Properties"]["RouteSettings"],
        json!({ "POST /a/{id}": {
            "ThrottlingRateLimit": 5.0, "ThrottlingBurstLimit": 2, "DetailedMetricsEnabled": false,
        } })
    );
    assert_eq!(stage["DependsOn"].as_array().map(Vec::len), Some(1), "the stage waits for the route: {stage}");
    assert_eq!(of_type(&resources, "AWS::Lambda::Permission").len(), 1, "a role calls in place of the permission");
}

#[test]
fn an_apis_defaults_hold_where_a_route_says_nothing() {
    let api = HttpApi::new().timeout(2000).payload_format(PayloadFormat::V1).iam();
    let app = App::new("web")
        .function(function("a").on(Http::get("/a")).on(Http::get("/b").timeout(50)).on(Http::get("/c").open()))
        .http_api(api);
    let resources = made(Project::new("weather").app(app));
    let shared = &resources["WebAHttpIntegration"]["Properties"];
    assert_eq!((&shared["TimeoutInMillis"], &shared["PayloadFormatVersion"]), (&json!(2000), &json!("1.0")));
    let own = of_type(&resources, "AWS::ApiGatewayV2::Integration");
    let own = own.iter().find(|(id, _)| *id != "WebAHttpIntegration").expect("its own");
    assert_eq!(own.1["Properties"]["TimeoutInMillis"], 50);
    assert_eq!(own.1["Properties"]["PayloadFormatVersion"], "1.0");
    assert_eq!(route_of(&resources, "GET /a")["AuthorizationType"], "AWS_IAM");
    // Said, so that one that had an authorizer loses it.
    assert_eq!(route_of(&resources, "GET /c")["AuthorizationType"], "NONE");
}

#[test]
fn authorizers_come_once_with_leave_to_call_their_function() {
    let gate = function("gate");
    let jwt =
        HttpAuthorizer::jwt("people", "https://issuer.example/", ["app"]).identity_source(["$request.querystring.t"]);
    let keys = HttpAuthorizer::lambda("keys", &gate)
        .identity_source(["$request.header.X-Key"])
        .ttl(300)
        .payload_format(PayloadFormat::V2)
        .simple_responses(false);
    let foreign = HttpAuthorizer::lambda_arn("foreign", "arn:aws:lambda:eu-west-1:111111111111:function:x")
        .credentials("arn:aws:iam::111111111111:role/x");
    let app = App::new("web").http_api(HttpApi::new().authorizer(&jwt)).function(gate).function(
        function("a")
            .on(Http::get("/a").scopes(["read"]))
            .on(Http::get("/b").authorizer(&keys))
            .on(Http::get("/c").authorizer(&keys))
            .on(Http::get("/d").authorizer(&foreign)),
    );
    let resources = made(Project::new("weather").app(app));
    let authorizers = of_type(&resources, "AWS::ApiGatewayV2::Authorizer");
    assert_eq!(authorizers.len(), 3);
    let named = |name: &str| {
        let found = authorizers.iter().find(|(_, one)| one["Properties"]["Name"] == name).expect(name);
        (found.0, &found.1["Properties"])
    };
    assert_eq!(
        named("people").1,
        &json!({
            "ApiId": { "Ref": "WebHttpApi" }, "AuthorizerType": "JWT", "Name": "people",
            "IdentitySource": ["$request.querystring.t"],
            "JwtConfiguration": { "Issuer": "https://issuer.example/", "Audience": ["app"] },
        })
    );
    let uri =
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${function}/invocations";
    let (id, keys) = named("keys");
    assert_eq!(
        keys,
        &json!({
            "ApiId": { "Ref": "WebHttpApi" }, "AuthorizerType": "REQUEST", "Name": "keys",
            "IdentitySource": ["$request.header.X-Key"], "AuthorizerResultTtlInSeconds": 300,
            "AuthorizerPayloadFormatVersion": "2.0", "EnableSimpleResponses": false,
            "AuthorizerUri": { "Fn::Sub": [uri, { "function": { "Ref": "WebGateAlias" } }] },
        })
    );
    let permission = &resources[&format!("{id}Permission")]["Properties"];
    assert_eq!(permission["FunctionName"], json!({ "Ref": "WebGateAlias" }));
    assert_eq!(
        permission["SourceArn"],
        json!({ "Fn::Sub": [
            "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${api}/authorizers/${authorizer}",
            { "api": { "Ref": "WebHttpApi" }, "authorizer": { "Fn::GetAtt": [id, "AuthorizerId"] } },
        ] })
    );
    let (foreign, properties) = named("foreign");
    assert_eq!(properties["AuthorizerCredentialsArn"], "arn:aws:iam::111111111111:role/x");
    assert_eq!(properties["EnableSimpleResponses"], true, "what format 2.0 answers unless told otherwise");
    assert!(!resources.contains_key(&format!("{foreign}Permission")));
    let route = route_of(&resources, "GET /a");
    assert_eq!((&route["AuthorizationType"], &route["AuthorizationScopes"]), (&json!("JWT"), &json!(["read"])));
    let route = route_of(&resources, "GET /b");
    assert_eq!((&route["AuthorizationType"], &route["AuthorizerId"]), (&json!("CUSTOM"), &json!({ "Ref": id })));
}

#[test]
fn a_user_pool_is_an_issuer() {
    let pool = Resource::<crate::aws::cognito::UserPool>::typed("People", json!({}));
    let auth = HttpAuthorizer::cognito("people", &pool, ["client"]);
    let resources = made(project(function("slash").on(Http::get("/").authorizer(&auth))).add(pool));
    let jwt = &properties(&resources, "AWS::ApiGatewayV2::Authorizer")["JwtConfiguration"];
    assert_eq!(jwt, &json!({ "Issuer": { "Fn::GetAtt": ["People", "ProviderURL"] }, "Audience": ["client"] }));
}

#[test]
fn a_route_can_call_what_is_no_function() {
    let jobs = Resource::untyped("Jobs", "AWS::SQS::Queue", json!({}));
    let send = HttpIntegration::service(HttpService::SqsSendMessage, jobs.attribute("Arn"))
        .parameter("QueueUrl", jobs.reference())
        .parameter("MessageBody", "$request.body");
    let own_role = HttpIntegration::service(HttpService::SqsPurgeQueue, jobs.attribute("Arn"))
        .parameter("QueueUrl", jobs.reference())
        .credentials("arn:aws:iam::111111111111:role/x");
    let old = HttpIntegration::url("https://old.example.com/{proxy}").method(HttpMethod::Get);
    let inside = HttpIntegration::private("link", "arn:listener").server_name("in.example.com");
    let api = HttpApi::new()
        .payload_format(PayloadFormat::V2)
        .route(Http::post("/jobs").integration(send).timeout(500))
        .route(Http::delete("/jobs").integration(own_role))
        .route(Http::any("/old/{proxy+}").integration(old).request_parameter("remove:header.a", "''"))
        .route(Http::default_route().integration(inside));
    let resources = made(Project::new("weather").app(App::new("web").http_api(api)).add(jobs));
    let integration = |key: &str| {
        let target = &route_of(&resources, key)["Target"]["Fn::Sub"][1]["id"]["Ref"];
        &resources[target.as_str().expect("an ID")]["Properties"]
    };
    let (role, made_role) = one(&resources, "AWS::IAM::Role");
    let api = json!({ "Ref": "WebHttpApi" });
    assert_eq!(
        integration("POST /jobs"),
        &json!({
            "ApiId": api, "IntegrationType": "AWS_PROXY", "IntegrationSubtype": "SQS-SendMessage",
            "PayloadFormatVersion": "1.0", "TimeoutInMillis": 500,
            "CredentialsArn": { "Fn::GetAtt": [role, "Arn"] },
            "RequestParameters": { "QueueUrl": { "Ref": "Jobs" }, "MessageBody": "$request.body" },
        })
    );
    assert_eq!(
        made_role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"],
        json!([{ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [{ "Fn::GetAtt": ["Jobs", "Arn"] }] }])
    );
    assert_eq!(integration("DELETE /jobs")["CredentialsArn"], "arn:aws:iam::111111111111:role/x");
    assert_eq!(
        integration("ANY /old/{proxy+}"),
        &json!({
            "ApiId": api, "IntegrationType": "HTTP_PROXY", "IntegrationMethod": "GET",
            "IntegrationUri": "https://old.example.com/{proxy}", "PayloadFormatVersion": "1.0",
            "RequestParameters": { "remove:header.a": "''" },
        })
    );
    assert_eq!(
        integration("$default"),
        &json!({
            "ApiId": api, "IntegrationType": "HTTP_PROXY", "IntegrationMethod": "ANY", "ConnectionType": "VPC_LINK",
            "ConnectionId": "link", "IntegrationUri": "arn:listener", "PayloadFormatVersion": "1.0",
            "TlsConfig": { "ServerNameToVerify": "in.example.com" },
        })
    );
    assert!(of_type(&resources, "AWS::Lambda::Permission").is_empty());
}

#[test]
fn a_route_stays_itself_when_another_function_answers_it() {
    let of = |first: Function, second: Function| {
        let resources = made(Project::new("weather").app(App::new("web").function(first).function(second)));
        let route = one(&resources, "AWS::ApiGatewayV2::Route");
        (route.0.to_owned(), one(&resources, "AWS::ApiGatewayV2::Integration").0.to_owned())
    };
    let before = of(function("a").on(Http::get("/x")), function("b"));
    let after = of(function("a"), function("b").on(Http::get("/x")));
    assert_eq!(before.0, after.0);
    assert_ne!(before.1, after.1);
}

#[test]
fn a_route_is_live_only_once_it_may_call_its_function() {
    let resources = made(project(function("slash").on(Http::get("/x"))));
    let (permission, _) = one(&resources, "AWS::Lambda::Permission");
    assert_eq!(one(&resources, "AWS::ApiGatewayV2::Route").1["DependsOn"], json!([permission]));
}

#[test]
fn a_default_access_log_is_json() {
    let app = App::new("web")
        .function(function("a").on(Http::get("/a")))
        .http_api(HttpApi::new().access_log(AccessLog::new()));
    let resources = made(Project::new("weather").log_retention_days(3).app(app));
    let format = &properties(&resources, "AWS::ApiGatewayV2::Stage")["AccessLogSettings"]["Format"];
    let line: Json = serde_json::from_str(format.as_str().expect("text")).expect("JSON");
    assert_eq!(line["requestId"], "$context.requestId");
    assert_eq!(resources["WebHttpAccessLog"]["Properties"], json!({ "RetentionInDays": 3 }), "the project's days");
    let app = App::new("web")
        .function(function("a").on(Http::get("/a")))
        .http_api(HttpApi::new().access_log(AccessLog::new().to("arn:log")));
    let resources = made(Project::new("weather").app(app));
    assert_eq!(properties(&resources, "AWS::ApiGatewayV2::Stage")["AccessLogSettings"]["DestinationArn"], "arn:log");
    assert!(!resources.contains_key("WebHttpAccessLog"));
}

#[test]
fn a_domain_is_made_once_and_mapped_for_each_api() {
    let domain = Domain::new("api.example.com", CERTIFICATE)
        .hosted_zone("Z1")
        .tls(TlsPolicy::Tls1_2)
        .ip_address_type(IpAddressType::DualStack)
        .ownership_certificate("arn:owner")
        .mutual_tls("s3://bucket/trust.pem")
        .truststore_version("3")
        .tag("team", "web");
    let app = |name: &str| {
        App::new(name)
            .function(function("a").on(Http::get("/a")))
            .http_api(HttpApi::new().domain(domain.clone().path(name)))
    };
    let resources = made(Project::new("weather").app(app("one")).app(app("two")));
    let (id, made) = one(&resources, "AWS::ApiGatewayV2::DomainName");
    assert_eq!(
        made["Properties"],
        json!({
            "DomainName": "api.example.com",
            "DomainNameConfigurations": [{
                "CertificateArn": CERTIFICATE, "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2",
                "IpAddressType": "dualstack", "OwnershipVerificationCertificateArn": "arn:owner",
            }],
            "MutualTlsAuthentication": { "TruststoreUri": "s3://bucket/trust.pem", "TruststoreVersion": "3" },
            "Tags": { "team": "web" },
        })
    );
    assert_eq!(of_type(&resources, "AWS::ApiGatewayV2::ApiMapping").len(), 2);
    let records = of_type(&resources, "AWS::Route53::RecordSet");
    let kinds: Vec<&Json> = records.iter().map(|(_, record)| &record["Properties"]["Type"]).collect();
    assert_eq!(kinds, ["A", "AAAA"]);
    assert_eq!(
        records[0].1["Properties"],
        json!({
            "HostedZoneId": "Z1", "Name": "api.example.com", "Type": "A",
            "AliasTarget": {
                "DNSName": { "Fn::GetAtt": [id, "RegionalDomainName"] },
                "HostedZoneId": { "Fn::GetAtt": [id, "RegionalHostedZoneId"] },
            },
        })
    );
}
