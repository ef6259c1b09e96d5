//! Records of a topic of a Kafka cluster that is not Amazon's.
//!
//! Owns [`Kafka`], and the setters that it shares with [`Msk`](super::Msk).

use serde_json::{Value as Json, json};

use super::mapping::{Mapped, Mapping, Reader, network};
use super::msk::{by_iam, dead_letter_topic};
use super::setters::setters;
use crate::describe::value::join;
use crate::describe::{Statement, Value};

/// A topic of a self-managed Apache Kafka cluster.
///
/// ```
/// use gordon::prelude::*;
///
/// let function = Function::new("ship").code("lambdas/ship.py").handler("ship.handler").on(
///     Kafka::new(["b-1.example.com:9096", "b-2.example.com:9096"], "orders")
///         .sasl_scram_512("arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka-AbCdEf")
///         .subnet("subnet-1234")
///         .security_group("sg-1234"),
/// );
/// ```
///
/// A function that reads from Kafka has a timeout of at most 14 minutes.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/kafka-esm-parameters.html>
#[derive(Clone, Debug)]
pub struct Kafka {
    servers: Vec<Value<String>>,
    topic: Value<String>,
    group: Option<String>,
    /// The MSK cluster behind the servers, where the role authenticates.
    cluster: Option<Value<String>>,
    in_vpc: bool,
    mapped: Mapped,
}

/// How Lambda reads a Kafka topic.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/polling-kafka-queue.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsumptionMode {
    /// As a consumer group: each partition in its order.
    Stream,
    /// As a share group, in no order; from Kafka 4.2.
    Queue,
}

/// How much the pollers of a Kafka mapping log, to the function's own log group.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/esm-logging.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollerLogLevel {
    /// Most.
    Debug,
    /// States and what they did.
    Info,
    /// Problems.
    Warn,
}

impl PollerLogLevel {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warn => "WARN",
        }
    }
}

macro_rules! accesses {
    ($($(#[doc = $doc:literal])* $setter:ident $set:ident $kind:literal;)*) => {
        impl Kafka {
            $(
                $(#[doc = $doc])*
                #[track_caller]
                #[must_use]
                pub fn $setter(mut self, value: impl Into<Value<String>>) -> Self {
                    accesses!(@$set self, $kind, value);
                    self
                }
            )*
        }
    };
    (@secret $self:ident, $kind:literal, $value:ident) => {
        $self.mapped.secret($kind, $value)
    };
    (@literal $self:ident, $kind:literal, $value:ident) => {
        $self.mapped.access($kind, Some($value.into()))
    };
}

// <https://docs.aws.amazon.com/lambda/latest/dg/kafka-cluster-auth.html>
accesses! {
    /// User name and password (SASL/PLAIN), in a secret by ARN.
    sasl_plain secret "BASIC_AUTH";
    /// User name and password (SASL/SCRAM with SHA-256), in a secret by ARN.
    sasl_scram_256 secret "SASL_SCRAM_256_AUTH";
    /// User name and password (SASL/SCRAM with SHA-512), in a secret by ARN.
    sasl_scram_512 secret "SASL_SCRAM_512_AUTH";
    /// A client certificate (mutual TLS), in a secret by ARN.
    mutual_tls secret "CLIENT_CERTIFICATE_TLS_AUTH";
    /// The certificate that those of the servers are signed with, in a secret by ARN.
    server_root_ca secret "SERVER_ROOT_CA_CERTIFICATE";
    /// OAuth 2.0 credentials (SASL/OAUTHBEARER), in a secret by ARN.
    oauth secret "OAUTHBEARER_AUTH";
    /// The scope that Lambda asks a token for; with `oauth`.
    oauth_scope literal "OAUTHBEARER_SCOPE";
    /// The audience that Lambda asks a token for; with `oauth`.
    oauth_audience literal "OAUTHBEARER_AUDIENCE";
    /// The logical cluster of Confluent Cloud; with `oauth`.
    oauth_logical_cluster literal "OAUTHBEARER_LOGICAL_CLUSTER";
    /// The identity pool of Confluent Cloud; with `oauth`.
    oauth_identity_pool literal "OAUTHBEARER_IDENTITY_POOL";
}

impl Kafka {
    /// A topic, by name, of a cluster by its bootstrap servers (`host:port`, 1 to 10).
    #[track_caller]
    #[must_use]
    pub fn new<S: Into<Value<String>>>(servers: impl IntoIterator<Item = S>, topic: impl Into<Value<String>>) -> Self {
        let (servers, topic) = (servers.into_iter().map(Into::into).collect::<Vec<_>>(), topic.into());
        let mut mapped = Mapped::positioned();
        mapped.options.set("Topics", json!([topic]));
        let endpoints = json!({ "Endpoints": { "KafkaBootstrapServers": servers } });
        mapped.options.set("SelfManagedEventSource", endpoints);
        Self { servers, topic, group: None, cluster: None, in_vpc: false, mapped }
    }

    /// The role authenticates by IAM: the servers are of an MSK cluster, by ARN, that is reached in a way of its own.
    #[track_caller]
    #[must_use]
    pub fn iam(mut self, cluster: impl Into<Value<String>>) -> Self {
        self.mapped.access("IAM_AUTH", None);
        self.cluster = Some(cluster.into());
        self
    }

    /// The role authenticates by a token of AWS for this audience (SASL/OAUTHBEARER without a secret).
    #[track_caller]
    #[must_use]
    pub fn iam_oauth(mut self, audience: &str) -> Self {
        self.mapped.access("IAM_OAUTHBEARER_AUTH", None);
        self.mapped.access("OAUTHBEARER_AUDIENCE", Some(audience.into()));
        // The action knows no resource; the audience is what narrows it:
        // <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html>
        let condition = json!({
            "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": audience },
            "Null": { "sts:IdentityTokenAudience": "false" },
        });
        let token = Statement::allow(["sts:GetWebIdentityToken"]).on_any().when(condition);
        self.mapped.grant("IAM_OAUTHBEARER_AUTH", vec![token]);
        self
    }

    /// Adds a subnet of the servers' VPC, by ID (`subnet-…`).
    #[track_caller]
    #[must_use]
    pub fn subnet(mut self, id: impl Into<Value<String>>) -> Self {
        self.in_vpc = true;
        self.mapped.add_access("VPC_SUBNET", join("", [Value::from("subnet:"), id.into()]));
        self
    }

    /// Adds a security group of the servers' VPC, by ID (`sg-…`).
    #[track_caller]
    #[must_use]
    pub fn security_group(mut self, id: impl Into<Value<String>>) -> Self {
        self.in_vpc = true;
        self.mapped.add_access("VPC_SECURITY_GROUP", join("", [Value::from("security_group:"), id.into()]));
        self
    }

    /// How Lambda reads; as a stream unless set. A queue has no starting position and no batch window.
    #[track_caller]
    #[must_use]
    pub fn consumption_mode(mut self, mode: ConsumptionMode) -> Self {
        let (name, options) = (Self::CONFIG, &mut self.mapped.options);
        match mode {
            ConsumptionMode::Stream => options.member(name, "ConsumptionMode", "Stream"),
            ConsumptionMode::Queue => {
                options.member(name, "ConsumptionMode", "Queue");
                options.unset("StartingPosition");
                options.unset("StartingPositionTimestamp");
            }
        }
        self
    }
}

/// The setters of both kinds of Kafka.
macro_rules! kafka_setters {
    ($source:ident $config:literal) => {
        setters! {
            $source: batch_size batch_window enabled encrypted_by filter from metric partial_batch_responses
                provisioned_pollers retries tag
        }

        impl $source {
            /// The property for what only this kind of Kafka has.
            const CONFIG: &'static str = $config;

            /// The consumer group that Lambda joins, unique among the account's mappings; of Lambda's choice unless
            /// set.
            #[track_caller]
            #[must_use]
            pub fn consumer_group(mut self, id: &str) -> Self {
                self.group = Some(id.to_owned());
                self.mapped.options.member(Self::CONFIG, "ConsumerGroupId", id);
                self
            }

            /// Decodes and validates records; with provisioned pollers only.
            #[track_caller]
            #[must_use]
            pub fn schema_registry(mut self, registry: $crate::describe::trigger::SchemaRegistry) -> Self {
                let (config, needs) = registry.into_parts();
                self.mapped.options.member(Self::CONFIG, "SchemaRegistryConfig", config);
                self.mapped.grant("schema registry", needs);
                self
            }

            /// The name of a group of mappings in one VPC that share their provisioned pollers.
            #[track_caller]
            #[must_use]
            pub fn poller_group(mut self, name: &str) -> Self {
                self.mapped.options.member("ProvisionedPollerConfig", "PollerGroupName", name);
                self
            }

            /// How much the pollers log; nothing unless set. With provisioned pollers only.
            #[track_caller]
            #[must_use]
            pub fn system_log_level(mut self, level: $crate::describe::trigger::PollerLogLevel) -> Self {
                self.mapped.options.member("LoggingConfig", "SystemLogLevel", level.name());
                self
            }
        }
    };
}
pub(super) use kafka_setters;

kafka_setters! { Kafka "SelfManagedKafkaEventSourceConfig" }

impl Mapping for Kafka {
    fn name(&self) -> &'static str {
        "Kafka trigger"
    }

    fn id(&self) -> &'static str {
        "KafkaMapping"
    }

    fn mapped(&self) -> &Mapped {
        &self.mapped
    }

    fn reader(&self) -> Reader {
        Reader::Kafka
    }

    fn source(&self) -> Option<&Value<String>> {
        None
    }

    fn identity(&self) -> Json {
        json!([self.servers, self.topic])
    }

    fn reading(&self) -> Vec<Statement> {
        let mut statements = Vec::new();
        if let Some(cluster) = &self.cluster {
            let dead = dead_letter_topic(&self.mapped);
            statements.extend(by_iam(cluster, &self.topic, self.group.as_deref(), dead));
        }
        if self.in_vpc {
            statements.push(network());
        }
        statements
    }
}
