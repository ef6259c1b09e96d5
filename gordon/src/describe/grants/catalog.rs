//! Types of resource that have grants: what IAM calls each, and its ARN.
//!
//! Owns the table. `check` reads it too, to know what a reference to a resource is the ARN of.

use super::{Grantable, Way};
use crate::aws;
use crate::describe::ResourceType;

/// A type of resource as IAM knows it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// CloudFormation's name.
    pub(crate) name: &'static str,
    /// IAM's service and its word for the type.
    pub(crate) iam: (&'static str, &'static str),
    /// How the ARN of one in the stack is said.
    pub(crate) way: Way,
    /// Its ARN after the partition: `R` for region, `A` for account, `{}` for the name.
    pub(crate) form: &'static str,
}

macro_rules! kinds {
    ($($($marker:ident)::+, $service:literal $kind:literal, $way:expr, $form:literal;)+) => {
        $(
            impl Grantable for aws::$($marker)::+ {
                const KIND: Kind = Kind {
                    name: <aws::$($marker)::+ as ResourceType>::NAME,
                    iam: ($service, $kind),
                    way: $way,
                    form: $form,
                };
            }
        )+

        /// All of them.
        pub(crate) const KINDS: &[Kind] = &[$(<aws::$($marker)::+ as Grantable>::KIND),+];
    };
}

const ARN: Way = Way::Attribute("Arn");

kinds! {
    appsync::GraphQLApi, "appsync" "graphqlapi", ARN, "appsync:R:A:apis/{}";
    athena::WorkGroup, "athena" "workgroup", Way::Form, "athena:R:A:workgroup/{}";
    certificatemanager::Certificate, "acm" "certificate", Way::Reference, "acm:R:A:certificate/{}";
    cloudformation::Stack, "cloudformation" "stack", Way::Reference, "cloudformation:R:A:stack/{}/*";
    cloudwatch::Dashboard, "cloudwatch" "dashboard", Way::Form, "cloudwatch::A:dashboard/{}";
    codecommit::Repository, "codecommit" "repository", ARN, "codecommit:R:A:{}";
    codepipeline::Pipeline, "codepipeline" "pipeline", Way::Form, "codepipeline:R:A:{}";
    cognito::UserPool, "cognito-idp" "userpool", ARN, "cognito-idp:R:A:userpool/{}";
    dynamodb::GlobalTable, "dynamodb" "table", ARN, "dynamodb:R:A:table/{}";
    dynamodb::Table, "dynamodb" "table", ARN, "dynamodb:R:A:table/{}";
    ecs::TaskDefinition, "ecs" "task-definition", Way::Reference, "ecs:R:A:task-definition/{}:*";
    efs::FileSystem, "elasticfilesystem" "file-system", ARN, "elasticfilesystem:R:A:file-system/{}";
    eks::Cluster, "eks" "cluster", ARN, "eks:R:A:cluster/{}";
    elasticsearch::Domain, "es" "domain", ARN, "es:R:A:domain/{}";
    emr::Cluster, "elasticmapreduce" "cluster", Way::Form, "elasticmapreduce:R:A:cluster/{}";
    events::EventBus, "events" "event-bus", ARN, "events:R:A:event-bus/{}";
    kinesis::Stream, "kinesis" "stream", ARN, "kinesis:R:A:stream/{}";
    kinesisfirehose::DeliveryStream, "firehose" "deliverystream", ARN, "firehose:R:A:deliverystream/{}";
    kms::Key, "kms" "key", ARN, "kms:R:A:key/{}";
    lambda::Function, "lambda" "function", ARN, "lambda:R:A:function:{}";
    location::PlaceIndex, "geo" "place-index", ARN, "geo:R:A:place-index/{}";
    logs::LogGroup, "logs" "log-group", ARN, "logs:R:A:log-group:{}:*";
    opensearchservice::Domain, "es" "domain", ARN, "es:R:A:domain/{}";
    pinpoint::App, "mobiletargeting" "app", ARN, "mobiletargeting:R:A:apps/{}";
    rekognition::Collection, "rekognition" "collection", ARN, "rekognition:R:A:collection/{}";
    route53::HostedZone, "route53" "hostedzone", Way::Form, "route53:::hostedzone/{}";
    s3::Bucket, "s3" "bucket", ARN, "s3:::{}";
    sagemaker::Endpoint, "sagemaker" "endpoint", Way::Reference, "sagemaker:R:A:endpoint/{}";
    sagemaker::EndpointConfig, "sagemaker" "endpoint-config", Way::Reference, "sagemaker:R:A:endpoint-config/{}";
    // AWS appends a hyphen and six characters to a secret's name.
    secretsmanager::Secret, "secretsmanager" "Secret", Way::Reference, "secretsmanager:R:A:secret:{}-??????";
    ses::EmailIdentity, "ses" "identity", Way::Form, "ses:R:A:identity/{}";
    ses::Template, "ses" "template", Way::Form, "ses:R:A:template/{}";
    sns::Topic, "sns" "topic", Way::Reference, "sns:R:A:{}";
    sqs::Queue, "sqs" "queue", ARN, "sqs:R:A:{}";
    ssm::Parameter, "ssm" "parameter", ARN, "ssm:R:A:parameter/{}";
    stepfunctions::StateMachine, "states" "statemachine", ARN, "states:R:A:stateMachine:{}";
}
