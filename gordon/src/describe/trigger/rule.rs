//! What EventBridge rules have in common, whether a time or an event starts them.
//!
//! Owns the setters of a rule and of its target. A rule has one target: each function has its own.

use serde_json::{Map, Value as Json, json};

use super::Options;
use crate::describe::{Place, Value};

/// What the user said of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) name: String,
    /// Properties of the rule.
    pub(crate) options: Options,
    /// Properties of its target; the input is still JSON here.
    pub(crate) target: Options,
    pub(crate) place: Place,
}

impl Rule {
    #[track_caller]
    pub(crate) fn new(name: &str) -> Self {
        let mut options = Options::default();
        options.set("State", "ENABLED");
        Self { name: name.to_owned(), options, target: Options::default(), place: Place::caller() }
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        self.options.visit(visit);
        self.target.visit(visit);
    }
}

/// An event of the function's own, made of parts of EventBridge's.
///
/// ```
/// use gordon::prelude::*;
///
/// let stopped = InputTransformer::new(r#"{ "text": "instance <id> is <state>" }"#)
///     .path("id", "$.detail.instance-id")
///     .path("state", "$.detail.state");
/// ```
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>
#[derive(Clone, Debug)]
pub struct InputTransformer {
    paths: Map<String, Json>,
    template: Value<String>,
}

impl InputTransformer {
    /// The event as a template, 1 to 8,192 characters: `<name>` stands for what is at the path of that name.
    #[must_use]
    pub fn new(template: impl Into<Value<String>>) -> Self {
        Self { paths: Map::new(), template: template.into() }
    }

    /// Names a place in EventBridge's event, such as `$.detail.state`; at most 100.
    #[must_use]
    pub fn path(mut self, name: &str, path: &str) -> Self {
        self.paths.insert(name.to_owned(), Json::from(path));
        self
    }

    pub(super) fn into_json(self) -> Json {
        let mut transformer = json!({ "InputTemplate": self.template });
        if !self.paths.is_empty() {
            transformer["InputPathsMap"] = Json::Object(self.paths);
        }
        transformer
    }
}

/// The setters of a rule.
macro_rules! rule_setters {
    ($source:ident) => {
        impl $source {
            /// The event that the function gets, in place of EventBridge's own; at most 8,192 characters.
            #[track_caller]
            #[must_use]
            pub fn input(mut self, event: Json) -> Self {
                self.rule.target.set("Input", event);
                self
            }

            /// The part of EventBridge's event that the function gets, such as `$.detail`.
            #[track_caller]
            #[must_use]
            pub fn input_path(mut self, path: &str) -> Self {
                self.rule.target.set("InputPath", path);
                self
            }

            /// Makes the event that the function gets of parts of EventBridge's.
            #[track_caller]
            #[must_use]
            pub fn input_transformer(mut self, transformer: $crate::describe::trigger::InputTransformer) -> Self {
                self.rule.target.set("InputTransformer", transformer.into_json());
                self
            }

            /// What it is for, at most 512 characters.
            #[track_caller]
            #[must_use]
            pub fn description(mut self, text: &str) -> Self {
                self.rule.options.set("Description", text);
                self
            }

            /// Whether it runs; yes unless set.
            #[track_caller]
            #[must_use]
            pub fn enabled(mut self, enabled: bool) -> Self {
                self.rule.options.set("State", if enabled { "ENABLED" } else { "DISABLED" });
                self
            }

            /// The SQS queue (not FIFO), by ARN, for events that could not be delivered.
            ///
            /// The policy of a queue of this project is taken care of; that of another must let
            /// `events.amazonaws.com` send.
            ///
            /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html>
            #[track_caller]
            #[must_use]
            pub fn dead_letter(mut self, queue: impl Into<$crate::describe::Value<String>>) -> Self {
                self.rule.target.member("DeadLetterConfig", "Arn", queue.into().into_json());
                self
            }

            /// How often EventBridge tries again to deliver an event, 0 to 185; 185 unless set.
            #[track_caller]
            #[must_use]
            pub fn maximum_retry_attempts(mut self, attempts: u32) -> Self {
                self.rule.target.member("RetryPolicy", "MaximumRetryAttempts", attempts);
                self
            }

            /// Seconds for which EventBridge keeps trying, 60 to 86,400; a day unless set.
            #[track_caller]
            #[must_use]
            pub fn maximum_event_age(mut self, seconds: u32) -> Self {
                self.rule.target.member("RetryPolicy", "MaximumEventAgeInSeconds", seconds);
                self
            }

            /// Adds a tag to the rule.
            #[track_caller]
            #[must_use]
            pub fn tag(mut self, key: &str, value: impl Into<$crate::describe::Value<String>>) -> Self {
                self.rule.options.push("Tags", serde_json::json!({ "Key": key, "Value": value.into() }));
                self
            }
        }
    };
}
pub(super) use rule_setters;
