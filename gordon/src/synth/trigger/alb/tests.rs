//! What a load balancer's rule becomes.

use serde_json::json;

use crate::describe::*;
use crate::synth::trigger::sample::{function, made, of_type, one, project};

const LISTENER: &str = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/web/1/2";

#[test]
fn every_option_reaches_the_target_group() {
    let alb = Alb::arn(LISTENER, 10)
        .path(["/a"])
        .multi_value_headers(true)
        .health_check("/health")
        .health_check_interval(60)
        .health_check_timeout(10)
        .healthy_threshold(3)
        .unhealthy_threshold(4)
        .health_check_status("200-299")
        .tag("team", "web");
    let resources = made(project(function("slash").on(alb)));
    let (permission, allowed) = one(&resources, "AWS::Lambda::Permission");
    let (group, targets) = one(&resources, "AWS::ElasticLoadBalancingV2::TargetGroup");
    assert_eq!(targets["DependsOn"], json!([permission]), "a group takes only a function that it may call");
    assert_eq!(
        targets["Properties"],
        json!({
            "TargetType": "lambda", "Targets": [{ "Id": { "Ref": "SlackSlashAlias" } }],
            "TargetGroupAttributes": [{ "Key": "lambda.multi_value_headers.enabled", "Value": "true" }],
            "HealthCheckEnabled": true, "HealthCheckPath": "/health", "HealthCheckIntervalSeconds": 60,
            "HealthCheckTimeoutSeconds": 10, "HealthyThresholdCount": 3, "UnhealthyThresholdCount": 4,
            "Matcher": { "HttpCode": "200-299" }, "Tags": [{ "Key": "team", "Value": "web" }],
        })
    );
    assert_eq!(
        allowed["Properties"],
        json!({
            "Action": "lambda:InvokeFunction", "FunctionName": { "Ref": "SlackSlashAlias" },
            "Principal": "elasticloadbalancing.amazonaws.com",
            "SourceArn": { "Fn::Sub":
                "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:targetgroup/*" },
        })
    );
    let rule = &one(&resources, "AWS::ElasticLoadBalancingV2::ListenerRule").1["Properties"];
    assert_eq!(rule["Actions"], json!([{ "Type": "forward", "Order": 1, "TargetGroupArn": { "Ref": group } }]));
    assert_eq!(rule["Tags"], json!([{ "Key": "team", "Value": "web" }]));
}

#[test]
fn every_condition_reaches_the_rule() {
    let alb = Alb::arn(LISTENER, 10)
        .path(["/a"])
        .host(["*.example.com"])
        .method([HttpMethod::Get])
        .header("x-a", ["b"])
        .query([("k", "v")]);
    let resources = made(project(function("slash").on(alb)));
    let rule = &one(&resources, "AWS::ElasticLoadBalancingV2::ListenerRule").1["Properties"];
    assert_eq!((&rule["Priority"], &rule["ListenerArn"]), (&json!(10), &json!(LISTENER)));
    assert_eq!(
        rule["Conditions"],
        json!([
            { "Field": "path-pattern", "PathPatternConfig": { "Values": ["/a"] } },
            { "Field": "host-header", "HostHeaderConfig": { "Values": ["*.example.com"] } },
            { "Field": "http-request-method", "HttpRequestMethodConfig": { "Values": ["GET"] } },
            { "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": "x-a", "Values": ["b"] } },
            { "Field": "query-string", "QueryStringConfig": { "Values": [{ "Key": "k", "Value": "v" }] } },
        ])
    );
    let alb = Alb::arn(LISTENER, 11)
        .path_regex(["^/a$"])
        .host_regex(["^a$"])
        .header_regex("x-a", ["^b$"])
        .query([("", "v")])
        .source_ip(["192.0.2.0/24"])
        .rewrite_host("a", "b")
        .rewrite_url("c", "d");
    let resources = made(project(function("slash").on(alb)));
    let rule = &one(&resources, "AWS::ElasticLoadBalancingV2::ListenerRule").1["Properties"];
    assert_eq!(
        rule["Conditions"],
        json!([
            { "Field": "path-pattern", "PathPatternConfig": { "RegexValues": ["^/a$"] } },
            { "Field": "host-header", "HostHeaderConfig": { "RegexValues": ["^a$"] } },
            { "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": "x-a", "RegexValues": ["^b$"] } },
            { "Field": "query-string", "QueryStringConfig": { "Values": [{ "Value": "v" }] } },
            { "Field": "source-ip", "SourceIpConfig": { "Values": ["192.0.2.0/24"] } },
        ])
    );
    assert_eq!(
        rule["Transforms"],
        json!([
            { "Type": "host-header-rewrite",
              "HostHeaderRewriteConfig": { "Rewrites": [{ "Regex": "a", "Replace": "b" }] } },
            { "Type": "url-rewrite", "UrlRewriteConfig": { "Rewrites": [{ "Regex": "c", "Replace": "d" }] } },
        ])
    );
}

#[test]
fn callers_sign_in_before_they_are_forwarded() {
    let properties = json!({
        "DefaultActions": [{ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "404" } }],
        "LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/web/1",
    });
    let listener = Resource::<crate::aws::elasticloadbalancingv2::Listener>::typed("Web", properties);
    let cognito = AlbAuth::cognito("arn:pool", "client", "domain")
        .unauthenticated(Unauthenticated::Deny)
        .scope("openid email")
        .session_cookie_name("session")
        .session_timeout(3600)
        .extra_parameter("prompt", "login");
    let of = |auth: AlbAuth| {
        let alb = Alb::of(&listener, 1).path(["/a"]).authenticate(auth);
        let resources = made(project(function("slash").on(alb)).add(listener.clone()));
        one(&resources, "AWS::ElasticLoadBalancingV2::ListenerRule").1["Properties"].clone()
    };
    let rule = of(cognito);
    assert_eq!(rule["ListenerArn"], json!({ "Ref": "Web" }));
    assert_eq!(rule["Actions"][1]["Order"], 2);
    assert_eq!(
        rule["Actions"][0],
        json!({ "Type": "authenticate-cognito", "Order": 1, "AuthenticateCognitoConfig": {
            "UserPoolArn": "arn:pool", "UserPoolClientId": "client", "UserPoolDomain": "domain",
            "OnUnauthenticatedRequest": "deny", "Scope": "openid email", "SessionCookieName": "session",
            "SessionTimeout": 3600, "AuthenticationRequestExtraParams": { "prompt": "login" },
        } })
    );
    let oidc = AlbAuth::oidc(AlbOidc {
        issuer: "https://i".into(),
        authorization_endpoint: "https://i/a".into(),
        token_endpoint: "https://i/t".into(),
        user_info_endpoint: "https://i/u".into(),
        client_id: "client".into(),
        client_secret: Secret::secrets_manager("oidc", "secret").into(),
    });
    assert_eq!(
        of(oidc)["Actions"][0]["AuthenticateOidcConfig"],
        json!({
            "Issuer": "https://i", "AuthorizationEndpoint": "https://i/a", "TokenEndpoint": "https://i/t",
            "UserInfoEndpoint": "https://i/u", "ClientId": "client",
            "ClientSecret": "{{resolve:secretsmanager:oidc:SecretString:secret}}",
        })
    );
    let jwt = AlbAuth::jwt("https://i", "https://i/keys").claim("scope", ClaimForm::SpaceSeparated, ["read"]);
    assert_eq!(
        of(jwt)["Actions"][0],
        json!({ "Type": "jwt-validation", "Order": 1, "JwtValidationConfig": {
            "Issuer": "https://i", "JwksEndpoint": "https://i/keys",
            "AdditionalClaims": [{ "Name": "scope", "Format": "space-separated-values", "Values": ["read"] }],
        } })
    );
}

#[test]
fn two_rules_are_two_target_groups() {
    let twice = function("slash").on(Alb::arn(LISTENER, 1).path(["/a"])).on(Alb::arn(LISTENER, 2).path(["/b"]));
    let resources = made(project(twice));
    for kind in ["TargetGroup", "ListenerRule"] {
        assert_eq!(of_type(&resources, &format!("AWS::ElasticLoadBalancingV2::{kind}")).len(), 2);
    }
}
