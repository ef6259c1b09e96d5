//! Grants of functions and state machines.
//!
//! Owns what each allows: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html>

use super::{End, ITSELF, grant, grants};
use crate::describe::{Function, Statement};

const QUALIFIED: End = End::Text(":*");
const EXECUTIONS: End = End::Executions;

impl Function {
    /// Invokes the function, by the ARN that [`arn`](Self::arn) gives.
    ///
    /// ```
    /// use gordon::prelude::*;
    ///
    /// let resize = Function::new("resize").code("resize.py").handler("resize.handler");
    /// let upload = Function::new("upload").environment("RESIZE", resize.arn()).allow(resize.invoke());
    /// ```
    #[track_caller]
    #[must_use]
    pub fn invoke(&self) -> Statement {
        grant(&self.arn(), &[ITSELF], &["lambda:InvokeFunction"])
    }
}

grants! {
    lambda::Function => {
        /// Invokes the function, or a version or alias of it.
        invoke allows ["lambda:InvokeFunction"] on [ITSELF, QUALIFIED];
    }

    stepfunctions::StateMachine => {
        /// Starts executions, and waits for those of express workflows.
        start allows ["states:StartExecution", "states:StartSyncExecution"] on [ITSELF];

        /// Stops executions.
        stop allows ["states:StopExecution"] on [EXECUTIONS];

        /// Describes the state machine and its executions.
        read allows [
            "states:DescribeExecution",
            "states:DescribeStateMachine",
            "states:DescribeStateMachineForExecution",
            "states:GetExecutionHistory",
            "states:ListExecutions",
        ] on [ITSELF, EXECUTIONS];
    }
}
