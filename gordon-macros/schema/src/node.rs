//! What a rule looks at: a value of a template, whatever holds it.
//!
//! Owns the view of a value that JSON, YAML with positions, and Rust's tokens with spans share, and what a rule says of
//! one. Must not know any of the three.

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind<'n> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, or too large for an [`Integer`](Self::Integer).
    Number(f64),
    /// Text.
    Text(&'n str),
    /// A list of [`items`](Node::items).
    List,
    /// An object of [`entries`](Node::entries).
    Object,
    /// One of several values, each an item of [`items`](Node::items): the branches of `Fn::If`.
    Choice,
    /// As if it were not there: `Ref: AWS::NoValue`.
    Absent,
    /// Known only while CloudFormation, or the user's program, runs; of this shape where that much is known.
    Unknown(Option<Shape>),
}

/// The type of a value that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text, as CloudFormation's `Ref` and most functions give: it stands for numbers and truth values too.
    Scalar,
    /// A list.
    List,
    /// An object.
    Object,
}

/// A value that rules can look at.
pub trait Node: Sized {
    /// What it is.
    fn kind(&self) -> Kind<'_>;
    /// The items of a list or the branches of a choice; nothing of anything else.
    fn items(&self) -> impl Iterator<Item = &Self>;
    /// The entries of an object, in the order in which they were written; nothing of anything else.
    fn entries(&self) -> impl Iterator<Item = (&str, &Self)>;

    /// The entry of an object by its key.
    fn get(&self, key: &str) -> Option<&Self> {
        self.entries().find_map(|(name, value)| (name == key).then_some(value))
    }
}

/// Something that breaks a rule.
#[derive(Debug)]
pub struct Finding<'n, N> {
    /// The value that breaks it.
    pub node: &'n N,
    /// The key of an entry of `node` (an object) that the finding is about, rather than all of `node`: an unknown
    /// property. The key of a missing property is only in the message.
    pub key: Option<String>,
    /// Where, from the resource's properties on: `KeySchema[0].KeyType`; empty for the properties as a whole.
    pub path: String,
    /// The rule: a keyword of the schema, such as `enum`, `pattern` or `required`.
    pub rule: &'static str,
    /// What is wrong, in one phrase, in the words of CloudFormation's users.
    pub message: String,
    /// What to do, such as "did you mean `BillingMode`?"; empty where the message says it.
    pub help: String,
}
