//! Flows of Amazon Connect.
//!
//! Owns [`Connect`].

use serde_json::Value as Json;

use super::EventSource;
use crate::aws;
use crate::describe::{Place, Resource, Value};

/// An instance of Amazon Connect whose flows may call the function.
///
/// The function is offered to the instance's flows, and the instance may call it.
///
/// ```
/// use gordon::prelude::*;
///
/// let instance = "arn:aws:connect:eu-west-1:111111111111:instance/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
/// let look_up = Function::new("look_up").on(Connect::arn(instance));
/// ```
///
/// <https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html>
#[derive(Clone, Debug)]
pub struct Connect {
    pub(crate) instance: Value<String>,
    pub(crate) place: Place,
}

impl Connect {
    /// An instance of this project.
    #[track_caller]
    #[must_use]
    pub fn of(instance: &Resource<aws::connect::Instance>) -> Self {
        Self::arn(instance.attribute("Arn"))
    }

    /// An instance that exists already, by ARN.
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>) -> Self {
        Self { instance: arn.into(), place: Place::caller() }
    }
}

impl EventSource for Connect {
    fn kind(&self) -> &'static str {
        "Connect trigger"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        self.instance.json().clone()
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.instance.json());
    }
}
