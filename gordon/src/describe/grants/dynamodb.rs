//! Grants of DynamoDB tables.
//!
//! Owns what each allows: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html>

use super::{End, ITSELF, grants};

const INDEXES: End = End::Text("/index/*");
const STREAMS: End = End::Text("/stream/*");
const BACKUPS: End = End::Text("/backup/*");

grants! {
    dynamodb::Table, dynamodb::GlobalTable => {
        /// Reads items of the table and of its indexes.
        read allows [
            "dynamodb:BatchGetItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:PartiQLSelect",
            "dynamodb:Query",
            "dynamodb:Scan",
        ] on [ITSELF, INDEXES];

        /// Puts, updates and deletes items.
        write allows [
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:PartiQLDelete",
            "dynamodb:PartiQLInsert",
            "dynamodb:PartiQLUpdate",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        ] on [ITSELF];

        /// Reads, puts, updates and deletes items.
        read_write allows [
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:DescribeTable",
            "dynamodb:GetItem",
            "dynamodb:PartiQLDelete",
            "dynamodb:PartiQLInsert",
            "dynamodb:PartiQLSelect",
            "dynamodb:PartiQLUpdate",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:UpdateItem",
        ] on [ITSELF, INDEXES];

        /// Reads the table's stream. A `Stream` trigger has this by itself.
        stream_read allows ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
            on [STREAMS];

        /// Changes the table's throughput, indexes and stream.
        reconfigure allows ["dynamodb:DescribeTable", "dynamodb:UpdateTable"] on [ITSELF];

        /// Makes, describes and deletes backups of the table.
        back_up allows [
            "dynamodb:CreateBackup",
            "dynamodb:DeleteBackup",
            "dynamodb:DescribeBackup",
            "dynamodb:DescribeContinuousBackups",
        ] on [ITSELF, BACKUPS];

        /// Restores a backup into the table, which AWS does by writing its items.
        restore allows [
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:RestoreTableFromBackup",
            "dynamodb:Scan",
            "dynamodb:UpdateItem",
        ] on [ITSELF, BACKUPS];
    }
}
