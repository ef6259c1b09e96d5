//! The user's own resources in the template.
//!
//! Owns the deletion policies that stateful types get where the user said nothing.

use serde_json::{Value as Json, json};

use super::ids::Ids;
use super::template::Template;
use crate::check::Diagnostic;
use crate::describe::resource::ResourceData;

/// Types that hold what cannot be made again. Losing one by a rename or a removed line would lose data.
///
/// `apply` refuses to replace or delete these unless told so by name, and they are kept by default.
pub const STATEFUL: &[&str] = &[
    "AWS::Backup::BackupVault",
    "AWS::Cassandra::Keyspace",
    "AWS::Cassandra::Table",
    "AWS::CodeArtifact::Repository",
    "AWS::CodeCommit::Repository",
    "AWS::Cognito::IdentityPool",
    "AWS::Cognito::UserPool",
    "AWS::DAX::Cluster",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DSQL::Cluster",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::Elasticsearch::Domain",
    "AWS::FSx::FileSystem",
    "AWS::KMS::Key",
    "AWS::Kinesis::Stream",
    "AWS::Logs::LogGroup",
    "AWS::MSK::Cluster",
    "AWS::MSK::ServerlessCluster",
    "AWS::MemoryDB::Cluster",
    "AWS::Neptune::DBCluster",
    "AWS::Neptune::DBInstance",
    "AWS::OpenSearchServerless::Collection",
    "AWS::OpenSearchService::Domain",
    "AWS::QLDB::Ledger",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::GlobalCluster",
    "AWS::Redshift::Cluster",
    "AWS::RedshiftServerless::Namespace",
    "AWS::S3::Bucket",
    "AWS::S3Tables::TableBucket",
    "AWS::S3Express::DirectoryBucket",
    "AWS::SDB::Domain",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SecretsManager::Secret",
    "AWS::Timestream::Database",
    "AWS::Timestream::Table",
];

pub(super) fn add(template: &mut Template, id: &str, data: &ResourceData, ids: &Ids, findings: &mut Vec<Diagnostic>) {
    let mut resource = json!({ "Type": data.kind });
    if data.properties.as_object().is_none_or(|properties| !properties.is_empty()) {
        resource["Properties"] = data.properties.clone();
    }
    if !data.depends_on.is_empty() {
        resource["DependsOn"] = Json::from(data.depends_on.clone());
    }
    if STATEFUL.contains(&data.kind.as_str()) {
        // A failed first create leaves nothing behind; whatever lived keeps its data.
        resource["DeletionPolicy"] = Json::from("RetainExceptOnCreate");
        resource["UpdateReplacePolicy"] = Json::from("Retain");
    }
    for (name, attribute) in &data.attributes {
        resource[*name] = attribute.clone();
    }
    template.resource(id, resource, &data.place, ids, findings);
}
