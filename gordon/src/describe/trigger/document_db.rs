//! Changes of an Amazon DocumentDB cluster.
//!
//! Owns [`DocumentDb`].

use serde_json::{Value as Json, json};

use super::mapping::{Mapped, Mapping, Reader, network};
use super::setters::setters;
use crate::aws;
use crate::describe::value::{account_id, join, partition, region};
use crate::describe::{Resource, Statement, Value};

/// The change stream of a database of a DocumentDB cluster.
///
/// ```
/// use gordon::prelude::*;
///
/// const CLUSTER: &str = "arn:aws:rds:eu-west-1:111111111111:cluster:shop";
/// const USER: &str = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:docdb-AbCdEf";
///
/// let function = Function::new("index")
///     .code("lambdas/index.py")
///     .handler("index.handler")
///     .on(DocumentDb::arn(CLUSTER, "shop", USER).collection("orders").full_document(FullDocument::UpdateLookup));
/// ```
///
/// Lambda does not filter these. A function that reads from DocumentDB has a timeout of at most 14 minutes.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html>
#[derive(Clone, Debug)]
pub struct DocumentDb {
    arn: Value<String>,
    cluster: Value<String>,
    mapped: Mapped,
}

/// What an update's event has of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FullDocument {
    /// What changed.
    Default,
    /// What changed, and the whole document.
    UpdateLookup,
}

const CONFIG: &str = "DocumentDBEventSourceConfig";

impl DocumentDb {
    /// A database, by name, of a cluster of this project; `secret` is the ARN of a secret with the `username` and
    /// `password` of one who may read the change stream.
    #[track_caller]
    #[must_use]
    pub fn of(cluster: &Resource<aws::docdb::DBCluster>, database: &str, secret: impl Into<Value<String>>) -> Self {
        let id = cluster.reference();
        let before = ["arn:".into(), partition(), ":rds:".into(), region(), ":".into(), account_id()];
        let arn = join("", before.into_iter().chain([":cluster:".into(), id.clone()]));
        Self::new(arn, id, database, secret.into())
    }

    /// A database, by name, of a cluster by ARN; `secret` is the ARN of a secret with the `username` and `password` of
    /// one who may read the change stream.
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>, database: &str, secret: impl Into<Value<String>>) -> Self {
        let arn = arn.into();
        Self::new(arn.clone(), arn, database, secret.into())
    }

    #[track_caller]
    fn new(arn: Value<String>, cluster: Value<String>, database: &str, secret: Value<String>) -> Self {
        let mut mapped = Mapped::positioned();
        mapped.options.member(CONFIG, "DatabaseName", database);
        mapped.secret("BASIC_AUTH", secret);
        Self { arn, cluster, mapped }
    }

    /// One collection of the database; all of them unless set.
    #[track_caller]
    #[must_use]
    pub fn collection(mut self, name: &str) -> Self {
        self.mapped.options.member(CONFIG, "CollectionName", name);
        self
    }

    /// What an update's event has of the document; what changed unless set.
    #[track_caller]
    #[must_use]
    pub fn full_document(mut self, document: FullDocument) -> Self {
        let name = match document {
            FullDocument::Default => "Default",
            FullDocument::UpdateLookup => "UpdateLookup",
        };
        self.mapped.options.member(CONFIG, "FullDocument", name);
        self
    }
}

setters! { DocumentDb: batch_size batch_window enabled encrypted_by from metric tag }

impl Mapping for DocumentDb {
    fn name(&self) -> &'static str {
        "DocumentDB trigger"
    }

    fn id(&self) -> &'static str {
        "DocumentDbMapping"
    }

    fn mapped(&self) -> &Mapped {
        &self.mapped
    }

    fn reader(&self) -> Reader {
        Reader::Client
    }

    fn source(&self) -> Option<&Value<String>> {
        Some(&self.arn)
    }

    fn identity(&self) -> Json {
        let config = self.mapped.options.get(CONFIG);
        let name = |key: &str| config.and_then(|config| config.get(key)).cloned().unwrap_or_default();
        json!([self.cluster, name("DatabaseName"), name("CollectionName")])
    }

    fn reading(&self) -> Vec<Statement> {
        // The cluster names its parameter and subnet groups; here nobody knows them.
        let any = |kind: &str| {
            let before = ["arn:".into(), partition(), ":rds:".into(), region(), ":".into(), account_id()];
            join("", before.into_iter().chain([format!(":{kind}:*").into()]))
        };
        vec![
            Statement::allow(["rds:DescribeDBClusters"]).on(&self.arn),
            Statement::allow(["rds:DescribeDBClusterParameters"]).on(any("cluster-pg")),
            Statement::allow(["rds:DescribeDBSubnetGroups"]).on(any("subgrp")),
            network(),
        ]
    }
}
