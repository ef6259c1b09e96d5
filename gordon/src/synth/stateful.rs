//! Which resources hold what a deployment cannot make again.
//!
//! Owns the list of types and what is lost with each; must not decide what to do about it.

/// Types that hold data or an identity that others keep, sorted, with what is lost.
///
/// A log group is in it: `gordon` gives each function its own, and its lines are the record of what happened. A queue
/// is: messages under way are lost. A function is not: its versions come from artifacts.
const HELD: &[(&str, &str)] = &[
    ("AWS::APS::Workspace", "metrics"),
    ("AWS::AmazonMQ::Broker", "messages"),
    ("AWS::Athena::WorkGroup", "query history"),
    ("AWS::Backup::BackupVault", "backups"),
    ("AWS::Cassandra::Keyspace", "tables"),
    ("AWS::Cassandra::Table", "rows"),
    ("AWS::CloudFormation::Stack", "all that is in it"),
    ("AWS::CloudTrail::EventDataStore", "audit events"),
    ("AWS::CodeArtifact::Repository", "packages"),
    ("AWS::CodeCommit::Repository", "source code"),
    ("AWS::Cognito::IdentityPool", "identities"),
    ("AWS::Cognito::UserPool", "user accounts"),
    ("AWS::DMS::ReplicationInstance", "replication state"),
    ("AWS::DSQL::Cluster", "databases"),
    ("AWS::DocDB::DBCluster", "databases"),
    ("AWS::DocDB::DBInstance", "a database instance"),
    ("AWS::DynamoDB::GlobalTable", "items"),
    ("AWS::DynamoDB::Table", "items"),
    ("AWS::EC2::EIP", "an address that others may know"),
    ("AWS::EC2::Instance", "local disks"),
    ("AWS::EC2::Volume", "a disk"),
    ("AWS::ECR::Repository", "images"),
    ("AWS::EFS::FileSystem", "files"),
    ("AWS::ElastiCache::CacheCluster", "cached data"),
    ("AWS::ElastiCache::ReplicationGroup", "cached data"),
    ("AWS::ElastiCache::ServerlessCache", "cached data"),
    ("AWS::Elasticsearch::Domain", "indices"),
    ("AWS::Events::Archive", "archived events"),
    ("AWS::FSx::FileSystem", "files"),
    ("AWS::FSx::Volume", "files"),
    ("AWS::Glue::Database", "tables"),
    ("AWS::Glue::Table", "a table"),
    ("AWS::HealthLake::FHIRDatastore", "records"),
    ("AWS::IVS::Channel", "a channel that others may know"),
    ("AWS::IoTAnalytics::Datastore", "messages"),
    ("AWS::KMS::Key", "a key, and with it all that it encrypted"),
    ("AWS::KMS::ReplicaKey", "a key, and with it all that it encrypted"),
    ("AWS::Kinesis::Stream", "records"),
    ("AWS::KinesisFirehose::DeliveryStream", "buffered records"),
    ("AWS::KinesisVideo::Stream", "recordings"),
    ("AWS::Lex::Bot", "a bot"),
    ("AWS::Lightsail::Database", "databases"),
    ("AWS::Lightsail::Disk", "a disk"),
    ("AWS::Location::Tracker", "positions"),
    ("AWS::Logs::LogGroup", "logs"),
    ("AWS::MSK::Cluster", "messages"),
    ("AWS::MSK::ServerlessCluster", "messages"),
    ("AWS::MemoryDB::Cluster", "data"),
    ("AWS::Neptune::DBCluster", "databases"),
    ("AWS::Neptune::DBInstance", "a database instance"),
    ("AWS::NeptuneGraph::Graph", "a graph"),
    ("AWS::OpenSearchServerless::Collection", "indices"),
    ("AWS::OpenSearchService::Domain", "indices"),
    ("AWS::QLDB::Ledger", "a ledger"),
    ("AWS::RDS::DBCluster", "databases"),
    ("AWS::RDS::DBInstance", "databases"),
    ("AWS::RDS::GlobalCluster", "databases"),
    ("AWS::Redshift::Cluster", "databases"),
    ("AWS::RedshiftServerless::Namespace", "databases"),
    ("AWS::Route53::HostedZone", "records, and the name servers that others know"),
    ("AWS::S3::Bucket", "objects"),
    ("AWS::S3Express::DirectoryBucket", "objects"),
    ("AWS::S3Tables::Table", "rows"),
    ("AWS::S3Tables::TableBucket", "tables"),
    ("AWS::S3Vectors::Index", "vectors"),
    ("AWS::S3Vectors::VectorBucket", "vectors"),
    ("AWS::SDB::Domain", "items"),
    ("AWS::SNS::Topic", "subscriptions that others made"),
    ("AWS::SQS::Queue", "messages"),
    ("AWS::SecretsManager::Secret", "a secret"),
    ("AWS::Timestream::Database", "records"),
    ("AWS::Timestream::InfluxDBInstance", "records"),
    ("AWS::Timestream::Table", "records"),
];

/// What is lost with a resource of `resource_type`, in a few words; `None` where it can be made again.
pub fn held_by(resource_type: &str) -> Option<&'static str> {
    let at = HELD.binary_search_by(|(name, _)| (*name).cmp(resource_type)).ok()?;
    HELD.get(at).map(|(_, lost)| *lost)
}

/// Types of the list that cost money or do harm when they stay behind, and hold little that anybody would want back.
const NOT_KEPT: &[&str] = &[
    "AWS::CloudFormation::Stack",
    "AWS::DMS::ReplicationInstance",
    "AWS::EC2::EIP",
    "AWS::EC2::Instance",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::SNS::Topic",
];

/// Whether a resource of this type stays when it leaves the stack, unless the user says otherwise.
pub(crate) fn kept_by_default(resource_type: &str) -> bool {
    held_by(resource_type).is_some() && !NOT_KEPT.contains(&resource_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_sorted_so_that_every_entry_is_found() {
        for (name, lost) in HELD {
            assert_eq!(held_by(name), Some(*lost), "{name} is out of order");
        }
    }

    #[test]
    fn what_can_be_made_again_holds_nothing() {
        for name in ["AWS::Lambda::Function", "AWS::IAM::Role", "AWS::DynamoDB", "", "Custom::Thing"] {
            assert_eq!(held_by(name), None, "{name}");
        }
    }
}
