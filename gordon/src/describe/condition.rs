//! CloudFormation's conditions and mappings: choices that it makes while it runs.
//!
//! Owns `Fn::If` and `Fn::FindInMap` and what they stand on. A choice that Rust can make (by stage, say) belongs in
//! Rust; these are for what only the account or region knows.

use std::marker::PhantomData;

use serde_json::{Map, Value as Json, json};

use super::Value;

/// The key under which a condition's definition travels with a value until `synth` moves it to `Conditions`.
pub(crate) const CONDITION: &str = "$gordon:condition";
/// The same for a mapping.
pub(crate) const MAPPING: &str = "$gordon:mapping";

/// A named condition of the template. Whoever uses it brings it along; it need not be added anywhere.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html>
#[derive(Clone, Debug)]
pub struct Condition {
    name: String,
    test: Json,
}

impl Condition {
    /// True where `left` equals `right`.
    #[must_use]
    pub fn equals(name: &str, left: impl Into<Value<String>>, right: impl Into<Value<String>>) -> Self {
        Self { name: name.to_owned(), test: json!({ "Fn::Equals": [left.into(), right.into()] }) }
    }

    /// True where all of `conditions` (2 to 10) are.
    #[must_use]
    pub fn all(name: &str, conditions: &[Self]) -> Self {
        Self::of(name, "Fn::And", conditions)
    }

    /// True where any of `conditions` (2 to 10) is.
    #[must_use]
    pub fn any(name: &str, conditions: &[Self]) -> Self {
        Self::of(name, "Fn::Or", conditions)
    }

    /// True where `condition` is not.
    #[must_use]
    pub fn not(name: &str, condition: &Self) -> Self {
        Self::of(name, "Fn::Not", std::slice::from_ref(condition))
    }

    fn of(name: &str, function: &str, conditions: &[Self]) -> Self {
        let tests: Vec<Json> = conditions.iter().map(|one| json!({ "Condition": one.mark() })).collect();
        Self { name: name.to_owned(), test: json!({ function: tests }) }
    }

    pub(crate) fn mark(&self) -> Json {
        json!({ CONDITION: [self.name, self.test] })
    }
}

/// `Fn::If`: `then` where the condition holds, else `otherwise`.
#[must_use]
pub fn if_<T>(condition: &Condition, then: impl Into<Value<T>>, otherwise: impl Into<Value<T>>) -> Value<T> {
    Value::raw(json!({ "Fn::If": [condition.mark(), then.into(), otherwise.into()] }))
}

/// A two-level table of literals of type `T` in the template, for `Fn::FindInMap`.
///
/// ```
/// use gordon::prelude::*;
///
/// let sizes = Mapping::new("Sizes").entry("eu-west-1", "memory", 512).entry("us-east-1", "memory", 1024);
/// let memory: Value<i32> = sizes.find(region(), "memory");
/// ```
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html>
#[derive(Clone, Debug)]
pub struct Mapping<T = String> {
    name: String,
    rows: Map<String, Json>,
    of: PhantomData<fn() -> T>,
}

impl<T> Mapping<T> {
    /// An empty mapping.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), rows: Map::new(), of: PhantomData }
    }

    /// Adds the value at `top` and `second`: a literal, or a list of literals.
    #[must_use]
    pub fn entry(mut self, top: &str, second: &str, value: impl Into<Value<T>>) -> Self {
        if let Json::Object(row) = self.rows.entry(top).or_insert_with(|| json!({})) {
            row.insert(second.to_owned(), value.into().into_json());
        }
        self
    }

    /// `Fn::FindInMap`: the value at two keys.
    #[must_use]
    pub fn find(&self, top: impl Into<Value<String>>, second: impl Into<Value<String>>) -> Value<T> {
        Value::raw(json!({ "Fn::FindInMap": [{ MAPPING: [self.name, self.rows] }, top.into(), second.into()] }))
    }
}
