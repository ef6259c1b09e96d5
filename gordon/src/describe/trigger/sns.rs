//! Messages of an SNS topic.
//!
//! Owns [`Sns`].

use serde_json::Value as Json;

use super::{EventSource, Options};
use crate::aws;
use crate::describe::{Place, Resource, Value};

/// An SNS topic (not FIFO: those send to queues only).
///
/// ```
/// use gordon::prelude::*;
///
/// fn news() -> Project {
///     let orders = Resource::<aws::sns::Topic>::typed("Orders", json!({}));
///     let dead = Resource::<aws::sqs::Queue>::typed("Dead", json!({}));
///     let mail = Function::new("mail").code("lambdas/mail.py").handler("mail.handler").on(
///         Sns::of(&orders).filter_policy(json!({ "kind": ["placed", "shipped"] })).dead_letter(dead.arn()),
///     );
///     Project::new("news").app(App::new("shop").function(mail)).add(orders).add(dead)
/// }
/// ```
///
/// SNS has raw delivery and delivery policies for other subscribers, not for functions.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html>
#[derive(Clone, Debug)]
pub struct Sns {
    pub(crate) topic: Value<String>,
    /// Properties of the subscription.
    pub(crate) options: Options,
    pub(crate) place: Place,
}

/// What a filter policy looks at.
///
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterPolicyScope {
    /// The message's attributes.
    MessageAttributes,
    /// The message's body, which is JSON.
    MessageBody,
}

impl Sns {
    /// A topic of this project.
    #[track_caller]
    #[must_use]
    pub fn of(topic: &Resource<aws::sns::Topic>) -> Self {
        Self::arn(topic.topic_arn())
    }

    /// A topic by ARN. The region in the ARN is where Gordon subscribes; the policy of another account's topic must
    /// allow that.
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>) -> Self {
        let topic = arn.into();
        let mut options = Options::default();
        let region = topic.literal().and_then(Json::as_str).and_then(|arn| arn.split(':').nth(3));
        if let Some(region) = region {
            options.set("Region", region);
        }
        Self { topic, options, place: Place::caller() }
    }

    /// The region of a topic whose ARN is known only while CloudFormation runs; that of the stack unless set.
    #[track_caller]
    #[must_use]
    pub fn region(mut self, name: impl Into<Value<String>>) -> Self {
        self.options.set("Region", name.into().into_json());
        self
    }

    /// The messages that the function gets; all of them unless set.
    ///
    /// <https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html>
    #[track_caller]
    #[must_use]
    pub fn filter_policy(mut self, policy: Json) -> Self {
        self.options.set("FilterPolicy", policy);
        self
    }

    /// What the filter policy looks at; the attributes unless set.
    #[track_caller]
    #[must_use]
    pub fn filter_policy_scope(mut self, scope: FilterPolicyScope) -> Self {
        let name = match scope {
            FilterPolicyScope::MessageAttributes => "MessageAttributes",
            FilterPolicyScope::MessageBody => "MessageBody",
        };
        self.options.set("FilterPolicyScope", name);
        self
    }

    /// The SQS queue (not FIFO), by ARN, for messages that could not be delivered; in the topic's region and account.
    ///
    /// The policy of a queue of this project is taken care of; that of another must let `sns.amazonaws.com` send.
    ///
    /// <https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html>
    #[track_caller]
    #[must_use]
    pub fn dead_letter(mut self, queue: impl Into<Value<String>>) -> Self {
        self.options.member("RedrivePolicy", "deadLetterTargetArn", queue.into().into_json());
        self
    }
}

impl EventSource for Sns {
    fn kind(&self) -> &'static str {
        "SNS trigger"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        self.topic.json().clone()
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.topic.json());
        self.options.visit(visit);
    }
}
