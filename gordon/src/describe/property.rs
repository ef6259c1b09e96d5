//! What can stand for a property of a resource.
//!
//! Owns which Rust types fit which type of CloudFormation's, and the JSON that they become. Which type a property has is
//! for the schemas to say.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::{Map, Value as Any};

use super::{Arn, Mib, Param, Secret, Secs, Value};

/// Marks a property that a resource cannot do without. See [`PropertyValue`].
#[derive(Clone, Copy, Debug)]
pub enum Required {}

/// Marks a property that may be left out: an `Option` fits too. See [`PropertyValue`].
#[derive(Clone, Copy, Debug)]
pub enum Optional {}

/// The type of a property that is an object. See [`PropertyValue`].
#[derive(Clone, Copy, Debug)]
pub enum Object {}

/// The type of a property that may be anything, or of one of several types. See [`PropertyValue`].
#[derive(Clone, Copy, Debug)]
pub enum AnyJson {}

/// A value for a property whose type is `T` in CloudFormation's schema.
///
/// | the schema says | `T` | what fits, besides a [`Value`] of it |
/// | --- | --- | --- |
/// | string | `String` | `String`, `&str`, `Cow<str>`, an [`Arn`], a [`Secret`], a [`Param`] |
/// | integer | `i64` | any integer of up to 64 bits, [`Mib`], [`Secs`] |
/// | number | `f64` | the same, `f32`, `f64` |
/// | boolean | `bool` | `bool` |
/// | array of `U` | `Vec<U>` | a `Vec`, an array or a slice of what fits `U` |
/// | object | [`Object`] | `json!({…})`, a map of serde_json's, a `BTreeMap` or `HashMap` by text |
/// | anything, or one of several | [`AnyJson`] | whatever serde can serialise |
///
/// `Presence` is [`Required`] or [`Optional`]; where it is `Optional`, an `Option` fits, and `None` leaves the property
/// out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand where CloudFormation wants `{T}`",
    label = "expected `{T}`, or a `Value` of it",
    note = "a resource is referred to by `.reference()` or by one of its attributes, such as `.arn()`",
    note = "what CloudFormation alone knows to be of this type is `Value::<{T}>::raw(json!({{…}}))`"
)]
pub trait PropertyValue<T, Presence = Required> {
    /// The property's JSON. Null, at any depth, leaves out what it stands for: CloudFormation has none.
    ///
    /// # Panics
    ///
    /// Where serde cannot make JSON of it, such as of a map whose keys are no text.
    fn into_property(self) -> Any;
}

/// Implements the trait for types by an expression, for required and optional properties.
macro_rules! fits {
    ($of:ty, $given:ident: $([$($generics:tt)*] $type:ty => $json:expr),+ $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<Presence, $($generics)*> PropertyValue<$of, Presence> for $type {
            fn into_property(self) -> Any {
                let $given = self;
                $json
            }
        }
    )+};
}

fits!(String, text:
    [] &str => Any::from(text),
    [] &&str => Any::from(*text),
    [] String => Any::from(text),
    [] &String => Any::from(text.as_str()),
    [] Cow<'_, str> => Any::from(text.into_owned()),
    [] Value<String> => text.into_json(),
    [] &Value<String> => text.json().clone(),
    [] Arn => Value::from(text).into_json(),
    [] &Arn => Value::from(text).into_json(),
    [] Secret => text.value().into_json(),
    [] &Secret => text.value().into_json(),
    [] Param => text.text().into_json(),
    [] &Param => text.text().into_json(),
);

/// Types that are copied, and values of them.
macro_rules! scalars {
    ($of:ty: $($type:ty),+) => {
        fits!($of, scalar:
            $(
                [] $type => Any::from(scalar),
                [] &$type => Any::from(*scalar),
                [] Value<$type> => scalar.into_json(),
                [] &Value<$type> => scalar.json().clone(),
            )+
        );
    };
}

/// Numbers with a unit of their own.
macro_rules! units {
    ($of:ty: $($type:ty),+) => {
        fits!($of, amount: $([] $type => Any::from(u32::from(amount)),)+);
    };
}

units!(i64: Mib, Secs);
units!(f64: Mib, Secs);
scalars!(bool: bool);
scalars!(i64: u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);
scalars!(f64: u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64);

fits!(Object, object:
    [] Any => object,
    [] &Any => object.clone(),
    [] Map<String, Any> => Any::Object(object),
    [] &Map<String, Any> => Any::Object(object.clone()),
    [K: Into<String>, V: Serialize] BTreeMap<K, V> => entries(object),
    [K: Into<String>, V: Serialize, S] HashMap<K, V, S> => entries(object),
    [] Value<Any> => object.into_json(),
    [] &Value<Any> => object.json().clone(),
    [] Value<Object> => object.into_json(),
);

fits!(Vec<U>, list:
    [U, E: PropertyValue<U>] Vec<E> => list.into_iter().map(E::into_property).collect(),
    [U, E: PropertyValue<U> + Clone] &Vec<E> => list.iter().cloned().map(E::into_property).collect(),
    [U, E: PropertyValue<U> + Clone] &[E] => list.iter().cloned().map(E::into_property).collect(),
    [U, E: PropertyValue<U>, const N: usize] [E; N] => list.into_iter().map(E::into_property).collect(),
);

#[diagnostic::do_not_recommend]
impl<Presence, U, V> PropertyValue<Vec<U>, Presence> for Value<Vec<V>>
where
    Value<V>: PropertyValue<U>,
{
    fn into_property(self) -> Any {
        self.into_json()
    }
}

#[diagnostic::do_not_recommend]
impl<Presence, U, V> PropertyValue<Vec<U>, Presence> for &Value<Vec<V>>
where
    Value<V>: PropertyValue<U>,
{
    fn into_property(self) -> Any {
        self.json().clone()
    }
}

fits!(Vec<Object>, list:
    [] Any => list,
    [] &Any => list.clone(),
    [] Value<Any> => list.into_json(),
    [] &Value<Any> => list.json().clone(),
);

impl<Presence, E: Serialize> PropertyValue<AnyJson, Presence> for E {
    #[track_caller]
    fn into_property(self) -> Any {
        match serde_json::to_value(self) {
            Ok(json) => json,
            Err(error) => panic!("the value is not JSON: {error}"),
        }
    }
}

macro_rules! options {
    ($([$($generics:tt)*] $of:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl<E: PropertyValue<$of>, $($generics)*> PropertyValue<$of, Optional> for Option<E> {
            fn into_property(self) -> Any {
                self.map_or(Any::Null, E::into_property)
            }
        }
    )+};
}

options!([] String, [] bool, [] i64, [] f64, [] Object, [U] Vec<U>);

fn entries<K: Into<String>, V: Serialize>(map: impl IntoIterator<Item = (K, V)>) -> Any {
    map.into_iter().map(|(key, value)| (key.into(), PropertyValue::<AnyJson>::into_property(value))).collect()
}
