//! S3 through the SDK.
//!
//! Owns the translation to and from the SDK's types; must not decide what is sent or deleted.

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart, Delete, ObjectIdentifier};

use super::fault::fault;
use super::{Bucket, Call, Objects, Page, Part, Version, VersionMark, VersionPage};
use crate::apply::error::{Cause, Error, Kind};

/// S3 of one region.
pub(super) struct S3(pub(super) aws_sdk_s3::Client);

fn lacks(action: &str, what: &str) -> Error {
    Error::new(Kind::Protocol, format!("the answer to {action} has no {what}"))
}

impl Objects for S3 {
    fn has<'a>(&'a self, bucket: &'a Bucket, key: &'a str) -> Call<'a, bool> {
        Box::pin(async move {
            let head = self.0.head_object().bucket(&bucket.name).key(key).expected_bucket_owner(&bucket.owner);
            match head.send().await {
                Ok(_) => Ok(true),
                Err(error) => {
                    // A HEAD has no body, so that its errors have no code but the status; and without the permission to
                    // list, S3 refuses a key that is not there instead of saying so.
                    match error.raw_response().map(|response| response.status().as_u16()) {
                        Some(404) => Ok(false),
                        Some(403) => Err(forbidden("s3:GetObject and s3:ListBucket", bucket, &error)),
                        _ => Err(fault("s3:GetObject", error)),
                    }
                }
            }
        })
    }

    fn get<'a>(&'a self, bucket: &'a Bucket, key: &'a str) -> Call<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let get = self.0.get_object().bucket(&bucket.name).key(key).expected_bucket_owner(&bucket.owner);
            let answer = match get.send().await {
                Ok(answer) => answer,
                Err(error) if error.code() == Some("NoSuchKey") => return Ok(None),
                Err(error) => return Err(owned("s3:GetObject", bucket, error)),
            };
            let body = answer.body.collect().await.map_err(|_| lacks("s3:GetObject", "body"))?;
            Ok(Some(body.to_vec()))
        })
    }

    fn keys<'a>(&'a self, bucket: &'a Bucket, page: Option<String>) -> Call<'a, Page<String>> {
        Box::pin(async move {
            let list = self.0.list_objects_v2().bucket(&bucket.name).expected_bucket_owner(&bucket.owner);
            let answer = list.set_continuation_token(page).send().await;
            let answer = answer.map_err(|error| owned("s3:ListBucket", bucket, error))?;
            let items = answer.contents.unwrap_or_default().into_iter().filter_map(|object| object.key).collect();
            Ok(Page { items, next: answer.next_continuation_token })
        })
    }

    fn put<'a>(&'a self, bucket: &'a Bucket, key: &'a str, body: Vec<u8>) -> Call<'a, ()> {
        Box::pin(async move {
            let put = self.0.put_object().bucket(&bucket.name).key(key).expected_bucket_owner(&bucket.owner);
            let put = put.checksum_algorithm(ChecksumAlgorithm::Sha256).body(ByteStream::from(body));
            put.send().await.map(|_| ()).map_err(|error| owned("s3:PutObject", bucket, error))
        })
    }

    fn begin<'a>(&'a self, bucket: &'a Bucket, key: &'a str) -> Call<'a, String> {
        Box::pin(async move {
            let action = "s3:CreateMultipartUpload";
            let begin = self.0.create_multipart_upload().bucket(&bucket.name).key(key);
            let begin = begin.expected_bucket_owner(&bucket.owner).checksum_algorithm(ChecksumAlgorithm::Sha256);
            let answer = begin.send().await.map_err(|error| owned(action, bucket, error))?;
            answer.upload_id.ok_or_else(|| lacks(action, "upload ID"))
        })
    }

    fn part<'a>(
        &'a self,
        bucket: &'a Bucket,
        key: &'a str,
        upload: &'a str,
        number: i32,
        body: Vec<u8>,
    ) -> Call<'a, Part> {
        Box::pin(async move {
            let part = self.0.upload_part().bucket(&bucket.name).key(key).upload_id(upload).part_number(number);
            let part = part.expected_bucket_owner(&bucket.owner).checksum_algorithm(ChecksumAlgorithm::Sha256);
            let answer = part.body(ByteStream::from(body)).send().await;
            let answer = answer.map_err(|error| owned("s3:UploadPart", bucket, error))?;
            Ok(Part { number, etag: answer.e_tag, sha256: answer.checksum_sha256 })
        })
    }

    fn complete<'a>(&'a self, bucket: &'a Bucket, key: &'a str, upload: &'a str, parts: Vec<Part>) -> Call<'a, ()> {
        Box::pin(async move {
            let done = parts.into_iter().map(|part| {
                let done = CompletedPart::builder().part_number(part.number).set_e_tag(part.etag);
                done.set_checksum_sha256(part.sha256).build()
            });
            let done = CompletedMultipartUpload::builder().set_parts(Some(done.collect())).build();
            let complete = self.0.complete_multipart_upload().bucket(&bucket.name).key(key).upload_id(upload);
            let complete = complete.expected_bucket_owner(&bucket.owner).multipart_upload(done);
            complete.send().await.map(|_| ()).map_err(|error| owned("s3:CompleteMultipartUpload", bucket, error))
        })
    }

    fn abort<'a>(&'a self, bucket: &'a Bucket, key: &'a str, upload: &'a str) -> Call<'a, ()> {
        Box::pin(async move {
            let abort = self.0.abort_multipart_upload().bucket(&bucket.name).key(key).upload_id(upload);
            let abort = abort.expected_bucket_owner(&bucket.owner);
            abort.send().await.map(|_| ()).map_err(|error| owned("s3:AbortMultipartUpload", bucket, error))
        })
    }

    fn versions<'a>(&'a self, bucket: &'a Bucket, page: Option<VersionMark>) -> Call<'a, VersionPage> {
        Box::pin(async move {
            let list = self.0.list_object_versions().bucket(&bucket.name).expected_bucket_owner(&bucket.owner);
            let (key, id) = page.map_or((None, None), |mark| (Some(mark.key), mark.id));
            let answer = list.set_key_marker(key).set_version_id_marker(id).send().await;
            let answer = answer.map_err(|error| owned("s3:ListBucketVersions", bucket, error))?;
            let mut versions = Vec::new();
            for version in answer.versions.unwrap_or_default() {
                let size = version.size.unwrap_or_default().try_into().unwrap_or_default();
                let key = version.key.ok_or_else(|| lacks("s3:ListBucketVersions", "key"))?;
                versions.push(Version { key, id: version.version_id, size });
            }
            for marker in answer.delete_markers.unwrap_or_default() {
                let key = marker.key.ok_or_else(|| lacks("s3:ListBucketVersions", "key"))?;
                versions.push(Version { key, id: marker.version_id, size: 0 });
            }
            let next = match (answer.is_truncated, answer.next_key_marker) {
                (Some(true), Some(key)) => Some(VersionMark { key, id: answer.next_version_id_marker }),
                _ => None,
            };
            Ok(VersionPage { versions, next })
        })
    }

    fn delete<'a>(&'a self, bucket: &'a Bucket, versions: Vec<Version>) -> Call<'a, Vec<(Version, String)>> {
        Box::pin(async move {
            let action = "s3:DeleteObjectVersion";
            let mut objects = Vec::with_capacity(versions.len());
            for version in versions {
                let object = ObjectIdentifier::builder().key(version.key).set_version_id(version.id).build();
                objects.push(object.map_err(|error| Error::new(Kind::Bucket, error.to_string()))?);
            }
            let delete = Delete::builder().set_objects(Some(objects)).quiet(true).build();
            let delete = delete.map_err(|error| Error::new(Kind::Bucket, error.to_string()))?;
            let call = self.0.delete_objects().bucket(&bucket.name).expected_bucket_owner(&bucket.owner);
            let answer = call.delete(delete).send().await.map_err(|error| owned(action, bucket, error))?;
            let kept = answer.errors.unwrap_or_default().into_iter().map(|error| {
                let version = Version { key: error.key.unwrap_or_default(), id: error.version_id, size: 0 };
                (version, error.message.or(error.code).unwrap_or_default())
            });
            Ok(kept.collect())
        })
    }
}

/// As [`fault`], but a refusal may come from `ExpectedBucketOwner`, and S3 does not say which.
fn owned<E, R>(action: &str, bucket: &Bucket, error: SdkError<E, R>) -> Error
where
    E: ProvideErrorMetadata + aws_sdk_s3::operation::RequestId + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let refused = error.as_service_error().and_then(|error| error.meta().code()) == Some("AccessDenied");
    let error = fault(action, error);
    if refused { refusal(action, bucket, error.cause().cloned()) } else { error }
}

fn forbidden(action: &str, bucket: &Bucket, error: &dyn std::error::Error) -> Error {
    let message = error.to_string();
    let cause = Cause { action: action.to_owned(), code: "403".to_owned(), message, request_id: None };
    refusal(action, bucket, Some(cause))
}

fn refusal(action: &str, bucket: &Bucket, cause: Option<Cause>) -> Error {
    let Bucket { name, owner } = bucket;
    let error = Error::new(
        Kind::ForeignBucket,
        format!("bucket {name} does not belong to account {owner}, or the credentials may not call {action} on it"),
    )
    .with_hint(format!(
        "`aws s3api head-bucket --bucket {name} --expected-bucket-owner {owner}` tells which; nothing was sent to it"
    ));
    match cause {
        Some(cause) => error.with_cause(cause),
        None => error,
    }
}
