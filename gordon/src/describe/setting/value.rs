//! What can be a setting.
//!
//! Owns the way from text to a value and back, and how each kind of value is judged by a [`Rule`].

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Row, Rule, SetError, ledger};
use crate::describe::{Place, Value};

/// A type that a setting can have: text, a number, a bool, an enum with `#[derive(Setting)]`, a [`Secret`], nested
/// settings, or an `Option`, list or map of those.
///
/// [`Secret`]: crate::describe::Secret
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a setting",
    label = "not a setting",
    note = "settings are text, numbers, `bool`, `Secret`, enums with `#[derive(Setting)]`, structs with `#[derive(Settings)]`, and `Option`, `Vec` or `BTreeMap<String, _>` of those"
)]
pub trait SettingValue: Sized {
    /// What it is, in a word or two: `a whole number`.
    fn kind() -> String;

    /// The value that a text on the command line means.
    ///
    /// # Errors
    ///
    /// What the text should have been.
    fn parse(text: &str) -> Result<Self, String>;

    /// The value as people read it; of a secret, that it is one.
    fn shown(&self) -> String;

    /// The value as programs read it; of a secret, that it is one.
    fn json(&self) -> Json {
        Json::from(self.shown())
    }

    /// Whether its rule allows it.
    fn obeys(&self, _rule: &Rule) -> bool {
        true
    }

    /// The value of an environment variable; `None` leaves the variable out.
    fn variable(&self) -> Option<Value<String>> {
        Some(Value::from(self.shown()))
    }

    /// Adds what `settings` shows of it: one row, or those of nested settings.
    #[doc(hidden)]
    fn rows(&self, row: Row, out: &mut Vec<Row>) {
        out.push(Row { kind: Self::kind(), value: self.shown(), json: self.json(), ..row });
    }

    /// What rules across the fields of nested settings say.
    #[doc(hidden)]
    fn whole(&self) -> Result<(), String> {
        Ok(())
    }

    /// Says that it was set here, and what is wrong with it: what builders call.
    #[doc(hidden)]
    #[track_caller]
    fn given(&self, settings: &'static str, rule: &Rule) {
        let place = Place::caller();
        ledger::set(settings, rule.name, self.shown(), place.clone());
        if !self.obeys(rule) {
            ledger::mistake(place, format!("{}, and this is {}", rule.sentence, self.shown()));
        }
    }

    /// Sets it, or a part of it, from a text, and judges it: what the derive's `set` calls.
    #[doc(hidden)]
    fn judged(&mut self, rule: &Rule, rest: &[&str], text: &str) -> Result<(), SetError> {
        self.assign(rest, text)?;
        if self.obeys(rule) { Ok(()) } else { Err(SetError::Rule(rule.sentence.to_owned())) }
    }

    /// Sets it, or a part of it, from a text.
    #[doc(hidden)]
    fn assign(&mut self, rest: &[&str], text: &str) -> Result<(), SetError> {
        if let Some(more) = rest.first() {
            return Err(SetError::Unknown { name: (*more).to_owned(), known: Vec::new() });
        }
        *self = Self::parse(text).map_err(SetError::Value)?;
        Ok(())
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl SettingValue for $type {
            fn kind() -> String {
                "a whole number".to_owned()
            }

            fn parse(text: &str) -> Result<Self, String> {
                text.replace('_', "").parse().map_err(|_| format!("{} from {} to {}", Self::kind(), Self::MIN, Self::MAX))
            }

            fn shown(&self) -> String {
                self.to_string()
            }

            fn json(&self) -> Json {
                json!(self)
            }

            fn obeys(&self, rule: &Rule) -> bool {
                rule.takes_integer(i128::from(*self))
            }
        }
    )*};
}

integers!(u8, u16, u32, u64, i8, i16, i32, i64);

impl SettingValue for f64 {
    fn kind() -> String {
        "a number".to_owned()
    }

    fn parse(text: &str) -> Result<Self, String> {
        text.parse().ok().filter(|value: &Self| value.is_finite()).ok_or_else(Self::kind)
    }

    fn shown(&self) -> String {
        self.to_string()
    }

    fn json(&self) -> Json {
        json!(self)
    }

    fn obeys(&self, rule: &Rule) -> bool {
        rule.takes_number(*self)
    }
}

impl SettingValue for bool {
    fn kind() -> String {
        "`true` or `false`".to_owned()
    }

    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| Self::kind())
    }

    fn shown(&self) -> String {
        self.to_string()
    }

    fn json(&self) -> Json {
        json!(self)
    }
}

impl SettingValue for String {
    fn kind() -> String {
        "text".to_owned()
    }

    fn parse(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }

    fn shown(&self) -> String {
        self.clone()
    }

    fn obeys(&self, rule: &Rule) -> bool {
        rule.takes_text(self)
    }
}

impl<T: SettingValue> SettingValue for Option<T> {
    fn kind() -> String {
        format!("{}, or none", T::kind())
    }

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() { Ok(None) } else { T::parse(text).map(Some) }
    }

    fn shown(&self) -> String {
        self.as_ref().map_or_else(|| "none".to_owned(), T::shown)
    }

    fn json(&self) -> Json {
        self.as_ref().map_or(Json::Null, T::json)
    }

    fn obeys(&self, rule: &Rule) -> bool {
        self.as_ref().is_none_or(|value| value.obeys(rule))
    }

    fn variable(&self) -> Option<Value<String>> {
        self.as_ref().and_then(T::variable)
    }
}

impl<T: SettingValue> SettingValue for Vec<T> {
    fn kind() -> String {
        format!("a list, `a,b`: each {}", T::kind())
    }

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::new());
        }
        text.split(',').map(|item| T::parse(item.trim())).collect::<Result<_, _>>().map_err(|_| Self::kind())
    }

    fn shown(&self) -> String {
        self.iter().map(T::shown).collect::<Vec<_>>().join(",")
    }

    fn json(&self) -> Json {
        self.iter().map(T::json).collect()
    }

    fn obeys(&self, rule: &Rule) -> bool {
        // The length is the list's; all else is each item's.
        let each = Rule { length: None, ..*rule };
        rule.takes_length(self.len()) && self.iter().all(|item| item.obeys(&each))
    }
}

impl<T: SettingValue> SettingValue for BTreeMap<String, T> {
    fn kind() -> String {
        format!("pairs, `a=1,b=2`: each {}", T::kind())
    }

    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::new());
        }
        let pair = |item: &str| {
            let (name, value) = item.split_once('=')?;
            Some((name.trim().to_owned(), T::parse(value.trim()).ok()?))
        };
        text.split(',').map(pair).collect::<Option<_>>().ok_or_else(Self::kind)
    }

    fn shown(&self) -> String {
        self.iter().map(|(name, value)| format!("{name}={}", value.shown())).collect::<Vec<_>>().join(",")
    }

    fn json(&self) -> Json {
        self.iter().map(|(name, value)| (name.clone(), value.json())).collect::<serde_json::Map<_, _>>().into()
    }

    fn obeys(&self, rule: &Rule) -> bool {
        let each = Rule { length: None, ..*rule };
        rule.takes_length(self.len()) && self.values().all(|value| value.obeys(&each))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Range;
    use super::*;

    #[test]
    fn text_becomes_a_value_and_back() {
        assert_eq!(u32::parse("1_024"), Ok(1024));
        assert!(u8::parse("256").expect_err("too large").contains("0 to 255"));
        assert_eq!(Option::<bool>::parse(""), Ok(None));
        assert_eq!(Option::<bool>::parse("true"), Ok(Some(true)));
        assert_eq!(Vec::<i8>::parse("1, -2"), Ok(vec![1, -2]));
        assert!(Vec::<i8>::parse("1,x").is_err());
        let pairs = BTreeMap::<String, f64>::parse("a=1.5,b=2").expect("pairs");
        assert_eq!((pairs.shown(), pairs.json()), ("a=1.5,b=2".to_owned(), json!({ "a": 1.5, "b": 2.0 })));
        assert!(BTreeMap::<String, u8>::parse("a").is_err());
        assert!(f64::parse("NaN").is_err());
    }

    #[test]
    fn a_rule_holds_for_each_item_and_its_length_for_the_list() {
        let rule = Rule { range: Some(Range::Integer(1, 9)), length: Some((1, 2)), ..Rule::any("x") };
        assert!(vec![1, 9].obeys(&rule));
        assert!(!vec![1, 10].obeys(&rule));
        assert!(!Vec::<u8>::new().obeys(&rule));
        assert!(Some(5).obeys(&rule) && None::<u8>.obeys(&rule) && !Some(0).obeys(&rule));
    }
}
