//! Tasks of a state machine.
//!
//! Owns [`StepFunctions`], the grant, and [`Task`], the state that calls the function.

use serde_json::{Value as Json, json};

use super::EventSource;
use crate::aws;
use crate::describe::id::Mark;
use crate::describe::value::sub;
use crate::describe::{Function, Place, Resource, Value};

/// A state machine of AWS Step Functions that calls the function.
///
/// ```
/// use gordon::prelude::*;
///
/// let pay = Function::new("pay");
/// let role = Resource::<aws::iam::Role>::typed("OrdersRole", json!({
///     "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
///         "Effect": "Allow", "Principal": { "Service": "states.amazonaws.com" }, "Action": "sts:AssumeRole",
///     }] },
/// }));
/// let orders = Resource::<aws::stepfunctions::StateMachine>::typed("Orders", json!({
///     "RoleArn": role.arn(),
///     "Definition": { "StartAt": "Pay", "States": { "Pay": Task::of(&pay).end() } },
/// }));
/// let pay = pay.on(StepFunctions::of(&orders));
/// ```
///
/// The machine's role, where it belongs to this project, gets a policy that lets it call the function and nothing else,
/// and the machine waits for it. A role by ARN has to allow `lambda:InvokeFunction`.
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html>
#[derive(Clone, Debug)]
pub struct StepFunctions {
    pub(crate) machine: Value<String>,
    pub(crate) place: Place,
}

impl StepFunctions {
    /// A state machine of this project, whose definition names the function: see [`Task`].
    #[track_caller]
    #[must_use]
    pub fn of(machine: &Resource<aws::stepfunctions::StateMachine>) -> Self {
        Self { machine: machine.reference(), place: Place::caller() }
    }

    pub(crate) fn own(&self) -> Option<Mark> {
        Mark::read(self.machine.json().get("Ref")?)
    }
}

impl EventSource for StepFunctions {
    fn kind(&self) -> &'static str {
        "Step Functions trigger"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        self.machine.json().clone()
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.machine.json());
    }
}

/// A state of a state machine's `Definition` that calls a function: JSON, in JSONPath's flavour.
///
/// The function gets the state's input, and its answer is the state's output. Errors of Lambda itself are tried again, as
/// AWS recommends; [`set`](Self::set) says otherwise. It ends with [`next`](Self::next) or [`end`](Self::end):
///
/// ```
/// use gordon::prelude::*;
///
/// let pay = Function::new("pay");
/// let state = Task::of(&pay)
///     .payload(json!({ "order.$": "$.order" }))
///     .set("ResultPath", json!("$.payment"))
///     .set("TimeoutSeconds", json!(30))
///     .next("Ship");
/// assert_eq!(state["Next"], "Ship");
/// ```
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html>
#[derive(Clone, Debug)]
pub struct Task(Json);

impl Task {
    /// A state that calls the function's alias and waits for the answer.
    #[must_use]
    pub fn of(function: &Function) -> Self {
        Self(json!({
            "Type": "Task",
            "Resource": sub("arn:${AWS::Partition}:states:::lambda:invoke", []),
            "Parameters": { "FunctionName": function.arn(), "Payload.$": "$" },
            "OutputPath": "$.Payload",
            "Retry": [{
                "ErrorEquals": [
                    "Lambda.ClientExecutionTimeoutException",
                    "Lambda.ServiceException",
                    "Lambda.AWSLambdaException",
                    "Lambda.SdkClientException",
                    "Lambda.TooManyRequestsException",
                ],
                "IntervalSeconds": 1,
                "MaxAttempts": 3,
                "BackoffRate": 2,
                "JitterStrategy": "FULL",
            }],
        }))
    }

    /// What the function gets, in place of the state's input. Keys that end in `.$` are paths.
    #[must_use]
    pub fn payload(mut self, payload: Json) -> Self {
        if let Some(parameters) = self.0["Parameters"].as_object_mut() {
            parameters.remove("Payload.$");
            parameters.insert("Payload".to_owned(), payload);
        }
        self
    }

    /// Waits until somebody sends back the task's token, which the payload has to carry: `"token.$": "$$.Task.Token"`.
    ///
    /// The output is what was sent back.
    ///
    /// <https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token>
    #[must_use]
    pub fn wait_for_task_token(mut self) -> Self {
        self.0["Resource"] = sub("arn:${AWS::Partition}:states:::lambda:invoke.waitForTaskToken", []).into_json();
        if let Some(state) = self.0.as_object_mut() {
            state.remove("OutputPath");
        }
        self
    }

    /// Sets any other field of the state, such as `Catch`, `Retry` or `TimeoutSeconds`.
    #[must_use]
    pub fn set(mut self, field: &str, value: Json) -> Self {
        self.0[field] = value;
        self
    }

    /// The state, followed by another by name.
    #[must_use]
    pub fn next(self, state: &str) -> Json {
        self.set("Next", Json::from(state)).0
    }

    /// The state, as the last one.
    #[must_use]
    pub fn end(self) -> Json {
        self.set("End", Json::from(true)).0
    }
}
