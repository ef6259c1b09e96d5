//! Credentials of a role that is assumed.
//!
//! Owns the call and that it is made again when they run out; who may assume the role is for its trust policy.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;

use super::fault::fault;
use crate::apply::error::{Error, Kind};

/// A role to assume.
///
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumeRole {
    /// Its ARN.
    pub arn: String,
    /// What its trust policy may ask for besides: a word agreed with the account's owner.
    pub external_id: Option<String>,
    /// What the account's logs call those who have it: 2 to 64 letters, digits and `_+=,.@-`.
    pub session: String,
}

/// Hands out the role's credentials, an hour's worth at a time.
#[derive(Debug)]
pub(super) struct Assumed {
    client: aws_sdk_sts::Client,
    role: AssumeRole,
    first: Mutex<Option<Credentials>>,
}

impl Assumed {
    /// Assumes the role now, so that a refusal is told as what it is.
    pub(super) async fn now(client: aws_sdk_sts::Client, role: AssumeRole) -> Result<Self, Error> {
        let assumed = Self { client, role, first: Mutex::new(None) };
        let credentials = assumed.call().await.map_err(|error| match error.kind() {
            Kind::AccessDenied => {
                let hint = match &assumed.role.external_id {
                    Some(_) => "the role's trust policy must name whoever you are now, and this external ID; and you must be \
                                allowed `sts:AssumeRole` on the role",
                    None => "the role's trust policy must name whoever you are now, and you must be allowed `sts:AssumeRole` on \
                             the role; if it asks for an external ID, give the stage `external_id`, or pass `--external-id`",
                };
                error.with_hint(hint).saying(format!("the role `{}` cannot be assumed", assumed.role.arn))
            }
            _ => error,
        })?;
        *assumed.first.lock().unwrap_or_else(PoisonError::into_inner) = Some(credentials);
        Ok(assumed)
    }

    async fn call(&self) -> Result<Credentials, Error> {
        let action = "sts:AssumeRole";
        let AssumeRole { arn, external_id, session } = &self.role;
        let call = self.client.assume_role().role_arn(arn).role_session_name(session);
        let answer = call.set_external_id(external_id.clone()).send().await.map_err(|error| fault(action, error))?;
        let given = answer
            .credentials
            .ok_or_else(|| Error::new(Kind::Protocol, format!("the answer to {action} has no credentials")))?;
        let expires = SystemTime::try_from(given.expiration).ok();
        Ok(Credentials::new(given.access_key_id, given.secret_access_key, Some(given.session_token), expires, "gordon"))
    }
}

impl ProvideCredentials for Assumed {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        match first {
            Some(credentials) => Provided::ready(Ok(credentials)),
            None => Provided::new(async move { self.call().await.map_err(CredentialsError::provider_error) }),
        }
    }
}
