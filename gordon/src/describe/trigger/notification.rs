//! What happens to the objects of a bucket, told to a queue, a topic or EventBridge.
//!
//! Owns [`Notification`], which a project or an app has: no function is invoked.

use serde_json::Value as Json;

use super::s3::{BucketEvents, S3Event};
use crate::aws;
use crate::describe::{Place, Resource, Value};

/// Events of a bucket that go to a queue, to a topic or to EventBridge; [`S3`](super::S3) is for functions.
///
/// ```
/// use gordon::prelude::*;
///
/// let uploads = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
/// let removed = Resource::<aws::sqs::Queue>::typed("Removed", json!({}));
/// let project = Project::new("shop")
///     .notification(Notification::of(&uploads).events([S3Event::ObjectRemoved]).to_queue(&removed))
///     .notification(Notification::existing("archive").to_event_bridge())
///     .add(uploads)
///     .add(removed);
/// ```
///
/// A queue or topic of this project gets a policy that lets this one bucket send to it; one that exists already, by ARN,
/// has to have one, and so has the key of an encrypted one.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html>
#[derive(Clone, Debug)]
pub struct Notification {
    pub(crate) source: BucketEvents,
    pub(crate) target: Option<NotificationTarget>,
    pub(crate) filtered: bool,
}

/// Where the events go.
#[derive(Clone, Debug)]
pub(crate) enum NotificationTarget {
    /// By ARN.
    Queue(Value<String>),
    Topic(Value<String>),
    EventBridge,
}

impl Notification {
    /// Objects created in a bucket of this project.
    #[track_caller]
    #[must_use]
    pub fn of(bucket: &Resource<aws::s3::Bucket>) -> Self {
        Self { source: BucketEvents::of(bucket), target: None, filtered: false }
    }

    /// Objects created in a bucket that exists already, by name. It is in the stack's region.
    #[track_caller]
    #[must_use]
    pub fn existing(bucket: impl Into<Value<String>>) -> Self {
        Self { source: BucketEvents::existing(bucket.into()), target: None, filtered: false }
    }

    /// What must happen, in place of [`S3Event::ObjectCreated`].
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item = S3Event>) -> Self {
        self.source.events = events.into_iter().collect();
        self.filtered = true;
        self
    }

    /// What the key begins with; see [`S3::prefix`](super::S3::prefix).
    #[must_use]
    pub fn prefix(mut self, prefix: &str) -> Self {
        self.source.prefix = Some(prefix.to_owned());
        self.filtered = true;
        self
    }

    /// What the key ends with; see [`S3::suffix`](super::S3::suffix).
    #[must_use]
    pub fn suffix(mut self, suffix: &str) -> Self {
        self.source.suffix = Some(suffix.to_owned());
        self.filtered = true;
        self
    }

    /// The account that owns an existing bucket; see [`S3::account`](super::S3::account).
    #[must_use]
    pub fn account(mut self, id: impl Into<Value<String>>) -> Self {
        self.source.account = id.into();
        self
    }

    /// To a queue of this project (not FIFO).
    #[must_use]
    pub fn to_queue(self, queue: &Resource<aws::sqs::Queue>) -> Self {
        self.to(NotificationTarget::Queue(queue.attribute("Arn")))
    }

    /// To a queue that exists already (not FIFO), by ARN.
    #[must_use]
    pub fn to_queue_arn(self, arn: impl Into<Value<String>>) -> Self {
        self.to(NotificationTarget::Queue(arn.into()))
    }

    /// To a topic of this project (not FIFO).
    #[must_use]
    pub fn to_topic(self, topic: &Resource<aws::sns::Topic>) -> Self {
        self.to(NotificationTarget::Topic(topic.reference()))
    }

    /// To a topic that exists already (not FIFO), by ARN.
    #[must_use]
    pub fn to_topic_arn(self, arn: impl Into<Value<String>>) -> Self {
        self.to(NotificationTarget::Topic(arn.into()))
    }

    /// To EventBridge: every event of the bucket goes to the account's default bus, whose rules choose.
    ///
    /// It is switched on, and stays on when this is taken away: nobody can tell who else relies on it.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html>
    #[must_use]
    pub fn to_event_bridge(self) -> Self {
        self.to(NotificationTarget::EventBridge)
    }

    fn to(mut self, target: NotificationTarget) -> Self {
        self.target = Some(target);
        self
    }

    pub(crate) fn place(&self) -> &Place {
        &self.source.place
    }

    pub(crate) fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.source.values(visit);
        match &self.target {
            Some(NotificationTarget::Queue(arn) | NotificationTarget::Topic(arn)) => visit(arn.json()),
            Some(NotificationTarget::EventBridge) | None => {}
        }
    }
}
