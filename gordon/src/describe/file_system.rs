//! File systems that a function sees under `/mnt`.
//!
//! Owns what is mounted where, and what the function may do there.

use super::{Place, Value};

/// An Amazon EFS or Amazon S3 Files file system, by its access point. A function has at most one.
///
/// The function needs a VPC from which a mount target of the file system can be reached, and mount targets must be there
/// before the function: let the function [depend](super::IntoFunction::depends_on) on them where the project makes them.
/// The role may mount the file system through this access point, and write to it.
///
/// ```
/// use gordon::prelude::*;
///
/// let models = Resource::untyped("Models", "AWS::EFS::AccessPoint", json!({ "FileSystemId": "fs-0123456789abcdef0" }));
/// let network = Vpc::new("net").security_group("sg-0123456789abcdef0").subnet("subnet-0123456789abcdef0");
/// let infer = Function::new("infer").vpc(&network).file_system(FileSystem::efs(models.attribute("Arn"), "/mnt/models").read_only());
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html>
#[derive(Clone, Debug)]
pub struct FileSystem {
    pub(crate) kind: FileSystemKind,
    pub(crate) access_point: Value<String>,
    pub(crate) mount_path: String,
    pub(crate) read_only: bool,
    /// The mode, and the bucket that is read.
    pub(crate) direct_read: Option<(DirectRead, Value<String>)>,
    pub(crate) place: Place,
}

/// Whose file system it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileSystemKind {
    Efs,
    S3Files,
}

choices! {
    /// Whether a function reads large files from the bucket behind an Amazon S3 Files file system directly.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_S3FilesConfig.html>
    DirectRead {
        /// Where the function has 512 MiB of memory or more: Lambda's own choice.
        Auto "AUTO",
        /// Always.
        Enabled "ENABLED",
        /// Never.
        Disabled "DISABLED",
    }
}

impl FileSystem {
    /// An Amazon EFS file system: the ARN of an access point, and where it is mounted, `/mnt/` with one name.
    #[track_caller]
    #[must_use]
    pub fn efs(access_point: impl Into<Value<String>>, mount_path: &str) -> Self {
        Self::new(FileSystemKind::Efs, access_point.into(), mount_path)
    }

    /// An Amazon S3 Files file system: the ARN of an access point, and where it is mounted, `/mnt/` with one name.
    #[track_caller]
    #[must_use]
    pub fn s3(access_point: impl Into<Value<String>>, mount_path: &str) -> Self {
        Self::new(FileSystemKind::S3Files, access_point.into(), mount_path)
    }

    #[track_caller]
    fn new(kind: FileSystemKind, access_point: Value<String>, mount_path: &str) -> Self {
        let place = Place::caller();
        Self { kind, access_point, mount_path: mount_path.to_owned(), read_only: false, direct_read: None, place }
    }

    /// The role may not write.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Of S3 Files, whether large files are read from the bucket directly. The role may then read the objects of
    /// `bucket`, an ARN.
    #[must_use]
    pub fn direct_read(mut self, mode: DirectRead, bucket: impl Into<Value<String>>) -> Self {
        self.direct_read = Some((mode, bucket.into()));
        self
    }

    pub(crate) fn values(&self, visit: &mut dyn FnMut(&serde_json::Value)) {
        visit(self.access_point.json());
        self.direct_read.iter().for_each(|(_, bucket)| visit(bucket.json()));
    }
}
