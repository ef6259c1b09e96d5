//! Mail that Amazon SES receives.
//!
//! Owns [`ReceiptRule`]: a rule of a rule set, whose Lambda action is the function.

use serde_json::Value as Json;

use super::{EventSource, Options};
use crate::aws;
use crate::describe::id::{Id, Part};
use crate::describe::{Place, Resource, Value};

/// Mail that Amazon SES receives, by a rule of a receipt rule set.
///
/// ```
/// use gordon::prelude::*;
///
/// let mail = Resource::<aws::ses::ReceiptRuleSet>::typed("Mail", json!({}));
/// let answer = Function::new("answer").on(
///     ReceiptRule::of(&mail, "support")
///         .recipient("support@example.com")
///         .action(json!({ "S3Action": { "BucketName": "mail", "ObjectKeyPrefix": "support/" } }))
///         .scan(true),
/// );
/// ```
///
/// A rule set works once it is the active one of its region, which CloudFormation cannot make it.
///
/// <https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda.html>
#[derive(Clone, Debug)]
pub struct ReceiptRule {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) rule_set: Value<String>,
    /// `Recipients`, `Enabled`, `ScanEnabled` and `TlsPolicy`.
    pub(crate) rule: Options,
    /// `InvocationType` and `TopicArn`.
    pub(crate) lambda: Options,
    pub(crate) after: Option<Value<String>>,
    pub(crate) actions: Vec<Json>,
    pub(crate) place: Place,
}

/// Whether SES waits for the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptInvocation {
    /// It does not.
    Event,
    /// At most 30 seconds, for the function's word on whether the rule or rule set ends here.
    RequestResponse,
}

impl ReceiptRule {
    /// A rule by name (unique among the function's) in a rule set of this project.
    #[track_caller]
    #[must_use]
    pub fn of(rule_set: &Resource<aws::ses::ReceiptRuleSet>, name: &str) -> Self {
        Self::existing(rule_set.reference(), name)
    }

    /// A rule by name (unique among the function's) in a rule set that exists already, by the set's name.
    #[track_caller]
    #[must_use]
    pub fn existing(rule_set: impl Into<Value<String>>, name: &str) -> Self {
        let mut rule = Options::default();
        // SES's own default is that a rule does nothing.
        rule.set("Enabled", true);
        Self {
            id: Id::new(format!("the trigger `{name}`"), Place::caller()),
            name: name.to_owned(),
            rule_set: rule_set.into(),
            rule,
            lambda: Options::default(),
            after: None,
            actions: Vec::new(),
            place: Place::caller(),
        }
    }

    /// Adds an address or domain whose mail it is; without any, all mail of all verified domains.
    #[track_caller]
    #[must_use]
    pub fn recipient(mut self, address: impl Into<Value<String>>) -> Self {
        self.rule.push("Recipients", address.into().into_json());
        self
    }

    /// Whether the rule works; yes unless set.
    #[track_caller]
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.rule.set("Enabled", enabled);
        self
    }

    /// Whether mail is scanned for spam and viruses; no unless set.
    #[track_caller]
    #[must_use]
    pub fn scan(mut self, scan: bool) -> Self {
        self.rule.set("ScanEnabled", scan);
        self
    }

    /// Whether mail that came without TLS is refused; no unless set.
    #[track_caller]
    #[must_use]
    pub fn require_tls(mut self, required: bool) -> Self {
        self.rule.set("TlsPolicy", if required { "Require" } else { "Optional" });
        self
    }

    /// Whether SES waits for the function; it does not unless set.
    #[track_caller]
    #[must_use]
    pub fn invocation(mut self, invocation: ReceiptInvocation) -> Self {
        self.lambda.set(
            "InvocationType",
            match invocation {
                ReceiptInvocation::Event => "Event",
                ReceiptInvocation::RequestResponse => "RequestResponse",
            },
        );
        self
    }

    /// The ARN of a topic that is told when the function was called.
    #[track_caller]
    #[must_use]
    pub fn topic(mut self, arn: impl Into<Value<String>>) -> Self {
        self.lambda.set("TopicArn", arn.into().into_json());
        self
    }

    /// The rule that this one comes after, by name; without it, this is the first of the set.
    #[must_use]
    pub fn after(mut self, rule: impl Into<Value<String>>) -> Self {
        self.after = Some(rule.into());
        self
    }

    /// Adds an action before the function's, in CloudFormation's words: `S3Action`, `SNSAction`, `AddHeaderAction` and
    /// so on; at most 9.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ses-receiptrule-action.html>
    #[must_use]
    pub fn action(mut self, action: Json) -> Self {
        self.actions.push(action);
        self
    }

    /// The rule's name, for another's [`after`](Self::after).
    #[must_use]
    pub fn reference(&self) -> Value<String> {
        Value::raw(serde_json::json!({ "Ref": self.id.mark(Part::Itself) }))
    }
}

impl EventSource for ReceiptRule {
    fn kind(&self) -> &'static str {
        "SES receipt rule"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        Json::from(self.name.as_str())
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.rule_set.json());
        self.after.iter().map(Value::json).for_each(&mut *visit);
        self.actions.iter().for_each(&mut *visit);
        self.rule.visit(visit);
        self.lambda.visit(visit);
    }

    fn parts(&self) -> Vec<(&Id, Json, &'static str)> {
        vec![(&self.id, self.key(), "ReceiptRule")]
    }
}
