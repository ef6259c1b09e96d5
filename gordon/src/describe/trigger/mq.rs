//! Messages of an Amazon MQ broker.
//!
//! Owns [`Mq`].

use serde_json::{Value as Json, json};

use super::mapping::{Mapped, Mapping, Reader, network};
use super::setters::setters;
use crate::aws;
use crate::describe::{Resource, Statement, Value};

/// A queue of an Amazon MQ broker: ActiveMQ or RabbitMQ.
///
/// ```
/// use gordon::prelude::*;
///
/// const BROKER: &str = "arn:aws:mq:eu-west-1:111111111111:broker:shop:b-1";
/// const USER: &str = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:mq-AbCdEf";
///
/// let function = Function::new("pick")
///     .code("lambdas/pick.py")
///     .handler("pick.handler")
///     .on(Mq::arn(BROKER, "orders", USER).virtual_host("/shop").batch_size(20));
/// ```
///
/// A function that reads from a broker has a timeout of at most 14 minutes.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html>
#[derive(Clone, Debug)]
pub struct Mq {
    pub(crate) arn: Value<String>,
    queue: Value<String>,
    mapped: Mapped,
}

impl Mq {
    /// A queue, by name, of a broker of this project; `secret` is the ARN of a secret with the broker's `username` and
    /// `password`.
    #[track_caller]
    #[must_use]
    pub fn of(
        broker: &Resource<aws::amazonmq::Broker>,
        queue: impl Into<Value<String>>,
        secret: impl Into<Value<String>>,
    ) -> Self {
        Self::arn(broker.arn(), queue, secret)
    }

    /// A queue, by name, of a broker by ARN; `secret` is the ARN of a secret with the broker's `username` and
    /// `password`.
    #[track_caller]
    #[must_use]
    pub fn arn(
        arn: impl Into<Value<String>>,
        queue: impl Into<Value<String>>,
        secret: impl Into<Value<String>>,
    ) -> Self {
        let queue = queue.into();
        let mut mapped = Mapped::new();
        mapped.options.set("Queues", json!([queue]));
        mapped.secret("BASIC_AUTH", secret);
        Self { arn: arn.into(), queue, mapped }
    }

    /// The virtual host of the queue, of RabbitMQ only; `/` unless set.
    #[track_caller]
    #[must_use]
    pub fn virtual_host(mut self, name: impl Into<Value<String>>) -> Self {
        self.mapped.access("VIRTUAL_HOST", Some(name.into()));
        self
    }
}

setters! { Mq: batch_size batch_window enabled encrypted_by filter metric tag }

impl Mapping for Mq {
    fn name(&self) -> &'static str {
        "MQ trigger"
    }

    fn id(&self) -> &'static str {
        "MqMapping"
    }

    fn mapped(&self) -> &Mapped {
        &self.mapped
    }

    fn reader(&self) -> Reader {
        Reader::Client
    }

    fn source(&self) -> Option<&Value<String>> {
        Some(&self.arn)
    }

    fn identity(&self) -> Json {
        json!([self.arn, self.queue])
    }

    fn reading(&self) -> Vec<Statement> {
        vec![Statement::allow(["mq:DescribeBroker"]).on(&self.arn), network()]
    }
}
