//! What happens to the objects of a bucket.
//!
//! Owns [`S3`], the events, and the part of a bucket's notifications that [`Notification`](super::Notification) shares.
//! The notifications of a bucket are one list: `synth` writes all of them at once, whichever function they call.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::EventSource;
use crate::aws;
use crate::describe::id::Mark;
use crate::describe::value::{account_id, sub};
use crate::describe::{Place, Resource, Value};

/// Objects that are created in a bucket, removed from it, restored, tagged and so on.
///
/// ```
/// use gordon::prelude::*;
///
/// let uploads = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
/// let thumbnail = Function::new("thumbnail")
///     .allow(Statement::allow(["s3:GetObject"]).on(sub("${b}/*", [("b", uploads.arn())])))
///     .environment("BUCKET", uploads.reference())
///     .on(S3::of(&uploads).events([S3Event::ObjectCreated]).prefix("photos/").suffix(".jpg"))
///     .on(S3::existing("a-bucket-that-exists").events([S3Event::ObjectRemovedDelete]));
/// ```
///
/// A bucket has one list of notifications, and CloudFormation can write it only as a whole, only for a bucket that it
/// makes, and only before anything that refers to the bucket: a function that reads the bucket would wait for the bucket,
/// and the bucket for the function. So Gordon writes it by a custom resource, which comes after both, for every bucket.
/// It keeps the notifications that it did not make, and the function's permission names this one bucket.
///
/// No two notifications of a bucket may overlap: the same event, with prefixes and suffixes that one key can match.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html>
#[derive(Clone, Debug)]
pub struct S3(pub(crate) BucketEvents);

/// Events of a bucket that go to one target.
#[derive(Clone, Debug)]
pub(crate) struct BucketEvents {
    /// The name, as a reference for a bucket of the project.
    pub(crate) bucket: Value<String>,
    pub(crate) arn: Value<String>,
    /// The account that owns the bucket.
    pub(crate) account: Value<String>,
    pub(crate) events: Vec<S3Event>,
    pub(crate) prefix: Option<String>,
    pub(crate) suffix: Option<String>,
    pub(crate) place: Place,
}

impl S3 {
    /// Objects created in a bucket of this project.
    #[track_caller]
    #[must_use]
    pub fn of(bucket: &Resource<aws::s3::Bucket>) -> Self {
        Self(BucketEvents::of(bucket))
    }

    /// Objects created in a bucket that exists already, by name. It is in the stack's region.
    #[track_caller]
    #[must_use]
    pub fn existing(bucket: impl Into<Value<String>>) -> Self {
        Self(BucketEvents::existing(bucket.into()))
    }

    /// What must happen, in place of [`S3Event::ObjectCreated`].
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item = S3Event>) -> Self {
        self.0.events = events.into_iter().collect();
        self
    }

    /// What the key begins with: at most 1,024 characters, as it stands in a URL (a space is `+`, `=` is `%3D`).
    #[must_use]
    pub fn prefix(mut self, prefix: &str) -> Self {
        self.0.prefix = Some(prefix.to_owned());
        self
    }

    /// What the key ends with, written as a [`prefix`](Self::prefix) is.
    #[must_use]
    pub fn suffix(mut self, suffix: &str) -> Self {
        self.0.suffix = Some(suffix.to_owned());
        self
    }

    /// The account that owns an existing bucket, where it is not the stack's. Its bucket policy has to let this
    /// account's roles call `s3:GetBucketNotification` and `s3:PutBucketNotification`.
    #[must_use]
    pub fn account(mut self, id: impl Into<Value<String>>) -> Self {
        self.0.account = id.into();
        self
    }
}

impl EventSource for S3 {
    fn kind(&self) -> &'static str {
        "S3 trigger"
    }

    fn place(&self) -> &Place {
        &self.0.place
    }

    fn key(&self) -> Json {
        self.0.key()
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.0.values(visit);
    }
}

impl BucketEvents {
    #[track_caller]
    pub(super) fn of(bucket: &Resource<aws::s3::Bucket>) -> Self {
        Self::new(bucket.reference(), bucket.attribute("Arn"))
    }

    #[track_caller]
    pub(super) fn existing(bucket: Value<String>) -> Self {
        let arn = sub("arn:${AWS::Partition}:s3:::${bucket}", [("bucket", bucket.clone())]);
        Self::new(bucket, arn)
    }

    #[track_caller]
    fn new(bucket: Value<String>, arn: Value<String>) -> Self {
        Self {
            bucket,
            arn,
            account: account_id(),
            events: vec![S3Event::ObjectCreated],
            prefix: None,
            suffix: None,
            place: Place::caller(),
        }
    }

    /// Bucket, filter and events: what no two notifications have in common.
    pub(crate) fn key(&self) -> Json {
        let events: BTreeSet<&str> = self.events.iter().map(|event| event.name()).collect();
        let [prefix, suffix] = [&self.prefix, &self.suffix].map(|part| part.as_deref().unwrap_or_default());
        json!([self.bucket, prefix, suffix, events])
    }

    /// The bucket's mark, where it belongs to this project.
    pub(crate) fn own(&self) -> Option<Mark> {
        Mark::read(self.bucket.json().get("Ref")?)
    }

    pub(super) fn values(&self, visit: &mut dyn FnMut(&Json)) {
        [&self.bucket, &self.arn, &self.account].map(Value::json).into_iter().for_each(visit);
    }
}

macro_rules! events {
    ($($(#[doc = $doc:literal])* $name:ident $text:literal,)*) => {
        /// What happens to an object.
        ///
        /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html>
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum S3Event {
            $($(#[doc = $doc])* #[doc = concat!(" `", $text, "`.")] $name,)*
        }

        impl S3Event {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// S3's name of it, such as `s3:ObjectCreated:*`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

events! {
    /// Created, in whatever way:
    ObjectCreated "s3:ObjectCreated:*",
    /// Created by `PutObject`:
    ObjectCreatedPut "s3:ObjectCreated:Put",
    /// Created from a form:
    ObjectCreatedPost "s3:ObjectCreated:Post",
    /// Created by `CopyObject`:
    ObjectCreatedCopy "s3:ObjectCreated:Copy",
    /// Created from parts:
    ObjectCreatedCompleteMultipartUpload "s3:ObjectCreated:CompleteMultipartUpload",
    /// Removed, or hidden by a delete marker:
    ObjectRemoved "s3:ObjectRemoved:*",
    /// Removed for good:
    ObjectRemovedDelete "s3:ObjectRemoved:Delete",
    /// Hidden by a delete marker:
    ObjectRemovedDeleteMarkerCreated "s3:ObjectRemoved:DeleteMarkerCreated",
    /// Restored from an archive, any step:
    ObjectRestore "s3:ObjectRestore:*",
    /// A restoration began:
    ObjectRestorePost "s3:ObjectRestore:Post",
    /// A restoration ended:
    ObjectRestoreCompleted "s3:ObjectRestore:Completed",
    /// A restored copy expired:
    ObjectRestoreDelete "s3:ObjectRestore:Delete",
    /// Lost from reduced-redundancy storage:
    ReducedRedundancyLostObject "s3:ReducedRedundancyLostObject",
    /// Replication, any event:
    Replication "s3:Replication:*",
    /// Replication failed:
    ReplicationOperationFailed "s3:Replication:OperationFailedReplication",
    /// Replication is no longer tracked:
    ReplicationOperationNotTracked "s3:Replication:OperationNotTracked",
    /// Replication took more than 15 minutes:
    ReplicationOperationMissedThreshold "s3:Replication:OperationMissedThreshold",
    /// Replicated after more than 15 minutes:
    ReplicationOperationReplicatedAfterThreshold "s3:Replication:OperationReplicatedAfterThreshold",
    /// Expired, by either way:
    LifecycleExpiration "s3:LifecycleExpiration:*",
    /// Expired and deleted:
    LifecycleExpirationDelete "s3:LifecycleExpiration:Delete",
    /// Expired and hidden by a delete marker:
    LifecycleExpirationDeleteMarkerCreated "s3:LifecycleExpiration:DeleteMarkerCreated",
    /// Moved to another storage class by a lifecycle rule:
    LifecycleTransition "s3:LifecycleTransition",
    /// Archived by S3 Intelligent-Tiering:
    IntelligentTiering "s3:IntelligentTiering",
    /// Its access control list was set:
    ObjectAclPut "s3:ObjectAcl:Put",
    /// Its tags were changed, either way:
    ObjectTagging "s3:ObjectTagging:*",
    /// Tags were set:
    ObjectTaggingPut "s3:ObjectTagging:Put",
    /// Tags were deleted:
    ObjectTaggingDelete "s3:ObjectTagging:Delete",
    /// Its annotations were changed, either way:
    ObjectAnnotation "s3:ObjectAnnotation:*",
    /// An annotation was set:
    ObjectAnnotationPut "s3:ObjectAnnotation:Put",
    /// An annotation was deleted:
    ObjectAnnotationDelete "s3:ObjectAnnotation:Delete",
    /// Its retention was set:
    ObjectRetentionPut "s3:ObjectRetention:Put",
}

impl S3Event {
    /// Whether one event of S3's can be both.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let covers = |all: Self, one: Self| all.name().strip_suffix('*').is_some_and(|all| one.name().starts_with(all));
        self == other || covers(self, other) || covers(other, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_overlap_where_one_covers_the_other() {
        assert!(S3Event::ObjectCreated.overlaps(S3Event::ObjectCreatedPut));
        assert!(S3Event::ObjectCreatedPut.overlaps(S3Event::ObjectCreated));
        assert!(S3Event::IntelligentTiering.overlaps(S3Event::IntelligentTiering));
        assert!(!S3Event::ObjectCreatedPut.overlaps(S3Event::ObjectCreatedPost));
        assert!(!S3Event::ObjectRemoved.overlaps(S3Event::ObjectRestore));
    }
}
