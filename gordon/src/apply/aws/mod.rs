//! AWS as apply sees it: one narrow trait a service.
//!
//! Owns the traits and the plain data that they speak, so that faults can be injected without the SDK's types. The
//! implementations beside it wrap the SDK. Must not decide anything.

mod cloudformation;
pub mod connect;
mod directory;
mod fault;
mod proxy;
mod role;
mod s3;
mod signed;
mod sts;
mod translate;

pub use role::AssumeRole;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::change::Change;
use super::error::Error;
use super::event::{Failure, StackEvent};

/// An answer under way. Boxed at once: the callers are compiled once, whatever implements the trait.
pub type Call<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// The services of one account and region.
#[derive(Clone)]
pub struct Aws {
    /// CloudFormation.
    pub stacks: Arc<dyn Stacks>,
    /// S3.
    pub objects: Arc<dyn Objects>,
    /// STS.
    pub identity: Arc<dyn Identity>,
    /// What exists in the account.
    pub directory: Arc<dyn Directory>,
    /// The region that all of them speak to.
    pub region: String,
    /// The server that stands in for AWS, where there is one.
    pub endpoint_url: Option<String>,
}

impl fmt::Debug for Aws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aws")
            .field("region", &self.region)
            .field("endpoint_url", &self.endpoint_url)
            .finish_non_exhaustive()
    }
}

/// STS: whose credentials these are.
pub trait Identity: Send + Sync {
    /// The account, 12 digits (`GetCallerIdentity`).
    fn account(&self) -> Call<'_, String>;
}

/// What exists in the account already, for values that are looked up.
pub trait Directory: Send + Sync {
    /// The value of an SSM parameter, decrypted; `None` where there is none of that name (`ssm:GetParameter`).
    fn parameter<'a>(&'a self, name: &'a str) -> Call<'a, Option<String>>;
    /// The names of all DynamoDB tables (`dynamodb:ListTables`, every page).
    fn tables(&self) -> Call<'_, Vec<String>>;
    /// The ARN of a table's latest stream, where it has one (`dynamodb:DescribeTable`).
    fn latest_stream<'a>(&'a self, table: &'a str) -> Call<'a, Option<String>>;
    /// The names of all Kinesis streams (`kinesis:ListStreams`, every page).
    fn streams(&self) -> Call<'_, Vec<String>>;
    /// The ARN of a Kinesis stream (`kinesis:DescribeStreamSummary`).
    fn stream_arn<'a>(&'a self, name: &'a str) -> Call<'a, String>;
    /// Parts of the network that EC2's filters let through (`ec2:DescribeVpcs` and so on, every page).
    fn network<'a>(&'a self, kind: NetworkKind, filters: Vec<(String, String)>) -> Call<'a, Vec<Network>>;
}

/// A kind of a network's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkKind {
    /// A VPC.
    Vpc,
    /// A subnet.
    Subnet,
    /// A security group.
    SecurityGroup,
}

/// A part of the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Such as `vpc-0123456789abcdef0`.
    pub id: String,
    /// Its tag `Name`, or a security group's name; empty where it has none.
    pub name: String,
}

/// CloudFormation. A stack is named by its name or, better, its ARN.
pub trait Stacks: Send + Sync {
    /// The stack, or `None` where there is none of that name (`DescribeStacks`).
    fn describe<'a>(&'a self, stack: &'a str) -> Call<'a, Option<Stack>>;
    /// Begins to make a change set (`CreateChangeSet`).
    fn create_change_set<'a>(&'a self, request: &'a ChangeSetRequest) -> Call<'a, ChangeSetCreated>;
    /// A change set as it stands, with all its changes (`DescribeChangeSet`, every page).
    fn describe_change_set<'a>(&'a self, change_set: &'a str) -> Call<'a, ChangeSet>;
    /// Begins to execute a change set (`ExecuteChangeSet`). `disable_rollback` goes along where it is given.
    fn execute_change_set<'a>(&'a self, change_set: &'a str, token: &'a str, keep: Rollback) -> Call<'a, ()>;
    /// Deletes a change set (`DeleteChangeSet`).
    fn delete_change_set<'a>(&'a self, change_set: &'a str) -> Call<'a, ()>;
    /// Whether change sets wait on a stack (`ListChangeSets`).
    fn has_change_sets<'a>(&'a self, stack_id: &'a str) -> Call<'a, bool>;
    /// A page of a stack's events, newest first (`DescribeStackEvents`).
    fn events<'a>(&'a self, stack_id: &'a str, page: Option<String>) -> Call<'a, Page<StackEvent>>;
    /// What the checks before deployment found about a change set or a stack's last operation (`DescribeEvents`).
    fn findings<'a>(&'a self, of: FindingsOf<'a>) -> Call<'a, Vec<Finding>>;
    /// Every resource of a stack (`ListStackResources`, every page).
    fn resources<'a>(&'a self, stack: &'a str) -> Call<'a, Vec<StackResource>>;
    /// The stack's template as it was sent (`GetTemplate`).
    fn template<'a>(&'a self, stack: &'a str) -> Call<'a, String>;
    /// Begins to delete a stack (`DeleteStack`).
    fn delete<'a>(&'a self, stack_id: &'a str, token: &'a str, express: bool) -> Call<'a, ()>;
    /// Begins to roll a failed stack back (`RollbackStack`).
    fn rollback<'a>(&'a self, stack_id: &'a str, token: &'a str) -> Call<'a, ()>;
    /// Tries a failed rollback again (`ContinueUpdateRollback`).
    fn continue_rollback<'a>(&'a self, stack_id: &'a str, token: &'a str) -> Call<'a, ()>;
}

/// S3. Each call says which account must own the bucket.
pub trait Objects: Send + Sync {
    /// Whether the key is there (`HeadObject`).
    fn has<'a>(&'a self, bucket: &'a Bucket, key: &'a str) -> Call<'a, bool>;
    /// A small object; `None` where there is none (`GetObject`).
    fn get<'a>(&'a self, bucket: &'a Bucket, key: &'a str) -> Call<'a, Option<Vec<u8>>>;
    /// A page of keys (`ListObjectsV2`).
    fn keys<'a>(&'a self, bucket: &'a Bucket, page: Option<String>) -> Call<'a, Page<String>>;
    /// Sends an object in one go (`PutObject`), with a SHA-256 checksum.
    fn put<'a>(&'a self, bucket: &'a Bucket, key: &'a str, body: Vec<u8>) -> Call<'a, ()>;
    /// Begins a multipart upload; gives its ID (`CreateMultipartUpload`).
    fn begin<'a>(&'a self, bucket: &'a Bucket, key: &'a str) -> Call<'a, String>;
    /// Sends part `number` (from 1) of a multipart upload, with a SHA-256 checksum (`UploadPart`).
    fn part<'a>(
        &'a self,
        bucket: &'a Bucket,
        key: &'a str,
        upload: &'a str,
        number: i32,
        body: Vec<u8>,
    ) -> Call<'a, Part>;
    /// Ends a multipart upload (`CompleteMultipartUpload`).
    fn complete<'a>(&'a self, bucket: &'a Bucket, key: &'a str, upload: &'a str, parts: Vec<Part>) -> Call<'a, ()>;
    /// Gives a multipart upload up (`AbortMultipartUpload`).
    fn abort<'a>(&'a self, bucket: &'a Bucket, key: &'a str, upload: &'a str) -> Call<'a, ()>;
    /// A page of versions and delete markers, at most 1,000 (`ListObjectVersions`).
    fn versions<'a>(&'a self, bucket: &'a Bucket, page: Option<VersionMark>) -> Call<'a, VersionPage>;
    /// Deletes versions, at most 1,000; gives those that S3 kept, with the reason (`DeleteObjects`).
    fn delete<'a>(&'a self, bucket: &'a Bucket, versions: Vec<Version>) -> Call<'a, Vec<(Version, String)>>;
}

/// A page of an answer.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// What to ask for the next page with.
    pub next: Option<String>,
}

/// A bucket and the account that must own it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The bucket's name.
    pub name: String,
    /// The account, 12 digits.
    pub owner: String,
}

/// A stack as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stack {
    /// The ARN.
    pub id: String,
    /// The name.
    pub name: String,
    /// The state, such as `UPDATE_COMPLETE`.
    pub status: String,
    /// Why.
    pub reason: Option<String>,
    /// The tags.
    pub tags: BTreeMap<String, String>,
    /// The outputs.
    pub outputs: BTreeMap<String, String>,
    /// The parameters; of a `NoEcho` one, asterisks.
    pub parameters: BTreeMap<String, String>,
}

/// A resource of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackResource {
    /// The logical ID.
    pub logical_id: String,
    /// The physical ID, once it has one.
    pub physical_id: Option<String>,
    /// The type.
    pub resource_type: String,
    /// The state.
    pub status: String,
}

/// What a change set is made from.
#[derive(Clone)]
pub struct ChangeSetRequest {
    /// The stack's name or ARN.
    pub stack: String,
    /// The change set's name.
    pub name: String,
    /// Whether the stack is new.
    pub create: bool,
    /// The template.
    pub template: Template,
    /// The parameters' values; `NoEcho` ones are among them.
    pub parameters: BTreeMap<String, Zeroizing<String>>,
    /// Parameters that keep the value that the stack has.
    pub kept: BTreeSet<String>,
    /// The stack's tags.
    pub tags: BTreeMap<String, String>,
    /// Takes existing resources with these physical names into the stack.
    pub import_existing: bool,
    /// Makes change sets for nested stacks too.
    pub nested: bool,
    /// Express mode, with rollback.
    pub express: bool,
    /// What happens when it fails.
    pub on_failure: OnFailure,
    /// Makes a repeated request the same request.
    pub token: String,
}

impl fmt::Debug for ChangeSetRequest {
    /// Without the parameters' values, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeSetRequest")
            .field("stack", &self.stack)
            .field("name", &self.name)
            .field("create", &self.create)
            .field("express", &self.express)
            .finish_non_exhaustive()
    }
}

/// What CloudFormation does with a stack whose change fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// Rolls back: of a first create, `ROLLBACK_COMPLETE` is left.
    RollBack,
    /// Deletes the stack. Only for a first create, and not in Express mode, which takes no such word.
    Delete,
}

/// Whether `ExecuteChangeSet` says what happens on failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rollback {
    /// The change set said so already.
    AsPlanned,
    /// `DisableRollback: false`, sent explicitly since the documented default is the opposite.
    Enabled,
}

/// Where a template is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Template {
    /// In the request, at most 51,200 bytes.
    Body(String),
    /// In S3, at most 1,000,000 bytes.
    Url(String),
}

/// A change set that CloudFormation began to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeSetCreated {
    /// The change set's ARN.
    pub id: String,
    /// The stack's ARN.
    pub stack_id: String,
}

/// A change set as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// `CREATE_PENDING`, `CREATE_IN_PROGRESS`, `CREATE_COMPLETE`, `FAILED`, …
    pub status: String,
    /// Why.
    pub reason: Option<String>,
    /// What it would do.
    pub changes: Vec<Change>,
}

/// What findings are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingsOf<'a> {
    /// A change set, by ARN.
    ChangeSet(&'a str),
    /// A stack, by ARN.
    Stack(&'a str),
}

/// Something that the checks before deployment found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The resource and the reason.
    pub failure: Failure,
    /// Whether it only warns.
    pub warning: bool,
    /// The token of the request that it belongs to.
    pub token: Option<String>,
}

/// A part of a multipart upload that S3 took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The number, from 1.
    pub number: i32,
    /// S3's tag of it.
    pub etag: Option<String>,
    /// The checksum, in base64.
    pub sha256: Option<String>,
}

/// A version of an object, or a delete marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The key.
    pub key: String,
    /// The version.
    pub id: Option<String>,
    /// Its size in bytes; 0 for a delete marker.
    pub size: u64,
}

/// Where a listing of versions goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionMark {
    /// The key.
    pub key: String,
    /// The version.
    pub id: Option<String>,
}

/// A page of versions.
#[derive(Clone, Debug)]
pub struct VersionPage {
    /// Versions and delete markers.
    pub versions: Vec<Version>,
    /// Where to go on.
    pub next: Option<VersionMark>,
}

/// The name in a stack's ARN, `arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/ID`; the text itself where it is none.
pub(crate) fn stack_name(id: &str) -> &str {
    id.split('/').nth(1).unwrap_or(id)
}
