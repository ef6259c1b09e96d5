//! Custom resources of CloudFormation.
//!
//! Owns [`CustomResource`], which makes a [`Resource`] that a function stands behind. It is no trigger: whoever deploys
//! calls the function.

use serde_json::{Value as Json, json};

use crate::describe::resource::Untyped;
use crate::describe::{Function, Resource};

/// A resource that a function of the project makes, changes and deletes, where CloudFormation has none of that type.
///
/// ```
/// use gordon::prelude::*;
///
/// let cities = Resource::<aws::dynamodb::Table>::typed("Cities", json!({}));
/// let seed = Function::new("seed").code("lambdas/seed.py").handler("seed.handler");
/// let rows = CustomResource::of(&seed).timeout(120).resource("Rows", json!({ "Table": cities.reference() }));
/// let count = rows.attribute("Count"); // what the function answered as `Data`
/// ```
///
/// CloudFormation calls the alias with each create, update and delete, and waits until the function has answered at
/// `ResponseURL`. Values of properties arrive as texts. A property that changes is an update; one that holds a version or
/// a digest makes the function run again.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources-lambda.html>
#[derive(Clone, Debug)]
pub struct CustomResource {
    token: Json,
    kind: Option<String>,
    timeout: Option<u32>,
}

impl CustomResource {
    /// A custom resource that this function stands behind.
    #[must_use]
    pub fn of(function: &Function) -> Self {
        Self { token: function.arn().into_json(), kind: None, timeout: None }
    }

    /// The type, in place of `Custom::` and the resource's name: `Custom::` and at most 60 letters, digits, `_`, `@`
    /// and `-`.
    #[must_use]
    pub fn kind(mut self, kind: &str) -> Self {
        self.kind = Some(kind.to_owned());
        self
    }

    /// Seconds after which CloudFormation gives up waiting for the answer, 1 to 3,600; 3,600 unless set.
    #[must_use]
    pub fn timeout(mut self, seconds: u32) -> Self {
        self.timeout = Some(seconds);
        self
    }

    /// The resource, by name, with an object of properties that the function gets.
    #[track_caller]
    #[must_use]
    pub fn resource(self, name: &str, properties: Json) -> Resource<Untyped> {
        let mut all = json!({ "ServiceToken": self.token });
        if let Some(seconds) = self.timeout {
            all["ServiceTimeout"] = Json::from(seconds);
        }
        if let (Some(all), Json::Object(properties)) = (all.as_object_mut(), properties) {
            all.extend(properties);
        }
        Resource::untyped(name, &self.kind.unwrap_or_else(|| format!("Custom::{name}")), all)
    }
}
