//! Values that may be known only while CloudFormation runs.
//!
//! Owns [`Value`] with CloudFormation's intrinsic functions and pseudo parameters. Must not know logical IDs: a
//! reference holds the identity of its thing until `synth` names it.

use std::fmt;
use std::marker::PhantomData;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json, json};

/// A value of type `T`: a literal, or an expression that CloudFormation evaluates.
///
/// Literals convert by `From`; expressions come from resources (`cities.reference()`), from pseudo parameters
/// ([`region`], [`account_id`]) and from the intrinsic functions in this module. A `Value` can stand inside
/// `serde_json::json!`, so untyped resources can refer to others:
///
/// ```
/// use gordon::prelude::*;
///
/// let queue = Resource::untyped("Jobs", "AWS::SQS::Queue", json!({}));
/// let alarm = Resource::untyped("JobsAlarm", "AWS::CloudWatch::Alarm", json!({
///     "Dimensions": [{ "Name": "QueueName", "Value": queue.attribute("QueueName") }],
/// }));
/// ```
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>
pub struct Value<T> {
    json: Json,
    of: PhantomData<fn() -> T>,
}

impl<T> Value<T> {
    /// A value from CloudFormation's own JSON, believed to be of type `T`: the way out where Gordon has no word.
    #[must_use]
    pub fn raw(json: Json) -> Self {
        Self { json, of: PhantomData }
    }

    pub(crate) fn json(&self) -> &Json {
        &self.json
    }

    pub(crate) fn into_json(self) -> Json {
        self.json
    }

    /// The literal, where the value is one and not an expression.
    #[must_use]
    pub fn literal(&self) -> Option<&Json> {
        match &self.json {
            Json::Object(_) | Json::Array(_) => None,
            literal => Some(literal),
        }
    }
}

impl<T> Clone for Value<T> {
    fn clone(&self) -> Self {
        Self::raw(self.json.clone())
    }
}

impl<T> fmt::Debug for Value<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Value({})", self.json)
    }
}

impl<T> Serialize for Value<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl From<&str> for Value<String> {
    fn from(literal: &str) -> Self {
        Self::raw(Json::from(literal))
    }
}

impl From<String> for Value<String> {
    fn from(literal: String) -> Self {
        Self::raw(Json::from(literal))
    }
}

impl From<&String> for Value<String> {
    fn from(literal: &String) -> Self {
        Self::raw(Json::from(literal.as_str()))
    }
}

impl<T> From<&Value<T>> for Value<T> {
    fn from(value: &Value<T>) -> Self {
        value.clone()
    }
}

impl<T, E: Into<Value<T>>> From<Vec<E>> for Value<Vec<T>> {
    fn from(items: Vec<E>) -> Self {
        Self::raw(items.into_iter().map(|item| item.into().into_json()).collect())
    }
}

impl<T, E: Into<Value<T>>, const N: usize> From<[E; N]> for Value<Vec<T>> {
    fn from(items: [E; N]) -> Self {
        Self::raw(items.into_iter().map(|item| item.into().into_json()).collect())
    }
}

impl From<Json> for Value<Json> {
    fn from(json: Json) -> Self {
        Self::raw(json)
    }
}

macro_rules! literals {
    ($($type:ty),*) => {$(
        impl From<$type> for Value<$type> {
            fn from(literal: $type) -> Self {
                Self::raw(Json::from(literal))
            }
        }
    )*};
}

literals!(bool, u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64);

/// The partition that the stack is in, such as `aws` or `aws-cn`.
#[must_use]
pub fn partition() -> Value<String> {
    pseudo("AWS::Partition")
}

/// The region that the stack is in.
#[must_use]
pub fn region() -> Value<String> {
    pseudo("AWS::Region")
}

/// The 12 digits of the account that the stack is in.
#[must_use]
pub fn account_id() -> Value<String> {
    pseudo("AWS::AccountId")
}

/// The stack's name.
#[must_use]
pub fn stack_name() -> Value<String> {
    pseudo("AWS::StackName")
}

/// The stack's ARN.
#[must_use]
pub fn stack_id() -> Value<String> {
    pseudo("AWS::StackId")
}

/// The DNS suffix of the partition, such as `amazonaws.com`.
#[must_use]
pub fn url_suffix() -> Value<String> {
    pseudo("AWS::URLSuffix")
}

/// The ARNs that the stack notifies.
#[must_use]
pub fn notification_arns() -> Value<Vec<String>> {
    pseudo("AWS::NotificationARNs")
}

/// Takes a property away, as one branch of [`if_`](super::if_).
#[must_use]
pub fn no_value<T>() -> Value<T> {
    pseudo("AWS::NoValue")
}

fn pseudo<T>(name: &str) -> Value<T> {
    Value::raw(json!({ "Ref": name }))
}

/// `Fn::Join`: the parts, with `delimiter` between them. Neighbouring literals are joined here.
#[must_use]
pub fn join(delimiter: &str, parts: impl IntoIterator<Item = Value<String>>) -> Value<String> {
    let mut joined: Vec<Json> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part.into_json()) {
            (Some(Json::String(before)), Json::String(next)) => {
                before.push_str(delimiter);
                before.push_str(&next);
            }
            (_, next) => joined.push(next),
        }
    }
    if let [Json::String(whole)] = joined.as_mut_slice() {
        return Value::from(std::mem::take(whole));
    }
    Value::raw(json!({ "Fn::Join": [delimiter, joined] }))
}

/// `Fn::Join` over a list that CloudFormation knows.
#[must_use]
pub fn join_list(delimiter: &str, list: impl Into<Value<Vec<String>>>) -> Value<String> {
    Value::raw(json!({ "Fn::Join": [delimiter, list.into()] }))
}

/// `Fn::Sub`: `${name}` in `template` becomes the value of that name; `${AWS::Region}` and its kin work as they are.
///
/// A `${name}` that is neither is CloudFormation's to refuse.
#[must_use]
pub fn sub<'a>(template: &str, values: impl IntoIterator<Item = (&'a str, Value<String>)>) -> Value<String> {
    let values: Map<String, Json> =
        values.into_iter().map(|(name, value)| (name.to_owned(), value.into_json())).collect();
    if values.is_empty() {
        return Value::raw(json!({ "Fn::Sub": template }));
    }
    Value::raw(json!({ "Fn::Sub": [template, values] }))
}

/// `Fn::Select`: the item at `index`, from 0.
#[must_use]
pub fn select<T>(index: u32, list: impl Into<Value<Vec<T>>>) -> Value<T> {
    Value::raw(json!({ "Fn::Select": [index, list.into()] }))
}

/// `Fn::Split`: the text between the delimiters.
#[must_use]
pub fn split(delimiter: &str, text: impl Into<Value<String>>) -> Value<Vec<String>> {
    Value::raw(json!({ "Fn::Split": [delimiter, text.into()] }))
}

/// `Fn::Base64`.
#[must_use]
pub fn base64(text: impl Into<Value<String>>) -> Value<String> {
    Value::raw(json!({ "Fn::Base64": text.into() }))
}

/// `Fn::Cidr`: `count` (1 to 256) blocks of `bits` host bits each, cut from `block`.
#[must_use]
pub fn cidr(block: impl Into<Value<String>>, count: u16, bits: u8) -> Value<Vec<String>> {
    Value::raw(json!({ "Fn::Cidr": [block.into(), count, bits.to_string()] }))
}

/// `Fn::GetAZs`: the availability zones of the stack's region.
#[must_use]
pub fn availability_zones() -> Value<Vec<String>> {
    Value::raw(json!({ "Fn::GetAZs": "" }))
}

/// `Fn::ImportValue`: what another stack exports under `name`.
#[must_use]
pub fn import_value(name: impl Into<Value<String>>) -> Value<String> {
    Value::raw(json!({ "Fn::ImportValue": name.into() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_join_before_cloudformation_sees_them() {
        assert_eq!(join("", ["a".into(), "b".into()]).literal(), Some(&json!("ab")));
        assert_eq!(
            join("/", ["a".into(), "b".into(), region(), "c".into()]).json(),
            &json!({ "Fn::Join": ["/", ["a/b", { "Ref": "AWS::Region" }, "c"]] })
        );
    }

    #[test]
    fn every_intrinsic_has_cloudformations_form() {
        let region = || region();
        let cases = [
            (sub("x-${AWS::Region}", []).into_json(), json!({ "Fn::Sub": "x-${AWS::Region}" })),
            (
                sub("${a}", [("a", region())]).into_json(),
                json!({ "Fn::Sub": ["${a}", { "a": { "Ref": "AWS::Region" } }] }),
            ),
            (select(0, availability_zones()).into_json(), json!({ "Fn::Select": [0, { "Fn::GetAZs": "" }] })),
            (split(",", "a,b").into_json(), json!({ "Fn::Split": [",", "a,b"] })),
            (base64("a").into_json(), json!({ "Fn::Base64": "a" })),
            (cidr("10.0.0.0/16", 4, 8).into_json(), json!({ "Fn::Cidr": ["10.0.0.0/16", 4, "8"] })),
            (import_value("net-vpc").into_json(), json!({ "Fn::ImportValue": "net-vpc" })),
            (
                join_list(",", split("-", "a-b")).into_json(),
                json!({ "Fn::Join": [",", { "Fn::Split": ["-", "a-b"] }] }),
            ),
            (no_value::<String>().into_json(), json!({ "Ref": "AWS::NoValue" })),
        ];
        for (made, meant) in cases {
            assert_eq!(made, meant);
        }
    }

    #[test]
    fn a_value_stands_inside_json() {
        assert_eq!(json!({ "Region": region() }), json!({ "Region": { "Ref": "AWS::Region" } }));
    }
}
