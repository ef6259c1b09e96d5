//! The template of the stack `{stage}-{project}-p`: the bucket that artifacts are uploaded to.
//!
//! Owns what that bucket allows and keeps. It has no name of its own: CloudFormation gives one, and an output tells.

use serde_json::json;

use super::ids::Ids;
use super::template::Template;
use crate::check::{Checked, Diagnostic};

/// The logical ID of the bucket, its output, and the parameter of the resource stack.
pub const ARTIFACT_BUCKET: &str = "ArtifactBucket";

pub(super) fn template(checked: &Checked, ids: &Ids, findings: &mut Vec<Diagnostic>) -> Template {
    let project = &checked.project;
    let mut template = Template::new(format!("Artifacts of the project {}", project.name));
    let bucket = json!({
        "Type": "AWS::S3::Bucket",
        // `delete` empties it first: what is in it can be built again.
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } }],
            },
            "LifecycleConfiguration": { "Rules": [
                // Only what an upload replaced: the current object of a name may be in use for years.
                { "Id": "noncurrent", "Status": "Enabled", "NoncurrentVersionExpiration": { "NoncurrentDays": 30 } },
                { "Id": "unfinished", "Status": "Enabled", "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 1 } },
            ] },
            "OwnershipControls": { "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] },
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": true,
                "BlockPublicPolicy": true,
                "IgnorePublicAcls": true,
                "RestrictPublicBuckets": true,
            },
            "VersioningConfiguration": { "Status": "Enabled" },
        },
    });
    let policy = json!({
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": { "Ref": ARTIFACT_BUCKET },
            "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
                "Sid": "OnlyOverTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [
                    { "Fn::GetAtt": [ARTIFACT_BUCKET, "Arn"] },
                    { "Fn::Sub": "${ArtifactBucket.Arn}/*" },
                ],
                "Condition": { "Bool": { "aws:SecureTransport": "false" } },
            }] },
        },
    });
    template.resource(ARTIFACT_BUCKET, bucket, &project.place, ids, findings);
    template.resource("ArtifactBucketPolicy", policy, &project.place, ids, findings);
    let output = json!({ "Description": "Where artifacts are uploaded to", "Value": { "Ref": ARTIFACT_BUCKET } });
    template.output(ARTIFACT_BUCKET, output, ids);
    template
}
