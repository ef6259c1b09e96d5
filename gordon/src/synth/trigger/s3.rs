//! Notifications of buckets: permissions and policies of their targets, and one custom resource a bucket.
//!
//! Owns that all notifications of a bucket are written together: see [`S3`](crate::describe::S3) for why not by
//! CloudFormation's own property.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::{Context, policy, triggers};
use crate::describe::id::Mark;
use crate::describe::trigger::{BucketEvents, NotificationTarget};
use crate::describe::{Notification, Project, S3, Trigger};
use crate::synth::canonical;
use crate::synth::ids::join_hashed;
use crate::synth::provider::{Kind, Provider, TIMEOUT};

const SERVICE: &str = "s3.amazonaws.com";

/// A bucket with what it tells and whom.
struct Bucket<'a> {
    events: &'a BucketEvents,
    /// By the name that tells each from the bucket's others.
    notifications: BTreeMap<String, Json>,
    event_bridge: bool,
    /// What S3 looks at when it takes the notifications.
    waits: BTreeSet<String>,
}

pub(super) fn add(context: &mut Context<'_>, project: &Project, provider: &mut Provider) {
    let mut buckets = BTreeMap::new();
    for (owner, trigger) in triggers(project) {
        let Trigger::S3(S3(events)) = trigger else { continue };
        let bucket = bucket(context, &mut buckets, events);
        let permission = owner.id(context, events.bucket.json(), "S3Permission");
        if bucket.waits.insert(permission.clone()) {
            let source = json!({ "SourceArn": events.arn, "SourceAccount": events.account });
            owner.permission(context, &permission, SERVICE, source, &events.place);
        }
        let id = owner.id(context, &events.key(), "");
        bucket.notifications.insert(id.clone(), notification(&id, "CloudFunction", owner.alias(), events));
    }
    // In the order of their names: the statements of a policy are a list.
    let others: BTreeMap<String, &Notification> =
        project.notifications().map(|notification| (id(context, notification), notification)).collect();
    for (id, notification) in others {
        let bucket = bucket(context, &mut buckets, &notification.source);
        to_others(context, bucket, notification, &id);
    }
    for (text, bucket) in &buckets {
        custom_resource(context, text, bucket, provider);
    }
}

fn bucket<'a, 'b>(
    context: &Context<'_>,
    buckets: &'b mut BTreeMap<String, Bucket<'a>>,
    events: &'a BucketEvents,
) -> &'b mut Bucket<'a> {
    let text = context.ids.text(events.bucket.json());
    buckets.entry(text).or_insert_with(|| Bucket {
        events,
        notifications: BTreeMap::new(),
        event_bridge: false,
        waits: BTreeSet::new(),
    })
}

/// A notification, in the words of the custom resource.
fn notification(id: &str, kind: &str, target: Json, events: &BucketEvents) -> Json {
    let names: BTreeSet<&str> = events.events.iter().map(|event| event.name()).collect();
    let mut notification = json!({ "Id": id, kind: target, "Events": names });
    for (name, part) in [("Prefix", &events.prefix), ("Suffix", &events.suffix)] {
        if let Some(part) = part {
            notification[name] = Json::from(part.as_str());
        }
    }
    notification
}

/// What tells a notification from all others.
fn id(context: &Context<'_>, made: &Notification) -> String {
    let target = match &made.target {
        Some(NotificationTarget::Queue(arn) | NotificationTarget::Topic(arn)) => arn.json().clone(),
        Some(NotificationTarget::EventBridge) | None => Json::Null,
    };
    join_hashed(&[], &context.ids.text(&json!([target, made.source.key()])), "")
}

fn to_others(context: &mut Context<'_>, bucket: &mut Bucket<'_>, made: &Notification, id: &str) {
    let source = &made.source;
    let condition = json!({
        "ArnEquals": { "aws:SourceArn": source.arn },
        "StringEquals": { "aws:SourceAccount": source.account },
    });
    let (name, arn) = match &made.target {
        Some(NotificationTarget::Queue(arn)) => {
            bucket.waits.extend(context.allow_sending_when(arn.json(), SERVICE, condition, made.place()));
            ("Queue", arn)
        }
        Some(NotificationTarget::Topic(arn)) => {
            if let Some(topic) = arn.json().get("Ref").and_then(Mark::read) {
                bucket.waits.insert(policy::allow_publishing(context, &topic, SERVICE, condition, made.place()));
            }
            ("Topic", arn)
        }
        Some(NotificationTarget::EventBridge) => {
            bucket.event_bridge = true;
            return;
        }
        // `check` refuses it.
        None => return,
    };
    bucket.notifications.insert(id.to_owned(), notification(id, name, arn.json().clone(), source));
}

fn custom_resource(context: &mut Context<'_>, text: &str, bucket: &Bucket<'_>, provider: &mut Provider) {
    let (kind, events) = (Kind::BucketNotifications, bucket.events);
    let mut properties = json!({
        "ServiceToken": provider.token(kind, events.arn.json()),
        "ServiceTimeout": TIMEOUT,
        "Bucket": events.bucket,
        "Account": events.account,
    });
    if !bucket.notifications.is_empty() {
        properties["Notifications"] = bucket.notifications.values().cloned().collect();
    }
    if bucket.event_bridge {
        properties["EventBridge"] = Json::from("true");
    }
    if let Some(own) = events.own() {
        properties["Own"] = Json::from("true");
        // CloudFormation may write the bucket's list anew when it changes the bucket: then ours comes after.
        let resource = context.template.get(&context.logical_id(&own));
        let digest = canonical::sha256(canonical::text(&json!(resource)).as_bytes());
        properties["BucketDigest"] = Json::from(&digest[..16]);
    }
    let mut resource = json!({ "Type": kind.name(), "Properties": properties });
    if !bucket.waits.is_empty() {
        resource["DependsOn"] = bucket.waits.iter().map(String::as_str).collect();
    }
    context.whole(&join_hashed(&[], text, "Notifications"), resource, &events.place);
}
