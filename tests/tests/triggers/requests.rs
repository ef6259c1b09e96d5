//! Requests that the function answers.

use gordon::prelude::*;

use crate::case::{Case, Parts};

const LISTENER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/web/0123456789abcdef/fedcba9876543210";
const CERTIFICATE: &str = "arn:aws:acm:us-east-1:111111111111:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "http",
        add: |parts| {
            parts
                .on(Http::get("/cities"))
                .on(Http::post("/cities/{city}").throttle(10.0, 5).timeout(10_000))
                .on(Http::any("/admin/{rest+}").iam())
        },
    },
    Case { name: "http_api", add: http_api },
    Case {
        name: "rest",
        add: |parts| {
            let order = RestModel::new("Order", json!({ "type": "object", "required": ["city"] }));
            let template = RestIntegration::lambda()
                .request_template("application/json", r#"{"name": "$input.params('name')"}"#)
                .response(RestResponse::new(200).header("Cache-Control", "'max-age=60'"))
                .response(RestResponse::new(404).pattern(".*Missing.*"));
            parts
                .on(Rest::methods([HttpMethod::Get, HttpMethod::Put], "/orders/{id}").open())
                .on(Rest::post("/orders").model("application/json", &order).validate(RestValidation::Body).iam())
                .on(Rest::get("/plain").integration(template))
        },
    },
    Case { name: "rest_api", add: rest_api },
    Case {
        name: "web_socket",
        add: |parts| {
            parts
                .on(WebSocket::connect())
                .on(WebSocket::disconnect())
                .on(WebSocket::route("send").two_way().model(json!({ "type": "object" })))
                .on(WebSocket::default_route())
        },
    },
    Case {
        name: "websocket_api",
        add: |parts| {
            let api = WebSocketApi::new()
                .description("Talks")
                .throttle(100.0, 50)
                .stage_variable("table", "rooms")
                .access_log(AccessLog::new().retention_days(30))
                .account_log_role()
                .tag("team", "chat");
            parts.on(WebSocket::route("settings")).change(|app| app.websocket_api(api))
        },
    },
    Case {
        name: "function_url",
        add: |parts| {
            let cors = Cors::new().allow_origins(["https://example.com"]).allow_methods([HttpMethod::Post]);
            parts.on(FunctionUrl::public().cors(cors).response_streaming(true))
        },
    },
    Case {
        name: "alb",
        add: |parts| {
            // A listener's priorities are each taken once.
            let first = if parts.tag == "second" { 30 } else { 10 };
            let path = format!("/{}/*", parts.tag);
            let sign_in = AlbAuth::cognito(
                "arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_a1B2c3D4e",
                "0123456789abcdefghijklmnop",
                "shop",
            );
            parts
                .on(Alb::arn(LISTENER, first).path([path.as_str()]).multi_value_headers(true).health_check("/up"))
                .on(Alb::arn(LISTENER, first + 1).header("x-version", ["2"]).authenticate(sign_in))
        },
    },
];

fn http_api(parts: Parts) -> Parts {
    let host = format!("{}.http.example.com", parts.tag);
    let gate = HttpAuthorizer::lambda("gate", &parts.function).ttl(60);
    let users = HttpAuthorizer::jwt("users", "https://id.example.com", ["shop"]);
    let api = HttpApi::new()
        .description("Sells")
        .cors(Cors::new().allow_origins(["https://example.com"]).allow_methods([HttpMethod::Get]).max_age(3600))
        .throttle(100.0, 50)
        .detailed_metrics(true)
        .access_log(AccessLog::new().retention_days(30))
        .domain(Domain::new(host.as_str(), CERTIFICATE).hosted_zone("Z0123456789ABCDEFGHIJ"))
        .route(
            Http::post("/jobs").integration(
                HttpIntegration::service(HttpService::SqsSendMessage, "arn:aws:sqs:us-east-1:111111111111:jobs")
                    .parameter("QueueUrl", "https://sqs.us-east-1.amazonaws.com/111111111111/jobs")
                    .parameter("MessageBody", "$request.body"),
            ),
        )
        .route(Http::get("/old").integration(HttpIntegration::url("https://old.example.com")));
    parts
        .on(Http::get("/gated").authorizer(&gate))
        .on(Http::get("/users").authorizer(&users).scopes(["read"]))
        .change(|app| app.http_api(api))
}

fn rest_api(parts: Parts) -> Parts {
    let host = format!("{}.rest.example.com", parts.tag);
    let gate = RestAuthorizer::token("gate", &parts.function).ttl(60);
    let partner = ApiKey::new("partner").description("The partner's own");
    let api = RestApi::new()
        .description("Sells")
        .stage_name("v1")
        .cors(Cors::new().allow_origins(["https://example.com"]).allow_headers(["authorization"]))
        .binary_media_types(["image/png"])
        .settings(MethodSettings::new().throttle(100.0, 50).logging(ApiLogLevel::Error))
        .access_log(AccessLog::new().retention_days(30))
        .account_log_role()
        .domain(Domain::edge(host.as_str(), CERTIFICATE))
        .usage_plan(UsagePlan::new("basic").throttle(10.0, 5).quota(10_000, QuotaPeriod::Month).key(&partner))
        .gateway_response(GatewayResponse::new(GatewayResponseType::MissingAuthenticationToken).status(404))
        .method(Rest::get("/health").open().integration(RestIntegration::mock()));
    parts
        .on(Rest::get("/gated").authorizer(&gate))
        .on(Rest::get("/keyed").api_key_required(true))
        .change(|app| app.rest_api(api))
}
