//! Rules of Kafka topics, of Amazon MSK and elsewhere: what needs provisioned pollers, and which credentials go together.

use serde_json::Value as Json;

use super::ranges::{self, Limit};
use super::{Scope, mapping};
use crate::check::Diagnostic;
use crate::describe::trigger::mapping::ACCESS;
use crate::describe::trigger::{EventSource, Mapping};
use crate::describe::{Kafka, Msk};

/// <https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html>
const LIMITS: [Limit; 1] =
    [("ProvisionedPollerConfig", "/MaximumPollers", 1, 2000, "the most number of Kafka's pollers")];

const MANAGED: &str = "AmazonManagedKafkaEventSourceConfig";
const SELF_MANAGED: &str = "SelfManagedKafkaEventSourceConfig";

/// What Lambda takes in provisioned mode only: the property, the member of it, and the setter.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html>,
/// <https://docs.aws.amazon.com/lambda/latest/dg/esm-logging.html>,
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html>
const PROVISIONED: [(&str, &str, &str); 7] = [
    ("BisectBatchOnFunctionError", "", "bisect_on_error"),
    ("FunctionResponseTypes", "", "partial_batch_responses"),
    ("LoggingConfig", "", "system_log_level"),
    ("MaximumRecordAgeInSeconds", "", "maximum_record_age"),
    ("MaximumRetryAttempts", "", "maximum_retry_attempts"),
    (MANAGED, "/SchemaRegistryConfig", "schema_registry"),
    (SELF_MANAGED, "/SchemaRegistryConfig", "schema_registry"),
];

pub(super) fn check_msk(scope: &Scope<'_>, msk: &Msk, findings: &mut Vec<Diagnostic>) {
    check(scope, msk, findings);
    credentials(msk, findings);
}

pub(super) fn check_kafka(scope: &Scope<'_>, kafka: &Kafka, findings: &mut Vec<Diagnostic>) {
    check(scope, kafka, findings);
    credentials(kafka, findings);
    let options = &kafka.mapped().options;
    let servers =
        options.get("SelfManagedEventSource").and_then(|source| source.pointer("/Endpoints/KafkaBootstrapServers"));
    let servers = servers.and_then(Json::as_array).map_or(0, Vec::len);
    if !(1..=10).contains(&servers) {
        let message = format!("the Kafka trigger has {servers} bootstrap servers");
        findings.push(Diagnostic::error(kafka.place(), message).label("it is 1 to 10"));
    }
    if options.get(SELF_MANAGED).is_some_and(|config| config["ConsumptionMode"] == "Queue") {
        for property in ["StartingPosition", "MaximumBatchingWindowInSeconds"] {
            if let Some(place) = options.place(property) {
                let what = if property == "StartingPosition" { "starting position" } else { "batch window" };
                findings.push(Diagnostic::error(place, format!("a topic that is read as a queue has no {what}")));
            }
        }
    }
    let kinds = kinds(kafka);
    // A VPC is both, or nothing that Lambda can use.
    if kinds.contains(&"VPC_SUBNET") != kinds.contains(&"VPC_SECURITY_GROUP") {
        findings.push(
            Diagnostic::error(kafka.place(), "a Kafka trigger in a VPC has subnets and security groups")
                .help("add `.subnet(id)` and `.security_group(id)`"),
        );
    }
    let oauth = kinds.contains(&"OAUTHBEARER_AUTH");
    let by_role = kinds.contains(&"IAM_OAUTHBEARER_AUTH");
    for kind in &kinds {
        let belongs = match *kind {
            "OAUTHBEARER_AUDIENCE" => oauth || by_role,
            "OAUTHBEARER_SCOPE" | "OAUTHBEARER_LOGICAL_CLUSTER" | "OAUTHBEARER_IDENTITY_POOL" => oauth,
            _ => true,
        };
        if !belongs {
            let place = options.place(ACCESS).unwrap_or(kafka.place());
            let setter = kind.replace("OAUTHBEARER", "oauth").to_lowercase();
            findings.push(
                Diagnostic::error(place, format!("`{setter}` is for OAuth credentials, and there are none"))
                    .help("add `.oauth(secret)`"),
            );
        }
    }
}

fn check(scope: &Scope<'_>, source: &dyn Mapping, findings: &mut Vec<Diagnostic>) {
    mapping::check(scope, source, findings);
    let (options, place) = (&source.mapped().options, source.place());
    ranges::check(options, &LIMITS, place, findings);
    if options.get("ProvisionedPollerConfig").is_none_or(|config| config.get("MinimumPollers").is_none()) {
        for (property, path, setter) in PROVISIONED {
            if options.get(property).is_some_and(|value| value.pointer(path).is_some()) {
                let place = options.place(property).unwrap_or(place);
                findings.push(
                    Diagnostic::error(place, format!("`{setter}` is for provisioned mode only"))
                        .help("add `.provisioned_pollers(least, most)`"),
                );
            }
        }
    }
    let topic = options.get("Topics").map(|topics| &topics[0]);
    let dead = options.get("DestinationConfig").map(|config| &config["OnFailure"]["Destination"]);
    if let (Some(topic), Some(dead)) = (topic.and_then(Json::as_str), dead.and_then(Json::as_str))
        && dead.strip_prefix("kafka://") == Some(topic)
    {
        let place = options.place("DestinationConfig").unwrap_or(place);
        findings.push(Diagnostic::error(place, "failures would go into the topic that they come from"));
    }
}

/// The kinds of a source's access configurations.
fn kinds(source: &dyn Mapping) -> Vec<&str> {
    let accesses = source.mapped().options.get(ACCESS).and_then(Json::as_array);
    accesses.into_iter().flatten().filter_map(|access| access["Type"].as_str()).collect()
}

/// One way to authenticate at most.
fn credentials(source: &dyn Mapping, findings: &mut Vec<Diagnostic>) {
    const WAYS: [&str; 7] = [
        "BASIC_AUTH",
        "CLIENT_CERTIFICATE_TLS_AUTH",
        "IAM_AUTH",
        "IAM_OAUTHBEARER_AUTH",
        "OAUTHBEARER_AUTH",
        "SASL_SCRAM_256_AUTH",
        "SASL_SCRAM_512_AUTH",
    ];
    let used: Vec<&str> = kinds(source).into_iter().filter(|kind| WAYS.contains(kind)).collect();
    if used.len() > 1 {
        let place = source.mapped().options.place(ACCESS).unwrap_or(source.place());
        let message = format!("a {} authenticates in one way, not in {}", source.name(), used.len());
        findings.push(Diagnostic::error(place, message).label(used.join(", ")));
    }
}
