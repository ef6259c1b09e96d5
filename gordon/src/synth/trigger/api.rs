//! What APIs of all kinds become alike: domains and their mappings, access logs, roles, and the permission of authorizers.
//!
//! Owns resources that several APIs may share; each API's own are in its file.

use serde_json::{Map, Value as Json, json};

use super::Context;
use crate::describe::id::{Mark, Part};
use crate::describe::trigger::{AccessLog, Domain, DomainKind};
use crate::describe::{App, Function, Place, Statement, Value};
use crate::synth::Host;
use crate::synth::ids::{join, join_hashed};

/// The URI by which API Gateway calls a function.
pub(super) fn invoke_uri(function: &Json) -> Json {
    let uri =
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${function}/invocations";
    json!({ "Fn::Sub": [uri, { "function": function }] })
}

/// An ARN under an API: `path` is what comes after its ID.
pub(super) fn arn(api: &Json, path: &str) -> Json {
    let arn = format!("arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{api}}{path}");
    json!({ "Fn::Sub": [arn, { "api": api }] })
}

/// What is there only where a function is: its condition, as a mark, where it has one.
pub(super) fn condition(function: &Function) -> Option<Json> {
    function.settings.condition.as_ref().map(|condition| condition.value.mark())
}

/// `json` where a function's condition holds, and nothing elsewhere; without a condition, everywhere.
pub(super) fn where_there(condition: Option<&Json>, json: Json) -> Json {
    match condition {
        Some(condition) => json!({ "Fn::If": [condition, json, { "Ref": "AWS::NoValue" }] }),
        None => json,
    }
}

/// A resource that waits for others, by logical ID and condition: with `DependsOn` for those that are always there.
/// `DependsOn` names nothing that may be absent, so a property that there is, `through`, refers to the rest.
pub(super) fn waiting(
    kind: &str,
    mut properties: Map<String, Json>,
    through: &str,
    on: &[(String, Option<Json>)],
) -> Json {
    let (always, sometimes): (Vec<_>, Vec<_>) = on.iter().partition(|(_, condition)| condition.is_none());
    if !sometimes.is_empty() {
        let value = properties.remove(through).unwrap_or_default();
        let of = |(id, condition): &&(String, Option<Json>)| json!({ "Fn::If": [condition, { "Ref": id }, ""] });
        let list: Vec<Json> = std::iter::once(value).chain(sometimes.iter().map(of)).collect();
        properties.insert(through.to_owned(), json!({ "Fn::Select": [0, list] }));
    }
    let mut resource = json!({ "Type": kind, "Properties": properties });
    if !always.is_empty() {
        resource["DependsOn"] = always.iter().map(|(id, _)| id.as_str()).collect();
    }
    resource
}

/// Lets API Gateway call the function of an authorizer, where it is the project's.
pub(super) fn authorizer_permission(
    context: &mut Context<'_>,
    authorizer: &str,
    api: &Json,
    function: &Value<String>,
    place: &Place,
) {
    let is_own = function.json().get("Ref").and_then(Mark::read).is_some_and(|mark| mark.target.part == Part::Alias);
    if is_own {
        let arn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${api}/authorizers/${authorizer}";
        let id = json!({ "Fn::GetAtt": [authorizer, "AuthorizerId"] });
        let source = json!({ "SourceArn": { "Fn::Sub": [arn, { "api": api, "authorizer": id }] } });
        let function = function.json().clone();
        context.permission(&format!("{authorizer}Permission"), function, "apigateway.amazonaws.com", source, place);
    }
}

/// A role that API Gateway takes, with no more than these statements; its ARN.
pub(super) fn role(context: &mut Context<'_>, id: &str, statements: &[Statement], place: &Place) -> Json {
    let statements: Vec<Json> = statements.iter().map(Statement::json).collect();
    let properties = json!({
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "apigateway.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }] },
        "Policies": [{
            "PolicyName": "gordon",
            "PolicyDocument": { "Version": "2012-10-17", "Statement": statements },
        }],
    });
    context.resource(id, "AWS::IAM::Role", properties, place);
    json!({ "Fn::GetAtt": [id, "Arn"] })
}

/// The settings of a stage's access log: `fields` are what a line of JSON has, where the user said nothing.
pub(super) fn access_log(context: &mut Context<'_>, id: &str, log: &AccessLog, fields: &[(&str, &str)]) -> Json {
    let destination = match &log.destination {
        Some(arn) => arn.json().clone(),
        None => {
            let days = log.retention_days.as_ref().map(|days| days.value).or(context.log_retention_days);
            let properties = days.map_or(json!({}), |days| json!({ "RetentionInDays": days }));
            context.resource(id, "AWS::Logs::LogGroup", properties, &log.place);
            json!({ "Fn::GetAtt": [id, "Arn"] })
        }
    };
    let format = log.format.clone().unwrap_or_else(|| {
        let fields = fields.iter().map(|(name, variable)| format!("\"{name}\":\"$context.{variable}\""));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    });
    json!({ "DestinationArn": destination, "Format": format })
}

/// The account's role for API Gateway's logs, once a template; what waits for it gets the ID in `DependsOn`.
pub(super) fn account(context: &mut Context<'_>, place: &Place) -> &'static str {
    const ACCOUNT: &str = "ApiGatewayAccount";
    const ROLE: &str = "ApiGatewayLogRole";
    if context.template.has(ACCOUNT) {
        return ACCOUNT;
    }
    // Other APIs of the account use both when this stack is gone.
    let kept = |kind: &str, properties: Json| json!({ "Type": kind, "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": properties });
    let policy = "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs";
    let role = json!({
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "apigateway.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }] },
        "ManagedPolicyArns": [{ "Fn::Sub": policy }],
    });
    context.whole(ROLE, kept("AWS::IAM::Role", role), place);
    let account = json!({ "CloudWatchRoleArn": { "Fn::GetAtt": [ROLE, "Arn"] } });
    context.whole(ACCOUNT, kept("AWS::ApiGateway::Account", account), place);
    ACCOUNT
}

/// The domain, once a template, and the API's mapping to it; `stage` is a reference to the API's stage.
pub(super) fn domain(context: &mut Context<'_>, app: &App, kind: &str, domain: &Domain, api: &Json, stage: &Json) {
    // Nobody's name leads to an emulator, and it has neither the certificate nor the zone.
    if context.host == Host::Emulator {
        return;
    }
    let text = context.ids.text(domain.name.json());
    let id = join_hashed(&[], &text, "Domain");
    let name = match &domain.kind {
        DomainKind::Existing => domain.name.json().clone(),
        DomainKind::Regional(certificate) => {
            regional(context, &id, domain, certificate);
            json!({ "Ref": id })
        }
        DomainKind::Edge(certificate) => {
            edge(context, &id, domain, certificate);
            json!({ "Ref": id })
        }
    };
    let mapping = join_hashed(&[&app.name], &format!("{text} {}", domain.path), &format!("{kind}Mapping"));
    let path = Some(domain.path.as_str()).filter(|path| !path.is_empty());
    if domain.is_edge() {
        let mut properties = json!({ "DomainName": name, "RestApiId": api, "Stage": stage });
        if let Some(path) = path {
            properties["BasePath"] = Json::from(path);
        }
        context.resource(&mapping, "AWS::ApiGateway::BasePathMapping", properties, &domain.place);
    } else {
        let mut properties = json!({ "DomainName": name, "ApiId": api, "Stage": stage });
        if let Some(path) = path {
            properties["ApiMappingKey"] = Json::from(path);
        }
        context.resource(&mapping, "AWS::ApiGatewayV2::ApiMapping", properties, &domain.place);
    }
}

fn regional(context: &mut Context<'_>, id: &str, domain: &Domain, certificate: &Value<String>) {
    if context.template.has(id) {
        return;
    }
    let mut configuration = domain.endpoint.properties();
    configuration.insert("CertificateArn".to_owned(), certificate.json().clone());
    configuration.insert("EndpointType".to_owned(), "REGIONAL".into());
    configuration.entry("SecurityPolicy").or_insert_with(|| "TLS_1_2".into());
    let mut properties = domain.options.properties();
    properties.insert("DomainName".to_owned(), domain.name.json().clone());
    properties.insert("DomainNameConfigurations".to_owned(), json!([configuration]));
    mutual_tls(&mut properties, domain);
    context.resource(id, "AWS::ApiGatewayV2::DomainName", properties, &domain.place);
    records(context, id, domain, ["RegionalDomainName", "RegionalHostedZoneId"]);
}

fn edge(context: &mut Context<'_>, id: &str, domain: &Domain, certificate: &Value<String>) {
    if context.template.has(id) {
        return;
    }
    let mut properties = domain.endpoint.properties();
    let mut endpoint = json!({ "Types": ["EDGE"] });
    if let Some(kind) = properties.remove("IpAddressType") {
        endpoint["IpAddressType"] = kind;
    }
    properties.insert("EndpointConfiguration".to_owned(), endpoint);
    properties.insert("DomainName".to_owned(), domain.name.json().clone());
    properties.insert("CertificateArn".to_owned(), certificate.json().clone());
    properties.entry("SecurityPolicy").or_insert_with(|| "TLS_1_2".into());
    if let Some(Json::Object(tags)) = domain.options.get("Tags") {
        let tags = tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value }));
        properties.insert("Tags".to_owned(), tags.collect());
    }
    mutual_tls(&mut properties, domain);
    context.resource(id, "AWS::ApiGateway::DomainName", properties, &domain.place);
    records(context, id, domain, ["DistributionDomainName", "DistributionHostedZoneId"]);
}

fn mutual_tls(properties: &mut Map<String, Json>, domain: &Domain) {
    let mutual = domain.mutual_tls.properties();
    if !mutual.is_empty() {
        properties.insert("MutualTlsAuthentication".to_owned(), Json::Object(mutual));
    }
}

/// The domain's records in its hosted zone, as aliases of what API Gateway made.
fn records(context: &mut Context<'_>, id: &str, domain: &Domain, [name, zone]: [&str; 2]) {
    let Some(own_zone) = &domain.zone else { return };
    let dual = domain.endpoint.get("IpAddressType").is_some_and(|kind| kind == "dualstack");
    for (kind, suffix) in [("A", "Record"), ("AAAA", "RecordV6")].into_iter().take(if dual { 2 } else { 1 }) {
        let properties = json!({
            "HostedZoneId": own_zone,
            "Name": domain.name,
            "Type": kind,
            "AliasTarget": {
                "DNSName": { "Fn::GetAtt": [id, name] },
                "HostedZoneId": { "Fn::GetAtt": [id, zone] },
            },
        });
        context.resource(&format!("{id}{suffix}"), "AWS::Route53::RecordSet", properties, &domain.place);
    }
}

/// The ID of an API's own access log.
pub(super) fn log_id(app: &App, kind: &str) -> String {
    join(&[&app.name], &format!("{kind}AccessLog"))
}
