//! What a route of an HTTP API calls in place of a function: an AWS service, or a server.
//!
//! Owns [`HttpIntegration`] and the table of services that HTTP APIs can call by themselves.

use serde_json::{Value as Json, json};

use super::Options;
use super::properties::{entries, setters, text};
use crate::describe::{Place, Statement, Value};

/// What a route of an HTTP API calls without a function of the project.
///
/// ```
/// use gordon::prelude::*;
///
/// let jobs = Resource::<aws::sqs::Queue>::typed("Jobs", json!({}));
/// let send = HttpIntegration::service(HttpService::SqsSendMessage, jobs.arn())
///     .parameter("QueueUrl", jobs.reference())
///     .parameter("MessageBody", "$request.body");
/// let app = App::new("shop").add(jobs).http_api(
///     HttpApi::new()
///         .route(Http::post("/jobs").integration(send))
///         .route(Http::any("/old/{proxy+}").integration(HttpIntegration::url("https://old.example.com/{proxy}"))),
/// );
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html>
#[derive(Clone, Debug)]
pub struct HttpIntegration {
    pub(crate) target: HttpTarget,
    /// Of the integration, besides what its target says.
    pub(crate) options: Options,
    pub(crate) place: Place,
}

/// The kinds of [`HttpIntegration`].
#[derive(Clone, Debug)]
pub(crate) enum HttpTarget {
    Service { service: HttpService, arn: Value<String> },
    Url(Value<String>),
    Private { link: Value<String>, listener: Value<String> },
}

macro_rules! services {
    ($($(#[$doc:meta])* $name:ident $subtype:literal $action:literal [$($required:literal),*];)*) => {
        /// An action of an AWS service that an HTTP API calls by itself.
        ///
        /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html>
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum HttpService {
            $($(#[$doc])* $name,)*
        }

        impl HttpService {
            /// API Gateway's name, such as `SQS-SendMessage`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $subtype,)*
                }
            }

            pub(crate) const fn action(self) -> &'static str {
                match self {
                    $(Self::$name => $action,)*
                }
            }

            /// The parameters without which API Gateway refuses it.
            pub(crate) const fn required(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &[$($required),*],)*
                }
            }
        }
    };
}

services! {
    /// Reads a configuration of AppConfig; the ARN is that configuration's.
    AppConfigGetConfiguration "AppConfig-GetConfiguration" "appconfig:GetConfiguration"
        ["Application", "Environment", "Configuration", "ClientId"];
    /// Puts an event on a bus.
    EventBridgePutEvents "EventBridge-PutEvents" "events:PutEvents" ["Detail", "DetailType", "Source"];
    /// Puts a record into a stream.
    KinesisPutRecord "Kinesis-PutRecord" "kinesis:PutRecord" ["StreamName", "Data", "PartitionKey"];
    /// Deletes a message from a queue.
    SqsDeleteMessage "SQS-DeleteMessage" "sqs:DeleteMessage" ["QueueUrl", "ReceiptHandle"];
    /// Deletes all messages of a queue.
    SqsPurgeQueue "SQS-PurgeQueue" "sqs:PurgeQueue" ["QueueUrl"];
    /// Receives messages from a queue.
    SqsReceiveMessage "SQS-ReceiveMessage" "sqs:ReceiveMessage" ["QueueUrl"];
    /// Sends a message to a queue.
    SqsSendMessage "SQS-SendMessage" "sqs:SendMessage" ["QueueUrl", "MessageBody"];
    /// Starts a state machine.
    StepFunctionsStartExecution "StepFunctions-StartExecution" "states:StartExecution" ["StateMachineArn"];
    /// Runs an express state machine, and answers with what it returned.
    StepFunctionsStartSyncExecution "StepFunctions-StartSyncExecution" "states:StartSyncExecution" ["StateMachineArn"];
    /// Stops an execution; the ARN is that of executions, such as `arn:…:execution:name:*`.
    StepFunctionsStopExecution "StepFunctions-StopExecution" "states:StopExecution" ["ExecutionArn"];
}

impl HttpIntegration {
    /// An action of an AWS service, on the resource of this ARN: API Gateway gets a role that may do that, and no more.
    #[track_caller]
    #[must_use]
    pub fn service(service: HttpService, arn: impl Into<Value<String>>) -> Self {
        Self::of(HttpTarget::Service { service, arn: arn.into() })
    }

    /// A server on the internet; `{name}` stands for a variable of the route's path.
    #[track_caller]
    #[must_use]
    pub fn url(url: impl Into<Value<String>>) -> Self {
        Self::of(HttpTarget::Url(url.into()))
    }

    /// A load balancer's listener, or a Cloud Map service, in a VPC: by the ID of a VPC link and the ARN.
    #[track_caller]
    #[must_use]
    pub fn private(vpc_link: impl Into<Value<String>>, listener_arn: impl Into<Value<String>>) -> Self {
        Self::of(HttpTarget::Private { link: vpc_link.into(), listener: listener_arn.into() })
    }

    #[track_caller]
    fn of(target: HttpTarget) -> Self {
        Self { target, options: Options::default(), place: Place::caller() }
    }

    entries! { options:
        /// A parameter of the service's action, such as `QueueUrl`: a literal, or `$request.body.name` and its kin.
        parameter(name: &str, value: impl Into<Value<String>>) => "RequestParameters"[name]: text(value);
    }

    setters! { options:
        /// The method with which a server is called; the request's own unless set.
        method(method: super::HttpMethod) => "IntegrationMethod": method.name();
        /// The name that a private server's certificate must have: the connection is HTTPS then.
        server_name(name: &str) => "TlsConfig": json!({ "ServerNameToVerify": name });
        /// A role by ARN that API Gateway takes, in place of one that Gordon makes.
        credentials(role_arn: impl Into<Value<String>>) => "CredentialsArn": text(role_arn);
    }

    /// What API Gateway's role must be allowed.
    pub(crate) fn statement(&self) -> Option<Statement> {
        match &self.target {
            HttpTarget::Service { service, arn } => Some(Statement::allow([service.action()]).on(arn)),
            _ => None,
        }
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        self.options.visit(visit);
        match &self.target {
            HttpTarget::Service { arn: one, .. } | HttpTarget::Url(one) => visit(one.json()),
            HttpTarget::Private { link, listener } => {
                visit(link.json());
                visit(listener.json());
            }
        }
    }
}
