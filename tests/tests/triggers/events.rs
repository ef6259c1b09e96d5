//! Events, messages, times, objects and log lines that AWS brings to the function.

use gordon::prelude::*;

use crate::case::Case;

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "schedule",
        add: |parts| {
            parts.on(Schedule::new("warm", Rate::minutes(5)).input(json!({ "warm": true }))).on(Schedule::new(
                "report",
                cron!("0 6 ? * MON-FRI *"),
            )
            .description("On workdays")
            .enabled(false))
        },
    },
    Case {
        name: "scheduler",
        add: |parts| {
            let group = parts.typed::<aws::scheduler::ScheduleGroup>("Reports", json!({}));
            let dead = parts.typed::<aws::sqs::Queue>("Late", json!({}));
            parts
                .on(Scheduler::new("report", cron!("0 6 ? * MON-FRI *"))
                    .group(&group)
                    .time_zone("Europe/Madrid")
                    .flexible_window(15)
                    .maximum_retry_attempts(2)
                    .dead_letter(dead.arn()))
                .on(Scheduler::at("launch", "2030-01-01T09:00:00").input(json!({ "launch": true })))
                .add(group)
                .add(dead)
        },
    },
    Case {
        name: "event_pattern",
        add: |parts| {
            let shop = parts.typed::<aws::events::EventBus>("Shop", json!({ "Name": format!("{}-shop", parts.tag) }));
            let dead = parts.typed::<aws::sqs::Queue>("Lost", json!({}));
            parts
                .on(EventPattern::new("large")
                    .bus(&shop)
                    .source("shop.orders")
                    .detail_type("OrderPlaced")
                    .detail(json!({ "total": [{ "numeric": [">", 1000] }] }))
                    .input_transformer(InputTransformer::new(r#"{ "id": "<id>" }"#).path("id", "$.detail.id"))
                    .dead_letter(dead.arn()))
                .on(EventPattern::new("stopped").source("aws.ec2").input_path("$.detail").maximum_event_age(3600))
                .add(shop)
                .add(dead)
        },
    },
    Case {
        name: "s3",
        add: |parts| {
            let uploads = parts.typed::<aws::s3::Bucket>("Uploads", json!({}));
            let existing = format!("archive-of-{}", parts.tag);
            parts
                .on(S3::of(&uploads).prefix("photos/").suffix(".jpg"))
                .on(S3::of(&uploads).events([S3Event::ObjectRemoved]))
                .on(S3::existing(existing.as_str()).events([S3Event::ObjectTagging]))
                .add(uploads)
        },
    },
    Case {
        name: "notification",
        add: |parts| {
            let files = parts.typed::<aws::s3::Bucket>("Files", json!({}));
            let (queue, topic) = (
                parts.typed::<aws::sqs::Queue>("FilesQueue", json!({})),
                parts.typed::<aws::sns::Topic>("FilesTopic", json!({})),
            );
            let existing = format!("ledger-of-{}", parts.tag);
            parts
                .change(|app| {
                    app.notification(Notification::of(&files).prefix("in/").to_queue(&queue))
                        .notification(Notification::of(&files).prefix("out/").to_topic(&topic))
                        .notification(Notification::existing(existing.as_str()).to_event_bridge())
                })
                .add(files)
                .add(queue)
                .add(topic)
        },
    },
    Case {
        name: "sns",
        add: |parts| {
            let news = parts.typed::<aws::sns::Topic>("News", json!({}));
            let dead = parts.typed::<aws::sqs::Queue>("Unheard", json!({}));
            parts
                .on(Sns::of(&news)
                    .filter_policy(json!({ "kind": ["placed"] }))
                    .filter_policy_scope(FilterPolicyScope::MessageBody)
                    .dead_letter(dead.arn()))
                .on(Sns::arn("arn:aws:sns:eu-west-1:222222222222:alarms"))
                .add(news)
                .add(dead)
        },
    },
    Case {
        name: "logs",
        add: |parts| {
            let group = parts.typed::<aws::logs::LogGroup>("Access", json!({ "RetentionInDays": 7 }));
            parts.on(Logs::of(&group).filter_pattern("ERROR")).on(Logs::named("/shop/access")).add(group)
        },
    },
    Case {
        name: "iot",
        add: |parts| {
            parts
                .on(Iot::new("hot", "SELECT * FROM 'sensors/+' WHERE temperature > 60").sql_version("2016-03-23"))
                .on(Iot::new("cold", "SELECT * FROM 'sensors/+' WHERE temperature < 0").enabled(false))
        },
    },
    Case {
        name: "destination",
        add: |parts| {
            let (done, failed) = (
                parts.typed::<aws::sqs::Queue>("Done", json!({})),
                parts.typed::<aws::sns::Topic>("Failed", json!({})),
            );
            parts
                .function(|function| {
                    function
                        .on_success(Destination::queue(done.arn()))
                        .on_failure(Destination::topic(failed.topic_arn()))
                        .retries(1)
                        .max_event_age(3600)
                })
                .add(done)
                .add(failed)
        },
    },
];
