//! Any CloudFormation resource that is not a function.
//!
//! Owns [`Resource`], its attributes that are not properties (dependencies, policies, metadata), and references to it.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Value as Json, json};

use super::id::{Id, Part};
use super::written::{self, Lines};
use super::{Condition, Place, Value};

/// Marks a [`Resource`] of whose type Gordon knows only the name.
#[derive(Clone, Copy, Debug)]
pub struct Untyped;

/// The type of a [`Resource`], as one of [`aws`](crate::aws)'s markers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource type",
    note = "resource types are in `gordon::aws`, such as `aws::dynamodb::Table`"
)]
pub trait ResourceType {
    /// CloudFormation's name, such as `AWS::DynamoDB::Table`.
    const NAME: &'static str;
}

/// A CloudFormation resource, and a handle to refer to it. Clones are the same resource.
///
/// It exists in a stack once it is given to [`Project::add`](super::Project::add) or [`App::add`](super::App::add); a
/// reference to one that never was is a diagnostic.
pub struct Resource<T = Untyped> {
    pub(crate) data: ResourceData,
    of: PhantomData<fn() -> T>,
}

// Derived, these would ask the same of the 1,854 markers, which costs seconds to compile.
impl<T> Clone for Resource<T> {
    fn clone(&self) -> Self {
        Self { data: self.data.clone(), of: PhantomData }
    }
}

impl<T> fmt::Debug for Resource<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource").field("data", &self.data).finish_non_exhaustive()
    }
}

/// What a resource is, whatever its type.
#[derive(Clone, Debug)]
pub(crate) struct ResourceData {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) properties: Json,
    pub(crate) depends_on: Vec<Json>,
    pub(crate) attributes: Vec<(&'static str, Json)>,
    pub(crate) place: Place,
    /// Where each property stands, as far as that is known.
    pub(crate) lines: Lines,
}

/// What becomes of a resource that leaves the stack, or that an update replaces.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeletionPolicy {
    /// It is deleted.
    Delete,
    /// It is kept, and no longer part of the stack.
    Retain,
    /// It is kept, unless its own creation is rolled back.
    RetainExceptOnCreate,
    /// A snapshot is kept, where the type has snapshots.
    Snapshot,
}

impl DeletionPolicy {
    const fn name(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Retain => "Retain",
            Self::RetainExceptOnCreate => "RetainExceptOnCreate",
            Self::Snapshot => "Snapshot",
        }
    }
}

impl Resource<Untyped> {
    /// A resource by its type's name and its properties in CloudFormation's words.
    ///
    /// `name` is its logical ID (letters and digits, at most 255), with the app's name before it where it is added to
    /// an app.
    #[track_caller]
    #[must_use]
    pub fn untyped(name: &str, kind: &str, properties: Json) -> Self {
        Self { data: ResourceData::new(name, kind, properties, Place::caller()), of: PhantomData }
    }
}

impl ResourceData {
    fn new(name: &str, kind: &str, properties: Json, place: Place) -> Self {
        Self {
            id: Id::new(format!("resource `{name}`"), place.clone()),
            name: name.to_owned(),
            kind: kind.to_owned(),
            properties,
            depends_on: Vec::new(),
            attributes: Vec::new(),
            place,
            lines: Lines::default(),
        }
    }

    /// The place of a property by its path from the properties on, such as `KeySchema[0].KeyType`; where that is not
    /// known, of what is around it, and at last of the resource.
    pub(crate) fn place_of(&self, path: &str) -> Place {
        self.lines.place(path).unwrap_or_else(|| self.place.clone())
    }
}

impl<T: ResourceType> Resource<T> {
    /// A resource of a known type, with properties that nobody checks until `build`: what [`resource!`](crate::resource)
    /// makes after the compiler checked them.
    #[track_caller]
    #[must_use]
    pub fn typed(name: &str, properties: Json) -> Self {
        Self { data: ResourceData::new(name, T::NAME, properties, Place::caller()), of: PhantomData }
    }

    /// What `resource!` expands to.
    #[doc(hidden)]
    #[track_caller]
    #[must_use]
    pub fn written(name: &str, literals: &str, values: &mut [Json], lines: &'static str) -> Self {
        let mut made = Self::typed(name, written::filled(literals, values));
        made.data.lines = Lines(lines);
        made
    }
}

impl<T> Resource<T> {
    /// `Ref`: the resource's physical ID; of most types its name.
    #[must_use]
    pub fn reference(&self) -> Value<String> {
        Value::raw(json!({ "Ref": self.data.id.mark(Part::Itself) }))
    }

    /// `Fn::GetAtt`: an attribute by CloudFormation's name, such as `Arn`.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Value<String> {
        self.attribute_of(name)
    }

    /// `Fn::GetAtt` of a known type.
    pub(crate) fn attribute_of<V>(&self, name: &str) -> Value<V> {
        Value::raw(json!({ "Fn::GetAtt": [self.data.id.mark(Part::Itself), name] }))
    }

    /// Makes this resource wait for `other`, where no reference does already.
    #[must_use]
    pub fn depends_on<U>(mut self, other: &Resource<U>) -> Self {
        self.data.depends_on.push(other.data.id.mark(Part::Itself));
        self
    }

    /// The resource exists only where the condition holds.
    #[must_use]
    pub fn condition(self, condition: &Condition) -> Self {
        self.set("Condition", condition.mark())
    }

    /// What becomes of it when it leaves the stack. Stateful types are kept unless this says otherwise.
    #[must_use]
    pub fn deletion_policy(self, policy: DeletionPolicy) -> Self {
        self.set("DeletionPolicy", Json::from(policy.name()))
    }

    /// What becomes of the old one when an update replaces it.
    #[must_use]
    pub fn update_replace_policy(self, policy: DeletionPolicy) -> Self {
        self.set("UpdateReplacePolicy", Json::from(policy.name()))
    }

    /// `UpdatePolicy`, in CloudFormation's words.
    #[must_use]
    pub fn update_policy(self, policy: Json) -> Self {
        self.set("UpdatePolicy", policy)
    }

    /// `CreationPolicy`, in CloudFormation's words.
    #[must_use]
    pub fn creation_policy(self, policy: Json) -> Self {
        self.set("CreationPolicy", policy)
    }

    /// `Metadata`: any JSON.
    #[must_use]
    pub fn metadata(self, metadata: Json) -> Self {
        self.set("Metadata", metadata)
    }

    fn set(mut self, name: &'static str, json: Json) -> Self {
        self.data.attributes.retain(|(set, _)| *set != name);
        self.data.attributes.push((name, json));
        self
    }
}
