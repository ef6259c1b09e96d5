//! Messages of AWS IoT.
//!
//! Owns [`Iot`].

use serde_json::Value as Json;

use super::{EventSource, Options};
use crate::describe::{Place, Value};

/// A rule of AWS IoT: messages that an SQL statement selects.
///
/// ```
/// use gordon::prelude::*;
///
/// let hot = Iot::new("hot", "SELECT * FROM 'sensors/+/temperature' WHERE celsius > 80")
///     .description("Sensors that are too hot");
/// ```
///
/// <https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html>
#[derive(Clone, Debug)]
pub struct Iot {
    pub(crate) name: String,
    /// Members of the rule's payload.
    pub(crate) payload: Options,
    /// Properties of the rule.
    pub(crate) options: Options,
    pub(crate) place: Place,
}

impl Iot {
    /// A rule by name (unique among the function's), with its SQL statement.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str, sql: impl Into<Value<String>>) -> Self {
        let mut payload = Options::default();
        payload.set("Sql", sql.into().into_json());
        Self { name: name.to_owned(), payload, options: Options::default(), place: Place::caller() }
    }

    /// The version of the SQL engine: `2016-03-23`, `2015-10-08` or `beta`; IoT's default unless set.
    ///
    /// <https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-sql-version.html>
    #[track_caller]
    #[must_use]
    pub fn sql_version(mut self, version: &str) -> Self {
        self.payload.set("AwsIotSqlVersion", version);
        self
    }

    /// What it is for.
    #[track_caller]
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        self.payload.set("Description", text);
        self
    }

    /// Whether it runs; yes unless set.
    #[track_caller]
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.payload.set("RuleDisabled", !enabled);
        self
    }

    /// What IoT does where the function could not be invoked, in CloudFormation's words:
    /// `{ "Sqs": { "QueueUrl": …, "RoleArn": … } }`.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-iot-topicrule-action.html>
    #[track_caller]
    #[must_use]
    pub fn error_action(mut self, action: Json) -> Self {
        self.payload.set("ErrorAction", action);
        self
    }

    /// The name of the rule, letters, digits and `_`; of CloudFormation's choice unless set.
    #[track_caller]
    #[must_use]
    pub fn rule_name(mut self, name: &str) -> Self {
        self.options.set("RuleName", name);
        self
    }

    /// Adds a tag to the rule.
    #[track_caller]
    #[must_use]
    pub fn tag(mut self, key: &str, value: impl Into<Value<String>>) -> Self {
        self.options.push("Tags", serde_json::json!({ "Key": key, "Value": value.into() }));
        self
    }
}

impl EventSource for Iot {
    fn kind(&self) -> &'static str {
        "IoT rule"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        Json::from(self.name.as_str())
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.payload.visit(visit);
        self.options.visit(visit);
    }
}
