//! The load balancer, and the function's own URL.

use super::{Row, on, reaches};
use crate::describe::{Alb, AlbAuth, ClaimForm, Cors, FunctionUrl, HttpMethod, Unauthenticated};

const LISTENER: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/web/1/2";
const SITE: &str = "arn:aws:cloudfront::111111111111:distribution/E1";

pub(super) fn rows() -> Vec<Row> {
    [rules(), groups(), signing_in(), urls()].concat()
}

/// A rule with a condition that no row sets.
fn alb() -> Alb {
    Alb::arn(LISTENER, 10).header("x-first", ["a"])
}

fn rules() -> Vec<Row> {
    reaches! { Alb: alb(), on, "ElasticLoadBalancingV2::ListenerRule";
        authenticate(AlbAuth::jwt("https://id.example.com", "https://id.example.com/keys")) =>
            "/Actions/0/Type": "jwt-validation";
        header("x-a", ["b"]) => "/Conditions/1":
            { "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": "x-a", "Values": ["b"] } };
        header_regex("x-a", ["^b$"]) => "/Conditions/1":
            { "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": "x-a", "RegexValues": ["^b$"] } };
        host(["a.example.com"]) => "/Conditions/1":
            { "Field": "host-header", "HostHeaderConfig": { "Values": ["a.example.com"] } };
        host_regex(["^a$"]) => "/Conditions/1":
            { "Field": "host-header", "HostHeaderConfig": { "RegexValues": ["^a$"] } };
        method([HttpMethod::Get]) => "/Conditions/1":
            { "Field": "http-request-method", "HttpRequestMethodConfig": { "Values": ["GET"] } };
        path(["/a"]) => "/Conditions/1":
            { "Field": "path-pattern", "PathPatternConfig": { "Values": ["/a"] } };
        path_regex(["^/a$"]) => "/Conditions/1":
            { "Field": "path-pattern", "PathPatternConfig": { "RegexValues": ["^/a$"] } };
        query([("k", "v")]) => "/Conditions/1":
            { "Field": "query-string", "QueryStringConfig": { "Values": [{ "Key": "k", "Value": "v" }] } };
        rewrite_host("a", "b") => "/Transforms/0":
            { "Type": "host-header-rewrite",
              "HostHeaderRewriteConfig": { "Rewrites": [{ "Regex": "a", "Replace": "b" }] } };
        rewrite_url("a", "b") => "/Transforms/0":
            { "Type": "url-rewrite", "UrlRewriteConfig": { "Rewrites": [{ "Regex": "a", "Replace": "b" }] } };
        source_ip(["192.0.2.0/24"]) => "/Conditions/1":
            { "Field": "source-ip", "SourceIpConfig": { "Values": ["192.0.2.0/24"] } };
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
    }
}

fn groups() -> Vec<Row> {
    reaches! { Alb: alb(), on, "ElasticLoadBalancingV2::TargetGroup";
        health_check("/up") => "/HealthCheckPath": "/up";
        health_check_interval(60).health_check("/up") => "/HealthCheckIntervalSeconds": 60;
        health_check_status("204").health_check("/up") => "/Matcher": { "HttpCode": "204" };
        health_check_timeout(20).health_check("/up") => "/HealthCheckTimeoutSeconds": 20;
        healthy_threshold(3).health_check("/up") => "/HealthyThresholdCount": 3;
        multi_value_headers(true) => "/TargetGroupAttributes/0":
            { "Key": "lambda.multi_value_headers.enabled", "Value": "true" };
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
        unhealthy_threshold(4).health_check("/up") => "/UnhealthyThresholdCount": 4;
    }
}

fn signing_in() -> Vec<Row> {
    let cognito = reaches! { AlbAuth: AlbAuth::cognito("arn:pool", "client", "domain"),
        |auth| on(alb().authenticate(auth)), "ElasticLoadBalancingV2::ListenerRule";
        extra_parameter("prompt", "login") =>
            "/Actions/0/AuthenticateCognitoConfig/AuthenticationRequestExtraParams": { "prompt": "login" };
        scope("email") => "/Actions/0/AuthenticateCognitoConfig/Scope": "email";
        session_cookie_name("c") => "/Actions/0/AuthenticateCognitoConfig/SessionCookieName": "c";
        session_timeout(60) => "/Actions/0/AuthenticateCognitoConfig/SessionTimeout": 60;
        unauthenticated(Unauthenticated::Deny) =>
            "/Actions/0/AuthenticateCognitoConfig/OnUnauthenticatedRequest": "deny";
    };
    let token = reaches! { AlbAuth: AlbAuth::jwt("https://id.example.com", "https://id.example.com/keys"),
        |auth| on(alb().authenticate(auth)), "ElasticLoadBalancingV2::ListenerRule";
        claim("scope", ClaimForm::SpaceSeparated, ["read"]) => "/Actions/0/JwtValidationConfig/AdditionalClaims/0":
            { "Name": "scope", "Format": "space-separated-values", "Values": ["read"] };
    };
    [cognito, token].concat()
}

fn urls() -> Vec<Row> {
    let url = reaches! { FunctionUrl: FunctionUrl::public(), on, "Lambda::Url";
        cors(Cors::new().allow_origins(["*"])) => "/Cors": { "AllowOrigins": ["*"] };
        response_streaming(true) => "/InvokeMode": "RESPONSE_STREAM";
    };
    let permission = reaches! { FunctionUrl: FunctionUrl::iam(), on, "Lambda::Permission";
        caller("222222222222") => "/Principal": "222222222222";
        cloudfront(SITE) => "/SourceArn": SITE;
        organization("o-1234567890") => "/PrincipalOrgID": "o-1234567890";
    };
    [url, permission].concat()
}
