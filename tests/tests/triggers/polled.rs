//! What Lambda reads.

use gordon::prelude::*;

use crate::case::Case;

const KEY: &str = "arn:aws:kms:us-east-1:111111111111:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
const SECRET: &str = "arn:aws:secretsmanager:us-east-1:111111111111:secret:broker-AbCdEf";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "sqs",
        add: |parts| {
            let jobs = parts.typed::<aws::sqs::Queue>("Jobs", json!({ "VisibilityTimeout": 360 }));
            let orders =
                parts.typed::<aws::sqs::Queue>("Orders", json!({ "FifoQueue": true, "VisibilityTimeout": 360 }));
            parts
                .on(Sqs::of(&jobs)
                    .batch_size(100)
                    .batch_window(5)
                    .maximum_concurrency(10)
                    .filter(json!({ "body": { "kind": ["resize"] } }))
                    .partial_batch_responses())
                .on(Sqs::of(&orders).partial_batch_responses())
                .add(jobs)
                .add(orders)
        },
    },
    Case {
        name: "stream",
        add: |parts| {
            let cities = parts.typed::<aws::dynamodb::Table>(
                "Cities",
                json!({
                    "BillingMode": "PAY_PER_REQUEST",
                    "AttributeDefinitions": [{ "AttributeName": "city", "AttributeType": "S" }],
                    "KeySchema": [{ "AttributeName": "city", "KeyType": "HASH" }],
                    "StreamSpecification": { "StreamViewType": "NEW_AND_OLD_IMAGES" },
                }),
            );
            let dead = parts.typed::<aws::sqs::Queue>("Unread", json!({}));
            parts
                .on(Stream::of(&cities)
                    .from(StartingPosition::TrimHorizon)
                    .batch_size(50)
                    .filter(json!({ "eventName": ["INSERT", "MODIFY"] }))
                    .bisect_on_error(true)
                    .maximum_retry_attempts(5)
                    .maximum_record_age(3600)
                    .on_failure(OnFailure::queue(dead.arn())))
                .on(Stream::arn("arn:aws:dynamodb:us-east-1:111111111111:table/towns/stream/2026-01-01T00:00:00.000"))
                .add(cities)
                .add(dead)
        },
    },
    Case {
        name: "kinesis",
        add: |parts| {
            let clicks = parts.typed::<aws::kinesis::Stream>("Clicks", json!({ "ShardCount": 1 }));
            parts
                .on(Kinesis::of(&clicks)
                    .enhanced_fan_out()
                    .parallelization_factor(2)
                    .tumbling_window(60)
                    .partial_batch_responses())
                .on(Kinesis::arn("arn:aws:kinesis:us-east-1:111111111111:stream/views")
                    .from(StartingPosition::AtTimestamp(1_767_225_600)))
                .add(clicks)
        },
    },
    Case {
        name: "msk",
        add: |parts| {
            let cluster = "arn:aws:kafka:us-east-1:111111111111:cluster/shop/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0-1";
            parts.on(Msk::arn(cluster, "orders").batch_size(500).consumer_group("shipping")).on(Msk::arn(
                cluster, "returns",
            )
            .sasl_scram_512(SECRET)
            .encrypted_by(KEY)
            .provisioned_pollers(1, 4)
            .schema_registry(SchemaRegistry::confluent("https://registry.example.com").validate_value()))
        },
    },
    Case {
        name: "kafka",
        add: |parts| {
            let servers = ["b-1.example.com:9096", "b-2.example.com:9096"];
            parts
                .on(Kafka::new(servers, "orders")
                    .sasl_scram_512(SECRET)
                    .subnet("subnet-0123456789abcdef0")
                    .security_group("sg-0123456789abcdef0"))
                .on(Kafka::new(servers, "returns").mutual_tls(SECRET).on_failure(OnFailure::kafka_topic("dead")))
        },
    },
    Case {
        name: "mq",
        add: |parts| {
            let broker = |name| format!("arn:aws:mq:us-east-1:111111111111:broker:{name}:b-0f1e2d3c-4b5a-6978");
            parts.on(Mq::arn(broker("active"), "orders", SECRET).batch_size(10)).on(Mq::arn(
                broker("rabbit"),
                "returns",
                SECRET,
            )
            .virtual_host("/shop"))
        },
    },
    Case {
        name: "document_db",
        add: |parts| {
            let cluster = "arn:aws:rds:us-east-1:111111111111:cluster:shop";
            parts
                .on(DocumentDb::arn(cluster, "shop", SECRET).collection("orders"))
                .on(DocumentDb::arn(cluster, "stock", SECRET).full_document(FullDocument::UpdateLookup))
        },
    },
];
