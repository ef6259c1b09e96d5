//! Typed grants: `cities.read()` is the statement that lets a function read the table.
//!
//! Owns how a grant is made; a file has those of a service or of a few that are alike. What each allows is a table, in
//! `docs/grants.md` beside what AWS SAM calls it. Must not know who is granted.

mod catalog;
mod code;
mod data;
mod dynamodb;
mod functions;
mod logs;
mod messages;
mod platform;
mod s3;
mod secrets;
mod streams;
#[cfg(test)]
mod tests;
mod users;

use std::fmt;
use std::marker::PhantomData;

pub(crate) use catalog::{KINDS, Kind};

use super::value::{join, select, split, sub};
use super::{Resource, ResourceType, Statement, Value};

/// A resource that is there already and belongs to no stack of this project, to grant access to.
///
/// It has the grants that a [`Resource`] of its type has:
///
/// ```
/// use gordon::prelude::*;
///
/// let cities = Existing::<aws::dynamodb::Table>::named("cities");
/// let key = Existing::<aws::ssm::Parameter>::named("/weather/key");
/// let archive = Existing::<aws::s3::Bucket>::arn("arn:aws:s3:::weather-archive");
/// let function = Function::new("report").allow(cities.read()).allow(key.read()).allow(archive.write());
/// ```
pub struct Existing<T> {
    arn: Value<String>,
    of: PhantomData<fn() -> T>,
}

impl<T: ResourceType> Existing<T> {
    /// A resource by its ARN.
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>) -> Self {
        Self { arn: arn.into(), of: PhantomData }
    }

    /// A resource by its name (of some types: its ID), in the stack's own account and region.
    ///
    /// The name may end in `*`: all resources whose names begin so.
    #[must_use]
    pub fn named(name: impl Into<Value<String>>) -> Self
    where
        T: Grantable,
    {
        Self::arn(named(T::KIND.form, name.into()))
    }
}

impl<T> Clone for Existing<T> {
    fn clone(&self) -> Self {
        Self { arn: self.arn.clone(), of: PhantomData }
    }
}

impl<T> fmt::Debug for Existing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Existing").field(&self.arn).finish()
    }
}

/// A type of resource that has grants: it is implemented for those that [`aws`](crate::aws) marks and nothing else.
#[diagnostic::on_unimplemented(
    message = "Gordon does not make the ARN of a `{Self}` from its name",
    note = "give it whole, with `Existing::arn`"
)]
pub trait Grantable: ResourceType {
    #[doc(hidden)]
    const KIND: Kind;
}

/// How the ARN of a resource in the stack is said.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// By this attribute.
    Attribute(&'static str),
    /// By `Ref`.
    Reference,
    /// By its form, with what `Ref` gives.
    Form,
}

/// What a statement is on, given a resource's ARN.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The ARN and this text: an empty one is the resource itself.
    Text(&'static str),
    /// The executions of a state machine.
    Executions,
}

const ITSELF: End = End::Text("");

/// The ARN that a form such as `dynamodb:R:A:table/{}` makes: `R` is the stack's region and `A` its account.
fn named(form: &str, name: Value<String>) -> Value<String> {
    let mut parts = form.splitn(4, ':');
    let mut next = || parts.next().unwrap_or_default();
    let service = next();
    let region = if next() == "R" { "${AWS::Region}" } else { "" };
    let account = if next() == "A" { "${AWS::AccountId}" } else { "" };
    let (before, after) = next().split_once("{}").unwrap_or_default();
    let start = format!("arn:${{AWS::Partition}}:{service}:{region}:{account}:{before}");
    match name.literal().and_then(|name| name.as_str()).filter(|name| !name.contains("${")) {
        // A parameter `/a/b` is `parameter/a/b`.
        Some(name) if before.ends_with('/') => {
            sub(&format!("{start}{}{after}", name.strip_prefix('/').unwrap_or(name)), [])
        }
        Some(name) => sub(&format!("{start}{name}{after}"), []),
        None => sub(&format!("{start}${{Name}}{after}"), [("Name", name)]),
    }
}

#[track_caller]
fn grant(arn: &Value<String>, ends: &[End], actions: &[&str]) -> Statement {
    ends.iter().fold(Statement::stated("Allow", actions), |statement, end| match end {
        End::Text("") => statement.on(arn),
        End::Text(end) => statement.on(join("", [arn.clone(), (*end).into()])),
        End::Executions => statement.on(executions(arn)),
    })
}

/// The executions of a state machine, by its ARN.
fn executions(machine: &Value<String>) -> Value<String> {
    if let Some(literal) = machine.literal().and_then(|literal| literal.as_str()) {
        return Value::from(format!("{}:*", literal.replacen(":stateMachine:", ":execution:", 1)));
    }
    let form = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${Name}:*";
    sub(form, [("Name", select(6, split(":", machine)))])
}

fn arn_of<T: Grantable>(resource: &Resource<T>) -> Value<String> {
    match T::KIND.way {
        Way::Attribute(name) => resource.attribute(name),
        Way::Reference => resource.reference(),
        Way::Form => named(T::KIND.form, resource.reference()),
    }
}

/// The grants of types: for each, a method of `Resource` and of `Existing`, and a row for the tests.
macro_rules! grants {
    ($($($marker:ident)::+ $(, $($other:ident)::+)* => $body:tt)+) => {
        $(
            grants!(@type ($crate::aws::$($marker)::+) $body);
            $(grants!(@type ($crate::aws::$($other)::+) $body);)*
        )+

        #[cfg(test)]
        pub(super) fn rows() -> Vec<super::tests::Row> {
            let mut rows = Vec::new();
            $(
                rows.extend(grants!(@rows ($crate::aws::$($marker)::+) $body));
                $(rows.extend(grants!(@rows ($crate::aws::$($other)::+) $body));)*
            )+
            rows
        }
    };
    (@type ($of:ty) {$(
        $(#[doc = $doc:literal])+
        $name:ident allows [$($action:literal),+ $(,)?] on [$($end:expr),+];
    )+}) => {
        impl $crate::describe::Resource<$of> {$(
            $(#[doc = $doc])+
            #[track_caller]
            #[must_use]
            pub fn $name(&self) -> $crate::describe::Statement {
                $crate::describe::grants::grant(&$crate::describe::grants::arn_of(self), &[$($end),+], &[$($action),+])
            }
        )+}

        impl $crate::describe::Existing<$of> {$(
            $(#[doc = $doc])+
            #[track_caller]
            #[must_use]
            pub fn $name(&self) -> $crate::describe::Statement {
                $crate::describe::grants::grant(&self.arn, &[$($end),+], &[$($action),+])
            }
        )+}
    };
    (@rows ($of:ty) {$(
        $(#[doc = $doc:literal])+
        $name:ident allows [$($action:literal),+ $(,)?] on [$($end:expr),+];
    )+}) => {
        [$(
            $crate::describe::grants::tests::Row::of::<$of>(
                stringify!($name),
                |resource| resource.$name(),
                |existing| existing.$name(),
            )
        ),+]
    };
}

use grants;
