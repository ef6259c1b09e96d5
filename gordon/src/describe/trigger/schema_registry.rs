//! Schemas of Kafka records.
//!
//! Owns [`SchemaRegistry`]: where schemas are, what is validated, and what the role must be allowed for it.

use serde_json::{Value as Json, json};

use super::mapping::read_secret;
use crate::aws;
use crate::describe::{Resource, Statement, Value};

/// A registry with which Lambda decodes and validates the records of a Kafka topic; in provisioned mode only.
///
/// ```
/// use gordon::prelude::*;
///
/// let orders = Msk::arn("arn:aws:kafka:eu-west-1:111111111111:cluster/shop/1a2b-3", "orders")
///     .provisioned_pollers(1, 4)
///     .schema_registry(
///         SchemaRegistry::confluent("https://registry.example.com")
///             .basic_auth("arn:aws:secretsmanager:eu-west-1:111111111111:secret:registry-AbCdEf")
///             .validate_value(),
///     );
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html>
#[derive(Clone, Debug)]
pub struct SchemaRegistry {
    uri: Value<String>,
    format: &'static str,
    accesses: Vec<Json>,
    validated: Vec<&'static str>,
    needs: Vec<Statement>,
}

impl SchemaRegistry {
    /// A registry of AWS Glue, of this project.
    #[must_use]
    pub fn glue(registry: &Resource<aws::glue::Registry>) -> Self {
        Self::glue_arn(registry.arn())
    }

    /// A registry of AWS Glue, by ARN.
    #[must_use]
    pub fn glue_arn(arn: impl Into<Value<String>>) -> Self {
        let arn = arn.into();
        let needs = vec![
            Statement::allow(["glue:GetRegistry"]).on(&arn),
            // Lambda asks for a version by the UUID in the record, which has no ARN:
            // <https://docs.aws.amazon.com/glue/latest/dg/schema-registry-gs.html>
            Statement::allow(["glue:GetSchemaVersion"]).on_any(),
        ];
        Self { needs, ..Self::at(arn) }
    }

    /// A registry that speaks Confluent's protocol, by URL.
    #[must_use]
    pub fn confluent(url: impl Into<Value<String>>) -> Self {
        Self::at(url.into())
    }

    fn at(uri: Value<String>) -> Self {
        Self { uri, format: "JSON", accesses: Vec::new(), validated: Vec::new(), needs: Vec::new() }
    }

    /// The function gets records as they are in the topic; unless set, it gets them as JSON.
    #[must_use]
    pub fn source_format(mut self) -> Self {
        self.format = "SOURCE";
        self
    }

    /// Validates (and decodes) the keys of records.
    #[must_use]
    pub fn validate_key(mut self) -> Self {
        self.validated.push("KEY");
        self
    }

    /// Validates (and decodes) the values of records.
    #[must_use]
    pub fn validate_value(mut self) -> Self {
        self.validated.push("VALUE");
        self
    }

    /// User name and password for a Confluent registry, in a secret by ARN.
    #[must_use]
    pub fn basic_auth(self, secret: impl Into<Value<String>>) -> Self {
        self.access("BASIC_AUTH", secret.into())
    }

    /// A client certificate for a Confluent registry, in a secret by ARN.
    #[must_use]
    pub fn client_certificate(self, secret: impl Into<Value<String>>) -> Self {
        self.access("CLIENT_CERTIFICATE_TLS_AUTH", secret.into())
    }

    /// The certificate that a Confluent registry's own is signed with, in a secret by ARN.
    #[must_use]
    pub fn server_root_ca(self, secret: impl Into<Value<String>>) -> Self {
        self.access("SERVER_ROOT_CA_CERTIFICATE", secret.into())
    }

    /// OAuth credentials for a Confluent registry, in a secret by ARN.
    #[must_use]
    pub fn oauth(self, secret: impl Into<Value<String>>) -> Self {
        self.access("OAUTHBEARER_AUTH", secret.into())
    }

    fn access(mut self, kind: &str, secret: Value<String>) -> Self {
        self.needs.push(read_secret(&secret));
        self.accesses.push(json!({ "Type": kind, "URI": secret }));
        self
    }

    pub(super) fn into_parts(self) -> (Json, Vec<Statement>) {
        let mut config = json!({ "SchemaRegistryURI": self.uri, "EventRecordFormat": self.format });
        if !self.accesses.is_empty() {
            config["AccessConfigs"] = Json::from(self.accesses);
        }
        if !self.validated.is_empty() {
            config["SchemaValidationConfigs"] =
                self.validated.iter().map(|attribute| json!({ "Attribute": attribute })).collect();
        }
        (config, self.needs)
    }
}
