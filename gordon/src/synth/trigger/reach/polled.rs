//! Sources that Lambda reads: queues, streams, brokers and their schema registries.

use super::{KEY, QUEUE, Row, SECRET, on, reaches};
use crate::describe::{
    ConsumptionMode, DocumentDb, FullDocument, Kafka, Kinesis, MappingMetric, Mq, Msk, OnFailure, PollerLogLevel,
    Project, SchemaRegistry, Sqs, StartingPosition, Stream,
};
use serde_json::json;

const CLUSTER: &str = "arn:aws:kafka:eu-west-1:111111111111:cluster/shop/1a2b-3";
const CHANGES: &str = "arn:aws:dynamodb:eu-west-1:111111111111:table/t/stream/2024-01-01T00:00:00.000";
const CLICKS: &str = "arn:aws:kinesis:eu-west-1:111111111111:stream/clicks";
const PATTERN: &str = r#"{"body":["x"]}"#;

fn pattern() -> serde_json::Value {
    json!({ "body": ["x"] })
}

pub(super) fn rows() -> Vec<Row> {
    [queues(), streams(), brokers(), msk(), kafka(), kafka_access(), registries()].concat()
}

fn queues() -> Vec<Row> {
    let mapping = reaches! { Sqs: Sqs::arn(QUEUE), on, "Lambda::EventSourceMapping";
        batch_size(7) => "/BatchSize": 7;
        batch_window(8) => "/MaximumBatchingWindowInSeconds": 8;
        enabled(false) => "/Enabled": false;
        filter(pattern()) => "/FilterCriteria/Filters/0/Pattern": PATTERN;
        filter_kms_key(KEY).filter(pattern()) => "/KmsKeyArn": KEY;
        maximum_concurrency(9) => "/ScalingConfig/MaximumConcurrency": 9;
        metric(MappingMetric::EventCount) => "/MetricsConfig/Metrics/0": "EventCount";
        partial_batch_responses() => "/FunctionResponseTypes/0": "ReportBatchItemFailures";
        provisioned_pollers(3, 11) => "/ProvisionedPollerConfig": { "MinimumPollers": 3, "MaximumPollers": 11 };
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
    };
    let role = reaches! { Sqs: Sqs::arn(QUEUE), on, "IAM::Role";
        encrypted_by(KEY) => "/Policies/0/PolicyDocument/Statement/2/Resource/0": KEY;
    };
    [mapping, role].concat()
}

/// The setters that both kinds of stream have.
macro_rules! stream {
    ($source:ident, $base:expr, $statement:literal) => {
        [
            reaches! { $source: $base, on, "Lambda::EventSourceMapping";
                batch_size(7) => "/BatchSize": 7;
                batch_window(8) => "/MaximumBatchingWindowInSeconds": 8;
                bisect_on_error(true) => "/BisectBatchOnFunctionError": true;
                enabled(false) => "/Enabled": false;
                filter(pattern()) => "/FilterCriteria/Filters/0/Pattern": PATTERN;
                filter_kms_key(KEY).filter(pattern()) => "/KmsKeyArn": KEY;
                from(StartingPosition::TrimHorizon) => "/StartingPosition": "TRIM_HORIZON";
                maximum_record_age(90) => "/MaximumRecordAgeInSeconds": 90;
                maximum_retry_attempts(4) => "/MaximumRetryAttempts": 4;
                metric(MappingMetric::EventCount) => "/MetricsConfig/Metrics/0": "EventCount";
                on_failure(OnFailure::queue(QUEUE)) => "/DestinationConfig/OnFailure/Destination": QUEUE;
                parallelization_factor(5) => "/ParallelizationFactor": 5;
                partial_batch_responses() => "/FunctionResponseTypes/0": "ReportBatchItemFailures";
                tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
                tumbling_window(6) => "/TumblingWindowInSeconds": 6;
            },
            reaches! { $source: $base, on, "IAM::Role";
                encrypted_by(KEY) => $statement: KEY;
            },
        ]
        .concat()
    };
}

fn streams() -> Vec<Row> {
    [
        stream!(Kinesis, Kinesis::arn(CLICKS), "/Policies/0/PolicyDocument/Statement/2/Resource/0"),
        stream!(Stream, Stream::arn(CHANGES), "/Policies/0/PolicyDocument/Statement/3/Resource/0"),
        reaches! { Kinesis: Kinesis::arn(CLICKS), on,
            "Kinesis::StreamConsumer";
            enhanced_fan_out() => "/StreamARN": CLICKS;
        },
    ]
    .concat()
}

fn mq() -> Mq {
    Mq::arn("arn:aws:mq:eu-west-1:111111111111:broker:shop:b-1", "orders", SECRET)
}

fn documents() -> DocumentDb {
    DocumentDb::arn("arn:aws:rds:eu-west-1:111111111111:cluster:shop", "shop", SECRET)
}

fn brokers() -> Vec<Row> {
    let mapping = reaches! { Mq: mq(), on, "Lambda::EventSourceMapping";
        batch_size(7) => "/BatchSize": 7;
        batch_window(8) => "/MaximumBatchingWindowInSeconds": 8;
        enabled(false) => "/Enabled": false;
        filter(pattern()) => "/FilterCriteria/Filters/0/Pattern": PATTERN;
        filter_kms_key(KEY).filter(pattern()) => "/KmsKeyArn": KEY;
        metric(MappingMetric::EventCount) => "/MetricsConfig/Metrics/0": "EventCount";
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
        virtual_host("/shop") => "/SourceAccessConfigurations/1": { "Type": "VIRTUAL_HOST", "URI": "/shop" };
    };
    let documents_mapping = reaches! { DocumentDb: documents(), on, "Lambda::EventSourceMapping";
        batch_size(7) => "/BatchSize": 7;
        batch_window(8) => "/MaximumBatchingWindowInSeconds": 8;
        collection("orders") => "/DocumentDBEventSourceConfig/CollectionName": "orders";
        enabled(false) => "/Enabled": false;
        from(StartingPosition::TrimHorizon) => "/StartingPosition": "TRIM_HORIZON";
        full_document(FullDocument::UpdateLookup) => "/DocumentDBEventSourceConfig/FullDocument": "UpdateLookup";
        metric(MappingMetric::EventCount) => "/MetricsConfig/Metrics/0": "EventCount";
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
    };
    let role = reaches! { Mq: mq(), on, "IAM::Role";
        encrypted_by(KEY) => "/Policies/0/PolicyDocument/Statement/4/Resource/0": KEY;
    };
    let documents_role = reaches! { DocumentDb: documents(), on, "IAM::Role";
        encrypted_by(KEY) => "/Policies/0/PolicyDocument/Statement/6/Resource/0": KEY;
    };
    [mapping, documents_mapping, role, documents_role].concat()
}

/// The setters that Kafka has wherever it runs.
macro_rules! kafka {
    ($source:ident, $base:expr) => {
        reaches! { $source: $base, on, "Lambda::EventSourceMapping";
            batch_size(7) => "/BatchSize": 7;
            batch_window(8) => "/MaximumBatchingWindowInSeconds": 8;
            bisect_on_error(true).provisioned_pollers(1, 2) => "/BisectBatchOnFunctionError": true;
            enabled(false) => "/Enabled": false;
            filter(pattern()) => "/FilterCriteria/Filters/0/Pattern": PATTERN;
            filter_kms_key(KEY).filter(pattern()) => "/KmsKeyArn": KEY;
            from(StartingPosition::AtTimestamp(12)) => "/StartingPositionTimestamp": 12;
            maximum_record_age(90).provisioned_pollers(1, 2) => "/MaximumRecordAgeInSeconds": 90;
            maximum_retry_attempts(4).provisioned_pollers(1, 2) => "/MaximumRetryAttempts": 4;
            metric(MappingMetric::EventCount) => "/MetricsConfig/Metrics/0": "EventCount";
            on_failure(OnFailure::queue(QUEUE)) => "/DestinationConfig/OnFailure/Destination": QUEUE;
            partial_batch_responses().provisioned_pollers(1, 2) =>
                "/FunctionResponseTypes/0": "ReportBatchItemFailures";
            poller_group("shared").provisioned_pollers(1, 2) => "/ProvisionedPollerConfig/PollerGroupName": "shared";
            provisioned_pollers(3, 11) => "/ProvisionedPollerConfig": { "MinimumPollers": 3, "MaximumPollers": 11 };
            system_log_level(PollerLogLevel::Warn).provisioned_pollers(1, 2) => "/LoggingConfig/SystemLogLevel": "WARN";
            tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
        }
    };
}

fn msk() -> Vec<Row> {
    let access = reaches! { Msk: Msk::arn(CLUSTER, "orders"), on, "Lambda::EventSourceMapping";
        consumer_group("g") => "/AmazonManagedKafkaEventSourceConfig/ConsumerGroupId": "g";
        mutual_tls(SECRET) => "/SourceAccessConfigurations/0":
            { "Type": "CLIENT_CERTIFICATE_TLS_AUTH", "URI": SECRET };
        sasl_scram_512(SECRET) => "/SourceAccessConfigurations/0": { "Type": "SASL_SCRAM_512_AUTH", "URI": SECRET };
        schema_registry(SchemaRegistry::confluent("https://r.example.com")).provisioned_pollers(1, 2) =>
            "/AmazonManagedKafkaEventSourceConfig/SchemaRegistryConfig/SchemaRegistryURI": "https://r.example.com";
    };
    let role = reaches! { Msk: Msk::arn(CLUSTER, "orders"), on, "IAM::Role";
        encrypted_by(KEY) => "/Policies/0/PolicyDocument/Statement/7/Resource/0": KEY;
        // Nobody enters by the role then.
        unauthenticated() => "/Policies/0/PolicyDocument/Statement/4": null;
    };
    [kafka!(Msk, Msk::arn(CLUSTER, "orders")), access, role].concat()
}

fn own_kafka() -> Kafka {
    Kafka::new(["b-1.example.com:9096"], "orders")
}

fn kafka() -> Vec<Row> {
    let config = reaches! { Kafka: own_kafka(), on, "Lambda::EventSourceMapping";
        consumer_group("g") => "/SelfManagedKafkaEventSourceConfig/ConsumerGroupId": "g";
        consumption_mode(ConsumptionMode::Queue) => "/SelfManagedKafkaEventSourceConfig/ConsumptionMode": "Queue";
        schema_registry(SchemaRegistry::confluent("https://r.example.com")).provisioned_pollers(1, 2) =>
            "/SelfManagedKafkaEventSourceConfig/SchemaRegistryConfig/SchemaRegistryURI": "https://r.example.com";
    };
    let role = reaches! { Kafka: own_kafka(), on, "IAM::Role";
        encrypted_by(KEY) => "/Policies/0/PolicyDocument/Statement/1/Resource/0": KEY;
    };
    [kafka!(Kafka, own_kafka()), config, role].concat()
}

fn kafka_access() -> Vec<Row> {
    reaches! { Kafka: own_kafka(), on, "Lambda::EventSourceMapping";
        iam(CLUSTER) => "/SourceAccessConfigurations/0": { "Type": "IAM_AUTH" };
        iam_oauth("kafka") => "/SourceAccessConfigurations/1": { "Type": "OAUTHBEARER_AUDIENCE", "URI": "kafka" };
        mutual_tls(SECRET) => "/SourceAccessConfigurations/0":
            { "Type": "CLIENT_CERTIFICATE_TLS_AUTH", "URI": SECRET };
        oauth(SECRET) => "/SourceAccessConfigurations/0": { "Type": "OAUTHBEARER_AUTH", "URI": SECRET };
        oauth_audience("a").oauth(SECRET) => "/SourceAccessConfigurations/0":
            { "Type": "OAUTHBEARER_AUDIENCE", "URI": "a" };
        oauth_identity_pool("p").oauth(SECRET) => "/SourceAccessConfigurations/0":
            { "Type": "OAUTHBEARER_IDENTITY_POOL", "URI": "p" };
        oauth_logical_cluster("c").oauth(SECRET) => "/SourceAccessConfigurations/0":
            { "Type": "OAUTHBEARER_LOGICAL_CLUSTER", "URI": "c" };
        oauth_scope("s").oauth(SECRET) => "/SourceAccessConfigurations/0": { "Type": "OAUTHBEARER_SCOPE", "URI": "s" };
        sasl_plain(SECRET) => "/SourceAccessConfigurations/0": { "Type": "BASIC_AUTH", "URI": SECRET };
        sasl_scram_256(SECRET) => "/SourceAccessConfigurations/0": { "Type": "SASL_SCRAM_256_AUTH", "URI": SECRET };
        sasl_scram_512(SECRET) => "/SourceAccessConfigurations/0": { "Type": "SASL_SCRAM_512_AUTH", "URI": SECRET };
        security_group("sg-1").subnet("subnet-1").security_group("sg-2") => "/SourceAccessConfigurations/0":
            { "Type": "VPC_SECURITY_GROUP", "URI": "security_group:sg-1" };
        server_root_ca(SECRET).mutual_tls(SECRET) => "/SourceAccessConfigurations/0":
            { "Type": "SERVER_ROOT_CA_CERTIFICATE", "URI": SECRET };
        subnet("subnet-2").subnet("subnet-1").security_group("sg-1") => "/SourceAccessConfigurations/0":
            { "Type": "VPC_SUBNET", "URI": "subnet:subnet-2" };
    }
}

fn registry() -> SchemaRegistry {
    SchemaRegistry::confluent("https://r.example.com")
}

fn read_by(registry: SchemaRegistry) -> Project {
    on(own_kafka().provisioned_pollers(1, 2).schema_registry(registry))
}

fn registries() -> Vec<Row> {
    reaches! { SchemaRegistry: registry(), read_by, "Lambda::EventSourceMapping";
        basic_auth(SECRET) => "/SelfManagedKafkaEventSourceConfig/SchemaRegistryConfig/AccessConfigs/0":
            { "Type": "BASIC_AUTH", "URI": SECRET };
        client_certificate(SECRET) => "/SelfManagedKafkaEventSourceConfig/SchemaRegistryConfig/AccessConfigs/0":
            { "Type": "CLIENT_CERTIFICATE_TLS_AUTH", "URI": SECRET };
        oauth(SECRET) => "/SelfManagedKafkaEventSourceConfig/SchemaRegistryConfig/AccessConfigs/0":
            { "Type": "OAUTHBEARER_AUTH", "URI": SECRET };
        server_root_ca(SECRET) => "/SelfManagedKafkaEventSourceConfig/SchemaRegistryConfig/AccessConfigs/0":
            { "Type": "SERVER_ROOT_CA_CERTIFICATE", "URI": SECRET };
        source_format() => "/SelfManagedKafkaEventSourceConfig/SchemaRegistryConfig/EventRecordFormat": "SOURCE";
        validate_key() => "/SelfManagedKafkaEventSourceConfig/SchemaRegistryConfig/SchemaValidationConfigs/0":
            { "Attribute": "KEY" };
        validate_value() => "/SelfManagedKafkaEventSourceConfig/SchemaRegistryConfig/SchemaValidationConfigs/0":
            { "Attribute": "VALUE" };
    }
}
