//! A marker for every resource type of CloudFormation, a module a service.
//!
//! [`Resource<aws::dynamodb::Table>`](crate::describe::Resource) is a DynamoDB table, and has a method for each of its
//! attributes: `cities.stream_arn()`. Owns nothing else: the list is AWS's own, as `gordon-schema` packs it.

gordon_macros::aws!();
