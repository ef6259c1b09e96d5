//! The way to AWS: configuration, credentials, HTTP.
//!
//! Owns how the SDK is set up; must not make a call of its own beyond what finding credentials and region takes.

use std::sync::Arc;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::provider::SharedCredentialsProvider;

use super::Aws;
use super::cloudformation::CloudFormation;
use super::directory::SignedDirectory;
use super::proxy;
use super::role::{AssumeRole, Assumed};
use super::s3::S3;
use super::signed::Signed;
use super::sts::Sts;
use crate::apply::error::{Error, Kind};

/// Where and as whom to speak to AWS. What is `None` comes from the environment and the shared configuration files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// The region.
    pub region: Option<String>,
    /// The profile of the shared configuration files.
    pub profile: Option<String>,
    /// A role to assume, with what is above as who asks for it.
    pub role: Option<AssumeRole>,
    /// A server that stands in for all of AWS, such as `http://127.0.0.1:4566`. `AWS_ENDPOINT_URL` sets it too.
    pub endpoint_url: Option<String>,
    /// Static credentials, for a server that stands in for AWS and checks none.
    pub credentials: Option<(String, String)>,
}

/// Attempts a call, the first among them; adaptive, so that a throttled client slows itself down.
const ATTEMPTS: u32 = 8;
/// The longest pause between two attempts.
const BACKOFF: Duration = Duration::from_secs(10);
/// The same before a server of one's own, which is either there or not.
const BACKOFF_OWN: Duration = Duration::from_millis(200);

impl Aws {
    /// Finds configuration and credentials.
    ///
    /// # Errors
    ///
    /// [`Kind::NoRegion`] where no region is set; [`Kind::Unreachable`] where `HTTPS_PROXY` or `ALL_PROXY` names a proxy
    /// of a kind that Gordon cannot use; [`Kind::AccessDenied`] where the role may not be assumed. Other credentials are
    /// looked at by the first call.
    pub async fn connect(connection: &Connection) -> Result<Self, Error> {
        let variable = |name: &str| std::env::var(name).ok();
        // A server of one's own on plain http is never behind a proxy, so a strange one is no reason to stop.
        let own = connection.endpoint_url.clone().or_else(|| variable("AWS_ENDPOINT_URL"));
        let proxied = !own.is_some_and(|url| url.starts_with("http://"));
        let proxy = if proxied { proxy::from_environment(&variable)? } else { None };
        let connector = proxy::connector(proxy.clone());
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(proxy::client(proxy.clone()))
            .timeout_config(TimeoutConfig::builder().connect_timeout(Duration::from_secs(5)).build());
        if let Some(region) = &connection.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(profile) = &connection.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(url) = &connection.endpoint_url {
            loader = loader.endpoint_url(url);
        }
        if let Some((key, secret)) = &connection.credentials {
            let credentials = aws_sdk_sts::config::Credentials::new(key, secret, None, None, "gordon");
            loader = loader.credentials_provider(credentials);
        }
        let mut config = loader.load().await;
        // `AWS_ENDPOINT_URL` and profiles may have named the server, so this is known only now.
        let backoff = if config.endpoint_url().is_some() { BACKOFF_OWN } else { BACKOFF };
        let retry = RetryConfig::adaptive().with_max_attempts(ATTEMPTS).with_max_backoff(backoff);
        config = config.into_builder().retry_config(retry).build();
        if let Some(role) = &connection.role {
            let assumed = Assumed::now(aws_sdk_sts::Client::new(&config), role.clone()).await?;
            let provider = SharedCredentialsProvider::new(assumed);
            config = config.into_builder().credentials_provider(provider).build();
        }
        let region = config.region().map(ToString::to_string).ok_or_else(|| {
            Error::new(Kind::NoRegion, "no AWS region is set")
                .with_hint("give the stage a region, pass --region, or set AWS_REGION")
        })?;
        let endpoint_url = config.endpoint_url().map(str::to_owned);
        // A server that stands in for AWS has one host name; buckets go in the path.
        let s3 = aws_sdk_s3::config::Builder::from(&config).force_path_style(endpoint_url.is_some()).build();
        let directory = SignedDirectory(Signed {
            credentials: config.credentials_provider().ok_or_else(|| {
                Error::new(Kind::NoCredentials, "no AWS credentials found").with_hint(super::fault::SIGN_IN)
            })?,
            connector,
            region: region.clone(),
            endpoint_url: endpoint_url.clone(),
        });
        Ok(Self {
            directory: Arc::new(directory),
            stacks: Arc::new(CloudFormation(aws_sdk_cloudformation::Client::new(&config))),
            objects: Arc::new(S3(aws_sdk_s3::Client::from_conf(s3))),
            identity: Arc::new(Sts(aws_sdk_sts::Client::new(&config))),
            region,
            endpoint_url,
        })
    }
}
