//! Changes of a DynamoDB table.
//!
//! Owns [`Stream`].

use super::mapping::{Mapped, Mapping};
use super::setters::setters;
use crate::aws;
use crate::describe::resource::ResourceType;
use crate::describe::{Resource, Statement, Value};

/// The stream of a DynamoDB table.
///
/// ```
/// use gordon::prelude::*;
///
/// fn audit() -> Project {
///     let orders = Resource::<aws::dynamodb::Table>::typed("Orders", json!({
///         "BillingMode": "PAY_PER_REQUEST",
///         "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
///         "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
///         "StreamSpecification": { "StreamViewType": "NEW_AND_OLD_IMAGES" },
///     }));
///     let log = Function::new("log").code("lambdas/log.py").handler("log.handler").on(
///         Stream::of(&orders)
///             .from(StartingPosition::TrimHorizon)
///             .batch_size(100)
///             .maximum_retry_attempts(3)
///             .filter(json!({ "eventName": ["INSERT"] })),
///     );
///     Project::new("audit").app(App::new("orders").function(log)).add(orders)
/// }
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html>
#[derive(Clone, Debug)]
pub struct Stream {
    arn: Value<String>,
    mapped: Mapped,
}

/// The types of DynamoDB tables.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no DynamoDB stream",
    note = "`Stream::of` takes a DynamoDB table; a Kinesis data stream is `Kinesis::of`"
)]
pub trait StreamedTable: ResourceType {}

impl StreamedTable for aws::dynamodb::Table {}
impl StreamedTable for aws::dynamodb::GlobalTable {}

impl Stream {
    /// The stream of a table of this project, whose properties must have a `StreamSpecification`.
    #[track_caller]
    #[must_use]
    pub fn of<T: StreamedTable>(table: &Resource<T>) -> Self {
        Self::arn(table.attribute("StreamArn"))
    }

    /// A stream by ARN (that of the stream, not of the table).
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>) -> Self {
        Self { arn: arn.into(), mapped: Mapped::positioned() }
    }
}

setters! {
    Stream: batch_size batch_window enabled encrypted_by filter from metric partial_batch_responses retries shards tag
}

impl Mapping for Stream {
    fn name(&self) -> &'static str {
        "DynamoDB trigger"
    }

    fn id(&self) -> &'static str {
        "StreamMapping"
    }

    fn mapped(&self) -> &Mapped {
        &self.mapped
    }

    fn source(&self) -> Option<&Value<String>> {
        Some(&self.arn)
    }

    fn reading(&self) -> Vec<Statement> {
        let actions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
        // ListStreams knows no resource:
        // <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html>
        vec![Statement::allow(actions).on(&self.arn), Statement::allow(["dynamodb:ListStreams"]).on_any()]
    }
}
