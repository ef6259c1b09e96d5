//! Grants of Kinesis streams and Firehose.
//!
//! Owns what each allows: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html>,
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondatafirehose.html>

use super::{End, ITSELF, grants};

const CONSUMERS: End = End::Text("/consumer/*");

grants! {
    kinesis::Stream => {
        /// Reads records. A trigger of the stream has this by itself.
        read allows [
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
        ] on [ITSELF];

        /// Reads records as a consumer with a throughput of its own.
        subscribe allows [
            "kinesis:DescribeStreamConsumer",
            "kinesis:DescribeStreamSummary",
            "kinesis:ListShards",
            "kinesis:SubscribeToShard",
        ] on [ITSELF, CONSUMERS];

        /// Puts records.
        write allows ["kinesis:PutRecord", "kinesis:PutRecords"] on [ITSELF];

        /// Makes, changes and deletes the stream.
        manage allows [
            "kinesis:AddTagsToStream",
            "kinesis:CreateStream",
            "kinesis:DecreaseStreamRetentionPeriod",
            "kinesis:DeleteStream",
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:IncreaseStreamRetentionPeriod",
            "kinesis:ListTagsForStream",
            "kinesis:MergeShards",
            "kinesis:RemoveTagsFromStream",
            "kinesis:SplitShard",
        ] on [ITSELF];
    }

    kinesisfirehose::DeliveryStream => {
        /// Puts records.
        put allows ["firehose:PutRecord", "firehose:PutRecordBatch"] on [ITSELF];

        /// Makes, changes and deletes the delivery stream.
        manage allows [
            "firehose:CreateDeliveryStream",
            "firehose:DeleteDeliveryStream",
            "firehose:DescribeDeliveryStream",
            "firehose:UpdateDestination",
        ] on [ITSELF];
    }
}
