//! The types of a function's fields, for a crate that does not describe: there they are names, and nobody makes one.
//!
//! Owns a stand-in for each type of `describe` that a field can have; must not have methods.

use std::marker::PhantomData;

/// Stands for `gordon::describe::Value`.
#[derive(Clone, Copy, Debug)]
pub struct Value<T>(PhantomData<fn() -> T>);

macro_rules! names {
    ($($name:ident),+) => {$(
        #[doc = concat!("Stands for `gordon::describe::", stringify!($name), "`.")]
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}
    )+};
}

names!(Arn, Param, Secret, SecretReference);
