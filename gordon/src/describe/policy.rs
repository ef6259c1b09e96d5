//! What a function's role may do.
//!
//! Owns policy statements as data. The checked actions of `iam!` and the grants of typed resources make them; whether
//! AWS has what they name is for `check`.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json, json};

use super::{Place, Value};

/// A statement of a policy: usually of a function's role, by [`allow`](super::IntoFunction::allow).
///
/// [`iam!`](crate::iam) makes one that the compiler checks, and typed resources have methods that make those most wanted
/// (`cities.read()`). This builder is for actions that are computed:
///
/// ```
/// use gordon::prelude::*;
///
/// let cities = Resource::untyped("Cities", "AWS::DynamoDB::Table", json!({}));
/// let actions = ["Get", "Put"].map(|verb| format!("dynamodb:{verb}Item"));
/// let both = Statement::allow(actions).on(cities.attribute("Arn"));
/// ```
///
/// It serialises as IAM writes it, so that it can stand in the policy of another resource:
///
/// ```
/// # use gordon::prelude::*;
/// # let jobs = Resource::<aws::sqs::Queue>::typed("Jobs", json!({}));
/// # let news = Resource::<aws::sns::Topic>::typed("News", json!({}));
/// let send = jobs.send().by_service("sns.amazonaws.com").condition("ArnEquals", "aws:SourceArn", news.reference());
/// let policy = Resource::untyped("JobsPolicy", "AWS::SQS::QueuePolicy", json!({
///     "Queues": [jobs.reference()],
///     "PolicyDocument": { "Version": "2012-10-17", "Statement": [send] },
/// }));
/// ```
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html>
#[derive(Clone, Debug)]
pub struct Statement {
    effect: &'static str,
    pub(crate) principal: Option<String>,
    pub(crate) actions: Vec<String>,
    pub(crate) resources: Vec<Value<String>>,
    pub(crate) conditions: Map<String, Json>,
    /// Whether the compiler judged it: then its `*` was meant.
    pub(crate) stated: bool,
    pub(crate) place: Place,
}

impl Statement {
    /// Allows actions, such as `dynamodb:GetItem`, on the resources that [`on`](Self::on) adds.
    #[track_caller]
    #[must_use]
    pub fn allow<S: Into<String>>(actions: impl IntoIterator<Item = S>) -> Self {
        Self::new("Allow", actions)
    }

    /// The same, said at another line.
    pub(crate) fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Denies actions, whatever else allows them.
    #[track_caller]
    #[must_use]
    pub fn deny<S: Into<String>>(actions: impl IntoIterator<Item = S>) -> Self {
        Self::new("Deny", actions)
    }

    /// What `iam!` makes.
    #[doc(hidden)]
    #[track_caller]
    #[must_use]
    pub fn stated(effect: &'static str, actions: &[&str]) -> Self {
        Self { stated: true, ..Self::new(effect, actions.iter().copied()) }
    }

    #[track_caller]
    fn new<S: Into<String>>(effect: &'static str, actions: impl IntoIterator<Item = S>) -> Self {
        Self {
            effect,
            principal: None,
            actions: actions.into_iter().map(Into::into).collect(),
            resources: Vec::new(),
            conditions: Map::new(),
            stated: false,
            place: Place::caller(),
        }
    }

    /// Adds a resource, by its ARN.
    #[must_use]
    pub fn on(mut self, arn: impl Into<Value<String>>) -> Self {
        self.resources.push(arn.into());
        self
    }

    /// The statement holds for every resource: the only way to say `*`.
    #[must_use]
    pub fn on_any(self) -> Self {
        self.on("*")
    }

    /// Adds a condition: the statement holds where the request's `key` compares so with one of the values given for it.
    #[must_use]
    pub fn condition(mut self, operator: &str, key: &str, value: impl ConditionValue) -> Self {
        let value = value.into_condition_value();
        let keys = self.conditions.entry(operator).or_insert_with(|| json!({}));
        if let Json::Object(keys) = keys {
            match keys.get_mut(key) {
                None => drop(keys.insert(key.to_owned(), value)),
                Some(Json::Array(values)) => values.push(value),
                Some(first) => *first = json!([first.take(), value]),
            }
        }
        self
    }

    /// Adds conditions in IAM's words: `{"StringEquals": {"aws:PrincipalAccount": "111111111111"}}`.
    #[must_use]
    pub fn when(mut self, conditions: Json) -> Self {
        match conditions {
            Json::Object(conditions) => self.conditions.extend(conditions),
            // For `check` to refuse: an operator that there is not.
            other => drop(self.conditions.insert(other.to_string(), json!({}))),
        }
        self
    }

    /// Allows it to a service of AWS's, such as `sns.amazonaws.com`, rather than to the role that has the statement:
    /// for the policy of a queue, topic, bucket or key.
    #[must_use]
    pub fn by_service(mut self, service: &str) -> Self {
        self.principal = Some(service.to_owned());
        self
    }

    pub(crate) fn json(&self) -> Json {
        let mut statement = json!({ "Effect": self.effect, "Action": self.actions, "Resource": self.resources });
        if let Some(service) = &self.principal {
            statement["Principal"] = json!({ "Service": service });
        }
        if !self.conditions.is_empty() {
            statement["Condition"] = Json::Object(self.conditions.clone());
        }
        statement
    }
}

impl Serialize for Statement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(serializer)
    }
}

/// What a condition of a [`Statement`] compares with: text, a number, a bool, or a [`Value`].
#[diagnostic::on_unimplemented(
    message = "a condition cannot compare with `{Self}`",
    label = "not text, a number, a bool or a `Value`"
)]
pub trait ConditionValue {
    /// The value, as a policy has it.
    fn into_condition_value(self) -> Json;
}

impl<T> ConditionValue for Value<T> {
    fn into_condition_value(self) -> Json {
        self.into_json()
    }
}

impl<T> ConditionValue for &Value<T> {
    fn into_condition_value(self) -> Json {
        self.json().clone()
    }
}

macro_rules! condition_values {
    ($($type:ty),*) => {$(
        impl ConditionValue for $type {
            fn into_condition_value(self) -> Json {
                json!(self)
            }
        }
    )*};
}

condition_values!(&str, String, &String, bool, u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64);

/// An inline policy: a name and a document in IAM's words.
#[derive(Clone, Debug)]
pub(crate) struct InlinePolicy {
    pub(crate) name: String,
    pub(crate) document: Json,
    pub(crate) place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_gather_by_operator_and_key() {
        let statement = Statement::allow(["s3:ListBucket"])
            .on("arn:aws:s3:::pictures")
            .condition("StringLike", "s3:prefix", "a/")
            .condition("StringLike", "s3:prefix", "b/")
            .condition("StringLike", "s3:prefix", super::super::region())
            .condition("StringLike", "s3:delimiter", "/")
            .condition("Bool", "aws:SecureTransport", true)
            .when(json!({ "Null": { "aws:userid": "false" } }));
        assert_eq!(
            json!(statement)["Condition"],
            json!({
                "StringLike": { "s3:prefix": ["a/", "b/", { "Ref": "AWS::Region" }], "s3:delimiter": "/" },
                "Bool": { "aws:SecureTransport": true },
                "Null": { "aws:userid": "false" },
            })
        );
    }

    #[test]
    fn a_service_is_the_principal() {
        let statement = Statement::allow(["sqs:SendMessage"]).on_any().by_service("sns.amazonaws.com");
        assert_eq!(json!(statement)["Principal"], json!({ "Service": "sns.amazonaws.com" }));
    }
}
