//! Every setter of every source that Lambda reads, in the template and in the role.

use super::*;
use crate::aws;
use crate::describe::*;
use crate::synth::trigger::sample::{function, made, of_type, one, project, role_statements};

const KIND: &str = "AWS::Lambda::EventSourceMapping";
const KEY: &str = "arn:aws:kms:eu-west-1:111111111111:key/1";
const SECRET: &str = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf";
const DEAD: &str = "arn:aws:sqs:eu-west-1:111111111111:dead";

fn allow(actions: &[&str], on: Json) -> Json {
    json!({ "Effect": "Allow", "Action": actions, "Resource": [on] })
}

fn network() -> Json {
    allow(
        &[
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs",
        ],
        json!("*"),
    )
}

#[test]
fn every_setter_of_a_queue_reaches_the_template() {
    let jobs = Resource::<aws::sqs::Queue>::typed("Jobs", json!({}));
    let table = json!({
        "AttributeDefinitions": [{ "AttributeName": "city", "AttributeType": "S" }],
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{ "AttributeName": "city", "KeyType": "HASH" }],
    });
    let table = Resource::untyped("Cities", "AWS::DynamoDB::Table", table);
    let made = made(
        project(
            function("slash").on(Sqs::of(&jobs)
                .batch_size(100)
                .batch_window(5)
                .enabled(false)
                .encrypted_by(KEY)
                .filter(json!({ "body": { "kind": ["resize"] } }))
                .filter(json!({ "body": { "table": [table.reference()] } }))
                .filter_kms_key(KEY)
                .maximum_concurrency(2)
                .metric(MappingMetric::EventCount)
                .partial_batch_responses()
                .tag("team", "weather")),
        )
        .add(jobs)
        .add(table),
    );
    let (id, mapping) = one(&made, KIND);
    assert!(id.starts_with("SlackSlashJobs") && id.ends_with("SqsMapping"), "{id}");
    let arn = json!({ "Fn::GetAtt": ["Jobs", "Arn"] });
    assert_eq!(
        mapping["Properties"],
        json!({
            "BatchSize": 100,
            "Enabled": false,
            "EventSourceArn": arn,
            "FilterCriteria": { "Filters": [
                { "Pattern": r#"{"body":{"kind":["resize"]}}"# },
                { "Pattern": { "Fn::Join": ["", [r#"{"body":{"table":[""#, { "Ref": "Cities" }, r#""]}}"#]] } },
            ] },
            "FunctionName": { "Ref": "SlackSlashAlias" },
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "KmsKeyArn": KEY,
            "MaximumBatchingWindowInSeconds": 5,
            "MetricsConfig": { "Metrics": ["EventCount"] },
            "ScalingConfig": { "MaximumConcurrency": 2 },
            "Tags": [{ "Key": "team", "Value": "weather" }],
        })
    );
    assert_eq!(
        role_statements(&made),
        [
            allow(&["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], arn),
            allow(&["kms:Decrypt"], json!(KEY)),
        ]
    );
}

#[test]
fn every_setter_of_a_stream_reaches_the_template() {
    let orders = Resource::<aws::dynamodb::GlobalTable>::typed(
        "Orders",
        json!({
            "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
            "Replicas": [{ "Region": "eu-west-1" }],
            "StreamSpecification": { "StreamViewType": "KEYS_ONLY" },
        }),
    );
    let stream = Stream::of(&orders)
        .batch_size(10)
        .batch_window(300)
        .bisect_on_error(true)
        .enabled(true)
        .filter(json!({ "eventName": ["INSERT"] }))
        .from(StartingPosition::TrimHorizon)
        .maximum_record_age(60)
        .maximum_retry_attempts(0)
        .metric(MappingMetric::EventCount)
        .on_failure(OnFailure::topic("arn:aws:sns:eu-west-1:111111111111:gone"))
        .on_failure(OnFailure::bucket("arn:aws:s3:::gone"))
        .parallelization_factor(10)
        .partial_batch_responses()
        .tag("team", "weather")
        .tumbling_window(900);
    let made = made(project(function("slash").on(stream)).add(orders));
    let (_, mapping) = one(&made, KIND);
    let arn = json!({ "Fn::GetAtt": ["Orders", "StreamArn"] });
    assert_eq!(
        mapping["Properties"],
        json!({
            "BatchSize": 10,
            "BisectBatchOnFunctionError": true,
            "DestinationConfig": { "OnFailure": { "Destination": "arn:aws:s3:::gone" } },
            "Enabled": true,
            "EventSourceArn": arn,
            "FilterCriteria": { "Filters": [{ "Pattern": r#"{"eventName":["INSERT"]}"# }] },
            "FunctionName": { "Ref": "SlackSlashAlias" },
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "MaximumBatchingWindowInSeconds": 300,
            "MaximumRecordAgeInSeconds": 60,
            "MaximumRetryAttempts": 0,
            "MetricsConfig": { "Metrics": ["EventCount"] },
            "ParallelizationFactor": 10,
            "StartingPosition": "TRIM_HORIZON",
            "Tags": [{ "Key": "team", "Value": "weather" }],
            "TumblingWindowInSeconds": 900,
        })
    );
    assert_eq!(
        role_statements(&made),
        [
            allow(&["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], arn),
            allow(&["dynamodb:ListStreams"], json!("*")),
            allow(&["s3:ListBucket"], json!("arn:aws:s3:::gone")),
            allow(&["s3:PutObject"], json!("arn:aws:s3:::gone/*")),
        ],
        "the first destination leaves nothing behind"
    );
}

#[test]
fn a_position_that_changes_leaves_no_time_behind() {
    let at = |kinesis: Kinesis| one(&made(project(function("slash").on(kinesis))), KIND).1["Properties"].clone();
    let stream = || Kinesis::arn("arn:aws:kinesis:eu-west-1:111111111111:stream/clicks");
    assert_eq!(at(stream())["StartingPosition"], "LATEST");
    let since = at(stream().from(StartingPosition::AtTimestamp(1_700_000_000)));
    assert_eq!(since["StartingPosition"], "AT_TIMESTAMP");
    assert_eq!(since["StartingPositionTimestamp"], 1_700_000_000);
    let latest = stream().from(StartingPosition::AtTimestamp(1)).from(StartingPosition::Latest);
    assert_eq!(at(latest).get("StartingPositionTimestamp"), None);
}

const CLUSTER: &str = "arn:aws:kafka:eu-west-1:111111111111:cluster/shop/1a2b-3";

#[test]
fn every_setter_of_msk_reaches_the_template() {
    let msk = Msk::arn(CLUSTER, "orders")
        .batch_size(1000)
        .batch_window(1)
        .bisect_on_error(true)
        .consumer_group("shipping")
        .enabled(true)
        .encrypted_by(KEY)
        .filter(json!({ "value": { "kind": ["placed"] } }))
        .filter_kms_key(KEY)
        .from(StartingPosition::AtTimestamp(1))
        .maximum_record_age(600)
        .maximum_retry_attempts(1)
        .metric(MappingMetric::ErrorCount)
        .metric(MappingMetric::KafkaMetrics)
        .mutual_tls(SECRET)
        .on_failure(OnFailure::queue(DEAD))
        .partial_batch_responses()
        .poller_group("shared")
        .provisioned_pollers(1, 4)
        .schema_registry(
            SchemaRegistry::confluent("https://registry.example.com")
                .basic_auth(SECRET)
                .server_root_ca(SECRET)
                .source_format()
                .validate_key()
                .validate_value(),
        )
        .system_log_level(PollerLogLevel::Debug)
        .tag("team", "weather");
    let made = made(project(function("slash").on(msk)));
    let (id, mapping) = one(&made, KIND);
    assert!(id.ends_with("MskMapping"), "{id}");
    assert_eq!(
        mapping["Properties"],
        json!({
            "AmazonManagedKafkaEventSourceConfig": {
                "ConsumerGroupId": "shipping",
                "SchemaRegistryConfig": {
                    "AccessConfigs": [
                        { "Type": "BASIC_AUTH", "URI": SECRET },
                        { "Type": "SERVER_ROOT_CA_CERTIFICATE", "URI": SECRET },
                    ],
                    "EventRecordFormat": "SOURCE",
                    "SchemaRegistryURI": "https://registry.example.com",
                    "SchemaValidationConfigs": [{ "Attribute": "KEY" }, { "Attribute": "VALUE" }],
                },
            },
            "BatchSize": 1000,
            "BisectBatchOnFunctionError": true,
            "DestinationConfig": { "OnFailure": { "Destination": DEAD } },
            "Enabled": true,
            "EventSourceArn": CLUSTER,
            "FilterCriteria": { "Filters": [{ "Pattern": r#"{"value":{"kind":["placed"]}}"# }] },
            "FunctionName": { "Ref": "SlackSlashAlias" },
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "KmsKeyArn": KEY,
            "LoggingConfig": { "SystemLogLevel": "DEBUG" },
            "MaximumBatchingWindowInSeconds": 1,
            "MaximumRecordAgeInSeconds": 600,
            "MaximumRetryAttempts": 1,
            "MetricsConfig": { "Metrics": ["ErrorCount", "KafkaMetrics"] },
            "ProvisionedPollerConfig": { "MaximumPollers": 4, "MinimumPollers": 1, "PollerGroupName": "shared" },
            "SourceAccessConfigurations": [{ "Type": "CLIENT_CERTIFICATE_TLS_AUTH", "URI": SECRET }],
            "StartingPosition": "AT_TIMESTAMP",
            "StartingPositionTimestamp": 1,
            "Tags": [{ "Key": "team", "Value": "weather" }],
            "Topics": ["orders"],
        })
    );
    let secret = allow(&["secretsmanager:GetSecretValue"], json!(SECRET));
    assert_eq!(
        role_statements(&made),
        [
            allow(&["kafka:DescribeClusterV2"], json!(CLUSTER)),
            allow(&["kafka:GetBootstrapBrokers"], json!("*")),
            network(),
            allow(&["kms:Decrypt"], json!(KEY)),
            secret.clone(),
            allow(&["sqs:SendMessage"], json!(DEAD)),
            secret.clone(),
            secret,
        ]
    );
}

#[test]
fn msk_is_entered_by_the_role_unless_told_otherwise() {
    let cluster = json!({
        "ClientAuthentication": { "Sasl": { "Iam": { "Enabled": true } } },
        "ClusterName": "shop",
        "VpcConfigs": [{ "SubnetIds": ["subnet-11111111", "subnet-22222222"] }],
    });
    let shop = Resource::<aws::msk::ServerlessCluster>::typed("Shop", cluster);
    let dead = OnFailure::kafka_topic("dead");
    let entered = made(project(function("slash").on(Msk::of(&shop, "orders").on_failure(dead))).add(shop.clone()));
    let (arn, split) = (
        json!({ "Fn::GetAtt": ["Shop", "Arn"] }),
        json!({ "Fn::Split": [":cluster/", { "Fn::GetAtt": ["Shop", "Arn"] }] }),
    );
    let within = |kind: &str, name: &str| json!({ "Fn::Join": ["", [{ "Fn::Join": [format!(":{kind}/"), split] }, format!("/{name}")]] });
    assert_eq!(
        role_statements(&entered)[3..],
        [
            allow(&["kafka-cluster:Connect", "kafka-cluster:DescribeClusterDynamicConfiguration"], arn),
            allow(&["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], within("topic", "orders")),
            allow(&["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"], within("group", "*")),
            allow(&["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"], within("topic", "dead")),
        ]
    );
    for other in [Msk::of(&shop, "orders").unauthenticated(), Msk::of(&shop, "orders").sasl_scram_512(SECRET)] {
        let made = made(project(function("slash").on(other)).add(shop.clone()));
        assert!(!Json::from(role_statements(&made)).to_string().contains("kafka-cluster:"));
    }
}

#[test]
fn every_setter_of_kafka_reaches_the_template() {
    let kafka = || Kafka::new(["b-1.example.com:9096"], "orders");
    let properties = |kafka: Kafka| {
        let made = made(project(function("slash").on(kafka)));
        let (id, mapping) = one(&made, KIND);
        assert!(id.ends_with("KafkaMapping"), "{id}");
        (mapping["Properties"].clone(), role_statements(&made))
    };
    let (all, statements) = properties(
        kafka()
            .batch_size(1)
            .batch_window(2)
            .bisect_on_error(false)
            .consumer_group("shipping")
            .consumption_mode(ConsumptionMode::Stream)
            .enabled(true)
            .filter(json!({ "value": { "kind": ["placed"] } }))
            .from(StartingPosition::TrimHorizon)
            .maximum_record_age(600)
            .maximum_retry_attempts(1)
            .metric(MappingMetric::ErrorCount)
            .on_failure(OnFailure::kafka_topic("dead"))
            .partial_batch_responses()
            .poller_group("shared")
            .provisioned_pollers(1, 4)
            .oauth(SECRET)
            .oauth_scope("read")
            .oauth_audience("kafka")
            .oauth_logical_cluster("lkc-1")
            .oauth_identity_pool("pool-1")
            .server_root_ca(SECRET)
            .subnet("subnet-1")
            .subnet("subnet-2")
            .security_group("sg-1")
            .schema_registry(
                SchemaRegistry::glue_arn("arn:aws:glue:eu-west-1:111111111111:registry/r")
                    .client_certificate(SECRET)
                    .oauth(SECRET),
            )
            .system_log_level(PollerLogLevel::Warn)
            .tag("team", "weather"),
    );
    assert_eq!(
        all,
        json!({
            "BatchSize": 1,
            "BisectBatchOnFunctionError": false,
            "DestinationConfig": { "OnFailure": { "Destination": "kafka://dead" } },
            "Enabled": true,
            "FilterCriteria": { "Filters": [{ "Pattern": r#"{"value":{"kind":["placed"]}}"# }] },
            "FunctionName": { "Ref": "SlackSlashAlias" },
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "LoggingConfig": { "SystemLogLevel": "WARN" },
            "MaximumBatchingWindowInSeconds": 2,
            "MaximumRecordAgeInSeconds": 600,
            "MaximumRetryAttempts": 1,
            "MetricsConfig": { "Metrics": ["ErrorCount"] },
            "ProvisionedPollerConfig": { "MaximumPollers": 4, "MinimumPollers": 1, "PollerGroupName": "shared" },
            "SelfManagedEventSource": { "Endpoints": { "KafkaBootstrapServers": ["b-1.example.com:9096"] } },
            "SelfManagedKafkaEventSourceConfig": {
                "ConsumerGroupId": "shipping",
                "ConsumptionMode": "Stream",
                "SchemaRegistryConfig": {
                    "AccessConfigs": [
                        { "Type": "CLIENT_CERTIFICATE_TLS_AUTH", "URI": SECRET },
                        { "Type": "OAUTHBEARER_AUTH", "URI": SECRET },
                    ],
                    "EventRecordFormat": "JSON",
                    "SchemaRegistryURI": "arn:aws:glue:eu-west-1:111111111111:registry/r",
                },
            },
            "SourceAccessConfigurations": [
                { "Type": "OAUTHBEARER_AUTH", "URI": SECRET },
                { "Type": "OAUTHBEARER_SCOPE", "URI": "read" },
                { "Type": "OAUTHBEARER_AUDIENCE", "URI": "kafka" },
                { "Type": "OAUTHBEARER_LOGICAL_CLUSTER", "URI": "lkc-1" },
                { "Type": "OAUTHBEARER_IDENTITY_POOL", "URI": "pool-1" },
                { "Type": "SERVER_ROOT_CA_CERTIFICATE", "URI": SECRET },
                { "Type": "VPC_SUBNET", "URI": "subnet:subnet-1" },
                { "Type": "VPC_SUBNET", "URI": "subnet:subnet-2" },
                { "Type": "VPC_SECURITY_GROUP", "URI": "security_group:sg-1" },
            ],
            "StartingPosition": "TRIM_HORIZON",
            "Tags": [{ "Key": "team", "Value": "weather" }],
            "Topics": ["orders"],
        })
    );
    let secret = allow(&["secretsmanager:GetSecretValue"], json!(SECRET));
    assert_eq!(
        statements,
        [
            network(),
            secret.clone(),
            secret.clone(),
            allow(&["glue:GetRegistry"], json!("arn:aws:glue:eu-west-1:111111111111:registry/r")),
            allow(&["glue:GetSchemaVersion"], json!("*")),
            secret.clone(),
            secret.clone(),
        ]
    );
    for (one_way, kind) in [
        (kafka().sasl_plain(SECRET), "BASIC_AUTH"),
        (kafka().sasl_scram_256(SECRET), "SASL_SCRAM_256_AUTH"),
        (kafka().sasl_scram_512(SECRET), "SASL_SCRAM_512_AUTH"),
        (kafka().mutual_tls(SECRET), "CLIENT_CERTIFICATE_TLS_AUTH"),
    ] {
        let (one_way, statements) = properties(one_way);
        assert_eq!(one_way["SourceAccessConfigurations"], json!([{ "Type": kind, "URI": SECRET }]));
        assert_eq!(statements, std::slice::from_ref(&secret));
    }
    let (queue, statements) = properties(kafka().consumption_mode(ConsumptionMode::Queue));
    assert_eq!(queue["SelfManagedKafkaEventSourceConfig"], json!({ "ConsumptionMode": "Queue" }));
    assert_eq!((queue.get("StartingPosition"), statements.len()), (None, 0));
    let (by_role, statements) = properties(kafka().iam(CLUSTER).consumer_group("g"));
    assert_eq!(by_role["SourceAccessConfigurations"], json!([{ "Type": "IAM_AUTH" }]));
    let group = "arn:aws:kafka:eu-west-1:111111111111:group/shop/1a2b-3/g";
    assert_eq!(statements[2]["Resource"], json!([group]));
    let (by_token, statements) = properties(kafka().iam_oauth("kafka"));
    let accesses = json!([{ "Type": "IAM_OAUTHBEARER_AUTH" }, { "Type": "OAUTHBEARER_AUDIENCE", "URI": "kafka" }]);
    assert_eq!(by_token["SourceAccessConfigurations"], accesses);
    assert_eq!(statements[0]["Condition"]["ForAllValues:StringEquals"]["sts:IdentityTokenAudience"], "kafka");
}

#[test]
fn every_setter_of_a_broker_reaches_the_template() {
    let broker = json!({
        "BrokerName": "shop",
        "DeploymentMode": "SINGLE_INSTANCE",
        "EngineType": "RABBITMQ",
        "HostInstanceType": "mq.m5.large",
        "PubliclyAccessible": false,
        "Users": [{ "Password": "{{resolve:secretsmanager:shop}}", "Username": "shop" }],
    });
    let shop = Resource::<aws::amazonmq::Broker>::typed("Shop", broker);
    let mq = Mq::of(&shop, "orders", SECRET)
        .batch_size(20)
        .batch_window(1)
        .enabled(true)
        .encrypted_by(KEY)
        .filter(json!({ "data": { "kind": ["placed"] } }))
        .filter_kms_key(KEY)
        .metric(MappingMetric::EventCount)
        .tag("team", "weather")
        .virtual_host("/shop");
    let made = made(project(function("slash").on(mq)).add(shop));
    let (_, mapping) = one(&made, KIND);
    let arn = json!({ "Fn::GetAtt": ["Shop", "Arn"] });
    assert_eq!(
        mapping["Properties"],
        json!({
            "BatchSize": 20,
            "Enabled": true,
            "EventSourceArn": arn,
            "FilterCriteria": { "Filters": [{ "Pattern": r#"{"data":{"kind":["placed"]}}"# }] },
            "FunctionName": { "Ref": "SlackSlashAlias" },
            "KmsKeyArn": KEY,
            "MaximumBatchingWindowInSeconds": 1,
            "MetricsConfig": { "Metrics": ["EventCount"] },
            "Queues": ["orders"],
            "SourceAccessConfigurations": [
                { "Type": "BASIC_AUTH", "URI": SECRET },
                { "Type": "VIRTUAL_HOST", "URI": "/shop" },
            ],
            "Tags": [{ "Key": "team", "Value": "weather" }],
        })
    );
    assert_eq!(
        role_statements(&made),
        [
            allow(&["mq:DescribeBroker"], arn),
            network(),
            allow(&["secretsmanager:GetSecretValue"], json!(SECRET)),
            allow(&["kms:Decrypt"], json!(KEY)),
        ]
    );
}

#[test]
fn every_setter_of_document_db_reaches_the_template() {
    let shop = Resource::<aws::docdb::DBCluster>::typed("Shop", json!({}));
    let documents = DocumentDb::of(&shop, "shop", SECRET)
        .batch_size(5)
        .batch_window(1)
        .collection("orders")
        .enabled(true)
        .encrypted_by(KEY)
        .from(StartingPosition::TrimHorizon)
        .full_document(FullDocument::UpdateLookup)
        .metric(MappingMetric::EventCount)
        .tag("team", "weather");
    let made = made(project(function("slash").on(documents)).add(shop));
    let (id, mapping) = one(&made, KIND);
    assert!(id.starts_with("SlackSlashShopShopOrders"), "{id}");
    let rds = |rest: Json| {
        let mut parts = vec![
            json!("arn:"),
            json!({ "Ref": "AWS::Partition" }),
            json!(":rds:"),
            json!({ "Ref": "AWS::Region" }),
            json!(":"),
            json!({ "Ref": "AWS::AccountId" }),
        ];
        parts.extend(rest.as_array().cloned().unwrap_or_default());
        json!({ "Fn::Join": ["", parts] })
    };
    let arn = rds(json!([":cluster:", { "Ref": "Shop" }]));
    assert_eq!(
        mapping["Properties"],
        json!({
            "BatchSize": 5,
            "DocumentDBEventSourceConfig": {
                "CollectionName": "orders", "DatabaseName": "shop", "FullDocument": "UpdateLookup",
            },
            "Enabled": true,
            "EventSourceArn": arn,
            "FunctionName": { "Ref": "SlackSlashAlias" },
            "MaximumBatchingWindowInSeconds": 1,
            "MetricsConfig": { "Metrics": ["EventCount"] },
            "SourceAccessConfigurations": [{ "Type": "BASIC_AUTH", "URI": SECRET }],
            "StartingPosition": "TRIM_HORIZON",
            "Tags": [{ "Key": "team", "Value": "weather" }],
        })
    );
    assert_eq!(
        role_statements(&made),
        [
            allow(&["rds:DescribeDBClusters"], arn),
            allow(&["rds:DescribeDBClusterParameters"], rds(json!([":cluster-pg:*"]))),
            allow(&["rds:DescribeDBSubnetGroups"], rds(json!([":subgrp:*"]))),
            network(),
            allow(&["secretsmanager:GetSecretValue"], json!(SECRET)),
            allow(&["kms:Decrypt"], json!(KEY)),
        ]
    );
}

#[test]
fn several_sources_of_a_kind_have_mappings_of_their_own() {
    let queues = ["Jobs", "Rest"].map(|name| Resource::<aws::sqs::Queue>::typed(name, json!({})));
    let [jobs, rest] = &queues;
    let both =
        function("slash").on(Sqs::of(jobs)).on(Sqs::of(rest)).on(Msk::arn(CLUSTER, "one")).on(Msk::arn(CLUSTER, "two"));
    let swapped =
        function("slash").on(Msk::arn(CLUSTER, "two")).on(Msk::arn(CLUSTER, "one")).on(Sqs::of(rest)).on(Sqs::of(jobs));
    let ids = |function: Function| {
        let made = made(project(function).add(jobs.clone()).add(rest.clone()));
        of_type(&made, KIND).into_iter().map(|(id, _)| id.to_owned()).collect::<Vec<_>>()
    };
    let first = ids(both);
    assert_eq!(first.len(), 4, "{first:?}");
    assert_eq!(first, ids(swapped), "order says nothing");
}
