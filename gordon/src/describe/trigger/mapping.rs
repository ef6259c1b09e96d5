//! What event source mappings have in common: sources that Lambda itself reads, and hands to the function in batches.
//!
//! Owns what the user said of a mapping, with what the role must be allowed for it. The setters are in `setters`.

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

    /// How Lambda reads it.
    fn reader(&self) -> Reader {
        Reader::Service
    }

    /// What tells it from the function's other mappings of its kind.
    fn identity(&self) -> Json {
        self.source().map_or(Json::Null, |arn| arn.json().clone())
    }

    /// What the role must be allowed to read it.
    fn reading(&self) -> Vec<Statement>;
}

/// How Lambda reads a source, on which depends what a mapping can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// By an API of AWS.
    Service,
    /// As a client of a server in a network.
    Client,
    /// As a client of Kafka.
    Kafka,
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
