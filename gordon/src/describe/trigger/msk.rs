//! Records of an Amazon MSK topic.
//!
//! Owns [`Msk`], and what MSK's IAM authentication must be allowed.

use serde_json::{Value as Json, json};

use super::kafka::kafka_setters;
use super::mapping::{ACCESS, Mapped, Mapping, Reader, network};
use super::setters::setters;
use crate::aws;
use crate::describe::resource::ResourceType;
use crate::describe::value::{join, join_list, split};
use crate::describe::{Resource, Statement, Value};

/// A topic of an Amazon MSK cluster. Lambda authenticates with the function's role unless it is told otherwise.
///
/// ```
/// use gordon::prelude::*;
///
/// let function = Function::new("ship").code("lambdas/ship.py").handler("ship.handler").on(
///     Msk::arn("arn:aws:kafka:eu-west-1:111111111111:cluster/shop/1a2b-3", "orders")
///         .consumer_group("shipping")
///         .from(StartingPosition::TrimHorizon)
///         .batch_size(1000),
/// );
/// ```
///
/// A function that reads from MSK has a timeout of at most 14 minutes.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/msk-esm-parameters.html>
#[derive(Clone, Debug)]
pub struct Msk {
    arn: Value<String>,
    topic: Value<String>,
    group: Option<String>,
    unauthenticated: bool,
    mapped: Mapped,
}

/// The types of MSK clusters.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an MSK cluster")]
pub trait MskCluster: ResourceType {}

impl MskCluster for aws::msk::Cluster {}
impl MskCluster for aws::msk::ServerlessCluster {}

impl Msk {
    /// A topic, by name, of a cluster of this project.
    #[track_caller]
    #[must_use]
    pub fn of<T: MskCluster>(cluster: &Resource<T>, topic: impl Into<Value<String>>) -> Self {
        Self::arn(cluster.attribute("Arn"), topic)
    }

    /// A topic, by name, of a cluster by ARN.
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>, topic: impl Into<Value<String>>) -> Self {
        let (arn, topic) = (arn.into(), topic.into());
        let mut mapped = Mapped::positioned();
        mapped.options.set("Topics", json!([topic]));
        Self { arn, topic, group: None, unauthenticated: false, mapped }
    }

    /// User name and password (SASL/SCRAM with SHA-512), in a secret by ARN.
    #[track_caller]
    #[must_use]
    pub fn sasl_scram_512(mut self, secret: impl Into<Value<String>>) -> Self {
        self.mapped.secret("SASL_SCRAM_512_AUTH", secret);
        self
    }

    /// A client certificate (mutual TLS), in a secret by ARN.
    #[track_caller]
    #[must_use]
    pub fn mutual_tls(mut self, secret: impl Into<Value<String>>) -> Self {
        self.mapped.secret("CLIENT_CERTIFICATE_TLS_AUTH", secret);
        self
    }

    /// The cluster lets in whoever reaches it: the role is not allowed to authenticate.
    #[must_use]
    pub fn unauthenticated(mut self) -> Self {
        self.unauthenticated = true;
        self
    }
}

kafka_setters! { Msk "AmazonManagedKafkaEventSourceConfig" }

impl Mapping for Msk {
    fn name(&self) -> &'static str {
        "MSK trigger"
    }

    fn id(&self) -> &'static str {
        "MskMapping"
    }

    fn mapped(&self) -> &Mapped {
        &self.mapped
    }

    fn reader(&self) -> Reader {
        Reader::Kafka
    }

    fn source(&self) -> Option<&Value<String>> {
        Some(&self.arn)
    }

    fn identity(&self) -> Json {
        json!([self.arn, self.topic])
    }

    fn reading(&self) -> Vec<Statement> {
        let mut statements = vec![
            Statement::allow(["kafka:DescribeClusterV2"]).on(&self.arn),
            // This one knows no resource:
            // <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmanagedstreamingforapachekafka.html>
            Statement::allow(["kafka:GetBootstrapBrokers"]).on_any(),
            network(),
        ];
        if !self.unauthenticated && self.mapped.options.get(ACCESS).is_none() {
            let dead = dead_letter_topic(&self.mapped);
            statements.extend(by_iam(&self.arn, &self.topic, self.group.as_deref(), dead));
        }
        statements
    }
}

/// The topic that failures go to, where it is one.
pub(super) fn dead_letter_topic(mapped: &Mapped) -> Option<&str> {
    let destination = &mapped.options.get("DestinationConfig")?["OnFailure"]["Destination"];
    destination.as_str()?.strip_prefix("kafka://")
}

/// What a consumer of a topic must be allowed where the cluster authenticates by IAM.
///
/// <https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html>
pub(super) fn by_iam(
    cluster: &Value<String>,
    topic: &Value<String>,
    group: Option<&str>,
    dead_letter: Option<&str>,
) -> Vec<Statement> {
    let within = |kind: &str, name: Value<String>| {
        let base = match cluster.literal().and_then(Json::as_str) {
            Some(arn) => Value::from(arn.replacen(":cluster/", &format!(":{kind}/"), 1)),
            None => join_list(&format!(":{kind}/"), split(":cluster/", cluster)),
        };
        join("", [base, Value::from("/"), name])
    };
    let connect = ["kafka-cluster:Connect", "kafka-cluster:DescribeClusterDynamicConfiguration"];
    let mut statements = vec![
        Statement::allow(connect).on(cluster),
        Statement::allow(["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"]).on(within("topic", topic.clone())),
        // Without a name of the user's, Lambda names the group by the mapping's UUID, which nobody knows beforehand.
        Statement::allow(["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"])
            .on(within("group", Value::from(group.unwrap_or("*")))),
    ];
    if let Some(dead) = dead_letter {
        let write = ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"];
        statements.push(Statement::allow(write).on(within("topic", Value::from(dead))));
    }
    statements
}
