//! CloudFormation's intrinsic functions where somebody wrote them as a template does.
//!
//! Owns what each is called in Rust.

use super::tree::{Data, Entry};
use crate::diag::Diagnostics;

/// Each function with what says it here.
const FUNCTIONS: [(&str, &str); 13] = [
    ("Ref", "`cities.reference()` of a resource, `region()` and its kin of a pseudo parameter"),
    ("Fn::Base64", "`base64(text)`, in `gordon::describe::value`"),
    ("Fn::Cidr", "`cidr(block, count, bits)`, in `gordon::describe::value`"),
    ("Fn::FindInMap", "`Mapping::find`"),
    ("Fn::GetAtt", "a method of the resource, such as `cities.arn()`"),
    ("Fn::GetAZs", "`availability_zones()`"),
    ("Fn::If", "`if_(&condition, then, otherwise)`; a choice by stage is Rust's `if` or `match`"),
    ("Fn::ImportValue", "`import_value(name)`"),
    ("Fn::Join", "`join(delimiter, [part, part])`"),
    ("Fn::Select", "`select(index, list)`"),
    ("Fn::Split", "`split(delimiter, text)`"),
    ("Fn::Sub", "`sub(\"${name}\", [(\"name\", value)])`"),
    ("Fn::Transform", "nothing: a template has no macros of CloudFormation's"),
];

/// The object, unless it is a call of an intrinsic function, which is refused.
pub(super) fn refuse(entries: Vec<Entry>, diag: &mut Diagnostics) -> Data {
    let [only] = entries.as_slice() else { return Data::Object(entries) };
    let Some((name, rust)) = FUNCTIONS.iter().find(|(name, _)| *name == only.key) else {
        return Data::Object(entries);
    };
    diag.at(only.span, format!("`{name}` is a Rust function here: {rust}"));
    Data::Mistake
}
