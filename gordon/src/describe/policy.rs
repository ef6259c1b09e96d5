//! What a function's role may do.
//!
//! Owns policy statements as data. The checked actions of `iam!` and the grants of typed resources build on this.

use serde_json::{Value as Json, json};

use super::{Place, Value};

/// A statement of a function's role.
///
/// ```
/// use gordon::prelude::*;
///
/// let cities = Resource::untyped("Cities", "AWS::DynamoDB::Table", json!({}));
/// let read = Statement::allow(["dynamodb:GetItem", "dynamodb:Query"]).on(cities.attribute("Arn"));
/// ```
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html>
#[derive(Clone, Debug)]
pub struct Statement {
    effect: &'static str,
    pub(crate) actions: Vec<String>,
    pub(crate) resources: Vec<Value<String>>,
    condition: Option<Json>,
    pub(crate) place: Place,
}

impl Statement {
    /// Allows actions, such as `dynamodb:GetItem`, on the resources that [`on`](Self::on) adds.
    #[track_caller]
    #[must_use]
    pub fn allow<S: Into<String>>(actions: impl IntoIterator<Item = S>) -> Self {
        Self::new("Allow", actions)
    }

    /// Denies actions, whatever else allows them.
    #[track_caller]
    #[must_use]
    pub fn deny<S: Into<String>>(actions: impl IntoIterator<Item = S>) -> Self {
        Self::new("Deny", actions)
    }

    #[track_caller]
    fn new<S: Into<String>>(effect: &'static str, actions: impl IntoIterator<Item = S>) -> Self {
        Self {
            effect,
            actions: actions.into_iter().map(Into::into).collect(),
            resources: Vec::new(),
            condition: None,
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

    /// The conditions under which it holds, in IAM's words.
    #[must_use]
    pub fn when(mut self, condition: Json) -> Self {
        self.condition = Some(condition);
        self
    }

    pub(crate) fn json(&self) -> Json {
        let mut statement = json!({ "Effect": self.effect, "Action": self.actions, "Resource": self.resources });
        if let Some(condition) = &self.condition {
            statement["Condition"] = condition.clone();
        }
        statement
    }
}

/// An inline policy: a name and a document in IAM's words.
#[derive(Clone, Debug)]
pub(crate) struct InlinePolicy {
    pub(crate) name: String,
    pub(crate) document: Json,
    pub(crate) place: Place,
}
