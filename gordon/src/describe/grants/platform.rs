//! Grants of what runs beside functions: containers, files, names, stacks, GraphQL.
//!
//! Owns what each allows: the pages of ECS, EKS, EFS, Route 53, CloudFormation and AppSync in
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

use super::{End, ITSELF, grants};

const FIELDS: End = End::Text("/types/*");

grants! {
    ecs::TaskDefinition => {
        /// Runs tasks. The roles of the task need `iam!("iam:PassRole" on role.arn())`.
        run_task allows ["ecs:RunTask"] on [ITSELF];
    }

    eks::Cluster => {
        /// Describes the cluster.
        read allows ["eks:DescribeCluster"] on [ITSELF];
    }

    efs::FileSystem => {
        /// Mounts the file system to read. `.condition("StringEquals", "elasticfilesystem:AccessPointArn", arn)` narrows
        /// it to an access point.
        read allows ["elasticfilesystem:ClientMount"] on [ITSELF];

        /// Mounts the file system to read and write.
        write allows ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"] on [ITSELF];
    }

    route53::HostedZone => {
        /// Lists and changes records.
        change_records allows ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"] on [ITSELF];
    }

    cloudformation::Stack => {
        /// Describes the stack, its resources and what happened to it.
        read allows [
            "cloudformation:DescribeStackEvents",
            "cloudformation:DescribeStackResource",
            "cloudformation:DescribeStackResources",
            "cloudformation:DescribeStacks",
        ] on [ITSELF];
    }

    appsync::GraphQLApi => {
        /// Runs queries and mutations, of every field.
        query allows ["appsync:GraphQL"] on [FIELDS];
    }
}
