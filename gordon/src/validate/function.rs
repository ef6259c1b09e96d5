//! CloudFormation's intrinsic functions.
//!
//! Owns their names and what shape each gives; what their arguments must look like is for `call` to judge.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

use gordon_schema::node::Shape;

/// An intrinsic function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Ref,
    GetAtt,
    Sub,
    Join,
    If,
    Select,
    Split,
    FindInMap,
    ImportValue,
    Base64,
    Cidr,
    GetAZs,
    Transform,
    GetStackOutput,
    Length,
    ToJsonString,
    And,
    Equals,
    Not,
    Or,
    Contains,
    EachMemberEquals,
    EachMemberIn,
    RefAll,
    ValueOf,
    ValueOfAll,
}

/// Where a function may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// It gives a value.
    Value,
    /// It gives true or false: in `Conditions`, and in `Rules`.
    Condition,
    /// In `Rules` only.
    Rule,
}

/// Each with its name.
const FUNCTIONS: [(Function, &str); 26] = [
    (Function::Ref, "Ref"),
    (Function::GetAtt, "Fn::GetAtt"),
    (Function::Sub, "Fn::Sub"),
    (Function::Join, "Fn::Join"),
    (Function::If, "Fn::If"),
    (Function::Select, "Fn::Select"),
    (Function::Split, "Fn::Split"),
    (Function::FindInMap, "Fn::FindInMap"),
    (Function::ImportValue, "Fn::ImportValue"),
    (Function::Base64, "Fn::Base64"),
    (Function::Cidr, "Fn::Cidr"),
    (Function::GetAZs, "Fn::GetAZs"),
    (Function::Transform, "Fn::Transform"),
    (Function::GetStackOutput, "Fn::GetStackOutput"),
    (Function::Length, "Fn::Length"),
    (Function::ToJsonString, "Fn::ToJsonString"),
    (Function::And, "Fn::And"),
    (Function::Equals, "Fn::Equals"),
    (Function::Not, "Fn::Not"),
    (Function::Or, "Fn::Or"),
    (Function::Contains, "Fn::Contains"),
    (Function::EachMemberEquals, "Fn::EachMemberEquals"),
    (Function::EachMemberIn, "Fn::EachMemberIn"),
    (Function::RefAll, "Fn::RefAll"),
    (Function::ValueOf, "Fn::ValueOf"),
    (Function::ValueOfAll, "Fn::ValueOfAll"),
];

impl Function {
    /// The function of a key, such as `Fn::Sub`.
    pub(super) fn named(key: &str) -> Option<Self> {
        // Most keys are properties: they are told apart by their first letters.
        if key != "Ref" && !key.starts_with("Fn::") {
            return None;
        }
        FUNCTIONS.iter().find_map(|(function, name)| (*name == key).then_some(*function))
    }

    /// The function of a tag in YAML, such as `Sub` of `!Sub`.
    #[cfg(feature = "cli")]
    pub(super) fn tagged(tag: &str) -> Option<Self> {
        FUNCTIONS
            .iter()
            .find_map(|(function, name)| (name.strip_prefix("Fn::").unwrap_or(name) == tag).then_some(*function))
    }

    pub(super) fn name(self) -> &'static str {
        FUNCTIONS.iter().find_map(|(function, name)| (*function == self).then_some(*name)).unwrap_or_default()
    }

    /// The names of all.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        FUNCTIONS.iter().map(|(_, name)| *name)
    }

    pub(super) fn family(self) -> Family {
        match self {
            Self::And | Self::Equals | Self::Not | Self::Or => Family::Condition,
            Self::Contains
            | Self::EachMemberEquals
            | Self::EachMemberIn
            | Self::RefAll
            | Self::ValueOf
            | Self::ValueOfAll => Family::Rule,
            _ => Family::Value,
        }
    }

    /// Whether it needs `Transform: AWS::LanguageExtensions`.
    pub(super) fn is_extension(self) -> bool {
        matches!(self, Self::Length | Self::ToJsonString)
    }

    /// What it gives, as far as its name tells.
    pub(super) fn shape(self) -> Option<Shape> {
        match self {
            Self::Ref
            | Self::GetAtt
            | Self::If
            | Self::Select
            | Self::FindInMap
            | Self::Transform
            | Self::GetStackOutput => None,
            Self::Split | Self::Cidr | Self::GetAZs | Self::RefAll | Self::ValueOfAll => Some(Shape::List),
            _ => Some(Shape::Scalar),
        }
    }
}
