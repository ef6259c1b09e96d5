//! Grants of S3 buckets.
//!
//! Owns what each allows: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>

use super::{End, ITSELF, grants};

const OBJECTS: End = End::Text("/*");

grants! {
    s3::Bucket => {
        /// Lists the bucket's objects.
        list allows ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"] on [ITSELF];

        /// Lists and reads objects, old versions included.
        read allows [
            "s3:GetBucketLocation",
            "s3:GetObject",
            "s3:GetObjectAttributes",
            "s3:GetObjectTagging",
            "s3:GetObjectVersion",
            "s3:ListBucket",
        ] on [ITSELF, OBJECTS];

        /// Puts objects, in parts too, and deletes them.
        write allows [
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
            "s3:PutObjectTagging",
        ] on [OBJECTS];

        /// Lists, reads, puts and deletes objects.
        read_write allows [
            "s3:AbortMultipartUpload",
            "s3:DeleteObject",
            "s3:GetBucketLocation",
            "s3:GetObject",
            "s3:GetObjectAttributes",
            "s3:GetObjectTagging",
            "s3:GetObjectVersion",
            "s3:ListBucket",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
            "s3:PutObjectTagging",
        ] on [ITSELF, OBJECTS];

        /// Reads what is kept about objects: access lists, locks, versions, torrents, unfinished uploads.
        read_details allows [
            "s3:GetObjectAcl",
            "s3:GetObjectLegalHold",
            "s3:GetObjectRetention",
            "s3:GetObjectTorrent",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionForReplication",
            "s3:GetObjectVersionTagging",
            "s3:GetObjectVersionTorrent",
            "s3:ListBucketMultipartUploads",
            "s3:ListBucketVersions",
            "s3:ListMultipartUploadParts",
        ] on [ITSELF, OBJECTS];

        /// Changes what is kept about objects: access lists, tags, locks, versions; restores archived ones.
        write_details allows [
            "s3:DeleteObjectTagging",
            "s3:DeleteObjectVersion",
            "s3:DeleteObjectVersionTagging",
            "s3:PutObjectAcl",
            "s3:PutObjectLegalHold",
            "s3:PutObjectRetention",
            "s3:PutObjectTagging",
            "s3:PutObjectVersionTagging",
            "s3:RestoreObject",
        ] on [OBJECTS];

        /// Reads and changes the rules by which objects expire.
        manage_lifecycle allows ["s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration"] on [ITSELF];
    }
}
