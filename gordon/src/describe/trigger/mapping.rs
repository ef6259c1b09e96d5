//! What event source mappings have in common: sources that Lambda itself reads, and hands to the function in batches.
//!
//! Owns each setter that several sources share, with what the role must be allowed for it. Must not know which source
//! takes which: a source names its own.

use serde_json::{Value as Json, json};

use super::{EventSource, Options};
use crate::describe::{Place, Statement, Value};

/// An event source that becomes an `AWS::Lambda::EventSourceMapping`.
pub(crate) trait Mapping {
    /// What it is, for messages.
    fn name(&self) -> &'static str;

    /// How the logical ID of its mapping ends.
    fn id(&self) -> &'static str;

    /// What the user said of it.
    fn mapped(&self) -> &Mapped;

    /// The ARN that Lambda reads from; none where the source has no ARN.
    fn source(&self) -> Option<&Value<String>>;

    /// What tells it from the function's other mappings of its kind.
    fn identity(&self) -> Json {
        self.source().map_or(Json::Null, |arn| arn.json().clone())
    }

    /// What the role must be allowed to read it.
    fn reading(&self) -> Vec<Statement>;
}

impl<T: Mapping + ?Sized> EventSource for T {
    fn kind(&self) -> &'static str {
        self.name()
    }

    fn place(&self) -> &Place {
        &self.mapped().place
    }

    fn key(&self) -> Json {
        self.identity()
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.source().iter().for_each(|arn| visit(arn.json()));
        visit(&self.identity());
        self.mapped().options.visit(visit);
        self.grants().iter().flat_map(|statement| &statement.resources).for_each(|arn| visit(arn.json()));
    }

    fn grants(&self) -> Vec<Statement> {
        let mut statements = self.reading();
        statements.extend(self.mapped().grants.iter().flat_map(|(_, statements)| statements.clone()));
        statements
    }
}

/// What the user said of a mapping.
#[derive(Clone, Debug)]
pub(crate) struct Mapped {
    /// Properties of the mapping; a filter is still JSON here.
    pub(crate) options: Options,
    /// What the role must be allowed, by the option that asks for it.
    grants: Vec<(&'static str, Vec<Statement>)>,
    pub(crate) place: Place,
}

impl Mapped {
    #[track_caller]
    pub(crate) fn new() -> Self {
        Self { options: Options::default(), grants: Vec::new(), place: Place::caller() }
    }

    /// A source that has a position to start from.
    #[track_caller]
    pub(crate) fn positioned() -> Self {
        let mut mapped = Self::new();
        mapped.options.set("StartingPosition", "LATEST");
        mapped
    }

    /// What an option needs, in place of what it needed before.
    pub(crate) fn grant(&mut self, option: &'static str, statements: Vec<Statement>) {
        self.grants.retain(|(granted, _)| *granted != option);
        self.grants.push((option, statements));
    }

    /// A secret that Lambda reads with the function's role.
    #[track_caller]
    pub(crate) fn secret(&mut self, kind: &'static str, secret: impl Into<Value<String>>) {
        let secret = secret.into();
        self.grant(kind, vec![read_secret(&secret)]);
        self.access(kind, Some(secret));
    }

    /// A source access configuration, of a kind of which there is one at most: the last one counts.
    #[track_caller]
    pub(crate) fn access(&mut self, kind: &'static str, uri: Option<Value<String>>) {
        let mut all = match self.options.get(ACCESS) {
            Some(Json::Array(all)) => all.clone(),
            _ => Vec::new(),
        };
        all.retain(|one| one["Type"] != kind);
        all.push(uri.map_or_else(|| json!({ "Type": kind }), |uri| json!({ "Type": kind, "URI": uri })));
        self.options.set(ACCESS, all);
    }

    /// Adds a source access configuration of a kind of which there can be several.
    #[track_caller]
    pub(crate) fn add_access(&mut self, kind: &'static str, uri: impl Into<Value<String>>) {
        self.options.push(ACCESS, json!({ "Type": kind, "URI": uri.into() }));
    }
}

/// How Lambda reaches a source, and as whom.
pub(crate) const ACCESS: &str = "SourceAccessConfigurations";

pub(super) fn read_secret(secret: &Value<String>) -> Statement {
    Statement::allow(["secretsmanager:GetSecretValue"]).on(secret)
}

/// Lambda makes network interfaces where the source is. AWS wants these on all resources:
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions>,
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html>.
pub(super) fn network() -> Statement {
    let actions = [
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
    ];
    Statement::allow(actions).on_any()
}

/// Where in a stream or topic reading starts. A mapping that exists keeps its own position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartingPosition {
    /// What comes after the mapping is made.
    Latest,
    /// The oldest record that there is.
    TrimHorizon,
    /// Records since a time, in seconds since 1970 (UTC). DynamoDB's streams do not take it.
    AtTimestamp(u64),
}

/// Where Lambda puts what it gives up: a record of the batch, and in a bucket or topic the batch itself. The role may
/// send there.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>
#[derive(Clone, Debug)]
pub struct OnFailure {
    destination: Value<String>,
    needs: Vec<Statement>,
}

impl OnFailure {
    /// An SQS queue, by ARN.
    #[must_use]
    pub fn queue(arn: impl Into<Value<String>>) -> Self {
        let arn = arn.into();
        Self { needs: vec![Statement::allow(["sqs:SendMessage"]).on(&arn)], destination: arn }
    }

    /// An SNS topic, by ARN.
    #[must_use]
    pub fn topic(arn: impl Into<Value<String>>) -> Self {
        let arn = arn.into();
        Self { needs: vec![Statement::allow(["sns:Publish"]).on(&arn)], destination: arn }
    }

    /// An S3 bucket, by ARN.
    #[must_use]
    pub fn bucket(arn: impl Into<Value<String>>) -> Self {
        let arn = arn.into();
        let objects = crate::describe::value::join("", [arn.clone(), Value::from("/*")]);
        let needs = vec![Statement::allow(["s3:ListBucket"]).on(&arn), Statement::allow(["s3:PutObject"]).on(objects)];
        Self { needs, destination: arn }
    }

    /// A topic of the Kafka cluster that the mapping reads, by name; of `Msk` and `Kafka` only.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html>
    #[must_use]
    pub fn kafka_topic(name: &str) -> Self {
        Self { needs: Vec::new(), destination: Value::from(format!("kafka://{name}")) }
    }

    pub(super) fn into_parts(self) -> (Json, Vec<Statement>) {
        (self.destination.into_json(), self.needs)
    }
}

/// Metrics of a mapping, in CloudWatch at an extra charge.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingMetric {
    /// How many events were polled, filtered out, delivered, dropped.
    EventCount,
    /// Errors of the pollers; of `Msk` and `Kafka` only.
    ErrorCount,
    /// Of the Kafka consumer, such as its lag; of `Msk` and `Kafka` only.
    KafkaMetrics,
}

impl MappingMetric {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::EventCount => "EventCount",
            Self::ErrorCount => "ErrorCount",
            Self::KafkaMetrics => "KafkaMetrics",
        }
    }
}

/// Gives a source those of the shared setters that it takes.
macro_rules! setters {
    ($source:ident: $($setter:ident)*) => {
        impl $source {
            $($crate::describe::trigger::mapping::setter!($setter);)*
        }
    };
}
pub(super) use setters;

macro_rules! setter {
    (batch_size) => {
        /// Records of a batch at most: 1 to 10,000.
        #[track_caller]
        #[must_use]
        pub fn batch_size(mut self, records: u32) -> Self {
            self.mapped.options.set("BatchSize", records);
            self
        }
    };
    (batch_window) => {
        /// Seconds that Lambda waits for a batch to fill, 0 to 300 (`MaximumBatchingWindowInSeconds`).
        #[track_caller]
        #[must_use]
        pub fn batch_window(mut self, seconds: u32) -> Self {
            self.mapped.options.set("MaximumBatchingWindowInSeconds", seconds);
            self
        }
    };
    (enabled) => {
        /// Whether Lambda reads; yes unless set.
        #[track_caller]
        #[must_use]
        pub fn enabled(mut self, enabled: bool) -> Self {
            self.mapped.options.set("Enabled", enabled);
            self
        }
    };
    (filter) => {
        /// Adds a pattern: the function gets the records that match at least one.
        ///
        /// The account's quota is 5 unless it was raised.
        ///
        /// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html>
        #[track_caller]
        #[must_use]
        pub fn filter(mut self, pattern: serde_json::Value) -> Self {
            self.mapped.options.push("FilterCriteria", pattern);
            self
        }

        /// The KMS key that Lambda encrypts the filters with, by ARN (`KmsKeyArn`). The key's own policy must allow
        /// that.
        ///
        /// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filter-criteria-encryption>
        #[track_caller]
        #[must_use]
        pub fn filter_kms_key(mut self, arn: impl Into<$crate::describe::Value<String>>) -> Self {
            self.mapped.options.set("KmsKeyArn", arn.into().into_json());
            self
        }
    };
    (encrypted_by) => {
        /// The KMS key of your own, by ARN, that the source (or its secret) is encrypted by: the role may decrypt with
        /// it.
        #[must_use]
        pub fn encrypted_by(mut self, key: impl Into<$crate::describe::Value<String>>) -> Self {
            self.mapped.grant("key", vec![$crate::describe::Statement::allow(["kms:Decrypt"]).on(key)]);
            self
        }
    };
    (metric) => {
        /// Adds a metric of the mapping.
        #[track_caller]
        #[must_use]
        pub fn metric(mut self, metric: $crate::describe::trigger::MappingMetric) -> Self {
            let mut metrics = match self.mapped.options.get("MetricsConfig").map(|config| &config["Metrics"]) {
                Some(serde_json::Value::Array(metrics)) => metrics.clone(),
                _ => Vec::new(),
            };
            metrics.push(metric.name().into());
            self.mapped.options.member("MetricsConfig", "Metrics", metrics);
            self
        }
    };
    (tag) => {
        /// Adds a tag to the mapping.
        #[track_caller]
        #[must_use]
        pub fn tag(mut self, key: &str, value: impl Into<$crate::describe::Value<String>>) -> Self {
            self.mapped.options.push("Tags", serde_json::json!({ "Key": key, "Value": value.into() }));
            self
        }
    };
    (partial_batch_responses) => {
        /// The function answers which records of a batch failed, and only those come again
        /// (`ReportBatchItemFailures`).
        #[track_caller]
        #[must_use]
        pub fn partial_batch_responses(mut self) -> Self {
            self.mapped.options.set("FunctionResponseTypes", vec!["ReportBatchItemFailures"]);
            self
        }
    };
    (from) => {
        /// Where reading starts; at the latest record unless set.
        #[track_caller]
        #[must_use]
        pub fn from(mut self, position: $crate::describe::trigger::StartingPosition) -> Self {
            use $crate::describe::trigger::StartingPosition;

            let options = &mut self.mapped.options;
            options.unset("StartingPositionTimestamp");
            match position {
                StartingPosition::Latest => options.set("StartingPosition", "LATEST"),
                StartingPosition::TrimHorizon => options.set("StartingPosition", "TRIM_HORIZON"),
                StartingPosition::AtTimestamp(seconds) => {
                    options.set("StartingPosition", "AT_TIMESTAMP");
                    options.set("StartingPositionTimestamp", seconds);
                }
            }
            self
        }
    };
    (retries) => {
        /// Whether a batch that failed is split in two before it comes again; no unless set
        /// (`BisectBatchOnFunctionError`).
        #[track_caller]
        #[must_use]
        pub fn bisect_on_error(mut self, split: bool) -> Self {
            self.mapped.options.set("BisectBatchOnFunctionError", split);
            self
        }

        /// How often a batch that failed comes again, 0 to 10,000; until its records expire unless set.
        #[track_caller]
        #[must_use]
        pub fn maximum_retry_attempts(mut self, attempts: u32) -> Self {
            self.mapped.options.set("MaximumRetryAttempts", attempts);
            self
        }

        /// Seconds after which Lambda gives up a record, 60 to 604,800 (7 days); never unless set.
        #[track_caller]
        #[must_use]
        pub fn maximum_record_age(mut self, seconds: u32) -> Self {
            self.mapped.options.set("MaximumRecordAgeInSeconds", seconds);
            self
        }

        /// Where Lambda puts what it gives up.
        #[track_caller]
        #[must_use]
        pub fn on_failure(mut self, destination: $crate::describe::trigger::OnFailure) -> Self {
            let (destination, needs) = destination.into_parts();
            let on_failure = serde_json::json!({ "Destination": destination });
            self.mapped.options.member("DestinationConfig", "OnFailure", on_failure);
            self.mapped.grant("on failure", needs);
            self
        }
    };
    (shards) => {
        /// Batches of one shard that run at a time, 1 to 10; 1 unless set. Records of one key stay in order.
        #[track_caller]
        #[must_use]
        pub fn parallelization_factor(mut self, batches: u32) -> Self {
            self.mapped.options.set("ParallelizationFactor", batches);
            self
        }

        /// Seconds of a tumbling window over which the function keeps a state, 0 to 900; none unless set.
        #[track_caller]
        #[must_use]
        pub fn tumbling_window(mut self, seconds: u32) -> Self {
            self.mapped.options.set("TumblingWindowInSeconds", seconds);
            self
        }
    };
    (provisioned_pollers) => {
        /// Pollers of the mapping's own, at least and at most: provisioned mode, at an extra charge. At least 1 (of
        /// SQS 2) to 200, at most 2,000 (of SQS 10,000).
        ///
        /// <https://docs.aws.amazon.com/lambda/latest/api/API_ProvisionedPollerConfig.html>
        #[track_caller]
        #[must_use]
        pub fn provisioned_pollers(mut self, least: u32, most: u32) -> Self {
            self.mapped.options.member("ProvisionedPollerConfig", "MinimumPollers", least);
            self.mapped.options.member("ProvisionedPollerConfig", "MaximumPollers", most);
            self
        }
    };
}
pub(super) use setter;
